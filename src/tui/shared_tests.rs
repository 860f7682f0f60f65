//! Tests of the shared screen: lines that are internal reach no cell of any screen, nothing is typed, and one does not leave by accident.

use std::os::unix::fs::PermissionsExt;

use super::*;
use crate::app::{Access, App, Context, Draft, Manner, tables};
use crate::model::Zone;
use crate::tui::driver::Driver;

/// What stands in every internal text, and must never be seen.
const CANARY: &str = "canary";
/// 2026-11-22 14:05 in Amsterdam.
const NOW: i64 = 1_795_352_700_000;

fn context(actor: &str) -> Context {
    Context::built_in(NOW, Zone::parse("Europe/Amsterdam").unwrap(), actor, "screens", actor)
}

fn run(app: &mut App, name: &str, answers: &[(&'static str, &str)]) {
    let draft = answers.iter().fold(Draft::new(), |draft, (key, text)| draft.with(key, *text));
    app.run(tables::command(name).unwrap(), &draft, &Manner::default()).unwrap_or_else(|e| panic!("{name} {answers:?}: {e:?}"));
}

/// The demonstration, with an internal canary wherever internal text can stand.
fn place(shared: bool) -> (tempfile::TempDir, Desk) {
    let folder = tempfile::Builder::new().permissions(PermissionsExt::from_mode(0o700)).tempdir().unwrap();
    let path = folder.path().join("w.db");
    let mut app = App::open(&path, Access::Write, false, context("you"), None).unwrap();
    app.replay_demo().unwrap();
    for line in [
        "canary fact on the database",
        "~canary hypothesis",
        "?canary question @priya in 1m",
        "%canary assumption",
        "!canary decision ^internal -- canary reason in 2m",
        "+canary action ^internal @mei in 3m",
        "=canary workaround ^internal",
        ">canary update ^internal",
    ] {
        run(&mut app, "log", &[("case", "INC-9"), ("line", line)]);
    }
    run(&mut app, "action add", &[("case", "INC-9"), ("text", "canary task"), ("for", "internal"), ("due", "in 4m"), ("owner", "mei")]);
    run(&mut app, "incident set", &[("case", "INC-9"), ("description", "canary description"), ("workaround", "canary way around")]);
    for (section, reader) in [("summary", Some("internal")), ("five-whys", None), ("evidence", None)] {
        let mut answers = vec![("case", "INC-9"), ("section", section), ("text", "canary section")];
        answers.extend(reader.map(|reader| ("for", reader)));
        run(&mut app, "review set", &answers);
    }
    run(&mut app, "review set", &[("case", "INC-9"), ("section", "impact"), ("text", "Seen by management.")]);
    run(&mut app, "entry amend", &[("entry", "INC-9.3"), ("line", "canary amended")]);
    for (name, key, what) in [
        ("service set", "notes", "payments"),
        ("person set", "mail", "priya"),
        ("project set", "notes", "Atlas"),
        ("group set", "goals", "Retail renewal"),
    ] {
        run(&mut app, name, &[("record", what), (key, "canary@example.org")]);
    }
    run(&mut app, "watch see", &[("case", "INC-9"), ("text", "canary state"), ("source", "canary source"), ("next", "in 5m")]);
    run(
        &mut app,
        "watch ask",
        &[("case", "INC-9"), ("person", "mei"), ("text", "canary answer"), ("why", "canary reason"), ("next", "in 6m")],
    );
    run(&mut app, "person assign", &[("person", "omar"), ("case", "INC-9"), ("task", "canary task"), ("back", "in 7m")]);
    for kind in ["blocked", "useful", "thanks", "rest"] {
        run(&mut app, &format!("morale {kind}"), &[("case", "INC-9"), ("text", "canary of the team")]);
    }
    run(&mut app, "morale pulse", &[("case", "INC-9"), ("score", "2"), ("text", "canary pulse")]);
    run(&mut app, "log", &[("case", "INC-9"), ("line", "seen by management ^management")]);
    if shared {
        app.read_for(crate::model::entry::Visibility::Management);
    }
    app.ctx = context("looking");
    (folder, Desk::new(app, None))
}

fn look(driver: &mut Driver<Desk>, after: &str) -> String {
    for _ in 0..3 {
        driver.stage.pulse(&mut driver.world);
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    let text = driver.text();
    assert!(!text.to_lowercase().contains(CANARY), "after {after}:\n{text}");
    text
}

/// Every screen, every view, every row of it, every command of the palette.
fn walk(driver: &mut Driver<Desk>) {
    for screen in ["1", "2", "3", "4", "5", "h"] {
        driver.press(&format!("<Esc><Esc><Esc>{screen}"));
        if screen == "5" {
            driver.press("/anary");
            look(driver, "a search");
            driver.press("<Enter><Esc>");
        }
        for step in ["", "<Right>", "<Right>", "<Right>", "<Right>", "<Tab>", "<Tab>"] {
            look(driver, &format!("{screen} {step}"));
            driver.press(step);
            for down in 0..3 {
                driver.press("j");
                look(driver, &format!("{screen} {step} down {down}"));
                let opened = driver.press("<Enter>");
                look(driver, &format!("{screen} {step} down {down} Enter ({opened})"));
                driver.press(&format!("<Esc><Esc>{screen}"));
            }
        }
        for key in ["d", "s", "e", "v", "n", "l", "u", "?", "z", "Z", "y"] {
            driver.press(key);
            look(driver, &format!("{screen} {key}"));
            driver.press("<Esc><Esc>");
            driver.press(screen);
        }
    }
    for (name, _) in driver.world.commands() {
        driver.press("<Esc><Esc>1:");
        driver.paste(name);
        driver.press("<Enter>");
        look(driver, name);
        driver.press("<Enter>");
        look(driver, name);
        driver.press("<Esc><Esc><Esc>");
    }
}

use crate::tui::stage::World as _;

#[test]
fn internal_text_reaches_no_cell_of_any_screen() {
    let (_folder, desk) = place(true);
    let mut driver = Driver::new(desk, Place::Board, 160, 50);
    walk(&mut driver);
    for (width, height) in [(80, 24), (50, 20), (40, 12), (30, 3)] {
        driver.press("<Esc><Esc>1");
        driver.resize(width, height);
        for keys in ["", "<Enter>", "3", "5", "h", "1"] {
            driver.press(keys);
            look(&mut driver, keys);
        }
    }
}

#[test]
fn the_canaries_are_there_for_who_may_see_them() {
    let (_folder, desk) = place(false);
    let mut driver = Driver::new(desk, Place::Board, 160, 50);
    assert!(driver.press("<Enter>").contains("canary fact"), "{}", driver.text());
    assert!(driver.press("1:shared").contains("Shared screen"), "{}", driver.text());
}

#[test]
fn a_shared_screen_says_so_has_room_between_its_rows_and_no_line_to_type_on() {
    let (_folder, desk) = place(true);
    let mut driver = Driver::new(desk, Place::Board, 120, 40);
    let text = driver.text();
    assert!(text.lines().next().unwrap().contains("SHARED"), "{text}");
    let rows: Vec<usize> = text.lines().enumerate().filter(|(_, line)| line.contains(" INC-")).map(|(at, _)| at).collect();
    let p1 = text.lines().position(|line| line.contains("P1 INC-9")).unwrap();
    let p2 = text.lines().position(|line| line.contains("P2 INC-10")).unwrap();
    assert_eq!(p2, p1 + 2, "{rows:?}\n{text}");
    assert!(text.contains("seen by management"), "the last fact that may be seen\n{text}");
    let text = driver.press("<Enter>");
    assert!(text.contains("roll-back started") || text.contains("seen by management"), "{text}");
    assert!(!text.contains("writes a log line"), "{text}");
    for key in ["l", "n", "u", "s", "e", "z", "Z"] {
        let text = driver.press(key);
        assert!(text.lines().last().unwrap().contains("others are looking"), "{key}: {text}");
    }
}

#[test]
fn sharing_begins_with_a_word_and_ends_only_on_purpose() {
    let (_folder, desk) = place(false);
    let mut driver = Driver::new(desk, Place::Board, 120, 40);
    driver.press("<Enter>");
    assert!(driver.text().contains("canary"));
    // A page of an internal line is open while sharing begins.
    driver.press("<Enter>");
    driver.press(":");
    driver.paste("Shared screen");
    let text = driver.press("<Enter>");
    assert!(text.contains("SHARED") && !text.contains("canary"), "{text}");
    assert!(text.contains("[2"), "one stays where one is\n{text}");
    look(&mut driver, "sharing");
    for keys in ["<Esc>", "<Esc><Esc><Esc>", ":<Esc>", "2", "1"] {
        assert!(driver.press(keys).contains("SHARED"), "{keys}: {}", driver.text());
    }
    // Enter alone stays.
    driver.press(":");
    driver.paste("Shared screen");
    let text = driver.press("<Enter>");
    assert!(text.contains("End the sharing?"), "{text}");
    assert!(driver.press("<Enter>").contains("SHARED"));
    driver.press(":");
    driver.paste("Shared screen");
    driver.press("<Enter>");
    let text = driver.press("2");
    assert!(!text.contains("SHARED") && text.contains("internal lines are shown again"), "{text}");
    assert!(driver.press("2").contains("canary"), "{}", driver.text());
}
