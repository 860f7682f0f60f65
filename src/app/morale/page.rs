//! The page of how the team is: where its pulse goes, whether a rest is due, what is open, and thanks.

use serde_json::{Map, Value as Json};

use crate::app::draft::Input;
use crate::app::query::{RowOf, Shown, View, rfc3339};
use crate::app::{Failure, due};
use crate::document::{Document, Table};
use crate::model::case::Case;
use crate::model::entry::Visibility;
use crate::model::fields::Fields;
use crate::model::when::{self, Now};
use crate::model::{Subject, Untrusted};

/// Pulses that are shown.
const PULSES: usize = 6;

/// Shows the page of a case.
pub(super) fn show(view: &View<'_>, input: &Input) -> Result<Shown, Failure> {
    let case = input.case("case")?;
    let rows = view.read.fields_of(Subject::Morale, case.id)?;
    let now = view.ctx.now();
    let of = |kind: &str| rows.iter().rev().filter(|row| row.word("kind") == kind).collect::<Vec<_>>();
    let pulses = of("pulse");
    let mut facts: Vec<(&str, Untrusted)> = vec![("Pulse", trend(&pulses).into())];
    let next = next_rest(view, case, &rows);
    facts.extend(rest(view, &rows, next, &now).map(|words| ("Rest", words.into())));
    let mut page = Document::new().heading(1, Untrusted::new(format!("{} How the team is", case.case_ref()))).facts(facts);
    page = page.table(pulse_table(&pulses, &now));
    for (title, kind, none) in [
        ("Blocked work", "blocked", "Nothing is listed as blocked."),
        ("Useful work meanwhile", "useful", "Nothing is listed yet: what could those do who wait?"),
    ] {
        let mut lines = of(kind);
        lines.sort_by_key(|row| !row.value("ended").is_null());
        page = page.heading(2, title);
        page = if lines.is_empty() { page.paragraph(none) } else { page.bullets(lines.iter().map(|row| work(row, &now))) };
    }
    let thanks = of("thanks");
    if !thanks.is_empty() {
        page = page.heading(2, "Thanks").bullets(thanks.iter().filter_map(|row| row.text("text")));
    }
    let json = RowOf::new()
        .with("case", case.case_ref().to_string())
        .with("pulse", pulses.first().and_then(|row| row.int("score")))
        .with("next_rest", next.map(rfc3339))
        .with("rows", rows.iter().map(|line| Json::Object(row(line))).collect::<Vec<_>>());
    Ok(Shown::Page(page, Json::Object(json.done())))
}

/// Gives one row as JSON.
fn row(row: &Fields) -> Map<String, Json> {
    RowOf::new()
        .with("morale", row.number())
        .with("kind", row.word("kind"))
        .with("score", row.int("score"))
        .text("text", row.text("text").as_ref())
        .time("said", row.time("said"))
        .time("ended", row.time("ended"))
        .with("visibility", row.word("visibility"))
        .done()
}

/// Words the newest pulse against the one before: "3/5, down from 4".
fn trend(pulses: &[&Fields]) -> String {
    let scores: Vec<i64> = pulses.iter().filter_map(|row| row.int("score")).collect();
    match scores[..] {
        [] => "not taken yet".to_owned(),
        [only] => format!("{only}/5"),
        [last, before, ..] if last < before => format!("{last}/5, down from {before}"),
        [last, before, ..] if last > before => format!("{last}/5, up from {before}"),
        [last, ..] => format!("{last}/5, as before"),
    }
}

fn pulse_table(pulses: &[&Fields], now: &Now) -> Table {
    let mut table = Table::new(["When", "Pulse", "In a line"]);
    for row in pulses.iter().take(PULSES) {
        let at = row.millis("said").map(|at| due::stamp(at, now)).unwrap_or_default();
        let score = row.int("score").map(|score| score.to_string()).unwrap_or_default();
        table.push([at.into(), score.into(), row.text("text").unwrap_or_default()]);
    }
    table
}

/// Gives when the next rest is due, where one is.
fn next_rest(view: &View<'_>, case: &Case, rows: &[Fields]) -> Option<i64> {
    let wait = super::wait(view.ctx, case).filter(|_| view.read.floor() == Visibility::Internal)?;
    Some(super::since(rows, case) + wait)
}

/// Words the last rest and the next. Others who look at a shared screen do not learn of either.
fn rest(view: &View<'_>, rows: &[Fields], next: Option<i64>, now: &Now) -> Option<String> {
    if view.read.floor() != Visibility::Internal {
        return None;
    }
    let last = rows.iter().rfind(|row| row.word("kind") == "rest");
    let last = match last.and_then(|row| Some((row.millis("said")?, row.text("text")))) {
        Some((at, text)) => format!("{}{}", due::ago(at, now), text.map(|text| format!(" ({})", text.raw())).unwrap_or_default()),
        None => "none yet".to_owned(),
    };
    let next = next.map(|at| format!("; next {}, {}", due::stamp(at, now), when::until(at - now.at)));
    Some(format!("{last}{}", next.unwrap_or_default()))
}

/// Words a line of blocked or useful work: its number, what it is, and since when it is over.
fn work(row: &Fields, now: &Now) -> Untrusted {
    let over = if row.word("kind") == "blocked" { "goes on since" } else { "done" };
    let ended = row.millis("ended").map(|at| format!(" ({over} {})", due::stamp(at, now))).unwrap_or_default();
    format!("{} {}{ended}", row.number().unwrap_or_default(), row.text("text").unwrap_or_default().raw()).into()
}
