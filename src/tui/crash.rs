//! A small file about an end that was not asked for: where in the program it was and the calls that led there, never anybody's text.
//!
//! What a panic says may quote a log line, so only its place is kept. Must not know the terminal.

use std::backtrace::Backtrace;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::app::output;
use crate::document::print::log;
use crate::model::Untrusted;

/// Name of the file; the newest end replaces the one before.
const FILE: &str = "crash.txt";

static FOLDER: OnceLock<PathBuf> = OnceLock::new();

/// Says in which folder the file is written from now on; without a folder there is none.
pub fn keep_in(folder: &Path) {
    let _ = FOLDER.set(folder.to_owned());
}

/// Writes what happened and the calls of this thread, and gives the sentence that names the file; empty where it could not be written.
pub fn note(what: &str) -> String {
    FOLDER.get().and_then(|folder| write(folder, what, &Backtrace::force_capture().to_string())).unwrap_or_default()
}

fn write(folder: &Path, what: &str, calls: &str) -> Option<String> {
    let file = folder.join(FILE);
    let text = format!("warroom {}\n{what}\n\n{calls}\n", env!("CARGO_PKG_VERSION"));
    output::write(&file, text.as_bytes(), true).ok()?;
    Some(format!(" Where it was is in {}; it holds no text of yours.", log(&Untrusted::new(file.to_string_lossy()))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn the_file_is_private_says_what_happened_and_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let said = write(folder.path(), "internal error at src/x.rs:1", "0: here").unwrap();
        let file = folder.path().join(FILE);
        assert!(said.contains(&file.display().to_string()), "{said}");
        let text = std::fs::read_to_string(&file).unwrap();
        assert!(text.starts_with("warroom ") && text.contains("internal error at src/x.rs:1\n\n0: here"), "{text}");
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(write(Path::new("/nowhere at all"), "x", ""), None);
    }
}
