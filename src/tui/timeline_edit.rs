//! Other words for a line of the timeline: what was said stands above and stays, the words it is told in are written below.

use ratatui::Frame;
use ratatui::layout::{Rect, Size};

use super::desk::{Desk, Order};
use super::input::Input;
use super::keys::{Act, Place};
use super::parts::frame::{above, pane};
use super::parts::text::{paint, row};
use super::stage::{About, Answer, Reply, Screen};
use super::theme::{Role, Theme};
use super::words::wrapped;
use super::writing::Writing;
use crate::app::{Draft, tables};
use crate::model::telling::Told;
use crate::model::{EntryRef, Untrusted};

/// Holds the words of one line.
pub struct TimelineEdit {
    name: EntryRef,
    original: Untrusted,
    writing: Writing,
    done: bool,
}

impl TimelineEdit {
    /// Begins with the words it is told in, or with what was typed before and not saved.
    pub fn of(name: EntryRef, line: &Told, desk: &Desk) -> Self {
        let kept = desk.unsent(&draft_name(name));
        let writing = Writing::of(desk.read(desk.app.wording_saved(name)), kept);
        Self { name, original: line.entry.text.clone(), writing, done: false }
    }

    /// Hands the words in, unless somebody else gave the line others meanwhile and that was not said yet.
    fn save(&mut self, desk: &Desk) -> Reply<Desk> {
        self.writing.look(desk.read(desk.app.wording_saved(self.name)));
        if !self.writing.is_changed() {
            self.done = true;
            return Reply::Back;
        }
        if let Some(why) = self.writing.why_wait(|words| desk.told(Place::Area, words)) {
            return Reply::Say(why);
        }
        let Some(command) = tables::command("timeline tell") else { return Reply::Ignored };
        let draft = Draft::new().with("entry", self.name.to_string()).with("wording", self.writing.text().trim());
        Reply::Submit(Order { command, draft })
    }
}

fn draft_name(line: EntryRef) -> String {
    format!("words of {line}")
}

impl Screen<Desk> for TimelineEdit {
    fn place(&self) -> Place {
        Place::Area
    }

    fn load(&mut self, desk: &Desk, _: Size) {
        if !self.done {
            self.writing.look(desk.read(desk.app.wording_saved(self.name)));
        }
    }

    fn idle(&self, act: Act, _: &Desk) -> bool {
        matches!(act, Act::Move(_))
    }

    fn act(&mut self, act: Act, desk: &Desk) -> Reply<Desk> {
        match act {
            Act::Back => Reply::Back,
            Act::Write => Reply::Write(self.writing.text().to_owned()),
            Act::Submit => self.save(desk),
            Act::Afresh => {
                self.writing.look(desk.read(desk.app.wording_saved(self.name)));
                Reply::Say(self.writing.afresh().to_owned())
            }
            _ => Reply::Ignored,
        }
    }

    fn text(&mut self, input: &Input, _: &Desk) -> Reply<Desk> {
        if self.writing.area.take(input) { Reply::Done } else { Reply::Ignored }
    }

    fn edited(&mut self, text: &str, _: &Desk) {
        self.writing.area.set(text);
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
        let text = if self.done { String::new() } else { self.writing.unsent() };
        Some((draft_name(self.name), text))
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, desk: &Desk) {
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
        let title = format!("As the review tells it; empty for its own words{}", desk.told(Place::Area, self.writing.was_kept()));
        let inside = inner(pane(frame, rest, &title, true, theme));
        let moved = self.writing.moved(|words| desk.told(Place::Area, words)).map(|words| wrapped(&words, usize::from(inside.width)));
        let moved: Vec<String> = moved.unwrap_or_default().into_iter().take(usize::from(inside.height / 2)).collect();
        for (index, line) in (0..).zip(&moved) {
            paint(frame.buffer_mut(), row(inside, index), line, theme.style(Role::Soon));
        }
        let [_, inside] = above(inside, u16::try_from(moved.len()).unwrap_or(0));
        if let Some(caret) = self.writing.area.draw(frame.buffer_mut(), inside, theme.style(Role::Text)) {
            frame.set_cursor_position(caret);
        }
    }
}
