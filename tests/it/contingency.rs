//! Contingency plans: prepared, agreed, invoked, stood down; by when they have to be begun, and who may read of them.

use serde_json::Value as Json;

use crate::world::World;

fn texts(rows: &[Json], key: &str) -> Vec<String> {
    rows.iter().map(|row| row[key].as_str().unwrap_or_default().to_owned()).collect()
}

/// Gives what is owed of plans: what, of which, and when.
fn owed(world: &World) -> Vec<String> {
    let due = world.json(&["due"]);
    let plans = due.iter().filter(|row| matches!(row["what"].as_str(), Some("trigger" | "no-return")));
    plans.map(|row| ["what", "of", "due"].map(|key| row[key].as_str().unwrap()).join(" ")).collect()
}

#[test]
fn a_plan_is_told_on_the_command_line_from_its_draft_to_its_end() {
    let mut world = World::new();
    let mut story = String::new();
    let mut tell = |world: &World, all: &[&[&str]]| all.iter().for_each(|args| story.push_str(&world.tell(args)));
    tell(
        &world,
        &[
            &["incident", "open", "Payments are down", "--service", "payments"],
            &["contingency", "add", "INC-1", "not restored by 15:00", "--trigger", "15:00", "--lead", "45m", "--no-return", "15:30"],
            &["contingency", "set", "C-1", "--owner", "bo", "--cost", "EUR 4000.50", "--suitable", "yes", "--feasible", "no"],
            &["contingency", "step", "C-1", "tell the testers", "--owner", "bo"],
            &["contingency", "step", "C-1", "book the slot of Tuesday"],
            &["contingency", "show", "C-1"],
            &["contingency", "agree", "C-1", "--by", "the sponsor"],
            &["due"],
        ],
    );
    world.at("2026-11-22T14:50:00+01:00");
    tell(
        &world,
        &[
            &["due"],
            &["contingency", "done", "C-1", "1"],
            &["contingency", "drop", "C-1", "2", "--why", "it is booked"],
            &["contingency", "done", "C-1", "2"],
            &["contingency", "done", "C-1", "7"],
            &["contingency", "reopen", "C-1", "2"],
            &["contingency", "agree", "C-1"],
            &["contingency", "invoke", "C-1"],
            &["contingency", "invoke", "C-1", "--why", "no word from the supplier"],
            &["contingency", "agree", "C-1"],
        ],
    );
    world.at("2026-11-22T15:25:00+01:00");
    tell(
        &world,
        &[
            &["contingency", "stand-down", "C-1", "--why", "restored", "--at", "15:20"],
            &["contingency", "show", "C-1"],
            &["contingency", "list"],
            &["entry", "list", "INC-1"],
            &["due"],
        ],
    );
    assert_eq!(world.run(&["doctor"]).code, 0);
    insta::assert_snapshot!(story);
}

#[test]
fn a_plan_waits_until_it_is_invoked_or_its_case_is_over() {
    let world = World::new();
    world.ok(&["incident", "open", "Down"]);
    world.ok(&["contingency", "add", "INC-1", "one", "--trigger", "15:00"]);
    world.ok(&["contingency", "add", "INC-1", "two", "--no-return", "18:00", "--lead", "1h30m"]);
    world.ok(&["contingency", "add", "INC-1", "three", "--event", "the supplier gives up"]);
    let (one, begin, end) =
        ("trigger C-1 2026-11-22T14:00:00.000Z", "trigger C-2 2026-11-22T15:30:00.000Z", "no-return C-2 2026-11-22T17:00:00.000Z");
    assert_eq!(owed(&world), [one, begin, end]);
    world.ok(&["contingency", "set", "C-2", "--lead", ""]);
    assert_eq!(owed(&world), [one, end], "without a lead time only the point of no return is known");
    world.ok(&["contingency", "agree", "C-1"]);
    assert_eq!(owed(&world), [one, end], "an agreed plan still has to be begun");
    world.ok(&["contingency", "invoke", "C-1", "--why", "now"]);
    assert_eq!(owed(&world), [end]);
    world.ok(&["undo"]);
    assert_eq!(owed(&world), [one, end]);
    world.ok(&["redo"]);
    world.ok(&["case", "state", "INC-1", "resolved"]);
    assert!(owed(&world).is_empty(), "a case that is resolved needs no plan");
    world.ok(&["case", "state", "INC-1", "monitoring", "--why", "it is back"]);
    assert_eq!(owed(&world), [end]);
    world.ok(&["contingency", "stand-down", "C-2", "--why", "no longer needed"]);
    assert!(owed(&world).is_empty());
    assert_eq!(world.run(&["doctor"]).code, 0);
}

#[test]
fn what_an_agreed_plan_lacks_is_named_and_never_blocks() {
    let world = World::new();
    world.ok(&["incident", "open", "Down"]);
    world.ok(&["contingency", "add", "INC-1", "bare"]);
    let said = world.run(&["contingency", "agree", "C-1"]);
    assert_eq!(said.code, 0, "{said:?}");
    for part in ["suitable", "feasible", "acceptable", "no point of no return", "no fallback", "nothing says what sets it off"] {
        assert!(said.stderr.contains(part), "{part}: {said:?}");
    }
    let whole = ["--suitable", "yes", "--feasible", "yes", "--acceptable", "yes", "--fallback", "paper"];
    let times = ["--trigger", "15:00", "--no-return", "18:00", "--lead", "2h"];
    world.ok(&[&["contingency", "add", "INC-1", "whole"][..], &whole, &times].concat());
    let said = world.run(&["contingency", "agree", "C-2"]);
    assert!(!said.stderr.contains("though"), "{said:?}");
    world.ok(&["contingency", "set", "C-2", "--lead", "4h"]);
    let said = world.run(&["contingency", "invoke", "C-2", "--why", "now"]);
    assert_eq!(said.code, 0, "{said:?}");
    let said = world.run(&["contingency", "agree", "C-2", "--why", "wait for the board"]);
    assert!(said.stderr.contains("after its point of no return") && !said.stderr.contains("fallback"), "{said:?}");
    let said = world.run(&["contingency", "show", "C-1"]).stdout;
    assert!(!said.contains("Before it is agreed"), "it is agreed: {said}");
}

#[test]
fn a_draft_that_is_invoked_says_so_in_the_log_and_every_change_can_be_undone() {
    let world = World::new();
    world.ok(&["incident", "open", "Down"]);
    let add = ["contingency", "add", "INC-1", "the supplier is silent", "--lead", "45m", "--cost", "12.50", "--resources", "two people"];
    let changes: &[&[&str]] = &[
        &add,
        &["contingency", "set", "C-1", "--scenario", "the supplier gives up", "--cost", "EUR 7", "--for", "internal"],
        &["contingency", "step", "C-1", "call the other one"],
        &["contingency", "done", "C-1", "1"],
        &["contingency", "reopen", "C-1", "1"],
        &["contingency", "drop", "C-1", "1", "--why", "they called"],
        &["contingency", "invoke", "C-1", "--why", "they gave up"],
        &["contingency", "stand-down", "C-1", "--why", "they came back"],
    ];
    let mut states = vec![world.json(&["contingency", "list"])];
    let state = |world: &World| [world.json(&["contingency", "list"]), world.json(&["entry", "list", "INC-1"])].concat();
    for change in changes {
        world.ok(change);
        states.push(state(&world));
    }
    let log = texts(&world.json(&["entry", "list", "INC-1"]), "text");
    assert_eq!(log[0], "C-1 step 1 done: call the other one");
    assert_eq!(log[3], "C-1 invoked without having been agreed: the supplier gives up");
    let visible = texts(&world.json(&["entry", "list", "INC-1"]), "visibility");
    assert!(visible.iter().all(|who| who == "internal"), "lines are for whom the plan is for: {visible:?}");
    for before in states.iter().rev().skip(1) {
        world.ok(&["undo"]);
        assert_eq!(&state(&world), before);
    }
    for after in states.iter().skip(1) {
        world.ok(&["redo"]);
        assert_eq!(&state(&world), after);
    }
    assert_eq!(world.run(&["doctor"]).code, 0);
}

#[test]
fn an_internal_plan_reaches_no_review_for_management_and_the_others_do_in_three_languages() {
    let world = World::new();
    world.ok(&["incident", "open", "Down"]);
    world.ok(&["contingency", "add", "INC-1", "CANARY", "--for", "internal", "--trigger", "15:00"]);
    world.ok(&["contingency", "add", "INC-1", "fail | over to <DC2>", "--fallback", "by hand", "--owner", "bo"]);
    world.ok(&["contingency", "step", "C-1", "CANARY step"]);
    world.ok(&["contingency", "done", "C-1", "1"]);
    world.ok(&["contingency", "agree", "C-1"]);
    let all = world.ok(&["review", "export", "INC-1"]);
    assert!(all.contains("CANARY") && all.contains("| C-2 | fail \\| over to &lt;DC2&gt; |"), "{all}");
    let some = world.ok(&["review", "export", "INC-1", "--for", "management"]);
    assert!(!some.contains("CANARY") && some.contains("## Contingencies") && some.contains("by hand"), "{some}");
    assert!(!world.ok(&["review", "export", "INC-1", "--for", "public"]).contains("C-2"));
    for (language, heading) in [("nl", "## Noodplannen"), ("zh", "## 应急预案")] {
        assert!(world.ok(&["--lang", language, "review", "export", "INC-1"]).contains(heading));
    }
    // What may be read by everybody names nobody.
    world.ok(&["contingency", "set", "C-2", "--for", "public"]);
    let public = world.ok(&["review", "export", "INC-1", "--for", "public"]);
    assert!(public.contains("by hand") && !public.contains("bo |"), "{public}");
    let found = world.json(&["search", "CANARY"]);
    assert!(found.iter().any(|hit| hit["subject"] == "contingency" || hit["kind"] == "contingency"), "{found:?}");
}

#[test]
fn what_is_unknown_of_a_plan_or_an_option_is_asked_and_answered_when_it_is_filled_in() {
    let world = World::new();
    world.ok(&["issue", "open", "Slot lost"]);
    let said = world.run(&["contingency", "add", "ISS-1", "x", "--owner", "unknown by 15:00", "--cost", "unknown"]);
    assert!(said.stderr.contains("Owner of C-1 unknown, expected today 15:00 (in 55 min): ISS-1.1"), "{said:?}");
    world.ok(&["option", "add", "ISS-1", "y", "--cost", "unknown by 16:00", "--time", "unknown by 17:00"]);
    let open = |world: &World| {
        let log = world.json(&["entry", "list", "ISS-1"]);
        texts(&log.into_iter().filter(|row| row["verdict"].is_null()).collect::<Vec<_>>(), "text")
    };
    assert_eq!(open(&world), ["Owner of C-1: unknown", "Cost of C-1: unknown", "Time (days) of O-1: unknown", "Cost of O-1: unknown"]);
    let page = world.ok(&["contingency", "show", "C-1"]);
    assert!(page.contains("unknown, expected by 15:00"), "{page}");
    world.ok(&["contingency", "set", "C-1", "--cost", "EUR 5"]);
    world.ok(&["option", "set", "O-1", "--time", "0"]);
    assert_eq!(open(&world), ["Owner of C-1: unknown", "Cost of O-1: unknown"]);
    assert!(world.json(&["person", "list"]).is_empty(), "nobody is called unknown");
}

#[test]
fn a_plan_is_refused_with_all_its_reasons() {
    let world = World::new();
    world.ok(&["incident", "open", "Down"]);
    world.ok(&["contingency", "add", "INC-1", "x"]);
    let said =
        world.run(&["contingency", "add", "INC-1", " ", "--trigger", "25:99", "--lead", "soon", "--cost", "much", "--suitable", "maybe"]);
    assert_eq!(said.code, 1, "{said:?}");
    for part in ["Scenario is missing", "25:99", "'soon'", "'much'", "'maybe'"] {
        assert!(said.stderr.contains(part), "{part}: {said:?}");
    }
    for (args, part) in [
        (&["contingency", "set", "C-1", "--scenario", ""][..], "cannot be empty"),
        (&["contingency", "set", "C-1", "--cost", "JPY 1.5"], "no such small parts"),
        (&["contingency", "done", "C-1", "1"], "no steps yet"),
        (&["contingency", "reopen", "C-1", "1"], "no steps yet"),
        (&["contingency", "invoke", "C-1"], "why"),
        (&["contingency", "show", "C-9"], "there is no C-9"),
    ] {
        let said = world.run(args);
        assert!(said.code != 0 && said.stderr.contains(part), "{args:?}: {said:?}");
    }
}
