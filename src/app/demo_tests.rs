//! Tests of the demonstration: the script is sound at any time, tells what it should, and leaves a database nobody has to doubt.

use super::*;
use crate::app::doctor::FindingLevel;
use crate::app::{Access, Shown};
use crate::model::Zone;
use crate::model::case::{CaseFilter, CaseFrom, CaseOrder, Shelf};
use crate::model::entry::{Facet, LogFrom, Owed};
use crate::model::{CaseKind, CaseRef};

const MINUTE: i64 = 60_000;
/// 2026-11-22 14:05 in Amsterdam.
const NOW: i64 = 1_795_352_700_000;

/// Replays the story at an instant; gives what the commands remarked too.
fn told_at(at: i64, zone: &str) -> (tempfile::TempDir, App, Vec<String>) {
    let folder = tempfile::Builder::new().permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700)).tempdir().unwrap();
    let ctx = Context::built_in(at, Zone::parse(zone).unwrap(), "you", "screens", "run");
    let mut app = App::open(&folder.path().join("demo.db"), Access::Write, false, ctx, None).unwrap();
    let (changes, remarks) = app.replay(SCRIPT).unwrap_or_else(|failure| panic!("{failure:?}"));
    assert!(changes > 200, "{changes}");
    (folder, app, remarks)
}

#[test]
fn the_script_is_read_as_a_shell_would() {
    let steps = read("# nobody\n\n-1h30m ana\nlog INC-1 \"!do it -- now\n\nor never\"\nperson add mei --name \"\"\n").unwrap();
    assert_eq!((steps.len(), steps[0].line, steps[1].line), (2, 4, 7));
    assert_eq!((steps[0].before, steps[0].who.as_str(), steps[0].command.name), (90 * MINUTE, "ana", "log"));
    assert_eq!(steps[0].draft.get("line"), Some("!do it -- now\n\nor never"));
    assert_eq!(steps[1].draft.get("name"), Some(""));
    let told: Vec<_> = read("-5m ana\nlog INC-1 later\n-9m mei\nlog INC-1 first\nlog INC-1 second").unwrap();
    assert_eq!(told.iter().map(|step| step.line).collect::<Vec<_>>(), [4, 5, 2], "in the order of their times");
    for (script, why) in [
        ("-5m ana\nlog \"INC-1", "line 2 of the script: a quote is not closed"),
        ("log INC-1 x", "line 1 of the script: nobody has said when and who"),
        ("-5 ana\n", "line 1 of the script: this is no length of time"),
        ("-5m ana\nlog INC-1 x y", "line 2 of the script: 'log' does not take 'y'"),
        ("-5m ana\nlog INC-1 --loud", "line 2 of the script: 'log' does not take '--loud'"),
        ("-5m ana\n\nfly away", "line 3 of the script: there is no command 'fly away'"),
    ] {
        match read(script) {
            Err(Failure::Refused(all)) => assert_eq!(all[0].why.raw(), why),
            other => panic!("{script}: {}", other.is_ok()),
        }
    }
}

#[test]
fn a_refusal_names_its_line_and_leaves_nothing_behind() {
    let folder = tempfile::Builder::new().permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700)).tempdir().unwrap();
    let ctx = Context::built_in(NOW, Zone::UTC, "you", "screens", "run");
    let mut app = App::open(&folder.path().join("demo.db"), Access::Write, false, ctx, None).unwrap();
    let refused = app.replay("-5m ana\nperson add mei\nperson add mei\n").unwrap_err();
    assert!(
        matches!(&refused, Failure::Refused(all) if all[0].why.raw().starts_with("line 3 of the script: there is a person")),
        "{refused:?}"
    );
    assert_eq!(app.last_change().unwrap(), 0);
    assert!(app.names(crate::model::Subject::Person, 5).unwrap().is_empty());
}

#[test]
fn nothing_in_the_story_stays_text_that_should_not_and_nobody_comes_in_by_a_slip() {
    let (_folder, _, remarks) = told_at(NOW, "Europe/Amsterdam");
    let odd: Vec<&String> =
        remarks.iter().filter(|r| ["stays text", "new ", "kept as given"].iter().any(|word| r.contains(word))).collect();
    assert!(odd.is_empty(), "{odd:?}");
}

#[test]
fn at_any_hour_and_in_any_zone_a_p1_is_under_way_and_things_are_due() {
    // A summer's morning, the night the clocks go back, the turn of a year.
    for (at, zone) in [
        (1_782_975_600_000, "Asia/Shanghai"),
        (1_792_890_000_000, "Europe/Amsterdam"),
        (1_798_758_060_000, "UTC"),
        (NOW, "America/New_York"),
    ] {
        let (_folder, app, _) = told_at(at, zone);
        let worst = app.worst().unwrap().unwrap();
        assert_eq!((worst.priority.as_deref(), worst.title.raw()), (Some("P1"), "Card payments fail in all shops"));
        assert_eq!((worst.since, worst.state.as_str()), (at - 72 * MINUTE, "identified"));
        let due = app.due(100).unwrap();
        let late: Vec<_> = due.iter().filter(|d| d.at <= at).collect();
        assert!(matches!(late[..], [one] if one.what == Owed::Action && one.at == at - 4 * MINUTE), "{late:?}");
        let soon = due.iter().filter(|d| d.at > at && d.at <= at + 20 * MINUTE).count();
        assert!(soon >= 4, "{soon} things within twenty minutes: {due:?}");
        assert!(due.iter().any(|d| d.what == Owed::Update && d.case == worst.id && d.at == at + 4 * MINUTE), "{due:?}");
        let bad: Vec<_> = app.examine().unwrap().into_iter().filter(|f| f.level == FindingLevel::Bad).map(|f| f.seen).collect();
        assert!(bad.is_empty(), "{bad:?}");
    }
}

#[test]
fn there_are_projects_people_and_a_past_with_reviews_in_three_languages() {
    let (_folder, app, _) = told_at(NOW, "Europe/Amsterdam");
    let lane = |kind| CaseFilter { kind, shelf: Shelf::Lane, order: CaseOrder::Priority, by: None };
    let titles = |kind| -> Vec<String> {
        app.cases(&lane(kind), CaseFrom::Start, 50).unwrap().iter().map(|line| line.title.raw().to_owned()).collect()
    };
    let (incidents, issues) = (titles(CaseKind::Incident), titles(CaseKind::Issue));
    assert_eq!(incidents[0], "Card payments fail in all shops");
    assert!(incidents.len() >= 4 && issues.len() >= 8, "{incidents:?} {issues:?}");
    for wanted in ["数据迁移脚本延迟", "Leverancier levert de switches twee weken later", "Migration rehearsal blocked"] {
        assert!(issues.iter().any(|title| title == wanted), "{wanted} in {issues:?}");
    }
    for (subject, least) in [("person", 10), ("project", 3), ("service", 5), ("customer", 3), ("group", 2), ("stakeholder", 6)] {
        let Ok(Shown::Rows(rows)) = app.ask(tables::query(&format!("{subject} list")).unwrap(), &Draft::new()) else { panic!("{subject}") };
        assert!(rows.len() >= least, "{} of {subject}", rows.len());
    }
    let review = |case: &str| match app.ask(tables::query("review export").unwrap(), &Draft::new().with("case", case)) {
        Ok(Shown::Text(text, _)) => text,
        _ => panic!("{case}"),
    };
    for (case, words) in [
        ("INC-1", ["The index of the stock table was gone", "by a counter that does not see", "Measure a paid order"]),
        ("INC-2", ["Het kanaal was met de hand gekozen", "Installateurs", "hetzelfde kanaal"]),
        ("INC-4", ["A pool needs a warning", "Raise the pool", "connection pool is above 80 %"]),
        ("INC-5", ["接手一个系统时", "证书", "收货"]),
    ] {
        let text = review(case);
        for word in words {
            assert!(text.to_lowercase().contains(&word.to_lowercase()), "{word} in {text}");
        }
    }
    let today = app.case_named(CaseRef::parse("INC-9").unwrap()).unwrap().unwrap();
    for (facet, least) in [(Facet::Decisions, 3), (Facet::Actions, 4), (Facet::Unknowns, 5), (Facet::Updates, 3), (Facet::Facts, 10)] {
        let lines = app.log(today.id, Some(facet), LogFrom::Start, 100).unwrap();
        assert!(lines.len() >= least, "{facet:?}: {}", lines.len());
        assert!(facet != Facet::Decisions || lines.iter().all(|line| line.reason.is_some()), "a decision without a reason");
    }
    assert!(app.links(today.id).unwrap().len() >= 5);
    assert!(!app.search("connection pool", 10).unwrap().is_empty(), "the past answers what today asks");
}
