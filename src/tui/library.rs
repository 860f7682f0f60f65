//! Screen 5: search as you type over everything ever logged, newest first.

use ratatui::Frame;
use ratatui::layout::{Position, Rect, Size};

use super::copy_menu::{Offer, What};
use super::desk::Desk;
use super::input::Input;
use super::keys::{Act, Move, Place};
use super::mouse::Pointing;
use super::parts::columns::{Column, line as columns};
use super::parts::frame::{above, pane};
use super::parts::line::Line;
use super::parts::list::{Clicked, List, Row, Want, Window};
use super::parts::text::{from, paint, row};
use super::screen::WHEEL;
use super::stage::{About, Reply, Screen};
use super::theme::{Role, Theme};
use crate::app::search;
use crate::model::{CaseRef, Id};

/// Most hits that are read; more means that another word helps.
const MOST: usize = 200;

/// One hit, worded when it was read.
#[derive(Clone, Debug)]
struct Found {
    record: Id,
    of: String,
    kind: &'static str,
    text: String,
    case: Option<CaseRef>,
}

impl Row for Found {
    type Id = Id;

    fn id(&self) -> Id {
        self.record
    }
}

/// Holds what is searched for and what was found.
pub struct Library {
    line: Line,
    typing: bool,
    found: Vec<Found>,
    list: List<Found>,
    size: Size,
}

impl Default for Library {
    fn default() -> Self {
        Self { line: Line::default(), typing: true, found: Vec::new(), list: List::default(), size: Size::default() }
    }
}

impl Library {
    fn search(&mut self, desk: &Desk) {
        let hits = desk.read(desk.app.search(self.line.text(), MOST));
        let found = hits.into_iter().map(|hit| Found {
            record: hit.record,
            of: search::of(&hit),
            kind: hit.subject.label(),
            case: hit.case.map(|(_, case)| case),
            text: hit.text.into_raw().replace('\n', " / "),
        });
        self.found = found.collect();
    }

    fn lay_out(&mut self, desk: &Desk) {
        let found = &self.found;
        self.list.space(desk.step());
        self.list.load(usize::from(self.size.height.saturating_sub(3)), &mut |want| window(found, &want));
    }

    fn again(&mut self, desk: &Desk) {
        self.search(desk);
        self.list = List::default();
        self.lay_out(desk);
    }
}

fn window(found: &[Found], want: &Want<Id>) -> Window<Found> {
    let place = |id: &Id| found.iter().position(|hit| hit.record == *id);
    let range = match want {
        Want::First(n) => 0..*n,
        Want::Last(n) => found.len().saturating_sub(*n)..found.len(),
        Want::After(id, n) => place(id).map_or(0..0, |at| at + 1..at + 1 + n),
        Want::Before(id, n) => place(id).map_or(0..0, |at| at.saturating_sub(*n)..at),
        Want::Around(id, before, after) => place(id).map_or(0..0, |at| at.saturating_sub(*before)..at + after + 1),
    };
    let range = range.start.min(found.len())..range.end.min(found.len());
    Window { rows: found[range.clone()].to_vec(), above: range.start > 0, below: range.end < found.len() }
}

impl Screen<Desk> for Library {
    fn place(&self) -> Place {
        if self.typing { Place::Filter } else { Place::Library }
    }

    fn load(&mut self, desk: &Desk, size: Size) {
        self.size = size;
        self.search(desk);
        self.lay_out(desk);
    }

    fn why_not(&self, act: Act) -> Option<String> {
        (act == Act::Enter && self.list.is_empty()).then(|| "nothing is found yet; / goes back to the words".to_owned())
    }

    fn is_empty(&self) -> bool {
        !self.typing && self.list.is_empty()
    }

    fn act(&mut self, act: Act, desk: &Desk) -> Reply<Desk> {
        match act {
            Act::Submit => self.typing = self.found.is_empty(),
            Act::Back if self.typing && self.line.text().is_empty() => self.typing = false,
            Act::Back if self.typing => {
                self.line.set("");
                self.typing = false;
                self.again(desk);
            }
            Act::Move(step @ (Move::Up | Move::Down | Move::PageUp | Move::PageDown | Move::First | Move::Last)) => {
                let found = &self.found;
                if !self.list.go(step, &mut |want| window(found, &want)) {
                    return Reply::Ignored;
                }
            }
            Act::Search => self.typing = true,
            Act::Enter => {
                return match self.list.selected().and_then(|hit| hit.case) {
                    Some(_) => Reply::Visit(Place::Room, self.about()),
                    None => Reply::Say("this record belongs to no case; 4 shows the registers".to_owned()),
                };
            }
            _ => return Reply::Ignored,
        }
        Reply::Done
    }

    fn text(&mut self, input: &Input, desk: &Desk) -> Reply<Desk> {
        match input {
            Input::Key(chord) if !self.line.key(*chord) => return Reply::Ignored,
            Input::Key(_) => {}
            Input::Paste { text, .. } => self.line.paste(text),
        }
        self.again(desk);
        Reply::Done
    }

    fn point(&mut self, what: Pointing, at: Position, _: Rect, desk: &Desk) -> Reply<Desk> {
        let step = match what {
            Pointing::Up => Move::Up,
            Pointing::Down => Move::Down,
            Pointing::Click => {
                let clicked = self.list.click(at);
                let again = clicked == Clicked::Again && !self.typing;
                self.typing &= clicked == Clicked::Nothing;
                return if again { self.act(Act::Enter, desk) } else { Reply::Done };
            }
        };
        for _ in 0..WHEEL {
            self.act(Act::Move(step), desk);
        }
        Reply::Done
    }

    fn copies(&self, _: &Desk) -> Vec<Offer> {
        let line = |hit: &Found| Offer::text(What::Line, format!("line {}", hit.of), format!("{}  {}  {}", hit.of, hit.kind, hit.text));
        self.list.selected().map(line).into_iter().collect()
    }

    fn about(&self) -> About {
        let Some(hit) = self.list.selected().filter(|_| !self.typing) else { return Vec::new() };
        hit.case.map(|case| ("case", case.to_string())).into_iter().collect()
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, _: &Desk) {
        let [head, body] = above(area, 1);
        let used = paint(frame.buffer_mut(), head, " Search ", theme.style(Role::Strong));
        let field = from(head, used);
        let style = theme.style(if self.typing { Role::Field } else { Role::Text });
        let caret = self.line.draw(frame.buffer_mut(), field, style);
        if let (true, Some(caret)) = (self.typing, caret) {
            frame.set_cursor_position(caret);
        }
        let count = match self.found.len() {
            MOST.. => format!("{MOST} newest; one more word narrows them"),
            count => count.to_string(),
        };
        let title = if self.line.text().trim().is_empty() { "Found".to_owned() } else { format!("Found {} {count}", theme.dot()) };
        let inside = pane(frame, body, &title, !self.typing, theme);
        if self.found.is_empty() {
            let words = match self.line.text().trim() {
                "" => "Type words; every word must occur, parts of words count.",
                _ => "Nothing found. Every word must occur; parts of words count.",
            };
            paint(frame.buffer_mut(), row(inside, 0), words, theme.style(Role::Quiet));
            return;
        }
        const COLUMNS: &[Column] = &[Column::fixed(11), Column::fixed(8).from(60), Column::rest(10)];
        self.list.draw(frame.buffer_mut(), inside, theme, !self.typing, |hit, width| {
            (columns(COLUMNS, &[&hit.of, hit.kind, &hit.text], width), Role::Text)
        });
    }
}
