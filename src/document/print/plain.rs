//! Prints to a terminal or a pipe as running text: lines and tabs are kept, nothing can steer the terminal.

use super::Foreign;
use super::neutral::{Layout, neutral};

/// Prints running text with its line breaks.
pub fn plain<T: Foreign + ?Sized>(text: &T) -> String {
    neutral(text.foreign(), Layout::Lines).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Untrusted;

    #[test]
    fn an_escape_sequence_is_shown_not_obeyed() {
        let out = plain(&Untrusted::new("\u{1b}]0;owned\u{7}\nnext"));
        assert_eq!(out, "\u{241b}]0;owned\u{2407}\nnext");
    }
}
