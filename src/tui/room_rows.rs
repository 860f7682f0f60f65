//! One row of a log on screen: when, what kind, the words, and on the right who and what became of it.

use chrono::Datelike as _;

use super::parts::columns::{Column, line as columns};
use super::theme::Role;
use crate::app::Context;
use crate::model::entry::{ActionState, Entry, EntryKind};
use crate::model::{EntryRef, Moment, Precision, when};

/// Cells of the time: the clock, or the day with it.
pub const CLOCK: u16 = 6;
/// See [`CLOCK`].
pub const DAY: u16 = 12;
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
pub fn line(entry: &Entry, ctx: &Context, time: u16, width: usize) -> (String, Role) {
    let room = u16::try_from(width / 4).unwrap_or(u16::MAX).clamp(12, 36);
    let note = Column::fixed(room).to_the_right().from(56);
    let layout = [Column::fixed(0), Column::fixed(time), Column::fixed(10), Column::rest(10), note];
    let at = shown_time(entry, ctx, time);
    (columns(&layout, &["", &at, entry.kind.label(), &words(entry), &note_words(entry, ctx)], width), role(entry))
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

fn note_words(entry: &Entry, ctx: &Context) -> String {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(entry.verdict.map(|verdict| verdict.label().to_owned()));
    let due = |moment: Moment| format!("{} {}", if entry.kind == EntryKind::Decision { "check" } else { "due" }, short(moment, ctx));
    let due = entry.due.filter(|_| entry.is_open()).map(due);
    if let Some((number, state)) = entry.action {
        let stands = if state == ActionState::Open { due.unwrap_or_else(|| "open".to_owned()) } else { state.label().to_owned() };
        parts.push(format!("A-{number} {stands}"));
    } else {
        parts.extend(due);
    }
    // Who wrote an action down does not have it: without an owner that must be seen.
    let nobody = if entry.kind == EntryKind::Action { "no owner" } else { entry.author.raw() };
    parts.push(entry.person.as_ref().map_or(nobody, |person| person.name.raw()).to_owned());
    parts.join(", ")
}

fn short(moment: Moment, ctx: &Context) -> String {
    moment.millis().map_or_else(|| "unknown".to_owned(), |at| super::summary::stamp(at, ctx))
}

/// Open questions and promises stand out; what was ruled out steps back.
fn role(entry: &Entry) -> Role {
    match entry.kind {
        _ if entry.redacted => Role::Quiet,
        EntryKind::State => Role::Quiet,
        EntryKind::Decision => Role::Strong,
        _ => Role::Text,
    }
}
