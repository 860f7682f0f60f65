//! What every format comes to: cases with their log, rows that were refused, and what people should know.
//!
//! All texts and names are foreign: they go into the store as they are, and to people only through `document::print`.

use std::collections::HashMap;
use std::collections::hash_map::Entry as Slot;

use super::tally::Tally;
use crate::model::case::{IncidentState, IssuePriority, IssueState, IssueType, Level, LinkKind, Outcome, Priority};
use crate::model::entry::EntryKind;
use crate::model::{CaseKind, Moment, Untrusted};

use super::words::Stage;

/// Holds everything one file came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Incoming {
    /// Name of the profile that read it; of several the first.
    pub format: String,
    /// The system the keys are unique in (`servicenow`, `jira`, `statuspage`); with a case's key it finds the case again.
    pub source: String,
    /// What the file says about where it is from (a page, a project), for the report.
    pub origin: Option<String>,
    /// The cases, in the order of the file.
    pub cases: Vec<IncomingCase>,
    /// Notes that belong to cases which are not in the file.
    pub loose: Vec<LooseEntry>,
    /// Rows that were not taken.
    pub refused: Vec<RowRefusal>,
    /// How many rows went into cases that another row made: updates of one record, and the same row twice.
    pub folded: usize,
    /// How the file was read: as what, in which order of dates, which word as which.
    pub notes: Vec<String>,
    /// What people should look at: what is missing, odd or was guessed.
    pub warnings: Vec<String>,
    /// How many rows or records the file holds.
    pub read: usize,
    /// What `line` counts in this file: `line`, or `record` for JSON.
    pub unit: &'static str,
}

/// Holds one note and the key of the record it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LooseEntry {
    /// Key or other id of the record, in the same system.
    pub case: String,
    /// The note.
    pub entry: IncomingEntry,
    /// Line of the file, or number of the record, from 1.
    pub line: usize,
}

/// Says why one row was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowRefusal {
    /// Line of the file, or number of the record, from 1.
    pub line: usize,
    /// Key of the record; empty where there is none.
    pub what: String,
    /// What is wrong, as a sentence without a full stop.
    pub why: String,
    /// What to do about it.
    pub hint: String,
}

impl RowRefusal {
    /// Says which row was not taken and why; `unit` is what its line counts.
    pub fn words(&self, unit: &str) -> String {
        let what = if self.what.is_empty() { String::new() } else { format!(" ({})", self.what) };
        format!("{unit} {}{what} not taken: {}", self.line, self.why)
    }
}

/// Holds one foreign record as a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncomingCase {
    /// Incident or issue.
    pub kind: CaseKind,
    /// Key in the other system, trimmed, otherwise as it stands.
    pub key: String,
    /// Another id others refer to it by.
    pub id: Option<String>,
    /// Where it lives there, if the file says so.
    pub url: Option<String>,
    /// What it is about; never blank.
    pub title: Untrusted,
    /// The longer text.
    pub description: Option<Untrusted>,
    /// Name of the service an incident belongs to.
    pub service: Option<String>,
    /// Name of the project an issue belongs to.
    pub project: Option<String>,
    /// Key of an [`IncidentState`] or [`IssueState`], by `kind`.
    pub state: &'static str,
    /// The state in the other system's word.
    pub foreign_state: Option<String>,
    /// How a closed issue ended.
    pub outcome: Option<Outcome>,
    /// Priority of an incident.
    pub priority: Option<Priority>,
    /// Priority of an issue.
    pub issue_priority: Option<IssuePriority>,
    /// Impact on the service.
    pub impact: Option<Level>,
    /// Urgency of the restoration.
    pub urgency: Option<Level>,
    /// Severity or priority in the other system's word.
    pub severity: Option<String>,
    /// Type of an issue, where it is clear.
    pub issue_type: Option<IssueType>,
    /// The type in the other system's word.
    pub foreign_type: Option<String>,
    /// Lead of an incident or owner of an issue, as a display name.
    pub lead: Option<String>,
    /// When what happened.
    pub times: Times,
    /// When it is due.
    pub due: Option<Moment>,
    /// The way around the trouble.
    pub workaround: Option<Untrusted>,
    /// Why it happened.
    pub cause: Option<Untrusted>,
    /// What was done about it.
    pub resolution: Option<Untrusted>,
    /// What no other field took, line by line.
    pub facts: Option<String>,
    /// Labels, components and categories; without blanks.
    pub tags: Vec<String>,
    /// Whether it enters the lanes of the Board: trouble that is not over. Clocks are off in any case.
    pub in_lanes: bool,
    /// Its log, in the order of time as far as times are known.
    pub entries: Vec<IncomingEntry>,
    /// Links that read from this case to another, by the other's key in the same system.
    pub links: Vec<(LinkKind, String)>,
    /// Links that read from another case to this one.
    pub links_from: Vec<(LinkKind, String)>,
    /// Numbers of service desk records in the title (`INC0012345`), for links to cases from other systems.
    pub mentions: Vec<String>,
    /// Line of the file, or number of the record, from 1.
    pub line: usize,
}

/// Holds the times of a case; each as the file gives it, in any order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Times {
    /// The trouble began.
    pub started: Option<Moment>,
    /// It was noticed.
    pub detected: Option<Moment>,
    /// Somebody took it.
    pub acknowledged: Option<Moment>,
    /// The service works again.
    pub restored: Option<Moment>,
    /// The cause is gone.
    pub resolved: Option<Moment>,
    /// The record was finished.
    pub closed: Option<Moment>,
    /// The record was made.
    pub opened: Option<Moment>,
}

/// Holds one line for a case's log. Everything imported is internal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncomingEntry {
    /// Key that stays the same when the file is imported again; unique within the source.
    pub key: String,
    /// What kind of line it is.
    pub kind: EntryKind,
    /// When it was said or happened.
    pub observed: Option<Moment>,
    /// Who said it.
    pub by: Option<String>,
    /// The text.
    pub text: Untrusted,
}

impl IncomingCase {
    /// Begins a case in its first state, outside the lanes.
    pub fn new(kind: CaseKind, key: &str, title: impl Into<Untrusted>, line: usize) -> Self {
        let state = if kind == CaseKind::Incident { IncidentState::Open.key() } else { IssueState::Open.key() };
        Self {
            kind,
            key: key.to_owned(),
            id: None,
            url: None,
            title: title.into(),
            description: None,
            service: None,
            project: None,
            state,
            foreign_state: None,
            outcome: None,
            priority: None,
            issue_priority: None,
            impact: None,
            urgency: None,
            severity: None,
            issue_type: None,
            foreign_type: None,
            lead: None,
            times: Times::default(),
            due: None,
            workaround: None,
            cause: None,
            resolution: None,
            facts: None,
            tags: Vec::new(),
            in_lanes: false,
            entries: Vec::new(),
            links: Vec::new(),
            links_from: Vec::new(),
            mentions: Vec::new(),
            line,
        }
    }

    /// Puts the case where its stage belongs; trouble that is over stays out of the lanes.
    pub fn move_to(&mut self, stage: Stage, lane_type: bool) {
        self.state = match (self.kind, stage) {
            (CaseKind::Incident, Stage::New) => IncidentState::Open.key(),
            (CaseKind::Incident, Stage::Working) => IncidentState::Investigating.key(),
            (CaseKind::Incident, Stage::Resolved) => IncidentState::Resolved.key(),
            (CaseKind::Incident, Stage::Closed) => IncidentState::Closed.key(),
            (CaseKind::Issue, Stage::New) => IssueState::Open.key(),
            (CaseKind::Issue, Stage::Working) => IssueState::Acting.key(),
            (CaseKind::Issue, Stage::Resolved | Stage::Closed) => IssueState::Closed.key(),
        };
        self.in_lanes = lane_type && matches!(stage, Stage::New | Stage::Working);
    }

    /// Adds a tag, with blanks turned into hyphens; the same tag twice is one, and more than [`MOST_TAGS`] are not taken.
    pub fn tag(&mut self, text: &str) {
        let tag = tag_of(text);
        if !tag.is_empty() && self.tags.len() < MOST_TAGS && !self.tags.contains(&tag) {
            self.tags.push(tag);
        }
    }
}

/// Gives a name as a tag: without blanks.
pub fn tag_of(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join("-")
}

/// Most tags of one case; nobody reads more.
const MOST_TAGS: usize = 100;

/// Gathers cases and refusals of one file, and sees doubles and impossible orders.
#[derive(Debug, Default)]
pub struct Gather {
    cases: Vec<IncomingCase>,
    refused: Vec<RowRefusal>,
    seen: HashMap<String, usize>,
    loose: Vec<LooseEntry>,
    folded: usize,
    /// Counted notes.
    pub tally: Tally,
}

impl Gather {
    /// Takes one record: a case, or the reason why not.
    pub fn take(&mut self, record: Result<IncomingCase, RowRefusal>) {
        let case = match record {
            Ok(case) => case,
            Err(refusal) => return self.refused.push(refusal),
        };
        let known = match self.seen.entry(case.key.clone()) {
            Slot::Vacant(slot) => {
                slot.insert(self.cases.len());
                self.see_order(&case);
                return self.cases.push(case);
            }
            Slot::Occupied(slot) => self.cases.get(*slot.get()),
        };
        let Some(known) = known else { return };
        if (IncomingCase { line: known.line, ..case.clone() }) == *known {
            self.folded += 1;
            return self.tally.add("records stand in the file twice with the same content and were merged", &case.key);
        }
        self.refused.push(RowRefusal {
            line: case.line,
            why: format!("the key stands before it in the file (at {}), with other content", known.line),
            hint: "keep one of them, or import them as two files, the newer one last".to_owned(),
            what: case.key,
        });
    }

    /// Takes one note of a record that is not in the file, or the reason why not.
    pub fn note(&mut self, note: Result<LooseEntry, RowRefusal>) {
        match note {
            Ok(note) => self.loose.push(note),
            Err(refusal) => self.refused.push(refusal),
        }
    }

    /// Counts rows that went into cases which other rows make.
    pub fn fold(&mut self, rows: usize) {
        self.folded += rows;
    }

    /// Counts orders of time that cannot have been; they are kept as they are.
    fn see_order(&mut self, case: &IncomingCase) {
        let times = &case.times;
        let before = |a: Option<Moment>, b: Option<Moment>| a.zip(b).is_some_and(|(a, b)| known_before(a, b));
        for (late, early, what) in [
            (times.resolved, times.started, "cases are resolved before they started; kept as they are"),
            (times.resolved, times.opened, "cases are resolved before they were opened; kept as they are"),
            (times.closed, times.opened, "cases are closed before they were opened; kept as they are"),
            (times.closed, times.resolved, "cases are closed before they were resolved; kept as they are"),
        ] {
            if before(late, early) {
                self.tally.add(what, &case.key);
            }
        }
        let over = matches!(case.state, "resolved" | "closed");
        if times.closed.is_some() && !over {
            self.tally.add("cases have a closing time although their state is not closed; kept as they are", &case.key);
        }
    }

    /// Gives everything that was gathered, with the tallies as notes behind those given.
    pub fn finish(self, format: &str, source: &str, mut notes: Vec<String>, read: usize, unit: &'static str) -> Incoming {
        notes.extend(self.tally.notes());
        let warnings = self.tally.warnings();
        let Self { cases, refused, loose, folded, .. } = self;
        let (format, source) = (format.to_owned(), source.to_owned());
        Incoming { format, source, origin: None, cases, loose, refused, folded, notes, warnings, read, unit }
    }
}

/// Says whether the first is surely before the second; a day without a time is compared as a day.
fn known_before(a: Moment, b: Moment) -> bool {
    let day = |moment: Moment| moment.local().map(|time| time.date_naive());
    let whole_day = a.precision == crate::model::Precision::Day || b.precision == crate::model::Precision::Day;
    if whole_day { day(a) < day(b) } else { a.millis() < b.millis() }
}
