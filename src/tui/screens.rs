//! Tests of the screens on a real database: keys in, text out, at a fixed time and in a fixed zone.

use std::time::Duration;

use super::capture::Capture;
use super::desk::Desk;
use super::driver::Driver;
use super::input::Input;
use super::keys::{Act, Place};
use super::screen::{Answer, Reply, Screen as _};
use crate::app::{Access, App, Context, Draft, Manner, tables};
use crate::model::Zone;

/// 2026-11-22 14:32 in Amsterdam.
const NOW: i64 = 1_795_354_320_000;

pub(super) fn context(actor: &str) -> Context {
    let zone = Zone::parse("Europe/Amsterdam").unwrap();
    Context::built_in(NOW, zone, actor, "screens", &crate::app::door::fresh_key())
}

/// A folder with a database in it, and whoever writes to it besides the screens.
pub(super) struct Site {
    pub(super) folder: tempfile::TempDir,
    pub(super) other: App,
}

impl Site {
    pub(super) fn new() -> Self {
        let folder = tempfile::Builder::new().permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700)).tempdir().unwrap();
        let other = App::open(&folder.path().join("w.db"), Access::Write, false, context("Ana"), None).unwrap();
        Self { folder, other }
    }

    /// Does a command at a time of the same day, `hour:minute` in Amsterdam.
    pub(super) fn run(&mut self, clock: &str, name: &str, answers: &[(&'static str, &str)]) {
        let (hour, minute) = clock.split_once(':').unwrap();
        let minutes = hour.parse::<i64>().unwrap() * 60 + minute.parse::<i64>().unwrap();
        self.other.ctx.at = NOW + (minutes - (14 * 60 + 32)) * 60_000;
        let draft = answers.iter().fold(Draft::new(), |draft, (key, text)| draft.with(key, *text));
        self.other.run(tables::command(name).unwrap(), &draft, &Manner::default()).unwrap();
        self.other.ctx.at = NOW;
    }

    pub(super) fn desk(&self) -> Desk {
        let app = App::open(&self.folder.path().join("w.db"), Access::Write, false, context("Joost"), None).unwrap();
        Desk::new(app, Some(self.folder.path()))
    }

    /// Begins on the Board, whatever was left before.
    pub(super) fn board(&self, width: u16, height: u16) -> Driver<Desk> {
        let _ = std::fs::remove_file(self.folder.path().join("place.json"));
        Driver::new(self.desk(), Place::Board, width, height)
    }
}

/// A P1 under way that hits two of three issues, one of them Chinese; a title that would like to be more than text.
pub(super) fn busy() -> Site {
    let mut place = Site::new();
    for handle in ["ana", "joost", "mei"] {
        place.run("09:00", "person add", &[("handle", handle)]);
    }
    place.run("11:00", "issue open", &[("title", "数据迁移脚本延迟"), ("project", "Chang'e"), ("priority", "medium"), ("owner", "mei")]);
    let p1 = [
        ("title", "Card payments fail in all shops"),
        ("service", "Payments"),
        ("impact", "high"),
        ("urgency", "high"),
        ("started", "13:20"),
        ("lead", "ana"),
        ("effect", "no card payments in 412 shops; cash works"),
    ];
    place.run("13:22", "incident open", &p1);
    place.run("13:24", "case state", &[("case", "INC-1"), ("state", "investigating")]);
    place.run("13:25", "issue open", &[("title", "Migration rehearsal blocked"), ("project", "Atlas"), ("priority", "very-high")]);
    place.run("13:26", "issue open", &[("title", "Naming of roles unclear"), ("project", "Atlas"), ("priority", "low")]);
    for issue in ["ISS-1", "ISS-2"] {
        place.run("13:27", "link", &[("case", "INC-1"), ("other", issue), ("as", "hits")]);
    }
    place.run("13:30", "incident open", &[("title", "evil \u{1b}[2J\u{202e}title\u{7f}"), ("priority", "P2")]);
    for (clock, line) in [
        ("13:31", "~token service certificate expired @joost"),
        ("13:40", "!roll back 4.2 -- because errors follow it @ana in 2h"),
        ("13:41", "+stop the batch export @mei due 14:40"),
        ("14:12", "?is the gateway affected? due 15:10"),
        ("14:20", "数据库复制延迟低于五秒"),
        ("14:29", "rollback started on DC2 @ana"),
    ] {
        place.run(clock, "log", &[("case", "INC-1"), ("line", line)]);
    }
    place
}

/// Waits for what was submitted, as the loop does.
pub(super) fn settle(driver: &mut Driver<Desk>) -> String {
    for _ in 0..500 {
        driver.stage.pulse(&mut driver.world);
        if !driver.stage.is_waiting() {
            return driver.text();
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    panic!("no answer:\n{}", driver.text());
}

/// Waits until the document of a review is there.
pub(super) fn settle_document(driver: &mut Driver<Desk>) -> String {
    for _ in 0..1_000 {
        driver.stage.pulse(&mut driver.world);
        let text = driver.text();
        if !text.contains("document is being") {
            return text;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    panic!("no document:\n{}", driver.text());
}

pub(super) fn press(driver: &mut Driver<Desk>, keys: &str) -> String {
    driver.press(keys);
    if driver.stage.is_waiting() { settle(driver) } else { driver.text() }
}

pub(super) fn row<'a>(text: &'a str, what: &str) -> &'a str {
    text.lines().find(|line| line.contains(what)).unwrap_or_else(|| panic!("no '{what}' in\n{text}"))
}

#[test]
fn the_first_p1_takes_one_key_a_title_and_enter() {
    let place = Site::new();
    let mut board = place.board(80, 24);
    assert!(board.text().contains("No open incident. n logs one: type what is wrong, then Enter."), "{}", board.text());
    let text = press(&mut board, "nCard payments fail<Enter>");
    assert!(row(&text, "Card payments fail").contains("P1 INC-1"), "{text}");
    assert!(text.ends_with("INC-1 opened, P1 · z undoes"), "{text}");
    assert!(text.lines().next().unwrap().contains("INC-1 P1"), "{text}");
    let text = press(&mut board, "z");
    assert!(text.contains("No open incident") && text.ends_with("Z does it again"), "{text}");
    assert!(press(&mut board, "Z").contains("P1 INC-1"));
}

#[test]
fn moving_in_one_lane_lights_up_what_it_hits_in_the_other() {
    let place = busy();
    let mut board = place.board(120, 40);
    let text = board.text();
    assert!(row(&text, "ISS-2").contains("▸ VH ISS-2") && row(&text, "ISS-1").contains("▸ M  ISS-1"), "{text}");
    assert!(row(&text, "Project issues").contains("2 hit by INC-1") && !row(&text, "ISS-3").contains('▸'), "{text}");
    let text = board.press("j");
    assert!(!text.contains('▸') && text.contains("INC-2 evil"), "nothing hangs on the other incident\n{text}");
    let text = board.press("<Tab>");
    assert!(row(&text, "P1 INC-1").contains("▸ P1 INC-1"), "{text}");
    assert!(board.press("<Left>k").contains("▸ VH ISS-2"));
}

#[test]
fn a_lane_alone_is_reached_with_tab_and_a_tiny_screen_says_clock_state_and_what_is_due() {
    let place = busy();
    let mut board = place.board(50, 20);
    assert!(board.text().contains("Incidents") && !board.text().contains("Project issues"));
    assert!(board.press("<Tab>").contains("Project issues"));
    let text = board.resize(40, 2);
    assert!(text.contains("14:32 Amsterdam") && text.contains("INC-1 P1") && text.contains("Due"), "{text}");
    for (width, height) in [(1, 1), (2, 3), (9, 4), (30, 6), (59, 9), (61, 12), (99, 17), (101, 5)] {
        board.resize(width, height);
        board.press("<Enter>l<Esc>:<Esc>n<Esc>h1345<Esc>1");
    }
}

#[test]
fn the_capture_line_shows_what_it_will_become_and_stays_for_the_next() {
    let place = busy();
    let mut board = place.board(120, 40);
    let text = board.press("l14:05 !fail over to DC2 -- lag is low @ana @bob in 20m");
    let preview = text.lines().rev().nth(2).unwrap();
    assert_eq!(
        preview,
        " decision  at 14:05 (27 min ago)  owner ana  nobody is called @bob: stays text  due 14:52  reason given  for management"
    );
    assert!(text.lines().rev().nth(1).unwrap().starts_with(" INC-1 14:05 !fail over"), "{text}");
    let text = press(&mut board, "<Enter>");
    assert!(text.contains("fact !decision +action") && text.contains("INC-1.8 decision logged"), "it stays, empty\n{text}");
    let text = press(&mut board, "?who knows<Enter><Esc><Enter>");
    assert!(row(&text, "fail over to DC2").contains("decision") && row(&text, "who knows").contains("question"), "{text}");
    let text = board.press("l25:99 x");
    assert!(!text.contains("panicked") && text.lines().rev().nth(2).is_some_and(|line| !line.is_empty()), "{text}");
}

/// Types into a capture line whose orders nobody carries out yet.
fn enter(line: &mut Capture, text: &str, desk: &Desk) -> Option<String> {
    line.text(&Input::Paste { text: text.to_owned(), lost: 0 }, desk);
    sent(line.act(Act::Submit, desk))
}

fn sent(reply: Reply<Desk>) -> Option<String> {
    match reply {
        Reply::Submit(order) => order.draft.get("line").map(str::to_owned),
        _ => None,
    }
}

#[test]
fn what_is_typed_while_a_line_is_being_saved_waits_its_turn_and_nothing_is_lost() {
    let desk = busy().desk();
    let mut line = Capture::of(crate::model::CaseRef::parse("INC-1").unwrap(), "", &desk);
    assert_eq!(enter(&mut line, "first", &desk).as_deref(), Some("first"));
    line.answered(&Answer::Pending, &desk);
    assert_eq!(enter(&mut line, "second", &desk), None);
    assert_eq!(enter(&mut line, "?third", &desk), None);
    line.text(&Input::Paste { text: "half".to_owned(), lost: 0 }, &desk);
    assert_eq!(line.unsent().unwrap().1, r#"[{"text":"first"},{"text":"second"},{"text":"?third"},{"text":"half"}]"#);
    let done = Answer::Done(String::new(), Vec::new());
    assert_eq!(sent(line.answered(&done, &desk)).as_deref(), Some("second"));
    line.answered(&Answer::Refused(Vec::new()), &desk);
    assert_eq!(enter(&mut line, " corrected", &desk).as_deref(), Some("second corrected"), "what was refused comes first again");
    assert_eq!(sent(line.answered(&done, &desk)).as_deref(), Some("?third"));
    assert!(matches!(line.act(Act::Back, &desk), Reply::Say(_)), "a line on its way is not left behind");
    assert_eq!(sent(line.answered(&done, &desk)), None);
    assert_eq!(line.unsent().unwrap().1, r#"[{"text":"half"}]"#);
    assert!(matches!(line.act(Act::Back, &desk), Reply::Back));
}

#[test]
fn ten_pasted_lines_are_ten_facts_in_one_step_unless_tab_says_otherwise() {
    let place = busy();
    let mut board = place.board(120, 40);
    board.press("<Enter>l");
    let text = board.paste("first thing\n!second thing\n\nthird thing\n");
    assert!(text.contains("3 lines, as facts  Enter logs them all"), "{text}");
    let text = press(&mut board, "<Enter>");
    assert!(row(&text, "!second thing").contains("fact") && text.contains("3 lines logged in INC-1"), "{text}");
    let text = press(&mut board, "<Esc>z");
    assert!(!text.contains("third thing") && text.contains("undone: 3 lines logged"), "{text}");
    board.press("l");
    board.paste("!one\n?two");
    assert!(board.press("<Tab>").contains("2 lines, by their signs"));
    let text = press(&mut board, "<Enter>");
    assert!(row(&text, " one ").contains("decision") && row(&text, " two ").contains("question"), "{text}");
}

#[test]
fn what_was_typed_survives_escape_the_end_and_a_crash() {
    let place = busy();
    let mut board = place.board(80, 24);
    board.press("lhalf a thought<Esc>");
    assert!(board.press("<Enter>").contains("INC-1 half a thought   (not saved yet"), "{}", board.text());
    assert!(board.press("l").lines().rev().nth(1).is_some_and(|line| line.contains("half a thought")));
    board.press("<Esc>1nNot yet ready<Esc>");
    drop(board);
    let mut again = place.board(80, 24);
    let text = again.text();
    assert!(text.contains("kept from last time, not yet saved: incident open, log line INC-1"), "{text}");
    assert!(again.press("n").contains("Not yet ready"));
    assert!(press(&mut again, "<Enter>").contains("INC-3  Not yet ready"));
    assert!(!row(&again.press("n"), "Title*").contains("Not yet ready"), "what was saved is forgotten");
}

#[test]
fn a_change_by_somebody_else_is_shown_and_said_without_moving_the_selection() {
    let mut place = busy();
    let mut board = place.board(120, 40);
    board.press("j");
    board.stage.pulse(&mut board.world);
    place.run("14:32", "incident set", &[("case", "INC-2"), ("priority", "P1"), ("why", "all shops")]);
    board.stage.pulse(&mut board.world);
    let text = board.text();
    assert!(text.ends_with("Ana: INC-2 P2 -> P1"), "{text}");
    assert!(text.contains("P1 INC-2") && text.contains("╭ INC-2 evil"), "{text}");
    assert_eq!(board.press("j").matches("Ana:").count(), 0);
}

#[test]
fn views_of_the_log_change_with_the_arrows_and_a_verdict_takes_a_key_and_a_digit() {
    let place = busy();
    let mut board = place.board(120, 40);
    let text = board.press("<Enter><Right>");
    assert!(text.contains("[decisions]") && text.contains("roll back 4.2") && !text.contains("rollback started"), "{text}");
    let text = board.press("<Right><Right>");
    assert!(text.contains("[unknowns]") && text.contains("token service") && text.contains("gateway"), "{text}");
    let text = press(&mut board, "kv2");
    assert!(row(&text, "token service").contains("eliminated"), "{text}");
    assert!(board.press("<Left>v").ends_with("questions, hypotheses, assumptions and decisions do"), "{}", board.text());
}

#[test]
fn an_amended_line_keeps_its_kind_and_says_so() {
    let place = busy();
    let mut board = place.board(120, 40);
    let text = board.press("<Enter>kkke");
    assert!(text.lines().rev().nth(1).unwrap().starts_with(" INC-1.4 becomes +stop the batch export"), "{text}");
    let text = press(&mut board, "<Ctrl-U>+stop every export<Enter>");
    assert!(row(&text, "stop every export (amended)").contains("action"), "{text}");
    assert!(!text.contains("batch export") && text.contains("A-1 due 14:40, mei"), "{text}");
}

#[test]
fn the_state_is_one_list_and_a_refusal_turns_it_into_a_form() {
    let place = busy();
    let mut board = place.board(120, 40);
    let text = board.press("s");
    assert!(row(&text, "2 investigating").contains("now") && !text.contains("assessing"), "{text}");
    let text = press(&mut board, "4");
    assert!(text.contains("INC-1 is restored") && row(&text, "P1 INC-1").contains("rst"), "{text}");
    let text = press(&mut board, "s2");
    assert!(text.contains("investigating is a step back from restored") && text.contains("Why"), "{text}");
    let caret = board.cursor().unwrap();
    assert!(text.lines().nth(usize::from(caret.y)).unwrap().contains("Why"), "{text}");
    assert!(press(&mut board, "it came back<Enter>").contains("INC-1 is again investigating"));
}

#[test]
fn a_correction_begins_with_what_is_there_and_hands_in_only_what_differs() {
    let place = busy();
    let mut board = place.board(120, 40);
    let text = board.press("e");
    assert!(text.contains("Correct incident") && text.contains("Card payments fail in all shops") && text.contains("Payments"), "{text}");
    assert!(text.contains("2026-11-22 13:20"), "{text}");
    assert!(press(&mut board, "<Enter>").contains("nothing was changed"), "{}", board.text());
    let text = press(&mut board, "<Ctrl-U>Payments are back<Enter>");
    assert!(row(&text, "P1 INC-1").contains("Payments are back") && row(&text, "P1 INC-1").contains("inv"), "{text}");
}

#[test]
fn a_field_that_others_corrected_meanwhile_is_said_before_it_is_written_over_and_the_rest_stays_theirs() {
    let mut place = busy();
    let mut board = place.board(120, 40);
    press(&mut board, "e<Ctrl-U>Payments are back");
    place.run("14:33", "incident set", &[("case", "INC-1"), ("title", "Cards are dark"), ("effect", "tills fall silent")]);
    let text = press(&mut board, "<Enter>");
    assert!(text.contains("somebody has made this 'Cards are dark' meanwhile") && text.contains("Payments are back"), "{text}");
    let text = press(&mut board, "<Enter>");
    assert!(row(&text, "P1 INC-1").contains("Payments are back") && text.contains("tills fall silent"), "{text}");
}

#[test]
fn a_new_name_is_added_from_the_list_of_a_field() {
    let place = busy();
    let mut board = place.board(120, 40);
    let text = board.press("nLedger is late<Tab>L");
    assert!(text.contains("new: L"), "{text}");
    board.press("edger<Enter>");
    let text = press(&mut board, "<Enter>");
    assert!(text.contains("Ledger (service)") && text.contains("new service: Ledger"), "{text}");
}

#[test]
fn a_filter_narrows_a_lane_and_escape_clears_it() {
    let place = busy();
    let mut board = place.board(120, 40);
    let text = board.press("/2");
    assert!(text.contains("only P1 (Esc shows all)") && !text.contains("P2 INC-2"), "{text}");
    assert!(board.press("<Esc>").contains("P2 INC-2"));
}

#[test]
fn the_library_finds_as_one_types_and_opens_the_case() {
    let place = busy();
    let mut board = place.board(80, 24);
    let text = board.press("5certif");
    assert!(row(&text, "token service").contains("INC-1.2"), "{text}");
    let text = board.press("<Enter><Enter>");
    assert!(text.contains("[2]") && text.contains("INC-1 Card payments"), "{text}");
    assert!(board.press("<Esc>").contains("certif"), "back to where one came from");
    assert!(board.press("/<Esc>复制延迟").contains("INC-1.6"));
}

#[test]
fn registers_history_review_and_the_due_key_are_there() {
    let place = busy();
    let mut board = place.board(100, 30);
    assert!(board.press("4").contains("[services]") && board.text().contains("Payments"));
    assert!(board.press("<Enter>").contains("service Payments"));
    let text = press(&mut board, "<Esc><Right>nBorealis<Enter>");
    assert!(text.contains("[projects]") && text.contains("Borealis"), "{text}");
    let text = board.press("h");
    assert!(text.contains("z would undo  b18  project added") && row(&text, "INC-1 opened, P1").contains("Ana"), "{text}");
    board.press("13");
    settle_document(&mut board);
    assert!(board.text().contains("Incident review INC-1: Card payments fail"), "{}", board.text());
    assert!(board.press("1d").contains("[2 Room]") || board.text().contains("[2]"));
}

#[test]
fn the_palette_runs_a_query_and_asks_before_what_undo_cannot_take_back() {
    let place = busy();
    let mut board = place.board(140, 30);
    let text = board.press(":action list<Enter>");
    assert!(text.contains("A-1") && text.contains("stop the batch export"), "{text}");
    let text = board.press("<Esc><Enter>:redact<Enter>");
    assert!(text.contains("Leave it as it is"), "{text}");
    assert!(press(&mut board, "<Enter>").contains("rollback started on DC2"), "Enter is never a yes to harm");
    assert!(press(&mut board, ":redact<Enter>2").contains("(redacted)"));
}

#[test]
fn what_can_only_be_read_says_so_in_the_header_and_why_at_every_key_that_writes() {
    let place = busy();
    let app = App::open(&place.folder.path().join("w.db"), Access::Read, false, context("Joost"), None).unwrap();
    let mut board = Driver::new(Desk::new(app, None), Place::Board, 120, 40);
    assert!(board.text().lines().next().unwrap().contains("READ-ONLY"), "{}", board.text());
    for key in ["l", "n", "u", "s", "e", "z", "Z", "<F3>"] {
        let text = board.press(key);
        assert!(text.ends_with("nothing can be changed here: it was opened read-only"), "{key}: {text}");
    }
    assert!(board.press(":undo<Enter>").ends_with("it was opened read-only"), "{}", board.text());
    assert!(board.press("<Enter>").contains("rollback started"), "looking is always possible");
}
