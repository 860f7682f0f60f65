//! "Unknown, expected by 15:00" as an answer to any optional field of a case, an action, a contingency plan or an option, and to any amount
//! of an impact.
//!
//! The field stays empty; an open question about it is logged in the same change, with the time as its due time; and whatever fills
//! the field in later answers the question. No command knows of it.

use serde_json::{Map, Value as Json};

use super::command::{Act, Command};
use super::draft::Draft;
use super::entry::scope;
use super::field::{Ask, Field};
use super::{Failure, action, case};
use crate::model::entry::{EntryKind, Verdict};
use crate::model::fields::Fields;
use crate::model::unknown::{self, About, Unknown};
use crate::model::when::{self, Lean, Now};
use crate::model::{ActionRef, CaseRef, EntryRef, Id, Moment, Record, Refusal, Subject, Value};
use crate::store::{Answer, Reader};

/// Holds a field that was answered with unknown.
pub struct Asked {
    field: &'static Field,
    due: Option<Moment>,
}

/// Records with a number of their own whose fields may be unknown, under the key by which an answer names them.
const NUMBERED: &[(&str, Subject)] = &[("action", Subject::Action), ("contingency", Subject::Contingency), ("option", Subject::Choice)];

impl Asked {
    /// Gives the field, and when an answer is expected.
    pub fn about(&self) -> (&'static Field, Option<Moment>) {
        (self.field, self.due)
    }
}

/// Says whether a field of a command may be unknown: a field that may also be left out, of a record that is opened, given or corrected;
/// of an impact, its amounts.
pub fn takes(command: &Command, field: &Field) -> bool {
    let (subject, verb) = command.name.split_once(' ').unwrap_or_default();
    if (subject, verb) == ("impact", "set") {
        return matches!(field.ask, Ask::Days | Ask::Amount | Ask::Money);
    }
    let of = matches!(subject, "incident" | "issue") || NUMBERED.iter().any(|(key, _)| *key == subject);
    of && matches!(verb, "open" | "add" | "set") && !field.required && !matches!(field.ask, Ask::Yes | Ask::File)
}

/// Takes the fields that are unknown out of a draft; they are left empty in it.
///
/// # Errors
/// The refusals of times that are none.
pub fn split(command: &Command, draft: &Draft, now: &Now) -> (Draft, Vec<Asked>, Vec<Refusal>) {
    let (mut rest, mut asked, mut refusals) = (draft.clone(), Vec::new(), Vec::new());
    for field in command.fields.iter().filter(|field| takes(command, field)) {
        let Some(by) = draft.get(field.key).and_then(unknown::said) else { continue };
        // A time that nobody knows is a time of its own kind already.
        if by.is_none() && matches!(field.ask, Ask::Time(_)) {
            continue;
        }
        match by.map(|by| when::parse(by, now, Lean::Future)).transpose() {
            Ok(due) => {
                rest.set(field.key, "");
                asked.push(Asked { field, due: due.filter(Moment::is_known) });
            }
            Err(no) => refusals.push(no.refuse(field.key)),
        }
    }
    (rest, asked, refusals)
}

/// Logs the questions about the fields that are unknown; one that is open already gives way.
///
/// # Errors
/// The store's.
pub fn ask(act: &mut Act<'_, '_>, asked: &[Asked], answer: &Answer) -> Result<(), Failure> {
    let text = |key: &str| answer.json.get(key).and_then(Json::as_str);
    let (Some(case), Some(number)) = (answer.case, text("case").and_then(CaseRef::parse)) else { return Ok(()) };
    for Asked { field, due } in asked {
        let numbered = NUMBERED.iter().find_map(|(key, _)| text(key));
        let record = numbered.or(text("record")).or(text("case")).unwrap_or_default().to_owned();
        let held = held(act.read(), case, &record, field.key)?.unwrap_or_default();
        let older = act.read().unknowns(case)?.into_iter().find(|u| u.about.record == record && u.about.field == field.key);
        let of = numbered.or(text("record").and(text("project"))).map(|name| format!(" of {name}")).unwrap_or_default();
        let about = About { record, field: field.key.to_owned(), held };
        let entry = EntryRef { case: number, number: act.w.number(&scope(case))? };
        let question: Record = vec![
            ("case_id", Value::Ref(case)),
            ("number", Value::Int(entry.number)),
            ("kind", Value::word(EntryKind::Question.key())),
            ("observed", Value::Time(act.moment())),
            ("logged", Value::Time(act.moment())),
            ("text", Value::Text(format!("{}{of}: unknown", field.label))),
            ("author", Value::Text(act.ctx.actor.clone())),
            ("visibility", Value::word(EntryKind::Question.default_visibility().key())),
            ("due", Value::time(*due)),
            ("amends", Value::reference(older.as_ref().map(|older| older.id))),
            ("external_key", Value::Text(about.key(entry))),
            ("superseded", Value::Int(0)),
            ("redacted", Value::Int(0)),
        ];
        act.w.create(Subject::Entry, &question)?;
        if let Some(older) = older {
            act.w.set(Subject::Entry, older.id, "superseded", &Value::Int(1))?;
        }
        let until = due.map(|due| format!(", expected {}", when::echo(&due, &act.now()))).unwrap_or_default();
        act.notes.push(format!("{}{of} unknown{until}: {entry}", field.label));
    }
    Ok(())
}

/// Answers the open questions about fields that have been filled in, in every case that was touched.
///
/// # Errors
/// The store's.
pub fn settle(act: &mut Act<'_, '_>) -> Result<(), Failure> {
    for case in act.w.touched() {
        for open in act.read().unknowns(case)? {
            let now = held(act.read(), case, &open.about.record, &open.about.field)?;
            if now.is_some_and(|now| now != open.about.held && !now.is_empty()) {
                act.w.set(Subject::Entry, open.id, "verdict", &Value::word(Verdict::Answered.key()))?;
            }
        }
    }
    Ok(())
}

/// Gives what a field holds, as text; nothing when the record is not there.
fn held(read: Reader<'_>, case: Id, record: &str, field: &str) -> Result<Option<String>, Failure> {
    let numbered = NUMBERED.iter().find_map(|(_, of)| Some((*of, of.number(record).filter(|_| record.starts_with(char::is_alphabetic))?)));
    if let Some((subject, number)) = numbered.filter(|(subject, _)| *subject != Subject::Action) {
        let fields = read.fields_numbered(subject, number)?;
        return Ok(fields.map(|fields| match fields.value(&column(field)) {
            Value::Null => String::new(),
            Value::Text(text) => text.clone(),
            Value::Int(number) => number.to_string(),
            Value::Ref(id) => id.to_string(),
            Value::Time(moment) => when::spelled(moment),
        }));
    }
    if let Some(id) = record.split_once('/').and_then(|(_, id)| Id::parse(id)) {
        let amount = |row: Fields| row.int(field).map(|amount| amount.to_string()).unwrap_or_default();
        return Ok(read.fields(Subject::Impact, id)?.map(amount));
    }
    let row: Option<Map<String, Json>> = match ActionRef::parse(record) {
        Some(number) => read.action(number)?.as_ref().map(action::row),
        None => read.case_by_id(case)?.as_ref().map(case::whole),
    };
    let key = column(field);
    Ok(row.map(|row| match row.get(&key) {
        Some(Json::String(text)) => text.clone(),
        None | Some(Json::Null) => String::new(),
        Some(other) => other.to_string(),
    }))
}

/// Names an impact as the record a question is about.
pub fn impact_record(case: CaseRef, impact: Id) -> String {
    format!("{case}/{impact}")
}

/// Gives the key under which a record shows a field.
pub fn column(field: &str) -> String {
    match field {
        "for" => "visibility".to_owned(),
        "why" => "priority_why".to_owned(),
        other => other.replace('-', "_"),
    }
}

/// Words an open question beside its field: "unknown, expected by 15:00".
pub fn words(open: &Unknown, now: &Now) -> String {
    let Some(due) = open.due else { return "unknown".to_owned() };
    let today = now.zone.local(now.at).format("%Y-%m-%d ").to_string();
    let late = if due.millis().is_some_and(|at| at < now.at) { ", late" } else { "" };
    format!("unknown, expected by {}{late}", when::stamp(&due, now.zone).replacen(&today, "", 1))
}

/// Gives the label of the field an open question is about.
pub fn label(open: &Unknown) -> &str {
    open.text.raw().strip_suffix(": unknown").unwrap_or(open.text.raw())
}
