//! Evidence: lines of the log that speak for or against a hypothesis, or bear a cause out.

use super::entry::{EntryKind, Visibility};
use super::word::words;
use super::{Id, Untrusted};

words! {
    /// What a line says about what it is brought up for.
    Side {
        /// It speaks for it.
        For = "for", "for";
        /// It speaks against it.
        Against = "against", "against";
    }
}

/// What a line is brought up for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// A hypothesis of the log.
    Hypothesis(Id),
    /// A node of the cause tree.
    Cause(Id),
}

/// Holds one line brought up for or against something.
#[derive(Clone, Debug)]
pub struct Evidence {
    /// Id of the record.
    pub id: Id,
    /// What it is about.
    pub of: Of,
    /// The line.
    pub entry: Id,
    /// Number of the line within its case.
    pub number: i64,
    /// What kind of line it is.
    pub kind: EntryKind,
    /// What the line says.
    pub text: Untrusted,
    /// Which way it speaks.
    pub side: Side,
    /// Who may read of it: whoever may read the line and that it is evidence.
    pub visibility: Visibility,
}

/// Counts the lines for and against.
pub fn count<'a>(all: impl Iterator<Item = &'a Evidence>) -> (usize, usize) {
    all.fold((0, 0), |(pro, contra), one| if one.side == Side::For { (pro + 1, contra) } else { (pro, contra + 1) })
}
