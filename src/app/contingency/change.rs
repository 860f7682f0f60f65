//! Changes of a contingency plan: drafted, corrected, agreed, invoked, stood down. Each move is a line of the log by the way.

use serde_json::json;

use super::begin::{self, state};
use crate::app::Failure;
use crate::app::command::{Act, refuse};
use crate::app::draft::Input;
use crate::app::entry::{Said, by_the_way};
use crate::app::incident::reference_or_value;
use crate::app::judged::{again, check_kept, cost, doubts, visibility};
use crate::model::contingency::ContingencyState;
use crate::model::entry::{EntryKind, Visibility};
use crate::model::fields::Fields;
use crate::model::{Id, Record, Refusal, Subject, Value};
use crate::store::Answer;

/// Fields that are stored as they are given: field key and column.
const PLAIN: &[(&str, &str)] = &[
    ("scenario", "scenario"),
    ("project", "project"),
    ("event", "event"),
    ("trigger", "trigger"),
    ("lead", "lead"),
    ("no-return", "no_return"),
    ("owner", "owner"),
    ("resources", "resources"),
    ("fallback", "fallback"),
    ("suitable", "suitable"),
    ("feasible", "feasible"),
    ("acceptable", "acceptable"),
    ("for", "visibility"),
];

/// Gives the number of a plan as people say it.
pub(super) fn name(plan: &Fields) -> String {
    plan.number().unwrap_or_default()
}

/// Gives the case of a plan.
///
/// # Errors
/// Refuses where the case is gone, which doctor would have said.
pub(super) fn case_of(plan: &Fields) -> Result<(Id, String), Failure> {
    match plan.case {
        Some((id, case)) => Ok((id, case.to_string())),
        None => refuse("contingency", "its case is gone", "see 'warroom history'"),
    }
}

/// Answers with the number of a plan.
pub(super) fn answer(plan: &Fields, label: String) -> Result<Answer, Failure> {
    let (id, case) = case_of(plan)?;
    let json = json!({ "contingency": name(plan), "case": case, "state": plan.word("state") });
    Ok(Answer { label, json, case: Some(id), ..Answer::default() })
}

pub(super) fn add(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let case = input.case("case")?.clone();
    let mut record: Record = vec![
        ("number", Value::Int(act.w.number(Subject::Contingency.key())?)),
        ("case_id", Value::Ref(case.id)),
        ("state", Value::word(ContingencyState::Draft.key())),
    ];
    for (key, column) in PLAIN {
        record.extend(reference_or_value(act, input, key)?.map(|value| (*column, value)));
    }
    if !record.iter().any(|(key, _)| *key == "visibility") {
        record.push(("visibility", Value::word(Visibility::Management.key())));
    }
    let project = record.iter().find_map(|(key, value)| match value {
        Value::Ref(id) if *key == "project" => Some(*id),
        _ => None,
    });
    if let Some([cost, currency]) = cost(act, input, project, None)? {
        record.extend([("cost", cost), ("currency", currency)]);
    }
    let id = act.w.create(Subject::Contingency, &record)?;
    let plan = again(act.read(), Subject::Contingency, id)?;
    say_begin(act, &plan);
    answer(&plan, format!("{} drafted in {}", name(&plan), case.case_ref()))
}

pub(super) fn set(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let old = input.numbered("contingency")?.clone();
    check_kept(input, &["scenario", "for"])?;
    act.set_named(Subject::Contingency, old.id, input, PLAIN)?;
    let plan = again(act.read(), Subject::Contingency, old.id)?;
    if let Some([cost, currency]) = cost(act, input, plan.reference("project"), Some(plan.word("currency")).filter(|c| !c.is_empty()))? {
        act.w.set_all(Subject::Contingency, plan.id, &[("cost", cost), ("currency", currency)])?;
    }
    if input.has("for") {
        // Who may read a plan may read its steps, and nobody else.
        for step in act.read().fields_by(Subject::ContingencyStep, "contingency", plan.id)? {
            act.w.set(Subject::ContingencyStep, step.id, "visibility", plan.value("visibility"))?;
        }
    }
    if ["trigger", "lead", "no-return"].iter().any(|key| input.get(key).is_some()) {
        say_begin(act, &plan);
    }
    answer(&plan, format!("{} corrected", name(&plan)))
}

/// Says by when a plan has to be begun, where that is not its trigger.
fn say_begin(act: &mut Act<'_, '_>, plan: &Fields) {
    if let Some(at) = begin::by(plan).filter(|at| plan.millis("trigger") != Some(*at)) {
        act.notes.push(format!("to be begun by {}: its point of no return less its lead time", begin::left(at, &act.now())));
    }
}

pub(super) fn agree(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let plan = input.numbered("contingency")?.clone();
    let by = input.text("by").unwrap_or(&act.ctx.actor).to_owned();
    act.w.set(Subject::Contingency, plan.id, "agreed_by", &Value::Text(by.clone()))?;
    // What everybody may read names nobody.
    let words = if visibility(&plan) == Visibility::Public { "agreed".to_owned() } else { format!("agreed by {by}") };
    let done = move_on(act, input, &plan, ContingencyState::Agreed, &words)?;
    let lacks = lacks(&plan);
    if !lacks.is_empty() {
        act.notes.push(format!("{} is agreed, though {}", name(&plan), lacks.join("; ")));
    }
    Ok(done)
}

/// Names what a plan lacks. Nothing of it blocks: half a plan that is agreed is better than none.
pub(super) fn lacks(plan: &Fields) -> Vec<String> {
    let mut lacks = doubts(plan);
    let missing = |key: &str| plan.value(key).is_null();
    if missing("trigger") && missing("event") {
        lacks.push("nothing says what sets it off".to_owned());
    }
    for (key, words) in [("no_return", "it has no point of no return"), ("fallback", "it has no fallback")] {
        if missing(key) {
            lacks.push(words.to_owned());
        }
    }
    if begin::is_before_trigger(plan) {
        lacks.push("begun at its trigger it works only after its point of no return".to_owned());
    }
    lacks
}

pub(super) fn invoke(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let plan = input.numbered("contingency")?.clone();
    let words = if state(&plan) == ContingencyState::Draft { "invoked without having been agreed" } else { "invoked" };
    move_on(act, input, &plan, ContingencyState::Invoked, words)
}

pub(super) fn stand_down(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let plan = input.numbered("contingency")?.clone();
    move_on(act, input, &plan, ContingencyState::StoodDown, "stood down")
}

/// Moves a plan: forward as far as is wanted, back with a reason.
fn move_on(act: &mut Act<'_, '_>, input: &Input, plan: &Fields, to: ContingencyState, words: &str) -> Result<Answer, Failure> {
    let from = state(plan);
    let why = input.text("why");
    let number = name(plan);
    if from == to {
        return refuse("contingency", format!("{number} is {} already", to.label()), "nothing is left to do");
    }
    if to < from && why.is_none() {
        let step_back = format!("{} is a step back from {}", to.label(), from.label());
        return Err(Refusal::field("why", step_back, "say why with --why").into());
    }
    let at = input.time("at").unwrap_or_else(|| act.moment());
    if input.has("at") {
        act.echo("at", &at);
    }
    act.w.set(Subject::Contingency, plan.id, "state", &Value::word(to.key()))?;
    let again_or_not = if to < from { "again " } else { "" };
    let text = format!("{number} {again_or_not}{words}: {}", plan.word("scenario"));
    let said = Said { kind: EntryKind::Decision, at, text, why: why.map(str::to_owned), visibility: visibility(plan) };
    by_the_way(act, case_of(plan)?.0, said)?;
    let plan = again(act.read(), Subject::Contingency, plan.id)?;
    answer(&plan, format!("{number} is {again_or_not}{}", to.label()))
}
