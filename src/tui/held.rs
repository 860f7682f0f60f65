//! Keys that wait behind a screen that closes as soon as what it handed in is saved: they are for what lies below it.

use std::collections::VecDeque;

use super::input::Input;
use super::keys::{Act, Place};
use super::live_keys::Keys;

/// Most keys that wait.
const MOST: usize = 1_000;

/// Holds the keys in order.
#[derive(Default)]
pub struct Held(VecDeque<Input>);

impl Held {
    /// Keeps a key for later; those that act whatever is being saved are not kept.
    pub fn keep(&mut self, input: &Input, keys: &Keys) -> bool {
        let keeps = !at_once(input, keys);
        if keeps && self.0.len() < MOST {
            self.0.push_back(input.clone());
        }
        keeps
    }

    /// Says whether no key waits.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Gives the key that has waited longest.
    pub fn take(&mut self) -> Option<Input> {
        self.0.pop_front()
    }
}

fn at_once(input: &Input, keys: &Keys) -> bool {
    let Input::Key(chord) = input else { return false };
    keys.lookup(Place::Line, *chord).is_some_and(|row| matches!(row.act, Act::Interrupt | Act::Suspend | Act::Redraw))
}
