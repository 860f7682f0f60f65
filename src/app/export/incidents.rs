//! The incident register: what broke, since when, for how long, what it meant, and why.

use super::issues::{is_open, origin, word};
use super::register::{Cell, Register, Row, Take, name, nothing, text, time};
use super::{Asked, Broken, rows};
use crate::model::fields::Fields;
use crate::model::{CaseKind, Precision, Subject};

/// The register.
pub(super) static REGISTER: Register = Register {
    title: "incident_register",
    groups: &[],
    columns: &[
        ("id", "number"),
        ("title", "incident"),
        ("service", "service"),
        ("further_services", "further_services"),
        ("priority", "priority"),
        ("state", "state"),
        ("started", "started"),
        ("detected", "detected"),
        ("restored", "restored"),
        ("resolved", "resolved"),
        ("closed", "closed"),
        ("minutes", "minutes_down"),
        ("effect", "impact"),
        ("cause", "root_cause"),
        ("workaround", "workaround"),
        ("lead", "lead"),
        ("review", "review_state"),
        ("origin", "origin"),
    ],
    gather,
};

fn gather(asked: &Asked<'_>, take: &mut Take<'_>) -> Result<(), Broken> {
    asked.each(Subject::Case, Some(CaseKind::Incident.key()), |incident| take(row(asked, &incident)?))
}

fn row(asked: &Asked<'_>, incident: &Fields) -> Result<Row, Broken> {
    let affected = asked.read.fields_of(Subject::Affected, incident.id)?;
    let further: Vec<&str> = affected.iter().filter_map(|further| further.name("service")).map(|name| name.raw()).collect();
    let review = asked.read.review(incident.id)?;
    let cells = vec![
        rows::said(incident).unwrap_or_default().into(),
        text(incident, "title"),
        name(incident, "service"),
        further.join(", ").into(),
        incident.word("priority").into(),
        word("state", incident.word("state")),
        time(incident.time("started")),
        time(incident.time("detected")),
        time(incident.time("restored")),
        time(incident.time("resolved")),
        time(incident.time("closed")),
        minutes(incident),
        text(incident, "effect"),
        cause(asked, incident)?,
        text(incident, "workaround"),
        asked.person(incident.name("lead")).into(),
        review.map_or_else(nothing, |review| word("review_is", review.state.key())),
        origin(incident),
    ];
    Ok(Row { group: 0, open: is_open(incident), cells })
}

/// Gives how long it hurt, in minutes: from its start, else from when it was seen, until the service was back. Nothing where a clock time
/// is not known, or one lies before the other.
fn minutes(incident: &Fields) -> Cell {
    let clock = |key: &str| incident.time(key).filter(|moment| moment.precision != Precision::Day).and_then(|moment| moment.millis());
    let from = clock("started").or_else(|| clock("detected"));
    let until = clock("restored").or_else(|| clock("resolved"));
    match from.zip(until).map(|(from, until)| until - from) {
        Some(length) if length >= 0 => (length / 60_000).to_string().into(),
        _ => nothing(),
    }
}

/// Gives what was found to be the root of it.
fn cause(asked: &Asked<'_>, incident: &Fields) -> Result<Cell, Broken> {
    let found = asked.read.fields_of(Subject::Finding, incident.id)?;
    let roots = found.iter().filter(|finding| finding.word("kind") == "cause" && finding.word("mark") == "root");
    Ok(roots.filter_map(|root| root.raw("text")).collect::<Vec<_>>().join("; ").into())
}
