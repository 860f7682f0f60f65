//! What is written to the recovery queue: asks, promises, whether they were kept, and what is to be planned again.

use serde_json::json;

use super::{ASK_KIND, is_open, opens};
use crate::app::Failure;
use crate::app::command::{Act, refuse};
use crate::app::draft::{Given, Input};
use crate::app::entry::{Said, by_the_way};
use crate::model::case::Case;
use crate::model::entry::{EntryKind, Visibility};
use crate::model::fields::Fields;
use crate::model::{Moment, Record, Subject, Value, when};
use crate::store::Answer;

pub(super) fn ask(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let case = input.case("case")?.clone();
    if let Some(Given::Known(stakeholder)) = input.get("stakeholder") {
        let rows = act.read().fields_of(Subject::Recovery, case.id)?;
        if let Some(first) = rows.iter().find(|row| row.reference("stakeholder") == Some(stakeholder.id)) {
            let (name, first) = (stakeholder.name.raw(), name(first));
            let hint = format!("'warroom recovery set {first} --ask …' changes it: one stakeholder is asked for one thing");
            return refuse("stakeholder", format!("{name} was asked already: {first}"), hint);
        }
    }
    if !is_open(&case) {
        act.notes.push(format!("the queue {}", opens(&case)));
    }
    let stakeholder = act.reference(input, "stakeholder")?.unwrap_or(Value::Null);
    let asked = input.text("ask").unwrap_or_default().to_owned();
    let visibility = reader(input);
    let name = write(act, &case, ASK_KIND, input, visibility, vec![("stakeholder", stakeholder), ("ask", Value::Text(asked.clone()))])?;
    let whom = match input.get("stakeholder") {
        Some(Given::Known(named)) => named.name.raw().to_owned(),
        Some(Given::New(_, name)) => name.clone(),
        _ => String::new(),
    };
    log(act, &case, act.moment(), format!("asked {whom}: {asked} ({name})"), None, visibility)?;
    Ok(answer(&case, &name, "asked"))
}

pub(super) fn promise(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let row = of_kind(input, true)?.clone();
    let (case, name) = (case_of(act, &row)?, name(&row));
    let at = input.time("at").unwrap_or_else(|| act.moment());
    let promise = input.text("promise").unwrap_or_default().to_owned();
    let until = input.time("until");
    if let Some(until) = &until {
        act.echo("until", until);
    } else {
        act.notes.push("no time was promised, so nothing reminds of it".into());
    }
    let fields = [
        ("promise", Value::Text(promise.clone())),
        ("promised", Value::Time(at)),
        ("until", Value::time(until)),
        ("kept", Value::word("open")),
    ];
    act.w.set_all(Subject::Recovery, row.id, &fields)?;
    let whom = row.name("stakeholder").map_or("", |name| name.raw());
    let by = until.map(|until| format!(", until {}", when::stamp(&until, act.ctx.zone))).unwrap_or_default();
    log(act, &case, at, format!("{whom} promised: {promise}{by} ({name})"), None, visibility(&row))?;
    Ok(answer(&case, &name, "promised"))
}

pub(super) fn kept(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let row = of_kind(input, true)?.clone();
    let (case, name) = (case_of(act, &row)?, name(&row));
    if row.word("promise").is_empty() {
        return refuse(
            "recovery",
            format!("nothing was promised for {name} yet"),
            format!("'warroom recovery promise {name} TEXT' says what"),
        );
    }
    let kept = input.word("kept").unwrap_or("no");
    act.w.set(Subject::Recovery, row.id, "kept", &Value::word(kept))?;
    let whom = row.name("stakeholder").map_or("", |name| name.raw());
    let word = if kept == "yes" { "kept" } else { "not kept" };
    let words = format!("promise of {whom} {word}: {} ({name})", row.word("promise"));
    log(act, &case, act.moment(), words, input.text("why").map(str::to_owned), visibility(&row))?;
    Ok(answer(&case, &name, word))
}

pub(super) fn set(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    const PAIRS: &[(&str, &str)] = &[
        ("ask", "ask"),
        ("lost", "lost"),
        ("days", "days"),
        ("project", "project"),
        ("promise", "promise"),
        ("until", "until"),
        ("for", "visibility"),
    ];
    let row = input.numbered("recovery")?.clone();
    let case = case_of(act, &row)?;
    if PAIRS.iter().all(|(key, _)| input.get(key).is_none()) {
        return refuse("recovery", "there is nothing to correct", "say what is different");
    }
    if input.get("ask").is_some() && !input.has("ask") {
        return refuse("ask", "a row says what is asked", "give it other words");
    }
    if row.word("kind") != ASK_KIND && input.has("promise") {
        return refuse("promise", format!("{} is to be planned again; nobody was asked", name(&row)), "an ask has a promise");
    }
    act.set_named(Subject::Recovery, row.id, input, PAIRS)?;
    Ok(answer(&case, &name(&row), "corrected"))
}

pub(super) fn plan(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let case = input.case("case")?.clone();
    if let Some(until) = input.time("until") {
        act.echo("until", &until);
    }
    let kind = input.word("kind").unwrap_or("task");
    let text = Value::Text(input.text("text").unwrap_or_default().to_owned());
    let name = write(act, &case, kind, input, reader(input), vec![("ask", text), ("until", Value::time(input.time("until")))])?;
    Ok(answer(&case, &name, "to be planned again"))
}

pub(super) fn done(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let row = of_kind(input, false)?.clone();
    let (case, name) = (case_of(act, &row)?, name(&row));
    if row.word("kept") == "yes" {
        return refuse("recovery", format!("{name} is planned again already"), "nothing is left to do");
    }
    act.w.set(Subject::Recovery, row.id, "kept", &Value::word("yes"))?;
    Ok(answer(&case, &name, "planned again"))
}

fn write(act: &mut Act<'_, '_>, case: &Case, kind: &str, input: &Input, visibility: Visibility, more: Record) -> Result<String, Failure> {
    let project = act.reference(input, "project")?.unwrap_or(Value::Null);
    let number = act.w.number(Subject::Recovery.key())?;
    let mut record: Record = vec![
        ("number", Value::Int(number)),
        ("case_id", Value::Ref(case.id)),
        ("kind", Value::word(kind)),
        ("project", project),
        ("lost", input.value("lost").unwrap_or(Value::Null)),
        ("days", input.value("days").unwrap_or(Value::Null)),
        ("kept", Value::word("open")),
        ("visibility", Value::word(visibility.key())),
    ];
    record.extend(more);
    act.w.create(Subject::Recovery, &record)?;
    Ok(Subject::Recovery.name(number))
}

/// Gives the row that was named if it is an ask, or if it is none.
fn of_kind(input: &Input, asks: bool) -> Result<&Fields, Failure> {
    let row = input.numbered("recovery")?;
    let name = name(row);
    match (row.word("kind") == ASK_KIND, asks) {
        (true, false) => {
            refuse("recovery", format!("{name} is an ask"), format!("'warroom recovery kept {name} yes' says that it was kept"))
        }
        (false, true) => refuse(
            "recovery",
            format!("{name} is to be planned again; nobody was asked"),
            format!("'warroom recovery done {name}' ends it"),
        ),
        _ => Ok(row),
    }
}

fn log(act: &mut Act<'_, '_>, case: &Case, at: Moment, text: String, why: Option<String>, visibility: Visibility) -> Result<(), Failure> {
    by_the_way(act, case.id, Said { kind: EntryKind::Fact, at, text, why, visibility })?;
    Ok(())
}

fn answer(case: &Case, name: &str, word: &str) -> Answer {
    let json = json!({ "recovery": name, "case": case.case_ref().to_string() });
    Answer { label: format!("{name} {word}"), json, case: Some(case.id), ..Answer::default() }
}

fn reader(input: &Input) -> Visibility {
    input.word("for").and_then(Visibility::parse).unwrap_or(Visibility::Internal)
}

/// Gives the number of a row as people say it.
pub(super) fn name(row: &Fields) -> String {
    row.number().unwrap_or_default()
}

/// Says who may read a row.
pub(super) fn visibility(row: &Fields) -> Visibility {
    row.visibility()
}

fn case_of(act: &Act<'_, '_>, row: &Fields) -> Result<Case, Failure> {
    let case = row.case.map(|(id, _)| act.read().case_by_id(id)).transpose()?.flatten();
    case.map_or_else(|| refuse("recovery", "its case is not here any more", "see 'warroom recovery show CASE'"), Ok)
}
