//! The pieces that screens are made of. They draw values and take keys; they must not know cases, commands or the application.

pub mod area;
pub mod columns;
pub mod edit;
pub mod form;
pub mod frame;
pub mod help;
pub mod line;
pub mod list;
pub mod numbered;
pub mod palette;
pub mod picker;
pub mod text;
