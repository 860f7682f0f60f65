//! The rows of a review as one reader gets them, and under which section each is printed.
//!
//! Key times, stated durations, participants and the tree of causes have places of their own; the rest stands under its section's heading.

use std::collections::HashMap;

use super::rows::Rows;
use super::{Fill, utc};
use crate::app::{Failure, finding};
use crate::document::rca::{self, RcaColumn, RcaFinding, RcaSection};
use crate::model::entry::Visibility;
use crate::model::fields::Fields;
use crate::model::finding::{FindingKind, Shape};
use crate::model::sections::{Place, Sections};
use crate::model::{EntryRef, Id, Moment, Untrusted};

/// Kinds whose rows are merged into another table of the document.
const ELSEWHERE: &[FindingKind] = &[FindingKind::Time, FindingKind::Duration, FindingKind::Participant, FindingKind::Cause];
/// Kinds whose name is somebody's: who found it, decided, accepts, asks or was told.
const NAMES_PEOPLE: &[FindingKind] = &[
    FindingKind::Detection,
    FindingKind::Resolution,
    FindingKind::Declined,
    FindingKind::Risk,
    FindingKind::Question,
    FindingKind::Communication,
    FindingKind::Evidence,
];

/// Holds the rows a reader gets: as records, and as they are printed.
pub(super) struct Found(Vec<(Fields, RcaFinding)>);

impl Found {
    /// Goes through the rows of one kind in their order.
    pub fn of(&self, kind: FindingKind) -> impl Iterator<Item = (&Fields, &RcaFinding)> {
        self.0.iter().filter(move |(row, _)| row.word("kind") == kind.key()).map(|(row, printed)| (row, printed))
    }
}

/// Reads the rows and keeps what the reader may see.
pub(super) fn gather(fill: &mut Fill<'_>, rows: &Rows) -> Result<Found, Failure> {
    // Causes are gathered, and counted, where their tree is.
    let mut seen: Vec<Fields> = Vec::new();
    for row in finding::show::in_order(fill.view, fill.case.id)? {
        if row.word("kind") != FindingKind::Cause.key() && fill.may(row.visibility()) {
            seen.push(row);
        }
    }
    let entries: HashMap<Id, i64> = rows.entries.iter().map(|entry| (entry.id, entry.number)).collect();
    let mut found: Vec<(Fields, RcaFinding)> = Vec::new();
    for row in seen {
        let mut printed = printed(fill, &row);
        let entry = row.reference("entry").and_then(|id| entries.get(&id));
        printed.entry = entry.map(|number| EntryRef { case: fill.case.case_ref(), number: *number }.to_string()).unwrap_or_default();
        found.push((row, printed));
    }
    Ok(Found(found))
}

/// Gives a row in the document's words.
fn printed(fill: &Fill<'_>, row: &Fields) -> RcaFinding {
    let kind = FindingKind::parse(row.word("kind"));
    let hidden = !fill.names_people() && kind.is_some_and(|kind| NAMES_PEOPLE.contains(&kind));
    let text = |key: &str| row.text(key).unwrap_or_default();
    let precision = |moment: Option<Moment>| moment.map(|moment| moment.precision.key().to_owned()).unwrap_or_default();
    let (at, until) = (row.time("at"), row.time("until"));
    let mut printed = RcaFinding {
        finding: row.number().unwrap_or_default(),
        kind: row.word("kind").to_owned(),
        mark: row.word("mark").to_owned(),
        // What is said of the document is mostly who wrote it.
        text: if kind == Some(FindingKind::Document) && !fill.names_people() { Untrusted::default() } else { text("text") },
        name: if hidden { Untrusted::default() } else { text("name") },
        role: text("role"),
        value: text("value"),
        unit: text("unit"),
        aspect: row.word("aspect").to_owned(),
        certainty: row.word("certainty").to_owned(),
        automatic: row.word("automatic").to_owned(),
        service: row.name("service").cloned().unwrap_or_default(),
        at: utc(at),
        at_precision: precision(at),
        until: utc(until),
        until_precision: precision(until),
        // Tickets and pages of ours are none of the public's, here as elsewhere in the document.
        reference: if fill.names_people() { text("reference") } else { Untrusted::default() },
        note: text("note"),
        visibility: row.word("visibility").to_owned(),
        ..RcaFinding::default()
    };
    if let (Some(from), Some(to)) = (at.and_then(|at| at.millis()), until.and_then(|until| until.millis()))
        && to < from
    {
        let seen = backwards(|key| fill.word(key));
        printed.note = if printed.note.is_blank() { seen } else { format!("{}; {seen}", printed.note.raw()) }.into();
    }
    for (key, moment) in [("at", at), ("until", until)] {
        printed.words.extend(moment.map(|moment| (key, rca::full_time(&moment, fill.zone, &fill.words))));
    }
    for (key, of) in [("mark", "mark"), ("aspect", "lies"), ("certainty", "sure"), ("automatic", "")] {
        let said = row.word(key);
        if !said.is_empty() {
            let word = format!("{of}{}{}", if of.is_empty() { "" } else { "_" }, said);
            printed.words.insert(key, fill.word(&word));
        }
    }
    printed
}

/// Says of a row that it ends before it begins; nobody corrects it here.
pub(in crate::app) fn backwards(word: impl Fn(&str) -> String) -> String {
    format!("{} {} {}", word("until_time"), word("is_before"), word("from_time"))
}

/// Puts the rows under their sections; a section that nobody lists any more is added for them.
pub(super) fn place(fill: &Fill<'_>, found: &Found, sections: &mut Vec<RcaSection>) {
    let own = found.0.iter().filter_map(|(row, printed)| {
        let kind = FindingKind::parse(row.word("kind")).filter(|kind| !ELSEWHERE.contains(kind))?;
        Some((kind.shape().section_of(row.word("mark")), printed.clone()))
    });
    for (name, row) in own {
        let at = match sections.iter().position(|section| section.name == name) {
            Some(at) => at,
            None => {
                sections.push(unlisted(fill, name));
                sections.len() - 1
            }
        };
        sections[at].rows.push(row);
    }
    for section in sections.iter_mut().filter(|section| !section.rows.is_empty()) {
        let Some(kind) = FindingKind::parse(&section.rows[0].kind) else { continue };
        section.columns = columns(fill, kind.shape(), &section.rows);
    }
}

fn unlisted(fill: &Fill<'_>, name: &str) -> RcaSection {
    let usual = Sections::standard().find(name);
    RcaSection {
        name: name.to_owned(),
        title: usual.map_or(name, |section| section.title.in_language(&fill.ctx().language)).into(),
        form: "prose".to_owned(),
        place: usual.map_or(Place::Back, |section| section.place).key().to_owned(),
        visibility: usual.map_or(Visibility::Internal, |section| section.visibility).key().to_owned(),
        ..RcaSection::default()
    }
}

/// Gives the columns that hold anything, and last the line of the log. A mark that the heading says already is left out.
fn columns(fill: &Fill<'_>, shape: &Shape, rows: &[RcaFinding]) -> Vec<RcaColumn> {
    let is_said = |mark: &str| mark.is_empty() || shape.marks.iter().any(|known| known.key == mark && !known.section.is_empty());
    let holds = |row: &RcaFinding, key: &str| match key {
        "mark" => !is_said(&row.mark),
        "aspect" | "certainty" | "automatic" | "at" | "until" => row.words.contains_key(key),
        "text" => !row.text.is_blank(),
        "name" => !row.name.is_blank(),
        "role" => !row.role.is_blank(),
        "value" => !row.value.is_blank(),
        "unit" => !row.unit.is_blank(),
        "service" => !row.service.is_blank(),
        "reference" => !row.reference.is_blank(),
        "note" => !row.note.is_blank(),
        "entry" => !row.entry.is_empty(),
        _ => false,
    };
    let all = shape.columns.iter().chain(&["entry"]);
    let held = all.filter(|key| rows.iter().any(|row| holds(row, key)));
    held.map(|key| RcaColumn { key: (*key).to_owned(), title: fill.word(heading(shape, key)) }).collect()
}

/// Gives the key of the heading over a column.
pub(in crate::app) fn heading(shape: &Shape, column: &str) -> &'static str {
    match (shape.kind, column) {
        (FindingKind::Question, "text") => "question",
        (FindingKind::Question, "name") => "owner",
        (FindingKind::Declined, "note") => "why",
        (FindingKind::Declined, "name") => "decided_by",
        (FindingKind::Risk, "name") => "accepted_by",
        (FindingKind::ThirdParty, "name") => "party",
        (FindingKind::Communication, "name") => "told_to",
        (FindingKind::Communication, "role") => "channel",
        (FindingKind::Document | FindingKind::Extra, "name") => "subject_of",
        (_, "at") if shape.columns.contains(&"until") => "from_time",
        (_, "at") => "time",
        (_, "until") => "until_time",
        (_, "mark") => "kind",
        (_, "name") => "who",
        (_, "value") => "figure",
        (_, "unit") => "unit",
        (_, "service") => "service",
        (_, "aspect") => "lies_with",
        (_, "certainty") => "how_sure",
        (_, "automatic") => "by_itself",
        (_, "reference") => "reference",
        (_, "note") => "note",
        (_, "role") => "role",
        (_, "entry") => "log_line",
        _ => "what",
    }
}
