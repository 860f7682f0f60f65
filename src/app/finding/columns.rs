//! Which of the fields that were given a kind of row takes, and what each of them says. Must not know where a row stands.

use crate::app::Failure;
use crate::app::command::Act;
use crate::app::draft::{Given, Input};
use crate::app::hypothesis::evidence;
use crate::app::incident::reference_or_value;
use crate::model::finding::{FindingKind, Shape};
use crate::model::when::{self, Lean};
use crate::model::word::with_article;
use crate::model::{CaseRef, EntryRef, Id, Refusal, Value};

/// Columns that only some kinds have, by the key of their field.
const COLUMNS: &[&str] =
    &["text", "mark", "name", "role", "value", "unit", "at", "until", "service", "aspect", "certainty", "automatic", "reference", "note"];

/// Says whether a kind takes a field; what is no column of some kinds alone, every kind takes.
pub fn fits(kind: FindingKind, field: &str) -> bool {
    !COLUMNS.contains(&field) || column(kind.shape(), field).is_some()
}

/// Gives the column a field fills. A text given to a kind that has only a name is its name.
fn column(shape: &Shape, field: &str) -> Option<&'static str> {
    let has = |wanted: &str| shape.columns.iter().copied().find(|column| *column == wanted);
    has(field).or_else(|| if field == "text" { has("name") } else { None })
}

/// Refuses, all at once, fields that the kind does not have, and a row without its first column.
///
/// # Errors
/// The refusals.
pub(super) fn check(shape: &Shape, input: &Input, is_new: bool) -> Result<(), Failure> {
    let mut refusals = Vec::new();
    let given = || COLUMNS.iter().filter(|field| input.has(field));
    let has = shape.columns.join(", ");
    for field in given() {
        let twice = *field == "text" && !shape.columns.contains(&"text") && input.has("name");
        if column(shape, field).is_none() || twice {
            refusals.push(Refusal::field(field, format!("{} has no {field}", with_article(shape.kind.label())), format!("it has {has}")));
        }
    }
    let first = shape.columns[0];
    let is_named = COLUMNS.iter().any(|field| column(shape, field) == Some(first) && input.has(field));
    if is_new && !is_named {
        let hint = match first {
            "mark" => format!("one of {}", marks(shape)),
            _ => format!("it has {has}; the first of them says what it is"),
        };
        refusals.push(Refusal::field(first, format!("{} needs its {first}", with_article(shape.kind.label())), hint));
    } else if !is_new && input.get(first).is_some() && !input.has(first) {
        refusals.push(Refusal::field(
            first,
            format!("the {first} of {} cannot be empty", with_article(shape.kind.label())),
            "'warroom finding remove' takes the row out",
        ));
    }
    if refusals.is_empty() { Ok(()) } else { Err(Failure::Refused(refusals)) }
}

fn marks(shape: &Shape) -> String {
    shape.marks.iter().map(|mark| mark.key).collect::<Vec<_>>().join(", ")
}

/// Finds the word that sorts a row, by its key or label or a beginning that fits only one.
fn mark(shape: &Shape, typed: &str) -> Result<&'static str, Refusal> {
    let same = |word: &str| word.trim().to_lowercase().replace(['_', ' '], "-");
    let wanted = same(typed);
    if let Some(mark) = shape.marks.iter().find(|mark| mark.key == wanted || same(mark.label) == wanted) {
        return Ok(mark.key);
    }
    let begins: Vec<&'static str> = shape.marks.iter().map(|mark| mark.key).filter(|key| key.starts_with(&wanted)).collect();
    match begins[..] {
        [only] => Ok(only),
        _ => Err(Refusal::field("mark", format!("'{typed}' marks no {}", shape.kind.label()), format!("one of {}", marks(shape)))),
    }
}

/// Reads what was given as columns and values; a column that was named and left empty is null.
///
/// # Errors
/// Refuses a mark of another kind and a time that is none.
pub(super) fn read(act: &mut Act<'_, '_>, shape: &Shape, input: &Input) -> Result<Vec<(&'static str, Value)>, Failure> {
    let mut values = Vec::new();
    for field in COLUMNS {
        let Some(column) = column(shape, field).filter(|_| input.get(field).is_some()) else { continue };
        let value = match (*field, input.text(field)) {
            ("mark", Some(typed)) => Some(Value::word(mark(shape, typed)?)),
            ("until", Some(typed)) => Some(until(act, shape, typed)?),
            _ => reference_or_value(act, input, field)?,
        };
        // A text that is not there does not clear the name it would have been.
        if value.is_some() || column == *field {
            values.push((column, value.unwrap_or(Value::Null)));
        }
    }
    Ok(values)
}

fn until(act: &mut Act<'_, '_>, shape: &Shape, typed: &str) -> Result<Value, Failure> {
    let lean = if shape.kind == FindingKind::Risk { Lean::Future } else { Lean::Past };
    let moment = when::parse(typed, &act.now(), lean).map_err(|no| no.refuse("until"))?;
    act.echo("until", &moment);
    Ok(Value::Time(moment))
}

/// Gives the line of the log a row rests on; one of another case is refused.
///
/// # Errors
/// The refusal.
pub(super) fn entry(input: &Input, case: (Id, CaseRef)) -> Result<Option<Value>, Failure> {
    match input.get("entry") {
        None => Ok(None),
        Some(Given::Entry(entry)) => {
            evidence::check("entry", case.0, EntryRef { case: case.1, number: entry.number }, entry)?;
            Ok(Some(Value::Ref(entry.id)))
        }
        Some(_) => Ok(Some(Value::Null)),
    }
}
