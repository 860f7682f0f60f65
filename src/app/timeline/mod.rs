//! The timeline of a review: which lines of the log it tells, in which order and words.

use super::command::Command;
use super::query::Query;

/// Commands.
pub static COMMANDS: &[Command] = &[];

/// Queries.
pub static QUERIES: &[Query] = &[];
