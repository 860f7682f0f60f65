//! Where a cause stands: under which other, and after which of those that explain the same.

use crate::app::Failure;
use crate::app::command::{Act, refuse};
use crate::app::draft::Input;
use crate::model::cause::{Cause, Tree};
use crate::model::fields::Fields;
use crate::model::finding::FindingKind;
use crate::model::{Id, Subject, Value};

/// Words a refusal about a row that is no cause.
const NO_CAUSE: &str = "'warroom cause show CASE' shows the causes of a case";

/// A place in the tree: under which node, and at which place among those there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spot {
    pub under: Option<Id>,
    pub at: usize,
}

/// Reads the tree of a case.
pub(super) fn tree(act: &Act<'_, '_>, case: Id) -> Result<Tree, Failure> {
    Ok(Tree::read(&act.read().fields_of(Subject::Finding, case)?))
}

/// Gives the cause a field names, with its case.
pub(super) fn cause(input: &Input, key: &'static str) -> Result<(Cause, Fields), Failure> {
    let row = input.numbered(key)?.clone();
    match Cause::read(&row) {
        Some(cause) => Ok((cause, row)),
        None => {
            let kind = FindingKind::parse(row.word("kind")).map_or("something else", FindingKind::label);
            refuse(key, format!("{} is no cause but {kind}", row.number().unwrap_or_default()), NO_CAUSE)
        }
    }
}

/// Reads which place is meant; nothing if none was named.
pub(super) fn spot(input: &Input, case: Id, tree: &Tree, moving: Option<Id>) -> Result<Option<Spot>, Failure> {
    let named: Vec<&'static str> = ["under", "after", "before", "top"].into_iter().filter(|key| input.has(key) || input.yes(key)).collect();
    let key = match named[..] {
        [] => return Ok(None),
        [key] => key,
        _ => return refuse("under", "two places were named", "name one: under, after or before a cause, or at the top"),
    };
    let others = |under: Option<Id>| -> Vec<Id> { tree.under(under).iter().map(|c| c.id).filter(|id| Some(*id) != moving).collect() };
    if key == "top" {
        return Ok(Some(Spot { under: None, at: others(None).len() }));
    }
    let (other, row) = cause(input, key)?;
    if row.case.map(|(id, _)| id) != Some(case) {
        return refuse(key, format!("{} is a cause of another case", other.name()), NO_CAUSE);
    }
    if let Some(moving) = moving.filter(|moving| tree.is_within(other.id, *moving)) {
        let itself = moving == other.id;
        let why = if itself { "a cause does not explain itself" } else { "that hangs under it: it would explain what explains it" };
        return refuse(key, why, "move what hangs under it first, or take another");
    }
    if key == "under" {
        return Ok(Some(Spot { under: Some(other.id), at: others(Some(other.id)).len() }));
    }
    let under = tree.above(other.id).map(|above| above.id);
    let at = others(under).iter().position(|id| *id == other.id).unwrap_or(0);
    Ok(Some(Spot { under, at: at + usize::from(key == "after") }))
}

/// Puts a cause at its place and numbers those beside it anew; says whether anything moved.
pub(super) fn put(act: &mut Act<'_, '_>, tree: &Tree, id: Id, spot: Spot) -> Result<bool, Failure> {
    let mut beside: Vec<Id> = tree.under(spot.under).iter().map(|c| c.id).filter(|other| *other != id).collect();
    beside.insert(spot.at.min(beside.len()), id);
    let moved = act.w.set(Subject::Finding, id, "parent", &Value::reference(spot.under))?;
    Ok(number(act, &beside)? || moved)
}

/// Numbers those that stand beside each other, in this order.
pub(super) fn number(act: &mut Act<'_, '_>, beside: &[Id]) -> Result<bool, Failure> {
    let mut moved = false;
    for (id, position) in beside.iter().zip(1..) {
        moved |= act.w.set(Subject::Finding, *id, "position", &Value::Int(position))?;
    }
    Ok(moved)
}
