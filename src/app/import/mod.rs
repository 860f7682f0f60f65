//! Brings foreign records in: bytes in, drafts out.
//!
//! Reading ([`read`]), recognising ([`recognise`]), mapping by a profile (`map`, `case`) and landing ([`land`]) are separate.
//! What is particular about a format is data ([`profile`]); nothing before the landing knows the store, SQL or the time of day.
#![cfg_attr(not(test), deny(clippy::indexing_slicing))]

mod case;
mod corrected;
pub mod dates;
mod entries;
mod explain;
mod facts;
pub mod fault;
mod feed;
mod fold;
pub mod format;
mod grade;
pub mod incoming;
pub mod land;
mod linking;
mod links;
mod map;
pub mod own;
mod plan;
pub mod profile;
pub mod read;
pub mod recognise;
mod record;
mod recovered;
pub mod review;
pub mod rules;
mod shape;
pub mod sketch;
mod tally;
pub mod text;
pub mod told;
pub mod words;

#[cfg(test)]
mod tests;

pub use explain::{Became, Explained};
pub use fault::ImportError;
pub use format::Options;
pub use incoming::{Incoming, IncomingCase, IncomingEntry, RowRefusal, Times};
pub use land::Landed;
pub use rules::Rules;
pub use sketch::Sketch;

/// Stands as the author of lines that came in from elsewhere without one.
pub const UNNAMED: &str = "import";
