//! The front matter of a review of our own: what the case is, and where its review stands.

use super::brought::{Brought, Reviewed, key};
use super::front::Fact;
use super::printed::{Language, labelled};
use crate::app::import::IncomingCase;
use crate::model::case::{IncidentState, IssuePriority, IssueState, IssueType, Level, Outcome, Priority, Severity};
use crate::model::entry::ReviewState;
use crate::model::{CaseKind, CaseRef, Value};

/// The system that keys of our own reviews are unique in.
const SOURCE: &str = "warroom";

/// What the front matter says.
pub(super) struct Head<'a> {
    pub facts: &'a [Fact],
}

impl Head<'_> {
    pub fn text(&self, key: &str) -> Option<String> {
        self.facts.iter().find(|fact| fact.key == key).and_then(|fact| fact.values.first().cloned()).filter(|text| !text.is_empty())
    }

    pub fn begin(&self) -> Brought {
        let text = |key: &str| self.text(key);
        let kind = if text("kind").as_deref() == Some("issue") { CaseKind::Issue } else { CaseKind::Incident };
        let title = text("title").unwrap_or_else(|| "Review".to_owned());
        let reference = text("case").unwrap_or_default();
        let (from, foreign) = match (text("source"), text("external_key")) {
            (Some(from), Some(foreign)) => (from, foreign),
            _ => (SOURCE.to_owned(), key(&[&reference, &title])),
        };
        let mut case = IncomingCase::new(kind, &foreign, &*title, 1);
        let states = if kind == CaseKind::Issue { IssueState::CHOICES } else { IncidentState::CHOICES };
        if let Some(state) = text("state").as_deref().and_then(|state| labelled(states, state)) {
            case.state = state;
        }
        case.service = self.facts.iter().find(|fact| fact.key == "services").and_then(|fact| fact.values.first().cloned());
        case.project = text("project");
        case.lead = text("lead");
        case.url = text("url");
        case.severity = text("foreign_severity");
        case.foreign_state = text("foreign_state");
        case.foreign_type = text("foreign_type");
        case.priority = text("priority").as_deref().and_then(|word| labelled(Priority::CHOICES, word)).and_then(Priority::parse);
        case.issue_priority =
            text("priority").as_deref().and_then(|word| labelled(IssuePriority::CHOICES, word)).and_then(IssuePriority::parse);
        case.impact = text("impact").as_deref().and_then(|word| labelled(Level::CHOICES, word)).and_then(Level::parse);
        case.urgency = text("urgency").as_deref().and_then(|word| labelled(Level::CHOICES, word)).and_then(Level::parse);
        case.issue_type = text("type").as_deref().and_then(|word| labelled(IssueType::CHOICES, word)).and_then(IssueType::parse);
        case.outcome = text("outcome").as_deref().and_then(|word| labelled(Outcome::CHOICES, word)).and_then(Outcome::parse);
        let mut brought = Brought::new(from, case);
        let more = self.facts.iter().find(|fact| fact.key == "services").map_or(&[][..], |fact| fact.values.get(1..).unwrap_or_default());
        brought.register.services = more.to_vec();
        brought.register.reference = CaseRef::parse(&reference);
        brought.register.scribe = text("scribe");
        for (column, name) in
            [("priority_why", "priority_why"), ("residual", "residual"), ("tags", "tags"), ("severity", "severity"), ("zone", "zone")]
        {
            let value = match column {
                "severity" => text(name).as_deref().and_then(|word| labelled(Severity::CHOICES, word)).map(str::to_owned),
                _ => text(name),
            };
            brought.register.fields.extend(value.map(|value| (column, Value::Text(value))));
        }
        brought
    }

    pub fn review(&self, language: &Language) -> Option<Reviewed> {
        let state =
            self.text("review_state").as_deref().and_then(|word| labelled(ReviewState::CHOICES, word)).and_then(ReviewState::parse)?;
        let time = |key: &str| self.text(key).and_then(|text| language.time(&text, None));
        Some(Reviewed {
            state,
            owner: self.text("review_owner"),
            due: self.text("review_planned").and_then(|text| language.time(&text, None)),
            approved: time("approved"),
            approved_by: self.text("approved_by"),
        })
    }
}
