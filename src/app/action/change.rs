//! Giving, correcting, closing and reopening actions.

use serde_json::json;

use crate::app::Failure;
use crate::app::command::{Act, refuse};
use crate::app::draft::Input;
use crate::model::entry::{Action, ActionState, Visibility};
use crate::model::{ActionRef, CaseRef, Id, Moment, Record, Subject, Value};
use crate::store::Answer;

const PLAIN: &[(&str, &str)] = &[
    ("text", "text"),
    ("owner", "owner"),
    ("due", "due"),
    ("period", "period"),
    ("type", "type"),
    ("reference", "reference"),
    ("note", "note"),
    ("aspect", "aspect"),
    ("status", "status"),
    ("priority", "priority"),
    ("category", "category"),
    ("verify", "verify"),
    ("for", "visibility"),
];

pub(super) fn add(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let case = input.case("case")?.clone();
    let owner = act.reference(input, "owner")?.unwrap_or(Value::Null);
    if let Some(due) = input.time("due") {
        act.echo("due", &due);
    }
    let number = act.w.number("action")?;
    let plain = |key: &str| input.value(key).unwrap_or(Value::Null);
    let record: Record = vec![
        ("number", Value::Int(number)),
        ("case_id", Value::Ref(case.id)),
        ("text", plain("text")),
        ("owner", owner),
        ("type", plain("type")),
        ("state", Value::word(ActionState::Open.key())),
        ("due", plain("due")),
        ("period", plain("period")),
        ("reference", plain("reference")),
        ("note", plain("note")),
        ("aspect", plain("aspect")),
        ("status", plain("status")),
        ("priority", plain("priority")),
        ("category", plain("category")),
        ("verify", plain("verify")),
        ("visibility", Value::word(input.word("for").unwrap_or(Visibility::Management.key()))),
    ];
    act.w.create(Subject::Action, &record)?;
    Ok(answer(ActionRef(number), case.id, case.case_ref(), format!("{} given in {}", ActionRef(number), case.case_ref())))
}

fn answer(action: ActionRef, case: Id, case_ref: CaseRef, label: String) -> Answer {
    let json = json!({ "action": action.to_string(), "case": case_ref.to_string() });
    Answer { label, json, case: Some(case), ..Answer::default() }
}

pub(super) fn answer_for(action: &Action, words: &str) -> Answer {
    answer(action.action_ref(), action.case, action.case_ref, format!("{} {words}", action.action_ref()))
}

pub(super) fn set(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let action = input.action("action")?.clone();
    for key in ["text", "for"] {
        if input.get(key).is_some() && !input.has(key) {
            return refuse(key, "it cannot be empty", "give a value, or leave the flag out");
        }
    }
    act.set_named(Subject::Action, action.id, input, PLAIN)?;
    Ok(answer_for(&action, "corrected"))
}

fn end(act: &mut Act<'_, '_>, action: &Action, state: ActionState, at: Moment) -> Result<(), Failure> {
    if action.state != ActionState::Open {
        return refuse(
            "action",
            format!("{} is {} already", action.action_ref(), action.state.label()),
            "'warroom action reopen' opens it again",
        );
    }
    act.w.set(Subject::Action, action.id, "state", &Value::word(state.key()))?;
    act.w.set(Subject::Action, action.id, "done", &Value::Time(at))?;
    Ok(())
}

pub(super) fn done(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let action = input.action("action")?.clone();
    let at = input.time("at").unwrap_or_else(|| act.moment());
    if input.has("at") {
        act.echo("at", &at);
    }
    end(act, &action, ActionState::Done, at)?;
    let wait = action.action_type.and_then(|kind| act.ctx.policies.verify_after(kind));
    if let (None, Some(wait), Some(done)) = (action.verify, wait, at.millis()) {
        let verify = Moment { at: done + wait, ..at };
        act.w.set(Subject::Action, action.id, "verify", &Value::Time(verify))?;
        act.echo("verify", &verify);
    }
    Ok(answer_for(&action, "is done"))
}

pub(super) fn give_up(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let action = input.action("action")?.clone();
    let at = act.moment();
    end(act, &action, ActionState::Dropped, at)?;
    act.w.set(Subject::Action, action.id, "why", &Value::text(input.text("why").map(str::to_owned)))?;
    Ok(answer_for(&action, "is given up"))
}

pub(super) fn reopen(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let action = input.action("action")?.clone();
    if action.state == ActionState::Open {
        return refuse("action", format!("{} is open", action.action_ref()), "nothing is left to do");
    }
    open_again(act, &action)?;
    Ok(answer_for(&action, "is open again"))
}

/// Opens an action again. What was seen of its effect stays; when to look again is reckoned anew once it is done.
pub(super) fn open_again(act: &mut Act<'_, '_>, action: &Action) -> Result<(), Failure> {
    act.w.set(Subject::Action, action.id, "state", &Value::word(ActionState::Open.key()))?;
    for key in ["done", "why", "verified", "worked"] {
        act.w.set(Subject::Action, action.id, key, &Value::Null)?;
    }
    if action.verify.and_then(|verify| verify.millis()).is_some_and(|at| at <= act.ctx.at) {
        act.w.set(Subject::Action, action.id, "verify", &Value::Null)?;
    }
    Ok(())
}
