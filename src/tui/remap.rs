//! What a person has set about keys, put in the place of the table's rows; what cannot be is refused row by row, with the reason.
//!
//! A refused row leaves the built-in keys as they are, so that no file of settings can lock anybody out. Must not know where settings
//! are kept.

use std::borrow::Cow;

use super::chord::Chord;
use super::keys::{Act, BINDINGS, Binding, Place, SCREENS, Shown};
use super::live_keys::{Keys, may_stand};
use crate::app::config::{FILE, Fault, KeySetting};
use crate::app::tables;

/// Acts without a key nobody could find out of a place, or out of the program.
const ESSENTIAL: &[Act] = &[Act::Quit, Act::Back, Act::Help, Act::Palette, Act::Submit];

/// Says which row of the settings was not taken, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The row, as it is named in the file (`keys.room.log`).
    pub setting: String,
    /// The line it stands in.
    pub line: Option<usize>,
    /// Why, and what to do.
    pub why: String,
}

/// One row that was understood.
#[derive(Clone, Debug)]
struct Wish {
    setting: String,
    line: Option<usize>,
    place: Option<Place>,
    act: Act,
    chords: Vec<Chord>,
}

impl Wish {
    fn is_for(&self, act: Act, place: Place) -> bool {
        self.act == act && self.place.is_none_or(|only| only == place)
    }
}

/// Puts the settings in the place of the table's rows and says which could not be taken.
pub fn remapped(settings: &[KeySetting]) -> (Keys, Vec<Refused>) {
    let (mut wishes, mut refused) = (Vec::new(), Vec::new());
    for setting in settings {
        match understood(setting) {
            Ok(wish) if wishes.iter().any(|other: &Wish| other.act == wish.act && other.place == wish.place) => {
                refused.push(Refused { setting: wish.setting, line: wish.line, why: "that is set twice; the first holds".to_owned() });
            }
            Ok(wish) => wishes.push(wish),
            Err(why) => refused.push(Refused { setting: name(setting), line: setting.line, why }),
        }
    }
    loop {
        let keys = with(&wishes);
        let Some((at, why)) = clash(&keys, &wishes) else { return (keys, refused) };
        let wish: Wish = wishes.remove(at);
        refused.push(Refused { setting: wish.setting, line: wish.line, why });
    }
}

impl Refused {
    /// Words it for whoever asks what is wrong with the settings.
    pub fn fault(self) -> Fault {
        Fault { file: FILE.to_owned(), line: self.line, why: format!("{}: {}; the built-in key stays", self.setting, self.why) }
    }
}

/// Says at the start how many rows were not taken.
pub fn note(refused: usize) -> Option<String> {
    match refused {
        0 => None,
        1 => Some("1 row of [keys] in config.toml was not taken: 'warroom keys' says why".to_owned()),
        many => Some(format!("{many} rows of [keys] in config.toml were not taken: 'warroom keys' says why")),
    }
}

fn name(setting: &KeySetting) -> String {
    let place = setting.place.as_ref().map(|place| format!("{place}.")).unwrap_or_default();
    format!("keys.{place}{}", setting.act)
}

/// Gives the name a place has in the settings.
pub fn place_name(place: Place) -> String {
    place.name().to_lowercase().replace(' ', "-")
}

fn understood(setting: &KeySetting) -> Result<Wish, String> {
    let act = Act::named(&setting.act).filter(|act| *act != Act::Interrupt);
    let act = act.ok_or("there is no such act; 'warroom keys' names them all")?;
    let place = match &setting.place {
        None => None,
        Some(name) => Some(Place::ALL.iter().copied().find(|place| place_name(*place) == *name).ok_or_else(|| {
            let all: Vec<String> = Place::ALL.iter().map(|place| place_name(*place)).collect();
            format!("there is no place '{name}'; there are {}", all.join(", "))
        })?),
    };
    let mut chords: Vec<Chord> = Vec::new();
    for text in &setting.keys {
        let chord: Chord =
            text.parse().map_err(|_| format!("'{text}' is no key; write it as F5, Ctrl-E, Alt-x, PgDn, Space or a letter"))?;
        if let Some(other) = chord.arrives_as() {
            return Err(format!("no terminal tells {chord} from {other}; choose another"));
        }
        if !chords.contains(&chord) {
            chords.push(chord);
        }
    }
    if chords.is_empty() && ESSENTIAL.contains(&act) {
        return Err("without a key for it nobody would find the way; give it at least one".to_owned());
    }
    let rows = || BINDINGS.iter().filter(|row| row.act == act);
    if let Some(place) = place
        && rows().next().is_some()
        && !rows().any(|row| row.places.contains(&place))
    {
        return Err(format!("that does nothing in {}; leave the place out", place.name()));
    }
    let places: Vec<Place> = match place {
        Some(place) => vec![place],
        None if rows().next().is_none() => SCREENS.to_vec(),
        None => rows().flat_map(|row| row.places.iter().copied()).collect(),
    };
    let stands = |chord: &Chord| places.iter().any(|place| may_stand(*place, *chord));
    match chords.iter().find(|chord| !stands(chord)) {
        Some(chord) => Err(format!("{chord} belongs to the text there; choose an F-key or one with Ctrl")),
        None => Ok(Wish { setting: name(setting), line: setting.line, place, act, chords }),
    }
}

/// Gives the wish that holds for an act in a place: one for the place goes before one for all.
fn wish_for(wishes: &[Wish], act: Act, place: Place) -> Option<(usize, &Wish)> {
    let fitting = || wishes.iter().enumerate().filter(|(_, wish)| wish.is_for(act, place));
    fitting().find(|(_, wish)| wish.place.is_some()).or_else(|| fitting().next())
}

fn with(wishes: &[Wish]) -> Keys {
    let mut rows: Vec<Binding> = Vec::new();
    for row in BINDINGS {
        let mut parts: Vec<Binding> = Vec::new();
        for place in row.places.iter() {
            let chords = match wish_for(wishes, row.act, *place) {
                None => row.chords.clone(),
                Some((_, wish)) => {
                    let fitting: Vec<Chord> = wish.chords.iter().copied().filter(|chord| may_stand(*place, *chord)).collect();
                    // Letters that a text needs leave its own keys there.
                    if fitting.is_empty() && !wish.chords.is_empty() { row.chords.clone() } else { Cow::Owned(fitting) }
                }
            };
            match parts.iter_mut().find(|part| part.chords == chords) {
                Some(part) => part.places.to_mut().push(*place),
                None => parts.push(Binding { places: Cow::Owned(vec![*place]), chords, ..row.clone() }),
            }
        }
        rows.append(&mut parts);
    }
    for wish in wishes.iter().filter(|wish| BINDINGS.iter().all(|row| row.act != wish.act)) {
        let Act::Command(name) = wish.act else { continue };
        let doc = tables::command(name).map(|command| command.doc).or_else(|| tables::query(name).map(|query| query.doc));
        let places = wish.place.map_or(Cow::Borrowed(SCREENS), |place| Cow::Owned(vec![place]));
        let chords = Cow::Owned(wish.chords.clone());
        rows.push(Binding { places, chords, act: wish.act, hint: name, words: doc.unwrap_or(name), shown: Shown::Help });
    }
    Keys::of(rows)
}

/// Finds a key that would stand for two acts in one place: the wish that must give way, and why.
fn clash(keys: &Keys, wishes: &[Wish]) -> Option<(usize, String)> {
    for place in Place::ALL {
        let mut seen: Vec<(Chord, &Binding)> = Vec::new();
        for row in keys.rows().iter().filter(|row| row.places.contains(place)) {
            for chord in row.chords.iter() {
                let Some((_, first)) = seen.iter().find(|(other, _)| other == chord) else {
                    seen.push((*chord, row));
                    continue;
                };
                let wished = |row: &Binding| wish_for(wishes, row.act, *place).filter(|(_, wish)| wish.chords.contains(chord));
                // Of two that were set, the later gives way; what is built in never does.
                let (at, kept) = match (wished(first), wished(row)) {
                    (Some((one, _)), Some((other, _))) if one > other => (one, row),
                    (_, Some((at, _))) => (at, *first),
                    (Some((at, _)), None) => (at, row),
                    (None, None) => continue,
                };
                return Some((
                    at,
                    format!("in {} {chord} is already '{}'; choose another, or move that one too", place.name(), kept.words),
                ));
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn set(rows: &[(&str, &[&str])]) -> (Keys, Vec<String>) {
        let settings: Vec<KeySetting> = rows
            .iter()
            .map(|(name, keys)| {
                let (place, act) = name.split_once('.').map_or((None, *name), |(place, act)| (Some(place.to_owned()), act));
                KeySetting { place, act: act.to_owned(), keys: keys.iter().map(|key| (*key).to_owned()).collect(), line: None }
            })
            .collect();
        let (keys, refused) = remapped(&settings);
        (keys, refused.into_iter().map(|refused| format!("{}: {}", refused.setting, refused.why)).collect())
    }

    fn act(keys: &Keys, place: Place, chord: &str) -> Option<Act> {
        keys.lookup(place, chord.parse().unwrap()).map(|row| row.act)
    }

    #[test]
    fn a_row_that_fits_takes_the_place_of_the_built_in_one_everywhere() {
        let (keys, refused) = set(&[("log", &["a", "F3"]), ("action-reopen", &["F7"]), ("room.entry-verdict", &["V"]), ("due", &[])]);
        assert_eq!(refused, Vec::<String>::new());
        assert_eq!((act(&keys, Place::Board, "a"), act(&keys, Place::Board, "l")), (Some(Act::Capture), None));
        assert_eq!(act(&keys, Place::Form, "F3"), Some(Act::Capture), "the letter belongs to the text there, the F-key does not");
        assert_eq!(act(&keys, Place::Library, "F7"), Some(Act::Command("action reopen")), "a command without a key gets one");
        assert_eq!(act(&keys, Place::Room, "V"), Some(Act::Command("entry verdict")));
        assert_eq!(act(&keys, Place::Board, "d"), None, "an empty list takes the key away");
        assert!(keys.footer(Place::Board, |_| false, 200).iter().any(|hint| hint.key == "a" && hint.words == "log"));
    }

    #[test]
    fn two_may_change_places_and_what_conflicts_is_refused_for_its_row_alone() {
        let (keys, refused) = set(&[("undo", &["l"]), ("log", &["z"])]);
        assert_eq!(refused, Vec::<String>::new());
        assert_eq!((act(&keys, Place::Board, "l"), act(&keys, Place::Board, "z")), (Some(Act::Undo), Some(Act::Capture)));
        let (keys, refused) = set(&[("undo", &["l"]), ("redo", &["R"])]);
        assert_eq!(refused, ["keys.undo: in Board l is already 'Write a log line'; choose another, or move that one too"]);
        assert_eq!((act(&keys, Place::Board, "z"), act(&keys, Place::Board, "R")), (Some(Act::Undo), Some(Act::Redo)));
        let (keys, refused) = set(&[("undo", &["x"]), ("redo", &["x"])]);
        assert_eq!(refused.len(), 1, "{refused:?}");
        assert_eq!((act(&keys, Place::Room, "x"), act(&keys, Place::Room, "Z")), (Some(Act::Undo), Some(Act::Redo)));
        let (_, refused) = set(&[("log", &["Ctrl-C"]), ("mouse", &["Esc"])]);
        assert_eq!(refused.len(), 2, "what ends and what goes back are never taken: {refused:?}");
    }

    #[test]
    fn all_that_is_wrong_is_said_at_once_with_its_reason() {
        let (keys, refused) = set(&[
            ("lgo", &["l"]),
            ("log", &["ctrl-x"]),
            ("quit", &[]),
            ("help", &[]),
            ("interrupt", &["F5"]),
            ("cellar.log", &["F5"]),
            ("room.search", &["F5"]),
            ("submit", &["x"]),
            ("form.back", &["Ctrl-U"]),
            ("undo", &["Ctrl-I"]),
        ]);
        let said = refused.join("\n");
        for words in [
            "keys.lgo: there is no such act",
            "keys.log: 'ctrl-x' is no key",
            "keys.quit: without a key",
            "keys.help: without a key",
            "keys.interrupt: there is no such act",
            "keys.cellar.log: there is no place 'cellar'; there are board, room",
            "keys.room.search: that does nothing in Room",
            "keys.submit: x belongs to the text",
            "keys.form.back: Ctrl-U belongs to the text",
            "keys.undo: no terminal tells Ctrl-I from Tab",
        ] {
            assert!(said.contains(words), "no '{words}' in\n{said}");
        }
        assert_eq!(refused.len(), 10);
        assert_eq!(act(&keys, Place::Board, "l"), Some(Act::Capture));
    }

    proptest! {
        #[test]
        fn no_settings_lock_anybody_out_or_give_a_key_two_meanings(
            rows in proptest::collection::vec((
                proptest::sample::select(vec!["quit", "back", "help", "commands", "log", "undo", "submit", "copy", "room.log", "line.back",
                    "form.submit", "area.submit", "picker.back", "case-state", "action-done", "nonsense"]),
                proptest::collection::vec(proptest::sample::select(vec!["q", "Esc", "Enter", "F1", "F2", "x", "Ctrl-S", "Ctrl-U", "Tab", "?", "Z", "", "Ctrl-C"]), 0..3),
            ), 0..12)
        ) {
            let rows: Vec<(&str, &[&str])> = rows.iter().map(|(name, keys)| (*name, keys.as_slice())).collect();
            let (keys, _) = set(&rows);
            for place in Place::ALL {
                let mut seen = std::collections::HashSet::new();
                let here = || keys.rows().iter().filter(|row| row.places.contains(place));
                for chord in here().flat_map(|row| row.chords.iter()) {
                    prop_assert!(seen.insert(*chord), "{chord} stands twice in {place:?}");
                }
                for needed in ESSENTIAL {
                    let built_in = BINDINGS.iter().any(|row| row.act == *needed && row.places.contains(place));
                    prop_assert!(!built_in || here().any(|row| row.act == *needed && !row.chords.is_empty()), "{needed:?} in {place:?}");
                }
            }
        }
    }
}
