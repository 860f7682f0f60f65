//! What comes after an action: whether it worked; and what was thought of and is not done.

use serde_json::json;

use super::change::{answer_for, open_again};
use crate::app::command::{Act, refuse};
use crate::app::draft::Input;
use crate::app::entry::{Said, by_the_way};
use crate::app::{Failure, review};
use crate::model::action::Worked;
use crate::model::entry::{ActionState, EntryKind};
use crate::model::finding::FindingKind;
use crate::model::{Record, Subject, Value};
use crate::store::Answer;

pub(super) fn verify(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let action = input.action("action")?.clone();
    let name = action.action_ref();
    let worked = input.word("worked").and_then(Worked::parse).unwrap_or(Worked::Yes);
    match action.state {
        ActionState::Open => return refuse("action", format!("{name} is not done yet"), "say that it is done first"),
        ActionState::Dropped => return refuse("action", format!("{name} was given up"), "open it again and do it first"),
        ActionState::Done => {}
    }
    if worked == Worked::Yes && input.yes("reopen") {
        return refuse("reopen", "what worked is not opened again", "leave that out, or say that it worked partly or not");
    }
    let at = input.time("at").unwrap_or_else(|| act.moment());
    if input.has("at") {
        act.echo("at", &at);
    }
    act.w.set(Subject::Action, action.id, "verified", &Value::Time(at))?;
    act.w.set(Subject::Action, action.id, "worked", &Value::word(worked.key()))?;
    // What was seen belongs to this look, and not to an earlier one.
    act.w.set(Subject::Action, action.id, "effect", &Value::text(input.text("effect").map(str::to_owned)))?;
    let label = match worked {
        Worked::Yes => "worked",
        Worked::Partly => "worked partly",
        Worked::No => "did not work",
    };
    if input.yes("reopen") {
        // Open again, it is to be looked at anew; what was seen of the first attempt stays in the log.
        let seen = input.text("effect").map(|effect| format!(": {effect}")).unwrap_or_default();
        let said = Said { kind: EntryKind::Fact, at, text: format!("{name} {label}{seen}"), why: None, visibility: action.visibility };
        by_the_way(act, action.case, said)?;
        open_again(act, &action)?;
        return Ok(answer_for(&action, &format!("{label} and is open again")));
    }
    if worked != Worked::Yes {
        act.notes.push(format!("'warroom action reopen {name}' opens it again"));
    }
    Ok(answer_for(&action, label))
}

pub(super) fn decline(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let case = input.case("case")?.clone();
    review::writable(act, (case.id, case.case_ref()))?;
    let kind = FindingKind::Declined;
    let rows = act.read().fields_of(Subject::Finding, case.id)?;
    let last = rows.iter().filter(|row| row.word("kind") == kind.key()).filter_map(|row| row.int("position")).max();
    let number = act.w.number(Subject::Finding.key())?;
    let plain = |key: &str| input.value(key).unwrap_or(Value::Null);
    let record: Record = vec![
        ("number", Value::Int(number)),
        ("case_id", Value::Ref(case.id)),
        ("kind", Value::word(kind.key())),
        ("position", Value::Int(last.map_or(1, |last| last + 1))),
        ("text", plain("text")),
        ("note", plain("why")),
        ("visibility", Value::word(input.word("for").unwrap_or(kind.shape().visibility.key()))),
    ];
    act.w.create(Subject::Finding, &record)?;
    let name = Subject::Finding.name(number);
    let json = json!({ "finding": name, "case": case.case_ref().to_string() });
    Ok(Answer { label: format!("{name} declined in {}", case.case_ref()), json, case: Some(case.id), ..Answer::default() })
}
