//! The capture line: the scribe's one tool, one key away from everywhere, and what it makes of the line while it is typed.
//!
//! The target stands first and only the person changes it. Enter saves and stays for the next line; Esc leaves and the text stays.
//! A slow disk or another program's lock never costs a letter: the line is free at once, and lines wait their turn in order.

use std::collections::VecDeque;

use ratatui::Frame;
use ratatui::layout::Rect;

use super::desk::{Desk, Order};
use super::input::Input;
use super::keys::{Act, Move, Place};
use super::parts::frame::clear;
use super::parts::line::Line;
use super::parts::text::{from, paint, paint_all, row};
use super::stage::{About, Answer, Reply, Screen};
use super::theme::{Role, Theme};
use crate::app::{Draft, draft, tables};
use crate::model::capture;
use crate::model::entry::{Entry, EntryKind};
use crate::model::{CaseRef, EntryRef, Subject};

/// What a line may begin with; shown while nothing is typed.
const SIGNS: &str = "fact !decision +action ?question ~hypothesis =workaround %assumption >update";
/// Most lines that wait while one is being saved.
const MOST: usize = 50;
/// Rows it takes at the foot of the body.
pub const ROWS: u16 = 2;

/// Says what Enter does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Goal {
    /// Logs lines in a case.
    Log(CaseRef),
    /// Puts a corrected line in an entry's place.
    Amend(EntryRef),
}

/// Holds the line being typed.
pub struct Capture {
    goal: Goal,
    line: Line,
    /// Lines that were pasted together, and whether they land as facts.
    pasted: Option<(String, bool)>,
    preview: Vec<(String, Role)>,
    /// What was handed in and has no answer yet.
    sent: Option<Said>,
    /// What was entered after that, in order; the last may be half typed, when a line before it was refused.
    queue: VecDeque<Said>,
    leaving: bool,
}

/// One line, or the lines of one paste.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Said {
    text: String,
    /// Whether they were pasted, and then whether they land as facts.
    pasted: Option<bool>,
    /// Whether Enter was pressed on it.
    entered: bool,
}

impl Capture {
    /// Begins a line for a case, with what was typed earlier and not saved, else with a sign.
    pub fn of(case: CaseRef, sign: &str, desk: &Desk) -> Self {
        let kept = desk.unsent(&name(case));
        let (line, pasted) = match kept.contains('\n') {
            true => (Line::default(), Some((kept.to_owned(), true))),
            false => (Line::new(if kept.is_empty() { sign } else { kept }), None),
        };
        let mut capture =
            Self { goal: Goal::Log(case), line, pasted, preview: Vec::new(), sent: None, queue: VecDeque::new(), leaving: false };
        capture.look(desk);
        capture
    }

    /// Begins the correction of an entry with its words.
    pub fn amending(case: CaseRef, entry: &Entry, desk: &Desk) -> Self {
        let words = capture::Line {
            kind: entry.kind,
            observed: None,
            text: entry.text.raw().to_owned(),
            reason: entry.reason.as_ref().map(|reason| reason.raw().to_owned()),
            mentions: Vec::new(),
            tags: Vec::new(),
            visibility: None,
            due: None,
        };
        let goal = Goal::Amend(EntryRef { case, number: entry.number });
        let mut capture = Self {
            goal,
            line: Line::new(&words.to_text()),
            pasted: None,
            preview: Vec::new(),
            sent: None,
            queue: VecDeque::new(),
            leaving: false,
        };
        capture.look(desk);
        capture
    }

    /// Works out what the line would become.
    fn look(&mut self, desk: &Desk) {
        self.preview = match &self.pasted {
            Some((text, as_facts)) => {
                let count = text.lines().filter(|line| !line.trim().is_empty()).count();
                let (now, other) = if *as_facts { ("as facts", "by their signs") } else { ("by their signs", "as facts") };
                let words = format!("{count} lines, {now} · Enter logs them all · Tab: {other} · Backspace takes them away");
                vec![(words, Role::Message)]
            }
            None if self.line.text().trim().is_empty() => vec![(SIGNS.to_owned(), Role::Quiet)],
            None => preview(self.line.text(), desk),
        };
    }

    fn submit(&mut self) -> Reply<Desk> {
        let waits = self.sent.is_some();
        if waits && (self.queue.len() >= MOST || matches!(self.goal, Goal::Amend(_))) {
            return Reply::Say("wait a moment: what came before is still being saved".to_owned());
        }
        let said = self.take(true);
        match (said.text.trim().is_empty(), waits) {
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
        let (text, pasted) = match self.pasted.take() {
            Some((text, as_facts)) => (text, Some(as_facts)),
            None => (self.line.text().to_owned(), None),
        };
        self.line.set("");
        Said { text, pasted, entered }
    }

    /// Puts what was said back in the line.
    fn put_back(&mut self, said: Said) {
        match said.pasted {
            Some(as_facts) => self.pasted = Some((said.text, as_facts)),
            None => self.line.set(&said.text),
        }
    }

    /// Hands in what has waited longest; half a line goes back where it was typed.
    fn go_on(&mut self) -> Reply<Desk> {
        match self.queue.pop_front() {
            Some(said) if said.entered => {
                self.sent = Some(said);
                return self.order();
            }
            Some(said) => self.put_back(said),
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

    /// Gives everything that is not saved: what is on its way, what waits, what is being typed.
    fn unsaved(&self) -> String {
        let typed = self.pasted.as_ref().map_or_else(|| self.line.text(), |(text, _)| text.as_str());
        let waiting = self.sent.iter().chain(&self.queue).map(|said| said.text.as_str());
        waiting.chain([typed]).filter(|text| !text.trim().is_empty()).collect::<Vec<_>>().join("\n")
    }

    fn paste(&mut self, text: &str) {
        let lines = text.lines().filter(|line| !line.trim().is_empty()).count();
        match (&mut self.pasted, &self.goal) {
            (Some((held, _)), _) => {
                held.push('\n');
                held.push_str(text);
            }
            (None, Goal::Log(_)) if lines > 1 => {
                // What stood in the line begins the first of the pasted ones.
                self.pasted = Some((format!("{}{text}", self.line.text()), true));
                self.line.set("");
            }
            _ => self.line.paste(text),
        }
    }
}

impl Screen<Desk> for Capture {
    fn place(&self) -> Place {
        Place::Line
    }

    fn overlay(&self) -> bool {
        true
    }

    fn act(&mut self, act: Act, desk: &Desk) -> Reply<Desk> {
        match act {
            Act::Submit => {
                let reply = self.submit();
                self.look(desk);
                return reply;
            }
            Act::Back if self.sent.is_some() => {
                self.leaving = true;
                return Reply::Say("saving; the line closes when that is done".to_owned());
            }
            Act::Back => return Reply::Back,
            Act::Move(Move::Next | Move::Previous) => match &mut self.pasted {
                Some((_, as_facts)) => *as_facts = !*as_facts,
                None => return Reply::Say("Tab chooses how pasted lines are read; there are none".to_owned()),
            },
            _ => return Reply::Ignored,
        }
        self.look(desk);
        Reply::Done
    }

    fn text(&mut self, input: &Input, desk: &Desk) -> Reply<Desk> {
        match input {
            Input::Paste { text, .. } => self.paste(text),
            Input::Key(chord) if self.pasted.is_some() => {
                if chord.key() != super::chord::Key::Backspace {
                    return Reply::Say("the pasted lines come first: Enter logs them, Backspace takes them away".to_owned());
                }
                self.pasted = None;
            }
            Input::Key(chord) => {
                if !self.line.key(*chord) {
                    return Reply::Ignored;
                }
            }
        }
        self.look(desk);
        Reply::Done
    }

    fn answered(&mut self, answer: &Answer, desk: &Desk) -> Reply<Desk> {
        let reply = match answer {
            Answer::Pending => return Reply::Done,
            Answer::Done(..) if matches!(self.goal, Goal::Amend(_)) => Reply::Back,
            Answer::Done(..) => {
                self.sent = None;
                self.go_on()
            }
            Answer::Refused(_) | Answer::Unknown(_) => {
                // What was refused comes back first; what was typed since waits behind it.
                self.leaving = false;
                let typed = self.take(false);
                if !typed.text.trim().is_empty() {
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
        match self.goal {
            Goal::Log(case) => Some((name(case), self.unsaved())),
            Goal::Amend(_) => None,
        }
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, _: &Desk) {
        let rows = if area.height > ROWS + 1 { ROWS } else { area.height.min(1) };
        let area = Rect { y: area.bottom() - rows, height: rows, ..area };
        clear(frame, area);
        if rows == ROWS {
            let mut used = 1;
            let waiting = usize::from(self.sent.is_some()) + self.queue.len();
            if waiting > 0 {
                let words = if waiting == 1 { "1 line is being saved".to_owned() } else { format!("{waiting} lines wait to be saved") };
                used += paint(frame.buffer_mut(), from(row(area, 0), used), &words, theme.style(Role::Soon)) + 2;
            }
            for (words, role) in &self.preview {
                used += paint(frame.buffer_mut(), from(row(area, 0), used), &words.replace('·', theme.dot()), theme.style(*role));
                used += 2;
            }
        }
        let line = row(area, rows.saturating_sub(1));
        let target = match self.goal {
            Goal::Log(case) => case.to_string(),
            Goal::Amend(entry) => format!("{entry} becomes"),
        };
        let used = paint_all(
            frame.buffer_mut(),
            line,
            [(" ", theme.style(Role::Text)), (&target, theme.style(Role::Here)), (" ", theme.style(Role::Text))],
        );
        match &self.pasted {
            Some((text, _)) => {
                let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
                paint(frame.buffer_mut(), from(line, used), &format!("{first} .."), theme.style(Role::Field));
            }
            None => {
                if let Some(caret) = self.line.draw(frame.buffer_mut(), from(line, used), theme.style(Role::Field)) {
                    frame.set_cursor_position(caret);
                }
            }
        }
    }
}

/// Names the text kept for a case.
pub fn name(case: CaseRef) -> String {
    format!("log line {case}")
}

fn preview(text: &str, desk: &Desk) -> Vec<(String, Role)> {
    match capture::parse(text, &desk.app.ctx.now()) {
        Ok(line) => {
            let strangers = line.names().into_iter().filter(|name| !is_known(name, desk)).map(str::to_owned).collect::<Vec<_>>();
            let mut all: Vec<(String, Role)> = Vec::new();
            for (label, value) in line.preview(&desk.app.ctx.now()) {
                let value = value.raw();
                let (words, role) = match label {
                    "kind" => (value.to_owned(), Role::Here),
                    "who" if strangers.iter().any(|stranger| stranger == value) => {
                        (format!("@{value} is nobody yet: stays text"), Role::Soon)
                    }
                    "reason" if value == "missing" => ("no reason yet: -- why".to_owned(), Role::Soon),
                    "tag" => (format!("#{value}"), Role::Text),
                    "who" => (format!("@{value}"), Role::Text),
                    "for" => (format!("for {value}"), Role::Text),
                    _ => (format!("{label} {value}"), Role::Text),
                };
                all.push((words, role));
            }
            // What could not be read as an owner or a time stays text; that must be seen before Enter.
            if line.kind == EntryKind::Action {
                let nobody = line.mentions.is_empty().then_some("no owner: @name");
                let never = line.due.is_none().then_some("no due time: in 20m");
                all.extend([nobody, never].into_iter().flatten().map(|words| (words.to_owned(), Role::Quiet)));
            }
            all
        }
        Err(refusals) => {
            let words = refusals.first().map_or_else(String::new, |refusal| format!("not yet: {}", refusal.why.raw()));
            vec![(words, Role::Soon)]
        }
    }
}

fn is_known(name: &str, desk: &Desk) -> bool {
    desk.read(desk.app.find(Subject::Person, &draft::handle(name))).is_some()
}
