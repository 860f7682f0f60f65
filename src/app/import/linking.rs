//! Links of an import: within the file, to what is here from the same system, and between systems by the numbers they mention.

use std::collections::HashMap;

use super::corrected::Corrected;
use super::incoming::Incoming;
use super::land::Landed;
use super::links::mentioned;
use crate::app::Failure;
use crate::app::command::Act;
use crate::model::case::LinkKind;
use crate::model::{CaseRef, Id, Record, Subject, Value};

/// Links the cases of an import. `ids` are those of its keys, `fresh` the cases that were not there before.
pub fn link(
    act: &mut Act<'_, '_>,
    incoming: &Incoming,
    ids: &HashMap<&str, Id>,
    fresh: &[(&str, Id)],
    corrected: &mut Corrected,
    landed: &mut Landed,
) -> Result<(), Failure> {
    for case in &incoming.cases {
        let Some(from) = ids.get(case.key.as_str()).copied() else { continue };
        let outward = case.links.iter().map(|(kind, key)| (kind, key, true));
        let inward = case.links_from.iter().map(|(kind, key)| (kind, key, false));
        for (kind, key, out) in outward.chain(inward) {
            let others = match ids.get(key.as_str()) {
                Some(id) => vec![*id],
                None => match find(act, incoming, key, false)? {
                    Some(id) => vec![id],
                    // A key column may name a record of the other world.
                    None => act.read().cases_called(key, &incoming.source)?,
                },
            };
            for other in others {
                let (a, b) = if out { (from, other) } else { (other, from) };
                join(act, (a, b), *kind, corrected, landed)?;
            }
        }
        for key in &case.mentions {
            for other in act.read().cases_called(key, &incoming.source)? {
                join(act, (from, other), LinkKind::Relates, corrected, landed)?;
            }
        }
    }
    mentioned_before(act, incoming, fresh, corrected, landed)
}

/// Links new cases to those that came from other systems earlier and mention their keys.
fn mentioned_before(
    act: &mut Act<'_, '_>,
    incoming: &Incoming,
    fresh: &[(&str, Id)],
    corrected: &mut Corrected,
    landed: &mut Landed,
) -> Result<(), Failure> {
    // Only keys that can be told from other words are looked for in texts.
    let known: HashMap<&str, Id> = fresh.iter().filter(|(key, _)| mentioned(key).iter().any(|found| found == key)).copied().collect();
    if known.is_empty() {
        return Ok(());
    }
    let mut found: Vec<(Id, Id)> = Vec::new();
    act.read().cases_from_elsewhere(&incoming.source, |id, title, facts| {
        for key in mentioned(title).into_iter().chain(facts.map(mentioned).unwrap_or_default()) {
            found.extend(known.get(key.as_str()).map(|new| (id, *new)));
        }
    })?;
    found.into_iter().try_for_each(|(older, new)| join(act, (older, new), LinkKind::Relates, corrected, landed))
}

/// Finds a record of the same system by its key or by another id; where `ours`, also a case of ours by its number.
pub fn find(act: &Act<'_, '_>, incoming: &Incoming, key: &str, ours: bool) -> Result<Option<Id>, Failure> {
    if let Some(case) = act.read().case_by_key(&incoming.source, key)? {
        return Ok(Some(case.id));
    }
    if let Some(id) = act.read().case_by_foreign_id(&incoming.source, key)? {
        return Ok(Some(id));
    }
    match CaseRef::parse(key) {
        Some(number) if ours => Ok(act.read().case(number)?.map(|case| case.id)),
        _ => Ok(None),
    }
}

fn join(act: &mut Act<'_, '_>, (a, b): (Id, Id), kind: LinkKind, corrected: &mut Corrected, landed: &mut Landed) -> Result<(), Failure> {
    if a == b || act.read().link(a, b, kind)?.is_some() || kind == LinkKind::Relates && act.read().link(b, a, kind)?.is_some() {
        return Ok(());
    }
    if corrected.is_parted(act, a, b, kind)? {
        landed.kept += 1;
        return Ok(());
    }
    let record: Record = vec![("from_case", Value::Ref(a)), ("to_case", Value::Ref(b)), ("kind", Value::word(kind.key()))];
    act.w.create(Subject::Link, &record)?;
    landed.links += 1;
    Ok(())
}
