//! Landing: what a file came to, written in one transaction as one batch, each record once however often it is imported.

use std::collections::HashMap;

use serde_json::{Value as Json, json};

use super::dates::shorten;
use super::incoming::{Incoming, IncomingCase, IncomingEntry, RowRefusal};
use super::{UNNAMED, linking};
use crate::app::command::Act;
use crate::app::{App, Done, Failure, Manner};
use crate::model::entry::Visibility;
use crate::model::{CaseKind, Id, Record, Refusal, Subject, Value};
use crate::store::Answer;

/// Counts what landing did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Landed {
    /// Cases that were not there.
    pub new: usize,
    /// Cases that were there and have moved in the other system.
    pub changed: usize,
    /// Cases that were there as they are.
    pub same: usize,
    /// Log entries that were added.
    pub entries: usize,
    /// Links that were added.
    pub links: usize,
    /// Values that were corrected here and therefore stayed.
    pub kept: usize,
    /// Cases that stay outside the lanes until adopted.
    pub aside: usize,
    /// Notes whose case is not here.
    pub refused: Vec<RowRefusal>,
}

/// Is told how far a landing is, as cases done and cases in all; says whether it goes on.
pub type Watch<'a> = &'a mut dyn FnMut(usize, usize) -> bool;

/// How many cases land between two looks at whether it goes on.
const STRIDE: usize = 64;

impl App {
    /// Lands what a file came to, without anybody who watches.
    ///
    /// # Errors
    /// As [`App::land_watched`].
    pub fn land(&mut self, incoming: &Incoming, manner: &Manner) -> Result<(Landed, Done), Failure> {
        self.land_watched(incoming, manner, &mut |_, _| true)
    }

    /// Lands what a file came to. Everything was read, mapped and checked before; this is one transaction, one batch, one undo.
    ///
    /// `watch` is asked from time to time whether to go on.
    ///
    /// # Errors
    /// The store's, and a refusal when `watch` said to stop; nothing is half imported.
    pub fn land_watched(&mut self, incoming: &Incoming, manner: &Manner, watch: Watch<'_>) -> Result<(Landed, Done), Failure> {
        let ctx = self.ctx.clone();
        let mut landed = Landed::default();
        let done = crate::app::change(&mut self.store, &ctx, "import", manner, |act| {
            landed = land(act, incoming, &mut *watch)?;
            let (count, format) = (landed.new + landed.changed, &incoming.format);
            let label = format!("imported {count} case{} from {format}", if count == 1 { "" } else { "s" });
            Ok(Answer { label, json: report(incoming, &landed), ..Answer::default() })
        })?;
        Ok((landed, done))
    }
}

/// Gives the counts as JSON. They stay in the journal, so no text of the file is in them.
fn report(incoming: &Incoming, landed: &Landed) -> Json {
    json!({
        "format": incoming.format, "read": incoming.read, "new": landed.new, "changed": landed.changed, "same": landed.same,
        "entries": landed.entries, "links": landed.links, "kept": landed.kept, "aside": landed.aside, "folded": folded(incoming, landed),
        "refused": incoming.refused.len() + landed.refused.len(),
    })
}

/// Counts rows that went into cases which other rows made, in this file or before: updates, doubles, notes.
pub fn folded(incoming: &Incoming, landed: &Landed) -> usize {
    incoming.folded + incoming.loose.len().saturating_sub(landed.refused.len())
}

fn land(act: &mut Act<'_, '_>, incoming: &Incoming, watch: Watch<'_>) -> Result<Landed, Failure> {
    let mut landed = Landed::default();
    let mut names = Names::default();
    let mut ids = HashMap::new();
    let mut fresh = Vec::new();
    let all = incoming.cases.len();
    for (done, case) in incoming.cases.iter().enumerate() {
        if done % STRIDE == 0 && !watch(done, all) {
            return Err(Refusal::field("file", "the import was stopped", "nothing was changed; start it again when you like").into());
        }
        let before = landed.new;
        let id = land_case(act, incoming, case, &mut names, &mut landed)?;
        if landed.new > before {
            fresh.push((case.key.as_str(), id));
        }
        ids.insert(case.key.as_str(), id);
    }
    linking::link(act, incoming, &ids, &fresh, &mut landed)?;
    for note in &incoming.loose {
        let Some(case) = linking::find(act, incoming, &note.case)? else {
            let why = format!("the record it belongs to ({}) is not here", shorten(&note.case));
            let hint = "import the record first, or name the case with --case";
            landed.refused.push(RowRefusal { line: note.line, what: note.entry.key.clone(), why, hint: hint.to_owned() });
            continue;
        };
        land_entry(act, case, true, &note.entry, &mut landed)?;
    }
    watch(all, all);
    Ok(landed)
}

/// Remembers names that were looked up, so that a file with one service asks for it once.
#[derive(Default)]
pub(super) struct Names(HashMap<(Subject, String), Id>);

impl Names {
    pub(super) fn id(&mut self, act: &mut Act<'_, '_>, subject: Subject, name: Option<&String>) -> Result<Value, Failure> {
        let Some(name) = name.filter(|n| !n.trim().is_empty()) else { return Ok(Value::Null) };
        let short: String = name.trim().chars().take(200).collect();
        let key = (subject, short.to_lowercase());
        if let Some(id) = self.0.get(&key) {
            return Ok(Value::Ref(*id));
        }
        // Thousands of new names in a file are no news one by one.
        let told = act.notes.len();
        let id = act.found_or_made(subject, &short)?;
        act.notes.truncate(told);
        self.0.insert(key, id);
        Ok(Value::Ref(id))
    }
}

fn land_case(
    act: &mut Act<'_, '_>,
    incoming: &Incoming,
    case: &IncomingCase,
    names: &mut Names,
    landed: &mut Landed,
) -> Result<Id, Failure> {
    let fields = fields(act, incoming, case, names)?;
    let known = act.read().case_by_key(&incoming.source, &case.key)?;
    let (id, mut moved) = match &known {
        Some(known) => (known.id, update(act, known.id, &fields, landed)?),
        None => (create(act, case, fields)?, false),
    };
    for entry in &case.entries {
        moved |= land_entry(act, id, known.is_some(), entry, landed)?;
    }
    for (name, text) in [("causes", &case.cause), ("resolution", &case.resolution)] {
        let Some(text) = text.as_ref().filter(|t| !t.is_blank()) else { continue };
        if known.is_some()
            && let Some(section) = act.read().sections(id)?.into_iter().find(|s| s.name == name)
        {
            let theirs = act.read().setter(section.id, "text", section.text.raw())?.is_some_and(|command| command == "import");
            match (section.text.raw() == text.raw(), theirs) {
                (true, _) => {}
                (false, true) => moved |= act.w.set(Subject::Section, section.id, "text", &Value::Text(text.raw().to_owned()))?,
                (false, false) => landed.kept += 1,
            }
            continue;
        }
        let record: Record = vec![("case_id", Value::Ref(id)), ("name", Value::word(name)), ("text", Value::Text(text.raw().to_owned()))];
        act.w.create(Subject::Section, &record)?;
        moved = true;
    }
    match (known.is_some(), moved) {
        (false, _) => landed.new += 1,
        (true, true) => landed.changed += 1,
        (true, false) => landed.same += 1,
    }
    landed.aside += usize::from(!case.in_lanes && !matches!(case.state, "closed" | "resolved"));
    Ok(id)
}

/// Turns a foreign case into the fields of ours that it speaks about.
pub(super) fn fields(act: &mut Act<'_, '_>, incoming: &Incoming, case: &IncomingCase, names: &mut Names) -> Result<Record, Failure> {
    let text = |t: &Option<String>| Value::text(t.clone());
    let prose = |t: &Option<crate::model::Untrusted>| Value::text(t.as_ref().map(|t| t.raw().to_owned()));
    let word = |w: Option<&'static str>| Value::text(w.map(str::to_owned));
    let mut record: Record = vec![
        ("kind", Value::word(case.kind.key())),
        ("title", Value::Text(case.title.raw().to_owned())),
        ("state", Value::word(case.state)),
        ("description", prose(&case.description)),
        ("workaround", prose(&case.workaround)),
        ("foreign_severity", text(&case.severity)),
        ("foreign_state", text(&case.foreign_state)),
        ("foreign_type", text(&case.foreign_type)),
        ("tags", Value::text(Some(case.tags.join(" ")))),
        ("source", Value::Text(incoming.source.clone())),
        ("external_key", Value::Text(case.key.clone())),
        ("foreign_id", text(&case.id)),
        ("facts", text(&case.facts)),
        ("url", text(&case.url)),
        ("lead", names.id(act, Subject::Person, case.lead.as_ref())?),
        ("due", Value::time(case.due)),
        ("started", Value::time(case.times.started)),
        ("detected", Value::time(case.times.detected)),
        ("acknowledged", Value::time(case.times.acknowledged)),
        ("restored", Value::time(case.times.restored)),
        ("resolved", Value::time(case.times.resolved)),
        ("closed", Value::time(case.times.closed)),
        (
            "opened",
            Value::Time(case.times.opened.or(case.times.started).filter(crate::model::Moment::is_known).unwrap_or_else(|| act.moment())),
        ),
    ];
    match case.kind {
        CaseKind::Incident => record.extend([
            ("priority", word(case.priority.map(|p| p.key()))),
            ("impact", word(case.impact.map(|l| l.key()))),
            ("urgency", word(case.urgency.map(|l| l.key()))),
            ("service", names.id(act, Subject::Service, case.service.as_ref())?),
        ]),
        CaseKind::Issue => record.extend([
            ("priority", word(case.issue_priority.map(|p| p.key()))),
            ("type", word(case.issue_type.map(|t| t.key()))),
            ("outcome", word(case.outcome.map(|o| o.key()))),
            ("project", names.id(act, Subject::Project, case.project.as_ref())?),
        ]),
    }
    Ok(record)
}

pub(super) fn create(act: &mut Act<'_, '_>, case: &IncomingCase, mut fields: Record) -> Result<Id, Failure> {
    let number = act.w.number(case.kind.key())?;
    fields.extend([("number", Value::Int(number)), ("clocks", Value::Int(0)), ("lane", Value::Int(i64::from(case.in_lanes)))]);
    Ok(act.w.create(Subject::Case, &fields)?)
}

/// Brings a known case up to date. What was corrected here stays: the other system is not asked to overrule people.
pub(super) fn update(act: &mut Act<'_, '_>, id: Id, fields: &Record, landed: &mut Landed) -> Result<bool, Failure> {
    let current = act.w.record(Subject::Case, id)?.unwrap_or_default();
    let mut moved = false;
    for (key, value) in fields {
        let now = current.iter().find(|(k, _)| k == key).map_or(&Value::Null, |(_, v)| v);
        // Without a time of its own a record is opened when it is first seen, and stays so.
        if now == value || value.is_null() || matches!(*key, "kind" | "source" | "external_key" | "opened") {
            continue;
        }
        if act.read().set_by_hand(id, key)? {
            landed.kept += 1;
            continue;
        }
        moved |= act.w.set(Subject::Case, id, key, value)?;
    }
    Ok(moved)
}

fn land_entry(act: &mut Act<'_, '_>, case: Id, known: bool, entry: &IncomingEntry, landed: &mut Landed) -> Result<bool, Failure> {
    if known && act.read().entry_by_key(case, &entry.key)?.is_some() {
        return Ok(false);
    }
    let number = act.w.number(&crate::app::entry::scope(case))?;
    let record: Record = vec![
        ("case_id", Value::Ref(case)),
        ("number", Value::Int(number)),
        ("kind", Value::word(entry.kind.key())),
        ("observed", Value::time(entry.observed)),
        ("logged", Value::Time(act.moment())),
        ("text", Value::Text(entry.text.raw().to_owned())),
        ("author", Value::Text(entry.by.clone().unwrap_or_else(|| UNNAMED.into()))),
        ("visibility", Value::word(Visibility::Internal.key())),
        ("superseded", Value::Int(0)),
        ("redacted", Value::Int(0)),
        ("external_key", Value::Text(entry.key.clone())),
    ];
    act.w.create(Subject::Entry, &record)?;
    landed.entries += 1;
    Ok(true)
}
