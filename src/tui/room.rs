//! Screen 2: one case in a crisis meeting. Its log with the newest at the bottom, its state and clocks, and the place of the capture line.

use ratatui::Frame;
use ratatui::layout::{Rect, Size};

use super::capture::{self, Capture};
use super::choose::Choose;
use super::desk::Desk;
use super::keys::{Act, Move, Place};
use super::page::Page;
use super::parts::frame::{above, pane};
use super::parts::list::List;
use super::parts::picker::Item;
use super::parts::text::{from, paint, paint_all, row};
use super::room_rows;
use super::stage::{About, Reply, Screen};
use super::summary::Summary;
use super::theme::{Role, Theme};
use super::windows::log;
use super::words::{parts_that_fit, wrapped};
use crate::model::entry::{Entry, Facet};
use crate::model::{CaseRef, EntryRef, Id};

/// From so many columns on the clocks stand in a column of their own.
const COLUMN_FROM: u16 = 100;
/// From so many columns on the border names all views.
const WORDED: u16 = 64;
/// Fewest and most cells of that column.
const COLUMN: (u16, u16) = (30, 44);
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
    let rows = if shared {
        0
    } else if area.height > capture::ROWS + 1 {
        capture::ROWS
    } else {
        area.height.min(1)
    };
    let [rest, line] = above(area, area.height - rows);
    if area.width >= COLUMN_FROM {
        let narrow = (area.width / 10 * 3).clamp(COLUMN.0, COLUMN.1);
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
        Self { case, summary: None, list: List::default(), view: 0, size: Size::default(), kept: String::new(), verdicts: Vec::new() }
    }

    fn facet(&self) -> Option<Facet> {
        VIEWS.get(self.view).and_then(|(facet, _)| *facet)
    }

    fn id(&self) -> Option<Id> {
        self.summary.as_ref().map(|summary| summary.case.id)
    }

    fn go(&mut self, step: Move, desk: &Desk) {
        let (Some(case), facet) = (self.id(), self.facet()) else { return };
        self.list.go(step, &mut |want| log(desk, case, facet, &want));
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

    fn title(&self, width: u16, theme: &Theme) -> String {
        let mut title = "Log ".to_owned();
        title.push_str(theme.dot());
        if width < WORDED {
            let name = VIEWS.get(self.view).map_or("", |(_, name)| *name);
            return format!("{title} {name} ({} of {})", self.view + 1, VIEWS.len());
        }
        for (at, (_, name)) in VIEWS.iter().enumerate() {
            title.push_str(&if at == self.view { format!(" [{name}]") } else { format!("  {name} ") });
        }
        title
    }

    fn draw_log(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, desk: &Desk) {
        let inside = pane(frame, area, &self.title(area.width, theme), true, theme);
        if self.list.is_empty() {
            let hint = match (self.case, self.view) {
                (None, _) => "No case yet. n opens one.",
                (Some(_), 0) => "Nothing is logged yet. l writes the first line.",
                (Some(_), _) => "Nothing of this kind. Left and Right change the view.",
            };
            paint(frame.buffer_mut(), row(inside, 0), hint, theme.style(Role::Quiet));
            return;
        }
        let ctx = &desk.app.ctx;
        let time = room_rows::time_width(self.list.shown(), ctx);
        self.list.draw(frame.buffer_mut(), inside, theme, true, |entry, width| room_rows::line(entry, ctx, time, width));
    }

    fn draw_facts(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let Some(summary) = &self.summary else { return };
        paint(frame.buffer_mut(), row(area, 0), &format!(" {}", summary.title), theme.style(Role::Strong));
        let wanted = summary.facts.iter().filter(|(label, ..)| matches!(*label, "State" | "Next"));
        for (at, (_, words, role)) in (1..).zip(wanted) {
            let words = format!(" {}", parts_that_fit(words, usize::from(area.width).saturating_sub(2)).replace('·', theme.dot()));
            paint(frame.buffer_mut(), row(area, at), &words, theme.style(*role));
        }
    }

    /// Draws the column: what the case is, then its clocks, each wrapped to the column.
    fn draw_column(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let title = self.case.map_or_else(|| "No case".to_owned(), |case| case.to_string());
        let inside = pane(frame, area, &title, false, theme);
        let Some(summary) = &self.summary else { return };
        let mut at = 0;
        let mut put = |label: &str, words: &str, role: Role, most: usize| {
            let room = usize::from(inside.width).saturating_sub(8);
            for (index, part) in wrapped(&words.replace('·', theme.dot()), room).into_iter().take(most).enumerate() {
                let label = format!("{:<8}", if index == 0 { label } else { "" });
                let spans = [(label.as_str(), theme.style(Role::Quiet)), (part.as_str(), theme.style(role))];
                paint_all(frame.buffer_mut(), row(inside, at), spans);
                at += 1;
            }
        };
        put("Title", summary.case.title.raw(), Role::Strong, 3);
        put("State", &summary.state, Role::Text, 3);
        for (label, words, role) in &summary.facts {
            // The rest stands in the log and among the clocks.
            if matches!(*label, "Impact" | "Leads") {
                put(label, words, *role, 5);
            }
        }
        if summary.clocks.is_empty() {
            return put("Clocks", "none runs", Role::Quiet, 1);
        }
        // A row each where it fits: the clocks are read from top to bottom, not as a text.
        paint(frame.buffer_mut(), row(inside, at + 1), "Clocks", theme.style(Role::Quiet));
        at += 2;
        for (words, role) in &summary.clocks {
            // The number of this very case stands in the border already.
            let words = self.case.map_or_else(|| words.clone(), |case| words.replace(&format!(" {case} "), " "));
            for part in wrapped(&words, usize::from(inside.width).saturating_sub(1)).into_iter().take(3) {
                paint(frame.buffer_mut(), from(row(inside, at), 1), &part, theme.style(*role));
                at += 1;
            }
        }
    }

    /// Draws the place of the capture line: what waits there, or the key that begins it.
    fn draw_line(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let Some(case) = self.case else { return };
        let words = match self.kept.lines().next() {
            Some(kept) => format!(" {case} {kept}   (not saved yet: l goes on with it)"),
            None => format!(" {case} l writes a log line"),
        };
        paint(frame.buffer_mut(), row(area, area.height.saturating_sub(1)), &words, theme.style(Role::Quiet));
    }
}

impl Screen<Desk> for Room {
    fn place(&self) -> Place {
        Place::Room
    }

    fn load(&mut self, desk: &Desk, size: Size) {
        let at_end = self.list.is_empty() || self.list.is_at_end();
        self.size = size;
        self.summary = self.case.and_then(|case| Summary::of(case, desk));
        self.kept = self.case.map_or_else(String::new, |case| desk.unsent(&capture::name(case)).to_owned());
        let (Some(case), facet) = (self.id(), self.facet()) else {
            self.list = List::default();
            return;
        };
        let area = plan(Rect::new(0, 0, size.width, size.height), desk.is_shared()).log;
        let height = if area.height < 3 { area.height } else { area.height - 2 };
        self.list.space(desk.step());
        self.list.load(usize::from(height), &mut |want| log(desk, case, facet, &want));
        // Who is at the newest line stays there when another comes; who reads further up is left alone.
        if at_end {
            self.list.go(Move::PageDown, &mut |want| log(desk, case, facet, &want));
            self.list.go(Move::Last, &mut |want| log(desk, case, facet, &want));
        }
    }

    fn why_not(&self, act: Act) -> Option<String> {
        let entry = self.list.selected();
        match act {
            Act::Edit if entry.is_none() => Some("no line is selected; e corrects the selected line".to_owned()),
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
            Act::Move(step) => self.go(step, desk),
            Act::Enter => return self.show(desk),
            Act::Edit => {
                return match self.entry() {
                    Some((name, entry)) => Reply::Open(Box::new(Capture::amending(name.case, entry, desk))),
                    None => Reply::Done,
                };
            }
            Act::Command("entry verdict") => return self.judge(),
            _ => return Reply::Ignored,
        }
        Reply::Done
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
            self.draw_line(frame, plan.line, theme);
        }
    }
}
