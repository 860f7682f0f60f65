//! From a spoken time to an instant: the side it leans to, and what daylight saving does to it.

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

use super::grammar::{Day, Form, Spoken};
use super::{FORMS, Lean, NotATime, Now, distance, quoted, span};
use crate::model::zone::Resolved;
use crate::model::{Moment, Precision};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;

/// How far ahead something may lie that is said to have happened: clocks differ, and people round up.
const SLACK: i64 = 5 * MINUTE;

/// How far back a clock time without a day reaches.
const REACH: i64 = 12 * HOUR;

impl Spoken {
    /// Finds the instant; `text` is what was said, for messages.
    pub fn resolve(self, text: &str, now: &Now, lean: Lean) -> Result<Moment, NotATime> {
        let ask = Ask { text, now, lean };
        let mut moment = match self.form {
            Form::Unknown => return Ok(Moment::unknown()),
            Form::Shift(ms) => ask.moment(now.at.saturating_add(ms), None)?,
            Form::Clock(time) => ask.clock(time)?,
            Form::Day(day) => ask.day(day)?,
            Form::Full(day, time, offset) => ask.full(day, time, offset)?,
        };
        if self.about {
            moment.precision = Precision::About;
        }
        if lean == Lean::Past && moment.at > now.at.saturating_add(SLACK) {
            return Err(ask.ahead(moment.at));
        }
        Ok(moment)
    }
}

/// Holds one question, so that every answer can name what was asked.
struct Ask<'a> {
    text: &'a str,
    now: &'a Now,
    lean: Lean,
}

impl Ask<'_> {
    fn today(&self) -> NaiveDate {
        self.now.zone.local(self.now.at).date_naive()
    }

    fn moment(&self, at: i64, offset: Option<i32>) -> Result<Moment, NotATime> {
        let offset = offset.unwrap_or_else(|| self.now.zone.offset_minutes(at));
        Moment::exact(at, offset).ok_or_else(|| NotATime::new(format!("{} is too far away", quoted(self.text)), FORMS))
    }

    /// A clock time alone: yesterday's, today's or tomorrow's.
    fn clock(&self, time: NaiveTime) -> Result<Moment, NotATime> {
        if let Some(found) = self.nearest(self.days(|_| true, 1), time, REACH) {
            return found;
        }
        let why = match self.now.zone.resolve(self.today().and_time(time)) {
            Resolved::One(at) | Resolved::Twice(at, _) if at > self.now.at => {
                format!("{} is {} ahead, and yesterday it was more than 12 h ago", quoted(self.text), span(at - self.now.at))
            }
            _ => format!("{} was more than 12 h ago", quoted(self.text)),
        };
        Err(NotATime::new(
            why,
            "happened? name the day, “yesterday 15:00” or “today 2:00”; planned? write it as an action, “+ … due 15:00”",
        ))
    }

    fn full(&self, day: Day, time: NaiveTime, offset: Option<i32>) -> Result<Moment, NotATime> {
        let date = match day {
            Day::Date(date) => date,
            Day::Near(days) => self.near(days)?,
            Day::Weekday(day) => {
                let found = self.nearest(self.days(|date| date.weekday() == day, 7), time, i64::MAX);
                return found.unwrap_or_else(|| self.moment(i64::MAX, None));
            }
        };
        let wall = date.and_time(time);
        match offset {
            Some(offset) => self.moment(wall.and_utc().timestamp_millis() - i64::from(offset) * MINUTE, Some(offset)),
            None => match self.now.zone.resolve(wall) {
                Resolved::One(at) => self.moment(at, None),
                Resolved::Twice(first, second) => Err(self.twice(wall, first, second)),
                Resolved::Never => Err(self.never(wall)),
            },
        }
    }

    /// A day alone: its first instant for what happened, its last minute for what is due.
    fn day(&self, day: Day) -> Result<Moment, NotATime> {
        let date = match day {
            Day::Date(date) => date,
            Day::Near(days) => self.near(days)?,
            Day::Weekday(day) => {
                let found = self.days(|date| date.weekday() == day, 7).find(|date| match self.lean {
                    Lean::Past | Lean::Any => *date <= self.today(),
                    Lean::Future => *date >= self.today(),
                });
                found.unwrap_or_else(|| self.today())
            }
        };
        let at = match self.lean {
            Lean::Past | Lean::Any => self.start_of(date),
            Lean::Future => self.start_of(date + Days::new(1)) - MINUTE,
        };
        Ok(Moment { precision: Precision::Day, ..self.moment(at, None)? })
    }

    fn near(&self, days: i64) -> Result<NaiveDate, NotATime> {
        let date = self.today().checked_add_signed(TimeDelta::days(days));
        date.ok_or_else(|| NotATime::new(format!("{} is too far away", quoted(self.text)), FORMS))
    }

    /// Some places move their clocks at midnight, so a day may start at one.
    fn start_of(&self, date: NaiveDate) -> i64 {
        let midnight = date.and_time(NaiveTime::MIN);
        let instants = (0..=24).map(|halves| self.now.zone.resolve(midnight + TimeDelta::minutes(30 * halves)));
        let mut real = instants.filter_map(|resolved| match resolved {
            Resolved::One(at) | Resolved::Twice(at, _) => Some(at),
            Resolved::Never => None,
        });
        real.next().unwrap_or_else(|| midnight.and_utc().timestamp_millis())
    }

    /// Gives the days around today that pass, the likeliest first.
    fn days(&self, pass: impl Fn(NaiveDate) -> bool, reach: i64) -> impl Iterator<Item = NaiveDate> {
        let (today, sign) = (self.today(), if self.lean == Lean::Future { 1 } else { -1 });
        (-reach..=reach).filter_map(move |days| today.checked_add_signed(TimeDelta::days(sign * days))).filter(move |date| pass(*date))
    }

    /// Takes the first of some days on which a clock time lies on the right side of now. Nothing when it does on none of them.
    fn nearest(&self, days: impl Iterator<Item = NaiveDate>, time: NaiveTime, reach: i64) -> Option<Result<Moment, NotATime>> {
        let now = self.now.at;
        let fits = |at: i64| match self.lean {
            Lean::Past | Lean::Any => at <= now.saturating_add(SLACK) && at >= now.saturating_sub(reach),
            Lean::Future => at >= now - now.rem_euclid(MINUTE),
        };
        for wall in days.map(|date| date.and_time(time)) {
            match self.now.zone.resolve(wall) {
                Resolved::Twice(first, second) if fits(first) && fits(second) => return Some(Err(self.twice(wall, first, second))),
                Resolved::One(at) | Resolved::Twice(at, _) | Resolved::Twice(_, at) if fits(at) => return Some(self.moment(at, None)),
                Resolved::Never if self.fits_skipped(wall, &fits) => return Some(Err(self.never(wall))),
                _ => {}
            }
        }
        None
    }

    /// Says whether a wall time that never was would have fitted, an hour on.
    fn fits_skipped(&self, wall: NaiveDateTime, fits: &impl Fn(i64) -> bool) -> bool {
        matches!(self.now.zone.resolve(wall + TimeDelta::hours(1)), Resolved::One(at) if fits(at))
    }

    fn twice(&self, wall: NaiveDateTime, first: i64, second: i64) -> NotATime {
        let zone = self.now.zone;
        let form = |at| zone.local(at).format("%Y-%m-%dT%H:%M%:z").to_string();
        let why = format!("{} happened twice in {} on {}: the clocks went back", quoted(self.text), zone.short(), wall.date());
        NotATime::new(why, format!("write {} for the first or {} for the second", form(first), form(second)))
    }

    fn never(&self, wall: NaiveDateTime) -> NotATime {
        let zone = self.now.zone.short();
        let why = format!("{} never happened in {zone} on {}: the clocks went forward", quoted(self.text), wall.date());
        NotATime::new(why, "write a time before or after the change, or one with its offset as in 2026-11-22T14:05+01:00")
    }

    fn ahead(&self, at: i64) -> NotATime {
        let why = format!("{} lies ahead ({})", quoted(self.text), distance(at.saturating_sub(self.now.at)));
        NotATime::new(why, "planned? write it as an action, “+ … due 15:00”; happened? give a time that has passed")
    }
}
