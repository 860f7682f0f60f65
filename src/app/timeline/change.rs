//! Saying how a line is told: shown or not, in which words, after which other. The words of the log are never touched; a key moment is
//! marked in its tags, as on the capture line.

use serde_json::json;

use super::order::{Order, ToldFrom};
use crate::app::command::{Act, refuse};
use crate::app::draft::{Given, Input};
use crate::app::{Failure, review};
use crate::model::entry::{Entry, Visibility};
use crate::model::fields::Fields;
use crate::model::telling::{is_key, tags_with_key};
use crate::model::{CaseRef, EntryRef, Id, Record, Subject, Value};
use crate::store::Answer;

/// Names a line, and makes sure that its review may be written in.
fn writable(act: &mut Act<'_, '_>, entry: &Entry) -> Result<EntryRef, Failure> {
    let Some(case) = act.read().case_number(entry.case)? else {
        return refuse("entry", "its case is gone", "see 'warroom history'");
    };
    let name = EntryRef { case, number: entry.number };
    if entry.superseded {
        return refuse("entry", format!("{name} was amended"), "name the line that took its place; see 'warroom entry list'");
    }
    review::writable(act, (entry.case, case))?;
    Ok(name)
}

fn telling_of(act: &Act<'_, '_>, entry: Id) -> Result<Option<Fields>, Failure> {
    Ok(act.read().fields_by(Subject::Telling, "entry", entry)?.pop())
}

/// Gives what is said of how a line is told; it is begun where nothing was said yet.
fn begun(act: &mut Act<'_, '_>, entry: &Entry, shown: bool) -> Result<Id, Failure> {
    let shown = Value::Int(i64::from(shown));
    if let Some(telling) = telling_of(act, entry.id)? {
        act.w.set(Subject::Telling, telling.id, "shown", &shown)?;
        return Ok(telling.id);
    }
    let record: Record = vec![
        ("case_id", Value::Ref(entry.case)),
        ("entry", Value::Ref(entry.id)),
        ("shown", shown),
        ("visibility", Value::word(entry.visibility.key())),
    ];
    Ok(act.w.create(Subject::Telling, &record)?)
}

fn answer(name: EntryRef, case: Id, words: &str) -> Answer {
    let json = json!({ "entry": name.to_string(), "case": name.case.to_string() });
    Answer { label: format!("{name} {words}"), json, case: Some(case), ..Answer::default() }
}

pub(super) fn tell(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let entry = input.entry("entry")?.clone();
    let name = writable(act, &entry)?;
    if entry.redacted && input.has("wording") {
        return refuse("wording", format!("{name} was redacted"), "what was blanked is told in no words; log a new line instead");
    }
    let mut did = Vec::new();
    // What is only moved or marked stays left out, if it was.
    let aside = input.get("wording").is_none() && ["after", "moment", "for"].iter().any(|key| input.get(key).is_some());
    let before = telling_of(act, entry.id)?;
    let hidden = before.as_ref().is_some_and(|telling| telling.int("shown") == Some(0));
    let id = begun(act, &entry, !(aside && hidden))?;
    if let Some(given) = input.get("wording") {
        let wording = match given {
            // Its own words said again are no others.
            Given::Text(text) if text.trim() != entry.text.raw().trim() => Value::Text(text.clone()),
            _ => Value::Null,
        };
        did.push(if wording == Value::Null { "told in its own words".to_owned() } else { "told in other words".to_owned() });
        act.w.set(Subject::Telling, id, "wording", &wording)?;
    }
    if let Some(reader) = input.word("for").and_then(Visibility::parse) {
        if reader > entry.visibility {
            act.notes.push(format!("{name} itself is {}, and stays so: the stricter of the two holds", entry.visibility.label()));
        }
        act.w.set(Subject::Telling, id, "visibility", &Value::word(reader.key()))?;
        did.push(format!("told for {}", reader.min(entry.visibility).label()));
    }
    match input.get("after") {
        Some(Given::Entry(anchor)) => {
            let anchor = anchor.as_ref().clone();
            put_after(act, name.case, (id, &entry), &anchor)?;
            did.push("moved".to_owned());
        }
        Some(_) => {
            leave(act, &entry)?;
            act.w.set(Subject::Telling, id, "after", &Value::Null)?;
            did.push("back where its time puts it".to_owned());
        }
        None => {}
    }
    if let Some(key) = input.word("moment").map(|word| word == "yes").filter(|key| *key != is_key(&entry)) {
        act.w.set(Subject::Entry, entry.id, "tags", &Value::text(Some(tags_with_key(&entry, key)).filter(|tags| !tags.is_empty())))?;
        did.push(if key { "is a key moment" } else { "is no key moment any more" }.to_owned());
    }
    Ok(answer(name, entry.case, &worded(did, hidden, aside)))
}

/// Words what became of a line, and whether the review tells it.
fn worded(did: Vec<String>, hidden: bool, aside: bool) -> String {
    let shown = match (hidden, aside) {
        (true, true) => Some("left out still"),
        (true, false) if did.is_empty() => Some("told again"),
        (true, false) => Some("and told again"),
        (false, _) if did.is_empty() => Some("told"),
        (false, _) => None,
    };
    did.into_iter().chain(shown.map(str::to_owned)).collect::<Vec<_>>().join(", ")
}

pub(super) fn hide(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let entry = input.entry("entry")?.clone();
    let name = writable(act, &entry)?;
    begun(act, &entry, false)?;
    Ok(answer(name, entry.case, "left out of the timeline"))
}

/// Puts a line right after another; what stood there stands after it now.
fn put_after(act: &mut Act<'_, '_>, case: CaseRef, (telling, entry): (Id, &Entry), anchor: &Entry) -> Result<(), Failure> {
    if anchor.id == entry.id {
        return refuse("after", "a line cannot stand after itself", "name another line");
    }
    if anchor.case != entry.case || anchor.superseded {
        return refuse("after", "that line is not in this log", format!("name one of {case} that was not amended"));
    }
    leave(act, entry)?;
    // What stood after the other before this one came.
    for follower in act.read().fields_by(Subject::Telling, "after", anchor.id)? {
        if follower.reference("entry") != Some(entry.id) {
            act.w.set(Subject::Telling, follower.id, "after", &Value::Ref(entry.id))?;
        }
    }
    act.w.set(Subject::Telling, telling, "after", &Value::Ref(anchor.id))?;
    Ok(())
}

/// Takes a line out of its row: what stands after it stands after the one before it from now on.
fn leave(act: &mut Act<'_, '_>, entry: &Entry) -> Result<(), Failure> {
    let followers = act.read().fields_by(Subject::Telling, "after", entry.id)?;
    if followers.is_empty() {
        return Ok(());
    }
    let order = Order::of(act.read(), entry.case)?;
    let before = order.window(ToldFrom::Before(order.spot(entry)), 1)?.pop().map(|line| line.entry.id);
    for follower in followers {
        act.w.set(Subject::Telling, follower.id, "after", &Value::reference(before))?;
    }
    Ok(())
}

/// Hands what was said of how a line is told on to the line that took its place; other words were of the old one, and go.
///
/// # Errors
/// Refuses where a review that is approved tells it in other words.
pub fn amended(act: &mut Act<'_, '_>, (old, new): (Id, Id), case: (Id, CaseRef)) -> Result<(), Failure> {
    for follower in act.read().fields_by(Subject::Telling, "after", old)? {
        act.w.set(Subject::Telling, follower.id, "after", &Value::Ref(new))?;
    }
    let Some(telling) = telling_of(act, old)? else { return Ok(()) };
    act.w.set(Subject::Telling, telling.id, "entry", &Value::Ref(new))?;
    if telling.raw("wording").is_some() {
        review::writable(act, case)?;
        act.w.set(Subject::Telling, telling.id, "wording", &Value::Null)?;
        act.notes.push("the review told the old line in other words; they went with it".into());
    }
    Ok(())
}

/// Forgets how a line was told that leaves its case.
///
/// # Errors
/// Refuses where a review that is approved tells of it in a way of its own.
pub fn moved(act: &mut Act<'_, '_>, entry: &Entry, case: CaseRef) -> Result<(), Failure> {
    leave(act, entry)?;
    if let Some(telling) = telling_of(act, entry.id)? {
        review::writable(act, (entry.case, case))?;
        act.w.remove(Subject::Telling, telling.id)?;
    }
    Ok(())
}

/// Blanks the other words of a line that is redacted, in the record and in the journal; gives every one it was ever told in.
///
/// # Errors
/// The store's.
pub fn redacted(act: &mut Act<'_, '_>, entry: Id) -> Result<Vec<String>, Failure> {
    let mut words = Vec::new();
    // One that was undone, or went when the line moved, still stands in the journal.
    for telling in act.read().records_ever(Subject::Telling, "entry", entry)? {
        words.extend(act.read().texts_over_time(telling, "wording")?);
        if act.read().fields(Subject::Telling, telling)?.is_some() {
            act.w.set(Subject::Telling, telling, "wording", &Value::Null)?;
        }
        act.w.blank_field(telling, "wording")?;
        act.w.blank_journal(telling)?;
    }
    Ok(words)
}
