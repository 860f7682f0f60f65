//! The closed sets of words that cases are described with.

use crate::model::word::words;

words! {
    /// How far a service incident is (decision: open, investigating, identified, restored, monitoring, resolved, closed).
    IncidentState {
        /// Logged, nobody has looked yet.
        Open = "open", "open";
        /// People are looking for the cause.
        Investigating = "investigating", "investigating";
        /// The cause is known, the service is still hit.
        Identified = "identified", "identified";
        /// The service works again; a workaround counts (ITIL).
        Restored = "restored", "restored";
        /// Restored and being watched.
        Monitoring = "monitoring", "monitoring";
        /// The cause is gone.
        Resolved = "resolved", "resolved";
        /// The record is finished.
        Closed = "closed", "closed";
    }
}

words! {
    /// How far a project issue is.
    IssueState {
        /// Raised.
        Open = "open", "open";
        /// Its effect is being worked out.
        Assessing = "assessing", "assessing";
        /// Options are before whoever decides.
        Deciding = "deciding", "deciding";
        /// The decision is being carried out.
        Acting = "acting", "acting";
        /// The record is finished, with an outcome.
        Closed = "closed", "closed";
    }
}

words! {
    /// ITIL impact or urgency; together they give the priority.
    Level {
        /// Business stops.
        High = "high", "high";
        /// Business is hindered.
        Medium = "medium", "medium";
        /// Business goes on.
        Low = "low", "low";
    }
}

words! {
    /// Priority of an incident.
    Priority {
        /// Critical.
        P1 = "P1", "P1";
        /// High.
        P2 = "P2", "P2";
        /// Moderate.
        P3 = "P3", "P3";
        /// Low.
        P4 = "P4", "P4";
    }
}

words! {
    /// Type of a project issue (PRINCE2, 7th edition; the first three are the classic ones).
    IssueType {
        /// A wish to change what was agreed.
        RequestForChange = "request-for-change", "request for change";
        /// Something that is not, or will not be, as agreed.
        OffSpecification = "off-specification", "off-specification";
        /// Anything else that needs somebody's attention.
        Problem = "problem", "problem or concern";
        /// A chance that was not in the plan.
        Opportunity = "opportunity", "business opportunity";
        /// Something from outside, such as a P1 that takes the team away.
        External = "external", "external event";
    }
}

words! {
    /// Priority of a project issue: when somebody has to act.
    IssuePriority {
        /// Escalate now.
        VeryHigh = "very-high", "very high";
        /// In this period.
        High = "high", "high";
        /// Soon.
        Medium = "medium", "medium";
        /// When there is time.
        Low = "low", "low";
        /// Watch.
        VeryLow = "very-low", "very low";
    }
}

words! {
    /// Severity of a project issue: what it does to the objectives.
    Severity {
        /// A critical objective is missed.
        Severe = "severe", "severe";
        /// Below the threshold.
        Significant = "significant", "significant";
        /// Below the goal, above the minimum.
        Moderate = "moderate", "moderate";
        /// Well above the minimum.
        Minor = "minor", "minor";
        /// Hardly noticed.
        Negligible = "negligible", "negligible";
    }
}

words! {
    /// How an issue ended.
    Outcome {
        /// Gone.
        Closed = "closed", "closed";
        /// Softened, with a residual impact that is written down.
        Reduced = "reduced", "reduced";
    }
}

words! {
    /// What one case is to another; read from the first to the second.
    LinkKind {
        /// The first hits the second.
        Hits = "hits", "hits";
        /// The first is caused by the second.
        CausedBy = "caused-by", "is caused by";
        /// The first blocks the second.
        Blocks = "blocks", "blocks";
        /// The first is a duplicate of the second.
        Duplicates = "duplicates", "duplicates";
        /// They have to do with each other.
        Relates = "relates", "relates to";
    }
}

impl LinkKind {
    /// Gives the words as read from the second case to the first.
    pub fn reverse(self) -> &'static str {
        match self {
            Self::Hits => "is hit by",
            Self::CausedBy => "causes",
            Self::Blocks => "is blocked by",
            Self::Duplicates => "is duplicated by",
            Self::Relates => "relates to",
        }
    }
}

/// Gives the letters that a priority goes by where there is little room: `P1`, `VH`.
pub fn letters(priority: &str) -> &str {
    match priority {
        "very-high" => "VH",
        "high" => "H",
        "medium" => "M",
        "low" => "L",
        "very-low" => "VL",
        other => other,
    }
}
