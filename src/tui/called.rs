//! What commands and queries are called over a form and in a list, where their own sentence would be long. Knows nothing but words.

/// Names and words.
const CALLED: &[(&str, &str)] = &[
    ("watch see", "How the repair stands"),
    ("watch ask", "Ask a responder"),
    ("update draft", "Update to an audience"),
    ("update edit", "Another text or time"),
    ("impact set", "Impact on a project"),
    ("impact freeze", "Freeze the plans"),
    ("contingency add", "New contingency plan"),
    ("contingency set", "Correct the plan"),
    ("contingency agree", "Agree on the plan"),
    ("contingency invoke", "Invoke the plan"),
    ("contingency stand-down", "Stand the plan down"),
    ("contingency step", "A step for the plan"),
    ("person assign", "Put somebody on the case"),
    ("person release", "Let somebody go back"),
    ("morale pulse", "How the team is"),
    ("morale blocked", "Work that is blocked"),
    ("morale useful", "Useful work meanwhile"),
    ("morale thanks", "Thanks to the team"),
    ("escalation judge", "Is escalating likely to work?"),
    ("escalation raise", "Raise the incident itself"),
    ("escalation answer", "What management answered"),
    ("escalation set", "Correct the escalation"),
    ("recovery ask", "One thing to ask for"),
    ("recovery promise", "What was promised"),
    ("recovery kept", "Was the promise kept?"),
    ("recovery plan", "To be planned again"),
    ("recovery set", "Correct the request"),
    ("party set", "Who has to agree"),
    ("cause add", "New cause"),
    ("cause from", "A cause from the hypothesis"),
    ("cause set", "Correct the cause"),
    ("cause attach", "Evidence for the cause"),
    ("hypothesis weigh", "How likely the hypothesis is"),
    ("hypothesis evidence", "For or against the hypothesis"),
    ("issue decide", "Decide the issue"),
    ("exception set", "Exception report"),
    ("milestone set", "Milestone of a project"),
    ("tolerance set", "Tolerance of a project"),
    ("watch show", "How the repair stands"),
    ("impact show", "Impact on projects"),
    ("contingency list", "Contingency plans"),
    ("update list", "What was told to whom"),
    ("person board", "Who can help"),
    ("escalation list", "What was asked of management"),
    ("morale show", "How the team is"),
    ("morale rest", "The team has rested"),
    ("recovery show", "Who is asked for what"),
    ("party list", "Who has to agree"),
    ("option list", "The options"),
    ("catch-up", "The case in twelve lines"),
    ("review state", "The review"),
    ("review remark", "A remark on the review"),
    ("review settle", "What came of the remark"),
    ("review share", "With whom the review is shared"),
    ("review versions", "Versions that were approved"),
    ("review version", "A version as it was approved"),
    ("review shared", "With whom it was shared"),
    ("review remarks", "Remarks on the review"),
    ("review questions", "Questions to ask"),
    ("library similar", "Seen before?"),
    ("library known-errors", "Known errors"),
    ("library lessons", "Lessons of all reviews"),
    ("library steps", "Steps done otherwise"),
    ("figures", "Figures"),
    ("playbook step", "A step, whole"),
    ("playbook mark", "What became of the step"),
    ("action verify", "Did it work?"),
    ("case list", "Cases"),
    ("entry list", "Lines of the log"),
    ("action list", "Actions"),
    ("hypothesis list", "Hypotheses"),
    ("due", "What is due"),
    ("review list", "Reviews that are owed"),
    ("finding list", "Rows of the review"),
    ("milestone list", "Milestones"),
    ("tolerance list", "Tolerances"),
    ("playbook list", "Playbooks"),
    ("person claims", "Who was taken from where"),
    ("audience list", "Audiences"),
    ("recovery list", "What was asked for"),
    ("issue decisions", "Decisions on issues"),
    ("action drop", "Give the action up"),
    ("action decline", "Thought of, and not done"),
    ("action follow-up", "Actions over all cases"),
    ("timeline tell", "How the review tells a line"),
    ("timeline hide", "Leave a line out of the review"),
    ("timeline show", "The timeline as it is told"),
];

/// Gives the few words for a command or a query, if it has any.
pub fn called(name: &str) -> Option<&'static str> {
    CALLED.iter().find(|(of, _)| *of == name).map(|(_, words)| *words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::tables;

    #[test]
    fn every_name_is_a_command_or_a_query_and_its_words_fit_beside_a_case_at_80_columns() {
        for (name, words) in CALLED {
            assert!(tables::command(name).is_some() || tables::query(name).is_some(), "{name}");
            assert!(words.len() <= 32, "{words}");
        }
    }
}
