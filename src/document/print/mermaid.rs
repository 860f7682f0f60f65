//! Prints labels of Mermaid diagrams: an allow-list of characters, everything else as numbered entities.
//!
//! Ids of nodes are never made from text; whoever builds a diagram numbers them.

use super::Foreign;
use super::neutral::{Layout, neutral};

/// Most characters of a label.
const LONGEST: usize = 120;

/// Prints a label with its quotes: `"replica lag #62; 5 s"`.
pub fn label<T: Foreign + ?Sized>(text: &T) -> String {
    let text = text.foreign();
    let (kept, more) = match text.char_indices().nth(LONGEST) {
        Some((end, _)) => (text.get(..end).unwrap_or_default(), ".."),
        None => (text, ""),
    };
    let mut out = String::from("\"");
    for c in neutral(kept, Layout::OneLine).chars() {
        match c {
            ' ' | '.' | ',' | '_' | '-' => out.push(c),
            _ if c.is_alphanumeric() => out.push(c),
            _ => out.push_str(&format!("#{};", u32::from(c))),
        }
    }
    out.push_str(more);
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_cannot_end_itself_or_open_anything() {
        assert_eq!(label("a\"] --> b[\"x"), "\"a#34;#93; --#62; b#91;#34;x\"");
        assert_eq!(label("click\n%%{init}<b>#"), "\"click #37;#37;#123;init#125;#60;b#62;#35;\"");
        assert_eq!(label("网络 中断, v1.2_a-b"), "\"网络 中断, v1.2_a-b\"");
    }
}
