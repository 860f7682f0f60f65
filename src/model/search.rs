//! What a search over everything may be narrowed to.

use super::entry::EntryKind;
use super::finding::FindingKind;
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
        /// Sections and rows of reviews, and remarks on them.
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
            Self::Reviews => &[Subject::Section, Subject::Finding, Subject::Remark],
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
    /// Words that must stand side by side.
    pub phrases: Vec<String>,
    /// Words that must not occur.
    pub without: Vec<String>,
    /// Only things of this kind.
    pub kind: Option<SearchKind>,
    /// Only lines of the log of this kind.
    pub line: Option<EntryKind>,
    /// Only rows of reviews of this kind.
    pub finding: Option<FindingKind>,
    /// Only where causes are told: causes of reviews, and hypotheses that were confirmed.
    pub causes: bool,
    /// Only what belongs to open cases, or only to closed ones.
    pub open: Option<bool>,
    /// Only what belongs to cases in this state.
    pub state: Option<String>,
    /// Only what belongs to cases of one of these services or projects.
    pub homes: Vec<Id>,
    /// What none of these says: each holds one limit.
    pub not: Vec<Search>,
    /// Only what this person said, owes or leads: as it is written, and from the register.
    pub by: Option<(String, Option<Id>)>,
    /// Only what has this tag.
    pub tag: Option<String>,
    /// Only what was said or opened from this time on (UTC milliseconds).
    pub since: Option<i64>,
    /// Only what was said or opened before this time.
    pub until: Option<i64>,
    /// Whether the limits alone are a search: where no word is given, everything within them is meant.
    pub by_limits: bool,
}

impl Search {
    /// Says whether nothing is asked for at all.
    pub fn is_empty(&self) -> bool {
        self.sought().next().is_none() && !self.by_limits
    }

    /// Lists everything that must occur: words, then phrases.
    pub fn sought(&self) -> impl Iterator<Item = &str> {
        words_of(&self.words).chain(self.phrases.iter().map(String::as_str))
    }

    /// Gives the search for everything that is sought side by side, as it was typed; nothing where that is one word alone.
    pub fn side_by_side(&self) -> Option<Self> {
        let all: Vec<&str> = self.sought().collect();
        (all.len() > 1).then(|| Self { words: String::new(), phrases: vec![all.join(" ")], ..self.clone() })
    }

    /// Says how close a text is: 0 where everything stands in it as typed, side by side, 1 where each word is a word of its own, else 2.
    pub fn closeness(&self, text: &str) -> u8 {
        let text = text.chars().take(LOOKED).collect::<String>().to_lowercase();
        let mut whole: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        whole.sort_unstable();
        let words: Vec<String> = self.sought().map(str::to_lowercase).collect();
        let is_whole =
            |word: &String| word.split(|c: char| !c.is_alphanumeric()).all(|part| part.is_empty() || whole.binary_search(&part).is_ok());
        match words.iter().all(is_whole) {
            true if words.len() < 2 || text.contains(&words.join(" ")) => 0,
            true => 1,
            false => 2,
        }
    }
}

/// Most characters of a text that are looked at for how close it is.
const LOOKED: usize = 2_000;

words! {
    /// What can be said before a colon.
    Operator {
        /// A service, by name or its beginning.
        Service = "service", "only of this service, or several; the beginning of a name will do";
        /// A project.
        Project = "project", "only of this project";
        /// A word where causes are told.
        Cause = "cause", "this word, where a cause is told";
        /// A kind of thing, of line or of row of a review.
        Kind = "kind", "incidents, issues, actions, decision, hypothesis, lesson";
        /// A state of the case.
        State = "state", "of cases: open, closed, restored";
        /// Who said, owes or leads it.
        By = "by", "said, owed or led by this person";
        /// A tag.
        Tag = "tag", "with this tag";
        /// Before a time.
        Before = "before", "said or opened before: yesterday, 2026-01-31";
        /// From a time on.
        After = "after", "said or opened from then on";
    }
}

/// What was typed, taken apart and not yet looked up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// Words that must occur.
    pub words: Vec<String>,
    /// Words that must stand side by side.
    pub phrases: Vec<String>,
    /// Words that must not occur.
    pub without: Vec<String>,
    /// Operators with what they are given, in the order they were typed.
    pub operators: Vec<(Operator, String)>,
    /// Operators with a minus sign before them: what they say must not be so.
    pub excluded: Vec<(Operator, String)>,
    /// Words before a colon that are no operator; what they are part of stays a word.
    pub unknown: Vec<String>,
}

impl Typed {
    /// Takes a line apart: `service:payments "replica lag" -test`.
    pub fn read(line: &str) -> Self {
        let mut typed = Self::default();
        for (text, quoted) in pieces(line) {
            match (quoted, text.strip_prefix('-'), text.split_once(':')) {
                (Quoted::Whole, ..) => typed.phrases.push(text),
                (_, Some(word), _) if tells(word) => match word.split_once(':').map(|(name, value)| (operator(name), value)) {
                    Some((Some(operator), value)) if tells(value) => typed.excluded.push((operator, value.to_owned())),
                    // One that waits for its value is no word yet.
                    Some((Some(_), _)) => {}
                    _ => typed.without.push(word.to_owned()),
                },
                (_, _, Some((name, value))) if !name.is_empty() && tells(value) => match operator(name) {
                    Some(operator) => typed.operators.push((operator, value.to_owned())),
                    None => {
                        // A time or an address has a colon of its own.
                        if name.chars().all(char::is_alphabetic) && !value.starts_with("//") {
                            typed.unknown.push(name.to_owned());
                        }
                        typed.words.push(text);
                    }
                },
                // An operator that waits for its value is no word yet.
                (_, _, Some((name, ""))) if operator(name).is_some() => {}
                _ => typed.words.push(text),
            }
        }
        typed.words.retain(|word| tells(word));
        typed.phrases.retain(|phrase| tells(phrase));
        typed
    }
}

fn operator(name: &str) -> Option<Operator> {
    Operator::parse(&name.to_lowercase())
}

fn tells(word: &str) -> bool {
    word.chars().any(char::is_alphanumeric)
}

/// How much of a piece stood in quotation marks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Quoted {
    No,
    Part,
    Whole,
}

/// Parts a line at blanks outside of quotation marks, and takes the marks away; one that is not closed ends with the line.
fn pieces(line: &str) -> Vec<(String, Quoted)> {
    let (mut all, mut piece, mut quoted, mut inside) = (Vec::new(), String::new(), Quoted::No, false);
    for c in line.chars() {
        match c {
            '"' => {
                quoted = match quoted {
                    Quoted::No if piece.is_empty() => Quoted::Whole,
                    Quoted::No => Quoted::Part,
                    already => already,
                };
                inside = !inside;
            }
            // A NUL would end a query half-way through a quoted word.
            c if c.is_control() || (c.is_whitespace() && !inside) => {
                if !piece.is_empty() {
                    all.push((std::mem::take(&mut piece), quoted));
                }
                quoted = Quoted::No;
            }
            c => piece.push(c),
        }
    }
    if !piece.is_empty() {
        all.push((piece, quoted));
    }
    all
}

/// Gives the words of a query that are looked for: what has a letter or a digit in it.
pub fn words_of(query: &str) -> impl Iterator<Item = &str> {
    // A NUL would end a query half-way through a quoted word.
    query.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| tells(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(all: &[&str]) -> Vec<String> {
        all.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn a_line_is_taken_apart_into_words_phrases_operators_and_what_must_not_be() {
        let typed = Typed::read("service:\"Core banking\" lag \"replica lag\" -test before:2026-01-01 KIND:decision");
        assert_eq!((typed.words, typed.phrases, typed.without), (words(&["lag"]), words(&["replica lag"]), words(&["test"])));
        let operators = [(Operator::Service, "Core banking"), (Operator::Before, "2026-01-01"), (Operator::Kind, "decision")];
        assert_eq!(typed.operators, operators.map(|(operator, value)| (operator, value.to_owned())));
    }

    #[test]
    fn what_is_no_operator_stays_a_word_and_is_said() {
        let typed = Typed::read("colour:red 14:05 https://x.example service: -");
        assert_eq!((typed.words, typed.unknown), (words(&["colour:red", "14:05", "https://x.example"]), words(&["colour"])));
        assert!(typed.operators.is_empty() && typed.without.is_empty());
        assert_eq!(Typed::read("\"not closed").phrases, words(&["not closed"]));
        assert_eq!(Typed::read("\" \" \0 - :"), Typed::default());
    }

    #[test]
    fn an_operator_with_a_minus_sign_is_no_word() {
        let typed = Typed::read("lag -service:web -project:\"Core banking\" -service: -14:05");
        assert_eq!((typed.words, typed.without), (words(&["lag"]), words(&["14:05"])));
        assert_eq!(typed.excluded, [(Operator::Service, "web".to_owned()), (Operator::Project, "Core banking".to_owned())]);
    }

    #[test]
    fn what_stands_as_it_was_typed_is_closest() {
        let search = Search { words: "replica lag".into(), ..Search::default() };
        assert_eq!(search.closeness("the Replica lag grows"), 0);
        assert_eq!(search.closeness("a lag of the replica"), 1);
        assert_eq!(search.closeness("lagging replicas"), 2);
    }
}
