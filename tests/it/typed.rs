//! Lines typed at a keyboard: `log CASE` in a real pseudo-terminal.

use std::io::{Read, Write};
use std::time::Duration;

use portable_pty::{CommandBuilder, PtySize, native_pty_system};

use crate::world::World;

#[test]
fn each_line_typed_at_a_keyboard_is_logged_at_once_and_a_wrong_one_may_be_typed_again() {
    let world = World::new();
    world.ok(&["incident", "open", "Down"]);
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
    for line in ["the gateway is down\n", "23:59 not yet\n", "!roll back\n", "\u{4}"] {
        keys.write_all(line.as_bytes()).unwrap();
        keys.flush().unwrap();
        std::thread::sleep(Duration::from_millis(100));
    }
    assert!(child.wait().unwrap().success());
    drop((keys, pair.master));
    let text = reader.join().unwrap();
    for said in ["INC-1.1 fact logged", "Nothing was changed", "INC-1.2 decision logged"] {
        assert!(text.contains(said), "{said} in {text}");
    }
    let changes = world.json(&["history"]);
    assert_eq!(changes.len(), 3, "one change a line");
}
