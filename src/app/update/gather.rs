//! From the record to an update: everything its text is filled with, as far as its audience may read it.
//!
//! The one place that decides what an audience is told. A cause is told only when it was confirmed, and to those who may read the line.

use super::told::{Told, cadence};
use crate::app::{Context, Failure, review};
use crate::document::update::{self, UpdateContext, UpdateLine, UpdateTask};
use crate::model::case::{Case, Named};
use crate::model::entry::{Action, ActionState, Entry, EntryKind, Facet, LogFrom, Verdict, Visibility};
use crate::model::fields::Fields;
use crate::model::update::Phase;
use crate::model::{CaseKind, Moment, Precision, Refusal, Subject, Untrusted, Zone, when};
use crate::store::Reader;

/// Lines of the log that are looked through for what is worth telling.
const LINES: usize = 100;
/// Facts that are told.
const FACTS: usize = 3;
/// Actions that are told.
const ACTIONS: usize = 5;

/// Holds an update as it would be written now.
#[derive(Clone, Debug)]
pub struct Drafted {
    /// What it is about.
    pub phase: Phase,
    /// The text.
    pub text: String,
    /// When the audience hears of it next.
    pub next: Option<Moment>,
    /// Who may read it.
    pub visibility: Visibility,
    /// How many secrets were taken out of it.
    pub redactions: usize,
}

/// Names an update to be written.
pub(super) struct Wanted<'a> {
    pub case: &'a Case,
    pub audience: &'a Fields,
    pub phase: Option<Phase>,
    pub next: Option<Moment>,
}

/// Gives what an audience may read.
pub(super) fn visibility(audience: &Fields) -> Visibility {
    Visibility::parse(audience.word("visibility")).unwrap_or(Visibility::Management)
}

/// Names an audience that was read whole.
pub(super) fn named(audience: &Fields) -> Named {
    Named { id: audience.id, name: audience.text("name").unwrap_or_default() }
}

/// Gives the zone that times are written in.
pub(super) fn zone(ctx: &Context, case: &Case) -> Zone {
    case.zone_or(ctx.zone)
}

/// Writes a promised time as a text has it, with its zone: "14:36 (Amsterdam)".
pub(super) fn promise(ctx: &Context, case: &Case, next: &Moment) -> String {
    let zone = zone(ctx, case);
    let time = time(Some(*next), zone, ctx.at);
    if time.is_empty() { time } else { format!("{time} ({})", zone.short()) }
}

/// Writes an update from the record.
///
/// # Errors
/// When the person's own template is wrong, or the store's.
pub(super) fn write(read: Reader<'_>, ctx: &Context, wanted: &Wanted<'_>) -> Result<Drafted, Failure> {
    let reader = visibility(wanted.audience);
    let seen = read.no_wider_than(reader);
    let told = Told::read(read, wanted.case.id)?;
    let last = told.last(&named(wanted.audience)).map(|last| last.at);
    let usual = Phase::of(wanted.case.kind, &wanted.case.state);
    let phase = match (wanted.phase, last) {
        (Some(phase), _) => phase,
        (None, Some(last)) if usual != Phase::Resolved && !has_news(seen, wanted.case, last)? => Phase::NoNews,
        _ => usual,
    };
    let by_cadence = || Moment::exact(ctx.at + cadence(ctx, wanted.case)?, zone(ctx, wanted.case).offset_minutes(ctx.at));
    let next = wanted.next.or_else(by_cadence).filter(Moment::is_known);
    let context = Telling { seen, ctx, case: wanted.case, reader, zone: zone(ctx, wanted.case) };
    let mut told = context.gather(read, wanted.audience)?;
    told.last_told = last.and_then(|at| Moment::exact(at, 0)).map_or_else(String::new, |at| context.time(Some(at)));
    told.next = next.map_or_else(String::new, |next| promise(ctx, wanted.case, &next));
    let language = language(ctx, wanted.audience);
    let rendered = update::render(&review::templates(ctx), &told, &language, phase.key());
    let (text, redactions) =
        rendered.map_err(|e| Refusal::whole(e.to_string(), "correct the template, or take it out of the templates folder"))?;
    Ok(Drafted { phase, text, next, visibility: reader, redactions })
}

/// Gives the language an audience reads.
fn language(ctx: &Context, audience: &Fields) -> String {
    let known = |tag: &&str| update::LANGUAGES.contains(tag);
    let own = audience.raw("language").filter(|tag| known(tag));
    own.or_else(|| Some(ctx.language.as_str()).filter(known)).unwrap_or("en").to_owned()
}

/// Says whether anything was logged after an audience was told last that it may read.
fn has_news(seen: Reader<'_>, case: &Case, last: i64) -> Result<bool, Failure> {
    let lines = seen.log(case.id, None, LogFrom::End, LINES)?;
    Ok(lines.iter().any(|line| line.logged.at > last && line.kind != EntryKind::Update))
}

/// What a text is filled with, for one reader.
struct Telling<'a> {
    /// Reads as much as the audience may.
    seen: Reader<'a>,
    ctx: &'a Context,
    case: &'a Case,
    reader: Visibility,
    zone: Zone,
}

impl Telling<'_> {
    fn gather(&self, read: Reader<'_>, audience: &Fields) -> Result<UpdateContext, Failure> {
        let case = self.seen.case_by_id(self.case.id)?.unwrap_or_else(|| self.case.clone());
        let facts = self.lines(Facet::Facts)?;
        let of = |kind: EntryKind| facts.iter().filter(move |entry| entry.kind == kind && !entry.redacted);
        let skipped = of(EntryKind::Fact).count().saturating_sub(FACTS);
        let workaround = of(EntryKind::Workaround).next_back().map(|entry| entry.text.clone()).or(case.workaround.clone());
        let home = if case.kind == CaseKind::Issue { &case.project } else { &case.service };
        let is_issue = case.kind == CaseKind::Issue;
        let since = case.time("started").or(case.time("detected")).or(Some(case.opened).filter(|_| is_issue));
        let ended = case.time("resolved").or(case.time("closed"));
        Ok(UpdateContext {
            reference: case.case_ref().to_string(),
            kind: case.kind.key().to_owned(),
            title: case.title.clone(),
            home: name(home.as_ref()),
            priority: case.priority.clone().unwrap_or_default(),
            state: case.state.clone(),
            audience: audience.text("name").unwrap_or_default(),
            since: self.time(since),
            impact_by: if case.effect.is_none() { self.impact_by()? } else { String::new() },
            hits: self.hits(home.as_ref())?,
            facts: of(EntryKind::Fact).skip(skipped).map(|entry| self.line(entry)).collect(),
            decided: self.decided()?,
            actions: self.actions()?,
            workaround: workaround.unwrap_or_default(),
            cause: cause(self.seen, self.case)?.map(|entry| entry.text).unwrap_or_default(),
            cause_found: cause(read, self.case)?.is_some(),
            contact: if self.names_people() { name(case.lead.as_ref()) } else { Untrusted::default() },
            restored: self.time(case.time("restored")),
            resolved: self.time(ended),
            review_due: self.review_due(ended)?,
            impact: case.effect.unwrap_or_default(),
            ..UpdateContext::default()
        })
    }

    fn names_people(&self) -> bool {
        self.reader != Visibility::Public
    }

    fn time(&self, moment: Option<Moment>) -> String {
        time(moment, self.zone, self.ctx.at)
    }

    fn lines(&self, facet: Facet) -> Result<Vec<Entry>, Failure> {
        Ok(self.seen.log(self.case.id, Some(facet), LogFrom::End, LINES)?)
    }

    fn line(&self, entry: &Entry) -> UpdateLine {
        UpdateLine { at: self.time(Some(entry.observed.filter(Moment::is_known).unwrap_or(entry.logged))), text: entry.text.clone() }
    }

    /// The last decision that stands.
    fn decided(&self) -> Result<Vec<UpdateLine>, Failure> {
        let stands = |entry: &&Entry| !entry.redacted && entry.verdict != Some(Verdict::Dropped);
        Ok(self.lines(Facet::Decisions)?.iter().rev().find(stands).map(|entry| self.line(entry)).into_iter().collect())
    }

    fn actions(&self) -> Result<Vec<UpdateTask>, Failure> {
        let open = self.seen.actions_of(self.case.id)?.into_iter().filter(|action| action.state == ActionState::Open);
        let task = |action: Action| UpdateTask {
            text: action.text,
            owner: if self.names_people() { name(action.owner.as_ref()) } else { Untrusted::default() },
            due: self.time(action.due),
        };
        Ok(open.take(ACTIONS).map(task).collect())
    }

    /// By when somebody said that the impact would be known.
    fn impact_by(&self) -> Result<String, Failure> {
        let field = if self.case.kind == CaseKind::Issue { "impact" } else { "effect" };
        let record = self.case.case_ref().to_string();
        let open = self.seen.unknowns(self.case.id)?.into_iter().find(|open| open.about.record == record && open.about.field == field);
        Ok(self.time(open.and_then(|open| open.due)))
    }

    /// Projects it hits besides its own; outside nobody has to know of them.
    fn hits(&self, home: Option<&Named>) -> Result<Vec<Untrusted>, Failure> {
        let mut names = Vec::new();
        if !self.names_people() {
            return Ok(names);
        }
        let mut known: Vec<_> = home.map(|named| named.id).into_iter().collect();
        for project in self.seen.projects_hit(self.case.id)? {
            if !known.contains(&project) {
                known.push(project);
                names.extend(self.seen.name_by_id(Subject::Project, project)?);
            }
        }
        Ok(names)
    }

    /// When the analysis is due, as somebody said, else by the policy.
    fn review_due(&self, ended: Option<Moment>) -> Result<String, Failure> {
        let review = self.seen.review(self.case.id)?.filter(|review| !review.state.is_approved());
        let wait = match self.case.kind {
            CaseKind::Incident => self.case.incident_priority().and_then(|p| self.ctx.policies.review_due(p)),
            CaseKind::Issue => self.case.issue_priority().and_then(|p| self.ctx.policies.review_due_issue(p)),
        };
        let by_policy = || Moment::exact(ended?.millis()? + wait?, 0);
        let due = review.and_then(|review| review.due).filter(Moment::is_known).or_else(by_policy);
        Ok(due.map_or_else(String::new, |due| self.zone.local(due.at).format("%Y-%m-%d").to_string()))
    }
}

/// Finds the last hypothesis that was confirmed, as far as a reader sees it.
fn cause(read: Reader<'_>, case: &Case) -> Result<Option<Entry>, Failure> {
    let confirmed = |entry: &Entry| entry.kind == EntryKind::Hypothesis && entry.verdict == Some(Verdict::Confirmed) && !entry.redacted;
    Ok(read.log(case.id, Some(Facet::Unknowns), LogFrom::End, LINES)?.into_iter().rev().find(confirmed))
}

fn name(named: Option<&Named>) -> Untrusted {
    named.map(|named| named.name.clone()).unwrap_or_default()
}

/// Writes a time: the clock alone where it is today; nothing where it is not known.
fn time(moment: Option<Moment>, zone: Zone, now: i64) -> String {
    let Some(moment) = moment.filter(Moment::is_known) else { return String::new() };
    let today = zone.local(moment.at).date_naive() == zone.local(now).date_naive();
    match moment.precision {
        Precision::Exact if today => when::clock(moment.at, zone),
        Precision::About if today => format!("~{}", when::clock(moment.at, zone)),
        _ => when::stamp(&moment, zone),
    }
}
