//! Words that a hook can be set on, besides the names of commands.

use super::told::Told;
use crate::app::{Failure, tables};
use crate::model::CaseKind;
use crate::model::Subject;
use crate::model::entry::EntryKind;
use crate::model::update::UpdateState;
use crate::store::{Reader, Wrote};

/// Word of a clock that comes due, which is no change.
pub const DUE: &str = "due";

/// Describes one event.
pub struct Event {
    /// The word.
    pub name: &'static str,
    /// One sentence for the reference.
    pub doc: &'static str,
    is: Is,
}

/// Says which changes are an event.
enum Is {
    Any,
    /// Those that write such a row, however many others they write.
    Writes(Wrote),
    Never,
}

const fn made(subject: Subject, so: Option<(&'static str, &'static str)>) -> Is {
    Is::Writes(Wrote { subject, field: None, so })
}

const fn set(subject: Subject, field: &'static str, to: Option<&'static str>) -> Is {
    let so = match to {
        Some(to) => Some((field, to)),
        None => None,
    };
    Is::Writes(Wrote { subject, field: Some(field), so })
}

/// Lists them. Apart from `any` none is one that an import, an undo or a redo brings about: those are events of their own.
pub static EVENTS: &[Event] = &[
    Event { name: "any", doc: "every change", is: Is::Any },
    Event { name: "incident opened", doc: "an incident was opened", is: made(Subject::Case, Some(("kind", CaseKind::Incident.key()))) },
    Event { name: "issue opened", doc: "an issue was opened", is: made(Subject::Case, Some(("kind", CaseKind::Issue.key()))) },
    Event { name: "state changed", doc: "a case has another state", is: set(Subject::Case, "state", None) },
    Event { name: "priority changed", doc: "a case has another priority", is: set(Subject::Case, "priority", None) },
    Event { name: "case closed", doc: "a case was closed", is: set(Subject::Case, "state", Some("closed")) },
    Event { name: "decision logged", doc: "a decision was logged", is: made(Subject::Entry, Some(("kind", EntryKind::Decision.key()))) },
    Event { name: "action given", doc: "somebody was given an action", is: made(Subject::Action, None) },
    Event {
        name: "update sent",
        doc: "an audience was told; a try that failed is none",
        is: set(Subject::Update, "state", Some(UpdateState::Sent.key())),
    },
    Event { name: DUE, doc: "something came due while the screens were open; it is no change, and its text is another", is: Is::Never },
];

/// What may bring about anything, and is an event by its own name alone.
const WHOLESALE: &[&str] = &["import", "review import", "undo", "redo"];

/// Says whether there is an event of that name: one of [`EVENTS`], or the name of a command that changes something.
pub fn is_known(word: &str) -> bool {
    EVENTS.iter().any(|event| event.name == word) || WHOLESALE.contains(&word) || tables::command(word).is_some()
}

/// Says whether a change is an event of that name. All of its rows count, and not only those that are told.
///
/// # Errors
/// The store's.
pub fn happened(word: &str, read: Reader<'_>, told: &Told) -> Result<bool, Failure> {
    if told.command() == word {
        return Ok(true);
    }
    let wholesale = WHOLESALE.contains(&told.command());
    Ok(match EVENTS.iter().find(|event| event.name == word).map(|event| &event.is) {
        Some(Is::Any) => true,
        Some(Is::Writes(written)) if !wholesale => read.has_written(told.batch(), written)?,
        _ => false,
    })
}
