//! How far a review is, in one line: its state, who writes it, until when, what was remarked, with whom it was shared.

use super::desk::Desk;
use super::keys::Place;
use super::stage::World as _;
use crate::app::review::outline::Outline;
use crate::document::print::cell;
use crate::model::entry::{Review, ReviewState};
use crate::model::when;

/// Words the state of a review, what matters most first, with the key for what comes next.
pub fn line(outline: &Outline, desk: &Desk) -> String {
    let review = outline.review.as_ref();
    let state = review.map(|review| review.state);
    let mut parts = vec![match (review, state) {
        (Some(review), Some(ReviewState::Shared)) => format!("shared with {} · {}", with(outline), approval(review, desk)),
        (Some(review), Some(ReviewState::Approved)) => format!("{} · shared with nobody yet", approval(review, desk)),
        (Some(review), _) => review.state.label().to_owned(),
        _ => "not begun".to_owned(),
    }];
    if let Some(due) = outline.due.filter(|_| !state.is_some_and(ReviewState::is_approved)) {
        let wait = due - desk.app.ctx.at;
        parts.push(if wait < 0 { format!("overdue, {}", when::until(wait)) } else { format!("due {}", when::until(wait)) });
    }
    match outline.open() {
        0 => {}
        1 => parts.push("1 remark open".to_owned()),
        many => parts.push(format!("{many} remarks open")),
    }
    if desk.writes() {
        parts.push(desk.told(Place::Review, next(state)));
    }
    parts.extend(outline.version.map(|number| format!("version {number}: ") + &desk.told(Place::Review, "{review-versions}")));
    if let Some(owner) = review.and_then(|review| review.owner.as_ref()).filter(|_| !state.is_some_and(ReviewState::is_approved)) {
        parts.insert(1, format!("{} writes it", cell(&owner.name)));
    }
    parts.push(desk.told(Place::Review, "{causes} causes, {timeline} timeline"));
    parts.join(" · ")
}

fn next(state: Option<ReviewState>) -> &'static str {
    match state {
        None | Some(ReviewState::Draft) => "{review-state} hands it to its readers",
        Some(ReviewState::InReview) => "{review-state} approves it",
        Some(ReviewState::Approved) => "{review-share} shares it",
        Some(ReviewState::Shared) => "{review-share} shares it with others",
    }
}

fn with(outline: &Outline) -> String {
    outline.shared.iter().map(cell).collect::<Vec<_>>().join(", ")
}

fn approval(review: &Review, desk: &Desk) -> String {
    let by = review.approved_by.as_ref().map(|name| format!(" by {}", cell(name))).unwrap_or_default();
    let at = review.approved.filter(|at| at.is_known()).map(|at| when::stamp(&at, desk.app.ctx.zone));
    format!("approved{by}{}", at.map(|at| format!(", {at}")).unwrap_or_default())
}
