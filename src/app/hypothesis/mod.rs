//! Hypotheses while they are live: how likely they are, and which lines speak for and against them.

use super::command::Command;
use super::query::Query;

/// Commands.
pub static COMMANDS: &[Command] = &[];

/// Queries.
pub static QUERIES: &[Query] = &[];
