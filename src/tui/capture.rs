//! The capture line: the scribe's one tool, one key away from everywhere, and what it makes of the line while it is typed.
//!
//! The target stands first and only the person changes it. Enter saves and stays for the next line; Esc leaves and the text stays.
//! A slow disk or another program's lock never costs a letter: the line is free at once, and lines wait their turn in order.

mod complete;
mod draw;
mod preview;
#[cfg(test)]
mod tests;
mod typing;
mod waiting;

use std::collections::VecDeque;

use ratatui::Frame;
use ratatui::layout::Rect;

use self::complete::Offers;
use self::waiting::Said;
use super::deed::Deed;
use super::desk::{Desk, Order};
use super::dialog;
use super::input::Input;
use super::keys::{Act, Place};
use super::parts::line::Line;
use super::stage::{About, Answer, Reply, Screen};
use super::theme::Theme;
use crate::app::{Draft, tables};
use crate::model::capture;
use crate::model::entry::{Entry, EntryKind};
use crate::model::{CaseRef, EntryRef};

pub use draw::rows_of;

/// Most lines that wait while one is being saved.
const MOST: usize = 50;

/// Says what Enter does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Goal {
    /// Logs lines in a case.
    Log(CaseRef),
    /// Puts a corrected line in an entry's place.
    Amend(EntryRef),
}

impl Goal {
    /// Gives the case the line is in, or goes to.
    fn case(&self) -> CaseRef {
        match self {
            Self::Log(case) => *case,
            Self::Amend(entry) => entry.case,
        }
    }
}

/// Holds pasted lines.
struct Pasted {
    text: String,
    as_facts: bool,
    /// What stood in the line before; it begins the first of them.
    before: String,
}

/// Holds a walk through the lines that were logged before.
struct Past {
    at: usize,
    /// What was being typed when it began.
    typed: String,
}

/// Holds the line being typed.
pub struct Capture {
    goal: Goal,
    /// The entry that is corrected.
    old: Option<Box<Entry>>,
    line: Line,
    pasted: Option<Pasted>,
    /// Pasted lines that were taken away; they can be had back.
    dropped: Option<Pasted>,
    past: Option<Past>,
    offers: Offers,
    preview: preview::Words,
    /// Whether what stands in the line was kept from before.
    kept: bool,
    /// What was handed in and has no answer yet.
    sent: Option<Said>,
    /// What was entered after that, or kept from before, in order.
    queue: VecDeque<Said>,
    leaving: bool,
}

impl Capture {
    fn new(goal: Goal, old: Option<Box<Entry>>, text: &str) -> Self {
        Self {
            goal,
            old,
            line: Line::new(text),
            pasted: None,
            dropped: None,
            past: None,
            offers: Offers::default(),
            preview: Vec::new(),
            kept: false,
            sent: None,
            queue: VecDeque::new(),
            leaving: false,
        }
    }

    /// Begins a line for a case, with what was typed earlier and not saved, else with a sign.
    pub fn of(case: CaseRef, sign: &str, desk: &Desk) -> Self {
        let mut capture = Self::new(Goal::Log(case), None, sign);
        capture.bring_back(desk);
        capture
    }

    /// Begins a correction with some words.
    fn amending(entry: EntryRef, old: &Entry, text: &str, desk: &Desk) -> Self {
        let mut capture = Self::new(Goal::Amend(entry), Some(Box::new(old.clone())), text);
        capture.bring_back(desk);
        capture
    }

    /// Takes what was typed earlier and not saved.
    fn bring_back(&mut self, desk: &Desk) {
        self.queue = waiting::read(desk.unsent(&self.name()));
        if let Some(first) = self.queue.pop_front() {
            self.put_back(first);
            self.kept = true;
        }
        self.look(desk);
        self.offers.close();
    }

    /// Names the text kept for what this line is for.
    fn name(&self) -> String {
        match self.goal {
            Goal::Log(case) => name(case),
            Goal::Amend(entry) => format!("correction of {entry}"),
        }
    }

    /// Works out what the line would become, and what its half-typed word could.
    fn look(&mut self, desk: &Desk) {
        match &self.pasted {
            Some(pasted) => {
                self.offers.close();
                self.preview = preview::of_paste(&format!("{}{}", pasted.before, pasted.text), pasted.as_facts, desk);
            }
            None => {
                self.offers.look(self.line.text(), self.line.caret(), desk);
                self.preview = preview::of_line(self.line.text(), &self.goal, self.old.as_deref(), desk);
            }
        }
    }

    fn submit(&mut self) -> Reply<Desk> {
        let waits = self.sent.is_some();
        if waits && (self.queue.len() >= MOST || matches!(self.goal, Goal::Amend(_))) {
            return Reply::Say("wait a moment: what came before is still being saved".to_owned());
        }
        let said = self.take(true);
        if let Some(past) = self.past.take() {
            self.line.set(&past.typed);
        }
        match (said.is_blank(), waits) {
            (true, false) if !self.queue.is_empty() => self.go_on(),
            (true, _) => Reply::Say("nothing to log yet".to_owned()),
            (false, true) => {
                self.queue.push_back(said);
                Reply::Done
            }
            (false, false) => {
                self.sent = Some(said);
                self.order()
            }
        }
    }

    /// Takes what stands in the line out of it.
    fn take(&mut self, entered: bool) -> Said {
        self.kept = false;
        let (text, pasted) = match self.pasted.take() {
            Some(pasted) => (pasted.before + &pasted.text, Some(pasted.as_facts)),
            None => (self.line.text().to_owned(), None),
        };
        self.line.set("");
        Said { text, pasted, entered }
    }

    /// Puts what was said back in the line.
    fn put_back(&mut self, said: Said) {
        match said.pasted {
            Some(as_facts) => self.pasted = Some(Pasted { text: said.text, as_facts, before: String::new() }),
            None => self.line.set(&said.text),
        }
    }

    /// Hands in what has waited longest; what was not entered goes back in the line, and what is there waits behind it.
    fn go_on(&mut self) -> Reply<Desk> {
        match self.queue.pop_front() {
            Some(said) if said.entered => {
                self.sent = Some(said);
                return self.order();
            }
            Some(said) if self.leaving => {
                self.queue.push_front(said);
                return Reply::Back;
            }
            Some(said) => {
                let typed = self.take(false);
                self.put_back(said);
                if !typed.is_blank() {
                    self.queue.push_front(typed);
                }
            }
            None if self.leaving => return Reply::Back,
            None => {}
        }
        Reply::Done
    }

    /// Words what was sent as a command.
    fn order(&self) -> Reply<Desk> {
        let Some(said) = &self.sent else { return Reply::Done };
        let (name, draft) = match self.goal {
            Goal::Log(case) => {
                let draft = Draft::new().with("case", case.to_string()).with("line", said.text.clone());
                ("log", if said.pasted == Some(true) { draft.with("kind", EntryKind::Fact.key()) } else { draft })
            }
            Goal::Amend(entry) => ("entry amend", Draft::new().with("entry", entry.to_string()).with("line", said.text.clone())),
        };
        match tables::command(name) {
            Some(command) => Reply::Submit(Order { command, draft }),
            None => Reply::Ignored,
        }
    }

    /// Writes down everything that is not saved: what is on its way, what waits, what is being typed.
    fn unsaved(&self) -> String {
        let here = match &self.pasted {
            Some(pasted) => Said { text: format!("{}{}", pasted.before, pasted.text), pasted: Some(pasted.as_facts), entered: false },
            None => Said { text: self.line.text().to_owned(), ..Said::default() },
        };
        let typed = self.past.as_ref().map(|past| Said { text: past.typed.clone(), ..Said::default() });
        waiting::write(self.sent.iter().chain(&self.queue).chain([&here]).chain(&typed))
    }
}

impl Screen<Desk> for Capture {
    fn place(&self) -> Place {
        Place::Line
    }

    fn overlay(&self) -> bool {
        true
    }

    fn takes_foot(&self, height: u16) -> u16 {
        rows_of(height)
    }

    fn act(&mut self, act: Act, desk: &Desk) -> Reply<Desk> {
        match act {
            Act::Submit => {
                let reply = self.submit();
                self.look(desk);
                reply
            }
            Act::Back if self.sent.is_some() => {
                self.leaving = true;
                Reply::Say("saving; the line closes when that is done".to_owned())
            }
            Act::Back => Reply::Back,
            Act::Move(step) => self.step(step, desk),
            _ => Reply::Ignored,
        }
    }

    fn text(&mut self, input: &Input, desk: &Desk) -> Reply<Desk> {
        match input {
            Input::Key(chord) => self.key(*chord, desk),
            Input::Paste { text, .. } => {
                self.kept = false;
                self.paste(text);
                self.look(desk);
                Reply::Done
            }
        }
    }

    fn answered(&mut self, answer: &Answer, desk: &Desk) -> Reply<Desk> {
        let reply = match answer {
            Answer::Pending => return Reply::Done,
            Answer::Done(..) => {
                self.sent = None;
                self.offers.forget();
                if matches!(self.goal, Goal::Amend(_)) { Reply::Back } else { self.go_on() }
            }
            Answer::Refused(_) | Answer::Unknown(_) => {
                // What was refused comes back first; what was typed since waits behind it.
                self.leaving = false;
                let typed = self.take(false);
                if !typed.is_blank() {
                    self.queue.push_back(typed);
                }
                if let Some(said) = self.sent.take() {
                    self.put_back(said);
                }
                Reply::Done
            }
        };
        self.look(desk);
        reply
    }

    fn is_leaving(&self) -> bool {
        self.leaving
    }

    fn about(&self) -> About {
        match self.goal {
            Goal::Log(case) => vec![("case", case.to_string())],
            Goal::Amend(entry) => vec![("case", entry.case.to_string()), ("entry", entry.to_string())],
        }
    }

    fn unsent(&self) -> Option<(String, String)> {
        Some((self.name(), self.unsaved()))
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, _: &Desk) {
        self.paint(frame, area, theme);
    }
}

/// Begins the correction of an entry with its words: in the line, or where it has several lines in a form, so that none is lost.
pub fn amend(entry: EntryRef, old: &Entry, desk: &Desk) -> Reply<Desk> {
    let words = capture::Line {
        kind: old.kind,
        observed: None,
        text: old.text.raw().to_owned(),
        reason: old.reason.as_ref().map(|reason| reason.raw().to_owned()),
        mentions: Vec::new(),
        tags: Vec::new(),
        visibility: None,
        due: None,
        confidence: None,
        evidence: Vec::new(),
    };
    let text = words.to_text();
    match (text.trim().contains('\n'), Deed::find("entry amend")) {
        (true, Some(deed)) => dialog::begin_with(deed, &vec![("entry", entry.to_string())], &[("line", text)], desk),
        _ => Reply::Open(Box::new(Capture::amending(entry, old, &text, desk))),
    }
}

/// Names the text kept for a case.
pub fn name(case: CaseRef) -> String {
    format!("log line {case}")
}

/// Shows in one line what is kept for a case and not saved.
pub fn kept(case: CaseRef, desk: &Desk) -> String {
    waiting::shown(desk.unsent(&name(case)))
}
