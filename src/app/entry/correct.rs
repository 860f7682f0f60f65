//! Corrections that keep the original: amend, verdict, move.

use serde_json::json;

use super::{scope, settle};
use crate::app::Failure;
use crate::app::command::{Act, refuse};
use crate::app::draft::{Input, handle};
use crate::app::hypothesis::evidence;
use crate::app::timeline;
use crate::model::capture;
use crate::model::entry::{Entry, EntryKind, Verdict, Visibility};
use crate::model::fields::Fields;
use crate::model::unknown::About;
use crate::model::word::with_article;
use crate::model::{CaseRef, EntryRef, Id, Record, Subject, Value};
use crate::store::Answer;

/// Gives the number of the case an entry is in.
pub(super) fn case_of(act: &Act<'_, '_>, entry: &Entry) -> Result<CaseRef, Failure> {
    match act.read().case_number(entry.case)? {
        Some(case) => Ok(case),
        None => refuse("entry", "its case is gone", "see 'warroom history'"),
    }
}

fn refuse_stale(name: EntryRef, entry: &Entry) -> Result<(), Failure> {
    if entry.superseded {
        return refuse("entry", format!("{name} has been amended already"), "amend the line that took its place; see 'warroom entry list'");
    }
    if entry.redacted {
        return refuse("entry", format!("{name} was redacted"), "log a new line instead");
    }
    Ok(())
}

pub(super) fn amend(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let old = input.entry("entry")?.clone();
    let case = case_of(act, &old)?;
    let name = EntryRef { case, number: old.number };
    refuse_stale(name, &old)?;
    let text = input.text("line").unwrap_or_default();
    // What came from elsewhere may have several lines, and keeps them; what was typed here has one.
    let is_long = old.text.raw().trim().contains('\n');
    if !is_long && text.lines().filter(|l| !l.trim().is_empty()).count() > 1 {
        return refuse("line", "an entry is one line", "amend with one line; log the others");
    }
    let line = capture::parse_again(text.trim(), old.kind, &act.now()).map_err(Failure::Refused)?;
    let line = settle(act, case, line)?;
    if line.kind != old.kind && (line.kind == EntryKind::Action || old.kind == EntryKind::Action) {
        return refuse("line", "an action stays an action, and nothing else becomes one", "log a new line with + instead");
    }
    let named = match line.owner() {
        Some(owner) => act.read().find(Subject::Person, &handle(owner))?.map(|n| n.id),
        None => old.person.as_ref().map(|p| p.id),
    };
    let number = act.w.number(&scope(old.case))?;
    let tags = if line.tags.is_empty() { old.tags.as_ref().map(|t| t.raw().to_owned()) } else { Some(line.tags.join(" ")) };
    let confidence = line.confidence.or(old.confidence).filter(|_| line.kind == EntryKind::Hypothesis);
    // A question about a field stays one.
    let about = act.read().entry_key(old.id)?.as_deref().and_then(About::read);
    let record: Record = vec![
        ("case_id", Value::Ref(old.case)),
        ("number", Value::Int(number)),
        ("kind", Value::word(line.kind.key())),
        ("observed", Value::time(line.observed.or(old.observed))),
        ("logged", Value::Time(act.moment())),
        ("text", Value::Text(line.text.clone())),
        ("reason", Value::text(line.reason.clone().or(old.reason.as_ref().map(|r| r.raw().to_owned())))),
        ("person", Value::reference(named)),
        ("author", Value::Text(act.ctx.actor.clone())),
        ("visibility", Value::word(line.visibility.unwrap_or(old.visibility).key())),
        ("tags", Value::text(tags)),
        ("due", Value::time(line.due.or(old.due))),
        ("verdict", Value::text(old.verdict.map(|v| v.key().to_owned()))),
        ("confidence", Value::text(confidence.map(|c| c.key().to_owned()))),
        ("amends", Value::Ref(old.id)),
        ("external_key", Value::text(about.map(|about| about.key(EntryRef { case, number })))),
        ("superseded", Value::Int(0)),
        ("redacted", Value::Int(0)),
    ];
    let id = act.w.create(Subject::Entry, &record)?;
    act.w.set(Subject::Entry, old.id, "superseded", &Value::Int(1))?;
    amend_action(act, &old, id, &record)?;
    amend_workaround(act, &old, &line.text, line.kind)?;
    let seen = line.visibility.unwrap_or(old.visibility);
    amend_decision(act, &old, id, (line.reason.as_deref(), seen))?;
    amend_causes(act, &old, seen)?;
    evidence::follow(act, old.case, old.id, id)?;
    timeline::amended(act, (old.id, id), (old.case, case))?;
    evidence::of_line(act, (old.case, case), (id, seen), &line)?;
    let new = EntryRef { case, number };
    Ok(entry_answer(new, old.case, format!("{new} amends {name}")))
}

/// The action an amended line gave follows the line that took its place.
fn amend_action(act: &mut Act<'_, '_>, old: &Entry, new: Id, record: &Record) -> Result<(), Failure> {
    let Some(action) = act.read().action_of_entry(old.id)? else { return Ok(()) };
    act.w.set(Subject::Action, action.id, "entry", &Value::Ref(new))?;
    for (of_entry, of_action) in [("text", "text"), ("person", "owner"), ("due", "due")] {
        let value = record.iter().find(|(key, _)| *key == of_entry).map_or(&Value::Null, |(_, value)| value);
        act.w.set(Subject::Action, action.id, of_action, value)?;
    }
    Ok(())
}

/// The decision on an issue that a line says follows the line that took its place: its reason with that of the line, and no more may read it.
fn amend_decision(act: &mut Act<'_, '_>, old: &Entry, new: Id, (why, seen): (Option<&str>, Visibility)) -> Result<(), Failure> {
    for decision in act.read().fields_by(Subject::Decision, "entry", old.id)? {
        act.w.set(Subject::Decision, decision.id, "entry", &Value::Ref(new))?;
        if let Some(why) = why.filter(|_| decision.text("why") == old.reason) {
            act.w.set(Subject::Decision, decision.id, "why", &Value::Text(why.to_owned()))?;
        }
        narrow(act, Subject::Decision, &decision, seen)?;
    }
    Ok(())
}

/// A cause that was made of a line and still says its words is for no more readers than the line that took its place.
fn amend_causes(act: &mut Act<'_, '_>, old: &Entry, seen: Visibility) -> Result<(), Failure> {
    let said = act.read().words_before(old.id)?;
    for cause in act.read().fields_by(Subject::Evidence, "entry", old.id)?.iter().filter_map(|one| one.reference("finding")) {
        let Some(cause) = act.read().fields(Subject::Finding, cause)? else { continue };
        if said.iter().any(|text| text.raw().trim() == cause.word("text").trim()) {
            narrow(act, Subject::Finding, &cause, seen)?;
        }
    }
    Ok(())
}

/// Lets no more read a record than that, and says so where fewer do now.
fn narrow(act: &mut Act<'_, '_>, subject: Subject, record: &Fields, seen: Visibility) -> Result<(), Failure> {
    if record.visibility() > seen {
        act.w.set(subject, record.id, "visibility", &Value::word(seen.key()))?;
        act.notes.push(format!("{}, which says the same, is {} too from now on", record.number().unwrap_or_default(), seen.label()));
    }
    Ok(())
}

/// The way around it that the case holds is the line's own words, as long as nobody put other words there.
fn amend_workaround(act: &mut Act<'_, '_>, old: &Entry, text: &str, kind: EntryKind) -> Result<(), Failure> {
    let held = act.read().case_by_id(old.case)?.and_then(|case| case.workaround);
    if old.kind == EntryKind::Workaround && held.as_ref() == Some(&old.text) {
        let value = if kind == EntryKind::Workaround { Value::Text(text.to_owned()) } else { Value::Null };
        act.w.set(Subject::Case, old.case, "workaround", &value)?;
    }
    Ok(())
}

pub(super) fn entry_answer(name: EntryRef, case: Id, label: String) -> Answer {
    Answer { label, json: json!({ "entry": name.to_string(), "case": name.case.to_string() }), case: Some(case), ..Answer::default() }
}

pub(super) fn verdict(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let entry = input.entry("entry")?.clone();
    let case = case_of(act, &entry)?;
    let name = EntryRef { case, number: entry.number };
    refuse_stale(name, &entry)?;
    let Some(verdict) = input.word("verdict").and_then(Verdict::parse) else { return refuse("verdict", "a verdict is missing", "") };
    let fitting = entry.kind.verdicts();
    if !fitting.contains(&verdict) {
        let words: Vec<&str> = fitting.iter().map(|v| v.key()).collect();
        let hint = if words.is_empty() { "log what came of it instead".to_owned() } else { format!("one of {}", words.join(", ")) };
        return refuse("verdict", format!("{} is never {}", with_article(entry.kind.label()), verdict.label()), hint);
    }
    act.w.set(Subject::Entry, entry.id, "verdict", &Value::word(verdict.key()))?;
    if (entry.kind, verdict) == (EntryKind::Hypothesis, Verdict::Confirmed) {
        act.notes.push(format!("'warroom cause from {name}' puts it among the causes, with its evidence"));
    }
    Ok(entry_answer(name, entry.case, format!("{name} {} {}", entry.kind.label(), verdict.label())))
}

/// Moving keeps the record and gives it a number in the other case; the old number is never used again.
pub(super) fn move_to(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let entry = input.entry("entry")?.clone();
    let to = input.case("to")?.clone();
    let from = case_of(act, &entry)?;
    let name = EntryRef { case: from, number: entry.number };
    refuse_stale(name, &entry)?;
    if to.id == entry.case {
        return refuse("to", format!("{name} is in {from} already"), "name another case");
    }
    if entry.kind == EntryKind::State {
        return refuse("entry", "a change of state belongs to its case", "log a line in the other case");
    }
    evidence::part(act, (entry.case, from), entry.id)?;
    timeline::moved(act, &entry, from)?;
    let number = act.w.number(&scope(to.id))?;
    // Together: either number may be taken in the other case.
    act.w.set_all(Subject::Entry, entry.id, &[("case_id", Value::Ref(to.id)), ("number", Value::Int(number))])?;
    if let Some(action) = act.read().action_of_entry(entry.id)? {
        act.w.set(Subject::Action, action.id, "case_id", &Value::Ref(to.id))?;
    }
    act.w.touch_case(entry.case);
    let new = EntryRef { case: to.case_ref(), number };
    Ok(entry_answer(new, to.id, format!("{name} moved to {new}")))
}
