//! Fields: what a command or query can be given, how it is asked for, and how its raw text is checked.
//!
//! A field stays dumb: no conditions, no nesting, no layout. A form row, a `--flag` and the words of a refusal all come from it.

use crate::model::Subject;
use crate::model::when::Lean;

/// Says how a field is asked for and what its text means.
#[derive(Clone, Copy, Debug)]
pub enum Ask {
    /// One line of text.
    Line,
    /// Text of several lines.
    Text,
    /// One of a closed set: stored word and label.
    Choice(&'static [(&'static str, &'static str)]),
    /// A record of a register by name; `true` when a new name may create it.
    Pick(Subject, bool),
    /// A time, leaning to the past or the future where the words leave it open.
    Time(Lean),
    /// A whole number from 1.
    Number,
    /// Working days, fractions allowed: hundredths inside.
    Days,
    /// Any other amount: hundredths inside.
    Amount,
    /// Money, with its currency or without.
    Money,
    /// A length of time: `45m`, `2h`, `3d`.
    Length,
    /// An existing record by its number, such as `U-7`.
    Numbered(Subject),
    /// Yes or no.
    Yes,
    /// An existing case by its number.
    Case,
    /// An existing log entry by its number.
    Entry,
    /// An existing action by its number.
    Action,
    /// The name of a file.
    File,
}

/// Says where the field stands on a command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A word in a fixed place.
    Argument,
    /// `--key VALUE`.
    Flag,
}

/// Describes one field.
#[derive(Debug)]
pub struct Field {
    /// Key: the flag's name and the draft's key.
    pub key: &'static str,
    /// Words in front of it in a form.
    pub label: &'static str,
    /// How it is asked for.
    pub ask: Ask,
    /// Whether nothing works without it.
    pub required: bool,
    /// Where it stands on a command line.
    pub place: Place,
    /// One sentence for help and hints.
    pub doc: &'static str,
    /// Whether it can wait: a form shows it after the others.
    pub later: bool,
}

impl Field {
    /// Describes an optional flag.
    pub const fn flag(key: &'static str, label: &'static str, ask: Ask, doc: &'static str) -> Self {
        Self { key, label, ask, required: false, place: Place::Flag, doc, later: false }
    }

    /// Describes a required argument.
    pub const fn argument(key: &'static str, label: &'static str, ask: Ask, doc: &'static str) -> Self {
        Self { key, label, ask, required: true, place: Place::Argument, doc, later: false }
    }

    /// Describes an argument that may be left out.
    pub const fn optional(key: &'static str, label: &'static str, ask: Ask, doc: &'static str) -> Self {
        Self { key, label, ask, required: false, place: Place::Argument, doc, later: false }
    }

    /// Makes a flag required.
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Makes it one that can wait.
    pub const fn later(mut self) -> Self {
        self.later = true;
        self
    }
}
