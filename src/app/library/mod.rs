//! What was learnt before: similar cases, known errors, lessons, and steps that are often done otherwise.

use super::command::Command;
use super::query::Query;

/// Commands.
pub static COMMANDS: &[Command] = &[];

/// Queries.
pub static QUERIES: &[Query] = &[];
