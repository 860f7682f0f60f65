//! From bytes to cells or values: encodings, tables, workbooks, JSON and XML, without knowing what any of it means.

pub mod decode;
pub mod json;
pub mod table;
mod workbook;
mod xml;

use serde_json::Value;

pub use table::{Row, Table};

use super::ImportError;

/// Largest file that is taken, in bytes; more is better exported in pieces.
pub const LIMIT: usize = 256 * 1024 * 1024;

/// Holds what was read, before anybody asks what it means.
#[derive(Debug)]
pub enum Content {
    /// One document of JSON, or of XML put the same way.
    Json(Value),
    /// Headers and rows: one table, or the sheets of a workbook.
    Tables(Vec<Table>),
}

/// Holds one file that has been read.
#[derive(Debug)]
pub struct Source {
    /// What is in it.
    pub content: Content,
    /// What was noticed on the way (encoding, skipped lines, uneven rows).
    pub notes: Vec<String>,
}

/// Reads bytes as a workbook, as JSON, as XML, or else as a table, by how they start.
///
/// # Errors
/// Refuses files that are too large, binary, not text in a known encoding, or broken as what they start like.
pub fn read(bytes: &[u8]) -> Result<Source, ImportError> {
    if bytes.len() > LIMIT {
        return Err(ImportError::whole(
            format!("the file has {} MiB; at most {} MiB are read", bytes.len() >> 20, LIMIT >> 20),
            "export it in pieces, for example by year",
        ));
    }
    if workbook::looks_like(bytes) {
        return Ok(Source { content: Content::Tables(workbook::read(bytes)?), notes: Vec::new() });
    }
    let decoded = decode::decode(bytes)?;
    let mut notes = decoded.notes;
    let content = if json::looks_like(&decoded.text) {
        Content::Json(json::parse(&decoded.text, &mut notes)?)
    } else if xml::looks_like(&decoded.text) {
        Content::Json(xml::parse(&decoded.text)?)
    } else {
        Content::Tables(vec![Table::parse(&decoded.text)?])
    };
    Ok(Source { content, notes })
}
