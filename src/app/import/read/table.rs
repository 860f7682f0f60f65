//! From text to a header and rows, the way spreadsheets and trackers really write CSV.
//!
//! Kept by hand rather than by a CSV library for three things that people need to be told: the line a record starts on,
//! a quote that is never closed, and text behind a closing quote (both mean that rows have run into each other).

use super::super::ImportError;

/// Holds a table: one header and rows of cells, all cells in one piece of memory.
#[derive(Debug, Default)]
pub struct Table {
    /// Name of the sheet in a workbook; empty elsewhere.
    pub name: String,
    /// Names of the columns, trimmed, in the order of the file; the same name may come several times.
    pub header: Vec<String>,
    /// What stands above the header, cell by cell: titles, the name of a project.
    pub banner: Vec<String>,
    /// What was noticed: skipped lines, the delimiter, uneven rows.
    pub notes: Vec<String>,
    text: String,
    ends: Vec<usize>,
    rows: Vec<Place>,
    /// How many of the rows belong to the header or stand above it.
    first: usize,
}

/// Most columns of a table; real exports have a few hundred.
const MOST_COLUMNS: usize = 2000;

/// How far down a header is looked for.
const DEEPEST_HEADER: usize = 30;

/// Where a record starts: its line in the file, and its first cell.
#[derive(Clone, Copy, Debug)]
struct Place {
    line: usize,
    first: usize,
}

/// Gives the cells of one record.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    table: &'a Table,
    first: usize,
    width: usize,
    /// Line of the file the record starts on, from 1.
    pub line: usize,
}

impl<'a> Row<'a> {
    /// Gives a cell exactly as it stands; a cell that is not there is empty.
    pub fn cell(&self, column: usize) -> &'a str {
        if column >= self.width {
            return "";
        }
        let at = self.first + column;
        let start = at.checked_sub(1).and_then(|before| self.table.ends.get(before)).copied().unwrap_or(0);
        self.table.ends.get(at).and_then(|end| self.table.text.get(start..*end)).unwrap_or("")
    }

    /// Gives all cells.
    fn cells(self) -> impl Iterator<Item = &'a str> {
        (0..self.width).map(move |column| self.cell(column))
    }
}

impl Table {
    /// Reads a table: comment lines before the header are skipped, `,` `;` `|` and tabs told apart, empty rows dropped.
    ///
    /// # Errors
    /// Refuses quotes that are never closed and text behind a closing quote, each with its line.
    pub fn parse(text: &str) -> Result<Self, ImportError> {
        let mut table = Self::default();
        let (skipped, said) = table.skip_prelude(text);
        let rest = text.get(skipped..).unwrap_or_default();
        let delimiter = said.unwrap_or_else(|| sniff(rest));
        let line = newlines(text.get(..skipped).unwrap_or_default()) + 1;
        let mut scanner = Scanner { rest, line, delimiter };
        while !scanner.rest.is_empty() {
            let place = Place { line: scanner.line, first: table.ends.len() };
            let bytes = table.text.len();
            scanner.record(&mut table.text, &mut table.ends)?;
            table.keep(place, bytes);
        }
        table.check_width()?;
        table.head(0);
        Ok(table)
    }

    /// Builds a table of cells that were read elsewhere, each row with its line.
    ///
    /// # Errors
    /// Refuses tables that are too wide.
    pub fn of_cells<'c>(name: &str, rows: impl Iterator<Item = (usize, Vec<std::borrow::Cow<'c, str>>)>) -> Result<Self, ImportError> {
        let mut table = Self { name: name.to_owned(), ..Self::default() };
        for (line, cells) in rows {
            let place = Place { line, first: table.ends.len() };
            let bytes = table.text.len();
            for cell in cells {
                table.text.push_str(&cell);
                table.ends.push(table.text.len());
            }
            table.keep(place, bytes);
        }
        table.check_width()?;
        table.head(0);
        Ok(table)
    }

    /// Keeps the row that was read last, unless nothing but blanks stands in it.
    fn keep(&mut self, place: Place, bytes: usize) {
        if self.text.get(bytes..).is_none_or(|row| row.trim().is_empty()) {
            self.ends.truncate(place.first);
            self.text.truncate(bytes);
        } else {
            self.rows.push(place);
        }
    }

    fn check_width(&self) -> Result<(), ImportError> {
        let widest = (0..self.rows.len().min(DEEPEST_HEADER)).filter_map(|at| self.row(at)).map(|row| row.width).max().unwrap_or(0);
        if widest > MOST_COLUMNS {
            let why = format!("the table has {widest} columns; at most {MOST_COLUMNS} are read");
            return Err(ImportError::whole(why, "export fewer columns"));
        }
        Ok(())
    }

    /// Makes the row that reads most like a header the header, and what stands above it the banner.
    ///
    /// `known` says whether a name is one that some system gives a column. Where no name is known the first row stays the header.
    pub fn find_header(&mut self, known: impl Fn(&str) -> bool) {
        let score = |at: usize| self.row(at).map_or(0, |row| row.cells().filter(|cell| known(cell)).count());
        let best = (0..self.rows.len().min(DEEPEST_HEADER)).map(|at| (score(at), at)).rev().max_by_key(|(score, _)| *score);
        let first = score(0);
        if let Some((score, at)) = best
            && at > 0
            && score >= 2
            && score > first
        {
            self.head(at);
        }
    }

    /// Takes one row as the header. A name that comes again takes the group above it in front.
    fn head(&mut self, at: usize) {
        let names = |row: Row<'_>| row.cells().map(|cell| cell.split_whitespace().collect::<Vec<_>>().join(" ")).collect::<Vec<_>>();
        let mut header = self.row(at).map(names).unwrap_or_default();
        let mut banner: Vec<String> = Vec::new();
        for row in (0..at).filter_map(|above| self.row(above)) {
            banner.extend(row.cells().map(str::trim).filter(|cell| !cell.is_empty()).map(str::to_owned));
        }
        let groups = at.checked_sub(1).and_then(|above| self.row(above)).map(names).unwrap_or_default();
        if groups.iter().filter(|group| !group.is_empty()).count() >= 2 {
            join_groups(&mut header, &groups);
        }
        while header.last().is_some_and(String::is_empty) {
            header.pop();
        }
        (self.header, self.banner, self.first) = (header, banner, at + 1);
        self.notes.retain(|note| !note.starts_with(char::is_numeric));
        self.note_widths();
        if at > 0 {
            self.notes.push(format!("{at} rows above the header (line {}) are no records.", self.row(at).map_or(0, |row| row.line)));
        }
    }

    /// Gives the number of rows below the header.
    pub fn len(&self) -> usize {
        self.rows.len().saturating_sub(self.first)
    }

    /// Says whether there is no row below the header.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Gives the rows below the header in the order of the file.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        (self.first..self.rows.len()).filter_map(|at| self.row(at))
    }

    fn row(&self, at: usize) -> Option<Row<'_>> {
        let place = self.rows.get(at)?;
        let end = self.rows.get(at + 1).map_or(self.ends.len(), |next| next.first);
        Some(Row { table: self, first: place.first, width: end.saturating_sub(place.first), line: place.line })
    }

    /// Skips blank lines, `sep=;` and comments (`#TYPE …`) before the header; gives the bytes skipped and a delimiter that was said.
    fn skip_prelude(&mut self, text: &str) -> (usize, Option<u8>) {
        let (mut at, mut said) = (0, None);
        loop {
            let rest = text.get(at..).unwrap_or_default();
            let line = rest.split_inclusive('\n').next().unwrap_or_default();
            let content = line.trim();
            if let Some(sign) = content.strip_prefix("sep=").filter(|sign| sign.len() == 1) {
                said = sign.bytes().next();
            } else if content.starts_with('#') && is_comment(content, rest.get(line.len()..).unwrap_or_default()) {
                self.notes.push("Skipped a comment line before the header.".to_owned());
            } else if !content.is_empty() || line.is_empty() {
                return (at, said);
            }
            at += line.len();
        }
    }

    /// Notes rows with text beyond the header, and rows that end early.
    fn note_widths(&mut self) {
        let columns = self.header.len();
        let (mut wide, mut narrow) = (Vec::new(), Vec::new());
        for row in self.rows() {
            if (columns..row.width).any(|column| !row.cell(column).trim().is_empty()) {
                wide.push(row.line);
            } else if row.width < columns {
                narrow.push(row.line);
            }
        }
        let mut note = |lines: &[usize], what: &str| {
            if let Some(first) = lines.first() {
                self.notes.push(format!("{} {what} (first: line {first}).", lines.len()));
            }
        };
        note(&wide, "rows are wider than the header; what stands beyond it is kept as further facts");
        note(&narrow, "rows end before the header does; the missing cells count as empty");
    }

    /// Gives what stands in a row beyond the header, with the number of each column.
    pub fn beyond<'a>(&self, row: Row<'a>) -> impl Iterator<Item = (usize, &'a str)> + use<'a> {
        (self.header.len()..row.width).map(move |column| (column + 1, row.cell(column))).filter(|(_, cell)| !cell.trim().is_empty())
    }
}

/// Puts the name of a group in front of a name that came before in the row, and in place of one that is empty.
fn join_groups(header: &mut [String], groups: &[String]) {
    let again: Vec<bool> = header.iter().enumerate().map(|(at, name)| header.iter().take(at).any(|other| other == name)).collect();
    let mut group = "";
    for (at, name) in header.iter_mut().enumerate() {
        group = groups.get(at).map(String::as_str).filter(|name| !name.is_empty()).unwrap_or(group);
        if name.is_empty() {
            group.clone_into(name);
        } else if again.get(at).copied().unwrap_or(false) && !group.is_empty() {
            *name = format!("{group} {name}");
        }
    }
}

/// Walks over the text, record by record.
struct Scanner<'a> {
    rest: &'a str,
    line: usize,
    delimiter: u8,
}

impl Scanner<'_> {
    /// Reads one record into the cells, up to and with its line end.
    fn record(&mut self, text: &mut String, ends: &mut Vec<usize>) -> Result<(), ImportError> {
        loop {
            if self.rest.starts_with('"') {
                self.quoted(text)?;
            } else {
                self.plain(text);
            }
            ends.push(text.len());
            if self.rest.bytes().next() != Some(self.delimiter) {
                break;
            }
            self.step(1);
        }
        let end = if self.rest.starts_with("\r\n") { 2 } else { usize::from(!self.rest.is_empty()) };
        self.step(end);
        self.line += usize::from(end > 0);
        Ok(())
    }

    fn plain(&mut self, text: &mut String) {
        let end = self.rest.bytes().position(|b| b == self.delimiter || b == b'\n' || b == b'\r').unwrap_or(self.rest.len());
        text.push_str(self.rest.get(..end).unwrap_or_default());
        self.step(end);
    }

    fn quoted(&mut self, text: &mut String) -> Result<(), ImportError> {
        let opened = self.line;
        self.step(1);
        loop {
            let Some(end) = self.rest.bytes().position(|b| b == b'"') else {
                return Err(ImportError::at(
                    opened,
                    "the quote that opens a cell here is never closed",
                    "close it, or double it (\"\") if it belongs to the text",
                ));
            };
            let piece = self.rest.get(..end).unwrap_or_default();
            text.push_str(piece);
            self.line += newlines(piece);
            self.step(end + 1);
            if !self.rest.starts_with('"') {
                break;
            }
            text.push('"');
            self.step(1);
        }
        let blanks = self.rest.bytes().take_while(|b| *b == b' ').count();
        self.step(blanks);
        match self.rest.bytes().next() {
            None | Some(b'\n' | b'\r') => Ok(()),
            Some(byte) if byte == self.delimiter => Ok(()),
            Some(_) => Err(ImportError::at(
                self.line,
                format!("text follows the quote that closes a cell (the cell opens on line {opened})"),
                "double the quotes inside the text (\"\"), or export the file again",
            )),
        }
    }

    fn step(&mut self, bytes: usize) {
        self.rest = self.rest.get(bytes..).unwrap_or_default();
    }
}

/// Counts line ends: `\n`, and `\r` that has no `\n` behind it.
fn newlines(text: &str) -> usize {
    let bytes = text.as_bytes();
    let old = |i: usize| bytes.get(i) == Some(&b'\r') && bytes.get(i + 1) != Some(&b'\n');
    bytes.iter().filter(|b| **b == b'\n').count() + if text.contains('\r') { (0..bytes.len()).filter(|i| old(*i)).count() } else { 0 }
}

/// Tells a comment from a header that begins with `#`: a header has as many delimiters as the line below it.
fn is_comment(line: &str, below: &str) -> bool {
    let next = below.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    line.starts_with("#TYPE") || signs(line) < signs(next)
}

/// Counts delimiters of all kinds in a line, to tell a comment from a header.
fn signs(line: &str) -> usize {
    line.bytes().filter(|b| matches!(b, b',' | b';' | b'\t' | b'|')).count()
}

/// How many lines are looked at to find the delimiter.
const SNIFFED: usize = 12;

/// Finds the delimiter: the sign that stands equally often in most of the first lines, outside quotes; the comma where none does.
fn sniff(text: &str) -> u8 {
    const SIGNS: [u8; 4] = [b',', b';', b'\t', b'|'];
    let (mut quoted, mut lines) = (false, vec![[0_usize; SIGNS.len()]]);
    for byte in text.bytes().take(1 << 20) {
        match (byte, lines.last_mut()) {
            (b'"', _) => quoted = !quoted,
            (b'\n' | b'\r', Some(line)) if !quoted && line.iter().any(|n| *n > 0) => {
                if lines.len() == SNIFFED {
                    break;
                }
                lines.push([0; SIGNS.len()]);
            }
            (_, Some(line)) if !quoted => SIGNS.iter().zip(line).filter(|(sign, _)| **sign == byte).for_each(|(_, n)| *n += 1),
            _ => {}
        }
    }
    let mut best = (0, b',');
    for (at, sign) in SIGNS.iter().enumerate() {
        let counts: Vec<usize> = lines.iter().filter_map(|line| line.get(at)).copied().filter(|n| *n > 0).collect();
        let alike = |n: &usize| counts.iter().filter(|other| *other == n).count() * 1000 + *n;
        let score = counts.iter().map(alike).max().unwrap_or(0);
        if score > best.0 {
            best = (score, *sign);
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Vec<Vec<String>> {
        let table = Table::parse(text).unwrap();
        table.rows().map(|row| (0..table.header.len()).map(|i| row.cell(i).to_owned()).collect()).collect()
    }

    #[test]
    fn commas_semicolons_and_tabs_are_told_apart_by_the_header() {
        for text in ["a,b\n1;2,3", "a;b\n1;2", "a\tb\n1\t2", "\"a;x;y;z\",b\n1,2", "sep=;\na;b\n1;2"] {
            assert_eq!(cells(text)[0].len(), 2, "{text}");
        }
    }

    #[test]
    fn quotes_hold_delimiters_newlines_and_doubled_quotes() {
        assert_eq!(cells("a,b\r\n\"x, \"\"y\"\"\r\nz\" ,2\nsize 5\" disk,3"), [["x, \"y\"\r\nz", "2"], ["size 5\" disk", "3"]]);
    }

    #[test]
    fn the_line_of_a_record_is_the_line_it_starts_on() {
        let table = Table::parse("#TYPE Some.Thing\r\n\r\na,b\r\n\"one\ntwo\",1\n\n,,\nthree,2\rfour,3").unwrap();
        assert_eq!(table.header, ["a", "b"]);
        assert_eq!(table.rows().map(|row| row.line).collect::<Vec<_>>(), [4, 8, 9]);
        assert!(table.notes.iter().any(|note| note.contains("comment")));
    }

    #[test]
    fn wider_rows_are_kept_and_noted_and_empty_last_columns_are_not() {
        let table = Table::parse("a;b;\n1;2;\n1;2;;;\n1;2;x\n1\n").unwrap();
        assert_eq!((table.header.len(), table.len()), (2, 4));
        assert_eq!(table.notes.len(), 2, "{:?}", table.notes);
        assert!(table.notes[0].contains("line 4") && table.notes[1].contains("line 5"), "{:?}", table.notes);
    }

    #[test]
    fn an_unclosed_quote_is_refused_with_the_line_it_opens_on() {
        assert_eq!(Table::parse("a,b\n1,2\n3,\"open\n\n").unwrap_err().line, Some(3));
        assert_eq!(Table::parse("a,b\n1,\"he said \"no\" twice\"\n").unwrap_err().line, Some(2));
    }

    #[test]
    fn a_file_without_rows_is_an_empty_table() {
        for text in ["", "\n\n", "a,b", "a,b\n", "#", ",,,\n"] {
            assert!(Table::parse(text).unwrap().is_empty(), "{text:?}");
        }
    }
}
