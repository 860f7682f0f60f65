//! One lane of the Board: its window of cases, its order and filter, its counts and the words of its border.

use std::collections::BTreeMap;

use super::desk::Desk;
use super::keys::Place;
use super::parts::list::List;
use super::parts::text::{cut, wide};
use super::stage::Kept;
use super::windows::cases;
use crate::model::case::{CaseBy, CaseFilter, CaseLine, CaseOrder, IssuePriority, Priority, Shelf};
use crate::model::{CaseKind, Subject};

/// Holds one lane.
pub struct Lane {
    /// Incidents or issues.
    pub kind: CaseKind,
    /// The window of cases.
    pub list: List<CaseLine>,
    /// How many are open.
    pub open: i64,
    /// How many of them are of the highest priority.
    pub worst: i64,
    /// How many are open outside the lanes.
    pub aside: i64,
    /// In which order they stand.
    pub order: CaseOrder,
    /// What the lane is narrowed to, and its words.
    pub by: Option<(CaseBy, String)>,
}

impl Lane {
    /// Begins with all cases of a kind, by priority.
    pub fn new(kind: CaseKind) -> Self {
        Self { kind, list: List::default(), open: 0, worst: 0, aside: 0, order: CaseOrder::Priority, by: None }
    }

    /// Gives which cases are shown, and in which order.
    pub fn filter(&self) -> CaseFilter {
        let by = self.by.as_ref().map(|(by, _)| *by);
        CaseFilter { kind: self.kind, shelf: Shelf::Lane, order: self.order, by }
    }

    /// Reads the window again, and the counts.
    pub fn load(&mut self, desk: &Desk, height: usize) {
        let filter = self.filter();
        self.list.space(desk.step());
        self.list.load(height, &mut |want| cases(desk, &filter, &want));
        let counts = desk.read(desk.app.tally(self.kind, Shelf::Lane));
        self.open = counts.iter().map(|(_, count)| count).sum();
        self.worst = counts.iter().find(|(rank, _)| *rank == 1).map_or(0, |(_, count)| *count);
        self.aside = desk.read(desk.app.tally(self.kind, Shelf::Aside)).iter().map(|(_, count)| count).sum();
    }

    /// Words the lane's border: "Incidents · 3 open, 1 P1". What does not fit goes whole, from the end.
    pub fn title(&self, linked: &str, width: u16, desk: &Desk) -> String {
        let (name, top) = match self.kind {
            CaseKind::Incident => ("Incidents", "P1"),
            CaseKind::Issue => ("Project issues", "very high"),
        };
        let mut title = name.to_owned();
        // What narrows and orders the lane is the last to go.
        if let Some((_, words)) = &self.by {
            title.push_str(&format!(" · only {words} ({} shows all)", desk.told(Place::Board, "{back}")));
        }
        if self.order != CaseOrder::Priority {
            title.push_str(&format!(" · {} first ({})", self.order.label(), desk.told(Place::Board, "{order}")));
        }
        title.push_str(&format!(" · {} open", self.open));
        if self.worst > 0 {
            title.push_str(&format!(", {} {top}", self.worst));
        }
        title.push_str(linked);
        if self.aside > 0 {
            title.push_str(&format!(" · {} outside the lanes", self.aside));
        }
        let room = usize::from(width).saturating_sub(4);
        if wide(&title) > room {
            title = title.replace(", ", " · ");
        }
        while let (true, Some(end)) = (wide(&title) > room, title.rfind(" · ")) {
            title.truncate(end);
        }
        // That something is left out is said even where the name of the lane is all there is room for.
        match &self.by {
            Some((_, words)) if title == name => cut(&format!("only {words}"), room),
            _ => title,
        }
    }

    /// Takes the next order on offer; each has its index.
    pub fn turn_order(&mut self) {
        let at = CaseOrder::ALL.iter().position(|order| *order == self.order).unwrap_or(0);
        self.order = CaseOrder::ALL.get(at + 1).copied().unwrap_or(CaseOrder::Priority);
    }

    /// Names what is kept of the lane: its order and its filter.
    fn words(&self) -> [&'static str; 2] {
        if self.kind == CaseKind::Incident { ["incidents by", "incidents of"] } else { ["issues by", "issues of"] }
    }

    /// Gives what is to be found again after a restart.
    pub fn keep(&self, kept: &mut Kept) {
        let [order, filter] = self.words();
        kept.insert(order, self.order.key().to_owned());
        kept.extend(self.by.as_ref().map(|(by, label)| (filter, filter_words(*by, label))));
    }

    /// Reads it again; what is not there any more is passed over.
    pub fn recall(&mut self, kept: &BTreeMap<String, String>, desk: &Desk) {
        let text = |key: &str| kept.get(key).map_or("", String::as_str);
        let [order, filter] = self.words();
        self.order = CaseOrder::parse(text(order)).unwrap_or(CaseOrder::Priority);
        self.by = filter_of(text(filter), self.kind, desk);
    }

    /// Says what to do where there is nothing.
    pub fn hint(&self, alone: bool) -> &'static str {
        match (self.by.is_some(), self.kind, alone) {
            (true, ..) => "nothing like that; {back} shows all",
            (false, CaseKind::Incident, true) => "No open incident. {new} logs one: type what is wrong, then Enter.",
            (false, CaseKind::Incident, false) => "No open incident. {new} logs one.",
            (false, CaseKind::Issue, _) => "No open issue. {next}, then {new} logs one.",
        }
    }
}
/// Words a filter so that it can be found again: what it looks at, and the name there.
fn filter_words(by: CaseBy, label: &str) -> String {
    match by {
        CaseBy::Service(_) => format!("service {label}"),
        CaseBy::Project(_) => format!("project {label}"),
        CaseBy::Lead(_) => format!("person {label}"),
        CaseBy::Rank(rank) => format!("rank {rank}"),
    }
}

/// Reads such a filter; one whose name is not there any more is none.
fn filter_of(words: &str, kind: CaseKind, desk: &Desk) -> Option<(CaseBy, String)> {
    let (what, name) = words.split_once(' ')?;
    if what == "rank" {
        let choices = if kind == CaseKind::Incident { Priority::CHOICES } else { IssuePriority::CHOICES };
        let rank: usize = name.parse().ok()?;
        let (_, label) = choices.get(rank.checked_sub(1)?)?;
        return Some((CaseBy::Rank(i64::try_from(rank).ok()?), (*label).to_owned()));
    }
    let subject = Subject::parse(what)?;
    let named = desk.read(desk.app.find(subject, name))?;
    let by = match (subject, kind) {
        (Subject::Service, CaseKind::Incident) => CaseBy::Service(named.id),
        (Subject::Project, CaseKind::Issue) => CaseBy::Project(named.id),
        (Subject::Person, _) => CaseBy::Lead(named.id),
        _ => return None,
    };
    Some((by, named.name.into_raw()))
}
