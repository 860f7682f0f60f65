//! Actions: tasks with one owner and a due time, and whether they worked once they are done.
//!
//! `change` gives and closes them, `effect` verifies and declines, `follow` lists them over all cases, `show` lays them out.

mod change;
mod effect;
mod follow;
mod show;

use super::case::LIMIT;
use super::command::Command;
use super::field::{Ask, Field};
use super::incident::CASE;
use super::query::Query;
use crate::model::Subject;
use crate::model::action::{FollowOrder, Worked};
use crate::model::entry::{ActionType, Visibility};
use crate::model::finding::Aspect;
use crate::model::when::Lean;

pub use show::{row, table};

static TEXT: Field = Field::argument("text", "What", Ask::Line, "What is to be done, beginning with a verb");
static NEW_TEXT: Field = Field::flag("text", "What", Ask::Line, "What is to be done");
static OWNER: Field = Field::flag("owner", "Owner", Ask::Pick(Subject::Person, true), "Who does it; a new name is added");
static DUE: Field = Field::flag("due", "Due", Ask::Time(Lean::Future), "Until when");
static PERIOD: Field = Field::flag("period", "Period", Ask::Line, "Until when, as a free period such as Q1 2027").later();
static TYPE: Field =
    Field::flag("type", "Type", Ask::Choice(ActionType::CHOICES), "What it is meant to do: mitigate, prevent, detect, process");
static REFERENCE: Field =
    Field::flag("reference", "Reference", Ask::Line, "Tickets, changes or pages that track it, with blanks between").later();
static NOTE: Field = Field::flag("note", "Note", Ask::Line, "Remark").later();
static STATUS: Field = Field::flag("status", "Status", Ask::Line, "Where it stands in other words, such as PR exists").later();
static PRIORITY: Field = Field::flag("priority", "Priority", Ask::Line, "How much it matters, in the words of those who track it").later();
static CATEGORY: Field = Field::flag("category", "Category", Ask::Line, "Group it belongs to, such as short term").later();
static ASPECT: Field =
    Field::flag("aspect", "Aspect", Ask::Choice(Aspect::CHOICES), "Where it lies: human, organisation or technology").later();
static VERIFY: Field =
    Field::flag("verify", "Verify", Ask::Time(Lean::Future), "When to look whether it worked, if not as the policy says").later();
static FOR: Field = Field::flag("for", "For", Ask::Choice(Visibility::CHOICES), "Who may read it").later();
static ACTION: Field = Field::argument("action", "Action", Ask::Action, "Number of the action, such as A-56");
static WHY: Field = Field::flag("why", "Why", Ask::Line, "Why it is given up").required();
static DECLINED: Field = Field::argument("text", "What", Ask::Line, "What was thought of and is not done");
static WHY_NOT: Field = Field::flag("why", "Why", Ask::Line, "Why it is not done").required();
static DECLINED_FOR: Field = Field::flag("for", "For", Ask::Choice(Visibility::CHOICES), "Who may read it; internal unless said").later();
static WORKED: Field = Field::flag("worked", "Worked", Ask::Choice(Worked::CHOICES), "Whether it worked: yes, partly or no").required();
static EFFECT: Field = Field::flag("effect", "Effect", Ask::Line, "What was seen of its effect");
static LOOKED: Field = Field::flag("at", "At", Ask::Time(Lean::Past), "When that was looked at, if not now").later();
static AGAIN: Field = Field::flag("reopen", "Reopen", Ask::Yes, "Opens it again at once, where it did not work or only partly");
static AT: Field = Field::flag("at", "At", Ask::Time(Lean::Past), "When it was done, if not now");

/// Commands about actions.
pub static COMMANDS: &[Command] = &[
    Command {
        name: "action add",
        doc: "Gives an action and prints its number.",
        fields: &[&CASE, &TEXT, &OWNER, &DUE, &PERIOD, &TYPE, &REFERENCE, &NOTE, &ASPECT, &STATUS, &PRIORITY, &CATEGORY, &VERIFY, &FOR],
        prints: Some("action"),
        run: change::add,
    },
    Command {
        name: "action set",
        doc: "Corrects an action.",
        fields: &[
            &ACTION, &NEW_TEXT, &OWNER, &DUE, &PERIOD, &TYPE, &REFERENCE, &NOTE, &ASPECT, &STATUS, &PRIORITY, &CATEGORY, &VERIFY, &FOR,
        ],
        prints: None,
        run: change::set,
    },
    Command { name: "action done", doc: "Says that an action is done.", fields: &[&ACTION, &AT], prints: None, run: change::done },
    Command {
        name: "action drop",
        doc: "Gives an action up, with a reason.",
        fields: &[&ACTION, &WHY],
        prints: None,
        run: change::give_up,
    },
    Command {
        name: "action reopen",
        doc: "Opens an action that was done or given up.",
        fields: &[&ACTION],
        prints: None,
        run: change::reopen,
    },
    Command {
        name: "action verify",
        doc: "Says whether a done action worked; one that did not can be opened again.",
        fields: &[&ACTION, &WORKED, &EFFECT, &LOOKED, &AGAIN],
        prints: None,
        run: effect::verify,
    },
    Command {
        name: "action decline",
        doc: "Records an action that was thought of and is not taken, and why.",
        fields: &[&CASE, &DECLINED, &WHY_NOT, &DECLINED_FOR],
        prints: Some("finding"),
        run: effect::decline,
    },
];

static LIST_CASE: Field = Field::flag("case", "Case", Ask::Case, "Only actions of this case");
static LIST_STATE: Field = Field::flag(
    "state",
    "State",
    Ask::Choice(&[("open", "open"), ("done", "done"), ("dropped", "dropped"), ("all", "all")]),
    "open (the default), done, dropped or all",
);
static LIST_OWNER: Field = Field::flag("owner", "Owner", Ask::Pick(Subject::Person, false), "Only actions of this person");

static FOLLOW_TYPE: Field = Field::flag("type", "Type", Ask::Choice(ActionType::CHOICES), "Only actions of this type");
static FOLLOW_BY: Field =
    Field::flag("by", "By", Ask::Choice(FollowOrder::CHOICES), "due (the default), owner or type: what they are grouped by");

/// Queries about actions.
pub static QUERIES: &[Query] = &[
    Query {
        name: "action list",
        doc: "Lists actions, newest first.",
        fields: &[&LIST_CASE, &LIST_STATE, &LIST_OWNER, &LIMIT],
        columns: &[("action", "Action"), ("case", "Case"), ("state", "State"), ("owner", "Owner"), ("due", "Due"), ("text", "What")],
        empty: "no such action; 'warroom action add CASE TEXT' gives one",
        run: show::list,
    },
    Query {
        name: "action follow-up",
        doc: "Lists what is open or to be verified over all cases, the most overdue first.",
        fields: &[&LIST_OWNER, &FOLLOW_TYPE, &LIST_CASE, &FOLLOW_BY, &LIMIT],
        columns: &[
            ("action", "Action"),
            ("awaited", "Awaited"),
            ("when", "When"),
            ("age", "Age"),
            ("owner", "Owner"),
            ("type", "Type"),
            ("case", "Case"),
            ("text", "What"),
        ],
        empty: "nothing is left to follow up",
        run: follow::list,
    },
];

#[cfg(test)]
mod tests;
