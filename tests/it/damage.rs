//! Damage and tampering: named at start or by doctor, and never a panic.

use std::path::{Path, PathBuf};

use rusqlite::Connection;
use warroom::app::{Access, App};
use warroom::store::Store;

use crate::database::{Database, bad, context, furnish, store};

/// Makes a database whose last changes are in the write-ahead log only, as after a crash: copies of its files, taken while it is open.
fn crashed() -> (tempfile::TempDir, PathBuf, i64) {
    let mut db = Database::new();
    furnish(&mut db);
    db.raw().query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    for n in 0..6 {
        db.must("log", &[("case", "INC-1"), ("line", &format!("line {n}"))]);
    }
    let last = db.app.last_change().unwrap();
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in crate::database::bytes(db.folder.path()) {
        if !name.ends_with("-shm") {
            std::fs::write(folder.path().join(name), bytes).unwrap();
        }
    }
    let path = folder.path().join("t.db");
    assert!(std::fs::metadata(wal(&path)).unwrap().len() > 10_000, "the log must hold something");
    (folder, path, last)
}

fn wal(path: &Path) -> PathBuf {
    PathBuf::from(format!("{}-wal", path.display()))
}

fn opened(path: &Path) -> Store {
    store(path, Access::Read).unwrap_or_else(|e| panic!("{e}"))
}

/// Opens as the program does and gives what it says at the start and what doctor finds.
fn said(path: &Path) -> (String, Vec<String>) {
    let app = App::open(path, Access::Write, false, context(), None).unwrap_or_else(|e| panic!("{e:?}"));
    let warning = app.warning().unwrap_or_default().to_owned();
    (warning, bad(&app.examine().unwrap()))
}

#[test]
fn a_crash_alone_loses_nothing() {
    let (_folder, path, last) = crashed();
    assert_eq!(said(&path), (String::new(), vec![]));
    assert_eq!(opened(&path).reader().last_batch().unwrap(), last);
}

#[test]
fn a_log_that_is_flipped_cut_deleted_or_anothers_is_noticed_by_the_heads() {
    type Harm = fn(&mut Vec<u8>);
    let harms: [(&str, Harm); 3] = [
        ("flipped", |wal| {
            let middle = wal.len() / 2;
            wal[middle] ^= 1;
        }),
        ("cut", |wal| wal.truncate(wal.len() / 2)),
        ("deleted", Vec::clear),
    ];
    for (name, harm) in harms {
        let (_folder, path, last) = crashed();
        let mut bytes = std::fs::read(wal(&path)).unwrap();
        harm(&mut bytes);
        if bytes.is_empty() {
            std::fs::remove_file(wal(&path)).unwrap();
        } else {
            std::fs::write(wal(&path), bytes).unwrap();
        }
        let (warning, bad) = said(&path);
        let kept = opened(&path).reader().last_batch().unwrap();
        assert!(kept < last, "{name}");
        let words = format!("{} acknowledged changes are missing after change b{kept}", last - kept);
        assert!(warning.contains(&words), "{name}: {warning}");
        assert!(bad.iter().any(|b| b.contains(&words)), "{name}: {bad:?}");
    }
    let (_folder, path, last) = crashed();
    let (_other, other, _) = crashed();
    std::fs::copy(wal(&other), wal(&path)).unwrap();
    let app = App::open(&path, Access::Write, false, context(), None);
    // Either it is no log of this file, and the heads tell, or what comes out is not ours and is refused.
    if let Ok(app) = app {
        let bad = bad(&app.examine().unwrap());
        assert!(!bad.is_empty() || app.last_change().unwrap() == last, "{bad:?}");
    }
}

/// Runs SQL as somebody with write access would: the triggers first, then the deed, then the triggers again.
fn tampered(sql: &str) -> (tempfile::TempDir, PathBuf) {
    let mut db = Database::new();
    furnish(&mut db);
    let (folder, path) = db.close();
    let conn = Connection::open(&path).unwrap();
    let triggers = ["batch_kept", "batch_fixed", "journal_kept", "journal_fixed"];
    let texts: Vec<String> = triggers
        .iter()
        .map(|name| conn.query_row("SELECT sql FROM sqlite_schema WHERE name = ?1", [name], |row| row.get(0)).unwrap())
        .collect();
    conn.execute_batch(&triggers.map(|t| format!("DROP TRIGGER {t};")).concat()).unwrap();
    conn.execute_batch(&format!("PRAGMA foreign_keys = OFF; {sql}")).unwrap_or_else(|e| panic!("{sql}: {e}"));
    conn.execute_batch(&texts.join(";")).unwrap();
    (folder, path)
}

#[test]
fn every_way_of_rewriting_history_is_named() {
    for (sql, word) in [
        ("UPDATE batch SET label = 'nothing' WHERE seq = 3", "b3 was altered"),
        ("UPDATE batch SET actor = 'bo' WHERE seq = 3", "b3 was altered"),
        ("UPDATE batch SET at = at + 1 WHERE seq = 3", "b3 was altered"),
        ("UPDATE batch SET clock = 'system' WHERE seq = 3", "b3 was altered"),
        ("UPDATE batch SET hash = zeroblob(32) WHERE seq = 3", "b3 was altered"),
        ("UPDATE batch SET previous = zeroblob(32) WHERE seq = 3", "b3 names another"),
        ("UPDATE journal SET new = '\"x\"' WHERE batch = 3 AND field IS NULL", "in change b3 was altered"),
        ("UPDATE journal SET new = NULL, old = NULL, salt = NULL WHERE batch = 3", "in change b3 was altered"),
        ("UPDATE journal SET new = '{}', salt = NULL WHERE batch = 3", "in change b3 was altered"),
        ("UPDATE journal SET field = 'state' WHERE batch = 3", "b3 was altered"),
        ("UPDATE journal SET batch = 2 WHERE batch = 3", "moved to another change"),
        ("DELETE FROM journal WHERE batch = 3", "b3 has lost"),
        ("DELETE FROM batch WHERE seq = 3", "b4 does not follow"),
        ("DELETE FROM journal WHERE batch = 3; DELETE FROM batch WHERE seq = 3", "b4 does not follow"),
        ("DELETE FROM journal WHERE batch >= 9; DELETE FROM batch WHERE seq >= 9", "acknowledged changes are missing after change b8"),
        (
            "UPDATE batch SET seq = 999 WHERE seq = 3; UPDATE batch SET seq = 3 WHERE seq = 4; UPDATE batch SET seq = 4 WHERE seq = 999",
            "b3",
        ),
        (
            "INSERT INTO journal SELECT 9999, batch, site, 9999, schema, subject, record, field, old, new, salt, digest FROM journal WHERE seq = 1",
            "belong to no change",
        ),
        ("UPDATE cases SET title = 'x' WHERE number = 2", "a case differs"),
        ("UPDATE entry SET text = 'x', redacted = 1 WHERE number = 2", "differs from what"),
        ("DELETE FROM link", "a link of the journal is missing"),
        ("INSERT INTO person (id, handle) VALUES (zeroblob(16), 'eve')", "a person differs"),
        ("UPDATE counter SET value = 0 WHERE scope = 'incident'", "is taken"),
        ("UPDATE counter SET value = 0 WHERE scope LIKE 'entry %'", "is taken"),
        ("UPDATE tally SET count = 9", "is off by"),
        ("DELETE FROM doc WHERE subject = 'entry'", "missing from the search index"),
        ("DELETE FROM doc_text", "missing from the search index"),
        ("DELETE FROM clock", "the clocks of"),
        ("DELETE FROM site", "belong to no change"),
        ("UPDATE cases SET title = CAST(x'ff41' AS TEXT) WHERE number = 2", "cannot be read"),
        ("UPDATE journal SET new = '{' WHERE batch = 3", "was altered"),
        ("UPDATE batch SET undoes = seq", "was altered"),
    ] {
        let (_folder, path) = tampered(sql);
        match App::open(&path, Access::Write, false, context(), None) {
            Ok(app) => {
                let bad = bad(&app.examine().unwrap());
                assert!(bad.iter().any(|b| b.contains(word)), "{sql}: {bad:#?}");
            }
            Err(e) => assert!(word == "cannot be read", "{sql}: {e:?}"),
        }
        // What is damaged may refuse what is asked of it, but never fall over or hang.
        if let Ok(mut app) = App::open(&path, Access::Write, false, context(), None) {
            let _ = crate::database::run(&mut app, "undo", &[("batch", "b3")]);
            let _ = crate::database::run(&mut app, "redo", &[]);
            let _ = app.search("pods", 5);
            let _ = app.hints();
            for query in warroom::app::tables::queries() {
                let _ = app.ask(query, &warroom::app::Draft::new().with("case", "INC-1"));
            }
        }
    }
}

#[test]
fn a_chain_that_was_computed_anew_is_noticed_by_the_heads() {
    // The whole file from another run of the same commands: every hash in it is right.
    let mut db = Database::new();
    furnish(&mut db);
    let (folder, path) = db.close();
    let mut forged = Database::new();
    furnish(&mut forged);
    let (_forged, from) = forged.close();
    std::fs::copy(&from, &path).unwrap();
    let (warning, bad) = said(&path);
    assert!(warning.contains("is not the one that was acknowledged"), "{warning}");
    assert!(bad.iter().any(|b| b.contains("b1 is not the one that was acknowledged")), "{bad:?}");
    drop(folder);
}

#[test]
fn a_database_that_was_deleted_is_missed() {
    let mut db = Database::new();
    furnish(&mut db);
    let last = db.app.last_change().unwrap();
    let (folder, path) = db.close();
    std::fs::remove_file(&path).unwrap();
    let (warning, _) = said(&path);
    assert!(warning.contains(&format!("{last} acknowledged changes are missing after change b0")), "{warning}");
    drop(folder);
}

#[test]
fn bytes_flipped_anywhere_never_make_it_fall_over() {
    let mut db = Database::new();
    furnish(&mut db);
    let (folder, path) = db.close();
    let sound = std::fs::read(&path).unwrap();
    let seed = 0x5eed_u64;
    println!("seed {seed}");
    let mut state = seed;
    let mut refused = 0;
    for _ in 0..60 {
        let mut bytes = sound.clone();
        for _ in 0..4 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let at = usize::try_from(state >> 33).unwrap() % bytes.len();
            bytes[at] ^= 1 << (state & 7);
        }
        std::fs::write(&path, &bytes).unwrap();
        match App::open(&path, Access::Write, false, context(), None) {
            Ok(mut app) => {
                let _ = app.examine();
                let _ = crate::database::run(&mut app, "log", &[("case", "INC-1"), ("line", "x")]);
                let _ = crate::database::run(&mut app, "undo", &[("batch", "b5")]);
            }
            Err(_) => refused += 1,
        }
        for ending in ["-wal", "-shm", ".heads"] {
            let _ = std::fs::remove_file(format!("{}{ending}", path.display()));
        }
    }
    println!("{refused} of 60 were refused at the door");
    drop(folder);
}

#[test]
fn heads_full_of_rubbish_frighten_nobody() {
    let mut db = Database::new();
    furnish(&mut db);
    let (_folder, path) = db.close();
    let heads = PathBuf::from(format!("{}.heads", path.display()));
    let kept = std::fs::read(&heads).unwrap();
    for rubbish in [
        &b"\xff\xfe\n\n-5 00\n9"[..],
        b"99999999999999999999999999 00\n",
        &[0; 5000],
        b"-1 0000000000000000000000000000000000000000000000000000000000000000\n",
    ] {
        std::fs::write(&heads, [rubbish, b"\n", &kept].concat()).unwrap();
        assert_eq!(said(&path), (String::new(), vec![]));
        std::fs::write(&heads, [&kept, rubbish].concat()).unwrap();
        assert_eq!(said(&path), (String::new(), vec![]));
    }
}
