//! How the team is: pulse, rest, blocked and useful work, thanks. Of the team, never of a person.
//!
//! All of it is for the team alone unless somebody says otherwise row by row. The page stands in `page`.

mod page;

use serde_json::json;

use super::clocks::Clock;
use super::command::{Act, refuse};
use super::draft::Input;
use super::field::{Ask, Field};
use super::incident::CASE;
use super::playbook::{Condition, Progress, Reach};
use super::query::View;
use super::rca::Block;
use super::{Command, Context, Failure, Query, due};
use crate::model::case::{Case, IncidentState};
use crate::model::entry::{Owed, Visibility};
use crate::model::fields::Fields;
use crate::model::when;
use crate::model::{Id, Record, Subject, Value};
use crate::store::{Answer, Reader};

/// Handles that are looked for in a line, at most.
const HANDLES: usize = 1_000;

static SCORE: Field = Field::argument("score", "Pulse", Ask::Number, "How the team is, from 1 (spent) to 5 (well)");
static LINE: Field = Field::optional("text", "In a line", Ask::Line, "What makes it so, about the team");
static BLOCKED: Field = Field::argument("text", "Blocked work", Ask::Line, "What cannot go on, and what it waits for");
static USEFUL: Field = Field::argument("text", "Useful work", Ask::Line, "What could be done meanwhile");
static THANKS: Field = Field::argument("text", "Thanks", Ask::Line, "For what; a small win counts");
static REST: Field = Field::optional("text", "How", Ask::Line, "How the team rested, such as a meal or a change of shift");
static FOR: Field = Field::flag("for", "For", Ask::Choice(Visibility::CHOICES), "Who may read it; the team alone unless said").later();
static ROW: Field = Field::argument("row", "Line", Ask::Numbered(Subject::Morale), "Number of the line, such as M-3");

const fn saying(name: &'static str, doc: &'static str, fields: &'static [&'static Field], run: Doing) -> Command {
    Command { name, doc, fields, prints: Some("morale"), run }
}
type Doing = fn(&mut Act<'_, '_>, &Input) -> Result<Answer, Failure>;

/// Commands of this subject.
pub static COMMANDS: &[Command] = &[
    saying("morale pulse", "Writes down how the team is, from 1 to 5.", &[&CASE, &SCORE, &LINE, &FOR], pulse),
    saying("morale blocked", "Lists work that cannot go on.", &[&CASE, &BLOCKED, &FOR], |a, i| say(a, i, "blocked")),
    saying("morale useful", "Lists useful work for those who wait.", &[&CASE, &USEFUL, &FOR], |a, i| say(a, i, "useful")),
    saying("morale thanks", "Writes thanks to the team down.", &[&CASE, &THANKS, &FOR], |a, i| say(a, i, "thanks")),
    saying("morale rest", "Says that the team has rested, and starts the time to the next rest.", &[&CASE, &REST, &FOR], |a, i| {
        say(a, i, "rest")
    }),
    Command { name: "morale end", doc: "Says that blocked work goes on or useful work is done.", fields: &[&ROW], prints: None, run: end },
];

/// Queries of this subject.
pub static QUERIES: &[Query] = &[Query {
    name: "morale show",
    doc: "Shows how the team is: pulse, rest, blocked and useful work, thanks.",
    fields: &[&CASE],
    columns: &[],
    empty: "",
    run: page::show,
}];

/// Conditions that steps of a playbook may name.
pub static CONDITIONS: &[Condition] = &[Condition { name: "morale", look }];

fn pulse(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    if !input.number("score").is_some_and(|score| (1..=5).contains(&score)) {
        return refuse("score", "a pulse is a number from 1 to 5", "1 is spent, 5 is well");
    }
    if let Some(name) = named(act, input.text("text").unwrap_or_default())? {
        act.notes.push(format!("this list is about the team: it names {name}"));
    }
    say(act, input, "pulse")
}

/// Finds somebody who is named in a line, by a sign in front or by their handle.
fn named(act: &Act<'_, '_>, text: &str) -> Result<Option<String>, Failure> {
    let words = || text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '@' | '-' | '_' | '.'))).filter(|word| !word.is_empty());
    if let Some(mention) = words().find(|word| word.len() > 1 && word.starts_with('@')) {
        return Ok(Some(mention.trim_start_matches('@').to_owned()));
    }
    let people = act.read().names(Subject::Person, "", HANDLES)?;
    let is_named = |handle: &str| words().any(|word| word.trim_end_matches('.').to_lowercase() == handle.to_lowercase());
    Ok(people.into_iter().map(|person| person.name.into_raw()).find(|handle| is_named(handle)))
}

fn say(act: &mut Act<'_, '_>, input: &Input, kind: &str) -> Result<Answer, Failure> {
    let case = input.case("case")?.clone();
    let number = act.w.number(Subject::Morale.key())?;
    let record: Record = vec![
        ("number", Value::Int(number)),
        ("case_id", Value::Ref(case.id)),
        ("kind", Value::word(kind)),
        ("score", input.number("score").map_or(Value::Null, Value::Int)),
        ("text", Value::text(input.text("text").map(str::to_owned))),
        ("author", Value::Text(act.ctx.actor.clone())),
        ("said", Value::Time(act.moment())),
        ("visibility", Value::word(input.word("for").unwrap_or(Visibility::Internal.key()))),
    ];
    act.w.create(Subject::Morale, &record)?;
    if kind == "rest"
        && let Some(wait) = wait(act.ctx, &case)
    {
        act.notes.push(format!("next rest {}", due::stamp(act.ctx.at + wait, &act.now())));
    }
    let name = Subject::Morale.name(number);
    let what = if kind == "useful" || kind == "blocked" { format!("{kind} work") } else { kind.to_owned() };
    let label = format!("{name} {what} noted in {}", case.case_ref());
    Ok(answer(&case.case_ref().to_string(), case.id, &name, label))
}

fn answer(case: &str, id: Id, name: &str, label: String) -> Answer {
    Answer { label, json: json!({ "morale": name, "case": case }), case: Some(id), ..Answer::default() }
}

fn end(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let row = input.numbered("row")?.clone();
    let name = row.number().unwrap_or_default();
    let words = match row.word("kind") {
        "blocked" => "goes on",
        "useful" => "is done",
        kind => return refuse("row", format!("{name} is a {kind}: it has no end"), "blocked and useful work have one"),
    };
    if !row.value("ended").is_null() {
        return refuse("row", format!("{name} {words} already"), "nothing is left to do");
    }
    let at = act.moment();
    act.w.set(Subject::Morale, row.id, "ended", &Value::Time(at))?;
    let Some((case, case_ref)) = row.case else { return refuse("row", format!("{name} has no case"), "") };
    Ok(answer(&case_ref.to_string(), case, &name, format!("{name} {words}")))
}

/// Gives the time from one rest to the next, while a team is at it: an incident that is not restored. An issue goes on for weeks, with
/// nights in between.
fn wait(ctx: &Context, case: &Case) -> Option<i64> {
    let is_on = case.incident_state().is_some_and(|state| state < IncidentState::Restored);
    case.incident_priority().filter(|_| is_on && case.clocks).and_then(|priority| ctx.policies.rest_after(priority))
}

/// Gives since when the team has been at it without a rest: the last one, else when the incident was declared, else noticed.
fn since(rows: &[Fields], case: &Case) -> i64 {
    let rest = rows.iter().filter(|row| row.word("kind") == "rest").filter_map(|row| row.millis("said")).max();
    rest.or(case.time("declared").and_then(|at| at.millis())).unwrap_or_else(|| case.clock_start())
}

/// Works out what is owed: the next rest.
pub(super) fn clocks(read: Reader<'_>, ctx: &Context, case: &Case) -> Result<Vec<Clock>, Failure> {
    let Some(wait) = wait(ctx, case) else { return Ok(Vec::new()) };
    let rows = read.fields_of(Subject::Morale, case.id)?;
    Ok(vec![(case.id, Owed::Rest.key(), since(&rows, case) + wait)])
}

/// Says how far looking after the team is: somebody took its pulse or it rested, and that was not long ago.
fn look(view: &View<'_>, case: &Case) -> Result<Progress, Failure> {
    let rows = view.read.fields_of(Subject::Morale, case.id)?;
    let of = |kinds: &[&str]| rows.iter().rfind(|row| kinds.contains(&row.word("kind"))).cloned();
    let Some(last) = of(&["pulse", "rest"]).and_then(|row| row.millis("said")) else { return Ok(Progress::default()) };
    let is_old = view.ctx.policies.pulse_every().is_some_and(|most| view.ctx.at - last > most);
    let words = of(&["pulse"]).and_then(|row| row.int("score")).map(|score| format!("{score}/5")).unwrap_or_default();
    Ok(Progress::new(if is_old { Reach::Doing } else { Reach::Done }, words))
}

/// Gives what a review prints of it, for those whom each row is for: the team, unless somebody said otherwise.
pub(super) fn block(view: &View<'_>, case: &Case) -> Result<Option<Block>, Failure> {
    let zone = case.zone_or(view.ctx.zone);
    let words = crate::document::headings::in_language(&view.ctx.language);
    let row = |row: &Fields| {
        let visibility = row.visibility();
        let stamp = |key: &str| row.time(key).map(|at| when::stamp(&at, zone)).unwrap_or_default().into();
        let key = format!("morale_{}", row.word("kind"));
        let kind = words.get(key.as_str()).cloned().unwrap_or(key);
        let score = row.int("score").map(|score| format!("{score}/5")).unwrap_or_default();
        (visibility, vec![stamp("said"), kind.into(), score.into(), row.text("text").unwrap_or_default(), stamp("ended")])
    };
    let rows: Vec<_> = view.read.fields_of(Subject::Morale, case.id)?.iter().map(row).collect();
    let columns = &["time", "kind", "morale_pulse", "what", "morale_ended"];
    Ok((!rows.is_empty()).then_some(Block { title: "morale", columns, rows }))
}
