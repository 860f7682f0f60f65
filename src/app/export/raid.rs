//! The RAID log: risks, assumptions, issues, dependencies and decisions, under one set of columns.
//!
//! A risk is what somebody prepared for (a contingency plan), what was accepted in a review, and a case that another system calls a risk.

use std::collections::HashSet;

use super::issues::{is_open, word};
use super::register::{Cell, Register, Row, Take, case, name, nothing, text, time};
use super::{Asked, Broken, decisions, rows};
use crate::model::case::LinkKind;
use crate::model::entry::EntryKind;
use crate::model::fields::Fields;
use crate::model::finding::FindingKind;
use crate::model::quantity;
use crate::model::{CaseKind, Id, Subject};
use crate::store::Within;

const RISKS: usize = 0;
const ASSUMPTIONS: usize = 1;
const ISSUES: usize = 2;
const DEPENDENCIES: usize = 3;
const DECISIONS: usize = 4;

/// The register.
pub(super) static REGISTER: Register = Register {
    title: "raid_log",
    groups: &[
        ("risk", "raid_risks"),
        ("assumption", "raid_assumptions"),
        ("issue", "raid_issues"),
        ("dependency", "raid_dependencies"),
        ("decision", "decisions"),
    ],
    columns: &[
        ("id", "number"),
        ("case", "case"),
        ("project", "project"),
        ("what", "what"),
        ("raised", "raised"),
        ("owner", "owner"),
        ("priority", "priority"),
        ("impact", "impact"),
        ("response", "response"),
        ("due", "due"),
        ("state", "state"),
    ],
    gather,
};

/// What a row of the log may say.
struct Line {
    id: String,
    case: Cell,
    project: Cell,
    what: Cell,
    raised: Cell,
    owner: Cell,
    priority: Cell,
    impact: Cell,
    response: Cell,
    due: Cell,
    state: Cell,
}

impl Line {
    fn new(id: String, what: Cell) -> Self {
        Self {
            id,
            case: nothing(),
            project: nothing(),
            what,
            raised: nothing(),
            owner: nothing(),
            priority: nothing(),
            impact: nothing(),
            response: nothing(),
            due: nothing(),
            state: nothing(),
        }
    }

    fn row(self, group: usize, open: bool) -> Row {
        let cells = vec![
            self.id.into(),
            self.case,
            self.project,
            self.what,
            self.raised,
            self.owner,
            self.priority,
            self.impact,
            self.response,
            self.due,
            self.state,
        ];
        Row { group, open, cells }
    }
}

fn gather(asked: &Asked<'_>, take: &mut Take<'_>) -> Result<(), Broken> {
    asked.each(Subject::Contingency, None, |plan| take(prepared(asked, &plan)))?;
    asked.each(Subject::Finding, Some(FindingKind::Risk.key()), |risk| take(accepted(asked, &risk)))?;
    asked.each(Subject::Entry, Some(EntryKind::Assumption.key()), |line| {
        if line.int("superseded") == Some(1) { Ok(()) } else { take(assumed(asked, &line)) }
    })?;
    // Project issues before the incidents that hit them: a RAID log is a project's.
    let (risks, mut over) = (risks(asked)?, HashSet::new());
    for kind in [CaseKind::Issue, CaseKind::Incident] {
        asked.each(Subject::Case, Some(kind.key()), |case| take(issue(asked, &case, &risks)))?;
        // All of them: the other end of a link may be a case of another project.
        asked.read.spoken::<Broken>(Subject::Case, Within { kind: Some(kind.key()), ..Within::default() }, |case| {
            if !is_open(&case) {
                over.insert(case.id);
            }
            Ok(())
        })?;
    }
    asked.each(Subject::Dependency, None, |dependency| take(depends(&dependency)))?;
    asked.each(Subject::Link, Some(LinkKind::Blocks.key()), |link| {
        let ends = ["from_case", "to_case"].into_iter().filter_map(|key| link.reference(key));
        take(blocks(&link, !ends.into_iter().any(|case| over.contains(&case))))
    })?;
    decisions::each(asked, &mut |made| {
        let line = Line {
            case: made.of,
            raised: made.at,
            owner: made.who.into(),
            response: made.why,
            due: made.check_back,
            state: made.state,
            ..Line::new(made.number, made.what)
        };
        take(line.row(DECISIONS, made.open))
    })
}

/// Gives the cases that another system calls a risk. Their place in the log tells nobody what that word was, so that it is the same for
/// every reader.
fn risks(asked: &Asked<'_>) -> Result<HashSet<Id>, Broken> {
    let mut risks = HashSet::new();
    asked.wide.spoken::<Broken>(Subject::Case, Within::default(), |case| {
        if case.raw("foreign_type").is_some_and(is_risk) {
            risks.insert(case.id);
        }
        Ok(())
    })?;
    Ok(risks)
}

/// Says whether a type of another system is that of a risk; a word that merely holds that word is none.
fn is_risk(kind: &str) -> bool {
    kind.to_lowercase().split(|c: char| !c.is_alphanumeric()).any(|word| matches!(word, "risk" | "risks"))
}

fn prepared(asked: &Asked<'_>, plan: &Fields) -> Row {
    let cost = plan.int("cost").map_or_else(nothing, |cost| quantity::money(cost, plan.word("currency")).into());
    let line = Line {
        case: case(plan),
        project: name(plan, "project"),
        owner: asked.person(plan.name("owner")).into(),
        impact: cost,
        response: text(plan, "fallback"),
        due: time(plan.time("trigger")),
        state: word("plan", plan.word("state")),
        ..Line::new(plan.number().unwrap_or_default(), text(plan, "scenario"))
    };
    line.row(RISKS, plan.word("state") != "stood-down")
}

fn accepted(asked: &Asked<'_>, risk: &Fields) -> Row {
    let line = Line {
        case: case(risk),
        raised: time(risk.time("at")),
        owner: asked.person(risk.text("name").as_ref()).into(),
        response: text(risk, "note"),
        due: time(risk.time("until")),
        state: word("risk", "accepted"),
        ..Line::new(risk.number().unwrap_or_default(), text(risk, "text"))
    };
    // What was accepted until a time is to be looked at anew from then on, and no longer accepted.
    let is_over = risk.time("until").and_then(|until| until.millis()).is_some_and(|until| until < asked.ctx.at);
    line.row(RISKS, !is_over)
}

fn assumed(asked: &Asked<'_>, line: &Fields) -> Row {
    let who = line.name("person").cloned().or_else(|| line.text("author"));
    let what = if line.int("redacted") == Some(1) { Cell::from(asked.word("redacted")) } else { text(line, "text") };
    let verdict = line.word("verdict");
    let told = Line {
        case: case(line),
        raised: time(line.time("observed").filter(|at| at.is_known()).or_else(|| line.time("logged"))),
        owner: asked.person(who.as_ref()).into(),
        due: time(line.time("due")),
        state: if verdict.is_empty() { word("state", "open") } else { word("came_of", verdict) },
        ..Line::new(rows::said(line).unwrap_or_default(), what)
    };
    told.row(ASSUMPTIONS, verdict.is_empty())
}

fn issue(asked: &Asked<'_>, case: &Fields, risks: &HashSet<Id>) -> Row {
    let line = Line {
        project: name(case, "project"),
        raised: time(case.time("started").filter(|at| at.is_known()).or_else(|| case.time("opened"))),
        owner: asked.person(case.name("lead")).into(),
        priority: word("priority", case.word("priority")),
        impact: text(case, "effect"),
        response: text(case, "workaround"),
        due: time(case.time("due")),
        state: word("state", case.word("state")),
        ..Line::new(rows::said(case).unwrap_or_default(), text(case, "title"))
    };
    line.row(if risks.contains(&case.id) { RISKS } else { ISSUES }, is_open(case))
}

fn depends(dependency: &Fields) -> Row {
    let line = Line {
        project: name(dependency, "project"),
        impact: text(dependency, "note"),
        ..Line::new(String::new(), name(dependency, "service"))
    };
    line.row(DEPENDENCIES, true)
}

fn blocks(link: &Fields, open: bool) -> Row {
    let side = |key: &str| link.name(key).map_or("", |name| name.raw());
    let what = format!("{} {} {}", side("from_case"), LinkKind::Blocks.label(), side("to_case"));
    Line { case: name(link, "to_case"), ..Line::new(String::new(), what.into()) }.row(DEPENDENCIES, open)
}
