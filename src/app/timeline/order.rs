//! The told order of a case's log: every line by its time, and those that were moved right after the line they were put after.
//!
//! Lines are read in windows, as the log is; what was moved by hand is held whole, because hands move few. A line whose place is gone, or
//! lies in a circle, stands by its time.

use std::collections::{HashMap, HashSet};

use crate::app::{App, Failure};
use crate::model::case::Case;
use crate::model::entry::{Entry, EntrySpot, LogFrom, ReviewState};
use crate::model::telling::{Telling, Told, ToldSpot};
use crate::model::{EntryRef, Id};
use crate::store::Reader;

/// Lines read at least at a time.
const CHUNK: usize = 64;

/// Says from where a window of a told log is read.
#[derive(Clone, Copy, Debug)]
pub enum ToldFrom {
    /// From the first line.
    Start,
    /// The last lines.
    End,
    /// The lines right after a place.
    After(ToldSpot),
    /// The lines right before a place.
    Before(ToldSpot),
}

/// Says from where a screen reads, by the numbers of lines.
#[derive(Clone, Copy, Debug)]
pub enum LineFrom {
    /// From the first line.
    Start,
    /// The last lines.
    End,
    /// The lines right after this one.
    After(i64),
    /// The lines up to this one, itself the last.
    UpTo(i64),
    /// The lines right before this one.
    Before(i64),
}

impl App {
    /// Says where the review of a case stands, if there is one.
    ///
    /// # Errors
    /// The store's.
    pub fn review_state(&self, case: Id) -> Result<Option<ReviewState>, Failure> {
        Ok(self.read().review(case)?.map(|review| review.state))
    }

    /// Reads one window of a told log. A line that is not there any more has none before or after it.
    ///
    /// # Errors
    /// The store's.
    pub fn told(&self, case: &Case, from: LineFrom, limit: usize) -> Result<Vec<Told>, Failure> {
        let order = Order::of(self.read(), case.id)?;
        let spot = |number| -> Result<Option<ToldSpot>, Failure> {
            let entry = self.read().entry(EntryRef { case: case.case_ref(), number })?;
            Ok(entry.filter(|entry| !entry.superseded).map(|entry| order.spot(&entry)))
        };
        let from = match from {
            LineFrom::Start => Some(ToldFrom::Start),
            LineFrom::End => Some(ToldFrom::End),
            LineFrom::After(number) => spot(number)?.map(ToldFrom::After),
            LineFrom::Before(number) => spot(number)?.map(ToldFrom::Before),
            LineFrom::UpTo(number) => spot(number)?.map(|spot| ToldFrom::Before(ToldSpot { step: spot.step + 1, ..spot })),
        };
        from.map_or(Ok(Vec::new()), |from| order.window(from, limit))
    }
}

/// Holds what was moved in one case.
pub struct Order<'a> {
    read: Reader<'a>,
    case: Id,
    tellings: HashMap<Id, Telling>,
    /// The lines that stand after another, by the number of the line by whose time they stand.
    tails: HashMap<i64, Vec<Entry>>,
    /// Where each of them stands.
    places: HashMap<Id, ToldSpot>,
}

impl<'a> Order<'a> {
    /// Reads what was moved.
    ///
    /// # Errors
    /// The store's.
    pub fn of(read: Reader<'a>, case: Id) -> Result<Self, Failure> {
        let lines = read.moved(case)?;
        let tellings = read.tellings_moved(case)?.into_iter().map(|telling| (telling.entry, telling)).collect();
        let known: HashSet<Id> = lines.iter().map(|line| line.entry.id).collect();
        let mut roots: Vec<(Id, EntrySpot)> =
            lines.iter().filter(|line| !known.contains(&line.after)).filter_map(|line| Some((line.after, line.anchor?))).collect();
        roots.sort_by_key(|(_, spot)| *spot);
        roots.dedup();
        let mut after: HashMap<Id, Vec<Entry>> = HashMap::new();
        for line in lines {
            after.entry(line.after).or_default().push(line.entry);
        }
        let mut order = Self { read, case, tellings, tails: HashMap::new(), places: HashMap::new() };
        for (id, spot) in roots {
            order.place(spot, id, &mut after);
        }
        Ok(order)
    }

    /// Puts everything that was moved after a line, and after that, into one row. What is put is taken, so that nothing is put twice.
    fn place(&mut self, root: EntrySpot, id: Id, after: &mut HashMap<Id, Vec<Entry>>) {
        let mut next = |id: &Id| {
            let mut here = after.remove(id).unwrap_or_default();
            here.sort_by_key(|entry| std::cmp::Reverse(entry.spot()));
            here
        };
        let (mut row, mut pile) = (Vec::new(), next(&id));
        while let Some(entry) = pile.pop() {
            pile.extend(next(&entry.id));
            self.places.insert(entry.id, ToldSpot { root, step: row.len() + 1 });
            row.push(entry);
        }
        self.tails.insert(root.number, row);
    }

    /// Gives where a line stands.
    pub fn spot(&self, entry: &Entry) -> ToldSpot {
        self.places.get(&entry.id).copied().unwrap_or(ToldSpot { root: entry.spot(), step: 0 })
    }

    /// Reads one window, in the told order whichever way it was reached.
    ///
    /// # Errors
    /// The store's.
    pub fn window(&self, from: ToldFrom, count: usize) -> Result<Vec<Told>, Failure> {
        let forward = matches!(from, ToldFrom::Start | ToldFrom::After(_));
        let mut found = Vec::new();
        let mut at = match from {
            ToldFrom::Start => LogFrom::Start,
            ToldFrom::End => LogFrom::End,
            ToldFrom::After(spot) => {
                found.extend(self.tail(spot.root, spot.step, usize::MAX));
                LogFrom::After(spot.root)
            }
            // The line by whose time others stand comes before them.
            ToldFrom::Before(spot) if spot.step > 0 => LogFrom::Before(EntrySpot { number: spot.root.number + 1, ..spot.root }),
            ToldFrom::Before(spot) => LogFrom::Before(spot.root),
        };
        while found.len() < count {
            let chunk = CHUNK.max(count - found.len());
            let lines = self.read.log(self.case, None, at, chunk)?;
            let (Some(first), Some(last)) = (lines.first().map(Entry::spot), lines.last().map(Entry::spot)) else { break };
            let more = lines.len() >= chunk;
            let mut tellings: HashMap<Id, Telling> =
                self.read.tellings(self.case, first, last)?.into_iter().map(|telling| (telling.entry, telling)).collect();
            let mut part = Vec::new();
            for entry in lines.into_iter().filter(|entry| !self.places.contains_key(&entry.id)) {
                let root = entry.spot();
                let up_to = match from {
                    ToldFrom::Before(spot) if spot.root == root => spot.step.saturating_sub(1),
                    _ => usize::MAX,
                };
                let telling = tellings.remove(&entry.id);
                part.push(Told { entry, telling, spot: ToldSpot { root, step: 0 } });
                part.extend(self.tail(root, 0, up_to));
            }
            // On a shared screen what is told so strictly does not exist.
            part.retain(|line| line.visibility() >= self.read.floor());
            if forward {
                found.extend(part);
            } else {
                found.splice(0..0, part).for_each(drop);
            }
            at = if forward { LogFrom::After(last) } else { LogFrom::Before(first) };
            if !more {
                break;
            }
        }
        let surplus = found.len().saturating_sub(count);
        if forward {
            found.truncate(count);
        } else {
            found.drain(..surplus).for_each(drop);
        }
        Ok(found)
    }

    /// Gives the lines that stand after the one by whose time they do, from the step after this one up to another.
    fn tail(&self, root: EntrySpot, after: usize, up_to: usize) -> impl Iterator<Item = Told> {
        let row = self.tails.get(&root.number).map_or(&[][..], Vec::as_slice);
        let steps = row.iter().enumerate().take(up_to).skip(after);
        let told = steps.map(move |(at, entry)| Told {
            entry: entry.clone(),
            telling: self.tellings.get(&entry.id).cloned(),
            spot: ToldSpot { root, step: at + 1 },
        });
        told.filter(|line| line.visibility() >= self.read.floor())
    }
}
