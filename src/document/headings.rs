//! Words of printed reviews and of other documents that are handed out, by key and language.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::model::language::Translated;

/// The later file stands over the earlier one.
const BUILT_IN: &[&str] =
    &[include_str!("../../assets/templates/review/headings.toml"), include_str!("../../assets/templates/papers/headings.toml")];

/// Languages that documents are printed in.
pub const LANGUAGES: [&str; 3] = ["en", "nl", "zh"];

/// Gives the words of each of the languages, read once.
pub fn all() -> &'static [BTreeMap<String, String>; 3] {
    static WORDS: LazyLock<[BTreeMap<String, String>; 3]> = LazyLock::new(|| LANGUAGES.map(read));
    &WORDS
}

/// Gives all words in one language, by key; English stands in for a missing one.
pub fn in_language(tag: &str) -> BTreeMap<String, String> {
    let known = LANGUAGES.iter().zip(all()).find(|(language, _)| **language == tag);
    known.map_or_else(|| read(tag), |(_, words)| words.clone())
}

fn read(tag: &str) -> BTreeMap<String, String> {
    let table = |text: &&str| toml::from_str::<BTreeMap<String, Translated>>(text).expect("a test reads the built-in words");
    BUILT_IN.iter().flat_map(table).map(|(key, word)| (key, word.in_language(tag).to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_complete_in_three_languages() {
        let (en, nl, zh) = (in_language("en"), in_language("nl"), in_language("zh"));
        assert_eq!(en.get("timeline").map(String::as_str), Some("Timeline"));
        assert_eq!(nl.get("timeline").map(String::as_str), Some("Tijdlijn"));
        let count: usize = BUILT_IN.iter().map(|text| toml::from_str::<BTreeMap<String, Translated>>(text).unwrap().len()).sum();
        assert_eq!(count, en.len(), "a key stands in both files, and one would hide the other");
        assert!(zh.iter().all(|(key, word)| !word.is_empty() && en.get(key) != Some(word)));
    }
}
