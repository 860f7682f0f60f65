//! One row of a log on screen: when, what kind, the words, and on the right who and what became of it. And the column beside the log.

use chrono::Datelike as _;

use super::desk::role as role_of;
use super::parts::columns::{Column, spans};
use super::parts::text::{cut, fit, wide};
use super::summary::{Clock, Summary};
use super::theme::Role;
use super::words::wrapped;
use crate::app::Context;
use crate::app::hypothesis::live::Weights;
use crate::model::entry::{ActionState, Entry, EntryKind, Verdict};
use crate::model::{EntryRef, Moment, Precision, when};

/// Cells of the time: the clock, or the day with it.
pub const CLOCK: u16 = 6;
/// See [`CLOCK`].
pub const DAY: u16 = 12;
/// From so many cells on there is room for more than the words.
const ROOMY: u16 = 54;
/// See [`CLOCK`].
pub const YEAR: u16 = 17;

/// Says how wide the times of these rows are: the day is shown as soon as one of them is not of today, and the year likewise.
pub fn time_width<'a>(mut rows: impl Iterator<Item = &'a Entry>, ctx: &Context) -> u16 {
    let today = ctx.zone.local(ctx.at).date_naive();
    rows.try_fold(CLOCK, |width, entry| match ctx.zone.local(entry.spot().at).date_naive() {
        day if day == today => Ok(width),
        day if day.year() == today.year() => Ok(DAY),
        _ => Err(YEAR),
    })
    .unwrap_or_else(|width| width)
}

/// Writes one row for a width.
pub fn line(entry: &Entry, weights: &Weights, ctx: &Context, time: u16, width: usize) -> Vec<(String, Role)> {
    let (at, (note, nearness)) = (shown_time(entry, ctx, time), note(entry, weights, ctx));
    // A short note leaves its room to the words.
    let end = wide(&note).min((width / 3).max(12));
    let right = Column::fixed(u16::try_from(end).unwrap_or(u16::MAX)).to_the_right().from(ROOMY);
    let layout = [Column::fixed(time), Column::fixed(if width < usize::from(ROOMY) { 10 } else { 11 }), Column::rest(10), right];
    let said = role(entry);
    let kind = if said == Role::Text { Role::Quiet } else { said };
    spans(&layout, &[(&at, Role::Quiet), (entry.kind.label(), kind), (&words(entry), said), (&note, nearness)], width)
}

fn shown_time(entry: &Entry, ctx: &Context, width: u16) -> String {
    let at = entry.spot().at;
    let clock = when::clock(at, ctx.zone);
    let about = if entry.observed.is_some_and(|m| m.precision == Precision::About) { "~" } else { "" };
    match (width, entry.observed.map(|m| m.precision)) {
        (CLOCK, Some(Precision::Day)) => "today".to_owned(),
        (CLOCK, _) => format!("{about}{clock}"),
        (YEAR, Some(Precision::Day)) => ctx.zone.local(at).format("%Y-%m-%d").to_string(),
        (YEAR, _) => format!("{} {about}{clock}", ctx.zone.local(at).format("%Y-%m-%d")),
        (_, Some(Precision::Day)) => ctx.zone.local(at).format("%m-%d").to_string(),
        _ => format!("{} {about}{clock}", ctx.zone.local(at).format("%m-%d")),
    }
}

/// Writes one line for a text elsewhere: number, day and time with the zone, kind, words, who.
pub fn copied(name: EntryRef, entry: &Entry, ctx: &Context) -> String {
    let at = ctx.zone.local(entry.spot().at).format("%Y-%m-%d %H:%M");
    let who = entry.person.as_ref().map_or(entry.author.raw(), |person| person.name.raw());
    format!("{name}  {at} {}  {}  {}  ({who})", ctx.zone.short(), entry.kind.label(), words(entry))
}

/// Gives what was said, with the reason behind it.
pub fn words(entry: &Entry) -> String {
    if entry.redacted {
        return "(redacted)".to_owned();
    }
    let mut text = entry.text.raw().to_owned();
    if let Some(reason) = &entry.reason {
        text.push_str(" -- ");
        text.push_str(reason.raw());
    }
    if entry.amends.is_some() {
        text.push_str(" (amended)");
    }
    text
}

/// Words what became of a line and whose it is, and says how near its due time is.
fn note(entry: &Entry, weights: &Weights, ctx: &Context) -> (String, Role) {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(entry.verdict.map(|verdict| verdict.label().to_owned()));
    parts.extend(weight(entry, weights));
    let owed = entry.due.filter(|_| entry.is_open());
    let left = owed.and_then(|moment| moment.millis()).map(|at| at - ctx.at);
    let nearness = left.map_or(Role::Quiet, |left| if role_of(left) == Role::Text { Role::Quiet } else { role_of(left) });
    let due = owed.map(|moment| {
        let word = match (left, entry.kind) {
            (Some(..=0), _) => "late",
            (_, EntryKind::Decision) => "check",
            _ => "due",
        };
        format!("{word} {}", short(moment, ctx))
    });
    if let Some((number, state)) = entry.action {
        let stands = if state == ActionState::Open { due.unwrap_or_else(|| "open".to_owned()) } else { state.label().to_owned() };
        parts.push(format!("A-{number} {stands}"));
    } else {
        parts.extend(due);
    }
    // Who wrote an action down does not have it: without an owner that must be seen.
    let nobody = if entry.kind == EntryKind::Action { "no owner" } else { entry.author.raw() };
    parts.push(entry.person.as_ref().map_or(nobody, |person| person.name.raw()).to_owned());
    (parts.join(", "), nearness)
}

/// Words how likely a hypothesis is, as long as that is open, with the lines for and against it: `likely +2 -1`.
fn weight(entry: &Entry, weights: &Weights) -> Option<String> {
    let (pro, contra) = weights.get(&entry.id).copied().unwrap_or_default();
    let settled = matches!(entry.verdict, Some(Verdict::Confirmed | Verdict::Eliminated));
    let sure = entry.confidence.filter(|_| !settled).map(|sure| sure.label().to_owned());
    let sides = [(pro, '+'), (contra, '-')].into_iter().filter(|(count, _)| *count > 0).map(|(count, sign)| format!("{sign}{count}"));
    let words = sure.into_iter().chain(sides).collect::<Vec<_>>().join(" ");
    (entry.kind == EntryKind::Hypothesis && !words.is_empty()).then_some(words)
}

fn short(moment: Moment, ctx: &Context) -> String {
    moment.millis().map_or_else(|| "unknown".to_owned(), |at| super::summary::stamp(at, ctx))
}

/// One row of the column beside the log: its stretches with their roles.
type Spans = Vec<(String, Role)>;

/// Cells of the labels in the column.
const LABEL: usize = 8;
/// Most rows for one fact, and most links that are named.
const ROWS: usize = 5;

/// Says what the case is: title, state, impact, people; each wrapped beside its label.
pub fn facts(summary: &Summary, width: u16) -> Vec<Spans> {
    let facts = [
        ("Title", summary.case.title.raw(), Role::Strong),
        ("State", &summary.state, Role::Text),
        ("Impact", &summary.effect, Role::Text),
        ("Leads", &summary.leads, Role::Text),
    ];
    let mut rows = Vec::new();
    for (label, words, role) in facts {
        for (index, part) in wrapped(words, usize::from(width).saturating_sub(LABEL)).into_iter().take(ROWS).enumerate() {
            rows.push(vec![(fit(if index == 0 { label } else { "" }, LABEL), Role::Quiet), (part, role)]);
        }
    }
    rows
}

/// Sets the clocks as a timetable, nearest first, and below them what was agreed and has been met or missed.
pub fn clocks(summary: &Summary, width: u16) -> Vec<Spans> {
    let mut rows = vec![vec![("Clocks".to_owned(), Role::Quiet)]];
    if summary.clocks.is_empty() && summary.agreed.is_empty() {
        rows.push(vec![("none runs".to_owned(), Role::Text)]);
    }
    let widest = |of: fn(&Clock) -> &str| {
        let all = summary.clocks.iter().map(|clock| wide(of(clock)));
        Column::fixed(u16::try_from(all.max().unwrap_or(0) + 1).unwrap_or(u16::MAX))
    };
    let layout = [widest(|clock| &clock.time), widest(|clock| &clock.left), Column::rest(6)];
    for clock in &summary.clocks {
        let cells = [(clock.time.as_str(), clock.role), (clock.left.as_str(), clock.role), (clock.what.as_str(), Role::Text)];
        rows.push(spans(&layout, &cells, usize::from(width)));
    }
    for (words, role) in &summary.agreed {
        rows.extend(wrapped(words, usize::from(width)).into_iter().map(|part| vec![(part, *role)]));
    }
    rows
}

/// Names what the case is linked to, and how.
pub fn links(summary: &Summary, width: u16) -> Vec<Spans> {
    if summary.links.is_empty() {
        return Vec::new();
    }
    let mut rows = vec![vec![("Links".to_owned(), Role::Quiet)]];
    for link in summary.links.iter().take(ROWS) {
        let named = format!("{} {} ", link.words(), link.case);
        let title = cut(link.title.raw(), usize::from(width).saturating_sub(wide(&named)));
        rows.push(vec![(named, Role::Quiet), (title, Role::Text)]);
    }
    if summary.links.len() > ROWS {
        rows.push(vec![(format!("and {} more", summary.links.len() - ROWS), Role::Quiet)]);
    }
    rows
}

/// Decisions stand out; what only the program wrote steps back.
fn role(entry: &Entry) -> Role {
    match entry.kind {
        _ if entry.redacted => Role::Quiet,
        EntryKind::State => Role::Quiet,
        EntryKind::Decision => Role::Strong,
        _ => Role::Text,
    }
}
