//! Causes that stop at a person: "human error", or one name alone. What is written stays; a gentle question asks how and what.
//!
//! Must not know whose names they are, nor where the question is shown.

use super::language::in_language;

/// Says what a cause stops at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blame {
    /// At an error that somebody made.
    HumanError,
    /// At one person.
    Person,
}

/// Words in three languages that put it down to people, in lower case.
const ERRORS: &[&str] = &[
    "human error",
    "human mistake",
    "human failure",
    "human fault",
    "operator error",
    "user error",
    "pilot error",
    "carelessness",
    "negligence",
    "menselijke fout",
    "menselijk falen",
    "menselijke vergissing",
    "bedieningsfout",
    "gebruikersfout",
    "onoplettendheid",
    "onzorgvuldigheid",
    "slordigheid",
    "人为错误",
    "人为失误",
    "人为过失",
    "人为疏忽",
    "人为原因",
    "操作失误",
    "误操作",
    "疏忽",
    "粗心",
];

/// Finds what a cause stops at; `people` are the names each person goes by.
pub fn of<const N: usize>(text: &str, people: &[[&str; N]]) -> Option<Blame> {
    let text = text.to_lowercase();
    if ERRORS.iter().any(|words| text.contains(words)) {
        return Some(Blame::HumanError);
    }
    let is_named = |names: &&[&str; N]| names.iter().any(|name| stands_in(&text, &name.trim().to_lowercase()));
    (people.iter().filter(is_named).take(2).count() == 1).then_some(Blame::Person)
}

/// Says whether a letter is of a script that sets no blanks between words.
fn is_of_syllables(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Says whether a name stands in a text as a word of its own; names in scripts without blanks stand anywhere.
fn stands_in(text: &str, name: &str) -> bool {
    if name.chars().count() < 2 {
        return false;
    }
    let is_edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() || is_of_syllables(c)) || !name.is_ascii();
    text.match_indices(name).any(|(at, _)| is_edge(text[..at].chars().next_back()) && is_edge(text[at + name.len()..].chars().next()))
}

impl Blame {
    /// Gives the question that leads on, in the language of a document.
    pub fn question(self, language: &str) -> &'static str {
        let words = match self {
            Self::HumanError => [
                "An error of people is where the questions begin: what made it look right at that moment, and how did it get past everything that should have caught it?",
                "Bij een fout van mensen beginnen de vragen pas: wat maakte dat het op dat moment goed leek, en hoe kwam het langs alles wat het had moeten tegenhouden?",
                "人的失误只是提问的开始：当时是什么让这样做看起来是对的？它又是怎样绕过了本应拦住它的一切？",
            ],
            Self::Person => [
                "This cause names one person: what did they see and know then, and how would it have gone for anybody else in that place?",
                "Deze oorzaak noemt één persoon: wat zag en wist die toen, en hoe was het een ander op die plek vergaan?",
                "这个原因只提到一个人：此人当时看到了什么、知道什么？换作任何人处在那个位置，又会怎样？",
            ],
        };
        in_language(language, words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PEOPLE: &[[&str; 2]] = &[["ana", "Ana Lima"], ["bo", "Bo de Wit"], ["mei", "王梅"]];

    #[test]
    fn errors_of_people_are_found_in_three_languages() {
        for text in ["It was Human Error", "een menselijke fout bij de uitrol", "原因是人为失误"] {
            assert_eq!(of(text, PEOPLE), Some(Blame::HumanError), "{text}");
        }
        assert_eq!(of("the error budget was spent by humans", PEOPLE), None);
    }

    #[test]
    fn one_person_alone_is_found_and_two_or_none_are_not() {
        assert_eq!(of("Ana dropped the table", PEOPLE), Some(Blame::Person));
        assert_eq!(of("dropped by @ana.", PEOPLE), Some(Blame::Person));
        assert_eq!(of("Ana Lima ran the wrong script", PEOPLE), Some(Blame::Person));
        assert_eq!(of("王梅删除了表", PEOPLE), Some(Blame::Person));
        assert_eq!(of("ana and bo had no way to see it", PEOPLE), None);
        assert_eq!(of("the analysis of the boat was missing", PEOPLE), None);
        assert_eq!(of("anything", &[["", "a"]]), None);
    }

    #[test]
    fn the_question_is_asked_in_the_readers_language() {
        assert!(Blame::Person.question("nl-BE").starts_with("Deze oorzaak"));
        assert!(Blame::HumanError.question("fr").contains("how did it get past"));
        assert!(Blame::HumanError.question("zh_CN").contains('？'));
    }
}
