//! The closed sets of words of contingency plans, and of what is judged before one is agreed.

use super::word::words;

words! {
    /// How far a contingency plan is.
    ContingencyState {
        /// Being prepared.
        Draft = "draft", "draft";
        /// Whoever has to has agreed to it.
        Agreed = "agreed", "agreed";
        /// Being carried out.
        Invoked = "invoked", "invoked";
        /// No longer needed, or over.
        StoodDown = "stood-down", "stood down";
    }
}

impl ContingencyState {
    /// Says whether somebody still has to decide whether to invoke it.
    pub fn waits(self) -> bool {
        self < Self::Invoked
    }
}

words! {
    /// Where a step of a plan stands.
    StepState {
        /// To be done.
        Open = "open", "open";
        /// Done.
        Done = "done", "done";
        /// Given up.
        Dropped = "dropped", "given up";
    }
}

words! {
    /// What is asked of a plan or an option before it is chosen.
    Judgement {
        /// Does it do what is needed?
        Suitable = "suitable", "suitable";
        /// Can it be done with what there is, in time?
        Feasible = "feasible", "feasible";
        /// Will those who have to live with it accept it?
        Acceptable = "acceptable", "acceptable";
    }
}
