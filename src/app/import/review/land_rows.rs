//! Landing of the rows of a review. What the case has already is not written again.

use std::collections::HashMap;

use super::brought::Row;
use super::land::number;
use crate::app::Failure;
use crate::app::command::Act;
use crate::app::finding::order::STEP;
use crate::app::import::land::Names;
use crate::model::entry::Visibility;
use crate::model::fields::Fields;
use crate::model::{Id, Record, Subject, Value};

/// Columns by which a row is known again.
const TELLING: &[&str] = &["mark", "text", "name", "value", "reference"];

/// Writes the rows and says how many were new; `entries` are the lines that came with them, by number.
pub(super) fn land(
    act: &mut Act<'_, '_>,
    case: Id,
    known: bool,
    rows: &[Row],
    entries: &HashMap<i64, Id>,
    names: &mut Names,
) -> Result<usize, Failure> {
    let held = if known { act.read().fields_of(Subject::Finding, case)? } else { Vec::new() };
    let mut last: HashMap<(&str, Option<Id>), i64> = HashMap::new();
    for row in &held {
        let place = last.entry((row.word("kind"), row.reference("parent"))).or_default();
        *place = row.int("position").unwrap_or_default().max(*place);
    }
    let (mut ids, mut new) = (Vec::with_capacity(rows.len()), 0);
    for row in rows {
        if let Some(same) = held.iter().find(|held| is_same(held, row)) {
            ids.push(same.id);
            continue;
        }
        let parent = row.under.and_then(|at| ids.get(at).copied());
        let place = last.entry((row.kind.key(), parent)).or_default();
        *place += STEP;
        let mut record: Record = row.values.clone();
        record.extend([
            ("case_id", Value::Ref(case)),
            ("kind", Value::word(row.kind.key())),
            ("position", Value::Int(*place)),
            ("parent", Value::reference(parent)),
            ("service", names.id(act, Subject::Service, row.service.as_ref())?),
            ("entry", Value::reference(row.entry.and_then(|number| entries.get(&number).copied()))),
            ("visibility", Value::word(row.kind.shape().visibility.key())),
            ("number", Value::Int(number(act, Subject::Finding, row.number)?)),
        ]);
        let id = act.w.create(Subject::Finding, &record)?;
        for (number, side) in &row.evidence {
            let Some(entry) = entries.get(number) else { continue };
            let record: Record = vec![
                ("case_id", Value::Ref(case)),
                ("finding", Value::Ref(id)),
                ("entry", Value::Ref(*entry)),
                ("side", Value::word(side)),
                ("visibility", Value::word(Visibility::Internal.key())),
            ];
            act.w.create(Subject::Evidence, &record)?;
        }
        ids.push(id);
        new += 1;
    }
    Ok(new)
}

fn is_same(held: &Fields, row: &Row) -> bool {
    held.word("kind") == row.kind.key() && TELLING.iter().all(|column| held.word(column) == row.text(column))
}
