//! Key times and durations of a review as they were printed, read backwards: those of the case, and rows that say something of them.

use super::brought::{Brought, Row};
use super::columns::Columns;
use super::printed::Language;
use crate::document::outline::Words;
use crate::model::finding::FindingKind;
use crate::model::{Moment, Value};

/// Reads the key times; nothing if it is no such table.
pub fn times(brought: &mut Brought, columns: &Columns<'_>, language: &Language) -> Option<()> {
    for row in columns.rows.iter().filter(|_| columns.has("moment") && columns.has("time")) {
        let of = |key: &str| Some(columns.text(row, key)).filter(|text| !text.is_empty());
        let (Some(label), Some(at)) = (of("moment"), of("time")) else { continue };
        let Some(moment) = language.time(&at, None) else { continue };
        let precision = of("precision").unwrap_or_default();
        let moment = language.with(moment, language.means("about", &precision), language.means("day_only", &precision));
        let is_of_case = set(brought, language.time_of(&label), moment, language);
        let note = of("note").map(|note| told(&note, language)).unwrap_or_default();
        let basis = of("basis").and_then(|word| {
            let marks = FindingKind::Time.shape().marks.iter();
            marks.map(|mark| mark.key).find(|key| language.means(&format!("mark_{key}"), &word))
        });
        // What was stated otherwise stands behind the rest, with its name.
        let otherwise = format!(" {}: ", language.word("said_otherwise"));
        let (before, last) = note.rsplit_once("; ").map_or(("", note.as_str()), |(before, last)| (before, last));
        let stated = last.rsplit_once(&otherwise).and_then(|(name, at)| Some((name, language.time(at, None)?)));
        let (note, name, own) = match stated.filter(|_| is_of_case) {
            Some((name, own)) => (before, name.to_owned(), Some(own)),
            None => (note.as_str(), label.clone(), (!is_of_case).then_some(moment)),
        };
        if is_of_case && own.is_none() && basis.is_none() && note.is_empty() {
            continue;
        }
        let mut row = Row::new(FindingKind::Time, vec![("name", Value::Text(name)), ("note", Value::text(Some(note.to_owned())))]);
        row.values.extend(own.map(|own| ("at", Value::Time(own))));
        row.values.extend(basis.map(|basis| ("mark", Value::word(basis))));
        brought.rows.push(row);
    }
    (columns.has("moment") && columns.has("time")).then_some(())
}

/// Takes off a note what is worked out again: that it lies before the start.
fn told(note: &str, language: &Language) -> String {
    let warning = format!("{} {}", language.word("is_before"), language.word("started"));
    note.strip_prefix(warning.as_str()).map_or(note, |rest| rest.trim_start_matches("; ")).to_owned()
}

/// Sets a time of the case; not one that is set already.
fn set(brought: &mut Brought, key: Option<&str>, moment: Moment, language: &Language) -> bool {
    let times = &mut brought.case.times;
    let held = match key {
        Some("started") => &mut times.started,
        Some("detected" | "raised") => &mut times.detected,
        Some("declared") => &mut brought.declared,
        Some("acknowledged") => &mut times.acknowledged,
        Some("restored") => &mut times.restored,
        Some("resolved") => &mut times.resolved,
        Some("closed") => &mut times.closed,
        Some("opened") => &mut times.opened,
        Some("issue_due") => &mut brought.case.due,
        _ => return false,
    };
    let free = held.is_none();
    if free {
        *held = Some(if key == Some("issue_due") { language.ends(moment) } else { moment });
    }
    free
}

/// Reads what was stated of durations; what is computed is computed again. The first column has no heading.
pub fn durations(brought: &mut Brought, columns: &Columns<'_>, language: &Language) -> Option<()> {
    for row in &columns.rows {
        let label = row.first().map(Words::flowing).unwrap_or_default();
        let (stated, note) = (columns.text(row, "stated"), columns.text(row, "note"));
        let disagrees = language.word("disagrees");
        let note = note.strip_suffix(disagrees).map_or(note.as_str(), |rest| rest.trim_end_matches("; "));
        if stated.is_empty() && note.is_empty() {
            continue;
        }
        let values = vec![("name", Value::Text(label)), ("value", Value::text(Some(stated))), ("note", Value::text(Some(note.to_owned())))];
        brought.rows.push(Row::new(FindingKind::Duration, values));
    }
    Some(())
}

/// Says whether the words of a section state a duration already: "time to restore: 1h 07m".
pub fn is_stated(written: &str, row: &Row, language: &Language) -> bool {
    let same = |label: &str| {
        let label = label.trim().trim_start_matches(['-', '*']).trim();
        label.to_lowercase() == row.text("name").to_lowercase()
            || language.is(&label.to_lowercase().replace([' ', '-'], "_"), row.text("name"))
    };
    written.lines().filter_map(|line| line.split_once([':', '：'])).any(|(label, value)| same(label) && value.trim() == row.text("value"))
}
