//! People in a crisis: who is on the incident, who covers for whom, who may be redeployed and why, and who is due back where.
//!
//! Assigning and releasing are in here, the board of who is available in `board`, the ledger of who was taken from where in `claims`,
//! what is kept of a person in `person`.

mod board;
mod claims;
mod person;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use super::case::{AT, LIMIT_200, LIMIT_1000};
use super::clocks::Clock;
use super::command::{Act, refuse};
use super::draft::Input;
use super::entry::{Said, by_the_way};
use super::field::{Ask, Field};
use super::incident::CASE;
use super::playbook::{Condition, Progress, Reach};
use super::query::View;
use super::rca::Block;
use super::{Command, Context, Failure, Query, due};
use crate::model::case::Case;
use crate::model::entry::{EntryKind, Owed, Visibility};
use crate::model::fields::Fields;
use crate::model::when::{self, Lean};
use crate::model::{Id, Moment, Record, Subject, Untrusted, Value};
use crate::store::{Answer, Reader};

pub use person::{ABSENCE, COVERS, LOAD_BEFORE, LOAD_NOW, SKILLS, UNTIL, check};

static PERSON: Field = Field::argument("person", "Person", Ask::Pick(Subject::Person, true), "Who; a new name is added");
static SOMEBODY: Field = Field::argument("person", "Person", Ask::Pick(Subject::Person, false), "Who");
static FROM: Field = Field::flag("from", "From project", Ask::Pick(Subject::Project, true), "Project they are taken from");
static TASK: Field = Field::flag("task", "Task", Ask::Line, "What they do here");
static RELEASED_BY: Field = Field::flag("released-by", "Released by", Ask::Line, "Who let them go");
static BACK: Field = Field::flag("back", "Due back", Ask::Time(Lean::Future), "When their project gets them back");
static SINCE: Field = Field::flag("since", "Since", Ask::Time(Lean::Past), "Since when, if not now").later();
static ONE_CASE: Field = Field::flag("case", "Case", Ask::Case, "Only of this case");
static BOARD_CASE: Field = Field::flag("case", "Case", Ask::Case, "Without those who are on other cases");
static ONE_PROJECT: Field = Field::flag("project", "Project", Ask::Pick(Subject::Project, false), "Only who was taken from this project");

/// Commands of this subject.
pub static COMMANDS: &[Command] = &[
    Command {
        name: "person assign",
        doc: "Puts somebody on a case: from which project, by whose leave, until when.",
        fields: &[&PERSON, &CASE, &FROM, &TASK, &RELEASED_BY, &BACK, &SINCE],
        prints: None,
        run: assign,
    },
    Command { name: "person release", doc: "Lets somebody go from a case.", fields: &[&SOMEBODY, &CASE, &AT], prints: None, run: release },
];

/// Queries of this subject.
pub static QUERIES: &[Query] = &[
    Query {
        name: "person board",
        doc: "Lists who can help elsewhere and why, or why not.",
        fields: &[&BOARD_CASE, &LIMIT_1000],
        columns: &[("redeployable", "Can help"), ("person", "Person"), ("now", "Now"), ("load", "Load %"), ("reason", "Why")],
        empty: "nobody yet; 'warroom person add HANDLE' adds somebody",
        run: board::list,
    },
    Query {
        name: "person claims",
        doc: "Lists who was taken from which project, and when they are due back.",
        fields: &[&ONE_CASE, &ONE_PROJECT, &LIMIT_200],
        columns: &[
            ("person", "Person"),
            ("project", "From"),
            ("case", "Case"),
            ("released_by", "Released by"),
            ("since", "Since"),
            ("back", "Due back"),
            ("returned", "Returned"),
            ("task", "Task"),
        ],
        empty: "nobody was put on a case; 'warroom person assign PERSON CASE' does",
        run: claims::list,
    },
];

/// Conditions that steps of a playbook may name.
pub static CONDITIONS: &[Condition] = &[Condition { name: "people", look }];

/// Says whether an assignment goes on.
fn is_open(row: &Fields) -> bool {
    row.value("ended").is_null()
}

fn assign(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let case = input.case("case")?.clone();
    let person = act.reference(input, "person")?.unwrap_or(Value::Null);
    let Value::Ref(id) = person else { return refuse("person", "a person is missing", "name one") };
    let name = act.read().name_by_id(Subject::Person, id)?.unwrap_or_default();
    let all = act.read().fields_by(Subject::Assignment, "person", id)?;
    if let Some(open) = all.iter().find(|row| is_open(row) && row.case.is_some_and(|(of, _)| of == case.id)) {
        let since = open.millis("since").map(|at| format!(" since {}", due::stamp(at, &act.now()))).unwrap_or_default();
        let why = format!("{} is on {} already{since}", name.raw(), case.case_ref());
        return refuse("person", why, "release them first to begin anew");
    }
    remark(act, id, &name, &case)?;
    let project = act.reference(input, "from")?.unwrap_or(Value::Null);
    let since = input.time("since").unwrap_or_else(|| act.moment());
    let back = input.time("back");
    for (label, moment) in [("since", input.time("since")), ("due back", back)] {
        if let Some(moment) = moment {
            act.echo(label, &moment);
        }
    }
    if back.and_then(|back| back.millis()).zip(since.millis()).is_some_and(|(back, since)| back <= since) {
        return refuse("back", "they would be due back before they came", "give a later time, or correct since when they are here");
    }
    let text = |key: &str| Value::text(input.text(key).map(str::to_owned));
    let record: Record = vec![
        ("case_id", Value::Ref(case.id)),
        ("person", Value::Ref(id)),
        ("project", project.clone()),
        ("task", text("task")),
        ("released_by", text("released-by")),
        ("since", Value::Time(since)),
        ("back", Value::time(back)),
        ("visibility", Value::word(Visibility::Internal.key())),
    ];
    act.w.create(Subject::Assignment, &record)?;
    let from = match project {
        Value::Ref(project) => act.read().name_by_id(Subject::Project, project)?,
        _ => None,
    };
    let words = came(&name, from.as_ref(), input, &act.now());
    tell(act, &case, words, since)?;
    Ok(answer(&case, &name, format!("{} put on {}", name.raw(), case.case_ref())))
}

/// Words the line of the log about somebody who came.
fn came(name: &Untrusted, from: Option<&Untrusted>, input: &Input, now: &when::Now) -> String {
    let mut words = format!("{} joined", name.raw());
    for (before, text) in [("from", from.map(Untrusted::raw)), ("released by", input.text("released-by")), ("to", input.text("task"))] {
        if let Some(text) = text {
            words.push_str(&format!(", {before} {text}"));
        }
    }
    if let Some(back) = input.time("back").and_then(|back| back.millis()) {
        words.push_str(&format!(", due back {}", due::stamp(back, now)));
    }
    words
}

/// Says what speaks against putting somebody on a case, and on which other they are; both are the person's to weigh.
fn remark(act: &mut Act<'_, '_>, id: Id, name: &Untrusted, case: &Case) -> Result<(), Failure> {
    let everybody = board::Everybody::read(act.read(), act.ctx)?;
    for other in everybody.cases_of(id).filter(|other| *other != case.case_ref()) {
        act.notes.push(format!("{} is on {other} as well", name.raw()));
    }
    let grounds = everybody.against(id, case.case_ref());
    act.notes.extend(grounds.into_iter().map(|ground| format!("{}: {ground}", name.raw())));
    Ok(())
}

fn release(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let case = input.case("case")?.clone();
    let Some(Value::Ref(id)) = act.reference(input, "person")? else { return refuse("person", "a person is missing", "name one") };
    let name = act.read().name_by_id(Subject::Person, id)?.unwrap_or_default();
    let all = act.read().fields_by(Subject::Assignment, "person", id)?;
    let Some(open) = all.into_iter().find(|row| is_open(row) && row.case.is_some_and(|(of, _)| of == case.id)) else {
        return refuse("person", format!("{} is not on {}", name.raw(), case.case_ref()), "see who is with 'warroom person claims'");
    };
    let at = input.time("at").unwrap_or_else(|| act.moment());
    if input.has("at") {
        act.echo("at", &at);
    }
    if at.millis().zip(open.millis("since")).is_some_and(|(at, since)| at < since) {
        return refuse("at", format!("{} came later than that", name.raw()), "give a time after they came");
    }
    act.w.set(Subject::Assignment, open.id, "ended", &Value::Time(at))?;
    let to = open.name("project").map(|project| format!(" to {}", project.raw())).unwrap_or_default();
    tell(act, &case, format!("{} went back{to}", name.raw()), at)?;
    Ok(answer(&case, &name, format!("{} released from {}", name.raw(), case.case_ref())))
}

fn tell(act: &mut Act<'_, '_>, case: &Case, text: String, at: Moment) -> Result<(), Failure> {
    by_the_way(act, case.id, Said { kind: EntryKind::Fact, at, text, why: None, visibility: Visibility::Internal })?;
    Ok(())
}

fn answer(case: &Case, person: &Untrusted, label: String) -> Answer {
    let json = json!({ "case": case.case_ref().to_string(), "person": person.raw() });
    Answer { label, json, case: Some(case.id), ..Answer::default() }
}

/// Counts the people that are taken from a project by a case now.
///
/// # Errors
/// The store's.
pub fn pulled(read: Reader<'_>, case: Id, project: Id) -> Result<i64, Failure> {
    let rows = read.fields_of(Subject::Assignment, case)?;
    let people: BTreeSet<Id> = rows
        .iter()
        .filter(|row| is_open(row) && row.reference("project") == Some(project))
        .filter_map(|row| row.reference("person"))
        .collect();
    Ok(i64::try_from(people.len()).unwrap_or(i64::MAX))
}

/// Works out what is owed: people to their projects.
pub(super) fn clocks(read: Reader<'_>, _: &Context, case: &Case) -> Result<Vec<Clock>, Failure> {
    if case.is_closed() {
        return Ok(Vec::new());
    }
    let rows = read.fields_of(Subject::Assignment, case.id)?;
    let back = |row: &Fields| Some((row.id, Owed::Back.key(), row.millis("back")?));
    Ok(rows.iter().filter(|row| is_open(row)).filter_map(back).collect())
}

/// Says how far it is known who works on the case: somebody was put on it or lead and scribe are named, and nobody is kept too long.
fn look(view: &View<'_>, case: &Case) -> Result<Progress, Failure> {
    let rows = view.read.fields_of(Subject::Assignment, case.id)?;
    let open: Vec<&Fields> = rows.iter().filter(|row| is_open(row)).collect();
    let named = [case.lead.as_ref(), case.scribe.as_ref()];
    let people: BTreeSet<Id> =
        open.iter().filter_map(|row| row.reference("person")).chain(named.iter().flatten().map(|named| named.id)).collect();
    if open.is_empty() && named.iter().any(Option::is_none) {
        return Ok(Progress::default());
    }
    let is_late = open.iter().any(|row| row.millis("back").is_some_and(|back| back < view.ctx.at));
    Ok(Progress::new(if is_late { Reach::Doing } else { Reach::Done }, people.len().to_string()))
}

/// Gives what a review prints of it: for management how many people of which roles each project gave, for the team who they were.
pub(super) fn block(view: &View<'_>, case: &Case) -> Result<Option<Block>, Failure> {
    let rows = view.read.fields_of(Subject::Assignment, case.id)?;
    if rows.is_empty() {
        return Ok(None);
    }
    let roles: BTreeMap<Id, Untrusted> = person::roles(view.read)?;
    let zone = case.zone_or(view.ctx.zone);
    let stamp = |row: &Fields, key: &str| row.time(key).map(|at| when::stamp(&at, zone)).unwrap_or_default().into();
    let role = |row: &Fields| row.reference("person").and_then(|id| roles.get(&id)).cloned().unwrap_or_default();
    let mut projects: BTreeMap<String, (BTreeSet<Id>, BTreeSet<String>)> = BTreeMap::new();
    for row in &rows {
        let of = projects.entry(row.name("project").map_or_else(String::new, |name| name.raw().to_owned())).or_default();
        of.0.extend(row.reference("person"));
        of.1.insert(role(row).into_raw());
    }
    let mut cells: Vec<(Visibility, Vec<Untrusted>)> = Vec::new();
    for (project, (people, roles)) in projects {
        let roles = roles.into_iter().filter(|role| !role.is_empty()).collect::<Vec<_>>().join("; ");
        let count = Untrusted::new(people.len().to_string());
        let none = Untrusted::default;
        cells.push((Visibility::Management, vec![project.into(), count, roles.into(), none(), none(), none(), none()]));
    }
    for row in &rows {
        let name = |key: &str| row.name(key).cloned().unwrap_or_default();
        let released = row.text("released_by").unwrap_or_default();
        let row = vec![name("project"), name("person"), role(row), released, stamp(row, "since"), stamp(row, "back"), stamp(row, "ended")];
        cells.push((Visibility::Internal, row));
    }
    let columns = &["project", "people_pulled", "role", "released_by", "since", "due_back", "returned"];
    Ok(Some(Block { title: "people_on_case", columns, rows: cells }))
}
