//! What a damaged file still holds is saved into a new one: rows wherever they can be reached, and the rest from the journal.

use std::path::{Path, PathBuf};

use rusqlite::Connection;
use warroom::app::doctor::{Saved, save};
use warroom::app::{Access, App};

use crate::database::{Database, bad, context, furnish};
use crate::world::World;

/// Fills a database so that its tables span pages, closes it and gives its file, and everything in it as text.
fn filled() -> (tempfile::TempDir, PathBuf, String) {
    let mut db = Database::new();
    furnish(&mut db);
    for n in 0..40 {
        let lines: Vec<String> = (0..10).map(|m| format!("line {n}.{m} about the network and what hangs on it")).collect();
        db.must("log", &[("case", "INC-1"), ("line", &lines.join("\n"))]);
    }
    let whole = db.app.export_json().unwrap();
    let (folder, path) = db.close();
    (folder, path, whole)
}

/// Gives the leaf pages of a table.
fn leaves(path: &Path, table: &str) -> Vec<usize> {
    let conn = Connection::open(path).unwrap();
    let root: i64 = conn.query_row("SELECT rootpage FROM sqlite_schema WHERE name = ?1", [table], |row| row.get(0)).unwrap();
    drop(conn);
    let bytes = std::fs::read(path).unwrap();
    let page = |n: usize| &bytes[(n - 1) * 4096..n * 4096];
    let number = |bytes: &[u8]| u32::from_be_bytes(bytes.try_into().unwrap()) as usize;
    let (mut open, mut found) = (vec![usize::try_from(root).unwrap()], Vec::new());
    while let Some(n) = open.pop() {
        let bytes = page(n);
        match bytes[0] {
            0x05 => {
                let cells = usize::from(u16::from_be_bytes([bytes[3], bytes[4]]));
                let at = |cell: usize| usize::from(u16::from_be_bytes([bytes[12 + 2 * cell], bytes[13 + 2 * cell]]));
                open.extend((0..cells).map(|cell| number(&bytes[at(cell)..at(cell) + 4])));
                open.push(number(&bytes[8..12]));
            }
            0x0d => found.push(n),
            other => panic!("page {n} is of kind {other}"),
        }
    }
    found.sort_unstable();
    found
}

fn ruin(path: &Path, page: usize) {
    let mut bytes = std::fs::read(path).unwrap();
    bytes[(page - 1) * 4096..page * 4096].fill(0xa5);
    std::fs::write(path, bytes).unwrap();
}

fn saved(from: &Path, to: &Path) -> Vec<Saved> {
    save(from, to, false, context()).unwrap_or_else(|no| panic!("{no:?}"))
}

fn of<'a>(all: &'a [Saved], table: &str) -> &'a Saved {
    all.iter().find(|saved| saved.table == table).unwrap_or_else(|| panic!("{table}"))
}

#[test]
fn a_sound_file_comes_out_as_it_went_in() {
    let (folder, path, whole) = filled();
    let to = folder.path().join("new.db");
    let all = saved(&path, &to);
    assert!(all.iter().all(Saved::is_whole), "{all:?}");
    let app = App::open(&to, Access::Write, false, context(), None).unwrap();
    assert_eq!(app.export_json().unwrap(), whole);
    assert_eq!(bad(&app.examine().unwrap()), Vec::<String>::new());
    assert!(!app.search("network", 5).unwrap().is_empty());
}

#[test]
fn records_of_a_page_that_is_lost_are_told_by_the_journal() {
    for table in ["entry", "cases", "person"] {
        let (folder, path, whole) = filled();
        let pages = leaves(&path, table);
        let (page, to) = (pages[pages.len() / 2], folder.path().join("new.db"));
        ruin(&path, page);
        let before = std::fs::read(&path).unwrap();
        let all = saved(&path, &to);
        let lost = of(&all, table);
        assert!(lost.gaps == 1 && lost.retold > 0 && lost.unfit == 0, "{table}: {lost:?}");
        assert!(std::fs::read(&path).unwrap() == before, "the damaged file is not touched");
        let app = App::open(&to, Access::Write, false, context(), None).unwrap();
        let mut findings = bad(&app.examine().unwrap());
        findings.retain(|finding| !finding.contains("journal says"));
        assert_eq!(findings, Vec::<String>::new(), "{table}");
        // What comes back from the journal stands behind the rest, so that order is not compared.
        let lines = |text: &str| {
            let mut all: Vec<String> = text.split(['{', '}']).map(str::to_owned).collect();
            all.sort_unstable();
            all
        };
        assert_eq!(lines(&app.export_json().unwrap()), lines(&whole), "{table}");
    }
}

#[test]
fn a_hole_in_the_journal_costs_history_and_no_record() {
    let (folder, path, whole) = filled();
    let pages = leaves(&path, "journal");
    ruin(&path, pages[pages.len() / 2]);
    let to = folder.path().join("new.db");
    let all = saved(&path, &to);
    assert!(of(&all, "journal").gaps == 1 && of(&all, "journal").rows > 100, "{all:?}");
    assert!(all.iter().all(|saved| saved.retold == 0), "{all:?}");
    let mut app = App::open(&to, Access::Write, false, context(), None).unwrap();
    assert_eq!(app.export_json().unwrap(), whole);
    assert!(!bad(&app.examine().unwrap()).is_empty(), "doctor says that the chain has a hole");
    crate::database::run(&mut app, "log", &[("case", "INC-1"), ("line", "it goes on")]).unwrap();
}

#[test]
fn whatever_page_is_lost_something_is_saved_or_it_is_said_why_not() {
    let (folder, path, _) = filled();
    let sound = std::fs::read(&path).unwrap();
    let to = folder.path().join("new.db");
    let pages = sound.len() / 4096;
    let (mut opened, mut refused) = (0, 0);
    for page in (1..=pages).step_by(pages / 40 + 1) {
        std::fs::write(&path, &sound).unwrap();
        ruin(&path, page);
        match save(&path, &to, false, context()) {
            Ok(all) => {
                let app = App::open(&to, Access::Write, false, context(), None).unwrap_or_else(|no| panic!("page {page}: {no:?}"));
                drop(app.examine().unwrap());
                assert!(all.iter().map(|saved| saved.rows).sum::<usize>() > 100, "page {page}: {all:?}");
                opened += 1;
            }
            Err(_) => {
                assert!(!to.exists(), "nothing is left behind");
                refused += 1;
            }
        }
        for name in std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path()) {
            if name.file_name().unwrap().to_string_lossy().starts_with("new.db") {
                std::fs::remove_file(name).unwrap();
            }
        }
    }
    assert!(opened > 20 && refused < 10, "{opened} {refused}");
}

#[test]
fn a_person_is_told_what_is_missing_and_where_it_is_now() {
    let world = World::new();
    world.ok(&["incident", "open", "Card payments fail"]);
    world.ok(&["log", "INC-1", "replica lag"]);
    let said = world.run(&["recover", "saved.db"]);
    assert!(
        said.code == 0 && said.stdout.is_empty() && said.stderr.contains("saved.db") && said.stderr.contains("0 do not fit"),
        "{said:?}"
    );
    let shown = world.run(&["--db", "saved.db", "case", "show", "INC-1"]);
    assert!(shown.stdout.contains("Card payments fail"), "{shown:?}");
    assert!(world.run(&["recover", "saved.db"]).stderr.contains("already"));
    world.file("rubbish.db", b"not a database at all");
    let said = world.run(&["--db", "rubbish.db", "recover", "more.db"]);
    assert!(said.code != 0 && !world.path("more.db").exists(), "{said:?}");
}
