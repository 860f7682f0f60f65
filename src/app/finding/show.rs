//! Rows of a review as lists, pages and JSON: all of their columns, nothing lost. Must not know how a review prints them.

use std::collections::HashMap;

use serde_json::{Map, Value as Json};

use crate::app::Failure;
use crate::app::draft::Input;
use crate::app::query::{RowOf, Shown, View};
use crate::app::review;
use crate::document::Document;
use crate::model::fields::Fields;
use crate::model::finding::{FindingKind, SHAPES};
use crate::model::{CaseRef, EntryRef, Id, Moment, Subject, Untrusted, when};

/// Reads the rows of a case in the order of their kinds and, within one, as people put them.
///
/// # Errors
/// The store's.
pub(in crate::app) fn in_order(view: &View<'_>, case: Id) -> Result<Vec<Fields>, Failure> {
    let mut rows = view.read.fields_of(Subject::Finding, case)?;
    let kind = |row: &Fields| SHAPES.iter().position(|shape| shape.kind.key() == row.word("kind")).unwrap_or(SHAPES.len());
    rows.sort_by_key(|row| (kind(row), row.int("position")));
    Ok(rows)
}

/// Gives what a row says in a few words: its columns in their order, without times and what sorts it.
pub(in crate::app) fn words(row: &Fields) -> Untrusted {
    let Some(kind) = FindingKind::parse(row.word("kind")) else { return row.words() };
    let said = kind.shape().columns.iter().filter(|column| !matches!(**column, "mark" | "aspect" | "certainty" | "automatic"));
    let said: Vec<&str> = said.filter_map(|column| row.raw(column)).map(|text| text.lines().next().unwrap_or_default()).collect();
    said.join(" · ").into()
}

/// Gives a row as JSON: every column it has, its section, and the numbers of what it refers to.
pub(in crate::app) fn row(row: &Fields, entries: &HashMap<Id, i64>, numbers: &HashMap<Id, String>) -> Map<String, Json> {
    let kind = FindingKind::parse(row.word("kind"));
    let section = kind.map(|kind| kind.shape().section_of(row.word("mark")));
    let case = row.case.map(|(_, case)| case);
    let entry = row.reference("entry").and_then(|id| entries.get(&id)).zip(case);
    RowOf::new()
        .with("finding", row.number())
        .with("case", case.map(|case| case.to_string()))
        .with("kind", row.word("kind"))
        .with("section", section)
        .text("mark", row.text("mark").as_ref())
        .with("parent", row.reference("parent").and_then(|id| numbers.get(&id).cloned()))
        .text("text", row.text("text").as_ref())
        .text("name", row.text("name").as_ref())
        .text("role", row.text("role").as_ref())
        .text("value", row.text("value").as_ref())
        .text("unit", row.text("unit").as_ref())
        .text("aspect", row.text("aspect").as_ref())
        .text("certainty", row.text("certainty").as_ref())
        .text("automatic", row.text("automatic").as_ref())
        .text("service", row.name("service"))
        .time("at", row.time("at"))
        .time("until", row.time("until"))
        .text("reference", row.text("reference").as_ref())
        .text("note", row.text("note").as_ref())
        .with("entry", entry.map(|(number, case)| entry_name(case, *number)))
        .with("visibility", row.word("visibility"))
        .done()
}

fn entry_name(case: CaseRef, number: i64) -> String {
    EntryRef { case, number }.to_string()
}

/// Gives the numbers of rows by their ids, for rows that stand under one another.
pub(in crate::app) fn numbers(rows: &[Fields]) -> HashMap<Id, String> {
    rows.iter().filter_map(|row| Some((row.id, row.number()?))).collect()
}

pub(super) fn list(view: &View<'_>, input: &Input) -> Result<Shown, Failure> {
    let case = input.case("case")?;
    let section = input.text("section").map(|typed| review::section(view.ctx.sections(), typed, Some(case.kind))).transpose()?;
    let kind = input.word("kind");
    let rows = in_order(view, case.id)?;
    let (numbers, entries) = (numbers(&rows), view.read.finding_entries(case.id)?);
    let under = |row: &Fields| FindingKind::parse(row.word("kind")).map(|kind| kind.shape().section_of(row.word("mark")));
    let wanted = rows
        .iter()
        .filter(|row| kind.is_none_or(|kind| row.word("kind") == kind))
        .filter(|row| section.as_deref().is_none_or(|section| under(row) == Some(section)));
    let shown = wanted.take(input.limit(1_000)).map(|found| {
        let mut json = row(found, &entries, &numbers);
        json.insert("words".to_owned(), words(found).raw().into());
        json
    });
    Ok(Shown::Rows(shown.collect()))
}

pub(super) fn page(view: &View<'_>, input: &Input) -> Result<Shown, Failure> {
    let found = input.numbered("finding")?;
    let Some((case, case_ref)) = found.case else { return Ok(Shown::Page(Document::new(), Json::Null)) };
    let numbers = numbers(&view.read.fields_of(Subject::Finding, case)?);
    let json = row(found, &view.read.finding_entries(case)?, &numbers);
    let kind = FindingKind::parse(found.word("kind"));
    let zone = view.read.case_by_id(case)?.map_or(view.ctx.zone, |case| case.zone_or(view.ctx.zone));
    let time = |at: Option<Moment>| at.map(|at| Untrusted::from(when::stamp(&at, zone)));
    let text = |key: &str| json.get(key).and_then(Json::as_str).map(Untrusted::new);
    let facts: [(&str, Option<Untrusted>); 18] = [
        ("Case", Some(case_ref.to_string().into())),
        ("Section", text("section")),
        ("Mark", text("mark")),
        ("Under", text("parent")),
        ("Text", text("text")),
        ("Name", text("name")),
        ("Role", text("role")),
        ("Value", text("value")),
        ("Unit", text("unit")),
        ("At", time(found.time("at"))),
        ("Until", time(found.time("until"))),
        ("Service", text("service")),
        ("Aspect", text("aspect")),
        ("Certainty", text("certainty")),
        ("Automatic", text("automatic")),
        ("Reference", text("reference")),
        ("Note", text("note")),
        ("Entry", text("entry")),
    ];
    let readers = ("For", Untrusted::from(found.visibility().label()));
    let facts = facts.into_iter().filter_map(|(label, value)| Some((label, value?))).chain([readers]);
    let title = Untrusted::new(format!("{} {}", found.number().unwrap_or_default(), kind.map_or(found.word("kind"), |kind| kind.label())));
    Ok(Shown::Page(Document::new().heading(1, title).facts(facts), Json::Object(json)))
}
