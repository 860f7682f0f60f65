//! The timeline of a review: which lines of the log it tells, in which order and words.
//!
//! `order` puts lines into the told order, `change` says how they are told, `show` lays them out as a page and as rows for a
//! spreadsheet, `strip` draws the phases.
//! What is said here never touches the line itself, but for the tag of a key moment.

mod change;
mod order;
mod show;
mod strip;

use super::command::Command;
use super::field::{Ask, Field};
use super::incident::CASE;
use super::query::Query;
use super::review::READER;
use crate::model::entry::Visibility;

pub use order::{LineFrom, Order, ToldFrom};
pub use strip::{bar_in, length, strip};

pub(super) use change::{amended, moved, redacted};

static ENTRY: Field = Field::argument("entry", "Entry", Ask::Entry, "Number of the line, such as INC-12.34");
static WORDING: Field =
    Field::flag("wording", "Wording", Ask::Text, "Other words for it in the review; empty for its own. The log keeps what was said");
static AFTER: Field = Field::flag("after", "After", Ask::Entry, "Line it is to stand right after; empty for the place its time gives it");
static KEY: Field =
    Field::flag("moment", "Key moment", Ask::Choice(&[("yes", "yes"), ("no", "no")]), "Whether it marks a key moment: yes or no");
static FOR: Field =
    Field::flag("for", "For", Ask::Choice(Visibility::CHOICES), "Who may read it told so; the stricter of this and the line holds").later();

/// Commands.
pub static COMMANDS: &[Command] = &[
    Command {
        name: "timeline tell",
        doc: "Tells a line of the log in the review: in other words, after another line, as a key moment.",
        fields: &[&ENTRY, &WORDING, &AFTER, &KEY, &FOR],
        prints: None,
        run: change::tell,
    },
    Command {
        name: "timeline hide",
        doc: "Leaves a line of the log out of the review's timeline; the log keeps it.",
        fields: &[&ENTRY],
        prints: None,
        run: change::hide,
    },
];

/// Queries.
pub static QUERIES: &[Query] = &[
    Query {
        name: "timeline show",
        doc: "Shows the timeline as the review tells it: phases, lead-up, days, and how long nothing was written.",
        fields: &[&CASE, &READER],
        columns: &[],
        empty: "",
        run: show::page,
    },
    Query {
        name: "timeline export",
        doc: "Prints the timeline as comma-separated values, for a spreadsheet.",
        fields: &[&CASE, &READER],
        columns: &[],
        empty: "",
        run: show::export,
    },
];

#[cfg(test)]
mod tests;
