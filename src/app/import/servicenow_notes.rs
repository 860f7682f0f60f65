//! Comments and work notes of ServiceNow: one cell that holds many notes, newest first.

use sha2::{Digest, Sha256};

use super::IncomingEntry;
use super::dates::Dates;
use crate::model::entry::EntryKind;
use crate::model::{Moment, Untrusted};

/// One note as it is being gathered.
#[derive(Default)]
struct Note<'a> {
    head: &'a str,
    observed: Option<Moment>,
    by: Option<String>,
    text: String,
}

/// Cuts a cell into notes, oldest first. Heads look like `2016-12-14 02:46:44 - Beth Anglin (Work notes)`.
pub fn entries(key: &str, cell: &str, dates: &Dates) -> Vec<IncomingEntry> {
    let mut notes: Vec<Note> = Vec::new();
    for line in cell.lines() {
        if let Some((at, by)) = head(line, dates) {
            notes.push(Note { head: line, observed: Some(at), by: Some(by), ..Note::default() });
            continue;
        }
        if notes.is_empty() {
            notes.push(Note::default());
        }
        if let Some(note) = notes.last_mut() {
            note.text.push_str(line);
            note.text.push('\n');
        }
    }
    notes.reverse();
    let told = notes.into_iter().filter(|note| !note.text.trim().is_empty());
    told.map(|note| IncomingEntry {
        key: format!("{key}#{}", digest(&[note.head.trim(), note.text.trim()])),
        kind: EntryKind::Fact,
        observed: note.observed,
        by: note.by,
        text: Untrusted::new(note.text.trim_matches('\n')),
    })
    .collect()
}

/// Reads the head of a note: its time and its author.
fn head(line: &str, dates: &Dates) -> Option<(Moment, String)> {
    let (time, rest) = line.split_once(" - ")?;
    let by = rest.strip_suffix(')').and_then(|rest| rest.rsplit_once(" (")).map(|(by, _)| by.trim().to_owned())?;
    Some((dates.read(time).ok()??, by))
}

/// Gives sixteen letters that stand for texts, so that the same note has the same key wherever it stands in a file.
pub fn digest(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.len().to_le_bytes());
        hash.update(part.as_bytes());
    }
    hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
