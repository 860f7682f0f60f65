//! The writer a command is handed: create, set, remove, number. Each writes the row, its journal line and its words for search.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::types::Value as Sql;
use rusqlite::{OptionalExtension, Transaction, params, params_from_iter};

use super::error::{Result, StoreError};
use super::index::Index;
use super::journal::{Answer, By, Chain, Link, Seal, digest, newest};
use super::mint::Mint;
use super::reader::Reader;
use super::row::{from_columns, record_to_json, to_columns, to_json};
use super::schema::{Column, Table};
use super::{migrate, row};
use crate::model::entry::EntryKind;
use crate::model::{Id, Record, Subject, Value};

/// Writes records inside one running transaction and keeps the journal of it.
pub struct Writer<'t> {
    pub(super) tx: &'t Transaction<'t>,
    mint: Mint,
    chain: Option<Chain>,
    previous: Vec<u8>,
    batch: i64,
    first: i64,
    next: i64,
    next_at_site: i64,
    site: Id,
    schema: i64,
    touched: BTreeSet<Id>,
    is_wide: bool,
    fixed: bool,
    index: Index,
}

/// Keys under which a record names a case whose clocks go by it.
const CASES: &[&str] = &["case_id", "from_case", "to_case"];

impl<'t> Writer<'t> {
    pub(super) fn new(tx: &'t Transaction<'t>, by: &By, seed: Option<&str>) -> rusqlite::Result<Self> {
        let (seq, previous, last) = newest(tx)?;
        let site = tx.prepare_cached("SELECT id FROM site WHERE n = 1")?.query_row([], |row| row.get(0))?;
        let at_site: Option<i64> =
            tx.prepare_cached("SELECT max(site_seq) FROM journal WHERE site = 1")?.query_row([], |row| row.get(0))?;
        Ok(Self {
            tx,
            mint: Mint::new(seed, seq + 1, by.now),
            chain: Some(Chain::after(&previous)),
            previous,
            batch: seq + 1,
            first: last + 1,
            next: last + 1,
            next_at_site: at_site.unwrap_or(0) + 1,
            site,
            schema: migrate::newest(),
            touched: BTreeSet::new(),
            is_wide: false,
            fixed: by.fixed,
            index: Index::default(),
        })
    }

    /// Reads through the running transaction, so that what is checked is what is changed.
    pub fn read(&self) -> Reader<'_> {
        Reader::new(self.tx)
    }

    /// Mints an id for a record to be created.
    pub fn mint(&mut self) -> Id {
        self.mint.id()
    }

    /// Takes the next number of a scope; a number is never given twice, not even after an undo.
    ///
    /// # Errors
    /// SQLite's.
    pub fn number(&mut self, scope: &str) -> Result<i64> {
        let mut next = self
            .tx
            .prepare_cached("INSERT INTO counter VALUES (?1, 1) ON CONFLICT (scope) DO UPDATE SET value = value + 1 RETURNING value")?;
        Ok(next.query_row([scope], |row| row.get(0))?)
    }

    /// Creates a record under a minted id.
    ///
    /// # Errors
    /// [`StoreError::Constraint`] when it does not fit the schema, else SQLite's.
    pub fn create(&mut self, subject: Subject, record: &Record) -> Result<Id> {
        let id = self.mint();
        self.insert(subject, id, record)?;
        Ok(id)
    }

    /// Creates a record under an id that exists already: undo of a removal.
    pub(super) fn insert(&mut self, subject: Subject, id: Id, record: &Record) -> Result<()> {
        let table = Table::of(subject);
        debug_assert!(record.iter().all(|(k, _)| table.column(k).is_some()), "a key of {subject:?} has no column");
        let mut values = vec![Sql::Blob(id.0.as_bytes().to_vec())];
        for column in table.columns {
            let value = record.iter().find(|(key, _)| *key == column.key).map_or(&Value::Null, |(_, value)| value);
            values.extend(to_columns(column, value));
        }
        self.tx.prepare_cached(table.insert())?.execute(params_from_iter(values))?;
        let json = record_to_json(record).to_string();
        self.note(subject, id, None, None, Some(&json))?;
        self.index.put(self.tx, table.subject, id, searchable(table, record))?;
        if !is_said_only(subject, record) {
            self.touch(subject, id, record);
        }
        Ok(())
    }

    /// Sets one field; says whether anything changed, and journals only then.
    ///
    /// # Errors
    /// [`StoreError::Constraint`] when it does not fit the schema, else SQLite's.
    pub fn set(&mut self, subject: Subject, id: Id, key: &'static str, value: &Value) -> Result<bool> {
        self.set_all(subject, id, &[(key, value.clone())])
    }

    /// Sets several fields at once, for fields that the schema only takes together; says whether anything changed.
    ///
    /// # Errors
    /// [`StoreError::Constraint`] when they do not fit the schema, else SQLite's.
    pub fn set_all(&mut self, subject: Subject, id: Id, fields: &[(&'static str, Value)]) -> Result<bool> {
        let table = Table::of(subject);
        let (mut names, mut values, mut moved) = (Vec::new(), Vec::new(), Vec::new());
        for (key, value) in fields {
            let column = table.column(key).expect("commands name fields that are in TABLES; debug builds and tests find the others");
            let old = self.value(table, column, id)?;
            if old != *value {
                names.extend(column.names().iter().map(|name| format!("{name} = ?")));
                values.extend(to_columns(column, value));
                moved.push((column, old, value));
            }
        }
        if moved.is_empty() {
            return Ok(false);
        }
        values.push(Sql::Blob(id.0.as_bytes().to_vec()));
        let sql = format!("UPDATE {} SET {} WHERE id = ?", table.name, names.join(", "));
        let before = self.case_of(subject, id)?;
        self.tx.prepare_cached(&sql)?.execute(params_from_iter(values))?;
        let word = |v: &Value| (!v.is_null()).then(|| to_json(v).to_string());
        for (column, old, value) in &moved {
            self.note(subject, id, Some(column.key), word(old).as_deref(), word(value).as_deref())?;
        }
        let record = self.record(subject, id)?.unwrap_or_default();
        if moved.iter().any(|(column, ..)| column.search) {
            self.index.put(self.tx, table.subject, id, searchable(table, &record))?;
        }
        // The case it was in has clocks that go by it, too; so have those that are linked with what has another project now.
        self.touched.extend(before);
        if subject == Subject::Case && moved.iter().any(|(column, ..)| column.key == "project") {
            self.touched.extend(self.read().linked(id)?);
        }
        self.touch(subject, id, &record);
        Ok(true)
    }

    fn case_of(&self, subject: Subject, id: Id) -> Result<Option<Id>> {
        let table = Table::of(subject);
        match table.column("case_id") {
            Some(column) => match self.value(table, column, id)? {
                Value::Ref(case) => Ok(Some(case)),
                _ => Ok(None),
            },
            None => Ok(None),
        }
    }

    /// Removes a record; rows that point at it make the schema refuse.
    ///
    /// # Errors
    /// [`StoreError::Constraint`] when something still points at it, else SQLite's.
    pub fn remove(&mut self, subject: Subject, id: Id) -> Result<()> {
        let table = Table::of(subject);
        let Some(record) = self.record(subject, id)? else { return Ok(()) };
        if subject == Subject::Case {
            self.tx.prepare_cached("DELETE FROM clock WHERE case_id = ?1")?.execute([id])?;
        }
        self.tx.prepare_cached(&format!("DELETE FROM {} WHERE id = ?1", table.name))?.execute([id])?;
        let json = record_to_json(&record).to_string();
        self.note(subject, id, None, Some(&json), None)?;
        self.index.put(self.tx, table.subject, id, String::new())?;
        self.touch(subject, id, &record);
        Ok(())
    }

    /// Reads a record as it stands, in the journal's shape.
    ///
    /// # Errors
    /// SQLite's.
    pub fn record(&self, subject: Subject, id: Id) -> Result<Option<Record>> {
        self.read().record(subject, id)
    }

    /// Blanks what the journal and the search index hold of a record's texts. The digests stay, so the chain still verifies.
    ///
    /// # Errors
    /// SQLite's.
    pub fn blank_journal(&mut self, id: Id) -> Result<usize> {
        let mut blank = self.tx.prepare_cached(
            "UPDATE journal SET old = NULL, new = NULL, salt = NULL WHERE record = ?1 AND salt IS NOT NULL
             AND (field IS NULL OR field IN ('text', 'reason', 'tags', 'why'))",
        )?;
        let blanked = blank.execute([id])?;
        self.index.feed(self.tx)?;
        // The index only marks what is deleted, and keeps the words until it merges its parts.
        self.tx.execute("INSERT INTO doc_text (doc_text) VALUES ('optimize')", [])?;
        Ok(blanked)
    }

    /// Blanks what the journal holds of one field of a record. The digests stay, so the chain still verifies.
    ///
    /// # Errors
    /// SQLite's.
    pub fn blank_field(&mut self, id: Id, field: &str) -> Result<usize> {
        let mut blank = self.tx.prepare_cached(
            "UPDATE journal SET old = NULL, new = NULL, salt = NULL WHERE record = ?1 AND salt IS NOT NULL AND field = ?2",
        )?;
        Ok(blank.execute([&id as &dyn rusqlite::ToSql, &field])?)
    }

    /// Gives the number this batch will have.
    pub fn batch_number(&self) -> i64 {
        self.batch
    }

    /// Lists the cases whose clocks this batch may have moved.
    pub fn touched(&self) -> Vec<Id> {
        self.touched.iter().copied().collect()
    }

    /// Says whether this batch changed who is told of cases, so that any case's clocks may have moved.
    pub fn is_wide(&self) -> bool {
        self.is_wide
    }

    /// Has a case's clocks worked out anew, although no row of it changed.
    pub fn touch_case(&mut self, case: Id) {
        self.touched.insert(case);
    }

    /// Makes these the clocks of one case, writing only what is different: a line that is logged seldom moves one. They are derived:
    /// nothing is journalled.
    ///
    /// # Errors
    /// SQLite's.
    pub fn set_clocks(&mut self, case: Id, clocks: &[(Id, &'static str, i64)]) -> Result<()> {
        let mut standing: BTreeMap<(Id, String), i64> = {
            let mut select = self.tx.prepare_cached("SELECT record, what, due_at FROM clock WHERE case_id = ?1")?;
            let rows = select.query_map([case], |row| Ok(((row.get(0)?, row.get(1)?), row.get(2)?)))?;
            rows.collect::<rusqlite::Result<_>>()?
        };
        let mut insert = self.tx.prepare_cached("INSERT OR REPLACE INTO clock (record, what, case_id, due_at) VALUES (?1, ?2, ?3, ?4)")?;
        for (record, what, due) in clocks {
            if standing.remove(&(*record, (*what).to_owned())) != Some(*due) {
                insert.execute(params![record, what, case, due])?;
            }
        }
        let mut delete = self.tx.prepare_cached("DELETE FROM clock WHERE case_id = ?1 AND record = ?2 AND what = ?3")?;
        for (record, what) in standing.into_keys() {
            delete.execute(params![case, record, what])?;
        }
        Ok(())
    }

    /// Writes down which policies the clocks were computed with.
    ///
    /// # Errors
    /// SQLite's.
    pub fn set_meta(&mut self, key: &str, value: &str) -> Result<()> {
        self.tx.execute("INSERT INTO meta VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value", [key, value])?;
        Ok(())
    }

    fn value(&self, table: &Table, column: &Column, id: Id) -> Result<Value> {
        let sql = format!("SELECT {} FROM {} WHERE id = ?1", column.names().join(", "), table.name);
        let found = self.tx.prepare_cached(&sql)?.query_row([id], |row| from_columns(column, row, 0)).optional()?;
        found.ok_or_else(|| StoreError::Constraint("the record is gone".into()))
    }

    fn note(&mut self, subject: Subject, id: Id, field: Option<&str>, old: Option<&str>, new: Option<&str>) -> Result<()> {
        let salt = self.mint.salt();
        let digest = digest(&salt, old, new);
        let (seq, site_seq) = (self.next, self.next_at_site);
        self.tx.prepare_cached("INSERT INTO journal VALUES (?1, ?2, 1, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)")?.execute(params![
            seq,
            self.batch,
            site_seq,
            self.schema,
            subject.key(),
            id,
            field,
            old,
            new,
            salt,
            digest
        ])?;
        if let Some(chain) = &mut self.chain {
            chain.row(&Link { seq, site_seq, subject: subject.key(), record: id, field, digest: &digest });
        }
        self.next += 1;
        self.next_at_site += 1;
        Ok(())
    }

    fn touch(&mut self, subject: Subject, id: Id, record: &Record) {
        if subject == Subject::Case {
            self.touched.insert(id);
        }
        self.is_wide |= matches!(subject, Subject::Audience | Subject::Stakeholder | Subject::Dependency);
        for (key, value) in record {
            if let (true, Value::Ref(case)) = (CASES.contains(key), value) {
                self.touched.insert(*case);
            }
        }
    }

    /// Seals the batch; nothing when no row changed.
    pub(super) fn finish(mut self, by: &By, answer: &Answer) -> rusqlite::Result<Option<(i64, [u8; 32])>> {
        let Some(chain) = self.chain.take().filter(|_| self.next > self.first) else { return Ok(None) };
        self.index.feed(self.tx)?;
        let clock = if self.fixed { "fixed" } else { "system" };
        let json = answer.json.to_string();
        let words = [&by.actor, by.origin, by.run.as_str(), &by.command, &answer.label, &by.key, json.as_str(), clock].map(|w: &str| w);
        let is_final = i64::from(answer.is_final);
        let numbers = [self.schema, answer.undoes.unwrap_or(0), is_final, self.first, self.next - 1];
        let seal = Seal { seq: self.batch, site: self.site, at: by.now, offset: i64::from(by.offset), words, case: answer.case, numbers };
        let hash = chain.seal(&seal);
        self.tx
            .prepare_cached(
                "INSERT INTO batch (seq, site, at, zone_offset, actor, origin, run, command, label, key, answer, clock, case_id, schema, undoes,
                 final, first, last, previous, hash) VALUES (?1, 1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)",
            )?
            .execute(params![
                self.batch, by.now, by.offset, words[0], words[1], words[2], words[3], words[4], words[5], words[6], words[7],
                answer.case, self.schema, answer.undoes, is_final, self.first, self.next - 1, self.previous, hash
            ])?;
        Ok(Some((self.batch, hash)))
    }
}

/// Joins everything a person typed in a record.
pub(super) fn searchable(table: &Table, record: &[(&'static str, Value)]) -> String {
    let texts = record.iter().filter_map(|(key, value)| match (table.column(key), value) {
        (Some(column), Value::Text(text)) if column.search => Some(text.as_str()),
        _ => None,
    });
    texts.collect::<Vec<_>>().join("\n")
}

/// Reads a whole row in the journal's shape.
pub(super) fn whole(table: &'static Table, row: &rusqlite::Row<'_>) -> rusqlite::Result<Record> {
    let mut at = 0;
    let mut record = Record::new();
    for column in table.columns {
        let value = row::from_columns(column, row, at)?;
        at += column.names().len();
        if !value.is_null() {
            record.push((column.key, value));
        }
    }
    Ok(record)
}

/// Says whether a new record is a line of a log that neither promises anything nor tells anybody: no clock can hang on it, and most
/// lines are such.
fn is_said_only(subject: Subject, record: &Record) -> bool {
    let update = Value::word(EntryKind::Update.key());
    let hangs = |(key, value): &(&str, Value)| *key == "due" && !value.is_null() || *key == "kind" && *value == update;
    subject == Subject::Entry && !record.iter().any(hangs)
}
