//! Profiles: how the records of one format become ours, as data that people can read, override and add to.
//!
//! The built-in ones lie in `assets/import`, one a format; a person's own lie in `import/` of the folder of settings, where a
//! file of a built-in name changes what it names and leaves the rest.

mod list;
mod parts;
mod target;

use std::collections::BTreeMap;

use serde::Deserialize;

pub use list::{BUILT_IN, Profiles};
pub use parts::{Entries, Links, LogKind, Recovered, Shape};
pub use target::{TARGETS, Takes, Target};

use crate::model::CaseKind;

/// Says how the records of one format become ours.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Name on the command line; the name of its file.
    #[serde(skip)]
    pub name: String,
    /// One sentence about the format.
    pub doc: String,
    /// The system the keys are unique in.
    pub system: String,
    /// Whether it reads tables or values.
    pub container: Container,
    /// What its records are where nothing says otherwise.
    #[serde(default)]
    pub kind: Kind,
    /// Which open records enter the lanes of the Board.
    #[serde(default)]
    pub lanes: Lanes,
    /// How times without a zone are taken.
    #[serde(default)]
    pub times: Times,
    /// A field whose words say that times are in the zone of whoever exported them.
    pub local_where_words: Option<String>,
    /// Whether the part of a key before its last hyphen names the project, where nothing else does.
    #[serde(default)]
    pub project_in_key: bool,
    /// Whether keys stand in the file several times, once for each update.
    #[serde(default)]
    pub fold: Fold,
    /// How a file of this format is told from others.
    pub recognise: Recognise,
    /// Where in a document the records are; the first that is there.
    #[serde(default)]
    pub records: Vec<String>,
    /// Which names become what; the first that is there and says something.
    #[serde(default)]
    pub fields: BTreeMap<Target, Names>,
    /// Names that count inside the brackets of a project's own field only.
    #[serde(default)]
    pub custom: Custom,
    /// Words of states that the common list reads otherwise or not at all.
    #[serde(default)]
    pub states: BTreeMap<String, String>,
    /// Whether a state that is not known refuses the record.
    #[serde(default)]
    pub unknown_state: Unknown,
    /// Whether a record without a title is refused; else its key stands in.
    #[serde(default)]
    pub untitled: Unknown,
    /// Words of priorities, likewise.
    #[serde(default)]
    pub priorities: BTreeMap<String, String>,
    /// Which words of `class` make an incident or an issue.
    #[serde(default)]
    pub kinds: BTreeMap<String, Kind>,
    /// Names among whose values a type may be: labels.
    #[serde(default)]
    pub types_among: Names,
    /// Types that enter the lanes beside the common ones.
    #[serde(default)]
    pub lane_types: Vec<String>,
    /// Records that are something else.
    #[serde(default)]
    pub refuse: Vec<Refuse>,
    /// What becomes lines of the log.
    #[serde(default)]
    pub entries: Vec<Entries>,
    /// Links whose name is part of the record.
    #[serde(default)]
    pub links: Vec<Links>,
    /// Pairs of columns that hold the id and the name of a person.
    #[serde(default)]
    pub people: Vec<[String; 2]>,
    /// When parts that were hit are well again.
    pub recovered: Option<Recovered>,
    /// What says nothing to people: addresses of machines, pictures, places in a list. Counted, not kept.
    #[serde(default)]
    pub aside: Vec<String>,
    /// What texts may be written in, beside plain text.
    #[serde(default)]
    pub markup: Vec<Markup>,
    /// Priorities may be of the scale that has a blocker above the critical ones, where major is the third.
    #[serde(default)]
    pub blocker_scale: bool,
    /// The time of the first line is when it started, where nothing says when.
    #[serde(default)]
    pub starts_with_first_entry: bool,
}

/// Says what holds the records of a format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Container {
    /// CSV and its relatives, and sheets.
    Table,
    /// JSON, JSON lines and XML.
    Document,
}

/// Says what a record becomes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A project issue.
    #[default]
    Issue,
    /// An incident.
    Incident,
    /// A line of the log of a case that is there.
    Note,
}

impl Kind {
    /// Gives the kind of case.
    pub fn case(self) -> CaseKind {
        if self == Self::Incident { CaseKind::Incident } else { CaseKind::Issue }
    }
}

/// Says which open records enter the lanes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lanes {
    /// Those whose type is trouble.
    #[default]
    Types,
    /// Those of the two highest priorities, and those without one.
    Urgent,
    /// All of them.
    All,
    /// None.
    None,
}

/// Says how times without a zone are taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Times {
    /// In the zone of whoever exported them, which has to be said or guessed.
    #[default]
    Local,
    /// In UTC.
    Utc,
}

/// Says whether a record stands in the file once for each update.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fold {
    /// Once; the same key again is a double.
    #[default]
    Never,
    /// Always.
    Always,
    /// Where keys come again with other content.
    Repeated,
}

/// Says what happens where something is not known: a state, a title.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unknown {
    /// The record is taken with what comes next to it.
    #[default]
    Open,
    /// It refuses the record.
    Refuse,
}

/// Says what texts may be written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Markup {
    /// HTML, also encoded twice.
    Html,
    /// The wiki markup of Jira.
    Wiki,
}

/// How a format is told from others.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recognise {
    /// Targets of which something must be there; `a|b` is either of them.
    #[serde(default)]
    pub needs: Vec<String>,
    /// Names that must be there, as they are written in the file; `a|b` is either of them.
    #[serde(default)]
    pub names: Vec<String>,
    /// Names that must not be there.
    #[serde(default)]
    pub without: Vec<String>,
    /// Names that only this format has; each makes it surer.
    #[serde(default)]
    pub telling: Vec<String>,
    /// What keys look like: `A` a word, `9` digits, other signs themselves.
    #[serde(default)]
    pub keys: Vec<String>,
    /// The surest it can be, in percent.
    pub at_most: Option<u8>,
}

/// One name or several.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(from = "OneOrMore")]
pub struct Names(pub Vec<String>);

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMore {
    One(String),
    More(Vec<String>),
}

impl From<OneOrMore> for Names {
    fn from(names: OneOrMore) -> Self {
        match names {
            OneOrMore::One(name) => Self(vec![name]),
            OneOrMore::More(names) => Self(names),
        }
    }
}

/// Names of fields that a project has added itself.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Custom {
    /// How the name of such a column begins; the field's own name follows in brackets.
    #[serde(default)]
    pub wrappers: Vec<String>,
    /// Targets that may be such a field.
    #[serde(default)]
    pub targets: Vec<Target>,
}

/// Describes records that are not taken.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Refuse {
    /// What they are, with their article: "a pull request".
    pub what: String,
    /// What to do about it.
    #[serde(default)]
    pub hint: String,
    /// Names one of which is there in such records.
    #[serde(default)]
    pub present: Vec<String>,
    /// A name and the words one of which it says.
    #[serde(default)]
    pub says: BTreeMap<String, Names>,
    /// How their keys begin.
    #[serde(default)]
    pub keys: Vec<String>,
}

impl Profile {
    /// Gives the names a target is taken from.
    pub fn names(&self, target: Target) -> &[String] {
        self.fields.get(&target).map_or(&[], |names| names.0.as_slice())
    }
}
