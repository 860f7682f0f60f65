//! Rows of a review: what each kind takes and refuses, their order, and who may change them when.

use serde_json::Value as Json;
use warroom::app::Shown;
use warroom::model::finding::{FindingKind, SHAPES};

use super::Desk;

/// Gives the numbers of the rows of a kind in their order.
fn order(desk: &Desk, case: &str, kind: &str) -> String {
    let rows = desk.rows("finding list", &[("case", case), ("kind", kind)]);
    rows.iter().map(|row| row["finding"].as_str().unwrap()).collect::<Vec<_>>().join(" ")
}

fn one(desk: &Desk, finding: &str) -> Json {
    match desk.ask("finding show", &[("finding", finding)]) {
        Shown::Page(_, json) => json,
        _ => panic!("a page"),
    }
}

/// Something that fits a column.
fn sample(kind: &str, column: &str) -> &'static str {
    match (kind, column) {
        ("data-loss", "mark") => "some",
        ("cause", "mark") => "root",
        ("resolution", "mark") => "lasting",
        ("time", "mark") => "derived",
        ("link", "mark") => "provider-ticket",
        ("lesson", "mark") => "lucky",
        (_, "aspect") => "organisation",
        (_, "certainty") => "with-provider",
        (_, "automatic") => "no",
        (_, "service") => "mail",
        (_, "at") => "~11:05",
        ("risk", "until") => "2027-03-01",
        (_, "until") => "unknown",
        (_, "text") => "said  exactly\n  so | and `so`",
        (_, "name") => "Bo de Wit",
        (_, "role") => "on call",
        (_, "value") => "10 min to 2 days",
        (_, "unit") => "users",
        (_, "reference") => "https://a.example/1?x=y",
        (_, "note") => "first\nsecond",
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_kind_takes_all_of_its_columns_and_gives_them_back() {
    let mut desk = Desk::new();
    let case = desk.open("Payments down");
    desk.ok("log", &[("case", &case), ("line", "replica is behind")]);
    let entry = format!("{case}.1");
    for shape in SHAPES {
        let kind = shape.kind.key();
        let mut fields = vec![("case", case.as_str()), ("kind", kind), ("entry", &entry), ("for", "public")];
        fields.extend(shape.columns.iter().map(|column| (*column, sample(kind, column))));
        let done = desk.ok("finding add", &fields);
        let number = done.json["finding"].as_str().unwrap().to_owned();
        let row = one(&desk, &number);
        for column in shape.columns {
            let want = match (kind, *column) {
                (_, "at") => "2026-11-22T10:05:00.000Z",
                ("risk", "until") => "2027-03-01T22:59:00.000Z",
                (_, "until") => {
                    assert!(row["until"].is_null() && row["until_precision"] == "unknown", "{row}");
                    continue;
                }
                _ => sample(kind, column),
            };
            assert_eq!(row[*column], want, "{kind} {column}");
        }
        assert_eq!((row["entry"].as_str(), row["visibility"].as_str()), (Some(entry.as_str()), Some("public")), "{kind}");
        if shape.columns.contains(&"at") {
            assert_eq!(row["at_precision"], "about", "{kind}");
        }
    }
    let rows = desk.rows("finding list", &[("case", &case)]);
    assert_eq!(rows.len(), FindingKind::ALL.len());
    assert_eq!(rows[0]["words"], "said  exactly · 10 min to 2 days · users · first");
    let lucky = desk.rows("finding list", &[("case", &case), ("section", "lucky")]);
    assert_eq!((lucky.len(), lucky[0]["kind"].as_str()), (1, Some("lesson")));
}

#[test]
fn what_a_kind_does_not_have_is_refused_and_what_it_needs_is_asked_for() {
    let mut desk = Desk::new();
    let case = desk.open("Payments down");
    let no = desk.no("finding add", &[("case", &case), ("kind", "lesson"), ("value", "3"), ("certainty", "unknown")]);
    let said: Vec<String> = no.iter().map(|r| format!("{}: {}; {}", r.field, r.why.raw(), r.hint.raw())).collect();
    assert_eq!(
        said,
        [
            "value: a lesson has no value; it has text, mark, aspect, note",
            "certainty: a lesson has no certainty; it has text, mark, aspect, note",
            "text: a lesson needs its text; it has text, mark, aspect, note; the first of them says what it is",
        ]
    );
    let no = desk.no("finding add", &[("case", &case), ("kind", "link"), ("reference", "#7")]);
    assert_eq!((no[0].field, no[0].why.raw()), ("mark", "a link needs its mark"));
    assert!(no[0].hint.raw().contains("provider-ticket"));
    let no = desk.no("finding add", &[("case", &case), ("kind", "cause"), ("text", "why"), ("mark", "lucky")]);
    assert_eq!((no[0].why.raw(), no[0].hint.raw()), ("'lucky' marks no cause", "one of why, root, contributing"));
    let no = desk.no("finding add", &[("case", &case), ("kind", "impact"), ("text", "all"), ("until", "2027-01-01 10:00")]);
    assert_eq!(no[0].field, "until", "what has been cannot lie ahead");
    let no = desk.no("finding add", &[("case", &case), ("kind", "time"), ("text", "found"), ("name", "found"), ("at", "12:00")]);
    assert_eq!(no[0].why.raw(), "a key time has no text");
    let other = desk.open("Mail down");
    desk.ok("log", &[("case", &other), ("line", "elsewhere")]);
    let no = desk.no("finding add", &[("case", &case), ("kind", "lesson"), ("text", "a"), ("entry", &format!("{other}.1"))]);
    assert_eq!(no[0].field, "entry");
    assert!(desk.rows("finding list", &[("case", &case)]).is_empty(), "a refusal leaves nothing behind");
    // A text is the name of what has a name only, and words may be shortened.
    desk.ok("finding add", &[("case", &case), ("kind", "time"), ("text", "ticket raised"), ("at", "12:03"), ("mark", "est")]);
    let row = one(&desk, "F-1");
    assert_eq!((row["name"].as_str(), row["mark"].as_str()), (Some("ticket raised"), Some("estimated")));
    let no = desk.no("finding set", &[("finding", "F-1"), ("name", "")]);
    assert_eq!(no[0].why.raw(), "the name of a key time cannot be empty");
    desk.ok("finding set", &[("finding", "F-1"), ("mark", ""), ("note", "by phone"), ("text", "")]);
    let row = one(&desk, "F-1");
    assert_eq!((row["mark"].as_str(), row["note"].as_str(), row["name"].as_str()), (None, Some("by phone"), Some("ticket raised")));
}

#[test]
fn rows_keep_the_order_people_put_them_in() {
    let mut desk = Desk::new();
    let case = desk.open("Payments down");
    for text in ["a", "b", "c"] {
        desk.ok("finding add", &[("case", &case), ("kind", "lesson"), ("text", text)]);
    }
    desk.ok("finding add", &[("case", &case), ("kind", "risk"), ("text", "stays")]);
    desk.ok("finding add", &[("case", &case), ("kind", "lesson"), ("text", "d"), ("after", "F-1")]);
    assert_eq!(order(&desk, &case, "lesson"), "F-1 F-5 F-2 F-3");
    desk.ok("finding move", &[("finding", "F-3"), ("first", "yes")]);
    desk.ok("finding move", &[("finding", "F-1"), ("after", "F-2")]);
    assert_eq!(order(&desk, &case, "lesson"), "F-3 F-5 F-2 F-1");
    // Again and again between the same two: room is made where there is none left.
    for _ in 0..12 {
        desk.ok("finding move", &[("finding", "F-2"), ("after", "F-3")]);
        desk.ok("finding move", &[("finding", "F-5"), ("after", "F-3")]);
    }
    assert_eq!(order(&desk, &case, "lesson"), "F-3 F-5 F-2 F-1");
    for (fields, field) in [
        (vec![("finding", "F-1"), ("after", "F-4")], "after"),
        (vec![("finding", "F-1"), ("after", "F-1")], "after"),
        (vec![("finding", "F-1")], "after"),
    ] {
        assert_eq!(desk.no("finding move", &fields)[0].field, field, "{fields:?}");
    }
    desk.ok("finding remove", &[("finding", "F-5")]);
    assert_eq!(order(&desk, &case, "lesson"), "F-3 F-2 F-1");
    desk.ok("undo", &[]);
    assert_eq!(order(&desk, &case, "lesson"), "F-3 F-5 F-2 F-1");
}

#[test]
fn the_first_row_begins_the_review_and_an_approved_one_takes_none() {
    let mut desk = Desk::new();
    let case = desk.open("Payments down");
    desk.ok("finding add", &[("case", &case), ("kind", "question"), ("text", "who owns the queue?")]);
    let Shown::Page(_, page) = desk.ask("review show", &[("case", &case)]) else { panic!("a page") };
    assert_eq!(page["header"]["review_state"], "draft");
    desk.ok("review state", &[("case", &case), ("state", "approved")]);
    for (command, fields) in [
        ("finding add", vec![("case", case.as_str()), ("kind", "question"), ("text", "and why?")]),
        ("finding set", vec![("finding", "F-1"), ("text", "other")]),
        ("finding move", vec![("finding", "F-1"), ("first", "yes")]),
        ("finding remove", vec![("finding", "F-1")]),
    ] {
        let no = desk.no(command, &fields);
        assert!(no[0].why.raw().contains("is approved") && no[0].hint.raw().contains("review state INC-1 draft"), "{command}: {no:?}");
    }
    desk.ok("review state", &[("case", &case), ("state", "draft"), ("why", "one more question")]);
    desk.ok("finding set", &[("finding", "F-1"), ("text", "who owned the queue?")]);
}

#[test]
fn a_cause_that_stops_at_a_person_gets_a_question_and_stays_as_it_is() {
    let mut desk = Desk::new();
    let case = desk.open("Payments down");
    desk.ok("person add", &[("handle", "bob"), ("name", "Bob Ray")]);
    let done = desk.ok("finding add", &[("case", &case), ("kind", "cause"), ("text", "Human error during the change")]);
    assert!(done.notes.iter().any(|note| note.contains("what made it look right")), "{:?}", done.notes);
    let done = desk.ok("finding add", &[("case", &case), ("kind", "cause"), ("text", "Bob Ray restarted the wrong host")]);
    assert!(done.notes.iter().any(|note| note.contains("names one person")), "{:?}", done.notes);
    desk.app.ctx.language = "nl".into();
    let done = desk.ok("finding set", &[("finding", "F-2"), ("text", "menselijke fout")]);
    assert!(done.notes.iter().any(|note| note.starts_with("Bij een fout van mensen")), "{:?}", done.notes);
    let done = desk.ok("finding add", &[("case", &case), ("kind", "lesson"), ("text", "human error is no answer")]);
    assert!(done.notes.is_empty(), "{:?}", done.notes);
    assert_eq!(one(&desk, "F-1")["text"], "Human error during the change");
}

#[test]
fn a_row_that_others_stand_under_is_not_taken_out() {
    let mut desk = Desk::new();
    let case = desk.open("Payments down");
    desk.ok("finding add", &[("case", &case), ("kind", "cause"), ("text", "no limit on the queue")]);
    assert_eq!(desk.no("finding remove", &[("finding", "F-9")])[0].why.raw(), "there is no F-9");
    desk.ok("finding remove", &[("finding", "F-1")]);
    assert!(desk.rows("finding list", &[("case", &case)]).is_empty());
}

#[test]
fn an_aspect_in_which_nothing_lies_asks_one_question() {
    let mut desk = Desk::new();
    let case = desk.open("Payments down");
    desk.ok("finding add", &[("case", &case), ("kind", "cause"), ("text", "no limit"), ("aspect", "technology")]);
    desk.ok("finding add", &[("case", &case), ("kind", "impact"), ("text", "payments lost"), ("aspect", "technology")]);
    desk.ok("finding add", &[("case", &case), ("kind", "lesson"), ("text", "does not count"), ("aspect", "human")]);
    desk.ok("action add", &[("case", &case), ("text", "Agree who reads the list"), ("aspect", "organisation")]);
    let spread = |desk: &Desk| {
        let of = |row: &serde_json::Map<String, Json>| {
            let count = |key: &str| row[key].as_u64().unwrap();
            (count("causes"), count("impacts"), count("actions"), row.get("question").and_then(Json::as_str).map(str::to_owned))
        };
        desk.rows("finding aspects", &[("case", &case)]).iter().map(of).collect::<Vec<_>>()
    };
    let rows = spread(&desk);
    assert_eq!(rows[1..], [(0, 0, 1, None), (1, 1, 0, None)]);
    assert!(matches!(&rows[0], (0, 0, 0, Some(question)) if question.starts_with("How did it look to the people")), "{rows:?}");
    desk.app.ctx.language = "zh".into();
    assert!(spread(&desk)[0].3.as_ref().is_some_and(|question| question.starts_with("身处其中")));
}

#[test]
fn a_review_whose_cause_is_not_known_is_approved_and_says_so() {
    let mut desk = Desk::new();
    let case = desk.open("Payments down");
    let cause = [("case", case.as_str()), ("kind", "cause"), ("text", "Why the pool filled"), ("mark", "root"), ("certainty", "unknown")];
    desk.ok("finding add", &cause);
    desk.ok("review state", &[("case", &case), ("state", "approved"), ("by", "the board")]);
    let Shown::Text(text, _) = desk.ask("review version", &[("case", &case), ("number", "1")]) else { panic!("a text") };
    assert!(text.contains("Why the pool filled *(root cause; unknown)*") && text.contains("| Approved by | the board |"), "{text}");
}
