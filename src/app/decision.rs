//! What was decided on an issue, with a why and what else there was; and the issue report.

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
