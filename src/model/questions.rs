//! Questions to ask while a review is written, by section: which there are, and in which order. The list is data, not code.
//!
//! They ask how and what, never who or why you. Must not know what a review holds.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde::Deserialize;

use super::language::Translated;
use super::sections::Section;
use super::word::words;

const BUILT_IN: &str = include_str!("../../assets/questions.toml");

words! {
    /// What a question is about.
    Topic {
        /// What was seen, and what was not.
        Cues = "cues", "cues";
        /// What was known before.
        Knowledge = "knowledge", "knowledge";
        /// What was to be protected, and under which pressure.
        Goals = "goals", "goals";
        /// How it was understood.
        Assessment = "assessment", "assessment";
        /// What was chosen.
        Action = "action", "action";
        /// Who could help, and how they were reached.
        Help = "help", "help";
        /// The way of working.
        Process = "process", "process";
        /// How it was found.
        Detection = "detection", "detection";
        /// How it was ended.
        Mitigation = "mitigation", "mitigation";
        /// Of which kind it is: a one-off or a trend.
        Class = "class", "class";
    }
}

/// One question.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Its name, by which a file of one's own replaces it.
    pub code: String,
    /// The section it belongs to.
    pub section: String,
    /// What it is about.
    pub topic: Topic,
    /// What is asked.
    pub ask: Translated,
}

/// Holds one file of questions.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// Codes of questions that are not to be asked.
    #[serde(default)]
    without: Vec<String>,
    #[serde(default, rename = "question")]
    list: Vec<Question>,
}

/// Holds the questions that are in force, in the order they are asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Questions {
    list: Vec<Question>,
}

impl Questions {
    /// Gives those that come with the program, read when they are first asked for.
    pub fn standard() -> &'static Self {
        static STANDARD: LazyLock<Questions> = LazyLock::new(Questions::built_in);
        &STANDARD
    }

    /// Gives those that come with the program.
    pub fn built_in() -> Self {
        Self { list: read(BUILT_IN).expect("a test reads the built-in questions").list }
    }

    /// Puts questions of a person's own over those of the same code, and new ones after the others.
    ///
    /// # Errors
    /// Says in words what is wrong and, where known, in which line.
    pub fn with(mut self, text: &str) -> Result<Self, String> {
        let own = read(text)?;
        for code in &own.without {
            let Some(at) = self.list.iter().position(|known| known.code == *code) else {
                return Err(format!("there is no question {code:?} to do without"));
            };
            self.list.remove(at);
        }
        for question in own.list {
            match self.list.iter_mut().find(|known| known.code == question.code) {
                Some(known) => *known = question,
                None => self.list.push(question),
            }
        }
        Ok(self)
    }

    /// Walks over what is asked beside a section, in order.
    pub fn of<'a>(&'a self, section: &str) -> impl Iterator<Item = &'a Question> {
        let section = section.to_owned();
        self.list.iter().filter(move |question| question.section == section)
    }

    /// Finds a question by its code.
    pub fn find(&self, code: &str) -> Option<&Question> {
        self.list.iter().find(|question| question.code == code)
    }

    /// Gives everything a section asks in a language: its own question first.
    pub fn asked_of(&self, section: &Section, language: &str) -> Vec<String> {
        let own = section.question.in_language(language).to_owned();
        let more = self.of(&section.name).map(|question| question.ask.in_language(language).to_owned());
        std::iter::once(own).chain(more).filter(|question| !question.trim().is_empty()).collect()
    }
}

/// Reads one file; says in one line what is wrong and where.
fn read(text: &str) -> Result<File, String> {
    let file: File = toml::from_str(text).map_err(|e| {
        let line = e.span().map(|span| 1 + text.bytes().take(span.start).filter(|b| *b == b'\n').count());
        line.map_or_else(|| e.message().to_owned(), |line| format!("line {line}: {}", e.message()))
    })?;
    let mut seen = BTreeSet::new();
    for question in &file.list {
        if question.code.is_empty() || !seen.insert(&question.code) {
            return Err(format!("the code {:?} is empty or stands twice", question.code));
        }
        if question.ask.en.trim().is_empty() {
            return Err(format!("question {:?} asks nothing", question.code));
        }
    }
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::sections::Sections;

    #[test]
    fn the_built_in_questions_ask_how_and_what_in_three_languages() {
        let (questions, sections) = (Questions::built_in(), Sections::built_in());
        for question in &questions.list {
            assert!(sections.find(&question.section).is_some(), "{}", question.code);
            for (tag, end) in [("en", "?"), ("nl", "?"), ("zh", "？")] {
                assert!(question.ask.in_language(tag).ends_with(end), "{} {tag}", question.code);
            }
            assert!(!question.ask.nl.is_empty() && !question.ask.zh.is_empty(), "{}", question.code);
            let words = question.ask.en.to_lowercase();
            assert!(!words.starts_with("who ") && !words.starts_with("why "), "{words}");
        }
        for topic in Topic::ALL {
            assert!(questions.list.iter().any(|question| question.topic == *topic), "{topic:?}");
        }
    }

    #[test]
    fn every_section_asks_its_own_question_first() {
        let (questions, sections) = (Questions::built_in(), Sections::built_in());
        for section in sections.iter() {
            for tag in ["en", "nl", "zh"] {
                assert_eq!(questions.asked_of(section, tag)[0], section.question.in_language(tag), "{}", section.name);
            }
        }
        assert!(sections.find("response").is_some_and(|section| questions.asked_of(section, "nl").len() > 3));
    }

    #[test]
    fn questions_of_ones_own_replace_add_and_take_away() {
        let own = "without = [\"summary-terms\"]\n\
            [[question]]\ncode = \"lucky-hour\"\nsection = \"lucky\"\ntopic = \"class\"\nask = { en = \"And in winter?\" }\n\
            [[question]]\ncode = \"mine\"\nsection = \"summary\"\ntopic = \"help\"\nask = { en = \"What would you tell a friend?\" }\n";
        let questions = Questions::built_in().with(own).unwrap();
        let asks = |section: &str| questions.of(section).map(|q| q.ask.in_language("nl").to_owned()).collect::<Vec<_>>();
        assert_eq!(asks("lucky"), ["And in winter?"]);
        assert_eq!(asks("summary"), ["What would you tell a friend?"]);
    }

    #[test]
    fn a_wrong_file_is_refused_with_the_reason_and_its_line() {
        let one = "[[question]]\ncode = \"a\"\nsection = \"lucky\"\ntopic = \"class\"\nask = { en = \"How?\" }\n";
        let no = |text: &str| Questions::built_in().with(text).unwrap_err();
        assert!(no(&one.replace("class", "weather")).starts_with("line 4: "), "{}", no(&one.replace("class", "weather")));
        assert!(no(&(one.to_owned() + one)).contains("twice"));
        assert!(no("without = [\"nothing\"]").contains("nothing"));
        assert!(no(&one.replace("How?", " ")).contains("asks nothing"));
    }
}
