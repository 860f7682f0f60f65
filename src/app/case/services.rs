//! Further services of a case, besides the one it is of.

use crate::app::Failure;
use crate::app::command::{Act, refuse};
use crate::app::draft::{Given, Input};
use crate::app::field::{Ask, Field};
use crate::app::incident::answer;
use crate::model::{Id, Record, Subject, Value};
use crate::store::Answer;

pub(super) static ADD: Field =
    Field::flag("add", "Add", Ask::Pick(Subject::Service, true), "Service that is hit as well; a new name is added to the register");
pub(super) static REMOVE: Field = Field::flag("remove", "Remove", Ask::Pick(Subject::Service, false), "Service that is not hit after all");

pub(super) fn change(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let case = input.case("case")?.clone();
    if !input.has("add") && !input.has("remove") {
        return refuse("add", "nothing says which service", "name one to add, one to remove, or both");
    }
    if let Some(Value::Ref(service)) = act.reference(input, "add")? {
        add(act, case.id, case.service.as_ref().map(|named| named.id), service)?;
    }
    if let Some(Given::Known(service)) = input.get("remove") {
        let known = act.read().fields_of(Subject::Affected, case.id)?;
        match known.iter().find(|row| row.reference("service") == Some(service.id)) {
            Some(row) => act.w.remove(Subject::Affected, row.id)?,
            None if case.service.as_ref().is_some_and(|own| own.id == service.id) => {
                return refuse("remove", "that is the service the case is of", "'warroom incident set' gives it another");
            }
            None => return refuse("remove", "that is none of its further services", "'warroom case show' names them"),
        }
    }
    Ok(answer((case.case_ref(), case.id), format!("{} services corrected", case.case_ref())))
}

fn add(act: &mut Act<'_, '_>, case: Id, own: Option<Id>, service: Id) -> Result<(), Failure> {
    let known = act.read().fields_of(Subject::Affected, case)?;
    if own == Some(service) || known.iter().any(|row| row.reference("service") == Some(service)) {
        return refuse("add", "that service is on the case already", "nothing is left to do");
    }
    let record: Record = vec![("case_id", Value::Ref(case)), ("service", Value::Ref(service))];
    act.w.create(Subject::Affected, &record)?;
    Ok(())
}
