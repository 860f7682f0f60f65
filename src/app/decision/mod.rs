//! What was decided on an issue, with a why and what else there was: the decision here, how far an issue is in `reach`, its report in
//! `report`.

mod reach;
mod report;

use serde_json::{Map, Value as Json, json};

use super::case::{AT, LIMIT};
use super::command::{Act, Command};
use super::draft::Input;
use super::entry::{Said, by_the_way};
use super::field::{Ask, Field};
use super::incident::CASE;
use super::judged::{FOR, visibility};
use super::playbook::Condition;
use super::query::{Query, RowOf, Shown, View};
use super::rca::Block;
use super::{Failure, choice};
use crate::document::headings;
use crate::model::case::{Case, IssueType};
use crate::model::decision::Ruling;
use crate::model::entry::{EntryKind, Visibility};
use crate::model::fields::Fields;
use crate::model::{CaseKind, Id, Moment, Record, Refusal, Subject, Untrusted, Value, when};
use crate::store::{Answer, Reader};

static RULING: Field =
    Field::argument("ruling", "Ruling", Ask::Choice(Ruling::CHOICES), "approve, reject, defer, ask-for-more or concession");
static WHY: Field = Field::flag("why", "Why", Ask::Text, "Why it was decided so").required();
static OPTION: Field = Field::flag("option", "Option", Ask::Numbered(Subject::Choice), "The option that was decided on, such as O-2");
static ALTERNATIVES: Field = Field::flag(
    "alternatives",
    "Alternatives",
    Ask::Text,
    "What else there was, where it is not on record as an option; 'none seen' is an answer",
);
static BY: Field = Field::flag("by", "By", Ask::Line, "Who decided; you, unless said");

/// Commands about decisions.
pub static COMMANDS: &[Command] = &[Command {
    name: "issue decide",
    doc: "Records a decision on an issue, with its why and its alternatives; logs it.",
    fields: &[&CASE, &RULING, &WHY, &OPTION, &ALTERNATIVES, &BY, &AT, &FOR],
    prints: Some("decision"),
    run: decide,
}];

/// Queries about decisions.
pub static QUERIES: &[Query] = &[
    Query {
        name: "issue decisions",
        doc: "Lists what was decided on an issue, oldest first; the last one holds.",
        fields: &[&CASE, &LIMIT],
        columns: &[
            ("decision", "Decision"),
            ("ruling", "Ruling"),
            ("option", "Option"),
            ("why", "Why"),
            ("by", "By"),
            ("decided", "At"),
            ("alternatives", "Alternatives"),
        ],
        empty: "nothing is decided yet; 'warroom issue decide CASE RULING' does that",
        run: list,
    },
    report::QUERY,
];

/// Conditions that steps of a playbook may name.
pub static CONDITIONS: &[Condition] = reach::CONDITIONS;

/// Gives what was ruled.
fn ruling(decision: &Fields) -> Ruling {
    Ruling::parse(decision.word("ruling")).unwrap_or(Ruling::Defer)
}

/// Says whether the decision that holds on a case, the last one, settles it.
///
/// # Errors
/// The store's.
pub(super) fn settled(read: Reader<'_>, case: Id) -> Result<bool, Failure> {
    Ok(read.fields_of(Subject::Decision, case)?.last().is_some_and(|last| ruling(last).settles()))
}

fn decide(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let case = input.case("case")?.clone();
    let ruled = input.word("ruling").and_then(Ruling::parse).unwrap_or(Ruling::Defer);
    let option = if input.has("option") { Some(input.numbered("option")?.clone()) } else { None };
    let options = act.read().fields_of(Subject::Choice, case.id)?;
    let refusals = refusals(&case, ruled, option.as_ref(), &options, input);
    if !refusals.is_empty() {
        return Err(Failure::Refused(refusals));
    }
    let at = input.time("at").unwrap_or_else(|| act.moment());
    if input.has("at") {
        act.echo("at", &at);
    }
    let reader = input.word("for").and_then(Visibility::parse).unwrap_or(Visibility::Management);
    let number = act.w.number(Subject::Decision.key())?;
    let name = Subject::Decision.name(number);
    let of = option.as_ref().map(|option| format!(": {}", titled(option, reader)));
    let text = format!("{name} {}{}", ruled.label(), of.unwrap_or_default());
    let why = input.text("why").unwrap_or_default().to_owned();
    let entry = by_the_way(act, case.id, Said { kind: EntryKind::Decision, at, text, why: Some(why.clone()), visibility: reader })?;
    // What else there was is kept with the decision as it was seen then: options change.
    let others = options.iter().filter(|other| option.as_ref().is_none_or(|option| option.id != other.id));
    let others = others.map(|other| titled(other, reader)).collect::<Vec<_>>().join("; ");
    let record: Record = vec![
        ("number", Value::Int(number)),
        ("case_id", Value::Ref(case.id)),
        ("ruling", Value::word(ruled.key())),
        ("why", Value::Text(why)),
        ("choice", Value::reference(option.map(|option| option.id))),
        ("alternatives", input.value("alternatives").filter(|said| !said.is_null()).unwrap_or(Value::text(Some(others)))),
        ("decided_by", Value::Text(input.text("by").unwrap_or(&act.ctx.actor).to_owned())),
        ("author", Value::Text(act.ctx.actor.clone())),
        ("decided", Value::Time(at)),
        ("entry", Value::Ref(entry)),
        ("visibility", Value::word(reader.key())),
    ];
    act.w.create(Subject::Decision, &record)?;
    let json = json!({ "decision": name, "case": case.case_ref().to_string(), "ruling": ruled.key() });
    Ok(Answer { label: format!("{name} {} {}", case.case_ref(), ruled.label()), json, case: Some(case.id), ..Answer::default() })
}

/// Names an option for a reader: a title that fewer may read stays behind its number.
fn titled(option: &Fields, reader: Visibility) -> String {
    let title = if visibility(option) >= reader { option.word("title") } else { "" };
    format!("{} {title}", choice::name(option)).trim_end().to_owned()
}

/// Gathers every reason why it cannot be recorded so.
fn refusals(case: &Case, ruled: Ruling, option: Option<&Fields>, options: &[Fields], input: &Input) -> Vec<Refusal> {
    let mut all = Vec::new();
    let mut no = |field: &'static str, why: String, hint: &str| all.push(Refusal::field(field, why, hint));
    if case.kind != CaseKind::Issue {
        no("case", format!("{} is an incident", case.case_ref()), "log its decisions with ! in front, or name the issue");
    } else if ruled == Ruling::Concession && case.issue_type != Some(IssueType::OffSpecification) {
        let is = case.issue_type.map_or("of no type", IssueType::label);
        let why = format!("a concession accepts what is off its specification; {} is {is}", case.case_ref());
        no("ruling", why, "choose another ruling, or correct the type of the issue to off-specification");
    }
    if let Some(other) = option.filter(|option| option.case.is_none_or(|(id, _)| id != case.id)) {
        let of = other.case.map(|(_, of)| of.to_string()).unwrap_or_default();
        no("option", format!("{} is an option of {of}", choice::name(other)), "name an option of this issue");
    }
    let others = options.iter().filter(|other| option.is_none_or(|option| option.id != other.id)).count();
    if others == 0 && !input.has("alternatives") {
        let hint = "put another option on record, say what else there was with --alternatives, or answer 'none seen'";
        no("alternatives", "a decision has an alternative, and none is on record".to_owned(), hint);
    }
    all
}

/// Shows the option of a decision as far as the reader may see it.
fn option_words(decision: &Fields, options: &[Fields]) -> Option<String> {
    let option = options.iter().find(|option| Some(option.id) == decision.reference("choice"))?;
    Some(format!("{} {}", choice::name(option), option.word("title")))
}

fn row(decision: &Fields, options: &[Fields]) -> Map<String, Json> {
    RowOf::new()
        .with("decision", decision.number())
        .with("case", decision.case.map(|(_, case)| case.to_string()))
        .with("ruling", decision.word("ruling"))
        .with("option", option_words(decision, options))
        .text("why", decision.text("why").as_ref())
        .text("alternatives", decision.text("alternatives").as_ref())
        .text("by", decision.text("decided_by").as_ref())
        .text("author", decision.text("author").as_ref())
        .time("decided", decision.time("decided"))
        .with("visibility", decision.word("visibility"))
        .done()
}

fn list(view: &View<'_>, input: &Input) -> Result<Shown, Failure> {
    let case = input.case("case")?;
    let options = view.read.fields_of(Subject::Choice, case.id)?;
    let decisions = view.read.fields_of(Subject::Decision, case.id)?;
    Ok(Shown::Rows(decisions.iter().take(input.limit(100)).map(|decision| row(decision, &options)).collect()))
}

/// Gives the key of the word for a ruling in a document.
fn ruling_key(ruling: Ruling) -> &'static str {
    match ruling {
        Ruling::Approve => "ruling_approve",
        Ruling::Reject => "ruling_reject",
        Ruling::Defer => "ruling_defer",
        Ruling::AskForMore => "ruling_ask_for_more",
        Ruling::Concession => "ruling_concession",
    }
}

/// Gives what a review prints of it. A row that everybody may read names nobody.
pub(super) fn block(view: &View<'_>, case: &Case) -> Result<Option<Block>, Failure> {
    let words = headings::in_language(&view.ctx.language);
    let zone = case.zone_or(view.ctx.zone);
    let options = view.read.fields_of(Subject::Choice, case.id)?;
    let mut rows = Vec::new();
    for decision in view.read.fields_of(Subject::Decision, case.id)? {
        let reader = visibility(&decision);
        // Fewer may read of an option than of the decision on it.
        let seen: Vec<Fields> = options.iter().filter(|option| visibility(option) >= reader).cloned().collect();
        let stamp = |moment: Moment| when::stamp(&moment, zone);
        let cells: Vec<Untrusted> = vec![
            decision.number().unwrap_or_default().into(),
            words.get(ruling_key(ruling(&decision))).cloned().unwrap_or_default().into(),
            option_words(&decision, &seen).unwrap_or_default().into(),
            decision.text("why").unwrap_or_default(),
            decision.text("alternatives").unwrap_or_default(),
            decision.text("decided_by").filter(|_| reader != Visibility::Public).unwrap_or_default(),
            decision.time("decided").map(stamp).unwrap_or_default().into(),
        ];
        rows.push((reader, cells));
    }
    let columns = &["", "ruling", "option", "why", "alternatives", "decided_by", "decided_at"];
    Ok((!rows.is_empty()).then_some(Block { title: "issue_decisions", columns, rows }))
}

#[cfg(test)]
mod tests;
