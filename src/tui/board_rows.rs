//! One row of a lane: priority, number, title, home, how long, state. Letters first, so that it reads in grey.

use super::parts::columns::{Column, spans};
use super::theme::{Role, glyphs::LINKED};
use crate::model::case::{CaseLine, letters};
use crate::model::when;
use crate::model::{CaseKind, Id};

/// From so many cells on the state is a word, and the widest of them.
const WORDED: usize = 70;
const STATE: u16 = 13;

/// Lays a row out: the number takes what the longest number shown takes.
fn layout(kind: CaseKind, number: u16, state: u16) -> [Column; 6] {
    let home = if kind == CaseKind::Incident { Column::fixed(16).from(82) } else { Column::fixed(10).from(50) };
    [
        Column::fixed(2),
        Column::fixed(number),
        Column::rest(8),
        home,
        Column::fixed(6).to_the_right().from(38),
        Column::fixed(state).from(46),
    ]
}

/// Gives the cells that the numbers of these rows take.
pub fn number_width<'a>(rows: impl Iterator<Item = &'a CaseLine>) -> u16 {
    rows.map(|row| row.case.to_string().len()).max().and_then(|width| u16::try_from(width).ok()).unwrap_or(0).max(6)
}

/// Writes one row for a width, with its mark: what the selected case of the other lane is linked to lights up.
pub fn line(case: &CaseLine, linked: &[Id], now: i64, number: u16, width: usize) -> (&'static str, Vec<(String, Role)>) {
    let lit = linked.contains(&case.id);
    let name = case.case.to_string();
    let home = case.home.as_ref().map_or("", |home| home.raw());
    let age = when::span(now - case.since).replace(" min", "m").replace(" h", "h").replace("< 1m", "<1m");
    let (state, room) = if width < WORDED { (short_state(&case.state), 3) } else { (case.state.as_str(), STATE) };
    let text = if lit { Role::Linked } else { Role::Text };
    let cells = [
        (case.priority.as_deref().map_or("-", letters), if lit { text } else { urgency(case.priority.as_deref()) }),
        (&name, text),
        (case.title.raw(), text),
        (home, Role::Quiet),
        (&age, Role::Quiet),
        (state, Role::Quiet),
    ];
    (if lit { LINKED } else { "" }, spans(&layout(case.case.kind, number, room), &cells, width))
}

/// Says how strongly a priority stands out: the letter says it, the role only repeats it.
fn urgency(priority: Option<&str>) -> Role {
    match priority {
        Some("P1" | "very-high") => Role::Late,
        Some("P2" | "high") => Role::Soon,
        _ => Role::Text,
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
