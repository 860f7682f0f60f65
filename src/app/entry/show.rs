//! The log as rows and as a table.

use serde_json::{Map, Value as Json};

use crate::app::Failure;
use crate::app::draft::Input;
use crate::app::query::{RowOf, Shown, View};
use crate::document::Table;
use crate::model::entry::{Entry, EntryKind, Facet, LogFrom, Visibility};
use crate::model::when;
use crate::model::{ActionRef, CaseRef, EntryRef, Untrusted, Zone};

/// Lines read at a time.
const WINDOW: usize = 500;

pub(super) fn list(view: &View<'_>, input: &Input) -> Result<Shown, Failure> {
    let case = input.case("case")?;
    let limit = input.limit(10_000);
    let kind = input.word("kind").and_then(EntryKind::parse);
    let reader = input.word("for").and_then(Visibility::parse).unwrap_or(Visibility::Internal);
    let facet = kind.map(facet_of);
    let fits = |entry: &Entry| entry.visibility >= reader && kind.is_none_or(|k| entry.kind == k);
    // A facet holds several kinds, so the last `limit` of one kind may reach further back than its last `limit` lines.
    let (mut newest_first, mut from) = (Vec::new(), LogFrom::End);
    while newest_first.len() < limit {
        let window = view.read.log(case.id, facet, from, WINDOW)?;
        let Some(oldest) = window.first().map(Entry::spot) else { break };
        newest_first.extend(window.into_iter().rev().filter(|entry| fits(entry)));
        from = LogFrom::Before(oldest);
    }
    newest_first.truncate(limit);
    Ok(Shown::Rows(newest_first.iter().rev().map(|e| row(case.case_ref(), e)).collect()))
}

fn facet_of(kind: EntryKind) -> Facet {
    match kind {
        EntryKind::Decision => Facet::Decisions,
        EntryKind::Action => Facet::Actions,
        EntryKind::Update => Facet::Updates,
        EntryKind::Question | EntryKind::Hypothesis | EntryKind::Assumption => Facet::Unknowns,
        EntryKind::Fact | EntryKind::Workaround | EntryKind::State => Facet::Facts,
    }
}

/// Gives one entry as JSON.
pub fn row(case: CaseRef, entry: &Entry) -> Map<String, Json> {
    let tags: Vec<&str> = entry.tags.as_ref().map_or(Vec::new(), |t| t.raw().split_whitespace().collect());
    RowOf::new()
        .with("entry", EntryRef { case, number: entry.number }.to_string())
        .with("case", case.to_string())
        .with("kind", entry.kind.key())
        .time("observed", entry.observed)
        .time("logged", Some(entry.logged))
        .with("text", entry.text.raw())
        .text("reason", entry.reason.as_ref())
        .text("who", entry.person.as_ref().map(|p| &p.name))
        .with("author", entry.author.raw())
        .with("visibility", entry.visibility.key())
        .with("tags", tags)
        .time("due", entry.due)
        .with("verdict", entry.verdict.map(|v| v.key()))
        .with("confidence", entry.confidence.map(|c| c.key()))
        .with("action", entry.action.map(|(n, _)| ActionRef(n).to_string()))
        .with("amends", entry.amends.map(|n| EntryRef { case, number: n }.to_string()))
        .with("redacted", entry.redacted)
        .done()
}

/// Lays a log out as a table.
pub fn table(entries: &[Entry], case: CaseRef, zone: Zone) -> Table {
    let mut table = Table::new(["Entry", "Time", "Kind", "What", "Who"]);
    for entry in entries {
        let reason = entry.reason.as_ref().map_or(String::new(), |r| format!(" (because {})", r.raw()));
        let what = if entry.redacted { "(redacted)".to_owned() } else { format!("{}{reason}", entry.text.raw()) };
        let verdict = entry.verdict.map_or(String::new(), |v| format!(", {}", v.label()));
        table.push([
            Untrusted::new(EntryRef { case, number: entry.number }.to_string()),
            when::stamp(&entry.observed.unwrap_or(entry.logged), zone).into(),
            format!("{}{verdict}", entry.kind.label()).into(),
            what.into(),
            entry.person.as_ref().map_or_else(|| entry.author.clone(), |p| p.name.clone()),
        ]);
    }
    table
}
