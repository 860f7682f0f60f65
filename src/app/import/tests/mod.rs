//! The formats, tried on small files of our own and, where it is there, on the shared data.

mod formats;
mod hostile;
mod jira;
mod servicenow;
mod statuspage;

use super::format::{self, Options};
use super::{ImportError, Incoming};

/// Reads a file as the command line would, in UTC.
fn read(text: &str) -> Result<Incoming, ImportError> {
    format::read(text.as_bytes(), "file", None, &Options::default())
}

/// Reads a file of the shared data; says so and gives nothing where it is absent.
fn shared(path: &str) -> Option<Incoming> {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(path);
    let Ok(bytes) = std::fs::read(&file) else {
        println!("skipped: no {path}");
        return None;
    };
    Some(format::read(&bytes, path, None, &Options::default()).unwrap_or_else(|error| panic!("{error:?}")))
}

/// Gives the notes as one text, for looking into.
fn notes(incoming: &Incoming) -> String {
    incoming.notes.iter().chain(&incoming.warnings).map(|note| format!("{note}\n")).collect()
}
