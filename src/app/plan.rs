//! Plans of projects: milestones, tolerances, budget, forecast, the services they depend on, and the copy that is frozen when an incident is declared.

use super::{Command, Query};

/// Commands of this subject.
pub static COMMANDS: &[Command] = &[];

/// Queries of this subject.
pub static QUERIES: &[Query] = &[];
