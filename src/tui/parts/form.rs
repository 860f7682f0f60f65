//! A form: rows of label and value, and each refusal beside its field. It only asks; what the answers mean is the command's affair.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};

use super::area::Area;
use super::line::Line;
use super::text::{from, paint, paint_all, row, wide};
use crate::model::refusal::Refusal;
use crate::tui::chord::{Chord, Key};
use crate::tui::keys::{Act, Move, Place};
use crate::tui::theme::{Role, Theme};
use crate::tui::words::spoken;

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
}

#[derive(Clone, Debug)]
enum Answer {
    Line(Line),
    Area(Box<Area>),
    Choice(Option<usize>),
    /// What is stored, and what is shown for it.
    Pick(String, String),
}

/// Rows of a text of several lines.
const AREA_ROWS: u16 = 4;
/// Most cells of the labels.
const LABEL: usize = 18;

/// Holds the answers while they are given.
#[derive(Clone, Debug)]
pub struct Form {
    title: String,
    rows: Vec<(FormField, Answer)>,
    at: usize,
    refusals: Vec<Refusal>,
    /// Shown instead of the description while the answers are on their way.
    pub saving: bool,
}

impl Form {
    /// Begins a form; the title may hold foreign text.
    pub fn new(title: impl Into<String>, fields: impl IntoIterator<Item = FormField>) -> Self {
        let rows = fields.into_iter().map(|field| {
            let answer = match field.ask {
                Ask::Line => Answer::Line(Line::default()),
                Ask::Area => Answer::Area(Box::default()),
                Ask::Choice(_) => Answer::Choice(None),
                Ask::Pick => Answer::Pick(String::new(), String::new()),
            };
            (field, answer)
        });
        Self { title: title.into(), rows: rows.collect(), at: 0, refusals: Vec::new(), saving: false }
    }

    /// Gives the title.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Puts an answer in; for a picked one, what is shown equals what is stored.
    pub fn set(&mut self, key: &str, value: &str) {
        self.set_shown(key, value, value);
    }

    /// Puts an answer in, with what is shown for it where it was picked from a list.
    pub fn set_shown(&mut self, key: &str, value: &str, shown: &str) {
        for (field, answer) in self.rows.iter_mut().filter(|(field, _)| field.key == key) {
            match (answer, field.ask) {
                (Answer::Line(line), _) => line.set(value),
                (Answer::Area(area), _) => area.set(value),
                (Answer::Choice(at), Ask::Choice(all)) => *at = all.iter().position(|(stored, _)| *stored == value),
                (Answer::Choice(_), _) => {}
                (Answer::Pick(stored, label), _) => (*stored, *label) = (value.to_owned(), shown.to_owned()),
            }
        }
    }

    /// Gives all answers that are not blank, under their keys.
    pub fn answers(&self) -> Vec<(&'static str, String)> {
        let answers = self.rows.iter().map(|(field, answer)| (field.key, raw(field, answer)));
        answers.filter(|(_, text)| !text.trim().is_empty()).collect()
    }

    /// Takes the reasons why the answers were refused and puts the caret on the first.
    pub fn refuse(&mut self, refusals: Vec<Refusal>) {
        self.saving = false;
        self.refusals = refusals;
        if let Some(at) = self.rows.iter().position(|(field, _)| self.refusals.iter().any(|r| r.field == field.key)) {
            self.at = at;
        }
    }

    /// Gives the place whose keys hold now.
    pub fn place(&self) -> Place {
        if matches!(self.rows.get(self.at), Some((_, Answer::Area(_)))) { Place::Area } else { Place::Form }
    }

    /// Does what a bound key says.
    pub fn act(&mut self, act: Act) -> FormReply {
        match act {
            Act::Back => return FormReply::Leave,
            Act::Submit => return self.submit(),
            Act::Move(Move::Next | Move::Down) => self.at = (self.at + 1) % self.rows.len().max(1),
            Act::Move(Move::Previous | Move::Up) => self.at = self.at.checked_sub(1).unwrap_or(self.rows.len().saturating_sub(1)),
            _ => return FormReply::Ignored,
        }
        FormReply::Done
    }

    /// Takes a key that is not bound.
    pub fn key(&mut self, chord: Chord) -> FormReply {
        let Some((field, answer)) = self.rows.get_mut(self.at) else { return FormReply::Ignored };
        let taken = match (answer, field.ask) {
            (Answer::Line(line), _) => line.key(chord),
            (Answer::Area(area), _) => area.key(chord),
            (Answer::Choice(at), Ask::Choice(all)) => choose(at, all.len(), chord),
            (Answer::Pick(..), _) if chord.key() == Key::Backspace || chord.key() == Key::Delete => {
                let key = field.key;
                self.set(key, "");
                true
            }
            (Answer::Pick(..), _) if chord.typed().is_some() => return FormReply::Pick(field.key),
            _ => false,
        };
        if taken {
            self.forget_refusal();
        }
        if taken { FormReply::Done } else { FormReply::Ignored }
    }

    /// Takes pasted text.
    pub fn paste(&mut self, text: &str) -> FormReply {
        match self.rows.get_mut(self.at).map(|(_, answer)| answer) {
            Some(Answer::Line(line)) => line.paste(text),
            Some(Answer::Area(area)) => area.paste(text),
            _ => return FormReply::Ignored,
        }
        self.forget_refusal();
        FormReply::Done
    }

    /// Draws the form and puts the cursor on the caret.
    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let foot = u16::from(area.height > 2) + u16::from(area.height > 5);
        let body = Rect { height: area.height - foot, ..area };
        let labels =
            self.rows.iter().map(|(field, _)| wide(field.label) + 2).max().unwrap_or(0).min(LABEL).min(usize::from(area.width) / 2);
        let labels = u16::try_from(labels).unwrap_or(0);
        let mut line = 0;
        let room = usize::from(area.width - labels);
        for index in self.first_row(body.height, room)..self.rows.len() {
            line += self.draw_row(frame, Rect { y: body.y + line, height: body.height.saturating_sub(line), ..body }, labels, index, theme);
            if line >= body.height {
                break;
            }
        }
        if foot > 0 {
            let whole = self.refusals.iter().find(|refusal| refusal.field.is_empty());
            let at = row(area, area.height - 1);
            match (whole, self.rows.get(self.at)) {
                _ if self.saving => paint(frame.buffer_mut(), at, "Saving; what was typed is kept", theme.style(Role::Message)),
                (Some(refusal), _) => paint(frame.buffer_mut(), at, &self.words(refusal), theme.style(Role::Late)),
                (None, Some((field, _))) => paint(frame.buffer_mut(), at, &self.spoken(field.doc), theme.style(Role::Quiet)),
                (None, None) => 0,
            };
        }
    }

    fn draw_row(&self, frame: &mut Frame<'_>, area: Rect, labels: u16, index: usize, theme: &Theme) -> u16 {
        let Some((field, answer)) = self.rows.get(index) else { return 0 };
        let (here, height) = (index == self.at, self.height_of(index, usize::from(area.width - labels)));
        let label_style = theme.style(if here { Role::Here } else { Role::Text });
        let star = if field.required { "*" } else { "" };
        paint_all(
            frame.buffer_mut(),
            Rect { width: labels.saturating_sub(1), ..row(area, 0) },
            [(field.label, label_style), (star, label_style)],
        );
        let value = Rect { x: area.x + labels, width: area.width - labels, ..area };
        let style = theme.style(if here { Role::Field } else { Role::Text });
        let caret = match (answer, field.ask) {
            (Answer::Line(line), _) => line.draw(frame.buffer_mut(), value, style),
            (Answer::Area(text), _) => {
                text.draw(frame.buffer_mut(), Rect { height: if here { AREA_ROWS } else { 1 }.min(value.height), ..value }, style)
            }
            (Answer::Choice(at), Ask::Choice(all)) => draw_choice(frame, value, all, *at, here, theme),
            (Answer::Choice(_), _) => None,
            (Answer::Pick(_, shown), _) => {
                let text = if shown.is_empty() && here { "any letter opens the list" } else { shown.as_str() };
                paint(frame.buffer_mut(), row(value, 0), text, if shown.is_empty() { theme.style(Role::Quiet) } else { style });
                (value.width > 0 && value.height > 0).then_some(Position { x: value.x, y: value.y })
            }
        };
        if let (true, false, Some(caret)) = (here, self.saving, caret) {
            frame.set_cursor_position(caret);
        }
        if let Some(refusal) = self.refusal_of(index) {
            paint(frame.buffer_mut(), row(value, height - 1), &self.words(refusal), theme.style(Role::Late));
        }
        height
    }

    fn refusal_of(&self, index: usize) -> Option<&Refusal> {
        let (field, _) = self.rows.get(index)?;
        self.refusals.iter().find(|refusal| refusal.field == field.key)
    }

    fn height_of(&self, index: usize, width: usize) -> u16 {
        // A text of several lines and a choice open where the caret is, so that the other fields stay in sight.
        let lines = match self.rows.get(index).map(|(field, answer)| (answer, field.ask)) {
            Some((Answer::Area(_), _)) if index == self.at => AREA_ROWS,
            Some((_, Ask::Choice(all))) if index == self.at => u16::try_from(choice_rows(all, None, width).len()).unwrap_or(1).max(1),
            _ => 1,
        };
        lines + u16::from(self.refusal_of(index).is_some())
    }

    /// Finds the first row to draw so that the one with the caret is seen whole.
    fn first_row(&self, height: u16, width: usize) -> usize {
        let mut used = 0;
        let mut first = self.at;
        for index in (0..=self.at).rev() {
            used += self.height_of(index, width);
            if used > height {
                break;
            }
            first = index;
        }
        first.min(self.rows.len().saturating_sub(1))
    }

    fn submit(&mut self) -> FormReply {
        if self.saving {
            return FormReply::Done;
        }
        let missing = self.rows.iter().position(|(field, answer)| field.required && raw(field, answer).trim().is_empty());
        match (missing, self.rows.get(self.at)) {
            (_, Some((field, Answer::Pick(stored, _)))) if field.required && stored.is_empty() => FormReply::Pick(field.key),
            (Some(at), _) => {
                let needed = self.rows.get(at).map(|(field, _)| Refusal::field(field.key, "an answer is needed here", ""));
                self.refusals.retain(|refusal| needed.as_ref().is_none_or(|needed| needed.field != refusal.field));
                self.refusals.extend(needed);
                self.at = at;
                FormReply::Done
            }
            _ => FormReply::Submit,
        }
    }

    /// Words a refusal for this form.
    fn words(&self, refusal: &Refusal) -> String {
        let (why, hint) = (refusal.why.raw(), refusal.hint.raw());
        self.spoken(&if hint.is_empty() { why.to_owned() } else { format!("{why}: {hint}") })
    }

    /// Names fields by their labels, where a command line would name options.
    fn spoken(&self, text: &str) -> String {
        spoken(text, |key| self.rows.iter().find(|(field, _)| field.key == key).map(|(field, _)| field.label))
    }

    fn forget_refusal(&mut self) {
        if let Some((field, _)) = self.rows.get(self.at) {
            self.refusals.retain(|refusal| refusal.field != field.key && !refusal.field.is_empty());
        }
    }
}

fn raw(field: &FormField, answer: &Answer) -> String {
    match (answer, field.ask) {
        (Answer::Line(line), _) => line.text().to_owned(),
        (Answer::Area(area), _) => area.text().to_owned(),
        (Answer::Choice(Some(at)), Ask::Choice(all)) => all.get(*at).map_or_else(String::new, |(stored, _)| (*stored).to_owned()),
        (Answer::Choice(_), _) => String::new(),
        (Answer::Pick(stored, _), _) => stored.clone(),
    }
}

/// Digits choose, arrows and Space go on, Backspace takes the answer away.
fn choose(at: &mut Option<usize>, count: usize, chord: Chord) -> bool {
    let last = count.saturating_sub(1);
    *at = match chord.key() {
        Key::Right | Key::Char(' ') => Some(at.map_or(0, |at| if at == last { 0 } else { at + 1 })),
        Key::Left => Some(at.map_or(last, |at| at.checked_sub(1).unwrap_or(last))),
        Key::Backspace | Key::Delete => None,
        Key::Char(c) => match c.to_digit(10).and_then(|digit| usize::try_from(digit).ok()) {
            Some(digit) if (1..=count).contains(&digit) => Some(digit - 1),
            _ => return false,
        },
        _ => return false,
    };
    true
}

/// Words all choices with their digits, in as many rows as they need; the chosen one stands in brackets.
fn choice_rows(all: &[(&str, &str)], at: Option<usize>, width: usize) -> Vec<Vec<(String, bool)>> {
    let mut rows: Vec<Vec<(String, bool)>> = Vec::new();
    let mut used = width;
    for (index, (_, shown)) in all.iter().enumerate() {
        let chosen = at == Some(index);
        let text = if chosen { format!("[{} {shown}] ", index + 1) } else { format!(" {} {shown}  ", index + 1) };
        let needs = wide(&text);
        if used + needs > width {
            rows.push(Vec::new());
            used = 0;
        }
        used += needs;
        if let Some(row) = rows.last_mut() {
            row.push((text, chosen));
        }
    }
    rows
}

/// Draws all choices where the caret is, else the chosen one.
fn draw_choice(frame: &mut Frame<'_>, area: Rect, all: &[(&str, &str)], at: Option<usize>, here: bool, theme: &Theme) -> Option<Position> {
    if area.is_empty() {
        return None;
    }
    if !here {
        let chosen = at.and_then(|at| all.get(at)).map_or("", |(_, shown)| shown);
        paint(frame.buffer_mut(), row(area, 0), chosen, theme.style(Role::Text));
        return None;
    }
    let mut caret = Position { x: area.x, y: area.y };
    for (line, texts) in (0..area.height).zip(choice_rows(all, at, usize::from(area.width))) {
        let mut used = 0;
        for (text, chosen) in texts {
            if chosen {
                caret = Position { x: (area.x + used).min(area.right() - 1), y: area.y + line };
            }
            let style = theme.style(if chosen { Role::Here } else { Role::Text });
            used += paint(frame.buffer_mut(), from(row(area, line), used), &text, style);
        }
    }
    Some(caret)
}
