//! Screen 5: search as you type over everything ever logged, newest first; what is found opens where it was said.

use std::collections::BTreeMap;
use std::time::Duration;

use ratatui::Frame;
use ratatui::layout::{Position, Rect, Size};

use super::chord::Key;
use super::copy_menu::{Offer, What};
use super::desk::Desk;
use super::found::{marked, ranges};
use super::input::Input;
use super::keys::{Act, Move, Place};
use super::library_filter::Filter;
use super::mouse::Pointing;
use super::parts::frame::{above, hint, pane};
use super::parts::line::Line;
use super::parts::list::{Clicked, List, Row, Want, Window};
use super::parts::text::{cut, fit, from, paint, paint_all, row, wide};
use super::screen::WHEEL;
use super::stage::{About, Kept, Reply, Screen};
use super::summary::stamp;
use super::theme::{Role, Theme};
use super::words::wrapped;
use crate::app::{Context, Hit, search};
use crate::model::search::words_of;
use crate::model::{EntryRef, Id, Subject};

/// Most hits that are read; more means that another word helps.
const MOST: usize = 200;
/// How long a search may take, so that no key waits for one.
const BUDGET: Duration = Duration::from_millis(if cfg!(test) { 60_000 } else { 8 });
/// Rows of the selected hit with their border, and from how many rows on it is shown.
const DETAIL: (u16, u16) = (7, 20);
/// Cells before the text of a hit: where it was said, what it is, when.
const WHERE: usize = 11;
const KIND: usize = 11;
const WHEN: usize = 12;
/// From so many cells on those are shown.
const KIND_FROM: usize = 60;
const WHEN_FROM: usize = 90;

impl Row for Hit {
    type Id = Id;

    fn id(&self) -> Id {
        self.record
    }
}

/// Holds what is searched for and what was found.
pub struct Library {
    line: Line,
    typing: bool,
    filter: Filter,
    found: Vec<Hit>,
    /// Whether there are more than were read, and whether time was up.
    more: bool,
    stopped: bool,
    list: List<Hit>,
    size: Size,
    wanted: Option<Id>,
}

impl Default for Library {
    fn default() -> Self {
        Self {
            line: Line::default(),
            typing: true,
            filter: Filter::default(),
            found: Vec::new(),
            more: false,
            stopped: false,
            list: List::default(),
            size: Size::default(),
            wanted: None,
        }
    }
}

/// Where things stand at a size.
struct Plan {
    words: Rect,
    filter: Rect,
    list: Rect,
    detail: Option<Rect>,
}

fn plan(area: Rect) -> Plan {
    let [words, rest] = above(area, u16::from(area.height > 1));
    let [filter, body] = above(rest, u16::from(area.height > 4));
    let [list, detail] = above(body, if area.height >= DETAIL.1 { body.height - DETAIL.0 } else { body.height });
    Plan { words, filter, list, detail: (detail.height > 0).then_some(detail) }
}

impl Library {
    fn search(&mut self, desk: &Desk) {
        let found = desk.read(desk.app.look_for(&self.filter.search(self.line.text(), desk.app.ctx.at), MOST, BUDGET));
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
            (Subject::Section, Some(_), _) => Reply::Visit(Place::Review, about),
            (_, Some(_), _) => Reply::Visit(Place::Room, about),
            (register, None, Some(name)) => {
                let record = vec![("register", register.key().to_owned()), ("record", name.raw().to_owned())];
                Reply::Visit(Place::Portfolio, record)
            }
            (_, None, None) => Reply::Say("this record is gone; search again".to_owned()),
        }
    }

    /// Words how many there are, and what to do where that is not all.
    fn count(&self, theme: &Theme) -> String {
        let dot = theme.dot();
        let count = self.found.len();
        match (self.more, self.stopped) {
            _ if words_of(self.line.text()).next().is_none() => "Found".to_owned(),
            (true, _) => format!("Found {dot} the newest {count}, there are more; another word narrows them"),
            (false, true) => format!("Found {dot} {count} so far, partial: it took too long; another word helps"),
            _ => format!("Found {dot} {count}"),
        }
    }

    fn draw_hits(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, desk: &Desk) {
        let ctx = &desk.app.ctx;
        let inside = pane(frame, area, &self.count(theme), !self.typing, theme);
        if self.found.is_empty() {
            let typed = words_of(self.line.text()).next().is_some();
            let words = match (typed, self.filter.is_narrow()) {
                (false, _) => "Type words: every word must occur, and parts of words count. {left} and {right} choose the kind.",
                (true, true) => "Nothing like that within these limits. {back} lifts them.",
                (true, false) => "Nothing found. Every word must occur; a part of a word is enough.",
            };
            return hint(frame, inside, &desk.told(Place::Library, words), theme);
        }
        self.list.draw_marked(frame.buffer_mut(), inside, theme, !self.typing, |hit, width| ("", self.line_of(hit, width, ctx)));
    }

    /// Writes one hit: where, what, when, and the text around the first found word.
    fn line_of(&self, hit: &Hit, width: usize, ctx: &Context) -> Vec<(String, Role)> {
        let mut spans = vec![(fit(&search::of(hit), WHERE.min(width)), Role::Text)];
        let mut used = WHERE;
        if width >= KIND_FROM {
            spans.push((format!(" {}", fit(kind_of(hit), KIND)), Role::Quiet));
            used += KIND + 1;
        }
        if width >= WHEN_FROM {
            spans.push((format!(" {}", fit(&stamp(hit.at, ctx), WHEN)), Role::Quiet));
            used += WHEN + 1;
        }
        spans.push((" ".to_owned(), Role::Text));
        // A text of many lines is one line here; its ends are blanks.
        let text: String = hit.text.raw().chars().take(4_000).map(|c| if c.is_control() { ' ' } else { c }).collect();
        let text = if hit.subject == Subject::Section { text.trim_start() } else { &text };
        let room = width.saturating_sub(used + 1);
        spans.extend(marked(text, &ranges(text, words_of(self.line.text())), room));
        // The selected row is marked over all of its width.
        let taken = spans.iter().map(|(text, _)| wide(text)).sum::<usize>();
        spans.push((" ".repeat(width.saturating_sub(taken)), Role::Text));
        cut_to(spans, width)
    }

    /// Draws the selected hit whole: where it was said, and its text.
    fn draw_detail(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, ctx: &Context) {
        let Some(hit) = self.list.selected() else {
            let inside = pane(frame, area, "Nothing selected", false, theme);
            return hint(frame, inside, "Here stands the whole text of what is selected, and where it was said.", theme);
        };
        let section = hit.name.as_ref().filter(|_| hit.subject == Subject::Section).map_or("", |name| name.raw());
        let mut title = format!("{} {section}", search::of(hit)).trim_end().to_owned();
        title.push_str(&format!(" {} {} {}", theme.dot(), kind_of(hit), stamp(hit.at, ctx)));
        if let Some(case) = hit.title.as_ref().filter(|_| hit.subject != Subject::Case) {
            title.push_str(&format!(" {} in: {}", theme.dot(), case.raw()));
        }
        let inside = pane(frame, area, &title, false, theme);
        let text = hit.text.raw().replace('\t', "  ");
        for (at, line) in (0..inside.height).zip(wrapped(&text, usize::from(inside.width).saturating_sub(2))) {
            let spans = marked(&line, &ranges(&line, words_of(self.line.text())), usize::MAX);
            let spans = spans.iter().map(|(text, role)| (text.as_str(), theme.style(*role)));
            paint_all(frame.buffer_mut(), from(row(inside, at), 1), spans);
        }
    }
}

/// Cuts the pieces of a row to so many cells.
fn cut_to(spans: Vec<(String, Role)>, width: usize) -> Vec<(String, Role)> {
    let mut left = width;
    let piece = |(text, role): (String, Role)| {
        let text = cut(&text, left);
        left -= wide(&text).min(left);
        (text, role)
    };
    spans.into_iter().map(piece).collect()
}

/// Names what kind of thing a hit is.
fn kind_of(hit: &Hit) -> &'static str {
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
            Act::Submit => self.typing = self.found.is_empty(),
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
            Act::Narrow => return self.filter.offer(desk),
            Act::Enter => return self.open(),
            _ => return Reply::Ignored,
        }
        Reply::Done
    }

    fn text(&mut self, input: &Input, desk: &Desk) -> Reply<Desk> {
        match input {
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
        self.again(desk);
        Reply::Done
    }

    fn chosen(&mut self, choice: &str, desk: &Desk) -> Reply<Desk> {
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
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, desk: &Desk) {
        let plan = plan(area);
        let label = " Find  ";
        let used = paint(frame.buffer_mut(), plan.words, label, theme.style(Role::Strong));
        let field = from(plan.words, used);
        let field = Rect { width: field.width.saturating_sub(1), ..field };
        let style = theme.style(if self.typing { Role::Field } else { Role::Text });
        if let Some(caret) = self.line.draw(frame.buffer_mut(), field, style).filter(|_| self.typing) {
            frame.set_cursor_position(caret);
        }
        self.filter.draw(frame, plan.filter, theme, desk);
        self.draw_hits(frame, plan.list, theme, desk);
        if let Some(detail) = plan.detail {
            self.draw_detail(frame, detail, theme, &desk.app.ctx);
        }
    }
}
