//! What fewer may read is in no export that is for more, whichever way it got into the database.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use super::tests::{Desk, everything};
use super::*;
use crate::app::Manner;
use crate::store::{TABLES, Table};

#[test]
fn what_fewer_may_read_is_in_nothing_that_is_for_more() {
    let desk = Desk::demo();
    // Texts of rows that are for nobody but internal readers, and of those that management may read and the public not.
    let mut texts: [BTreeSet<String>; 3] = Default::default();
    for table in TABLES {
        desk.app
            .read()
            .spoken::<Broken>(table.subject, Within::default(), |fields| {
                let level = match (table.column("visibility"), table.subject) {
                    (_, Subject::Audience | Subject::Case) | (None, _) => return Ok(()),
                    _ => fields.visibility() as usize,
                };
                for column in Table::of(table.subject).columns.iter().filter(|column| column.search) {
                    texts[level].extend(fields.raw(column.key).filter(|text| text.len() > 24).map(str::to_owned));
                }
                Ok(())
            })
            .unwrap();
    }
    let [internal, management, public] = &texts;
    assert!(internal.len() > 40 && management.len() > 80, "{} {}", internal.len(), management.len());
    let cases = desk.app.export_json().unwrap();
    for (reader, hidden) in [("management", vec![internal]), ("public", vec![internal, management])] {
        for fields in everything(reader) {
            let Ok((text, notes)) = desk.export(&fields) else { continue };
            assert!(notes[0].starts_with(&format!("printed for {reader}: ")), "{notes:?}");
            let flat = text.replace("\r\n ", "").replace("\\,", ",").replace("\\;", ";");
            for secret in hidden.iter().flat_map(|all| all.iter()) {
                let open = public.contains(secret) || (reader == "management" && management.contains(secret));
                // A title or an effect of a case is for everybody who sees the case.
                if open || cases.contains(&format!("\"title\":{}", Json::from(secret.as_str()))) {
                    continue;
                }
                assert!(!flat.contains(secret.as_str()), "{fields:?} tells {reader}: {secret}");
            }
        }
    }
    let (_, notes) = desk.export(&[("what", "entries"), ("for", "management")]).unwrap();
    assert!(!notes[0].ends_with(": 0 rows left out"), "{notes:?}");
}

#[test]
fn what_is_told_of_a_line_is_for_no_more_than_may_read_the_line() {
    let mut desk = Desk::new();
    let none_has = |desk: &Desk, word: &str, reader: &'static str| {
        for mut fields in everything(reader) {
            fields.retain(|(key, _)| *key != "case");
            if fields[0].1 == "minutes" {
                fields.push(("case", "INC-1"));
            }
            if let Ok((text, _)) = desk.export(&fields) {
                assert!(!text.contains(word), "{fields:?} tells {reader}: {text}");
            }
        }
    };
    desk.ok("incident open", &[("title", "Pay")]);
    desk.ok("log", &[("case", "INC-1"), ("line", "customer ACME lost all data ^internal")]);
    desk.ok("timeline tell", &[("entry", "INC-1.1"), ("wording", "ACME wording lost"), ("for", "public")]);
    assert!(desk.text(&[("what", "tellings")]).contains("ACME"));
    none_has(&desk, "ACME", "management");
    // A cause that still says the words of its line, once fewer may read that.
    desk.ok("log", &[("case", "INC-1"), ("line", "~THOUGHT of a leak ^public")]);
    desk.ok("cause from", &[("entry", "INC-1.2"), ("for", "public"), ("mark", "root")]);
    assert!(desk.text(&[("what", "incidents"), ("for", "public")]).contains("THOUGHT"));
    desk.ok("entry amend", &[("entry", "INC-1.2"), ("line", "another thought")]);
    assert!(desk.text(&[("what", "incidents"), ("for", "public")]).contains("THOUGHT"), "the cause has words of its own");
    desk.ok("entry amend", &[("entry", "INC-1.3"), ("line", "another thought ^internal")]);
    none_has(&desk, "THOUGHT", "management");
}

#[test]
fn a_decision_on_an_issue_stands_once_and_follows_its_line() {
    let mut desk = Desk::new();
    desk.ok("issue open", &[("title", "Rehearsal blocked")]);
    let decided = [("ruling", "approve"), ("why", "WHYONE"), ("alternatives", "none seen"), ("by", "bo"), ("for", "public")];
    desk.ok("issue decide", &[&[("case", "ISS-1")][..], &decided].concat());
    let log = |desk: &Desk, reader: &str| desk.text(&[("what", "decisions"), ("format", "csv"), ("for", reader)]);
    desk.ok("entry amend", &[("entry", "ISS-1.1"), ("line", "!corrected -- WHYTWO")]);
    let [inside, outside] = [log(&desk, "internal"), log(&desk, "public")];
    assert_eq!(inside.lines().count(), 2, "{inside}");
    assert!(inside.contains("WHYTWO") && outside.contains("WHYTWO") && !inside.contains("WHYONE"), "{inside}{outside}");
    desk.ok("entry amend", &[("entry", "ISS-1.2"), ("line", "!corrected again ^internal")]);
    assert_eq!((log(&desk, "internal").lines().count(), log(&desk, "public").lines().count()), (2, 1));
    desk.ok("entry redact", &[("entry", "ISS-1.3")]);
    let inside = log(&desk, "internal");
    assert!(inside.contains("D-1,ISS-1,") && inside.contains("(redacted)") && !inside.contains("WHY"), "{inside}");
    assert!(!desk.app.export_json().unwrap().contains("none seen"));
}

#[test]
fn what_an_import_brought_is_for_those_who_work_here() {
    let mut desk = Desk::demo();
    let csv = "number,sys_id,short_description,description,work_notes,priority,state,opened_at,tags,u_wing\n\
               INC0010001,canary1,Mail down,canary2,canary3,1 - Critical,In Progress,2026-11-20 10:00:00,canary4,canary5\n";
    let options = crate::app::import::Options::default();
    let incoming = crate::app::import::format::read(csv.as_bytes(), "incident.csv", None, &options).unwrap();
    desk.app.land(&incoming, &Manner::default()).unwrap();
    let whole = desk.app.export_json().unwrap();
    assert!((1..=5).all(|n| whole.contains(&format!("canary{n}"))), "{whole}");
    let everybody = ["management", "public"].into_iter().flat_map(everything);
    for fields in everybody {
        let Ok((text, _)) = desk.export(&fields) else { continue };
        assert!(!text.contains("canary"), "{fields:?} tells it: {text}");
    }
}

#[test]
fn the_public_reads_no_names_and_no_tables() {
    let mut desk = Desk::demo();
    desk.ok("log", &[("case", "INC-9"), ("line", "!all shops are told @priya ^public")]);
    let mut names = BTreeSet::from(["Ruth".to_owned()]);
    let person = |fields: crate::model::fields::Fields| {
        names.extend(fields.raw("handle").map(str::to_owned));
        Ok(())
    };
    desk.app.read().spoken::<Broken>(Subject::Person, Within::default(), person).unwrap();
    assert!(names.len() > 5, "{names:?}");
    // Whoever promised the next word is a source.
    let word = [("text", "half done"), ("word", "yes"), ("next", "in 1m"), ("for", "public")];
    desk.ok("watch see", &[&[("case", "INC-9"), ("source", "mei")][..], &word].concat());
    names.remove("mei");
    for fields in everything("public") {
        match desk.export(&fields) {
            Ok((text, _)) => {
                let words: BTreeSet<&str> = text.split(|c: char| !c.is_alphanumeric()).collect();
                let named: Vec<&String> = names.iter().filter(|name| words.contains(name.as_str())).collect();
                assert!(named.is_empty(), "{fields:?} names {named:?}: {text}");
                // What a line says in its own words stays as it was written.
                assert!(!matches!(fields[0].1, "due" | "board") || !words.contains("mei"), "{fields:?} names the source: {text}");
            }
            Err(why) => assert!(why.iter().any(|why| why.contains("not for everybody") || why.contains("a backup")), "{why:?}"),
        }
    }
    assert!(desk.text(&[("what", "decisions"), ("for", "public")]).contains("all shops are told"));
    let dues = desk.text(&[("what", "due"), ("format", "md"), ("for", "public")]);
    assert!(dues.lines().any(|line| line.contains("| Next word | INC-9 |  | Card payments")), "it is owed all the same: {dues}");
    assert!(desk.text(&[("what", "due"), ("format", "md")]).contains("mei"), "and names stay for those who work here");
}
