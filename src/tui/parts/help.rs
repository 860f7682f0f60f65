//! The keys of a place in words, as the help and the palette show them.

use super::picker::Item;
use crate::tui::keys::{Act, Binding, Place};
use crate::tui::live_keys::{Keys, keys_of};

/// Gives the rows of the help: what is done, on which keys, and the act; rows without a key are left to the palette.
pub fn rows(of: Place, keys: &Keys) -> Vec<(Item, Act)> {
    keys.help(of).filter(|row| !row.chords.is_empty()).map(item).collect()
}

/// Gives one row of the table as something that can be chosen.
pub fn item(row: &Binding) -> (Item, Act) {
    (Item { label: row.words.to_owned(), note: keys_of(row), also: row.hint.to_owned() }, row.act)
}
