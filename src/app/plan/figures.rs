//! The figures of a project: its currency, budget, forecast and end; and how money and amounts are read in its currency.

use crate::app::draft::{Given, Input};
use crate::app::field::{Ask, Field};
use crate::app::{Act, Failure};
use crate::model::plan::{Aspect, Plan};
use crate::model::quantity::{self, Amount};
use crate::model::when::Lean;
use crate::model::{Record, Refusal, Value};

pub static CURRENCY: Field =
    Field::flag("currency", "Currency", Ask::Line, "Three letters of ISO 4217, such as EUR; all its money is in it");
pub static BUDGET: Field = Field::flag("budget", "Budget", Ask::Money, "Planned cost, such as 250000 or EUR 250,000");
pub static FORECAST: Field = Field::flag("forecast", "Forecast cost", Ask::Money, "Cost as it is expected now");
pub static ENDS: Field = Field::flag("ends", "Ends", Ask::Time(Lean::Future), "When it is to end, as planned");
pub static EXPECTED: Field = Field::flag("expected", "Expected end", Ask::Time(Lean::Future), "When it is expected to end now");

/// Columns of a project that hold its plan.
pub const KEYS: &[&str] = &["currency", "budget", "forecast", "ends", "expected"];

/// Gathers the figures that were named, as values to store.
///
/// # Errors
/// Every refusal at once.
pub fn figures(act: &mut Act<'_, '_>, input: &Input, held: &Plan) -> Result<Record, Failure> {
    let (mut values, mut refusals) = (Record::new(), Vec::new());
    let mut currency = held.currency.clone();
    match input.get("currency") {
        Some(Given::Text(text)) => match quantity::code(text) {
            Some(code) => currency = Some(code),
            None => refusals.push(Refusal::field("currency", format!("'{text}' is no currency"), "three letters, such as EUR")),
        },
        Some(_) => currency = None,
        None => {}
    }
    for key in ["budget", "forecast"] {
        match input.get(key) {
            Some(Given::Money(given)) => {
                // The first amount may name the currency by itself.
                currency = currency.or_else(|| given.currency.clone());
                match minor(key, given, currency.as_deref()) {
                    Ok(minor) => values.push((key, Value::Int(minor))),
                    Err(refusal) => refusals.push(refusal),
                }
            }
            Some(_) => values.push((key, Value::Null)),
            None => {}
        }
    }
    if currency != held.currency {
        let old = held.currency.as_deref().unwrap_or_default();
        let stays = |key: &str, amount: Option<i64>| amount.is_some() && !values.iter().any(|(named, _)| *named == key);
        let kept = stays("budget", held.budget) || stays("forecast", held.forecast) || held.tolerance(Aspect::Cost).is_some();
        if kept && held.currency.is_some() {
            let why = format!("budget, forecast or tolerance are in {old}");
            refusals.push(Refusal::field("currency", why, "nothing is converted here: clear them first, or give all of them anew"));
        }
        values.push(("currency", Value::text(currency)));
    }
    for key in ["ends", "expected"] {
        if let Some(value) = input.value(key) {
            if let Value::Time(moment) = &value {
                let moment = *moment;
                act.echo(key, &moment);
            }
            values.push((key, value));
        }
    }
    if refusals.is_empty() { Ok(values) } else { Err(Failure::Refused(refusals)) }
}

/// Says why an amount in another currency is not taken.
pub fn currency_refusal(key: &'static str, given: &str, currency: &str) -> Refusal {
    let hint = format!("give it in {currency}; nothing is converted here, since nobody could say at what rate");
    Refusal::field(key, format!("the project's money is in {currency}, this is in {given}"), hint)
}

/// Reads money in a project's currency as minor units.
///
/// # Errors
/// A refusal of another currency, of none at all, and of digits the currency does not have.
pub fn minor(key: &'static str, given: &Amount, currency: Option<&str>) -> Result<i64, Refusal> {
    let Some(currency) = currency else {
        return Err(Refusal::field(
            key,
            "nobody has said in which currency",
            "write it as EUR 12,000, or set the project's currency first",
        ));
    };
    if let Some(other) = given.currency.as_deref().filter(|other| *other != currency) {
        return Err(currency_refusal(key, other, currency));
    }
    let digits = || Refusal::field(key, format!("{currency} has {} decimals", quantity::places(currency)), "leave the others out");
    given.minor(currency).ok_or_else(digits)
}

/// Reads an amount of an aspect: money for cost, hundredths for all others.
///
/// # Errors
/// As [`minor`], and a refusal of money where none is counted.
pub fn amount(key: &'static str, given: &Amount, aspect: Aspect, currency: Option<&str>) -> Result<i64, Refusal> {
    if aspect == Aspect::Cost {
        return minor(key, given, currency);
    }
    if given.currency.is_some() {
        return Err(Refusal::field(key, format!("{} is not counted in money", aspect.label()), "give the number alone"));
    }
    given.scaled(2).ok_or_else(|| Refusal::field(key, "that has more than two decimals", "leave the others out"))
}
