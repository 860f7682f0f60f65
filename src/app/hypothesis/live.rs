//! What a screen reads of hypotheses: how many lines speak for and against each, in one statement for the whole case.

use std::collections::HashMap;

use crate::app::{App, Failure};
use crate::model::Id;
use crate::model::evidence::{Of, Side};

pub use super::evidence::is_hypothesis;

/// Lines for and against, by hypothesis.
pub type Weights = HashMap<Id, (usize, usize)>;

impl App {
    /// Counts the lines for and against every hypothesis of a case.
    ///
    /// # Errors
    /// The store's.
    pub fn weights(&self, case: Id) -> Result<Weights, Failure> {
        let mut all = Weights::new();
        for one in self.read().evidence_of(case)? {
            if let Of::Hypothesis(id) = one.of {
                let (pro, contra) = all.entry(id).or_default();
                *if one.side == Side::For { pro } else { contra } += 1;
            }
        }
        Ok(all)
    }
}
