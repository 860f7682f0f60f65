//! The ServiceNow audit log as CSV: one row per update, several rows per incident.
//!
//! The newest row says what the incident is now; each row, compared with the one before it, is a line of its log.

use std::collections::HashMap;

use super::dates::{Dates, shorten};
use super::format::{Format, Options};
use super::incoming::Gather;
use super::read::{Row, Source, Table};
use super::servicenow::{Reader, SOURCE};
use super::servicenow_csv::{Columns, RowTicket, has_incidents, survey};
use super::words::clean;
use super::{ImportError, Incoming, IncomingCase, IncomingEntry, RowRefusal};
use crate::model::entry::EntryKind;
use crate::model::{Moment, Untrusted};

/// Describes the format.
pub const FORMAT: Format =
    Format { name: "servicenow-log", doc: "ServiceNow incident event log as CSV, one row per update", recognises, map };

/// Columns that tell about the update itself, or say again what another column says.
const ASIDE: &[&str] = &[
    "number",
    "sys_updated_on",
    "sys_updated_by",
    "sys_mod_count",
    "sys_created_on",
    "sys_created_by",
    "opened_at",
    "active",
    "comments",
    "work_notes",
    "comments_and_work_notes",
];

/// A log has a number, the time of the update, and a number that comes again.
fn recognises(source: &Source) -> bool {
    let Some(table) = source.table().filter(|table| has_incidents(table)) else { return false };
    let columns = Columns::of(table);
    let (Some(number), Some(_)) = (columns.get("number"), columns.get("sys_updated_on")) else { return false };
    let mut seen: HashMap<&str, ()> = HashMap::with_capacity(table.len());
    table.rows().any(|row| seen.insert(row.cell(number).trim(), ()).is_some())
}

/// One row with its place in the incident's life.
struct Event<'a> {
    row: Row<'a>,
    at: Option<Moment>,
    count: Option<u64>,
}

fn map(source: &Source, options: &Options) -> Result<Incoming, ImportError> {
    let Some(table) = source.table() else { return Err(ImportError::whole("this is no table", "export the log as CSV")) };
    let columns = Columns::of(table);
    let dates = survey(table, &columns).settle(options.zone, "the viewer's zone; the export names none", options.day_first)?;
    let mut gather = Gather::default();
    let mut order: Vec<Vec<Event>> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    for row in table.rows() {
        match event(row, &columns, &dates) {
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
    let fold = Fold { columns: &columns, dates: &dates, watched: watched(table) };
    for mut events in order {
        sort(&mut events);
        let folded = fold.case(&events, &mut gather);
        gather.take(folded);
    }
    let mut notes = dates.notes();
    notes.push(format!("{} rows folded into {} incidents; each row is a line of its incident's log.", table.len(), known.len()));
    Ok(gather.finish(FORMAT.name, SOURCE, notes, table.len(), "line"))
}

/// Reads what places a row: its number, the time of the update and its count.
fn event<'a>(row: Row<'a>, columns: &Columns, dates: &Dates) -> Result<(String, Event<'a>), RowRefusal> {
    let ticket = RowTicket { columns, row };
    let reader = Reader { ticket: &ticket, dates, line: row.line };
    let at = reader.moment("sys_updated_on")?;
    let cell = |field| columns.get(field).and_then(|column| clean(row.cell(column)));
    let Some(key) = cell("number") else {
        let (why, hint) = ("it has no number".to_owned(), "export the column Number as well".to_owned());
        return Err(RowRefusal { line: row.line, what: String::new(), why, hint });
    };
    Ok((key.to_owned(), Event { row, at, count: cell("sys_mod_count").and_then(|text| text.parse().ok()) }))
}

/// Puts the rows of one incident in order: by their count where all have one, else by time; then as in the file.
fn sort(events: &mut [Event]) {
    let counted = events.iter().all(|event| event.count.is_some());
    let millis = |event: &Event| event.at.and_then(|at| at.millis());
    events.sort_by_key(|event| (event.count.filter(|_| counted), millis(event), event.row.line));
}

/// Folds the rows of one incident.
struct Fold<'a> {
    columns: &'a Columns,
    dates: &'a Dates,
    watched: Vec<Watched>,
}

/// A column whose changes are told.
struct Watched {
    column: usize,
    name: String,
    state: bool,
}

/// Lists the columns whose changes are told.
fn watched(table: &Table) -> Vec<Watched> {
    let columns = table.header.iter().enumerate().map(|(column, header)| (column, header, super::servicenow::field(header)));
    let told = columns.filter(|(.., field)| !field.is_some_and(|field| ASIDE.contains(&field)));
    told.map(|(column, header, field)| Watched {
        column,
        name: field.map_or_else(|| word(header), word),
        state: matches!(field, Some("state" | "incident_state")),
    })
    .collect()
}

impl Fold<'_> {
    fn case(&self, events: &[Event], gather: &mut Gather) -> Result<IncomingCase, RowRefusal> {
        let newest = events.last().expect("a number is only known from a row");
        let ticket = RowTicket { columns: self.columns, row: newest.row };
        let mut case = Reader { ticket: &ticket, dates: self.dates, line: newest.row.line }.case(gather)?;
        let mut before: Option<&Event> = None;
        let mut keys: HashMap<String, usize> = HashMap::new();
        let mut log = Vec::with_capacity(events.len());
        for (index, event) in events.iter().enumerate() {
            let count = event.count.map_or_else(|| (index + 1).to_string(), |count| count.to_string());
            let again = keys.entry(count.clone()).and_modify(|n| *n += 1).or_insert(1);
            let suffix = if *again > 1 { format!(".{again}") } else { String::new() };
            let (kind, text) = self.told(before, event);
            log.push(IncomingEntry {
                key: format!("{}#{count}{suffix}", case.key),
                kind,
                observed: event.at,
                by: self.cell(event.row, "sys_updated_by").map(str::to_owned),
                text: Untrusted::new(text),
            });
            if before.is_some_and(|before| before.at.zip(event.at).is_some_and(|(a, b)| b.at < a.at)) {
                gather.tally.add("incidents have an update that is dated before the one it follows; kept as it is", &case.key);
            }
            before = Some(event);
        }
        log.append(&mut case.entries);
        case.entries = log;
        Ok(case)
    }

    /// Says what a row changed, in one line.
    fn told(&self, before: Option<&Event>, event: &Event) -> (EntryKind, String) {
        let Some(before) = before else {
            let shown = ["incident_state", "state", "priority", "assigned_to"];
            let parts = shown.iter().filter_map(|field| self.cell(event.row, field).map(|text| format!("{} {text}", word(field))));
            let parts: Vec<String> = parts.collect();
            return (
                EntryKind::State,
                format!("recorded: {}", if parts.is_empty() { "first row of the log".to_owned() } else { parts.join(", ") }),
            );
        };
        let (mut kind, mut changes) = (EntryKind::Fact, Vec::new());
        for watched in &self.watched {
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

    fn cell<'r>(&self, row: Row<'r>, field: &str) -> Option<&'r str> {
        self.columns.get(field).and_then(|column| clean(row.cell(column)))
    }
}

/// Gives the name of a field as people say it.
fn word(field: &str) -> String {
    match field {
        "incident_state" => "state".to_owned(),
        "cmdb_ci" => "configuration item".to_owned(),
        other => other.trim_start_matches("u_").replace('_', " "),
    }
}
