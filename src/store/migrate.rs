//! Schema versions: each step a file, one transaction, and a dated copy of an older database before the first.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, Transaction};
use sha2::{Digest, Sha256};

use super::backup::copy_to;
use super::error::{Result, StoreError};
use super::heads::hex;
use super::lock::{self, retry};
use super::{Opening, journal, schema};

/// Marks a file as ours: "wrrm".
pub const APPLICATION_ID: i32 = 0x7772_726d;

/// Lists the steps; step n brings `user_version` to n + 1. Shipped steps are frozen.
pub const MIGRATIONS: &[&str] = &[
    include_str!("migrations/001-first.sql"),
    include_str!("migrations/002-playbook.sql"),
    include_str!("migrations/003-review.sql"),
    include_str!("migrations/004-import.sql"),
];

/// How long a start waits for another program that is making the file or bringing it up.
const PATIENCE: Duration = Duration::from_secs(30);

/// Gives the schema version this program writes.
pub fn newest() -> i64 {
    i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX)
}

/// Reads the file's schema version.
///
/// # Errors
/// SQLite's.
pub fn version(conn: &Connection) -> rusqlite::Result<i64> {
    conn.query_row("PRAGMA user_version", [], |row| row.get(0))
}

/// Brings a file up to the newest of the steps: an empty one from nothing, an older one after a dated copy of it.
///
/// `known` holds the fingerprint of every version there is, oldest first. The file must be word for word one of them: a foreign
/// trigger in it could run at the first step.
///
/// # Errors
/// [`StoreError::NotOurs`] or [`StoreError::TooNew`] before anything is written, else SQLite's; a step that fails leaves the
/// version before it.
pub fn bring_up(conn: &mut Connection, path: &Path, steps: &[&str], known: &[&str], opening: &Opening) -> Result<()> {
    let file = path.display().to_string();
    let newest = i64::try_from(steps.len()).unwrap_or(i64::MAX);
    loop {
        let version = recognise(conn, &file, known)?;
        if version > newest {
            return Err(StoreError::TooNew { file, found: version, known: newest });
        }
        if version == newest {
            return Ok(());
        }
        if version == 0 || copied(conn, path, version, opening.now)? {
            return run(conn, steps, opening).map_err(|e| StoreError::from_sqlite(&file, &e));
        }
    }
}

/// Reads the version and refuses a file that is not what that version looks like. Only an empty file is version 0; of versions
/// that are not known there is nothing to compare.
///
/// # Errors
/// [`StoreError::NotOurs`], else SQLite's.
pub fn recognise(conn: &Connection, file: &str, known: &[&str]) -> Result<i64> {
    let refuse = |why: &str| Err(StoreError::NotOurs { file: file.into(), why: why.into() });
    // One read transaction, so that another program's migration is seen whole or not at all.
    let (version, application, print) = retry(file, || {
        let tx = conn.unchecked_transaction()?;
        Ok((version(&tx)?, application(&tx)?, fingerprint(&tx)?))
    })?;
    let expected = usize::try_from(version).ok().and_then(|v| v.checked_sub(1)).map(|v| known.get(v));
    match expected {
        None if version < 0 => refuse("its version is none of ours"),
        None if application != 0 || print != empty_fingerprint() => refuse("another program's mark is in it, or none"),
        _ if version > 0 && application != APPLICATION_ID => refuse("another program's mark is in it"),
        Some(Some(known)) if print != **known => refuse("its tables are not the ones warroom makes"),
        _ => Ok(version),
    }
}

/// Makes the dated copy; says no when another program has brought the file up meanwhile.
fn copied(conn: &Connection, path: &Path, version: i64, now: i64) -> Result<bool> {
    let mut name = copy_name(path, version, now);
    let mut n = 1;
    while name.symlink_metadata().is_ok() {
        n += 1;
        name = copy_name(path, version, now);
        name.as_mut_os_string().push(format!("-{n}"));
    }
    match copy_to(conn, &name)? {
        Some(copied) if copied == version => Ok(true),
        // The copy is of a version that needs none.
        Some(_) => {
            let _ = std::fs::remove_file(&name);
            Ok(false)
        }
        // Another program took the name for its copy in this moment.
        None => Ok(false),
    }
}

/// Runs the steps that are missing, each in a transaction of its own.
///
/// # Errors
/// SQLite's; a step that fails leaves the version before it.
pub fn run(conn: &mut Connection, steps: &[&str], opening: &Opening) -> rusqlite::Result<()> {
    for (done, step) in steps.iter().enumerate() {
        let tx = lock::immediate(conn, PATIENCE)?;
        // Another program may have been faster: the version counts only under the lock.
        let at = usize::try_from(version(&tx)?).unwrap_or(usize::MAX);
        if at == done {
            take(&tx, done, step, opening)?;
        }
        tx.commit()?;
    }
    Ok(())
}

fn take(tx: &Transaction<'_>, done: usize, step: &str, opening: &Opening) -> rusqlite::Result<()> {
    tx.execute_batch(step)?;
    tx.pragma_update(None, "application_id", APPLICATION_ID)?;
    tx.pragma_update(None, "user_version", i64::try_from(done + 1).unwrap_or(i64::MAX))?;
    // A file without an id of its own could not be written to: both come into being at once.
    if done == 0 && tx.prepare("SELECT 1 FROM site").is_ok() { journal::found(tx, opening) } else { Ok(()) }
}

/// Names the dated copy that is made before a migration.
pub fn copy_name(database: &Path, version: i64, now: i64) -> PathBuf {
    let date = chrono::DateTime::from_timestamp_millis(now).map_or_else(String::new, |t| t.format("%Y%m%dT%H%M%SZ").to_string());
    let mut name = database.as_os_str().to_owned();
    name.push(format!(".v{version}-{date}"));
    name.into()
}

/// Reads the mark of the program a file belongs to.
///
/// # Errors
/// SQLite's.
pub fn application(conn: &Connection) -> rusqlite::Result<i32> {
    conn.query_row("PRAGMA application_id", [], |row| row.get(0))
}

/// Refuses a file that is not ours or not of the version this program works with.
///
/// # Errors
/// [`StoreError::NotOurs`], those of [`accept`], else SQLite's.
pub fn check(conn: &Connection, file: &str) -> Result<()> {
    accept(recognise(conn, file, schema::FINGERPRINTS)?, file)
}

/// Refuses a version this program does not work with.
///
/// # Errors
/// [`StoreError::NotOurs`] for a file with nothing in it, [`StoreError::TooNew`], [`StoreError::ReadOnly`] for an older one.
pub fn accept(found: i64, file: &str) -> Result<()> {
    let file = file.to_owned();
    match found {
        0 => Err(StoreError::NotOurs { file, why: "there is nothing in it".into() }),
        found if found > newest() => Err(StoreError::TooNew { file, found, known: newest() }),
        found if found < newest() => {
            let why = "it is from an older warroom and has to be brought up to date once, by opening it for writing".into();
            Err(StoreError::ReadOnly { file, why })
        }
        _ => Ok(()),
    }
}

/// Hashes the schema as it stands in the file: a foreign trigger, view or table changes it.
///
/// # Errors
/// SQLite's.
pub fn fingerprint(conn: &Connection) -> rusqlite::Result<String> {
    let mut hash = Sha256::new();
    // Left out are only what `ANALYZE` and UNIQUE make; no trigger or view passes under any name.
    let mut select = conn.prepare(
        "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema
         WHERE NOT (type = 'table' AND name IN ('sqlite_stat1', 'sqlite_stat4'))
           AND NOT (type = 'index' AND substr(name, 1, 17) = 'sqlite_autoindex_' AND sql IS NULL) ORDER BY type, name",
    )?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        for column in 0..4 {
            // As bytes: a hostile name need not be text.
            let text = row.get_ref(column)?;
            let bytes = text.as_bytes_or_null().ok().flatten().unwrap_or_default();
            hash.update((bytes.len() as u64).to_be_bytes());
            hash.update(bytes);
        }
    }
    Ok(hex(&hash.finalize()))
}

fn empty_fingerprint() -> String {
    hex(&Sha256::new().finalize())
}

#[cfg(test)]
#[path = "migrate_tests.rs"]
mod tests;
