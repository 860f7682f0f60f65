//! One key press with its modifiers, as the key table writes it: `Ctrl-E`, `Enter`, `F2`, `Shift-Tab`, `?`.
//!
//! Must not know what a key does. `parse` and `Display` are each other's inverse, so that a person can write in a file what the
//! footer shows.

use std::fmt;
use std::str::FromStr;

/// Names a key without its modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Key {
    /// A character as it was typed: capitals are themselves.
    Char(char),
    /// A function key, 1 to 24.
    F(u8),
    /// Enter or Return.
    Enter,
    /// Escape.
    Esc,
    /// Tab.
    Tab,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// Insert.
    Insert,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
}

/// Names with their keys, in the spelling of the footer.
const NAMES: &[(&str, Key)] = &[
    ("Enter", Key::Enter),
    ("Esc", Key::Esc),
    ("Tab", Key::Tab),
    ("Backspace", Key::Backspace),
    ("Delete", Key::Delete),
    ("Insert", Key::Insert),
    ("Up", Key::Up),
    ("Down", Key::Down),
    ("Left", Key::Left),
    ("Right", Key::Right),
    ("Home", Key::Home),
    ("End", Key::End),
    ("PgUp", Key::PageUp),
    ("PgDn", Key::PageDown),
    ("Space", Key::Char(' ')),
];

/// Holds one key press. Built through [`Chord::new`], which brings every way of saying the same press to one value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Chord {
    ctrl: bool,
    alt: bool,
    shift: bool,
    key: Key,
}

impl Chord {
    /// Builds a press. A character carries its own shift; with Ctrl a terminal cannot tell `e` from `E`, so both are `Ctrl-E`.
    pub const fn new(key: Key, ctrl: bool, alt: bool, shift: bool) -> Self {
        match key {
            Key::Char(c) => Self { ctrl, alt, shift: false, key: Key::Char(if ctrl { c.to_ascii_lowercase() } else { c }) },
            _ => Self { ctrl, alt, shift, key },
        }
    }

    /// Builds a press without modifiers.
    pub const fn plain(key: Key) -> Self {
        Self::new(key, false, false, false)
    }

    /// Gives the key without its modifiers.
    pub fn key(self) -> Key {
        self.key
    }

    /// Says whether Ctrl was held.
    pub fn ctrl(self) -> bool {
        self.ctrl
    }

    /// Says whether Alt was held.
    pub fn alt(self) -> bool {
        self.alt
    }

    /// Says whether Shift was held with a named key.
    pub fn shift(self) -> bool {
        self.shift
    }

    /// Gives the character this press types into a text, if it types one.
    pub fn typed(self) -> Option<char> {
        match self.key {
            Key::Char(c) if !self.ctrl && !self.alt => Some(c),
            _ => None,
        }
    }
}

impl Chord {
    /// Names the key that terminals send for this press instead, where they send the same for both or nothing at all.
    pub fn arrives_as(self) -> Option<&'static str> {
        match self.key {
            Key::Char('i') if self.ctrl => Some("Tab"),
            Key::Char('m') if self.ctrl => Some("Enter"),
            Key::Char('h') if self.ctrl => Some("Backspace"),
            Key::Char('[') if self.ctrl => Some("Esc"),
            Key::Char(c) if self.ctrl && !(c.is_ascii_lowercase() || " \\]^_".contains(c)) => Some("the key alone"),
            _ => None,
        }
    }
}

impl fmt::Display for Chord {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (held, word) in [(self.ctrl, "Ctrl-"), (self.alt, "Alt-"), (self.shift, "Shift-")] {
            if held {
                out.write_str(word)?;
            }
        }
        if let Some((name, _)) = NAMES.iter().find(|(_, key)| *key == self.key) {
            return out.write_str(name);
        }
        match self.key {
            Key::F(number) => write!(out, "F{number}"),
            Key::Char(c) if self.ctrl => write!(out, "{}", c.to_ascii_uppercase()),
            Key::Char(c) => write!(out, "{c}"),
            _ => Ok(()),
        }
    }
}

/// Says that a text names no key press.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoSuchKey;

impl FromStr for Chord {
    type Err = NoSuchKey;

    fn from_str(text: &str) -> Result<Self, NoSuchKey> {
        let (mut ctrl, mut alt, mut shift, mut rest) = (false, false, false, text);
        loop {
            let (held, after) = if let Some(after) = rest.strip_prefix("Ctrl-") {
                (&mut ctrl, after)
            } else if let Some(after) = rest.strip_prefix("Alt-") {
                (&mut alt, after)
            } else if let Some(after) = rest.strip_prefix("Shift-") {
                (&mut shift, after)
            } else {
                break;
            };
            if *held {
                return Err(NoSuchKey);
            }
            *held = true;
            rest = after;
        }
        let key = key(rest).ok_or(NoSuchKey)?;
        let typed = matches!(key, Key::Char(_));
        if shift && typed { Err(NoSuchKey) } else { Ok(Self::new(key, ctrl, alt, shift)) }
    }
}

/// Reads one key without modifiers.
fn key(text: &str) -> Option<Key> {
    if let Some((_, key)) = NAMES.iter().find(|(name, _)| *name == text) {
        return Some(*key);
    }
    let mut characters = text.chars();
    match (characters.next(), characters.next()) {
        (Some(c), None) if !c.is_control() => Some(Key::Char(c)),
        (Some('F'), Some(_)) => text[1..].parse().ok().filter(|n| (1..=24).contains(n) && !text.starts_with("F0")).map(Key::F),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_key() -> impl Strategy<Value = Key> {
        prop_oneof![
            any::<char>().prop_filter("typed characters are printable", |c| !c.is_control()).prop_map(Key::Char),
            (1u8..=24).prop_map(Key::F),
            proptest::sample::select(NAMES.iter().map(|(_, key)| *key).collect::<Vec<_>>()),
        ]
    }

    proptest! {
        #[test]
        fn what_is_shown_can_be_read_back(key in any_key(), ctrl: bool, alt: bool, shift: bool) {
            let chord = Chord::new(key, ctrl, alt, shift);
            prop_assert_eq!(chord.to_string().parse(), Ok(chord));
        }

        #[test]
        fn no_text_makes_the_reader_panic(text in ".{0,12}") {
            let _ = text.parse::<Chord>();
        }
    }

    #[test]
    fn capitals_are_themselves_and_control_has_one_case() {
        assert_ne!("g".parse::<Chord>(), "G".parse());
        assert_eq!("Ctrl-e".parse::<Chord>(), "Ctrl-E".parse());
        assert_eq!("Ctrl-E".parse::<Chord>().map(|c| c.to_string()), Ok("Ctrl-E".to_owned()));
        for text in ["?", "-", "Ctrl--", "é", "中", "F2", "Shift-Tab", "Alt-x", "Space", "Ctrl-Space", "F"] {
            assert_eq!(text.parse::<Chord>().map(|c| c.to_string()), Ok(text.to_owned()));
        }
        for text in ["", "Ctrl-", "F0", "F25", "F02", "Shift-a", "Ctrl-Ctrl-a", "ab", "enter", "\u{1b}"] {
            assert_eq!(text.parse::<Chord>(), Err(NoSuchKey), "{text:?}");
        }
    }
}
