//! Tests of what comes after an action: verified, declined, followed up over all cases.

use serde_json::Value as Json;

use crate::app::update::tests::{Desk, words};
use crate::app::{Draft, Shown, tables};
use crate::model::action::{Follow, FollowFrom, FollowOrder, FollowSpot};
use crate::model::entry::Owed;

const DAY: i64 = 86_400_000;

fn rows(desk: &Desk, fields: &[(&'static str, &str)]) -> Vec<Json> {
    let draft = fields.iter().fold(Draft::new(), |draft, (key, text)| draft.with(key, *text));
    match desk.app.ask(tables::query("action follow-up").unwrap(), &draft).unwrap() {
        Shown::Rows(rows) => rows.into_iter().map(Json::Object).collect(),
        _ => panic!("rows"),
    }
}

fn names(desk: &Desk, fields: &[(&'static str, &str)]) -> String {
    rows(desk, fields).iter().map(|row| row["action"].as_str().unwrap().to_owned()).collect::<Vec<_>>().join(" ")
}

fn given() -> Desk {
    let mut desk = Desk::new();
    for person in ["ana", "bo"] {
        desk.run("person add", &[("handle", person)]);
    }
    desk.run("incident open", &[("title", "One")]);
    desk.run("issue open", &[("title", "Two"), ("project", "+atlas")]);
    desk.run("action add", &[("case", "INC-1"), ("text", "late"), ("owner", "bo"), ("due", "in 1h"), ("type", "prevent")]);
    desk.run("action add", &[("case", "ISS-1"), ("text", "some day"), ("period", "Q1 2027")]);
    desk.run("action add", &[("case", "ISS-1"), ("text", "soon"), ("owner", "ana"), ("due", "in 9d"), ("type", "detect")]);
    desk.run("action add", &[("case", "INC-1"), ("text", "done"), ("owner", "ana"), ("type", "mitigate")]);
    desk
}

fn owed(desk: &Desk) -> Vec<(Owed, i64)> {
    desk.app.due(20).unwrap().into_iter().filter(|due| due.what == Owed::Verify).map(|due| (due.what, due.at)).collect()
}

#[test]
fn every_field_goes_in_and_comes_out() {
    let mut desk = given();
    let fields = [
        ("action", "A-1"),
        ("status", "PR exists"),
        ("priority", "high"),
        ("category", "short term"),
        ("aspect", "technology"),
        ("verify", "in 20d"),
        ("reference", "https://example.com/1 https://example.com/2"),
    ];
    desk.run("action set", &fields);
    let list = desk.page("action list", &[("case", "INC-1")]);
    let row: Json = list.lines().map(|line| serde_json::from_str::<Json>(line).unwrap()).find(|row| row["action"] == "A-1").unwrap();
    for (key, text) in &fields[1..5] {
        assert_eq!(row[key], *text);
    }
    let review = desk.page("review export", &[("case", "INC-1")]);
    for part in ["PR exists | high | short term | technology |", "2026-12-12 14:05", "https://example.com/2"] {
        assert!(review.contains(part), "{part} is not in {review}");
    }
    desk.sound();
}

#[test]
fn a_done_action_is_to_be_verified_after_the_days_of_the_policy_until_somebody_did() {
    let mut desk = given();
    assert!(words(desk.refused("action verify", &[("action", "A-4"), ("worked", "yes")])).contains("not done yet"));
    desk.run("action done", &[("action", "A-4")]);
    let at = desk.app.ctx.at + 7 * DAY;
    assert_eq!(owed(&desk), [(Owed::Verify, at)]);
    assert_eq!(names(&desk, &[]), "A-1 A-4 A-3 A-2", "an action without a time comes last");
    desk.run("action done", &[("action", "A-2")]);
    assert_eq!(owed(&desk).len(), 1, "one without a type only where somebody says so");
    desk.run("action set", &[("action", "A-2"), ("verify", "in 2d")]);
    assert_eq!(owed(&desk).len(), 2);
    desk.app.ctx.at += 8 * DAY;
    assert!(words(desk.refused("action verify", &[("action", "A-4"), ("worked", "yes"), ("reopen", "yes")])).contains("not opened again"));
    desk.run("action verify", &[("action", "A-4"), ("worked", "no"), ("effect", "it broke again")]);
    assert_eq!(owed(&desk).len(), 1);
    desk.run("undo", &[]);
    desk.run("action verify", &[("action", "A-4"), ("worked", "no"), ("effect", "it broke again"), ("reopen", "yes")]);
    let row = rows(&desk, &[]).into_iter().find(|row| row["action"] == "A-4").unwrap();
    assert_eq!(
        (&row["state"], &row["worked"], &row["verify"], &row["effect"]),
        (&"open".into(), &Json::Null, &Json::Null, &"it broke again".into())
    );
    desk.run("action done", &[("action", "A-4")]);
    desk.run("action verify", &[("action", "A-4"), ("worked", "partly")]);
    let review = desk.page("review export", &[("case", "INC-1")]);
    // What was seen of the first attempt is in the log, and not said of the second.
    assert!(review.contains("A-4 did not work: it broke again") && review.contains("| worked partly"), "{review}");
    assert_eq!(review.matches("it broke again").count(), 1, "{review}");
    desk.sound();
}

#[test]
fn what_was_not_taken_says_why_and_stands_in_the_review() {
    let mut desk = given();
    assert!(words(desk.refused("action decline", &[("case", "INC-1"), ("text", "a third centre")])).contains("missing"));
    let done = desk.run("action decline", &[("case", "INC-1"), ("text", "a third centre"), ("why", "it costs more than it saves")]);
    assert_eq!(done.json["finding"], "F-1");
    desk.run("action drop", &[("action", "A-4"), ("why", "the service is retired")]);
    let review = desk.page("review export", &[("case", "INC-1")]);
    let (_, declined) = review.split_once("## Actions considered and declined").expect("a heading");
    for part in ["a third centre", "it costs more than it saves"] {
        assert!(declined.contains(part), "{part} is not in {declined}");
    }
    assert_eq!(review.matches("the service is retired").count(), 1, "what was given up says why, once: {review}");
    desk.run("review state", &[("case", "INC-1"), ("state", "approved")]);
    assert!(words(desk.refused("action decline", &[("case", "INC-1"), ("text", "x"), ("why", "y")])).contains("is approved"));
    desk.sound();
}

#[test]
fn what_is_followed_up_is_narrowed_and_grouped() {
    let mut desk = given();
    desk.app.ctx.at += 2 * DAY;
    assert_eq!(names(&desk, &[]), "A-1 A-3 A-2 A-4");
    let first = rows(&desk, &[]).remove(0);
    assert_eq!((&first["overdue"], &first["age"], &first["when"]), (&Json::Bool(true), &"2d".into(), &"47 h late".into()));
    assert_eq!(rows(&desk, &[])[2]["when"], "Q1 2027");
    assert_eq!(names(&desk, &[("owner", "ana")]), "A-3 A-4");
    assert_eq!(names(&desk, &[("type", "prevent")]), "A-1");
    assert_eq!(names(&desk, &[("owner", "ana"), ("type", "prevent")]), "");
    let by_owner = names(&desk, &[("by", "owner")]);
    assert!(
        ["A-2 A-3 A-4 A-1", "A-2 A-1 A-3 A-4"].contains(&by_owner.as_str()),
        "nobody's first, then one owner after the other: {by_owner}"
    );
    assert_eq!(names(&desk, &[("by", "type")]), "A-2 A-3 A-4 A-1", "those of no type first");
    assert_eq!(names(&desk, &[("case", "ISS-1")]), "A-3 A-2");
    assert_eq!(names(&desk, &[("case", "INC-1"), ("by", "type")]), "A-4 A-1");
    for order in FollowOrder::ALL {
        let follow = Follow { order: *order, owner: None, action_type: None };
        let whole = desk.app.follow_ups(&follow, FollowFrom::Start, 50).unwrap();
        let ids = |all: &[crate::model::entry::Action]| all.iter().map(|action| action.number).collect::<Vec<_>>();
        assert_eq!(ids(&desk.app.follow_ups(&follow, FollowFrom::End, 50).unwrap()), ids(&whole));
        for (at, action) in whole.iter().enumerate() {
            let spot = FollowSpot::of(action).unwrap();
            let after = desk.app.follow_ups(&follow, FollowFrom::After(spot), 50).unwrap();
            let before = desk.app.follow_ups(&follow, FollowFrom::Before(spot), 50).unwrap();
            assert_eq!((ids(&before), ids(&after)), (ids(&whole[..at]), ids(&whole[at + 1..])), "{order:?}");
        }
    }
}
