//! Audiences: groups of stakeholders that get the same updates, and which cases concern them.
//!
//! Members name their audience; an audience is made when the first of them does.

use serde_json::{Value as Json, json};

use super::case::LIMIT_1000;
use super::command::{Act, Command, refuse};
use super::draft::{Given, Input};
use super::field::{Ask, Field};
use super::query::{Query, Shown, View};
use super::{Failure, register};
use crate::document::Document;
use crate::model::case::{Case, Named};
use crate::model::entry::Visibility;
use crate::model::{Id, Record, Subject, Untrusted, Value};
use crate::store::{Answer, Reader};

static NAME: Field = Field::argument("name", "Name", Ask::Line, "Name, such as sponsors; every name once");
static RENAME: Field = Field::flag("rename", "New name", Ask::Line, "Another name; its members go along");
static RECORD: Field = Field::argument("record", "Audience", Ask::Pick(Subject::Audience, false), "Name of the audience");
static CHANNEL: Field = Field::flag(
    "channel",
    "Channel",
    Ask::Line,
    "How it is reached; where config.toml has a command under that name, updates go through it",
);
static LANGUAGE: Field = Field::flag(
    "language",
    "Language",
    Ask::Choice(&[("en", "English"), ("nl", "Nederlands"), ("zh", "中文")]),
    "Language of its updates: en, nl or zh; else yours",
);
static APPROVER: Field =
    Field::flag("approver", "Approver", Ask::Pick(Subject::Person, true), "Who approves before anything is sent; nobody unless said");
static SERVICE: Field = Field::flag(
    "service",
    "Service",
    Ask::Pick(Subject::Service, true),
    "Service it cares about; with neither service nor project: every case",
);
static PROJECT: Field = Field::flag("project", "Project", Ask::Pick(Subject::Project, true), "Project it cares about");
static FOR: Field =
    Field::flag("for", "May read", Ask::Choice(Visibility::CHOICES), "What it may read: internal, management (the default) or public");
static NOTES: Field = Field::flag("notes", "Notes", Ask::Text, "Anything else").later();

/// Commands about audiences.
pub static COMMANDS: &[Command] = &[
    Command {
        name: "audience add",
        doc: "Adds an audience; stakeholders that name it are in it.",
        fields: &[&NAME, &CHANNEL, &LANGUAGE, &APPROVER, &SERVICE, &PROJECT, &FOR, &NOTES],
        prints: Some("name"),
        run: add,
    },
    Command {
        name: "audience set",
        doc: "Corrects an audience; a new name goes to its members too.",
        fields: &[&RECORD, &RENAME, &CHANNEL, &LANGUAGE, &APPROVER, &SERVICE, &PROJECT, &FOR, &NOTES],
        prints: None,
        run: set,
    },
];

static LIMITED: &[&Field] = &[&LIMIT_1000];

/// Queries about audiences.
pub static QUERIES: &[Query] = &[
    Query {
        name: "audience list",
        doc: "Lists audiences.",
        fields: LIMITED,
        columns: &[
            ("name", "Audience"),
            ("channel", "Channel"),
            ("language", "Language"),
            ("approver", "Approver"),
            ("service", "Service"),
            ("project", "Project"),
            ("visibility", "May read"),
        ],
        empty: "no audience yet; 'warroom audience add NAME' adds one",
        run: |view, input| register::list(view, input, Subject::Audience),
    },
    Query { name: "audience show", doc: "Shows one audience and who is in it.", fields: &[&RECORD], columns: &[], empty: "", run: show },
];

const PLAIN: &[(&str, &str)] = &[
    ("channel", "channel"),
    ("language", "language"),
    ("approver", "approver"),
    ("service", "service"),
    ("project", "project"),
    ("for", "visibility"),
    ("notes", "notes"),
];

fn taken<T>(key: &'static str, name: &str) -> Result<T, Failure> {
    refuse(key, format!("there is an audience '{name}' already"), "every name is used once; 'audience set' corrects what is there")
}

fn add(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let name = input.text("name").unwrap_or_default().trim().to_owned();
    if act.read().find(Subject::Audience, &name)?.is_some() {
        return taken("name", &name);
    }
    let mut record: Record = vec![("name", Value::Text(name.clone()))];
    for (field, column) in PLAIN.iter().filter(|(field, _)| *field != "for") {
        let value = match input.get(field) {
            Some(Given::Known(_) | Given::New(..)) => act.reference(input, field)?,
            _ => input.value(field),
        };
        record.extend(value.filter(|value| !value.is_null()).map(|value| (*column, value)));
    }
    record.push(("visibility", Value::word(input.word("for").unwrap_or(Visibility::Management.key()))));
    act.w.create(Subject::Audience, &record)?;
    Ok(Answer { label: "audience added".into(), json: json!({ "name": name }), ..Answer::default() })
}

/// Makes the audience that a stakeholder names, where it is not there yet.
///
/// # Errors
/// The store's.
pub fn joined(act: &mut Act<'_, '_>, name: &str) -> Result<(), Failure> {
    let name = name.trim();
    if name.is_empty() || act.read().find(Subject::Audience, name)?.is_some() {
        return Ok(());
    }
    let record: Record = vec![("name", Value::Text(name.to_owned())), ("visibility", Value::word(Visibility::Management.key()))];
    act.w.create(Subject::Audience, &record)?;
    act.notes.push(format!("new audience: {name}"));
    Ok(())
}

fn set(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let Some(Given::Known(record)) = input.get("record").cloned() else { return refuse("record", "a name is missing", "") };
    if input.get("for").is_some() && !input.has("for") {
        return refuse("for", "it cannot be empty", "an audience may read internal, management or public");
    }
    let mut name = record.name.raw().to_owned();
    if let Some(new) = input.text("rename").map(str::trim) {
        if act.read().find(Subject::Audience, new)?.is_some_and(|other| other.id != record.id) {
            return taken("rename", new);
        }
        for (member, _) in act.read().members(&name)? {
            act.w.set(Subject::Stakeholder, member, "audience", &Value::Text(new.to_owned()))?;
        }
        act.w.set(Subject::Audience, record.id, "name", &Value::Text(new.to_owned()))?;
        new.clone_into(&mut name);
    }
    act.set_named(Subject::Audience, record.id, input, PLAIN)?;
    Ok(Answer { label: "audience corrected".into(), json: json!({ "name": name }), ..Answer::default() })
}

fn show(view: &View<'_>, input: &Input) -> Result<Shown, Failure> {
    let Some(Given::Known(named)) = input.get("record") else { return refuse("record", "a name is missing", "") };
    let members: Vec<Untrusted> = view.read.members(named.name.raw())?.into_iter().map(|(_, name)| name).collect();
    let Shown::Page(page, Json::Object(mut row)) = register::show(view, input, Subject::Audience)? else {
        return refuse("record", "the audience is gone", "'audience list' lists what there is");
    };
    row.insert("members".into(), members.iter().map(|name| Json::from(name.raw())).collect());
    let page = match members.is_empty() {
        true => page.paragraph("Nobody is in it yet; a stakeholder that names it is."),
        false => page.append(Document::new().heading(2, "Members").bullets(members)),
    };
    Ok(Shown::Page(page, Json::Object(row)))
}

/// Lists the audiences that a case concerns, by name: those that care about its service or about a project it hits, themselves or through
/// a member, and those that care about nothing in particular.
///
/// # Errors
/// The store's.
pub fn concerning(read: Reader<'_>, case: &Case) -> Result<Vec<Named>, Failure> {
    let ties = read.ties()?;
    if ties.is_empty() {
        return Ok(Vec::new());
    }
    let projects = read.projects_hit(case.id)?;
    let service = case.service.as_ref().map(|named| named.id);
    let is_hit = |cared: Option<Id>, hit: &dyn Fn(Id) -> bool| cared.is_some_and(hit);
    let mut all = Vec::new();
    for of_one in ties.chunk_by(|a, b| a.audience == b.audience) {
        let Some(first) = of_one.first() else { continue };
        let is_free = of_one.iter().all(|tie| tie.service.is_none() && tie.project.is_none());
        let cares =
            of_one.iter().any(|tie| is_hit(tie.service, &|id| service == Some(id)) || is_hit(tie.project, &|id| projects.contains(&id)));
        if is_free || cares {
            all.push(Named { id: first.audience, name: first.name.clone() });
        }
    }
    Ok(all)
}

#[cfg(test)]
#[path = "audience_tests.rs"]
mod tests;
