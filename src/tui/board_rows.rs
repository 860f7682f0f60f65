//! One row of a lane: mark, priority, number, title, home, how long, state. Letters first, so that it reads in grey.

use super::desk::Desk;
use super::parts::columns::{Column, line as columns};
use super::theme::{Role, Theme};
use crate::model::case::{CaseBy, CaseLine, IssuePriority, Priority};
use crate::model::when;
use crate::model::{CaseKind, Id, Subject};

/// Names a case that the selected one is linked to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Linked {
    /// Its id.
    pub id: Id,
}

/// From so many cells on the state is a word, and the widest of them.
const WORDED: usize = 72;
const STATE: u16 = 13;

/// Lays a row out: the number takes what the longest number shown takes.
fn layout(kind: CaseKind, number: u16, state: u16) -> [Column; 7] {
    let home = if kind == CaseKind::Incident { Column::fixed(16).from(84) } else { Column::fixed(10).from(52) };
    [
        Column::fixed(1),
        Column::fixed(2),
        Column::fixed(number),
        Column::rest(8),
        home,
        Column::fixed(6).to_the_right().from(40),
        Column::fixed(state).from(48),
    ]
}

/// Gives the cells that the numbers of these rows take.
pub fn number_width<'a>(rows: impl Iterator<Item = &'a CaseLine>) -> u16 {
    rows.map(|row| row.case.to_string().len()).max().and_then(|width| u16::try_from(width).ok()).unwrap_or(0).max(6)
}

/// Writes one row for a width, and says how it is to stand out.
pub fn line(case: &CaseLine, linked: &[Linked], now: i64, number: u16, theme: &Theme, width: usize) -> (String, Role) {
    let lit = linked.contains(&Linked { id: case.id });
    let mark = if lit { theme.mark() } else { "" };
    let name = case.case.to_string();
    let home = case.home.as_ref().map_or("", |home| home.raw());
    let age = when::span(now - case.since).replace(" min", "m").replace(" h", "h").replace("< 1m", "<1m");
    let (state, room) = if width < WORDED { (short_state(&case.state), 3) } else { (case.state.as_str(), STATE) };
    let cells = [mark, short_priority(case.priority.as_deref()), &name, case.title.raw(), home, &age, state];
    (columns(&layout(case.case.kind, number, room), &cells, width), if lit { Role::Linked } else { Role::Text })
}

/// Words a filter so that it can be found again: what it looks at, and the name there.
pub fn filter_words(by: CaseBy, label: &str) -> String {
    match by {
        CaseBy::Service(_) => format!("service {label}"),
        CaseBy::Project(_) => format!("project {label}"),
        CaseBy::Lead(_) => format!("person {label}"),
        CaseBy::Rank(rank) => format!("rank {rank}"),
    }
}

/// Reads such a filter; one whose name is not there any more is none.
pub fn filter_of(words: &str, kind: CaseKind, desk: &Desk) -> Option<(CaseBy, String)> {
    let (what, name) = words.split_once(' ')?;
    if what == "rank" {
        let choices = if kind == CaseKind::Incident { Priority::CHOICES } else { IssuePriority::CHOICES };
        let rank: usize = name.parse().ok()?;
        let (_, label) = choices.get(rank.checked_sub(1)?)?;
        return Some((CaseBy::Rank(i64::try_from(rank).ok()?), (*label).to_owned()));
    }
    let subject = Subject::parse(what)?;
    let named = desk.read(desk.app.find(subject, name))?;
    let by = match (subject, kind) {
        (Subject::Service, CaseKind::Incident) => CaseBy::Service(named.id),
        (Subject::Project, CaseKind::Issue) => CaseBy::Project(named.id),
        (Subject::Person, _) => CaseBy::Lead(named.id),
        _ => return None,
    };
    Some((by, named.name.into_raw()))
}

/// Gives the letters of a priority.
pub fn short_priority(priority: Option<&str>) -> &str {
    match priority {
        Some("very-high") => "VH",
        Some("high") => "H",
        Some("medium") => "M",
        Some("low") => "L",
        Some("very-low") => "VL",
        Some(other) => other,
        None => "-",
    }
}

/// Gives three letters for a state; the word stands in the five lines below the lanes.
fn short_state(state: &str) -> &str {
    match state {
        "investigating" => "inv",
        "identified" => "idt",
        "restored" => "rst",
        "monitoring" => "mon",
        "resolved" => "res",
        "assessing" => "asm",
        "deciding" => "dec",
        "acting" => "act",
        "open" => "new",
        other => other.get(..3).unwrap_or(other),
    }
}
