//! Reads of who works on which open case, and of the assignments of late.

use super::error::Result;
use super::reader::Reader;
use crate::model::fields::Fields;
use crate::model::{CaseKind, CaseRef, Id, Subject};

/// Those assigned to a case that is not closed, and those who lead or write the minutes of an incident that is not over.
const ON_CASES: &str = "
    SELECT g.person, c.kind, c.number FROM assignment g INDEXED BY assignment_open JOIN cases c ON c.id = g.case_id
    WHERE g.ended_at IS NULL AND c.state <> 'closed'
    UNION ALL SELECT c.lead, c.kind, c.number FROM cases c INDEXED BY cases_by_rank
    WHERE c.kind = 'incident' AND c.shelf = 'lane' AND c.state <> 'resolved' AND c.lead IS NOT NULL
    UNION ALL SELECT c.scribe, c.kind, c.number FROM cases c INDEXED BY cases_by_rank
    WHERE c.kind = 'incident' AND c.shelf = 'lane' AND c.state <> 'resolved' AND c.scribe IS NOT NULL
    LIMIT ?1";

impl Reader<'_> {
    /// Reads who works on which open case, each as often as they do.
    ///
    /// # Errors
    /// SQLite's.
    pub fn on_cases(&self, limit: usize) -> Result<Vec<(Id, CaseRef)>> {
        self.list(ON_CASES, [i64::try_from(limit).unwrap_or(i64::MAX)], |row| {
            let kind: String = row.get(1)?;
            Ok((row.get(0)?, CaseRef { kind: CaseKind::parse(&kind).unwrap_or(CaseKind::Issue), number: row.get(2)? }))
        })
    }

    /// Reads the newest assignments, in the order they were written down.
    ///
    /// # Errors
    /// SQLite's.
    pub fn last_assignments(&self, limit: usize) -> Result<Vec<Fields>> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.fields_where(Subject::Assignment, "t.n > coalesce((SELECT max(n) FROM assignment), 0) - ?1", [limit])
    }
}
