//! What is said of a case for those who work on it alone reaches nobody else: no query, page or document for management or the public, on a
//! shared screen or not, whichever subject it is written in.

use warroom::app::import::{Options, format};
use warroom::app::{Draft, Manner, Query, Shown, tables};
use warroom::document::print::json;
use warroom::model::CaseRef;
use warroom::model::entry::{LogFrom, Visibility};

use crate::database::Database;
use crate::hostile::{Dice, likely, seed};

/// Stands in every text that is internal.
const CANARY: &str = "canary";

/// Puts a canary into every text of every subject of the playbook that may be internal, and goes on with it as people do.
fn whispered() -> Database {
    let mut db = Database::new();
    db.app.replay_demo().unwrap();
    let inner = ("for", "internal");
    let case = ("case", "INC-9");
    db.must("watch see", &[case, ("text", "canary seen"), ("source", "canary source"), ("next", "in 9m"), inner]);
    db.must("watch ask", &[case, ("person", "mei"), ("text", "canary answer"), ("why", "canary haste"), ("next", "in 9m")]);
    let figures = [case, ("project", "Chang'e"), ("time", "77"), ("cost", "7777777"), ("note", "canary note"), inner];
    db.must("impact set", &figures);
    db.must("impact set", &[case, ("project", "Borealis"), ("time", "7"), ("note", "canary note"), inner]);
    let report = [("cause", "canary cause"), ("consequences", "canary so"), ("recommendation", "canary do"), ("lessons", "canary learnt")];
    db.must("exception set", &[&[case, ("project", "Borealis"), inner][..], &report].concat());
    let plan =
        [("fallback", "canary fallback"), ("event", "canary event"), ("resources", "canary need"), ("trigger", "in 8m"), ("owner", "mei")];
    db.must("contingency add", &[&[case, ("scenario", "canary scenario"), inner][..], &plan].concat());
    db.must("contingency step", &[("contingency", "C-2"), ("text", "canary step"), ("owner", "mei")]);
    db.must("contingency step", &[("contingency", "C-2"), ("text", "canary other step")]);
    db.must("contingency agree", &[("contingency", "C-2"), ("by", "canary boss"), ("why", "canary why")]);
    db.must("contingency invoke", &[("contingency", "C-2"), ("why", "canary now")]);
    db.must("contingency done", &[("contingency", "C-2"), ("step", "1")]);
    db.must("contingency drop", &[("contingency", "C-2"), ("step", "2"), ("why", "canary no")]);
    db.must("contingency stand-down", &[("contingency", "C-2"), ("why", "canary over")]);
    db.must("audience add", &[("name", "crew"), ("for", "internal"), ("notes", "canary notes")]);
    db.must("update draft", &[case, ("audience", "crew"), ("text", "canary word")]);
    db.must("update send", &[("update", "U-2"), ("already", "yes")]);
    db.must("update draft", &[case, ("audience", "crew"), ("text", "canary second word")]);
    db.must("update drop", &[("update", "U-3"), ("why", "canary given up")]);
    db.must("person assign", &[("person", "omar"), case, ("task", "canary task"), ("released-by", "canary boss"), ("back", "in 7m")]);
    db.must("person set", &[("record", "tom"), ("notes", "canary notes"), ("absence", "resting"), ("covers", "omar")]);
    let evidence =
        [("pro", "canary for"), ("contra", "canary against"), ("why", "canary reason"), ("to", "canary chief"), ("relook", "in 6m")];
    let gate = [case, ("outcome", "canary outcome"), ("verdict", "likely"), ("decision", "escalate"), inner];
    db.must("escalation judge", &[&gate[..], &evidence].concat());
    db.must("escalation answer", &[("escalation", "E-2"), ("answer", "refused"), ("text", "canary reply")]);
    db.must("escalation raise", &[case, ("outcome", "canary power"), ("why", "canary need"), ("to", "canary chief"), inner]);
    for kind in ["blocked", "useful", "thanks", "rest"] {
        db.must(&format!("morale {kind}"), &[case, ("text", "canary of the team")]);
    }
    db.must("morale pulse", &[case, ("score", "2"), ("text", "canary pulse")]);
    let ask = [("ask", "canary ask"), ("lost", "canary loss"), ("project", "Atlas"), inner];
    let asked = db.must("recovery ask", &[&[case, ("stakeholder", "Ruth Okafor")][..], &ask].concat());
    let recovery = asked.json["recovery"].as_str().unwrap().to_owned();
    db.must("recovery promise", &[("recovery", &recovery), ("promise", "canary promise"), ("until", "in 5m")]);
    db.must("recovery plan", &[case, ("text", "canary task to plan"), ("until", "in 5m"), inner]);
    db.must("recovery kept", &[("recovery", &recovery), ("kept", "no"), ("why", "canary why not")]);
    db.must("playbook mark", &[case, ("step", "morale"), ("state", "skipped"), ("why", "canary skipped")]);
    let issue = ("case", "ISS-6");
    db.must("party set", &[issue, ("name", "canary party"), ("stance", "disagrees"), ("note", "canary objection"), inner]);
    let option = [("scope", "canary scope"), ("risk", "canary risk"), ("note", "canary note"), ("recommended", "yes"), inner];
    let made = db.must("option add", &[&[issue, ("title", "canary option")][..], &option].concat());
    let number = made.json["option"].as_str().unwrap().to_owned();
    db.must("option add", &[&[case, ("title", "canary option"), ("project", "Borealis")][..], &option].concat());
    let ruling = [("why", "canary ruling"), ("alternatives", "canary other"), ("by", "canary judge"), ("option", number.as_str()), inner];
    db.must("issue decide", &[&[issue, ("ruling", "approve")][..], &ruling].concat());
    db.must("tolerance set", &[("project", "Borealis"), ("aspect", "scope"), ("plus", "2"), ("unit", "parts")]);
    // What was for everybody until its line was amended, and what is told of a line that is internal.
    let amended = |db: &mut Database, entry: &str, line: &str| {
        db.must("entry amend", &[("entry", entry), ("line", &format!("{line} ^internal"))]);
    };
    let logged = |db: &mut Database, line: &str| {
        let done = db.must("log", &[case, ("line", line)]);
        done.json["entries"][0].as_str().unwrap().to_owned()
    };
    let line = logged(&mut db, "canary line ^internal");
    db.must("timeline tell", &[("entry", &line), ("wording", "canary wording"), ("for", "public")]);
    let line = logged(&mut db, "canary said too soon ^public");
    amended(&mut db, &line, "canary corrected");
    let line = logged(&mut db, "~canary thought ^public");
    db.must("cause from", &[("entry", &line), ("for", "public")]);
    amended(&mut db, &line, "canary thought again");
    db.must("issue decide", &[issue, ("ruling", "approve"), ("why", "canary too soon"), ("by", "mei"), ("for", "public")]);
    let of = db.app.case_named(CaseRef::parse(issue.1).unwrap()).unwrap().unwrap();
    let said = db.app.log(of.id, None, LogFrom::End, 1).unwrap().pop().unwrap();
    amended(&mut db, &format!("ISS-6.{}", said.number), "!canary otherwise");
    let csv = "number,sys_id,short_description,description,work_notes,priority,state,opened_at,tags,u_wing\n\
               INC0010001,canary-id,Mail down,canary text,canary work note,1 - Critical,In Progress,2026-11-20 10:00:00,canary,canary wing\n";
    let incoming =
        format::read(csv.as_bytes(), "incident.csv", None, &Options::default()).unwrap_or_else(|no| panic!("{:?}", no.refusal()));
    db.app.land(&incoming, &Manner::default()).unwrap();
    db
}

fn texts(shown: Shown) -> Vec<String> {
    match shown {
        Shown::Rows(rows) | Shown::Noted(rows, _) => rows.iter().map(|row| json::to_string(row).unwrap()).collect(),
        Shown::Page(document, whole) => vec![document.to_plain(100), document.to_markdown(), json::to_string(&whole).unwrap()],
        Shown::Text(text, _) => vec![text],
    }
}

/// Gives drafts of a query, with every number that there may be.
fn drafts(query: &Query, dice: &mut Dice) -> Vec<Draft> {
    let mut all = Vec::new();
    for round in 0..24 {
        let mut draft = Draft::new();
        for field in query.fields {
            if field.required || (round > 0 && dice.roll(4) == 0) {
                draft.set(field.key, likely(field, dice));
            }
        }
        all.push(draft);
    }
    all
}

fn listen(db: &Database, audience: Option<&str>) -> Vec<String> {
    let mut dice = Dice(seed());
    let mut heard = Vec::new();
    for query in tables::queries() {
        if audience.is_some() && !query.fields.iter().any(|field| field.key == "for") {
            continue;
        }
        for mut draft in drafts(query, &mut dice) {
            if let Some(field) = query.fields.iter().find(|field| field.key == "for").zip(audience) {
                draft.set(field.0.key, field.1);
            }
            let Ok(shown) = db.app.ask(query, &draft) else { continue };
            for text in texts(shown) {
                let found = text.to_lowercase().find(CANARY).or_else(|| text.find("7777777")).or_else(|| text.find("7,777,777"));
                if let Some(at) = found {
                    let from = text[..at].char_indices().rev().nth(150).map_or(0, |(at, _)| at);
                    let near: String = text[from..].chars().take(400).collect();
                    heard.push(format!("{} {draft:?}:\n{near}\n", query.name));
                    break;
                }
            }
        }
    }
    heard.sort();
    heard.dedup_by(|a, b| a.split(' ').take(2).eq(b.split(' ').take(2)));
    heard
}

#[test]
fn what_is_internal_is_in_no_answer_on_a_shared_screen() {
    let mut db = whispered();
    assert!(listen(&db, None).len() > 20, "those who work here do read it");
    for floor in [Visibility::Management, Visibility::Public] {
        db.app.read_for(floor);
        let heard = listen(&db, None);
        assert!(heard.is_empty(), "{floor:?}: {}", heard.join("\n"));
    }
}

#[test]
fn what_is_internal_is_in_no_document_for_others() {
    let db = whispered();
    for audience in ["management", "public"] {
        let heard = listen(&db, Some(audience));
        assert!(heard.is_empty(), "{audience}: {}", heard.join("\n"));
    }
}
