//! Reads of audiences: what ties each of them to services and projects, who is in it, and the cases that any of them may care about.

use super::error::Result;
use super::reader::Reader;
use crate::model::{Id, Untrusted};

/// Holds one tie of an audience, its own or a member's; an audience with nothing but itself has one without either.
#[derive(Clone, Debug)]
pub struct Tie {
    /// The audience.
    pub audience: Id,
    /// Its name.
    pub name: Untrusted,
    /// A service that is cared about.
    pub service: Option<Id>,
    /// A project that is cared about.
    pub project: Option<Id>,
}

/// Most members a page of an audience names.
const MEMBERS: i64 = 1_000;

impl Reader<'_> {
    /// Says whether there is any audience.
    ///
    /// # Errors
    /// SQLite's.
    pub fn has_audiences(&self) -> Result<bool> {
        Ok(self.one("SELECT 1 FROM audience LIMIT 1", [], |_| Ok(()))?.is_some())
    }

    /// Reads the ties of all audiences in the order of their names: first an audience's own, then those of its members.
    ///
    /// # Errors
    /// SQLite's.
    pub fn ties(&self) -> Result<Vec<Tie>> {
        let sql = "SELECT a.id, a.name, a.service, a.project, s.service, s.project, s.id IS NOT NULL
            FROM audience a LEFT JOIN stakeholder s INDEXED BY stakeholder_members
              ON s.audience = a.name COLLATE NOCASE AND (s.service IS NOT NULL OR s.project IS NOT NULL)
            ORDER BY a.name";
        let rows = self.list(sql, [], |row| {
            let tie = |service: usize, project: usize| {
                Ok::<_, rusqlite::Error>(Tie {
                    audience: row.get(0)?,
                    name: row.get::<_, String>(1)?.into(),
                    service: row.get(service)?,
                    project: row.get(project)?,
                })
            };
            let member: bool = row.get(6)?;
            Ok((tie(2, 3)?, if member { Some(tie(4, 5)?) } else { None }))
        })?;
        let mut ties: Vec<Tie> = Vec::new();
        for (own, member) in rows {
            if ties.last().is_none_or(|last| last.audience != own.audience) {
                ties.push(own);
            }
            ties.extend(member);
        }
        Ok(ties)
    }

    /// Lists the projects a case hits: its own, those of the cases it is linked with, and those that depend on its service.
    ///
    /// # Errors
    /// SQLite's.
    pub fn projects_hit(&self, case: Id) -> Result<Vec<Id>> {
        let sql = "SELECT c.project FROM cases c WHERE c.id = ?1 AND c.project IS NOT NULL
            UNION ALL SELECT c.project FROM link k JOIN cases c ON c.id = k.to_case WHERE k.from_case = ?1 AND c.project IS NOT NULL
            UNION ALL SELECT c.project FROM link k JOIN cases c ON c.id = k.from_case WHERE k.to_case = ?1 AND c.project IS NOT NULL
            UNION ALL SELECT d.project FROM cases c JOIN dependency d ON d.service = c.service WHERE c.id = ?1";
        self.list(sql, [case], |row| row.get(0))
    }

    /// Lists the cases a case is linked with.
    ///
    /// # Errors
    /// SQLite's.
    pub fn linked(&self, case: Id) -> Result<Vec<Id>> {
        let sql = "SELECT to_case FROM link WHERE from_case = ?1 UNION ALL SELECT from_case FROM link WHERE to_case = ?1";
        self.list(sql, [case], |row| row.get(0))
    }

    /// Lists the names of the stakeholders in an audience.
    ///
    /// # Errors
    /// SQLite's.
    pub fn members(&self, audience: &str) -> Result<Vec<(Id, Untrusted)>> {
        let sql = "SELECT id, name FROM stakeholder INDEXED BY stakeholder_members WHERE audience = ?1 COLLATE NOCASE LIMIT ?2";
        self.list(sql, (audience, MEMBERS), |row| Ok((row.get(0)?, row.get::<_, String>(1)?.into())))
    }

    /// Lists the cases in the lanes whose clocks run: those in which something may be owed to an audience.
    ///
    /// # Errors
    /// SQLite's.
    pub fn running_cases(&self) -> Result<Vec<Id>> {
        let sql = "SELECT id FROM cases INDEXED BY cases_clocked WHERE kind IN ('incident', 'issue') AND shelf = 'lane' AND clocks = 1";
        self.list(sql, [], |row| row.get(0))
    }
}
