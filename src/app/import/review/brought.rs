//! What a review in Markdown came to, before it is written.

use sha2::{Digest, Sha256};

use crate::app::import::IncomingCase;
use crate::model::entry::{ActionState, EntryKind, ReviewState, Verdict};
use crate::model::finding::FindingKind;
use crate::model::{CaseRef, Moment, Untrusted, Value};

/// Holds one review that was read.
#[derive(Clone, Debug)]
pub struct Brought {
    /// Where it comes from: with the case's key it finds the case again.
    pub source: String,
    /// The case it is about; its log is in `lines`.
    pub case: IncomingCase,
    /// When it was declared; other times are the case's own.
    pub declared: Option<Moment>,
    /// Sections by name.
    pub sections: Vec<(String, String)>,
    /// The timeline.
    pub lines: Vec<Line>,
    /// The actions.
    pub tasks: Vec<Task>,
    /// Its rows.
    pub rows: Vec<Row>,
    /// What could not be placed.
    pub kept: Vec<Kept>,
    /// What people should know.
    pub notes: Vec<String>,
    /// What else one of our own says of the case.
    pub register: Register,
}

/// What a review of our own says besides its rows.
#[derive(Clone, Debug, Default)]
pub struct Register {
    /// What the case was called where it was printed.
    pub reference: Option<CaseRef>,
    /// Columns of the case.
    pub fields: Vec<(&'static str, Value)>,
    /// Services besides the first.
    pub services: Vec<String>,
    /// Who wrote the minutes.
    pub scribe: Option<String>,
    /// People: handle, name, role.
    pub people: Vec<(String, Option<String>, Option<String>)>,
    /// Who wrote lines that name somebody else.
    pub author: Option<String>,
    /// Where the review stands.
    pub review: Option<Reviewed>,
}

/// Where a review of our own stands.
#[derive(Clone, Debug)]
pub struct Reviewed {
    /// Its state.
    pub state: ReviewState,
    /// Who writes it.
    pub owner: Option<String>,
    /// Until when it was to be approved.
    pub due: Option<Moment>,
    /// When it was approved.
    pub approved: Option<Moment>,
    /// By whom.
    pub approved_by: Option<String>,
}

/// A piece that could not be placed: kept word for word in the section for what has no other place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// First line.
    pub from: usize,
    /// Last line.
    pub to: usize,
    /// The source of it.
    pub text: String,
}

/// One line of the timeline.
#[derive(Clone, Debug)]
pub struct Line {
    /// Key that stays the same when the text is imported again.
    pub key: String,
    /// What kind of line it is.
    pub kind: EntryKind,
    /// Its number in the case; 0 for the next.
    pub number: i64,
    /// When.
    pub observed: Moment,
    /// Who is named in it.
    pub person: Option<String>,
    /// Who said or did it.
    pub by: Option<String>,
    /// What.
    pub text: Untrusted,
    /// Why.
    pub reason: Option<String>,
    /// Labels.
    pub tags: Option<String>,
    /// What became of it.
    pub verdict: Option<Verdict>,
    /// When it is looked at again, or answered.
    pub due: Option<Moment>,
    /// How likely it is.
    pub confidence: Option<String>,
    /// Numbers of lines that speak for or against it.
    pub evidence: Vec<(i64, &'static str)>,
}

impl Default for Line {
    fn default() -> Self {
        Self {
            key: String::new(),
            kind: EntryKind::Fact,
            number: 0,
            observed: Moment::unknown(),
            person: None,
            by: None,
            text: Untrusted::default(),
            reason: None,
            tags: None,
            verdict: None,
            due: None,
            confidence: None,
            evidence: Vec::new(),
        }
    }
}

/// One action.
#[derive(Clone, Debug, Default)]
pub struct Task {
    /// What is to be done.
    pub text: Untrusted,
    /// Who does it.
    pub owner: Option<String>,
    /// Until when.
    pub due: Option<Moment>,
    /// Until when, in words.
    pub period: Option<String>,
    /// Where it stands.
    pub state: Option<ActionState>,
    /// Where it stands, in the other's words.
    pub status: Option<String>,
    /// How urgent it is, in the other's words.
    pub priority: Option<String>,
    /// What it was listed under.
    pub category: Option<String>,
    /// Tickets and the like.
    pub reference: Option<String>,
    /// Its number, if that is free.
    pub number: Option<i64>,
    /// Key of its type.
    pub kind: Option<&'static str>,
    /// When it was done.
    pub done: Option<Moment>,
    /// Why it was given up.
    pub why: Option<String>,
    /// What else is said about where it stands.
    pub note: Option<String>,
    /// Key of where it lies: people, the organisation, technology.
    pub aspect: Option<&'static str>,
    /// When its effect is to be looked at.
    pub verify: Option<Moment>,
    /// When that was looked at.
    pub verified: Option<Moment>,
    /// Key of whether it worked.
    pub worked: Option<&'static str>,
    /// What was seen.
    pub effect: Option<String>,
    /// Number of the line that gave it.
    pub entry: Option<i64>,
}

/// One row of a review.
#[derive(Clone, Debug)]
pub struct Row {
    /// What it is.
    pub kind: FindingKind,
    /// Its number, if that is free.
    pub number: Option<i64>,
    /// Its columns but for those that follow.
    pub values: Vec<(&'static str, Value)>,
    /// The service it is of.
    pub service: Option<String>,
    /// Number of the line of the log it rests on.
    pub entry: Option<i64>,
    /// The row above it, by its place among all.
    pub under: Option<usize>,
    /// Numbers of lines that speak for or against it.
    pub evidence: Vec<(i64, &'static str)>,
}

impl Row {
    /// Begins one.
    pub fn new(kind: FindingKind, values: Vec<(&'static str, Value)>) -> Self {
        Self { kind, number: None, values, service: None, entry: None, under: None, evidence: Vec::new() }
    }

    /// Gives the text of a column; empty if there is none.
    pub fn text(&self, column: &str) -> &str {
        match self.values.iter().find(|(key, _)| *key == column) {
            Some((_, Value::Text(text))) => text,
            _ => "",
        }
    }
}

/// Makes a key of texts: the same ones give the same key wherever the file lies.
pub fn key(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    hash.finalize().iter().take(12).map(|byte| format!("{byte:02x}")).collect()
}

impl Brought {
    /// Begins with a case.
    pub(super) fn new(source: String, case: IncomingCase) -> Self {
        Self {
            source,
            case,
            declared: None,
            sections: Vec::new(),
            lines: Vec::new(),
            tasks: Vec::new(),
            rows: Vec::new(),
            kept: Vec::new(),
            notes: Vec::new(),
            register: Register::default(),
        }
    }

    /// Says how much was placed and where, without quoting the text: lines, actions, sections and rows that are new.
    pub fn counted(&self, [lines, tasks, sections, rows]: [usize; 4]) -> String {
        let count = |n: usize, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
        let mut told = vec![
            count(lines, "line of the timeline", "lines of the timeline"),
            count(tasks, "action", "actions"),
            count(sections, "section", "sections"),
        ];
        if rows > 0 {
            told.insert(2, count(rows, "row", "rows"));
        }
        if !self.kept.is_empty() {
            told.push(format!(
                "{} kept as {} under 'extra'",
                count(self.kept.len(), "piece", "pieces"),
                if self.kept.len() == 1 { "it is" } else { "they are" }
            ));
        }
        told.join(", ")
    }

    /// Says of every piece that could not be placed where it stands.
    pub fn unplaced(&self) -> Vec<String> {
        let lines =
            |kept: &Kept| if kept.from == kept.to { format!("line {}", kept.from) } else { format!("lines {} to {}", kept.from, kept.to) };
        self.kept.iter().map(|kept| format!("{}: kept under 'extra'", lines(kept))).collect()
    }

    /// Gathers what was kept into its section.
    pub(super) fn keep_extra(&mut self) {
        let text: Vec<&str> = self.kept.iter().map(|kept| kept.text.trim_end()).collect();
        if text.is_empty() {
            return;
        }
        match self.sections.iter_mut().find(|(name, _)| name == EXTRA) {
            Some((_, written)) => *written = format!("{written}\n\n{}", text.join("\n\n")),
            None => self.sections.push((EXTRA.to_owned(), text.join("\n\n"))),
        }
    }
}

/// Section for what has no other place.
pub(super) const EXTRA: &str = "extra";
