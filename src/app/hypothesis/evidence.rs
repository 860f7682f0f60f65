//! Lines brought up for or against something: one row for each, and none twice.

use crate::app::command::Act;
use crate::app::{Failure, command};
use crate::model::entry::{Entry, Visibility};
use crate::model::evidence::{Evidence, Of, Side};
use crate::model::{EntryRef, Id, Record, Subject, Value};

/// Brings a line up; one that was brought up for the other side changes sides. Says whether anything is new.
///
/// # Errors
/// The store's.
pub(in crate::app) fn bring(
    act: &mut Act<'_, '_>,
    case: Id,
    of: Of,
    (line, side, visibility): (Id, Side, Visibility),
) -> Result<bool, Failure> {
    let held = act.read().evidence_of(case)?.into_iter().find(|one| one.of == of && one.entry == line);
    if let Some(held) = held {
        return Ok(act.w.set(Subject::Evidence, held.id, "side", &Value::word(side.key()))?);
    }
    let about = match of {
        Of::Hypothesis(id) => ("hypothesis", Value::Ref(id)),
        Of::Cause(id) => ("finding", Value::Ref(id)),
    };
    let record: Record = vec![
        ("case_id", Value::Ref(case)),
        about,
        ("entry", Value::Ref(line)),
        ("side", Value::word(side.key())),
        ("visibility", Value::word(visibility.key())),
    ];
    act.w.create(Subject::Evidence, &record)?;
    Ok(true)
}

/// Takes away all that was brought up for something.
///
/// # Errors
/// The store's.
pub(in crate::app) fn forget(act: &mut Act<'_, '_>, case: Id, of: Of) -> Result<(), Failure> {
    for one in act.read().evidence_of(case)?.into_iter().filter(|one| one.of == of) {
        act.w.remove(Subject::Evidence, one.id)?;
    }
    Ok(())
}

/// Hands on what was said about a line to the one that took its place.
///
/// # Errors
/// The store's.
pub(in crate::app) fn follow(act: &mut Act<'_, '_>, case: Id, old: Id, new: Id) -> Result<(), Failure> {
    for one in act.read().evidence_of(case)? {
        if one.entry == old {
            act.w.set(Subject::Evidence, one.id, "entry", &Value::Ref(new))?;
        }
        if one.of == Of::Hypothesis(old) {
            act.w.set(Subject::Evidence, one.id, "hypothesis", &Value::Ref(new))?;
        }
    }
    Ok(())
}

/// Takes away what binds a line that moved to another case to this one; says so.
///
/// # Errors
/// The store's.
pub(in crate::app) fn part(act: &mut Act<'_, '_>, case: Id, line: Id) -> Result<(), Failure> {
    let bound = |one: &Evidence| one.entry == line || one.of == Of::Hypothesis(line);
    let all: Vec<Evidence> = act.read().evidence_of(case)?.into_iter().filter(bound).collect();
    for one in &all {
        act.w.remove(Subject::Evidence, one.id)?;
    }
    if !all.is_empty() {
        act.notes.push(format!("it was evidence {} in the case it left, and is no longer", times(all.len())));
    }
    Ok(())
}

fn times(count: usize) -> String {
    if count == 1 { "once".to_owned() } else { format!("{count} times") }
}

/// Refuses a line that is not in this case, that stands aside, or that says nothing any more.
///
/// # Errors
/// The refusal.
pub(in crate::app) fn check(field: &'static str, case: Id, name: EntryRef, line: &Entry) -> Result<(), Failure> {
    if line.case != case {
        return command::refuse(field, format!("{name} is a line of another case"), "name a line of the same case");
    }
    if line.superseded || line.redacted {
        return command::refuse(field, format!("{name} is no longer a line of the log"), "name the line that took its place");
    }
    Ok(())
}
