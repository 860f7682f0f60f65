//! Whatever is pressed, pasted, pointed at or resized, in whatever order: nothing breaks, every border stands, and no line that was
//! said to be logged is lost.

use proptest::prelude::*;
use ratatui::layout::Position;
use serde_json::Value;

use super::chord::Chord;
use super::desk::Desk;
use super::driver::Driver;
use super::keys::{Act, Place};
use super::live_keys::Keys;
use super::matrix_tests::{LOOKS, There, is_sound, seat, walk};
use super::mouse::Pointing;
use super::screens::{Site, settle};
use super::screens_tests::reviewed;
use crate::app::Draft;
use crate::app::query::Shown;
use crate::app::tables;

/// One thing that happens.
#[derive(Clone, Debug)]
enum Blow {
    Key(usize),
    Type(usize),
    Paste(usize),
    Point(u8, u16, u16),
    Resize(u16, u16),
    /// A line that must not be lost is typed and entered.
    Line(u32),
    Pulse,
}

/// What is typed and pasted: plain words, signs of the line, numbers, wide, joined and bare marks, and what a terminal would obey.
const TEXTS: &[&str] = &[
    "j",
    "2",
    "9",
    "x",
    "inc",
    "rollback",
    "!stop -- because @ana in 20m",
    "14:05 ?why #net ^public",
    "25:99 @nobody due yesterday",
    "\\!plain",
    "数据库复制延迟低于五秒",
    "👨\u{200d}👩\u{200d}👧 e\u{301}\u{301} \u{301}",
    "\u{1b}[2J\u{1b}]0;x\u{7}\u{202e}evil\u{7f}\u{9b}31m",
    "one\ntwo\r\n!three\n\n数\t四",
    "",
    "    ",
];

/// Whether an act takes back or corrects lines on purpose, or opens every command, of which some do.
fn is_wild(act: Act) -> bool {
    matches!(act, Act::Undo | Act::Redo | Act::TakeBack | Act::Edit | Act::Palette | Act::Help | Act::Command(_))
}

/// Every letter that, as a key, does that somewhere.
fn wild_letters() -> Vec<char> {
    let keys = Keys::default();
    keys.rows().iter().filter(|row| is_wild(row.act)).flat_map(|row| row.chords.iter()).filter_map(|chord| chord.typed()).collect()
}

/// Every key of the table but those.
fn chords() -> Vec<Chord> {
    let (keys, wild) = (Keys::default(), wild_letters());
    let tame = |chord: &Chord| !chord.typed().is_some_and(|letter| wild.contains(&letter));
    keys.rows().iter().filter(|row| !is_wild(row.act)).flat_map(|row| row.chords.iter().copied()).filter(tame).collect()
}

fn blow() -> impl Strategy<Value = Blow> {
    let size = prop_oneof![
        3 => (1u16..=200, 1u16..=60),
        1 => (1u16..=20, 1u16..=8),
    ];
    prop_oneof![
        12 => (0..chords().len()).prop_map(Blow::Key),
        3 => (0..TEXTS.len()).prop_map(Blow::Type),
        2 => (0..TEXTS.len()).prop_map(Blow::Paste),
        3 => (0u8..3, 0u16..200, 1u16..59).prop_map(|(what, x, y)| Blow::Point(what, x, y)),
        4 => size.prop_map(|(width, height)| Blow::Resize(width, height)),
        3 => any::<u32>().prop_map(Blow::Line),
        1 => Just(Blow::Pulse),
    ]
}

/// A storm on the screens of a crisis, with what it logged.
struct Storm {
    driver: Driver<Desk>,
    chords: Vec<Chord>,
    wild: Vec<char>,
    size: (u16, u16),
    logged: Vec<String>,
}

impl Storm {
    fn on(site: &Site) -> Self {
        let size = (120, 40);
        let driver = Driver::new(seat(site, There::Crisis), Place::Board, size.0, size.1);
        Self { driver, chords: chords(), wild: wild_letters(), size, logged: Vec::new() }
    }

    fn strike(&mut self, blow: &Blow) {
        let driver = &mut self.driver;
        match blow {
            Blow::Key(key) => {
                driver.press(&format!("<{}>", self.chords[*key]));
            }
            Blow::Type(text) => {
                for letter in TEXTS[*text].chars() {
                    // Outside a text a letter is a key, and those that take back or correct lines are left out here too.
                    if driver.stage.place().is_text() || !self.wild.contains(&letter) {
                        driver.press(&String::from(letter).replace('<', "<lt>").replace(['\n', '\r', '\t'], "<Enter>"));
                    }
                }
            }
            Blow::Paste(text) => {
                driver.paste(TEXTS[*text]);
            }
            Blow::Point(what, x, y) => {
                let what = [Pointing::Click, Pointing::Up, Pointing::Down][usize::from(*what)];
                // The last row would be a click on the way to every command.
                let at = Position { x: x % self.size.0, y: y % self.size.1.saturating_sub(1).max(1) };
                driver.stage.point(what, at, &mut driver.world);
            }
            Blow::Resize(width, height) => {
                self.size = (*width, *height);
                driver.resize(*width, *height);
            }
            Blow::Line(number) => self.log(*number),
            Blow::Pulse => driver.stage.pulse(&mut driver.world),
        }
        if self.driver.stage.is_waiting() {
            settle(&mut self.driver);
        }
        is_sound(&mut self.driver, self.size.0, self.size.1);
    }

    /// Goes to the line from wherever one is and enters words that occur nowhere else.
    fn log(&mut self, number: u32) {
        let driver = &mut self.driver;
        if driver.stage.place() == Place::Line {
            driver.press("<Esc>");
        }
        driver.press("<F3>");
        if driver.stage.place() != Place::Line {
            return;
        }
        let words = format!("storm{number} 数据 \u{1b}[0m");
        driver.press(&format!("<Ctrl-U>{words}<Enter>"));
        settle(driver);
        if driver.world.logged().last().is_some_and(|last| last.starts_with(&format!("storm{number} "))) {
            self.logged.push(words);
        }
    }
}

/// Gives all text of all log lines there are.
fn all_lines(driver: &Driver<Desk>) -> String {
    let mut all = String::new();
    let query = tables::query("entry list").unwrap();
    // Some cases were opened by the storm itself.
    for case in (1..200).flat_map(|n| [format!("INC-{n}"), format!("ISS-{n}")]) {
        let Ok(Shown::Rows(rows)) = driver.world.app.ask(query, &Draft::new().with("case", case)) else { continue };
        all.extend(rows.iter().flat_map(|row| row.values()).filter_map(Value::as_str).map(|text| format!("{text}\n")));
    }
    all
}

thread_local! {
    static SITE: Site = reviewed();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, ..ProptestConfig::default() })]
    #[test]
    fn no_storm_of_keys_pastes_clicks_and_sizes_breaks_a_screen_or_loses_a_line(blows in proptest::collection::vec(blow(), 60..120)) {
        let (lines, logged) = SITE.with(|site| {
            let mut storm = Storm::on(site);
            for blow in &blows {
                storm.strike(blow);
            }
            (all_lines(&storm.driver), storm.logged)
        });
        for words in logged {
            let shown = words.split(' ').next().unwrap_or_default();
            prop_assert!(lines.contains(shown), "{words} is lost:\n{lines}");
        }
    }
}

#[test]
fn no_screen_is_too_small_for_anything_there_is_to_see() {
    let (crisis, nothing) = (reviewed(), Site::new());
    for (name, there, steps) in LOOKS {
        let site = if *there == There::Nothing { &nothing } else { &crisis };
        let mut driver = Driver::new(seat(site, *there), Place::Board, 80, 24);
        walk(&mut driver, steps);
        for width in [1, 2, 3, 5, 8, 11, 14, 20] {
            for height in [1, 2, 3, 4, 5, 8] {
                driver.resize(width, height);
                let text = is_sound(&mut driver, width, height);
                assert!(width < 14 || text.contains("14:32"), "{name} at {width}x{height}: the clock goes last\n{text}");
            }
        }
    }
}
