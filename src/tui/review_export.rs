//! Writes documents into files of their own in the folder one works in: the review of a case, or the page that is shown.

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
    into_file((&format!("{case}-review-{}", reader.key()), "md"), &text, &format!("{case}"), &notes, desk)
}

/// Writes a text into a new file in the folder one works in, under the first name that is free, and says where it went.
pub fn into_file((stem, extension): (&str, &str), text: &str, of: &str, notes: &[String], desk: &Desk) -> Reply<Desk> {
    let folder = &desk.folder;
    for number in 1..=NAMES {
        let again = if number > 1 { format!("-{number}") } else { String::new() };
        let file = folder.join(format!("{stem}{again}.{extension}"));
        match output::write(&file, text.as_bytes(), false) {
            Ok(()) => {
                let said = [format!("exported to {}", file.display())];
                return Reply::Say(said.iter().chain(notes).map(String::as_str).collect::<Vec<_>>().join(" · "));
            }
            Err(output::OutputError::Exists(_)) => {}
            Err(error) => return Reply::Say(error.to_string()),
        }
    }
    Reply::Say(format!("{} has {NAMES} exports of {of} already; move some away", folder.display()))
}
