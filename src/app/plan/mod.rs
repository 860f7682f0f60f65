//! Plans of projects: milestones, tolerances, the services they depend on; a project's own figures in `figures`, the copy that is frozen
//! when an incident is declared in `freeze`, what is shown of all that in `page`.

mod figures;
mod freeze;
mod page;

use serde_json::json;

use super::case::LIMIT_1000;
use super::command::{Act, Command, refuse};
use super::draft::{Given, Input};
use super::field::{Ask, Field};
use super::query::Query;
use super::{Failure, Refusal};
use crate::model::case::Named;
use crate::model::fields::Fields;
use crate::model::plan::{Aspect, Milestone, Plan, Tolerance};
use crate::model::when::Lean;
use crate::model::{Id, Record, Subject, Value};
use crate::store::{Answer, Reader};

pub(super) use figures::{BUDGET, CURRENCY, ENDS, EXPECTED, FORECAST, KEYS, figures};
pub use figures::{amount, currency_refusal, minor};
pub(super) use freeze::plan_of;
pub use freeze::{freeze, freeze_one, frozen};
pub use page::{health, on_page};

pub static A_PROJECT: Field = Field::argument("project", "Project", Ask::Pick(Subject::Project, false), "Name of the project");
static OF_PROJECT: Field = Field::flag("project", "Project", Ask::Pick(Subject::Project, false), "Only of this project");
static MILESTONE: Field = Field::argument("name", "Milestone", Ask::Line, "What is reached, such as 'cut-over'");
static BASELINE: Field = Field::flag("baseline", "Baseline", Ask::Time(Lean::Future), "When it is to be reached, as planned");
static AWAITED: Field = Field::flag("forecast", "Forecast", Ask::Time(Lean::Future), "When it is expected now");
static ACTUAL: Field = Field::flag("actual", "Actual", Ask::Time(Lean::Past), "When it was reached");
static ASPECT: Field = Field::argument(
    "aspect",
    "Aspect",
    Ask::Choice(Aspect::CHOICES),
    "time (working days), cost (money), scope, quality, benefits, risk or sustainability",
);
static TARGET: Field = Field::flag("target", "Target", Ask::Money, "As planned; days, money, or an amount in the unit");
static PLUS: Field = Field::flag("plus", "Plus", Ask::Money, "How much more it may be");
static MINUS: Field = Field::flag("minus", "Minus", Ask::Money, "How much less it may be");
static EXPECTED_AMOUNT: Field = Field::flag("forecast", "Forecast", Ask::Money, "As it is expected now");
static UNIT: Field = Field::flag("unit", "Unit", Ask::Line, "What is counted, such as features or defects; not for time and cost");
static A_SERVICE: Field =
    Field::argument("service", "Service", Ask::Pick(Subject::Service, true), "Name of the service; a new name is added");
static SERVICE_GONE: Field = Field::argument("service", "Service", Ask::Pick(Subject::Service, false), "Name of the service");
static NOTE: Field = Field::flag("note", "Note", Ask::Line, "What it needs the service for");

/// Commands of this subject.
pub static COMMANDS: &[Command] = &[
    Command {
        name: "project depend",
        doc: "Says that a project depends on a service, so that its plan is frozen when the service is hit.",
        fields: &[&A_PROJECT, &A_SERVICE, &NOTE],
        prints: None,
        run: depend,
    },
    Command {
        name: "project independent",
        doc: "Says that a project no longer depends on a service.",
        fields: &[&A_PROJECT, &SERVICE_GONE],
        prints: None,
        run: independent,
    },
    Command {
        name: "milestone set",
        doc: "Makes or corrects a milestone of a project.",
        fields: &[&A_PROJECT, &MILESTONE, &BASELINE, &AWAITED, &ACTUAL],
        prints: None,
        run: set_milestone,
    },
    Command {
        name: "milestone drop",
        doc: "Takes a milestone out of a project's plan; frozen plans keep it.",
        fields: &[&A_PROJECT, &MILESTONE],
        prints: None,
        run: drop_milestone,
    },
    Command {
        name: "tolerance set",
        doc: "Says how far a project may be off its plan in one respect, and what is expected.",
        fields: &[&A_PROJECT, &ASPECT, &TARGET, &PLUS, &MINUS, &EXPECTED_AMOUNT, &UNIT],
        prints: None,
        run: set_tolerance,
    },
];

/// Queries of this subject.
pub static QUERIES: &[Query] = &[
    Query {
        name: "milestone list",
        doc: "Lists milestones of projects.",
        fields: &[&OF_PROJECT, &LIMIT_1000],
        columns: &[
            ("project", "Project"),
            ("milestone", "Milestone"),
            ("baseline", "Baseline"),
            ("forecast", "Forecast"),
            ("actual", "Actual"),
        ],
        empty: "no milestone yet; 'warroom milestone set PROJECT NAME --baseline DATE' makes one",
        run: page::milestones,
    },
    Query {
        name: "tolerance list",
        doc: "Lists how far projects may be off their plans.",
        fields: &[&OF_PROJECT, &LIMIT_1000],
        columns: &[
            ("project", "Project"),
            ("aspect", "Aspect"),
            ("target", "Target"),
            ("forecast", "Forecast"),
            ("plus", "Plus"),
            ("minus", "Minus"),
            ("unit", "Unit"),
        ],
        empty: "no tolerance yet; 'warroom tolerance set PROJECT time --plus 5' sets one",
        run: page::tolerances,
    },
];

/// Gives the project a command names.
///
/// # Errors
/// A refusal when it was not given; a required field never comes here.
pub fn project(input: &Input) -> Result<Named, Failure> {
    match input.get("project") {
        Some(Given::Known(named)) => Ok(named.clone()),
        _ => refuse("project", "a project is missing", "name one"),
    }
}

/// Reads the plan of a project as it is now.
///
/// # Errors
/// The store's.
pub fn of(read: Reader<'_>, project: Id) -> Result<Plan, Failure> {
    let Some(own) = read.fields(Subject::Project, project)? else { return Ok(Plan::default()) };
    let milestones = read.fields_by(Subject::Milestone, "project", project)?;
    let tolerances = read.fields_by(Subject::Tolerance, "project", project)?;
    Ok(Plan {
        currency: own.raw("currency").map(str::to_owned),
        budget: own.int("budget"),
        forecast: own.int("forecast"),
        ends: own.time("ends"),
        expected: own.time("expected"),
        milestones: milestones.iter().map(milestone).collect(),
        tolerances: tolerances.iter().filter_map(tolerance).collect(),
    })
}

fn milestone(row: &Fields) -> Milestone {
    Milestone {
        name: row.word("name").to_owned(),
        baseline: row.time("baseline"),
        forecast: row.time("forecast"),
        actual: row.time("actual"),
    }
}

fn tolerance(row: &Fields) -> Option<Tolerance> {
    Some(Tolerance {
        aspect: Aspect::parse(row.word("aspect"))?,
        unit: row.raw("unit").map(str::to_owned),
        target: row.int("target"),
        plus: row.int("plus"),
        minus: row.int("minus"),
        forecast: row.int("forecast"),
    })
}

fn done(project: &Named, label: &str) -> Answer {
    Answer { label: format!("{}: {label}", project.name.raw()), json: json!({ "project": project.name.raw() }), ..Answer::default() }
}

fn depend(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let project = project(input)?;
    let Some(Value::Ref(service)) = act.reference(input, "service")? else { return refuse("service", "a service is missing", "name one") };
    let all = act.read().fields_by(Subject::Dependency, "project", project.id)?;
    match all.iter().find(|row| row.reference("service") == Some(service)) {
        Some(row) if input.get("note").is_some() => {
            act.w.set(Subject::Dependency, row.id, "note", &input.value("note").unwrap_or(Value::Null))?;
        }
        Some(_) => return refuse("service", "the project depends on it already", "nothing is left to do"),
        None => {
            let record: Record = vec![
                ("project", Value::Ref(project.id)),
                ("service", Value::Ref(service)),
                ("note", input.value("note").unwrap_or(Value::Null)),
            ];
            act.w.create(Subject::Dependency, &record)?;
        }
    }
    Ok(done(&project, "depends on the service"))
}

fn independent(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let project = project(input)?;
    let Some(Given::Known(service)) = input.get("service") else { return refuse("service", "a service is missing", "name one") };
    let all = act.read().fields_by(Subject::Dependency, "project", project.id)?;
    let Some(row) = all.iter().find(|row| row.reference("service") == Some(service.id)) else {
        return refuse(
            "service",
            format!("{} does not depend on {}", project.name.raw(), service.name.raw()),
            "its page names what it depends on",
        );
    };
    act.w.remove(Subject::Dependency, row.id)?;
    Ok(done(&project, "no longer depends on the service"))
}

fn find_milestone(read: Reader<'_>, project: &Named, name: &str) -> Result<Option<Fields>, Failure> {
    let all = read.fields_by(Subject::Milestone, "project", project.id)?;
    Ok(all.into_iter().find(|row| row.word("name").eq_ignore_ascii_case(name)))
}

fn set_milestone(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    const DATES: &[(&str, &str)] = &[("baseline", "baseline"), ("forecast", "forecast"), ("actual", "actual")];
    let project = project(input)?;
    let name = input.text("name").unwrap_or_default().to_owned();
    let known = find_milestone(act.read(), &project, &name)?;
    if DATES.iter().all(|(key, _)| input.get(key).is_none()) {
        return refuse("baseline", "no date was given", "give the planned, the expected or the actual one");
    }
    let id = match &known {
        Some(row) => row.id,
        None if DATES.iter().all(|(key, _)| !input.has(key)) => {
            return refuse("name", format!("there is no milestone '{name}'"), "a new one needs a date");
        }
        None => act.w.create(Subject::Milestone, &vec![("project", Value::Ref(project.id)), ("name", Value::Text(name))])?,
    };
    act.set_named(Subject::Milestone, id, input, DATES)?;
    Ok(done(&project, if known.is_some() { "milestone corrected" } else { "milestone added" }))
}

fn drop_milestone(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let project = project(input)?;
    let name = input.text("name").unwrap_or_default();
    let Some(row) = find_milestone(act.read(), &project, name)? else {
        return refuse("name", format!("there is no milestone '{name}' in {}", project.name.raw()), "'milestone list' lists them");
    };
    act.w.remove(Subject::Milestone, row.id)?;
    Ok(done(&project, "milestone dropped"))
}

fn set_tolerance(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let project = project(input)?;
    let aspect = input.word("aspect").and_then(Aspect::parse).unwrap_or(Aspect::Time);
    let plan = of(act.read(), project.id)?;
    let mut refusals: Vec<Refusal> = Vec::new();
    let mut values: Record = Vec::new();
    for key in ["target", "plus", "minus", "forecast"] {
        match input.get(key) {
            None => {}
            Some(Given::Money(given)) => match amount(key, given, aspect, plan.currency.as_deref()) {
                Ok(n) if n < 0 && matches!(key, "plus" | "minus") => {
                    refusals.push(Refusal::field(key, "a tolerance is not less than nothing", "minus has a field of its own"));
                }
                Ok(n) => values.push((key, Value::Int(n))),
                Err(refusal) => refusals.push(refusal),
            },
            Some(_) => values.push((key, Value::Null)),
        }
    }
    if matches!(aspect, Aspect::Time | Aspect::Cost) && input.has("unit") {
        refusals.push(Refusal::field("unit", format!("{} has a unit already", aspect.label()), "leave it out"));
    } else if input.get("unit").is_some() {
        values.push(("unit", input.value("unit").unwrap_or(Value::Null)));
    }
    if !refusals.is_empty() {
        return Err(Failure::Refused(refusals));
    }
    if values.is_empty() {
        return refuse("plus", "there is nothing to set", "say how much more or less it may be, what is planned or what is expected");
    }
    let all = act.read().fields_by(Subject::Tolerance, "project", project.id)?;
    match all.iter().find(|row| row.word("aspect") == aspect.key()) {
        Some(row) => drop(act.w.set_all(Subject::Tolerance, row.id, &values)?),
        None => {
            let mut record: Record = vec![("project", Value::Ref(project.id)), ("aspect", Value::word(aspect.key()))];
            record.extend(values);
            act.w.create(Subject::Tolerance, &record)?;
        }
    }
    Ok(done(&project, &format!("tolerance of {} set", aspect.label())))
}
