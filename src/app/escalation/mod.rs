//! The escalation gate and hierarchical escalation: evidence for and against, the verdict, the decision, and when to look again.
//!
//! Judging and answering are in `judge`, lists and pages in `show`, the page that is handed to whoever decides in `plea`.

mod judge;
mod plea;
mod show;

use super::case::{AT, LIMIT};
use super::clocks::Clock;
use super::field::{Ask, Field};
use super::incident::CASE;
use super::paper;
use super::playbook::{Condition, Progress, Reach};
use super::query::View;
use super::rca::Block;
use super::{Command, Context, Failure, Query};
use crate::model::case::{Case, IncidentState};
use crate::model::entry::{Owed, Visibility};
use crate::model::fields::Fields;
use crate::model::when::Lean;
use crate::model::{CaseKind, Id, Subject};
use crate::store::Reader;

/// What a row is for.
const GATE: &str = "gate";
const HIERARCHICAL: &str = "hierarchical";
/// What was decided at the gate.
pub(super) const ESCALATE: &str = "escalate";
const HOLD: &str = "hold";

const VERDICTS: &[(&str, &str)] = &[("likely", "likely"), ("unlikely", "unlikely"), ("unknown", "unknown")];
const DECISIONS: &[(&str, &str)] = &[(ESCALATE, ESCALATE), (HOLD, HOLD)];
const ANSWERS: &[(&str, &str)] = &[
    ("project-first", "project first"),
    ("service-first", "service first"),
    ("split", "split"),
    ("granted", "granted"),
    ("refused", "refused"),
    ("no-answer", "no answer"),
];

static OUTCOME: Field = Field::argument("outcome", "Outcome", Ask::Line, "What management would be asked for");
static PROJECT: Field = Field::flag("project", "Project", Ask::Pick(Subject::Project, true), "Project it is asked for");
static PRO: Field = Field::flag("pro", "Evidence for", Ask::Text, "Evidence for “management would put the project before the service”");
static CONTRA: Field =
    Field::flag("contra", "Evidence against", Ask::Text, "Evidence against “management would put the project before the service”");
static VERDICT: Field = Field::flag(
    "verdict",
    "Verdict",
    Ask::Choice(VERDICTS),
    "Whether management would put the project before the service: likely, unlikely or unknown",
)
.required();
static DECISION: Field = Field::flag("decision", "Decision", Ask::Choice(DECISIONS), "escalate or hold; held is a decision too").required();
static WHY: Field = Field::flag("why", "Why", Ask::Line, "Why; to escalate against an unlikely verdict must say it");
static RELOOK: Field =
    Field::flag("relook", "Look again", Ask::Time(Lean::Future), "When to look again, or an answer is needed; else as the policy says");
static TO: Field = Field::flag("to", "To", Ask::Line, "Who is asked");
static FOR: Field =
    Field::flag("for", "For", Ask::Choice(Visibility::CHOICES), "Who may read it; what is judged at the gate is internal unless said")
        .later();
static ESCALATION: Field =
    Field::argument("escalation", "Escalation", Ask::Numbered(Subject::Escalation), "Number of the escalation, such as E-1");
static RAISE_WHY: Field =
    Field::flag("why", "Why", Ask::Line, "Why somebody higher is needed: a service level at risk, authority that is missing").required();
static RAISE_TO: Field = Field::flag("to", "To", Ask::Line, "Who it is raised to; else as the policy says");
static RAISE_FOR: Field = Field::flag("for", "For", Ask::Choice(Visibility::CHOICES), "Who may read it; management unless said").later();
static RAISE_UNTIL: Field =
    Field::flag("relook", "Answer by", Ask::Time(Lean::Future), "When an answer is needed; else as the policy says");
static ANSWER: Field =
    Field::argument("answer", "Answer", Ask::Choice(ANSWERS), "project-first, service-first, split, granted, refused or no-answer");
static ANSWER_TEXT: Field = Field::optional("text", "Text", Ask::Text, "What was said");
static NEW_OUTCOME: Field = Field::flag("outcome", "Outcome", Ask::Line, "What management would be asked for");
static OF_CASE: Field = Field::flag("case", "Case", Ask::Case, "Only escalations of this case");

/// Commands of this subject.
pub static COMMANDS: &[Command] = &[
    Command {
        name: "escalation judge",
        doc: "Weighs whether to escalate; evidence for and against, a verdict, and a decision: held is one too.",
        fields: &[&CASE, &OUTCOME, &PRO, &CONTRA, &VERDICT, &DECISION, &WHY, &RELOOK, &PROJECT, &TO, &FOR],
        prints: Some("escalation"),
        run: judge::judge,
    },
    Command {
        name: "escalation relook",
        doc: "Judges an escalation again; what is not named stays as it was.",
        fields: &[&ESCALATION, &VERDICT, &DECISION, &PRO, &CONTRA, &WHY, &RELOOK, &TO, &FOR],
        prints: Some("escalation"),
        run: judge::again,
    },
    Command {
        name: "escalation answer",
        doc: "Records the answer to an escalation.",
        fields: &[&ESCALATION, &ANSWER, &ANSWER_TEXT, &AT],
        prints: None,
        run: judge::answered,
    },
    Command {
        name: "escalation raise",
        doc: "Raises the incident itself to whoever can do more; a service level at risk, authority that is missing.",
        fields: &[&CASE, &OUTCOME, &RAISE_WHY, &RAISE_TO, &RAISE_UNTIL, &RAISE_FOR],
        prints: Some("escalation"),
        run: judge::raise,
    },
    Command {
        name: "escalation set",
        doc: "Corrects an escalation.",
        fields: &[&ESCALATION, &NEW_OUTCOME, &PRO, &CONTRA, &WHY, &RELOOK, &PROJECT, &TO, &FOR],
        prints: None,
        run: judge::set,
    },
];

/// Queries of this subject.
pub static QUERIES: &[Query] = &[
    Query {
        name: "escalation list",
        doc: "Lists escalations, the newest first: judged at the gate, and raised.",
        fields: &[&OF_CASE, &LIMIT],
        columns: &[
            ("escalation", "Number"),
            ("case", "Case"),
            ("outcome", "Asked"),
            ("verdict", "Verdict"),
            ("decision", "Decision"),
            ("relook", "Look again"),
            ("to", "To"),
            ("answer", "Answer"),
        ],
        empty: "nothing was escalated or held; 'warroom escalation judge CASE OUTCOME' weighs it",
        run: show::list,
    },
    Query { name: "escalation show", doc: "Shows one escalation.", fields: &[&ESCALATION], columns: &[], empty: "", run: show::show },
    Query {
        name: "escalation export",
        doc: "Prints an escalation on one page for whoever decides, as Markdown, HTML or JSON.",
        fields: &[&ESCALATION, &paper::READER, &paper::FORMAT],
        columns: &[],
        empty: "",
        run: plea::export,
    },
];

/// Conditions that steps of a playbook may name.
pub static CONDITIONS: &[Condition] = &[Condition { name: "escalation", look }];

/// Says whether two rows judge the same: looking again makes a new row.
fn is_same(one: &Fields, other: &Fields) -> bool {
    one.word("kind") == other.word("kind")
        && one.reference("project") == other.reference("project")
        && one.word("outcome").trim().eq_ignore_ascii_case(other.word("outcome").trim())
}

/// Finds the row that took the place of this one.
fn later<'a>(all: &'a [Fields], row: &Fields) -> Option<&'a Fields> {
    all.iter().filter(|other| is_same(other, row)).find(|other| other.int("number") > row.int("number"))
}

/// Reads the escalations of a case that nobody has answered and that were not judged again.
///
/// # Errors
/// The store's.
pub(super) fn open(read: Reader<'_>, case: Id) -> Result<Vec<Fields>, Failure> {
    let all = read.fields_of(Subject::Escalation, case)?;
    Ok(all.iter().filter(|row| row.word("answer").is_empty() && later(&all, row).is_none()).cloned().collect())
}

/// Works out what is owed: another look at what was held, an answer to what was asked, and the incident to be raised, by policy.
pub(super) fn clocks(read: Reader<'_>, ctx: &Context, case: &Case) -> Result<Vec<Clock>, Failure> {
    if case.is_closed() {
        return Ok(Vec::new());
    }
    let all = read.fields_of(Subject::Escalation, case.id)?;
    let open = all.iter().filter(|row| row.word("answer").is_empty() && later(&all, row).is_none());
    let mut clocks: Vec<Clock> = open.filter_map(|row| Some((row.id, Owed::Relook.key(), row.millis("relook")?))).collect();
    let is_raised = all.iter().any(|row| row.word("kind") == HIERARCHICAL);
    let is_down = case.incident_state().is_some_and(|state| state < IncidentState::Restored) && case.time("restored").is_none();
    if case.kind == CaseKind::Incident && is_down && !is_raised {
        let after = case.incident_priority().and_then(|priority| ctx.policies.escalate_after(priority));
        clocks.extend(after.map(|after| (case.id, Owed::Escalate.key(), case.clock_start() + after)));
    }
    Ok(clocks)
}

/// The gate is passed while its latest judgement holds: decided, and answered or not yet to be looked at again.
fn look(view: &View<'_>, case: &Case) -> Result<Progress, Failure> {
    let all = view.read.fields_of(Subject::Escalation, case.id)?;
    let Some(row) = all.iter().rev().find(|row| row.word("kind") == GATE) else { return Ok(Progress::default()) };
    let relook = row.millis("relook").filter(|_| row.word("answer").is_empty());
    let reach = match (row.word("decision"), relook) {
        ("", _) => Reach::Doing,
        (_, Some(at)) if at < view.ctx.at => Reach::Doing,
        _ => Reach::Done,
    };
    Ok(Progress::new(reach, relook.map(|at| show::near(at, view.ctx)).unwrap_or_default()))
}

/// Gives what a review prints of it.
pub(super) fn block(view: &View<'_>, case: &Case) -> Result<Option<Block>, Failure> {
    show::block(view, case)
}
