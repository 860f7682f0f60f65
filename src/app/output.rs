//! Writes files for people: a file is there whole or not at all, and nothing is overwritten unasked.
//!
//! The text goes to a hidden neighbour first, is forced to the disk, and then takes the name in one step. Standard output
//! is not this module's business, and neither is what the text says.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use rustix::fs::{AtFlags, FileType, Mode, OFlags, RenameFlags};
use rustix::io::Errno;

use crate::document::print::{log, plainly};

/// How much is gathered before the system is asked to write it.
const BUFFER: usize = 64 * 1024;

/// Says why a file was not written, and what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// Something has the name, and nobody asked to replace it.
    #[error("NOT written: {} is already there; choose another name, or replace it with --force", shown(.0))]
    Exists(PathBuf),
    /// The name belongs to something that is never replaced.
    #[error("NOT written: {} is a {}, not a plain file; choose another name", shown(.path), .what)]
    NotAFile {
        /// The target.
        path: PathBuf,
        /// What it is: a folder, a link, a pipe.
        what: &'static str,
    },
    /// The target has no file name.
    #[error("NOT written: {} names no file; give a name after the folder", shown(.0))]
    NoName(PathBuf),
    /// The folder is not there or cannot be used.
    #[error("NOT written: the folder {} cannot be used ({}); make it first, or choose another", shown(.path), reason(.cause))]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// The text could not be written.
    #[error("NOT written: {} ({}); {}", shown(.path), reason(.cause), remedy(.cause))]
    Failed {
        /// The target.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// The file is there and whole, but may be gone after a power cut.
    #[error("written: {}, but the disk did not confirm it ({}); check the file after a power cut", shown(.path), reason(.cause))]
    Unconfirmed {
        /// The target.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
}

impl OutputError {
    /// Names the folder where it is the folder's fault, else the file that was wanted.
    fn opening(folder: &Path, target: &Path, cause: io::Error) -> Self {
        use io::ErrorKind as K;
        match cause.kind() {
            K::NotFound | K::NotADirectory | K::PermissionDenied | K::InvalidFilename => Self::Folder { path: folder.to_owned(), cause },
            _ => Self::Failed { path: target.to_owned(), cause },
        }
    }

    /// Says whether another name or another folder is all that is wanted: nothing was wrong with the system.
    pub fn is_refusal(&self) -> bool {
        use io::ErrorKind as K;
        match self {
            Self::Exists(_) | Self::NotAFile { .. } | Self::NoName(_) => true,
            Self::Folder { cause, .. } | Self::Failed { cause, .. } => {
                matches!(cause.kind(), K::PermissionDenied | K::NotFound | K::NotADirectory | K::InvalidFilename)
            }
            Self::Unconfirmed { .. } => false,
        }
    }

    /// Says whether the medium is full or read-only, which has an exit code of its own.
    pub fn is_full_or_read_only(&self) -> bool {
        match self {
            Self::Failed { cause, .. } | Self::Folder { cause, .. } => {
                matches!(cause.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::ReadOnlyFilesystem)
            }
            _ => false,
        }
    }
}

/// Writes a file that only its owner may read; an existing one is replaced only with `force`.
///
/// # Errors
/// The target is left as it was in every case but [`OutputError::Unconfirmed`], where the new file is in place.
pub fn write(target: &Path, bytes: &[u8], force: bool) -> Result<(), OutputError> {
    let mut writing = Writing::begin(target, force)?;
    writing.write_all(bytes).map_err(|cause| writing.failed(cause))?;
    writing.finish()
}

/// A file that is being written piece by piece: it takes its name when it is finished, and until then nobody sees it.
pub struct Writing {
    target: PathBuf,
    force: bool,
    file: BufWriter<File>,
    temporary: Temporary,
}

impl Writing {
    /// Begins a file that only its owner may read; an existing one is replaced only with `force`.
    ///
    /// # Errors
    /// Whatever keeps it from being begun; nothing has been written then.
    pub fn begin(target: &Path, force: bool) -> Result<Self, OutputError> {
        let name = target.file_name().filter(|_| !ends_with_slash(target)).ok_or_else(|| OutputError::NoName(target.to_owned()))?;
        let parent = target.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
        let flags = OFlags::DIRECTORY | OFlags::RDONLY | OFlags::CLOEXEC;
        let folder = rustix::fs::open(parent, flags, Mode::empty()).map_err(|e| OutputError::opening(parent, target, e.into()))?;
        check_target(&folder, name, target, force)?;
        let (temporary, file) =
            Temporary::create(folder, name).map_err(|e| OutputError::Failed { path: target.to_owned(), cause: e.into() })?;
        Ok(Self { target: target.to_owned(), force, file: BufWriter::with_capacity(BUFFER, file), temporary })
    }

    /// Puts the name of the file into what the system said of a write.
    pub fn failed(&self, cause: io::Error) -> OutputError {
        OutputError::Failed { path: self.target.clone(), cause }
    }

    /// Forces the file to the disk and gives it its name.
    ///
    /// # Errors
    /// As [`write()`].
    pub fn finish(mut self) -> Result<(), OutputError> {
        self.file.flush().and_then(|()| self.file.get_ref().sync_all()).map_err(|cause| self.failed(cause))?;
        let name = self.target.file_name().unwrap_or_default();
        match self.temporary.take_name(name, self.force) {
            Ok(()) => {}
            Err(Errno::EXIST) => return Err(OutputError::Exists(self.target.clone())),
            Err(e) => return Err(self.failed(e.into())),
        }
        match rustix::io::retry_on_intr(|| rustix::fs::fsync(&self.temporary.folder)) {
            // Some file systems cannot sync a folder, and have nothing to sync there either.
            Ok(()) | Err(Errno::INVAL) => Ok(()),
            Err(e) => Err(OutputError::Unconfirmed { path: self.target.clone(), cause: e.into() }),
        }
    }
}

impl Write for Writing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

fn ends_with_slash(path: &Path) -> bool {
    path.as_os_str().as_bytes().ends_with(b"/")
}

/// Refuses a target that is there already or is no plain file; links are looked at, never followed.
fn check_target(folder: &OwnedFd, name: &OsStr, target: &Path, force: bool) -> Result<(), OutputError> {
    let path = target.to_owned();
    let what = match rustix::fs::statat(folder, name, AtFlags::SYMLINK_NOFOLLOW) {
        Err(Errno::NOENT) => return Ok(()),
        Err(e) => return Err(OutputError::Failed { path, cause: e.into() }),
        Ok(stat) => match FileType::from_raw_mode(stat.st_mode) {
            FileType::RegularFile if force => return Ok(()),
            FileType::RegularFile => return Err(OutputError::Exists(path)),
            FileType::Directory => "folder",
            FileType::Symlink => "link",
            FileType::Fifo => "pipe",
            FileType::Socket => "socket",
            _ => "device",
        },
    };
    Err(OutputError::NotAFile { path, what })
}

/// A hidden neighbour of the target; it is taken away again unless it has taken the target's name.
struct Temporary {
    folder: OwnedFd,
    name: OsString,
    renamed: bool,
}

impl Temporary {
    fn create(folder: OwnedFd, target: &OsStr) -> Result<(Self, File), Errno> {
        // A file name has at most 255 bytes, and the mark of a neighbour needs some of them.
        let stem = target.as_bytes().get(..200).unwrap_or(target.as_bytes());
        for _ in 0..8 {
            let mut random = [0_u8; 8];
            rustix::rand::getrandom(&mut random, rustix::rand::GetRandomFlags::empty())?;
            let mut name = OsString::from(".");
            name.push(OsStr::from_bytes(stem));
            name.push(format!(".{:016x}.tmp", u64::from_le_bytes(random)));
            let flags = OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::WRONLY | OFlags::CLOEXEC;
            match rustix::fs::openat(&folder, &name, flags, Mode::RUSR | Mode::WUSR) {
                Ok(fd) => return Ok((Self { folder, name, renamed: false }, File::from(fd))),
                Err(Errno::EXIST) => {}
                Err(e) => return Err(e),
            }
        }
        Err(Errno::EXIST)
    }

    fn take_name(&mut self, target: &OsStr, force: bool) -> Result<(), Errno> {
        if force {
            rustix::fs::renameat(&self.folder, &self.name, &self.folder, target)?;
        } else {
            match rustix::fs::renameat_with(&self.folder, &self.name, &self.folder, target, RenameFlags::NOREPLACE) {
                // Where the file system knows no such renaming, a second name does the same: it fails if the name is taken.
                Err(Errno::INVAL | Errno::NOSYS) => {
                    rustix::fs::linkat(&self.folder, &self.name, &self.folder, target, AtFlags::empty())?;
                    return Ok(());
                }
                result => result?,
            }
        }
        self.renamed = true;
        Ok(())
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if !self.renamed {
            // Nothing better can be done about a neighbour that will not go; its name says what it is.
            let _ = rustix::fs::unlinkat(&self.folder, &self.name, AtFlags::empty());
        }
    }
}

fn shown(path: &Path) -> String {
    log(&*path.to_string_lossy())
}

/// Gives the system's reason in words, without the number it carries.
fn reason(cause: &io::Error) -> String {
    log(&plainly(&cause.to_string()))
}

fn remedy(cause: &io::Error) -> &'static str {
    match cause.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "make room, or choose another disk",
        io::ErrorKind::ReadOnlyFilesystem => "choose a disk that can be written to",
        io::ErrorKind::PermissionDenied => "choose a folder of your own",
        _ => "try again, or choose another folder",
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_new_file_is_whole_private_and_leaves_no_neighbour() {
        let dir = tempfile::tempdir().unwrap();
        let target = dir.path().join("review.md");
        write(&target, b"text\n", false).unwrap();
        assert_eq!(fs::read(&target).unwrap(), b"text\n");
        assert_eq!(fs::metadata(&target).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(names(dir.path()), ["review.md"]);
    }

    #[test]
    fn an_existing_file_stays_unless_force_is_given() {
        let dir = tempfile::tempdir().unwrap();
        let target = dir.path().join("a.md");
        write(&target, b"old", false).unwrap();
        let refused = write(&target, b"new", false).unwrap_err();
        assert!(matches!(refused, OutputError::Exists(_)) && refused.to_string().contains("--force"));
        assert_eq!(fs::read(&target).unwrap(), b"old");
        write(&target, b"new", true).unwrap();
        assert_eq!((fs::read(&target).unwrap(), names(dir.path())), (b"new".to_vec(), vec!["a.md".to_owned()]));
    }

    #[test]
    fn a_name_taken_while_writing_is_not_overwritten() {
        let dir = tempfile::tempdir().unwrap();
        let folder = rustix::fs::open(dir.path(), OFlags::DIRECTORY | OFlags::RDONLY, Mode::empty()).unwrap();
        let (mut temporary, _file) = Temporary::create(folder, OsStr::new("a")).unwrap();
        fs::write(dir.path().join("a"), "theirs").unwrap();
        assert_eq!(temporary.take_name(OsStr::new("a"), false), Err(Errno::EXIST));
        drop(temporary);
        assert_eq!((names(dir.path()), fs::read(dir.path().join("a")).unwrap()), (vec!["a".to_owned()], b"theirs".to_vec()));
    }

    #[test]
    fn what_is_begun_and_not_finished_leaves_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let target = dir.path().join("a.csv");
        fs::write(&target, "old").unwrap();
        let mut writing = Writing::begin(&target, true).unwrap();
        writing.write_all(&[b'x'; BUFFER * 2]).unwrap();
        assert_eq!(fs::read(&target).unwrap(), b"old");
        drop(writing);
        assert_eq!((fs::read(&target).unwrap(), names(dir.path())), (b"old".to_vec(), vec!["a.csv".to_owned()]));
    }

    #[test]
    fn links_folders_and_pipes_are_refused_even_with_force() {
        let dir = tempfile::tempdir().unwrap();
        let secret = dir.path().join("secret");
        fs::write(&secret, "keep").unwrap();
        symlink(&secret, dir.path().join("link")).unwrap();
        fs::create_dir(dir.path().join("folder")).unwrap();
        rustix::fs::mknodat(rustix::fs::CWD, dir.path().join("pipe"), FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
        for what in ["link", "folder", "pipe"] {
            let refused = write(&dir.path().join(what), b"x", true).unwrap_err();
            assert!(refused.to_string().contains(&format!("is a {what}")), "{refused}");
        }
        assert_eq!(fs::read(&secret).unwrap(), b"keep");
        assert_eq!(names(dir.path()).len(), 4);
    }

    #[test]
    fn a_missing_folder_and_a_missing_name_are_said_in_words() {
        let dir = tempfile::tempdir().unwrap();
        let gone = write(&dir.path().join("no/such/x.md"), b"", false).unwrap_err();
        assert!(gone.to_string().contains("folder") && !gone.to_string().contains("os error"), "{gone}");
        assert!(matches!(write(&dir.path().join("x/"), b"", false), Err(OutputError::NoName(_))));
        assert!(matches!(write(Path::new("/"), b"", false), Err(OutputError::NoName(_))));
    }

    #[test]
    fn a_message_cannot_carry_escape_sequences() {
        let error = OutputError::Exists(PathBuf::from("a\u{1b}[2J\nb"));
        assert!(!error.to_string().contains(['\u{1b}', '\n']));
    }
}
