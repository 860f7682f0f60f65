//! Line mode: a session as text in and text out, through a pipe and on a terminal that shows nothing but lines.

use std::io::{Read, Write};
use std::process::Stdio;

use crate::pty::Terminal;
use crate::world::World;

/// Runs a session of these lines on the world's database.
fn session(world: &World, lines: &[&str]) -> String {
    let said = world.feed(&["--plain"], lines.iter().map(|line| format!("{line}\n")).collect::<String>());
    assert_eq!((said.code, said.stderr.as_str()), (0, ""), "{said:?}");
    assert!(!said.stdout.contains('\u{1b}'), "an escape sequence in\n{}", said.stdout);
    said.stdout
}

fn crisis() -> World {
    let world = World::new();
    world.ok(&["incident", "open", "Card payments fail", "--service", "+payments", "--started", "-20m", "--lead", "+ana"]);
    world.ok(&["issue", "open", "Rehearsal blocked", "--project", "+Atlas", "--priority", "high"]);
    world
}

#[test]
fn changes_made_line_by_line_set_hooks_off_and_their_failures_are_said() {
    let world = crisis();
    let program = world.file("bin/hook", "#!/bin/sh\ncat >> got; echo 'no route' >&2; exit 3\n");
    std::fs::set_permissions(&program, std::os::unix::fs::PermissionsExt::from_mode(0o700)).unwrap();
    let settings = format!("[hooks.pager]\non = [\"log\", \"case state\"]\ncommand = [{program:?}]\n");
    world.file("config/config.toml", settings);
    let said = session(&world, &["INC-1", "minutes", "somebody is on it", "", "move", "resolved", "", "", "", "q"]);
    let got = std::fs::read_to_string(world.path("got")).unwrap_or_default();
    assert!(got.contains("somebody is on it") && got.lines().count() >= 1, "{got}\n{said}");
    assert!(said.contains("hook pager (") && said.contains("ended with exit code 3: no route."), "{said}");
}

#[test]
fn a_whole_session_reads_as_a_conversation() {
    let world = crisis();
    let told = session(
        &world,
        &[
            "inc1",
            "min",
            "!roll back 4.2 -- errors follow it @ana in 20m",
            "+stop the export @ana due 15:00",
            "30:00 no such time is",
            "?",
            "q",
            "",
            "log",
            "act",
            "1",
            "next",
            "all",
            "0",
            "move",
            "rest",
            ".",
            "undo",
            "0",
            "due",
            "search",
            "roll",
            "1",
            "0",
            "rev",
            "0",
            "q",
        ],
    );
    insta::assert_snapshot!("plain_session", told);
    assert!(told.contains("INC-1.1 decision: roll back 4.2. Because errors follow it. By ana. Due 14:25."), "{told}");
}

#[test]
fn any_command_is_found_by_its_words_and_asked_field_by_field_until_it_is_accepted() {
    let world = crisis();
    let told = session(
        &world,
        &["iss1", "com", "no such thing at all", "com", "option add", "Move the rehearsal", "two", "EUR 4000", ".", "2", "", "0", "q"],
    );
    insta::assert_snapshot!("plain_form", told);
    let options = world.json(&["option", "list"]);
    assert_eq!((options.len(), options[0]["time"].as_str()), (1, Some("2")), "{told}");
}

#[test]
fn a_case_is_opened_with_choices_by_number_and_leads_on_to_it() {
    let world = World::new();
    let told = session(&world, &["incident", "Logins fail", "+portal", "1", "1", ".", "0", "q"]);
    assert!(told.contains("1 high, 2 medium, 3 low."), "{told}");
    assert!(told.contains("Done: INC-1 opened, P1.") && told.contains("INC-1, open, P1: Logins fail."), "{told}");
}

#[test]
fn the_end_of_the_input_in_the_middle_of_anything_changes_nothing() {
    let world = crisis();
    let before = world.json(&["history"]).len();
    for lines in [
        &["incident", "Half a form"][..],
        &["inc1", "com", "option add", "Something", "2"],
        &["inc1", "move", "restored"],
        &["com", "redact", "INC-1.1"],
    ] {
        let told = session(&world, lines);
        assert!(told.ends_with("Goodbye. Everything that was said to be done is saved.\n"), "{told}");
    }
    let told = session(&world, &["incident", "Given up", "..", "q"]);
    assert!(told.contains("Left. Nothing was changed."), "{told}");
    assert_eq!(world.json(&["history"]).len(), before);
}

#[test]
fn what_is_typed_and_stored_can_steer_no_terminal() {
    let world = World::new();
    world.ok(&["incident", "open", "evil \u{1b}[2J title\u{202e}"]);
    let told = session(
        &world,
        &["inc1", "min", "\u{1b}]0;owned\u{7} and \u{9b}31m", "", "log", "sum", "\u{1b}[31m", "com", "\u{1b}c", "0", "0", "\u{7}", "q"],
    );
    assert!(told.chars().all(|c| c == '\n' || !c.is_control()) && !told.contains('\u{202e}'), "{told:?}");
    let mut input = b"inc1\nmin\n\xff\xfe\n".to_vec();
    input.extend(vec![b'x'; 250_000]);
    input.extend(b"\nstill there\n\n0\nq\n");
    let said = world.feed(&["--plain"], input);
    assert!(
        said.code == 0 && said.stdout.contains("not UTF-8") && said.stdout.contains("longer than 100000 bytes"),
        "{}",
        said.stdout.len()
    );
    assert!(said.stdout.contains("fact: still there."), "what follows is read as ever");
}

#[test]
fn what_others_wrote_is_said_in_one_line_before_the_next_question() {
    let world = crisis();
    let mut child = world.command(&["--plain"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let (mut input, mut output) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
    let mut told = String::new();
    let mut until = |words: &str| {
        let mut byte = [0];
        while !told.ends_with(words) {
            assert_eq!(output.read(&mut byte).unwrap(), 1, "no '{words}' in\n{told}");
            told.push(char::from(byte[0]));
        }
        std::mem::take(&mut told)
    };
    until("for the list: ");
    world.ok(&["log", "INC-1", "the vendor called", "--as", "bo"]);
    input.write_all(b"inc1\n").unwrap();
    let told = until("INC-1, a number or ?: ");
    assert_eq!(told.matches("Meanwhile: bo: ").count(), 1, "{told}");
    input.write_all(b"q\n").unwrap();
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_read_only_file_and_a_shared_view_say_why_nothing_is_written() {
    let world = crisis();
    for flag in ["--read-only", "--shared"] {
        let said = world.feed(&["--plain", flag], "incident\ninc1\nmin\nq\n");
        assert_eq!(said.stdout.matches("othing is written").count() + said.stdout.matches("othing can be written").count(), 2, "{said:?}");
    }
    assert_eq!(world.json(&["case", "list"]).len(), 2);
}

#[test]
fn a_dumb_terminal_is_talked_to_line_by_line_without_being_asked() {
    let world = crisis();
    let mut command = world.command::<&str>(&[]);
    command.env("TERM", "dumb");
    let mut terminal = Terminal::of(&command);
    terminal.until("for the list:");
    terminal.send("inc1\n");
    terminal.until("INC-1, a number or ?:");
    terminal.send("q\n");
    assert_eq!(terminal.ended(), 0);
}

#[test]
fn the_first_run_offers_its_three_ways_line_by_line() {
    let world = World::new();
    let nameless = |input: &str| {
        let mut command = world.command(&["--plain"]);
        command.env_remove("WARROOM_DB").env_remove("WARROOM_SEED").stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        world.said(&child.wait_with_output().unwrap())
    };
    let said = nameless("0\nq\n");
    assert!(said.stdout.contains("There is no database yet.") && said.stdout.contains("3. open another file"), "{said:?}");
    assert!(!world.path(".local/share/warroom/warroom.db").exists(), "nothing is made before somebody chose");
    let said = nameless("open\nnowhere.db\ndemo\nq\n");
    assert!(said.stdout.contains("nowhere.db cannot be opened") && said.stdout.contains("This is the demonstration."), "{said:?}");
    let said = nameless("begin\nq\n");
    assert!(said.stdout.contains("Incidents: 0 open.") && world.path(".local/share/warroom/warroom.db").exists(), "{said:?}");
}

#[test]
fn the_first_run_knows_the_home_folder_and_says_what_is_none_of_the_ways() {
    let world = crisis();
    let mut command = world.command(&["--plain"]);
    command.env_remove("WARROOM_DB").env_remove("WARROOM_SEED").stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(b"nonsense\n3\n~/warroom.db\nq\n").unwrap();
    let said = world.said(&child.wait_with_output().unwrap());
    assert!(said.stdout.contains("nonsense is none of these.") && said.stdout.contains("Card payments fail"), "{said:?}");
}

#[test]
fn dots_alone_are_no_minutes_and_dots_at_the_end_are_kept() {
    let world = crisis();
    let told = session(&world, &["inc1", "min", ".", "..", "they wait for...", "it is up.", "", "q"]);
    assert_eq!(told.matches("That alone is not logged.").count(), 2, "{told}");
    assert!(told.contains("INC-1.1 fact: they wait for... At") && told.contains("INC-1.2 fact: it is up. At"), "{told}");
    assert_eq!(world.json(&["entry", "list", "INC-1"]).len(), 2);
}

#[test]
fn lines_that_nobody_gets_are_an_error_unless_the_reader_went_away() {
    let world = crisis();
    let ended = |world: &World, output: Stdio, first: bool| {
        let mut command = world.command(&["--plain"]);
        if first {
            command.env_remove("WARROOM_DB").env_remove("WARROOM_SEED");
        }
        let mut child = command.stdin(Stdio::piped()).stdout(output).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        drop(child.stdin.take().unwrap().write_all(b"q\n"));
        world.said(&child.wait_with_output().unwrap())
    };
    for first in [false, true] {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let said = ended(&world, full.into(), first);
        assert!(said.code == 6 && said.stderr.contains("could not be printed"), "{said:?}");
        let said = ended(&world, Stdio::piped(), first);
        assert_eq!((said.code, said.stderr.as_str()), (0, ""));
    }
}

#[test]
fn what_is_opened_in_a_shared_first_run_is_read_as_on_a_shared_screen() {
    let world = crisis();
    world.ok(&["log", "INC-1", "the token was in the bin"]);
    let said = |way: &str| {
        let mut command = world.command(&["--plain", "--shared"]);
        command.env_remove("WARROOM_DB").env_remove("WARROOM_SEED").stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(format!("{way}\nq\n").as_bytes()).unwrap();
        world.said(&child.wait_with_output().unwrap()).stdout
    };
    let opened = said("3\nwarroom.db\nINC-1\nlog\nmin");
    assert!(opened.contains("Card payments fail") && !opened.contains("the token was in the bin"), "{opened}");
    assert!(opened.contains("only what management may see is shown"), "{opened}");
    assert!(said("demo\nincident").contains("only what management may see is shown"));
}

#[test]
fn without_a_terminal_the_way_without_screens_is_named_and_commands_have_none() {
    let world = World::new();
    let said = world.run(&[]);
    assert!(said.code == 2 && said.stderr.contains("--plain"), "{said:?}");
    let said = world.run(&["--plain", "due"]);
    assert!(said.code == 2 && said.stderr.contains("leave the command out"), "{said:?}");
}
