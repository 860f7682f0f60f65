//! Freezing: the plan of a project as it stands when an incident is declared, copied once a case and never changed after.

use crate::app::{Act, Failure};
use crate::model::case::{Case, LinkKind};
use crate::model::fields::Fields;
use crate::model::plan::Plan;
use crate::model::{Id, Record, Subject, Value};
use crate::store::Reader;

/// Freezes the plan of every project a case concerns: those that depend on its service, those whose issues it hits, and an issue's own.
/// Gives how many were frozen now; what was frozen before stays as it was.
///
/// # Errors
/// The store's.
pub fn freeze(act: &mut Act<'_, '_>, case: &Case) -> Result<usize, Failure> {
    let mut count = 0;
    for project in concerned(act.read(), case)? {
        count += usize::from(freeze_one(act, case, project)?);
    }
    if count > 0 {
        act.notes.push(match count {
            1 => "the plan of one project is frozen".to_owned(),
            _ => format!("the plans of {count} projects are frozen"),
        });
    }
    Ok(count)
}

/// Freezes the plan of one project for a case; says whether it was not frozen before.
///
/// # Errors
/// The store's.
pub fn freeze_one(act: &mut Act<'_, '_>, case: &Case, project: Id) -> Result<bool, Failure> {
    if frozen(act.read(), case.id)?.iter().any(|row| row.reference("project") == Some(project)) {
        return Ok(false);
    }
    let plan = super::of(act.read(), project)?;
    let text = serde_json::to_string(&plan).expect("a plan holds texts, numbers and lists of them");
    let record: Record = vec![
        ("case_id", Value::Ref(case.id)),
        ("project", Value::Ref(project)),
        ("plan", Value::Text(text)),
        ("taken", Value::Time(act.moment())),
    ];
    act.w.create(Subject::Baseline, &record)?;
    Ok(true)
}

/// Reads the frozen plans of a case, the first that was frozen first.
///
/// # Errors
/// The store's.
pub fn frozen(read: Reader<'_>, case: Id) -> Result<Vec<Fields>, Failure> {
    Ok(read.fields_of(Subject::Baseline, case)?)
}

/// Reads a frozen copy.
pub(in crate::app) fn plan_of(row: &Fields) -> Plan {
    // A copy that cannot be read says nothing; doctor checks what the file holds.
    row.raw("plan").and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
}

fn concerned(read: Reader<'_>, case: &Case) -> Result<Vec<Id>, Failure> {
    let mut all: Vec<Id> = case.project.iter().map(|project| project.id).collect();
    if let Some(service) = &case.service {
        all.extend(read.fields_by(Subject::Dependency, "service", service.id)?.iter().filter_map(|row| row.reference("project")));
    }
    for link in read.links(case.id)? {
        let hits = match link.kind {
            LinkKind::Hits | LinkKind::Blocks => link.outward,
            LinkKind::CausedBy => !link.outward,
            LinkKind::Duplicates | LinkKind::Relates => false,
        };
        if hits {
            all.extend(read.case_by_id(link.other)?.and_then(|other| other.project).map(|project| project.id));
        }
    }
    let mut seen = Vec::new();
    all.retain(|id| {
        !seen.contains(id) && {
            seen.push(*id);
            true
        }
    });
    Ok(all)
}
