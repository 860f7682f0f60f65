//! Times as other systems write them, and which of day and month comes first in a file.
//!
//! The order is a property of the file, not of a cell: all times are shown to a [`Survey`] first, and one value above 12
//! decides for all of them. What was decided, and how, goes into the report.

use std::cell::Cell;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

use super::ImportError;
use super::shape::{self, Date, Shape};
use super::words::clean;
use crate::model::{Moment, Precision, Zone};

/// Collects what the times of one file say about their order.
#[derive(Debug, Default)]
pub struct Survey {
    day_first: Option<String>,
    month_first: Option<String>,
    open: Option<String>,
    halves: bool,
    local: bool,
}

impl Survey {
    /// Looks at one cell; what is no time is not judged here.
    pub fn see(&mut self, text: &str) {
        let Some(shape) = clean(text).and_then(shape::parse) else { return };
        self.local |= shape.zone.is_none() && !matches!(shape.date, Date::Instant { .. });
        let Date::Open { first, second, .. } = shape.date else { return };
        self.halves |= shape.halves;
        let slot = match (first > 12, second > 12) {
            (true, false) => &mut self.day_first,
            (false, true) => &mut self.month_first,
            (false, false) if first != second => &mut self.open,
            _ => return,
        };
        slot.get_or_insert_with(|| text.trim().to_owned());
    }

    /// Decides how the file's times are read; times without a zone are taken in `zone`, called `whose` in the report.
    ///
    /// # Errors
    /// Refuses a file whose times contradict each other, unless `day_first` says which order holds.
    pub fn settle(self, zone: Zone, whose: &str, day_first: Option<bool>) -> Result<Dates, ImportError> {
        let order = |day_first: bool| if day_first { "day-month" } else { "month-day" };
        let (mut notes, mut warnings) = (Vec::new(), Vec::new());
        let day_first = match (day_first, &self.day_first, &self.month_first) {
            (Some(said), ..) => {
                if self.day_first.is_some() || self.month_first.is_some() || self.open.is_some() {
                    notes.push(format!("Dates read as {}, as asked.", order(said)));
                }
                said
            }
            (None, Some(day), Some(month)) => {
                return Err(ImportError::whole(
                    format!("the dates contradict each other: '{day}' has the day first, '{month}' the month"),
                    "say which order holds; rows with the other one will then be refused one by one",
                ));
            }
            (None, Some(example), None) => {
                notes.push(format!("Dates read as day-month: '{example}' decides."));
                true
            }
            (None, None, Some(example)) => {
                notes.push(format!("Dates read as month-day: '{example}' decides."));
                false
            }
            (None, None, None) => {
                if let Some(example) = &self.open {
                    let why = if self.halves { "they carry AM and PM" } else { "the usual order" };
                    let taken = order(!self.halves);
                    warnings.push(format!(
                        "Ambiguous dates: nothing decides the order ('{example}'); read as {taken} ({why}). --day-first or --month-first says which."
                    ));
                }
                !self.halves
            }
        };
        if self.local {
            notes.push(format!("Times without a zone read in {} ({whose}).", zone.name()));
        }
        Ok(Dates { day_first, zone, notes, warnings, shifted: Cell::new(0) })
    }
}

/// Reads the times of one file, all in the same way.
#[derive(Debug)]
pub struct Dates {
    day_first: bool,
    zone: Zone,
    notes: Vec<String>,
    warnings: Vec<String>,
    shifted: Cell<usize>,
}

impl Dates {
    /// Reads one cell; a word for "missing" is no time.
    ///
    /// # Errors
    /// Gives one sentence back when the cell holds something that is not a time, or not in this file's order.
    pub fn read(&self, text: &str) -> Result<Option<Moment>, String> {
        let Some(cell) = clean(text) else { return Ok(None) };
        let said = || format!("'{}' is not a time that can be read", shorten(cell));
        let shape = shape::parse(cell).ok_or_else(said)?;
        let order = if self.day_first { "day-month" } else { "month-day" };
        let hint = if matches!(shape.date, Date::Open { .. }) { format!(" (read as {order})") } else { String::new() };
        self.moment(&shape).map(Some).ok_or_else(|| format!("'{}' is not a date{hint}", shorten(cell)))
    }

    /// Says how times were read.
    pub fn notes(&self) -> Vec<String> {
        self.notes.clone()
    }

    /// Says what was odd about them.
    pub fn warnings(&self) -> Vec<String> {
        let mut notes = self.warnings.clone();
        if self.shifted.get() > 0 {
            let n = self.shifted.get();
            notes.push(format!("{n} times lie in an hour that the clock change repeats (the first was taken) or leaves out (moved on)."));
        }
        notes
    }

    fn moment(&self, shape: &Shape) -> Option<Moment> {
        let (year, month, day) = match shape.date {
            Date::Instant { millis } => return Moment::exact(millis, 0),
            Date::Known { year, month, day } => (year, month, day),
            Date::Open { first, second, year } if self.day_first => (year, second, first),
            Date::Open { first, second, year } => (year, first, second),
        };
        let date = NaiveDate::from_ymd_opt(year, month, day)?;
        let time = match shape.time {
            Some((hour, minute, second, milli)) => NaiveTime::from_hms_milli_opt(hour, minute, second.min(59), milli)?,
            None => NaiveTime::MIN,
        };
        let naive = date.and_time(time);
        let offset = shape.zone.unwrap_or_else(|| self.local_offset(naive));
        let utc = naive.and_utc().timestamp_millis().checked_sub(i64::from(offset) * 1000)?;
        let moment = Moment::exact(utc, offset / 60)?;
        Some(if shape.time.is_none() { Moment { precision: Precision::Day, ..moment } } else { moment })
    }

    /// Gives the offset of the file's zone in seconds: the earlier of two, and the one before a gap.
    fn local_offset(&self, naive: NaiveDateTime) -> i32 {
        let (before, after) = self.zone.offsets_of(naive);
        if before != after {
            self.shifted.set(self.shifted.get() + 1);
        }
        before
    }
}

/// Cuts a cell to what fits into a message or a line of a log.
pub fn shorten(text: &str) -> String {
    let mut short: String = text.chars().take(80).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dates(samples: &[&str]) -> Dates {
        let mut survey = Survey::default();
        samples.iter().for_each(|text| survey.see(text));
        survey.settle(Zone::UTC, "the viewer's", None).unwrap()
    }

    fn iso(dates: &Dates, text: &str) -> String {
        let moment = dates.read(text).unwrap_or_else(|why| panic!("{why}")).unwrap();
        moment.local().unwrap().format("%Y-%m-%dT%H:%M:%S%.3f%:z").to_string()
    }

    #[test]
    fn one_value_above_twelve_decides_for_the_whole_file() {
        let day = dates(&["03-12-2025 15:21", "29-02-2016 01:16"]);
        assert_eq!(iso(&day, "03-12-2025 15:21"), "2025-12-03T15:21:00.000+00:00");
        assert!(day.notes()[0].contains("29-02-2016") && day.notes()[0].contains("day-month"), "{:?}", day.notes());
        let month = dates(&["3/4/2025 6:04", "3/17/2025 6:04"]);
        assert_eq!(iso(&month, "3/4/2025 6:04"), "2025-03-04T06:04:00.000+00:00");
        assert!(month.read("17/3/2025").unwrap_err().contains("month-day"));
    }

    #[test]
    fn ambiguous_files_say_so_and_which_order_was_taken() {
        assert!(dates(&["1/2/2025"]).warnings()[0].contains("day-month"));
        assert!(dates(&["1/2/2025 3:04 PM"]).warnings()[0].contains("month-day"));
        assert!(dates(&["2025-01-02", "2/2/2025"]).warnings().is_empty());
    }

    #[test]
    fn contradictions_are_refused_unless_the_order_is_said() {
        let survey = || {
            let mut survey = Survey::default();
            ["29/2/2016", "2/28/2016"].iter().for_each(|text| survey.see(text));
            survey
        };
        assert!(survey().settle(Zone::UTC, "", None).unwrap_err().why.raw().contains("2/28/2016"));
        let dates = survey().settle(Zone::UTC, "", Some(true)).unwrap();
        assert!(dates.read("29/2/2016").is_ok() && dates.read("2/28/2016").is_err());
    }

    #[test]
    fn local_times_take_the_zone_with_its_clock_changes() {
        let mut survey = Survey::default();
        survey.see("2026-03-29 02:30");
        let dates = survey.settle(Zone::parse("Europe/Berlin").unwrap(), "the viewer's", None).unwrap();
        assert_eq!(iso(&dates, "2026-07-01 12:00"), "2026-07-01T12:00:00.000+02:00");
        assert_eq!(iso(&dates, "2026-10-25 02:30"), "2026-10-25T02:30:00.000+02:00");
        assert_eq!(dates.read("2026-03-29 02:30").unwrap().unwrap().at, 1_774_747_800_000, "01:30 UTC, as if the clock had not jumped");
        assert!(dates.notes().iter().any(|note| note.contains("Europe/Berlin")));
        assert!(dates.warnings().iter().any(|note| note.starts_with("2 times")), "{:?}", dates.warnings());
        let apia = Survey::default().settle(Zone::parse("Pacific/Apia").unwrap(), "", None).unwrap();
        assert!(apia.read("2011-12-30 10:00").is_ok(), "a day that Samoa left out");
    }

    #[test]
    fn days_without_a_time_and_missing_words_are_kept_apart() {
        let dates = dates(&[]);
        assert_eq!(dates.read("2026-02-03").unwrap().unwrap().precision, Precision::Day);
        for text in ["", " ", "?", "null", "N/A"] {
            assert_eq!(dates.read(text), Ok(None), "{text}");
        }
        for text in
            ["soon", "2026-13-01", "31-02-2026", "########", "12345", "10:30", "2026-01-01 25:00", "1066-10-14", "99999999999999999999"]
        {
            assert!(dates.read(text).is_err(), "{text}");
        }
    }
}
