//! Text that somebody typed or another system sent: stored as given, neutralised only where it is printed.

use serde::{Deserialize, Serialize};

/// Holds text from outside, exactly as it came.
///
/// There is no `Display` on purpose: the only ways out are the printers in `document::print`, one for each sink,
/// and [`Untrusted::raw`] for storing, comparing and searching.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Untrusted(String);

impl Untrusted {
    /// Wraps text as it came.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Gives the exact text, for storage, comparison and search; never for a screen, a file or a message.
    pub fn raw(&self) -> &str {
        &self.0
    }

    /// Takes the exact text out again.
    pub fn into_raw(self) -> String {
        self.0
    }

    /// Says whether nothing but blanks was given.
    pub fn is_blank(&self) -> bool {
        self.0.trim().is_empty()
    }
}

impl From<&str> for Untrusted {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<String> for Untrusted {
    fn from(text: String) -> Self {
        Self(text)
    }
}
