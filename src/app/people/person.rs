//! What is kept of a person for the board: skills, whom they cover for, their load, and whether they are there.

use std::collections::BTreeMap;

use crate::app::command::refuse;
use crate::app::draft::{Given, Input};
use crate::app::field::{Ask, Field};
use crate::app::{Context, Failure};
use crate::model::fields::Fields;
use crate::model::people::Absence;
use crate::model::when::Lean;
use crate::model::{Id, Record, Subject, Untrusted, Value};
use crate::store::Reader;

/// People a list reads at most; a crisis has fewer.
pub(super) const PEOPLE: usize = 1_000;
/// Largest load that is taken, in hundredths of a percent: nobody does the work of ten.
const MOST_LOAD: i64 = 100_000;

pub static SKILLS: Field = Field::flag("skills", "Skills", Ask::Line, "What they can do, such as databases, Oracle, mainframe");
pub static COVERS: Field =
    Field::flag("covers", "Covers for", Ask::Pick(Subject::Person, true), "Whose work they do as well; a new name is added");
pub static LOAD_BEFORE: Field =
    Field::flag("load-before", "Load before, %", Ask::Amount, "How much they had to do before, in percent").later();
pub static LOAD_NOW: Field = Field::flag("load-now", "Load now, %", Ask::Amount, "How much they have to do now, in percent").later();
pub static ABSENCE: Field =
    Field::flag("absence", "Absence", Ask::Choice(Absence::CHOICES), "Why they are not there: away or resting").later();
pub static UNTIL: Field = Field::flag("until", "Until", Ask::Time(Lean::Future), "Until when they are not there").later();

/// Checks what was said of a person.
///
/// # Errors
/// The refusal.
pub fn check(input: &Input, person: Option<Id>) -> Result<(), Failure> {
    for key in ["load-before", "load-now"] {
        if input.number(key).is_some_and(|load| !(0..=MOST_LOAD).contains(&load)) {
            return refuse(key, "a load is a percentage from 0 to 1000", "100 is a full week");
        }
    }
    match input.get("covers") {
        Some(Given::Known(named)) if Some(named.id) == person => refuse("covers", "nobody covers for themselves", "name somebody else"),
        _ => Ok(()),
    }
}

/// Says why a person is not there at an instant; an absence whose end has passed is over.
pub(super) fn absence(record: &Record, now: i64) -> Option<(Absence, Option<i64>)> {
    let of = |key: &str| record.iter().find(|(known, _)| *known == key).map(|(_, value)| value);
    let absence = match of("absence")? {
        Value::Text(word) => Absence::parse(word)?,
        _ => return None,
    };
    let until = match of("absent") {
        Some(Value::Time(moment)) => moment.millis(),
        _ => None,
    };
    until.is_none_or(|until| until > now).then_some((absence, until))
}

/// Reads the roles of all people.
pub(super) fn roles(read: Reader<'_>) -> Result<BTreeMap<Id, Untrusted>, Failure> {
    let role = |(id, record): (Id, Record)| {
        let role = record.into_iter().find(|(key, _)| *key == "role")?;
        match role.1 {
            Value::Text(text) => Some((id, text.into())),
            _ => None,
        }
    };
    Ok(read.register(Subject::Person, PEOPLE)?.into_iter().filter_map(role).collect())
}

/// Adds up how long each person lately worked on cases, by their assignments.
pub(super) fn worked(assignments: &[Fields], ctx: &Context) -> BTreeMap<Id, i64> {
    let Some((_, within)) = ctx.policies.most_hours() else { return BTreeMap::new() };
    let mut stretches: BTreeMap<Id, Vec<(i64, Option<i64>)>> = BTreeMap::new();
    for row in assignments {
        if let (Some(person), Some(since)) = (row.reference("person"), row.millis("since")) {
            stretches.entry(person).or_default().push((since, row.millis("ended")));
        }
    }
    let sum = |stretches: &Vec<(i64, Option<i64>)>| crate::model::people::worked(stretches, ctx.at - within, ctx.at);
    stretches.iter().map(|(person, stretches)| (*person, sum(stretches))).collect()
}
