//! What fields held over time, and who gave it them: reads of the journal by record and field.

use serde_json::Value as Json;

use super::error::Result;
use super::history::{Change, change};
use super::reader::Reader;
use crate::model::{Id, Subject, Untrusted};

impl Reader<'_> {
    /// Says whether the value that stands in a field now was given by anything but an import. Undo and redo only bring back what others
    /// gave, and what a record was created with is nobody's correction.
    ///
    /// # Errors
    /// SQLite's.
    pub fn set_by_hand(&self, record: Id, field: &str) -> Result<bool> {
        let sql = "SELECT b.command, j.field IS NULL, j.new FROM journal j INDEXED BY journal_record JOIN batch b ON b.seq = j.batch
                   WHERE j.record = ?1 AND (j.field = ?2 OR j.field IS NULL AND j.new IS NOT NULL) ORDER BY j.seq DESC";
        let mut select = self.conn.prepare_cached(sql)?;
        let mut rows = select.query((record, field))?;
        let mut stands: Option<Json> = None;
        while let Some(row) = rows.next()? {
            let (command, whole): (String, bool) = (row.get(0)?, row.get(1)?);
            let new = row.get::<_, Option<String>>(2)?.and_then(|text| serde_json::from_str::<Json>(&text).ok()).unwrap_or_default();
            let value = if whole { new.get(field).cloned().unwrap_or_default() } else { new };
            if *stands.get_or_insert_with(|| value.clone()) == value && !matches!(command.as_str(), "undo" | "redo") {
                return Ok(!whole && !matches!(command.as_str(), "import" | "review import"));
            }
        }
        Ok(false)
    }

    /// Reads what batches of one command that still stand did to a field of a subject's records, oldest first; without a field, what they
    /// created or removed. It goes through all batches, for an import that asks once.
    ///
    /// # Errors
    /// SQLite's.
    pub fn changes_by(&self, command: &str, subject: Subject, field: Option<&str>) -> Result<Vec<Change>> {
        let sql = "SELECT j.seq, j.batch, j.subject, j.record, j.field, j.old, j.new, j.salt FROM batch b
                   JOIN journal j ON j.seq BETWEEN b.first AND b.last
                   WHERE b.command = ?1 AND j.subject = ?2 AND j.field IS ?3 ORDER BY j.seq";
        let mut kept = Vec::new();
        for change in self.list(sql, (command, subject.key(), field), change)? {
            if self.stands(change.batch)? {
                kept.push(change);
            }
        }
        Ok(kept)
    }

    /// Gives the command that last gave a field this text, or created the record with it. Undo and redo only bring back what others gave.
    ///
    /// # Errors
    /// SQLite's.
    pub fn setter(&self, record: Id, field: &str, text: &str) -> Result<Option<String>> {
        let sql = "SELECT b.command FROM journal j INDEXED BY journal_record JOIN batch b ON b.seq = j.batch
                   WHERE j.record = ?1 AND j.new IS NOT NULL AND b.command NOT IN ('undo', 'redo')
                     AND CASE WHEN j.field = ?2 THEN json_extract(j.new, '$') WHEN j.field IS NULL THEN json_extract(j.new, '$.' || ?2) END = ?3
                   ORDER BY j.seq DESC LIMIT 1";
        self.one(sql, (record, field, text), |row| row.get(0))
    }

    /// Reads what a field of a record held over time, oldest first: since when (UTC milliseconds), by whom, and the word. Only for a reader
    /// without a floor.
    ///
    /// # Errors
    /// SQLite's.
    pub fn words_over_time(&self, record: Id, field: &str) -> Result<Vec<(i64, Untrusted, String)>> {
        if !self.is_open() {
            return Ok(Vec::new());
        }
        let sql =
            "SELECT b.at, b.actor, CASE WHEN j.field IS NULL THEN json_extract(j.new, '$.' || ?2) ELSE json_extract(j.new, '$') END AS word
                   FROM journal j INDEXED BY journal_record JOIN batch b ON b.seq = j.batch
                   WHERE j.record = ?1 AND (j.field = ?2 OR j.field IS NULL) AND word IS NOT NULL ORDER BY j.seq";
        self.list(sql, (record, field), |row| Ok((row.get(0)?, row.get::<_, String>(1)?.into(), row.get(2)?)))
    }

    /// Gives every value a text of a record ever had, blank ones left out.
    ///
    /// # Errors
    /// SQLite's.
    pub fn texts_over_time(&self, record: Id, field: &str) -> Result<Vec<String>> {
        let all = self.words_over_time(record, field)?;
        Ok(all.into_iter().map(|(_, _, words)| words).filter(|words| !words.trim().is_empty()).collect())
    }

    /// Lists every record of a subject that ever pointed at another by a field, those that are gone too. It reads the whole journal.
    ///
    /// # Errors
    /// SQLite's.
    pub fn records_ever(&self, subject: Subject, field: &str, of: Id) -> Result<Vec<Id>> {
        let sql = "SELECT DISTINCT record FROM journal WHERE subject = ?1 AND
                   CASE WHEN field IS NULL THEN ?3 IN (json_extract(old, '$.' || ?2), json_extract(new, '$.' || ?2))
                        ELSE field = ?2 AND ?3 IN (json_extract(old, '$'), json_extract(new, '$')) END";
        self.list(sql, (subject.key(), field, of.to_string()), |row| row.get(0))
    }
}
