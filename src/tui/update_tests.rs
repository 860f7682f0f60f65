//! Tests of telling people on the screens: keys in, text out, with commands that take their time.

use std::sync::Arc;

use super::desk::Desk;
use super::driver::Driver;
use super::keys::Place;
use super::screens::{Site, busy, press, row};
use crate::app::update::Channel;
use crate::app::{Draft, Shown, tables};
use crate::model::entry::Visibility;

/// A P1 under way with an audience, and what it needs.
fn told(audience: &[(&'static str, &str)]) -> Site {
    let mut place = busy();
    place.run("13:30", "audience add", audience);
    place
}

/// Sits down where a channel called mail runs a script.
fn seated(place: &Site, script: &str, width: u16, height: u16) -> Driver<Desk> {
    let mut board = place.board(width, height);
    let command = ["/bin/sh", "-c", script].map(str::to_owned).to_vec();
    board.world.app.ctx.channels = Arc::new(vec![Channel { name: "mail".into(), command, timeout: 10_000 }]);
    board
}

/// Waits until a text is shown, as the loop does.
fn until(driver: &mut Driver<Desk>, what: &str) -> String {
    for _ in 0..1_000 {
        driver.stage.pulse(&mut driver.world);
        let text = driver.text();
        if text.contains(what) {
            return text;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    panic!("'{what}' never came:\n{}", driver.text());
}

fn ledger(place: &Site) -> serde_json::Value {
    let Shown::Rows(rows) = place.other.ask(tables::query("update list").unwrap(), &Draft::new()).unwrap() else { panic!("rows") };
    rows.into_iter().map(serde_json::Value::Object).collect()
}

#[test]
fn without_an_audience_there_is_the_line() {
    let place = busy();
    let text = place.board(120, 40).press("u");
    assert!(row(&text, "INC-1 ").contains("INC-1") && text.contains('>') && !text.contains("tell whom"), "{text}");
    let mut board = place.board(120, 40);
    board.press("u");
    assert_eq!(board.stage.place(), Place::Line);
}

#[test]
fn one_audience_is_written_to_at_once_and_copied_in_four_keys() {
    let place = told(&[("name", "sponsors")]);
    let mut board = place.board(120, 40);
    let text = board.press("u");
    assert!(text.contains("INC-1 · update to sponsors · from the record, not saved"), "{text}");
    assert!(row(&text, "Promise").contains("15:02, in 30 min") && text.contains("Next update: 15:02 (Amsterdam)"), "{text}");
    assert!(text.contains("We are looking into this.") && !text.contains("certificate") && !text.contains("DC2"), "{text}");
    let text = press(&mut board, "<Ctrl-S>");
    assert!(text.contains("U-1 is saved · how does it get to sponsors?") && !text.contains("through"), "{text}");
    assert!(row(&text, "Copy it").contains("1 Copy it"), "{text}");
    board.press("1");
    assert!(board.stage.take_copied().is_some(), "the text goes to the terminal");
    let text = until(&mut board, "recorded as told; next promised 15:02");
    assert!(row(&text, "Due ").contains("Update sponsors 15:02") || text.contains("Update sponsors"), "{text}");
    assert_eq!((ledger(&place)[0]["state"].as_str(), ledger(&place)[0]["route"].as_str()), (Some("sent"), Some("copy")));
}

#[test]
fn several_are_listed_with_what_is_owed_and_a_digit_chooses() {
    let mut place = told(&[("name", "sponsors")]);
    place.run("13:31", "audience add", &[("name", "商店经理"), ("language", "zh"), ("for", "public")]);
    place.run("14:20", "log", &[("case", "INC-1"), ("line", "> sponsors: we roll back")]);
    let mut board = place.board(80, 24);
    let text = board.press("u");
    assert!(row(&text, "1 商店经理").contains("not told yet") && row(&text, "1 商店经理").contains("late"), "{text}");
    assert!(row(&text, "2 sponsors").contains("told 14:20") && row(&text, "2 sponsors").contains("14:50 in 18 min"), "{text}");
    let text = board.press("1");
    assert!(text.contains("我们正在调查。原因尚不清楚。") && text.contains("[未知：目前查明的情况]"), "{text}");
    let text = board.press("<PgDn><PgDn><PgDn>");
    assert!(text.contains("下次通报：15:02 (Amsterdam)"), "{text}");
    board.press("<Esc>u");
    board.press("3");
    assert_eq!(board.stage.place(), Place::Line, "the line is still there for all of them");
}

#[test]
fn what_was_written_stays_when_one_leaves_and_the_record_can_be_asked_anew() {
    let place = told(&[("name", "sponsors")]);
    let mut board = place.board(120, 40);
    board.press("uTo all: <Esc>");
    let text = board.press("u");
    assert!(text.contains("To all: INC-1 · P1"), "{text}");
    assert!(!board.press("<F8>").contains("To all:"), "written anew");
    assert!(board.press("<F8>").contains("To all:"), "and back");
    let text = press(&mut board, "<Ctrl-S>5");
    assert!(!text.contains("update to sponsors"), "left as a draft\n{text}");
    let text = board.press("u");
    assert!(text.contains("U-1 draft, version 1") && text.contains("To all: INC-1"), "{text}");
    let text = press(&mut board, "<Delete><Ctrl-S>");
    assert!(text.contains("U-1 draft, version 2"), "{text}");
}

#[test]
fn who_approves_is_said_first_and_only_then_it_can_go_out() {
    let place = told(&[("name", "sponsors"), ("approver", "ana"), ("channel", "mail")]);
    let mut board = seated(&place, "cat > /dev/null", 120, 40);
    let text = board.press("u");
    assert!(row(&text, "Approval").contains("ana has to approve it before it is sent"), "{text}");
    let text = press(&mut board, "<Ctrl-S>");
    assert!(text.contains("1 ana has read it and said yes") && !text.contains("Send it") && !text.contains("counts as sent"), "{text}");
    let text = press(&mut board, "1");
    assert!(text.contains("1 Send it through mail") && row(&text, "Approval").contains("approved by ana"), "{text}");
    let text = board.press("1");
    assert!(text.contains("sending U-1 to sponsors through mail"), "{text}");
    until(&mut board, "U-1 told to sponsors, v1 (command mail)");
    assert_eq!(ledger(&place)[0]["approved_by"].as_str(), Some("ana"));
}

#[test]
fn a_slow_command_freezes_nothing_and_what_fails_stays_a_draft() {
    let place = told(&[("name", "sponsors"), ("channel", "mail")]);
    let marker = place.folder.path().join("go");
    let script = format!("cat > /dev/null; while [ ! -e '{}' ]; do sleep 0.02; done; echo no route >&2; exit 3", marker.display());
    let mut board = seated(&place, &script, 120, 40);
    press(&mut board, "u<Ctrl-S>");
    board.press("1");
    let text = press(&mut board, "lthe line is free<Enter>");
    assert!(text.contains("the line is free") || text.contains("fact logged"), "{text}");
    assert!(text.lines().next().unwrap().contains("sending U-1"), "{text}");
    board.press("<Esc>");
    let text = board.press("q");
    assert!(text.contains("U-1 is on its way out; wait a moment"), "{text}");
    std::fs::write(&marker, "").unwrap();
    let text = until(&mut board, "U-1 NOT sent: channel mail");
    assert!(text.contains("exit code 3: no route"), "{text}");
    let text = board.press("1");
    assert!(text.lines().next().unwrap().contains("U-1 NOT sent"), "it stays said until somebody looks\n{text}");
    let text = board.press("u");
    assert!(row(&text, "Last try").contains("exit code 3") && !text.lines().next().unwrap().contains("NOT sent"), "{text}");
    assert_eq!((ledger(&place)[0]["state"].as_str(), ledger(&place)[0]["sent"].is_null()), (Some("draft"), true));
}

#[test]
fn another_time_is_promised_in_the_text_too() {
    let place = told(&[("name", "sponsors")]);
    let mut board = place.board(120, 40);
    press(&mut board, "u<Ctrl-S>");
    let text = board.press("4");
    assert!(text.contains("Next") && board.stage.place() == Place::Form, "{text}");
    let text = press(&mut board, "15:30<Enter>");
    assert!(row(&text, "Promise").contains("15:30") && text.contains("Next update: 15:30 (Amsterdam)"), "{text}");
}

#[test]
fn a_shared_screen_tells_nobody_and_sees_nothing_internal() {
    let mut place = told(&[("name", "sponsors"), ("for", "internal")]);
    place.run("13:40", "log", &[("case", "INC-1"), ("line", "the CANARY is to blame")]);
    place.run("14:00", "update draft", &[("case", "INC-1"), ("audience", "sponsors"), ("text", "CANARY")]);
    place.run("14:01", "update send", &[("update", "U-1"), ("already", "yes")]);
    let mut desk = place.desk();
    desk.app.read_for(Visibility::Management);
    let app = &desk.app;
    assert!(matches!(app.ask(tables::query("update list").unwrap(), &Draft::new()), Ok(Shown::Rows(rows)) if rows.is_empty()));
    let _ = std::fs::remove_file(place.folder.path().join("place.json"));
    let desk = Desk::new(desk.app, None);
    let mut board = Driver::new(desk, Place::Board, 120, 40);
    let text = board.press("<Enter>");
    assert!(!text.contains("CANARY") && !text.contains("to sponsors"), "{text}");
    let text = board.press("u");
    assert!(!text.contains("CANARY") && !text.contains("update to"), "{text}");
}

#[test]
fn it_looks_as_agreed_at_every_size() {
    let mut place = told(&[("name", "sponsors"), ("approver", "ana"), ("channel", "mail")]);
    place.run("13:31", "audience add", &[("name", "商店经理\u{1b}[2J"), ("language", "zh"), ("for", "public")]);
    place.run("14:20", "log", &[("case", "INC-1"), ("line", "> sponsors: we roll back")]);
    let mut all = String::new();
    for (width, height) in [(120, 40), (80, 24), (40, 12)] {
        for keys in ["u", "u1", "u2"] {
            let mut board = seated(&place, "true", width, height);
            all.push_str(&format!("== {keys} at {width}x{height}\n{}\n", press(&mut board, keys)));
        }
    }
    let mut board = seated(&place, "true", 120, 40);
    press(&mut board, "u2<Ctrl-S>");
    for (keys, (width, height)) in [("", (120, 40)), ("", (80, 24)), ("1", (80, 24)), ("", (40, 12))] {
        press(&mut board, keys);
        all.push_str(&format!("== ways at {width}x{height}\n{}\n", board.resize(width, height)));
    }
    assert!(!all.contains('\u{1b}'));
    insta::assert_snapshot!("update", all);
}
