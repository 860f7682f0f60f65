//! What a dialog is for: a command or a query, its title, how its fields are asked, and what they hold now.
//!
//! The only place that knows commands by name beyond the key table, and only to ask more briefly than the command itself would.

use super::called::called;
use super::desk::Desk;
use super::page::{Page, laid_out};
use super::parts::form::{Ask as FormAsk, FormField};
use super::parts::picker::Item;
use super::rows::{NUMBERED, Rows};
use super::stage::{About, Reply, Screen};
use crate::app::query::Query;
use crate::app::{Ask, Command, Draft, Field, Shown, case, tables, unknown};
use crate::model::case::{CaseFilter, CaseFrom, CaseOrder, IncidentState, IssueState, Shelf};
use crate::model::entry::{LogFrom, ReviewState};
use crate::model::finding::FindingKind;
use crate::model::when;
use crate::model::{ActionRef, CaseKind, CaseRef, EntryRef, Moment};

/// Most names a list offers; a longer register is narrowed by typing the name whole.
const NAMES: usize = 1_000;
/// Most cases of a kind a list offers.
const CASES: usize = 200;
/// Most lines of a log a list offers.
const LINES: usize = 200;

/// What undo cannot take back, and how both answers are worded.
const FINAL: &[(&str, &str, &str)] =
    &[("entry redact", "Leave it as it is", "Blank the text for good, in the log and in the journal; this cannot be undone")];

/// Longest words over a form, and before the name of a command in a list.
const BRIEF: usize = 48;

/// Gives what a sentence of the tables says first: up to its end, or up to a comma where that is too long for one line.
pub fn brief(doc: &'static str) -> &'static str {
    let words = doc.split(['.', ';', ':']).next().unwrap_or(doc);
    if words.len() > BRIEF { words.split(", ").next().unwrap_or(words) } else { words }
}

/// Names what is to be done or asked.
pub enum Deed {
    /// Something that changes records.
    Command(&'static Command),
    /// Something that shows them.
    Query(&'static Query),
}

/// Rows of a list, what is handed in for each, and whether another name may be typed.
pub type Choices = (Vec<Item>, Vec<String>, bool);

impl Deed {
    /// Finds a command or a query by its words.
    pub fn find(name: &str) -> Option<Self> {
        tables::command(name).map(Self::Command).or_else(|| tables::query(name).map(Self::Query))
    }

    /// Gives its words.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Command(command) => command.name,
            Self::Query(query) => query.name,
        }
    }

    /// Gives its sentence.
    fn doc(&self) -> &'static str {
        match self {
            Self::Command(command) => command.doc,
            Self::Query(query) => query.doc,
        }
    }

    /// Gives what it does, in a few words for a list.
    pub fn called(&self) -> &'static str {
        called(self.name()).unwrap_or_else(|| brief(self.doc()))
    }

    /// Gives its fields.
    pub fn fields(&self) -> &'static [&'static Field] {
        match self {
            Self::Command(command) => command.fields,
            Self::Query(query) => query.fields,
        }
    }

    /// Says whether a field is filled in with what is selected: for a query only where it cannot do without.
    pub fn takes(&self, field: &Field) -> bool {
        field.required || matches!(self, Self::Command(_))
    }

    /// Says whether it corrects a record, so that the form begins with what the record holds.
    pub fn corrects(&self) -> bool {
        matches!(self, Self::Command(_)) && self.name().ends_with(" set")
    }

    /// Says whether undo cannot take it back.
    pub fn is_final(&self) -> bool {
        FINAL.iter().any(|(name, ..)| *name == self.name())
    }

    /// Words the question before what undo cannot take back; an empty value is no.
    pub fn confirmation(&self) -> (Vec<Item>, Vec<String>) {
        let words = FINAL.iter().find(|(name, ..)| *name == self.name()).map_or(("No", "Yes"), |(_, no, yes)| (*no, *yes));
        let item = |label: &str| Item { label: label.to_owned(), note: String::new(), also: String::new() };
        (vec![item(words.0), item(words.1)], vec![String::new(), "yes".to_owned()])
    }

    /// Gives the words over the form: "New incident", "Correct INC-12", else the sentence of the table.
    pub fn title(&self, known: &Draft) -> String {
        let of = [named(known), known.get("project").unwrap_or_default()];
        let of = of.into_iter().filter(|name| !name.is_empty()).collect::<Vec<_>>().join(" · ");
        let (subject, verb) = self.name().rsplit_once(' ').unwrap_or(("", self.name()));
        let called = called(self.name());
        let words = match verb {
            _ if called.is_some() => called.unwrap_or_default().to_owned(),
            "open" if subject == "incident" => "New incident, P1 unless said otherwise".to_owned(),
            // A row of a review is called what it is.
            "add" if subject == "finding" => {
                format!("New {}", known.get("kind").and_then(FindingKind::parse).map_or("row", FindingKind::label))
            }
            "set" if subject == "finding" => "Correct the row".to_owned(),
            "open" | "add" if !subject.is_empty() => format!("New {subject}"),
            "set" => format!("Correct {subject}"),
            _ => brief(self.doc()).to_owned(),
        };
        if of.is_empty() { words } else { format!("{of} · {words}") }
    }

    /// Gives the words over a list for one field: "INC-12 state".
    pub fn brief(&self, known: &Draft, field: &Field) -> String {
        let of = named(known);
        if called(self.name()).is_some() {
            return format!("{} · {}", self.title(known), field.label.to_lowercase());
        }
        format!("{of} {}", field.label.to_lowercase()).trim().to_owned()
    }

    /// Does it, with nothing left to ask.
    pub fn done_with(&self, draft: Draft, desk: &Desk) -> Reply<Desk> {
        match self {
            Self::Command(command) => Reply::Submit(super::desk::Order { command, draft }),
            Self::Query(query) => match desk.app.ask(query, &draft) {
                Ok(answer) => Reply::Open(shown(query, answer, &draft)),
                Err(failure) => Reply::Say(super::desk::words(&failure)),
            },
        }
    }
}

/// Names the record that a dialog is about; empty where none is known.
pub fn named(known: &Draft) -> &str {
    let keys = NUMBERED.iter().chain(&["entry", "action", "case", "record"]);
    keys.copied().find_map(|key| known.get(key)).unwrap_or_default()
}

/// Makes a screen of what a query gives.
pub fn shown(query: &'static Query, answer: Shown, draft: &Draft) -> Box<dyn Screen<Desk>> {
    match answer {
        Shown::Rows(_) | Shown::Noted(..) => Box::new(Rows::of(query, draft.clone())),
        answer => {
            let keys = NUMBERED.iter().chain(&["case", "record"]).copied();
            let about = keys.clone().filter_map(|key| Some((key, draft.get(key)?.to_owned())));
            let of = keys.chain(["batch"]).find_map(|key| draft.get(key)).unwrap_or(query.name);
            Box::new(Page::new(of.to_owned(), laid_out(answer, draft), about.collect()).asked(query, draft.clone()))
        }
    }
}

/// Gives the kind of the row of a review that a dialog is about, where that is known: a form asks for what such a row has.
pub fn finding_kind(deed: &Deed, known: &Draft, desk: &Desk) -> Option<FindingKind> {
    let row = match (deed.name(), known.get("finding")) {
        ("finding add", _) => return known.get("kind").and_then(FindingKind::parse),
        ("finding set", Some(finding)) => page_row(tables::query("finding show")?, "finding", finding, desk)?,
        _ => return None,
    };
    row.get("kind").and_then(|kind| kind.as_str()).and_then(FindingKind::parse)
}

/// Says how a field is asked in a form.
pub fn form_field(deed: &Deed, field: &'static Field, about: &About) -> FormField {
    let ask = match field.ask {
        Ask::Text => FormAsk::Area,
        Ask::Choice(all) => FormAsk::Choice(fitting(field, all, about)),
        Ask::Pick(..) | Ask::Case | Ask::Numbered(_) => FormAsk::Pick,
        Ask::Yes => FormAsk::Choice(&[("yes", "yes")]),
        Ask::Line
        | Ask::Time(_)
        | Ask::Number
        | Ask::Days
        | Ask::Amount
        | Ask::Money
        | Ask::Length
        | Ask::Entry
        | Ask::Action
        | Ask::File => FormAsk::Line,
    };
    let unknown = matches!(deed, Deed::Command(command) if unknown::takes(command, field));
    FormField { key: field.key, label: field.label, ask, doc: field.doc, required: field.required, later: field.later, unknown }
}

/// Leaves only the states that a case of this kind can have.
fn fitting(field: &Field, all: &'static [(&'static str, &'static str)], about: &About) -> &'static [(&'static str, &'static str)] {
    let offers = |states: &[(&str, &str)]| states.iter().all(|state| all.contains(state));
    let kind = super::desk::case_in(about).map(|case| case.kind);
    match kind {
        Some(CaseKind::Incident) if field.key == "state" && offers(IncidentState::CHOICES) => IncidentState::CHOICES,
        Some(CaseKind::Issue) if field.key == "state" && offers(IssueState::CHOICES) => IssueState::CHOICES,
        _ => all,
    }
}

/// Lists what can be chosen for a field; none where it has to be typed.
pub fn choices(field: &'static Field, about: &About, desk: &Desk) -> Option<Choices> {
    let item = |label: String, note: String| Item { label, note, also: String::new() };
    match field.ask {
        Ask::Choice(all) => {
            let all = fitting(field, all, about);
            let now = state_now(field, all, about, desk);
            let note = |key: &str| if now.as_deref() == Some(key) { "now".to_owned() } else { String::new() };
            let items = all.iter().map(|(key, label)| item((*label).to_owned(), note(key))).collect();
            Some((items, all.iter().map(|(key, _)| (*key).to_owned()).collect(), false))
        }
        Ask::Pick(subject, adds) => {
            let names: Vec<String> = desk.read(desk.app.names(subject, NAMES)).into_iter().map(|named| named.name.into_raw()).collect();
            Some((names.iter().map(|name| item(name.clone(), String::new())).collect(), names, adds))
        }
        Ask::Case => {
            let filter = |kind| CaseFilter { kind, shelf: Shelf::Lane, order: CaseOrder::Priority, by: None };
            let cases = |kind: &CaseKind| desk.read(desk.app.cases(&filter(*kind), CaseFrom::Start, CASES));
            let mut lines: Vec<_> = CaseKind::ALL.iter().flat_map(cases).collect();
            // Another case than this one is never this one.
            lines.retain(|line| field.key == "case" || super::desk::case_in(about) != Some(line.case));
            let items = lines.iter().map(|line| item(format!("{} {}", line.case, line.title.raw()), line.state.clone()));
            Some((items.collect(), lines.iter().map(|line| line.case.to_string()).collect(), false))
        }
        Ask::Action => {
            let Ok(Shown::Rows(rows)) = desk.app.ask(tables::query("action list")?, &Draft::new()) else { return None };
            let text = |row: &Row, key: &str| row.get(key).and_then(|value| value.as_str()).unwrap_or_default().to_owned();
            let items = rows.iter().map(|row| item(format!("{} {}", text(row, "action"), text(row, "text")), text(row, "owner")));
            Some((items.collect(), rows.iter().map(|row| text(row, "action")).collect(), false))
        }
        Ask::Numbered(subject) => {
            let all = desk.read(desk.app.numbered(subject, desk.case(about)?.id));
            let items = all.iter().map(|(name, text)| item(format!("{name} {}", text.raw()), String::new()));
            Some((items.collect(), all.iter().map(|(name, _)| name.clone()).collect(), false))
        }
        Ask::Entry => {
            let case = desk.case(about)?;
            let mut lines = desk.read(desk.app.log(case.id, None, LogFrom::End, LINES));
            lines.reverse();
            let name = |number: i64| EntryRef { case: case.case_ref(), number }.to_string();
            let items = lines.iter().map(|line| item(format!("{} {}", name(line.number), line.text.raw()), line.kind.label().to_owned()));
            Some((items.collect(), lines.iter().map(|line| name(line.number)).collect(), false))
        }
        _ => None,
    }
}

/// Says whether a list of states is that of reviews.
fn of_review(field: &Field, all: &[(&str, &str)]) -> bool {
    field.key == "state" && all.iter().all(|(key, _)| ReviewState::parse(key).is_some())
}

/// Gives the state that holds, for a list of states: that of the review or of the case; one that is shared is approved.
fn state_now(field: &Field, all: &[(&str, &str)], about: &About, desk: &Desk) -> Option<String> {
    if !of_review(field, all) {
        return desk.case(about).map(|case| case.state).filter(|_| field.key == "state");
    }
    let state = desk.read(desk.app.review_state(desk.case(about)?.id))?;
    Some(if state.is_approved() { ReviewState::Approved } else { state }.key().to_owned())
}

/// Gives the row that a list begins on: of the states of a review the one that comes next, else the first.
pub fn begins_on(field: &'static Field, about: &About, desk: &Desk) -> usize {
    let Ask::Choice(all) = field.ask else { return 0 };
    if !of_review(field, all) {
        return 0;
    }
    // One that is not begun is as good as a draft.
    let now = state_now(field, all, about, desk).and_then(|now| all.iter().position(|(key, _)| *key == now)).unwrap_or(0);
    (now + 1) % all.len().max(1)
}

/// Lists what is known to be unknown of the record a dialog is about: keys of fields, and words to stand beside them.
pub fn unknowns(known: &Draft, desk: &Desk) -> Vec<(String, String)> {
    let (about, record) = match (known.get("action").and_then(ActionRef::parse), known.get("case").and_then(CaseRef::parse)) {
        (Some(action), _) => (one(desk, "action list", &[("state", "all")], "action", &action.to_string()), action.to_string()),
        (None, Some(case)) => (Some(Row::from_iter([("case".to_owned(), case.to_string().into())])), case.to_string()),
        (None, None) => {
            let Some((key, record)) = NUMBERED.iter().find_map(|key| Some((*key, known.get(key)?))) else { return Vec::new() };
            (tables::query(&format!("{key} show")).and_then(|query| page_row(query, key, record, desk)), record.to_owned())
        }
    };
    let record = match of_project("impact show", known, desk) {
        Some(row) => row.get("record").and_then(|value| value.as_str()).unwrap_or_default().to_owned(),
        None => record,
    };
    let Some(case) = about.as_ref().and_then(case_of).and_then(|case| desk.read(desk.app.case_named(case))) else { return Vec::new() };
    let open = desk.read(desk.app.unknowns(case.id)).into_iter().filter(|open| open.about.record == record);
    open.map(|open| (open.about.field.clone(), unknown::words(&open, &desk.app.ctx.now()))).collect()
}

/// Gives what a record holds now, as the fields of its correction take it.
pub fn present(deed: &Deed, known: &Draft, fields: &[&'static Field], desk: &Desk) -> Vec<(&'static str, String)> {
    let row = match (known.get("case"), known.get("action"), known.get("record")) {
        _ if matches!(deed.name(), "impact set" | "exception set") => of_project(&deed.name().replace(" set", " show"), known, desk),
        _ if deed.name() == "cause set" => desk.read(desk.app.cause_row(known.get("cause").unwrap_or_default())),
        (Some(case), ..) => desk.case(&vec![("case", case.to_owned())]).map(|case| case::whole(&case)),
        (_, Some(action), _) => one(desk, "action list", &[("state", "all")], "action", action),
        (.., Some(_)) => record(deed, known, "record", desk),
        // A record with a number of its own is the first thing its correction names.
        _ => deed.fields().first().and_then(|field| record(deed, known, field.key, desk)),
    };
    let Some(row) = row else { return Vec::new() };
    let held = |field: &&'static Field| {
        // A rename begins empty, and so does the reason for the next priority.
        let key = match field.key {
            "group" => "project_group".to_owned(),
            "rename" | "why" => return None,
            "for" => "visibility".to_owned(),
            other => other.replace('-', "_"),
        };
        let value = row.get(&key).or_else(|| row.get(field.key))?;
        let text = match value.as_bool() {
            Some(is) => if is { "yes" } else { "" }.to_owned(),
            None => value.as_str().map_or_else(|| value.to_string(), str::to_owned),
        };
        let text = if matches!(field.ask, Ask::Time(_)) { wall_time(&text, row.get(&format!("{key}_precision")), desk)? } else { text };
        (!value.is_null() && !text.is_empty()).then_some((field.key, text))
    };
    fields.iter().filter_map(held).collect()
}

/// Shows a stored time so that the same field reads it back.
fn wall_time(text: &str, precision: Option<&serde_json::Value>, desk: &Desk) -> Option<String> {
    let at = chrono::DateTime::parse_from_rfc3339(text).ok()?.timestamp_millis();
    let zone = desk.app.ctx.zone;
    let mut moment = Moment::exact(at, zone.offset_minutes(at))?;
    if let Some(known) = precision.and_then(|word| word.as_str()).and_then(crate::model::Precision::parse) {
        moment.precision = known;
    }
    Some(when::stamp(&moment, zone))
}

type Row = serde_json::Map<String, serde_json::Value>;

fn one(desk: &Desk, query: &str, filter: &[(&'static str, &str)], key: &str, wanted: &str) -> Option<Row> {
    let draft = filter.iter().fold(Draft::new(), |draft, (key, text)| draft.with(key, *text));
    let Ok(Shown::Rows(rows)) = desk.app.ask(tables::query(query)?, &draft) else { return None };
    let wanted = ActionRef::parse(wanted).map_or_else(|| wanted.to_owned(), |action| action.to_string());
    rows.into_iter().find(|row| row.get(key).and_then(|value| value.as_str()) == Some(&wanted))
}

/// Reads what is kept of a case for a project through the page of either, which has the same keys.
fn of_project(query: &str, known: &Draft, desk: &Desk) -> Option<Row> {
    let (case, project) = (known.get("case")?, known.get("project")?);
    let query = tables::query(query)?;
    let fields = [("case", case), ("project", project), ("raw", "yes")];
    let asked = fields.iter().filter(|(key, _)| query.fields.iter().any(|field| field.key == *key));
    let draft = asked.fold(Draft::new(), |draft, (key, text)| draft.with(key, *text));
    let Ok(Shown::Page(_, serde_json::Value::Object(mut page))) = desk.app.ask(query, &draft) else { return None };
    let Some(serde_json::Value::Array(rows)) = page.remove("projects") else { return Some(page) };
    let is = |row: &Row| row.get("project").and_then(|name| name.as_str()).is_some_and(|name| name.eq_ignore_ascii_case(project));
    rows.into_iter().filter_map(|row| if let serde_json::Value::Object(row) = row { Some(row) } else { None }).find(is)
}

/// Reads a record through its page, or its row of the list where it has none of its own; both have the same keys.
fn record(deed: &Deed, known: &Draft, key: &'static str, desk: &Desk) -> Option<Row> {
    let page = tables::query(&deed.name().replace(" set", " show"))?;
    page_row(page, key, known.get(key)?, desk).or_else(|| one(desk, &deed.name().replace(" set", " list"), &[], key, known.get(key)?))
}

fn page_row(query: &Query, key: &'static str, record: &str, desk: &Desk) -> Option<Row> {
    match desk.app.ask(query, &Draft::new().with(key, record)) {
        Ok(Shown::Page(_, serde_json::Value::Object(row))) => Some(row),
        _ => None,
    }
}

/// Reads a case number from a row.
pub fn case_of(row: &Row) -> Option<CaseRef> {
    row.get("case").and_then(|value| value.as_str()).and_then(CaseRef::parse)
}
