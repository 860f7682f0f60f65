//! A list to choose from, as a screen of its own: hands the index of the choice, or what it stands for, to the screen below.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};

use super::input::Input;
use super::keys::{Act, Place};
use super::mouse::Pointing;
use super::parts::picker::{Item, PickReply, Picker};
use super::stage::{Reply, Screen, World};
use super::theme::Theme;

/// How wide it is where there is room; wider where its items are sentences.
const COLUMNS: u16 = 60;
const WIDE: u16 = 100;

/// Holds the list.
pub struct Choose {
    picker: Picker,
    count: usize,
    /// What each item stands for; an item without one is handed on as its index.
    keys: Vec<String>,
    columns: u16,
}

impl Choose {
    /// Begins with items.
    pub fn new(title: impl Into<String>, items: Vec<Item>) -> Self {
        Self { count: items.len(), picker: Picker::new(title, items).names_first(), keys: Vec::new(), columns: COLUMNS }
    }

    /// The same, where a name that is not there may be given; what was typed is handed on then, behind a plus sign.
    #[must_use]
    pub fn adding(self) -> Self {
        Self { picker: self.picker.adding(), ..self }
    }

    /// The same, beginning on one of the items.
    #[must_use]
    pub fn starting_at(mut self, index: usize) -> Self {
        self.picker.select(index);
        self
    }

    /// The same, where a name that is not in the list is looked up; what was typed is handed on then, behind a plus sign.
    #[must_use]
    pub fn looking_up(self) -> Self {
        Self { picker: self.picker.looking_up(), ..self }
    }

    /// The same with longer items, each of which stands for a text of its own.
    #[must_use]
    pub fn standing_for(self, keys: Vec<String>) -> Self {
        Self { keys, columns: WIDE, ..self }
    }

    /// The same, with something typed already.
    #[must_use]
    pub fn typed(mut self, text: &str) -> Self {
        if !text.is_empty() {
            self.picker.paste(text);
        }
        self
    }

    fn reply<W: World>(&self, reply: PickReply) -> Reply<W> {
        match reply {
            PickReply::Ignored => Reply::Ignored,
            PickReply::Done => Reply::Done,
            PickReply::Leave => Reply::Back,
            PickReply::Chosen(at) if at == self.count => Reply::Choose(format!("+{}", self.picker.typed())),
            PickReply::Chosen(at) => Reply::Choose(self.keys.get(at).cloned().unwrap_or_else(|| at.to_string())),
        }
    }
}

impl<W: World> Screen<W> for Choose {
    fn place(&self) -> Place {
        Place::Picker
    }

    fn overlay(&self) -> bool {
        true
    }

    fn act(&mut self, act: Act, _: &W) -> Reply<W> {
        let reply = self.picker.act(act);
        self.reply(reply)
    }

    fn text(&mut self, input: &Input, _: &W) -> Reply<W> {
        let reply = match input {
            Input::Key(chord) => self.picker.key(*chord),
            Input::Paste { text, .. } => self.picker.paste(text),
        };
        self.reply(reply)
    }

    fn point(&mut self, what: Pointing, at: Position, _: Rect, _: &W) -> Reply<W> {
        let reply = self.picker.point(what, at);
        self.reply(reply)
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, _: &W) {
        let rows = u16::try_from(self.count + 4).unwrap_or(u16::MAX).clamp(6, 16);
        self.picker.draw_over(frame, area, theme, (self.columns, rows));
    }
}
