//! document

pub mod print;
