//! What a case does to a plan, in sums.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::days::{after, between, day_of};
use super::{Aspect, Plan};
use crate::model::Moment;

/// How much of a tolerance may be used before its letter is amber, in hundredths: our number (practice 3.13).
const TIGHT: i128 = 70;

/// Says what a case adds to one aspect.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Adds {
    /// Nobody said.
    #[default]
    Unsaid,
    /// Somebody said that it is not known, and perhaps until when it will be.
    Unknown(Option<Moment>),
    /// So much.
    Known(i64),
}

impl Adds {
    /// Gives the amount, if there is one.
    pub fn amount(self) -> Option<i64> {
        match self {
            Self::Known(amount) => Some(amount),
            _ => None,
        }
    }
}

/// Holds what a case does to one project.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Effect {
    /// Working days.
    pub time: Adds,
    /// Money, in minor units.
    pub cost: Adds,
    /// The rest in hundredths of the units of the tolerances.
    pub scope: Adds,
    /// As scope.
    pub quality: Adds,
    /// As scope.
    pub benefits: Adds,
    /// As scope.
    pub risk: Adds,
    /// How many people it takes away, in hundredths.
    pub people: Adds,
}

impl Effect {
    /// Gives what it adds to one aspect.
    pub fn of(&self, aspect: Aspect) -> Adds {
        match aspect {
            Aspect::Time => self.time,
            Aspect::Cost => self.cost,
            Aspect::Scope => self.scope,
            Aspect::Quality => self.quality,
            Aspect::Benefits => self.benefits,
            Aspect::Risk => self.risk,
            Aspect::Sustainability => Adds::Unsaid,
        }
    }
}

/// Holds the sum of one aspect: plan, forecast before, what is added, forecast after, and how that stands to the tolerance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sum {
    /// In what respect.
    pub aspect: Aspect,
    /// What is counted.
    pub unit: Option<String>,
    /// As planned.
    pub target: Option<i64>,
    /// As it was expected before.
    pub before: Option<i64>,
    /// What the case adds.
    pub adds: Adds,
    /// As it is expected with that.
    pub after: Option<i64>,
    /// How far that is from the plan; what nobody said counts as nothing.
    pub off: i64,
    /// How much more it may be.
    pub plus: Option<i64>,
    /// How much less it may be.
    pub minus: Option<i64>,
}

impl Sum {
    /// Gives the tolerance on the side it is off to; without one there is no limit on that side.
    fn limit(&self) -> Option<i64> {
        let limit = if self.off < 0 { self.minus } else { self.plus };
        limit.map(|limit| i64::try_from(limit.unsigned_abs()).unwrap_or(i64::MAX))
    }

    /// Says whether anybody set a tolerance at all.
    pub fn has_tolerance(&self) -> bool {
        self.plus.is_some() || self.minus.is_some()
    }

    /// Says whether the forecast is outside the tolerance.
    pub fn is_breach(&self) -> bool {
        self.limit().is_some_and(|limit| self.off.unsigned_abs() > limit.unsigned_abs())
    }

    /// Says whether it is inside, and more of it is used than leaves one calm.
    pub fn is_tight(&self) -> bool {
        let tight = |limit: i64| i128::from(self.off.unsigned_abs()) * 100 > i128::from(limit) * TIGHT;
        !self.is_breach() && self.limit().is_some_and(tight)
    }

    /// Gives how much of the tolerance is used, in per cent rounded up; nothing where there is none, or none of it to divide by.
    pub fn used(&self) -> Option<i64> {
        let limit = match self.limit() {
            Some(limit) => i128::from(limit),
            None if self.has_tolerance() => return Some(0),
            None => return None,
        };
        let off = i128::from(self.off.unsigned_abs());
        match (off, limit) {
            (0, _) => Some(0),
            (_, 0) => None,
            _ => i64::try_from((off * 100 + limit - 1) / limit).ok(),
        }
    }
}

/// Works out the sum of every aspect that has a plan, a tolerance or an effect; time and cost always.
pub fn sums(plan: &Plan, effect: &Effect) -> Vec<Sum> {
    let all = Aspect::ALL.iter().map(|aspect| sum(plan, *aspect, effect.of(*aspect)));
    let says = |sum: &Sum| sum.target.is_some() || sum.before.is_some() || sum.has_tolerance() || sum.adds != Adds::Unsaid;
    all.filter(|sum| matches!(sum.aspect, Aspect::Time | Aspect::Cost) || says(sum)).collect()
}

fn sum(plan: &Plan, aspect: Aspect, adds: Adds) -> Sum {
    let tolerance = plan.tolerance(aspect);
    let (mut target, mut before) = (tolerance.and_then(|t| t.target), tolerance.and_then(|t| t.forecast));
    if aspect == Aspect::Cost {
        (target, before) = (target.or(plan.budget), before.or(plan.forecast));
    }
    let before = before.or(target);
    let dates = [plan.ends, plan.expected].map(|moment| moment.and_then(day_of));
    let slip = match (aspect, dates) {
        (Aspect::Time, [Some(ends), Some(expected)]) => between(ends, expected).saturating_mul(100),
        _ => before.zip(target).map_or(0, |(before, target)| before.saturating_sub(target)),
    };
    let added = adds.amount().unwrap_or(0);
    Sum {
        aspect,
        unit: tolerance.and_then(|t| t.unit.clone()),
        target,
        before,
        adds,
        after: before.map(|before| before.saturating_add(added)),
        off: slip.saturating_add(added),
        plus: tolerance.and_then(|t| t.plus),
        minus: tolerance.and_then(|t| t.minus),
    }
}

/// Holds a date that moves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pushed {
    /// The milestone; none is the end of the project.
    pub name: Option<String>,
    /// Where it stood.
    pub was: NaiveDate,
    /// Where it stands with what the case adds; nothing while that is not known, or beyond every calendar.
    pub to: Option<NaiveDate>,
}

/// Moves the dates that were not reached when the case began, the end last.
pub fn pushed(plan: &Plan, start: Option<Moment>, time: Adds) -> Vec<Pushed> {
    let start = start.and_then(day_of);
    let named = plan.milestones.iter().filter_map(|m| Some((Some(m.name.clone()), day_of(m.awaited()?)?)));
    let end = plan.end().and_then(day_of).map(|day| (None, day));
    let mut dates: Vec<(Option<String>, NaiveDate)> = named.collect();
    dates.sort_by(|a, b| (a.1, &a.0).cmp(&(b.1, &b.0)));
    let later = dates.into_iter().chain(end).filter(|(_, was)| start.is_none_or(|start| *was >= start));
    later.map(|(name, was)| Pushed { name, was, to: time.amount().and_then(|time| after(was, time)) }).collect()
}

/// Holds what a case costs all projects together; money stays in its currency.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Total {
    /// Working days, in hundredths.
    pub days: i64,
    /// Minor units by currency.
    pub costs: BTreeMap<String, i64>,
    /// People, in hundredths.
    pub people: i64,
}

/// Adds up what a case does to projects, each with its currency.
pub fn total<'a>(effects: impl IntoIterator<Item = (Option<&'a str>, &'a Effect)>) -> Total {
    let mut all = Total::default();
    for (currency, effect) in effects {
        let add = |sum: i64, adds: Adds| sum.saturating_add(adds.amount().unwrap_or(0));
        all.days = add(all.days, effect.time);
        all.people = add(all.people, effect.people);
        if effect.cost.amount().is_some() {
            let sum = all.costs.entry(currency.unwrap_or_default().to_owned()).or_default();
            *sum = add(*sum, effect.cost);
        }
    }
    all
}

/// How a project is, in one letter: worst aspect first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Health {
    /// Nothing is known: no tolerance is set.
    #[default]
    Grey,
    /// Inside every tolerance.
    Green,
    /// Inside, and more than seventy per cent of one is used.
    Amber,
    /// A forecast is outside.
    Red,
}

impl Health {
    /// Judges the sums of a project.
    pub fn of(sums: &[Sum]) -> Self {
        let one = |sum: &Sum| match sum {
            _ if sum.is_breach() => Self::Red,
            _ if sum.is_tight() => Self::Amber,
            _ if sum.has_tolerance() => Self::Green,
            _ => Self::Grey,
        };
        sums.iter().map(one).max().unwrap_or_default()
    }

    /// Gives its letter.
    pub fn letter(self) -> &'static str {
        match self {
            Self::Grey => "-",
            Self::Green => "G",
            Self::Amber => "A",
            Self::Red => "R",
        }
    }

    /// Says what the letter means.
    pub fn words(self) -> &'static str {
        match self {
            Self::Grey => "no tolerance is set",
            Self::Green => "inside every tolerance",
            Self::Amber => "inside, more than 70 % of a tolerance is used",
            Self::Red => "a forecast is outside tolerance",
        }
    }
}
