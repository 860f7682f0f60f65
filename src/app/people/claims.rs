//! The ledger of claims: who was taken from which project for which case, by whom released, since when, due back and returned when.

use serde_json::{Map, Value as Json};

use super::is_open;
use crate::app::Failure;
use crate::app::draft::{Given, Input};
use crate::app::query::{RowOf, Shown, View};
use crate::model::Subject;
use crate::model::fields::Fields;

/// Lists the ledger: who is still away from their project first, the newest of each first.
pub(super) fn list(view: &View<'_>, input: &Input) -> Result<Shown, Failure> {
    let limit = input.limit(200);
    let project = match input.get("project") {
        Some(Given::Known(named)) => Some(named.id),
        _ => None,
    };
    let case = if input.has("case") { Some(input.case("case")?.id) } else { None };
    let mut rows = match (case, project) {
        (Some(case), _) => view.read.fields_of(Subject::Assignment, case)?,
        (None, Some(project)) => view.read.fields_by(Subject::Assignment, "project", project)?,
        (None, None) => view.read.last_assignments(limit)?,
    };
    rows.retain(|row| project.is_none_or(|project| row.reference("project") == Some(project)));
    rows.reverse();
    rows.sort_by_key(|row| !is_open(row));
    rows.truncate(limit);
    Ok(Shown::Rows(rows.iter().map(row).collect()))
}

/// Gives one claim as JSON.
fn row(row: &Fields) -> Map<String, Json> {
    RowOf::new()
        .text("person", row.name("person"))
        .text("project", row.name("project"))
        .with("case", row.case.map(|(_, case)| case.to_string()))
        .text("released_by", row.text("released_by").as_ref())
        .time("since", row.time("since"))
        .time("back", row.time("back"))
        .time("returned", row.time("ended"))
        .text("task", row.text("task").as_ref())
        .with("open", is_open(row))
        .done()
}
