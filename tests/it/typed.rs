//! Lines typed at a keyboard: `log CASE` in a real pseudo-terminal.

use std::io::{Read, Write};
use std::time::Duration;

use portable_pty::{CommandBuilder, PtySize, native_pty_system};

use crate::world::World;

/// Types lines into `log INC-1`, each after a pause; gives what the screen shows.
fn typed(world: &World, lines: &[&str], pause: Duration) -> String {
    let pair = native_pty_system().openpty(PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 }).unwrap();
    let prepared = world.command(&["log", "INC-1"]);
    let mut command = CommandBuilder::new(prepared.get_program());
    command.args(prepared.get_args());
    command.env_clear();
    prepared.get_envs().for_each(|(key, value)| command.env(key, value.unwrap_or_default()));
    command.cwd(world.path(""));
    let mut child = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);
    let mut screen = pair.master.try_clone_reader().unwrap();
    let mut keys = pair.master.take_writer().unwrap();
    let reader = std::thread::spawn(move || {
        let mut text = Vec::new();
        // The end of a pseudo-terminal is an error on some systems; what came before it counts.
        let _ = screen.read_to_end(&mut text);
        String::from_utf8_lossy(&text).into_owned()
    });
    for line in lines {
        keys.write_all(line.as_bytes()).unwrap();
        keys.flush().unwrap();
        std::thread::sleep(pause);
    }
    assert!(child.wait().unwrap().success());
    drop((keys, pair.master));
    reader.join().unwrap()
}

#[test]
fn each_line_typed_at_a_keyboard_is_logged_at_once_and_a_wrong_one_may_be_typed_again() {
    let world = World::new();
    world.ok(&["incident", "open", "Down"]);
    let lines = ["the gateway is down\n", "23:59 not yet\n", "!roll back\n", "\u{4}"];
    let text = typed(&world, &lines, Duration::from_millis(100));
    for said in ["INC-1.1 fact logged", "Nothing was changed", "INC-1.2 decision logged"] {
        assert!(text.contains(said), "{said} in {text}");
    }
    let changes = world.json(&["history"]);
    assert_eq!(changes.len(), 3, "one change a line");
}

#[test]
fn every_line_typed_sets_its_hooks_off_and_what_fails_is_said_between_the_lines() {
    let world = World::new();
    world.ok(&["incident", "open", "Down"]);
    let slow = "[hooks.slow]\non = \"log\"\ncommand = [\"/bin/sh\", \"-c\", \"sleep 0.6; echo x >> got\"]\ntimeout = \"1s\"\n";
    let bad = "[hooks.bad]\non = \"decision logged\"\ncommand = [\"/bin/sh\", \"-c\", \"exit 3\"]\n";
    world.file("config/config.toml", format!("{slow}{bad}"));
    let lines = ["!roll back\n", "one\n", "two\n", "three\n", "four\n", "\u{4}"];
    let text = typed(&world, &lines, Duration::from_millis(200));
    assert_eq!(std::fs::read_to_string(world.path("got")).unwrap_or_default().lines().count(), 5, "{text}");
    let at = |what: &str| text.find(what).unwrap_or_else(|| panic!("{what} in {text}"));
    assert!(at("hook bad (/bin/sh) ended with exit code 3") < at("INC-1.5 fact logged"), "{text}");
}
