//! What can be copied of a case or an entry: its number, and the whole report for one audience or the other.

use super::copy::{Clipboard, Copied, Parcel};
use super::copy_menu::{Offer, What};
use super::desk::{Desk, case_in, words};
use super::stage::About;
use crate::app::{Draft, Shown, tables};
use crate::model::CaseRef;

/// Offers the numbers and the reports of what a screen is about; on a shared screen only what management may read.
pub fn offered(about: &About, shared: bool) -> Vec<Offer> {
    let named = |key: &str| about.iter().find(|(known, _)| *known == key).map(|(_, text)| text.clone());
    let mut offers = Vec::new();
    let case = case_in(about);
    if let Some(number) = named("entry").or_else(|| named("action")) {
        offers.push(Offer::text(What::Number, number.clone(), number));
        offers.extend(case.map(|case| Offer::text(What::Case, case.to_string(), case.to_string())));
    } else {
        offers.extend(case.map(|case| Offer::text(What::Number, case.to_string(), case.to_string())));
    }
    let report = |case: CaseRef, what, audience: &str| Offer {
        what,
        name: format!("report {case} for {audience}"),
        text: String::new(),
        about: vec![("case", case.to_string()), ("for", audience.to_owned())],
    };
    if let Some(case) = case {
        offers.push(report(case, What::Report, "management"));
        if !shared {
            offers.push(report(case, What::Internal, "internal"));
        }
    }
    offers
}

/// Copies what was offered; a report is printed now, for its audience.
pub fn copied(offer: &Offer, to_file: bool, clipboard: &Clipboard, desk: &Desk) -> Copied {
    let text = match offer.about.is_empty() {
        true => Ok(offer.text.clone()),
        false => report(offer, desk),
    };
    let ctx = &desk.app.ctx;
    let stamp = ctx.zone.local(ctx.at).format("%Y-%m-%d-%H%M").to_string();
    match text {
        Ok(text) => clipboard.send(Parcel { what: &offer.name, text: &text, stamp: &stamp, to_file }),
        Err(why) => Copied { bytes: Vec::new(), words: format!("NOT copied: {why}") },
    }
}

fn report(offer: &Offer, desk: &Desk) -> Result<String, String> {
    let query = tables::query("review export").ok_or("there are no reports here yet")?;
    let draft = offer.about.iter().fold(Draft::new(), |draft, (key, text)| draft.with(key, text.clone()));
    match desk.app.ask(query, &draft) {
        Ok(Shown::Text(text, _)) => Ok(text),
        Ok(Shown::Page(page, _)) => Ok(page.to_markdown()),
        Ok(Shown::Rows(_) | Shown::Noted(..)) => Err("there is no report of it".to_owned()),
        Err(failure) => Err(words(&failure)),
    }
}
