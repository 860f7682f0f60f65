//! The causes of a case as a page: the tree as a nested list, or the same nodes by where they lie.

use serde_json::{Map, Value as Json, json};

use crate::app::Failure;
use crate::app::draft::Input;
use crate::app::query::{RowOf, Shown, View};
use crate::document::{Block, Document, Inline, Item};
use crate::model::cause::{Cause, Mark, Node, Tree};
use crate::model::evidence::{Evidence, Of, Side};
use crate::model::finding::Aspect;
use crate::model::{CaseRef, EntryRef, Id, Subject};

/// Deepest level of a nested list; what is deeper stands at this one.
pub(in crate::app) const DEEPEST: usize = 12;
/// Where a cause may lie, and last those of which nobody said.
pub const BONES: &[Option<Aspect>] = &[Some(Aspect::Human), Some(Aspect::Organisation), Some(Aspect::Technology), None];

pub(super) fn page(view: &View<'_>, input: &Input) -> Result<Shown, Failure> {
    let case = input.case("case")?;
    let tree = Tree::read(&view.read.fields_of(Subject::Finding, case.id)?);
    let evidence = view.read.evidence_of(case.id)?;
    let page = Document::new().heading(1, format!("Causes of {}", case.case_ref()));
    let page = match input.word("view") {
        _ if tree.is_empty() => page.paragraph("no cause is named yet; 'warroom cause add CASE TEXT' names one"),
        Some("fishbone") => fishbone(page, &tree, &evidence, case.case_ref()),
        _ => page.block(Block::List { ordered: false, items: nested(&tree, &evidence, case.case_ref()) }),
    };
    let rows: Vec<Json> = tree.nodes().iter().map(|node| Json::Object(row(&tree, node, &evidence, case.case_ref()))).collect();
    Ok(Shown::Page(page, json!({ "case": case.case_ref().to_string(), "causes": rows })))
}

/// Gives one node as JSON, under the keys of the fields that correct it.
pub(super) fn row(tree: &Tree, node: &Node, evidence: &[Evidence], case: CaseRef) -> Map<String, Json> {
    let cause = &node.cause;
    let lines = of(evidence, cause.id).map(|one| json!({ "entry": named(case, one), "side": one.side.key(), "text": one.text.raw() }));
    RowOf::new()
        .with("cause", cause.name())
        .with("case", case.to_string())
        .with("under", tree.above(cause.id).map(Cause::name))
        .with("depth", node.depth)
        .with("text", cause.text.raw())
        .with("mark", cause.mark.key())
        .with("aspect", cause.aspect.map(Aspect::key))
        .with("certainty", cause.certainty.map(crate::model::finding::Certainty::key))
        .text("note", cause.note.as_ref())
        .text("reference", cause.reference.as_ref())
        .with("visibility", cause.visibility.key())
        .with("evidence", lines.collect::<Vec<_>>())
        .done()
}

/// Gives the lines that were brought up for or against a cause.
pub(in crate::app) fn of(evidence: &[Evidence], cause: Id) -> impl Iterator<Item = &Evidence> {
    evidence.iter().filter(move |one| one.of == Of::Cause(cause))
}

fn named(case: CaseRef, one: &Evidence) -> String {
    EntryRef { case, number: one.number }.to_string()
}

/// Makes a nested list of the nodes, from the last one up, so that a deep tree needs no recursion.
fn nested(tree: &Tree, evidence: &[Evidence], case: CaseRef) -> Vec<Item> {
    let mut levels: Vec<Vec<Item>> = vec![Vec::new(); DEEPEST + 2];
    for node in tree.nodes().iter().rev() {
        let depth = node.depth.min(DEEPEST);
        let mut under = std::mem::take(&mut levels[depth + 1]);
        under.reverse();
        let item = Item::from(line(&node.cause, evidence, case, true));
        levels[depth].push(if under.is_empty() { item } else { item.under(under) });
    }
    let mut top = std::mem::take(&mut levels[0]);
    top.reverse();
    top
}

fn fishbone(mut page: Document, tree: &Tree, evidence: &[Evidence], case: CaseRef) -> Document {
    for bone in BONES {
        let of_it: Vec<&Node> = tree.nodes().iter().filter(|node| node.cause.aspect == *bone).collect();
        if !of_it.is_empty() {
            page = page.heading(2, bone_name(*bone)).bullets(of_it.into_iter().map(|node| line(&node.cause, evidence, case, false)));
        }
    }
    page
}

/// Names where causes lie.
pub fn bone_name(bone: Option<Aspect>) -> &'static str {
    match bone {
        Some(Aspect::Human) => "Human",
        Some(Aspect::Organisation) => "Organisation",
        Some(Aspect::Technology) => "Technology",
        None => "Not said where",
    }
}

fn line(cause: &Cause, evidence: &[Evidence], case: CaseRef, with_aspect: bool) -> Inline {
    let mark = if cause.mark == Mark::Why { String::new() } else { format!("[{}] ", cause.mark.letter()) };
    let aspect = cause.aspect.filter(|_| with_aspect).map(|aspect| aspect.label().to_owned());
    let sure = cause.certainty.map(|sure| sure.label().to_owned());
    let lines = |side: Side| -> Vec<String> { of(evidence, cause.id).filter(|one| one.side == side).map(|one| named(case, one)).collect() };
    let said = |side: Side| Some(lines(side)).filter(|all| !all.is_empty()).map(|all| format!("{} {}", side.label(), all.join(", ")));
    let about: Vec<String> = [aspect, sure, said(Side::For), said(Side::Against)].into_iter().flatten().collect();
    let about = if about.is_empty() { String::new() } else { format!(" ({})", about.join("; ")) };
    let more: Vec<&str> = [&cause.note, &cause.reference].into_iter().flatten().map(|text| text.raw()).collect();
    let more = if more.is_empty() { String::new() } else { format!(": {}", more.join("; ")) };
    Inline::new().strong(format!("{} ", cause.name())).plain(mark).plain(cause.text.raw()).dim(about).dim(more)
}
