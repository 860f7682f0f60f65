//! Who was told when, and what is owed to whom: the clocks of updates, one for each audience that a case concerns.
//!
//! What was sent counts for its audience, and a logged line for the audience it names at its beginning, else for all of them.

use crate::app::clocks::Clock;
use crate::app::playbook::{Progress, Reach};
use crate::app::query::View;
use crate::app::{Context, Failure, audience};
use crate::model::case::{Case, IncidentState, Named};
use crate::model::entry::{Entry, Facet, LogFrom, Owed};
use crate::model::fields::Fields;
use crate::model::update::UpdateState;
use crate::model::{CaseKind, Id, Subject, Untrusted, when};
use crate::store::Reader;

/// Most lines about updates that are looked at.
const LINES: usize = 200;
/// Most audiences that a line may name.
const AUDIENCES: usize = 1_000;

/// Gives the time from one update on a case to the next, as it stands.
pub(super) fn cadence(ctx: &Context, case: &Case) -> Option<i64> {
    match case.kind {
        CaseKind::Incident => ctx.policies.update_every(case.incident_priority()?, case.incident_state()?),
        CaseKind::Issue => ctx.policies.issue_update_every(case.issue_priority()?),
    }
    .filter(|_| owes(case))
}

/// Says whether anybody is owed an update at all: not once it is over.
fn owes(case: &Case) -> bool {
    match case.kind {
        CaseKind::Incident => case.incident_state().is_some_and(|state| state < IncidentState::Resolved),
        CaseKind::Issue => !case.is_closed(),
    }
}

/// When an audience was told last, and when it was promised to be told again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Last {
    /// UTC milliseconds.
    pub at: i64,
    /// UTC milliseconds, where something was promised.
    pub promised: Option<i64>,
}

/// Holds what was told in a case.
pub(super) struct Told {
    /// Every update on it that was sent.
    pub sent: Vec<Fields>,
    /// Lines that were logged by hand, with the audience each names.
    lines: Vec<(Option<String>, i64)>,
}

impl Told {
    /// Reads it.
    pub fn read(read: Reader<'_>, case: Id) -> Result<Self, Failure> {
        let mut sent = read.fields_of(Subject::Update, case)?;
        sent.retain(|update| update.word("state") == UpdateState::Sent.key());
        let entries = read.log(case, Some(Facet::Updates), LogFrom::End, LINES)?;
        let names = if entries.is_empty() { Vec::new() } else { read.names(Subject::Audience, "", AUDIENCES)? };
        let by_hand = |entry: &&Entry| !sent.iter().any(|update| update.reference("entry") == Some(entry.id));
        let lines = entries.iter().filter(by_hand).map(|entry| (addressee(&entry.text, &names), entry.spot().at)).collect();
        Ok(Self { sent, lines })
    }

    /// Gives when an audience was told last.
    pub fn last(&self, audience: &Named) -> Option<Last> {
        let name = audience.name.raw().to_lowercase();
        let of_it = self.sent.iter().filter(|update| update.reference("audience") == Some(audience.id));
        let sent = of_it.filter_map(|update| Some(Last { at: update.millis("sent")?, promised: update.millis("promised") }));
        let lines = self.lines.iter().filter(|(to, _)| to.as_ref().is_none_or(|to| *to == name));
        let lines = lines.map(|(_, at)| Last { at: *at, promised: None });
        lines.chain(sent).max_by_key(|last| last.at)
    }

    /// Gives when anybody was told last.
    fn last_of_all(&self) -> Option<i64> {
        let sent = self.sent.iter().filter_map(|update| update.millis("sent"));
        sent.chain(self.lines.iter().map(|(_, at)| *at)).max()
    }
}

/// Reads the audience out of the beginning of a line: `sponsors: …`; none where it names none that there is.
fn addressee(text: &Untrusted, names: &[Named]) -> Option<String> {
    let begins = text.raw().split_once(':')?.0.trim().to_lowercase();
    names.iter().map(|named| named.name.raw().to_lowercase()).find(|name| *name == begins)
}

/// Says when an audience has to be told next: as was promised, else by the cadence, counted from when the case was opened.
pub(super) fn due(ctx: &Context, case: &Case, last: Option<Last>) -> Option<i64> {
    let promised = last.and_then(|last| last.promised).filter(|_| owes(case));
    promised.or_else(|| Some(last.map_or(case.opened.at, |last| last.at) + cadence(ctx, case)?))
}

/// Works out what is owed: to each audience that the case concerns; where there is none, to people at large.
pub(in crate::app) fn clocks(read: Reader<'_>, ctx: &Context, case: &Case) -> Result<Vec<Clock>, Failure> {
    if !owes(case) {
        return Ok(Vec::new());
    }
    let audiences = audience::concerning(read, case)?;
    let told = Told::read(read, case.id)?;
    if audiences.is_empty() {
        let last = told.last_of_all().map(|at| Last { at, promised: None });
        return Ok(due(ctx, case, last).map(|at| (case.id, Owed::Update.key(), at)).into_iter().collect());
    }
    let clock = |audience: &Named| Some((audience.id, Owed::Update.key(), due(ctx, case, told.last(audience))?));
    Ok(audiences.iter().filter_map(clock).collect())
}

/// Says how far telling people is: done when all that the case concerns were told and nothing promised is past.
pub(super) fn progress(view: &View<'_>, case: &Case) -> Result<Progress, Failure> {
    let told = Told::read(view.read, case.id)?;
    let audiences = audience::concerning(view.read, case)?;
    let lasts: Vec<Option<Last>> = match audiences.is_empty() {
        true => vec![told.last_of_all().map(|at| Last { at, promised: None })],
        false => audiences.iter().map(|audience| told.last(audience)).collect(),
    };
    let (heard, all) = (lasts.iter().flatten().count(), lasts.len());
    let next = lasts.iter().filter_map(|last| due(view.ctx, case, *last)).min();
    let clock = || next.map_or_else(|| format!("{heard}/{all}"), |at| when::clock(at, view.ctx.zone));
    Ok(match heard {
        0 => Progress::new(Reach::Todo, clock()),
        _ if heard < all => Progress::new(Reach::Doing, format!("{heard}/{all}")),
        _ if next.is_some_and(|at| at <= view.ctx.at) => Progress::new(Reach::Doing, clock()),
        _ => Progress::new(Reach::Done, clock()),
    })
}
