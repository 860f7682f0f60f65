//! Actions: tasks with one owner and a due time.

use serde_json::{Map, Value as Json, json};

use super::Failure;
use super::case::LIMIT;
use super::command::{Act, Command, refuse};
use super::draft::{Given, Input};
use super::field::{Ask, Field};
use super::incident::CASE;
use super::query::{Query, RowOf, Shown, View};
use crate::document::Table;
use crate::model::entry::{Action, ActionState, ActionType, Visibility};
use crate::model::when::{self, Lean};
use crate::model::{ActionRef, Record, Subject, Untrusted, Value, Zone};
use crate::store::Answer;

static TEXT: Field = Field::argument("text", "What", Ask::Line, "What is to be done, beginning with a verb");
static NEW_TEXT: Field = Field::flag("text", "What", Ask::Line, "What is to be done");
static OWNER: Field = Field::flag("owner", "Owner", Ask::Pick(Subject::Person, true), "Who does it; a new name is added");
static DUE: Field = Field::flag("due", "Due", Ask::Time(Lean::Future), "Until when");
static PERIOD: Field = Field::flag("period", "Period", Ask::Line, "Until when, as a free period such as Q1 2027").later();
static TYPE: Field =
    Field::flag("type", "Type", Ask::Choice(ActionType::CHOICES), "What it is meant to do: mitigate, prevent, detect, process");
static REFERENCE: Field = Field::flag("reference", "Reference", Ask::Line, "Ticket, change or page that tracks it").later();
static NOTE: Field = Field::flag("note", "Note", Ask::Line, "Its status, priority or group in other words, such as PR exists").later();
static FOR: Field = Field::flag("for", "For", Ask::Choice(Visibility::CHOICES), "Who may read it").later();
static ACTION: Field = Field::argument("action", "Action", Ask::Action, "Number of the action, such as A-56");
static WHY: Field = Field::flag("why", "Why", Ask::Line, "Why it is given up").required();
static AT: Field = Field::flag("at", "At", Ask::Time(Lean::Past), "When it was done, if not now");

/// Commands about actions.
pub static COMMANDS: &[Command] = &[
    Command {
        name: "action add",
        doc: "Gives an action and prints its number.",
        fields: &[&CASE, &TEXT, &OWNER, &DUE, &PERIOD, &TYPE, &REFERENCE, &NOTE, &FOR],
        prints: Some("action"),
        run: add,
    },
    Command {
        name: "action set",
        doc: "Corrects an action.",
        fields: &[&ACTION, &NEW_TEXT, &OWNER, &DUE, &PERIOD, &TYPE, &REFERENCE, &NOTE, &FOR],
        prints: None,
        run: set,
    },
    Command { name: "action done", doc: "Says that an action is done.", fields: &[&ACTION, &AT], prints: None, run: done },
    Command { name: "action drop", doc: "Gives an action up, with a reason.", fields: &[&ACTION, &WHY], prints: None, run: give_up },
    Command { name: "action reopen", doc: "Opens an action that was done or given up.", fields: &[&ACTION], prints: None, run: reopen },
];

static LIST_CASE: Field = Field::flag("case", "Case", Ask::Case, "Only actions of this case");
static LIST_STATE: Field = Field::flag(
    "state",
    "State",
    Ask::Choice(&[("open", "open"), ("done", "done"), ("dropped", "dropped"), ("all", "all")]),
    "open (the default), done, dropped or all",
);
static LIST_OWNER: Field = Field::flag("owner", "Owner", Ask::Pick(Subject::Person, false), "Only actions of this person");

/// Queries about actions.
pub static QUERIES: &[Query] = &[Query {
    name: "action list",
    doc: "Lists actions, newest first.",
    fields: &[&LIST_CASE, &LIST_STATE, &LIST_OWNER, &LIMIT],
    columns: &[("action", "Action"), ("case", "Case"), ("state", "State"), ("owner", "Owner"), ("due", "Due"), ("text", "What")],
    empty: "no such action; 'warroom action add CASE TEXT' gives one",
    run: list,
}];

const PLAIN: &[(&str, &str)] = &[
    ("text", "text"),
    ("owner", "owner"),
    ("due", "due"),
    ("period", "period"),
    ("type", "type"),
    ("reference", "reference"),
    ("note", "note"),
    ("for", "visibility"),
];

fn add(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let case = input.case("case")?.clone();
    let owner = act.reference(input, "owner")?.unwrap_or(Value::Null);
    if let Some(due) = input.time("due") {
        act.echo("due", &due);
    }
    let number = act.w.number("action")?;
    let plain = |key: &str| input.value(key).unwrap_or(Value::Null);
    let record: Record = vec![
        ("number", Value::Int(number)),
        ("case_id", Value::Ref(case.id)),
        ("text", plain("text")),
        ("owner", owner),
        ("type", plain("type")),
        ("state", Value::word(ActionState::Open.key())),
        ("due", plain("due")),
        ("period", plain("period")),
        ("reference", plain("reference")),
        ("note", plain("note")),
        ("visibility", Value::word(input.word("for").unwrap_or(Visibility::Management.key()))),
    ];
    act.w.create(Subject::Action, &record)?;
    Ok(answer(ActionRef(number), case.id, case.case_ref(), format!("{} given in {}", ActionRef(number), case.case_ref())))
}

fn answer(action: ActionRef, case: crate::model::Id, case_ref: crate::model::CaseRef, label: String) -> Answer {
    let json = json!({ "action": action.to_string(), "case": case_ref.to_string() });
    Answer { label, json, case: Some(case), ..Answer::default() }
}

fn answer_for(action: &Action, words: &str) -> Answer {
    answer(action.action_ref(), action.case, action.case_ref, format!("{} {words}", action.action_ref()))
}

fn set(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let action = input.action("action")?.clone();
    for key in ["text", "for"] {
        if input.get(key).is_some() && !input.has(key) {
            return refuse(key, "it cannot be empty", "give a value, or leave the flag out");
        }
    }
    act.set_named(Subject::Action, action.id, input, PLAIN)?;
    Ok(answer_for(&action, "corrected"))
}

fn end(act: &mut Act<'_, '_>, action: &Action, state: ActionState, at: crate::model::Moment) -> Result<(), Failure> {
    if action.state != ActionState::Open {
        return refuse(
            "action",
            format!("{} is {} already", action.action_ref(), action.state.label()),
            "'warroom action reopen' opens it again",
        );
    }
    act.w.set(Subject::Action, action.id, "state", &Value::word(state.key()))?;
    act.w.set(Subject::Action, action.id, "done", &Value::Time(at))?;
    Ok(())
}

fn done(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let action = input.action("action")?.clone();
    let at = input.time("at").unwrap_or_else(|| act.moment());
    if input.has("at") {
        act.echo("at", &at);
    }
    end(act, &action, ActionState::Done, at)?;
    Ok(answer_for(&action, "is done"))
}

fn give_up(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let action = input.action("action")?.clone();
    let at = act.moment();
    end(act, &action, ActionState::Dropped, at)?;
    act.w.set(Subject::Action, action.id, "why", &Value::text(input.text("why").map(str::to_owned)))?;
    Ok(answer_for(&action, "is given up"))
}

fn reopen(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let action = input.action("action")?.clone();
    if action.state == ActionState::Open {
        return refuse("action", format!("{} is open", action.action_ref()), "nothing is left to do");
    }
    for (key, value) in [("state", Value::word("open")), ("done", Value::Null), ("why", Value::Null)] {
        act.w.set(Subject::Action, action.id, key, &value)?;
    }
    Ok(answer_for(&action, "is open again"))
}

fn list(view: &View<'_>, input: &Input) -> Result<Shown, Failure> {
    let limit = input.limit(100);
    let states: &[ActionState] = match input.word("state") {
        Some("all") => ActionState::ALL,
        Some("done") => &[ActionState::Done],
        Some("dropped") => &[ActionState::Dropped],
        _ => &[ActionState::Open],
    };
    let owner = match input.get("owner") {
        Some(Given::Known(named)) => Some(named.id),
        _ => None,
    };
    let mut actions = Vec::new();
    if input.has("case") {
        let case = input.case("case")?;
        let fits = |a: &Action| states.contains(&a.state) && owner.is_none_or(|o| a.owner.as_ref().is_some_and(|n| n.id == o));
        actions.extend(view.read.actions_of(case.id)?.into_iter().filter(fits));
    } else {
        for state in states {
            actions.extend(view.read.actions(*state, owner, limit)?);
        }
        actions.sort_by_key(|a| std::cmp::Reverse(a.number));
    }
    actions.truncate(limit);
    Ok(Shown::Rows(actions.iter().map(row).collect()))
}

/// Gives one action as JSON.
pub fn row(action: &Action) -> Map<String, Json> {
    RowOf::new()
        .with("action", action.action_ref().to_string())
        .with("case", action.case_ref.to_string())
        .with("text", action.text.raw())
        .with("state", action.state.key())
        .text("owner", action.owner.as_ref().map(|n| &n.name))
        .with("type", action.action_type.map(|t| t.key()))
        .time("due", action.due)
        .text("period", action.period.as_ref())
        .time("done", action.done)
        .text("why", action.why.as_ref())
        .text("reference", action.reference.as_ref())
        .text("note", action.note.as_ref())
        .with("visibility", action.visibility.key())
        .done()
}

/// Lays actions out as a table.
pub fn table(actions: &[Action], zone: Zone) -> Table {
    let mut table = Table::new(["Action", "What", "Owner", "Due", "State"]);
    for action in actions {
        let due = action.due.map(|m| when::stamp(&m, zone)).map(Untrusted::from).or_else(|| action.period.clone());
        table.push([
            Untrusted::new(action.action_ref().to_string()),
            action.text.clone(),
            action.owner.as_ref().map(|n| n.name.clone()).unwrap_or_default(),
            due.unwrap_or_default(),
            action.state.label().into(),
        ]);
    }
    table
}
