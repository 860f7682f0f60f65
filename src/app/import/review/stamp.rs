//! Times as people write them into timelines: at the beginning of a line, with or without a day, in twelve hours or twenty-four.
//!
//! A stamp says only what stands there. Which day is meant where none is said, [`super::days::Days`] follows from line to line.

use chrono::NaiveDate;

use super::super::shape::{month, zone_word};

/// What stands at the beginning of a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stamp {
    /// The day, as far as it is said.
    pub day: Option<Day>,
    /// Hour, minute and second.
    pub clock: Option<(u32, u32, u32)>,
    /// Whether it is only roughly so.
    pub about: bool,
    /// Seconds east of UTC, if it is said.
    pub zone: Option<i32>,
    /// Until when, where two times are given: kept as it stands.
    pub until: Option<String>,
    /// How many bytes of the line it takes.
    pub length: usize,
}

/// A day as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Day {
    /// Year, month and day; the year may be left to what stands above.
    Known(Option<i32>, u32, u32),
    /// Two numbers, the order of which the reader decides, and a year.
    Open(u32, u32, Option<i32>),
}

/// Words that say that a time is rough.
const ABOUT: &[&str] =
    &["~", "≈", "approximately", "approx.", "approx", "around", "about", "ca.", "circa", "ongeveer", "rond", "约", "大约"];
/// Words between a day and a time.
const BETWEEN: &[&str] = &["at", "om", "on", "op", "the", "-", "–", "—", "@", ",", "T"];
/// What may close a stamp before the text begins.
const CLOSE: &[char] = &[']', ')', ':', '-', '–', '—', '|', ',', ' ', '\t', '\u{a0}', '*', '_', '.', ';', '：'];

/// Reads the stamp at the beginning of a line, if there is one.
pub fn leading(line: &str) -> Option<Stamp> {
    let mut at = Cursor { line, at: 0 };
    let mut stamp = Stamp::default();
    at.skip(&[' ', '\t', '[', '(', '*', '_', '\u{a0}', '-', '•', '–']);
    stamp.about |= at.word_of(ABOUT);
    for _ in 0..2 {
        let (from, before) = (at.at, (stamp.day, stamp.clock));
        at.blank();
        at.weekday();
        if stamp.day.is_none() {
            stamp.day = at.day();
            while stamp.day.is_some() && at.word_of(BETWEEN) {
                at.blank();
            }
        }
        if stamp.clock.is_none() {
            at.blank();
            stamp.about |= at.word_of(ABOUT);
            stamp.clock = at.clock();
            if stamp.clock.is_some() {
                stamp.zone = at.zone();
                let from = at.at;
                if at.range() {
                    stamp.until = line.get(from..at.at).map(|text| text.trim_matches([' ', '-', '–', '—']).to_owned());
                    stamp.zone = stamp.zone.or_else(|| at.zone());
                }
            }
        }
        if before == (stamp.day, stamp.clock) {
            // The name of a day that no date follows is a word of the text.
            at.at = from;
        }
    }
    if stamp.day.is_none() && stamp.clock.is_none() {
        return None;
    }
    // "5 nodes", "10:30 minutes later" and "2021-01 release" are no stamps: after one comes an end, a mark or a word.
    at.empty_clock();
    let (taken, rest) = line.split_at_checked(at.at)?;
    if taken.ends_with(|c: char| c.is_alphanumeric()) && rest.starts_with(|c: char| c.is_alphanumeric()) {
        return None;
    }
    stamp.length = line.len() - rest.trim_start_matches(CLOSE).len();
    Some(stamp)
}

/// Reads the first day in a text, with its year.
pub fn day_in(text: &str) -> Option<Day> {
    starts(text).find_map(|from| {
        let mut at = Cursor { line: text.get(from..)?, at: 0 };
        let day = at.day()?;
        let closed = !at.rest().starts_with(|c: char| c.is_alphanumeric());
        let whole = matches!(day, Day::Known(Some(_), ..) | Day::Open(.., Some(_)));
        (closed && whole).then_some(day)
    })
}

/// Finds a day with a time anywhere in a text, and where it begins: "First detected 2021-07-12 15:44".
pub fn stamp_in(text: &str) -> Option<(usize, Stamp)> {
    starts(text).find_map(|from| {
        let stamp = leading(text.get(from..)?)?;
        (stamp.clock.is_some() && (stamp.day.is_some() || text.get(..from)?.trim_end().ends_with([':', '-', '|']))).then_some((from, stamp))
    })
}

/// Gives where words begin.
fn starts(text: &str) -> impl Iterator<Item = usize> {
    let mut before = ' ';
    text.char_indices().take(2000).filter_map(move |(at, c)| {
        let begins = c.is_alphanumeric() && !before.is_alphanumeric();
        before = c;
        begins.then_some(at)
    })
}

struct Cursor<'a> {
    line: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    fn rest(&self) -> &'a str {
        self.line.get(self.at..).unwrap_or_default()
    }

    fn skip(&mut self, any: &[char]) {
        self.at = self.line.len() - self.rest().trim_start_matches(any).len();
    }

    fn blank(&mut self) {
        self.skip(&[' ', '\t', '\u{a0}']);
    }

    fn take(&mut self, text: &str) -> bool {
        let begins = self.rest().get(..text.len()).is_some_and(|head| head.eq_ignore_ascii_case(text));
        self.at += if begins { text.len() } else { 0 };
        begins
    }

    /// Takes one of some words, with the blanks behind it; a word of letters must end there.
    fn word_of(&mut self, words: &[&str]) -> bool {
        let from = self.at;
        self.blank();
        for word in words {
            let start = self.at;
            if self.take(word) {
                let letters = word.ends_with(|c: char| c.is_ascii_alphabetic()) && *word != "T";
                if !letters || !self.rest().starts_with(|c: char| c.is_alphanumeric()) {
                    self.blank();
                    return true;
                }
                self.at = start;
            }
        }
        self.at = from;
        false
    }

    fn number(&mut self, most: usize) -> Option<(u32, usize)> {
        let digits = self.rest().bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 || digits > most {
            return None;
        }
        let value = self.rest().get(..digits)?.parse().ok()?;
        self.at += digits;
        Some((value, digits))
    }

    fn letters(&self) -> &'a str {
        let rest = self.rest();
        let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
        rest.get(..end).unwrap_or_default()
    }

    /// Passes the name of a day of the week; the date says the same.
    fn weekday(&mut self) {
        const DAYS: &[&str] = &[
            "mon",
            "tue",
            "wed",
            "thu",
            "fri",
            "sat",
            "sun",
            "maandag",
            "dinsdag",
            "woensdag",
            "donderdag",
            "vrijdag",
            "zaterdag",
            "zondag",
        ];
        let word = self.letters().to_lowercase();
        if DAYS.iter().any(|day| word.starts_with(day)) && month(&word).is_none() && word.len() <= 9 {
            self.at += self.letters().len();
            self.skip(&[' ', ',', '.', '|']);
        }
    }

    fn day(&mut self) -> Option<Day> {
        let from = self.at;
        let found = self.numbers().or_else(|| {
            self.at = from;
            self.named()
        });
        if found.is_none() {
            self.at = from;
        }
        found
    }

    /// `2019-02-08`, `2021/5/9`, `8.2.2019`, `4/21/23`, `4/21`.
    fn numbers(&mut self) -> Option<Day> {
        let (first, width) = self.number(4)?;
        let mark = self.rest().chars().next().filter(|c| matches!(c, '-' | '/' | '.'))?;
        self.at += 1;
        let (second, _) = self.number(2)?;
        if width == 4 {
            if !self.take(&mark.to_string()) {
                return None;
            }
            let (third, _) = self.number(2)?;
            return real(Some(i32::try_from(first).ok()?), second, third).then_some(Day::Known(i32::try_from(first).ok(), second, third));
        }
        if !self.take(&mark.to_string()) {
            // "4/21" is a day, "1.2" and "3-5" are not.
            let day = mark == '/' && (1..=31).contains(&first) && (1..=31).contains(&second) && (first > 12) != (second > 12);
            return day.then_some(Day::Open(first, second, None));
        }
        let (third, width) = self.number(4)?;
        let year = i32::try_from(if width == 2 { 2000 + third } else { third }).ok()?;
        let fits = width != 3 && width != 1 && (real(Some(year), first, second) || real(Some(year), second, first));
        fits.then_some(Day::Open(first, second, Some(year)))
    }

    /// `February 8th, 2019`, `8 Feb 2019`, `Oct 30th`, `2021年2月8日`.
    fn named(&mut self) -> Option<Day> {
        if let Some(name) = month(self.letters()) {
            self.at += self.letters().len();
            self.skip(&[' ', '.', ',']);
            let (day, _) = self.number(2)?;
            self.ordinal();
            return self.with_year(name, day);
        }
        let (first, width) = self.number(4)?;
        if width == 4 && self.take("年") {
            let (name, _) = self.number(2)?;
            let day = (self.take("月")).then(|| self.number(2)).flatten()?.0;
            self.take("日");
            let year = i32::try_from(first).ok()?;
            return real(Some(year), name, day).then_some(Day::Known(Some(year), name, day));
        }
        self.ordinal();
        self.skip(&[' ', '-', '.']);
        self.word_of(&["of"]);
        let name = month(self.letters())?;
        self.at += self.letters().len();
        self.with_year(name, first)
    }

    fn ordinal(&mut self) {
        let word = self.letters().to_lowercase();
        if matches!(word.as_str(), "st" | "nd" | "rd" | "th" | "e") {
            self.at += word.len();
        }
    }

    fn with_year(&mut self, name: u32, day: u32) -> Option<Day> {
        let from = self.at;
        self.skip(&[' ', ',', '-', '.']);
        let year =
            self.number(4).filter(|(_, width)| *width == 4 && !self.rest().starts_with(':')).and_then(|(year, _)| i32::try_from(year).ok());
        if year.is_none() {
            self.at = from;
        }
        real(year, name, day).then_some(Day::Known(year, name, day))
    }

    fn clock(&mut self) -> Option<(u32, u32, u32)> {
        let from = self.at;
        let found = self.hours();
        if found.is_none() {
            self.at = from;
        }
        found
    }

    /// `14:05`, `14:05:30`, `4:23pm`, `5 PM`, `14h05`, `下午`-less only.
    fn hours(&mut self) -> Option<(u32, u32, u32)> {
        let (hour, _) = self.number(2)?;
        let (mut minute, mut second, mut parted) = (0, 0, false);
        let from = self.at;
        if self.take(":") || self.take("h") || self.take("：") {
            match self.number(2) {
                Some((value, 2)) => (minute, parted) = (value, true),
                _ => self.at = from,
            }
        }
        if parted && self.take(":") {
            second = self.number(2)?.0;
            if self.take(".") {
                self.number(9);
            }
        }
        let from = self.at;
        self.blank();
        let half = self.letters().to_lowercase();
        let dotted = ["a.m.", "p.m."].into_iter().find(|word| self.rest().to_lowercase().starts_with(word));
        let afternoon = match (half.as_str(), dotted) {
            (_, Some(word)) => {
                self.at += word.len();
                Some(word == "p.m.")
            }
            ("am" | "pm", _) => {
                self.at += half.len();
                Some(half == "pm")
            }
            _ => {
                self.at = from;
                None
            }
        };
        if !parted && afternoon.is_none() {
            return None;
        }
        let hour = match afternoon {
            Some(true) if hour < 12 => hour + 12,
            Some(false) if hour == 12 => 0,
            _ => hour,
        };
        // Midnight is written as 24:00 too.
        let hour = if (hour, minute) == (24, 0) { 0 } else { hour };
        (hour < 24 && minute < 60 && second < 61).then_some((hour, minute, second.min(59)))
    }

    fn zone(&mut self) -> Option<i32> {
        let from = self.at;
        self.skip(&[' ', '(', '\u{a0}']);
        let word = self.letters();
        // Written in capitals, so that no word of the text is taken for one.
        let named = Some(word).filter(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_uppercase())).and_then(zone_word);
        let mut offset = named;
        if named.is_some() {
            self.at += word.len();
        }
        if named.is_none_or(|named| named == 0) && self.rest().starts_with(['+', '-']) {
            let west = self.rest().starts_with('-');
            let mark = self.at;
            self.at += 1;
            match self.number(4) {
                // "14:05-02:00" is from one time to another, not two hours west.
                Some((value, width)) if width == 4 || named.is_some() || (!west && self.rest().starts_with(':')) => {
                    let (hours, minutes) = if width > 2 { (value / 100, value % 100) } else { (value, 0) };
                    let minutes = if self.take(":") { self.number(2).map_or(0, |(value, _)| value) } else { minutes };
                    let seconds = i32::try_from(hours * 3600 + minutes * 60).unwrap_or(0);
                    offset = Some(if west { -seconds } else { seconds }).filter(|seconds| seconds.abs() <= 18 * 3600);
                }
                _ => self.at = mark,
            }
        }
        if offset.is_none() {
            self.at = from;
        } else {
            self.skip(&[')']);
        }
        offset
    }

    /// Passes the second of two times.
    fn range(&mut self) -> bool {
        let from = self.at;
        self.blank();
        let joined = self.word_of(&["-", "–", "—", "to", "until", "till", "tot", "t/m", "至", "到"]);
        let found = joined && self.clock().is_some();
        if !found {
            self.at = from;
        }
        found
    }

    /// Passes `--:--`, which says that the time is not known.
    fn empty_clock(&mut self) {
        let from = self.at;
        self.blank();
        if !(self.take("--:--") || self.take("??:??")) {
            self.at = from;
        }
    }
}

fn real(year: Option<i32>, name: u32, day: u32) -> bool {
    NaiveDate::from_ymd_opt(year.unwrap_or(2000), name, day).is_some() && year.is_none_or(|year| (1970..=2200).contains(&year))
}

#[cfg(test)]
#[path = "stamp_tests.rs"]
mod tests;
