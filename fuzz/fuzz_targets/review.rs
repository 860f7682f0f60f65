#![no_main]
//! Markdown to the reader of reviews.

use libfuzzer_sys::fuzz_target;
use warroom::app::import::Options;
use warroom::app::import::review;
use warroom::model::sections::Sections;

fuzz_target!(|text: &str| {
    let _ = review::read(text, "file", &Options::default(), Sections::standard());
});
