//! One command on the command line, wherever it comes from: a command, a query, or one of the few that stand beside the tables.

use super::special::{SPECIALS, Special};
use super::{config, send};
use crate::app::{Command, Field, Query, tables, unknown};

/// Names one command of the command line.
#[derive(Clone, Copy)]
pub enum Leaf {
    /// Changes something.
    Command(&'static Command),
    /// Asks something.
    Query(&'static Query),
    /// Works on files: import, export, backup, doctor, and what packagers need.
    Special(&'static Special),
}

impl Leaf {
    /// Goes through all of them: commands, queries, specials.
    pub fn all() -> impl Iterator<Item = Self> {
        tables::commands()
            .map(Self::Command)
            .chain(tables::queries().map(Self::Query))
            .chain(SPECIALS.iter().chain(&config::COMMANDS).map(Self::Special))
    }

    /// Finds one by its words.
    pub fn find(name: &str) -> Option<Self> {
        Self::all().find(|leaf| leaf.name() == name)
    }

    /// Gives its words: `incident open`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Command(c) => c.name,
            Self::Query(q) => q.name,
            Self::Special(s) => s.name,
        }
    }

    /// Gives its sentence.
    pub fn doc(&self) -> &'static str {
        match self {
            Self::Command(c) => c.doc,
            Self::Query(q) => q.doc,
            Self::Special(s) => s.doc,
        }
    }

    /// Gives what it can be given.
    pub fn fields(&self) -> &'static [&'static Field] {
        match self {
            Self::Command(c) => c.fields,
            Self::Query(q) => q.fields,
            Self::Special(s) => s.fields,
        }
    }

    /// Says whether its answer is a page or a text that may go into a file with `-o`.
    pub fn writes_files(&self) -> bool {
        match self {
            Self::Command(c) => c.name == send::NAME,
            Self::Query(q) => q.columns.is_empty() && !q.fields.iter().any(|f| f.key == "output"),
            Self::Special(s) => s.writes,
        }
    }

    /// Says whether some of its options may be unknown.
    pub fn takes_unknown(&self) -> bool {
        matches!(self, Self::Command(c) if c.fields.iter().any(|field| unknown::takes(c, field)))
    }

    /// Says whether help leaves it out: it is nobody's business but the packagers'.
    pub fn is_hidden(&self) -> bool {
        self.name() == "docs"
    }
}
