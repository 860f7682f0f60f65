//! A root-cause analysis as the templates see it: plain fields, filled by the floor above, escaped when printed.
//!
//! Durations and times are put into words here, because being honest about them is a rule of documents: a duration is never
//! negative, an approximate time gives an approximate duration, and what is not known is said.

mod cause;
mod context;
pub(super) mod diagram;
mod phase;
mod section;

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime};
use serde::Serialize;
use serde_json::Value as Json;

use crate::model::between::{Between, minutes_in_units};
use crate::model::zone::Resolved;
use crate::model::{Moment, Precision, Zone};

pub use cause::RcaCause;
pub use context::*;
pub use phase::*;
pub use section::*;

use super::template::{TemplateError, Templates};
use super::{headings, redact};

/// Name of the template.
pub const TEMPLATE: &str = "review/rca.md.j2";

/// A printed review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// The Markdown.
    pub markdown: String,
    /// How many secrets were taken out of it.
    pub redactions: usize,
}

/// Renders a review as Markdown in a language; secrets are taken out unless `raw`.
///
/// # Errors
/// Names the template and the line if the user's own template is wrong.
pub fn render(templates: &Templates, context: &RcaContext, language: &str, raw: bool) -> Result<Rendered, TemplateError> {
    render_as(templates, TEMPLATE, context, language, raw)
}

/// Renders a review with a template of that name.
///
/// # Errors
/// As [`render`].
pub fn render_as(templates: &Templates, name: &str, context: &RcaContext, language: &str, raw: bool) -> Result<Rendered, TemplateError> {
    rendered(templates, name, value(context, raw), language)
}

/// Renders a document of which the values are known, and tidies it.
pub(super) fn rendered(
    templates: &Templates,
    template: &str,
    (mut value, redactions): (Json, usize),
    language: &str,
) -> Result<Rendered, TemplateError> {
    if let Some(fields) = value.as_object_mut() {
        fields.insert("h".to_owned(), serde_json::to_value(headings::in_language(language)).expect("texts only"));
    }
    let markdown = tidy(&templates.render(template, &value)?);
    Ok(Rendered { markdown, redactions })
}

/// Gives a review as JSON, and how many secrets were taken out; none are if `raw`.
pub fn value(context: &RcaContext, raw: bool) -> (Json, usize) {
    with_footer(context, &context.footer, raw)
}

/// Gives what a document prints as JSON, its secrets taken out and counted in the footer.
pub(super) fn with_footer<C: Serialize>(context: &C, footer: &RcaFooter, raw: bool) -> (Json, usize) {
    let mut value = serde_json::to_value(context).expect("the context holds texts, numbers and lists only");
    let mut footer = footer.clone();
    if let Some(fields) = value.as_object_mut() {
        // The footer is ours; its hash must not be taken for a secret.
        fields.remove("footer");
        footer.redactions = if raw { 0 } else { fields.values_mut().map(redact::redact_value).sum() };
        footer.raw = raw;
        fields.insert("footer".to_owned(), serde_json::to_value(&footer).expect("texts and numbers only"));
    }
    (value, footer.redactions)
}

/// Leaves at most one empty line between blocks outside fences, and one line feed at the end.
fn tidy(markdown: &str) -> String {
    let mut out = String::with_capacity(markdown.len());
    let (mut fence, mut empty) = (0, true);
    for line in markdown.lines() {
        let ticks = line.bytes().take_while(|b| *b == b'`').count();
        if fence == 0 && line.trim().is_empty() {
            if !empty {
                out.push('\n');
            }
            empty = true;
            continue;
        }
        // Text cannot begin a line with backticks, so only our own fences are seen here.
        match fence {
            0 if ticks >= 3 => fence = ticks,
            open if open > 0 && ticks >= open && line.len() == ticks => fence = 0,
            _ => {}
        }
        out.push_str(line);
        out.push('\n');
        empty = false;
    }
    out
}

/// Puts the time between two moments into words, in the document's language (the words of [`headings::in_language`]).
///
/// Nobody named one of them: not applicable. One is said to be unknown: unknown. The second is before the first: invalid,
/// with the names of both. Otherwise days, hours and minutes, "about" if either moment is approximate, whole days if only days are known.
pub fn duration(from: (&str, Option<Moment>), to: (&str, Option<Moment>), words: &BTreeMap<String, String>) -> String {
    let word = |key: &str| word(words, key);
    match Between::of(from.1, to.1) {
        Between::NotApplicable => word("not_applicable"),
        Between::Unknown => word("unknown"),
        Between::Invalid => format!("{} ({} {} {})", word("invalid"), to.0, word("is_before"), from.0),
        Between::Days(0) => format!("{} < 1 {}", word("about"), word("unit_day")),
        Between::Days(days) => format!("{} {days} {}", word("about"), word("unit_day")),
        Between::Minutes(minutes, false) => minutes_long(minutes, words),
        Between::Minutes(minutes, true) => format!("{} {}", word("about"), minutes_long(minutes, words)),
    }
}

/// Writes whole minutes in the document's language.
pub fn minutes_long(minutes: i64, words: &BTreeMap<String, String>) -> String {
    let units = ["unit_day", "unit_hour", "unit_minute"].map(|key| word(words, key));
    minutes_in_units(minutes, units.each_ref().map(String::as_str))
}

/// Writes moments in a zone, for a column: with their dates if they are of several days, else without, and the day apart.
///
/// An approximate time has its word before it, a day has no time of day, and an unknown one is the word for it.
pub fn times(moments: &[Option<Moment>], zone: Zone, words: &BTreeMap<String, String>) -> (Option<NaiveDate>, Vec<String>) {
    let mut days: Vec<NaiveDate> = moments.iter().flatten().filter_map(|moment| local(moment, zone)).map(|time| time.date()).collect();
    days.sort();
    days.dedup();
    let day = match days.as_slice() {
        [only] if moments.len() > 1 => Some(*only),
        _ => None,
    };
    let texts = moments.iter().map(|moment| match moment {
        Some(moment) => stamp(moment, day.is_none(), zone, words),
        None => word(words, "unknown"),
    });
    (day, texts.collect())
}

/// Writes one moment in a zone, with its date.
pub fn full_time(moment: &Moment, zone: Zone, words: &BTreeMap<String, String>) -> String {
    stamp(moment, true, zone, words)
}

/// Gives a moment as the clock on the wall of a zone showed it.
fn local(moment: &Moment, zone: Zone) -> Option<NaiveDateTime> {
    match moment.precision {
        // A day was said in its own zone; moving it to another could make it the day before.
        Precision::Day => moment.local().map(|time| time.naive_local()),
        _ => moment.millis().map(|at| zone.local(at).naive_local()),
    }
}

fn stamp(moment: &Moment, dated: bool, zone: Zone, words: &BTreeMap<String, String>) -> String {
    let Some(time) = local(moment, zone) else { return word(words, "unknown") };
    let mut clock = time.format(if dated { "%Y-%m-%d %H:%M" } else { "%H:%M" }).to_string();
    if matches!(zone.resolve(time), Resolved::Twice(..)) {
        // The clock was put back over this hour; only the offset says which of the two is meant.
        clock.push_str(&zone.local(moment.at).format(" (UTC%:z)").to_string());
    }
    match moment.precision {
        Precision::About => format!("{} {clock}", word(words, "about")),
        Precision::Day => format!("{} ({})", time.format("%Y-%m-%d"), word(words, "day_only")),
        Precision::Exact | Precision::Unknown => clock,
    }
}

fn word(words: &BTreeMap<String, String>, key: &str) -> String {
    words.get(key).cloned().unwrap_or_else(|| key.to_owned())
}

#[cfg(test)]
#[path = "rca_tests.rs"]
mod tests;
