//! Words that a hook can be set on, besides the names of commands.

use serde_json::Value as Json;

use super::told::Told;
use crate::app::tables;
use crate::model::Subject;
use crate::model::update::UpdateState;

/// Word of a clock that comes due, which is no change.
pub const DUE: &str = "due";

/// Describes one event.
pub struct Event {
    /// The word.
    pub name: &'static str,
    /// One sentence for the reference.
    pub doc: &'static str,
    /// Says whether a change is one.
    is: fn(&Told) -> bool,
}

/// Lists them. Apart from `any` none is one that an import, an undo or a redo brings about: those are events of their own.
pub static EVENTS: &[Event] = &[
    Event { name: "any", doc: "every change", is: |_| true },
    Event {
        name: "incident opened",
        doc: "an incident was opened",
        is: |told| told.created(Subject::Case, |new| is(new, "kind", "incident")),
    },
    Event { name: "issue opened", doc: "an issue was opened", is: |told| told.created(Subject::Case, |new| is(new, "kind", "issue")) },
    Event { name: "state changed", doc: "a case has another state", is: |told| told.set(Subject::Case, "state", |_| true) },
    Event { name: "priority changed", doc: "a case has another priority", is: |told| told.set(Subject::Case, "priority", |_| true) },
    Event { name: "case closed", doc: "a case was closed", is: |told| told.set(Subject::Case, "state", |new| new == "closed") },
    Event {
        name: "decision logged",
        doc: "a decision was logged",
        is: |told| told.created(Subject::Entry, |new| is(new, "kind", "decision")),
    },
    Event { name: "action given", doc: "somebody was given an action", is: |told| told.created(Subject::Action, |_| true) },
    Event {
        name: "update sent",
        doc: "an audience was told; a try that failed is none",
        is: |told| told.set(Subject::Update, "state", |new| new == UpdateState::Sent.key()),
    },
    Event { name: DUE, doc: "something came due while the screens were open; it is no change, and its text is another", is: |_| false },
];

/// What may bring about anything, and is an event by its own name alone.
const WHOLESALE: &[&str] = &["import", "review import", "undo", "redo"];

fn is(record: &Json, key: &str, word: &str) -> bool {
    record.get(key).is_some_and(|value| value == word)
}

/// Says whether there is an event of that name: one of [`EVENTS`], or the name of a command that changes something.
pub fn is_known(word: &str) -> bool {
    EVENTS.iter().any(|event| event.name == word) || WHOLESALE.contains(&word) || tables::command(word).is_some()
}

/// Says whether a change is an event of that name.
pub fn happened(word: &str, told: &Told) -> bool {
    let wholesale = WHOLESALE.contains(&told.command());
    told.command() == word || EVENTS.iter().any(|event| event.name == word && (!wholesale || word == "any") && (event.is)(told))
}
