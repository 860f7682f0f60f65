//! From the record to a review: everything a root-cause analysis prints, for one reader.
//!
//! Here is the one place that decides what a reader gets. Nothing below adds to it, and Markdown, HTML and JSON all come from it.
//! Must not know how a review is laid out.

mod blocks;
mod causes;
mod durations;
mod findings;
mod header;
mod issue;
pub mod kept;
mod people;
mod rows;
mod timeline;
mod times;

use std::collections::BTreeMap;

use super::query::{View, rfc3339};
use super::{Context, Failure};
use crate::document::headings;
use crate::document::rca::{RcaCase, RcaContext, RcaFooter, RcaSection};
use crate::model::case::Case;
use crate::model::entry::{self, Review, Visibility};
use crate::model::sections::{Place, Section};
use crate::model::{Moment, Zone};

pub use blocks::{Block, section_of};
pub(in crate::app) use findings::{backwards, heading};
pub use issue::issue_report;
pub(in crate::app) use timeline::addresses;
pub use timeline::gap_between;

/// Holds what every part of a review is filled with.
struct Fill<'a> {
    view: &'a View<'a>,
    case: &'a Case,
    reader: Visibility,
    /// The zone all times are printed in.
    zone: Zone,
    /// Words in the document's language.
    words: BTreeMap<String, String>,
    /// How much the reader does not get.
    left_out: usize,
}

impl Fill<'_> {
    /// Says whether the reader may see a row, and counts it if not.
    fn may(&mut self, visibility: Visibility) -> bool {
        let may = visibility >= self.reader;
        self.left_out += usize::from(!may);
        may
    }

    /// Says whether the reader is one who may read the names of people.
    fn names_people(&self) -> bool {
        self.reader != Visibility::Public
    }

    fn word(&self, key: &str) -> String {
        self.words.get(key).cloned().unwrap_or_else(|| key.to_owned())
    }

    fn ctx(&self) -> &Context {
        self.view.ctx
    }
}

/// Gathers a review for one reader.
///
/// # Errors
/// The store's.
pub fn gather(view: &View<'_>, case: &Case, reader: Visibility) -> Result<RcaContext, Failure> {
    let mut fill = filled(view, case, reader);
    let review = view.read.review(case.id)?;
    let rows = rows::gather(&mut fill)?;
    let header = header::case(&mut fill, review.as_ref(), &rows)?;
    let found = findings::gather(&mut fill, &rows)?;
    let mut sections = sections(&mut fill, &header)?;
    findings::place(&fill, &found, &mut sections);
    let stated = sections.iter().find(|s| s.name == "stated-durations").map(|s| s.text.raw().to_owned()).unwrap_or_default();
    let (phases, phases_chart) = timeline::phases_of(&fill);
    let participants = people::gather(&fill, &rows, &found, review.as_ref())?;
    let blocks = blocks::gather(&mut fill, &mut sections)?;
    let mut context = RcaContext {
        times: times::gather(&fill, &found),
        durations: durations::gather(&fill, &stated, &found),
        case: header,
        sections,
        participants,
        phases,
        phases_chart,
        related: header::related(&mut fill)?,
        links: header::links(&mut fill),
        blocks,
        ..rows.printed
    };
    context.footer = footer(&fill)?;
    Ok(context)
}

/// Begins a document for one reader.
fn filled<'a>(view: &'a View<'a>, case: &'a Case, reader: Visibility) -> Fill<'a> {
    // On a shared screen nobody gets more than everybody who looks at it may see.
    let reader = reader.max(view.read.floor());
    let zone = case.zone_or(view.ctx.zone);
    Fill { view, case, reader, zone, words: headings::in_language(&view.ctx.language), left_out: 0 }
}

/// Lists all sections in order, and after them those that no template knows any more: what was written is never lost.
fn sections(fill: &mut Fill<'_>, header: &RcaCase) -> Result<Vec<RcaSection>, Failure> {
    let mut written = fill.view.read.sections(fill.case.id)?;
    let known = fill.ctx().sections().clone();
    let mut all = Vec::new();
    for section in known.iter() {
        let own = written.iter().position(|w| w.name == section.name).map(|at| written.swap_remove(at));
        if own.is_none() && !section.is_for(fill.case.kind) {
            continue;
        }
        let mut row = empty(section, &fill.ctx().language);
        if let Some(own) = own {
            fill_in(fill, &mut row, &own, section.visibility);
        }
        row.recorded = match section.name.as_str() {
            "background" => header.description.clone(),
            "impact" => header.effect.clone(),
            "resolution" => header.workaround.clone(),
            _ => row.recorded,
        };
        all.push(row);
    }
    written.sort_by(|a, b| a.name.cmp(&b.name));
    for own in &written {
        let mut row = RcaSection {
            name: own.name.clone(),
            title: own.name.as_str().into(),
            form: "prose".to_owned(),
            place: Place::Back.key().to_owned(),
            visibility: Visibility::Internal.key().to_owned(),
            ..RcaSection::default()
        };
        fill_in(fill, &mut row, own, Visibility::Internal);
        all.push(row);
    }
    Ok(all)
}

fn empty(section: &Section, language: &str) -> RcaSection {
    RcaSection {
        name: section.name.clone(),
        title: section.title.in_language(language).into(),
        form: section.form.key().to_owned(),
        place: section.place.key().to_owned(),
        visibility: section.visibility.key().to_owned(),
        ..RcaSection::default()
    }
}

fn fill_in(fill: &mut Fill<'_>, row: &mut RcaSection, own: &entry::Section, usual: Visibility) {
    let visibility = own.visibility.unwrap_or(usual);
    row.visibility = visibility.key().to_owned();
    if fill.may(visibility) {
        row.text = own.text.clone();
    }
}

fn footer(fill: &Fill<'_>) -> Result<RcaFooter, Failure> {
    let newest = fill.view.read.last_batch()?;
    Ok(RcaFooter {
        visibility: fill.reader.key().to_owned(),
        left_out: fill.left_out,
        head: fill.view.read.batch_hash(newest)?.unwrap_or_default(),
        change: format!("b{newest}"),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        ..RcaFooter::default()
    })
}

/// Gives a word of documents in each of the languages they are printed in.
fn in_all_languages(key: &str) -> [String; 3] {
    headings::all().each_ref().map(|words| words.get(key).cloned().unwrap_or_default())
}

/// Gives an instant for JSON, null if it is not known.
fn utc(moment: Option<Moment>) -> Option<String> {
    moment.and_then(|m| m.millis()).map(rfc3339)
}

fn is_approved(review: Option<&Review>) -> bool {
    review.is_some_and(|r| r.state.is_approved())
}
