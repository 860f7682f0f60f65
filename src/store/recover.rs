//! What can still be read of a damaged file, in a new one: rows wherever they can be reached, and from the journal what its own table has
//! lost. The damaged file is copied first and never written to. Must not know what a record means.

use std::collections::HashMap;
use std::path::Path;

use rusqlite::types::Value as Sql;
use rusqlite::{Connection, params_from_iter};

use super::doctor::{GIVEN, Garbled, Told, told};
use super::error::{Result, StoreError};
use super::reader::Reader;
use super::schema::{TABLES, Table};
use super::writer::{searchable, whole};
use super::{Access, Opening, backup, migrate, open, row};
use crate::model::{Id, Subject, Value};

/// Tables that are worked out anew from the others.
const DERIVED: &[&str] = &["tally", "clock", "doc", "doc_text"];

/// Says what became of one table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Saved {
    /// Its name.
    pub table: String,
    /// Rows that were read and fit.
    pub rows: usize,
    /// Rows that were read and do not fit what the table may hold.
    pub unfit: usize,
    /// Stretches that could not be read.
    pub gaps: usize,
    /// Records that the table has lost and the journal still tells.
    pub retold: usize,
}

impl Saved {
    /// Says whether nothing is wrong with the table.
    pub fn is_whole(&self) -> bool {
        self.unfit == 0 && self.gaps == 0 && self.retold == 0
    }
}

/// Saves what can be read of a file into a new one.
///
/// # Errors
/// When there is nothing to read, or the new file cannot be made; nothing is left behind then.
pub fn recover(from: &Path, to: &Path, opening: &Opening) -> Result<Vec<Saved>> {
    let (from, to) = (absolute(from)?, absolute(to)?);
    let (file, shown) = (from.display().to_string(), to.display().to_string());
    let refuse = |file: &str, why: &str| StoreError::Other { file: file.into(), why: why.into() };
    if !from.symlink_metadata().is_ok_and(|meta| meta.is_file()) {
        return Err(refuse(&file, "there is no such file"));
    }
    if to.symlink_metadata().is_ok() {
        return Err(refuse(&shown, "there is a file of that name already; name another one"));
    }
    let (copy, _folder) = backup::private_copy(&from)?;
    let lost = |e: rusqlite::Error| StoreError::Corrupt { file: file.clone(), why: format!("its list of tables cannot be read: {e}") };
    let old = open::connect(&copy, Access::Read).map_err(|e| StoreError::Corrupt { file: file.clone(), why: e.to_string() })?;
    old.query_row("SELECT count(*) FROM sqlite_schema WHERE name IN ('journal', 'cases')", [], |row| row.get::<_, i64>(0))
        .map_err(lost)
        .and_then(|n| if n == 2 { Ok(()) } else { Err(refuse(&file, "there are no tables of warroom in it")) })?;

    let word = |e: rusqlite::Error| StoreError::from_sqlite(&shown, &e);
    let io = |e: std::io::Error| open::other(&to, &e);
    let folder = to.parent().unwrap_or(Path::new("/"));
    let temp = tempfile::NamedTempFile::new_in(folder).map_err(io)?;
    let mut new = open::connect(temp.path(), Access::Write)?;
    migrate::run(&mut new, migrate::MIGRATIONS, opening).map_err(word)?;
    let all = fill(&old, &mut new).map_err(word)?;
    new.close().map_err(|(_, e)| word(e))?;
    temp.as_file().sync_all().map_err(io)?;
    temp.persist_noclobber(&to).map_err(|e| io(e.error))?;
    let _ = std::fs::File::open(folder).and_then(|folder| folder.sync_all());
    Ok(all)
}

fn absolute(path: &Path) -> Result<std::path::PathBuf> {
    std::path::absolute(path).map_err(|e| open::other(path, &e))
}

/// Fills a new file from an old one: tables, what the journal tells beside them, numbers, words for the search.
fn fill(old: &Connection, new: &mut Connection) -> rusqlite::Result<Vec<Saved>> {
    new.pragma_update(None, "foreign_keys", false)?;
    let tx = new.transaction()?;
    let names: Vec<(String, bool)> = {
        let mut select = tx.prepare("SELECT name, wr = 0 FROM pragma_table_list WHERE schema = 'main' AND type = 'table' ORDER BY name")?;
        let rows = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        rows.collect::<rusqlite::Result<_>>()?
    };
    let mut all = Vec::new();
    for (name, counted) in names.into_iter().filter(|(name, _)| !name.starts_with("sqlite_") && !DERIVED.contains(&name.as_str())) {
        // What making the file put there is in the way of what was there.
        if !matches!(name.as_str(), "batch" | "journal") {
            tx.execute(&format!("DELETE FROM {name}"), [])?;
        }
        all.push(copy(old, &tx, &name, counted)?);
    }
    retell(&tx, &mut all)?;
    let scopes = format!(
        "INSERT INTO counter SELECT scope, top FROM ({GIVEN}) WHERE true ON CONFLICT (scope) DO UPDATE SET value = max(value, excluded.value)"
    );
    tx.execute(&scopes, [])?;
    // Clocks are worked out anew by the first start that finds them worked out by other policies.
    tx.execute("DELETE FROM meta WHERE key = 'policies'", [])?;
    words(&tx)?;
    tx.commit()?;
    new.pragma_update(None, "foreign_keys", true)?;
    Ok(all)
}

/// Copies the rows of a table that can be read and fit.
fn copy(old: &Connection, new: &Connection, name: &str, counted: bool) -> rusqlite::Result<Saved> {
    let columns = |conn: &Connection| -> rusqlite::Result<Vec<String>> {
        let mut select = conn.prepare("SELECT name FROM pragma_table_xinfo(?1) WHERE hidden = 0")?;
        let names = select.query_map([name], |row| row.get(0))?;
        names.collect()
    };
    let there = columns(old).unwrap_or_default();
    let columns: Vec<String> = columns(new)?.into_iter().filter(|column| there.contains(column)).collect();
    let mut saved = Saved { table: name.to_owned(), ..Saved::default() };
    if columns.is_empty() {
        saved.gaps = 1;
        return Ok(saved);
    }
    let list = columns.iter().map(|column| format!("\"{column}\"")).collect::<Vec<_>>().join(", ");
    let marks = vec!["?"; columns.len()].join(", ");
    let mut insert = new.prepare(&format!("INSERT INTO {name} ({list}) VALUES ({marks})"))?;
    let mut take = |values: &[Sql], saved: &mut Saved| match insert.execute(params_from_iter(values)) {
        Ok(_) => saved.rows += 1,
        Err(_) => saved.unfit += 1,
    };
    if !counted {
        // Without numbers of rows there is nowhere to go on behind a gap but from the other end, up to what was read already.
        let mut first: Vec<Vec<Sql>> = Vec::new();
        let whole = read(old, &format!("SELECT {list} FROM {name} ORDER BY 1"), [], columns.len(), &mut |row| first.push(row));
        first.iter().for_each(|row| take(row, &mut saved));
        if !whole {
            saved.gaps = 1;
            let mut rest: Vec<Vec<Sql>> = Vec::new();
            read(old, &format!("SELECT {list} FROM {name} ORDER BY 1 DESC"), [], columns.len(), &mut |row| rest.push(row));
            rest.iter().filter(|row| !first.contains(row)).for_each(|row| take(row, &mut saved));
        }
        return Ok(saved);
    }
    let sql = format!("SELECT rowid, {list} FROM {name} WHERE rowid > ?1 ORDER BY rowid");
    let mut last = i64::MIN;
    while !read(old, &sql, [last], columns.len() + 1, &mut |row| {
        if let Some((Sql::Integer(n), values)) = row.split_first() {
            last = *n;
            take(values, &mut saved);
        }
    }) {
        saved.gaps += 1;
        match behind(old, name, last) {
            Some(next) => last = next - 1,
            None => break,
        }
    }
    Ok(saved)
}

/// Reads rows of so many columns as far as they can be read; says whether that was all of them.
fn read(old: &Connection, sql: &str, from: impl rusqlite::Params, width: usize, take: &mut dyn FnMut(Vec<Sql>)) -> bool {
    let Ok(mut select) = old.prepare(sql) else { return false };
    let Ok(mut rows) = select.query(from) else { return false };
    loop {
        match rows.next() {
            Ok(None) => return true,
            Err(_) => return false,
            Ok(Some(row)) => match (0..width).map(|at| value(row, at)).collect() {
                Ok(values) => take(values),
                Err(_) => return false,
            },
        }
    }
}

/// Takes a value as it is; of a text that is none, what can be read.
fn value(row: &rusqlite::Row<'_>, at: usize) -> rusqlite::Result<Sql> {
    use rusqlite::types::ValueRef;
    Ok(match row.get_ref(at)? {
        ValueRef::Text(bytes) => Sql::Text(String::from_utf8_lossy(bytes).into_owned()),
        _ => row.get(at)?,
    })
}

/// Finds the next row behind a stretch that cannot be read: further and further away first, then back to where it begins.
fn behind(old: &Connection, table: &str, last: i64) -> Option<i64> {
    let next = |after: i64| {
        let sql = format!("SELECT rowid FROM {table} WHERE rowid > ?1 ORDER BY rowid LIMIT 1");
        old.query_row(&sql, [after], |row| row.get::<_, i64>(0)).ok()
    };
    let last = last.max(0);
    let (mut near, mut step) = (last, 1_i64);
    let mut found = loop {
        let far = last.checked_add(step)?;
        match next(far) {
            Some(row) => break row,
            None if step > 1 << 40 => return None,
            None => (near, step) = (far, step * 2),
        }
    };
    let mut far = last + step;
    while far - near > 1 {
        let middle = near + (far - near) / 2;
        match next(middle) {
            Some(row) => (found, far) = (row, middle),
            None => near = middle,
        }
    }
    Some(found)
}

/// Puts records back that the journal tells and their table has lost.
fn retell(new: &Connection, all: &mut [Saved]) -> rusqlite::Result<()> {
    let reader = Reader::new(new);
    let mut records: HashMap<(Subject, Id), Option<Told>> = told(&reader, Garbled::Skipped).unwrap_or_default();
    for table in TABLES {
        let mut there = Vec::new();
        let mut select = new.prepare(&format!("SELECT id FROM {}", table.name))?;
        let ids = select.query_map([], |row| row.get::<_, Id>(0))?;
        there.extend(ids.filter_map(rusqlite::Result::ok));
        there.iter().for_each(|id| drop(records.remove(&(table.subject, *id))));
    }
    let mut lost: Vec<((Subject, Id), Told)> = records.into_iter().filter_map(|(of, told)| Some((of, told?))).collect();
    lost.sort_by_key(|((_, id), _)| *id);
    for ((subject, id), told) in lost {
        let table = Table::of(subject);
        let mut values = vec![Sql::Blob(id.0.as_bytes().to_vec())];
        for column in table.columns {
            let value = told.value(column);
            values.extend(row::to_columns(column, &value));
        }
        let fits = new.prepare_cached(table.insert())?.execute(params_from_iter(values)).is_ok();
        if let Some(saved) = all.iter_mut().find(|saved| saved.table == table.name) {
            saved.retold += usize::from(fits);
            saved.unfit += usize::from(!fits);
        }
    }
    Ok(())
}

/// Feeds the search with the words of all records.
fn words(new: &Connection) -> rusqlite::Result<()> {
    let mut doc = new.prepare("INSERT INTO doc (subject, record) VALUES (?1, ?2)")?;
    let mut text = new.prepare("INSERT INTO doc_text (rowid, text) VALUES (?1, ?2)")?;
    for table in TABLES {
        let mut select = new.prepare(&format!("SELECT {}, id FROM {} ORDER BY n", table.select_list(), table.name))?;
        let width: usize = table.columns.iter().map(super::schema::Column::width).sum();
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            let id: Id = row.get(width)?;
            let words = searchable(table, &whole(table, row)?);
            if !words.is_empty() {
                let n = doc.insert((table.subject.key(), id))?;
                text.execute((n, words))?;
            }
        }
    }
    Ok(())
}

impl Told {
    /// Gives the value the journal tells last for a column.
    fn value(&self, column: &super::schema::Column) -> Value {
        self.fields.get(column.key).and_then(Option::as_ref).map_or(Value::Null, |json| row::from_json(column, json))
    }
}
