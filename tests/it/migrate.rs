//! Files of other versions and other programs: brought up, or refused and left as they are.

use std::path::Path;

use rusqlite::Connection;
use rusqlite::types::ValueRef;
use warroom::app::{Access, Failure};
use warroom::store::{StoreError, newest_schema};

use crate::database::{self, Database, bad, bytes, furnish, store};

/// A dump of a database of every version there was, with a little of everything in it. Kept for ever.
const DUMPS: &[&str] =
    &[include_str!("dumps/v1.sql"), include_str!("dumps/v2.sql"), include_str!("dumps/v3.sql"), include_str!("dumps/v4.sql")];

/// Writes a database out as SQL that makes the very same one: SQLite's own `.dump` leaves the marks and the generated columns out.
fn dump(conn: &Connection) -> String {
    let names = "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type <> 'table', rowid";
    let mut select = conn.prepare(names).unwrap();
    let rows = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap();
    let schema: Vec<(String, String, String)> = rows.map(|row| row.unwrap()).collect();
    let number = |pragma: &str| conn.query_row(&format!("PRAGMA {pragma}"), [], |row| row.get::<_, i64>(0)).unwrap();
    let (application, version) = (number("application_id"), number("user_version"));
    let mut text = format!("PRAGMA application_id = {application};\nPRAGMA user_version = {version};\nBEGIN;\n");
    let shadow = |name: &str| name.starts_with("doc_text_");
    for (_, name, sql) in schema.iter().filter(|(kind, name, _)| kind == "table" && !shadow(name)) {
        text += &format!("{sql};\n");
        text += &if name == "doc_text" { String::new() } else { inserts(conn, name) };
    }
    for (_, name, _) in schema.iter().filter(|(_, name, _)| shadow(name)) {
        text += &format!("DELETE FROM {name};\n{}", inserts(conn, name));
    }
    for (_, _, sql) in schema.iter().filter(|(kind, ..)| kind != "table") {
        text += &format!("{sql};\n");
    }
    text + "COMMIT;\n"
}

fn inserts(conn: &Connection, table: &str) -> String {
    let mut columns = conn.prepare("SELECT name FROM pragma_table_xinfo(?1) WHERE hidden = 0").unwrap();
    let names: Vec<String> = columns.query_map([table], |row| row.get(0)).unwrap().map(|name| name.unwrap()).collect();
    let list = names.iter().map(|n| format!("\"{n}\"")).collect::<Vec<_>>().join(", ");
    let mut select = conn.prepare(&format!("SELECT {list} FROM {table} ORDER BY 1")).unwrap();
    let mut rows = select.query([]).unwrap();
    let mut text = String::new();
    while let Some(row) = rows.next().unwrap() {
        let values: Vec<String> = (0..names.len()).map(|at| literal(row.get_ref(at).unwrap())).collect();
        text += &format!("INSERT INTO {table} ({list}) VALUES ({});\n", values.join(", "));
    }
    text
}

fn literal(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Null => "NULL".into(),
        ValueRef::Integer(n) => n.to_string(),
        ValueRef::Real(x) => x.to_string(),
        ValueRef::Text(text) => format!("'{}'", std::str::from_utf8(text).unwrap().replace('\'', "''")),
        ValueRef::Blob(bytes) => format!("x'{}'", bytes.iter().map(|b| format!("{b:02x}")).collect::<String>()),
    }
}

fn load(dump: &str) -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.db");
    Connection::open(&path).unwrap().execute_batch(dump).unwrap();
    (folder, path)
}

/// Makes a database of the first version there was.
pub fn an_old_one(path: &Path) {
    Connection::open(path).unwrap().execute_batch(DUMPS[0]).unwrap();
}

/// Gives the version of the schema that a file holds.
pub fn version_of(path: &Path) -> i64 {
    Connection::open(path).unwrap().query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap()
}

/// Writes the dump of the newest version; run by hand when a version is released, never afterwards.
#[test]
#[ignore = "makes a file that is frozen once released"]
fn write_the_newest_dump() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.db");
    let app = warroom::app::App::open(&path, Access::Write, false, database::context(), Some("golden".into())).unwrap();
    let mut db = Database { folder, path, app };
    furnish(&mut db);
    db.must("undo", &[]);
    let to = format!("{}/tests/it/dumps/v{}.sql", env!("CARGO_MANIFEST_DIR"), newest_schema());
    std::fs::write(to, dump(&db.raw())).unwrap();
}

#[test]
fn every_version_there_was_is_brought_up_and_reads_as_it_was() {
    assert_eq!(i64::try_from(DUMPS.len()).unwrap(), newest_schema(), "every version needs its dump");
    for (version, dump) in (1_i64..).zip(DUMPS) {
        let (folder, path) = load(dump);
        let mut app = database::open(&path).unwrap();
        assert_eq!(bad(&app.examine().unwrap()), Vec::<String>::new(), "version {version}");
        let case = app.case_named(warroom::model::CaseRef::parse("INC-1").unwrap()).unwrap().unwrap();
        assert_eq!(case.title.raw(), "Payments are down");
        assert_eq!(app.log(case.id, None, warroom::model::entry::LogFrom::Start, 50).unwrap().len(), 5);
        assert_eq!(app.search("pods", 10).unwrap().len(), 2);
        assert_eq!(database::run(&mut app, "incident open", &[("title", "Next")]).unwrap().json["case"], "INC-3");
        database::run(&mut app, "redo", &[]).unwrap_err();
        database::run(&mut app, "undo", &[]).unwrap();
        assert_eq!(bad(&app.examine().unwrap()), Vec::<String>::new(), "version {version}");
        let copies = std::fs::read_dir(folder.path()).unwrap().filter(|f| f.as_ref().unwrap().file_name().to_string_lossy().contains(".v"));
        assert_eq!(copies.count(), usize::from(version < newest_schema()));
    }
}

#[test]
fn the_dump_of_this_version_is_the_schema_this_program_makes() {
    let db = Database::new();
    let (_folder, path) = load(DUMPS[DUMPS.len() - 1]);
    let schema = |conn: &Connection| -> Vec<(String, String)> {
        let mut select = conn.prepare("SELECT name, coalesce(sql, '') FROM sqlite_schema ORDER BY type, name").unwrap();
        let rows = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        rows.map(|row| row.unwrap()).collect()
    };
    assert_eq!(schema(&Connection::open(path).unwrap()), schema(&db.raw()));
}

/// Opens for writing and reading; both must be refused, and nothing in the folder may change but SQLite's shared memory.
fn refused(path: &Path) -> StoreError {
    let folder = path.parent().unwrap();
    let kept = |folder: &Path| {
        let mut all = bytes(folder);
        all.retain(|name, bytes| !(name.ends_with("-shm") || name.ends_with("-wal") && bytes.is_empty()));
        all
    };
    let before = kept(folder);
    let read = store(path, Access::Read).err().expect("must not be opened for reading");
    assert_eq!(kept(folder), before, "reading changed something: {read}");
    let Err(Failure::Store(error)) = database::open(path) else { panic!("must not be opened") };
    assert_eq!(kept(folder), before, "writing changed something: {error}");
    error
}

fn with(sql: &str) -> (tempfile::TempDir, std::path::PathBuf) {
    let mut db = Database::new();
    furnish(&mut db);
    let (folder, path) = db.close();
    let conn = Connection::open(&path).unwrap();
    conn.execute_batch(sql).unwrap();
    (folder, path)
}

#[test]
fn a_file_of_a_newer_program_is_refused_by_its_version() {
    for version in [newest_schema() + 1, i64::from(i32::MAX)] {
        let (_folder, path) = with(&format!("PRAGMA user_version = {version}"));
        let error = refused(&path);
        assert!(matches!(error, StoreError::TooNew { found, .. } if found == version), "{error}");
    }
}

#[test]
fn a_version_that_only_the_log_knows_of_counts() {
    let (_folder, path) = with("");
    let held = Connection::open(&path).unwrap();
    held.execute_batch("PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; PRAGMA user_version = 99").unwrap();
    assert_eq!(
        &std::fs::read(&path).unwrap()[60..64],
        &u32::try_from(newest_schema()).unwrap().to_be_bytes(),
        "the header says what it said"
    );
    assert!(matches!(refused(&path), StoreError::TooNew { found: 99, .. }));
}

#[test]
fn files_of_others_are_refused_and_left_as_they_are() {
    for sql in [
        "PRAGMA application_id = 1",
        "PRAGMA user_version = -1",
        "PRAGMA user_version = 0",
        "CREATE TABLE extra (x)",
        "CREATE VIEW v AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c",
        "CREATE TRIGGER t AFTER INSERT ON entry BEGIN DELETE FROM entry; END",
        "CREATE TRIGGER doc_text_t AFTER INSERT ON entry BEGIN DELETE FROM entry; END",
        "CREATE TRIGGER docXtextXt AFTER INSERT ON entry BEGIN DELETE FROM entry; END",
        "CREATE TRIGGER sqliteXt AFTER INSERT ON entry BEGIN DELETE FROM entry; END",
        "DROP TRIGGER journal_fixed",
        "DROP INDEX cases_by_rank",
        "ALTER TABLE person ADD COLUMN evil TEXT",
        "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, 'append-only', 'whatever') WHERE name = 'batch_kept'",
    ] {
        let (_folder, path) = with(sql);
        let error = refused(&path);
        assert!(matches!(error, StoreError::NotOurs { .. }), "{sql}: {error}");
        assert!(error.to_string().contains("nothing was changed"), "{error}");
    }
}

#[test]
fn another_programs_database_is_left_alone_even_while_it_is_in_use() {
    for setup in ["CREATE TABLE theirs (x)", "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; CREATE TABLE theirs (x)"] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("t.db");
        let theirs = Connection::open(&path).unwrap();
        theirs.execute_batch(setup).unwrap();
        assert!(matches!(refused(&path), StoreError::NotOurs { .. }), "{setup}");
        theirs.execute_batch("INSERT INTO theirs VALUES (1)").unwrap();
        let tables: i64 = theirs.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).unwrap();
        assert_eq!(tables, 1);
    }
}

#[test]
fn what_is_no_database_is_refused_and_left_as_it_is() {
    let noise: Vec<u8> = (0..9000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    let long = [b"SQLite format 3\0".as_slice(), &noise].concat();
    for content in [b"x".as_slice(), b"SQLite format 3\0", &noise, &long] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("t.db");
        std::fs::write(&path, content).unwrap();
        let error = refused(&path);
        assert!(matches!(error, StoreError::NotOurs { .. }), "{error}");
    }
}

#[test]
fn a_program_of_an_older_version_does_not_write_to_a_file_that_was_brought_up_meanwhile() {
    let mut db = Database::new();
    let next = newest_schema() + 1;
    db.raw().execute_batch(&format!("PRAGMA user_version = {next}")).unwrap();
    let Err(Failure::Store(error)) = db.run("incident open", &[("title", "Down")]) else { panic!("must be refused") };
    assert!(matches!(error, StoreError::TooNew { found, .. } if found == next), "{error}");
}
