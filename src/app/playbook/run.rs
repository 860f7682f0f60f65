//! How far a case is in its playbook: every step with what makes it so. Must not know how it is shown.

use super::{Reach, kept};
use crate::app::query::View;
use crate::app::{App, Failure, tables};
use crate::model::case::Case;
use crate::model::entry::Visibility;
use crate::model::language::in_language;
use crate::model::playbook::{Playbook, Step, StepState};
use crate::model::when;
use crate::model::{Id, Moment, Subject, Untrusted};

/// Holds one step with how far it is.
#[derive(Clone, Debug)]
pub struct StepLine {
    /// The step, in every language.
    pub step: Step,
    /// How far.
    pub state: StepState,
    /// Whether a person said so.
    pub by_hand: bool,
    /// A few words that hold in every language.
    pub words: String,
    /// Why it was adapted or skipped.
    pub why: Option<Untrusted>,
    /// Who said so, and when.
    pub said: Option<(Untrusted, Moment)>,
    /// What its command is about next.
    pub about: Vec<(&'static str, String)>,
}

/// Holds a case's playbook as it runs.
#[derive(Clone, Debug)]
pub struct Run {
    /// The name of the playbook.
    pub name: String,
    /// When its texts were last worked on.
    pub version: String,
    /// Its steps.
    pub steps: Vec<StepLine>,
}

impl Run {
    /// Gives the place of the step it is at: the first that is not over; the last when all are.
    pub fn current(&self) -> usize {
        self.steps.iter().position(|line| !line.state.is_over()).unwrap_or(self.steps.len().saturating_sub(1))
    }

    /// Counts the steps that are over.
    pub fn over(&self) -> usize {
        self.steps.iter().filter(|line| line.state.is_over()).count()
    }
}

impl StepLine {
    /// Words how it stands: its own words, or the reason a person gave.
    pub fn stands(&self) -> Untrusted {
        match &self.why {
            Some(why) => why.clone(),
            None => self.words.as_str().into(),
        }
    }

    /// Words after how long to look at it again, if it says so.
    pub fn again(&self, language: &str) -> Option<String> {
        let length = when::span(when::duration(self.step.again.as_deref()?)?);
        let said = [format!("look again every {length}"), format!("kijk elke {length}"), format!("每 {length} 复看")];
        Some(in_language(language, said))
    }
}

/// Works out how far a case is; nothing when it has no playbook.
///
/// # Errors
/// The store's.
pub fn run(view: &View<'_>, case: &Case) -> Result<Option<Run>, Failure> {
    let Some(playbook) = kept(view, case.id)? else { return Ok(None) };
    run_of(view, case, &playbook).map(Some)
}

fn run_of(view: &View<'_>, case: &Case, playbook: &Playbook) -> Result<Run, Failure> {
    let said = view.read.fields_of(Subject::Step, case.id)?;
    // Why a step was left out is for those who work here, as it is in a search.
    let is_ours = view.read.floor() == Visibility::Internal;
    let mut steps = Vec::with_capacity(playbook.steps.len());
    for step in &playbook.steps {
        let condition = step.when.as_deref().and_then(tables::condition);
        let progress = condition.map(|condition| (condition.look)(view, case)).transpose()?.unwrap_or_default();
        let by_hand = said.iter().find(|row| row.word("code") == step.code);
        let state = by_hand.and_then(|row| StepState::parse(row.word("state"))).unwrap_or(match progress.reach {
            Reach::Todo => StepState::Todo,
            Reach::Doing => StepState::Doing,
            Reach::Done => StepState::Done,
        });
        steps.push(StepLine {
            step: step.clone(),
            state,
            by_hand: by_hand.is_some(),
            words: progress.words,
            why: by_hand.filter(|_| is_ours).and_then(|row| row.text("why")),
            said: by_hand.and_then(|row| Some((row.text("author")?, row.time("said")?))),
            about: progress.about,
        });
    }
    Ok(Run { name: playbook.name.clone(), version: playbook.version.clone(), steps })
}

impl App {
    /// Gives the record of the playbook a case has kept; what it holds never changes, but an undo may take it away.
    ///
    /// # Errors
    /// The store's.
    pub fn playbook_record(&self, case: Id) -> Result<Option<Id>, Failure> {
        Ok(self.read().ids_of(Subject::Playbook, case)?.pop())
    }

    /// Reads the playbook a case has kept, for whoever holds on to it.
    ///
    /// # Errors
    /// The store's.
    pub fn playbook_kept(&self, case: Id) -> Result<Option<Playbook>, Failure> {
        kept(&View { read: self.read(), ctx: &self.ctx }, case)
    }

    /// Works out how far a case is in the playbook it has kept.
    ///
    /// # Errors
    /// The store's.
    pub fn playbook_again(&self, case: &Case, playbook: &Playbook) -> Result<Run, Failure> {
        run_of(&View { read: self.read(), ctx: &self.ctx }, case, playbook)
    }
}
