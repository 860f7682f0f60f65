//! Cases of both kinds: moving on, adopting, listing, and the page of one case.

use serde_json::{Map, Value as Json, json};

use super::Failure;
use super::command::{Act, Command, refuse};
use super::draft::{Given, Input};
use super::field::{Ask, Field};
use super::incident::{CASE, answer};
use super::query::{Query, RowOf, Shown, View, rfc3339};
use crate::document::Document;
use crate::model::case::{
    CASE_TIMES, Case, CaseBy, CaseFilter, CaseFrom, CaseLine, CaseOrder, IncidentState, IssuePriority, IssueState, Outcome, Priority, Shelf,
};
use crate::model::entry::{EntryKind, Visibility};
use crate::model::when::{self, Lean};
use crate::model::{CaseKind, Moment, Record, Subject, Untrusted, Value};
use crate::store::Answer;

/// States of both kinds, for one flag; the command checks which kind may have which.
const STATES: &[(&str, &str)] = &[
    ("open", "open"),
    ("investigating", "investigating"),
    ("identified", "identified"),
    ("restored", "restored"),
    ("monitoring", "monitoring"),
    ("resolved", "resolved"),
    ("assessing", "assessing"),
    ("deciding", "deciding"),
    ("acting", "acting"),
    ("closed", "closed"),
];
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

static STATE: Field = Field::argument("state", "State", Ask::Choice(STATES), "State to move to, such as restored or acting");
pub static AT: Field = Field::flag("at", "At", Ask::Time(Lean::Past), "When it happened, if not now");
static WHY: Field = Field::flag("why", "Why", Ask::Line, "Why; a step back must say it");
static OUTCOME: Field =
    Field::flag("outcome", "Outcome", Ask::Choice(Outcome::CHOICES), "How an issue ended: closed, or reduced with what is left of it");
static RESIDUAL: Field = Field::flag("residual", "Residual impact", Ask::Text, "What is left of a reduced issue");

/// Commands about cases of both kinds.
pub static COMMANDS: &[Command] = &[
    Command {
        name: "case state",
        doc: "Moves a case to another state and logs it; a step back asks why.",
        fields: &[&CASE, &STATE, &AT, &WHY, &OUTCOME, &RESIDUAL],
        prints: None,
        run: move_on,
    },
    Command {
        name: "case adopt",
        doc: "Starts the clocks of an imported case and shows it in the lanes.",
        fields: &[&CASE],
        prints: None,
        run: adopt,
    },
];

static KIND: Field = Field::flag("kind", "Kind", Ask::Choice(CaseKind::CHOICES), "Only incidents, or only issues");
static OPEN_OR: Field = Field::flag(
    "state",
    "State",
    Ask::Choice(&[("open", "open"), ("closed", "closed"), ("all", "all"), ("aside", "outside the lanes")]),
    "open (the default), closed, all, or aside: imported and not adopted",
);
static SERVICE: Field = Field::flag("service", "Service", Ask::Pick(Subject::Service, false), "Only incidents of this service");
static PROJECT: Field = Field::flag("project", "Project", Ask::Pick(Subject::Project, false), "Only issues of this project");
static LEAD: Field = Field::flag("lead", "Lead", Ask::Pick(Subject::Person, false), "Only cases this person leads or owns");
static PRIORITY: Field = Field::flag("priority", "Priority", Ask::Choice(PRIORITIES), "Only this priority");
static SORT: Field = Field::flag("sort", "Sort", Ask::Choice(CaseOrder::CHOICES), "priority (the default) or newest");
pub static LIMIT: Field = Field::flag("limit", "Limit", Ask::Number, "How many rows at most (100 unless said)");

/// Queries about cases of both kinds.
pub static QUERIES: &[Query] = &[
    Query {
        name: "case list",
        doc: "Lists cases.",
        fields: &[&KIND, &OPEN_OR, &SERVICE, &PROJECT, &LEAD, &PRIORITY, &SORT, &LIMIT],
        columns: &[
            ("case", "Case"),
            ("priority", "Priority"),
            ("state", "State"),
            ("title", "Title"),
            ("home", "Service or project"),
            ("lead", "Lead"),
        ],
        empty: "no such case; 'warroom incident open TITLE' opens an incident, 'warroom issue open TITLE' a project issue",
        run: list,
    },
    Query {
        name: "case show",
        doc: "Shows one case as a page: facts, clocks, log, actions, links.",
        fields: &[&CASE],
        columns: &[],
        empty: "",
        run: show,
    },
];

/// Gives the times a state reaches, so that moving there fills them in where nobody has.
fn reached(kind: CaseKind, state: &str) -> &'static [&'static str] {
    match (kind, state) {
        (CaseKind::Incident, "investigating") => &["acknowledged"],
        (CaseKind::Incident, "restored") => &["restored"],
        (CaseKind::Incident, "resolved") => &["resolved"],
        (_, "closed") => &["closed"],
        _ => &[],
    }
}

fn position(kind: CaseKind, state: &str) -> Option<usize> {
    match kind {
        CaseKind::Incident => IncidentState::ALL.iter().position(|s| s.key() == state),
        CaseKind::Issue => IssueState::ALL.iter().position(|s| s.key() == state),
    }
}

fn move_on(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let case = input.case("case")?.clone();
    let state = input.word("state").unwrap_or("open");
    let states: Vec<&str> = match case.kind {
        CaseKind::Incident => IncidentState::ALL.iter().map(|s| s.key()).collect(),
        CaseKind::Issue => IssueState::ALL.iter().map(|s| s.key()).collect(),
    };
    let (Some(from), Some(to)) = (position(case.kind, &case.state), position(case.kind, state)) else {
        return refuse("state", format!("an {} is never '{state}'", case.kind.label()), format!("one of {}", states.join(", ")));
    };
    if from == to {
        return refuse("state", format!("{} is {state} already", case.case_ref()), "name another state, or correct its times with set");
    }
    let why = input.text("why");
    let mut refusals = Vec::new();
    if to < from && why.is_none() {
        refusals.push(crate::model::Refusal::field("why", format!("{state} is a step back from {}", case.state), "say why with --why"));
    }
    refusals.extend(outcome_refusals(&case, state, input));
    if !refusals.is_empty() {
        return Err(Failure::Refused(refusals));
    }
    let at = input.time("at").unwrap_or_else(|| act.moment());
    if input.has("at") {
        act.echo("at", &at);
    }
    act.w.set(Subject::Case, case.id, "state", &Value::word(state))?;
    if to > from {
        for key in reached(case.kind, state) {
            if case.time(key).is_none() {
                act.w.set(Subject::Case, case.id, key, &Value::Time(at))?;
            }
        }
    } else {
        clear_times_after(act, &case, to)?;
    }
    act.set_named(Subject::Case, case.id, input, &[("outcome", "outcome"), ("residual", "residual")])?;
    if case.kind == CaseKind::Issue && state == "closed" && !input.has("outcome") && case.outcome.is_none() {
        act.w.set(Subject::Case, case.id, "outcome", &Value::word(Outcome::Closed.key()))?;
    }
    let word = if to < from { format!("reopened: {} → {state}", case.state) } else { format!("{} → {state}", case.state) };
    log_state(act, &case, at, word, why)?;
    note_order(act, &case, state, at);
    let stands = if to < from { "is again" } else { "is" };
    Ok(answer((case.case_ref(), case.id), format!("{} {stands} {state}", case.case_ref())))
}

fn outcome_refusals(case: &Case, state: &str, input: &Input) -> Vec<crate::model::Refusal> {
    let refusal = crate::model::Refusal::field;
    let mut all = Vec::new();
    if input.has("outcome") && (case.kind != CaseKind::Issue || state != "closed") {
        all.push(refusal("outcome", "only a project issue that is closed has an outcome", "leave --outcome out"));
    }
    let reduced = input.word("outcome") == Some(Outcome::Reduced.key());
    if reduced && !input.has("residual") && case.residual.is_none() {
        all.push(refusal("residual", "a reduced issue leaves something behind", "say what is left with --residual"));
    }
    all
}

/// A step back takes with it the times of the states that are no longer reached; the journal and the log keep them.
fn clear_times_after(act: &mut Act<'_, '_>, case: &Case, to: usize) -> Result<(), Failure> {
    let later: &[(&str, &str)] = &[("restored", "restored"), ("resolved", "resolved"), ("closed", "closed")];
    for (state, key) in later {
        if position(case.kind, state).is_some_and(|at| at > to) && case.time(key).is_some() {
            act.w.set(Subject::Case, case.id, key, &Value::Null)?;
        }
    }
    Ok(())
}

/// Times may come in any order, because real ones do; the person is told, never refused.
fn note_order(act: &mut Act<'_, '_>, case: &Case, state: &str, at: Moment) {
    let start = case.time("started").or(case.time("detected")).and_then(|m| m.millis());
    if let (Some(start), Some(now)) = (start, at.millis())
        && now < start
    {
        act.notes.push(format!("{state} lies before the start; kept as given"));
    }
}

/// Logs a change of state in the same batch: the log tells the story without the journal.
fn log_state(act: &mut Act<'_, '_>, case: &Case, at: Moment, text: String, why: Option<&str>) -> Result<(), Failure> {
    let number = act.w.number(&super::entry::scope(case.id))?;
    let record: Record = vec![
        ("case_id", Value::Ref(case.id)),
        ("number", Value::Int(number)),
        ("kind", Value::word(EntryKind::State.key())),
        ("observed", Value::Time(at)),
        ("logged", Value::Time(act.moment())),
        ("text", Value::Text(text)),
        ("reason", Value::text(why.map(str::to_owned))),
        ("author", Value::Text(act.ctx.actor.clone())),
        ("visibility", Value::word(Visibility::Management.key())),
        ("superseded", Value::Int(0)),
        ("redacted", Value::Int(0)),
    ];
    act.w.create(Subject::Entry, &record)?;
    Ok(())
}

fn adopt(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let case = input.case("case")?.clone();
    if case.lane && case.clocks {
        return refuse("case", format!("{} is in the lanes already", case.case_ref()), "nothing is left to adopt");
    }
    act.w.set(Subject::Case, case.id, "lane", &Value::Int(1))?;
    act.w.set(Subject::Case, case.id, "clocks", &Value::Int(1))?;
    Ok(answer((case.case_ref(), case.id), format!("{} adopted", case.case_ref())))
}

fn list(view: &View<'_>, input: &Input) -> Result<Shown, Failure> {
    let limit = usize::try_from(input.number("limit").unwrap_or(100)).unwrap_or(100);
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
            let Some((by, rest)) = narrowed(kind, input) else { continue };
            let filter = CaseFilter { kind, shelf: *shelf, order, by };
            rows.extend(read_filtered(view, &filter, &rest, limit)?);
        }
    }
    rows.sort_by_key(|line| (line.case.kind, if order == CaseOrder::Newest { 0 } else { line.spot.rank }, line.spot.newest));
    rows.truncate(limit);
    Ok(Shown::Rows(rows.iter().map(|line| row(view, line)).collect()))
}

/// Chooses the filter an index serves; what is left is looked at row by row. None when the kind cannot match at all.
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

/// Rows that an index narrowed are filtered further, over 5,000 visited rows at most.
fn read_filtered(view: &View<'_>, filter: &CaseFilter, rest: &[CaseBy], limit: usize) -> Result<Vec<CaseLine>, Failure> {
    if rest.is_empty() {
        return Ok(view.read.cases(filter, CaseFrom::Start, limit)?);
    }
    let mut rows = view.read.cases(filter, CaseFrom::Start, 5_000)?;
    let mut kept = Vec::new();
    for line in rows.drain(..) {
        let fits = match view.read.case_by_id(line.id)? {
            Some(case) => rest.iter().all(|by| match by {
                CaseBy::Service(id) => case.service.as_ref().is_some_and(|n| n.id == *id),
                CaseBy::Project(id) => case.project.as_ref().is_some_and(|n| n.id == *id),
                CaseBy::Lead(id) => case.lead.as_ref().is_some_and(|n| n.id == *id),
                CaseBy::Rank(rank) => line.spot.rank == *rank,
            }),
            None => false,
        };
        if fits {
            kept.push(line);
        }
        if kept.len() >= limit {
            break;
        }
    }
    Ok(kept)
}

fn text(value: Option<&Untrusted>) -> Json {
    value.map_or(Json::Null, |t| t.raw().into())
}

fn row(_view: &View<'_>, line: &CaseLine) -> Map<String, Json> {
    RowOf::new()
        .with("case", line.case.to_string())
        .with("kind", line.case.kind.key())
        .with("priority", line.priority.clone())
        .with("state", line.state.clone())
        .with("title", line.title.raw())
        .with("home", text(line.home.as_ref()))
        .with("lead", text(line.lead.as_ref()))
        .with("since", rfc3339(line.since))
        .with("due", line.due.map(rfc3339))
        .with("shelf", line.shelf.key())
        .done()
}

/// Gives one case as JSON, every field under its own key.
pub fn whole(case: &Case) -> Map<String, Json> {
    let name = |named: Option<&crate::model::case::Named>| named.map_or(Json::Null, |n| n.name.raw().into());
    let mut row = RowOf::new()
        .with("case", case.case_ref().to_string())
        .with("id", case.id.to_string())
        .with("kind", case.kind.key())
        .with("title", case.title.raw())
        .with("state", case.state.clone())
        .with("priority", case.priority.clone())
        .with("priority_why", text(case.priority_why.as_ref()));
    row = match case.kind {
        CaseKind::Incident => row
            .with("impact", case.impact.map(|l| l.key()))
            .with("urgency", case.urgency.map(|l| l.key()))
            .with("service", name(case.service.as_ref()))
            .with("lead", name(case.lead.as_ref()))
            .with("effect", text(case.effect.as_ref())),
        CaseKind::Issue => row
            .with("type", case.issue_type.map(|t| t.key()))
            .with("severity", case.severity.map(|s| s.key()))
            .with("project", name(case.project.as_ref()))
            .with("owner", name(case.lead.as_ref()))
            .with("impact", text(case.effect.as_ref()))
            .with("outcome", case.outcome.map(|o| o.key()))
            .with("residual", text(case.residual.as_ref()))
            .time("due", case.due),
    };
    row = row
        .with("scribe", name(case.scribe.as_ref()))
        .with("description", text(case.description.as_ref()))
        .with("workaround", text(case.workaround.as_ref()))
        .with("foreign_severity", text(case.foreign_severity.as_ref()))
        .with("foreign_state", text(case.foreign_state.as_ref()))
        .with("foreign_type", text(case.foreign_type.as_ref()))
        .with("tags", text(case.tags.as_ref()))
        .with("source", text(case.source.as_ref()))
        .with("external_key", text(case.external_key.as_ref()))
        .with("url", text(case.url.as_ref()))
        .with("zone", case.zone.clone())
        .with("clocks", case.clocks)
        .with(
            "shelf",
            if case.is_closed() {
                "closed"
            } else if case.lane {
                "lane"
            } else {
                "aside"
            },
        )
        .time("opened", Some(case.opened));
    for (at, (key, _)) in CASE_TIMES.iter().enumerate() {
        row = row.time(key, case.times[at]);
    }
    row.done()
}

fn show(view: &View<'_>, input: &Input) -> Result<Shown, Failure> {
    let case = input.case("case")?;
    let now = view.ctx.now();
    let entries = view.read.log(case.id, None, crate::model::entry::LogFrom::End, 200)?;
    let actions = view.read.actions_of(case.id)?;
    let links = view.read.links(case.id)?;
    let dues = view.read.due_in(case.id)?;
    let mut page = Document::new().heading(1, Untrusted::new(format!("{} {}", case.case_ref(), case.title.raw()))).facts(facts(case, &now));
    if !dues.is_empty() {
        let rows = dues.iter().map(|d| Untrusted::new(format!("{}: {}", d.what.label(), super::due::words(d, &now))));
        page = page.heading(2, "Due").bullets(rows);
    }
    if !entries.is_empty() {
        page = page.heading(2, "Log").table(super::entry::table(&entries, case.case_ref(), now.zone));
    }
    if !actions.is_empty() {
        page = page.heading(2, "Actions").table(super::action::table(&actions, now.zone));
    }
    if !links.is_empty() {
        let rows = links.iter().map(|l| Untrusted::new(format!("{} {} {} ({})", l.words(), l.case, l.title.raw(), l.state)));
        page = page.heading(2, "Links").bullets(rows);
    }
    let mut whole = whole(case);
    whole.insert("log".into(), entries.iter().map(|e| Json::Object(super::entry::row(case.case_ref(), e))).collect());
    whole.insert("actions".into(), actions.iter().map(|a| Json::Object(super::action::row(a))).collect());
    let linked =
        links.iter().map(|l| json!({ "as": l.kind.key(), "outward": l.outward, "case": l.case.to_string(), "title": l.title.raw() }));
    whole.insert("links".into(), linked.collect());
    whole.insert("due".into(), dues.iter().map(|d| Json::Object(super::due::row(d))).collect());
    Ok(Shown::Page(page, Json::Object(whole)))
}

/// Lists what is known of a case in the order people ask for it; what is not known is left out.
pub fn facts(case: &Case, now: &when::Now) -> Vec<(String, Untrusted)> {
    let mut facts: Vec<(String, Untrusted)> = Vec::new();
    let mut add = |label: &str, text: Option<Untrusted>| facts.extend(text.map(|text| (label.to_owned(), text)));
    let name = |named: Option<&crate::model::case::Named>| named.map(|n| n.name.clone());
    let issue = case.kind == CaseKind::Issue;
    add("State", Some(case.state.clone().into()));
    let why = case.priority_why.as_ref().map_or(String::new(), |w| format!(" ({})", w.raw()));
    add("Priority", case.priority.as_ref().map(|p| format!("{p}{why}").into()));
    if let (Some(impact), Some(urgency)) = (case.impact, case.urgency) {
        add("Impact × urgency", Some(format!("{} × {}", impact.label(), urgency.label()).into()));
    }
    add("Severity", case.severity.map(|s| s.label().into()));
    add("Type", case.issue_type.map(|t| t.label().into()));
    add("Service", name(case.service.as_ref()));
    add("Project", name(case.project.as_ref()));
    add(if issue { "Owner" } else { "Lead" }, name(case.lead.as_ref()));
    add("Scribe", name(case.scribe.as_ref()));
    add("Due", case.due.map(|m| when::echo(&m, now).into()));
    add("Impact", case.effect.clone());
    add("Workaround", case.workaround.clone());
    add("Description", case.description.clone());
    add("Outcome", case.outcome.map(|o| o.label().into()));
    add("Residual impact", case.residual.clone());
    add("Foreign severity", case.foreign_severity.clone());
    add("Foreign state", case.foreign_state.clone());
    add("Foreign type", case.foreign_type.clone());
    add("Tags", case.tags.clone());
    for (at, (_, label)) in CASE_TIMES.iter().enumerate() {
        add(label, case.times[at].map(|m| when::echo(&m, now).into()));
    }
    add("Opened here", Some(when::echo(&case.opened, now).into()));
    let origin = case.source.as_ref().map(|s| format!("{} {}", s.raw(), case.external_key.as_ref().map_or("", |k| k.raw())));
    add("From", origin.map(Untrusted::from));
    add("Link", case.url.clone());
    if !case.clocks {
        add("Clocks", Some(format!("off; 'warroom case adopt {}' starts them", case.case_ref()).into()));
    }
    facts
}
