//! What may happen to a terminal happens in every screen of the real program: sizes, half sequences, floods, signals, and an end without one.

use std::time::{Duration, Instant};

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
