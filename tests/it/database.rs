//! A database in a folder of its own, and what tests of the store do with it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::Connection;
use tempfile::TempDir;
use warroom::app::{Access, App, Context, Done, Draft, Failure, Manner, tables};
use warroom::model::{Id, Subject, Zone};
use warroom::store::{Finding, FindingLevel, Opening, Store, StoreError};

/// 2026-03-02T09:00:00Z, a Monday.
pub const NOW: i64 = 1_772_442_000_000;

/// What a database shows: every record, field by field.
pub type Shown = BTreeMap<(Subject, Id), Vec<String>>;

pub struct Database {
    pub folder: TempDir,
    pub path: PathBuf,
    pub app: App,
}

impl Database {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("t.db");
        let app = open(&path).unwrap();
        Self { folder, path, app }
    }

    /// Closes the database and keeps its folder.
    pub fn close(self) -> (TempDir, PathBuf) {
        (self.folder, self.path)
    }

    pub fn run(&mut self, command: &str, fields: &[(&'static str, &str)]) -> Result<Done, Failure> {
        run(&mut self.app, command, fields)
    }

    /// Runs a command that must be accepted.
    pub fn must(&mut self, command: &str, fields: &[(&'static str, &str)]) -> Done {
        match self.run(command, fields) {
            Ok(done) => done,
            Err(failure) => panic!("{command} {fields:?}: {failure:?}"),
        }
    }

    pub fn shown(&self) -> Shown {
        shown(&store(&self.path, Access::Read).unwrap())
    }

    /// Fails unless doctor finds everything as it should be.
    pub fn healthy(&self) {
        let bad = bad(&self.app.examine().unwrap());
        assert!(bad.is_empty(), "{bad:#?}");
    }

    /// Opens the file as anybody with the rights could.
    pub fn raw(&self) -> Connection {
        Connection::open(&self.path).unwrap()
    }
}

pub fn context() -> Context {
    Context::built_in(NOW, Zone::UTC, "ana", "screens", "test")
}

pub fn open(path: &Path) -> Result<App, Failure> {
    App::open(path, Access::Write, false, context(), None)
}

pub fn opening(access: Access) -> Opening {
    Opening { access, allow_shared: false, now: NOW, seed: None }
}

pub fn store(path: &Path, access: Access) -> Result<Store, StoreError> {
    Store::open(path, &opening(access))
}

pub fn run(app: &mut App, command: &str, fields: &[(&'static str, &str)]) -> Result<Done, Failure> {
    run_as(app, command, fields, &Manner::default())
}

pub fn run_as(app: &mut App, command: &str, fields: &[(&'static str, &str)], manner: &Manner) -> Result<Done, Failure> {
    let command = tables::command(command).unwrap_or_else(|| panic!("there is no command '{command}'"));
    let draft = fields.iter().fold(Draft::new(), |draft, (key, text)| draft.with(key, *text));
    app.run(command, &draft, manner)
}

/// Does not wait for anybody.
pub fn at_once(key: Option<&str>) -> Manner {
    Manner { key: key.map(str::to_owned), wait: Duration::ZERO, keep: true }
}

pub fn shown(store: &Store) -> Shown {
    let mut all = Shown::new();
    for subject in Subject::ALL {
        store
            .reader()
            .all_records(*subject, |id, record| {
                all.insert((*subject, id), record.iter().map(|(key, value)| format!("{key}={value:?}")).collect());
                Ok(())
            })
            .unwrap();
    }
    all
}

pub fn bad(findings: &[Finding]) -> Vec<String> {
    findings.iter().filter(|f| f.level == FindingLevel::Bad).map(|f| format!("{}: {}", f.what, f.seen)).collect()
}

/// Gives what is in every file of a folder.
pub fn bytes(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap())
        .filter(|file| file.file_type().unwrap().is_file())
        .map(|file| (file.file_name().to_string_lossy().into_owned(), std::fs::read(file.path()).unwrap()))
        .collect()
}

/// Fills a database with a little of everything.
pub fn furnish(db: &mut Database) {
    db.must("person add", &[("handle", "ana"), ("name", "Ana Lima")]);
    db.must(
        "incident open",
        &[("title", "Payments are down"), ("service", "payments"), ("impact", "high"), ("urgency", "high"), ("lead", "ana")],
    );
    db.must("incident open", &[("title", "Logins are slow"), ("service", "login"), ("priority", "P3")]);
    db.must("issue open", &[("title", "The supplier is late"), ("project", "migration")]);
    for line in
        ["pods restart", "! fail over -- the primary is gone", "+ @ana call the bank in 20m", "? is it the disk", "~ it is the disk"]
    {
        db.must("log", &[("case", "INC-1"), ("line", line)]);
    }
    db.must("log", &[("case", "INC-2"), ("line", "pods restart")]);
    db.must("link", &[("case", "INC-1"), ("other", "ISS-1"), ("as", "hits")]);
    db.must("case state", &[("case", "INC-1"), ("state", "investigating")]);
}
