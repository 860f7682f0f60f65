//! Crashes: writers killed at any moment lose nothing that was acknowledged, and nothing is half done.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use warroom::app::import::{self, Incoming};
use warroom::app::{Access, App, Manner};
use warroom::model::entry::LogFrom;
use warroom::model::{CaseRef, Subject};

use crate::database::{Database, bad, context, run_as, store};

const WRITERS: usize = 4;

/// Starts this very program again, to do nothing but one of the ignored tests below.
fn start(test: &str, path: &Path, name: &str) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", test, "--ignored", "--nocapture", "--test-threads", "1"])
        .env("WARROOM_TEST_DB", path)
        .env("WARROOM_TEST_NAME", name)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

fn told() -> Option<(std::path::PathBuf, String)> {
    Some((std::env::var_os("WARROOM_TEST_DB")?.into(), std::env::var("WARROOM_TEST_NAME").ok()?))
}

#[test]
#[ignore = "runs for ever; started and killed by the test below"]
fn a_writer_that_never_stops() {
    let Some((path, name)) = told() else { return };
    for n in 0.. {
        // A process of its own each time would open each time, too.
        let mut app = App::open(&path, Access::Write, false, context(), None).unwrap();
        for m in 0..3 {
            let (token, manner) = (format!("{name}-{n}-{m}"), Manner { wait: Duration::from_secs(30), ..Manner::default() });
            run_as(&mut app, "log", &[("case", "INC-1"), ("line", &token)], &manner).unwrap();
            println!("\nACK {token}");
        }
    }
}

#[test]
fn killed_writers_lose_nothing_that_was_acknowledged_and_do_nothing_twice() {
    let mut db = Database::new();
    db.must("incident open", &[("title", "Down")]);
    let mut random = Random::new();
    let mut acknowledged = BTreeSet::new();
    let mut kills = 0;
    let until = Instant::now() + Duration::from_secs(6);
    let wanted: Option<usize> = std::env::var("WARROOM_KILLS").ok().and_then(|kills| kills.parse().ok());
    while wanted.map_or(Instant::now() < until, |wanted| kills < wanted) {
        let children: Vec<Child> =
            (0..WRITERS).map(|w| start("crash::a_writer_that_never_stops", &db.path, &format!("w{kills}x{w}"))).collect();
        let readers: Vec<_> = children
            .into_iter()
            .map(|child| {
                let mut child = child;
                (child.stdout.take().unwrap(), child)
            })
            .collect();
        let mut threads = Vec::new();
        for (out, mut child) in readers {
            threads.push(std::thread::spawn(move || {
                BufReader::new(out)
                    .lines()
                    .map_while(Result::ok)
                    .filter_map(|l| l.strip_prefix("ACK ").map(str::to_owned))
                    .collect::<Vec<_>>()
            }));
            std::thread::sleep(Duration::from_millis(40 + random.below(120)));
            child.kill().unwrap();
            child.wait().unwrap();
            kills += 1;
        }
        for thread in threads {
            acknowledged.extend(thread.join().unwrap());
        }
    }
    let case = db.app.case_named(CaseRef::parse("INC-1").unwrap()).unwrap().unwrap().id;
    let kept: Vec<String> = db.app.log(case, None, LogFrom::Start, 1_000_000).unwrap().iter().map(|e| e.text.raw().to_owned()).collect();
    let distinct: BTreeSet<String> = kept.iter().cloned().collect();
    println!("{kills} kills, {} acknowledged, {} kept", acknowledged.len(), kept.len());
    assert!(acknowledged.len() > 20, "too few writes to say anything: {}", acknowledged.len());
    assert_eq!(distinct.len(), kept.len(), "something was written twice");
    let lost: Vec<_> = acknowledged.difference(&distinct).collect();
    assert!(lost.is_empty(), "{lost:?}");
    assert!(kept.len() - acknowledged.len() <= kills);
    assert_eq!(db.app.warning(), None);
    db.healthy();
    let again = App::open(&db.path, Access::Write, false, context(), None).unwrap();
    assert_eq!(again.warning(), None);
    let modes = std::fs::read_dir(db.folder.path()).unwrap().map(|f| f.unwrap());
    for file in modes {
        let mode = std::os::unix::fs::PermissionsExt::mode(&file.metadata().unwrap().permissions()) & 0o777;
        assert_eq!(mode, 0o600, "{:?}", file.file_name());
    }
}

/// Makes an import of so many issues, as another tracker would export them.
pub fn many(count: usize) -> Incoming {
    let mut file = String::from("Issue key,Summary,Issue Type,Status,Priority,Assignee,Created,Description\n");
    for n in 1..=count {
        file += &format!("AT-{n},Trouble number {n},Bug,Open,High,Person {},2026-01-01 10:00,It does not work for customer {n}\n", n % 20);
    }
    import::format::read(file.as_bytes(), "issues.csv", None, &import::Options::default()).unwrap()
}

#[test]
#[ignore = "started and killed by the test below"]
fn an_import_that_is_killed() {
    let Some((path, _)) = told() else { return };
    let mut app = App::open(&path, Access::Write, false, context(), None).unwrap();
    let incoming = many(2000);
    println!("\nACK begun");
    app.land(&incoming, &Manner::default()).unwrap();
    println!("\nACK landed");
    std::thread::sleep(Duration::from_secs(60));
}

#[test]
fn an_import_that_is_killed_is_there_whole_or_not_at_all() {
    let mut random = Random::new();
    let (mut whole, mut none) = (0, 0);
    for round in 0..8_u64 {
        let db = Database::new();
        let mut child = start("crash::an_import_that_is_killed", &db.path, "import");
        let out = child.stdout.take().unwrap();
        let mut lines = BufReader::new(out).lines().map_while(Result::ok);
        assert!(lines.any(|l| l == "ACK begun"));
        let landed = round == 0 && lines.any(|l| l == "ACK landed");
        std::thread::sleep(Duration::from_millis(random.below(60 * (round + 1))));
        child.kill().unwrap();
        child.wait().unwrap();
        let kept = db.shown().keys().filter(|(subject, _)| *subject == Subject::Case).count();
        assert!(kept == 0 || kept == 2000, "{kept} of 2000");
        assert!(!landed || kept == 2000);
        *(if kept == 0 { &mut none } else { &mut whole }) += 1;
        assert_eq!(bad(&store(&db.path, Access::Read).unwrap().examine().unwrap()), Vec::<String>::new());
    }
    println!("{whole} whole, {none} not at all");
}

/// Draws numbers; the seed is printed so that a failure can be looked at again.
pub struct Random(u64);

impl Random {
    pub fn new() -> Self {
        let seed = std::env::var("WARROOM_TEST_SEED").ok().and_then(|s| s.parse().ok()).unwrap_or(u64::from(std::process::id()));
        println!("WARROOM_TEST_SEED={seed}");
        Self(seed)
    }

    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}
