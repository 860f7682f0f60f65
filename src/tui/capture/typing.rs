//! What keys and pastes do to the line: completing, going through earlier lines, pasting many at once.

use super::complete::Take;
use super::{Capture, Goal, Past, Pasted};
use crate::tui::chord::{Chord, Key};
use crate::tui::desk::Desk;
use crate::tui::keys::Move;
use crate::tui::stage::Reply;

impl Capture {
    pub(super) fn paste(&mut self, text: &str) {
        let lines = text.lines().filter(|line| !line.trim().is_empty()).count();
        match (&mut self.pasted, &self.goal) {
            (Some(pasted), _) => {
                pasted.text.push('\n');
                pasted.text.push_str(text);
            }
            (None, Goal::Log(_)) if lines > 1 => {
                let before = self.line.text().to_owned();
                self.pasted = Some(Pasted { text: text.to_owned(), as_facts: true, before });
                self.line.set("");
            }
            _ => self.line.paste(text),
        }
    }

    /// Puts the row of the list in the place of the half-typed word, or turns to the case it names.
    fn accept(&mut self, desk: &Desk) -> Reply<Desk> {
        let Some(offer) = self.offers.chosen().cloned() else { return Reply::Ignored };
        match offer.take {
            Take::Word(word) => {
                let goes_on = self.line.text()[self.line.caret()..].starts_with(char::is_whitespace);
                self.line.replace_from(self.offers.from, &if goes_on { word } else { format!("{word} ") });
            }
            Take::Case(case) => {
                if self.sent.is_some() || !self.queue.is_empty() {
                    return Reply::Say("wait a moment: other lines are not saved yet".to_owned());
                }
                let rest = self.line.text()[self.line.caret()..].trim_start().to_owned();
                self.line.set("");
                let mut other = Self::of(case, "", desk);
                if !rest.is_empty() {
                    let kept = other.take(false);
                    other.queue.extend((!kept.is_blank()).then_some(kept));
                    other.line.set(&rest);
                }
                other.look(desk);
                return Reply::Instead(Box::new(other));
            }
        }
        self.look(desk);
        self.offers.close();
        Reply::Done
    }

    /// Goes through the lines that this run has logged; what was being typed comes after the newest.
    fn walk(&mut self, back: bool, desk: &Desk) -> Reply<Desk> {
        let all = desk.logged();
        let at = self.past.as_ref().map_or(all.len(), |past| past.at.min(all.len()));
        let to = if back { at.checked_sub(1) } else { Some(at + 1).filter(|to| *to <= all.len() && at < all.len()) };
        let Some(to) = to else {
            return Reply::Say(if back { "there is no earlier line of this run" } else { "this is the newest line" }.to_owned());
        };
        let past = self.past.get_or_insert_with(|| Past { at, typed: self.line.text().to_owned() });
        past.at = to;
        match all.get(to) {
            Some(line) => self.line.set(line),
            None => {
                let typed = std::mem::take(&mut past.typed);
                self.past = None;
                self.line.set(&typed);
            }
        }
        self.look(desk);
        self.offers.close();
        Reply::Done
    }

    pub(super) fn step(&mut self, step: Move, desk: &Desk) -> Reply<Desk> {
        if let Some(pasted) = &mut self.pasted {
            if !matches!(step, Move::Next | Move::Previous) {
                return Reply::Ignored;
            }
            pasted.as_facts = !pasted.as_facts;
            self.look(desk);
            return Reply::Done;
        }
        let offers = !self.offers.rows.is_empty();
        match step {
            Move::Next if offers => return self.accept(desk),
            Move::Next if self.line.text().is_empty() && matches!(self.goal, Goal::Log(_)) => self.offers.cases(desk),
            Move::Next => return Reply::Say("Tab completes @owner, #tag, ^who may read it, and INC- at the start".to_owned()),
            Move::Up | Move::Down if offers => self.offers.step(step == Move::Down),
            Move::Previous if offers => self.offers.step(false),
            Move::Up | Move::Down if matches!(self.goal, Goal::Log(_)) => return self.walk(step == Move::Up, desk),
            _ => return Reply::Ignored,
        }
        Reply::Done
    }

    pub(super) fn key(&mut self, chord: Chord, desk: &Desk) -> Reply<Desk> {
        let takes_back = chord.ctrl() && chord.key() == Key::Char('_');
        if self.pasted.is_some() {
            if chord.key() != Key::Backspace {
                return Reply::Say("the pasted lines come first: Enter logs them, Backspace takes them away".to_owned());
            }
            self.dropped = self.pasted.take();
            let before = self.dropped.as_ref().map(|pasted| pasted.before.clone()).unwrap_or_default();
            self.line.set(&before);
            self.look(desk);
            return Reply::Say("the pasted lines are taken away; Ctrl-_ brings them back".to_owned());
        }
        let at_end = self.line.caret() == self.line.text().len();
        if chord.key() == Key::Right && !chord.ctrl() && !chord.alt() && at_end && !self.offers.rows.is_empty() {
            return self.accept(desk);
        }
        if takes_back && self.dropped.is_some() {
            self.pasted = self.dropped.take();
            self.line.set("");
        } else if !self.line.key(chord) {
            return Reply::Ignored;
        }
        self.kept = false;
        self.look(desk);
        Reply::Done
    }
}
