//! The editing of a text that both the one-line and the many-line field stand on.
//!
//! Steps go by grapheme, so the caret never stands inside what looks like one character. The text is kept exactly as it was typed or
//! pasted; what must not be drawn is made visible by the drawing. Must not know how wide the field is.

use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

use crate::tui::chord::{Chord, Key};

/// How much old text is kept for taking back, in bytes and in steps.
const REMEMBERED: usize = 4 << 20;
const STEPS: usize = 200;

/// Holds a text with a caret.
#[derive(Clone, Debug, Default)]
pub struct Edit {
    text: String,
    caret: usize,
    past: Vec<(String, usize)>,
    typing: bool,
}

impl Edit {
    /// Begins with a text, the caret at its end.
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { caret: text.len(), text, past: Vec::new(), typing: false }
    }

    /// Gives the text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Gives the place of the caret in bytes; always between two graphemes.
    pub fn caret(&self) -> usize {
        self.caret
    }

    /// Puts the caret to a place, or to the next one before it where a caret can stand.
    pub fn go_to(&mut self, at: usize) {
        self.typing = false;
        self.caret = self.boundary(at);
    }

    /// Replaces the text, as one step that can be taken back.
    pub fn set(&mut self, text: impl Into<String>) {
        self.remember(false);
        self.text = text.into();
        self.caret = self.text.len();
    }

    /// Puts text in at the caret; each call can be taken back by itself.
    pub fn insert(&mut self, text: &str) {
        self.remember(false);
        self.put(text);
    }

    /// Puts text in the place of what stands between a byte and the caret; can be taken back by itself.
    pub fn replace_from(&mut self, start: usize, text: &str) {
        self.remember(false);
        let start = self.boundary(start.min(self.caret));
        self.text.replace_range(start..self.caret, "");
        self.caret = start;
        self.put(text);
    }

    /// Takes an editing key and says whether it was one.
    pub fn key(&mut self, chord: Chord) -> bool {
        if let Some(c) = chord.typed() {
            self.remember(true);
            self.put(c.encode_utf8(&mut [0; 4]));
            return true;
        }
        let word = chord.ctrl() || chord.alt();
        match chord.key() {
            Key::Left => self.go_to(if word { self.word_before() } else { self.before() }),
            Key::Right => self.go_to(if word { self.word_after() } else { self.after() }),
            Key::Home => self.go_to(self.line_start()),
            Key::End => self.go_to(self.line_end()),
            Key::Backspace => self.remove(if word { self.word_before() } else { self.before() }, self.caret),
            Key::Delete => self.remove(self.caret, if word { self.word_after() } else { self.after() }),
            Key::Char(letter) if chord.ctrl() && !chord.alt() => match letter {
                'a' => self.go_to(self.line_start()),
                'e' => self.go_to(self.line_end()),
                'w' => self.remove(self.word_before(), self.caret),
                'u' => self.remove(self.line_start(), self.caret),
                'k' => self.remove(self.caret, self.line_end()),
                '_' => self.take_back(),
                _ => return false,
            },
            _ => return false,
        }
        true
    }

    fn put(&mut self, text: &str) {
        self.text.insert_str(self.caret, text);
        // A combining character may have joined what stands before or after.
        let end = self.caret + text.len();
        self.caret = if self.boundary(end) == end { end } else { self.next(end) };
    }

    fn remove(&mut self, from: usize, to: usize) {
        if from < to {
            self.remember(false);
            self.text.replace_range(from..to, "");
            self.caret = self.boundary(from);
        }
    }

    fn take_back(&mut self) {
        if let Some((text, caret)) = self.past.pop() {
            (self.text, self.caret) = (text, caret);
            self.typing = false;
        }
    }

    fn remember(&mut self, typing: bool) {
        if !(typing && self.typing) {
            self.past.push((self.text.clone(), self.caret));
            let too_much =
                |past: &[(String, usize)]| past.len() > STEPS || past.iter().map(|(text, _)| text.len()).sum::<usize>() > REMEMBERED;
            while self.past.len() > 1 && too_much(&self.past) {
                self.past.remove(0);
            }
        }
        self.typing = typing;
    }

    fn boundary(&self, at: usize) -> usize {
        let mut at = at.min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        let mut cursor = GraphemeCursor::new(at, self.text.len(), true);
        match cursor.is_boundary(&self.text, 0) {
            Ok(true) => at,
            _ => cursor.prev_boundary(&self.text, 0).ok().flatten().unwrap_or(0),
        }
    }

    fn next(&self, at: usize) -> usize {
        GraphemeCursor::new(at, self.text.len(), true).next_boundary(&self.text, 0).ok().flatten().unwrap_or(self.text.len())
    }

    fn before(&self) -> usize {
        GraphemeCursor::new(self.caret, self.text.len(), true).prev_boundary(&self.text, 0).ok().flatten().unwrap_or(0)
    }

    fn after(&self) -> usize {
        self.next(self.caret)
    }

    fn word_before(&self) -> usize {
        let head = &self.text[..self.caret];
        head.unicode_word_indices().next_back().map_or(0, |(at, _)| at)
    }

    fn word_after(&self) -> usize {
        let tail = &self.text[self.caret..];
        tail.unicode_word_indices().next().map_or(self.text.len(), |(at, word)| self.caret + at + word.len())
    }

    fn line_start(&self) -> usize {
        self.text[..self.caret].rfind('\n').map_or(0, |at| at + 1)
    }

    fn line_end(&self) -> usize {
        self.text[self.caret..].find('\n').map_or(self.text.len(), |at| self.caret + at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn press(edit: &mut Edit, keys: &[&str]) {
        for key in keys {
            edit.key(key.parse().expect("a key"));
        }
    }

    #[test]
    fn a_family_is_one_step_and_one_backspace() {
        let mut edit = Edit::new("a👨\u{200d}👩\u{200d}👧b");
        press(&mut edit, &["Left", "Left"]);
        assert_eq!(edit.caret(), 1);
        press(&mut edit, &["Right", "Backspace"]);
        assert_eq!(edit.text(), "ab");
    }

    #[test]
    fn words_lines_and_taking_back() {
        let mut edit = Edit::new("roll back 数据\nnow");
        press(&mut edit, &["Ctrl-U", "Backspace", "Ctrl-W", "x", "y"]);
        assert_eq!(edit.text(), "roll back 数xy");
        press(&mut edit, &["Ctrl-_"]);
        assert_eq!(edit.text(), "roll back 数");
        edit.insert("one\ntwo");
        press(&mut edit, &["Ctrl-_", "Ctrl-_", "Ctrl-_", "Ctrl-_", "Ctrl-_"]);
        assert_eq!(edit.text(), "roll back 数据\nnow");
    }

    proptest! {
        #[test]
        fn no_keys_on_no_text_leave_the_caret_inside_a_character(text in ".{0,12}|[a\u{301}👨\u{200d}👩\u{1f1f3}\u{1f1f1}\r\n ]{0,12}",
            keys in proptest::collection::vec(proptest::sample::select(vec!["Left", "Right", "Home", "End", "Backspace", "Delete", "Ctrl-Left",
                "Ctrl-Right", "Ctrl-W", "Ctrl-K", "Ctrl-U", "Ctrl-_", "\u{301}", "\u{200d}", "👩", "\u{1f1f1}", "z"]), 0..30)) {
            let mut edit = Edit::new(text);
            for key in keys {
                press(&mut edit, &[key]);
                let caret = edit.caret();
                prop_assert!(caret == edit.text().len() || edit.text().grapheme_indices(true).any(|(at, _)| at == caret));
            }
        }
    }
}
