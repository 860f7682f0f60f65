//! Durations of a review: computed from the times of the case, and as others stated them. Where the two disagree both stay, and it is said.

use super::Fill;
use super::findings::Found;
use crate::document::rca::{self, RcaDuration};
use crate::model::CaseKind;
use crate::model::between::durations_of;
use crate::model::finding::FindingKind;

/// Computes the durations, and sets beside them what was stated; what is called otherwise stands below.
pub(super) fn gather(fill: &Fill<'_>, stated: &str, found: &Found) -> Vec<RcaDuration> {
    let label = |key: &str| if fill.case.kind == CaseKind::Issue && key == "detected" { fill.word("raised") } else { fill.word(key) };
    let row = |(key, from, to): &(&str, &str, &str)| {
        let computed = rca::duration((&label(from), fill.case.time(from)), (&label(to), fill.case.time(to)), &fill.words);
        let name = fill.word(key);
        let stated = stated_as(stated, key, &name).into();
        RcaDuration { key: (*key).to_owned(), computed, stated, label: name.into(), ..RcaDuration::default() }
    };
    let mut all: Vec<RcaDuration> = durations_of(fill.case.kind).iter().map(row).collect();
    for (_, printed) in found.of(FindingKind::Duration) {
        let is_meant = |row: &&mut RcaDuration| row.finding.is_empty() && row.stated.is_blank() && goes_by(printed.name.raw(), &row.key);
        let (stated, finding, note) = (printed.value.clone(), printed.finding.clone(), printed.note.clone());
        match all.iter_mut().find(is_meant) {
            Some(row) => (row.stated, row.finding, row.note) = (stated, finding, note),
            None => all.push(RcaDuration { label: printed.name.clone(), stated, finding, note, ..RcaDuration::default() }),
        }
    }
    for row in &mut all {
        row.disagrees = matches!((minutes(&row.computed), minutes(row.stated.raw())), (Some(a), Some(b)) if a != b);
    }
    all
}

/// Says whether a name means one of the computed durations, in any language.
fn goes_by(name: &str, key: &str) -> bool {
    let name = name.trim().to_lowercase();
    name.replace([' ', '-'], "_") == key || super::in_all_languages(key).iter().any(|word| word.to_lowercase() == name)
}

/// Finds "time to restore: 0h 07m" in what was stated, under the printed name or the key.
fn stated_as(stated: &str, key: &str, name: &str) -> String {
    let same = |label: &str| {
        let label = label.trim().trim_start_matches(['-', '*']).trim().to_lowercase();
        label == name.to_lowercase() || label.replace([' ', '-'], "_") == key
    };
    let found = stated.lines().filter_map(|line| line.split_once([':', '：'])).find(|(label, _)| same(label));
    found.map(|(_, value)| value.trim().to_owned()).unwrap_or_default()
}

/// Reads a plain length of time in minutes; nothing for what is approximate, a range, finer than minutes or in words of another kind.
fn minutes(text: &str) -> Option<i64> {
    const UNITS: &[(&[&str], i64)] = &[
        (&["d", "day", "days", "dag", "dagen", "天"], 1440),
        (&["h", "hr", "hrs", "hour", "hours", "u", "uur", "小时"], 60),
        (&["m", "min", "mins", "minute", "minutes", "minuut", "minuten", "分", "分钟"], 1),
    ];
    let text = text.trim().to_lowercase();
    let (mut rest, mut sum) = (text.as_str(), 0_i64);
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let (count, tail) = rest.split_at(digits);
        let tail = tail.trim_start();
        let word: &str = tail.split(|c: char| c.is_ascii_digit() || c.is_whitespace() || c == ',').next().unwrap_or_default();
        let worth = UNITS.iter().find(|(words, _)| words.contains(&word)).map(|(_, worth)| *worth)?;
        sum = sum.checked_add(count.parse::<i64>().ok()?.checked_mul(worth)?)?;
        rest = tail[word.len()..].trim_start_matches([' ', ',']);
    }
    (!text.is_empty()).then_some(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_length_is_read_and_anything_else_is_left_alone() {
        let cases = [
            ("1 h 12 min", Some(72)),
            ("0h 07m", Some(7)),
            ("2 days, 3 hours", Some(3060)),
            ("67 minuten", Some(67)),
            ("1小时5分钟", Some(65)),
            ("about 5 min", None),
            ("10 min to 2 days", None),
            ("4210", None),
            ("30 s", None),
            ("", None),
            ("not applicable", None),
        ];
        for (text, want) in cases {
            assert_eq!(minutes(text), want, "{text}");
        }
    }
}
