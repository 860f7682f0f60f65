//! Changes of a row: added, corrected, taken out. A review that is approved takes none. Must not know how rows are printed.

use serde_json::json;

use super::{columns, order};
use crate::app::Failure;
use crate::app::command::{Act, refuse};
use crate::app::draft::Input;
use crate::app::review;
use crate::model::blame;
use crate::model::fields::Fields;
use crate::model::finding::FindingKind;
use crate::model::{CaseRef, Id, Record, Subject, Value};
use crate::store::Answer;

use crate::app::judged::{again, check_kept};

/// Most people of the register that a text is compared with.
const PEOPLE: usize = 2_000;

/// Gives the number of a row as people say it.
pub(super) fn name(row: &Fields) -> String {
    row.number().unwrap_or_default()
}

/// Gives the case of a row.
///
/// # Errors
/// Refuses where the case is gone, which doctor would have said.
pub(super) fn of_case(row: &Fields) -> Result<(Id, CaseRef), Failure> {
    match row.case {
        Some(case) => Ok(case),
        None => refuse("finding", "its case is gone", "see 'warroom history'"),
    }
}

/// Gives the kind of a row.
///
/// # Errors
/// Refuses a kind that this version does not know.
pub(super) fn kind_of(row: &Fields) -> Result<FindingKind, Failure> {
    match FindingKind::parse(row.word("kind")) {
        Some(kind) => Ok(kind),
        None => refuse("finding", format!("{} is of a kind that is not known here", name(row)), "use the newest version of warroom"),
    }
}

/// Answers with the number of a row.
pub(super) fn answer(row: &Fields, label: String) -> Result<Answer, Failure> {
    let (id, case) = of_case(row)?;
    let json = json!({ "finding": name(row), "case": case.to_string(), "kind": row.word("kind") });
    Ok(Answer { label, json, case: Some(id), ..Answer::default() })
}

pub(super) fn add(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let case = input.case("case")?.clone();
    let Some(kind) = input.word("kind").and_then(FindingKind::parse) else {
        return refuse("kind", "nothing says what it is", "one of impact, cause, lesson and so on");
    };
    let shape = kind.shape();
    columns::check(shape, input, true)?;
    review::writable(act, (case.id, case.case_ref()))?;
    let mut record: Record = columns::read(act, shape, input)?;
    let position = order::of_new(act, input, case.id, kind.key())?;
    record.extend([
        ("number", Value::Int(act.w.number(Subject::Finding.key())?)),
        ("case_id", Value::Ref(case.id)),
        ("kind", Value::word(kind.key())),
        ("position", Value::Int(position)),
        ("entry", columns::entry(input, (case.id, case.case_ref()))?.unwrap_or(Value::Null)),
        ("visibility", Value::word(input.word("for").unwrap_or(shape.visibility.key()))),
    ]);
    let id = act.w.create(Subject::Finding, &record)?;
    let row = again(act.read(), Subject::Finding, id)?;
    ask_gently(act, &row)?;
    answer(&row, format!("{} {} added to {}", name(&row), kind.label(), case.case_ref()))
}

pub(super) fn set(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let old = input.numbered("finding")?.clone();
    let shape = kind_of(&old)?.shape();
    check_kept(input, &["for"])?;
    columns::check(shape, input, false)?;
    let (case, case_ref) = of_case(&old)?;
    review::writable(act, (case, case_ref))?;
    let mut values = columns::read(act, shape, input)?;
    values.extend(columns::entry(input, (case, case_ref))?.map(|entry| ("entry", entry)));
    values.extend(input.word("for").map(|reader| ("visibility", Value::word(reader))));
    act.w.set_all(Subject::Finding, old.id, &values)?;
    let row = again(act.read(), Subject::Finding, old.id)?;
    if row.raw("text") != old.raw("text") {
        ask_gently(act, &row)?;
    }
    answer(&row, format!("{} corrected", name(&row)))
}

pub(super) fn remove(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let row = input.numbered("finding")?.clone();
    review::writable(act, of_case(&row)?)?;
    let under = act.read().fields_by(Subject::Finding, "parent", row.id)?;
    if let Some(first) = under.first() {
        let names = under.iter().map(name).collect::<Vec<_>>().join(", ");
        return refuse("finding", format!("{names} stands under {}", name(&row)), format!("take {} out or move it first", name(first)));
    }
    for evidence in act.read().fields_by(Subject::Evidence, "finding", row.id)? {
        act.w.remove(Subject::Evidence, evidence.id)?;
    }
    act.w.remove(Subject::Finding, row.id)?;
    answer(&row, format!("{} taken out", name(&row)))
}

/// Asks how and what where a cause is put down to somebody, or to human error; nothing is refused for it.
pub(in crate::app) fn ask_gently(act: &mut Act<'_, '_>, row: &Fields) -> Result<(), Failure> {
    if row.word("kind") != FindingKind::Cause.key() {
        return Ok(());
    }
    let people = act.read().fields_all(Subject::Person, PEOPLE)?;
    let names = people.iter().map(|person| [person.word("handle"), person.word("name")]).collect::<Vec<_>>();
    if let Some(found) = blame::of(row.word("text"), &names) {
        act.notes.push(found.question(&act.ctx.language).to_owned());
    }
    Ok(())
}
