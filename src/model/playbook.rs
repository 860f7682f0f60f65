//! Playbooks: the steps a manager takes through a case, as data. Must not know how far a case is.
//!
//! A file is TOML with its texts in three languages. A case keeps the playbook it was begun with, so that a later edit changes no run.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::CaseKind;
use super::language::{Translated, TranslatedLines, in_language};
use super::when;
use super::word::words;

/// Most steps: more than twice those of the built-in ones are no guide any more.
pub const MOST: usize = 24;
/// Most lines of what is to be done: a step is seven lines with its trigger, what makes it done, and what comes next.
pub const LINES: usize = 4;

const BUILT_IN: &[(&str, &str)] =
    &[("incident", include_str!("../../assets/playbooks/incident.toml")), ("issue", include_str!("../../assets/playbooks/issue.toml"))];

words! {
    /// How far a step is, or what was said of it by hand.
    StepState {
        /// Nothing is there yet.
        Todo = "todo", "to do";
        /// It is begun, or has to be done again.
        Doing = "doing", "doing";
        /// It is done.
        Done = "done", "done";
        /// It is done in another way, with a reason.
        Adapted = "adapted", "adapted";
        /// It is left out, with a reason.
        Skipped = "skipped", "skipped";
        /// It does not apply here.
        NotApplicable = "not-applicable", "not applicable";
    }
}

impl StepState {
    /// Says whether nothing is left to do.
    pub fn is_over(self) -> bool {
        !matches!(self, Self::Todo | Self::Doing)
    }

    /// Says whether it takes a reason.
    pub fn needs_why(self) -> bool {
        matches!(self, Self::Adapted | Self::Skipped)
    }

    /// Gives the letter that stands in front of a step.
    pub fn letter(self) -> char {
        match self {
            Self::Todo => ' ',
            Self::Doing => '>',
            Self::Done => 'x',
            Self::Adapted => 'a',
            Self::Skipped => 's',
            Self::NotApplicable => '-',
        }
    }
}

/// Gives the headings of the four parts of a step: trigger, do, done, next.
pub fn headings(tag: &str) -> [&'static str; 4] {
    let (en, nl) = (["Trigger", "Do", "Done", "Next"], ["Wanneer", "Doe", "Klaar", "Dan"]);
    in_language(tag, [en, nl, ["触发", "行动", "完成", "下一步"]])
}

/// One step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Key, as typed on a command line.
    pub code: String,
    /// One or two words.
    pub title: Translated,
    /// When it is time for it.
    pub trigger: Translated,
    /// What is to be done.
    #[serde(rename = "do")]
    pub todo: TranslatedLines,
    /// In which state of things it is done.
    pub done: Translated,
    /// What comes next.
    pub next: Translated,
    /// Why, in one line.
    pub why: Translated,
    /// Lines to read aloud.
    #[serde(default)]
    pub say: TranslatedLines,
    /// The condition that makes it done; a step without one is ended by hand.
    #[serde(default)]
    pub when: Option<String>,
    /// The command it begins with.
    pub command: String,
    /// What is filled in already: fields and their texts.
    #[serde(default)]
    pub fields: BTreeMap<String, String>,
    /// Which fields of the command are asked for first; the others wait behind them. None asks as the command does.
    #[serde(default)]
    pub asks: Vec<String>,
    /// Further commands that belong to it.
    #[serde(default)]
    pub also: Vec<String>,
    /// The page that shows how it stands.
    #[serde(default)]
    pub look: Option<String>,
    /// After how long to look at it again.
    #[serde(default)]
    pub again: Option<String>,
    /// After which step it is put, in a file that adds to another.
    #[serde(default, skip_serializing)]
    pub after: Option<String>,
}

/// One playbook. Cases keep it as it is written here: a field that is no longer needed must still be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Playbook {
    /// Its name: that of its file.
    #[serde(default)]
    pub name: String,
    /// When it was last worked on, as a date.
    pub version: String,
    /// Which kind of case it is for.
    #[serde(rename = "for")]
    pub kind: CaseKind,
    /// Priorities of cases that begin with it by themselves.
    #[serde(default)]
    pub starts: Vec<String>,
    /// Its steps.
    #[serde(rename = "step")]
    pub steps: Vec<Step>,
}

/// Holds a file that adds to another playbook: what it does not say is as it is there.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Addition {
    extends: String,
    version: Option<String>,
    starts: Option<Vec<String>>,
    #[serde(rename = "for")]
    kind: Option<CaseKind>,
    /// Codes of steps it does without.
    #[serde(default)]
    without: Vec<String>,
    #[serde(default, rename = "step")]
    steps: Vec<Step>,
}

impl Addition {
    /// Puts it over the playbook it adds to.
    fn over(self, name: &str, base: Playbook) -> Result<Playbook, String> {
        let mut steps = merged(base.steps, self.steps)?;
        for code in &self.without {
            let Some(at) = steps.iter().position(|step| step.code == *code) else {
                return Err(format!("there is no step {code:?} to do without"));
            };
            steps.remove(at);
        }
        let version = self.version.unwrap_or(base.version);
        let starts = self.starts.unwrap_or(base.starts);
        Ok(Playbook { name: name.to_owned(), version, kind: self.kind.unwrap_or(base.kind), starts, steps })
    }
}

impl Playbook {
    /// Reads a playbook from what a case has kept of it.
    pub fn from_json(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    /// Writes it down for a case.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("texts and lists of texts can always be written")
    }
}

/// Holds the playbooks that are in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Playbooks {
    list: Vec<Playbook>,
}

impl Playbooks {
    /// Gives those that come with the program, read when they are first asked for.
    pub fn standard() -> &'static Self {
        static STANDARD: LazyLock<Playbooks> = LazyLock::new(Playbooks::built_in);
        &STANDARD
    }

    fn built_in() -> Self {
        let read = |(name, text): &(&str, &str)| parse(name, text).expect("a test reads the built-in playbooks");
        Self { list: BUILT_IN.iter().map(read).collect() }
    }

    /// Puts a playbook of a person's own over the one of the same name, or beside the others.
    ///
    /// # Errors
    /// Says in words what is wrong and, where known, in which line.
    pub fn with(mut self, name: &str, text: &str) -> Result<Self, String> {
        let own = if adds(text)? {
            let addition: Addition = read(text)?;
            let standard = || Self::standard().find(&addition.extends).cloned();
            let found = self.list.iter().find(|p| p.name == addition.extends && p.name != name).cloned().or_else(standard);
            let Some(base) = found else { return Err(format!("there is no playbook {:?} to add to", addition.extends)) };
            addition.over(name, base)?
        } else {
            parse(name, text)?
        };
        checked(&own)?;
        match self.list.iter_mut().find(|known| known.name == own.name) {
            Some(known) => *known = own,
            None => self.list.push(own),
        }
        Ok(self)
    }

    /// Finds a playbook by its name.
    pub fn find(&self, name: &str) -> Option<&Playbook> {
        self.list.iter().find(|playbook| playbook.name == name)
    }

    /// Gives the one that a case of this kind and priority begins with by itself: a person's own before the built-in one.
    pub fn starting(&self, kind: CaseKind, priority: &str) -> Option<&Playbook> {
        self.list.iter().rev().find(|p| p.kind == kind && p.starts.iter().any(|known| known == priority))
    }

    /// Gives the usual one of a kind of case.
    pub fn usual(&self, kind: CaseKind) -> Option<&Playbook> {
        self.find(kind.key()).or_else(|| self.list.iter().find(|playbook| playbook.kind == kind))
    }

    /// Walks over all.
    pub fn iter(&self) -> impl Iterator<Item = &Playbook> {
        self.list.iter()
    }
}

/// Puts steps over those of the same code, and new ones after the step they name, else at the end.
fn merged(mut base: Vec<Step>, own: Vec<Step>) -> Result<Vec<Step>, String> {
    for step in own {
        let place = |code: &str| base.iter().position(|known| known.code == code);
        match (place(&step.code), &step.after) {
            (Some(at), _) => base[at] = step,
            (None, None) => base.push(step),
            (None, Some(after)) => {
                let Some(at) = place(after) else { return Err(format!("step {:?}: there is no step {after:?} to follow", step.code)) };
                base.insert(at + 1, step);
            }
        }
    }
    Ok(base)
}

/// Says whether a file adds to another.
fn adds(text: &str) -> Result<bool, String> {
    Ok(read::<toml::Table>(text)?.contains_key("extends"))
}

/// Reads one file that stands by itself.
fn parse(name: &str, text: &str) -> Result<Playbook, String> {
    let mut playbook: Playbook = read(text)?;
    playbook.name = name.to_owned();
    Ok(playbook)
}

/// Reads TOML; says in one line what is wrong and where.
fn read<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, String> {
    toml::from_str(text).map_err(|e| {
        let line = e.span().map(|span| 1 + text.bytes().take(span.start).filter(|b| *b == b'\n').count());
        line.map_or_else(|| e.message().to_owned(), |line| format!("line {line}: {}", e.message()))
    })
}

fn checked(playbook: &Playbook) -> Result<(), String> {
    let mut seen = BTreeSet::new();
    for step in &playbook.steps {
        let code = &step.code;
        if code.is_empty() || !code.bytes().all(|b| b.is_ascii_lowercase() || b == b'-') {
            return Err(format!("the code of a step, {code:?}, may hold only a-z and hyphens"));
        }
        if !seen.insert(code) {
            return Err(format!("step {code:?} stands twice"));
        }
        let most = [&step.todo.en, &step.todo.nl, &step.todo.zh].iter().map(|lines| lines.len()).max().unwrap_or(0);
        if step.todo.en.is_empty() || most > LINES {
            return Err(format!("step {code:?} has no line of what to do, or more than {LINES}"));
        }
        if let Some(again) = step.again.as_deref().filter(|again| when::duration(again).is_none_or(|length| length <= 0)) {
            return Err(format!("step {code:?}: {again:?} is no length of time such as 30m"));
        }
    }
    match playbook.steps.len() {
        0 => Err("a playbook needs at least one step".to_owned()),
        many if many > MOST => Err(format!("{many} steps are more than the {MOST} a playbook may have")),
        _ => Ok(()),
    }
}

#[cfg(test)]
#[path = "playbook_tests.rs"]
mod tests;
