//! The playbook by keys: the list, the step in its four parts, and what a person says of a step by hand.

use super::guide_draw::parts;
use super::parts::text::wide;
use super::screens::{busy, press, row};
use crate::app::playbook::StepLine;
use crate::model::playbook::{Playbooks, StepState, headings};

fn as_it_begins(step: &crate::model::playbook::Step) -> StepLine {
    let (words, state) = ("14:36 +3".to_owned(), StepState::Doing);
    StepLine { step: step.clone(), state, by_hand: false, words, why: None, said: None, about: Vec::new() }
}

#[test]
fn every_step_is_seven_lines_at_most_on_eighty_columns_and_aligned_in_every_language() {
    for playbook in Playbooks::standard().iter() {
        for step in &playbook.steps {
            for language in ["en", "nl", "zh"] {
                let rows = parts(&as_it_begins(step), language, 78);
                assert!(rows.len() <= 7, "{} {} {language}: {} lines", playbook.name, step.code, rows.len());
                let label = rows.iter().map(|spans| wide(&spans[0].0)).collect::<std::collections::BTreeSet<_>>();
                assert_eq!(label.len(), 1, "{} {} {language}: the labels are not of one width", playbook.name, step.code);
                assert!(rows.iter().all(|spans| spans.iter().map(|(text, _)| wide(text)).sum::<usize>() <= 78));
                let found: Vec<&str> = rows.iter().map(|spans| spans[0].0.trim()).filter(|label| !label.is_empty()).collect();
                assert_eq!(found, headings(language), "{} {}", playbook.name, step.code);
            }
        }
    }
}

#[test]
fn tab_opens_the_list_arrows_move_in_it_and_tab_goes_back_to_the_log() {
    let place = busy();
    for (width, height) in [(80, 24), (120, 40), (40, 12)] {
        let mut room = place.board(width, height);
        let text = room.press("<Enter>");
        assert!(text.contains("Keep tabs"), "what the record fills is done: {width}x{height}: {text}");
        let text = room.press("<Tab>");
        assert!(row(&text, "2 Keep tabs").contains(">[ ]"), "{width}x{height}: {text}");
        let text = room.press("<Home>");
        assert!(row(&text, "1 Service first").contains(">[x]  1 Service first    4/4"), "{width}x{height}: {text}");
        let text = room.press("<Down><Down>");
        assert!(row(&text, "3 Impact").contains(">["), "{width}x{height}: {text}");
        let text = room.press("<End>");
        assert!(row(&text, "10 Review").contains(">["), "{width}x{height}: {text}");
        let text = room.press("<Tab>");
        assert!(text.contains("rollback started"), "{width}x{height}: {text}");
    }
}

#[test]
fn skipping_asks_why_and_the_reason_stands_in_the_list_the_log_and_the_detail() {
    let place = busy();
    let mut room = place.board(80, 24);
    room.press("<Enter><Tab><Down><Down><Down><Down><Down>v");
    assert!(press(&mut room, "3").contains("Why it is adapted or skipped"));
    let text = press(&mut room, "<Enter>");
    assert!(text.contains("needs its reason"), "{text}");
    let text = press(&mut room, "nobody wants the project first<Enter>");
    assert!(row(&text, "7 Escalation").contains("[s]  7 Escalation       nobody wants the project first"), "{text}");
    let text = room.press("i");
    assert!(text.contains("skipped, said Joost at") && text.contains("nobody wants the project first"), "{text}");
    let text = room.press("<Esc><Tab>");
    assert!(row(&text, "step 7 Escalation: skipped").contains("nobody wants"), "{text}");
    room.press("<Tab>v");
    let text = press(&mut room, "5");
    assert!(row(&text, "7 Escalation").contains("[ ]  7 Escalation"), "as the record has it: {text}");
    assert!(press(&mut room, "z").contains("[s]  7 Escalation"), "undo brings it back");
}

#[test]
fn p_begins_the_playbook_of_a_case_without_one_and_then_what_its_step_says() {
    let place = busy();
    let mut room = place.board(80, 24);
    room.press("<Tab>G<Enter>");
    let text = room.text();
    assert!(text.contains("ISS-3") && !text.contains("of 7"), "a low issue has no playbook by itself: {text}");
    assert!(room.press("i").contains("no playbook yet; p begins one"));
    let text = press(&mut room, "p");
    assert!(text.contains("1 of 7 Align"), "{text}");
    assert!(!press(&mut room, "z").contains("of 7"), "undo takes it away: {}", room.text());
    assert!(press(&mut room, "Z").contains("1 of 7 Align"), "{}", room.text());
    assert!(room.press("m").contains("party") || room.text().contains("nothing by that name"));
}
