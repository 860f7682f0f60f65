//! Reads of records that are nothing but their fields, with the names of what they refer to: one statement, written from the table of
//! tables.

use rusqlite::{Params, Row};

use super::error::Result;
use super::floor::BETWEEN_US;
use super::reader::Reader;
use super::register::name_of;
use super::row::from_columns;
use super::schema::{Column, Table};
use crate::model::fields::Fields;
use crate::model::{CaseKind, CaseRef, Id, Record, Subject, Untrusted, Value};

/// Lists the columns of a table that refer to a register.
fn named(table: &'static Table) -> impl Iterator<Item = (&'static Column, Subject)> {
    table.columns.iter().filter_map(|column| Some((column, column.of?)))
}

/// Words the SELECT of a table: its columns, the names behind its references, its case, its id.
fn select(table: &'static Table) -> String {
    let columns: Vec<String> = table.columns.iter().flat_map(Column::names).map(|name| format!("t.{name}")).collect();
    let mut sql = format!("SELECT {}", columns.join(", "));
    let mut joins = String::new();
    for (at, (column, of)) in named(table).enumerate() {
        sql.push_str(&format!(", r{at}.{}", name_of(of)));
        joins.push_str(&format!(" LEFT JOIN {} r{at} ON r{at}.id = t.{}", Table::of(of).name, column.key));
    }
    if table.column("case_id").is_some() {
        sql.push_str(", c.kind, c.number, t.id, t.n");
        joins.push_str(" JOIN cases c ON c.id = t.case_id");
    } else {
        sql.push_str(", NULL, NULL, t.id, t.n");
    }
    format!("{sql} FROM {} t{joins}", table.name)
}

/// Reads a record: its columns, what the references under these keys are called, kind and number of its case, its id.
pub(super) fn read(table: &'static Table, named: impl Iterator<Item = &'static str>, row: &Row<'_>) -> rusqlite::Result<Fields> {
    let (mut at, mut record, mut names) = (0, Record::new(), Vec::new());
    for column in table.columns {
        let value = from_columns(column, row, at)?;
        at += column.width();
        if !value.is_null() {
            record.push((column.key, value));
        }
    }
    for key in named {
        names.extend(row.get::<_, Option<String>>(at)?.map(|name| (key, Untrusted::from(name))));
        at += 1;
    }
    let (kind, number): (Option<String>, Option<i64>) = (row.get(at)?, row.get(at + 1)?);
    let case_ref = kind.as_deref().and_then(CaseKind::parse).zip(number).map(|(kind, number)| CaseRef { kind, number });
    let of_case = record.iter().find_map(|(key, value)| match value {
        Value::Ref(id) if *key == "case_id" => Some(*id),
        _ => None,
    });
    Ok(Fields::new(table.subject, row.get(at + 2)?, of_case.zip(case_ref), record, names))
}

impl Reader<'_> {
    /// Words what has to be for this reader to get a record of a table.
    fn seen_in(&self, table: &'static Table) -> String {
        // An audience's visibility says what it may read, not who may read of it.
        let owned = table.subject != Subject::Audience && table.column("visibility").is_some();
        if owned { self.may_see(&["t.visibility"]) + &self.may_see_told(table.subject, "t") } else { String::new() }
    }

    pub(super) fn fields_where(&self, subject: Subject, condition: &str, params: impl Params) -> Result<Vec<Fields>> {
        let table = Table::of(subject);
        let sql = format!("{} WHERE {condition}{}", select(table), self.seen_in(table));
        // Sorted here: a few rows that may come by an index of another order.
        let mut all = self.list(&sql, params, |row| {
            Ok((row.get::<_, i64>("n")?, self.seen(read(table, named(table).map(|(column, _)| column.key), row)?)))
        })?;
        all.sort_by_key(|(n, _)| *n);
        Ok(all.into_iter().map(|(_, fields)| fields).collect())
    }

    /// Leaves out what is between those who work here.
    fn seen(&self, fields: Fields) -> Fields {
        if self.is_open() { fields } else { fields.without(BETWEEN_US) }
    }

    /// Reads the ids of the records of a subject that belong to a case, for whoever need not know more.
    ///
    /// # Errors
    /// SQLite's.
    pub fn ids_of(&self, subject: Subject, case: Id) -> Result<Vec<Id>> {
        let sql = format!("SELECT t.id FROM {} t WHERE t.case_id = ?1", Table::of(subject).name);
        self.list(&sql, [case], |row| row.get(0))
    }

    /// Reads the records of a subject that belong to a case, oldest first.
    ///
    /// # Errors
    /// SQLite's.
    pub fn fields_of(&self, subject: Subject, case: Id) -> Result<Vec<Fields>> {
        self.fields_where(subject, "t.case_id = ?1", [case])
    }

    /// Reads the records of a subject that refer to a record in a column that has an index.
    ///
    /// # Errors
    /// SQLite's.
    pub fn fields_by(&self, subject: Subject, key: &'static str, id: Id) -> Result<Vec<Fields>> {
        self.fields_where(subject, &format!("t.{key} = ?1"), [id])
    }

    /// Reads one record.
    ///
    /// # Errors
    /// SQLite's.
    pub fn fields(&self, subject: Subject, id: Id) -> Result<Option<Fields>> {
        Ok(self.fields_where(subject, "t.id = ?1", [id])?.pop())
    }

    /// Reads one record by its number.
    ///
    /// # Errors
    /// SQLite's.
    pub fn fields_numbered(&self, subject: Subject, number: i64) -> Result<Option<Fields>> {
        Ok(self.fields_where(subject, "t.number = ?1", [number])?.pop())
    }

    /// Reads the newest records of a subject, `limit` at most.
    ///
    /// # Errors
    /// SQLite's.
    pub fn fields_newest(&self, subject: Subject, limit: usize) -> Result<Vec<Fields>> {
        self.fields_in_order(subject, "DESC", limit)
    }

    /// Reads every record of a small register, in the order they were added, `limit` at most.
    ///
    /// # Errors
    /// SQLite's.
    pub fn fields_all(&self, subject: Subject, limit: usize) -> Result<Vec<Fields>> {
        self.fields_in_order(subject, "ASC", limit)
    }

    fn fields_in_order(&self, subject: Subject, order: &str, limit: usize) -> Result<Vec<Fields>> {
        let table = Table::of(subject);
        let sql = format!("{} WHERE t.n > 0{} ORDER BY t.n {order} LIMIT ?1", select(table), self.seen_in(table));
        self.list(&sql, [i64::try_from(limit).unwrap_or(i64::MAX)], |row| {
            Ok(self.seen(read(table, named(table).map(|(column, _)| column.key), row)?))
        })
    }
}
