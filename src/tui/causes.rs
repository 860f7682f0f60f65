//! The causes of a case: why, and why again, as a tree; the same nodes as a fishbone, by where they lie. Edited by keys, one change each.
//!
//! What is on screen was read at once; a step in it reads nothing.

use std::collections::BTreeMap;

use ratatui::Frame;
use ratatui::layout::{Position, Rect, Size};

use super::causes_draw;
use super::causes_lines::{Line, by_bone, by_tree};
use super::copy_menu::{Offer, What};
use super::desk::{Desk, Order, case_in};
use super::keys::{Act, Move, Place};
use super::mouse::Pointing;
use super::parts::list::{Clicked, List};
use super::parts::numbered::{Numbered, window};
use super::screen::WHEEL;
use super::stage::{About, Kept, Reply, Screen};
use super::theme::Theme;
use crate::app::cause::live::Causes as Read;
use crate::app::{Draft, tables};
use crate::model::CaseRef;
use crate::model::cause::{Cause, Mark, Tree};

/// Holds the causes of one case.
pub struct Causes {
    pub(super) case: Option<CaseRef>,
    pub(super) read: Option<Read>,
    pub(super) lines: Vec<Line>,
    pub(super) list: List<Numbered<Line>>,
    /// Whether the nodes are shown by where they lie.
    pub(super) fishbone: bool,
    /// The number of the node to go to once it has been read.
    wanted: Option<String>,
    size: Size,
}

impl Causes {
    /// Begins with a case, if there is one.
    pub fn of(case: Option<CaseRef>) -> Self {
        Self { case, read: None, lines: Vec::new(), list: List::default(), fishbone: false, wanted: None, size: Size::default() }
    }

    /// Gives the selected node.
    pub(super) fn line(&self) -> Option<&Line> {
        self.list.selected().and_then(|numbered| self.lines.get(numbered.0))
    }

    fn cause(&self) -> Option<&Cause> {
        self.tree()?.find(self.line()?.id).map(|node| &node.cause)
    }

    fn tree(&self) -> Option<&Tree> {
        self.read.as_ref().map(|read| &read.tree)
    }

    pub(super) fn is_frozen(&self) -> bool {
        self.read.as_ref().and_then(|read| read.review.as_ref()).is_some_and(|review| review.state.is_approved())
    }

    /// Lays the nodes out in the order of the view and goes to the one that is wanted.
    fn lay_out(&mut self) {
        let wanted = self.wanted.take().or_else(|| self.line().map(|line| line.name.clone()));
        self.lines = match &self.read {
            Some(read) if self.fishbone => by_bone(read),
            Some(read) => by_tree(read),
            None => Vec::new(),
        };
        let height = causes_draw::rows(self, self.size);
        let lines = &self.lines;
        if let Some(at) = wanted.and_then(|name| lines.iter().position(|line| line.name == name)) {
            self.list.select(&at, &mut |want| window(lines, &want));
        }
        self.list.load(height, &mut |want| window(lines, &want));
    }

    fn step(&mut self, step: Move) -> bool {
        let lines = &self.lines;
        match step {
            Move::Left | Move::Right if self.fishbone => {
                let here = self.line().map(|line| line.bone);
                let other = |line: &&(usize, &Line)| Some(line.1.bone) != here;
                let at = self.list.selected().map_or(0, |numbered| numbered.0);
                let all: Vec<(usize, &Line)> = lines.iter().enumerate().collect();
                let next = match step {
                    Move::Right => all.iter().skip(at).find(other),
                    _ => all.iter().take(at).rev().find(other),
                };
                next.map(|(at, _)| *at).is_some_and(|at| self.list.select(&at, &mut |want| window(lines, &want)))
            }
            _ => self.list.go(step, &mut |want| window(lines, &want)),
        }
    }

    /// Hands in a command on the selected node, with nothing left to ask.
    fn order(&self, name: &str, answers: &[(&'static str, &str)]) -> Reply<Desk> {
        let (Some(line), Some(command)) = (self.line(), tables::command(name)) else { return Reply::Done };
        let draft = Draft::new().with("cause", line.name.as_str());
        Reply::Submit(Order { command, draft: answers.iter().fold(draft, |draft, (key, text)| draft.with(key, *text)) })
    }

    /// Marks the selected node, or takes the mark off it where it has it already.
    fn mark(&self, mark: Mark) -> Reply<Desk> {
        let has = self.cause().is_some_and(|cause| cause.mark == mark);
        self.order("cause set", &[("mark", if has { Mark::Why.key() } else { mark.key() })])
    }

    /// Says where a move would put the selected node: the field of the command and the node it names.
    fn target(&self, act: Act) -> Option<(&'static str, String)> {
        let (tree, cause) = (self.tree()?, self.cause()?);
        let above = tree.above(cause.id);
        let beside = tree.under(above.map(|above| above.id));
        let at = beside.iter().position(|other| other.id == cause.id)?;
        let before = at.checked_sub(1).and_then(|at| beside.get(at));
        match act {
            Act::Raise => before.map(|other| ("before", other.name())),
            Act::Lower => beside.get(at + 1).map(|other| ("after", other.name())),
            Act::Indent => before.map(|other| ("under", other.name())),
            _ => above.map(|above| ("after", above.name())),
        }
    }

    /// Begins a new cause: under the selected one, beside it, or the first of all.
    fn add(&self, place: &'static str, desk: &Desk) -> Reply<Desk> {
        let case = self.case.map(|case| ("case", case.to_string()));
        let place = self.line().map(|line| (place, line.name.clone()));
        desk.start("cause add", &case.into_iter().chain(place).collect())
    }

    fn turn_to(&mut self, case: CaseRef) {
        *self = Self { fishbone: self.fishbone, size: self.size, ..Self::of(Some(case)) };
    }
}

/// Commands on one node that is there.
const ON_ONE: &[&str] = &["cause set", "cause move", "cause remove", "cause attach", "cause detach"];

/// Says why a node cannot be moved that way.
fn stuck(act: Act) -> &'static str {
    match act {
        Act::Raise => "nothing stands before it here",
        Act::Lower => "nothing stands after it here",
        Act::Indent => "nothing stands before it that it could explain",
        _ => "it stands at the top already",
    }
}

impl Screen<Desk> for Causes {
    fn place(&self) -> Place {
        Place::Causes
    }

    fn load(&mut self, desk: &Desk, size: Size) {
        self.size = size;
        self.read = self.case.and_then(|case| desk.read(desk.app.causes(case)));
        self.lay_out();
    }

    fn why_not(&self, act: Act, desk: &Desk) -> Option<String> {
        let one = matches!(act, Act::Enter | Act::Edit | Act::Raise | Act::Lower | Act::Indent | Act::Outdent | Act::Root | Act::Factor)
            || matches!(act, Act::Command(name) if ON_ONE.contains(&name));
        let writes = one || matches!(act, Act::New | Act::Command("cause add" | "cause from"));
        if writes && self.case.is_none() {
            return Some(desk.told(Place::Causes, "no case is chosen; {board} shows them"));
        }
        if writes && self.is_frozen() {
            return Some(desk.told(Place::Review, super::review_deeds::APPROVED));
        }
        if one && self.line().is_none() {
            return Some(desk.told(Place::Causes, "no cause is named yet; {new} names one"));
        }
        let moves = matches!(act, Act::Raise | Act::Lower | Act::Indent | Act::Outdent);
        if moves && self.fishbone {
            return Some(desk.told(Place::Causes, "{order} shows the tree, where it moves"));
        }
        (moves && self.target(act).is_none()).then(|| stuck(act).to_owned())
    }

    fn idle(&self, act: Act, desk: &Desk) -> bool {
        self.is_frozen() && self.why_not(act, desk).is_some()
    }

    fn hint(&self, act: Act) -> Option<&'static str> {
        (act == Act::Sort && self.fishbone).then_some("tree")
    }

    fn act(&mut self, act: Act, desk: &Desk) -> Reply<Desk> {
        match act {
            Act::Move(step) if self.step(step) => Reply::Done,
            Act::Sort => {
                self.fishbone = !self.fishbone;
                self.lay_out();
                Reply::Done
            }
            Act::Enter if desk.is_shared() => Reply::Say(desk.told(Place::Causes, super::shared::WHY_NOT)),
            Act::Enter | Act::Edit => desk.start("cause set", &self.about()),
            Act::New => self.add("after", desk),
            Act::Command("cause add") => self.add("under", desk),
            Act::Root => self.mark(Mark::Root),
            Act::Factor => self.mark(Mark::Contributing),
            Act::Command("cause remove") => self.order("cause remove", &[]),
            Act::Raise | Act::Lower | Act::Indent | Act::Outdent => match self.target(act) {
                Some((field, other)) => self.order("cause move", &[(field, &other)]),
                None => Reply::Done,
            },
            _ => Reply::Ignored,
        }
    }

    fn point(&mut self, what: Pointing, at: Position, _: Rect, desk: &Desk) -> Reply<Desk> {
        let step = match what {
            Pointing::Up => Move::Up,
            Pointing::Down => Move::Down,
            Pointing::Click => {
                let again = self.list.click(at) == Clicked::Again;
                let may = again && self.why_not(Act::Enter, desk).is_none();
                return if may { self.act(Act::Enter, desk) } else { Reply::Done };
            }
        };
        for _ in 0..WHEEL {
            self.step(step);
        }
        Reply::Done
    }

    fn copies(&self, _: &Desk) -> Vec<Offer> {
        let line = |line: &Line| Offer::text(What::Line, format!("line {}", line.name), format!("{} {}", line.name, line.text));
        self.line().map(line).into_iter().collect()
    }

    fn about(&self) -> About {
        let case = self.case.map(|case| ("case", case.to_string()));
        case.into_iter().chain(self.line().map(|line| ("cause", line.name.clone()))).collect()
    }

    fn aim(&mut self, about: &About, _: &Desk) {
        if let Some(case) = case_in(about).filter(|case| Some(*case) != self.case) {
            self.turn_to(case);
        }
        if let Some((_, cause)) = about.iter().find(|(key, _)| *key == "cause") {
            self.wanted = Some(cause.clone());
        }
    }

    fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    fn kept(&self) -> Kept {
        let mut kept: Kept = self.about().into_iter().collect();
        if self.fishbone {
            kept.insert("view", "fishbone".to_owned());
        }
        kept
    }

    fn recall(&mut self, kept: &BTreeMap<String, String>, desk: &Desk) {
        let text = |key: &str| kept.get(key).map(String::as_str);
        let case = text("case").and_then(CaseRef::parse);
        if let Some(case) = case.filter(|case| desk.read(desk.app.case_named(*case)).is_some()) {
            self.turn_to(case);
            self.wanted = text("cause").map(str::to_owned);
        }
        self.fishbone = text("view") == Some("fishbone");
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, desk: &Desk) {
        causes_draw::draw(self, frame, area, theme, desk);
    }
}
