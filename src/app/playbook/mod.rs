//! The playbook of a case: what it was begun with, how far each step is, and what a person said of a step by hand.
//!
//! How far a step is gets worked out from the record; only what a person says against it is stored.

mod conditions;

use super::query::View;
use super::{Command, Failure, Query};
use crate::model::case::Case;

/// Says how far something is, as the record has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// How far.
    pub reach: Reach,
    /// A few words that hold in every language: "1/2", "14:45", "+1".
    pub words: String,
}

/// How far a step is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reach {
    /// Nothing is there yet.
    #[default]
    Todo,
    /// It is begun, or has to be done again.
    Doing,
    /// It is done as things are now.
    Done,
}

impl Progress {
    /// Puts how far and the words together.
    pub fn new(reach: Reach, words: impl Into<String>) -> Self {
        Self { reach, words: words.into() }
    }
}

/// A condition that steps name as what makes them done.
pub struct Condition {
    /// Its name in the files of playbooks.
    pub name: &'static str,
    /// Works out from the record how far it is.
    pub look: fn(&View<'_>, &Case) -> Result<Progress, Failure>,
}

/// Commands about the playbook.
pub static COMMANDS: &[Command] = &[];

/// Queries about the playbook.
pub static QUERIES: &[Query] = &[];

/// Conditions that hang on no subject of their own.
pub static CONDITIONS: &[Condition] = conditions::ALL;
