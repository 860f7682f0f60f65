//! Getting priority back as the pressure eases: one ask a stakeholder, what was promised and whether it was kept, what to plan again.
//!
//! The queue opens when the service works again or is being watched, not when the record is closed. What is written is in `asks`, what is
//! read in `queue`.

mod asks;
mod queue;

use super::case::{AT, LIMIT};
use super::clocks::Clock;
use super::field::{Ask, Field};
use super::incident::CASE;
use super::paper;
use super::playbook::{Condition, Progress, Reach};
use super::query::View;
use super::rca::Block;
use super::{Command, Context, Failure, Query};
use crate::model::case::{Case, IncidentState, IssueState};
use crate::model::entry::{Owed, Visibility};
use crate::model::when::Lean;
use crate::model::{CaseKind, Subject};
use crate::store::Reader;

/// What a row is.
const ASK_KIND: &str = "ask";
const KINDS: &[(&str, &str)] = &[("task", "task"), ("date", "date")];
const KEPT: &[(&str, &str)] = &[("yes", "yes"), ("no", "no")];

static STAKEHOLDER: Field =
    Field::argument("stakeholder", "Stakeholder", Ask::Pick(Subject::Stakeholder, true), "Who is asked; a new name is added");
static LOST: Field = Field::flag("lost", "Lost", Ask::Text, "What was lost: days, people, a slot");
static DAYS: Field = Field::flag("days", "Days", Ask::Days, "Days that were lost");
static PROJECT: Field = Field::flag("project", "Project", Ask::Pick(Subject::Project, true), "Project that lost it");
static ASK: Field = Field::flag("ask", "Ask", Ask::Line, "The one thing that is asked").required();
static NEW_ASK: Field = Field::flag("ask", "Ask", Ask::Line, "The one thing that is asked, or what is to be planned again");
static FOR: Field = Field::flag("for", "For", Ask::Choice(Visibility::CHOICES), "Who may read it; internal unless said").later();
static RECOVERY: Field = Field::argument("recovery", "Row", Ask::Numbered(Subject::Recovery), "Number in the queue, such as R-1");
static PROMISE: Field = Field::argument("promise", "Promise", Ask::Line, "What was promised");
static UNTIL: Field = Field::flag("until", "Until", Ask::Time(Lean::Future), "Until when");
static NEW_PROMISE: Field = Field::flag("promise", "Promise", Ask::Line, "What was promised");
static KEPT_AS: Field = Field::argument("kept", "Kept", Ask::Choice(KEPT), "Whether the promise was kept: yes or no");
static WHY: Field = Field::flag("why", "Why", Ask::Line, "Why not, or how");
static TEXT: Field = Field::argument("text", "What", Ask::Line, "The task that was paused, or the date that moved");
static OF_CASE: Field = Field::flag("case", "Case", Ask::Case, "Only rows of this case");
static KIND: Field = Field::flag("kind", "Kind", Ask::Choice(KINDS), "task (the default) or date");

/// Commands of this subject.
pub static COMMANDS: &[Command] = &[
    Command {
        name: "recovery ask",
        doc: "Asks a stakeholder for one thing to get priority back; a second ask for the same one is refused.",
        fields: &[&CASE, &STAKEHOLDER, &ASK, &LOST, &DAYS, &PROJECT, &FOR],
        prints: Some("recovery"),
        run: asks::ask,
    },
    Command {
        name: "recovery promise",
        doc: "Records what a stakeholder promised, and until when.",
        fields: &[&RECOVERY, &PROMISE, &UNTIL, &AT],
        prints: None,
        run: asks::promise,
    },
    Command {
        name: "recovery kept",
        doc: "Says whether a promise was kept.",
        fields: &[&RECOVERY, &KEPT_AS, &WHY],
        prints: None,
        run: asks::kept,
    },
    Command {
        name: "recovery set",
        doc: "Corrects a row of the queue.",
        fields: &[&RECOVERY, &NEW_ASK, &LOST, &DAYS, &PROJECT, &NEW_PROMISE, &UNTIL, &FOR],
        prints: None,
        run: asks::set,
    },
    Command {
        name: "recovery plan",
        doc: "Notes a paused task or a moved date that is to be planned again.",
        fields: &[&CASE, &TEXT, &KIND, &PROJECT, &UNTIL, &FOR],
        prints: Some("recovery"),
        run: asks::plan,
    },
    Command {
        name: "recovery done",
        doc: "Says that a task or date has been planned again.",
        fields: &[&RECOVERY],
        prints: None,
        run: asks::done,
    },
];

/// Queries of this subject.
pub static QUERIES: &[Query] = &[
    Query {
        name: "recovery show",
        doc: "Shows the recovery queue of a case: asks and promises, who was not asked yet, and what is to be planned again.",
        fields: &[&CASE, &paper::READER],
        columns: &[],
        empty: "",
        run: queue::show,
    },
    Query {
        name: "recovery list",
        doc: "Lists what was asked back and is to be planned again, the newest first.",
        fields: &[&OF_CASE, &LIMIT],
        columns: &[
            ("recovery", "Number"),
            ("case", "Case"),
            ("kind", "Kind"),
            ("stakeholder", "Stakeholder"),
            ("project", "Project"),
            ("ask", "Ask"),
            ("promise", "Promise"),
            ("until", "Until"),
            ("kept", "Kept"),
        ],
        empty: "nothing was asked back yet; 'warroom recovery ask CASE STAKEHOLDER' asks",
        run: queue::list,
    },
];

/// Conditions that steps of a playbook may name.
pub static CONDITIONS: &[Condition] = &[Condition { name: "recovery", look }];

/// Says whether the pressure has eased, so that one asks now.
fn is_open(case: &Case) -> bool {
    match case.kind {
        CaseKind::Incident => case.incident_state().is_some_and(|state| state >= IncidentState::Restored),
        CaseKind::Issue => IssueState::parse(&case.state).is_some_and(|state| state >= IssueState::Acting),
    }
}

/// Says when the queue opens.
fn opens(case: &Case) -> &'static str {
    match case.kind {
        CaseKind::Incident => "opens when the incident is restored or monitored",
        CaseKind::Issue => "opens when the issue is being acted on",
    }
}

/// Works out what is owed: promises that may still be kept. They outlive the case, which is closed long before a slot comes back.
pub(super) fn clocks(read: Reader<'_>, _: &Context, case: &Case) -> Result<Vec<Clock>, Failure> {
    let all = read.fields_of(Subject::Recovery, case.id)?;
    let open = all.iter().filter(|row| row.word("kind") == ASK_KIND && row.word("kept") == "open" && !row.word("promise").is_empty());
    Ok(open.filter_map(|row| Some((row.id, Owed::Promise.key(), row.millis("until")?))).collect())
}

/// Everybody concerned was asked and has answered.
fn look(view: &View<'_>, case: &Case) -> Result<Progress, Failure> {
    if !is_open(case) {
        return Ok(Progress::new(Reach::Todo, ""));
    }
    let queue::Asked { answered, of, next } = queue::asked(view.read, case)?;
    let asked = view.read.fields_of(Subject::Recovery, case.id)?.iter().any(|row| row.word("kind") == ASK_KIND);
    let reach = match (answered, of) {
        (_, 0) => Reach::Todo,
        (answered, of) if answered == of => Reach::Done,
        _ if asked => Reach::Doing,
        _ => Reach::Todo,
    };
    let progress = Progress::new(reach, format!("{answered}/{of}"));
    // Whoever was not asked yet comes next.
    Ok(match next {
        Some(next) => progress.about("stakeholder", next.name.raw()),
        None => progress,
    })
}

/// Gives what a review prints of it.
pub(super) fn block(view: &View<'_>, case: &Case) -> Result<Option<Block>, Failure> {
    queue::block(view, case)
}
