//! Prints into one line of a terminal: a column of a list, a field of a form, a title.
//!
//! Text is cut before it is measured, so that a hostile million characters cost no more than a screen. The mark of a cut
//! is two full stops: an ellipsis has no agreed width on CJK terminals.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::Foreign;
use super::neutral::{GRAPHEME_POINTS, Layout, STAND_IN, neutral};

/// Most columns of a list cell.
pub const CELL_COLUMNS: usize = 400;

/// Most characters that are ever laid out for a screen.
pub const LAID_OUT: usize = 20_000;

/// Shows that a text goes on.
pub const CUT: &str = "..";

/// Prints on one line of at most [`CELL_COLUMNS`] columns, without padding.
pub fn cell<T: Foreign + ?Sized>(text: &T) -> String {
    cut(text, CELL_COLUMNS, CUT)
}

/// Prints on one line of exactly `columns` columns: cut with `..`, or padded on the right.
pub fn fit<T: Foreign + ?Sized>(text: &T, columns: usize) -> String {
    let mut out = cut(text, columns, CUT);
    let used = width(&out);
    out.extend(std::iter::repeat_n(' ', columns.saturating_sub(used)));
    out
}

/// Prints on one line of exactly `columns` columns: cut with `..`, or padded on the left.
pub fn fit_right<T: Foreign + ?Sized>(text: &T, columns: usize) -> String {
    let out = cut(text, columns, CUT);
    let used = width(&out);
    let mut padded = " ".repeat(columns.saturating_sub(used));
    padded.push_str(&out);
    padded
}

/// Prints on one line of at most `columns` columns; where text is left out, `mark` ends the line.
///
/// A wide character that would stand half outside is left out whole. A mark that does not fit itself is left out too.
pub fn cut<T: Foreign + ?Sized>(text: &T, columns: usize, mark: &str) -> String {
    let (text, more) = bounded(text.foreign(), columns);
    let shown = neutral(text, Layout::OneLine);
    let mark = if width(mark) <= columns { mark } else { "" };
    let room = columns - width(mark);
    let (mut used, mut kept, mut out) = (0, 0, String::new());
    for grapheme in graphemes(&shown) {
        let wide = width(grapheme);
        if used + wide > columns {
            out.truncate(kept);
            out.push_str(mark);
            return out;
        }
        out.push_str(grapheme);
        used += wide;
        if used <= room {
            kept = out.len();
        }
    }
    if more {
        out.truncate(kept);
        out.push_str(mark);
    }
    out
}

/// Measures neutral text in columns, as the screens count them: grapheme by grapheme.
pub fn width(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    graphemes(text).map(UnicodeWidthStr::width).sum()
}

/// Walks over the graphemes of neutral text. One without any width would sit on its neighbour's cell and is shown as a stand-in.
pub fn graphemes(text: &str) -> impl Iterator<Item = &str> {
    const SHOWN: &str = "\u{FFFD}";
    debug_assert_eq!(SHOWN.chars().next(), Some(STAND_IN));
    text.graphemes(true).map(|g| if g.width() == 0 { SHOWN } else { g })
}

/// Cuts to what `columns` could hold at the very most, and says whether there was more.
fn bounded(text: &str, columns: usize) -> (&str, bool) {
    let most = columns.saturating_add(2).saturating_mul(GRAPHEME_POINTS + 1).min(LAID_OUT);
    match text.char_indices().nth(most) {
        Some((end, _)) => (text.get(..end).unwrap_or_default(), true),
        None => (text, false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_fits_its_columns_exactly() {
        for text in [
            "",
            "short",
            "exactly ten",
            "a longer text than that",
            "网络中断已经恢复了",
            "e\u{301}e\u{301}",
            "\u{301}x",
            "👨\u{200D}👩\u{200D}👧 hi",
            "⚠\u{FE0F} careful",
        ] {
            for columns in 0..24 {
                assert_eq!(width(&fit(text, columns)), columns, "{text:?} in {columns}: {:?}", fit(text, columns));
                assert_eq!(width(&fit_right(text, columns)), columns, "{text:?} in {columns}");
            }
        }
    }

    #[test]
    fn a_cut_is_marked_and_a_wide_character_is_never_split() {
        assert_eq!(fit("failover", 6), "fail..");
        assert_eq!(fit("failover", 8), "failover");
        assert_eq!(fit("中断中断", 5), "中.. ");
        assert_eq!(fit("failover", 1), "f");
    }

    #[test]
    fn a_cell_is_one_line_of_at_most_four_hundred_columns() {
        let out = cell(&"x\n\u{1b}".repeat(100_000));
        assert_eq!(width(&out), CELL_COLUMNS);
        assert!(out.starts_with("x \u{241b}x") && out.ends_with(CUT));
    }

    #[test]
    fn a_hostile_million_of_marks_costs_little() {
        let piled = format!("a{}", "\u{301}".repeat(1_000_000));
        assert!(fit(&piled, 40).len() < 200);
    }

    #[test]
    fn a_mark_at_the_start_cannot_sit_on_the_border() {
        assert_eq!(cell("\u{301}x"), "\u{FFFD}x");
    }
}
