//! Reads of reviews and their sections.

use std::collections::HashMap;

use super::error::Result;
use super::reader::Reader;
use super::row::moment;
use crate::model::case::Named;
use crate::model::entry::{Review, ReviewState, Section, Visibility};
use crate::model::{Id, Untrusted};

impl Reader<'_> {
    /// Reads the review of a case.
    ///
    /// # Errors
    /// SQLite's.
    pub fn review(&self, case: Id) -> Result<Option<Review>> {
        let sql = "SELECT r.id, r.state, r.owner, p.handle, r.approved_by, r.due_at, r.due_offset, r.due_precision,
             r.approved_at, r.approved_offset, r.approved_precision
             FROM review r LEFT JOIN person p ON p.id = r.owner WHERE r.case_id = ?1";
        self.one(sql, [case], |row| {
            let state: String = row.get(1)?;
            let owner: Option<Id> = row.get(2)?;
            let name: Option<String> = row.get(3)?;
            Ok(Review {
                id: row.get(0)?,
                state: ReviewState::parse(&state).unwrap_or(ReviewState::Draft),
                owner: owner.map(|id| Named { id, name: name.unwrap_or_default().into() }),
                approved_by: row.get::<_, Option<String>>(4)?.map(Untrusted::from),
                due: moment(row, 5)?,
                approved: moment(row, 8)?,
            })
        })
    }

    /// Reads the written sections of a case's review.
    ///
    /// # Errors
    /// SQLite's.
    pub fn sections(&self, case: Id) -> Result<Vec<Section>> {
        let sql = "SELECT id, name, text, visibility FROM section WHERE case_id = ?1 ORDER BY name";
        self.list(sql, [case], |row| {
            let visibility: Option<String> = row.get(3)?;
            Ok(Section {
                id: row.get(0)?,
                name: row.get(1)?,
                text: row.get::<_, String>(2)?.into(),
                visibility: visibility.as_deref().and_then(Visibility::parse),
            })
        })
    }

    /// Reads which lines of the log rows of a case's review rest on: their numbers by their ids.
    ///
    /// # Errors
    /// SQLite's.
    pub fn finding_entries(&self, case: Id) -> Result<HashMap<Id, i64>> {
        let seen = self.may_see(&["e.visibility", "f.visibility"]);
        let sql = format!("SELECT e.id, e.number FROM finding f CROSS JOIN entry e ON e.id = f.entry WHERE f.case_id = ?1{seen}");
        Ok(self.list(&sql, [case], |row| Ok((row.get(0)?, row.get(1)?)))?.into_iter().collect())
    }

    /// Reads the cases that ended and owe a review, nearest first: with a clock for it, or with a review that is not approved.
    ///
    /// # Errors
    /// SQLite's.
    pub fn review_debt(&self, limit: usize) -> Result<Vec<(Id, Option<i64>)>> {
        let most = i64::try_from(limit).unwrap_or(i64::MAX);
        let dated = "SELECT c.id, k.due_at FROM clock k INDEXED BY clock_what CROSS JOIN cases c ON c.id = k.case_id
                     WHERE k.what = 'review' AND c.state IN ('resolved', 'closed') ORDER BY k.due_at, k.case_id, k.record LIMIT ?1";
        let undated = "SELECT c.id, NULL FROM review r INDEXED BY review_open CROSS JOIN cases c ON c.id = r.case_id
                       WHERE r.state NOT IN ('approved', 'shared') AND c.state IN ('resolved', 'closed')
                         AND NOT EXISTS (SELECT 1 FROM clock k WHERE k.case_id = c.id AND k.record = c.id AND k.what = 'review')
                       ORDER BY r.n LIMIT ?1";
        let mut owed = self.list(dated, [most], |row| Ok((row.get(0)?, row.get(1)?)))?;
        owed.extend(self.list(undated, [most], |row| Ok((row.get(0)?, row.get(1)?)))?);
        owed.truncate(limit);
        Ok(owed)
    }

    /// Lists the cases whose review is approved and went to nobody yet, the newest first.
    ///
    /// # Errors
    /// SQLite's.
    pub fn reviews_to_share(&self, limit: usize) -> Result<Vec<Id>> {
        let sql = "SELECT case_id FROM review INDEXED BY review_to_share WHERE state = 'approved' ORDER BY n DESC LIMIT ?1";
        self.list(sql, [i64::try_from(limit).unwrap_or(i64::MAX)], |row| row.get(0))
    }
}
