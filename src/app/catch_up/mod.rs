//! Catch me up: a case in twelve lines for whoever comes late, and the handover to the next shift.
//!
//! Both are made of the record and of nothing else: `lines` has the twelve lines, `handover` the document.

mod handover;
pub(super) mod lines;

use super::incident::CASE;
use super::{Command, Query, paper};

/// Commands of this subject: there is nothing to write.
pub static COMMANDS: &[Command] = &[];

/// Queries of this subject.
pub static QUERIES: &[Query] = &[
    Query {
        name: "catch-up",
        doc: "Tells a case in at most twelve lines: happened, impact, doing, decided, needed, next.",
        fields: &[&CASE, &paper::READER],
        columns: &[],
        empty: "",
        run: lines::show,
    },
    Query {
        name: "handover",
        doc: "Prints the handover to the next shift as Markdown, HTML or JSON.",
        fields: &[&CASE, &paper::READER, &paper::FORMAT],
        columns: &[],
        empty: "",
        run: handover::export,
    },
];
