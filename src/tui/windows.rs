//! Windows of cases, of a log, of how it is told and of actions for the lists: each want of a list becomes one or two keyset reads.
//!
//! Must not know how rows look.

use super::desk::Desk;
use super::parts::list::{Row, Want, Window};
use crate::app::timeline::LineFrom;
use crate::model::action::{Action, Follow, FollowFrom, FollowSpot};
use crate::model::case::{Case, CaseFilter, CaseFrom, CaseLine, CaseSpot};
use crate::model::entry::{Entry, EntrySpot, Facet, LogFrom};
use crate::model::telling::Told;
use crate::model::{ActionRef, Id};

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

impl Row for Told {
    type Id = i64;

    fn id(&self) -> i64 {
        self.entry.number
    }
}

/// Reads the window of a told log that a list wants.
pub fn told(desk: &Desk, case: &Case, want: &Want<i64>) -> Window<Told> {
    let read = |from, limit| desk.read(desk.app.told(case, from, limit));
    match *want {
        Want::First(count) => below(read(LineFrom::Start, count + 1), count, false),
        Want::Last(count) => above(read(LineFrom::End, count + 1), count, false),
        Want::After(number, count) => below(read(LineFrom::After(number), count + 1), count, true),
        Want::Before(number, count) => above(read(LineFrom::Before(number), count + 1), count, true),
        Want::Around(number, before, after) => {
            let head = read(LineFrom::UpTo(number), before + 2);
            if head.last().is_none_or(|last| last.entry.number != number) {
                return nothing();
            }
            join(above(head, before + 1, true), below(read(LineFrom::After(number), after + 1), after, true))
        }
    }
}

impl Row for Action {
    type Id = At<FollowSpot>;

    fn id(&self) -> Self::Id {
        // What is not followed up any more stands at the far end, where nothing is found.
        let gone = FollowSpot { owner: None, action_type: None, at: i64::MAX, number: i64::MAX };
        At { id: self.id, spot: FollowSpot::of(self).unwrap_or(gone) }
    }
}

/// Reads the window of actions that are followed up that a list wants.
pub fn follow_ups(desk: &Desk, follow: &Follow, want: &Want<At<FollowSpot>>) -> Window<Action> {
    let read = |from, limit| desk.read(desk.app.follow_ups(follow, from, limit));
    match *want {
        Want::First(count) => below(read(FollowFrom::Start, count + 1), count, false),
        Want::Last(count) => above(read(FollowFrom::End, count + 1), count, false),
        Want::After(at, count) => below(read(FollowFrom::After(at.spot), count + 1), count, true),
        Want::Before(at, count) => above(read(FollowFrom::Before(at.spot), count + 1), count, true),
        Want::Around(at, before, after) => {
            // When it is due, or whose it is, may have changed since.
            let now = desk.read(desk.app.action(ActionRef(at.spot.number)));
            let Some(spot) = now.as_ref().and_then(FollowSpot::of) else { return nothing() };
            let up_to = FollowFrom::Before(FollowSpot { number: spot.number + 1, ..spot });
            let head = read(up_to, before + 2);
            if head.last().is_none_or(|last| last.id != at.id) {
                return nothing();
            }
            join(above(head, before + 1, true), below(read(FollowFrom::After(spot), after + 1), after, true))
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
