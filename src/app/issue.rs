//! Project issues: opening one and correcting its fields.

use super::Failure;
use super::command::{Act, Command, refuse};
use super::draft::Input;
use super::field::{Ask, Field};
use super::incident::{CASE, DESCRIPTION, SEVERITY, STARTED, TITLE, URL, WORKAROUND, ZONE, answer, check_title, check_zone, create};
use crate::model::case::{IssuePriority, IssueType, Severity};
use crate::model::when::Lean;
use crate::model::{CaseKind, Record, Subject, Value};
use crate::store::Answer;

static NEW_TITLE: Field = Field::flag("title", "Title", Ask::Line, "What is wrong, in one line");
static PROJECT: Field = Field::flag("project", "Project", Ask::Pick(Subject::Project, true), "Project that is hit; a new name is added");
static TYPE: Field = Field::flag("type", "Type", Ask::Choice(IssueType::CHOICES), "PRINCE2 type of the issue").later();
static PRIORITY: Field = Field::flag("priority", "Priority", Ask::Choice(IssuePriority::CHOICES), "When somebody has to act");
static ISSUE_SEVERITY: Field = Field::flag("severity", "Severity", Ask::Choice(Severity::CHOICES), "What it does to the objectives");
static OWNER: Field = Field::flag("owner", "Owner", Ask::Pick(Subject::Person, true), "Who owns it; a new name is added");
static IMPACT: Field = Field::flag("impact", "Impact", Ask::Text, "What it does to the project, in words and numbers");
static DUE: Field = Field::flag("due", "Due", Ask::Time(Lean::Future), "Until when it is to be dealt with");
static RESIDUAL: Field = Field::flag("residual", "Residual impact", Ask::Text, "What is left of it when it is only reduced");
static RAISED_BY: Field = Field::flag("raised-by", "Raised by", Ask::Line, "Who raised it: a person, a team, a customer").later();
static DETECTED: Field = Field::flag("detected", "Raised", Ask::Time(Lean::Past), "When it was noticed").later();
static CLOSED: Field = Field::flag("closed", "Closed", Ask::Time(Lean::Past), "When the record was finished");

/// Commands about issues.
pub static COMMANDS: &[Command] = &[
    Command {
        name: "issue open",
        doc: "Opens a project issue and prints its number.",
        fields: &[
            &TITLE,
            &PROJECT,
            &TYPE,
            &PRIORITY,
            &ISSUE_SEVERITY,
            &OWNER,
            &DUE,
            &IMPACT,
            &DESCRIPTION,
            &STARTED,
            &RAISED_BY,
            &DETECTED,
            &ZONE,
            &URL,
            &SEVERITY,
        ],
        prints: Some("case"),
        run: open,
    },
    Command {
        name: "issue set",
        doc: "Corrects fields of an issue, times included; an empty value clears one.",
        fields: &[
            &CASE,
            &NEW_TITLE,
            &PROJECT,
            &TYPE,
            &PRIORITY,
            &ISSUE_SEVERITY,
            &OWNER,
            &DUE,
            &IMPACT,
            &RESIDUAL,
            &DESCRIPTION,
            &WORKAROUND,
            &STARTED,
            &RAISED_BY,
            &DETECTED,
            &CLOSED,
            &ZONE,
            &URL,
            &SEVERITY,
        ],
        prints: None,
        run: set,
    },
];

const PLAIN: &[(&str, &str)] = &[
    ("title", "title"),
    ("project", "project"),
    ("type", "type"),
    ("priority", "priority"),
    ("severity", "severity"),
    ("owner", "lead"),
    ("due", "due"),
    ("impact", "effect"),
    ("residual", "residual"),
    ("description", "description"),
    ("workaround", "workaround"),
    ("started", "started"),
    ("raised-by", "raised_by"),
    ("detected", "detected"),
    ("closed", "closed"),
    ("zone", "zone"),
    ("url", "url"),
    ("foreign-severity", "foreign_severity"),
];

fn open(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    check_zone(input)?;
    let mut record: Record = Vec::new();
    if !input.has("type") {
        record.push(("type", Value::word(IssueType::Problem.key())));
    }
    if !input.has("priority") {
        record.push(("priority", Value::word(IssuePriority::Medium.key())));
    }
    let case = create(act, CaseKind::Issue, input, PLAIN, &mut record)?;
    Ok(answer(case, format!("{} opened", case.0)))
}

fn set(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let case = input.case("case")?.clone();
    if case.kind != CaseKind::Issue {
        return refuse("case", format!("{} is an incident", case.case_ref()), "use 'warroom incident set'");
    }
    check_zone(input)?;
    check_title(input)?;
    act.set_named(Subject::Case, case.id, input, PLAIN)?;
    Ok(answer((case.case_ref(), case.id), format!("{} corrected", case.case_ref())))
}
