//! Cases of both kinds: moving on and adopting here, lists in `list`, the page of one case in `page`.

mod list;
mod page;
mod services;

use super::Failure;
use super::command::{Act, Command, refuse};
use super::draft::Input;
use super::entry::{Said, by_the_way};
use super::field::{Ask, Field};
use super::incident::{CASE, answer};
use super::query::Query;
use crate::model::case::{Case, IncidentState, IssueState, Outcome};
use crate::model::entry::EntryKind;
use crate::model::when::Lean;
use crate::model::{CaseKind, Moment, Refusal, Subject, Value};
use crate::store::Answer;

pub use list::{LIMIT, LIMIT_10, LIMIT_50, LIMIT_200, LIMIT_1000, LIMIT_10000};
pub use page::{facts, whole};

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
    Command {
        name: "case services",
        doc: "Adds a further service that a case hits, or takes one off it.",
        fields: &[&CASE, &services::ADD, &services::REMOVE],
        prints: None,
        run: services::change,
    },
];

/// Queries about cases of both kinds.
pub static QUERIES: &[Query] = &[
    Query {
        name: "case list",
        doc: "Lists cases.",
        fields: list::FIELDS,
        columns: list::COLUMNS,
        empty: "no such case; 'warroom incident open TITLE' opens an incident, 'warroom issue open TITLE' a project issue",
        run: list::list,
    },
    Query {
        name: "case show",
        doc: "Shows one case as a page: facts, clocks, log, actions, links.",
        fields: &[&CASE],
        columns: &[],
        empty: "",
        run: page::show,
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

/// Gives how far a state is among those of its kind.
pub(super) fn position(kind: CaseKind, state: &str) -> Option<usize> {
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
        refusals.push(Refusal::field("why", format!("{state} is a step back from {}", case.state), "say why with --why"));
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
    // The log tells the story without the journal.
    let visibility = EntryKind::State.default_visibility();
    by_the_way(act, case.id, Said { kind: EntryKind::State, at, text: word, why: why.map(str::to_owned), visibility })?;
    note_order(act, &case, state, at);
    let stands = if to < from { "is again" } else { "is" };
    Ok(answer((case.case_ref(), case.id), format!("{} {stands} {state}", case.case_ref())))
}

fn outcome_refusals(case: &Case, state: &str, input: &Input) -> Vec<Refusal> {
    let mut all = Vec::new();
    if input.has("outcome") && (case.kind != CaseKind::Issue || state != "closed") {
        all.push(Refusal::field("outcome", "only a project issue that is closed has an outcome", "leave --outcome out"));
    }
    let reduced = input.word("outcome") == Some(Outcome::Reduced.key());
    if reduced && !input.has("residual") && case.residual.is_none() {
        all.push(Refusal::field("residual", "a reduced issue leaves something behind", "say what is left with --residual"));
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

fn adopt(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let case = input.case("case")?.clone();
    if case.lane && case.clocks {
        return refuse("case", format!("{} is in the lanes already", case.case_ref()), "nothing is left to adopt");
    }
    act.w.set(Subject::Case, case.id, "lane", &Value::Int(1))?;
    act.w.set(Subject::Case, case.id, "clocks", &Value::Int(1))?;
    Ok(answer((case.case_ref(), case.id), format!("{} adopted", case.case_ref())))
}
