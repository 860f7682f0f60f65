//! The screens: keys in, one calm frame out.
//!
//! A screen is a value on a stack. It reads through the application floor, says what it wants with a [`stage::Reply`], and is drawn
//! only when something changed or the minute turned. This floor must not know SQL, the store, or how a command does its work.

pub mod chord;
pub mod event_loop;
pub mod input;
pub mod keys;
pub mod parts;
pub mod signals;
pub mod stage;
pub mod terminal;
pub mod theme;
pub mod watchdog;

#[cfg(test)]
mod driver;
#[cfg(test)]
mod example;
#[cfg(test)]
mod pty;
