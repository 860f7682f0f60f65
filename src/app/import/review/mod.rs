//! Reviews that come in as Markdown: our own, read back as they were printed, and those of others, as far as headings and tables allow.
//!
//! A text becomes a [`Brought`] before anything is written; `land` writes it as one change. What could not be placed is kept
//! word for word and said with its line. Must not know where the text comes from.

mod brought;
mod causes;
mod columns;
mod days;
mod foreign;
mod front;
mod head;
mod land;
mod land_rows;
mod logged;
mod names;
mod own;
mod people;
mod placing;
mod printed;
mod rows;
mod stamp;
mod tabled;
mod tasks;
mod timeline;
mod times;

pub use brought::{Brought, Kept, Line, Register, Reviewed, Row, Task};
pub use land::{COMMAND, land};

use super::Options;
use crate::document::outline::outline;
use crate::model::sections::Sections;

/// Largest text that is taken, in bytes.
pub const LIMIT: usize = 4 * 1024 * 1024;

/// Reads a review; `stem` is the file's name without folder and ending, for a day or a title that stands nowhere else.
pub fn read(text: &str, stem: &str, options: &Options, sections: &Sections) -> Brought {
    let pieces = outline(text);
    if own::recognises(&pieces) { own::read(text, &pieces, sections) } else { foreign::read(text, &pieces, stem, options) }
}
