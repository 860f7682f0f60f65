//! Actions followed up over all cases: what is open or to be verified, the most overdue first.

use serde_json::{Map, Value as Json};

use super::show::{self, owner};
use crate::app::draft::Input;
use crate::app::query::{Shown, View, rfc3339};
use crate::app::{App, Failure};
use crate::model::action::{Follow, FollowFrom, FollowOrder, FollowSpot};
use crate::model::entry::{Action, ActionType};
use crate::model::{ActionRef, when};
use crate::store::Reader;

impl App {
    /// Reads one window of the actions that are followed up, over all cases.
    ///
    /// # Errors
    /// The store's.
    pub fn follow_ups(&self, follow: &Follow, from: FollowFrom, limit: usize) -> Result<Vec<Action>, Failure> {
        Ok(self.read().follow_ups(follow, from, limit)?)
    }

    /// Reads one action by its number.
    ///
    /// # Errors
    /// The store's.
    pub fn action(&self, number: ActionRef) -> Result<Option<Action>, Failure> {
        Ok(self.read().action(number)?)
    }
}

pub(super) fn list(view: &View<'_>, input: &Input) -> Result<Shown, Failure> {
    let order = input.word("by").and_then(FollowOrder::parse).unwrap_or(FollowOrder::Due);
    let follow = Follow { order, owner: owner(input), action_type: input.word("type").and_then(ActionType::parse) };
    let limit = input.limit(100);
    let mut actions = match input.has("case") {
        true => of_case(view.read, input, &follow)?,
        false => view.read.follow_ups(&follow, FollowFrom::Start, limit)?,
    };
    actions.truncate(limit);
    Ok(Shown::Rows(actions.iter().map(|action| row(view.ctx.at, action)).collect()))
}

/// One case has few actions: they are sorted here.
fn of_case(read: Reader<'_>, input: &Input, follow: &Follow) -> Result<Vec<Action>, Failure> {
    let all = read.actions_of(input.case("case")?.id)?;
    let fits = |action: &Action, spot: &FollowSpot| {
        follow.owner.is_none_or(|owner| spot.owner == Some(owner)) && follow.action_type.is_none_or(|kind| action.action_type == Some(kind))
    };
    let mut found: Vec<(FollowSpot, Action)> = all.into_iter().filter_map(|action| Some((FollowSpot::of(&action)?, action))).collect();
    found.retain(|(spot, action)| fits(action, spot));
    found.sort_by_key(|(spot, _)| match follow.order {
        FollowOrder::Due => (None, None, spot.at, spot.number),
        FollowOrder::Owner => (spot.owner, None, spot.at, spot.number),
        FollowOrder::Type => (None, spot.action_type.map(ActionType::key), spot.at, spot.number),
    });
    Ok(found.into_iter().map(|(_, action)| action).collect())
}

/// Gives an action with what is awaited of it, until when, and how long it has been late.
fn row(now: i64, action: &Action) -> Map<String, Json> {
    let mut row = show::row(action);
    let awaited = action.awaited();
    let at = awaited.and_then(|(_, at)| at);
    row.insert("awaited".into(), awaited.map(|(what, _)| what.label()).into());
    row.insert("at".into(), at.map(rfc3339).into());
    row.insert("when".into(), at.map(|at| when::until(at - now)).or_else(|| action.period.as_ref().map(|p| p.raw().to_owned())).into());
    row.insert("overdue".into(), at.is_some_and(|at| at < now).into());
    row.insert("age".into(), action.given().map(|given| when::span(now - given)).into());
    row
}
