//! The only SQL: opening, migrating, typed reads, and one write door that journals every row.
//!
//! Knows nothing of who asks and nothing of the rules of the domain beyond what the schema checks.

use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rusqlite::{Connection, Transaction, TransactionBehavior};

mod action;
mod backup;
mod case;
mod clock;
mod doctor;
mod entry;
mod error;
mod export;
mod heads;
mod history;
mod journal;
mod migrate;
mod mint;
mod open;
mod reader;
mod register;
mod review;
mod row;
mod schema;
mod search;
mod undo;
mod writer;

pub use doctor::{Finding, Level as FindingLevel};
pub use error::{Result, StoreError};
pub use history::{Batch, Change};
pub use journal::{Answer, By, Written};
pub use migrate::newest as newest_schema;
pub use open::Access;
pub use reader::Reader;
pub use search::Hit;
pub use undo::Moved;
pub use writer::Writer;

/// Holds one connection to one database, and what has to be known about the file.
pub struct Store {
    conn: Connection,
    path: PathBuf,
    file: String,
    access: Access,
    read_only: Option<String>,
    identity: (u64, u64),
    heads: heads::Heads,
    warning: Option<String>,
    seed: Option<String>,
    _private_copy: Option<tempfile::TempDir>,
}

/// Says how a database is to be opened.
#[derive(Clone, Debug)]
pub struct Opening {
    /// What the connection may do.
    pub access: Access,
    /// Whether a folder that others may write is accepted.
    pub allow_shared: bool,
    /// UTC milliseconds; dates the copy before a migration.
    pub now: i64,
    /// Fixes ids and salts for goldens.
    pub seed: Option<String>,
}

impl Store {
    /// Opens or creates the database, in the order that keeps a foreign or hostile file from doing harm.
    ///
    /// # Errors
    /// Every [`StoreError`] that can be seen before the first query.
    pub fn open(path: &Path, opening: &Opening) -> Result<Self> {
        let found = open::look(path, opening.allow_shared)?;
        if found.new {
            if opening.access == Access::Read {
                let (file, why) = (found.path.display().to_string(), "it does not exist yet".to_owned());
                return Err(StoreError::ReadOnly { file, why });
            }
            open::create(&found.path)?;
        }
        let access = if found.read_only.is_some() { Access::Read } else { opening.access };
        let (mut conn, copy) = match connect(&found.path, access) {
            Err(StoreError::ReadOnly { .. }) if !found.new => private_copy(&found.path)?,
            other => (other?, None),
        };
        let file = found.path.display().to_string();
        let mut read_only = found.read_only;
        if copy.is_some() {
            read_only = read_only.or_else(|| Some("the file or its folder is not writable".into()));
        } else {
            prepare(&mut conn, &found.path, found.new, access, opening.now)?;
        }
        check_schema(&conn, &file)?;
        let identity = identity(&found.path).unwrap_or_default();
        let heads = heads::Heads::beside(&found.path);
        let access = if copy.is_some() { Access::Read } else { access };
        if opening.access == Access::Read {
            read_only = read_only.or_else(|| Some("--read-only was given".into()));
        }
        let mut store = Self {
            conn,
            path: found.path,
            file,
            access,
            read_only,
            identity,
            heads,
            warning: None,
            seed: opening.seed.clone(),
            _private_copy: copy,
        };
        store.warning = store.lost_tail()?;
        Ok(store)
    }

    /// Opens a second connection to the same file, without looking at its header again.
    ///
    /// # Errors
    /// SQLite's, worded.
    pub fn again(&self, access: Access) -> Result<Self> {
        let access = if self.access == Access::Read { Access::Read } else { access };
        Ok(Self {
            conn: connect(&self.path, access)?,
            path: self.path.clone(),
            file: self.file.clone(),
            access,
            read_only: self.read_only.clone(),
            identity: self.identity,
            heads: heads::Heads::beside(&self.path),
            warning: None,
            seed: self.seed.clone(),
            _private_copy: None,
        })
    }

    /// Reads through this connection.
    pub fn reader(&self) -> Reader<'_> {
        Reader::new(&self.conn)
    }

    /// Gives the absolute path of the database.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Says why nothing can be written, if so.
    pub fn read_only(&self) -> Option<&str> {
        self.read_only.as_deref()
    }

    /// Says what is missing from the end of the journal, if anything is.
    pub fn warning(&self) -> Option<&str> {
        self.warning.as_deref()
    }

    /// Gives a number that changes when any other connection has committed.
    ///
    /// # Errors
    /// SQLite's.
    pub fn pulse(&self) -> Result<i64> {
        Ok(self.conn.query_row("PRAGMA data_version", [], |row| row.get(0))?)
    }

    /// Says whether the path still names the file that was opened.
    pub fn in_place(&self) -> bool {
        self._private_copy.is_some() || identity(&self.path) == Some(self.identity)
    }

    /// Runs one command in one transaction: its rows, their journal and the chain's hash, or nothing at all.
    ///
    /// With `keep` false everything is rolled back at the end: a rehearsal. The same `by.key` gives the first answer again.
    ///
    /// # Errors
    /// What `command` refuses with, or a [`StoreError`]; after [`StoreError::Unknown`] the same key may safely be tried again.
    pub fn write<E: From<StoreError>>(
        &mut self,
        by: &By,
        keep: bool,
        command: impl FnOnce(&mut Writer<'_>) -> Result<Answer, E>,
    ) -> Result<Written, E> {
        if self.access == Access::Read {
            let why = self.read_only.clone().unwrap_or_else(|| "it was opened for reading".into());
            return Err(StoreError::ReadOnly { file: self.file.clone(), why }.into());
        }
        if !self.in_place() {
            return Err(StoreError::Replaced(self.path.clone()).into());
        }
        let file = self.file.clone();
        let word = |e: rusqlite::Error| StoreError::from_sqlite(&file, &e);
        let tx = begin(&mut self.conn, by.wait, &self.file)?;
        if let Some(written) = journal::answered(&tx, by)? {
            return Ok(written);
        }
        let mut writer = Writer::new(&tx, by, self.seed.as_deref()).map_err(word)?;
        let answer = command(&mut writer)?;
        if !keep {
            return Ok(Written { answer, batch: None, repeated: false });
        }
        let Some((seq, hash)) = writer.finish(by, &answer).map_err(word)? else {
            return Ok(Written { answer, batch: None, repeated: false });
        };
        if let Err(error) = tx.commit() {
            return self.outcome_of(by, &error).map_err(E::from);
        }
        // The commit stands whatever happens here: a heads file that cannot be written is doctor's to report.
        let _ = self.heads.append(seq, &hash);
        Ok(Written { answer, batch: Some(seq), repeated: false })
    }

    /// Rewrites derived tables in one transaction; nothing of it is journalled, and none of it is anybody's command.
    ///
    /// # Errors
    /// What `derive` gives, or the store's.
    pub fn derive<E: From<StoreError>>(&mut self, wait: Duration, derive: impl FnOnce(&mut Writer<'_>) -> Result<(), E>) -> Result<(), E> {
        let file = self.file.clone();
        let word = |e: rusqlite::Error| StoreError::from_sqlite(&file, &e);
        let tx = begin(&mut self.conn, wait, &self.file)?;
        let mut writer = Writer::new(&tx, &By::nobody(), None).map_err(word)?;
        derive(&mut writer)?;
        drop(writer);
        Ok(tx.commit().map_err(word)?)
    }

    /// Brings the heads file to the disk and moves the write-ahead log into the database, as far as nobody is in the way.
    pub fn rest(&self) {
        self.heads.sync();
        let _ = self.conn.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()));
    }

    /// A failed COMMIT may still be in the file: look for the key through a new connection before saying anything.
    fn outcome_of(&mut self, by: &By, error: &rusqlite::Error) -> Result<Written> {
        let lost = StoreError::from_sqlite(&self.file, error);
        let unknown = |why: String| StoreError::Unknown { file: self.file.clone(), why, key: by.key.clone() };
        let fresh = connect(&self.path, self.access).map_err(|e| unknown(e.to_string()))?;
        self.conn = fresh;
        match journal::answered_by_key(&self.conn, by) {
            Ok(Some(written)) => Ok(written),
            Ok(None) => Err(lost),
            Err(e) => Err(unknown(e.to_string())),
        }
    }

    /// Compares the newest head beside the file with the chain in it.
    fn lost_tail(&self) -> Result<Option<String>> {
        let Some(head) = self.heads.newest() else { return Ok(None) };
        let reader = self.reader();
        let last = reader.last_batch()?;
        if last < head.seq {
            let missing = head.seq - last;
            return Ok(Some(format!(
                "{missing} acknowledged changes are missing after change b{last}; keep a copy of the file and run 'warroom doctor'"
            )));
        }
        Ok((reader.batch_hash(head.seq)?.as_deref() != Some(head.hash.as_str())).then(|| {
            format!("change b{} is not the one that was acknowledged; keep a copy of the file and run 'warroom doctor'", head.seq)
        }))
    }
}

fn connect(path: &Path, access: Access) -> Result<Connection> {
    open::connect(path, access)
}

/// Brings journal mode and schema up to date.
fn prepare(conn: &mut Connection, path: &Path, new: bool, access: Access, now: i64) -> Result<()> {
    let file = path.display().to_string();
    let word = |e: rusqlite::Error| StoreError::from_sqlite(&file, &e);
    let version = retry(&file, || migrate::version(conn))?;
    if version > migrate::newest() {
        return Err(StoreError::TooNew { file, found: version, known: migrate::newest() });
    }
    if version == migrate::newest() {
        return Ok(());
    }
    if access == Access::Read {
        return Err(StoreError::ReadOnly { file, why: "it is from an older warroom and has to be brought up to date once".into() });
    }
    retry(&file, || conn.query_row("PRAGMA journal_mode = WAL", [], |row| row.get::<_, String>(0)))?;
    if version > 0 && !new {
        migrate::copy_to(conn, &migrate::copy_name(path, version, now))?;
    }
    migrate::run(conn, migrate::MIGRATIONS).map_err(word)?;
    journal::found(conn, now).map_err(word)
}

/// Refuses a file whose schema is not word for word ours: a foreign trigger or view could run at our next write.
fn check_schema(conn: &Connection, file: &str) -> Result<()> {
    let application: i32 = retry(file, || conn.query_row("PRAGMA application_id", [], |row| row.get(0)))?;
    if application != migrate::APPLICATION_ID {
        return Err(StoreError::NotOurs { file: file.into(), why: "another program's mark is in it".into() });
    }
    let found = retry(file, || migrate::fingerprint(conn))?;
    if found != schema::FINGERPRINT {
        return Err(StoreError::NotOurs { file: file.into(), why: "its tables are not the ones warroom makes".into() });
    }
    Ok(())
}

/// Repeats a first read while another program recovers or switches the journal mode.
fn retry<T>(file: &str, mut read: impl FnMut() -> rusqlite::Result<T>) -> Result<T> {
    let deadline = Instant::now() + Duration::from_secs(5);
    loop {
        match read() {
            Err(e) if is_busy(&e) && Instant::now() < deadline => pause(),
            other => return other.map_err(|e| StoreError::from_sqlite(file, &e)),
        }
    }
}

/// Takes the write lock, waiting in small uneven steps, never inside a transaction.
fn begin<'c>(conn: &'c mut Connection, wait: Duration, file: &str) -> Result<Transaction<'c>> {
    let deadline = Instant::now() + wait;
    loop {
        match Transaction::new_unchecked(conn, TransactionBehavior::Immediate) {
            Ok(tx) => return Ok(tx),
            Err(e) if is_busy(&e) && Instant::now() < deadline => pause(),
            Err(e) => return Err(StoreError::from_sqlite(file, &e)),
        }
    }
}

fn is_busy(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked))
}

/// Waits 1 to 25 ms, unevenly, so that several waiting writers do not march in step.
fn pause() {
    let mut byte = [7];
    let _ = rustix::rand::getrandom(&mut byte, rustix::rand::GetRandomFlags::empty());
    std::thread::sleep(Duration::from_millis(1 + u64::from(byte[0]) % 25));
}

/// A file on a medium that cannot be written is read through a copy of our own: SQLite needs room for its shared memory.
fn private_copy(path: &Path) -> Result<(Connection, Option<tempfile::TempDir>)> {
    let word =
        |e: std::io::Error| StoreError::ReadOnly { file: path.display().to_string(), why: format!("and no private copy can be made: {e}") };
    let folder = tempfile::tempdir().map_err(word)?;
    let copy = folder.path().join("copy.db");
    std::fs::copy(path, &copy).map_err(word)?;
    let beside = |p: &Path| {
        let mut name = p.as_os_str().to_owned();
        name.push("-wal");
        PathBuf::from(name)
    };
    if beside(path).exists() {
        std::fs::copy(beside(path), beside(&copy)).map_err(word)?;
    }
    for made in [copy.clone(), beside(&copy)] {
        if made.exists() {
            let mode = std::os::unix::fs::PermissionsExt::from_mode(0o600);
            std::fs::set_permissions(&made, mode).map_err(word)?;
        }
    }
    Ok((connect(&copy, Access::Read)?, Some(folder)))
}

fn identity(path: &Path) -> Option<(u64, u64)> {
    let meta = std::fs::symlink_metadata(path).ok()?;
    Some((meta.dev(), meta.ino()))
}
