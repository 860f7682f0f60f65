//! What may happen to a terminal happens in every screen of the real program: sizes, half sequences, floods, signals, and an end without one.

use std::time::{Duration, Instant};

use rusqlite::Connection;
use rustix::process::Signal;

use crate::pty::Terminal;
use crate::world::World;

/// Names places by the keys that lead there from the Board, and by what is to be seen then.
const PLACES: &[(&str, &str)] = &[
    ("", "Incidents ·"),
    ("\r", "Log · [all]"),
    ("3", " review ·"),
    ("4", "Portfolio ·"),
    ("5", " Find"),
    ("6", "Follow-up ·"),
    ("h", "History ·"),
    ("n", "New incident"),
    ("l", "Enter log"),
    (":", "╭ Commands"),
    ("?", "Keys here"),
    ("i", "Import a file"),
];

fn seated(world: &World, keys: &str, shown: &str) -> Terminal {
    let mut terminal = Terminal::sized(&world.command(&["demo"]), 100, 30);
    terminal.until("Due");
    terminal.send(keys);
    terminal.until(shown);
    terminal
}

#[test]
fn a_signal_ends_every_screen_with_its_code_and_the_terminal_is_put_back() {
    let world = World::new();
    for (n, (keys, shown)) in PLACES.iter().enumerate() {
        let (signal, code) = [(Signal::TERM, 143), (Signal::HUP, 129), (Signal::INT, 130)][n % 3];
        let mut terminal = seated(&world, keys, shown);
        terminal.signal(signal);
        let ended = terminal.ended();
        assert!(ended == code && terminal.is_put_back(), "{keys:?}: {ended}\n{}", terminal.text());
    }
}

#[test]
fn a_terminal_that_goes_away_ends_every_screen() {
    let world = World::new();
    for (keys, shown) in PLACES {
        let mut terminal = seated(&world, keys, shown);
        let gone = Instant::now();
        terminal.close();
        terminal.ended();
        assert!(gone.elapsed() < Duration::from_secs(15), "{keys:?}");
    }
}

#[test]
fn sizes_half_sequences_and_floods_leave_every_screen_alive() {
    let world = World::new();
    for (keys, shown) in PLACES {
        let mut terminal = seated(&world, keys, shown);
        for (cols, rows) in [(1, 1), (500, 1), (1, 200), (20, 5), (300, 120), (100, 30)] {
            terminal.resize(cols, rows);
        }
        terminal.send("\u{1b}[");
        terminal.send(&"\u{1b}[<35;60000;60000M\u{1b}]0;x\u{7}\u{1b}[1;1R".repeat(500));
        terminal.send("\u{1b}[200~=cmd|' /C calc'!A1\u{202e}\u{1b}[201~");
        terminal.send("\u{1b}");
        std::thread::sleep(Duration::from_millis(150));
        terminal.send("\u{1b}");
        std::thread::sleep(Duration::from_millis(150));
        terminal.send("\u{c}");
        terminal.until("Due");
        terminal.signal(Signal::TERM);
        let ended = terminal.ended();
        assert!(ended == 143 && terminal.is_put_back(), "{keys:?}: {ended}\n{}", terminal.text());
    }
}

/// How many issues an import has that is to be still on its way when something happens.
const MANY: usize = 6_000;

/// Brings a large file in from the screens, and comes back while it is on its way.
fn importing(world: &World) -> Terminal {
    let mut file = String::from("Issue key,Summary,Issue Type,Status,Priority,Created\n");
    (1..=MANY).for_each(|n| file += &format!("AT-{n},Trouble number {n},Bug,Open,High,2026-01-01 10:00\n"));
    let file = world.file("issues.csv", file);
    let mut terminal = Terminal::sized(&world.command::<&str>(&[]), 100, 30);
    terminal.until("Due");
    terminal.send("i");
    terminal.until("Import a file");
    terminal.send(&format!("{}\r", file.display()));
    terminal.until("Nothing is changed yet");
    terminal.send("\r");
    terminal.until("It is being brought in");
    terminal
}

/// Says how many issues are there: all of a file or none, in a file that is sound.
fn whole_or_none(world: &World) -> bool {
    let conn = Connection::open(world.db()).unwrap();
    let count: i64 = conn.query_row("SELECT count(*) FROM cases WHERE kind = 'issue'", [], |row| row.get(0)).unwrap();
    let all = i64::try_from(MANY).unwrap();
    assert!(count == 0 || count == all, "{count} of {all}");
    drop(conn);
    let said = world.run(&["doctor"]);
    assert_eq!(said.code, 0, "{said:?}");
    count == all
}

#[test]
fn what_happens_to_a_terminal_during_an_import_leaves_all_of_it_or_nothing() {
    for (signal, code) in [(Signal::TERM, 143), (Signal::HUP, 129), (Signal::INT, 130), (Signal::QUIT, 131)] {
        let world = World::new();
        world.ok(&["incident", "open", "Down"]);
        let mut terminal = importing(&world);
        terminal.signal(signal);
        let ended = terminal.ended();
        assert!(ended == code && terminal.is_put_back(), "{signal:?}: {ended}\n{}", terminal.text());
        assert!(!whole_or_none(&world), "{signal:?}: it was over before the signal came");
    }
    let world = World::new();
    world.ok(&["incident", "open", "Down"]);
    let mut terminal = importing(&world);
    terminal.close();
    terminal.ended();
    whole_or_none(&world);
}

#[test]
fn sizes_and_floods_during_an_import_harm_neither_it_nor_the_screen() {
    let world = World::new();
    world.ok(&["incident", "open", "Down"]);
    let mut terminal = importing(&world);
    for (cols, rows) in [(1, 1), (500, 1), (1, 200), (20, 5), (300, 120), (100, 30)] {
        terminal.resize(cols, rows);
    }
    terminal.send(&"\u{1b}[<35;60000;60000M\u{1b}]0;x\u{7}\u{1b}[1;1R".repeat(500));
    terminal.signal(Signal::TSTP);
    std::thread::sleep(Duration::from_millis(200));
    terminal.signal(Signal::CONT);
    terminal.until("Brought in");
    terminal.send("\u{1b}");
    terminal.signal(Signal::TERM);
    assert_eq!(terminal.ended(), 143);
    assert!(whole_or_none(&world), "it did not land");
}
