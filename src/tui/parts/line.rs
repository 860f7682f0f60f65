//! A text field of one line, with the real cursor on its caret so that an input method composes there.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::edit::Edit;
use super::text::{paint, pieces, wide};
use crate::tui::chord::Chord;

/// Holds a text of one line.
#[derive(Clone, Debug, Default)]
pub struct Line {
    edit: Edit,
}

impl Line {
    /// Begins with a text, the caret at its end. Line ends that stand in it already stay, and are seen: what is only looked at must not
    /// change.
    pub fn new(text: &str) -> Self {
        Self { edit: Edit::new(text) }
    }

    /// Gives the text.
    pub fn text(&self) -> &str {
        self.edit.text()
    }

    /// Replaces the text.
    pub fn set(&mut self, text: &str) {
        self.edit.set(text);
    }

    /// Gives the place of the caret in bytes.
    pub fn caret(&self) -> usize {
        self.edit.caret()
    }

    /// Puts text in the place of what stands between a byte and the caret, as one step.
    pub fn replace_from(&mut self, start: usize, text: &str) {
        self.edit.replace_from(start, text);
    }

    /// Takes an editing key and says whether it was one.
    pub fn key(&mut self, chord: Chord) -> bool {
        self.edit.key(chord)
    }

    /// Puts pasted text in at the caret as one step; line ends become blanks.
    pub fn paste(&mut self, text: &str) {
        self.edit.insert(&one_line(text));
    }

    /// Draws the field on the first row of an area and gives the cell of the caret, which is always inside.
    pub fn draw(&self, buffer: &mut Buffer, area: Rect, style: Style) -> Option<Position> {
        let area = Rect { height: area.height.min(1), ..area }.intersection(buffer.area);
        if area.is_empty() {
            return None;
        }
        buffer.set_style(area, style);
        let width = usize::from(area.width);
        let (text, caret) = (self.edit.text(), self.edit.caret());
        let start = start(&text[..caret], width);
        let mut used = 0;
        for piece in pieces(&text[start..]) {
            if used + piece.width > width {
                break;
            }
            paint(buffer, super::text::from(area, u16::try_from(used).unwrap_or(u16::MAX)), &piece.shown, style);
            used += piece.width;
        }
        // What was scrolled away is marked, so that the rest is not taken for all of it.
        let first = pieces(&text[start..]).next().map_or(0, |piece| piece.width);
        if start > 0 && first <= width && caret > start {
            paint(buffer, area, &format!("~{:1$}", "", first.saturating_sub(1)), style);
        }
        let column = u16::try_from(wide(&text[start..caret])).unwrap_or(u16::MAX).min(area.width - 1);
        Some(Position { x: area.x + column, y: area.y })
    }
}

/// Finds where drawing begins so that the caret, which stands after `head`, is inside with something to see behind it.
fn start(head: &str, width: usize) -> usize {
    let (mut used, mut start, mut keep) = (0, head.len(), head.len());
    for piece in pieces(head).rev() {
        used += piece.width;
        if used + 1 > width {
            return keep;
        }
        start = piece.at;
        if used <= width * 3 / 4 {
            keep = start;
        }
    }
    start
}

fn one_line(text: &str) -> String {
    text.trim_end_matches('\n').replace("\r\n", " ").replace(['\n', '\r'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(line: &Line, width: u16) -> (String, u16) {
        let area = Rect::new(0, 0, width, 1);
        let mut buffer = Buffer::empty(area);
        let caret = line.draw(&mut buffer, area, Style::new()).expect("there is room");
        (crate::tui::driver::text_of(&buffer), caret.x)
    }

    #[test]
    fn the_caret_is_on_the_cell_where_the_next_character_goes() {
        let mut line = Line::new("ab数据");
        assert_eq!(drawn(&line, 10), ("ab数据".to_owned(), 6));
        line.key("Left".parse().expect("a key"));
        assert_eq!(drawn(&line, 10).1, 4);
        assert_eq!(drawn(&Line::new("👨\u{200d}👩\u{200d}👧"), 10).1, 2);
        assert_eq!(drawn(&Line::new("\u{1b}[2J"), 10), ("\u{241b}[2J".to_owned(), 4));
    }

    #[test]
    fn a_long_line_scrolls_and_the_caret_stays_inside_at_every_width() {
        let mut line = Line::new(&"数据x".repeat(20_000));
        for width in 1..40 {
            assert!(drawn(&line, width).1 < width);
        }
        line.key("Home".parse().expect("a key"));
        assert_eq!(drawn(&line, 6), ("数据x".to_owned(), 0));
        for _ in 0..10 {
            line.key("Right".parse().expect("a key"));
            assert!(drawn(&line, 6).1 < 6);
        }
    }

    #[test]
    fn pasted_lines_become_one() {
        let mut line = Line::new("");
        line.paste("one\r\ntwo\n");
        assert_eq!(line.text(), "one two");
    }

    #[test]
    fn a_long_text_that_is_only_shown_is_not_flattened() {
        let line = Line::new("one\ntwo\n");
        assert_eq!(line.text(), "one\ntwo\n");
        assert_eq!(drawn(&line, 20).0, "one\u{240a}two\u{240a}");
    }
}
