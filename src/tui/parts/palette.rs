//! Every act and command by name, with its key: what a person who knows no key needs.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::frame::overlay;
use super::picker::{Item, PickReply, Picker};
use crate::tui::input::Input;
use crate::tui::keys::{Act, BINDINGS, Place, Shown, lookup};
use crate::tui::stage::{Reply, Screen, World};
use crate::tui::theme::Theme;

/// Holds the rows of the palette or of the help; both choose an act.
pub struct Acts {
    place: Place,
    picker: Picker,
    acts: Vec<Act>,
}

impl Acts {
    /// Lists everything that can be done from a place: its keys first, then the commands, each with its one sentence.
    pub fn palette(from: Place, commands: &[(&'static str, &'static str)]) -> Self {
        let here = BINDINGS.iter().filter(|row| row.shown != Shown::Hidden && row.places.contains(&from));
        let mut rows: Vec<(Item, Act)> =
            here.filter(|row| !matches!(row.act, Act::Palette | Act::Move(_))).map(super::help::item).collect();
        for (name, doc) in commands {
            if !rows.iter().any(|row| row.1 == Act::Command(name)) {
                let item = Item { label: format!("{name}: {doc}"), note: String::new(), also: String::new() };
                rows.push((item, Act::Command(name)));
            }
        }
        Self::new(Place::Palette, "Commands", rows)
    }

    /// Lists the keys of a place.
    pub fn help(of: Place) -> Self {
        let rows = super::help::rows(of);
        Self::new(Place::Help, &format!("Keys here: {}", of.name()), rows)
    }

    fn new(place: Place, title: &str, rows: Vec<(Item, Act)>) -> Self {
        let (items, acts) = rows.into_iter().unzip();
        Self { place, picker: Picker::new(title, items), acts }
    }

    fn reply<W: World>(&self, reply: PickReply) -> Reply<W> {
        match reply {
            PickReply::Ignored => Reply::Ignored,
            PickReply::Done => Reply::Done,
            PickReply::Leave => Reply::Back,
            PickReply::Chosen(at) => self.acts.get(at).map_or(Reply::Back, |act| Reply::Do(*act)),
        }
    }
}

impl<W: World> Screen<W> for Acts {
    fn place(&self) -> Place {
        self.place
    }

    fn overlay(&self) -> bool {
        true
    }

    fn act(&mut self, act: Act, _: &W) -> Reply<W> {
        // The same key that opened the list closes it.
        if act == Act::Help && self.place == Place::Help {
            return Reply::Back;
        }
        let reply = self.picker.act(act);
        self.reply(reply)
    }

    fn text(&mut self, input: &Input, _: &W) -> Reply<W> {
        let reply = match input {
            Input::Key(chord)
                if self.place == Place::Palette && lookup(Place::Board, *chord, true).is_some_and(|row| row.act == Act::Palette) =>
            {
                PickReply::Leave
            }
            Input::Key(chord) => self.picker.key(*chord),
            Input::Paste { text, .. } => self.picker.paste(text),
        };
        self.reply(reply)
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, _: &W) {
        let inside = overlay(frame, area, theme, 76, 24);
        self.picker.draw(frame, inside, theme);
    }
}
