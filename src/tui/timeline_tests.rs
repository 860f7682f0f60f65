//! Tests of the timeline and of the follow-up of actions: keys in, text out, on a real database.

use super::keys::Place;
use super::screens::{Site, busy, press, row};
use crate::model::entry::Visibility;

/// Gives the rows of lines, in the order they stand.
fn lines(text: &str) -> Vec<&str> {
    text.lines().filter(|line| ["  T", "> T", "  -", "> -"].iter().any(|how| line.trim_start_matches('│').starts_with(how))).collect()
}

fn has(text: &str, words: [&str; 3]) {
    let all = lines(text);
    let at = |words: &str| all.iter().position(|line| line.contains(words)).unwrap_or_else(|| panic!("no '{words}' in\n{text}"));
    assert!(at(words[0]) < at(words[1]) && at(words[1]) < at(words[2]), "{words:?}\n{text}");
}

#[test]
fn the_log_is_told_with_keys_alone_and_the_log_stays_as_it_was() {
    let site = busy();
    let mut board = site.board(120, 40);
    board.press("3");
    let text = press(&mut board, "t");
    assert!(text.contains("Timeline · INC-1 Card payments") && row(&text, "I Impact").contains("goes on, 1h12"), "{text}");
    assert!(row(&text, "is the gateway").contains("+31min"), "nothing was written for long before it\n{text}");
    // Left out, and told again.
    press(&mut board, "g");
    let text = press(&mut board, "jjs");
    assert!(row(&text, "roll back 4.2").contains("> -") && text.contains("left out of the timeline · z undoes"), "{text}");
    assert!(text.contains("left out · for management"), "{text}");
    assert!(row(&press(&mut board, "s"), "roll back 4.2").contains("> T"));
    // Other words, with what was said above them.
    let text = press(&mut board, "e");
    assert!(text.contains("INC-1.3 · in the log, as it was said") && text.matches("roll back 4.2").count() == 2, "{text}");
    let text = press(&mut board, ", on both sites<Ctrl-S>");
    assert!(row(&text, "on both sites").contains("> Tw") && text.contains("in the log: roll back 4.2"), "{text}");
    // A key moment; earlier and later; undone.
    assert!(row(&press(&mut board, "m"), "on both sites").contains("Tw *"));
    has(&press(&mut board, "K"), ["open -> investigating", "on both sites", "certificate expired"]);
    assert!(row(&board.text(), "on both sites").contains("> Twm*"), "{}", board.text());
    assert!(press(&mut board, "K").contains("the first line stands there by its time"), "{}", board.text());
    has(&press(&mut board, "J"), ["open -> investigating", "certificate expired", "on both sites"]);
    has(&press(&mut board, "z"), ["open -> investigating", "on both sites", "certificate expired"]);
    // The line in the log, as it was said.
    let text = press(&mut board, "<Enter>");
    assert_eq!(board.stage.place(), Place::Room);
    assert!(text.contains("roll back 4.2") && !text.contains("on both sites"), "{text}");
    press(&mut board, "<Esc>");
    assert_eq!(board.stage.place(), Place::Timeline);
    press(&mut board, "<Esc>");
    assert_eq!(board.stage.place(), Place::Review, "one goes back to where one came from");
}

#[test]
fn half_written_words_are_kept_and_an_approved_review_takes_none() {
    let mut site = busy();
    let mut board = site.board(80, 24);
    board.press("3");
    press(&mut board, "tjje and more<Esc>");
    assert!(press(&mut board, "e").contains("and more"), "what was typed stays");
    drop(board);
    site.run("14:30", "review state", &[("case", "INC-1"), ("state", "approved")]);
    let mut board = site.board(80, 24);
    board.press("3");
    press(&mut board, "tj");
    for key in ["s", "e", "K", "J", "m"] {
        let text = press(&mut board, key);
        assert!(text.contains("this review is approved"), "{key}\n{text}");
    }
}

#[test]
fn a_shared_screen_shows_no_line_that_is_told_to_those_who_work_here_alone() {
    let mut site = busy();
    site.run("14:30", "timeline tell", &[("entry", "INC-1.3"), ("wording", "CANARY"), ("for", "internal")]);
    let mut desk = site.desk();
    desk.app.read_for(Visibility::Management);
    let desk = super::desk::Desk::new(desk.app, None);
    let mut shared = super::driver::Driver::new(desk, Place::Timeline, 120, 40);
    let text = shared.text();
    assert!(text.contains("stop the batch export") && !text.contains("CANARY") && !text.contains("roll back 4.2"), "{text}");
    assert!(!text.contains("certificate expired"), "an internal line\n{text}");
}

fn owing() -> Site {
    let mut site = busy();
    for (text, owner, due, kind) in [
        ("renew it", "ana", "15:00", "prevent"),
        ("测试切换", "mei", "tomorrow 10:00", "detect"),
        ("tell the shops", "joost", "14:00", "process"),
    ] {
        site.run("13:50", "action add", &[("case", "INC-1"), ("text", text), ("owner", owner), ("due", due), ("type", kind)]);
    }
    site
}

#[test]
fn actions_of_all_cases_are_followed_up_with_keys_alone() {
    let site = owing();
    let mut board = site.board(120, 40);
    let text = press(&mut board, "6");
    let at = |text: &str, words: &str| text.lines().position(|line| line.contains(words)).unwrap_or_else(|| panic!("{words}\n{text}"));
    assert!(at(&text, "tell the shops") < at(&text, "stop the batch") && at(&text, "stop the batch") < at(&text, "renew it"), "{text}");
    let first = row(&text, "tell the shops");
    assert!(first.contains("> ! A-4") && first.contains("32 min late") && first.contains("INC-1"), "{text}");
    // Done, and to be verified from then on.
    let text = press(&mut board, "t");
    assert!(text.contains("A-4 is done · verify"), "{text}");
    assert!(row(&text, "verify: tell the shops").contains("in 30d"), "{text}");
    let text = press(&mut board, "G");
    assert!(row(&text, "tell the shops").contains("> v A-4"), "{text}");
    assert!(press(&mut board, "t").contains("it is done; v says whether it worked"));
    press(&mut board, "v");
    let text = press(&mut board, "1");
    assert!(!text.contains("tell the shops") && text.contains("A-4 worked"), "{text}");
    assert!(press(&mut board, "z").contains("verify: tell the shops"));
    // Given up, with a reason.
    press(&mut board, "g");
    let text = press(&mut board, "<Delete>no need<Enter>");
    assert!(text.contains("A-1 is given up") && !text.contains("stop the batch"), "{text}");
    // Grouped.
    assert!(press(&mut board, "o").contains("Follow-up · by owner"));
    let text = press(&mut board, "o");
    assert!(text.contains("by type") && at(&text, "测试切换") < at(&text, "renew it"), "{text}");
    press(&mut board, "<Enter>");
    assert_eq!(board.stage.place(), Place::Room);
}
