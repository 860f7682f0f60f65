//! What a printed review is made of: plain fields, one struct a row, filled by the floor above.
//!
//! The same structs are the JSON of a review, so that one filter decides what any reader gets. Must not know the record they come from.

use serde::Serialize;

use super::cause::RcaCause;
use super::phase::RcaPhase;
use super::section::RcaSection;
use crate::model::Untrusted;

/// Holds everything a review prints; what is absent is left out of the document.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RcaContext {
    /// The case.
    pub case: RcaCase,
    /// Key times, in the order they are to be printed.
    pub times: Vec<RcaTime>,
    /// Durations, computed and as reported.
    pub durations: Vec<RcaDuration>,
    /// All sections of this kind of case in order, blank ones too: rows from the record may belong under them.
    pub sections: Vec<RcaSection>,
    /// The phases of the case.
    pub phases: Vec<RcaPhase>,
    /// The same as a Gantt chart (Mermaid); empty where no phase has a length.
    pub phases_chart: String,
    /// What happened, by time.
    pub timeline: Vec<RcaEntry>,
    /// The day of the timeline, if it is one; else every row has its date.
    pub timeline_day: String,
    /// The causes, each before those that explain it.
    pub causes: Vec<RcaCause>,
    /// What was decided.
    pub decisions: Vec<RcaDecision>,
    /// What was taken to be the cause, or to be so, and what came of it.
    pub hypotheses: Vec<RcaHypothesis>,
    /// What is to be done.
    pub actions: Vec<RcaAction>,
    /// What the playbook has kept: impact, updates, people and the like.
    pub blocks: Vec<RcaBlock>,
    /// Who took part.
    pub participants: Vec<RcaParticipant>,
    /// What is still open.
    pub questions: Vec<RcaQuestion>,
    /// Cases that have to do with this one.
    pub related: Vec<RcaRelated>,
    /// Addresses that belong to the case.
    pub links: Vec<RcaLink>,
    /// Where the document comes from.
    pub footer: RcaFooter,
}

/// The case a review is about.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RcaCase {
    /// `INC-12`.
    pub reference: String,
    /// `incident` or `issue`.
    pub kind: String,
    /// What it is called.
    pub title: Untrusted,
    /// Where it stands.
    pub state: String,
    /// Where the review stands.
    pub review_state: String,
    /// Where the case stands, in the document's language.
    pub state_words: String,
    /// Where the review stands, in the document's language.
    pub review_words: String,
    /// Services that were hit.
    pub services: Vec<Untrusted>,
    /// The project, for an issue.
    pub project: Untrusted,
    /// Who led.
    pub lead: Untrusted,
    /// Who wrote the minutes.
    pub scribe: Untrusted,
    /// Impact of an incident.
    pub impact: String,
    /// Urgency of an incident.
    pub urgency: String,
    /// Why the priority differs from what impact and urgency give.
    pub priority_why: Untrusted,
    /// What was reported; stands under its section as long as that is not written.
    pub description: Untrusted,
    /// Impact in words; as the description.
    pub effect: Untrusted,
    /// The way around it; as the description.
    pub workaround: Untrusted,
    /// What is left of a reduced issue.
    pub residual: Untrusted,
    /// Labels.
    pub tags: Untrusted,
    /// System it came from, and its key there.
    pub origin: Untrusted,
    /// State in another system's words.
    pub foreign_state: Untrusted,
    /// Type in another system's words.
    pub foreign_type: Untrusted,
    /// Who writes the review.
    pub review_owner: Untrusted,
    /// Until when the review is to be approved.
    pub review_due: String,
    /// The same, if somebody planned it.
    pub review_planned: String,
    /// When it was approved.
    pub approved: String,
    /// By whom.
    pub approved_by: Untrusted,
    /// Priority.
    pub priority: String,
    /// Severity of an issue.
    pub severity: String,
    /// Severity or priority in another system's words.
    pub foreign_severity: Untrusted,
    /// Type of an issue.
    #[serde(rename = "type")]
    pub issue_type: String,
    /// How an issue ended.
    pub outcome: String,
    /// Name of the zone all times are printed in.
    pub zone: String,
}

/// One key time.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RcaTime {
    /// Which time of the case: `started`.
    pub key: String,
    /// The instant as RFC 3339 in UTC, if it is known.
    pub utc: Option<String>,
    /// What happened then.
    pub label: Untrusted,
    /// The time in the document's zone; empty if it is not known.
    pub at: String,
    /// How exactly it is known.
    pub precision: String,
    /// Where it comes from: stated, worked out, estimated; empty if nobody said.
    pub basis: String,
    /// Number of the row of the review that says something of it.
    pub finding: String,
    /// Remark.
    pub note: Untrusted,
}

/// One duration.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RcaDuration {
    /// Which duration: `time_to_restore`.
    pub key: String,
    /// Between what.
    pub label: Untrusted,
    /// As computed from two times, in words.
    pub computed: String,
    /// As somebody reported it; the two may disagree, and both are printed.
    pub stated: Untrusted,
    /// Whether the two disagree.
    pub disagrees: bool,
    /// Number of the row of the review that states it.
    pub finding: String,
    /// Remark.
    pub note: Untrusted,
}

/// One row of the timeline.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RcaEntry {
    /// The time; empty if it is not known.
    pub at: String,
    /// The instant as RFC 3339 in UTC, if it is known.
    pub utc: Option<String>,
    /// The day in the document's zone; empty if it is not known.
    pub day: String,
    /// How exactly the time is known.
    pub precision: String,
    /// How long nothing was written before it, in words, where that was long.
    pub gap: String,
    /// `INC-12.34`.
    pub reference: String,
    /// Kind of entry.
    pub kind: String,
    /// What was said, in the words it is told in.
    pub text: Untrusted,
    /// What was said, where it is told in other words.
    pub original: Untrusted,
    /// Why.
    pub reason: Untrusted,
    /// Who.
    pub who: Untrusted,
    /// Whether that is somebody who is named in the line, and not who wrote it.
    pub named: bool,
    /// Whether it is a key moment.
    pub key: bool,
    /// Whether it lies before the start.
    pub lead_up: bool,
    /// Labels.
    pub tags: Vec<Untrusted>,
    /// What became of it.
    pub verdict: String,
    /// Where more can be read.
    pub links: Vec<RcaLink>,
}

/// One decision.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RcaDecision {
    /// The time; empty if it is not known.
    pub at: String,
    /// `INC-12.34`.
    pub reference: String,
    /// What was decided.
    pub text: Untrusted,
    /// Why.
    pub reason: Untrusted,
    /// Who decided.
    pub who: Untrusted,
    /// When it is looked at again.
    pub check_back: String,
    /// What the check-back found.
    pub verdict: String,
}

/// One hypothesis or assumption.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RcaHypothesis {
    /// `INC-12.34`.
    pub reference: String,
    /// Kind of entry.
    pub kind: String,
    /// What was supposed.
    pub text: Untrusted,
    /// What became of it; empty while it is open.
    pub verdict: String,
    /// How likely it was taken to be, if anybody said.
    pub confidence: String,
    /// Lines that speak for it: `INC-12.34`.
    pub evidence_for: Vec<String>,
    /// Lines that speak against it.
    pub evidence_against: Vec<String>,
    /// Who supposed it.
    pub who: Untrusted,
}

/// One action.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RcaAction {
    /// `A-56`.
    pub reference: String,
    /// What is to be done.
    pub text: Untrusted,
    /// Whether it is done.
    pub done: bool,
    /// Who does it.
    pub owner: Untrusted,
    /// A date, or a period in words.
    pub due: Untrusted,
    /// Where it stands.
    pub state: Untrusted,
    /// What it is meant to do.
    pub kind: Untrusted,
    /// Where it stands in others' words.
    pub status: Untrusted,
    /// How urgent it is in others' words.
    pub priority: Untrusted,
    /// Group or horizon in others' words.
    pub category: Untrusted,
    /// Where it lies: human, organisation, technology.
    pub aspect: String,
    /// When its effect is to be looked at.
    pub verify: String,
    /// When that was done.
    pub verified: String,
    /// Whether it worked.
    pub worked: String,
    /// What was seen of its effect.
    pub effect: Untrusted,
    /// Tickets and the like.
    pub links: Vec<RcaLink>,
    /// Whether it was given up.
    pub dropped: bool,
    /// Why it was given up.
    pub why: Untrusted,
}

/// One participant.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RcaParticipant {
    /// Who.
    pub who: Untrusted,
    /// In which role.
    pub role: Untrusted,
    /// Number of the row of the review that says so; empty where the log alone does.
    pub finding: String,
}

/// One open question.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RcaQuestion {
    /// `INC-12.34`.
    pub reference: String,
    /// What is asked.
    pub text: Untrusted,
    /// Who finds out.
    pub owner: Untrusted,
    /// By when.
    pub due: String,
}

/// One related case.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RcaRelated {
    /// What it is to this case ("is caused by").
    pub relation: String,
    /// `ISS-7`.
    pub reference: String,
    /// What it is called.
    pub title: Untrusted,
}

/// One address; it becomes a link only if it is one of the web or of mail.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RcaLink {
    /// Where it leads.
    pub url: Untrusted,
    /// What it is called; empty shows the address.
    pub text: Untrusted,
}

/// Where a document comes from.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RcaFooter {
    /// For whom it was printed: internal, management or public.
    pub visibility: String,
    /// How many rows were left out for that.
    pub left_out: usize,
    /// Hash of the journal's newest change.
    pub head: String,
    /// Number of the newest change, such as `b120`.
    pub change: String,
    /// Version of the program.
    pub version: String,
    /// How many secrets were taken out; filled while rendering.
    pub redactions: usize,
    /// Whether secrets were left in; filled while rendering.
    pub raw: bool,
}

/// Holds one table of what the playbook has kept.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RcaBlock {
    /// Heading.
    pub title: String,
    /// Headings of the columns; may be empty.
    pub columns: Vec<String>,
    /// Rows.
    pub rows: Vec<Vec<Untrusted>>,
}
