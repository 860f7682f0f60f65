//! The chain's newest hashes, kept beside the database: the only thing that notices a lost tail.
//!
//! A bit flipped in the write-ahead log silently drops every later commit, and SQLite calls the result sound. So each
//! commit's number and hash are appended here before it is acknowledged. The database may be ahead of this file, never behind.

use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::Relaxed;

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
    /// Whether something was appended that need not be on the disk yet.
    is_owed: AtomicBool,
}

impl Heads {
    /// Names the file beside a database; nothing is opened yet.
    pub fn beside(database: &Path) -> Self {
        let mut name = database.as_os_str().to_owned();
        name.push(".heads");
        Self { path: name.into(), file: None, is_owed: AtomicBool::new(false) }
    }

    /// Appends one line with one write, so that lines of two programs never mix.
    ///
    /// # Errors
    /// The system's, when the file cannot be opened or written.
    pub fn append(&mut self, seq: i64, hash: &[u8]) -> std::io::Result<()> {
        // The line break stands in front as well: half a line that a full disk left behind must not swallow this one.
        let line = format!("\n{seq} {}\n", hex(hash));
        for _ in 0..3 {
            let file = match self.file.take() {
                Some(file) => file,
                None => self.open_short()?,
            };
            (&file).write_all(line.as_bytes())?;
            // Another program may have cut the file meanwhile, and this line be in the old one: then once more.
            let kept = inode(&file.metadata()?) == std::fs::symlink_metadata(&self.path).ok().and_then(|m| inode(&m));
            if kept {
                self.file = Some(file);
                self.is_owed.store(true, Relaxed);
                return Ok(());
            }
        }
        Ok(())
    }

    fn open_short(&self) -> std::io::Result<File> {
        let file = self.open(OpenOptions::new().append(true).create(true).mode(0o600))?;
        if file.metadata()?.len() <= ROOM {
            return Ok(file);
        }
        self.shorten(&file)?;
        self.open(OpenOptions::new().append(true).create(true).mode(0o600))
    }

    /// Opens the file as it is: no link is followed, and nothing that is not a file can make us wait.
    fn open(&self, how: &mut OpenOptions) -> std::io::Result<File> {
        let flags = i32::try_from((OFlags::NOFOLLOW | OFlags::NONBLOCK).bits()).unwrap_or(0);
        let file = how.custom_flags(flags).open(&self.path)?;
        if file.metadata()?.is_file() { Ok(file) } else { Err(std::io::ErrorKind::InvalidInput.into()) }
    }

    /// Brings what was appended to the disk; called at leisure, never before an acknowledgement.
    pub fn sync(&self) {
        if let Some(file) = self.file.as_ref().filter(|_| self.is_owed.swap(false, Relaxed)) {
            // A failure leaves the file behind the database, which is the harmless side.
            let _ = file.sync_data();
        }
    }

    /// Reads the newest lines, oldest first; a missing or damaged file gives what can be read of it.
    pub fn read(&self) -> Vec<Head> {
        self.tail(2 * ROOM)
    }

    /// Reads only the newest lines, for the check at every start.
    pub fn newest(&self) -> Option<Head> {
        self.tail(4096).into_iter().max_by_key(|head| head.seq)
    }

    fn tail(&self, room: u64) -> Vec<Head> {
        let Ok(file) = self.open(OpenOptions::new().read(true)) else { return Vec::new() };
        let length = file.metadata().map_or(0, |m| m.len());
        lines(file, length.saturating_sub(room), room)
    }

    /// Keeps the newest lines. A line that another program appends while this goes on is taken along.
    fn shorten(&self, old: &File) -> std::io::Result<()> {
        let length = old.metadata()?.len();
        let read = || self.open(OpenOptions::new().read(true));
        let heads = lines(read()?, length.saturating_sub(2 * ROOM), 2 * ROOM);
        let mut late = read()?;
        let text: String = heads.iter().skip(heads.len().saturating_sub(KEPT)).map(Head::line).collect();
        let folder = self.path.parent().unwrap_or(Path::new("/"));
        let mut new = tempfile::NamedTempFile::new_in(folder)?;
        new.write_all(text.as_bytes())?;
        new.as_file().sync_all()?;
        new.persist(&self.path).map_err(|e| e.error)?;
        // Whoever appended to the old file and saw it still in place did so before this line: what came after `length` is theirs.
        late.seek(SeekFrom::Start(length.saturating_sub(256)))?;
        let text: String = lines(late, length.saturating_sub(256), ROOM).iter().map(Head::line).collect();
        self.open(OpenOptions::new().append(true).create(true).mode(0o600))?.write_all(text.as_bytes())
    }
}

impl Head {
    fn line(&self) -> String {
        format!("{} {}\n", self.seq, self.hash)
    }
}

fn lines(mut file: File, from: u64, room: u64) -> Vec<Head> {
    let mut bytes = Vec::new();
    if file.seek(SeekFrom::Start(from)).is_err() || file.take(room).read_to_end(&mut bytes).is_err() {
        return Vec::new();
    }
    String::from_utf8_lossy(&bytes).lines().filter_map(parse).collect()
}

fn inode(meta: &std::fs::Metadata) -> Option<(u64, u64)> {
    Some((meta.dev(), meta.ino()))
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
    let seq = seq.parse().ok().filter(|seq| *seq > 0)?;
    whole.then(|| Head { seq, hash: hash.to_ascii_lowercase() })
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
        // The first program still holds the file that was there before, and notices.
        heads.append(4002, &[8; 32]).unwrap();
        assert_eq!(Heads::beside(&folder.path().join("t.db")).newest().map(|h| h.seq), Some(4002));
    }

    #[test]
    fn a_fifo_or_a_link_in_its_place_is_neither_waited_for_nor_followed() {
        let folder = tempfile::tempdir().unwrap();
        let mut heads = Heads::beside(&folder.path().join("t.db"));
        std::os::unix::fs::symlink("elsewhere", &heads.path).unwrap();
        assert!(heads.append(1, &[0; 32]).is_err());
        assert_eq!(heads.newest(), None);
        assert!(!folder.path().join("elsewhere").exists());
        std::fs::remove_file(&heads.path).unwrap();
        rustix::fs::mknodat(rustix::fs::CWD, &heads.path, rustix::fs::FileType::Fifo, 0o600.into(), 0).unwrap();
        assert_eq!(heads.newest(), None);
        assert!(heads.append(1, &[0; 32]).is_err());
    }
}
