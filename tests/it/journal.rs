//! The journal: everything that is done can be undone, what is refused changes nothing, and doctor agrees all the way.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};
use warroom::app::{Access, Failure};
use warroom::model::Subject;

use crate::database::{Database, Shown, bad, furnish, store};

/// One thing somebody does; the numbers choose among what there may be, so that some of it is refused.
#[derive(Clone, Debug)]
struct Step {
    what: usize,
    a: usize,
    b: usize,
    text: usize,
}

const TEXTS: &[&str] = &[
    "pods restart",
    "! fail over -- no primary",
    "+ @ana call the bank in 20m",
    "? is it the disk",
    "~ the disk",
    "= restart it",
    "a\u{0}b",
    "é\u{202e}\u{1b}[31m",
    "",
];
const CASES: &[&str] = &["INC-1", "INC-2", "ISS-1", "INC-3", "ISS-2"];
const NAMES: &[&str] = &["ana", "bo", "payments", "PAYMENTS", "ledger"];
const STATES: &[&str] = &["investigating", "restored", "resolved", "closed", "assessing", "acting", "open"];
const LINKS: &[&str] = &["hits", "caused-by", "blocks", "relates"];
const VERDICTS: &[&str] = &["supported", "confirmed", "answered", "dropped"];

fn pick<'a>(from: &[&'a str], at: usize) -> &'a str {
    from[at % from.len()]
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = (0..21_usize, 0..1000_usize, 0..1000_usize, 0..1000_usize);
    prop::collection::vec(step.prop_map(|(what, a, b, text)| Step { what, a, b, text }), 1..40)
}

fn act(db: &mut Database, step: &Step) -> Result<Option<i64>, Failure> {
    let (case, other, text) = (pick(CASES, step.a), pick(CASES, step.b), pick(TEXTS, step.text));
    let entry = format!("{case}.{}", 1 + step.b % 6);
    let action = format!("A-{}", 1 + step.b % 3);
    let batch = format!("b{}", 1 + step.b % 60);
    let (name, else_name) = (pick(NAMES, step.b), pick(NAMES, step.text));
    let done = match step.what {
        0 => db.run("incident open", &[("title", text), ("service", name), ("impact", "high"), ("urgency", "low")]),
        1 => db.run("issue open", &[("title", text), ("project", name)]),
        2 => db.run("incident set", &[("case", case), ("title", text), ("service", name), ("lead", else_name)]),
        3 => db.run("incident set", &[("case", case), ("impact", pick(&["high", "low", ""], step.b)), ("urgency", "medium")]),
        4 | 5 => db.run("log", &[("case", case), ("line", text)]),
        6 => db.run("entry amend", &[("entry", &entry), ("line", text)]),
        7 => db.run("entry verdict", &[("entry", &entry), ("verdict", pick(VERDICTS, step.text))]),
        8 => db.run("entry move", &[("entry", &entry), ("to", pick(CASES, step.text))]),
        9 => db.run("link", &[("case", case), ("other", other), ("as", pick(LINKS, step.text))]),
        10 => db.run("unlink", &[("case", case), ("other", other)]),
        11 => db.run("action add", &[("case", case), ("text", text), ("owner", name)]),
        12 => db.run("action done", &[("action", &action)]),
        13 => db.run("action drop", &[("action", &action), ("why", text)]),
        14 => db.run("action reopen", &[("action", &action)]),
        15 => db.run("case state", &[("case", case), ("state", pick(STATES, step.b)), ("why", text)]),
        16 => db.run("service add", &[("name", name)]),
        17 => db.run("service set", &[("record", name), ("rename", else_name), ("owner", name)]),
        18 => db.run("undo", &[]),
        19 => db.run("redo", &[]),
        _ => db.run("undo", &[("batch", &batch)]),
    };
    done.map(|done| done.batch)
}

/// Notes which record each number was given to; a number that is given again is a fault.
fn note_numbers(shown: &Shown, given: &mut BTreeMap<String, String>) {
    for ((subject, id), fields) in shown {
        let field = |key: &str| fields.iter().find(|f| f.starts_with(&format!("{key}="))).cloned().unwrap_or_default();
        let scope = match subject {
            Subject::Case => field("kind"),
            Subject::Entry => field("case_id"),
            Subject::Action => "action".into(),
            _ => continue,
        };
        let number = format!("{scope} {}", field("number"));
        let before = given.insert(number.clone(), id.to_string());
        assert!(before.is_none_or(|b| b == id.to_string()), "{number} was given twice");
    }
}

fn rows(db: &Database) -> (i64, i64) {
    let counts = "SELECT (SELECT count(*) FROM journal), (SELECT count(*) FROM batch)";
    db.raw().query_row(counts, [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap()
}

/// Undoes every batch that stands, by number, from the one that was last done back.
fn undo_everything(db: &mut Database) {
    let store = store(&db.path, Access::Read).unwrap();
    let reader = store.reader();
    let mut standing = Vec::new();
    for seq in 1..=reader.last_batch().unwrap() {
        let batch = reader.batch(seq).unwrap().unwrap();
        if batch.undoes.is_none() && reader.stands(seq).unwrap() {
            standing.push((reader.last_of_chain(seq).unwrap(), seq));
        }
    }
    standing.sort_unstable();
    for (_, seq) in standing.into_iter().rev() {
        if let Err(failure) = db.run("undo", &[("batch", &format!("b{seq}"))]) {
            panic!("b{seq} {:?}: {failure:?}", reader.batch(seq).unwrap().unwrap());
        }
    }
}

fn config() -> Config {
    let seed = std::env::var("WARROOM_TEST_SEED").ok().and_then(|s| s.parse().ok()).unwrap_or(20_260_302);
    println!("seed {seed}");
    Config { cases: 32, rng_seed: RngSeed::Fixed(seed), failure_persistence: None, max_shrink_iters: 300, ..Config::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn whatever_is_done_can_be_undone_and_what_is_refused_changes_nothing(steps in steps()) {
        let mut db = Database::new();
        furnish(&mut db);
        let (mut grown, mut before) = (rows(&db), db.shown());
        let mut given = BTreeMap::new();
        note_numbers(&before, &mut given);
        for step in &steps {
            let outcome = act(&mut db, step);
            let after = db.shown();
            let now = rows(&db);
            match &outcome {
                Ok(Some(_)) => prop_assert!(now.0 > grown.0 && now.1 == grown.1 + 1, "{step:?} wrote no batch"),
                Ok(None) | Err(Failure::Refused(_)) => {
                    prop_assert!(after == before && now == grown, "{:?} changed something: {:?}", step, outcome);
                }
                // Foreign keys and names that are taken; nothing may be half done then.
                Err(Failure::Store(warroom::store::StoreError::Constraint(_))) => prop_assert!(after == before && now == grown),
                Err(failure) => prop_assert!(false, "{:?}: {:?}", step, failure),
            }
            note_numbers(&after, &mut given);
            grown = now;
            before = after;
        }
        db.healthy();
        undo_everything(&mut db);
        let left = db.shown();
        prop_assert!(left.is_empty(), "left: {:?}", left);
        db.healthy();
    }
}

#[test]
fn an_entry_moves_to_a_case_where_its_number_is_taken_and_back() {
    let mut db = Database::new();
    furnish(&mut db);
    let before = db.shown();
    db.must("entry move", &[("entry", "INC-1.2"), ("to", "INC-2")]);
    db.must("entry move", &[("entry", "INC-1.3"), ("to", "ISS-1")]);
    db.healthy();
    db.must("undo", &[]);
    db.must("undo", &[]);
    assert_eq!(db.shown(), before);
    db.must("redo", &[]);
    db.must("redo", &[]);
    db.healthy();
}

#[test]
fn a_change_that_was_made_again_by_others_is_not_undone_with_mine() {
    let mut db = Database::new();
    furnish(&mut db);
    let first = db.must("incident set", &[("case", "INC-2"), ("title", "B")]).batch.unwrap();
    db.app.ctx.actor = "bo".into();
    db.must("incident set", &[("case", "INC-2"), ("title", "Logins are slow")]);
    db.must("incident set", &[("case", "INC-2"), ("title", "B")]);
    let refused = format!("{:?}", db.run("undo", &[("batch", &format!("b{first}"))]).unwrap_err());
    assert!(refused.contains("has moved since: bo"), "{refused}");
}

#[test]
fn a_creation_and_its_corrections_are_undone_and_redone_all_the_way() {
    let mut db = Database::new();
    db.must("incident open", &[("title", "Down"), ("lead", "ana")]);
    db.must("incident set", &[("case", "INC-1"), ("lead", "bo")]);
    db.must("incident set", &[("case", "INC-1"), ("lead", "cleo")]);
    for name in ["undo", "undo", "undo", "redo", "redo", "redo", "undo", "undo", "redo", "redo"] {
        db.must(name, &[]);
    }
    assert!(db.run("redo", &[]).is_err(), "nothing is left to redo");
    db.healthy();
}

#[test]
fn undoing_a_creation_names_who_points_at_it_now() {
    let mut db = Database::new();
    let made = db.must("service add", &[("name", "ledger")]).batch.unwrap();
    db.app.ctx.actor = "bo".into();
    db.must("incident open", &[("title", "Down"), ("service", "ledger")]);
    db.must("incident open", &[("title", "Down again"), ("service", "ledger")]);
    db.must("undo", &[]);
    let refused = format!("{:?}", db.run("undo", &[("batch", &format!("b{made}"))]).unwrap_err());
    assert!(refused.contains("bo") && refused.contains("INC-1 opened"), "{refused}");
}

#[test]
fn a_redaction_leaves_the_words_nowhere_and_the_chain_whole() {
    let mut db = Database::new();
    furnish(&mut db);
    db.must("log", &[("case", "INC-1"), ("line", "+ password is xyzzyplugh call the bank")]);
    let logged = db.must("log", &[("case", "INC-1"), ("line", "the password is xyzzyplugh")]).batch.unwrap();
    assert_eq!(db.app.search("xyzzyplugh", 10).unwrap().len(), 3);
    let entries: Vec<String> = db
        .app
        .search("xyzzyplugh", 10)
        .unwrap()
        .iter()
        .filter(|h| h.subject == Subject::Entry)
        .map(|h| format!("INC-1.{}", h.number.unwrap()))
        .collect();
    for entry in &entries {
        let redacted = db.must("entry redact", &[("entry", entry)]);
        assert!(!redacted.undoable);
        let refused = db.run("undo", &[("batch", &format!("b{}", redacted.batch.unwrap()))]);
        assert!(matches!(refused, Err(Failure::Refused(_))));
    }
    assert!(db.app.search("xyzzyplugh", 10).unwrap().is_empty());
    db.healthy();
    let refused = format!("{:?}", db.run("undo", &[("batch", &format!("b{logged}"))]).unwrap_err());
    assert!(refused.contains("redacted"), "{refused}");
    let (folder, path) = db.close();
    for (name, bytes) in crate::database::bytes(folder.path()) {
        for word in ["xyzzyplugh", "xyzzy", "plugh"] {
            assert!(!bytes.windows(word.len()).any(|w| w == word.as_bytes()), "{word} is still in {name}");
        }
    }
    let left = bad(&store(&path, Access::Read).unwrap().examine().unwrap());
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn the_same_key_gives_the_first_answer_and_another_command_refuses_it() {
    let mut db = Database::new();
    let manner = crate::database::at_once(Some("k1"));
    let fields = [("title", "Down")];
    let first = crate::database::run_as(&mut db.app, "incident open", &fields, &manner).unwrap();
    let second = crate::database::run_as(&mut db.app, "incident open", &fields, &manner).unwrap();
    assert!(second.repeated && !first.repeated);
    assert_eq!((first.label, first.json, first.batch), (second.label, second.json, second.batch));
    assert!(crate::database::run_as(&mut db.app, "issue open", &fields, &manner).is_err());
    assert_eq!(db.shown().keys().filter(|(s, _)| *s == Subject::Case).count(), 1);
}

#[test]
fn a_rehearsal_keeps_nothing_and_uses_no_number_up() {
    let mut db = Database::new();
    let manner = warroom::app::Manner { keep: false, ..warroom::app::Manner::default() };
    let before = db.shown();
    let done = crate::database::run_as(&mut db.app, "incident open", &[("title", "Down")], &manner).unwrap();
    assert_eq!(done.batch, None);
    assert_eq!(db.shown(), before);
    assert_eq!(db.must("incident open", &[("title", "Down")]).json["case"], "INC-1");
}

#[test]
fn hostile_and_very_long_texts_are_kept_byte_for_byte_and_undone() {
    let mut db = Database::new();
    db.must("incident open", &[("title", "Down")]);
    let before = db.shown();
    let long = "ж".repeat(400_000);
    for text in ["a\u{0}b", "\u{feff}x", "\"}],[{", "\u{202e}x\u{1b}]52;c;x\u{7}", "'; DROP TABLE cases; --", long.as_str()] {
        db.must("incident set", &[("case", "INC-1"), ("description", text)]);
        let kept = db.app.case_named(warroom::model::CaseRef::parse("INC-1").unwrap()).unwrap().unwrap();
        assert_eq!(kept.description.unwrap().raw(), text);
    }
    db.healthy();
    for _ in 0..6 {
        db.must("undo", &[]);
    }
    assert_eq!(db.shown(), before);
}

#[test]
fn no_query_is_a_mistake_of_the_search() {
    let mut db = Database::new();
    furnish(&mut db);
    let many = "a b c d e f g h i j k l m n o p q r s t u v w x y z 1 2 3 4 5 6 7 8 9";
    let queries = [
        "OPS-306",
        "C++",
        "it's",
        "\"",
        "a\u{0}b",
        "abc\u{0}def",
        "*",
        "NOT",
        "(((",
        "NEAR(",
        "%",
        "_",
        "\\",
        "é",
        "\u{301}\u{301}\u{301}",
        "{a b} :",
        "-- ;",
        many,
    ];
    for query in queries {
        db.app.search(query, 20).unwrap_or_else(|e| panic!("{query:?}: {e:?}"));
    }
    assert_eq!(db.app.search("pods", 20).unwrap().len(), 2);
    assert_eq!(db.app.search("po re", 20).unwrap().len(), 2);
    assert_eq!(db.app.search("po ds re st ar rt", 20).unwrap().len(), 2);
}
