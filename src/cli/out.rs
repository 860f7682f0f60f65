//! Standard output: data and nothing else, whole lines, neutralised; as wide as the terminal, or as wide as it is.

use std::io::{self, IsTerminal, Write};

use serde_json::{Map, Value as Json};

use super::stop::Stop;
use crate::app::query::in_words;
use crate::document::print::cell::{CELL_COLUMNS, LAID_OUT};
use crate::document::print::{cell, json, plain};
use crate::model::Zone;

/// Narrowest a column is made before the table runs over the edge.
const NARROWEST: usize = 8;
/// Blanks between two columns.
const GAP: usize = 2;
/// Width of pages that go into a pipe or a file: nothing is cut, and nothing wraps that a person wrote as one line.
const PAGE: usize = 500;

/// Holds how data is printed in this run.
#[derive(Clone, Copy, Debug)]
pub struct Out {
    /// Whether data is JSON.
    pub json: bool,
    /// Columns of the terminal; none when standard output is no terminal.
    pub columns: Option<usize>,
    /// The zone times are shown in.
    pub zone: Zone,
}

impl Out {
    /// Looks at standard output.
    pub fn new(json: bool, zone: Zone) -> Self {
        let terminal = io::stdout().is_terminal();
        let size = || rustix::termios::tcgetwinsize(rustix::stdio::stdout()).map_or(80, |size| usize::from(size.ws_col));
        Self { json, columns: terminal.then(size).map(|columns| if columns == 0 { 80 } else { columns }), zone }
    }

    /// Gives the width pages are laid out in.
    pub fn page_width(&self) -> usize {
        self.columns.unwrap_or(PAGE)
    }

    /// Prints text that is already in the words of its sink.
    ///
    /// # Errors
    /// [`Stop::Output`].
    pub fn text(&self, text: &str) -> Result<(), Stop> {
        let mut out = io::stdout().lock();
        out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(Stop::Output)
    }

    /// Prints one line of running text.
    ///
    /// # Errors
    /// [`Stop::Output`].
    pub fn line(&self, text: &str) -> Result<(), Stop> {
        self.text(&format!("{}\n", plain(text)))
    }

    /// Prints one JSON value as one line.
    ///
    /// # Errors
    /// [`Stop::Output`].
    pub fn value(&self, value: &Json) -> Result<(), Stop> {
        let text = json::to_string(value).map_err(|e| Stop::Output(e.into()))?;
        self.text(&format!("{text}\n"))
    }

    /// Prints rows: JSON objects one a line, or a table with these columns.
    ///
    /// # Errors
    /// [`Stop::Output`].
    pub fn rows(&self, rows: &[Map<String, Json>], columns: &[(&str, &str)]) -> Result<(), Stop> {
        if self.json {
            let mut text = String::new();
            for row in rows {
                text.push_str(&json::to_string(row).map_err(|e| Stop::Output(e.into()))?);
                text.push('\n');
            }
            return self.text(&text);
        }
        if rows.is_empty() { Ok(()) } else { self.text(&self.table(rows, columns)) }
    }

    fn table(&self, rows: &[Map<String, Json>], columns: &[(&str, &str)]) -> String {
        let longest = if self.columns.is_some() { CELL_COLUMNS } else { LAID_OUT };
        let mut cells: Vec<Vec<String>> = vec![columns.iter().map(|(_, heading)| (*heading).to_owned()).collect()];
        for row in rows {
            cells.push(columns.iter().map(|(key, _)| cell::cut(&in_words(row, key, self.zone), longest, cell::CUT)).collect());
        }
        let mut widths: Vec<usize> =
            (0..columns.len()).map(|at| cells.iter().filter_map(|row| row.get(at)).map(|c| cell::width(c)).max().unwrap_or(0)).collect();
        if let Some(room) = self.columns {
            narrow(&mut widths, room);
        }
        let mut out = String::new();
        for row in &cells {
            let mut line = String::new();
            for (text, width) in row.iter().zip(&widths) {
                line.push_str(&cell::fit(text, *width));
                line.push_str(&" ".repeat(GAP));
            }
            out.push_str(line.trim_end());
            out.push('\n');
        }
        out
    }
}

/// Takes columns away from the widest, one by one, until the table fits or nothing more can go.
fn narrow(widths: &mut [usize], room: usize) {
    loop {
        let used: usize = widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1);
        let Some(widest) = widths.iter_mut().max_by_key(|w| **w) else { return };
        if used <= room || *widest <= NARROWEST {
            return;
        }
        *widest -= 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(pairs: &[(&str, Json)]) -> Map<String, Json> {
        pairs.iter().map(|(k, v)| ((*k).to_owned(), v.clone())).collect()
    }

    #[test]
    fn columns_stand_under_each_other_whatever_is_in_them() {
        let out = Out { json: false, columns: None, zone: Zone::UTC };
        let rows = [row(&[("a", "中断".into()), ("b", "x\u{1b}[2J\ny".into())]), row(&[("a", Json::Null), ("b", true.into())])];
        assert_eq!(out.table(&rows, &[("a", "A"), ("b", "B")]), "A     B\n中断  x\u{241b}[2J y\n      yes\n");
    }

    #[test]
    fn a_table_fits_its_terminal_and_is_whole_in_a_pipe() {
        let long = "word ".repeat(60);
        let rows = [row(&[("a", "INC-1".into()), ("b", long.as_str().into())])];
        let on = |columns| Out { json: false, columns, zone: Zone::UTC }.table(&rows, &[("a", "Case"), ("b", "Title")]);
        assert!(on(Some(40)).lines().all(|l| cell::width(l) <= 40) && on(Some(40)).contains(".."));
        assert!(on(None).contains(long.trim_end()));
    }
}
