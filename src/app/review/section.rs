//! One section of a review: its text, and who may read it. A name, a heading in any language or a beginning finds it.

use serde_json::json;

use crate::app::Failure;
use crate::app::command::{Act, refuse};
use crate::app::draft::{Given, Input, slips};
use crate::app::incident::answer;
use crate::model::case::Case;
use crate::model::entry::ReviewState;
use crate::model::sections::{Section, Sections};
use crate::model::{CaseKind, CaseRef, Id, Record, Subject, Value};
use crate::store::Answer;

pub(super) fn set(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let case = input.case("case")?.clone();
    let name = section(act.ctx.sections(), input.text("section").unwrap_or_default(), case.kind)?;
    let visibility = input.get("for").map(|_| Value::text(input.word("for").map(str::to_owned)));
    if input.get("text").is_none() && visibility.is_none() {
        return refuse("text", "there is nothing to write", "give a text, - for standard input, or --for to say who may read the section");
    }
    writable(act, (case.id, case.case_ref()))?;
    let old = act.read().sections(case.id)?.into_iter().find(|s| s.name == name);
    let label = match (input.get("text"), old) {
        (Some(Given::Text(text)), old) => write(act, &case, &name, text, old.map(|s| s.id), visibility)?,
        (Some(_), Some(old)) => {
            act.w.remove(Subject::Section, old.id)?;
            "taken away"
        }
        (None, Some(old)) => {
            act.w.set(Subject::Section, old.id, "visibility", &visibility.unwrap_or(Value::Null))?;
            "has other readers"
        }
        (_, None) => return refuse("section", format!("'{name}' is not written yet"), "give it a text"),
    };
    let mut answer = answer((case.case_ref(), case.id), format!("{} review: {name} {label}", case.case_ref()));
    answer.json = json!({ "case": case.case_ref().to_string(), "section": name });
    Ok(answer)
}

fn write(
    act: &mut Act<'_, '_>,
    case: &Case,
    name: &str,
    text: &str,
    old: Option<Id>,
    visibility: Option<Value>,
) -> Result<&'static str, Failure> {
    if let Some(id) = old {
        act.w.set(Subject::Section, id, "text", &Value::Text(text.to_owned()))?;
        if let Some(visibility) = visibility {
            act.w.set(Subject::Section, id, "visibility", &visibility)?;
        }
        return Ok("rewritten");
    }
    let record: Record = vec![
        ("case_id", Value::Ref(case.id)),
        ("name", Value::word(name)),
        ("text", Value::Text(text.to_owned())),
        ("visibility", visibility.unwrap_or(Value::Null)),
    ];
    act.w.create(Subject::Section, &record)?;
    Ok("written")
}

/// Finds a section by its name, its heading in any language, or a beginning that fits only one; of one kind of case, or of both.
///
/// # Errors
/// Refuses a name that none has, with what is near.
pub(in crate::app) fn section(known: &Sections, typed: &str, kind: impl Into<Option<CaseKind>>) -> Result<String, Failure> {
    let kind = kind.into();
    let same = |text: &str| text.trim().to_lowercase().replace(['_', ' '], "-");
    let wanted = same(typed);
    let fits = |s: &&Section| kind.is_none_or(|kind| s.is_for(kind));
    let is = |s: &&Section| s.name == wanted || ["en", "nl", "zh"].iter().any(|tag| same(s.title.in_language(tag)) == wanted);
    if let Some(found) = known.iter().find(|s| s.name == wanted).or_else(|| known.iter().filter(fits).find(is)) {
        return match kind.filter(|_| !fits(&found)) {
            Some(kind) => {
                refuse("section", format!("'{}' is no section for an {}", found.name, kind.label()), "see 'warroom review sections'")
            }
            None => Ok(found.name.clone()),
        };
    }
    let names: Vec<&str> = known.iter().filter(fits).map(|s| s.name.as_str()).collect();
    let begins: Vec<&str> = names.iter().copied().filter(|name| name.starts_with(&wanted)).collect();
    if let [only] = begins[..] {
        return Ok(only.to_owned());
    }
    let room = if wanted.chars().count() < 5 { 1 } else { 2 };
    let near = names.iter().filter(|n| slips(&wanted, n) <= room).min_by_key(|n| slips(&wanted, n));
    let hint = match (begins[..].is_empty(), near) {
        (false, _) => format!("did you mean one of {}?", begins.join(", ")),
        (true, Some(near)) => format!("did you mean '{near}'? 'warroom review sections' lists them"),
        (true, None) => format!("one of {}", names.join(", ")),
    };
    refuse("section", format!("there is no section '{}'", typed.trim()), hint)
}

/// Gives the review of a case that is to be written in; it begins as a draft.
///
/// # Errors
/// Refuses one that is approved.
pub(in crate::app) fn writable(act: &mut Act<'_, '_>, (case, case_ref): (Id, CaseRef)) -> Result<Id, Failure> {
    if act.read().review(case)?.is_some_and(|review| review.state.is_approved()) {
        let hint = format!("'warroom review state {case_ref} draft --why …' opens it again");
        return refuse("case", format!("the review of {case_ref} is approved"), hint);
    }
    begin(act, case)
}

/// Gives the review of a case; it begins as a draft.
pub(super) fn begin(act: &mut Act<'_, '_>, case: Id) -> Result<Id, Failure> {
    if let Some(review) = act.read().review(case)? {
        return Ok(review.id);
    }
    let record: Record = vec![("case_id", Value::Ref(case)), ("state", Value::word(ReviewState::Draft.key()))];
    Ok(act.w.create(Subject::Review, &record)?)
}
