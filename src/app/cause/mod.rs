//! Causes: the tree of whys, its roots and what contributed. What changes it is in `write` and `place`, what shows it in `show`,
//! what its screen reads in `live`.

pub mod live;
mod place;
pub(super) mod show;
#[cfg(test)]
pub(super) mod tests;
mod write;

use super::command::Command;
use super::field::{Ask, Field};
use super::incident::CASE;
use super::query::Query;
use crate::model::Subject;
use crate::model::cause::Mark;
use crate::model::entry::Visibility;
use crate::model::evidence::Side;
use crate::model::finding::{Aspect, Certainty};

const HOW: &[(&str, &str)] = &[("tree", "tree"), ("fishbone", "fishbone")];

static CAUSE: Field = Field::argument("cause", "Cause", Ask::Numbered(Subject::Finding), "Number of the cause, such as F-3");
static TEXT: Field = Field::argument("text", "Cause", Ask::Line, "What made it possible, in one line: how, not who");
static NEW_TEXT: Field = Field::flag("text", "Cause", Ask::Line, "What made it possible, in one line: how, not who");
static UNDER: Field = Field::flag("under", "Under", Ask::Numbered(Subject::Finding), "The cause it explains, such as F-2: the next why");
static AFTER: Field = Field::flag("after", "After", Ask::Numbered(Subject::Finding), "The cause it stands right after, beside it");
static BEFORE: Field = Field::flag("before", "Before", Ask::Numbered(Subject::Finding), "The cause it stands right before, beside it");
static TOP: Field = Field::flag("top", "At the top", Ask::Yes, "Explains none of the others: a tree of its own");
static MARK: Field = Field::flag("mark", "Mark", Ask::Choice(Mark::CHOICES), "why, root or contributing; a why unless said");
static ASPECT: Field = Field::flag("aspect", "Aspect", Ask::Choice(Aspect::CHOICES), "Where it lies: human, organisation or technology");
static CERTAINTY: Field = Field::flag("certainty", "Certainty", Ask::Choice(Certainty::CHOICES), "How sure it is; unknown is an answer");
static NOTE: Field = Field::flag("note", "Note", Ask::Line, "What else is to be said");
static REFERENCE: Field = Field::flag("reference", "Link", Ask::Line, "Ticket, change or page").later();
static HYPOTHESIS: Field = Field::argument("entry", "Hypothesis", Ask::Entry, "The hypothesis that became a cause, such as INC-12.7");
static FOR: Field = Field::flag("for", "For", Ask::Choice(Visibility::CHOICES), "Who may read it; management unless said").later();
static FROM_FOR: Field = Field::flag(
    "for",
    "For",
    Ask::Choice(Visibility::CHOICES),
    "Who may read it; management unless said, or fewer where the line is for fewer",
)
.later();
static NEW_FOR: Field = Field::flag("for", "For", Ask::Choice(Visibility::CHOICES), "Who may read it from now on").later();
static ENTRY: Field = Field::argument("entry", "Line", Ask::Entry, "The line of the log that bears it out, such as INC-12.34");
static SIDE: Field = Field::flag("side", "Side", Ask::Choice(Side::CHOICES), "Whether it speaks for or against; for unless said");
static VIEW: Field = Field::flag("view", "View", Ask::Choice(HOW), "tree (the default), or fishbone: by human, organisation, technology");

/// Commands.
pub static COMMANDS: &[Command] = &[
    Command {
        name: "cause add",
        doc: "Adds a cause to the tree of a case and prints its number; --under asks why of another.",
        fields: &[&CASE, &TEXT, &UNDER, &AFTER, &MARK, &ASPECT, &CERTAINTY, &NOTE, &REFERENCE, &FOR],
        prints: Some("cause"),
        run: write::add,
    },
    Command {
        name: "cause from",
        doc: "Makes a cause of a hypothesis, with its evidence; the hypothesis stays where it is.",
        fields: &[&HYPOTHESIS, &UNDER, &AFTER, &MARK, &ASPECT, &CERTAINTY, &FROM_FOR],
        prints: Some("cause"),
        run: write::from,
    },
    Command {
        name: "cause set",
        doc: "Corrects a cause; an empty value clears a field.",
        fields: &[&CAUSE, &NEW_TEXT, &MARK, &ASPECT, &CERTAINTY, &NOTE, &REFERENCE, &NEW_FOR],
        prints: None,
        run: write::set,
    },
    Command {
        name: "cause move",
        doc: "Moves a cause with all that hangs under it: under, after or before another, or to the top.",
        fields: &[&CAUSE, &UNDER, &AFTER, &BEFORE, &TOP],
        prints: None,
        run: write::move_to,
    },
    Command {
        name: "cause remove",
        doc: "Takes a cause out of the tree; what hangs under it moves up.",
        fields: &[&CAUSE],
        prints: None,
        run: write::remove,
    },
    Command {
        name: "cause attach",
        doc: "Attaches a line of the log to a cause as evidence.",
        fields: &[&CAUSE, &ENTRY, &SIDE],
        prints: None,
        run: write::attach,
    },
    Command {
        name: "cause detach",
        doc: "Takes a line of the log off a cause.",
        fields: &[&CAUSE, &ENTRY],
        prints: None,
        run: write::detach,
    },
];

/// Queries.
pub static QUERIES: &[Query] = &[Query {
    name: "cause show",
    doc: "Shows the causes of a case as a tree, or as a fishbone.",
    fields: &[&CASE, &VIEW],
    columns: &[],
    empty: "",
    run: show::page,
}];
