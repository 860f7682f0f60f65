//! Several rows of one record: the newest says what it is now, and each row is a line of its log.
//!
//! Rows are put in order by a count where all have one, else by the time of the update; what changed from one to the next is told.

use std::collections::HashMap;

use super::case::{Mapper, refusal};
use super::dates::shorten;
use super::incoming::Gather;
use super::profile::{Fold, Target};
use super::read::Row;
use super::record::{Record, plain};
use super::words::clean;
use super::{IncomingCase, IncomingEntry, RowRefusal};
use crate::model::entry::EntryKind;
use crate::model::{Moment, Untrusted};

/// One row and what places it.
struct Event<'a> {
    row: Row<'a>,
    at: Option<Moment>,
    count: Option<u64>,
}

/// A column whose changes are told.
struct Watched {
    column: usize,
    name: String,
    state: bool,
}

/// Targets whose columns tell nothing when they change.
const SILENT: &[Target] = &[Target::Key, Target::Order, Target::Updated, Target::UpdatedBy, Target::Opened, Target::Id, Target::Active];

/// Says whether the rows of a table are updates of records rather than records.
pub fn applies(mapper: &Mapper<'_>, records: &[(usize, Record<'_>)]) -> bool {
    match mapper.profile().fold {
        Fold::Never => false,
        Fold::Always => true,
        Fold::Repeated => {
            let mut seen: HashMap<String, usize> = HashMap::new();
            for (line, record) in records {
                if let Ok(key) = mapper.key(*record, *line) {
                    *seen.entry(key).or_insert(0) += 1;
                }
            }
            // One or two doubles are a mistake, not a log.
            records.len() > 3 && (records.len() - seen.len()) * 5 >= records.len()
        }
    }
}

/// Folds the rows of a table.
pub fn fold(mapper: &Mapper<'_>, records: &[(usize, Record<'_>)], gather: &mut Gather) {
    let mut order: Vec<Vec<Event<'_>>> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    for (line, record) in records {
        match event(mapper, *record, *line) {
            Ok((key, event)) => {
                let at = *known.entry(key).or_insert(order.len());
                if at == order.len() {
                    order.push(Vec::new());
                }
                order.get_mut(at).expect("made above if it was not there").push(event);
            }
            Err(refusal) => gather.take(Err(refusal)),
        }
    }
    let watched = watched(mapper);
    for mut events in order {
        sort(&mut events);
        let rows = events.len();
        match case(mapper, &events, &watched, gather) {
            Ok(case) => {
                gather.fold(rows - 1);
                gather.take(Ok(case));
            }
            // Every row of a record that is not taken is a row that is not taken.
            Err(why) => {
                for event in &events {
                    gather.take(Err(RowRefusal { line: event.row.line, ..why.clone() }));
                }
            }
        }
    }
}

fn event<'a>(mapper: &Mapper<'_>, record: Record<'a>, line: usize) -> Result<(String, Event<'a>), RowRefusal> {
    let key = mapper.key(record, line)?;
    let Record::Row(row) = record else { return Err(refusal(line, &key, "it is no row of a table", "")) };
    let cell = mapper.first(record, Target::Updated);
    let at = cell.map_or(Ok(None), |cell| mapper.dates.read(&cell));
    let at = at.map_err(|why| refusal(line, &key, &why, "correct the time in the file, or say the order of day and month"))?;
    let count = mapper.first(record, Target::Order).and_then(|text| text.parse().ok());
    Ok((key, Event { row, at, count }))
}

/// Puts the rows of one record in order: by their count where all have one, else by time; then as in the file.
fn sort(events: &mut [Event<'_>]) {
    let counted = events.iter().all(|event| event.count.is_some());
    let millis = |event: &Event<'_>| event.at.and_then(|at| at.millis());
    events.sort_by_key(|event| (event.count.filter(|_| counted), millis(event), event.row.line));
}

/// Lists the columns whose changes are told.
fn watched(mapper: &Mapper<'_>) -> Vec<Watched> {
    let Some(table) = mapper.table else { return Vec::new() };
    let stands_for = |column: usize, targets: &[Target]| {
        targets.iter().any(|target| {
            mapper.plan.origins(*target).iter().any(
                |origin| matches!(origin, super::plan::Origin::Place(super::record::Place::Columns(columns)) if columns.contains(&column)),
            )
        })
    };
    let columns = (0..table.header.len()).filter(|column| !stands_for(*column, SILENT));
    columns
        .map(|column| {
            let header = table.header.get(column).map_or("", String::as_str);
            let state = stands_for(column, &[Target::State]);
            let name = if state { "state".to_owned() } else { plain(header).trim_start_matches("u ").to_owned() };
            Watched { column, name, state }
        })
        .collect()
}

fn case(mapper: &Mapper<'_>, events: &[Event<'_>], watched: &[Watched], gather: &mut Gather) -> Result<IncomingCase, RowRefusal> {
    let newest = events.last().expect("a key is only known from a row");
    let mut case = mapper.case(Record::Row(newest.row), newest.row.line, gather)?;
    let mut before: Option<&Event<'_>> = None;
    let mut keys: HashMap<String, usize> = HashMap::new();
    let mut log = Vec::with_capacity(events.len());
    for (index, event) in events.iter().enumerate() {
        let count = event.count.map_or_else(|| (index + 1).to_string(), |count| count.to_string());
        let again = keys.entry(count.clone()).and_modify(|n| *n += 1).or_insert(1);
        let suffix = if *again > 1 { format!(".{again}") } else { String::new() };
        let (kind, text) = told(mapper, watched, before, event);
        log.push(IncomingEntry {
            key: format!("{}#{count}{suffix}", case.key),
            kind,
            observed: event.at,
            by: mapper.first(Record::Row(event.row), Target::UpdatedBy).map(|name| mapper.person(&name)),
            text: Untrusted::new(text),
        });
        if before.is_some_and(|before| before.at.zip(event.at).is_some_and(|(a, b)| b.at < a.at)) {
            gather.tally.add("records have an update that is dated before the one it follows; kept as it is", &case.key);
        }
        before = Some(event);
    }
    if case.times.opened.is_none() && case.times.started.is_none() {
        case.times.opened = events.iter().filter_map(|event| event.at).min_by_key(|at| at.millis());
    }
    log.append(&mut case.entries);
    case.entries = log;
    Ok(case)
}

/// Says what a row changed, in one line.
fn told(mapper: &Mapper<'_>, watched: &[Watched], before: Option<&Event<'_>>, event: &Event<'_>) -> (EntryKind, String) {
    let Some(before) = before else {
        let shown = [Target::State, Target::Priority, Target::Lead].into_iter();
        let parts = shown.filter_map(|target| {
            let text = mapper.first(Record::Row(event.row), target)?;
            let name = if target == Target::Lead { "assigned to" } else { target.key() };
            Some(format!("{name} {}", shorten(&text)))
        });
        let parts: Vec<String> = parts.collect();
        let parts = if parts.is_empty() {
            watched
                .iter()
                .filter_map(|w| clean(event.row.cell(w.column)).map(|text| format!("{} {}", w.name, shorten(text))))
                .take(6)
                .collect()
        } else {
            parts
        };
        return (
            EntryKind::State,
            format!("recorded: {}", if parts.is_empty() { "first row of the log".to_owned() } else { parts.join(", ") }),
        );
    };
    let (mut kind, mut changes) = (EntryKind::Fact, Vec::new());
    for watched in watched {
        let (old, new) = (clean(before.row.cell(watched.column)), clean(event.row.cell(watched.column)));
        if old == new {
            continue;
        }
        let name = &watched.name;
        if watched.state {
            kind = EntryKind::State;
        }
        changes.push(match (old, new) {
            (Some(old), Some(new)) => format!("{name} {} → {}", shorten(old), shorten(new)),
            (None, Some(new)) => format!("{name} set to {}", shorten(new)),
            (Some(old), None) => format!("{name} {} removed", shorten(old)),
            (None, None) => continue,
        });
    }
    let text = if changes.is_empty() { "updated; nothing in the exported columns changed".to_owned() } else { changes.join(", ") };
    (kind, text)
}
