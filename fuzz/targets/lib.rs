//! What is fed to readers and printers, and what must hold then. The fuzzer calls it, and the tests with what `corpus/` keeps.

pub mod capture;
pub mod document;
pub mod import;
#[cfg(feature = "screens")]
pub mod keys;
pub mod markdown;
pub mod markup;
mod oracle;
pub mod pages;
pub mod printed;
pub mod profile;
pub mod review;
pub mod secrets;
pub mod settings;
pub mod table;
pub mod template;
pub mod times;
pub mod words;
pub mod workbook;

/// One target: its name and what it does with an input.
pub type Target = (&'static str, fn(&[u8]));

/// Every target, in order.
pub const TARGETS: &[Target] = &[
    ("capture", capture::feed),
    ("document", document::feed),
    ("import", import::feed),
    #[cfg(feature = "screens")]
    ("keys", keys::feed),
    ("markdown", markdown::feed),
    ("markup", markup::feed),
    ("pages", pages::feed),
    ("printed", printed::feed),
    ("profile", profile::feed),
    ("review", review::feed),
    ("secrets", secrets::feed),
    ("settings", settings::feed),
    ("table", table::feed),
    ("template", template::feed),
    ("times", times::feed),
    ("words", words::feed),
    ("workbook", workbook::feed),
];
