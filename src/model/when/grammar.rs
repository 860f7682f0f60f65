//! From words to a spoken time: what was said, before anybody asks which instant it is. Free of now and of zones.

use chrono::{NaiveDate, NaiveTime, Weekday};

use super::words::{self, ABOUT, AGO, DAYS, IN, NOW, UNKNOWN, WEEKDAYS};

const MINUTE: i64 = 60_000;

/// Longest text that can be a time; all forms are far shorter.
const LONGEST: usize = 80;

/// Holds a time as it was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spoken {
    /// Whether it was said to be rough.
    pub about: bool,
    /// What was said.
    pub form: Form,
}

/// Lists what can be said of a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Nobody knows.
    Unknown,
    /// A distance from now in milliseconds; ahead is positive.
    Shift(i64),
    /// A clock time without a day.
    Clock(NaiveTime),
    /// A day without a clock time.
    Day(Day),
    /// A day and a clock time, perhaps with minutes east of UTC.
    Full(Day, NaiveTime, Option<i32>),
}

/// Lists how a day can be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Day {
    /// Days from today.
    Near(i64),
    /// A day of the week.
    Weekday(Weekday),
    /// A date.
    Date(NaiveDate),
}

impl Spoken {
    /// Reads a time as it was said, or nothing when the words are not exactly one.
    pub fn read(text: &str) -> Option<Self> {
        if text.len() > LONGEST {
            return None;
        }
        let text = text.replace('：', ":").to_lowercase();
        let mut tokens: Vec<&str> = text.split_whitespace().collect();
        let first = *tokens.first()?;
        let about = if let Some(rest) = first.strip_prefix('~') {
            tokens[0] = rest;
            if rest.is_empty() {
                tokens.remove(0);
            }
            true
        } else if ABOUT.contains(&first) {
            tokens.remove(0);
            true
        } else {
            false
        };
        let form = form(&tokens)?;
        // A day is rough already, and nobody roughly does not know.
        let rough = !matches!(form, Form::Unknown | Form::Day(_));
        (rough || !about).then_some(Self { about, form })
    }
}

fn form(tokens: &[&str]) -> Option<Form> {
    match tokens {
        [word] => single(word),
        [before, length] if IN.contains(before) => duration(length).map(Form::Shift),
        [length, after] if AGO.contains(after) => duration(length).map(|ms| Form::Shift(-ms)),
        [a_day, a_clock] => full(day(a_day)?, a_clock),
        _ => None,
    }
}

fn single(word: &str) -> Option<Form> {
    if UNKNOWN.contains(&word) {
        return Some(Form::Unknown);
    }
    if NOW.contains(&word) {
        return Some(Form::Shift(0));
    }
    if let Some(length) = word.strip_prefix('+') {
        return duration(length).map(Form::Shift);
    }
    if let Some(length) = word.strip_prefix('-') {
        return duration(length).map(|ms| Form::Shift(-ms));
    }
    if let Some(time) = clock(word) {
        return Some(Form::Clock(time));
    }
    if let Some(day) = day(word) {
        return Some(Form::Day(day));
    }
    if let Some((a_day, a_clock)) = words::split_day(word) {
        return full(day(a_day)?, a_clock);
    }
    let (date, time) = word.split_once('t')?;
    full(Day::Date(calendar(date)?), time)
}

fn day(word: &str) -> Option<Day> {
    let near = words::find(DAYS, word).map(Day::Near);
    near.or_else(|| words::find(WEEKDAYS, word).map(Day::Weekday)).or_else(|| calendar(word).map(Day::Date))
}

/// Reads what follows a day: a clock time, and after a date also fractions of a second and an offset.
fn full(day: Day, text: &str) -> Option<Form> {
    if !matches!(day, Day::Date(_)) {
        return Some(Form::Full(day, clock(text)?, None));
    }
    let end = text.find(['z', '+', '-']).unwrap_or(text.len());
    let (time, offset) = text.split_at(end);
    let offset = if offset.is_empty() { None } else { Some(zone_offset(offset)?) };
    let (time, millis) = match time.split_once('.') {
        Some((time, digits)) => (time, fraction(digits)?),
        None => (time, 0),
    };
    let seconds = time.len() == "14:05:30".len();
    let time = clock(time).filter(|_| millis == 0 || seconds)?;
    Some(Form::Full(day, time + chrono::TimeDelta::milliseconds(millis), offset))
}

/// Reads `9:05`, `14:05` or `14:05:30`.
fn clock(text: &str) -> Option<NaiveTime> {
    let mut parts = text.split(':');
    let hour = digits(parts.next()?, 1..=2)?;
    let minute = digits(parts.next()?, 2..=2)?;
    let second = parts.next().map_or(Some(0), |part| digits(part, 2..=2))?;
    if parts.next().is_some() {
        return None;
    }
    NaiveTime::from_hms_opt(hour, minute, second)
}

/// Reads `2026-11-22`, from 1900 on.
fn calendar(text: &str) -> Option<NaiveDate> {
    let mut parts = text.split('-');
    let year = digits(parts.next()?, 4..=4).filter(|year| *year >= 1900)?;
    let month = digits(parts.next()?, 2..=2)?;
    let day = digits(parts.next()?, 2..=2)?;
    if parts.next().is_some() {
        return None;
    }
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
}

/// Reads `z` or `+01:00`, in minutes; up to 18 hours, more than any place has ever kept.
fn zone_offset(text: &str) -> Option<i32> {
    if text == "z" {
        return Some(0);
    }
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let (hours, minutes) = text.get(1..)?.split_once(':')?;
    let minutes = digits(minutes, 2..=2).filter(|minutes| *minutes < 60)?;
    let all = i32::try_from(digits(hours, 2..=2)? * 60 + minutes).ok()?;
    (all <= 1080).then_some(sign * all)
}

/// Reads the digits after a second's point, down to milliseconds; finer ones are dropped.
fn fraction(text: &str) -> Option<i64> {
    if text.is_empty() || text.len() > 9 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let padded: String = text.chars().chain("00".chars()).take(3).collect();
    padded.parse().ok()
}

fn digits(text: &str, length: std::ops::RangeInclusive<usize>) -> Option<u32> {
    (length.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

/// Reads `20m`, `1h30m`, `2d`: days, hours, minutes in that order; a smaller unit after a larger one stays below it.
pub fn duration(text: &str) -> Option<i64> {
    const UNITS: [(char, i64, i64); 3] = [('d', 1440, i64::MAX), ('h', 60, 24), ('m', 1, 60)];
    let text = text.trim().to_lowercase();
    let mut rest = text.as_str();
    let mut minutes = 0;
    for (unit, worth, limit) in UNITS {
        let Some((count, tail)) = rest.split_once(unit) else { continue };
        let count = i64::from(digits(count, 1..=6)?);
        if rest.len() < text.len() && count >= limit {
            return None;
        }
        minutes += count * worth;
        rest = tail;
    }
    (rest.is_empty() && !text.is_empty()).then_some(minutes * MINUTE)
}

/// Says whether a word is written as a clock time, be it a real one or not.
pub fn clock_shaped(word: &str) -> bool {
    let word = word.replace('：', ":");
    let mut parts = word.split(':');
    let numbers =
        |part: Option<&str>, least| part.is_some_and(|part| (least..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()));
    numbers(parts.next(), 1) && numbers(parts.next(), 2) && parts.next().is_none_or(|part| numbers(Some(part), 2)) && parts.next().is_none()
}

/// Says whether a word starts as a date does, be it a real one or not, and gives what follows the date.
pub fn date_shaped(word: &str) -> Option<&str> {
    let (date, rest) = word.split_at_checked("2026-11-22".len())?;
    let shape = |(at, b): (usize, u8)| if at == 4 || at == 7 { b == b'-' } else { b.is_ascii_digit() };
    date.bytes().enumerate().all(shape).then_some(rest)
}

/// Says whether a word is written as a length of time, be it a good one or not.
pub fn duration_shaped(word: &str) -> bool {
    let unit = |b: u8| matches!(b.to_ascii_lowercase(), b'd' | b'h' | b'm');
    let first = word.bytes().next().is_some_and(|b| b.is_ascii_digit());
    first && word.bytes().all(|b| b.is_ascii_digit() || unit(b)) && word.bytes().any(unit)
}

/// Says whether a word could only have been meant as a time, so that failing to read it deserves a refusal.
pub fn time_shaped(word: &str) -> bool {
    let bare = word.trim_start_matches(['~', '+', '-']);
    clock_shaped(bare) || date_shaped(bare).is_some() || duration_shaped(bare)
}

/// Says whether a word is today or a day before it.
pub fn is_past_day(word: &str) -> bool {
    words::find(DAYS, &word.to_lowercase()).is_some_and(|days| days <= 0)
}

/// Says whether a word is such a day and a clock time without a blank between, as Chinese has them.
pub fn is_past_day_and_clock(word: &str) -> bool {
    words::split_day(word).is_some_and(|(day, clock)| is_past_day(day) && clock_shaped(clock))
}
