//! Figures over many cases: counts, and times as median and 90th percentile with how many they are of. There is no mean here on purpose:
//! one case of three weeks says nothing about a hundred of an hour. Must not know where cases are kept.

use std::collections::BTreeMap;

use super::between::{Between, durations_of};
use super::word::words;
use super::{CaseKind, Moment};

words! {
    /// What figures are parted by.
    Parting {
        /// Calendar months.
        Month = "month", "month";
        /// Quarters of a year.
        Quarter = "quarter", "quarter";
        /// Calendar years.
        Year = "year", "year";
        /// Services, and projects for issues.
        Service = "service", "service";
    }
}

/// Gives the smallest value that at least `percent` of a hundred values do not exceed; nothing where there is none.
///
/// This is the nearest rank, rank ⌈n·p/100⌉ of the values in order: definition 1 of R. J. Hyndman and Y. Fan, "Sample Quantiles in
/// Statistical Packages", The American Statistician 50 (1996), 361–365. It is always a value that was measured, also of few.
pub fn percentile(in_order: &[i64], percent: usize) -> Option<i64> {
    let rank = (in_order.len() * percent).div_ceil(100).max(1);
    in_order.get(rank - 1).copied()
}

/// Durations of one name over many cases, and why others have none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Times {
    minutes: Vec<i64>,
    /// A moment was not named, or only its day: minutes do not come of a day.
    pub not_applicable: usize,
    /// A moment is said to be unknown.
    pub unknown: usize,
    /// The second moment is before the first.
    pub invalid: usize,
}

impl Times {
    /// Counts one case.
    pub fn add(&mut self, between: Between) {
        match between {
            Between::Minutes(minutes, _) => self.minutes.push(minutes),
            Between::NotApplicable | Between::Days(_) => self.not_applicable += 1,
            Between::Unknown => self.unknown += 1,
            Between::Invalid => self.invalid += 1,
        }
    }

    /// Gives of how many cases the figures are.
    pub fn n(&self) -> usize {
        self.minutes.len()
    }

    /// Gives the median and the 90th percentile in minutes.
    pub fn median_and_90th(&self) -> Option<(i64, i64)> {
        let mut in_order = self.minutes.clone();
        in_order.sort_unstable();
        Some((percentile(&in_order, 50)?, percentile(&in_order, 90)?))
    }
}

/// What became of one promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// Done by when it was to be.
    Kept,
    /// Done, and later than that.
    Late,
    /// Not done, and its time is over.
    Overdue,
    /// Not done, and there is still time.
    Open,
    /// Nothing was promised, or nobody knows for when.
    NotApplicable,
}

impl Kept {
    /// Judges what was due and done: on the day itself is in time where a day is all that is known.
    pub fn of(due: Option<Moment>, done: Option<Moment>, now: i64) -> Self {
        let Some(due) = due.filter(Moment::is_known) else { return Self::NotApplicable };
        match Between::of(done, Some(due)) {
            Between::Invalid => Self::Late,
            Between::Unknown => Self::NotApplicable,
            Between::Days(_) | Between::Minutes(..) => Self::Kept,
            Between::NotApplicable if due.at.div_euclid(60_000) < now.div_euclid(60_000) => Self::Overdue,
            Between::NotApplicable => Self::Open,
        }
    }
}

/// Counts what became of promises of one kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Promises {
    /// As [`Kept`].
    pub kept: usize,
    /// As [`Kept`].
    pub late: usize,
    /// As [`Kept`].
    pub overdue: usize,
    /// As [`Kept`].
    pub open: usize,
    /// As [`Kept`].
    pub not_applicable: usize,
}

impl Promises {
    /// Counts one.
    pub fn add(&mut self, kept: Kept) {
        *match kept {
            Kept::Kept => &mut self.kept,
            Kept::Late => &mut self.late,
            Kept::Overdue => &mut self.overdue,
            Kept::Open => &mut self.open,
            Kept::NotApplicable => &mut self.not_applicable,
        } += 1;
    }

    /// Gives how many it can be said of: kept or broken.
    pub fn n(&self) -> usize {
        self.kept + self.late + self.overdue
    }
}

/// Figures of one period or one service.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// How many cases.
    pub cases: usize,
    /// How many of each priority.
    pub priorities: BTreeMap<String, usize>,
    /// Times in the order of [`measures`].
    pub times: Vec<Times>,
    /// Promised next updates.
    pub updates: Promises,
    /// Actions against their due times.
    pub actions: Promises,
    /// Actions that were dropped.
    pub dropped: usize,
    /// Reviews against their due times.
    pub reviews: Promises,
    /// Cases that had happened before.
    pub again: usize,
}

/// Gives the durations that figures are of: name, and the two times each lies between.
pub fn measures(kind: CaseKind) -> impl Iterator<Item = &'static (&'static str, &'static str, &'static str)> {
    // How long it was felt is, for an incident, the time to restore once more.
    durations_of(kind).iter().filter(|(key, ..)| *key != "impact_time")
}

/// What figures need of one case.
#[derive(Clone, Debug, Default)]
pub struct Counted {
    /// Stored word of its priority.
    pub priority: Option<String>,
    /// What its times give, in the order of [`measures`].
    pub between: Vec<Between>,
    /// What became of its review.
    pub review: Option<Kept>,
    /// Whether it had happened before.
    pub again: bool,
}

impl Group {
    /// Counts one case.
    pub fn add(&mut self, case: &Counted) {
        self.cases += 1;
        *self.priorities.entry(case.priority.clone().unwrap_or_default()).or_default() += 1;
        self.times.resize(case.between.len().max(self.times.len()), Times::default());
        for (times, between) in self.times.iter_mut().zip(&case.between) {
            times.add(*between);
        }
        if let Some(kept) = case.review {
            self.reviews.add(kept);
        }
        self.again += usize::from(case.again);
    }
}

/// One message to an audience that left the house.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sent<A> {
    /// To whom.
    pub to: A,
    /// When.
    pub sent: Option<Moment>,
    /// When the next was promised.
    pub next: Option<Moment>,
}

/// Judges the promises in the messages of one case, in the order they were sent: each is kept by the next to the same audience. One that was
/// for later than the end of the case was not needed any more: it may be kept, and is not late.
pub fn promises<A: PartialEq>(sent: &[Sent<A>], ended: Option<Moment>, now: i64) -> Vec<Kept> {
    let judged = |(at, one): (usize, &Sent<A>)| {
        let next = sent.iter().skip(at + 1).find(|later| later.to == one.to).and_then(|later| later.sent);
        let over = ended.and_then(|ended| ended.millis()).zip(one.next).is_some_and(|(ended, next)| ended <= next.at);
        match Kept::of(one.next, next, now) {
            Kept::Kept => Kept::Kept,
            _ if over => Kept::NotApplicable,
            kept => kept,
        }
    };
    sent.iter().enumerate().filter(|(_, one)| one.next.is_some()).map(judged).collect()
}

#[cfg(test)]
#[path = "figures_tests.rs"]
mod tests;
