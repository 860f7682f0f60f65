//! What a column or a value of another system can become here: the right-hand side of every mapping.

use serde::Deserialize;

/// Names one thing a record can say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// What the record is called there.
    Key,
    /// Another id that others refer to it by.
    Id,
    /// What it is about.
    Title,
    /// The longer text.
    Description,
    /// What sort of record it is, where one file holds several.
    Class,
    /// Type of an issue.
    Type,
    /// How far it is.
    State,
    /// The group its state belongs to.
    Category,
    /// Whether it is still open, as yes or no.
    Active,
    /// Priority.
    Priority,
    /// Impact.
    Impact,
    /// Urgency.
    Urgency,
    /// Severity.
    Severity,
    /// Service that is hit.
    Service,
    /// Project it belongs to.
    Project,
    /// Who leads or owns it.
    Lead,
    /// Where it can be read.
    Url,
    /// When the trouble began.
    Started,
    /// When it was noticed.
    Detected,
    /// When somebody took it.
    Acknowledged,
    /// When the service worked again.
    Restored,
    /// When the cause was gone.
    Resolved,
    /// When the record was finished.
    Closed,
    /// When the record was made.
    Opened,
    /// When its state changed last.
    Changed,
    /// When it was changed last.
    Updated,
    /// Who changed it last.
    UpdatedBy,
    /// When it is due.
    Due,
    /// The way around.
    Workaround,
    /// Why it happened.
    Cause,
    /// How it ended.
    Resolution,
    /// Labels.
    Tags,
    /// What it is a part of.
    Parent,
    /// What it was caused by.
    CausedBy,
    /// What it has to do with.
    Relates,
    /// What it blocks.
    Blocks,
    /// What it is a duplicate of.
    Duplicates,
    /// A key of another system.
    Mentions,
    /// The record a single note belongs to.
    Case,
    /// Place in the order of updates.
    Order,
}

/// Says what a target takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// Text of one or more lines.
    Text,
    /// A word that is looked up.
    Word,
    /// A time.
    Time,
    /// Any number of values.
    Many,
}

/// Lists the targets in the order people look for them: key in a profile, what it takes, and one sentence.
pub static TARGETS: &[(Target, &str, Takes, &str)] = &[
    (Target::Key, "key", Takes::Word, "what the record is called there; with the system it finds the case again"),
    (Target::Title, "title", Takes::Text, "what it is about, in one line"),
    (Target::Description, "description", Takes::Text, "the longer text"),
    (Target::State, "state", Takes::Word, "how far it is, in the words of [states]"),
    (Target::Priority, "priority", Takes::Word, "priority, in the words of [priorities]"),
    (Target::Opened, "opened", Takes::Time, "when the record was made"),
    (Target::Started, "started", Takes::Time, "when the trouble began"),
    (Target::Detected, "detected", Takes::Time, "when it was noticed"),
    (Target::Acknowledged, "acknowledged", Takes::Time, "when somebody took it"),
    (Target::Restored, "restored", Takes::Time, "when the service worked again"),
    (Target::Resolved, "resolved", Takes::Time, "when the cause was gone"),
    (Target::Closed, "closed", Takes::Time, "when the record was finished"),
    (Target::Due, "due", Takes::Time, "when it is due"),
    (Target::Lead, "lead", Takes::Word, "who leads or owns it"),
    (Target::Service, "service", Takes::Word, "service an incident is of"),
    (Target::Project, "project", Takes::Word, "project an issue is of"),
    (Target::Type, "type", Takes::Word, "type of an issue; decides whether it enters the lanes"),
    (Target::Impact, "impact", Takes::Word, "impact: high, medium, low"),
    (Target::Urgency, "urgency", Takes::Word, "urgency: high, medium, low"),
    (Target::Severity, "severity", Takes::Word, "severity in their words"),
    (Target::Workaround, "workaround", Takes::Text, "the way around the trouble"),
    (Target::Cause, "cause", Takes::Text, "why it happened"),
    (Target::Resolution, "resolution", Takes::Many, "how it ended, what was done"),
    (Target::Tags, "tags", Takes::Many, "labels"),
    (Target::Url, "url", Takes::Word, "where it can be read there"),
    (Target::Class, "class", Takes::Word, "what sort of record it is, in the words of [kinds] and [[refuse]]"),
    (Target::Category, "category", Takes::Word, "group of states, where states have names of their own"),
    (Target::Active, "active", Takes::Word, "whether it is still open: yes or no"),
    (Target::Id, "id", Takes::Word, "another id that others refer to it by"),
    (Target::Parent, "parent", Takes::Many, "key of what it is a part of"),
    (Target::CausedBy, "caused_by", Takes::Many, "key of what it was caused by"),
    (Target::Relates, "relates", Takes::Many, "keys of what it has to do with"),
    (Target::Blocks, "blocks", Takes::Many, "keys of what it blocks"),
    (Target::Duplicates, "duplicates", Takes::Many, "key of what it is a duplicate of"),
    (Target::Mentions, "mentions", Takes::Many, "keys of records in other systems"),
    (Target::Changed, "changed", Takes::Time, "when its state changed last; when it was finished, if it is"),
    (Target::Updated, "updated", Takes::Time, "when it was changed last"),
    (Target::UpdatedBy, "updated_by", Takes::Word, "who changed it last"),
    (Target::Case, "case", Takes::Word, "key of the record a single note belongs to"),
    (Target::Order, "order", Takes::Word, "place in the order of updates of one record"),
];

impl Target {
    /// Gives its key in a profile.
    pub fn key(self) -> &'static str {
        TARGETS.iter().find(|(target, ..)| *target == self).map_or("", |(_, key, ..)| key)
    }

    /// Says what it takes.
    pub fn takes(self) -> Takes {
        TARGETS.iter().find(|(target, ..)| *target == self).map_or(Takes::Text, |(_, _, takes, _)| *takes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_target_is_listed_once_under_the_name_a_profile_uses() {
        for (target, key, ..) in TARGETS {
            let read: Target = toml::Value::String((*key).to_owned()).try_into().unwrap();
            assert_eq!((read, target.key()), (*target, *key));
        }
        assert_eq!(TARGETS.len(), Target::Order as usize + 1);
    }
}
