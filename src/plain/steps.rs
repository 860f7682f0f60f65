//! The playbook of a case: which step is next, what it says, and its command with what is known filled in.

use super::talk::Picked;
use super::{Session, command, log, told};
use crate::app::playbook::{Run, StepLine};
use crate::app::{Draft, tables};
use crate::model::CaseRef;

/// Tells the next step and offers what it begins with.
pub fn visit(session: &mut Session<'_>, case: CaseRef) -> Option<()> {
    loop {
        let Some(run) = running(session, case) else {
            session.talk.line("This case follows no playbook yet.")?;
            return command::named(session, "playbook start", about(case)).map(drop);
        };
        let at = run.current();
        let Some(line) = run.steps.get(at) else { return Some(()) };
        tell(session, &run, at, line)?;
        let rows = [
            format!("begin: {}", line.step.command),
            "mark it as done, adapted or skipped".to_owned(),
            "all steps".to_owned(),
            "why, and what to read aloud".to_owned(),
        ];
        session.talk.rows(&rows)?;
        match session.choose(&format!("{case} step {}, a number, 0 goes back", at + 1), &rows)? {
            Picked::Row(0) => begin(session, case, line)?,
            Picked::Row(1) => drop(command::named(session, "playbook mark", about(case).with("step", line.step.code.clone()))?),
            Picked::Row(2) => list(session, &run)?,
            Picked::Row(_) => {
                let known = about(case).with("step", line.step.code.clone());
                told::query(session, tables::query("playbook step")?, &known).map(drop)?;
            }
            Picked::Back => return Some(()),
            Picked::Other(typed) => session.talk.line(&format!("'{typed}' is none of these. ? lists them."))?,
        }
    }
}

fn about(case: CaseRef) -> Draft {
    Draft::new().with("case", case.to_string())
}

fn running(session: &mut Session<'_>, case: CaseRef) -> Option<Run> {
    let found = session.app.case_named(case);
    let found = session.read(found)?;
    let kept = session.app.playbook_kept(found.id);
    let kept = session.read(kept)?;
    let run = session.app.playbook_again(&found, &kept).map(Some);
    session.read(run)
}

fn tell(session: &mut Session<'_>, run: &Run, at: usize, line: &StepLine) -> Option<()> {
    let language = session.app.ctx.language.clone();
    let over = run.over();
    let title = line.step.title.in_language(&language);
    session.talk.line(&format!("Step {} of {}, {over} are over: {title}, {}.", at + 1, run.steps.len(), standing(line)))?;
    line.step.todo.in_language(&language).iter().try_for_each(|todo| session.talk.line(&format!("- {todo}")))
}

fn list(session: &mut Session<'_>, run: &Run) -> Option<()> {
    let language = session.app.ctx.language.clone();
    let words = |line: &StepLine| format!("{}, {}.", line.step.title.in_language(&language), standing(line));
    let rows: Vec<String> = run.steps.iter().map(words).collect();
    session.talk.rows(&rows)
}

/// Says how far a step is, in its own words where it has some.
fn standing(line: &StepLine) -> String {
    let stands = line.stands();
    let state = line.state.label();
    if stands.is_blank() { state.to_owned() } else { format!("{state}, {}", stands.raw()) }
}

/// Begins the command of a step with what the step and the record know already.
fn begin(session: &mut Session<'_>, case: CaseRef, line: &StepLine) -> Option<()> {
    let name = line.step.command.as_str();
    if name == "log" {
        return log::write(session, case);
    }
    let Some(fields) = command::fields(name) else { return session.talk.line(&format!("There is no '{name}' here.")) };
    let mut known = Draft::new();
    for field in fields {
        let of_case = (field.key == "case").then(|| case.to_string());
        let of_record = line.about.iter().find(|(key, _)| *key == field.key).map(|(_, text)| text.clone());
        if let Some(text) = of_case.or(of_record).or_else(|| line.step.fields.get(field.key).cloned()) {
            known.set(field.key, text);
        }
    }
    command::named(session, name, known).map(drop)
}
