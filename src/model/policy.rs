//! Policies: which priority follows from impact and urgency, and how long each promise may take.
//!
//! Built in from `assets/policies/`, and replaceable file by file. They are values: whoever starts a clock adds them to a time of its own.
//! Must not know where an override lies, or what time it is.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize};

use super::action::ActionType;
use super::case::{Case, IncidentState, IssuePriority, Level, Priority};
use super::{CaseKind, Refusal, when};

/// Names the files, built in and as overrides.
pub const FILES: &[(&str, &str)] = &[
    ("priority.toml", include_str!("../../assets/policies/priority.toml")),
    ("service-levels.toml", include_str!("../../assets/policies/service-levels.toml")),
    ("cadence.toml", include_str!("../../assets/policies/cadence.toml")),
    ("review.toml", include_str!("../../assets/policies/review.toml")),
    ("people.toml", include_str!("../../assets/policies/people.toml")),
    ("escalation.toml", include_str!("../../assets/policies/escalation.toml")),
];

/// Holds all policies in force. All lengths of time it gives are milliseconds; none means that there is no such clock.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Policies {
    matrix: BTreeMap<Level, Row>,
    levels: BTreeMap<Priority, ServiceLevel>,
    cadence: Cadence,
    review: Review,
    people: People,
    escalation: Escalation,
}

impl Policies {
    /// Gives the policies that come with the program.
    pub fn built_in() -> Self {
        let all = FILES.iter().try_fold(Self::default(), |policies, (name, text)| policies.with(name, text));
        all.expect("the built-in files are constants, and a test reads them")
    }

    /// Replaces one file by another text; `name` is its name in [`FILES`].
    ///
    /// # Errors
    /// Names the file, the line and what is wrong there.
    pub fn with(mut self, name: &str, text: &str) -> Result<Self, Refusal> {
        let refuse = |error: toml::de::Error| {
            let line = error.span().map_or(1, |span| 1 + text.bytes().take(span.start).filter(|b| *b == b'\n').count());
            Refusal::whole(format!("policies/{name}, line {line}: {}", error.message()), "see the built-in file for its form")
        };
        match name {
            "priority.toml" => {
                let read: Matrix = toml::from_str(text).map_err(refuse)?;
                self.matrix = BTreeMap::from([(Level::High, read.high), (Level::Medium, read.medium), (Level::Low, read.low)]);
            }
            "service-levels.toml" => self.levels = toml::from_str(text).map_err(refuse)?,
            "cadence.toml" => self.cadence = toml::from_str(text).map_err(refuse)?,
            "review.toml" => self.review = toml::from_str(text).map_err(refuse)?,
            "people.toml" => self.people = toml::from_str(text).map_err(refuse)?,
            "escalation.toml" => self.escalation = toml::from_str(text).map_err(refuse)?,
            _ => {
                let names: Vec<&str> = FILES.iter().map(|(name, _)| *name).collect();
                return Err(Refusal::whole(format!("there is no policy file {name}"), format!("there are {}", names.join(", "))));
            }
        }
        Ok(self)
    }

    /// Gives the priority of an incident.
    pub fn priority(&self, impact: Level, urgency: Level) -> Priority {
        self.matrix.get(&impact).map_or(Priority::P4, |row| match urgency {
            Level::High => row.high,
            Level::Medium => row.medium,
            Level::Low => row.low,
        })
    }

    /// Gives the time until somebody has to have answered.
    pub fn respond(&self, priority: Priority) -> Option<i64> {
        self.levels.get(&priority)?.respond.map(|length| length.0)
    }

    /// Gives the time until the service has to work again.
    pub fn restore(&self, priority: Priority) -> Option<i64> {
        self.levels.get(&priority)?.restore.map(|length| length.0)
    }

    /// Gives the time from one update on an incident to the next.
    pub fn update_every(&self, priority: Priority, state: IncidentState) -> Option<i64> {
        self.cadence.incident.get(&priority)?.get(&state).map(|length| length.0)
    }

    /// Gives the time from one update on an issue to the next.
    pub fn issue_update_every(&self, priority: IssuePriority) -> Option<i64> {
        self.cadence.issue.get(&priority).map(|length| length.0)
    }

    /// Gives the time from the end of an incident until its review is due.
    pub fn review_due(&self, priority: Priority) -> Option<i64> {
        self.review.incident.get(&priority).map(|length| length.0)
    }

    /// Gives the time from the end of an issue until its review is due.
    pub fn review_due_issue(&self, priority: IssuePriority) -> Option<i64> {
        self.review.issue.get(&priority).map(|length| length.0)
    }

    /// Gives the time from the end of an action until somebody looks whether it worked.
    pub fn verify_after(&self, kind: ActionType) -> Option<i64> {
        self.review.verify.get(&kind).map(|length| length.0)
    }

    /// Gives the time without a line from which a timeline says so.
    pub fn gap(&self) -> Option<i64> {
        self.review.timeline.gap.map(|length| length.0)
    }

    /// Gives how long responders of an incident are left alone after they were asked.
    pub fn ask_again(&self, priority: Priority) -> Option<i64> {
        self.people.ask_again.incident.get(&priority).map(|length| length.0)
    }

    /// Gives how long those who work on an issue are left alone after they were asked.
    pub fn ask_again_issue(&self, priority: IssuePriority) -> Option<i64> {
        self.people.ask_again.issue.get(&priority).map(|length| length.0)
    }

    /// Gives the time from one rest of a team in an incident to the next.
    pub fn rest_after(&self, priority: Priority) -> Option<i64> {
        self.people.rest_after.get(&priority).map(|length| length.0)
    }

    /// Gives the time after which a pulse says nothing about now.
    pub fn pulse_every(&self) -> Option<i64> {
        self.people.team.pulse_every.map(|length| length.0)
    }

    /// Gives how much of cases one person may have, and within which time.
    pub fn most_hours(&self) -> Option<(i64, i64)> {
        Some((self.people.person.most_hours?.0, self.people.person.within?.0))
    }

    /// Gives the time until an incident is to be raised to whoever can do more: a share of the time to restore.
    pub fn escalate_after(&self, priority: Priority) -> Option<i64> {
        let share = self.escalation.incident.get(&priority)?.after;
        Some(self.restore(priority)? / 100 * i64::from(share))
    }

    /// Gives whom an incident is raised to, in words.
    pub fn escalate_to(&self, priority: Priority) -> Option<&str> {
        self.escalation.incident.get(&priority)?.to.as_deref()
    }

    /// Gives the time until an escalation is looked at again: one that was held, or one whose answer is awaited.
    pub fn look_again(&self, is_held: bool, case: &Case) -> Option<i64> {
        let waits = if is_held { &self.escalation.hold } else { &self.escalation.answer };
        let length = match case.kind {
            CaseKind::Incident => waits.incident.get(&case.incident_priority()?),
            CaseKind::Issue => waits.issue.get(&case.issue_priority()?),
        };
        length.map(|length| length.0)
    }

    /// Gives all values as one stable text: equal texts mean equal policies, so derived clocks need no rebuilding.
    pub fn fingerprint(&self) -> String {
        serde_json::to_string(self).expect("maps with words as keys and numbers as values can always be written")
    }
}

/// Holds one length of time in milliseconds, written as `15m`, `1h30m` or `3d`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
struct Length(i64);

impl<'de> Deserialize<'de> for Length {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let length = when::duration(&text).filter(|length| *length > 0).map(Self);
        length.ok_or_else(|| serde::de::Error::custom("a length of time is written as 15m, 1h30m or 3d, and is not nothing"))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Matrix {
    high: Row,
    medium: Row,
    low: Row,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    high: Priority,
    medium: Priority,
    low: Priority,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ServiceLevel {
    respond: Option<Length>,
    restore: Option<Length>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Cadence {
    incident: BTreeMap<Priority, BTreeMap<IncidentState, Length>>,
    issue: BTreeMap<IssuePriority, Length>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Review {
    incident: BTreeMap<Priority, Length>,
    issue: BTreeMap<IssuePriority, Length>,
    verify: BTreeMap<ActionType, Length>,
    timeline: Timeline,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Timeline {
    gap: Option<Length>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Escalation {
    incident: BTreeMap<Priority, Raise>,
    hold: Waits,
    answer: Waits,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Raise {
    /// Per cent of the time to restore; 100 is the breach.
    after: u16,
    to: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct People {
    ask_again: Waits,
    rest_after: BTreeMap<Priority, Length>,
    team: Team,
    person: Person,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Waits {
    incident: BTreeMap<Priority, Length>,
    issue: BTreeMap<IssuePriority, Length>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Team {
    pulse_every: Option<Length>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Person {
    most_hours: Option<Length>,
    within: Option<Length>,
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: i64 = 60_000;
    const DAY: i64 = 1_440 * MINUTE;

    #[test]
    fn the_matrix_gives_every_priority_and_never_a_higher_one_for_less() {
        let policies = Policies::built_in();
        assert_eq!(policies.priority(Level::High, Level::High), Priority::P1);
        assert_eq!(policies.priority(Level::High, Level::Low), Priority::P3);
        assert_eq!(policies.priority(Level::Low, Level::Low), Priority::P4);
        for one in Level::ALL {
            for pair in Level::ALL.windows(2) {
                assert!(policies.priority(*one, pair[0]) <= policies.priority(*one, pair[1]));
                assert!(policies.priority(pair[0], *one) <= policies.priority(pair[1], *one));
            }
        }
    }

    #[test]
    fn the_built_in_clocks_are_the_ones_in_the_files() {
        let policies = Policies::built_in();
        assert_eq!((policies.respond(Priority::P1), policies.restore(Priority::P1)), (Some(15 * MINUTE), Some(120 * MINUTE)));
        assert_eq!((policies.respond(Priority::P4), policies.restore(Priority::P4)), (Some(DAY), None));
        assert_eq!(policies.update_every(Priority::P1, IncidentState::Investigating), Some(30 * MINUTE));
        assert_eq!(policies.update_every(Priority::P1, IncidentState::Resolved), None);
        assert_eq!(policies.update_every(Priority::P3, IncidentState::Open), None);
        assert_eq!(policies.issue_update_every(IssuePriority::VeryHigh), Some(DAY));
        assert_eq!(policies.issue_update_every(IssuePriority::VeryLow), None);
        assert_eq!((policies.review_due(Priority::P2), policies.review_due(Priority::P3)), (Some(7 * DAY), None));
        assert_eq!(policies.review_due_issue(IssuePriority::High), Some(14 * DAY));
        assert_eq!((policies.ask_again(Priority::P1), policies.ask_again_issue(IssuePriority::High)), (Some(20 * MINUTE), Some(DAY)));
        assert_eq!((policies.rest_after(Priority::P2), policies.rest_after(Priority::P3)), (Some(240 * MINUTE), None));
        assert_eq!(policies.pulse_every(), Some(240 * MINUTE));
        assert_eq!(policies.most_hours(), Some((600 * MINUTE, DAY)));
        assert_eq!(
            (policies.escalate_after(Priority::P1), policies.escalate_to(Priority::P1)),
            (Some(90 * MINUTE), Some("service director"))
        );
        assert_eq!(policies.escalate_after(Priority::P4), None);
    }

    #[test]
    fn graver_incidents_never_have_longer_clocks() {
        let policies = Policies::built_in();
        let length = |clock: Option<i64>| clock.unwrap_or(i64::MAX);
        for pair in Priority::ALL.windows(2) {
            assert!(length(policies.respond(pair[0])) <= length(policies.respond(pair[1])));
            assert!(length(policies.restore(pair[0])) <= length(policies.restore(pair[1])));
            assert!(length(policies.review_due(pair[0])) <= length(policies.review_due(pair[1])));
            assert!(length(policies.ask_again(pair[0])) <= length(policies.ask_again(pair[1])));
            assert!(length(policies.escalate_after(pair[0])) <= length(policies.escalate_after(pair[1])));
            for state in IncidentState::ALL {
                assert!(length(policies.update_every(pair[0], *state)) <= length(policies.update_every(pair[1], *state)));
            }
        }
    }

    #[test]
    fn an_override_replaces_its_file_and_changes_the_fingerprint() {
        let built_in = Policies::built_in();
        let mine = built_in.clone().with("service-levels.toml", "[P1]\nrestore = \"4h\"\n").unwrap();
        assert_eq!((mine.respond(Priority::P1), mine.restore(Priority::P1)), (None, Some(240 * MINUTE)));
        assert_eq!(mine.restore(Priority::P2), None);
        assert_eq!(mine.review_due(Priority::P1), built_in.review_due(Priority::P1));
        assert_ne!(mine.fingerprint(), built_in.fingerprint());
        assert_eq!(Policies::built_in().fingerprint(), built_in.fingerprint());
        assert!(built_in.fingerprint().contains("\"P1\":{\"respond\":900000,\"restore\":7200000}"), "{}", built_in.fingerprint());
    }

    #[test]
    fn a_wrong_file_is_refused_with_its_line() {
        for (name, text, line) in [
            ("service-levels.toml", "[P1]\nrespond = \"15m\"\nrestore = \"90s\"\n", 3),
            ("service-levels.toml", "[P1]\nrespond = \"0m\"\n", 2),
            ("service-levels.toml", "[P1]\nresponse = \"15m\"\n", 2),
            ("service-levels.toml", "\n[P5]\nrespond = \"15m\"\n", 2),
            ("cadence.toml", "[incident.P1]\nopne = \"15m\"\n", 2),
            ("review.toml", "[incident]\nP1 = 3\n", 2),
            ("people.toml", "[rest_after]\nP1 = \"4 hours\"\n", 2),
            ("escalation.toml", "[incident.P1]\nafter = -5\n", 2),
            ("escalation.toml", "[hold.incident]\nP1 = \"soon\"\n", 2),
            ("review.toml", "[incident]\nP1 = \"3d\nP2 = \"4d\"", 2),
        ] {
            let no = Policies::built_in().with(name, text).unwrap_err();
            assert!(no.why.raw().starts_with(&format!("policies/{name}, line {line}: ")), "{text}: {no:?}");
        }
        let cells = Policies::built_in().with("priority.toml", "[high]\nhigh = \"P1\"\n").unwrap_err();
        assert!(cells.why.raw().contains("missing field"), "{cells:?}");
        let name = Policies::built_in().with("sla.toml", "").unwrap_err();
        assert!(name.hint.raw().contains("cadence.toml"));
    }
}
