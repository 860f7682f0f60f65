//! History: the journal as people read it, and undo and redo as appended batches.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::ops::ControlFlow;

use serde_json::json;

use super::case::LIMIT_50;
use super::command::{Act, Command, refuse};
use super::draft::Input;
use super::field::{Ask, Field};
use super::query::{Query, RowOf, Shown, View, rfc3339};
use super::{Context, Failure};
use crate::model::{Subject, Untrusted};
use crate::store::{Answer, Batch, Moved, Reader};

/// In milliseconds.
const HOUR: i64 = 3_600_000;

static BATCH: Field =
    Field::optional("batch", "Change", Ask::Line, "Number of the change, such as b120; the newest of your own unless said");
static CASE: Field = Field::optional("case", "Case", Ask::Case, "Only changes of this case");

/// Commands on the journal.
pub static COMMANDS: &[Command] = &[
    Command {
        name: "undo",
        doc: "Takes a change back by appending its reverse; refuses and says who when something has moved since.",
        fields: &[&BATCH],
        prints: None,
        run: undo,
    },
    Command { name: "redo", doc: "Takes the last undo back.", fields: &[], prints: None, run: redo },
];

/// Queries on the journal.
pub static QUERIES: &[Query] = &[Query {
    name: "history",
    doc: "Lists changes, newest first, with who made them.",
    fields: &[&CASE, &LIMIT_50],
    columns: &[("change", "Change"), ("at", "At"), ("who", "Who"), ("did", "Did"), ("command", "Command"), ("stands", "Stands")],
    empty: "nothing has been changed yet",
    run: history,
}];

fn undo(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let batch = match input.text("batch") {
        Some(text) => named(act, text)?,
        None => match undoable(act.read(), act.ctx)? {
            Some(batch) => batch,
            None => return refuse("batch", "there is nothing of yours to undo", "'warroom history' lists changes; name one: undo b12"),
        },
    };
    if !act.read().stands(batch.seq)? {
        return refuse("batch", format!("b{} is undone already", batch.seq), "see 'warroom history'");
    }
    reverse(act, &batch, "undone")
}

fn redo(act: &mut Act<'_, '_>, _: &Input) -> Result<Answer, Failure> {
    match redoable(act.read(), act.ctx)? {
        Some(batch) => reverse(act, &batch, "redone"),
        None => refuse("batch", "there is nothing to redo", "redo takes back your last undo, as long as nothing was done after it"),
    }
}

/// Reads the number of a change: `b120` or `120`.
pub(super) fn number_of(text: &str) -> Option<i64> {
    text.trim().trim_start_matches(['b', 'B']).parse::<i64>().ok().filter(|n| *n > 0)
}

fn named(act: &Act<'_, '_>, text: &str) -> Result<Batch, Failure> {
    let Some(number) = number_of(text) else {
        return refuse("batch", format!("'{text}' is not the number of a change"), "changes look like b120; see 'warroom history'");
    };
    match act.read().batch(number)? {
        Some(batch) => Ok(batch),
        None => refuse("batch", format!("there is no change b{number}"), "see 'warroom history'"),
    }
}

/// Through what a change came that was made line by line; on the screens it is `screens`, on a command line `cli`.
pub const PLAIN: &str = "plain";

/// How far back undo and redo without a number reach: on the command line, where a run is a person at a machine, an hour.
fn since(ctx: &Context) -> i64 {
    if matches!(ctx.origin, "screens" | PLAIN) { i64::MIN } else { ctx.at - HOUR }
}

/// Finds this run's newest batch that is neither an undo nor undone: what undo takes back.
pub(super) fn undoable(read: Reader<'_>, ctx: &Context) -> Result<Option<Batch>, Failure> {
    let found =
        read.find_of_run(&ctx.run, since(ctx), |batch| Ok(ControlFlow::Continue(batch.undoes.is_none() && read.stands(batch.seq)?)));
    Ok(found?)
}

/// Finds the newest undo that stands and after which this run did nothing else.
pub(super) fn redoable(read: Reader<'_>, ctx: &Context) -> Result<Option<Batch>, Failure> {
    let found = read.find_of_run(&ctx.run, since(ctx), |batch| {
        let Some(target) = batch.undoes else { return Ok(ControlFlow::Break(())) };
        let is_redo = read.batch(target)?.is_some_and(|t| t.undoes.is_some());
        Ok(ControlFlow::Continue(!is_redo && read.stands(batch.seq)?))
    });
    Ok(found?)
}

fn reverse(act: &mut Act<'_, '_>, batch: &Batch, word: &str) -> Result<Answer, Failure> {
    if batch.is_final {
        return refuse(
            "batch",
            format!("b{} ({}) cannot be taken back: it had effects outside, or blanked what it changed", batch.seq, batch.command),
            "correct it with a new entry instead",
        );
    }
    not_approved(act, batch)?;
    match act.w.reverse(batch)? {
        Ok(()) => {}
        Err(moved) => return Err(in_between(act, batch, &moved)),
    }
    // A redo names what it brings back, not the undo it takes back.
    let told = match batch.undoes {
        Some(target) => act.read().batch(target)?.unwrap_or_else(|| batch.clone()),
        None => batch.clone(),
    };
    let label = format!("{word}: {}", told.label.raw());
    let json = json!({ "change": format!("b{}", batch.seq), "did": told.label.raw() });
    Ok(Answer { label, json, case: batch.case, undoes: Some(batch.seq), is_final: false })
}

/// What a review holds stays as it was approved; undoing the approval itself, or all of a review that came in, is another thing.
fn not_approved(act: &Act<'_, '_>, batch: &Batch) -> Result<(), Failure> {
    const HELD: &[Subject] = &[Subject::Finding, Subject::Section, Subject::Telling];
    let Some((id, name)) = batch.case.map(|id| act.read().case_number(id).map(|name| Some((id, name?)))).transpose()?.flatten() else {
        return Ok(());
    };
    if !act.read().review(id)?.is_some_and(|review| review.state.is_approved()) {
        return Ok(());
    }
    let changes = act.read().changes(batch)?;
    let has = |subjects: &[Subject]| changes.iter().any(|change| subjects.contains(&change.subject));
    if has(HELD) && !has(&[Subject::Review]) {
        let hint = format!("'warroom review state {name} draft --why …' opens it again");
        return refuse("batch", format!("b{} belongs to the review of {name}, which is approved", batch.seq), hint);
    }
    Ok(())
}

fn in_between(act: &Act<'_, '_>, batch: &Batch, moved: &Moved) -> Failure {
    let refusal = |why: String, hint: &str| crate::model::Refusal::field("batch", why, hint).into();
    if moved.redacted {
        return refusal(format!("b{} cannot be taken back: its values were redacted", batch.seq), "");
    }
    let what = moved.field.as_deref().map_or_else(|| "the record".to_owned(), |field| field.replace('_', " "));
    match &moved.by {
        Some(by) => {
            let at = crate::model::when::clock(by.at, act.ctx.zone);
            let why = format!("{what} has moved since: {} at {at} (b{}, {})", by.actor.raw(), by.seq, by.label.raw());
            refusal(why, "undo that change first, or correct the value by hand")
        }
        None => refusal(format!("{what} is no longer what b{} made it", batch.seq), "correct the value by hand"),
    }
}

fn history(view: &View<'_>, input: &Input) -> Result<Shown, Failure> {
    let limit = input.limit(50);
    let case = if input.has("case") { Some(input.case("case")?.id) } else { None };
    let mut rows = Vec::new();
    let mut numbers = HashMap::new();
    for batch in view.read.history(case, i64::MAX, limit)? {
        let number = match batch.case {
            Some(case) => *match numbers.entry(case) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(new) => new.insert(view.read.case_number(case)?),
            },
            None => None,
        };
        rows.push(
            RowOf::new()
                .with("change", format!("b{}", batch.seq))
                .with("at", rfc3339(batch.at))
                .with("who", batch.actor.raw())
                .with("through", batch.origin.clone())
                .with("command", batch.command.clone())
                .with("did", batch.label.raw())
                .with("case", number.map(|n| n.to_string()))
                .with("undoes", batch.undoes.map(|n| format!("b{n}")))
                .with("stands", view.read.stands(batch.seq)?)
                .done(),
        );
    }
    Ok(Shown::Rows(rows))
}

/// Names a change for the footer of everybody else's screen: "Ana: INC-7 P2 → P1".
pub fn said(batch: &Batch) -> Untrusted {
    Untrusted::new(format!("{}: {}", batch.actor.raw(), batch.label.raw()))
}
