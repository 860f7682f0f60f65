//! A backup of our own: what it is said to be, what is refused of it, and that a rehearsal leaves nothing behind.

use std::os::unix::fs::PermissionsExt;

use serde_json::Value as Json;

use super::world::World;

/// Gives a world with a backup of two cases, and the backup.
fn backed() -> (World, Json) {
    let world = World::new();
    world.ok(&["incident", "open", "Mail is down", "--service", "+mail"]);
    world.ok(&["issue", "open", "Rehearsal blocked", "--project", "+Atlas"]);
    world.ok(&["log", "INC-1", "the disk is full"]);
    let text = world.ok(&["export"]);
    world.file("backup.json", &text);
    (world, serde_json::from_str(&text).unwrap())
}

/// Files in the home of a world.
fn files(world: &World) -> Vec<String> {
    let mut names: Vec<String> =
        std::fs::read_dir(world.path("")).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_backup_is_explained_without_being_brought_back() {
    let (world, _) = backed();
    let before = files(&world);
    let told = world.ok(&["--db", "new.db", "import", "backup.json", "--explain"]);
    let rows: Vec<String> = told.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    assert!(rows[0].starts_with("backup.json: a backup of warroom, written 2026-11-22T13:05:00"), "{told}");
    for row in ["service 1", "project 1", "case 2", "entry 1"] {
        assert!(rows.contains(&row.to_owned()), "{row} in {told}");
    }
    assert!(told.contains("nothing was changed") && files(&world) == before, "{told}");
    let json = world.json(&["import", "backup.json", "--explain"]);
    assert_eq!(json[0]["records"]["case"], 2);
    for option in
        [&["--map", "x.toml"][..], &["--format", "csv"], &["--system", "x"], &["--case", "INC-1"], &["--types", "Bug"], &["--strict"]]
    {
        let said = world.run(&[&["--db", "new.db", "import", "backup.json"], option].concat());
        assert!(said.code == 2 && said.stderr.contains(&format!("leave {} out", option[0])), "{said:?}");
        assert_eq!(files(&world), before);
    }
}

#[test]
fn a_backup_is_known_by_what_it_holds_and_not_by_its_first_letters() {
    let (world, backup) = backed();
    let sorted: std::collections::BTreeMap<String, Json> = serde_json::from_value(backup).unwrap();
    let sorted = serde_json::to_string_pretty(&sorted).unwrap();
    assert!(sorted.starts_with("{\n  \"counters\""), "{sorted}");
    world.file("sorted.json", &sorted);
    world.file("marked.json", [b"\xef\xbb\xbf".as_slice(), &std::fs::read(world.path("backup.json")).unwrap()].concat());
    for name in ["sorted", "marked"] {
        let (db, file) = (format!("{name}.db"), format!("{name}.json"));
        assert!(world.ok(&["--db", &db, "import", &file]).starts_with("restored "), "{name}");
        assert_eq!(world.json(&["--db", &db, "case", "list"]).len(), 2);
    }
}

#[test]
fn a_backup_that_is_not_whole_is_refused_in_words() {
    let (world, backup) = backed();
    let with = |change: &dyn Fn(&mut Json)| {
        let mut broken = backup.clone();
        change(&mut broken);
        broken.to_string()
    };
    let schema = backup["schema"].clone();
    for (text, said) in [
        (format!("{{\"format\":\"warroom\",\"schema\":{schema}}}"), "it has no records"),
        (
            format!("{{\"format\":\"warroom\",\"schema\":{schema},\"counters\":{{}},\"records\":{{}}}}"),
            "no list of records called 'person'",
        ),
        (with(&|json| json["records"]["cake"] = Json::Array(Vec::new())), "no records called 'cake'"),
        (with(&|json| json["counters"]["incident"] = 0.into()), "case number 1 was never given out, 0 is the last"),
        (with(&|json| json["records"]["entry"][0]["number"] = 9.into()), "entry number 9 was never given out"),
        (with(&|json| json["records"]["case"][0]["title"] = Json::Null), "the backup is damaged: one case lacks"),
        (with(&|json| json["records"]["case"][1]["state"] = "cake".into()), "the backup is damaged: one case "),
    ] {
        world.file("broken.json", &text);
        let refused = world.run(&["--db", "new.db", "import", "broken.json"]);
        assert!(refused.code == 1 && refused.stderr.contains(said), "{said}: {refused:?}");
        assert!(!refused.stderr.contains("constraint"), "{refused:?}");
    }
}

#[test]
fn a_rehearsal_makes_no_database_and_asks_nothing_of_one_that_can_only_be_read() {
    let (world, _) = backed();
    let file = world.file("jira.csv", "Issue key,Summary,Status,Created\nA-1,One,Open,2026-01-02\n");
    let before = files(&world);
    for (from, said) in [("jira.csv", "1 new"), ("backup.json", "restored ")] {
        let told = world.ok(&["--db", "new.db", "import", from, "--dry-run"]);
        assert!(told.starts_with("dry run, nothing was changed: ") && told.contains(said), "{told}");
        assert_eq!(files(&world), before);
    }
    let args = ["import", file.to_str().unwrap(), "--dry-run", "--read-only"];
    let told = world.ok(&args);
    assert!(told.contains("1 new"), "{told}");
    let mode = |mode| std::fs::set_permissions(world.db(), std::fs::Permissions::from_mode(mode)).unwrap();
    mode(0o400);
    assert!(world.ok(&args[..3]).contains("1 new"));
    mode(0o600);
    assert_eq!((world.json(&["case", "list"]).len(), files(&world)), (2, before));
    // What is kept is still refused there.
    assert_ne!(world.run(&["import", file.to_str().unwrap(), "--read-only"]).code, 0);
}

#[test]
fn a_key_that_was_used_tells_what_came_of_it_then() {
    let world = World::new();
    let file = world.file("jira.csv", "Issue key,Summary,Status,Created\nA-1,One,Open,2026-01-02\nA-2,Two,Open,2026-01-02\n");
    let import = || world.run(&["import", file.to_str().unwrap(), "--key", "k1"]);
    assert!(import().stdout.contains("2 new"));
    let said = import();
    assert!(said.code == 0 && said.stderr.contains("this key was used before") && said.stdout.starts_with("2 new, 0 changed"), "{said:?}");
}

#[test]
fn a_mapping_and_a_format_are_not_given_together() {
    let world = World::new();
    let file = world.file("x.csv", "Nr;Wat\n7;Oven\n");
    let map = world.file("ours.toml", "extends = \"csv\"\nsystem = \"ours\"\n");
    let said = world.run(&["import", file.to_str().unwrap(), "--map", map.to_str().unwrap(), "--format", "csv"]);
    assert!(said.code == 2 && said.stderr.contains("give one of them"), "{said:?}");
}
