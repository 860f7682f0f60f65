//! Actions: what is to be done, by whom, until when, and whether it worked once it was done.

use super::case::Named;
use super::entry::Visibility;
use super::finding::Aspect;
use super::word::words;
use super::{ActionRef, CaseRef, Id, Moment, Untrusted};

words! {
    /// What an action is meant to do (review practice: mitigate, prevent, detect, process).
    ActionType {
        /// Lessen the harm now.
        Mitigate = "mitigate", "mitigate";
        /// Keep it from happening again.
        Prevent = "prevent", "prevent";
        /// See it sooner next time.
        Detect = "detect", "detect";
        /// Change how people work.
        Process = "process", "process";
    }
}

words! {
    /// Where an action stands.
    ActionState {
        /// To be done.
        Open = "open", "open";
        /// Done.
        Done = "done", "done";
        /// Given up, with a reason.
        Dropped = "dropped", "dropped";
    }
}

words! {
    /// Whether an action did what it was meant to.
    Worked {
        /// It did.
        Yes = "yes", "worked";
        /// Some of it.
        Partly = "partly", "worked partly";
        /// It did not.
        No = "no", "did not work";
    }
}

/// Holds one action.
#[derive(Clone, Debug)]
pub struct Action {
    /// Id of the record.
    pub id: Id,
    /// Number over all cases.
    pub number: i64,
    /// Id of the case.
    pub case: Id,
    /// Number of the case.
    pub case_ref: CaseRef,
    /// What is to be done.
    pub text: Untrusted,
    /// Who does it.
    pub owner: Option<Named>,
    /// What it is meant to do.
    pub action_type: Option<ActionType>,
    /// Where it stands.
    pub state: ActionState,
    /// Until when.
    pub due: Option<Moment>,
    /// Until when, as a free period ("Q4 2026").
    pub period: Option<Untrusted>,
    /// When it was done or dropped.
    pub done: Option<Moment>,
    /// Why it was dropped.
    pub why: Option<Untrusted>,
    /// Ticket, change or page.
    pub reference: Option<Untrusted>,
    /// Its status, priority or group in other words ("PR exists", "high", "short term").
    pub note: Option<Untrusted>,
    /// Who may read it.
    pub visibility: Visibility,
    /// Where it lies: people, the way of working, technology.
    pub aspect: Option<Aspect>,
    /// Where it stands in other words than ours ("PR exists").
    pub status: Option<Untrusted>,
    /// How much it matters, in other words than ours.
    pub priority: Option<Untrusted>,
    /// The group it belongs to ("short term").
    pub category: Option<Untrusted>,
    /// When its effect is to be looked at.
    pub verify: Option<Moment>,
    /// When its effect was looked at.
    pub verified: Option<Moment>,
    /// Whether it worked.
    pub worked: Option<Worked>,
    /// What was seen of its effect.
    pub effect: Option<Untrusted>,
}

impl Action {
    /// Gives the number as people say it.
    pub fn action_ref(&self) -> ActionRef {
        ActionRef(self.number)
    }

    /// Gives when it was given (UTC milliseconds).
    pub fn given(&self) -> Option<i64> {
        self.id.made()
    }

    /// Gives what is awaited of it next: until when it is to be done, else when its effect is to be looked at; with the instant, if there is one.
    pub fn awaited(&self) -> Option<(Awaited, Option<i64>)> {
        let at = |moment: Option<Moment>| moment.and_then(|m| m.millis());
        match self.state {
            ActionState::Open => Some((Awaited::Done, at(self.due))),
            ActionState::Done if self.verified.is_none() => at(self.verify).map(|at| (Awaited::Verified, Some(at))),
            _ => None,
        }
    }
}

words! {
    /// What is awaited of an action.
    Awaited {
        /// That it is done.
        Done = "done", "to be done";
        /// That somebody looks whether it worked.
        Verified = "verified", "to be verified";
    }
}

words! {
    /// In which order actions are followed up.
    FollowOrder {
        /// The most overdue first.
        Due = "due", "when due";
        /// Owner by owner, those of nobody first; the most overdue of each first.
        Owner = "owner", "by owner";
        /// Type by type, those of none first; the most overdue of each first.
        Type = "type", "by type";
    }
}

/// Says which actions are followed up, and in which order.
#[derive(Clone, Copy, Debug)]
pub struct Follow {
    /// The order.
    pub order: FollowOrder,
    /// Only those of this person.
    pub owner: Option<Id>,
    /// Only those of this type.
    pub action_type: Option<ActionType>,
}

/// Names a place in the list of actions that are followed up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FollowSpot {
    /// Whose it is.
    pub owner: Option<Id>,
    /// Its type.
    pub action_type: Option<ActionType>,
    /// When it is due (UTC milliseconds); the far end where nobody said.
    pub at: i64,
    /// Its number.
    pub number: i64,
}

impl FollowSpot {
    /// Gives the place of an action, if it is followed up at all.
    pub fn of(action: &Action) -> Option<Self> {
        let (_, at) = action.awaited()?;
        let owner = action.owner.as_ref().map(|owner| owner.id);
        Some(Self { owner, action_type: action.action_type, at: at.unwrap_or(i64::MAX), number: action.number })
    }
}

/// Says from where a window of that list is read.
#[derive(Clone, Copy, Debug)]
pub enum FollowFrom {
    /// From the first.
    Start,
    /// The last ones.
    End,
    /// Those right after a place.
    After(FollowSpot),
    /// Those right before a place.
    Before(FollowSpot),
}
