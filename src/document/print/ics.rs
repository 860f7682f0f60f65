//! Prints lines of a calendar (RFC 5545): text escaped, no line longer than 75 bytes, and nothing in a text that could begin a line.

use super::Foreign;
use super::neutral::{Layout, neutral};

/// Most bytes of a line; what is longer goes on in the next, after a blank.
const LONGEST: usize = 75;

/// Prints a line that holds foreign text.
pub fn text<T: Foreign + ?Sized>(name: &str, text: &T) -> String {
    let mut value = String::new();
    for c in neutral(text.foreign(), Layout::Lines).chars() {
        match c {
            '\\' | ';' | ',' => value.extend(['\\', c]),
            '\n' => value.push_str("\\n"),
            _ => value.push(c),
        }
    }
    folded(&format!("{name}:{value}"))
}

/// Prints a line whose value is our own: a time, a number, a word. A line break in it becomes a blank.
pub fn plain(name: &str, value: &str) -> String {
    folded(&format!("{name}:{}", neutral(value, Layout::OneLine)))
}

/// Prints an instant as UTC.
pub fn instant(name: &str, at: i64) -> String {
    let at = chrono::DateTime::from_timestamp_millis(at).unwrap_or_default();
    plain(name, &at.format("%Y%m%dT%H%M%SZ").to_string())
}

/// Breaks a line where it is too long, never inside a character, and ends it.
fn folded(line: &str) -> String {
    let (mut out, mut used) = (String::with_capacity(line.len() + line.len() / 24 + 2), 0);
    for c in line.chars() {
        if used + c.len_utf8() > LONGEST {
            out.push_str("\r\n ");
            used = 1;
        }
        out.push(c);
        used += c.len_utf8();
    }
    out + "\r\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads a line back as a calendar does.
    fn back(line: &str) -> String {
        let joined = line.strip_suffix("\r\n").unwrap().replace("\r\n ", "");
        let (_, value) = joined.split_once(':').unwrap();
        let mut out = String::new();
        let mut chars = value.chars();
        while let Some(c) = chars.next() {
            match (c, c == '\\') {
                (_, true) => match chars.next().unwrap() {
                    'n' => out.push('\n'),
                    other => out.push(other),
                },
                (c, false) => out.push(c),
            }
        }
        out
    }

    #[test]
    fn a_text_comes_back_and_no_line_is_too_long() {
        let long = "数据迁移 e\u{301}🧑‍💻, ".repeat(40);
        for text in ["a;b,c\\n\\;", "two\nlines\n", "", long.as_str(), &"x".repeat(500), "BEGIN:VEVENT\nUID:1"] {
            let line = super::text("SUMMARY", text);
            assert_eq!(back(&line), text);
            assert!(line.split("\r\n").all(|part| part.len() <= LONGEST), "{line}");
            assert!(line.split("\r\n").skip(1).all(|part| part.is_empty() || part.starts_with(' ')), "{line}");
        }
    }

    #[test]
    fn nothing_in_a_text_steers_a_reader() {
        assert_eq!(text("SUMMARY", "a\r\nEND:VEVENT\u{1b}[2J\u{202e}"), "SUMMARY:a\\nEND:VEVENT␛[2J\u{FFFD}\r\n");
        assert_eq!(plain("UID", "a\nb"), "UID:a b\r\n");
        assert_eq!(instant("DTSTART", 1_795_439_100_500), "DTSTART:20261123T130500Z\r\n");
    }
}
