//! The words of the domain: pure values, parsing, and rules over values.
//!
//! Nothing here knows the time of day, SQL or the terminal: whoever needs "now" or a zone hands it in.

pub mod action;
pub mod between;
pub mod blame;
pub mod capture;
pub mod case;
pub mod cause;
pub mod contingency;
pub mod decision;
pub mod entry;
pub mod evidence;
pub mod facts;
pub mod fields;
pub mod figures;
pub mod finding;
pub mod id;
pub mod language;
pub mod moment;
pub mod people;
pub mod phases;
pub mod plan;
pub mod playbook;
pub mod policy;
pub mod quantity;
pub mod questions;
pub mod record;
pub mod refusal;
pub mod search;
pub mod sections;
pub mod similar;
pub mod telling;
pub mod text;
pub mod unknown;
pub mod update;
pub mod when;
pub mod word;
pub mod zone;

pub use id::{ActionRef, CaseKind, CaseRef, EntryRef, Id};
pub use moment::{Moment, Precision};
pub use record::{Record, Subject, Value};
pub use refusal::Refusal;
pub use text::Untrusted;
pub use zone::Zone;
