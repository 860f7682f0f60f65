//! Why an input was not taken: always with the field, the reason, and what to do about it.

use serde::Serialize;

use super::Untrusted;

/// Names one thing that is wrong with an input. A command gathers all of them before it refuses.
///
/// `why` and `hint` may quote what was typed, so they are foreign text until a printer has had them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Refusal {
    /// Key of the field (`title`), or empty when the command as a whole is refused.
    pub field: &'static str,
    /// One sentence without a full stop: what is wrong.
    pub why: Untrusted,
    /// What to type or do instead; may be empty.
    pub hint: Untrusted,
}

impl Refusal {
    /// Builds a refusal of one field.
    pub fn field(field: &'static str, why: impl Into<Untrusted>, hint: impl Into<Untrusted>) -> Self {
        Self { field, why: why.into(), hint: hint.into() }
    }

    /// Builds a refusal of the command as a whole.
    pub fn whole(why: impl Into<Untrusted>, hint: impl Into<Untrusted>) -> Self {
        Self::field("", why, hint)
    }
}
