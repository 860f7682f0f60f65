//! The exception report of a project as it is kept: the parts that no sum gives.

use crate::app::Failure;
use crate::app::command::{Act, refuse};
use crate::app::draft::Input;
use crate::app::entry::{Said, by_the_way};
use crate::app::incident::answer;
use crate::app::plan;
use crate::model::entry::{EntryKind, Visibility};
use crate::model::fields::Fields;
use crate::model::{Id, Record, Subject, Value};
use crate::store::{Answer, Reader};

/// Parts of it, by key of field and column.
const PARTS: &[(&str, &str)] = &[
    ("cause", "cause"),
    ("consequences", "consequences"),
    ("recommendation", "recommendation"),
    ("lessons", "lessons"),
    ("for", "visibility"),
];

/// Gives who may read a record of this subject.
pub fn visibility(row: Option<&Fields>) -> Visibility {
    row.and_then(|row| Visibility::parse(row.word("visibility"))).unwrap_or(Visibility::Management)
}

/// Finds the report of a case for a project.
///
/// # Errors
/// The store's.
pub fn of(read: Reader<'_>, case: Id, project: Id) -> Result<Option<Fields>, Failure> {
    let all = read.fields_of(Subject::Exception, case)?;
    Ok(all.into_iter().find(|row| row.reference("project") == Some(project)))
}

pub(super) fn set(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let case = input.case("case")?.clone();
    let project = plan::project(input)?;
    if PARTS.iter().all(|(key, _)| input.get(key).is_none()) {
        return refuse("cause", "nothing was said", "say the cause, the consequences, the recommendation or the lessons");
    }
    if !super::assess(act.read(), &case)?.iter().any(|hit| hit.project == project.id && hit.is_begun()) {
        let why = format!("nobody has said yet what {} does to {}", case.case_ref(), project.name.raw());
        return refuse("project", why, "'impact set' says it; the report is made of its sums");
    }
    let known = of(act.read(), case.id, project.id)?;
    let id = match &known {
        Some(row) => row.id,
        None => {
            let visibility = input.word("for").and_then(Visibility::parse).unwrap_or(Visibility::Management);
            let record: Record = vec![
                ("case_id", Value::Ref(case.id)),
                ("project", Value::Ref(project.id)),
                ("raised", Value::Time(act.moment())),
                ("visibility", Value::word(visibility.key())),
            ];
            let text = format!("exception raised for {}", project.name.raw());
            let at = act.moment();
            by_the_way(act, case.id, Said { kind: EntryKind::Fact, at, text, why: None, visibility })?;
            act.w.create(Subject::Exception, &record)?
        }
    };
    act.set_named(Subject::Exception, id, input, if input.has("for") { PARTS } else { &PARTS[..PARTS.len() - 1] })?;
    let label = format!("{} exception report of {} kept", case.case_ref(), project.name.raw());
    Ok(answer((case.case_ref(), case.id), label))
}
