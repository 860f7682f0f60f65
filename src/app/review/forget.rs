//! Takes redacted words out of frozen texts, in every form they may have been printed in, and looks afterwards whether they are gone.
//!
//! Must not know which texts these are. Where the words cannot be shown to be gone, nothing of the text stays.

use serde_json::Value as Json;

use crate::document::outline::{Piece, What, Words as Flowing, outline};
use crate::document::print::neutral::{Layout, neutral};
use crate::document::print::{markdown as print, mermaid};
use crate::document::redact;

/// Stands where words were.
const GONE: &str = "(redacted)";
/// Stands in place of a whole text.
const BLANKED: &str = "(This text was blanked: words in it were redacted after it was approved, and could not be taken out one by one.)";
/// Fields of a record that hold words of the program: one that is the same as a redacted text is not that text.
const OURS: &[&str] = &[
    "kind",
    "mark",
    "key",
    "state",
    "review_state",
    "verdict",
    "visibility",
    "form",
    "place",
    "precision",
    "at_precision",
    "until_precision",
    "aspect",
    "certainty",
    "automatic",
    "worked",
    "confidence",
    "language",
    "zone",
];

/// Words to take out: as they were typed, and as they may stand in Markdown.
pub(super) struct Words {
    typed: Vec<String>,
    written: Vec<String>,
}

/// Gives the words of these texts line by line, with and without the secrets that printing takes out by itself.
pub(super) fn printed(texts: &[String]) -> Words {
    let mut typed: Vec<String> = Vec::new();
    for text in texts {
        let clean = redact::redact(text).0;
        typed.extend(text.lines().chain(clean.lines()).map(|line| line.trim().to_owned()));
    }
    typed.retain(|line| line.chars().any(char::is_alphanumeric) && line != redact::MARK);
    longest_first(&mut typed);
    let mut written = Vec::new();
    for line in &typed {
        let inside = print::inline(&format!("x{line}"));
        written.extend([print::inline(line), inside.strip_prefix('x').unwrap_or_default().to_owned(), mermaid::label(line)]);
        written.extend([neutral(line, Layout::OneLine).into_owned(), line.clone()]);
    }
    written.retain(|form| !form.trim().is_empty());
    longest_first(&mut written);
    Words { typed, written }
}

fn longest_first(all: &mut Vec<String>) {
    all.sort_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
    all.dedup();
}

/// Takes words out of Markdown; nothing where they are not in it.
pub(super) fn markdown(text: &str, words: &Words) -> Option<String> {
    let left = words.written.iter().fold(text.to_owned(), |left, form| without(&left, form));
    let read = as_read(&left);
    let still = |line: &String| {
        let line = flat(&neutral(line, Layout::OneLine));
        read.iter().any(|text| holds(text, &line))
    };
    if words.typed.iter().any(still) {
        return Some(format!("{BLANKED}\n"));
    }
    (left != text).then_some(left)
}

/// Takes words out of every text of a record in JSON; nothing where they are not in it.
pub(super) fn record(text: &str, words: &Words) -> Option<String> {
    let mut whole: Json = serde_json::from_str(text).ok()?;
    clean(&mut whole, words).then(|| whole.to_string())
}

fn clean(value: &mut Json, words: &Words) -> bool {
    match value {
        Json::String(text) => {
            let left = words.typed.iter().fold(text.clone(), |left, line| without(&left, line));
            let changed = left != *text;
            *text = left;
            changed
        }
        // Every one is cleaned, whether or not another was: `any` would stop at the first.
        Json::Array(list) => list.iter_mut().map(|value| clean(value, words)).filter(|changed| *changed).count() > 0,
        Json::Object(map) => {
            let mut cleaned = 0;
            for (key, value) in map {
                let ours = OURS.contains(&key.as_str()) && value.as_str().is_some_and(|text| words.typed.iter().any(|line| line == text));
                cleaned += usize::from(!ours && clean(value, words));
            }
            cleaned > 0
        }
        _ => false,
    }
}

/// Gives the texts of a page as somebody reads them, without its signs; cells of a table each for itself.
fn as_read(markdown: &str) -> Vec<String> {
    let mut texts = Vec::new();
    gather(&outline(markdown), &mut texts);
    texts.iter().map(|text| flat(text)).collect()
}

fn gather(pieces: &[Piece], texts: &mut Vec<String>) {
    for piece in pieces {
        match &piece.what {
            What::Front(text) | What::Html(text) | What::Heading { text, .. } | What::Code { text, .. } => texts.push(text.clone()),
            What::Text(words) => texts.push(words.flowing()),
            What::List(items) => {
                for item in items {
                    texts.push(item.words.flowing());
                    gather(&item.below, texts);
                }
            }
            What::Table(table) => {
                let rows = std::iter::once(&table.columns).chain(table.rows.iter().map(|(_, row)| row));
                texts.extend(rows.flatten().map(Flowing::flowing));
            }
            What::Rule => {}
        }
    }
}

fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn holds(text: &str, words: &str) -> bool {
    !words.is_empty() && places(text, words).next().is_some()
}

fn without(text: &str, words: &str) -> String {
    let (mut left, mut from) = (String::with_capacity(text.len()), 0);
    for at in places(text, words) {
        if at >= from {
            left.push_str(text.get(from..at).unwrap_or_default());
            left.push_str(GONE);
            from = at + words.len();
        }
    }
    left.push_str(text.get(from..).unwrap_or_default());
    left
}

/// Finds words where they are not the middle of longer ones; scripts without blanks have no such middle.
fn places<'a>(text: &'a str, words: &'a str) -> impl Iterator<Item = usize> + 'a {
    let joins = |a: Option<char>, b: Option<char>| a.zip(b).is_some_and(|(a, b)| a.is_ascii_alphanumeric() && b.is_ascii_alphanumeric());
    text.match_indices(words).map(|(at, _)| at).filter(move |at| {
        let before = text.get(..*at).and_then(|left| left.chars().next_back());
        let after = text.get(at + words.len()..).and_then(|rest| rest.chars().next());
        !joins(before, words.chars().next()) && !joins(words.chars().next_back(), after)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Words {
        printed(&[text.to_owned()])
    }

    #[test]
    fn words_go_out_of_a_text_in_every_form_they_stand_in() {
        for line in ["the key is in *safe_3* | row 2", "- 王伟打错了", "1. x < y & `code`", "C:\\temp #1"] {
            let page = format!(
                "# A\n\n| {} | b |\n| --- | --- |\n| c | d |\n\n- {}\n\n{}\n",
                print::inline(line),
                print::items(line),
                print::prose(line, 0)
            );
            let left = markdown(&page, &words(line)).unwrap();
            assert!(!as_read(&left).join("\n").contains(line.trim_start_matches("- ")), "{left}");
            assert!(left.starts_with("# A") && left.contains(GONE), "{left}");
        }
    }

    #[test]
    fn short_words_are_left_inside_longer_ones_and_other_texts_alone() {
        assert_eq!(markdown("book and ok.\n", &words("ok")).unwrap(), "book and (redacted).\n");
        assert_eq!(markdown("a book\n", &words("ok")), None);
        assert_eq!(record("{\"a\":[\"ok\",\"book\",3]}", &words("ok")).unwrap(), "{\"a\":[\"(redacted)\",\"book\",3]}");
        assert_eq!(record("{\"a\":\"b\"}", &words("ok")), None);
    }

    #[test]
    fn a_text_that_still_holds_the_words_is_blanked_whole() {
        // Written by a template of a person's own, with signs between the words.
        let left = markdown("the **key** is in safe 3\n", &words("the key is in safe 3")).unwrap();
        assert_eq!(left.trim(), BLANKED);
    }
}
