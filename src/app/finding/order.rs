//! The order of rows: those of one kind under one row stand as people put them. Must not know what they say.

use crate::app::Failure;
use crate::app::command::{Act, refuse};
use crate::app::draft::{Given, Input};
use crate::app::review;
use crate::model::fields::Fields;
use crate::model::{Id, Subject, Value};
use crate::store::{Answer, Reader};

use super::change::{answer, name, of_case};

/// How far rows stand apart, so that one can go between two of them and no other has to move.
pub(in crate::app) const STEP: i64 = 1024;

/// Reads the rows of a kind under one row, or under none, in their order.
///
/// # Errors
/// The store's.
pub(in crate::app) fn siblings(read: Reader<'_>, case: Id, kind: &str, parent: Option<Id>) -> Result<Vec<Fields>, Failure> {
    let mut all = read.fields_of(Subject::Finding, case)?;
    all.retain(|row| row.word("kind") == kind && row.reference("parent") == parent);
    all.sort_by_key(|row| row.int("position"));
    Ok(all)
}

/// Makes room among rows and gives the place of the one that is to stand there; they move only where there is no room left.
///
/// # Errors
/// The store's.
pub(in crate::app) fn place(act: &mut Act<'_, '_>, rows: &[Fields], at: usize) -> Result<i64, Failure> {
    let position = |at: usize| rows.get(at).and_then(|row| row.int("position"));
    let before = at.checked_sub(1).and_then(position).unwrap_or(0);
    match position(at) {
        None => return Ok(before + STEP),
        Some(after) if after - before > 1 => return Ok(before + (after - before) / 2),
        Some(_) => {}
    }
    let mut place = 0;
    for (n, row) in rows.iter().enumerate() {
        place += if n == at { 2 * STEP } else { STEP };
        act.w.set(Subject::Finding, row.id, "position", &Value::Int(place))?;
    }
    Ok(i64::try_from(at + 1).unwrap_or(i64::MAX / STEP) * STEP)
}

/// Gives the place of a new row: after the one that was named, else last.
///
/// # Errors
/// Refuses a row that is none of the same.
pub(super) fn of_new(act: &mut Act<'_, '_>, input: &Input, case: Id, kind: &str) -> Result<i64, Failure> {
    let rows = siblings(act.read(), case, kind, None)?;
    let at = match input.get("after") {
        Some(Given::Numbered(after)) => behind(&rows, after, kind)?,
        _ => rows.len(),
    };
    place(act, &rows, at)
}

/// Gives the place behind a row among those of its kind.
fn behind(rows: &[Fields], after: &Fields, kind: &str) -> Result<usize, Failure> {
    match rows.iter().position(|row| row.id == after.id) {
        Some(at) => Ok(at + 1),
        None => {
            refuse("after", format!("{} is no {kind} that stands beside it", name(after)), "name a row of the same kind and the same case")
        }
    }
}

pub(super) fn move_to(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let row = input.numbered("finding")?.clone();
    let (case, case_ref) = of_case(&row)?;
    review::writable(act, (case, case_ref))?;
    let mut rows = siblings(act.read(), case, row.word("kind"), row.reference("parent"))?;
    rows.retain(|other| other.id != row.id);
    let at = match (input.get("after"), input.yes("first")) {
        (Some(Given::Numbered(after)), false) if after.id == row.id => {
            return refuse("after", "a row cannot stand after itself", "name another row");
        }
        (Some(Given::Numbered(after)), false) => behind(&rows, after, row.word("kind"))?,
        (None | Some(Given::Nothing), true) => 0,
        _ => return refuse("after", "nothing says where it is to stand", "name the row before it with --after, or say --first"),
    };
    let place = place(act, &rows, at)?;
    act.w.set(Subject::Finding, row.id, "position", &Value::Int(place))?;
    answer(&row, format!("{} moved", name(&row)))
}
