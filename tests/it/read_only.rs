//! Opened read-only: everything can be asked, nothing is changed, and not a byte of the file moves.

use std::collections::BTreeMap;

use warroom::app::{Access, App, tables};

use crate::database::{self, Database, bytes, context, furnish};
use crate::pty::Terminal;
use crate::world::World;

/// Gives the bytes of the database and of what holds its data; the shared memory of readers is nobody's data.
fn data(folder: &std::path::Path) -> BTreeMap<String, Vec<u8>> {
    bytes(folder).into_iter().filter(|(name, _)| !name.ends_with("-shm")).collect()
}

fn reads_everything(path: &std::path::Path) {
    let app = App::open(path, Access::Read, false, context(), None).unwrap();
    assert_eq!(app.read_only(), Some("it was opened read-only"));
    for query in tables::queries().filter(|query| query.fields.iter().all(|field| !field.required)) {
        app.ask(query, &warroom::app::Draft::new()).unwrap_or_else(|failure| panic!("{}: {failure:?}", query.name));
    }
    app.search("payments", 5).unwrap();
    app.examine().unwrap();
    app.rest();
}

#[test]
fn reading_leaves_a_file_and_a_log_of_somebody_elses_as_they_are() {
    let mut db = Database::new();
    furnish(&mut db);
    db.must("incident open", &[("title", "Still in the write-ahead log")]);
    let path = db.path.clone();
    let folder = path.parent().unwrap().to_owned();
    // Somebody else has it open, and the newest changes are in the log only.
    let before = data(&folder);
    assert!(before.iter().any(|(name, bytes)| name.ends_with("-wal") && !bytes.is_empty()));
    reads_everything(&path);
    assert_eq!(data(&folder), before);
    // The same after that program was killed: what it left is read and left.
    let aside = tempfile::Builder::new().permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700)).tempdir().unwrap();
    for (name, bytes) in &before {
        std::fs::write(aside.path().join(name), bytes).unwrap();
    }
    let copy = aside.path().join(path.file_name().unwrap());
    let private = |path: &std::path::Path| std::fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    for name in before.keys() {
        private(&aside.path().join(name));
    }
    reads_everything(&copy);
    assert_eq!(data(aside.path()), before);
    // And a file at rest has nothing beside it afterwards that was not there before.
    let (folder, path) = db.close();
    let before = bytes(folder.path());
    reads_everything(&path);
    assert_eq!(bytes(folder.path()), before);
    assert_eq!(database::open(&path).unwrap().warning(), None);
}

#[test]
fn every_command_is_refused_with_the_reason_and_the_code_for_it() {
    let world = World::new();
    world.ok(&["incident", "open", "Payments fail"]);
    world.ok(&["log", "INC-1", "?who knows"]);
    let before = bytes(world.db().parent().unwrap());
    for args in [
        &["incident", "open", "Another"][..],
        &["issue", "open", "Another"],
        &["case", "state", "INC-1", "restored"],
        &["log", "INC-1", "!more"],
        &["entry", "verdict", "INC-1.1", "answered"],
        &["action", "add", "INC-1", "Do it"],
        &["review", "set", "INC-1", "causes", "none"],
        &["person", "add", "mei"],
        &["undo"],
    ] {
        let args: Vec<&str> = args.iter().copied().chain(["--read-only"]).collect();
        let said = world.run(&args);
        assert!(said.code == 6 && said.stderr.contains("can only be read (it was opened read-only)"), "{args:?}: {said:?}");
    }
    for args in [&["case", "list"][..], &["case", "show", "INC-1"], &["due"], &["history"], &["doctor"], &["export"]] {
        let args: Vec<&str> = args.iter().copied().chain(["--read-only"]).collect();
        assert_eq!(world.run(&args).code, 0, "{args:?}");
    }
    assert_eq!(bytes(world.db().parent().unwrap()), before);
    let said = world.run(&["--read-only", "--db", "nothing.db", "case", "list"]);
    assert!(said.code == 6 && said.stderr.contains("does not exist") && !world.path("nothing.db").exists(), "{said:?}");
}

#[test]
fn the_screens_say_read_only_and_every_key_that_writes_says_why_not() {
    let world = World::new();
    world.ok(&["incident", "open", "Payments fail"]);
    let before = data(world.db().parent().unwrap());
    let mut terminal = Terminal::of(&world.command(&["--read-only"]));
    terminal.until("READ-ONLY");
    for key in ["n", "l", "u", "s", "e", "z", "Z"] {
        // Drawing everything again is the one key that has nothing to say.
        terminal.send("\u{c}");
        terminal.until("? help");
        terminal.send(key);
        terminal.until("nothing can be changed here: it was opened read-only");
    }
    terminal.send("\r");
    terminal.until("Log ·");
    terminal.send("q");
    assert_eq!(terminal.ended(), 0);
    assert_eq!(data(world.db().parent().unwrap()), before);
}

#[test]
fn a_shared_screen_begins_with_a_switch_that_is_for_screens_alone() {
    let world = World::new();
    world.ok(&["incident", "open", "Payments fail"]);
    world.ok(&["log", "INC-1", "between us"]);
    world.ok(&["log", "INC-1", "for management ^management"]);
    let mut terminal = Terminal::of(&world.command(&["--shared"]));
    terminal.until("SHARED");
    terminal.send("\r");
    terminal.until("for management");
    assert!(!terminal.text().contains("between us"), "{}", terminal.text());
    terminal.send("q");
    assert_eq!(terminal.ended(), 0);
    let said = world.run(&["--shared", "case", "list"]);
    assert!(said.code == 2 && said.stderr.contains("--shared is for the screens") && said.stdout.is_empty(), "{said:?}");
}
