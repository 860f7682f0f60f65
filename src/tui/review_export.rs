//! Writes documents into files of their own in the folder one works in: the review of a case, or the page that is shown.

use super::choose::Choose;
use super::desk::Desk;
use super::parts::picker::Item;
use super::stage::Reply;
use crate::app::review::template::{self, Choice};
use crate::app::{Draft, Shown, output, tables};
use crate::document::print::filename::slug;
use crate::model::CaseRef;
use crate::model::entry::Visibility;

/// Stands before what the menu hands to the screen below.
const CHOSEN: &str = "export ";

/// Names tried before giving up.
const NAMES: usize = 99;

/// Lists the templates a review can be exported with, each with whom it would be for.
pub fn menu(reader: Visibility, desk: &Desk) -> Reply<Desk> {
    let all = template::all(&desk.app.ctx);
    let item = |choice: &Choice| {
        let told = choice.trouble.as_deref().unwrap_or(&choice.doc);
        let label = if told.is_empty() { choice.key.clone() } else { format!("{}: {told}", choice.key) };
        Item { label, note: choice.reader.max(reader).label().to_owned(), also: String::new() }
    };
    let list = Choose::new("Export with", all.iter().map(item).collect());
    let keys = all.iter().map(|choice| format!("{CHOSEN}{}", choice.key)).collect();
    Reply::Open(Box::new(list.standing_for(keys)))
}

/// Gives the template that was chosen in the menu, if it was that menu.
pub fn chosen(choice: &str) -> Option<&str> {
    choice.strip_prefix(CHOSEN)
}

/// Exports the review of a case with a template for one reader, who gets no more than it is made for, and says where it went; no file
/// is ever replaced.
pub fn export(case: CaseRef, key: &str, reader: Visibility, desk: &Desk) -> Reply<Desk> {
    let Some(query) = tables::query("review export") else { return Reply::Done };
    let all = template::all(&desk.app.ctx);
    let reader = all.iter().find(|choice| choice.key == key).map_or(reader, |choice| choice.reader.max(reader));
    let draft = Draft::new().with("case", case.to_string()).with("template", key).with("for", reader.key());
    let (text, notes) = match desk.app.ask(query, &draft) {
        Ok(Shown::Text(text, notes)) => (text, notes),
        Ok(_) => return Reply::Done,
        Err(failure) => return Reply::Say(failure.words()),
    };
    let stem = if all.first().is_some_and(|usual| usual.key == key) { reader.key().to_owned() } else { slug(key) };
    into_file((&format!("{case}-review-{stem}"), "md"), &text, &format!("{case}"), &notes, desk)
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
