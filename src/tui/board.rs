//! Screen 1: incidents on the left, project issues on the right, and the selected case in five lines below.
//!
//! Moving in one lane lights up what the selected case is linked to in the other. Everything drawn was read before, in `load` or on the
//! key that moved the selection.

use std::collections::BTreeMap;

use ratatui::Frame;
use ratatui::layout::{Position, Rect, Size};

use super::board_lane::Lane;
use super::board_rows;
use super::choose::Choose;
use super::copy_menu::{Offer, What};
use super::desk::Desk;
use super::keys::{Act, Move, Place};
use super::mouse::Pointing;
use super::parts::frame::{self, above, beside, corner, more, pane};
use super::parts::list::{Clicked, Want};
use super::parts::picker::Item;
use super::parts::text::{paint_all, row};
use super::screen::WHEEL;
use super::stage::{About, Kept, Reply, Screen};
use super::summary::{Summary, linked_words};
use super::theme::{Role, Theme};
use super::windows::{At, cases};
use super::words::parts_that_fit;
use crate::model::case::{CaseBy, CaseLine, IssuePriority, Priority};
use crate::model::{CaseKind, Id, Subject};

/// From so many columns on the lanes stand side by side, and from so many both are seen.
const BESIDE: u16 = 100;
const BOTH: u16 = 60;
/// Rows of the five lines with their border.
const DETAIL: u16 = 7;
/// Names offered by the filter for each register.
const NAMES: usize = 200;

/// Holds the two lanes and what is shown of the selected case.
pub struct Board {
    lanes: [Lane; 2],
    here: usize,
    summary: Option<Summary>,
    size: Size,
    choices: Vec<Option<(CaseBy, String)>>,
}

impl Default for Board {
    fn default() -> Self {
        let lanes = [Lane::new(CaseKind::Incident), Lane::new(CaseKind::Issue)];
        Self { lanes, here: 0, summary: None, size: Size::default(), choices: Vec::new() }
    }
}

/// Where things stand at a size.
struct Plan {
    lanes: [Option<Rect>; 2],
    detail: Option<Rect>,
}

impl Board {
    fn plan(&self, area: Rect) -> Plan {
        let detail = match area.height {
            18.. => DETAIL,
            9.. => 3,
            5.. => 1,
            _ => 0,
        };
        let [top, below] = above(area, area.height - detail);
        let lanes = if area.width >= BESIDE {
            beside(top, 50).map(Some)
        } else if area.width >= BOTH && top.height >= 8 {
            above(top, top.height.div_ceil(2)).map(Some)
        } else {
            let mut lanes = [None, None];
            lanes[self.here] = Some(top);
            lanes
        };
        Plan { lanes, detail: (detail > 0).then_some(below) }
    }

    fn selected(&self) -> Option<&CaseLine> {
        self.lanes[self.here].list.selected()
    }

    /// Reads what is shown of the selected case.
    fn look(&mut self, desk: &Desk) {
        self.summary = self.selected().map(|line| line.case).and_then(|case| Summary::of(case, desk));
    }

    /// Moves and says whether anything moved.
    fn step(&mut self, step: Move, desk: &Desk) -> bool {
        let other = match step {
            Move::Left => 0,
            Move::Right => 1,
            Move::Next | Move::Previous => 1 - self.here,
            _ => self.here,
        };
        if other != self.here {
            self.here = other;
            // With one lane shown the other has not been laid out for this size.
            self.load(desk, self.size);
            return true;
        }
        let lane = &mut self.lanes[self.here];
        let filter = lane.filter();
        let moved = lane.list.go(step, &mut |want| cases(desk, &filter, &want));
        if moved {
            self.look(desk);
        }
        moved
    }

    /// Scrolls the lane under the mouse, wherever the selection is.
    fn scroll(&mut self, index: usize, step: Move, desk: &Desk) {
        let lane = &mut self.lanes[index];
        let filter = lane.filter();
        for _ in 0..WHEEL {
            lane.list.go(step, &mut |want| cases(desk, &filter, &want));
        }
        if index == self.here {
            self.look(desk);
        }
    }

    /// Takes the next order on offer; what was selected stays selected.
    fn sort(&mut self, desk: &Desk) {
        self.lanes[self.here].turn_order();
        self.load(desk, self.size);
    }

    /// Lifts the filter of this lane, or of the other where this one has none.
    fn lift(&mut self, desk: &Desk) {
        let at = if self.lanes[self.here].by.is_some() { self.here } else { 1 - self.here };
        self.lanes[at].by = None;
        self.load(desk, self.size);
    }

    fn filter(&mut self, by: Option<(CaseBy, String)>, desk: &Desk) {
        self.lanes[self.here].by = by;
        self.load(desk, self.size);
    }

    /// Offers what the lane can be narrowed to: priorities, services or projects, people.
    fn offer(&mut self, desk: &Desk) -> Reply<Desk> {
        let kind = self.lanes[self.here].kind;
        let (priorities, home) = match kind {
            CaseKind::Incident => (Priority::CHOICES, Subject::Service),
            CaseKind::Issue => (IssuePriority::CHOICES, Subject::Project),
        };
        let mut choices: Vec<(Option<CaseBy>, String, &str)> = vec![(None, "everything".to_owned(), "")];
        choices.extend((1..).zip(priorities).map(|(rank, (_, label))| (Some(CaseBy::Rank(rank)), (*label).to_owned(), "priority")));
        let homes = desk.read(desk.app.names(home, NAMES)).into_iter();
        let of_home = |id| if kind == CaseKind::Incident { CaseBy::Service(id) } else { CaseBy::Project(id) };
        choices.extend(homes.map(|named| (Some(of_home(named.id)), named.name.into_raw(), home.label())));
        let people = desk.read(desk.app.names(Subject::Person, NAMES)).into_iter();
        choices.extend(people.map(|named| (Some(CaseBy::Lead(named.id)), named.name.into_raw(), "leads or owns it")));
        let items = choices.iter().map(|(_, label, note)| Item { label: label.clone(), note: (*note).to_owned(), also: String::new() });
        let picker = Choose::new("Show only", items.collect());
        self.choices = choices.into_iter().map(|(by, label, _)| by.map(|by| (by, label))).collect();
        Reply::Open(Box::new(picker))
    }

    fn linked(&self) -> Vec<Id> {
        self.summary.iter().flat_map(|summary| &summary.links).map(|link| link.other).collect()
    }

    /// Says in one lane's border how to come to the other, where that is not in sight.
    fn other_lane(&self, desk: &Desk) -> String {
        let other = &self.lanes[1 - self.here];
        format!(
            "{}: {} {}",
            desk.told(Place::Board, "{next}"),
            other.open,
            if other.kind == CaseKind::Incident { "incidents" } else { "issues" }
        )
    }

    fn draw_lane(&self, frame: &mut Frame<'_>, area: Rect, (index, both): (usize, bool), theme: &Theme, desk: &Desk) {
        let (lane, here) = (&self.lanes[index], index == self.here);
        let linked = match (&self.summary, here) {
            (Some(summary), false) => linked_words(&summary.links, summary.case.case_ref()),
            _ => String::new(),
        };
        let other = if both { String::new() } else { self.other_lane(desk) };
        let taken = if both { 0 } else { u16::try_from(other.len()).unwrap_or(0) + 4 };
        let title = lane.title(&linked, area.width.saturating_sub(taken), desk);
        let inside = pane(frame, area, &title, here, theme);
        corner(frame, area, (&title, false), &other, theme);
        if lane.list.is_empty() {
            let alone = self.lanes.iter().all(|lane| lane.open == 0);
            frame::hint(frame, inside, &desk.told(Place::Board, lane.hint(alone)), theme);
            return;
        }
        let (up, down) = lane.list.goes_on();
        more(frame, area, &title, (up && both, down), theme);
        let linked = if here { Vec::new() } else { self.linked() };
        let (now, number) = (desk.app.ctx.at, board_rows::number_width(lane.list.shown()));
        let line = |line: &CaseLine, width| board_rows::line(line, &linked, now, number, width);
        lane.list.draw_marked(frame.buffer_mut(), inside, theme, here, line);
    }

    fn draw_detail(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let Some(summary) = &self.summary else {
            if area.height >= DETAIL {
                let inside = pane(frame, area, "Nothing selected", false, theme);
                frame::hint(
                    frame,
                    inside,
                    "Here stands how the selected case is: state, impact, what was last said, who leads, what is next.",
                    theme,
                );
            }
            return;
        };
        let inside = if area.height >= DETAIL { pane(frame, area, &summary.title, false, theme) } else { area };
        // With less room: where it stands, what was last said, what is next.
        let wanted: &[&str] = match inside.height {
            5.. => &["State", "Impact", "Last", "Leads", "Next"],
            3.. => &["State", "Last", "Next"],
            _ => &["Next"],
        };
        let facts = summary.facts.iter().filter(|(label, ..)| wanted.contains(label));
        for (at, (label, words, role)) in (0..).zip(facts) {
            let label = format!(" {label:<room$}", room = if inside.width < BOTH { 7 } else { 8 });
            let words = parts_that_fit(words, usize::from(inside.width).saturating_sub(label.len() + 1));
            paint_all(frame.buffer_mut(), row(inside, at), [(label.as_str(), theme.style(Role::Quiet)), (&words, theme.style(*role))]);
        }
    }
}

impl Screen<Desk> for Board {
    fn place(&self) -> Place {
        Place::Board
    }

    fn load(&mut self, desk: &Desk, size: Size) {
        self.size = size;
        let plan = self.plan(Rect::new(0, 0, size.width, size.height));
        for (lane, area) in self.lanes.iter_mut().zip(plan.lanes) {
            // A border takes two rows where there is one.
            let height = area.map_or(1, |area| if area.height < 3 { area.height } else { area.height - 2 });
            lane.load(desk, usize::from(height));
        }
        self.look(desk);
    }

    fn why_not(&self, act: Act, desk: &Desk) -> Option<String> {
        let needs = matches!(act, Act::Enter | Act::Update | Act::Edit | Act::Command("case state"));
        (needs && self.selected().is_none()).then(|| desk.told(Place::Board, "no case is selected; {new} opens one"))
    }

    fn act(&mut self, act: Act, desk: &Desk) -> Reply<Desk> {
        match act {
            Act::Move(step) if !self.step(step, desk) => return Reply::Ignored,
            Act::Move(_) => {}
            Act::Enter => return Reply::Visit(Place::Room, self.about()),
            Act::New => {
                let name = if self.lanes[self.here].kind == CaseKind::Incident { "incident open" } else { "issue open" };
                return desk.start(name, &Vec::new());
            }
            Act::Search => return self.offer(desk),
            Act::Sort => self.sort(desk),
            Act::Back if self.lanes.iter().any(|lane| lane.by.is_some()) => self.lift(desk),
            _ => return Reply::Ignored,
        }
        Reply::Done
    }

    fn point(&mut self, what: Pointing, at: Position, area: Rect, desk: &Desk) -> Reply<Desk> {
        let under = |lane: &Option<Rect>| lane.is_some_and(|lane| lane.contains(at));
        let Some(index) = self.plan(area).lanes.iter().position(under) else { return Reply::Ignored };
        match what {
            Pointing::Up => self.scroll(index, Move::Up, desk),
            Pointing::Down => self.scroll(index, Move::Down, desk),
            Pointing::Click => {
                let again = self.here == index;
                self.here = index;
                if self.lanes[index].list.click(at) == Clicked::Again && again {
                    return self.act(Act::Enter, desk);
                }
                self.look(desk);
            }
        }
        Reply::Done
    }

    fn copies(&self, desk: &Desk) -> Vec<Offer> {
        let words = |line: &CaseLine| {
            let parts = [line.case.to_string(), line.priority.clone().unwrap_or_default(), line.state.clone(), line.title.raw().to_owned()];
            let open = format!("since {}", desk.app.ctx.zone.local(line.since).format("%Y-%m-%d %H:%M"));
            parts.into_iter().chain([open]).filter(|part| !part.is_empty()).collect::<Vec<_>>().join("  ")
        };
        self.selected().map(|line| Offer::text(What::Line, format!("line {}", line.case), words(line))).into_iter().collect()
    }

    fn chosen(&mut self, choice: &str, desk: &Desk) -> Reply<Desk> {
        let by = choice.parse().ok().and_then(|at: usize| self.choices.get(at).cloned()).flatten();
        self.filter(by, desk);
        Reply::Done
    }

    fn about(&self) -> About {
        self.selected().map(|line| ("case", line.case.to_string())).into_iter().collect()
    }

    fn aim(&mut self, about: &About, desk: &Desk) {
        let Some(case) = desk.case(about) else { return };
        let Some(line) = desk.read(desk.app.case_line(case.id)) else { return };
        let index = usize::from(case.kind == CaseKind::Issue);
        let lane = &mut self.lanes[index];
        let filter = lane.filter();
        if lane.list.select(&At { id: line.id, spot: line.spot }, &mut |want: Want<_>| cases(desk, &filter, &want)) {
            let moved = self.here != index;
            self.here = index;
            if moved { self.load(desk, self.size) } else { self.look(desk) }
        }
    }

    fn is_empty(&self) -> bool {
        self.selected().is_none()
    }

    fn kept(&self) -> Kept {
        let mut kept: Kept = self.about().into_iter().collect();
        self.lanes.iter().for_each(|lane| lane.keep(&mut kept));
        kept.insert("lane", self.lanes[self.here].kind.key().to_owned());
        kept
    }

    fn recall(&mut self, kept: &BTreeMap<String, String>, desk: &Desk) {
        let text = |key: &str| kept.get(key).map_or("", String::as_str);
        self.lanes.iter_mut().for_each(|lane| lane.recall(kept, desk));
        self.here = usize::from(CaseKind::parse(text("lane")) == Some(CaseKind::Issue));
        self.aim(&vec![("case", text("case").to_owned())], desk);
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, desk: &Desk) {
        let plan = self.plan(area);
        let both = plan.lanes.iter().all(Option::is_some);
        for (index, lane) in plan.lanes.iter().enumerate() {
            if let Some(lane) = lane {
                self.draw_lane(frame, *lane, (index, both), theme, desk);
            }
        }
        if let Some(detail) = plan.detail {
            self.draw_detail(frame, detail, theme);
        }
    }
}
