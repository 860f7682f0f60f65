//! The keys that hold in this run: the table, with what a person has set in its place.
//!
//! Must not know how settings are read or how anything is done.

use unicode_width::UnicodeWidthStr;

use super::chord::{Chord, Key};
use super::keys::{Act, BINDINGS, Binding, Move, Place, Shown};

/// Holds the rows that hold in this run.
#[derive(Clone, Debug)]
pub struct Keys {
    rows: Vec<Binding>,
}

impl Default for Keys {
    fn default() -> Self {
        Self { rows: BINDINGS.to_vec() }
    }
}

/// Holds one hint of the footer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// The key in words (`Ctrl-S`).
    pub key: String,
    /// What it does, in a word or two.
    pub words: &'static str,
    /// What a click on it does.
    pub act: Act,
}

impl Hint {
    /// Gives the cells the hint takes.
    pub fn width(&self) -> usize {
        self.key.width() + 1 + self.words.width()
    }
}

/// Most hints in a footer, the one for help included.
const MOST: usize = 6;
/// Blank cells between two hints.
pub const GAP: usize = 2;

impl Keys {
    /// Takes rows that somebody else has made of the table.
    pub fn of(rows: Vec<Binding>) -> Self {
        Self { rows }
    }

    /// Gives all rows, in the order of the table.
    pub fn rows(&self) -> &[Binding] {
        &self.rows
    }

    /// Finds what a key does in a place; in a text a key that types a character does nothing here.
    pub fn lookup(&self, place: Place, chord: Chord) -> Option<&Binding> {
        if place.is_text() && chord.typed().is_some() {
            return None;
        }
        self.rows.iter().find(|row| row.places.contains(&place) && row.chords.contains(&chord))
    }

    /// Gives the key to tell people for an act in a place; without one there the first anywhere.
    pub fn key_for(&self, place: Place, act: Act) -> Option<Chord> {
        let rows = || self.rows.iter().filter(|row| row.act == act && !row.chords.is_empty());
        let here = rows().find(|row| row.places.contains(&place));
        here.or_else(|| rows().next()).and_then(|row| row.chords.first().copied())
    }

    /// Gives every key of an act, wherever it holds.
    pub fn all_for(&self, act: Act) -> Vec<Chord> {
        self.rows.iter().filter(|row| row.act == act).flat_map(|row| row.chords.iter().copied()).collect()
    }

    /// Puts the key that holds in a place where a sentence names an act in braces (`{new} opens one`); what has no key is found by name.
    pub fn told(&self, place: Place, words: &str) -> String {
        let mut parts = words.split('{');
        let mut told = parts.next().unwrap_or_default().to_owned();
        for (name, rest) in parts.filter_map(|part| part.split_once('}')) {
            let key = Act::named(name).and_then(|act| self.key_for(place, act)).or_else(|| self.key_for(place, Act::Palette));
            told.extend(key.map(|key| key.to_string()));
            told.push_str(rest);
        }
        told
    }

    /// Gives the hints of a place that fit in `width` cells, without those that are idle now; help is last and the last to be dropped.
    pub fn footer(&self, place: Place, idle: impl Fn(Act) -> bool, width: usize) -> Vec<Hint> {
        let shown = |row: &&Binding| row.shown == Shown::Footer && row.places.contains(&place) && !idle(row.act);
        let hint = |row: &Binding| row.chords.first().map(|chord| Hint { key: chord.to_string(), words: row.hint, act: row.act });
        let help = self.rows.iter().filter(shown).find(|row| row.act == Act::Help).and_then(hint);
        let Some(help) = help.filter(|help| help.width() <= width) else { return Vec::new() };
        let mut left = width - help.width();
        let mut hints: Vec<Hint> = Vec::new();
        for hint in self.rows.iter().filter(shown).filter(|row| row.act != Act::Help).filter_map(hint).take(MOST - 1) {
            if hint.width() + GAP > left {
                break;
            }
            left -= hint.width() + GAP;
            hints.push(hint);
        }
        hints.push(help);
        hints
    }

    /// Lists what the help of a place shows, in the order of the table.
    pub fn help(&self, place: Place) -> impl Iterator<Item = &Binding> {
        self.rows.iter().filter(move |row| row.places.contains(&place) && row.shown != Shown::Hidden)
    }

    /// Says why a key that is bound did nothing in a place: no key that acts is ever answered with silence.
    pub fn nothing(&self, place: Place, empty: bool, act: Act) -> String {
        let key = |act| self.key_for(place, act).map_or_else(String::new, |chord| chord.to_string());
        match act {
            Act::Move(_) if place.is_text() => "there is nothing to go to here".to_owned(),
            Act::Move(Move::Left) => "there is nothing further to the left".to_owned(),
            Act::Move(Move::Right) => "there is nothing further to the right".to_owned(),
            Act::Move(Move::Next | Move::Previous) => "there is no other lane or pane here".to_owned(),
            Act::Move(_) if empty => "there is no row here yet".to_owned(),
            Act::Move(Move::Up | Move::PageUp | Move::First) => "this is the first row".to_owned(),
            Act::Move(Move::Down | Move::PageDown | Move::Last) => "this is the last row".to_owned(),
            Act::Search => format!("there is no list to filter here; {} searches everything", key(Act::Open(Place::Library))),
            Act::Write => "the editor is for texts of several lines".to_owned(),
            Act::Unknown | Act::Afresh => "that is for the fields of a form".to_owned(),
            Act::Enter => "nothing is selected that could be opened".to_owned(),
            Act::Edit | Act::Update => "nothing is selected here".to_owned(),
            Act::Back => format!("this is the first screen; {} leaves the program", key(Act::Quit)),
            _ => format!("that does nothing here; {} shows what does", key(Act::Help)),
        }
    }

    /// Says calmly that a key is not bound in a place.
    pub fn unbound(&self, place: Place, chord: Chord) -> String {
        let help = self.key_for(place, Act::Help).map_or_else(|| "F1".to_owned(), |chord| chord.to_string());
        format!("{chord} does nothing here; {help} shows the keys")
    }
}

/// Says whether a key may be bound in a place: where the caret is in a text, what types, moves and deletes in it belongs to the text.
pub fn may_stand(place: Place, chord: Chord) -> bool {
    let edits = match chord.key() {
        Key::Left | Key::Right | Key::Home | Key::End | Key::Backspace | Key::Delete => true,
        Key::Enter => place == Place::Area && !chord.ctrl() && !chord.alt(),
        Key::Up | Key::Down | Key::PageUp | Key::PageDown => place == Place::Area,
        Key::Char(letter) => chord.ctrl() && !chord.alt() && "aewuk_".contains(letter),
        _ => false,
    };
    !place.is_text() || (chord.typed().is_none() && !edits)
}

/// Gives all keys of a row as words.
pub fn keys_of(row: &Binding) -> String {
    row.chords.iter().map(Chord::to_string).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    const TEXTS: &[Place] = &[Place::Line, Place::Filter, Place::Form, Place::Area, Place::Picker, Place::Palette, Place::Help];

    #[test]
    fn no_key_stands_twice_in_a_place() {
        for place in Place::ALL {
            let mut seen = HashSet::new();
            for chord in BINDINGS.iter().filter(|row| row.places.contains(place)).flat_map(|row| row.chords.iter()) {
                assert!(seen.insert(chord), "{chord} stands twice in {place:?}");
            }
        }
    }

    #[test]
    fn every_footer_fits_eighty_columns_with_all_its_hints_and_ends_with_help() {
        for place in Place::ALL {
            let all = Keys::default().footer(*place, |_| false, 1000);
            let width = all.iter().map(|hint| hint.width() + GAP).sum::<usize>();
            assert!(width <= 80, "{place:?} takes {width}");
            assert_eq!(all.last().map(|hint| hint.words), Some("help"));
            for width in 0..80 {
                let some = Keys::default().footer(*place, |_| false, width);
                assert!(some.iter().map(|hint| hint.width() + GAP).sum::<usize>() <= width + GAP);
                assert!(some.is_empty() || some.last() == all.last());
            }
        }
    }

    #[test]
    fn a_place_with_a_text_leaves_every_character_to_the_text() {
        for place in TEXTS {
            for chord in BINDINGS.iter().filter(|row| row.places.contains(place)).flat_map(|row| row.chords.iter()) {
                assert_eq!(chord.typed(), None, "{chord} in {place:?}");
            }
            for letter in ['q', 'z', '?', ':', '1', ' '] {
                assert!(Keys::default().lookup(*place, Chord::plain(Key::Char(letter))).is_none());
            }
        }
    }

    #[test]
    fn one_act_has_one_key_everywhere() {
        for row in BINDINGS.iter().filter(|row| !matches!(row.act, Act::Submit | Act::Help | Act::Capture | Act::Palette | Act::Question)) {
            let Some(chord) = row.chords.first() else { continue };
            for other in BINDINGS.iter().filter(|other| other.act == row.act && !other.chords.is_empty()) {
                assert!(other.chords.contains(chord), "{:?} is {chord} and {:?}", row.act, other.chords);
            }
        }
    }

    #[test]
    fn the_keys_people_are_told_do_what_they_are_told() {
        let act = |place, text: &str| Keys::default().lookup(place, text.parse().expect("a key")).map(|row| row.act);
        assert_eq!(act(Place::Board, "?"), Some(Act::Help));
        assert_eq!(act(Place::Line, "F1"), Some(Act::Help));
        assert_eq!(act(Place::Room, "Z"), Some(Act::Redo));
        assert_eq!(act(Place::Board, "h"), Some(Act::Open(Place::History)));
        assert_eq!(act(Place::Area, "Enter"), None);
        assert_eq!(act(Place::Form, "Ctrl-Z"), Some(Act::Suspend));
    }

    #[test]
    fn a_sentence_names_the_key_that_holds_and_every_name_in_one_is_an_act() {
        let keys = Keys::default();
        assert_eq!(keys.told(Place::Board, "nothing yet; {new} opens one, {log} writes"), "nothing yet; n opens one, l writes");
        assert_eq!(keys.told(Place::Form, "{afresh}; no braces here"), "F8; no braces here");
        let unbound = Keys::of(BINDINGS.iter().filter(|row| row.act != Act::New).cloned().collect());
        assert_eq!(unbound.told(Place::Board, "{new} opens one"), ": opens one");
        let sources = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/src/tui")).unwrap().map(|file| file.unwrap().path());
        let mut seen = 0;
        for path in sources.filter(|path| path.to_string_lossy().ends_with(".rs") && !path.ends_with("live_keys.rs")) {
            let text = std::fs::read_to_string(&path).unwrap();
            for line in text.lines().flat_map(|line| line.split("told(").skip(1)) {
                for name in line
                    .split('{')
                    .skip(1)
                    .filter_map(|part| part.split_once('}'))
                    .map(|(name, _)| name)
                    .filter(|name| !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'))
                {
                    seen += 1;
                    assert!(Act::named(name).is_some(), "{name} in {}: {line}", path.display());
                }
            }
        }
        assert!(seen > 5, "{seen}");
    }

    #[test]
    fn a_footer_has_at_most_six_hints_and_every_key_is_spelled() {
        for place in Place::ALL {
            let hints = Keys::default().footer(*place, |_| false, 1000);
            assert!(hints.len() <= MOST, "{place:?} {hints:?}");
            assert!(hints.iter().all(|hint| hint.key.parse::<Chord>().is_ok()), "{hints:?}");
        }
    }

    #[test]
    fn every_act_of_the_table_has_a_name_of_its_own_and_is_found_by_it() {
        let mut names: Vec<(String, Act)> = Vec::new();
        for row in BINDINGS {
            let name = row.act.name();
            assert!(!name.is_empty(), "{:?} has no name", row.act);
            assert_eq!(Act::named(&name), Some(row.act), "{name}");
            assert!(names.iter().all(|(other, act)| *other != name || *act == row.act), "{name}");
            names.push((name, row.act));
        }
        assert_eq!(Act::named("action-done"), Some(Act::Command("action done")));
        assert_eq!(Act::named("no such thing"), None);
    }

    #[test]
    fn no_row_of_the_table_takes_a_key_from_a_text() {
        for row in BINDINGS {
            for place in row.places.iter().filter(|place| **place != Place::Area || row.act != Act::Submit) {
                for chord in row.chords.iter() {
                    assert!(may_stand(*place, *chord), "{chord} in {place:?}");
                }
            }
        }
    }

    #[test]
    fn a_bound_key_that_finds_nothing_to_do_has_words_for_it() {
        let keys = Keys::default();
        for place in Place::ALL {
            for row in keys.rows().iter().filter(|row| row.places.contains(place)) {
                assert!(!keys.nothing(*place, false, row.act).is_empty());
            }
        }
        assert_eq!(keys.nothing(Place::Board, false, Act::Back), "this is the first screen; q leaves the program");
        assert_eq!(keys.unbound(Place::Line, "Ctrl-X".parse().unwrap()), "Ctrl-X does nothing here; F1 shows the keys");
    }
}
