//! A root-cause analysis as the templates see it: plain fields, filled by the floor above, escaped when printed.
//!
//! Durations and times are put into words here, because being honest about them is a rule of documents: a duration is never
//! negative, an approximate time gives an approximate duration, and what is not known is said.

use std::collections::BTreeMap;

use chrono::{NaiveDate, TimeZone};
use serde::Serialize;

use crate::model::{Moment, Precision, Untrusted};

use super::template::{TemplateError, Templates};
use super::{headings, redact};

/// Name of the template.
pub const TEMPLATE: &str = "review/rca.md.j2";

/// Holds everything a review prints; what is absent is left out of the document.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RcaContext {
    /// The case.
    pub case: RcaCase,
    /// Key times, in the order they are to be printed.
    pub times: Vec<RcaTime>,
    /// Durations, computed and as reported.
    pub durations: Vec<RcaDuration>,
    /// All sections of this kind of case in order, blank ones too: rows from the record may belong under them.
    pub sections: Vec<RcaSection>,
    /// What happened, by time.
    pub timeline: Vec<RcaEntry>,
    /// The day of the timeline, if it is one; else every row has its date.
    pub timeline_day: String,
    /// What was decided.
    pub decisions: Vec<RcaDecision>,
    /// What is to be done.
    pub actions: Vec<RcaAction>,
    /// Who took part.
    pub participants: Vec<RcaParticipant>,
    /// What is still open.
    pub questions: Vec<RcaQuestion>,
    /// Cases that have to do with this one.
    pub related: Vec<RcaRelated>,
    /// Addresses that belong to the case.
    pub links: Vec<RcaLink>,
    /// Where the document comes from.
    pub footer: RcaFooter,
}

/// The case a review is about.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RcaCase {
    /// `INC-12`.
    pub reference: String,
    /// `incident` or `issue`.
    pub kind: String,
    /// What it is called.
    pub title: Untrusted,
    /// Where it stands.
    pub state: String,
    /// Where the review stands.
    pub review_state: String,
    /// Services that were hit.
    pub services: Vec<Untrusted>,
    /// The project, for an issue.
    pub project: Untrusted,
    /// Who led.
    pub lead: Untrusted,
    /// Priority.
    pub priority: String,
    /// Severity of an issue.
    pub severity: String,
    /// Severity or priority in another system's words.
    pub foreign_severity: Untrusted,
    /// Type of an issue.
    #[serde(rename = "type")]
    pub issue_type: String,
    /// How an issue ended.
    pub outcome: String,
    /// Name of the zone all times are printed in.
    pub zone: String,
}

/// One key time.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RcaTime {
    /// What happened then.
    pub label: Untrusted,
    /// The time in the document's zone; empty if it is not known.
    pub at: String,
    /// How exactly it is known.
    pub precision: String,
    /// Remark.
    pub note: Untrusted,
}

/// One duration.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RcaDuration {
    /// Between what.
    pub label: Untrusted,
    /// As computed from two times, in words.
    pub computed: String,
    /// As somebody reported it; the two may disagree, and both are printed.
    pub stated: Untrusted,
}

/// One section.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RcaSection {
    /// Key.
    pub name: String,
    /// Heading in the document's language.
    pub title: Untrusted,
    /// `prose`, `list` or `verbatim`.
    pub form: String,
    /// `front` or `back`.
    pub place: String,
    /// The text; may be blank.
    pub text: Untrusted,
}

/// One row of the timeline.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RcaEntry {
    /// The time; empty if it is not known.
    pub at: String,
    /// `INC-12.34`.
    pub reference: String,
    /// Kind of entry.
    pub kind: String,
    /// What was said.
    pub text: Untrusted,
    /// Why.
    pub reason: Untrusted,
    /// Who.
    pub who: Untrusted,
    /// Whether it is a key moment.
    pub key: bool,
    /// Where more can be read.
    pub links: Vec<RcaLink>,
}

/// One decision.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RcaDecision {
    /// The time; empty if it is not known.
    pub at: String,
    /// `INC-12.34`.
    pub reference: String,
    /// What was decided.
    pub text: Untrusted,
    /// Why.
    pub reason: Untrusted,
    /// Who decided.
    pub who: Untrusted,
    /// When it is looked at again.
    pub check_back: String,
}

/// One action.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RcaAction {
    /// `A-56`.
    pub reference: String,
    /// What is to be done.
    pub text: Untrusted,
    /// Whether it is done.
    pub done: bool,
    /// Who does it.
    pub owner: Untrusted,
    /// A date, or a period in words.
    pub due: Untrusted,
    /// Where it stands.
    pub state: Untrusted,
    /// What it is meant to do.
    pub kind: Untrusted,
    /// Tickets and the like.
    pub links: Vec<RcaLink>,
}

/// One participant.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RcaParticipant {
    /// Who.
    pub who: Untrusted,
    /// In which role.
    pub role: Untrusted,
}

/// One open question.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RcaQuestion {
    /// `INC-12.34`.
    pub reference: String,
    /// What is asked.
    pub text: Untrusted,
    /// Who finds out.
    pub owner: Untrusted,
    /// By when.
    pub due: String,
}

/// One related case.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RcaRelated {
    /// What it is to this case ("is caused by").
    pub relation: String,
    /// `ISS-7`.
    pub reference: String,
    /// What it is called.
    pub title: Untrusted,
}

/// One address; it becomes a link only if it is one of the web or of mail.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RcaLink {
    /// Where it leads.
    pub url: Untrusted,
    /// What it is called; empty shows the address.
    pub text: Untrusted,
}

/// Where a document comes from.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RcaFooter {
    /// For whom it was printed: internal, management or public.
    pub visibility: String,
    /// How many rows were left out for that.
    pub left_out: usize,
    /// Hash of the journal's newest batch, and its number.
    pub head: String,
    /// Version of the program.
    pub version: String,
    /// How many secrets were taken out; filled while rendering.
    pub redactions: usize,
}

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
    let mut value = serde_json::to_value(context).expect("the context holds texts, numbers and lists only");
    let mut footer = context.footer.clone();
    let mut redactions = 0;
    if let Some(fields) = value.as_object_mut() {
        // The footer is ours; its hash must not be taken for a secret.
        fields.remove("footer");
        redactions = if raw { 0 } else { fields.values_mut().map(redact::redact_value).sum() };
        footer.redactions = redactions;
        fields.insert("footer".to_owned(), serde_json::to_value(footer).expect("texts and numbers only"));
        fields.insert("h".to_owned(), serde_json::to_value(headings::in_language(language)).expect("texts only"));
    }
    let markdown = tidy(&templates.render(TEMPLATE, &value)?);
    Ok(Rendered { markdown, redactions })
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
    let word = |key: &str| words.get(key).cloned().unwrap_or_else(|| key.to_owned());
    let (Some(start), Some(end)) = (from.1, to.1) else { return word("not_applicable") };
    let (Some(started), Some(ended)) = (start.millis(), end.millis()) else { return word("unknown") };
    let days_only = start.precision == Precision::Day || end.precision == Precision::Day;
    if days_only {
        let day = |moment: Moment| moment.local().map(|time| time.date_naive());
        let (Some(first), Some(last)) = (day(start), day(end)) else { return word("unknown") };
        return match (last - first).num_days() {
            days if days < 0 => format!("{} ({} {} {})", word("invalid"), to.0, word("is_before"), from.0),
            0 => format!("{} < 1 d", word("about")),
            days => format!("{} {days} d", word("about")),
        };
    }
    // Times are said to the minute, so they are compared to the minute.
    let minutes = ended.div_euclid(60_000) - started.div_euclid(60_000);
    if minutes < 0 {
        return format!("{} ({} {} {})", word("invalid"), to.0, word("is_before"), from.0);
    }
    let about = start.precision == Precision::About || end.precision == Precision::About;
    let text = minutes_in_words(minutes);
    if about { format!("{} {text}", word("about")) } else { text }
}

/// Writes minutes as `2 d 3 h 5 min`, leaving out what is zero.
fn minutes_in_words(minutes: i64) -> String {
    let parts = [(minutes / 1440, "d"), (minutes / 60 % 24, "h"), (minutes % 60, "min")];
    let parts: Vec<String> = parts.iter().filter(|(n, _)| *n > 0).map(|(n, unit)| format!("{n} {unit}")).collect();
    if parts.is_empty() { "0 min".to_owned() } else { parts.join(" ") }
}

/// Writes moments in a zone, for a column: with their dates if they are of several days, else without, and the day apart.
///
/// An approximate time has its word before it, a day has no time of day, and an unknown one is the word for it.
pub fn times<Z: TimeZone>(moments: &[Option<Moment>], zone: &Z, words: &BTreeMap<String, String>) -> (Option<NaiveDate>, Vec<String>) {
    let word = |key: &str| words.get(key).cloned().unwrap_or_else(|| key.to_owned());
    let local = |moment: &Moment| match moment.precision {
        // A day was said in its own zone; moving it to another could make it the day before.
        Precision::Day => moment.local().map(|time| time.naive_local()),
        _ => moment.utc().map(|time| time.with_timezone(zone).naive_local()),
    };
    let mut days: Vec<NaiveDate> = moments.iter().flatten().filter_map(local).map(|time| time.date()).collect();
    days.sort();
    days.dedup();
    let day = match days.as_slice() {
        [only] if moments.len() > 1 => Some(*only),
        _ => None,
    };
    let texts = moments.iter().map(|moment| {
        let Some((moment, time)) = moment.as_ref().and_then(|m| Some((m, local(m)?))) else { return word("unknown") };
        let clock = time.format(if day.is_some() { "%H:%M" } else { "%Y-%m-%d %H:%M" });
        match moment.precision {
            Precision::Exact => clock.to_string(),
            Precision::About => format!("{} {clock}", word("about")),
            _ => format!("{} ({})", time.format("%Y-%m-%d"), word("day_only")),
        }
    });
    (day, texts.collect())
}

#[cfg(test)]
#[path = "rca_tests.rs"]
mod tests;
