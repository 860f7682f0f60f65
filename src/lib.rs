//! warroom: P1 incidents and project issues side by side, over one SQLite file.
//!
//! The folders are the architecture: floors, and imports only point down.
//!
//! | floor | is for | may import |
//! |---|---|---|
//! | [`model`] | the words of the domain: pure values, parsing, rules over values | nothing of ours |
//! | [`store`] | the only SQL: open, migrate, typed reads, one writer that journals every row | model |
//! | [`document`] | text for people, and one printer for each place text can go | model |
//! | [`app`] | what people do: commands and queries, and the rules across records | model, store, document |
//! | [`cli`], [`plain`], `tui` | words on a command line, talk line by line, keys on a screen; they never see each other or the store | model, document, app |
//!
//! The crate promises no API beyond the binary; modules are public for tests and benches only.

#[doc(hidden)]
pub mod app;
#[doc(hidden)]
pub mod cli;
#[doc(hidden)]
pub mod clock;
#[doc(hidden)]
pub mod document;
#[doc(hidden)]
pub mod model;
#[doc(hidden)]
pub mod paths;
#[doc(hidden)]
pub mod plain;
#[doc(hidden)]
pub mod store;
#[cfg(feature = "screens")]
#[doc(hidden)]
pub mod tui;
