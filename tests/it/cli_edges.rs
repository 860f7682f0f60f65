//! The edges of the command line: busy, foreign, damaged and locked files, hostile text, readers that go away.

use std::ffi::OsStr;
use std::fs::{File, OpenOptions, Permissions};
use std::io::{Seek, SeekFrom, Write};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::PermissionsExt;
use std::process::Stdio;

use crate::world::World;

/// A world with one incident in it.
fn world() -> World {
    let world = World::new();
    world.ok(&["incident", "open", "Down"]);
    world
}

#[test]
fn a_file_that_somebody_else_writes_is_busy() {
    let world = world();
    let holder = rusqlite::Connection::open(world.db()).unwrap();
    holder.execute_batch("BEGIN IMMEDIATE").unwrap();
    let said = world.run(&["log", "INC-1", "x", "--wait", "0.2"]);
    assert_eq!(said.code, 3, "{said:?}");
    assert!(said.stderr.contains("Not saved") && said.stderr.contains("--wait"), "{said:?}");
    assert_eq!(world.run(&["case", "list"]).code, 0, "reading waits for nobody");
    holder.execute_batch("ROLLBACK").unwrap();
    world.ok(&["log", "INC-1", "x"]);
}

#[test]
fn a_key_of_another_command_is_refused_and_changes_nothing() {
    let world = world();
    world.ok(&["log", "INC-1", "x", "--key", "k1"]);
    let said = world.run(&["case", "state", "INC-1", "closed", "--key", "k1"]);
    assert_eq!(said.code, 1, "{said:?}");
    assert!(said.stderr.contains("already been used for 'log'"), "{said:?}");
    assert_eq!(world.json(&["entry", "list", "INC-1"]).len(), 1);
}

#[test]
fn a_minute_that_begins_with_a_minus_is_logged_and_is_no_option() {
    let world = world();
    for line in ["-5 degrees in hall 2", "- item", "-half the pods are gone", "-Version 4 is back", "-- because"] {
        let entry = world.ok(&["log", "INC-1", line]);
        assert_eq!(world.json(&["entry", "list", "INC-1"]).last().unwrap()["text"], line, "{entry}");
    }
    world.ok(&["log", "INC-1", "-20m pods restart", "--why", "- none -", "--kind", "decision"]);
    let found = world.json(&["entry", "list", "INC-1", "--kind", "decision"]).remove(0);
    assert_eq!(
        (&found["text"], &found["reason"], &found["observed"]),
        (&"pods restart".into(), &"- none -".into(), &"2026-11-22T12:45:00.000Z".into())
    );
    for wrong in ["--help me", "--knid", "-5"] {
        let said = world.run(&["case", "list", wrong]);
        assert!(said.code == 2 && said.stderr.contains(&format!("'{wrong}'")), "{said:?}");
    }
    let help = world.run(&["log", "INC-1", "-h"]);
    assert!(help.code == 0 && help.stdout.contains("Usage: warroom log"), "{help:?}");
}

#[test]
fn a_word_that_was_meant_to_hide_a_line_and_does_not_is_said() {
    let world = world();
    let said = world.run(&["log", "INC-1", "!cut the line ^intern"]);
    assert!(said.code == 0 && said.stderr.contains("“^intern” says nothing about who may read it"), "{said:?}");
    let said = world.run(&["log", "INC-1", "!cut the line ^internal."]);
    assert_eq!((said.code, said.stderr.as_str()), (0, "INC-1.2 decision logged\n"));
    assert_eq!(world.json(&["entry", "list", "INC-1", "--for", "management"]).len(), 1);
}

#[test]
fn names_and_keys_that_cannot_be_are_refused_in_words() {
    let world = world();
    let said = world.run(&["--db", "", "case", "list"]);
    assert!(said.code == 2 && said.stderr.contains("--db names no file"), "{said:?}");
    let said = world.run(&["backup", "no/such/folder/copy.db"]);
    assert!(said.code == 1 && said.stderr.contains("NOT written: the folder no/such/folder"), "{said:?}");
    world.ok(&["log", "INC-1", "x", "--key", "k"]);
    let said = world.run(&["incident", "open", "x", "--key", "k"]);
    assert!(said.code == 1 && said.stderr.contains("already been used for 'log'"), "{said:?}");
    assert_eq!(world.json(&["case", "list"]).len(), 1);
}

#[test]
fn minutes_that_begin_with_a_byte_order_mark_keep_their_first_sign() {
    let world = world();
    assert_eq!(world.feed(&["log", "INC-1"], "\u{feff}13:00 !roll back\r\nfine\r\n").code, 0);
    let first = world.json(&["entry", "list", "INC-1"]).remove(0);
    assert_eq!(
        (&first["kind"], &first["text"], &first["observed"]),
        (&"decision".into(), &"roll back".into(), &"2026-11-22T12:00:00.000Z".into())
    );
}

#[test]
fn a_review_is_exported_as_json_where_json_was_asked_for() {
    let world = world();
    let all = world.json(&["review", "export", "INC-1"]);
    assert!(all.len() == 1 && all[0].is_object(), "{all:?}");
    let said = world.run(&["review", "export", "INC-1", "--format", "md", "--json"]);
    assert!(said.stdout.contains("# Incident review INC-1"), "{said:?}");
}

#[test]
fn a_redaction_says_which_other_line_still_holds_the_words() {
    let world = world();
    world.ok(&["log", "INC-1", "the password is tulip"]);
    world.ok(&["entry", "amend", "INC-1.1", "the password was tulip"]);
    let said = world.run(&["entry", "redact", "INC-1.1"]);
    assert!(said.code == 0 && said.stderr.contains("amends it still stands"), "{said:?}");
    let said = world.run(&["entry", "redact", "INC-1.2"]);
    assert!(said.code == 0 && said.stderr.contains("INC-1.1, which it amends"), "{said:?}");
    world.ok(&["doctor"]);
    assert!(!std::fs::read(world.db()).unwrap().windows(5).any(|w| w == b"tulip"));
}

#[test]
fn an_import_that_can_take_nothing_does_not_say_that_all_is_there() {
    let world = World::new();
    let row = r#"{"result": [{"number": "CHG0030003", "sys_id": "1", "sys_class_name": "change_request", "short_description": "Patch"}]}"#;
    let file = world.file("change.json", row).display().to_string();
    let said = world.run(&["import", &file, "--format", "servicenow-json"]);
    assert!(said.stderr.contains("not taken") && said.stderr.contains("nothing in the file could be taken"), "{said:?}");
    assert!(!said.stderr.contains("here already"), "{said:?}");
}

#[test]
fn a_read_only_run_changes_nothing() {
    let world = world();
    let said = world.run(&["--read-only", "log", "INC-1", "x"]);
    assert!(said.code == 6 && said.stderr.contains("it was opened read-only"), "{said:?}");
    assert_eq!(world.run(&["case", "list", "--read-only"]).code, 0);
    assert_eq!(world.json(&["entry", "list", "INC-1"]).len(), 0);
}

#[test]
fn a_file_that_is_not_ours_is_left_alone() {
    let world = World::new();
    for bytes in [
        &b"hello"[..],
        &b"x".repeat(5000),
        b"SQLite format 3\0 and then nothing that makes sense, for a hundred bytes and more, so that the header is read",
    ] {
        let path = world.file("warroom.db", bytes);
        let said = world.run(&["case", "list"]);
        assert!(said.code == 4 && said.stderr.contains("nothing was changed"), "{said:?}");
        assert_eq!(std::fs::read(path).unwrap(), bytes);
    }
    std::fs::remove_file(world.db()).unwrap();
    rusqlite::Connection::open(world.db()).unwrap().execute_batch("CREATE TABLE x (y)").unwrap();
    assert_eq!(world.run(&["case", "list"]).code, 4);
}

#[test]
fn a_file_of_a_newer_program_is_left_alone() {
    let world = world();
    let at = |offset: u64, bytes: &[u8]| {
        let mut file = OpenOptions::new().write(true).open(world.db()).unwrap();
        file.seek(SeekFrom::Start(offset)).unwrap();
        file.write_all(bytes).unwrap();
    };
    at(60, &9999_i32.to_be_bytes());
    let said = world.run(&["incident", "open", "x"]);
    assert!(said.code == 4 && said.stderr.contains("newer warroom"), "{said:?}");
    at(0, b"broken!!");
    assert_eq!(world.run(&["doctor"]).code, 4);
}

#[test]
fn doctor_finds_what_was_changed_behind_its_back() {
    let world = world();
    assert_eq!(world.run(&["doctor"]).code, 0);
    let db = rusqlite::Connection::open(world.db()).unwrap();
    db.execute_batch("UPDATE cases SET title = 'Up'").unwrap();
    drop(db);
    let said = world.run(&["doctor"]);
    assert!(said.code == 5 && said.stdout.contains("bad"), "{said:?}");
    let rows = world.command(&["doctor", "--json"]).output().unwrap();
    assert!(world.said(&rows).stdout.lines().any(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["level"] == "bad"));
}

#[test]
fn a_folder_that_everybody_may_write_is_refused() {
    let world = World::new();
    let folder = world.path("open");
    std::fs::create_dir(&folder).unwrap();
    std::fs::set_permissions(&folder, Permissions::from_mode(0o777)).unwrap();
    let db = folder.join("w.db").display().to_string();
    let said = world.run(&["incident", "open", "x", "--db", &db]);
    assert!(said.code == 4 && said.stderr.contains("everybody may write"), "{said:?}");
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 0);
    let missing = world.run(&["case", "list", "--db", "no/such/folder/w.db"]);
    assert!(missing.code == 4 && missing.stderr.contains("folder does not exist"), "{missing:?}");
}

#[test]
fn a_group_may_write_where_the_settings_permit_it() {
    let world = World::new();
    let folder = world.path("shared");
    std::fs::create_dir(&folder).unwrap();
    std::fs::set_permissions(&folder, Permissions::from_mode(0o770)).unwrap();
    let db = folder.join("w.db").display().to_string();
    assert_eq!(world.run(&["incident", "open", "x", "--db", &db]).code, 6);
    world.file("config/config.toml", "allow_shared = true\n");
    assert_eq!(world.run(&["incident", "open", "x", "--db", &db]).code, 0);
}

#[test]
fn broken_settings_are_said_and_never_stop_anybody() {
    let world = World::new();
    world.file("config/config.toml", b"\xff\xfe");
    let said = world.run(&["incident", "open", "x"]);
    assert!(said.code == 0 && said.stderr.contains("not UTF-8"), "{said:?}");
}

#[test]
fn keys_of_ones_own_are_printed_with_what_conflicts() {
    let world = World::new();
    world.file("config/config.toml", "[keys]\nlog = [\"a\"]\nundo = \"q\"\n");
    let said = world.run(&["keys"]);
    assert!(said.code == 0 && said.stdout.contains("  a            log              Write a log line"), "{said:?}");
    assert!(said.stdout.contains("keys.undo: in Board q is already"), "{said:?}");
    let json: serde_json::Value = serde_json::from_str(&world.run(&["keys", "--json"]).stdout).unwrap();
    assert_eq!(json["refused"][0]["setting"], "keys.undo");
}

#[test]
fn a_policy_of_ones_own_sets_the_clocks() {
    let world = World::new();
    world.file("config/policies/service-levels.toml", "P1 = { respond = \"5m\", restore = \"1h\" }\n");
    let said = world.run(&["incident", "open", "x"]);
    assert_eq!(said.stderr, "INC-1 opened, P1\n");
    let due = world.ok(&["due"]);
    assert!(due.contains("14:10") && due.contains("15:05"), "{due}");
}

#[test]
fn a_reader_that_goes_away_has_had_all_it_wanted() {
    let world = world();
    for args in [&["case", "list"][..], &["--help"], &["case", "show", "INC-1"], &["log", "INC-1", "x"], &["export"]] {
        let mut child = world.command(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let said = world.said(&child.wait_with_output().unwrap());
        assert_eq!(said.code, 0, "{args:?}: {said:?}");
        assert!(!said.stderr.contains("printed"), "{said:?}");
    }
}

#[test]
fn a_full_device_on_standard_output_is_said_and_the_change_stands() {
    let world = world();
    let full = || Stdio::from(OpenOptions::new().write(true).open("/dev/full").unwrap());
    let said = world.said(&world.command(&["incident", "open", "Two"]).stdout(full()).stderr(Stdio::piped()).output().unwrap());
    assert_eq!(said.code, 6, "{said:?}");
    assert!(said.stderr.contains("is saved") && !said.stderr.contains("os error"), "{said:?}");
    assert_eq!(world.json(&["case", "list"]).len(), 2);
    assert_eq!(world.said(&world.command(&["--help"]).stdout(full()).output().unwrap()).code, 6);
}

#[test]
fn closed_standard_streams_do_no_harm() {
    let world = world();
    let path = env!("CARGO_BIN_EXE_warroom");
    let mut shell = world.command(&[""; 0]);
    let vars: Vec<_> = shell.get_envs().map(|(k, v)| (k.to_owned(), v.map(OsStr::to_owned))).collect();
    shell = std::process::Command::new("sh");
    shell.env_clear().args(["-c", "\"$0\" incident open Two >&- 2>&- <&-", path]);
    for (key, value) in vars {
        shell.env(key, value.unwrap_or_default());
    }
    assert!(shell.status().unwrap().success());
    assert_eq!(world.json(&["case", "list"]).len(), 2);
    assert_eq!(world.run(&["doctor"]).code, 0);
}

#[test]
fn bytes_that_are_no_text_are_refused_with_their_place() {
    let world = world();
    let args: Vec<&OsStr> = vec!["log".as_ref(), "INC-1".as_ref(), OsStr::from_bytes(b"caf\xe9")];
    let said = world.said(&world.command(&args).output().unwrap());
    assert!(said.code == 1 && said.stderr.contains("byte 3"), "{said:?}");
    let said = world.feed(&["log", "INC-1"], b"fine\n\xff\n");
    assert!(said.code == 1 && said.stderr.contains("byte 5"), "{said:?}");
    let said = world.feed(&["log", "INC-1"], "x".repeat(1_000_001));
    assert!(said.code == 1 && said.stderr.contains("longer than"), "{said:?}");
    assert_eq!(world.json(&["entry", "list", "INC-1"]).len(), 0);
}

#[test]
fn hostile_text_is_shown_and_never_obeyed() {
    let world = World::new();
    let title = "\u{1b}]0;owned\u{7}\u{202e}evil\u{9b}2J";
    world.ok(&["incident", "open", title, "--service", "a\u{1b}[31mb"]);
    world.ok(&["log", "INC-1", "!x\u{1b}[2J -- \u{2028}because @ana"]);
    world.file("\u{1b}[2J.csv", "nothing");
    for args in [
        &["case", "list"][..],
        &["case", "list", "--json"],
        &["case", "show", "INC-1"],
        &["case", "show", "INC-1", "--json"],
        &["entry", "list", "INC-1"],
        &["search", "evil"],
        &["history"],
        &["due"],
        &["export"],
        &["export", "--format", "csv"],
        &["undo"],
        &["import", "\u{1b}[2J.csv"],
        &["case", "list", "--service", "a\u{1b}[32mb"],
        &["--as", "\u{1b}[2J", "history"],
    ] {
        let said = world.run(args);
        for text in [&said.stdout, &said.stderr] {
            let bad: Vec<char> =
                text.chars().filter(|c| (c.is_control() && !"\n\r\t".contains(*c)) || "\u{202e}\u{2028}".contains(*c)).collect();
            assert!(bad.is_empty(), "{args:?}: {bad:?} in {text}");
        }
    }
    assert_eq!(world.json(&["case", "show", "INC-1"])[0]["title"], title);
}

#[test]
fn many_at_once_all_get_through_and_no_number_is_given_twice() {
    let world = World::new();
    world.ok(&["incident", "open", "first"]);
    let children: Vec<_> = (0..24)
        .map(|n| {
            world
                .command(&["incident", "open", &format!("case {n}"), "--wait", "60"])
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap()
        })
        .collect();
    let mut numbers: Vec<String> = children
        .into_iter()
        .map(|child| {
            let said = world.said(&child.wait_with_output().unwrap());
            assert_eq!(said.code, 0, "{said:?}");
            said.stdout
        })
        .collect();
    numbers.sort();
    numbers.dedup();
    assert_eq!(numbers.len(), 24);
    assert_eq!(world.run(&["doctor"]).code, 0);
}

#[test]
fn a_limit_on_file_sizes_is_an_error_and_no_death() {
    let world = world();
    let run = format!("ulimit -f 1; exec {} log INC-1 {}", env!("CARGO_BIN_EXE_warroom"), "x".repeat(20_000));
    let mut shell = std::process::Command::new("sh");
    shell.args(["-c", &run]).env("WARROOM_DB", world.db()).env("WARROOM_ACTOR", "ana").env("HOME", world.path(""));
    let said = world.said(&shell.output().unwrap());
    assert!(said.code != 0 && said.code < 128, "{said:?}");
    assert_eq!(world.json(&["entry", "list", "INC-1"]).len(), 0);
    assert_eq!(world.run(&["doctor"]).code, 0);
}

#[test]
fn without_a_terminal_the_screens_say_what_to_do_instead() {
    let world = World::new();
    let said = world.run(&[]);
    assert!(said.code == 2 && said.stderr.contains("--help") && said.stdout.is_empty(), "{said:?}");
    assert!(!world.db().exists());
}

#[test]
fn a_page_can_go_into_a_file_in_the_form_its_name_asks_for() {
    let world = world();
    for (name, begins) in [("p.txt", "INC-1 Down\n=="), ("p.md", "# INC-1 Down"), ("p.html", "<!DOCTYPE html>")] {
        world.ok(&["case", "show", "INC-1", "-o", name]);
        let text = std::fs::read_to_string(world.path(name)).unwrap();
        assert!(text.starts_with(begins), "{name}: {text}");
    }
    drop(File::open(world.path("p.md")).unwrap());
    assert_eq!(world.run(&["case", "show", "INC-1", "-o", "p.md"]).code, 1);
}

#[test]
fn doctor_says_what_helps_when_a_file_cannot_even_be_opened() {
    let world = world();
    let mut bytes = std::fs::read(world.db()).unwrap();
    bytes[4096 * 2..4096 * 40].fill(0xff);
    std::fs::write(world.db(), &bytes).unwrap();
    let said = world.run(&["doctor"]);
    assert!(said.code == 5 && said.stderr.contains("recover") && !said.stderr.contains("warroom doctor"), "{said:?}");
    assert_eq!(world.run(&["log", "INC-1", "x"]).code, 5);
    assert_eq!(std::fs::read(world.db()).unwrap(), bytes, "a damaged file is not touched");
}

#[test]
fn an_export_brought_into_an_empty_file_gives_an_equal_one() {
    let world = world();
    world.ok(&["issue", "open", "数据迁移 | late", "--project", "Atlas", "--owner", "ana", "--due", "2026-12-01"]);
    world.ok(&["link", "INC-1", "ISS-1", "--as", "hits"]);
    world.ok(&["log", "INC-1", "~13:00 +restart it @ana in 20m"]);
    world.ok(&["log", "INC-1", "+restart it @ana in 20m"]);
    world.ok(&["entry", "amend", "INC-1.2", "restart both"]);
    world.ok(&["review", "set", "INC-1", "causes", "a certificate"]);
    world.ok(&["issue", "open", "gone again"]);
    world.ok(&["undo"]);
    let copy = world.path("copy.db").display().to_string();
    let backup = world.path("all.json").display().to_string();
    world.ok(&["export", "-o", &backup]);
    assert!(world.ok(&["--db", &copy, "import", &backup, "--dry-run"]).contains("nothing was changed"));
    assert!(world.ok(&["--db", &copy, "import", &backup]).starts_with("restored"));
    assert_eq!(world.ok(&["--db", &copy, "export"]).trim(), std::fs::read_to_string(&backup).unwrap().trim());
    world.ok(&["--db", &copy, "doctor"]);
    assert_eq!(world.ok(&["--db", &copy, "due"]), world.ok(&["due"]));
    assert_eq!(world.ok(&["--db", &copy, "issue", "open", "next"]).trim(), "ISS-3", "a number that was given is never given again");
    let said = world.run(&["--db", &copy, "import", &backup]);
    assert!(said.code == 1 && said.stderr.contains("empty database"), "{said:?}");
}

#[test]
fn every_first_word_has_a_page_of_the_manual() {
    let world = World::new();
    let names = world.ok(&["man", "--all", "man1"]);
    for page in ["warroom.1", "warroom-incident.1", "warroom-config.1", "warroom-due.1"] {
        assert!(names.lines().any(|name| name == page), "{names}");
    }
    for name in names.lines() {
        let text = std::fs::read_to_string(world.path("man1").join(name)).unwrap();
        assert!(text.contains(".SH NAME") && text.contains(".SH COMMANDS") && text.contains(".SS"), "{name}: {text}");
    }
    let words: std::collections::BTreeSet<String> =
        world.ok(&["docs"]).lines().filter_map(|line| line.strip_prefix("### ")?.split(' ').next().map(str::to_owned)).collect();
    assert!(words.len() > 30, "{words:?}");
    for word in words {
        assert!(names.lines().any(|name| name == format!("warroom-{word}.1")), "{word} has no page in {names}");
    }
    use std::os::unix::fs::PermissionsExt;
    let mode = |name: &str| std::fs::metadata(world.path(name)).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode("man1"), mode("man1/warroom.1")), (0o755, 0o644), "a manual is for everybody");
    let said = world.run(&["man", "--all", "other", "-o", "page.1"]);
    assert!(said.code == 2 && !world.path("other").exists() && !world.path("page.1").exists(), "{said:?}");
    let said = world.run(&["man", "--all", "man1"]);
    assert!(said.code == 1 && said.stderr.contains("--force"), "{said:?}");
    assert_eq!(world.run(&["man", "--all", "man1", "--force"]).code, 0);
}

#[test]
fn the_script_that_packs_is_understood_by_every_shell_and_says_how_it_is_called() {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/packaging/build.sh");
    let run = |args: &[&str]| std::process::Command::new("sh").args(args).output().unwrap();
    assert!(run(&["-n", script]).status.success());
    let said = run(&[script, "--nonsense"]);
    assert_eq!((said.status.code(), said.stdout.len()), (Some(2), 0));
    assert!(String::from_utf8_lossy(&said.stderr).contains("--out DIR"));
    let text = std::fs::read_to_string(script).unwrap();
    assert!(text.contains("examples/*") && text.contains("cargo metadata") && text.contains("CARGO_ENCODED_RUSTFLAGS"));
}
