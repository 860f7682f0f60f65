//! Everything that is not derived, read out record by record for a backup, and put back from one.

use serde_json::{Map, Value as Json};

use super::error::Result;
use super::reader::Reader;
use super::row::{record_from_json, record_to_json};
use super::schema::{TABLES, Table};
use super::writer::Writer;
use crate::model::{Id, Subject};

impl Reader<'_> {
    /// Reads all records of a subject in creation order, in the journal's words, each with its `id`.
    ///
    /// # Errors
    /// SQLite's.
    pub fn exported(&self, subject: Subject) -> Result<Vec<Json>> {
        let mut all = Vec::new();
        self.all_records(subject, |id, record| {
            let mut whole = Map::from_iter([("id".to_owned(), Json::from(id.to_string()))]);
            if let Json::Object(fields) = record_to_json(&record) {
                whole.extend(fields);
            }
            all.push(Json::Object(whole));
            Ok(())
        })?;
        Ok(all)
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
    /// Creates a record as [`Reader::exported`] wrote it, under its own id; says no when it has none.
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
