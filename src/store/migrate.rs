//! Schema versions: each step a file, one transaction, and a dated copy of an older database before the first.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rusqlite::{
    Connection, TransactionBehavior,
    backup::{Backup, StepResult},
};
use sha2::{Digest, Sha256};

use super::error::{Result, StoreError};
use super::heads::hex;

/// How long a copy waits for a writer that keeps the file to itself.
const PATIENCE: Duration = Duration::from_secs(5);

/// Marks a file as ours: "wrrm".
pub const APPLICATION_ID: i32 = 0x7772_726d;

/// Lists the steps; step n brings `user_version` to n + 1. Shipped steps are frozen.
pub const MIGRATIONS: &[&str] = &[include_str!("migrations/001-first.sql")];

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

/// Runs the steps that are missing, each in a transaction of its own.
///
/// # Errors
/// SQLite's; a step that fails leaves the version before it.
pub fn run(conn: &mut Connection, steps: &[&str]) -> rusqlite::Result<()> {
    for (done, step) in steps.iter().enumerate() {
        let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Another program may have been faster: the version counts only under the lock.
        let now = usize::try_from(version(&tx)?).unwrap_or(usize::MAX);
        if now == done {
            tx.execute_batch(step)?;
            tx.pragma_update(None, "application_id", APPLICATION_ID)?;
            tx.pragma_update(None, "user_version", i64::try_from(done + 1).unwrap_or(i64::MAX))?;
        }
        tx.commit()?;
    }
    Ok(())
}

/// Copies the database online beside itself, checks the copy and gives its name.
///
/// # Errors
/// When the copy cannot be written or is not sound; nothing is left behind then.
pub fn copy_to(conn: &Connection, target: &Path) -> Result<()> {
    let shown = target.display().to_string();
    let io = |why: String| StoreError::Other { file: shown.clone(), why };
    let folder = target.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let temp = tempfile::NamedTempFile::new_in(folder).map_err(|e| io(e.to_string()))?;
    {
        let mut copy = Connection::open(temp.path()).map_err(|e| StoreError::from_sqlite(&shown, &e))?;
        let backup = Backup::new(conn, &mut copy).map_err(|e| StoreError::from_sqlite(&shown, &e))?;
        // One step of everything: smaller steps start over with each write of somebody else and may never end.
        let deadline = Instant::now() + PATIENCE;
        loop {
            match backup.step(-1).map_err(|e| StoreError::from_sqlite(&shown, &e))? {
                StepResult::Done => break,
                StepResult::Busy | StepResult::Locked if Instant::now() > deadline => {
                    return Err(StoreError::Busy { file: shown, holder: String::new() });
                }
                _ => std::thread::sleep(Duration::from_millis(5)),
            }
        }
        drop(backup);
        let sound: String =
            copy.query_row("PRAGMA quick_check(1)", [], |row| row.get(0)).map_err(|e| StoreError::from_sqlite(&shown, &e))?;
        if sound != "ok" {
            return Err(StoreError::Corrupt { file: shown, why: format!("the copy is not sound: {sound}") });
        }
    }
    temp.as_file().sync_all().map_err(|e| io(e.to_string()))?;
    temp.persist_noclobber(target).map_err(|e| io(e.error.to_string()))?;
    let _ = std::fs::File::open(folder).and_then(|f| f.sync_all());
    Ok(())
}

/// Names the dated copy that is made before a migration.
pub fn copy_name(database: &Path, version: i64, now: i64) -> PathBuf {
    let date = chrono::DateTime::from_timestamp_millis(now).map_or_else(String::new, |t| t.format("%Y%m%dT%H%M%SZ").to_string());
    let mut name = database.as_os_str().to_owned();
    name.push(format!(".v{version}-{date}"));
    name.into()
}

/// Hashes the schema as it stands in the file: a foreign trigger, view or table changes it.
///
/// # Errors
/// SQLite's.
pub fn fingerprint(conn: &Connection) -> rusqlite::Result<String> {
    let mut hash = Sha256::new();
    // Shadow tables of the search index belong to SQLite and may differ between its versions; sqlite_stat holds statistics.
    let mut select = conn.prepare(
        "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema
         WHERE name NOT LIKE 'doc_text_%' AND name NOT LIKE 'sqlite_%' ORDER BY type, name",
    )?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        for column in 0..4 {
            let text: String = row.get(column)?;
            hash.update(text.len().to_be_bytes());
            hash.update(text.as_bytes());
        }
    }
    Ok(hex(&hash.finalize()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_step_leaves_the_version_before_it() {
        let mut conn = Connection::open_in_memory().unwrap();
        let steps = ["CREATE TABLE a (x) ", "CREATE TABLE b (x); CREATE TABLE a (x)"];
        assert!(run(&mut conn, &steps).is_err());
        assert_eq!(version(&conn).unwrap(), 1);
        assert!(conn.prepare("SELECT * FROM b").is_err());
        run(&mut conn, &[steps[0], "CREATE TABLE b (x)"]).unwrap();
        assert_eq!(version(&conn).unwrap(), 2);
    }
}
