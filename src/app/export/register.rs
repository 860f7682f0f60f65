//! Registers: rows out of several subjects under one set of columns, as a table of values or as a page with a part for each group.

use std::io::Write;

use super::whats::{Format, Of, What};
use super::{Asked, Broken, page, remarks, rows};
use crate::document::print::csv;
use crate::document::{Document, Inline, Table};
use crate::model::fields::Fields;
use crate::model::{Moment, Subject, Untrusted, when};
use crate::store::Within;

/// Gathers the rows, in the order they are printed.
type Gather = fn(&Asked<'_>, &mut Take<'_>) -> Result<(), Broken>;

/// Takes one row.
pub(super) type Take<'t> = dyn FnMut(Row) -> Result<(), Broken> + 't;

/// Describes one register.
pub struct Register {
    /// Key of the word for its title.
    pub title: &'static str,
    /// Groups of rows, by key and the word for their heading; none where there is one table.
    pub groups: &'static [(&'static str, &'static str)],
    /// Columns: the key in a table of values, and that of the word in a page.
    pub columns: &'static [(&'static str, &'static str)],
    /// Gathers the rows.
    pub(super) gather: Gather,
}

/// Holds one row.
pub(super) struct Row {
    /// Place in [`Register::groups`].
    pub group: usize,
    /// Whether somebody still has to do something about it.
    pub open: bool,
    /// One for each column; what is missing at the end is empty.
    pub cells: Vec<Cell>,
}

/// Holds one value.
pub(super) enum Cell {
    /// Text as it came.
    Text(Untrusted),
    /// A time.
    Time(Moment),
    /// A stored word, and what the keys of its words in documents begin with.
    Word(&'static str, String),
}

impl<T: Into<Untrusted>> From<T> for Cell {
    fn from(text: T) -> Self {
        Self::Text(text.into())
    }
}

/// Nothing.
pub(super) fn nothing() -> Cell {
    Cell::Text(Untrusted::default())
}

/// Gives a time, or nothing.
pub(super) fn time(moment: Option<Moment>) -> Cell {
    moment.map_or_else(nothing, Cell::Time)
}

/// Gives a text of a record, or nothing.
pub(super) fn text(fields: &Fields, key: &str) -> Cell {
    Cell::Text(fields.text(key).unwrap_or_default())
}

/// Gives what a reference of a record is called, or nothing.
pub(super) fn name(fields: &Fields, key: &str) -> Cell {
    Cell::Text(fields.name(key).cloned().unwrap_or_default())
}

/// Gives the case of a record as people say it.
pub(super) fn case(fields: &Fields) -> Cell {
    fields.case.map_or_else(nothing, |(_, case)| case.to_string().into())
}

impl Cell {
    /// Gives it as a table of values has it: words and times as they are stored and said.
    fn value(&self) -> String {
        match self {
            Self::Text(text) => text.raw().to_owned(),
            Self::Time(moment) => when::spelled(moment),
            Self::Word(_, key) => key.clone(),
        }
    }

    /// Gives it as a page has it: in the document's language and zone.
    fn words(&self, asked: &Asked<'_>) -> Untrusted {
        match self {
            Self::Text(text) => text.clone(),
            Self::Time(moment) => page::time(asked, Some(*moment)).into(),
            Self::Word(prefix, key) => {
                let word = asked.words.get(&format!("{prefix}_{}", key.replace('-', "_")));
                word.cloned().unwrap_or_else(|| key.replace('-', " ")).into()
            }
        }
    }
}

impl Asked<'_> {
    /// Goes through the records of a subject that are asked for; there are none where they cannot be of what it is narrowed to.
    pub(super) fn each(
        &self,
        subject: Subject,
        kind: Option<&'static str>,
        take: impl FnMut(Fields) -> Result<(), Broken>,
    ) -> Result<(), Broken> {
        let within = Within { kind, ..self.within };
        if within.fits(subject) { self.read.spoken(subject, within, take) } else { Ok(()) }
    }
}

/// Goes through the rows that are asked for.
fn each(register: &Register, asked: &Asked<'_>, take: &mut Take<'_>) -> Result<(), Broken> {
    (register.gather)(asked, &mut |row| if asked.only_open && !row.open { Ok(()) } else { take(row) })
}

/// Writes a register.
pub(super) fn write(what: &What, asked: &Asked<'_>, out: &mut dyn Write) -> Result<Vec<String>, Broken> {
    let Of::Register(register) = what.of else { return Ok(Vec::new()) };
    let (count, secrets, document) = match asked.format {
        Format::Csv => {
            let (count, secrets) = values(register, asked, out)?;
            (count, secrets, None)
        }
        _ => {
            let (count, document) = document(register, asked)?;
            (count, 0, Some(document))
        }
    };
    let left_out = asked.left_out(count, |all| {
        let mut count = 0;
        each(register, all, &mut |_| {
            count += 1;
            Ok(())
        })?;
        Ok(count)
    })?;
    match document {
        Some(document) => page::hand_out(asked, document, left_out, out),
        None => Ok(remarks(asked, left_out, secrets)),
    }
}

/// Writes the rows as they come; says how many, and how many secrets were taken out.
fn values(register: &Register, asked: &Asked<'_>, out: &mut dyn Write) -> Result<(usize, usize), Broken> {
    let part = (!register.groups.is_empty()).then_some("part");
    out.write_all(csv::row(part.into_iter().chain(register.columns.iter().map(|(key, _)| *key))).as_bytes())?;
    let (mut count, mut secrets) = (0, 0);
    each(register, asked, &mut |row| {
        count += 1;
        let mut cells: Vec<String> = part.and(register.groups.get(row.group)).map(|(key, _)| (*key).to_owned()).into_iter().collect();
        let of_row = row.cells.iter().map(|cell| rows::clean(cell.value(), asked.raw, &mut secrets));
        cells.extend(of_row);
        cells.resize(register.columns.len() + usize::from(part.is_some()), String::new());
        Ok(out.write_all(csv::row(&cells).as_bytes())?)
    })?;
    Ok((count, secrets))
}

/// Lays the rows out as a page, a table for each group; a column in which nothing stands is left out.
fn document(register: &Register, asked: &Asked<'_>) -> Result<(usize, Document), Broken> {
    let mut groups: Vec<Vec<Vec<Untrusted>>> = vec![Vec::new(); register.groups.len().max(1)];
    let mut count = 0;
    each(register, asked, &mut |row| {
        count += 1;
        let cells = row.cells.iter().map(|cell| cell.words(asked)).collect();
        if let Some(group) = groups.get_mut(row.group) {
            group.push(cells);
        }
        Ok(())
    })?;
    let mut document = page::begin(asked, &asked.word(register.title), Vec::new());
    for (at, rows) in groups.iter().enumerate() {
        if let Some((_, word)) = register.groups.get(at) {
            document = document.heading(2, asked.word(word));
        }
        document = if rows.is_empty() { document.paragraph(asked.word("none")) } else { document.table(table(register, asked, rows)) };
    }
    Ok((count, document))
}

fn table(register: &Register, asked: &Asked<'_>, rows: &[Vec<Untrusted>]) -> Table {
    let is_filled = |at: &usize| rows.iter().any(|row| row.get(*at).is_some_and(|cell| !cell.is_blank()));
    let filled: Vec<usize> = (0..register.columns.len()).filter(is_filled).collect();
    let headings = filled.iter().filter_map(|at| register.columns.get(*at)).map(|(_, word)| asked.word(word));
    let mut table = Table::new(headings);
    for row in rows {
        table.push(filled.iter().map(|at| row.get(*at).map(Inline::from).unwrap_or_default()));
    }
    table
}
