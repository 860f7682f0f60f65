//! How a deed begins: done at once where nothing is left to ask, confirmed where undo could not help, else asked. Knows no field by name.

use super::deed::Deed;
use super::desk::Desk;
use super::dialog::Dialog;
use super::stage::{About, Reply};
use crate::app::Draft;

/// Begins a deed with what is known: does it, or asks for the rest.
pub fn begin(deed: Deed, about: &About, desk: &Desk) -> Reply<Desk> {
    let mut draft = Draft::new();
    for field in deed.fields() {
        if let Some((_, text)) = about.iter().find(|(key, _)| *key == field.key).filter(|_| deed.takes(field)) {
            draft.set(field.key, text.clone());
        }
    }
    begin_known(deed, draft, about, desk)
}

/// Begins a deed with what is filled in: does it, or asks for the rest.
pub fn begin_known(deed: Deed, draft: Draft, about: &About, desk: &Desk) -> Reply<Desk> {
    let missing = draft.missing(deed.fields());
    if missing.is_empty() && deed.is_final() {
        return Reply::Open(Box::new(Dialog::confirming(deed, draft)));
    }
    if missing.is_empty() && !deed.corrects() {
        return deed.done_with(draft, desk);
    }
    Reply::Open(Box::new(Dialog::of(deed, draft, about, None, desk)))
}

/// Begins a deed as a step of a playbook does: everything there is to say of it is asked in one form, the fields it names first.
pub fn begin_step(deed: Deed, about: &About, asks: &[String], desk: &Desk) -> Reply<Desk> {
    let known = about.iter().filter(|(key, _)| deed.fields().iter().any(|field| field.key == *key));
    let known = known.fold(Draft::new(), |draft, (key, text)| draft.with(key, text.clone()));
    Reply::Open(Box::new(Dialog::of(deed, known, about, Some(asks), desk)))
}

/// Begins a deed in a form, with what is known and what is to be changed of it.
pub fn begin_with(deed: Deed, about: &About, texts: &[(&'static str, String)], desk: &Desk) -> Reply<Desk> {
    let known = about.iter().fold(Draft::new(), |draft, (key, text)| draft.with(key, text.clone()));
    let mut dialog = Dialog::of(deed, known, about, None, desk);
    dialog.fill(texts, desk);
    Reply::Open(Box::new(dialog))
}
