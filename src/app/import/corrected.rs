//! What people took away, moved or named anew after an import brought it: an import that comes again leaves it so.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use serde_json::Value as Json;

use super::land::word;
use crate::app::Failure;
use crate::app::command::Act;
use crate::app::draft::handle;
use crate::model::case::LinkKind;
use crate::model::{Id, Subject};

/// Holds it, each read from the journal when it is first asked about.
#[derive(Default)]
pub struct Corrected {
    parted: Option<HashSet<(String, String, String)>>,
    moved: Option<HashSet<(String, String)>>,
    renamed: HashMap<Subject, Vec<(String, Id)>>,
}

impl Corrected {
    /// Says whether somebody took such a link between two cases away.
    pub fn is_parted(&mut self, act: &Act<'_, '_>, a: Id, b: Id, kind: LinkKind) -> Result<bool, Failure> {
        if self.parted.is_none() {
            let end = |link: &Json, key: &str| link.get(key).and_then(Json::as_str).unwrap_or_default().to_owned();
            let links = act.read().changes_by("unlink", Subject::Link, None)?.into_iter().filter_map(|change| change.old);
            self.parted = Some(links.map(|link| (end(&link, "from_case"), end(&link, "to_case"), end(&link, "kind"))).collect());
        }
        let ends = |a: Id, b: Id| (a.to_string(), b.to_string(), kind.key().to_owned());
        Ok(self.parted.as_ref().is_some_and(|all| all.contains(&ends(a, b)) || kind == LinkKind::Relates && all.contains(&ends(b, a))))
    }

    /// Says whether the line of a case with this key stands in another case now.
    pub fn is_moved(&mut self, act: &Act<'_, '_>, case: Id, key: &str) -> Result<bool, Failure> {
        if self.moved.is_none() {
            let mut moved = HashSet::new();
            for change in act.read().changes_by("entry move", Subject::Entry, Some("case_id"))? {
                let entry = act.w.record(Subject::Entry, change.record)?.unwrap_or_default();
                if let (Some(Json::String(from)), Some(key)) = (change.old, word(&entry, "external_key")) {
                    moved.insert((from, key.to_owned()));
                }
            }
            self.moved = Some(moved);
        }
        Ok(self.moved.as_ref().is_some_and(|all| all.contains(&(case.to_string(), key.to_owned()))))
    }

    /// Finds the record of a register that bore a name before it was given another; of several the last.
    pub fn once_called(&mut self, act: &Act<'_, '_>, subject: Subject, name: &str) -> Result<Option<Id>, Failure> {
        let name = plain(subject, name);
        Ok(self.renamed(act, subject)?.iter().rev().find(|(former, _)| *former == name).map(|(_, id)| *id))
    }

    /// Says whether a record of a register ever bore a name that is another's now.
    pub fn was_called(&mut self, act: &Act<'_, '_>, subject: Subject, id: Id, name: &str) -> Result<bool, Failure> {
        let name = plain(subject, name);
        Ok(self.renamed(act, subject)?.iter().any(|(former, of)| *of == id && *former == name))
    }

    fn renamed(&mut self, act: &Act<'_, '_>, subject: Subject) -> Result<&[(String, Id)], Failure> {
        Ok(match self.renamed.entry(subject) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(empty) => {
                let field = if subject == Subject::Person { "handle" } else { "name" };
                let mut all = Vec::new();
                for change in act.read().changes_by(&format!("{} set", subject.key()), subject, Some(field))? {
                    // Only what is still there can be meant.
                    if let (Some(Json::String(former)), true) = (change.old, act.w.record(subject, change.record)?.is_some()) {
                        all.push((plain(subject, &former), change.record));
                    }
                }
                empty.insert(all)
            }
        })
    }
}

/// Gives a name as registers compare it.
fn plain(subject: Subject, name: &str) -> String {
    if subject == Subject::Person { handle(name).to_lowercase() } else { name.trim().to_lowercase() }
}
