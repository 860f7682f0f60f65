//! "Unknown, expected by 15:00": what nobody can say yet, as an answer to any field, and as the open question that it leaves behind.
//!
//! The question is an entry of the log like any other; which field it is about stands in its outside key, which nobody can type.

use super::{EntryRef, Id, Moment, Untrusted};

/// What such a key begins with.
const MARK: &str = "unknown";
/// What may stand between "unknown" and the time.
const BY: &[&str] = &["by", "until", "till"];

/// Holds an open question about a field.
#[derive(Clone, Debug)]
pub struct Unknown {
    /// Id of the entry.
    pub id: Id,
    /// Number of the entry within its case.
    pub number: i64,
    /// What the question says: "Impact: unknown".
    pub text: Untrusted,
    /// When an answer is expected, if anybody said.
    pub due: Option<Moment>,
    /// Which field it is about.
    pub about: About,
}

/// Names the field of a record, and what it held when the question was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// The record: `INC-12` or `A-5`.
    pub record: String,
    /// Key of the field.
    pub field: String,
    /// What the field held although nobody knew, such as a usual priority; mostly nothing.
    pub held: String,
}

impl About {
    /// Writes the outside key of the entry that asks; no two are the same.
    pub fn key(&self, entry: EntryRef) -> String {
        format!("{MARK} {entry} {} {}={}", self.record, self.field, self.held)
    }

    /// Reads it out of the outside key of an entry.
    pub fn read(key: &str) -> Option<Self> {
        let rest = key.strip_prefix(MARK)?.strip_prefix(' ')?;
        let (_, rest) = rest.split_once(' ')?;
        let (record, rest) = rest.split_once(' ')?;
        let (field, held) = rest.split_once('=')?;
        Some(Self { record: record.to_owned(), field: field.to_owned(), held: held.to_owned() })
    }
}

/// Reads an answer that says that the answer is unknown; inside is the time it is expected by, in words, if one was given.
pub fn said(answer: &str) -> Option<Option<&str>> {
    let rest = after(answer.trim(), MARK)?.trim_start_matches(',').trim_start();
    let rest = after(rest, "expected").unwrap_or(rest).trim_start();
    if rest.is_empty() {
        return Some(None);
    }
    let time = BY.iter().find_map(|by| after(rest, by))?.trim();
    Some((!time.is_empty()).then_some(time))
}

/// Gives what follows a word, whatever its letters' case; nothing when the word goes on.
fn after<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let head = text.get(..word.len()).filter(|head| head.eq_ignore_ascii_case(word))?;
    let rest = &text[head.len()..];
    rest.chars().next().is_none_or(|c| c == ',' || c.is_whitespace()).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_is_read_with_and_without_a_time() {
        for (text, want) in [
            ("unknown", Some(None)),
            (" Unknown by ", Some(None)),
            ("unknown by 15:00", Some(Some("15:00"))),
            ("unknown, expected by tomorrow 9:00", Some(Some("tomorrow 9:00"))),
            ("unknown until in 2h", Some(Some("in 2h"))),
            ("unknown error in the gateway", None),
            ("unknowns", None),
            ("the cause is unknown", None),
            ("", None),
            ("unknow数", None),
        ] {
            assert_eq!(said(text), want, "{text}");
        }
    }

    #[test]
    fn the_key_names_the_field_and_what_it_held() {
        let about = About { record: "A-5".into(), field: "owner".into(), held: "a=b c".into() };
        let entry = EntryRef { case: super::super::CaseRef::parse("INC-1").unwrap(), number: 8 };
        assert_eq!(about.key(entry), "unknown INC-1.8 A-5 owner=a=b c");
        assert_eq!(About::read(&about.key(entry)), Some(about));
        assert_eq!(About::read("unknown"), None);
        assert_eq!(About::read("INC0012345"), None);
    }
}
