//! Hypotheses while they are open: how likely each is, and which lines of the log speak for or against it.

pub(super) mod evidence;
pub mod live;
#[cfg(test)]
mod tests;

use serde_json::{Map, Value as Json, json};

use super::Failure;
use super::command::{Act, Command, refuse};
use super::draft::Input;
use super::entry::{Said, by_the_way};
use super::field::{Ask, Field};
use super::incident::CASE;
use super::query::{Query, RowOf, Shown, View};
use crate::model::entry::{Confidence, Entry, EntryKind, Facet, LogFrom, Verdict};
use crate::model::evidence::{Evidence, Of, Side, count};
use crate::model::word::with_article;
use crate::model::{CaseRef, EntryRef, Id, Subject, Value};
use crate::store::Answer;

static ENTRY: Field = Field::argument("entry", "Hypothesis", Ask::Entry, "Number of the hypothesis, such as INC-12.7");
static CONFIDENCE: Field =
    Field::flag("confidence", "Confidence", Ask::Choice(Confidence::CHOICES), "How likely it is: unlikely, possible, likely").required();
static LINE: Field = Field::argument("line", "Line", Ask::Entry, "The line of the log that speaks for or against it, such as INC-12.9");
static SIDE: Field = Field::flag("side", "Side", Ask::Choice(Side::CHOICES), "Which way it speaks: for or against").required();

/// Commands.
pub static COMMANDS: &[Command] = &[
    Command {
        name: "hypothesis weigh",
        doc: "Says how likely a hypothesis is by now; logs it.",
        fields: &[&ENTRY, &CONFIDENCE],
        prints: None,
        run: weigh,
    },
    Command {
        name: "hypothesis evidence",
        doc: "Brings up a line of the log for or against a hypothesis.",
        fields: &[&ENTRY, &LINE, &SIDE],
        prints: None,
        run: bring,
    },
];

/// Queries.
pub static QUERIES: &[Query] = &[Query {
    name: "hypothesis list",
    doc: "Lists the hypotheses of a case, those still open first, the likeliest at the top.",
    fields: &[&CASE],
    columns: &[
        ("entry", "Entry"),
        ("confidence", "Confidence"),
        ("for", "For"),
        ("against", "Against"),
        ("verdict", "Verdict"),
        ("text", "Hypothesis"),
    ],
    empty: "no hypothesis yet; 'warroom log CASE \"~what may have caused it\"' logs one",
    run: list,
}];

/// Takes a hypothesis that can still be weighed, with its number.
fn hypothesis(act: &Act<'_, '_>, input: &Input) -> Result<(Entry, EntryRef), Failure> {
    let entry = input.entry("entry")?.clone();
    let Some(case) = act.read().case_number(entry.case)? else {
        return refuse("entry", "its case is gone", "see 'warroom history'");
    };
    let name = EntryRef { case, number: entry.number };
    evidence::check("entry", entry.case, name, &entry)?;
    if entry.kind != EntryKind::Hypothesis {
        return refuse(
            "entry",
            format!("{name} is {}", with_article(entry.kind.label())),
            "only a hypothesis is weighed; ~ in front of a line makes one",
        );
    }
    Ok((entry, name))
}

fn answer(name: EntryRef, case: Id, label: String) -> Answer {
    Answer { label, json: json!({ "entry": name.to_string(), "case": name.case.to_string() }), case: Some(case), ..Answer::default() }
}

fn weigh(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let (entry, name) = hypothesis(act, input)?;
    let Some(confidence) = input.word("confidence").and_then(Confidence::parse) else {
        return refuse("confidence", "the confidence is missing", CONFIDENCE.doc);
    };
    if !act.w.set(Subject::Entry, entry.id, "confidence", &Value::word(confidence.key()))? {
        return refuse("confidence", format!("{name} is {} already", confidence.label()), "nothing is left to do");
    }
    let before = entry.confidence.map(|before| format!("{} → ", before.label())).unwrap_or_default();
    let said = Said {
        kind: EntryKind::Fact,
        at: act.moment(),
        text: format!("{name}: {before}{}", confidence.label()),
        why: None,
        visibility: entry.visibility,
    };
    by_the_way(act, entry.case, said)?;
    Ok(answer(name, entry.case, format!("{name} is {}", confidence.label())))
}

fn bring(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let (entry, name) = hypothesis(act, input)?;
    let line = input.entry("line")?.clone();
    let case = act.read().case_number(line.case)?.unwrap_or(name.case);
    let other = EntryRef { case, number: line.number };
    evidence::check("line", entry.case, other, &line)?;
    if line.id == entry.id {
        return refuse("line", "a hypothesis is no evidence of itself", "name another line");
    }
    let side = input.word("side").and_then(Side::parse).unwrap_or(Side::For);
    if !evidence::bring(act, entry.case, Of::Hypothesis(entry.id), (line.id, side, line.visibility.min(entry.visibility)))? {
        return refuse("line", format!("{other} speaks {} {name} already", side.label()), "nothing is left to do");
    }
    Ok(answer(name, entry.case, format!("{other} speaks {} {name}", side.label())))
}

/// Reads the hypotheses of a case: open ones first, the likeliest at the top.
///
/// # Errors
/// The store's.
pub(super) fn read(view: &View<'_>, case: Id) -> Result<Vec<Entry>, Failure> {
    let log = view.read.log(case, Some(Facet::Unknowns), LogFrom::Start, usize::MAX)?;
    let mut all: Vec<Entry> = log.into_iter().filter(|entry| entry.kind == EntryKind::Hypothesis && !entry.redacted).collect();
    // The sort is stable: beside each other the order of the log holds.
    let settled = |entry: &Entry| matches!(entry.verdict, Some(Verdict::Confirmed | Verdict::Eliminated));
    all.sort_by_key(|entry| (settled(entry), std::cmp::Reverse(entry.confidence)));
    Ok(all)
}

fn row(entry: &Entry, case: CaseRef, evidence: &[Evidence]) -> Map<String, Json> {
    let own = || evidence.iter().filter(|one| one.of == Of::Hypothesis(entry.id));
    let (pro, contra) = count(own());
    let lines = own().map(|one| json!({ "entry": EntryRef { case, number: one.number }.to_string(), "side": one.side.key() }));
    RowOf::new()
        .with("entry", EntryRef { case, number: entry.number }.to_string())
        .with("case", case.to_string())
        .with("text", entry.text.raw())
        .with("confidence", entry.confidence.map(Confidence::key))
        .with("for", pro)
        .with("against", contra)
        .with("verdict", entry.verdict.map(Verdict::key))
        .with("evidence", lines.collect::<Vec<_>>())
        .with("visibility", entry.visibility.key())
        .done()
}

fn list(view: &View<'_>, input: &Input) -> Result<Shown, Failure> {
    let case = input.case("case")?;
    let evidence = view.read.evidence_of(case.id)?;
    let all = read(view, case.id)?;
    Ok(Shown::Rows(all.iter().map(|entry| row(entry, case.case_ref(), &evidence)).collect()))
}
