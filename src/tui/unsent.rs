//! Keeps typed text that has not been handed in, in a file that outlives a crash; must not know what the text is for.
//!
//! Each running program has a file of its own, so two of them never overwrite each other. At the start the files of programs that are
//! gone are taken over.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rustix::io::Errno;
use rustix::process::{Pid, test_kill_process};

use super::keeper::Keeper;
use crate::app::output;

/// Holds the texts by name, and who keeps them on disk.
#[derive(Default)]
pub struct Unsent {
    texts: BTreeMap<String, String>,
    keeper: Option<Keeper>,
}

impl Unsent {
    /// Takes over what is left in a folder; without a folder texts live only as long as the program.
    pub fn open(folder: Option<&Path>) -> Self {
        let Some(folder) = folder else { return Self::default() };
        let mut texts = BTreeMap::new();
        let own = folder.join(name(std::process::id()));
        for file in left_in(folder) {
            if let Some(found) = std::fs::read_to_string(&file).ok().and_then(|text| serde_json::from_str(&text).ok()) {
                let found: BTreeMap<String, String> = found;
                texts.extend(found);
                // The old file goes only when ours has its texts; what cannot be read stays for a person to look at.
                if file != own && write(&own, &texts).is_ok() {
                    let _ = std::fs::remove_file(&file);
                }
            }
        }
        Self { texts, keeper: Some(Keeper::new(own, Duration::ZERO)) }
    }

    /// Gives a text by its name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.texts.get(name).map(String::as_str)
    }

    /// Gives the names of all texts.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.texts.keys().map(String::as_str)
    }

    /// Keeps texts by name; an empty one is forgotten.
    pub fn keep<'a>(&mut self, texts: impl IntoIterator<Item = (&'a str, &'a str)>) {
        let mut changed = false;
        for (name, text) in texts {
            changed |= match (text.trim().is_empty(), self.get(name)) {
                (true, None) => false,
                (true, Some(_)) => self.texts.remove(name).is_some(),
                (false, Some(old)) if old == text => false,
                (false, _) => {
                    self.texts.insert(name.to_owned(), text.to_owned());
                    true
                }
            };
        }
        if let (true, Some(keeper), Ok(text)) = (changed, &mut self.keeper, serde_json::to_string(&self.texts)) {
            keeper.keep(text);
        }
    }
}

impl Drop for Unsent {
    fn drop(&mut self) {
        let own = self.keeper.take().map(|keeper| keeper.file().to_owned());
        if let (true, Some(own)) = (self.texts.is_empty(), own) {
            let _ = std::fs::remove_file(own);
        }
    }
}

fn name(process: u32) -> String {
    format!("unsent-{process}.json")
}

fn write(file: &Path, texts: &BTreeMap<String, String>) -> Result<(), ()> {
    let text = serde_json::to_string(texts).map_err(|_| ())?;
    output::write(file, text.as_bytes(), true).map_err(|_| ())
}

/// Says whether no process has this number any more.
pub fn is_gone(process: i32) -> bool {
    Pid::from_raw(process).is_none_or(|pid| test_kill_process(pid) == Err(Errno::SRCH))
}

/// Lists the files of programs that no longer run, the oldest first.
fn left_in(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let process = |path: &Path| path.file_name()?.to_str()?.strip_prefix("unsent-")?.strip_suffix(".json")?.parse::<i32>().ok();
    let gone = |path: &PathBuf| {
        let own = i32::try_from(std::process::id()).ok();
        process(path).is_some_and(|id| Some(id) == own || is_gone(id))
    };
    let mut files: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).filter(gone).collect();
    files.sort_by_key(|file| std::fs::metadata(file).and_then(|data| data.modified()).ok());
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_survives_the_program_and_what_was_sent_is_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        let mut unsent = Unsent::open(Some(folder.path()));
        unsent.keep([("line INC-1", "half a li"), ("form issue open", "{}")]);
        unsent.keep([("form issue open", "")]);
        drop(unsent);
        // The file of a program that is gone: no process has this number.
        std::fs::rename(folder.path().join(name(std::process::id())), folder.path().join("unsent-2147483647.json")).unwrap();
        let again = Unsent::open(Some(folder.path()));
        assert_eq!(again.names().collect::<Vec<_>>(), ["line INC-1"]);
        assert_eq!(again.get("line INC-1"), Some("half a li"));
        assert!(!folder.path().join("unsent-2147483647.json").exists(), "taken over");
    }

    #[test]
    fn the_file_of_a_running_program_is_left_alone_and_rubbish_does_no_harm() {
        let folder = tempfile::tempdir().unwrap();
        let parent = std::os::unix::process::parent_id();
        std::fs::write(folder.path().join(name(parent)), "{\"line INC-2\":\"theirs\"}").unwrap();
        std::fs::write(folder.path().join("unsent-2147483646.json"), "no json").unwrap();
        std::fs::write(folder.path().join("unsent-x.json"), "{}").unwrap();
        let unsent = Unsent::open(Some(folder.path()));
        assert_eq!(unsent.names().count(), 0);
        assert!(folder.path().join(name(parent)).exists());
    }
}
