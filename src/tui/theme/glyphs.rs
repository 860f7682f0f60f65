//! Glyphs that the program itself draws, and what stands for them where only ASCII may be drawn.
//!
//! Everything is drawn with one set; a screen of ASCII is made of the finished frame, so that no place can forget it.

use ratatui::buffer::Buffer;

/// Says which glyphs may be drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Glyphs {
    /// Rounded lines and middle dots.
    Unicode,
    /// Only what every terminal has.
    Ascii,
}

/// Stands between two things on a line.
pub const DOT: &str = "·";
/// Stands before what the selected record is linked to.
pub const LINKED: &str = "\u{25b8}";
/// Stands before the selected row.
pub const SELECTED: &str = ">";
/// Stands for a character that hides, turns others round or is none; one cell in every terminal.
pub const HIDDEN: &str = "\u{2426}";

/// Gives what stands for a glyph of ours on an ASCII screen. What people wrote in their own script stays.
fn ascii(glyph: char) -> Option<&'static str> {
    Some(match glyph {
        '·' | '\u{2500}' | '–' | '—' => "-",
        '\u{2502}' => "|",
        '\u{250c}'..='\u{254b}' | '\u{256d}'..='\u{2570}' => "+",
        '\u{25b8}' => "*",
        '→' => ">",
        '←' => "<",
        '…' => "~",
        '“' | '”' => "\"",
        '‘' | '’' => "'",
        '✓' => "x",
        // Pictures of control characters.
        '\u{2400}'..='\u{2426}' | '\u{fffd}' => "?",
        _ => return None,
    })
}

/// Makes a finished frame one of ASCII, as far as its glyphs are ours.
pub fn plain(buffer: &mut Buffer) {
    for cell in &mut buffer.content {
        let mut characters = cell.symbol().chars();
        if let (Some(one), None) = (characters.next(), characters.next())
            && !one.is_ascii()
            && let Some(stand_in) = ascii(one)
        {
            cell.set_symbol(stand_in);
        }
    }
}

/// Chooses by the terminal and the locale: the console of Linux and the older Chinese and Japanese encodings have no other glyphs, or draw
/// them twice as wide.
pub fn usual(set: &impl Fn(&str) -> Option<String>) -> Glyphs {
    let locale = set("LC_ALL").or_else(|| set("LC_CTYPE")).or_else(|| set("LANG")).unwrap_or_default().to_ascii_lowercase();
    let legacy = ["gb", "big5", "euc", "sjis", "shift_jis"];
    let wide = locale.split_once('.').is_some_and(|(_, set)| legacy.iter().any(|name| set.starts_with(name)));
    if set("TERM").as_deref() == Some("linux") || wide { Glyphs::Ascii } else { Glyphs::Unicode }
}
