//! A node of the cause tree as the templates see it.

use serde::Serialize;

use super::RcaLink;
use crate::model::Untrusted;

/// One node of the cause tree.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RcaCause {
    /// `F-3`.
    pub reference: String,
    /// The node it explains; empty at the top.
    pub under: String,
    /// How many nodes are above it.
    pub depth: usize,
    /// What it says.
    pub text: Untrusted,
    /// `why`, `root` or `contributing`.
    pub mark: String,
    /// The same in words, empty for a why.
    pub mark_words: String,
    /// Where it lies, as its key; empty if nobody said.
    pub aspect: String,
    /// How sure it is, as its key; empty if nobody said.
    pub certainty: String,
    /// Mark, aspect and certainty in words, and the evidence, as they are printed behind the text.
    pub words: Vec<String>,
    /// What else is to be said.
    pub note: Untrusted,
    /// Tickets, changes, pages.
    pub links: Vec<RcaLink>,
    /// Lines that speak for it: `INC-12.34`.
    pub evidence_for: Vec<String>,
    /// Lines that speak against it.
    pub evidence_against: Vec<String>,
    /// Whether it is printed among the causes: it is marked as a root, or stands alone and is not a contributing factor.
    pub is_cause: bool,
    /// Whether it belongs to a tree: something is above or under it.
    pub is_tree: bool,
}
