//! From the bytes of a file to everything it comes to: read, recognised, mapped. Nothing here knows the store.

use super::map::{Chosen, called, map};
use super::profile::Profiles;
use super::read::{self, Content, Source};
use super::recognise::{Match, Part, find_headers, judge, matches, parts, taken_for};
use super::words::Words;
use super::{ImportError, Incoming};
use crate::model::Zone;

/// Says how to read what a file leaves open.
#[derive(Clone, Debug)]
pub struct Options {
    /// The zone that times without one are read in.
    pub zone: Zone,
    /// Whether somebody said that zone; else it is the viewer's.
    pub zone_said: bool,
    /// Whether the day stands before the month; nothing lets the file decide.
    pub day_first: Option<bool>,
    /// Issue types to take; nothing takes all.
    pub types: Option<Vec<String>>,
    /// What the file is called, for keys that are unique in it only.
    pub file: String,
    /// The system the keys are unique in, where the profile's is not meant.
    pub system: Option<String>,
    /// The record that notes belong to which do not say so themselves.
    pub case: Option<String>,
}

impl Default for Options {
    fn default() -> Self {
        Self { zone: Zone::UTC, zone_said: false, day_first: None, types: None, file: "file".to_owned(), system: None, case: None }
    }
}

/// Reads a file: decodes it, finds its format unless one is named, and maps its records.
///
/// # Errors
/// Names file, line and reason when nothing can be taken: unreadable text, an unknown shape, no records.
pub fn read(bytes: &[u8], file_name: &str, format: Option<&str>, options: &Options) -> Result<Incoming, ImportError> {
    read_with(Profiles::standard(), Words::standard(), bytes, file_name, format, options)
}

/// Opens a file for a closer look: what it holds, with the header of every table found.
///
/// # Errors
/// Says why its text cannot be read.
pub fn open(bytes: &[u8], profiles: &Profiles) -> Result<Source, ImportError> {
    let mut source = read::read(bytes)?;
    find_headers(&mut source, profiles);
    Ok(source)
}

/// Reads a file by the profiles and words of a person.
///
/// # Errors
/// As [`read()`].
pub fn read_with(
    profiles: &Profiles,
    words: &Words,
    bytes: &[u8],
    file_name: &str,
    format: Option<&str>,
    options: &Options,
) -> Result<Incoming, ImportError> {
    let options = Options { file: called(file_name), ..options.clone() };
    let read = || {
        let source = open(bytes, profiles)?;
        take(&source, &choose(&source, profiles, format)?, words, &options)
    };
    read().map_err(|error| error.in_file(file_name))
}

/// Maps every part of an opened file by the profile that was chosen for it, and says what was taken for what.
///
/// # Errors
/// As [`read()`].
pub fn take(source: &Source, found: &[(Part<'_>, Match<'_>)], words: &Words, options: &Options) -> Result<Incoming, ImportError> {
    let chosen: Vec<Chosen<'_>> = found.iter().map(|(part, found)| Chosen { part: *part, profile: found.profile }).collect();
    let mut incoming = map(&chosen, words, options)?;
    if incoming.read == 0 {
        return Err(nothing());
    }
    let (mut notes, mut warnings) = (Vec::new(), Vec::new());
    notes.extend(found.iter().filter(|(_, found)| !found.named).map(|(part, found)| told(*part, found)));
    notes.extend(source.notes.iter().cloned());
    for part in parts(source) {
        if let Part::Table(table) = part {
            notes.extend(table.notes.iter().cloned());
            if !found.iter().any(|(chosen, _)| matches!(chosen, Part::Table(known) if std::ptr::eq(*known, table))) {
                let (name, rows) = (&table.name, table.len());
                warnings.push(format!("The sheet '{name}' was left out: its {rows} rows have no columns that are known."));
            }
        }
    }
    incoming.notes.splice(0..0, notes);
    incoming.warnings.splice(0..0, warnings);
    Ok(incoming)
}

/// Says what a part was taken for, why, and how sure that is.
fn told(part: Part<'_>, found: &Match<'_>) -> String {
    let sheet = match part {
        Part::Table(table) if !table.name.is_empty() => format!("Sheet '{}' read", table.name),
        _ => "Read".to_owned(),
    };
    format!("{sheet} as {} ({} %): {}.", found.profile.name, found.sure, found.reason)
}

/// Chooses the profile of every part: the one that is named, else the surest.
///
/// # Errors
/// Says what the file looks like where no profile fits.
pub fn choose<'a>(source: &'a Source, profiles: &'a Profiles, name: Option<&str>) -> Result<Vec<(Part<'a>, Match<'a>)>, ImportError> {
    let named = match name {
        None => None,
        Some(name) => {
            Some(profiles.find(name).ok_or_else(|| ImportError::whole(format!("there is no format '{}'", name.trim()), known(profiles)))?)
        }
    };
    let judged = |part| match named {
        Some(profile) => judge(part, profile),
        None => matches(part, profiles).into_iter().next(),
    };
    let mut found: Vec<(Part<'a>, Match<'a>)> = parts(source).into_iter().filter_map(|part| Some((part, judged(part)?))).collect();
    if let Some(profile) = named {
        if found.is_empty() {
            // Who names a format knows better than what speaks for it, as long as there is something to take.
            found = parts(source).into_iter().filter_map(|part| Some((part, taken_for(part, profile)?))).collect();
        }
        found.iter_mut().for_each(|(_, found)| found.named = true);
    }
    if !found.is_empty() {
        // Sheets beside the records of a workbook often look like a plain table; next to surer ones they are no records.
        let surest = found.iter().map(|(_, found)| found.sure).max().unwrap_or(0);
        if surest > 45 {
            found.retain(|(_, found)| found.sure > 45);
        }
        return Ok(found);
    }
    if let Some(profile) = named {
        return Err(match is_empty(source) {
            true => nothing(),
            false => ImportError::whole(format!("this is no {}: {}", profile.name, describe(source)), known(profiles)),
        });
    }
    if is_empty(source) {
        return Err(nothing());
    }
    if let Content::Json(root) = &source.content
        && let Some(message) = failure(root)
    {
        return Err(ImportError::whole(format!("the file holds an error that a server answered: {message}"), "fetch it again"));
    }
    Err(ImportError::whole(format!("no known format: {}", describe(source)), known(profiles)))
}

fn is_empty(source: &Source) -> bool {
    match &source.content {
        Content::Json(root) => read::json::is_empty(root),
        Content::Tables(tables) => tables.iter().all(read::Table::is_empty),
    }
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
pub fn describe(source: &Source) -> String {
    let (what, names): (&str, Vec<&str>) = match &source.content {
        Content::Json(serde_json::Value::Array(all)) => (
            "a JSON list of",
            all.first().and_then(|v| v.as_object()).map(|map| map.keys().map(String::as_str).collect()).unwrap_or_default(),
        ),
        Content::Json(root) => ("JSON with", root.as_object().map(|map| map.keys().map(String::as_str).collect()).unwrap_or_default()),
        Content::Tables(tables) => {
            let header: Vec<&str> = tables.first().map(|table| table.header.iter().map(String::as_str).collect()).unwrap_or_default();
            (if header.len() < 2 { "text that is no table; its first line is" } else { "a table with the columns" }, header)
        }
    };
    let shown: Vec<String> = names.iter().take(6).map(|name| super::dates::shorten(name)).collect();
    let more = if names.len() > shown.len() { ", …" } else { "" };
    if shown.is_empty() { format!("{what} nothing in it") } else { format!("{what} {}{more}", shown.join(", ")) }
}

fn known(profiles: &Profiles) -> String {
    let names: Vec<&str> = profiles.iter().map(|profile| profile.name.as_str()).collect();
    format!("'warroom import --explain FILE' shows what is in it, --map FILE maps it; known are {}", names.join(", "))
}
