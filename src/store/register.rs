//! Reads of the registers: services, projects, groups, customers, people, stakeholders.

use super::error::Result;
use super::reader::Reader;
use super::schema::Table;
use super::writer::whole;
use crate::model::case::Named;
use crate::model::{Id, Record, Subject, Untrusted};

/// Gives the column people call such a record by.
fn name_of(subject: Subject) -> &'static str {
    if subject == Subject::Person { "handle" } else { "name" }
}

impl Reader<'_> {
    /// Finds a record of a register by its name, whatever its case.
    ///
    /// # Errors
    /// SQLite's.
    pub fn find(&self, subject: Subject, name: &str) -> Result<Option<Named>> {
        let (table, column) = (Table::of(subject).name, name_of(subject));
        let sql = format!("SELECT id, {column} FROM {table} WHERE {column} = ?1");
        self.one(&sql, [name.trim()], |row| Ok(Named { id: row.get(0)?, name: Untrusted::new(row.get::<_, String>(1)?) }))
    }

    /// Lists names of a register in alphabetical order, from `after` on.
    ///
    /// # Errors
    /// SQLite's.
    pub fn names(&self, subject: Subject, after: &str, limit: usize) -> Result<Vec<Named>> {
        let (table, column) = (Table::of(subject).name, name_of(subject));
        let sql = format!("SELECT id, {column} FROM {table} WHERE {column} > ?1 ORDER BY {column} LIMIT ?2");
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.list(&sql, (after, limit), |row| Ok(Named { id: row.get(0)?, name: Untrusted::new(row.get::<_, String>(1)?) }))
    }

    /// Reads the records of a register in alphabetical order.
    ///
    /// # Errors
    /// SQLite's.
    pub fn register(&self, subject: Subject, limit: usize) -> Result<Vec<(Id, Record)>> {
        let table = Table::of(subject);
        let last: usize = table.columns.iter().map(|c| c.names().len()).sum();
        let sql = format!("SELECT {}, id FROM {} ORDER BY {} LIMIT ?1", table.select_list(), table.name, name_of(subject));
        self.list(&sql, [i64::try_from(limit).unwrap_or(i64::MAX)], |row| Ok((row.get(last)?, whole(table, row)?)))
    }

    /// Gives the name a referenced record is shown by.
    ///
    /// # Errors
    /// SQLite's.
    pub fn name_by_id(&self, subject: Subject, id: Id) -> Result<Option<Untrusted>> {
        let sql = format!("SELECT {} FROM {} WHERE id = ?1", name_of(subject), Table::of(subject).name);
        self.one(&sql, [id], |row| Ok(Untrusted::new(row.get::<_, String>(0)?)))
    }
}
