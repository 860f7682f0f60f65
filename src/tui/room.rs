//! Screen 2: one case in a crisis meeting. Its log with the newest at the bottom, its state and clocks, and the place of the capture line.

use std::collections::BTreeMap;

use ratatui::Frame;
use ratatui::layout::{Position, Rect, Size};

use super::capture;
use super::choose::Choose;
use super::copy_menu::{Offer, What};
use super::desk::Desk;
use super::keys::{Act, Move, Place};
use super::mouse::Pointing;
use super::page::Page;
use super::parts::frame::{self, above, more, pane, titled_with};
use super::parts::list::{Clicked, List};
use super::parts::picker::Item;
use super::parts::text::{paint, paint_all, row};
use super::room_rows;
use super::screen::WHEEL;
use super::stage::{About, Kept, Reply, Screen};
use super::summary::Summary;
use super::theme::{Role, Theme};
use super::windows::{At, log};
use super::words::parts_that_fit;
use crate::model::entry::{Entry, Facet};
use crate::model::{CaseRef, EntryRef, Id};

/// From so many columns on the clocks stand in a column of their own.
const COLUMN_FROM: u16 = 100;
/// From so many columns on the border names all views.
const WORDED: u16 = 64;
/// Fewest and most cells of that column.
const COLUMN: (u16, u16) = (32, 56);
/// Views of the log, in the order of the arrows.
const VIEWS: &[(Option<Facet>, &str)] = &[
    (None, "all"),
    (Some(Facet::Decisions), "decisions"),
    (Some(Facet::Actions), "actions"),
    (Some(Facet::Unknowns), "unknowns"),
    (Some(Facet::Updates), "updates"),
];

/// Holds one case with a window of its log.
pub struct Room {
    case: Option<CaseRef>,
    summary: Option<Summary>,
    list: List<Entry>,
    view: usize,
    size: Size,
    kept: String,
    verdicts: Vec<&'static str>,
    /// The line to go to once the log has been read.
    wanted: Option<EntryRef>,
}

/// Where things stand at a size.
struct Plan {
    facts: Option<Rect>,
    log: Rect,
    column: Option<Rect>,
    line: Rect,
}

fn plan(area: Rect, shared: bool) -> Plan {
    // Nothing is typed on a shared screen.
    let rows = if shared { 0 } else { capture::rows_of(area.height) };
    let [rest, line] = above(area, area.height - rows);
    if area.width >= COLUMN_FROM {
        let narrow = (area.width / 3).clamp(COLUMN.0, COLUMN.1);
        let width = area.width - narrow;
        let column = Rect { x: area.x + width, width: narrow, ..rest };
        return Plan { facts: None, log: Rect { width, ..rest }, column: Some(column), line };
    }
    let facts = match rest.height {
        14.. => 3,
        6.. => 1,
        _ => 0,
    };
    let [facts, log] = above(rest, facts);
    Plan { facts: (facts.height > 0).then_some(facts), log, column: None, line }
}

impl Room {
    /// Begins with a case, if there is one.
    pub fn of(case: Option<CaseRef>, _: &Desk) -> Self {
        Self {
            case,
            summary: None,
            list: List::default(),
            view: 0,
            size: Size::default(),
            kept: String::new(),
            verdicts: Vec::new(),
            wanted: None,
        }
    }

    fn facet(&self) -> Option<Facet> {
        VIEWS.get(self.view).and_then(|(facet, _)| *facet)
    }

    fn id(&self) -> Option<Id> {
        self.summary.as_ref().map(|summary| summary.case.id)
    }

    /// Moves in the log and says whether anything moved.
    fn go(&mut self, step: Move, desk: &Desk) -> bool {
        let (Some(case), facet) = (self.id(), self.facet()) else { return false };
        self.list.go(step, &mut |want| log(desk, case, facet, &want))
    }

    fn wheel(&mut self, step: Move, desk: &Desk) {
        for _ in 0..WHEEL {
            self.go(step, desk);
        }
    }

    fn turn_to(&mut self, view: usize, desk: &Desk) {
        self.view = view % VIEWS.len();
        self.list = List::default();
        self.load(desk, self.size);
    }

    fn entry(&self) -> Option<(EntryRef, &Entry)> {
        let (case, entry) = (self.case?, self.list.selected()?);
        Some((EntryRef { case, number: entry.number }, entry))
    }

    /// Offers the verdicts that fit the selected line.
    fn judge(&mut self) -> Reply<Desk> {
        let Some((name, entry)) = self.entry() else { return Reply::Done };
        let fitting = entry.kind.verdicts();
        let items = fitting.iter().map(|verdict| Item { label: verdict.label().to_owned(), note: String::new(), also: String::new() });
        let picker = Choose::new(format!("{name} {} is", entry.kind.label()), items.collect());
        self.verdicts = fitting.iter().map(|verdict| verdict.key()).collect();
        Reply::Open(Box::new(picker))
    }

    fn show(&self, desk: &Desk) -> Reply<Desk> {
        match self.entry() {
            Some((name, entry)) => Reply::Open(Box::new(Page::of_entry(name, entry, &desk.app.ctx.now()))),
            None => Reply::Done,
        }
    }

    /// Words the border: every view where there is room, else the one that is shown.
    fn title(&self, width: u16) -> Vec<(String, Role)> {
        let mut title = vec![("Log · ".to_owned(), Role::Here)];
        for (at, (_, name)) in VIEWS.iter().enumerate() {
            match (at == self.view, width < WORDED) {
                (true, true) => title.push((format!("{name} ({} of {})", at + 1, VIEWS.len()), Role::Here)),
                (true, false) => title.push((format!("[{name}] "), Role::Here)),
                (false, true) => {}
                (false, false) => title.push((format!(" {name}  "), Role::Text)),
            }
        }
        if let Some((last, _)) = title.last_mut() {
            last.truncate(last.trim_end().len());
        }
        title
    }

    fn draw_log(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, desk: &Desk) {
        let title = self.title(area.width);
        let spans: Vec<(&str, Role)> = title.iter().map(|(text, role)| (text.as_str(), *role)).collect();
        let inside = titled_with(frame, area, &spans, true, theme);
        if self.list.is_empty() {
            let hint = match (self.case, self.view) {
                (None, _) => "No case yet. {new} opens one.",
                (Some(_), 0) => "Nothing is logged yet. {log} writes the first line.",
                (Some(_), _) => "Nothing of this kind. {left} and {right} change the view.",
            };
            frame::hint(frame, inside, &desk.told(Place::Room, hint), theme);
            return;
        }
        let title: String = title.into_iter().map(|(text, _)| text).collect();
        more(frame, area, &title, self.list.goes_on(), theme);
        let ctx = &desk.app.ctx;
        let time = room_rows::time_width(self.list.shown(), ctx);
        let line = |entry: &Entry, width| ("", room_rows::line(entry, ctx, time, width));
        self.list.draw_marked(frame.buffer_mut(), inside, theme, true, line);
    }

    fn draw_facts(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let Some(summary) = &self.summary else { return };
        paint(frame.buffer_mut(), row(area, 0), &format!(" {}", summary.title), theme.style(Role::Strong));
        let wanted = summary.facts.iter().filter(|(label, ..)| matches!(*label, "State" | "Next"));
        for (at, (_, words, role)) in (1..).zip(wanted) {
            let words = format!(" {}", parts_that_fit(words, usize::from(area.width).saturating_sub(2)));
            paint(frame.buffer_mut(), row(area, at), &words, theme.style(*role));
        }
    }

    /// Draws the column: what the case is, its clocks as a timetable, and what it is linked to.
    fn draw_column(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let title = self.case.map_or_else(|| "No case".to_owned(), |case| case.to_string());
        let inside = pane(frame, area, &title, false, theme);
        let inside = Rect { x: inside.x + 1, width: inside.width.saturating_sub(2), ..inside };
        let Some(summary) = &self.summary else { return };
        let sections =
            [room_rows::facts(summary, inside.width), room_rows::clocks(summary, inside.width), room_rows::links(summary, inside.width)];
        let mut at = 0;
        for (index, section) in sections.iter().filter(|section| !section.is_empty()).enumerate() {
            at += u16::from(index > 0);
            for spans in section {
                paint_all(frame.buffer_mut(), row(inside, at), spans.iter().map(|(text, role)| (text.as_str(), theme.style(*role))));
                at += 1;
            }
        }
    }

    /// Draws the place of the capture line: what waits there, or the key that begins it.
    fn draw_line(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, desk: &Desk) {
        let Some(case) = self.case.filter(|_| desk.barred().is_none()) else { return };
        let log = desk.told(Place::Room, "{log}");
        let words = match self.kept.lines().next() {
            Some(kept) => format!(" {case} {kept}   (not saved yet: {log} goes on with it)"),
            None => format!(" {case} {log} writes a log line"),
        };
        paint(frame.buffer_mut(), row(area, area.height.saturating_sub(1)), &words, theme.style(Role::Quiet));
    }
}

impl Screen<Desk> for Room {
    fn place(&self) -> Place {
        Place::Room
    }

    fn leaves_foot(&self, height: u16) -> u16 {
        capture::rows_of(height)
    }

    fn load(&mut self, desk: &Desk, size: Size) {
        let at_end = self.list.is_empty() || self.list.is_at_end();
        self.size = size;
        self.summary = self.case.and_then(|case| Summary::of(case, desk));
        self.kept = self.case.map_or_else(String::new, |case| capture::kept(case, desk));
        let (Some(case), facet) = (self.id(), self.facet()) else {
            self.list = List::default();
            return;
        };
        let area = plan(Rect::new(0, 0, size.width, size.height), desk.is_shared()).log;
        let height = if area.height < 3 { area.height } else { area.height - 2 };
        self.list.space(desk.step());
        self.list.load(usize::from(height), &mut |want| log(desk, case, facet, &want));
        if let Some(entry) = self.wanted.take().and_then(|wanted| desk.read(desk.app.entry(wanted))) {
            let at = At { id: entry.id, spot: entry.spot() };
            if !self.list.select(&at, &mut |want| log(desk, case, facet, &want)) {
                // It is not of the kind that is shown.
                self.view = 0;
                self.list.load(usize::from(height), &mut |want| log(desk, case, None, &want));
                self.list.select(&at, &mut |want| log(desk, case, None, &want));
            }
            return;
        }
        // Who is at the newest line stays there when another comes; who reads further up is left alone.
        if at_end {
            self.list.go(Move::PageDown, &mut |want| log(desk, case, facet, &want));
            self.list.go(Move::Last, &mut |want| log(desk, case, facet, &want));
        }
    }

    fn why_not(&self, act: Act, desk: &Desk) -> Option<String> {
        let entry = self.list.selected();
        match act {
            Act::Edit if entry.is_none() => Some(desk.told(Place::Room, "no line is selected; {edit} corrects the selected line")),
            Act::Edit if entry.is_some_and(|entry| entry.redacted) => Some("this line was redacted; log a new one".to_owned()),
            Act::Command("entry verdict") => match entry {
                None => Some("no line is selected".to_owned()),
                Some(entry) if entry.kind.verdicts().is_empty() => {
                    Some(format!("a {} gets no verdict; questions, hypotheses, assumptions and decisions do", entry.kind.label()))
                }
                Some(_) => None,
            },
            _ => None,
        }
    }

    fn act(&mut self, act: Act, desk: &Desk) -> Reply<Desk> {
        match act {
            Act::Move(Move::Left | Move::Previous) => self.turn_to(self.view + VIEWS.len() - 1, desk),
            Act::Move(Move::Right | Move::Next) => self.turn_to(self.view + 1, desk),
            Act::Move(step) if !self.go(step, desk) => return Reply::Ignored,
            Act::Move(_) => {}
            Act::Enter => return self.show(desk),
            Act::NextDue => return desk.next_due(self.case),
            Act::Edit => {
                return match self.entry() {
                    Some((name, entry)) => capture::amend(name, entry, desk),
                    None => Reply::Done,
                };
            }
            Act::Command("entry verdict") => return self.judge(),
            _ => return Reply::Ignored,
        }
        Reply::Done
    }

    fn point(&mut self, what: Pointing, at: Position, area: Rect, desk: &Desk) -> Reply<Desk> {
        if what == Pointing::Click && self.case.is_some() && plan(area, desk.is_shared()).line.contains(at) {
            return desk.capture(&self.about(), "");
        }
        match what {
            Pointing::Up => self.wheel(Move::Up, desk),
            Pointing::Down => self.wheel(Move::Down, desk),
            Pointing::Click => match self.list.click(at) {
                Clicked::Nothing => return Reply::Ignored,
                Clicked::Row => {}
                Clicked::Again => return self.act(Act::Enter, desk),
            },
        }
        Reply::Done
    }

    fn copies(&self, desk: &Desk) -> Vec<Offer> {
        let Some((name, entry)) = self.entry() else { return Vec::new() };
        let line = room_rows::copied(name, entry, &desk.app.ctx);
        vec![Offer::text(What::Line, format!("line {name}"), line)]
    }

    fn chosen(&mut self, choice: &str, desk: &Desk) -> Reply<Desk> {
        let verdict = choice.parse().ok().and_then(|at: usize| self.verdicts.get(at).copied());
        let mut about = self.about();
        about.extend(verdict.map(|verdict| ("verdict", verdict.to_owned())));
        desk.start("entry verdict", &about)
    }

    fn about(&self) -> About {
        let mut about: About = self.case.map(|case| ("case", case.to_string())).into_iter().collect();
        if let Some((name, entry)) = self.entry() {
            about.push(("entry", name.to_string()));
            about.extend(entry.action.map(|(number, _)| ("action", format!("A-{number}"))));
        }
        about
    }

    fn aim(&mut self, about: &About, _: &Desk) {
        let case = super::desk::case_in(about);
        if case.is_some() && case != self.case {
            (self.case, self.view, self.list) = (case, 0, List::default());
        }
        let line = about.iter().find(|(key, _)| *key == "entry").and_then(|(_, text)| EntryRef::parse(text));
        if let Some(line) = line.filter(|line| Some(line.case) == self.case) {
            self.wanted = Some(line);
        }
    }

    fn kept(&self) -> Kept {
        let mut kept: Kept = self.about().into_iter().collect();
        if self.list.is_at_end() {
            // The newest line is where one begins anyway, whatever comes in between.
            kept.remove("entry");
        }
        kept.extend(VIEWS.get(self.view).map(|(_, name)| ("view", (*name).to_owned())));
        kept
    }

    fn recall(&mut self, kept: &BTreeMap<String, String>, desk: &Desk) {
        let text = |key: &str| kept.get(key).map_or("", String::as_str);
        let case = CaseRef::parse(text("case")).filter(|case| desk.read(desk.app.case_named(*case)).is_some());
        if case.is_some() {
            self.case = case;
            self.view = VIEWS.iter().position(|(_, name)| *name == text("view")).unwrap_or(0);
            self.wanted = EntryRef::parse(text("entry"));
        }
    }

    fn is_empty(&self) -> bool {
        self.case.is_none()
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, desk: &Desk) {
        let plan = plan(area, desk.is_shared());
        if let Some(facts) = plan.facts {
            self.draw_facts(frame, facts, theme);
        }
        self.draw_log(frame, plan.log, theme, desk);
        if let Some(column) = plan.column {
            self.draw_column(frame, column, theme);
        }
        if !desk.is_shared() {
            self.draw_line(frame, plan.line, theme, desk);
        }
    }
}
