//! The only SQL: opening, migrating, typed reads, and one write door that journals every row.
//!
//! Knows nothing of who asks and nothing of the rules of the domain beyond what the schema checks.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use rusqlite::Connection;

use crate::model::entry::Visibility;

mod action;
mod audience;
mod backup;
mod case;
mod clock;
mod columns;
mod concern;
mod doctor;
mod entry;
mod error;
mod evidence;
mod export;
mod fields;
mod figures;
mod floor;
mod heads;
mod history;
mod index;
mod journal;
mod known;
mod lock;
mod migrate;
mod mint;
mod open;
mod over_time;
mod past;
mod people;
mod reader;
mod recover;
mod register;
mod review;
mod row;
mod schema;
mod search;
mod several;
mod spoken;
mod tables;
mod telling;
mod undo;
mod writer;

pub use audience::Tie;
pub use doctor::{Finding, Level as FindingLevel};
pub use error::{Result, SOMEWHERE, StoreError};
pub use export::Exported;
pub use figures::{ActionRow, Belongs, CaseRow, MOST as MOST_COUNTED, Scope};
pub use history::{Batch, Change, Wrote};
pub use journal::{Answer, By, Written};
pub use known::{Lesson, Newest};
pub use migrate::newest as newest_schema;
pub use mint::fresh_key;
pub use open::{AS_ASKED, Access};
pub use past::{Otherwise, Past, PastText};
pub use reader::Reader;
pub use recover::{Saved, recover};
pub use schema::{Column, Kind, TABLES, Table};
pub use search::{Found, Hit};
pub use spoken::Within;
pub use telling::MovedLine;
pub use undo::Moved;
pub use writer::Writer;

/// Holds one connection to one database, and what has to be known about the file.
pub struct Store {
    conn: Connection,
    path: PathBuf,
    file: String,
    access: Access,
    /// For whom is read; what is written goes by everything there is.
    floor: Visibility,
    read_only: Option<String>,
    identity: open::Identity,
    heads: heads::Heads,
    warning: Option<String>,
    seed: Option<String>,
    /// Set to end a wait for somebody else's write.
    stop: Arc<AtomicBool>,
    /// Where the connection leads when the medium cannot be written.
    copy: Option<Arc<Copy>>,
    /// Whether the connection was given up after a failed COMMIT and no new one could be had.
    adrift: bool,
    // After the connection, so that it is closed first.
    _opened: open::Opened,
}

/// Holds a private copy of a database until the last connection to it is closed.
struct Copy {
    path: PathBuf,
    _folder: tempfile::TempDir,
}

/// How much of the file is held in memory while much is written, as SQLite wants it: KiB, below zero.
const ROOMY: i64 = -65_536;

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

#[cfg(test)]
impl Opening {
    /// Gives what tests open with: 2026-03-02T09:00:00Z.
    fn for_tests() -> Self {
        Self { access: Access::Write, allow_shared: false, now: 1_772_442_000_000, seed: None }
    }
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
        let (conn, copy, note) = match Self::reach(&found, access, opening) {
            // A file that cannot be written may still be read, if not where it lies.
            Err(StoreError::ReadOnly { .. }) if !found.new && !open::may_write(&found.path) => {
                let (path, folder) = backup::private_copy(&found.path)?;
                let conn = open::connect(&path, Access::Read)?;
                migrate::check(&conn, &found.path.display().to_string())?;
                (conn, Some(Arc::new(Copy { path, _folder: folder })), None)
            }
            other => {
                let (conn, note) = other?;
                (conn, None, note)
            }
        };
        let identity = open::identity(&found.path).unwrap_or_default();
        if found.identity.is_some_and(|before| before != identity) {
            return Err(StoreError::Replaced(found.path));
        }
        let mut read_only = found.read_only;
        if copy.is_some() || (access == Access::Write && conn.is_readonly("main").unwrap_or(false)) {
            read_only = read_only.or_else(|| Some("the file or its folder is not writable".into()));
        }
        if opening.access == Access::Read {
            read_only = read_only.or_else(|| Some(AS_ASKED.into()));
        }
        let mut store = Self {
            conn,
            file: found.path.display().to_string(),
            heads: heads::Heads::beside(&found.path),
            path: found.path,
            access: if read_only.is_some() { Access::Read } else { access },
            floor: Visibility::Internal,
            read_only,
            identity,
            warning: None,
            seed: opening.seed.clone(),
            stop: Arc::default(),
            copy,
            adrift: false,
            _opened: open::Opened::note(identity),
        };
        let lost = store.heads.newest().map(|head| doctor::lost_tail(&store.reader(), &head)).transpose()?.flatten();
        store.warning = lost.or(note);
        Ok(store)
    }

    /// Connects, and goes on only when the file is ours and up to date. Gives a remark where it had to be opened another way.
    fn reach(found: &open::Found, access: Access, opening: &Opening) -> Result<(Connection, Option<String>)> {
        let (path, file) = (&found.path, found.path.display().to_string());
        let word = |e: rusqlite::Error| StoreError::from_sqlite(&file, &e);
        let mut conn = open::connect(path, access)?;
        if !found.hot && access == Access::Write {
            open::trust(&conn).map_err(word)?;
        }
        let mut note = None;
        let version = migrate::recognise(&conn, &file, schema::FINGERPRINTS)?;
        if access == Access::Write && version <= migrate::newest() {
            note = open::journal_mode(&conn, path, found.new)?;
        }
        if access == Access::Write && version < migrate::newest() {
            migrate::bring_up(&mut conn, path, migrate::MIGRATIONS, schema::FINGERPRINTS, opening)?;
            migrate::check(&conn, &file)?;
        } else {
            migrate::accept(version, &file)?;
        }
        if access == Access::Write {
            open::trust(&conn).map_err(word)?;
        }
        Ok((conn, note))
    }

    /// Opens a second connection to the same file, without looking at its header again.
    ///
    /// # Errors
    /// SQLite's, worded.
    pub fn again(&self, access: Access) -> Result<Self> {
        let access = if self.access == Access::Read { Access::Read } else { access };
        if !self.in_place() {
            return Err(StoreError::Replaced(self.path.clone()));
        }
        Ok(Self {
            conn: self.connect(access)?,
            path: self.path.clone(),
            file: self.file.clone(),
            access,
            floor: self.floor,
            read_only: self.read_only.clone(),
            identity: self.identity,
            heads: heads::Heads::beside(&self.path),
            warning: None,
            seed: self.seed.clone(),
            stop: Arc::default(),
            copy: self.copy.clone(),
            adrift: false,
            _opened: open::Opened::note(self.identity),
        })
    }

    fn connect(&self, access: Access) -> Result<Connection> {
        let conn = open::connect(self.copy.as_ref().map_or(&self.path, |copy| &copy.path), access)?;
        if access == Access::Write {
            open::trust(&conn).map_err(|e| StoreError::from_sqlite(&self.file, &e))?;
        }
        Ok(conn)
    }

    /// Gives a switch that ends a wait for somebody else's write: the write then ends as busy.
    pub fn stopper(&self) -> Arc<AtomicBool> {
        self.stop.clone()
    }

    /// Reads through this connection.
    pub fn reader(&self) -> Reader<'_> {
        Reader { floor: self.floor, ..Reader::new(&self.conn) }
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
        self.copy.is_some() || open::identity(&self.path) == Some(self.identity)
    }

    /// Says whether what is read is a private copy, in which nothing will ever change.
    pub fn is_copy(&self) -> bool {
        self.copy.is_some()
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
        self.ready()?;
        let file = self.file.clone();
        let word = |e: rusqlite::Error| StoreError::from_sqlite(&file, &e);
        let tx = lock::begin(&self.conn, by.wait, &self.stop, &self.path)?;
        same_version(&tx, &file)?;
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
        if answer.is_final {
            self.forget();
        }
        Ok(Written { answer, batch: Some(seq), repeated: false })
    }

    /// Runs something that writes much, with more of the file held in memory than a screen would want: what does not fit is written out
    /// and read back again and again before the commit.
    pub fn roomy<T>(&mut self, run: impl FnOnce(&mut Self) -> T) -> T {
        let usual = self.conn.query_row("PRAGMA cache_size", [], |row| row.get::<_, i64>(0));
        let set = |store: &Self, size: i64| store.conn.pragma_update(None, "cache_size", size);
        let roomy = usual.is_ok() && set(self, ROOMY).is_ok();
        let done = run(self);
        if let (Ok(usual), true) = (usual, roomy) {
            // What cannot be given back now is given back when the file is closed.
            let _ = set(self, usual);
            let _ = self.conn.execute_batch("PRAGMA shrink_memory");
        }
        done
    }

    /// Rewrites derived tables in one transaction; nothing of it is journalled, and none of it is anybody's command.
    ///
    /// # Errors
    /// What `derive` gives, or the store's.
    pub fn derive<E: From<StoreError>>(&mut self, wait: Duration, derive: impl FnOnce(&mut Writer<'_>) -> Result<(), E>) -> Result<(), E> {
        self.ready()?;
        let file = self.file.clone();
        let word = |e: rusqlite::Error| StoreError::from_sqlite(&file, &e);
        let tx = lock::begin(&self.conn, wait, &self.stop, &self.path)?;
        same_version(&tx, &file)?;
        let mut writer = Writer::new(&tx, &By::nobody(), None).map_err(word)?;
        derive(&mut writer)?;
        drop(writer);
        Ok(tx.commit().map_err(word)?)
    }

    /// Brings the heads file to the disk and moves the write-ahead log into the database, as far as nobody is in the way.
    pub fn rest(&self) {
        let heads = &self.heads;
        // Two trips to the disk, and neither waits for the other.
        std::thread::scope(|scope| {
            let beside = std::thread::Builder::new().name("heads".into()).spawn_scoped(scope, || heads.sync());
            if self.access == Access::Write && self.in_place() {
                let _ = self.conn.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()));
            }
            if beside.is_err() {
                heads.sync();
            }
        });
    }

    /// Overwrites what the write-ahead log still holds of values that were blanked; a reader in the way leaves it to the next time.
    pub fn forget(&self) {
        if self.access == Access::Write && self.in_place() {
            let _ = self.conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
        }
    }

    /// Refuses before anything is begun when this connection may not or cannot write to the file it was opened on.
    fn ready(&mut self) -> Result<()> {
        if self.access == Access::Read {
            let why = self.read_only.clone().unwrap_or_else(|| "it was opened for reading".into());
            return Err(StoreError::ReadOnly { file: self.file.clone(), why });
        }
        if !self.in_place() {
            return Err(StoreError::Replaced(self.path.clone()));
        }
        if self.adrift {
            self.conn = self.connect(self.access)?;
            self.adrift = false;
        }
        Ok(())
    }

    /// A failed COMMIT may still be in the file: look for the key through a new connection before saying anything.
    ///
    /// The old one is closed first. It may have shared memory that does not know of the commit yet, while its frames lie in the
    /// log; where other programs keep that memory alive, not finding the key proves nothing after an error of the disk.
    fn outcome_of(&mut self, by: &By, error: &rusqlite::Error) -> Result<Written> {
        let lost = StoreError::from_sqlite(&self.file, error);
        let unknown = |why: String| StoreError::Unknown { file: self.file.clone(), why, key: by.key.clone() };
        let nowhere = Connection::open_in_memory().map_err(|e| unknown(e.to_string()))?;
        drop(std::mem::replace(&mut self.conn, nowhere));
        self.adrift = true;
        self.conn = self.connect(self.access).map_err(|e| unknown(e.cause()))?;
        self.adrift = false;
        match journal::answered(&self.conn, by) {
            Ok(Some(written)) => Ok(written),
            Ok(None) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::SystemIoFailure) => Err(unknown(error.to_string())),
            Ok(None) => Err(lost),
            Err(e) => Err(unknown(e.cause())),
        }
    }

    /// Lets the file grow by so many pages and no more: for tests of a full disk.
    #[doc(hidden)]
    pub fn leave_room_for(&self, pages: i64) -> Result<()> {
        let now: i64 = self.conn.query_row("PRAGMA page_count", [], |row| row.get(0))?;
        Ok(self.conn.pragma_update_and_check(None, "max_page_count", now + pages, |_| Ok(()))?)
    }

    /// Tells every statement this connection runs from now on, as the database reads it: for tests of query plans.
    #[doc(hidden)]
    pub fn listen(&mut self, mut hear: impl FnMut(&str) + Send + 'static) -> Result<()> {
        use rusqlite::trace::{TraceEvent, TraceEventCodes};
        let told = move |event: TraceEvent<'_>| {
            if let TraceEvent::Stmt(statement, _) = event {
                hear(&statement.sql());
            }
        };
        Ok(self.conn.trace_v2(TraceEventCodes::SQLITE_TRACE_STMT, Some(told))?)
    }
}

/// A newer program may have brought the file up while this one had it open; what it writes would no longer fit.
fn same_version(conn: &Connection, file: &str) -> Result<()> {
    let found: i64 = conn.prepare_cached("PRAGMA user_version")?.query_row([], |row| row.get(0))?;
    if found != migrate::newest() {
        return Err(StoreError::TooNew { file: file.into(), found, known: migrate::newest() });
    }
    Ok(())
}
