//! One phase of a case as a review prints it. Must not know the record it comes from.

use serde::Serialize;

/// One phase: impact, detect, respond, restore, resolve.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RcaPhase {
    /// Which phase: `restore`.
    pub key: String,
    /// Its name.
    pub label: String,
    /// When it began; empty if that is not known.
    pub from: String,
    /// The key time it began with.
    pub from_what: String,
    /// The instant as RFC 3339 in UTC.
    pub from_utc: Option<String>,
    /// When it ended; empty if that is not known.
    pub to: String,
    /// The key time it ended with.
    pub to_what: String,
    /// The instant as RFC 3339 in UTC.
    pub to_utc: Option<String>,
    /// How long it took, in words.
    pub length: String,
}
