//! What is saved of a text that somebody is writing, and who wrote it: so that nobody writes over another's words unasked.

use super::{App, Failure};
use crate::model::case::Case;
use crate::model::{EntryRef, Id, Subject, Untrusted};

/// Holds a text as it is saved.
#[derive(Clone, Debug, Default)]
pub struct Saved {
    /// What it says; foreign text, empty where there is none.
    pub text: Untrusted,
    /// Who wrote it last, where that is on record.
    pub by: Option<Untrusted>,
}

impl App {
    /// Gives what is saved of one section of a review.
    ///
    /// # Errors
    /// The store's.
    pub fn section_saved(&self, case: &Case, section: &str) -> Result<Saved, Failure> {
        let Some(own) = self.read().sections(case.id)?.into_iter().find(|own| own.name == section) else { return Ok(Saved::default()) };
        Ok(Saved { by: self.writer_of(own.id, "text")?, text: own.text })
    }

    /// Gives the words a line of the log is told in: its own, where nobody gave it others.
    ///
    /// # Errors
    /// The store's.
    pub fn wording_saved(&self, line: EntryRef) -> Result<Saved, Failure> {
        let Some(entry) = self.read().entry(line)? else { return Ok(Saved::default()) };
        let telling = self.read().fields_by(Subject::Telling, "entry", entry.id)?.pop();
        let Some(telling) = telling else { return Ok(Saved { text: entry.text, by: None }) };
        match telling.text("wording").filter(|_| !entry.redacted) {
            Some(text) => Ok(Saved { by: self.writer_of(telling.id, "wording")?, text }),
            // Who took other words back is not who gave them.
            None => Ok(Saved { text: entry.text, by: None }),
        }
    }

    fn writer_of(&self, record: Id, field: &str) -> Result<Option<Untrusted>, Failure> {
        Ok(self.read().words_over_time(record, field)?.pop().map(|(_, who, _)| who))
    }
}
