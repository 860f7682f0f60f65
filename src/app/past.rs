//! The journal for a screen: a window of changes, what undo and redo would do, and what one change changed.

use serde_json::{Value as Json, json};

use super::command::refuse;
use super::draft::Input;
use super::field::{Ask, Field};
use super::history::{number_of, redoable, undoable};
use super::query::{Query, Shown, View, rfc3339};
use super::{App, Failure};
use crate::document::{Document, Inline, Table};
use crate::model::when::{self, Now};
use crate::model::{CaseRef, EntryRef, Id, Moment, Precision, Subject, Untrusted, Value};
use crate::store::{Batch, Change, Reader};

/// Most changed fields a page shows; an import has many.
const MOST: usize = 500;

static CHANGE: Field = Field::argument("batch", "Change", Ask::Line, "Number of the change, such as b120; 'warroom history' lists them");

/// Queries on one change.
pub static QUERIES: &[Query] = &[Query {
    name: "change show",
    doc: "Shows what a change changed: every field before and after.",
    fields: &[&CHANGE],
    columns: &[],
    empty: "",
    run: show,
}];

/// Holds one change as a list of them shows it.
#[derive(Clone, Debug)]
pub struct Past {
    /// Its number.
    pub seq: i64,
    /// UTC milliseconds.
    pub at: i64,
    /// Who made it.
    pub who: Untrusted,
    /// Through what: `cli` or `screens`.
    pub through: String,
    /// What was done.
    pub did: Untrusted,
    /// The case it is about.
    pub case: Option<Id>,
    /// Whether it was not taken back since.
    pub stands: bool,
    /// Whether undo would lie about it.
    pub is_final: bool,
}

/// Says from where a window of the journal is read; the newest change comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PastFrom {
    /// Changes older than this number.
    Before(i64),
    /// Changes newer than this number.
    After(i64),
}

impl App {
    /// Reads one window of the journal, newest first whichever way it was reached.
    ///
    /// # Errors
    /// The store's.
    pub fn past(&self, from: PastFrom, limit: usize) -> Result<Vec<Past>, Failure> {
        let read = self.read();
        let batches = match from {
            PastFrom::Before(seq) => read.history(None, seq, limit)?,
            PastFrom::After(seq) => read.batches_after(seq, limit)?.into_iter().rev().collect(),
        };
        let undone = match (batches.last(), batches.first()) {
            (Some(oldest), Some(newest)) => read.taken_back(oldest.seq, newest.seq)?,
            _ => Vec::new(),
        };
        let past = |batch: Batch| Past {
            stands: !undone.contains(&batch.seq),
            seq: batch.seq,
            at: batch.at,
            who: batch.actor,
            through: batch.origin,
            did: batch.label,
            case: batch.case,
            is_final: batch.is_final,
        };
        Ok(batches.into_iter().map(past).collect())
    }

    /// Gives the number of a case.
    ///
    /// # Errors
    /// The store's.
    pub fn case_number(&self, id: Id) -> Result<Option<CaseRef>, Failure> {
        Ok(self.read().case_number(id)?)
    }

    /// Says what undo and redo would do now, each with the number of the change.
    ///
    /// # Errors
    /// The store's.
    pub fn hints(&self) -> Result<[Option<(i64, Untrusted)>; 2], Failure> {
        let read = self.read();
        let undo = undoable(read, &self.ctx)?.filter(|batch| !batch.is_final).map(|batch| (batch.seq, batch.label));
        let redo = match redoable(read, &self.ctx)?.and_then(|batch| batch.undoes) {
            Some(target) => read.batch(target)?.map(|batch| (batch.seq, batch.label)),
            None => None,
        };
        Ok([undo, redo])
    }
}

fn show(view: &View<'_>, input: &Input) -> Result<Shown, Failure> {
    let text = input.text("batch").unwrap_or_default();
    let Some(batch) = number_of(text).map(|seq| view.read.batch(seq)).transpose()?.flatten() else {
        return refuse("batch", format!("there is no change '{text}'"), "changes look like b120; see 'warroom history'");
    };
    let changes = view.read.changes(&batch)?;
    let stands = view.read.stands(batch.seq)?;
    let page = page(view, &batch, &changes, stands)?;
    let rows: Vec<Json> = changes.iter().map(|change| json!({ "subject": change.subject.key(), "record": change.record.to_string(), "field": change.field, "old": change.old, "new": change.new })).collect();
    let json = json!({
        "change": format!("b{}", batch.seq), "at": rfc3339(batch.at), "who": batch.actor.raw(), "through": batch.origin,
        "command": batch.command, "did": batch.label.raw(), "stands": stands, "undoes": batch.undoes.map(|n| format!("b{n}")), "changes": rows,
    });
    Ok(Shown::Page(page, json))
}

fn page(view: &View<'_>, batch: &Batch, changes: &[Change], stands: bool) -> Result<Document, Failure> {
    let now = view.ctx.now();
    let through = format!("{} ({})", batch.command, batch.origin);
    let facts = [
        ("Did", batch.label.clone()),
        ("Who", batch.actor.clone()),
        ("When", Untrusted::new(when::echo(&exact(batch.at, &now), &now))),
        ("Through", through.into()),
        ("Undoes", batch.undoes.map(|n| format!("b{n}")).unwrap_or_default().into()),
        ("Stands", if stands { "yes" } else { "no, it was taken back" }.into()),
    ];
    let mut page = Document::new().facts(facts.into_iter().map(|(label, value)| (Untrusted::from(label), value)));
    let mut table = Table::new(["Record", "Field", "Before", "After"]);
    let mut last = None;
    let mut name = String::new();
    let mut left = MOST;
    for change in changes {
        if last != Some(change.record) {
            name = name_of(view.read, change)?;
        }
        for (field, old, new) in fields(change) {
            let Some(less) = left.checked_sub(1) else { break };
            left = less;
            let said = if last == Some(change.record) { String::new() } else { name.clone() };
            last = Some(change.record);
            let copy = is_copy(change.subject, &field);
            let shown = |value: Option<&Json>| match value {
                None => Ok(String::new()),
                Some(_) if copy => Ok("kept as it stood".to_owned()),
                Some(value) => worded(view.read, value, &now),
            };
            let (old, new) = if change.blanked { ("(redacted)".into(), "(redacted)".into()) } else { (shown(old)?, shown(new)?) };
            let field = field.trim_end_matches("_id").replace('_', " ");
            table.push([said, field, old, new].map(|text| Inline::from(Untrusted::new(text))));
        }
    }
    page = page.table(table);
    let more = left == 0;
    Ok(if more { page.paragraph(Untrusted::new(format!("and more: {} rows of the journal belong to it", changes.len()))) } else { page })
}

/// Says whether a field holds a whole playbook or plan as it stood, which nobody reads as text.
pub(super) fn is_copy(subject: Subject, field: &str) -> bool {
    matches!((subject, field), (Subject::Playbook, "text") | (Subject::Baseline, "plan"))
}

/// Spreads one row of the journal over fields; what was created or taken away as a whole has all of its own.
fn fields(change: &Change) -> Vec<(String, Option<&Json>, Option<&Json>)> {
    if let Some(field) = &change.field {
        return vec![(field.clone(), change.old.as_ref(), change.new.as_ref())];
    }
    let mut all = Vec::new();
    if let Some(Json::Object(old)) = &change.old {
        all.extend(old.iter().map(|(key, value)| (key.clone(), Some(value), None)));
    }
    if let Some(Json::Object(new)) = &change.new {
        all.extend(new.iter().map(|(key, value)| (key.clone(), None, Some(value))));
    }
    all
}

/// Names a record as people say it; one that is gone goes by its kind.
pub(super) fn name_of(read: Reader<'_>, change: &Change) -> Result<String, Failure> {
    let plain = || change.subject.label().to_owned();
    let record = read.record(change.subject, change.record)?.unwrap_or_default();
    let value = |key: &str| record.iter().find(|(known, _)| *known == key).map(|(_, value)| value);
    let number = match value("number") {
        Some(Value::Int(n)) => Some(*n),
        _ => None,
    };
    let case = match value("case_id") {
        Some(Value::Ref(id)) => read.case_number(*id)?,
        _ => None,
    };
    Ok(match (change.subject, case, number) {
        (Subject::Case, ..) => read.case_number(change.record)?.map_or_else(plain, |case| case.to_string()),
        (Subject::Entry, Some(case), Some(number)) => EntryRef { case, number }.to_string(),
        (subject, _, Some(number)) if subject.letter().is_some() => subject.name(number),
        (subject, Some(case), _) => format!("{} of {case}", subject.label()),
        (subject, ..) if !subject.is_register() => plain(),
        (register, ..) => match read.name_by_id(register, change.record)? {
            Some(name) => format!("{} {}", plain(), name.raw()),
            None => plain(),
        },
    })
}

/// Words a value of the journal: a time as a time, a record by its name.
fn worded(read: Reader<'_>, value: &Json, now: &Now) -> Result<String, Failure> {
    if let Some(text) = value.as_str() {
        return Ok(named(read, text)?.unwrap_or_else(|| text.to_owned()));
    }
    Ok(match time(value) {
        Some(moment) => when::echo(&moment, now),
        None if value.is_null() => String::new(),
        None => value.to_string(),
    })
}

/// Names the record that a text of the journal is the id of, where it is of a register or a case.
pub(super) fn named(read: Reader<'_>, text: &str) -> Result<Option<String>, Failure> {
    let Some(id) = Id::parse(text) else { return Ok(None) };
    for subject in Subject::ALL.iter().copied().filter(|subject| subject.is_register()) {
        if let Some(name) = read.name_by_id(subject, id)? {
            return Ok(Some(name.into_raw()));
        }
    }
    Ok(read.case_number(id)?.map(|case| case.to_string()))
}

/// Reads a time as the journal has it.
pub(super) fn time(value: &Json) -> Option<Moment> {
    let (at, offset) = (value.get(0)?.as_i64()?, value.get(1)?.as_i64()?);
    Some(Moment { at, offset: i32::try_from(offset).unwrap_or(0), precision: Precision::parse(value.get(2)?.as_str()?)? })
}

fn exact(at: i64, now: &Now) -> Moment {
    Moment { at, offset: now.zone.offset_minutes(at), precision: Precision::Exact }
}
