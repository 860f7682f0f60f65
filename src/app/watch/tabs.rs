//! What the rows of a watch say together: the last known state, the promise that runs, the sources that disturb nobody, who was asked.

use crate::app::query::View;
use crate::app::{Context, Failure, due};
use crate::model::case::Case;
use crate::model::entry::Visibility;
use crate::model::fields::Fields;
use crate::model::when::{self, Now};
use crate::model::{CaseKind, Id, Subject, Untrusted};
use crate::store::Reader;

/// Sources a sentence names at most.
const NAMED: usize = 3;
const MINUTE: i64 = 60_000;

/// Holds the rows of a case's watch in the order of when they were known.
pub(super) struct Tabs {
    rows: Vec<Fields>,
}

/// Gives when a row was known; every row has such a time.
pub(super) fn known(row: &Fields) -> i64 {
    row.millis("known").unwrap_or_default()
}

impl Tabs {
    pub(super) fn of(read: Reader<'_>, case: Id) -> Result<Self, Failure> {
        let mut rows = read.fields_of(Subject::Watch, case)?;
        // What was written down later is newer among rows of one minute: the sort keeps their order.
        rows.sort_by_key(known);
        Ok(Self { rows })
    }

    /// Gives the newest row that says how things are; what somebody answered when asked counts as well.
    pub(super) fn state(&self) -> Option<&Fields> {
        self.rows.iter().rev().find(|row| row.raw("text").is_some())
    }

    /// Gives the promise of the next word that runs: the newest one, unless something was learned since.
    pub(super) fn promise(&self) -> Option<(Id, i64)> {
        for row in self.rows.iter().rev() {
            if let Some(at) = row.millis("promised") {
                return Some((row.id, at));
            }
            if row.raw("text").is_some() {
                return None;
            }
        }
        None
    }

    /// Lists what can be looked at without asking anybody, the newest first, each with when it last said something.
    pub(super) fn sources(&self) -> Vec<(Untrusted, i64)> {
        let mut all: Vec<(Untrusted, i64)> = Vec::new();
        for row in self.rows.iter().rev().filter(|row| row.word("kind") == "seen") {
            let Some(source) = row.text("source") else { continue };
            if !all.iter().any(|(known, _)| known.raw().to_lowercase() == source.raw().to_lowercase()) {
                all.push((source, known(row)));
            }
        }
        all
    }

    /// Lists the times somebody was asked, the newest first.
    pub(super) fn asked(&self) -> impl Iterator<Item = &Fields> {
        self.rows.iter().rev().filter(|row| row.word("kind") == "asked")
    }

    /// Gives until when responders are left alone because they were asked; nothing when that is over.
    pub(super) fn cooling(&self, wait: Option<i64>, now: i64) -> Option<i64> {
        let last = self.asked().map(known).next()?;
        Some(last + wait?).filter(|until| *until > now)
    }

    /// Words why it is too soon to ask; nothing when it is fair.
    pub(super) fn too_soon(&self, wait: Option<i64>, now: &Now) -> Option<String> {
        let promised = self.promise().map(|(_, at)| at).filter(|at| *at > now.at);
        let cooling = self.cooling(wait, now.at);
        let fair = due::stamp(promised.max(cooling)?, now);
        let asked = self.asked().next().filter(|_| cooling.is_some()).map(|row| format!("asked {}", ago(row, now)));
        Some(match (promised.map(|at| due::stamp(at, now)), asked) {
            (Some(at), None) => format!("the next word is promised for {at}: silence is normal until then"),
            (Some(at), Some(asked)) => format!("the next word is promised for {at}; {asked}: better not before {fair}"),
            (None, asked) => format!("{}: better not before {fair}", asked.unwrap_or_default()),
        })
    }

    /// Words where to look before anybody is asked.
    pub(super) fn look_first(&self) -> String {
        let names: Vec<String> = self.sources().into_iter().take(NAMED).map(|(source, _)| source.raw().to_owned()).collect();
        match names.is_empty() {
            true => "look first where nobody is disturbed: a dashboard, their channel, the vendor's page".to_owned(),
            false => format!("look first where nobody is disturbed: {}", names.join(", ")),
        }
    }

    /// Says whether silence is normal, late, or nobody promised anything.
    pub(super) fn silence(&self, wait: Option<i64>, now: &Now) -> String {
        let asked = self.cooling(wait, now.at).zip(self.asked().next());
        let asked = asked.map(|(until, row)| (ago(row, now), due::stamp(until, now)));
        match (self.promise().map(|(_, at)| at), asked) {
            (Some(at), _) if at > now.at => format!("Silence is normal until {}.", due::stamp(at, now)),
            (Some(at), None) => format!("The promised word is {}: asking is fair now.", late(at, now)),
            (Some(at), Some((ago, until))) => {
                format!("The promised word is {}, and they were asked {ago}: better not before {until}.", late(at, now))
            }
            (None, Some((ago, until))) => format!("They were asked {ago}: better not before {until}."),
            (None, None) => "No next word is promised. When you ask, ask when the next word comes.".to_owned(),
        }
    }
}

/// Words how long ago a row was known.
pub(super) fn ago(row: &Fields, now: &Now) -> String {
    due::ago(known(row), now)
}

fn late(at: i64, now: &Now) -> String {
    if now.at - at < MINUTE { "due now".to_owned() } else { when::until(at - now.at) }
}

/// Gives how long responders are left alone after they were asked, by policy.
pub(super) fn wait(ctx: &Context, case: &Case) -> Option<i64> {
    match case.kind {
        CaseKind::Incident => ctx.policies.ask_again(case.incident_priority()?),
        CaseKind::Issue => ctx.policies.ask_again_issue(case.issue_priority()?),
    }
}

/// Gives the age at which a last known state says too little: two updates to stakeholders.
pub(super) fn stale_after(ctx: &Context, case: &Case) -> Option<i64> {
    let every = match case.kind {
        CaseKind::Incident => ctx.policies.update_every(case.incident_priority()?, case.incident_state()?),
        CaseKind::Issue => ctx.policies.issue_update_every(case.issue_priority()?),
    };
    every.map(|every| every.saturating_mul(2))
}

/// Says whether the reader may know whom we asked: a shared screen shows nothing of that.
pub(super) fn is_ours(view: &View<'_>) -> bool {
    view.read.floor() == Visibility::Internal
}

/// Gives where a row is from: its source, or whoever was asked.
pub(super) fn source(row: &Fields) -> Untrusted {
    row.text("source").or_else(|| row.name("person").cloned()).unwrap_or_default()
}
