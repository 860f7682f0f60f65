//! Says which characters may reach a reader as they are, and what stands in for the others.
//!
//! This is the only place that classifies characters; every printer starts from it. Nothing is dropped: what cannot be
//! shown safely becomes a visible stand-in, so that text can neither hide itself nor steer a terminal.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;

/// Stands in for what has no visible form of its own.
pub const STAND_IN: char = '\u{FFFD}';

/// Most code points one grapheme may hold; more of them pile up over neighbouring lines.
pub const GRAPHEME_POINTS: usize = 16;

/// Says how a character may be printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// As it is.
    Visible,
    /// A line feed.
    Newline,
    /// A tab.
    Tab,
    /// A control character with a picture of its own (U+2400 and on).
    Picture(char),
    /// A C1 control, a bidi control, an invisible, a tag, a noncharacter or a line separator.
    Hidden,
    /// A variation selector or joiner: harmless inside an emoji or a script that needs it, hidden elsewhere.
    Joiner,
}

/// Says what becomes of line feeds and tabs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// Both are kept: the sink lays text out in lines.
    Lines,
    /// Both become a blank: the sink has one line.
    OneLine,
    /// Both become their pictures: the sink has one line and a faked line break would be a faked record.
    Record,
}

/// Classifies one character.
pub fn class(c: char) -> Class {
    match c {
        ' '..='~' => Class::Visible,
        '\n' => Class::Newline,
        '\t' => Class::Tab,
        '\0'..='\u{1F}' => Class::Picture(char::from_u32(0x2400 + u32::from(c)).unwrap_or(STAND_IN)),
        '\u{7F}' => Class::Picture('\u{2421}'),
        '\u{80}'..='\u{9F}' => Class::Hidden,
        '\u{200C}' | '\u{200D}' | '\u{FE0E}' | '\u{FE0F}' => Class::Joiner,
        _ if is_hidden(c) => Class::Hidden,
        _ => Class::Visible,
    }
}

/// Says whether a character takes no place of its own on a line or turns the direction of what follows.
pub fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}'
        | '\u{FDD0}'..='\u{FDEF}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}'
        | '\u{13430}'..='\u{1343F}' | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
        || u32::from(c) & 0xFFFE == 0xFFFE
}

/// Gives text in which every character is visible, or layout that the sink asked for.
pub fn neutral(text: &str, layout: Layout) -> Cow<'_, str> {
    let plain = |b: u8| (b' '..=b'~').contains(&b) || (layout == Layout::Lines && (b == b'\n' || b == b'\t'));
    if text.bytes().all(plain) {
        return Cow::Borrowed(text);
    }
    let shown = visible(text, layout);
    if shown.is_ascii() { Cow::Owned(shown) } else { Cow::Owned(bounded(&shown)) }
}

/// Replaces characters one by one; only a joiner looks at its neighbours.
fn visible(text: &str, layout: Layout) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut chars = text.chars().peekable();
    let mut before = '\0';
    while let Some(c) = chars.next() {
        let put = match class(c) {
            Class::Visible => c,
            Class::Picture(_) if c == '\r' && chars.peek() == Some(&'\n') => {
                if layout == Layout::Record {
                    out.push('\u{240D}');
                }
                continue;
            }
            Class::Picture(picture) => picture,
            Class::Newline => laid_out(c, layout, '\u{240A}'),
            Class::Tab => laid_out(c, layout, '\u{2409}'),
            Class::Hidden => STAND_IN,
            Class::Joiner => joiner(before, c, chars.peek().copied()),
        };
        out.push(put);
        before = put;
    }
    out
}

fn laid_out(c: char, layout: Layout, picture: char) -> char {
    match layout {
        Layout::Lines => c,
        Layout::OneLine => ' ',
        Layout::Record => picture,
    }
}

/// Keeps a joiner where a reader can see what it does: in an emoji, or between letters of scripts that join.
fn joiner(before: char, c: char, after: Option<char>) -> char {
    let emoji = |c: char| matches!(c, '\u{2190}'..='\u{2BFF}' | '\u{1F000}'..='\u{1FAFF}');
    let joining = |c: char| matches!(c, '\u{620}'..='\u{DFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17B3}');
    let next = after.unwrap_or('\0');
    let kept = match c {
        '\u{FE0E}' | '\u{FE0F}' => emoji(before),
        '\u{200D}' => ((emoji(before) || before == '\u{FE0F}') && emoji(next)) || (joining(before) && joining(next)),
        _ => joining(before) && joining(next),
    };
    if kept { c } else { STAND_IN }
}

/// Cuts graphemes of too many code points; one stand-in shows that something was there.
fn bounded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for grapheme in text.graphemes(true) {
        match grapheme.char_indices().nth(GRAPHEME_POINTS) {
            Some((end, _)) => {
                out.push_str(grapheme.get(..end).unwrap_or_default());
                out.push(STAND_IN);
            }
            None => out.push_str(grapheme),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_become_pictures_and_are_never_dropped() {
        assert_eq!(neutral("a\u{1b}[31mb\u{7f}\u{0}\r", Layout::Lines), "a\u{241b}[31mb\u{2421}\u{2400}\u{240d}");
        assert_eq!(neutral("a\u{9b}b\u{85}", Layout::Lines), "a\u{FFFD}b\u{FFFD}");
    }

    #[test]
    fn bidi_invisible_tag_and_noncharacters_become_stand_ins() {
        for c in [
            '\u{202E}',
            '\u{2066}',
            '\u{200B}',
            '\u{E0041}',
            '\u{2028}',
            '\u{2029}',
            '\u{FFFE}',
            '\u{1FFFF}',
            '\u{FDD0}',
            '\u{FEFF}',
            '\u{AD}',
        ] {
            assert_eq!(neutral(&format!("a{c}b"), Layout::Lines), "a\u{FFFD}b", "{:x}", u32::from(c));
        }
    }

    #[test]
    fn right_to_left_text_chinese_and_emoji_are_kept() {
        for text in ["שלום", "العربية", "网络中断", "geïnteresseerd", "👨\u{200D}👩\u{200D}👧", "⚠\u{FE0F}", "می\u{200C}خواهم"]
        {
            assert_eq!(neutral(text, Layout::Lines), text);
        }
        assert_eq!(neutral("pay\u{200D}pal", Layout::Lines), "pay\u{FFFD}pal");
    }

    #[test]
    fn a_grapheme_holds_at_most_sixteen_code_points() {
        let piled = format!("z{}", "\u{301}".repeat(500));
        let out = neutral(&piled, Layout::Lines);
        assert_eq!(out.chars().count(), GRAPHEME_POINTS + 1);
        assert!(out.graphemes(true).all(|g| g.chars().count() <= GRAPHEME_POINTS));
    }

    #[test]
    fn line_breaks_follow_the_layout() {
        assert_eq!(neutral("a\r\nb\tc", Layout::Lines), "a\nb\tc");
        assert_eq!(neutral("a\r\nb\tc", Layout::OneLine), "a b c");
        assert_eq!(neutral("a\r\nb\tc", Layout::Record), "a\u{240d}\u{240a}b\u{2409}c");
    }
}
