//! The command line from the first P1 to the last undo.

use crate::world::World;

#[test]
fn the_first_p1_is_one_line_on_a_machine_that_never_saw_the_program() {
    let world = World::new();
    let output = world.command(&["incident", "open", "Payments are down"]).env_remove("WARROOM_DB").output().unwrap();
    let said = world.said(&output);
    assert_eq!((said.stdout.as_str(), said.code), ("INC-1\n", 0), "{said:?}");
    assert_eq!(said.stderr, "INC-1 opened, P1\n");
    let mode = |path: &str| std::os::unix::fs::MetadataExt::mode(&std::fs::metadata(world.path(path)).unwrap()) & 0o777;
    assert_eq!(mode(".local/share/warroom"), 0o700);
    assert_eq!(mode(".local/share/warroom/warroom.db"), 0o600);
}

#[test]
fn a_whole_crisis_is_told_on_the_command_line() {
    let mut world = World::new();
    let mut story = String::new();
    let mut tell = |world: &World, all: &[&[&str]]| all.iter().for_each(|args| story.push_str(&world.tell(args)));
    tell(
        &world,
        &[
            &["service", "add", "payments"],
            &["person", "add", "ana", "--name", "Ana Lima"],
            &["person", "add", "bo"],
            &[
                "incident",
                "open",
                "Card payments fail in all shops",
                "--service",
                "payments",
                "--impact",
                "high",
                "--urgency",
                "high",
                "--started",
                "-20m",
                "--lead",
                "ana",
            ],
            &["issue", "open", "Migration rehearsal blocked", "--project", "Atlas", "--priority", "very-high", "--due", "tomorrow 12:00"],
            &["issue", "open", "Testers have nothing to do", "--project", "Atlas", "--priority", "high"],
            &["link", "INC-1", "ISS-1", "--as", "hits"],
            &["link", "inc1", "iss2", "--as", "hits"],
        ],
    );
    world.at("2026-11-22T14:10:00+01:00");
    tell(
        &world,
        &[
            &["log", "INC-1", "all shops since 13:45"],
            &["log", "INC-1", "13:50 error 502 from the gateway #gateway"],
            &["log", "INC-1", "~the certificate has expired"],
            &["log", "INC-1", "~release 4.2 broke the token service"],
            &["log", "INC-1", "?is the gateway of ACME affected @bo in 30m"],
            &["log", "INC-1", "%the batch of tonight can wait"],
            &["log", "INC-1", "!roll back 4.2 -- errors follow it @ana in 20m"],
            &["log", "INC-1", "+stop the batch export @bo due 15:00"],
            &["log", "INC-1", "=pay by bank transfer"],
            &["log", "INC-1", ">mail to all shops, next at 15:00 ^public"],
            &["log", "INC-1", "\\!important is no sign here"],
            &["log", "INC-1", "--kind", "question", "--owner", "bo", "--due", "16:00", "who tells the press"],
            &["log", "INC-1", "--at", "13:40", "first call at the desk"],
            &["log", "ISS-1", "rehearsal moved to Tuesday ^management"],
            &["log", "INC-1", "nobody knows @nobody"],
        ],
    );
    world.at("2026-11-22T14:40:00+01:00");
    tell(
        &world,
        &[
            &["due"],
            &["entry", "verdict", "INC-1.3", "eliminated"],
            &["entry", "verdict", "INC-1.4", "supported"],
            &["entry", "amend", "INC-1.1", "all shops in the Netherlands since 13:45"],
            &["case", "state", "INC-1", "investigating"],
            &["case", "state", "INC-1", "restored", "--at", "14:35"],
            &["action", "add", "INC-1", "Renew certificates by a job", "--owner", "bo", "--due", "2026-12-01 12:00", "--type", "prevent"],
            &["action", "done", "A-1"],
            &["case", "list"],
            &["entry", "list", "INC-1"],
            &["case", "show", "INC-1"],
            &["due"],
            &["search", "certificate"],
            &["undo"],
            &["undo"],
            &["redo"],
            &["history", "--limit", "6"],
            &["doctor"],
        ],
    );
    insta::assert_snapshot!(story);
}

#[test]
fn refusals_come_all_at_once_with_a_hint_each() {
    let world = World::new();
    world.ok(&["incident", "open", "x", "--service", "payments"]);
    let mut story = String::new();
    for args in [
        &["incident", "open", "", "--impact", "huge", "--urgency", "never", "--started", "soon", "--service", "paymnets"][..],
        &["log", "INC-9", "x"],
        &["log", "banana", "x"],
        &["case", "state", "INC-1", "acting"],
        &["case", "state", "INC-1", "open"],
        &["action", "drop", "A-7"],
        &["link", "INC-1", "INC-1", "--as", "hits"],
        &["undo", "b99"],
        &["log", "INC-1", "x", "--kind", "state"],
        &["log", "INC-1", "23:59 later today"],
        &["log", "INC-1", "!only a reason is missing due yesterday"],
        &["incident", "open", "x", "--impact", "high", "--urgency", "high", "--priority", "P3"],
        &["redo"],
    ] {
        story.push_str(&world.tell(args));
    }
    world.ok(&["case", "state", "INC-1", "resolved"]);
    story.push_str(&world.tell(&["case", "state", "INC-1", "investigating"]));
    story.push_str(&world.tell(&["case", "state", "INC-1", "investigating", "--why", "errors are back"]));
    insta::assert_snapshot!(story);
}

#[test]
fn usage_is_explained_with_exit_code_2_and_nothing_is_made() {
    let world = World::new();
    let mut story = String::new();
    for args in [
        &["incidnet", "open", "x"][..],
        &["incident", "opne", "x"],
        &["incident", "open"],
        &["incident", "open", "x", "--impct", "high"],
        &["case", "list", "--wait", "long"],
        &["--lang", "tlh", "case", "list"],
        &["incident", "open", "\u{1b}]0;owned\u{7}", "extra\u{1b}[2J"],
    ] {
        let said = world.run(args);
        assert_eq!((said.code, said.stdout.as_str()), (2, ""), "{args:?}: {said:?}");
        assert!(!said.stderr.contains('\u{1b}'), "{args:?}");
        story.push_str(&world.told(args, &said));
    }
    assert!(!world.db().exists());
    insta::assert_snapshot!(story);
}

#[test]
fn a_wrong_clock_or_zone_is_a_usage_error() {
    let world = World::new();
    for (name, value) in [("WARROOM_NOW", "yesterday"), ("WARROOM_TZ", "Mars/Olympus"), ("WARROOM_LANG", "tlh")] {
        let said = world.said(&world.command(&["case", "list"]).env(name, value).output().unwrap());
        assert_eq!(said.code, 2, "{said:?}");
        assert!(said.stderr.contains(value) && said.stdout.is_empty(), "{said:?}");
    }
    assert!(!world.db().exists());
}

#[test]
fn the_same_key_gives_the_first_answer_and_does_nothing() {
    let world = World::new();
    let once = world.run(&["incident", "open", "Down", "--key", "k1"]);
    let twice = world.run(&["incident", "open", "Down", "--key", "k1"]);
    assert_eq!((once.stdout.as_str(), twice.stdout.as_str(), twice.code), ("INC-1\n", "INC-1\n", 0));
    assert!(twice.stderr.contains("used before"), "{twice:?}");
    assert_eq!(world.json(&["case", "list"]).len(), 1);
    assert_eq!(world.json(&["incident", "open", "Down", "--key", "k1"])[0]["case"], "INC-1");
}

#[test]
fn times_are_said_back_both_ways() {
    let world = World::new();
    let said = world.run(&["incident", "open", "Down", "--started", "yesterday 23:10", "--detected", "13:37"]);
    assert_eq!(said.stderr, "started yesterday 23:10 (14h55 ago)\ndetected today 13:37 (28 min ago)\nINC-1 opened, P1\n");
    let twice = world.run(&["incident", "set", "INC-1", "--started", "2026-10-25 02:30"]);
    assert_eq!(twice.code, 1, "the hour the clock shows twice has to be asked about: {twice:?}");
}

#[test]
fn options_for_every_command_stand_before_or_after_it() {
    let world = World::new();
    let elsewhere = world.path("other.db").display().to_string();
    world.ok(&["--db", &elsewhere, "--as", "Bo de Wit", "incident", "open", "A"]);
    world.ok(&["incident", "--db", &elsewhere, "open", "B", "--as", "cy"]);
    let who: Vec<_> = world.json(&["history", "--db", &elsewhere]).iter().map(|row| row["who"].clone()).collect();
    assert_eq!(who, ["cy", "Bo de Wit"]);
    // link has an --as of its own; whoever acts is named before it.
    world.ok(&["--db", &elsewhere, "--as", "dee", "link", "INC-1", "INC-2", "--as", "duplicates"]);
    assert_eq!(world.json(&["history", "--db", &elsewhere])[0]["who"], "dee");
    assert!(!world.db().exists());
}

#[test]
fn json_is_one_object_or_one_object_a_line() {
    let world = World::new();
    let made = world.json(&["incident", "open", "Down", "--started", "13:45"]);
    assert_eq!((made.len(), &made[0]["case"]), (1, &"INC-1".into()));
    world.ok(&["issue", "open", "Late"]);
    let rows = world.json(&["case", "list"]);
    assert_eq!(rows.iter().map(|row| row["case"].clone()).collect::<Vec<_>>(), ["INC-1", "ISS-1"]);
    let page = world.json(&["case", "show", "INC-1"]);
    assert_eq!((page.len(), &page[0]["started"], &page[0]["service"]), (1, &"2026-11-22T12:45:00.000Z".into(), &serde_json::Value::Null));
    assert_eq!(world.json(&["search", "nothing like this"]).len(), 0);
}

#[test]
fn many_lines_from_a_pipe_are_one_change_and_each_has_its_number() {
    let world = World::new();
    world.ok(&["incident", "open", "Down"]);
    let said = world.feed(&["log", "INC-1"], "first\n\n!second @ana\r\n?third\n");
    assert_eq!((said.stdout.as_str(), said.code), ("INC-1.1\nINC-1.2\nINC-1.3\n", 0), "{said:?}");
    world.ok(&["undo"]);
    assert_eq!(world.json(&["entry", "list", "INC-1"]).len(), 0);
    let said = world.feed(&["log", "INC-1", "-"], "a dash reads standard input too");
    assert_eq!(said.stdout, "INC-1.4\n");
    let said = world.feed(&["log", "INC-1"], "fine\n23:59 not yet\nfine too\n!no\n23:58 nor this\n");
    assert_eq!((said.code, said.stdout.as_str()), (1, ""));
    assert!(said.stderr.contains("line 2") && said.stderr.contains("line 5"), "{said:?}");
    assert_eq!(world.json(&["entry", "list", "INC-1"]).len(), 1);
    assert_eq!(world.feed(&["log", "INC-1"], " \n\n").code, 1);
}

#[test]
fn help_shows_every_command_and_fits_a_terminal() {
    let world = World::new();
    insta::assert_snapshot!("help", world.ok(&["--help"]));
    insta::assert_snapshot!("help_log", world.ok(&["log", "--help"]));
    for name in ["--help", "--version", "incident", "help"] {
        let said = world.run(&[name]);
        assert!(said.code == 0 || name == "incident", "{said:?}");
        assert!(said.stdout.lines().chain(said.stderr.lines()).all(|line| line.chars().count() <= 110), "{name}: {said:?}");
    }
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = world.ok(&["completions", shell]);
        assert!(script.contains("warroom") && script.contains("incident"), "{shell}");
    }
    assert!(world.ok(&["man"]).contains(".TH warroom"));
    assert!(!world.db().exists());
}

#[test]
fn an_import_is_done_once_and_says_what_it_took() {
    let world = World::new();
    let file = world.file("issues.csv", "Issue key,Summary,Issue Type,Status,Priority,Created\nAT-1,Login broken,Bug,Open,High,2026-11-01 10:00\nAT-2,New colours,Story,Done,Low,2026-11-02 11:00\nAT-3,,Bug,Open,High,2026-11-01 10:00\n");
    let file = file.to_str().unwrap();
    let mut story = String::new();
    for args in [
        &["import", "issues.csv", "--dry-run"][..],
        &["import", "issues.csv"],
        &["import", "issues.csv"],
        &["case", "list", "--state", "all"],
        &["undo"],
        &["case", "list", "--state", "all"],
        &["import", "nothing.csv"],
        &["import", "issues.csv", "--format", "banana"],
        &["import", "issues.csv", "--day-first", "--month-first"],
    ] {
        story.push_str(&world.tell(args));
    }
    insta::assert_snapshot!(story);
    let bytes = std::fs::read(file).unwrap();
    let said = world.feed(&["import", "-", "--types", "Bug", "--json"], bytes);
    let answer: serde_json::Value = serde_json::from_str(&said.stdout).unwrap();
    assert_eq!((&answer["new"], &answer["dry_run"]), (&2.into(), &false.into()), "{said:?}");
}

#[test]
fn everything_can_be_taken_out_and_a_file_is_never_overwritten_unasked() {
    let world = World::new();
    world.ok(&["incident", "open", "=cmd|calc", "--service", "payments"]);
    world.ok(&["log", "INC-1", "+restart @ana"]);
    let whole: serde_json::Value = serde_json::from_str(&world.ok(&["export"])).unwrap();
    assert_eq!(whole["records"]["case"][0]["title"], "=cmd|calc");
    assert_eq!((&whole["counters"]["incident"], &whole["counters"]["action"]), (&1.into(), &1.into()));
    assert_eq!(whole["records"].as_object().unwrap().len(), warroom::model::Subject::ALL.len());
    let table = world.ok(&["export", "--format", "csv"]);
    assert!(table.starts_with("case,kind,title,") && table.contains("\nINC-1,incident,'=cmd|calc,"), "{table}");
    world.ok(&["export", "-o", "out.json"]);
    let again = world.run(&["export", "-o", "out.json"]);
    assert!(again.code == 1 && again.stderr.contains("--force"), "{again:?}");
    world.ok(&["export", "-o", "out.json", "--force"]);
    world.ok(&["backup", "copy.db"]);
    assert_eq!(world.run(&["backup", "copy.db"]).code, 1);
    let copy = world.path("copy.db").display().to_string();
    assert_eq!(world.json(&["case", "list", "--db", &copy])[0]["title"], "=cmd|calc");
}
