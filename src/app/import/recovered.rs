//! When everything that was hit is well again, from the states of parts that updates name.

use std::collections::HashSet;

use super::dates::Dates;
use super::plan::{origins, time};
use super::profile::Recovered;
use super::record::{Finder, Record};
use crate::model::Moment;

/// Finds the update with which the last part came back, if all did.
pub fn moment(rule: &Recovered, record: Record<'_>, dates: &Dates) -> Option<Moment> {
    let find = |name: &str| Finder::Document.find(name);
    let (list, each, part, state) = (find(&rule.from)?, find(&rule.each)?, find(&rule.part)?, find(&rule.state)?);
    let at = origins(&rule.at.0, &Finder::Document);
    let mut updates: Vec<(Option<Moment>, Record<'_>)> = Vec::new();
    for item in record.items(&list) {
        let item = Record::Json(item);
        updates.push((time(&at, item).and_then(|text| dates.read(&text).ok().flatten()), item));
    }
    updates.reverse();
    updates.sort_by_key(|(at, _)| at.and_then(|at| at.millis()));
    let (mut hit, mut restored) = (HashSet::new(), None);
    for (at, update) in updates {
        let was_hit = !hit.is_empty();
        for item in update.items(&each) {
            let item = Record::Json(item);
            let Some((part, now)) = item.first(&part).zip(item.first(&state)) else { continue };
            if now == rule.well.as_str() {
                hit.remove(part.as_ref());
            } else {
                hit.insert(part.into_owned());
            }
        }
        if !hit.is_empty() {
            restored = None;
        } else if was_hit {
            restored = at;
        }
    }
    restored
}
