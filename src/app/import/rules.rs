//! The profiles and words an import goes by: the built-in ones, a person's own, and a mapping named for this one time.

use std::path::Path;

use super::format::{Options, read_with};
use super::profile::Profiles;
use super::words::Words;
use super::{ImportError, Incoming};
use crate::app::config::text_of;
use crate::model::Refusal;

/// Folder of a person's own mappings in the folder of settings.
pub const FOLDER: &str = "import";
/// A person's own words in it.
const WORDS: &str = "words.toml";

/// Holds what an import goes by.
#[derive(Clone, Debug)]
pub struct Rules {
    /// The profiles.
    pub profiles: Profiles,
    /// The words.
    pub words: Words,
    /// What is wrong with a person's own files.
    pub notes: Vec<String>,
    /// The profile that was named for this time.
    pub named: Option<String>,
}

impl Rules {
    /// Reads a person's own mappings and words from the folder of settings, where there are some.
    pub fn load(settings: Option<&Path>) -> Self {
        // Settings that are no folder have been said.
        let folder = settings.filter(|folder| !folder.is_file()).map(|folder| folder.join(FOLDER));
        let (profiles, mut notes) = folder.as_deref().map_or_else(|| (Profiles::standard().clone(), Vec::new()), Profiles::with_folder);
        let mut words = Words::standard().clone();
        // What is no folder has been said.
        if let Some(folder) = folder.filter(|folder| folder.is_dir()) {
            match text_of(&folder.join(WORDS)).and_then(|text| text.map(|text| words.with(&text)).transpose()) {
                Ok(own) => words = own.unwrap_or(words),
                Err(why) => notes.push(format!("import/{WORDS}: {why}; it is left out")),
            }
        }
        Self { profiles, words, notes, named: None }
    }

    /// Takes a mapping from a file, for this time.
    ///
    /// # Errors
    /// A refusal when it cannot be read or is none.
    pub fn with_map(mut self, path: &Path) -> Result<Self, Refusal> {
        let shown = path.display().to_string();
        let refuse = |why: String| {
            Refusal::field(
                "map",
                format!("{shown}: {why}"),
                "the screens make one (import, then map); docs/MAPPING.md says what stands in it",
            )
        };
        let text = text_of(path).map_err(refuse)?.ok_or_else(|| refuse("there is no such file".to_owned()))?;
        let name = path.file_stem().map_or_else(|| "map".to_owned(), |stem| stem.to_string_lossy().into_owned());
        self.profiles.add(&name, &text).map_err(refuse)?;
        self.named = Some(name);
        Ok(self)
    }

    /// Reads a file by these rules.
    ///
    /// # Errors
    /// Names file, line and reason when nothing can be taken.
    pub fn read(&self, bytes: &[u8], file_name: &str, format: Option<&str>, options: &Options) -> Result<Incoming, ImportError> {
        read_with(&self.profiles, &self.words, bytes, file_name, format.or(self.named.as_deref()), options)
    }
}
