//! Documents that are handed out: for a reader, in a language, in a format. Must not know what they say.
//!
//! A [`Paper`] reads for its reader from the first row on, so that what is not for them is not there to be printed.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::Failure;
use super::draft::Input;
use super::field::{Ask, Field};
use super::query::{Shown, View};
use crate::document::print::json;
use crate::document::{Document, Inline, headings, rca, redact};
use crate::model::case::Case;
use crate::model::entry::Visibility;
use crate::model::{Moment, Refusal, Untrusted, Zone};
use crate::store::Reader;

/// Who is to read it.
pub static READER: Field = Field::flag(
    "for",
    "For",
    Ask::Choice(Visibility::CHOICES),
    "Who is to read it: internal (the default), management or public; what they may not read is left out",
);
/// The format.
pub static FORMAT: Field = Field::flag(
    "format",
    "Format",
    Ask::Choice(&[("md", "Markdown"), ("html", "HTML"), ("json", "JSON")]),
    "md (the default), html or json",
);

/// Holds what a document about a case is made of.
pub struct Paper<'a> {
    /// Reads for whoever is to read it.
    pub read: Reader<'a>,
    /// The view it was asked in.
    pub view: &'a View<'a>,
    /// The case, as far as they may see it.
    pub case: Case,
    /// Who is to read it.
    pub reader: Visibility,
    zone: Zone,
    words: BTreeMap<String, String>,
}

impl<'a> Paper<'a> {
    /// Begins a document about a case for the reader that was named, never for more than those who look on.
    ///
    /// # Errors
    /// The store's.
    pub fn begin(view: &'a View<'a>, case: &Case, input: &Input) -> Result<Self, Failure> {
        let asked = input.word("for").and_then(Visibility::parse).unwrap_or(Visibility::Internal);
        let read = view.read.no_wider_than(asked);
        let case = read.case_by_id(case.id)?.ok_or_else(|| Refusal::field("case", "this case is not here", "see 'warroom case list'"))?;
        let zone = case.zone_or(view.ctx.zone);
        Ok(Self { read, view, case, reader: read.floor(), zone, words: headings::in_language(&view.ctx.language) })
    }

    /// Gives a word in the document's language.
    pub fn word(&self, key: &str) -> String {
        self.words.get(key).cloned().unwrap_or_else(|| key.to_owned())
    }

    /// Gives a time on the case's own clock.
    pub fn time(&self, moment: Option<Moment>) -> String {
        moment.map(|moment| rca::full_time(&moment, self.zone, &self.words)).unwrap_or_default()
    }

    /// Gives an instant on the case's own clock: for a timetable.
    pub fn at(&self, at: i64) -> String {
        self.time(Moment::exact(at, self.zone.offset_minutes(at)))
    }

    /// Says whether the reader may read the names of people.
    pub fn names_people(&self) -> bool {
        self.reader != Visibility::Public
    }

    /// Gives a name, where the reader may read it.
    pub fn person(&self, name: Option<&Untrusted>) -> Untrusted {
        name.filter(|_| self.names_people()).cloned().unwrap_or_default()
    }

    /// Hands the document out in the format that was asked for, without passwords, tokens and keys.
    pub fn hand_out(&self, document: Document, mut whole: Json, title: &str, input: &Input) -> Shown {
        let foot = format!("{} {} · {} {}", self.word("printed_for"), self.reader.label(), self.at(self.view.ctx.at), self.zone.short());
        let (document, secrets) = redact::redact_document(document.rule().paragraph(Inline::new().dim(foot)));
        let mut notes = vec![format!("printed for {}", self.reader.label())];
        if secrets > 0 {
            notes.push(format!("{secrets} secret{} taken out", if secrets == 1 { "" } else { "s" }));
        }
        let text = match input.word("format") {
            Some("html") => document.to_html_page(&redact::redact(title).0, &self.view.ctx.language),
            Some("json") => {
                redact::redact_value(&mut whole);
                json::to_string(&whole).map_or_else(|_| String::new(), |text| text + "\n")
            }
            _ => document.to_markdown(),
        };
        Shown::Text(text, notes)
    }
}
