//! Records as the journal sees them: a subject, and values under field keys.

use super::word::words;
use super::{Id, Moment};

words! {
    /// Every kind of record that is journalled, each after those its records point at.
    Subject {
        /// Somebody who works on cases.
        Person = "person", "person";
        /// A customer.
        Customer = "customer", "customer";
        /// A group of projects or a programme.
        Group = "group", "group";
        /// An IT service.
        Service = "service", "service";
        /// A project.
        Project = "project", "project";
        /// Somebody to be informed.
        Stakeholder = "stakeholder", "stakeholder";
        /// A group of stakeholders that gets the same updates.
        Audience = "audience", "audience";
        /// A date in the plan of a project.
        Milestone = "milestone", "milestone";
        /// How far a project may be off in one respect.
        Tolerance = "tolerance", "tolerance";
        /// That a project depends on a service.
        Dependency = "dependency", "dependency";
        /// An incident or an issue.
        Case = "case", "case";
        /// What one case is to another.
        Link = "link", "link";
        /// A line of a case's log.
        Entry = "entry", "entry";
        /// A task.
        Action = "action", "action";
        /// An analysis of a case.
        Review = "review", "review";
        /// One section of a review.
        Section = "section", "section";
        /// The playbook a case was begun with.
        Playbook = "playbook", "playbook";
        /// What was said by hand of one step of it.
        Step = "step", "step";
        /// What is known of the repair, and who was asked.
        Watch = "watch", "watch";
        /// The plan of a project as it stood when an incident was declared.
        Baseline = "baseline", "frozen plan";
        /// What a case does to a project.
        Impact = "impact", "impact";
        /// A forecast outside a project's tolerance.
        Exception = "exception", "exception report";
        /// A prepared plan.
        Contingency = "contingency", "contingency";
        /// One step of such a plan.
        ContingencyStep = "contingency-step", "step of a contingency";
        /// A message to an audience.
        Update = "update", "update";
        /// Somebody's work on an incident.
        Assignment = "assignment", "assignment";
        /// A judgement whether to escalate.
        Escalation = "escalation", "escalation";
        /// How the team is.
        Morale = "morale", "morale";
        /// What is asked back as the pressure eases.
        Recovery = "recovery", "recovery";
        /// Somebody who has to agree on an issue.
        Party = "party", "party";
        /// An option to choose from.
        Choice = "option", "option";
        /// What was decided on an issue.
        Decision = "decision", "decision";
        /// A further service of a case.
        Affected = "affected", "affected service";
        /// One row of a review: a cause, a figure, a lesson.
        Finding = "finding", "finding";
        /// A line that speaks for or against something.
        Evidence = "evidence", "evidence";
        /// How a line of the log is told in the review.
        Telling = "telling", "line of the timeline";
        /// What a reader of a review remarked.
        Remark = "remark", "remark";
        /// A review as it was approved.
        Version = "version", "version of a review";
        /// Whom a review was shared with.
        Sharing = "sharing", "sharing of a review";
    }
}

impl Subject {
    /// Says whether it is a register that people name records of by their names.
    pub fn is_register(self) -> bool {
        matches!(self, Self::Person | Self::Customer | Self::Group | Self::Service | Self::Project | Self::Stakeholder | Self::Audience)
    }

    /// Gives the letter in front of the numbers of such records: `U-7`, `C-3`. Cases and entries have names of their own.
    pub fn letter(self) -> Option<char> {
        Some(match self {
            Self::Action => 'A',
            Self::Update => 'U',
            Self::Contingency => 'C',
            Self::Escalation => 'E',
            Self::Morale => 'M',
            Self::Recovery => 'R',
            Self::Choice => 'O',
            Self::Decision => 'D',
            Self::Finding => 'F',
            Self::Remark => 'N',
            _ => return None,
        })
    }

    /// Reads the number of such a record: `U-7`, `u7`, `7`.
    pub fn number(self, text: &str) -> Option<i64> {
        let text = text.trim();
        let letter = self.letter()?;
        let tail = text.strip_prefix([letter, letter.to_ascii_lowercase()]).unwrap_or(text);
        super::id::number(tail.strip_prefix('-').unwrap_or(tail))
    }

    /// Writes the number of such a record: `U-7`.
    pub fn name(self, number: i64) -> String {
        self.letter().map_or_else(|| number.to_string(), |letter| format!("{letter}-{number}"))
    }
}

/// Holds one value of one field, as the writer stores it and the journal keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Nobody said.
    Null,
    /// A number, or a yes as 1 and a no as 0.
    Int(i64),
    /// Text or a stored word.
    Text(String),
    /// Another record.
    Ref(Id),
    /// A time; takes three columns (`x_at`, `x_offset`, `x_precision`).
    Time(Moment),
}

impl Value {
    /// Wraps optional text; blank text is nothing.
    pub fn text(text: Option<String>) -> Self {
        text.filter(|t| !t.trim().is_empty()).map_or(Self::Null, Self::Text)
    }

    /// Wraps an optional reference.
    pub fn reference(id: Option<Id>) -> Self {
        id.map_or(Self::Null, Self::Ref)
    }

    /// Wraps an optional time.
    pub fn time(moment: Option<Moment>) -> Self {
        moment.map_or(Self::Null, Self::Time)
    }

    /// Wraps a word from a closed set.
    pub fn word(word: &str) -> Self {
        Self::Text(word.to_owned())
    }

    /// Says whether nothing is held.
    pub fn is_null(&self) -> bool {
        *self == Self::Null
    }
}

/// Lists field keys with their values; keys that are left out are null.
pub type Record = Vec<(&'static str, Value)>;
