//! What feeds the search index with the words that a batch writes.

use rusqlite::{Connection, OptionalExtension as _, params};

use crate::model::{Id, Subject};

/// Most bytes of words that wait to be fed.
const WAITING: usize = 8 << 20;

/// The words of one batch that the index has not been fed yet: between two other statements it would write out each time what it has
/// gathered.
#[derive(Default)]
pub(super) struct Index {
    waiting: Vec<(i64, String)>,
    bytes: usize,
}

impl Index {
    /// Puts down what a person typed in a record; a record without words leaves the index.
    pub fn put(&mut self, tx: &Connection, subject: Subject, id: Id, text: String) -> rusqlite::Result<()> {
        let known: Option<i64> = tx.prepare_cached("SELECT n FROM doc WHERE record = ?1")?.query_row([id], |row| row.get(0)).optional()?;
        if let Some(n) = known {
            self.feed(tx)?;
            tx.prepare_cached("DELETE FROM doc_text WHERE rowid = ?1")?.execute([n])?;
        }
        if text.is_empty() {
            tx.prepare_cached("DELETE FROM doc WHERE record = ?1")?.execute([id])?;
            return Ok(());
        }
        let n = if let Some(n) = known {
            n
        } else {
            tx.prepare_cached("INSERT INTO doc (subject, record) VALUES (?1, ?2)")?.execute(params![subject.key(), id])?;
            tx.last_insert_rowid()
        };
        self.bytes += text.len();
        self.waiting.push((n, text));
        if self.bytes > WAITING { self.feed(tx) } else { Ok(()) }
    }

    /// Feeds all that waits, in one go.
    pub fn feed(&mut self, tx: &Connection) -> rusqlite::Result<()> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let mut insert = tx.prepare_cached("INSERT INTO doc_text (rowid, text) VALUES (?1, ?2)")?;
        self.bytes = 0;
        std::mem::take(&mut self.waiting).iter().try_for_each(|(n, text)| insert.execute(params![n, text]).map(drop))
    }
}
