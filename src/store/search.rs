//! Full-text search over everything a person typed: trigrams, diacritics folded, LIKE for one and two characters.
//!
//! Trigrams find the inside of Dutch compounds; one or two Chinese characters are a whole word but no trigram, so they go by LIKE.

use rusqlite::{params_from_iter, types::Value as Sql};

use super::error::Result;
use super::reader::Reader;
use super::schema::TABLES;
use super::writer::searchable;
use crate::model::{CaseKind, CaseRef, Id, Subject, Untrusted};

/// Most words of a query that are looked at.
const WORDS: usize = 32;
/// Most words that one LIKE query looks for; more would make its expression deeper than is permitted.
const LIKES: usize = 4;
/// How many times the limit is read where hits are then looked through for further words.
const WIDER: usize = 20;

/// Holds one place where the words were found.
#[derive(Clone, Debug)]
pub struct Hit {
    /// Whose text it is.
    pub subject: Subject,
    /// Which record.
    pub record: Id,
    /// The text that matched, whole.
    pub text: Untrusted,
    /// The case it belongs to, if any.
    pub case: Option<(Id, CaseRef)>,
    /// Number of the entry or action.
    pub number: Option<i64>,
}

impl Reader<'_> {
    /// Finds every word of the query, newest first, `limit` hits at most.
    ///
    /// # Errors
    /// SQLite's, never because of what was typed.
    pub fn search(&self, query: &str, limit: usize) -> Result<Vec<Hit>> {
        // A NUL would end the query half-way through a quoted word.
        let words: Vec<&str> = query
            .split(|c: char| c.is_whitespace() || c.is_control())
            .filter(|w| w.chars().any(char::is_alphanumeric))
            .take(WORDS)
            .collect();
        if words.is_empty() {
            return Ok(Vec::new());
        }
        let (long, short): (Vec<&str>, Vec<&str>) = words.into_iter().partition(|w| w.chars().count() >= 3);
        let found = match (long.is_empty(), short.split_at_checked(LIKES)) {
            (true, Some((short, rest))) if !rest.is_empty() => self.keep(self.by_like(short, limit.saturating_mul(WIDER))?, rest, limit)?,
            (true, _) => self.by_like(&short, limit)?,
            (false, _) => self.by_index(&long, &short, limit)?,
        };
        found.into_iter().filter_map(|(subject, record)| self.hit(subject, record).transpose()).collect()
    }

    /// Asks the trigram index for the long words; short ones are then looked for in each hit's text.
    fn by_index(&self, long: &[&str], short: &[&str], limit: usize) -> Result<Vec<(Subject, Id)>> {
        let quoted: Vec<String> = long.iter().map(|word| format!("\"{}\"", word.replace('"', "\"\""))).collect();
        let sql =
            "SELECT d.subject, d.record FROM doc_text t JOIN doc d ON d.n = t.rowid WHERE t.text MATCH ?1 ORDER BY t.rowid DESC LIMIT ?2";
        let wide = if short.is_empty() { limit } else { limit.saturating_mul(WIDER) };
        let found = self.list(sql, (quoted.join(" "), i64::try_from(wide).unwrap_or(i64::MAX)), pair)?;
        self.keep(found, short, limit)
    }

    /// Keeps the hits in whose text the short words are, too.
    fn keep(&self, mut found: Vec<(Subject, Id)>, short: &[&str], limit: usize) -> Result<Vec<(Subject, Id)>> {
        if short.is_empty() {
            return Ok(found);
        }
        let short: Vec<String> = short.iter().map(|w| w.to_lowercase()).collect();
        let mut kept = Vec::new();
        for (subject, record) in found.drain(..) {
            let text = self.text_of(subject, record)?.to_lowercase();
            if short.iter().all(|word| text.contains(word)) {
                kept.push((subject, record));
            }
            if kept.len() >= limit {
                break;
            }
        }
        Ok(kept)
    }

    /// Scans the texts from the newest back. Each table stops at its limit.
    fn by_like(&self, short: &[&str], limit: usize) -> Result<Vec<(Subject, Id)>> {
        let mut found: Vec<(i64, Subject, Id)> = Vec::new();
        for table in TABLES {
            let texts: Vec<String> = table.columns.iter().filter(|c| c.search).map(|c| format!("coalesce(r.{}, '')", c.key)).collect();
            if texts.is_empty() {
                continue;
            }
            let text = texts.join(" || char(10) || ");
            let clauses: Vec<String> = (1..=short.len()).map(|n| format!("({text}) LIKE ?{n} ESCAPE '\\'")).collect();
            let sql = format!(
                "SELECT d.n, r.id FROM {} r JOIN doc d ON d.record = r.id WHERE {} ORDER BY r.n DESC LIMIT ?{}",
                table.name,
                clauses.join(" AND "),
                short.len() + 1
            );
            let mut values: Vec<Sql> = short.iter().map(|word| Sql::Text(like(word))).collect();
            values.push(Sql::Integer(i64::try_from(limit).unwrap_or(i64::MAX)));
            let rows = self.list(&sql, params_from_iter(values), |row| Ok((row.get(0)?, row.get(1)?)))?;
            found.extend(rows.into_iter().map(|(n, id)| (n, table.subject, id)));
        }
        found.sort_by_key(|(n, _, _)| std::cmp::Reverse(*n));
        found.truncate(limit);
        Ok(found.into_iter().map(|(_, subject, id)| (subject, id)).collect())
    }

    fn text_of(&self, subject: Subject, record: Id) -> Result<String> {
        let record = self.record(subject, record)?.unwrap_or_default();
        Ok(searchable(super::schema::Table::of(subject), &record))
    }

    fn hit(&self, subject: Subject, id: Id) -> Result<Option<Hit>> {
        let Some(record) = self.record(subject, id)? else { return Ok(None) };
        let text = searchable(super::schema::Table::of(subject), &record).into();
        let value = |key: &str| record.iter().find(|(k, _)| *k == key).map(|(_, v)| v.clone());
        let case = match (subject, value("case_id")) {
            (Subject::Case, _) => Some(id),
            (_, Some(crate::model::Value::Ref(case))) => Some(case),
            _ => None,
        };
        let number = match value("number") {
            Some(crate::model::Value::Int(n)) if subject != Subject::Case => Some(n),
            _ => None,
        };
        let case = match case {
            Some(case) => self.case_number(case)?.map(|number| (case, number)),
            None => None,
        };
        Ok(Some(Hit { subject, record: id, text, case, number }))
    }

    /// Gives the number of a case.
    ///
    /// # Errors
    /// SQLite's.
    pub fn case_number(&self, id: Id) -> Result<Option<CaseRef>> {
        self.one("SELECT kind, number FROM cases WHERE id = ?1", [id], |row| {
            let kind: String = row.get(0)?;
            Ok(CaseRef { kind: CaseKind::parse(&kind).unwrap_or(CaseKind::Issue), number: row.get(1)? })
        })
    }
}

fn pair(row: &rusqlite::Row<'_>) -> rusqlite::Result<(Subject, Id)> {
    let subject: String = row.get(0)?;
    Ok((Subject::parse(&subject).unwrap_or(Subject::Case), row.get(1)?))
}

/// Makes a LIKE pattern that matches the word literally.
fn like(word: &str) -> String {
    let mut pattern = String::from("%");
    for c in word.chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}
