//! What feeds the search index with the words that a batch writes.

use rusqlite::{Connection, OptionalExtension as _, params};

use crate::model::{Id, Subject};

/// Most bytes of words that wait to be fed.
const WAITING: usize = 8 << 20;

/// What a leaving weighs among them: its number and its place in the list.
const LEAVING: usize = 32;

/// What one batch does to the index and has not told it yet: words that come, and rows whose words leave. Between two other statements the
/// index would write out each time what it has gathered.
#[derive(Default)]
pub(super) struct Index {
    waiting: Vec<(i64, Option<String>)>,
    bytes: usize,
}

impl Index {
    /// Puts down what a person typed in a record; a record without words leaves the index.
    pub fn put(&mut self, tx: &Connection, subject: Subject, id: Id, text: String) -> rusqlite::Result<()> {
        let known: Option<i64> = tx.prepare_cached("SELECT n FROM doc WHERE record = ?1")?.query_row([id], |row| row.get(0)).optional()?;
        if let Some(n) = known {
            self.wait(n, None);
        }
        if !text.is_empty() {
            let n = if let Some(n) = known {
                n
            } else {
                tx.prepare_cached("INSERT INTO doc (subject, record) VALUES (?1, ?2)")?.execute(params![subject.key(), id])?;
                tx.last_insert_rowid()
            };
            self.wait(n, Some(text));
        } else if known.is_some() {
            tx.prepare_cached("DELETE FROM doc WHERE record = ?1")?.execute([id])?;
        }
        if self.bytes > WAITING { self.feed(tx) } else { Ok(()) }
    }

    fn wait(&mut self, n: i64, text: Option<String>) {
        self.bytes += text.as_ref().map_or(LEAVING, String::len);
        self.waiting.push((n, text));
    }

    /// Tells the index all that waits, in one go and by ascending number: at each that is lower than the last it would write out, too.
    pub fn feed(&mut self, tx: &Connection) -> rusqlite::Result<()> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let mut insert = tx.prepare_cached("INSERT INTO doc_text (rowid, text) VALUES (?1, ?2)")?;
        let mut delete = tx.prepare_cached("DELETE FROM doc_text WHERE rowid = ?1")?;
        self.bytes = 0;
        let mut waiting = std::mem::take(&mut self.waiting);
        waiting.sort_by_key(|(n, _)| *n);
        waiting.iter().try_for_each(|(n, text)| match text {
            Some(text) => insert.execute(params![n, text]).map(drop),
            None => delete.execute([n]).map(drop),
        })
    }
}
