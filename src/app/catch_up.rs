//! Catch me up: a case in twelve lines for whoever comes late, and the handover to the next shift.

use super::{Command, Query};

/// Commands of this subject.
pub static COMMANDS: &[Command] = &[];

/// Queries of this subject.
pub static QUERIES: &[Query] = &[];
