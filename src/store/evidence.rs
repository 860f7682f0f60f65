//! Reads of the evidence of a case: which line speaks for or against what.

use rusqlite::Row;

use super::error::Result;
use super::reader::Reader;
use crate::model::Id;
use crate::model::entry::{EntryKind, Visibility};
use crate::model::evidence::{Evidence, Of, Side};

/// What has to be for a reader who gets a piece of evidence: itself, and the line.
const SEEN: &[&str] = &["v.visibility", "e.visibility"];

fn evidence(row: &Row<'_>) -> rusqlite::Result<Option<Evidence>> {
    let (hypothesis, finding): (Option<Id>, Option<Id>) = (row.get(1)?, row.get(2)?);
    let Some(of) = hypothesis.map(Of::Hypothesis).or(finding.map(Of::Cause)) else { return Ok(None) };
    let word = |at: usize| row.get::<_, String>(at);
    let seen = |text: &str| Visibility::parse(text).unwrap_or(Visibility::Internal);
    Ok(Some(Evidence {
        id: row.get(0)?,
        of,
        entry: row.get(3)?,
        number: row.get(4)?,
        kind: EntryKind::parse(&word(5)?).unwrap_or(EntryKind::Fact),
        text: word(6)?.into(),
        side: Side::parse(&word(7)?).unwrap_or(Side::For),
        visibility: seen(&word(8)?).min(seen(&word(9)?)),
    }))
}

impl Reader<'_> {
    /// Reads the evidence of a case, in the order it was brought up.
    ///
    /// # Errors
    /// SQLite's.
    pub fn evidence_of(&self, case: Id) -> Result<Vec<Evidence>> {
        let sql = format!(
            "SELECT v.id, v.hypothesis, v.finding, v.entry, e.number, e.kind, e.text, v.side, v.visibility, e.visibility, v.n
             FROM evidence v INDEXED BY evidence_case CROSS JOIN entry e ON e.id = v.entry WHERE v.case_id = ?1{}",
            self.may_see(SEEN)
        );
        // Sorted here: a few rows that may come by an index of another order.
        let mut all = self.list(&sql, [case], |row| Ok((row.get::<_, i64>(10)?, evidence(row)?)))?;
        all.sort_by_key(|(n, _)| *n);
        Ok(all.into_iter().filter_map(|(_, one)| one).collect())
    }
}
