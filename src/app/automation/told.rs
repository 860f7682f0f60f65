//! One change of the journal as others are told of it: an object for programs, a line for people.

use serde_json::{Map, Value as Json, json};

use crate::app::Failure;
use crate::app::past::{is_copy, name_of, named, time};
use crate::app::query::rfc3339;
use crate::document::print::cell::{CUT, cut};
use crate::model::case::Case;
use crate::model::when;
use crate::model::{CaseKind, CaseRef, Id, Subject, Zone};
use crate::store::{Batch, Change, Reader};

/// Most rows of the journal that are told of one change; an import has many.
pub const MOST: usize = 200;
/// How many bytes of values are told before the rest is only counted.
const ROOM: usize = 256 * 1024;
/// Columns of one text in a line for people, and texts in it.
const TEXT: usize = 120;
const TEXTS: usize = 3;

/// Holds one change.
pub struct Told {
    batch: Batch,
    case: Option<Case>,
    json: Json,
}

impl Told {
    /// Reads what a batch changed, up to [`MOST`] rows.
    ///
    /// # Errors
    /// The store's.
    pub fn of(read: Reader<'_>, batch: Batch) -> Result<Self, Failure> {
        let changes = read.first_changes(&batch, MOST)?;
        let case = batch.case.map(|id| read.case_by_id(id)).transpose()?.flatten();
        let (mut rows, mut room) = (Vec::new(), ROOM);
        let mut last: Option<(Id, String)> = None;
        for change in &changes {
            if room == 0 {
                break;
            }
            let name = match last.take().filter(|(record, _)| *record == change.record) {
                Some((_, name)) => name,
                None => name_of(read, change)?,
            };
            let row = row(read, change, &name)?;
            room = room.saturating_sub(row.to_string().len());
            rows.push(row);
            last = Some((change.record, name));
        }
        let all = batch.rows.1 - batch.rows.0 + 1;
        let more = all - i64::try_from(rows.len()).unwrap_or(all);
        let json = json!({
            "seq": batch.seq,
            "change": format!("b{}", batch.seq),
            "at": rfc3339(batch.at),
            "who": batch.actor.raw(),
            "through": batch.origin,
            "command": batch.command,
            "did": batch.label.raw(),
            "case": case.as_ref().map(|case| case.case_ref().to_string()),
            "undoes": batch.undoes.map(|n| format!("b{n}")),
            "changes": rows,
            "more": more,
        });
        Ok(Self { batch, case, json })
    }

    /// Gives it as one object, times in UTC and records as people name them.
    pub fn json(&self) -> &Json {
        &self.json
    }

    /// Gives it as one line, its time on a wall clock.
    pub fn line(&self, zone: Zone) -> String {
        let day = zone.local(self.batch.at).format("%Y-%m-%d");
        let head = format!(
            "{day} {}  b{}  {}  {}",
            when::clock(self.batch.at, zone),
            self.batch.seq,
            self.batch.actor.raw(),
            self.batch.label.raw()
        );
        let mut texts = self.texts();
        let more = texts.len().saturating_sub(TEXTS);
        texts.truncate(TEXTS);
        let texts: Vec<String> = texts.iter().map(|text| cut(text, TEXT, CUT)).collect();
        let tail = if more == 0 { String::new() } else { format!("; {more} more") };
        if texts.is_empty() { head } else { format!("{head}: {}{tail}", texts.join("; ")) }
    }

    /// Gives what was logged, else which fields were set.
    fn texts(&self) -> Vec<String> {
        let rows = || self.json.get("changes").and_then(Json::as_array).into_iter().flatten();
        let text = |value: Option<&Json>| match value {
            Some(Json::String(text)) => text.clone(),
            None | Some(Json::Null) => "nothing".to_owned(),
            Some(other) => other.to_string(),
        };
        let logged = |row: &Json| row.get("new")?.get("text").map(|value| text(Some(value)));
        let is_entry = |row: &&Json| row.get("subject").is_some_and(|subject| subject == Subject::Entry.key());
        let lines: Vec<String> = rows().filter(is_entry).filter_map(logged).collect();
        if !lines.is_empty() {
            return lines;
        }
        let open = |row: &&Json| row.get("redacted").is_none();
        let set = |row: &Json| Some(format!("{} -> {}", row.get("field")?.as_str()?.replace('_', " "), text(row.get("new"))));
        rows().filter(open).filter_map(set).collect()
    }

    /// Gives the batch it tells of.
    pub(super) fn batch(&self) -> &Batch {
        &self.batch
    }

    /// Gives the name of the command.
    pub(super) fn command(&self) -> &str {
        &self.batch.command
    }

    /// Gives the case it is about.
    pub(super) fn case(&self) -> Option<CaseRef> {
        self.case.as_ref().map(Case::case_ref)
    }

    /// Gives the kind of that case.
    pub(super) fn kind(&self) -> Option<CaseKind> {
        self.case.as_ref().map(|case| case.kind)
    }

    /// Gives the stored word of that case's priority.
    pub(super) fn priority(&self) -> Option<&str> {
        self.case.as_ref()?.priority.as_deref()
    }
}

/// Gives one row of the journal: one field of a record that was set, or all of one that was made or taken away.
fn row(read: Reader<'_>, change: &Change, name: &str) -> Result<Json, Failure> {
    let told = |value: Option<&Json>| match value {
        Some(value) => plain(read, change.subject, change.field.as_deref(), value),
        None => Ok(Json::Null),
    };
    let mut row = json!({
        "subject": change.subject.key(),
        "number": name,
        "record": change.record.to_string(),
        "field": change.field,
        "old": told(change.old.as_ref())?,
        "new": told(change.new.as_ref())?,
    });
    if let (true, Some(row)) = (change.blanked, row.as_object_mut()) {
        row.insert("redacted".to_owned(), true.into());
    }
    Ok(row)
}

/// Gives a value of the journal as others read it: a time in RFC 3339, a record by its name, a record made as an object of these. What is
/// kept as a whole as it stood, such as a playbook, is left out.
fn plain(read: Reader<'_>, subject: Subject, field: Option<&str>, value: &Json) -> Result<Json, Failure> {
    if field.is_some_and(|field| is_copy(subject, field)) {
        return Ok(Json::Null);
    }
    if let (None, Some(all)) = (field, value.as_object()) {
        let fields = all.iter().map(|(key, value)| Ok((key.clone(), plain(read, subject, Some(key), value)?)));
        return fields.collect::<Result<Map<_, _>, Failure>>().map(Json::Object);
    }
    if let Some(text) = value.as_str() {
        return Ok(named(read, text)?.map_or_else(|| value.clone(), Json::String));
    }
    // A time that nobody knows has no instant.
    Ok(time(value).map_or_else(|| value.clone(), |moment| moment.millis().map_or(Json::Null, |at| rfc3339(at).into())))
}
