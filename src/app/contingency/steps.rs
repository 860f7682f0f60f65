//! Steps of a contingency plan: added, done, given up, opened again. What was done is a line of the log by the way.

use serde_json::json;

use super::change::{case_of, name};
use crate::app::Failure;
use crate::app::command::{Act, refuse};
use crate::app::draft::Input;
use crate::app::entry::{Said, by_the_way};
use crate::app::incident::reference_or_value;
use crate::app::judged::visibility;
use crate::model::contingency::StepState;
use crate::model::entry::EntryKind;
use crate::model::fields::Fields;
use crate::model::{Moment, Record, Subject, Value};
use crate::store::{Answer, Reader};

/// Reads the steps of a plan in order.
///
/// # Errors
/// The store's.
pub(super) fn of(read: Reader<'_>, plan: &Fields) -> Result<Vec<Fields>, Failure> {
    let mut steps = read.fields_by(Subject::ContingencyStep, "contingency", plan.id)?;
    steps.sort_by_key(|step| step.int("position"));
    Ok(steps)
}

fn answer(plan: &Fields, step: i64, label: String) -> Result<Answer, Failure> {
    let (id, case) = case_of(plan)?;
    Ok(Answer { label, json: json!({ "contingency": name(plan), "case": case, "step": step }), case: Some(id), ..Answer::default() })
}

pub(super) fn add(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let plan = input.numbered("contingency")?.clone();
    let position = of(act.read(), &plan)?.last().and_then(|step| step.int("position")).unwrap_or(0) + 1;
    let mut record: Record = vec![
        ("case_id", Value::Ref(case_of(&plan)?.0)),
        ("contingency", Value::Ref(plan.id)),
        ("position", Value::Int(position)),
        ("text", input.value("text").unwrap_or(Value::Null)),
        ("state", Value::word(StepState::Open.key())),
        ("visibility", plan.value("visibility").clone()),
    ];
    record.extend(reference_or_value(act, input, "owner")?.map(|owner| ("owner", owner)));
    act.w.create(Subject::ContingencyStep, &record)?;
    answer(&plan, position, format!("{} step {position} added", name(&plan)))
}

/// Finds the step that is meant.
fn meant(act: &Act<'_, '_>, input: &Input, plan: &Fields) -> Result<(Fields, i64), Failure> {
    let wanted = input.number("step").unwrap_or_default();
    let steps = of(act.read(), plan)?;
    let count = steps.len();
    match steps.into_iter().find(|step| step.int("position") == Some(wanted)) {
        Some(step) => Ok((step, wanted)),
        None if count == 0 => refuse("step", format!("{} has no steps yet", name(plan)), "'warroom contingency step PLAN TEXT' adds one"),
        None => refuse("step", format!("{} has no step {wanted}", name(plan)), format!("its steps are 1 to {count}")),
    }
}

fn state(step: &Fields) -> StepState {
    StepState::parse(step.word("state")).unwrap_or(StepState::Open)
}

fn end(act: &mut Act<'_, '_>, input: &Input, to: StepState, at: Moment) -> Result<Answer, Failure> {
    let plan = input.numbered("contingency")?.clone();
    let (step, position) = meant(act, input, &plan)?;
    let number = name(&plan);
    if state(&step) != StepState::Open {
        let hint = "'warroom contingency reopen' opens it again";
        return refuse("step", format!("step {position} of {number} is {} already", state(&step).label()), hint);
    }
    act.w.set_all(Subject::ContingencyStep, step.id, &[("state", Value::word(to.key())), ("done", Value::Time(at))])?;
    let kind = if to == StepState::Dropped { EntryKind::Decision } else { EntryKind::Fact };
    let words = format!("{number} step {position} {}", to.label());
    let text = format!("{words}: {}", step.word("text"));
    let said = Said { kind, at, text, why: input.text("why").map(str::to_owned), visibility: visibility(&step) };
    by_the_way(act, case_of(&plan)?.0, said)?;
    answer(&plan, position, words)
}

pub(super) fn done(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let at = input.time("at").unwrap_or_else(|| act.moment());
    if input.has("at") {
        act.echo("at", &at);
    }
    end(act, input, StepState::Done, at)
}

pub(super) fn give_up(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let at = act.moment();
    end(act, input, StepState::Dropped, at)
}

pub(super) fn reopen(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let plan = input.numbered("contingency")?.clone();
    let (step, position) = meant(act, input, &plan)?;
    let number = name(&plan);
    if state(&step) == StepState::Open {
        return refuse("step", format!("step {position} of {number} is open"), "nothing is left to do");
    }
    act.w.set_all(Subject::ContingencyStep, step.id, &[("state", Value::word(StepState::Open.key())), ("done", Value::Null)])?;
    let text = format!("{number} step {position} is open again: {}", step.word("text"));
    let said = Said { kind: EntryKind::Fact, at: act.moment(), text, why: None, visibility: visibility(&step) };
    by_the_way(act, case_of(&plan)?.0, said)?;
    answer(&plan, position, format!("{number} step {position} is open again"))
}
