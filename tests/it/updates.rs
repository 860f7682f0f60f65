//! Updates from the command line: what goes out, what does not, and what is kept of either.

use std::os::unix::fs::PermissionsExt;
use std::time::{Duration, Instant};

use crate::world::World;

/// A P1 with an audience reached by a channel whose command is this script, and a draft for it.
fn drafted(script: &str, timeout: &str) -> World {
    let world = World::new();
    let program = world.file("bin/send", format!("#!/bin/sh\n{script}\n"));
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o700)).unwrap();
    let settings = format!("[channels.mail]\ncommand = [\"{}\", \"-t\"]\ntimeout = \"{timeout}\"\n", program.display());
    world.file("config/config.toml", settings);
    world.ok(&["incident", "open", "Card payments fail $(touch hacked); `touch hacked`", "--service", "payments", "--started", "-20m"]);
    world.ok(&["audience", "add", "sponsors", "--channel", "Mail"]);
    assert_eq!(world.ok(&["update", "draft", "INC-1", "--audience", "sponsors"]), "U-1");
    world
}

/// Checks that the update is the draft it was, that nothing is logged, and gives what is kept of the try.
fn untouched(world: &World) -> String {
    let update = &world.json(&["update", "list"])[0];
    assert_eq!((update["state"].as_str(), update["version"].as_i64()), (Some("draft"), Some(1)), "{update}");
    assert!(update["sent"].is_null() && update["route"].is_null(), "{update}");
    assert_eq!(world.ok(&["entry", "list", "INC-1", "--kind", "update"]), "");
    update["receipt"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn what_a_channel_takes_is_sent_with_its_exit_code_and_time() {
    let world = drafted("cat > got; printf '%s ' \"$#\" \"$@\" > args; env > environment", "20s");
    let said = world.run(&["update", "send", "U-1"]);
    assert_eq!((said.code, said.stdout.as_str()), (0, "INC-1.1\n"), "{said:?}");
    assert!(said.stderr.contains("U-1 told to sponsors, v1 (command mail); next promised"), "{said:?}");
    let text = std::fs::read_to_string(world.path("got")).unwrap();
    assert!(text.contains("Card payments fail $(touch hacked); `touch hacked`") && text.ends_with('\n'), "{text}");
    assert_eq!(std::fs::read_to_string(world.path("args")).unwrap().trim(), "1 -t");
    assert!(!std::fs::read_to_string(world.path("environment")).unwrap().contains("Card payments"));
    assert!(!world.path("hacked").exists());
    let update = &world.json(&["update", "list"])[0];
    assert_eq!((update["state"].as_str(), update["by"].as_str()), (Some("sent"), Some("ana")));
    assert!(update["receipt"].as_str().unwrap().ends_with("ended with exit code 0") && update["took"].is_i64(), "{update}");
    assert_eq!(world.run(&["update", "send", "U-1"]).code, 1, "nothing is sent twice");
    let undo = world.run(&["undo"]);
    assert!(undo.code == 1 && undo.stderr.contains("effects outside"), "{undo:?}");
}

#[test]
fn a_command_that_fails_leaves_the_draft_and_says_so() {
    let world = drafted("cat > /dev/null; echo 'no route to host' >&2; exit 3", "20s");
    let said = world.run(&["update", "send", "U-1"]);
    assert_eq!((said.code, said.stdout.as_str()), (8, ""), "{said:?}");
    assert!(said.stderr.contains("NOT sent: channel mail") && said.stderr.contains("exit code 3: no route to host"), "{said:?}");
    let kept = untouched(&world);
    assert!(kept.starts_with("not sent ") && kept.contains("exit code 3"), "{kept}");
}

#[test]
fn a_command_that_hangs_is_stopped_in_time_and_nothing_counts_as_sent() {
    let world = drafted("cat > /dev/null; (sleep 4; touch late) & sleep 60", "1s");
    let started = Instant::now();
    let said = world.run(&["update", "send", "U-1"]);
    assert_eq!(said.code, 8, "{said:?}");
    assert!(said.stderr.contains("did not end within 1 s and was stopped"), "{said:?}");
    assert!(started.elapsed() < Duration::from_secs(30));
    untouched(&world);
}

#[test]
fn a_command_that_is_missing_or_not_set_is_said() {
    let world = drafted("true", "20s");
    std::fs::remove_file(world.path("bin/send")).unwrap();
    let said = world.run(&["update", "send", "U-1"]);
    assert!(said.code == 8 && said.stderr.contains("could not be started"), "{said:?}");
    untouched(&world);
    let said = world.run(&["update", "send", "U-1", "--channel", "pigeon"]);
    assert!(said.code == 1 && said.stderr.contains("no command for a channel 'pigeon'"), "{said:?}");
    world.ok(&["audience", "set", "sponsors", "--channel", "phone"]);
    let said = world.run(&["update", "send", "U-1"]);
    assert!(said.code == 1 && said.stderr.contains("there is no command to send U-1 through"), "{said:?}");
    untouched(&world);
}

#[test]
fn a_file_is_a_way_out_and_never_replaced_unasked() {
    let world = drafted("true", "20s");
    world.file("there.txt", "mine");
    let said = world.run(&["update", "send", "U-1", "-o", "there.txt"]);
    assert!(said.code == 1 && said.stderr.contains("already there"), "{said:?}");
    untouched(&world);
    assert_eq!(world.run(&["update", "send", "U-1", "-o", "-"]).code, 1, "what is only printed was told to nobody");
    assert_eq!(world.ok(&["update", "send", "U-1", "-o", "new.txt"]), "INC-1.1");
    assert!(std::fs::read_to_string(world.path("new.txt")).unwrap().contains("Card payments fail"));
    let update = &world.json(&["update", "list"])[0];
    assert_eq!((update["route"].as_str(), update["receipt"].as_str()), (Some("file"), Some("written to new.txt")));
}

#[test]
fn a_file_that_cannot_be_written_to_sends_nothing() {
    let world = drafted("touch sent", "20s");
    let said = world.run(&["--read-only", "update", "send", "U-1"]);
    assert!(said.code != 0 && said.stderr.contains("nothing is sent"), "{said:?}");
    assert!(!world.path("sent").exists(), "what cannot be recorded is not sent");
    untouched(&world);
}

#[test]
fn an_update_that_is_overdue_stands_on_the_due_list_until_it_is_sent() {
    let mut world = drafted("cat > /dev/null", "20s");
    world.at("2026-11-22T14:50:00+01:00");
    let due = world.ok(&["due"]);
    assert!(due.contains("late") && due.contains("sponsors"), "{due}");
    let said = world.run(&["update", "send", "U-1"]);
    assert!(said.code == 1 && said.stderr.contains("has passed"), "{said:?}");
    world.ok(&["update", "edit", "U-1", "--next", "in 20m"]);
    world.ok(&["update", "send", "U-1"]);
    let due = world.ok(&["due"]);
    assert!(due.lines().any(|line| line.contains("sponsors") && line.contains("in 20 min")), "{due}");
}

#[test]
fn a_wrong_channel_in_the_settings_is_a_note_and_stops_nobody() {
    let world = drafted("true", "20s");
    world.file("config/config.toml", "[channels.mail]\ncommand = \"sendmail -t\"\n");
    let said = world.run(&["update", "send", "U-1"]);
    assert!(said.code == 1 && said.stderr.contains("channels.mail: command is a list of texts"), "{said:?}");
    untouched(&world);
}

#[test]
fn an_own_template_stands_over_the_built_in_one_and_a_broken_one_is_left_out() {
    let world = drafted("true", "20s");
    world.file("config/templates/updates/en/investigating.md.j2", "Mine: {{ title }}");
    world.file("config/templates/updates/nl/investigating.md.j2", "{{ broken");
    world.ok(&["update", "draft", "INC-1", "--audience", "sponsors"]);
    assert!(world.ok(&["update", "show", "U-2"]).contains("Mine: Card payments fail"));
    world.ok(&["audience", "set", "sponsors", "--language", "nl"]);
    let said = world.run(&["update", "draft", "INC-1", "--audience", "sponsors"]);
    assert!(said.code == 0 && said.stderr.contains("templates/updates/nl/investigating.md.j2:1: "), "{said:?}");
    assert!(world.ok(&["update", "show", "U-3"]).contains("De oorzaak is nog niet bekend."));
}
