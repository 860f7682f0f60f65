//! Drafts: written from the record, changed by hand, approved, given up. Nothing here tells anybody anything.

use serde_json::json;

use super::gather::{Wanted, named, promise, write};
use crate::app::Failure;
use crate::app::command::{Act, refuse};
use crate::app::draft::{Given, Input};
use crate::model::case::Case;
use crate::model::fields::Fields;
use crate::model::update::{Phase, UpdateState};
use crate::model::{Id, Moment, Record, Subject, Value, when};
use crate::store::Answer;

/// Reads the state an update is in.
pub(super) fn state(update: &Fields) -> UpdateState {
    UpdateState::parse(update.word("state")).unwrap_or(UpdateState::Dropped)
}

/// Gives its number as people say it.
pub(super) fn number(update: &Fields) -> String {
    update.number().unwrap_or_default()
}

/// Reads the case an update is on.
pub(super) fn case_of(act: &Act<'_, '_>, update: &Fields) -> Result<Case, Failure> {
    let found = match update.case {
        Some((id, _)) => act.read().case_by_id(id)?,
        None => None,
    };
    found.map_or_else(|| refuse("update", "its case is gone", "see 'warroom history'"), Ok)
}

/// Answers with the number of an update.
pub(super) fn answer(update: &str, case: &Case, label: String) -> Answer {
    let json = json!({ "update": update, "case": case.case_ref().to_string() });
    Answer { label, json, case: Some(case.id), ..Answer::default() }
}

/// Refuses what was sent or given up already.
pub(super) fn refuse_ended(update: &Fields) -> Result<(), Failure> {
    match state(update) {
        UpdateState::Sent => refuse(
            "update",
            format!("{} is sent already", number(update)),
            "what was told stays as it was told; a new 'update draft' corrects it",
        ),
        UpdateState::Dropped => refuse("update", format!("{} was given up", number(update)), "'update draft' begins a new one"),
        UpdateState::Draft | UpdateState::Approved => Ok(()),
    }
}

pub(super) fn draft(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let case = input.case("case")?.clone();
    let audience = audience(act, input)?;
    let phase = input.word("phase").and_then(Phase::parse);
    let wanted = Wanted { case: &case, audience: &audience, phase, next: input.time("next") };
    let drafted = write(act.read(), act.ctx, &wanted)?;
    let text = input.text("text").map_or(drafted.text, str::to_owned);
    if text.trim().is_empty() {
        return refuse("text", "an update has to say something", "leave the text out to have one from the record");
    }
    replace(act, &case, audience.id)?;
    say(act, drafted.redactions, drafted.next);
    let number = act.w.number(Subject::Update.key())?;
    let record: Record = vec![
        ("number", Value::Int(number)),
        ("case_id", Value::Ref(case.id)),
        ("audience", Value::Ref(audience.id)),
        ("phase", Value::word(drafted.phase.key())),
        ("state", Value::word(UpdateState::Draft.key())),
        ("version", Value::Int(1)),
        ("text", Value::Text(text)),
        ("author", Value::Text(act.ctx.actor.clone())),
        ("drafted", Value::Time(act.moment())),
        ("promised", Value::time(drafted.next)),
        ("visibility", Value::word(drafted.visibility.key())),
    ];
    act.w.create(Subject::Update, &record)?;
    let name = Subject::Update.name(number);
    let label = format!("{name} drafted for {}", named(&audience).name.raw());
    Ok(answer(&name, &case, label))
}

/// Reads the audience that was named.
fn audience(act: &Act<'_, '_>, input: &Input) -> Result<Fields, Failure> {
    let found = match input.get("audience") {
        Some(Given::Known(named)) => act.read().fields(Subject::Audience, named.id)?,
        _ => None,
    };
    found.map_or_else(|| refuse("audience", "an audience is missing", "'audience list' lists what there is"), Ok)
}

/// A new draft takes the place of one that was not sent: nobody must send what has passed.
fn replace(act: &mut Act<'_, '_>, case: &Case, audience: Id) -> Result<(), Failure> {
    for old in act.read().fields_of(Subject::Update, case.id)? {
        if old.reference("audience") == Some(audience) && state(&old).is_open() {
            act.w.set(Subject::Update, old.id, "state", &Value::word(UpdateState::Dropped.key()))?;
            act.notes.push(format!("{} was not sent and gives way", number(&old)));
        }
    }
    Ok(())
}

fn say(act: &mut Act<'_, '_>, redactions: usize, next: Option<Moment>) {
    if redactions > 0 {
        act.notes.push(format!("{redactions} secrets of the record are not in the text"));
    }
    match next {
        Some(next) => act.echo("next promised", &next),
        None => act.notes.push("no next time is promised".into()),
    }
}

pub(super) fn edit(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let update = input.numbered("update")?.clone();
    refuse_ended(&update)?;
    if input.get("text").is_none() && input.get("next").is_none() {
        return refuse("text", "there is nothing to change", "give a text, - for standard input, or another time with --next");
    }
    if input.get("text").is_some() && !input.has("text") {
        return refuse("text", "an update has to say something", "'update drop' gives it up");
    }
    let case = case_of(act, &update)?;
    let before = update.raw("text").unwrap_or_default();
    let mut text = input.text("text").unwrap_or(before).to_owned();
    if input.get("next").is_some() {
        text = promised_anew(act, &update, &case, input.time("next"), text)?;
    }
    if text == before && input.get("next").is_none() {
        return Ok(answer(&number(&update), &case, format!("{} is as it was", number(&update))));
    }
    let version = update.int("version").unwrap_or(1) + i64::from(text != before);
    let mut fields = vec![("text", Value::Text(text)), ("version", Value::Int(version))];
    if state(&update) == UpdateState::Approved {
        fields.extend([("state", Value::word(UpdateState::Draft.key())), ("approved", Value::Null), ("approved_by", Value::Null)]);
        act.notes.push("it has to be approved again".into());
    }
    act.w.set_all(Subject::Update, update.id, &fields)?;
    Ok(answer(&number(&update), &case, format!("{} is version {version}", number(&update))))
}

/// Sets another promised time, and puts it where the text has the old one.
fn promised_anew(act: &mut Act<'_, '_>, update: &Fields, case: &Case, next: Option<Moment>, text: String) -> Result<String, Failure> {
    act.w.set(Subject::Update, update.id, "promised", &Value::time(next))?;
    let words = |moment: Option<Moment>| moment.map(|moment| promise(act.ctx, case, &moment)).filter(|words| !words.is_empty());
    let (old, new) = (words(update.time("promised")), words(next));
    if let Some(next) = next {
        act.echo("next promised", &next);
    }
    Ok(match (old, new) {
        (_, Some(new)) if text.contains(&new) => text,
        (Some(old), Some(new)) if text.contains(&old) => text.replace(&old, &new),
        (_, Some(new)) => {
            act.notes.push(format!("the text does not say {new}; read it again"));
            text
        }
        _ => text,
    })
}

pub(super) fn approve(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let update = input.numbered("update")?.clone();
    refuse_ended(&update)?;
    let name = number(&update);
    if state(&update) == UpdateState::Approved {
        let by = update.text("approved_by").unwrap_or_default();
        return refuse("update", format!("{name} is approved already, by {}", by.raw()), "send it, or edit it to have it approved again");
    }
    let case = case_of(act, &update)?;
    let approver = approver(act, &update)?;
    let by = match (input.get("by"), &approver) {
        (Some(Given::Known(named)), _) => named.name.raw().to_owned(),
        (_, Some(approver)) if !approver.eq_ignore_ascii_case(&act.ctx.actor) => {
            return refuse(
                "by",
                format!("{approver} approves updates to this audience"),
                "say who said yes: their handle, or that of a deputy",
            );
        }
        _ => act.ctx.actor.clone(),
    };
    if approver.as_ref().is_some_and(|approver| !approver.eq_ignore_ascii_case(&by)) {
        act.notes.push(format!("approved by {by} in the place of {}", approver.unwrap_or_default()));
    }
    let fields = [
        ("state", Value::word(UpdateState::Approved.key())),
        ("approved", Value::Time(act.moment())),
        ("approved_by", Value::Text(by.clone())),
    ];
    act.w.set_all(Subject::Update, update.id, &fields)?;
    Ok(answer(&name, &case, format!("{name} approved by {by}")))
}

/// Gives the handle of whoever approves updates to its audience.
pub(super) fn approver(act: &Act<'_, '_>, update: &Fields) -> Result<Option<String>, Failure> {
    let audience = match update.reference("audience") {
        Some(id) => act.read().fields(Subject::Audience, id)?,
        None => None,
    };
    Ok(audience.and_then(|audience| Some(audience.name("approver")?.raw().to_owned())))
}

pub(super) fn give_up(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let update = input.numbered("update")?.clone();
    refuse_ended(&update)?;
    let case = case_of(act, &update)?;
    let why = format!("given up {}: {}", when::clock(act.ctx.at, act.ctx.zone), input.text("why").unwrap_or_default());
    let fields = [("state", Value::word(UpdateState::Dropped.key())), ("receipt", Value::Text(why))];
    act.w.set_all(Subject::Update, update.id, &fields)?;
    Ok(answer(&number(&update), &case, format!("{} given up", number(&update))))
}
