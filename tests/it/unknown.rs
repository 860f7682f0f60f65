//! "Unknown, expected by 15:00" as an answer to any field: it leaves an open question that is due, until the field is filled in.

use serde_json::Value as Json;

use crate::world::World;

fn rows(world: &World, args: &[&str]) -> Vec<Json> {
    let said = world.run(&[args, &["--json"]].concat());
    assert_eq!(said.code, 0, "{said:?}");
    said.stdout.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

fn does(world: &World, args: &[&str]) -> String {
    let said = world.run(args);
    assert_eq!(said.code, 0, "{args:?} {said:?}");
    said.stderr + &said.stdout
}

fn open_questions(world: &World) -> Vec<String> {
    let due = rows(world, &["due"]);
    let answers = due.iter().filter(|row| row["what"] == "answer");
    answers.map(|row| format!("{} {}", row["of"].as_str().expect("a text"), row["text"].as_str().expect("a text"))).collect()
}

#[test]
fn a_field_that_is_unknown_is_due_until_it_is_filled_in_and_all_of_it_is_one_change() {
    let world = World::new();
    let said =
        does(&world, &["incident", "open", "Card payments fail", "--effect", "unknown by 15:00", "--lead", "Unknown, expected by 14:30"]);
    assert!(said.contains("Impact in words unknown, expected today 15:00 (in 55 min): INC-1.2"), "{said}");
    assert_eq!(open_questions(&world), ["INC-1.1 Lead: unknown", "INC-1.2 Impact in words: unknown"]);
    let page = does(&world, &["case", "show", "INC-1"]);
    assert!(page.contains("unknown, expected by 15:00") && page.contains("unknown, expected by 14:30"), "{page}");
    // What is said again takes the place of what was said before.
    does(&world, &["incident", "set", "INC-1", "--lead", "unknown by 16:00"]);
    assert_eq!(open_questions(&world), ["INC-1.2 Impact in words: unknown", "INC-1.3 Lead: unknown"]);
    // Another field answers nothing, and neither does a time that nobody knows.
    does(&world, &["incident", "set", "INC-1", "--workaround", "cash", "--started", "unknown"]);
    assert_eq!(open_questions(&world).len(), 2);
    does(&world, &["incident", "set", "INC-1", "--effect", "no card payments in 412 shops"]);
    assert_eq!(open_questions(&world), ["INC-1.3 Lead: unknown"]);
    assert_eq!(rows(&world, &["entry", "list", "INC-1"])[0]["verdict"], "answered");
    does(&world, &["undo"]);
    assert_eq!(open_questions(&world).len(), 2, "undone with the field");
    does(&world, &["redo"]);
    assert_eq!(open_questions(&world).len(), 1);
    assert_eq!(world.run(&["doctor"]).code, 0);
}

#[test]
fn a_correction_of_the_question_keeps_it_about_its_field_and_a_usual_value_is_no_answer() {
    let world = World::new();
    does(&world, &["issue", "open", "Slot lost", "--priority", "unknown by 15:00"]);
    does(&world, &["log", "ISS-1", "seen"]);
    assert_eq!(open_questions(&world), ["ISS-1.1 Priority: unknown"], "a new issue is medium until somebody says otherwise");
    does(&world, &["entry", "amend", "ISS-1.1", "Priority: unknown due 17:00"]);
    assert_eq!(open_questions(&world), ["ISS-1.3 Priority: unknown"]);
    does(&world, &["issue", "set", "ISS-1", "--priority", "high"]);
    assert!(open_questions(&world).is_empty());
    does(&world, &["action", "add", "ISS-1", "ask the board", "--owner", "unknown by 15:30"]);
    assert_eq!(open_questions(&world), ["ISS-1.4 Owner of A-1: unknown"]);
    does(&world, &["action", "set", "A-1", "--owner", "mei"]);
    assert!(open_questions(&world).is_empty());
}

#[test]
fn a_time_that_is_none_and_a_field_that_must_be_there_are_refused() {
    let world = World::new();
    let said = world.run(&["incident", "open", "Down", "--lead", "unknown by 25:00"]);
    assert_eq!(said.code, 1, "{said:?}");
    assert!(said.stderr.contains("--lead") && said.stderr.contains("25:00"), "{said:?}");
    does(&world, &["incident", "open", "unknown"]);
    let said = world.run(&["incident", "set", "INC-1", "--title", "unknown by 15:00"]);
    assert!(said.code != 0 && said.stderr.contains("a case must have a title"), "{said:?}");
    assert!(open_questions(&world).is_empty());
}
