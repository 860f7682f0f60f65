//! The gate, the recovery queue, catch me up and the handover, from outside: arguments in, text out.

use serde_json::Value as Json;

use crate::world::World;

/// Text that would like to be more than text.
const EVIL: &str = "evil \u{1b}[2J \u{202e}live | a <b>b</b> [x](javascript:1)";

fn rows(world: &World, args: &[&str]) -> Vec<Json> {
    world.json(args)
}

fn refused(world: &World, args: &[&str]) -> String {
    let said = world.run(args);
    assert_eq!(said.code, 1, "{args:?}: {said:?}");
    said.stderr
}

/// What is owed, as kind, record and clock in UTC.
fn owed(world: &World, what: &str) -> Vec<String> {
    let due = rows(world, &["due"]).into_iter().filter(|row| row["what"] == what);
    due.map(|row| format!("{} {}", row["of"].as_str().unwrap(), &row["due"].as_str().unwrap()[11..16])).collect()
}

fn crisis() -> World {
    let world = World::new();
    let open = ["incident", "open", "Card payments fail", "--service", "payments", "--impact", "high", "--urgency", "high"];
    world.ok(&[&open[..], &["--started", "13:20", "--effect", "no card payments in 412 shops", "--lead", "ana"]].concat());
    world.ok(&["project", "add", "Borealis"]);
    world.ok(&["issue", "open", "Slot lost", "--project", "Borealis"]);
    world.ok(&["link", "INC-1", "ISS-1", "--as", "hits"]);
    world
}

fn judge<'a>(verdict: &'a str, decision: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let fixed = ["escalation", "judge", "INC-1", "keep the cut-over on Saturday", "--verdict", verdict, "--decision", decision];
    [&fixed[..], more].concat()
}

#[test]
fn what_is_held_is_a_decision_with_a_reason_and_a_clock_and_undo_takes_all_of_it() {
    let world = crisis();
    let said = world.run(&judge("unlikely", "hold", &["--pro", "penalty from December\nthe board promised it", "--relook", "16:00"]));
    assert_eq!(said.stdout, "E-1\n");
    assert!(said.stderr.contains("look again today 16:00 (in 1h55)"), "{}", said.stderr);
    assert!(said.stderr.contains("there is no evidence against yet"), "one side is a note and no block: {}", said.stderr);
    let log = rows(&world, &["entry", "list", "INC-1"]);
    assert_eq!(log[0]["kind"], "decision");
    assert!(log[0]["text"].as_str().unwrap().starts_with("not escalated"), "{}", log[0]);
    assert_eq!(log[0]["reason"], "management is unlikely to put the project before the service");
    assert_eq!(log[0]["visibility"], "internal");
    assert_eq!(owed(&world, "relook"), ["E-1 15:00"]);
    let page = world.ok(&["escalation", "show", "E-1"]);
    assert!(page.contains("- penalty from December\n- the board promised it"), "{page}");
    world.ok(&["undo"]);
    assert!(owed(&world, "relook").is_empty() && rows(&world, &["escalation", "list"]).is_empty());
    assert!(rows(&world, &["entry", "list", "INC-1"]).is_empty());
    world.ok(&["redo"]);
    assert_eq!(owed(&world, "relook"), ["E-1 15:00"]);
    assert_eq!(world.run(&["doctor"]).code, 0);
}

#[test]
fn the_policy_says_when_to_look_again_and_against_an_unlikely_verdict_one_says_why() {
    let world = crisis();
    let said = world.run(&judge("unknown", "hold", &[]));
    assert!(said.stderr.contains("look again today 15:05 (in 1 h)"), "{}", said.stderr);
    let why = refused(&world, &judge("unlikely", "escalate", &["--to", "Ruth"]));
    assert!(why.contains("--why") && why.contains("unlikely to put the project before the service"), "{why}");
    world.ok(&judge("unlikely", "escalate", &["--to", "Ruth", "--why", "a legal date"]));
    world.ok(&judge("likely", "escalate", &["--project", "Borealis"]));
    let list = rows(&world, &["escalation", "list", "--case", "INC-1"]);
    assert_eq!(list.len(), 3);
    assert_eq!((list[1]["why"].as_str(), list[1]["to"].as_str()), (Some("a legal date"), Some("Ruth")));
    // A policy without a time leaves it to whoever holds.
    world.file("config/policies/escalation.toml", "[incident.P1]\nafter = 100\n");
    let why = refused(&world, &judge("unlikely", "hold", &[]));
    assert!(why.contains("--relook"), "{why}");
}

#[test]
fn looking_again_ends_the_old_clock_and_an_answer_ends_the_new_one() {
    let mut world = crisis();
    world.ok(&judge("unlikely", "hold", &["--pro", "penalty", "--project", "Borealis"]));
    world.at("2026-11-22T15:10:00+01:00");
    assert_eq!(world.ok(&["escalation", "relook", "E-1", "--verdict", "likely", "--decision", "escalate", "--to", "Ruth"]), "E-2");
    assert_eq!(owed(&world, "relook"), ["E-2 14:40"]);
    let list = rows(&world, &["escalation", "list"]);
    assert_eq!((list[0]["pro"].as_str(), list[0]["project"].as_str()), (Some("penalty"), Some("Borealis")), "what is not named stays");
    let no = refused(&world, &["escalation", "relook", "E-1", "--verdict", "likely", "--decision", "hold"]);
    assert!(no.contains("E-1 was judged again as E-2"), "{no}");
    // Other words for the same judgement leave the old clock ended.
    world.ok(&["escalation", "set", "E-2", "--outcome", "keep Saturday"]);
    assert_eq!(owed(&world, "relook"), ["E-2 14:40"]);
    assert!(refused(&world, &["escalation", "set", "E-2"]).contains("nothing to correct"));
    world.ok(&["escalation", "answer", "E-2", "split", "half of the team is back on Monday"]);
    assert!(owed(&world, "relook").is_empty());
    let log = rows(&world, &["entry", "list", "INC-1"]);
    let last = log.last().unwrap();
    assert_eq!((last["kind"].as_str(), last["reason"].as_str()), (Some("decision"), Some("half of the team is back on Monday")));
}

#[test]
fn an_incident_is_to_be_raised_by_policy_until_it_is_raised_or_restored() {
    let world = crisis();
    assert_eq!(owed(&world, "escalate"), ["INC-1 14:35"], "three quarters of the two hours to restore");
    let said = world.run(&["escalation", "raise", "INC-1", "authority to fail over", "--why", "restore is at risk"]);
    assert!(said.stderr.contains("to service director, as the policy says"), "{}", said.stderr);
    assert!(owed(&world, "escalate").is_empty());
    assert_eq!(owed(&world, "relook"), ["E-1 13:35"]);
    assert_eq!(rows(&world, &["escalation", "list"])[0]["visibility"], "management");
    world.ok(&["undo"]);
    assert_eq!(owed(&world, "escalate").len(), 1);
    world.ok(&["case", "state", "INC-1", "restored"]);
    assert!(owed(&world, "escalate").is_empty());
    assert!(refused(&world, &["escalation", "raise", "ISS-1", "more people", "--why", "none"]).contains("--to"));
}

#[test]
fn one_ask_a_stakeholder_a_promise_is_a_clock_and_the_queue_opens_at_restored() {
    let world = crisis();
    world.ok(&["stakeholder", "add", "Henk", "--audience", "sponsors", "--project", "Borealis"]);
    world.ok(&["stakeholder", "add", "Ruth", "--audience", "sponsors", "--service", "payments"]);
    let page = world.ok(&["recovery", "show", "INC-1"]);
    assert!(page.contains("opens when the incident is restored or monitored"), "{page}");
    world.ok(&["case", "state", "INC-1", "restored"]);
    let page = world.ok(&["recovery", "show", "INC-1"]);
    assert!(!page.contains("opens when") && page.contains("Not asked yet") && page.contains("- Henk\n- Ruth"), "{page}");
    let ask = ["recovery", "ask", "INC-1", "Henk", "--lost", "the slot of Saturday", "--days", "1.5", "--ask", "the next slot"];
    assert_eq!(world.ok(&ask), "R-1");
    let no = refused(&world, &["recovery", "ask", "INC-1", "henk", "--ask", "and another"]);
    assert!(no.contains("Henk was asked already: R-1") && no.contains("recovery set R-1"), "{no}");
    assert!(refused(&world, &["recovery", "kept", "R-1", "yes"]).contains("nothing was promised"));
    world.ok(&["recovery", "promise", "R-1", "it is yours", "--until", "2026-11-27 17:00"]);
    assert_eq!(owed(&world, "promise"), ["R-1 16:00"]);
    world.ok(&["recovery", "plan", "INC-1", "rehearsal", "--kind", "date", "--project", "Borealis"]);
    let page = world.ok(&["recovery", "show", "INC-1"]);
    for words in ["R-1 Henk · promised", "1.5 d · the slot of Saturday", "2026-11-27 17:00 Amsterdam (in 5d)", "- Ruth"] {
        assert!(page.contains(words), "{words}\n{page}");
    }
    assert!(page.contains("R-2  date  Borealis  rehearsal"), "{page}");
    let list = rows(&world, &["recovery", "list", "--case", "INC-1"]);
    assert_eq!((list.len(), &list[0]["recovery"], &list[1]["days"]), (2, &"R-2".into(), &"1.5".into()));
    // A promise outlives the record it came from.
    world.ok(&["case", "state", "INC-1", "closed"]);
    assert_eq!(owed(&world, "promise"), ["R-1 16:00"]);
    world.ok(&["recovery", "kept", "R-1", "no", "--why", "given to another project"]);
    assert!(owed(&world, "promise").is_empty());
    world.ok(&["recovery", "done", "R-2"]);
    assert!(refused(&world, &["recovery", "done", "R-1"]).contains("is an ask"));
    assert!(refused(&world, &["recovery", "promise", "R-2", "x"]).contains("planned again"));
    let page = world.ok(&["recovery", "show", "INC-1"]);
    assert!(page.contains("Henk · not kept") && !page.contains("rehearsal"), "{page}");
    world.ok(&["undo"]);
    world.ok(&["undo"]);
    assert_eq!(owed(&world, "promise"), ["R-1 16:00"]);
    assert_eq!(world.run(&["doctor"]).code, 0);
}

/// Checks the lines of a catch-up and gives them.
fn caught_up(world: &World, args: &[&str]) -> Vec<String> {
    let text = world.ok(&[&["catch-up", "INC-1"], args].concat());
    let lines: Vec<String> = text.lines().map(str::to_owned).collect();
    assert!(lines.len() <= 12, "{text}");
    assert!(lines.iter().all(|line| line.chars().count() <= 100), "{text}");
    let labels: Vec<&str> = lines.iter().filter_map(|line| line.split("  ").next()).filter(|label| !label.is_empty()).collect();
    assert_eq!(labels, ["Happened", "Impact", "Doing", "Decided", "Needed", "Next"], "{text}");
    lines
}

#[test]
fn catching_up_takes_twelve_lines_whether_there_is_nothing_or_everything() {
    let world = World::new();
    world.ok(&["incident", "open", "Down", "--priority", "P4"]);
    let empty = caught_up(&world, &[]);
    assert_eq!(empty.len(), 6);
    assert_eq!(empty[1..5], ["Impact    nothing yet", "Doing     nothing yet", "Decided   nothing yet", "Needed    nothing yet"]);
    let world = crisis();
    let mut lines = String::new();
    for n in 0..50 {
        lines.push_str(&format!(
            "fact number {n} {EVIL}\n!decision {n} -- {}\n+task {n} due 15:{:02}\n?question {n}\n",
            "long ".repeat(60),
            n
        ));
    }
    world.feed(&["log", "INC-1"], &lines);
    let full = caught_up(&world, &[]);
    assert_eq!(full.len(), 12, "{full:?}");
    let text = full.join("\n");
    for words in ["fact number 49", "A-1 task 0", "hits ISS-1"] {
        assert!(text.contains(words), "{words}\n{text}");
    }
    assert_eq!(text.matches("(+48 more)").count(), 4, "facts, actions, decisions, questions\n{text}");
    assert!(!text.contains(['\u{1b}', '\u{202e}']), "{text}");
    let seen = caught_up(&world, &["--for", "management"]).join("\n");
    assert!(!seen.contains("fact number") && !seen.contains("question") && seen.contains("decision 49"), "{seen}");
    let json = rows(&world, &["catch-up", "INC-1"]);
    assert_eq!(json[0]["decided"].as_array().unwrap().len(), 2);
}

#[test]
fn catching_up_speaks_the_readers_language() {
    let world = crisis();
    for (language, label, nothing) in [("nl", "Gebeurd", "nog niets"), ("zh", "经过", "暂无")] {
        let mut command = world.command(&["catch-up", "INC-1"]);
        let said = world.said(&command.env("WARROOM_LANG", language).output().unwrap());
        assert!(said.stdout.starts_with(label) && said.stdout.contains(nothing), "{}", said.stdout);
    }
}

#[test]
fn a_handover_says_what_was_ruled_out_who_owes_what_and_what_not_to_do() {
    let world = crisis();
    world.ok(&["log", "INC-1", "~the certificate expired\n~the replica lags\n%cash works everywhere"]);
    world.ok(&["entry", "verdict", "INC-1.1", "eliminated"]);
    world.ok(&["entry", "verdict", "INC-1.3", "refuted"]);
    world.ok(&["log", "INC-1", "!roll back 4.2 -- errors follow it due 15:00\n+stop the export due 14:30\n?who owns the key? due 15:30"]);
    world.ok(&["log", "INC-1", "> told: cards are down; next word 14:36\nrollback began password=hunter2secret"]);
    world.ok(&judge("unlikely", "hold", &["--pro", EVIL]));
    let page = world.ok(&["handover", "INC-1"]);
    let part = |heading: &str| {
        let after = page.split_once(&format!("## {heading}\n")).unwrap_or_else(|| panic!("{heading}\n{page}")).1;
        after.split("\n## ").next().unwrap_or_default().to_owned()
    };
    assert!(part("Open hypotheses and assumptions").contains("the replica lags"));
    assert!(part("Eliminated").contains("the certificate expired") && part("Eliminated").contains("cash works everywhere"));
    assert!(part("Not to do again").contains("hypothesis eliminated"), "{page}");
    assert!(part("Open actions").contains("| A-1 | stop the export |  | 2026-11-22 14:30 |"), "{page}");
    assert!(part("Decisions").contains("roll back 4.2 | errors follow it") && part("Decisions").contains("2026-11-22 15:00"), "{page}");
    assert!(part("Told and promised").contains("cards are down"), "{page}");
    assert!(part("Next times").contains("14:20") && part("Escalations").contains("E-1"), "{page}");
    assert!(!page.contains("hunter2secret") && !page.contains(['\u{1b}', '\u{202e}']), "{page}");
    let html = world.ok(&["handover", "INC-1", "--format", "html"]);
    assert!(html.contains("<table") && !html.contains("<b>b</b>") && !html.contains("href=\"javascript"), "{html}");
    let json = rows(&world, &["handover", "INC-1", "--format", "json"]);
    assert_eq!(json[0]["open_actions"][0]["action"], "stop the export");
    world.ok(&["handover", "INC-1", "-o", "shift.md"]);
    assert!(std::fs::read_to_string(world.path("shift.md")).unwrap().starts_with("# Handover INC-1"));
    assert_ne!(world.run(&["handover", "INC-1", "-o", "shift.md"]).code, 0, "nothing is replaced unasked");
}

#[test]
fn the_page_for_whoever_decides_has_everything_on_it_in_three_languages() {
    let world = crisis();
    world.ok(&["log", "INC-1", "rollback began"]);
    world.ok(&judge(
        "likely",
        "escalate",
        &["--pro", EVIL, "--contra", "shops cannot take cards", "--to", "Ruth", "--project", "Borealis"],
    ));
    let page = world.ok(&["escalation", "export", "E-1"]);
    for words in [
        "# Escalation E-1: keep the cut-over on Saturday",
        "**Who decides:** Ruth",
        "**Answer needed by:** 2026-11-22 14:35",
        "- no card payments in 412 shops\n- 14:05 rollback began",
        "- shops cannot take cards",
        "likely that the project comes first",
        "## If nothing is decided",
        "16:05 the service is to be restored by now",
        "**Contact:** ana",
    ] {
        assert!(page.contains(words), "{words}\n{page}");
    }
    assert!(!page.contains(['\u{1b}', '\u{202e}']), "{page}");
    for (language, words) in [("nl", "## Als er niets wordt besloten"), ("zh", "## 如不作决定")] {
        let said = world.said(&world.command(&["escalation", "export", "E-1"]).env("WARROOM_LANG", language).output().unwrap());
        assert!(said.stdout.contains(words), "{}", said.stdout);
    }
}

#[test]
fn what_is_internal_reaches_no_reader_below() {
    let world = crisis();
    world.ok(&judge("unlikely", "hold", &["--pro", "canary pro", "--contra", "canary contra", "--why", "canary why"]));
    world.ok(&["case", "state", "INC-1", "restored"]);
    world.ok(&["recovery", "ask", "INC-1", "Henk", "--lost", "canary lost", "--ask", "canary ask"]);
    world.ok(&["recovery", "promise", "R-1", "canary promise", "--until", "16:00"]);
    world.ok(&["recovery", "plan", "INC-1", "canary plan"]);
    world.ok(&["log", "INC-1", "canary fact"]);
    for args in [
        &["catch-up", "INC-1"][..],
        &["handover", "INC-1"],
        &["recovery", "show", "INC-1"],
        &["review", "export", "INC-1"],
        &["handover", "INC-1", "--format", "json"],
    ] {
        let inside = world.ok(args);
        assert!(inside.contains("canary") || args[0] == "review", "{args:?}\n{inside}");
        for reader in ["management", "public"] {
            let outside = world.ok(&[args, &["--for", reader]].concat());
            assert!(!outside.contains("canary"), "{args:?} for {reader}\n{outside}");
        }
    }
    let no = refused(&world, &["escalation", "export", "E-1", "--for", "management"]);
    assert!(no.contains("E-1 is not for management readers") && !no.contains("canary"), "{no}");
    world.ok(&["escalation", "set", "E-1", "--for", "management"]);
    assert!(world.ok(&["escalation", "export", "E-1", "--for", "management"]).contains("canary pro"));
    assert!(world.ok(&["review", "export", "INC-1", "--for", "management"]).contains("keep the cut-over"), "opened by hand");
}
