//! Audiences: groups of stakeholders that get the same updates.

use super::{Command, Query};

/// Commands of this subject.
pub static COMMANDS: &[Command] = &[];

/// Queries of this subject.
pub static QUERIES: &[Query] = &[];
