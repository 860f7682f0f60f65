//! Reads of everything owed: one derived table, nearest first.

use rusqlite::Row;

use super::error::Result;
use super::reader::Reader;
use crate::model::entry::{Due, Owed};
use crate::model::{CaseKind, CaseRef, Id, Untrusted};

const DUE: &str = "SELECT k.what, k.due_at, k.case_id, c.kind, c.number,
    coalesce(e.text, a.text, cy.scenario, es.outcome, ry.ask, au.name, aw.handle, w.source, wp.handle, c.title),
    CASE WHEN e.id IS NOT NULL THEN ep.handle WHEN a.id IS NOT NULL THEN ap.handle WHEN cy.id IS NOT NULL THEN cyp.handle
      WHEN ry.id IS NOT NULL THEN rys.name WHEN k.what = 'review' THEN coalesce(rp.handle, cp.handle) ELSE cp.handle END,
    coalesce(e.number, a.number, cy.number, es.number, ry.number), au.name, k.record
    FROM clock k";
const JOINS: &str = " JOIN cases c ON c.id = k.case_id LEFT JOIN person cp ON cp.id = c.lead
    LEFT JOIN entry e ON e.id = k.record LEFT JOIN person ep ON ep.id = e.person
    LEFT JOIN action a ON a.id = k.record LEFT JOIN person ap ON ap.id = a.owner
    LEFT JOIN contingency cy ON cy.id = k.record LEFT JOIN person cyp ON cyp.id = cy.owner
    LEFT JOIN escalation es ON es.id = k.record LEFT JOIN recovery ry ON ry.id = k.record LEFT JOIN stakeholder rys ON rys.id = ry.stakeholder
    LEFT JOIN audience au ON au.id = k.record LEFT JOIN watch w ON w.id = k.record LEFT JOIN person wp ON wp.id = w.person
    LEFT JOIN assignment g ON g.id = k.record LEFT JOIN person aw ON aw.id = g.person
    LEFT JOIN review r ON r.case_id = k.record LEFT JOIN person rp ON rp.id = r.owner";

/// What has to be for a reader who gets a due thing: the record that owes, and the line that gave the action. A rest is the team's own.
const SEEN: &[&str] = &[
    "e.visibility",
    "a.visibility",
    "(SELECT l.visibility FROM entry l WHERE l.id = a.entry)",
    "cy.visibility",
    "es.visibility",
    "ry.visibility",
    "w.visibility",
    "g.visibility",
    "CASE k.what WHEN 'rest' THEN 'internal' END",
];

fn due(row: &Row<'_>) -> rusqlite::Result<Due> {
    let (what, kind): (String, String) = (row.get(0)?, row.get(3)?);
    Ok(Due {
        what: Owed::parse(&what).unwrap_or(Owed::Action),
        at: row.get(1)?,
        case: row.get(2)?,
        case_ref: CaseRef { kind: CaseKind::parse(&kind).unwrap_or(CaseKind::Issue), number: row.get(4)? },
        text: row.get::<_, String>(5)?.into(),
        who: row.get::<_, Option<String>>(6)?.map(Untrusted::from),
        number: row.get(7)?,
        audience: row.get::<_, Option<String>>(8)?.map(Untrusted::from),
        record: row.get(9)?,
    })
}

impl Reader<'_> {
    /// Reads what is owed, nearest (and most overdue) first.
    ///
    /// # Errors
    /// SQLite's.
    pub fn due(&self, limit: usize) -> Result<Vec<Due>> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.list(
            &format!(
                "{DUE} INDEXED BY clock_due{JOINS} WHERE 1{} ORDER BY k.due_at, k.case_id, k.record, k.what LIMIT ?1",
                self.may_see(SEEN)
            ),
            [limit],
            due,
        )
    }

    /// Reads what came due after one instant and up to another (UTC milliseconds), in that order.
    ///
    /// # Errors
    /// SQLite's.
    pub fn due_between(&self, after: i64, until: i64, limit: usize) -> Result<Vec<Due>> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.list(
            &format!(
                "{DUE} INDEXED BY clock_due{JOINS} WHERE k.due_at > ?1 AND k.due_at <= ?2{}
                 ORDER BY k.due_at, k.case_id, k.record, k.what LIMIT ?3",
                self.may_see(SEEN)
            ),
            (after, until, limit),
            due,
        )
    }

    /// Reads what is owed in one case.
    ///
    /// # Errors
    /// SQLite's.
    pub fn due_in(&self, case: Id) -> Result<Vec<Due>> {
        self.list(&format!("{DUE} INDEXED BY clock_case{JOINS} WHERE k.case_id = ?1{} ORDER BY k.due_at", self.may_see(SEEN)), [case], due)
    }

    /// Counts what is owed, up to `cap`.
    ///
    /// # Errors
    /// SQLite's.
    pub fn due_count(&self, cap: i64) -> Result<i64> {
        let seen = self.may_see(SEEN);
        let joins = if seen.is_empty() { "" } else { JOINS };
        let sql = format!("SELECT count(*) FROM (SELECT 1 FROM clock k INDEXED BY clock_due{joins} WHERE 1{seen} LIMIT ?1)");
        Ok(self.one(&sql, [cap], |row| row.get(0))?.unwrap_or(0))
    }

    /// Reads the stored clocks of one case as they are, for doctor.
    ///
    /// # Errors
    /// SQLite's.
    pub fn clocks_of(&self, case: Id) -> Result<Vec<(Id, String, i64)>> {
        let sql = "SELECT record, what, due_at FROM clock WHERE case_id = ?1 ORDER BY record, what";
        self.list(sql, [case], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
    }
}
