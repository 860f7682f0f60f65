//! Tests of the line on a real database: keys in, text out.

use crate::tui::desk::Desk;
use crate::tui::driver::Driver;
use crate::tui::screen::World as _;
use crate::tui::screens::{busy, press, row};

/// Gives the rows over the line: what is offered and what the line would become.
fn over(text: &str) -> Vec<&str> {
    text.lines().rev().skip(2).take(6).collect()
}

fn line(board: &mut Driver<Desk>) -> String {
    board.text().lines().rev().nth(1).unwrap_or_default().trim().to_owned()
}

#[test]
fn owners_tags_and_readers_are_offered_and_tab_takes_them() {
    let place = busy();
    let mut board = place.board(120, 40);
    press(&mut board, "lqueue grows #db-lag #disk<Enter>");
    let text = board.press("+stop it @m");
    assert!(over(&text)[2].contains("> @mei"), "{text}");
    board.press("<Tab>");
    assert_eq!(line(&mut board), "INC-1 +stop it @mei");
    let text = board.press("#d");
    assert!(over(&text)[3].contains("> #db-lag") && over(&text)[2].contains("  #disk"), "{text}");
    board.press("<Down><Right>");
    assert_eq!(line(&mut board), "INC-1 +stop it @mei #disk");
    let text = board.press("^");
    assert_eq!(over(&text)[2..5].iter().filter(|row| row.contains("who may read it")).count(), 3, "{text}");
    let text = press(&mut board, "m<Tab>in 20m<Enter>");
    assert!(text.contains("INC-1.9 action A-2 given"), "{text}");
    assert!(row(&press(&mut board, "<Esc><Enter>"), "stop it").contains("mei"), "{}", board.text());
}

#[test]
fn a_list_of_offers_eats_neither_enter_nor_letters() {
    let mut place = busy();
    place.run("14:30", "person add", &[("handle", "an\u{1b}[31ma")]);
    let mut board = place.board(120, 40);
    assert!(!board.press("l@an").contains("31m"), "a name that no line can hold is not offered");
    board.press("<Ctrl-U><Esc>");
    assert!(board.press("lseen by @an").contains("> @ana"));
    assert!(press(&mut board, "<Enter>").contains("INC-1.8 fact logged"));
    assert!(board.press("@ana").lines().all(|line| !line.contains("> @")), "a whole name needs no help");
    board.press("<Ctrl-U>a @me");
    board.press("<Left><Right>x");
    assert_eq!(line(&mut board), "INC-1 a @mex", "inside the line the arrow moves");
    assert!(!board.press("<Ctrl-U>INCident").contains("> INC"), "{}", board.text());
    assert!(!board.press("<Ctrl-U>see INC-").contains("> INC"), "a case is named at the start only");
}

#[test]
fn the_case_is_changed_at_the_start_of_the_line_and_nothing_stays_behind() {
    let place = busy();
    let mut board = place.board(120, 40);
    let text = board.press("linc-");
    assert!(over(&text)[3].contains("> INC-1 Card payments") && over(&text)[2].contains("INC-2 evil"), "{text}");
    board.stage.pulse(&mut board.world);
    board.press("<Down><Tab>");
    assert_eq!(line(&mut board), "INC-2");
    assert!(press(&mut board, "also slow<Enter>").contains("INC-2.1 fact logged"));
    let text = board.press("<Tab>");
    assert!(text.contains("> INC-1 Card") && text.contains("ISS-2 Migration"), "both kinds are offered\n{text}");
    board.press("<Up><Up><Tab>half");
    assert!(line(&mut board).starts_with("ISS-"), "{}", board.text());
    board.press("<Esc><Esc>l");
    assert_eq!(line(&mut board), "INC-1", "what was typed to find the other case is not kept for this one");
}

#[test]
fn earlier_lines_come_back_with_the_arrows_and_what_was_being_typed_after_them() {
    let place = busy();
    let mut board = place.board(120, 40);
    press(&mut board, "lfirst<Enter>");
    press(&mut board, "?second<Enter>");
    board.press("half a<Up>");
    assert_eq!(line(&mut board), "INC-1 ?second");
    board.press("<Ctrl-P>");
    assert_eq!(line(&mut board), "INC-1 first");
    assert!(board.press("<Up>").ends_with("there is no earlier line of this run"));
    board.press("<Down><Ctrl-N>");
    assert_eq!(line(&mut board), "INC-1 half a");
    let text = press(&mut board, "<Up><Up> again<Enter>");
    assert!(text.contains("INC-1.10 fact logged"), "{text}");
    assert_eq!(line(&mut board), "INC-1 half a", "what was being typed is there again");
}

#[test]
fn lines_that_waited_come_back_one_by_one_as_what_they_were() {
    let place = busy();
    let mut board = place.board(120, 40);
    let kept = r#"[{"text":"!roll back -- it fails"},{"text":"one\ntwo","pasted":false},{"text":"?why"}]"#;
    board.world.keep_unsent(&[("log line INC-1".to_owned(), kept.to_owned())]);
    let text = board.press("l");
    assert_eq!(line(&mut board), "INC-1 !roll back -- it fails");
    assert!(over(&text)[0].starts_with(" kept, not saved yet  2 more lines wait behind this one  decision"), "{text}");
    press(&mut board, "<Enter>");
    assert!(board.text().contains("2 lines, by their signs"), "{}", board.text());
    press(&mut board, "<Enter>");
    assert_eq!(line(&mut board), "INC-1 ?why");
    board.press("<Esc><Enter>");
    assert!(board.text().contains("INC-1 ?why   (not saved yet: l goes on with it)"), "{}", board.text());
}

#[test]
fn a_paste_is_taken_away_and_brought_back_with_what_stood_before_it() {
    let place = busy();
    let mut board = place.board(120, 40);
    board.press("lAna: ");
    let text = board.paste("one\n25:99 two\n");
    assert!(over(&text)[0].contains("2 lines, as facts") && over(&text)[0].contains("not yet, line 2: "), "{text}");
    board.press("<Backspace>");
    assert_eq!(line(&mut board), "INC-1 Ana:");
    assert!(board.press("<Ctrl-_>").contains("2 lines, as facts"));
    assert_eq!(line(&mut board), "INC-1 Ana: one ..");
    let text = press(&mut board, "<Enter>");
    assert!(text.contains("line 2: ") && text.contains("2 lines, as facts"), "nothing is logged, nothing is lost\n{text}");
}

#[test]
fn a_correction_shows_what_it_will_be_and_its_draft_is_kept() {
    let place = busy();
    let mut board = place.board(140, 40);
    let text = board.press("<Enter>kkkke");
    assert!(line(&mut board).starts_with("INC-1.3 becomes !roll back 4.2 -- because errors follow it"), "{text}");
    let text = board.press("<Ctrl-U>go back to 4.1");
    assert_eq!(over(&text)[0].trim(), "decision  still ana  still due 15:40  reason given  for management");
    assert!(board.press("<Ctrl-U>+go").contains("not yet: an action stays an action"));
    board.press("<Ctrl-U>half a correc<Esc>e");
    assert_eq!(line(&mut board), "INC-1.3 becomes half a correc");
}

#[test]
fn the_line_is_at_most_two_keys_away_from_everywhere() {
    let place = busy();
    for way in [
        "",
        "<Enter>",
        "3",
        "4",
        "5",
        "5abc",
        "h",
        "/",
        "n",
        "nText<Tab>P",
        "e",
        ":",
        ":act",
        "?",
        "s",
        "d",
        "<Enter>e",
        "<Enter>kkv",
        "4<Enter>",
        "1:case show<Enter>",
        "n<Tab><Tab><Tab><Tab><Tab>",
    ] {
        let mut board = place.board(100, 30);
        board.press(way);
        let text = board.press("<F3>");
        let there = |text: &str| text.lines().rev().nth(1).is_some_and(|line| line.starts_with(" INC-") || line.starts_with(" ISS-"));
        if !there(&text) {
            let text = board.press("l");
            assert!(there(&text) || way.ends_with('e'), "from '{way}'\n{text}");
        }
        board.press("<Ctrl-U>reached");
        assert!(board.text().contains("reached"), "from '{way}'\n{}", board.text());
    }
}
