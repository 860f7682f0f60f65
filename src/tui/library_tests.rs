//! Tests of what is looked up: known errors read whole, limits that are in force, arrows before words; and of lists that go on.

use super::keys::Place;
use super::screens::{Site, busy, press, row};

/// Two services with known errors whose words are long and of several lines.
fn known() -> Site {
    let mut site = Site::new();
    for (clock, title, service) in [("12:50", "Queue is stuck", "mail"), ("13:00", "Card payments fail in all shops", "payments")] {
        site.run(clock, "incident open", &[("title", title), ("service", service), ("priority", "P2")]);
    }
    let long = "restart the worker, then\nread from the primary until the replica has caught up; tell the desk";
    site.run("13:01", "incident set", &[("case", "INC-1"), ("workaround", long)]);
    site.run("13:02", "incident set", &[("case", "INC-2"), ("workaround", "pay by cash")]);
    site.run("13:03", "log", &[("case", "INC-1"), ("line", "~ the worker waits for a lock that the nightly export never gives back")]);
    site.run("13:04", "entry verdict", &[("entry", "INC-1.1"), ("verdict", "confirmed")]);
    site
}

#[test]
fn a_known_error_can_be_read_where_it_is_listed_whole_on_enter_and_its_case_on_the_next() {
    let site = known();
    let mut board = site.board(80, 24);
    let text = press(&mut board, "5<Esc>m1");
    assert!(text.contains("Known errors · 2") && !text.contains("known-errors"), "{text}");
    let line = row(&text, "INC-1 mail");
    assert!(line.contains("restart the wor") && line.contains("the worker wai"), "{text}");
    assert!(!text.contains('\u{240a}'), "{text}");
    let text = press(&mut board, "<Down><Enter>");
    assert!(text.contains("until the replica has caught up; tell the"), "{text}");
    assert!(text.contains("that the nightly export never gives") && text.contains("Enter goes to INC-1"), "{text}");
    press(&mut board, "<Enter>");
    assert_eq!(board.stage.place(), Place::Room);
    assert!(board.text().contains("Queue is stuck"), "{}", board.text());
}

#[test]
fn arrows_choose_the_kind_while_nothing_is_typed_and_limits_in_force_are_marked() {
    let site = known();
    let mut board = site.board(120, 40);
    assert!(press(&mut board, "5<Right>").contains("[incidents]"));
    assert!(press(&mut board, "<Left><Left>").contains("[registers]"));
    let text = press(&mut board, "<Right>ab<Left>c");
    assert!(text.contains("acb") && text.contains("[all]"), "{text}");
    press(&mut board, "<Esc>fmail<Enter>");
    let text = press(&mut board, "f");
    assert!(row(&text, "8 mail ").contains("now, service") && !row(&text, "9 payments ").contains("now"), "{text}");
}

#[test]
fn lists_that_go_on_say_so() {
    let mut site = busy();
    for n in 0..30 {
        site.run("14:00", "action add", &[("case", "INC-1"), ("text", &format!("look at shop {n}")), ("due", "2026-12-01")]);
    }
    let mut board = site.board(100, 20);
    let more = |text: &str| text.lines().filter(|line| line.contains(" more ─")).count();
    assert_eq!(more(&press(&mut board, "6")), 1);
    assert_eq!(more(&press(&mut board, "<Down><PgDn>")), 2);
    let mut board = site.board(100, 20);
    assert_eq!(more(&press(&mut board, "5shop<Enter>")), 1);
}

#[test]
fn the_newest_come_with_each_letter_and_the_closest_of_more_once_the_words_are_all() {
    let mut site = busy();
    site.run("13:00", "log", &[("case", "INC-1"), ("line", "the kiosk itself is dark")]);
    let lines = (0..130).map(|n| format!("kiosks of district {n} are dark")).collect::<Vec<_>>().join("\n");
    site.run("14:00", "log", &[("case", "INC-1"), ("line", &lines)]);
    let mut board = site.board(120, 40);
    let text = press(&mut board, "5kiosk");
    assert!(text.contains("the newest 37, there are more") && !text.contains("itself"), "{text}");
    let text = press(&mut board, "<Enter>");
    assert!(text.contains("131, closest first") && row(&text, "│> ").contains("the kiosk itself"), "{text}");
    let text = press(&mut board, "/<Backspace>");
    assert!(text.contains("the newest 37, there are more") && !text.contains("itself"), "{text}");
}

#[test]
fn another_order_keeps_what_is_selected_and_owners_come_by_name() {
    let mut site = busy();
    for (owner, text) in [("mei", "one of mei"), ("ana", "one of ana"), ("joost", "one of joost")] {
        site.run("14:00", "action add", &[("case", "INC-1"), ("text", text), ("owner", owner), ("due", "2026-12-01")]);
    }
    let mut board = site.board(120, 40);
    let text = press(&mut board, "6Gk");
    let selected = |text: &str| row(text, "│> ").split("one of").nth(1).unwrap().trim_end_matches(['│', ' ']).to_owned();
    let before = selected(&text);
    let text = press(&mut board, "o");
    let at = |words: &str| text.lines().position(|line| line.contains(words)).unwrap();
    assert_eq!(selected(&text), before, "{text}");
    assert!(at("one of ana") < at("one of joost") && at("one of joost") < at("one of mei"), "{text}");
    assert!(text.contains("give up"), "{text}");
    let text = press(&mut board, "<Delete>");
    assert!(text.contains("Give the action up") && !text.contains("decline"), "{text}");
}

#[test]
fn who_goes_to_another_review_starts_at_the_open_one_and_may_type_any_number() {
    let mut site = busy();
    site.run("14:05", "review state", &[("case", "INC-1"), ("state", "approved")]);
    for (keys, title) in [("3", "Go to the review of"), ("3t", "Go to the timeline of")] {
        let mut board = site.board(100, 30);
        press(&mut board, keys);
        let text = press(&mut board, "/");
        assert!(text.contains(title) && !text.contains("due not"), "{text}");
        assert!(row(&text, "1 INC-1 Card").contains("now, not shared"), "{text}");
        let text = press(&mut board, "ISS-99");
        assert!(text.contains("look up: ISS-99"), "{text}");
        assert!(press(&mut board, "<Enter>").contains("there is no case ISS-99"));
        let text = press(&mut board, "/inc-1");
        assert!(!text.contains("look up"), "{text}");
    }
}

#[test]
fn figures_are_written_into_a_file_that_says_so_once() {
    let site = known();
    let mut board = site.board(120, 40);
    press(&mut board, "5<Esc>m5");
    let text = press(&mut board, "w");
    assert!(text.contains("figures.md") && !text.contains("figures-figures"), "{text}");
}
