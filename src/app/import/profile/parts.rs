//! What a profile says about parts of a record: lines of its log, links, and when what was hit is well again.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Names;
use crate::model::entry::EntryKind;

/// Describes what becomes lines of the log.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entries {
    /// The list, or the columns; empty is the record itself.
    #[serde(default)]
    pub from: Names,
    /// A list inside each of them; its parts make one line.
    pub each: Option<String>,
    /// How several notes stand in one cell.
    #[serde(default)]
    pub shape: Shape,
    /// Kind of line.
    #[serde(default = "fact")]
    pub kind: LogKind,
    /// What is unique about it.
    #[serde(default)]
    pub id: Names,
    /// Put behind the id, where the same id makes several lines.
    #[serde(default)]
    pub suffix: String,
    /// When it was said.
    #[serde(default)]
    pub at: Names,
    /// Who said it.
    #[serde(default)]
    pub by: Names,
    /// What was said.
    #[serde(default)]
    pub text: Names,
    /// A word whose change from line to line is told as a line of its own.
    #[serde(default)]
    pub state: Names,
    /// Two names; only parts where they differ are told.
    #[serde(default)]
    pub changed: Vec<String>,
    /// A name that must say one of these words.
    #[serde(default)]
    pub says: BTreeMap<String, Names>,
}

fn fact() -> LogKind {
    LogKind::Fact
}

/// Kinds of lines that come from elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogKind {
    /// Something that was noted.
    Fact,
    /// An update that was given.
    Update,
    /// A change of state.
    State,
    /// A way around.
    Workaround,
}

impl LogKind {
    /// Gives the kind of entry.
    pub fn entry(self) -> EntryKind {
        match self {
            Self::Fact => EntryKind::Fact,
            Self::Update => EntryKind::Update,
            Self::State => EntryKind::State,
            Self::Workaround => EntryKind::Workaround,
        }
    }
}

/// How notes stand in a cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// One note.
    #[default]
    Plain,
    /// Many notes, each under a head with its time and author.
    Journal,
    /// One note, `time;author;text`.
    Semicolons,
    /// Many updates, each `day, time zone` and then `State - text`.
    Updates,
}

/// Describes links whose name is part of the record.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Links {
    /// How the names of columns begin that hold keys this record points to; the name of the link follows in brackets.
    #[serde(default)]
    pub outward: Vec<String>,
    /// The same for keys that point to this record.
    #[serde(default)]
    pub inward: Vec<String>,
    /// A list of links in a document.
    pub list: Option<String>,
    /// The name of the link in it.
    #[serde(default)]
    pub name: Names,
    /// The key this record points to.
    #[serde(default)]
    pub to: Names,
    /// The key that points to this record.
    #[serde(default)]
    pub of: Names,
}

/// Finds when everything that was hit is well again.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recovered {
    /// The list of updates.
    pub from: String,
    /// The parts each names.
    pub each: String,
    /// What a part is called.
    pub part: String,
    /// How it is now.
    pub state: String,
    /// The word for well.
    pub well: String,
    /// When that was.
    pub at: Names,
}
