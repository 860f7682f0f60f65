//! The table of known formats: a new one is a row here and a file beside it.

use super::read::{self, Content, Source};
use super::{ImportError, Incoming, jira_csv, servicenow_csv, servicenow_json, servicenow_log, statuspage};
use crate::model::Zone;

/// Says how to read what a file leaves open.
#[derive(Clone, Debug)]
pub struct Options {
    /// The zone that times without one are read in: the viewer's.
    pub zone: Zone,
    /// Whether the day stands before the month; nothing lets the file decide.
    pub day_first: Option<bool>,
    /// Issue types to take; nothing takes all.
    pub types: Option<Vec<String>>,
}

impl Default for Options {
    fn default() -> Self {
        Self { zone: Zone::UTC, day_first: None, types: None }
    }
}

/// Describes one format.
#[derive(Debug)]
pub struct Format {
    /// Name on the command line.
    pub name: &'static str,
    /// One sentence for help and for the message about unknown files.
    pub doc: &'static str,
    /// Says whether a file is of this format.
    pub recognises: fn(&Source) -> bool,
    /// Turns the file into cases.
    pub map: fn(&Source, &Options) -> Result<Incoming, ImportError>,
}

/// Lists the formats; the first that recognises a file reads it.
pub static FORMATS: &[Format] =
    &[statuspage::FORMAT, servicenow_json::FORMAT, servicenow_log::FORMAT, servicenow_csv::FORMAT, jira_csv::FORMAT];

/// Reads a file: decodes it, finds its format unless one is named, and maps its records.
///
/// # Errors
/// Names file, line and reason when nothing can be taken: unreadable text, an unknown shape, no records.
pub fn read(bytes: &[u8], file_name: &str, format: Option<&str>, options: &Options) -> Result<Incoming, ImportError> {
    take(bytes, format, options).map_err(|error| error.in_file(file_name))
}

/// Finds the format of a file.
///
/// # Errors
/// As [`read()`], without the mapping.
pub fn detect(bytes: &[u8], file_name: &str) -> Result<&'static Format, ImportError> {
    read::read(bytes).and_then(|source| find(&source)).map_err(|error| error.in_file(file_name))
}

fn take(bytes: &[u8], name: Option<&str>, options: &Options) -> Result<Incoming, ImportError> {
    let named = name.map(|name| {
        let known = FORMATS.iter().find(|format| format.name.eq_ignore_ascii_case(name.trim()));
        known.ok_or_else(|| ImportError::whole(format!("there is no format '{name}'"), known_formats()))
    });
    let named = named.transpose()?;
    let source = read::read(bytes)?;
    let format = match named {
        Some(format) if !(format.recognises)(&source) => {
            return Err(ImportError::whole(format!("this is no {}: {}", format.name, describe(&source)), known_formats()));
        }
        Some(format) => format,
        None => find(&source)?,
    };
    let mut incoming = (format.map)(&source, options)?;
    if incoming.read == 0 {
        return Err(nothing());
    }
    incoming.notes.splice(0..0, source.notes);
    Ok(incoming)
}

fn find(source: &Source) -> Result<&'static Format, ImportError> {
    if let Some(format) = FORMATS.iter().find(|format| (format.recognises)(source)) {
        return Ok(format);
    }
    let empty = match &source.content {
        Content::Json(root) => read::json::is_empty(root),
        Content::Table(table) => table.is_empty(),
    };
    if empty {
        return Err(nothing());
    }
    if let Some(message) = source.json().and_then(failure) {
        return Err(ImportError::whole(format!("the file holds an error that a server answered: {message}"), "fetch it again"));
    }
    Err(ImportError::whole(format!("no known format: {}", describe(source)), known_formats()))
}

fn nothing() -> ImportError {
    ImportError::whole("there are no records in the file", "export again; look at the filter of the list")
}

/// Gives the message of an answer that is an error instead of records.
fn failure(root: &serde_json::Value) -> Option<String> {
    let error = root.get("error").or_else(|| root.get("errors")).or_else(|| root.get("errorMessages"))?;
    let text = error.get("message").and_then(serde_json::Value::as_str).map_or_else(|| error.to_string(), str::to_owned);
    Some(super::dates::shorten(&text))
}

/// Says what a file looks like, in a few names.
fn describe(source: &Source) -> String {
    let (what, names): (&str, Vec<&str>) = match &source.content {
        Content::Json(serde_json::Value::Array(all)) => (
            "a JSON list of",
            all.first().and_then(|v| v.as_object()).map(|map| map.keys().map(String::as_str).collect()).unwrap_or_default(),
        ),
        Content::Json(root) => ("JSON with", root.as_object().map(|map| map.keys().map(String::as_str).collect()).unwrap_or_default()),
        Content::Table(table) if table.header.len() < 2 => {
            ("text that is no table; its first line is", table.header.iter().map(String::as_str).collect())
        }
        Content::Table(table) => ("a table with the columns", table.header.iter().map(String::as_str).collect()),
    };
    let shown: Vec<String> = names.iter().take(6).map(|name| super::dates::shorten(name)).collect();
    let more = if names.len() > shown.len() { ", …" } else { "" };
    if shown.is_empty() { format!("{what} nothing in it") } else { format!("{what} {}{more}", shown.join(", ")) }
}

fn known_formats() -> String {
    let names: Vec<String> = FORMATS.iter().map(|format| format!("{} ({})", format.name, format.doc)).collect();
    format!("known are {}", names.join("; "))
}
