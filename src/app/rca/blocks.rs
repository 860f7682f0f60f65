//! What the playbook has kept of a case, as tables of a review: each subject gives its rows, and here the reader's share is taken.

use super::{Fill, kept};
use crate::app::query::View;
use crate::app::{
    Failure, choice, contingency, decision, escalation, impact, morale, party, people, playbook, recovery, review, update, watch,
};
use crate::document::rca::{RcaBlock, RcaSection};
use crate::model::Untrusted;
use crate::model::case::Case;
use crate::model::entry::Visibility;

/// Holds one table of a review.
pub struct Block {
    /// Its heading: a key of `assets/templates/review/headings.toml`.
    pub title: &'static str,
    /// The headings of its columns: keys too, or nothing.
    pub columns: &'static [&'static str],
    /// Its rows, each with who may read it.
    pub rows: Vec<(Visibility, Vec<Untrusted>)>,
}

type Telling = fn(&View<'_>, &Case) -> Result<Option<Block>, Failure>;

/// The tables in the order they are printed, each under its heading.
const BLOCKS: &[(&str, Telling)] = &[
    ("impact_on_projects", impact::block),
    ("contingencies", contingency::block),
    ("updates_told", update::block),
    ("tabs", watch::block),
    ("people_on_case", people::block),
    ("escalations", escalation::block),
    ("parties", party::block),
    ("options", choice::block),
    ("issue_decisions", decision::block),
    ("recovery", recovery::block),
    ("morale", morale::block),
    ("playbook_steps", playbook::block),
    ("remarks_open", review::remark::block),
];

/// Gives the section that holds a table of another database, by the key of its heading; nothing for what is no such table.
pub fn section_of(heading: &str) -> Option<String> {
    BLOCKS.iter().find(|(title, _)| *title == heading).map(|(title, _)| kept_as(title))
}

fn kept_as(title: &str) -> String {
    format!("kept-{}", title.replace('_', "-"))
}

/// Gathers the tables, without the rows that the reader may not see. One that came in as text is taken out of the sections.
pub(super) fn gather(fill: &mut Fill<'_>, sections: &mut Vec<RcaSection>) -> Result<Vec<RcaBlock>, Failure> {
    let mut blocks = Vec::new();
    for (title, tell) in BLOCKS {
        let own = tell(fill.view, fill.case)?;
        debug_assert!(own.as_ref().is_none_or(|block| block.title == *title), "{title}");
        blocks.extend(own.and_then(|block| seen(fill, block)));
        let name = kept_as(title);
        if let Some(at) = sections.iter().position(|section| section.name == name && !section.text.is_blank()) {
            blocks.push(kept::read(fill.word(title), sections.remove(at).text.raw()));
        }
    }
    Ok(blocks)
}

/// Gives a table in the document's language without the rows that the reader may not see; nothing where none is left.
pub(super) fn seen(fill: &mut Fill<'_>, block: Block) -> Option<RcaBlock> {
    let mut rows = Vec::new();
    for (visibility, cells) in block.rows {
        if fill.may(visibility) {
            rows.push(cells);
        }
    }
    let word = |key: &&str| if key.is_empty() { String::new() } else { fill.word(key) };
    (!rows.is_empty()).then(|| RcaBlock { title: fill.word(block.title), columns: block.columns.iter().map(word).collect(), rows })
}
