//! How the line is drawn: what could complete a word, what the line would become, and the line itself with the caret in it.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::{Capture, Goal};
use crate::tui::parts::frame::{clear, pane};
use crate::tui::parts::text::{cut, fit, from, paint, paint_all, row, wide};
use crate::tui::theme::{Role, Theme};

/// Rows it takes at the foot of the body.
const ROWS: u16 = 2;
/// Most cells of the list over the line, and those that hold neither an offer nor its note.
const LIST: usize = 60;
const SIDES: usize = 8;
/// Cells of both borders of the list, and the narrowest screen that has one.
const EDGES: u16 = 2;
/// See [`EDGES`].
const NARROWEST: u16 = 24;

/// Gives the rows that the line takes of a body of some height.
pub fn rows_of(height: u16) -> u16 {
    if height > ROWS + 1 { ROWS } else { height.min(1) }
}

impl Capture {
    pub(super) fn paint(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let rows = rows_of(area.height);
        let foot = Rect { y: area.bottom() - rows, height: rows, ..area };
        clear(frame, foot);
        let target = match self.goal {
            Goal::Log(case) => case.to_string(),
            Goal::Amend(entry) => format!("{entry} becomes"),
        };
        if rows == ROWS {
            self.paint_preview(frame, row(foot, 0), theme);
            self.paint_offers(frame, Rect { height: area.height - rows, ..area }, theme);
        }
        let line = row(foot, rows.saturating_sub(1));
        let used = paint_all(
            frame.buffer_mut(),
            line,
            [(" ", theme.style(Role::Text)), (&target, theme.style(Role::Here)), (" ", theme.style(Role::Text))],
        );
        match &self.pasted {
            Some(pasted) => {
                let first = pasted.text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
                let words = format!("{}{first} ..", pasted.before);
                paint(frame.buffer_mut(), from(line, used), &words, theme.style(Role::Field));
            }
            None => {
                if let Some(caret) = self.line.draw(frame.buffer_mut(), from(line, used), theme.style(Role::Field)) {
                    frame.set_cursor_position(caret);
                }
            }
        }
    }

    fn paint_preview(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let mut used = 1;
        let (sent, waits) = (self.sent.is_some(), usize::from(self.sent.is_some()) + self.queue.len());
        let waiting = match (sent, waits) {
            (_, 0) => String::new(),
            (true, 1) => "1 line is being saved".to_owned(),
            (true, waits) => format!("{waits} lines wait to be saved"),
            (false, 1) => "1 more line waits behind this one".to_owned(),
            (false, waits) => format!("{waits} more lines wait behind this one"),
        };
        let kept = if self.kept { "kept, not saved yet" } else { "" };
        let first = [(kept, Role::Soon), (waiting.as_str(), Role::Soon)];
        let words = self.preview.iter().map(|(words, role)| (words.as_str(), *role));
        for (words, role) in first.into_iter().chain(words).filter(|(words, _)| !words.is_empty()) {
            let room = usize::from(area.width).saturating_sub(usize::from(used));
            if room < 4 {
                break;
            }
            used += paint(frame.buffer_mut(), from(area, used), &cut(&words.replace('·', theme.dot()), room), theme.style(role)) + 2;
        }
    }

    fn paint_offers(&self, frame: &mut Frame<'_>, above: Rect, theme: &Theme) {
        let rows = self.offers.rows.len().min(usize::from(above.height.saturating_sub(EDGES)));
        if rows == 0 || above.width < NARROWEST {
            return;
        }
        let longest = self.offers.rows.iter().map(|offer| wide(&offer.shown) + wide(&offer.note)).max().unwrap_or(0) + SIDES;
        let (target, width) = (self.about_width(), usize::from(above.width - EDGES).min(LIST).min(longest));
        let cells = |n: usize| u16::try_from(n).unwrap_or(above.width);
        let height = u16::try_from(rows).unwrap_or(0) + EDGES;
        let left = cells(target.saturating_sub(1)).min(above.width.saturating_sub(cells(width) + EDGES));
        let list = Rect { x: above.x + left, y: above.bottom() - height, width: cells(width) + EDGES, height };
        clear(frame, list);
        let list = pane(frame, list, "", true, theme);
        for (at, offer) in self.offers.rows.iter().take(rows).enumerate() {
            let chosen = at == self.offers.at;
            let note = if chosen && offer.note.is_empty() { "Tab" } else { &offer.note };
            let note = cut(note, width / 2);
            let mark = if chosen { "> " } else { "  " };
            let words = format!("{mark}{}", fit(&offer.shown, width.saturating_sub(wide(mark) + wide(&note) + 2)));
            let style = theme.style(if chosen { Role::Selected } else { Role::Text });
            let line = row(list, u16::try_from(at).unwrap_or(u16::MAX));
            paint(frame.buffer_mut(), line, &fit(&format!("{words} {note} "), width), style);
        }
    }

    fn about_width(&self) -> usize {
        match self.goal {
            Goal::Log(case) => wide(&case.to_string()) + 2,
            Goal::Amend(entry) => wide(&entry.to_string()) + 2,
        }
    }
}
