//! Landing of a review: one case with its sections, timeline and actions, as one change; the same text again changes nothing.

use serde_json::json;

use super::brought::{Brought, Line, Task};
use crate::app::Failure;
use crate::app::command::Act;
use crate::app::import::incoming::Incoming;
use crate::app::import::land::{Landed, Names, create, fields, update};
use crate::model::entry::{ActionState, Visibility};
use crate::model::{CaseRef, Id, Record, Subject, Value};
use crate::store::Answer;

/// Name of the command that brings a review in.
pub const COMMAND: &str = "review import";

/// Writes what a text came to, into a case of its own or into one that is there.
///
/// # Errors
/// The store's; nothing is half imported.
pub fn land(act: &mut Act<'_, '_>, brought: &Brought, into: Option<(CaseRef, Id)>) -> Result<Answer, Failure> {
    let mut names = Names::default();
    let (id, known, mut moved) = match into {
        Some((_, id)) => (id, true, false),
        None => case(act, brought, &mut names)?,
    };
    let mut new = [0_usize; 3];
    for line in &brought.lines {
        new[0] += usize::from(land_line(act, id, known, line)?);
    }
    for task in &brought.tasks {
        new[1] += usize::from(land_task(act, id, known, task, &mut names)?);
    }
    for (name, text) in &brought.sections {
        new[2] += usize::from(land_section(act, id, name, text)?);
    }
    moved |= new.iter().any(|count| *count > 0);
    act.notes.extend(brought.notes.iter().cloned());
    act.notes.extend(brought.unplaced());
    let case_ref = match into {
        Some((case, _)) => case,
        None => act.read().case_by_id(id)?.map(|case| case.case_ref()).unwrap_or(CaseRef { kind: brought.case.kind, number: 0 }),
    };
    let label = if moved { format!("{case_ref}: {}", brought.counted()) } else { format!("{case_ref}: everything was here already") };
    let json = json!({
        "case": case_ref.to_string(), "entries": new[0], "actions": new[1], "sections": new[2],
        "kept": brought.kept.iter().map(|kept| json!({ "from": kept.from, "to": kept.to })).collect::<Vec<_>>(),
    });
    Ok(Answer { label, json, case: Some(id), ..Answer::default() })
}

/// Finds the case by its key, or makes it with all its times; its clocks are off, for it is past.
fn case(act: &mut Act<'_, '_>, brought: &Brought, names: &mut Names) -> Result<(Id, bool, bool), Failure> {
    let incoming = Incoming { format: COMMAND, source: brought.source.to_owned(), ..Incoming::default() };
    let mut record = fields(act, &incoming, &brought.case, names)?;
    record.push(("declared", Value::time(brought.declared)));
    Ok(match act.read().case_by_key(brought.source, &brought.case.key)? {
        Some(known) => (known.id, true, update(act, known.id, &record, &mut Landed::default())?),
        None => (create(act, &brought.case, record)?, false, true),
    })
}

fn land_line(act: &mut Act<'_, '_>, case: Id, known: bool, line: &Line) -> Result<bool, Failure> {
    if known && act.read().entry_by_key(case, &line.key)?.is_some() {
        return Ok(false);
    }
    let number = act.w.number(&crate::app::entry::scope(case))?;
    let record: Record = vec![
        ("case_id", Value::Ref(case)),
        ("number", Value::Int(number)),
        ("kind", Value::word(line.kind.key())),
        ("observed", Value::Time(line.observed)),
        ("logged", Value::Time(act.moment())),
        ("text", Value::Text(line.text.raw().to_owned())),
        ("reason", Value::text(line.reason.clone())),
        ("tags", Value::text(line.tags.clone())),
        ("verdict", Value::text(line.verdict.map(|verdict| verdict.key().to_owned()))),
        ("due", Value::time(line.due)),
        ("author", Value::Text(line.by.clone().unwrap_or_else(|| "import".into()))),
        ("visibility", Value::word(Visibility::Internal.key())),
        ("superseded", Value::Int(0)),
        ("redacted", Value::Int(0)),
        ("external_key", Value::Text(line.key.clone())),
    ];
    act.w.create(Subject::Entry, &record)?;
    Ok(true)
}

/// Writes an action, unless the case has one of these words already.
fn land_task(act: &mut Act<'_, '_>, case: Id, known: bool, task: &Task, names: &mut Names) -> Result<bool, Failure> {
    if known && act.read().actions_of(case)?.iter().any(|action| action.text.raw() == task.text.raw()) {
        return Ok(false);
    }
    let owner = names.id(act, Subject::Person, task.owner.as_ref())?;
    let number = act.w.number("action")?;
    let record: Record = vec![
        ("number", Value::Int(number)),
        ("case_id", Value::Ref(case)),
        ("text", Value::Text(task.text.raw().to_owned())),
        ("owner", owner),
        ("state", Value::word(task.state.unwrap_or(ActionState::Open).key())),
        ("due", Value::time(task.due)),
        ("period", Value::text(task.period.clone())),
        ("status", Value::text(task.status.clone())),
        ("priority", Value::text(task.priority.clone())),
        ("category", Value::text(task.category.clone())),
        ("reference", Value::text(task.reference.clone())),
        ("visibility", Value::word(Visibility::Internal.key())),
    ];
    act.w.create(Subject::Action, &record)?;
    Ok(true)
}

/// Writes a section, unless the case has one: what people wrote here stays.
fn land_section(act: &mut Act<'_, '_>, case: Id, name: &str, text: &str) -> Result<bool, Failure> {
    if text.trim().is_empty() || act.read().sections(case)?.iter().any(|section| section.name == name) {
        return Ok(false);
    }
    let record: Record = vec![("case_id", Value::Ref(case)), ("name", Value::word(name)), ("text", Value::Text(text.to_owned()))];
    act.w.create(Subject::Section, &record)?;
    Ok(true)
}
