//! Taking the words of a line out of everything that repeats them: the record, the journal, what was made of the line, and reviews as
//! they were approved.

use super::correct::{case_of, entry_answer};
use crate::app::command::{Act, refuse};
use crate::app::draft::Input;
use crate::app::rca::addresses;
use crate::app::{Failure, review, timeline};
use crate::model::entry::{Entry, EntryKind};
use crate::model::{EntryRef, Id, Subject, Value};
use crate::store::Answer;

/// Stands where words were that must not be empty.
const GONE: &str = "(redacted)";

pub(super) fn redact(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let entry = input.entry("entry")?.clone();
    let case = case_of(act, &entry)?;
    let name = EntryRef { case, number: entry.number };
    if entry.redacted {
        return refuse("entry", format!("{name} is redacted already"), "'warroom history' says when and by whom");
    }
    let frozen_in = cases_of(act, &entry)?;
    let mut words = words_of(&entry);
    // The values go first and the journal after them: what the blanking writes down must be blanked too.
    for (key, value) in [("text", Value::Text(String::new())), ("reason", Value::Null), ("tags", Value::Null), ("redacted", Value::Int(1))]
    {
        act.w.set(Subject::Entry, entry.id, key, &value)?;
    }
    act.w.blank_journal(entry.id)?;
    words.extend(action(act, &entry)?);
    words.extend(decisions(act, &entry)?);
    words.extend(timeline::redacted(act, entry.id)?);
    workaround(act, &entry)?;
    causes(act, &entry)?;
    let all = words.iter().flat_map(|text| printed(text)).collect::<Vec<_>>();
    review::version::take_out(act, &frozen_in, &all)?;
    if entry.superseded {
        act.notes.push(format!("the line that amends it still stands; find it with 'warroom entry list {case}' and redact it too"));
    }
    if let Some(older) = entry.amends {
        let older = EntryRef { case, number: older };
        act.notes.push(format!("{older}, which it amends, is still in the file; 'warroom entry redact {older}' blanks that too"));
    }
    act.notes.push("blanked in the log and in the journal; copies and exports made before still hold it".into());
    let mut answer = entry_answer(name, entry.case, format!("{name} redacted"));
    answer.is_final = true;
    Ok(answer)
}

/// Gives every case an entry was ever in: a review may have been approved while it was there.
fn cases_of(act: &Act<'_, '_>, entry: &Entry) -> Result<Vec<Id>, Failure> {
    let before = act.read().texts_over_time(entry.id, "case_id")?;
    let mut cases: Vec<Id> = before.iter().filter_map(|id| Id::parse(id)).chain([entry.case]).collect();
    cases.sort();
    cases.dedup();
    Ok(cases)
}

/// Gives the words that are blanked; a short tag alone says nothing and stands in too many other places.
fn words_of(entry: &Entry) -> Vec<String> {
    let tags = entry.tags.as_ref().map(|tags| tags.raw()).unwrap_or_default();
    let long = tags.split_whitespace().filter(|tag| tag.chars().count() > 3).map(str::to_owned);
    let texts = [Some(&entry.text), entry.reason.as_ref()].into_iter().flatten().map(|text| text.raw().to_owned());
    texts.chain(long).filter(|text| !text.trim().is_empty()).collect()
}

/// Gives the pieces a text is printed in: a review parts the addresses behind it from its words.
fn printed(text: &str) -> Vec<String> {
    let (words, links) = addresses(text);
    let links = links.into_iter().map(|link| link.url.into_raw());
    [text.to_owned(), words].into_iter().chain(links).filter(|part| !part.trim().is_empty()).collect()
}

/// Blanks the action a line gave; gives every text it ever had.
fn action(act: &mut Act<'_, '_>, entry: &Entry) -> Result<Vec<String>, Failure> {
    let Some(action) = act.read().action_of_entry(entry.id)? else { return Ok(Vec::new()) };
    let words = act.read().texts_over_time(action.id, "text")?;
    act.w.set(Subject::Action, action.id, "text", &Value::word(GONE))?;
    act.w.blank_journal(action.id)?;
    Ok(words)
}

/// Blanks why something was decided on an issue, and what else there was to choose from; gives those words.
fn decisions(act: &mut Act<'_, '_>, entry: &Entry) -> Result<Vec<String>, Failure> {
    let mut words = Vec::new();
    // One that followed an amendment was made of the older line all the same.
    for decision in act.read().records_ever(Subject::Decision, "entry", entry.id)? {
        for field in ["why", "alternatives"] {
            words.extend(act.read().texts_over_time(decision, field)?);
        }
        if act.read().fields(Subject::Decision, decision)?.is_some() {
            act.w.set_all(Subject::Decision, decision, &[("why", Value::word(GONE)), ("alternatives", Value::Null)])?;
        }
        act.w.blank_journal(decision)?;
        act.w.blank_field(decision, "alternatives")?;
    }
    Ok(words)
}

/// The words of a way around it stand in its case too, as long as nobody put others there.
fn workaround(act: &mut Act<'_, '_>, entry: &Entry) -> Result<(), Failure> {
    if entry.kind != EntryKind::Workaround {
        return Ok(());
    }
    if act.read().case_by_id(entry.case)?.is_some_and(|case| case.workaround.as_ref() == Some(&entry.text)) {
        act.w.set(Subject::Case, entry.case, "workaround", &Value::Null)?;
    }
    act.w.blank_field(entry.case, "workaround")?;
    Ok(())
}

/// A cause that was made of a hypothesis begins with its words.
fn causes(act: &mut Act<'_, '_>, entry: &Entry) -> Result<(), Failure> {
    for evidence in act.read().records_ever(Subject::Evidence, "entry", entry.id)? {
        let Some(cause) = act.read().fields(Subject::Evidence, evidence)?.and_then(|one| one.reference("finding")) else { continue };
        let own = entry.text.raw().trim();
        if !act.read().texts_over_time(cause, "text")?.iter().any(|text| text.trim() == own) {
            continue;
        }
        if act.read().fields(Subject::Finding, cause)?.is_some_and(|cause| cause.word("text").trim() == own) {
            act.w.set(Subject::Finding, cause, "text", &Value::word(GONE))?;
            act.notes.push("the cause that was made of it is blanked too; say in other words what it was".into());
        }
        act.w.blank_journal(cause)?;
    }
    Ok(())
}
