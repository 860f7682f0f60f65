//! The first place: what is open, what is due, and the ways from here.

use super::talk::Picked;
use super::{Session, case, command, told};
use crate::app::{Draft, due, tables};
use crate::model::case::{CaseFilter, CaseFrom, CaseLine, CaseOrder, Shelf};
use crate::model::entry::Due;
use crate::model::when;
use crate::model::{CaseKind, CaseRef};

/// Most cases of a kind that are told, and most of what is due.
const MOST: usize = 20;
/// Most of what is due that is told when it is asked for, and without.
const ALL: usize = 100;
/// See [`ALL`].
const NEXT: usize = 5;

/// The ways from the Board: words, and what they do.
const WAYS: &[(&str, Way)] = &[
    ("board: what is open and due, again", Way::Board),
    ("open a case", Way::Open),
    ("incident, a new one", Way::Command("incident open")),
    ("new issue", Way::Command("issue open")),
    ("due: everything that is owed", Way::Due),
    ("search", Way::Search),
    ("reviews that are owed", Way::Reviews),
    ("command: any other", Way::Any),
    ("undo the last change made here", Way::Undo),
];

#[derive(Clone, Copy)]
enum Way {
    Board,
    Open,
    Command(&'static str),
    Due,
    Search,
    Reviews,
    Any,
    Undo,
}

/// Stays on the Board until somebody leaves.
pub fn visit(session: &mut Session<'_>) -> Option<()> {
    let ways: Vec<String> = WAYS.iter().map(|(words, _)| (*words).to_owned()).collect();
    tell(session)?;
    session.talk.rows(&ways)?;
    loop {
        match session.choose("Board, a number, a case such as INC-1, or ? for the list", &ways)? {
            Picked::Row(at) => go(session, WAYS.get(at)?.1)?,
            Picked::Back => session.talk.line("This is the Board, the first place. q leaves.")?,
            Picked::Other(typed) => open(session, &typed)?,
        }
    }
}

fn go(session: &mut Session<'_>, way: Way) -> Option<()> {
    match way {
        Way::Board => tell(session),
        Way::Open => {
            let cases = cases(session);
            if cases.is_empty() {
                return session.talk.line("No case is open.");
            }
            let rows: Vec<String> = cases.iter().map(sentence).collect();
            session.talk.rows(&rows)?;
            match session.choose("Which case", &rows)? {
                Picked::Row(at) => case::visit(session, cases.get(at)?.case),
                Picked::Back => Some(()),
                Picked::Other(typed) => open(session, &typed),
            }
        }
        Way::Command(name) => {
            let done = command::named(session, name, Draft::new())?;
            let opened = done.as_ref().and_then(|done| done.json.get("case")?.as_str()).and_then(CaseRef::parse);
            match opened {
                Some(case) => case::visit(session, case),
                None => Some(()),
            }
        }
        Way::Due => {
            let dues = session.app.due(ALL);
            let dues = session.read(dues);
            owed(session, &dues)
        }
        Way::Search => search(session),
        Way::Reviews => {
            let rows = told::query(session, tables::query("review list")?, &Draft::new())?;
            pick_case(session, &rows, "case", |session, case| told::page(session, "review show", case))
        }
        Way::Any => command::any(session, None),
        Way::Undo => command::at_once(session, "undo", Draft::new()).map(drop),
    }
}

/// Opens a case by what was typed.
fn open(session: &mut Session<'_>, typed: &str) -> Option<()> {
    match CaseRef::parse(typed) {
        Some(case) => case::visit(session, case),
        None => session.talk.line(&format!("'{typed}' is no number, no word and no case here. ? lists what there is.")),
    }
}

fn search(session: &mut Session<'_>) -> Option<()> {
    let text = session.ask("Words to find")?;
    if text.trim().is_empty() {
        return Some(());
    }
    let rows = told::query(session, tables::query("search")?, &Draft::new().with("text", text))?;
    pick_case(session, &rows, "of", case::visit)
}

/// Lets somebody go to the case that one of the rows is about.
fn pick_case(session: &mut Session<'_>, rows: &told::Rows, key: &str, go: impl Fn(&mut Session<'_>, CaseRef) -> Option<()>) -> Option<()> {
    if rows.is_empty() {
        return Some(());
    }
    let words: Vec<String> = rows.iter().map(|row| row.get(key).and_then(|value| value.as_str()).unwrap_or_default().to_owned()).collect();
    loop {
        let typed = match session.choose("A number opens it, 0 goes back", &words)? {
            Picked::Back => return Some(()),
            Picked::Row(at) => words.get(at).cloned().unwrap_or_default(),
            Picked::Other(typed) => typed,
        };
        // A line of a log stands in its case.
        match typed.split('.').next().and_then(CaseRef::parse) {
            Some(case) => return go(session, case),
            None => session.talk.line(&format!("{typed} belongs to no case."))?,
        }
    }
}

/// Tells what is open and what is due next.
fn tell(session: &mut Session<'_>) -> Option<()> {
    session.stamp();
    let ctx = &session.app.ctx;
    let words = format!("Board. It is {} {}.", when::clock(ctx.at, ctx.zone), ctx.zone.name());
    let demo = if session.app.is_demo() { " This is the demonstration." } else { "" };
    session.talk.line(&format!("{words}{demo}"))?;
    for kind in CaseKind::ALL {
        let all = of_kind(session, *kind, MOST + 1);
        let count = if all.len() > MOST { format!("more than {MOST} open, the first {MOST}") } else { format!("{} open", all.len()) };
        let name = if *kind == CaseKind::Incident { "Incidents" } else { "Issues" };
        session.talk.line(&format!("{name}: {count}."))?;
        all.iter().take(MOST).try_for_each(|line| session.talk.line(&sentence(line)))?;
    }
    let dues = session.app.due(NEXT + 1);
    let dues = session.read(dues);
    match dues.len() {
        0 => {}
        n if n > NEXT => session.talk.line(&format!("Due, the next {NEXT} of more:"))?,
        n => session.talk.line(&format!("Due: {n}."))?,
    }
    owed(session, dues.get(..NEXT).unwrap_or(&dues))
}

/// Tells what is owed, one line each.
pub fn owed(session: &mut Session<'_>, dues: &[Due]) -> Option<()> {
    if dues.is_empty() {
        return session.talk.line("Nothing is owed.");
    }
    let now = session.app.ctx.now();
    dues.iter().try_for_each(|owed| session.talk.line(&owed_words(owed, &now)))
}

/// Gives the open cases of both kinds.
pub fn cases(session: &mut Session<'_>) -> Vec<CaseLine> {
    CaseKind::ALL.iter().flat_map(|kind| of_kind(session, *kind, MOST)).collect()
}

fn of_kind(session: &mut Session<'_>, kind: CaseKind, most: usize) -> Vec<CaseLine> {
    let filter = CaseFilter { kind, shelf: Shelf::Lane, order: CaseOrder::Priority, by: None };
    let read = session.app.cases(&filter, CaseFrom::Start, most);
    session.read(read)
}

/// Tells a case in one sentence: number, state, priority, title, and whose it is.
pub fn sentence(line: &CaseLine) -> String {
    let priority = line.priority.as_ref().map_or_else(String::new, |priority| format!(", {priority}"));
    let home = line.home.as_ref().map_or_else(String::new, |home| format!(" Of {}.", home.raw()));
    let lead = line.lead.as_ref().map_or_else(String::new, |lead| format!(" Led by {}.", lead.raw()));
    format!("{}, {}{priority}: {}.{home}{lead}", line.case, line.state, line.title.raw())
}

/// Tells what is owed in one sentence: when, what, of what, and by whom.
fn owed_words(owed: &Due, now: &when::Now) -> String {
    let who = owed.who.as_ref().map_or_else(String::new, |who| format!(", by {}", who.raw()));
    format!("{}: {} {}{who}: {}.", due::words(owed, now), owed.what.label(), due::of(owed), owed.text.raw())
}
