//! Lists that are narrowed and cut short show the right rows, and undo finds its way back however far it is.

use serde_json::Value as Json;
use warroom::app::{Draft, Shown, tables};

use crate::database::Database;

/// Gives one column of what a query lists.
fn column(db: &Database, query: &str, fields: &[(&'static str, &str)], key: &str) -> Vec<String> {
    let draft = fields.iter().fold(Draft::new(), |draft, (key, text)| draft.with(key, *text));
    match db.app.ask(tables::query(query).unwrap(), &draft) {
        Ok(Shown::Rows(rows)) => rows.iter().map(|row| row.get(key).and_then(Json::as_str).unwrap_or_default().to_owned()).collect(),
        Ok(_) => panic!("{query} is no list"),
        Err(failure) => panic!("{query} {fields:?}: {failure:?}"),
    }
}

#[test]
fn a_list_narrowed_by_several_filters_shows_what_fits_all_of_them() {
    let mut db = Database::new();
    db.must("person add", &[("handle", "ana")]);
    db.must("person add", &[("handle", "bo")]);
    for (service, lead, priority) in
        [("payments", "ana", "P1"), ("payments", "bo", "P1"), ("payments", "ana", "P2"), ("login", "ana", "P1"), ("payments", "ana", "P1")]
    {
        db.must("incident open", &[("title", "Down"), ("service", service), ("lead", lead), ("priority", priority)]);
    }
    let all = [("service", "payments"), ("lead", "ana"), ("priority", "P1")];
    assert_eq!(column(&db, "case list", &all, "case"), ["INC-5", "INC-1"]);
    assert_eq!(column(&db, "case list", &[all[0], all[1], ("limit", "2")], "case"), ["INC-5", "INC-1"]);
    assert_eq!(column(&db, "case list", &[all[1], ("priority", "P2")], "case"), ["INC-3"]);
    assert!(column(&db, "case list", &[("service", "login"), ("lead", "bo")], "case").is_empty());
}

#[test]
fn a_log_narrowed_to_one_kind_shows_as_many_lines_as_were_asked_for() {
    let mut db = Database::new();
    db.must("incident open", &[("title", "Down")]);
    for line in ["?first", "?second", "?third", "~fourth", "~fifth"] {
        db.must("log", &[("case", "INC-1"), ("line", line)]);
    }
    let asked = |limit| column(&db, "entry list", &[("case", "INC-1"), ("kind", "question"), ("limit", limit)], "text");
    assert_eq!(asked("2"), ["second", "third"]);
    assert_eq!(asked("9"), ["first", "second", "third"]);
}

#[test]
fn undo_finds_the_newest_change_that_stands_behind_any_number_that_do_not() {
    let mut db = Database::new();
    db.must("incident open", &[("title", "Down")]);
    for _ in 0..60 {
        db.must("log", &[("case", "INC-1"), ("line", "x")]);
    }
    for _ in 0..60 {
        db.must("undo", &[]);
    }
    let hint = db.app.hints().unwrap()[0].clone().expect("the opening still stands").1;
    assert_eq!(hint.raw(), "INC-1 opened, P1");
    assert_eq!(db.must("undo", &[]).label, "undone: INC-1 opened, P1");
    assert!(db.app.hints().unwrap()[0].is_none());
}

#[test]
fn a_page_says_when_it_does_not_show_all_of_a_log() {
    let mut db = Database::new();
    db.must("incident open", &[("title", "Down")]);
    let page = |db: &Database| match db.app.ask(tables::query("case show").unwrap(), &Draft::new().with("case", "INC-1")).unwrap() {
        Shown::Page(page, json) => (page.to_plain(200), json),
        _ => panic!("case show is a page"),
    };
    let lines = |n: usize| (0..n).map(|_| "x\n").collect::<String>();
    db.must("log", &[("case", "INC-1"), ("line", &lines(200))]);
    assert!(!page(&db).0.contains("The last 200 lines"));
    db.must("log", &[("case", "INC-1"), ("line", "the newest")]);
    let (text, json) = page(&db);
    assert!(text.contains("The last 200 lines") && text.contains("the newest") && !text.contains("INC-1.1 "), "{text}");
    assert_eq!(json["log"].as_array().map(Vec::len), Some(200));
}
