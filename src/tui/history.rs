//! Who changed what, newest first: what undo and redo would do, what a change changed, and taking one back by its number.

use ratatui::Frame;
use ratatui::layout::{Position, Rect, Size};

use super::choose::Choose;
use super::copy_menu::{Offer, What};
use super::desk::Desk;
use super::keys::{Act, Move, Place};
use super::mouse::Pointing;
use super::parts::columns::{Column, line as columns};
use super::parts::frame::{above, hint, pane};
use super::parts::list::{Clicked, List, Row, Want, Window};
use super::parts::picker::Item;
use super::parts::text::{paint_all, row};
use super::screen::WHEEL;
use super::stage::{About, Kept, Reply, Screen};
use super::summary::stamp;
use super::theme::{Role, Theme};
use crate::app::past::{Past, PastFrom};
use crate::model::{CaseRef, Untrusted};

impl Row for Past {
    type Id = i64;

    fn id(&self) -> i64 {
        self.seq
    }
}

/// Holds a window of the journal.
#[derive(Default)]
pub struct History {
    list: List<Past>,
    hints: [Option<(i64, Untrusted)>; 2],
    newest: i64,
    /// The case the selected change is about.
    case: Option<CaseRef>,
    /// The change that is to be taken back, while that is being asked.
    asked: Option<i64>,
    /// The change to go to once the window has been read.
    wanted: Option<i64>,
}

fn window(desk: &Desk, want: &Want<i64>) -> Window<Past> {
    let read = |from, limit: usize| desk.read(desk.app.past(from, limit + 1));
    let older = |mut rows: Vec<Past>, count: usize, above: bool| {
        let below = rows.len() > count;
        rows.truncate(count);
        Window { rows, above, below }
    };
    let newer = |mut rows: Vec<Past>, count: usize, below: bool| {
        // What was read one too many is the newest of them.
        let surplus = rows.len().saturating_sub(count);
        rows.drain(..surplus);
        Window { rows, above: surplus > 0, below }
    };
    match *want {
        Want::First(count) => older(read(PastFrom::Before(i64::MAX), count), count, false),
        Want::After(seq, count) => older(read(PastFrom::Before(seq), count), count, true),
        Want::Before(seq, count) => newer(read(PastFrom::After(seq), count), count, true),
        Want::Last(count) => newer(read(PastFrom::After(0), count), count, false),
        Want::Around(seq, before, after) => {
            let tail = older(read(PastFrom::Before(seq + 1), after + 1), after + 1, true);
            if tail.rows.first().is_none_or(|first| first.seq != seq) {
                return Window { rows: Vec::new(), above: false, below: false };
            }
            let mut head = newer(read(PastFrom::After(seq), before), before, true);
            head.rows.extend(tail.rows);
            Window { rows: head.rows, above: head.above, below: tail.below }
        }
    }
}

impl History {
    /// Reads which case the selected change is about.
    fn look(&mut self, desk: &Desk) {
        let case = self.list.selected().and_then(|past| past.case);
        self.case = case.and_then(|case| desk.read(desk.app.case_number(case)));
    }

    /// Asks before a change is taken back: it may be somebody else's.
    fn ask(&mut self, desk: &Desk) -> Reply<Desk> {
        let Some(past) = self.list.selected() else { return Reply::Done };
        self.asked = Some(past.seq);
        let whose = if past.who.raw() == desk.app.ctx.actor { "your".to_owned() } else { format!("{}'s", past.who.raw()) };
        let item = |label: String| Item { label, note: String::new(), also: String::new() };
        let yes = format!("Take {whose} change back: {}", past.did.raw());
        Reply::Open(Box::new(Choose::new(format!("b{}", past.seq), vec![item("Leave it as it is".to_owned()), item(yes)])))
    }

    fn draw_hints(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, desk: &Desk) {
        for (at, (key, hint)) in (0..).zip(["{undo} would undo", "{redo} would redo"].into_iter().zip(&self.hints)) {
            let words = hint.as_ref().map_or_else(|| "nothing of yours".to_owned(), |(seq, label)| format!("b{seq}  {}", label.raw()));
            let role = if hint.is_some() { Role::Text } else { Role::Quiet };
            let label = format!(" {}  ", desk.told(Place::History, key));
            paint_all(frame.buffer_mut(), row(area, at), [(label.as_str(), theme.style(Role::Quiet)), (&words, theme.style(role))]);
        }
    }
}

/// Rows above the list: what undo and redo would do.
fn hints(height: u16) -> u16 {
    match height {
        8.. => 2,
        5.. => 1,
        _ => 0,
    }
}

/// The number, when, who, through what, what was done, and whether it was taken back.
const COLUMNS: &[Column] = &[
    Column::fixed(7),
    Column::fixed(11).from(56),
    Column::fixed(10).from(36),
    Column::rest(8),
    Column::fixed(8).from(90),
    Column::fixed(10).from(48),
];

impl Screen<Desk> for History {
    fn place(&self) -> Place {
        Place::History
    }

    fn load(&mut self, desk: &Desk, size: Size) {
        let height = size.height.saturating_sub(hints(size.height));
        let height = if height < 3 { height } else { height - 2 };
        if let Some(wanted) = self.wanted.take() {
            self.list.select(&wanted, &mut |want| window(desk, &want));
        }
        self.list.space(desk.step());
        self.list.load(usize::from(height), &mut |want| window(desk, &want));
        self.hints = desk.read(desk.app.hints());
        self.newest = desk.read(desk.app.last_change());
        self.look(desk);
    }

    fn why_not(&self, act: Act, _: &Desk) -> Option<String> {
        let selected = self.list.selected();
        match act {
            Act::Enter | Act::TakeBack if selected.is_none() => Some("nothing has been changed yet".to_owned()),
            Act::TakeBack => selected.and_then(|past| match (past.stands, past.is_final) {
                (false, _) => Some(format!("b{} was taken back already", past.seq)),
                (_, true) => Some(format!("b{} cannot be taken back: it had effects outside, or blanked what it changed", past.seq)),
                _ => None,
            }),
            _ => None,
        }
    }

    fn act(&mut self, act: Act, desk: &Desk) -> Reply<Desk> {
        match act {
            Act::Move(step) if self.list.go(step, &mut |want| window(desk, &want)) => {
                self.look(desk);
                Reply::Done
            }
            Act::Enter => desk.start("change show", &self.about()),
            Act::TakeBack => self.ask(desk),
            _ => Reply::Ignored,
        }
    }

    fn chosen(&mut self, choice: &str, desk: &Desk) -> Reply<Desk> {
        match (choice, self.asked.take()) {
            ("1", Some(seq)) => desk.start("undo", &vec![("batch", format!("b{seq}"))]),
            _ => Reply::Done,
        }
    }

    fn point(&mut self, what: Pointing, at: Position, _: Rect, desk: &Desk) -> Reply<Desk> {
        let step = match what {
            Pointing::Up => Move::Up,
            Pointing::Down => Move::Down,
            Pointing::Click => {
                let again = self.list.click(at) == Clicked::Again;
                self.look(desk);
                return if again { self.act(Act::Enter, desk) } else { Reply::Done };
            }
        };
        for _ in 0..WHEEL {
            self.act(Act::Move(step), desk);
        }
        Reply::Done
    }

    fn copies(&self, desk: &Desk) -> Vec<Offer> {
        let line = |past: &Past| {
            let text = format!("b{}  {}  {}  {}", past.seq, stamp(past.at, &desk.app.ctx), past.who.raw(), past.did.raw());
            Offer::text(What::Line, format!("line b{}", past.seq), text)
        };
        self.list.selected().map(line).into_iter().collect()
    }

    fn about(&self) -> About {
        let case = self.case.map(|case| ("case", case.to_string()));
        let batch = self.list.selected().map(|past| ("batch", format!("b{}", past.seq)));
        case.into_iter().chain(batch).collect()
    }

    fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    fn kept(&self) -> Kept {
        // The newest is where one begins anyway.
        let seq = self.list.selected().map(|past| past.seq).filter(|seq| *seq != self.newest);
        seq.map(|seq| ("change", seq.to_string())).into_iter().collect()
    }

    fn recall(&mut self, kept: &std::collections::BTreeMap<String, String>, _: &Desk) {
        self.wanted = kept.get("change").and_then(|text| text.parse().ok());
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, desk: &Desk) {
        let [top, body] = above(area, hints(area.height));
        self.draw_hints(frame, top, theme, desk);
        let changes = if self.newest == 1 { "change" } else { "changes" };
        let title = format!("History {} {} {changes}, newest first", theme.dot(), self.newest);
        let inside = pane(frame, body, &title, true, theme);
        if self.list.is_empty() {
            let words = desk.told(Place::History, "Nothing has been changed yet. {new} opens the first case.");
            return hint(frame, inside, &words, theme);
        }
        let ctx = &desk.app.ctx;
        self.list.draw(frame.buffer_mut(), inside, theme, true, |past, width| {
            let (number, at) = (format!("b{}", past.seq), stamp(past.at, ctx));
            let mark = if past.stands { "" } else { "taken back" };
            let cells = [&number, &at, past.who.raw(), past.did.raw(), &past.through, mark];
            (columns(COLUMNS, &cells, width), if past.stands { Role::Text } else { Role::Quiet })
        });
    }
}
