//! The menu of what can be copied from a screen: a letter or a digit each, and Tab for a file instead of the clipboard.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};

use super::chord::Chord;
use super::input::Input;
use super::keys::{Act, Move, Place};
use super::mouse::Pointing;
use super::parts::picker::{Item, PickReply, Picker};
use super::parts::text::cut;
use super::stage::{About, Reply, Screen, World};
use super::theme::Theme;

/// Names what is copied, in the order of the menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// The number of what is selected.
    Number,
    /// The number of the case it belongs to.
    Case,
    /// The selected row as a line of text.
    Line,
    /// The section of a review that is being looked at.
    Section,
    /// The page that is shown.
    Page,
    /// An update on its way to its audience.
    Update,
    /// The whole report, with what management may read.
    Report,
    /// The whole report, with all that is internal.
    Internal,
}

impl What {
    /// Gives the letter that chooses it.
    pub fn letter(self) -> char {
        match self {
            Self::Number => 'i',
            Self::Case => 'c',
            Self::Line => 'l',
            Self::Section => 's',
            Self::Page => 'p',
            Self::Update => 'u',
            Self::Report => 'r',
            Self::Internal => 'a',
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Number => "Number",
            Self::Case => "Number of the case",
            Self::Line => "Line",
            Self::Section => "Section",
            Self::Page => "Page",
            Self::Update => "Update",
            Self::Report => "Whole report, for management",
            Self::Internal => "Whole report, all of it, internal",
        }
    }
}

/// Holds one thing that can be copied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// What it is.
    pub what: What,
    /// Its name for the message (`line INC-12.3`).
    pub name: String,
    /// The text; for a report it is made only when it is chosen.
    pub text: String,
    /// What it is about.
    pub about: About,
}

impl Offer {
    /// Offers a text that is there already.
    pub fn text(what: What, name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { what, name: name.into(), text: text.into(), about: About::new() }
    }
}

/// Most cells of the text that a row of the menu shows.
const SAMPLE: usize = 60;

/// Holds what is offered.
pub struct CopyMenu {
    offers: Vec<Offer>,
    picker: Picker,
    to_file: bool,
    /// The keys that opened it; they close it too.
    toggles: Vec<Chord>,
}

impl CopyMenu {
    /// Begins with what there is to copy, if there is anything.
    pub fn of(mut offers: Vec<Offer>, toggles: Vec<Chord>) -> Option<Self> {
        offers.sort_by_key(|offer| offer.what);
        offers.dedup_by_key(|offer| offer.what);
        let picker = Self::picker(&offers, false);
        (!offers.is_empty()).then_some(Self { offers, picker, to_file: false, toggles })
    }

    fn picker(offers: &[Offer], to_file: bool) -> Picker {
        let title = if to_file { "To file; Tab: copy" } else { "Copy; Tab: to file" };
        let item = |offer: &Offer| {
            let first = offer.text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
            let sample = cut(first, SAMPLE);
            let sample = if sample.is_empty() { sample } else { format!(": {sample}") };
            Item { label: format!("{}{sample}", offer.what.words()), note: offer.what.letter().to_string(), also: String::new() }
        };
        Picker::new(title, offers.iter().map(item).collect()).led("A digit or the letter behind it chooses ")
    }

    fn reply<W: World>(&self, reply: PickReply) -> Reply<W> {
        match reply {
            PickReply::Ignored => Reply::Ignored,
            PickReply::Done => Reply::Done,
            PickReply::Leave => Reply::Back,
            PickReply::Chosen(at) => self.offers.get(at).map_or(Reply::Back, |offer| Reply::Copy(offer.clone(), self.to_file)),
        }
    }
}

impl<W: World> Screen<W> for CopyMenu {
    fn place(&self) -> Place {
        Place::Picker
    }

    fn overlay(&self) -> bool {
        true
    }

    fn act(&mut self, act: Act, _: &W) -> Reply<W> {
        if act == Act::Move(Move::Next) {
            self.to_file = !self.to_file;
            self.picker = Self::picker(&self.offers, self.to_file);
            return Reply::Done;
        }
        let reply = self.picker.act(act);
        self.reply(reply)
    }

    fn text(&mut self, input: &Input, _: &W) -> Reply<W> {
        let Input::Key(chord) = input else { return Reply::Ignored };
        let Some(letter) = chord.typed() else { return Reply::Ignored };
        let chosen = self.offers.iter().position(|offer| offer.what.letter() == letter);
        let digit = letter.to_digit(10).and_then(|digit| usize::try_from(digit).ok()?.checked_sub(1));
        match chosen.or(digit).filter(|at| *at < self.offers.len()) {
            Some(at) => self.reply(PickReply::Chosen(at)),
            None if self.toggles.contains(chord) => Reply::Back,
            None => Reply::Ignored,
        }
    }

    fn point(&mut self, what: Pointing, at: Position, _: Rect, _: &W) -> Reply<W> {
        let reply = self.picker.point(what, at);
        self.reply(reply)
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, _: &W) {
        let rows = u16::try_from(self.offers.len() + 3).unwrap_or(u16::MAX);
        self.picker.draw_over(frame, area, theme, (72, rows));
    }
}
