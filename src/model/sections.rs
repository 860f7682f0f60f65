//! Sections of a review: which there are, what they ask, and how their text is meant. The list is data, not code.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde::{Deserialize, Deserializer};

use super::CaseKind;
use super::entry::Visibility;
use super::language::Translated;
use super::word::words;

const BUILT_IN: &str = include_str!("../../assets/templates/review/sections.toml");

words! {
    /// How the text of a section is meant.
    Form {
        /// Paragraphs.
        Prose = "prose", "prose";
        /// One item a line; an indented line belongs under the one above.
        List = "list", "list";
        /// Kept as it is.
        Verbatim = "verbatim", "verbatim";
    }
}

words! {
    /// Which kind of case a section is for.
    For {
        /// Incidents only.
        Incident = "incident", "incident";
        /// Issues only.
        Issue = "issue", "issue";
        /// Both.
        Both = "both", "both";
    }
}

words! {
    /// Where a section stands in the printed review.
    Place {
        /// Before the timeline, the decisions and the actions.
        Front = "front", "front";
        /// After them.
        Back = "back", "back";
    }
}

/// One section of a review.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Key, as typed on a command line.
    pub name: String,
    /// Heading.
    pub title: Translated,
    /// What the writer is asked.
    #[serde(deserialize_with = "one_or_three")]
    pub question: Translated,
    /// How its text is meant.
    pub form: Form,
    /// Which kind of case it is for.
    #[serde(rename = "for")]
    pub cases: For,
    /// Where it is printed.
    pub place: Place,
    /// Who may read it unless somebody says otherwise.
    pub visibility: Visibility,
}

/// Reads a text in three languages, or a plain one that is the same in all of them.
fn one_or_three<'de, D: Deserializer<'de>>(source: D) -> Result<Translated, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Words {
        One(String),
        Three(Translated),
    }
    Ok(match Words::deserialize(source)? {
        Words::One(en) => Translated { en, ..Translated::default() },
        Words::Three(all) => all,
    })
}

impl Section {
    /// Says whether a review of this kind of case has the section.
    pub fn is_for(&self, kind: CaseKind) -> bool {
        match self.cases {
            For::Both => true,
            For::Incident => kind == CaseKind::Incident,
            For::Issue => kind == CaseKind::Issue,
        }
    }
}

/// Holds the sections of a review in the order they are printed.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sections {
    #[serde(rename = "section")]
    list: Vec<Section>,
}

impl Sections {
    /// Gives the built-in list, read when it is first asked for: most starts never need it.
    pub fn standard() -> &'static Self {
        static STANDARD: LazyLock<Sections> = LazyLock::new(Sections::built_in);
        &STANDARD
    }

    /// Gives the sections that come with the program.
    pub fn built_in() -> Self {
        Self::parse(BUILT_IN).expect("a test reads the built-in list")
    }

    /// Reads a list of sections from TOML.
    ///
    /// # Errors
    /// Says in words what is wrong and, where known, in which line: not TOML, an unknown word, a name that is no key or stands twice.
    pub fn parse(text: &str) -> Result<Self, String> {
        let sections: Self = toml::from_str(text).map_err(|e| e.to_string())?;
        let mut seen = BTreeSet::new();
        for section in &sections.list {
            let name = &section.name;
            if name.is_empty() || !name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-') {
                return Err(format!("section name {name:?} may hold only a-z, 0-9 and hyphens"));
            }
            if !seen.insert(name) {
                return Err(format!("section {name:?} stands twice"));
            }
        }
        if sections.list.is_empty() { Err("a review needs at least one section".to_owned()) } else { Ok(sections) }
    }

    /// Finds a section by its name.
    pub fn find(&self, name: &str) -> Option<&Section> {
        self.list.iter().find(|section| section.name == name)
    }

    /// Walks over all sections in order.
    pub fn iter(&self) -> impl Iterator<Item = &Section> {
        self.list.iter()
    }

    /// Walks over the sections of one kind of case, in order.
    pub fn of(&self, kind: CaseKind) -> impl Iterator<Item = &Section> {
        self.list.iter().filter(move |section| section.is_for(kind))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_sections_are_complete_in_three_languages() {
        let sections = Sections::built_in();
        for section in sections.iter() {
            for tag in ["en", "nl-BE", "zh_CN.UTF-8"] {
                assert!(section.question.in_language(tag).ends_with(['?', '.', '？', '。']), "{}", section.name);
                assert!(!section.title.in_language(tag).is_empty());
            }
            for text in [&section.title, &section.question] {
                assert!(!text.nl.is_empty() && !text.zh.is_empty(), "{}", section.name);
            }
            assert_ne!(section.visibility, Visibility::Public, "public is only ever set by hand");
        }
        assert_eq!(sections.find("evidence").map(|s| s.form), Some(Form::Verbatim));
        assert_eq!(sections.find("lessons").map(|s| s.title.in_language("nl")), Some("Lessen"));
    }

    #[test]
    fn every_kind_of_fact_of_a_review_has_its_section() {
        let sections = Sections::built_in();
        let names = "summary background impact impact-figures impact-windows data-loss users-and-scope detection detection-assessment trigger causes certainty five-whys \
            contributing-factors mitigators response resolution lasting-fix key-times stated-durations third-parties communications evidence related recurrence went-well went-badly lucky \
            lessons risk-accepted declined-actions open-questions participants severity-source security document-history extra";
        for name in names.split_whitespace() {
            assert!(sections.find(name).is_some(), "{name}");
        }
        assert!(sections.of(CaseKind::Issue).all(|s| s.name != "security"));
    }

    #[test]
    fn a_wrong_list_is_refused_with_the_reason() {
        let section = |name: &str| {
            format!(
                "[[section]]\nname = \"{name}\"\ntitle = {{ en = \"T\" }}\nquestion = \"Q?\"\nform = \"prose\"\nfor = \"both\"\nplace = \"front\"\nvisibility = \"internal\"\n"
            )
        };
        assert_eq!(Sections::parse(&section("ok")).unwrap().find("ok").map(|s| s.question.in_language("zh").to_owned()), Some("Q?".into()));
        assert!(Sections::parse(&section("Not OK")).unwrap_err().contains("a-z"));
        assert!(Sections::parse(&(section("x") + &section("x"))).unwrap_err().contains("twice"));
        assert!(Sections::parse(&section("x").replace("prose", "verse")).unwrap_err().contains("verse"));
        assert!(Sections::parse("section = []").is_err());
    }
}
