//! Opening a database: look before SQLite touches it, then settle how this connection behaves.

use std::fs::{self, OpenOptions};
use std::io::Read;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, OpenFlags};
use rustix::fs::OFlags;

use super::error::{Result, StoreError};
use super::lock::retry;
use super::{migrate, search};

/// Oldest SQLite without the WAL-reset bug, in which two writers can damage a file.
const OLDEST_SQLITE: i32 = 3_051_003;

/// Why nothing is written where that was the wish.
pub const AS_ASKED: &str = "it was opened read-only";

/// Says what a connection may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Read and write; creates the file where there is none.
    Write,
    /// Read only, although the file may be writable.
    Read,
}

/// Tells what was found when looking at the path.
#[derive(Debug)]
pub struct Found {
    /// Absolute path.
    pub path: PathBuf,
    /// Whether the file has to be created, or filled because it holds nothing yet.
    pub new: bool,
    /// Why it may only be read, if so.
    pub read_only: Option<String>,
    /// Whether a write-ahead log with something in it lies beside it.
    pub hot: bool,
    /// Device and inode, where there is a file.
    pub identity: Option<Identity>,
}

/// Names a file whatever its path: device and inode.
pub type Identity = (u64, u64);

/// Gives the device and inode a path leads to; a link is not followed.
pub fn identity(path: &Path) -> Option<Identity> {
    let meta = fs::symlink_metadata(path).ok()?;
    Some((meta.dev(), meta.ino()))
}

/// Names a file that belongs to the database: `-wal`, `-shm`, `-journal`, `.heads`.
pub fn beside(database: &Path, ending: &str) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// Remembers which files this process has open through SQLite: closing a plain descriptor of one would drop SQLite's locks on it.
static OPENED: Mutex<Vec<Identity>> = Mutex::new(Vec::new());

fn opened() -> MutexGuard<'static, Vec<Identity>> {
    OPENED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Stands for one connection of this process to a file.
#[derive(Debug)]
pub struct Opened(Identity);

impl Opened {
    /// Notes that a connection to the file exists.
    pub fn note(identity: Identity) -> Self {
        opened().push(identity);
        Self(identity)
    }
}

impl Drop for Opened {
    fn drop(&mut self) {
        let mut all = opened();
        if let Some(at) = all.iter().position(|one| *one == self.0) {
            all.swap_remove(at);
        }
    }
}

/// Looks at the path before any SQLite connection exists: what it is, whose it is, who else could change it.
///
/// # Errors
/// [`StoreError::Unsafe`], [`StoreError::NotOurs`], [`StoreError::TooNew`] or what the system says.
pub fn look(path: &Path, allow_shared: bool) -> Result<Found> {
    let path = std::path::absolute(path).map_err(|e| other(path, &e))?;
    let file = path.display().to_string();
    let unsafe_ = |why: &str, hint: &str| StoreError::Unsafe { file: file.clone(), why: why.into(), hint: hint.into() };
    let folder = path.parent().ok_or_else(|| unsafe_("it is not the name of a file", "name a file with --db"))?;
    let read_only = look_at_folder(folder, allow_shared, &unsafe_)?;
    // SQLite follows no link at all; a folder reached through one is still the same folder.
    let name = path.file_name().ok_or_else(|| unsafe_("it is not the name of a file", "name a file with --db"))?;
    let path = folder.canonicalize().map_err(|e| other(&path, &e))?.join(name);
    let hot = look_beside(&path, &unsafe_)?;
    let orphan = || {
        let (wal, why) =
            (beside(&path, "-wal"), "the write-ahead log of a database that is gone lies beside it, and may hold the last changes");
        Err(unsafe_(why, &format!("put the database back, or move {} away", wal.display())))
    };
    let meta = match fs::symlink_metadata(&path) {
        Ok(meta) => meta,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
            return match read_only {
                Some(why) => Err(StoreError::ReadOnly { file, why }),
                None if hot => orphan(),
                None => Ok(Found { path, new: true, read_only: None, hot, identity: None }),
            };
        }
        Err(e) => return Err(other(&path, &e)),
    };
    if meta.file_type().is_symlink() {
        return Err(unsafe_("it is a symbolic link", "name the file it points to"));
    }
    if !meta.is_file() {
        return Err(unsafe_("it is not a regular file", "name a file with --db"));
    }
    if meta.nlink() > 1 {
        return Err(unsafe_("the file has a second name (hard link), through which it could be damaged", "copy it to a file of its own"));
    }
    if meta.mode() & 0o002 != 0 {
        return Err(unsafe_("everybody may write to it", "make it yours alone (chmod 600) after a look at what is in it"));
    }
    let read_only = read_only.or_else(|| {
        let foreign = meta.uid() != rustix::process::geteuid().as_raw();
        let why = if foreign { "the file belongs to somebody else" } else { "a group may write to the file; chmod 600 it" };
        ((foreign || meta.mode() & 0o020 != 0) && !allow_shared).then(|| why.to_owned())
    });
    let identity = (meta.dev(), meta.ino());
    if meta.len() == 0 && hot {
        return orphan();
    }
    let known = opened().contains(&identity);
    let new = meta.len() == 0 || (!known && look_at_header(&path, &file, hot)?);
    Ok(Found { path, new, read_only, hot, identity: Some(identity) })
}

/// Looks at SQLite's own files beside the database, which it would open whatever they are. Says whether a log holds something.
fn look_beside(path: &Path, refuse: &dyn Fn(&str, &str) -> StoreError) -> Result<bool> {
    let mut hot = false;
    for ending in ["-wal", "-shm", "-journal"] {
        let name = beside(path, ending);
        match fs::symlink_metadata(&name) {
            Ok(meta) if meta.is_file() => hot |= ending == "-wal" && meta.len() > 0,
            Ok(_) => return Err(refuse(&format!("{} beside it is not a regular file", name.display()), "move that away")),
            // What cannot be looked at, SQLite cannot open either.
            Err(_) => {}
        }
    }
    Ok(hot)
}

fn look_at_folder(folder: &Path, allow_shared: bool, refuse: &dyn Fn(&str, &str) -> StoreError) -> Result<Option<String>> {
    let meta = fs::metadata(folder).map_err(|_| refuse("its folder does not exist", "create the folder first"))?;
    if !meta.is_dir() {
        return Err(refuse("its folder is not a folder", "name a file with --db"));
    }
    if meta.mode() & 0o002 != 0 {
        return Err(refuse(
            "everybody may write in its folder, and could put files beside it",
            "use a folder of your own (mkdir -m 700 NAME) and --db NAME/warroom.db",
        ));
    }
    if allow_shared {
        return Ok(None);
    }
    let foreign = meta.uid() != rustix::process::geteuid().as_raw();
    let shared = meta.mode() & 0o020 != 0;
    Ok(match (foreign, shared) {
        (true, _) => Some("its folder belongs to somebody else; allow_shared = true in config.toml permits writing".into()),
        (_, true) => Some("its folder may be written by a group; chmod g-w it, or set allow_shared = true in config.toml".into()),
        _ => None,
    })
}

/// Reads the first bytes plainly and says whether the file holds nothing yet. Must run before SQLite opens the file in this
/// process: closing it later would drop SQLite's locks.
fn look_at_header(path: &Path, file: &str, hot: bool) -> Result<bool> {
    let mut header = [0; 108];
    // A FIFO put in its place since must not hang us.
    let flags = i32::try_from((OFlags::NOFOLLOW | OFlags::NONBLOCK).bits()).unwrap_or(0);
    let mut open = OpenOptions::new().read(true).custom_flags(flags).open(path).map_err(|e| match e.kind() {
        std::io::ErrorKind::PermissionDenied => StoreError::ReadOnly { file: file.into(), why: "you may not even read it".into() },
        _ => other(path, &e),
    })?;
    let not_ours = |why: &str| StoreError::NotOurs { file: file.into(), why: why.into() };
    open.read_exact(&mut header).map_err(|e| match e.kind() {
        std::io::ErrorKind::UnexpectedEof => not_ours("it is too short"),
        _ => other(path, &e),
    })?;
    if !header.starts_with(b"SQLite format 3\0") {
        return Err(not_ours("it is not an SQLite file"));
    }
    let number = |at: usize| i32::from_be_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]]);
    let (version, application) = (number(60), number(68));
    // A file that is being made, or whose making was cut off, has no mark yet: one empty page, or all of it in the log.
    // What the log holds is looked at once SQLite reads it.
    let unmarked = application == 0 && version == 0;
    let empty = header[100] == 0x0d && header[103] == 0 && header[104] == 0;
    if application != migrate::APPLICATION_ID && !(unmarked && (hot || empty)) {
        return Err(not_ours("another program's mark is in its header"));
    }
    if i64::from(version) > migrate::newest() {
        return Err(StoreError::TooNew { file: file.into(), found: i64::from(version), known: migrate::newest() });
    }
    Ok(unmarked && empty && !hot)
}

/// Says whether the folder lies on another machine, where processes share no memory and a write-ahead log cannot work.
pub fn is_remote(path: &Path) -> bool {
    // NFS, SMB, CIFS, SMB2, AFS, Coda, NCP.
    const REMOTE: [u64; 7] = [0x6969, 0x517b, 0xff53_4d42, 0xfe53_4d42, 0x5346_414f, 0x7375_7245, 0x564c];
    let Some(folder) = path.parent() else { return false };
    rustix::fs::statfs(folder).is_ok_and(|fs| REMOTE.contains(&(fs.f_type.unsigned_abs() & 0xffff_ffff)))
}

/// Creates an empty file that only its owner can read, before SQLite would do so with wider rights.
///
/// # Errors
/// What the system says.
pub fn create(path: &Path) -> Result<()> {
    let nofollow = i32::try_from(OFlags::NOFOLLOW.bits()).unwrap_or(0);
    match OpenOptions::new().write(true).create_new(true).mode(0o600).custom_flags(nofollow).open(path) {
        Ok(_) => Ok(()),
        Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(e) => Err(other(path, &e)),
    }
}

/// Opens a connection and settles everything about it that is not the schema.
///
/// # Errors
/// SQLite's, worded.
pub fn connect(path: &Path, access: Access) -> Result<Connection> {
    let file = path.display().to_string();
    if rusqlite::version_number() < OLDEST_SQLITE {
        let why = format!("this program was built with SQLite {}, which can damage files two programs write", rusqlite::version());
        return Err(StoreError::Other { file, why });
    }
    // Opening for reading still needs the write flag: the shared memory of the write-ahead log has to be kept.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    let mut conn = Connection::open_with_flags(path, flags).map_err(|e| StoreError::from_sqlite(&file, &e))?;
    search::watch(&mut conn).map_err(|e| StoreError::from_sqlite(&file, &e))?;
    settle(&conn, access).map_err(|e| StoreError::from_sqlite(&file, &e))?;
    Ok(conn)
}

fn settle(conn: &Connection, access: Access) -> rusqlite::Result<()> {
    conn.busy_timeout(Duration::from_millis(250))?;
    // Until the file is known to be ours, closing must not fold a log into it.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false)?;
    // A plan must not hang on the values asked for; else every statement is prepared again with each new value.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    for (limit, value) in [
        (Limit::SQLITE_LIMIT_LENGTH, 64_000_000),
        (Limit::SQLITE_LIMIT_SQL_LENGTH, 100_000),
        (Limit::SQLITE_LIMIT_ATTACHED, 0),
        (Limit::SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 200),
        (Limit::SQLITE_LIMIT_VDBE_OP, 250_000),
        (Limit::SQLITE_LIMIT_COLUMN, 200),
        // Conditions of one join for each table that is searched hang under each other.
        (Limit::SQLITE_LIMIT_EXPR_DEPTH, 100),
        (Limit::SQLITE_LIMIT_TRIGGER_DEPTH, 10),
    ] {
        conn.set_limit(limit, value)?;
    }
    conn.set_prepared_statement_cache_capacity(128);
    conn.execute_batch(
        "PRAGMA synchronous = EXTRA; PRAGMA foreign_keys = ON; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0;
         PRAGMA wal_autocheckpoint = 200; PRAGMA journal_size_limit = 4194304; PRAGMA temp_store = MEMORY; PRAGMA secure_delete = ON;",
    )?;
    if access == Access::Read {
        conn.pragma_update(None, "query_only", true)?;
    }
    Ok(())
}

/// Sees to it that the file is in write-ahead mode, or has a rollback journal where that cannot work. Both keep every commit;
/// with the latter, readers and writers wait for each other, and the remark says so.
///
/// # Errors
/// SQLite's, worded.
pub fn journal_mode(conn: &Connection, path: &Path, new: bool) -> Result<Option<String>> {
    let file = path.display().to_string();
    let remote = is_remote(path);
    let wanted = if remote { "delete" } else { "wal" };
    let mut now: String = retry(&file, || conn.query_row("PRAGMA journal_mode", [], |row| row.get(0)))?;
    if now != wanted {
        let sql = if remote { "PRAGMA journal_mode = DELETE" } else { "PRAGMA journal_mode = WAL" };
        let switch = || conn.query_row(sql, [], |row| row.get(0));
        // Somebody who has an older file open may keep us from switching, and need not.
        now = if new { retry(&file, switch)? } else { switch().unwrap_or(now) };
    }
    Ok((now != "wal").then(|| {
        let why = if remote { "the folder is on another machine" } else { "the folder's file system does not permit a write-ahead log" };
        format!("{why}: every change is safe, but readers and writers wait for each other, and one machine at a time should use it")
    }))
}

/// Says whether file and folder may be written as far as their rights and the medium go.
pub fn may_write(path: &Path) -> bool {
    let writable = |path: &Path| rustix::fs::access(path, rustix::fs::Access::WRITE_OK).is_ok();
    writable(path) && path.parent().is_none_or(writable)
}

/// Lets closing fold the log in again: the file has been found to be ours, or there was no log to fold.
///
/// # Errors
/// SQLite's.
pub fn trust(conn: &Connection) -> rusqlite::Result<()> {
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false).map(drop)
}

/// Says whether the write-ahead log beside a database holds something.
pub fn has_log(path: &Path) -> bool {
    fs::symlink_metadata(beside(path, "-wal")).is_ok_and(|meta| meta.len() > 0)
}

/// Words what the system said about a file.
pub fn other(path: &Path, error: &std::io::Error) -> StoreError {
    use std::io::ErrorKind as K;
    let file = path.display().to_string();
    match error.kind() {
        K::PermissionDenied | K::ReadOnlyFilesystem => StoreError::ReadOnly { file, why: error.to_string() },
        K::StorageFull | K::QuotaExceeded => StoreError::Full { file },
        _ => StoreError::Other { file, why: error.to_string() },
    }
}

impl Drop for super::Store {
    /// A reader folds nothing into the file. But where there is no log it may take SQLite's own files away again, as if it had not been.
    fn drop(&mut self) {
        if self.access == Access::Read && !has_log(&self.path) {
            let _ = trust(&self.conn);
        }
    }
}
