//! Bringing up: copies before, nothing half done, foreign files untouched. With steps made up for the purpose.

use super::*;
use crate::store::{Access, open};

const ONE: &str = "CREATE TABLE a (x INTEGER) STRICT";
const TWO: &str = "CREATE TABLE b (x INTEGER) STRICT; INSERT INTO b SELECT x FROM a;";

fn steps() -> Vec<String> {
    vec![ONE.to_owned(), TWO.to_owned()]
}

/// Gives the fingerprint after each step.
fn known(steps: &[&str]) -> Vec<String> {
    let mut conn = Connection::open_in_memory().unwrap();
    (1..=steps.len())
        .map(|n| {
            run(&mut conn, &steps[..n], &Opening::for_tests()).unwrap();
            fingerprint(&conn).unwrap()
        })
        .collect()
}

struct Old {
    folder: tempfile::TempDir,
    path: PathBuf,
    steps: Vec<String>,
    known: Vec<String>,
}

impl Old {
    /// Makes a file of version 1 with a row in it.
    fn new() -> Self {
        let steps = steps();
        let refs: Vec<&str> = steps.iter().map(String::as_str).collect();
        let known = known(&refs);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("t.db");
        open::create(&path).unwrap();
        let mut conn = open::connect(&path, Access::Write).unwrap();
        open::trust(&conn).unwrap();
        run(&mut conn, &refs[..1], &Opening::for_tests()).unwrap();
        conn.execute_batch("INSERT INTO a VALUES (7)").unwrap();
        Self { folder, path, steps, known }
    }

    fn bring_up(&self, steps: &[&str]) -> Result<()> {
        let mut conn = open::connect(&self.path, Access::Write).unwrap();
        let known: Vec<&str> = self.known.iter().map(String::as_str).collect();
        bring_up(&mut conn, &self.path, steps, &known, &Opening::for_tests())
    }

    fn steps(&self) -> Vec<&str> {
        self.steps.iter().map(String::as_str).collect()
    }

    fn conn(&self) -> Connection {
        Connection::open(&self.path).unwrap()
    }

    fn copies(&self) -> Vec<PathBuf> {
        let names = std::fs::read_dir(self.folder.path()).unwrap().map(|f| f.unwrap().path());
        let mut copies: Vec<PathBuf> = names.filter(|p| p.to_string_lossy().contains("t.db.v1-")).collect();
        copies.sort();
        copies
    }
}

#[test]
fn a_failing_step_leaves_the_version_before_it() {
    let mut conn = Connection::open_in_memory().unwrap();
    let steps = ["CREATE TABLE a (x) ", "CREATE TABLE b (x); CREATE TABLE a (x)"];
    assert!(run(&mut conn, &steps, &Opening::for_tests()).is_err());
    assert_eq!(version(&conn).unwrap(), 1);
    assert!(conn.prepare("SELECT * FROM b").is_err());
    run(&mut conn, &[steps[0], "CREATE TABLE b (x)"], &Opening::for_tests()).unwrap();
    assert_eq!(version(&conn).unwrap(), 2);
}

#[test]
fn an_older_file_is_copied_under_a_dated_name_before_it_is_brought_up() {
    let old = Old::new();
    old.bring_up(&old.steps()).unwrap();
    assert_eq!(version(&old.conn()).unwrap(), 2);
    let copies = old.copies();
    assert_eq!(copies, [old.folder.path().join("t.db.v1-20260302T090000Z")]);
    let copy = Connection::open(&copies[0]).unwrap();
    assert_eq!(version(&copy).unwrap(), 1);
    assert_eq!(copy.query_row("SELECT x FROM a", [], |row| row.get::<_, i64>(0)).unwrap(), 7);
    assert_eq!(std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&copies[0]).unwrap().permissions()) & 0o777, 0o600);
}

#[test]
fn a_step_that_breaks_off_leaves_the_old_version_whole_and_the_copy() {
    let old = Old::new();
    let broken = format!("{TWO} SELECT no_such_function();");
    assert!(old.bring_up(&[old.steps[0].as_str(), &broken]).is_err());
    let conn = old.conn();
    assert_eq!(version(&conn).unwrap(), 1);
    assert_eq!(fingerprint(&conn).unwrap(), old.known[0]);
    assert_eq!(old.copies().len(), 1);
    // And the next start makes it good, with a copy of its own.
    old.bring_up(&old.steps()).unwrap();
    assert_eq!(version(&old.conn()).unwrap(), 2);
    assert_eq!(old.copies().len(), 2);
}

#[test]
fn an_older_file_with_something_foreign_in_it_is_neither_copied_nor_touched() {
    for foreign in
        ["CREATE TRIGGER t AFTER INSERT ON a BEGIN DELETE FROM a; END", "CREATE VIEW b AS SELECT 1", "CREATE TABLE sqlitesomething (x)"]
    {
        let old = Old::new();
        old.conn().execute_batch(foreign).unwrap();
        let before = std::fs::read(&old.path).unwrap();
        assert!(matches!(old.bring_up(&old.steps()), Err(StoreError::NotOurs { .. })), "{foreign}");
        assert_eq!(std::fs::read(&old.path).unwrap(), before);
        assert!(old.copies().is_empty());
    }
}

#[test]
fn programs_that_bring_up_the_same_file_at_once_agree() {
    for _ in 0..5 {
        let old = Old::new();
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| old.bring_up(&old.steps()).unwrap());
            }
        });
        assert_eq!(version(&old.conn()).unwrap(), 2);
        for copy in old.copies() {
            assert_eq!(version(&Connection::open(copy).unwrap()).unwrap(), 1);
        }
    }
}
