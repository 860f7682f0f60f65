//! Reviews to choose from: those that are owed, nearest first, then those of open cases, then those of cases that are closed.

use super::choose::Choose;
use super::desk::Desk;
use super::keys::Move;
use super::parts::list::{List, Row, Want, Window};
use super::parts::picker::Item;
use super::stage::Reply;
use crate::app::{Draft, Shown, tables};
use crate::model::case::{CaseFilter, CaseFrom, CaseOrder, Shelf};
use crate::model::{CaseKind, CaseRef};

/// Most reviews of each kind that are offered.
const MOST: usize = 200;

/// One review that can be chosen.
#[derive(Clone, Debug)]
pub struct Offer {
    /// Of which case.
    pub case: CaseRef,
    /// Its title; foreign text.
    pub title: String,
    /// Why it is offered: when it is owed, or how the case stands.
    pub why: String,
}

impl Row for Offer {
    type Id = CaseRef;

    fn id(&self) -> CaseRef {
        self.case
    }
}

/// Holds what is offered.
#[derive(Default)]
pub struct Cases {
    all: Vec<Offer>,
    /// The list that is shown while no case is chosen.
    pub list: List<Offer>,
}

impl Cases {
    /// Reads what can be chosen, for a page of so many rows.
    pub fn load(&mut self, desk: &Desk, height: u16) {
        self.all = offers(desk);
        let all = &self.all;
        self.list.space(desk.step());
        self.list.load(usize::from(height), &mut |want| window(all, &want));
    }

    /// Moves the selection and says whether it moved.
    pub fn go(&mut self, step: Move) -> bool {
        let all = &self.all;
        self.list.go(step, &mut |want| window(all, &want))
    }

    /// Gives the selected case.
    pub fn selected(&self) -> Option<CaseRef> {
        self.list.selected().map(|offer| offer.case)
    }

    /// Offers them in a list over the screen: says what of the case is gone to, and begins on the case that is open.
    pub fn offer(&mut self, what: &str, open: Option<CaseRef>, desk: &Desk) -> Reply<Desk> {
        self.all = offers(desk);
        let here = |offer: &Offer| Some(offer.case) == open;
        let item = |offer: &Offer| {
            let note = if here(offer) { format!("now, {}", offer.why) } else { offer.why.clone() };
            Item { label: format!("{} {}", offer.case, offer.title), note, also: offer.case.to_string() }
        };
        let list = Choose::new(format!("Go to the {what} of"), self.all.iter().map(item).collect());
        let at = self.all.iter().position(here).unwrap_or(0);
        Reply::Open(Box::new(list.looking_up().starting_at(at)))
    }

    /// Gives the case that was chosen from that list, or whose number was typed; else what to say about it.
    ///
    /// # Errors
    /// Words, where there is no such case.
    pub fn chosen(&self, choice: &str, desk: &Desk) -> Result<CaseRef, String> {
        let Some(typed) = choice.strip_prefix('+') else {
            let chosen = choice.parse().ok().and_then(|at: usize| self.all.get(at));
            return chosen.map(|offer| offer.case).ok_or_else(|| "this list has changed; open it again".to_owned());
        };
        let case = CaseRef::parse(typed).filter(|case| desk.read(desk.app.case_named(*case)).is_some());
        case.ok_or_else(|| format!("there is no case {typed}"))
    }
}

fn offers(desk: &Desk) -> Vec<Offer> {
    let mut all = Vec::new();
    let draft = Draft::new().with("limit", MOST.to_string());
    if let Some(Ok(Shown::Rows(rows))) = tables::query("review list").map(|query| desk.app.ask(query, &draft)) {
        let text = |row: &serde_json::Map<String, serde_json::Value>, key: &str| row.get(key)?.as_str().map(str::to_owned);
        all.extend(rows.iter().filter_map(|row| {
            // What is not due may be owed otherwise: approved, and not shared yet.
            let when = text(row, "when").unwrap_or_else(|| "owed".to_owned());
            let due = if text(row, "due").is_some() { format!("due {when}") } else { when };
            Some(Offer { case: CaseRef::parse(&text(row, "case")?)?, title: text(row, "title")?, why: due })
        }));
    }
    let shelves = [(Shelf::Lane, CaseOrder::Priority), (Shelf::Closed, CaseOrder::Newest)];
    for (kind, (shelf, order)) in shelves.iter().flat_map(|shelf| CaseKind::ALL.iter().map(move |kind| (kind, *shelf))) {
        let filter = CaseFilter { kind: *kind, shelf, order, by: None };
        for line in desk.read(desk.app.cases(&filter, CaseFrom::Start, MOST)) {
            if !all.iter().any(|offer| offer.case == line.case) {
                all.push(Offer { case: line.case, title: line.title.into_raw(), why: line.state });
            }
        }
    }
    all
}

fn window(all: &[Offer], want: &Want<CaseRef>) -> Window<Offer> {
    let place = |id: &CaseRef| all.iter().position(|offer| offer.case == *id);
    let range = match want {
        Want::First(n) => 0..*n,
        Want::Last(n) => all.len().saturating_sub(*n)..all.len(),
        Want::After(id, n) => place(id).map_or(0..0, |at| at + 1..at + 1 + n),
        Want::Before(id, n) => place(id).map_or(0..0, |at| at.saturating_sub(*n)..at),
        Want::Around(id, before, after) => place(id).map_or(0..0, |at| at.saturating_sub(*before)..at + after + 1),
    };
    let range = range.start.min(all.len())..range.end.min(all.len());
    Window { rows: all[range.clone()].to_vec(), above: range.start > 0, below: range.end < all.len() }
}
