//! The playbook of a case: what it was begun with, how far each step is, and what a person said of a step by hand.
//!
//! How far a step is gets worked out from the record; only what a person says against it is stored.

mod block;
mod conditions;
mod page;
mod run;

use serde_json::json;

use super::command::{Act, Command, refuse};
use super::draft::Input;
use super::entry::{Said, by_the_way};
use super::field::{Ask, Field};
use super::incident::CASE;
use super::query::View;
use super::{Failure, plan, tables};
use crate::model::case::Case;
use crate::model::entry::{EntryKind, Visibility};
use crate::model::playbook::{Playbook, StepState};
use crate::model::{Id, Record, Subject, Value};
use crate::store::Answer;

pub(super) use block::block;
pub use conditions::CONDITIONS;
pub use page::QUERIES;
pub use run::{Run, StepLine, run};

/// Says how far something is, as the record has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// How far.
    pub reach: Reach,
    /// A few words that hold in every language: "1/2", "14:45", "+1".
    pub words: String,
    /// What the step's command is about next, as fields and their texts: the project that has no answer yet.
    pub about: Vec<(&'static str, String)>,
}

/// How far a step is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reach {
    /// Nothing is there yet.
    #[default]
    Todo,
    /// It is begun, or has to be done again.
    Doing,
    /// It is done as things are now.
    Done,
}

impl Progress {
    /// Puts how far and the words together.
    pub fn new(reach: Reach, words: impl Into<String>) -> Self {
        Self { reach, words: words.into(), about: Vec::new() }
    }

    /// Adds what the step's command is about next.
    #[must_use]
    pub fn about(mut self, key: &'static str, text: impl Into<String>) -> Self {
        self.about.push((key, text.into()));
        self
    }
}

/// A condition that steps name as what makes them done.
pub struct Condition {
    /// Its name in the files of playbooks.
    pub name: &'static str,
    /// Works out from the record how far it is.
    pub look: fn(&View<'_>, &Case) -> Result<Progress, Failure>,
}

static WITH: Field = Field::flag("with", "Playbook", Ask::Line, "Another playbook than the usual one, by the name of its file");
static STEP: Field = Field::argument("step", "Step", Ask::Line, "Code or number of the step, such as impact or 3");
/// What may be said of a step by hand; to do gives it back to the record.
pub const BY_HAND: &[(&str, &str)] = &[
    ("done", "done"),
    ("adapted", "adapted: done in another way"),
    ("skipped", "skipped"),
    ("not-applicable", "not applicable"),
    ("todo", "as the record has it"),
];
static STATE: Field =
    Field::argument("state", "State", Ask::Choice(BY_HAND), "done, adapted, skipped, not-applicable, or todo to leave it to the record");
static WHY: Field = Field::flag("why", "Why", Ask::Line, "Why it is adapted or skipped");

/// Commands about the playbook.
pub static COMMANDS: &[Command] = &[
    Command {
        name: "playbook start",
        doc: "Begins the playbook of a case; it keeps it as it is now, whatever is edited later.",
        fields: &[&CASE, &WITH],
        prints: Some("playbook"),
        run: start,
    },
    Command {
        name: "playbook mark",
        doc: "Says of a step that it is done, adapted, skipped or not applicable; adapting and skipping ask why.",
        fields: &[&CASE, &STEP, &STATE, &WHY],
        prints: None,
        run: mark,
    },
];

/// Checks that there is every command, field, page and condition a playbook names.
///
/// # Errors
/// Says which step names what there is not.
pub fn resolved(playbook: &Playbook) -> Result<(), String> {
    for step in &playbook.steps {
        let missing = |what: &str, name: &str| Err(format!("step {:?} names the {what} {name:?}, and there is none", step.code));
        for name in [&step.command].into_iter().chain(&step.also) {
            if tables::command(name).is_none() && tables::query(name).is_none() {
                return missing("command", name);
            }
        }
        let command = tables::command(&step.command);
        if let Some(key) =
            step.fields.keys().chain(&step.asks).find(|key| command.is_none_or(|c| !c.fields.iter().any(|field| field.key == key.as_str())))
        {
            return missing("field", key);
        }
        if let Some(name) = step.look.as_deref().filter(|name| tables::query(name).is_none()) {
            return missing("page", name);
        }
        if let Some(name) = step.when.as_deref().filter(|name| tables::condition(name).is_none()) {
            return missing("condition", name);
        }
    }
    Ok(())
}

fn start(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let case = input.case("case")?.clone();
    if !act.read().ids_of(Subject::Playbook, case.id)?.is_empty() {
        return refuse("case", format!("{} has its playbook", case.case_ref()), "'warroom playbook show' shows it");
    }
    let known = act.ctx.playbooks();
    let playbook = match input.text("with") {
        Some(name) => known.find(name.trim()).filter(|playbook| playbook.kind == case.kind),
        None => known.usual(case.kind),
    };
    let Some(playbook) = playbook.cloned() else {
        let names: Vec<&str> = known.iter().filter(|p| p.kind == case.kind).map(|p| p.name.as_str()).collect();
        return refuse(
            "with",
            format!("there is no such playbook for an {}", case.kind.label()),
            format!("there are: {}", names.join(", ")),
        );
    };
    begin(act, &case, &playbook)?;
    let json = json!({ "playbook": playbook.name, "version": playbook.version, "case": case.case_ref().to_string() });
    let label = format!("playbook {} of {} begun in {}", playbook.name, playbook.version, case.case_ref());
    Ok(Answer { label, json, case: Some(case.id), ..Answer::default() })
}

/// Gives a case its playbook as it stands now, and freezes the plans it will be held against.
fn begin(act: &mut Act<'_, '_>, case: &Case, playbook: &Playbook) -> Result<(), Failure> {
    let record: Record = vec![
        ("case_id", Value::Ref(case.id)),
        ("name", Value::Text(playbook.name.clone())),
        ("version", Value::Text(playbook.version.clone())),
        ("text", Value::Text(playbook.to_json())),
        ("started", Value::Time(act.moment())),
    ];
    act.w.create(Subject::Playbook, &record)?;
    plan::freeze(act, case)?;
    Ok(())
}

/// Begins playbooks of cases that call for one by themselves: what a command opened, adopted or raised to a priority that has one.
///
/// # Errors
/// The store's.
pub(super) fn settle(act: &mut Act<'_, '_>, command: &str) -> Result<(), Failure> {
    if !matches!(command.split(' ').next(), Some("incident" | "issue" | "case" | "link")) {
        return Ok(());
    }
    for id in act.w.touched() {
        let Some(case) = act.read().case_by_id(id)?.filter(|case| case.clocks && !case.is_closed()) else { continue };
        if !act.read().ids_of(Subject::Playbook, id)?.is_empty() {
            // A service or a link that is named later brings its projects in as they stand then.
            plan::freeze(act, &case)?;
            continue;
        }
        let ctx = act.ctx;
        if let Some(playbook) = case.priority.as_deref().and_then(|priority| ctx.playbooks().starting(case.kind, priority)) {
            begin(act, &case, playbook)?;
        }
    }
    Ok(())
}

/// Reads the playbook a case has kept.
fn kept(view: &View<'_>, case: Id) -> Result<Option<Playbook>, Failure> {
    let row = view.read.fields_of(Subject::Playbook, case)?.pop();
    Ok(row.and_then(|row| Playbook::from_json(row.raw("text")?)))
}

/// Finds the step that is meant by its code, or by its number from 1.
fn place<S>(steps: &[S], input: &Input, code: impl Fn(&S) -> &str) -> Result<usize, Failure> {
    let wanted = input.text("step").unwrap_or_default().trim().to_lowercase();
    let number = wanted.parse::<usize>().ok().and_then(|number| number.checked_sub(1)).filter(|at| *at < steps.len());
    match number.or_else(|| steps.iter().position(|step| code(step) == wanted)) {
        Some(at) => Ok(at),
        None => {
            let codes: Vec<&str> = steps.iter().map(code).collect();
            refuse("step", format!("there is no step '{wanted}'"), format!("one of {}", codes.join(", ")))
        }
    }
}

fn mark(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let case = input.case("case")?.clone();
    let Some(playbook) = kept(&View { read: act.read(), ctx: act.ctx }, case.id)? else {
        return refuse("case", format!("{} has no playbook yet", case.case_ref()), "'warroom playbook start' begins one");
    };
    let at = place(&playbook.steps, input, |step| &step.code)?;
    let Some(step) = playbook.steps.get(at) else { return refuse("step", "there is no such step", "") };
    let state = input.word("state").and_then(StepState::parse).unwrap_or(StepState::Done);
    let why = input.text("why");
    if why.is_none() && state.needs_why() {
        return refuse("why", format!("a step that is {} needs its reason", state.label()), "one line will do; the review learns from it");
    }
    let known = act.read().fields_of(Subject::Step, case.id)?.into_iter().find(|row| row.word("code") == step.code);
    match (&known, state) {
        (None, StepState::Todo) => return refuse("state", "nothing was said of this step by hand", "nothing is left to do"),
        (Some(known), StepState::Todo) => act.w.remove(Subject::Step, known.id)?,
        _ => write(act, &case, &step.code, state, why, known.map(|known| known.id))?,
    }
    let stands = if state == StepState::Todo { "as the record has it" } else { state.label() };
    let title = step.title.in_language(&act.ctx.language);
    let said = Said {
        kind: EntryKind::State,
        at: act.moment(),
        text: format!("step {} {title}: {stands}", at + 1),
        why: why.map(str::to_owned),
        visibility: Visibility::Internal,
    };
    by_the_way(act, case.id, said)?;
    let json = json!({ "case": case.case_ref().to_string(), "step": step.code, "state": state.key() });
    let label = format!("{} step {} {title}: {stands}", case.case_ref(), at + 1);
    Ok(Answer { label, json, case: Some(case.id), ..Answer::default() })
}

fn write(act: &mut Act<'_, '_>, case: &Case, code: &str, state: StepState, why: Option<&str>, known: Option<Id>) -> Result<(), Failure> {
    let said: Record = vec![
        ("state", Value::word(state.key())),
        ("why", Value::text(why.map(str::to_owned))),
        ("author", Value::Text(act.ctx.actor.clone())),
        ("said", Value::Time(act.moment())),
    ];
    match known {
        Some(id) => drop(act.w.set_all(Subject::Step, id, &said)?),
        None => {
            let record = [("case_id", Value::Ref(case.id)), ("code", Value::Text(code.to_owned()))].into_iter().chain(said).collect();
            act.w.create(Subject::Step, &record)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::playbook::Playbooks;

    #[test]
    fn every_command_field_page_and_condition_a_playbook_names_is_there() {
        for playbook in Playbooks::standard().iter() {
            resolved(playbook).unwrap();
        }
    }

    #[test]
    fn what_is_not_there_is_named_with_its_step() {
        let standard = Playbooks::standard().find("incident").unwrap();
        type Spoil = fn(&mut crate::model::playbook::Step);
        let spoilt: [(&str, Spoil); 6] = [
            ("the command \"no such\"", |step| step.command = "no such".into()),
            ("the command \"nor this\"", |step| step.also.push("nor this".into())),
            ("the field \"shade\"", |step| drop(step.fields.insert("shade".into(), "red".into()))),
            ("the field \"depth\"", |step| step.asks.push("depth".into())),
            ("the page \"no page\"", |step| step.look = Some("no page".into())),
            ("the condition \"maybe\"", |step| step.when = Some("maybe".into())),
        ];
        for (words, spoil) in spoilt {
            let mut playbook = standard.clone();
            spoil(&mut playbook.steps[3]);
            let why = resolved(&playbook).unwrap_err();
            assert!(why.contains("contingency") && why.contains(words), "{why}");
        }
    }
}
