//! What a case does to each project, gathered from the record and summed up.

use std::collections::BTreeSet;

use crate::app::{Failure, plan, unknown};
use crate::model::case::Case;
use crate::model::fields::Fields;
use crate::model::plan::{Adds, Aspect, Effect, Health, Plan, Pushed, Sum, Total, pushed, sums, total};
use crate::model::quantity::{bare, hundredths};
use crate::model::unknown::Unknown;
use crate::model::{Id, Moment, Subject, Untrusted};
use crate::store::Reader;

/// Amounts that an assessment may hold, in the order they are asked.
pub const ASPECTS: &[Aspect] = &[Aspect::Time, Aspect::Cost, Aspect::Scope, Aspect::Quality, Aspect::Benefits, Aspect::Risk];

/// Holds what a case does to one project.
pub struct Hit {
    /// The project.
    pub project: Id,
    /// Its name.
    pub name: Untrusted,
    /// When its plan was frozen.
    pub taken: Option<Moment>,
    /// The frozen plan.
    pub plan: Plan,
    /// The assessment as it is kept, once there is one.
    pub row: Option<Fields>,
    /// What is added.
    pub effect: Effect,
    /// Whether the people were counted from who is assigned.
    pub counted: bool,
    /// Sums, aspect by aspect.
    pub sums: Vec<Sum>,
    /// Dates that move.
    pub pushed: Vec<Pushed>,
    /// How open questions name the assessment.
    pub record: Option<String>,
    /// Open questions: the field's key and when an answer is expected.
    pub open: Vec<(String, Option<Moment>)>,
}

impl Hit {
    /// Gives the currency of its money: that of the frozen plan, else the one the assessment names.
    pub fn currency(&self) -> Option<&str> {
        self.plan.currency.as_deref().or_else(|| self.row.as_ref()?.raw("currency"))
    }

    /// Says whether time and cost are both there as numbers.
    pub fn is_answered(&self) -> bool {
        self.effect.time.amount().is_some() && self.effect.cost.amount().is_some()
    }

    /// Says whether anything was said of it.
    pub fn is_begun(&self) -> bool {
        self.row.is_some()
    }

    /// Lists the aspects whose forecast is outside tolerance.
    pub fn breaches(&self) -> impl Iterator<Item = &Sum> {
        self.sums.iter().filter(|sum| sum.is_breach())
    }

    /// Gives the letter of its health.
    pub fn health(&self) -> Health {
        Health::of(&self.sums)
    }

    /// Gives the sum of one aspect.
    pub fn sum(&self, aspect: Aspect) -> Option<&Sum> {
        self.sums.iter().find(|sum| sum.aspect == aspect)
    }
}

/// Reads what is added out of an assessment, with the questions that are open about it.
pub fn adds_of(row: &Fields, open: &[(String, Option<Moment>)]) -> Effect {
    let adds = |key: &str| match (row.int(key), open.iter().find(|(field, _)| field == key)) {
        (Some(amount), _) => Adds::Known(amount),
        (None, Some((_, due))) => Adds::Unknown(*due),
        (None, None) => Adds::Unsaid,
    };
    Effect {
        time: adds("time"),
        cost: adds("cost"),
        scope: adds("scope"),
        quality: adds("quality"),
        benefits: adds("benefits"),
        risk: adds("risk"),
        people: adds("people"),
    }
}

/// Works out what a case does to every project it concerns, the first that was frozen first.
///
/// # Errors
/// The store's.
pub fn assess(read: Reader<'_>, case: &Case) -> Result<Vec<Hit>, Failure> {
    let frozen = plan::frozen(read, case.id)?;
    let mut rows = read.fields_of(Subject::Impact, case.id)?;
    if frozen.is_empty() && rows.is_empty() {
        return Ok(Vec::new());
    }
    let questions = read.unknowns(case.id)?;
    let people = read.fields_of(Subject::Assignment, case.id)?;
    let mut hits = Vec::new();
    for baseline in &frozen {
        let Some(project) = baseline.reference("project") else { continue };
        let at = rows.iter().position(|row| row.reference("project") == Some(project));
        hits.push(hit(case, project, Some(baseline), at.map(|at| rows.remove(at)), &questions, &people));
    }
    // An assessment whose frozen copy was undone is still one.
    for row in rows {
        let Some(project) = row.reference("project") else { continue };
        hits.push(hit(case, project, None, Some(row), &questions, &people));
    }
    Ok(hits)
}

fn hit(case: &Case, project: Id, frozen: Option<&Fields>, row: Option<Fields>, questions: &[Unknown], people: &[Fields]) -> Hit {
    let of_row = row.as_ref().map(|row| unknown::impact_record(case.case_ref(), row.id));
    let open: Vec<(String, Option<Moment>)> = questions
        .iter()
        .filter(|question| Some(&question.about.record) == of_row.as_ref())
        .map(|question| (question.about.field.clone(), question.due))
        .collect();
    let mut effect = row.as_ref().map(|row| adds_of(row, &open)).unwrap_or_default();
    let mine = |one: &&Fields| one.reference("project") == Some(project) && one.time("ended").is_none();
    // A person with two tasks is one person.
    let assigned = people.iter().filter(mine).filter_map(|one| one.reference("person")).collect::<BTreeSet<_>>().len();
    let counted = effect.people == Adds::Unsaid && assigned > 0;
    if counted {
        effect.people = Adds::Known(i64::try_from(assigned).unwrap_or(0).saturating_mul(100));
    }
    let plan = frozen.map(plan::plan_of).unwrap_or_default();
    let name = frozen.or(row.as_ref()).and_then(|fields| fields.name("project")).cloned().unwrap_or_default();
    let (sums, pushed) = (sums(&plan, &effect), pushed(&plan, start(case), effect.time));
    Hit { project, name, taken: frozen.and_then(|row| row.time("taken")), plan, row, effect, counted, sums, pushed, record: of_row, open }
}

/// Gives when a case began to hurt: when it started, else when it was detected, else when it was opened here.
fn start(case: &Case) -> Option<Moment> {
    let known = |key: &str| case.time(key).filter(Moment::is_known);
    known("started").or(known("detected")).or(Some(case.opened))
}

/// Adds up what a case costs all projects.
pub fn total_of(hits: &[Hit]) -> Total {
    total(hits.iter().map(|hit| (hit.currency(), &hit.effect)))
}

/// Counts what is open: answers that are said to be unknown, and times and costs that nobody has said anything of.
pub fn open_of(hits: &[Hit]) -> (usize, usize) {
    let unsaid = |hit: &Hit| [hit.effect.time, hit.effect.cost].iter().filter(|adds| **adds == Adds::Unsaid).count();
    (hits.iter().map(|hit| hit.open.len()).sum(), hits.iter().map(unsaid).sum())
}

/// Writes an amount of an aspect without its unit.
pub fn amount_words(aspect: Aspect, amount: i64, currency: Option<&str>) -> String {
    match aspect {
        Aspect::Cost => bare(amount, currency.unwrap_or_default()),
        _ => hundredths(amount),
    }
}

/// Writes a tolerance: `±5`, `+5 -2`, `+5`.
pub fn tolerance_words(sum: &Sum, currency: Option<&str>) -> String {
    let words = |amount: i64| amount_words(sum.aspect, amount, currency);
    match (sum.plus, sum.minus) {
        (Some(plus), Some(minus)) if plus == minus => format!("±{}", words(plus)),
        (Some(plus), Some(minus)) => format!("+{} -{}", words(plus), words(minus)),
        (Some(plus), None) => format!("+{}", words(plus)),
        (None, Some(minus)) => format!("-{}", words(minus)),
        (None, None) => String::new(),
    }
}
