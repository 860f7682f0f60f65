//! Published post-mortems, entered by commands only: every fact has a place and is found again.

use std::path::Path;

use serde_json::Value as Json;
use warroom::app::Shown;
use warroom::model::Zone;

use super::{Desk, NOW, plain, words};

/// Enters one published post-mortem by commands only, and gives every fact as it should be found again.
fn enter(desk: &mut Desk, gold: &Json) -> (String, Vec<(String, String)>) {
    let text = |value: &Json| match value {
        Json::String(text) => text.clone(),
        Json::Null => String::new(),
        other => other.to_string(),
    };
    let list = |value: &Json| value.as_array().cloned().unwrap_or_default();
    let mut facts: Vec<(String, String)> = Vec::new();
    let mut fact = |kind: &str, value: String| {
        if !value.is_empty() {
            facts.push((kind.to_owned(), value));
        }
    };
    let title = text(&gold["title"]);
    let zone_words = text(&gold["time_zone"]);
    let zone = if zone_words.contains("PST") || zone_words.contains("Los_Angeles") {
        "America/Los_Angeles"
    } else if zone_words.contains("CET") {
        "Europe/Amsterdam"
    } else {
        "UTC"
    };
    desk.app.ctx.zone = Zone::parse(zone).unwrap();
    let case = desk.ok("incident open", &[("title", &title), ("service", &text(&gold["service"])), ("zone", zone)]).json["case"]
        .as_str()
        .unwrap()
        .to_owned();
    fact("title", title);
    fact("service", text(&gold["service"]));
    let mut extra_times = vec![format!("Zone as written: {zone_words}"), format!("Heading: {}", text(&gold["heading_time"]))];
    for (key, ours) in [
        ("start", "started"),
        ("detect", "detected"),
        ("declare", "declared"),
        ("acknowledge", "acknowledged"),
        ("mitigate", "restored"),
        ("resolve", "resolved"),
    ] {
        let time = &gold["times"][key];
        if time.is_null() {
            continue;
        }
        let when = moment(&text(&time["value"]), &text(&time["precision"]));
        desk.ok("incident set", &[("case", &case), (ours, &when)]);
        fact("key time", printed_time(&when, zone));
        extra_times.push(format!("{key}: {}; {}; {}", text(&time["value"]), text(&time["basis"]), text(&time["note"])));
        fact("note on a key time", text(&time["note"]));
    }
    fact("time zone", zone_words);
    fact("heading time", text(&gold["heading_time"]));
    for row in list(&gold["timeline"]) {
        let what = text(&row["what"]);
        let who: Vec<String> = text(&row["who"]).split(", ").filter(|w| !w.is_empty()).map(|w| w.replace(' ', "-")).collect();
        for name in &who {
            if desk.app.find(warroom::model::Subject::Person, name).unwrap().is_none() {
                desk.ok("person add", &[("handle", name), ("name", &name.replace('-', " "))]);
            }
        }
        let at = moment(&text(&row["at"]), &text(&row["precision"]));
        let mut line = format!("{at} {what}");
        let (link, kind) = (text(&row["link"]), text(&row["kind"]));
        if !link.is_empty() {
            line += &format!(" {link}");
        }
        who.iter().for_each(|name| line += &format!(" @{name}"));
        if !kind.is_empty() {
            line += &format!(" #{kind}");
        }
        desk.ok("log", &[("case", &case), ("line", &line)]);
        fact("timeline text", what);
        // Where all lines are of one day, the day stands above the table.
        fact("timeline time", printed_time(&at, zone).split(' ').next_back().unwrap_or_default().to_owned());
        fact("timeline link", link);
        fact("timeline kind", kind);
        who.into_iter().for_each(|name| fact("timeline who", name));
    }
    let mut write = |desk: &mut Desk, section: &str, lines: Vec<String>| {
        let lines: Vec<String> = lines.into_iter().filter(|l| !l.trim().is_empty()).collect();
        if !lines.is_empty() {
            desk.ok("review set", &[("case", &case), ("section", section), ("text", &lines.join("\n"))]);
            lines.into_iter().for_each(|line| fact(section, line));
        }
    };
    let impact = &gold["impact"];
    let lines = |value: &Json| list(value).iter().map(text).collect::<Vec<_>>();
    let each = |value: &Json, shape: &dyn Fn(&Json) -> String| list(value).iter().map(shape).collect::<Vec<_>>();
    write(desk, "key-times", extra_times);
    write(desk, "impact", vec![text(&impact["summary"]), text(&impact["self_inflicted"])]);
    write(
        desk,
        "impact-figures",
        each(&impact["quantities"], &|q| format!("{} {} {}", text(&q["value"]), text(&q["unit"]), text(&q["what"]))),
    );
    write(
        desk,
        "impact-windows",
        each(&impact["windows"], &|w| format!("{} from {} to {}", text(&w["what"]), text(&w["from"]), text(&w["to"]))),
    );
    let mut scope = vec![text(&impact["users"])];
    scope.extend(lines(&impact["services"]));
    write(desk, "users-and-scope", scope);
    write(desk, "data-loss", vec![text(&impact["data_loss"])]);
    let detection = &gold["detection"];
    write(
        desk,
        "detection",
        vec![text(&detection["how"]), text(&detection["by"]), format!("automatic: {}", text(&detection["automatic"]))],
    );
    write(desk, "detection-assessment", vec![text(&detection["assessment"])]);
    write(desk, "trigger", vec![text(&gold["trigger"])]);
    write(desk, "causes", vec![text(&gold["root_cause"])]);
    write(desk, "certainty", vec![text(&gold["root_cause_certainty"])]);
    let tree = list(&gold["five_whys"])
        .iter()
        .flat_map(|chain| lines(chain).into_iter().enumerate().map(|(n, why)| format!("{}{why}", "  ".repeat(n))).collect::<Vec<_>>())
        .collect();
    write(desk, "five-whys", tree);
    write(desk, "contributing-factors", lines(&gold["contributing_factors"]));
    write(desk, "resolution", lines(&gold["resolution"]));
    for (ours, theirs) in [("went-well", "well"), ("went-badly", "badly"), ("lucky", "lucky"), ("lessons", "general")] {
        write(desk, ours, lines(&gold["lessons"][theirs]));
    }
    write(desk, "participants", each(&gold["participants"], &|p| format!("{}: {}", text(&p["who"]), text(&p["role"]))));
    write(desk, "related", each(&gold["related"], &|r| format!("{}: {}", text(&r["kind"]), text(&r["ref"]))));
    write(desk, "third-parties", vec![text(&gold["third_party"])]);
    write(desk, "communications", each(&gold["communications"], &|c| format!("{}: {}", text(&c["kind"]), text(&c["what"]))));
    write(desk, "evidence", lines(&gold["evidence"]));
    write(desk, "stated-durations", each(&gold["durations_stated"], &|d| format!("{}: {}", text(&d["what"]), text(&d["value"]))));
    write(desk, "document-history", vec![text(&gold["document"]["author"]), text(&gold["document"]["last_modified"])]);
    let mut extra = lines(&gold["inconsistencies"]);
    extra.extend(lines(&gold["tags"]));
    extra.extend(["repo", "path", "commit", "licence"].map(|key| text(&gold["source"][key])));
    write(desk, "extra", extra);
    for action in list(&gold["actions"]) {
        let what = text(&action["what"]);
        let note: Vec<String> =
            ["status", "category", "priority"].map(|key| text(&action[key])).into_iter().filter(|t| !t.is_empty()).collect();
        let (reference, note) = (text(&action["ref"]), note.join(", "));
        let done = desk.ok("action add", &[("case", &case), ("text", &what), ("reference", &reference), ("note", &note)]);
        let number = done.json["action"].as_str().unwrap().to_owned();
        if action["status"] == "done" {
            desk.ok("action done", &[("action", &number)]);
        }
        fact("action", what);
        fact("action reference", text(&action["ref"]));
        fact("action status", text(&action["status"]));
        fact("action category", text(&action["category"]));
        fact("action priority", text(&action["priority"]));
    }
    (case, facts)
}

fn moment(value: &str, precision: &str) -> String {
    match (value, precision) {
        ("" | "unknown", _) | (_, "unknown") => "unknown".into(),
        (_, "day") => value.get(..10).unwrap_or(value).into(),
        _ => {
            let value = value.replace(":00Z", "Z").replace(":00+", "+").replace(":00-", "-").replace('Z', "+00:00");
            if precision == "approx" { format!("~{value}") } else { value }
        }
    }
}

fn printed_time(when: &str, zone: &str) -> String {
    let now = warroom::model::when::Now { at: NOW, zone: Zone::parse(zone).unwrap() };
    let moment = warroom::model::when::parse(when, &now, warroom::model::when::Lean::Past).unwrap();
    warroom::model::when::stamp(&moment, now.zone).trim_start_matches('~').to_owned()
}

#[test]
fn every_fact_of_published_reviews_has_a_place_and_is_found_again() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/postmortem-gold");
    let Ok(files) = std::fs::read_dir(&folder) else {
        println!("skipped: {} is absent", folder.display());
        return;
    };
    let mut lost: Vec<(String, String, String)> = Vec::new();
    let mut count = 0;
    for file in files.filter_map(Result::ok).map(|f| f.path()).filter(|p| p.extension().is_some_and(|e| e == "json")) {
        let gold: Json = serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
        let mut desk = Desk::new();
        let (case, facts) = enter(&mut desk, &gold);
        let Shown::Text(markdown, _) = desk.ask("review export", &[("case", &case), ("raw", "yes")]) else { panic!("a text") };
        let page = plain(&markdown);
        for (kind, value) in facts {
            count += 1;
            if !page.contains(&words(&value)) {
                lost.push((gold["id"].to_string(), kind, value));
            }
        }
    }
    println!("{count} facts, {} without a place", lost.len());
    lost.iter().for_each(|(id, kind, value)| println!("no place: {id}: {kind}: {value}"));
    assert!(lost.is_empty(), "{lost:#?}");
    assert!(count > 300, "{count}");
}
