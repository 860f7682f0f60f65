//! Tests of the review with its causes and its timeline where several people work, and where it is approved: keys in, text out.

use super::driver::Driver;
use super::keys::Place;
use super::matrix_tests::walk;
use super::screens::{Site, press, row, settle_document};
use super::screens_tests::reviewed;
use crate::tui::desk::Desk;

fn at(site: &Site, place: Place, width: u16, height: u16) -> Driver<Desk> {
    let mut driver = Driver::new(site.desk(), place, width, height);
    settle_document(&mut driver);
    driver
}

/// What others did arrives, and what was typed is kept.
fn pulse(driver: &mut Driver<Desk>) -> String {
    driver.stage.pulse(&mut driver.world);
    settle_document(driver)
}

fn foot(text: &str) -> &str {
    text.lines().last().unwrap_or_default()
}

#[test]
fn a_kept_text_says_that_a_colleague_changed_the_section_and_nothing_is_written_over_unasked() {
    let mut site = reviewed();
    let mut review = at(&site, Place::Review, 120, 40);
    review.press("e And mine.");
    review.press("<Esc>");
    assert!(row(&pulse(&mut review), "] Summary").contains("unsaved"), "{}", review.text());
    site.run("14:33", "review set", &[("case", "INC-1"), ("section", "summary"), ("text", "Theirs alone.")]);
    pulse(&mut review);
    let text = review.press("e");
    assert!(text.contains("(kept from before; F8 begins afresh)") && text.contains("And mine."), "{text}");
    assert!(text.contains("Ana changed the saved text since; F8 shows it"), "{text}");
    let text = press(&mut review, "<Ctrl-S>");
    assert!(text.contains("Ana changed it since you began: F8 shows that, Ctrl-S again writes over it"), "{text}");
    let text = press(&mut review, "<F8>");
    assert!(text.contains("Theirs alone.") && !text.contains("And mine.") && !text.contains("kept from before"), "{text}");
    assert!(press(&mut review, "<F8>").contains("And mine."), "it comes back");
    let text = press(&mut review, "<Ctrl-S>");
    assert!(text.contains("INC-1 review: summary rewritten"), "{text}");
    assert!(!row(&pulse(&mut review), "] Summary").contains("unsaved"), "{}", review.text());
}

#[test]
fn an_open_text_that_nobody_touched_follows_what_a_colleague_saves() {
    let mut site = reviewed();
    let mut review = at(&site, Place::Review, 80, 24);
    review.press("e");
    site.run("14:33", "review set", &[("case", "INC-1"), ("section", "summary"), ("text", "Theirs alone.")]);
    let text = pulse(&mut review);
    assert!(text.contains("Theirs alone.") && !text.contains("since;"), "{text}");
    review.press(" And mine.");
    site.run("14:34", "review set", &[("case", "INC-1"), ("section", "summary"), ("text", "Other words.")]);
    let text = pulse(&mut review);
    assert!(text.contains("Theirs alone. And mine.") && text.contains("Ana changed the saved text since;"), "{text}");
}

#[test]
fn other_words_of_a_line_are_not_written_over_unasked_either() {
    let mut site = reviewed();
    let mut board = site.board(100, 30);
    board.press("3");
    press(&mut board, "tgjje, and mine<Esc>");
    site.run("14:33", "timeline tell", &[("entry", "INC-1.3"), ("wording", "theirs")]);
    pulse(&mut board);
    let text = press(&mut board, "e");
    assert!(text.contains("kept from before; F8 begins afresh") && text.contains("Ana changed the saved text"), "{text}");
    assert!(press(&mut board, "<Ctrl-S>").contains("Ctrl-S again writes over it"), "{}", board.text());
    assert!(press(&mut board, "<F8>").contains("theirs"), "{}", board.text());
    press(&mut board, "<F8>");
    assert!(press(&mut board, "<Ctrl-S>").contains("INC-1.3 told in other words"), "{}", board.text());
}

#[test]
fn a_first_cause_is_made_of_a_hypothesis() {
    let site = reviewed();
    let mut driver = site.board(120, 40);
    walk(&mut driver, &["3", "w"]);
    let text = driver.text();
    assert!(!text.contains("╰─╯") && text.matches('╭').count() == 1, "no empty box stands beside the tree\n{text}");
    let text = press(&mut driver, ":cause from<Enter>");
    assert!(text.contains("hypothesis") && !text.contains("no cause is named yet;"), "{text}");
    let text = press(&mut driver, "certif<Enter>");
    assert!(text.contains("F-1") && text.contains("certificate"), "{text}");
}

#[test]
fn the_timeline_says_what_became_of_a_line() {
    let site = reviewed();
    let mut board = site.board(120, 40);
    board.press("3");
    press(&mut board, "tgjj");
    assert!(press(&mut board, "K").contains("INC-1.3 moved · z undoes"), "{}", board.text());
    assert!(press(&mut board, "m").contains("INC-1.3 is a key moment · z"), "{}", board.text());
    press(&mut board, "s");
    assert!(press(&mut board, "m").contains("INC-1.3 is no key moment any more, left out still"), "{}", board.text());
    assert!(press(&mut board, "J").contains("INC-1.3 moved, left out still"), "{}", board.text());
    assert!(press(&mut board, "e at once<Ctrl-S>").contains("INC-1.3 told in other words, and told again"), "{}", board.text());
    press(&mut board, "s");
    assert!(press(&mut board, "s").contains("INC-1.3 told again"), "{}", board.text());
}

#[test]
fn a_phase_that_goes_on_says_for_how_long_and_one_that_never_began_is_left_out() {
    let mut site = Site::new();
    site.run("13:22", "incident open", &[("title", "Printers"), ("priority", "P2"), ("started", "13:20")]);
    let mut board = site.board(100, 30);
    board.press("3");
    let text = press(&mut board, "t");
    assert!(row(&text, "I Impact").contains("goes on, 1h12") && !text.contains("V Resolve"), "{text}");
    site.run("14:00", "case state", &[("case", "INC-1"), ("state", "resolved"), ("at", "14:00")]);
    let text = pulse(&mut board);
    assert!(row(&text, "I Impact").contains("unknown"), "what is over goes on no longer\n{text}");
}

#[test]
fn the_state_of_the_review_is_marked_and_the_next_one_selected() {
    let site = reviewed();
    let mut review = at(&site, Place::Review, 80, 24);
    let text = review.press("s");
    assert!(row(&text, "1 draft").contains("now"), "{text}");
    let text = press(&mut review, "<Enter>");
    assert!(text.contains("INC-1 review is in review"), "the next one was selected\n{text}");
    let text = review.press("s");
    assert!(row(&text, "2 in review").contains("now") && !row(&text, "1 draft").contains("now"), "{text}");
    assert!(press(&mut review, "<Enter>").contains("approved as version 1"), "{}", review.text());
    let text = review.press("s");
    assert!(row(&text, "3 approved").contains("now"), "{text}");
}

#[test]
fn escape_leads_from_the_document_to_its_sections_and_the_selected_one_stays_in_sight() {
    let site = reviewed();
    let mut board = site.board(120, 40);
    board.press("3");
    settle_document(&mut board);
    board.press("jj<Tab>");
    let text = board.press("j");
    assert!(text.contains("│> [r] Impact  "), "what Enter and e act on\n{text}");
    board.press("<Esc>");
    assert_eq!(board.stage.place(), Place::Review);
    assert!(board.press("j").contains("> [ ] Impact in figures"), "{}", board.text());
    board.press("<Esc>");
    assert_eq!(board.stage.place(), Place::Board);
}

#[test]
fn an_approved_review_offers_no_key_that_writes_and_says_how_it_is_opened_again() {
    let mut site = reviewed();
    site.run("14:32", "review state", &[("case", "INC-1"), ("state", "approved")]);
    let mut review = at(&site, Place::Review, 120, 40);
    let text = review.text();
    assert!(text.contains("written · approved; s opens it again"), "{text}");
    for words in ["Enter write", "e text", "r row"] {
        assert!(!foot(&text).contains(words), "{text}");
    }
    assert!(foot(&text).contains("m remark") && foot(&text).contains("w causes"), "{text}");
    let text = press(&mut review, "w");
    assert!(text.contains("the review is approved; s in the Review opens") && !text.contains("names the first"), "{text}");
    assert!(!foot(&text).contains("n new") && foot(&text).contains("? help"), "{text}");
    press(&mut review, "<Esc>");
    let text = press(&mut review, "t");
    assert!(!foot(&text).contains("show/hide") && foot(&text).contains("Enter open"), "{text}");
    assert!(press(&mut review, "s").contains("this review is approved; s in the Review opens it again"), "{}", review.text());
}

#[test]
fn causes_stand_in_the_order_of_their_tree_and_are_moved_among_those_that_explain_the_same() {
    let mut site = reviewed();
    let mut add = |text, fields: &[(&'static str, &str)]| {
        let all: Vec<(&'static str, &str)> = [("case", "INC-1"), ("text", text)].into_iter().chain(fields.iter().copied()).collect();
        site.run("14:31", "cause add", &all);
    };
    add("it failed", &[]);
    add("it was slow", &[]);
    add("nobody watched", &[("under", "F-1")]);
    add("nobody tried it", &[("under", "F-1")]);
    let mut review = at(&site, Place::Review, 120, 40);
    let order = |text: &str, names: [&str; 4]| {
        let line = |name: &str| {
            text.lines()
                .position(|line| line.starts_with('│') && line.split("││").next().is_some_and(|left| left.contains(&format!(" {name} "))))
                .unwrap()
        };
        let at = names.map(line);
        assert!(at.is_sorted(), "{names:?}\n{text}");
    };
    review.press("jjjjjjjjjjjj");
    let text = review.text();
    order(&text, ["F-1", "F-3", "F-4", "F-2"]);
    assert!(row(&text, "] Causes").contains("w: tree"), "the key of their screen\n{text}");
    assert!(row(&text, "F-3 ").contains("F-3     why: nobody watched"), "{text}");
    assert!(row(&text, "> ").contains("F-3"), "{text}");
    let text = press(&mut review, "K");
    assert!(text.contains("nothing that explains the same stands before it; w shows the tree"), "{text}");
    let text = press(&mut review, "J");
    order(&text, ["F-1", "F-4", "F-3", "F-2"]);
    assert!(row(&text, "> ").contains("F-3"), "it stays selected\n{text}");
}

#[test]
fn a_remark_is_on_the_selected_section_unless_that_is_emptied() {
    let site = reviewed();
    let mut review = at(&site, Place::Review, 80, 24);
    let text = review.press("jm");
    assert!(text.contains("A remark on the review") && row(&text, "Section").contains("background"), "{text}");
    // Nothing was typed yet, and nothing of another section is kept.
    review.press("<Esc>");
    assert!(row(&review.press("jm"), "Section").contains("impact"), "{}", review.text());
    let text = press(&mut review, "too short<Enter>");
    assert!(text.contains("N-1 remarked on impact"), "{text}");
    review.press("m");
    let text = press(&mut review, "who reads this?<Tab><Ctrl-U><Enter>");
    assert!(text.contains("N-2 remarked · z"), "on the whole\n{text}");
}

#[test]
fn the_fishbone_moves_nothing_and_names_the_tree() {
    let mut site = reviewed();
    for text in ["it failed", "it was slow"] {
        site.run("14:31", "cause add", &[("case", "INC-1"), ("text", text)]);
    }
    let mut driver = site.board(120, 40);
    walk(&mut driver, &["3", "w"]);
    assert!(foot(&driver.text()).contains("o fishbone") && driver.text().contains("for management"), "{}", driver.text());
    let text = press(&mut driver, "o");
    assert!(text.contains("INC-1 fishbone") && foot(&text).contains("o tree"), "{text}");
    for key in ["J", "K", "L", "H"] {
        assert!(press(&mut driver, key).contains("o shows the tree, where it moves"), "{key}\n{}", driver.text());
    }
    let text = driver.resize(40, 12);
    assert!(text.contains("INC-1 causes by side") && !text.contains("fishbone"), "{text}");
}

#[test]
fn a_text_editor_offers_no_next_field_and_its_print_follows_the_caret() {
    let mut site = reviewed();
    let long: String = (1..=90).map(|number| format!("Paragraph number {number}.\n\n")).collect();
    site.run("14:33", "review set", &[("case", "INC-1"), ("section", "background"), ("text", &long)]);
    let mut review = at(&site, Place::Review, 120, 40);
    let text = review.press("<Down>e");
    assert!(!foot(&text).contains("next field") && foot(&text).contains("Ctrl-O editor"), "{text}");
    assert_eq!(text.matches("Paragraph number 90.").count(), 2, "{text}");
    let up = "<PgUp>".repeat(9);
    let text = review.press(&up);
    let around = (1..=90).filter(|number| text.matches(&format!("Paragraph number {number}.")).count() == 2).count();
    assert!(around > 3, "both show the same\n{text}");
    let text = review.press(&"<PgUp>".repeat(20));
    assert_eq!(text.matches("Paragraph number 1.").count(), 2, "{text}");
}

#[test]
fn a_question_that_is_cut_says_so_and_what_is_said_keeps_its_last_part() {
    let site = reviewed();
    let mut review = at(&site, Place::Review, 40, 12);
    let text = review.press("e");
    assert!(text.lines().take(6).any(|line| line.contains("..")), "{text}");
    let mut board = site.board(40, 12);
    board.press("3");
    press(&mut board, "tgjj");
    press(&mut board, "s");
    let text = press(&mut board, "m");
    assert!(foot(&text).ends_with("· z undoes") && foot(&text).contains('~'), "{text}");
}

#[test]
fn an_empty_review_names_the_key_that_opens_an_incident() {
    let site = Site::new();
    let mut review = Driver::new(Desk::new(site.desk().app, None), Place::Review, 80, 24);
    let text = review.text();
    assert!(foot(&text).contains("n new") && !foot(&text).contains("r row") && !foot(&text).contains("/ case"), "{text}");
    assert!(review.press("/").contains("there is no case yet whose review could be shown; n opens one"), "{}", review.text());
}
