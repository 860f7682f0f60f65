//! Reads of what was learnt before: candidates for similar cases, what can be learnt of a case, and steps done otherwise.
//!
//! Every read is of a bounded number of rows, whatever the file holds: a cap, an index, and the newest case first.

use std::collections::HashMap;

use rusqlite::Row;
use serde_json::Value as Json;

use super::error::Result;
use super::reader::Reader;
use super::search::was_stopped;
use crate::model::case::Outcome;
use crate::model::entry::ReviewState;
use crate::model::{CaseKind, CaseRef, Id, Untrusted};

/// Rows of the search index that are looked at for one word, and cases that are kept of them.
const LOOKED: usize = 600;
const KEPT: usize = 40;

/// One text of a case that says why, or what ended it.
#[derive(Clone, Debug)]
pub struct PastText {
    /// Kind of the row of the review, `hypothesis`, or the name of a section.
    pub kind: String,
    /// Its mark, certainty or verdict: what there is of these.
    pub mark: Option<String>,
    /// Whether it is said to be sure.
    pub sure: bool,
    /// Where it lies: human, organisation, technology.
    pub aspect: Option<String>,
    /// The text.
    pub text: Untrusted,
}

/// One case of before, with what can be learnt of it.
#[derive(Clone, Debug)]
pub struct Past {
    /// Place in the file.
    pub n: i64,
    /// Its id.
    pub id: Id,
    /// Its number.
    pub case: CaseRef,
    /// Its title.
    pub title: Untrusted,
    /// What was reported, where the reader may see it.
    pub description: Option<Untrusted>,
    /// The way around it, where the reader may see it.
    pub workaround: Option<Untrusted>,
    /// Stored word of its state.
    pub state: String,
    /// How an issue ended, and what is left of it.
    pub outcome: Option<Outcome>,
    /// As above.
    pub residual: Option<Untrusted>,
    /// Service or project.
    pub home: Option<(Id, Untrusted)>,
    /// Further services.
    pub further: Vec<(Id, Untrusted)>,
    /// When it began (UTC milliseconds).
    pub began: i64,
    /// State of its review.
    pub review: Option<ReviewState>,
    /// Whether an action is open that is to keep it from happening again.
    pub to_prevent: bool,
    /// Causes, hypotheses and what ended it.
    pub texts: Vec<PastText>,
}

/// One step of a playbook that was done otherwise.
#[derive(Clone, Debug)]
pub struct Otherwise {
    /// Its code in the playbook.
    pub code: String,
    /// Stored word of what became of it.
    pub state: String,
    /// Why.
    pub why: Option<Untrusted>,
    /// In which case.
    pub case: CaseRef,
}

pub(super) fn case_ref(kind: &str, number: i64) -> CaseRef {
    CaseRef { kind: CaseKind::parse(kind).unwrap_or(CaseKind::Issue), number }
}

fn list_of(ns: &[i64]) -> String {
    Json::from(ns.to_vec()).to_string()
}

pub(super) fn text(row: &Row<'_>, at: usize) -> rusqlite::Result<Option<Untrusted>> {
    Ok(row.get::<_, Option<String>>(at)?.map(Untrusted::from))
}

pub(super) fn review(row: &Row<'_>, at: usize) -> rusqlite::Result<Option<ReviewState>> {
    Ok(row.get::<_, Option<String>>(at)?.as_deref().and_then(ReviewState::parse))
}

/// Names beside a case `c`: of its service or project, and the state of its review.
pub(super) const NAMES: &str =
    " LEFT JOIN service s ON s.id = c.service LEFT JOIN project p ON p.id = c.project LEFT JOIN review r ON r.case_id = c.id";

impl Reader<'_> {
    /// Gives the place of a case in the file.
    ///
    /// # Errors
    /// SQLite's.
    pub fn place_of_case(&self, id: Id) -> Result<Option<i64>> {
        self.one("SELECT n FROM cases WHERE id = ?1", [id], |row| row.get(0))
    }

    /// Finds cases in whose own text, causes or hypotheses a word occurs, the newest first; another than this one.
    ///
    /// # Errors
    /// SQLite's; time being up is none.
    pub fn cases_with_word(&self, word: &str, but: Id) -> Result<Vec<i64>> {
        let sql = format!(
            "SELECT c.n FROM doc_text t CROSS JOIN doc d ON d.n = t.rowid
             LEFT JOIN entry e ON d.subject = 'entry' AND e.id = d.record AND e.kind IN ('hypothesis', 'workaround'){}
             LEFT JOIN finding f ON d.subject = 'finding' AND f.id = d.record AND f.kind IN ('cause', 'trigger', 'resolution'){}
             LEFT JOIN cases c ON c.id = CASE d.subject WHEN 'case' THEN d.record WHEN 'entry' THEN e.case_id WHEN 'finding' THEN f.case_id END
               AND c.id <> ?2
             WHERE t.text MATCH ?1 ORDER BY t.rowid DESC",
            self.may_see(&["e.visibility"]),
            self.may_see(&["f.visibility"])
        );
        let quoted = format!("\"{}\"", word.replace('"', "\"\""));
        let mut select = self.conn.prepare_cached(&sql)?;
        let mut rows = select.query((quoted, but))?;
        let mut found = Vec::new();
        for _ in 0..LOOKED {
            match rows.next() {
                Ok(Some(row)) => found.extend(row.get::<_, Option<i64>>(0)?),
                Ok(None) => break,
                Err(error) if was_stopped(&error) => break,
                Err(error) => return Err(error.into()),
            }
            if found.len() >= KEPT {
                break;
            }
        }
        Ok(found)
    }

    /// Gives the newest cases of a service or project, also those that it is a further service of.
    ///
    /// # Errors
    /// SQLite's.
    pub fn cases_of_home(&self, home: Id, limit: usize) -> Result<Vec<i64>> {
        let most = i64::try_from(limit).unwrap_or(i64::MAX);
        let mut found = Vec::new();
        for shelf in ["lane", "aside", "closed"] {
            for (column, index) in [("service", "cases_by_service_newest"), ("project", "cases_by_project_newest")] {
                let sql = format!("SELECT n FROM cases INDEXED BY {index} WHERE {column} = ?1 AND shelf = ?2 ORDER BY newest LIMIT ?3");
                found.extend(self.list(&sql, (home, shelf, most), |row| row.get::<_, i64>(0))?);
            }
        }
        let further = "SELECT c.n FROM affected a INDEXED BY affected_service CROSS JOIN cases c ON c.id = a.case_id WHERE a.service = ?1 ORDER BY a.n DESC LIMIT ?2";
        found.extend(self.list(further, (home, most), |row| row.get::<_, i64>(0))?);
        Ok(found)
    }

    /// Reads cases by their place in the file, with what can be learnt of them: a fixed number of statements for all of them.
    ///
    /// # Errors
    /// SQLite's.
    pub fn pasts(&self, ns: &[i64]) -> Result<Vec<Past>> {
        let wanted = list_of(ns);
        // What was reported and the way around it may be internal, and what came from elsewhere is.
        let (own, open) = if self.is_open() { ("1", "1") } else { ("0", "c.source IS NULL") };
        let sql = format!(
            "SELECT c.n, c.id, c.kind, c.number, c.title, iif({own}, c.description, NULL), iif({own}, c.workaround, NULL), c.state, c.outcome,
             iif({open}, c.residual, NULL), coalesce(c.service, c.project), coalesce(s.name, p.name), c.began, r.state,
             EXISTS (SELECT 1 FROM action a INDEXED BY action_case WHERE a.case_id = c.id AND a.state = 'open' AND a.type = 'prevent')
             FROM json_each(?1) j CROSS JOIN cases c ON c.n = j.value{NAMES}"
        );
        let mut all = self.list(&sql, [&wanted], |row| {
            let kind: String = row.get(2)?;
            let (home, name): (Option<Id>, Option<String>) = (row.get(10)?, row.get(11)?);
            Ok(Past {
                n: row.get(0)?,
                id: row.get(1)?,
                case: case_ref(&kind, row.get(3)?),
                title: row.get::<_, String>(4)?.into(),
                description: text(row, 5)?,
                workaround: text(row, 6)?.filter(|text| !text.is_blank()),
                state: row.get(7)?,
                outcome: row.get::<_, Option<String>>(8)?.as_deref().and_then(Outcome::parse),
                residual: text(row, 9)?,
                home: home.zip(name.map(Untrusted::from)),
                further: Vec::new(),
                began: row.get(12)?,
                review: review(row, 13)?,
                to_prevent: row.get(14)?,
                texts: Vec::new(),
            })
        })?;
        let at: HashMap<i64, usize> = all.iter().enumerate().map(|(at, past)| (past.n, at)).collect();
        for (n, text) in self.past_texts(&wanted)? {
            if let Some(past) = at.get(&n).and_then(|at| all.get_mut(*at)) {
                past.texts.push(text);
            }
        }
        let further = "SELECT c.n, a.service, s.name FROM json_each(?1) j CROSS JOIN cases c ON c.n = j.value
             CROSS JOIN affected a ON a.case_id = c.id CROSS JOIN service s ON s.id = a.service";
        let named = |row: &Row<'_>| Ok((row.get::<_, i64>(0)?, (row.get::<_, Id>(1)?, Untrusted::from(row.get::<_, String>(2)?))));
        for (n, service) in self.list(further, [&wanted], named)? {
            if let Some(past) = at.get(&n).and_then(|at| all.get_mut(*at)) {
                past.further.push(service);
            }
        }
        Ok(all)
    }

    fn past_texts(&self, wanted: &str) -> Result<Vec<(i64, PastText)>> {
        let from = "FROM json_each(?1) j CROSS JOIN cases c ON c.n = j.value";
        let statements = [
            format!(
                "SELECT c.n, f.kind, f.mark, f.certainty IS 'confirmed', f.aspect, f.text {from}
                 CROSS JOIN finding f INDEXED BY finding_case ON f.case_id = c.id AND f.kind IN ('cause', 'resolution')
                 WHERE f.text IS NOT NULL{}",
                self.may_see(&["f.visibility"])
            ),
            format!(
                "SELECT c.n, e.kind, e.verdict, e.verdict IS 'confirmed', NULL, e.text {from}
                 CROSS JOIN entry e INDEXED BY entry_facet ON e.case_id = c.id AND e.superseded = 0 AND e.facet = 'unknowns'
                 WHERE e.kind = 'hypothesis' AND e.redacted = 0{}",
                self.may_see(&["e.visibility"])
            ),
            format!(
                // What is drafted may be anything yet; sure is what was approved.
                "SELECT c.n, x.name, NULL, coalesce(r.state, '') IN ('approved', 'shared'), NULL, x.text {from}
                 CROSS JOIN section x ON x.case_id = c.id AND x.name IN ('causes', 'resolution', 'lasting-fix')
                 LEFT JOIN review r ON r.case_id = c.id WHERE 1{}",
                self.section_seen()
            ),
        ];
        let mut all = Vec::new();
        for sql in statements {
            all.extend(self.list(&sql, [wanted], |row| {
                let text = PastText {
                    kind: row.get(1)?,
                    mark: row.get(2)?,
                    sure: row.get(3)?,
                    aspect: row.get(4)?,
                    text: row.get::<_, String>(5)?.into(),
                };
                Ok((row.get(0)?, text))
            })?);
        }
        Ok(all)
    }

    /// Words the condition for a section `x`: one that says nothing of its own goes by its template, which is not read here.
    pub(super) fn section_seen(&self) -> String {
        if self.is_open() { String::new() } else { format!(" AND x.visibility IS NOT NULL{}", self.may_see(&["x.visibility"])) }
    }

    /// Reads the newest marks by which steps of playbooks were adapted or skipped. Why has no visibility, and is for those who work here.
    ///
    /// # Errors
    /// SQLite's.
    pub fn steps_otherwise(&self, limit: usize) -> Result<Vec<Otherwise>> {
        if !self.is_open() {
            return Ok(Vec::new());
        }
        let most = i64::try_from(limit).unwrap_or(i64::MAX);
        let mut all = Vec::new();
        for state in ["adapted", "skipped"] {
            let sql = format!(
                "SELECT s.code, s.state, s.why, c.kind, c.number FROM step s INDEXED BY step_otherwise CROSS JOIN cases c ON c.id = s.case_id
                 WHERE s.state = '{state}' AND s.state IN ('adapted', 'skipped') ORDER BY s.n DESC LIMIT ?1"
            );
            all.extend(self.list(&sql, [most], |row| {
                let kind: String = row.get(3)?;
                Ok(Otherwise { code: row.get(0)?, state: row.get(1)?, why: text(row, 2)?, case: case_ref(&kind, row.get(4)?) })
            })?);
        }
        Ok(all)
    }
}
