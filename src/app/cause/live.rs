//! What the screen of causes reads: the tree of a case with its evidence, in two statements.

use serde_json::{Map, Value as Json};

use super::show;
use crate::app::{App, Failure};
use crate::model::case::Case;
use crate::model::cause::{Cause, Tree};
use crate::model::entry::Review;
use crate::model::evidence::Evidence;
use crate::model::{CaseRef, Id, Subject};

pub use show::{BONES, bone_name};

/// Holds the causes of a case as a screen shows them.
#[derive(Clone, Debug)]
pub struct Causes {
    /// The case.
    pub case: Case,
    /// Its review, once it has begun.
    pub review: Option<Review>,
    /// The tree.
    pub tree: Tree,
    /// All evidence of the case.
    pub evidence: Vec<Evidence>,
}

impl Causes {
    /// Gives the evidence of one cause.
    pub fn of(&self, cause: Id) -> impl Iterator<Item = &Evidence> {
        show::of(&self.evidence, cause)
    }
}

impl App {
    /// Reads the causes of a case.
    ///
    /// # Errors
    /// The store's.
    pub fn causes(&self, case: CaseRef) -> Result<Option<Causes>, Failure> {
        let read = self.read();
        let Some(case) = read.case(case)? else { return Ok(None) };
        let tree = Tree::read(&read.fields_of(Subject::Finding, case.id)?);
        Ok(Some(Causes { review: read.review(case.id)?, evidence: read.evidence_of(case.id)?, tree, case }))
    }

    /// Gives what a cause holds now, under the keys of the fields that correct it.
    ///
    /// # Errors
    /// The store's.
    pub fn cause_row(&self, name: &str) -> Result<Option<Map<String, Json>>, Failure> {
        let Some(number) = Subject::Finding.number(name) else { return Ok(None) };
        let Some(row) = self.read().fields_numbered(Subject::Finding, number)? else { return Ok(None) };
        let (Some(cause), Some((_, case))) = (Cause::read(&row), row.case) else { return Ok(None) };
        let tree = Tree::new(vec![cause]);
        Ok(tree.nodes().first().map(|node| show::row(&tree, node, &[], case)))
    }
}
