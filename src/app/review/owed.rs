//! What is owed of reviews: those of cases that ended, overdue first, and those that were approved and went to nobody yet.

use serde_json::{Map, Value as Json};

use super::remark;
use crate::app::Failure;
use crate::app::draft::Input;
use crate::app::query::{RowOf, Shown, View, rfc3339};
use crate::model::case::Case;
use crate::model::entry::Visibility;
use crate::model::{Untrusted, when};

pub(super) fn list(view: &View<'_>, input: &Input) -> Result<Shown, Failure> {
    let limit = input.limit(100);
    let mut rows = Vec::new();
    for (id, due) in view.read.review_debt(limit)? {
        if let Some(case) = view.read.case_by_id(id)? {
            rows.push(debt(view, &case, due)?);
        }
    }
    for id in view.read.reviews_to_share(limit.saturating_sub(rows.len()))? {
        if let Some(case) = view.read.case_by_id(id)? {
            rows.push(debt(view, &case, None)?);
        }
    }
    Ok(Shown::Rows(rows))
}

fn debt(view: &View<'_>, case: &Case, due: Option<i64>) -> Result<Map<String, Json>, Failure> {
    let (read, now) = (view.read, view.ctx.at);
    let review = read.review(case.id)?;
    let ended = case.time("resolved").or(case.time("closed")).and_then(|m| m.millis());
    let name = |text: &Untrusted| text.raw().to_owned();
    let approved = review.as_ref().is_some_and(|review| review.state.is_approved());
    let open = if read.floor() == Visibility::Internal { remark::open(read, case.id)? } else { 0 };
    Ok(RowOf::new()
        .with("case", case.case_ref().to_string())
        .with("title", case.title.raw())
        .with("priority", case.priority.clone())
        .with("state", review.as_ref().map(|r| r.state.key()))
        .with("owner", review.as_ref().and_then(|r| r.owner.as_ref()).or(case.lead.as_ref()).map(|o| name(&o.name)))
        .with("due", due.map(rfc3339))
        .with("when", due.map(|due| when::until(due - now)).or(approved.then(|| "not shared".to_owned())))
        .with("remarks", (open > 0).then_some(open))
        .with("ended", ended.map(rfc3339))
        .with("age", ended.map(|ended| when::ago(now - ended)))
        .done())
}
