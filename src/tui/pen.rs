//! Turns the changed cells of a frame into bytes: few of them, and none that a terminal of sixteen colours does not know.
//!
//! Where the caret goes is the terminal library's to word; how letters look is worded here, because the library spends twice the bytes
//! on the sixteen colours and words them as a terminal of two hundred and fifty-six would have them.
//!
//! A row on a fresh page is written through its blanks, because a jump costs more than the blank; styles are sent where they change.
//! Must not know what is drawn, nor where the bytes go.

use std::io::{self, Write};

use crossterm::cursor::{Hide, MoveTo, MoveToColumn, Show};
use crossterm::queue;
use crossterm::terminal::{Clear, ClearType as Part};
use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use ratatui::style::{Color, Modifier};

use super::parts::text::wide;

/// Blanks that are written rather than jumped over.
const JUMP: u16 = 5;
/// Modifiers with the numbers terminals know them by.
const MODIFIERS: &[(Modifier, u8)] = &[
    (Modifier::BOLD, 1),
    (Modifier::DIM, 2),
    (Modifier::ITALIC, 3),
    (Modifier::UNDERLINED, 4),
    (Modifier::REVERSED, 7),
    (Modifier::CROSSED_OUT, 9),
];

/// What a blank shows of its style.
const SEEN_ON_A_BLANK: Modifier = Modifier::UNDERLINED.union(Modifier::REVERSED).union(Modifier::CROSSED_OUT);

type Ink = (Color, Color, Modifier);
const PLAIN: Ink = (Color::Reset, Color::Reset, Modifier::empty());

/// Writes cells for a page of one size that begins empty.
pub struct Pen<W> {
    out: W,
    size: Size,
    fresh: bool,
    caret: Position,
}

impl<W: Write> Pen<W> {
    /// Begins on an empty page.
    pub fn new(out: W, size: Size) -> Self {
        Self { out, size, fresh: true, caret: Position::ORIGIN }
    }

    /// Goes from one style to another; what has to be taken away is taken away with everything else.
    fn ink(&mut self, from: Ink, to: Ink) -> io::Result<()> {
        let again = !to.2.contains(from.2);
        let from = if again { PLAIN } else { from };
        let mut codes = String::with_capacity(24);
        let mut code = |text: &str| {
            codes.push_str(if codes.is_empty() { "" } else { ";" });
            codes.push_str(text);
        };
        if again {
            code("0");
        }
        for (modifier, number) in MODIFIERS {
            if to.2.contains(*modifier) && !from.2.contains(*modifier) {
                code(&number.to_string());
            }
        }
        if to.0 != from.0 {
            code(&colour(to.0, 30));
        }
        if to.1 != from.1 {
            code(&colour(to.1, 40));
        }
        // A modifier that no terminal is told of changes nothing.
        if codes.is_empty() { Ok(()) } else { write!(self.out, "\x1b[{codes}m") }
    }
}

/// Gives the number of a colour as terminals have it, from 30 on for letters and from 40 on for what is behind them.
fn colour(colour: Color, base: u8) -> String {
    let number = match colour {
        Color::Reset => base + 9,
        Color::Black => base,
        Color::Red => base + 1,
        Color::Green => base + 2,
        Color::Yellow => base + 3,
        Color::Blue => base + 4,
        Color::Magenta => base + 5,
        Color::Cyan => base + 6,
        Color::Gray => base + 7,
        Color::DarkGray => base + 60,
        Color::LightRed => base + 61,
        Color::LightGreen => base + 62,
        Color::LightYellow => base + 63,
        Color::LightBlue => base + 64,
        Color::LightMagenta => base + 65,
        Color::LightCyan => base + 66,
        Color::White => base + 67,
        Color::Rgb(r, g, b) => return format!("{};2;{r};{g};{b}", base + 8),
        Color::Indexed(index) => return format!("{};5;{index}", base + 8),
    };
    number.to_string()
}

impl<W: Write> Backend for Pen<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let mut ink = PLAIN;
        // Where the next character would come to stand, as far as that is certain.
        let mut next: Option<(u16, u16)> = None;
        for (x, y, cell) in content {
            match next {
                Some((column, row)) if row == y && column == x => {}
                Some((column, row))
                    if self.fresh
                        && row == y
                        && column < x
                        && x - column <= JUMP
                        && ink.1 == Color::Reset
                        && !ink.2.intersects(SEEN_ON_A_BLANK) =>
                {
                    for _ in column..x {
                        self.out.write_all(b" ")?;
                    }
                }
                Some((_, row)) if row == y => queue!(self.out, MoveToColumn(x))?,
                _ => queue!(self.out, MoveTo(x, y))?,
            }
            let wanted = (cell.fg, cell.bg, cell.modifier);
            if wanted != ink {
                self.ink(ink, wanted)?;
                ink = wanted;
            }
            self.out.write_all(cell.symbol().as_bytes())?;
            // Terminals differ in how wide they draw what is not simple: the next cell is gone to, not assumed.
            let sure = cell.symbol().len() == 1 || wide(cell.symbol()) == 1;
            next = Some(if sure { (x + 1, y) } else { (u16::MAX, y) });
        }
        self.fresh = false;
        if ink == PLAIN { Ok(()) } else { self.out.write_all(b"\x1b[0m") }
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        queue!(self.out, Hide)
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        queue!(self.out, Show)
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.caret)
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.caret = position.into();
        queue!(self.out, MoveTo(self.caret.x, self.caret.y))
    }

    fn clear(&mut self) -> io::Result<()> {
        queue!(self.out, Clear(Part::All))
    }

    fn clear_region(&mut self, _: ClearType) -> io::Result<()> {
        self.clear()
    }

    fn size(&self) -> io::Result<Size> {
        Ok(self.size)
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: self.size, pixels: Size::ZERO })
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    fn written(before: Option<&Buffer>, after: &Buffer) -> String {
        let mut out = Vec::new();
        let mut pen = Pen::new(&mut out, after.area.as_size());
        pen.fresh = before.is_none();
        let empty = Buffer::empty(after.area);
        pen.draw(before.unwrap_or(&empty).diff(after).into_iter()).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn page(texts: &[(u16, u16, &str, Style)]) -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 40, 3));
        for (x, y, text, style) in texts {
            buffer.set_string(*x, *y, text, *style);
        }
        buffer
    }

    #[test]
    fn words_are_written_with_their_blanks_and_far_ones_are_gone_to() {
        let first = page(&[(0, 0, "a few words", Style::new()), (30, 0, "far", Style::new()), (2, 1, "below", Style::new())]);
        assert_eq!(written(None, &first), "\x1b[1;1Ha few words\x1b[31Gfar\x1b[2;3Hbelow");
        let second = page(&[(0, 0, "b few wards", Style::new()), (30, 0, "far", Style::new()), (2, 1, "below", Style::new())]);
        assert_eq!(written(Some(&first), &second), "\x1b[1;1Hb\x1b[8Ga", "what stands there already is not written over");
    }

    #[test]
    fn sixteen_colours_are_sent_as_the_oldest_terminals_know_them() {
        let style = Style::new().fg(Color::LightRed).add_modifier(Modifier::BOLD);
        let shown = page(&[(0, 0, "late", style), (4, 0, " soon", Style::new().fg(Color::Yellow)), (9, 0, ".", Style::new())]);
        assert_eq!(written(None, &shown), "\x1b[1;1H\x1b[1;91mlate\x1b[0;33m soon\x1b[39m.");
        let exact = page(&[(0, 0, "x", Style::new().fg(Color::Rgb(1, 2, 3)))]);
        assert_eq!(written(None, &exact), "\x1b[1;1H\x1b[38;2;1;2;3mx\x1b[0m");
    }

    #[test]
    fn no_blank_shows_a_style_that_is_not_its_own_and_wide_characters_are_never_counted_on() {
        let line = Style::new().add_modifier(Modifier::UNDERLINED);
        let shown = page(&[(0, 0, "a", line), (2, 0, "b", Style::new())]);
        assert_eq!(written(None, &shown), "\x1b[1;1H\x1b[4ma\x1b[3G\x1b[0mb");
        let shown = page(&[(0, 0, "数据x", Style::new())]);
        assert_eq!(written(None, &shown), "\x1b[1;1H数\x1b[3G据\x1b[5Gx");
    }
}
