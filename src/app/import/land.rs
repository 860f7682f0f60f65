//! Landing: what a file came to, written in one transaction as one batch, each record once however often it is imported.

use std::collections::HashMap;

use serde_json::{Value as Json, json};

use super::corrected::Corrected;
use super::dates::shorten;
use super::incoming::{Incoming, IncomingCase, IncomingEntry, RowRefusal};
use super::told::{Refused, refused};
use super::{UNNAMED, linking};
use crate::app::case::position;
use crate::app::command::Act;
use crate::app::draft::handle;
use crate::app::{App, Done, Failure, Manner};
use crate::model::case::Case;
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
    /// Notes that went into cases which other rows made.
    pub notes: usize,
    /// Values, links and lines that were corrected here and therefore stayed so.
    pub kept: usize,
    /// Cases that stay outside the lanes until adopted.
    pub aside: usize,
    /// Notes whose case is not here, and records that are of another kind here.
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
        self.land_watched(incoming, manner, false, &mut |_, _| true)
    }

    /// Lands what a file came to. Everything was read, mapped and checked before; this is one transaction, one batch, one undo.
    ///
    /// `watch` is asked from time to time whether to go on; where it is `strict`, all of it lands or nothing.
    ///
    /// # Errors
    /// The store's, a refusal that [`is_stopped`] knows when `watch` said to stop, and where it is strict one for every row that cannot
    /// land; nothing is half imported.
    pub fn land_watched(
        &mut self,
        incoming: &Incoming,
        manner: &Manner,
        strict: bool,
        watch: Watch<'_>,
    ) -> Result<(Landed, Done), Failure> {
        let ctx = self.ctx.clone();
        let mut landed = Landed::default();
        let bring = |act: &mut Act<'_, '_>| {
            landed = land(act, incoming, &mut *watch)?;
            if strict && !landed.refused.is_empty() {
                return Err(Failure::Refused(doubts(&landed.refused, incoming.unit)));
            }
            let (count, format) = (landed.new + landed.changed, &incoming.format);
            let label = format!("imported {count} case{} from {format}", if count == 1 { "" } else { "s" });
            Ok(Answer { label, json: report(incoming, &landed), ..Answer::default() })
        };
        let done = self.store.roomy(|store| crate::app::change(store, &ctx, "import", manner, bring))?;
        Ok((landed, done))
    }
}

/// Gives the counts as JSON; what is folded are rows that went into cases which other rows made, in this file or before: updates,
/// doubles, notes. They stay in the journal, so no text of the file is in them.
pub fn report(incoming: &Incoming, landed: &Landed) -> Json {
    json!({
        "format": incoming.format, "read": incoming.read, "new": landed.new, "changed": landed.changed, "same": landed.same,
        "entries": landed.entries, "links": landed.links, "kept": landed.kept, "aside": landed.aside, "folded": incoming.folded + landed.notes,
        "refused": incoming.refused.len() + landed.refused.len(),
    })
}

/// Why a landing ended that was told to stop.
const STOPPED: &str = "the import was stopped";

/// Says whether a landing failed only because whoever watched it said to stop: nothing was changed then.
pub fn is_stopped(failure: &Failure) -> bool {
    matches!(failure, Failure::Refused(all) if all.iter().any(|refusal| refusal.why.raw() == STOPPED))
}

/// Makes refusals of rows, for whoever takes all or nothing.
fn doubts(rows: &[RowRefusal], unit: &str) -> Vec<Refusal> {
    let rows: Vec<&RowRefusal> = rows.iter().collect();
    let worded = |line: Refused<'_>| match line {
        Refused::First(row) | Refused::Again(row) => Refusal::field("file", row.words(unit), row.hint.as_str()),
        Refused::More(count, why) => Refusal::field("file", format!("{count} more not taken: {why}"), ""),
    };
    let why = format!("{} rows would not be taken", rows.len());
    let last = Refusal::field("strict", why, "correct the file, or leave --strict away");
    refused(&rows).into_iter().map(worded).chain([last]).collect()
}

fn land(act: &mut Act<'_, '_>, incoming: &Incoming, watch: Watch<'_>) -> Result<Landed, Failure> {
    let mut landed = Landed::default();
    let mut names = Names::default();
    let mut ids = HashMap::new();
    let mut fresh = Vec::new();
    let all = incoming.cases.len();
    for (done, case) in incoming.cases.iter().enumerate() {
        if done % STRIDE == 0 && !watch(done, all) {
            return Err(Refusal::field("file", STOPPED, "nothing was changed; start it again when you like").into());
        }
        let before = landed.new;
        let Some(id) = land_case(act, incoming, case, &mut names, &mut landed)? else { continue };
        if landed.new > before {
            fresh.push((case.key.as_str(), id));
        }
        ids.insert(case.key.as_str(), id);
    }
    linking::link(act, incoming, &ids, &fresh, &mut names.corrected, &mut landed)?;
    for note in &incoming.loose {
        let Some(case) = linking::find(act, incoming, &note.case, true)? else {
            let why = format!("the record it belongs to ({}) is not here", shorten(&note.case));
            let hint = "import the record first, or name the case with --case";
            landed.refused.push(RowRefusal { line: note.line, what: note.entry.key.clone(), why, hint: hint.to_owned() });
            continue;
        };
        landed.notes += 1;
        land_entry(act, case, true, &note.entry, &mut names.corrected, &mut landed)?;
    }
    watch(all, all);
    Ok(landed)
}

/// Remembers names that were looked up, so that a file with one service asks for it once.
#[derive(Default)]
pub(super) struct Names {
    known: HashMap<(Subject, String), Id>,
    corrected: Corrected,
}

impl Names {
    pub(super) fn id(&mut self, act: &mut Act<'_, '_>, subject: Subject, name: Option<&String>) -> Result<Value, Failure> {
        let Some(name) = name.filter(|n| !n.trim().is_empty()) else { return Ok(Value::Null) };
        let short: String = name.trim().chars().take(200).collect();
        let key = (subject, short.to_lowercase());
        if let Some(id) = self.known.get(&key) {
            return Ok(Value::Ref(*id));
        }
        // Thousands of new names in a file are no news one by one.
        let told = act.notes.len();
        let called = if subject == Subject::Person { handle(&short) } else { short.clone() };
        let found = match act.read().find(subject, &called)? {
            Some(found) => Some(found.id),
            // Whatever has another name here is still what the other system means.
            None => self.corrected.once_called(act, subject, &called)?,
        };
        let id = found.map_or_else(|| act.found_or_made(subject, &short), Ok)?;
        act.notes.truncate(told);
        self.known.insert(key, id);
        Ok(Value::Ref(id))
    }

    /// Says whether a field holds a record that once bore the name which the file now means another by.
    fn is_former(&mut self, act: &Act<'_, '_>, key: &str, now: &Value, value: &Value) -> Result<bool, Failure> {
        let subject = match key {
            "lead" | "scribe" => Subject::Person,
            "service" => Subject::Service,
            "project" => Subject::Project,
            _ => return Ok(false),
        };
        let (Value::Ref(now), Value::Ref(meant)) = (now, value) else { return Ok(false) };
        let Some(name) = act.read().name_by_id(subject, *meant)? else { return Ok(false) };
        self.corrected.was_called(act, subject, *now, name.raw())
    }
}

fn land_case(
    act: &mut Act<'_, '_>,
    incoming: &Incoming,
    case: &IncomingCase,
    names: &mut Names,
    landed: &mut Landed,
) -> Result<Option<Id>, Failure> {
    let known = act.read().case_by_key(&incoming.source, &case.key)?;
    if let Some(known) = known.as_ref().filter(|known| known.kind != case.kind) {
        landed.refused.push(of_another_kind(known, case));
        return Ok(None);
    }
    let fields = fields(act, incoming, case, names)?;
    let (id, mut moved) = match &known {
        Some(known) => (known.id, update(act, known.id, &fields, names, landed)?),
        None => (create(act, case, fields)?, false),
    };
    for entry in &case.entries {
        moved |= land_entry(act, id, known.is_some(), entry, &mut names.corrected, landed)?;
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
    Ok(Some(id))
}

/// Refuses a record that is an incident in the file and an issue here, or the other way round: it cannot become the other.
fn of_another_kind(known: &Case, case: &IncomingCase) -> RowRefusal {
    RowRefusal {
        line: case.line,
        what: case.key.clone(),
        why: format!("here it is an {}, {}, and in the file an {}", known.kind.label(), known.case_ref(), case.kind.label()),
        hint: "undo the import that brought it, or give this one a name of its own with --system".to_owned(),
    }
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
        ("opened", Value::time(case.times.opened.or(case.times.started).filter(crate::model::Moment::is_known))),
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
    // Without a time of its own a record is opened when it is first seen, and stays so.
    if let Some((_, opened)) = fields.iter_mut().find(|(key, value)| *key == "opened" && value.is_null()) {
        *opened = Value::Time(act.moment());
    }
    fields.extend([("number", Value::Int(number)), ("clocks", Value::Int(0)), ("lane", Value::Int(i64::from(case.in_lanes)))]);
    Ok(act.w.create(Subject::Case, &fields)?)
}

/// Brings a known case up to date. What was corrected here stays: the other system is not asked to overrule people.
pub(super) fn update(act: &mut Act<'_, '_>, id: Id, fields: &Record, names: &mut Names, landed: &mut Landed) -> Result<bool, Failure> {
    let current = act.w.record(Subject::Case, id)?.unwrap_or_default();
    let mut moved = false;
    for (key, value) in fields {
        let now = held(&current, key);
        if now == value || value.is_null() || matches!(*key, "kind" | "source" | "external_key") || names.is_former(act, key, now, value)? {
            continue;
        }
        if act.read().set_by_hand(id, key)? {
            landed.kept += 1;
            continue;
        }
        let changed = act.w.set(Subject::Case, id, key, value)?;
        if changed && *key == "state" {
            step_back(act, id, &current, fields, landed)?;
        }
        moved |= changed;
    }
    Ok(moved)
}

/// Gives what a record holds in a field.
fn held<'a>(record: &'a Record, key: &str) -> &'a Value {
    record.iter().find(|(k, _)| *k == key).map_or(&Value::Null, |(_, value)| value)
}

/// Gives the word or text that a record holds in a field.
pub(super) fn word<'a>(record: &'a Record, key: &str) -> Option<&'a str> {
    if let Value::Text(text) = held(record, key) { Some(text) } else { None }
}

/// A step back takes the times of states with it that are no longer reached, but those the file gives and those somebody set here.
fn step_back(act: &mut Act<'_, '_>, id: Id, current: &Record, fields: &Record, landed: &mut Landed) -> Result<(), Failure> {
    let Some(kind) = word(current, "kind").and_then(CaseKind::parse) else { return Ok(()) };
    let place = |state: &str| position(kind, state);
    let (from, to) = (word(current, "state").and_then(place), word(fields, "state").and_then(place));
    if to >= from {
        return Ok(());
    }
    for key in ["restored", "resolved", "closed"] {
        // An issue is neither restored nor resolved; elsewhere that is how it was closed.
        let is_left = place(key).or_else(|| place("closed")) > to;
        if !is_left || held(current, key).is_null() || !held(fields, key).is_null() {
            continue;
        }
        if act.read().set_by_hand(id, key)? {
            landed.kept += 1;
        } else {
            act.w.set(Subject::Case, id, key, &Value::Null)?;
        }
    }
    Ok(())
}

fn land_entry(
    act: &mut Act<'_, '_>,
    case: Id,
    known: bool,
    entry: &IncomingEntry,
    corrected: &mut Corrected,
    landed: &mut Landed,
) -> Result<bool, Failure> {
    if known && act.read().entry_by_key(case, &entry.key)?.is_some() {
        return Ok(false);
    }
    if known && corrected.is_moved(act, case, &entry.key)? {
        landed.kept += 1;
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
