//! Prints rows of comma-separated values (RFC 4180) that no spreadsheet takes for formulas.

use super::Foreign;
use super::neutral::{Class, Layout, class, neutral};

/// Prints one row with its line end (CR LF).
pub fn row<T: Foreign>(fields: impl IntoIterator<Item = T>) -> String {
    let mut out = String::new();
    for (i, value) in fields.into_iter().enumerate() {
        if i > 0 {
            out.push(',');
        }
        out.push_str(&field(&value));
    }
    out.push_str("\r\n");
    out
}

/// Prints one field, guarded and quoted where needed.
pub fn field<T: Foreign + ?Sized>(text: &T) -> String {
    let raw = text.foreign();
    let shown = neutral(raw, Layout::Lines);
    let guard = if is_formula(raw) { "'" } else { "" };
    let quoted =
        shown.contains([',', '"', '\n', '\r', '\t', ';']) || shown.starts_with(char::is_whitespace) || shown.ends_with(char::is_whitespace);
    if quoted { format!("\"{guard}{}\"", shown.replace('"', "\"\"")) } else { format!("{guard}{shown}") }
}

/// Says whether a spreadsheet could run the text: its first character after blanks, quotes and invisibles starts a formula.
fn is_formula(text: &str) -> bool {
    for c in text.chars() {
        match c {
            '=' | '+' | '-' | '@' | '\t' | '\r' | '|' | '%' | '\u{2212}' => return !is_number(text),
            '\u{FF1D}' | '\u{FF0B}' | '\u{FF0D}' | '\u{FF20}' | '\u{FF5C}' | '\u{FF05}' => return true,
            '"' | '\'' | '\u{2018}'..='\u{201F}' => {}
            _ if c.is_whitespace() || class(c) != Class::Visible => {}
            _ => return false,
        }
    }
    false
}

/// Says whether the text is a number and nothing else: a sign, digits, and points or commas between digits.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    !digits.is_empty() && digits.split(['.', ',']).all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_guarded_behind_any_blank_quote_or_invisible() {
        for text in [
            "=1+1",
            "+cmd",
            "-2+3",
            "@sum",
            "|x",
            "%x",
            "\u{FF1D}1",
            " =1",
            "\u{200B}=1",
            "'=1",
            "\u{A0}=1",
            "\n=1",
            "\u{FEFF}@x",
            "-",
            "-1e5x",
        ] {
            assert!(field(text).trim_start_matches('"').starts_with('\''), "{text:?} gave {:?}", field(text));
        }
        for text in ["\t=1", "\r=1", "\"=1"] {
            assert!(field(text).starts_with("\"'") || field(text).starts_with('\''), "{text:?} gave {:?}", field(text));
        }
    }

    #[test]
    fn numbers_and_words_stay_as_they_are() {
        for text in ["-5", "+3.25", "-1,234.50", "INC-12", "a=b", "", "7%"] {
            assert!(!field(text).contains('\''), "{text}");
        }
    }

    #[test]
    fn rows_follow_rfc_4180() {
        assert_eq!(row(["a", "b,c", "say \"x\"", "two\nlines"]), "a,\"b,c\",\"say \"\"x\"\"\",\"two\nlines\"\r\n");
        let back: Vec<String> = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(row(["a,\"\n", "'x"]).as_bytes())
            .records()
            .next()
            .unwrap()
            .unwrap()
            .iter()
            .map(str::to_owned)
            .collect();
        assert_eq!(back, ["a,\"\n", "'x"]);
    }
}
