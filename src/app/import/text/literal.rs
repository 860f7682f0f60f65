//! Values written inside cells: JSON, and what scripts print of their objects (`{'id': 'P6', 'name': None}`).

use serde_json::Value;

/// Longest value that is read.
const LONGEST: usize = 1 << 20;

/// Reads a cell that holds a list or an object; nothing where it holds something else.
pub fn parse(cell: &str) -> Option<Value> {
    let cell = cell.trim();
    if !(cell.starts_with(['{', '[']) && cell.ends_with(['}', ']'])) || cell.len() > LONGEST {
        return None;
    }
    serde_json::from_str(cell).ok().or_else(|| serde_json::from_str(&as_json(cell)).ok())
}

/// Turns quotes and words of a script into those of JSON.
fn as_json(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut letters = text.chars().peekable();
    let mut quote = None;
    while let Some(letter) = letters.next() {
        match (quote, letter) {
            (None, '\'' | '"') => {
                quote = Some(letter);
                out.push('"');
            }
            (Some(open), letter) if letter == open => {
                quote = None;
                out.push('"');
            }
            (Some(_), '"') => out.push_str("\\\""),
            (Some(_), '\\') => match letters.next() {
                Some('\'') => out.push('\''),
                Some('x') => {
                    out.push_str("\\u00");
                }
                Some(next) => out.extend(['\\', next]),
                None => {}
            },
            (Some(_), control) if control.is_control() => out.push(' '),
            (None, letter) if letter.is_ascii_alphabetic() => {
                let mut word = String::from(letter);
                while let Some(next) = letters.next_if(char::is_ascii_alphabetic) {
                    word.push(next);
                }
                out.push_str(match word.as_str() {
                    "None" => "null",
                    "True" => "true",
                    "False" => "false",
                    other => other,
                });
            }
            (_, letter) => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_of_scripts_and_json_are_read_and_prose_is_not() {
        let value = parse("[{'id': 'P6', 'ok': True, 'note': None, 'said': \"it's \\\"up\\\"\"}]").unwrap();
        assert_eq!(value[0]["said"], "it's \"up\"");
        assert_eq!(value[0]["ok"], true);
        assert_eq!(parse("{\"a\":[1]}").unwrap()["a"][0], 1);
        for text in ["plain", "{not one}", "[1, 2", "", "{'a': }", "['P2-01'"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
