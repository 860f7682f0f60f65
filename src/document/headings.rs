//! Words of printed reviews and of other documents that are handed out, by key and language.

use std::collections::BTreeMap;

use crate::model::language::Translated;

/// The later file stands over the earlier one.
const BUILT_IN: &[&str] =
    &[include_str!("../../assets/templates/review/headings.toml"), include_str!("../../assets/templates/papers/headings.toml")];

/// Gives all words in one language, by key; English stands in for a missing one.
pub fn in_language(tag: &str) -> BTreeMap<String, String> {
    let read = |text: &&str| toml::from_str::<BTreeMap<String, Translated>>(text).expect("a test reads the built-in words");
    BUILT_IN.iter().flat_map(read).map(|(key, word)| (key, word.in_language(tag).to_owned())).collect()
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
