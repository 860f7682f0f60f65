//! The settings from outside: written to begin with, checked with line numbers, shown with where they come from.

use crate::world::World;

/// Takes the comment signs off every line that is a setting: a sentence has a blank after its sign.
fn uncommented(text: &str) -> String {
    let lines = text.lines().map(|line| line.strip_prefix('#').filter(|rest| !rest.starts_with(' ')).unwrap_or(line));
    lines.map(|line| format!("{line}\n")).collect()
}

#[test]
fn what_init_writes_is_never_over_another_and_passes_the_check_as_it_is_and_uncommented() {
    let world = World::new();
    let said = world.run(&["config", "check"]);
    assert!(said.code == 0 && said.stderr.contains("config init"), "{said:?}");
    let said = world.run(&["config", "init"]);
    assert!(said.code == 0 && said.stdout == "~/config/config.toml\n", "{said:?}");
    let said = world.run(&["config", "check"]);
    assert!(said.code == 0 && said.stdout == "the settings are in order\n" && said.stderr.is_empty(), "{said:?}");
    let text = std::fs::read_to_string(world.path("config/config.toml")).unwrap();
    world.file("config/config.toml", uncommented(&text));
    let said = world.run(&["config", "check"]);
    assert!(said.code == 0 && said.stdout == "the settings are in order\n", "{said:?}");

    let said = world.run(&["config", "init"]);
    assert!(said.code == 1 && said.stderr.contains("already there") && said.stderr.contains("--force"), "{said:?}");
    assert_eq!(std::fs::read_to_string(world.path("config/config.toml")).unwrap(), uncommented(&text));
    assert_eq!(world.run(&["config", "init", "--force"]).code, 0);
    assert_eq!(std::fs::read_to_string(world.path("config/config.toml")).unwrap(), text);
    assert_eq!(world.ok(&["config", "init", "-o", "-"]) + "\n", text);
    let said = world.run(&["config", "init", "-o", "mine.toml"]);
    assert!(said.code == 0 && world.path("mine.toml").exists(), "{said:?}");
}

const WRONG: &str = "\
# mine
thme = \"light\"
mouse = \"no\"
glyphs = \"emoji\"
zone = \"Amsterdam\"
theme = \"purple\"

[channels.mail]
command = [\"sendmail\", \"-t\"]
timeout = \"soon\"

[keys]
log = [\"q\"]
nonsense = [\"F5\"]
undo = 3

[keys.room]
redo = [\"l\"]
";

#[test]
fn every_fault_is_said_with_its_file_and_line_and_makes_the_exit_code() {
    let world = World::new();
    world.file("config/config.toml", WRONG);
    world.file("config/policies/people.toml", "\nnonsense = 1\n");
    world.file("config/policies/prio.toml", "");
    world.file("config/questions.toml", "[[question]]\ncode = 3\n");
    world.file("config/templates/review/rca.md.j2", "fine\n{{ broken");
    world.file("config/playbooks/mine.toml", "steps = 3\n");
    world.file("config/themes/own.toml", "\nlate = { fg = \"puce\" }\n");
    let said = world.run(&["config", "check"]);
    assert_eq!((said.code, said.stderr.as_str()), (1, ""), "{said:?}");
    for line in [
        "config.toml:2: there is no setting 'thme', it is left out; did you mean 'theme'?",
        "config.toml:3: mouse is true or false; it is left out",
        "config.toml:4: glyphs is \"unicode\" or \"ascii\"; it is left out",
        "config.toml:5: there is no zone 'Amsterdam', use a name such as Europe/Amsterdam; it is left out",
        "config.toml:6: there is no theme 'purple'; there are dark, light",
        "config.toml:10: channels.mail: timeout is a length of time",
        "config.toml:13: keys.log: in Board q is already 'Leave the program",
        "config.toml:14: keys.nonsense: there is no such act",
        "config.toml:15: keys.undo is a list of keys",
        "config.toml:18: keys.room.redo: in Room l is already",
        "policies/people.toml:2: ",
        "policies/prio.toml: there is no policy of that name, there are priority.toml",
        "questions.toml:2: ",
        "templates/review/rca.md.j2:2: ",
        "playbooks/mine.toml:1: ",
        "themes/own.toml: late: there is no colour 'puce'",
    ] {
        assert!(said.stdout.lines().any(|told| told.starts_with(line)), "no '{line}' in\n{}", said.stdout);
    }
    let lines: Vec<u32> =
        said.stdout.lines().filter_map(|line| line.strip_prefix("config.toml:")?.split(':').next()?.parse().ok()).collect();
    assert!(lines.is_sorted() && lines.len() == 10, "{}", said.stdout);
    let json: Vec<serde_json::Value> =
        world.run(&["config", "check", "--json"]).stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((json[0]["file"].as_str(), json[0]["line"].as_u64()), (Some("config.toml"), Some(2)));
    // The same words stand at the start of any other command.
    let said = world.run(&["case", "list"]);
    assert!(said.code == 0 && said.stderr.contains("config.toml:3: mouse is true or false"), "{said:?}");
}

#[test]
fn another_file_or_folder_is_checked_by_name_and_what_is_in_it_is_hostile() {
    let world = World::new();
    world.file("other.toml", "mouse = 1\n");
    world.file("folder/config.toml", "copy = \"paper\"\n\"a\\u001b[2Jb\" = 1\n");
    let said = world.run(&["config", "check", "other.toml"]);
    assert!(said.code == 1 && said.stdout == "other.toml:1: mouse is true or false; it is left out\n", "{said:?}");
    let said = world.run(&["config", "check", "folder"]);
    assert!(said.code == 1 && said.stdout.starts_with("config.toml:1: copy is \"terminal\" or \"file\""), "{said:?}");
    assert!(said.stdout.lines().count() == 2 && !said.stdout.contains('\u{1b}'), "{said:?}");
    world.file("keys.toml", "[keys]\nnonsense = [\"F5\"]\n");
    let said = world.run(&["config", "check", "keys.toml"]);
    assert!(said.code == 1 && said.stdout.starts_with("keys.toml:2: "), "{said:?}");
    let said = world.run(&["config", "check", "nowhere.toml"]);
    assert!(said.code == 1 && said.stderr.contains("there is no file nowhere.toml"), "{said:?}");
    world.file("broken.toml", "theme = \nmouse = true\nmouse = false\n");
    let said = world.run(&["config", "check", "broken.toml"]);
    assert!(said.stdout.contains("broken.toml:1: ") && said.stdout.contains("broken.toml:3: "), "{said:?}");
}

#[test]
fn what_holds_is_shown_with_where_it_comes_from() {
    let world = World::new();
    world.file("config/config.toml", "theme = \"light\"\nzone = \"Asia/Shanghai\"\nmouse = false\n[channels.chat]\ncommand = [\"cat\"]\n");
    let from = |args: &[&str], name: &str| {
        let rows = world.json(args);
        let row = rows.iter().find(|row| row["setting"] == name).unwrap_or_else(|| panic!("{name} is not shown"));
        format!("{} | {}", row["value"].as_str().unwrap_or_default(), row["from"].as_str().unwrap_or_default())
    };
    let show = &["config", "show"][..];
    assert_eq!(from(show, "mouse"), "false | config.toml:3");
    assert_eq!(from(show, "theme"), "light | config.toml:1");
    assert_eq!(from(show, "zone"), "Europe/Amsterdam | WARROOM_TZ");
    assert_eq!(from(show, "language"), "en | WARROOM_LANG");
    assert_eq!(from(&["config", "show", "--lang", "nl"], "language"), "nl | --lang");
    assert_eq!(from(&["config", "show", "--no-color"], "theme"), "none | --no-color");
    assert_eq!(from(&["config", "show", "--as", "bo"], "actor"), "bo | --as");
    assert_eq!(from(show, "copy"), "terminal | default");
    assert_eq!(from(show, "channels"), "chat | config.toml:4");
    assert_eq!(from(show, "keys"), "the keys that docs/KEYS.md lists | default");
}

#[test]
fn a_number_that_is_too_big_is_a_fault_and_costs_nothing_else() {
    let world = World::new();
    let text = "theme = \"light\"\nx = 99999999999999999999999999\n\n[hooks.pager]\non = [\"incident opened\"]\ncommand = [\"true\"]\nlater = 0xFFFFFFFFFFFFFFFFFF\n";
    world.file("config/config.toml", text);
    let said = world.run(&["config", "check"]);
    assert_eq!(
        (said.code, said.stdout.as_str()),
        (
            1,
            "config.toml:2: the number of 'x' is too big; it is left out\nconfig.toml:7: the number of 'later' is too big; it is left out\n"
        )
    );
    let rows = world.json(&["config", "show"]);
    let held = |name: &str| rows.iter().find(|row| row["setting"] == name).unwrap()["value"].clone();
    assert_eq!((held("theme"), held("hooks")), ("light".into(), "pager".into()));
    let mut within = world.command(&["config", "show", "--json"]);
    within.env("WARROOM_HOOK", "1");
    let said = world.said(&within.output().unwrap());
    assert!(said.stdout.contains("\"setting\":\"hooks\",\"value\":\"none are run\""), "{said:?}");
}

#[test]
fn words_and_mappings_that_cannot_be_read_are_said_and_nobody_waits_for_a_pipe() {
    let world = World::new();
    let file = world.file("jira.csv", "Issue key,Summary,Status,Created\nA-1,One,Open,2026-01-02\n");
    world.file("config/import/words.toml", b"# \xff\n");
    let pipe = |name: &str| {
        let made = std::process::Command::new("mkfifo").arg(world.path(name)).status().unwrap();
        assert!(made.success());
        name.to_owned()
    };
    pipe("config/import/mine.toml");
    let said = world.run(&["config", "check"]);
    assert_eq!(
        (said.code, said.stdout.as_str()),
        (1, "import/mine.toml: it is not a plain file; it is left out\nimport/words.toml: it is not UTF-8 (byte 2); it is left out\n")
    );
    std::fs::remove_file(world.path("config/import/words.toml")).unwrap();
    pipe("config/import/words.toml");
    let said = world.run(&["import", file.to_str().unwrap(), "--dry-run"]);
    assert!(said.code == 0 && said.stderr.contains("import/words.toml: it is not a plain file"), "{said:?}");
    let map = |map: &str| world.run(&["import", file.to_str().unwrap(), "--map", map]);
    let said = map(&pipe("map.toml"));
    assert!(
        said.code == 1 && said.stderr.contains("map.toml: it is not a plain file") && said.stderr.contains("docs/MAPPING.md"),
        "{said:?}"
    );
    let said = map("nowhere.toml");
    assert!(said.code == 1 && said.stderr.contains("there is no such file") && !said.stderr.contains("os error"), "{said:?}");
    world.file("long.toml", vec![b'#'; 1_000_001]);
    assert!(map("long.toml").stderr.contains("longer than"));
}

#[test]
fn a_folder_that_somebody_chose_keeps_its_mode_and_what_is_made_is_private() {
    use std::os::unix::fs::PermissionsExt;
    let world = World::new();
    let mode = |name: &str| std::fs::metadata(world.path(name)).unwrap().permissions().mode() & 0o777;
    std::fs::create_dir(world.path("config")).unwrap();
    std::fs::set_permissions(world.path("config"), std::fs::Permissions::from_mode(0o755)).unwrap();
    world.ok(&["config", "init"]);
    assert_eq!((mode("config"), mode("config/config.toml")), (0o755, 0o600));
    let init = |from: &dyn Fn(&mut std::process::Command)| {
        let mut command = world.command(&["config", "init"]);
        from(&mut command);
        let said = world.said(&command.output().unwrap());
        assert_eq!(said.code, 0, "{said:?}");
    };
    let made = world.path("made/here");
    init(&|command| {
        command.env("WARROOM_CONFIG", &made);
    });
    assert_eq!(mode("made/here"), 0o700);
    world.file(".config/warroom/other", "");
    std::fs::set_permissions(world.path(".config/warroom"), std::fs::Permissions::from_mode(0o755)).unwrap();
    init(&|command| {
        command.env_remove("WARROOM_CONFIG");
    });
    assert_eq!(mode(".config/warroom"), 0o700);
}

#[test]
fn a_folder_of_settings_that_is_a_file_is_a_fault() {
    let world = World::new();
    world.file("config", "theme = \"light\"\n");
    let said = world.run(&["config", "check"]);
    assert_eq!(said.code, 1, "{said:?}");
    assert!(said.stdout.starts_with("~/config: it is not a folder") && said.stdout.contains("WARROOM_CONFIG"), "{said:?}");
    assert!(said.stdout.lines().count() == 1 && said.stderr.is_empty(), "{said:?}");
}

#[test]
fn a_folder_that_cannot_be_written_is_said_with_what_helps() {
    let world = World::new();
    world.file("config", "a file where the folder should be");
    let said = world.run(&["config", "init"]);
    assert!(said.code == 1 && said.stderr.contains("choose another") && !said.stderr.contains("os error"), "{said:?}");
}
