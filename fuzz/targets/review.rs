//! Markdown to the reader of reviews.

use warroom::app::import::Options;
use warroom::app::import::review;
use warroom::model::sections::Sections;

/// Feeds one input.
pub fn feed(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let _ = review::read(text, "file", &Options::default(), Sections::standard());
}
