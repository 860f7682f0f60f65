//! app

pub mod output;
