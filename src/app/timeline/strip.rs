//! The strip of phases: a letter, the name, a bar and how long it took, one line a phase. It says the same without colours.

use std::collections::BTreeMap;

use crate::document::headings;
use crate::document::print::cell;
use crate::document::rca::duration;
use crate::model::Moment;
use crate::model::case::Case;
use crate::model::phases::{Phase, bars, phases};

/// Cells of the letter and the name with a blank after each.
const NAME: usize = 13;

/// Writes the strip in a language, with bars of so many cells; no line where no time of the case is known.
pub fn strip(case: &Case, language: &str, bar: usize) -> Vec<String> {
    let words = headings::in_language(language);
    let all = phases(|key| case.time(key));
    if all.iter().all(|phase| phase.from.is_none() && phase.to.is_none()) {
        return Vec::new();
    }
    let line = |(phase, bar): (&Phase, String)| {
        let name = words.get(&format!("phase_{}", phase.key)).map_or(phase.key, String::as_str);
        format!("{} {} {bar} {}", phase.letter, cell::fit(name, NAME - 3), length(phase, &words)).trim_end().to_owned()
    };
    all.iter().zip(bars(&all, bar)).map(line).collect()
}

/// Gives the cells a bar can have where a line has so many.
pub fn bar_in(cells: usize) -> usize {
    cells.saturating_sub(NAME + 14).clamp(6, 60)
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
