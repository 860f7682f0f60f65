//! What is looked for in the Library is found however much else there is, and where a list ends before everything it says so.

use crate::database::Database;
use crate::library::{asked, finding, incident, texts};
use crate::world::World;

/// Gives the cases a query names, and its remarks.
fn said(db: &Database, query: &str, fields: &[(&'static str, &str)]) -> (Vec<String>, String) {
    let (json, said) = asked(db, query, fields);
    (texts(&json, if query == "search" { "of" } else { "case" }), said)
}

/// Puts so many more cases beside the first one, every second of them with a workaround and fixed for good.
fn crowd(db: &Database, numbers: std::ops::RangeInclusive<i64>) {
    let conn = db.raw();
    conn.execute_batch("BEGIN").unwrap();
    let sql = "INSERT INTO cases (id, kind, number, title, service, state, opened_at, opened_offset, opened_precision, workaround)
         SELECT unhex(printf('ff%030x', ?1)), kind, ?1, title, service, state, opened_at, opened_offset, opened_precision, ?2
         FROM cases WHERE number = 1";
    for n in numbers {
        conn.execute(sql, (n, (n % 2 == 0).then_some("wait"))).unwrap();
    }
    let fixed = "INSERT INTO finding (id, number, case_id, kind, mark, text, position, visibility)
         SELECT randomblob(16), number, id, 'resolution', 'lasting', 'done', number, 'internal' FROM cases WHERE number > 2 AND workaround IS NOT NULL";
    conn.execute_batch(fixed).unwrap();
    conn.execute_batch("COMMIT").unwrap();
}

#[test]
fn a_known_error_is_found_behind_any_number_of_others_and_of_fixed_ones() {
    let mut db = Database::new();
    incident(&mut db, "The old one", "mail", &[("workaround", "restart the worker")]);
    incident(&mut db, "Hit as well", "web", &[("workaround", "wait")]);
    db.must("case services", &[("case", "INC-2"), ("add", "mail")]);
    finding(&db, "INC-1", ["lesson", "badly", "an old lesson", "", "internal"]);
    crowd(&db, 3..=1_300);
    for n in [601, 603] {
        finding(&db, &format!("INC-{n}"), ["lesson", "well", "a newer lesson", "", "internal"]);
    }
    assert_eq!(said(&db, "library known-errors", &[("service", "mail")]), (vec!["INC-2".into(), "INC-1".into()], String::new()));
    assert_eq!(said(&db, "library known-errors", &[]).0, ["INC-2", "INC-1"]);
    assert_eq!(said(&db, "library lessons", &[("service", "mail"), ("kind", "badly")]), (vec!["INC-1".into()], String::new()));
    let (few, note) = said(&db, "library lessons", &[("service", "mail"), ("limit", "2")]);
    assert_eq!(few, ["INC-603", "INC-601"]);
    assert_eq!(note, "the newest 2 lessons are shown, and there are more; a higher limit shows them");
    assert!(said(&db, "library known-errors", &[("limit", "1")]).1.contains("there are more"));
}

#[test]
fn known_errors_and_lessons_are_narrowed_to_a_project() {
    let mut db = Database::new();
    for (title, project) in [("Data is late", "migration"), ("Nobody decides", "merger")] {
        db.must("issue open", &[("title", title), ("project", project)]);
    }
    for n in ["ISS-1", "ISS-2"] {
        finding(&db, n, ["cause", "root", "no owner", "confirmed", "management"]);
        finding(&db, n, ["lesson", "badly", "ask sooner", "", "management"]);
    }
    for query in ["library known-errors", "library lessons"] {
        assert_eq!(said(&db, query, &[("project", "migration")]).0, ["ISS-1"], "{query}");
    }
}

#[test]
fn a_drafted_section_confirms_no_cause_and_an_approved_one_does() {
    let mut db = Database::new();
    incident(&mut db, "Replica lag one", "payments", &[("priority", "P1")]);
    incident(&mut db, "Replica lag two", "payments", &[]);
    db.must("review set", &[("case", "INC-1"), ("section", "causes"), ("text", "perhaps the vacuum")]);
    let sure = |db: &Database| {
        let (json, page) = asked(db, "library similar", &[("case", "INC-2")]);
        assert!(page.contains("perhaps the vacuum"), "{page}");
        (json[0]["cause_confirmed"].as_bool(), page.contains("(not confirmed)"))
    };
    assert_eq!(sure(&db), (Some(false), true));
    db.raw().execute("UPDATE review SET state = 'approved'", []).unwrap();
    assert_eq!(sure(&db), (Some(true), false));
}

#[test]
fn what_hit_both_cases_is_named_whichever_of_their_services_it_is() {
    let mut db = Database::new();
    for (title, service, further) in
        [("Alpha", "web", "queue"), ("Bravo", "mail", "queue"), ("Charlie", "queue", "web"), ("Delta", "mail", ""), ("Echo", "mail", "web")]
    {
        incident(&mut db, title, service, &[]);
        if !further.is_empty() {
            let number = db.raw().query_row("SELECT max(number) FROM cases", [], |row| row.get::<_, i64>(0)).unwrap();
            db.must("case services", &[("case", &format!("INC-{number}")), ("add", further)]);
        }
    }
    let why = |case: &str| {
        let (json, _) = asked(&db, "library similar", &[("case", case)]);
        json.as_array().unwrap().iter().map(|row| format!("{} {}", row["case"].as_str().unwrap(), row["why"])).collect::<Vec<_>>()
    };
    assert_eq!(
        why("INC-1"),
        [r#"INC-5 ["also hit: web (+2)"]"#, r#"INC-3 ["also hit: web, queue (+2)"]"#, r#"INC-2 ["also hit: queue (+2)"]"#,]
    );
    assert_eq!(why("INC-4"), [r#"INC-5 ["same service mail (+3)"]"#, r#"INC-2 ["same service mail (+3)"]"#]);
}

#[test]
fn what_is_titled_just_so_is_found_first_however_old_it_is() {
    let mut db = Database::new();
    incident(&mut db, "Routine 1", "mail", &[]);
    let lines = (0..2_200).map(|n| format!("a routine of {n} minutes, 1 of many")).collect::<Vec<_>>().join("\n");
    db.must("log", &[("case", "INC-1"), ("line", &lines)]);
    let (found, said) = said(&db, "search", &[("text", "Routine 1")]);
    assert_eq!((found[0].as_str(), found.len()), ("INC-1", 50));
    assert!(said.starts_with("the closest 50 are shown, of the newest 2001 that were compared"), "{said}");
    let (_, note) = self::said(&db, "search", &[("text", "2199"), ("limit", "1")]);
    assert_eq!(note, "");
    let (_, note) = self::said(&db, "search", &[("text", "minutes of service:mail 219"), ("limit", "2")]);
    assert_eq!(note, "the closest 2 of 12 are shown; a higher limit shows more");
}

#[test]
fn a_limit_may_be_said_twice_or_turned_round_and_what_cannot_be_is_said() {
    let mut db = Database::new();
    db.must("person add", &[("handle", "bo"), ("name", "Bo Janssen")]);
    incident(&mut db, "Alpha is slow", "web", &[("lead", "bo")]);
    incident(&mut db, "Alpha is down", "mail", &[]);
    incident(&mut db, "Alpha is lost", "queue", &[]);
    db.must("log", &[("case", "INC-3"), ("line", "~ alpha has a leak")]);
    finding(&db, "INC-2", ["cause", "root", "alpha was never patched", "confirmed", "management"]);
    db.raw()
        .execute_batch(
            "INSERT INTO doc (subject, record) SELECT 'finding', id FROM finding;
             INSERT INTO doc_text (rowid, text) SELECT max(n), 'alpha was never patched' FROM doc;",
        )
        .unwrap();
    let of = |words: &str| said(&db, "search", &[("text", words)]);
    let found = |words: &str| of(words).0;
    assert_eq!(found("kind:incidents alpha -service:web"), ["INC-3", "INC-2"]);
    assert_eq!(found("kind:incidents alpha service:web service:mail"), ["INC-2", "INC-1"]);
    assert_eq!(found("kind:incidents alpha -service:web -service:mail"), ["INC-3"]);
    assert_eq!(found("alpha -kind:hypothesis -kind:reviews -by:bo"), ["INC-3", "INC-2"]);
    assert_eq!(found("kind:hypotheses"), ["INC-3.1"]);
    assert_eq!(found("kind:review alpha"), found("kind:cause alpha"));
    assert_eq!(found("kind:review alpha").len(), 1);
    assert_eq!(found("kind:incidents by:\"Bo Janssen\""), ["INC-1"]);
    assert_eq!(of("kind:incidents by:bo").1, "");
    assert_eq!(of("alpha by:nosuch").1, "nobody of the name 'nosuch' is known: looked for as the author of lines alone");
    assert_eq!(of("alpha -service:nowhere").1, "'nowhere' is no service that is known: nothing is left out for it");
    assert_eq!(of("alpha -before:today").1, "'-before:' cannot be left out and is passed over");
    assert_eq!(of("kind:decision kind:incidents alpha").1, "'kind:' counts once: the last one, incidents, is meant");
    assert_eq!(found("kind:decision kind:incidents alpha").len(), 3);
    assert_eq!(found("-slow kind:incidents"), ["INC-3", "INC-2"]);
    assert!(!found("-alpha").is_empty(), "what is left out is a limit too");
}

#[test]
fn figures_take_a_day_that_is_ahead_name_what_they_are_parted_by_and_say_what_is_left_out() {
    let mut db = Database::new();
    db.must("issue open", &[("title", "Data is late"), ("project", "migration")]);
    incident(&mut db, "Down", "mail", &[]);
    let (json, page) = asked(&db, "figures", &[("to", "2026-12-31"), ("by", "service")]);
    assert_eq!((json["total"]["cases"].as_i64(), json["to"].as_str()), (Some(1), Some("2026-12-31T00:00:00.000Z")), "{page}");
    assert!(page.contains("A case counts for its own service alone, and for none that it hit as well."), "{page}");
    assert!(!asked(&db, "figures", &[]).1.contains("hit as well"));
    let (_, csv) = asked(&db, "figures", &[("kind", "issue"), ("by", "service"), ("format", "csv")]);
    assert!(csv.starts_with("project,cases,"), "{csv}");
    assert_eq!(said(&db, "search", &[("text", "kind:incidents before:2027-01-01")]), (vec!["INC-1".into()], String::new()));
}

#[test]
fn what_is_followed_up_goes_by_the_names_of_its_owners_in_windows_of_any_size() {
    use warroom::model::action::{Follow, FollowFrom, FollowOrder, FollowSpot};
    let mut db = Database::new();
    incident(&mut db, "Down", "mail", &[]);
    for (owner, due) in [("zoe", "in 1h"), ("adam", "in 3h"), ("", "in 2h"), ("mia", "in 2h"), ("adam", "in 1h"), ("zoe", ""), ("", "")] {
        let more = [("owner", owner), ("due", due)].into_iter().filter(|(_, value)| !value.is_empty());
        let fields: Vec<_> = [("case", "INC-1"), ("text", "do it")].into_iter().chain(more).collect();
        db.must("action add", &fields);
    }
    let follow = Follow { order: FollowOrder::Owner, owner: None, action_type: None };
    let read = |from, limit| db.app.follow_ups(&follow, from, limit).unwrap();
    let all = read(FollowFrom::Start, 99);
    let numbers = |all: &[warroom::model::action::Action]| all.iter().map(|action| action.number).collect::<Vec<_>>();
    assert_eq!(numbers(&all), [3, 7, 5, 2, 4, 1, 6]);
    for limit in [1, 2, 3, 7] {
        assert_eq!(numbers(&read(FollowFrom::Start, limit)), numbers(&all[..limit]));
        assert_eq!(numbers(&read(FollowFrom::End, limit)), numbers(&all[7 - limit..]));
        for (at, action) in all.iter().enumerate() {
            let spot = FollowSpot::of(action).unwrap();
            assert_eq!(numbers(&read(FollowFrom::After(spot), limit)), numbers(&all[at + 1..(at + 1 + limit).min(7)]), "after {at}");
            assert_eq!(numbers(&read(FollowFrom::Before(spot), limit)), numbers(&all[at.saturating_sub(limit)..at]), "before {at}");
        }
    }
}

#[test]
fn a_search_may_begin_with_what_is_left_out_and_help_says_how_many_rows_there_are() {
    let world = World::new();
    for title in ["Alpha is slow", "Bravo is slow"] {
        world.ok(&["incident", "open", title]);
    }
    assert!(world.ok(&["search", "-alpha kind:incidents"]).contains("Bravo"), "one argument with a blank in it");
    let found = world.ok(&["search", "-alpha"]);
    assert!(found.contains("Bravo") && !found.contains("Alpha is slow"), "{found}");
    assert!(world.ok(&["search", "alpha", "--limit", "1", "--json"]).contains("Alpha"), "options stay options");
    for (words, most) in [("library similar", 10), ("search", 50), ("library known-errors", 50), ("history", 50), ("case list", 100)] {
        let args: Vec<&str> = words.split(' ').chain(["--help"]).collect();
        assert!(world.ok(&args).contains(&format!("({most} unless said)")), "{words}");
    }
}
