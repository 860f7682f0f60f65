//! Rows of a review: figures, lessons, links and the like, each a record of its own.

use super::command::Command;
use super::query::Query;

/// Commands.
pub static COMMANDS: &[Command] = &[];

/// Queries.
pub static QUERIES: &[Query] = &[];
