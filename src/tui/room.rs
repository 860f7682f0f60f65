//! Screen 2: one case in a crisis meeting. Its log with the newest at the bottom, its state and clocks, and the place of the capture line.

use std::collections::BTreeMap;

use ratatui::Frame;
use ratatui::layout::{Position, Rect, Size};

use super::capture;
use super::choose::Choose;
use super::copy_menu::{Offer, What};
use super::desk::Desk;
use super::guide::Guide;
use super::keys::{Act, Move, Place};
use super::mouse::Pointing;
use super::page::Page;
use super::parts::list::{Clicked, List};
use super::parts::picker::Item;
use super::room_rows;
use super::screen::WHEEL;
use super::stage::{About, Kept, Reply, Screen};
use super::summary::Summary;
use super::theme::Theme;
use super::windows::{At, log};
use crate::app::hypothesis::live::Weights;
use crate::model::entry::{Entry, EntryKind, Facet};
use crate::model::{CaseRef, EntryRef, Id};

/// Views of the log, in the order of the arrows.
pub(super) const VIEWS: &[(Option<Facet>, &str)] = &[
    (None, "all"),
    (Some(Facet::Decisions), "decisions"),
    (Some(Facet::Actions), "actions"),
    (Some(Facet::Unknowns), "unknowns"),
    (Some(Facet::Updates), "updates"),
];

/// A command, and what it is given besides the selected line.
type Offered = (&'static str, Option<(&'static str, &'static str)>);

/// What else is said of a hypothesis: the words, the command, and what it is given.
const WEIGHED: &[(&str, Offered)] = &[
    ("unlikely", ("hypothesis weigh", Some(("confidence", "unlikely")))),
    ("possible", ("hypothesis weigh", Some(("confidence", "possible")))),
    ("likely", ("hypothesis weigh", Some(("confidence", "likely")))),
    ("borne out by another line", ("hypothesis evidence", Some(("side", "for")))),
    ("spoken against by another line", ("hypothesis evidence", Some(("side", "against")))),
    ("a cause, with its evidence", ("cause from", None)),
];

/// Holds one case with a window of its log.
pub struct Room {
    pub(super) case: Option<CaseRef>,
    pub(super) summary: Option<Summary>,
    pub(super) guide: Guide,
    pub(super) list: List<Entry>,
    pub(super) view: usize,
    size: Size,
    pub(super) kept: String,
    /// Lines for and against each hypothesis of the case.
    pub(super) weights: Weights,
    /// What was offered for the selected line: a command, and what it is given besides the line.
    verdicts: Vec<Offered>,
    /// The line to go to once the log has been read.
    wanted: Option<EntryRef>,
}

impl Room {
    /// Begins with a case, if there is one.
    pub fn of(case: Option<CaseRef>, _: &Desk) -> Self {
        Self {
            case,
            summary: None,
            guide: Guide::default(),
            list: List::default(),
            view: 0,
            size: Size::default(),
            kept: String::new(),
            weights: Weights::default(),
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

    /// Offers the verdicts that fit the selected line; of a hypothesis also how likely it is, evidence, and that it is a cause.
    fn judge(&mut self) -> Reply<Desk> {
        let Some((name, entry)) = self.entry() else { return Reply::Done };
        let verdicts = entry.kind.verdicts().iter().map(|verdict| (verdict.label(), ("entry verdict", Some(("verdict", verdict.key())))));
        let weighed = WEIGHED.iter().filter(|_| entry.kind == EntryKind::Hypothesis).copied();
        let (labels, deeds): (Vec<_>, Vec<_>) = verdicts.chain(weighed).unzip();
        let items = labels.into_iter().map(|label| Item { label: label.to_owned(), note: String::new(), also: String::new() });
        let picker = Choose::new(format!("{name} {} is", entry.kind.label()), items.collect());
        self.verdicts = deeds;
        Reply::Open(Box::new(picker))
    }

    fn show(&self, desk: &Desk) -> Reply<Desk> {
        match self.entry() {
            Some((name, entry)) => Reply::Open(Box::new(Page::of_entry(name, entry, &desk.app.ctx.now()))),
            None => Reply::Done,
        }
    }
}

impl Screen<Desk> for Room {
    fn place(&self) -> Place {
        if self.guide.is_here() { Place::Guide } else { Place::Room }
    }

    fn leaves_foot(&self, height: u16) -> u16 {
        capture::rows_of(height)
    }

    fn load(&mut self, desk: &Desk, size: Size) {
        let at_end = self.list.is_empty() || self.list.is_at_end();
        self.size = size;
        self.summary = self.case.and_then(|case| Summary::of(case, desk));
        self.guide.load(self.summary.as_ref().map(|summary| &summary.case), desk);
        self.kept = self.case.map_or_else(String::new, |case| capture::kept(case, desk));
        let (Some(case), facet) = (self.id(), self.facet()) else {
            self.list = List::default();
            return;
        };
        let area = self.plan(Rect::new(0, 0, size.width, size.height), desk.is_shared()).log;
        let height = if area.height < 3 { area.height } else { area.height - 2 };
        self.weights = desk.read(desk.app.weights(case));
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
            Act::Detail | Act::More | Act::Mark if self.guide.run().is_none() => {
                Some(desk.told(Place::Room, "this case has no playbook yet; {step} begins one"))
            }
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
            Act::Move(Move::Next | Move::Previous) if self.guide.turn() => self.load(desk, self.size),
            Act::Back if self.guide.is_here() => {
                self.guide.leave();
                self.load(desk, self.size);
            }
            Act::Move(Move::Left | Move::Previous) => self.turn_to(self.view + VIEWS.len() - 1, desk),
            Act::Move(Move::Right | Move::Next) => self.turn_to(self.view + 1, desk),
            Act::Move(step) if self.guide.is_here() => return if self.guide.go(step) { Reply::Done } else { Reply::Ignored },
            Act::Enter if self.guide.is_here() => return self.guide.begin(self.about(), desk),
            Act::Step => return self.guide.begin(self.about(), desk),
            Act::Detail => return self.guide.detail(self.about(), desk),
            Act::More => return self.guide.more(desk),
            Act::Mark => return self.guide.judge(desk),
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
        let plan = self.plan(area, desk.is_shared());
        if what == Pointing::Click && self.case.is_some() && plan.line.contains(at) {
            return desk.capture(&self.about(), "");
        }
        if let Some(step) = plan.step_at(at, &self.guide).filter(|_| what == Pointing::Click) {
            return if self.guide.look_at(step) { self.guide.begin(self.about(), desk) } else { Reply::Done };
        }
        match what {
            Pointing::Up => self.wheel(Move::Up, desk),
            Pointing::Down => self.wheel(Move::Down, desk),
            Pointing::Click => match self.list.click(at) {
                Clicked::Nothing => return Reply::Ignored,
                Clicked::Row => self.guide.leave(),
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
        let about = self.about();
        if let Some(reply) = self.guide.chosen(choice, about, desk) {
            return reply;
        }
        let Some((command, given)) = choice.parse().ok().and_then(|at: usize| self.verdicts.get(at).copied()) else { return Reply::Done };
        let mut about = self.about();
        about.extend(given.map(|(key, word)| (key, word.to_owned())));
        desk.start(command, &about)
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
            (self.case, self.view, self.list, self.guide) = (case, 0, List::default(), Guide::default());
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
        kept.extend(self.guide.is_here().then(|| ("pane", "playbook".to_owned())));
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
            self.guide.recall(text("pane") == "playbook");
        }
    }

    fn is_empty(&self) -> bool {
        self.case.is_none()
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, desk: &Desk) {
        self.paint(frame, area, theme, desk);
    }
}
