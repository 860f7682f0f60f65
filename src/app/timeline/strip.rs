//! The strip of phases: a letter, the name, a bar and how long it took, one line a phase. It says the same without colours.

use std::collections::BTreeMap;

use crate::document::headings;
use crate::document::print::cell;
use crate::document::rca::duration;
use crate::model::case::Case;
use crate::model::phases::{Phase, bars, phases};
use crate::model::{Moment, when};

/// Cells of the letter and the name with a blank after each.
const NAME: usize = 13;

/// Writes the strip in a language, with bars of so many cells; no line where no time of the case is known. With the time it is
/// (UTC milliseconds), a phase that goes on says for how long, and one that never began is left out.
pub fn strip(case: &Case, language: &str, bar: usize, now: Option<i64>) -> Vec<String> {
    let words = headings::in_language(language);
    let all = phases(|key| case.time(key));
    if all.iter().all(|phase| phase.from.is_none() && phase.to.is_none()) {
        return Vec::new();
    }
    // Resolving is counted from the detection only where nobody restored anything before it ended.
    let early = |phase: &Phase| phase.key == "resolve" && phase.to.is_none() && phase.from.is_some_and(|(key, _)| key == "detected");
    let begun = |phase: &Phase| (phase.from.is_some() || phase.to.is_some()) && !early(phase);
    let open = |phase: &Phase| now.filter(|_| after(phase).iter().all(|key| case.time(key).is_none()));
    let line = |(phase, bar): (&Phase, String)| {
        let name = words.get(&format!("phase_{}", phase.key)).map_or(phase.key, String::as_str);
        format!(
            "{} {} {bar} {}",
            phase.letter,
            cell::fit(name, NAME - 3),
            going_on(phase, &words, open(phase)).unwrap_or_else(|| length(phase, &words))
        )
        .trim_end()
        .to_owned()
    };
    all.iter().zip(bars(&all, bar)).filter(|(phase, _)| now.is_none() || begun(phase)).map(line).collect()
}

/// Gives the times that show that a phase is over, whether or not somebody wrote down when it ended.
fn after(phase: &Phase) -> &'static [&'static str] {
    match phase.key {
        "detect" => &["acknowledged", "declared", "restored", "resolved", "closed"],
        "respond" => &["restored", "resolved", "closed"],
        _ => &["resolved", "closed"],
    }
}

/// Words how long a phase has gone on that began and did not end.
fn going_on(phase: &Phase, words: &BTreeMap<String, String>, now: Option<i64>) -> Option<String> {
    let (_, began) = phase.from.filter(|_| phase.to.is_none())?;
    let lasted = now?.checked_sub(began.millis()?).filter(|ms| *ms >= 0)?;
    let goes_on = words.get("goes_on").map_or("", String::as_str);
    Some(format!("{goes_on}, {}", when::span(lasted)))
}

/// Gives the cells a bar can have where a line has so many.
pub fn bar_in(cells: usize) -> usize {
    cells.saturating_sub(NAME + 18).clamp(6, 60)
}

/// Words how long a phase took; what lacks an end is unknown, not nothing.
pub fn length(phase: &Phase, words: &BTreeMap<String, String>) -> String {
    let word = |key: &str| words.get(key).cloned().unwrap_or_else(|| key.to_owned());
    let name = |end: Option<(&'static str, Moment)>| end.map(|(key, at)| (word(key), at));
    match (name(phase.from), name(phase.to)) {
        (Some((from, began)), Some((to, ended))) => duration((&from, Some(began)), (&to, Some(ended)), words),
        _ => word("unknown"),
    }
}
