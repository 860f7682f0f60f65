//! Log entries: everything said in a case, as typed lines with two clocks.

pub use super::action::{Action, ActionState, ActionType};

use super::case::Named;
use super::word::words;
use super::{CaseRef, Id, Moment, Subject, Untrusted};

words! {
    /// What kind of thing was said. The sign in front of a capture line chooses it.
    EntryKind {
        /// Something observed.
        Fact = "fact", "fact";
        /// Something decided; it should have a reason, and may have a check-back time.
        Decision = "decision", "decision";
        /// A task was given; it also lives in the list of actions.
        Action = "action", "action";
        /// Something nobody could answer yet.
        Question = "question", "question";
        /// A possible cause.
        Hypothesis = "hypothesis", "hypothesis";
        /// A way around the trouble.
        Workaround = "workaround", "workaround";
        /// Something taken as true for now.
        Assumption = "assumption", "assumption";
        /// What stakeholders were told.
        Update = "update", "update";
        /// The case moved on; written by the command that moved it.
        State = "state", "state";
    }
}

impl EntryKind {
    /// Signs of the capture line, each with its kind; a fact has none.
    pub const SIGNS: &'static [(char, Self)] = &[
        ('!', Self::Decision),
        ('+', Self::Action),
        ('?', Self::Question),
        ('~', Self::Hypothesis),
        ('=', Self::Workaround),
        ('%', Self::Assumption),
        ('>', Self::Update),
    ];

    /// Gives the sign that starts such a line, if it has one.
    pub fn sign(self) -> Option<char> {
        Self::SIGNS.iter().find(|(_, kind)| *kind == self).map(|(sign, _)| *sign)
    }

    /// Gives the kind a sign stands for.
    pub fn of_sign(sign: char) -> Option<Self> {
        Self::SIGNS.iter().find(|(s, _)| *s == sign).map(|(_, kind)| *kind)
    }

    /// Says whether `due` or `in` at the end of the line is a due time: decisions are checked back, actions done, questions answered.
    pub fn takes_due(self) -> bool {
        matches!(self, Self::Decision | Self::Action | Self::Question)
    }

    /// Gives who may read such an entry unless somebody says otherwise.
    pub fn default_visibility(self) -> Visibility {
        match self {
            Self::Decision | Self::Action | Self::Update | Self::Workaround | Self::State => Visibility::Management,
            Self::Fact | Self::Question | Self::Hypothesis | Self::Assumption => Visibility::Internal,
        }
    }

    /// Lists the verdicts that fit the kind.
    pub fn verdicts(self) -> &'static [Verdict] {
        match self {
            Self::Hypothesis => &[Verdict::Supported, Verdict::Eliminated, Verdict::Confirmed],
            Self::Question => &[Verdict::Answered, Verdict::Dropped],
            Self::Assumption => &[Verdict::Confirmed, Verdict::Refuted],
            Self::Decision => &[Verdict::Confirmed, Verdict::Dropped],
            _ => &[],
        }
    }
}

words! {
    /// Who may read a row: each level includes the ones before it in who is allowed, so public rows are for everybody.
    Visibility {
        /// Only for those who work on it.
        Internal = "internal", "internal";
        /// For management as well.
        Management = "management", "management";
        /// For everybody; only ever set by hand.
        Public = "public", "public";
    }
}

words! {
    /// What became of an open entry.
    Verdict {
        /// Evidence speaks for the hypothesis.
        Supported = "supported", "supported";
        /// Evidence rules the hypothesis out.
        Eliminated = "eliminated", "eliminated";
        /// It is so; for a decision: the check-back found it holds.
        Confirmed = "confirmed", "confirmed";
        /// It is not so.
        Refuted = "refuted", "refuted";
        /// The question has its answer.
        Answered = "answered", "answered";
        /// No longer of interest.
        Dropped = "dropped", "dropped";
    }
}

words! {
    /// How likely a hypothesis is taken to be.
    Confidence {
        /// Little speaks for it.
        Unlikely = "unlikely", "unlikely";
        /// It may be so.
        Possible = "possible", "possible";
        /// Much speaks for it.
        Likely = "likely", "likely";
    }
}

words! {
    /// Where a review stands; an approved one is frozen by reopening only.
    ReviewState {
        /// Being written.
        Draft = "draft", "draft";
        /// With its readers.
        InReview = "in-review", "in review";
        /// Accepted.
        Approved = "approved", "approved";
        /// Handed on to those it is for.
        Shared = "shared", "shared";
    }
}

impl ReviewState {
    /// Says whether it was accepted, and is not to be written in.
    pub fn is_approved(self) -> bool {
        matches!(self, Self::Approved | Self::Shared)
    }
}

/// Holds one line of a case's log.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Id of the record.
    pub id: Id,
    /// Id of the case.
    pub case: Id,
    /// Number within the case.
    pub number: i64,
    /// What kind of thing was said.
    pub kind: EntryKind,
    /// When it happened, as far as known.
    pub observed: Option<Moment>,
    /// When it was written down.
    pub logged: Moment,
    /// What was said.
    pub text: Untrusted,
    /// Why; decisions have one.
    pub reason: Option<Untrusted>,
    /// Owner or source.
    pub person: Option<Named>,
    /// Who wrote it down.
    pub author: Untrusted,
    /// Who may read it.
    pub visibility: Visibility,
    /// Tags, separated by blanks.
    pub tags: Option<Untrusted>,
    /// Until when it is to be done, answered or checked back.
    pub due: Option<Moment>,
    /// What became of it.
    pub verdict: Option<Verdict>,
    /// How likely it is, for a hypothesis of which somebody said.
    pub confidence: Option<Confidence>,
    /// Number of the entry it amends.
    pub amends: Option<i64>,
    /// Whether an amendment has taken its place.
    pub superseded: bool,
    /// Whether its text was blanked.
    pub redacted: bool,
    /// State of the action it gave, if it is one.
    pub action: Option<(i64, ActionState)>,
}

impl Entry {
    /// Gives the instant it stands at in the log: observed where known, else logged.
    pub fn spot(&self) -> EntrySpot {
        EntrySpot { at: self.observed.and_then(|m| m.millis()).unwrap_or(self.logged.at), number: self.number }
    }

    /// Says whether somebody still owes an answer, a check-back or the work.
    pub fn is_open(&self) -> bool {
        match self.kind {
            EntryKind::Action => self.action.is_some_and(|(_, state)| state == ActionState::Open),
            _ => self.verdict.is_none() && !self.kind.verdicts().is_empty(),
        }
    }
}

/// Names a place in a log, for the window before or after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct EntrySpot {
    /// UTC milliseconds.
    pub at: i64,
    /// Number within the case.
    pub number: i64,
}

words! {
    /// Views of a log.
    Facet {
        /// Observations, workarounds and changes of state.
        Facts = "facts", "facts";
        /// Decisions.
        Decisions = "decisions", "decisions";
        /// Actions.
        Actions = "actions", "actions";
        /// Questions, hypotheses and assumptions.
        Unknowns = "unknowns", "unknowns";
        /// What stakeholders were told.
        Updates = "updates", "updates";
    }
}

/// Holds what is kept about a review besides its sections.
#[derive(Clone, Debug)]
pub struct Review {
    /// Id of the record.
    pub id: Id,
    /// Where it stands.
    pub state: ReviewState,
    /// Who writes it.
    pub owner: Option<Named>,
    /// Until when.
    pub due: Option<Moment>,
    /// When it was approved.
    pub approved: Option<Moment>,
    /// By whom.
    pub approved_by: Option<Untrusted>,
}

/// Holds one written section of a review.
#[derive(Clone, Debug)]
pub struct Section {
    /// Id of the record.
    pub id: Id,
    /// Key in the template.
    pub name: String,
    /// What was written.
    pub text: Untrusted,
    /// Who may read it, where that differs from the template.
    pub visibility: Option<Visibility>,
}

/// Holds one thing that is owed.
#[derive(Clone, Debug)]
pub struct Due {
    /// What is owed.
    pub what: Owed,
    /// When (UTC milliseconds).
    pub at: i64,
    /// Id of the case.
    pub case: Id,
    /// Its number.
    pub case_ref: CaseRef,
    /// Its title, or the text of the entry or action.
    pub text: Untrusted,
    /// Who owes it.
    pub who: Option<Untrusted>,
    /// Number of the entry or action.
    pub number: Option<i64>,
    /// The audience that is to be told.
    pub audience: Option<Untrusted>,
    /// Id of the record that owes: the case itself, an entry, an action, an audience.
    pub record: Id,
}

words! {
    /// What a clock is for.
    Owed {
        /// The first response to an incident, by service level.
        Respond = "respond", "respond";
        /// The service restored, by service level.
        Restore = "restore", "restore";
        /// The next update to stakeholders, by cadence.
        Update = "update", "update";
        /// An action.
        Action = "action", "action";
        /// A decision to be checked back.
        CheckBack = "check-back", "check back";
        /// A promised answer.
        Answer = "answer", "answer";
        /// An issue to be dealt with.
        Issue = "issue", "issue";
        /// The root-cause analysis.
        Review = "review", "RCA";
        /// A look at whether a done action worked.
        Verify = "verify", "verify";
        /// The next word on the repair, as it was promised.
        Word = "word", "word";
        /// The time at which a contingency is to be invoked.
        Trigger = "trigger", "trigger";
        /// The time after which a contingency cannot be taken back, or begun.
        NoReturn = "no-return", "no return";
        /// The time to look at an escalation that was held again.
        Relook = "relook", "re-look";
        /// The incident to be raised to whoever can do more, by policy.
        Escalate = "escalate", "escalate";
        /// The return of somebody to the project they were taken from.
        Back = "back", "back";
        /// A rest for the team.
        Rest = "rest", "rest";
        /// What a stakeholder promised.
        Promise = "promise", "promise";
    }
}

impl Owed {
    /// Gives what kind of record owes it, where that has a number of its own.
    pub fn subject(self) -> Option<Subject> {
        match self {
            Self::Action | Self::Verify => Some(Subject::Action),
            Self::Trigger | Self::NoReturn => Some(Subject::Contingency),
            Self::Relook => Some(Subject::Escalation),
            Self::Promise => Some(Subject::Recovery),
            _ => None,
        }
    }
}

/// Says from where a window of a log is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFrom {
    /// From the first line.
    Start,
    /// The last lines.
    End,
    /// The lines right after a place.
    After(EntrySpot),
    /// The lines right before a place.
    Before(EntrySpot),
}
