//! Full-text search over everything a person typed: trigrams, diacritics folded, LIKE for one and two characters.
//!
//! Trigrams find the inside of Dutch compounds; one or two Chinese characters are a whole word but no trigram, so they go by LIKE.
//! One statement reads each hit with the case it belongs to, newest first, and stops when there is enough or time is up.

use std::cell::Cell;
use std::fmt::Write as _;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use rusqlite::{Connection, ErrorCode, Row, params_from_iter, types::Value as Sql};

use super::error::Result;
use super::reader::Reader;
use super::schema::{TABLES, Table};
use crate::model::entry::EntryKind;
use crate::model::search::{Search, SearchKind};
use crate::model::{CaseKind, CaseRef, Id, Subject, Untrusted};

/// Most words of a query that are looked at.
const WORDS: usize = 32;
/// Most words that one LIKE query looks for; more would make its expression deeper than is permitted.
const LIKES: usize = 4;
/// How many times the limit is read where hits are then looked through for further words.
const WIDER: usize = 20;
/// Most texts that are looked through for what no index narrows; more is said, and another word helps.
const LOOKED: usize = 20_000;
/// Steps of SQLite's machine between two looks at the clock.
const STEPS: i32 = 1_000;

/// Holds one place where the words were found.
#[derive(Clone, Debug)]
pub struct Hit {
    /// Whose text it is.
    pub subject: Subject,
    /// Which record.
    pub record: Id,
    /// Its place in the order in which things were put down.
    pub place: i64,
    /// The text that matched, whole.
    pub text: Untrusted,
    /// The case it belongs to, if any.
    pub case: Option<(Id, CaseRef)>,
    /// The title of that case.
    pub title: Option<Untrusted>,
    /// Number of the entry or action.
    pub number: Option<i64>,
    /// The line of the log it stands in, for an entry or an action.
    pub entry: Option<i64>,
    /// What kind of line that is.
    pub kind: Option<EntryKind>,
    /// Name of the section of a review, or of the record in its register.
    pub name: Option<Untrusted>,
    /// When it was said, or opened, or else put down (UTC milliseconds).
    pub at: i64,
}

/// Holds what a search has found.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The hits, newest first.
    pub hits: Vec<Hit>,
    /// How many were found, where only some of them are handed on.
    pub found: usize,
    /// Whether there are more than were asked for.
    pub more: bool,
    /// Whether time was up before everything had been looked through.
    pub stopped: bool,
}

thread_local! {
    /// When a search of this thread is to end, while there is one.
    static UNTIL: Cell<Option<Instant>> = const { Cell::new(None) };
}

/// Says whether a search of this thread has taken its time; every connection asks this every so many steps.
fn is_over() -> bool {
    UNTIL.get().is_some_and(|until| Instant::now() >= until)
}

/// Lets searches on a connection end when their time is up.
///
/// # Errors
/// SQLite's.
pub fn watch(conn: &mut Connection) -> rusqlite::Result<()> {
    conn.progress_handler(STEPS, Some(is_over))
}

/// What is read of each hit, and from where: written once from the table of tables.
static HIT: LazyLock<(String, String)> = LazyLock::new(|| {
    let (mut text, mut joins) = (String::new(), String::new());
    for (table, columns) in searched() {
        let (name, subject) = (table.name, table.subject.key());
        let columns: Vec<String> = columns.iter().map(|key| format!("x_{name}.{key}")).collect();
        let _ = write!(text, " WHEN '{subject}' THEN concat_ws(char(10), {})", columns.join(", "));
        let _ = write!(joins, " LEFT JOIN {name} x_{name} ON d.subject = '{subject}' AND x_{name}.id = d.record");
    }
    joins.push_str(
        " LEFT JOIN entry l ON l.id = CASE d.subject WHEN 'entry' THEN d.record ELSE x_action.entry END
          LEFT JOIN cases c ON c.id = coalesce(",
    );
    let of_case = |table: &&'static Table| table.column("case_id").is_some();
    for (table, _) in searched().filter(|(table, _)| of_case(table)) {
        let _ = write!(joins, "x_{}.case_id, ", table.name);
    }
    joins.push_str("x_cases.id)");
    let numbers = |table: &&'static Table| table.subject != Subject::Case && table.column("number").is_some();
    let numbers: Vec<String> =
        searched().filter(|(table, _)| numbers(table)).map(|(table, _)| format!("x_{}.number", table.name)).collect();
    let head = format!(
        "SELECT d.n, d.subject, d.record, CASE d.subject{text} END, c.id, c.kind, c.number, c.title,
         coalesce({}), l.number, l.kind,
         coalesce(x_section.name, x_person.handle, x_customer.name, x_project_group.name, x_service.name, x_project.name, x_stakeholder.name,
                  x_audience.name, x_milestone.name),
         coalesce(l.spot, x_cases.opened_at)",
        numbers.join(", ")
    );
    (head, joins)
});

/// Lists the tables with something to search in, and which of their columns that is.
fn searched() -> impl Iterator<Item = (&'static Table, Vec<&'static str>)> {
    let columns = |table: &'static Table| table.columns.iter().filter(|column| column.search).map(|column| column.key).collect::<Vec<_>>();
    TABLES.iter().map(move |table| (table, columns(table))).filter(|(_, columns)| !columns.is_empty())
}

impl Reader<'_> {
    /// Reads for so long and no longer; what is not a search of texts ends with an error then.
    pub fn within<T>(&self, most: Duration, reads: impl FnOnce(&Self) -> T) -> T {
        UNTIL.set(Some(Instant::now() + most));
        let read = reads(self);
        UNTIL.set(None);
        read
    }

    /// Finds every word of a search, newest first, `limit` hits at most.
    ///
    /// # Errors
    /// SQLite's, never because of what was typed.
    pub fn search(&self, search: &Search, limit: usize) -> Result<Found> {
        let words: Vec<&str> = search.sought().take(WORDS).collect();
        let (long, short): (Vec<&str>, Vec<&str>) = words.into_iter().partition(|word| word.chars().count() >= 3);
        let (head, joins) = &*HIT;
        let (limits, values) = narrowed(search, self.is_open());
        let limits = limits + &self.may_find();
        if search.is_empty() {
            return Ok(Found::default());
        }
        if long.is_empty() && short.is_empty() {
            // Nothing but limits: everything there is, from the newest back.
            let sql = format!("{head} FROM doc d{joins} WHERE d.n > ?1{limits} ORDER BY d.n DESC");
            return Ok(self.hits(&sql, Sql::Integer(0), values, search, &[], limit)?.into());
        }
        if long.is_empty() {
            let (asked, rest) = short.split_at(short.len().min(LIKES));
            let most = limit.saturating_mul(WIDER);
            let (numbers, stopped) = self.by_like(asked, search.kind, most)?;
            let full = numbers.len() >= most;
            let sql = format!("{head} FROM doc d{joins} WHERE d.n IN (SELECT value FROM json_each(?1)){limits}");
            let numbers = Sql::Text(serde_json::Value::from(numbers).to_string());
            let mut found = self.hits(&sql, numbers, values, search, rest, usize::MAX)?;
            found.hits.sort_by_key(|(n, _)| std::cmp::Reverse(*n));
            found.more |= found.hits.len() > limit;
            found.hits.truncate(limit);
            // Where limits left little of a window, there may be more behind it.
            found.stopped |= stopped || (full && found.hits.len() < limit);
            return Ok(found.into());
        }
        let quoted = |word: &str| format!("\"{}\"", word.replace('"', "\"\""));
        let mut wanted = long.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" ");
        for word in search.without.iter().filter(|word| word.chars().count() >= 3).take(WORDS) {
            let _ = write!(wanted, " NOT {}", quoted(word));
        }
        let sql =
            format!("{head} FROM doc_text t CROSS JOIN doc d ON d.n = t.rowid{joins} WHERE t.text MATCH ?1{limits} ORDER BY t.rowid DESC");
        Ok(self.hits(&sql, Sql::Text(wanted), values, search, &short, limit)?.into())
    }

    /// Reads hits until there are enough; `also` are words that have to be in the text as well.
    fn hits(&self, sql: &str, first: Sql, values: Vec<Sql>, search: &Search, also: &[&str], limit: usize) -> Result<Raw> {
        let small = |words: &[&str]| words.iter().map(|word| word.to_lowercase()).collect::<Vec<_>>();
        let also = small(also);
        let all = small(&search.sought().take(WORDS).collect::<Vec<_>>());
        let without: Vec<String> = search.without.iter().map(|word| word.to_lowercase()).collect();
        let mut select = self.conn.prepare_cached(sql)?;
        let mut rows = select.query(params_from_iter(std::iter::once(first).chain(values)))?;
        let mut found = Raw::default();
        for looked in 0.. {
            let row = match rows.next() {
                Ok(Some(_)) if looked >= LOOKED => {
                    found.stopped = true;
                    break;
                }
                Ok(Some(row)) => row,
                Ok(None) => break,
                Err(error) if was_stopped(&error) => {
                    found.stopped = true;
                    break;
                }
                Err(error) => return Err(error.into()),
            };
            let (n, hit) = hit(row)?;
            let Some(hit) = self.hit_seen(hit, &all) else { continue };
            let text = if also.is_empty() && without.is_empty() { String::new() } else { hit.text.raw().to_lowercase() };
            let in_time = search.since.is_none_or(|since| hit.at >= since) && search.until.is_none_or(|until| hit.at < until);
            if !in_time || !also.iter().all(|word| text.contains(word)) || without.iter().any(|word| text.contains(word)) {
                continue;
            }
            if found.hits.len() == limit {
                found.more = true;
                break;
            }
            found.hits.push((n, hit));
        }
        Ok(found)
    }

    /// Scans the texts from the newest back and gives the numbers of what it found; says whether time was up. Each table stops at the limit.
    fn by_like(&self, short: &[&str], kind: Option<SearchKind>, limit: usize) -> Result<(Vec<i64>, bool)> {
        let mut found: Vec<i64> = Vec::new();
        for (table, columns) in searched().filter(|(table, _)| kind.is_none_or(|kind| kind.subjects().contains(&table.subject))) {
            let texts: Vec<String> = columns.iter().map(|key| format!("coalesce(r.{key}, '')")).collect();
            let text = texts.join(" || char(10) || ");
            let clauses: Vec<String> = (1..=short.len()).map(|n| format!("({text}) LIKE ?{n} ESCAPE '\\'")).collect();
            let sql = format!(
                "SELECT d.n FROM {} r JOIN doc d ON d.record = r.id WHERE {} ORDER BY r.n DESC LIMIT ?{}",
                table.name,
                clauses.join(" AND "),
                short.len() + 1
            );
            let mut values: Vec<Sql> = short.iter().map(|word| Sql::Text(like(word))).collect();
            values.push(Sql::Integer(i64::try_from(limit).unwrap_or(i64::MAX)));
            let mut select = self.conn.prepare_cached(&sql)?;
            let mut rows = select.query(params_from_iter(values))?;
            loop {
                match rows.next() {
                    Ok(Some(row)) => found.push(row.get(0)?),
                    Ok(None) => break,
                    Err(error) if was_stopped(&error) => return Ok((found, true)),
                    Err(error) => return Err(error.into()),
                }
            }
        }
        Ok((found, false))
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

/// Hits with their place in the order, on their way to [`Found`].
#[derive(Default)]
struct Raw {
    hits: Vec<(i64, Hit)>,
    more: bool,
    stopped: bool,
}

impl From<Raw> for Found {
    fn from(raw: Raw) -> Self {
        Self { found: raw.hits.len(), hits: raw.hits.into_iter().map(|(_, hit)| hit).collect(), more: raw.more, stopped: raw.stopped }
    }
}

/// Words the filters with their values, from `?2` on; only enums choose the words, so there are few texts and all are cached.
fn narrowed(search: &Search, open: bool) -> (String, Vec<Sql>) {
    let mut values = Vec::new();
    let mut sql = conditions(search, open, &mut values);
    for not in &search.not {
        let condition = conditions(not, open, &mut values);
        let _ = write!(sql, " AND NOT coalesce((1{condition}), 0)");
    }
    (sql, values)
}

/// Words the filters of one search, without what it leaves out.
fn conditions(search: &Search, open: bool, values: &mut Vec<Sql>) -> String {
    let mut sql = String::new();
    if let Some(kind) = search.kind {
        let subjects: Vec<String> = kind.subjects().iter().map(|subject| format!("'{}'", subject.key())).collect();
        let _ = write!(sql, " AND d.subject IN ({})", subjects.join(", "));
    }
    sql.push_str(match search.kind {
        Some(SearchKind::Incidents) => " AND c.kind = 'incident'",
        Some(SearchKind::Issues) => " AND c.kind = 'issue'",
        _ => "",
    });
    sql.push_str(match search.open {
        Some(true) => " AND c.shelf <> 'closed'",
        Some(false) => " AND c.shelf = 'closed'",
        None => "",
    });
    if search.causes {
        sql.push_str(
            " AND (x_finding.kind = 'cause' OR x_section.name IN ('causes', 'contributing-factors')
               OR (d.subject = 'entry' AND l.kind = 'hypothesis' AND l.verdict = 'confirmed'))",
        );
    }
    if let Some(line) = search.line {
        let _ = write!(sql, " AND d.subject = 'entry' AND l.kind = '{}'", line.key());
    }
    if let Some(finding) = search.finding {
        let _ = write!(sql, " AND x_finding.kind = '{}'", finding.key());
    }
    let blob = |id: Id| Sql::Blob(id.0.as_bytes().to_vec());
    let homes: Vec<String> = search
        .homes
        .iter()
        .map(|home| {
            values.push(blob(*home));
            let n = values.len() + 1;
            format!("?{n} IN (c.service, c.project) OR EXISTS (SELECT 1 FROM affected f WHERE f.case_id = c.id AND f.service = ?{n})")
        })
        .collect();
    if !homes.is_empty() {
        let _ = write!(sql, " AND ({})", homes.join(" OR "));
    }
    let mut with = |condition: &str, value: Sql| {
        values.push(value);
        sql.push_str(&condition.replace("?n", &format!("?{}", values.len() + 1)));
    };
    if let Some(state) = &search.state {
        with(" AND c.state = ?n", Sql::Text(state.clone()));
    }
    if let Some((_, Some(person))) = &search.by {
        with(
            " AND (?n IN (l.person, x_action.owner) OR (d.subject = 'case' AND c.lead = ?n)
               OR l.author COLLATE NOCASE IN ((SELECT handle FROM person WHERE id = ?n), (SELECT name FROM person WHERE id = ?n)))",
            blob(*person),
        );
    }
    if let Some((name, None)) = &search.by {
        with(" AND l.author = ?n COLLATE NOCASE", Sql::Text(name.clone()));
    }
    if let Some(tag) = &search.tag {
        // Tags of a case may come from elsewhere, and are then for those who work here.
        let of = if open { "coalesce(l.tags, c.tags, '')" } else { "coalesce(l.tags, '')" };
        with(&format!(" AND instr(lower(' ' || {of} || ' '), ?n) > 0"), Sql::Text(format!(" {} ", tag.to_lowercase())));
    }
    sql
}

fn hit(row: &Row<'_>) -> rusqlite::Result<(i64, Hit)> {
    let text = |at: usize| row.get::<_, Option<String>>(at);
    let (subject, record): (String, Id) = (row.get(1)?, row.get(2)?);
    let case: Option<Id> = row.get(4)?;
    let (kind, number): (Option<String>, Option<i64>) = (text(5)?, row.get(6)?);
    let case_ref = kind.as_deref().and_then(CaseKind::parse).zip(number).map(|(kind, number)| CaseRef { kind, number });
    // What has no time of its own was put down when its id was made.
    let made = i64::try_from(record.0.as_u128() >> 80).unwrap_or(0);
    let hit = Hit {
        subject: Subject::parse(&subject).unwrap_or(Subject::Case),
        record,
        place: row.get(0)?,
        text: text(3)?.unwrap_or_default().into(),
        case: case.zip(case_ref),
        title: text(7)?.map(Untrusted::from),
        number: row.get(8)?,
        entry: row.get(9)?,
        kind: text(10)?.as_deref().and_then(EntryKind::parse),
        name: text(11)?.map(Untrusted::from),
        at: row.get::<_, Option<i64>>(12)?.unwrap_or(made),
    };
    Ok((row.get(0)?, hit))
}

pub(super) fn was_stopped(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(ErrorCode::OperationInterrupted)
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
