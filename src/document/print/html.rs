//! Prints into HTML: between tags, or between double quotes of an attribute.

use super::Foreign;
use super::neutral::{Layout, neutral};

/// Prints between tags; line breaks are kept.
pub fn text<T: Foreign + ?Sized>(text: &T) -> String {
    escape(&neutral(text.foreign(), Layout::Lines))
}

/// Prints inside a quoted attribute, on one line.
pub fn attribute<T: Foreign + ?Sized>(text: &T) -> String {
    escape(&neutral(text.foreign(), Layout::OneLine))
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_tag_or_attribute_can_be_opened() {
        assert_eq!(text("<b>&'\"\n\u{1b}"), "&lt;b&gt;&amp;&#39;&quot;\n\u{241b}");
        assert_eq!(attribute("x\" onload=\"y\n"), "x&quot; onload=&quot;y ");
    }
}
