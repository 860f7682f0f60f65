//! The journal's batches: who did what, under which key, chained by SHA-256.
//!
//! `hash = SHA-256(0x00 ‖ previous ‖ rows ‖ batch)`, every field with its length in front. A row enters with the digest of its
//! values, `SHA-256(salt ‖ old ‖ new)`, so that blanking values and salt in a redaction leaves the chain whole.

use std::time::Duration;

use rusqlite::{Connection, OptionalExtension, params};
use sha2::{Digest, Sha256};

use super::Opening;
use super::error::{Result, StoreError};
use super::mint::Mint;
use crate::model::Id;

/// Says on whose behalf a command runs.
#[derive(Clone, Debug)]
pub struct By {
    /// Who acts: a handle or a login name.
    pub actor: String,
    /// Through what: `cli` or `screens`.
    pub origin: &'static str,
    /// Whose undo reaches it without a number: one run of the screens, or the actor on this machine.
    pub run: String,
    /// Idempotency key.
    pub key: String,
    /// UTC milliseconds.
    pub now: i64,
    /// Minutes east of UTC.
    pub offset: i32,
    /// Whether the clock was fixed from outside.
    pub fixed: bool,
    /// Name of the command.
    pub command: String,
    /// How long to wait for somebody else's write.
    pub wait: Duration,
}

impl By {
    /// Names nobody: for derived tables, which no batch records.
    pub(super) fn nobody() -> Self {
        let text = String::new;
        Self { actor: text(), origin: "", run: text(), key: text(), now: 0, offset: 0, fixed: false, command: text(), wait: Duration::ZERO }
    }
}

/// Holds what a command answers. Neither part may quote typed text, a register's names apart: they stay in the journal after a redaction.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// What was done, in one line ("INC-7 opened").
    pub label: String,
    /// What `--json` prints.
    pub json: serde_json::Value,
    /// The case it is about.
    pub case: Option<Id>,
    /// The batch it undoes.
    pub undoes: Option<i64>,
    /// Whether it had effects outside the file, so that undo would lie.
    pub is_final: bool,
}

/// Holds an answer and the batch it was written as.
#[derive(Clone, Debug)]
pub struct Written {
    /// The command's answer, now or from the first time.
    pub answer: Answer,
    /// Number of the batch; none when nothing changed or nothing was kept.
    pub batch: Option<i64>,
    /// Whether the key had been used, so that nothing was done now.
    pub repeated: bool,
}

/// Reads the answer that was given under the key; the same key for another command is refused.
///
/// # Errors
/// [`StoreError::KeyUsed`] for a key of another command, else SQLite's.
pub fn answered(conn: &Connection, by: &By) -> Result<Option<Written>> {
    let mut select = conn.prepare_cached("SELECT seq, label, answer, case_id, final, undoes, command FROM batch WHERE key = ?1")?;
    let found = select
        .query_row([&by.key], |row| {
            let json: String = row.get(2)?;
            let answer = Answer {
                label: row.get(1)?,
                json: serde_json::from_str(&json).unwrap_or_default(),
                case: row.get(3)?,
                is_final: row.get::<_, i64>(4)? == 1,
                undoes: row.get(5)?,
            };
            Ok((Written { answer, batch: Some(row.get(0)?), repeated: true }, row.get::<_, String>(6)?))
        })
        .optional()?;
    match found {
        Some((_, command)) if command != by.command => Err(StoreError::KeyUsed(command)),
        found => Ok(found.map(|(written, _)| written)),
    }
}

/// Writes what a new file is: its own id and this site.
///
/// # Errors
/// SQLite's.
pub fn found(tx: &Connection, opening: &Opening) -> rusqlite::Result<()> {
    let mut mint = Mint::new(opening.seed.as_deref(), 0, opening.now);
    tx.execute("INSERT INTO meta VALUES ('database', ?1)", [mint.id().to_string()])?;
    tx.execute("INSERT INTO site VALUES (1, ?1)", [mint.id()]).map(drop)
}

/// Builds the digest of one row's values.
pub fn digest(salt: &[u8], old: Option<&str>, new: Option<&str>) -> [u8; 32] {
    let mut hash = Sha256::new();
    put(&mut hash, salt);
    put_optional(&mut hash, old.map(str::as_bytes));
    put_optional(&mut hash, new.map(str::as_bytes));
    hash.finalize().into()
}

/// Computes the hash of one batch, row by row as they are written or read back.
pub struct Chain(Sha256);

/// Names the parts of a journal row that the chain covers.
pub struct Link<'a> {
    /// Number of the row.
    pub seq: i64,
    /// Its number at its site.
    pub site_seq: i64,
    /// Stored word of the subject.
    pub subject: &'a str,
    /// Id of the record.
    pub record: Id,
    /// Key of the field; none creates or removes.
    pub field: Option<&'a str>,
    /// Digest of the values.
    pub digest: &'a [u8],
}

/// Names the parts of a batch that the chain covers.
pub struct Seal<'a> {
    /// Number of the batch.
    pub seq: i64,
    /// Id of the site.
    pub site: Id,
    /// UTC milliseconds.
    pub at: i64,
    /// Minutes east of UTC.
    pub offset: i64,
    /// Words of the batch, in column order.
    pub words: [&'a str; 8],
    /// Case it is about.
    pub case: Option<Id>,
    /// Schema version, batch it undoes, final, first and last row.
    pub numbers: [i64; 5],
}

impl Chain {
    /// Starts after the previous batch's hash.
    pub fn after(previous: &[u8]) -> Self {
        let mut hash = Sha256::new();
        hash.update([0]);
        put(&mut hash, previous);
        Self(hash)
    }

    /// Takes one row in.
    pub fn row(&mut self, link: &Link<'_>) {
        put(&mut self.0, &link.seq.to_be_bytes());
        put(&mut self.0, &link.site_seq.to_be_bytes());
        put(&mut self.0, link.subject.as_bytes());
        put(&mut self.0, link.record.0.as_bytes());
        put_optional(&mut self.0, link.field.map(str::as_bytes));
        put(&mut self.0, link.digest);
    }

    /// Takes the batch in and gives the hash.
    pub fn seal(mut self, seal: &Seal<'_>) -> [u8; 32] {
        put(&mut self.0, &seal.seq.to_be_bytes());
        put(&mut self.0, seal.site.0.as_bytes());
        put(&mut self.0, &seal.at.to_be_bytes());
        put(&mut self.0, &seal.offset.to_be_bytes());
        for word in seal.words {
            put(&mut self.0, word.as_bytes());
        }
        put_optional(&mut self.0, seal.case.as_ref().map(|id| id.0.as_bytes().as_slice()));
        for number in seal.numbers {
            put(&mut self.0, &number.to_be_bytes());
        }
        self.0.finalize().into()
    }
}

fn put(hash: &mut Sha256, bytes: &[u8]) {
    hash.update((bytes.len() as u64).to_be_bytes());
    hash.update(bytes);
}

/// Nothing and an empty text must not hash alike.
fn put_optional(hash: &mut Sha256, bytes: Option<&[u8]>) {
    match bytes {
        None => hash.update(u64::MAX.to_be_bytes()),
        Some(bytes) => put(hash, bytes),
    }
}

/// Reads the newest batch's number and hash; the chain begins with 32 zero bytes.
///
/// # Errors
/// SQLite's.
pub fn newest(conn: &Connection) -> rusqlite::Result<(i64, Vec<u8>, i64)> {
    let found = conn
        .prepare_cached("SELECT seq, hash, last FROM batch ORDER BY seq DESC LIMIT 1")?
        .query_row(params![], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    Ok(found.unwrap_or_else(|| (0, vec![0; 32], 0)))
}
