//! The first screen there ever is: nobody has a database yet, and chooses how to begin.
//!
//! A world of its own, because there is nothing to show yet. What choosing means is handed in; must not know how a file is opened.

use std::path::{Path, PathBuf};
use std::time::Duration;

use ratatui::Frame;
use ratatui::layout::{Rect, Size};

use super::input::Input;
use super::keys::{Act, Move, Place};
use super::parts::frame::{Header, above};
use super::parts::line::Line;
use super::parts::text::{from, paint, paint_all, row};
use super::path;
use super::stage::{About, Answer, Reply, Screen, World};
use super::theme::{Role, Theme};
use super::words::wrapped;
use crate::app::App;
use crate::clock;
use crate::model::refusal::Refusal;
use crate::model::{Zone, when};

/// Says how somebody begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// With the demonstration.
    Demo,
    /// With a new file in the usual place.
    Own,
    /// With a file that is there.
    File(PathBuf),
}

/// Opens what was chosen, or says in a sentence why that cannot be.
pub type Opener<'a> = dyn FnMut(Choice) -> Result<App, String> + 'a;

/// What the welcome stands on: a way to open a file, and what came of it.
pub struct Welcome {
    opener: Box<Opener<'static>>,
    opened: Option<App>,
    usual: String,
    zone: Zone,
    now: i64,
    fixed: bool,
}

impl Welcome {
    /// Begins with a way to open what is chosen; `usual` is the file that would be made.
    pub fn new(usual: &Path, zone: Zone, opener: Box<Opener<'static>>) -> Self {
        let mut welcome = Self { opener, opened: None, usual: at_home(usual), zone, now: 0, fixed: false };
        welcome.stamp();
        welcome
    }

    /// Gives the database that was chosen, if one was.
    pub fn into_opened(self) -> Option<App> {
        self.opened
    }
}

impl World for Welcome {
    type Order = Choice;

    fn stamp(&mut self) {
        if let Ok(stamp) = clock::now() {
            (self.now, self.fixed) = (stamp.at, stamp.fixed);
        }
    }

    fn minute_left(&self) -> Option<Duration> {
        let left = 60_000 - self.now.rem_euclid(60_000);
        (!self.fixed).then(|| Duration::from_millis(left.unsigned_abs()))
    }

    fn header(&self) -> Header {
        Header { clock: format!("{} {}", when::clock(self.now, self.zone), self.zone.short()), ..Header::default() }
    }

    fn pulse(&mut self) -> Option<String> {
        None
    }

    fn submit(&mut self, choice: Choice) -> Answer {
        match (self.opener)(choice) {
            Ok(app) => {
                self.opened = Some(app);
                Answer::Done(String::new(), About::new())
            }
            Err(why) => Answer::Refused(vec![Refusal::whole(why, "")]),
        }
    }

    fn poll(&mut self) -> Option<Answer> {
        None
    }

    fn undo(&mut self) -> Answer {
        Answer::Refused(Vec::new())
    }

    fn redo(&mut self) -> Answer {
        Answer::Refused(Vec::new())
    }

    fn open(&self, place: Place) -> Option<Box<dyn Screen<Self>>> {
        (place == Place::Welcome).then(|| Box::new(Choices { at: OWN, path: None, size: Size::default() }) as Box<dyn Screen<Self>>)
    }

    fn begin(&mut self, _: Act, _: &About) -> Reply<Self> {
        Reply::Ignored
    }

    fn commands(&self) -> Vec<(&'static str, &'static str)> {
        Vec::new()
    }

    fn keep_unsent(&mut self, _: &[(String, String)]) {}
}

/// The ways to begin: key, what it is, what comes of it.
const WAYS: &[(&str, &str, &str)] = &[
    ("d", "Look at a demonstration", "a P1 under way, all made up"),
    ("n", "Begin a file of your own", "in the usual place"),
    ("o", "Open another file", "you type where it is"),
];
/// The one that Enter takes unless somebody moves: it does no harm.
const OWN: usize = 1;
/// Widest the text is laid out.
const WIDEST: u16 = 76;
/// Cells of a key and of what it is.
const KEY: u16 = 4;
/// See [`KEY`].
const WHAT: u16 = 28;

/// Holds which way is selected, and the path while it is typed.
struct Choices {
    at: usize,
    path: Option<Line>,
    size: Size,
}

impl Choices {
    fn choose(&mut self, at: usize) -> Reply<Welcome> {
        self.at = at;
        match at {
            0 => Reply::Submit(Choice::Demo),
            OWN => Reply::Submit(Choice::Own),
            _ => {
                self.path.get_or_insert_default();
                Reply::Done
            }
        }
    }

    fn submit(&self) -> Reply<Welcome> {
        let typed = self.path.as_ref().map_or("", Line::text).trim();
        match typed.is_empty() {
            true => Reply::Say("type where the file is; Tab completes the name".to_owned()),
            false => Reply::Submit(Choice::File(crate::paths::meant(typed))),
        }
    }

    /// Draws the ways to begin from a row on and gives the row after them.
    fn draw_ways(&self, frame: &mut Frame<'_>, area: Rect, mut at: u16, theme: &Theme, usual: &str) -> u16 {
        for (index, (key, what, note)) in WAYS.iter().enumerate() {
            let note = if index == OWN { usual } else { note };
            let style = theme.style(if index == self.at { Role::Selected } else { Role::Text });
            let line = row(area, at);
            paint(frame.buffer_mut(), line, &format!(" {key}"), theme.style(Role::Key));
            let field = Rect { width: WHAT.min(line.width.saturating_sub(KEY)), x: line.x + KEY.min(line.width), ..line };
            frame.buffer_mut().set_style(field, style);
            paint(frame.buffer_mut(), field, &format!(" {what} "), style);
            // Where it does not fit beside, what comes of it stands below.
            let beside = area.width >= KEY + WHAT + 30;
            let note_line = if beside { from(line, KEY + WHAT + 1) } else { from(row(area, at + 1), KEY + 1) };
            paint(frame.buffer_mut(), note_line, note, theme.style(Role::Quiet));
            at += if beside { 1 } else { 2 };
        }
        at
    }
}

impl Screen<Welcome> for Choices {
    fn place(&self) -> Place {
        if self.path.is_some() { Place::Path } else { Place::Welcome }
    }

    fn load(&mut self, _: &Welcome, size: Size) {
        self.size = size;
    }

    fn act(&mut self, act: Act, _: &Welcome) -> Reply<Welcome> {
        match (act, &mut self.path) {
            (Act::Move(Move::Up), None) => self.at = (self.at + WAYS.len() - 1) % WAYS.len(),
            (Act::Move(Move::Down), None) => self.at = (self.at + 1) % WAYS.len(),
            (Act::Enter, None) => return self.choose(self.at),
            (Act::Demo, None) => return self.choose(0),
            (Act::New, None) => return self.choose(OWN),
            (Act::OpenFile, None) => return self.choose(OWN + 1),
            (Act::Submit, Some(_)) => return self.submit(),
            (Act::Back, Some(_)) => self.path = None,
            (Act::Move(Move::Next), Some(line)) => match path::completed(line.text()) {
                Ok(text) => line.set(&text),
                Err(words) => return Reply::Say(words),
            },
            _ => return Reply::Ignored,
        }
        Reply::Done
    }

    fn text(&mut self, input: &Input, _: &Welcome) -> Reply<Welcome> {
        let Some(line) = &mut self.path else { return Reply::Ignored };
        match input {
            Input::Key(chord) if !line.key(*chord) => return Reply::Ignored,
            Input::Key(_) => {}
            Input::Paste { text, .. } => line.paste(text),
        }
        Reply::Done
    }

    fn answered(&mut self, answer: &Answer, _: &Welcome) -> Reply<Welcome> {
        if matches!(answer, Answer::Done(..)) { Reply::Quit } else { Reply::Done }
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, world: &Welcome) {
        let width = area.width.saturating_sub(4).min(WIDEST + 24);
        let inside = Rect { x: area.x + (area.width - width) / 2, width, ..area };
        let words = |text: &str| wrapped(text, usize::from(width.min(WIDEST)));
        let (opening, question) = (
            words("warroom keeps a crisis in one file on this machine: what happened, what was decided and why, who owes what until when."),
            words("There is no file yet. How would you like to begin?"),
        );
        let rows = u16::try_from(opening.len() + question.len()).unwrap_or(0) + 9;
        let [_, inside] = above(inside, inside.height.saturating_sub(rows) / 3);
        let mut at = 0;
        // Where there is little room, the ways to begin come first.
        if inside.height >= rows {
            for line in opening.iter().map(String::as_str).chain([""]).chain(question.iter().map(String::as_str)).chain([""]) {
                paint(frame.buffer_mut(), row(inside, at), line, theme.style(Role::Text));
                at += 1;
            }
        }
        at = self.draw_ways(frame, inside, at, theme, &world.usual);
        let [_, rest] = above(inside, at + 1);
        match &self.path {
            Some(line) => {
                let label = paint_all(frame.buffer_mut(), rest, [(" File ", theme.style(Role::Here))]);
                if let Some(caret) = line.draw(frame.buffer_mut(), from(rest, label), theme.style(Role::Field)) {
                    frame.set_cursor_position(caret);
                }
            }
            None => {
                paint(frame.buffer_mut(), rest, "Nothing leaves this machine.", theme.style(Role::Quiet));
            }
        }
    }
}

/// Shows a path as people write it.
fn at_home(path: &Path) -> String {
    let home = std::env::var_os("HOME").map(PathBuf::from);
    match home.as_deref().and_then(|home| path.strip_prefix(home).ok()) {
        Some(rest) => format!("~/{}", rest.display()),
        None => path.display().to_string(),
    }
}

#[cfg(test)]
#[path = "welcome_tests.rs"]
mod tests;
