//! One case: where it stands, and everything that is done about it most often.

use super::talk::Picked;
use super::{Session, board, command, log, steps, told};
use crate::app::{Draft, tables};
use crate::model::{CaseKind, CaseRef};

/// The ways from a case: words, and what they do.
const WAYS: &[(&str, Way)] = &[
    ("summary: the case in twelve lines", Way::Page("catch-up")),
    ("log: read it, newest last", Way::Log),
    ("minutes: write lines into the log", Way::Minutes),
    ("next step of the playbook", Way::Steps),
    ("actions that are open", Way::Actions),
    ("move to another state", Way::Command("case state")),
    ("due in this case", Way::Due),
    ("review, as it would be printed", Way::Page("review show")),
    ("whole page, with its log, actions and links", Way::Page("case show")),
    ("correct the case", Way::Correct),
    ("command: any other", Way::Any),
    ("undo the last change made here", Way::Undo),
];

#[derive(Clone, Copy)]
enum Way {
    Page(&'static str),
    Log,
    Minutes,
    Steps,
    Actions,
    Due,
    Command(&'static str),
    Correct,
    Any,
    Undo,
}

/// Stays in a case until somebody goes back.
pub fn visit(session: &mut Session<'_>, case: CaseRef) -> Option<()> {
    if !tell(session, case)? {
        return Some(());
    }
    let ways: Vec<String> = WAYS.iter().map(|(words, _)| (*words).to_owned()).collect();
    if !std::mem::replace(&mut session.knows_cases, true) {
        session.talk.rows(&ways)?;
    }
    loop {
        match session.choose(&format!("{case}, a number or ?"), &ways)? {
            Picked::Row(at) => go(session, case, WAYS.get(at)?.1)?,
            Picked::Back => return session.talk.line("Back on the Board."),
            Picked::Other(typed) => match CaseRef::parse(&typed) {
                Some(other) => return visit(session, other),
                None => session.talk.line(&format!("'{typed}' is no number and no word here. ? lists what there is."))?,
            },
        }
    }
}

/// Says in a sentence how a case stands; whether there is such a case.
fn tell(session: &mut Session<'_>, case: CaseRef) -> Option<bool> {
    let found = session.app.case_named(case);
    let Some(found) = session.read(found) else {
        session.talk.line(&format!("There is no {case}. 'case list' among the commands lists all."))?;
        return Some(false);
    };
    let line = session.app.case_line(found.id);
    if let Some(line) = session.read(line) {
        session.talk.line(&board::sentence(&line))?;
    }
    Some(true)
}

fn go(session: &mut Session<'_>, case: CaseRef, way: Way) -> Option<()> {
    let known = || Draft::new().with("case", case.to_string());
    match way {
        Way::Page(query) => told::page(session, query, case),
        Way::Log => log::read(session, case),
        Way::Minutes => log::write(session, case),
        Way::Steps => steps::visit(session, case),
        Way::Actions => actions(session, case),
        Way::Due => due(session, case),
        Way::Undo => command::at_once(session, "undo", Draft::new()).map(drop),
        Way::Command(name) => command::named(session, name, known()).map(drop),
        Way::Correct => {
            let name = if case.kind == CaseKind::Incident { "incident set" } else { "issue set" };
            command::named(session, name, known()).map(drop)
        }
        Way::Any => command::any(session, Some(case)),
    }
}

fn due(session: &mut Session<'_>, case: CaseRef) -> Option<()> {
    let found = session.app.case_named(case);
    let Some(found) = session.read(found) else { return Some(()) };
    let dues = session.app.due_in(found.id);
    let dues = session.read(dues);
    board::owed(session, &dues)
}

/// Lists the open actions, and closes those that are chosen.
fn actions(session: &mut Session<'_>, case: CaseRef) -> Option<()> {
    loop {
        let rows = told::query(session, tables::query("action list")?, &Draft::new().with("case", case.to_string()))?;
        if rows.is_empty() {
            return Some(());
        }
        let names: Vec<String> =
            rows.iter().map(|row| row.get("action").and_then(|name| name.as_str()).unwrap_or_default().to_owned()).collect();
        match session.choose("A number says that it is done, 0 goes back", &names)? {
            Picked::Row(at) => {
                let known = Draft::new().with("action", names.get(at).cloned().unwrap_or_default());
                command::at_once(session, "action done", known)?;
            }
            Picked::Back => return Some(()),
            Picked::Other(typed) => session.talk.line(&format!("'{typed}' is none of these actions."))?,
        }
    }
}
