//! Figures over many cases: counts and times, per service and period. This file says what can be asked and gathers; `page` prints.

mod page;
#[cfg(test)]
mod tests;

use chrono::{Datelike, NaiveDate};

use super::command::{Command, refuse};
use super::draft::{Given, Input};
use super::field::{Ask, Field};
use super::query::{Query, Shown, View};
use super::{Context, Failure};
use crate::model::between::Between;
use crate::model::case::{CASE_TIMES, IssuePriority, Priority};
use crate::model::figures::{Counted, Group, Kept, Parting, Sent, measures, promises};
use crate::model::when::Lean;
use crate::model::{CaseKind, Id, Moment, Subject, Untrusted, Zone};
use crate::store::{Belongs, CaseRow, Reader, Scope};

/// How far back figures go unless somebody says.
const YEAR: i64 = 365 * 24 * 3_600_000;
/// Most periods that are listed one by one, those without a case as well.
const PERIODS: usize = 240;
/// Most services that are listed one by one.
const SERVICES: usize = 1_000;

static KIND: Field =
    Field::flag("kind", "Kind", Ask::Choice(CaseKind::CHOICES), "incident (the default) or issue; their figures are never mixed");
static SERVICE: Field =
    Field::flag("service", "Service", Ask::Pick(Subject::Service, false), "Only incidents of this service, also as a further one");
static PROJECT: Field = Field::flag("project", "Project", Ask::Pick(Subject::Project, false), "Only issues of this project");
static FROM: Field = Field::flag("from", "From", Ask::Time(Lean::Past), "Only cases that began then or later; a year back unless said");
static TO: Field = Field::flag("to", "To", Ask::Time(Lean::Any), "Only cases that began before then; until now unless said");
static BY: Field = Field::flag("by", "By", Ask::Choice(Parting::CHOICES), "month (the default), quarter, year or service");
static FORMAT: Field = Field::flag(
    "format",
    "Format",
    Ask::Choice(&[("table", "table"), ("md", "Markdown"), ("csv", "comma-separated values")]),
    "table (the default), md or csv",
);

/// Commands.
pub static COMMANDS: &[Command] = &[];

/// Queries.
pub static QUERIES: &[Query] = &[Query {
    name: "figures",
    doc: "Counts cases and their times over a period: medians and 90th percentiles with how many they are of, promises kept.",
    fields: &[&KIND, &SERVICE, &PROJECT, &FROM, &TO, &BY, &FORMAT],
    columns: &[],
    empty: "",
    run,
}];

/// What was asked and what came of it.
pub(super) struct Figures {
    /// Which cases.
    pub scope: Scope,
    /// Name of the service or project, if it is of one.
    pub home: Option<Untrusted>,
    /// What they are parted by.
    pub by: Parting,
    /// All of them together.
    pub total: Group,
    /// The parts in order, by name.
    pub parts: Vec<(Untrusted, Group)>,
    /// Whether there were more than are counted.
    pub capped: bool,
}

fn run(view: &View<'_>, input: &Input) -> Result<Shown, Failure> {
    let figures = gather(view, input)?;
    Ok(match input.word("format") {
        Some("md") => Shown::Text(page::document(&figures, view).to_markdown(), Vec::new()),
        Some("csv") => Shown::Text(page::csv(&figures), Vec::new()),
        _ => Shown::Page(page::document(&figures, view), page::json(&figures)),
    })
}

fn scope(view: &View<'_>, input: &Input) -> Result<(Scope, Option<Untrusted>), Failure> {
    let named = |key: &str, subject| match input.get(key) {
        Some(Given::Known(named)) => Some((subject, named.clone())),
        _ => None,
    };
    let home = named("service", Subject::Service).or_else(|| named("project", Subject::Project));
    let said = input.word("kind").and_then(CaseKind::parse);
    let of_home = home.as_ref().map(|(subject, _)| if *subject == Subject::Service { CaseKind::Incident } else { CaseKind::Issue });
    if input.has("service") && input.has("project") {
        return refuse("project", "a service has incidents and a project has issues", "name one of the two");
    }
    if let (Some(said), Some(kind)) = (said, of_home)
        && said != kind
    {
        return refuse("kind", format!("what was named has no {}s", said.label()), "leave the kind out, it follows from the name");
    }
    let instant = |key: &str, default: i64| input.time(key).and_then(|moment| moment.millis()).unwrap_or(default);
    let to = instant("to", view.ctx.at + 1);
    let from = instant("from", to.min(view.ctx.at) - YEAR);
    if from >= to {
        return refuse("from", "the period ends before it begins", "give an earlier from, or a later to");
    }
    let kind = of_home.or(said).unwrap_or(CaseKind::Incident);
    let scope = Scope { kind, home: home.as_ref().map(|(subject, named)| (*subject, named.id)), from, to };
    Ok((scope, home.map(|(_, named)| named.name)))
}

/// Counts everything, row by row; each row finds its part by when its case began, or by its service.
fn gather(view: &View<'_>, input: &Input) -> Result<Figures, Failure> {
    let (scope, home) = scope(view, input)?;
    let by = input.word("by").and_then(Parting::parse).unwrap_or(Parting::Month);
    let mut sums = Sums { by, zone: view.ctx.zone, total: Group::default(), parts: Vec::new(), at: std::collections::HashMap::new() };
    let read: Reader<'_> = view.read;
    let mut capped = read.counted_cases(&scope, |row| {
        let counted = counted(view.ctx, scope.kind, &row);
        sums.with(&row.belongs, |group| group.add(&counted));
    })?;
    let now = view.ctx.at;
    let mut told: Vec<Sent<Id>> = Vec::new();
    let mut case: Option<(Belongs, Option<Moment>)> = None;
    capped |= read.counted_updates(&scope, |belongs, ended, sent| {
        if case.as_ref().is_some_and(|(last, _)| last.case != belongs.case) {
            sums.keep(case.take(), &mut told, now);
        }
        case = Some((belongs, ended));
        told.push(sent);
    })?;
    sums.keep(case, &mut told, now);
    capped |= read.counted_actions(&scope, |row| {
        let [due, done] = row.times;
        // One that was dropped was neither kept nor broken; one that is done without a time is not known to be either.
        let kept = match row.state.as_str() {
            "open" => Kept::of(due, None, now),
            _ if done.is_none() => Kept::NotApplicable,
            _ => Kept::of(due, done, now),
        };
        sums.with(&row.belongs, |group| match row.state.as_str() {
            "dropped" => group.dropped += 1,
            _ => group.actions.add(kept),
        });
    })?;
    let (total, parts) = sums.in_order();
    Ok(Figures { scope, home, by, total, parts, capped })
}

/// Gives what figures need of a case.
fn counted(ctx: &Context, kind: CaseKind, row: &CaseRow) -> Counted {
    let time = |key: &str| CASE_TIMES.iter().position(|(known, _)| *known == key).and_then(|at| row.times[at]);
    let wait = row.priority.as_deref().and_then(|word| match kind {
        CaseKind::Incident => Priority::parse(word).and_then(|priority| ctx.policies.review_due(priority)),
        CaseKind::Issue => IssuePriority::parse(word).and_then(|priority| ctx.policies.review_due_issue(priority)),
    });
    let ended = time("resolved").or(time("closed")).filter(|moment| row.over && moment.is_known());
    let by_policy = || Some(Moment { at: ended?.at + wait?, ..ended? });
    let [planned, approved] = row.review;
    let due = planned.or_else(by_policy);
    Counted {
        priority: row.priority.clone(),
        between: measures(kind).map(|(_, from, to)| Between::of(time(from), time(to))).collect(),
        review: (due.is_some() || approved.is_some()).then(|| Kept::of(due, approved, ctx.at)),
        again: row.again,
    }
}

/// Figures while they are being counted.
struct Sums {
    by: Parting,
    zone: Zone,
    total: Group,
    parts: Vec<(Part, Group)>,
    at: std::collections::HashMap<Part, usize>,
}

/// What a part is of: a period by its first day, or a service by its name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Part {
    Period(NaiveDate),
    Home(String),
    None,
}

impl Sums {
    fn part(&self, belongs: &Belongs) -> Part {
        match (self.by, &belongs.home) {
            (Parting::Service, Some(home)) => Part::Home(home.raw().to_owned()),
            (Parting::Service, None) => Part::None,
            (by, _) => Part::Period(first_day(by, self.zone.local(belongs.began).date_naive())),
        }
    }

    fn with(&mut self, belongs: &Belongs, count: impl Fn(&mut Group)) {
        count(&mut self.total);
        let part = self.part(belongs);
        let at = *self.at.entry(part.clone()).or_insert(self.parts.len());
        if at == self.parts.len() {
            self.parts.push((part, Group::default()));
        }
        if let Some((_, group)) = self.parts.get_mut(at) {
            count(group);
        }
    }

    /// Counts the promises of the updates of one case, and empties them.
    fn keep(&mut self, case: Option<(Belongs, Option<Moment>)>, told: &mut Vec<Sent<Id>>, now: i64) {
        told.sort_by_key(|sent| sent.sent.map(|moment| moment.at));
        let Some((belongs, ended)) = case else { return };
        let kept = promises(told, ended, now);
        told.clear();
        self.with(&belongs, |group| kept.iter().for_each(|kept| group.updates.add(*kept)));
    }

    /// Gives the parts in order: periods from the first to the last with those without a case between them, services by number of cases.
    fn in_order(mut self) -> (Group, Vec<(Untrusted, Group)>) {
        self.parts.sort_by(|(a, _), (b, _)| a.cmp(b));
        if self.by == Parting::Service {
            self.parts.sort_by_key(|(_, group)| std::cmp::Reverse(group.cases));
            self.parts.truncate(SERVICES);
        } else {
            self.fill();
        }
        let named = |(part, group): (Part, Group)| {
            let name = match part {
                Part::Period(day) => period(self.by, day).into(),
                Part::Home(name) => Untrusted::from(name),
                Part::None => "none named".into(),
            };
            (name, group)
        };
        (self.total, self.parts.into_iter().map(named).collect())
    }

    fn fill(&mut self) {
        let days = |parts: &[(Part, Group)]| match (parts.first(), parts.last()) {
            (Some((Part::Period(first), _)), Some((Part::Period(last), _))) => Some((*first, *last)),
            _ => None,
        };
        let Some((first, last)) = days(&self.parts) else { return };
        let next = |day: &NaiveDate| day.checked_add_months(chrono::Months::new(months(self.by))).filter(|next| *next <= last);
        let all: Vec<NaiveDate> = std::iter::successors(Some(first), next).take(PERIODS + 1).collect();
        if all.len() > PERIODS {
            return;
        }
        let mut counted = std::mem::take(&mut self.parts).into_iter().peekable();
        for day in all {
            let group = counted.next_if(|(part, _)| *part == Part::Period(day)).map(|(_, group)| group);
            self.parts.push((Part::Period(day), group.unwrap_or_default()));
        }
    }
}

fn months(by: Parting) -> u32 {
    match by {
        Parting::Year => 12,
        Parting::Quarter => 3,
        Parting::Month | Parting::Service => 1,
    }
}

/// Gives the first day of the period that a day lies in.
fn first_day(by: Parting, day: NaiveDate) -> NaiveDate {
    let month = day.month0() / months(by) * months(by) + 1;
    NaiveDate::from_ymd_opt(day.year(), month, 1).unwrap_or(day)
}

/// Names a period by its first day.
fn period(by: Parting, day: NaiveDate) -> String {
    match by {
        Parting::Year => day.format("%Y").to_string(),
        Parting::Quarter => format!("{} Q{}", day.year(), day.month0() / 3 + 1),
        Parting::Month | Parting::Service => day.format("%Y-%m").to_string(),
    }
}
