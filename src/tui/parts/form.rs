//! A form: rows of label and value, and each refusal beside its field. It only asks; what the answers mean is the command's affair.
//!
//! Fields that can wait stand behind a row of their own. Any field that may stay empty can be answered with "unknown by" a time.

mod choice;
mod draw;

use std::cell::RefCell;

use ratatui::layout::{Position, Rect};

use super::area::Area;
use super::line::Line;
use crate::model::refusal::Refusal;
use crate::model::unknown;
use crate::tui::chord::{Chord, Key};
use crate::tui::keys::{Act, Move, Place};

/// Says how a field is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// One line of text: names, times, numbers.
    Line,
    /// Several lines of text.
    Area,
    /// One of a few, as `(stored, shown)`.
    Choice(&'static [(&'static str, &'static str)]),
    /// One of many, chosen in a list of its own.
    Pick,
}

/// Describes one field of a form.
#[derive(Clone, Copy, Debug)]
pub struct FormField {
    /// Key under which the answer is handed in.
    pub key: &'static str,
    /// Name for people.
    pub label: &'static str,
    /// How it is asked.
    pub ask: Ask,
    /// One sentence on what to answer.
    pub doc: &'static str,
    /// Whether there must be an answer.
    pub required: bool,
    /// Whether it can wait: it stands behind the others, unless it holds something.
    pub later: bool,
    /// Whether "unknown" is an answer.
    pub unknown: bool,
}

/// Says what a key did to a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormReply {
    /// Nothing here.
    Ignored,
    /// Something changed.
    Done,
    /// The person wants to leave.
    Leave,
    /// The answers are to be handed in.
    Submit,
    /// The list for this field is to be opened.
    Pick(&'static str),
    /// The text where the caret is is to be written in an editor.
    Write,
    /// Something is to be said.
    Say(&'static str),
}

#[derive(Clone, Debug)]
enum Answer {
    Line(Line),
    Area(Box<Area>),
    Choice(Option<usize>),
    /// What is stored, and what is shown for it.
    Pick(String, String),
}

/// One field with its answer.
#[derive(Clone, Debug)]
struct Row {
    field: FormField,
    answer: Answer,
    /// "unknown by 15:00", in place of the answer.
    unknown: Option<Line>,
    /// What is known of an answer that is not there.
    note: String,
}

impl Row {
    fn new(field: FormField) -> Self {
        let answer = match field.ask {
            Ask::Line => Answer::Line(Line::default()),
            Ask::Area => Answer::Area(Box::default()),
            Ask::Choice(_) => Answer::Choice(None),
            Ask::Pick => Answer::Pick(String::new(), String::new()),
        };
        Self { field, answer, unknown: None, note: String::new() }
    }

    /// Gives what is handed in.
    fn raw(&self) -> String {
        if let Some(line) = &self.unknown {
            return line.text().trim().to_owned();
        }
        match (&self.answer, self.field.ask) {
            (Answer::Line(line), _) => line.text().to_owned(),
            (Answer::Area(area), _) => area.text().to_owned(),
            (Answer::Choice(Some(at)), Ask::Choice(all)) => all.get(*at).map_or_else(String::new, |(stored, _)| (*stored).to_owned()),
            (Answer::Choice(_), _) => String::new(),
            (Answer::Pick(stored, _), _) => stored.clone(),
        }
    }

    fn is_blank(&self) -> bool {
        self.raw().trim().is_empty()
    }

    fn set(&mut self, value: &str, shown: &str) {
        self.unknown = unknown::said(value).filter(|_| self.field.unknown).map(|_| Line::new(value));
        if self.unknown.is_some() {
            return;
        }
        match (&mut self.answer, self.field.ask) {
            (Answer::Line(line), _) => line.set(value),
            (Answer::Area(area), _) => area.set(value),
            (Answer::Choice(at), Ask::Choice(all)) => *at = all.iter().position(|(stored, _)| *stored == value),
            (Answer::Choice(_), _) => {}
            (Answer::Pick(stored, label), _) => (*stored, *label) = (value.to_owned(), shown.to_owned()),
        }
    }

    fn key(&mut self, chord: Chord) -> FormReply {
        let taken = match (&mut self.unknown, &mut self.answer, self.field.ask) {
            (Some(line), ..) => {
                let taken = line.key(chord);
                if line.text().trim().is_empty() {
                    self.unknown = None;
                }
                taken
            }
            (_, Answer::Line(line), _) => line.key(chord),
            (_, Answer::Area(area), _) => area.key(chord),
            (_, Answer::Choice(at), Ask::Choice(all)) => choice::choose(at, all, chord),
            (_, Answer::Pick(stored, shown), _) if matches!(chord.key(), Key::Backspace | Key::Delete) => {
                stored.clear();
                shown.clear();
                true
            }
            (_, Answer::Pick(..), _) if chord.typed().is_some() => return FormReply::Pick(self.field.key),
            _ => false,
        };
        if taken { FormReply::Done } else { FormReply::Ignored }
    }
}

/// Holds the answers while they are given.
#[derive(Clone, Debug)]
pub struct Form {
    title: String,
    rows: Vec<Row>,
    /// How many rows are shown; behind them stands the row that shows the others.
    shown: usize,
    at: usize,
    refusals: Vec<Refusal>,
    /// Where the last frame put the rows.
    drawn: RefCell<Vec<(Rect, usize)>>,
    /// Shown instead of the description while the answers are on their way.
    pub saving: bool,
}

impl Form {
    /// Begins a form; the title may hold foreign text.
    pub fn new(title: impl Into<String>, fields: impl IntoIterator<Item = FormField>) -> Self {
        let (now, later): (Vec<Row>, Vec<Row>) = fields.into_iter().map(Row::new).partition(|row| !row.field.later);
        let shown = if now.is_empty() { later.len() } else { now.len() };
        Self {
            title: title.into(),
            rows: now.into_iter().chain(later).collect(),
            shown,
            at: 0,
            refusals: Vec::new(),
            drawn: RefCell::default(),
            saving: false,
        }
    }

    /// Gives the title.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Gives how many rows there are, that for the others included.
    pub fn count(&self) -> usize {
        self.shown + usize::from(self.shown < self.rows.len())
    }

    /// Puts an answer in; for a picked one, what is shown equals what is stored.
    pub fn set(&mut self, key: &str, value: &str) {
        self.set_shown(key, value, value);
    }

    /// Puts an answer in, with what is shown for it where it was picked from a list.
    pub fn set_shown(&mut self, key: &str, value: &str, shown: &str) {
        for row in self.rows.iter_mut().filter(|row| row.field.key == key) {
            row.set(value, shown);
        }
    }

    /// Says beside a field what is known of an answer that is not there: "unknown, expected by 15:00".
    pub fn note(&mut self, key: &str, words: &str) {
        for row in self.rows.iter_mut().filter(|row| row.field.key == key) {
            words.clone_into(&mut row.note);
        }
    }

    /// Moves what can wait and holds something, or is known to be unknown, to the rows that are shown.
    pub fn show_filled(&mut self) {
        let waits = self.rows.split_off(self.shown);
        let (filled, waiting): (Vec<Row>, Vec<Row>) = waits.into_iter().partition(|row| !row.is_blank() || !row.note.is_empty());
        self.rows.extend(filled);
        self.shown = self.rows.len();
        self.rows.extend(waiting);
    }

    /// Gives all answers that are not blank, under their keys.
    pub fn answers(&self) -> Vec<(&'static str, String)> {
        self.rows.iter().map(|row| (row.field.key, row.raw())).filter(|(_, text)| !text.trim().is_empty()).collect()
    }

    /// Gives the text of several lines where the caret is.
    pub fn text_here(&self) -> Option<&str> {
        match self.here() {
            Some(Row { answer: Answer::Area(area), unknown: None, .. }) => Some(area.text()),
            _ => None,
        }
    }

    /// Replaces the text where the caret is, as one step.
    pub fn put_here(&mut self, text: &str) {
        let at = self.at;
        if let Some(Answer::Area(area)) = self.rows.get_mut(at).map(|row| &mut row.answer) {
            area.set(text);
            self.forget_refusal();
        }
    }

    /// Takes the reasons why the answers were refused and puts the caret on the first.
    pub fn refuse(&mut self, refusals: Vec<Refusal>) {
        self.saving = false;
        self.refusals = refusals;
        let refused = |row: &Row| self.refusals.iter().any(|refusal| refusal.field == row.field.key);
        if let Some(at) = self.rows.iter().position(refused) {
            self.at = at;
            if at >= self.shown {
                self.shown = self.rows.len();
            }
        }
    }

    /// Gives the place whose keys hold now.
    pub fn place(&self) -> Place {
        if self.text_here().is_some() { Place::Area } else { Place::Form }
    }

    /// Does what a bound key says.
    pub fn act(&mut self, act: Act) -> FormReply {
        match act {
            Act::Back => return FormReply::Leave,
            Act::Submit => return self.submit(),
            Act::Unknown => return self.unknown(),
            Act::Write if self.text_here().is_some() => return FormReply::Write,
            Act::Move(Move::Next | Move::Down) => self.at = (self.at + 1) % self.count().max(1),
            Act::Move(Move::Previous | Move::Up) => self.at = self.at.checked_sub(1).unwrap_or(self.count().saturating_sub(1)),
            _ => return FormReply::Ignored,
        }
        FormReply::Done
    }

    /// Goes to the field that was drawn at a cell; on the field one is at already, opens what it has to open.
    pub fn click(&mut self, at: Position) -> FormReply {
        let Some(index) = self.drawn.borrow().iter().find(|(area, _)| area.contains(at)).map(|(_, index)| *index) else {
            return FormReply::Ignored;
        };
        let again = std::mem::replace(&mut self.at, index) == index;
        match self.here() {
            None => self.submit(),
            Some(Row { field, answer: Answer::Pick(..), unknown: None, .. }) if again => FormReply::Pick(field.key),
            Some(_) => FormReply::Done,
        }
    }

    /// Takes a key that is not bound.
    pub fn key(&mut self, chord: Chord) -> FormReply {
        if self.at >= self.shown {
            return if chord.typed() == Some(' ') { self.submit() } else { FormReply::Ignored };
        }
        let Some(row) = self.rows.get_mut(self.at) else { return FormReply::Ignored };
        let reply = row.key(chord);
        if reply == FormReply::Done {
            self.forget_refusal();
        }
        reply
    }

    /// Takes pasted text.
    pub fn paste(&mut self, text: &str) -> FormReply {
        let at = self.at;
        match self.rows.get_mut(at).filter(|_| at < self.shown) {
            Some(Row { unknown: Some(line), .. }) | Some(Row { answer: Answer::Line(line), .. }) => line.paste(text),
            Some(Row { answer: Answer::Area(area), .. }) => area.paste(text),
            _ => return FormReply::Ignored,
        }
        self.forget_refusal();
        FormReply::Done
    }

    fn here(&self) -> Option<&Row> {
        self.rows.get(self.at).filter(|_| self.at < self.shown)
    }

    fn submit(&mut self) -> FormReply {
        if self.saving {
            return FormReply::Done;
        }
        if self.at >= self.shown && self.shown < self.rows.len() {
            self.shown = self.rows.len();
            return FormReply::Done;
        }
        let missing = self.rows.iter().position(|row| row.field.required && row.is_blank());
        match (missing, self.here()) {
            (_, Some(Row { field, answer: Answer::Pick(stored, _), .. })) if field.required && stored.is_empty() => {
                FormReply::Pick(field.key)
            }
            (Some(at), _) => {
                let needed = self.rows.get(at).map(|row| Refusal::field(row.field.key, "an answer is needed here", ""));
                self.refusals.retain(|refusal| needed.as_ref().is_none_or(|needed| needed.field != refusal.field));
                self.refusals.extend(needed);
                self.at = at;
                FormReply::Done
            }
            _ => FormReply::Submit,
        }
    }

    /// Answers a field with unknown, or takes that back.
    fn unknown(&mut self) -> FormReply {
        let at = self.at;
        let Some(row) = self.rows.get_mut(at).filter(|_| at < self.shown) else { return FormReply::Ignored };
        if !row.field.unknown {
            return FormReply::Say("this field needs an answer; what may stay empty can be unknown");
        }
        row.unknown = if row.unknown.is_some() { None } else { Some(Line::new("unknown by ")) };
        self.forget_refusal();
        FormReply::Done
    }

    fn forget_refusal(&mut self) {
        if let Some(row) = self.rows.get(self.at) {
            let key = row.field.key;
            self.refusals.retain(|refusal| refusal.field != key && !refusal.field.is_empty());
        }
    }
}
