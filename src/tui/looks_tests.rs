//! Tests of how the screens look at any size, in any theme and with any glyphs.

use ratatui::buffer::Buffer;
use ratatui::style::Modifier;
use unicode_width::UnicodeWidthStr as _;

use super::desk::Desk;
use super::driver::Driver;
use super::keys::Place;
use super::matrix_tests::SIZES;
use super::parts::text::wide;
use super::screens::{Site, busy};
use super::theme::{Glyphs, Theme};

/// Keys that open every screen and the overlays in turn, with what leaves them.
const TOUR: &[(&str, &str)] = &[
    ("", ""),
    ("<Tab>", "<Tab>"),
    ("<Enter>", ""),
    ("<Right>", "<Left>"),
    ("<Enter>", "<Esc>"),
    ("l", "<Esc>"),
    ("?", "<Esc>"),
    (":", "<Esc>"),
    ("3", ""),
    ("4", ""),
    ("<Right>", ""),
    ("5", ""),
    ("roll", "<Esc><Esc>"),
    ("h", ""),
    ("1n", "<Esc>"),
    ("e", "<Esc>"),
    ("s", "<Esc>"),
    ("/", "<Esc>"),
];

/// A crisis in ASCII alone, so that whatever else is drawn is ours.
fn plain_site() -> Site {
    let mut place = Site::new();
    place.run("09:00", "person add", &[("handle", "ana")]);
    let p1 = [("title", "Card payments fail"), ("service", "Payments"), ("priority", "P1"), ("started", "13:20"), ("lead", "ana")];
    place.run("13:22", "incident open", &p1);
    place.run("13:24", "case state", &[("case", "INC-1"), ("state", "investigating")]);
    place.run("13:25", "issue open", &[("title", "Rehearsal blocked"), ("project", "Atlas"), ("priority", "high")]);
    place.run("13:27", "link", &[("case", "INC-1"), ("other", "ISS-1"), ("as", "hits")]);
    for line in
        ["!roll back 4.2 -- errors follow it @ana in 2h", "+stop the export due 14:40", "?who else is hit", "tab\there \u{202e}turned"]
    {
        place.run("13:40", "log", &[("case", "INC-1"), ("line", line)]);
    }
    place
}

fn tour(board: &mut Driver<Desk>, mut look: impl FnMut(&Buffer, &str)) {
    for (keys, leave) in TOUR {
        board.press(keys);
        look(board.buffer(), keys);
        board.press(leave);
    }
}

#[test]
fn the_frame_says_the_same_in_the_same_place_on_every_screen() {
    let place = busy();
    for (width, height) in [(200, 50), (120, 40), (80, 24)] {
        let mut board = place.board(width, height);
        let frame = |text: &str| {
            let mut lines = text.lines();
            let (top, due) = (lines.next().unwrap().to_owned(), lines.next().unwrap().to_owned());
            (top.split_once("INC-1 P1").unwrap_or_else(|| panic!("{top}")).1.to_owned(), wide(&top), due)
        };
        let first = frame(&board.text());
        assert!(first.0.contains("service first") && first.0.contains("14:32"), "{first:?}");
        let count = first.2.split(" · ").filter(|part| !part.trim().starts_with('+')).count();
        assert!((1..=3).contains(&count) && first.2.contains("+"), "{first:?}");
        for key in ["2", "3", "4", "5", "<Esc>h", "1l", "<Esc>n", "<Esc>:", "<Esc>?"] {
            assert_eq!(frame(&board.press(key)), first, "{key} at {width}");
        }
    }
}

#[test]
fn with_ascii_every_cell_of_every_screen_is_ascii() {
    let place = plain_site();
    for (width, height) in SIZES {
        let mut board = place.board(width, height);
        board.theme = Theme::named("dark", Glyphs::Ascii);
        tour(&mut board, |buffer, keys| {
            for cell in &buffer.content {
                assert!(cell.symbol().is_ascii(), "{:?} after {keys:?} at {width}x{height}", cell.symbol());
            }
        });
    }
}

#[test]
fn outside_borders_and_middle_dots_no_glyph_of_ours_is_ambiguous() {
    let place = plain_site();
    for (width, height) in SIZES {
        let mut board = place.board(width, height);
        tour(&mut board, |buffer, keys| {
            for cell in &buffer.content {
                let symbol = cell.symbol();
                let border = symbol == "·" || symbol.starts_with(|c| ('\u{2500}'..='\u{257f}').contains(&c));
                assert!(border || symbol.width() == symbol.width_cjk(), "{symbol:?} after {keys:?} at {width}x{height}");
            }
        });
    }
}

#[test]
fn no_theme_paints_a_background_and_the_selected_row_is_seen_in_all() {
    let place = busy();
    for name in ["dark", "light", "high-contrast", "colour-blind", "none"] {
        let mut board = place.board(120, 40);
        board.theme = Theme::named(name, Glyphs::Unicode);
        let text = board.text();
        tour(&mut board, |buffer, _| assert!(buffer.content.iter().all(|cell| cell.bg == ratatui::style::Color::Reset)));
        let mut board = place.board(120, 40);
        board.theme = Theme::named(name, Glyphs::Unicode);
        let reversed = |buffer: &Buffer, y| (1..59).all(|x| buffer[(x, y)].modifier.contains(Modifier::REVERSED));
        assert!(text.contains("│> P1 INC-1"), "{text}");
        assert!(reversed(board.buffer(), 3) && !reversed(board.buffer(), 4), "{name}");
        if name == "none" {
            assert!(
                board
                    .buffer()
                    .content
                    .iter()
                    .all(|cell| matches!(cell.fg, ratatui::style::Color::Reset | ratatui::style::Color::Rgb(1, 2, 3)))
            );
        }
    }
}

/// Every corner has the three others where they belong, with lines or titles between them. What lies over a pane is whole itself and may
/// hide some of it: whole boxes are found first, and what is whole but for them next.
pub(super) fn borders_are_in_place(text: &str) {
    let rows: Vec<Vec<String>> = text.lines().map(cells).collect();
    let at = |x: usize, y: usize| rows.get(y).and_then(|row| row.get(x)).map_or("", String::as_str);
    let mut left: Vec<(usize, usize)> =
        (0..rows.len()).flat_map(|y| (0..rows[y].len()).map(move |x| (x, y))).filter(|(x, y)| at(*x, *y) == "╭").collect();
    let mut boxes: Vec<[usize; 4]> = Vec::new();
    while !left.is_empty() {
        let hidden = |x: usize, y: usize| boxes.iter().any(|[x1, y1, x2, y2]| (*x1..=*x2).contains(&x) && (*y1..=*y2).contains(&y));
        // Follows a side down to its foot, or to where something hides that.
        let foot = |x: usize, y: usize, corner: &str| {
            let end = (y + 1..=rows.len()).find(|y| at(x, *y) != "│" && !hidden(x, *y))?;
            if at(x, end) == corner { Some(end) } else { hidden(x, end - 1).then_some(end - 1) }
        };
        let whole = |(x, y): (usize, usize)| {
            let right = (x + 1..rows[y].len()).find(|x| ["╮", "╭"].contains(&at(*x, y)) || hidden(*x, y))?;
            let bottom = foot(x, y, "╰")?;
            match hidden(right, y) {
                true => Some([x, y, right, bottom]),
                false if at(right, y) == "╮" => foot(right, y, "╯").map(|other| [x, y, right, bottom.max(other)]),
                false => None,
            }
        };
        let found: Vec<_> = left.iter().filter_map(|corner| whole(*corner)).collect();
        assert!(!found.is_empty(), "a border is broken\n{text}");
        left.retain(|corner| whole(*corner).is_none());
        boxes.extend(found);
    }
}

/// Gives one string for each cell; the second half of a wide character is empty.
fn cells(line: &str) -> Vec<String> {
    let pieces = super::parts::text::pieces(line).map(|piece| (piece.shown.into_owned(), piece.width));
    pieces.flat_map(|(shown, width)| std::iter::once(shown).chain(std::iter::repeat_n(String::new(), width - 1))).collect()
}

#[test]
fn at_any_size_nothing_breaks_and_no_line_is_too_long() {
    let place = busy();
    let mut board = place.board(80, 24);
    let mut room = place.board(80, 24);
    room.press("<Enter>");
    for width in 1..=60 {
        for height in (1..=20).filter(|height| *height < 6 || (width + height) % 5 == 0) {
            for driver in [&mut board, &mut room] {
                let text = driver.resize(width, height);
                borders_are_in_place(&text);
                assert!(text.lines().count() <= usize::from(height));
                assert!(text.lines().all(|line| wide(line) <= usize::from(width)), "{width}x{height}\n{text}");
                assert!(width < 14 || text.contains("14:32"), "the clock goes last\n{text}");
            }
        }
    }
}

#[test]
fn a_tiny_screen_keeps_the_clock_the_state_and_that_something_is_late() {
    let place = busy();
    let mut desk = place.desk();
    desk.app.ctx.at += 3 * 3_600_000;
    let mut board = Driver::new(desk, Place::Board, 20, 5);
    let text = board.text();
    assert!(text.contains("17:32") && text.contains("INC-1 P1") && text.contains("late"), "{text}");
    assert!(board.resize(12, 2).contains("late"), "{}", board.text());
    let text = board.resize(120, 40);
    assert!(text.contains("late") && board.press("<Enter>").contains("A-1 late 14:40, mei"), "{text}");
}

#[test]
fn lanes_stand_beside_above_or_one_at_a_time() {
    let place = busy();
    let both = |text: &str| text.contains("Incidents") && text.contains("Project issues");
    let beside = |text: &str| text.lines().any(both);
    let mut board = place.board(100, 24);
    assert!(beside(&board.text()));
    for width in [60, 99] {
        let text = board.resize(width, 24);
        assert!(both(&text) && !beside(&text), "{text}");
    }
    let text = board.resize(59, 24);
    assert!(!both(&text) && text.contains("Tab: 3 issues"), "{text}");
    let text = board.press("<Tab>");
    assert!(text.contains("Project issues · 3 open") && text.contains("Tab: 2 incidents"), "{text}");
}

#[test]
fn a_list_that_goes_on_says_so_in_its_border() {
    let mut place = Site::new();
    for at in 0..30 {
        place.run("13:00", "incident open", &[("title", &format!("Number {at}")), ("priority", "P3")]);
    }
    let mut board = place.board(120, 30);
    let bottom = |text: &str| text.lines().filter(|line| line.contains("╰") && line.contains(" more ")).count();
    let top = |text: &str| text.lines().any(|line| line.contains("Incidents") && line.contains(" more "));
    let text = board.text();
    assert!(bottom(&text) == 1 && !top(&text), "{text}");
    let text = board.press("G");
    assert!(bottom(&text) == 0 && top(&text), "{text}");
}
