//! Keeping tabs, people and the team, from the command line: what is refused, what is owed, what is printed for whom.

use serde_json::Value as Json;

use crate::world::{Said, World};

/// A world with a P1 and three people, of whom each covers for the next.
fn world() -> World {
    let world = World::new();
    for args in [
        &["project", "add", "Atlas", "--manager", "tom"][..],
        &["person", "add", "mei", "--role", "databases", "--load-before", "80", "--load-now", "80"],
        &["person", "add", "lin", "--covers", "mei", "--load-before", "60", "--load-now", "60"],
        &["person", "add", "王芳", "--covers", "lin", "--name", "王芳"],
        &["person", "add", "omar", "--covers", "王芳"],
        &["incident", "open", "Payments are down", "--lead", "ana", "--scribe", "joost", "--detected", "13:50"],
    ] {
        world.ok(args);
    }
    world
}

fn refused(world: &World, args: &[&str], words: &[&str]) -> Said {
    let said = world.run(args);
    assert_eq!(said.code, 1, "{args:?} {said:?}");
    for words in words {
        assert!(said.stderr.contains(words), "{words} in {}", said.stderr);
    }
    said
}

/// Finds the row of a person on the board.
fn on_board(world: &World, person: &str, args: &[&str]) -> Json {
    let rows = world.json(&[&["person", "board"], args].concat());
    rows.into_iter().find(|row| row["person"] == person).unwrap_or(Json::Null)
}

fn due(world: &World, what: &str) -> Vec<(String, String)> {
    let text = |row: &Json, key: &str| row[key].as_str().unwrap_or_default().to_owned();
    world.json(&["due"]).iter().filter(|row| row["what"] == what).map(|row| (text(row, "due"), text(row, "text"))).collect()
}

#[test]
fn nobody_is_asked_before_the_promised_time_nor_twice_in_a_short_while_without_a_reason() {
    let mut world = world();
    world.ok(&["watch", "see", "INC-1", "restore at 40 %", "--source", "status page", "--next", "14:20"]);
    refused(
        &world,
        &["watch", "ask", "INC-1", "mei"],
        &[
            "the next word is promised for 14:20: silence is normal until then",
            "nobody is disturbed: status page; to ask all the same, say why",
        ],
    );
    assert!(world.ok(&["watch", "show", "INC-1"]).contains("Silence is normal until 14:20."));
    world.at("2026-11-22T14:32:00+01:00");
    let card = world.ok(&["watch", "show", "INC-1"]);
    assert!(card.contains("Next word  14:20, 12 min late") && card.contains("12 min late: asking is fair now."), "{card}");
    world.ok(&["watch", "ask", "INC-1", "mei"]);
    world.at("2026-11-22T14:38:00+01:00");
    refused(&world, &["watch", "ask", "INC-1", "lin"], &["asked 6 min ago: better not before 14:52"]);
    let card = world.ok(&["watch", "show", "INC-1"]);
    assert!(card.contains("18 min late, and they were asked 6 min ago: better not before 14:52."), "{card}");
    assert!(card.contains("Asked once, last 6 min ago; better not before 14:52."), "{card}");
    // A reason is enough, and stays.
    world.ok(&["watch", "ask", "INC-1", "lin", "an hour at most", "--why", "the board meets at 14:45", "--next", "15:30"]);
    let card = &world.json(&["watch", "show", "INC-1"])[0];
    assert_eq!((card["asked"].as_i64(), card["known"].as_str(), card["source"].as_str()), (Some(2), Some("an hour at most"), Some("lin")));
    assert_eq!(card["contacts"][0]["why"], "the board meets at 14:45");
    // Another policy leaves them alone for less long.
    world.at("2026-11-22T15:31:00+01:00");
    world.ok(&["watch", "ask", "INC-1", "mei"]);
    world.at("2026-11-22T15:33:00+01:00");
    world.file("config/policies/people.toml", "[ask_again.incident]\nP1 = \"1m\"\n");
    world.ok(&["watch", "ask", "INC-1", "mei"]);
}

#[test]
fn the_next_word_is_owed_until_something_newer_is_known() {
    let mut world = world();
    world.ok(&["watch", "see", "INC-1", "copying", "--source", "status page", "--next", "14:45"]);
    assert_eq!(due(&world, "word"), [("2026-11-22T13:45:00.000Z".to_owned(), "status page".to_owned())]);
    // What is known of an earlier time does not take the promise away.
    world.ok(&["watch", "see", "INC-1", "not begun", "--source", "#ops", "--at", "13:55"]);
    assert_eq!(due(&world, "word").len(), 1);
    world.at("2026-11-22T14:50:00+01:00");
    world.ok(&["watch", "see", "INC-1", "one table left", "--source", "mei", "--word"]);
    assert!(due(&world, "word").is_empty());
    world.ok(&["undo"]);
    assert_eq!(due(&world, "word").len(), 1);
    world.ok(&["redo"]);
    let card = &world.json(&["watch", "show", "INC-1"])[0];
    assert_eq!((card["known"].as_str(), card["next"].as_str()), (Some("one table left"), None));
    let sources: Vec<&str> = card["sources"].as_array().unwrap().iter().filter_map(|source| source["source"].as_str()).collect();
    assert_eq!(sources, ["status page", "#ops"], "whoever said a word is not a place to look at");
    let log: Vec<String> = world.json(&["entry", "list", "INC-1"]).iter().map(|row| row["text"].as_str().unwrap().to_owned()).collect();
    assert_eq!(log, ["not begun (#ops)", "copying (status page, next word 14:45)", "one table left (mei)"]);
    refused(&world, &["watch", "see", "INC-1", "x", "--source", "y", "--at", "unknown"], &["give it roughly"]);
    world.ok(&["case", "state", "INC-1", "closed"]);
    assert_eq!(world.run(&["doctor"]).code, 0);
}

#[test]
fn who_covers_for_somebody_on_the_incident_cannot_help_two_people_far_and_the_reason_is_printed() {
    let mut world = world();
    assert_eq!(on_board(&world, "lin", &[])["reason"], "on no case, nor is mei; work not grown");
    let said = world.run(&["person", "assign", "mei", "INC-1", "--from", "Atlas", "--back", "18:00", "--released-by", "tom"]);
    assert_eq!(said.code, 0, "{said:?}");
    for (person, may, reason) in [
        ("mei", false, "on INC-1"),
        ("ana", false, "on INC-1"),
        ("lin", false, "covers mei on INC-1"),
        ("王芳", false, "covers lin, who covers mei on INC-1"),
        ("omar", true, "on no case, nor is 王芳; load not said"),
    ] {
        let row = on_board(&world, person, &[]);
        assert_eq!((row["redeployable"].as_bool(), row["reason"].as_str()), (Some(may), Some(reason)), "{person}");
    }
    // A circle of cover ends, load that grew counts, and so do rest and leave until their time is over.
    world.ok(&["person", "set", "mei", "--covers", "omar"]);
    world.ok(&["person", "set", "omar", "--load-before", "80", "--load-now", "120.5", "--absence", "resting", "--until", "15:00"]);
    assert_eq!(on_board(&world, "omar", &[])["reason"], "work grew from 80 to 120.5 %; resting until 15:00");
    world.at("2026-11-22T15:01:00+01:00");
    assert_eq!(on_board(&world, "omar", &[])["reason"], "work grew from 80 to 120.5 %");
    refused(&world, &["person", "set", "mei", "--covers", "mei"], &["nobody covers for themselves"]);
    refused(&world, &["person", "set", "mei", "--load-now", "-1"], &["a percentage from 0 to 1000"]);
    // Whoever is on another case is left out where one case is asked for; who is free comes first.
    world.ok(&["incident", "open", "Second"]);
    world.ok(&["person", "assign", "zoe", "INC-2"]);
    assert_eq!(on_board(&world, "zoe", &["--case", "INC-1"]), Json::Null);
    let first = &world.json(&["person", "board"])[0];
    assert_eq!(first["redeployable"], true);
}

#[test]
fn who_had_enough_of_cases_today_is_not_put_on_anything_else() {
    let mut world = world();
    world.ok(&["person", "assign", "mei", "INC-1", "--since", "2026-11-22 03:00"]);
    world.ok(&["person", "release", "mei", "INC-1"]);
    assert_eq!(on_board(&world, "mei", &[])["reason"], "11h05 on cases in the last 24 h, 10 h at most");
    let said = world.run(&["person", "assign", "mei", "INC-1"]);
    assert!(said.stderr.contains("mei: 11h05 on cases in the last 24 h"), "a note, not a refusal: {said:?}");
    world.ok(&["undo"]);
    world.at("2026-11-23T06:00:00+01:00");
    assert_eq!(on_board(&world, "mei", &[])["redeployable"], true);
}

#[test]
fn assigning_and_releasing_keep_the_ledger_the_clock_and_the_log() {
    let mut world = world();
    world.ok(&["person", "assign", "mei", "INC-1", "--from", "Atlas", "--task", "restore", "--released-by", "tom", "--back", "18:00"]);
    refused(&world, &["person", "assign", "mei", "INC-1"], &["mei is on INC-1 already since 14:05"]);
    refused(&world, &["person", "assign", "lin", "INC-1", "--back", "2026-11-22 14:01", "--since", "14:02"], &["before they came"]);
    refused(&world, &["person", "release", "lin", "INC-1"], &["lin is not on INC-1"]);
    world.ok(&["incident", "open", "Second"]);
    let said = world.run(&["person", "assign", "mei", "INC-2"]);
    assert!(said.code == 0 && said.stderr.contains("mei is on INC-1 as well"), "{said:?}");
    let claims = world.json(&["person", "claims", "--project", "Atlas"]);
    assert_eq!((claims.len(), claims[0]["released_by"].as_str(), claims[0]["open"].as_bool()), (1, Some("tom"), Some(true)));
    assert_eq!(due(&world, "back"), [("2026-11-22T17:00:00.000Z".to_owned(), "mei".to_owned())]);
    world.at("2026-11-22T15:00:00+01:00");
    refused(&world, &["person", "release", "mei", "INC-1", "--at", "14:00"], &["mei came later than that"]);
    world.ok(&["person", "release", "mei", "INC-1"]);
    assert!(due(&world, "back").is_empty());
    assert_eq!(world.json(&["person", "claims", "--case", "INC-1"])[0]["returned"], "2026-11-22T14:00:00.000Z");
    let log: Vec<String> = world.json(&["entry", "list", "INC-1"]).iter().map(|row| row["text"].as_str().unwrap().to_owned()).collect();
    assert_eq!(log, ["mei joined, from Atlas, released by tom, to restore, due back 18:00", "mei went back to Atlas"]);
    // Undo takes the row, its clock and its line of the log.
    world.ok(&["undo"]);
    assert_eq!((due(&world, "back").len(), world.json(&["entry", "list", "INC-1"]).len()), (1, 1));
    world.ok(&["undo"]);
    world.ok(&["undo"]);
    world.ok(&["undo"]);
    assert!(world.json(&["person", "claims"]).is_empty() && due(&world, "back").is_empty());
    assert!(world.json(&["entry", "list", "INC-1"]).is_empty());
    assert_eq!(world.run(&["doctor"]).code, 0);
}

#[test]
fn the_team_rests_every_four_hours_and_lists_have_an_end() {
    let mut world = world();
    assert_eq!(due(&world, "rest")[0].0, "2026-11-22T16:50:00.000Z", "four hours from when it was noticed");
    world.ok(&["incident", "set", "INC-1", "--declared", "14:00"]);
    assert_eq!(due(&world, "rest")[0].0, "2026-11-22T17:00:00.000Z");
    world.at("2026-11-22T15:00:00+01:00");
    world.ok(&["morale", "rest", "INC-1", "soup"]);
    assert_eq!(due(&world, "rest")[0].0, "2026-11-22T18:00:00.000Z");
    refused(&world, &["morale", "pulse", "INC-1", "6"], &["from 1 to 5"]);
    world.ok(&["morale", "pulse", "INC-1", "4"]);
    for (text, noted) in [("Mei. is tired", true), ("ask @nobody", true), ("meine Güte", false), ("long wait", false)] {
        let said = world.run(&["morale", "pulse", "INC-1", "3", text]);
        assert_eq!((said.code, said.stderr.contains("this list is about the team")), (0, noted), "{text}: {said:?}");
    }
    world.ok(&["morale", "blocked", "INC-1", "test data"]);
    world.ok(&["morale", "blocked", "INC-1", "rehearsal"]);
    world.ok(&["morale", "end", "M-8"]);
    refused(&world, &["morale", "end", "M-8"], &["M-8 goes on already"]);
    refused(&world, &["morale", "end", "M-1"], &["M-1 is a rest: it has no end"]);
    let page = world.ok(&["morale", "show", "INC-1"]);
    assert!(page.contains("- M-7 test data\n- M-8 rehearsal (goes on since 15:00)"), "open first: {page}");
    assert!(page.contains("just now (soup); next 19:00, in 4 h"), "{page}");
    world.ok(&["case", "state", "INC-1", "restored"]);
    assert!(due(&world, "rest").is_empty());
    // Small incidents and issues have ordinary days.
    world.ok(&["incident", "set", "INC-1", "--priority", "P3"]);
    world.ok(&["case", "state", "INC-1", "open", "--why", "back"]);
    assert!(due(&world, "rest").is_empty());
}

#[test]
fn management_gets_no_word_of_the_team_nor_whom_we_asked_unless_somebody_says_so() {
    let world = world();
    world.ok(&["watch", "see", "INC-1", "canary state", "--source", "canary source"]);
    world.ok(&["watch", "ask", "INC-1", "mei", "canary answer", "--why", "canary reason"]);
    world.ok(&["person", "assign", "mei", "INC-1", "--from", "Atlas", "--task", "canary task", "--released-by", "canary boss"]);
    for args in [["pulse", "2"], ["blocked", "canary blocked"], ["useful", "canary useful"], ["thanks", "canary thanks"]] {
        world.ok(&["morale", args[0], "INC-1", args[1]]);
    }
    world.ok(&["morale", "pulse", "INC-1", "3", "canary pulse"]);
    world.ok(&["morale", "rest", "INC-1", "canary rest"]);
    let mine = world.ok(&["review", "export", "INC-1"]);
    for words in ["canary answer", "canary boss", "canary pulse", "canary rest", "Times responders were asked", "Blocked work"] {
        assert!(mine.contains(words), "{words} in {mine}");
    }
    for reader in ["management", "public"] {
        for format in ["md", "html", "json"] {
            let theirs = world.ok(&["review", "export", "INC-1", "--for", reader, "--format", format]);
            assert!(!theirs.contains("canary") && !theirs.contains("How the team was"), "{reader} {format}: {theirs}");
            assert!(!theirs.contains("mei"), "{reader} {format}: {theirs}");
        }
    }
    let theirs = world.ok(&["review", "export", "INC-1", "--for", "management"]);
    assert!(theirs.contains("| Atlas | 1 | databases |"), "counts and roles: {theirs}");
    world.ok(&["morale", "thanks", "INC-1", "a word for all", "--for", "management"]);
    world.ok(&["watch", "see", "INC-1", "seen by them", "--source", "status page", "--for", "management"]);
    let theirs = world.ok(&["review", "export", "INC-1", "--for", "management"]);
    assert!(theirs.contains("a word for all") && theirs.contains("| 1 | seen by them | status page |"), "{theirs}");
    assert!(!theirs.contains("canary"), "{theirs}");
    let dutch = world.command(&["review", "export", "INC-1"]).env("WARROOM_LANG", "nl").output().unwrap();
    let dutch = world.said(&dutch).stdout;
    assert!(dutch.contains("Hoe het met het team ging") && dutch.contains("Geblokkeerd werk"), "{dutch}");
    let found = world.ok(&["search", "canary"]);
    for words in ["canary blocked", "canary answer", "canary task"] {
        assert!(found.contains(words), "{words} in {found}");
    }
}

#[test]
fn the_pages_are_printed_as_agreed() {
    let mut world = world();
    let mut story = String::new();
    for args in [
        &["watch", "see", "INC-1", "副本恢复到一半，还剩两张表", "--source", "#ops-支付", "--next", "14:30"][..],
        &["watch", "see", "INC-1", "gateway answers in 80 ms", "--source", "status page", "--at", "13:58"],
        &["watch", "ask", "INC-1", "mei"],
        &["watch", "ask", "INC-1", "mei", "two hours at most", "--why", "the board asks", "--next", "15:00"],
        &["watch", "show", "INC-1"],
        &["person", "assign", "mei", "INC-1", "--from", "Atlas", "--released-by", "tom", "--back", "18:00"],
        &["person", "board"],
        &["person", "claims"],
        &["person", "show", "lin"],
        &["morale", "pulse", "INC-1", "4", "calm"],
        &["morale", "pulse", "INC-1", "3", "等供应商太久"],
        &["morale", "blocked", "INC-1", "rehearsal of the move: waits for the database"],
        &["morale", "show", "INC-1"],
        &["due"],
    ] {
        story.push_str(&world.tell(args));
    }
    world.at("2026-11-22T15:12:00+01:00");
    story.push_str(&world.tell(&["watch", "show", "INC-1"]));
    insta::assert_snapshot!("people", story);
}

/// Gives how far a step of the playbook is, and the words beside it.
fn step(world: &World, code: &str) -> (String, String) {
    let steps = world.json(&["playbook", "show", "INC-1"]).remove(0);
    let step = steps["steps"].as_array().unwrap().iter().find(|step| step["step"] == code).unwrap().clone();
    let text = |key: &str| step[key].as_str().unwrap_or_default().to_owned();
    (text("state"), text("words"))
}

#[test]
fn the_steps_of_the_playbook_tick_themselves_and_come_back_when_a_promise_or_a_pulse_is_past() {
    let mut world = world();
    let is = |world: &World, code: &str, state: &str, words: &str| {
        assert_eq!(step(world, code), (state.to_owned(), words.to_owned()), "{code}");
    };
    is(&world, "tabs", "todo", "");
    is(&world, "people", "done", "2");
    is(&world, "morale", "todo", "");
    world.ok(&["watch", "see", "INC-1", "copying", "--source", "status page", "--next", "14:45"]);
    world.ok(&["person", "assign", "mei", "INC-1", "--back", "15:00"]);
    world.ok(&["person", "assign", "ana", "INC-1"]);
    world.ok(&["morale", "pulse", "INC-1", "3"]);
    is(&world, "tabs", "done", "14:45");
    is(&world, "people", "done", "3");
    is(&world, "morale", "done", "3/5");
    world.at("2026-11-22T14:46:00+01:00");
    is(&world, "tabs", "doing", "14:45");
    world.ok(&["watch", "see", "INC-1", "half done", "--source", "status page"]);
    is(&world, "tabs", "done", "14:46");
    world.at("2026-11-22T15:01:00+01:00");
    is(&world, "people", "doing", "3");
    world.ok(&["person", "release", "mei", "INC-1"]);
    is(&world, "people", "done", "2");
    // The state of an incident nobody has looked at yet is told every quarter of an hour: after two of them this one is old.
    world.at("2026-11-22T15:17:00+01:00");
    is(&world, "tabs", "doing", "14:46");
    world.at("2026-11-22T18:06:00+01:00");
    is(&world, "morale", "doing", "3/5");
    world.ok(&["morale", "rest", "INC-1"]);
    is(&world, "morale", "done", "3/5");
}
