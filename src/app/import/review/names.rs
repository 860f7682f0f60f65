//! What other people call the parts of a post-mortem, as data: `assets/import/post-mortem.toml`.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

const TEXT: &str = include_str!("../../../../assets/import/post-mortem.toml");

type Table = BTreeMap<String, BTreeMap<String, Vec<String>>>;

/// For every list, what each name in it means.
static NAMES: LazyLock<HashMap<String, HashMap<String, String>>> = LazyLock::new(|| {
    let table: Table = toml::from_str(TEXT).expect("a test reads the names");
    let turned = |means: BTreeMap<String, Vec<String>>| {
        means.into_iter().flat_map(|(to, names)| names.into_iter().map(move |name| (name, to.clone()))).collect()
    };
    table.into_iter().map(|(list, means)| (list, turned(means))).collect()
});

/// Says which list of names is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    /// Headings.
    Heading,
    /// Bold labels and words before a colon that stand for a heading: the whole of them.
    Label,
    /// Moments with a name.
    Time,
    /// Columns of tables.
    Column,
    /// Durations.
    Duration,
    /// Facts of the front matter.
    Fact,
}

/// Gives what a name means: as it is, without what stands in brackets, or, for a heading, what it begins with.
pub fn meaning(list: List, name: &str) -> Option<&'static str> {
    let key = match list {
        List::Heading | List::Label => "heading",
        List::Time => "time",
        List::Column => "column",
        List::Duration => "duration",
        List::Fact => "fact",
    };
    let known = NAMES.get(key)?;
    let whole = bare(name);
    let outside = bare(name.split(['(', '[', '（']).next().unwrap_or_default());
    if let Some(found) = known.get(&whole).or_else(|| known.get(&outside)) {
        return Some(found.as_str());
    }
    if list != List::Heading && list != List::Column {
        return None;
    }
    let begins = |known: &&String| {
        let rest = whole.strip_prefix(known.as_str());
        rest.is_some_and(|rest| rest.starts_with([' ', '(', ':', ',', '.', '-', '/', '（']))
    };
    let longest = known.keys().filter(|name| known[*name] != "title").filter(begins).max_by_key(|name| name.len())?;
    // A long sentence that begins with such a word is a heading of its own.
    let timeline = known[longest] == "timeline" || list == List::Column;
    (timeline || whole.len() <= longest.len() + 20).then(|| known[longest].as_str())
}

/// Gives a name in small letters, without emoji codes, numbers in front, question marks and what decorates it.
fn bare(name: &str) -> String {
    let mut text = name.trim().to_lowercase();
    while let Some(rest) = text.strip_prefix(':') {
        text = rest.split_once(':').map_or(String::new(), |(_, rest)| rest.trim().to_owned());
    }
    let text = text.trim_start_matches(|c: char| !c.is_alphabetic() && c != '5');
    let text = text.trim_end_matches(|c: char| !c.is_alphanumeric() && c != ')');
    text.replace('\u{2019}', "'").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::sections::Sections;

    #[test]
    fn every_name_stands_once_and_means_something_of_ours() {
        let table: Table = toml::from_str(TEXT).unwrap();
        let sections = Sections::built_in();
        for (list, means) in &table {
            let mut all: Vec<&String> = means.values().flatten().collect();
            let count = all.len();
            all.sort();
            all.dedup();
            assert_eq!(all.len(), count, "{list}");
            assert!(
                all.iter().all(|name| bare(name) == **name || name.starts_with("tl;")),
                "{list}: {:?}",
                all.iter().find(|n| bare(n) != ***n)
            );
        }
        for to in table["heading"].keys() {
            assert!(sections.find(to).is_some() || matches!(to.as_str(), "timeline" | "actions" | "key-times" | "title"), "{to}");
        }
    }

    #[test]
    fn our_own_headings_are_understood_in_three_languages() {
        for section in Sections::built_in().iter() {
            for language in ["en", "nl", "zh"] {
                let title = section.title.in_language(language);
                if let Some(found) = meaning(List::Heading, title) {
                    assert_eq!(found, section.name, "{title}");
                }
            }
        }
    }

    #[test]
    fn decorated_headings_are_understood() {
        for (name, want) in [
            (":mag_right: Five Why's", Some("five-whys")),
            ("Timeline (all times PST) Saturday Oct 30th 2021", Some("timeline")),
            ("What went well?", Some("went-well")),
            ("Root Cause(s)", Some("causes")),
            ("3. Action Items", Some("actions")),
            ("Short-term improvements (follow along here)", Some("actions")),
            ("ISSUE NAME", Some("title")),
            ("Netspace after the incident", None),
            ("Impact of the new pipeline on the way we deploy our services", None),
            ("", None),
        ] {
            assert_eq!(meaning(List::Heading, name), want, "{name}");
        }
        assert_eq!(meaning(List::Column, "Date and Time in CET"), Some("time"));
        assert_eq!(meaning(List::Column, "Date (2021)"), Some("time"));
    }
}
