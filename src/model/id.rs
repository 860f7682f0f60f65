//! Names of records: the UUID inside, and the short numbers that people say.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Subject;
use super::word::words;

/// Identifies a record for ever and everywhere (UUIDv7, RFC 9562). Minted by the store, never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Id(pub Uuid);

impl Id {
    /// Reads an id as it is written.
    pub fn parse(text: &str) -> Option<Self> {
        Uuid::parse_str(text).ok().map(Self)
    }

    /// Gives the instant the record was made at (UTC milliseconds), which the id begins with.
    pub fn made(self) -> Option<i64> {
        let (seconds, nanos) = self.0.get_timestamp()?.to_unix();
        i64::try_from(seconds).ok()?.checked_mul(1_000)?.checked_add(i64::from(nanos / 1_000_000))
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

words! {
    /// Tells the two faces of a case apart; incidents first, because service comes first.
    CaseKind {
        /// Unplanned interruption or degradation of a service (ITIL).
        Incident = "incident", "incident";
        /// Event that hits a project now (PRINCE2).
        Issue = "issue", "issue";
    }
}

impl CaseKind {
    /// Gives the letters in front of a number.
    pub fn prefix(self) -> &'static str {
        match self {
            Self::Incident => "INC",
            Self::Issue => "ISS",
        }
    }
}

/// Names a case as people say it: `INC-12`, `ISS-7`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CaseRef {
    /// Which counter the number is from.
    pub kind: CaseKind,
    /// Number within the kind, from 1.
    pub number: i64,
}

impl CaseRef {
    /// Reads `INC-12`, `inc12`, `iss 7`; nothing else.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let head = text.get(..3)?;
        let kind = CaseKind::ALL.iter().copied().find(|k| k.prefix().eq_ignore_ascii_case(head))?;
        let tail = text.get(3..)?;
        let number = number(tail.strip_prefix(['-', ' ']).unwrap_or(tail))?;
        Some(Self { kind, number })
    }
}

impl fmt::Display for CaseRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.kind.prefix(), self.number)
    }
}

/// Names an entry of a case's log: `INC-12.34`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntryRef {
    /// The case whose log it is in.
    pub case: CaseRef,
    /// Number within the case, from 1.
    pub number: i64,
}

impl EntryRef {
    /// Reads `INC-12.34` and the looser forms of the case before the dot.
    pub fn parse(text: &str) -> Option<Self> {
        let (case, entry) = text.trim().split_once('.')?;
        Some(Self { case: CaseRef::parse(case)?, number: number(entry)? })
    }
}

impl fmt::Display for EntryRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.case, self.number)
    }
}

/// Names an action: `A-56`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ActionRef(pub i64);

impl ActionRef {
    /// Reads `A-56`, `a56`, `56`.
    pub fn parse(text: &str) -> Option<Self> {
        Subject::Action.number(text).map(Self)
    }
}

impl fmt::Display for ActionRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&Subject::Action.name(self.0))
    }
}

/// Reads a plain positive number without sign, blanks or leading zero tricks.
pub(super) fn number(text: &str) -> Option<i64> {
    if text.is_empty() || text.len() > 15 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    text.parse().ok().filter(|n| *n > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_numbers_are_read_as_people_write_them() {
        for text in ["INC-12", "inc12", " Inc 12 ", "inc-12"] {
            assert_eq!(CaseRef::parse(text).map(|c| c.to_string()), Some("INC-12".into()), "{text}");
        }
        for text in ["", "INC", "INC-", "INC-0", "INC--1", "INC-1x", "12", "é12", "ISS-99999999999999999999"] {
            assert_eq!(CaseRef::parse(text), None, "{text}");
        }
    }

    #[test]
    fn entries_and_actions_read_back_what_they_print() {
        let entry = EntryRef::parse("iss7.3").unwrap();
        assert_eq!(entry.to_string(), "ISS-7.3");
        assert_eq!(EntryRef::parse(&entry.to_string()), Some(entry));
        assert_eq!(ActionRef::parse("a-56").map(|a| a.to_string()), Some("A-56".into()));
        assert_eq!(ActionRef::parse("INC-1"), None);
    }
}
