//! Everything that can be checked about a file: SQLite's own checks, the chain, the heads, rows against journal, derived tables.

use std::collections::{BTreeSet, HashMap};

use rusqlite::Connection;
use serde_json::Value as Json;

use super::Store;
use super::error::Result;
use super::heads::{Head, hex};
use super::history::change;
use super::journal::{Chain, Link, Seal, digest};
use super::reader::Reader;
use super::row::{from_json, to_json};
use super::schema::{TABLES, Table};
use crate::model::{Id, Record, Subject, Value};

/// Grades a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// As it should be.
    Good,
    /// Worth knowing.
    Note,
    /// Wrong.
    Bad,
}

/// Holds one thing doctor looked at.
#[derive(Clone, Debug)]
pub struct Finding {
    /// How it is.
    pub level: Level,
    /// What was looked at.
    pub what: &'static str,
    /// What was seen.
    pub seen: String,
}

/// Most findings of one kind that are listed.
const SHOWN: usize = 20;

impl Store {
    /// Checks everything that can be checked, as it stands at one moment, and says how each thing is. What cannot even be read is a finding, too.
    ///
    /// # Errors
    /// SQLite's, when not even a look at the file can begin; reading goes on past whatever is damaged.
    pub fn examine(&self) -> Result<Vec<Finding>> {
        // Others may write meanwhile. What was acknowledged before the moment is in it; what it holds is acknowledged soon after.
        let before = self.heads.read();
        let (mut findings, last) = self.at_one_moment(|reader| (self.checked(&reader, &before), reader.last_batch().unwrap_or(0)))?;
        let head = self.heads.newest().map_or(0, |head| head.seq);
        if head < last {
            let seen = format!("the file of heads ends at b{head}, the journal at b{last}: the changes between have no witness");
            findings.push(Finding { level: Level::Note, what: "heads", seen });
        }
        Ok(findings)
    }

    fn checked(&self, reader: &Reader<'_>, heads: &[Head]) -> Vec<Finding> {
        let mut findings = Vec::new();
        let mut say = |what, found: Result<Vec<String>>, good: String| {
            let bad = found.unwrap_or_else(|e| vec![format!("cannot be read: {}", e.about(&self.file))]);
            if bad.is_empty() {
                findings.push(Finding { level: Level::Good, what, seen: good });
            }
            let more = bad.len().saturating_sub(SHOWN);
            let rest = (more > 0).then(|| format!("and {more} more of that kind"));
            findings.extend(bad.into_iter().take(SHOWN).chain(rest).map(|seen| Finding { level: Level::Bad, what, seen }));
        };
        say("file", sqlite_check(reader.conn), "SQLite finds it sound".into());
        let (seen, chain) = match check_chain(reader) {
            Ok((batches, rows, bad)) => (format!("{batches} changes, {rows} journal rows, every hash right"), Ok(bad)),
            Err(e) => (String::new(), Err(e)),
        };
        say("chain", chain, seen);
        say("heads", check_heads(reader, heads), "nothing that was acknowledged is missing".into());
        say("records", check_records(reader), "every record is what the journal says".into());
        say("search", check_search(reader), "every typed text is in the index".into());
        say("counts", check_tally(reader), "the Board's counts are right".into());
        say("numbers", check_counters(reader), "no number can be given twice".into());
        let fixed = reader.one("SELECT count(*) FROM batch WHERE clock = 'fixed'", [], |row| row.get::<_, i64>(0));
        if let Ok(Some(fixed @ 1..)) = fixed {
            let seen = format!("{fixed} changes were written under a fixed clock");
            findings.push(Finding { level: Level::Note, what: "clock", seen });
        }
        findings
    }
}

fn check_heads(reader: &Reader<'_>, heads: &[Head]) -> Result<Vec<String>> {
    let mut bad = Vec::new();
    if let Some(newest) = heads.iter().max_by_key(|head| head.seq) {
        bad.extend(lost_tail(reader, newest)?);
    }
    for head in heads {
        match reader.batch_hash(head.seq)? {
            Some(hash) if hash != head.hash => bad.push(format!("change b{} is not the one that was acknowledged", head.seq)),
            _ => {}
        }
    }
    Ok(bad)
}

/// Compares the newest head beside the file with the chain in it.
pub(super) fn lost_tail(reader: &Reader<'_>, head: &Head) -> Result<Option<String>> {
    let last = reader.last_batch()?;
    if last < head.seq {
        let missing = head.seq - last;
        return Ok(Some(format!(
            "{missing} acknowledged changes are missing after change b{last}; keep a copy of the file and run 'warroom doctor'"
        )));
    }
    Ok((reader.batch_hash(head.seq)?.as_deref() != Some(head.hash.as_str()))
        .then(|| format!("change b{} is not the one that was acknowledged; keep a copy of the file and run 'warroom doctor'", head.seq)))
}

fn sqlite_check(conn: &Connection) -> Result<Vec<String>> {
    let mut bad: Vec<String> = Vec::new();
    // FTS5 keeps the shape of its index between transactions, and only opening a cursor makes it look for a newer one: the check
    // alone would hold an old shape against pages that others have written since.
    let looked = conn.query_row("SELECT count(*) FROM (SELECT rowid FROM doc_text LIMIT 1)", [], |_| Ok(()));
    bad.extend(looked.err().map(|e| e.to_string()));
    let mut check = conn.prepare("PRAGMA integrity_check(20)")?;
    let rows = check.query_map([], |row| row.get::<_, String>(0))?;
    for row in rows {
        bad.extend(Some(row?).filter(|line| line != "ok"));
    }
    let mut keys = conn.prepare("PRAGMA foreign_key_check")?;
    let rows = keys.query_map([], |row| row.get::<_, String>(0))?;
    for row in rows.take(20) {
        bad.push(format!("a row of {} points at nothing", row?));
    }
    Ok(bad)
}

/// The rows of a batch. One may only be blank where a later change without a way back (a redaction) wrote to the same record.
const ROWS: &str = "SELECT seq, site_seq, subject, record, field, old, new, salt, digest, batch, schema, site,
         salt IS NOT NULL OR EXISTS (SELECT 1 FROM journal k INDEXED BY journal_record JOIN batch b ON b.seq = k.batch
                                     WHERE k.record = journal.record AND k.seq >= journal.seq AND b.final = 1)
         FROM journal WHERE seq BETWEEN ?1 AND ?2 ORDER BY seq";

/// Walks the chain from the first batch and recomputes every digest and hash.
fn check_chain(reader: &Reader<'_>) -> Result<(i64, i64, Vec<String>)> {
    let mut bad = Vec::new();
    let mut previous = vec![0; 32];
    let (mut batches, mut rows_seen, mut next) = (0, 0, 1);
    let mut batch_select = reader.conn.prepare(
        "SELECT b.seq, b.at, b.zone_offset, b.actor, b.origin, b.run, b.command, b.label, b.key, b.answer, b.clock, b.case_id, b.schema,
         b.undoes, b.final, b.first, b.last, b.previous, b.hash, s.id, b.site FROM batch b JOIN site s ON s.n = b.site ORDER BY b.seq",
    )?;
    let mut row_select = reader.conn.prepare(ROWS)?;
    let mut found = batch_select.query([])?;
    while let Some(b) = found.next()? {
        let seq: i64 = b.get(0)?;
        batches += 1;
        let (first, last): (i64, i64) = (b.get(15)?, b.get(16)?);
        if seq != batches || first != next || last < first {
            bad.push(format!("change b{seq} does not follow the one before it"));
        }
        next = last + 1;
        if b.get::<_, Vec<u8>>(17)? != previous {
            bad.push(format!("change b{seq} names another change before it"));
        }
        let mut chain = Chain::after(&previous);
        let counted = check_rows(row_select.query([first, last])?, (seq, b.get(12)?, b.get(20)?), &mut chain, &mut bad)?;
        rows_seen += counted;
        if counted != last - first + 1 {
            bad.push(format!("change b{seq} has lost {} of its rows", last - first + 1 - counted));
        }
        let texts: Vec<String> = (3..11).map(|at| b.get(at)).collect::<rusqlite::Result<_>>()?;
        let mut words = [""; 8];
        for (word, text) in words.iter_mut().zip(&texts) {
            *word = text;
        }
        let numbers = [b.get(12)?, b.get::<_, Option<i64>>(13)?.unwrap_or(0), b.get(14)?, first, last];
        let seal = Seal { seq, site: b.get(19)?, at: b.get(1)?, offset: b.get(2)?, words, case: b.get(11)?, numbers };
        let stored: Vec<u8> = b.get(18)?;
        if chain.seal(&seal).as_slice() != stored.as_slice() {
            bad.push(format!("change b{seq} was altered: its hash is not {:.12}…", hex(&stored)));
        }
        previous = stored;
    }
    let beyond: i64 = reader.one("SELECT count(*) FROM journal WHERE seq >= ?1", [next], |row| row.get(0))?.unwrap_or(0);
    if beyond > 0 {
        bad.push(format!("{beyond} journal rows belong to no change"));
    }
    Ok((batches, rows_seen, bad))
}

/// Recomputes the digests of one batch's rows, takes them into its chain and counts them; `of` are the batch's number, schema and site.
fn check_rows(mut rows: rusqlite::Rows<'_>, of: (i64, i64, i64), chain: &mut Chain, bad: &mut Vec<String>) -> Result<i64> {
    let mut counted = 0;
    while let Some(j) = rows.next()? {
        counted += 1;
        let seq: i64 = j.get(0)?;
        let (subject, field): (String, Option<String>) = (j.get(2)?, j.get(4)?);
        let (old, new): (Option<String>, Option<String>) = (j.get(5)?, j.get(6)?);
        let (salt, kept): (Option<Vec<u8>>, Vec<u8>) = (j.get(7)?, j.get(8)?);
        let right = match &salt {
            Some(salt) => digest(salt, old.as_deref(), new.as_deref()).as_slice() == kept.as_slice(),
            None => old.is_none() && new.is_none() && j.get(12)?,
        };
        if !right {
            bad.push(format!("a value in change b{} was altered (journal row {seq})", of.0));
        }
        if (j.get::<_, i64>(9)?, j.get::<_, i64>(10)?, j.get::<_, i64>(11)?) != of {
            bad.push(format!("journal row {seq} was moved to another change"));
        }
        let (site_seq, record) = (j.get(1)?, j.get(3)?);
        chain.row(&Link { seq, site_seq, subject: &subject, record, field: field.as_deref(), digest: &kept });
    }
    Ok(counted)
}

/// Holds what the journal tells of one record.
#[derive(Default)]
pub(super) struct Told {
    /// Fields with a value, and fields of which it is known that they have none.
    pub(super) fields: HashMap<String, Option<Json>>,
    /// Fields whose value was blanked.
    hidden: BTreeSet<String>,
    /// Whether the creation was blanked: nothing is known of what is not told otherwise.
    partial: bool,
}

/// What is done about a row of the journal that cannot be understood.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Garbled {
    /// It is the answer.
    Told,
    /// It is passed over, for whoever saves the rest.
    Skipped,
}

/// Replays the journal: every record it ever told of, nothing where it was removed in the end.
pub(super) fn told(reader: &Reader<'_>, garbled: Garbled) -> Result<HashMap<(Subject, Id), Option<Told>>> {
    let mut records: HashMap<(Subject, Id), Option<Told>> = HashMap::new();
    let mut select = reader.conn.prepare("SELECT seq, batch, subject, record, field, old, new, salt FROM journal ORDER BY seq")?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let change = match change(row) {
            Err(_) if garbled == Garbled::Skipped => continue,
            read => read?,
        };
        let told = records.entry((change.subject, change.record)).or_insert(None);
        match (change.field, change.new) {
            (None, Some(Json::Object(made))) => {
                *told = Some(Told { fields: made.into_iter().map(|(key, value)| (key, Some(value))).collect(), ..Told::default() });
            }
            // Creation or removal: the next row of the record says which, and so does the record itself.
            (None, _) if change.blanked && told.is_none() => *told = Some(Told { partial: true, ..Told::default() }),
            (None, _) => *told = None,
            (Some(field), new) => {
                if let Some(told) = told {
                    if change.blanked {
                        told.hidden.insert(field);
                    } else {
                        told.hidden.remove(&field);
                        told.fields.insert(field, new);
                    }
                }
            }
        }
    }
    Ok(records)
}

/// Compares what the journal tells with the tables.
fn check_records(reader: &Reader<'_>) -> Result<Vec<String>> {
    let mut records = told(reader, Garbled::Told)?;
    let mut bad = Vec::new();
    for table in TABLES {
        reader.all_records(table.subject, |id, record| {
            let told = records.remove(&(table.subject, id)).flatten();
            if !told.is_some_and(|told| told.agrees(table, &record)) {
                bad.push(format!("a {} differs from what the journal says ({id})", table.subject.label()));
            }
            Ok(())
        })?;
    }
    for ((subject, id), told) in records {
        if told.is_some() {
            bad.push(format!("a {} of the journal is missing ({id})", subject.label()));
        }
    }
    bad.sort();
    Ok(bad)
}

impl Told {
    /// Compares with a stored record, leaving out what a redaction blanked.
    fn agrees(&self, table: &'static Table, record: &Record) -> bool {
        table.columns.iter().all(|column| {
            let told = match self.fields.get(column.key) {
                _ if self.hidden.contains(column.key) => return true,
                None if self.partial => return true,
                told => told.and_then(Option::as_ref).map_or(Value::Null, |json| from_json(column, json)),
            };
            let stored = record.iter().find(|(key, _)| *key == column.key).map_or(Json::Null, |(_, value)| to_json(value));
            to_json(&told) == stored
        })
    }
}

fn check_search(reader: &Reader<'_>) -> Result<Vec<String>> {
    let mut bad = Vec::new();
    let count = |sql: &str| Ok::<i64, super::StoreError>(reader.one(sql, [], |row| row.get(0))?.unwrap_or(0));
    let lost = count("SELECT count(*) FROM doc d WHERE NOT EXISTS (SELECT 1 FROM doc_text t WHERE t.rowid = d.n)")?;
    if lost > 0 {
        bad.push(format!("{lost} texts are missing from the search index"));
    }
    for table in TABLES {
        let texts: Vec<String> = table.columns.iter().filter(|c| c.search).map(|c| format!("coalesce(r.{}, '') <> ''", c.key)).collect();
        let name = table.name;
        let (label, subject) = (table.subject.label(), table.subject.key());
        if !texts.is_empty() {
            let any = texts.join(" OR ");
            let sql = format!("SELECT count(*) FROM {name} r WHERE ({any}) AND NOT EXISTS (SELECT 1 FROM doc d WHERE d.record = r.id)");
            let missing = count(&sql)?;
            bad.extend((missing > 0).then(|| format!("{missing} records ({label}) are missing from the search index")));
        }
        let sql = format!(
            "SELECT count(*) FROM doc d WHERE d.subject = '{subject}' AND NOT EXISTS (SELECT 1 FROM {name} r WHERE r.id = d.record)"
        );
        let left = count(&sql)?;
        bad.extend((left > 0).then(|| format!("{left} texts in the search index belong to no record ({label})")));
    }
    Ok(bad)
}

/// Words which numbers were given: a scope and the highest of it.
pub(super) const GIVEN: &str = "SELECT kind AS scope, max(number) AS top FROM cases GROUP BY kind
    UNION ALL SELECT 'action', max(number) FROM action HAVING max(number) > 0
    UNION ALL SELECT 'entry ' || lower(substr(hex(case_id), 1, 8) || '-' || substr(hex(case_id), 9, 4) || '-' ||
      substr(hex(case_id), 13, 4) || '-' || substr(hex(case_id), 17, 4) || '-' || substr(hex(case_id), 21)), max(number)
      FROM entry GROUP BY case_id";

/// A counter behind the numbers that were given would give one of them again.
fn check_counters(reader: &Reader<'_>) -> Result<Vec<String>> {
    let sql = format!(
        "SELECT g.scope, g.top, coalesce(c.value, 0) FROM ({GIVEN}) g LEFT JOIN counter c ON c.scope = g.scope
         WHERE coalesce(c.value, 0) < g.top"
    );
    reader.list(&sql, [], |row| {
        let (scope, top, value): (String, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        Ok(format!("the next {scope} would be number {}, and {top} is taken", value + 1))
    })
}

fn check_tally(reader: &Reader<'_>) -> Result<Vec<String>> {
    let sql = "SELECT kind, shelf, rank, sum(n) FROM (SELECT kind, shelf, rank, count AS n FROM tally
               UNION ALL SELECT kind, shelf, rank, -1 FROM cases) GROUP BY kind, shelf, rank HAVING sum(n) <> 0";
    reader.list(sql, [], |row| {
        let (kind, shelf, rank): (String, String, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        Ok(format!("the count of {kind}s ({shelf}, rank {rank}) is off by {}", row.get::<_, i64>(3)?))
    })
}
