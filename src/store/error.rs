//! What can go wrong with the file, named so that a person can act on it.

use std::path::PathBuf;

use thiserror::Error;

/// Names a machine's error: what happened to the data first, then why, then what to do.
#[derive(Debug, Error)]
pub enum StoreError {
    /// A newer warroom wrote the file.
    #[error(
        "{file} was written by a newer warroom (schema {found}; this one knows up to {known}); nothing was changed. Use the newer program, or another --db"
    )]
    TooNew {
        /// The database.
        file: String,
        /// Its schema version.
        found: i64,
        /// The newest one known here.
        known: i64,
    },
    /// Something else than a warroom database.
    #[error("{file} is not a warroom database ({why}); nothing was changed. Name another file with --db")]
    NotOurs {
        /// The file.
        file: String,
        /// How that was seen.
        why: String,
    },
    /// Somebody else is writing for longer than we may wait.
    #[error(
        "not saved: {file} is being written by another program{holder}. Nothing was changed; try again, or wait longer with --wait SECS"
    )]
    Busy {
        /// The database.
        file: String,
        /// ` (process 12)` where it is known.
        holder: String,
    },
    /// The file, its folder or the medium cannot be written.
    #[error("not saved: {file} can only be read ({why}). Nothing was changed; make it writable, or name another file with --db")]
    ReadOnly {
        /// The database.
        file: String,
        /// What stands in the way.
        why: String,
    },
    /// The disk is full.
    #[error("not saved: no room left on the disk that holds {file}. Nothing was changed; free some space and try again")]
    Full {
        /// The database.
        file: String,
    },
    /// The file is damaged.
    #[error("{file} is damaged ({why}). Nothing was changed; run 'warroom doctor', and keep a copy of the file before anything else")]
    Corrupt {
        /// The database.
        file: String,
        /// What was seen.
        why: String,
    },
    /// Nobody can say whether the write is in the file.
    #[error(
        "unknown whether it was saved: {file} could not be read back ({why}). Run the same command again with --key {key}: it is done once, whatever happened"
    )]
    Unknown {
        /// The database.
        file: String,
        /// What failed.
        why: String,
        /// The idempotency key.
        key: String,
    },
    /// The file or its folder would let somebody else change it.
    #[error("{file} is not opened: {why}. Nothing was changed; {hint}")]
    Unsafe {
        /// The database.
        file: String,
        /// What is wrong with it.
        why: String,
        /// What to do.
        hint: String,
    },
    /// The file moved or was replaced while open.
    #[error("not saved: {} is no longer the file that was opened (moved, replaced or deleted). Nothing was written; start warroom again", .0.display())]
    Replaced(PathBuf),
    /// A row points at something that must stay, or breaks a rule of the schema.
    #[error("not saved: the record does not fit ({0}). Nothing was changed")]
    Constraint(String),
    /// The idempotency key belongs to another command.
    #[error("not done: this key has already been used for '{0}'. Nothing was changed; a key is for one command, so give another")]
    KeyUsed(String),
    /// Anything else SQLite or the system said.
    #[error("not saved: {file}: {why}")]
    Other {
        /// The database.
        file: String,
        /// In the words of SQLite or the system.
        why: String,
    },
}

/// What a store function gives back.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;

impl StoreError {
    /// Words an SQLite error for the file it happened to.
    pub fn from_sqlite(file: &str, error: &rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as C;
        let file = file.to_owned();
        let why = error.to_string();
        if error.sqlite_error().is_some_and(|e| e.extended_code == rusqlite::ffi::SQLITE_READONLY_DBMOVED) {
            return Self::Replaced(file.into());
        }
        // A value of another type than ever is written there.
        if matches!(
            error,
            rusqlite::Error::Utf8Error(..) | rusqlite::Error::FromSqlConversionFailure(..) | rusqlite::Error::InvalidColumnType(..)
        ) {
            return Self::Corrupt { file, why };
        }
        match error.sqlite_error_code() {
            Some(C::DatabaseBusy | C::DatabaseLocked) => Self::Busy { file, holder: String::new() },
            Some(C::DiskFull) => Self::Full { file },
            // SQLite says the same of a page that the disk does not give.
            Some(C::DatabaseCorrupt) => Self::Corrupt { file, why: format!("{why}, or the disk cannot read it") },
            Some(C::NotADatabase) => Self::NotOurs { file, why: "it is not an SQLite file, or its header is damaged".into() },
            Some(C::ReadOnly) => Self::ReadOnly { file, why },
            Some(C::PermissionDenied | C::CannotOpen) => Self::ReadOnly { file, why },
            Some(C::ConstraintViolation) => Self::Constraint(why),
            _ => Self::Other { file, why },
        }
    }
}

impl StoreError {
    /// Gives only why, for a sentence of its own: what happened to the data may be something else there.
    #[must_use]
    pub fn cause(&self) -> String {
        match self {
            Self::NotOurs { why, .. }
            | Self::ReadOnly { why, .. }
            | Self::Corrupt { why, .. }
            | Self::Unknown { why, .. }
            | Self::Unsafe { why, .. }
            | Self::Constraint(why)
            | Self::Other { why, .. } => why.clone(),
            Self::Full { .. } => "no room left on the disk".into(),
            Self::Busy { holder, .. } => format!("it is being written by another program{holder}"),
            Self::TooNew { .. } => "a newer warroom wrote it".into(),
            Self::Replaced(_) => "it is no longer the file that was opened".into(),
            Self::KeyUsed(command) => format!("the key has already been used for '{command}'"),
        }
    }

    /// Puts the name of the file in where a read could not know it.
    #[must_use]
    pub fn about(mut self, name: &str) -> Self {
        match &mut self {
            Self::Busy { file, .. }
            | Self::Full { file }
            | Self::Corrupt { file, .. }
            | Self::NotOurs { file, .. }
            | Self::ReadOnly { file, .. }
            | Self::Other { file, .. }
                if file == SOMEWHERE =>
            {
                name.clone_into(file);
            }
            _ => {}
        }
        self
    }
}

/// Stands for the file's name until somebody puts it in.
pub const SOMEWHERE: &str = "the database";

impl From<rusqlite::Error> for StoreError {
    /// Words an error of a read; the store puts its file name in where it has one.
    fn from(error: rusqlite::Error) -> Self {
        Self::from_sqlite(SOMEWHERE, &error)
    }
}
