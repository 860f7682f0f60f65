//! Reads of a case's log.

use rusqlite::Row;

use super::error::Result;
use super::reader::Reader;
use super::row::moment;
use crate::model::case::Named;
use crate::model::entry::{ActionState, Confidence, Entry, EntryKind, Facet, LogFrom, Verdict, Visibility};
use crate::model::unknown::{About, Unknown};
use crate::model::{EntryRef, Id, Untrusted};

pub(super) const ENTRY: &str =
    "SELECT e.id, e.case_id, e.number, e.kind, e.text, e.reason, e.person, p.handle, e.author, e.visibility, e.tags, e.verdict,
    o.number, e.superseded, e.redacted, a.number, a.state, e.observed_at, e.observed_offset, e.observed_precision,
    e.logged_at, e.logged_offset, e.logged_precision, e.due_at, e.due_offset, e.due_precision, e.confidence
    FROM entry e";
pub(super) const JOINS: &str =
    " LEFT JOIN person p ON p.id = e.person LEFT JOIN entry o ON o.id = e.amends LEFT JOIN action a ON a.entry = e.id";

/// How many times a line was amended at most, as far as anybody looks.
const AMENDED: usize = 1_000;

/// What has to be for a reader who gets a line: itself, and the action it gave.
pub(super) const SEEN: &[&str] = &["e.visibility", "a.visibility"];

pub(super) fn entry(row: &Row<'_>) -> rusqlite::Result<Entry> {
    let text = |at: usize| Ok::<_, rusqlite::Error>(row.get::<_, Option<String>>(at)?.map(Untrusted::from));
    let kind: String = row.get(3)?;
    let visibility: String = row.get(9)?;
    let verdict: Option<String> = row.get(11)?;
    let person: Option<Id> = row.get(6)?;
    let action: Option<i64> = row.get(15)?;
    let state: Option<String> = row.get(16)?;
    Ok(Entry {
        id: row.get(0)?,
        case: row.get(1)?,
        number: row.get(2)?,
        kind: EntryKind::parse(&kind).unwrap_or(EntryKind::Fact),
        text: row.get::<_, String>(4)?.into(),
        reason: text(5)?,
        person: match person {
            Some(id) => Some(Named { id, name: text(7)?.unwrap_or_default() }),
            None => None,
        },
        author: row.get::<_, String>(8)?.into(),
        visibility: Visibility::parse(&visibility).unwrap_or(Visibility::Internal),
        tags: text(10)?,
        verdict: verdict.as_deref().and_then(Verdict::parse),
        amends: row.get(12)?,
        superseded: row.get::<_, i64>(13)? == 1,
        redacted: row.get::<_, i64>(14)? == 1,
        action: action.map(|n| (n, state.as_deref().and_then(ActionState::parse).unwrap_or(ActionState::Open))),
        observed: moment(row, 17)?,
        logged: moment(row, 20)?.unwrap_or_else(crate::model::Moment::unknown),
        due: moment(row, 23)?,
        confidence: row.get::<_, Option<String>>(26)?.as_deref().and_then(Confidence::parse),
    })
}

/// Builds the one SELECT of a window of a log.
pub(super) fn log_sql(facet: bool, from: LogFrom, may_see: &str) -> String {
    let (index, narrower) = if facet { ("entry_facet", " AND e.facet = ?5") } else { ("entry_log", " AND ?5 IS NULL") };
    let (spot, way) = match from {
        LogFrom::Start => (" AND ?2 IS NULL AND ?3 IS NULL", ""),
        LogFrom::End => (" AND ?2 IS NULL AND ?3 IS NULL", " DESC"),
        LogFrom::After(_) => (" AND (e.spot, e.number) > (?2, ?3)", ""),
        LogFrom::Before(_) => (" AND (e.spot, e.number) < (?2, ?3)", " DESC"),
    };
    format!(
        "{ENTRY} INDEXED BY {index}{JOINS} WHERE e.case_id = ?1 AND e.superseded = 0{spot}{narrower}{may_see}
         ORDER BY e.spot{way}, e.number{way} LIMIT ?4"
    )
}

impl Reader<'_> {
    /// Reads one window of a log, in the order of what happened whichever way it was reached. Amended lines stand aside.
    ///
    /// # Errors
    /// SQLite's.
    pub fn log(&self, case: Id, facet: Option<Facet>, from: LogFrom, limit: usize) -> Result<Vec<Entry>> {
        let spot = match from {
            LogFrom::Start | LogFrom::End => (None, None),
            LogFrom::After(s) | LogFrom::Before(s) => (Some(s.at), Some(s.number)),
        };
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let params = (case, spot.0, spot.1, limit, facet.map(Facet::key));
        let mut rows = self.list(&log_sql(facet.is_some(), from, &self.may_see(SEEN)), params, entry)?;
        if matches!(from, LogFrom::End | LogFrom::Before(_)) {
            rows.reverse();
        }
        Ok(rows)
    }

    /// Reads one entry by its number.
    ///
    /// # Errors
    /// SQLite's.
    pub fn entry(&self, entry_ref: EntryRef) -> Result<Option<Entry>> {
        let sql = format!(
            "{ENTRY}{JOINS} JOIN cases c ON c.id = e.case_id WHERE c.kind = ?1 AND c.number = ?2 AND e.number = ?3{}{}",
            self.may_see(SEEN),
            // What was said before it was corrected is for those who work here.
            if self.is_open() { "" } else { " AND e.superseded = 0" }
        );
        self.one(&sql, (entry_ref.case.kind.key(), entry_ref.case.number, entry_ref.number), entry)
    }

    /// Reads the words of a line and of those it amends, the newest first.
    ///
    /// # Errors
    /// SQLite's.
    pub fn words_before(&self, entry: Id) -> Result<Vec<Untrusted>> {
        let sql = "SELECT text, amends FROM entry WHERE id = ?1";
        let (mut next, mut words) = (Some(entry), Vec::new());
        // A damaged file in which a line amends itself must not keep us here.
        while let (Some(id), true) = (next, words.len() < AMENDED) {
            next = self.one(sql, [id], |row| Ok((row.get::<_, String>(0)?, row.get(1)?)))?.and_then(|(text, older)| {
                words.push(text.into());
                older
            });
        }
        Ok(words)
    }

    /// Finds the entry of a case that came from elsewhere under this key.
    ///
    /// # Errors
    /// SQLite's.
    pub fn entry_by_key(&self, case: Id, key: &str) -> Result<Option<Id>> {
        self.one("SELECT id FROM entry WHERE case_id = ?1 AND external_key = ?2", (case, key), |row| row.get(0))
    }

    /// Reads the newest line of one kind, such as the last fact or the last update.
    ///
    /// # Errors
    /// SQLite's.
    pub fn last_entry(&self, case: Id, facet: Facet) -> Result<Option<Entry>> {
        Ok(self.log(case, Some(facet), LogFrom::End, 1)?.pop())
    }

    /// Reads the open entries of a case that have a due time.
    ///
    /// # Errors
    /// SQLite's.
    pub fn open_promises(&self, case: Id) -> Result<Vec<Entry>> {
        let sql = format!(
            "{ENTRY} INDEXED BY entry_facet{JOINS} WHERE e.case_id = ?1 AND e.superseded = 0 AND e.facet IN ('decisions', 'unknowns')
             AND e.due_at IS NOT NULL AND e.verdict IS NULL{}",
            self.may_see(SEEN)
        );
        self.list(&sql, [case], entry)
    }

    /// Reads the open questions of a case that stand for a field nobody could fill in.
    ///
    /// # Errors
    /// SQLite's.
    pub fn unknowns(&self, case: Id) -> Result<Vec<Unknown>> {
        let sql = "SELECT e.id, e.number, e.text, e.external_key, e.due_at, e.due_offset, e.due_precision
            FROM entry e INDEXED BY entry_facet WHERE e.case_id = ?1 AND e.superseded = 0 AND e.facet = 'unknowns'
            AND e.verdict IS NULL AND e.external_key IS NOT NULL ORDER BY e.spot, e.number";
        let rows = self.list(sql, [case], |row| {
            let Some(about) = About::read(&row.get::<_, String>(3)?) else { return Ok(None) };
            let text = Untrusted::new(row.get::<_, String>(2)?);
            Ok(Some(Unknown { id: row.get(0)?, number: row.get(1)?, text, due: moment(row, 4)?, about }))
        })?;
        Ok(rows.into_iter().flatten().collect())
    }

    /// Counts the hypotheses of a case that were confirmed, and those that nobody has ruled out or confirmed yet.
    ///
    /// # Errors
    /// SQLite's.
    pub fn hypotheses(&self, case: Id) -> Result<(i64, i64)> {
        let sql = format!(
            "SELECT count(CASE WHEN e.verdict = 'confirmed' THEN 1 END), count(CASE WHEN coalesce(e.verdict, 'supported') = 'supported' THEN 1 END)
             FROM entry e INDEXED BY entry_facet WHERE e.case_id = ?1 AND e.superseded = 0 AND e.facet = 'unknowns' AND e.kind = 'hypothesis'{}",
            self.may_see(&["e.visibility"])
        );
        Ok(self.one(&sql, [case], |row| Ok((row.get(0)?, row.get(1)?)))?.unwrap_or((0, 0)))
    }

    /// Reads the tags of the newest entries of all cases, `back` of them at most, the newest first.
    ///
    /// # Errors
    /// SQLite's.
    pub fn tags(&self, back: i64) -> Result<Vec<String>> {
        let sql = "SELECT tags FROM entry WHERE n > (SELECT max(n) FROM entry) - ?1 AND tags IS NOT NULL ORDER BY n DESC";
        self.list(sql, [back], |row| row.get(0))
    }

    /// Gives the key an entry has elsewhere, or that names the field it asks about.
    ///
    /// # Errors
    /// SQLite's.
    pub fn entry_key(&self, entry: Id) -> Result<Option<String>> {
        Ok(self.one("SELECT external_key FROM entry WHERE id = ?1", [entry], |row| row.get(0))?.flatten())
    }
}
