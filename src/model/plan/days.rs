//! Working days: Monday to Friday. Holidays are not known, and no calendar pretends to know them.

use chrono::{Datelike, NaiveDate, TimeDelta};

use crate::model::Moment;

/// Days of work in a week.
const WEEK: i64 = 5;
/// Hundredths in a day.
const DAY: i64 = 100;

fn is_work(day: NaiveDate) -> bool {
    day.weekday().num_days_from_monday() < 5
}

/// Gives the day of a time, where it was said.
pub fn day_of(moment: Moment) -> Option<NaiveDate> {
    moment.local().map(|local| local.date_naive())
}

/// Counts the working days after one day up to and with another; negative when the other lies before.
pub fn between(from: NaiveDate, to: NaiveDate) -> i64 {
    if to < from {
        return -between(to, from);
    }
    let days = to.signed_duration_since(from).num_days();
    let (weeks, rest) = (days / 7, days % 7);
    let rest = (1..=rest).filter(|n| from.checked_add_signed(TimeDelta::days(*n)).is_some_and(is_work)).count();
    weeks * WEEK + i64::try_from(rest).unwrap_or(0)
}

/// Moves a day by working days in hundredths; part of a day counts as a day later, for what slips half a day is there the day after.
///
/// Nothing where that lies beyond every calendar.
pub fn after(day: NaiveDate, hundredths: i64) -> Option<NaiveDate> {
    let whole = hundredths.div_euclid(DAY) + i64::from(hundredths.rem_euclid(DAY) > 0);
    let step = whole.signum();
    let mut day = day;
    // From a weekend one goes on as from the day of work before it, backwards as from the one after it.
    while step != 0 && !is_work(day) {
        day = day.checked_sub_signed(TimeDelta::days(step))?;
    }
    let weeks = TimeDelta::try_weeks(whole / WEEK)?;
    day = day.checked_add_signed(weeks)?;
    for _ in 0..(whole % WEEK).abs() {
        day = day.checked_add_signed(TimeDelta::days(step))?;
        while !is_work(day) {
            day = day.checked_add_signed(TimeDelta::days(step))?;
        }
    }
    Some(day)
}
