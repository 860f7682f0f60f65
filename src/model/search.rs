//! What a search over everything may be narrowed to.

use super::word::words;
use super::{Id, Subject};

words! {
    /// Kinds of things that can be found.
    SearchKind {
        /// Incidents themselves: titles, effects, workarounds.
        Incidents = "incidents", "incidents";
        /// Issues themselves.
        Issues = "issues", "issues";
        /// Lines of logs.
        Lines = "lines", "log lines";
        /// Actions.
        Actions = "actions", "actions";
        /// Sections of reviews.
        Reviews = "reviews", "reviews";
        /// Services, projects, groups, customers, people and stakeholders.
        Registers = "registers", "registers";
    }
}

impl SearchKind {
    /// Gives the subjects whose texts are looked through.
    pub fn subjects(self) -> &'static [Subject] {
        match self {
            Self::Incidents | Self::Issues => &[Subject::Case],
            Self::Lines => &[Subject::Entry],
            Self::Actions => &[Subject::Action],
            Self::Reviews => &[Subject::Section],
            Self::Registers => {
                &[Subject::Service, Subject::Project, Subject::Group, Subject::Customer, Subject::Person, Subject::Stakeholder]
            }
        }
    }
}

/// Holds what is looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// The words; each must occur, parts of words count.
    pub words: String,
    /// Only things of this kind.
    pub kind: Option<SearchKind>,
    /// Only what belongs to open cases, or only to closed ones.
    pub open: Option<bool>,
    /// Only what belongs to cases of this service or project.
    pub home: Option<Id>,
    /// Only what was said or opened from this time on (UTC milliseconds).
    pub since: Option<i64>,
}

/// Gives the words of a query that are looked for: what has a letter or a digit in it.
pub fn words_of(query: &str) -> impl Iterator<Item = &str> {
    // A NUL would end a query half-way through a quoted word.
    query.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| word.chars().any(char::is_alphanumeric))
}
