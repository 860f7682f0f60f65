//! Which clocks run in a case: everything owed, worked out from the record and the policies.
//!
//! The result is a derived table that the due line reads; it is worked out anew after every command that touches the case.

use super::{App, Context, Failure, Manner, contingency, escalation, morale, people, recovery, update, watch};
use crate::model::action::Awaited;
use crate::model::case::{Case, IncidentState, IssuePriority, Priority};
use crate::model::entry::{EntryKind, Owed};
use crate::model::{CaseKind, Id, Moment};
use crate::store::{Reader, StoreError, Writer};

/// Names one clock: the record that owes, what, and when (UTC milliseconds).
pub(super) type Clock = (Id, &'static str, i64);

type Owing = fn(Reader<'_>, &Context, &Case) -> Result<Vec<Clock>, Failure>;

/// What the subjects of the playbook add.
const SUBJECTS: &[Owing] =
    &[watch::clocks, contingency::clocks, update::clocks, people::clocks, escalation::clocks, morale::clocks, recovery::clocks];

impl App {
    /// Recomputes all clocks when the policies are not those they were computed with.
    pub(super) fn refresh_policies(&mut self) -> Result<(), Failure> {
        let print = self.ctx.policies.fingerprint();
        if self.store.read_only().is_some() || self.read().meta("policies")?.as_deref() == Some(print.as_str()) {
            return Ok(());
        }
        let ctx = self.ctx.clone();
        let refreshed = self.store.derive(Manner::default().wait, |w| {
            for case in w.read().clocked_cases()? {
                refresh(w, &ctx, case)?;
            }
            w.set_meta("policies", &print)?;
            Ok(())
        });
        match refreshed {
            // Somebody else is writing, and will have done it or leave it for the next start.
            Ok(()) | Err(Failure::Store(StoreError::Busy { .. })) => Ok(()),
            Err(failure) => Err(failure),
        }
    }
}

/// Works the clocks out anew that a batch may have moved.
///
/// # Errors
/// The store's.
pub fn follow(w: &mut Writer<'_>, ctx: &Context) -> Result<(), Failure> {
    let wide = if w.is_wide() { w.read().running_cases()? } else { Vec::new() };
    for case in w.touched().into_iter().chain(wide) {
        refresh(w, ctx, case)?;
    }
    Ok(())
}

/// Works the clocks of one case out anew.
///
/// # Errors
/// The store's.
pub fn refresh(w: &mut Writer<'_>, ctx: &Context, case: Id) -> Result<(), Failure> {
    let clocks = match w.read().case_by_id(case)? {
        Some(case) if case.clocks => of(w.read(), ctx, &case)?,
        // Imported and not adopted, or undone: nothing runs.
        _ => Vec::new(),
    };
    w.set_clocks(case, &clocks)?;
    Ok(())
}

pub(super) fn of(read: Reader<'_>, ctx: &Context, case: &Case) -> Result<Vec<Clock>, Failure> {
    let mut clocks = promises(read, case.id)?;
    match case.kind {
        CaseKind::Incident => clocks.extend(service_levels(ctx, case)),
        CaseKind::Issue if !case.is_closed() => {
            clocks.extend(due(case.due).map(|at| (case.id, Owed::Issue.key(), at)));
        }
        CaseKind::Issue => {}
    }
    clocks.extend(review(read, ctx, case)?);
    for subject in SUBJECTS {
        clocks.extend(subject(read, ctx, case)?);
    }
    Ok(clocks)
}

/// Actions to be done or verified, decisions to check back, and promised answers.
fn promises(read: Reader<'_>, case: Id) -> Result<Vec<Clock>, Failure> {
    let mut clocks = Vec::new();
    for action in read.actions_of(case)? {
        let what = match action.awaited() {
            Some((Awaited::Done, Some(at))) => (Owed::Action, at),
            Some((Awaited::Verified, Some(at))) => (Owed::Verify, at),
            _ => continue,
        };
        clocks.push((action.id, what.0.key(), what.1));
    }
    for entry in read.open_promises(case)? {
        let what = if entry.kind == EntryKind::Decision { Owed::CheckBack } else { Owed::Answer };
        clocks.extend(due(entry.due).map(|at| (entry.id, what.key(), at)));
    }
    Ok(clocks)
}

/// Respond and restore by priority. They run 24×7 from detected, else opened.
fn service_levels(ctx: &Context, case: &Case) -> Vec<Clock> {
    let (Some(priority), Some(state)) = (case.incident_priority(), case.incident_state()) else { return Vec::new() };
    let mut clocks = Vec::new();
    let start = case.clock_start();
    let known = |key: &str| case.time(key).is_some();
    if !known("acknowledged") && state == IncidentState::Open {
        clocks.extend(ctx.policies.respond(priority).map(|ms| (case.id, Owed::Respond.key(), start + ms)));
    }
    if !known("restored") && state < IncidentState::Restored {
        clocks.extend(ctx.policies.restore(priority).map(|ms| (case.id, Owed::Restore.key(), start + ms)));
    }
    clocks
}

/// The root-cause analysis: due some days after the case ended, until it is approved.
fn review(read: Reader<'_>, ctx: &Context, case: &Case) -> Result<Option<Clock>, Failure> {
    let review = read.review(case.id)?;
    if review.as_ref().is_some_and(|r| r.state.is_approved()) {
        return Ok(None);
    }
    if let Some(at) = review.as_ref().and_then(|r| due(r.due)) {
        return Ok(Some((case.id, Owed::Review.key(), at)));
    }
    let days = match case.kind {
        CaseKind::Incident => case.incident_priority().and_then(|p: Priority| ctx.policies.review_due(p)),
        CaseKind::Issue => case.issue_priority().and_then(|p: IssuePriority| ctx.policies.review_due_issue(p)),
    };
    let ended = case.time("resolved").or(case.time("closed")).and_then(|m| m.millis());
    let over = case.is_closed() || case.state == "resolved";
    Ok(match (ended.filter(|_| over), days) {
        (Some(ended), Some(wait)) => Some((case.id, Owed::Review.key(), ended + wait)),
        _ => None,
    })
}

fn due(moment: Option<Moment>) -> Option<i64> {
    moment.and_then(|m| m.millis())
}
