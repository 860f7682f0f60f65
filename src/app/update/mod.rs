//! Updates to audiences: drafted from the record, approved, sent, and the ledger of who was told what.
//!
//! `gather` fills a draft from the record, `drafting` and `sending` change updates, `channel` is what a person has set, `told` knows
//! who was told when and what is owed, `ledger` and `live` are what is read.

mod channel;
mod drafting;
mod gather;
mod ledger;
pub mod live;
mod sending;
mod told;

use super::case::LIMIT;
use super::field::{Ask, Field};
use super::incident::CASE;
use super::playbook::Condition;
use super::{Command, Query};
use crate::model::Subject;
use crate::model::update::Phase;
use crate::model::when::Lean;

pub use super::outside::{Receipt, Unsent};
pub use channel::Channel;
pub(super) use ledger::block;
pub use sending::{Outgoing, Recorded, Way, through};
pub(super) use told::clocks;

static UPDATE: Field = Field::argument("update", "Update", Ask::Numbered(Subject::Update), "Number of the update, such as U-7");
static AUDIENCE: Field =
    Field::flag("audience", "Audience", Ask::Pick(Subject::Audience, false), "Who is to be told; 'audience list' lists them").required();
static PHASE: Field = Field::flag("phase", "Phase", Ask::Choice(Phase::CHOICES), "What it is about, if not as the case stands");
static NEXT: Field =
    Field::flag("next", "Next", Ask::Time(Lean::Future), "When they hear of it next; by the cadence of the case unless said");
static TEXT: Field = Field::optional("text", "Text", Ask::Text, "The text as it is to be; - reads standard input");
static OWN_TEXT: Field =
    Field::flag("text", "Text", Ask::Text, "A text of your own instead of one from the record; - reads standard input");
static BY: Field = Field::flag("by", "By", Ask::Pick(Subject::Person, false), "Who said yes, if not you");
static WHY: Field = Field::flag("why", "Why", Ask::Line, "Why nobody is to be told").required();
static CHANNEL: Field = Field::flag("channel", "Channel", Ask::Line, "Channel whose command it goes through, if not the audience's own");
static ALREADY: Field =
    Field::flag("already", "Told already", Ask::Yes, "They were told already, by voice or by other means: only record it");
static AT: Field = Field::flag("at", "At", Ask::Time(Lean::Past), "When they were told, if not now; with the one before");
static LIST_CASE: Field = Field::flag("case", "Case", Ask::Case, "Only updates on this case");

/// Commands about updates.
pub static COMMANDS: &[Command] = &[
    Command {
        name: "update draft",
        doc: "Drafts an update from the record, for one audience and in its language; what is not known is marked.",
        fields: &[&CASE, &AUDIENCE, &PHASE, &NEXT, &OWN_TEXT],
        prints: Some("update"),
        run: drafting::draft,
    },
    Command {
        name: "update edit",
        doc: "Puts another text or another promised time in a draft; what was approved has to be approved again.",
        fields: &[&UPDATE, &TEXT, &NEXT],
        prints: None,
        run: drafting::edit,
    },
    Command { name: "update approve", doc: "Records who approved a draft.", fields: &[&UPDATE, &BY], prints: None, run: drafting::approve },
    Command {
        name: "update send",
        doc: "Sends a draft through its channel, or records that it was told; only what went out counts as sent.",
        fields: &[&UPDATE, &CHANNEL, &ALREADY, &AT],
        prints: Some("entry"),
        run: sending::already,
    },
    Command {
        name: "update drop",
        doc: "Gives a draft up, with a reason.",
        fields: &[&UPDATE, &WHY],
        prints: None,
        run: drafting::give_up,
    },
];

/// Queries about updates.
pub static QUERIES: &[Query] = &[
    Query {
        name: "update list",
        doc: "Lists who was told what and when, in which version, by which route, and what was promised; newest first.",
        fields: &[&LIST_CASE, &LIMIT],
        columns: &[
            ("update", "Update"),
            ("case", "Case"),
            ("audience", "Audience"),
            ("phase", "Phase"),
            ("version", "Version"),
            ("state", "State"),
            ("sent", "Sent"),
            ("route", "Route"),
            ("next", "Next promised"),
            ("by", "By"),
        ],
        empty: "nobody was told anything yet; 'warroom update draft CASE --audience NAME' begins one",
        run: ledger::list,
    },
    Query {
        name: "update show",
        doc: "Shows one update: its text, its way, and what became of it.",
        fields: &[&UPDATE],
        columns: &[],
        empty: "",
        run: ledger::show,
    },
];

/// Conditions that steps of a playbook may name.
pub static CONDITIONS: &[Condition] = &[Condition { name: "updates", look: told::progress }];

#[cfg(test)]
pub(in crate::app) mod tests;
