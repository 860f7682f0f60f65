//! The playbook beside a log: which steps there are, how far each is, and the step that is looked at in its four parts.
//!
//! Knows what a key does to it; how far a step is was worked out when it was read.

use super::choose::Choose;
use super::deed::{self, Deed};
use super::desk::Desk;
use super::dialog;
use super::keys::Move;
use super::parts::picker::Item;
use super::stage::{About, Reply};
use super::update;
use crate::app::playbook::{BY_HAND, Run, StepLine};
use crate::app::{Ask, Draft, Field};
use crate::model::case::Case;
use crate::model::playbook::{Playbook, StepState};

/// What a row of a list that was opened stands for.
#[derive(Clone, Debug)]
enum Offered {
    /// A command or a page by its name.
    Start(String),
    /// A state of the step.
    Mark(&'static str),
}

/// Holds the playbook of the case on screen.
#[derive(Default)]
pub struct Guide {
    /// What the case has kept, under the id of its record; it never changes, so it is read once.
    kept: Option<(crate::model::Id, Playbook)>,
    run: Option<Run>,
    /// The step that is looked at; none follows the one it is at.
    chosen: Option<usize>,
    /// Whether the keys are for it.
    here: bool,
    offered: Vec<Offered>,
}

impl Guide {
    /// Reads how far the case is.
    pub fn load(&mut self, case: Option<&Case>, desk: &Desk) {
        let Some(case) = case else {
            *self = Self::default();
            return;
        };
        let record = desk.read(desk.app.playbook_record(case.id));
        if record != self.kept.as_ref().map(|(of, _)| *of) {
            let here = self.here;
            *self = Self { here, ..Self::default() };
            self.kept = record.and_then(|record| Some((record, desk.read(desk.app.playbook_kept(case.id))?)));
        }
        let was_open = self.line().is_some_and(|line| !line.state.is_over());
        self.run = self.kept.as_ref().and_then(|(_, kept)| desk.read(desk.app.playbook_again(case, kept).map(Some)));
        if was_open && self.line().is_some_and(|line| line.state.is_over() && !line.by_hand) {
            // A step that was gone to is done by what was recorded: what is looked at is the one the case is at again.
            self.chosen = None;
        }
        self.here &= self.run.is_some();
    }

    /// Gives how far the case is, if it has a playbook.
    pub fn run(&self) -> Option<&Run> {
        self.run.as_ref()
    }

    /// Says whether the keys are for it.
    pub fn is_here(&self) -> bool {
        self.here
    }

    /// Gives the keys to it or takes them; says whether there is one.
    pub fn turn(&mut self) -> bool {
        self.here = !self.here && self.run.is_some();
        self.run.is_some()
    }

    /// Gives the keys to it or not, as it was left.
    pub fn recall(&mut self, here: bool) {
        self.here = here;
    }

    /// Takes the keys from it.
    pub fn leave(&mut self) {
        self.here = false;
    }

    /// Gives the place of the step that is looked at.
    pub fn at(&self) -> usize {
        self.chosen.unwrap_or_else(|| self.run.as_ref().map_or(0, Run::current))
    }

    /// Gives the step that is looked at.
    pub fn line(&self) -> Option<&StepLine> {
        self.run.as_ref()?.steps.get(self.at())
    }

    /// Moves to another step and says whether anything moved.
    pub fn go(&mut self, step: Move) -> bool {
        let Some(last) = self.run.as_ref().and_then(|run| run.steps.len().checked_sub(1)) else { return false };
        let at = self.at();
        let to = match step {
            Move::Up => at.saturating_sub(1),
            Move::Down => (at + 1).min(last),
            Move::First | Move::PageUp => 0,
            Move::Last | Move::PageDown => last,
            _ => at,
        };
        // Whoever comes back to the step the case is at follows it again.
        self.chosen = Some(to).filter(|to| self.run.as_ref().is_some_and(|run| run.current() != *to));
        to != at
    }

    /// Looks at a step, as a click on it does; says whether it was looked at already.
    pub fn look_at(&mut self, step: usize) -> bool {
        let same = self.here && self.at() == step;
        self.here = true;
        self.chosen = Some(step);
        same
    }

    /// Begins the command of the step with everything that is known.
    pub fn begin(&self, about: About, desk: &Desk) -> Reply<Desk> {
        match self.line() {
            Some(line) => start(&line.step.command, line, about, desk),
            None => desk.start("playbook start", &about),
        }
    }

    /// Shows everything there is to say of the step: why, and what to read aloud.
    pub fn detail(&self, about: About, desk: &Desk) -> Reply<Desk> {
        match self.line() {
            Some(line) => desk.start("playbook step", &with(about, [("step", line.step.code.clone())])),
            None => Reply::Ignored,
        }
    }

    /// Lists what else belongs to the step: how it stands, and its further commands.
    pub fn more(&mut self, desk: &Desk) -> Reply<Desk> {
        let Some(line) = self.line() else { return Reply::Ignored };
        let names = line.step.look.iter().chain([&line.step.command]).chain(&line.step.also);
        let (mut items, mut offered) = (Vec::new(), Vec::new());
        for name in names {
            let Some(deed) = Deed::find(name) else { continue };
            items.push(Item { label: deed.called().to_owned(), note: name.clone(), also: String::new() });
            offered.push(Offered::Start(name.clone()));
        }
        let title = format!("{} {}", self.at() + 1, line.step.title.in_language(&desk.app.ctx.language));
        self.offered = offered;
        Reply::Open(Box::new(Choose::new(title, items)))
    }

    /// Asks what became of the step.
    pub fn judge(&mut self, desk: &Desk) -> Reply<Desk> {
        let Some(line) = self.line() else { return Reply::Ignored };
        let marks = BY_HAND.iter().filter(|(key, _)| line.by_hand || *key != StepState::Todo.key());
        let asks = |key| if needs_why(key) { "asks why" } else { "" };
        let item = |(key, label): &(&'static str, &str)| {
            (Item { label: (*label).to_owned(), note: asks(key).to_owned(), also: String::new() }, Offered::Mark(key))
        };
        let (items, offered) = marks.map(item).unzip();
        let title = format!("step {} {} is", self.at() + 1, line.step.title.in_language(&desk.app.ctx.language));
        self.offered = offered;
        Reply::Open(Box::new(Choose::new(title, items)))
    }

    /// Takes what was chosen from the list it opened; nothing when it opened none.
    pub fn chosen(&mut self, choice: &str, about: About, desk: &Desk) -> Option<Reply<Desk>> {
        let offered = std::mem::take(&mut self.offered);
        let offered = choice.parse().ok().and_then(|at: usize| offered.get(at).cloned())?;
        let line = self.line()?;
        Some(match offered {
            Offered::Start(name) => start(&name, line, about, desk),
            Offered::Mark(state) => {
                let case = about.into_iter().filter(|(key, _)| *key == "case").collect();
                let about = with(case, [("step", line.step.code.clone()), ("state", state.to_owned())]);
                match Deed::find("playbook mark").filter(|_| desk.barred().is_none()) {
                    // What needs a reason asks for it before it is handed in.
                    Some(deed) if needs_why(state) => dialog::begin_with(deed, &about, &[], desk),
                    _ => desk.start("playbook mark", &about),
                }
            }
        })
    }
}

/// Says whether a step that is said to be so takes a reason.
fn needs_why(state: &str) -> bool {
    StepState::parse(state).is_some_and(StepState::needs_why)
}

/// Begins a command of a step with what the step and the record know already.
fn start(name: &str, line: &StepLine, about: About, desk: &Desk) -> Reply<Desk> {
    let preset = |key: &str| line.step.fields.get(key).cloned().filter(|_| name == line.step.command);
    if name == "log" {
        return desk.capture(&about, &preset("line").unwrap_or_default());
    }
    let Some(deed) = Deed::find(name) else { return Reply::Say(format!("there is no '{name}' here")) };
    let fields = deed.fields();
    if name == "update draft" {
        // Drafting leads on to writing and sending, as the key for it does.
        return update::begin(&about, desk);
    }
    let preset = fields.iter().filter_map(|field| Some((field.key, preset(field.key)?)));
    // The selected line of the log is not what a step is about.
    let about = about.into_iter().filter(|(key, _)| *key == "case").chain(line.about.iter().cloned()).collect();
    let about = with(about, preset);
    let open = |about: &About| fields.iter().copied().filter(|field| !about.iter().any(|(key, _)| *key == field.key)).collect::<Vec<_>>();
    let only: About = open(&about).into_iter().filter_map(|field| Some((field.key, only(field, &about, desk)?))).collect();
    let about = with(about, only);
    match deed {
        // What there is to say is asked for before it is handed in, even where nothing of it has to be said.
        Deed::Command(_) if desk.barred().is_none() && !open(&about).is_empty() => {
            let asks: &[String] = if name == line.step.command { &line.step.asks } else { &[] };
            dialog::begin_step(deed, &about, asks, desk)
        }
        Deed::Command(_) => desk.start(name, &about),
        // A page of a step is about its case, even where it could be about all of them.
        Deed::Query(query) => {
            let known = about.iter().filter(|(key, _)| query.fields.iter().any(|field| field.key == *key));
            let draft = known.fold(Draft::new(), |draft, (key, text)| draft.with(key, text.clone()));
            dialog::begin_known(deed, draft, &about, desk)
        }
    }
}

/// Gives the only record of the case that a field can mean: its one plan, its one escalation.
fn only(field: &'static Field, about: &About, desk: &Desk) -> Option<String> {
    if !field.required || !matches!(field.ask, Ask::Numbered(_)) {
        return None;
    }
    let (_, values, _) = deed::choices(field, about, desk)?;
    if values.len() == 1 { values.into_iter().next() } else { None }
}

fn with(mut about: About, more: impl IntoIterator<Item = (&'static str, String)>) -> About {
    about.extend(more);
    about
}
