//! Everything owed, nearest first.

use serde_json::{Map, Value as Json};

use super::Failure;
use super::case::LIMIT;
use super::draft::Input;
use super::query::{Query, RowOf, Shown, View, rfc3339};
use crate::model::EntryRef;
use crate::model::entry::Due;
use crate::model::when::{self, Now};

/// Queries about what is owed.
pub static QUERIES: &[Query] = &[Query {
    name: "due",
    doc: "Lists everything owed, nearest first: actions, answers, check-backs, service levels, updates, RCAs.",
    fields: &[&LIMIT],
    columns: &[("when", "Due"), ("what", "What"), ("of", "Of"), ("who", "Who"), ("text", "Text")],
    empty: "nothing is owed",
    run: list,
}];

fn list(view: &View<'_>, input: &Input) -> Result<Shown, Failure> {
    let limit = input.limit(100);
    let now = view.ctx.now();
    let rows = view.read.due(limit)?.into_iter().map(|due| {
        let mut row = row(&due);
        row.insert("when".into(), words(&due, &now).into());
        row
    });
    Ok(Shown::Rows(rows.collect()))
}

/// Names the record that owes: the entry, the action, or the case itself.
pub fn of(due: &Due) -> String {
    match (due.what, due.number) {
        (what, Some(n)) if what.subject().is_some() => what.subject().map_or_else(String::new, |subject| subject.name(n)),
        (_, Some(n)) => EntryRef { case: due.case_ref, number: n }.to_string(),
        _ => due.case_ref.to_string(),
    }
}

/// Gives a due time both ways: "15:00, in 28 min".
pub fn words(due: &Due, now: &Now) -> String {
    format!("{}, {}", stamp(due.at, now), when::until(due.at - now.at))
}

/// Gives an instant as a clock time, with its day where that is not today.
pub fn stamp(at: i64, now: &Now) -> String {
    let day = now.zone.local(at).date_naive();
    let clock = when::clock(at, now.zone);
    if day == now.zone.local(now.at).date_naive() { clock } else { format!("{} {clock}", day.format("%Y-%m-%d")) }
}

/// Says how long ago an instant was: "just now", "6 min ago".
pub fn ago(at: i64, now: &Now) -> String {
    const MINUTE: i64 = 60_000;
    if (now.at - at).abs() < MINUTE { "just now".to_owned() } else { when::ago(now.at - at) }
}

/// Gives one due thing as JSON.
pub fn row(due: &Due) -> Map<String, Json> {
    RowOf::new()
        .with("what", due.what.key())
        .with("due", rfc3339(due.at))
        .with("case", due.case_ref.to_string())
        .with("of", of(due))
        .with("who", due.who.as_ref().map(|w| w.raw().to_owned()))
        .with("text", due.text.raw())
        .done()
}
