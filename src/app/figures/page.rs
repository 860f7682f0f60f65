//! Figures as a page, as comma-separated values and as JSON. Bars and trends are drawn with letters of ASCII alone, because block
//! elements are two cells wide on some terminals; a median never stands without how many cases it is of.

use serde_json::{Map, Value as Json, json};

use super::Figures;
use crate::app::query::{View, rfc3339};
use crate::document::print::csv;
use crate::document::{Align, Document, Inline, Table};
use crate::model::between::minutes_in_words;
use crate::model::case::{IssuePriority, Priority};
use crate::model::entry::Visibility;
use crate::model::figures::{Group, Parting, Promises, Times, measures};
use crate::model::{CaseKind, Untrusted};
use crate::store::MOST_COUNTED;

/// Cells of the longest bar.
const BAR: usize = 16;
/// Marks of a trend from little to much; a blank is a part without a figure.
const RAMP: &[char] = &['_', '.', '-', '=', '+', '#'];

/// Names of the measures.
const CALLED: &[(&str, &str)] = &[
    ("time_to_detect", "Time to detect"),
    ("time_to_acknowledge", "Time to acknowledge"),
    ("time_to_restore", "Time to restore"),
    ("time_to_resolve", "Time to resolve"),
    ("time_to_close", "Time to close"),
];

fn called(key: &str) -> &'static str {
    CALLED.iter().find(|(known, _)| *known == key).map_or("", |(_, words)| words)
}

/// Gives the measure that trends are of: when it worked again, or for issues when it was closed.
fn main_measure(kind: CaseKind) -> usize {
    let wanted = if kind == CaseKind::Incident { "time_to_restore" } else { "time_to_close" };
    measures(kind).position(|(key, ..)| *key == wanted).unwrap_or(0)
}

/// Draws a bar of as many cells as the share of the greatest; what there is at all has one.
pub(super) fn bar(value: usize, greatest: usize) -> String {
    "#".repeat((value * BAR).div_ceil(greatest.max(1)))
}

/// Draws how a value went from part to part, lowest to highest by the ramp.
pub(super) fn trend(values: &[Option<i64>]) -> String {
    let known = || values.iter().flatten().copied();
    let (low, high) = (known().min().unwrap_or(0), known().max().unwrap_or(0));
    let steps = i64::try_from(RAMP.len() - 1).unwrap_or(1);
    let mark = |value: &Option<i64>| {
        let Some(value) = value else { return ' ' };
        let at = if high == low { 0 } else { (value - low) * steps / (high - low) };
        usize::try_from(at).ok().and_then(|at| RAMP.get(at).copied()).unwrap_or('#')
    };
    values.iter().map(mark).collect()
}

fn priorities(kind: CaseKind, group: &Group) -> Vec<(String, usize)> {
    let all: Vec<(&str, &str)> = match kind {
        CaseKind::Incident => Priority::CHOICES.to_vec(),
        CaseKind::Issue => IssuePriority::CHOICES.to_vec(),
    };
    let rest = [("", "no priority")];
    let of = |(key, label): &(&str, &str)| Some(((*label).to_owned(), group.priorities.get(*key).copied().filter(|n| *n > 0)?));
    all.iter().chain(&rest).filter_map(of).collect()
}

fn worded(minutes: Option<i64>) -> String {
    minutes.map_or_else(|| "-".to_owned(), minutes_in_words)
}

/// Words a share with what it is of.
fn share(part: usize, of: usize) -> String {
    if of == 0 { "none to judge".to_owned() } else { format!("{part} of {of}") }
}

/// Builds the page.
pub(super) fn document(figures: &Figures, view: &View<'_>) -> Document {
    let day = |at: i64| view.ctx.zone.local(at).format("%Y-%m-%d").to_string();
    let (kind, total) = (figures.scope.kind, &figures.total);
    let of = figures.home.as_ref().map_or_else(String::new, |home| format!(" of {}", home.raw()));
    let heading = format!("Figures: {}s{of}, {} to {}", kind.label(), day(figures.scope.from), day(figures.scope.to - 1));
    let counts = priorities(kind, total).into_iter().map(|(label, n)| format!("{label} {n}")).collect::<Vec<_>>().join(", ");
    let counts = if counts.is_empty() { "0".to_owned() } else { format!("{} ({counts})", total.cases) };
    let facts = [("Cases", counts), ("Happened before", share(total.again, total.cases)), ("Actions dropped", total.dropped.to_string())];
    let mut page = Document::new().heading(1, Untrusted::new(heading));
    if figures.capped {
        page = page.paragraph(Inline::new().strong(format!("Only the first {MOST_COUNTED} cases are counted; narrow the period.")));
    }
    page = page.facts(facts.map(|(label, value)| (Untrusted::from(label), Untrusted::new(value))));
    if total.cases == 0 {
        return page.paragraph(Untrusted::new("No case began in this period. Another period, or another kind, may have some."));
    }
    page = page.heading(2, Untrusted::new("Times")).table(times(kind, total));
    page = page.heading(2, Untrusted::new("Promises")).table(kept(total));
    page = page.heading(2, Untrusted::new(format!("By {}", parted_by(figures))));
    page = page.table(parts(figures));
    if figures.by != Parting::Service && figures.parts.len() > 1 {
        page = page.facts(trends(figures));
    }
    page.rule().paragraph(Inline::new().dim(foot(figures, view)))
}

/// Names what the parts are: issues have projects where incidents have services.
fn parted_by(figures: &Figures) -> &'static str {
    if figures.scope.kind == CaseKind::Issue && figures.by == Parting::Service { "project" } else { figures.by.label() }
}

fn foot(figures: &Figures, view: &View<'_>) -> String {
    let reader = view.read.floor();
    let seen = if reader == Visibility::Internal { String::new() } else { format!(" Counted for {}.", reader.label()) };
    let own = match (figures.by, figures.scope.kind) {
        (Parting::Service, CaseKind::Incident) => " A case counts for its own service alone, and for none that it hit as well.",
        _ => "",
    };
    format!(
        "A case counts where it began.{own} Median and 90 % are values that were measured (nearest rank) of the n cases beside them; \
         a time of which the day alone is known gives no minutes and is not applicable. In time is by the promised or due time.{seen}"
    )
}

fn times(kind: CaseKind, total: &Group) -> Table {
    let mut table = Table::new(["Time", "n", "Median", "90 %", "Not applicable", "Unknown", "Invalid"].map(Untrusted::from));
    table = table.align([Align::Left, Align::Right, Align::Right, Align::Right, Align::Right, Align::Right, Align::Right]);
    for ((key, ..), times) in measures(kind).zip(&total.times) {
        let both = times.median_and_90th();
        table.push(
            [
                called(key).to_owned(),
                times.n().to_string(),
                worded(both.map(|(median, _)| median)),
                worded(both.map(|(_, most)| most)),
                times.not_applicable.to_string(),
                times.unknown.to_string(),
                times.invalid.to_string(),
            ]
            .map(Untrusted::new),
        );
    }
    table
}

fn kept(total: &Group) -> Table {
    let mut table = Table::new(["What", "In time", "Late", "Overdue", "Still time", "Not applicable"].map(Untrusted::from));
    table = table.align([Align::Left, Align::Right, Align::Right, Align::Right, Align::Right, Align::Right]);
    for (name, promises) in promises(total) {
        let counts = [promises.late, promises.overdue, promises.open, promises.not_applicable];
        let cells = [name.to_owned(), share(promises.kept, promises.n())].into_iter().chain(counts.map(|n| n.to_string()));
        table.push(cells.map(Untrusted::new));
    }
    table
}

fn promises(group: &Group) -> [(&'static str, &Promises); 3] {
    [("Next updates", &group.updates), ("Actions", &group.actions), ("Reviews", &group.reviews)]
}

fn parts(figures: &Figures) -> Table {
    let main = main_measure(figures.scope.kind);
    let measure = measures(figures.scope.kind).nth(main).map_or("", |(key, ..)| called(key));
    let by = parted_by(figures);
    let by = by.get(..1).map_or(String::new(), str::to_uppercase) + by.get(1..).unwrap_or_default();
    let head = [&by, "Cases", "", &format!("{measure}: median"), "90 %", "n", "Again"].map(Untrusted::new);
    let mut table = Table::new(head);
    table = table.align([Align::Left, Align::Right, Align::Left, Align::Right, Align::Right, Align::Right, Align::Right]);
    let greatest = figures.parts.iter().map(|(_, group)| group.cases).max().unwrap_or(0);
    for (name, group) in &figures.parts {
        let none = Times::default();
        let times = group.times.get(main).unwrap_or(&none);
        let both = times.median_and_90th();
        let cells = [
            group.cases.to_string(),
            bar(group.cases, greatest),
            worded(both.map(|(median, _)| median)),
            worded(both.map(|(_, most)| most)),
            times.n().to_string(),
            group.again.to_string(),
        ];
        table.push(std::iter::once(name.clone()).chain(cells.map(Untrusted::new)));
    }
    table
}

/// Draws each measure from the first part to the last.
fn trends(figures: &Figures) -> Vec<(Untrusted, Untrusted)> {
    let line = |(at, (key, ..)): (usize, &(&str, &str, &str))| {
        let median = |group: &Group| group.times.get(at).and_then(Times::median_and_90th).map(|(median, _)| median);
        let values: Vec<Option<i64>> = figures.parts.iter().map(|(_, group)| median(group)).collect();
        let n: usize = figures.total.times.get(at).map_or(0, Times::n);
        (n > 0).then(|| {
            (
                Untrusted::new(format!("Trend: {}", called(key).to_lowercase())),
                Untrusted::new(format!("[{}] medians, n {n}", trend(&values))),
            )
        })
    };
    measures(figures.scope.kind).enumerate().filter_map(line).collect()
}

/// Prints a row for each part and one for all of them.
pub(super) fn csv(figures: &Figures) -> String {
    let kind = figures.scope.kind;
    let mut head: Vec<String> = vec![parted_by(figures).to_owned(), "cases".to_owned()];
    let words: Vec<&str> = match kind {
        CaseKind::Incident => Priority::CHOICES.iter().map(|(key, _)| *key).collect(),
        CaseKind::Issue => IssuePriority::CHOICES.iter().map(|(key, _)| *key).collect(),
    };
    head.extend(words.iter().map(|word| format!("cases_{}", word.to_lowercase().replace('-', "_"))));
    for (key, ..) in measures(kind) {
        head.extend(["n", "median_minutes", "p90_minutes", "not_applicable", "unknown", "invalid"].map(|of| format!("{key}_{of}")));
    }
    for what in ["updates", "actions", "reviews"] {
        head.extend(["in_time", "late", "overdue", "still_time", "not_applicable"].map(|of| format!("{what}_{of}")));
    }
    head.extend(["actions_dropped".to_owned(), "happened_before".to_owned()]);
    let row = |name: &Untrusted, group: &Group| {
        let number = |minutes: Option<i64>| minutes.map_or_else(String::new, |minutes| minutes.to_string());
        let mut cells = vec![name.raw().to_owned(), group.cases.to_string()];
        cells.extend(words.iter().map(|word| group.priorities.get(*word).copied().unwrap_or(0).to_string()));
        for at in 0..measures(kind).count() {
            let times = group.times.get(at).cloned().unwrap_or_default();
            let both = times.median_and_90th();
            cells.extend([times.n().to_string(), number(both.map(|b| b.0)), number(both.map(|b| b.1))]);
            cells.extend([times.not_applicable, times.unknown, times.invalid].map(|n| n.to_string()));
        }
        for (_, p) in promises(group) {
            cells.extend([p.kept, p.late, p.overdue, p.open, p.not_applicable].map(|n| n.to_string()));
        }
        cells.extend([group.dropped.to_string(), group.again.to_string()]);
        csv::row(cells)
    };
    let rows = figures.parts.iter().map(|(name, group)| row(name, group));
    std::iter::once(csv::row(head)).chain(rows).chain([row(&"all".into(), &figures.total)]).collect()
}

fn group_json(kind: CaseKind, group: &Group) -> Map<String, Json> {
    let times = measures(kind).enumerate().map(|(at, (key, ..))| {
        let times = group.times.get(at).cloned().unwrap_or_default();
        let both = times.median_and_90th();
        let json = json!({
            "n": times.n(), "median_minutes": both.map(|b| b.0), "p90_minutes": both.map(|b| b.1),
            "not_applicable": times.not_applicable, "unknown": times.unknown, "invalid": times.invalid,
        });
        ((*key).to_owned(), json)
    });
    let kept = |p: &Promises| json!({ "in_time": p.kept, "late": p.late, "overdue": p.overdue, "still_time": p.open, "not_applicable": p.not_applicable });
    let priorities: Map<String, Json> = group.priorities.iter().map(|(key, n)| (key.clone(), (*n).into())).collect();
    let mut all = Map::new();
    all.insert("cases".to_owned(), group.cases.into());
    all.insert("priorities".to_owned(), priorities.into());
    all.insert("times".to_owned(), Json::Object(times.collect()));
    all.insert("updates".to_owned(), kept(&group.updates));
    all.insert("actions".to_owned(), kept(&group.actions));
    all.insert("actions_dropped".to_owned(), group.dropped.into());
    all.insert("reviews".to_owned(), kept(&group.reviews));
    all.insert("happened_before".to_owned(), group.again.into());
    all
}

/// Gives the same as JSON.
pub(super) fn json(figures: &Figures) -> Json {
    let kind = figures.scope.kind;
    let part = |(name, group): &(Untrusted, Group)| {
        let mut json = group_json(kind, group);
        json.insert("of".to_owned(), name.raw().into());
        Json::Object(json)
    };
    json!({
        "kind": kind.key(), "home": figures.home.as_ref().map(Untrusted::raw), "from": rfc3339(figures.scope.from), "to": rfc3339(figures.scope.to),
        "by": figures.by.key(), "capped": figures.capped, "total": group_json(kind, &figures.total),
        "parts": figures.parts.iter().map(part).collect::<Vec<_>>(),
    })
}
