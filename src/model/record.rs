//! Records as the journal sees them: a subject, and values under field keys.

use super::word::words;
use super::{Id, Moment};

words! {
    /// Every kind of record that is journalled, each after those its records point at.
    Subject {
        /// Somebody who works on cases.
        Person = "person", "person";
        /// A customer.
        Customer = "customer", "customer";
        /// A group of projects or a programme.
        Group = "group", "group";
        /// An IT service.
        Service = "service", "service";
        /// A project.
        Project = "project", "project";
        /// Somebody to be informed.
        Stakeholder = "stakeholder", "stakeholder";
        /// An incident or an issue.
        Case = "case", "case";
        /// What one case is to another.
        Link = "link", "link";
        /// A line of a case's log.
        Entry = "entry", "entry";
        /// A task.
        Action = "action", "action";
        /// An analysis of a case.
        Review = "review", "review";
        /// One section of a review.
        Section = "section", "section";
    }
}

/// Holds one value of one field, as the writer stores it and the journal keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Nobody said.
    Null,
    /// A number, or a yes as 1 and a no as 0.
    Int(i64),
    /// Text or a stored word.
    Text(String),
    /// Another record.
    Ref(Id),
    /// A time; takes three columns (`x_at`, `x_offset`, `x_precision`).
    Time(Moment),
}

impl Value {
    /// Wraps optional text; blank text is nothing.
    pub fn text(text: Option<String>) -> Self {
        text.filter(|t| !t.trim().is_empty()).map_or(Self::Null, Self::Text)
    }

    /// Wraps an optional reference.
    pub fn reference(id: Option<Id>) -> Self {
        id.map_or(Self::Null, Self::Ref)
    }

    /// Wraps an optional time.
    pub fn time(moment: Option<Moment>) -> Self {
        moment.map_or(Self::Null, Self::Time)
    }

    /// Wraps a word from a closed set.
    pub fn word(word: &str) -> Self {
        Self::Text(word.to_owned())
    }

    /// Says whether nothing is held.
    pub fn is_null(&self) -> bool {
        *self == Self::Null
    }
}

/// Lists field keys with their values; keys that are left out are null.
pub type Record = Vec<(&'static str, Value)>;
