//! One neutralising printer for each place text can go; foreign text leaves the program only through here.
//!
//! | sink | printer | line breaks |
//! |---|---|---|
//! | a terminal, as running text | [`plain()`] | kept |
//! | a terminal, in a column | [`cell()`], [`fit`] | a blank |
//! | a message or a log record | [`log()`] | a picture |
//! | Markdown | [`markdown::inline`], [`markdown::prose`], [`markdown::items`], [`markdown::verbatim`] | `<br>` or a new line |
//! | HTML | [`html::text`], [`html::attribute`] | kept |
//! | CSV | [`csv::row`] | kept, quoted |
//! | iCalendar | [`ics::text`] | `\n` |
//! | JSON | [`json::to_string`], [`json::to_writer`] | escaped |
//! | Mermaid | [`mermaid::label`], [`mermaid::name`] | a blank |
//! | a file name | [`filename::slug`], [`filename::name`] | a hyphen |
//!
//! What a printer must not know: what the text means, and who asked for it.

pub mod address;
pub mod cell;
pub mod csv;
pub mod filename;
pub mod html;
pub mod ics;
pub mod json;
pub mod log;
pub mod markdown;
pub mod mermaid;
pub mod neutral;
pub mod plain;

use crate::model::Untrusted;

pub use cell::{cell, fit, fit_right, width};
pub use log::log;
pub use plain::plain;

/// Takes the system's own numbers out of a message: `(os error 2)` helps nobody.
pub fn plainly(text: &str) -> String {
    let mut parts = text.split(" (os error ");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |told, part| told + part.split_once(')').map_or("", |(_, rest)| rest))
}

/// Text that a printer takes: typed as foreign, or a plain string that may hold some.
pub trait Foreign {
    /// Gives the text as it came.
    fn foreign(&self) -> &str;
}

impl Foreign for Untrusted {
    fn foreign(&self) -> &str {
        self.raw()
    }
}

impl Foreign for str {
    fn foreign(&self) -> &str {
        self
    }
}

impl Foreign for String {
    fn foreign(&self) -> &str {
        self
    }
}

impl<T: Foreign + ?Sized> Foreign for &T {
    fn foreign(&self) -> &str {
        (**self).foreign()
    }
}
