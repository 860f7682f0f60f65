//! What an import asks for in a line or a short form: the file, and what a mapping is called.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::desk::Desk;
use super::import::Import;
use super::input::Input;
use super::keys::{Act, Move, Place};
use super::parts::form::{Ask, Form, FormField, FormReply};
use super::parts::frame::titled;
use super::parts::line::Line;
use super::parts::text::{from, paint, paint_all, row};
use super::path;
use super::stage::{Reply, Screen};
use super::theme::{Role, Theme};
use super::words::wrapped;
use crate::app::import::Sketch;
use crate::model::CaseKind;

/// What is said under the name of the file.
const ABOUT: &str = "CSV, a workbook, JSON or XML that another system has exported. A report comes first; until then nothing is changed.";
/// Widest both are drawn.
const WIDEST: u16 = 84;

/// The name of a file while it is typed.
#[derive(Default)]
pub struct Asking {
    line: Line,
}

impl Screen<Desk> for Asking {
    fn place(&self) -> Place {
        Place::Path
    }

    fn overlay(&self) -> bool {
        true
    }

    fn act(&mut self, act: Act, desk: &Desk) -> Reply<Desk> {
        match act {
            Act::Back => Reply::Back,
            Act::Submit if self.line.text().trim().is_empty() => Reply::Say("type where the file is; Tab completes the name".to_owned()),
            Act::Submit => match Import::of(crate::paths::meant(self.line.text().trim()), desk) {
                Ok(import) => Reply::Instead(Box::new(import)),
                Err(why) => Reply::Say(why),
            },
            Act::Move(Move::Next) => match path::completed(self.line.text()) {
                Ok(text) => {
                    self.line.set(&text);
                    Reply::Done
                }
                Err(words) => Reply::Say(words),
            },
            _ => Reply::Ignored,
        }
    }

    fn text(&mut self, input: &Input, _: &Desk) -> Reply<Desk> {
        match input {
            Input::Key(chord) if !self.line.key(*chord) => return Reply::Ignored,
            Input::Key(_) => {}
            Input::Paste { text, .. } => self.line.paste(text),
        }
        Reply::Done
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, _: &Desk) {
        let words = wrapped(ABOUT, usize::from(area.width.min(WIDEST)).saturating_sub(4));
        let rows = u16::try_from(words.len()).unwrap_or(0) + 4;
        let inside = titled(frame, area, theme, (WIDEST, rows), "Import a file");
        let label = paint_all(frame.buffer_mut(), row(inside, 0), [(" File ", theme.style(Role::Here))]);
        let field = from(row(inside, 0), label);
        if let Some(caret) =
            self.line.draw(frame.buffer_mut(), Rect { width: field.width.saturating_sub(1), ..field }, theme.style(Role::Field))
        {
            frame.set_cursor_position(caret);
        }
        for (at, words) in (2..).zip(&words) {
            paint(frame.buffer_mut(), from(row(inside, at), 1), words, theme.style(Role::Quiet));
        }
    }
}

const KINDS: &[(&str, &str)] = &[("issue", "issue"), ("incident", "incident")];

const FIELDS: &[FormField] = &[
    field("name", "Name", Ask::Line, "What the mapping is saved as; it names a file, so letters, digits, - and _"),
    field("system", "System", Ask::Line, "Where the records are from; a key is looked for among those of the same system"),
    field("kind", "Each row is an", Ask::Choice(KINDS), "What a row becomes"),
];

const fn field(key: &'static str, label: &'static str, ask: Ask, doc: &'static str) -> FormField {
    FormField { key, label, ask, doc, required: true, later: false, unknown: false }
}

/// The name, the system and the kind of a mapping; hands them on as lines.
pub struct Heading {
    form: Form,
}

impl Heading {
    /// Begins with what they are.
    pub fn of(sketch: &Sketch) -> Self {
        let mut form = Form::new("What the table is", FIELDS.iter().copied());
        for (key, value) in [("name", sketch.name.as_str()), ("system", &sketch.system), ("kind", sketch.kind.key())] {
            form.set(key, value);
        }
        Self { form }
    }

    /// Takes what was handed on.
    pub fn take(choice: &str, sketch: &mut Sketch) {
        let mut lines = choice.split('\n').map(str::trim);
        for field in [&mut sketch.name, &mut sketch.system] {
            lines.next().unwrap_or_default().clone_into(field);
        }
        sketch.kind = if lines.next() == Some(CaseKind::Incident.key()) { CaseKind::Incident } else { CaseKind::Issue };
    }

    fn reply(&self, reply: FormReply) -> Reply<Desk> {
        match reply {
            FormReply::Ignored | FormReply::Write | FormReply::Pick(_) => Reply::Ignored,
            FormReply::Done => Reply::Done,
            FormReply::Leave => Reply::Back,
            FormReply::Say(words) => Reply::Say(words.to_owned()),
            FormReply::Submit => {
                let answers = self.form.answers();
                let answer = |key| answers.iter().find(|(known, _)| *known == key).map_or("", |(_, text)| text.as_str());
                Reply::Choose(["name", "system", "kind"].map(answer).map(|text| text.replace('\n', " ")).join("\n"))
            }
        }
    }
}

impl Screen<Desk> for Heading {
    fn place(&self) -> Place {
        self.form.place()
    }

    fn overlay(&self) -> bool {
        true
    }

    fn act(&mut self, act: Act, _: &Desk) -> Reply<Desk> {
        let reply = self.form.act(act);
        self.reply(reply)
    }

    fn text(&mut self, input: &Input, _: &Desk) -> Reply<Desk> {
        let reply = match input {
            Input::Key(chord) => self.form.key(*chord),
            Input::Paste { text, .. } => self.form.paste(text),
        };
        self.reply(reply)
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, _: &Desk) {
        let rows = u16::try_from(self.form.count() + 8).unwrap_or(u16::MAX);
        let inside = titled(frame, area, theme, (WIDEST, rows), self.form.title());
        self.form.draw(frame, Rect { x: inside.x + 1, width: inside.width.saturating_sub(2), ..inside }, theme);
    }
}
