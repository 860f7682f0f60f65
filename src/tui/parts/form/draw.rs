//! How a form is drawn: the part around the caret, what was refused beside its field, and what to answer at the foot.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};

use super::choice::{choice_rows, draw_choice};
use super::{Answer, Ask, Form, Row};
use crate::model::refusal::Refusal;
use crate::tui::parts::text::{from, paint, paint_all, row, wide};
use crate::tui::theme::{Role, Theme};
use crate::tui::words::{spoken, wrapped};

/// Rows of a text of several lines.
const AREA_ROWS: u16 = 4;
/// Most rows of a refusal.
const REFUSED_ROWS: usize = 3;
/// Most cells of the labels.
const LABEL: usize = 18;
/// Said at the foot on a field that is unknown.
const UNKNOWN: &str = "Known by when: 15:00, in 2h, tomorrow 9:00. The same key takes it back.";

impl Form {
    /// Draws the form and puts the cursor on the caret.
    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let foot = u16::from(area.height > 2) + u16::from(area.height > 5);
        let body = Rect { height: area.height - foot, ..area };
        let longest = self.rows.iter().map(|row| wide(row.field.label) + 2).max().unwrap_or(0);
        let labels = u16::try_from(longest.min(LABEL).min(usize::from(area.width) / 2)).unwrap_or(0);
        self.drawn.borrow_mut().clear();
        let mut line = 0;
        let room = usize::from(area.width - labels);
        for index in self.first_row(body.height, room)..self.count() {
            let left = Rect { y: body.y + line, height: body.height.saturating_sub(line), ..body };
            let rows = self.draw_row(frame, left, labels, index, theme);
            self.drawn.borrow_mut().push((Rect { height: rows.min(left.height), ..left }, index));
            line += rows;
            if line >= body.height {
                break;
            }
        }
        if foot > 0 {
            let (words, role) = self.foot();
            paint(frame.buffer_mut(), row(area, area.height - 1), &words, theme.style(role));
        }
    }

    fn foot(&self) -> (String, Role) {
        let whole = self.refusals.iter().find(|refusal| refusal.field.is_empty());
        match (whole, self.rows.get(self.at).filter(|_| self.at < self.shown)) {
            _ if self.saving => ("Saving; what was typed is kept".to_owned(), Role::Message),
            (Some(refusal), _) => (self.words(refusal), Role::Late),
            (None, Some(row)) if row.unknown.is_some() => (UNKNOWN.to_owned(), Role::Quiet),
            (None, Some(row)) => (self.spoken(row.field.doc), Role::Quiet),
            (None, None) if self.at < self.count() => ("Fields that can wait; Enter shows them.".to_owned(), Role::Quiet),
            (None, None) => (String::new(), Role::Quiet),
        }
    }

    fn draw_row(&self, frame: &mut Frame<'_>, area: Rect, labels: u16, index: usize, theme: &Theme) -> u16 {
        let (here, height) = (index == self.at, self.height_of(index, usize::from(area.width - labels)));
        let value = Rect { x: area.x + labels, width: area.width - labels, ..area };
        let label_style = theme.style(if here { Role::Here } else { Role::Text });
        let label = Rect { width: labels.saturating_sub(1), ..row(area, 0) };
        let Some(field) = self.rows.get(index).filter(|_| index < self.shown) else {
            paint(frame.buffer_mut(), label, "More", label_style);
            let names: Vec<&str> = self.rows[self.shown..].iter().map(|row| row.field.label).collect();
            let words = names.join(", ");
            paint(frame.buffer_mut(), row(value, 0), &words, theme.style(if here { Role::Text } else { Role::Quiet }));
            if here && !self.saving && !value.is_empty() {
                frame.set_cursor_position(value.as_position());
            }
            return height;
        };
        let star = if field.field.required { "*" } else { "" };
        paint_all(frame.buffer_mut(), label, [(field.field.label, label_style), (star, label_style)]);
        let caret = draw_value(frame, value, field, here, theme);
        if let (true, false, Some(caret)) = (here, self.saving, caret) {
            frame.set_cursor_position(caret);
        }
        let refused = self.refused_rows(index, usize::from(value.width));
        let below = height.saturating_sub(u16::try_from(refused.len()).unwrap_or(0));
        for (at, words) in (below..).zip(&refused) {
            paint(frame.buffer_mut(), row(value, at), words, theme.style(Role::Late));
        }
        height
    }

    /// Words why a field was refused, in rows of so many cells.
    fn refused_rows(&self, index: usize, width: usize) -> Vec<String> {
        let field = self.rows.get(index).filter(|_| index < self.shown).map(|row| row.field.key);
        let refusal = self.refusals.iter().find(|refusal| Some(refusal.field) == field);
        refusal.map(|refusal| wrapped(&self.words(refusal), width).into_iter().take(REFUSED_ROWS).collect()).unwrap_or_default()
    }

    fn height_of(&self, index: usize, width: usize) -> u16 {
        // A text of several lines and a choice open where the caret is, so that the other fields stay in sight.
        let here = self.rows.get(index).filter(|row| index == self.at && index < self.shown && row.unknown.is_none());
        let lines = match here.map(|row| (&row.answer, row.field.ask)) {
            Some((Answer::Area(_), _)) => AREA_ROWS,
            Some((_, Ask::Choice(all))) => u16::try_from(choice_rows(all, None, width).len()).unwrap_or(1).max(1),
            _ => 1,
        };
        lines + u16::try_from(self.refused_rows(index, width).len()).unwrap_or(0)
    }

    /// Finds the first row to draw so that the one with the caret is seen whole.
    fn first_row(&self, height: u16, width: usize) -> usize {
        let mut used = 0;
        let mut first = self.at;
        for index in (0..=self.at).rev() {
            used += self.height_of(index, width);
            if used > height {
                break;
            }
            first = index;
        }
        first.min(self.count().saturating_sub(1))
    }

    /// Words a refusal for this form.
    fn words(&self, refusal: &Refusal) -> String {
        let (why, hint) = (refusal.why.raw(), refusal.hint.raw());
        self.spoken(&if hint.is_empty() { why.to_owned() } else { format!("{why}: {hint}") })
    }

    /// Names fields by their labels, where a command line would name options.
    fn spoken(&self, text: &str) -> String {
        spoken(text, |key| self.rows.iter().find(|row| row.field.key == key).map(|row| row.field.label))
    }
}

/// Draws the answer of a field and gives the cell of its caret.
fn draw_value(frame: &mut Frame<'_>, value: Rect, field: &Row, here: bool, theme: &Theme) -> Option<Position> {
    let style = theme.style(if here { Role::Field } else { Role::Text });
    let first = row(value, 0);
    if let Some(line) = &field.unknown {
        return line.draw(frame.buffer_mut(), first, style);
    }
    let caret = match (&field.answer, field.field.ask) {
        (Answer::Line(line), _) if here => line.draw(frame.buffer_mut(), first, style),
        (Answer::Line(line), _) => {
            paint(frame.buffer_mut(), first, line.text(), style);
            None
        }
        (Answer::Area(text), _) if here => text.draw(frame.buffer_mut(), Rect { height: AREA_ROWS.min(value.height), ..value }, style),
        (Answer::Area(text), _) => {
            let more = text.text().trim_end().lines().count().saturating_sub(1);
            let more = if more > 0 { format!("  (and {more} more lines)") } else { String::new() };
            paint_all(
                frame.buffer_mut(),
                first,
                [(text.text().lines().next().unwrap_or_default(), style), (more.as_str(), theme.style(Role::Quiet))],
            );
            None
        }
        (Answer::Choice(at), Ask::Choice(all)) => draw_choice(frame, value, all, *at, here, theme),
        (Answer::Choice(_), _) => None,
        (Answer::Pick(_, shown), _) => {
            let asks = shown.is_empty() && here && field.note.is_empty();
            let text = if asks { "any letter opens the list" } else { shown.as_str() };
            paint(frame.buffer_mut(), first, text, if shown.is_empty() { theme.style(Role::Quiet) } else { style });
            (!first.is_empty()).then_some(first.as_position())
        }
    };
    let choosing = here && matches!(field.answer, Answer::Choice(_));
    if field.is_blank() && !choosing {
        let beside = from(first, u16::from(here) * 2);
        paint(frame.buffer_mut(), beside, &field.note, theme.style(Role::Quiet));
    }
    caret
}
