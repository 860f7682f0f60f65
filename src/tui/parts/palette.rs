//! Every act and command by name, with its key: what a person who knows no key needs. The keys of a place are the same list, shorter.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};

use super::help;
use super::picker::{Item, PickReply, Picker};
use crate::tui::chord::Chord;
use crate::tui::input::Input;
use crate::tui::keys::{Act, Place, Shown};
use crate::tui::live_keys::{Keys, keys_of};
use crate::tui::mouse::Pointing;
use crate::tui::stage::{Reply, Screen, World};
use crate::tui::theme::Theme;

/// Commands that an act of the table does under another name.
const BY_KEY: &[&str] = &["log", "undo", "redo"];

/// Holds the rows of the palette or of the help; both choose an act.
pub struct Acts {
    place: Place,
    picker: Picker,
    acts: Vec<Act>,
    /// The keys that opened it; they close it too.
    toggles: Vec<Chord>,
}

impl Acts {
    /// Lists everything there is: what the keys of a place do first, then what keys do elsewhere, then every command by its sentence. What
    /// cannot be done now says why not, and still can be chosen to have it said.
    pub fn palette(from: Place, keys: &Keys, commands: &[(&'static str, &'static str)], why_not: impl Fn(Act) -> Option<String>) -> Self {
        let listed = |act: Act| !matches!(act, Act::Palette | Act::Move(_) | Act::Submit | Act::Interrupt | Act::Demo | Act::OpenFile);
        let mut rows: Vec<(Item, Act)> = Vec::new();
        let here = keys.rows().iter().filter(|row| row.places.contains(&from));
        let elsewhere = keys.rows().iter().filter(|row| !row.places.contains(&from));
        for row in here.chain(elsewhere).filter(|row| row.shown != Shown::Hidden && listed(row.act)) {
            if !rows.iter().any(|(_, act)| *act == row.act) {
                let key = if row.places.contains(&from) { keys_of(row) } else { away(row.places.first().copied(), &keys_of(row)) };
                let name = row.act.name().replace('-', " ");
                rows.push((Item { label: row.words.to_owned(), note: key, also: format!("{} {name}", row.hint) }, row.act));
            }
        }
        for (name, doc) in commands {
            if !BY_KEY.contains(name) && !rows.iter().any(|row| row.1 == Act::Command(name)) {
                let item = Item { label: doc.trim_end_matches('.').to_owned(), note: String::new(), also: (*name).to_owned() };
                rows.push((item, Act::Command(name)));
            }
        }
        let asides = rows.iter().map(|(_, act)| why_not(*act).map_or_else(String::new, |why| format!(" (not now: {why})"))).collect();
        let palette = Self::new(Place::Palette, "Commands", rows, keys, Act::Palette);
        Self { picker: palette.picker.with_asides(asides), ..palette }
    }

    /// Lists the keys of a place.
    pub fn help(of: Place, keys: &Keys) -> Self {
        Self::new(Place::Help, &format!("Keys here: {}", of.name()), help::rows(of, keys), keys, Act::Help)
    }

    fn new(place: Place, title: &str, rows: Vec<(Item, Act)>, keys: &Keys, opened_by: Act) -> Self {
        let (items, acts) = rows.into_iter().unzip();
        Self { place, picker: Picker::new(title, items), acts, toggles: keys.all_for(opened_by) }
    }

    /// Gives the acts of all rows.
    pub fn acts(&self) -> &[Act] {
        &self.acts
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

/// Words the key of what is done in another place.
fn away(place: Option<Place>, key: &str) -> String {
    match place {
        Some(place) if !key.is_empty() => format!("{}: {key}", place.name()),
        _ => String::new(),
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
            // A letter closes only while nothing is typed; later it may be part of what is looked for.
            Input::Key(chord) if self.toggles.contains(chord) && (self.picker.typed().is_empty() || chord.typed().is_none()) => {
                PickReply::Leave
            }
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
        self.picker.draw_over(frame, area, theme, (88, 24));
    }
}
