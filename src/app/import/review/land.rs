//! Landing of a review: one case with its sections, timeline and actions, as one change; the same text again changes nothing.

use std::collections::{HashMap, HashSet};

use serde_json::json;

use super::brought::{Brought, EXTRA, Line, Task};
use super::land_rows as rows;
use crate::app::Failure;
use crate::app::command::Act;
use crate::app::import::UNNAMED;
use crate::app::import::incoming::Incoming;
use crate::app::import::land::{Landed, Names, create, fields, update};
use crate::model::entry::{ActionState, Visibility};
use crate::model::{CaseRef, EntryRef, Id, Record, Subject, Value};
use crate::store::Answer;

/// Highest number that is taken over: a file must not use them up.
const HIGHEST: i64 = 1_000_000;

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
    let mut new = [0_usize; 4];
    let mut entries = HashMap::new();
    let mut taken = HashSet::new();
    // Lines without a number of their own come after those that have one.
    let highest = brought.lines.iter().map(|line| line.number).filter(|number| (1..=HIGHEST).contains(number)).max();
    if let Some(highest) = highest.filter(|_| !known) {
        act.w.raise(&crate::app::entry::scope(id), highest)?;
    }
    for line in &brought.lines {
        let is_first = taken.insert(line.number);
        if let Some(entry) = land_line(act, id, known, (line, is_first), &mut names)? {
            entries.insert(line.number, entry);
            new[0] += 1;
        }
    }
    evidence(act, id, &brought.lines, &entries)?;
    for task in &brought.tasks {
        let entry = task.entry.and_then(|number| entries.get(&number).copied());
        new[1] += usize::from(land_task(act, id, known, task, entry, &mut names)?);
    }
    new[3] = rows::land(act, id, known, &brought.rows, &entries, &mut names)?;
    if !known {
        register(act, id, brought, &mut names)?;
    }
    for (name, text) in &brought.sections {
        let is_new = land_section(act, id, name, text)?;
        moved |= is_new;
        new[2] += usize::from(is_new && name != EXTRA);
    }
    moved |= new.iter().any(|count| *count > 0);
    act.notes.extend(brought.notes.iter().cloned());
    act.notes.extend(brought.unplaced());
    let case_ref = match into {
        Some((case, _)) => case,
        None => act.read().case_by_id(id)?.map_or(CaseRef { kind: brought.case.kind, number: 0 }, |case| case.case_ref()),
    };
    let label = if moved { format!("{case_ref}: {}", brought.counted(new)) } else { format!("{case_ref}: everything was here already") };
    let json = json!({
        "case": case_ref.to_string(), "entries": new[0], "actions": new[1], "sections": new[2], "rows": new[3],
        "kept": brought.kept.iter().map(|kept| json!({ "from": kept.from, "to": kept.to })).collect::<Vec<_>>(),
    });
    Ok(Answer { label, json, case: Some(id), ..Answer::default() })
}

/// Finds the case by its key, or makes it with all its times; its clocks are off, for it is past.
fn case(act: &mut Act<'_, '_>, brought: &Brought, names: &mut Names) -> Result<(Id, bool, bool), Failure> {
    for (handle, name, role) in &brought.register.people {
        if act.read().find(Subject::Person, handle)?.is_none() {
            let record: Record =
                vec![("handle", Value::Text(handle.clone())), ("name", Value::text(name.clone())), ("role", Value::text(role.clone()))];
            act.w.create(Subject::Person, &record)?;
        }
    }
    let incoming = Incoming { format: COMMAND.to_owned(), source: brought.source.clone(), ..Incoming::default() };
    let mut record = fields(act, &incoming, &brought.case, names)?;
    record.push(("declared", Value::time(brought.declared)));
    record.push(("scribe", names.id(act, Subject::Person, brought.register.scribe.as_ref())?));
    for (key, value) in &brought.register.fields {
        match record.iter_mut().find(|(known, _)| known == key) {
            Some((_, known)) => known.clone_from(value),
            None => record.push((key, value.clone())),
        }
    }
    Ok(match act.read().case_by_key(&brought.source, &brought.case.key)? {
        Some(known) => (known.id, true, update(act, known.id, &record, names, &mut Landed::default())?),
        None => {
            tell_of_twin(act, brought)?;
            (create(act, &brought.case, record)?, false, true)
        }
    })
}

/// Says so where the case was printed out of this database: what comes in is another one.
fn tell_of_twin(act: &mut Act<'_, '_>, brought: &Brought) -> Result<(), Failure> {
    let Some(reference) = brought.register.reference else { return Ok(()) };
    let twin = act.read().case(reference)?.filter(|case| case.title.raw() == brought.case.title.raw());
    act.notes.extend(twin.map(|_| format!("{reference} here has this title too; what came in is a case of its own")));
    Ok(())
}

fn land_line(
    act: &mut Act<'_, '_>,
    case: Id,
    known: bool,
    (line, is_first): (&Line, bool),
    names: &mut Names,
) -> Result<Option<Id>, Failure> {
    if known && (act.read().entry_by_key(case, &line.key)?.is_some() || is_other(act, case, line)?) {
        return Ok(None);
    }
    let scope = crate::app::entry::scope(case);
    // Lines of our own keep their numbers where those are free: others speak of them.
    let number = if known || !is_first || !(1..=HIGHEST).contains(&line.number) { act.w.number(&scope)? } else { line.number };
    act.w.raise(&scope, number)?;
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
        ("person", names.id(act, Subject::Person, line.person.as_ref())?),
        ("author", Value::Text(line.by.clone().unwrap_or_else(|| UNNAMED.into()))),
        ("confidence", Value::text(line.confidence.clone())),
        ("visibility", Value::word(Visibility::Internal.key())),
        ("superseded", Value::Int(0)),
        ("redacted", Value::Int(0)),
        ("external_key", Value::Text(line.key.clone())),
    ];
    Ok(Some(act.w.create(Subject::Entry, &record)?))
}

/// Says whether the case has a line of that number already, which came in with other words: it stays, and that is said.
fn is_other(act: &mut Act<'_, '_>, case: Id, line: &Line) -> Result<bool, Failure> {
    let Some(name) = act.read().case_number(case)?.filter(|_| line.number > 0) else { return Ok(false) };
    let name = EntryRef { case: name, number: line.number };
    let Some(held) = act.read().entry(name)? else { return Ok(false) };
    if held.text.raw() != line.text.raw() {
        act.notes.push(format!("{name} says something else here and stays; 'warroom entry amend {name}' corrects it"));
    }
    Ok(true)
}

/// Says which lines speak for or against a hypothesis.
fn evidence(act: &mut Act<'_, '_>, case: Id, lines: &[Line], entries: &HashMap<i64, Id>) -> Result<(), Failure> {
    for line in lines {
        let Some(hypothesis) = entries.get(&line.number).filter(|_| line.number > 0) else { continue };
        for (number, side) in &line.evidence {
            let Some(entry) = entries.get(number) else { continue };
            let record: Record = vec![
                ("case_id", Value::Ref(case)),
                ("hypothesis", Value::Ref(*hypothesis)),
                ("entry", Value::Ref(*entry)),
                ("side", Value::word(side)),
                ("visibility", Value::word(Visibility::Internal.key())),
            ];
            act.w.create(Subject::Evidence, &record)?;
        }
    }
    Ok(())
}

/// Writes what a review of our own says besides its rows: services, and where it stands.
fn register(act: &mut Act<'_, '_>, case: Id, brought: &Brought, names: &mut Names) -> Result<(), Failure> {
    for service in &brought.register.services {
        let service = names.id(act, Subject::Service, Some(service))?;
        act.w.create(Subject::Affected, &vec![("case_id", Value::Ref(case)), ("service", service)])?;
    }
    let Some(review) = &brought.register.review else { return Ok(()) };
    let record: Record = vec![
        ("case_id", Value::Ref(case)),
        ("state", Value::word(review.state.key())),
        ("owner", names.id(act, Subject::Person, review.owner.as_ref())?),
        ("due", Value::time(review.due)),
        ("approved", Value::time(review.approved)),
        ("approved_by", Value::text(review.approved_by.clone())),
    ];
    act.w.create(Subject::Review, &record)?;
    Ok(())
}

/// Gives the number a record had, if that is free here, else the next: others speak of it by its number.
pub(super) fn number(act: &mut Act<'_, '_>, subject: Subject, wanted: Option<i64>) -> Result<i64, Failure> {
    let free = match wanted.filter(|number| (1..=HIGHEST).contains(number)) {
        Some(number) if act.read().fields_numbered(subject, number)?.is_none() => Some(number),
        _ => None,
    };
    match free {
        Some(number) => act.w.raise(subject.key(), number).map(|()| number),
        None => act.w.number(subject.key()),
    }
    .map_err(Failure::from)
}

/// Writes an action, unless the case has one of these words already.
fn land_task(act: &mut Act<'_, '_>, case: Id, known: bool, task: &Task, entry: Option<Id>, names: &mut Names) -> Result<bool, Failure> {
    if known && act.read().actions_of(case)?.iter().any(|action| action.text.raw() == task.text.raw()) {
        return Ok(false);
    }
    let owner = names.id(act, Subject::Person, task.owner.as_ref())?;
    let number = number(act, Subject::Action, task.number)?;
    let text = |text: &Option<String>| Value::text(text.clone());
    let record: Record = vec![
        ("number", Value::Int(number)),
        ("case_id", Value::Ref(case)),
        ("entry", entry.map_or(Value::Null, Value::Ref)),
        ("text", Value::Text(task.text.raw().to_owned())),
        ("owner", owner),
        ("type", Value::text(task.kind.map(str::to_owned))),
        ("state", Value::word(task.state.unwrap_or(ActionState::Open).key())),
        ("due", Value::time(task.due)),
        ("period", text(&task.period)),
        ("done", Value::time(task.done)),
        ("why", text(&task.why)),
        ("reference", text(&task.reference)),
        ("note", text(&task.note)),
        ("status", text(&task.status)),
        ("priority", text(&task.priority)),
        ("category", text(&task.category)),
        ("verify", Value::time(task.verify)),
        ("verified", Value::time(task.verified)),
        ("worked", Value::text(task.worked.map(str::to_owned))),
        ("effect", text(&task.effect)),
        ("aspect", Value::text(task.aspect.map(str::to_owned))),
        ("visibility", Value::word(Visibility::Internal.key())),
    ];
    act.w.create(Subject::Action, &record)?;
    Ok(true)
}

/// Writes a section, unless the case has one: what people wrote here stays.
fn land_section(act: &mut Act<'_, '_>, case: Id, name: &str, text: &str) -> Result<bool, Failure> {
    if text.trim().is_empty() {
        return Ok(false);
    }
    if let Some(held) = act.read().sections(case)?.into_iter().find(|section| section.name == name) {
        if held.text.raw().trim() != text.trim() {
            act.notes.push(format!("the section '{name}' is written otherwise here and stays"));
        }
        return Ok(false);
    }
    let record: Record = vec![("case_id", Value::Ref(case)), ("name", Value::word(name)), ("text", Value::Text(text.to_owned()))];
    act.w.create(Subject::Section, &record)?;
    Ok(true)
}
