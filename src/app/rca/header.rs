//! The head of a review: the case, its key times and the durations between them.

use super::rows::Rows;
use super::{Fill, is_approved};
use crate::app::Failure;
use crate::document::rca::{self, RcaCase, RcaLink, RcaRelated};
use crate::model::case::Named;
use crate::model::entry::{EntryKind, Owed, Review, Visibility};
use crate::model::{Moment, Precision, Untrusted};

/// Commands by which a person sets a field of a case on purpose.
const BY_HAND: &[&str] = &["incident set", "issue set", "incident open", "issue open", "case state"];

/// Fills the header. Title, services, state, outcome and times are for every reader; the rest is for management at most.
pub(super) fn case(fill: &mut Fill<'_>, review: Option<&Review>, rows: &Rows) -> Result<RcaCase, Failure> {
    let case = fill.case;
    let mut header = RcaCase {
        reference: case.case_ref().to_string(),
        kind: case.kind.key().to_owned(),
        title: case.title.clone(),
        state: case.state.clone(),
        state_words: fill.word(&format!("state_{}", case.state)),
        services: case.service.iter().map(|service| &service.name).chain(&case.affected).cloned().collect(),
        outcome: case.outcome.map(|o| o.label().to_owned()).unwrap_or_default(),
        zone: fill.zone.name().to_owned(),
        ..RcaCase::default()
    };
    header.description = text(fill, "description", case.description.as_ref())?;
    header.effect = text(fill, "effect", case.effect.as_ref())?;
    header.workaround = workaround(fill, rows)?;
    header.residual = text(fill, "residual", case.residual.as_ref())?;
    header.tags = text(fill, "tags", case.tags.as_ref())?;
    header.foreign_severity = text(fill, "foreign_severity", case.foreign_severity.as_ref())?;
    header.foreign_state = text(fill, "foreign_state", case.foreign_state.as_ref())?;
    header.foreign_type = text(fill, "foreign_type", case.foreign_type.as_ref())?;
    header.priority_why = text(fill, "priority_why", case.priority_why.as_ref())?;
    if fill.reader == Visibility::Public {
        return Ok(header);
    }
    let name = |named: Option<&Named>| named.map(|n| n.name.clone()).unwrap_or_default();
    header.project = name(case.project.as_ref());
    header.lead = name(case.lead.as_ref());
    header.scribe = name(case.scribe.as_ref());
    header.priority = case.priority.clone().unwrap_or_default();
    header.impact = case.impact.map(|l| l.label().to_owned()).unwrap_or_default();
    header.urgency = case.urgency.map(|l| l.label().to_owned()).unwrap_or_default();
    header.severity = case.severity.map(|s| s.label().to_owned()).unwrap_or_default();
    header.issue_type = case.issue_type.map(|t| t.label().to_owned()).unwrap_or_default();
    let parts = [case.source.as_ref(), case.external_key.as_ref()];
    header.origin = parts.into_iter().flatten().map(Untrusted::raw).collect::<Vec<_>>().join(" ").into();
    header.review_state = review.map(|r| r.state.label().to_owned()).unwrap_or_default();
    header.review_words = review.map(|r| fill.word(&format!("review_is_{}", r.state.key()))).unwrap_or_default();
    header.review_owner = name(review.and_then(|r| r.owner.as_ref()));
    let time = |moment: Option<Moment>| moment.map(|m| rca::full_time(&m, fill.zone, &fill.words)).unwrap_or_default();
    if is_approved(review) {
        header.approved = time(review.and_then(|r| r.approved));
        header.approved_by = review.and_then(|r| r.approved_by.clone()).unwrap_or_default();
    } else {
        header.review_due = time(due(fill, review)?);
    }
    header.review_planned = time(review.and_then(|r| r.due));
    Ok(header)
}

/// Gives when the review is due: as planned, else as its clock says.
fn due(fill: &Fill<'_>, review: Option<&Review>) -> Result<Option<Moment>, Failure> {
    if let Some(planned) = review.and_then(|r| r.due) {
        return Ok(Some(planned));
    }
    let owed = fill.view.read.due_in(fill.case.id)?;
    let at = owed.into_iter().find(|d| d.what == Owed::Review).map(|d| d.at);
    Ok(at.map(|at| Moment { at, offset: fill.zone.offset_minutes(at), precision: Precision::Exact }))
}

/// Gives a text of the case as far as the reader may see it: for management, or internal as long as no person set it here.
pub(super) fn text(fill: &mut Fill<'_>, field: &str, text: Option<&Untrusted>) -> Result<Untrusted, Failure> {
    let Some(text) = text.filter(|t| !t.is_blank()) else { return Ok(Untrusted::default()) };
    let visibility = if setter(fill, field, text)?.is_some_and(|command| BY_HAND.contains(&command.as_str())) {
        Visibility::Management
    } else {
        Visibility::Internal
    };
    Ok(if fill.may(visibility) { text.clone() } else { Untrusted::default() })
}

/// Gives the command that gave a field of the case its text.
fn setter(fill: &Fill<'_>, field: &str, text: &Untrusted) -> Result<Option<String>, Failure> {
    Ok(fill.view.read.setter(fill.case.id, field, text.raw())?)
}

/// Gives the way around it. One that the log gave is taken from the log as it stands: it may have been amended, redacted or kept internal.
fn workaround(fill: &mut Fill<'_>, rows: &Rows) -> Result<Untrusted, Failure> {
    let Some(own) = fill.case.workaround.as_ref() else { return Ok(Untrusted::default()) };
    if !matches!(setter(fill, "workaround", own)?.as_deref(), Some("log" | "entry amend")) {
        return text(fill, "workaround", Some(own));
    }
    let logged = rows.entries.iter().filter(|e| e.kind == EntryKind::Workaround && !e.redacted);
    Ok(logged.map(|e| e.text.raw()).collect::<Vec<_>>().join("\n").into())
}

/// Lists linked cases. A public reader does not learn that they exist.
pub(super) fn related(fill: &mut Fill<'_>) -> Result<Vec<RcaRelated>, Failure> {
    let mut related = Vec::new();
    for link in fill.view.read.links(fill.case.id)? {
        if fill.may(Visibility::Management) {
            related.push(RcaRelated { relation: link.words().to_owned(), reference: link.case.to_string(), title: link.title });
        }
    }
    Ok(related)
}

/// Gives the address of the case in the system it came from.
pub(super) fn links(fill: &mut Fill<'_>) -> Vec<RcaLink> {
    let Some(url) = fill.case.url.clone() else { return Vec::new() };
    if !fill.may(Visibility::Management) {
        return Vec::new();
    }
    vec![RcaLink { url, text: Untrusted::default() }]
}
