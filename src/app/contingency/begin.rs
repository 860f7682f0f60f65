//! When a contingency plan has to be begun, and what that makes owed.
//!
//! **The rule.** A plan takes its lead time to work, and has to work by its point of no return. So it has to be begun by the earlier of
//! two times: its trigger, and its point of no return less its lead. That is one clock (`trigger`); the point of no return is the other.
//! Both run while the plan is a draft or agreed, for nobody has begun it yet; a plan that was invoked or stood down owes nothing, and
//! neither does one of a case that is resolved or closed.

use crate::app::clocks::Clock;
use crate::app::playbook::{Progress, Reach};
use crate::app::query::View;
use crate::app::{Context, Failure};
use crate::model::Subject;
use crate::model::case::Case;
use crate::model::contingency::ContingencyState;
use crate::model::entry::Owed;
use crate::model::fields::Fields;
use crate::model::when::{self, Now};
use crate::store::Reader;

/// Gives how far a plan is.
pub(super) fn state(plan: &Fields) -> ContingencyState {
    ContingencyState::parse(plan.word("state")).unwrap_or(ContingencyState::Draft)
}

/// Gives when a plan has to be begun at the latest (UTC milliseconds), as the rule above has it.
pub(super) fn by(plan: &Fields) -> Option<i64> {
    let latest = plan.millis("no_return").zip(plan.int("lead")).map(|(end, lead)| end.saturating_sub(lead));
    [plan.millis("trigger"), latest].into_iter().flatten().min()
}

/// Says whether the point of no return makes a plan begin before its trigger.
pub(super) fn is_before_trigger(plan: &Fields) -> bool {
    plan.millis("trigger").zip(by(plan)).is_some_and(|(trigger, begin)| begin < trigger)
}

/// Works out what is owed.
pub(in crate::app) fn clocks(read: Reader<'_>, _: &Context, case: &Case) -> Result<Vec<Clock>, Failure> {
    let mut clocks = Vec::new();
    if case.is_closed() || case.state == "resolved" {
        return Ok(clocks);
    }
    for plan in read.fields_of(Subject::Contingency, case.id)?.iter().filter(|plan| state(plan).waits()) {
        clocks.extend(by(plan).map(|at| (plan.id, Owed::Trigger.key(), at)));
        clocks.extend(plan.millis("no_return").map(|at| (plan.id, Owed::NoReturn.key(), at)));
    }
    Ok(clocks)
}

/// Looks how far the contingencies of a case are: done when one is agreed, invoked or stood down.
pub(super) fn reach(view: &View<'_>, case: &Case) -> Result<Progress, Failure> {
    let plans = view.read.fields_of(Subject::Contingency, case.id)?;
    let reach = match plans.iter().map(state).max() {
        None => return Ok(Progress::default()),
        Some(ContingencyState::Draft) => Reach::Doing,
        Some(_) => Reach::Done,
    };
    let next = plans.iter().filter(|plan| state(plan).waits()).filter_map(by).min();
    let words = next.map(|at| clock(at, &view.ctx.now())).or_else(|| plans.last().and_then(Fields::number));
    Ok(Progress::new(reach, words.unwrap_or_default()))
}

/// Shows the clock alone for today, and the day with it otherwise.
fn clock(at: i64, now: &Now) -> String {
    let day = |at| now.zone.local(at).date_naive();
    if day(at) == day(now.at) { when::clock(at, now.zone) } else { now.zone.local(at).format("%m-%d %H:%M").to_string() }
}

/// Shows a time that is waited for, with what is left: `15:00, in 28 min`.
pub(super) fn left(at: i64, now: &Now) -> String {
    format!("{}, {}", clock(at, now), when::until(at.saturating_sub(now.at)))
}
