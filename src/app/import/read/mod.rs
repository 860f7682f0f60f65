//! From bytes to cells or values: encodings, tables and JSON, without knowing what any of it means.

pub mod decode;
pub mod json;
pub mod table;

use serde_json::Value;

pub use table::{Row, Table};

use super::ImportError;

/// Largest file that is taken, in bytes; more is better exported in pieces.
pub const LIMIT: usize = 256 * 1024 * 1024;

/// Holds what was read, before anybody asks what it means.
#[derive(Debug)]
pub enum Content {
    /// One JSON document.
    Json(Value),
    /// A header and rows.
    Table(Table),
}

/// Holds one file that has been read.
#[derive(Debug)]
pub struct Source {
    /// What is in it.
    pub content: Content,
    /// What was noticed on the way (encoding, skipped lines, uneven rows).
    pub notes: Vec<String>,
}

impl Source {
    /// Gives the JSON document, if it is one.
    pub fn json(&self) -> Option<&Value> {
        match &self.content {
            Content::Json(value) => Some(value),
            Content::Table(_) => None,
        }
    }

    /// Gives the table, if it is one.
    pub fn table(&self) -> Option<&Table> {
        match &self.content {
            Content::Table(table) => Some(table),
            Content::Json(_) => None,
        }
    }
}

/// Reads bytes as JSON where they start like it, else as a table.
///
/// # Errors
/// Refuses files that are too large, binary, not text in a known encoding, or broken as JSON or CSV.
pub fn read(bytes: &[u8]) -> Result<Source, ImportError> {
    if bytes.len() > LIMIT {
        return Err(ImportError::whole(
            format!("the file has {} MiB; at most {} MiB are read", bytes.len() >> 20, LIMIT >> 20),
            "export it in pieces, for example by year",
        ));
    }
    let decoded = decode::decode(bytes)?;
    let mut notes = decoded.notes;
    let content = if json::looks_like(&decoded.text) {
        Content::Json(json::parse(&decoded.text)?)
    } else {
        let mut table = Table::parse(&decoded.text)?;
        notes.append(&mut table.notes);
        Content::Table(table)
    };
    Ok(Source { content, notes })
}
