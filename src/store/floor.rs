//! Who is looking: what a reader may not see is left out where it is read, so that nothing above has to remember it.
//!
//! A reader without a floor sees everything. With one it gets the rows of that visibility and wider, and of records whose free text has
//! no visibility only what is for everybody who may see the screen: titles, names, and what a person wrote here on purpose.

use super::reader::Reader;
use super::schema::{TABLES, Table};
use super::search::Hit;
use super::{Change, Store};
use crate::model::case::Case;
use crate::model::entry::Visibility;
use crate::model::{Record, Subject};

/// Fields of registers that are between those who work here: notes, and how it is with a person.
pub(super) const BETWEEN_US: &[&str] =
    &["notes", "mail", "goals", "covers", "load_before", "load_now", "absence", "absent", "internal", "record"];

/// Fields of a case that hold what was reported, or a way around it that may be an internal line.
pub(super) const REPORTED: &[&str] = &["description", "workaround", "facts"];
/// Fields of a case that came from elsewhere, with whatever is in them.
pub(super) const FOREIGN: &[&str] =
    &["effect", "residual", "priority_why", "tags", "foreign_severity", "foreign_state", "foreign_type", "foreign_id", "url", "raised_by"];

/// References to the line of the log that a record says again in words of its own, or says something about: who may not read that line
/// gets nothing of the record. What merely rests on a line, such as a lesson, has its own words and says itself who may read it.
const TELLS: &[(Subject, &str)] = &[
    (Subject::Action, "entry"),
    (Subject::Telling, "entry"),
    (Subject::Decision, "entry"),
    (Subject::Evidence, "entry"),
    (Subject::Evidence, "hypothesis"),
];

impl Store {
    /// Sets for whom this connection reads from now on.
    pub fn read_for(&mut self, floor: Visibility) {
        self.floor = floor;
    }
}

impl Reader<'_> {
    /// Gives for whom it reads.
    pub fn floor(&self) -> Visibility {
        self.floor
    }

    /// Says whether it sees everything.
    pub(super) fn is_open(&self) -> bool {
        self.floor == Visibility::Internal
    }

    /// Words the condition that everything named is for this reader; what has no visibility is for everybody. Nothing without a floor.
    pub(super) fn may_see(&self, columns: &[&str]) -> String {
        if self.is_open() {
            return String::new();
        }
        let words = Visibility::ALL.iter().filter(|v| **v >= self.floor).map(|v| format!("'{}'", v.key())).collect::<Vec<_>>().join(", ");
        columns.iter().map(|column| format!(" AND coalesce({column}, 'public') IN ({words})")).collect()
    }

    /// Words the condition that the lines a record tells of are for this reader. A line that was amended is for nobody but those who work here.
    pub(super) fn may_see_told(&self, subject: Subject, at: &str) -> String {
        let told = TELLS.iter().filter(|(of, _)| *of == subject);
        let line = |key: &str| format!("(SELECT iif(w.superseded, 'internal', w.visibility) FROM entry w WHERE w.id = {at}.{key})");
        told.map(|(_, key)| self.may_see(&[&line(key)])).collect()
    }

    /// Leaves out of a case what was reported, its workaround (which may be an internal line), and every text that came from elsewhere.
    pub(super) fn case_seen(&self, mut case: Case) -> Case {
        if !self.is_open() {
            (case.description, case.workaround, case.facts) = (None, None, None);
            if case.source.is_some() {
                (case.effect, case.residual, case.priority_why, case.tags) = (None, None, None, None);
                (case.foreign_severity, case.foreign_state, case.foreign_type, case.url) = (None, None, None, None);
                case.raised_by = None;
            }
        }
        case
    }

    /// Leaves notes out of a record of a register.
    pub(super) fn record_seen(&self, subject: Subject, mut record: Record) -> Record {
        if !self.is_open() && !matches!(subject, Subject::Case | Subject::Link) {
            record.retain(|(key, _)| !BETWEEN_US.contains(key));
        }
        record
    }

    /// Words the condition for a hit of a search: that its text is for this reader, and the line of the log that it tells of.
    pub(super) fn may_find(&self) -> String {
        if self.is_open() {
            return String::new();
        }
        // What has a visibility is for whoever that names; a step's reason has none and is for those who work here.
        let columns: Vec<String> = TABLES
            .iter()
            .filter(|table| !matches!(table.subject, Subject::Section | Subject::Audience) && table.column("visibility").is_some())
            .filter(|table| table.columns.iter().any(|column| column.search))
            .map(|table| format!("x_{}.visibility", table.name))
            .collect();
        // A document is of one record, so that one of them is there at most; asked one by one they would be too deep a tree.
        let own = format!("coalesce({})", columns.join(", "));
        let rows = self.may_see(&[&own, "l.visibility"]) + " AND d.subject NOT IN ('step', 'tolerance', 'dependency')";
        let told: String = TABLES
            .iter()
            .filter(|table| table.columns.iter().any(|column| column.search))
            .map(|table| self.may_see_told(table.subject, &format!("x_{}", table.name)))
            .collect();
        let stands = " AND coalesce(l.superseded, 0) = 0";
        let words = self.may_see(&["x_section.visibility"]);
        let hidden = format!(
            "NOT EXISTS (SELECT 1 FROM action v WHERE v.entry = d.record{})",
            self.may_see(&["v.visibility"]).replace(" IN (", " NOT IN (")
        );
        // A section that says nothing of its own goes by its template, which is not read here.
        format!("{rows}{told}{stands}{words} AND (d.subject <> 'section' OR x_section.visibility IS NOT NULL) AND {hidden}")
    }

    /// Gives of a hit what is for this reader: of cases and registers their name alone, if the words are in it.
    pub(super) fn hit_seen(&self, mut hit: Hit, words: &[String]) -> Option<Hit> {
        if self.is_open() || Table::of(hit.subject).column("case_id").is_some() {
            return Some(hit);
        }
        let name = if hit.subject == Subject::Case { hit.title.clone() } else { hit.name.clone() }?;
        let text = name.raw().to_lowercase();
        words.iter().all(|word| text.contains(word)).then(|| {
            hit.text = name;
            hit
        })
    }

    /// Leaves the values out of what was changed.
    pub(super) fn changes_seen(&self, changes: Vec<Change>) -> Vec<Change> {
        if self.is_open() { changes } else { Vec::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_every_column_of_a_case_it_is_decided_who_may_read_it() {
        const SEEN: &[&str] = &["title", "source", "external_key", "outcome", "zone", "clocks", "lane"];
        const GRADES: &[&str] = &["kind", "number", "state", "priority", "impact", "urgency", "severity", "type"];
        for column in Table::of(Subject::Case).columns {
            let plain = matches!(column.kind, crate::store::Kind::Time | crate::store::Kind::Ref);
            let decided = plain || [SEEN, GRADES, REPORTED, FOREIGN].iter().any(|keys| keys.contains(&column.key));
            assert!(decided, "{}: name it in REPORTED or FOREIGN (and in case_seen), or here", column.key);
        }
    }
}
