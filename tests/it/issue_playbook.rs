//! A project issue from the day it is raised to its end: parties, cause, options, decision, action plan, report.

use serde_json::Value as Json;

use crate::world::World;

fn raised(world: &World) {
    world.ok(&["service", "add", "payments"]);
    world.ok(&["issue", "open", "Rehearsal blocked", "--project", "Atlas", "--type", "off-specification", "--raised-by", "Test team"]);
}

fn refused(world: &World, args: &[&str], part: &str) {
    let said = world.run(args);
    assert!(said.code == 1 && said.stderr.contains(part), "{args:?}: {said:?}");
}

#[test]
fn an_issue_is_told_on_the_command_line_from_raised_to_reduced() {
    let mut world = World::new();
    let mut story = String::new();
    let mut tell = |world: &World, all: &[&[&str]]| all.iter().for_each(|args| story.push_str(&world.tell(args)));
    let open: &[&str] = &[
        "issue",
        "open",
        "Migration rehearsal blocked",
        "--project",
        "Atlas",
        "--priority",
        "very-high",
        "--severity",
        "significant",
        "--type",
        "external",
        "--raised-by",
        "Test team",
        "--detected",
        "13:30",
        "--impact",
        "Nobody can rehearse before the freeze",
    ];
    tell(
        &world,
        &[
            open,
            &["party", "set", "ISS-1", "Test team", "--stance", "asked"],
            &["party", "set", "ISS-1", "Sponsor"],
            &["party", "set", "ISS-1", "test team", "--stance", "agrees", "--note", "if it is before Friday"],
            &["party", "list", "ISS-1"],
            &["log", "ISS-1", "~the token service is down with payments"],
            &["entry", "verdict", "ISS-1.4", "confirmed"],
            &["issue", "decide", "ISS-1", "approve", "--why", "quick"],
            &["option", "add", "ISS-1", "Move the rehearsal to Tuesday", "--time", "2", "--cost", "EUR 4000", "--suitable", "yes"],
            &["issue", "decide", "ISS-1", "approve", "--why", "quick", "--option", "O-1"],
            &["option", "add", "ISS-1", "Do nothing", "--nothing", "--time", "10", "--risk", "the window closes"],
            &["option", "set", "O-1", "--feasible", "yes", "--acceptable", "yes", "--recommended", "--note", "the only slot left"],
            &["option", "list", "--case", "ISS-1"],
        ],
    );
    world.at("2026-11-22T15:00:00+01:00");
    tell(
        &world,
        &[
            &["issue", "decide", "ISS-1", "defer", "--why", "the sponsor is not reached"],
            &["issue", "decide", "ISS-1", "approve", "--option", "O-1", "--why", "it keeps the date", "--by", "the board"],
            &["issue", "decisions", "ISS-1"],
            &["action", "add", "ISS-1", "Book the lab for Tuesday", "--owner", "bo", "--due", "monday 12:00"],
            &["action", "done", "A-1"],
            &["case", "state", "ISS-1", "closed", "--outcome", "reduced", "--residual", "Two days later, EUR 4,000 more"],
            &["issue", "report", "ISS-1", "--for", "management"],
            &["case", "show", "ISS-1"],
        ],
    );
    assert_eq!(world.run(&["doctor"]).code, 0);
    // The foot quotes the journal, which other tests look at.
    let story: String = story.lines().filter(|line| !line.starts_with("Printed for: ")).map(|line| format!("{line}\n")).collect();
    insta::assert_snapshot!(story);
}

#[test]
fn a_decision_needs_an_alternative_and_says_what_to_do() {
    let world = World::new();
    raised(&world);
    world.ok(&["incident", "open", "Down"]);
    world.ok(&["option", "add", "ISS-1", "Go on"]);
    refused(&world, &["issue", "decide", "ISS-1", "approve", "--why", "x", "--option", "O-1"], "none seen");
    refused(&world, &["issue", "decide", "ISS-1", "approve"], "Why is missing");
    refused(&world, &["issue", "decide", "INC-1", "approve", "--why", "x", "--alternatives", "none seen"], "is an incident");
    assert!(world.json(&["issue", "decisions", "ISS-1"]).is_empty());
    assert_eq!(world.ok(&["issue", "decide", "ISS-1", "approve", "--why", "x", "--option", "O-1", "--alternatives", "none seen"]), "D-1");
    // One option that is not taken is the alternative of a decision against it.
    assert_eq!(world.ok(&["issue", "decide", "ISS-1", "reject", "--why", "y"]), "D-2");
    let kept = world.json(&["issue", "decisions", "ISS-1"]);
    let told = |at: usize, key: &str| kept[at][key].as_str().unwrap_or_default().to_owned();
    assert_eq!((told(0, "alternatives"), told(0, "option")), ("none seen".to_owned(), "O-1 Go on".to_owned()));
    assert_eq!((told(1, "alternatives"), told(1, "by")), ("O-1 Go on".to_owned(), "ana".to_owned()));
}

#[test]
fn only_what_is_off_its_specification_gets_a_concession() {
    let world = World::new();
    raised(&world);
    world.ok(&["issue", "open", "Testers have nothing to do", "--type", "problem"]);
    let grant = ["--why", "the customer takes it", "--alternatives", "none seen"];
    refused(&world, &[&["issue", "decide", "ISS-2", "concession"][..], &grant].concat(), "ISS-2 is problem or concern");
    world.ok(&[&["issue", "decide", "ISS-1", "concession"][..], &grant].concat());
    assert_eq!(world.json(&["issue", "decisions", "ISS-1"])[0]["ruling"], "concession");
    world.ok(&["option", "add", "ISS-1", "Repair it"]);
    refused(&world, &[&["issue", "decide", "ISS-2", "approve", "--option", "O-1"][..], &grant].concat(), "O-1 is an option of ISS-1");
}

#[test]
fn one_option_is_recommended_and_one_does_nothing() {
    let world = World::new();
    raised(&world);
    world.ok(&["option", "add", "ISS-1", "a", "--recommended", "--cost", "100", "--time", "-1.5"]);
    let said = world.run(&["option", "add", "ISS-1", "b", "--recommended", "--nothing"]);
    assert!(said.stderr.contains("O-1 is no longer marked recommended"), "{said:?}");
    let rows = world.json(&["option", "list"]);
    assert_eq!((&rows[0]["recommended"], &rows[1]["recommended"], &rows[1]["nothing"]), (&false.into(), &true.into(), &true.into()));
    assert_eq!((&rows[0]["time"], &rows[0]["cost"]), (&Json::from("-1.5"), &Json::from("100")));
    world.ok(&["undo"]);
    assert_eq!(world.json(&["option", "list"])[0]["recommended"], true, "the mark comes back with the undo");
}

#[test]
fn who_may_not_read_an_option_reads_its_number_at_most() {
    let world = World::new();
    raised(&world);
    world.ok(&["option", "add", "ISS-1", "CANARY", "--for", "internal", "--recommended", "--note", "CANARY note"]);
    world.ok(&["option", "add", "ISS-1", "Wait", "--nothing"]);
    world.ok(&["party", "set", "ISS-1", "CANARY party", "--stance", "disagrees", "--note", "CANARY says no"]);
    world.ok(&["issue", "decide", "ISS-1", "approve", "--option", "O-1", "--why", "it holds"]);
    world.ok(&["issue", "decide", "ISS-1", "reject", "--why", "it does not"]);
    world.ok(&["issue", "decide", "ISS-1", "defer", "--why", "CANARY why", "--for", "internal"]);
    let inside = world.ok(&["issue", "report", "ISS-1"]);
    assert!(inside.matches("CANARY").count() >= 5, "{inside}");
    for reader in ["management", "public"] {
        for format in ["md", "html", "json"] {
            for document in ["issue report", "review export"] {
                let words: Vec<&str> = document.split(' ').collect();
                let text = world.ok(&[&words[..], &["ISS-1", "--for", reader, "--format", format]].concat());
                assert!(!text.contains("CANARY"), "{document} {reader} {format}: {text}");
            }
        }
    }
    let management = world.ok(&["issue", "report", "ISS-1", "--for", "management"]);
    assert!(management.contains("| D-1 | approved |") && management.contains("O-1; O-2 Wait"), "{management}");
    assert!(!world.ok(&["issue", "report", "ISS-1", "--for", "public"]).contains("Test team"), "the public reads no names");
    // What is redacted in the log is gone from the decision too.
    world.ok(&["entry", "redact", "ISS-1.4"]);
    assert!(!world.ok(&["issue", "report", "ISS-1"]).contains("CANARY why"));
    assert_eq!(world.run(&["doctor"]).code, 0);
}

#[test]
fn the_report_has_every_field_in_three_languages_and_always_an_option_to_do_nothing() {
    let world = World::new();
    raised(&world);
    world.ok(&["option", "add", "ISS-1", "Repair | it", "--note", "<b>now</b>"]);
    for (language, headings) in [
        ("en", ["# Issue report", "## Impact analysis", "Do nothing", "## Recommendation", "## Decision", "## Action plan", "## Closure"]),
        ("nl", ["# Issuerapport", "## Impactanalyse", "Niets doen", "## Aanbeveling", "## Besluit", "## Actieplan", "## Afsluiting"]),
        ("zh", ["# 问题报告", "## 影响分析", "什么都不做", "## 建议", "## 决策", "## 行动计划", "## 关闭情况"]),
    ] {
        let text = world.ok(&["--lang", language, "issue", "report", "ISS-1"]);
        for heading in headings {
            assert!(text.contains(heading), "{language} {heading}: {text}");
        }
        assert!(text.contains("Repair \\| it") && text.contains("&lt;b&gt;now&lt;/b&gt;") && text.contains("Test team"), "{text}");
    }
    let file = world.path("issue.md");
    world.ok(&["issue", "report", "ISS-1", "-o", file.to_str().unwrap()]);
    assert!(std::fs::read_to_string(&file).unwrap().contains("# Issue report ISS-1"));
    let json: Json = serde_json::from_str(&world.ok(&["issue", "report", "ISS-1", "--format", "json"])).unwrap();
    assert_eq!((&json["case"], &json["raised_by"]), (&Json::from("ISS-1"), &Json::from("Test team")));
    assert!(world.ok(&["issue", "report", "ISS-1", "--format", "html"]).starts_with("<!DOCTYPE html>"));
    world.ok(&["incident", "open", "Down"]);
    refused(&world, &["issue", "report", "INC-1"], "is an incident");
}

#[test]
fn a_party_has_one_row_and_every_change_is_a_line() {
    let world = World::new();
    raised(&world);
    let texts = |world: &World| -> Vec<String> {
        world.json(&["entry", "list", "ISS-1"]).iter().map(|row| row["text"].as_str().unwrap().to_owned()).collect()
    };
    world.ok(&["party", "set", "ISS-1", "Sales"]);
    world.ok(&["party", "set", "ISS-1", "SALES", "--stance", "disagrees", "--note", "too late"]);
    refused(&world, &["party", "set", "ISS-1", "sales", "--stance", "disagrees"], "already");
    refused(&world, &["party", "set", "ISS-1", "sales", "--stance", ""], "cannot be empty");
    let parties = world.json(&["party", "list", "ISS-1"]);
    assert_eq!((parties.len(), &parties[0]["party"], &parties[0]["stance"]), (1, &Json::from("Sales"), &Json::from("disagrees")));
    assert_eq!(texts(&world), ["Sales: not reached", "Sales: disagrees, too late"]);
    world.ok(&["undo"]);
    assert_eq!((texts(&world).len(), world.json(&["party", "list", "ISS-1"])[0]["stance"].as_str()), (1, Some("not-reached")));
    world.ok(&["redo"]);
    assert_eq!(world.json(&["party", "list", "ISS-1"])[0]["note"], "too late");
}
