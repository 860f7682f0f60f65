//! Contingency plans: draft, agreed, invoked, stood down; their trigger and point of no return are clocks.
//!
//! Changes are in `change` and `steps`, when a plan has to be begun in `begin`, what is read in `show`.

mod begin;
mod change;
mod show;
mod steps;

use super::case::AT;
use super::field::{Ask, Field};
use super::incident::CASE;
use super::judged::{ACCEPTABLE, COST, FEASIBLE, FOR, PROJECT, SUITABLE};
use super::playbook::Condition;
use super::{Command, Query};
use crate::model::Subject;
use crate::model::contingency::ContingencyState;
use crate::model::when::Lean;

pub(super) use begin::clocks;
pub(super) use show::block;

static SCENARIO: Field = Field::argument("scenario", "Scenario", Ask::Line, "What it is for: not restored by 15:00");
static NEW_SCENARIO: Field = Field::flag("scenario", "Scenario", Ask::Line, "What it is for");
static EVENT: Field = Field::flag("event", "Event", Ask::Line, "What sets it off, where that is no time");
static TRIGGER: Field =
    Field::flag("trigger", "Trigger", Ask::Time(Lean::Future), "When it is to be invoked if nothing has changed by then");
static LEAD: Field = Field::flag("lead", "Lead time", Ask::Length, "How long it takes from invoking it until it works: 45m, 2h");
static NO_RETURN: Field =
    Field::flag("no-return", "No return", Ask::Time(Lean::Future), "Time by which it has to work, because it is too late afterwards");
static OWNER: Field = Field::flag("owner", "Owner", Ask::Pick(Subject::Person, true), "Who invokes it; a new name is added");
static RESOURCES: Field = Field::flag("resources", "Resources", Ask::Line, "What it needs: people, machines, permissions");
static FALLBACK: Field = Field::flag("fallback", "Fallback", Ask::Line, "What is left if it fails");
static PLAN: Field = Field::argument("contingency", "Plan", Ask::Numbered(Subject::Contingency), "Number of the plan, such as C-3");
static BY: Field = Field::flag("by", "By", Ask::Line, "Who agreed; you, unless said");
static WHY_AGREED: Field = Field::flag("why", "Why", Ask::Line, "Why; a step back must say it");
static WHY: Field = Field::flag("why", "Why", Ask::Line, "Why now").required();
static WHY_DROPPED: Field = Field::flag("why", "Why", Ask::Line, "Why it is given up").required();
static STEP_TEXT: Field = Field::argument("text", "Step", Ask::Line, "What is to be done, beginning with a verb");
static STEP_OWNER: Field = Field::flag("owner", "Owner", Ask::Pick(Subject::Person, true), "Who does it; a new name is added");
static STEP: Field = Field::argument("step", "Step", Ask::Number, "Which step of the plan, from 1");

/// Commands about contingency plans.
pub static COMMANDS: &[Command] = &[
    Command {
        name: "contingency add",
        doc: "Drafts a contingency plan and prints its number.",
        fields: &[
            &CASE,
            &SCENARIO,
            &TRIGGER,
            &LEAD,
            &NO_RETURN,
            &OWNER,
            &FALLBACK,
            &SUITABLE,
            &FEASIBLE,
            &ACCEPTABLE,
            &EVENT,
            &PROJECT,
            &COST,
            &RESOURCES,
            &FOR,
        ],
        prints: Some("contingency"),
        run: change::add,
    },
    Command {
        name: "contingency set",
        doc: "Corrects a contingency plan; an empty value clears a field.",
        fields: &[
            &PLAN,
            &NEW_SCENARIO,
            &TRIGGER,
            &LEAD,
            &NO_RETURN,
            &OWNER,
            &FALLBACK,
            &SUITABLE,
            &FEASIBLE,
            &ACCEPTABLE,
            &EVENT,
            &PROJECT,
            &COST,
            &RESOURCES,
            &FOR,
        ],
        prints: None,
        run: change::set,
    },
    Command {
        name: "contingency agree",
        doc: "Says that a plan is agreed, and names what it still lacks.",
        fields: &[&PLAN, &BY, &WHY_AGREED, &AT],
        prints: None,
        run: change::agree,
    },
    Command {
        name: "contingency invoke",
        doc: "Says that a plan is carried out from now on; its clocks stop.",
        fields: &[&PLAN, &WHY, &AT],
        prints: None,
        run: change::invoke,
    },
    Command {
        name: "contingency stand-down",
        doc: "Says that a plan is over or no longer needed; its clocks stop.",
        fields: &[&PLAN, &WHY, &AT],
        prints: None,
        run: change::stand_down,
    },
    Command {
        name: "contingency step",
        doc: "Adds a step at the end of a plan.",
        fields: &[&PLAN, &STEP_TEXT, &STEP_OWNER],
        prints: None,
        run: steps::add,
    },
    Command {
        name: "contingency done",
        doc: "Says that a step of a plan is done.",
        fields: &[&PLAN, &STEP, &AT],
        prints: None,
        run: steps::done,
    },
    Command {
        name: "contingency drop",
        doc: "Gives a step of a plan up, with a reason.",
        fields: &[&PLAN, &STEP, &WHY_DROPPED],
        prints: None,
        run: steps::give_up,
    },
    Command {
        name: "contingency reopen",
        doc: "Opens a step of a plan that was done or given up.",
        fields: &[&PLAN, &STEP],
        prints: None,
        run: steps::reopen,
    },
];

static LIST_CASE: Field = Field::flag("case", "Case", Ask::Case, "Only plans of this case");
static LIST_STATE: Field = Field::flag("state", "State", Ask::Choice(ContingencyState::CHOICES), "Only plans that are so far");

/// Queries about contingency plans.
pub static QUERIES: &[Query] = &[
    Query {
        name: "contingency list",
        doc: "Lists contingency plans, oldest first.",
        fields: &[&LIST_CASE, &LIST_STATE, &super::case::LIMIT],
        columns: &[
            ("contingency", "Plan"),
            ("case", "Case"),
            ("state", "State"),
            ("begin", "Begin by"),
            ("end", "No return"),
            ("owner", "Owner"),
            ("scenario", "Scenario"),
        ],
        empty: "no such plan; 'warroom contingency add CASE SCENARIO' drafts one",
        run: show::list,
    },
    Query {
        name: "contingency show",
        doc: "Shows one contingency plan as a page.",
        fields: &[&PLAN],
        columns: &[],
        empty: "",
        run: show::page,
    },
];

/// Conditions that steps of a playbook may name.
pub static CONDITIONS: &[Condition] = &[Condition { name: "contingency", look: begin::reach }];

#[cfg(test)]
mod tests;
