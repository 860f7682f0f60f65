//! A command that a person has set on events: `[hooks.pager]` in `config.toml`.

use super::WITHIN;
use super::event::{self, DUE};
use super::told::Told;
use crate::app::Failure;
use crate::app::outside::{self, Errand};
use crate::model::case::{IssuePriority, Priority};
use crate::model::{CaseKind, CaseRef};
use crate::store::Reader;

/// How long such a command may take unless its settings say otherwise, in milliseconds.
const USUAL: u64 = 10_000;
/// How a command is written.
const EXAMPLE: &str = "[\"/usr/local/bin/page\", \"--team\", \"ops\"]";

/// Holds one hook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hook {
    /// Its name.
    pub name: String,
    /// The events it is run on.
    pub on: Vec<String>,
    /// The program and its arguments; nothing is ever added to them.
    pub command: Vec<String>,
    /// How long it may take, in milliseconds.
    pub timeout: u64,
    /// The one case it is for.
    pub case: Option<CaseRef>,
    /// The kind of cases it is for.
    pub kind: Option<CaseKind>,
    /// Stored words of the priorities it is for; all where there is none.
    pub priority: Vec<String>,
}

impl Hook {
    /// Reads one table of the settings.
    ///
    /// # Errors
    /// Says what is wrong with it.
    pub fn read(name: &str, value: toml::Value) -> Result<Self, String> {
        let toml::Value::Table(table) = value else { return Err("it is a table with on and a command".into()) };
        let (on, command, priority) = (Vec::new(), Vec::new(), Vec::new());
        let mut hook = Self { name: name.trim().to_owned(), on, command, timeout: USUAL, case: None, kind: None, priority };
        for (key, value) in table {
            match key.as_str() {
                "on" => hook.on = events(value)?,
                "command" => hook.command = outside::command(value, EXAMPLE)?,
                "timeout" => hook.timeout = outside::timeout(&value)?,
                "case" => hook.case = Some(value.as_str().and_then(CaseRef::parse).ok_or("case is a number such as \"INC-12\"")?),
                "kind" => hook.kind = Some(value.as_str().and_then(CaseKind::parse).ok_or("kind is \"incident\" or \"issue\"")?),
                "priority" => hook.priority = priorities(value)?,
                _ => return Err(format!("there is no setting '{key}' of a hook")),
            }
        }
        match (hook.on.is_empty(), hook.command.is_empty()) {
            (_, true) => Err("it has no command".into()),
            (true, _) => Err("it says nothing it is run on, such as on = [\"incident opened\"]".into()),
            _ => Ok(hook),
        }
    }

    /// Says whether a change sets it off.
    ///
    /// # Errors
    /// The store's.
    pub fn wants(&self, read: Reader<'_>, told: &Told) -> Result<bool, Failure> {
        if !self.is_for(told.case(), told.kind(), told.priority()) {
            return Ok(false);
        }
        for word in &self.on {
            if event::happened(word, read, told)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Says whether something that came due in a case of this priority sets it off.
    pub fn wants_due(&self, case: CaseRef, priority: Option<&str>) -> bool {
        self.is_for(Some(case), Some(case.kind), priority) && self.hears_time()
    }

    /// Says whether it is run on what comes due.
    pub fn hears_time(&self) -> bool {
        self.on.iter().any(|word| word == DUE)
    }

    /// Says whether it is for some priorities alone.
    pub fn asks_priority(&self) -> bool {
        !self.priority.is_empty()
    }

    /// Gives its command as it is to be run.
    pub fn errand(&self) -> Errand {
        Errand {
            what: format!("hook {}", self.name),
            command: self.command.clone(),
            timeout: self.timeout,
            variables: vec![(WITHIN, self.name.clone().into())],
        }
    }

    fn is_for(&self, case: Option<CaseRef>, kind: Option<CaseKind>, priority: Option<&str>) -> bool {
        (self.case.is_none() || self.case == case)
            && (self.kind.is_none() || self.kind == kind)
            && (self.priority.is_empty() || priority.is_some_and(|has| self.priority.iter().any(|wanted| wanted == has)))
    }
}

/// Reads one text or a list of them.
fn texts(value: toml::Value) -> Option<Vec<String>> {
    match value {
        toml::Value::String(one) => Some(vec![one]),
        toml::Value::Array(all) => all.into_iter().map(|word| word.as_str().map(str::to_owned)).collect(),
        _ => None,
    }
}

fn events(value: toml::Value) -> Result<Vec<String>, String> {
    let words = texts(value).ok_or("on is a list of events, [\"incident opened\", \"state changed\"]")?;
    let words: Vec<String> = words.iter().map(|word| word.trim().to_lowercase()).collect();
    match words.iter().find(|word| !event::is_known(word)) {
        Some(word) => Err(format!("there is no event '{word}'; docs/CLI.md lists them, and every command's name is one")),
        None => Ok(words),
    }
}

fn priorities(value: toml::Value) -> Result<Vec<String>, String> {
    let wrong = || "priority is a list of \"P1\" to \"P4\", or of an issue's such as \"very-high\"".to_owned();
    let known = |word: &String| {
        let incident = Priority::ALL.iter().map(|priority| priority.key());
        let mut all = incident.chain(IssuePriority::ALL.iter().map(|priority| priority.key()));
        all.find(|key| key.eq_ignore_ascii_case(word.trim())).map(str::to_owned)
    };
    texts(value).ok_or_else(wrong)?.iter().map(|word| known(word).ok_or_else(wrong)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Hook, String> {
        Hook::read("pager", toml::Value::Table(toml::from_str(text).unwrap()))
    }

    #[test]
    fn a_hook_is_events_a_list_of_words_and_what_narrows_it() {
        let hook = read("on = [\"incident opened\", \"Case State\"]\ncommand = [\"page\"]\ncase = \"inc1\"\npriority = \"p1\"").unwrap();
        assert_eq!((hook.on.as_slice(), hook.timeout), (["incident opened".to_owned(), "case state".to_owned()].as_slice(), 10_000));
        let p1 = CaseRef::parse("INC-1").unwrap();
        assert_eq!((hook.case, hook.priority.as_slice(), hook.asks_priority()), (Some(p1), ["P1".to_owned()].as_slice(), true));
        let due = read("on = \"due\"\ncommand = [\"page\"]\nkind = \"incident\"").unwrap();
        assert!(due.wants_due(p1, None) && !due.wants_due(CaseRef::parse("ISS-1").unwrap(), None) && !hook.wants_due(p1, Some("P1")));
    }

    #[test]
    fn what_is_not_understood_is_said() {
        for (text, word) in [
            ("on = \"incident exploded\"\ncommand = [\"a\"]", "no event 'incident exploded'"),
            ("on = 3\ncommand = [\"a\"]", "a list of events"),
            ("on = []\ncommand = [\"a\"]", "nothing it is run on"),
            ("on = \"log\"", "no command"),
            ("on = \"log\"\ncommand = \"page ops\"", "no shell"),
            ("on = \"log\"\ncommand = [\"a\"]\ntimeout = \"1h\"", "from 1s to 10m"),
            ("on = \"log\"\ncommand = [\"a\"]\ncase = 3", "INC-12"),
            ("on = \"log\"\ncommand = [\"a\"]\nkind = \"problem\"", "\"issue\""),
            ("on = \"log\"\ncommand = [\"a\"]\npriority = [\"P9\"]", "\"P1\" to \"P4\""),
            ("on = \"log\"\ncommand = [\"a\"]\nshell = true", "no setting 'shell'"),
        ] {
            assert!(read(text).unwrap_err().contains(word), "{text}: {:?}", read(text));
        }
    }
}
