//! The closed sets of words that updates to audiences are described with.

use super::CaseKind;
use super::word::words;

words! {
    /// What an update is about, as the best guides part them.
    Phase {
        /// People are looking for the cause.
        Investigating = "investigating", "investigating";
        /// It is known what to do.
        Identified = "identified", "identified";
        /// It works again and is watched.
        Monitoring = "monitoring", "monitoring";
        /// It is over.
        Resolved = "resolved", "resolved";
        /// Nothing is new, and people are told so.
        NoNews = "no-news", "no news";
    }
}

impl Phase {
    /// Gives the phase that a state of a case calls for.
    pub fn of(kind: CaseKind, state: &str) -> Self {
        match (kind, state) {
            (_, "resolved" | "closed") => Self::Resolved,
            (CaseKind::Incident, "restored" | "monitoring") => Self::Monitoring,
            (CaseKind::Incident, "identified") | (CaseKind::Issue, "deciding" | "acting") => Self::Identified,
            _ => Self::Investigating,
        }
    }
}

words! {
    /// Where an update stands.
    UpdateState {
        /// Being written.
        Draft = "draft", "draft";
        /// Whoever approves has said yes.
        Approved = "approved", "approved";
        /// The audience was told.
        Sent = "sent", "sent";
        /// Given up; nobody was told.
        Dropped = "dropped", "dropped";
    }
}

impl UpdateState {
    /// Says whether it can still be changed and sent.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Draft | Self::Approved)
    }
}
