//! Everything that can be checked about a file: SQLite's own checks, the chain, the heads, rows against journal, derived tables.

use std::collections::HashMap;

use rusqlite::Connection;
use serde_json::Value as Json;

use super::Store;
use super::error::Result;
use super::heads::hex;
use super::history::change;
use super::journal::{Chain, Link, Seal, digest};
use super::reader::Reader;
use super::row::{from_json, record_from_json, record_to_json, to_json};
use super::schema::{TABLES, Table};
use crate::model::{Id, Record, Subject};

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

impl Store {
    /// Checks everything that can be checked, and says how each thing is.
    ///
    /// # Errors
    /// SQLite's, when even reading fails.
    pub fn examine(&self) -> Result<Vec<Finding>> {
        let reader = self.reader();
        let mut findings = Vec::new();
        let mut say = |what, bad: Vec<String>, good: String| {
            if bad.is_empty() {
                findings.push(Finding { level: Level::Good, what, seen: good });
            }
            findings.extend(bad.into_iter().take(20).map(|seen| Finding { level: Level::Bad, what, seen }));
        };
        say("file", sqlite_check(&self.conn)?, "SQLite finds it sound".into());
        let (batches, rows, bad) = check_chain(&reader)?;
        say("chain", bad, format!("{batches} changes, {rows} journal rows, every hash right"));
        say("heads", self.check_heads(&reader)?, "nothing that was acknowledged is missing".into());
        say("records", check_records(&reader)?, "every record is what the journal says".into());
        say("search", check_search(&reader)?, "every typed text is in the index".into());
        say("counts", check_tally(&reader)?, "the Board's counts are right".into());
        let fixed: i64 = reader.one("SELECT count(*) FROM batch WHERE clock = 'fixed'", [], |row| row.get(0))?.unwrap_or(0);
        if fixed > 0 {
            findings.push(Finding { level: Level::Note, what: "clock", seen: format!("{fixed} changes were written under a fixed clock") });
        }
        Ok(findings)
    }

    fn check_heads(&self, reader: &Reader<'_>) -> Result<Vec<String>> {
        let mut bad = Vec::new();
        bad.extend(self.lost_tail()?);
        for head in self.heads.read() {
            match reader.batch_hash(head.seq)? {
                Some(hash) if hash != head.hash => bad.push(format!("change b{} is not the one that was acknowledged", head.seq)),
                _ => {}
            }
        }
        Ok(bad)
    }
}

fn sqlite_check(conn: &Connection) -> Result<Vec<String>> {
    let mut bad: Vec<String> = Vec::new();
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

/// Walks the chain from the first batch and recomputes every digest and hash.
fn check_chain(reader: &Reader<'_>) -> Result<(i64, i64, Vec<String>)> {
    let mut bad = Vec::new();
    let mut previous = vec![0; 32];
    let (mut batches, mut rows_seen, mut next) = (0, 0, 1);
    let mut batch_select = reader.conn.prepare(
        "SELECT b.seq, b.at, b.zone_offset, b.actor, b.origin, b.run, b.command, b.label, b.key, b.answer, b.clock, b.case_id, b.schema,
         b.undoes, b.final, b.first, b.last, b.previous, b.hash, s.id FROM batch b JOIN site s ON s.n = b.site ORDER BY b.seq",
    )?;
    let mut row_select = reader.conn.prepare(
        "SELECT seq, site_seq, subject, record, field, old, new, salt, digest, batch FROM journal WHERE seq BETWEEN ?1 AND ?2 ORDER BY seq",
    )?;
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
        let mut inside = row_select.query([first, last])?;
        let mut counted = 0;
        while let Some(j) = inside.next()? {
            counted += 1;
            rows_seen += 1;
            let (subject, field): (String, Option<String>) = (j.get(2)?, j.get(4)?);
            let (old, new): (Option<String>, Option<String>) = (j.get(5)?, j.get(6)?);
            let kept: Vec<u8> = j.get(8)?;
            let salt: Option<Vec<u8>> = j.get(7)?;
            if salt.is_some_and(|salt| digest(&salt, old.as_deref(), new.as_deref()).as_slice() != kept.as_slice()) {
                bad.push(format!("a value in change b{seq} was altered (journal row {})", j.get::<_, i64>(0)?));
            }
            chain.row(&Link {
                seq: j.get(0)?,
                site_seq: j.get(1)?,
                subject: &subject,
                record: j.get(3)?,
                field: field.as_deref(),
                digest: &kept,
            });
        }
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
            bad.push(format!("change b{seq} was altered: its hash is not {}…", &hex(&stored)[..12]));
        }
        previous = stored;
    }
    let beyond: i64 = reader.one("SELECT count(*) FROM journal WHERE seq >= ?1", [next], |row| row.get(0))?.unwrap_or(0);
    if beyond > 0 {
        bad.push(format!("{beyond} journal rows belong to no change"));
    }
    Ok((batches, rows_seen, bad))
}

/// Replays the journal and compares what comes out with the tables.
fn check_records(reader: &Reader<'_>) -> Result<Vec<String>> {
    let mut states: HashMap<(Subject, Id), Option<Json>> = HashMap::new();
    let mut select = reader.conn.prepare("SELECT seq, batch, subject, record, field, old, new, salt FROM journal ORDER BY seq")?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let change = change(row)?;
        let state = states.entry((change.subject, change.record)).or_insert(None);
        match &change.field {
            None if change.new.is_some() => *state = change.new,
            // A blanked creation cannot be replayed; the record itself says that it was redacted.
            None if change.blanked => *state = Some(Json::Object(serde_json::Map::new())),
            None => *state = None,
            Some(field) => {
                if let Some(Json::Object(record)) = state {
                    match change.new {
                        Some(value) => drop(record.insert(field.clone(), value)),
                        None => drop(record.remove(field)),
                    }
                }
            }
        }
    }
    let mut bad = Vec::new();
    for table in TABLES {
        reader.all_records(table.subject, |id, record| {
            let told = states.remove(&(table.subject, id)).flatten();
            if !agrees(table, &record, told.as_ref()) {
                bad.push(format!("a {} differs from what the journal says ({id})", table.subject.label()));
            }
            Ok(())
        })?;
    }
    for ((subject, id), told) in states {
        if told.is_some() {
            bad.push(format!("a {} of the journal is missing ({id})", subject.label()));
        }
    }
    Ok(bad)
}

/// Compares a stored record with the journal's, leaving out what a redaction blanked.
fn agrees(table: &'static Table, record: &Record, told: Option<&Json>) -> bool {
    let Some(told) = told else { return false };
    let redacted = record.iter().any(|(key, value)| *key == "redacted" && *value == crate::model::Value::Int(1));
    if redacted {
        return true;
    }
    let told: Record = record_from_json(table, told);
    let normal = |r: &Record| -> Vec<(String, String)> {
        let mut pairs: Vec<_> = r.iter().map(|(k, v)| ((*k).to_owned(), to_json(v).to_string())).collect();
        pairs.sort();
        pairs
    };
    debug_assert!(table.columns.iter().all(|c| from_json(c, &Json::Null).is_null()));
    normal(record) == normal(&told) || record_to_json(record) == record_to_json(&told)
}

fn check_search(reader: &Reader<'_>) -> Result<Vec<String>> {
    let mut bad = Vec::new();
    let indexed: i64 = reader.one("SELECT count(*) FROM doc", [], |row| row.get(0))?.unwrap_or(0);
    let texts: i64 = reader
        .one("SELECT count(*) FROM doc d WHERE EXISTS (SELECT 1 FROM doc_text t WHERE t.rowid = d.n)", [], |row| row.get(0))?
        .unwrap_or(0);
    if indexed != texts {
        bad.push(format!("{} texts are missing from the search index", indexed - texts));
    }
    let cases: i64 = reader
        .one("SELECT count(*) FROM cases c WHERE NOT EXISTS (SELECT 1 FROM doc d WHERE d.record = c.id)", [], |row| row.get(0))?
        .unwrap_or(0);
    let entries: i64 = reader
        .one("SELECT count(*) FROM entry e WHERE e.text <> '' AND NOT EXISTS (SELECT 1 FROM doc d WHERE d.record = e.id)", [], |row| {
            row.get(0)
        })?
        .unwrap_or(0);
    if cases + entries > 0 {
        bad.push(format!("{} records are missing from the search index", cases + entries));
    }
    Ok(bad)
}

fn check_tally(reader: &Reader<'_>) -> Result<Vec<String>> {
    let sql = "SELECT kind, shelf, rank, sum(n) FROM (SELECT kind, shelf, rank, count AS n FROM tally
               UNION ALL SELECT kind, shelf, rank, -1 FROM cases) GROUP BY kind, shelf, rank HAVING sum(n) <> 0";
    reader.list(sql, [], |row| {
        let (kind, shelf, rank): (String, String, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        Ok(format!("the count of {kind}s ({shelf}, rank {rank}) is off by {}", row.get::<_, i64>(3)?))
    })
}
