//! Key times of a review: those of the case, what its rows say of them, and moments that have a name of their own.
//!
//! What contradicts is kept as it is and said; nobody corrects it here.

use super::findings::Found;
use super::{Fill, utc};
use crate::document::rca::{self, RcaTime};
use crate::model::case::CASE_TIMES;
use crate::model::finding::FindingKind;
use crate::model::{CaseKind, Moment, Precision, Untrusted};

/// What people call the times of a case besides their labels, in lower case.
const CALLED: &[(&str, &[&str])] = &[
    ("started", &["start", "began", "begin", "impact start", "start of the impact", "begin van de impact", "影响开始"]),
    ("detected", &["detect", "noticed", "gedetecteerd", "opgemerkt", "检测"]),
    ("declared", &["declare", "uitgeroepen", "宣布事件"]),
    ("acknowledged", &["acknowledge", "bevestigd", "接手"]),
    ("restored", &["mitigated", "mitigate", "repaired", "recovered", "restore", "gemitigeerd", "verholpen", "缓解"]),
    ("resolved", &["resolve", "fixed", "opgeheven", "修复"]),
    ("closed", &["close", "afgesloten"]),
];

/// Lists the key times somebody gave, in the usual order, then those of the review's own rows in theirs.
pub(super) fn gather(fill: &Fill<'_>, found: &Found) -> Vec<RcaTime> {
    let case = fill.case;
    let mut all = of_case(fill);
    for (row, printed) in found.of(FindingKind::Time) {
        let own = row.time("at");
        let basis = printed.words.get("mark").cloned().unwrap_or_default();
        let key = case_time(fill, row.word("name"));
        let known = key.and_then(|key| Some((all.iter_mut().find(|time| time.key == key && time.finding.is_empty())?, case.time(key)?)));
        let Some((time, held)) = known else {
            let label = printed.name.clone();
            let mut time = own.map_or_else(RcaTime::default, |at| time_of(fill, key.unwrap_or_default(), at));
            (time.key, time.label) = (key.unwrap_or_default().to_owned(), label);
            (time.basis, time.finding) = (basis, printed.finding.clone());
            time.note = together([time.note.raw(), printed.note.raw()]);
            all.push(time);
            continue;
        };
        let other = own
            .filter(|own| !same(*own, held))
            .map(|own| format!("{} {}: {}", printed.name.raw(), fill.word("said_otherwise"), rca::full_time(&own, fill.zone, &fill.words)));
        time.note = together([time.note.raw(), printed.note.raw(), other.as_deref().unwrap_or_default()]);
        (time.basis, time.finding) = (basis, printed.finding.clone());
    }
    all
}

fn together<const N: usize>(parts: [&str; N]) -> Untrusted {
    parts.into_iter().filter(|part| !part.trim().is_empty()).collect::<Vec<_>>().join("; ").into()
}

/// Says whether two times say the same: to the minute, or to the day where only days are known.
fn same(a: Moment, b: Moment) -> bool {
    a.precision == b.precision
        && match a.precision {
            Precision::Unknown => true,
            Precision::Day => a.local().map(|t| t.date_naive()) == b.local().map(|t| t.date_naive()),
            _ => a.at.div_euclid(60_000) == b.at.div_euclid(60_000),
        }
}

/// Finds the time of the case that goes by a name, in any of the three languages.
fn case_time(fill: &Fill<'_>, name: &str) -> Option<&'static str> {
    let name = name.trim().to_lowercase();
    let labelled = |key: &str| super::in_all_languages(key).iter().any(|label| label.to_lowercase() == name);
    let called = |key: &str| CALLED.iter().any(|(known, names)| *known == key && names.contains(&name.as_str()));
    let mut keys = CASE_TIMES.iter().map(|(key, _)| *key);
    let raised = fill.case.kind == CaseKind::Issue && (labelled("raised") || name == "raised");
    if raised { Some("detected") } else { keys.find(|key| *key == name || labelled(key) || called(key)) }
}

/// Lists the times of the case alone.
pub(super) fn of_case(fill: &Fill<'_>) -> Vec<RcaTime> {
    let case = fill.case;
    let mut all = Vec::new();
    for (at, (key, _)) in CASE_TIMES.iter().enumerate() {
        let label = if case.kind == CaseKind::Issue && *key == "detected" { "raised" } else { key };
        all.extend(case.times[at].map(|moment| time(fill, key, label, moment)));
    }
    all.push(time(fill, "opened", "opened", case.opened));
    all.extend(case.due.map(|due| time(fill, "due", "issue_due", due)));
    all
}

fn time(fill: &Fill<'_>, key: &str, label: &str, moment: Moment) -> RcaTime {
    RcaTime { label: fill.word(label).into(), ..time_of(fill, key, moment) }
}

fn time_of(fill: &Fill<'_>, key: &str, moment: Moment) -> RcaTime {
    let plain = Moment { precision: Precision::Exact, ..moment };
    let (at, precision) = match moment.precision {
        Precision::Unknown => (String::new(), String::new()),
        Precision::Exact => (rca::full_time(&plain, fill.zone, &fill.words), fill.word("exact")),
        Precision::About => (rca::full_time(&plain, fill.zone, &fill.words), fill.word("about")),
        // The day it was said to be, wherever it is read.
        Precision::Day => (moment.local().map(|t| t.format("%Y-%m-%d").to_string()).unwrap_or_default(), fill.word("day_only")),
    };
    RcaTime { key: key.to_owned(), utc: utc(Some(moment)), at, precision, note: note(fill, key, moment), ..RcaTime::default() }
}

/// Warns of a time of the case that lies before the start; records contradict themselves.
fn note(fill: &Fill<'_>, key: &str, moment: Moment) -> Untrusted {
    let Some(start) = fill.case.time("started").filter(|_| !matches!(key, "" | "started" | "opened" | "due")) else {
        return Untrusted::default();
    };
    let days = |m: Moment| m.local().map(|t| t.date_naive());
    let before = match (start.millis(), moment.millis()) {
        (Some(_), Some(_)) if start.precision == Precision::Day || moment.precision == Precision::Day => days(moment) < days(start),
        (Some(start), Some(at)) => at.div_euclid(60_000) < start.div_euclid(60_000),
        _ => false,
    };
    if before { format!("{} {}", fill.word("is_before"), fill.word("started")).into() } else { Untrusted::default() }
}
