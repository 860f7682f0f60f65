//! What a search is narrowed to: the kind by the arrows, the rest from one list. What is narrowed is always said, and Esc lifts it.

use std::collections::BTreeMap;

use ratatui::Frame;
use ratatui::layout::Rect;

use super::choose::Choose;
use super::desk::Desk;
use super::keys::Place;
use super::parts::picker::Item;
use super::parts::text::{paint_all, wide};
use super::stage::{Kept, Reply};
use super::theme::{Role, Theme};
use crate::model::search::{Search, SearchKind};
use crate::model::{Id, Subject};

/// In milliseconds.
const DAY: i64 = 24 * 3_600_000;
/// Names offered of each register; a longer one is found by its words.
const NAMES: usize = 200;
/// Kinds in the order of the arrows; none is all of them.
const KINDS: &[Option<SearchKind>] = &[
    None,
    Some(SearchKind::Incidents),
    Some(SearchKind::Issues),
    Some(SearchKind::Lines),
    Some(SearchKind::Actions),
    Some(SearchKind::Reviews),
    Some(SearchKind::Registers),
];

/// Windows of time on offer: days and words.
const SINCE: &[(i64, &str)] = &[(1, "last 24 hours"), (7, "last 7 days"), (30, "last 30 days"), (365, "last 12 months")];

/// One thing that can be narrowed to.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Limit {
    Nothing,
    Open(bool),
    Since(i64),
    Home(Subject, Id, String),
}

/// Holds what a search is narrowed to.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    kind: usize,
    open: Option<bool>,
    days: Option<i64>,
    home: Option<(Subject, Id, String)>,
    offered: Vec<Limit>,
}

impl Filter {
    /// Says whether anything is narrowed.
    pub fn is_narrow(&self) -> bool {
        self.kind != 0 || self.open.is_some() || self.days.is_some() || self.home.is_some()
    }

    /// Narrows what was typed, at this time; what the words themselves say goes first.
    pub fn search(&self, typed: Search, now: i64) -> Search {
        Search {
            kind: typed.kind.or(KINDS.get(self.kind).copied().flatten()),
            open: typed.open.or(self.open),
            homes: if typed.homes.is_empty() { self.home.iter().map(|(_, id, _)| *id).collect() } else { typed.homes },
            since: typed.since.or(self.days.map(|days| now - days * DAY)),
            ..typed
        }
    }

    /// Gives the service or project it is narrowed to, as the field of a query and its name.
    pub fn home(&self) -> Option<(&'static str, &str)> {
        let (subject, _, name) = self.home.as_ref()?;
        Some((if *subject == Subject::Service { "service" } else { "project" }, name))
    }

    /// Goes to the next kind or the one before.
    pub fn turn(&mut self, next: bool) {
        self.kind = (self.kind + if next { 1 } else { KINDS.len() - 1 }) % KINDS.len();
    }

    /// Offers everything one can narrow to in one list.
    pub fn offer(&mut self, desk: &Desk) -> Reply<Desk> {
        let mut rows = vec![(Limit::Nothing, "everything".to_owned(), "lifts all limits")];
        rows.extend([(Limit::Open(true), "open cases".to_owned(), "state"), (Limit::Open(false), "closed cases".to_owned(), "state")]);
        rows.extend(SINCE.iter().map(|(days, words)| (Limit::Since(*days), (*words).to_owned(), "time")));
        for subject in [Subject::Service, Subject::Project] {
            let names = desk.read(desk.app.names(subject, NAMES)).into_iter();
            rows.extend(names.map(|named| {
                let name = named.name.into_raw();
                (Limit::Home(subject, named.id, name.clone()), name, subject.label())
            }));
        }
        let note = |limit: &Limit, note: &str| if self.is_now(limit) { format!("now, {note}") } else { note.to_owned() };
        let items = rows.iter().map(|(limit, label, kind)| Item { label: label.clone(), note: note(limit, kind), also: String::new() });
        let picker = Choose::new("Narrow to", items.collect());
        self.offered = rows.into_iter().map(|(limit, ..)| limit).collect();
        Reply::Open(Box::new(picker))
    }

    /// Says whether a limit of that list is in force.
    fn is_now(&self, limit: &Limit) -> bool {
        match limit {
            Limit::Nothing => false,
            Limit::Open(open) => self.open == Some(*open),
            Limit::Since(days) => self.days == Some(*days),
            Limit::Home(_, id, _) => self.home.as_ref().is_some_and(|(_, now, _)| now == id),
        }
    }

    /// Takes what was chosen from that list.
    pub fn choose(&mut self, choice: &str) {
        let chosen = choice.parse().ok().and_then(|at: usize| self.offered.get(at).cloned());
        match chosen {
            Some(Limit::Nothing) => *self = Self::default(),
            Some(Limit::Open(open)) => self.open = Some(open),
            Some(Limit::Since(days)) => self.days = Some(days),
            Some(Limit::Home(subject, id, name)) => self.home = Some((subject, id, name)),
            None => {}
        }
    }

    /// Gives what is to be found again after a restart.
    pub fn kept(&self) -> Kept {
        let mut kept = Kept::new();
        if let Some(kind) = KINDS.get(self.kind).copied().flatten() {
            kept.insert("kind", kind.key().to_owned());
        }
        if let Some(open) = self.open {
            kept.insert("state", if open { "open" } else { "closed" }.to_owned());
        }
        if let Some(days) = self.days {
            kept.insert("days", days.to_string());
        }
        if let Some((subject, _, name)) = &self.home {
            kept.insert(if *subject == Subject::Service { "service" } else { "project" }, name.clone());
        }
        kept
    }

    /// Reads it again; what is not there any more is passed over.
    pub fn recalled(kept: &BTreeMap<String, String>, desk: &Desk) -> Self {
        let text = |key: &str| kept.get(key).map(String::as_str);
        let kind = text("kind").and_then(SearchKind::parse);
        let home = [("service", Subject::Service), ("project", Subject::Project)].into_iter().find_map(|(key, subject)| {
            let named = desk.read(desk.app.find(subject, text(key)?))?;
            Some((subject, named.id, named.name.into_raw()))
        });
        Self {
            kind: KINDS.iter().position(|one| *one == kind).unwrap_or(0),
            open: text("state").and_then(|word| match word {
                "open" => Some(true),
                "closed" => Some(false),
                _ => None,
            }),
            days: text("days").and_then(|text| text.parse().ok()).filter(|days| SINCE.iter().any(|(known, _)| known == days)),
            home,
            offered: Vec::new(),
        }
    }

    /// Words everything that is narrowed besides the kind.
    fn limits(&self, typed: &[String], theme: &Theme, desk: &Desk) -> String {
        let open = self.open.map(|open| if open { "open cases".to_owned() } else { "closed cases".to_owned() });
        let days = self.days.and_then(|days| SINCE.iter().find(|(known, _)| *known == days)).map(|(_, words)| (*words).to_owned());
        let home = self.home.as_ref().map(|(_, _, name)| name.clone());
        let limits: Vec<String> = typed.iter().cloned().chain([open, days, home].into_iter().flatten()).collect();
        let only = if limits.is_empty() { String::new() } else { format!(" {} only {}", theme.dot(), limits.join(", ")) };
        if self.is_narrow() { only + &desk.told(Place::Library, " ({back} shows all)") } else { only }
    }

    /// Draws the line under the words: the kinds, then what the words themselves limit, then what else is narrowed, which has the first claim on the room.
    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, typed: &[String], theme: &Theme, desk: &Desk) {
        let name = |kind: &Option<SearchKind>| kind.map_or("all", SearchKind::label);
        let worded = |(at, kind): (usize, &Option<SearchKind>)| {
            if at == self.kind { (format!("[{}]", name(kind)), Role::Here) } else { (format!(" {} ", name(kind)), Role::Quiet) }
        };
        let limits = self.limits(typed, theme, desk);
        let mut kinds: Vec<(String, Role)> = KINDS.iter().enumerate().map(worded).collect();
        let label = " In    ";
        let needs = kinds.iter().map(|(text, _)| wide(text)).sum::<usize>() + label.len() + wide(&limits);
        if needs > usize::from(area.width) {
            kinds = vec![(format!("{} ({} of {})", KINDS.get(self.kind).map_or("all", name), self.kind + 1, KINDS.len()), Role::Here)];
        }
        let spans = [(label, Role::Strong)].into_iter().chain(kinds.iter().map(|(text, role)| (text.as_str(), *role)));
        let spans = spans.chain([(limits.as_str(), Role::Soon)]).map(|(text, role)| (text, theme.style(role)));
        paint_all(frame.buffer_mut(), area, spans);
    }
}
