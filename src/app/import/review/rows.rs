//! Rows of a review as they were printed under a section's heading, read backwards: tables, lists and blocks of evidence.

use super::brought::Row;
use super::printed::Language;
use crate::app::rca::{backwards, heading};
use crate::document::outline::{Item, Piece, Table, What, Words};
use crate::model::finding::{FindingKind, Mark, Shape, of_section};
use crate::model::{Value, finding};

/// Reads what stands under a heading: the rows, and the pieces that are not as they were printed here, so that none of them is lost.
pub fn read<'p>(section: &str, pieces: &[&'p Piece], language: &Language) -> (Vec<Row>, Vec<&'p Piece>) {
    let Some((shape, mark)) = of_section(section).next() else { return (Vec::new(), pieces.to_vec()) };
    if shape.kind == FindingKind::Evidence {
        return (evidence(shape, pieces), Vec::new());
    }
    let (mut rows, mut left) = (Vec::new(), Vec::new());
    for piece in pieces {
        let read = match &piece.what {
            What::Table(table) => table_rows(shape, mark, table, language),
            What::List(items) => items.iter().map(|item| listed(shape, mark, item, language)).collect::<Option<Vec<_>>>(),
            _ => None,
        };
        match read {
            Some(read) => rows.extend(read),
            None => left.push(*piece),
        }
    }
    (rows, left)
}

fn begin(shape: &'static Shape, mark: Option<&'static Mark>) -> Row {
    Row::new(shape.kind, mark.map(|mark| ("mark", Value::word(mark.key))).into_iter().collect())
}

fn table_rows(shape: &'static Shape, mark: Option<&'static Mark>, table: &Table, language: &Language) -> Option<Vec<Row>> {
    let column = |words: &Words| {
        let mut known = shape.columns.iter().chain(&["entry"]).copied();
        known.find(|column| language.means(heading(shape, column), &words.flowing()))
    };
    let columns = table.columns.iter().map(column).collect::<Option<Vec<_>>>()?;
    let row = |cells: &Vec<Words>| {
        let mut row = begin(shape, mark);
        for (column, cell) in columns.iter().zip(cells) {
            fill(&mut row, shape, column, &cell.flowing(), language)?;
        }
        Some(row)
    };
    table.rows.iter().map(|(_, cells)| row(cells)).collect()
}

/// Reads a row that has only its first column.
fn listed(shape: &'static Shape, mark: Option<&'static Mark>, item: &Item, language: &Language) -> Option<Row> {
    let mut row = begin(shape, mark);
    let first = shape.columns.first()?;
    fill(&mut row, shape, first, &item.words.flowing(), language)?;
    item.below.is_empty().then_some(row)
}

/// Puts the words of a cell where they belong; nothing if they are none that a column takes.
fn fill(row: &mut Row, shape: &'static Shape, column: &'static str, text: &str, language: &Language) -> Option<()> {
    if text.trim().is_empty() {
        return Some(());
    }
    let said = |prefix: &str, words: &[&'static str]| {
        words.iter().find(|word| language.means(&format!("{prefix}{word}"), text)).map(|word| Value::word(word))
    };
    let value = match column {
        "entry" => {
            row.entry = Some(line_number(text)?);
            return Some(());
        }
        "service" => {
            row.service = Some(text.to_owned());
            return Some(());
        }
        "note" => {
            // That it ends before it begins is seen again from its times.
            let seen = backwards(|key| language.word(key).to_owned());
            let own = text.strip_suffix(seen.as_str()).map_or(text, |rest| rest.strip_suffix("; ").unwrap_or(rest));
            if own.trim().is_empty() {
                return Some(());
            }
            Value::Text(own.to_owned())
        }
        "at" | "until" => Value::Time(language.time(text, None)?),
        "mark" => said("mark_", &shape.marks.iter().map(|mark| mark.key).collect::<Vec<_>>())?,
        "aspect" => said("lies_", &finding::Aspect::ALL.iter().map(|aspect| aspect.key()).collect::<Vec<_>>())?,
        "certainty" => said("sure_", &finding::Certainty::ALL.iter().map(|sure| sure.key()).collect::<Vec<_>>())?,
        "automatic" => said("", &["yes", "no"])?,
        _ => Value::Text(text.to_owned()),
    };
    row.values.push((column, value));
    Some(())
}

/// Reads the number of a line of the log: 3 of `INC-1.3`.
pub fn line_number(text: &str) -> Option<i64> {
    let (case, number) = text.trim().rsplit_once('.')?;
    case.contains('-').then(|| number.parse().ok()).flatten()
}

/// Reads blocks of evidence, each with the line above it: its name in bold, where it is from, and the line of the log in brackets.
fn evidence(shape: &'static Shape, pieces: &[&Piece]) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut open = Row::new(shape.kind, Vec::new());
    for piece in pieces {
        match &piece.what {
            What::Code { text, .. } => {
                let mut row = std::mem::replace(&mut open, Row::new(shape.kind, Vec::new()));
                row.values.insert(0, ("text", Value::Text(text.clone())));
                rows.push(row);
            }
            What::Text(words) => above(&mut open, words),
            _ => {}
        }
    }
    rows
}

fn above(row: &mut Row, words: &Words) {
    let text = words.flowing();
    let bracketed = text.strip_suffix(')').and_then(|text| text.rsplit_once('(')).and_then(|(rest, name)| Some((rest, line_number(name)?)));
    let (rest, entry) = match bracketed {
        Some((rest, number)) => (rest, Some(number)),
        None => (text.as_str(), line_number(&text)),
    };
    row.entry = entry;
    if bracketed.is_none() && entry.is_some() {
        return;
    }
    let name = words.label.clone().unwrap_or_default();
    let reference = rest.trim().strip_prefix(name.as_str()).unwrap_or(rest).trim().trim_start_matches(':').trim();
    for (column, text) in [("name", name.as_str()), ("reference", reference)] {
        if !text.is_empty() {
            row.values.push((column, Value::Text(text.to_owned())));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::finding::SHAPES;

    #[test]
    fn every_column_of_a_kind_has_a_heading_of_its_own() {
        for shape in SHAPES {
            let mut heads: Vec<&str> = shape.columns.iter().chain(&["entry"]).map(|column| heading(shape, column)).collect();
            heads.sort_unstable();
            let all = heads.len();
            heads.dedup();
            assert_eq!(heads.len(), all, "{:?}", shape.kind);
        }
    }
}
