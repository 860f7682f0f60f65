//! Where searched words stand in a text, whatever their case and accents, and the part of a text around the first of them.

use std::ops::Range;

use nucleo_matcher::chars::{normalize, to_lower_case};

use super::parts::text::{pieces, wide};
use super::theme::Role;

/// Most characters of a text that are looked through.
const MOST: usize = 20_000;
/// Cells left before the first found word where the beginning is cut.
const BEFORE: usize = 12;

/// Folds a character as the search does: small, without accents.
fn fold(c: char) -> char {
    to_lower_case(normalize(to_lower_case(c)))
}

/// Finds the words in a text: ranges of bytes in order, overlapping ones joined.
pub fn ranges<'a>(text: &str, words: impl Iterator<Item = &'a str>) -> Vec<Range<usize>> {
    let folded: Vec<(usize, char)> = text.char_indices().take(MOST).map(|(at, c)| (at, fold(c))).collect();
    let end_of = |at: usize| folded.get(at).map_or_else(|| end(text), |(byte, _)| *byte);
    let mut all: Vec<Range<usize>> = Vec::new();
    for word in words {
        let word: Vec<char> = word.chars().map(fold).collect();
        let windows = folded.windows(word.len().max(1)).enumerate();
        let same = |window: &[(usize, char)]| window.iter().map(|(_, c)| c).eq(word.iter());
        all.extend(windows.filter(|(_, window)| same(window)).map(|(at, _)| end_of(at)..end_of(at + word.len())));
    }
    all.sort_by_key(|range| range.start);
    let mut joined: Vec<Range<usize>> = Vec::new();
    for range in all {
        match joined.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => joined.push(range),
        }
    }
    joined
}

fn end(text: &str) -> usize {
    text.char_indices().nth(MOST).map_or(text.len(), |(at, _)| at)
}

/// Gives a text in pieces, found words apart from the rest; where the first of them would be out of sight, the beginning is cut.
pub fn marked(text: &str, found: &[Range<usize>], width: usize) -> Vec<(String, Role)> {
    let start = found.first().map_or(0, |first| beginning(text, first, width));
    let mut spans = Vec::new();
    if start > 0 {
        spans.push(("~".to_owned(), Role::Quiet));
    }
    let mut at = start;
    for range in found.iter().filter(|range| range.start >= start) {
        spans.push((text[at..range.start].to_owned(), Role::Text));
        spans.push((text[range.clone()].to_owned(), Role::Found));
        at = range.end;
    }
    spans.push((text[at..].to_owned(), Role::Text));
    spans.retain(|(text, _)| !text.is_empty());
    spans
}

/// Finds where a text begins so that a found word is seen.
fn beginning(text: &str, first: &Range<usize>, width: usize) -> usize {
    if wide(&text[..first.end]) <= width {
        return 0;
    }
    let mut used = 0;
    let room = BEFORE.min(width / 3);
    let before = pieces(&text[..first.start]).rev().take_while(|piece| {
        used += piece.width;
        used <= room
    });
    before.last().map_or(first.start, |piece| piece.at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'t>(text: &'t str, words: &str) -> Vec<&'t str> {
        ranges(text, words.split(' ')).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn words_are_found_whatever_their_case_and_accents_and_in_any_script() {
        assert_eq!(found("Token service, TOKEN expired", "token"), ["Token", "TOKEN"]);
        assert_eq!(found("coördinatie en Coordinatie", "coordinatie"), ["coördinatie", "Coordinatie"]);
        assert_eq!(found("数据库复制延迟低于五秒", "复制 延迟"), ["复制延迟"]);
        assert_eq!(found("aaa", "aa"), ["aaa"], "overlapping ones are one");
        assert!(found("nothing", "x").is_empty() && found("", "x").is_empty());
    }

    #[test]
    fn the_first_found_word_is_in_sight() {
        let text = format!("{} certificate expired", "long words ".repeat(20));
        let shown = marked(&text, &ranges(&text, ["certificate"].into_iter()), 40);
        let line: String = shown.iter().map(|(text, _)| text.as_str()).collect();
        assert!(line.starts_with('~') && line.find("certificate").is_some_and(|at| at < 20), "{line}");
        assert!(shown.contains(&("certificate".to_owned(), Role::Found)));
        assert_eq!(marked("short", &[], 40), [("short".to_owned(), Role::Text)]);
    }
}
