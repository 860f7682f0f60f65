//! Screen 5: search as you type over everything ever logged, newest first; what is found opens where it was said.

use std::collections::BTreeMap;
use std::time::Duration;

use ratatui::Frame;
use ratatui::layout::{Position, Rect, Size};

use super::chord::Key;
use super::copy_menu::{Offer, What};
use super::desk::Desk;
use super::input::Input;
use super::keys::{Act, Move, Place};
use super::library_draw::plan;
use super::library_filter::Filter;
use super::library_look_up as look_up;
use super::mouse::Pointing;
use super::parts::line::Line;
use super::parts::list::{Clicked, List, Row, Want, Window};
use super::screen::WHEEL;
use super::stage::{About, Kept, Reply, Screen};
use super::theme::Theme;
use crate::app::Hit;
use crate::app::search::{self, Understood};
use crate::model::{EntryRef, Id, Subject};

/// How many hits are read with each letter at least, the newest; more than the screen has rows help nobody who types.
const TYPED: usize = 30;
/// How many are read once the words are said to be all, and of how many of the newest these are the closest.
const CLOSEST: (usize, usize) = (200, 1_000);
/// How long a search may take with each letter, and once the words are said to be all: no key waits for one.
const BUDGET: (Duration, Duration) =
    if cfg!(test) { (Duration::from_secs(60), Duration::from_secs(60)) } else { (Duration::from_millis(3), Duration::from_millis(8)) };

impl Row for Hit {
    type Id = Id;

    fn id(&self) -> Id {
        self.record
    }
}

/// Holds what is searched for and what was found.
pub struct Library {
    pub(super) line: Line,
    pub(super) typing: bool,
    /// Whether the words are said to be all, so that it is worth comparing more of what they are found in.
    pub(super) whole: bool,
    pub(super) filter: Filter,
    /// What was typed, as it was understood.
    pub(super) asked: Understood,
    pub(super) found: Vec<Hit>,
    /// Whether there are more than were read, and whether time was up.
    pub(super) more: bool,
    pub(super) stopped: bool,
    pub(super) list: List<Hit>,
    size: Size,
    wanted: Option<Id>,
    /// Whether the list that is open is that of what else can be looked up.
    looking_up: bool,
}

impl Default for Library {
    fn default() -> Self {
        Self {
            line: Line::default(),
            typing: true,
            whole: false,
            filter: Filter::default(),
            asked: Understood::default(),
            found: Vec::new(),
            more: false,
            stopped: false,
            list: List::default(),
            size: Size::default(),
            wanted: None,
            looking_up: false,
        }
    }
}

impl Library {
    fn search(&mut self, desk: &Desk) {
        self.asked = desk.read(desk.app.understood(self.line.text()));
        let search = self.filter.search(self.asked.search.clone(), desk.app.ctx.at);
        let found = if self.whole {
            desk.read(desk.app.look_for(&search, CLOSEST.0, CLOSEST.1, BUDGET.1))
        } else {
            desk.read(desk.app.typed(&search, TYPED.max(usize::from(self.size.height)), BUDGET.0))
        };
        (self.found, self.more, self.stopped) = (found.hits, found.more, found.stopped);
    }

    fn lay_out(&mut self, desk: &Desk) {
        let found = &self.found;
        self.list.space(desk.step());
        let area = plan(Rect::new(0, 0, self.size.width, self.size.height)).list;
        let height = if area.height < 3 { area.height } else { area.height - 2 };
        if let Some(wanted) = self.wanted.take() {
            self.list.select(&wanted, &mut |want| window(found, &want));
        }
        self.list.load(usize::from(height), &mut |want| window(found, &want));
    }

    fn again(&mut self, desk: &Desk) {
        self.search(desk);
        self.list = List::default();
        self.lay_out(desk);
    }

    fn go(&mut self, step: Move) -> bool {
        let found = &self.found;
        self.list.go(step, &mut |want| window(found, &want))
    }

    /// Opens where the selected hit was said.
    fn open(&self) -> Reply<Desk> {
        let Some(hit) = self.list.selected() else { return Reply::Done };
        let about = self.about();
        match (hit.subject, hit.case, &hit.name) {
            (Subject::Section | Subject::Finding | Subject::Remark, Some(_), _) => Reply::Visit(Place::Review, about),
            (_, Some(_), _) => Reply::Visit(Place::Room, about),
            (register, None, Some(name)) => {
                let record = vec![("register", register.key().to_owned()), ("record", name.raw().to_owned())];
                Reply::Visit(Place::Portfolio, record)
            }
            (_, None, None) => Reply::Say("this record is gone; search again".to_owned()),
        }
    }
}

/// Names what kind of thing a hit is.
pub(super) fn kind_of(hit: &Hit) -> &'static str {
    match (hit.subject, hit.kind, hit.case) {
        (Subject::Entry, Some(kind), _) => kind.label(),
        (Subject::Case, _, Some((_, case))) => case.kind.label(),
        (Subject::Section, ..) => "review",
        (subject, ..) => subject.label(),
    }
}

fn window(found: &[Hit], want: &Want<Id>) -> Window<Hit> {
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

    fn why_not(&self, act: Act, desk: &Desk) -> Option<String> {
        (act == Act::Enter && self.list.is_empty())
            .then(|| desk.told(Place::Library, "nothing is found yet; {search} goes back to the words"))
    }

    fn is_empty(&self) -> bool {
        !self.typing && self.list.is_empty()
    }

    fn act(&mut self, act: Act, desk: &Desk) -> Reply<Desk> {
        match act {
            Act::Submit => {
                self.whole = true;
                self.again(desk);
                self.typing = self.found.is_empty();
            }
            Act::Back if self.typing && self.line.text().is_empty() => self.typing = false,
            Act::Back if self.typing => {
                self.line.set("");
                self.typing = false;
                self.again(desk);
            }
            Act::Back if self.filter.is_narrow() => {
                self.filter = Filter::default();
                self.again(desk);
            }
            Act::Move(step @ (Move::Left | Move::Right)) => {
                self.filter.turn(step == Move::Right);
                self.again(desk);
            }
            Act::Move(step) if self.go(step) => {}
            Act::Search => self.typing = true,
            Act::Narrow => {
                self.looking_up = false;
                return self.filter.offer(desk);
            }
            Act::More => {
                self.looking_up = true;
                return look_up::offer(&self.about());
            }
            Act::Enter => return self.open(),
            _ => return Reply::Ignored,
        }
        Reply::Done
    }

    fn text(&mut self, input: &Input, desk: &Desk) -> Reply<Desk> {
        match input {
            // Without words there is nothing for an arrow to go through but the kinds.
            Input::Key(chord) if self.line.text().is_empty() && matches!(chord.key(), Key::Left | Key::Right) => {
                self.filter.turn(chord.key() == Key::Right);
            }
            Input::Key(chord) if !self.line.key(*chord) => {
                // An arrow in the words goes into the list.
                let step = match chord.key() {
                    Key::Down => None,
                    Key::PageDown => Some(Move::PageDown),
                    _ => return Reply::Ignored,
                };
                self.typing = self.found.is_empty();
                if let Some(step) = step {
                    self.go(step);
                }
                return Reply::Done;
            }
            Input::Key(_) => {}
            Input::Paste { text, .. } => self.line.paste(text),
        }
        self.whole = false;
        self.again(desk);
        Reply::Done
    }

    fn chosen(&mut self, choice: &str, desk: &Desk) -> Reply<Desk> {
        if std::mem::take(&mut self.looking_up) {
            return look_up::chosen(choice, &self.about(), self.filter.home(), desk);
        }
        self.filter.choose(choice);
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
        let line = |hit: &Hit| {
            let of = search::of(hit);
            Offer::text(What::Line, format!("line {of}"), format!("{of}  {}  {}", kind_of(hit), hit.text.raw()))
        };
        self.list.selected().map(line).into_iter().collect()
    }

    fn about(&self) -> About {
        let Some(hit) = self.list.selected().filter(|_| !self.typing) else { return Vec::new() };
        let Some((_, case)) = hit.case else { return Vec::new() };
        let mut about = vec![("case", case.to_string())];
        about.extend(hit.entry.map(|number| ("entry", EntryRef { case, number }.to_string())));
        if let (Subject::Section, Some(name)) = (hit.subject, &hit.name) {
            about.push(("section", name.raw().to_owned()));
        }
        about
    }

    fn kept(&self) -> Kept {
        let mut kept = self.filter.kept();
        kept.insert("words", self.line.text().to_owned());
        if let Some(hit) = self.list.selected().filter(|_| !self.typing) {
            kept.insert("record", hit.record.to_string());
        }
        kept
    }

    fn recall(&mut self, kept: &BTreeMap<String, String>, desk: &Desk) {
        // What was looked for is not for those who look at a shared screen.
        if desk.is_shared() {
            return;
        }
        self.line.set(kept.get("words").map_or("", String::as_str));
        self.filter = Filter::recalled(kept, desk);
        self.wanted = kept.get("record").and_then(|text| serde_json::from_value(text.clone().into()).ok());
        self.typing = self.wanted.is_none();
        self.whole = !self.typing;
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, desk: &Desk) {
        self.paint(frame, area, theme, desk);
    }
}
