//! The chain's newest hashes, kept beside the database: the only thing that notices a lost tail.
//!
//! A bit flipped in the write-ahead log silently drops every later commit, and SQLite calls the result sound. So each
//! commit's number and hash are appended here before it is acknowledged. The database may be ahead of this file, never behind.

use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use rustix::fs::OFlags;

/// Above this size only the newest lines are kept.
const ROOM: u64 = 256 * 1024;
/// How many lines stay when the file is cut.
const KEPT: usize = 500;

/// One line: a batch number and its hash in hexadecimal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Number of the batch.
    pub seq: i64,
    /// SHA-256 of the chain up to and with it.
    pub hash: String,
}

/// Appends to and reads `<database>.heads`.
#[derive(Debug)]
pub struct Heads {
    path: PathBuf,
    file: Option<File>,
}

impl Heads {
    /// Names the file beside a database; nothing is opened yet.
    pub fn beside(database: &Path) -> Self {
        let mut name = database.as_os_str().to_owned();
        name.push(".heads");
        Self { path: name.into(), file: None }
    }

    /// Appends one line with one write, so that lines of two programs never mix.
    ///
    /// # Errors
    /// The system's, when the file cannot be opened or written.
    pub fn append(&mut self, seq: i64, hash: &[u8]) -> std::io::Result<()> {
        let line = format!("{seq} {}\n", hex(hash));
        if self.file.is_none() {
            let nofollow = i32::try_from(OFlags::NOFOLLOW.bits()).unwrap_or(0);
            let file = OpenOptions::new().append(true).create(true).mode(0o600).custom_flags(nofollow).open(&self.path)?;
            if file.metadata()?.len() > ROOM {
                drop(file);
                self.shorten()?;
                return self.append(seq, hash);
            }
            self.file = Some(file);
        }
        self.file.as_mut().map_or(Ok(()), |file| file.write_all(line.as_bytes()))
    }

    /// Brings what was appended to the disk; called at leisure, never before an acknowledgement.
    pub fn sync(&self) {
        if let Some(file) = &self.file {
            // A failure leaves the file behind the database, which is the harmless side.
            let _ = file.sync_data();
        }
    }

    /// Reads the newest lines, oldest first; a missing or damaged file gives what can be read of it.
    pub fn read(&self) -> Vec<Head> {
        let Ok(mut file) = File::open(&self.path) else { return Vec::new() };
        let length = file.metadata().map_or(0, |m| m.len());
        let mut bytes = Vec::new();
        if file.seek(SeekFrom::Start(length.saturating_sub(ROOM))).is_err() || file.take(2 * ROOM).read_to_end(&mut bytes).is_err() {
            return Vec::new();
        }
        String::from_utf8_lossy(&bytes).lines().filter_map(parse).collect()
    }

    /// Reads only the newest lines, for the check at every start.
    pub fn newest(&self) -> Option<Head> {
        let mut file = File::open(&self.path).ok()?;
        let length = file.metadata().ok()?.len();
        file.seek(SeekFrom::Start(length.saturating_sub(1024))).ok()?;
        let mut bytes = Vec::new();
        file.take(1024).read_to_end(&mut bytes).ok()?;
        String::from_utf8_lossy(&bytes).lines().filter_map(parse).max_by_key(|head| head.seq)
    }

    fn shorten(&self) -> std::io::Result<()> {
        let heads = self.read();
        let text: String = heads.iter().skip(heads.len().saturating_sub(KEPT)).map(|h| format!("{} {}\n", h.seq, h.hash)).collect();
        let folder = self.path.parent().unwrap_or(Path::new("."));
        let mut new = tempfile::NamedTempFile::new_in(folder)?;
        new.write_all(text.as_bytes())?;
        new.as_file().sync_all()?;
        new.persist(&self.path).map_err(|e| e.error)?;
        Ok(())
    }
}

impl Drop for Heads {
    fn drop(&mut self) {
        self.sync();
    }
}

/// Writes bytes in hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn parse(line: &str) -> Option<Head> {
    let (seq, hash) = line.split_once(' ')?;
    let whole = hash.len() == 64 && hash.bytes().all(|b| b.is_ascii_hexdigit());
    whole.then_some(Head { seq: seq.parse().ok()?, hash: hash.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_line_survives_garbage_and_a_cut() {
        let folder = tempfile::tempdir().unwrap();
        let mut heads = Heads::beside(&folder.path().join("t.db"));
        assert_eq!(heads.newest(), None);
        for seq in 1..=4000 {
            heads.append(seq, &[u8::try_from(seq % 251).unwrap(); 32]).unwrap();
        }
        std::fs::OpenOptions::new().append(true).open(&heads.path).unwrap().write_all(b"4001 half").unwrap();
        assert_eq!(heads.newest().map(|h| h.seq), Some(4000));
        let mut again = Heads::beside(&folder.path().join("t.db"));
        again.append(4001, &[7; 32]).unwrap();
        assert_eq!(again.newest().map(|h| h.seq), Some(4001));
        assert!(std::fs::metadata(&again.path).unwrap().len() < ROOM);
    }
}
