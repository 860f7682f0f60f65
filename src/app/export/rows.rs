//! The records of one subject as comma-separated values, a row each, straight from the table of tables: a new subject or field comes by
//! itself. References are names and numbers as people say them; texts that a spreadsheet would run are neutralised.

use std::io::Write;

use super::whats::{Of, What};
use super::{Asked, Broken, remarks};
use crate::document::print::csv;
use crate::document::redact;
use crate::model::fields::Fields;
use crate::model::quantity::{hundredths, minor};
use crate::model::{CaseKind, CaseRef, EntryRef, Subject, Value, when};
use crate::store::{Column, Table};

/// Says what a whole number of a record is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A number of its own: a count, a place, a version.
    Plain,
    /// 1 for yes, 0 for no.
    Yes,
    /// Hundredths of a day, a person or a unit.
    Hundredths,
    /// Minor units of the record's currency.
    Money,
    /// Minor units of the project's currency where the aspect is cost, else hundredths.
    Amount,
    /// Milliseconds.
    Length,
}

use Meaning::{Amount, Hundredths, Length, Money, Plain, Yes};

/// Says of every field that is stored as a whole number what it is; a field that is not named is one of its own.
pub(super) const MEANINGS: &[(Subject, &str, Meaning)] = &[
    (Subject::Person, "load_before", Hundredths),
    (Subject::Person, "load_now", Hundredths),
    (Subject::Project, "budget", Money),
    (Subject::Project, "forecast", Money),
    (Subject::Tolerance, "target", Amount),
    (Subject::Tolerance, "plus", Amount),
    (Subject::Tolerance, "minus", Amount),
    (Subject::Tolerance, "forecast", Amount),
    (Subject::Case, "clocks", Yes),
    (Subject::Case, "lane", Yes),
    (Subject::Entry, "superseded", Yes),
    (Subject::Entry, "redacted", Yes),
    (Subject::Impact, "time", Hundredths),
    (Subject::Impact, "cost", Money),
    (Subject::Impact, "scope", Hundredths),
    (Subject::Impact, "quality", Hundredths),
    (Subject::Impact, "benefits", Hundredths),
    (Subject::Impact, "risk", Hundredths),
    (Subject::Impact, "people", Hundredths),
    (Subject::Contingency, "lead", Length),
    (Subject::Contingency, "cost", Money),
    (Subject::Update, "took", Length),
    (Subject::Recovery, "days", Hundredths),
    (Subject::Choice, "time", Hundredths),
    (Subject::Choice, "cost", Money),
    (Subject::Choice, "is_nothing", Yes),
    (Subject::Choice, "recommended", Yes),
    (Subject::Telling, "shown", Yes),
];

/// Gives what a whole number of a record is.
pub(super) fn meaning(subject: Subject, key: &str) -> Meaning {
    MEANINGS.iter().find(|(of, known, _)| *of == subject && *known == key).map_or(Plain, |(.., meaning)| *meaning)
}

/// Says whether people say a number for such records.
pub(super) fn is_numbered(subject: Subject) -> bool {
    matches!(subject, Subject::Case | Subject::Entry) || subject.letter().is_some()
}

/// Gives the number of a record as people say it.
pub(super) fn said(fields: &Fields) -> Option<String> {
    let number = fields.int("number")?;
    match fields.subject {
        Subject::Case => CaseKind::parse(fields.word("kind")).map(|kind| CaseRef { kind, number }.to_string()),
        Subject::Entry => fields.case.map(|(_, case)| EntryRef { case, number }.to_string()),
        _ => fields.number(),
    }
}

/// Gives the heading of a column: a case is a case wherever it stands.
fn heading(column: &Column) -> &'static str {
    if column.key == "case_id" { "case" } else { column.key }
}

/// Writes the records as rows.
pub(super) fn write(what: &What, asked: &Asked<'_>, out: &mut dyn Write) -> Result<Vec<String>, Broken> {
    let Of::Records(subject) = what.of else { return Ok(Vec::new()) };
    let table = Table::of(subject);
    // What people say as a number stands in front.
    let number = is_numbered(subject).then(|| subject.key());
    let shown: Vec<&'static Column> = table.columns.iter().filter(|column| number.is_none() || column.key != "number").collect();
    let headings = number.into_iter().chain(shown.iter().map(|column| heading(column))).chain(["id"]);
    out.write_all(csv::row(headings).as_bytes())?;
    let (mut count, mut secrets) = (0, 0);
    asked.read.spoken::<Broken>(subject, asked.within, |fields| {
        count += 1;
        let mut cells: Vec<String> = number.map(|_| said(&fields).unwrap_or_default()).into_iter().collect();
        // What nobody typed holds no secret.
        cells.extend(shown.iter().map(|column| clean(cell(column, &fields), asked.raw || !column.search, &mut secrets)));
        cells.push(fields.id.to_string());
        Ok(out.write_all(csv::row(&cells).as_bytes())?)
    })?;
    let left_out = asked.left_out(count, |all| Ok(all.read.spoken_count(subject, all.within)?))?;
    Ok(remarks(asked, left_out, secrets))
}

/// Takes secrets out of a text.
pub(super) fn clean(text: String, raw: bool, secrets: &mut usize) -> String {
    if raw {
        return text;
    }
    let (clean, found) = redact::redact(&text);
    *secrets += found;
    clean
}

/// Gives one value in words: times as they were said, amounts with their decimals, references as people call them.
fn cell(column: &Column, fields: &Fields) -> String {
    match fields.value(column.key) {
        Value::Null => String::new(),
        Value::Text(text) => text.clone(),
        Value::Time(moment) => when::spelled(moment),
        Value::Ref(id) => fields.name(column.key).map_or_else(|| id.to_string(), |name| name.raw().to_owned()),
        Value::Int(n) => match meaning(fields.subject, column.key) {
            Plain => n.to_string(),
            Yes => (if *n == 0 { "no" } else { "yes" }).to_owned(),
            Hundredths => hundredths(*n),
            Money => minor(*n, fields.word("currency")),
            Amount if fields.word("aspect") == "cost" => minor(*n, fields.word("currency")),
            Amount => hundredths(*n),
            Length => when::length(*n),
        },
    }
}
