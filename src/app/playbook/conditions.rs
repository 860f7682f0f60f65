//! Conditions that hang on no subject of their own: the first minutes of a case, and its review.

use super::{Condition, Progress, Reach};
use crate::app::Failure;
use crate::app::query::View;
use crate::model::CaseKind;
use crate::model::case::Case;

/// Conditions that steps of a playbook may name.
pub static CONDITIONS: &[Condition] = &[Condition { name: "first", look: first }, Condition { name: "review", look: review }];

/// What, since when, who leads, and which projects are hit.
fn first(view: &View<'_>, case: &Case) -> Result<Progress, Failure> {
    let hits = match case.kind {
        CaseKind::Issue => case.project.is_some(),
        CaseKind::Incident => {
            view.read.links(case.id)?.iter().any(|link| link.case.kind == CaseKind::Issue) || !view.read.hit_projects(case.id)?.is_empty()
        }
    };
    let known = [
        case.effect.is_some() || case.description.is_some(),
        case.time("started").is_some() || case.time("detected").is_some(),
        case.lead.is_some(),
        hits,
    ];
    let count = known.iter().filter(|known| **known).count();
    let reach = match count {
        0 => Reach::Todo,
        4 => Reach::Done,
        _ => Reach::Doing,
    };
    Ok(Progress::new(reach, format!("{count}/4")))
}

/// A review is done when it is approved, and begun when somebody has it or has written of it.
fn review(view: &View<'_>, case: &Case) -> Result<Progress, Failure> {
    let review = view.read.review(case.id)?;
    let due = review.as_ref().and_then(|review| review.due).filter(crate::model::Moment::is_known);
    let words = due.map(|due| view.ctx.zone.local(due.at).format("%Y-%m-%d").to_string()).unwrap_or_default();
    let reach = match &review {
        Some(review) if review.state.is_approved() => Reach::Done,
        Some(review) if review.owner.is_some() => Reach::Doing,
        _ if !view.read.sections(case.id)?.is_empty() => Reach::Doing,
        _ => Reach::Todo,
    };
    Ok(Progress::new(reach, words))
}

#[cfg(test)]
#[path = "conditions_tests.rs"]
mod tests;
