//! A case: an incident of a service or an issue of a project, with the same log, actions and review.

use super::word::words;
use super::{CaseKind, CaseRef, Id, Moment, Untrusted};

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

/// Names the times of a case that are kept as fields; each may be absent, in any order, with its own precision.
///
/// `(column, label)`. Order is the usual one, and only for display: real records break it.
pub const CASE_TIMES: &[(&str, &str)] = &[
    ("started", "Started"),
    ("detected", "Detected"),
    ("declared", "Declared"),
    ("acknowledged", "Acknowledged"),
    ("restored", "Restored"),
    ("resolved", "Resolved"),
    ("closed", "Closed"),
];

/// Holds another record by id and name, as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Id of the record.
    pub id: Id,
    /// Its name or handle.
    pub name: Untrusted,
}

/// Holds one case whole.
#[derive(Clone, Debug)]
pub struct Case {
    /// Id of the record.
    pub id: Id,
    /// Incident or issue.
    pub kind: CaseKind,
    /// Number within the kind.
    pub number: i64,
    /// What is wrong, in one line.
    pub title: Untrusted,
    /// Stored word of [`IncidentState`] or [`IssueState`].
    pub state: String,
    /// Stored word of [`Priority`] or [`IssuePriority`].
    pub priority: Option<String>,
    /// Why the priority differs from the matrix.
    pub priority_why: Option<Untrusted>,
    /// Impact of an incident.
    pub impact: Option<Level>,
    /// Urgency of an incident.
    pub urgency: Option<Level>,
    /// Severity of an issue.
    pub severity: Option<Severity>,
    /// Type of an issue.
    pub issue_type: Option<IssueType>,
    /// Service of an incident.
    pub service: Option<Named>,
    /// Project of an issue.
    pub project: Option<Named>,
    /// Who leads the incident or owns the issue.
    pub lead: Option<Named>,
    /// Who writes the minutes.
    pub scribe: Option<Named>,
    /// What was reported.
    pub description: Option<Untrusted>,
    /// Impact in words.
    pub effect: Option<Untrusted>,
    /// The way around it.
    pub workaround: Option<Untrusted>,
    /// How an issue ended.
    pub outcome: Option<Outcome>,
    /// What is left of a reduced issue.
    pub residual: Option<Untrusted>,
    /// Severity in the words of the system it came from.
    pub foreign_severity: Option<Untrusted>,
    /// State in the words of the system it came from.
    pub foreign_state: Option<Untrusted>,
    /// Type in the words of the system it came from.
    pub foreign_type: Option<Untrusted>,
    /// Labels, separated by blanks.
    pub tags: Option<Untrusted>,
    /// System it came from.
    pub source: Option<Untrusted>,
    /// Its key there.
    pub external_key: Option<Untrusted>,
    /// Where it can be read there.
    pub url: Option<Untrusted>,
    /// IANA name of the zone its exports are printed in.
    pub zone: Option<String>,
    /// Whether its clocks run.
    pub clocks: bool,
    /// Whether the Board's lanes show it.
    pub lane: bool,
    /// When it was opened here.
    pub opened: Moment,
    /// The times of [`CASE_TIMES`], in that order.
    pub times: [Option<Moment>; CASE_TIMES.len()],
    /// Until when an issue is to be dealt with.
    pub due: Option<Moment>,
}

impl Case {
    /// Gives the number as people say it.
    pub fn case_ref(&self) -> CaseRef {
        CaseRef { kind: self.kind, number: self.number }
    }

    /// Gives one of the times of [`CASE_TIMES`].
    pub fn time(&self, key: &str) -> Option<Moment> {
        CASE_TIMES.iter().position(|(k, _)| *k == key).and_then(|at| self.times[at])
    }

    /// Says whether the record is finished.
    pub fn is_closed(&self) -> bool {
        self.state == "closed"
    }

    /// Reads the state as an incident's.
    pub fn incident_state(&self) -> Option<IncidentState> {
        IncidentState::parse(&self.state)
    }

    /// Reads the priority as an incident's.
    pub fn incident_priority(&self) -> Option<Priority> {
        self.priority.as_deref().and_then(Priority::parse)
    }

    /// Reads the priority as an issue's.
    pub fn issue_priority(&self) -> Option<IssuePriority> {
        self.priority.as_deref().and_then(IssuePriority::parse)
    }

    /// Gives when the clocks of an incident begin: detected, else opened.
    pub fn clock_start(&self) -> i64 {
        self.time("detected").and_then(|m| m.millis()).unwrap_or(self.opened.at)
    }
}

/// Holds what a list shows of a case.
#[derive(Clone, Debug)]
pub struct CaseLine {
    /// Id of the record.
    pub id: Id,
    /// Its number.
    pub case: CaseRef,
    /// What is wrong.
    pub title: Untrusted,
    /// Stored word of the state.
    pub state: String,
    /// Stored word of the priority.
    pub priority: Option<String>,
    /// Service of an incident, project of an issue.
    pub home: Option<Untrusted>,
    /// Who leads or owns it.
    pub lead: Option<Untrusted>,
    /// Since when it has been hurting: started, else opened (UTC milliseconds).
    pub since: i64,
    /// Until when an issue is to be dealt with.
    pub due: Option<i64>,
    /// Severity in the words of the system it came from, or of an issue.
    pub severity: Option<Untrusted>,
    /// Where it is listed.
    pub shelf: Shelf,
    /// Place in the list.
    pub spot: CaseSpot,
}

/// Names a place in a list of cases, for the window that begins after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CaseSpot {
    /// Rank of the priority, 1 first.
    pub rank: i64,
    /// Minus the number, so that the newest comes first.
    pub newest: i64,
}

words! {
    /// Where a case is listed.
    Shelf {
        /// On the Board.
        Lane = "lane", "open";
        /// Open, imported and not adopted: in search and lists only.
        Aside = "aside", "outside the lanes";
        /// Finished.
        Closed = "closed", "closed";
    }
}

words! {
    /// Orders that a list of cases is offered in.
    CaseOrder {
        /// By priority, then newest first.
        Priority = "priority", "priority";
        /// Newest first.
        Newest = "newest", "newest";
    }
}

/// Narrows a list of cases; each has its index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseBy {
    /// Incidents of one service.
    Service(Id),
    /// Issues of one project.
    Project(Id),
    /// Cases one person leads.
    Lead(Id),
    /// Cases of one priority, by its rank.
    Rank(i64),
}

/// Says which cases a list shows, and in which order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CaseFilter {
    /// Incidents or issues.
    pub kind: CaseKind,
    /// Which shelf.
    pub shelf: Shelf,
    /// In which order.
    pub order: CaseOrder,
    /// Narrowed to.
    pub by: Option<CaseBy>,
}

/// Holds a link as seen from one of its cases.
#[derive(Clone, Debug)]
pub struct LinkLine {
    /// Id of the link.
    pub id: Id,
    /// What it says, read from `from` to `to`.
    pub kind: LinkKind,
    /// Whether the case that was asked about is the first of the two.
    pub outward: bool,
    /// Id of the other case.
    pub other: Id,
    /// Its number.
    pub case: CaseRef,
    /// Its title.
    pub title: Untrusted,
    /// Its state.
    pub state: String,
    /// Its priority.
    pub priority: Option<String>,
}

impl LinkLine {
    /// Gives the words between the case asked about and the other one.
    pub fn words(&self) -> &'static str {
        if self.outward { self.kind.label() } else { self.kind.reverse() }
    }
}

/// Says from where a window of a list is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseFrom {
    /// From the beginning.
    Start,
    /// The rows right after a place.
    After(CaseSpot),
    /// The rows right before a place, still in the list's order.
    Before(CaseSpot),
}
