//! Who took part in a case, worked out from the rows that a reader gets.

use super::Fill;
use super::findings::Found;
use super::rows::Rows;
use crate::app::Failure;
use crate::app::import::UNNAMED;
use crate::document::rca::RcaParticipant;
use crate::model::entry::Review;
use crate::model::finding::FindingKind;
use crate::model::{Subject, Untrusted, Value};

/// Gathers everybody once, in the order of their part, with all their roles. A public reader gets no names.
pub(super) fn gather(fill: &Fill<'_>, rows: &Rows, found: &Found, review: Option<&Review>) -> Result<Vec<RcaParticipant>, Failure> {
    let mut seen: Vec<(Untrusted, Vec<String>, String)> = Vec::new();
    if !fill.names_people() {
        return Ok(Vec::new());
    }
    let mut named = |name: &Untrusted, role: &str, finding: &str| {
        let key = name.raw().trim().to_lowercase();
        if key.is_empty() {
            return;
        }
        let at = seen.iter().position(|(other, ..)| other.raw().trim().to_lowercase() == key).unwrap_or_else(|| {
            seen.push((name.clone(), Vec::new(), String::new()));
            seen.len() - 1
        });
        let (_, roles, known) = &mut seen[at];
        if !role.is_empty() && !roles.iter().any(|r| r == role) {
            roles.push(role.to_owned());
        }
        if known.is_empty() {
            finding.clone_into(known);
        }
    };
    // What a person wrote stands before what the log gives.
    found.of(FindingKind::Participant).for_each(|(_, row)| named(&row.name, row.role.raw(), &row.finding));
    let mut add = |name: &Untrusted, role: &str| named(name, role, "");
    let case = fill.case;
    case.lead.iter().for_each(|p| add(&p.name, &fill.word("led")));
    case.scribe.iter().for_each(|p| add(&p.name, &fill.word("wrote_minutes")));
    review.and_then(|r| r.owner.as_ref()).iter().for_each(|p| add(&p.name, &fill.word("wrote_review")));
    for entry in &rows.entries {
        entry.person.iter().for_each(|p| add(&p.name, &fill.word("named")));
        // What came in without a name was written by nobody who took part.
        if entry.author.raw() != UNNAMED {
            add(&entry.author, &fill.word("logged"));
        }
    }
    rows.actions.iter().filter_map(|a| a.owner.as_ref()).for_each(|p| add(&p.name, &fill.word("owns_actions")));
    seen.into_iter().map(|(name, roles, finding)| Ok(RcaParticipant { finding, ..participant(fill, &name, roles)? })).collect()
}

/// Adds the full name and the role that the register has.
fn participant(fill: &Fill<'_>, handle: &Untrusted, mut roles: Vec<String>) -> Result<RcaParticipant, Failure> {
    let known = fill.view.read.find(Subject::Person, handle.raw())?;
    let record = known.map(|named| fill.view.read.record(Subject::Person, named.id)).transpose()?.flatten().unwrap_or_default();
    let text = |key: &str| match record.iter().find(|(k, _)| *k == key) {
        Some((_, Value::Text(text))) => Some(text.clone()),
        _ => None,
    };
    if let Some(role) = text("role") {
        roles.insert(0, role);
    }
    let who = text("name").filter(|name| name != handle.raw()).map_or_else(|| handle.clone(), |n| format!("{n} ({})", handle.raw()).into());
    Ok(RcaParticipant { who, role: roles.join(", ").into(), finding: String::new() })
}
