//! Prints into Markdown (CommonMark with GitHub's tables): text never opens a block, a tag, a link or a mention.
//!
//! Escapes depend on where a character stands, so that ordinary prose stays readable in the source: a hyphen inside a word
//! is left alone, the same hyphen at the start of a line is not.

use std::fmt::Write;

use super::neutral::{Layout, neutral};
use super::{Foreign, address};

/// Prints on one line of the source, fit for a paragraph, a heading, a list item and a table cell; line breaks become `<br>`.
pub fn inline<T: Foreign + ?Sized>(text: &T) -> String {
    // A break with nothing before or behind it parts nothing, and alone on a line it would be a block of its own.
    neutral(text.foreign(), Layout::Lines).trim_matches('\n').split('\n').map(line).collect::<Vec<_>>().join("<br>")
}

/// Prints paragraphs: blank lines part them, single line breaks are kept, everything else is text.
///
/// `indent` blanks stand before every line but the first, so that the text can stand inside a list item.
pub fn prose<T: Foreign + ?Sized>(text: &T, indent: usize) -> String {
    let margin = " ".repeat(indent);
    let mut out = String::new();
    let mut parted = false;
    for source in neutral(text.foreign(), Layout::Lines).lines() {
        if source.trim().is_empty() {
            parted = true;
            continue;
        }
        if !out.is_empty() {
            out.push_str(if parted { "\n\n" } else { "\\\n" });
            out.push_str(&margin);
        }
        out.push_str(&line(source.trim_end()));
        parted = false;
    }
    out
}

/// Prints a list: one item a line, deeper where a line is indented deeper; leading bullets of the person's own are taken off.
pub fn items<T: Foreign + ?Sized>(text: &T) -> String {
    const DEEPEST: usize = 8;
    let mut margins: Vec<usize> = Vec::new();
    let mut out = String::new();
    for source in neutral(text.foreign(), Layout::Lines).lines().filter(|l| !l.trim().is_empty()) {
        let margin: usize = source.chars().take_while(|c| c.is_whitespace()).map(|c| if c == '\t' { 4 } else { 1 }).sum();
        while margins.last().is_some_and(|last| margin < *last) {
            margins.pop();
        }
        if margins.len() < DEEPEST && margins.last().is_none_or(|last| margin > *last) {
            margins.push(margin);
        }
        let depth = margins.len().saturating_sub(1);
        let _ = writeln!(out, "{}- {}", "  ".repeat(depth), line(without_bullet(source.trim())));
    }
    out.truncate(out.trim_end().len());
    out
}

/// Prints a fenced block; the fence is longer than any inside. `language` is kept only if it is a plain word.
pub fn verbatim<T: Foreign + ?Sized>(text: &T, language: &str) -> String {
    let text = neutral(text.foreign(), Layout::Lines);
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    let plain = language.len() <= 20 && language.bytes().all(|b| b.is_ascii_alphanumeric());
    let language = if plain { language } else { "" };
    format!("{fence}{language}\n{}\n{fence}", text.trim_end_matches('\n'))
}

/// Prints a link if the address may be one, and text otherwise; an empty text shows the address.
pub fn link<A: Foreign + ?Sized, T: Foreign + ?Sized>(target: &A, text: &T) -> String {
    let (target, text) = (target.foreign(), text.foreign());
    let shown = if text.trim().is_empty() { target } else { text };
    match address::link(target.trim()) {
        Some(address) => format!("[{}](<{address}>)", inline(shown.trim())),
        None if shown == target => inline(target),
        None => format!("{} ({})", inline(shown), inline(target)),
    }
}

/// Prints a code span of one line, with a fence longer than any run of backticks inside; valid in a table cell too.
pub fn code<T: Foreign + ?Sized>(text: &T) -> String {
    let text = neutral(text.foreign(), Layout::OneLine);
    // A pipe ends a table cell even inside a code span, and cannot be escaped outside a table.
    if text.contains('|') || text.trim().is_empty() {
        return inline(&*text);
    }
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// Escapes one line as if it began a line of the source: whoever prints it after other text loses nothing.
fn line(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let blanks = text.len() - text.trim_start_matches([' ', '\t']).len();
    let (margin, body) = text.split_at(blanks);
    // A leading blank as an entity keeps four of them from being an indented block.
    for (i, c) in margin.chars().enumerate() {
        out.push_str(match (i, c) {
            (_, '\t') => "&#9;",
            (0, _) => "&#32;",
            _ => " ",
        });
    }
    let number = body.bytes().take_while(u8::is_ascii_digit).count();
    let mut before = '\0';
    for (at, c) in body.char_indices() {
        let rest = body.get(at + c.len_utf8()..).unwrap_or_default();
        escape(&mut out, c, before, rest, at == 0, at == number);
        before = c;
    }
    out
}

/// Writes one character; `first` stands at the start of the line, `numbered` right after a number that starts it.
fn escape(out: &mut String, c: char, before: char, rest: &str, first: bool, numbered: bool) {
    let after = rest.chars().next().unwrap_or('\0');
    match c {
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        '&' => out.push_str("&amp;"),
        '@' => out.push_str("&#64;"),
        ':' if rest.starts_with("//") || out.ends_with("mailto") || out.ends_with("xmpp") => out.push_str("&#58;"),
        '_' if before.is_alphanumeric() && after.is_alphanumeric() => out.push(c),
        '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' | '$' | '{' | '}' => {
            out.push('\\');
            out.push(c);
        }
        '-' | '+' | '=' | ':' if first => {
            out.push('\\');
            out.push(c);
        }
        '.' | ')' if numbered && matches!(after, '\0' | ' ' | '\t') => {
            out.push('\\');
            out.push(c);
        }
        '.' if ends_with_www(out) => out.push_str("\\."),
        _ => out.push(c),
    }
}

fn ends_with_www(out: &str) -> bool {
    out.len() >= 3 && out.get(out.len() - 3..).is_some_and(|tail| tail.eq_ignore_ascii_case("www"))
}

fn without_bullet(text: &str) -> &str {
    if let Some(rest) = ["- ", "* ", "+ ", "\u{2022} "].iter().find_map(|bullet| text.strip_prefix(bullet)) {
        return rest.trim_start();
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = text.get(digits..).unwrap_or_default();
    match rest.strip_prefix(". ").or_else(|| rest.strip_prefix(") ")) {
        Some(rest) if (1..=3).contains(&digits) => rest.trim_start(),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::{Event, Options, Parser, Tag};

    use super::*;

    const HOSTILE: &[&str] = &[
        "# heading",
        "a\n# heading",
        "a\n===",
        "---",
        "- x",
        "+ x",
        "* x",
        "1. x",
        "12) x",
        "> q",
        "    code",
        "\tcode",
        "```\nx\n```",
        "~~~",
        "<b>x</b>",
        "<!-- x",
        "<script>alert(1)</script>",
        "](javascript:alert(1))",
        "[x](javascript:alert(1))",
        "![i](http://x/y.png)",
        "a|b",
        "|a|b|\n|---|---|\n|c|d|",
        ":--",
        "\\",
        "\\\\|",
        "x\\",
        "`a",
        "a``b",
        "*b*",
        "_b_",
        "~~b~~",
        "&lt;b&gt;",
        "&#60;",
        "@ana",
        "https://evil.example",
        "<https://evil.example>",
        "www.evil.example",
        "mailto:x@y.example",
        "[a]: http://x",
        "[^1]: x",
        "- [ ] x",
        "$x$",
        "{#id}",
        "x #",
        "\u{1b}[31m",
        "a\n\n\nb",
        " - x",
        "   1. x",
        "snake_case and _x",
    ];

    fn events(source: &str) -> Vec<Event<'_>> {
        Parser::new_ext(
            source,
            Options::ENABLE_TABLES
                | Options::ENABLE_TASKLISTS
                | Options::ENABLE_STRIKETHROUGH
                | Options::ENABLE_FOOTNOTES
                | Options::ENABLE_GFM
                | Options::ENABLE_MATH,
        )
        .collect()
    }

    /// Gives the text a reader sees, with breaks as line feeds.
    fn read(source: &str) -> String {
        let mut out = String::new();
        for event in events(source) {
            match event {
                Event::Text(t) | Event::Code(t) => out.push_str(&t),
                Event::InlineHtml(t) if &*t == "<br>" => out.push('\n'),
                Event::HardBreak | Event::SoftBreak => out.push('\n'),
                Event::Start(Tag::Paragraph) if !out.is_empty() => out.push_str("\n\n"),
                Event::Start(Tag::Paragraph) | Event::End(_) => {}
                other => assert!(matches!(other, Event::Start(Tag::Item | Tag::List(_))), "{other:?} from {source:?}"),
            }
        }
        out
    }

    #[test]
    fn inline_text_is_one_paragraph_and_reads_back_exactly() {
        for text in HOSTILE {
            let source = inline(*text);
            assert!(!source.contains('\n'));
            assert_eq!(read(&source), neutral(text, Layout::Lines), "{source}");
        }
    }

    #[test]
    fn two_values_side_by_side_do_not_become_a_list() {
        assert_eq!(read(&format!("{}{}", inline("1"), inline(". x"))), "1. x");
    }

    #[test]
    fn a_table_keeps_its_cells_whatever_they_hold() {
        for text in HOSTILE {
            let source = format!("| a | b |\n|---|---|\n| {} | {} |\n", inline(*text), code(*text));
            let cells = events(&source).iter().filter(|e| matches!(e, Event::Start(Tag::TableCell))).count();
            let bad = events(&source).iter().any(|e| matches!(e, Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::Heading { .. })));
            assert!(cells == 4 && !bad, "{source}");
        }
    }

    #[test]
    fn prose_keeps_paragraphs_and_line_breaks_and_nothing_else() {
        for text in HOSTILE {
            let back = read(&prose(*text, 0));
            let want = neutral(text, Layout::Lines).replace("\n\n\n", "\n\n");
            assert_eq!(back, want, "{}", prose(*text, 0));
        }
        assert_eq!(read(&prose("one\ntwo\n\n\nthree", 0)), "one\ntwo\n\nthree");
    }

    #[test]
    fn items_become_a_list_that_is_as_deep_as_it_was_indented() {
        assert_eq!(items("- why\n  - because\n    * deep\n- other\n1. # x"), "- why\n  - because\n    - deep\n- other\n- \\# x");
        for text in HOSTILE {
            let count = text.lines().filter(|l| !l.trim().is_empty()).count();
            let source = items(*text);
            assert_eq!(events(&source).iter().filter(|e| matches!(e, Event::Start(Tag::Item))).count(), count, "{source}");
            read(&source);
        }
    }

    #[test]
    fn a_fence_is_longer_than_any_inside() {
        let source = verbatim("x\n`````\n# y", "sh");
        assert_eq!(source, "``````sh\nx\n`````\n# y\n``````");
        assert!(verbatim("x", "a b`").starts_with("```\n"));
        assert!(events(&source).iter().any(|e| matches!(e, Event::Text(t) if &**t == "x\n`````\n# y\n")));
    }

    #[test]
    fn only_web_addresses_become_links() {
        assert_eq!(link("https://a.example/x", "see"), "[see](<https://a.example/x>)");
        assert_eq!(link("javascript:alert(1)", "see"), "see (javascript:alert(1))");
    }
}
