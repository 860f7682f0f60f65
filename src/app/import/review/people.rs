//! Who took part, as it was printed: people of the log with what they did in it, and those of whom only the review says so.

use super::brought::{Register, Row};
use super::columns::Columns;
use super::printed::Language;
use crate::model::Value;
use crate::model::finding::FindingKind;

/// Roles that are worked out from the log.
const DERIVED: &[&str] = &["led", "wrote_minutes", "wrote_review", "logged", "named", "owns_actions"];

/// Reads the participants: people go into the register, who logged by handle in order, others are rows of the review.
pub fn read(columns: &Columns<'_>, language: &Language, register: &mut Register, logged: &mut Vec<String>) -> Option<Vec<Row>> {
    let mut rows = Vec::new();
    for row in columns.rows.iter().filter(|_| columns.has("who")) {
        let (who, roles) = (columns.text(row, "who"), columns.text(row, "role"));
        let all: Vec<&str> = roles.split(", ").collect();
        let derived = |role: &str| DERIVED.iter().any(|key| language.means(key, role));
        let own = all.iter().take_while(|role| !derived(role)).copied().collect::<Vec<_>>().join(", ");
        let own = Some(own).filter(|own| !own.is_empty());
        if !all.iter().any(|role| derived(role)) {
            let mut row = Row::new(FindingKind::Participant, vec![("name", Value::Text(who))]);
            row.values.extend(own.map(|role| ("role", Value::Text(role))));
            rows.push(row);
            continue;
        }
        let parted = who.rsplit_once(" (").and_then(|(name, rest)| Some((name, rest.strip_suffix(')')?)));
        let parted = parted.filter(|(_, handle)| !handle.contains(char::is_whitespace));
        let (name, handle) = parted.map_or((None, who.as_str()), |(name, handle)| (Some(name.to_owned()), handle));
        if all.iter().any(|role| language.means("logged", role)) {
            logged.push(handle.to_owned());
        }
        register.people.push((handle.to_owned(), name, own));
    }
    columns.has("who").then_some(rows)
}
