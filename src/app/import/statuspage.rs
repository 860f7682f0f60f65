//! Statuspage incidents: the list of `/api/v2/incidents.json`, the summary, or one incident of `/incidents/ID.json`.

use std::collections::HashSet;

use serde_json::Value;

use super::dates::{Dates, Survey};
use super::format::{Format, Options};
use super::incoming::Gather;
use super::read::Source;
use super::read::json::{list, partial, text};
use super::words::{clean, priority};
use super::{ImportError, Incoming, IncomingCase, IncomingEntry, RowRefusal, Times};
use crate::model::case::{IncidentState, Priority};
use crate::model::entry::EntryKind;
use crate::model::{Moment, Untrusted};

/// Describes the format.
pub const FORMAT: Format = Format { name: "statuspage", doc: "Statuspage incidents.json, or one incident as JSON", recognises, map };

/// Keys that hold a time, for the survey of the file.
const TIMES: &[&str] =
    &["created_at", "started_at", "monitoring_at", "resolved_at", "display_at", "postmortem_published_at", "scheduled_for"];

fn recognises(source: &Source) -> bool {
    let Some(root) = source.json() else { return false };
    let records = records(root);
    let ours = |record: &&Value| record.get("incident_updates").is_some_and(Value::is_array) || record.get("shortlink").is_some();
    records.first().is_some_and(ours) || (records.is_empty() && root.get("page").is_some() && root.get("incidents").is_some())
}

/// Gives the incidents of a list, an envelope, or a single one.
fn records(root: &Value) -> Vec<&Value> {
    match root {
        Value::Array(all) => all.iter().collect(),
        _ if root.get("incidents").is_some_and(Value::is_array) => list(root, "incidents").iter().collect(),
        _ if root.get("incident").is_some_and(Value::is_object) => root.get("incident").into_iter().collect(),
        _ if root.get("incident_updates").is_some() => vec![root],
        _ => Vec::new(),
    }
}

fn map(source: &Source, options: &Options) -> Result<Incoming, ImportError> {
    let Some(root) = source.json() else { return Err(ImportError::whole("this is no JSON", "export as JSON")) };
    let records = records(root);
    let dates = survey(&records).settle(options.zone, "the viewer's zone", options.day_first)?;
    let page = root.get("page").and_then(|page| text(page.get("name")));
    let mut gather = Gather::default();
    for (index, record) in records.iter().enumerate() {
        let mut reader = Reader { record, dates: &dates, page: page.as_deref(), line: index + 1, gather: &mut gather };
        let case = reader.case();
        gather.take(case);
    }
    let mut notes = dates.notes();
    notes.extend(partial(root, records.len()));
    let planned = list(root, "scheduled_maintenances").len();
    if planned > 0 {
        notes.push(format!("{planned} scheduled maintenances were left out: planned work is no incident."));
    }
    let mut incoming = gather.finish(FORMAT.name, "statuspage", notes, records.len(), "record");
    incoming.origin = page;
    Ok(incoming)
}

fn survey(records: &[&Value]) -> Survey {
    let mut survey = Survey::default();
    for record in records {
        for holder in list(record, "incident_updates").iter().chain([*record]) {
            TIMES.iter().filter_map(|key| holder.get(*key)?.as_str()).for_each(|cell| survey.see(cell));
        }
    }
    survey
}

/// Reads one incident.
struct Reader<'a> {
    record: &'a Value,
    dates: &'a Dates,
    page: Option<&'a str>,
    line: usize,
    gather: &'a mut Gather,
}

/// One update with its time, ready to be put in order.
struct Update<'a> {
    value: &'a Value,
    id: String,
    at: Option<Moment>,
}

impl<'a> Reader<'a> {
    fn case(&mut self) -> Result<IncomingCase, RowRefusal> {
        let key = self.field("id").ok_or_else(|| self.refuse("", "it has no id", "fetch it from the status page again"))?;
        let impact = self.field("impact").unwrap_or_default();
        let status = self.field("status").unwrap_or_default();
        if impact == "maintenance" || self.field("scheduled_for").is_some() {
            return Err(self.refuse(
                &key,
                "it is scheduled maintenance, not an incident",
                "plan it as a change; nothing is lost by leaving it out",
            ));
        }
        let title = self.field("name").unwrap_or_else(|| format!("Status page incident {key}"));
        let mut case = IncomingCase::incident(&key, title, self.line);
        let state = state(&status).ok_or_else(|| self.refuse(&key, &format!("its status '{status}' is not known"), STATUS_HINT))?;
        case.state = state.key();
        case.in_lanes = state < IncidentState::Resolved;
        self.gather.tally.word("Status", &status, state.label());
        case.foreign_state = Some(status);
        case.url = self.field("shortlink").filter(|url| url.starts_with("http"));
        self.grade(&mut case, impact);
        let mut names = list(self.record, "components").iter().filter_map(|c| text(c.get("name")));
        case.service = names.next().or_else(|| self.page.map(str::to_owned));
        names.for_each(|name| case.tag(&name));
        let updates = self.updates(&key)?;
        case.times = self.times(&key, &updates)?;
        self.entries(&mut case, &updates)?;
        Ok(case)
    }

    fn grade(&mut self, case: &mut IncomingCase, impact: String) {
        case.priority = match impact.as_str() {
            "" => None,
            "critical" => Some(Priority::P1),
            "major" => Some(Priority::P2),
            "minor" => Some(Priority::P3),
            "none" => Some(Priority::P4),
            other => priority(other),
        };
        if !impact.is_empty() {
            self.gather.tally.word("Impact", &impact, case.priority.map_or("no priority", Priority::label));
            case.severity = Some(impact);
        }
    }

    fn times(&mut self, key: &str, updates: &[Update]) -> Result<Times, RowRefusal> {
        let mut started = self.time(self.record, "started_at")?;
        if started.is_none() {
            started = updates.first().and_then(|update| update.at);
            self.gather.tally.add("incidents have no start time; that of their first update was taken", key);
        }
        Ok(Times {
            started,
            opened: self.time(self.record, "created_at")?,
            restored: restored(updates),
            resolved: self.time(self.record, "resolved_at")?,
            ..Times::default()
        })
    }

    /// Gives the updates in the order of time; the file has the newest first.
    fn updates(&self, key: &str) -> Result<Vec<Update<'a>>, RowRefusal> {
        let mut updates = Vec::new();
        for (index, value) in list(self.record, "incident_updates").iter().rev().enumerate() {
            let id = text(value.get("id")).unwrap_or_else(|| format!("{key}#{}", index + 1));
            let at = match self.time(value, "display_at")? {
                Some(at) => Some(at),
                None => self.time(value, "created_at")?,
            };
            updates.push(Update { value, id, at });
        }
        updates.sort_by_key(|update| update.at.and_then(|at| at.millis()));
        Ok(updates)
    }

    fn entries(&self, case: &mut IncomingCase, updates: &[Update]) -> Result<(), RowRefusal> {
        let mut status = String::new();
        for update in updates {
            let entry = |suffix: &str, kind, text: String| IncomingEntry {
                key: format!("{}{suffix}", update.id),
                kind,
                observed: update.at,
                by: None,
                text: text.into(),
            };
            let now = text(update.value.get("status")).unwrap_or_default();
            let body = text(update.value.get("body")).filter(|body| !body.trim().is_empty());
            case.entries.push(entry("", EntryKind::Update, body.unwrap_or_else(|| format!("(no text; status {now})"))));
            if now != status && !status.is_empty() {
                case.entries.push(entry("/state", EntryKind::State, format!("status {status} → {now}")));
            }
            let moved = moved(update.value);
            if !moved.is_empty() {
                case.entries.push(entry("/components", EntryKind::Fact, moved.join("; ")));
            }
            status = now;
        }
        let review = self.field("postmortem_body").filter(|body| !case.entries.iter().any(|entry| entry.text.raw() == body));
        if let Some(body) = review {
            let observed = self.time(self.record, "postmortem_published_at")?;
            let key = format!("{}/postmortem", case.key);
            case.entries.push(IncomingEntry { key, kind: EntryKind::Fact, observed, by: None, text: Untrusted::new(body) });
        }
        Ok(())
    }

    fn field(&self, key: &str) -> Option<String> {
        text(self.record.get(key)).and_then(|text| clean(&text).map(str::to_owned))
    }

    fn time(&self, holder: &Value, key: &str) -> Result<Option<Moment>, RowRefusal> {
        let Some(cell) = text(holder.get(key)) else { return Ok(None) };
        let id = self.field("id").unwrap_or_default();
        self.dates.read(&cell).map_err(|why| self.refuse(&id, &format!("{key}: {why}"), "correct the time in the file"))
    }

    fn refuse(&self, key: &str, why: &str, hint: &str) -> RowRefusal {
        RowRefusal { line: self.line, what: key.to_owned(), why: why.to_owned(), hint: hint.to_owned() }
    }
}

const STATUS_HINT: &str = "known are investigating, identified, monitoring, resolved and postmortem";

fn state(status: &str) -> Option<IncidentState> {
    Some(match status {
        "investigating" => IncidentState::Investigating,
        "identified" => IncidentState::Identified,
        "monitoring" => IncidentState::Monitoring,
        "resolved" => IncidentState::Resolved,
        "postmortem" => IncidentState::Closed,
        _ => return None,
    })
}

/// Lists the components an update moved from one status to another.
fn moved(update: &Value) -> Vec<String> {
    let word = |value: Option<String>| value.unwrap_or_default().replace('_', " ");
    let changes = list(update, "affected_components").iter().filter_map(|component| {
        let (old, new) = (word(text(component.get("old_status"))), word(text(component.get("new_status"))));
        (old != new).then(|| format!("{}: {old} → {new}", text(component.get("name")).unwrap_or_default()))
    });
    changes.collect()
}

/// Finds when the last affected component came back to "operational", if all did.
fn restored(updates: &[Update]) -> Option<Moment> {
    let mut hit: HashSet<&str> = HashSet::new();
    let mut restored = None;
    for update in updates {
        let was_hit = !hit.is_empty();
        for component in list(update.value, "affected_components") {
            let status = component.get("new_status").and_then(Value::as_str);
            let Some((code, status)) = component.get("code").and_then(Value::as_str).zip(status) else { continue };
            if status == "operational" {
                hit.remove(code);
            } else {
                hit.insert(code);
            }
        }
        if !hit.is_empty() {
            restored = None;
        } else if was_hit {
            restored = update.at;
        }
    }
    restored
}
