//! What a case does to projects against their frozen plans, in sums (`assess`), as it is said (`set`) and shown (`page`); and the exception
//! report of a forecast outside tolerance (`exception`, `report`).

mod assess;
mod exception;
mod page;
mod printed;
mod report;
mod set;
#[cfg(test)]
mod tests;

use super::case::LIMIT_1000;
use super::field::{Ask, Field};
use super::incident::CASE;
use super::plan::A_PROJECT;
use super::playbook::{Condition, Progress, Reach};
use super::query::View;
use super::rca::Block;
use super::review::{FORMAT, RAW, READER};
use super::{Command, Failure, Query};
use crate::document::headings;
use crate::model::Subject;
use crate::model::case::Case;
use crate::model::entry::Visibility;
use crate::model::plan::Aspect;
use crate::model::quantity::{hundredths, money, signed};

pub use assess::{Hit, adds_of, amount_words, assess, open_of, tolerance_words, total_of};

static HIT: Field = Field::argument("project", "Project", Ask::Pick(Subject::Project, true), "Name of the project; a new name is added");
static MORE: Field =
    Field::optional("project", "Project", Ask::Pick(Subject::Project, false), "Only this project, though nothing links it to the case");
static TIME: Field = Field::flag("time", "Time", Ask::Days, "Working days it adds, parts of a day too; less than 0 gains them");
static COST: Field = Field::flag("cost", "Cost", Ask::Money, "Money it adds, in the project's currency");
static SCOPE: Field = Field::flag("scope", "Scope", Ask::Amount, "What it adds to the scope, in the unit of its tolerance");
static QUALITY: Field = Field::flag("quality", "Quality", Ask::Amount, "What it adds to quality, in the unit of its tolerance");
static BENEFITS: Field = Field::flag("benefits", "Benefits", Ask::Amount, "What it adds to the benefits, in the unit of their tolerance");
static RISK: Field = Field::flag("risk", "Risk", Ask::Amount, "What it adds to the risk, in the unit of its tolerance");
static PEOPLE: Field = Field::flag(
    "people",
    "People",
    Ask::Amount,
    "How many people it takes away; when nobody says, those assigned to the incident are counted",
);
static NOTE: Field = Field::flag("note", "Note", Ask::Text, "How these figures came about");
static FOR: Field =
    Field::flag("for", "For", Ask::Choice(Visibility::CHOICES), "Who may read it; management, unless said otherwise").later();
static CAUSE: Field = Field::flag(
    "cause",
    "Cause",
    Ask::Text,
    "Cause of the deviation, where the log's confirmed cause does not say it in the reader's words",
);
static CONSEQUENCES: Field =
    Field::flag("consequences", "Consequences", Ask::Text, "What it means beyond the sums, for the project and above it");
static RECOMMENDATION: Field = Field::flag("recommendation", "Recommendation", Ask::Text, "Which option, and why");
static LESSONS: Field = Field::flag("lessons", "Lessons", Ask::Text, "What to do differently");
static OF_CASE: Field = Field::flag("case", "Case", Ask::Case, "Only of this case");

/// Commands of this subject.
pub static COMMANDS: &[Command] = &[
    Command {
        name: "impact freeze",
        doc: "Freezes the plans of the projects a case concerns, to measure against; a frozen plan never changes.",
        fields: &[&CASE, &MORE],
        prints: None,
        run: set::freeze,
    },
    Command {
        name: "impact set",
        doc: "Says what a case does to a project, in numbers or as unknown with a time; the rest is summed up.",
        fields: &[&CASE, &HIT, &TIME, &COST, &SCOPE, &QUALITY, &BENEFITS, &RISK, &PEOPLE, &NOTE, &FOR],
        prints: None,
        run: set::set,
    },
    Command {
        name: "exception set",
        doc: "Writes the parts of an exception report that no sum gives: cause, consequences, recommendation, lessons.",
        fields: &[&CASE, &A_PROJECT, &CAUSE, &CONSEQUENCES, &RECOMMENDATION, &LESSONS, &FOR],
        prints: None,
        run: exception::set,
    },
];

/// Queries of this subject.
pub static QUERIES: &[Query] = &[
    Query {
        name: "impact show",
        doc: "Shows what a case does to projects: sums against plan and tolerance, dates pushed, totals.",
        fields: &[&CASE],
        columns: &[],
        empty: "",
        run: page::show,
    },
    Query {
        name: "impact list",
        doc: "Lists what cases do to projects.",
        fields: &[&OF_CASE, &LIMIT_1000],
        columns: &[
            ("case", "Case"),
            ("project", "Project"),
            ("health", "RAG"),
            ("time", "Days"),
            ("cost", "Cost"),
            ("people", "People"),
            ("outside", "Outside"),
            ("note", "Note"),
        ],
        empty: "nobody has said yet what a case does to a project; 'warroom impact set CASE PROJECT' says it",
        run: page::list,
    },
    Query {
        name: "exception show",
        doc: "Shows the exception report of a case for a project as it would be printed for a reader.",
        fields: &[&CASE, &A_PROJECT, &READER, &RAW],
        columns: &[],
        empty: "",
        run: report::show,
    },
    Query {
        name: "exception export",
        doc: "Prints the exception report of a case for a project as Markdown, HTML or JSON.",
        fields: &[&CASE, &A_PROJECT, &READER, &FORMAT, &RAW],
        columns: &[],
        empty: "",
        run: report::export,
    },
];

/// Conditions that steps of a playbook may name.
pub static CONDITIONS: &[Condition] = &[Condition { name: "impact", look: impact }, Condition { name: "assessed", look: assessed }];

/// Every project whose plan is frozen has its time and its cost in numbers.
fn impact(view: &View<'_>, case: &Case) -> Result<Progress, Failure> {
    Ok(reached(&assess(view.read, case)?))
}

/// The issue's own project has them; an issue without a project asks for every one that is frozen.
fn assessed(view: &View<'_>, case: &Case) -> Result<Progress, Failure> {
    let mut hits = assess(view.read, case)?;
    if let Some(project) = &case.project {
        hits.retain(|hit| hit.project == project.id);
    }
    Ok(reached(&hits))
}

fn reached(hits: &[Hit]) -> Progress {
    let done = hits.iter().filter(|hit| hit.is_answered()).count();
    let reach = match hits.len() {
        0 => Reach::Todo,
        all if all == done => Reach::Done,
        _ if hits.iter().any(Hit::is_begun) => Reach::Doing,
        _ => Reach::Todo,
    };
    let words = if hits.is_empty() { String::new() } else { format!("{done}/{}", hits.len()) };
    let progress = Progress::new(reach, words);
    // The next one to be assessed is known; nobody has to look for it.
    match hits.iter().find(|hit| !hit.is_answered()) {
        Some(hit) => progress.about("project", hit.name.raw()),
        None => progress,
    }
}

/// Gives what a review prints of it.
pub(super) fn block(view: &View<'_>, case: &Case) -> Result<Option<Block>, Failure> {
    let words = headings::in_language(&view.ctx.language);
    let word = |key: &str| words.get(key).cloned().unwrap_or_else(|| key.to_owned());
    let mut rows = Vec::new();
    for hit in assess(view.read, case)?.iter().filter(|hit| hit.is_begun()) {
        let currency = hit.currency().unwrap_or_default();
        let added = |amount: Option<i64>, show: &dyn Fn(i64) -> String| amount.map_or_else(|| word("unknown"), show);
        let forecast = hit.sum(Aspect::Cost).and_then(|sum| sum.after).map(|after| money(after, currency));
        let end = hit.pushed.iter().find(|pushed| pushed.name.is_none()).and_then(|pushed| pushed.to).map(|to| to.to_string());
        let forecast: Vec<String> = end.into_iter().chain(forecast).collect();
        let outside: Vec<String> = hit.breaches().map(|sum| word(page::aspect_key(sum.aspect))).collect();
        let cells = [
            hit.name.clone(),
            added(hit.effect.time.amount(), &signed).into(),
            added(hit.effect.cost.amount(), &|cost| money(cost, currency)).into(),
            hit.effect.people.amount().map(hundredths).unwrap_or_default().into(),
            forecast.join(" · ").into(),
            outside.join(", ").into(),
        ];
        rows.push((exception::visibility(hit.row.as_ref()), cells.to_vec()));
    }
    let columns = &["project", "days_added", "cost_added", "people_taken", "new_forecast", "outside_tolerance"];
    Ok(Some(Block { title: "impact_on_projects", columns, rows }).filter(|block: &Block| !block.rows.is_empty()))
}
