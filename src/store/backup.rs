//! Copies of the whole file: while it is in use, before a migration, and privately where the medium cannot be written.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};
use tempfile::TempDir;

use super::error::{Result, StoreError};
use super::open::beside;
use super::{Access, Store, migrate, open};

/// How often a private copy is begun again when the original moves meanwhile.
const TRIES: usize = 5;
/// How long a copy waits for a writer that keeps the file to itself.
const PATIENCE: Duration = Duration::from_secs(5);

impl Store {
    /// Copies the database online to a new file. Plain `cp` would miss what is still in the write-ahead log.
    ///
    /// # Errors
    /// When the target exists or cannot be written, or the copy is not sound.
    pub fn backup(&self, target: &Path) -> Result<()> {
        let taken = || {
            let file = target.display().to_string();
            StoreError::Other { file, why: "there is a file of that name already; name another one".into() }
        };
        if target.symlink_metadata().is_ok() {
            return Err(taken());
        }
        // A connection of its own, so that a long copy keeps nobody's statements open.
        let source = self.again(Access::Read)?;
        copy_to(&source.conn, target)?.map(drop).ok_or_else(taken)
    }
}

/// Copies the database online to a new file, checks the copy and gives the schema version in it; none when somebody took the
/// name in this moment.
///
/// # Errors
/// When the copy cannot be written or is not sound; nothing is left behind then.
pub fn copy_to(conn: &Connection, target: &Path) -> Result<Option<i64>> {
    // An absolute path never begins with "file:", which SQLite would take for an address with options.
    let target = std::path::absolute(target).map_err(|e| open::other(target, &e))?;
    let shown = target.display().to_string();
    let word = |e: rusqlite::Error| StoreError::from_sqlite(&shown, &e);
    let io = |e: std::io::Error| open::other(&target, &e);
    let folder = target.parent().unwrap_or(Path::new("/"));
    let temp = tempfile::NamedTempFile::new_in(folder).map_err(io)?;
    let version = {
        let _beside = Beside(temp.path());
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut copy = Connection::open_with_flags(temp.path(), flags).map_err(word)?;
        let backup = Backup::new(conn, &mut copy).map_err(word)?;
        // One step of everything: smaller steps start over with each write of somebody else and may never end.
        let deadline = Instant::now() + PATIENCE;
        loop {
            match backup.step(-1).map_err(word)? {
                StepResult::Done => break,
                StepResult::Busy | StepResult::Locked if Instant::now() > deadline => {
                    return Err(StoreError::Busy { file: shown, holder: String::new() });
                }
                _ => std::thread::sleep(Duration::from_millis(5)),
            }
        }
        drop(backup);
        let sound: String = copy.query_row("PRAGMA quick_check(1)", [], |row| row.get(0)).map_err(word)?;
        // Such lines are said of pages that the disk does not give; of what is wrong in a page others are.
        if sound.contains("error code=") || sound.contains("failed to get page") {
            let why = "the copy cannot be read back from the disk, and was taken away again".into();
            return Err(StoreError::Other { file: shown, why });
        }
        if sound != "ok" {
            return Err(StoreError::Corrupt { file: shown, why: format!("the copy is not sound: {sound}") });
        }
        migrate::version(&copy).map_err(word)?
    };
    temp.as_file().sync_all().map_err(io)?;
    match temp.persist_noclobber(&target) {
        Err(e) if e.error.kind() == std::io::ErrorKind::AlreadyExists => return Ok(None),
        other => drop(other.map_err(|e| io(e.error))?),
    }
    let _ = std::fs::File::open(folder).and_then(|f| f.sync_all());
    Ok(Some(version))
}

/// Takes away what SQLite could not take away beside a copy that is being made, once it is closed.
struct Beside<'a>(&'a Path);

impl Drop for Beside<'_> {
    fn drop(&mut self) {
        for ending in ["-journal", "-wal", "-shm"] {
            // Nothing is usually there.
            let _ = std::fs::remove_file(beside(self.0, ending));
        }
    }
}

/// A file on a medium that cannot be written is read through a copy of our own: SQLite needs room for its shared memory.
///
/// # Errors
/// [`StoreError::ReadOnly`] when no copy can be made, [`StoreError::Busy`] when somebody keeps writing meanwhile.
pub fn private_copy(path: &Path) -> Result<(PathBuf, TempDir)> {
    let word =
        |e: std::io::Error| StoreError::ReadOnly { file: path.display().to_string(), why: format!("and no private copy can be made: {e}") };
    let folder = tempfile::tempdir().map_err(word)?;
    let copy = folder.path().join("copy.db");
    for _ in 0..TRIES {
        let before = stamps(path);
        // The log first: folding it in meanwhile would be seen by the stamps.
        for ending in ["-wal", "-journal", ""] {
            let (from, to) = (beside(path, ending), beside(&copy, ending));
            if from.symlink_metadata().is_ok_and(|m| m.is_file()) || ending.is_empty() {
                std::fs::copy(&from, &to).map_err(word)?;
                std::fs::set_permissions(&to, std::os::unix::fs::PermissionsExt::from_mode(0o600)).map_err(word)?;
            } else if to.exists() {
                std::fs::remove_file(&to).map_err(word)?;
            }
        }
        if stamps(path) == before {
            return Ok((copy, folder));
        }
    }
    Err(StoreError::Busy { file: path.display().to_string(), holder: String::new() })
}

/// Gives size and time of the last change of the database and its log.
fn stamps(path: &Path) -> [Option<(u64, Option<SystemTime>)>; 3] {
    ["", "-wal", "-journal"].map(|ending| {
        let meta = std::fs::symlink_metadata(beside(path, ending)).ok()?;
        Some((meta.len(), meta.modified().ok()))
    })
}
