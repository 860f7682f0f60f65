//! Writes the document of a review into a file of its own in the folder one works in.

use super::desk::Desk;
use super::stage::Reply;
use crate::app::{Draft, Shown, output, tables};
use crate::model::CaseRef;
use crate::model::entry::Visibility;

/// Names tried before giving up.
const NAMES: usize = 99;

/// Exports the review of a case for one reader and says where it went; no file is ever replaced.
pub fn export(case: CaseRef, reader: Visibility, desk: &Desk) -> Reply<Desk> {
    let Some(query) = tables::query("review export") else { return Reply::Done };
    let draft = Draft::new().with("case", case.to_string()).with("for", reader.key());
    let (text, notes) = match desk.app.ask(query, &draft) {
        Ok(Shown::Text(text, notes)) => (text, notes),
        Ok(_) => return Reply::Done,
        Err(failure) => return Reply::Say(failure.words()),
    };
    let folder = std::env::current_dir().unwrap_or_default();
    for number in 1..=NAMES {
        let again = if number > 1 { format!("-{number}") } else { String::new() };
        let file = folder.join(format!("{case}-review-{}{again}.md", reader.key()));
        match output::write(&file, text.as_bytes(), false) {
            Ok(()) => return Reply::Say(format!("exported to {} · {}", file.display(), notes.join(" · "))),
            Err(output::OutputError::Exists(_)) => {}
            Err(error) => return Reply::Say(error.to_string()),
        }
    }
    Reply::Say(format!("{} has {NAMES} exports of {case} already; move some away", folder.display()))
}
