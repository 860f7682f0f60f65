//! Incidents: opening one and correcting its fields.

use serde_json::json;

use super::Failure;
use super::command::{Act, Command, refuse};
use super::draft::Input;
use super::field::{Ask, Field};
use crate::model::case::{Level, Priority};
use crate::model::when::Lean;
use crate::model::{CaseKind, CaseRef, Record, Subject, Value};
use crate::store::Answer;

pub static TITLE: Field = Field::argument("title", "Title", Ask::Line, "What is wrong, in one line");
pub static CASE: Field = Field::argument("case", "Case", Ask::Case, "Number of the case, such as INC-12 or ISS-7");
static NEW_TITLE: Field = Field::flag("title", "Title", Ask::Line, "What is wrong, in one line");
static SERVICE: Field = Field::flag("service", "Service", Ask::Pick(Subject::Service, true), "Service that is down; a new name is added");
static IMPACT: Field = Field::flag("impact", "Impact", Ask::Choice(Level::CHOICES), "How much of the business is hit: high, medium, low");
static URGENCY: Field = Field::flag("urgency", "Urgency", Ask::Choice(Level::CHOICES), "How fast it has to be restored: high, medium, low");
static PRIORITY: Field =
    Field::flag("priority", "Priority", Ask::Choice(Priority::CHOICES), "P1 to P4; impact and urgency give it, by hand it needs --why")
        .later();
static WHY: Field = Field::flag("why", "Why", Ask::Line, "Why the priority differs from what impact and urgency give").later();
pub static LEAD: Field = Field::flag("lead", "Lead", Ask::Pick(Subject::Person, true), "Who leads; a new name is added");
static SCRIBE: Field = Field::flag("scribe", "Scribe", Ask::Pick(Subject::Person, true), "Who writes the minutes").later();
static EFFECT: Field = Field::flag("effect", "Impact in words", Ask::Text, "What users cannot do, in words and numbers");
pub static DESCRIPTION: Field = Field::flag("description", "Description", Ask::Text, "What was reported").later();
pub static WORKAROUND: Field = Field::flag("workaround", "Workaround", Ask::Text, "A way around it");
pub static SEVERITY: Field =
    Field::flag("foreign-severity", "Foreign severity", Ask::Line, "Severity in another system's words, such as Sev1").later();
pub static ZONE: Field = Field::flag("zone", "Zone", Ask::Line, "IANA zone its exports are printed in, such as Europe/Amsterdam").later();
pub static URL: Field = Field::flag("url", "Link", Ask::Line, "Where it can be read elsewhere").later();
pub static STARTED: Field = Field::flag("started", "Started", Ask::Time(Lean::Past), "When it began to hurt");
static DETECTED: Field = Field::flag("detected", "Detected", Ask::Time(Lean::Past), "When somebody noticed").later();
static DECLARED: Field = Field::flag("declared", "Declared", Ask::Time(Lean::Past), "When it was declared an incident").later();
static ACKNOWLEDGED: Field = Field::flag("acknowledged", "Acknowledged", Ask::Time(Lean::Past), "When somebody took it on");
static RESTORED: Field = Field::flag("restored", "Restored", Ask::Time(Lean::Past), "When the service worked again; a workaround counts");
static RESOLVED: Field = Field::flag("resolved", "Resolved", Ask::Time(Lean::Past), "When the cause was gone");
static CLOSED: Field = Field::flag("closed", "Closed", Ask::Time(Lean::Past), "When the record was finished");

/// Commands about incidents.
pub static COMMANDS: &[Command] = &[
    Command {
        name: "incident open",
        doc: "Opens an incident and prints its number.",
        fields: &[
            &TITLE,
            &SERVICE,
            &IMPACT,
            &URGENCY,
            &PRIORITY,
            &WHY,
            &STARTED,
            &DETECTED,
            &LEAD,
            &SCRIBE,
            &EFFECT,
            &DESCRIPTION,
            &ZONE,
            &URL,
            &SEVERITY,
        ],
        prints: Some("case"),
        run: open,
    },
    Command {
        name: "incident set",
        doc: "Corrects fields of an incident, times included; an empty value clears one.",
        fields: &[
            &CASE,
            &NEW_TITLE,
            &SERVICE,
            &IMPACT,
            &URGENCY,
            &PRIORITY,
            &WHY,
            &LEAD,
            &SCRIBE,
            &EFFECT,
            &DESCRIPTION,
            &WORKAROUND,
            &STARTED,
            &DETECTED,
            &DECLARED,
            &ACKNOWLEDGED,
            &RESTORED,
            &RESOLVED,
            &CLOSED,
            &ZONE,
            &URL,
            &SEVERITY,
        ],
        prints: None,
        run: set,
    },
];

/// Fields that are stored as they are given: field key and column.
const PLAIN: &[(&str, &str)] = &[
    ("title", "title"),
    ("service", "service"),
    ("lead", "lead"),
    ("scribe", "scribe"),
    ("effect", "effect"),
    ("description", "description"),
    ("workaround", "workaround"),
    ("foreign-severity", "foreign_severity"),
    ("zone", "zone"),
    ("url", "url"),
    ("started", "started"),
    ("detected", "detected"),
    ("declared", "declared"),
    ("acknowledged", "acknowledged"),
    ("restored", "restored"),
    ("resolved", "resolved"),
    ("closed", "closed"),
];

fn open(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    check_zone(input)?;
    let (impact, urgency) = (input.word("impact"), input.word("urgency"));
    let by_matrix = matrix(act, impact, urgency);
    let by_hand = input.word("priority");
    check_hand(by_matrix, by_hand, input.text("why"))?;
    // A P1 is what a crisis program is opened for; anything else is one flag away.
    let priority = by_hand.or(by_matrix.map(Priority::key)).unwrap_or(Priority::P1.key());
    let mut record: Record = vec![
        ("priority", Value::word(priority)),
        ("impact", Value::text(impact.map(str::to_owned))),
        ("urgency", Value::text(urgency.map(str::to_owned))),
        ("priority_why", Value::text(input.text("why").map(str::to_owned))),
    ];
    let case = create(act, CaseKind::Incident, input, PLAIN, &mut record)?;
    Ok(answer(case, format!("{} opened, {priority}", case.0)))
}

/// Creates a case of either kind: what both have in common.
///
/// # Errors
/// The store's.
pub fn create(
    act: &mut Act<'_, '_>,
    kind: CaseKind,
    input: &Input,
    plain: &[(&'static str, &'static str)],
    record: &mut Record,
) -> Result<(CaseRef, crate::model::Id), Failure> {
    for (key, column) in plain {
        if let Some(value) = reference_or_value(act, input, key)? {
            record.push((column, value));
        }
    }
    if !record.iter().any(|(key, value)| *key == "zone" && !value.is_null()) {
        record.push(("zone", Value::word(act.ctx.zone.name())));
    }
    let number = act.w.number(kind.key())?;
    record.extend([
        ("kind", Value::word(kind.key())),
        ("number", Value::Int(number)),
        ("state", Value::word("open")),
        ("clocks", Value::Int(1)),
        ("lane", Value::Int(1)),
        ("opened", Value::Time(act.moment())),
    ]);
    let id = act.w.create(Subject::Case, record)?;
    Ok((CaseRef { kind, number }, id))
}

/// Gives a field as a value to store in a new record, echoing a time; nothing when it was not named or left empty.
///
/// # Errors
/// The store's.
pub fn reference_or_value(act: &mut Act<'_, '_>, input: &Input, key: &'static str) -> Result<Option<Value>, Failure> {
    use super::draft::Given;
    Ok(match input.get(key) {
        Some(Given::Known(_) | Given::New(..)) => act.reference(input, key)?,
        Some(Given::Time(moment)) => {
            act.echo(key, moment);
            Some(Value::Time(*moment))
        }
        Some(Given::Nothing) | None => None,
        Some(_) => input.value(key),
    })
}

/// Answers with the number of a case.
pub fn answer((case, id): (CaseRef, crate::model::Id), label: String) -> Answer {
    Answer { label, json: json!({ "case": case.to_string(), "id": id.to_string() }), case: Some(id), ..Answer::default() }
}

fn set(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let case = input.case("case")?.clone();
    if case.kind != CaseKind::Incident {
        return refuse("case", format!("{} is an issue", case.case_ref()), "use 'warroom issue set'");
    }
    check_zone(input)?;
    check_title(input)?;
    let word = |key: &str, old: Option<&'static str>| if input.get(key).is_some() { input.word(key) } else { old };
    let (impact, urgency) = (word("impact", case.impact.map(Level::key)), word("urgency", case.urgency.map(Level::key)));
    let by_matrix = matrix(act, impact, urgency);
    let moved = input.get("impact").is_some() || input.get("urgency").is_some();
    let priority = match input.get("priority") {
        Some(_) => {
            let by_hand = input.word("priority");
            check_hand(by_matrix, by_hand, input.text("why"))?;
            by_hand.or(by_matrix.map(Priority::key)).map(str::to_owned)
        }
        // A priority set by hand with a reason stays until somebody sets it again.
        None if moved && case.priority_why.is_none() => by_matrix.map(Priority::key).map(str::to_owned).or(case.priority.clone()),
        None => case.priority.clone(),
    };
    for (column, value) in [("impact", impact.map(str::to_owned)), ("urgency", urgency.map(str::to_owned)), ("priority", priority.clone())]
    {
        act.w.set(Subject::Case, case.id, column, &Value::text(value))?;
    }
    if input.get("why").is_some() || input.get("priority").is_some() {
        act.w.set(Subject::Case, case.id, "priority_why", &Value::text(input.text("why").map(str::to_owned)))?;
    }
    act.set_named(Subject::Case, case.id, input, PLAIN)?;
    let label = match (&case.priority, &priority) {
        (Some(old), Some(new)) if old != new => format!("{} {old} → {new}", case.case_ref()),
        _ => format!("{} corrected", case.case_ref()),
    };
    Ok(answer((case.case_ref(), case.id), label))
}

/// Refuses a title that was named and left empty.
///
/// # Errors
/// The refusal.
pub fn check_title(input: &Input) -> Result<(), Failure> {
    if input.get("title").is_some() && !input.has("title") {
        return refuse("title", "a case must have a title", "give it one, or leave the flag out");
    }
    Ok(())
}

/// Refuses a zone nobody knows.
///
/// # Errors
/// The refusal.
pub fn check_zone(input: &Input) -> Result<(), Failure> {
    match input.text("zone") {
        Some(zone) if crate::model::Zone::parse(zone).is_none() => {
            refuse("zone", format!("there is no zone '{zone}'"), "use an IANA name, such as Europe/Amsterdam or Asia/Shanghai")
        }
        _ => Ok(()),
    }
}

fn matrix(act: &Act<'_, '_>, impact: Option<&str>, urgency: Option<&str>) -> Option<Priority> {
    Some(act.ctx.policies.priority(Level::parse(impact?)?, Level::parse(urgency?)?))
}

/// A priority by hand against the matrix needs a reason; without impact and urgency there is nothing to go against.
fn check_hand(by_matrix: Option<Priority>, by_hand: Option<&str>, why: Option<&str>) -> Result<(), Failure> {
    match (by_matrix.map(Priority::key), by_hand) {
        (Some(matrix), Some(hand)) if matrix != hand && why.is_none() => {
            refuse("why", format!("impact and urgency give {matrix}, not {hand}"), "say why with --why, or leave --priority out")
        }
        _ => Ok(()),
    }
}
