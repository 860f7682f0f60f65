//! Lines brought up for or against something: one row for each, and none twice.

use crate::app::command::Act;
use crate::app::{Failure, command, review};
use crate::model::capture::Line;
use crate::model::entry::{Entry, EntryKind, Visibility};
use crate::model::evidence::{Evidence, Of, Side};
use crate::model::{CaseRef, EntryRef, Id, Record, Subject, Value};

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

/// Gives those of the hypotheses a line names that there are, and says of each other that it stays text.
///
/// # Errors
/// The store's.
pub(in crate::app) fn known(act: &mut Act<'_, '_>, case: CaseRef, line: &Line) -> Result<Vec<i64>, Failure> {
    let mut known = Vec::new();
    for (side, number) in &line.evidence {
        if standing(act, EntryRef { case, number: *number })?.is_some() {
            known.push(*number);
        } else {
            let side = side.key();
            act.notes.push(format!(
                "{case}.{number} is no hypothesis: “{side} ~{number}” stays text; 'warroom hypothesis list {case}' lists them"
            ));
        }
    }
    Ok(known)
}

/// Reads a hypothesis that stands in the log.
fn standing(act: &Act<'_, '_>, name: EntryRef) -> Result<Option<Entry>, Failure> {
    Ok(act.read().entry(name)?.filter(is_hypothesis))
}

/// Says whether a line is a hypothesis that stands in the log.
pub fn is_hypothesis(entry: &Entry) -> bool {
    entry.kind == EntryKind::Hypothesis && !entry.superseded && !entry.redacted
}

/// Brings a line up for and against the hypotheses it names.
///
/// # Errors
/// The store's.
pub(in crate::app) fn of_line(
    act: &mut Act<'_, '_>,
    (case, case_ref): (Id, CaseRef),
    (entry, visibility): (Id, Visibility),
    line: &Line,
) -> Result<(), Failure> {
    for (side, number) in &line.evidence {
        if let Some(hypothesis) = standing(act, EntryRef { case: case_ref, number: *number })? {
            let seen = visibility.min(hypothesis.visibility);
            bring(act, case, Of::Hypothesis(hypothesis.id), (entry, *side, seen))?;
        }
    }
    Ok(())
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
    for row in act.read().fields_by(Subject::Finding, "entry", old)? {
        act.w.set(Subject::Finding, row.id, "entry", &Value::Ref(new))?;
    }
    Ok(())
}

/// Takes away what binds a line that moved to another case to this one; says so.
///
/// # Errors
/// Refuses where it would take something from a review that is approved.
pub(in crate::app) fn part(act: &mut Act<'_, '_>, (case, name): (Id, CaseRef), line: Id) -> Result<(), Failure> {
    let rows = act.read().fields_by(Subject::Finding, "entry", line)?;
    let bound = |one: &Evidence| one.entry == line || one.of == Of::Hypothesis(line);
    let all: Vec<Evidence> = act.read().evidence_of(case)?.into_iter().filter(bound).collect();
    if !rows.is_empty() || all.iter().any(|one| matches!(one.of, Of::Cause(_))) {
        review::writable(act, (case, name))?;
    }
    for row in &rows {
        act.w.set(Subject::Finding, row.id, "entry", &Value::Null)?;
        let row = row.number().unwrap_or_default();
        act.notes.push(format!("{row} rested on it in the case it left, and names no line any more"));
    }
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
