//! Contingency plans: draft, agreed, invoked, stood down; their trigger and point of no return are clocks.

use super::clocks::Clock;
use super::playbook::Condition;
use super::query::View;
use super::rca::Block;
use super::{Command, Context, Failure, Query};
use crate::model::case::Case;
use crate::store::Reader;

/// Commands of this subject.
pub static COMMANDS: &[Command] = &[];

/// Queries of this subject.
pub static QUERIES: &[Query] = &[];

/// Conditions that steps of a playbook may name.
pub static CONDITIONS: &[Condition] = &[];

/// Works out what is owed.
pub(super) fn clocks(_: Reader<'_>, _: &Context, _: &Case) -> Result<Vec<Clock>, Failure> {
    Ok(Vec::new())
}

/// Gives what a review prints of it.
pub(super) fn block(_: &View<'_>, _: &Case) -> Result<Option<Block>, Failure> {
    Ok(None)
}
