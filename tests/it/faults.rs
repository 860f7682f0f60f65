//! Single calls of the system that fail, in the middle of every command that writes: what is said is true, nothing is half, and
//! the same key finishes it.

#![cfg(target_os = "linux")]

use std::collections::BTreeMap;
use std::path::Path;

use crate::crash::Random;
use crate::database::{self, Shown, bad, shown};
use crate::migrate::an_old_one;
use crate::shim::{Fault, run_with};
use crate::world::{Said, World};
use warroom::app::Access;

/// Calls that change something, for errors that a read never gives.
const CHANGING: &str = "open,creat,openat,write,pwrite64,writev,pwritev,fsync,fdatasync,ftruncate,fallocate,copy_file_range,sendfile,\
    rename,renameat,renameat2,link,linkat,unlink,unlinkat";

/// Which calls fail, how, and whether all later ones do as well.
const FAULTS: &[(&str, &str, bool)] = &[
    ("any", "EIO", false),
    ("any", "EIO", true),
    (CHANGING, "EIO", false),
    (CHANGING, "ENOSPC", false),
    (CHANGING, "ENOSPC", true),
    (CHANGING, "EDQUOT", true),
    (CHANGING, "EROFS", false),
    (CHANGING, "EROFS", true),
    ("lock", "ENOLCK", false),
    ("lock", "ENOLCK", true),
    // Nobody is interrupted for ever.
    ("any", "EINTR", false),
    ("any", "short", false),
    ("any", "torn", false),
    ("any", "torn", true),
    ("fsync,fdatasync", "EIO", false),
    ("fsync,fdatasync", "EIO", true),
    ("any", "kill", false),
];

/// Exit codes that a fault of the disk may end with: done, busy, full or read-only, unknown, an error of the system.
const CODES: &[i32] = &[0, 3, 6, 7, 70];
/// What a page that the disk does not give is to SQLite, too.
const DAMAGED: i32 = 5;

/// Exit code of a program that was killed.
const KILLED: i32 = 137;

const KEY: &str = "one-and-the-same";

/// How many kinds of fault a command meets, and at how many points each: a few that are drawn, as many points as `WARROOM_FAULTS`
/// says of every kind, or all of them where `WARROOM_SOAK` is set.
fn bounds() -> (u64, u64) {
    let all = FAULTS.len() as u64;
    match std::env::var("WARROOM_FAULTS").ok().and_then(|n| n.parse().ok()) {
        Some(points) => (all, points),
        None if std::env::var_os("WARROOM_SOAK").is_some() => (all, u64::MAX),
        None => (6, 1),
    }
}

/// A database that every point begins with, as bytes of the files it consists of.
struct Start {
    files: Vec<(String, Vec<u8>)>,
    shown: Shown,
    batches: i64,
}

impl Start {
    /// Begins with a log that is folded in, or with one that a program left behind when it was killed: only then may the frames of a
    /// failed COMMIT outlive the program that was told so.
    fn new(is_hot: bool) -> Self {
        let world = World::new();
        world.ok(&["incident", "open", "Payments are down", "--service", "payments"]);
        let held = is_hot.then(|| database::open(&world.db()).unwrap());
        world.ok(&["log", "INC-1", "pods restart"]);
        world.ok(&["action", "add", "INC-1", "call the bank", "--owner", "ana"]);
        let (shown, batches) = state(&world.db());
        let names = ["warroom.db", "warroom.db-wal", "warroom.db.heads"];
        let files: Vec<_> = names.iter().filter_map(|name| Some(((*name).to_owned(), std::fs::read(world.path(name)).ok()?))).collect();
        assert_eq!(files.iter().any(|(name, bytes)| name.ends_with("-wal") && !bytes.is_empty()), is_hot);
        drop(held);
        Self { files, shown, batches }
    }

    /// Begins with nothing at all.
    fn nothing() -> Self {
        let (shown, batches) = state(&World::new().db());
        Self { files: Vec::new(), shown, batches }
    }

    /// Begins with a file of the first version there was.
    fn old() -> Self {
        let world = World::new();
        an_old_one(&world.db());
        let files = vec![("warroom.db".to_owned(), std::fs::read(world.db()).unwrap())];
        let (shown, batches) = state(&world.db());
        Self { files, shown, batches }
    }

    fn world(&self) -> World {
        let world = World::new();
        world.file("issues.csv", issues(30));
        for (name, bytes) in &self.files {
            let path = world.file(name, bytes);
            std::fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
        }
        world
    }
}

fn issues(count: usize) -> String {
    let rows = (1..=count).map(|n| format!("AT-{n},Trouble number {n},Bug,Open,High,Person {},2026-01-01 10:00,Customer {n}\n", n % 7));
    format!("Issue key,Summary,Issue Type,Status,Priority,Assignee,Created,Description\n{}", rows.collect::<String>())
}

/// Reads a database without the shim, and fails unless doctor finds it whole.
fn state(db: &Path) -> (Shown, i64) {
    let app = database::open(db).unwrap_or_else(|e| panic!("cannot be opened: {e:?}"));
    assert_eq!(bad(&app.examine().unwrap()), Vec::<String>::new());
    assert_eq!(app.warning(), None);
    (shown(&database::store(db, Access::Read).unwrap()), app.last_change().unwrap())
}

/// What is wrong with how a run ended and what it said.
fn wrong_words(said: &Said, names: &str, fault: &Fault) -> Option<String> {
    let text = format!("{}{}", said.stdout, said.stderr);
    let unreadable =
        said.code == DAMAGED && fault.what == "EIO" && fault.calls == "any" && said.stderr.contains("or the disk cannot read it");
    let killed = said.code == KILLED && fault.what == "kill";
    if !CODES.contains(&said.code) && !killed && !unreadable {
        return Some(format!("exit code {}", said.code));
    }
    if text.contains("panicked") || text.contains("mistake in the program") || text.contains("os error") {
        return Some("a number or a panic instead of words".into());
    }
    let failed = said.code != 0 && !killed;
    if failed && !said.stderr.contains(names) {
        return Some(format!("'{names}' is not named"));
    }
    if failed && said.stderr.trim().len() < names.len() + 20 {
        return Some("no cause".into());
    }
    None
}

/// Runs one command with every kind of fault at points that are drawn, or at all of them.
fn sweep(start: &Start, args: &[&str], path: &str, random: &mut Random, check: &dyn Fn(&World, &Said, &Fault) -> Option<String>) {
    let (mut fired, mut tried, mut wrong) = (0, 0, Vec::new());
    let (kinds, points) = bounds();
    let mut counts = BTreeMap::new();
    let mut drawn: Vec<_> = FAULTS.iter().collect();
    while drawn.len() as u64 > kinds {
        drawn.swap_remove(usize::try_from(random.below(drawn.len() as u64)).unwrap());
    }
    for (calls, what, from) in drawn {
        let fault = |nth: u64| Fault { calls, path: path.into(), nth, from: *from, what };
        // Which calls are counted depends on what cannot be halved, too.
        let all = *counts.entry((calls, *what == "short", *what == "torn")).or_insert_with(|| {
            let world = start.world();
            let (said, counted) = run_with(world.command(args), &fault(0));
            assert_eq!(said.as_ref().and_then(|said| said.status.code()), Some(0), "{args:?}: {said:?}");
            assert!(counted.fired == 0 && counted.matched > 0, "{args:?} {what}: {counted:?}");
            counted.matched
        });
        let some = points.min(all);
        for point in 0..some {
            let nth = if some == all { point + 1 } else { 1 + random.below(all) };
            let (fault, world) = (fault(nth), start.world());
            let (output, report) = run_with(world.command(args), &fault);
            tried += 1;
            fired += u64::from(report.fired > 0);
            let Some(output) = output else {
                wrong.push(format!("{fault:?}: hangs"));
                continue;
            };
            let said = world.said(&output);
            let found = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| check(&world, &said, &fault)));
            let found = found.unwrap_or_else(|panic| Some(panic.downcast_ref::<String>().cloned().unwrap_or_default()));
            if let Some(why) = found {
                wrong.push(format!(
                    "{what} {} {nth} of {all} {calls:.20}: {why}\n    {} {:?}",
                    if *from { "from" } else { "once" },
                    said.code,
                    said.stderr
                ));
            }
        }
    }
    println!("{args:?}: {fired} of {tried} points failed a call");
    assert!(fired * 10 >= tried * 9, "only {fired} of {tried} points failed a call");
    assert!(wrong.is_empty(), "{args:?}: {} of {tried}\n{}", wrong.len(), wrong.join("\n"));
}

/// A change: it is there or it is not, as was said, and the same key does it once.
fn sweep_change(start: &Start, args: &[&str], random: &mut Random) {
    let args = &[args, &["--key", KEY]].concat()[..];
    let done = start.world();
    done.ok(args);
    let (after, batches) = state(&done.db());
    assert_eq!(batches, start.batches + 1);
    sweep(start, args, "*/warroom.db*", random, &|world, said, fault| {
        if let Some(why) = wrong_words(said, "warroom.db", fault) {
            return Some(why);
        }
        let (now, _) = state(&world.db());
        let (is_before, is_after) = (now == start.shown, now == after);
        if !is_before && !is_after {
            return Some("it is half there".into());
        }
        let denied = said.stderr.to_lowercase().contains("not saved") || said.stderr.contains("Nothing was changed");
        if said.code == 0 && !is_after {
            return Some("it was said to be done, and is not".into());
        }
        if denied && !is_before {
            return Some("it was said not to be saved, and is".into());
        }
        if said.code == 0 && is_after {
            return None;
        }
        let again = world.run(args);
        if again.code != 0 {
            return Some(format!("the same key again: {again:?}"));
        }
        let (now, count) = state(&world.db());
        (now != after || count != batches).then(|| format!("the same key again gave something else ({count} changes)"))
    });
}

#[test]
fn a_line_that_meets_a_fault_is_there_or_not_as_was_said_and_once_with_its_key() {
    let (start, hot, mut random) = (Start::new(false), Start::new(true), Random::new());
    sweep_change(&hot, &["log", "INC-1", "the primary is gone"], &mut random);
    sweep_change(&start, &["incident", "open", "Logins are slow"], &mut random);
    sweep_change(&start, &["action", "add", "INC-1", "fail over", "--owner", "mei", "--due", "in 20m"], &mut random);
}

#[test]
fn an_import_or_an_undo_that_meets_a_fault_is_whole_or_not_at_all() {
    let (start, hot, mut random) = (Start::new(false), Start::new(true), Random::new());
    sweep_change(&start, &["import", "issues.csv"], &mut random);
    sweep_change(&hot, &["undo"], &mut random);
}

#[test]
fn a_file_that_is_made_or_brought_up_while_a_call_fails_is_whole_and_done_by_the_next_try() {
    let mut random = Random::new();
    sweep_change(&Start::nothing(), &["incident", "open", "Payments are down"], &mut random);
    sweep_change(&Start::old(), &["log", "INC-1", "brought up"], &mut random);
}

#[test]
fn a_log_that_does_not_get_to_the_disk_is_not_called_saved_and_is_finished_by_its_key() {
    let args = ["log", "INC-1", "the primary is gone", "--key", KEY];
    let (mut fired, mut unsure) = (0, 0);
    for start in [Start::new(false), Start::new(true)] {
        let done = start.world();
        done.ok(&args);
        let (after, batches) = state(&done.db());
        // Somebody else who has it open keeps alive what the log's readers share, and its end is no checkpoint then.
        for (held, nth) in [false, true].into_iter().flat_map(|held| (1..=3).map(move |nth| (held, nth))) {
            let world = start.world();
            let other = held.then(|| database::open(&world.db()).unwrap());
            let fault = Fault { calls: "fsync,fdatasync", path: "*/warroom.db-wal".into(), nth, from: true, what: "EIO" };
            let (output, report) = run_with(world.command(&args), &fault);
            let said = world.said(&output.expect("must not hang"));
            fired += report.fired;
            assert_eq!(wrong_words(&said, "warroom.db", &fault), None, "{said:?}");
            let (now, _) = state(&world.db());
            let here = format!("held {held}, {nth}: {said:?}");
            match said.code {
                0 => assert!(now == after, "{here}"),
                7 => {
                    unsure += 1;
                    assert!(said.stderr.contains(&format!("--key {KEY}")), "{here}");
                    assert!(now == after || now == start.shown, "{here}");
                }
                _ => assert!(now == start.shown, "{here}"),
            }
            world.ok(&args);
            assert_eq!(state(&world.db()), (after.clone(), batches), "{here}");
            drop(other);
        }
    }
    assert!(fired > 0, "nothing failed");
    println!("{fired} calls failed, {unsure} outcomes were unknown");
}

/// Names in a world's home that nobody asked for.
fn left_over(world: &World, known: &[&str]) -> Vec<String> {
    let names = std::fs::read_dir(world.path("")).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| !name.starts_with("warroom.db") && !["issues.csv"].contains(&&**name) && !known.contains(&&**name)).collect()
}

/// Says whether the program could still take its temporary file away.
fn could_tidy(fault: &Fault) -> bool {
    fault.what != "kill" && (!fault.from || fault.calls.starts_with("fsync") || fault.what == "torn")
}

#[test]
fn an_export_that_meets_a_fault_leaves_the_old_file_or_the_new_one_and_nothing_beside_it() {
    let (start, mut random) = (Start::new(false), Random::new());
    let done = start.world();
    done.ok(&["export", "-o", "out.json"]);
    let new = std::fs::read(done.path("out.json")).unwrap();
    for old in [None, Some("old")] {
        let args: &[&str] = if old.is_some() { &["export", "-o", "out.json", "--force"] } else { &["export", "-o", "out.json"] };
        let mut prepared = Start::new(false);
        prepared.files.extend(old.map(|text| ("out.json".to_owned(), text.into())));
        sweep(&prepared, args, "*/warroom-*", &mut random, &|world, said, fault| {
            if let Some(why) =
                wrong_words(said, "~/", fault).filter(|_| !["out.json", "the folder ."].iter().any(|name| said.stderr.contains(name)))
            {
                return Some(why);
            }
            let now = std::fs::read(world.path("out.json")).ok();
            let (is_old, is_new) = (now.as_deref() == old.map(str::as_bytes), now.as_ref() == Some(&new));
            let confirmed = said.code == 0 || said.stderr.contains("did not confirm");
            let is_as_said = match (confirmed, fault.what) {
                (true, _) => is_new,
                (false, "kill") => is_old || is_new,
                (false, _) => is_old,
            };
            if !is_as_said {
                return Some(format!("the file has {:?} bytes", now.map(|bytes| bytes.len())));
            }
            let more = left_over(world, &["out.json"]);
            if could_tidy(fault) && !more.is_empty() {
                return Some(format!("left behind: {more:?}"));
            }
            (state(&world.db()).0 != start.shown).then(|| "an export changed the database".into())
        });
    }
}

#[test]
fn a_backup_that_meets_a_fault_is_whole_or_not_there_and_leaves_nothing_beside_it() {
    let (start, mut random) = (Start::new(false), Random::new());
    sweep(&start, &["backup", "copy.db"], "*/warroom-*", &mut random, &|world, said, fault| {
        if let Some(why) = wrong_words(said, ".db", fault) {
            return Some(why);
        }
        let is_there = world.path("copy.db").exists();
        if is_there && state(&world.path("copy.db")).0 != start.shown {
            return Some("the copy is another".into());
        }
        if fault.what != "kill" && is_there != (said.code == 0) {
            return Some(format!("the copy is there: {is_there}"));
        }
        let more = left_over(world, &["copy.db", "copy.db.heads", "copy.db-wal", "copy.db-shm"]);
        if could_tidy(fault) && !more.is_empty() {
            return Some(format!("left behind: {more:?}"));
        }
        (state(&world.db()).0 != start.shown).then(|| "a backup changed the database".into())
    });
}
