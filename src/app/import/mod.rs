//! Brings foreign records in: bytes in, drafts out.
//!
//! Reading ([`read`]), mapping (one small file per format) and landing are separate, so that the next format is one row in
//! [`format::FORMATS`] and one file. Nothing before the landing knows the store, SQL or the time of day.
#![cfg_attr(not(test), deny(clippy::indexing_slicing))]

pub mod dates;
pub mod fault;
pub mod format;
pub mod incoming;
mod jira_csv;
mod jira_fields;
pub mod land;
pub mod own;
pub mod read;
pub mod review;
mod servicenow;
mod servicenow_csv;
mod servicenow_json;
mod servicenow_log;
mod servicenow_notes;
mod shape;
mod statuspage;
mod tally;
pub mod words;

#[cfg(test)]
mod tests;

pub use fault::ImportError;
pub use format::{FORMATS, Format, Options};
pub use incoming::{Incoming, IncomingCase, IncomingEntry, RowRefusal, Times};
pub use land::Landed;

/// Stands as the author of lines that came in from elsewhere without one.
pub const UNNAMED: &str = "import";
