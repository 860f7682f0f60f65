//! Keys in, text out: how tests drive screens.

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Size};

use super::chord::{Chord, Key};
use super::input::Input;
use super::keys::Place;
use super::mouse::Pointing;
use super::parts::text::wide;
use super::stage::{Stage, World};
use super::theme::{Glyphs, Theme};

/// Holds a stage on a screen made of memory.
pub struct Driver<W: World> {
    pub world: W,
    pub stage: Stage<W>,
    pub theme: Theme,
    terminal: Terminal<TestBackend>,
}

impl<W: World> Driver<W> {
    pub fn new(mut world: W, place: Place, width: u16, height: u16) -> Self {
        let stage = Stage::new(&mut world, place, Size { width, height });
        let theme = Theme::named("dark", Glyphs::Unicode);
        Self { world, stage, theme, terminal: Terminal::new(TestBackend::new(width, height)).expect("memory") }
    }

    /// Presses keys: characters as they are, others in angles (`jj<Tab>l`); `<lt>` is `<`.
    pub fn press(&mut self, keys: &str) -> String {
        let mut rest = keys;
        while let Some(first) = rest.chars().next() {
            let chord = match rest.strip_prefix('<').and_then(|after| after.split_once('>')) {
                Some((name, after)) => {
                    rest = after;
                    if name == "lt" { Chord::plain(Key::Char('<')) } else { name.parse().unwrap_or_else(|_| panic!("no key {name}")) }
                }
                None => {
                    rest = &rest[first.len_utf8()..];
                    Chord::plain(Key::Char(first))
                }
            };
            self.stage.input(&Input::Key(chord), &mut self.world);
        }
        self.text()
    }

    /// Does what the mouse does at the first cell of a text that is shown; the first `skip` rows are not looked at.
    pub fn point(&mut self, what: Pointing, skip: usize, at: &str) -> String {
        let text = self.text();
        let found = text.lines().enumerate().skip(skip).find_map(|(y, line)| Some((wide(&line[..line.find(at)?]), y)));
        let (x, y) = found.unwrap_or_else(|| panic!("no {at} in\n{text}"));
        let cell = |n: usize| u16::try_from(n).expect("a small screen");
        self.stage.point(what, Position { x: cell(x), y: cell(y) }, &mut self.world);
        self.text()
    }

    pub fn paste(&mut self, text: &str) -> String {
        self.stage.input(&Input::Paste { text: text.to_owned(), lost: 0 }, &mut self.world);
        self.text()
    }

    pub fn resize(&mut self, width: u16, height: u16) -> String {
        self.terminal.backend_mut().resize(width, height);
        self.stage.resize(Size { width, height }, &self.world);
        self.text()
    }

    pub fn text(&mut self) -> String {
        text_of(self.buffer())
    }

    /// Draws and gives the cells.
    pub fn buffer(&mut self) -> &Buffer {
        let (stage, world, theme) = (&self.stage, &self.world, &self.theme);
        self.terminal.draw(|frame| stage.draw(frame, theme, world)).expect("memory");
        self.terminal.backend().buffer()
    }

    /// Gives what is shown with its styles.
    pub fn cells(&mut self) -> Buffer {
        self.text();
        self.terminal.backend().buffer().clone()
    }

    pub fn cursor(&mut self) -> Option<Position> {
        self.text();
        let shown = self.terminal.backend().cursor_visible();
        shown.then(|| self.terminal.get_cursor_position().expect("memory"))
    }
}

/// Gives a buffer as text: what follows a wide character is not there, blanks at line ends are dropped.
pub fn text_of(buffer: &Buffer) -> String {
    let area = buffer.area;
    let mut lines = Vec::new();
    for y in area.top()..area.bottom() {
        let (mut line, mut x) = (String::new(), area.left());
        while x < area.right() {
            let symbol = buffer[(x, y)].symbol();
            line.push_str(symbol);
            x += u16::try_from(wide(symbol).max(1)).expect("a cell is narrow");
        }
        lines.push(line.trim_end().to_owned());
    }
    lines.join("\n").trim_end().to_owned()
}
