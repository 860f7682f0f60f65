//! The timeline of a review: the lines it tells in the told order, and the phases of the case. Must not know how they are laid out.

use super::rows::{labels, name, verdict, who};
use super::{Fill, utc};
use crate::app::timeline::length;
use crate::document::rca::{self, RcaEntry, RcaLink, RcaPhase};
use crate::model::entry::{Entry, Visibility};
use crate::model::phases::{Phase, phases};
use crate::model::telling::Told;
use crate::model::{Moment, Precision, Untrusted};

/// Gives the lines that are told, and the day they are of if that is one.
pub(super) fn lines(fill: &Fill<'_>, told: &[Told]) -> (Vec<RcaEntry>, String) {
    let shown: Vec<&Told> = told.iter().filter(|line| line.is_shown()).collect();
    // What nobody knows the time of stands where it was written, without a time.
    let moments: Vec<Option<Moment>> = shown.iter().map(|line| known(line)).collect();
    let (day, clocks) = rca::times(&moments, fill.zone, &fill.words);
    let mut lines: Vec<RcaEntry> = Vec::new();
    let mut before: Option<&Told> = None;
    for (told, at) in shown.into_iter().zip(clocks) {
        let gap = before.map(|before| gap(fill, before, told)).unwrap_or_default();
        lines.push(RcaEntry { gap, ..line(fill, told, at) });
        before = Some(told);
    }
    (lines, day.map(|d| d.format("%Y-%m-%d").to_string()).unwrap_or_default())
}

/// Gives when it happened: a line that says nothing of it was written as it happened.
fn known(told: &Told) -> Option<Moment> {
    told.entry.observed.map_or(Some(told.entry.logged), |observed| Some(observed).filter(Moment::is_known))
}

/// Says how long nothing was written between two lines, where that is longer than the policy lets pass.
fn gap(fill: &Fill<'_>, before: &Told, after: &Told) -> String {
    let between = gap_between(before, after).filter(|ms| fill.ctx().policies.gap().is_some_and(|longest| *ms >= longest));
    between.map(|ms| format!("{} {}", rca::minutes_long(ms / 60_000, &fill.words), fill.word("without_a_line"))).unwrap_or_default()
}

/// Gives the time between two lines (milliseconds), if the clock times of both are known and in this order.
pub fn gap_between(before: &Told, after: &Told) -> Option<i64> {
    let clock = |told: &Told| known(told).filter(|m| m.precision != Precision::Day).and_then(|m| m.millis());
    Some(clock(after)? - clock(before)?).filter(|ms| *ms > 0)
}

/// Gives the day a line is of, as the clock on the wall of a zone showed it.
fn day(fill: &Fill<'_>, moment: Moment) -> String {
    let day = match moment.precision {
        Precision::Day => moment.local().map(|time| time.date_naive()),
        _ => moment.millis().map(|at| fill.zone.local(at).date_naive()),
    };
    day.map(|day| day.format("%Y-%m-%d").to_string()).unwrap_or_default()
}

fn line(fill: &Fill<'_>, told: &Told, at: String) -> RcaEntry {
    let entry = &told.entry;
    let (text, links) = if entry.redacted { (fill.word("redacted"), Vec::new()) } else { addresses(told.text().raw()) };
    let moment = known(told);
    RcaEntry {
        at,
        utc: utc(moment),
        day: moment.map(|moment| day(fill, moment)).unwrap_or_default(),
        precision: entry.observed.map_or(Precision::Unknown, |m| m.precision).key().to_owned(),
        // Other words may have been chosen because of who reads them.
        original: told.wording().filter(|_| fill.reader == Visibility::Internal).map(|_| entry.text.clone()).unwrap_or_default(),
        gap: String::new(),
        reference: name(fill, entry),
        kind: entry.kind.label().to_owned(),
        text: text.into(),
        reason: entry.reason.clone().unwrap_or_default(),
        who: who(fill, entry),
        named: fill.names_people() && entry.person.is_some(),
        key: told.is_key(),
        lead_up: leads_up(fill, entry),
        tags: labels(entry),
        verdict: verdict(entry),
        links,
    }
}

/// Takes web addresses off the end of a text; they are printed as links. Names that trail behind them stay.
pub(in crate::app) fn addresses(text: &str) -> (String, Vec<RcaLink>) {
    let mut rest = text.trim_end();
    let (mut links, mut names) = (Vec::new(), Vec::new());
    while let Some(word) = rest.split_whitespace().next_back() {
        if word.starts_with("https://") || word.starts_with("http://") {
            links.push(RcaLink { url: word.into(), text: Untrusted::default() });
        } else if word.starts_with('@') {
            names.push(word);
        } else {
            break;
        }
        rest = rest.strip_suffix(word).unwrap_or_default().trim_end();
    }
    if links.is_empty() {
        return (text.trim_end().to_owned(), links);
    }
    links.reverse();
    let words = [rest].into_iter().chain(names.into_iter().rev()).filter(|word| !word.is_empty());
    (words.collect::<Vec<_>>().join(" "), links)
}

/// Says whether a line tells of something before the start: the change, the approval, the merge that led to it.
fn leads_up(fill: &Fill<'_>, entry: &Entry) -> bool {
    let (Some(start), Some(observed)) = (fill.case.time("started").filter(Moment::is_known), entry.observed.filter(Moment::is_known))
    else {
        return false;
    };
    if start.precision == Precision::Day || observed.precision == Precision::Day {
        let day = |m: Moment| m.local().map(|t| t.date_naive());
        return day(observed) < day(start);
    }
    // To the minute, as times are printed.
    observed.at.div_euclid(60_000) < start.at.div_euclid(60_000)
}

/// Gives the phases of the case that are known of, as far as they are.
pub(super) fn phases_of(fill: &Fill<'_>) -> (Vec<RcaPhase>, String) {
    let all = phases(|key| fill.case.time(key));
    if all.iter().all(|phase| phase.from.is_none() && phase.to.is_none()) {
        return (Vec::new(), String::new());
    }
    let chart = chart(fill, &all);
    (all.iter().map(|one| phase(fill, one)).collect(), chart)
}

fn phase(fill: &Fill<'_>, phase: &Phase) -> RcaPhase {
    let time = |end: Option<(&str, Moment)>| end.map(|(_, at)| rca::full_time(&at, fill.zone, &fill.words)).unwrap_or_default();
    let word = |end: Option<(&'static str, Moment)>| end.map(|(key, _)| fill.word(key)).unwrap_or_default();
    RcaPhase {
        key: phase.key.to_owned(),
        label: fill.word(&format!("phase_{}", phase.key)),
        from: time(phase.from),
        from_what: word(phase.from),
        from_utc: utc(phase.from.map(|(_, at)| at)),
        to: time(phase.to),
        to_what: word(phase.to),
        to_utc: utc(phase.to.map(|(_, at)| at)),
        length: length(phase, &fill.words),
    }
}

/// Draws the phases as a Gantt chart; nothing where none has a length. Its labels are fixed words of ours.
fn chart(fill: &Fill<'_>, all: &[Phase]) -> String {
    // To the minute, as the times above it are printed.
    let minute = |at: i64| at.div_euclid(60_000) * 60_000;
    // Of an end that is known by its day alone no clock can be drawn.
    let by_day = |end: Option<(&str, Moment)>| end.is_some_and(|(_, at)| at.precision == Precision::Day);
    let drawn = |phase: &&Phase| !by_day(phase.from) && !by_day(phase.to);
    let span = |phase: &Phase| phase.span().map(|(from, to)| (minute(from), minute(to)));
    let spans: Vec<(&Phase, i64, i64)> =
        all.iter().filter(drawn).filter_map(|phase| span(phase).map(|(from, to)| (phase, from, to))).collect();
    let (Some(first), Some(last)) = (spans.iter().map(|s| s.1).min(), spans.iter().map(|s| s.2).max()) else { return String::new() };
    // What took no time is still to be seen.
    let least = ((last - first) / 100).max(60_000);
    // One clock for all bars, that of the first: where the clocks are put back no bar may end before it begins.
    let begun = fill.zone.local(first);
    let time = |at: i64| (begun + chrono::TimeDelta::milliseconds(at - first)).format("%Y-%m-%d %H:%M").to_string();
    let axis = if last - first > 20 * 3_600_000 { "%m-%d %H:%M" } else { "%H:%M" };
    let mut chart = format!("gantt\n    dateFormat YYYY-MM-DD HH:mm\n    axisFormat {axis}\n");
    for (phase, from, to) in spans {
        let label = fill.word(&format!("phase_{}", phase.key));
        chart.push_str(&format!("    {label} :{}, {}, {}\n", phase.key, time(from), time(to.max(from + least))));
    }
    chart
}
