//! Counts what happens often, so that a report says it once with a number and an example.

use std::collections::BTreeMap;

use super::dates::shorten;

/// Counts occurrences of a thing, and of how words were read.
#[derive(Debug, Default)]
pub struct Tally {
    things: BTreeMap<&'static str, (usize, String)>,
    words: BTreeMap<(&'static str, String, String), usize>,
}

/// Most ways of reading a word that a note lists.
const SHOWN: usize = 12;

impl Tally {
    /// Counts one thing; the first example is kept.
    pub fn add(&mut self, thing: &'static str, example: &str) {
        self.things.entry(thing).or_insert_with(|| (0, shorten(example))).0 += 1;
    }

    /// Counts how a word of a field was read, so that every mapping can be seen.
    pub fn word(&mut self, field: &'static str, foreign: &str, ours: &str) {
        *self.words.entry((field, shorten(foreign), ours.to_owned())).or_insert(0) += 1;
    }

    /// Gives one warning a thing.
    pub fn warnings(&self) -> Vec<String> {
        self.things.iter().map(|(thing, (n, example))| format!("{n} {thing} (first: {example}).")).collect()
    }

    /// Gives one note a field.
    pub fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        let mut fields: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for ((field, foreign, ours), n) in &self.words {
            fields.entry(field).or_default().push(format!("'{foreign}' as {ours} ({n})"));
        }
        for (field, mut words) in fields {
            let more = words.len().saturating_sub(SHOWN);
            words.truncate(SHOWN);
            let rest = if more > 0 { format!(", and {more} more") } else { String::new() };
            notes.push(format!("{field} read: {}{rest}.", words.join(", ")));
        }
        notes
    }
}
