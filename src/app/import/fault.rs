//! Why a file could not be read at all, in words for people: what, where, and what to do.

use crate::model::{Refusal, Untrusted};

/// Says why nothing was taken from a file; single rows that fail are [`super::RowRefusal`]s instead.
///
/// All texts may quote the file, so they are foreign until a printer has had them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportError {
    /// Name of the file as it was given.
    pub file: Untrusted,
    /// Line of the file, from 1, where one is known.
    pub line: Option<usize>,
    /// One sentence without a full stop: what is wrong.
    pub why: Untrusted,
    /// What to do instead.
    pub hint: Untrusted,
}

impl ImportError {
    /// Builds an error about the file as a whole.
    pub fn whole(why: impl Into<Untrusted>, hint: impl Into<Untrusted>) -> Self {
        Self { file: Untrusted::default(), line: None, why: why.into(), hint: hint.into() }
    }

    /// Builds an error at one line, counted from 1.
    pub fn at(line: usize, why: impl Into<Untrusted>, hint: impl Into<Untrusted>) -> Self {
        Self { line: Some(line), ..Self::whole(why, hint) }
    }

    /// Names the file it is about.
    #[must_use]
    pub fn in_file(mut self, name: &str) -> Self {
        self.file = name.into();
        self
    }

    /// Gives the refusal that a command shows: "FILE, line 12: why".
    pub fn refusal(&self) -> Refusal {
        let place = self.line.map_or_else(String::new, |line| format!(", line {line}"));
        let why = format!("{}{place}: {}", self.file.raw(), self.why.raw());
        Refusal::field("file", why, self.hint.raw())
    }
}
