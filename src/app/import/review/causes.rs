//! The causes of a review as they were printed, read backwards: a line each, whose parts are told by what is emphasised.

use super::brought::Row;
use super::printed::Language;
use super::rows::line_number;
use crate::document::outline::{Item, What, Words};
use crate::model::cause::Mark;
use crate::model::finding::{Aspect, Certainty, FindingKind};
use crate::model::{Subject, Value};

/// What stands before a label.
const BETWEEN: &str = " – ";

/// Reads a list of causes; each knows the one it stands under by its place among all, of which so many came before.
pub fn read(items: &[Item], language: &Language, before: usize) -> Vec<Row> {
    let mut rows = Vec::new();
    items.iter().for_each(|item| add(item, None, language, before, &mut rows));
    rows
}

fn add(item: &Item, under: Option<usize>, language: &Language, before: usize, rows: &mut Vec<Row>) {
    let at = before + rows.len();
    rows.push(Row { under, ..cause(&item.words, language) });
    for piece in &item.below {
        if let What::List(items) = &piece.what {
            items.iter().for_each(|item| add(item, Some(at), language, before, rows));
        }
    }
}

/// Parts one line: `F-4 text (what is known) – Note: … – Reference: …`, where brackets and labels are emphasised.
fn cause(words: &Words, language: &Language) -> Row {
    let text = words.flowing();
    let part = |range: std::ops::Range<usize>| text.get(range).unwrap_or_default();
    let is_label = |word: &str| language.is("note", word) || language.is("reference", word) || is_bracketed(word);
    let labels: Vec<_> = words.emphasised.iter().filter(|range| is_label(part((*range).clone()))).cloned().collect();
    let said = part(0..labels.first().map_or(text.len(), |range| range.start));
    let mut row = Row::new(FindingKind::Cause, Vec::new());
    let (number, said) = numbered(said);
    row.number = number;
    let mut mark = Mark::Why.key();
    for (at, label) in labels.iter().enumerate() {
        let rest = part(label.end..labels.get(at + 1).map_or(text.len(), |next| next.start));
        let rest = if at + 1 < labels.len() { rest.strip_suffix(BETWEEN).unwrap_or(rest) } else { rest };
        let rest = rest.strip_prefix(": ").unwrap_or_default();
        let word = part(label.clone());
        if is_bracketed(word) {
            known(&mut row, &mut mark, word.trim_matches(['(', ')']), language);
        } else if !rest.trim().is_empty() {
            let column = if language.is("note", word) { "note" } else { "reference" };
            row.values.push((column, Value::Text(rest.to_owned())));
        }
    }
    let said = said.strip_suffix(BETWEEN).filter(|_| !labels.is_empty()).unwrap_or(said);
    let said = said.strip_suffix(' ').filter(|_| labels.first().is_some_and(|first| is_bracketed(part(first.clone())))).unwrap_or(said);
    row.values.push(("text", Value::Text(said.to_owned())));
    row.values.push(("mark", Value::word(mark)));
    row
}

fn is_bracketed(word: &str) -> bool {
    word.starts_with('(') && word.ends_with(')')
}

fn numbered(text: &str) -> (Option<i64>, &str) {
    let parted = text.trim_start().split_once(' ').and_then(|(name, rest)| Some((Subject::Finding.number(name)?, rest)));
    parted.map_or((None, text), |(number, rest)| (Some(number), rest))
}

/// Reads what is known of a cause: what it is, where it lies, how sure it is, what speaks for and against it.
fn known(row: &mut Row, mark: &mut &'static str, text: &str, language: &Language) {
    for word in text.split("; ") {
        let of = |prefix: &str, key: &str| language.is(&format!("{prefix}_{key}"), word);
        let lines = |key: &str| word.strip_prefix(language.word(key).to_lowercase().as_str()).filter(|rest| rest.starts_with(' '));
        if let Some(found) = Mark::ALL.iter().find(|mark| of("mark", mark.key())) {
            *mark = found.key();
        } else if let Some(found) = Aspect::ALL.iter().find(|aspect| of("lies", aspect.key())) {
            row.values.push(("aspect", Value::word(found.key())));
        } else if let Some(found) = Certainty::ALL.iter().find(|sure| of("sure", sure.key())) {
            row.values.push(("certainty", Value::word(found.key())));
        }
        for (key, side) in [("speaks_for", "for"), ("speaks_against", "against")] {
            let numbers = lines(key).into_iter().flat_map(|rest| rest.split(", ").filter_map(line_number));
            row.evidence.extend(numbers.map(|number| (number, side)));
        }
    }
}
