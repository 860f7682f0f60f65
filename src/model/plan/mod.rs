//! The plan of a project as it is frozen when an incident is declared, and the sums over it: what a case adds, the new forecast, how much
//! of each tolerance that uses.
//!
//! All amounts are whole numbers: hundredths of a day or of a unit, minor units of a currency. Must not know where a plan is kept, nor
//! how a sum is shown.

mod days;
mod sums;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use super::Moment;
use super::word::words;

pub use days::{after, between, day_of};
pub use sums::{Adds, Effect, Health, Pushed, Sum, Total, pushed, sums, total};

words! {
    /// In what respect a project may be off its plan (PRINCE2, 7th edition).
    Aspect {
        /// Working days.
        Time = "time", "time";
        /// Money.
        Cost = "cost", "cost";
        /// What is delivered.
        Scope = "scope", "scope";
        /// How good it is.
        Quality = "quality", "quality";
        /// What it is worth.
        Benefits = "benefits", "benefits";
        /// What may go wrong.
        Risk = "risk", "risk";
        /// What it does to the world around it.
        Sustainability = "sustainability", "sustainability";
    }
}

/// Holds the plan of a project.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// Three letters of ISO 4217; all its money is in it.
    pub currency: Option<String>,
    /// Planned cost, in minor units.
    pub budget: Option<i64>,
    /// Cost as it is expected now, in minor units.
    pub forecast: Option<i64>,
    /// Planned end.
    pub ends: Option<Moment>,
    /// End as it is expected now.
    pub expected: Option<Moment>,
    /// Its milestones.
    pub milestones: Vec<Milestone>,
    /// How far it may be off, one an aspect at most.
    pub tolerances: Vec<Tolerance>,
}

/// Holds one date of a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Milestone {
    /// What is reached.
    pub name: String,
    /// As planned.
    pub baseline: Option<Moment>,
    /// As expected now.
    pub forecast: Option<Moment>,
    /// When it was reached.
    pub actual: Option<Moment>,
}

/// Holds how far a project may be off in one respect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tolerance {
    /// In what respect.
    pub aspect: Aspect,
    /// What is counted; days and money need none.
    pub unit: Option<String>,
    /// As planned.
    pub target: Option<i64>,
    /// How much more it may be.
    pub plus: Option<i64>,
    /// How much less it may be.
    pub minus: Option<i64>,
    /// As expected now.
    pub forecast: Option<i64>,
}

impl Milestone {
    /// Gives the date that counts as long as it is not reached: as expected, else as planned.
    pub fn awaited(&self) -> Option<Moment> {
        self.forecast.or(self.baseline).filter(|_| self.actual.is_none()).filter(Moment::is_known)
    }
}

impl Plan {
    /// Gives the tolerance of an aspect.
    pub fn tolerance(&self, aspect: Aspect) -> Option<&Tolerance> {
        self.tolerances.iter().find(|tolerance| tolerance.aspect == aspect)
    }

    /// Gives the end that counts: as expected, else as planned.
    pub fn end(&self) -> Option<Moment> {
        let known = |moment: Option<Moment>| moment.filter(Moment::is_known);
        known(self.expected).or(known(self.ends))
    }

    /// Says whether anybody has planned anything.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
