//! Texts of other systems as plain Markdown: HTML, wiki markup, documents of Jira, values written inside cells.

pub mod adf;
mod html;
pub mod literal;
mod wiki;

use std::borrow::Cow;

use super::profile::Markup;

/// Turns a text into plain Markdown, as far as it is written in what its system writes.
pub fn markdown<'a>(text: &'a str, markup: &[Markup]) -> Cow<'a, str> {
    let mut text = Cow::Borrowed(text);
    if markup.contains(&Markup::Html) && html::looks_like(&text) {
        text = Cow::Owned(html::markdown(&text));
    }
    if markup.contains(&Markup::Wiki) && wiki::looks_like(&text) {
        text = Cow::Owned(wiki::markdown(&text));
    }
    text
}

/// Gives a text that stands in one line: tags gone, and `between` where a line ended.
pub fn one_line<'a>(text: &'a str, markup: &[Markup], between: &str) -> Cow<'a, str> {
    if !(markup.contains(&Markup::Html) && html::looks_like(text)) {
        return Cow::Borrowed(text);
    }
    let whole = html::markdown(text);
    let lines: Vec<&str> = whole.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    Cow::Owned(lines.join(between))
}

/// Takes away blank lines at both ends, blanks at the ends of lines, and more than one blank line in a row.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut blank = 0;
    for line in text.lines() {
        let line = line.trim_end();
        if line.is_empty() {
            blank += 1;
            continue;
        }
        if !out.is_empty() {
            out.push_str(if blank > 0 { "\n\n" } else { "\n" });
        }
        blank = 0;
        out.push_str(line);
    }
    out
}
