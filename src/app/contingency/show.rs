//! What is read of contingency plans: the list, the page of one, and the table of a review.

use serde_json::{Map, Value as Json};

use super::begin::{self, state};
use super::change::{lacks, name};
use super::steps;
use crate::app::draft::Input;
use crate::app::judged::{cost_words, in_short, in_words, visibility};
use crate::app::query::{RowOf, Shown, View, rfc3339};
use crate::app::rca::Block;
use crate::app::{Failure, unknown};
use crate::document::{Document, Item};
use crate::model::case::Case;
use crate::model::contingency::{ContingencyState, StepState};
use crate::model::entry::Visibility;
use crate::model::fields::Fields;
use crate::model::when::{self, Now};
use crate::model::{Moment, Subject, Untrusted, Zone};

/// Gives one plan as JSON.
fn row(plan: &Fields, now: &Now) -> Map<String, Json> {
    let waits = state(plan).waits();
    let left = |at: Option<i64>| at.filter(|_| waits).map(|at| begin::left(at, now));
    RowOf::new()
        .with("contingency", name(plan))
        .with("case", plan.case.map(|(_, case)| case.to_string()))
        .with("state", plan.word("state"))
        .text("scenario", plan.text("scenario").as_ref())
        .text("project", plan.name("project"))
        .text("event", plan.text("event").as_ref())
        .time("trigger", plan.time("trigger"))
        .with("lead", plan.int("lead").map(when::length))
        .with("begin_by", begin::by(plan).map(rfc3339))
        .with("begin", left(begin::by(plan)))
        .time("no_return", plan.time("no_return"))
        .with("end", left(plan.millis("no_return")))
        .text("owner", plan.name("owner"))
        .text("resources", plan.text("resources").as_ref())
        .with("cost", cost_words(plan))
        .text("fallback", plan.text("fallback").as_ref())
        .text("suitable", plan.text("suitable").as_ref())
        .text("feasible", plan.text("feasible").as_ref())
        .text("acceptable", plan.text("acceptable").as_ref())
        .text("agreed_by", plan.text("agreed_by").as_ref())
        .with("visibility", plan.word("visibility"))
        .done()
}

fn step_row(step: &Fields) -> Map<String, Json> {
    RowOf::new()
        .with("step", step.int("position"))
        .text("text", step.text("text").as_ref())
        .text("owner", step.name("owner"))
        .with("state", step.word("state"))
        .time("done", step.time("done"))
        .done()
}

pub(super) fn list(view: &View<'_>, input: &Input) -> Result<Shown, Failure> {
    let limit = input.limit(100);
    let wanted = input.word("state");
    let plans = if input.has("case") {
        view.read.fields_of(Subject::Contingency, input.case("case")?.id)?
    } else {
        // A state is looked for in all of them.
        view.read.fields_all(Subject::Contingency, if wanted.is_some() { usize::MAX } else { limit })?
    };
    let fits = |plan: &&Fields| wanted.is_none_or(|state| plan.word("state") == state);
    let now = view.ctx.now();
    Ok(Shown::Rows(plans.iter().filter(fits).take(limit).map(|plan| row(plan, &now)).collect()))
}

pub(super) fn page(view: &View<'_>, input: &Input) -> Result<Shown, Failure> {
    let plan = input.numbered("contingency")?;
    let now = view.ctx.now();
    let steps = steps::of(view.read, plan)?;
    let mut facts: Vec<(String, Untrusted)> = facts(plan, &now).into_iter().map(|(label, value)| (label.to_owned(), value)).collect();
    let asked = plan.case.map(|(case, _)| view.read.unknowns(case)).transpose()?.unwrap_or_default();
    let of = format!(" of {}", name(plan));
    for open in asked.iter().filter(|open| open.about.record == name(plan)) {
        let label = unknown::label(open);
        facts.push((label.strip_suffix(&of).unwrap_or(label).to_owned(), unknown::words(open, &now).into()));
    }
    let mut page = Document::new().heading(1, Untrusted::new(format!("{} {}", name(plan), plan.word("scenario")))).facts(facts);
    if !steps.is_empty() {
        page = page.heading(2, "Steps").bullets(steps.iter().map(|step| item(step, now.zone)));
    }
    let lacks = lacks(plan);
    if state(plan) == ContingencyState::Draft && !lacks.is_empty() {
        page = page.heading(2, "Before it is agreed").bullets(lacks.into_iter().map(Untrusted::from));
    }
    let moves = view.read.words_over_time(plan.id, "state")?;
    let stamp = |at: i64| Moment::exact(at, 0).map(|moment| when::stamp(&moment, now.zone)).unwrap_or_default();
    let label = |word: &str| ContingencyState::parse(word).map_or("", ContingencyState::label);
    if moves.len() > 1 {
        let said = moves.iter().map(|(at, who, word)| Untrusted::new(format!("{} {} ({})", stamp(*at), label(word), who.raw())));
        page = page.heading(2, "How it got here").bullets(said);
    }
    let mut whole = row(plan, &now);
    whole.insert("steps".into(), steps.iter().map(|step| Json::Object(step_row(step))).collect());
    let past = |(at, who, word): &(i64, Untrusted, String)| serde_json::json!({ "at": rfc3339(*at), "who": who.raw(), "state": word });
    whole.insert("history".into(), moves.iter().map(past).collect());
    Ok(Shown::Page(page, Json::Object(whole)))
}

/// Lists what is known of a plan, what has to be decided first; what is not known is left out.
fn facts(plan: &Fields, now: &Now) -> Vec<(&'static str, Untrusted)> {
    let waits = state(plan).waits();
    let time = |key: &str| {
        let moment = plan.time(key)?;
        // While it is waited for, a time that has passed is late, not over.
        let left = moment.millis().filter(|_| waits).map(|at| begin::left(at, now));
        Some(left.unwrap_or_else(|| when::echo(&moment, now)).into())
    };
    let begin = begin::by(plan).filter(|at| waits && plan.millis("trigger") != Some(*at));
    let is_agreed = state(plan) == ContingencyState::Agreed;
    let also = if is_agreed { String::new() } else { format!("{}, ", state(plan).label()) };
    let agreed = plan.raw("agreed_by").map(|by| format!("{also}agreed by {by}"));
    let all: [(&'static str, Option<Untrusted>); 14] = [
        ("State", Some(agreed.unwrap_or_else(|| state(plan).label().to_owned()).into())),
        ("Begin by", begin.map(|at| begin::left(at, now).into())),
        ("Trigger", time("trigger")),
        ("Event", plan.text("event")),
        ("Lead time", plan.int("lead").map(|lead| when::span(lead).into())),
        ("No return", time("no_return")),
        ("Owner", plan.name("owner").cloned()),
        ("Tests", Some(in_words(plan).into())),
        ("Cost", cost_words(plan).map(Untrusted::from)),
        ("Resources", plan.text("resources")),
        ("Fallback", plan.text("fallback")),
        ("Project", plan.name("project").cloned()),
        ("Case", plan.case.map(|(_, case)| case.to_string().into())),
        ("For", Some(visibility(plan).label().into())),
    ];
    all.into_iter().filter_map(|(label, value)| Some((label, value?))).collect()
}

/// Shows one step: its place, what is to be done, by whom, and when it was done.
fn item(step: &Fields, zone: Zone) -> Item {
    let owner = step.name("owner").map(|who| format!(" ({})", who.raw())).unwrap_or_default();
    let at = step.time("done").map(|at| when::stamp(&at, zone)).unwrap_or_default();
    let state = StepState::parse(step.word("state")).unwrap_or(StepState::Open);
    let ended = if state == StepState::Open { String::new() } else { format!(", {} {at}", state.label()) };
    let text = format!("{}. {}{owner}{ended}", step.int("position").unwrap_or_default(), step.word("text"));
    Item::from(Untrusted::new(text)).ticked(state == StepState::Done)
}

/// Gives what a review prints of it. A row that everybody may read names nobody.
pub(in crate::app) fn block(view: &View<'_>, case: &Case) -> Result<Option<Block>, Failure> {
    let zone = case.zone_or(view.ctx.zone);
    let stamp = |moment: Option<Moment>| Untrusted::from(moment.map(|m| when::stamp(&m, zone)).unwrap_or_default());
    let all_steps = view.read.fields_of(Subject::ContingencyStep, case.id)?;
    let steps = |plan: &Fields| {
        let kept = all_steps.iter().filter(|step| step.reference("contingency") == Some(plan.id));
        let kept: Vec<&str> = kept.map(|step| step.word("state")).filter(|state| *state != StepState::Dropped.key()).collect();
        let done = kept.iter().filter(|state| **state == StepState::Done.key()).count();
        if kept.is_empty() { String::new() } else { format!("{done}/{}", kept.len()) }
    };
    let mut rows = Vec::new();
    for plan in view.read.fields_of(Subject::Contingency, case.id)? {
        let visibility = visibility(&plan);
        let owner = plan.name("owner").filter(|_| visibility != Visibility::Public).cloned().unwrap_or_default();
        let trigger = plan.time("trigger").map(|moment| stamp(Some(moment))).or(plan.text("event")).unwrap_or_default();
        let cells = vec![
            name(&plan).into(),
            plan.text("scenario").unwrap_or_default(),
            trigger,
            stamp(plan.time("no_return")),
            owner,
            in_short(&plan).into(),
            plan.text("fallback").unwrap_or_default(),
            steps(&plan).into(),
            state(&plan).label().into(),
        ];
        rows.push((visibility, cells));
    }
    let columns = &["", "scenario", "trigger", "no_return", "owner", "judged", "fallback", "steps", "state"];
    Ok((!rows.is_empty()).then_some(Block { title: "contingencies", columns, rows }))
}
