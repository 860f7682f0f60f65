//! Actions over all cases: what is open or to be verified, the most overdue first; grouped by owner or type on a key.

use std::collections::BTreeMap;

use ratatui::Frame;
use ratatui::layout::{Position, Rect, Size};

use super::copy_menu::{Offer, What};
use super::desk::{Desk, role};
use super::keys::{Act, Move, Place};
use super::mouse::Pointing;
use super::parts::columns::{Column, spans};
use super::parts::frame::{hint, more, pane};
use super::parts::list::{Clicked, List, Row, inside as room};
use super::parts::text::{from, paint, row};
use super::screen::WHEEL;
use super::stage::{About, Kept, Reply, Screen};
use super::theme::{Role, Theme};
use super::windows::follow_ups;
use crate::model::action::{Action, Awaited, Follow, FollowOrder};
use crate::model::{Untrusted, when};

/// The letter, the number, when, how old, whose, which type, which case, and what.
const COLUMNS: &[Column] = &[
    Column::fixed(1),
    Column::fixed(6),
    Column::fixed(13),
    Column::fixed(6).to_the_right().from(84),
    Column::fixed(10).from(48),
    Column::fixed(8).from(64),
    Column::fixed(8).from(64),
    Column::rest(12),
];
const HEADINGS: &[&str] = &["", "Action", "When", "Age", "Owner", "Type", "Case", "What"];

/// Holds a window of them.
pub struct FollowUp {
    order: FollowOrder,
    list: List<Action>,
    size: Size,
}

impl Default for FollowUp {
    fn default() -> Self {
        Self { order: FollowOrder::Due, list: List::default(), size: Size::default() }
    }
}

impl FollowUp {
    fn follow(&self) -> Follow {
        Follow { order: self.order, owner: None, action_type: None }
    }

    fn go(&mut self, step: Move, desk: &Desk) -> bool {
        let follow = self.follow();
        self.list.go(step, &mut |want| follow_ups(desk, &follow, &want))
    }

    fn done_already(&self) -> bool {
        self.list.selected().and_then(Action::awaited).is_some_and(|(what, _)| what == Awaited::Verified)
    }
}

/// Says when it is due, or in which period.
fn due(action: &Action, now: i64) -> String {
    match action.awaited() {
        Some((_, Some(at))) => when::until(at - now),
        _ => action.period.as_ref().map_or("no time said", Untrusted::raw).to_owned(),
    }
}

impl Screen<Desk> for FollowUp {
    fn place(&self) -> Place {
        Place::FollowUp
    }

    fn load(&mut self, desk: &Desk, size: Size) {
        self.size = size;
        // A border takes two rows, the headings one.
        let height = if size.height < 4 { size.height.saturating_sub(1) } else { size.height - 3 };
        let follow = self.follow();
        self.list.space(desk.step());
        self.list.load(usize::from(height), &mut |want| follow_ups(desk, &follow, &want));
    }

    fn why_not(&self, act: Act, desk: &Desk) -> Option<String> {
        let of_one = matches!(act, Act::Enter | Act::Edit | Act::Command("action done" | "action verify" | "action drop"));
        if of_one && self.list.is_empty() {
            return Some(desk.told(Place::FollowUp, "no action is selected; + in the log line gives one, and {log} goes there"));
        }
        match (act, self.done_already()) {
            (Act::Command("action done"), true) => Some(desk.told(Place::FollowUp, "it is done; {action-verify} says whether it worked")),
            (Act::Command("action drop"), true) => Some("it is done, and can no longer be given up".to_owned()),
            (Act::Command("action verify"), false) => Some(desk.told(Place::FollowUp, "it is not done yet; {action-done} says that it is")),
            _ => None,
        }
    }

    fn act(&mut self, act: Act, desk: &Desk) -> Reply<Desk> {
        match act {
            Act::Move(step) => return if self.go(step, desk) { Reply::Done } else { Reply::Ignored },
            Act::Sort => {
                let at = FollowOrder::ALL.iter().position(|order| *order == self.order).unwrap_or(0);
                self.order = FollowOrder::ALL[(at + 1) % FollowOrder::ALL.len()];
                let (at, follow) = (self.list.selected().map(Row::id), self.follow());
                self.list = List::default();
                if let Some(at) = at {
                    self.list.select(&at, &mut |want| follow_ups(desk, &follow, &want));
                }
                self.load(desk, self.size);
            }
            Act::Enter => return Reply::Visit(Place::Room, self.about()),
            Act::Edit => return desk.start("action set", &self.about()),
            _ => return Reply::Ignored,
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
        let line = |action: &Action| {
            let owner = action.owner.as_ref().map_or("no owner", |owner| owner.name.raw());
            let parts = [due(action, desk.app.ctx.at), owner.to_owned(), action.text.raw().to_owned()];
            let text = format!("{}  {}  {}", action.action_ref(), action.case_ref, parts.join("  "));
            Offer::text(What::Line, format!("line {}", action.action_ref()), text)
        };
        self.list.selected().map(line).into_iter().collect()
    }

    fn about(&self) -> About {
        let of = |action: &Action| vec![("case", action.case_ref.to_string()), ("action", action.action_ref().to_string())];
        self.list.selected().map(of).unwrap_or_default()
    }

    fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    fn kept(&self) -> Kept {
        Kept::from([("order", self.order.key().to_owned())])
    }

    fn recall(&mut self, kept: &BTreeMap<String, String>, _: &Desk) {
        self.order = kept.get("order").and_then(|key| FollowOrder::parse(key)).unwrap_or(FollowOrder::Due);
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, desk: &Desk) {
        let title = format!("Follow-up {} {}", theme.dot(), self.order.label());
        let inside = pane(frame, area, &title, true, theme);
        more(frame, area, &title, self.list.goes_on(), theme);
        if self.list.is_empty() {
            return hint(frame, inside, "Nothing is left to follow up: every action is done, verified or given up.", theme);
        }
        let (edge, width) = room(inside.width);
        let heads: Vec<(&str, Role)> = HEADINGS.iter().map(|head| (*head, Role::Quiet)).collect();
        let head: String = spans(COLUMNS, &heads, usize::from(width)).into_iter().map(|(text, _)| text).collect();
        let mut body = inside;
        if inside.height > 1 {
            paint(frame.buffer_mut(), from(row(inside, 0), edge), &head, theme.style(Role::Quiet));
            body = Rect { y: inside.y + 1, height: inside.height - 1, ..inside };
        }
        let now = desk.app.ctx.at;
        self.list.draw_marked(frame.buffer_mut(), body, theme, true, |action, width| {
            let (awaited, at) = action.awaited().unwrap_or((Awaited::Done, None));
            let letter = match (awaited, at) {
                (_, Some(at)) if at < now => "!",
                (Awaited::Verified, _) => "v",
                (Awaited::Done, _) => "",
            };
            let nearness = at.map_or(Role::Quiet, |at| role(at - now));
            let prefix = if awaited == Awaited::Verified { "verify: " } else { "" };
            let cells = [
                (letter.to_owned(), nearness),
                (action.action_ref().to_string(), Role::Quiet),
                (due(action, now), nearness),
                (action.given().map(|given| when::span(now - given)).unwrap_or_default(), Role::Quiet),
                (action.owner.as_ref().map_or("nobody", |owner| owner.name.raw()).to_owned(), Role::Text),
                (action.action_type.map_or("", |kind| kind.label()).to_owned(), Role::Quiet),
                (action.case_ref.to_string(), Role::Quiet),
                (format!("{prefix}{}", action.text.raw()), Role::Text),
            ];
            let cells: Vec<(&str, Role)> = cells.iter().map(|(text, role)| (text.as_str(), *role)).collect();
            ("", spans(COLUMNS, &cells, width))
        });
    }
}
