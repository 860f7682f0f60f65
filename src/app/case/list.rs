//! Lists of cases: which filters there are, and which of them an index serves.

use serde_json::{Map, Value as Json};

use crate::app::Failure;
use crate::app::draft::{Given, Input};
use crate::app::field::{Ask, Field};
use crate::app::query::{RowOf, Shown, View, rfc3339};
use crate::model::case::{CaseBy, CaseFilter, CaseFrom, CaseLine, CaseOrder, IssuePriority, Priority, Shelf};
use crate::model::{CaseKind, Subject};

/// Priorities of both kinds, for one flag.
const PRIORITIES: &[(&str, &str)] = &[
    ("P1", "P1"),
    ("P2", "P2"),
    ("P3", "P3"),
    ("P4", "P4"),
    ("very-high", "very high"),
    ("high", "high"),
    ("medium", "medium"),
    ("low", "low"),
    ("very-low", "very low"),
];

static KIND: Field = Field::flag("kind", "Kind", Ask::Choice(CaseKind::CHOICES), "Only incidents, or only issues");
static OPEN_OR: Field = Field::flag(
    "state",
    "State",
    Ask::Choice(&[("open", "open"), ("closed", "closed"), ("all", "all"), ("aside", "outside the lanes")]),
    "open (the default), closed, all, or aside: imported and not adopted",
);
static SERVICE: Field = Field::flag("service", "Service", Ask::Pick(Subject::Service, false), "Only incidents that hit this service");
static PROJECT: Field = Field::flag("project", "Project", Ask::Pick(Subject::Project, false), "Only issues of this project");
static LEAD: Field = Field::flag("lead", "Lead", Ask::Pick(Subject::Person, false), "Only cases this person leads or owns");
static PRIORITY: Field = Field::flag("priority", "Priority", Ask::Choice(PRIORITIES), "Only this priority");
static SORT: Field = Field::flag("sort", "Sort", Ask::Choice(CaseOrder::CHOICES), "priority (the default) or newest");
/// How many rows there are at most; one for each number that goes unless somebody says, for help is to tell the truth.
pub static LIMIT: Field = limit("How many rows at most (100 unless said)");
pub static LIMIT_10: Field = limit("How many rows at most (10 unless said)");
pub static LIMIT_50: Field = limit("How many rows at most (50 unless said)");
pub static LIMIT_200: Field = limit("How many rows at most (200 unless said)");
pub static LIMIT_1000: Field = limit("How many rows at most (1000 unless said)");
pub static LIMIT_10000: Field = limit("How many rows at most (10000 unless said)");

const fn limit(doc: &'static str) -> Field {
    Field::flag("limit", "Limit", Ask::Number, doc)
}

/// What narrows the list.
pub(super) static FIELDS: &[&Field] = &[&KIND, &OPEN_OR, &SERVICE, &PROJECT, &LEAD, &PRIORITY, &SORT, &LIMIT];
/// Its columns in plain print.
pub(super) const COLUMNS: &[(&str, &str)] =
    &[("case", "Case"), ("priority", "Priority"), ("state", "State"), ("title", "Title"), ("home", "Service or project"), ("lead", "Lead")];

pub(super) fn list(view: &View<'_>, input: &Input) -> Result<Shown, Failure> {
    let limit = input.limit(100);
    let order = input.word("sort").and_then(CaseOrder::parse).unwrap_or(CaseOrder::Priority);
    let kinds: Vec<CaseKind> = match input.word("kind").and_then(CaseKind::parse) {
        Some(kind) => vec![kind],
        None => CaseKind::ALL.to_vec(),
    };
    let shelves: &[Shelf] = match input.word("state") {
        Some("closed") => &[Shelf::Closed],
        Some("all") => &[Shelf::Lane, Shelf::Aside, Shelf::Closed],
        Some("aside") => &[Shelf::Aside],
        _ => &[Shelf::Lane],
    };
    let mut rows = Vec::new();
    for kind in kinds {
        for shelf in shelves {
            let Some((by, also)) = narrowed(kind, input) else { continue };
            let filter = CaseFilter { kind, shelf: *shelf, order, by };
            rows.extend(view.read.cases_also(&filter, &also, CaseFrom::Start, limit)?);
            // A case is found by its further services too.
            if let (CaseKind::Incident, Some(Given::Known(service))) = (kind, input.get("service")) {
                let filter = CaseFilter { by: also.first().copied(), ..filter };
                let more = view.read.cases_affecting(service.id, &filter, also.get(1..).unwrap_or_default(), limit)?;
                rows.extend(more.into_iter().filter(|line| !rows.iter().any(|known| known.id == line.id)).collect::<Vec<_>>());
            }
        }
    }
    rows.sort_by_key(|line| (line.case.kind, if order == CaseOrder::Newest { 0 } else { line.spot.rank }, line.spot.newest));
    rows.truncate(limit);
    Ok(Shown::Rows(rows.iter().map(row).collect()))
}

/// Chooses the filter an index serves; what is left narrows further. None when the kind cannot match at all.
fn narrowed(kind: CaseKind, input: &Input) -> Option<(Option<CaseBy>, Vec<CaseBy>)> {
    let known = |key: &str| match input.get(key) {
        Some(Given::Known(named)) => Some(named.id),
        _ => None,
    };
    let mut filters = Vec::new();
    match (kind, known("service"), known("project")) {
        (CaseKind::Issue, Some(_), _) | (CaseKind::Incident, _, Some(_)) => return None,
        (_, service, project) => {
            filters.extend(service.map(CaseBy::Service));
            filters.extend(project.map(CaseBy::Project));
        }
    }
    filters.extend(known("lead").map(CaseBy::Lead));
    if let Some(word) = input.word("priority") {
        let rank = match kind {
            CaseKind::Incident => Priority::ALL.iter().position(|p| p.key() == word),
            CaseKind::Issue => IssuePriority::ALL.iter().position(|p| p.key() == word),
        };
        filters.push(CaseBy::Rank(i64::try_from(rank?).unwrap_or(0) + 1));
    }
    let mut filters = filters.into_iter();
    Some((filters.next(), filters.collect()))
}

fn row(line: &CaseLine) -> Map<String, Json> {
    RowOf::new()
        .with("case", line.case.to_string())
        .with("kind", line.case.kind.key())
        .with("priority", line.priority.clone())
        .with("state", line.state.clone())
        .with("title", line.title.raw())
        .text("home", line.home.as_ref())
        .text("lead", line.lead.as_ref())
        .with("since", rfc3339(line.since))
        .with("due", line.due.map(rfc3339))
        .with("shelf", line.shelf.key())
        .done()
}
