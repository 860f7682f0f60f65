//! Keeping tabs without hassling: what is known of the repair, from where, when the next word was promised, and who was asked.
//!
//! What the rows say together stands in `tabs`, the page of it in `card`.

mod card;
mod tabs;

use serde_json::json;

use self::tabs::Tabs;
use super::case::AT;
use super::clocks::Clock;
use super::command::{Act, refuse};
use super::draft::Input;
use super::entry::{Said, by_the_way};
use super::field::{Ask, Field};
use super::incident::CASE;
use super::playbook::{Condition, Progress, Reach};
use super::query::View;
use super::rca::Block;
use super::{Command, Context, Failure, Query, due};
use crate::model::case::Case;
use crate::model::entry::{EntryKind, Owed, Visibility};
use crate::model::when::Lean;
use crate::model::{Moment, Record, Subject, Value};
use crate::store::{Answer, Reader};

static STATE: Field = Field::argument("text", "What is known", Ask::Text, "How the repair stands, as the source has it");
static SOURCE: Field =
    Field::flag("source", "Source", Ask::Line, "Where it stands: a dashboard, a channel, the vendor's page; or who said it").required();
static NEXT: Field = Field::flag("next", "Next word", Ask::Time(Lean::Future), "When the next word was promised");
static WORD: Field =
    Field::flag("word", "Of their own accord", Ask::Yes, "Responders said it of their own accord, it was not looked up").later();
static FOR: Field = Field::flag("for", "For", Ask::Choice(Visibility::CHOICES), "Who may read it; internal unless said").later();
static PERSON: Field = Field::argument("person", "Person", Ask::Pick(Subject::Person, true), "Who was asked; a new name is added");
static ANSWER: Field = Field::optional("text", "Answer", Ask::Text, "What they answered, if they did");
static WHY: Field = Field::flag("why", "Why now", Ask::Line, "Why they were asked before it was fair");

/// Commands of this subject.
pub static COMMANDS: &[Command] = &[
    Command {
        name: "watch see",
        doc: "Notes how the repair stands, from a source or a word of the responders.",
        fields: &[&CASE, &STATE, &SOURCE, &NEXT, &AT, &WORD, &FOR],
        prints: None,
        run: see,
    },
    Command {
        name: "watch ask",
        doc: "Counts that a responder was asked; too soon only with a reason.",
        fields: &[&CASE, &PERSON, &ANSWER, &NEXT, &WHY, &AT],
        prints: None,
        run: ask,
    },
];

/// Queries of this subject.
pub static QUERIES: &[Query] = &[Query {
    name: "watch show",
    doc: "Shows how the repair stands, the next promised word, and who was asked.",
    fields: &[&CASE],
    columns: &[],
    empty: "",
    run: card::show,
}];

/// Conditions that steps of a playbook may name.
pub static CONDITIONS: &[Condition] = &[Condition { name: "tabs", look }];

/// Gives the time of a row: as it was said, else now.
fn at(act: &mut Act<'_, '_>, input: &Input) -> Result<Moment, Failure> {
    let Some(at) = input.time("at") else { return Ok(act.moment()) };
    if !at.is_known() {
        return refuse("at", "the order of what is known hangs on its time", "give it roughly, such as ~14:05");
    }
    act.echo("at", &at);
    Ok(at)
}

fn see(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let case = input.case("case")?.clone();
    let (text, source) = (input.text("text").unwrap_or_default(), input.text("source").unwrap_or_default());
    let visibility = input.word("for").and_then(Visibility::parse).unwrap_or(Visibility::Internal);
    let (at, next) = (at(act, input)?, input.time("next"));
    let record: Record = vec![
        ("case_id", Value::Ref(case.id)),
        ("kind", Value::word(if input.yes("word") { "word" } else { "seen" })),
        ("source", Value::Text(source.to_owned())),
        ("text", Value::Text(text.to_owned())),
        ("author", Value::Text(act.ctx.actor.clone())),
        ("known", Value::Time(at)),
        ("promised", Value::time(next)),
        ("visibility", Value::word(visibility.key())),
    ];
    act.w.create(Subject::Watch, &record)?;
    let promised = next.and_then(|next| next.millis()).map(|next| format!(", next word {}", due::stamp(next, &act.now())));
    let said = format!("{text} ({source}{})", promised.unwrap_or_default());
    by_the_way(act, case.id, Said { kind: EntryKind::Fact, at, text: said, why: None, visibility })?;
    Ok(answer(act, &case, next, format!("{}: last known state written down", case.case_ref())))
}

fn ask(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let case = input.case("case")?.clone();
    let tabs = Tabs::of(act.read(), case.id)?;
    let wait = tabs::wait(act.ctx, &case);
    if let Some(why) = tabs.too_soon(wait, &act.now()).filter(|_| !input.has("why")) {
        return refuse("why", why, format!("{}; to ask all the same, say why", tabs.look_first()));
    }
    let person = act.reference(input, "person")?.unwrap_or(Value::Null);
    let (at, next) = (at(act, input)?, input.time("next"));
    let record: Record = vec![
        ("case_id", Value::Ref(case.id)),
        ("kind", Value::word("asked")),
        ("text", Value::text(input.text("text").map(str::to_owned))),
        ("person", person),
        ("why", Value::text(input.text("why").map(str::to_owned))),
        ("author", Value::Text(act.ctx.actor.clone())),
        ("known", Value::Time(at)),
        ("promised", Value::time(next)),
        ("visibility", Value::word(Visibility::Internal.key())),
    ];
    act.w.create(Subject::Watch, &record)?;
    let count = tabs.asked().count() + 1;
    act.notes.push(format!("responders were asked {} in {}", card::times(count), case.case_ref()));
    Ok(answer(act, &case, next, format!("{}: a responder was asked", case.case_ref())))
}

/// Answers with the case, and says back when the next word comes.
fn answer(act: &mut Act<'_, '_>, case: &Case, next: Option<Moment>, label: String) -> Answer {
    if let Some(next) = next {
        act.echo("next word", &next);
    }
    Answer { label, json: json!({ "case": case.case_ref().to_string() }), case: Some(case.id), ..Answer::default() }
}

/// Works out what is owed: the next word, while a promise of it runs.
pub(super) fn clocks(read: Reader<'_>, _: &Context, case: &Case) -> Result<Vec<Clock>, Failure> {
    if case.is_closed() {
        return Ok(Vec::new());
    }
    Ok(Tabs::of(read, case.id)?.promise().map(|(id, at)| (id, Owed::Word.key(), at)).into_iter().collect())
}

/// Says how far keeping tabs is: something is known, it is not too old, and no promised word is late.
fn look(view: &View<'_>, case: &Case) -> Result<Progress, Failure> {
    let tabs = Tabs::of(view.read, case.id)?;
    let now = view.ctx.now();
    let promise = tabs.promise().map(|(_, at)| at);
    let Some(state) = tabs.state() else {
        return Ok(Progress::new(if promise.is_some() { Reach::Doing } else { Reach::Todo }, ""));
    };
    let is_old = tabs::stale_after(view.ctx, case).is_some_and(|most| now.at - tabs::known(state) > most);
    let is_late = promise.is_some_and(|at| at < now.at);
    // A promise that runs covers for the age of what is known: silence is normal until then.
    let doing = is_late || (is_old && promise.is_none());
    let words = due::stamp(promise.unwrap_or_else(|| tabs::known(state)), &now);
    Ok(Progress::new(if doing { Reach::Doing } else { Reach::Done }, words))
}

/// Gives what a review prints of it: how often responders were asked, and what was known last. Whom is the team's own.
pub(super) fn block(view: &View<'_>, case: &Case) -> Result<Option<Block>, Failure> {
    let tabs = Tabs::of(view.read, case.id)?;
    let (asked, state) = (tabs.asked().count(), tabs.state());
    if asked == 0 && state.is_none() {
        return Ok(None);
    }
    let visibility = state.map_or(Visibility::Internal, crate::model::fields::Fields::visibility);
    let zone = case.zone_or(view.ctx.zone);
    let stamp = state.and_then(|state| state.time("known")).map(|known| crate::model::when::stamp(&known, zone));
    let row = vec![
        asked.to_string().into(),
        state.and_then(|state| state.text("text")).unwrap_or_default(),
        state.map(tabs::source).unwrap_or_default(),
        stamp.unwrap_or_default().into(),
    ];
    Ok(Some(Block { title: "tabs", columns: &["responders_asked", "last_known", "origin", "time"], rows: vec![(visibility, row)] }))
}
