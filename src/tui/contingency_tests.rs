//! Contingency plans, options and the report of an issue by keys: found in the palette, opened from their lists, corrected from what is
//! there, and asked again when they change.

use super::screens::{Site, busy, press, row};

fn prepared() -> Site {
    let mut place = busy();
    let plan = [
        ("case", "INC-1"),
        ("scenario", "备用机房：支付未恢复 before the window of the night"),
        ("trigger", "14:50"),
        ("lead", "45m"),
        ("no-return", "15:30"),
        ("owner", "mei"),
        ("cost", "EUR 4000"),
        ("suitable", "yes"),
    ];
    place.run("14:00", "contingency add", &plan);
    place.run("14:01", "contingency add", &[("case", "INC-1"), ("scenario", "late one"), ("trigger", "14:10")]);
    place.run("14:02", "contingency step", &[("contingency", "C-1"), ("text", "tell the testers"), ("owner", "mei")]);
    place.run("14:03", "option add", &[("case", "ISS-2"), ("title", "Move the rehearsal"), ("time", "2"), ("recommended", "yes")]);
    place.run("14:04", "option add", &[("case", "ISS-2"), ("title", "Do nothing"), ("nothing", "yes")]);
    place.run("14:05", "party set", &[("case", "ISS-2"), ("name", "Sponsor"), ("stance", "disagrees"), ("note", "too late")]);
    place
}

#[test]
fn a_plan_is_opened_from_its_list_corrected_from_what_is_there_and_asked_again() {
    let place = prepared();
    for (width, height) in [(120, 40), (80, 24)] {
        let mut board = place.board(width, height);
        let text = press(&mut board, ":contingency list<Enter>");
        assert!(row(&text, "late one").contains("14:10, 22 min late") && row(&text, "备用").contains("14:45, in 13 min"), "{text}");
        let text = press(&mut board, "<Enter>");
        assert!(text.contains("Begin by   14:45, in 13 min") && row(&text, "Trigger  ").contains("14:50, in 18 min"), "{text}");
        let text = press(&mut board, ":contingency set<Enter>");
        assert!(text.contains("C-1 · Correct the plan") && text.contains("Cost        EUR 4,000"), "{text}");
        assert!(text.contains("Lead time   45m") && text.contains("No return   2026-11-22 15:30"), "{text}");
        press(&mut board, "<Esc>");
    }
    let mut board = place.board(120, 40);
    press(&mut board, ":contingency list<Enter><Enter>");
    let text = press(&mut board, ":contingency agree<Enter>");
    assert!(text.contains("State      agreed by Joost"), "the page is asked again: {text}");
    assert!(press(&mut board, "z").contains("State      draft"), "{}", board.text());
}

#[test]
fn clocks_of_plans_are_named_by_number_and_say_that_they_are_late() {
    let place = prepared();
    let mut room = place.board(120, 40);
    let text = press(&mut room, "<Enter>");
    let clocks = text.split("Clocks").nth(1).unwrap_or_default();
    assert!(row(clocks, "Trigger C-2").contains("22 min late"), "{text}");
    assert!(row(&text, "Trigger C-1").contains("in 13 min") && row(&text, "Contingency").contains("14:10"), "{text}");
}

#[test]
fn options_parties_decision_and_report_of_an_issue_are_a_few_keys_each() {
    let place = prepared();
    let mut board = place.board(80, 24);
    press(&mut board, "<Tab>");
    let text = press(&mut board, ":option list<Enter>");
    assert!(row(&text, "Move the rehearsal").contains("recommended") && row(&text, "Do nothing").contains("O-2"), "{text}");
    let text = press(&mut board, ":option set<Enter>");
    assert!(row(&text, "Title").contains("Move the rehearsal") && row(&text, "Recommended").contains("yes"), "{text}");
    let text = press(&mut board, "<Esc><Esc>:party list<Enter>");
    assert!(row(&text, "Sponsor").contains("disagrees"), "{text}");
    let text = press(&mut board, "<Esc>:issue decide<Enter>");
    assert!(row(&text, "Ruling").contains("1 approved") && text.contains("ISS-2"), "{text}");
    let text = press(&mut board, "<Esc>:issue report<Enter>");
    assert!(
        text.contains("Issue report ISS-2: Migration rehearsal blocked") && !text.contains("# Issue"),
        "a page, not its source: {text}"
    );
}
