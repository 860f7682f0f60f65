//! One section of a printed review: what was written, and the rows that stand under its heading. Must not know where they come from.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::Untrusted;

/// One section.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RcaSection {
    /// Key.
    pub name: String,
    /// Heading in the document's language.
    pub title: Untrusted,
    /// `prose`, `list` or `verbatim`.
    pub form: String,
    /// `front` or `back`.
    pub place: String,
    /// Who may read it.
    pub visibility: String,
    /// What the record says about it; printed as long as nothing is written.
    pub recorded: Untrusted,
    /// The text; may be blank.
    pub text: Untrusted,
    /// Columns of its rows that hold anything, in order.
    pub columns: Vec<RcaColumn>,
    /// Its rows.
    pub rows: Vec<RcaFinding>,
}

/// One column of the rows of a section.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RcaColumn {
    /// Which field of a row: `value`.
    pub key: String,
    /// Heading in the document's language.
    pub title: String,
}

/// One row of a review, whole: as it is stored, and in the document's words where those differ.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RcaFinding {
    /// `F-3`.
    pub finding: String,
    /// Its kind: `impact`.
    pub kind: String,
    /// Word that sorts it.
    pub mark: String,
    /// What it says.
    pub text: Untrusted,
    /// Who, or what it is called.
    pub name: Untrusted,
    /// In which role.
    pub role: Untrusted,
    /// A figure.
    pub value: Untrusted,
    /// What is counted.
    pub unit: Untrusted,
    /// Where it lies.
    pub aspect: String,
    /// How sure it is.
    pub certainty: String,
    /// Whether it was found by itself.
    pub automatic: String,
    /// The service it is of.
    pub service: Untrusted,
    /// When, as RFC 3339 in UTC, if it is known.
    pub at: Option<String>,
    /// How exactly that is known; empty where there is no time.
    pub at_precision: String,
    /// Until when.
    pub until: Option<String>,
    /// How exactly that is known.
    pub until_precision: String,
    /// Where more can be read.
    pub reference: Untrusted,
    /// Remark.
    pub note: Untrusted,
    /// Line of the log it rests on.
    pub entry: String,
    /// Who may read it.
    pub visibility: String,
    /// By column: its times in the document's zone, and stored words in the document's language.
    pub words: BTreeMap<&'static str, String>,
}
