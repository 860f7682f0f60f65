//! What was learnt before: similar cases, known errors, lessons, and steps that are often done otherwise.
//!
//! Nothing here guesses: cases are compared by words, by service and by cause, with points that a person can add up.

mod similar;

use std::collections::{BTreeMap, HashSet};
use std::time::Duration;

use super::Failure;
use super::case::{LIMIT_10, LIMIT_50};
use super::command::{Command, refuse};
use super::draft::{Given, Input};
use super::field::{Ask, Field};
use super::incident::CASE;
use super::query::{Query, RowOf, Shown, View, rfc3339};
use crate::model::{Id, Subject, Untrusted};
use crate::store::{Newest, Otherwise, Past};

/// How long known errors and lessons are looked for; what was found until then counts.
const BUDGET: Duration = Duration::from_millis(if cfg!(test) { 60_000 } else { 200 });
/// Cases of one service that are compared, and cases that are compared at most.
const OF_HOME: usize = 200;
const MOST: usize = 400;
/// Marks against steps that are counted at most, and reasons that are told of each step.
const MARKS: usize = 5_000;
const REASONS: usize = 3;

static SERVICE: Field = Field::flag("service", "Service", Ask::Pick(Subject::Service, false), "Only of this service");
static PROJECT: Field = Field::flag("project", "Project", Ask::Pick(Subject::Project, false), "Only of this project");
static LESSON: Field = Field::flag(
    "kind",
    "Kind",
    Ask::Choice(&[("well", "went well"), ("badly", "went badly"), ("lucky", "was lucky"), ("general", "in general")]),
    "Only what went well, went badly, was lucky, or in general",
);

/// Commands.
pub static COMMANDS: &[Command] = &[];

/// Queries.
pub static QUERIES: &[Query] = &[
    Query {
        name: "library similar",
        doc: "Seen before? Lists cases like this one: why they match, what helped, what ended them.",
        fields: &[&CASE, &LIMIT_10],
        columns: &[],
        empty: "",
        run: similar::run,
    },
    Query {
        name: "library known-errors",
        doc: "Lists cases whose cause is confirmed, or that have a workaround, and that are not lastingly fixed; newest first.",
        fields: &[&SERVICE, &PROJECT, &LIMIT_50],
        columns: &[("case", "Case"), ("home", "Where"), ("since", "Since"), ("do", "What to do"), ("cause", "Cause"), ("state", "State")],
        empty: "no known error: no case has a confirmed cause or a workaround and waits for a lasting fix",
        run: known_errors,
    },
    Query {
        name: "library lessons",
        doc: "Lists the lessons of all reviews, those of the newest cases first.",
        fields: &[&SERVICE, &PROJECT, &LESSON, &LIMIT_50],
        columns: &[("case", "Case"), ("kind", "Kind"), ("lesson", "Lesson"), ("home", "Where"), ("review", "Review")],
        empty: "no lesson yet; a review says what went well, what went badly, and where one was lucky",
        run: lessons,
    },
    Query {
        name: "library steps",
        doc: "Lists the playbook's steps that are most often adapted or skipped, with the reasons given last.",
        fields: &[&LIMIT_50],
        columns: &[
            ("step", "Step"),
            ("title", "Title"),
            ("adapted", "Adapted"),
            ("skipped", "Skipped"),
            ("cases", "Cases"),
            ("why", "Why"),
        ],
        empty: "no step was adapted or skipped yet",
        run: steps,
    },
];

/// Gives the service or project that was named.
fn home(input: &Input) -> Result<Option<Id>, Failure> {
    if input.has("service") && input.has("project") {
        return refuse("project", "a service has incidents and a project has issues", "name one of the two");
    }
    Ok(["service", "project"].into_iter().find_map(|key| match input.get(key) {
        Some(Given::Known(named)) => Some(named.id),
        _ => None,
    }))
}

/// Says where a list ends before everything there is.
fn notes<T>(found: &Newest<T>, what: &str) -> Vec<String> {
    let more = format!("the newest {} {what} are shown, and there are more; a higher limit shows them", found.rows.len());
    let stopped = "not everything was looked through, it took too long; a service or project narrows it";
    [found.more.then_some(more), found.stopped.then(|| stopped.to_owned())].into_iter().flatten().collect()
}

/// Gives the text that says what ended a case for good or for now, as far as it was written down.
pub(super) fn ended_by(past: &Past) -> Option<Untrusted> {
    let of = |kind: &str, mark: Option<&str>| {
        past.texts.iter().find(|text| text.kind == kind && (mark.is_none() || text.mark.as_deref() == mark))
    };
    let told = of("resolution", Some("lasting")).or_else(|| of("lasting-fix", None));
    let told = told.or_else(|| past.texts.iter().rfind(|text| text.kind == "resolution" && !text.text.is_blank()));
    told.map(|text| text.text.clone()).or_else(|| past.residual.clone().filter(|text| !text.is_blank()))
}

/// Gives the cause that is sure, the root cause before others.
fn sure_cause(past: &Past) -> Option<&Untrusted> {
    let causes = || past.texts.iter().filter(|text| text.sure && matches!(text.kind.as_str(), "cause" | "hypothesis"));
    causes().find(|text| text.mark.as_deref() == Some("root")).or_else(|| causes().next()).map(|text| &text.text)
}

/// Leaves each case once, the first of them kept.
fn once(ns: impl IntoIterator<Item = i64>) -> Vec<i64> {
    let mut known = HashSet::new();
    ns.into_iter().filter(|n| known.insert(*n)).collect()
}

fn known_errors(view: &View<'_>, input: &Input) -> Result<Shown, Failure> {
    let of = home(input)?;
    let found = view.read.within(BUDGET, |read| read.known_errors(of, input.limit(50)))?;
    let mut pasts = view.read.pasts(&found.rows)?;
    pasts.sort_by_key(|past| std::cmp::Reverse(past.id));
    let row = |past: &Past| {
        RowOf::new()
            .with("case", past.case.to_string())
            .text("title", Some(&past.title))
            .text("home", past.home.as_ref().map(|(_, name)| name))
            .with("since", rfc3339(past.began))
            .text("do", past.workaround.as_ref())
            .text("cause", sure_cause(past))
            .with("state", past.state.as_str())
            .with("review", past.review.map(|state| state.label()))
            .done()
    };
    Ok(Shown::Noted(pasts.iter().map(row).collect(), notes(&found, "known errors")))
}

fn lessons(view: &View<'_>, input: &Input) -> Result<Shown, Failure> {
    let of = home(input)?;
    let found = view.read.within(BUDGET, |read| read.lessons(input.word("kind"), of, input.limit(50)))?;
    let kind = |mark: &str| match mark {
        "well" | "went-well" => "went well",
        "badly" | "went-badly" => "went badly",
        "lucky" => "was lucky",
        _ => "in general",
    };
    let rows = found.rows.iter().map(|lesson| {
        RowOf::new()
            .with("case", lesson.case.to_string())
            .text("title", Some(&lesson.title))
            .with("kind", kind(&lesson.mark))
            .text("lesson", Some(&lesson.text))
            .text("home", lesson.home.as_ref())
            .with("aspect", lesson.aspect.as_deref())
            .with("review", lesson.review.map(|state| state.label()))
            .done()
    });
    Ok(Shown::Noted(rows.collect(), notes(&found, "lessons")))
}

/// What was said against one step.
#[derive(Default)]
struct Against {
    adapted: usize,
    skipped: usize,
    cases: HashSet<String>,
    why: Vec<String>,
}

impl Against {
    fn add(&mut self, mark: Otherwise) {
        match mark.state.as_str() {
            "skipped" => self.skipped += 1,
            _ => self.adapted += 1,
        }
        let case = mark.case.to_string();
        if let Some(why) = mark.why.filter(|why| !why.is_blank() && self.why.len() < REASONS) {
            self.why.push(format!("{case}: {}", why.raw()));
        }
        self.cases.insert(case);
    }
}

fn steps(view: &View<'_>, input: &Input) -> Result<Shown, Failure> {
    let mut all: BTreeMap<String, Against> = BTreeMap::new();
    for mark in view.read.steps_otherwise(MARKS)? {
        all.entry(mark.code.clone()).or_default().add(mark);
    }
    let mut all: Vec<(String, Against)> = all.into_iter().collect();
    all.sort_by_key(|(_, against)| std::cmp::Reverse(against.adapted + against.skipped));
    let title = |code: &str| {
        let steps = view.ctx.playbooks().iter().flat_map(|playbook| &playbook.steps);
        steps.into_iter().find(|step| step.code == code).map(|step| step.title.in_language(&view.ctx.language).to_owned())
    };
    let rows = all.into_iter().take(input.limit(50)).map(|(code, against)| {
        RowOf::new()
            .with("title", title(&code))
            .with("step", code)
            .with("adapted", against.adapted)
            .with("skipped", against.skipped)
            .with("cases", against.cases.len())
            .with("why", against.why.join("; "))
            .done()
    });
    Ok(Shown::Rows(rows.collect()))
}
