//! What is shown of plans: lists of milestones and tolerances, the plan on a project's page, and the letter of its health.

use serde_json::{Map, Value as Json, json};

use super::{Input, of, plan_of};
use crate::app::Failure;
use crate::app::draft::Given;
use crate::app::impact::{adds_of, amount_words, tolerance_words};
use crate::app::query::{RowOf, Shown, View};
use crate::document::{Align, Document, Table};
use crate::model::fields::Fields;
use crate::model::plan::{Aspect, Effect, Health, Plan, Sum, sums};
use crate::model::quantity::money;
use crate::model::when::{self, Now};
use crate::model::{Id, Moment, Subject, Untrusted};
use crate::store::Reader;

fn rows(view: &View<'_>, input: &Input, subject: Subject) -> Result<Vec<Fields>, Failure> {
    let limit = input.limit(1_000);
    let mut all = match input.get("project") {
        Some(Given::Known(project)) => view.read.fields_by(subject, "project", project.id)?,
        _ => view.read.fields_all(subject, limit)?,
    };
    all.truncate(limit);
    Ok(all)
}

pub(super) fn milestones(view: &View<'_>, input: &Input) -> Result<Shown, Failure> {
    let row = |row: &Fields| {
        RowOf::new()
            .text("project", row.name("project"))
            .text("milestone", row.text("name").as_ref())
            .time("baseline", row.time("baseline"))
            .time("forecast", row.time("forecast"))
            .time("actual", row.time("actual"))
            .done()
    };
    Ok(Shown::Rows(rows(view, input, Subject::Milestone)?.iter().map(row).collect()))
}

pub(super) fn tolerances(view: &View<'_>, input: &Input) -> Result<Shown, Failure> {
    let mut all = Vec::new();
    let mut currencies: Vec<(Id, Option<String>)> = Vec::new();
    for row in rows(view, input, Subject::Tolerance)? {
        let aspect = Aspect::parse(row.word("aspect")).unwrap_or(Aspect::Time);
        let project = row.reference("project");
        let known = currencies.iter().find(|(id, _)| Some(*id) == project).map(|(_, currency)| currency.clone());
        let currency = match (known, project) {
            (Some(currency), _) => currency,
            (None, Some(id)) => {
                let currency = view.read.fields(Subject::Project, id)?.and_then(|own| own.raw("currency").map(str::to_owned));
                currencies.push((id, currency.clone()));
                currency
            }
            (None, None) => None,
        };
        let amount = |key: &str| row.int(key).map(|amount| amount_words(aspect, amount, currency.as_deref()));
        let unit = match aspect {
            Aspect::Time => Some("days".to_owned()),
            Aspect::Cost => currency.clone(),
            _ => row.raw("unit").map(str::to_owned),
        };
        all.push(
            RowOf::new()
                .text("project", row.name("project"))
                .with("aspect", aspect.key())
                .with("target", amount("target"))
                .with("forecast", amount("forecast"))
                .with("plus", amount("plus"))
                .with("minus", amount("minus"))
                .with("unit", unit)
                .done(),
        );
    }
    Ok(Shown::Rows(all))
}

/// Judges how a project is: its plan as it is now, and what every open case makes of the plan that was frozen for it. The worst counts.
/// Beside the letter stand the aspects that are outside, each with the case it is so for.
///
/// # Errors
/// The store's.
pub fn health(read: Reader<'_>, project: Id, plan: &Plan) -> Result<(Health, Vec<String>), Failure> {
    let own = sums(plan, &Effect::default());
    let mut worst = Health::of(&own);
    let mut outside: Vec<String> = own.iter().filter(|sum| sum.is_breach()).map(|sum| sum.aspect.label().to_owned()).collect();
    let frozen = read.fields_by(Subject::Baseline, "project", project)?;
    for row in read.fields_by(Subject::Impact, "project", project)? {
        let Some((id, case)) = row.case else { continue };
        if read.case_by_id(id)?.is_none_or(|case| case.is_closed()) {
            continue;
        }
        let plan = frozen.iter().find(|frozen| frozen.reference("case_id") == Some(id)).map(plan_of).unwrap_or_default();
        let of_case = sums(&plan, &adds_of(&row, &[]));
        worst = worst.max(Health::of(&of_case));
        outside.extend(of_case.iter().filter(|sum| sum.is_breach()).map(|sum| format!("{case} {}", sum.aspect.label())));
    }
    Ok((worst, outside))
}

fn date(moment: Option<Moment>, now: &Now) -> Untrusted {
    moment.map(|moment| when::stamp(&moment, now.zone)).unwrap_or_default().into()
}

/// Gives what a project's page says of its plan, for people and for programs.
///
/// # Errors
/// The store's.
pub fn on_page(view: &View<'_>, project: Id) -> Result<(Document, Map<String, Json>), Failure> {
    let plan = of(view.read, project)?;
    let (health, outside) = health(view.read, project, &plan)?;
    let now = view.ctx.now();
    let depends = view.read.fields_by(Subject::Dependency, "project", project)?;
    let currency = plan.currency.as_deref().unwrap_or_default();
    let why = if outside.is_empty() { health.words().to_owned() } else { format!("{}: {}", health.words(), outside.join(", ")) };
    let cost = |amount: Option<i64>| amount.map(|amount| money(amount, currency));
    let facts = [
        ("Health", Untrusted::from(format!("{} ({why})", health.letter()))),
        ("Budget", cost(plan.budget).unwrap_or_default().into()),
        ("Forecast cost", cost(plan.forecast).unwrap_or_default().into()),
        ("Ends", date(plan.ends, &now)),
        ("Expected end", date(plan.expected, &now)),
    ];
    let mut page = Document::new().facts(facts);
    if !plan.milestones.is_empty() {
        let mut table = Table::new(["Milestone", "Baseline", "Forecast", "Actual"]);
        for m in &plan.milestones {
            table.push([m.name.as_str().into(), date(m.baseline, &now), date(m.forecast, &now), date(m.actual, &now)]);
        }
        page = page.heading(2, "Milestones").table(table);
    }
    let judged: Vec<Sum> = sums(&plan, &Effect::default()).into_iter().filter(|sum| sum.has_tolerance() || sum.target.is_some()).collect();
    if !judged.is_empty() {
        page = page.heading(2, "Tolerances").table(tolerance_table(&judged, &plan));
    }
    if !depends.is_empty() {
        let line = |row: &Fields| {
            let note = row.raw("note").map(|note| format!(": {note}")).unwrap_or_default();
            Untrusted::new(format!("{}{note}", row.name("service").map_or("", Untrusted::raw)))
        };
        page = page.heading(2, "Depends on").bullets(depends.iter().map(line));
    }
    let json = RowOf::new()
        .with("health", health.letter())
        .with("outside", outside)
        .with("currency", plan.currency.clone())
        .with("budget", cost(plan.budget))
        .with("budget_minor", plan.budget)
        .with("forecast", cost(plan.forecast))
        .with("forecast_minor", plan.forecast)
        .time("ends", plan.ends)
        .time("expected", plan.expected)
        .with("milestones", plan.milestones.iter().map(|m| json!({ "milestone": m.name })).collect::<Vec<_>>())
        .with("depends_on", depends.iter().filter_map(|row| row.name("service")).map(Untrusted::raw).collect::<Vec<_>>())
        .done();
    Ok((page, json))
}

fn tolerance_table(judged: &[Sum], plan: &Plan) -> Table {
    let mut table = Table::new(["Aspect", "Plan", "Forecast", "Off", "Tolerance", "Used"]);
    table = table.align([Align::Left, Align::Right, Align::Right, Align::Right, Align::Right, Align::Right]);
    for sum in judged {
        let words = |amount: i64| amount_words(sum.aspect, amount, plan.currency.as_deref());
        let amount = |amount: Option<i64>| amount.map(words).unwrap_or_default();
        let used = if sum.is_breach() { "outside".to_owned() } else { sum.used().map(|used| format!("{used} %")).unwrap_or_default() };
        let unit = match sum.aspect {
            Aspect::Time => "days",
            Aspect::Cost => plan.currency.as_deref().unwrap_or_default(),
            _ => sum.unit.as_deref().unwrap_or_default(),
        };
        let aspect = if unit.is_empty() { sum.aspect.label().to_owned() } else { format!("{}, {unit}", sum.aspect.label()) };
        let off = crate::model::quantity::plus(sum.off, words(sum.off));
        table.push([aspect, amount(sum.target), amount(sum.before), off, tolerance_words(sum, plan.currency.as_deref()), used]);
    }
    table
}
