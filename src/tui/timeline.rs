//! How the log of a case is told in its review: which lines, in which words and order, over the strip of its phases.
//!
//! A window of the told log is held, as the Room holds one of the log: a key costs what the page has rows, and what was moved by hand.

use std::collections::BTreeMap;

use ratatui::Frame;
use ratatui::layout::{Position, Rect, Size};

use super::copy_menu::{Offer, What};
use super::desk::{Desk, Order, case_in};
use super::keys::{Act, Move, Place};
use super::mouse::Pointing;
use super::parts::list::{Clicked, List};
use super::review_cases::Cases;
use super::screen::WHEEL;
use super::stage::{About, Kept, Reply, Screen};
use super::theme::Theme;
use super::timeline_draw::{self, plan};
use super::timeline_edit::TimelineEdit;
use super::windows::told;
use crate::app::{Draft, tables};
use crate::model::case::Case;
use crate::model::telling::Told;
use crate::model::{CaseRef, EntryRef};

/// Holds one case with a window of its told log.
pub struct Timeline {
    case: Option<CaseRef>,
    pub(super) read: Option<Case>,
    pub(super) list: List<Told>,
    pub(super) strip: Vec<String>,
    frozen: bool,
    cases: Cases,
    wanted: Option<EntryRef>,
    size: Size,
}

impl Timeline {
    /// Begins with a case, if there is one.
    pub fn of(case: Option<CaseRef>) -> Self {
        Self {
            case,
            read: None,
            list: List::default(),
            strip: Vec::new(),
            frozen: false,
            cases: Cases::default(),
            wanted: None,
            size: Size::default(),
        }
    }

    fn turn_to(&mut self, case: CaseRef) {
        if self.case != Some(case) {
            *self = Self { size: self.size, ..Self::of(Some(case)) };
        }
    }

    fn name(&self, line: &Told) -> Option<EntryRef> {
        Some(EntryRef { case: self.case?, number: line.entry.number })
    }

    fn selected(&self) -> Option<(EntryRef, &Told)> {
        let line = self.list.selected()?;
        Some((self.name(line)?, line))
    }

    fn go(&mut self, step: Move, desk: &Desk) -> bool {
        let Some(case) = self.read.as_ref() else { return false };
        self.list.go(step, &mut |want| told(desk, case, &want))
    }

    /// Gives the line so many rows from the selected one.
    fn near(&self, by: isize) -> Option<EntryRef> {
        let number = self.list.selected()?.entry.number;
        let at = self.list.held().iter().position(|line| line.entry.number == number)?;
        self.name(self.list.held().get(at.checked_add_signed(by)?)?)
    }

    /// Puts a line after another: one place later is after the next one, one place earlier after the one before the last; before the
    /// first line, that one goes after it.
    fn put(&self, later: bool) -> Reply<Desk> {
        let Some((here, told)) = self.selected() else { return Reply::Done };
        let (line, after) = match (later, self.near(1), self.near(-1), self.near(-2)) {
            (true, Some(next), ..) => (here, next),
            (false, _, Some(_), Some(anchor)) => (here, anchor),
            (false, _, Some(_), None) if told.is_moved() => {
                return Reply::Say("the first line stands there by its time; another comes before it only by an earlier time".to_owned());
            }
            (false, _, Some(before), None) => (before, here),
            _ => return Reply::Say(format!("this is the {} line", if later { "last" } else { "first" })),
        };
        order("timeline tell", Draft::new().with("entry", line.to_string()).with("after", after.to_string()))
    }
}

fn order(name: &str, draft: Draft) -> Reply<Desk> {
    tables::command(name).map_or(Reply::Done, |command| Reply::Submit(Order { command, draft }))
}

impl Screen<Desk> for Timeline {
    fn place(&self) -> Place {
        Place::Timeline
    }

    fn load(&mut self, desk: &Desk, size: Size) {
        self.size = size;
        self.read = self.case.and_then(|case| desk.read(desk.app.case_named(case)));
        let Some(case) = &self.read else {
            self.list = List::default();
            return;
        };
        let area = Rect::new(0, 0, size.width, size.height);
        self.strip = timeline_draw::strip(case, &desk.app.ctx, size.width);
        self.frozen = desk.read(desk.app.review_state(case.id)).is_some_and(|state| state.is_approved());
        let height = plan(area, self.strip.len()).rows();
        self.list.space(desk.step());
        if let Some(wanted) = self.wanted.take().filter(|wanted| Some(wanted.case) == self.case) {
            self.list.load(usize::from(height), &mut |want| told(desk, case, &want));
            self.list.select(&wanted.number, &mut |want| told(desk, case, &want));
        }
        self.list.load(usize::from(height), &mut |want| told(desk, case, &want));
    }

    fn why_not(&self, act: Act, desk: &Desk) -> Option<String> {
        let writes = matches!(act, Act::Tell | Act::Edit | Act::Raise | Act::Lower | Act::Star);
        let needs = writes || act == Act::Enter;
        match self.list.selected() {
            None if needs => Some(desk.told(Place::Timeline, "no line is selected; {log} writes the first")),
            Some(_) if writes && self.frozen => Some(desk.told(Place::Review, super::review_deeds::APPROVED)),
            Some(line) if act == Act::Edit && line.entry.redacted => {
                Some("this line was redacted; there is nothing to say of it".to_owned())
            }
            _ => None,
        }
    }

    fn idle(&self, act: Act, desk: &Desk) -> bool {
        self.frozen && self.why_not(act, desk).is_some()
    }

    fn act(&mut self, act: Act, desk: &Desk) -> Reply<Desk> {
        match act {
            Act::Search => return self.cases.offer("timeline", self.case, desk),
            Act::Move(step) => return if self.go(step, desk) { Reply::Done } else { Reply::Ignored },
            Act::Raise | Act::Lower => return self.put(act == Act::Lower),
            _ => {}
        }
        let Some((name, line)) = self.selected() else { return Reply::Ignored };
        let draft = || Draft::new().with("entry", name.to_string());
        match act {
            Act::Enter => Reply::Visit(Place::Room, self.about()),
            Act::Tell => order(if line.is_shown() { "timeline hide" } else { "timeline tell" }, draft()),
            Act::Star => order("timeline tell", draft().with("moment", if line.is_key() { "no" } else { "yes" })),
            Act::Edit => Reply::Open(Box::new(TimelineEdit::of(name, line, desk))),
            _ => Reply::Ignored,
        }
    }

    fn chosen(&mut self, choice: &str, desk: &Desk) -> Reply<Desk> {
        match self.cases.chosen(choice, desk) {
            Ok(case) => {
                self.turn_to(case);
                self.load(desk, self.size);
            }
            Err(words) => return Reply::Say(words),
        }
        Reply::Done
    }

    fn point(&mut self, what: Pointing, at: Position, _: Rect, desk: &Desk) -> Reply<Desk> {
        let step = match what {
            Pointing::Up => Move::Up,
            Pointing::Down => Move::Down,
            Pointing::Click if self.list.click(at) == Clicked::Again => return self.act(Act::Enter, desk),
            Pointing::Click => return Reply::Done,
        };
        for _ in 0..WHEEL {
            self.go(step, desk);
        }
        Reply::Done
    }

    fn copies(&self, desk: &Desk) -> Vec<Offer> {
        let line = |(name, line): (EntryRef, &Told)| {
            Offer::text(What::Line, format!("line {name}"), timeline_draw::copied(name, line, &desk.app.ctx))
        };
        self.selected().map(line).into_iter().collect()
    }

    fn about(&self) -> About {
        let case = self.case.map(|case| ("case", case.to_string()));
        let entry = self.selected().map(|(name, _)| ("entry", name.to_string()));
        case.into_iter().chain(entry).collect()
    }

    fn aim(&mut self, about: &About, _: &Desk) {
        if let Some(case) = case_in(about) {
            self.turn_to(case);
        }
        let entry = about.iter().find(|(key, _)| *key == "entry");
        self.wanted = entry.and_then(|(_, name)| EntryRef::parse(name)).or(self.wanted);
    }

    fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    fn kept(&self) -> Kept {
        self.about().into_iter().collect()
    }

    fn recall(&mut self, kept: &BTreeMap<String, String>, desk: &Desk) {
        let case = kept.get("case").and_then(|text| CaseRef::parse(text));
        if let Some(case) = case.filter(|case| desk.read(desk.app.case_named(*case)).is_some()) {
            self.turn_to(case);
            self.wanted = kept.get("entry").and_then(|text| EntryRef::parse(text));
        }
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, desk: &Desk) {
        timeline_draw::draw(self, frame, area, theme, desk);
    }
}
