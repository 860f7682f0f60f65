//! What the playbook has kept of a case, as tables of a review: each subject gives its rows, and here the reader's share is taken.

use super::Fill;
use crate::app::query::View;
use crate::app::{
    Failure, choice, contingency, decision, escalation, impact, morale, party, people, playbook, recovery, review, update, watch,
};
use crate::document::rca::RcaBlock;
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

/// The tables in the order they are printed.
const BLOCKS: &[Telling] = &[
    impact::block,
    contingency::block,
    update::block,
    watch::block,
    people::block,
    escalation::block,
    party::block,
    choice::block,
    decision::block,
    recovery::block,
    morale::block,
    playbook::block,
    review::remark::block,
];

/// Gathers the tables, without the rows that the reader may not see.
pub(super) fn gather(fill: &mut Fill<'_>) -> Result<Vec<RcaBlock>, Failure> {
    let mut blocks = Vec::new();
    for tell in BLOCKS {
        let Some(block) = tell(fill.view, fill.case)? else { continue };
        blocks.extend(seen(fill, block));
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
