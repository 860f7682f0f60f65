//! Texts in the languages of printed documents and of playbooks.

use serde::{Deserialize, Serialize};

/// Holds one text in three languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Translated {
    /// English; stands in for a missing one.
    pub en: String,
    /// Dutch.
    #[serde(default)]
    pub nl: String,
    /// Chinese.
    #[serde(default)]
    pub zh: String,
}

/// Holds several lines in three languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TranslatedLines {
    /// English; stands in for missing ones.
    pub en: Vec<String>,
    /// Dutch.
    pub nl: Vec<String>,
    /// Chinese.
    pub zh: Vec<String>,
}

/// Chooses by a language's tag, which may have a region (`nl-BE`, `zh_CN.UTF-8`): English, Dutch or Chinese.
pub fn in_language<T>(tag: &str, [en, nl, zh]: [T; 3]) -> T {
    match tag.split(['-', '_', '.']).next() {
        Some("nl") => nl,
        Some("zh") => zh,
        _ => en,
    }
}

impl Translated {
    /// Gives the text in a language.
    pub fn in_language(&self, tag: &str) -> &str {
        let text = in_language(tag, [&self.en, &self.nl, &self.zh]);
        if text.is_empty() { &self.en } else { text }
    }
}

impl TranslatedLines {
    /// Gives the lines in a language.
    pub fn in_language(&self, tag: &str) -> &[String] {
        let lines = in_language(tag, [&self.en, &self.nl, &self.zh]);
        if lines.is_empty() { &self.en } else { lines }
    }
}
