//! Every screen, every overlay and every empty state at every size of the design: one picture of text for each, four sizes in it.
//!
//! A row of [`LOOKS`] is what is there, what is pressed, and a name. What is drawn may not be wider than the screen, may not break a
//! border and may not let a hostile text act; how it looks is read by people, in the snapshots.

use std::time::Duration;

use super::desk::Desk;
use super::driver::Driver;
use super::keys::Place;
use super::looks_tests::borders_are_in_place;
use super::parts::text::wide;
use super::screens::{Site, context};
use super::screens_tests::reviewed;
use crate::app::{Access, App};
use crate::model::entry::Visibility;

/// The sizes that were agreed, widest first.
pub(super) const SIZES: [(u16, u16); 4] = [(200, 50), (120, 40), (80, 24), (40, 12)];

/// What there is to look at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum There {
    /// Nothing yet.
    Nothing,
    /// A P1 that hits two issues, with some of its review written and hostile names among the rest.
    Crisis,
    /// A P1 whose playbook is under way, with something of every part of it, long and Chinese and hostile words among it.
    Guided,
    /// The same, for somebody who reads Dutch.
    Dutch,
    /// The same, for somebody who reads Chinese.
    Chinese,
    /// The crisis, opened to be read only.
    Kept,
    /// The crisis, for a screen that a room of people sees.
    Shared,
}

use There::{Chinese, Crisis, Dutch, Guided, Kept, Nothing, Shared};

/// A screen: its name, what is there, and what is pressed. `\n` within a step is a paste of lines.
type Look = (&'static str, There, &'static [&'static str]);

pub(super) const LOOKS: &[Look] = &[
    ("board", Crisis, &[]),
    ("board issues", Crisis, &["<Tab>"]),
    ("board order", Crisis, &["<Tab>o"]),
    ("board filter", Crisis, &["/"]),
    ("board filtered", Crisis, &["/2"]),
    ("board empty", Nothing, &[]),
    ("room", Crisis, &["<Enter>"]),
    ("room steps", Crisis, &["<Enter><Tab>"]),
    ("room unknowns", Crisis, &["<Enter><Right><Right><Right>"]),
    ("room page", Crisis, &["<Enter><Enter>"]),
    ("room hostile", Crisis, &["j<Enter>"]),
    ("room unsaved", Crisis, &["<Enter>", "lhalf a thought<Esc>"]),
    ("room empty", Nothing, &["2"]),
    ("line", Crisis, &["<Enter>l"]),
    ("line preview", Crisis, &["<Enter>l14:05 !fail over to DC2 -- lag is low @ana @bob in 20m"]),
    ("line completion", Crisis, &["<Enter>lcall @"]),
    ("line wrong", Crisis, &["<Enter>l25:99 no such time"]),
    ("line paste", Crisis, &["<Enter>l", "first of three\n!the second\nthe third"]),
    ("line amending", Crisis, &["<Enter>kkke"]),
    ("line first of all", Nothing, &["l"]),
    ("review", Crisis, &["3", "jj"]),
    ("review document", Crisis, &["3", "<Tab>"]),
    ("review management", Crisis, &["3", "<Right>"]),
    ("review section", Crisis, &["3", "j<Enter>", "All shops pay by card.\n数据库 \u{1b}[2J"]),
    ("review unknown", Crisis, &["3", "j<Enter><F4>"]),
    ("review of another", Crisis, &["3", "/"]),
    ("review empty", Nothing, &["3"]),
    ("library words", Crisis, &["5certif"]),
    ("library found", Crisis, &["5certif<Enter>"]),
    ("library filter", Crisis, &["5certif<Enter>f"]),
    ("library nothing found", Crisis, &["5no such words"]),
    ("library empty", Nothing, &["5"]),
    ("library operators", Crisis, &["5kind:decision -xyz state:open"]),
    ("library look up", Crisis, &["5<Esc>m"]),
    ("library known errors", Crisis, &["5<Esc>m1"]),
    ("library figures", Crisis, &["5<Esc>m5"]),
    ("seen before", Crisis, &["2b"]),
    ("portfolio", Crisis, &["4"]),
    ("portfolio people", Crisis, &["4<Left><Left><Left>"]),
    ("portfolio record", Crisis, &["4<Enter>"]),
    ("portfolio new", Crisis, &["4n"]),
    ("portfolio empty", Nothing, &["4"]),
    ("history", Crisis, &["hj"]),
    ("history change", Crisis, &["hj<Enter>"]),
    ("history take back", Crisis, &["ht"]),
    ("history empty", Nothing, &["h"]),
    ("timeline", Crisis, &["3", "t"]),
    ("timeline words", Crisis, &["3", "tjje", " 数据库"]),
    ("timeline empty", Nothing, &["3", "t"]),
    ("follow up", Crisis, &["6"]),
    ("follow up by owner", Crisis, &["6o"]),
    ("follow up declined", Crisis, &["6<Delete>"]),
    ("follow up empty", Nothing, &["6"]),
    ("form", Crisis, &["n"]),
    ("form refused", Crisis, &["n<Enter>"]),
    ("form unknown", Crisis, &["nLedger is late<Tab><F4>"]),
    ("form picker", Crisis, &["nLedger is late<Tab>p"]),
    ("form picker new", Crisis, &["nLedger is late<Tab>Ledg"]),
    ("form correcting", Crisis, &["e"]),
    ("form text", Crisis, &[":decide<Enter>"]),
    ("form update", Crisis, &["u"]),
    ("state", Crisis, &["s"]),
    ("verdict", Crisis, &["<Enter><Right><Right><Right>kv"]),
    ("confirmation", Crisis, &["<Enter>", ":redact<Enter>"]),
    ("answer", Crisis, &[":action list<Enter>"]),
    ("catch up", Crisis, &["c"]),
    ("catch up empty", Nothing, &["c"]),
    ("recovery queue", Crisis, &[":recovery show<Enter>"]),
    ("escalation form", Crisis, &[":escalation judge<Enter>"]),
    ("playbook list", Guided, &["<Enter><Tab>"]),
    ("playbook step", Guided, &["<Enter><Tab>i"]),
    ("playbook more", Guided, &["<Enter><Tab>m"]),
    ("playbook marks", Guided, &["<Enter><Tab>v"]),
    ("playbook dutch", Dutch, &["<Enter><Tab>"]),
    ("playbook dutch step", Dutch, &["<Enter><Tab>i"]),
    ("playbook chinese", Chinese, &["<Enter><Tab>"]),
    ("playbook chinese step", Chinese, &["<Enter><Tab>i"]),
    ("update choice", Guided, &["<Enter>u"]),
    ("update written", Guided, &["<Enter>u1"]),
    ("update ways", Guided, &["<Enter>u1<Ctrl-S>"]),
    ("update list", Guided, &[":update list<Enter>"]),
    ("watch card", Guided, &["<Enter>", ":watch show<Enter>"]),
    ("watch form", Guided, &["<Enter>", ":watch see<Enter>"]),
    ("impact page", Guided, &["<Enter>", ":impact show<Enter>"]),
    ("impact form", Guided, &["<Enter>", ":impact set<Enter>", "1"]),
    ("exception report", Guided, &["<Enter>", ":exception export<Enter>", "1"]),
    ("contingency page", Guided, &["<Enter>", ":contingency list<Enter>", "<Enter>"]),
    ("contingency form", Guided, &["<Enter>", ":contingency add<Enter>"]),
    ("person board", Guided, &["<Enter>", ":person board<Enter>"]),
    ("escalation page", Guided, &["<Enter>", ":escalation list<Enter>", "<Enter>"]),
    ("recovery page", Guided, &["<Enter>", ":recovery show<Enter>"]),
    ("morale page", Guided, &["<Enter>", ":morale show<Enter>"]),
    ("catch up full", Guided, &["<Enter>c"]),
    ("catch up chinese", Chinese, &["<Enter>c"]),
    ("handover page", Guided, &["<Enter>", ":handover<Enter>"]),
    ("copy", Crisis, &["<Enter>y"]),
    ("palette", Crisis, &[":"]),
    ("palette words", Crisis, &[":inc"]),
    ("palette nothing", Crisis, &[":zzzz"]),
    ("help", Crisis, &["?"]),
    ("help words", Crisis, &["?undo"]),
    ("help of the line", Crisis, &["l<F1>"]),
    ("said", Crisis, &["1"]),
    ("read-only", Kept, &["l"]),
    ("read-only room", Kept, &["<Enter>"]),
    ("shared", Shared, &[]),
    ("shared room", Shared, &["<Enter>"]),
    ("shared refuses", Shared, &["l"]),
];

/// Opens what there is, keeping nothing of what is typed.
pub(super) fn seat(site: &Site, there: There) -> Desk {
    let access = if there == Kept { Access::Read } else { Access::Write };
    let mut app = App::open(&site.folder.path().join("w.db"), access, false, context("Joost"), None).unwrap();
    if there == Shared {
        app.read_for(Visibility::Management);
    }
    let language = match there {
        Dutch => "nl",
        Chinese => "zh",
        _ => "en",
    };
    app.ctx.language = language.to_owned();
    Desk::new(app, None)
}

/// The crisis of `reviewed`, with something of every part of its playbook.
pub(super) fn guided() -> Site {
    let mut place = reviewed();
    let long = "the rehearsal team waits, its environment is lent to the crisis, and nobody can say yet for how many days that will be so";
    let mut run = |clock, name, fields: &[(&'static str, &str)]| place.run(clock, name, fields);
    run("14:31", "audience set", &[("record", "sponsors"), ("channel", "mail")]);
    run("13:28", "audience add", &[("name", "商店经理"), ("language", "zh"), ("for", "public")]);
    run("13:28", "project set", &[("record", "Atlas"), ("budget", "EUR 250000"), ("forecast", "EUR 255000"), ("ends", "2027-03-01")]);
    run("13:50", "watch see", &[("case", "INC-1"), ("text", "rollback is at 40 %"), ("source", "#ops-payments"), ("next", "14:46")]);
    run("14:00", "impact set", &[("case", "INC-1"), ("project", "Atlas"), ("time", "1.5"), ("cost", "EUR 9000"), ("note", long)]);
    run(
        "14:01",
        "impact set",
        &[("case", "INC-1"), ("project", "Chang'e"), ("time", "unknown by 16:00"), ("note", "联调推迟 \u{202e}evil\u{1b}[2J")],
    );
    let plan = [
        ("case", "INC-1"),
        ("scenario", "not restored by the evening peak"),
        ("trigger", "15:00"),
        ("lead", "30m"),
        ("no-return", "15:45"),
        ("owner", "joost"),
        ("fallback", "cash only"),
        ("suitable", "yes"),
        ("feasible", "yes"),
    ];
    run("14:02", "contingency add", &plan);
    run("14:03", "contingency step", &[("contingency", "C-1"), ("text", "通知所有商店经理"), ("owner", "mei")]);
    run("14:04", "contingency agree", &[("contingency", "C-1"), ("by", "ana")]);
    run(
        "14:05",
        "person assign",
        &[("person", "mei"), ("case", "INC-1"), ("from", "Chang'e"), ("released-by", "lin"), ("back", "18:00"), ("task", "databases")],
    );
    let gate = [
        ("case", "INC-1"),
        ("outcome", "keep the rehearsal of Atlas tonight"),
        ("project", "Atlas"),
        ("pro", "a penalty from December"),
        ("contra", "412 shops cannot take cards"),
        ("verdict", "unlikely"),
        ("decision", "hold"),
        ("relook", "15:10"),
        ("why", long),
    ];
    run("14:10", "escalation judge", &gate);
    run("14:15", "morale pulse", &[("case", "INC-1"), ("score", "3"), ("text", "tired, and clear about what to do")]);
    run("14:16", "morale blocked", &[("case", "INC-1"), ("text", "彩排：网络人员都在桥上")]);
    run("14:20", "update draft", &[("case", "INC-1"), ("audience", "sponsors")]);
    run("14:21", "update send", &[("update", "U-1"), ("already", "yes")]);
    place
}

/// Does the steps of a look, waiting for what is built or saved beside the screen's own thread.
pub(super) fn walk(driver: &mut Driver<Desk>, steps: &[&str]) {
    for step in steps {
        if step.contains('\n') {
            driver.paste(step)
        } else {
            driver.press(step)
        };
        for _ in 0..1_000 {
            driver.stage.pulse(&mut driver.world);
            if !driver.stage.is_waiting() && !driver.text().contains("is being put") {
                break;
            }
            std::thread::sleep(Duration::from_millis(2));
        }
    }
}

/// What holds of every frame, whatever is shown in it.
pub(super) fn is_sound(driver: &mut Driver<Desk>, width: u16, height: u16) -> String {
    let text = driver.text();
    assert!(text.lines().count() <= usize::from(height), "{width}x{height}\n{text}");
    assert!(text.lines().all(|line| wide(line) <= usize::from(width)), "{width}x{height}\n{text}");
    assert!(!text.contains(['\u{1b}', '\u{202e}', '\u{7f}']), "hostile text acts\n{text}");
    borders_are_in_place(&text);
    if let Some(at) = driver.cursor() {
        assert!(at.x < width && at.y < height, "the caret is off the screen at {width}x{height}: {at:?}\n{text}");
    }
    text
}

#[test]
fn everything_there_is_to_see_looks_as_agreed_at_four_sizes() {
    let (crisis, guided, nothing) = (reviewed(), guided(), Site::new());
    for (name, there, steps) in LOOKS {
        let site = match there {
            Nothing => &nothing,
            Guided | Dutch | Chinese => &guided,
            Crisis | Kept | Shared => &crisis,
        };
        let mut sizes = Vec::new();
        for (width, height) in SIZES {
            let mut driver = Driver::new(seat(site, *there), Place::Board, width, height);
            walk(&mut driver, steps);
            sizes.push(format!("── {width}x{height}\n{}", is_sound(&mut driver, width, height)));
        }
        insta::assert_snapshot!(*name, sizes.join("\n"));
    }
}

#[test]
fn the_room_is_laid_out_the_same_in_every_language_and_a_step_never_needs_more_than_seven_rows() {
    let site = guided();
    for (width, height) in [(120, 40), (80, 24)] {
        let mut steps: Vec<Vec<String>> = Vec::new();
        for there in [Guided, Dutch, Chinese] {
            let mut driver = Driver::new(seat(&site, there), Place::Board, width, height);
            driver.press("<Enter><Tab><Home>");
            let mut seen = Vec::new();
            for _ in 0..10 {
                let text = is_sound(&mut driver, width, height);
                // How far each step is stands under how far the one above it is, whatever the titles are called.
                let listed: Vec<&str> =
                    text.lines().filter(|line| line.contains("[ ]") || line.contains("[x]") || line.contains("[>]")).collect();
                let ends: Vec<usize> =
                    listed.iter().filter_map(|line| Some(wide(&line[..line.rfind(" 14:46 ").or(line.rfind(" 3/5 "))?]))).collect();
                assert!(ends.len() > 1 && ends.iter().all(|at| *at == ends[0]), "{width}x{height} {there:?}\n{text}");
                // The borders, and with them all panes, stand where they stand in any language.
                let edges = text.lines().map(|line| line.chars().filter(|sign| matches!(sign, '╭' | '╰')).collect::<String>());
                seen.push(edges.collect::<Vec<_>>().join("|"));
                assert!(height > 24 || !text.contains("shows all of it"), "a step is longer than seven rows\n{text}");
                assert_eq!(listed.len(), 10, "{text}");
                driver.press("<Down>");
            }
            steps.push(seen);
        }
        assert!(steps.iter().all(|seen| seen == &steps[0]), "{width}x{height}: {steps:#?}");
    }
}
