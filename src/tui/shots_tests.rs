//! The pictures in `docs/shots`: screens of the demonstration at a fixed time, drawn from the cells a terminal would get.
//!
//! `UPDATE_DOCS=1 cargo test --lib shots` makes them anew; without it the test says which are not what the program shows.

use std::fmt::Write as _;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::Duration;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

use super::desk::Desk;
use super::driver::Driver;
use super::keys::Place;
use super::parts::text::wide;
use super::theme::{Glyphs, Theme};
use crate::app::{Access, App, Context};
use crate::model::Zone;

/// 2026-11-23 14:32 in Amsterdam, a Monday.
const NOW: i64 = 1_795_440_720_000;
/// Cell of the usual monospaced fonts at 14 pixels.
const CELL: (f32, f32) = (8.4, 18.0);
/// Blank around the screen.
const EDGE: f32 = 12.0;

/// What a terminal shows where nothing else is said, and its sixteen colours.
struct Palette {
    ground: &'static str,
    text: &'static str,
    sixteen: [&'static str; 16],
}

const DARK: Palette = Palette {
    ground: "#16181d",
    text: "#d5d8de",
    sixteen: [
        "#2b2f37", "#e0686a", "#8fbf7f", "#d9b55f", "#7aa2d8", "#b78bd0", "#62b8bd", "#c4c8cf", "#7b818c", "#f28b82", "#a8d699", "#ecca7a",
        "#97bbec", "#cda5e3", "#80d0d4", "#ffffff",
    ],
};
const LIGHT: Palette = Palette {
    ground: "#fcfbf8",
    text: "#24272d",
    sixteen: [
        "#24272d", "#b3261e", "#2e7031", "#8a5a00", "#1f5fa8", "#7b3f9c", "#0b6e75", "#6a6f78", "#5d626b", "#b3261e", "#2e7031", "#8a5a00",
        "#1f5fa8", "#7b3f9c", "#0b6e75", "#111317",
    ],
};

/// One picture: its name, what is to be seen, theme, size, and the keys that lead there (`\n` parts waits for what is built meanwhile).
struct Shot {
    name: &'static str,
    alt: &'static str,
    theme: &'static str,
    size: (u16, u16),
    keys: &'static [&'static str],
}

const fn shot(name: &'static str, alt: &'static str, theme: &'static str, size: (u16, u16), keys: &'static [&'static str]) -> Shot {
    Shot { name, alt, theme, size, keys }
}

const SHOTS: &[Shot] = &[
    shot("board", "The Board: incidents on the left, the project issues they hit on the right", "dark", (120, 32), &[]),
    shot("room", "The Room: the log of a P1 with its clocks", "dark", (120, 36), &["<Enter>"]),
    shot(
        "playbook",
        "The playbook beside the log: ten steps, how far each is, and what to do now",
        "dark",
        (120, 36),
        &["<Enter>", "<Tab>"],
    ),
    shot("update", "An update for an audience, written from the record", "dark", (120, 32), &["<Enter>", "u", "1"]),
    shot(
        "line",
        "The capture line, with what it will become",
        "dark",
        (120, 36),
        &["<Enter>", "l-2m !keep 4.1 over night -- the fix for 4.2 needs a load test @priya in 2h"],
    ),
    shot("review", "The Review of an earlier incident", "dark", (120, 36), &["5", "longer than the slowest", "<Enter>", "<Enter>", "3"]),
    shot("library", "The Library: one search over everything ever logged", "dark", (120, 30), &["5", "connection pool"]),
    shot("palette", "The palette: every command by name", "dark", (120, 32), &[":", "inc"]),
    shot("light", "The same Board in light colours", "light", (120, 32), &["j"]),
    shot("shared", "The shared screen: nothing internal, nothing typed", "dark", (100, 30), &["<Enter>", ":", "shared screen", "<Enter>"]),
];

fn taken(shot: &Shot) -> String {
    let folder = tempfile::Builder::new().permissions(PermissionsExt::from_mode(0o700)).tempdir().unwrap();
    let ctx = Context::built_in(NOW, Zone::parse("Europe/Amsterdam").unwrap(), "you", "screens", "run");
    let mut app = App::open(&folder.path().join("demo.db"), Access::Write, false, ctx, Some("shots".to_owned())).unwrap();
    app.replay_demo().unwrap();
    let mut driver = Driver::new(Desk::new(app, None), Place::Board, shot.size.0, shot.size.1);
    driver.theme = Theme::named(shot.theme, Glyphs::Unicode);
    // What is said at the start has been read.
    driver.press("k");
    for keys in shot.keys {
        driver.press(keys);
        settle(&mut driver);
    }
    let caret = driver.cursor();
    svg(&unhashed(driver.buffer()), caret.map(|at| (at.x, at.y)), if shot.theme == "light" { &LIGHT } else { &DARK }, shot.alt)
}

/// Longest run of hexadecimal digits that is no hash.
const SHORT: usize = 12;

/// Puts noughts for hashes: each change has a key of its own, so the chain's head is another every time.
fn unhashed(buffer: &Buffer) -> Buffer {
    let mut buffer = buffer.clone();
    let width = usize::from(buffer.area.width);
    let hex = |cell: &Cell| cell.symbol().bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    for row in buffer.content.chunks_mut(width) {
        for run in row.chunk_by_mut(|a, b| hex(a) == hex(b)).filter(|run| run.len() > SHORT && hex(&run[0])) {
            for cell in run {
                cell.set_char('0');
            }
        }
    }
    buffer
}

/// Lets what is built beside the screen's own thread arrive: it is there when nothing changes any more.
fn settle(driver: &mut Driver<Desk>) {
    let (mut before, mut calm) = (String::new(), 0);
    for _ in 0..400 {
        driver.stage.pulse(&mut driver.world);
        let now = driver.text();
        calm = if now == before { calm + 1 } else { 0 };
        if calm > 20 {
            return;
        }
        before = now;
        std::thread::sleep(Duration::from_millis(5));
    }
    panic!("it never settles:\n{before}");
}

/// Draws cells as an SVG. Every run of text is told its width, so that it stands in its cells whatever the font; lines are drawn as lines.
fn svg(buffer: &Buffer, caret: Option<(u16, u16)>, palette: &Palette, alt: &str) -> String {
    let area = buffer.area;
    let (width, height) = (f32::from(area.width) * CELL.0 + 2.0 * EDGE, f32::from(area.height) * CELL.1 + 2.0 * EDGE);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" role=\"img\" aria-label=\"{}\"\n\
         font-family=\"DejaVu Sans Mono,Menlo,Consolas,ui-monospace,monospace\" font-size=\"14\" fill=\"none\">\n\
         <rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"{}\"/>\n",
        escaped(alt),
        palette.ground
    );
    for y in area.top()..area.bottom() {
        grounds(&mut out, buffer, y, palette);
        let mut x = area.left();
        while x < area.right() {
            let run = Run::at(buffer, x, y);
            run.draw(&mut out, palette);
            x = run.end;
        }
    }
    if let Some((x, y)) = caret {
        let (x, y) = place(x, y);
        let _ =
            writeln!(out, "<rect x=\"{x:.1}\" y=\"{:.1}\" width=\"2\" height=\"{:.1}\" fill=\"{}\"/>", y + 2.0, CELL.1 - 4.0, palette.text);
    }
    out.push_str("</svg>\n");
    out
}

/// Gives the colours of a cell: letters and ground, where they are not the usual ones.
fn colours(cell: &Cell, palette: &Palette) -> (Option<String>, Option<String>) {
    let (fore, back) = (colour(cell.fg, palette), colour(cell.bg, palette));
    match cell.modifier.contains(Modifier::REVERSED) {
        true => (back.or(Some(palette.ground.to_owned())), fore.or(Some(palette.text.to_owned()))),
        false => (fore, back),
    }
}

/// Paints the grounds of a row, as few as there are.
fn grounds(out: &mut String, buffer: &Buffer, y: u16, palette: &Palette) {
    let mut x = buffer.area.left();
    while x < buffer.area.right() {
        let ground = |x: u16| colours(&buffer[(x, y)], palette).1;
        let (start, back) = (x, ground(x));
        while x < buffer.area.right() && ground(x) == back {
            x += 1;
        }
        if let Some(back) = back {
            let (at, width) = (place(start, y), f32::from(x - start) * CELL.0);
            let _ = writeln!(out, "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{width:.1}\" height=\"{}\" fill=\"{back}\"/>", at.0, at.1, CELL.1);
        }
    }
}

fn place(x: u16, y: u16) -> (f32, f32) {
    (EDGE + f32::from(x) * CELL.0, EDGE + f32::from(y) * CELL.1)
}

/// Cells beside each other that look the same. What stands far apart, a wide character and a corner are runs of their own, so that
/// everything is in its cell even where a viewer has another font and does not know how wide a text is to be.
struct Run<'a> {
    first: &'a Cell,
    text: String,
    spot: (u16, u16),
    end: u16,
}

impl<'a> Run<'a> {
    fn at(buffer: &'a Buffer, x: u16, y: u16) -> Self {
        let first = &buffer[(x, y)];
        let look = |cell: &Cell| (cell.fg, cell.bg, cell.modifier);
        let (mut text, mut end) = (first.symbol().to_owned(), x + u16::try_from(wide(first.symbol()).max(1)).unwrap());
        while end < buffer.area.right() && look(&buffer[(end, y)]) == look(first) {
            let next = buffer[(end, y)].symbol();
            let goes_on = if text.is_ascii() {
                next.is_ascii() && !(text.ends_with("  ") && next != " ")
            } else {
                text.starts_with('─') && next == "─"
            };
            if !goes_on {
                break;
            }
            text.push_str(next);
            end += 1;
        }
        Self { first, text, spot: (x, y), end }
    }

    fn draw(&self, out: &mut String, palette: &Palette) {
        let look = self.first.modifier;
        let ((x, y), cells) = (place(self.spot.0, self.spot.1), self.end - self.spot.0);
        let width = f32::from(cells) * CELL.0;
        let fore = colours(self.first, palette).0.unwrap_or_else(|| palette.text.to_owned());
        let faint = if look.contains(Modifier::DIM) { " opacity=\".6\"" } else { "" };
        if let Some(path) = line(&self.text, x, y) {
            let _ = writeln!(out, "<path d=\"{path}\" stroke=\"{fore}\"{faint}/>");
            return;
        }
        if look.contains(Modifier::UNDERLINED) {
            let _ = writeln!(out, "<path d=\"M{x:.1} {:.1}h{width:.1}\" stroke=\"{fore}\" opacity=\".7\"/>", y + 16.5);
        }
        let words = self.text.trim();
        if words.is_empty() {
            return;
        }
        let lead = u16::try_from(self.text.len() - self.text.trim_start().len()).unwrap();
        let x = x + f32::from(lead) * CELL.0;
        let length = f32::from(u16::try_from(wide(words)).unwrap()) * CELL.0;
        let bold = if look.contains(Modifier::BOLD) { " font-weight=\"bold\"" } else { "" };
        let slant = if look.contains(Modifier::ITALIC) { " font-style=\"italic\"" } else { "" };
        let font = if wide(words) == words.chars().count() {
            ""
        } else {
            " font-family=\"Noto Sans CJK SC,PingFang SC,Microsoft YaHei,DejaVu Sans Mono,monospace\""
        };
        let _ = writeln!(
            out,
            "<text x=\"{x:.1}\" y=\"{:.1}\" textLength=\"{length:.1}\" fill=\"{fore}\"{faint}{bold}{slant}{font}>{}</text>",
            y + 13.5,
            escaped(words)
        );
    }
}

/// Gives the path of lines of a border in their cells.
fn line(text: &str, x: f32, y: f32) -> Option<String> {
    const W: f32 = CELL.0;
    const H: f32 = CELL.1;
    let (mid, half) = ((x + W / 2.0, y + H / 2.0), (W / 2.0, H / 2.0));
    Some(match text {
        "│" => format!("M{:.1} {y:.1}v{H}", mid.0),
        "╭" => format!("M{:.1} {:.1}q0 -{} {} -{}", mid.0, y + H, half.1, half.0, half.1),
        "╮" => format!("M{:.1} {:.1}q0 -{} -{} -{}", mid.0, y + H, half.1, half.0, half.1),
        "╰" => format!("M{:.1} {y:.1}q0 {} {} {}", mid.0, half.1, half.0, half.1),
        "╯" => format!("M{:.1} {y:.1}q0 {} -{} {}", mid.0, half.1, half.0, half.1),
        "├" => format!("M{:.1} {y:.1}v{H}M{:.1} {:.1}h{}", mid.0, mid.0, mid.1, half.0),
        "┤" => format!("M{:.1} {y:.1}v{H}M{x:.1} {:.1}h{}", mid.0, mid.1, half.0),
        line if line.starts_with('─') => {
            let cells = u16::try_from(line.chars().count()).unwrap();
            format!("M{x:.1} {:.1}h{:.1}", mid.1, f32::from(cells) * W)
        }
        _ => return None,
    })
}

fn colour(colour: Color, palette: &Palette) -> Option<String> {
    const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];
    let sixteen = |at: usize| Some(palette.sixteen[at].to_owned());
    match colour {
        Color::Reset => None,
        Color::Rgb(r, g, b) => Some(format!("#{r:02x}{g:02x}{b:02x}")),
        Color::Indexed(n @ 0..16) => sixteen(usize::from(n)),
        Color::Indexed(n @ 16..232) => {
            let n = n - 16;
            let step = |part: u8| STEPS[usize::from(part % 6)];
            Some(format!("#{:02x}{:02x}{:02x}", step(n / 36), step(n / 6), step(n)))
        }
        Color::Indexed(n) => Some(format!("#{0:02x}{0:02x}{0:02x}", 8 + (n - 232) * 10)),
        Color::Black => sixteen(0),
        Color::Red => sixteen(1),
        Color::Green => sixteen(2),
        Color::Yellow => sixteen(3),
        Color::Blue => sixteen(4),
        Color::Magenta => sixteen(5),
        Color::Cyan => sixteen(6),
        Color::Gray => sixteen(7),
        Color::DarkGray => sixteen(8),
        Color::LightRed => sixteen(9),
        Color::LightGreen => sixteen(10),
        Color::LightYellow => sixteen(11),
        Color::LightBlue => sixteen(12),
        Color::LightMagenta => sixteen(13),
        Color::LightCyan => sixteen(14),
        Color::White => sixteen(15),
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[test]
fn the_shots_in_docs_are_what_the_program_shows() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/shots");
    let update = std::env::var_os("UPDATE_DOCS").is_some();
    let mut old = Vec::new();
    for shot in SHOTS {
        let path = folder.join(format!("{}.svg", shot.name));
        let made = taken(shot);
        if update {
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(&path, &made).unwrap();
        } else if std::fs::read_to_string(&path).unwrap_or_default() != made {
            old.push(shot.name);
        }
    }
    assert!(old.is_empty(), "{old:?} in docs/shots are not what the program shows; UPDATE_DOCS=1 cargo test --lib shots makes them anew");
}

#[test]
fn every_shot_is_used_and_every_one_that_is_used_is_there() {
    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    for name in readme.split("docs/shots/").skip(1).filter_map(|rest| rest.split(".svg").next()) {
        assert!(SHOTS.iter().any(|shot| shot.name == name), "nobody makes docs/shots/{name}.svg");
    }
    for shot in SHOTS {
        assert!(readme.contains(&format!("docs/shots/{}.svg", shot.name)), "{} is shown nowhere", shot.name);
    }
}

#[test]
fn wide_and_hostile_characters_stand_in_their_cells() {
    let mut buffer = Buffer::empty(ratatui::layout::Rect::new(0, 0, 12, 1));
    buffer.set_string(0, 0, "a<据b  c──│", ratatui::style::Style::new().fg(Color::Red));
    let made = svg(&buffer, Some((1, 0)), &DARK, "x\"y");
    for wanted in [
        "aria-label=\"x&quot;y\"",
        "<text x=\"12.0\" y=\"25.5\" textLength=\"16.8\" fill=\"#e0686a\">a&lt;</text>",
        "<text x=\"28.8\" y=\"25.5\" textLength=\"16.8\" fill=\"#e0686a\" font-family=",
        ">据</text>",
        "<text x=\"45.6\" y=\"25.5\" textLength=\"8.4\" fill=\"#e0686a\">b</text>",
        "<text x=\"70.8\" y=\"25.5\" textLength=\"8.4\" fill=\"#e0686a\">c</text>",
        "<path d=\"M79.2 21.0h16.8\"",
        "<path d=\"M100.2 12.0v18\"",
        "<rect x=\"20.4\" y=\"14.0\" width=\"2\"",
    ] {
        assert!(made.contains(wanted), "{wanted} in {made}");
    }
}
