//! The recovery queue as a page and as a table of a review, and how much of it is answered.

use serde_json::{Map, Value as Json, json};

use super::asks::{name, visibility};
use super::{ASK_KIND, is_open, opens};
use crate::app::Failure;
use crate::app::draft::Input;
use crate::app::paper::Paper;
use crate::app::query::{RowOf, Shown, View};
use crate::app::rca::Block;
use crate::document::{Document, Inline, Table, headings, rca};
use crate::model::case::{Case, Named};
use crate::model::fields::Fields;
use crate::model::quantity::hundredths;
use crate::model::{Subject, Untrusted, when};
use crate::store::Reader;

/// One row of what is to be planned again: number, kind, project, words.
type Planned = [Untrusted; 4];

/// Says whether an ask got an answer: a promise, or word of how it ended.
fn is_answered(row: &Fields) -> bool {
    !row.word("promise").is_empty() || row.word("kept") != "open"
}

fn is_about(row: &Fields, stakeholder: &Named) -> bool {
    row.reference("stakeholder") == Some(stakeholder.id)
}

/// How far asking is.
pub(super) struct Asked {
    /// Who has answered.
    pub answered: usize,
    /// Everybody who is concerned or was asked.
    pub of: usize,
    /// Somebody concerned who was not asked yet.
    pub next: Option<Named>,
}

/// Counts who has answered, of everybody who is concerned or was asked.
pub(super) fn asked(read: Reader<'_>, case: &Case) -> Result<Asked, Failure> {
    let rows = asks(read, case)?;
    let mut silent = read.concerned(case.id)?;
    silent.retain(|named| !rows.iter().any(|row| is_about(row, named)));
    let answered = rows.iter().filter(|row| is_answered(row)).count();
    Ok(Asked { answered, of: rows.len() + silent.len(), next: silent.into_iter().next() })
}

fn asks(read: Reader<'_>, case: &Case) -> Result<Vec<Fields>, Failure> {
    let mut rows = read.fields_of(Subject::Recovery, case.id)?;
    rows.retain(|row| row.word("kind") == ASK_KIND);
    Ok(rows)
}

/// Most rows that are looked through.
const ALL: usize = 5_000;

/// Lists what was asked and what is to be planned again, the newest first.
pub(super) fn list(view: &View<'_>, input: &Input) -> Result<Shown, Failure> {
    let mut all = match input.has("case") {
        true => view.read.fields_of(Subject::Recovery, input.case("case")?.id)?,
        false => view.read.fields_all(Subject::Recovery, ALL)?,
    };
    all.reverse();
    all.truncate(input.limit(100));
    Ok(Shown::Rows(all.iter().map(as_json).collect()))
}

pub(super) fn show(view: &View<'_>, input: &Input) -> Result<Shown, Failure> {
    let paper = Paper::begin(view, input.case("case")?, input)?;
    let (read, case) = (paper.read, &paper.case);
    let rows = asks(read, case)?;
    let silent: Vec<Named> = read.concerned(case.id)?.into_iter().filter(|named| !rows.iter().any(|row| is_about(row, named))).collect();
    let planned = planned(read, case)?;
    let now = view.ctx.now();
    let mut page = Document::new().heading(1, format!("{} recovery queue", case.case_ref()));
    if !is_open(case) {
        page = page.paragraph(format!("The queue {}.", opens(case)));
    } else if rows.is_empty() && silent.is_empty() {
        page = page.paragraph("Nobody was asked yet, and no stakeholder of the service or of a project that is hit is known.");
    }
    for row in &rows {
        page = page.heading(2, heading(row)).facts(facts(row, &now));
    }
    if !silent.is_empty() {
        page = page.heading(2, "Not asked yet").bullets(silent.iter().map(|named| named.name.clone()));
    }
    if !planned.is_empty() {
        let mut table = Table::new(["", "Kind", "Project", "To be planned again"]);
        planned.iter().for_each(|row| table.push(row.iter()));
        page = page.heading(2, "To be planned again").table(table);
    }
    let whole = json!({
        "case": case.case_ref().to_string(),
        "open": is_open(case),
        "asks": rows.iter().map(|row| Json::Object(as_json(row))).collect::<Vec<_>>(),
        "not_asked_yet": silent.iter().map(|named| named.name.raw()).collect::<Vec<_>>(),
        "plan_again": planned.iter().map(planned_json).collect::<Vec<_>>(),
    });
    Ok(Shown::Page(page, whole))
}

fn heading(row: &Fields) -> Inline {
    let who = row.name("stakeholder").cloned().unwrap_or_default();
    let state = match (row.word("kept"), is_answered(row)) {
        ("yes", _) => "kept",
        ("no", _) => "not kept",
        (_, true) => "promised",
        _ => "asked, no answer yet",
    };
    Inline::from(format!("{} ", name(row))).plain(who).plain(format!(" · {state}"))
}

fn facts(row: &Fields, now: &when::Now) -> Vec<(&'static str, Untrusted)> {
    let text = |key: &str| row.text(key).unwrap_or_default();
    let days = row.int("days").map(|days| format!("{} d", hundredths(days)));
    let project = row.name("project").map(|name| name.raw().to_owned());
    let lost = [days, row.text("lost").map(Untrusted::into_raw), project].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let time = |key: &str| Untrusted::from(row.time(key).map(|at| when::echo(&at, now)).unwrap_or_default());
    vec![
        ("Lost", lost.into()),
        ("Ask", text("ask")),
        ("Promise", text("promise")),
        ("Until", time("until")),
        ("Promised", time("promised")),
    ]
}

fn as_json(row: &Fields) -> Map<String, Json> {
    RowOf::new()
        .with("recovery", name(row))
        .with("case", row.case.map(|(_, case)| case.to_string()))
        .with("kind", row.word("kind"))
        .text("stakeholder", row.name("stakeholder"))
        .text("lost", row.text("lost").as_ref())
        .with("days", row.int("days").map(hundredths))
        .text("project", row.name("project"))
        .text("ask", row.text("ask").as_ref())
        .text("promise", row.text("promise").as_ref())
        .time("promised", row.time("promised"))
        .time("until", row.time("until"))
        .with("kept", row.word("kept"))
        .with("visibility", row.word("visibility"))
        .done()
}

fn planned_json(row: &Planned) -> Json {
    let keys = ["recovery", "kind", "project", "text"];
    let value = |text: &Untrusted| if text.raw().is_empty() { Json::Null } else { text.raw().into() };
    Json::Object(keys.iter().zip(row).map(|(key, text)| ((*key).to_owned(), value(text))).collect())
}

/// Lists what is to be planned again: what was noted, dates that the impact moves, work that is still blocked, people still away.
fn planned(read: Reader<'_>, case: &Case) -> Result<Vec<Planned>, Failure> {
    let mut all = Vec::new();
    for row in read.fields_of(Subject::Recovery, case.id)?.iter().filter(|row| row.word("kind") != ASK_KIND && row.word("kept") == "open") {
        let project = row.name("project").cloned().unwrap_or_default();
        all.push([name(row).into(), row.text("kind").unwrap_or_default(), project, row.text("ask").unwrap_or_default()]);
    }
    for row in read.fields_of(Subject::Impact, case.id)? {
        let Some(days) = row.int("time").filter(|days| *days > 0) else { continue };
        let words = format!("dates move by {} d", hundredths(days));
        all.push(["".into(), "date".into(), row.name("project").cloned().unwrap_or_default(), words.into()]);
    }
    for row in read.fields_of(Subject::Morale, case.id)?.iter().filter(|row| row.word("kind") == "blocked" && row.time("ended").is_none()) {
        all.push(["".into(), "task".into(), "".into(), format!("blocked: {}", row.word("text")).into()]);
    }
    for row in read.fields_of(Subject::Assignment, case.id)?.iter().filter(|row| row.time("ended").is_none()) {
        let who = row.name("person").map_or("", |name| name.raw());
        all.push(["".into(), "person".into(), row.name("project").cloned().unwrap_or_default(), format!("{who} is not back yet").into()]);
    }
    Ok(all)
}

pub(super) fn block(view: &View<'_>, case: &Case) -> Result<Option<Block>, Failure> {
    let rows = asks(view.read, case)?;
    if rows.is_empty() {
        return Ok(None);
    }
    let words = headings::in_language(&view.ctx.language);
    let zone = case.zone_or(view.ctx.zone);
    let cells = |row: &Fields| -> Vec<Untrusted> {
        let text = |key: &str| row.text(key).unwrap_or_default();
        let days = row.int("days").map(|days| format!("{} d", hundredths(days)));
        let lost = [days, row.text("lost").map(Untrusted::into_raw)].into_iter().flatten().collect::<Vec<_>>().join(" · ");
        vec![
            row.name("stakeholder").cloned().unwrap_or_default(),
            lost.into(),
            text("ask"),
            text("promise"),
            row.time("until").map(|at| rca::full_time(&at, zone, &words)).unwrap_or_default().into(),
            text("kept"),
        ]
    };
    let rows = rows.iter().map(|row| (visibility(row), cells(row))).collect();
    Ok(Some(Block { title: "recovery", columns: &["stakeholder", "lost", "ask", "promise", "until", "kept"], rows }))
}
