//! Playbooks of one's own in the folder of settings: they add to the built-in ones, and what a case began with stays as it was.

use crate::world::World;

const OWN: &str = r#"extends = "incident"
version = "own-1"
without = ["morale"]
[[step]]
code = "coffee"
after = "first"
title = { en = "Coffee" }
trigger = { en = "people are at work" }
why = { en = "nobody thinks well when thirsty" }
do.en = ["Bring coffee."]
done = { en = "it is there" }
next = { en = "go on" }
command = "morale thanks"
"#;

#[test]
fn a_run_stays_as_it_was_begun_whatever_becomes_of_the_file() {
    let world = World::new();
    let file = world.file("config/playbooks/incident.toml", OWN);
    world.ok(&["incident", "open", "Payments are down", "--impact", "high", "--urgency", "high"]);
    let begun = world.ok(&["playbook", "show", "INC-1"]);
    assert!(begun.contains("playbook incident of own-1") && begun.contains("2   Coffee"), "it begins by itself as the other does: {begun}");
    assert!(!begun.contains("Morale"), "{begun}");
    world.ok(&["playbook", "mark", "INC-1", "coffee", "adapted", "--why", "tea"]);
    let before = world.ok(&["playbook", "show", "INC-1"]);
    for later in [Some(OWN.replace("Coffee", "Water").replace("own-1", "own-2")), Some("garbage [".to_owned()), None] {
        match &later {
            Some(text) => drop(world.file("config/playbooks/incident.toml", text)),
            None => std::fs::remove_file(&file).unwrap(),
        }
        let said = world.run(&["playbook", "show", "INC-1"]);
        assert_eq!((said.code, said.stdout.trim_end()), (0, before.as_str()), "{later:?}");
        let is_noted = later.as_deref() == Some("garbage [");
        assert_eq!(said.stderr.contains("playbooks/incident.toml:1: "), is_noted, "{}", said.stderr);
        assert_eq!(said.stderr.lines().count(), usize::from(is_noted), "a note is one line: {}", said.stderr);
    }
    world.ok(&["incident", "open", "Logins fail", "--impact", "high", "--urgency", "high"]);
    assert!(world.ok(&["playbook", "show", "INC-2"]).contains("Morale"), "a new one begins with what there is now");
}

#[test]
fn a_backup_of_people_who_cover_for_each_other_comes_back() {
    let world = World::new();
    for who in ["bo", "cy", "di"] {
        world.ok(&["person", "add", who]);
    }
    for (who, whom) in [("bo", "cy"), ("cy", "di"), ("di", "bo")] {
        world.ok(&["person", "set", who, "--covers", whom]);
    }
    let backup = world.path("backup.json").to_string_lossy().into_owned();
    world.ok(&["export", "--format", "json", "-o", &backup]);
    let copy = world.path("copy.db").to_string_lossy().into_owned();
    world.ok(&["--db", &copy, "import", &backup]);
    let text = std::fs::read_to_string(&backup).unwrap();
    assert_eq!(world.ok(&["--db", &copy, "export", "--format", "json"]), text.trim_end());
    let id = serde_json::from_str::<serde_json::Value>(&text).unwrap()["records"]["person"][0]["covers"].as_str().unwrap().to_owned();
    let gone = text.replacen(&format!("\"covers\":\"{id}\""), "\"covers\":\"019cada5-a500-745f-be3b-000000000000\"", 1);
    assert_ne!(gone, text);
    let damaged = world.file("damaged.json", gone).to_string_lossy().into_owned();
    let other = world.path("other.db").to_string_lossy().into_owned();
    let said = world.run(&["--db", &other, "import", &damaged]);
    assert!(said.code == 1 && said.stderr.contains("refers to one that is not in it"), "{said:?}");
    assert!(world.ok(&["--db", &other, "person", "list"]).is_empty(), "nothing of it is kept");
}
