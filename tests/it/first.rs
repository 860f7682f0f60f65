//! The first start and the demonstration, as somebody meets them who has nothing yet.

use std::collections::BTreeMap;
use std::os::unix::fs::MetadataExt;
use std::process::Command;
use std::time::Instant;

use crate::pty::Terminal;
use crate::world::World;

/// Prepares a run for which nobody named a database.
fn nameless(world: &World, args: &[&str]) -> Command {
    let mut command = world.command(args);
    command.env_remove("WARROOM_DB").env_remove("WARROOM_SEED");
    command
}

fn data(world: &World) -> std::path::PathBuf {
    world.path(".local/share/warroom")
}

fn files(folder: &std::path::Path) -> BTreeMap<String, Vec<u8>> {
    let Ok(entries) = std::fs::read_dir(folder) else { return BTreeMap::new() };
    let read = |entry: std::fs::DirEntry| (entry.file_name().into_string().unwrap(), std::fs::read(entry.path()).unwrap_or_default());
    entries.map(|entry| read(entry.unwrap())).collect()
}

#[test]
fn the_first_p1_is_on_the_board_within_ten_seconds_and_nothing_is_asked_before() {
    let world = World::new();
    let mut terminal = Terminal::of(&nameless(&world, &[]));
    terminal.until("How would you like to begin?");
    assert!(!data(&world).exists(), "nothing is made before somebody chose");
    let begun = Instant::now();
    // Typed ahead, as people who know what they want do: what follows Enter must not be lost.
    terminal.send("\rnCard payments fail\r");
    terminal.until("INC-1 opened, P1");
    assert!(begun.elapsed().as_secs() < 10);
    terminal.send("q");
    assert_eq!(terminal.ended(), 0);
    assert_eq!(data(&world).join("warroom.db").metadata().unwrap().mode() & 0o777, 0o600);
    // From now on there is a file, and nobody asks again.
    let mut again = Terminal::of(&nameless(&world, &[]));
    again.until("Card payments fail");
    again.send("q");
    assert_eq!(again.ended(), 0);
}

#[test]
fn empty_lanes_name_the_key_that_fills_them_and_a_named_file_asks_nothing() {
    let world = World::new();
    let mut terminal = Terminal::of(&nameless(&world, &["--db", "mine.db"]));
    terminal.until("No open incident. n logs one");
    assert!(terminal.text().contains("No open issue. Tab, then n logs one"), "{}", terminal.text());
    terminal.send("q");
    assert_eq!(terminal.ended(), 0);
    assert!(world.path("mine.db").exists() && !data(&world).exists());
}

#[test]
fn the_demonstration_is_one_key_away_and_a_file_can_be_opened_by_its_name() {
    let world = World::new();
    let mut terminal = Terminal::of(&nameless(&world, &[]));
    terminal.until("d demonstration");
    terminal.send("d");
    terminal.until("Card payments fail in all shops");
    assert!(terminal.text().contains("DEMO"), "{}", terminal.text());
    terminal.send("q");
    assert_eq!(terminal.ended(), 0);
    assert!(!data(&world).join("warroom.db").exists(), "looking makes nobody a database");

    assert_eq!(world.run(&["incident", "open", "Logins fail"]).code, 0);
    let mut terminal = Terminal::of(&nameless(&world, &[]));
    terminal.until("How would you like to begin?");
    terminal.send("owar");
    terminal.until("File war");
    terminal.send("\t\r");
    terminal.until("Logins fail");
    terminal.send("q");
    assert_eq!(terminal.ended(), 0);
}

#[test]
fn a_file_that_is_opened_on_a_shared_screen_shows_no_internal_line() {
    let world = World::new();
    assert_eq!(world.run(&["incident", "open", "Logins fail"]).code, 0);
    assert_eq!(world.run(&["log", "INC-1", "the token was in the bin"]).code, 0);
    let mut terminal = Terminal::of(&nameless(&world, &["--shared"]));
    terminal.until("How would you like to begin?");
    terminal.send("owarroom.db\r");
    terminal.until("Logins fail");
    terminal.send("\r");
    terminal.until("1 of 10 Service first");
    assert!(!terminal.text().contains("the token was in the bin"), "{}", terminal.text());
}

#[test]
fn a_demonstration_is_whole_private_and_fresh_and_touches_nobody_elses_file() {
    let world = World::new();
    assert_eq!(world.run(&["incident", "open", "Mine"]).code, 0);
    let mine = std::fs::read(world.db()).unwrap();
    let demo = |args: &[&str]| {
        let mut command = world.command(args);
        command.env("HOME", world.path(""));
        world.said(&command.output().unwrap())
    };
    let said = demo(&["demo"]);
    let file = data(&world).join("demo.db");
    assert_eq!((said.code, said.stdout.as_str()), (0, "~/.local/share/warroom/demo.db\n"), "{said:?}");
    assert_eq!((file.metadata().unwrap().mode() & 0o777, data(&world).metadata().unwrap().mode() & 0o777), (0o600, 0o700));
    assert_eq!(files(&data(&world)).keys().map(String::as_str).collect::<Vec<_>>(), ["demo.db", "demo.db.heads", "demo.db.lock"]);
    let path = file.to_str().unwrap();
    let doctor = world.run(&["doctor", "--db", path]);
    assert_eq!(doctor.code, 0, "{doctor:?}");
    assert!(world.run(&["due", "--db", path]).stdout.contains("late"));

    // What was tried goes with the next start, unless it is to be kept; what a dead program left beside it goes too.
    assert_eq!(world.run(&["log", "INC-9", "tried", "--db", path]).code, 0);
    assert_eq!(demo(&["demo", "--keep"]).code, 0);
    assert!(world.run(&["search", "tried", "--db", path]).stdout.contains("tried"));
    std::fs::write(format!("{path}-wal"), "of another time").unwrap();
    std::fs::write(format!("{path}.heads"), "9999 00\n").unwrap();
    assert_eq!(demo(&["demo"]).code, 0);
    let said = world.run(&["search", "tried", "--db", path]);
    assert!(!said.stdout.contains("tried") && !said.stderr.contains("missing"), "{said:?}");
    assert_eq!(std::fs::read(world.db()).unwrap(), mine);
}

#[test]
fn a_named_file_is_used_for_it_only_when_nothing_is_there() {
    let world = World::new();
    let (new, taken) = (world.path("new.db"), world.file("taken.db", "something else"));
    let said = world.run(&["demo", "--db", new.to_str().unwrap()]);
    assert_eq!((said.code, said.stdout.as_str()), (0, "~/new.db\n"), "{said:?}");
    let said = world.run(&["--db", taken.to_str().unwrap(), "demo"]);
    assert!(said.code == 1 && said.stderr.contains("is there already") && said.stderr.contains("leave --db out"), "{said:?}");
    assert_eq!(std::fs::read(&taken).unwrap(), b"something else");
    // Cut off in the middle, nothing half stands in its place.
    let said = world.run(&["demo", "--db", "nowhere/at/all.db"]);
    assert!(said.code == 2 && said.stderr.contains("cannot be made"), "{said:?}");
}

#[test]
fn two_terminals_look_at_the_same_demonstration() {
    let world = World::new();
    let mut first = Terminal::of(&nameless(&world, &["demo"]));
    first.until("everything here is made up");
    let mut second = Terminal::of(&nameless(&world, &["demo"]));
    second.until("Card payments fail in all shops");
    second.send("lseen by both\r");
    second.until(" fact logged");
    first.until(" fact logged");
    second.send("\u{1b}");
    second.until("? help");
    for terminal in [&mut first, &mut second] {
        terminal.send("q");
    }
    assert_eq!((first.ended(), second.ended()), (0, 0));
}
