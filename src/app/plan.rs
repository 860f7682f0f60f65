//! Plans of projects: milestones, tolerances, budget, forecast, the services they depend on, and the copy that is frozen when an incident is declared.

use super::command::Act;
use super::{Command, Failure, Query};
use crate::model::case::Case;

/// Commands of this subject.
pub static COMMANDS: &[Command] = &[];

/// Queries of this subject.
pub static QUERIES: &[Query] = &[];

/// Freezes the plans of the projects a case hits, as they stand now.
///
/// # Errors
/// The store's.
pub(super) fn freeze(_: &mut Act<'_, '_>, _: &Case) -> Result<(), Failure> {
    Ok(())
}
