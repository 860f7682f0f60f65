//! Lines of the log out of records: notes, comments, updates and changes of state, each under a key that stays the same.

use std::collections::HashMap;

use sha2::{Digest, Sha256};

use super::IncomingEntry;
use super::case::Mapper;
use super::dates::{Dates, shorten};
use super::plan::{self, EntryPlan};
use super::profile::{LogKind, Shape};
use super::record::Record;
use super::tally::Tally;
use super::text::markdown;
use crate::model::entry::EntryKind;
use crate::model::{Moment, Untrusted};

/// Gives sixteen letters that stand for texts, so that the same note has the same key wherever it stands in a file.
pub fn digest(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.len().to_le_bytes());
        hash.update(part.as_bytes());
    }
    hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// Gathers the lines of one record.
pub struct Log<'a, 'm> {
    mapper: &'a Mapper<'m>,
    key: &'a str,
    tally: &'a mut Tally,
    lines: Vec<IncomingEntry>,
    keys: HashMap<String, usize>,
}

impl<'a, 'm> Log<'a, 'm> {
    /// Begins a log.
    pub fn new(mapper: &'a Mapper<'m>, key: &'a str, tally: &'a mut Tally) -> Self {
        Self { mapper, key, tally, lines: Vec::new(), keys: HashMap::new() }
    }

    /// Reads everything the plan knows of, and gives the lines in the order of time.
    ///
    /// # Errors
    /// Says in a sentence which time could not be read.
    pub fn read(mut self, record: Record<'_>) -> Result<Vec<IncomingEntry>, String> {
        for plan in &self.mapper.plan.entries {
            self.rule(plan, record)?;
        }
        self.lines.sort_by_key(|line| line.observed.and_then(|at| at.millis()));
        Ok(self.lines)
    }

    fn rule(&mut self, plan: &EntryPlan<'_>, record: Record<'_>) -> Result<(), String> {
        if plan.from.is_empty() {
            return self.line(plan, record, None).map(|_| ());
        }
        for place in &plan.from {
            if matches!(record, Record::Row(_)) || plan.rule.shape != Shape::Plain {
                let mut cells = Vec::new();
                record.each(place, &mut |cell| {
                    cells.push(cell.into_owned());
                    false
                });
                cells.iter().try_for_each(|cell| self.cell(plan, cell))?;
                continue;
            }
            let items = record.items(place);
            let mut dated = Vec::with_capacity(items.len());
            // Lines of the same moment are turned: where that happens, lists have the newest first.
            for (at, item) in items.iter().enumerate() {
                dated.push((self.time(&plan.at, Record::Json(item))?.and_then(|at| at.millis()), at, *item));
            }
            dated.sort_by_key(|(time, at, _)| (*time, items.len() - at));
            let mut state = None;
            for (_, _, item) in dated {
                state = self.line(plan, Record::Json(item), state)?;
            }
        }
        Ok(())
    }

    /// Makes one line of one part of a list; gives the state it says.
    fn line(&mut self, plan: &EntryPlan<'_>, item: Record<'_>, before: Option<String>) -> Result<Option<String>, String> {
        let says = |(place, words): &(super::record::Place, Vec<String>)| {
            item.first(place).is_some_and(|said| words.contains(&said.to_lowercase()))
        };
        if !plan.says.iter().all(says) {
            return Ok(before);
        }
        let first = |origins: &[plan::Origin]| plan::first(origins, item, &self.mapper.file).map(std::borrow::Cow::into_owned);
        let observed = self.time(&plan.at, item)?;
        let by = first(&plan.by).map(|name| self.mapper.person(&name));
        let state = first(&plan.state);
        let text = match &plan.each {
            Some(each) => parts(plan, each, item, self.mapper),
            None => first(&plan.text),
        };
        let text = text.map(|text| markdown(&text, &self.mapper.profile().markup).into_owned()).filter(|text| !text.trim().is_empty());
        let id = first(&plan.id);
        let text = match (&text, &state, plan.rule.kind) {
            (None, Some(state), LogKind::Update) => Some(format!("(no text; status {state})")),
            _ => text,
        };
        let id = id.unwrap_or_else(|| format!("{}#{}", self.key, digest(&[&when(observed), text.as_deref().unwrap_or_default()])));
        if let Some(text) = text {
            self.push(format!("{id}{}", plan.rule.suffix), plan.rule.kind.entry(), observed, by.clone(), text);
        }
        if let (Some(before), Some(now)) = (&before, &state)
            && before != now
        {
            self.push(format!("{id}/state"), EntryKind::State, observed, by, format!("status {} → {}", shorten(before), shorten(now)));
        }
        Ok(state.or(before))
    }

    /// Reads a cell that holds one note or many.
    fn cell(&mut self, plan: &EntryPlan<'_>, cell: &str) -> Result<(), String> {
        let kind = plan.rule.kind.entry();
        match plan.rule.shape {
            Shape::Plain => {
                let text = markdown(cell, &self.mapper.profile().markup).into_owned();
                self.numbered(kind, cell, None, None, text);
            }
            Shape::Semicolons => {
                let head = cell.split_once(';').and_then(|(at, rest)| Some((self.mapper.dates.read(at).ok()??, rest.split_once(';')?)));
                let (observed, by, text) = match head {
                    Some((at, (by, text))) => (Some(at), Some(self.mapper.person(by.trim())), text),
                    None => (None, None, cell),
                };
                if observed.is_none() {
                    self.tally.add("issues have a comment without a time; its text is kept", self.key);
                }
                let text = markdown(text, &self.mapper.profile().markup).into_owned();
                self.numbered(kind, cell, observed, by.filter(|name| !name.is_empty()), text);
            }
            Shape::Journal => {
                for note in journal(self.key, cell, self.mapper.dates) {
                    // One column holds the notes of others again.
                    if self.keys.insert(note.key.clone(), 1).is_none() {
                        self.lines.push(note);
                    }
                }
            }
            Shape::Updates => super::feed::updates(&markdown(cell, &self.mapper.profile().markup), self.mapper, |at, state, text| {
                let key = format!("{}#{}", self.key, digest(&[&when(at), text]));
                let said = if state.is_empty() { text.to_owned() } else { format!("{state}: {text}") };
                if self.keys.insert(key.clone(), 1).is_none() {
                    self.lines.push(IncomingEntry { key, kind, observed: at, by: None, text: Untrusted::new(said) });
                }
            }),
        }
        Ok(())
    }

    /// Adds a note whose key is made of its text; the same text again is a second note.
    fn numbered(&mut self, kind: EntryKind, cell: &str, observed: Option<Moment>, by: Option<String>, text: String) {
        if text.trim().is_empty() {
            return;
        }
        let sum = digest(&[cell]);
        let again = self.keys.entry(sum.clone()).and_modify(|n| *n += 1).or_insert(1);
        let key = format!("{}#{sum}.{again}", self.key);
        self.lines.push(IncomingEntry { key, kind, observed, by, text: text.into() });
    }

    fn push(&mut self, key: String, kind: EntryKind, observed: Option<Moment>, by: Option<String>, text: String) {
        if self.keys.insert(key.clone(), 1).is_none() {
            self.lines.push(IncomingEntry { key, kind, observed, by, text: Untrusted::new(text) });
        }
    }

    fn time(&self, origins: &[plan::Origin], item: Record<'_>) -> Result<Option<Moment>, String> {
        let Some(text) = plan::time(origins, item) else { return Ok(None) };
        let name = origins.iter().find_map(|origin| match origin {
            plan::Origin::Place(place) if item.time(place).is_some() => Some(self.mapper.name_of(place)),
            _ => None,
        });
        self.mapper.dates.read(&text).map_err(|why| format!("{}: {why}", name.unwrap_or_default()))
    }
}

fn when(at: Option<Moment>) -> String {
    at.and_then(|at| at.millis()).map_or_else(String::new, |at| at.to_string())
}

/// Writes the parts of one line, those that changed.
fn parts(plan: &EntryPlan<'_>, each: &super::record::Place, item: Record<'_>, mapper: &Mapper<'_>) -> Option<String> {
    let mut told = Vec::new();
    for part in item.items(each) {
        let part = Record::Json(part);
        if let [old, new] = plan.changed.as_slice()
            && part.first(old) == part.first(new)
        {
            continue;
        }
        told.extend(plan::first(&plan.text, part, &mapper.file).map(|text| shorten(&text)));
    }
    (!told.is_empty()).then(|| told.join("; "))
}

/// One note as it is being gathered.
#[derive(Default)]
struct Note<'a> {
    head: &'a str,
    observed: Option<Moment>,
    by: Option<String>,
    text: String,
}

/// Cuts a cell into notes, oldest first. Heads look like `2016-12-14 02:46:44 - Beth Anglin (Work notes)`.
fn journal(key: &str, cell: &str, dates: &Dates) -> Vec<IncomingEntry> {
    let mut notes: Vec<Note> = Vec::new();
    for line in cell.lines() {
        if let Some((at, by)) = head(line, dates) {
            notes.push(Note { head: line, observed: Some(at), by: Some(by), ..Note::default() });
            continue;
        }
        if notes.is_empty() {
            notes.push(Note::default());
        }
        if let Some(note) = notes.last_mut() {
            note.text.push_str(line);
            note.text.push('\n');
        }
    }
    notes.reverse();
    let told = notes.into_iter().filter(|note| !note.text.trim().is_empty());
    told.map(|note| IncomingEntry {
        key: format!("{key}#{}", digest(&[note.head.trim(), note.text.trim()])),
        kind: EntryKind::Fact,
        observed: note.observed,
        by: note.by,
        text: Untrusted::new(markdown(note.text.trim_matches('\n'), &[super::profile::Markup::Html]).into_owned()),
    })
    .collect()
}

/// Reads the head of a note: its time and its author.
fn head(line: &str, dates: &Dates) -> Option<(Moment, String)> {
    let (time, rest) = line.split_once(" - ")?;
    let by = rest.strip_suffix(')').and_then(|rest| rest.rsplit_once(" (")).map(|(by, _)| by.trim().to_owned())?;
    Some((dates.read(time).ok()??, by))
}
