//! Words for what is owed, and how near it is.

use super::parts::frame::DueForms;
use super::theme::Role;
use crate::app::due;
use crate::model::entry::Due;
use crate::model::when;

/// From when on a due thing is soon, in milliseconds.
const SOON: i64 = 15 * 60_000;

/// Says how near a due time is.
pub fn role(left: i64) -> Role {
    match left {
        ..=0 => Role::Late,
        1..=SOON => Role::Soon,
        _ => Role::Text,
    }
}

/// Words one due thing: "Update INC-12 14:36, in 4 min".
pub fn due_words(owed: &Due, now: &when::Now) -> String {
    format!("{} {} {}", capital(owed.what.label()), due::of(owed), due::words(owed, now))
}

/// Words one due thing for the frame, also as short as it may have to be: how near it is goes last.
pub fn due_forms(owed: &Due, now: &when::Now) -> DueForms {
    let left = when::until(owed.at - now.at);
    let brief = format!("{} {left}", capital(owed.what.label()));
    DueForms { forms: [due_words(owed, now), brief, left], role: role(owed.at - now.at) }
}

/// Gives a word of ours as a line begins with it.
pub fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect()
}
