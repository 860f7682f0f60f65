//! Tests of the stage, the frame and the parts together, on the example world.

use super::driver::Driver;
use super::example::{Titles, some};
use super::keys::Place;
use super::stage::Wish;

fn board(width: u16, height: u16) -> Driver<Titles> {
    Driver::new(some(), Place::Board, width, height)
}

#[test]
fn the_frame_stands_at_all_common_sizes() {
    for (width, height, tabs) in [(200, 50, "[1 Board]"), (120, 40, "[1 Board]"), (80, 24, "[1]")] {
        let text = board(width, height).text();
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines[0].contains(tabs) && lines[0].ends_with("service first   14:32 Amsterdam"), "{text}");
        assert!(lines[1].starts_with(" Due  Update sponsors 14:36 in 4 min"), "{text}");
        assert!(text.contains("INC-0  Card payments fail") && text.contains("INC-1  数据迁移脚本延迟"), "{text}");
        assert!(text.contains("evil \u{241b}[2J\u{2426}title\u{2421}"), "{text}");
        assert!(lines.last().expect("a foot").starts_with(" Enter open  n new  l log") && text.ends_with("? help"), "{text}");
    }
}

#[test]
fn on_a_small_screen_tabs_go_before_the_incident_and_the_clock_goes_last() {
    let mut board = board(40, 12);
    assert_eq!(board.text().lines().next().expect("a line").trim(), "INC-12 P1 · 1h12   14:32 Amsterdam");
    assert!(board.resize(40, 12).lines().nth(1).expect("due").starts_with(" Due  Update sponsors 14:36 in 4 min"));
    assert_eq!(board.resize(20, 5).lines().next().expect("a line").trim(), "INC-12 P1   14:32");
    assert!(board.resize(15, 2).starts_with("14:32 Amsterdam"));
    assert_eq!(board.resize(5, 1), "14:32");
    assert_eq!(board.resize(1, 1), "~");
}

#[test]
fn no_size_makes_anything_panic() {
    for keys in ["", "l数据\u{301} text", "n", "n<Tab>2<Tab>p", "n<Tab><Tab><Tab>text", ":inc", "?", "jjj<PgDn>G", "nno<Enter>"] {
        let mut board = board(80, 24);
        board.press(keys);
        for width in (1..14).chain([19, 29, 39, 60, 99, 201]) {
            for height in (1..=30).step_by(if width < 8 { 1 } else { 5 }) {
                board.resize(width, height);
                if let Some(at) = board.cursor() {
                    assert!(at.x < width && at.y < height, "{keys} {width}x{height} {at:?}");
                }
            }
        }
    }
}

#[test]
fn a_line_is_logged_with_one_key_and_what_was_typed_is_kept() {
    let mut board = board(80, 24);
    let text = board.press("lq? 数据");
    assert!(text.lines().rev().nth(1).is_some_and(|line| line == "q? 数据"), "{text}");
    assert!(text.ends_with("F1 help"), "{text}");
    assert_eq!(board.cursor().map(|at| at.x), Some(7));
    board.stage.pulse(&mut board.world);
    assert_eq!(board.world.kept, [("line".to_owned(), "q? 数据".to_owned())]);
    let text = board.press("<Enter>");
    assert!(text.contains("INC-4  q? 数据") && text.ends_with(" q? 数据 is open · z undoes"), "{text}");
    assert!(board.press("<Esc>z").ends_with("undone: q? 数据"));
    assert!(!board.press("j").contains("undone"));
}

#[test]
fn a_form_asks_refuses_beside_the_field_and_closes_when_done() {
    let mut board = board(80, 24);
    let text = board.press("n<Enter>");
    assert!(text.contains("Title*") && board.world.titles.len() == 4, "{text}");
    board.press("no title<Tab>2<Tab>p");
    let text = board.press("int<Enter>");
    assert!(text.contains("Intranet"), "{text}");
    let text = board.press("<Enter>");
    assert!(text.contains("that is no title: say what fails"), "{text}");
    let caret = board.cursor().expect("a caret");
    assert!(text.lines().nth(usize::from(caret.y)).is_some_and(|line| line.contains("Title*")), "{text}");
    let text = board.press("<Ctrl-U>Late<Enter>");
    assert!(text.contains("INC-4  Late / medium / Intranet") && !text.contains("Title*"), "{text}");
}

#[test]
fn what_takes_longer_stays_as_saving_and_loses_nothing() {
    let mut board = board(80, 24);
    board.world.slow = true;
    assert!(board.press("nSlow<Enter>").contains("Saving; what was typed is kept"));
    assert!(board.stage.is_waiting());
    board.stage.pulse(&mut board.world);
    assert!(board.text().contains("INC-4  Slow") && !board.stage.is_waiting());
}

#[test]
fn the_palette_and_the_help_run_what_is_chosen() {
    let mut board = board(80, 24);
    let text = board.press(":");
    assert!(text.contains("Commands") && text.contains("Write a log line"), "{text}");
    assert!(board.press("incop<Enter>").contains("Title*"));
    assert!(board.press("<Esc>?").contains("Undo your last change"));
    assert!(!board.press("<F1>").contains("Undo the last change"));
    board.press("?quit<Enter>");
    assert_eq!(board.stage.take_wish(), Some(Wish::End(0)));
}

#[test]
fn what_others_do_is_said_and_the_selection_stays() {
    let mut board = board(80, 24);
    board.press("j");
    board.stage.take_changed();
    board.stage.pulse(&mut board.world);
    assert!(!board.stage.take_changed(), "nothing new, nothing to draw");
    board.world.outside = Some("INC-7 P2 to P1".to_owned());
    board.stage.pulse(&mut board.world);
    assert!(board.stage.take_changed() && board.text().ends_with("Ana: INC-7 P2 to P1"));
}

#[test]
fn an_act_that_cannot_be_done_says_why() {
    let mut board = Driver::new(Titles::default(), Place::Board, 80, 24);
    assert!(board.press("u").ends_with("there is no case to tell of; n opens one"));
    assert!(board.press("3").ends_with("Review is not here yet"));
    assert!(board.press("z").ends_with("there is nothing to undo"));
}

#[test]
fn a_hostile_paste_is_text() {
    let mut board = board(80, 24);
    let text = board.press("l") + &board.paste("rm -rf /\n:q\n\u{1b}[2J\u{7f}");
    assert!(text.contains("rm -rf / :q \u{241b}[2J\u{2421}"), "{text}");
    assert_eq!(board.stage.take_wish(), None);
}
