//! One record as it was read: its values by key, and the names of what it refers to.
//!
//! For records that have no rules of their own beyond their fields; a case, an entry and an action have structs.

use super::entry::Visibility;
use super::{CaseRef, Id, Moment, Record, Subject, Untrusted, Value};

/// Holds one record with the names of what it refers to.
#[derive(Clone, Debug)]
pub struct Fields {
    /// What kind of record it is.
    pub subject: Subject,
    /// Which one.
    pub id: Id,
    /// Its case, where it belongs to one.
    pub case: Option<(Id, CaseRef)>,
    record: Record,
    names: Vec<(&'static str, Untrusted)>,
}

impl Fields {
    /// Puts together what was read.
    pub fn new(subject: Subject, id: Id, case: Option<(Id, CaseRef)>, record: Record, names: Vec<(&'static str, Untrusted)>) -> Self {
        Self { subject, id, case, record, names }
    }

    /// Gives the value of a field; null when nobody said.
    pub fn value(&self, key: &str) -> &Value {
        self.record.iter().find(|(known, _)| *known == key).map_or(&Value::Null, |(_, value)| value)
    }

    /// Gives a text as it was typed.
    pub fn text(&self, key: &str) -> Option<Untrusted> {
        self.raw(key).map(Untrusted::from)
    }

    /// Gives a text as it was typed, for where it is looked at and not shown.
    pub fn raw(&self, key: &str) -> Option<&str> {
        match self.value(key) {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Gives a stored word; empty when nobody said.
    pub fn word(&self, key: &str) -> &str {
        self.raw(key).unwrap_or_default()
    }

    /// Says who may read it; what nobody opened is internal.
    pub fn visibility(&self) -> Visibility {
        Visibility::parse(self.word("visibility")).unwrap_or(Visibility::Internal)
    }

    /// Gives a number.
    pub fn int(&self, key: &str) -> Option<i64> {
        match self.value(key) {
            Value::Int(number) => Some(*number),
            _ => None,
        }
    }

    /// Gives a time.
    pub fn time(&self, key: &str) -> Option<Moment> {
        match self.value(key) {
            Value::Time(moment) => Some(*moment),
            _ => None,
        }
    }

    /// Gives the instant of a time that is known, in UTC milliseconds.
    pub fn millis(&self, key: &str) -> Option<i64> {
        self.time(key).and_then(|moment| moment.millis())
    }

    /// Gives the record a field refers to.
    pub fn reference(&self, key: &str) -> Option<Id> {
        match self.value(key) {
            Value::Ref(id) => Some(*id),
            _ => None,
        }
    }

    /// Gives the name of the record a field refers to.
    pub fn name(&self, key: &str) -> Option<&Untrusted> {
        self.names.iter().find(|(known, _)| *known == key).map(|(_, name)| name)
    }

    /// Leaves fields out, for a reader who may not see them.
    #[must_use]
    pub fn without(mut self, keys: &[&str]) -> Self {
        self.record.retain(|(key, _)| !keys.contains(key));
        self
    }

    /// Gives a few words about it: what was typed first, or whom it is about.
    pub fn words(&self) -> Untrusted {
        const WORDS: &[&str] = &["scenario", "outcome", "title", "ask", "text", "why", "lost"];
        let named = self.names.first().map(|(_, name)| name.clone());
        let typed = WORDS.iter().find_map(|key| self.text(key));
        let both = [named.filter(|_| self.subject == Subject::Update || typed.is_none()), typed];
        let both: Vec<&str> = both.iter().flatten().map(|text| text.raw().lines().next().unwrap_or_default()).collect();
        both.join(" · ").into()
    }

    /// Gives the number people call it by: `U-7`; nothing for records without one.
    pub fn number(&self) -> Option<String> {
        let number = self.int("number")?;
        self.subject.letter().map(|_| self.subject.name(number))
    }
}
