//! Adding, correcting, moving and removing causes, and the lines of the log that bear them out.

use serde_json::json;

use super::place::{Spot, cause, number, put, spot, tree};
use crate::app::Failure;
use crate::app::command::{Act, refuse};
use crate::app::draft::Input;
use crate::app::finding::ask_gently;
use crate::app::hypothesis::evidence;
use crate::app::judged::{again, check_kept};
use crate::app::review::writable;
use crate::model::cause::{Cause, Mark};
use crate::model::entry::{Entry, EntryKind, Verdict};
use crate::model::evidence::{Of, Side};
use crate::model::fields::Fields;
use crate::model::finding::{Certainty, FindingKind};
use crate::model::word::with_article;
use crate::model::{CaseRef, EntryRef, Id, Record, Subject, Value};
use crate::store::Answer;

/// Fields that are stored as they are given: field key and column.
const PLAIN: &[(&str, &str)] = &[
    ("text", "text"),
    ("mark", "mark"),
    ("aspect", "aspect"),
    ("certainty", "certainty"),
    ("note", "note"),
    ("reference", "reference"),
    ("for", "visibility"),
];

fn answer(name: &str, (case, case_ref): (Id, CaseRef), label: String) -> Answer {
    let json = json!({ "cause": name, "case": case_ref.to_string() });
    Answer { label, json, case: Some(case), ..Answer::default() }
}

fn case_of(row: &Fields) -> Result<(Id, CaseRef), Failure> {
    match row.case {
        Some(case) => Ok(case),
        None => refuse("cause", "its case is gone", "see 'warroom history'"),
    }
}

pub(super) fn add(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let case = input.case("case")?;
    let text = input.text("text").unwrap_or_default().to_owned();
    Ok(create(act, input, (case.id, case.case_ref()), vec![("text", Value::Text(text))])?.1)
}

/// Makes a cause of a hypothesis. What few may read stays with them.
pub(super) fn from(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let entry = input.entry("entry")?.clone();
    let name = named(act, &entry)?;
    evidence::check("entry", entry.case, name, &entry)?;
    if entry.kind != EntryKind::Hypothesis {
        return refuse(
            "entry",
            format!("{name} is {}", with_article(entry.kind.label())),
            "a cause comes from a hypothesis; attach other lines as evidence",
        );
    }
    for one in act.read().fields_by(Subject::Evidence, "entry", entry.id)? {
        let Some(cause) = one.reference("finding").map(|id| act.read().fields(Subject::Finding, id)).transpose()?.flatten() else {
            continue;
        };
        if cause.word("text") == entry.text.raw() {
            let made = cause.number().unwrap_or_default();
            return refuse(
                "entry",
                format!("{name} is among the causes already: {made}"),
                format!("correct it with 'warroom cause set {made}'"),
            );
        }
    }
    let usual = FindingKind::Cause.shape().visibility.min(entry.visibility);
    let record = vec![
        ("text", Value::Text(entry.text.raw().to_owned())),
        ("certainty", Value::text(certainty(&entry).map(|sure| sure.key().to_owned()))),
        ("visibility", Value::word(usual.key())),
    ];
    let (id, answer) = create(act, input, (entry.case, name.case), record)?;
    inherit(act, entry.case, id, &entry)?;
    Ok(answer)
}

/// Puts a cause with what it begins with and what was given into the tree, at the place that was named, else last at the top.
fn create(act: &mut Act<'_, '_>, input: &Input, case: (Id, CaseRef), mut record: Record) -> Result<(Id, Answer), Failure> {
    writable(act, case)?;
    let tree = tree(act, case.0)?;
    let spot = spot(input, case.0, &tree, None)?.unwrap_or(Spot { under: None, at: usize::MAX });
    for (key, column) in PLAIN.iter().filter(|(key, _)| input.has(key)) {
        if let Some(value) = input.value(key) {
            record.retain(|(held, _)| held != column);
            record.push((column, value));
        }
    }
    let usual = FindingKind::Cause.shape().visibility;
    for (column, word) in [("mark", Mark::Why.key()), ("visibility", usual.key())] {
        if !record.iter().any(|(held, _)| *held == column) {
            record.push((column, Value::word(word)));
        }
    }
    let number = act.w.number(Subject::Finding.key())?;
    record.extend([
        ("number", Value::Int(number)),
        ("case_id", Value::Ref(case.0)),
        ("kind", Value::word(FindingKind::Cause.key())),
        ("position", Value::Int(0)),
    ]);
    let id = act.w.create(Subject::Finding, &record)?;
    put(act, &tree, id, spot)?;
    ask_gently(act, &again(act.read(), Subject::Finding, id)?)?;
    let name = Subject::Finding.name(number);
    Ok((id, answer(&name, case, format!("{name} added to the causes of {}", case.1))))
}

/// Says how sure a cause is that comes from a hypothesis.
fn certainty(entry: &Entry) -> Option<Certainty> {
    match entry.verdict {
        Some(Verdict::Confirmed) => Some(Certainty::Confirmed),
        Some(Verdict::Eliminated) => None,
        _ => Some(Certainty::Suspected),
    }
}

/// Gives a cause the evidence of the hypothesis it comes from, and the hypothesis itself.
fn inherit(act: &mut Act<'_, '_>, case: Id, id: Id, entry: &Entry) -> Result<(), Failure> {
    let of = Of::Hypothesis(entry.id);
    let its: Vec<_> = act.read().evidence_of(case)?.into_iter().filter(|one| one.of == of).collect();
    evidence::bring(act, case, Of::Cause(id), (entry.id, Side::For, entry.visibility))?;
    for one in its {
        evidence::bring(act, case, Of::Cause(id), (one.entry, one.side, one.visibility))?;
    }
    Ok(())
}

pub(super) fn set(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let (cause, row) = cause(input, "cause")?;
    let case = case_of(&row)?;
    check_kept(input, &["text", "mark", "for"])?;
    writable(act, case)?;
    act.set_named(Subject::Finding, cause.id, input, PLAIN)?;
    if input.has("text") {
        ask_gently(act, &again(act.read(), Subject::Finding, cause.id)?)?;
    }
    Ok(answer(&cause.name(), case, format!("{} corrected", cause.name())))
}

pub(super) fn move_to(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let (cause, row) = cause(input, "cause")?;
    let case = case_of(&row)?;
    writable(act, case)?;
    let tree = tree(act, case.0)?;
    let Some(spot) = spot(input, case.0, &tree, Some(cause.id))? else {
        return refuse("under", "no place was named", "name one: under, after or before a cause, or at the top");
    };
    if !put(act, &tree, cause.id, spot)? {
        return refuse("cause", format!("{} stands there already", cause.name()), "nothing is left to do");
    }
    Ok(answer(&cause.name(), case, format!("{} moved", cause.name())))
}

pub(super) fn remove(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let (cause, row) = cause(input, "cause")?;
    let case = case_of(&row)?;
    writable(act, case)?;
    let tree = tree(act, case.0)?;
    let above = tree.above(cause.id).map(|above| above.id);
    let heirs: Vec<Cause> = tree.under(Some(cause.id)).into_iter().cloned().collect();
    let mut beside = Vec::new();
    for other in tree.under(above) {
        let takes_its_place = heirs.iter().filter(|_| other.id == cause.id).map(|heir| heir.id);
        beside.extend(takes_its_place.chain((other.id != cause.id).then_some(other.id)));
    }
    for heir in &heirs {
        act.w.set(Subject::Finding, heir.id, "parent", &Value::reference(above))?;
    }
    number(act, &beside)?;
    evidence::forget(act, case.0, Of::Cause(cause.id))?;
    act.w.remove(Subject::Finding, cause.id)?;
    if !heirs.is_empty() {
        let names: Vec<String> = heirs.iter().map(Cause::name).collect();
        let to = tree.above(cause.id).map_or_else(|| "to the top".to_owned(), |above| format!("under {}", above.name()));
        act.notes.push(format!("{} moved up, {to}", names.join(", ")));
    }
    Ok(answer(&cause.name(), case, format!("{} removed", cause.name())))
}

pub(super) fn attach(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let (cause, row) = cause(input, "cause")?;
    let case = case_of(&row)?;
    let line = input.entry("entry")?.clone();
    let name = named(act, &line)?;
    evidence::check("entry", case.0, name, &line)?;
    writable(act, case)?;
    let side = input.word("side").and_then(Side::parse).unwrap_or(Side::For);
    if !evidence::bring(act, case.0, Of::Cause(cause.id), (line.id, side, line.visibility))? {
        return refuse("entry", format!("{name} is attached to {} already", cause.name()), "nothing is left to do");
    }
    Ok(answer(&cause.name(), case, format!("{name} attached to {}", cause.name())))
}

pub(super) fn detach(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let (cause, row) = cause(input, "cause")?;
    let case = case_of(&row)?;
    let line = input.entry("entry")?.clone();
    let name = named(act, &line)?;
    writable(act, case)?;
    let held = act.read().evidence_of(case.0)?.into_iter().find(|one| one.of == Of::Cause(cause.id) && one.entry == line.id);
    let Some(held) = held else {
        return refuse("entry", format!("{name} is not attached to {}", cause.name()), "'warroom cause show CASE' shows what is");
    };
    act.w.remove(Subject::Evidence, held.id)?;
    Ok(answer(&cause.name(), case, format!("{name} taken off {}", cause.name())))
}

/// Gives the number of a line as people say it.
fn named(act: &Act<'_, '_>, line: &Entry) -> Result<EntryRef, Failure> {
    match act.read().case_number(line.case)? {
        Some(case) => Ok(EntryRef { case, number: line.number }),
        None => refuse("entry", "its case is gone", "see 'warroom history'"),
    }
}
