//! The closed sets of words of deciding an issue: where the parties stand, and what was ruled.

use super::word::words;

words! {
    /// Where a party stands.
    Stance {
        /// Nobody has spoken to them yet.
        NotReached = "not-reached", "not reached";
        /// They have been asked and have not answered.
        Asked = "asked", "asked";
        /// They agree.
        Agrees = "agrees", "agrees";
        /// They do not.
        Disagrees = "disagrees", "disagrees";
    }
}

words! {
    /// What was decided on an issue (PRINCE2).
    Ruling {
        /// It is to be done.
        Approve = "approve", "approved";
        /// It is not to be done.
        Reject = "reject", "rejected";
        /// Not now.
        Defer = "defer", "deferred";
        /// Not before more is known.
        AskForMore = "ask-for-more", "more asked for";
        /// What is off its specification is accepted as it is.
        Concession = "concession", "concession granted";
    }
}

impl Ruling {
    /// Says whether it settles the issue, so that nobody has to decide again.
    pub fn settles(self) -> bool {
        !matches!(self, Self::Defer | Self::AskForMore)
    }
}
