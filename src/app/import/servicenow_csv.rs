//! ServiceNow list exports as CSV: any choice of columns, named by field or by label.

use std::collections::HashMap;

use super::dates::Survey;
use super::format::{Format, Options};
use super::incoming::Gather;
use super::read::{Row, Source, Table};
use super::servicenow::{self, Reader, SOURCE, TIMES, Ticket};
use super::{ImportError, Incoming};

/// Describes the format.
pub const FORMAT: Format =
    Format { name: "servicenow-csv", doc: "ServiceNow incident list as CSV, with field names or labels", recognises, map };

/// Knows which column holds which field.
#[derive(Debug)]
pub struct Columns {
    by_field: HashMap<&'static str, usize>,
    unused: Vec<usize>,
}

impl Columns {
    /// Reads a header; the first of several columns for one field counts.
    pub fn of(table: &Table) -> Self {
        let (mut by_field, mut unused) = (HashMap::new(), Vec::new());
        for (column, name) in table.header.iter().enumerate() {
            match servicenow::field(name) {
                Some(field) if !by_field.contains_key(field) => {
                    by_field.insert(field, column);
                }
                _ => unused.push(column),
            }
        }
        Self { by_field, unused }
    }

    /// Gives the column of a field.
    pub fn get(&self, field: &str) -> Option<usize> {
        self.by_field.get(field).copied()
    }

    /// Names the columns that hold something and are not taken.
    pub fn note_unused(&self, table: &Table) -> Option<String> {
        let aside = ["sys_created_by", "sys_updated_on", "sys_updated_by", "sys_mod_count"];
        let columns: Vec<usize> = self.unused.iter().copied().chain(aside.iter().filter_map(|field| self.get(field))).collect();
        unused(table, &columns)
    }
}

/// Names those of the given columns in which something stands.
pub fn unused(table: &Table, columns: &[usize]) -> Option<String> {
    let filled = |column: &&usize| table.rows().any(|row| super::words::clean(row.cell(**column)).is_some());
    let names = columns.iter().filter(filled).filter_map(|column| table.header.get(*column));
    let mut names: Vec<&str> = names.map(String::as_str).filter(|name| !name.is_empty()).collect();
    names.dedup();
    let more = names.len().saturating_sub(20);
    names.truncate(20);
    let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
    (!names.is_empty()).then(|| format!("Columns not taken: {}{rest}.", names.join(", ")))
}

/// Gives the fields of one row.
#[derive(Debug)]
pub struct RowTicket<'a> {
    /// Which column holds which field.
    pub columns: &'a Columns,
    /// The row.
    pub row: Row<'a>,
}

impl Ticket for RowTicket<'_> {
    fn text(&self, field: &'static str) -> String {
        self.columns.get(field).map_or_else(String::new, |column| self.row.cell(column).to_owned())
    }
}

/// Shows all times of a table to a survey.
pub fn survey(table: &Table, columns: &Columns) -> Survey {
    let mut survey = Survey::default();
    for column in TIMES.iter().filter_map(|field| columns.get(field)) {
        table.rows().for_each(|row| survey.see(row.cell(column)));
    }
    survey
}

/// Says whether a table has a number and something that an incident has.
pub fn has_incidents(table: &Table) -> bool {
    let columns = Columns::of(table);
    let Some(number) = columns.get("number") else { return false };
    let known = ["short_description", "incident_state", "state", "opened_at", "assigned_to", "caller_id"];
    let beside = known.iter().filter(|field| columns.get(field).is_some()).count();
    let lettered = |row: Row| {
        row.cell(number).trim().starts_with(|c: char| c.is_ascii_alphabetic())
            && row.cell(number).trim().ends_with(|c: char| c.is_ascii_digit())
    };
    beside >= 1 && (table.is_empty() || table.rows().take(20).any(lettered))
}

fn recognises(source: &Source) -> bool {
    source.table().is_some_and(has_incidents)
}

fn map(source: &Source, options: &Options) -> Result<Incoming, ImportError> {
    let Some(table) = source.table() else { return Err(ImportError::whole("this is no table", "export the list as CSV")) };
    let columns = Columns::of(table);
    let dates = survey(table, &columns).settle(options.zone, "the viewer's zone; the export names none", options.day_first)?;
    let mut gather = Gather::default();
    for row in table.rows() {
        let ticket = RowTicket { columns: &columns, row };
        let case = Reader { ticket: &ticket, dates: &dates, line: row.line }.case(&mut gather);
        gather.take(case);
    }
    let mut notes = dates.notes();
    notes.extend(columns.note_unused(table));
    Ok(gather.finish(FORMAT.name, SOURCE, notes, table.len(), "line"))
}
