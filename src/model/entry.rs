//! Log entries: everything said in a case, as typed lines with two clocks.

use super::word::words;

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
    /// What an action is meant to do (review practice: mitigate, prevent, detect, process).
    ActionType {
        /// Lessen the harm now.
        Mitigate = "mitigate", "mitigate";
        /// Keep it from happening again.
        Prevent = "prevent", "prevent";
        /// See it sooner next time.
        Detect = "detect", "detect";
        /// Change how people work.
        Process = "process", "process";
    }
}

words! {
    /// Where an action stands.
    ActionState {
        /// To be done.
        Open = "open", "open";
        /// Done.
        Done = "done", "done";
        /// Given up, with a reason.
        Dropped = "dropped", "dropped";
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
    }
}
