//! The Library and the figures: similar cases with why, known errors, lessons, steps done otherwise, searches with operators, counts.

use serde_json::Value as Json;
use warroom::app::{Draft, Shown, tables};
use warroom::model::entry::Visibility;

use crate::database::{Database, NOW};

/// Gives the answer of a query as JSON and as people read it.
pub fn asked(db: &Database, query: &str, fields: &[(&'static str, &str)]) -> (Json, String) {
    let draft = fields.iter().fold(Draft::new(), |draft, (key, text)| draft.with(key, *text));
    match db.app.ask(tables::query(query).unwrap(), &draft).unwrap() {
        Shown::Rows(rows) => (serde_json::to_value(&rows).unwrap(), String::new()),
        Shown::Noted(rows, notes) => (serde_json::to_value(&rows).unwrap(), notes.join("\n")),
        Shown::Page(page, json) => (json, page.to_plain(120)),
        Shown::Text(text, _) => (Json::Null, text),
    }
}

/// Puts a row of a review down as it is stored.
pub fn finding(db: &Database, case: &str, [kind, mark, text, certainty, visibility]: [&str; 5]) {
    let conn = db.raw();
    let number: i64 = conn.query_row("SELECT coalesce(max(number), 0) + 1 FROM finding", [], |row| row.get(0)).unwrap();
    let (prefix, of) = case.split_once('-').unwrap();
    let of_kind = if prefix == "INC" { "incident" } else { "issue" };
    conn.execute(
        "INSERT INTO finding (id, number, case_id, kind, mark, text, certainty, position, visibility)
         SELECT randomblob(16), ?1, id, ?2, nullif(?3, ''), ?4, nullif(?5, ''), ?1, ?6 FROM cases WHERE kind = ?7 AND number = ?8",
        (number, kind, mark, text, certainty, visibility, of_kind, of.parse::<i64>().unwrap()),
    )
    .unwrap();
}

/// Opens an incident a minute after the one before, and says what else there is to say.
pub fn incident(db: &mut Database, title: &str, service: &str, more: &[(&'static str, &str)]) {
    db.app.ctx.at += 60_000;
    let opened = db.must("incident open", &[("title", title), ("service", service), ("priority", "P2")]);
    let case = opened.json["case"].as_str().unwrap_or_default().to_owned();
    if !more.is_empty() {
        db.must("incident set", &[&[("case", case.as_str())][..], more].concat());
    }
}

pub fn texts(json: &Json, key: &str) -> Vec<String> {
    json.as_array().unwrap().iter().map(|row| row[key].as_str().unwrap_or_default().to_owned()).collect()
}

#[test]
fn a_case_seen_before_is_found_with_why_what_helped_and_what_ended_it() {
    let mut db = Database::new();
    incident(&mut db, "Replica lag makes payments slow", "payments", &[("workaround", "read from the primary")]);
    finding(&db, "INC-1", ["cause", "root", "the nightly vacuum blocks the replica", "confirmed", "management"]);
    finding(&db, "INC-1", ["resolution", "lasting", "vacuum in small steps", "", "management"]);
    incident(&mut db, "Printer is out of paper", "office", &[]);
    incident(&mut db, "Logins fail", "payments", &[]);
    incident(&mut db, "Payments time out, replica lag is growing", "payments", &[]);
    db.must("log", &[("case", "INC-4"), ("line", "~ a vacuum blocks the replica")]);
    let (json, page) = asked(&db, "library similar", &[("case", "INC-4")]);
    assert_eq!(texts(&json, "case"), ["INC-1", "INC-3"], "{page}");
    let why = ["same service payments (+3)", "same cause words 'vacuum blocks', 'replica' (+6)", "words 'replica lag', 'payments' (+3)"];
    assert_eq!(json[0]["why"], serde_json::json!(why));
    assert_eq!((json[0]["points"].as_i64(), json[0]["workaround"].as_str()), (Some(12), Some("read from the primary")));
    assert_eq!((json[0]["ended_by"].as_str(), json[0]["cause_confirmed"].as_bool()), (Some("vacuum in small steps"), Some(true)));
    assert!(page.contains("12 points") && page.contains("vacuum in small steps") && !page.contains("Printer"), "{page}");
    // What was found to be wrong is no cause any more, on neither side.
    db.must("entry verdict", &[("entry", "INC-4.1"), ("verdict", "eliminated")]);
    let (json, _) = asked(&db, "library similar", &[("case", "INC-4")]);
    assert_eq!(json[0]["points"].as_i64(), Some(6));
}

#[test]
fn chinese_is_found_by_what_it_shares_and_a_case_like_no_other_says_so() {
    let mut db = Database::new();
    incident(&mut db, "数据库复制延迟导致支付失败", "支付", &[("workaround", "改读主库")]);
    incident(&mut db, "昨晚复制延迟超过五秒", "登录", &[]);
    incident(&mut db, "Zebra crossing", "zoo", &[]);
    let (json, page) = asked(&db, "library similar", &[("case", "INC-2")]);
    assert_eq!((texts(&json, "case"), texts(&json, "workaround")), (vec!["INC-1".to_owned()], vec!["改读主库".to_owned()]), "{page}");
    assert!(page.contains("'复制延迟'"), "{page}");
    assert!(asked(&db, "library similar", &[("case", "INC-3")]).1.contains("Nothing like it"));
}

#[test]
fn what_a_similar_case_costs_does_not_grow_with_the_number_of_cases() {
    let count = |cases: usize| {
        let mut db = Database::new();
        for n in 0..cases {
            incident(&mut db, &format!("Replica lag number {n}"), "payments", &[]);
        }
        let heard = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
        let ears = heard.clone();
        db.app
            .listen(move |sql: &str| {
                let ours = !sql.contains("doc_text_");
                ears.fetch_add(usize::from(ours), std::sync::atomic::Ordering::Relaxed);
            })
            .unwrap();
        let (json, _) = asked(&db, "library similar", &[("case", "INC-1")]);
        assert!(!json.as_array().unwrap().is_empty());
        heard.load(std::sync::atomic::Ordering::Relaxed)
    };
    let (few, many) = (count(3), count(60));
    assert!(few.abs_diff(many) <= 2, "{few} statements for 3 cases, {many} for 60");
}

#[test]
fn a_known_error_is_one_until_it_is_lastingly_fixed() {
    let mut db = Database::new();
    incident(&mut db, "Queue is stuck", "mail", &[("workaround", "restart the worker")]);
    incident(&mut db, "Disk is full", "mail", &[]);
    incident(&mut db, "Certificate expired", "web", &[("workaround", "accept it by hand")]);
    incident(&mut db, "Nobody knows", "web", &[]);
    finding(&db, "INC-2", ["cause", "root", "logs are never rotated", "confirmed", "management"]);
    finding(&db, "INC-4", ["cause", "root", "perhaps the moon", "suspected", "management"]);
    let all = |db: &Database, fields: &[(&'static str, &str)]| texts(&asked(db, "library known-errors", fields).0, "case");
    assert_eq!(all(&db, &[]), ["INC-3", "INC-2", "INC-1"]);
    assert_eq!(all(&db, &[("service", "mail")]), ["INC-2", "INC-1"]);
    let (json, _) = asked(&db, "library known-errors", &[("service", "mail")]);
    assert_eq!((json[0]["cause"].as_str(), json[1]["do"].as_str()), (Some("logs are never rotated"), Some("restart the worker")));
    finding(&db, "INC-1", ["resolution", "temporary", "restarted", "", "management"]);
    db.must("review set", &[("case", "INC-3"), ("section", "lasting-fix"), ("text", "renewed by itself from now on")]);
    assert_eq!(all(&db, &[]), ["INC-2", "INC-1"]);
    db.must("action add", &[("case", "INC-3"), ("text", "renew it by itself"), ("type", "prevent")]);
    assert_eq!(all(&db, &[]), ["INC-3", "INC-2", "INC-1"], "what is still to be done is not done");
    db.must("action done", &[("action", "A-1")]);
    finding(&db, "INC-2", ["resolution", "lasting", "rotated", "", "management"]);
    db.must("log", &[("case", "INC-4"), ("line", "~ it is the proxy")]);
    db.must("entry verdict", &[("entry", "INC-4.1"), ("verdict", "confirmed")]);
    assert_eq!(all(&db, &[]), ["INC-4", "INC-1"]);
}

#[test]
fn lessons_of_all_reviews_and_steps_done_otherwise_are_listed() {
    let mut db = Database::new();
    incident(&mut db, "One", "mail", &[("priority", "P1")]);
    incident(&mut db, "Two", "web", &[("priority", "P1")]);
    db.must("review set", &[("case", "INC-1"), ("section", "lessons"), ("text", "a section of lessons")]);
    finding(&db, "INC-1", ["lesson", "badly", "nobody had the number", "", "internal"]);
    finding(&db, "INC-2", ["lesson", "well", "the page was quick", "", "internal"]);
    let lessons = |fields: &[(&'static str, &str)]| texts(&asked(&db, "library lessons", fields).0, "lesson");
    assert_eq!(lessons(&[]), ["the page was quick", "nobody had the number", "a section of lessons"]);
    assert_eq!(lessons(&[("kind", "badly")]), ["nobody had the number"]);
    assert_eq!(lessons(&[("kind", "general")]), ["a section of lessons"]);
    assert_eq!(lessons(&[("service", "web")]), ["the page was quick"]);
    let mut db = db;
    for (case, state) in [("INC-1", "skipped"), ("INC-2", "adapted")] {
        db.must("playbook mark", &[("case", case), ("step", "morale"), ("state", state), ("why", "the team was asleep")]);
    }
    let (json, _) = asked(&db, "library steps", &[]);
    assert_eq!((json[0]["step"].as_str(), json[0]["skipped"].as_i64(), json[0]["adapted"].as_i64()), (Some("morale"), Some(1), Some(1)));
    assert!(json[0]["why"].as_str().unwrap().contains("INC-1: the team was asleep"), "{json}");
}

#[test]
fn nothing_that_is_internal_is_learnt_by_others() {
    let mut db = Database::new();
    incident(&mut db, "Replica lag one", "payments", &[("workaround", "canary way around"), ("description", "canary report")]);
    incident(&mut db, "Replica lag two", "payments", &[("description", "canary report")]);
    db.must("log", &[("case", "INC-1"), ("line", "~ canary guess")]);
    db.must("entry verdict", &[("entry", "INC-1.1"), ("verdict", "confirmed")]);
    for kind in ["cause", "resolution", "lesson"] {
        finding(&db, "INC-1", [kind, "", "canary of the review", "confirmed", "internal"]);
    }
    db.raw().execute("UPDATE entry SET visibility = 'internal'", []).unwrap();
    db.must("review set", &[("case", "INC-1"), ("section", "lessons"), ("text", "canary section"), ("for", "internal")]);
    db.must("review set", &[("case", "INC-1"), ("section", "resolution"), ("text", "canary section"), ("for", "internal")]);
    db.must("playbook mark", &[("case", "INC-1"), ("step", "morale"), ("state", "skipped"), ("why", "canary why")]);
    let all: [(&str, &[(&'static str, &str)]); 6] = [
        ("library similar", &[("case", "INC-2")]),
        ("library known-errors", &[]),
        ("library lessons", &[]),
        ("library steps", &[]),
        ("search", &[("text", "canary")]),
        ("search", &[("text", "cause:canary")]),
    ];
    for (query, fields) in all {
        db.app.read_for(Visibility::Internal);
        let (json, text) = asked(&db, query, fields);
        assert!(format!("{json}{text}").contains("canary"), "{query} tells nothing at all: {json}");
        for floor in [Visibility::Management, Visibility::Public] {
            db.app.read_for(floor);
            let (json, text) = asked(&db, query, fields);
            let told = format!("{json}{text}").replace("cause:canary", "").replace("cause canary", "");
            assert!(!told.contains("canary"), "{query} for {floor:?}: {told}");
        }
    }
}

#[test]
fn a_search_is_narrowed_by_what_stands_before_a_colon() {
    let mut db = Database::new();
    incident(&mut db, "Payments are down", "Core banking", &[("lead", "ana")]);
    incident(&mut db, "Logins are slow", "login", &[]);
    db.must("log", &[("case", "INC-1"), ("line", "replica lag is 40 s #lag")]);
    db.must("log", &[("case", "INC-1"), ("line", "! fail over -- lag of the replica")]);
    db.must("log", &[("case", "INC-2"), ("line", "~ a replica is missing")]);
    db.must("entry verdict", &[("entry", "INC-2.1"), ("verdict", "confirmed")]);
    let of = |words: &str| texts(&asked(&db, "search", &[("text", words)]).0, "of");
    assert_eq!(of("replica lag"), ["INC-1.1", "INC-1.2"], "word for word comes first");
    assert_eq!(of("replica"), ["INC-2.1", "INC-1.2", "INC-1.1"], "else the newest");
    assert_eq!(of("\"replica lag\""), ["INC-1.1"]);
    assert_eq!(of("replica -lag"), ["INC-2.1"]);
    assert_eq!(of("replica -40"), ["INC-2.1", "INC-1.2"], "short words count as well");
    assert_eq!(of("replica service:login"), ["INC-2.1"]);
    assert_eq!(of("replica service:\"Core banking\""), ["INC-1.2", "INC-1.1"]);
    assert_eq!(of("replica service:core"), ["INC-1.2", "INC-1.1"], "the only one that begins so");
    assert_eq!(of("cause:replica"), ["INC-2.1"]);
    assert_eq!(of("kind:decision"), ["INC-1.2"]);
    assert_eq!(of("replica tag:lag"), ["INC-1.1"]);
    assert_eq!(of("kind:incidents by:ana"), ["INC-1"]);
    assert_eq!(of("replica before:2026-03-02").len(), 0);
    assert_eq!(of("replica after:2026-03-02").len(), 3);
    assert_eq!(of("replica state:closed").len(), 0);
    let (_, said) = asked(&db, "search", &[("text", "replica colour:red")]);
    assert!(said.contains("'colour:' is taken as a word; known are service: project: cause:"), "{said}");
    let (_, said) = asked(&db, "search", &[("text", "service:nowhere before:someday")]);
    assert!(said.contains("'nowhere' is no service") && said.contains("'someday' is no date or time"), "{said}");
}

#[test]
fn figures_are_counted_and_never_stand_without_what_they_are_of() {
    let mut db = Database::new();
    let hour = |n: i64| format!("2026-03-01T{n:02}:00Z");
    for (n, service) in [(1, "payments"), (2, "payments"), (4, "=cmd()")] {
        incident(&mut db, "Down", service, &[("started", &hour(0)), ("detected", &hour(1)), ("restored", &hour(n + 1))]);
    }
    incident(&mut db, "Backwards", "payments", &[("started", &hour(5)), ("detected", &hour(4)), ("restored", "unknown")]);
    incident(&mut db, "A day is all", "payments", &[("started", "2026-02-20"), ("restored", "2026-02-21")]);
    incident(&mut db, "Long ago", "payments", &[("started", "2020-02-20"), ("priority", "P1")]);
    db.must("link", &[("case", "INC-2"), ("other", "INC-1"), ("as", "duplicates")]);
    db.must("action add", &[("case", "INC-1"), ("text", "late"), ("due", "2026-03-01")]);
    db.must("action add", &[("case", "INC-1"), ("text", "in time"), ("due", "2026-03-03")]);
    db.must("action done", &[("action", "A-2")]);
    let (json, page) = asked(&db, "figures", &[]);
    let restore = &json["total"]["times"]["time_to_restore"];
    assert_eq!((json["total"]["cases"].as_i64(), restore["n"].as_i64()), (Some(5), Some(3)), "{json}");
    assert_eq!((restore["median_minutes"].as_i64(), restore["p90_minutes"].as_i64()), (Some(180), Some(300)));
    assert_eq!((restore["not_applicable"].as_i64(), restore["unknown"].as_i64()), (Some(1), Some(1)));
    assert_eq!(json["total"]["times"]["time_to_detect"]["invalid"].as_i64(), Some(1));
    assert_eq!(json["total"]["happened_before"].as_i64(), Some(1));
    assert_eq!((json["total"]["actions"]["in_time"].as_i64(), json["total"]["actions"]["overdue"].as_i64()), (Some(1), Some(1)));
    assert_eq!(
        json["parts"].as_array().unwrap().iter().map(|part| part["of"].as_str().unwrap()).collect::<Vec<_>>(),
        ["2026-02", "2026-03"]
    );
    assert!(page.contains("Happened before  1 of 5") && page.contains("nearest rank"), "{page}");
    let (json, _) = asked(&db, "figures", &[("from", "2020-01-01"), ("service", "payments"), ("by", "year")]);
    assert_eq!((json["total"]["cases"].as_i64(), json["parts"].as_array().unwrap().len()), (Some(5), 7), "years without a case as well");
    let (_, csv) = asked(&db, "figures", &[("by", "service"), ("format", "csv")]);
    assert!(
        csv.starts_with("service,cases,") && csv.contains("\r\n'=cmd(),1,") && csv.lines().last().unwrap().starts_with("all,5,"),
        "{csv}"
    );
    let columns = |line: &str| line.split(',').count();
    assert!(csv.lines().all(|line| columns(line) == columns(csv.lines().next().unwrap())), "{csv}");
    let (_, md) = asked(&db, "figures", &[("format", "md")]);
    assert!(md.contains("| Time to restore |") && NOW > 0, "{md}");
}

#[test]
fn promised_updates_are_judged_against_the_next_one() {
    let mut db = Database::new();
    incident(&mut db, "Down", "payments", &[]);
    db.must("audience add", &[("name", "users")]);
    for (next, wait) in [("in 30m", 20), ("in 30m", 50), ("in 30m", 60)] {
        let told = db.must("update draft", &[("case", "INC-1"), ("audience", "users"), ("text", "We are at it."), ("next", next)]);
        db.must("update send", &[("update", told.json["update"].as_str().unwrap()), ("already", "yes")]);
        db.app.ctx.at += wait * 60_000;
    }
    let (json, _) = asked(&db, "figures", &[]);
    let updates = &json["total"]["updates"];
    assert_eq!(
        (updates["in_time"].as_i64(), updates["late"].as_i64(), updates["overdue"].as_i64()),
        (Some(1), Some(1), Some(1)),
        "{updates}"
    );
}
