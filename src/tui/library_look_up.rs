//! What else can be looked up in the Library besides words: one list of queries, each a page or a list of its own.

use super::choose::Choose;
use super::deed::Deed;
use super::desk::Desk;
use super::parts::picker::Item;
use super::stage::{About, Reply};
use crate::app::{Draft, tables};

/// One thing that can be looked up.
struct LookUp {
    query: &'static str,
    given: &'static [(&'static str, &'static str)],
    label: &'static str,
    note: &'static str,
}

const fn row(query: &'static str, given: &'static [(&'static str, &'static str)], label: &'static str, note: &'static str) -> LookUp {
    LookUp { query, given, label, note }
}

/// What can be looked up; what is like a case only where one is selected, which is why it stands last.
const LOOK_UP: &[LookUp] = &[
    row("library known-errors", &[], "Known errors", "what to do, since when, where"),
    row("library lessons", &[], "Lessons", "of all reviews, the newest first"),
    row("library lessons", &[("kind", "badly")], "Lessons: went badly", ""),
    row("library steps", &[], "Steps done otherwise", "adapted or skipped, and why"),
    row("figures", &[], "Figures of incidents by month", "counts, times, promises kept"),
    row("figures", &[("by", "quarter")], "Figures of incidents by quarter", ""),
    row("figures", &[("by", "service")], "Figures of incidents by service", ""),
    row("figures", &[("kind", "issue")], "Figures of issues by month", ""),
    row("action list", &[], "Actions", "open ones over all cases"),
    row("library similar", &[], "Seen before?", "cases like the selected one"),
];

fn case(about: &About) -> Option<&str> {
    about.iter().find(|(key, _)| *key == "case").map(|(_, case)| case.as_str())
}

/// Lists what there is to look up here.
fn rows(about: &About) -> impl Iterator<Item = &'static LookUp> {
    let has_case = case(about).is_some();
    LOOK_UP.iter().filter(move |row| has_case || row.query != "library similar")
}

/// Offers it.
pub fn offer(about: &About) -> Reply<Desk> {
    let item = |row: &LookUp| Item { label: row.label.to_owned(), note: row.note.to_owned(), also: String::new() };
    Reply::Open(Box::new(Choose::new("Look up", rows(about).map(item).collect())))
}

/// Shows what was chosen, of the service or project the search is narrowed to where it can be.
pub fn chosen(choice: &str, about: &About, home: Option<(&'static str, &str)>, desk: &Desk) -> Reply<Desk> {
    let chosen = choice.parse().ok().and_then(|at: usize| rows(about).nth(at));
    let Some((query, given)) = chosen.and_then(|row| Some((tables::query(row.query)?, row.given))) else { return Reply::Done };
    let mut draft = given.iter().fold(Draft::new(), |draft, (key, value)| draft.with(key, *value));
    let takes = |key: &str| query.fields.iter().any(|field| field.key == key);
    if let Some(case) = case(about).filter(|_| takes("case")) {
        draft.set("case", case);
    }
    // Incidents have services and issues have projects.
    let fits = |key: &str| takes(key) && (key == "service") != given.contains(&("kind", "issue"));
    if let Some((key, name)) = home.filter(|(key, _)| fits(key)) {
        draft.set(key, name);
    }
    Deed::Query(query).done_with(draft, desk)
}
