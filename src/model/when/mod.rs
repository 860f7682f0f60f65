//! Times as people write them on a command line or in a form, and as they are shown back to them.
//!
//! The grammar is strict: what it does not know it refuses, with the forms that it does know. A time that was misread without a word is
//! worse in a crisis than one that has to be typed again. Must not know the time of day: whoever asks hands in a [`Now`].

mod grammar;
mod resolve;
mod show;
#[cfg(test)]
mod tests;
mod words;

use super::{Moment, Refusal, Untrusted, Zone};

pub(super) use grammar::{Spoken, clock_shaped, date_shaped, duration_shaped, is_past_day, is_past_day_and_clock, time_shaped};
pub use show::{ago, clock, distance, echo, length, span, spelled, stamp, until};

/// Names the forms a time may take, for hints.
pub const FORMS: &str = "14:05, yesterday 9:00, friday 15:00, 2026-11-22 14:05, 2026-11-22T14:05+01:00, 2026-11-22, -20m, 20m ago, in 2h, \
                         now, ~14:05 (about) or unknown";

/// Holds the instant and the zone that a person's words are read in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Now {
    /// UTC milliseconds.
    pub at: i64,
    /// Where the person's clock hangs.
    pub zone: Zone,
}

/// Says to which side of now a time lies that could be on either.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lean {
    /// Something that happened: the latest such instant within 12 hours. Anything more than 5 minutes ahead is refused.
    Past,
    /// The end of a period, which may lie behind or ahead; else as for what happened.
    Any,
    /// Something that is due: the next such instant; a day alone is over when it ends. Spelled-out times may lie behind.
    Future,
}

/// Says why some words are no time. Both texts may quote what was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotATime {
    /// One sentence without a full stop: what is wrong.
    pub why: Untrusted,
    /// What to type instead.
    pub hint: Untrusted,
}

impl NotATime {
    fn new(why: impl Into<Untrusted>, hint: impl Into<Untrusted>) -> Self {
        Self { why: why.into(), hint: hint.into() }
    }

    /// Turns it into the refusal of a field.
    pub fn refuse(self, field: &'static str) -> Refusal {
        Refusal { field, why: self.why, hint: self.hint }
    }
}

/// Reads a time; see [`FORMS`].
///
/// # Errors
/// Says what is wrong with anything else, with a wall time that the clock showed twice or never, and with a past that lies ahead.
pub fn parse(text: &str, now: &Now, lean: Lean) -> Result<Moment, NotATime> {
    let Some(spoken) = Spoken::read(text) else {
        return Err(match text.trim() {
            "" => NotATime::new("no time was given", FORMS),
            _ => NotATime::new(format!("{} is not a time", quoted(text)), FORMS),
        });
    };
    spoken.resolve(text, now, lean)
}

/// Reads a length of time such as `20m`, `1h30m` or `2d`, in milliseconds. Days are 24 hours; there are no seconds.
pub fn duration(text: &str) -> Option<i64> {
    grammar::duration(text)
}

/// Quotes what was typed, shortened to what a message can hold.
fn quoted(text: &str) -> String {
    const LONGEST: usize = 40;
    let text = text.trim();
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("“{}…”", &text[..end]),
        None => format!("“{text}”"),
    }
}
