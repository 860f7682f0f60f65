//! Reads for figures: the cases of a period, their updates and their actions, row by row into whoever counts. Nothing is held here.

use rusqlite::{Row, params_from_iter, types::Value as Sql};

use super::error::Result;
use super::reader::Reader;
use super::row::moment;
use crate::model::case::CASE_TIMES;
use crate::model::figures::Sent;
use crate::model::{CaseKind, Id, Moment, Subject, Untrusted};

/// Most cases that are counted; more are said to be left out.
pub const MOST: usize = 100_000;

/// Which cases are counted.
#[derive(Clone, Copy, Debug)]
pub struct Scope {
    /// Of this kind.
    pub kind: CaseKind,
    /// Of this service, also as a further one, or of this project.
    pub home: Option<(Subject, Id)>,
    /// That began from this instant on (UTC milliseconds).
    pub from: i64,
    /// And before this one.
    pub to: i64,
}

/// What tells to which figures a row belongs.
#[derive(Clone, Debug)]
pub struct Belongs {
    /// Place of its case in the file.
    pub case: i64,
    /// When the case began (UTC milliseconds).
    pub began: i64,
    /// Its service or project.
    pub home: Option<Untrusted>,
}

/// One case as it is counted.
#[derive(Clone, Debug)]
pub struct CaseRow {
    /// Where it belongs.
    pub belongs: Belongs,
    /// Stored word of its priority.
    pub priority: Option<String>,
    /// Whether it is resolved or closed.
    pub over: bool,
    /// Its times, in the order of [`CASE_TIMES`].
    pub times: [Option<Moment>; CASE_TIMES.len()],
    /// When its review is planned to be done, and when it was approved.
    pub review: [Option<Moment>; 2],
    /// Whether it is said to have happened before.
    pub again: bool,
}

/// One action as it is counted.
#[derive(Clone, Debug)]
pub struct ActionRow {
    /// Where its case belongs.
    pub belongs: Belongs,
    /// Stored word of its state.
    pub state: String,
    /// When it is due, and when it was done.
    pub times: [Option<Moment>; 2],
}

const BELONGS: &str =
    "SELECT c.n, c.began, (SELECT name FROM service WHERE id = c.service UNION ALL SELECT name FROM project WHERE id = c.project)";

fn belongs(row: &Row<'_>) -> rusqlite::Result<Belongs> {
    Ok(Belongs { case: row.get(0)?, began: row.get(1)?, home: row.get::<_, Option<String>>(2)?.map(Untrusted::from) })
}

/// Words from where and which cases are read; few texts, all of them cached.
fn cases(scope: &Scope) -> (&'static str, &'static str) {
    match scope.home {
        None => (" FROM cases c INDEXED BY cases_began", " WHERE c.kind = ?1 AND c.began >= ?2 AND c.began < ?3"),
        Some((Subject::Project, _)) => {
            (" FROM cases c INDEXED BY cases_by_project", " WHERE c.project = ?4 AND c.kind = ?1 AND c.began >= ?2 AND c.began < ?3")
        }
        Some(_) => (
            " FROM cases c",
            " WHERE c.id IN (SELECT o.id FROM cases o INDEXED BY cases_by_service WHERE o.service = ?4
               UNION ALL SELECT case_id FROM affected WHERE service = ?4) AND c.kind = ?1 AND c.began >= ?2 AND c.began < ?3",
        ),
    }
}

fn values(scope: &Scope) -> Vec<Sql> {
    let mut all = vec![Sql::Text(scope.kind.key().to_owned()), Sql::Integer(scope.from), Sql::Integer(scope.to)];
    all.extend(scope.home.map(|(_, id)| Sql::Blob(id.0.as_bytes().to_vec())));
    all
}

impl Reader<'_> {
    fn each(&self, sql: &str, scope: &Scope, mut take: impl FnMut(&Row<'_>) -> rusqlite::Result<()>) -> Result<bool> {
        let mut select = self.conn.prepare_cached(sql)?;
        let mut rows = select.query(params_from_iter(values(scope)))?;
        let (mut last, mut seen) = (None, 0);
        while let Some(row) = rows.next()? {
            let case: i64 = row.get(0)?;
            seen += usize::from(last.replace(case) != Some(case));
            if seen > MOST {
                return Ok(true);
            }
            take(row)?;
        }
        Ok(false)
    }

    /// Reads the cases of a period one by one; says whether there are more than are read.
    ///
    /// # Errors
    /// SQLite's.
    pub fn counted_cases(&self, scope: &Scope, mut take: impl FnMut(CaseRow)) -> Result<bool> {
        let (from, which) = cases(scope);
        let times: Vec<String> = CASE_TIMES.iter().map(|(key, _)| format!("c.{key}_at, c.{key}_offset, c.{key}_precision")).collect();
        // A case that came of one of its own kind, or repeats one, had happened before; so says a link of its review.
        let sql = format!(
            "{BELONGS}, c.priority, c.state IN ('resolved', 'closed'),
             EXISTS (SELECT 1 FROM link l CROSS JOIN cases o ON o.id = l.to_case
               WHERE l.from_case = c.id AND l.kind IN ('caused-by', 'duplicates') AND o.kind = c.kind)
             OR EXISTS (SELECT 1 FROM finding f WHERE f.case_id = c.id AND f.kind = 'link' AND f.mark = 'recurrence'{}),
             r.due_at, r.due_offset, r.due_precision, r.approved_at, r.approved_offset, r.approved_precision, {}
             {from} LEFT JOIN review r ON r.case_id = c.id{which}",
            self.may_see(&["f.visibility"]),
            times.join(", ")
        );
        self.each(&sql, scope, |row| {
            let mut times = [None; CASE_TIMES.len()];
            for (at, time) in times.iter_mut().enumerate() {
                *time = moment(row, 12 + 3 * at)?;
            }
            take(CaseRow {
                belongs: belongs(row)?,
                priority: row.get(3)?,
                over: row.get(4)?,
                again: row.get(5)?,
                review: [moment(row, 6)?, moment(row, 9)?],
                times,
            });
            Ok(())
        })
    }

    /// Reads the updates that were sent in those cases, with when each case ended; those of one case come together.
    ///
    /// # Errors
    /// SQLite's.
    pub fn counted_updates(&self, scope: &Scope, mut take: impl FnMut(Belongs, Option<Moment>, Sent<Id>)) -> Result<bool> {
        let (from, which) = cases(scope);
        let sql = format!(
            "{BELONGS}, u.audience, u.sent_at, u.sent_offset, u.sent_precision, u.promised_at, u.promised_offset, u.promised_precision,
             c.resolved_at, c.resolved_offset, c.resolved_precision, c.closed_at, c.closed_offset, c.closed_precision
             {from} CROSS JOIN case_update u INDEXED BY case_update_case ON u.case_id = c.id{which} AND u.state = 'sent'{}",
            self.may_see(&["u.visibility"])
        );
        self.each(&sql, scope, |row| {
            let ended = moment(row, 10)?.or(moment(row, 13)?);
            take(belongs(row)?, ended, Sent { to: row.get(3)?, sent: moment(row, 4)?, next: moment(row, 7)? });
            Ok(())
        })
    }

    /// Reads the actions of those cases.
    ///
    /// # Errors
    /// SQLite's.
    pub fn counted_actions(&self, scope: &Scope, mut take: impl FnMut(ActionRow)) -> Result<bool> {
        let (from, which) = cases(scope);
        let sql = format!(
            "{BELONGS}, a.state, a.due_at, a.due_offset, a.due_precision, a.done_at, a.done_offset, a.done_precision
             {from} CROSS JOIN action a INDEXED BY action_case ON a.case_id = c.id{which}{}",
            self.may_see(&["a.visibility", "(SELECT e.visibility FROM entry e WHERE e.id = a.entry)"])
        );
        self.each(&sql, scope, |row| {
            take(ActionRow { belongs: belongs(row)?, state: row.get(3)?, times: [moment(row, 4)?, moment(row, 7)?] });
            Ok(())
        })
    }
}
