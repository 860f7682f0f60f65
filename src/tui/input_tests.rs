//! Tests of finding keys, setting them, the mouse and copying, on screens with data.

use super::copy::Route;
use super::driver::Driver;
use super::keys::{Act, BINDINGS, Place, Shown};
use super::live_keys::Keys;
use super::mouse::Pointing::{Click, Down, Up};
use super::parts::palette::Acts;
use super::screens::{Site, busy, press, row};
use super::stage::World;
use crate::app::config::{Input, KeySetting};
use crate::app::tables;

fn set(place: &Site, input: &Input, variables: &[(&str, &str)], width: u16, height: u16) -> Driver<super::desk::Desk> {
    let variable = |name: &str| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
    Driver::new(place.desk().with(input, Some(place.folder.path().join("copied")), variable), Place::Board, width, height)
}

fn last(text: &str) -> &str {
    text.lines().last().unwrap_or_default().trim()
}

#[test]
fn the_palette_names_every_command_and_every_act_with_its_key() {
    let desk = busy().desk();
    let commands = desk.commands();
    let palette = Acts::palette(Place::Board, &Keys::default(), &commands, |_| None);
    for (name, _) in tables::commands().map(|c| (c.name, c.doc)).chain(tables::queries().map(|q| (q.name, q.doc))) {
        let by_key = Act::named(&name.replace(' ', "-")).is_some_and(|act| palette.acts().contains(&act));
        assert!(by_key || palette.acts().contains(&Act::Command(name)), "{name} is not in the palette");
    }
    for row in BINDINGS.iter().filter(|row| {
        row.shown != Shown::Hidden && !matches!(row.act, Act::Move(_) | Act::Palette | Act::Submit | Act::Demo | Act::OpenFile)
    }) {
        assert!(palette.acts().contains(&row.act), "{}", row.words);
    }
    let place = busy();
    let mut board = place.board(120, 40);
    let text = board.press(":log line");
    assert!(row(&text, "Write a log line").trim_end_matches([' ', '│']).ends_with("l F3"), "{text}");
    let text = board.press("<Esc>:verdict");
    assert!(row(&text, "what became of the selected line").contains("Room: v"), "{text}");
}

#[test]
fn what_cannot_be_done_now_says_why_in_the_palette_at_the_key_and_when_it_is_chosen() {
    let place = busy();
    let mut board = place.board(120, 40);
    let text = board.press(":undo");
    assert!(row(&text, "Undo your last change").contains("(not now: there is nothing of yours to undo)"), "{text}");
    assert!(last(&board.press("<Enter>")).contains("there is nothing of yours to undo"), "{}", board.text());
    assert!(last(&board.press("z")).contains("there is nothing of yours to undo"));
    assert_eq!(last(&board.press("<Esc>")), "this is the first screen; q leaves the program");
    assert_eq!(last(&board.press("k")), "this is the first row");
    assert_eq!(last(&board.press("<Left>")), "there is nothing further to the left");
    assert_eq!(last(&board.press("<Enter>:filter the list<Enter>")), "there is no list to filter here; 5 searches everything");
    assert_eq!(last(&board.press("x")), "x does nothing here; ? shows the keys");
    assert_eq!(last(&board.press("l<Ctrl-X>")), "Ctrl-X does nothing here; F1 shows the keys");
}

#[test]
fn every_bound_key_of_every_screen_changes_the_picture_or_says_why_not() {
    let place = busy();
    for start in ["", "<Tab>", "<Enter>", "3", "4", "5<Esc>", "h"] {
        for bound in BINDINGS.iter().filter(|row| !matches!(row.act, Act::Quit | Act::Interrupt | Act::Suspend | Act::Redraw | Act::Theme))
        {
            for chord in bound.chords.iter() {
                let mut board = place.board(120, 40);
                board.press(start);
                let before = board.cells();
                let here = board.stage.keys().lookup(board.stage.place(), *chord).map(|row| row.act);
                if here != Some(bound.act) {
                    continue;
                }
                let after = board.press(&format!("<{chord}>"));
                assert!(before != board.cells(), "{chord} after '{start}' is silent\n{after}");
            }
        }
    }
}

#[test]
fn the_help_is_titled_narrows_runs_and_is_closed_by_its_own_key() {
    let place = busy();
    let mut board = place.board(120, 40);
    let plain = board.text();
    let text = board.press("<Enter>?");
    assert!(text.contains("Keys here: Room") && text.contains("Say what became of the selected line"), "{text}");
    assert!(text.contains("with Shift held it always selects") || board.press("mouse").contains("with Shift held it always selects"));
    assert!(!board.press("<Esc>??").contains("Keys here"), "the same key closes");
    assert!(!board.press(":<F2>").contains("Commands"), "and so here");
    assert!(!board.press("::").contains("Commands"));
    let text = board.press("?history<Enter>");
    assert!(text.contains("History"), "{text}");
    assert_eq!(board.press("1"), plain);
    assert!(board.press("l<F1>").contains("Keys here: Log line"));
}

#[test]
fn set_keys_hold_everywhere_at_once_and_what_is_refused_is_said_at_the_start() {
    let place = busy();
    let setting = |act: &str, keys: &[&str]| KeySetting {
        place: None,
        act: act.to_owned(),
        keys: keys.iter().map(|k| (*k).to_owned()).collect(),
        line: None,
    };
    let input = Input { keys: vec![setting("log", &["a"]), setting("help", &["F1"]), setting("quit", &["l", "x"])], ..Input::default() };
    let mut board = set(&place, &input, &[], 120, 40);
    assert!(last(&board.text()).is_empty() || board.text().contains("Write") || last(&board.text()).starts_with("Enter open"));
    let text = board.press("j");
    assert!(last(&text).contains("a log") && last(&text).ends_with("F1 help"), "{text}");
    assert!(row(&board.press("<F1>"), "Write a log line").contains(" a "), "{}", board.text());
    assert!(row(&board.press("<Esc>:write a log"), "Write a log line").contains(" a "), "{}", board.text());
    assert!(last(&board.press("<Esc>?")).starts_with("? does nothing here; F1 shows"));
    let text = board.press("a");
    assert!(text.contains("fact !decision +action"), "{text}");
    let bad = Input { keys: vec![setting("undo", &["q"]), setting("nonsense", &["q"])], ..Input::default() };
    let text = set(&place, &bad, &[], 120, 40).text();
    assert!(last(&text).contains("2 rows of [keys] in config.toml were not taken: 'warroom keys' says why"), "{text}");
}

#[test]
fn the_wheel_scrolls_what_is_under_it_and_clicks_select_open_and_go() {
    let place = busy();
    let mut board = place.board(120, 40);
    let text = board.point(Click, 2, "INC-2");
    assert!(text.contains("╭ INC-2 evil"), "one click selects\n{text}");
    let text = board.point(Click, 2, "ISS-3");
    assert!(text.contains("╭ ISS-3"), "a click goes to the other lane\n{text}");
    let text = board.point(Up, 2, "INC-2");
    assert!(text.contains("╭ ISS-3"), "the wheel leaves the selection of the lane one is in\n{text}");
    let text = board.point(Down, 0, "P1 INC-1");
    assert!(text.contains("╭ ISS-3"), "{text}");
    board.point(Click, 0, "P1 INC-1");
    let text = board.point(Click, 0, "P1 INC-1");
    assert!(text.contains("[2 Room]") && text.contains("rollback started"), "a second click opens\n{text}");
    let text = board.point(Click, 0, "INC-1 l writes");
    assert!(text.contains("fact !decision +action"), "a click on the line begins one\n{text}");
    let text = board.point(Click, 3, "certificate expired");
    assert!(text.contains("fact !decision"), "below the line one reads on\n{text}");
    board.press("<Esc>");
    let text = board.point(Click, 3, "certificate expired");
    assert!(text.contains("Kind") && text.contains("hypothesis"), "the selected line opens\n{text}");
    board.press("<Esc>");
    assert!(board.point(Click, 0, "5 Library").contains("[5 Library]"));
    assert!(board.point(Click, 0, "1 Board").contains("[1 Board]"));
    assert!(board.point(Click, 30, "? help").contains("Keys here: Board"), "a hint is done");
    assert!(board.point(Click, 30, "Esc close").contains("Enter open"));
    let text = board.press("<F9>");
    assert_eq!((last(&text), board.stage.wants_mouse()), ("the mouse selects text; F9 changes that", false));
    let before = board.press("<Right>");
    assert_eq!(board.point(Click, 0, "P2 INC-2"), before, "what still comes does nothing");
    let off = Input { mouse: false, ..Input::default() };
    assert!(!set(&place, &off, &[], 80, 24).stage.wants_mouse());
}

#[test]
fn lists_to_choose_from_take_clicks_the_wheel_and_digits() {
    let place = busy();
    let mut board = place.board(120, 40);
    let text = board.press("s");
    assert!(text.contains("2 investigating"), "{text}");
    board.point(Down, 0, "2 investigating");
    board.point(Click, 0, "2 investigating");
    board.point(Click, 0, "4 restored");
    board.point(Click, 0, "4 restored");
    let text = press(&mut board, "");
    assert!(row(&text, "P1 INC-1").contains("rst"), "{text}");
    let text = board.press(":");
    assert!(text.contains("Commands"));
    assert!(board.point(Click, 0, "╭ Incidents").contains("Commands"), "beside a list nothing happens");
}

#[test]
fn a_click_goes_to_a_field_of_a_form_and_a_second_one_opens_its_list() {
    let place = busy();
    let mut board = place.board(120, 40);
    board.press("nPayments fail");
    assert!(!board.text().contains("│ Zone"), "{}", board.text());
    board.point(Click, 0, "More ");
    board.point(Click, 0, "Started");
    board.press("14:05");
    let text = board.point(Click, 0, "Title");
    assert!(row(&text, "Started").contains("14:05") && text.contains("│ Zone"), "{text}");
    assert!(row(&board.press(" again"), "Title").contains("Payments fail again"), "{}", board.text());
    board.point(Click, 0, "Service");
    let text = board.point(Click, 0, "Service");
    assert_eq!(board.stage.place(), Place::Picker, "{text}");
}

#[test]
fn sentences_name_the_keys_that_are_set_and_the_foot_no_key_that_writes_where_nothing_may_be() {
    let place = super::screens::Site::new();
    let keys = [("new", "F6"), ("log", "F7")].map(|(name, key)| KeySetting {
        place: None,
        act: name.to_owned(),
        keys: vec![key.to_owned()],
        line: None,
    });
    let mut board = set(&place, &Input { keys: keys.to_vec(), ..Input::default() }, &[], 120, 40);
    assert!(board.text().contains("F6 logs one"), "{}", board.text());
    assert!(last(&board.press("s")).contains("F6 opens one"), "{}", board.text());
    let place = busy();
    let mut board = place.board(120, 40);
    let writes: [(&str, &[&str]); 4] =
        [("2", &["l log", "u update", "p step"]), ("3", &["Enter write"]), ("h", &["t take back"]), ("1", &["n new", "l log"])];
    for shared in [false, true] {
        board.world.share(shared);
        for (screen, keys) in writes {
            let text = board.press(screen);
            assert!(keys.iter().all(|key| last(&text).contains(key) != shared) && last(&text).contains("? help"), "{screen}: {text}");
        }
    }
}

#[test]
fn what_is_wrong_with_the_settings_is_said_at_the_start_with_its_count() {
    let place = busy();
    for (notes, words) in [(1, "there is no theme 1"), (3, "settings (1 of 3): there is no theme 1")] {
        let mut desk = place.desk();
        desk.notes = (1..=notes).map(|number| format!("there is no theme {number}")).collect();
        let mut board = Driver::new(desk, Place::Board, 80, 24);
        assert_eq!(last(&board.text()), words);
    }
}

#[test]
fn any_cell_at_any_size_can_be_clicked_without_harm() {
    use ratatui::layout::Position;
    let place = busy();
    for (width, height) in [(1, 1), (9, 4), (40, 12), (80, 24), (120, 40)] {
        let mut board = place.board(width, height);
        for keys in ["", "<Enter>", "?", "y", "l", "3", "4", "5", "h", "n"] {
            board.press(keys);
            for (x, y) in [(0, 0), (width / 2, height / 2), (width, height), (u16::MAX, u16::MAX), (0, height.saturating_sub(1))] {
                for what in [Up, Down, Click] {
                    board.stage.point(what, Position { x, y }, &mut board.world);
                }
            }
            board.text();
            board.press("<Esc><Esc>1");
        }
    }
}

fn sent(board: &mut Driver<super::desk::Desk>) -> String {
    String::from_utf8(board.stage.take_copied().unwrap_or_default()).unwrap()
}

#[test]
fn y_offers_number_line_and_report_and_the_words_name_the_route() {
    let place = busy();
    let mut board = set(&place, &Input::default(), &[("TERM", "xterm"), ("SSH_TTY", "/dev/pts/3")], 120, 40);
    let text = board.press("<Enter>y");
    assert!(text.contains("Copy; Tab: to file") && text.contains("1 Number: INC-1.7"), "{text}");
    assert!(text.contains("2 Number of the case: INC-1") && text.contains("3 Line: INC-1.7"), "{text}");
    assert!(text.contains("Whole report, for management") && text.contains("Whole report, all of it, internal"), "{text}");
    let text = board.press("1");
    assert_eq!(sent(&mut board), "\u{1b}]52;c;SU5DLTEuNw==\u{1b}\\");
    assert_eq!(last(&text), "INC-1.7 sent over SSH to the clipboard (OSC 52); not there? y Tab i: file");
    assert_eq!(sent(&mut board), "", "once");
    let text = board.press("y<Tab>l");
    assert!(last(&text).contains("line INC-1.7 written to") && sent(&mut board).is_empty(), "{text}");
    let file = std::fs::read_dir(place.folder.path().join("copied")).unwrap().next().unwrap().unwrap();
    assert_eq!(file.file_name().to_string_lossy(), "2026-11-22-1432-line-inc-1-7.txt");
    let line = std::fs::read_to_string(file.path()).unwrap();
    assert!(line.starts_with("INC-1.7  2026-11-22 14:29 Amsterdam  fact  rollback started on DC2  (ana)"), "{line}");
    let text = board.press("y<Tab>r");
    assert!(last(&text).contains("report INC-1 for management written to"), "{text}");
    assert!(!board.press("yy").contains("Copy; Tab"), "the same key closes");
    assert!(last(&board.press("1y2")).contains("line INC-1 sent"), "{}", board.text());
    assert!(!board.press("5<Esc>y").contains("Copy; Tab") && last(&board.text()).contains("nothing to copy here"), "{}", board.text());
}

#[test]
fn copying_takes_the_way_that_is_set_or_that_there_is() {
    let place = busy();
    let to_file = Input { copy_to_file: true, ..Input::default() };
    let mut board = set(&place, &to_file, &[("TERM", "xterm")], 120, 40);
    let text = board.press("y1");
    assert!(last(&text).contains("INC-1 written to") && last(&text).ends_with("config.toml says so"), "{text}");
    let mut board = set(&place, &Input::default(), &[("TMUX", "x")], 120, 40);
    board.press("y1");
    assert!(sent(&mut board).contains("\u{1b}Ptmux;\u{1b}\u{1b}]52;c;"));
    assert_eq!(Route::of_environment(|_| None), Route::Terminal);
}

#[test]
fn a_paste_of_many_lines_is_one_step_for_undo_and_none_of_it_is_a_key() {
    let place = busy();
    let mut board = place.board(120, 40);
    board.press("<Enter>l");
    board.paste("q\n:quit\n\u{1b}[<0;1;1Mz\nfour\nfive\nsix");
    let text = press(&mut board, "<Enter><Esc>");
    assert!(text.contains("6 lines logged in INC-1") || text.contains("six"), "{text}");
    let text = press(&mut board, "z");
    assert!(!text.contains(" six") && !text.contains(":quit"), "{text}");
    assert_eq!(board.stage.take_wish(), None);
}
