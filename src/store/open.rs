//! Opening a database: look before SQLite touches it, then settle how this connection behaves.

use std::fs::{self, OpenOptions};
use std::io::Read;
use std::os::unix::fs::{FileTypeExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, OpenFlags};
use rustix::fs::OFlags;

use super::error::{Result, StoreError};
use super::migrate;

/// Oldest SQLite without the WAL-reset bug, in which two writers can damage a file.
const OLDEST_SQLITE: i32 = 3_051_003;

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
    /// Whether the file has to be created.
    pub new: bool,
    /// Why it may only be read, if so.
    pub read_only: Option<String>,
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
    let meta = match fs::symlink_metadata(&path) {
        Ok(meta) => meta,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
            return match read_only {
                Some(why) => Err(StoreError::ReadOnly { file, why }),
                None => Ok(Found { path, new: true, read_only: None }),
            };
        }
        Err(e) => return Err(other(&path, &e)),
    };
    let kind = meta.file_type();
    if kind.is_symlink() {
        return Err(unsafe_("it is a symbolic link", "name the file it points to"));
    }
    if kind.is_dir() || kind.is_fifo() || kind.is_socket() || kind.is_char_device() || kind.is_block_device() {
        return Err(unsafe_("it is not a regular file", "name a file with --db"));
    }
    if meta.nlink() > 1 {
        return Err(unsafe_("the file has a second name (hard link), through which it could be damaged", "copy it to a file of its own"));
    }
    let mut read_only = read_only;
    if meta.uid() != rustix::process::geteuid().as_raw() && !allow_shared {
        read_only = read_only.or_else(|| Some("the file belongs to somebody else".into()));
    }
    let new = meta.len() == 0;
    if !new {
        look_at_header(&path, &file)?;
    }
    Ok(Found { path, new, read_only })
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

/// Reads the first 100 bytes plainly. Must run before SQLite opens the file: closing it later would drop SQLite's locks.
fn look_at_header(path: &Path, file: &str) -> Result<()> {
    let mut header = [0; 100];
    let mut open = fs::File::open(path).map_err(|e| match e.kind() {
        std::io::ErrorKind::PermissionDenied => StoreError::ReadOnly { file: file.into(), why: "you may not even read it".into() },
        _ => other(path, &e),
    })?;
    let not_ours = |why: &str| StoreError::NotOurs { file: file.into(), why: why.into() };
    open.read_exact(&mut header).map_err(|_| not_ours("it is too short"))?;
    if !header.starts_with(b"SQLite format 3\0") {
        return Err(not_ours("it is not an SQLite file"));
    }
    let number = |at: usize| i32::from_be_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]]);
    let (version, application) = (number(60), number(68));
    if application != migrate::APPLICATION_ID && (application != 0 || version != 0 || !has_wal(path)) {
        return Err(not_ours("another program's mark is in its header"));
    }
    if i64::from(version) > migrate::newest() {
        return Err(StoreError::TooNew { file: file.into(), found: i64::from(version), known: migrate::newest() });
    }
    Ok(())
}

/// A brand-new file whose first transaction is still in the write-ahead log has an unmarked header.
fn has_wal(path: &Path) -> bool {
    let mut name = path.as_os_str().to_owned();
    name.push("-wal");
    fs::metadata(name).is_ok_and(|m| m.len() > 0)
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
    let conn = Connection::open_with_flags(path, flags).map_err(|e| StoreError::from_sqlite(&file, &e))?;
    settle(&conn, access).map_err(|e| StoreError::from_sqlite(&file, &e))?;
    Ok(conn)
}

fn settle(conn: &Connection, access: Access) -> rusqlite::Result<()> {
    conn.busy_timeout(Duration::from_millis(250))?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false)?;
    for (limit, value) in [
        (Limit::SQLITE_LIMIT_LENGTH, 64_000_000),
        (Limit::SQLITE_LIMIT_SQL_LENGTH, 100_000),
        (Limit::SQLITE_LIMIT_ATTACHED, 0),
        (Limit::SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 200),
        (Limit::SQLITE_LIMIT_VDBE_OP, 250_000),
        (Limit::SQLITE_LIMIT_COLUMN, 200),
        (Limit::SQLITE_LIMIT_EXPR_DEPTH, 50),
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

fn other(path: &Path, error: &std::io::Error) -> StoreError {
    use std::io::ErrorKind as K;
    let file = path.display().to_string();
    match error.kind() {
        K::PermissionDenied | K::ReadOnlyFilesystem => StoreError::ReadOnly { file, why: error.to_string() },
        K::StorageFull | K::QuotaExceeded => StoreError::Full { file },
        _ => StoreError::Other { file, why: error.to_string() },
    }
}
