//! How a person is told that something comes due while they look elsewhere: `[notify]` in `config.toml`. Off unless set.

use super::WITHIN;
use crate::app::due;
use crate::app::outside::{self, Errand};
use crate::document::print::cell::{CUT, cut};
use crate::model::entry::Due;

/// How long the command may take unless its settings say otherwise, in milliseconds.
const USUAL: u64 = 10_000;
/// Columns of what is said.
const COLUMNS: usize = 100;

/// Names what the terminal is sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Signal {
    /// Nothing.
    #[default]
    Off,
    /// A notification as iTerm2, WezTerm, Windows Terminal and others take it.
    Osc9,
    /// One with a title, as urxvt, foot, Ghostty and others take it.
    Osc777,
    /// The bell.
    Bell,
}

/// Words of the settings.
const SIGNALS: &[(&str, Signal)] = &[("off", Signal::Off), ("osc9", Signal::Osc9), ("osc777", Signal::Osc777), ("bell", Signal::Bell)];

/// Holds what is done when something comes due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notify {
    /// What the terminal is sent.
    pub due: Signal,
    /// A program and its arguments that get the words on standard input; none where it is empty.
    pub command: Vec<String>,
    /// How long that may take, in milliseconds.
    pub timeout: u64,
}

impl Default for Notify {
    fn default() -> Self {
        Self { due: Signal::Off, command: Vec::new(), timeout: USUAL }
    }
}

impl Notify {
    /// Reads the table of the settings.
    ///
    /// # Errors
    /// Says what is wrong with it.
    pub fn read(value: toml::Value) -> Result<Self, String> {
        let toml::Value::Table(table) = value else { return Err("it is a table, [notify]".into()) };
        let mut notify = Self::default();
        for (key, value) in table {
            match key.as_str() {
                "due" => {
                    let signal = value.as_str().and_then(|word| SIGNALS.iter().find(|(known, _)| *known == word));
                    notify.due = signal.ok_or("due is \"off\", \"osc9\", \"osc777\" or \"bell\"")?.1;
                }
                "command" => notify.command = outside::command(value, "[\"/usr/local/bin/notify\"]")?,
                "timeout" => notify.timeout = outside::timeout(&value)?,
                _ => return Err(format!("there is no setting '{key}' of it")),
            }
        }
        Ok(notify)
    }

    /// Says whether anything is to be done at all.
    pub fn is_off(&self) -> bool {
        self.due == Signal::Off && self.command.is_empty()
    }

    /// Gives the command as it is to be run, where there is one.
    pub fn errand(&self) -> Option<Errand> {
        let set = !self.command.is_empty();
        set.then(|| Errand {
            what: "notify".to_owned(),
            command: self.command.clone(),
            timeout: self.timeout,
            variables: vec![(WITHIN, "notify".into())],
        })
    }
}

impl Signal {
    /// Gives the bytes that say something, in a wrapping for tmux if so, which hands on what it is not told to keep. The words are made
    /// harmless here.
    pub fn bytes(self, words: &str, in_tmux: bool) -> Vec<u8> {
        let words = cut(words, COLUMNS, CUT);
        let plain = match self {
            Self::Off => return Vec::new(),
            // tmux has a bell of its own.
            Self::Bell => return vec![0x07],
            // Without a word in front, a number at the beginning would mean something else.
            Self::Osc9 => format!("\x1b]9;warroom: {words}\x1b\\"),
            // A semicolon parts the title from the words.
            Self::Osc777 => format!("\x1b]777;notify;warroom;{}\x1b\\", words.replace(';', ",")),
        };
        if in_tmux { format!("\x1bPtmux;{}\x1b\\", plain.replace('\x1b', "\x1b\x1b")).into_bytes() } else { plain.into_bytes() }
    }
}

/// Says what came due, short, and without what was typed: such words show up on locked screens.
pub fn words(owed: &Due) -> String {
    let of = owed.audience.as_ref().map_or_else(|| due::of(owed), |audience| format!("to {} ({})", audience.raw(), owed.case_ref));
    cut(&format!("{} {of} is due", owed.what.label()), COLUMNS, CUT)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Notify, String> {
        Notify::read(toml::Value::Table(toml::from_str(text).unwrap()))
    }

    #[test]
    fn it_is_off_unless_set_and_what_is_not_understood_is_said() {
        assert!(Notify::default().is_off() && read("").unwrap().is_off() && read("due = \"off\"").unwrap().is_off());
        assert_eq!(read("due = \"osc9\"").unwrap().due, Signal::Osc9);
        let command = read("command = [\"notify\"]\ntimeout = \"2s\"").unwrap();
        assert!(!command.is_off() && command.errand().is_some_and(|errand| errand.timeout == 2_000));
        for (text, word) in
            [("due = \"loud\"", "osc777"), ("due = true", "osc777"), ("command = \"x\"", "no shell"), ("at = 3", "no setting 'at'")]
        {
            assert!(read(text).unwrap_err().contains(word), "{text}");
        }
    }

    #[test]
    fn words_cannot_end_a_signal_or_begin_another_and_tmux_hands_it_on() {
        let hostile = "Answer\u{1b}\\\u{7}\u{9c}\u{1b}]0;gone;\n is due";
        for signal in [Signal::Osc9, Signal::Osc777] {
            let text = String::from_utf8(signal.bytes(hostile, false)).unwrap();
            assert_eq!((text.matches('\u{1b}').count(), text.contains(['\u{7}', '\u{9c}', '\n'])), (2, false), "{text:?}");
            assert!(text.ends_with("\u{1b}\\"), "{text:?}");
        }
        assert_eq!(Signal::Osc9.bytes("A is due", false), b"\x1b]9;warroom: A is due\x1b\\");
        assert_eq!(Signal::Osc777.bytes("A; is due", false), b"\x1b]777;notify;warroom;A, is due\x1b\\");
        assert_eq!(Signal::Osc9.bytes("A", true), b"\x1bPtmux;\x1b\x1b]9;warroom: A\x1b\x1b\\\x1b\\");
        assert_eq!((Signal::Bell.bytes("A", true), Signal::Off.bytes("A", false)), (vec![7], Vec::new()));
        assert!(Signal::Osc9.bytes(&"x".repeat(10_000), false).len() < 200);
    }
}
