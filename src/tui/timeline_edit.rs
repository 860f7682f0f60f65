//! Other words for a line of the timeline: what was said stands above and stays, the words it is told in are written below.

use ratatui::Frame;
use ratatui::layout::{Rect, Size};

use super::desk::{Desk, Order};
use super::input::Input;
use super::keys::{Act, Place};
use super::parts::area::Area;
use super::parts::frame::{above, pane};
use super::parts::text::{paint, row};
use super::stage::{About, Answer, Reply, Screen};
use super::theme::{Role, Theme};
use super::words::wrapped;
use crate::app::{Draft, tables};
use crate::model::telling::Told;
use crate::model::{EntryRef, Untrusted};

/// Holds the words of one line.
pub struct TimelineEdit {
    name: EntryRef,
    original: Untrusted,
    told: Untrusted,
    area: Area,
    done: bool,
}

impl TimelineEdit {
    /// Begins with the words it is told in, or with what was typed before and not saved.
    pub fn of(name: EntryRef, line: &Told, desk: &Desk) -> Self {
        let mut edit = Self { name, original: line.entry.text.clone(), told: line.text().clone(), area: Area::default(), done: false };
        let kept = desk.unsent(&edit.title());
        edit.area.set(if kept.is_empty() { edit.told.raw() } else { kept });
        edit
    }

    fn title(&self) -> String {
        format!("words of {}", self.name)
    }

    fn is_changed(&self) -> bool {
        self.area.text().trim() != self.told.raw().trim()
    }
}

impl Screen<Desk> for TimelineEdit {
    fn place(&self) -> Place {
        Place::Area
    }

    fn load(&mut self, _: &Desk, _: Size) {}

    fn act(&mut self, act: Act, _: &Desk) -> Reply<Desk> {
        match (act, tables::command("timeline tell")) {
            (Act::Back, _) => Reply::Back,
            (Act::Write, _) => Reply::Write(self.area.text().to_owned()),
            (Act::Submit, _) if !self.is_changed() => {
                self.done = true;
                Reply::Back
            }
            (Act::Submit, Some(command)) => {
                let draft = Draft::new().with("entry", self.name.to_string()).with("wording", self.area.text().trim());
                Reply::Submit(Order { command, draft })
            }
            _ => Reply::Ignored,
        }
    }

    fn text(&mut self, input: &Input, _: &Desk) -> Reply<Desk> {
        if self.area.take(input) { Reply::Done } else { Reply::Ignored }
    }

    fn edited(&mut self, text: &str, _: &Desk) {
        self.area.set(text);
    }

    fn answered(&mut self, answer: &Answer, _: &Desk) -> Reply<Desk> {
        match answer {
            Answer::Done(..) => {
                self.done = true;
                Reply::Back
            }
            _ => Reply::Done,
        }
    }

    fn about(&self) -> About {
        vec![("case", self.name.case.to_string()), ("entry", self.name.to_string())]
    }

    fn unsent(&self) -> Option<(String, String)> {
        let text = if self.done || !self.is_changed() { String::new() } else { self.area.text().to_owned() };
        Some((self.title(), text))
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, _: &Desk) {
        let inner = |inside: Rect| Rect { x: inside.x + inside.width.min(1), width: inside.width.saturating_sub(2), ..inside };
        let said = wrapped(self.original.raw(), usize::from(area.width.saturating_sub(4)));
        let rows = u16::try_from(said.len()).unwrap_or(u16::MAX).min(area.height.saturating_sub(5) / 2).max(1);
        let [top, rest] = above(area, if area.height < 8 { 0 } else { rows + 2 });
        if top.height > 0 {
            let inside = inner(pane(frame, top, &format!("{} {} in the log, as it was said", self.name, theme.dot()), false, theme));
            for (index, line) in (0..).zip(&said).take(usize::from(inside.height)) {
                paint(frame.buffer_mut(), row(inside, index), line, theme.style(Role::Quiet));
            }
        }
        let inside = inner(pane(frame, rest, "As the review tells it; empty for its own words", true, theme));
        if let Some(caret) = self.area.draw(frame.buffer_mut(), inside, theme.style(Role::Text)) {
            frame.set_cursor_position(caret);
        }
    }
}
