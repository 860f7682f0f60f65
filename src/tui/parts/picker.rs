//! A list to choose one from: letters narrow it, digits choose while nothing has been typed.

use std::cell::Cell;

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};

use super::frame::titled;
use super::line::Line;
use super::text::{cut, fit, from, paint, row, wide};
use crate::model::CaseRef;
use crate::tui::chord::Chord;
use crate::tui::keys::{Act, Move};
use crate::tui::mouse::Pointing;
use crate::tui::screen::WHEEL;
use crate::tui::theme::{Role, Theme};
use crate::tui::words::wrapped;

/// Holds one thing that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What is shown and searched; may be foreign text.
    pub label: String,
    /// Shown on the right: a key, a state, a place.
    pub note: String,
    /// Other words it is found by, not shown.
    pub also: String,
}

/// Says what a key did to a picker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PickReply {
    /// Nothing here.
    Ignored,
    /// Something changed.
    Done,
    /// The person wants to leave.
    Leave,
    /// The item with this index was chosen.
    Chosen(usize),
}

/// Items that a digit chooses.
const DIGITS: usize = 9;
/// Widest that a list becomes by itself, the items it looks at for that, and the cells around an item.
const WIDEST: u16 = 88;
/// See [`WIDEST`].
const MEASURED: usize = 20;
/// See [`WIDEST`].
const SIDES: usize = 8;
/// Cells of a row below which a note is left out rather than a name cut.
const NARROW: usize = 44;

/// Holds the items, what was typed and what is left of them.
#[derive(Clone, Debug)]
pub struct Picker {
    title: String,
    items: Vec<Item>,
    /// What is said behind the label of an item, and not searched; there may be fewer than items.
    asides: Vec<String>,
    filter: Line,
    hits: Vec<usize>,
    at: usize,
    top: Cell<usize>,
    page: Cell<usize>,
    /// Where the rows were last drawn.
    drawn: Cell<Rect>,
    adds: bool,
    /// Whether what was typed is looked up and not added.
    looks_up: bool,
    /// Whether a name is whole before a note is shown beside it; notes that are keys stay.
    names_first: bool,
    /// How to choose, said while nothing is typed and all items are seen.
    lead: &'static str,
}

impl Picker {
    /// Begins with all items in their order.
    pub fn new(title: impl Into<String>, items: Vec<Item>) -> Self {
        let hits = (0..items.len()).collect();
        Self {
            title: title.into(),
            items,
            asides: Vec::new(),
            filter: Line::default(),
            hits,
            at: 0,
            top: Cell::new(0),
            page: Cell::new(1),
            drawn: Cell::default(),
            adds: false,
            looks_up: false,
            names_first: false,
            lead: "A digit chooses, letters narrow ",
        }
    }

    /// The same, where what was typed may be chosen although no item is called so; its index is the number of items.
    #[must_use]
    pub fn adding(self) -> Self {
        Self { adds: true, ..self }
    }

    /// The same, where what was typed is looked up if no item is called so, and only if it could be the number of a case.
    #[must_use]
    pub fn looking_up(self) -> Self {
        Self { adds: true, looks_up: true, ..self }
    }

    /// The same, where there is little room with names alone: a note that does not fit beside its name is left out.
    #[must_use]
    pub fn names_first(self) -> Self {
        Self { names_first: true, ..self }
    }

    /// The same, saying itself how to choose.
    #[must_use]
    pub fn led(self, lead: &'static str) -> Self {
        Self { lead, ..self }
    }

    /// The same, with words behind the labels that are shown and not searched; an item that has some is quieter than others.
    #[must_use]
    pub fn with_asides(self, asides: Vec<String>) -> Self {
        Self { asides, ..self }
    }

    /// Gives what was typed.
    pub fn typed(&self) -> &str {
        self.filter.text().trim()
    }

    /// Puts the selection on an item.
    pub fn select(&mut self, index: usize) {
        self.at = self.hits.iter().position(|hit| *hit == index).unwrap_or(self.at);
    }

    /// Does what a bound key says.
    pub fn act(&mut self, act: Act) -> PickReply {
        let last = self.hits.len().saturating_sub(1);
        match act {
            Act::Back => return PickReply::Leave,
            Act::Submit => return self.hits.get(self.at).map_or(PickReply::Done, |hit| PickReply::Chosen(*hit)),
            Act::Move(Move::Up) => self.at = self.at.checked_sub(1).unwrap_or(last),
            Act::Move(Move::Down) => self.at = if self.at >= last { 0 } else { self.at + 1 },
            Act::Move(Move::PageUp) => self.at = self.at.saturating_sub(self.page.get()),
            Act::Move(Move::PageDown) => self.at = (self.at + self.page.get()).min(last),
            _ => return PickReply::Ignored,
        }
        PickReply::Done
    }

    /// Does what the mouse says: the wheel moves, a click selects, and a click on what is selected chooses it.
    pub fn point(&mut self, what: Pointing, at: Position) -> PickReply {
        let last = self.hits.len().saturating_sub(1);
        match what {
            Pointing::Up => self.at = self.at.saturating_sub(WHEEL),
            Pointing::Down => self.at = (self.at + WHEEL).min(last),
            Pointing::Click if !self.drawn.get().contains(at) => return PickReply::Ignored,
            Pointing::Click => {
                let line = self.top.get() + usize::from(at.y - self.drawn.get().y);
                match self.hits.get(line) {
                    Some(hit) if line == self.at => return PickReply::Chosen(*hit),
                    Some(_) => self.at = line,
                    None => return PickReply::Ignored,
                }
            }
        }
        PickReply::Done
    }

    /// Takes a key that is not bound.
    pub fn key(&mut self, chord: Chord) -> PickReply {
        let digit = chord.typed().and_then(|c| c.to_digit(10)).and_then(|digit| usize::try_from(digit).ok());
        if let (true, Some(digit @ 1..)) = (self.filter.text().is_empty(), digit) {
            return self.hits.get(digit - 1).map_or(PickReply::Done, |hit| PickReply::Chosen(*hit));
        }
        if !self.filter.key(chord) {
            return PickReply::Ignored;
        }
        self.narrow();
        PickReply::Done
    }

    /// Takes pasted text.
    pub fn paste(&mut self, text: &str) -> PickReply {
        self.filter.paste(text);
        self.narrow();
        PickReply::Done
    }

    /// Draws itself in a box over an area, at least `width` and at most `rows` large: its title, what was typed, and the items that are
    /// left.
    pub fn draw_over(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, (width, rows): (u16, u16)) {
        let longest = self.items.iter().take(MEASURED).map(|item| wide(&item.label) + wide(&item.note)).max().unwrap_or(0) + SIDES;
        let width = u16::try_from(longest).unwrap_or(WIDEST).min(WIDEST).max(width);
        let inside = titled(frame, area, theme, (width, rows), &self.title);
        self.draw(frame, Rect { x: inside.x + inside.width.min(1), width: inside.width.saturating_sub(2), ..inside }, theme);
    }

    /// Draws what was typed, and the items that are left.
    fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let head = row(area, 0);
        let alone = self.items.len() > usize::from(area.height.saturating_sub(1)) || !self.filter.text().is_empty();
        let words = if alone { "Find " } else { self.lead };
        let used = paint(frame.buffer_mut(), head, words, theme.style(Role::Quiet));
        // What does not fit is counted, so that nobody takes the page for all there is.
        let count =
            if self.hits.len() + 1 > usize::from(area.height) { format!(" {} of {}", self.at + 1, self.hits.len()) } else { String::new() };
        let room = from(head, used);
        let count_at = room.width.saturating_sub(u16::try_from(count.len()).unwrap_or(0));
        paint(frame.buffer_mut(), from(room, count_at), &count, theme.style(Role::Quiet));
        let field = Rect { width: count_at, ..room };
        if let Some(caret) = self.filter.draw(frame.buffer_mut(), field, theme.style(Role::Field)) {
            frame.set_cursor_position(caret);
        }
        let body = Rect { y: area.y + area.height.min(1), height: area.height.saturating_sub(1), ..area };
        let height = usize::from(body.height).max(1);
        self.page.set(height);
        self.drawn.set(body);
        let top = self.top.get().clamp((self.at + 1).saturating_sub(height), self.at);
        self.top.set(top);
        if self.hits.is_empty() {
            let words = match (self.items.is_empty(), self.adds) {
                (true, true) if !self.looks_up => "Nothing is here yet: type a name, and it is added.",
                (true, _) => "Nothing is here to choose yet; close this list, and add one first.",
                (false, _) => "Nothing by that name; Backspace widens.",
            };
            for (at, line) in (0..body.height).zip(wrapped(words, usize::from(body.width))) {
                paint(frame.buffer_mut(), row(body, at), &line, theme.style(Role::Quiet));
            }
        }
        for (line, hit) in self.hits.iter().enumerate().skip(top).take(usize::from(body.height)) {
            let (what, note) = if self.looks_up { ("look up", "") } else { ("new", "added") };
            let new = Item { label: format!("{what}: {}", self.typed()), note: note.to_owned(), also: String::new() };
            let item = self.items.get(*hit).unwrap_or(&new);
            let aside = self.asides.get(*hit).map_or("", String::as_str);
            let role = if aside.is_empty() { Role::Text } else { Role::Quiet };
            let style = theme.style(if line == self.at { Role::Selected } else { role });
            let digit = if line < DIGITS && self.filter.text().is_empty() { format!("{} ", line + 1) } else { "  ".to_owned() };
            let width = usize::from(body.width);
            let label = format!("{}{aside}", item.label);
            let left = width.saturating_sub(digit.len() + wide(&label) + 1);
            let dropped = self.names_first && width < NARROW && wide(&item.note) > left;
            let note = if dropped { String::new() } else { cut(&item.note, width / 3) };
            let text = format!("{digit}{}", fit(&label, width.saturating_sub(digit.len() + wide(&note) + 1)));
            let at = row(body, u16::try_from(line - top).unwrap_or(u16::MAX));
            paint(frame.buffer_mut(), at, &fit(&format!("{text} {note}"), width), style);
        }
    }

    fn narrow(&mut self) {
        self.at = 0;
        let filter = self.filter.text().trim();
        if filter.is_empty() {
            self.hits = (0..self.items.len()).collect();
            return;
        }
        let pattern = Pattern::parse(filter, CaseMatching::Ignore, Normalization::Smart);
        let mut matcher = Matcher::new(Config::DEFAULT);
        let mut letters = Vec::new();
        let score = |(index, item): (usize, &Item)| {
            let words = format!("{} {}", item.also, item.label);
            Some((index, pattern.score(Utf32Str::new(&words, &mut letters), &mut matcher)?))
        };
        let mut scored: Vec<(usize, u32)> = self.items.iter().enumerate().filter_map(score).collect();
        // Who types a whole name means it, whatever else the letters fit.
        let whole = |index: usize| {
            self.items.get(index).is_some_and(|item| [&item.also, &item.label].iter().any(|name| filter.eq_ignore_ascii_case(name)))
        };
        scored.sort_by_key(|(index, score)| (!whole(*index), std::cmp::Reverse(*score), *index));
        self.hits = scored.into_iter().map(|(index, _)| index).collect();
        let could_be = !self.looks_up || CaseRef::parse(filter).is_some();
        if self.adds
            && could_be
            && !self.items.iter().any(|item| [&item.label, &item.also].iter().any(|name| name.eq_ignore_ascii_case(filter)))
        {
            self.hits.push(self.items.len());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::theme::Glyphs;

    fn picker() -> Picker {
        let names = ["Open an incident", "Open an issue", "Undo", "数据迁移", "Österreich"];
        Picker::new(
            "Commands",
            names.iter().map(|name| Item { label: (*name).to_owned(), note: String::new(), also: String::new() }).collect(),
        )
    }

    fn keys(picker: &mut Picker, keys: &str) -> PickReply {
        keys.chars().map(|c| picker.key(Chord::plain(crate::tui::chord::Key::Char(c)))).last().unwrap_or(PickReply::Ignored)
    }

    #[test]
    fn letters_narrow_and_enter_takes_the_best() {
        for (typed, want) in [("und", 2), ("iss", 1), ("oi", 0), ("迁移", 3), ("OSTER", 4)] {
            let mut picker = picker();
            keys(&mut picker, typed);
            assert_eq!(picker.act(Act::Submit), PickReply::Chosen(want), "{typed}");
        }
    }

    #[test]
    fn digits_choose_until_something_is_typed() {
        assert_eq!(keys(&mut picker(), "2"), PickReply::Chosen(1));
        assert_eq!(keys(&mut picker(), "9"), PickReply::Done);
        assert_eq!(keys(&mut picker(), "o2"), PickReply::Done);
    }

    #[test]
    fn a_new_name_can_be_added_where_that_is_allowed() {
        let mut picker = picker().adding();
        keys(&mut picker, "Ledger");
        assert_eq!((picker.act(Act::Submit), picker.typed()), (PickReply::Chosen(5), "Ledger"));
        let mut known = self::picker().adding();
        keys(&mut known, "undo");
        assert_eq!(known.act(Act::Move(Move::Up)), PickReply::Done);
        assert_eq!(known.act(Act::Submit), PickReply::Chosen(2), "a name that is there is not added");
    }

    fn drawn(picker: &Picker, width: u16) -> String {
        let mut terminal = ratatui::Terminal::new(ratatui::backend::TestBackend::new(width, 12)).unwrap();
        terminal.draw(|frame| picker.draw_over(frame, frame.area(), &Theme::named("dark", Glyphs::Unicode), (60, 9))).unwrap();
        terminal
            .backend()
            .buffer()
            .content()
            .chunks(usize::from(width))
            .map(|row| row.iter().map(|cell| cell.symbol()).collect::<String>() + "\n")
            .collect()
    }

    #[test]
    fn an_empty_list_says_why_and_the_way_on() {
        let empty = |picker: Picker| drawn(&picker, 60);
        assert!(empty(Picker::new("Lead", Vec::new())).contains("Nothing is here to choose yet; close this list"));
        assert!(empty(Picker::new("Lead", Vec::new()).adding()).contains("type a name, and it is added"));
        let mut none = picker();
        keys(&mut none, "zzzz");
        assert!(drawn(&none, 60).contains("Nothing by that name; Backspace widens."));
    }

    #[test]
    fn where_there_is_little_room_the_note_goes_and_not_the_name() {
        let item = |label: &str| Item { label: label.to_owned(), note: "service".to_owned(), also: String::new() };
        let picker = Picker::new("Narrow to", vec![item("a service with a rather long name"), item("short")]).names_first();
        let text = drawn(&picker, 40);
        assert!(
            text.contains("a service with a rather long name") && text.contains("short") && text.matches("service").count() == 2,
            "{text}"
        );
    }

    #[test]
    fn nothing_found_chooses_nothing() {
        let mut picker = picker();
        keys(&mut picker, "zzzz");
        assert_eq!(picker.act(Act::Submit), PickReply::Done);
        assert_eq!(picker.act(Act::Move(Move::Down)), PickReply::Done);
    }
}
