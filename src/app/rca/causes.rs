//! The cause tree of a review, and what speaks for and against a cause or a hypothesis, as far as a reader may see it.
//!
//! A node the reader may not see is left out and counted; what hangs under it is hung under the nearest one above it that stays.

use super::Fill;
use super::rows::references;
use crate::app::Failure;
use crate::document::rca::RcaCause;
use crate::model::cause::{Cause, Mark, Node, Tree};
use crate::model::evidence::{Evidence, Of, Side};
use crate::model::{EntryRef, Subject};

/// Reads the evidence the reader may see; a line that is left out is counted where it stands in the log.
pub(super) fn evidence(fill: &Fill<'_>) -> Result<Vec<Evidence>, Failure> {
    let mut all = fill.view.read.evidence_of(fill.case.id)?;
    all.retain(|one| one.visibility >= fill.reader);
    Ok(all)
}

/// Names the lines for and against something.
pub(super) fn sides(fill: &Fill<'_>, evidence: &[Evidence], of: Of) -> [Vec<String>; 2] {
    let named = |one: &Evidence| EntryRef { case: fill.case.case_ref(), number: one.number }.to_string();
    let lines = |side: Side| evidence.iter().filter(|one| one.of == of && one.side == side).map(named).collect();
    [lines(Side::For), lines(Side::Against)]
}

/// Gathers the nodes the reader may see.
pub(super) fn gather(fill: &mut Fill<'_>, evidence: &[Evidence]) -> Result<Vec<RcaCause>, Failure> {
    let tree = Tree::read(&fill.view.read.fields_of(Subject::Finding, fill.case.id)?);
    let tree = tree.keep(|cause| fill.may(cause.visibility));
    Ok(tree.nodes().iter().map(|node| row(fill, &tree, node, evidence)).collect())
}

fn row(fill: &Fill<'_>, tree: &Tree, node: &Node, evidence: &[Evidence]) -> RcaCause {
    let cause = &node.cause;
    let [evidence_for, evidence_against] = sides(fill, evidence, Of::Cause(cause.id));
    let is_tree = node.above.is_some() || !tree.under(Some(cause.id)).is_empty();
    RcaCause {
        reference: cause.name(),
        under: tree.above(cause.id).map(Cause::name).unwrap_or_default(),
        depth: node.depth,
        text: cause.text.clone(),
        mark: cause.mark.key().to_owned(),
        mark_words: mark(fill, cause.mark),
        aspect: cause.aspect.map(|aspect| aspect.key().to_owned()).unwrap_or_default(),
        certainty: cause.certainty.map(|sure| sure.key().to_owned()).unwrap_or_default(),
        words: words(fill, cause, [&evidence_for, &evidence_against]),
        note: cause.note.clone().unwrap_or_default(),
        links: cause.reference.as_ref().filter(|_| fill.names_people()).map(references).unwrap_or_default(),
        evidence_for,
        evidence_against,
        is_cause: cause.mark == Mark::Root || (cause.mark == Mark::Why && !is_tree),
        is_tree,
    }
}

fn mark(fill: &Fill<'_>, mark: Mark) -> String {
    if mark == Mark::Why { String::new() } else { fill.word(&format!("mark_{}", mark.key())) }
}

/// Words what is known about a cause: what it is, where it lies, how sure it is, what speaks for and against it.
fn words(fill: &Fill<'_>, cause: &Cause, sides: [&Vec<String>; 2]) -> Vec<String> {
    let mut words = vec![mark(fill, cause.mark)];
    words.extend(cause.aspect.map(|aspect| fill.word(&format!("lies_{}", aspect.key()))));
    words.extend(cause.certainty.map(|sure| fill.word(&format!("sure_{}", sure.key()))));
    let said = |key: &str, lines: &[String]| (!lines.is_empty()).then(|| format!("{} {}", fill.word(key).to_lowercase(), lines.join(", ")));
    words.extend(["speaks_for", "speaks_against"].into_iter().zip(sides).filter_map(|(key, lines)| said(key, lines)));
    words.retain(|word| !word.is_empty());
    words
}
