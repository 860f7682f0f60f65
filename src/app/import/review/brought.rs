//! What a review in Markdown came to, before it is written.

use sha2::{Digest, Sha256};

use crate::app::import::IncomingCase;
use crate::model::entry::{ActionState, EntryKind, Verdict};
use crate::model::{Moment, Untrusted};

/// Holds one review that was read.
#[derive(Clone, Debug)]
pub struct Brought {
    /// Where it comes from: with the case's key it finds the case again.
    pub source: &'static str,
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
    /// What could not be placed.
    pub kept: Vec<Kept>,
    /// What people should know.
    pub notes: Vec<String>,
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
    /// When.
    pub observed: Moment,
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
    /// Says how much was placed and where, without quoting the text.
    pub fn counted(&self) -> String {
        let count = |n: usize, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
        let mut told = vec![
            count(self.lines.len(), "line of the timeline", "lines of the timeline"),
            count(self.tasks.len(), "action", "actions"),
            count(self.sections.iter().filter(|(name, _)| name != EXTRA).count(), "section", "sections"),
        ];
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
        if !text.is_empty() {
            self.sections.push((EXTRA.to_owned(), text.join("\n\n")));
        }
    }
}

/// Section for what has no other place.
pub(super) const EXTRA: &str = "extra";
