//! A text in the person's own editor, and back: whatever the editor does, no text is lost.
//!
//! The text goes through a file that only its owner can read, in the folder for unsent text. The file goes when the text has been taken
//! back, and stays, and is named, when it has not. No shell reads anything. Must not know which field the text is for.

use std::ffi::OsString;
use std::fs::{self, OpenOptions};
use std::io::{self, Read, Write};
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use rustix::process::{Pid, Signal, WaitOptions, WaitStatus, getpgrp, getpid, getsid, kill_process, waitpid};

use super::unsent;
use crate::document::print::plainly;

/// Most bytes that are taken back; a field takes no longer text.
const LONGEST: u64 = 1_000_000;

/// Gives the editor's command line: the program and its arguments, divided at blanks.
///
/// # Errors
/// When no editor is set.
pub fn chosen(variable: impl Fn(&str) -> Option<OsString>) -> Result<Vec<OsString>, String> {
    let named = ["VISUAL", "EDITOR"].into_iter().filter_map(variable).find(|line| !line.to_string_lossy().trim().is_empty());
    let none = || "no editor is set ($VISUAL, else $EDITOR, names one); the text can be written here".to_owned();
    let line = named.ok_or_else(none)?;
    match line.to_str() {
        Some(line) => Ok(line.split_whitespace().map(OsString::from).collect()),
        None => Ok(vec![line]),
    }
}

/// Has a text written in an editor, which gets the terminal, and gives the new text, or nothing where it stayed as it was.
///
/// # Errors
/// What went wrong, in words, and where the text is.
pub fn write(folder: &Path, editor: &[OsString], text: &str, terminal: &OwnedFd) -> Result<Option<String>, String> {
    let file =
        begin(folder, text).map_err(|e| format!("the editor was not started: no file for it ({}); the text is as it was", said(&e)))?;
    let ran = run(editor, &file, terminal);
    match (ran, taken_back(&file)) {
        (Ok(()), Ok(new)) => {
            let _ = fs::remove_file(&file);
            let new = if text.ends_with('\n') { new } else { new.trim_end_matches(['\n', '\r']).to_owned() };
            Ok((new != text).then_some(new))
        }
        (Ok(()), Err(why)) => Err(format!("{why}; the text here is as it was{}", kept(&file))),
        (Err(why), back) => {
            // What was written before it went wrong is worth keeping; what is here already is not.
            if back.is_ok_and(|back| back.trim_end() == text.trim_end()) {
                let _ = fs::remove_file(&file);
                return Err(format!("{why}; the text is as it was"));
            }
            Err(format!("{why}; the text here is as it was{}", kept(&file)))
        }
    }
}

/// Lists the texts that were in an editor when the program ended.
pub fn left_in(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let process = |path: &Path| path.file_name()?.to_str()?.strip_prefix("text-")?.split_once('-')?.0.parse::<i32>().ok();
    let mut left: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    left.retain(|path| process(path).is_some_and(unsent::is_gone));
    left.sort();
    left
}

fn begin(folder: &Path, text: &str) -> io::Result<PathBuf> {
    let mut number = 1;
    loop {
        let path = folder.join(format!("text-{}-{number}.md", std::process::id()));
        match OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path) {
            Ok(mut file) => {
                file.write_all(text.as_bytes())?;
                return Ok(path);
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && number < 1_000 => number += 1,
            Err(error) => return Err(error),
        }
    }
}

fn run(editor: &[OsString], file: &Path, terminal: &OwnedFd) -> Result<(), String> {
    let Some((program, arguments)) = editor.split_first() else { return Err("no editor is set".to_owned()) };
    let name = plainly(&program.to_string_lossy());
    let input = terminal.as_fd().try_clone_to_owned().map_err(|e| format!("{name} was not started ({})", said(&e)))?;
    let child = Command::new(program).args(arguments).arg(file).stdin(Stdio::from(input)).spawn();
    let child = child.map_err(|e| format!("{name} was not started ({})", said(&e)))?;
    let pid = i32::try_from(child.id()).ok().and_then(Pid::from_raw).ok_or("the editor has no number")?;
    match ended(pid) {
        Ok(status) if status.exit_status() == Some(0) => Ok(()),
        Ok(status) => Err(match (status.exit_status(), status.terminating_signal()) {
            (Some(code), _) => format!("{name} ended with exit code {code}"),
            (None, Some(signal)) => format!("{name} was killed by signal {signal}"),
            (None, None) => format!("{name} did not end well"),
        }),
        Err(error) => Err(format!("{name} could not be waited for ({})", said(&error))),
    }
}

/// Waits for the editor. When it stops, for Ctrl-Z reaches both, this program stops too: a shell waits for the one it started.
fn ended(editor: Pid) -> io::Result<WaitStatus> {
    loop {
        match waitpid(Some(editor), WaitOptions::UNTRACED) {
            Ok(Some((_, status))) if status.stopped() => {
                if getsid(None).is_ok_and(|session| session == getpgrp()) {
                    // No shell could continue it.
                    kill_process(editor, Signal::CONT)?;
                } else {
                    kill_process(getpid(), Signal::STOP)?;
                    kill_process(editor, Signal::CONT)?;
                }
            }
            Ok(Some((_, status))) => return Ok(status),
            Ok(None) | Err(rustix::io::Errno::INTR) => {}
            Err(errno) => return Err(errno.into()),
        }
    }
}

fn taken_back(file: &Path) -> Result<String, String> {
    let mut bytes = Vec::new();
    let read = fs::File::open(file).and_then(|file| file.take(LONGEST + 1).read_to_end(&mut bytes));
    read.map_err(|e| format!("what the editor wrote cannot be read ({})", said(&e)))?;
    if bytes.len() as u64 > LONGEST {
        return Err(format!("what the editor wrote is longer than {LONGEST} bytes"));
    }
    String::from_utf8(bytes)
        .map_err(|e| format!("what the editor wrote is not UTF-8 (byte {}, counted from 0)", e.utf8_error().valid_up_to()))
}

fn kept(file: &Path) -> String {
    if file.exists() { format!(", what was written is in {}", plainly(&file.display().to_string())) } else { String::new() }
}

fn said(error: &io::Error) -> String {
    plainly(&error.to_string())
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    /// Runs a script as the editor and gives what came of it, and the files that are left.
    fn edited(text: &str, script: &str) -> (Result<Option<String>, String>, Vec<String>) {
        let folder = tempfile::tempdir().unwrap();
        let editor = ["sh", "-c", script, "editor"].map(OsString::from);
        let terminal = OwnedFd::from(fs::File::open("/dev/null").unwrap());
        let came = write(folder.path(), &editor, text, &terminal);
        let left = fs::read_dir(folder.path()).unwrap().map(|entry| fs::read(entry.unwrap().path()).unwrap());
        (came, left.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).collect())
    }

    #[test]
    fn what_was_written_comes_back_and_the_file_goes() {
        let (came, left) = edited("one\n数据", "test $(stat -c %a \"$1\") = 600 && printf 'three\\n' >> \"$1\"");
        assert_eq!((came, left.len()), (Ok(Some("one\n数据three".to_owned())), 0));
        let (came, left) = edited("same\n", "true");
        assert_eq!((came, left.len()), (Ok(None), 0));
        let (came, _) = edited("same", "printf 'same\\n' > \"$1.new\" && mv \"$1.new\" \"$1\"");
        assert_eq!(came, Ok(None), "a line end that the editor adds is no change, and neither is another file in its place");
    }

    #[test]
    fn when_the_editor_fails_the_text_stays_and_what_was_written_is_kept_and_named() {
        let (came, left) = edited("mine", "exit 3");
        assert_eq!(came.unwrap_err(), "sh ended with exit code 3; the text is as it was");
        assert!(left.is_empty());
        let (came, left) = edited("mine", "printf 'half' > \"$1\"; kill -9 $$");
        let why = came.unwrap_err();
        assert!(why.starts_with("sh was killed by signal 9; the text here is as it was, what was written is in /"), "{why}");
        assert_eq!(left, ["half"]);
        let (came, left) = edited("mine", "printf 'caf\\351' > \"$1\"");
        assert!(came.unwrap_err().starts_with("what the editor wrote is not UTF-8 (byte 3, counted from 0)"));
        assert_eq!(left.len(), 1);
        let (came, left) = edited("mine", "rm \"$1\"");
        assert!(came.unwrap_err().ends_with("the text here is as it was") && left.is_empty());
        let (came, _) = edited("mine", "head -c 1000001 /dev/zero > \"$1\"");
        assert!(came.unwrap_err().starts_with("what the editor wrote is longer than"));
    }

    #[test]
    fn an_editor_is_named_by_visual_then_editor_with_its_arguments_and_no_shell_reads_it() {
        let of = |visual: &str, editor: &str| {
            chosen(|name| Some(OsString::from(if name == "VISUAL" { visual } else { editor })).filter(|line| !line.is_empty()))
        };
        assert_eq!(of("code --wait", "vi"), Ok(vec!["code".into(), "--wait".into()]));
        assert_eq!(of("", "vi"), Ok(vec!["vi".into()]));
        assert_eq!(of(" ", "; rm x"), Ok(vec![";".into(), "rm".into(), "x".into()]));
        assert!(of("", "").unwrap_err().starts_with("no editor is set"));
        let folder = tempfile::tempdir().unwrap();
        let terminal = OwnedFd::from(fs::File::open("/dev/null").unwrap());
        let why = write(folder.path(), &["/nowhere/vi".into()], "x", &terminal).unwrap_err();
        assert!(why.starts_with("/nowhere/vi was not started ("), "{why}");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_text_that_was_in_an_editor_when_the_program_was_killed_is_found_again() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["text-2147483647-1.md", "text-1-1.md", "text-x-1.md", "unsent-2147483647.json"] {
            fs::write(folder.path().join(name), "x").unwrap();
        }
        assert_eq!(left_in(folder.path()), [folder.path().join("text-2147483647-1.md")]);
        let own = begin(folder.path(), "x").unwrap();
        assert_eq!(fs::metadata(&own).unwrap().permissions().mode() & 0o777, 0o600);
        assert_ne!(begin(folder.path(), "y").unwrap(), own);
    }
}
