//! Whatever is typed into any field of any command or query: nothing breaks, a refusal changes nothing, what is done can be undone, and no
//! page hands a terminal something to obey.

use std::collections::BTreeMap;

use serde_json::Value as Json;
use warroom::app::{Ask, Command, Done, Draft, Failure, Field, Manner, Query, Shown, tables};
use warroom::document::print::json;
use warroom::model::Subject;
use warroom::model::entry::Visibility;

use crate::database::{Database, shown, store};
use warroom::app::Access;

/// Texts nobody expects, for whatever is asked.
const HOSTILE: &[&str] = &[
    "",
    "   ",
    "a\u{0}b",
    "\u{1b}[31mred\u{1b}]0;title\u{7}\u{9b}2J",
    "\u{202e}right to left\u{2066}x",
    "דחוף: הקופות לא עובדות",
    "数据库复制延迟低于五秒",
    "👨\u{200d}👩\u{200d}👧 e\u{301}\u{301}",
    "one\ntwo\r\nthree\n\n# four\n| a | b |",
    "| a || b | `c` <script>alert(1)</script> ](javascript:x)",
    "{{ 7 * 7 }} {% include 'x' %}",
    "'; DROP TABLE cases; --",
    "-1",
    "0",
    "-0.25",
    "9223372036854775807",
    "-9223372036854775808",
    "1000000000000",
    "-1000000000000",
    "999999999999.99",
    "EUR 1000000000000",
    "EUR -999999999999.99",
    "KWD 1000000000000",
    "JPY 1",
    "1e9",
    "0001-01-01 00:00",
    "9999-12-31 23:59",
    "in 99999999d",
    "-99999999h",
    "yesterday 25:99",
    "unknown",
    "unknown by 15:00",
    "unknown by 9999-12-31 23:59",
    "INC-99999",
    "INC-999999999999999999999",
    "ISS-6",
    "INC-9.99999",
    "U-99",
    "C--1",
    "anna",
    "Borealiss",
    "paymentss",
    "+new one",
    "@ana",
    "100000000000d",
    "9999999999999999999m",
];

/// A small generator of its own, so that a failure comes again.
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(sides).unwrap()).unwrap()
    }

    fn pick(&mut self, from: &[&str]) -> String {
        from[self.roll(from.len())].to_owned()
    }
}

/// Gives something that may well be right, in the world of the demonstration.
pub fn likely(field: &Field, dice: &mut Dice) -> String {
    match field.ask {
        Ask::Choice(words) => words[dice.roll(words.len())].0.to_owned(),
        Ask::Pick(Subject::Service, _) => dice.pick(&["payments", "web shop"]),
        Ask::Pick(Subject::Project, _) => dice.pick(&["Atlas", "Borealis", "Chang'e"]),
        Ask::Pick(Subject::Group, _) => "Retail renewal".into(),
        Ask::Pick(Subject::Customer, _) => "Waterkant Winkels".into(),
        Ask::Pick(Subject::Person, _) => dice.pick(&["ana", "mei", "daan", "omar", "tom"]),
        Ask::Pick(Subject::Stakeholder, _) => dice.pick(&["Ruth Okafor", "Henk Visser"]),
        Ask::Pick(Subject::Audience, _) => dice.pick(&["sponsors", "users", "partners"]),
        Ask::Pick(..) => "new".into(),
        Ask::Case => dice.pick(&["INC-9", "INC-9", "ISS-6", "ISS-7", "INC-10"]),
        Ask::Entry => dice.pick(&["INC-9.3", "INC-9.13", "ISS-6.1"]),
        Ask::Action => dice.pick(&["A-12", "A-13", "A-14"]),
        Ask::Number => dice.pick(&["1", "2", "50"]),
        Ask::Numbered(subject) => subject.name(1 + i64::try_from(dice.roll(3)).unwrap()),
        Ask::Days | Ask::Amount => dice.pick(&["1", "2.5", "-3"]),
        Ask::Money => dice.pick(&["EUR 12,000.50", "300", "CNY 5"]),
        Ask::Length => dice.pick(&["45m", "3d"]),
        Ask::Time(_) => dice.pick(&["in 20m", "-5m", "now", "unknown by in 50m"]),
        Ask::Yes => "yes".into(),
        Ask::Line => match field.key {
            "step" => dice.pick(&["1", "impact", "3"]),
            "section" => dice.pick(&["summary", "causes"]),
            "name" => dice.pick(&["plant 1 live", "a name"]),
            "source" => dice.pick(&["status page of Wadden Pay", "jira"]),
            _ => dice.pick(&["a word", "调查中", "cards do not work by the evening peak"]),
        },
        Ask::Text | Ask::File => dice.pick(&["a word", "调查中", "cards do not work by the evening peak"]),
    }
}

fn drafted(fields: &'static [&'static Field], dice: &mut Dice, long: &str) -> Draft {
    let mut draft = Draft::new();
    // Most fields of a draft are fine, so that the one that is not gets as far as it can.
    let odd = 2 + dice.roll(12);
    for field in fields {
        if !field.required && dice.roll(2) == 0 {
            continue;
        }
        let text = match dice.roll(odd) {
            0 if dice.roll(40) == 0 => long.to_owned(),
            0 => dice.pick(HOSTILE),
            _ => likely(field, dice),
        };
        draft.set(field.key, text);
    }
    draft
}

fn rows(db: &Database) -> (i64, i64) {
    let counts = "SELECT (SELECT count(*) FROM journal), (SELECT count(*) FROM batch)";
    db.raw().query_row(counts, [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap()
}

fn demo() -> Database {
    let mut db = Database::new();
    db.app.replay_demo().unwrap();
    // One of everything the story does not have, and two who cover for each other.
    db.must("person set", &[("record", "ana"), ("covers", "ruth")]);
    db.must("person set", &[("record", "ruth"), ("covers", "ana")]);
    db.must("audience set", &[("record", "users"), ("approver", "ruth")]);
    db.must("update draft", &[("case", "INC-9"), ("audience", "users")]);
    db.must("update draft", &[("case", "INC-9"), ("audience", "partners")]);
    db.must("exception set", &[("case", "INC-9"), ("project", "Borealis"), ("cause", "the freeze")]);
    db.must("option add", &[("case", "ISS-6"), ("title", "wait")]);
    db.must("party set", &[("case", "ISS-6"), ("name", "Oostpoort"), ("stance", "agrees")]);
    db.must("recovery ask", &[("case", "INC-9"), ("stakeholder", "Ruth Okafor"), ("ask", "keep the slot")]);
    db.must("recovery plan", &[("case", "INC-9"), ("text", "rehearse again")]);
    db.must("contingency add", &[("case", "INC-9"), ("scenario", "it lasts"), ("trigger", "in 5h")]);
    db.must("contingency add", &[("case", "INC-9"), ("scenario", "it never ends")]);
    db.must("contingency step", &[("contingency", "C-3"), ("text", "close")]);
    db.must("contingency drop", &[("contingency", "C-3"), ("step", "1"), ("why", "no need")]);
    db
}

/// Multiplies how long a test goes on, for a hunt.
fn patience() -> usize {
    std::env::var("WARROOM_TEST_PATIENCE").ok().and_then(|n| n.parse().ok()).unwrap_or(1)
}

pub fn seed() -> u64 {
    let seed = std::env::var("WARROOM_TEST_SEED").ok().and_then(|s| s.parse().ok()).unwrap_or(20_261_123);
    println!("seed {seed}");
    seed
}

/// Fails where a text would be obeyed by what shows it.
fn tame(name: &str, text: &str) {
    let bad = text.chars().find(|c| (c.is_control() && *c != '\n') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'));
    assert!(bad.is_none(), "{name} hands {bad:?} on:\n{}", text.chars().take(4_000).collect::<String>());
}

/// Asks a query and prints it in every way there is; says whether it was answered.
fn printed(db: &Database, query: &Query, draft: &Draft) -> bool {
    match db.app.ask(query, draft) {
        Ok(Shown::Rows(rows) | Shown::Noted(rows, _)) => rows.iter().for_each(|row| tame(query.name, &json::to_string(row).unwrap())),
        Ok(Shown::Page(document, whole)) => {
            for text in [document.to_markdown(), document.to_html(), document.to_plain(80), document.to_plain(7)] {
                tame(query.name, &text);
            }
            let html = document.to_html();
            assert!(!html.contains("<script") && !html.contains("href=\"javascript"), "{}: {html}", query.name);
            let text = json::to_string(&whole).unwrap();
            tame(query.name, &text);
            let _: Json = serde_json::from_str(&text).unwrap();
        }
        // Comma-separated values end their rows with both, as their standard says.
        Ok(Shown::Text(text, _)) => tame(query.name, &text.replace("\r\n", "\n")),
        Err(Failure::Refused(all)) => {
            assert!(all.iter().all(|r| !r.why.raw().is_empty()), "{} says nothing: {draft:?}", query.name);
            return false;
        }
        Err(failure) => panic!("{} {draft:?}: {failure:?}", query.name),
    }
    true
}

fn ask_everything(db: &mut Database, dice: &mut Dice, rounds: usize) {
    let mut silent = Vec::new();
    for query in tables::queries() {
        let mut answered = 0;
        for _ in 0..rounds {
            let draft = drafted(query.fields, dice, "x");
            answered += usize::from(printed(db, query, &draft));
        }
        if answered == 0 {
            silent.push(query.name);
        }
    }
    println!("not answered: {silent:?}");
    assert!(silent.len() < 12, "{silent:?}");
}

/// Runs a command; says whether it changed something. A refusal says why and leaves every row as it was.
fn tried(db: &mut Database, command: &Command, draft: &Draft) -> Option<Done> {
    let before = rows(db);
    let outcome = db.app.run(command, draft, &Manner::default());
    let after = rows(db);
    match outcome {
        Ok(done) if done.batch.is_some() => {
            assert!(after.1 == before.1 + 1, "{} wrote no batch", command.name);
            return Some(done);
        }
        Ok(_) => {}
        Err(Failure::Refused(all)) => {
            assert!(all.iter().all(|r| !r.why.raw().trim().is_empty()), "{} says nothing: {draft:?}", command.name);
        }
        Err(failure) => {
            let shown: String = format!("{draft:?}").chars().take(2_000).collect();
            panic!("{} {shown}: {failure:?}", command.name);
        }
    }
    assert_eq!(after, before, "{} changed something and said it did not: {draft:?}", command.name);
    None
}

fn commands() -> impl Iterator<Item = &'static Command> {
    tables::commands().filter(|command| !matches!(command.name, "undo" | "redo"))
}

#[test]
fn whatever_any_command_does_is_taken_back_whole_and_done_again() {
    let mut db = demo();
    let mut dice = Dice(seed());
    let long = "长".repeat(350_000);
    let first = shown(&store(&db.path, Access::Read).unwrap());
    let mut done: BTreeMap<&str, usize> = BTreeMap::new();
    // What is redacted is gone, and says so before.
    for command in commands().filter(|command| command.name != "entry redact") {
        let entry = done.entry(command.name).or_default();
        for _ in 0..12 * patience() {
            let draft = drafted(command.fields, &mut dice, &long);
            let Some(made) = tried(&mut db, command, &draft) else { continue };
            assert!(made.undoable, "{} {draft:?}", command.name);
            let named = format!("b{}", made.batch.unwrap());
            if let Err(failure) = db.run("undo", &[("batch", &named)]) {
                panic!("{} {draft:?}: {failure:?}", command.name);
            }
            *entry += 1;
            // A few are enough for what is slow.
            if *entry <= 2 {
                let now = shown(&store(&db.path, Access::Read).unwrap());
                let differ: Vec<_> = now.iter().filter(|(key, text)| first.get(*key) != Some(*text)).collect();
                assert!(now == first, "{} {draft:?} is not taken back whole: {differ:#?}", command.name);
                db.must("redo", &[]);
                db.must("undo", &[]);
                assert!(shown(&store(&db.path, Access::Read).unwrap()) == first, "{} {draft:?}: not after being redone", command.name);
            }
        }
    }
    println!("{done:?}");
    let never: Vec<_> = done.iter().filter(|(_, n)| **n == 0).map(|(name, _)| *name).collect();
    assert!(never.len() < 24, "these never got as far as a change: {never:?}");
    db.healthy();
}

#[test]
fn a_database_full_of_hostile_texts_is_printed_tamely_for_everybody() {
    let mut db = demo();
    let mut dice = Dice(seed().rotate_left(9));
    let long = "x".repeat(1_000_001);
    for _ in 0..6 * patience() {
        for command in commands() {
            let draft = drafted(command.fields, &mut dice, &long);
            tried(&mut db, command, &draft);
        }
    }
    db.healthy();
    let backup = db.app.export_json().unwrap();
    let mut copy = Database::new();
    copy.app.restore(&warroom::app::import::own::Backup::read(backup.as_bytes()).unwrap(), &Manner::default()).unwrap();
    assert!(copy.app.export_json().unwrap() == backup, "a backup comes back as it was");
    copy.healthy();
    assert!(copy.shown() == db.shown());
    ask_everything(&mut db, &mut dice, 12 * patience());
    for floor in [Visibility::Management, Visibility::Public] {
        db.app.read_for(floor);
        ask_everything(&mut db, &mut dice, 5 * patience());
    }
}
