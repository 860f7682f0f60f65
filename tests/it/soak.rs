//! Long runs: real processes, screens and killings side by side, for as long as `WARROOM_SECONDS` says. `tests/soak.sh` runs them; each
//! prints what it did, and fails where it did nothing.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Child, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::Connection;

use crate::crash::Random;
use crate::pty::Terminal;
use crate::world::World;

const WRITERS: usize = 4;

/// Seconds each of these goes on.
fn long() -> Duration {
    Duration::from_secs(number("WARROOM_SECONDS").unwrap_or(60))
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// A world with one incident; ids are drawn, since several programs write at once.
fn world() -> World {
    let world = World::new();
    world.ok(&["incident", "open", "Down"]);
    world
}

fn logs(world: &World, token: &str) -> std::process::Command {
    let mut command = world.command(&["--wait", "60", "log", "INC-1", token]);
    command.env_remove("WARROOM_SEED").stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// Gives every line of the log, oldest first.
fn kept(file: &Path) -> Vec<String> {
    let conn = Connection::open_with_flags(file, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
    let mut select = conn.prepare("SELECT text FROM entry ORDER BY number").unwrap();
    select.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
}

/// Starts writers that log one line after another, each line a process of its own, until it is said to stop; gives what was acknowledged.
fn writers(world: &Arc<World>, stop: &Arc<AtomicBool>, name: &'static str) -> Vec<thread::JoinHandle<Vec<String>>> {
    let write = |w: usize| {
        let (world, stop) = (world.clone(), stop.clone());
        thread::spawn(move || {
            let tokens = (0..).map(|n| format!("{name}{w}x{n}")).take_while(|_| !stop.load(SeqCst));
            tokens.filter(|token| logs(&world, token).status().unwrap().success()).collect()
        })
    };
    (0..WRITERS).map(write).collect()
}

/// Fails unless everything acknowledged is there once, nothing twice, and the file sound; gives how many lines there are.
fn whole(world: &World, acknowledged: &[String], doubts: usize) -> usize {
    let kept = kept(&world.db());
    let distinct: BTreeSet<&String> = kept.iter().collect();
    assert_eq!(distinct.len(), kept.len(), "something was written twice");
    let lost: Vec<&String> = acknowledged.iter().filter(|token| !distinct.contains(token)).collect();
    assert!(lost.is_empty(), "lost: {lost:?}");
    assert!(kept.len() <= acknowledged.len() + doubts, "{} kept, {} acknowledged, {doubts} in doubt", kept.len(), acknowledged.len());
    let said = world.run(&["doctor"]);
    assert_eq!((said.code, said.stderr.as_str()), (0, ""), "{said:?}");
    kept.len()
}

/// Kills a process some time after its start, unless it was done before; says whether it was acknowledged, and whether it was killed.
fn killed_after(mut child: Child, after: Duration) -> (bool, bool) {
    thread::sleep(after);
    let over = child.try_wait().unwrap().is_some();
    let _ = child.kill();
    let status = child.wait().unwrap();
    (status.success(), !over && !status.success())
}

#[test]
#[ignore = "long: tests/soak.sh runs it"]
fn command_lines_that_are_killed_at_any_moment_lose_nothing_while_others_read_and_hold_the_lock() {
    let (world, wanted) = (Arc::new(world()), usize::try_from(number("WARROOM_KILLS").unwrap_or(1000)).unwrap());
    let (kills, stop, seeds) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicBool::new(false)), Arc::new(Mutex::new(Random::new())));
    let write = |w: usize| {
        let (world, kills, seeds) = (world.clone(), kills.clone(), seeds.clone());
        thread::spawn(move || {
            let mut acknowledged = Vec::new();
            for n in 0.. {
                if kills.load(SeqCst) >= wanted {
                    break;
                }
                let token = format!("w{w}x{n}");
                let child = logs(&world, &token).spawn().unwrap();
                let (done, killed) = killed_after(child, Duration::from_micros(seeds.lock().unwrap().below(30_000)));
                kills.fetch_add(usize::from(killed), SeqCst);
                acknowledged.extend(done.then_some(token));
            }
            acknowledged
        })
    };
    let threads: Vec<_> = (0..WRITERS).map(write).collect();
    let (held, reads) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let beside = {
        let (world, stop, held) = (world.clone(), stop.clone(), held.clone());
        thread::spawn(move || {
            let conn = Connection::open(world.db()).unwrap();
            conn.busy_timeout(Duration::from_secs(60)).unwrap();
            while !stop.load(SeqCst) {
                conn.execute_batch("BEGIN IMMEDIATE").unwrap();
                thread::sleep(Duration::from_millis(300));
                conn.execute_batch("ROLLBACK").unwrap();
                held.fetch_add(1, SeqCst);
                thread::sleep(Duration::from_millis(2000));
            }
        })
    };
    let reader = {
        let (world, stop, reads) = (world.clone(), stop.clone(), reads.clone());
        thread::spawn(move || {
            while !stop.load(SeqCst) {
                for args in [&["doctor"][..], &["case", "list", "--json"], &["case", "show", "INC-1"]] {
                    let said = world.run(args);
                    assert_eq!(said.code, 0, "{args:?}: {said:?}");
                    reads.fetch_add(1, SeqCst);
                }
            }
        })
    };
    let mut screen = Terminal::of(&world.command::<&str>(&[]));
    screen.until("Due");
    let mut answers = 0;
    while !threads.iter().all(thread::JoinHandle::is_finished) {
        screen.send("?");
        screen.until("Keys here");
        screen.send("\u{1b}");
        thread::sleep(Duration::from_millis(700));
        answers += 1;
    }
    stop.store(true, SeqCst);
    let acknowledged: Vec<String> = threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect();
    beside.join().unwrap();
    reader.join().unwrap();
    screen.send("q");
    assert_eq!(screen.ended(), 0);
    let (kills, held, reads) = (kills.load(SeqCst), held.load(SeqCst), reads.load(SeqCst));
    let lines = whole(&world, &acknowledged, kills);
    println!(
        "{kills} killed, {} acknowledged, {lines} kept; the lock held {held} times, {reads} reads, {answers} answers of a screen",
        acknowledged.len()
    );
    assert!(kills >= wanted && acknowledged.len() > 20 && held > 0 && reads > 0 && answers > 0);
}

#[test]
#[ignore = "long: tests/soak.sh runs it"]
fn backups_taken_while_others_write_hold_what_was_there_first() {
    let (world, stop) = (Arc::new(world()), Arc::new(AtomicBool::new(false)));
    let threads = writers(&world, &stop, "b");
    let (begun, mut sizes) = (Instant::now(), Vec::new());
    while begun.elapsed() < long() {
        let name = format!("backup-{}.db", sizes.len());
        world.ok(&["backup", &name]);
        let copy = world.path(&name);
        let checked = world.command(&["doctor"]).env("WARROOM_DB", &copy).stdout(Stdio::null()).status().unwrap();
        assert_eq!(checked.code(), Some(0), "{name}");
        sizes.push(kept(&copy));
        std::fs::remove_file(copy).unwrap();
    }
    stop.store(true, SeqCst);
    let acknowledged: Vec<String> = threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect();
    whole(&world, &acknowledged, 0);
    let all = kept(&world.db());
    for copy in &sizes {
        assert_eq!(&all[..copy.len()], copy.as_slice(), "a backup is not the beginning of what was written");
    }
    println!("{} backups, of {} to {} lines", sizes.len(), sizes.first().map_or(0, Vec::len), sizes.last().map_or(0, Vec::len));
    assert!(sizes.len() > 2 && sizes.first().map(Vec::len) < sizes.last().map(Vec::len));
}

/// Kilobytes of private memory, open files and threads of a process.
fn held(process: u32) -> [u64; 3] {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let of = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
        line.split_whitespace().next().and_then(|n| n.parse().ok()).unwrap_or(0)
    };
    let files = std::fs::read_dir(format!("/proc/{process}/fd")).unwrap().count();
    [of("RssAnon:"), u64::try_from(files).unwrap(), of("Threads:")]
}

#[test]
#[ignore = "long: tests/soak.sh runs it"]
fn two_screens_and_many_calls_stay_as_small_as_they_began_and_see_each_other() {
    let (world, stop) = (Arc::new(world()), Arc::new(AtomicBool::new(false)));
    let mut screens = [Terminal::sized(&world.command::<&str>(&[]), 120, 40), Terminal::of(&world.command::<&str>(&[]))];
    for screen in &mut screens {
        screen.until("Due");
        screen.send("\r");
        screen.until("INC-1");
    }
    let threads = writers(&world, &stop, "c");
    let journal = world.path("warroom.db-wal");
    let (begun, mut rounds, mut sizes, mut largest) = (Instant::now(), 0_u32, Vec::new(), 0);
    while begun.elapsed() < long() {
        // From the middle on the case grows no more, and so may nothing else.
        stop.fetch_or(begun.elapsed() > long() / 2, SeqCst);
        for (screen, (cols, rows)) in screens.iter_mut().zip([(120, 40), (100, 30)]) {
            for keys in ["jjkk", "1", "2", "?", "\u{1b}", "3", "4", "5", "1", "2"] {
                screen.send(keys);
                thread::sleep(Duration::from_millis(15));
            }
            screen.resize(60 + u16::try_from(rounds % 90).unwrap(), 20);
            thread::sleep(Duration::from_millis(20));
            screen.resize(cols, rows);
        }
        largest = largest.max(std::fs::metadata(&journal).map_or(0, |file| file.len()));
        if rounds.is_multiple_of(10) {
            sizes.push(screens.each_ref().map(|screen| held(screen.process())));
        }
        rounds += 1;
    }
    stop.store(true, SeqCst);
    let acknowledged: Vec<String> = threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect();
    assert!(logs(&world, "the very last of them").status().unwrap().success());
    for screen in &mut screens {
        // What lies over the log goes, and whoever reads further up stays there: at the end it is seen.
        for keys in ["\u{1b}", "\u{1b}", "2G"] {
            screen.send(keys);
            thread::sleep(Duration::from_millis(200));
        }
        screen.until("the very last of them");
        screen.send("1q");
        assert_eq!(screen.ended(), 0);
    }
    whole(&world, &acknowledged, 1);
    println!("{rounds} rounds of keys and sizes, {} lines, a write-ahead log of at most {largest} bytes", acknowledged.len());
    println!("private KiB, files, threads of each screen: {:?} … {:?}", sizes.first(), sizes.last());
    assert!(largest <= 4 << 20, "the write-ahead log grew to {largest} bytes");
    // What was written last is read once more and kept; after that nothing may grow.
    let (middle, last) = (&sizes[sizes.len() * 3 / 4], &sizes[sizes.len() - 1]);
    for (before, after) in middle.iter().zip(last) {
        assert!(after[0] <= before[0] + before[0] / 4 && after[1] <= before[1] && after[2] <= before[2], "{before:?} → {after:?}");
    }
}

#[test]
#[ignore = "long: tests/soak.sh runs it"]
fn writers_and_those_who_move_the_log_into_the_file_do_not_harm_each_other() {
    let (world, stop) = (Arc::new(world()), Arc::new(AtomicBool::new(false)));
    let moved = Arc::new(AtomicUsize::new(0));
    let movers: Vec<_> = (0..2)
        .map(|_| {
            let (world, stop, moved) = (world.clone(), stop.clone(), moved.clone());
            thread::spawn(move || {
                let conn = Connection::open(world.db()).unwrap();
                while !stop.load(SeqCst) {
                    let busy: i64 = conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0)).unwrap_or(1);
                    moved.fetch_add(usize::from(busy == 0), SeqCst);
                }
            })
        })
        .collect();
    let threads = writers(&world, &stop, "m");
    thread::sleep(long());
    stop.store(true, SeqCst);
    let acknowledged: Vec<String> = threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect();
    movers.into_iter().for_each(|mover| mover.join().unwrap());
    let (lines, moved) = (whole(&world, &acknowledged, 0), moved.load(SeqCst));
    println!("{lines} lines, the log moved into the file {moved} times");
    assert!(lines > 20 && moved > 20);
}
