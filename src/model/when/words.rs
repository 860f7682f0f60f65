//! The words of the time grammar in English, Dutch and Chinese; matched whole, in lower case.

use chrono::Weekday;

/// Days by their distance from today.
pub const DAYS: &[(&str, i64)] = &[
    ("today", 0),
    ("yesterday", -1),
    ("tomorrow", 1),
    ("vandaag", 0),
    ("gisteren", -1),
    ("eergisteren", -2),
    ("morgen", 1),
    ("overmorgen", 2),
    ("今天", 0),
    ("昨天", -1),
    ("前天", -2),
    ("明天", 1),
    ("后天", 2),
];

/// Days of the week. Two-letter Dutch ones are left out: `do` and `di` are too easily something else.
pub const WEEKDAYS: &[(&str, Weekday)] = &[
    ("monday", Weekday::Mon),
    ("tuesday", Weekday::Tue),
    ("wednesday", Weekday::Wed),
    ("thursday", Weekday::Thu),
    ("friday", Weekday::Fri),
    ("saturday", Weekday::Sat),
    ("sunday", Weekday::Sun),
    ("mon", Weekday::Mon),
    ("tue", Weekday::Tue),
    ("wed", Weekday::Wed),
    ("thu", Weekday::Thu),
    ("fri", Weekday::Fri),
    ("sat", Weekday::Sat),
    ("sun", Weekday::Sun),
    ("maandag", Weekday::Mon),
    ("dinsdag", Weekday::Tue),
    ("woensdag", Weekday::Wed),
    ("donderdag", Weekday::Thu),
    ("vrijdag", Weekday::Fri),
    ("zaterdag", Weekday::Sat),
    ("zondag", Weekday::Sun),
    ("周一", Weekday::Mon),
    ("周二", Weekday::Tue),
    ("周三", Weekday::Wed),
    ("周四", Weekday::Thu),
    ("周五", Weekday::Fri),
    ("周六", Weekday::Sat),
    ("周日", Weekday::Sun),
    ("星期一", Weekday::Mon),
    ("星期二", Weekday::Tue),
    ("星期三", Weekday::Wed),
    ("星期四", Weekday::Thu),
    ("星期五", Weekday::Fri),
    ("星期六", Weekday::Sat),
    ("星期日", Weekday::Sun),
    ("星期天", Weekday::Sun),
];

/// Words for this instant.
pub const NOW: &[&str] = &["now", "nu", "现在"];
/// Words for "nobody knows".
pub const UNKNOWN: &[&str] = &["unknown", "?", "onbekend", "未知", "不明"];
/// Words before a rough time.
pub const ABOUT: &[&str] = &["about", "around", "ongeveer", "rond", "大约"];
/// Words before a length of time that has yet to pass.
pub const IN: &[&str] = &["in", "over"];
/// Words after a length of time that has passed.
pub const AGO: &[&str] = &["ago", "geleden"];

/// Finds a word in a table of words with meanings.
pub fn find<T: Copy>(table: &[(&str, T)], word: &str) -> Option<T> {
    table.iter().find(|(known, _)| *known == word).map(|(_, meaning)| *meaning)
}

/// Splits `昨天14:05` after the day: Chinese is written without blanks.
pub fn split_day(word: &str) -> Option<(&str, &str)> {
    let days = DAYS.iter().map(|(day, _)| *day).chain(WEEKDAYS.iter().map(|(day, _)| *day));
    let mut days = days.filter(|day| !day.is_ascii());
    days.find_map(|day| word.strip_prefix(day).filter(|rest| !rest.is_empty()).map(|rest| (&word[..day.len()], rest)))
}
