//! A table of ours by its headings: whoever takes a column out, or puts the columns in another order, loses no other.

use super::printed::Language;
use crate::document::outline::{Table, Words};

/// Holds a table and the words its headings are in.
pub struct Columns<'a> {
    /// The rows.
    pub rows: Vec<&'a [Words]>,
    heads: Vec<String>,
    language: &'a Language,
}

impl<'a> Columns<'a> {
    /// Reads the headings.
    pub fn of(table: &'a Table, language: &'a Language) -> Self {
        let rows = table.rows.iter().map(|(_, cells)| cells.as_slice()).collect();
        Self { rows, heads: table.columns.iter().map(Words::flowing).collect(), language }
    }

    /// Says whether there is a column of that heading.
    pub fn has(&self, key: &str) -> bool {
        self.at(key).is_some()
    }

    fn at(&self, key: &str) -> Option<usize> {
        self.heads.iter().position(|head| self.language.means(key, head))
    }

    /// Gives the cell of a row under a heading.
    pub fn cell(&self, row: &'a [Words], key: &str) -> Option<&'a Words> {
        row.get(self.at(key)?)
    }

    /// Gives the text of a row under a heading; empty where there is none.
    pub fn text(&self, row: &'a [Words], key: &str) -> String {
        self.cell(row, key).map(Words::flowing).filter(|text| !text.trim().is_empty()).unwrap_or_default()
    }

    /// Finds the name of what a row is about: `INC-1.3` or `A-4`, in a column without a heading.
    pub fn name(&self, row: &'a [Words]) -> Option<String> {
        let bare = self.heads.iter().zip(row).filter(|(head, _)| head.trim().is_empty()).map(|(_, cell)| cell.flowing());
        bare.map(|text| text.trim().to_owned()).find(|text| text.contains('-') && text.ends_with(|c: char| c.is_ascii_digit()))
    }
}
