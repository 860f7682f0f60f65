//! A field of a form with a few answers: which key chooses which, and how they are drawn.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};

use crate::tui::chord::{Chord, Key};
use crate::tui::parts::text::{from, paint, row, wide};
use crate::tui::theme::{Role, Theme};

/// Digits choose, and so do first letters; arrows and Space go on, Backspace takes the answer away.
pub fn choose(at: &mut Option<usize>, all: &[(&str, &str)], chord: Chord) -> bool {
    let (count, last) = (all.len(), all.len().saturating_sub(1));
    *at = match chord.key() {
        Key::Right | Key::Char(' ') => Some(at.map_or(0, |at| if at == last { 0 } else { at + 1 })),
        Key::Left => Some(at.map_or(last, |at| at.checked_sub(1).unwrap_or(last))),
        Key::Backspace | Key::Delete => None,
        Key::Char(c) => match c.to_digit(10).and_then(|digit| usize::try_from(digit).ok()) {
            Some(digit) if (1..=count).contains(&digit) => Some(digit - 1),
            Some(_) => return false,
            None => match (1..=count).map(|step| (at.map_or(count - 1, |at| at) + step) % count).find(|at| begins(all, *at, c)) {
                Some(found) => Some(found),
                None => return false,
            },
        },
        _ => return false,
    };
    true
}

fn begins(all: &[(&str, &str)], at: usize, letter: char) -> bool {
    let first = all.get(at).and_then(|(_, shown)| shown.chars().next());
    first.is_some_and(|first| first.to_lowercase().eq(letter.to_lowercase()))
}

/// Words all choices with their digits, in as many rows as they need; the chosen one stands in brackets.
pub fn choice_rows(all: &[(&str, &str)], at: Option<usize>, width: usize) -> Vec<Vec<(String, bool)>> {
    let mut rows: Vec<Vec<(String, bool)>> = Vec::new();
    let mut used = width;
    for (index, (_, shown)) in all.iter().enumerate() {
        let chosen = at == Some(index);
        let text = if chosen { format!("[{} {shown}] ", index + 1) } else { format!(" {} {shown}  ", index + 1) };
        let needs = wide(&text);
        if used + needs > width {
            rows.push(Vec::new());
            used = 0;
        }
        used += needs;
        if let Some(row) = rows.last_mut() {
            row.push((text, chosen));
        }
    }
    rows
}

/// Draws all choices where the caret is, else the chosen one.
pub fn draw_choice(
    frame: &mut Frame<'_>,
    area: Rect,
    all: &[(&str, &str)],
    at: Option<usize>,
    here: bool,
    theme: &Theme,
) -> Option<Position> {
    if area.is_empty() {
        return None;
    }
    if !here {
        let chosen = at.and_then(|at| all.get(at)).map_or("", |(_, shown)| shown);
        paint(frame.buffer_mut(), row(area, 0), chosen, theme.style(Role::Text));
        return None;
    }
    let mut caret = Position { x: area.x, y: area.y };
    for (line, texts) in (0..area.height).zip(choice_rows(all, at, usize::from(area.width))) {
        let mut used = 0;
        for (text, chosen) in texts {
            if chosen {
                caret = Position { x: (area.x + used).min(area.right() - 1), y: area.y + line };
            }
            let style = theme.style(if chosen { Role::Here } else { Role::Text });
            used += paint(frame.buffer_mut(), from(row(area, line), used), &text, style);
        }
    }
    Some(caret)
}
