//! The days of a timeline: what is said once above it, or in one line, holds for the lines below.

use chrono::{Datelike, Days as ChronoDays, NaiveDate, NaiveDateTime};

use super::super::shape::zone_word;
use super::stamp::{Day, Stamp, day_in};
use crate::model::{Moment, Precision, Zone};

/// Follows the days of a timeline, so that a line without one gets that of the line above.
#[derive(Clone, Debug)]
pub struct Days {
    /// The day that holds.
    day: Option<NaiveDate>,
    last: Option<NaiveDateTime>,
    /// Seconds east of UTC that were named above the timeline.
    zone: Option<i32>,
    viewer: Zone,
    day_first: bool,
    /// Whether everything is only roughly so.
    about: bool,
    /// Times for which no zone was named anywhere.
    pub without_zone: usize,
    /// Times of which nobody says the day.
    pub without_day: usize,
}

impl Days {
    /// Begins without a day.
    pub fn new(viewer: Zone, day_first: bool) -> Self {
        Self { day: None, last: None, zone: None, viewer, day_first, about: false, without_zone: 0, without_day: 0 }
    }

    /// Takes what a heading or a sentence above says of all times: zone, day, that they are rough.
    pub fn hear(&mut self, text: &str) {
        self.zone = zone_in(text).or(self.zone);
        if let Some(day) = day_in(text).and_then(|day| self.date(day)) {
            self.turn(day);
        }
        let lower = text.to_lowercase();
        self.about |= lower.contains("approximat") || lower.contains("all times are rough");
    }

    /// Takes what prose says by the way: a zone, and a day as long as none is known. It speaks of more than of times.
    pub fn overhear(&mut self, text: &str) {
        self.zone = zone_in(text).or(self.zone);
        if self.day.is_none()
            && let Some(day) = day_in(text).and_then(|day| self.date(day))
        {
            self.turn(day);
        }
    }

    /// Takes a year that is named apart: `Date (2021)`.
    pub fn hear_year(&mut self, text: &str) {
        let year = text.split(|c: char| !c.is_ascii_digit()).find(|word| word.len() == 4).and_then(|word| word.parse().ok());
        let date = year.filter(|year| (1970..=2200).contains(year)).and_then(|year| NaiveDate::from_ymd_opt(year, 1, 1));
        if self.day.is_none() || year.is_some_and(|year| self.day.is_some_and(|day| day.year() != year)) {
            self.day = date.or(self.day);
        }
    }

    fn turn(&mut self, day: NaiveDate) {
        self.day = Some(day);
        self.last = None;
    }

    fn date(&self, day: Day) -> Option<NaiveDate> {
        let year = |said: Option<i32>| said.or_else(|| self.day.map(|day| day.year()));
        match day {
            Day::Known(said, name, day) => NaiveDate::from_ymd_opt(year(said)?, name, day),
            Day::Open(first, second, said) => {
                let day_first = if first > 12 { true } else { second <= 12 && self.day_first };
                let (day, name) = if day_first { (first, second) } else { (second, first) };
                NaiveDate::from_ymd_opt(year(said)?, name, day)
            }
        }
    }

    /// Gives the day that holds, for what says only that.
    pub fn day(&self) -> Option<Moment> {
        self.moment(self.day?.and_time(chrono::NaiveTime::MIN), None, Precision::Day)
    }

    /// Gives the moment of a stamp; unknown where nobody says the day.
    pub fn moment_of(&mut self, stamp: &Stamp) -> Moment {
        if let Some(day) = stamp.day.and_then(|day| self.date(day)) {
            self.turn(day);
        }
        let Some(day) = self.day else {
            self.without_day += 1;
            return Moment::unknown();
        };
        let Some((hour, minute, second)) = stamp.clock else {
            return self.day().unwrap_or_else(Moment::unknown);
        };
        let Some(mut at) = day.and_hms_opt(hour, minute, second) else { return Moment::unknown() };
        // The clock goes from 23:50 to 00:10 without a word about it.
        if stamp.day.is_none()
            && self.last.is_some_and(|last| (last - at).num_hours() >= 8)
            && let Some(next) = day.checked_add_days(ChronoDays::new(1))
        {
            self.day = Some(next);
            at = next.and_hms_opt(hour, minute, second).unwrap_or(at);
        }
        self.last = Some(at);
        if stamp.zone.is_none() && self.zone.is_none() {
            self.without_zone += 1;
        }
        let precision = if stamp.about || self.about { Precision::About } else { Precision::Exact };
        self.moment(at, stamp.zone, precision).unwrap_or_else(Moment::unknown)
    }

    fn moment(&self, local: NaiveDateTime, zone: Option<i32>, precision: Precision) -> Option<Moment> {
        let offset = zone.or(self.zone).unwrap_or_else(|| self.viewer.offsets_of(local).0);
        let utc = local.and_utc().timestamp_millis().checked_sub(i64::from(offset) * 1000)?;
        Some(Moment { precision, ..Moment::exact(utc, offset / 60)? })
    }
}

/// Finds a zone that is named in a text: `PST`, `UTC`, `(CET)`.
pub fn zone_in(text: &str) -> Option<i32> {
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '+' && c != '-' && c != ':')
        .filter(|word| word.len() >= 2 && word.bytes().all(|b| b.is_ascii_uppercase()))
        .find_map(zone_word)
}
