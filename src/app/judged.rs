//! What a contingency plan and an option have in common: its project, what it costs, whether it is suitable, feasible and acceptable.

use super::Failure;
use super::command::{Act, refuse};
use super::draft::{Given, Input};
use super::field::{Ask, Field};
use crate::model::contingency::Judgement;
use crate::model::entry::Visibility;
use crate::model::fields::Fields;
use crate::model::{Id, Subject, Value, quantity};
use crate::store::Reader;

/// Both answers of a judgement.
const YES_NO: &[(&str, &str)] = &[("yes", "yes"), ("no", "no")];

pub(super) static PROJECT: Field =
    Field::flag("project", "Project", Ask::Pick(Subject::Project, true), "Project it is for; a new name is added");
pub(super) static COST: Field = Field::flag("cost", "Cost", Ask::Money, "What it costs; in the project's currency unless another is named");
pub(super) static SUITABLE: Field = Field::flag("suitable", "Suitable", Ask::Choice(YES_NO), "Whether it does what is needed: yes or no");
pub(super) static FEASIBLE: Field =
    Field::flag("feasible", "Feasible", Ask::Choice(YES_NO), "Whether it can be done with what there is, in time: yes or no");
pub(super) static ACCEPTABLE: Field =
    Field::flag("acceptable", "Acceptable", Ask::Choice(YES_NO), "Whether those who have to live with it accept it: yes or no");
pub(super) static FOR: Field = Field::flag("for", "For", Ask::Choice(Visibility::CHOICES), "Who may read it").later();

/// Gives an amount that was named as the two values it is stored in: minor units, and their currency. Says back how it was read.
///
/// # Errors
/// Refuses more decimals than the currency has.
pub(super) fn cost(act: &mut Act<'_, '_>, input: &Input, project: Option<Id>, held: Option<&str>) -> Result<Option<[Value; 2]>, Failure> {
    let amount = match input.get("cost") {
        None => return Ok(None),
        Some(Given::Money(amount)) => amount.clone(),
        Some(_) => return Ok(Some([Value::Null, Value::Null])),
    };
    let currency = match (amount.currency.as_deref().or(held), project) {
        (Some(code), _) => Some(code.to_owned()),
        (None, Some(project)) => act.read().fields(Subject::Project, project)?.and_then(|p| p.raw("currency").map(str::to_owned)),
        (None, None) => None,
    };
    let code = currency.clone().unwrap_or_default();
    let Some(minor) = amount.minor(&code) else {
        return refuse("cost", format!("{code} has no such small parts"), "write it with fewer decimals");
    };
    act.notes.push(format!("cost {}", quantity::money(minor, &code)));
    Ok(Some([Value::Int(minor), Value::text(currency)]))
}

/// Shows what something costs; nothing when nobody said.
pub(super) fn cost_words(fields: &Fields) -> Option<String> {
    Some(quantity::money(fields.int("cost")?, fields.word("currency")))
}

/// Shows the three judgements in the width of a cell: `S yes · F no · A ?`.
pub(super) fn in_short(fields: &Fields) -> String {
    let one = |judgement: &Judgement| {
        let letter = &judgement.label()[..1];
        let said = Some(fields.word(judgement.key())).filter(|said| !said.is_empty());
        format!("{} {}", letter.to_uppercase(), said.unwrap_or("?"))
    };
    Judgement::ALL.iter().map(one).collect::<Vec<_>>().join(" · ")
}

/// Shows the three judgements as narrow as they go: `S+ F- A?`.
pub(super) fn in_signs(fields: &Fields) -> String {
    let one = |judgement: &Judgement| {
        let sign = match fields.word(judgement.key()) {
            "yes" => '+',
            "no" => '-',
            _ => '?',
        };
        format!("{}{sign}", judgement.label()[..1].to_uppercase())
    };
    Judgement::ALL.iter().map(one).collect::<Vec<_>>().join(" ")
}

/// Shows the three judgements in words: `suitable yes · feasible no · acceptable not judged`.
pub(super) fn in_words(fields: &Fields) -> String {
    let one = |judgement: &Judgement| {
        let said = Some(fields.word(judgement.key())).filter(|said| !said.is_empty());
        format!("{} {}", judgement.label(), said.unwrap_or("not judged"))
    };
    Judgement::ALL.iter().map(one).collect::<Vec<_>>().join(" · ")
}

/// Names the judgements that do not speak for it: "not judged feasible", "not acceptable".
pub(super) fn doubts(fields: &Fields) -> Vec<String> {
    let doubt = |judgement: &Judgement| match fields.word(judgement.key()) {
        "yes" => None,
        "no" => Some(format!("it is not {}", judgement.label())),
        _ => Some(format!("nobody has judged whether it is {}", judgement.label())),
    };
    Judgement::ALL.iter().filter_map(doubt).collect()
}

/// Says who may read a record.
pub(super) fn visibility(fields: &Fields) -> Visibility {
    fields.visibility()
}

/// Refuses that a field which must hold something was named and left empty.
///
/// # Errors
/// The refusal.
pub(super) fn check_kept(input: &Input, keys: &[&'static str]) -> Result<(), Failure> {
    match keys.iter().find(|key| input.get(key).is_some() && !input.has(key)) {
        Some(key) => refuse(key, "it cannot be empty", "give a value, or leave it as it is"),
        None => Ok(()),
    }
}

/// Reads a record again after it was changed.
///
/// # Errors
/// The store's.
pub(super) fn again(read: Reader<'_>, subject: Subject, id: Id) -> Result<Fields, Failure> {
    match read.fields(subject, id)? {
        Some(fields) => Ok(fields),
        None => refuse("record", format!("the {} is gone", subject.label()), "see 'warroom history'"),
    }
}
