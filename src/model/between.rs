//! What lies between two moments that people named. The one rule for durations: none is ever negative, and none is more exact than its ends.

use super::{CaseKind, Moment, Precision};

/// Durations of an incident, each between two of its times.
const INCIDENT: &[(&str, &str, &str)] = &[
    ("time_to_detect", "started", "detected"),
    ("time_to_acknowledge", "detected", "acknowledged"),
    ("time_to_restore", "started", "restored"),
    ("time_to_resolve", "started", "resolved"),
    ("impact_time", "started", "restored"),
];
/// Durations of an issue.
const ISSUE: &[(&str, &str, &str)] = &[("time_to_detect", "started", "detected"), ("time_to_close", "detected", "closed")];

/// What lies between two moments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Between {
    /// Nobody named one of them.
    NotApplicable,
    /// One of them is said to be unknown.
    Unknown,
    /// The second is before the first.
    Invalid,
    /// Whole days, because of one of them the day alone is known; 0 is less than a day.
    Days(i64),
    /// Minutes, and whether one of the moments is approximate.
    Minutes(i64, bool),
}

impl Between {
    /// Measures from one moment to another.
    pub fn of(from: Option<Moment>, to: Option<Moment>) -> Self {
        let (Some(from), Some(to)) = (from, to) else { return Self::NotApplicable };
        let (Some(started), Some(ended)) = (from.millis(), to.millis()) else { return Self::Unknown };
        if from.precision == Precision::Day || to.precision == Precision::Day {
            let day = |moment: Moment| moment.local().map(|time| time.date_naive());
            let (Some(first), Some(last)) = (day(from), day(to)) else { return Self::Unknown };
            let days = (last - first).num_days();
            return if days < 0 { Self::Invalid } else { Self::Days(days) };
        }
        // Times are said to the minute, so they are compared to the minute.
        let minutes = ended.div_euclid(60_000) - started.div_euclid(60_000);
        let about = from.precision == Precision::About || to.precision == Precision::About;
        if minutes < 0 { Self::Invalid } else { Self::Minutes(minutes, about) }
    }
}

/// Gives the durations of a kind of case: name, and the two times each lies between.
pub fn durations_of(kind: CaseKind) -> &'static [(&'static str, &'static str, &'static str)] {
    if kind == CaseKind::Incident { INCIDENT } else { ISSUE }
}

/// Writes minutes as `2 d 3 h 5 min`, leaving out what is zero.
pub fn minutes_in_words(minutes: i64) -> String {
    minutes_in_units(minutes, ["d", "h", "min"])
}

/// Writes whole minutes with the words of a language for a day, an hour and a minute.
pub fn minutes_in_units(minutes: i64, units: [&str; 3]) -> String {
    let parts = [minutes / 1440, minutes / 60 % 24, minutes % 60].into_iter().zip(units);
    let parts: Vec<String> = parts.filter(|(n, _)| *n > 0).map(|(n, unit)| format!("{n} {unit}")).collect();
    if parts.is_empty() { format!("0 {}", units[2]) } else { parts.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minutes: i64, precision: Precision) -> Option<Moment> {
        Some(Moment { at: minutes * 60_000 + 1_000, offset: 0, precision })
    }

    #[test]
    fn no_duration_is_negative_or_more_exact_than_its_ends() {
        use Precision::{About, Day, Exact};
        let of = |from, to| Between::of(from, to);
        assert_eq!(of(at(0, Exact), at(90, Exact)), Between::Minutes(90, false));
        assert_eq!(of(at(0, About), at(90, Exact)), Between::Minutes(90, true));
        assert_eq!(of(at(90, Exact), at(0, Exact)), Between::Invalid);
        assert_eq!(of(at(90, Day), at(0, Exact)), Between::Days(0));
        assert_eq!(of(at(1440, Day), at(0, Exact)), Between::Invalid);
        assert_eq!(of(None, at(0, Exact)), Between::NotApplicable);
        assert_eq!(of(at(0, Exact), Some(Moment::unknown())), Between::Unknown);
        assert_eq!(minutes_in_words(2 * 1440 + 65), "2 d 1 h 5 min");
    }
}
