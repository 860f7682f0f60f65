//! The shapes in which other systems write a time, taken apart without knowing zone or order.

/// Holds a time taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// The day, as far as the text says it.
    pub date: Date,
    /// Hour, minute, second, millisecond.
    pub time: Option<Clock>,
    /// Seconds east of UTC, if the text says so.
    pub zone: Option<i32>,
    /// Whether AM or PM was written.
    pub halves: bool,
}

/// Hour, minute, second and millisecond.
pub type Clock = (u32, u32, u32, u32);

/// Tells a known day from one whose order the file must decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Date {
    /// Milliseconds since 1970, UTC.
    Instant {
        /// The instant.
        millis: i64,
    },
    /// Year, month and day are told apart by a name or by the year standing first.
    Known {
        /// Year with four digits.
        year: i32,
        /// Month, from 1.
        month: u32,
        /// Day, from 1.
        day: u32,
    },
    /// Two numbers before the year.
    Open {
        /// The first number.
        first: u32,
        /// The second number.
        second: u32,
        /// Year with four digits.
        year: i32,
    },
}

/// Month names and their short forms in English, Spanish, Dutch, German, Polish, Portuguese, French and Italian.
const MONTHS: [&str; 12] = [
    "jan january enero ene januari januar jän jänner sty styczeń stycznia janeiro janv janvier gen gennaio",
    "feb february febrero februari februar lut luty lutego fev fevereiro fév févr février febbraio",
    "mar march marzo mrt maart mär märz mrz marzec marca março mars",
    "apr april abr abril kwi kwiecień kwietnia avr avril aprile",
    "may mayo mei mai maj maja maio mag maggio",
    "jun june junio juni cze czerwiec czerwca junho juin giu giugno",
    "jul july julio juli lip lipiec lipca julho juil juillet lug luglio",
    "aug august ago agosto augustus sie sierpień sierpnia août",
    "sep sept september septiembre set setembro wrz wrzesień września septembre settembre",
    "oct october octubre okt oktober out outubro paź październik października octobre ott ottobre",
    "nov november noviembre lis listopad listopada novembro novembre",
    "dec december diciembre dic dez dezember dezembro gru grudzień grudnia déc décembre dicembre",
];

/// Zone words of RFC 2822 and the European ones that mean one thing only, in hours.
const ZONES: &[(&str, i32)] = &[
    ("z", 0),
    ("utc", 0),
    ("gmt", 0),
    ("ut", 0),
    ("wet", 0),
    ("cet", 1),
    ("cest", 2),
    ("eet", 2),
    ("eest", 3),
    ("est", -5),
    ("edt", -4),
    ("cst", -6),
    ("cdt", -5),
    ("mst", -7),
    ("mdt", -6),
    ("pst", -8),
    ("pdt", -7),
];

/// Takes a time apart; nothing when any part of the text is left over.
pub fn parse(text: &str) -> Option<Shape> {
    let text = text.trim();
    if text.len() > 64 {
        return None;
    }
    if text.bytes().all(|b| b.is_ascii_digit() || b == b'.') && text.matches('.').count() <= 1 && !text.starts_with('.') {
        return digits(text);
    }
    let mut cursor = Cursor { rest: text };
    let date = cursor.date()?;
    cursor.blanks();
    if cursor.rest.is_empty() {
        return Some(Shape { date, time: None, zone: None, halves: false });
    }
    let (time, halves) = cursor.time()?;
    cursor.blanks();
    let zone = cursor.zone()?;
    cursor.rest.is_empty().then_some(Shape { date, time: Some(time), zone, halves })
}

/// Reads bare digits: 8 are a day, 14 a day and time, 10 seconds, 13 milliseconds, 16 microseconds since 1970.
fn digits(text: &str) -> Option<Shape> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let number: i64 = whole.parse().ok()?;
    let millis = |m: i64| Some(Shape { date: Date::Instant { millis: m }, time: None, zone: None, halves: false });
    let part = |from: usize, to: usize| whole.get(from..to)?.parse::<u32>().ok();
    match whole.len() {
        10 => millis(number * 1000 + i64::from(thousandths(fraction))),
        13 => millis(number),
        16 => millis(number / 1000),
        8 | 14 if fraction.is_empty() => {
            let date = Date::Known { year: i32::try_from(part(0, 4)?).ok()?, month: part(4, 6)?, day: part(6, 8)? };
            let time = if whole.len() == 14 { Some((part(8, 10)?, part(10, 12)?, part(12, 14)?, 0)) } else { None };
            Some(Shape { date, time, zone: None, halves: false })
        }
        _ => None,
    }
}

/// Gives the seconds east of UTC of a zone's word.
pub(super) fn zone_word(word: &str) -> Option<i32> {
    let word = word.to_ascii_lowercase();
    ZONES.iter().find(|(name, _)| *name == word).map(|(_, hours)| hours * 3600)
}

fn thousandths(fraction: &str) -> u32 {
    fraction.chars().chain("000".chars()).take(3).filter_map(|c| c.to_digit(10)).fold(0, |sum, digit| sum * 10 + digit)
}

pub(super) fn month(word: &str) -> Option<u32> {
    let word = word.to_lowercase();
    let at = MONTHS.iter().position(|names| names.split(' ').any(|name| name == word))?;
    u32::try_from(at + 1).ok()
}

/// Two digits mean 1970 to 2069.
fn year(number: u32, width: usize) -> Option<i32> {
    let number = i32::try_from(number).ok()?;
    match width {
        4 => Some(number),
        2 if number < 70 => Some(2000 + number),
        2 => Some(1900 + number),
        _ => None,
    }
}

struct Cursor<'a> {
    rest: &'a str,
}

impl<'a> Cursor<'a> {
    fn date(&mut self) -> Option<Date> {
        if let Some(word) = self.word() {
            if let Some(month) = month(word) {
                return self.after_month_name(month);
            }
            self.weekday(word)?;
            if let Some(word) = self.word() {
                let month = month(word)?;
                return self.after_month_name(month);
            }
        }
        let (first, width) = self.number()?;
        self.separator();
        if width == 4 {
            let year = year(first, 4)?;
            let month = if let Some(word) = self.word() { month(word)? } else { self.number()?.0 };
            self.separator();
            return Some(Date::Known { year, month, day: self.number()?.0 });
        }
        if let Some(word) = self.word() {
            let month = month(word)?;
            self.separator();
            let (number, width) = self.number()?;
            return Some(Date::Known { year: year(number, width)?, month, day: first });
        }
        let (second, _) = self.number()?;
        self.separator();
        let (number, width) = self.number()?;
        Some(Date::Open { first, second, year: year(number, width)? })
    }

    /// "Jul 29, 2019", and "Jul 29 11:48:43 2019" is not taken.
    fn after_month_name(&mut self, month: u32) -> Option<Date> {
        self.separator();
        let day = self.number()?.0;
        self.separator();
        let (number, width) = self.number()?;
        Some(Date::Known { year: year(number, width)?, month, day })
    }

    /// Accepts an English weekday, or any word with a comma behind it.
    fn weekday(&mut self, word: &str) -> Option<()> {
        let short = word.get(..3).unwrap_or_default().to_ascii_lowercase();
        let known = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].contains(&short.as_str());
        (known || self.rest.starts_with(',')).then(|| self.separator())
    }

    /// Reads the time of day, and says whether AM or PM was written.
    fn time(&mut self) -> Option<(Clock, bool)> {
        self.rest = self.rest.strip_prefix(['T', 't', ',']).unwrap_or(self.rest);
        self.blanks();
        let (mut hour, _) = self.number()?;
        self.rest = self.rest.strip_prefix(':')?;
        let (minute, _) = self.number()?;
        let (mut second, mut milli) = (0, 0);
        if let Some(rest) = self.rest.strip_prefix(':') {
            self.rest = rest;
            second = self.number()?.0;
            if let Some(rest) = self.rest.strip_prefix(['.', ',']) {
                let end = rest.bytes().take_while(u8::is_ascii_digit).count();
                milli = thousandths(rest.get(..end)?);
                self.rest = rest.get(end..)?;
            }
        }
        self.blanks();
        let half = self.half();
        if let Some(afternoon) = half {
            if hour > 12 && !afternoon {
                return None;
            }
            hour = if hour > 12 { hour } else { hour % 12 + if afternoon { 12 } else { 0 } };
        }
        let fits = hour < 24 && minute < 60 && second <= 60;
        fits.then_some(((hour, minute, second, milli), half.is_some()))
    }

    /// Reads AM or PM, also as "a. m."; true is the afternoon.
    fn half(&mut self) -> Option<bool> {
        for (mark, afternoon) in [
            ("a.\u{a0}m.", false),
            ("p.\u{a0}m.", true),
            ("a. m.", false),
            ("p. m.", true),
            ("a.m.", false),
            ("p.m.", true),
            ("am", false),
            ("pm", true),
        ] {
            let head = self.rest.get(..mark.len()).unwrap_or_default();
            let tail = self.rest.get(mark.len()..).unwrap_or_default();
            if head.eq_ignore_ascii_case(mark) && !tail.starts_with(char::is_alphabetic) {
                self.rest = tail;
                return Some(afternoon);
            }
        }
        None
    }

    /// Reads `Z`, a zone word, `+02:00`, `+0200`, `+02`, and `GMT+0200 (CEST)`; no zone is fine, half a zone is not.
    fn zone(&mut self) -> Option<Option<i32>> {
        if self.rest.is_empty() {
            return Some(None);
        }
        let mut zone = None;
        if let Some(word) = self.word() {
            let word = word.to_ascii_lowercase();
            zone = Some(ZONES.iter().find(|(name, _)| *name == word)?.1 * 3600);
        }
        if let Some(rest) = self.rest.strip_prefix(['+', '-', '\u{2212}']) {
            let sign = if self.rest.starts_with('+') { 1 } else { -1 };
            self.rest = rest;
            let (number, width) = self.number()?;
            let (hours, minutes) = match (width, self.rest.strip_prefix(':')) {
                (1 | 2, Some(rest)) => {
                    self.rest = rest;
                    (number, self.number()?.0)
                }
                (1 | 2, None) => (number, 0),
                (4, _) => (number / 100, number % 100),
                _ => return None,
            };
            let fits = hours <= 18 && minutes < 60;
            zone = Some(sign * i32::try_from(hours * 3600 + minutes * 60).ok().filter(|_| fits)?);
        }
        self.blanks();
        if self.rest.starts_with('(') && self.rest.ends_with(')') {
            self.rest = "";
        }
        Some(zone)
    }

    fn number(&mut self) -> Option<(u32, usize)> {
        let width = self.rest.bytes().take_while(u8::is_ascii_digit).count();
        let number = self.rest.get(..width).filter(|digits| (1..=9).contains(&digits.len()))?.parse().ok()?;
        self.rest = self.rest.get(width..)?;
        Some((number, width))
    }

    fn word(&mut self) -> Option<&'a str> {
        let end = self.rest.find(|c: char| !c.is_alphabetic()).unwrap_or(self.rest.len());
        let word = self.rest.get(..end).filter(|word| !word.is_empty())?;
        self.rest = self.rest.get(end..)?;
        Some(word)
    }

    fn blanks(&mut self) {
        self.rest = self.rest.trim_start();
    }

    /// Skips what stands between the parts of a date: blanks, `-/.,`, and the "de" of Spanish and Portuguese.
    fn separator(&mut self) {
        self.rest = self.rest.trim_start_matches(|c: char| c.is_whitespace() || "-/.,".contains(c));
        if let Some(rest) = self.rest.strip_prefix("de ") {
            self.rest = rest.trim_start();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(text: &str) -> (i32, u32, u32, Option<Clock>, Option<i32>) {
        let shape = parse(text).unwrap_or_else(|| panic!("{text}"));
        let Date::Known { year, month, day } = shape.date else { panic!("{text}: {shape:?}") };
        (year, month, day, shape.time, shape.zone)
    }

    #[test]
    fn names_and_leading_years_say_the_order_themselves() {
        let morning = Some((9, 10, 0, 0));
        for text in [
            "18/jul/26 9:10 AM",
            "18/lip/26 09:10",
            "18. Juli 2026 09:10",
            "18 de julho de 2026 9:10",
            "Jul 18, 2026 9:10 a. m.",
            "2026-Jul-18 9:10",
        ] {
            assert_eq!(known(text), (2026, 7, 18, morning, None), "{text}");
        }
        assert_eq!(known("10/Jan/26 12:05 AM").3, Some((0, 5, 0, 0)));
        assert_eq!(known("10/Jan/26 12:05 PM").3, Some((12, 5, 0, 0)));
        assert_eq!(known("22/Mar/14 07:59").0, 2014);
        assert_eq!(known("19-mrt-99").0, 1999);
    }

    #[test]
    fn zones_are_read_in_every_usual_shape() {
        for (text, seconds) in [
            ("2023-09-22T17:10:40.906Z", 0),
            ("2016-08-30T12:00:00.000-07:00", -25_200),
            ("2019-07-29T11:48:43.123456+0000", 0),
            ("Mon, 29 Jul 2019 11:48:43 +0530", 19_800),
            ("Mon Jul 29 2019 11:48:43 GMT+0200 (CEST)", 7200),
            ("2019-07-29 11:48:43 UTC", 0),
            ("2019-07-29 11:48 +02", 7200),
        ] {
            assert_eq!(parse(text).map(|shape| shape.zone), Some(Some(seconds)), "{text}");
        }
    }

    #[test]
    fn bare_numbers_are_epochs_or_compact_dates_by_their_length() {
        assert_eq!(parse("1564400923").unwrap().date, Date::Instant { millis: 1_564_400_923_000 });
        assert_eq!(parse("1564400923.5").unwrap().date, Date::Instant { millis: 1_564_400_923_500 });
        assert_eq!(parse("1564400923123").unwrap().date, Date::Instant { millis: 1_564_400_923_123 });
        assert_eq!(known("20190729"), (2019, 7, 29, None, None));
        assert_eq!(known("20190729114843").3, Some((11, 48, 43, 0)));
    }

    #[test]
    fn what_is_left_over_makes_it_no_time() {
        for text in [
            "",
            "12",
            "1/2",
            "2019-07-29 11",
            "2019-07-29 11:48 foo",
            "2019-07-29x",
            "2026-01-02 13:00 AM",
            "29/7/201",
            "2019-07-29 11:48 +99",
            "...",
            "a,",
            "é/é/é",
            "1.2.3.4",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
