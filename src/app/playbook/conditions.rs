//! Conditions that hang on no subject of their own.

use super::Condition;

/// Conditions that steps of a playbook may name.
pub static CONDITIONS: &[Condition] = &[];
