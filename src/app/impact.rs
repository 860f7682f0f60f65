//! What a case does to projects against their frozen plans, in sums; and the exception report of a forecast outside tolerance.

use super::playbook::Condition;
use super::query::View;
use super::rca::Block;
use super::{Command, Failure, Query};
use crate::model::case::Case;

/// Commands of this subject.
pub static COMMANDS: &[Command] = &[];

/// Queries of this subject.
pub static QUERIES: &[Query] = &[];

/// Conditions that steps of a playbook may name.
pub static CONDITIONS: &[Condition] = &[];

/// Gives what a review prints of it.
pub(super) fn block(_: &View<'_>, _: &Case) -> Result<Option<Block>, Failure> {
    Ok(None)
}
