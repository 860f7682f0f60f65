//! The playbook on paper: the list of its steps, and one step with everything there is to say of it.

use serde_json::{Value as Json, json};

use super::run::{Run, StepLine};
use super::{STEP, place, run};
use crate::app::command::refuse;
use crate::app::draft::Input;
use crate::app::incident::CASE;
use crate::app::query::{Query, RowOf, Shown, View};
use crate::app::{Context, Failure};
use crate::document::{Document, Table};
use crate::model::Untrusted;
use crate::model::case::Case;
use crate::model::language::{Translated, TranslatedLines, in_language};
use crate::model::playbook::{Playbook, StepState, headings};
use crate::model::when;

/// Queries about playbooks.
pub static QUERIES: &[Query] = &[
    Query {
        name: "playbook list",
        doc: "Lists the playbooks there are, the person's own among them.",
        fields: &[],
        columns: &[
            ("playbook", "Playbook"),
            ("for", "For"),
            ("version", "Version"),
            ("steps", "Steps"),
            ("starts", "Starts by itself with"),
        ],
        empty: "there is no playbook",
        run: list,
    },
    Query {
        name: "playbook show",
        doc: "Shows how far a case is: every step with its state and what makes it so.",
        fields: &[&CASE],
        columns: &[],
        empty: "",
        run: show,
    },
    Query {
        name: "playbook step",
        doc: "Shows one step: trigger, what to do, when it is done, what comes next, why, and what to read aloud.",
        fields: &[&CASE, &STEP],
        columns: &[],
        empty: "",
        run: step,
    },
];

fn list(view: &View<'_>, _: &Input) -> Result<Shown, Failure> {
    let row = |playbook: &Playbook| {
        RowOf::new()
            .with("playbook", playbook.name.clone())
            .with("for", playbook.kind.key())
            .with("version", playbook.version.clone())
            .with("steps", playbook.steps.len())
            .with("starts", playbook.starts.join(", "))
            .done()
    };
    Ok(Shown::Rows(view.ctx.playbooks().iter().map(row).collect()))
}

fn running(view: &View<'_>, case: &Case) -> Result<Run, Failure> {
    match run(view, case)? {
        Some(run) => Ok(run),
        None => refuse("case", format!("{} has no playbook yet", case.case_ref()), "'warroom playbook start' begins one"),
    }
}

fn show(view: &View<'_>, input: &Input) -> Result<Shown, Failure> {
    let case = input.case("case")?;
    let run = running(view, case)?;
    let language = &view.ctx.language;
    let mut table = Table::new(["", "Step", "State", "How it stands"]);
    for (at, line) in run.steps.iter().enumerate() {
        let title = format!("{}{}", if at == run.current() { "> " } else { "" }, line.step.title.in_language(language));
        let number: Untrusted = (at + 1).to_string().into();
        table.push([number, title.into(), line.state.label().into(), line.stands()]);
    }
    let heading = format!(
        "{} · playbook {} of {} · {} of {} open",
        case.case_ref(),
        run.name,
        run.version,
        run.steps.len() - run.over(),
        run.steps.len()
    );
    let steps: Vec<Json> = run.steps.iter().map(|line| json(line, view.ctx)).collect();
    let json = json!({ "case": case.case_ref().to_string(), "playbook": run.name, "version": run.version, "steps": steps });
    Ok(Shown::Page(Document::new().heading(1, heading).table(table), json))
}

fn step(view: &View<'_>, input: &Input) -> Result<Shown, Failure> {
    let case = input.case("case")?;
    let run = running(view, case)?;
    let at = place(&run.steps, input, |line: &StepLine| line.step.code.as_str())?;
    let Some(line) = run.steps.get(at) else { return refuse("step", "there is no such step", "") };
    let heading = format!("{} · {} {}", case.case_ref(), at + 1, line.step.title.in_language(&view.ctx.language));
    Ok(Shown::Page(page(heading, line, &run, view.ctx), json(line, view.ctx)))
}

/// Lays one step out with everything there is to say of it.
fn page(heading: String, line: &StepLine, run: &Run, ctx: &Context) -> Document {
    let (step, language) = (&line.step, &ctx.language);
    let [trigger, todo, done, next] = headings(language);
    let text = |text: &Translated| Untrusted::from(text.in_language(language).to_owned());
    let state = match (&line.said, line.state) {
        (Some((who, at)), state) => format!("{}, said {} at {}", state.label(), who.raw(), when::stamp(at, ctx.zone)),
        (None, StepState::Todo) => StepState::Todo.label().to_owned(),
        (None, state) => format!("{} {}", state.label(), line.words),
    };
    let lines = |lines: &TranslatedLines| Untrusted::from(lines.in_language(language).join("\n"));
    let mut after = step.next.in_language(language).to_owned();
    after.extend(line.again(language).map(|again| format!("\n{again}")));
    let commands = [&step.command].into_iter().chain(&step.also).cloned().collect::<Vec<_>>().join(", ");
    let [stands, reason, why, aloud, by, text_of] = labels(language);
    let facts = [
        (stands, Some(Untrusted::from(state.trim().to_owned()))),
        (reason, line.why.clone()),
        (why, Some(text(&step.why))),
        (aloud, Some(lines(&step.say))),
        (trigger, Some(text(&step.trigger))),
        (todo, Some(lines(&step.todo))),
        (done, Some(text(&step.done))),
        (next, Some(after.into())),
        (by, Some(commands.into())),
        (text_of, Some(format!("{} {}", run.name, run.version).into())),
    ];
    let said = facts.into_iter().filter_map(|(label, value)| Some((label.to_owned(), value.filter(|value| !value.is_blank())?)));
    Document::new().heading(1, heading).facts(said)
}

/// Gives the labels of what stands around the four parts: state, reason, why, what to read aloud, commands, and whose text it is.
fn labels(language: &str) -> [&'static str; 6] {
    let en = ["State", "Reason", "Why", "Read aloud", "Commands", "Playbook"];
    let nl = ["Stand", "Reden", "Waarom", "Voorlezen", "Opdrachten", "Draaiboek"];
    in_language(language, [en, nl, ["状态", "说明", "理由", "朗读", "命令", "手册"]])
}

fn json(line: &StepLine, ctx: &Context) -> Json {
    let (step, language) = (&line.step, &ctx.language);
    json!({
        "step": step.code,
        "title": step.title.in_language(language),
        "state": line.state.key(),
        "by_hand": line.by_hand,
        "words": line.words,
        "why": line.why.as_ref().map(Untrusted::raw),
        "trigger": step.trigger.in_language(language),
        "do": step.todo.in_language(language),
        "done": step.done.in_language(language),
        "next": step.next.in_language(language),
        "command": step.command,
    })
}
