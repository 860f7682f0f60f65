//! What is done at the gate and beside it: judge, look again, raise, record the answer, correct.

use serde_json::json;

use super::{ESCALATE, GATE, HIERARCHICAL, HOLD, is_same, later};
use crate::app::Failure;
use crate::app::command::{Act, refuse};
use crate::app::draft::Input;
use crate::app::due;
use crate::app::entry::{Said, by_the_way};
use crate::model::case::Case;
use crate::model::entry::{EntryKind, Visibility};
use crate::model::fields::Fields;
use crate::model::{Moment, Record, Refusal, Subject, Untrusted, Value};
use crate::store::Answer;

/// Holds what is judged, besides what the command says of the verdict.
struct Asked {
    kind: &'static str,
    outcome: String,
    project: Value,
    pro: Value,
    contra: Value,
    to: Value,
    visibility: Visibility,
}

pub(super) fn judge(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let case = input.case("case")?.clone();
    let asked = Asked {
        kind: GATE,
        outcome: input.text("outcome").unwrap_or_default().to_owned(),
        project: act.reference(input, "project")?.unwrap_or(Value::Null),
        pro: text(input, "pro"),
        contra: text(input, "contra"),
        to: text(input, "to"),
        // What is thought of management's mood is not for a screen that management sees.
        visibility: input.word("for").and_then(Visibility::parse).unwrap_or(Visibility::Internal),
    };
    decide(act, &case, &asked, input)
}

pub(super) fn again(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let old = input.numbered("escalation")?.clone();
    let name = name(&old);
    if old.word("kind") != GATE {
        return refuse("escalation", format!("{name} was raised, not judged"), "raise the incident again where that is needed");
    }
    let case = case_of(act, &old)?;
    let all = act.read().fields_of(Subject::Escalation, case.id)?;
    if let Some(newer) = later(&all, &old) {
        return refuse("escalation", format!("{name} was judged again as {}", self::name(newer)), "look at that one again");
    }
    let kept = |key: &'static str| if input.get(key).is_some() { text(input, key) } else { old.value(key).clone() };
    let asked = Asked {
        kind: GATE,
        outcome: old.word("outcome").to_owned(),
        project: old.value("project").clone(),
        pro: kept("pro"),
        contra: kept("contra"),
        to: if input.get("to").is_some() { text(input, "to") } else { old.value("sent_to").clone() },
        visibility: input.word("for").and_then(Visibility::parse).unwrap_or_else(|| visibility(&old)),
    };
    decide(act, &case, &asked, input)
}

/// Applies the rules of the gate and writes the row, with the decision in the log.
fn decide(act: &mut Act<'_, '_>, case: &Case, asked: &Asked, input: &Input) -> Result<Answer, Failure> {
    let (verdict, decision) = (input.word("verdict").unwrap_or("unknown"), input.word("decision").unwrap_or(HOLD));
    let held = decision == HOLD;
    let relook = relook(act, case, input, held);
    let mut refusals = Vec::new();
    if verdict == "unlikely" && !held && !input.has("why") {
        let why = "management is unlikely to put the project before the service";
        refusals.push(Refusal::field("why", why, "say why it is asked all the same, or hold"));
    }
    if held && relook.is_none() {
        refusals.push(Refusal::field("relook", "what is held is looked at again, and no policy says when", "give a time, such as 16:00"));
    }
    if !refusals.is_empty() {
        return Err(Failure::Refused(refusals));
    }
    let (pro, contra) = (!asked.pro.is_null(), !asked.contra.is_null());
    match (pro, contra) {
        (true, true) => {}
        (false, false) => act.notes.push("there is no evidence yet, for or against".into()),
        (true, false) => act.notes.push("there is no evidence against yet".into()),
        (false, true) => act.notes.push("there is no evidence for it yet".into()),
    }
    if !held && asked.to.is_null() {
        act.notes.push("nobody is named who is asked".into());
    }
    let likely = match verdict {
        "likely" => "management is likely to put the project before the service",
        "unlikely" => "management is unlikely to put the project before the service",
        _ => "whether management would put the project before the service is unknown",
    };
    let reason = input.text("why").map_or_else(|| likely.to_owned(), |why| format!("{why} ({likely})"));
    let name = write(act, case, asked, &[("verdict", verdict), ("decision", decision)], input, relook)?;
    let until = relook.and_then(|at| at.millis()).map(|at| format!(", look again {}", due::stamp(at, &act.ctx.now()))).unwrap_or_default();
    let words = match (held, &asked.to) {
        (true, _) => format!("not escalated{until}: {} ({name})", asked.outcome),
        (false, Value::Text(to)) => format!("escalated to {to}: {} ({name})", asked.outcome),
        (false, _) => format!("escalate: {} ({name})", asked.outcome),
    };
    log(act, case, EntryKind::Decision, act.moment(), words, Some(reason), asked.visibility)?;
    Ok(answer(case, &name, if held { "held" } else { "to be escalated" }))
}

pub(super) fn raise(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let case = input.case("case")?.clone();
    let policy = case.incident_priority().and_then(|priority| act.ctx.policies.escalate_to(priority)).map(str::to_owned);
    let to = input.text("to").map(str::to_owned).or(policy);
    let Some(to) = to else {
        return refuse("to", "no policy says whom this is raised to", "name somebody, or a role");
    };
    if !input.has("to") {
        act.notes.push(format!("to {to}, as the policy says"));
    }
    let asked = Asked {
        kind: HIERARCHICAL,
        outcome: input.text("outcome").unwrap_or_default().to_owned(),
        project: Value::Null,
        pro: Value::Null,
        contra: Value::Null,
        to: Value::Text(to.clone()),
        visibility: input.word("for").and_then(Visibility::parse).unwrap_or(Visibility::Management),
    };
    let relook = relook(act, &case, input, false);
    let name = write(act, &case, &asked, &[("decision", ESCALATE)], input, relook)?;
    let words = format!("raised to {to}: {} ({name})", asked.outcome);
    log(act, &case, EntryKind::Decision, act.moment(), words, input.text("why").map(str::to_owned), asked.visibility)?;
    Ok(answer(&case, &name, "raised"))
}

pub(super) fn answered(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let row = input.numbered("escalation")?.clone();
    let (case, name) = (case_of(act, &row)?, name(&row));
    let word = input.word("answer").unwrap_or("no-answer");
    let at = input.time("at").unwrap_or_else(|| act.moment());
    if input.has("at") {
        act.echo("at", &at);
    }
    if row.word("decision") == HOLD {
        act.notes.push(format!("{name} was held; nobody was asked"));
    }
    act.w.set(Subject::Escalation, row.id, "answer", &Value::word(word))?;
    act.w.set(Subject::Escalation, row.id, "answer_text", &text(input, "text"))?;
    act.w.set(Subject::Escalation, row.id, "answered", &Value::Time(at))?;
    let kind = if word == "no-answer" { EntryKind::Fact } else { EntryKind::Decision };
    let of = row.text("sent_to").map(|to| format!(" of {}", to.raw())).unwrap_or_default();
    let words = format!("answer{of} to {name}: {}", label(word));
    log(act, &case, kind, at, words, input.text("text").map(str::to_owned), visibility(&row))?;
    Ok(self::answer(&case, &name, "answered"))
}

pub(super) fn set(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let row = input.numbered("escalation")?.clone();
    let case = case_of(act, &row)?;
    if input.get("outcome").is_some() && !input.has("outcome") {
        return refuse("outcome", "an escalation asks for something", "say what management would be asked for");
    }
    if row.word("decision") == HOLD && input.get("relook").is_some() && !input.has("relook") {
        return refuse("relook", "what is held is looked at again", "give another time");
    }
    const PAIRS: &[(&str, &str)] =
        &[("pro", "pro"), ("contra", "contra"), ("why", "why"), ("relook", "relook"), ("to", "sent_to"), ("for", "visibility")];
    let named = ["outcome", "project"].into_iter().chain(PAIRS.iter().map(|(key, _)| *key));
    if named.filter(|key| input.get(key).is_some()).count() == 0 {
        return refuse("escalation", "there is nothing to correct", "say what is different");
    }
    // Every row of the same judgement asks for the same, or the newest would no longer stand in the place of the others.
    for other in act.read().fields_of(Subject::Escalation, case.id)?.iter().filter(|other| is_same(other, &row)) {
        act.set_named(Subject::Escalation, other.id, input, &[("outcome", "outcome"), ("project", "project")])?;
    }
    act.set_named(Subject::Escalation, row.id, input, PAIRS)?;
    Ok(answer(&case, &name(&row), "corrected"))
}

/// Gives when to look again: as said, else as the policy says, which is said back.
fn relook(act: &mut Act<'_, '_>, case: &Case, input: &Input, held: bool) -> Option<Moment> {
    let by_policy = || {
        let at = act.ctx.at + act.ctx.policies.look_again(held, case)?;
        Moment::exact(at, act.ctx.zone.offset_minutes(at))
    };
    let at = input.time("relook").or_else(by_policy)?;
    act.echo(if held { "look again" } else { "answer needed" }, &at);
    Some(at)
}

fn write(
    act: &mut Act<'_, '_>,
    case: &Case,
    asked: &Asked,
    words: &[(&'static str, &str)],
    input: &Input,
    relook: Option<Moment>,
) -> Result<String, Failure> {
    let number = act.w.number(Subject::Escalation.key())?;
    let mut record: Record = vec![
        ("number", Value::Int(number)),
        ("case_id", Value::Ref(case.id)),
        ("kind", Value::word(asked.kind)),
        ("project", asked.project.clone()),
        ("outcome", Value::Text(asked.outcome.clone())),
        ("pro", asked.pro.clone()),
        ("contra", asked.contra.clone()),
        ("why", text(input, "why")),
        ("author", Value::Text(act.ctx.actor.clone())),
        ("judged", Value::Time(act.moment())),
        ("relook", Value::time(relook)),
        ("sent_to", asked.to.clone()),
        ("visibility", Value::word(asked.visibility.key())),
    ];
    record.extend(words.iter().map(|(key, word)| (*key, Value::word(word))));
    act.w.create(Subject::Escalation, &record)?;
    Ok(Subject::Escalation.name(number))
}

fn log(
    act: &mut Act<'_, '_>,
    case: &Case,
    kind: EntryKind,
    at: Moment,
    text: String,
    why: Option<String>,
    visibility: Visibility,
) -> Result<(), Failure> {
    by_the_way(act, case.id, Said { kind, at, text, why, visibility })?;
    Ok(())
}

fn answer(case: &Case, name: &str, word: &str) -> Answer {
    let json = json!({ "escalation": name, "case": case.case_ref().to_string() });
    Answer { label: format!("{name} {word}"), json, case: Some(case.id), ..Answer::default() }
}

fn text(input: &Input, key: &str) -> Value {
    Value::text(input.text(key).map(str::to_owned))
}

/// Gives the words for an answer.
pub(super) fn label(answer: &str) -> &str {
    super::ANSWERS.iter().find(|(key, _)| *key == answer).map_or(answer, |(_, label)| *label)
}

/// Gives the number of a row as people say it.
pub(super) fn name(row: &Fields) -> String {
    row.number().unwrap_or_default()
}

/// Says who may read a row.
pub(super) fn visibility(row: &Fields) -> Visibility {
    row.text("visibility").as_ref().map(Untrusted::raw).and_then(Visibility::parse).unwrap_or(Visibility::Internal)
}

fn case_of(act: &Act<'_, '_>, row: &Fields) -> Result<Case, Failure> {
    let case = row.case.map(|(id, _)| act.read().case_by_id(id)).transpose()?.flatten();
    case.map_or_else(|| refuse("escalation", "its case is not here any more", "see 'warroom escalation list'"), Ok)
}
