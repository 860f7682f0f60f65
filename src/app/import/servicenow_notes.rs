//! Comments and work notes of ServiceNow: one cell that holds many notes, newest first.

use sha2::{Digest, Sha256};

use super::IncomingEntry;
use super::dates::Dates;
use crate::model::entry::EntryKind;
use crate::model::{Moment, Untrusted};

/// Cuts a cell into notes, oldest first. Heads look like `2016-12-14 02:46:44 - Beth Anglin (Work notes)`.
pub fn entries(key: &str, column: &str, cell: &str, dates: &Dates) -> Vec<IncomingEntry> {
    let mut notes: Vec<(Option<Moment>, Option<String>, String)> = Vec::new();
    for line in cell.lines() {
        if let Some((at, by)) = head(line, dates) {
            notes.push((Some(at), Some(by), String::new()));
        } else if let Some((.., text)) = notes.last_mut() {
            text.push_str(line);
            text.push('\n');
        } else if !line.trim().is_empty() {
            notes.push((None, None, format!("{line}\n")));
        }
    }
    notes.reverse();
    let told = notes.into_iter().filter(|(.., text)| !text.trim().is_empty());
    told.map(|(observed, by, text)| IncomingEntry {
        key: format!("{key}#{column}-{}", digest(&[&format!("{observed:?}{by:?}"), &text])),
        kind: EntryKind::Fact,
        observed,
        by,
        text: Untrusted::new(text.trim_end()),
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
