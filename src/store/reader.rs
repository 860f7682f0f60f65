//! Typed reads over a connection or a running transaction: the same for screens and for rules.
//!
//! Each subject file adds its own reads to [`Reader`]; this one holds what belongs to no subject.

use rusqlite::{Connection, OptionalExtension, Params, Row};

use super::error::Result;
use super::schema::Table;
use super::writer::whole;
use crate::model::entry::Visibility;
use crate::model::{Id, Record, Subject};

/// Reads through a borrowed connection; a transaction is one too.
#[derive(Clone, Copy)]
pub struct Reader<'c> {
    pub(super) conn: &'c Connection,
    /// What is less than this is not there for whom it reads.
    pub(super) floor: Visibility,
}

impl<'c> Reader<'c> {
    pub(super) fn new(conn: &'c Connection) -> Self {
        Self { conn, floor: Visibility::Internal }
    }

    /// Gives the same reader for somebody who may see no more than this; nobody ever sees more through it.
    #[must_use]
    pub fn no_wider_than(self, floor: Visibility) -> Self {
        Self { floor: self.floor.max(floor), ..self }
    }

    /// Runs one cached SELECT and reads every row.
    pub(super) fn list<T>(&self, sql: &str, params: impl Params, read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>) -> Result<Vec<T>> {
        let mut select = self.conn.prepare_cached(sql)?;
        let rows = select.query_map(params, read)?.collect::<rusqlite::Result<Vec<T>>>()?;
        Ok(rows)
    }

    /// Runs one cached SELECT and reads the first row, if there is one.
    pub(super) fn one<T>(&self, sql: &str, params: impl Params, read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>) -> Result<Option<T>> {
        Ok(self.conn.prepare_cached(sql)?.query_row(params, read).optional()?)
    }

    /// Reads any record in the journal's shape.
    ///
    /// # Errors
    /// SQLite's.
    pub fn record(&self, subject: Subject, id: Id) -> Result<Option<Record>> {
        let table = Table::of(subject);
        let sql = format!("SELECT {} FROM {} WHERE id = ?1", table.select_list(), table.name);
        Ok(self.one(&sql, [id], |row| whole(table, row))?.map(|record| self.record_seen(subject, record)))
    }

    /// Reads a fact about the file: `database`, `policies`.
    ///
    /// # Errors
    /// SQLite's.
    pub fn meta(&self, key: &str) -> Result<Option<String>> {
        self.one("SELECT value FROM meta WHERE key = ?1", [key], |row| row.get(0))
    }

    /// Reads the stored records of a subject in creation order, for backups and doctor.
    ///
    /// # Errors
    /// SQLite's.
    pub fn all_records(&self, subject: Subject, mut take: impl FnMut(Id, Record) -> Result<()>) -> Result<()> {
        let table = Table::of(subject);
        let sql = format!("SELECT {}, id FROM {} ORDER BY n", table.select_list(), table.name);
        let last: usize = table.columns.iter().map(|c| c.names().len()).sum();
        let mut select = self.conn.prepare(&sql)?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            take(row.get(last)?, whole(table, row)?)?;
        }
        Ok(())
    }
}
