//! Causes: the tree of whys, its roots and what contributed.

use super::command::Command;
use super::query::Query;

/// Commands.
pub static COMMANDS: &[Command] = &[];

/// Queries.
pub static QUERIES: &[Query] = &[];
