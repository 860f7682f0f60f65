//! How times and distances are shown. To the minute, never finer: a screen that counts seconds makes people watch it.

use super::Now;
use crate::model::{Moment, Precision, Zone};

const MINUTE: i64 = 60_000;

/// Shows a length of time: `< 1 min`, `4 min`, `3 h`, `1h12`, `30 h`, `2d`. From a day on in hours, from two in days, always rounded down.
pub fn span(ms: i64) -> String {
    let minutes = i64::try_from(ms.unsigned_abs()).unwrap_or(i64::MAX) / MINUTE;
    let (hours, rest) = (minutes / 60, minutes % 60);
    match hours {
        0 if minutes == 0 => "< 1 min".into(),
        0 => format!("{minutes} min"),
        1..24 if rest > 0 => format!("{hours}h{rest:02}"),
        1..48 => format!("{hours} h"),
        _ => format!("{}d", hours / 24),
    }
}

/// Spells a length of time to the minute so that [`super::duration`] reads the very same one back: `45m`, `1h30m`, `3d`.
pub fn length(ms: i64) -> String {
    let minutes = ms / MINUTE;
    let parts = [(minutes / 1440, 'd'), (minutes / 60 % 24, 'h'), (minutes % 60, 'm')];
    let text: String = parts.iter().filter(|(n, _)| *n > 0).map(|(n, unit)| format!("{n}{unit}")).collect();
    if text.is_empty() { "0m".into() } else { text }
}

/// Shows how long ago something was, from the milliseconds since: `now`, `4 min ago`; `in 4 min` if it lies ahead.
pub fn ago(ms: i64) -> String {
    distance(ms.saturating_neg())
}

/// Shows how far off a due time is, from the milliseconds until: `in 28 min`, `in < 1 min`, `now`, `28 min late`.
pub fn until(ms: i64) -> String {
    match ms {
        1.. => format!("in {}", span(ms)),
        _ if ms > -MINUTE => "now".into(),
        _ => format!("{} late", span(ms)),
    }
}

/// Shows where a time lies, from the milliseconds until: `in 28 min`, `now`, `4 min ago`.
pub fn distance(ms: i64) -> String {
    match ms {
        1.. => format!("in {}", span(ms)),
        _ if ms > -MINUTE => "now".into(),
        _ => format!("{} ago", span(ms)),
    }
}

/// Shows the clock time of an instant: `14:05`.
pub fn clock(at: i64, zone: Zone) -> String {
    zone.local(at).format("%H:%M").to_string()
}

/// Shows a time in a table: `2026-11-22 14:05`, `~2026-11-22 14:05`, `2026-11-22`, `unknown`.
///
/// A day without a clock time is the day it was said to be, wherever it is read.
pub fn stamp(moment: &Moment, zone: Zone) -> String {
    match moment.precision {
        Precision::Unknown => "unknown".into(),
        Precision::Day => said_day(moment).format("%Y-%m-%d").to_string(),
        Precision::About => zone.local(moment.at).format("~%Y-%m-%d %H:%M").to_string(),
        Precision::Exact => zone.local(moment.at).format("%Y-%m-%d %H:%M").to_string(),
    }
}

/// Shows what a time was taken to be, both ways: `today 15:00 (in 28 min)`, `2026-11-20 14:05 Amsterdam (2d ago)`, `tomorrow`.
pub fn echo(moment: &Moment, now: &Now) -> String {
    let today = now.zone.local(now.at).date_naive();
    let date = match moment.precision {
        Precision::Unknown => return "unknown".into(),
        Precision::Day => said_day(moment),
        _ => now.zone.local(moment.at).date_naive(),
    };
    let days = date.signed_duration_since(today).num_days();
    let word = [(-1, "yesterday"), (0, "today"), (1, "tomorrow")].into_iter().find(|(near, _)| *near == days).map(|(_, word)| word);
    if moment.precision == Precision::Day {
        let off = days.saturating_mul(24 * 60 * MINUTE);
        return word.map_or_else(|| format!("{} ({})", date.format("%Y-%m-%d"), distance(off)), Into::into);
    }
    let about = if moment.precision == Precision::About { "~" } else { "" };
    let time = clock(moment.at, now.zone);
    let distance = distance(moment.at.saturating_sub(now.at));
    match word {
        Some(word) => format!("{word} {about}{time} ({distance})"),
        None => format!("{} {about}{time} {} ({distance})", date.format("%Y-%m-%d"), now.zone.short()),
    }
}

/// Spells a time out so that [`super::parse`] reads the very same one back, to the millisecond and with its offset.
///
/// A day is spelled as the day it was said to be.
pub fn spelled(moment: &Moment) -> String {
    let Some(local) = moment.local() else { return "unknown".into() };
    if moment.precision == Precision::Day {
        return local.format("%Y-%m-%d").to_string();
    }
    let about = if moment.precision == Precision::About { "~" } else { "" };
    let seconds = if moment.at.rem_euclid(MINUTE) == 0 { "" } else { ":%S%.3f" };
    format!("{about}{}", local.format(&format!("%Y-%m-%dT%H:%M{seconds}%:z")))
}

fn said_day(moment: &Moment) -> chrono::NaiveDate {
    moment.local().map_or_else(|| Zone::UTC.local(moment.at).date_naive(), |local| local.date_naive())
}
