//! A text field of several lines that wraps at words and shows the part around the caret.

use std::cell::Cell;
use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::edit::Edit;
use super::text::{from, paint, pieces, row, wide};
use crate::tui::chord::{Chord, Key};
use crate::tui::input::Input;

/// Holds a text of several lines.
#[derive(Clone, Debug, Default)]
pub struct Area {
    edit: Edit,
    /// Column that Up and Down aim at.
    goal: Option<usize>,
    /// What the last drawing showed: the first row, and the cells a row has.
    top: Cell<usize>,
    width: Cell<usize>,
}

impl Area {
    /// Begins with a text, the caret at its end.
    pub fn new(text: impl Into<String>) -> Self {
        Self { edit: Edit::new(text), goal: None, top: Cell::new(0), width: Cell::new(0) }
    }

    /// Gives the text.
    pub fn text(&self) -> &str {
        self.edit.text()
    }

    /// Gives where the caret stands, in bytes.
    pub fn caret(&self) -> usize {
        self.edit.caret()
    }

    /// Replaces the text.
    pub fn set(&mut self, text: impl Into<String>) {
        self.edit.set(text);
    }

    /// Puts the caret at the beginning, for a text that is there to be read first.
    pub fn to_start(&mut self) {
        self.edit.go_to(0);
    }

    /// Takes a key or a paste and says whether it was for a text.
    pub fn take(&mut self, input: &Input) -> bool {
        match input {
            Input::Key(chord) => self.key(*chord),
            Input::Paste { text, .. } => {
                self.paste(text);
                true
            }
        }
    }

    /// Takes an editing key and says whether it was one.
    pub fn key(&mut self, chord: Chord) -> bool {
        match chord.key() {
            Key::Up => return self.step(-1),
            Key::Down => return self.step(1),
            Key::PageUp => return self.step(-10),
            Key::PageDown => return self.step(10),
            _ => self.goal = None,
        }
        if chord.key() == Key::Enter {
            self.edit.insert("\n");
            return true;
        }
        self.edit.key(chord)
    }

    /// Puts pasted text in at the caret as one step.
    pub fn paste(&mut self, text: &str) {
        self.goal = None;
        self.edit.insert(text);
    }

    /// Draws the text around the caret and gives the cell of the caret, which is always inside.
    pub fn draw(&self, buffer: &mut Buffer, area: Rect, style: Style) -> Option<Position> {
        let area = area.intersection(buffer.area);
        if area.is_empty() {
            return None;
        }
        buffer.set_style(area, style);
        self.width.set(usize::from(area.width));
        let rows = self.rows();
        let (at, column) = self.place(&rows);
        let height = usize::from(area.height);
        let top = self.top.get().clamp((at + 1).saturating_sub(height), at).min(rows.len().saturating_sub(height));
        self.top.set(top);
        for (index, range) in rows.iter().skip(top).take(height).enumerate() {
            let line = row(area, u16::try_from(index).unwrap_or(u16::MAX));
            let mut used = 0;
            for piece in pieces(&self.edit.text()[range.clone()]) {
                paint(buffer, from(line, used), &piece.shown, style);
                used += u16::try_from(piece.width).unwrap_or(0);
            }
        }
        let column = u16::try_from(column).unwrap_or(u16::MAX).min(area.width - 1);
        let line = u16::try_from(at - top).unwrap_or(u16::MAX).min(area.height - 1);
        Some(Position { x: area.x + column, y: area.y + line })
    }

    fn step(&mut self, rows_down: isize) -> bool {
        let rows = self.rows();
        let (at, column) = self.place(&rows);
        let goal = *self.goal.get_or_insert(column);
        let Some(range) = rows.get(at.saturating_add_signed(rows_down).min(rows.len() - 1)) else { return true };
        let text = self.edit.text();
        let row: Vec<(usize, usize)> = pieces(&text[range.clone()]).map(|piece| (range.start + piece.at, piece.width)).collect();
        // Behind the last cell of a row that goes on, the caret would stand on the next one.
        let goes_on = range.end < text.len() && !text[range.end..].starts_with('\n');
        let behind = if goes_on { row.last().map_or(range.start, |(at, _)| *at) } else { range.end };
        let mut used = 0;
        let reaches = |(_, width): &&(usize, usize)| {
            used += width;
            used > goal
        };
        let target = row.iter().find(reaches).map_or(behind, |(at, _)| *at);
        self.edit.go_to(target);
        true
    }

    /// Finds the row and the column of the caret.
    fn place(&self, rows: &[Range<usize>]) -> (usize, usize) {
        let caret = self.edit.caret();
        let at = rows.partition_point(|range| range.start <= caret).saturating_sub(1);
        let start = rows.get(at).map_or(0, |range| range.start);
        (at, wide(&self.edit.text()[start..caret.max(start)]))
    }

    fn rows(&self) -> Vec<Range<usize>> {
        // One cell stays free for the caret behind a full row.
        let width = self.width.get().saturating_sub(1).max(1);
        let mut rows = Vec::new();
        let mut at = 0;
        for line in self.edit.text().split('\n') {
            rows.extend(wrap(line, width).into_iter().map(|range| at + range.start..at + range.end));
            at += line.len() + 1;
        }
        rows
    }
}

/// Breaks one line into rows of so many cells, after a blank where there is one; at least one row.
pub fn wrap(line: &str, width: usize) -> Vec<Range<usize>> {
    let mut rows = Vec::new();
    let (mut start, mut used, mut blank) = (0, 0, None);
    for piece in pieces(line) {
        // A blank may hang over into the cell that is kept for the caret.
        let room = width + usize::from(piece.shown == " ");
        if used + piece.width > room && piece.at > start {
            let end = blank.filter(|end| *end > start).unwrap_or(piece.at);
            rows.push(start..end);
            (start, blank) = (end, None);
            used = wide(&line[start..piece.at]);
        }
        used += piece.width;
        if piece.shown == " " {
            blank = Some(piece.at + 1);
        }
    }
    rows.push(start..line.len());
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(area: &Area, width: u16, height: u16) -> (String, Position) {
        let rect = Rect::new(0, 0, width, height);
        let mut buffer = Buffer::empty(rect);
        let caret = area.draw(&mut buffer, rect, Style::new()).expect("there is room");
        (crate::tui::driver::text_of(&buffer), caret)
    }

    fn press(area: &mut Area, keys: &[&str]) {
        for key in keys {
            area.key(key.parse().expect("a key"));
        }
    }

    #[test]
    fn lines_wrap_at_words_and_the_caret_follows() {
        let area = Area::new("the rollback has started\n数据迁移脚本");
        let (text, caret) = drawn(&area, 13, 5);
        assert_eq!(text, "the rollback\nhas started\n数据迁移脚本");
        assert_eq!(caret, Position { x: 12, y: 2 });
    }

    #[test]
    fn up_and_down_go_by_what_is_seen() {
        let mut area = Area::new("one two three\nfour");
        drawn(&area, 8, 5);
        press(&mut area, &["Up"]);
        assert_eq!(drawn(&area, 8, 5).1, Position { x: 4, y: 1 });
        press(&mut area, &["Up", "Up", "Up", "x"]);
        assert_eq!(area.text(), "one xtwo three\nfour");
        press(&mut area, &["Down", "Down", "Down", "Enter"]);
        assert!(area.text().contains('\n'));
    }

    #[test]
    fn the_caret_is_inside_at_every_size() {
        let mut area = Area::new("数据 \u{1b}]0;x\u{7} aaaaaaaaaaaaaaaaaaaaaaaaaaaa\n\n\n👨\u{200d}👩\u{200d}👧 end\n".repeat(20));
        for (width, height) in (1..30).flat_map(|w| (1..8).map(move |h| (w, h))) {
            for key in ["Up", "PgUp", "Down", "Left", "End", "PgDn"] {
                press(&mut area, &[key]);
                let caret = drawn(&area, width, height).1;
                assert!(caret.x < width && caret.y < height);
            }
        }
    }
}
