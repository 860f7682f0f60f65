//! Prints into messages, error texts and log records: one record is one line, whatever the text holds.

use super::Foreign;
use super::neutral::{Layout, neutral};

/// Most characters of one piece of foreign text in a record.
const LONGEST: usize = 2_000;

/// Prints on one line; line breaks and tabs become their pictures, and very long text is cut with a count.
pub fn log<T: Foreign + ?Sized>(text: &T) -> String {
    let text = text.foreign();
    match text.char_indices().nth(LONGEST) {
        None => neutral(text, Layout::Record).into_owned(),
        Some((end, _)) => {
            let (kept, rest) = text.split_at(end);
            format!("{} [{} more characters]", neutral(kept, Layout::Record), rest.chars().count())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_one_line() {
        let out = log("saved\nERROR faked\r\u{2028}x");
        assert_eq!(out, "saved\u{240a}ERROR faked\u{240d}\u{FFFD}x");
        assert_eq!(out.lines().count(), 1);
    }

    #[test]
    fn a_very_long_text_is_cut_with_a_count() {
        assert!(log(&"x".repeat(LONGEST + 7)).ends_with("x [7 more characters]"));
    }
}
