//! Line mode for screen readers and dumb terminals: plain lines out, numbers and words in, one printed line per change.
//!
//! Nothing is drawn: no cursor is moved, no colour or box is sent, so that it works through a pipe too. The end of the input ends it,
//! and a form that is not finished has changed nothing. Must not know the screens, argv or SQL.

use std::io::{self, BufRead, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use talk::{Picked, Talk};

use crate::app::automation::{Runner, hand_over};
use crate::app::{App, Done, Failure, history};
use crate::clock;
use crate::document::print::plainly;
use crate::model::Refusal;
use crate::model::entry::Visibility;

mod board;
mod case;
mod command;
mod form;
mod log;
mod offer;
mod steps;
mod talk;
mod told;

/// Says how somebody begins who has no database yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// With the demonstration.
    Demo,
    /// With a new file in the usual place.
    Own,
    /// With a file that is there.
    File(PathBuf),
}

/// Holds an open application and the talk with whoever sits there.
///
/// Everything that asks gives nothing when the input ended or somebody left, and then everything ends with it.
struct Session<'a> {
    app: App,
    talk: Talk<'a>,
    /// The newest change that was told.
    seen: i64,
    /// Commands that changes have set off.
    hooks: Option<Runner>,
    /// Whether the ways from a case were listed; from then on `?` lists them.
    knows_cases: bool,
}

/// Talks until somebody leaves or the input ends. `echo` says to repeat what is read, for where no terminal does.
///
/// # Errors
/// When something could not be printed; whatever was said to be done is done.
pub fn run(mut app: App, input: &mut dyn BufRead, output: &mut dyn Write, echo: bool) -> io::Result<()> {
    app.ctx.origin = history::PLAIN;
    let seen = app.last_change().unwrap_or_default();
    let mut session = Session { app, talk: Talk::new(input, output, echo), seen, hooks: None, knows_cases: false };
    session.stamp();
    let left = session.begin().and_then(|()| board::visit(&mut session));
    if left.is_none() {
        // Nobody may be there any more to be told.
        let _ = session.talk.line("Goodbye. Everything that was said to be done is saved.");
    }
    for words in session.hooks.take().map(|mut hooks| hooks.finish(Duration::MAX)).unwrap_or_default() {
        let _ = session.talk.line(&format!("{words}."));
    }
    session.app.rest();
    session.talk.ended()
}

/// Lets somebody who has no database yet choose one; nothing when they leave.
///
/// # Errors
/// When something could not be printed.
pub fn first(
    usual: &Path,
    opener: impl FnMut(Choice) -> Result<App, String>,
    input: &mut dyn BufRead,
    output: &mut dyn Write,
    echo: bool,
) -> io::Result<Option<App>> {
    let mut talk = Talk::new(input, output, echo);
    let chosen = chosen(&mut talk, usual, opener);
    talk.ended().map(|()| chosen)
}

/// Asks how somebody would like to begin until that can be done.
fn chosen(talk: &mut Talk<'_>, usual: &Path, mut opener: impl FnMut(Choice) -> Result<App, String>) -> Option<App> {
    talk.line("warroom, line by line. There is no database yet.")?;
    let own = format!("begin a file of your own, {}", usual.display());
    let ways = ["demonstration: a P1 under way, all made up".to_owned(), own, "open another file".to_owned()];
    talk.rows(&ways)?;
    loop {
        let choice = match talk.choose("How would you like to begin?", &ways)? {
            Picked::Row(0) => Choice::Demo,
            Picked::Row(1) => Choice::Own,
            Picked::Row(_) => {
                let name = talk.ask("File")?;
                if name.trim().is_empty() {
                    continue;
                }
                Choice::File(PathBuf::from(name.trim()))
            }
            Picked::Back => {
                talk.line("This is the first question. q leaves.")?;
                continue;
            }
            Picked::Other(typed) => {
                talk.line(&format!("{typed} is none of these. ? lists them."))?;
                continue;
            }
        };
        match opener(choice) {
            Ok(app) => return Some(app),
            Err(why) => talk.line(&why)?,
        }
    }
}

impl Session<'_> {
    /// Says where one is, and what is odd about the file.
    fn begin(&mut self) -> Option<()> {
        self.talk.line("warroom, line by line. A number or the first letters of a word choose, ? lists, 0 goes back, q leaves.")?;
        if let Some(warning) = self.app.warning().map(str::to_owned) {
            self.talk.line(&warning)?;
        }
        if let Some(why) = self.app.read_only().map(str::to_owned) {
            self.talk.line(&format!("Read-only: {why}."))?;
        }
        Some(())
    }

    /// Begins to run what a person has set on such a change.
    fn set_off(&mut self, done: &Done) -> Option<()> {
        let failed = hand_over(self.app.hooked(done), || self.hooks.get_or_insert_with(|| Runner::new(self.app.path())));
        failed.iter().try_for_each(|why| self.talk.line(&format!("{why}.")))
    }

    /// Says which of these have failed by now.
    fn hear(&mut self) -> Option<()> {
        while let Some(words) = self.hooks.as_mut().and_then(Runner::poll) {
            self.talk.line(&format!("{words}."))?;
        }
        Some(())
    }

    /// Takes the time of this turn.
    fn stamp(&mut self) {
        if let Ok(stamp) = clock::now() {
            (self.app.ctx.at, self.app.ctx.fixed) = (stamp.at, stamp.fixed);
        }
    }

    /// Says in one line what others wrote since the last time, and takes the time of this turn.
    fn turn(&mut self) -> Option<()> {
        self.stamp();
        self.hear()?;
        let Ok((news, _)) = self.app.news(self.seen) else { return Some(()) };
        self.seen = self.app.last_change().unwrap_or(self.seen);
        match news.split_last() {
            None => Some(()),
            Some((last, [])) => self.talk.line(&format!("Meanwhile: {}.", last.said.raw())),
            Some((last, more)) => self.talk.line(&format!("Meanwhile: {}, and {} more changes before it.", last.said.raw(), more.len())),
        }
    }

    /// Asks for one line.
    fn ask(&mut self, prompt: &str) -> Option<String> {
        self.turn()?;
        let line = self.talk.ask(prompt)?;
        self.stamp();
        Some(line)
    }

    /// Asks which of some rows is meant.
    fn choose(&mut self, prompt: &str, rows: &[String]) -> Option<Picked> {
        self.turn()?;
        let picked = self.talk.choose(prompt, rows)?;
        self.stamp();
        Some(picked)
    }

    /// Gives what was read, or says why it could not be and gives nothing of it.
    fn read<T: Default>(&mut self, read: Result<T, Failure>) -> T {
        read.unwrap_or_else(|failure| {
            // What cannot be said ends at the next question.
            let _ = self.fail(&failure);
            T::default()
        })
    }

    /// Says why something was not done.
    fn fail(&mut self, failure: &Failure) -> Option<()> {
        match failure {
            Failure::Refused(refusals) => refusals.iter().try_for_each(|refusal| self.refuse("", refusal)),
            Failure::Store(error) => self.talk.line(&format!("{}.", plainly(&error.to_string()))),
        }
    }

    /// Says one reason against something, with what helps; `label` names the field it is about.
    fn refuse(&mut self, label: &str, refusal: &Refusal) -> Option<()> {
        let of = if label.is_empty() { String::new() } else { format!("{label}: ") };
        let hint = if refusal.hint.is_blank() { String::new() } else { format!(" Hint: {}.", refusal.hint.raw()) };
        self.talk.line(&format!("Refused: {of}{}.{hint}", refusal.why.raw()))
    }

    /// Says why nothing can be written here, where that is so.
    fn barred(&mut self) -> Option<bool> {
        let why = match (self.app.read_only(), self.app.reads_for()) {
            (Some(why), _) => format!("Nothing can be written: {why}."),
            (None, Visibility::Internal) => return Some(false),
            (None, _) => "Nothing is written here: only what management may see is shown.".to_owned(),
        };
        self.talk.line(&why)?;
        Some(true)
    }
}
