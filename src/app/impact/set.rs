//! Saying what a case does to a project, and freezing plans by hand.

use serde_json::json;

use super::assess::{ASPECTS, Hit, amount_words, assess, tolerance_words};
use super::exception::visibility;
use crate::app::command::{Act, refuse};
use crate::app::draft::{Given, Input};
use crate::app::entry::{Said, by_the_way};
use crate::app::incident::answer;
use crate::app::{Failure, plan, unknown};
use crate::model::case::{Case, Named};
use crate::model::entry::{EntryKind, Visibility};
use crate::model::plan::{Aspect, Sum};
use crate::model::quantity::{money, people, signed};
use crate::model::when::{self, Now};
use crate::model::{Id, Moment, Record, Refusal, Subject, Untrusted, Value};
use crate::store::Answer;

pub(super) fn freeze(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let case = input.case("case")?.clone();
    let label = match input.get("project") {
        Some(Given::Known(project)) => {
            if !plan::freeze_one(act, &case, project.id)? {
                let why = format!("the plan of {} is frozen for {} already", project.name.raw(), case.case_ref());
                return refuse("project", why, "a frozen plan never changes; undo takes it back where it was frozen by a slip");
            }
            format!("{}: the plan of {} is frozen", case.case_ref(), project.name.raw())
        }
        _ => match plan::freeze(act, &case)? {
            0 => {
                let hint = "'project depend' says which projects depend on the service; a project named here is frozen without that";
                return refuse("case", format!("{} concerns no project whose plan is not frozen yet", case.case_ref()), hint);
            }
            1 => format!("{}: 1 plan frozen", case.case_ref()),
            count => format!("{}: {count} plans frozen", case.case_ref()),
        },
    };
    Ok(answer((case.case_ref(), case.id), label))
}

pub(super) fn set(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let case = input.case("case")?.clone();
    let named =
        ["time", "cost", "scope", "quality", "benefits", "risk", "people", "note", "for"].iter().any(|key| input.get(key).is_some());
    if !named && act.unknown.is_empty() {
        return refuse("time", "nothing was said", "give days, money, people or another amount; 'unknown by 15:00' is an answer too");
    }
    let project = project(act, input)?;
    plan::freeze_one(act, &case, project.id)?;
    let before = assess(act.read(), &case)?.into_iter().find(|hit| hit.project == project.id);
    let values = values(act, input, &project, before.as_ref())?;
    let row = before.as_ref().and_then(|hit| hit.row.as_ref());
    if row.is_some_and(|row| input.word("for").and_then(Visibility::parse).is_some_and(|next| next < visibility(Some(row)))) {
        act.notes.push("lines that were logged of it before keep their readers".to_owned());
    }
    let (id, changed) = match row.map(|row| row.id) {
        Some(id) => (id, act.w.set_all(Subject::Impact, id, &values)?),
        None => (create(act, &case, &project, &values)?, true),
    };
    let after = assess(act.read(), &case)?.into_iter().find(|hit| hit.project == project.id);
    if let (Some(after), true) = (&after, changed || !act.unknown.is_empty()) {
        tell(act, input, &case, after)?;
        warn(act, &case, after);
    }
    let mut answer = answer((case.case_ref(), case.id), format!("{} impact on {} kept", case.case_ref(), project.name.raw()));
    let record = unknown::impact_record(case.case_ref(), id);
    answer.json = json!({ "case": case.case_ref().to_string(), "project": project.name.raw(), "record": record });
    Ok(answer)
}

fn project(act: &mut Act<'_, '_>, input: &Input) -> Result<Named, Failure> {
    let Some(Value::Ref(id)) = act.reference(input, "project")? else { return refuse("project", "a project is missing", "name one") };
    Ok(Named { id, name: act.read().name_by_id(Subject::Project, id)?.unwrap_or_default() })
}

fn create(act: &mut Act<'_, '_>, case: &Case, project: &Named, values: &Record) -> Result<Id, Failure> {
    let mut record: Record = vec![("case_id", Value::Ref(case.id)), ("project", Value::Ref(project.id))];
    if !values.iter().any(|(key, _)| *key == "visibility") {
        record.push(("visibility", Value::word(Visibility::Management.key())));
    }
    record.extend(values.iter().cloned());
    Ok(act.w.create(Subject::Impact, &record)?)
}

/// Gathers what was said, as values to store.
fn values(act: &Act<'_, '_>, input: &Input, project: &Named, held: Option<&Hit>) -> Result<Record, Failure> {
    let (mut values, mut refusals) = (Record::new(), Vec::new());
    for key in ["time", "scope", "quality", "benefits", "risk", "people"] {
        match input.get(key) {
            Some(Given::Number(n)) if key == "people" && *n < 0 => {
                refusals.push(Refusal::field("people", "people are not less than none", "say how many it takes away"));
            }
            Some(_) => values.push((key, input.value(key).unwrap_or(Value::Null))),
            None => {}
        }
    }
    match input.get("cost") {
        Some(Given::Money(given)) => {
            let own = plan::of(act.read(), project.id)?.currency;
            let frozen = held.and_then(|hit| hit.plan.currency.clone());
            let said = held.and_then(|hit| hit.row.as_ref()).filter(|row| row.int("cost").is_some()).and_then(|row| row.raw("currency"));
            let currency = frozen.or(said.map(str::to_owned)).or(own).or_else(|| given.currency.clone());
            match plan::minor("cost", given, currency.as_deref()) {
                Ok(minor) => values.extend([("cost", Value::Int(minor)), ("currency", Value::text(currency))]),
                Err(refusal) => refusals.push(refusal),
            }
        }
        Some(_) => values.extend([("cost", Value::Null), ("currency", Value::Null)]),
        None => {}
    }
    if input.get("note").is_some() {
        values.push(("note", input.value("note").unwrap_or(Value::Null)));
    }
    if let Some(word) = input.word("for") {
        values.push(("visibility", Value::word(word)));
    }
    if refusals.is_empty() { Ok(values) } else { Err(Failure::Refused(refusals)) }
}

/// Logs what was said, so that nobody types it twice: "impact on Atlas: +2 d, EUR 12,000; quality unknown until 15:00".
fn tell(act: &mut Act<'_, '_>, input: &Input, case: &Case, hit: &Hit) -> Result<(), Failure> {
    let said = |key: &str| input.has(key);
    let mut parts: Vec<String> = ASPECTS.iter().filter(|a| said(a.key())).filter_map(|a| added(hit, *a)).collect();
    if said("people") {
        parts.extend(hit.effect.people.amount().map(people));
    }
    let now = act.now();
    let open = act.unknown.iter().map(|(field, due)| match due {
        Some(due) => format!("{} unknown until {}", field.key, until(due, &now)),
        None => format!("{} unknown", field.key),
    });
    let words: Vec<String> =
        [parts.join(", "), open.collect::<Vec<_>>().join(", ")].into_iter().filter(|words| !words.is_empty()).collect();
    if words.is_empty() {
        return Ok(());
    }
    let text = format!("impact on {}: {}", hit.name.raw(), words.join("; "));
    let (at, visibility) = (act.moment(), visibility(hit.row.as_ref()));
    by_the_way(act, case.id, Said { kind: EntryKind::Fact, at, text, why: None, visibility })?;
    Ok(())
}

fn until(due: &Moment, now: &Now) -> String {
    let today = now.zone.local(now.at).format("%Y-%m-%d ").to_string();
    when::stamp(due, now.zone).replacen(&today, "", 1)
}

/// Words what a case adds to one aspect: `+2 d`, `EUR 12,000`, `scope +3 features`.
pub(super) fn added(hit: &Hit, aspect: Aspect) -> Option<String> {
    let amount = hit.effect.of(aspect).amount()?;
    Some(match aspect {
        Aspect::Time => format!("{} d", signed(amount)),
        Aspect::Cost => money(amount, hit.currency().unwrap_or_default()),
        _ => {
            let unit = hit.sum(aspect).and_then(|sum| sum.unit.clone()).map(|unit| format!(" {unit}")).unwrap_or_default();
            format!("{} {}{unit}", aspect.label(), signed(amount))
        }
    })
}

/// Words one aspect that is outside: "time +6 d, tolerance ±5".
pub(super) fn outside(sum: &Sum, currency: Option<&str>) -> String {
    let off = crate::model::quantity::plus(sum.off, amount_words(sum.aspect, sum.off, currency));
    let unit = match sum.aspect {
        Aspect::Time => " d".to_owned(),
        Aspect::Cost => currency.map(|code| format!(" {code}")).unwrap_or_default(),
        _ => sum.unit.as_ref().map(|unit| format!(" {unit}")).unwrap_or_default(),
    };
    format!("{} {off}{unit}, tolerance {}", sum.aspect.label(), tolerance_words(sum, currency))
}

/// Says that a forecast is outside tolerance, and what comes next.
fn warn(act: &mut Act<'_, '_>, case: &Case, hit: &Hit) {
    let all: Vec<String> = hit.breaches().map(|sum| outside(sum, hit.currency())).collect();
    if all.is_empty() {
        return;
    }
    let (name, spoken) = (hit.name.raw(), spoken(&hit.name));
    act.notes.push(format!("{name}: a forecast is outside tolerance ({})", all.join("; ")));
    act.notes.push(format!("next: 'exception set {} {spoken}' writes the exception report, 'option add' the options", case.case_ref()));
}

/// Gives a name as one types it after a command.
pub(super) fn spoken(name: &Untrusted) -> String {
    if name.raw().contains(char::is_whitespace) { format!("\"{}\"", name.raw()) } else { name.raw().to_owned() }
}
