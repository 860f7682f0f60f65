//! Exports as they are asked for on the command line: where they go, what is said beside them, and what becomes of a bad one.

use std::os::unix::fs::PermissionsExt;

use crate::world::World;

fn world() -> World {
    let world = World::new();
    for args in [
        &["person", "add", "ana", "--name", "Ana Lima"][..],
        &["incident", "open", "Card payments fail", "--service", "payments", "--impact", "high", "--urgency", "high", "--lead", "ana"],
        &["issue", "open", "Rehearsal blocked", "--project", "Atlas", "--priority", "very-high"],
        &["link", "INC-1", "ISS-1", "--as", "hits"],
        &["log", "INC-1", "!roll back 4.2 -- errors follow it @ana in 20m"],
        &["log", "INC-1", "the certificate had expired"],
    ] {
        world.ok(args);
    }
    world
}

#[test]
fn a_file_is_written_in_the_format_its_name_says() {
    let world = world();
    for (args, name, begins) in [
        (&["raid"][..], "raid.md", "# RAID log"),
        (&["raid"], "raid.HTML", "<!DOCTYPE html>"),
        (&["raid"], "raid.csv", "part,id,case,"),
        (&["due"], "due.ics", "BEGIN:VCALENDAR\r\n"),
        (&["due"], "due.md", "# What is due"),
        (&["board"], "board.html", "<!DOCTYPE html>"),
        (&["minutes", "--case", "INC-1"], "minutes.md", "# Minutes: INC-1 Card payments fail"),
        (&["actions"], "actions.csv", "action,case,"),
        (&["raid", "--format", "csv"], "other.md", "part,id,case,"),
        (&[], "all.json", "{\"format\":\"warroom\""),
        (&[], "all.backup", "{\"format\":\"warroom\""),
        (&[], "cases.csv", "case,"),
    ] {
        let said = world.run(&[&["export"], args, &["-o", name]].concat());
        assert!(said.code == 0 && said.stderr.contains(&format!("written: {name}")) && said.stdout.is_empty(), "{args:?}: {said:?}");
        let path = world.path(name);
        assert!(std::fs::read_to_string(&path).unwrap().starts_with(begins), "{name}");
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600, "{name}");
    }
    let said = world.run(&["export", "raid", "-o", "raid.md"]);
    assert!(said.code == 1 && said.stderr.contains("--force"), "{said:?}");
    world.ok(&["export", "raid", "-o", "raid.md", "--force"]);
}

#[test]
fn what_is_refused_writes_nothing_and_says_what_there_is() {
    let world = world();
    let said = world.run(&["export", "raid", "--format", "ics", "-o", "raid.ics"]);
    assert!(
        said.code == 1 && said.stderr.contains("there is no iCalendar of 'raid'") && said.stderr.contains("it has md, html, csv"),
        "{said:?}"
    );
    let said = world.run(&["export", "raid", "-o", "raid.json"]);
    assert!(
        said.code == 1 && said.stderr.contains("there is no JSON of 'raid'") && said.stderr.contains("name the file .md, .html, .csv"),
        "{said:?}"
    );
    let said = world.run(&["export", "-o", "raid.ics"]);
    assert!(said.code == 1 && said.stderr.contains("name what is to be written: due"), "{said:?}");
    let said = world.run(&["export", "minutes", "-o", "minutes.md"]);
    assert!(said.code == 1 && said.stderr.contains("--case INC-12"), "{said:?}");
    let left: Vec<_> = std::fs::read_dir(world.path(".")).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().contains("raid") || name.to_string_lossy().contains("minutes")), "{left:?}");
    let said = world.run(&["export", "nonsense"]);
    assert!(said.code == 1 && said.stderr.contains("raid"), "{said:?}");
}

#[test]
fn readers_and_what_is_left_out_are_said_beside_the_export() {
    let world = world();
    let said = world.run(&["export", "minutes", "--case", "INC-1"]);
    assert!(
        said.stdout.contains("the certificate had expired") && said.stderr.contains("printed for internal: 0 rows left out"),
        "{said:?}"
    );
    let said = world.run(&["export", "minutes", "--case", "INC-1", "--for", "management"]);
    assert!(!said.stdout.contains("certificate") && said.stdout.contains("roll back 4.2"), "{said:?}");
    assert!(said.stderr.contains("printed for management: 1 row left out") && said.stdout.contains("1 rows left out"), "{said:?}");
    let said = world.run(&["export", "board"]);
    assert!(said.stderr.contains("printed for management") && said.stdout.contains("ISS-1"), "{said:?}");
    let said = world.run(&["export"]);
    assert!(said.stderr.contains("unredacted: keep it as you keep the database"), "{said:?}");
}

#[test]
fn a_reader_that_goes_away_ends_an_export_quietly() {
    let world = world();
    let mut child =
        world.command(&["export", "entries"]).stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert!(!String::from_utf8_lossy(&output.stderr).contains("panicked"), "{output:?}");
}

#[test]
fn a_damaged_record_is_no_fault_of_the_output() {
    let world = world();
    let raw = rusqlite::Connection::open(world.db()).unwrap();
    raw.execute("UPDATE cases SET title = CAST(x'ff' AS TEXT) WHERE kind = 'issue'", []).unwrap();
    drop(raw);
    for args in [&["export", "-o", "out"][..], &["export", "cases", "-o", "out"], &["export", "raid", "-o", "out"]] {
        let said = world.run(args);
        assert!(said.code == 5 && said.stderr.contains("warroom.db"), "{args:?}: {said:?}");
        assert!(!world.path("out").exists(), "{args:?}");
    }
}
