//! Opening and sharing: one file and several programs.

use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use rusqlite::Connection;
use warroom::app::{Access, App, Failure, Manner};
use warroom::store::StoreError;

use crate::crash::many;
use crate::database::{self, Database, at_once, bad, context, furnish, run, run_as, shown, store};

pub fn mode(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

fn refusal(path: &Path) -> StoreError {
    match database::open(path) {
        Err(Failure::Store(error)) => error,
        Err(Failure::Refused(refusals)) => panic!("{refusals:?}"),
        Ok(_) => panic!("{} must not be opened", path.display()),
    }
}

#[test]
fn every_file_it_makes_is_its_owners_alone() {
    let mut db = Database::new();
    furnish(&mut db);
    db.app.backup(&db.folder.path().join("copy.db")).unwrap();
    let mut names = Vec::new();
    for file in std::fs::read_dir(db.folder.path()).unwrap() {
        let file = file.unwrap();
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{:?}", file.file_name());
        names.push(file.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    assert_eq!(names, ["copy.db", "t.db", "t.db-shm", "t.db-wal", "t.db.heads"]);
    let copy = database::open(&db.folder.path().join("copy.db")).unwrap();
    assert_eq!(bad(&copy.examine().unwrap()), Vec::<String>::new());
    assert!(db.app.backup(&db.folder.path().join("copy.db")).is_err(), "a copy overwrites nothing");
}

#[test]
fn what_is_not_a_file_of_ones_own_is_not_opened() {
    let mut db = Database::new();
    furnish(&mut db);
    let (folder, path) = db.close();
    let at = |name: &str| folder.path().join(name);
    symlink(&path, at("link")).unwrap();
    std::fs::create_dir(at("dir")).unwrap();
    rustix::fs::mknodat(rustix::fs::CWD, at("fifo"), rustix::fs::FileType::Fifo, 0o600.into(), 0).unwrap();
    for (name, word) in [
        ("link", "symbolic link"),
        ("dir", "not a regular file"),
        ("fifo", "not a regular file"),
        ("no/t.db", "does not exist"),
        ("..", "not the name"),
    ] {
        let error = refusal(&at(name));
        assert!(matches!(error, StoreError::Unsafe { .. }) && error.to_string().contains(word), "{name}: {error}");
    }
    assert!(refusal(Path::new("/dev/null")).to_string().contains("not opened"));
    std::fs::hard_link(&path, at("second")).unwrap();
    assert!(refusal(&path).to_string().contains("hard link"));
    std::fs::remove_file(at("second")).unwrap();
    symlink(at("elsewhere"), at("t.db-wal")).unwrap();
    assert!(refusal(&path).to_string().contains("t.db-wal beside it is not a regular file"));
    std::fs::remove_file(at("t.db-wal")).unwrap();
    mode(&path, 0o606);
    assert!(refusal(&path).to_string().contains("everybody may write to it"));
    mode(&path, 0o600);
    mode(folder.path(), 0o777);
    assert!(refusal(&path).to_string().contains("everybody may write in its folder"));
    mode(folder.path(), 0o770);
    let app = database::open(&path).unwrap();
    assert!(app.read_only().unwrap().contains("group"));
    let shared = App::open(&path, Access::Write, true, context(), None).unwrap();
    assert_eq!(shared.read_only(), None);
    mode(folder.path(), 0o700);
    assert!(!at("elsewhere").exists());
}

#[test]
fn a_name_with_options_in_it_is_a_name() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["file:x?mode=memory", "a?b#c%20", ":memory:", "é\u{202e}\u{1b}"] {
        let path = folder.path().join(name);
        let mut app = database::open(&path).unwrap();
        run(&mut app, "incident open", &[("title", "Down"), ("priority", "P4")]).unwrap();
        drop(app);
        assert!(std::fs::metadata(&path).unwrap().len() > 0, "{name}");
        assert_eq!(shown(&store(&path, Access::Read).unwrap()).len(), 1);
    }
}

#[test]
fn an_empty_file_is_filled_and_a_log_without_its_database_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.db");
    std::fs::write(&path, "").unwrap();
    mode(&path, 0o600);
    drop(database::open(&path).unwrap());
    let orphan = folder.path().join("o.db");
    std::fs::write(folder.path().join("o.db-wal"), "perhaps the last changes").unwrap();
    for _ in 0..2 {
        assert!(refusal(&orphan).to_string().contains("database that is gone"));
        assert_eq!(std::fs::read(folder.path().join("o.db-wal")).unwrap(), b"perhaps the last changes");
        // Nor with an empty file in its place.
        std::fs::write(&orphan, "").unwrap();
        mode(&orphan, 0o600);
    }
}

#[test]
fn a_file_whose_making_was_cut_off_is_made_anew() {
    for cut in ["PRAGMA journal_mode = WAL", "PRAGMA journal_mode = WAL; BEGIN; CREATE TABLE x (y); ROLLBACK", "VACUUM"] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("t.db");
        Connection::open(&path).unwrap().execute_batch(cut).unwrap();
        mode(&path, 0o600);
        let mut app = database::open(&path).unwrap_or_else(|e| panic!("{cut}: {e:?}"));
        run(&mut app, "incident open", &[("title", "Down")]).unwrap();
        assert_eq!(bad(&app.examine().unwrap()), Vec::<String>::new());
    }
}

#[test]
fn programs_that_make_the_same_file_at_once_agree_on_one() {
    for _ in 0..6 {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("t.db");
        std::thread::scope(|scope| {
            for _ in 0..6 {
                scope.spawn(|| {
                    let mut app = database::open(&path).unwrap_or_else(|e| panic!("{e:?}"));
                    let manner = Manner { wait: Duration::from_secs(20), ..Manner::default() };
                    run_as(&mut app, "incident open", &[("title", "Down"), ("priority", "P4")], &manner).unwrap();
                });
            }
        });
        let made = store(&path, Access::Read).unwrap();
        assert_eq!(shown(&made).len(), 6);
        assert_eq!(bad(&made.examine().unwrap()), Vec::<String>::new());
        assert_eq!(made.warning(), None);
    }
}

#[test]
fn it_stays_in_write_ahead_mode_and_goes_back_to_it() {
    let db = Database::new();
    let (_folder, path) = db.close();
    let conn = Connection::open(&path).unwrap();
    let mode = |conn: &Connection| conn.query_row("PRAGMA journal_mode", [], |row| row.get::<_, String>(0)).unwrap();
    assert_eq!(mode(&conn), "wal");
    conn.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(())).unwrap();
    drop(conn);
    assert_eq!(bad(&store(&path, Access::Read).unwrap().examine().unwrap()), Vec::<String>::new());
    drop(database::open(&path).unwrap());
    assert_eq!(mode(&Connection::open(&path).unwrap()), "wal");
    // Somebody who has it open the old way does not keep anybody from working.
    let held = Connection::open(&path).unwrap();
    held.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(())).unwrap();
    held.execute_batch("BEGIN; SELECT * FROM person").unwrap();
    let app = database::open(&path).unwrap();
    assert!(app.warning().unwrap().contains("readers and writers wait"));
}

#[test]
fn two_connections_see_each_others_changes() {
    let mut one = Database::new();
    one.must("incident open", &[("title", "Down")]);
    let mut context = context();
    (context.actor, context.run) = ("bo".into(), "other".into());
    let mut two = App::open(&one.path, Access::Write, false, context, None).unwrap();
    let (pulse, seen) = (one.app.pulse().unwrap(), one.app.last_change().unwrap());
    assert_eq!(one.app.pulse().unwrap(), pulse);
    run(&mut two, "incident set", &[("case", "INC-1"), ("priority", "P2")]).unwrap();
    assert_ne!(one.app.pulse().unwrap(), pulse);
    let news = one.app.news(seen).unwrap();
    assert_eq!(news.0.iter().map(|n| n.said.raw().to_owned()).collect::<Vec<_>>(), ["bo: INC-1 P1 → P2"]);
    one.must("log", &[("case", "INC-1"), ("line", "mine")]);
    assert_eq!(one.app.news(seen).unwrap().0.len(), 1, "one's own changes are no news");
    one.healthy();
}

#[test]
fn a_reader_keeps_reading_while_somebody_writes_for_long() {
    let mut db = Database::new();
    furnish(&mut db);
    let held = db.raw();
    held.execute_batch("BEGIN IMMEDIATE; UPDATE cases SET title = 'half done'").unwrap();
    let begun = Instant::now();
    let before = db.shown();
    assert!(before.values().flatten().all(|field| !field.contains("half done")));
    db.app.search("pods", 5).unwrap();
    assert!(begun.elapsed() < Duration::from_secs(2));
    drop(held);
    assert_eq!(db.shown(), before);
}

#[test]
fn a_lock_is_waited_for_as_long_as_was_said_and_its_holder_is_named() {
    let mut db = Database::new();
    let held = db.raw();
    held.execute_batch("BEGIN IMMEDIATE").unwrap();
    let begun = Instant::now();
    let manner = Manner { wait: Duration::from_millis(400), ..Manner::default() };
    let Err(Failure::Store(error)) = run_as(&mut db.app, "incident open", &[("title", "Down")], &manner) else { panic!("must be refused") };
    assert!(matches!(error, StoreError::Busy { .. }));
    assert!(begun.elapsed() >= Duration::from_millis(400) && begun.elapsed() < Duration::from_secs(5));
    assert!(error.to_string().contains("(this one, in another part of it)"), "{error}");
    let waiting = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_secs(1));
        drop(held);
    });
    let manner = Manner { wait: Duration::from_secs(20), ..Manner::default() };
    assert_eq!(run_as(&mut db.app, "incident open", &[("title", "Down")], &manner).unwrap().json["case"], "INC-1");
    waiting.join().unwrap();
}

#[test]
fn another_programs_lock_is_named_by_its_process() {
    let Ok(version) = Command::new("sqlite3").arg("--version").output() else { return println!("skipped: there is no sqlite3 here") };
    assert!(version.status.success());
    let mut db = Database::new();
    let mut child =
        Command::new("sqlite3").arg(&db.path).stdin(std::process::Stdio::piped()).stdout(std::process::Stdio::piped()).spawn().unwrap();
    let (mut input, mut output) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
    std::io::Write::write_all(&mut input, b"BEGIN IMMEDIATE;\nSELECT 'held';\n").unwrap();
    std::io::Read::read_exact(&mut output, &mut [0; 4]).unwrap();
    let Err(Failure::Store(error)) = run_as(&mut db.app, "incident open", &[("title", "Down")], &at_once(None)) else {
        panic!("must be refused")
    };
    assert!(error.to_string().contains(&format!("(process {})", child.id())), "{error}");
    drop(input);
    child.wait().unwrap();
    db.must("incident open", &[("title", "Down")]);
}

#[test]
fn leaving_does_not_wait_for_somebody_elses_lock() {
    let mut db = Database::new();
    let held = db.raw();
    held.execute_batch("BEGIN IMMEDIATE").unwrap();
    let command = warroom::app::tables::command("incident open").unwrap();
    let ticket = db.app.submit(command, warroom::app::Draft::new().with("title", "Down")).unwrap();
    assert!(db.app.poll(ticket, Duration::from_millis(100)).is_none());
    let begun = Instant::now();
    drop(db.app);
    assert!(begun.elapsed() < Duration::from_secs(5));
}

#[test]
fn a_file_that_was_moved_replaced_or_deleted_is_not_written_to() {
    type Harm = fn(&Path);
    let harms: [Harm; 3] = [
        |path| std::fs::rename(path, path.with_extension("moved")).unwrap(),
        |path| std::fs::remove_file(path).unwrap(),
        |path| {
            std::fs::copy(path, path.with_extension("new")).unwrap();
            std::fs::rename(path.with_extension("new"), path).unwrap();
        },
    ];
    for harm in harms {
        let mut db = Database::new();
        furnish(&mut db);
        harm(&db.path);
        let before = std::fs::read(db.path.with_extension("moved")).ok();
        assert!(!db.app.in_place());
        let Err(Failure::Store(error)) = db.run("incident open", &[("title", "Down")]) else { panic!("must be refused") };
        assert!(matches!(error, StoreError::Replaced(_)), "{error}");
        db.app.rest();
        assert_eq!(std::fs::read(db.path.with_extension("moved")).ok(), before);
        let command = warroom::app::tables::command("incident open").unwrap();
        assert!(db.app.submit(command, warroom::app::Draft::new().with("title", "Down")).is_err());
    }
}

/// Fills a file up to its last page and gives how many writes it took; every one of them must be there afterwards.
#[test]
fn a_large_import_and_its_undo_take_no_longer_than_a_breath() {
    let mut db = Database::new();
    furnish(&mut db);
    let before = db.shown();
    let incoming = many(6_000);
    let begun = Instant::now();
    db.app.land(&incoming, &Manner::default()).unwrap();
    let landed = begun.elapsed();
    assert_eq!(db.app.land(&incoming, &Manner::default()).unwrap().1.batch, None, "a second time changes nothing");
    let begun = Instant::now();
    db.must("undo", &[]);
    let undone = begun.elapsed();
    println!("landed in {landed:?}, undone in {undone:?}");
    assert_eq!(db.shown(), before);
    db.healthy();
    // Generous, for a slow machine that does other things: minutes would mean that something grows with the square.
    assert!(landed < Duration::from_secs(60) && undone < Duration::from_secs(60), "{landed:?} {undone:?}");
}
