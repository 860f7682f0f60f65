//! Tests of the key that tells a case in twelve lines, and of the gate and the queue as forms and pages: keys in, text out.

use super::desk::Desk;
use super::driver::Driver;
use super::keys::Place;
use super::matrix_tests::{There, seat};
use super::screens::{Site, busy, press};
use crate::model::entry::Visibility;

const LABELS: [&str; 6] = ["Happened", "Impact", "Doing", "Decided", "Needed", "Next"];

/// Gives the rows between the borders of the page on top.
fn page(text: &str) -> Vec<&str> {
    let rows = text.lines().skip_while(|line| !line.contains("Happened")).take_while(|line| !line.contains("╰─"));
    rows.collect()
}

#[test]
fn one_key_tells_a_case_in_twelve_lines_on_the_board_and_in_the_room() {
    let mut site = busy();
    for n in 0..200 {
        site.run("14:30", "log", &[("case", "INC-1"), ("line", &format!("fact number {n} of many \u{1b}[2J"))]);
    }
    for before in ["", "<Enter>"] {
        let mut screen = site.board(120, 40);
        let text = screen.press(&format!("{before}c"));
        let rows = page(&text);
        assert!(rows.len() <= 12, "{text}");
        let at = |label: &str| rows.iter().position(|row| row.contains(&format!("{label}  "))).unwrap_or_else(|| panic!("{label}\n{text}"));
        let order = LABELS.map(at);
        assert!(order.is_sorted(), "{text}");
        assert!(
            text.contains("fact number 199") && text.contains("hits ISS-1 ISS-2") && text.contains("A-1 stop the batch export"),
            "{text}"
        );
        assert!(!screen.press("<Esc>").contains("Happened"));
    }
    let text = site.board(80, 24).press("c");
    assert!(LABELS.iter().all(|label| text.contains(label)), "all of it at once, without scrolling\n{text}");
}

#[test]
fn a_shared_screen_tells_what_management_may_read() {
    let mut site = busy();
    site.run("14:31", "log", &[("case", "INC-1"), ("line", "seen by management ^management")]);
    let judged = [("case", "INC-1"), ("outcome", "canary outcome"), ("pro", "canary"), ("verdict", "unlikely"), ("decision", "hold")];
    site.run("14:31", "escalation judge", &judged);
    site.run("14:31", "recovery ask", &[("case", "INC-1"), ("stakeholder", "Henk"), ("ask", "canary ask")]);
    let shared = || Driver::new(seat(&site, There::Shared), Place::Board, 120, 40);
    let text = shared().press("c");
    assert!(text.contains("Happened") && text.contains("seen by management") && !text.contains("rollback started"), "{text}");
    for query in ["catch-up", "recovery show", "escalation list", "handover"] {
        let mut screen = shared();
        screen.press("c<Esc>:");
        screen.paste(query);
        let text = screen.press("<Enter>");
        assert!(!text.contains("canary"), "{query}\n{text}");
    }
    let mut open: Driver<Desk> = site.board(120, 40);
    assert_eq!(open.world.app.reads_for(), Visibility::Internal);
    open.press(":");
    open.paste("escalation list");
    assert!(open.press("<Enter>").contains("canary outcome"), "{}", open.text());
}

#[test]
fn where_there_is_no_case_the_key_says_so() {
    let site = Site::new();
    let text = site.board(80, 24).press("c");
    assert!(!text.contains("Happened") && text.contains("there is no open case to catch up with"), "{text}");
}

#[test]
fn the_gate_is_a_form_that_says_beside_the_field_what_is_missing() {
    let site = busy();
    let mut screen = site.board(80, 24);
    screen.press(":");
    screen.paste("escalation judge");
    screen.press("<Enter>");
    screen.paste("keep the cut-over on Saturday");
    let text = press(&mut screen, "<Enter>");
    assert!(text.contains("an answer is needed here"), "{text}");
    screen.press("2<Tab>1");
    let text = press(&mut screen, "<Enter>");
    assert!(text.contains("management is unlikely to put the project before the service"), "{text}");
    screen.paste("a legal date");
    let text = press(&mut screen, "<Enter>");
    assert!(text.contains("E-1 to be escalated"), "{text}");
}

#[test]
fn a_row_of_the_queue_and_an_escalation_are_corrected_from_what_they_hold() {
    let mut site = busy();
    site.run("14:31", "recovery ask", &[("case", "INC-1"), ("stakeholder", "Henk"), ("ask", "the next slot"), ("days", "1.5")]);
    let judged = [("case", "INC-1"), ("outcome", "keep Saturday"), ("pro", "penalty"), ("verdict", "likely"), ("decision", "hold")];
    site.run("14:31", "escalation judge", &judged);
    for (list, command, held) in
        [("recovery list", "recovery set", ["the next slot", "1.5"]), ("escalation list", "escalation set", ["keep Saturday", "penalty"])]
    {
        let mut screen = site.board(120, 40);
        screen.press(":");
        screen.paste(list);
        screen.press("<Enter>:");
        screen.paste(command);
        let text = screen.press("<Enter>");
        assert!(held.iter().all(|word| text.contains(word)), "{command}\n{text}");
        let text = press(&mut screen, " by hand<Enter>");
        assert!(text.contains("corrected"), "{command}\n{text}");
    }
}
