//! The same records from elsewhere a second time: what moved there comes in, what people did here stays, and nothing comes in twice.

use std::path::{Path, PathBuf};

use super::world::World;

/// Writes a list of issues; each row is key, title, state, and whatever further columns `head` names.
fn list(world: &World, name: &str, head: &str, rows: &[&str]) -> PathBuf {
    world.file(name, format!("Issue key,Summary,Status,Created{head}\n{}\n", rows.join("\n")))
}

/// Imports a file and gives all that was said of it.
fn import(world: &World, file: &Path) -> String {
    let said = world.run(&["import", file.to_str().unwrap()]);
    assert_eq!(said.code, 0, "{said:?}");
    format!("{}{}", said.stdout, said.stderr)
}

#[test]
fn what_an_undo_brought_back_is_nobodys_correction() {
    let world = World::new();
    let first = list(&world, "v1.csv", "", &["A-1,One,Open,2026-01-02", "A-2,Two,Open,2026-01-02"]);
    let second = list(&world, "v2.csv", "", &["A-1,Uno,Closed,2026-01-02", "A-2,Two,Open,2026-01-02"]);
    import(&world, &first);
    import(&world, &second);
    world.ok(&["undo"]);
    assert!(world.ok(&["case", "show", "ISS-1"]).contains("One"));
    let said = import(&world, &second);
    assert!(said.contains("1 changed") && !said.contains("kept"), "{said}");
    assert!(world.ok(&["case", "show", "ISS-1"]).contains("Uno"));
    // Undone and done again is by hand again; undone alone it never was.
    world.ok(&["issue", "set", "ISS-2", "--title", "Deux"]);
    world.ok(&["undo"]);
    let third = list(&world, "v3.csv", "", &["A-1,Uno,Closed,2026-01-02", "A-2,Dos,Open,2026-01-02"]);
    let said = import(&world, &third);
    assert!(said.contains("1 changed") && !said.contains("kept"), "{said}");
    world.ok(&["issue", "set", "ISS-2", "--title", "Deux"]);
    world.ok(&["undo"]);
    world.ok(&["redo"]);
    let said = import(&world, &third);
    assert!(said.contains("0 changed") && said.contains("1 corrected here and kept"), "{said}");
    assert!(world.ok(&["case", "show", "ISS-2"]).contains("Deux"));
}

#[test]
fn a_link_that_was_taken_away_and_a_line_that_was_moved_stay_so() {
    let world = World::new();
    let links = list(
        &world,
        "jira.csv",
        ",Outward issue link (Relates),Comment",
        &["A-1,One,Open,2026-01-02,A-2,2026-01-02 10:00;bob;Looked at it", "A-2,Two,Open,2026-01-02,,"],
    );
    import(&world, &links);
    assert!(world.ok(&["case", "show", "ISS-1"]).contains("relates to ISS-2"));
    assert!(world.ok(&["entry", "list", "ISS-1"]).contains("Looked at it"));
    world.ok(&["unlink", "ISS-1", "ISS-2"]);
    world.ok(&["entry", "move", "ISS-1.1", "ISS-2"]);
    for _ in 0..2 {
        let said = import(&world, &links);
        assert!(said.contains("0 changed") && said.contains("2 corrected here and kept"), "{said}");
        assert!(!world.ok(&["case", "show", "ISS-1"]).contains("relates to"), "the link is back");
        assert!(!world.ok(&["entry", "list", "ISS-1"]).contains("Looked at it"), "the line is there twice");
    }
    // Taking the correction back is taking it back.
    world.ok(&["undo"]);
    world.ok(&["undo"]);
    let said = import(&world, &links);
    assert!(!said.contains("kept") && world.ok(&["case", "show", "ISS-1"]).contains("relates to ISS-2"), "{said}");
}

#[test]
fn an_undone_import_brings_its_links_and_lines_again() {
    let world = World::new();
    let links = list(&world, "jira.csv", ",Outward issue link (Relates)", &["A-1,One,Open,2026-01-02,A-2", "A-2,Two,Open,2026-01-02,"]);
    import(&world, &links);
    world.ok(&["undo"]);
    let said = import(&world, &links);
    assert!(said.contains("2 new") && said.contains("1 links") && !said.contains("kept"), "{said}");
}

#[test]
fn a_service_a_person_and_a_project_are_known_by_their_former_names() {
    let world = World::new();
    let desk =
        |rows: &str| world.file("incident.csv", format!("number,opened_at,short_description,state,business_service,assigned_to\n{rows}"));
    let file = desk("INC0000001,2026-11-20 10:00:00,Mail is down,New,Payment,Beth Low\n");
    import(&world, &file);
    world.ok(&["service", "set", "Payment", "--rename", "Card payments"]);
    world.ok(&["person", "set", "Beth-Low", "--rename", "beth"]);
    let said = import(&world, &file);
    assert!(said.contains("0 changed, 1 as they were"), "{said}");
    let file = desk(
        "INC0000001,2026-11-20 10:00:00,Mail is down,New,Payment,Beth Low\nINC0000002,2026-11-20 10:00:00,Mail is slow,New,PAYMENT,Beth Low\n",
    );
    assert!(import(&world, &file).contains("1 new"));
    let names = |space: &str| world.json(&[space, "list"]).len();
    assert_eq!((names("service"), names("person")), (1, 1), "a record under an old name was made anew");
    assert!(world.ok(&["case", "show", "INC-2"]).contains("Card payments"));
    // A new service of that name does not take what the renamed one has.
    world.ok(&["service", "add", "Payment"]);
    let said = import(&world, &file);
    assert!(said.contains("0 changed, 2 as they were"), "{said}");

    let jira = list(&world, "jira.csv", ",Project name", &["A-1,One,Open,2026-01-02,Atlas"]);
    import(&world, &jira);
    world.ok(&["project", "set", "Atlas", "--rename", "Atlas 2"]);
    let said = import(&world, &jira);
    assert!(said.contains("0 changed, 1 as they were") && names("project") == 1, "{said}");
}

#[test]
fn a_record_that_is_of_another_kind_here_is_refused_with_its_line() {
    let world = World::new();
    let map = |kind: &str| {
        world.file(
            &format!("{kind}.toml"),
            format!("doc = \"Ours\"\nsystem = \"ours\"\ncontainer = \"table\"\nkind = \"{kind}\"\n[recognise]\nnames = [\"Wat\"]\n[fields]\nkey = \"Nr\"\ntitle = \"Wat\"\n"),
        )
    };
    let file = world.file("x.csv", "Nr,Wat\n7,Oven\n8,Lift\n");
    let run = |kind: &str, more: &[&str]| {
        let map = map(kind);
        world.run(&[&["import", file.to_str().unwrap(), "--map", map.to_str().unwrap()], more].concat())
    };
    assert_eq!(run("issue", &[]).code, 0);
    world.file("x.csv", "Nr,Wat\n7,Oven\n9,Roof\n");
    let said = run("incident", &[]);
    assert_eq!(said.code, 0, "{said:?}");
    assert!(said.stdout.contains("1 of 2 lines: 1 new, 0 changed, 0 as they were, 1 not taken"), "{said:?}");
    assert!(said.stderr.contains("line 2 (7) not taken: here it is an issue, ISS-1, and in the file an incident"), "{said:?}");
    assert!(said.stderr.contains("--system"), "{said:?}");
    assert!(run("incident", &["--system", "other"]).stdout.contains("2 new"));
}

#[test]
fn the_time_it_was_opened_is_corrected_and_never_lost() {
    let world = World::new();
    let opened = || world.json(&["case", "show", "ISS-1"])[0].to_string();
    let file = list(&world, "jira.csv", "", &["A-1,One,Open,"]);
    import(&world, &file);
    let seen = opened();
    assert!(import(&world, &file).contains("0 changed") && opened() == seen);
    let file = list(&world, "jira.csv", "", &["A-1,One,Open,2026-01-02 09:15"]);
    assert!(import(&world, &file).contains("1 changed"));
    assert!(world.ok(&["case", "show", "ISS-1"]).contains("2026-01-02 09:15"), "{}", opened());
    let file = list(&world, "jira.csv", "", &["A-1,One,Open,"]);
    assert!(import(&world, &file).contains("0 changed"));
}

#[test]
fn a_record_that_was_reopened_there_has_no_end_here_unless_somebody_gave_it_one() {
    let world = World::new();
    let desk = |state: &str, resolved: &str, closed: &str| {
        world.file(
            "incident.csv",
            format!(
                "number,opened_at,short_description,state,resolved_at,closed_at\nINC0000001,2026-11-20 10:00:00,Mail is down,{state},{resolved},{closed}\n"
            ),
        )
    };
    let end = || {
        let shown = &world.json(&["case", "show", "INC-1"])[0];
        (shown["resolved"].is_null(), shown["closed"].is_null())
    };
    import(&world, &desk("Closed", "2026-11-20 11:00:00", "2026-11-20 12:00:00"));
    assert_eq!(end(), (false, false));
    import(&world, &desk("In Progress", "", ""));
    assert_eq!(end(), (true, true));
    import(&world, &desk("Closed", "2026-11-20 11:00:00", "2026-11-20 12:00:00"));
    world.ok(&["incident", "set", "INC-1", "--resolved", "2026-11-20 11:30"]);
    let said = import(&world, &desk("In Progress", "", ""));
    assert!(said.contains("1 corrected here and kept"), "{said}");
    assert_eq!(end(), (false, true));
}

#[test]
fn with_strict_a_note_without_its_record_and_a_broken_mapping_let_nothing_in() {
    let world = World::new();
    let notes = world.file(
        "n.json",
        r#"[{"id":1,"noteable_id":900,"noteable_type":"Issue","system":false,"body":"Seen it","author":{"name":"Bob"},"created_at":"2026-01-02T10:00:00Z"}]"#,
    );
    let said = world.run(&["import", notes.to_str().unwrap(), "--strict"]);
    assert_eq!(said.code, 1, "{said:?}");
    assert!(said.stderr.contains("record 1") && said.stderr.contains("is not here"), "{said:?}");
    assert!(said.stderr.contains("--strict: 1 rows would not be taken"), "{said:?}");
    assert!(world.json(&["history"]).is_empty(), "something was written");
    let file = list(&world, "jira.csv", "", &["A-1,One,Open,2026-01-02"]);
    world.file("config/import/mine.toml", "system = 1");
    let said = world.run(&["import", file.to_str().unwrap(), "--strict"]);
    assert!(said.code == 1 && said.stderr.contains("1 of your own mappings cannot be used"), "{said:?}");
    std::fs::remove_file(world.path("config/import/mine.toml")).unwrap();
    assert_eq!(world.run(&["import", file.to_str().unwrap(), "--strict"]).code, 0);
}

#[test]
fn a_number_of_ours_is_meant_only_by_a_note_and_never_by_a_link() {
    let world = World::new();
    world.ok(&["incident", "open", "Mail is down"]);
    let map = world.file("ours.toml", "extends = \"csv\"\nsystem = \"ours\"\n[fields]\nkey = \"Nr\"\ntitle = \"Wat\"\nrelates = \"Zie\"\n");
    let file = world.file("x.csv", "Nr,Wat,Zie\n7,Oven,INC-1\n");
    world.ok(&["import", file.to_str().unwrap(), "--map", map.to_str().unwrap()]);
    assert!(!world.ok(&["case", "show", "ISS-1"]).contains("relates to"));
}
