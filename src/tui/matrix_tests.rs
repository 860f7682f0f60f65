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
    /// The same, opened to be read only.
    Kept,
    /// The same, for a screen that a room of people sees.
    Shared,
}

use There::{Crisis, Kept, Nothing, Shared};

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
    ("portfolio", Crisis, &["4"]),
    ("portfolio people", Crisis, &["4<Left><Left><Left>"]),
    ("portfolio record", Crisis, &["4<Enter>"]),
    ("portfolio new", Crisis, &["4n"]),
    ("portfolio empty", Nothing, &["4"]),
    ("history", Crisis, &["hj"]),
    ("history change", Crisis, &["hj<Enter>"]),
    ("history take back", Crisis, &["ht"]),
    ("history empty", Nothing, &["h"]),
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
    Desk::new(app, None)
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
    let (crisis, nothing) = (reviewed(), Site::new());
    for (name, there, steps) in LOOKS {
        let site = if *there == Nothing { &nothing } else { &crisis };
        let mut sizes = Vec::new();
        for (width, height) in SIZES {
            let mut driver = Driver::new(seat(site, *there), Place::Board, width, height);
            walk(&mut driver, steps);
            sizes.push(format!("── {width}x{height}\n{}", is_sound(&mut driver, width, height)));
        }
        insta::assert_snapshot!(*name, sizes.join("\n"));
    }
}
