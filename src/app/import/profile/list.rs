//! The profiles there are: the built-in ones, each with what a person changed in it, and the person's own.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;
use std::sync::LazyLock;

use toml::{Table, Value};

use super::super::record::{Template, plain};
use super::{Container, Profile, TARGETS};
use crate::app::config::text_of;
use crate::document::print::plainly;

/// Names a file of `assets/import` and its text.
macro_rules! built_in {
    ($name:literal) => {
        ($name, include_str!(concat!("../../../../assets/import/", $name, ".toml")))
    };
}

/// Lists the built-in profiles: name and text, the surest first where two would do.
pub static BUILT_IN: &[(&str, &str)] = &[
    built_in!("statuspage"),
    built_in!("statuspage-atom"),
    built_in!("servicenow-json"),
    built_in!("servicenow-log"),
    built_in!("servicenow-csv"),
    built_in!("pagerduty"),
    built_in!("pagerduty-notes"),
    built_in!("pagerduty-csv"),
    built_in!("opsgenie"),
    built_in!("incident-io"),
    built_in!("jira-json"),
    built_in!("jira-comments"),
    built_in!("jira-csv"),
    built_in!("github"),
    built_in!("gitlab"),
    built_in!("gitlab-notes"),
    built_in!("gitlab-csv"),
    built_in!("glpi-csv"),
    built_in!("zammad"),
    built_in!("otrs"),
    built_in!("raid"),
    built_in!("risks"),
    built_in!("issues"),
    built_in!("changes"),
    built_in!("plan"),
    built_in!("events"),
    built_in!("csv"),
    built_in!("json"),
];

/// Most profiles of a person's own.
const MOST: usize = 100;

/// Holds all profiles, in the order they are tried.
#[derive(Clone, Debug)]
pub struct Profiles {
    all: Vec<Profile>,
    /// Every name some profile knows a column by, made plain.
    names: HashSet<String>,
}

static STANDARD: LazyLock<Profiles> = LazyLock::new(|| {
    let read = |(name, text): &(&str, &str)| Profile::parse(name, text, None).expect("a test reads every built-in profile");
    let mut profiles = Profiles { all: BUILT_IN.iter().map(read).collect(), names: HashSet::new() };
    profiles.name();
    profiles
});

impl Profile {
    /// Reads a profile; `over` is the text it changes, where it changes one.
    ///
    /// # Errors
    /// Says in one sentence, with the line, what is wrong with it.
    pub fn parse(name: &str, text: &str, over: Option<&str>) -> Result<Self, String> {
        let fault = |text: &str, e: &toml::de::Error| {
            let line = e.span().map_or(1, |span| 1 + text.bytes().take(span.start).filter(|b| *b == b'\n').count());
            format!("line {line}: {}", e.message().replace('\n', " "))
        };
        let mut own: Table = toml::from_str(text).map_err(|e| fault(text, &e))?;
        let extends = own.remove("extends");
        let over = match (over, extends) {
            (Some(over), _) => Some(over),
            (None, Some(Value::String(base))) => {
                let known = BUILT_IN.iter().find(|(name, _)| *name == base);
                Some(known.ok_or_else(|| format!("extends: there is no profile '{base}'"))?.1)
            }
            (None, Some(_)) => return Err("extends is the name of a profile in quotes".to_owned()),
            (None, None) => None,
        };
        let mut profile: Self = match over {
            // Read from the text itself, so that a fault has its line.
            None => toml::from_str(text).map_err(|e| fault(text, &e))?,
            Some(base) => {
                let mut base: Table = toml::from_str(base).map_err(|e| fault(base, &e))?;
                merge(&mut base, own);
                Value::Table(base).try_into().map_err(|e: toml::de::Error| e.message().replace('\n', " "))?
            }
        };
        name.clone_into(&mut profile.name);
        profile.check()?;
        // Capitals do not matter, and every row asks.
        profile.states = lowered(profile.states);
        profile.priorities = lowered(profile.priorities);
        profile.kinds = lowered(profile.kinds);
        Ok(profile)
    }

    /// Looks for words that mean nothing.
    fn check(&self) -> Result<(), String> {
        use super::super::words::{priority, state_word};
        let wrong = |what: &str, word: &str, of: &str, known: &str| Err(format!("{what}.{of}: '{word}' is none of {known}"));
        if let Some((word, to)) = self.states.iter().find(|(_, to)| state_word(to).is_none()) {
            return wrong("states", to, word, super::super::words::STATE_WORDS);
        }
        if let Some((word, to)) = self.priorities.iter().find(|(_, to)| priority(to).is_none()) {
            return wrong("priorities", to, word, "P1, P2, P3, P4, P5");
        }
        if let Some(why) = self.fields.values().flat_map(|names| &names.0).find_map(|name| Template::fault(name)) {
            return Err(format!("fields: {why}"));
        }
        let known = |name: &str| TARGETS.iter().any(|(_, key, ..)| *key == name);
        if let Some(name) = self.recognise.needs.iter().flat_map(|names| names.split('|')).find(|name| !known(name)) {
            return Err(format!("recognise.needs: there is no field '{name}'"));
        }
        Ok(())
    }
}

fn lowered<T>(words: BTreeMap<String, T>) -> BTreeMap<String, T> {
    words.into_iter().map(|(word, to)| (word.to_lowercase(), to)).collect()
}

/// Puts one table over another: tables into each other, lists in front of lists, anything else instead.
fn merge(base: &mut Table, own: Table) {
    for (key, value) in own {
        match (base.get_mut(&key), value) {
            (Some(Value::Table(base)), Value::Table(own)) => merge(base, own),
            (Some(Value::Array(base)), Value::Array(mut own)) => {
                own.append(base);
                *base = own;
            }
            (_, value) => {
                base.insert(key, value);
            }
        }
    }
}

impl Profiles {
    /// Gives the built-in ones.
    pub fn standard() -> &'static Self {
        &STANDARD
    }

    /// Adds what lies in a folder; says of each file that cannot be used why, and leaves it out.
    pub fn with_folder(folder: &Path) -> (Self, Vec<String>) {
        let (mut all, mut notes) = (Self::standard().clone(), Vec::new());
        let entries = match std::fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(e) => {
                let is_missing = e.kind() == std::io::ErrorKind::NotFound;
                notes.extend((!is_missing).then(|| format!("import: {}; nothing in it is used", plainly(&e.to_string()))));
                return (all, notes);
            }
        };
        let mut names: Vec<String> = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok()).collect();
        names.retain(|name| name.ends_with(".toml") && name != "words.toml");
        names.sort();
        for file in names.into_iter().take(MOST) {
            let name = file.trim_end_matches(".toml");
            let text = text_of(&folder.join(&file)).and_then(|text| text.ok_or_else(|| "it is a link to nothing".to_owned()));
            if let Err(why) = text.and_then(|text| all.add(name, &text)) {
                notes.push(format!("import/{file}: {why}; it is left out"));
            }
        }
        (all, notes)
    }

    /// Adds one profile, or changes the built-in one of that name. What is added is tried before the built-in ones.
    ///
    /// # Errors
    /// Says what is wrong with it.
    pub fn add(&mut self, name: &str, text: &str) -> Result<(), String> {
        let built_in = BUILT_IN.iter().find(|(known, _)| *known == name).map(|(_, text)| *text);
        let profile = Profile::parse(name, text, built_in)?;
        match self.all.iter_mut().find(|known| known.name == name) {
            Some(known) => *known = profile,
            None => self.all.insert(0, profile),
        }
        self.name();
        Ok(())
    }

    /// Says whether a cell is a name that some profile knows a column by.
    pub fn knows(&self, cell: &str) -> bool {
        self.names.contains(&plain(cell))
    }

    /// Gathers the names.
    fn name(&mut self) {
        let tables = self.all.iter().filter(|profile| profile.container == Container::Table);
        self.names = tables
            .flat_map(|profile| TARGETS.iter().flat_map(|(target, ..)| profile.names(*target)).chain(&profile.recognise.telling))
            .map(|name| plain(name))
            .collect();
    }

    /// Finds one by its name.
    pub fn find(&self, name: &str) -> Option<&Profile> {
        self.all.iter().find(|profile| profile.name.eq_ignore_ascii_case(name.trim()))
    }

    /// Gives all of them.
    pub fn iter(&self) -> impl Iterator<Item = &Profile> {
        self.all.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_built_in_profile_is_read_and_every_file_is_listed() {
        for (name, text) in BUILT_IN {
            if let Err(why) = Profile::parse(name, text, None) {
                panic!("{name}: {why}");
            }
        }
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/import");
        let files = std::fs::read_dir(folder).unwrap().flatten().map(|entry| entry.file_name().into_string().unwrap());
        let mut profiles: Vec<String> = files.filter(|name| !["words.toml", "post-mortem.toml"].contains(&name.as_str())).collect();
        profiles.sort();
        let mut listed: Vec<String> = BUILT_IN.iter().map(|(name, _)| format!("{name}.toml")).collect();
        listed.sort();
        assert_eq!(profiles, listed);
    }

    #[test]
    fn a_file_of_a_built_in_name_changes_what_it_names_and_leaves_the_rest() {
        let mut all = Profiles::standard().clone();
        all.add("jira-csv", "[fields]\nseverity = [\"Custom field (How bad)\"]\n[priorities]\nAsap = \"P1\"\n").unwrap();
        let jira = all.find("Jira-CSV").unwrap();
        assert_eq!(jira.names(super::super::Target::Severity)[0], "Custom field (How bad)");
        assert!(jira.names(super::super::Target::Severity).len() > 1 && jira.priorities["asap"] == "P1");
        all.add("ours", "extends = \"csv\"\nsystem = \"ours\"\n").unwrap();
        assert_eq!(all.iter().next().unwrap().name, "ours");
    }

    #[test]
    fn the_document_about_mappings_names_every_field_and_every_key() {
        let document = include_str!("../../../../docs/MAPPING.md");
        for (_, key, ..) in TARGETS {
            assert!(document.contains(&format!("`{key}`")), "docs/MAPPING.md says nothing of {key}");
        }
        let mut keys: Vec<String> = Vec::new();
        for (_, text) in BUILT_IN {
            let table: Table = toml::from_str(text).unwrap();
            keys.extend(table.keys().filter(|key| !["fields", "states", "priorities"].contains(&key.as_str())).cloned());
        }
        keys.sort();
        keys.dedup();
        for key in keys {
            assert!(
                document.contains(&format!("`{key}`"))
                    || document.contains(&format!("[{key}]"))
                    || document.contains(&format!("\n{key} = ")),
                "{key}"
            );
        }
    }

    #[test]
    fn faults_are_told_with_their_line() {
        let mut all = Profiles::standard().clone();
        for (text, said) in [
            ("system = 1\n", "line 1"),
            ("doc = \"d\"\nsystem = \"s\"\ncontainer = \"table\"\nnothing = 1\n[recognise]\n", "line 4"),
            ("extends = \"csv\"\n[states]\nNew = \"fine\"\n", "'fine'"),
            ("extends = \"csv\"\n[priorities]\nA = \"soon\"\n", "'soon'"),
            ("extends = \"nothing\"\n", "'nothing'"),
            ("extends = \"csv\"\n[recognise]\nneeds = [\"key|colour\"]\n", "'colour'"),
            ("[fields\n", "line 1"),
            ("extends = \"csv\"\n[fields]\ntitle = \"{a|digst}\"\n", "'digst'"),
        ] {
            let why = all.add("own", text).unwrap_err();
            assert!(why.contains(said), "{text}: {why}");
        }
    }
}
