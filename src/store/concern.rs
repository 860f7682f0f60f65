//! Whom a case concerns: the projects it hits and the stakeholders who care.

use super::error::Result;
use super::reader::Reader;
use crate::model::case::Named;
use crate::model::{Id, Untrusted};

/// The projects of a case, as ids: those it belongs to, those of issues it hits or that come from it, those that depend on its service,
/// and those somebody wrote an impact down for.
fn projects(may_see: &str) -> String {
    format!(
        "SELECT project FROM cases WHERE id = ?1 AND project IS NOT NULL
         UNION ALL SELECT o.project FROM link l CROSS JOIN cases o ON o.id = l.to_case
           WHERE l.from_case = ?1 AND l.kind IN ('hits', 'blocks') AND o.project IS NOT NULL
         UNION ALL SELECT o.project FROM link l INDEXED BY link_to CROSS JOIN cases o ON o.id = l.from_case
           WHERE l.to_case = ?1 AND l.kind = 'caused-by' AND o.project IS NOT NULL
         UNION ALL SELECT d.project FROM cases c CROSS JOIN dependency d INDEXED BY dependency_service ON d.service = c.service
           WHERE c.id = ?1
         UNION ALL SELECT i.project FROM impact i WHERE i.case_id = ?1{may_see}"
    )
}

impl Reader<'_> {
    /// Reads the projects a case hits, by name.
    ///
    /// # Errors
    /// SQLite's.
    pub fn hit_projects(&self, case: Id) -> Result<Vec<Named>> {
        let sql = format!("SELECT p.id, p.name FROM project p WHERE p.id IN ({})", projects(&self.may_see(&["i.visibility"])));
        self.by_name(&sql, case)
    }

    /// Reads the stakeholders who care about the service of a case, or about a project it hits, by name.
    ///
    /// # Errors
    /// SQLite's.
    pub fn concerned(&self, case: Id) -> Result<Vec<Named>> {
        let sql = format!(
            "SELECT s.id, s.name FROM cases c CROSS JOIN stakeholder s INDEXED BY stakeholder_service ON s.service = c.service WHERE c.id = ?1
             UNION ALL SELECT s.id, s.name FROM stakeholder s INDEXED BY stakeholder_project WHERE s.project IN ({})",
            projects(&self.may_see(&["i.visibility"]))
        );
        self.by_name(&sql, case)
    }

    fn by_name(&self, sql: &str, case: Id) -> Result<Vec<Named>> {
        let mut all = self.list(sql, [case], |row| Ok(Named { id: row.get(0)?, name: Untrusted::new(row.get::<_, String>(1)?) }))?;
        all.sort_by_key(|named| named.name.raw().to_lowercase());
        all.dedup_by_key(|named| named.id);
        Ok(all)
    }
}
