//! Waiting for other programs: how long, in which steps, and who it is that one waits for.

use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::error::{Result, StoreError};
use super::open::beside;

/// How long a first read waits for a program that recovers the file or switches its journal.
const RECOVERY: Duration = Duration::from_secs(10);
/// Byte of the shared memory that whoever writes has locked.
const WRITE_LOCK: u64 = 120;
/// Byte of the database that whoever writes has locked where there is no write-ahead log.
const RESERVED: u64 = 0x4000_0001;

/// Repeats a first read while another program recovers or switches the journal mode.
///
/// # Errors
/// What `read` says in the end.
pub fn retry<T>(file: &str, mut read: impl FnMut() -> rusqlite::Result<T>) -> Result<T> {
    let deadline = Instant::now() + RECOVERY;
    loop {
        match read() {
            Err(e) if is_busy(&e) && Instant::now() < deadline => pause(),
            other => return other.map_err(|e| StoreError::from_sqlite(file, &e)),
        }
    }
}

/// Takes the write lock, waiting in small uneven steps, never inside a transaction, until the time is up or `stop` is set.
///
/// # Errors
/// [`StoreError::Busy`] with the holder where it can be seen, else SQLite's.
pub fn begin<'c>(conn: &'c Connection, wait: Duration, stop: &AtomicBool, path: &Path) -> Result<Transaction<'c>> {
    let deadline = Instant::now() + wait;
    loop {
        match Transaction::new_unchecked(conn, TransactionBehavior::Immediate) {
            Ok(tx) => return Ok(tx),
            Err(e) if is_busy(&e) && Instant::now() < deadline && !stop.load(Ordering::Relaxed) => pause(),
            Err(e) if is_busy(&e) => return Err(StoreError::Busy { file: path.display().to_string(), holder: holder(path) }),
            Err(e) => return Err(StoreError::from_sqlite(&path.display().to_string(), &e)),
        }
    }
}

/// Takes the write lock, for what has to be written before there is a database to speak of.
///
/// # Errors
/// SQLite's, busy when the time is up.
pub fn immediate(conn: &Connection, wait: Duration) -> rusqlite::Result<Transaction<'_>> {
    let deadline = Instant::now() + wait;
    loop {
        match Transaction::new_unchecked(conn, TransactionBehavior::Immediate) {
            Err(e) if is_busy(&e) && Instant::now() < deadline => pause(),
            other => return other,
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

/// Names who holds the write lock, as ` (process 12)`, from the kernel's table; asking the file itself would drop our own locks.
fn holder(database: &Path) -> String {
    let Ok(table) = std::fs::read_to_string("/proc/locks") else { return String::new() };
    let inode = |path: &Path| std::fs::symlink_metadata(path).map_or(0, |meta| meta.ino());
    let wanted = [(inode(&beside(database, "-shm")), WRITE_LOCK), (inode(database), RESERVED)];
    let pid = wanted.iter().find_map(|(inode, byte)| table.lines().find_map(|line| writer_in(line, *inode, *byte)));
    match pid {
        Some(pid) if pid == std::process::id() => " (this one, in another part of it)".into(),
        Some(pid) if pid > 0 => format!(" (process {pid})"),
        _ => String::new(),
    }
}

/// Reads `1: POSIX  ADVISORY  WRITE 1234 08:01:655362 120 120`; those who wait have an arrow and are no holders.
fn writer_in(line: &str, inode: u64, byte: u64) -> Option<u32> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let [_, "POSIX" | "OFDLCK", _, "WRITE", pid, file, from, to] = words[..] else { return None };
    let same = inode != 0 && file.rsplit(':').next()?.parse() == Ok(inode);
    let to = if to == "EOF" { u64::MAX } else { to.parse().ok()? };
    (same && (from.parse::<u64>().ok()?..=to).contains(&byte)).then(|| pid.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_holder_is_read_from_the_kernels_table() {
        let held = "3: POSIX  ADVISORY  WRITE 4711 fe:01:99 120 120";
        assert_eq!(writer_in(held, 99, WRITE_LOCK), Some(4711));
        assert_eq!(writer_in(held, 98, WRITE_LOCK), None);
        assert_eq!(writer_in(held, 99, RESERVED), None);
        assert_eq!(writer_in("3: -> POSIX  ADVISORY  WRITE 4711 fe:01:99 120 120", 99, WRITE_LOCK), None);
        assert_eq!(writer_in("4: POSIX  ADVISORY  READ 4711 fe:01:99 120 120", 99, WRITE_LOCK), None);
        assert_eq!(writer_in("4: POSIX  ADVISORY  WRITE 7 fe:01:99 0 EOF", 99, WRITE_LOCK), Some(7));
        assert_eq!(writer_in("", 0, WRITE_LOCK), None);
    }
}
