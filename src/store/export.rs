//! Everything that is not derived, read out record by record for a backup, and put back from one.

use rusqlite::Row;
use rusqlite::types::ValueRef;
use serde::ser::{Error as _, SerializeMap};
use serde::{Serialize, Serializer};
use serde_json::Value as Json;

use super::Store;
use super::error::{Result, StoreError};
use super::reader::Reader;
use super::row::{moment, record_from_json};
use super::schema::{Kind, TABLES, Table};
use super::writer::Writer;
use crate::model::{Id, Subject};

/// One record as it lies in its row: it is written out from there, in the journal's words, with its `id` in front.
pub struct Exported<'r> {
    table: &'static Table,
    row: &'r Row<'r>,
}

impl Serialize for Exported<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let wrong = |e: rusqlite::Error| S::Error::custom(e);
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("id", &self.row.get::<_, Id>(0).map_err(wrong)?.0)?;
        let mut at = 1;
        for column in self.table.columns {
            if let Kind::Time = column.kind {
                if let Some(m) = moment(self.row, at).map_err(wrong)? {
                    map.serialize_entry(column.key, &(m.at, m.offset, m.precision.key()))?;
                }
            } else {
                match self.row.get_ref(at).map_err(wrong)? {
                    ValueRef::Null => {}
                    ValueRef::Integer(n) => map.serialize_entry(column.key, &n)?,
                    ValueRef::Text(text) => map.serialize_entry(column.key, std::str::from_utf8(text).map_err(S::Error::custom)?)?,
                    ValueRef::Blob(_) => map.serialize_entry(column.key, &self.row.get::<_, Id>(at).map_err(wrong)?.0)?,
                    ValueRef::Real(_) => return Err(S::Error::custom(format!("a {} holds a fraction", column.key))),
                }
            }
            at += column.width();
        }
        map.end()
    }
}

impl Store {
    /// Reads as everything stands at one moment, whatever others write meanwhile.
    ///
    /// # Errors
    /// SQLite's.
    pub fn at_one_moment<T>(&self, reads: impl FnOnce(Reader<'_>) -> T) -> Result<T> {
        // Nothing is written: going out of scope, it ends.
        let _moment = self.conn.unchecked_transaction()?;
        Ok(reads(self.reader()))
    }
}

impl Reader<'_> {
    /// Goes through all records of a subject in creation order, whoever may read them.
    ///
    /// # Errors
    /// SQLite's, and what `take` says.
    pub fn each_exported<E: From<StoreError>>(
        &self,
        subject: Subject,
        mut take: impl FnMut(&Exported<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let table = Table::of(subject);
        let sql = format!("SELECT id, {} FROM {} ORDER BY n", table.select_list(), table.name);
        let mut select = self.conn.prepare(&sql).map_err(StoreError::from)?;
        let mut rows = select.query([]).map_err(StoreError::from)?;
        while let Some(row) = rows.next().map_err(StoreError::from)? {
            take(&Exported { table, row })?;
        }
        Ok(())
    }

    /// Reads the counters that give out numbers: scope and last number.
    ///
    /// # Errors
    /// SQLite's.
    pub fn counters(&self) -> Result<Vec<(String, i64)>> {
        self.list("SELECT scope, value FROM counter ORDER BY scope", [], |row| Ok((row.get(0)?, row.get(1)?)))
    }
}

impl Writer<'_> {
    /// Creates a record as [`Reader::each_exported`] gave it, under its own id; says no when it has none.
    ///
    /// # Errors
    /// [`StoreError::Constraint`](super::StoreError::Constraint) when it does not fit the schema, else SQLite's.
    pub fn restore(&mut self, subject: Subject, record: &Json) -> Result<bool> {
        let Some(id) = record.get("id").and_then(Json::as_str).and_then(|id| uuid::Uuid::parse_str(id).ok()) else { return Ok(false) };
        self.insert(subject, Id(id), &record_from_json(Table::of(subject), record))?;
        Ok(true)
    }

    /// Lets records of this change refer to what comes after them, until [`Writer::refers_to_nothing_missing`] is asked.
    ///
    /// # Errors
    /// SQLite's.
    pub fn refer_ahead(&mut self) -> Result<()> {
        Ok(self.tx.pragma_update(None, "defer_foreign_keys", true)?)
    }

    /// Says whether every reference of a record is to one that is there.
    ///
    /// # Errors
    /// SQLite's.
    pub fn refers_to_nothing_missing(&self) -> Result<bool> {
        for table in TABLES {
            if self.tx.prepare("SELECT 1 FROM pragma_foreign_key_check(?1)")?.exists([table.name])? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Raises the counter of a scope, so that no number is given twice; counters never go back.
    ///
    /// # Errors
    /// SQLite's.
    pub fn raise(&mut self, scope: &str, value: i64) -> Result<()> {
        let sql = "INSERT INTO counter VALUES (?1, ?2) ON CONFLICT (scope) DO UPDATE SET value = max(value, excluded.value)";
        self.tx.prepare_cached(sql)?.execute((scope, value))?;
        Ok(())
    }
}
