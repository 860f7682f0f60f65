//! Settings of one person: `config.toml`, and files that stand in for the built-in policies, templates and sections.
//!
//! A broken file never keeps anybody from starting: what is wrong becomes a fault with its file and line, and the built-in stays in
//! force. Which settings there are says the table in `settings`.

use std::fmt;
use std::path::Path;

use super::automation::Automation;
use super::update::Channel;
use crate::document::print::plainly;
use crate::document::template::Templates;
use crate::model::playbook::Playbooks;
use crate::model::policy::{FILES, Policies};
use crate::model::questions::Questions;
use crate::model::sections::Sections;
use crate::model::{Untrusted, Zone};
pub use lines::Lines;

mod lines;
pub mod settings;

/// Name of the file of settings in its folder.
pub const FILE: &str = "config.toml";
/// Longest file of settings; a person writes a few kilobytes.
const LONGEST: u64 = 1_000_000;
/// Name of the list of sections among the templates of a review.
const SECTIONS: &str = "sections.toml";
/// Name of the questions of a review in the folder of settings.
const QUESTIONS: &str = "questions.toml";
/// Languages of documents; for updates each has a folder of templates.
pub const LANGUAGES: &[&str] = &["en", "nl", "zh"];
/// Folder of the templates of reviews.
const REVIEW: &str = "review";
/// Folder of a person's own themes.
const THEMES: &str = "themes";

/// One row of the settings of keys, as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeySetting {
    /// The place it is for; none where it is for all.
    pub place: Option<String>,
    /// What the keys do.
    pub act: String,
    /// The keys.
    pub keys: Vec<String>,
    /// The line it stands in.
    pub line: Option<usize>,
}

/// Says what is wrong in a file of settings, and where; the words may quote the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The file, as it is named in the folder of settings.
    pub file: String,
    /// The line, where it is known.
    pub line: Option<usize>,
    /// What is wrong, and what becomes of it.
    pub why: String,
}

impl Fault {
    /// Places words of somebody who read a file; a line they begin with (`line 3: ...`) goes to where lines stand.
    pub fn of(file: impl Into<String>, why: &str) -> Self {
        let placed = why.strip_prefix("line ").and_then(|rest| rest.split_once(": ")).and_then(|(n, rest)| Some((n.parse().ok()?, rest)));
        let (line, why) = placed.map_or((None, why), |(line, rest)| (Some(line), rest));
        Self { file: file.into(), line, why: why.to_owned() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.file, self.why),
            None => write!(f, "{}: {}", self.file, self.why),
        }
    }
}

/// Holds what a person has set about keys, mouse and copying, as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// What keys do instead of what is built in, in the order of their names.
    pub keys: Vec<KeySetting>,
    /// Whether the screens take the mouse.
    pub mouse: bool,
    /// Whether what is copied goes into a file and not through the terminal.
    pub copy_to_file: bool,
}

impl Default for Input {
    fn default() -> Self {
        Self { keys: Vec::new(), mouse: true, copy_to_file: false }
    }
}

/// Holds what is set, ready for use.
#[derive(Clone, Debug)]
pub struct Config {
    /// Whether a database in a folder that others may write is accepted.
    pub allow_shared: bool,
    /// Language of documents, as it was written.
    pub language: Option<String>,
    /// The zone times are shown in.
    pub zone: Option<Zone>,
    /// Which glyphs a screen may use: `unicode` or `ascii`.
    pub glyphs: Option<String>,
    /// Name of the colours.
    pub theme: Option<String>,
    /// What goes in at the keys and the mouse.
    pub input: Input,
    /// Policies in force.
    pub policies: Policies,
    /// Sections of a review that stand over the built-in ones.
    pub sections: Option<Sections>,
    /// Questions to ask while a review is written, where there are some of the person's own.
    pub questions: Option<Questions>,
    /// Playbooks, where there are some of the person's own.
    pub playbooks: Option<Playbooks>,
    /// Templates that stand over or beside the built-in ones, as name and text.
    pub templates: Vec<(String, String)>,
    /// Commands that updates are sent through, by channel.
    pub channels: Vec<Channel>,
    /// Commands that are run on events, and signals of what comes due.
    pub automation: Automation,
    /// Settings that were taken from the file: name, line, and the value as it stands there.
    pub set: Vec<(&'static str, Option<usize>, String)>,
    /// What was wrong.
    pub faults: Vec<Fault>,
}

/// Holds what a person wants screens to look like, as it was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Looks {
    /// Name of the colours.
    pub theme: Option<String>,
    /// The line of `config.toml` they are named in.
    pub line: Option<usize>,
    /// The person's own file of that name.
    pub own: Option<String>,
    /// `unicode` or `ascii`.
    pub glyphs: Option<String>,
    /// Whether colours were asked away.
    pub colourless: bool,
    /// What was wrong with the settings, one line each; it may quote the files.
    pub notes: Vec<Untrusted>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            allow_shared: false,
            language: None,
            zone: None,
            glyphs: None,
            theme: None,
            input: Input::default(),
            policies: Policies::built_in(),
            sections: None,
            questions: None,
            playbooks: None,
            templates: Vec::new(),
            channels: Vec::new(),
            automation: Automation::default(),
            set: Vec::new(),
            faults: Vec::new(),
        }
    }
}

impl Config {
    /// Reads everything in a folder of settings; a folder that is not there sets nothing.
    pub fn load(folder: &Path) -> Self {
        let mut config = Self::default();
        if folder.metadata().is_ok_and(|meta| !meta.is_dir()) {
            let why = "it is not a folder, and so nothing is set; WARROOM_CONFIG names the folder that config.toml is in";
            config.faults.push(Fault::of(folder.display().to_string(), why));
            return config;
        }
        if let Some(text) = config.read(&folder.join(FILE)) {
            config.settings(&text);
        }
        for (name, _) in FILES {
            let Some(text) = config.read(&folder.join("policies").join(name)) else { continue };
            match config.policies.clone().with(name, &text) {
                Ok(policies) => config.policies = policies,
                Err(refusal) => {
                    // A policy says itself which file it is.
                    let file = format!("policies/{name}");
                    let why = refusal.why.raw().trim_start_matches(&file).trim_start_matches(", ").to_owned();
                    config.faults.push(Fault::of(file, &format!("{why}; the built-in policy stays in force")));
                }
            }
        }
        for name in names_in(&folder.join("policies"), ".toml").iter().filter(|name| FILES.iter().all(|(known, _)| known != name)) {
            let known = FILES.iter().map(|(known, _)| *known).collect::<Vec<_>>().join(", ");
            config.faults.push(Fault::of(
                format!("policies/{name}"),
                &format!("there is no policy of that name, there are {known}; it is left out"),
            ));
        }
        config.review_files(&folder.join("templates/review"));
        if let Some(text) = config.read(&folder.join(QUESTIONS)) {
            match Questions::built_in().with(&text) {
                Ok(questions) => config.questions = Some(questions),
                Err(why) => config.faults.push(Fault::of(QUESTIONS, &format!("{why}; it is left out"))),
            }
        }
        config.playbook_files(&folder.join("playbooks"));
        for language in LANGUAGES {
            config.own_templates(&folder.join("templates/updates").join(language), &format!("updates/{language}"));
        }
        config
    }

    /// Gives what the screens need of all this; a theme's own file is read only now, because commands need none.
    ///
    /// `theme` stands over what `config.toml` says.
    pub fn looks(mut self, folder: Option<&Path>, theme: Option<String>, colourless: bool) -> Looks {
        let line = self.set.iter().find(|(name, ..)| *name == "theme" && theme.is_none()).and_then(|(_, line, _)| *line);
        let theme = theme.or(self.theme.take());
        let plain = |name: &&String| name.len() <= 64 && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        let file = theme.as_ref().filter(plain).zip(folder).map(|(name, folder)| folder.join(THEMES).join(format!("{name}.toml")));
        let own = file.and_then(|file| self.read(&file));
        let notes = self.faults.iter().map(|fault| fault.to_string().into()).collect();
        Looks { theme, line, own, glyphs: self.glyphs, colourless, notes }
    }

    /// Gives the looks of every theme somebody has made, in force or not.
    pub fn own_themes(folder: &Path) -> Vec<Looks> {
        let names = names_in(&folder.join(THEMES), ".toml");
        names.iter().map(|name| Self::default().looks(Some(folder), Some(name.trim_end_matches(".toml").to_owned()), false)).collect()
    }

    /// Reads one file of settings by itself, wherever it lies.
    pub fn of_file(file: &Path) -> Self {
        let mut config = Self::default();
        if let Some(text) = config.read(file) {
            config.settings(&text);
        }
        config
    }

    /// Reads a text as `config.toml`.
    #[cfg(test)]
    fn of_text(text: &str) -> Self {
        let mut config = Self::default();
        config.settings(text);
        config
    }

    /// Takes the text of `config.toml`; what is wrong in it becomes a fault with its line.
    pub fn settings(&mut self, text: &str) {
        let lines = match Lines::of(text) {
            Ok(lines) => lines,
            Err(faults) => {
                return faults.into_iter().for_each(|(line, why)| self.fault(Some(line), format!("{why}; nothing of the file is used")));
            }
        };
        let (values, faults) = lines.values();
        faults.into_iter().for_each(|(line, why)| self.fault(Some(line), why));
        for (name, value) in values {
            match settings::Setting::find(&name) {
                None => self.fault(lines.at(&[&name]), settings::unknown(&name)),
                Some(setting) => {
                    let (before, written) = (self.faults.len(), value.to_string());
                    setting.take(self, value, &lines);
                    if self.faults.len() == before {
                        self.set.push((setting.name, lines.at(&[&name]), written));
                    }
                }
            }
        }
        self.faults.sort_by_key(|fault| fault.line);
    }

    /// Takes the list of sections and the templates of reviews.
    fn review_files(&mut self, folder: &Path) {
        if let Some(text) = self.read(&folder.join(SECTIONS)) {
            match Sections::parse(&text) {
                Ok(sections) => self.sections = Some(sections),
                Err(why) => {
                    let why = format!("{why}; the built-in sections stay in force");
                    self.faults.push(Fault::of(format!("templates/review/{SECTIONS}"), &why));
                }
            }
        }
        self.own_templates(folder, REVIEW);
    }

    /// Takes every template, and says of a broken one where. A broken text for updates is left out, so that people can still be told;
    /// a broken review is kept, so that whoever asks for it is told why instead of getting another.
    fn own_templates(&mut self, folder: &Path, prefix: &str) {
        for name in names_in(folder, ".j2") {
            let Some(text) = self.read(&folder.join(&name)) else { continue };
            let named = (format!("{prefix}/{name}"), text);
            match Templates::with_folder([named.clone()]) {
                Ok(_) => self.templates.push(named),
                Err(e) => {
                    let kept = prefix == REVIEW;
                    let then = if kept { "nothing is printed with it until it is corrected" } else { "it is left out" };
                    self.faults.push(Fault {
                        file: format!("templates/{}", named.0),
                        line: e.line,
                        why: format!("{}; {then}", e.why.raw()),
                    });
                    self.templates.extend(Some(named).filter(|_| kept));
                }
            }
        }
    }

    /// Takes every playbook that can be read and whose commands and conditions there are.
    fn playbook_files(&mut self, folder: &Path) {
        for file in names_in(folder, ".toml") {
            let Some(text) = self.read(&folder.join(&file)) else { continue };
            let known = self.playbooks.clone().unwrap_or_else(|| Playbooks::standard().clone());
            let name = file.trim_end_matches(".toml");
            match known.with(name, &text).and_then(|all| all.find(name).map_or(Ok(()), super::playbook::resolved).map(|()| all)) {
                Ok(all) => self.playbooks = Some(all),
                Err(why) => self.faults.push(Fault::of(format!("playbooks/{file}"), &format!("{why}; it is left out"))),
            }
        }
    }

    /// Reads one file of settings: a plain file of text, not too long. Nothing when it is not there or cannot be used.
    fn read(&mut self, path: &Path) -> Option<String> {
        match text_of(path) {
            Ok(text) => text,
            Err(why) => {
                self.faults.push(Fault { file: path.display().to_string(), line: None, why: format!("it is not used: {why}") });
                None
            }
        }
    }

    /// Notes what is wrong in `config.toml`.
    fn fault(&mut self, line: Option<usize>, why: String) {
        self.faults.push(Fault { file: FILE.to_owned(), line, why });
    }
}

/// Reads a file that a person wrote: a plain file of text, not too long; nothing where there is none. Mappings and words of an import are
/// such files too.
///
/// # Errors
/// Says in words why it cannot be used.
pub fn text_of(path: &Path) -> Result<Option<String>, String> {
    let told = |e: &std::io::Error| plainly(&e.to_string());
    match std::fs::metadata(path) {
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(told(&e)),
        // A pipe would be waited for.
        Ok(meta) if !meta.is_file() => Err("it is not a plain file".into()),
        Ok(meta) if meta.len() > LONGEST => Err(format!("it is longer than {LONGEST} bytes")),
        Ok(_) => match std::fs::read(path).map(String::from_utf8) {
            Ok(Ok(text)) => Ok(Some(text)),
            Ok(Err(e)) => Err(format!("it is not UTF-8 (byte {})", e.utf8_error().valid_up_to())),
            Err(e) => Err(told(&e)),
        },
    }
}

/// Lists the files of a folder with such an ending, by name, a hundred at most.
fn names_in(folder: &Path, ending: &str) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<String> = entries.flatten().filter_map(|e| e.file_name().into_string().ok()).collect();
    names.retain(|name| name.ends_with(ending));
    names.sort();
    names.truncate(100);
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, bytes) in files {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
        folder
    }

    fn notes(config: &Config) -> String {
        config.faults.iter().map(|fault| format!("{fault}\n")).collect()
    }

    #[test]
    fn a_folder_that_is_not_there_sets_nothing_and_says_nothing() {
        let config = Config::load(Path::new("/nowhere/at/all"));
        assert!(config.faults.is_empty() && !config.allow_shared);
    }

    #[test]
    fn settings_are_read_and_unknown_ones_are_named() {
        let folder = folder(&[("config.toml", b"allow_shared = true\nlanguage = \"nl\"\nzone = \"europe/berlin\"\nnew_thing = 3\n")]);
        let config = Config::load(folder.path());
        assert!(config.allow_shared);
        assert_eq!((config.language.as_deref(), config.zone.map(Zone::name)), (Some("nl"), Some("Europe/Berlin")));
        assert_eq!(
            notes(&config),
            "config.toml:4: there is no setting 'new_thing', it is left out; there are theme, glyphs, mouse, copy, zone, language, allow_shared, channels, hooks, notify, keys\n"
        );
    }

    #[test]
    fn keys_are_taken_as_written_for_all_places_and_for_one() {
        let text = b"mouse = false\ncopy = \"file\"\n[keys]\nlog = [\"l\", \"F4\"]\nundo = \"u\"\nredo = 3\n[keys.room]\nlog = [\"a\"]\n";
        let config = Config::load(folder(&[("config.toml", text)]).path());
        let rows: Vec<String> =
            config.input.keys.iter().map(|row| format!("{:?} {} {}", row.place.as_deref(), row.act, row.keys.join(" "))).collect();
        assert_eq!(rows, ["None log l F4", "Some(\"room\") log a", "None undo u"]);
        assert!(!config.input.mouse && config.input.copy_to_file);
        assert!(notes(&config).contains("keys.redo is a list of keys"), "{}", notes(&config));
    }

    #[test]
    fn a_broken_file_is_a_note_and_never_stops_anybody() {
        let long = vec![b' '; 1_000_001];
        for (bytes, word) in
            [(&b"\xff\xfe\0"[..], "not UTF-8"), (b"= [", "config.toml:1: "), (&long, "longer than"), (b"zone = 3", "a text in quotes")]
        {
            let folder = folder(&[("config.toml", bytes)]);
            assert!(notes(&Config::load(folder.path())).contains(word), "{word}");
        }
        let folder = folder(&[("config.toml/x", b"")]);
        assert!(notes(&Config::load(folder.path())).contains("not a plain file"));
    }

    #[test]
    fn overrides_replace_one_file_each_and_broken_ones_leave_the_built_in() {
        let folder = folder(&[
            ("policies/priority.toml", b"nonsense = 1"),
            ("templates/review/sections.toml", b"[[section]]\nname = \"Bad Name\""),
            ("questions.toml", b"[[question]]\ncode = 3\n"),
            ("templates/review/rca.md.j2", b"{{ broken"),
            ("templates/review/short.md.j2", b"fine"),
        ]);
        let config = Config::load(folder.path());
        assert_eq!(config.policies, Policies::built_in());
        let names: Vec<&str> = config.templates.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["review/rca.md.j2", "review/short.md.j2"], "a broken one is kept to say why");
        assert!(notes(&config).contains("templates/review/rca.md.j2:1: "), "{}", notes(&config));
        assert!(config.questions.is_none() && notes(&config).contains("questions.toml:2: "), "{}", notes(&config));
        assert_eq!(config.faults.len(), 4, "{}", notes(&config));
    }

    #[test]
    fn looks_are_handed_on_with_the_file_of_ones_own_theme() {
        let folder = folder(&[
            ("config.toml", b"theme = \"mine\"\nglyphs = \"ascii\"\n"),
            ("themes/mine.toml", b"late = {}"),
            ("themes/broken.toml", b"\xff"),
        ]);
        let looks = |theme: Option<&str>| Config::load(folder.path()).looks(Some(folder.path()), theme.map(str::to_owned), false);
        let mine = looks(None);
        assert_eq!((mine.theme.as_deref(), mine.own.as_deref(), mine.glyphs.as_deref()), (Some("mine"), Some("late = {}"), Some("ascii")));
        assert!(mine.notes.is_empty());
        let light = looks(Some("light"));
        assert_eq!((light.theme.as_deref(), light.own), (Some("light"), None));
        assert_eq!(looks(Some("../config")).own, None, "a name is no path");
        assert!(looks(Some("broken")).notes[0].raw().contains("not UTF-8"));
    }

    #[test]
    fn glyphs_are_one_of_two_words() {
        let folder = folder(&[("config.toml", b"glyphs = \"emoji\"\n")]);
        let config = Config::load(folder.path());
        assert_eq!(
            (config.glyphs.as_deref(), notes(&config).as_str()),
            (None, "config.toml:1: glyphs is \"unicode\" or \"ascii\"; it is left out\n")
        );
    }
}
