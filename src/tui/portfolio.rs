//! Screen 4: the registers, one at a time. Groups, projects and services with their health come here later.

use ratatui::Frame;
use ratatui::layout::{Position, Rect, Size};

use super::copy_menu::Offer;
use super::desk::Desk;
use super::keys::{Act, Move, Place};
use super::mouse::Pointing;
use super::parts::frame::pane;
use super::rows::Table;
use super::stage::{About, Reply, Screen};
use super::theme::Theme;
use crate::app::{Draft, tables};

/// Registers in the order of the arrows: the subject and its name in the border.
const REGISTERS: &[(&str, &str)] = &[
    ("service", "services"),
    ("project", "projects"),
    ("group", "groups"),
    ("customer", "customers"),
    ("person", "people"),
    ("stakeholder", "stakeholders"),
];

/// Holds the register that is shown.
#[derive(Default)]
pub struct Portfolio {
    at: usize,
    table: Option<Table>,
    size: Size,
}

impl Portfolio {
    fn subject(&self) -> &'static str {
        REGISTERS.get(self.at).map_or("service", |(subject, _)| subject)
    }

    fn turn_to(&mut self, at: usize, desk: &Desk) {
        self.at = at % REGISTERS.len();
        self.table = None;
        self.load(desk, self.size);
    }

    /// Begins a command or query on the shown register.
    fn start(&self, verb: &str, about: &About, desk: &Desk) -> Reply<Desk> {
        desk.start(&format!("{} {verb}", self.subject()), about)
    }
}

impl Screen<Desk> for Portfolio {
    fn place(&self) -> Place {
        Place::Portfolio
    }

    fn load(&mut self, desk: &Desk, size: Size) {
        self.size = size;
        if self.table.is_none() {
            self.table =
                tables::query(&format!("{} list", self.subject())).map(|query| Table::new(query, Draft::new()).filled_by("; n adds one"));
        }
        if let Some(table) = &mut self.table {
            table.load(desk, size.height.saturating_sub(3));
        }
    }

    fn why_not(&self, act: Act) -> Option<String> {
        let none = self.table.as_ref().is_none_or(|table| table.selected().is_none());
        (none && matches!(act, Act::Enter | Act::Edit)).then(|| format!("no {} is selected; n adds one", self.subject()))
    }

    fn is_empty(&self) -> bool {
        self.table.as_ref().is_none_or(|table| table.selected().is_none())
    }

    fn act(&mut self, act: Act, desk: &Desk) -> Reply<Desk> {
        match act {
            Act::Move(Move::Left | Move::Previous) => self.turn_to(self.at + REGISTERS.len() - 1, desk),
            Act::Move(Move::Right | Move::Next) => self.turn_to(self.at + 1, desk),
            Act::Move(step) => {
                if !self.table.as_mut().is_some_and(|table| table.go(step)) {
                    return Reply::Ignored;
                }
            }
            Act::Enter => return self.start("show", &self.record(), desk),
            Act::Edit => return self.start("set", &self.record(), desk),
            Act::New => return self.start("add", &Vec::new(), desk),
            _ => return Reply::Ignored,
        }
        Reply::Done
    }

    fn point(&mut self, what: Pointing, at: Position, _: Rect, desk: &Desk) -> Reply<Desk> {
        match self.table.as_mut().is_some_and(|table| table.point(what, at)) {
            true => self.act(Act::Enter, desk),
            false => Reply::Done,
        }
    }

    fn copies(&self, desk: &Desk) -> Vec<Offer> {
        self.table.as_ref().and_then(|table| table.copied(&desk.app.ctx)).into_iter().collect()
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, desk: &Desk) {
        let names = REGISTERS.iter().enumerate();
        let names = names.map(|(at, (_, name))| if at == self.at { format!("[{name}]") } else { format!(" {name} ") });
        let inside = pane(frame, area, &names.collect::<Vec<_>>().join(" "), true, theme);
        if let Some(table) = &self.table {
            table.draw(frame, inside, theme, &desk.app.ctx);
        }
    }
}

impl Portfolio {
    fn record(&self) -> About {
        let selected = self.table.as_ref().and_then(Table::selected);
        let key = if self.subject() == "person" { "handle" } else { "name" };
        let name = selected.and_then(|record| record.get(key)?.as_str());
        name.map(|name| ("record", name.to_owned())).into_iter().collect()
    }
}
