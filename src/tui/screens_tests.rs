//! Tests of Review, Library, Portfolio and History, and of what survives a restart: keys in, text out, on a real database.

use std::time::Duration;

use proptest::prelude::*;

use super::desk::Desk;
use super::driver::Driver;
use super::keys::Place;
use super::matrix_tests::SIZES;
use super::screens::{Site, busy, press, row, settle_document};

/// The crisis of `busy`, with some of its review written and a hostile name in a register.
pub(super) fn reviewed() -> Site {
    let mut place = busy();
    let mut write = |section, text| place.run("14:30", "review set", &[("case", "INC-1"), ("section", section), ("text", text)]);
    write("summary", "Card payments failed in all shops.\n\nThe service came back after a rollback of release 4.2.");
    write("causes", "an expired certificate\n  nobody watched it\nthe rollback was never tried");
    write("evidence", "13:20:01 ERROR tls: certificate has expired\n| not | a | table |");
    write("lessons", "证书到期必须监控 \u{202e}evil\u{1b}[2J");
    place.run(
        "14:31",
        "service add",
        &[("name", "\u{1b}]0;x\u{7}数据 service with a name that does not end for a long while"), ("owner", "ana")],
    );
    place.run("14:31", "stakeholder add", &[("name", "Board of directors"), ("audience", "sponsors"), ("service", "Payments")]);
    place
}

fn at(site: &Site, place: Place, width: u16, height: u16) -> Driver<Desk> {
    Driver::new(site.desk(), place, width, height)
}

#[test]
fn empty_screens_name_the_key_that_fills_them_at_four_sizes() {
    for (width, height) in SIZES {
        let site = Site::new();
        for (place, key) in
            [(Place::Review, "n opens"), (Place::Library, "Type words"), (Place::Portfolio, "n adds"), (Place::History, "n opens")]
        {
            let mut screen = Driver::new(Desk::new(site.desk().app, None), place, width, height);
            let text = screen.text();
            assert!(text.contains(key) || width < 60, "{text}");
        }
    }
}

#[test]
fn a_section_is_written_in_place_and_its_print_follows_every_key() {
    let site = reviewed();
    let mut review = at(&site, Place::Review, 120, 40);
    settle_document(&mut review);
    let text = review.press("<Down><Enter>A shop pays by card.");
    assert!(text.contains("INC-1 · Background") && text.contains("What does the reader need to know"), "{text}");
    assert_eq!(text.matches("A shop pays by card.").count(), 2, "typed, and as it will be printed\n{text}");
    assert!(review.cursor().is_some());
    let text = press(&mut review, "<Ctrl-S>");
    assert!(text.contains("INC-1 review: background written"), "{text}");
    let text = settle_document(&mut review);
    assert!(text.contains("[x] Background") && text.contains("5 of 38 written"), "{text}");
    assert!(press(&mut review, "z").contains("4 of 38 written"));
}

#[test]
fn a_half_written_section_survives_escape_and_a_restart_and_the_screen_says_where_one_was() {
    let site = reviewed();
    let mut review = at(&site, Place::Review, 120, 40);
    settle_document(&mut review);
    review.press("<Down><Down><Down>eabout 412 shops<Esc>");
    drop(review);
    let mut desk = site.desk();
    desk.app.ctx.at += 25 * 60_000;
    let mut again = Driver::new(desk, Place::Board, 120, 40);
    let text = again.text();
    assert!(text.contains("you were in the review of INC-1, 25 min ago"), "{text}");
    assert!(text.contains("section INC-1 impact-figures"), "{text}");
    assert!(text.contains("[3 Review]"), "{text}");
    assert!(again.press("e").contains("about 412 shops"));
}

#[test]
fn the_document_follows_the_section_the_reader_and_the_record() {
    let mut site = reviewed();
    let mut review = at(&site, Place::Review, 120, 40);
    let text = settle_document(&mut review);
    assert!(text.contains("Incident review INC-1") && text.contains("nothing left out"), "{text}");
    for _ in 0..10 {
        review.press("j");
    }
    assert!(review.text().lines().nth(4).unwrap().contains("Causes"), "the heading stands on top\n{}", review.text());
    assert!(review.text().contains("- an expired certificate") && review.text().contains("  - nobody watched it"));
    review.press("<Right>");
    for _ in 0..200 {
        review.stage.pulse(&mut review.world);
        if review.text().contains("rows left out") {
            break;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    let text = review.text();
    assert!(text.contains("[management]") && text.contains("rows left out") && row(&text, "Evidence").contains("left out"), "{text}");
    site.run("14:32", "review set", &[("case", "INC-1"), ("section", "trigger"), ("text", "a deployment")]);
    for _ in 0..200 {
        review.stage.pulse(&mut review.world);
        if review.text().contains("a deployment") {
            break;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    assert!(review.text().contains("[x] Trigger"), "{}", review.text());
}

#[test]
fn without_a_case_the_review_offers_those_that_are_owed() {
    let mut site = Site::new();
    site.run("10:00", "incident open", &[("title", "Printers"), ("priority", "P2")]);
    site.run("11:00", "case state", &[("case", "INC-1"), ("state", "resolved"), ("at", "11:00")]);
    site.run("11:05", "case state", &[("case", "INC-1"), ("state", "closed"), ("at", "11:05")]);
    let mut board = site.board(100, 30);
    let text = board.press("3");
    assert!(text.contains("Review of which case?") && row(&text, "Printers").contains("due in 6d"), "{text}");
    board.press("<Enter>");
    assert!(settle_document(&mut board).contains("Incident review INC-1: Printers"), "{}", board.text());
    assert!(board.press("/").contains("Go to the review of"));
}

#[test]
fn an_approved_review_is_not_written_by_accident() {
    let mut site = reviewed();
    site.run("14:32", "review state", &[("case", "INC-1"), ("state", "approved")]);
    let mut review = at(&site, Place::Review, 120, 40);
    settle_document(&mut review);
    assert!(review.press("<Enter>").contains("this review is approved"), "{}", review.text());
}

#[test]
fn what_is_found_is_marked_narrowed_and_opened_where_it_was_said() {
    let site = reviewed();
    let mut library = site.board(120, 40);
    let text = library.press("5certif");
    assert!(text.contains("Found · 3") && row(&text, "token service").contains("hypothesis"), "{text}");
    let text = library.press("<Enter><Right><Right><Right>");
    assert!(text.contains("[log lines]") && text.contains("Found · 1") && text.contains("(Esc shows all)"), "{text}");
    let text = library.press("<Enter>");
    assert!(text.contains("[2 Room]"), "{text}");
    let line = library.press("<Enter>");
    assert!(line.contains("INC-1.2") && line.contains("hypothesis"), "the very line is selected\n{line}");
    library.press("<Esc>");
    let text = library.press("<Esc>");
    assert!(text.contains("[log lines]"), "back to what was found\n{text}");
    let text = library.press("<Right><Right>");
    assert!(text.contains("[reviews]") && text.contains("Found · 2"), "{text}");
    library.press("j<Enter>");
    let text = settle_document(&mut library);
    assert!(text.contains("[3 Review]") && text.contains("╭ Causes"), "at its section\n{text}");
    let text = library.press("<Esc>f3");
    assert!(text.contains("only closed cases") && text.contains("Nothing like that within these limits"), "{text}");
    assert!(library.press("<Esc>").contains("Found · 3"));
}

#[test]
fn registers_open_from_the_library_and_count_their_open_cases() {
    let site = reviewed();
    let mut library = site.board(120, 40);
    let text = library.press("5payments<Enter><Left>");
    assert!(text.contains("[registers]") && row(&text, "Payments").starts_with("│> service"), "{text}");
    let text = library.press("<Enter>");
    assert!(text.contains("[services]"), "{text}");
    assert!(row(&text, "> Payments").contains("  1 "), "{text}");
    assert!(library.press("<Left>").contains("[audiences]"));
    let text = library.press("<Left>");
    assert!(text.contains("[stakeholders]") && row(&text, "Board of directors").contains("Payments"), "{text}");
    let text = library.press("<Left>");
    assert!(text.contains("[people]") && row(&text, "> ana").contains("  1 "), "{text}");
}

#[test]
fn a_register_of_thousands_is_read_in_windows_and_none_is_left_out() {
    let mut site = Site::new();
    let lines: Vec<String> = (0..1_500).map(|n| format!("p{n:04}")).collect();
    for name in &lines {
        site.run("09:00", "customer add", &[("name", name)]);
    }
    let mut portfolio = at(&site, Place::Portfolio, 80, 24);
    assert!(portfolio.press("<Right><Right><Right>").contains("p0000"));
    assert!(portfolio.press("G").contains("p1499"));
    assert!(portfolio.press("k<PgUp><PgUp>").contains("p1450"), "{}", portfolio.text());
}

#[test]
fn history_says_what_undo_would_do_and_takes_back_the_change_of_another_after_asking() {
    let site = reviewed();
    let mut history = site.board(120, 40);
    let text = history.press("h");
    assert!(text.contains("z would undo  nothing of yours") && text.contains("Z would redo  nothing of yours"), "{text}");
    let text = history.press("jj<Enter>");
    assert!(text.contains("lessons") && text.contains("Before") && text.contains("证书到期必须监控"), "{text}");
    let text = history.press("<Esc>t");
    assert!(text.contains("Leave it as it is") && text.contains("Take Ana's change back"), "{text}");
    let text = press(&mut history, "<Enter>");
    assert!(!text.contains("taken back"), "Enter is never a yes to harm\n{text}");
    let text = press(&mut history, "t2");
    assert!(text.contains("Z does it again") && text.contains("taken back") && text.contains("undone: "), "{text}");
    assert!(text.contains("Z would redo  b"), "{text}");
    assert!(history.press("t").contains("was taken back already"), "{}", history.text());
    assert!(press(&mut history, "Z").contains("redone: "));
}

#[test]
fn place_filter_order_and_selection_survive_a_restart() {
    let site = reviewed();
    let mut board = site.board(120, 40);
    let text = board.press("<Tab>o");
    assert!(text.contains("newest first (o)") && text.contains("▸"), "{text}");
    board.press("<Tab>/3");
    assert!(board.text().contains("only P2"), "{}", board.text());
    board.press("<Tab>j4<Right>5rollback<Enter><Right><Right><Right>2<Right><Right>");
    let room = board.press("1");
    board.stage.keep_unsent(&mut board.world);
    drop(board);
    let mut again = at(&site, Place::Board, 120, 40);
    let text = again.text();
    assert_eq!(text.lines().take(30).collect::<Vec<_>>(), room.lines().take(30).collect::<Vec<_>>());
    assert!(text.contains("only P2 (Esc shows all)") && text.contains("newest first"), "{text}");
    assert!(again.press("4").contains("[projects]"));
    let text = again.press("5");
    assert!(text.contains("[log lines]") && text.contains("rollback started"), "{text}");
    assert!(again.press("1<Esc>").contains("Card payments"), "Esc clears the filter");
}

#[test]
fn what_was_left_and_is_gone_is_passed_over() {
    let site = reviewed();
    std::fs::write(
        site.folder.path().join("place.json"),
        r#"{"at":1,"here":"Room","screens":{"Room":{"case":"INC-99","view":"nothing"},"Board":{"case":"x","lane":"y","incidents of":"service Nobody","issues by":"size"},
            "Review":{"case":"INC-77","section":"none","reader":"everybody"},"Library":{"record":"no id","kind":"x","days":"-3","words":"\u001b[2J"},
            "Portfolio":{"register":"x"},"History":{"change":"many"}}}"#,
    )
    .unwrap();
    let mut board = at(&site, Place::Board, 120, 40);
    assert!(board.text().contains("[2 Room]") && board.text().contains("INC-1"), "{}", board.text());
    for key in ["1", "3", "4", "5", "<Esc><Esc>h", "1"] {
        let text = board.press(key);
        assert!(!text.contains('\u{1b}'), "{text}");
    }
    assert!(board.text().contains("Card payments"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]
    #[test]
    fn random_keys_at_random_sizes_break_nothing(steps in proptest::collection::vec((0usize..KEYS.len(), 1u16..130, 1u16..45, 0u8..8), 40..80)) {
        let site = FUZZED.with(|site| site.desk());
        let mut screen = Driver::new(Desk::new(site.app, None), Place::Review, 100, 30);
        for (key, width, height, resizes) in steps {
            if resizes == 0 {
                screen.resize(width, height);
            }
            let text = press(&mut screen, KEYS[key]);
            screen.stage.pulse(&mut screen.world);
            let acts = text.contains('\u{1b}') || text.contains('\u{202e}');
            prop_assert!(!acts, "{}", text);
        }
    }
}

/// Keys of these screens, and a few that lead away from them and back.
const KEYS: &[&str] = &[
    "3",
    "3",
    "4",
    "5",
    "h",
    "<Tab>",
    "<Shift-Tab>",
    "<Left>",
    "<Right>",
    "<Up>",
    "<Down>",
    "<PgUp>",
    "<PgDn>",
    "<Home>",
    "<End>",
    "<Enter>",
    "<Esc>",
    "/",
    "f",
    "x",
    "?",
    ":",
    "数",
    "certif",
    "rollback",
    "1",
    "2",
    "e",
    "o",
    "<Ctrl-L>",
    " ",
];

thread_local! {
    static FUZZED: Site = reviewed();
}
