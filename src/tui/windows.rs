//! Windows of cases and of a log for the lists: each want of a list becomes one or two keyset reads.
//!
//! Must not know how rows look.

use super::desk::Desk;
use super::parts::list::{Row, Want, Window};
use crate::model::Id;
use crate::model::case::{CaseFilter, CaseFrom, CaseLine, CaseSpot};
use crate::model::entry::{Entry, EntrySpot, Facet, LogFrom};

/// Names a row with its place in the order; two names are the same when the record is.
#[derive(Clone, Copy, Debug)]
pub struct At<S> {
    /// Id of the record.
    pub id: Id,
    /// Where it stood when it was read.
    pub spot: S,
}

impl<S> PartialEq for At<S> {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Row for CaseLine {
    type Id = At<CaseSpot>;

    fn id(&self) -> Self::Id {
        At { id: self.id, spot: self.spot }
    }
}

impl Row for Entry {
    type Id = At<EntrySpot>;

    fn id(&self) -> Self::Id {
        At { id: self.id, spot: self.spot() }
    }
}

/// Reads the window of cases that a list wants.
pub fn cases(desk: &Desk, filter: &CaseFilter, want: &Want<At<CaseSpot>>) -> Window<CaseLine> {
    let read = |from, limit| desk.read(desk.app.cases(filter, from, limit));
    match *want {
        Want::First(count) => below(read(CaseFrom::Start, count + 1), count, false),
        Want::After(at, count) => below(read(CaseFrom::After(at.spot), count + 1), count, true),
        Want::Before(at, count) => above(read(CaseFrom::Before(at.spot), count + 1), count, true),
        // Nothing is before this place but everything.
        Want::Last(count) => above(read(CaseFrom::Before(CaseSpot { rank: i64::MAX, newest: i64::MAX }), count + 1), count, false),
        Want::Around(at, before, after) => {
            // Its place may have changed since: the rank of its priority is part of it.
            let Some(line) = desk.read(desk.app.case_line(at.id)) else { return nothing() };
            let spot = line.spot;
            // What has left the shelf or the filter is not found among its followers either.
            let just_before = CaseFrom::After(CaseSpot { newest: spot.newest - 1, ..spot });
            let tail = below(read(just_before, after + 2), after + 1, true);
            if tail.rows.first().is_none_or(|first| first.id != at.id) {
                return nothing();
            }
            join(above(read(CaseFrom::Before(spot), before + 1), before, true), tail)
        }
    }
}

/// Reads the window of a log that a list wants.
pub fn log(desk: &Desk, case: Id, facet: Option<Facet>, want: &Want<At<EntrySpot>>) -> Window<Entry> {
    let read = |from, limit| desk.read(desk.app.log(case, facet, from, limit));
    match *want {
        Want::First(count) => below(read(LogFrom::Start, count + 1), count, false),
        Want::Last(count) => above(read(LogFrom::End, count + 1), count, false),
        Want::After(at, count) => below(read(LogFrom::After(at.spot), count + 1), count, true),
        Want::Before(at, count) => above(read(LogFrom::Before(at.spot), count + 1), count, true),
        Want::Around(at, before, after) => {
            let just_before = LogFrom::After(EntrySpot { number: at.spot.number - 1, ..at.spot });
            let tail = below(read(just_before, after + 2), after + 1, true);
            if tail.rows.first().is_none_or(|first| first.id != at.id) {
                return nothing();
            }
            join(above(read(LogFrom::Before(at.spot), before + 1), before, true), tail)
        }
    }
}

fn nothing<R>() -> Window<R> {
    Window { rows: Vec::new(), above: false, below: false }
}

/// One row more than wanted was read: it says whether there are more.
fn below<R>(mut rows: Vec<R>, count: usize, above: bool) -> Window<R> {
    let below = rows.len() > count;
    rows.truncate(count);
    Window { rows, above, below }
}

fn above<R>(mut rows: Vec<R>, count: usize, below: bool) -> Window<R> {
    let surplus = rows.len().saturating_sub(count);
    rows.drain(..surplus);
    Window { rows, above: surplus > 0, below }
}

fn join<R>(head: Window<R>, tail: Window<R>) -> Window<R> {
    let mut rows = head.rows;
    rows.extend(tail.rows);
    Window { rows, above: head.above, below: tail.below }
}
