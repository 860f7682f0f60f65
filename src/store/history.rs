//! Reads of the journal: batches for History and live refresh, changes for undo.

use std::ops::ControlFlow;

use rusqlite::Row;
use serde_json::Value as Json;

use super::error::Result;
use super::heads::hex;
use super::reader::Reader;
use crate::model::{Id, Subject, Untrusted};

/// Holds one batch as History shows it.
#[derive(Clone, Debug)]
pub struct Batch {
    /// Its number, shown as `b120`.
    pub seq: i64,
    /// UTC milliseconds.
    pub at: i64,
    /// Who acted.
    pub actor: Untrusted,
    /// Through what.
    pub origin: String,
    /// Whose undo reaches it.
    pub run: String,
    /// Name of the command.
    pub command: String,
    /// What was done.
    pub label: Untrusted,
    /// The case it is about.
    pub case: Option<Id>,
    /// The batch it undoes.
    pub undoes: Option<i64>,
    /// Whether undo would lie.
    pub is_final: bool,
    /// Its first and last journal row.
    pub rows: (i64, i64),
}

/// Holds one row of the journal.
#[derive(Clone, Debug)]
pub struct Change {
    /// Number of the row.
    pub seq: i64,
    /// Batch it belongs to.
    pub batch: i64,
    /// Whose record.
    pub subject: Subject,
    /// Which record.
    pub record: Id,
    /// Which field; none when the record was created or removed.
    pub field: Option<String>,
    /// Value before.
    pub old: Option<Json>,
    /// Value after.
    pub new: Option<Json>,
    /// Whether the values were blanked by a redaction.
    pub blanked: bool,
}

/// Describes rows of the journal: of a subject whose records were made, or one of whose fields was set.
pub struct Wrote {
    /// Whose records.
    pub subject: Subject,
    /// Which field was set; none where a record was made.
    pub field: Option<&'static str>,
    /// The value that field has from then on, of the record that was made or of the one field itself; any unless it is named.
    pub so: Option<(&'static str, &'static str)>,
}

const BATCH: &str = "SELECT seq, at, actor, origin, run, command, label, case_id, undoes, final, first, last FROM batch";

fn batch(row: &Row<'_>) -> rusqlite::Result<Batch> {
    Ok(Batch {
        seq: row.get(0)?,
        at: row.get(1)?,
        actor: row.get::<_, String>(2)?.into(),
        origin: row.get(3)?,
        run: row.get(4)?,
        command: row.get(5)?,
        label: row.get::<_, String>(6)?.into(),
        case: row.get(7)?,
        undoes: row.get(8)?,
        is_final: row.get::<_, i64>(9)? == 1,
        rows: (row.get(10)?, row.get(11)?),
    })
}

pub(super) fn change(row: &Row<'_>) -> rusqlite::Result<Change> {
    let json = |at: usize| Ok::<_, rusqlite::Error>(row.get::<_, Option<String>>(at)?.and_then(|t| serde_json::from_str(&t).ok()));
    let subject: String = row.get(2)?;
    Ok(Change {
        seq: row.get(0)?,
        batch: row.get(1)?,
        subject: Subject::parse(&subject).unwrap_or(Subject::Case),
        record: row.get(3)?,
        field: row.get(4)?,
        old: json(5)?,
        new: json(6)?,
        blanked: row.get::<_, Option<Vec<u8>>>(7)?.is_none(),
    })
}

impl Reader<'_> {
    /// Gives the number of the newest batch, 0 before the first.
    ///
    /// # Errors
    /// SQLite's.
    pub fn last_batch(&self) -> Result<i64> {
        Ok(self.one("SELECT max(seq) FROM batch", [], |row| row.get::<_, Option<i64>>(0))?.flatten().unwrap_or(0))
    }

    /// Gives a batch's hash in hexadecimal.
    ///
    /// # Errors
    /// SQLite's.
    pub fn batch_hash(&self, seq: i64) -> Result<Option<String>> {
        let hash: Option<Vec<u8>> = self.one("SELECT hash FROM batch WHERE seq = ?1", [seq], |row| row.get(0))?;
        Ok(hash.map(|h| hex(&h)))
    }

    /// Reads one batch.
    ///
    /// # Errors
    /// SQLite's.
    pub fn batch(&self, seq: i64) -> Result<Option<Batch>> {
        self.one(&format!("{BATCH} WHERE seq = ?1"), [seq], batch)
    }

    /// Reads batches newest first, before a number, of one case where one is given.
    ///
    /// # Errors
    /// SQLite's.
    pub fn history(&self, case: Option<Id>, before: i64, limit: usize) -> Result<Vec<Batch>> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        match case {
            Some(case) => self.list(
                &format!("{BATCH} INDEXED BY batch_case WHERE case_id = ?1 AND seq < ?2 ORDER BY seq DESC LIMIT ?3"),
                (case, before, limit),
                batch,
            ),
            None => self.list(&format!("{BATCH} WHERE seq < ?1 ORDER BY seq DESC LIMIT ?2"), (before, limit), batch),
        }
    }

    /// Reads the batches after a number, oldest first: what others did since.
    ///
    /// # Errors
    /// SQLite's.
    pub fn batches_after(&self, seq: i64, limit: usize) -> Result<Vec<Batch>> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.list(&format!("{BATCH} WHERE seq > ?1 ORDER BY seq LIMIT ?2"), (seq, limit), batch)
    }

    /// Lists which of the batches from one number to another were taken back, and were not brought again since.
    ///
    /// # Errors
    /// SQLite's.
    pub fn taken_back(&self, first: i64, last: i64) -> Result<Vec<i64>> {
        let sql = "SELECT DISTINCT undoes FROM batch INDEXED BY batch_undoes WHERE undoes BETWEEN ?1 AND ?2";
        let mut gone = Vec::new();
        for seq in self.list(sql, (first, last), |row| row.get::<_, i64>(0))? {
            if !self.stands(seq)? {
                gone.push(seq);
            }
        }
        Ok(gone)
    }

    /// Goes through the batches of a run from the newest back, up to the first that is older than `since` (UTC milliseconds), and
    /// gives the first that `take` takes; `take` breaks off where none further back can be meant.
    ///
    /// # Errors
    /// SQLite's.
    pub fn find_of_run(
        &self,
        run: &str,
        since: i64,
        mut take: impl FnMut(&Batch) -> Result<ControlFlow<(), bool>>,
    ) -> Result<Option<Batch>> {
        let sql = format!("{BATCH} INDEXED BY batch_run WHERE run = ?1 ORDER BY seq DESC");
        let mut select = self.conn.prepare_cached(&sql)?;
        let mut rows = select.query([run])?;
        while let Some(row) = rows.next()? {
            let batch = batch(row)?;
            if batch.at < since {
                break;
            }
            match take(&batch)? {
                ControlFlow::Continue(true) => return Ok(Some(batch)),
                ControlFlow::Continue(false) => {}
                ControlFlow::Break(()) => break,
            }
        }
        Ok(None)
    }

    /// Reads the changes of a batch in the order they were made.
    ///
    /// # Errors
    /// SQLite's.
    pub fn changes(&self, batch: &Batch) -> Result<Vec<Change>> {
        let sql = "SELECT seq, batch, subject, record, field, old, new, salt FROM journal WHERE seq BETWEEN ?1 AND ?2 ORDER BY seq";
        Ok(self.changes_seen(self.list(sql, batch.rows, change)?))
    }

    /// Reads the first changes of a batch, for whoever has no room for all those of an import.
    ///
    /// # Errors
    /// SQLite's.
    pub fn first_changes(&self, batch: &Batch, limit: usize) -> Result<Vec<Change>> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let sql =
            "SELECT seq, batch, subject, record, field, old, new, salt FROM journal WHERE seq BETWEEN ?1 AND ?2 ORDER BY seq LIMIT ?3";
        Ok(self.changes_seen(self.list(sql, (batch.rows.0, batch.rows.1, limit), change)?))
    }

    /// Says whether a batch wrote to a record, or to one that points at it.
    ///
    /// # Errors
    /// SQLite's.
    pub fn touches(&self, batch: &Batch, record: Id) -> Result<bool> {
        // A quoted id is a whole value: quotes inside a text are escaped.
        let sql = "SELECT 1 FROM journal WHERE seq BETWEEN ?1 AND ?2 AND (record = ?3 OR instr(old, ?4) > 0 OR instr(new, ?4) > 0) LIMIT 1";
        let found = self.one(sql, (batch.rows.0, batch.rows.1, record, format!("\"{record}\"")), |row| row.get::<_, i64>(0))?;
        Ok(found.is_some())
    }

    /// Finds the newest batch after `seq` that wrote to a record.
    ///
    /// # Errors
    /// SQLite's.
    pub fn written_since(&self, record: Id, seq: i64) -> Result<Option<Batch>> {
        let sql = format!(
            "{BATCH} WHERE seq = (SELECT batch FROM journal INDEXED BY journal_record WHERE record = ?1 ORDER BY journal.seq DESC LIMIT 1)
             AND seq > ?2"
        );
        self.one(&sql, (record, seq), batch)
    }

    /// Finds the newest batch after this one that still stands and made a record point at this one. Reads all of the journal
    /// since, and only to word a refusal.
    ///
    /// # Errors
    /// SQLite's.
    pub fn pointed_at_since(&self, record: Id, after: &Batch) -> Result<Option<Batch>> {
        let sql = "SELECT batch FROM journal WHERE seq > ?2 AND instr(new, ?1) > 0 ORDER BY seq DESC LIMIT 1000";
        let mut found = self.list(sql, (record.to_string(), after.rows.1), |row| row.get::<_, i64>(0))?;
        found.dedup();
        for seq in found {
            if self.stands(seq)? {
                return self.batch(seq);
            }
        }
        Ok(None)
    }

    /// Says whether a batch wrote such a row, wherever among its rows.
    ///
    /// # Errors
    /// SQLite's.
    pub fn has_written(&self, batch: &Batch, written: &Wrote) -> Result<bool> {
        let sql = "SELECT 1 FROM journal WHERE seq BETWEEN ?1 AND ?2 AND subject = ?3 AND field IS ?4 AND new IS NOT NULL
                   AND (?6 IS NULL OR json_extract(new, CASE WHEN field IS NULL THEN '$.' || ?5 ELSE '$' END) = ?6) LIMIT 1";
        let (key, value) = written.so.unzip();
        let values = (batch.rows.0, batch.rows.1, written.subject.key(), written.field, key, value);
        Ok(self.one(sql, values, |_| Ok(()))?.is_some())
    }

    /// Says whether a batch still stands: the newest batch that undoes it, if any, is itself undone.
    ///
    /// # Errors
    /// SQLite's.
    pub fn stands(&self, seq: i64) -> Result<bool> {
        Ok(self.chain(seq)?.0)
    }

    /// Follows undo, redo, undo … of a batch and gives the last.
    ///
    /// # Errors
    /// SQLite's.
    pub fn last_of_chain(&self, seq: i64) -> Result<i64> {
        Ok(self.chain(seq)?.1)
    }

    fn chain(&self, seq: i64) -> Result<(bool, i64)> {
        let (mut stands, mut at) = (true, seq);
        // Only later ones count: a damaged file in which a batch undoes itself must not keep us here.
        let sql = "SELECT max(seq) FROM batch WHERE undoes = ?1 AND seq > ?1";
        while let Some(by) = self.one(sql, [at], |row| row.get::<_, Option<i64>>(0))?.flatten() {
            stands = !stands;
            at = by;
        }
        Ok((stands, at))
    }

    /// Goes back from an undo or a redo to the batch that was first done.
    ///
    /// # Errors
    /// SQLite's.
    pub fn root(&self, seq: i64) -> Result<i64> {
        let mut at = seq;
        let sql = "SELECT undoes FROM batch WHERE seq = ?1 AND undoes < ?1";
        while let Some(undone) = self.one(sql, [at], |row| row.get::<_, Option<i64>>(0))?.flatten() {
            at = undone;
        }
        Ok(at)
    }

    /// Lists the batches after a journal row that wrote a field of a record, or the whole of it.
    ///
    /// # Errors
    /// SQLite's.
    pub fn batches_on(&self, record: Id, field: Option<&str>, after: i64) -> Result<Vec<i64>> {
        let sql = "SELECT batch FROM journal INDEXED BY journal_record WHERE record = ?1 AND seq > ?2
                   AND (?3 IS NULL OR field IS NULL OR field = ?3) ORDER BY seq DESC";
        let mut found = self.list(sql, (record, after, field), |row| row.get(0))?;
        found.dedup();
        Ok(found)
    }
}
