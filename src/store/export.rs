//! Everything that is not derived, read out record by record for a backup.

use serde_json::{Map, Value as Json};

use super::error::Result;
use super::reader::Reader;
use super::row::record_to_json;
use crate::model::Subject;

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
