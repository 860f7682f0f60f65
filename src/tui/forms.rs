//! Tests of forms and lists on a real database: keys in, text out.

use crate::app::Manner;
use crate::app::import::format;
use crate::model::CaseRef;
use crate::model::entry::{Facet, LogFrom};

use super::driver::Driver;
use super::keys::Act;
use super::screens::{Site, busy, press, row};
use super::stage::Wish;

#[test]
fn a_new_incident_asks_little_and_shows_the_rest_on_demand() {
    let place = Site::new();
    let mut board = place.board(100, 30);
    let text = board.press("n");
    assert!(text.contains("Title*") && text.contains("Urgency") && !text.contains("Zone  "), "{text}");
    assert!(row(&text, "More").contains("Priority, Why, Detected, Scribe"), "{text}");
    let text = press(&mut board, "Card payments fail<Tab>Pay<Enter><Tab>h<Tab>1<Enter>");
    assert!(row(&text, "Card payments fail").contains("P1 INC-1") && text.contains("new service: Pay"), "{text}");
    board.press("nNext<Tab><Tab><Tab><Tab><Tab><Tab><Tab>");
    let text = board.press("<Enter>");
    assert!(text.contains("Foreign severity") && !text.contains("More"), "{text}");
    let caret = board.cursor().unwrap();
    assert!(text.lines().nth(usize::from(caret.y)).unwrap().contains("Priority"), "{text}");
    let text = press(&mut board, "2<Enter>");
    assert!(text.contains("INC-2 opened, P2"), "{text}");
}

#[test]
fn what_was_kept_says_so_and_one_key_begins_afresh_and_brings_it_back() {
    let place = busy();
    let mut board = place.board(120, 40);
    let text = board.press("nNot yet<Tab><Tab>2<Esc>n");
    assert!(text.contains("kept from before; F8 begins afresh") && row(&text, "Title*").contains("Not yet"), "{text}");
    let text = board.press("<F8>");
    assert!(!row(&text, "Title*").contains("Not yet") && !row(&text, "Impact").contains("medium"), "{text}");
    let text = board.press("<F8>");
    assert!(row(&text, "Title*").contains("Not yet") && row(&text, "Impact").contains("medium"), "{text}");
    let text = board.press("<Esc>e<Ctrl-U>Other<F8>");
    assert!(row(&text, "Title").contains("Card payments fail"), "a correction begins with what is there\n{text}");
}

#[test]
fn what_is_refused_behind_more_is_shown_with_its_reason() {
    let place = Site::new();
    let mut board = place.board(100, 30);
    let text = press(&mut board, "nDown<Tab><Tab>1<Tab>1<Tab><Tab><Tab><Tab><Enter>2<Enter>");
    assert!(text.contains("impact and urgency give P1, not P2"), "{text}");
    let caret = board.cursor().unwrap();
    assert!(text.lines().nth(usize::from(caret.y)).unwrap().contains("Why"), "{text}");
}

#[test]
fn unknown_until_a_time_is_an_answer_to_a_choice_a_name_and_a_text() {
    let place = busy();
    let mut board = place.board(120, 40);
    let text = board.press("nGateway slow<Tab><Tab><F4>");
    assert!(row(&text, "Impact").contains("unknown by") && text.contains("Known by when"), "{text}");
    board.press("15:00<Tab><F4><F4>1<Tab><Tab>");
    let text = press(&mut board, "<F4>25:00<Enter>");
    assert!(text.contains("“25:00” is not a time"), "{text}");
    let text = press(&mut board, "<Backspace><Backspace><Backspace><Backspace><Backspace>in 2h<Enter>");
    assert!(text.contains("INC-3 opened, P1") && text.contains("Impact unknown, expected today 15:00"), "{text}");
    board.press("k");
    let text = press(&mut board, "<Enter>");
    assert!(text.contains("Lead: unknown") && text.contains("Impact: unknown"), "{text}");
    let text = board.press("<Esc>e");
    assert!(row(&text, "Impact ").contains("unknown, expected by 15:00"), "{text}");
    assert!(row(&text, "Lead").contains("unknown, expected by 16:32"), "{text}");
    assert!(board.press("<Esc>n<F4>").ends_with("what may stay empty can be unknown"), "{}", board.text());
}

#[test]
fn the_board_says_that_the_impact_is_unknown_and_by_when_it_will_be_known() {
    let mut place = busy();
    place.run("14:00", "incident set", &[("case", "INC-1"), ("effect", "unknown by 15:00")]);
    let mut board = place.board(120, 40);
    assert!(row(&board.text(), "Impact").contains("unknown, expected by 15:00 · hits ISS-1"), "{}", board.text());
    place.run("14:10", "incident set", &[("case", "INC-1"), ("effect", "412 shops")]);
    assert!(row(&place.board(120, 40).text(), "Impact").contains("412 shops"));
}

#[test]
fn a_command_that_misses_two_choices_asks_for_one_after_the_other() {
    let place = busy();
    let mut board = place.board(120, 40);
    let text = board.press(":link<Enter>");
    assert!(text.contains("other case (step 1 of 2)"), "{text}");
    let text = board.press("ISS-3<Enter>");
    assert!(text.contains("as (step 2 of 2)") && text.contains("1 hits"), "{text}");
    assert!(board.press("<Esc>").contains("(step 1 of 2)"), "back to the step before");
    let text = press(&mut board, "ISS-3<Enter>1");
    assert!(text.contains("INC-1 hits ISS-3"), "{text}");
}

#[test]
fn a_new_name_that_is_nearly_another_is_taken_when_it_is_said_to_be_new() {
    let place = busy();
    let mut board = place.board(120, 40);
    let text = board.press("nDown<Tab>Payment<Down>");
    assert!(text.contains("new: Payment"), "{text}");
    board.press("<Enter>");
    let text = press(&mut board, "<Enter>");
    assert!(text.contains("new service: Payment"), "{text}");
    let text = press(&mut board, ":person add<Enter>yusuf<Enter>");
    assert!(text.contains("person added: yusuf"), "{text}");
}

#[test]
fn a_text_goes_to_the_editor_and_comes_back_into_its_field() {
    let place = busy();
    let mut board = place.board(120, 40);
    board.press("nDown<Tab><Tab><Tab><Tab><Tab><Tab>no payments<Ctrl-O>");
    assert_eq!(board.stage.take_wish(), Some(Wish::Write("no payments".to_owned())));
    board.stage.edited(Ok(Some("no payments\n数据 too".to_owned())), &mut board.world);
    assert!(board.text().contains("数据 too") && board.text().contains("it is not saved yet"), "{}", board.text());
    board.stage.edited(Err("vi ended with exit code 1; the text is as it was".to_owned()), &mut board.world);
    assert!(board.text().contains("exit code 1") && board.text().contains("数据 too"));
    board.press("<Tab>");
    assert!(board.text().contains("(and 1 more lines)"), "{}", board.text());
    board.stage.act(Act::Write, &mut board.world);
    assert_eq!(board.stage.take_wish(), None, "a field of one line has no use for it");
}

#[test]
fn an_entry_of_several_lines_is_corrected_as_such() {
    let mut place = busy();
    let file = r#"{"page":{"id":"p1","name":"Example"},"incidents":[{"id":"aa1","name":"Mail is late","status":"resolved","impact":"major",
        "created_at":"2025-03-01T10:05:00.000Z","components":[],"incident_updates":[{"id":"u1","status":"resolved",
        "body":"All is well.\n\nWe say more tomorrow.","display_at":"2025-03-01T11:30:00Z","affected_components":null}]}]}"#;
    let incoming = format::read(file.as_bytes(), "file", None, &format::Options::default()).unwrap();
    place.other.land(&incoming, &Manner::default()).unwrap();
    let mut board: Driver<_> = place.board(120, 40);
    board.press("5All is well<Enter><Enter>");
    assert!(board.text().contains("Mail is late"), "{}", board.text());
    board.press("<Home>");
    let text = board.press("e");
    assert!(row(&text, "Line*").contains(">All is well.") && text.contains("We say more tomorrow."), "{text}");
    let text = press(&mut board, " Or later.<Ctrl-S>");
    assert!(text.contains("amends INC-3."), "{text}");
    let case = place.other.case_named(CaseRef::parse("INC-3").unwrap()).unwrap().unwrap();
    let log = place.other.log(case.id, Some(Facet::Updates), LogFrom::End, 9).unwrap();
    assert_eq!(log[0].text.raw(), "All is well.\n\nWe say more tomorrow. Or later.");
}

#[test]
fn the_impact_on_a_project_is_chosen_first_and_begins_with_what_is_said_and_what_is_unknown() {
    let mut place = busy();
    place.run("14:00", "project set", &[("record", "Atlas"), ("currency", "EUR")]);
    place.run("14:00", "project add", &[("name", "Borealis")]);
    let said = [("case", "INC-1"), ("project", "Atlas"), ("time", "2.5"), ("cost", "EUR 12,000"), ("quality", "unknown by 15:00")];
    place.run("14:10", "impact set", &said);
    let mut board = place.board(120, 40);
    board.press("2:impact set<Enter>");
    let text = board.press("Atl<Enter>");
    assert!(text.contains("INC-1 · Atlas · Impact on a project"), "{text}");
    let rows = ["Time      2.5", "Cost      EUR 12,000", "Quality   unknown, expected by 15:00"];
    assert!(rows.iter().all(|row| text.contains(row)), "{text}");
    // What one leaves in the form of one project is not found in that of another.
    board.press("<Ctrl-U>9<Esc>");
    let text = board.press(":impact set<Enter>Bor<Enter>");
    assert!(text.contains("INC-1 · Borealis") && text.contains("│ Time   ") && !text.contains("Time      9"), "{text}");
    assert!(!text.contains("Time      2.5"), "{text}");
    board.press("<Esc>");
    let mut board = place.board(80, 60);
    let text = board.press("2:impact show<Enter>");
    assert!(text.contains("INC-1 adds        +2.5    +12,000  unknown"), "{text}");
}
