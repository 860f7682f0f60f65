//! A case: an incident of a service or an issue of a project, with the same log, actions and review.

mod list;
mod words;

use super::{CaseKind, CaseRef, Id, Moment, Untrusted, Zone};

pub use list::*;
pub use words::*;

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
    /// Who raised an issue.
    pub raised_by: Option<Untrusted>,
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
    /// What else that system says of it, one fact a line: `Name: value`, further lines of a value two blanks in.
    pub facts: Option<Untrusted>,
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
    /// Further services that are hit.
    pub affected: Vec<Untrusted>,
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

    /// Gives the zone its times are printed in: its own, else the one of whoever asks.
    pub fn zone_or(&self, here: Zone) -> Zone {
        self.zone.as_deref().and_then(Zone::parse).unwrap_or(here)
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
