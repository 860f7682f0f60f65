//! Actions as rows and as a table.

use serde_json::{Map, Value as Json};

use crate::app::Failure;
use crate::app::draft::{Given, Input};
use crate::app::query::{RowOf, Shown, View};
use crate::document::Table;
use crate::model::entry::{Action, ActionState};
use crate::model::{Id, Untrusted, Zone, when};

pub(super) fn list(view: &View<'_>, input: &Input) -> Result<Shown, Failure> {
    let limit = input.limit(100);
    let states: &[ActionState] = match input.word("state") {
        Some("all") => ActionState::ALL,
        Some("done") => &[ActionState::Done],
        Some("dropped") => &[ActionState::Dropped],
        _ => &[ActionState::Open],
    };
    let owner = owner(input);
    let mut actions = Vec::new();
    if input.has("case") {
        let case = input.case("case")?;
        let fits = |a: &Action| states.contains(&a.state) && owner.is_none_or(|o| a.owner.as_ref().is_some_and(|n| n.id == o));
        actions.extend(view.read.actions_of(case.id)?.into_iter().filter(fits));
    } else {
        for state in states {
            actions.extend(view.read.actions(*state, owner, limit)?);
        }
        actions.sort_by_key(|a| std::cmp::Reverse(a.number));
    }
    actions.truncate(limit);
    Ok(Shown::Rows(actions.iter().map(row).collect()))
}

/// Gives one action as JSON.
pub fn row(action: &Action) -> Map<String, Json> {
    RowOf::new()
        .with("action", action.action_ref().to_string())
        .with("case", action.case_ref.to_string())
        .with("text", action.text.raw())
        .with("state", action.state.key())
        .text("owner", action.owner.as_ref().map(|n| &n.name))
        .with("type", action.action_type.map(|t| t.key()))
        .time("due", action.due)
        .text("period", action.period.as_ref())
        .time("done", action.done)
        .text("why", action.why.as_ref())
        .text("reference", action.reference.as_ref())
        .text("note", action.note.as_ref())
        .with("aspect", action.aspect.map(|a| a.key()))
        .text("status", action.status.as_ref())
        .text("priority", action.priority.as_ref())
        .text("category", action.category.as_ref())
        .time("verify", action.verify)
        .time("verified", action.verified)
        .with("worked", action.worked.map(|w| w.key()))
        .text("effect", action.effect.as_ref())
        .with("visibility", action.visibility.key())
        .done()
}

/// Lays actions out as a table.
pub fn table(actions: &[Action], zone: Zone) -> Table {
    let mut table = Table::new(["Action", "What", "Owner", "Due", "State"]);
    for action in actions {
        let due = action.due.map(|m| when::stamp(&m, zone)).map(Untrusted::from).or_else(|| action.period.clone());
        table.push([
            Untrusted::new(action.action_ref().to_string()),
            action.text.clone(),
            action.owner.as_ref().map(|n| n.name.clone()).unwrap_or_default(),
            due.unwrap_or_default(),
            action.state.label().into(),
        ]);
    }
    table
}

/// Gives the person that was asked for.
pub(super) fn owner(input: &Input) -> Option<Id> {
    match input.get("owner") {
        Some(Given::Known(named)) => Some(named.id),
        _ => None,
    }
}
