//! The issue register of the projects, with the columns PRINCE2 asks for.

use super::register::{Cell, Register, Row, Take, name, nothing, text, time};
use super::{Asked, Broken, rows};
use crate::model::fields::Fields;
use crate::model::{CaseKind, Subject};

/// The register.
pub(super) static REGISTER: Register = Register {
    title: "issue_register",
    groups: &[],
    columns: &[
        ("id", "number"),
        ("type", "type"),
        ("project", "project"),
        ("raised", "raised"),
        ("raised_by", "raised_by"),
        ("author", "report_author"),
        ("title", "issue"),
        ("description", "issue_description"),
        ("effect", "issue_effect"),
        ("priority", "priority"),
        ("severity", "severity"),
        ("state", "state"),
        ("owner", "owner"),
        ("due", "due"),
        ("decision", "decision"),
        ("outcome", "outcome"),
        ("residual", "residual"),
        ("closed", "closed"),
        ("origin", "origin"),
    ],
    gather,
};

fn gather(asked: &Asked<'_>, take: &mut Take<'_>) -> Result<(), Broken> {
    asked.each(Subject::Case, Some(CaseKind::Issue.key()), |issue| take(row(asked, &issue)?))
}

fn row(asked: &Asked<'_>, issue: &Fields) -> Result<Row, Broken> {
    let report_by = issue.name("scribe");
    let cells = vec![
        rows::said(issue).unwrap_or_default().into(),
        kind(issue),
        name(issue, "project"),
        time(issue.time("opened")),
        asked.person(issue.text("raised_by").as_ref()).into(),
        asked.person(report_by).into(),
        text(issue, "title"),
        text(issue, "description"),
        text(issue, "effect"),
        word("priority", issue.word("priority")),
        severity(issue),
        word("state", issue.word("state")),
        asked.person(issue.name("lead")).into(),
        time(issue.time("due")),
        decision(asked, issue)?,
        word("outcome", issue.word("outcome")),
        text(issue, "residual"),
        time(issue.time("closed")),
        origin(issue),
    ];
    Ok(Row { group: 0, open: is_open(issue), cells })
}

/// Says whether a case is still to be dealt with.
pub(super) fn is_open(case: &Fields) -> bool {
    case.word("state") != "closed"
}

/// Gives a stored word, or nothing.
pub(super) fn word(prefix: &'static str, key: &str) -> Cell {
    if key.is_empty() { nothing() } else { Cell::Word(prefix, key.to_owned()) }
}

/// Gives the type of an issue: ours, else that of the system it came from.
fn kind(issue: &Fields) -> Cell {
    match issue.word("type") {
        "" => text(issue, "foreign_type"),
        own => word("type", own),
    }
}

fn severity(issue: &Fields) -> Cell {
    match issue.word("severity") {
        "" => text(issue, "foreign_severity"),
        own => word("severity", own),
    }
}

/// Gives where a case came from, and its key there.
pub(super) fn origin(case: &Fields) -> Cell {
    let parts = [case.raw("source"), case.raw("external_key")];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ").into()
}

/// Gives what was decided last, which holds.
fn decision(asked: &Asked<'_>, issue: &Fields) -> Result<Cell, Broken> {
    let last = asked.read.fields_of(Subject::Decision, issue.id)?.pop();
    Ok(last.map_or_else(nothing, |last| {
        let ruled = asked.word(&format!("ruling_{}", last.word("ruling").replace('-', "_")));
        format!("{} {ruled}", last.number().unwrap_or_default()).into()
    }))
}
