//! How a printed review says things, read backwards: words of its language, times on the case's clock.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

use crate::document::headings;
use crate::document::outline::Words;
use crate::model::language::Translated;
use crate::model::{Moment, Precision, Zone};

/// Holds the words of the language a review was printed in, and its zone.
pub struct Language {
    tag: String,
    zone: Zone,
    words: BTreeMap<String, String>,
}

/// Gives the stored word of a key or label.
pub fn labelled(choices: &'static [(&'static str, &'static str)], word: &str) -> Option<&'static str> {
    let word = word.trim();
    choices.iter().find(|(key, label)| *key == word || *label == word).map(|(key, _)| *key)
}

impl Language {
    /// Takes the language by its tag, English where there is none of that name.
    pub fn of(tag: &str, zone: &str) -> Self {
        let tag = if tag.is_empty() { "en" } else { tag };
        Self { tag: tag.to_owned(), zone: Zone::parse(zone).unwrap_or(Zone::UTC), words: headings::in_language(tag) }
    }

    /// Gives a word.
    pub fn word(&self, key: &str) -> &str {
        self.words.get(key).map_or("", String::as_str)
    }

    /// Says whether a text is that word.
    pub fn is(&self, key: &str, text: &str) -> bool {
        self.words.get(key).is_some_and(|word| word == text.trim())
    }

    /// Says whether a text is that word in any language: somebody may have translated a heading.
    pub fn means(&self, key: &str, text: &str) -> bool {
        self.is(key, text) || headings::all().iter().any(|words| words.get(key).is_some_and(|word| word == text.trim()))
    }

    /// Gives the title of a section in any language, its own first.
    pub fn titles<'t>(&'t self, title: &'t Translated) -> impl Iterator<Item = &'t str> {
        std::iter::once(self.tag.as_str()).chain(headings::LANGUAGES).map(|tag| title.in_language(tag))
    }

    /// Gives a time by which something is due: a day is over when it ends.
    pub fn ends(&self, due: Moment) -> Moment {
        let last = 86_340_000;
        if due.precision == Precision::Day { Moment { at: due.at + last, ..due } } else { due }
    }

    /// Gives the key of a heading; the parts of a review that are always there come before words that say the same.
    pub fn key_of(&self, heading: &str) -> Option<String> {
        const PARTS: &[&str] = &["times", "durations", "phases", "timeline", "decisions", "hypotheses", "actions"];
        let heading = heading.trim();
        let part = PARTS.iter().find(|key| self.means(key, heading)).map(|key| (*key).to_owned());
        let all = || std::iter::once(&self.words).chain(headings::all());
        part.or_else(|| all().find_map(|words| words.iter().find(|(_, word)| *word == heading)).map(|(key, _)| key.replace('_', "-")))
    }

    /// Gives the key of a time of the case by its label.
    pub fn time_of(&self, label: &str) -> Option<&'static str> {
        const TIMES: &[&str] =
            &["started", "detected", "raised", "declared", "acknowledged", "restored", "resolved", "closed", "opened", "issue_due"];
        TIMES.iter().find(|key| self.means(key, label)).copied()
    }

    /// Reads the day that all times of the timeline are of, out of the sentence above it.
    pub fn day_of(&self, sentence: &str) -> Option<NaiveDate> {
        let rest = sentence.trim().strip_prefix(self.word("all_times_on"))?.trim_start();
        NaiveDate::parse_from_str(rest.get(..10)?, "%Y-%m-%d").ok()
    }

    /// Reads a time as it is printed; `day` is the one that stands above the column.
    pub fn time(&self, text: &str, day: Option<NaiveDate>) -> Option<Moment> {
        let text = text.trim();
        if self.is("unknown", text) {
            return Some(Moment::unknown());
        }
        let (text, about) = text.strip_prefix(self.word("about")).map_or((text, false), |rest| (rest.trim_start(), true));
        let suffix = format!("({})", self.word("day_only"));
        let (text, only) = text.strip_suffix(&suffix).map_or((text, false), |rest| (rest.trim_end(), true));
        // An hour that the clock had twice says which of the two is meant.
        let (text, offset) = match text.rsplit_once(" (UTC").and_then(|(text, rest)| Some((text, offset(rest.strip_suffix(')')?)?))) {
            Some((text, offset)) => (text, Some(offset)),
            None => (text, None),
        };
        let (local, day_only) = match NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M") {
            Ok(local) => (local, only),
            Err(_) => match (NaiveDate::parse_from_str(text, "%Y-%m-%d"), NaiveTime::parse_from_str(text, "%H:%M")) {
                (Ok(date), _) => (date.and_time(NaiveTime::MIN), true),
                (_, Ok(clock)) => (day?.and_time(clock), only),
                _ => return None,
            },
        };
        let minutes = offset.unwrap_or_else(|| self.zone.offsets_of(local).0 / 60);
        let moment = Moment::exact(local.and_utc().timestamp_millis() - i64::from(minutes) * 60_000, minutes)?;
        Some(self.with(moment, about, day_only))
    }

    /// Gives a moment its precision.
    pub fn with(&self, moment: Moment, about: bool, day: bool) -> Moment {
        match (moment.precision, about, day) {
            (Precision::Unknown, ..) => moment,
            (.., true) => Moment { precision: Precision::Day, ..moment },
            (_, true, _) => Moment { precision: Precision::About, ..moment },
            _ => moment,
        }
    }

    /// Parts the words of a cell from the reason behind them; only the word before a reason is emphasised.
    pub fn reason(&self, cell: &Words) -> (String, Option<String>) {
        let text = cell.flowing();
        let mark = cell.emphasised.iter().find(|range| text.get((*range).clone()).is_some_and(|word| self.is("why", word)));
        match mark {
            Some(range) => {
                let own = text.get(..range.start).unwrap_or_default();
                let why = text.get(range.end..).unwrap_or_default().trim_start_matches(':').trim_start();
                // Links of the text stand behind the reason.
                let link = cell.links.iter().filter_map(|link| why.find(&format!("\n{link}"))).min().unwrap_or(why.len());
                let links = why.get(link..).unwrap_or_default();
                (format!("{}{links}", own.strip_suffix('\n').unwrap_or(own)), why.get(..link).map(str::to_owned))
            }
            None => (text, None),
        }
    }
}

fn offset(text: &str) -> Option<i32> {
    let (hours, minutes) = text.get(1..)?.split_once(':')?;
    let minutes = hours.parse::<i32>().ok()? * 60 + minutes.parse::<i32>().ok()?;
    Some(if text.starts_with('-') { -minutes } else { minutes })
}
