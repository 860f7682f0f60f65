//! How far an issue is on its way from cause to end: conditions that steps of a playbook may name.

use super::{Ruling, ruling};
use crate::app::Failure;
use crate::app::playbook::{Condition, Progress, Reach};
use crate::app::query::View;
use crate::model::case::{Case, Outcome};
use crate::model::entry::{Action, ActionState};
use crate::model::fields::Fields;
use crate::model::{Subject, when};

/// Section of a review that says what caused the trouble.
const CAUSES: &str = "causes";

pub(super) const CONDITIONS: &[Condition] = &[
    Condition { name: "cause", look: cause },
    Condition { name: "decision", look: decision },
    Condition { name: "action-plan", look: action_plan },
    Condition { name: "closed", look: closed },
];

/// Done when a hypothesis is confirmed or the review says what the cause was; begun when something is suspected.
fn cause(view: &View<'_>, case: &Case) -> Result<Progress, Failure> {
    let (confirmed, open) = view.read.hypotheses(case.id)?;
    let written = confirmed == 0 && view.read.sections(case.id)?.iter().any(|section| section.name == CAUSES);
    let reach = match (confirmed > 0 || written, open > 0) {
        (true, _) => Reach::Done,
        (false, true) => Reach::Doing,
        (false, false) => Reach::Todo,
    };
    Ok(Progress::new(reach, if open > 0 { format!("~{open}") } else { String::new() }))
}

/// Done when the decision that holds settles the issue; begun when it was put off or more was asked for.
fn decision(view: &View<'_>, case: &Case) -> Result<Progress, Failure> {
    let decisions = view.read.fields_of(Subject::Decision, case.id)?;
    let Some(last) = decisions.last() else { return Ok(Progress::default()) };
    let reach = if Ruling::settles(ruling(last)) { Reach::Done } else { Reach::Doing };
    Ok(Progress::new(reach, Fields::number(last).unwrap_or_default()))
}

/// Done when an action that was not given up has an owner and a time; the words count those that are done.
fn action_plan(view: &View<'_>, case: &Case) -> Result<Progress, Failure> {
    let actions = view.read.actions_of(case.id)?;
    let kept: Vec<&Action> = actions.iter().filter(|action| action.state != ActionState::Dropped).collect();
    let planned = |action: &&Action| action.owner.is_some() && (action.due.is_some_and(|due| due.is_known()) || action.period.is_some());
    let reach = match kept.len() {
        0 => return Ok(Progress::default()),
        _ if kept.iter().copied().any(|action| planned(&action)) => Reach::Done,
        _ => Reach::Doing,
    };
    let done = kept.iter().filter(|action| action.state == ActionState::Done).count();
    Ok(Progress::new(reach, format!("{done}/{}", kept.len())))
}

/// Done when the case is closed, a reduced one with what is left of it.
fn closed(view: &View<'_>, case: &Case) -> Result<Progress, Failure> {
    let reduced = case.outcome == Some(Outcome::Reduced);
    if case.is_closed() && (!reduced || case.residual.is_some()) {
        let at = case.time("closed").and_then(|closed| closed.millis());
        return Ok(Progress::new(Reach::Done, at.map(|at| when::clock(at, view.ctx.zone)).unwrap_or_default()));
    }
    let begun = case.is_closed() || case.residual.is_some();
    Ok(Progress::new(if begun { Reach::Doing } else { Reach::Todo }, ""))
}
