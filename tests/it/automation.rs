//! Other programs: the stream of changes, commands on events, and the monitor that comes as an example.

use std::io::{BufRead, BufReader, Read};
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::{Child, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value as Json;

use crate::world::World;

const LONG: Duration = Duration::from_secs(20);

/// A `watch` that runs beside the test, with what it prints line by line.
struct Watch {
    child: Child,
    lines: Receiver<String>,
}

impl Watch {
    fn start(world: &World, args: &[&str]) -> Self {
        let mut child = world.command(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        let (into, lines) = channel();
        thread::spawn(move || out.lines().map_while(Result::ok).try_for_each(|line| into.send(line)));
        Self { child, lines }
    }

    fn next(&self) -> Json {
        serde_json::from_str(&self.lines.recv_timeout(LONG).expect("a change")).unwrap()
    }

    fn signal(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.child), signal).unwrap();
    }

    fn ended(mut self) -> (ExitStatus, String) {
        let started = Instant::now();
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            assert!(started.elapsed() < LONG, "it does not end");
            thread::sleep(Duration::from_millis(5));
        };
        let mut said = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        (status, said)
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

fn began(world: &World) -> Watch {
    let watch = Watch::start(world, &["watch", "--json", "--since", "0"]);
    assert_eq!(watch.next()["command"], "incident open");
    watch
}

#[test]
fn every_change_is_one_object_with_names_times_and_what_it_was_before() {
    let world = World::new();
    world.ok(&["person", "add", "ana"]);
    world.ok(&["incident", "open", "Card payments fail", "--impact", "high", "--urgency", "medium", "--lead", "ana"]);
    world.ok(&["incident", "set", "INC-1", "--urgency", "high", "--detected", "14:01"]);
    let all = world.json(&["watch", "--since", "b1", "--once"]);
    assert_eq!(all.len(), 2, "{all:?}");
    let keys: Vec<&String> = all[0].as_object().unwrap().keys().collect();
    assert_eq!(keys, ["seq", "change", "at", "who", "through", "command", "did", "case", "undoes", "changes", "more"]);
    assert_eq!(
        (all[0]["seq"].as_i64(), all[0]["change"].as_str(), all[0]["at"].as_str()),
        (Some(2), Some("b2"), Some("2026-11-22T13:05:00.000Z"))
    );
    let made = &all[0]["changes"][0];
    assert_eq!((made["subject"].as_str(), made["number"].as_str(), &made["field"]), (Some("case"), Some("INC-1"), &Json::Null));
    assert_eq!((made["new"]["title"].as_str(), made["new"]["lead"].as_str()), (Some("Card payments fail"), Some("ana")));
    assert_eq!(made["new"]["opened"], "2026-11-22T13:05:00.000Z");
    let set = |field: &str| all[1]["changes"].as_array().unwrap().iter().find(|row| row["field"] == field).cloned().unwrap();
    assert_eq!((set("urgency")["old"].as_str(), set("urgency")["new"].as_str()), (Some("medium"), Some("high")));
    assert_eq!((&set("detected")["old"], set("detected")["new"].as_str()), (&Json::Null, Some("2026-11-22T13:01:00.000Z")));
    assert_eq!(all[1]["more"], 0);
}

#[test]
fn a_line_for_people_is_one_line_whatever_was_typed_and_is_narrowed_as_asked() {
    let world = World::new();
    world.ok(&["incident", "open", "Card payments fail"]);
    world.ok(&["issue", "open", "Rehearsal blocked", "--project", "Atlas"]);
    world.ok(&["log", "INC-1", "evil \u{1b}[2J\u{202e} text"]);
    let text = world.ok(&["watch", "--since", "0", "--once"]);
    assert_eq!(text.lines().count(), 3, "{text}");
    let last = text.lines().last().unwrap();
    assert!(last.starts_with("2026-11-22 14:05  b3  ana  INC-1.1 fact logged: evil ") && !text.contains(['\u{1b}', '\u{202e}']), "{text}");
    assert_eq!(world.ok(&["watch", "--since", "0", "--once", "--kind", "issue"]).lines().count(), 1);
    assert_eq!(world.ok(&["watch", "--since", "0", "--once", "--case", "INC-1"]).lines().count(), 2);
    assert_eq!(world.ok(&["watch", "--since", "b3", "--once"]), "");
    assert_eq!(world.ok(&["watch", "--once"]), "", "it begins with what comes next");
    let said = world.run(&["watch", "--since", "yesterday", "--case", "INC-9"]);
    assert!(said.code == 1 && said.stderr.contains("INC-9"), "{said:?}");
    assert!(world.run(&["watch", "--since", "yesterday"]).stderr.contains("'yesterday' is not the number of a change"));
    let said = world.run(&["watch", "--once", "see", "INC-1", "x", "--source", "y"]);
    assert!(said.code == 2 && said.stderr.contains("--once is for 'watch' alone"), "{said:?}");
    assert!(world.run(&["watch", "--help"]).stdout.contains("see"), "what shares the word is still found");
}

#[test]
fn what_was_redacted_stays_blank_and_an_import_says_how_much_more_there_is() {
    let world = World::new();
    world.ok(&["incident", "open", "Card payments fail"]);
    world.ok(&["log", "INC-1", "the password is hunter2"]);
    world.ok(&["entry", "redact", "INC-1.1"]);
    let rows: Vec<String> = (0..300)
        .map(|n| {
            format!(r#"{{"number":"INC{n:07}","short_description":"failure {n}","state":"Closed","opened_at":"2026-01-02 03:04:05"}}"#)
        })
        .collect();
    let file = world.file("all.json", format!(r#"{{"result":[{}]}}"#, rows.join(",")));
    world.ok(&["import", file.to_str().unwrap(), "--format", "servicenow-json"]);
    let text = world.ok(&["watch", "--since", "0", "--once", "--json"]);
    assert!(!text.contains("hunter2"), "{text}");
    let all: Vec<Json> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(all[1]["changes"][0]["redacted"] == true && all[1]["changes"][0]["new"].is_null(), "{}", all[1]);
    let import = all.last().unwrap();
    assert_eq!((import["command"].as_str(), import["changes"].as_array().unwrap().len()), (Some("import"), 200));
    assert!(import["more"].as_i64().unwrap() >= 100, "{}", import["more"]);
    assert!(!world.ok(&["watch", "--since", "0", "--once"]).contains("hunter2"));
}

#[test]
fn what_another_process_writes_comes_at_once_and_a_checkpoint_is_no_end() {
    let world = World::new();
    world.ok(&["incident", "open", "Card payments fail"]);
    let watch = began(&world);
    for (n, line) in ["first", "second"].into_iter().enumerate() {
        world.ok(&["log", "INC-1", line]);
        let change = watch.next();
        assert_eq!((change["seq"].as_u64(), change["changes"][0]["new"]["text"].as_str()), (Some(n as u64 + 2), Some(line)));
        let conn = rusqlite::Connection::open(world.db()).unwrap();
        conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    }
    world.ok(&["undo"]);
    let undone = watch.next();
    assert_eq!((undone["command"].as_str(), undone["undoes"].as_str()), (Some("undo"), Some("b3")));
    watch.signal(Signal::INT);
    let (status, said) = watch.ended();
    assert_eq!((status.code(), said.as_str()), (Some(130), ""));
}

#[test]
fn it_ends_quietly_when_nobody_reads_and_clearly_when_the_file_is_another() {
    let world = World::new();
    world.ok(&["incident", "open", "Card payments fail"]);
    let mut child = world.command(&["watch"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let (_, lines) = channel();
    let (status, said) = Watch { child, lines }.ended();
    assert_eq!((status.code(), said.as_str()), (Some(0), ""));
    let watch = began(&world);
    std::fs::rename(world.db(), world.path("old.db")).unwrap();
    std::fs::copy(world.path("old.db"), world.db()).unwrap();
    let (status, said) = watch.ended();
    assert!(status.code() == Some(4) && said.contains("warroom.db is no longer the file that was watched"), "{status:?} {said}");
}

#[test]
fn a_change_that_the_file_has_not_yet_is_not_waited_for() {
    let world = World::new();
    world.ok(&["incident", "open", "Pay"]);
    let said = world.run(&["watch", "--since", "b900", "--once"]);
    assert!(said.code == 1 && said.stderr.contains("the newest change of this file is b1"), "{said:?}");
    world.ok(&["watch", "--since", "b1", "--once"]);
}

#[test]
fn it_sleeps_while_nothing_happens() {
    let world = World::new();
    world.ok(&["incident", "open", "Card payments fail"]);
    let watch = began(&world);
    let wakes = || {
        let text = std::fs::read_to_string(format!("/proc/{}/status", watch.child.id())).ok()?;
        let line = text.lines().find(|line| line.starts_with("voluntary_ctxt_switches"))?;
        line.split_whitespace().last()?.parse::<u64>().ok()
    };
    let Some(before) = wakes() else { return };
    thread::sleep(Duration::from_secs(2));
    let after = wakes().unwrap();
    assert!((4..=12).contains(&(after - before)), "{} wake-ups in two seconds", after - before);
}

/// Sets hooks whose command is a script; what the script says comes behind `command`.
fn hooked(world: &World, settings: &str, script: &str) {
    let program = world.file("bin/hook", format!("#!/bin/sh\n{script}\n"));
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o700)).unwrap();
    world.file("config/config.toml", settings.replace("PROGRAM", program.to_str().unwrap()));
}

fn text(world: &World, name: &str) -> String {
    std::fs::read_to_string(world.path(name)).unwrap_or_default()
}

#[test]
fn a_hook_gets_the_change_that_was_made_as_watch_tells_it() {
    let world = World::new();
    hooked(
        &world,
        "[hooks.pager]\non = [\"incident opened\", \"undo\"]\ncommand = [\"PROGRAM\", \"-t\"]\n",
        "cat >> got; echo \"$WARROOM_HOOK $WARROOM_DB $*\" >> told",
    );
    world.ok(&["service", "add", "payments"]);
    assert_eq!(world.ok(&["incident", "open", "Card $(touch hacked) payments fail", "--service", "payments"]), "INC-1");
    world.ok(&["log", "INC-1", "nobody is paged for a line"]);
    assert_eq!(
        text(&world, "got"),
        world.ok(&["watch", "--since", "b1", "--once", "--json", "--case", "INC-1"]).lines().next().unwrap().to_owned() + "\n"
    );
    assert_eq!(text(&world, "told").trim_end(), format!("pager {} -t", world.db().display()));
    assert!(!world.path("hacked").exists());
    world.ok(&["undo"]);
    let undone: Json = serde_json::from_str(text(&world, "got").lines().last().unwrap()).unwrap();
    assert_eq!((undone["command"].as_str(), undone["undoes"].as_str()), (Some("undo"), Some("b3")));
}

#[test]
fn a_hook_is_run_once_and_only_for_what_was_kept() {
    let world = World::new();
    hooked(&world, "[hooks.all]\non = \"any\"\ncommand = [\"PROGRAM\"]\n", "cat >> got");
    let count = || text(&world, "got").lines().count();
    world.ok(&["incident", "open", "Card payments fail", "--key", "k1"]);
    world.ok(&["incident", "open", "Card payments fail", "--key", "k1"]);
    assert_eq!(count(), 1, "a repeated key does nothing");
    assert_eq!(world.run(&["log", "INC-9", "refused"]).code, 1);
    let file = world.file(
        "all.json",
        r#"{"result":[{"number":"INC0000001","short_description":"failure","state":"Closed","opened_at":"2026-01-02 03:04:05"}]}"#,
    );
    world.ok(&["import", file.to_str().unwrap(), "--format", "servicenow-json", "--dry-run"]);
    assert_eq!(count(), 1, "neither does a rehearsal");
    world.ok(&["import", file.to_str().unwrap(), "--format", "servicenow-json"]);
    assert_eq!(count(), 2);
    assert_eq!(world.feed(&["log", "INC-1"], "one\ntwo\n").code, 0);
    assert_eq!(count(), 3, "two lines from a pipe are one change");
    world.ok(&["demo"]);
    let demo = world.ok(&["demo", "--keep"]);
    world.ok(&["--db", &demo.replace('~', world.path("").to_str().unwrap()), "log", "INC-1", "made up"]);
    assert_eq!(count(), 3, "a demonstration sets nothing off");
}

#[test]
fn a_hook_may_log_without_setting_itself_off() {
    let world = World::new();
    let script = format!("cat > /dev/null; echo x >> runs; '{}' log INC-1 'paged' --as pager", env!("CARGO_BIN_EXE_warroom"));
    hooked(&world, "[hooks.loop]\non = \"any\"\ncommand = [\"PROGRAM\"]\n", &script);
    let other = world.path("elsewhere.db");
    world.ok(&["--db", other.to_str().unwrap(), "incident", "open", "Card payments fail"]);
    assert_eq!(text(&world, "runs").lines().count(), 1);
    let log = world.ok(&["--db", other.to_str().unwrap(), "entry", "list", "INC-1"]);
    assert!(log.contains("paged"), "it goes to the file that set it off: {log}");
    assert!(!world.db().exists());
}

#[test]
fn what_fails_hangs_or_is_wrong_is_said_and_changes_nothing() {
    let world = World::new();
    let settings = "[hooks.bad]\non = \"log\"\ncommand = [\"PROGRAM\"]\n[hooks.slow]\non = \"log\"\ncommand = [\"sleep\", \"60\"]\ntimeout = \"1s\"\n\
                    [hooks.gone]\non = \"log\"\ncommand = [\"/nowhere/page\"]\n[hooks.odd]\non = \"incident exploded\"\ncommand = [\"x\"]\n[hooks.none]\non = \"log\"\n";
    hooked(&world, settings, "cat > /dev/null; printf 'no \\033[2J route\\nmore' >&2; exit 3");
    let said = world.run(&["incident", "open", "Card payments fail"]);
    assert!(
        said.stderr.contains("hooks.odd: there is no event 'incident exploded'") && said.stderr.contains("hooks.none: it has no command"),
        "{said:?}"
    );
    let started = Instant::now();
    let said = world.run(&["log", "INC-1", "rollback started"]);
    assert!(started.elapsed() < LONG, "nobody is waited for longer than was set");
    assert_eq!((said.code, said.stdout.as_str()), (0, "INC-1.1\n"), "{said:?}");
    assert!(said.stderr.contains("hook bad (~/bin/hook) ended with exit code 3: no ") && !said.stderr.contains('\u{1b}'), "{said:?}");
    assert!(said.stderr.contains("hook slow (sleep) did not end within 1 s and was stopped"), "{said:?}");
    assert!(said.stderr.contains("/nowhere/page could not be started"), "{said:?}");
    assert_eq!(world.ok(&["history"]).lines().count(), 3);
}

#[test]
fn a_signal_that_ends_the_program_ends_its_hooks_with_all_they_started() {
    for (signal, code) in [(Signal::TERM, 143), (Signal::INT, 130), (Signal::HUP, 129)] {
        let world = World::new();
        hooked(
            &world,
            "[hooks.slow]\non = \"any\"\ncommand = [\"PROGRAM\"]\ntimeout = \"1m\"\n",
            "(sleep 2; touch late) & touch begun; sleep 60",
        );
        let watch = Watch::start(&world, &["incident", "open", "Card payments fail"]);
        let started = Instant::now();
        while !world.path("begun").exists() {
            assert!(started.elapsed() < LONG, "the hook never began");
            thread::sleep(Duration::from_millis(5));
        }
        watch.signal(signal);
        let (status, said) = watch.ended();
        assert_eq!(status.code(), Some(code), "{said}");
        assert!(said.contains("hooks that had not ended were stopped"), "{said}");
        thread::sleep(Duration::from_millis(2_500));
        assert!(!world.path("late").exists(), "what it started was ended too");
        assert_eq!(world.json(&["case", "list"]).len(), 1, "what was done is done");
    }
}

#[test]
fn a_file_that_cannot_be_read_for_once_is_busy() {
    let world = World::new();
    world.ok(&["incident", "open", "Pay"]);
    let holder = rusqlite::Connection::open(world.db()).unwrap();
    holder.execute_batch("PRAGMA journal_mode = DELETE; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE").unwrap();
    let said = world.run(&["watch", "--since", "0", "--once"]);
    assert_eq!((said.code, said.stdout.as_str()), (3, ""), "{said:?}");
    drop(holder);
    assert_eq!(world.ok(&["watch", "--since", "0", "--once"]).lines().count(), 1);
}

#[test]
fn a_case_is_followed_wherever_a_change_touches_it() {
    let world = World::new();
    world.ok(&["incident", "open", "Pay"]);
    world.ok(&["issue", "open", "Rehearsal blocked", "--project", "Atlas"]);
    world.ok(&["issue", "open", "Vendor is late", "--project", "Atlas"]);
    world.ok(&["link", "INC-1", "ISS-1", "--as", "hits"]);
    let csv = "number,short_description,work_notes,priority,state,opened_at\n\
               INC0010001,Mail down,looked at it,1 - Critical,In Progress,2026-11-20 10:00:00\n";
    let file = world.file("incident.csv", csv);
    world.ok(&["import", file.to_str().unwrap()]);
    let of = |case: &str| -> Vec<String> {
        let all = world.json(&["watch", "--since", "0", "--once", "--case", case]);
        all.iter().map(|change| change["command"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(of("INC-1"), ["incident open", "link"]);
    assert_eq!(of("ISS-1"), ["issue open", "link"], "a link is of both its ends");
    assert_eq!(of("INC-2"), ["import"], "an import is of all it brought");
    assert_eq!(of("ISS-2"), ["issue open"]);
}

#[test]
fn hooks_are_narrowed_and_named_events_are_what_they_say() {
    let world = World::new();
    let one = |name: &str, rest: &str| format!("[hooks.{name}]\ncommand = [\"PROGRAM\"]\n{rest}\n");
    let settings = [
        one("p1", "on = \"incident opened\"\npriority = \"P1\""),
        one("issues", "on = \"any\"\nkind = \"issue\""),
        one("closed", "on = [\"case closed\", \"priority changed\"]\ncase = \"INC-2\""),
        one("sent", "on = \"update sent\""),
        one("given", "on = [\"action given\", \"decision logged\"]"),
    ];
    hooked(&world, &settings.concat(), "cat > /dev/null; echo x >> $WARROOM_HOOK");
    let ran = |name: &str| text(&world, name).lines().count();
    world.ok(&["incident", "open", "Card payments fail"]);
    world.ok(&["incident", "open", "Logins are slow", "--priority", "P3"]);
    world.ok(&["issue", "open", "Rehearsal blocked", "--project", "Atlas"]);
    assert_eq!((ran("p1"), ran("issues")), (1, 1));
    world.ok(&["case", "state", "INC-1", "closed"]);
    world.ok(&["case", "state", "INC-2", "closed"]);
    assert_eq!(ran("closed"), 1);
    world.ok(&["log", "INC-1", "+stop the export"]);
    world.ok(&["log", "INC-1", "!roll back -- errors follow it"]);
    world.ok(&["log", "INC-1", "nothing new"]);
    assert_eq!(ran("given"), 2);
    world.ok(&["audience", "add", "sponsors"]);
    world.ok(&["update", "draft", "INC-1", "--audience", "sponsors"]);
    assert_eq!(ran("sent"), 0);
    world.ok(&["update", "send", "U-1", "-o", "update.txt"]);
    assert_eq!(ran("sent"), 1);
    world.ok(&["undo", "b5"]);
    assert_eq!(ran("closed"), 1, "what is taken back is an undo and nothing else");
}

#[test]
fn an_event_is_one_wherever_it_stands_in_a_large_change() {
    let world = World::new();
    hooked(&world, "[hooks.h]\non = [\"decision logged\", \"action given\"]\ncommand = [\"PROGRAM\"]\n", "cat >> got");
    world.ok(&["incident", "open", "Pay"]);
    let facts = "one more fact\n".repeat(210);
    for (line, ran) in [("nothing else", 0), ("!we fail over now", 1), ("+do it", 2)] {
        let said = world.feed(&["log", "INC-1"], format!("{facts}{line}\n"));
        assert_eq!((said.code, text(&world, "got").lines().count()), (0, ran), "{line}");
    }
}

#[test]
fn the_settings_in_the_guide_are_understood_and_every_key_of_a_change_stands_in_it() {
    let guide = std::fs::read_to_string(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs/AUTOMATION.md")).unwrap();
    let blocks = guide.split("```toml\n").skip(1).map(|rest| rest.split("```").next().unwrap());
    let world = World::new();
    world.file("config/config.toml", blocks.collect::<String>());
    let said = world.run(&["service", "add", "payments"]);
    assert_eq!((said.code, said.stderr.as_str()), (0, "service added\n"), "{said:?}");
    for change in world.json(&["watch", "--since", "0", "--once"]) {
        let keys = change.as_object().unwrap().keys().chain(change["changes"][0].as_object().unwrap().keys());
        keys.for_each(|key| assert!(guide.contains(&format!("\"{key}\"")), "{key}"));
    }
}

/// Runs the monitor on a check.
fn monitor(world: &World, check: &str) -> (i32, String) {
    let script = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("examples/monitor.sh");
    let program = world.file("bin/check", format!("#!/bin/sh\n{check}\n"));
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o700)).unwrap();
    let mut prepared = world.command::<&str>(&[]);
    let mut command = std::process::Command::new("/bin/sh");
    command.arg(script).arg("shop").arg(program).env_clear().current_dir(world.path("")).stdin(Stdio::null());
    command.envs(prepared.get_envs().filter_map(|(key, value)| Some((key, value?)))).env("WARROOM", prepared.get_program());
    let _ = prepared.stdin(Stdio::null());
    let output = command.env("MONITOR_STATE", world.path("state")).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stdout), "");
    (output.status.code().unwrap(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn the_monitor_opens_one_incident_logs_what_changes_and_closes_it() {
    let world = World::new();
    assert_eq!(monitor(&world, "echo fine"), (0, String::new()));
    assert!(!world.db().exists(), "a good check is nobody's business");
    for check in ["echo refused; exit 7", "echo refused; exit 7", "echo '' ; echo '  timed out'; exit 28"] {
        assert_eq!(monitor(&world, check), (1, String::new()), "{check}");
    }
    // Interrupted between opening and logging, it opens nothing anew.
    std::fs::remove_file(world.path("state/.shop.said")).unwrap();
    assert_eq!(monitor(&world, "echo '  timed out'; exit 28").0, 1);
    assert_eq!(
        monitor(&world, "head -c 3000000 /dev/zero | tr '\\0' 'y'; exit 0"),
        (0, String::new()),
        "a check that says a lot is not cut off"
    );
    assert_eq!(monitor(&world, "true"), (0, String::new()));
    let cases = world.json(&["case", "list", "--state", "closed"]);
    assert_eq!(
        (cases.len(), cases[0]["title"].as_str(), cases[0]["priority"].as_str()),
        (1, Some("check shop fails"), Some("P3")),
        "{cases:?}"
    );
    let log: Vec<String> = world.json(&["entry", "list", "INC-1"]).iter().map(|row| row["text"].as_str().unwrap().to_owned()).collect();
    assert_eq!(log.len(), 5, "{log:?}");
    assert_eq!(
        log[..3],
        ["check shop: exit code 7, \"refused\"", "check shop: exit code 28, \"timed out\"", "check shop: exit code 28, \"timed out\""]
    );
    assert!(log[3].starts_with("check shop: good again, \"yyy") && log[3].len() < 500, "{log:?}");
    assert_eq!(monitor(&world, "exit 1").0, 1);
    assert_eq!(world.json(&["case", "list"]).len(), 1, "the next outage is another incident");
}

#[test]
fn an_incident_that_a_person_closed_or_took_back_is_not_the_monitors_any_more() {
    let world = World::new();
    assert_eq!(monitor(&world, "echo refused; exit 7").0, 1);
    world.ok(&["case", "state", "INC-1", "closed"]);
    assert_eq!(monitor(&world, "echo refused; exit 7"), (1, String::new()));
    assert_eq!(monitor(&world, "echo refused; exit 8"), (1, String::new()));
    let said = |case: &str| world.json(&["entry", "list", case]).iter().filter(|row| row["kind"] == "fact").count();
    assert_eq!((said("INC-1"), said("INC-2")), (1, 2), "the next failure is the next incident");
    world.ok(&["case", "state", "INC-2", "closed"]);
    assert_eq!((monitor(&world, "exit 0"), said("INC-2")), ((0, String::new()), 2));
    assert_eq!(std::fs::read_dir(world.path("state")).unwrap().count(), 0, "the outage is forgotten");
    assert_eq!(monitor(&world, "exit 1").0, 1);
    let batches = world.json(&["history"]);
    let opened = batches.iter().filter(|batch| batch["command"] == "incident open").map(|batch| batch["change"].as_str().unwrap()).max();
    let logged = batches.iter().filter(|batch| batch["command"] == "log").map(|batch| batch["change"].as_str().unwrap()).max();
    world.ok(&["undo", logged.unwrap()]);
    world.ok(&["undo", opened.unwrap()]);
    assert_eq!(monitor(&world, "exit 0"), (0, String::new()), "what was taken back is forgotten");
    assert_eq!(world.json(&["case", "list", "--state", "all"]).len(), 2);
}

#[test]
fn a_check_that_ends_its_shell_fails() {
    let world = World::new();
    let script = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("examples/monitor.sh");
    let prepared = world.command::<&str>(&[]);
    let mut command = std::process::Command::new("/bin/sh");
    command.arg(script).args(["shop", "exit", "3"]).env_clear().current_dir(world.path("")).stdin(Stdio::null());
    command.envs(prepared.get_envs().filter_map(|(key, value)| Some((key, value?)))).env("WARROOM", prepared.get_program());
    let output = command.env("MONITOR_STATE", world.path("state")).output().unwrap();
    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(1), ""));
    assert_eq!(world.json(&["entry", "list", "INC-1"])[0]["text"], "check shop: exit code 3");
}

#[test]
fn whatever_a_check_says_is_text_and_nothing_else() {
    let world = World::new();
    world.ok(&["person", "add", "ana"]);
    let hostile = [
        "!roll back -- now @ana #tag ^public ^management in 20m due 15:00",
        "\\033[2J\\033]0;gone\\007 $(touch hacked) `touch hacked` ; touch hacked",
        "--key x --as root -h",
        "\\302\\240^public \\342\\200\\256evil \\377\\376 for ~1",
        "\\\" @ana #tag ^public",
        "x\\\" ... @#foo a@b (#c",
    ];
    for said in hostile {
        let check = format!("printf '{}\\n'; exit 2", said.replace('\'', ""));
        assert_eq!(monitor(&world, &check), (1, String::new()), "{said}");
    }
    let log = world.json(&["entry", "list", "INC-1"]);
    assert_eq!(log.len(), hostile.len(), "{log:?}");
    for row in &log {
        let plain = (
            row["kind"].as_str(),
            row["visibility"].as_str(),
            row["tags"].as_array().map(Vec::len),
            row["who"].is_null(),
            row["due"].is_null(),
        );
        assert_eq!(plain, (Some("fact"), Some("internal"), Some(0), true, true), "{row}");
        assert!(row["text"].as_str().unwrap().starts_with("check shop: exit code 2, \"") && row["author"] == "ana", "{row}");
        assert!(!row["text"].as_str().unwrap().contains('\u{1b}'), "{row}");
    }
    assert!(log[0]["text"].as_str().unwrap().contains("!roll back -- now @ana #tag ^public ^management in 20m due 15:00"), "{}", log[0]);
    assert!(log[5]["text"].as_str().unwrap().ends_with(" ... @#foo a@b (#c\""), "{}", log[5]);
    assert!(!world.path("hacked").exists() && !world.path("state/hacked").exists());
    let said = monitor(&world, "exit 0");
    assert_eq!(said, (0, String::new()));
}
