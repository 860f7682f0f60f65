//! One section of a review being written: the question, the text, and beside it how it will be printed.

use ratatui::Frame;
use ratatui::layout::{Rect, Size};

use super::desk::{Desk, Order};
use super::input::Input;
use super::keys::{Act, Place};
use super::page::Scroll;
use super::parts::frame::{above, beside, pane};
use super::parts::text::{cut, paint, row};
use super::stage::{About, Answer, Reply, Screen};
use super::theme::{Role, Theme};
use super::words::wrapped;
use super::writing::Writing;
use crate::app::review::outline::SectionLine;
use crate::app::{Draft, tables};
use crate::model::CaseRef;
use crate::model::case::Case;
use crate::model::sections::Form;

/// From so many columns on text and print stand side by side, and from so many rows on below each other.
const BESIDE: u16 = 100;
const BELOW: u16 = 14;
/// Longest text whose print follows every key, in bytes; a longer one is shown as it stands in the document once it is saved.
const FOLLOWED: usize = 40_000;

/// Holds the text of one section.
pub struct ReviewEdit {
    case: Case,
    section: SectionLine,
    /// Which question is shown.
    asked_at: usize,
    writing: Writing,
    scroll: Scroll,
    columns: usize,
    done: bool,
}

struct Plan {
    text: Rect,
    print: Option<Rect>,
}

fn plan(area: Rect) -> Plan {
    if area.width >= BESIDE {
        let [text, print] = beside(area, 50);
        return Plan { text, print: Some(print) };
    }
    if area.height >= BELOW {
        let [text, print] = above(area, area.height * 3 / 5);
        return Plan { text, print: Some(print) };
    }
    Plan { text: area, print: None }
}

impl ReviewEdit {
    /// Begins with what is written, or with what was typed before and not saved.
    pub fn of(case: Case, section: SectionLine, asked_at: usize, desk: &Desk) -> Self {
        let kept = desk.unsent(&draft_name(case.case_ref(), &section.name));
        let writing = Writing::of(desk.read(desk.app.section_saved(&case, &section.name)), kept);
        Self { case, section, asked_at, writing, scroll: Scroll::default(), columns: 0, done: false }
    }

    /// Takes what is saved by now, and prints the text where it is another for it.
    fn look(&mut self, desk: &Desk) {
        if self.writing.look(desk.read(desk.app.section_saved(&self.case, &self.section.name))) {
            self.print(desk);
        }
    }

    /// Hands the text in, unless somebody else saved another one meanwhile and that was not said yet.
    fn save(&mut self, desk: &Desk) -> Reply<Desk> {
        self.look(desk);
        if !self.writing.is_changed() {
            self.done = true;
            return Reply::Back;
        }
        if let Some(why) = self.writing.why_wait(|words| desk.told(Place::Area, words)) {
            return Reply::Say(why);
        }
        let Some(command) = tables::command("review set") else { return Reply::Ignored };
        let draft = Draft::new().with("case", self.case.case_ref().to_string()).with("section", self.section.name.clone());
        Reply::Submit(Order { command, draft: draft.with("text", self.writing.text().trim_end()) })
    }

    /// Prints what was typed, and shows of it what lies around the caret.
    fn print(&mut self, desk: &Desk) {
        if self.columns == 0 {
            return;
        }
        let text = self.writing.text();
        let shown = if text.len() > FOLLOWED { "" } else { text };
        self.scroll.lines = desk.app.section_preview(&self.case, &self.section, shown, self.columns);
        self.follow();
    }

    /// Shows as much of the print above the caret as there is of the text, in proportion.
    fn follow(&mut self) {
        let (lines, whole) = (self.scroll.lines.len(), self.writing.text().len().max(1));
        self.scroll.centre(lines * self.writing.area.caret() / whole);
    }

    /// Words what is asked, as far as there is room; the last row there is says that it goes on.
    fn asks(&self, inside: Rect, desk: &Desk) -> Vec<String> {
        let width = usize::from(inside.width);
        let all = wrapped(self.section.questions.get(self.asked_at).map_or("", String::as_str), width);
        let room = usize::from(inside.height / 4);
        let mut asks: Vec<String> = all.iter().take(room).cloned().collect();
        if let Some(last) = asks.last_mut().filter(|_| all.len() > room) {
            *last = format!("{} ..", cut(last, width.saturating_sub(3)).trim_end_matches(['~', ' ']));
        }
        let count = self.section.questions.len();
        if count > 1 && inside.height > 7 {
            let next = desk.told(Place::Area, "{question} asks the next");
            asks.push(cut(&format!("(question {} of {count}; {next})", self.asked_at + 1), width));
        }
        asks
    }

    /// Says how the text is meant.
    fn form(&self) -> &'static str {
        match self.section.form {
            Form::Prose => "Plain text; an empty line begins a paragraph.",
            Form::List => "One item a line; indented lines belong under the one above.",
            Form::Verbatim => "Kept exactly as it is, such as a piece of a log.",
        }
    }
}

/// Names what was typed for a section and not saved.
pub fn draft_name(case: CaseRef, section: &str) -> String {
    format!("section {case} {section}")
}

impl Screen<Desk> for ReviewEdit {
    fn place(&self) -> Place {
        Place::Area
    }

    fn load(&mut self, desk: &Desk, size: Size) {
        let plan = plan(Rect::new(0, 0, size.width, size.height));
        let columns = plan.print.map_or(0, |area| usize::from(area.width.saturating_sub(4)));
        self.scroll.resize(plan.print.map_or(1, |area| usize::from(area.height.saturating_sub(2))));
        // What was handed in stands there by now, and is no news to who wrote it.
        if !self.done {
            self.look(desk);
        }
        if columns != self.columns {
            self.columns = columns;
            self.print(desk);
        }
    }

    fn idle(&self, act: Act, _: &Desk) -> bool {
        matches!(act, Act::Move(_))
    }

    fn act(&mut self, act: Act, desk: &Desk) -> Reply<Desk> {
        match act {
            Act::Back => Reply::Back,
            Act::Question => {
                self.asked_at = (self.asked_at + 1) % self.section.questions.len().max(1);
                Reply::Done
            }
            Act::Write => Reply::Write(self.writing.text().to_owned()),
            Act::Submit => self.save(desk),
            Act::Afresh => {
                self.look(desk);
                let words = self.writing.afresh();
                self.print(desk);
                Reply::Say(words.to_owned())
            }
            _ => Reply::Ignored,
        }
    }

    fn text(&mut self, input: &Input, desk: &Desk) -> Reply<Desk> {
        let before = self.writing.text().len();
        if !self.writing.area.take(input) {
            return Reply::Ignored;
        }
        // A caret that only moves changes nothing that is printed.
        let moved = matches!(input, Input::Key(chord) if chord.typed().is_none()) && before == self.writing.text().len();
        if moved {
            self.follow();
        } else {
            self.print(desk);
        }
        Reply::Done
    }

    fn edited(&mut self, text: &str, desk: &Desk) {
        self.writing.area.set(text);
        self.print(desk);
    }

    fn answered(&mut self, answer: &Answer, _: &Desk) -> Reply<Desk> {
        match answer {
            Answer::Done(..) => {
                self.done = true;
                Reply::Back
            }
            _ => Reply::Done,
        }
    }

    fn about(&self) -> About {
        vec![("case", self.case.case_ref().to_string()), ("section", self.section.name.clone())]
    }

    fn unsent(&self) -> Option<(String, String)> {
        let text = if self.done { String::new() } else { self.writing.unsent() };
        Some((draft_name(self.case.case_ref(), &self.section.name), text))
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, desk: &Desk) {
        let plan = plan(area);
        let kept = desk.told(Place::Area, self.writing.was_kept());
        let title = format!("{} {} {}{kept}", self.case.case_ref(), theme.dot(), self.section.title);
        let inside = pane(frame, plan.text, &title, true, theme);
        let inside = Rect { x: inside.x + inside.width.min(1), width: inside.width.saturating_sub(2), ..inside };
        let moved = self.writing.moved(|words| desk.told(Place::Area, words)).map(|words| wrapped(&words, usize::from(inside.width)));
        let moved = moved.unwrap_or_default().into_iter().map(|words| (words, Role::Soon));
        let asks = self.asks(inside, desk).into_iter().map(|words| (words, Role::Quiet));
        let mut asks: Vec<(String, Role)> = moved.chain(asks).collect();
        asks.truncate(usize::from(inside.height / 2));
        let asked = u16::try_from(asks.len()).unwrap_or(0);
        for (at, (part, role)) in (0..).zip(&asks) {
            paint(frame.buffer_mut(), row(inside, at), part, theme.style(*role));
        }
        let gap = u16::from(asked > 0 && inside.height > asked + 4);
        let [_, rest] = above(inside, asked + gap);
        let [text, form] = above(rest, rest.height.saturating_sub(u16::from(rest.height > 4)));
        paint(frame.buffer_mut(), row(form, 0), self.form(), theme.style(Role::Quiet));
        if let Some(caret) = self.writing.area.draw(frame.buffer_mut(), text, theme.style(Role::Text)) {
            frame.set_cursor_position(caret);
        }
        let Some(print) = plan.print else { return };
        let inside = pane(frame, print, "As it will be printed", false, theme);
        let inside = Rect { x: inside.x + inside.width.min(1), width: inside.width.saturating_sub(2), ..inside };
        let words =
            if self.writing.text().len() > FOLLOWED { "Too long to follow every key; saved, it stands in the document." } else { "" };
        if self.writing.text().trim().is_empty() || !words.is_empty() {
            let words = if words.is_empty() { "An empty section is not printed." } else { words };
            paint(frame.buffer_mut(), row(inside, 0), words, theme.style(Role::Quiet));
            return;
        }
        self.scroll.draw(frame, inside, theme);
    }
}
