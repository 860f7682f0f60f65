//! Why a run ends before it is done, in words on standard error, and the exit code that goes with it.

use std::io::{self, Write};

use crate::app::output::OutputError;
use crate::app::{Failure, Field, Place, StoreError};
use crate::document::print::{log, plainly};
use crate::model::Refusal;

/// Exit codes; `docs/CLI.md` prints the same table.
pub const CODES: &[(u8, &str)] = &[
    (0, "done"),
    (1, "refused: every reason at once, each with a hint; nothing was changed"),
    (2, "usage: the words on the command line are not understood"),
    (3, "busy: another program is writing; try again or wait longer with --wait"),
    (4, "wrong file: not a warroom database, a newer one, or one that cannot be trusted"),
    (5, "the file is damaged"),
    (6, "the disk is full, or the file can only be read"),
    (7, "unknown whether it was saved; run it again with the printed --key"),
    (8, "not sent: the command of the channel failed, hung or is missing; the draft stays as it was"),
    (70, "a mistake in the program, or an error of the system that has no code of its own"),
];

/// Says why a run ends early.
#[derive(Debug)]
pub enum Stop {
    /// The words are not understood; with what to do about it.
    Usage(String, String),
    /// The application floor said no.
    Failure(Failure),
    /// A file for people could not be written.
    File(OutputError),
    /// Standard output could not be written.
    Output(io::Error),
    /// Everything has been said already.
    Code(u8),
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Self::Failure(refusal.into())
    }
}

impl From<OutputError> for Stop {
    fn from(error: OutputError) -> Self {
        Self::File(error)
    }
}

impl Stop {
    /// Says why on standard error and gives the exit code. `fields` tell how a refused field is spelled on the command line.
    pub fn report(&self, fields: &[&Field]) -> u8 {
        match self {
            Self::Usage(why, hint) => {
                say(why);
                if !hint.is_empty() {
                    say(&format!("  {hint}"));
                }
                2
            }
            Self::Failure(Failure::Refused(refusals)) => {
                say("Nothing was changed:");
                for refusal in refusals {
                    say(&format!("  {}{}", spelled(refusal.field, fields), refusal.why.raw()));
                    if !refusal.hint.is_blank() {
                        say(&format!("    {}", refusal.hint.raw()));
                    }
                }
                1
            }
            Self::Failure(Failure::Store(error)) => {
                say(&capitalised(&plainly(&error.to_string())));
                code(error)
            }
            Self::File(error) => {
                say(&error.to_string());
                match error {
                    _ if error.is_full_or_read_only() => 6,
                    _ if error.is_refusal() => 1,
                    _ => 70,
                }
            }
            Self::Output(error) => output(error),
            Self::Code(code) => *code,
        }
    }
}

/// A reader that went away has had all it wanted: that is success, and nobody is left to be told.
fn output(error: &io::Error) -> u8 {
    match error.kind() {
        io::ErrorKind::BrokenPipe => 0,
        kind => {
            let reason = plainly(&error.to_string());
            say(&format!("the answer could not be printed ({reason}); if it was about a change, that is saved"));
            let full = matches!(kind, io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge);
            if full || kind == io::ErrorKind::ReadOnlyFilesystem { 6 } else { 70 }
        }
    }
}

/// Gives the exit code of an error of the store.
pub fn code(error: &StoreError) -> u8 {
    match error {
        StoreError::KeyUsed(_) => 1,
        StoreError::Busy { .. } => 3,
        StoreError::TooNew { .. } | StoreError::NotOurs { .. } | StoreError::Unsafe { .. } | StoreError::Replaced(_) => 4,
        StoreError::Corrupt { .. } => 5,
        StoreError::ReadOnly { .. } | StoreError::Full { .. } => 6,
        StoreError::Unknown { .. } => 7,
        StoreError::Constraint(_) | StoreError::Other { .. } => 70,
    }
}

/// Spells a field as it is typed: `--impact: `, `TITLE: `; nothing for what is no field here.
fn spelled(key: &str, fields: &[&Field]) -> String {
    match fields.iter().find(|f| f.key == key) {
        Some(field) if field.place == Place::Flag => format!("--{key}: "),
        Some(_) => format!("{}: ", key.to_uppercase()),
        None => String::new(),
    }
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    // Only our own words begin a sentence; a path keeps its letters.
    match chars.next() {
        Some(first) if !text.starts_with('/') => first.to_uppercase().chain(chars).collect(),
        _ => text.to_owned(),
    }
}

/// Says one line on standard error; foreign text in it is made visible. Nobody can be told when that fails.
pub fn say(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{}", log(text));
}
