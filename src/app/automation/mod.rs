//! Other programs: a stream of what changes, commands that are run on events, and signals of what comes due.
//!
//! `told` is one change of the journal as others are told of it, `event` the words it answers to, `hook` and `notify` what a person has
//! set, `follow` reads what was written after a change, and `runner` runs commands beside whoever set them off. A hook is run by the
//! process that made the change, after the commit, once; never for a demonstration, a rehearsal or a repeated key, and never by a
//! command that a hook has run.

mod event;
mod follow;
mod hook;
mod notify;
mod runner;
mod told;

use super::outside::Errand;
use super::query::rfc3339;
use super::{App, Done, Failure, due};
use crate::document::print::json;
use crate::model::entry::Due;

pub use event::{EVENTS, Event};
pub use follow::{FIELDS as FOLLOWED, Follow};
pub use hook::Hook;
pub use notify::{Notify, Signal, words as notified};
pub use runner::{Brake, Runner};
pub use told::Told;

/// Name of the variable that commands of hooks find: the hook's name. Whoever finds it runs no hooks.
pub const WITHIN: &str = "WARROOM_HOOK";

/// Most clocks that are told of at one moment; a laptop that wakes up may find many.
pub const AT_ONCE: usize = 5;

/// Holds what a person has set about other programs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Automation {
    /// Commands that are run on events, in the order of their names.
    pub hooks: Vec<Hook>,
    /// How it is told that something comes due.
    pub notify: Notify,
}

impl Automation {
    /// Gives the same without anything that is run.
    #[must_use]
    pub fn without_commands(&self) -> Self {
        Self { hooks: Vec::new(), notify: Notify { command: Vec::new(), ..self.notify.clone() } }
    }

    /// Says whether nothing is done when something comes due.
    pub fn is_deaf_to_time(&self) -> bool {
        self.notify.is_off() && !self.hooks.iter().any(Hook::hears_time)
    }
}

/// A command that is to be run, with the text for its standard input.
pub type Sent = (Errand, String);

/// Hands what a change sets off to whoever runs it, who is asked for only where there is something; gives why some of it does not run.
pub fn hand_over<'a>(wanted: Result<Vec<Sent>, Failure>, runner: impl FnOnce() -> &'a mut Runner) -> Vec<String> {
    match wanted {
        Ok(wanted) if wanted.is_empty() => Vec::new(),
        Ok(wanted) => {
            let runner = runner();
            wanted.into_iter().filter_map(|sent| runner.run(sent).err()).collect()
        }
        Err(failure) => vec![format!("hooks were not run: {}", failure.words())],
    }
}

impl App {
    /// Gives the commands of hooks that a change is to set off, with the change as one line of JSON.
    ///
    /// # Errors
    /// The store's.
    pub fn hooked(&self, done: &Done) -> Result<Vec<Sent>, Failure> {
        done.batch.filter(|_| !done.repeated).map_or_else(|| Ok(Vec::new()), |seq| self.hooked_by(seq))
    }

    /// Gives the same for a change by its number: what this run brought in on a connection beside this one.
    ///
    /// # Errors
    /// The store's.
    pub fn hooked_by(&self, seq: i64) -> Result<Vec<Sent>, Failure> {
        let hooks = &self.ctx.automation.hooks;
        if hooks.is_empty() || self.is_demo() {
            return Ok(Vec::new());
        }
        let Some(batch) = self.read().batch(seq)? else { return Ok(Vec::new()) };
        let told = Told::of(self.read(), batch)?;
        let mut wanted: Vec<&Hook> = Vec::new();
        for hook in hooks {
            if hook.wants(self.read(), &told)? {
                wanted.push(hook);
            }
        }
        let text = if wanted.is_empty() { String::new() } else { line(told.json()) };
        Ok(wanted.into_iter().map(|hook| (hook.errand(), text.clone())).collect())
    }

    /// Reads what came due after one instant and up to now: [`AT_ONCE`] of them at most, and whether there are more.
    ///
    /// # Errors
    /// The store's.
    pub fn came_due(&self, after: i64) -> Result<(Vec<Due>, bool), Failure> {
        let mut all = self.read().due_between(after, self.ctx.at, AT_ONCE + 1)?;
        let more = all.len() > AT_ONCE;
        all.truncate(AT_ONCE);
        Ok((all, more))
    }

    /// Gives the commands that something which came due is to set off.
    ///
    /// # Errors
    /// The store's.
    pub fn hooked_due(&self, owed: &Due) -> Result<Vec<Sent>, Failure> {
        let set = &self.ctx.automation;
        if self.is_demo() {
            return Ok(Vec::new());
        }
        let priority = match set.hooks.iter().any(Hook::asks_priority) {
            true => self.read().case_by_id(owed.case)?.and_then(|case| case.priority),
            false => None,
        };
        let mut row = due::row(owed);
        row.shift_insert(0, "event".to_owned(), event::DUE.into());
        row.shift_insert(1, "at".to_owned(), rfc3339(self.ctx.at).into());
        let text = line(&row.into());
        let hooks = set.hooks.iter().filter(|hook| hook.wants_due(owed.case_ref, priority.as_deref()));
        let notify = set.notify.errand().map(|errand| (errand, format!("{}\n", notify::words(owed))));
        Ok(hooks.map(|hook| (hook.errand(), text.clone())).chain(notify).collect())
    }
}

fn line(value: &serde_json::Value) -> String {
    // What is built of texts, numbers and lists always serialises.
    json::to_string(value).map_or_else(|_| String::new(), |text| text + "\n")
}
