//! A small world of titles with screens of its own, for tests of the stage, the frame and the parts together.

use std::time::Duration;

use ratatui::Frame;
use ratatui::layout::{Rect, Size};

use super::input::Input;
use super::keys::{Act, Place};
use super::parts::columns::{Column, line};
use super::parts::form::{Ask, Form, FormField, FormReply};
use super::parts::frame::{DueForms, Header, overlay, pane};
use super::parts::line::Line;
use super::parts::list::{List, Row, Want, Window};
use super::parts::picker::{Item, PickReply, Picker};
use super::stage::{About, Answer, Reply, Screen, World};
use super::theme::{Role, Theme};
use crate::model::refusal::Refusal;

/// A world of titles in memory.
#[derive(Default)]
pub struct Titles {
    pub titles: Vec<String>,
    pub kept: Vec<(String, String)>,
    pub slow: bool,
    /// Where to keep typed text, and faults for redo, undo and the next due thing: for the tests in a real terminal.
    pub faulty: Option<std::path::PathBuf>,
    pending: Option<String>,
    pub outside: Option<String>,
    rung: bool,
}

#[derive(Clone)]
struct Title(usize, String);

impl Row for Title {
    type Id = usize;

    fn id(&self) -> usize {
        self.0
    }
}

impl Titles {
    fn window(&self, want: &Want<usize>) -> Window<Title> {
        let count = self.titles.len();
        let range = match *want {
            Want::First(n) => 0..n,
            Want::Last(n) => count.saturating_sub(n)..count,
            Want::After(id, n) => id + 1..id + 1 + n,
            Want::Before(id, n) => id.saturating_sub(n)..id,
            Want::Around(id, above, below) => id.saturating_sub(above)..id + below + 1,
        };
        let range = range.start.min(count)..range.end.min(count);
        let rows = range.clone().map(|at| Title(at, self.titles[at].clone())).collect();
        Window { rows, above: range.start > 0, below: range.end < count }
    }
}

fn due(what: &str, at: &str, left: &str, role: Role) -> DueForms {
    DueForms { forms: [format!("{what} {at} {left}"), format!("{what} {left}"), left.to_owned()], role }
}

impl World for Titles {
    type Order = String;

    fn stamp(&mut self) {}
    fn minute_left(&self) -> Option<Duration> {
        None
    }
    fn header(&self) -> Header {
        Header {
            worst: "INC-12 P1 · 1h12 · service first".to_owned(),
            clock: "14:32 Amsterdam".to_owned(),
            due: vec![
                due("Update sponsors", "14:36", "in 4 min", Role::Soon),
                due("Trigger DC2 plan", "15:00", "in 28 min", Role::Text),
                due("Answer ACME", "15:10", "in 38 min", Role::Text),
            ],
            more: 5,
            notice: String::new(),
        }
    }
    fn pulse(&mut self) -> Option<String> {
        let said = self.outside.take()?;
        self.titles.insert(0, said.clone());
        Some(format!("Ana: {said}"))
    }
    fn signal(&mut self) -> Option<Vec<u8>> {
        let rings = !self.rung && self.titles.iter().any(|title| title == "ring");
        self.rung |= rings;
        rings.then(|| b"\x1b[?1h".to_vec())
    }
    fn submit(&mut self, order: String) -> Answer {
        if order.contains("no") {
            return Answer::Refused(vec![Refusal::field("title", "that is no title", "say what fails")]);
        }
        if self.slow {
            self.pending = Some(order);
            return Answer::Pending;
        }
        self.titles.push(order.clone());
        Answer::Done(format!("{order} is open · z undoes"), Vec::new())
    }
    fn poll(&mut self) -> Option<Answer> {
        self.slow = false;
        let order = self.pending.take()?;
        Some(self.submit(order))
    }
    fn undo(&mut self) -> Answer {
        if self.faulty.is_some() {
            let _ = std::thread::spawn(|| panic!("in a thread")).join();
        }
        self.titles.pop().map_or_else(
            || Answer::Refused(vec![Refusal::whole("there is nothing to undo", "")]),
            |title| Answer::Done(format!("undone: {title}"), Vec::new()),
        )
    }
    fn redo(&mut self) -> Answer {
        assert!(self.faulty.is_none(), "in the loop \u{1b}[31m");
        Answer::Unknown("redo is unknown".to_owned())
    }
    fn open(&self, place: Place) -> Option<Box<dyn Screen<Self>>> {
        (place == Place::Board || place == Place::Room)
            .then(|| Box::new(Lane { place, list: List::default(), line: None }) as Box<dyn Screen<Self>>)
    }
    fn begin(&mut self, act: Act, _: &About) -> Reply<Self> {
        match act {
            Act::New | Act::Command("incident open") => Reply::Open(Box::new(Ask1::new())),
            Act::NextDue if self.faulty.is_some() => {
                std::thread::sleep(Duration::from_secs(30));
                Reply::Done
            }
            _ => Reply::Say("not in this world".to_owned()),
        }
    }
    fn commands(&self) -> Vec<(&'static str, &'static str)> {
        vec![("incident open", "Opens an incident.")]
    }
    fn keep_unsent(&mut self, texts: &[(String, String)]) {
        self.kept = texts.to_vec();
        if let Some(file) = &self.faulty {
            std::fs::write(file, texts.iter().map(|(_, text)| text.as_str()).collect::<String>()).expect("a writable folder");
        }
    }
}

struct Lane {
    place: Place,
    list: List<Title>,
    line: Option<Line>,
}

impl Screen<Titles> for Lane {
    fn place(&self) -> Place {
        if self.line.is_some() { Place::Line } else { self.place }
    }
    fn load(&mut self, world: &Titles, size: Size) {
        self.list.load(usize::from(size.height.saturating_sub(3)), &mut |want| world.window(&want));
    }
    fn why_not(&self, act: Act, _: &Titles) -> Option<String> {
        (act == Act::Update && self.list.is_empty()).then(|| "there is no case to tell of; n opens one".to_owned())
    }
    fn act(&mut self, act: Act, world: &Titles) -> Reply<Titles> {
        match (act, &mut self.line) {
            (Act::Move(step), None) => {
                self.list.go(step, &mut |want| world.window(&want));
                Reply::Done
            }
            (Act::Capture, None) => {
                self.line = Some(Line::default());
                Reply::Done
            }
            (Act::Back, Some(_)) => {
                self.line = None;
                Reply::Done
            }
            (Act::Submit, Some(line)) => Reply::Submit(line.text().to_owned()),
            _ => Reply::Ignored,
        }
    }
    fn text(&mut self, input: &Input, _: &Titles) -> Reply<Titles> {
        let Some(line) = &mut self.line else { return Reply::Ignored };
        match input {
            Input::Key(chord) if line.key(*chord) => Reply::Done,
            Input::Key(_) => Reply::Ignored,
            Input::Paste { text, .. } => {
                line.paste(text);
                Reply::Done
            }
        }
    }
    fn answered(&mut self, answer: &Answer, _: &Titles) -> Reply<Titles> {
        if let (Answer::Done(..), Some(line)) = (answer, &mut self.line) {
            line.set("");
        }
        Reply::Done
    }
    fn unsent(&self) -> Option<(String, String)> {
        self.line.as_ref().map(|line| ("line".to_owned(), line.text().to_owned()))
    }
    fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, _: &Titles) {
        let [body, below] = super::parts::frame::above(area, area.height.saturating_sub(1));
        let inside = pane(frame, body, "Incidents · 3 open", self.line.is_none(), theme);
        const COLUMNS: &[Column] = &[Column::fixed(6), Column::rest(5)];
        self.list.draw(frame.buffer_mut(), inside, theme, true, |row, width| {
            (line(COLUMNS, &[&format!("INC-{}", row.0), &row.1], width), Role::Text)
        });
        if let Some(line) = &self.line
            && let Some(caret) = line.draw(frame.buffer_mut(), below, theme.style(Role::Field))
        {
            frame.set_cursor_position(caret);
        }
    }
}

/// A form on the stack.
struct Ask1 {
    form: Form,
}

impl Ask1 {
    fn new() -> Self {
        let field = |key, label, ask, required| FormField {
            key,
            label,
            ask,
            doc: "One line that says what fails.",
            required,
            later: false,
            unknown: false,
        };
        const LEVELS: &[(&str, &str)] = &[("high", "high"), ("medium", "medium"), ("low", "low")];
        Self {
            form: Form::new(
                "New incident",
                [
                    field("title", "Title", Ask::Line, true),
                    field("impact", "Impact", Ask::Choice(LEVELS), false),
                    field("service", "Service", Ask::Pick, false),
                    field("notes", "Notes", Ask::Area, false),
                ],
            ),
        }
    }

    fn reply(&self, reply: FormReply) -> Reply<Titles> {
        match reply {
            FormReply::Ignored | FormReply::Say(_) => Reply::Ignored,
            FormReply::Write => Reply::Write(self.form.text_here().unwrap_or_default().to_owned()),
            FormReply::Done => Reply::Done,
            FormReply::Leave => Reply::Back,
            FormReply::Submit => Reply::Submit(self.form.answers().into_iter().map(|(_, text)| text).collect::<Vec<_>>().join(" / ")),
            FormReply::Pick(_) => Reply::Open(Box::new(Services(Picker::new(
                "Service",
                ["Payments", "数据", "Intranet"]
                    .iter()
                    .map(|s| Item { label: (*s).to_owned(), note: String::new(), also: String::new() })
                    .collect(),
            )))),
        }
    }
}

impl Screen<Titles> for Ask1 {
    fn place(&self) -> Place {
        self.form.place()
    }
    fn act(&mut self, act: Act, _: &Titles) -> Reply<Titles> {
        let reply = self.form.act(act);
        self.reply(reply)
    }
    fn text(&mut self, input: &Input, _: &Titles) -> Reply<Titles> {
        let reply = match input {
            Input::Key(chord) => self.form.key(*chord),
            Input::Paste { text, .. } => self.form.paste(text),
        };
        self.reply(reply)
    }
    fn chosen(&mut self, choice: &str, _: &Titles) -> Reply<Titles> {
        self.form.set("service", choice);
        Reply::Done
    }
    fn answered(&mut self, answer: &Answer, _: &Titles) -> Reply<Titles> {
        match answer {
            Answer::Done(..) => return Reply::Back,
            Answer::Refused(all) => self.form.refuse(all.clone()),
            Answer::Pending => self.form.saving = true,
            Answer::Unknown(_) => self.form.saving = false,
        }
        Reply::Done
    }
    fn overlay(&self) -> bool {
        true
    }
    fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, _: &Titles) {
        let inside = overlay(frame, area, theme, 60, 14);
        self.form.draw(frame, inside, theme);
    }
}

struct Services(Picker);

impl Services {
    fn reply(reply: PickReply) -> Reply<Titles> {
        match reply {
            PickReply::Ignored => Reply::Ignored,
            PickReply::Done => Reply::Done,
            PickReply::Leave => Reply::Back,
            PickReply::Chosen(at) => Reply::Choose(["Payments", "数据", "Intranet"][at].to_owned()),
        }
    }
}

impl Screen<Titles> for Services {
    fn place(&self) -> Place {
        Place::Picker
    }
    fn overlay(&self) -> bool {
        true
    }
    fn act(&mut self, act: Act, _: &Titles) -> Reply<Titles> {
        Self::reply(self.0.act(act))
    }
    fn text(&mut self, input: &Input, _: &Titles) -> Reply<Titles> {
        match input {
            Input::Key(chord) => Self::reply(self.0.key(*chord)),
            Input::Paste { text, .. } => Self::reply(self.0.paste(text)),
        }
    }
    fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, _: &Titles) {
        self.0.draw_over(frame, area, theme, (40, 8));
    }
}

pub fn some() -> Titles {
    let titles =
        ["Card payments fail in all shops", "数据迁移脚本延迟", "evil \u{1b}[2J\u{202e}title\u{7f}", "👨\u{200d}👩\u{200d}👧 e\u{301}"];
    Titles { titles: titles.iter().map(|t| (*t).to_owned()).collect(), ..Titles::default() }
}
