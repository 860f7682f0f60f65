//! The ServiceNow Table API as JSON: `{"result": […]}` or one object, in any of its three ways to give references.

use std::collections::HashMap;

use serde_json::Value;

use super::dates::Survey;
use super::format::{Format, Options};
use super::incoming::Gather;
use super::read::Source;
use super::read::json::{partial, text};
use super::servicenow::{Reader, SOURCE, TIMES, Ticket, is_bare_id};
use super::words::clean;
use super::{ImportError, Incoming};
use crate::model::Zone;

/// Describes the format.
pub const FORMAT: Format =
    Format { name: "servicenow-json", doc: "ServiceNow Table API answer for incidents, {\"result\": […]}", recognises, map };

fn recognises(source: &Source) -> bool {
    let Some(root) = source.json() else { return false };
    let known =
        |record: &&Value| record.get("number").is_some() && (record.get("sys_id").is_some() || record.get("short_description").is_some());
    let records = records(root);
    records.first().is_some_and(known) || (records.is_empty() && root.get("result").is_some_and(Value::is_array))
}

fn records(root: &Value) -> Vec<&Value> {
    let holder = root.get("result").or_else(|| root.get("records")).unwrap_or(root);
    match holder {
        Value::Array(all) => all.iter().collect(),
        Value::Object(map) if map.contains_key("number") => vec![holder],
        _ => Vec::new(),
    }
}

/// Gives the fields of one record.
struct Record<'a>(&'a Value);

impl Ticket for Record<'_> {
    /// Gives the display value where there is one; a reference without one is its bare id.
    fn text(&self, field: &'static str) -> String {
        let value = self.0.get(field);
        let of = |key: &str| value.and_then(|value| text(value.get(key))).filter(|text| clean(text).is_some());
        of("display_value").or_else(|| of("value")).or_else(|| text(value)).unwrap_or_default()
    }

    /// Gives the stored value, which is UTC, rather than the display value, which is in somebody's zone.
    fn time(&self, field: &'static str) -> String {
        let value = self.0.get(field);
        let stored = value.and_then(|value| text(value.get("value")));
        stored.or_else(|| text(value)).unwrap_or_default()
    }

    fn is_bare(&self, field: &'static str) -> bool {
        let reference = self.0.get(field).is_some_and(|value| value.get("link").is_some() && value.get("display_value").is_none());
        reference || is_bare_id(self.text(field).trim())
    }
}

/// Says whether times are display values: the state is then a word rather than a code.
fn displayed(records: &[&Value]) -> bool {
    let word =
        |record: &&Value| ["state", "incident_state"].iter().any(|key| record.get(*key).and_then(Value::as_str).is_some_and(is_word));
    records.iter().any(word)
}

fn is_word(text: &str) -> bool {
    text.chars().any(char::is_alphabetic)
}

fn map(source: &Source, options: &Options) -> Result<Incoming, ImportError> {
    let Some(root) = source.json() else { return Err(ImportError::whole("this is no JSON", "export as JSON")) };
    let records = records(root);
    let mut survey = Survey::default();
    for record in &records {
        TIMES.iter().for_each(|field| survey.see(&Record(record).time(field)));
    }
    let (zone, whose) = if displayed(&records) {
        (options.zone, "the viewer's zone, because the file holds display values")
    } else {
        (Zone::UTC, "as the Table API gives them")
    };
    let dates = survey.settle(zone, whose, options.day_first)?;
    let mut gather = Gather::default();
    for (index, record) in records.iter().enumerate() {
        let case = Reader { ticket: &Record(record), dates: &dates, line: index + 1 }.case(&mut gather);
        gather.take(case);
    }
    let mut notes = dates.notes();
    notes.extend(partial(root, records.len()));
    let mut incoming = gather.finish(FORMAT.name, SOURCE, notes, records.len(), "record");
    name_links(&mut incoming, &records);
    Ok(incoming)
}

/// Turns links by bare id into links by number where the other record is in the file, and leaves out the rest.
fn name_links(incoming: &mut Incoming, records: &[&Value]) {
    let number = |record: &&Value| Some((Record(record).time("sys_id"), clean(&Record(record).text("number"))?.to_owned()));
    let numbers: HashMap<String, String> = records.iter().filter_map(number).collect();
    let mut lost = 0;
    for case in &mut incoming.cases {
        case.links.retain_mut(|(_, other)| {
            if let Some(number) = numbers.get(other.as_str()) {
                other.clone_from(number);
            }
            let named = !is_bare_id(other);
            lost += usize::from(!named);
            named
        });
    }
    if lost > 0 {
        incoming.notes.push(format!("{lost} links came as bare ids of records that are not in the file and were left out."));
    }
}
