//! Search over everything ever typed.

use super::Failure;
use super::case::LIMIT;
use super::draft::Input;
use super::field::{Ask, Field};
use super::query::{Query, RowOf, Shown, View};
use crate::model::EntryRef;
use crate::model::search::Search;
use crate::store::Hit;

static TEXT: Field = Field::argument("text", "Text", Ask::Line, "Words to find; parts of words count, accents and case do not");

/// Queries that search.
pub static QUERIES: &[Query] = &[Query {
    name: "search",
    doc: "Finds words in everything ever logged, newest first.",
    fields: &[&TEXT, &LIMIT],
    columns: &[("of", "Where"), ("subject", "Kind"), ("text", "Text")],
    empty: "nothing found; every word must occur, parts of words count",
    run: search,
}];

fn search(view: &View<'_>, input: &Input) -> Result<Shown, Failure> {
    let limit = input.limit(50);
    let search = Search { words: input.text("text").unwrap_or_default().to_owned(), ..Search::default() };
    let found = view.read.search(&search, limit)?;
    let rows = found.hits.iter().map(|hit| {
        RowOf::new()
            .with("of", of(hit))
            .with("subject", hit.subject.key())
            .with("case", hit.case.as_ref().map(|(_, case)| case.to_string()))
            .with("text", hit.text.raw())
            .done()
    });
    Ok(Shown::Rows(rows.collect()))
}

/// Names where a hit stands.
pub fn of(hit: &Hit) -> String {
    match (hit.subject, &hit.case, hit.number) {
        (subject, _, Some(n)) if subject.letter().is_some() => subject.name(n),
        (_, Some((_, case)), Some(number)) => EntryRef { case: *case, number }.to_string(),
        (_, Some((_, case)), None) => case.to_string(),
        _ => hit.subject.label().to_owned(),
    }
}
