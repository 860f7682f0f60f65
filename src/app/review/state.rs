//! The way of a review: who writes it and until when, draft, in review, approved. An approval freezes the text; every step is a log line.

use super::section::begin;
use super::{remark, version, writable};
use crate::app::Failure;
use crate::app::command::{Act, refuse};
use crate::app::draft::Input;
use crate::app::entry::{Said, by_the_way};
use crate::app::incident::answer;
use crate::model::case::Case;
use crate::model::entry::{EntryKind, ReviewState, Visibility};
use crate::model::{Subject, Value};
use crate::store::Answer;

/// States that a person moves a review to; handing it on makes it shared.
pub(super) const STATES: &[(&str, &str)] = &[("draft", "draft"), ("in-review", "in review"), ("approved", "approved")];

pub(super) fn move_on(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let case = input.case("case")?.clone();
    let to = input.word("state").and_then(ReviewState::parse).unwrap_or(ReviewState::Draft);
    let from = act.read().review(case.id)?.map(|r| r.state);
    check(&case, input, from, to)?;
    let id = begin(act, case.id)?;
    act.w.set(Subject::Review, id, "state", &Value::word(to.key()))?;
    let mut label = format!("{} review is {}", case.case_ref(), to.label());
    let (mut approved, mut by) = (Value::Null, Value::Null);
    if to == ReviewState::Approved {
        let at = input.time("at").unwrap_or_else(|| act.moment());
        if input.has("at") {
            act.echo("at", &at);
        }
        let name = input.text("by").unwrap_or(&act.ctx.actor).to_owned();
        (approved, by) = (Value::Time(at), Value::Text(name));
    }
    act.w.set_all(Subject::Review, id, &[("approved", approved), ("approved_by", by)])?;
    if to == ReviewState::Approved {
        warn(act, &case)?;
        // The text is frozen before its own approval is logged: a line about the text is no part of it.
        let number = version::freeze(act, &case)?;
        label = format!("{label} as version {number}");
    }
    log(act, &case, input, from, to)?;
    Ok(answer((case.case_ref(), case.id), label))
}

fn check(case: &Case, input: &Input, from: Option<ReviewState>, to: ReviewState) -> Result<(), Failure> {
    let name = case.case_ref();
    if from == Some(to) {
        return refuse("state", format!("the review of {name} is {} already", to.label()), "nothing is left to do");
    }
    if to == ReviewState::Approved && from == Some(ReviewState::Shared) {
        return refuse("state", format!("the review of {name} is approved, and shared"), "open it again as a draft, or in review");
    }
    for (key, what) in [("at", "a time"), ("by", "somebody who gives it")] {
        if to != ReviewState::Approved && input.has(key) {
            return refuse(key, format!("only an approval has {what}"), format!("leave --{key} out"));
        }
    }
    if let Some(from) = from.filter(|from| to < *from && !input.has("why")) {
        return refuse("why", format!("{} is a step back from {}", to.label(), from.label()), "say why with --why");
    }
    Ok(())
}

/// Every step is a line of the log, for those who work on it only: it is about the text, not about what happened.
fn log(act: &mut Act<'_, '_>, case: &Case, input: &Input, from: Option<ReviewState>, to: ReviewState) -> Result<(), Failure> {
    let from = from.unwrap_or(ReviewState::Draft);
    if from == to {
        return Ok(());
    }
    let by = input.text("by").map(|by| format!(", by {by}")).unwrap_or_default();
    let text = format!("review: {} → {}{by}", from.label(), to.label());
    let why = input.text("why").map(str::to_owned);
    let at = act.moment();
    by_the_way(act, case.id, Said { kind: EntryKind::State, at, text, why, visibility: Visibility::Internal })?;
    Ok(())
}

/// Says what is odd about an approval. Nothing blocks one, an unknown cause least of all: "we do not know" is an answer.
fn warn(act: &mut Act<'_, '_>, case: &Case) -> Result<(), Failure> {
    if !case.is_closed() && case.state != "resolved" {
        act.notes.push(format!("{} is still {}", case.case_ref(), case.state));
    }
    if act.read().sections(case.id)?.is_empty() {
        act.notes.push("no section is written; the review holds what the record gives".into());
    }
    match remark::open(act.read(), case.id)? {
        0 => {}
        1 => act.notes.push("one remark is still open; it stays on record".into()),
        many => act.notes.push(format!("{many} remarks are still open; they stay on record")),
    }
    Ok(())
}

pub(super) fn plan(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let case = input.case("case")?.clone();
    if input.get("owner").is_none() && input.get("due").is_none() {
        return refuse("owner", "there is nothing to plan", "say who with --owner, until when with --due, or both");
    }
    let id = writable(act, (case.id, case.case_ref()))?;
    act.set_named(Subject::Review, id, input, &[("owner", "owner"), ("due", "due")])?;
    Ok(answer((case.case_ref(), case.id), format!("{} review planned", case.case_ref())))
}
