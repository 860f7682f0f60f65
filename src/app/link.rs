//! Links: what one case is to another.

use super::Failure;
use super::command::{Act, Command, refuse};
use super::draft::Input;
use super::field::{Ask, Field};
use super::incident::{CASE, answer};
use crate::model::case::LinkKind;
use crate::model::{Record, Subject, Value};
use crate::store::Answer;

static OTHER: Field = Field::argument("other", "Other case", Ask::Case, "The other case");
static AS: Field = Field::flag(
    "as",
    "As",
    Ask::Choice(LinkKind::CHOICES),
    "What the first is to the second: hits, caused-by, blocks, duplicates, relates",
)
.required();
static AS_ANY: Field = Field::flag("as", "As", Ask::Choice(LinkKind::CHOICES), "Only this link; all links between the two unless said");

/// Commands about links.
pub static COMMANDS: &[Command] = &[
    Command { name: "link", doc: "Says what one case is to another.", fields: &[&CASE, &OTHER, &AS], prints: None, run: link },
    Command { name: "unlink", doc: "Takes links between two cases away.", fields: &[&CASE, &OTHER, &AS_ANY], prints: None, run: unlink },
];

fn link(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let (from, to) = (input.case("case")?.clone(), input.case("other")?.clone());
    let kind = input.word("as").and_then(LinkKind::parse).unwrap_or(LinkKind::Relates);
    if from.id == to.id {
        return refuse("other", "a case is not linked to itself", "name two cases");
    }
    if act.read().link(from.id, to.id, kind)?.is_some() {
        return refuse("other", format!("{} {} {} already", from.case_ref(), kind.label(), to.case_ref()), "nothing is left to do");
    }
    let record: Record = vec![("from_case", Value::Ref(from.id)), ("to_case", Value::Ref(to.id)), ("kind", Value::word(kind.key()))];
    act.w.create(Subject::Link, &record)?;
    // What it hits may bring projects in, from either side.
    act.w.touch_case(from.id);
    act.w.touch_case(to.id);
    Ok(answer((from.case_ref(), from.id), format!("{} {} {}", from.case_ref(), kind.label(), to.case_ref())))
}

fn unlink(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let (from, to) = (input.case("case")?.clone(), input.case("other")?.clone());
    let only = input.word("as").and_then(LinkKind::parse);
    let links: Vec<_> =
        act.read().links(from.id)?.into_iter().filter(|l| l.other == to.id && only.is_none_or(|kind| l.kind == kind)).collect();
    if links.is_empty() {
        return refuse("other", format!("no such link between {} and {}", from.case_ref(), to.case_ref()), "see 'warroom case show CASE'");
    }
    for link in links {
        act.w.remove(Subject::Link, link.id)?;
    }
    Ok(answer((from.case_ref(), from.id), format!("{} and {} are no longer linked", from.case_ref(), to.case_ref())))
}
