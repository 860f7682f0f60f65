//! Prints JSON that is safe to look at: characters a terminal would obey, or a reader could not see, are written as `\u` escapes.
//!
//! Nothing is lost: whoever parses the JSON gets the exact text back.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::{CompactFormatter, Formatter};

use super::neutral::{Class, class};

/// Prints a value on one line.
///
/// # Errors
/// Fails only if the value refuses to be serialised (a map with keys that are no text).
pub fn to_string<T: Serialize + ?Sized>(value: &T) -> serde_json::Result<String> {
    let mut bytes = Vec::new();
    to_writer(&mut bytes, value)?;
    Ok(String::from_utf8(bytes).expect("serde_json and the formatter write whole characters only"))
}

/// Prints a value on one line into a writer, without a line end.
///
/// # Errors
/// Fails if the writer fails, or the value refuses to be serialised.
pub fn to_writer<W: Write, T: Serialize + ?Sized>(writer: W, value: &T) -> serde_json::Result<()> {
    value.serialize(&mut Serializer::with_formatter(writer, Visible))
}

/// Prints one text as a quoted JSON string, which is also a valid YAML scalar.
pub fn string(text: &str) -> String {
    to_string(text).expect("a string always serialises")
}

/// Writes strings with every invisible or steering character escaped; the layout is the compact one.
struct Visible;

impl Formatter for Visible {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut from = 0;
        for (at, c) in fragment.char_indices() {
            if matches!(class(c), Class::Visible | Class::Newline | Class::Tab) {
                continue;
            }
            writer.write_all(fragment.get(from..at).unwrap_or_default().as_bytes())?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(writer, "\\u{unit:04x}")?;
            }
            from = at + c.len_utf8();
        }
        CompactFormatter.write_string_fragment(writer, fragment.get(from..).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_obey_is_escaped_and_comes_back_exactly() {
        let text = "a\u{1b}[2J\u{7f}\u{9b}\u{202E}\u{2028}\u{E0041}é中\n\"";
        let out = to_string(&serde_json::json!({ "t": text })).unwrap();
        assert_eq!(out, "{\"t\":\"a\\u001b[2J\\u007f\\u009b\\u202e\\u2028\\udb40\\udc41é中\\n\\\"\"}");
        let back: serde_json::Value = serde_json::from_str(&out).unwrap();
        assert_eq!(back["t"], text);
    }
}
