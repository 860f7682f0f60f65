//! Tests of what the screens set off beside themselves: commands on changes, and signals of what comes due.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::desk::Desk;
use super::driver::Driver;
use super::screen::World as _;
use super::screens::{Site, busy, press};
use crate::app::automation::{Automation, Hook, Notify};
use crate::model::entry::Visibility;

/// Sits down with settings.
fn seated(place: &Site, settings: &str) -> Driver<Desk> {
    let mut board = place.board(120, 40);
    let mut all: toml::Table = toml::from_str(settings).unwrap();
    let mut automation = Automation::default();
    if let Some(notify) = all.remove("notify") {
        automation.notify = Notify::read(notify).unwrap();
    }
    automation.hooks = all.into_iter().map(|(name, hook)| Hook::read(&name, hook).unwrap()).collect();
    board.world.app.ctx.automation = Arc::new(automation);
    board
}

fn hook(name: &str, on: &str, script: &str) -> String {
    format!("[{name}]\non = {on}\ncommand = [\"/bin/sh\", \"-c\", '''{script}''']\n")
}

/// Lets the loop turn until a text is shown.
fn until(board: &mut Driver<Desk>, what: &str) -> String {
    let started = Instant::now();
    loop {
        board.stage.pulse(&mut board.world);
        let text = board.text();
        if text.contains(what) {
            return text;
        }
        assert!(started.elapsed() < Duration::from_secs(20), "'{what}' never came:\n{text}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_default()
}

/// Moves the clock on and lets the loop turn; gives what the terminal is sent.
fn later(board: &mut Driver<Desk>, minutes: i64) -> String {
    board.world.app.ctx.at += minutes * 60_000;
    board.stage.pulse(&mut board.world);
    String::from_utf8(board.world.signal().unwrap_or_default()).unwrap()
}

#[test]
fn a_hook_runs_beside_the_screens_and_what_fails_is_said_with_its_name() {
    let place = busy();
    let got = place.folder.path().join("got");
    let script = format!("cat > '{}'; sleep 0.3; printf 'no \\033[2J route\\n' >&2; exit 3", got.display());
    let mut board = seated(&place, &(hook("pager", "\"log\"", &script) + &hook("hangs", "\"log\"", "sleep 60")));
    let started = Instant::now();
    let text = press(&mut board, "lrollback started<Enter>");
    assert!(started.elapsed() < Duration::from_secs(50) && text.contains("fact logged"), "{text}");
    press(&mut board, "<Esc>");
    let text = until(&mut board, "hook pager");
    assert!(text.contains("hook pager (/bin/sh) ended with exit code 3: no ") && !text.contains('\u{1b}'), "{text}");
    let told: serde_json::Value = serde_json::from_str(&read(&got)).unwrap();
    assert_eq!((told["command"].as_str(), told["changes"][0]["new"]["text"].as_str()), (Some("log"), Some("rollback started")));
    press(&mut board, "lanother line<Enter><Esc>");
    let left = board.world.farewell();
    assert!(left.iter().any(|words| words.contains("hook hangs") && words.contains("was stopped")), "{left:?}");
}

#[test]
fn undo_is_an_event_of_its_own_and_what_others_do_sets_nothing_off_here() {
    let mut place = busy();
    let got = place.folder.path().join("got");
    let mut board = seated(&place, &hook("all", "[\"any\"]", &format!("cat >> '{}'", got.display())));
    place.run("14:32", "log", &[("case", "INC-1"), ("line", "by somebody else")]);
    board.stage.pulse(&mut board.world);
    press(&mut board, "lmine<Enter><Esc>");
    press(&mut board, "z");
    assert_eq!(board.world.farewell(), Vec::<String>::new());
    let told: Vec<serde_json::Value> = read(&got).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let commands: Vec<&str> = told.iter().map(|change| change["command"].as_str().unwrap()).collect();
    assert_eq!(commands, ["log", "undo"]);
}

#[test]
fn what_comes_due_is_signalled_once_and_nothing_is_unless_set() {
    let place = busy();
    let mut board = seated(&place, "");
    assert_eq!(later(&mut board, 9), "", "it is off unless set");
    let mut board = seated(&place, "[notify]\ndue = \"osc9\"");
    assert_eq!(later(&mut board, 0), "");
    assert_eq!(later(&mut board, 7), "", "nothing is due at 14:39");
    assert_eq!(later(&mut board, 1), "\u{1b}]9;warroom: action A-1 is due\u{1b}\\");
    assert_eq!(later(&mut board, 1), "", "each thing once");
    assert!(later(&mut board, 30).contains("answer INC-1.5 is due"), "a machine that slept tells what came due meanwhile");
    let mut board = seated(&place, "[notify]\ndue = \"bell\"");
    assert_eq!(later(&mut board, 60 * 24 * 60), "\u{7}", "one bell is enough for all of it");
    let mut board = seated(&place, "[notify]\ndue = \"osc777\"");
    let many = later(&mut board, 60 * 24 * 60);
    assert!(many.matches("]777;notify;warroom;").count() <= 6, "{many}");
}

#[test]
fn a_shared_screen_signals_only_what_it_may_show() {
    let mut place = busy();
    place.run("14:30", "log", &[("case", "INC-1"), ("line", "+call the lawyer ^internal due 14:40")]);
    let mut board = seated(&place, "[notify]\ndue = \"osc9\"");
    board.world.app.read_for(Visibility::Management);
    let said = later(&mut board, 8);
    assert!(said.contains("A-1 is due") && !said.contains("A-2"), "{said:?}");
}

#[test]
fn hooks_and_commands_hear_what_comes_due_too() {
    let place = busy();
    let (got, line) = (place.folder.path().join("got"), place.folder.path().join("line"));
    let settings = hook("pager", "\"due\"", &format!("cat >> '{}'", got.display()))
        + &hook("other", "\"due\"", "exit 1").replace("[other]", "[other]\ncase = \"INC-2\"")
        + &format!("[notify]\ncommand = [\"/bin/sh\", \"-c\", '''cat > '{}' ''']\n", line.display());
    let mut board = seated(&place, &settings);
    later(&mut board, 8);
    assert_eq!(board.world.farewell(), Vec::<String>::new());
    let told: serde_json::Value = serde_json::from_str(&read(&got)).unwrap();
    let text = |key: &str| told[key].as_str().unwrap_or_default().to_owned();
    assert_eq!(
        (text("event"), text("of"), text("case"), text("due")),
        ("due".into(), "A-1".into(), "INC-1".into(), "2026-11-22T13:40:00.000Z".into())
    );
    assert_eq!(read(&line), "action A-1 is due\n");
}

#[test]
fn an_import_from_the_screens_sets_its_hooks_off() {
    let place = busy();
    let (got, file) = (place.folder.path().join("got"), place.folder.path().join("jira.csv"));
    std::fs::write(&file, "Issue key,Issue id,Summary,Status,Issue Type,Created\nA-1,1,Cards fail,Open,Bug,2026-11-20 10:00\n").unwrap();
    let mut board = seated(&place, &hook("pager", "\"import\"", &format!("cat >> '{}'", got.display())));
    press(&mut board, &format!("i<Ctrl-U>{}<Enter>", file.display()));
    until(&mut board, "jira-csv");
    press(&mut board, "<Enter>");
    until(&mut board, "Brought in");
    board.stage.pulse(&mut board.world);
    assert_eq!(board.world.farewell(), Vec::<String>::new());
    let told: serde_json::Value = serde_json::from_str(&read(&got)).unwrap();
    assert_eq!(told["command"].as_str(), Some("import"), "{told}");
}
