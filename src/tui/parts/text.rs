//! Text into cells: every string that a screen shows goes through here, and nothing that could act on a terminal leaves.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::tui::theme::glyphs::HIDDEN;

/// Longest grapheme that is drawn, in code points.
const LONGEST: usize = 16;
/// Stands at the end of what was cut; one cell in every terminal.
const CUT: &str = "~";

/// Holds one grapheme of a text and what is drawn for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece<'a> {
    /// Where it begins in the text, in bytes.
    pub at: usize,
    /// What is drawn: safe, and one or two cells wide.
    pub shown: Cow<'a, str>,
    /// Cells it takes.
    pub width: usize,
}

/// Gives the cells of a character that never joins its neighbours, hides or acts: visible ASCII, Latin letters with their accents built
/// in, lines of borders, Chinese characters. Others have to be looked at as graphemes.
fn cells(c: char) -> Option<usize> {
    match c {
        ' '..='~' | '\u{c0}'..='\u{24f}' | '\u{2500}'..='\u{257f}' => Some(1),
        '\u{4e00}'..='\u{9fff}' => Some(2),
        _ => None,
    }
}

/// Gives the cells of a text whose characters all stand for themselves; most texts are, and cost one look then.
fn simple(text: &str) -> Option<usize> {
    text.chars().try_fold(0, |sum, c| Some(sum + cells(c)?))
}

/// Gives the text grapheme by grapheme, as it is drawn.
pub fn pieces(text: &str) -> impl DoubleEndedIterator<Item = Piece<'_>> {
    text.grapheme_indices(true).map(|(at, grapheme)| piece(at, grapheme))
}

fn piece(at: usize, grapheme: &str) -> Piece<'_> {
    let shown = shown(grapheme);
    let width = shown.width();
    if (1..=2).contains(&width) { Piece { at, shown, width } } else { Piece { at, shown: Cow::Borrowed(HIDDEN), width: 1 } }
}

/// Makes what would hide or act visible.
fn shown(grapheme: &str) -> Cow<'_, str> {
    let mut characters = grapheme.chars();
    let (first, more) = (characters.next().unwrap_or(' '), characters.next().is_some());
    if !more && !first.is_control() && !invisible(first) {
        return Cow::Borrowed(match first {
            // Some terminals draw these two cells wide; what stands for them is the same everywhere.
            '→' => "->",
            '\u{fffd}' => HIDDEN,
            _ => grapheme,
        });
    }
    match first {
        '\r' | '\n' if grapheme.ends_with('\n') => Cow::Borrowed("\u{240a}"),
        '\0'..='\u{1f}' => Cow::Owned(char::from_u32(0x2400 + u32::from(first)).unwrap_or('?').to_string()),
        '\u{7f}' => Cow::Borrowed("\u{2421}"),
        _ if first.is_control() || invisible(first) => Cow::Borrowed(HIDDEN),
        _ => {
            let joiner = |c: char| c == '\u{200d}' || ('\u{fe00}'..='\u{fe0f}').contains(&c);
            let fine = grapheme.chars().count() <= LONGEST && grapheme.chars().all(|c| joiner(c) || !invisible(c) && !c.is_control());
            if fine { Cow::Borrowed(grapheme) } else { Cow::Owned(format!("{first}")) }
        }
    }
}

/// Says whether a character is drawn as nothing, turns the direction of others, or is no character at all.
fn invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fdd0}'..='\u{fdef}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
        || u32::from(c) & 0xfffe == 0xfffe
}

/// Cuts a text to so many cells, neutralised; shorter text stays shorter.
pub fn cut(text: &str, width: usize) -> String {
    if let Some(all) = simple(text) {
        return if all <= width { text.to_owned() } else { cut_simple(text, width) };
    }
    let mut out = String::new();
    let mut used = 0;
    for piece in pieces(text) {
        if used + piece.width > width {
            while used + CUT.len() > width {
                let Some(last) = pieces(&out).next_back().map(|p| (p.at, p.width)) else { return String::new() };
                out.truncate(last.0);
                used -= last.1;
            }
            out.push_str(CUT);
            return out;
        }
        used += piece.width;
        out.push_str(&piece.shown);
    }
    out
}

/// Cuts a text of simple characters that is too wide.
fn cut_simple(text: &str, width: usize) -> String {
    let Some(room) = width.checked_sub(CUT.len()) else { return String::new() };
    let mut used = 0;
    let kept = text.chars().take_while(|c| {
        used += cells(*c).unwrap_or(1);
        used <= room
    });
    kept.chain(CUT.chars()).collect()
}

/// Cuts or fills a text to exactly so many cells.
pub fn fit(text: &str, width: usize) -> String {
    let mut out = cut(text, width);
    let used = wide(&out);
    out.extend(std::iter::repeat_n(' ', width.saturating_sub(used)));
    out
}

/// Gives the cells a text takes as it is drawn.
pub fn wide(text: &str) -> usize {
    simple(text).unwrap_or_else(|| pieces(text).map(|piece| piece.width).sum())
}

/// Draws one line of text at the top left of an area, cut to the area; gives the cells it took.
pub fn paint(buffer: &mut Buffer, area: Rect, text: &str, style: Style) -> u16 {
    let area = area.intersection(buffer.area);
    if area.is_empty() {
        return 0;
    }
    let text = cut(text, usize::from(area.width));
    if simple(&text).is_some() {
        let mut x = area.x;
        for c in text.chars() {
            buffer[(x, area.y)].set_char(c).set_style(style);
            if cells(c) == Some(2) {
                x += 1;
                buffer[(x, area.y)].reset();
            }
            x += 1;
        }
        return x - area.x;
    }
    let (end, _) = buffer.set_stringn(area.x, area.y, &text, usize::from(area.width), style);
    end - area.x
}

/// Draws pieces of text one after the other on the first line of an area; gives the cells they took.
pub fn paint_all<'a>(buffer: &mut Buffer, area: Rect, spans: impl IntoIterator<Item = (&'a str, Style)>) -> u16 {
    let mut used = 0;
    for (text, style) in spans {
        used += paint(buffer, from(area, used), text, style);
    }
    used
}

/// Gives the first row of an area from a column on.
pub fn from(area: Rect, column: u16) -> Rect {
    let column = column.min(area.width);
    Rect { x: area.x + column, width: area.width - column, height: area.height.min(1), ..area }
}

/// Gives one row of an area; empty when there is none.
pub fn row(area: Rect, index: u16) -> Rect {
    if index < area.height { Rect { y: area.y + index, height: 1, ..area } } else { Rect { height: 0, ..area } }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn nothing_that_acts_or_hides_is_drawn_and_no_width_is_exceeded(text in "\\PC{0,20}|.{0,20}|[\u{1b}\u{7f}-\u{9f}\u{200b}-\u{202e}é中👨\u{200d}👩\u{301}]{0,20}", width in 0usize..30) {
            let fitted = fit(&text, width);
            prop_assert_eq!(wide(&fitted), width);
            prop_assert!(fitted.graphemes(true).all(|g| !g.starts_with(|c: char| c.is_control() || invisible(c))), "{:?}", fitted);
        }
    }

    #[test]
    fn what_hides_is_made_visible() {
        assert_eq!(cut("a\u{1b}[31mb\u{7f}\u{9b}c\u{202e}d\u{200b}e\nf", 99), "a\u{241b}[31mb\u{2421}\u{2426}c\u{2426}d\u{2426}e\u{240a}f");
        assert_eq!(cut("数据迁移", 5), "数据~");
        assert_eq!(cut("数据迁移", 4), "数~");
        assert_eq!(cut("数据", 1), "~");
        assert_eq!(cut("ab", 0), "");
        assert_eq!(fit("ab", 4), "ab  ");
        assert_eq!(wide(&cut(&format!("e{}", "\u{301}".repeat(40)), 10)), 1);
    }
}
