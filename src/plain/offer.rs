//! What a field can be chosen from by number: words of a closed set, names of a register, cases, records of the case at hand.

use super::{Session, board};
use crate::app::{Ask, Draft, Field, Shown, tables};
use crate::model::case::{IncidentState, IssueState};
use crate::model::{CaseKind, CaseRef};

/// Most rows that are offered; anything else is typed.
const MOST: usize = 20;

/// Gives values with the words they are offered by; none where there is nothing to choose from.
pub fn of(session: &mut Session<'_>, field: &Field, known: &Draft) -> Vec<(String, String)> {
    let case = known.get("case").and_then(CaseRef::parse);
    let mut all: Vec<(String, String)> = match field.ask {
        Ask::Choice(words) => fitting(field, words, case).iter().map(|(key, label)| ((*key).to_owned(), (*label).to_owned())).collect(),
        Ask::Pick(subject, _) => {
            let names = session.app.names(subject, MOST);
            session.read(names).into_iter().map(|named| named.name.into_raw()).map(|name| (name.clone(), name)).collect()
        }
        Ask::Case => {
            let cases = board::cases(session);
            cases.iter().map(|line| (line.case.to_string(), format!("{} {}", line.case, line.title.raw()))).collect()
        }
        Ask::Action => actions(session, case),
        Ask::Numbered(subject) => {
            let Some(case) = case else { return Vec::new() };
            let case = session.app.case_named(case);
            let Some(case) = session.read(case) else { return Vec::new() };
            let records = session.app.numbered(subject, case.id);
            session.read(records).into_iter().map(|(number, words)| (number.clone(), format!("{number} {}", words.raw()))).collect()
        }
        _ => Vec::new(),
    };
    all.truncate(MOST);
    all
}

/// Leaves only the states that a case of this kind can have.
fn fitting(field: &Field, all: &'static [(&'static str, &'static str)], case: Option<CaseRef>) -> &'static [(&'static str, &'static str)] {
    let offers = |states: &[(&str, &str)]| field.key == "state" && states.iter().all(|state| all.contains(state));
    match case.map(|case| case.kind) {
        Some(CaseKind::Incident) if offers(IncidentState::CHOICES) => IncidentState::CHOICES,
        Some(CaseKind::Issue) if offers(IssueState::CHOICES) => IssueState::CHOICES,
        _ => all,
    }
}

fn actions(session: &mut Session<'_>, case: Option<CaseRef>) -> Vec<(String, String)> {
    let Some(query) = tables::query("action list") else { return Vec::new() };
    let draft = case.map_or_else(Draft::new, |case| Draft::new().with("case", case.to_string()));
    let Ok(Shown::Rows(rows)) = session.app.ask(query, &draft) else { return Vec::new() };
    let text = |row: &serde_json::Map<String, serde_json::Value>, key: &str| {
        row.get(key).and_then(|value| value.as_str()).unwrap_or_default().to_owned()
    };
    rows.iter().map(|row| (text(row, "action"), format!("{} {}", text(row, "action"), text(row, "text")))).collect()
}
