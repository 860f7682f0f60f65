//! The registers: services, projects, groups, customers, people, stakeholders. Minimal: add, set, list, show.

use serde_json::{Map, Value as Json, json};

use super::case::LIMIT_1000;
use super::command::{Act, Command, refuse};
use super::draft::{Given, Input, handle};
use super::field::{Ask, Field};
use super::people::{self, ABSENCE, COVERS, LOAD_BEFORE, LOAD_NOW, SKILLS, UNTIL};
use super::plan::{self, BUDGET, CURRENCY, ENDS, EXPECTED, FORECAST};
use super::query::{Query, RowOf, Shown, View};
use super::{Failure, audience};
use crate::document::Document;
use crate::model::plan::Plan;
use crate::model::quantity::hundredths;
use crate::model::when;
use crate::model::{Id, Record, Subject, Untrusted, Value};
use crate::store::{Answer, Reader};

static NAME: Field = Field::argument("name", "Name", Ask::Line, "Name; every name once");
static HANDLE: Field = Field::argument("handle", "Handle", Ask::Line, "Handle that follows @, such as ana");
static FULL_NAME: Field = Field::flag("name", "Full name", Ask::Line, "Name as it is written");
static NEW_NAME: Field = Field::flag("rename", "New name", Ask::Line, "Another name");
static MAIL: Field = Field::flag("mail", "Mail", Ask::Line, "Mail address");
static ROLE: Field = Field::flag("role", "Role", Ask::Line, "What the person does");
static NOTES: Field = Field::flag("notes", "Notes", Ask::Text, "Anything else");
static OWNER: Field = Field::flag("owner", "Owner", Ask::Pick(Subject::Person, true), "Who owns it; a new name is added");
static MANAGER: Field = Field::flag("manager", "Manager", Ask::Pick(Subject::Person, true), "Who manages it; a new name is added");
static GROUP_LEAD: Field = Field::flag("lead", "Lead", Ask::Pick(Subject::Person, true), "Who leads it; a new name is added");
static GOALS: Field = Field::flag("goals", "Goals", Ask::Text, "What it is to achieve");
static CUSTOMER: Field = Field::flag("customer", "Customer", Ask::Pick(Subject::Customer, true), "For whom; a new name is added");
static GROUP: Field = Field::flag("group", "Group", Ask::Pick(Subject::Group, true), "Programme or group above it; a new name is added");
static AUDIENCE: Field = Field::flag("audience", "Audience", Ask::Line, "Group that gets the same updates, such as sponsors");
static CHANNEL: Field = Field::flag("channel", "Channel", Ask::Line, "How to reach them");
static FOR_SERVICE: Field = Field::flag("service", "Service", Ask::Pick(Subject::Service, true), "Service they care about");
static FOR_PROJECT: Field = Field::flag("project", "Project", Ask::Pick(Subject::Project, true), "Project they care about");
static A_SERVICE: Field = Field::argument("record", "Service", Ask::Pick(Subject::Service, false), "Name of the service");
static A_PROJECT: Field = Field::argument("record", "Project", Ask::Pick(Subject::Project, false), "Name of the project");
static A_GROUP: Field = Field::argument("record", "Group", Ask::Pick(Subject::Group, false), "Name of the group");
static A_CUSTOMER: Field = Field::argument("record", "Customer", Ask::Pick(Subject::Customer, false), "Name of the customer");
static A_PERSON: Field = Field::argument("record", "Person", Ask::Pick(Subject::Person, false), "Handle of the person");
static A_STAKEHOLDER: Field = Field::argument("record", "Stakeholder", Ask::Pick(Subject::Stakeholder, false), "Name of the stakeholder");

/// Field keys and the columns they fill; each register uses those it has.
const PLAIN: &[(&str, &str)] = &[
    ("name", "name"),
    ("mail", "mail"),
    ("role", "role"),
    ("notes", "notes"),
    ("owner", "owner"),
    ("manager", "manager"),
    ("lead", "lead"),
    ("goals", "goals"),
    ("customer", "customer"),
    ("group", "project_group"),
    ("audience", "audience"),
    ("channel", "channel"),
    ("service", "service"),
    ("project", "project"),
    ("skills", "skills"),
    ("covers", "covers"),
    ("load-before", "load_before"),
    ("load-now", "load_now"),
    ("absence", "absence"),
    ("until", "absent"),
];

const fn adding(name: &'static str, doc: &'static str, fields: &'static [&'static Field], run: Doing) -> Command {
    Command { name, doc, fields, prints: Some("name"), run }
}
const fn setting(name: &'static str, doc: &'static str, fields: &'static [&'static Field], run: Doing) -> Command {
    Command { name, doc, fields, prints: None, run }
}
type Doing = fn(&mut Act<'_, '_>, &Input) -> Result<Answer, Failure>;

/// Commands on the registers.
pub static COMMANDS: &[Command] = &[
    adding("service add", "Adds a service.", &[&NAME, &OWNER, &CUSTOMER, &NOTES], |a, i| add(a, i, Subject::Service)),
    setting("service set", "Corrects a service.", &[&A_SERVICE, &NEW_NAME, &OWNER, &CUSTOMER, &NOTES], |a, i| set(a, i, Subject::Service)),
    adding(
        "project add",
        "Adds a project.",
        &[&NAME, &MANAGER, &CUSTOMER, &GROUP, &NOTES, &CURRENCY, &BUDGET, &FORECAST, &ENDS, &EXPECTED],
        |a, i| add(a, i, Subject::Project),
    ),
    setting(
        "project set",
        "Corrects a project.",
        &[&A_PROJECT, &NEW_NAME, &MANAGER, &CUSTOMER, &GROUP, &NOTES, &CURRENCY, &BUDGET, &FORECAST, &ENDS, &EXPECTED],
        |a, i| set(a, i, Subject::Project),
    ),
    adding("group add", "Adds a group of projects.", &[&NAME, &GROUP_LEAD, &GOALS, &NOTES], |a, i| add(a, i, Subject::Group)),
    setting("group set", "Corrects a group of projects.", &[&A_GROUP, &NEW_NAME, &GROUP_LEAD, &GOALS, &NOTES], |a, i| {
        set(a, i, Subject::Group)
    }),
    adding("customer add", "Adds a customer.", &[&NAME, &NOTES], |a, i| add(a, i, Subject::Customer)),
    setting("customer set", "Corrects a customer.", &[&A_CUSTOMER, &NEW_NAME, &NOTES], |a, i| set(a, i, Subject::Customer)),
    adding(
        "person add",
        "Adds a person.",
        &[&HANDLE, &FULL_NAME, &MAIL, &ROLE, &NOTES, &SKILLS, &COVERS, &LOAD_BEFORE, &LOAD_NOW, &ABSENCE, &UNTIL],
        |a, i| add(a, i, Subject::Person),
    ),
    setting(
        "person set",
        "Corrects a person: skills, cover, load and absence as well.",
        &[&A_PERSON, &NEW_NAME, &FULL_NAME, &MAIL, &ROLE, &NOTES, &SKILLS, &COVERS, &LOAD_BEFORE, &LOAD_NOW, &ABSENCE, &UNTIL],
        |a, i| set(a, i, Subject::Person),
    ),
    adding("stakeholder add", "Adds a stakeholder.", &[&NAME, &AUDIENCE, &ROLE, &CHANNEL, &FOR_SERVICE, &FOR_PROJECT, &NOTES], |a, i| {
        add(a, i, Subject::Stakeholder)
    }),
    setting(
        "stakeholder set",
        "Corrects a stakeholder.",
        &[&A_STAKEHOLDER, &NEW_NAME, &AUDIENCE, &ROLE, &CHANNEL, &FOR_SERVICE, &FOR_PROJECT, &NOTES],
        |a, i| set(a, i, Subject::Stakeholder),
    ),
];

/// Every list can be cut short.
static LIMITED: &[&Field] = &[&LIMIT_1000];

type Asking = fn(&View<'_>, &Input) -> Result<Shown, Failure>;
const fn listing(
    name: &'static str,
    doc: &'static str,
    columns: &'static [(&'static str, &'static str)],
    empty: &'static str,
    run: Asking,
) -> Query {
    Query { name, doc, fields: LIMITED, columns, empty, run }
}
const fn showing(name: &'static str, doc: &'static str, fields: &'static [&'static Field], run: Asking) -> Query {
    Query { name, doc, fields, columns: &[], empty: "", run }
}

/// Queries on the registers.
pub static QUERIES: &[Query] = &[
    listing(
        "service list",
        "Lists services.",
        &[("name", "Service"), ("owner", "Owner"), ("customer", "Customer"), ("notes", "Notes")],
        "no service yet; 'warroom service add NAME' adds one",
        |v, i| list(v, i, Subject::Service),
    ),
    showing("service show", "Shows one service.", &[&A_SERVICE], |v, i| show(v, i, Subject::Service)),
    listing(
        "project list",
        "Lists projects.",
        &[("name", "Project"), ("manager", "Manager"), ("customer", "Customer"), ("project_group", "Group"), ("notes", "Notes")],
        "no project yet; 'warroom project add NAME' adds one",
        |v, i| list(v, i, Subject::Project),
    ),
    showing("project show", "Shows one project.", &[&A_PROJECT], |v, i| show(v, i, Subject::Project)),
    listing(
        "group list",
        "Lists groups of projects.",
        &[("name", "Group"), ("lead", "Lead"), ("goals", "Goals")],
        "no group yet; 'warroom group add NAME' adds one",
        |v, i| list(v, i, Subject::Group),
    ),
    showing("group show", "Shows one group of projects.", &[&A_GROUP], |v, i| show(v, i, Subject::Group)),
    listing(
        "customer list",
        "Lists customers.",
        &[("name", "Customer"), ("notes", "Notes")],
        "no customer yet; 'warroom customer add NAME' adds one",
        |v, i| list(v, i, Subject::Customer),
    ),
    showing("customer show", "Shows one customer.", &[&A_CUSTOMER], |v, i| show(v, i, Subject::Customer)),
    listing(
        "person list",
        "Lists people.",
        &[("handle", "Handle"), ("name", "Name"), ("role", "Role"), ("mail", "Mail")],
        "nobody yet; 'warroom person add HANDLE' adds somebody",
        |v, i| list(v, i, Subject::Person),
    ),
    showing("person show", "Shows one person.", &[&A_PERSON], |v, i| show(v, i, Subject::Person)),
    listing(
        "stakeholder list",
        "Lists stakeholders.",
        &[
            ("name", "Stakeholder"),
            ("audience", "Audience"),
            ("role", "Role"),
            ("channel", "Channel"),
            ("service", "Service"),
            ("project", "Project"),
        ],
        "no stakeholder yet; 'warroom stakeholder add NAME --audience A' adds one",
        |v, i| list(v, i, Subject::Stakeholder),
    ),
    showing("stakeholder show", "Shows one stakeholder.", &[&A_STAKEHOLDER], |v, i| show(v, i, Subject::Stakeholder)),
];

/// Gives the field and column people call such a record by.
fn name_key(subject: Subject) -> &'static str {
    if subject == Subject::Person { "handle" } else { "name" }
}

fn add(act: &mut Act<'_, '_>, input: &Input, subject: Subject) -> Result<Answer, Failure> {
    let key = name_key(subject);
    people::check(input, None)?;
    let name = called(subject, input.text(key).unwrap_or_default());
    if act.read().find(subject, &name)?.is_some() {
        return refuse(
            key,
            format!("there is a {} '{name}' already", subject.label()),
            "every name is used once; 'set' corrects what is there",
        );
    }
    let mut record: Record = vec![(key, Value::Text(name.clone()))];
    for (field, column) in PLAIN {
        if *field == key {
            continue;
        }
        let value = match input.get(field) {
            Some(Given::Known(_) | Given::New(..)) => act.reference(input, field)?,
            _ => input.value(field),
        };
        record.extend(value.filter(|v| !v.is_null()).map(|v| (*column, v)));
    }
    if subject == Subject::Project {
        record.extend(plan::figures(act, input, &Plan::default())?);
    }
    if let Some(audience) = input.text("audience") {
        audience::joined(act, audience)?;
    }
    act.w.create(subject, &record)?;
    Ok(named(subject, &name, "added"))
}

/// A label says which kind, never the name: names are typed text.
fn named(subject: Subject, name: &str, word: &str) -> Answer {
    Answer { label: format!("{} {word}", subject.label()), json: json!({ "name": name }), ..Answer::default() }
}

fn called(subject: Subject, name: &str) -> String {
    if subject == Subject::Person { handle(name) } else { name.trim().to_owned() }
}

fn set(act: &mut Act<'_, '_>, input: &Input, subject: Subject) -> Result<Answer, Failure> {
    let Some(Given::Known(record)) = input.get("record").cloned() else { return refuse("record", "a name is missing", "") };
    let key = name_key(subject);
    people::check(input, Some(record.id))?;
    let mut name = record.name.raw().to_owned();
    if let Some(new) = input.text("rename") {
        let new = called(subject, new);
        if act.read().find(subject, &new)?.is_some_and(|other| other.id != record.id) {
            return refuse("rename", format!("there is a {} '{new}' already", subject.label()), "every name is used once");
        }
        act.w.set(subject, record.id, key, &Value::Text(new.clone()))?;
        name = new;
    }
    let pairs: Vec<(&'static str, &'static str)> =
        PLAIN.iter().copied().filter(|(field, _)| *field != key && input.get(field).is_some()).collect();
    if let Some(audience) = input.text("audience") {
        audience::joined(act, audience)?;
    }
    act.set_named(subject, record.id, input, &pairs)?;
    if subject == Subject::Project {
        let held = plan::of(act.read(), record.id)?;
        let figures = plan::figures(act, input, &held)?;
        act.w.set_all(subject, record.id, &figures)?;
    }
    Ok(named(subject, &name, "corrected"))
}

/// Lists a register.
///
/// # Errors
/// The store's.
pub(super) fn list(view: &View<'_>, input: &Input, subject: Subject) -> Result<Shown, Failure> {
    let limit = input.limit(1_000);
    let records = view.read.register(subject, limit)?;
    let rows: Result<Vec<_>, Failure> = records.iter().map(|(id, record)| row(view.read, *id, record)).collect();
    Ok(Shown::Rows(rows?))
}

/// Gives one record as JSON, references by name.
fn row(read: Reader<'_>, id: Id, record: &Record) -> Result<Map<String, Json>, Failure> {
    let mut row = RowOf::new().with("id", id.to_string());
    // The plan of a project is shown as a plan.
    for (key, value) in record.iter().filter(|(key, _)| !plan::KEYS.contains(key)) {
        row = match value {
            Value::Time(moment) => row.time(shown_as(key), Some(*moment)),
            value => row.with(shown_as(key), shown(read, key, value)?),
        };
    }
    Ok(row.done())
}

/// Gives the key a column is shown under, so that the form of a correction finds what it holds.
fn shown_as(column: &str) -> &str {
    if column == "absent" { "until" } else { column }
}

fn shown(read: Reader<'_>, key: &str, value: &Value) -> Result<Json, Failure> {
    Ok(match value {
        Value::Text(text) => text.clone().into(),
        Value::Int(n) if key.starts_with("load") => hundredths(*n).into(),
        Value::Int(n) => (*n).into(),
        Value::Ref(id) => read.name_by_id(subject_of(key), *id)?.map_or(Json::Null, |n| n.raw().into()),
        Value::Null | Value::Time(_) => Json::Null,
    })
}

/// Gives whose record a reference of a register points at.
fn subject_of(key: &str) -> Subject {
    match key {
        "customer" => Subject::Customer,
        "project_group" => Subject::Group,
        "service" => Subject::Service,
        "project" => Subject::Project,
        _ => Subject::Person,
    }
}

/// Shows one record of a register.
///
/// # Errors
/// The store's.
pub(super) fn show(view: &View<'_>, input: &Input, subject: Subject) -> Result<Shown, Failure> {
    let Some(Given::Known(named)) = input.get("record") else { return refuse("record", "a name is missing", "") };
    let record = view.read.record(subject, named.id)?.unwrap_or_default();
    let row = row(view.read, named.id, &record)?;
    let facts = row.iter().filter(|(key, _)| *key != "id" && !key.ends_with("_precision")).map(|(key, value)| {
        let label = key.replace('_', " ");
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        (Untrusted::new(label), Untrusted::new(wall_time(view, &text).unwrap_or(text)))
    });
    let page = Document::new().heading(1, Untrusted::new(format!("{} {}", subject.label(), named.name.raw()))).facts(facts);
    if subject == Subject::Project {
        let (more, figures) = plan::on_page(view, named.id)?;
        return Ok(Shown::Page(page.append(more), Json::Object(row.into_iter().chain(figures).collect())));
    }
    Ok(Shown::Page(page, Json::Object(row)))
}

/// Shows a stored time on the reader's clock.
fn wall_time(view: &View<'_>, text: &str) -> Option<String> {
    let at = chrono::DateTime::parse_from_rfc3339(text).ok()?.timestamp_millis();
    let zone = view.ctx.zone;
    Some(when::stamp(&crate::model::Moment::exact(at, zone.offset_minutes(at))?, zone))
}
