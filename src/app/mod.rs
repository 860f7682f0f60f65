//! What people do: commands and queries, and the rules across records.
//!
//! [`App`] is the only way to the store. It knows neither argv nor keys nor colours.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use crate::model::playbook::Playbooks;
use crate::model::policy::Policies;
use crate::model::questions::Questions;
use crate::model::sections::Sections;
use crate::model::when::Now;
use crate::model::{Moment, Precision, Refusal, Zone};
use crate::store::{Answer, By, Opening, Reader, Store, Written};

pub mod action;
pub mod audience;
pub mod automation;
pub mod case;
pub mod catch_up;
pub mod cause;
pub mod choice;
pub mod clocks;
pub mod command;
pub mod config;
pub mod contingency;
pub mod decision;
pub mod demo;
pub mod doctor;
pub mod door;
pub mod draft;
pub mod due;
pub mod entry;
pub mod escalation;
pub mod export;
pub mod field;
pub mod figures;
pub mod finding;
pub mod history;
pub mod hypothesis;
pub mod impact;
pub mod import;
pub mod incident;
pub mod issue;
mod judged;
pub mod library;
pub mod link;
pub mod morale;
pub mod output;
pub mod outside;
pub mod paper;
pub mod party;
pub mod past;
pub mod people;
pub mod plan;
pub mod playbook;
pub mod query;
pub mod rca;
pub mod recovery;
pub mod register;
pub mod review;
pub mod saved;
pub mod screens;
pub mod search;
pub mod tables;
#[cfg(test)]
pub mod test_desk;
pub mod timeline;
pub mod unknown;
pub mod update;
pub mod watch;

pub use crate::store::{AS_ASKED, Access, Hit, StoreError};
pub use command::{Act, Command};
pub use door::{Outcome, Ticket};
pub use draft::{Draft, Given, Input};
pub use field::{Ask, Field, Place};
pub use query::{Query, Shown};

/// Says why something was not done.
#[derive(Debug)]
pub enum Failure {
    /// The person's: every reason at once.
    Refused(Vec<Refusal>),
    /// The machine's.
    Store(StoreError),
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(vec![refusal])
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl Failure {
    /// Words it for one line: the first reason, or what the machine says.
    pub fn words(&self) -> String {
        match self {
            Self::Refused(all) => all.first().map_or_else(String::new, |refusal| refusal.why.raw().to_owned()),
            Self::Store(error) => error.to_string(),
        }
    }
}

/// Holds the circumstances every command and query runs in.
#[derive(Clone, Debug)]
pub struct Context {
    /// UTC milliseconds of this turn.
    pub at: i64,
    /// Whether the clock was fixed from outside.
    pub fixed: bool,
    /// The viewer's zone.
    pub zone: Zone,
    /// Who acts.
    pub actor: String,
    /// Through what: `cli` or `screens`.
    pub origin: &'static str,
    /// Whose undo reaches what is done without naming a number.
    pub run: String,
    /// Language of templates: `en`, `nl`, `zh`.
    pub language: String,
    /// Matrix, service levels, cadence.
    pub policies: Arc<Policies>,
    /// Sections of a review, where a person has their own.
    pub sections: Option<Arc<Sections>>,
    /// Questions to ask while a review is written, where a person has some of their own.
    pub questions: Option<Arc<Questions>>,
    /// Playbooks, where a person has some of their own.
    pub playbooks: Option<Arc<Playbooks>>,
    /// Templates of the person's own, over and beside the built-in ones, as name and text.
    pub templates: Arc<Vec<(String, String)>>,
    /// Commands that updates are sent through, by channel.
    pub channels: Arc<Vec<update::Channel>>,
    /// Commands that are run on events, and signals of what comes due.
    pub automation: Arc<automation::Automation>,
}

impl Context {
    /// Gives the circumstances without anything from a config folder.
    pub fn built_in(at: i64, zone: Zone, actor: &str, origin: &'static str, run: &str) -> Self {
        Self {
            at,
            fixed: true,
            zone,
            actor: actor.to_owned(),
            origin,
            run: run.to_owned(),
            language: "en".to_owned(),
            policies: Arc::new(Policies::built_in()),
            sections: None,
            questions: None,
            playbooks: None,
            templates: Arc::default(),
            channels: Arc::default(),
            automation: Arc::default(),
        }
    }

    /// Gives the sections of a review that are in force.
    pub fn sections(&self) -> &Sections {
        self.sections.as_deref().unwrap_or_else(|| Sections::standard())
    }

    /// Gives the questions of a review that are in force.
    pub fn questions(&self) -> &Questions {
        self.questions.as_deref().unwrap_or_else(|| Questions::standard())
    }

    /// Gives the playbooks that are in force.
    pub fn playbooks(&self) -> &Playbooks {
        self.playbooks.as_deref().unwrap_or_else(|| Playbooks::standard())
    }

    /// Gives the instant and zone words are read in.
    pub fn now(&self) -> Now {
        Now { at: self.at, zone: self.zone }
    }

    /// Gives this instant as a time.
    pub fn moment(&self) -> Moment {
        Moment { at: self.at, offset: self.zone.offset_minutes(self.at), precision: Precision::Exact }
    }
}

/// Says how one command is to be run.
#[derive(Clone, Debug)]
pub struct Manner {
    /// Idempotency key; made up where the person gives none.
    pub key: Option<String>,
    /// How long to wait for somebody else's write.
    pub wait: Duration,
    /// Whether to keep what it does; a rehearsal otherwise.
    pub keep: bool,
}

impl Default for Manner {
    fn default() -> Self {
        Self { key: None, wait: Duration::from_secs(5), keep: true }
    }
}

/// Holds what a command did.
#[derive(Clone, Debug)]
pub struct Done {
    /// What was done, in one line.
    pub label: String,
    /// What `--json` prints.
    pub json: serde_json::Value,
    /// Remarks: what times resolved to, what was created on the way.
    pub notes: Vec<String>,
    /// Number of the batch; none when nothing changed.
    pub batch: Option<i64>,
    /// Whether the key had been used, so that nothing was done now.
    pub repeated: bool,
    /// Whether undo may take it back.
    pub undoable: bool,
}

/// Holds one open database and the circumstances. The store is private: screens and command line see only commands and queries.
pub struct App {
    store: Store,
    door: Option<door::Door>,
    /// The circumstances of this turn.
    pub ctx: Context,
}

impl App {
    /// Opens the database.
    ///
    /// # Errors
    /// Every [`StoreError`] that opening can give.
    pub fn open(path: &Path, access: Access, allow_shared: bool, ctx: Context, seed: Option<String>) -> Result<Self, Failure> {
        let opening = Opening { access, allow_shared, now: ctx.at, seed };
        let named = |failure| about(path, failure);
        let store = Store::open(path, &opening).map_err(|e| named(e.into()))?;
        let mut app = Self { store, door: None, ctx };
        app.refresh_policies().map_err(named)?;
        Ok(app)
    }

    /// Gives the store to the queries of this floor.
    fn read(&self) -> Reader<'_> {
        self.store.reader()
    }

    /// Gives the path of the database.
    pub fn path(&self) -> &Path {
        self.store.path()
    }

    /// Says why nothing can be written, if so.
    pub fn read_only(&self) -> Option<&str> {
        self.store.read_only()
    }

    /// Says what is missing from the end of the journal, if anything is.
    pub fn warning(&self) -> Option<&str> {
        self.store.warning()
    }

    /// Says whether the path still names the file that was opened.
    pub fn in_place(&self) -> bool {
        self.store.in_place()
    }

    /// Lets the file grow by so many pages and no more: for tests of a full disk.
    #[doc(hidden)]
    pub fn leave_room_for(&self, pages: i64) -> Result<(), Failure> {
        Ok(self.store.leave_room_for(pages)?)
    }

    /// Tells every statement the reading connection runs from now on: for tests of query plans.
    #[doc(hidden)]
    pub fn listen(&mut self, hear: impl FnMut(&str) + Send + 'static) -> Result<(), Failure> {
        Ok(self.store.listen(hear)?)
    }

    /// Runs one command and waits for it: checks everything, applies the rules, writes rows, journal and chain, or nothing.
    ///
    /// # Errors
    /// All refusals at once, or what the store says.
    pub fn run(&mut self, command: &Command, draft: &Draft, manner: &Manner) -> Result<Done, Failure> {
        run(&mut self.store, &self.ctx, command, draft, manner)
    }

    /// Puts the file's name into what a read said.
    fn about(&self, failure: Failure) -> Failure {
        about(self.store.path(), failure)
    }

    /// Asks a query.
    ///
    /// # Errors
    /// All refusals at once, or what the store says.
    pub fn ask(&self, query: &Query, draft: &Draft) -> Result<Shown, Failure> {
        let input = draft.check(query.fields, self.read(), &self.ctx.now()).map_err(|f| self.about(f))?;
        (query.run)(&query::View { read: self.read(), ctx: &self.ctx }, &input).map_err(|f| self.about(f))
    }

    /// Tidies up when nothing else is to be done: syncs the heads, moves the write-ahead log into the file.
    pub fn rest(&self) {
        if self.store.read_only().is_none() {
            self.store.rest();
        }
    }
}

fn about(path: &Path, failure: Failure) -> Failure {
    match failure {
        Failure::Store(error) => Failure::Store(error.about(&path.display().to_string())),
        refused => refused,
    }
}

/// Runs one command on a store.
fn run(store: &mut Store, ctx: &Context, command: &Command, draft: &Draft, manner: &Manner) -> Result<Done, Failure> {
    // Files are read and taken apart before anybody else has to wait.
    let brought = review::import::before(command, draft, ctx)?;
    let manner = Manner { keep: manner.keep && !review::import::only_looks(command, draft), ..manner.clone() };
    change(store, ctx, command.name, &manner, |act| {
        act.brought = brought;
        carry_out(act, command, draft)
    })
}

/// Carries a command out inside a transaction: checks everything, applies the rules, and does the bookkeeping that follows.
fn carry_out(act: &mut Act<'_, '_>, command: &Command, draft: &Draft) -> Result<Answer, Failure> {
    let (draft, asked, refused) = unknown::split(command, draft, &act.now());
    let input = match draft.check(command.fields, act.read(), &act.now()) {
        Ok(input) if refused.is_empty() => input,
        Ok(_) => return Err(Failure::Refused(refused)),
        Err(Failure::Refused(more)) => return Err(Failure::Refused(refused.into_iter().chain(more).collect())),
        Err(failure) => return Err(failure),
    };
    act.unknown = asked.iter().map(unknown::Asked::about).collect();
    let answer = (command.run)(act, &input)?;
    unknown::ask(act, &asked, &answer)?;
    // What is undone or redone takes its questions and its playbook with it.
    if answer.undoes.is_none() {
        unknown::settle(act)?;
        playbook::settle(act, command.name)?;
    }
    Ok(answer)
}

/// Runs a change in one transaction, its clocks included: the one way anything changes.
fn change(
    store: &mut Store,
    ctx: &Context,
    name: &str,
    manner: &Manner,
    apply: impl FnOnce(&mut Act<'_, '_>) -> Result<Answer, Failure>,
) -> Result<Done, Failure> {
    let mut notes = Vec::new();
    let written = store.write::<Failure>(&by(ctx, name, manner), manner.keep, |w| {
        let mut act = Act { w, ctx, notes: Vec::new(), unknown: Vec::new(), brought: None };
        let answer = apply(&mut act)?;
        notes = std::mem::take(&mut act.notes);
        clocks::follow(w, ctx)?;
        Ok(answer)
    });
    let Written { answer, batch, repeated } = written.map_err(|f| about(store.path(), f))?;
    Ok(Done { label: answer.label, json: answer.json, notes, batch, repeated, undoable: !answer.is_final })
}

fn by(ctx: &Context, command: &str, manner: &Manner) -> By {
    By {
        actor: ctx.actor.clone(),
        origin: ctx.origin,
        run: ctx.run.clone(),
        key: manner.key.clone().unwrap_or_else(door::fresh_key),
        now: ctx.at,
        offset: ctx.zone.offset_minutes(ctx.at),
        fixed: ctx.fixed,
        command: command.to_owned(),
        wait: manner.wait,
    }
}
