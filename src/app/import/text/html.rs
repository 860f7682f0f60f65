//! HTML as plain Markdown, also where it was encoded twice. Tags that no browser knows are text.
//!
//! Tokens come from the tokenizer one after another and nothing is nested here, so depth costs nothing.

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

use super::tidy;

/// Tags that are taken as markup; anything else in angle brackets is text.
const TAGS: &[&str] = &[
    "a",
    "abbr",
    "b",
    "blockquote",
    "body",
    "br",
    "center",
    "cite",
    "code",
    "dd",
    "del",
    "div",
    "dl",
    "dt",
    "em",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "hr",
    "html",
    "i",
    "img",
    "ins",
    "kbd",
    "label",
    "li",
    "link",
    "meta",
    "ol",
    "p",
    "pre",
    "s",
    "samp",
    "script",
    "section",
    "small",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "title",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
    "o:p",
    "article",
    "header",
    "footer",
    "main",
    "figure",
    "figcaption",
    "address",
    "big",
    "button",
    "input",
    "form",
    "iframe",
    "video",
    "svg",
    "path",
];

/// How often text is decoded that turns out to be HTML once more.
const MOST_DECODED: usize = 3;

/// Says whether a text holds tags, or tags and entities that were encoded.
pub fn looks_like(text: &str) -> bool {
    tagged(text, "<", ">")
        || tagged(text, "&lt;", "&gt;")
        || ["&nbsp;", "&amp;", "&quot;", "&#39;", "&#x27;", "&apos;"].iter().any(|entity| text.contains(entity))
}

/// Says whether a known tag stands between two marks.
fn tagged(text: &str, open: &str, close: &str) -> bool {
    text.match_indices(open).any(|(at, _)| {
        let rest = text.get(at + open.len()..).unwrap_or_default();
        let rest = rest.strip_prefix('/').unwrap_or(rest);
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == ':')).unwrap_or(rest.len());
        let (name, behind) = rest.split_at(end);
        let behind = behind.trim_start();
        let attribute =
            behind.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | ':' | '_'))).and_then(|end| behind.get(end..));
        let ends = behind.starts_with(close) || behind.strip_prefix('/').is_some_and(|rest| rest.starts_with(close));
        let goes_on = behind.contains(close) && attribute.is_some_and(|rest| rest.trim_start().starts_with('='));
        TAGS.iter().any(|tag| tag.eq_ignore_ascii_case(name)) && (ends || goes_on)
    })
}

/// Turns HTML into Markdown.
pub fn markdown(source: &str) -> String {
    let mut text = once(source);
    for _ in 1..MOST_DECODED {
        if !tagged(&text, "<", ">") {
            break;
        }
        let again = once(&text);
        if again == text {
            break;
        }
        text = again;
    }
    text
}

fn once(source: &str) -> String {
    let mut page = Page { source, out: String::with_capacity(source.len()), ..Page::default() };
    for token in Tokenizer::new_with_emitter(source, DefaultEmitter::<usize>::new_with_span()).flatten() {
        match token {
            Token::StartTag(tag) => page.start(&tag),
            Token::EndTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                page.end(&name, source.get(tag.span.start..tag.span.end).unwrap_or_default());
            }
            Token::String(text) => page.text(&String::from_utf8_lossy(&text)),
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    tidy(&page.out)
}

/// What is written so far.
#[derive(Default)]
struct Page<'a> {
    source: &'a str,
    out: String,
    /// Kinds of the lists that are open: a number counts, none is a mark.
    lists: Vec<Option<usize>>,
    /// The address of the link that is open, and where its text begins.
    link: Option<(String, usize)>,
    pre: bool,
    quote: usize,
    silent: usize,
    row_begun: bool,
}

impl Page<'_> {
    fn start(&mut self, tag: &StartTag<usize>) {
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        let attribute = |key: &str| tag.attributes.get(key.as_bytes()).map(|value| String::from_utf8_lossy(value).into_owned());
        if !TAGS.contains(&name.as_str()) {
            let written = self.source.get(tag.span.start..tag.span.end).unwrap_or_default().to_owned();
            return self.text(&written);
        }
        match name.as_str() {
            "script" | "style" | "head" if !tag.self_closing => self.silent += 1,
            "br" => self.line(),
            "p" | "div" | "table" | "section" | "article" | "address" => self.paragraph(),
            "hr" => {
                self.paragraph();
                self.out.push_str("---");
                self.paragraph();
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.paragraph();
                let level = name.as_bytes().get(1).map_or(1, |digit| usize::from(digit.saturating_sub(b'0')));
                self.out.push_str(&"#".repeat(level));
                self.out.push(' ');
            }
            "ul" => self.list(None),
            "ol" => self.list(Some(0)),
            "li" => self.item(),
            "dt" | "dd" => self.line(),
            "tr" => {
                self.line();
                self.row_begun = false;
            }
            "td" | "th" => {
                if self.row_begun {
                    self.out.push_str(" | ");
                }
                self.row_begun = true;
            }
            "b" | "strong" => self.mark("**"),
            "i" | "em" => self.mark("_"),
            "code" | "tt" | "kbd" | "samp" if !self.pre => self.mark("`"),
            "pre" => {
                self.paragraph();
                self.out.push_str("```\n");
                self.pre = true;
            }
            "blockquote" => {
                self.paragraph();
                self.quote += 1;
                self.prefix();
            }
            "a" => self.link = attribute("href").map(|href| (href, self.out.len())),
            "img" => {
                let (alt, src) = (attribute("alt").unwrap_or_default(), attribute("src").unwrap_or_default());
                if !src.is_empty() && !src.starts_with("data:") {
                    self.out.push_str(&format!("[{}]({src})", if alt.is_empty() { "picture" } else { alt.as_str() }));
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str, written: &str) {
        if !TAGS.contains(&name) {
            return self.text(written);
        }
        match name {
            "script" | "style" | "head" => self.silent = self.silent.saturating_sub(1),
            "p" | "div" | "table" | "section" | "article" | "address" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.paragraph(),
            "ul" | "ol" => {
                self.lists.pop();
                if self.lists.is_empty() { self.paragraph() } else { self.line() }
            }
            "li" | "tr" => self.line(),
            "b" | "strong" => self.mark("**"),
            "i" | "em" => self.mark("_"),
            "code" | "tt" | "kbd" | "samp" if !self.pre => self.mark("`"),
            "pre" if self.pre => {
                self.pre = false;
                self.line();
                self.out.push_str("```");
                self.paragraph();
            }
            "blockquote" => {
                self.quote = self.quote.saturating_sub(1);
                self.paragraph();
            }
            "a" => {
                let Some((href, from)) = self.link.take() else { return };
                let text = self.out.get(from..).unwrap_or_default().trim().to_owned();
                let web = ["http://", "https://", "mailto:"].iter().any(|scheme| href.to_ascii_lowercase().starts_with(scheme));
                if !web || text == href || text.contains("](") {
                    return;
                }
                self.out.truncate(from);
                let text = if text.is_empty() { href.clone() } else { text };
                self.out.push_str(&format!("[{text}]({href})"));
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.silent > 0 {
            return;
        }
        if self.pre {
            return self.out.push_str(text);
        }
        for (at, line) in text.split('\n').enumerate() {
            if at > 0 {
                self.soft();
            }
            let mut words = line.split([' ', '\t', '\r', '\u{a0}']).peekable();
            while let Some(word) = words.next() {
                self.out.push_str(word);
                if words.peek().is_some() && !self.out.ends_with([' ', '\n']) && !self.out.is_empty() {
                    self.out.push(' ');
                }
            }
        }
    }

    /// A line end in the source: kept where the text has no tags for it, as mails have it.
    fn soft(&mut self) {
        if !self.out.ends_with('\n') && !self.out.is_empty() {
            self.out.push('\n');
            self.prefix();
        }
    }

    fn line(&mut self) {
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        self.prefix();
    }

    fn paragraph(&mut self) {
        let open = self.out.trim_end_matches([' ', '>']).len();
        self.out.truncate(open);
        while !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
        self.prefix();
    }

    fn prefix(&mut self) {
        if self.quote > 0 && (self.out.is_empty() || self.out.ends_with('\n')) {
            self.out.push_str(&"> ".repeat(self.quote.min(8)));
        }
    }

    fn list(&mut self, kind: Option<usize>) {
        if self.lists.is_empty() {
            self.paragraph();
        }
        self.lists.push(kind);
    }

    fn item(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.line();
        }
        self.out.push_str(&"  ".repeat(self.lists.len().saturating_sub(1).min(8)));
        match self.lists.last_mut() {
            Some(Some(count)) => {
                *count += 1;
                let number = *count;
                self.out.push_str(&format!("{number}. "));
            }
            _ => self.out.push_str("- "),
        }
    }

    /// Writes a mark, and takes an empty pair of them away again.
    fn mark(&mut self, mark: &str) {
        if self.silent > 0 {
            return;
        }
        if self.out.ends_with(mark) && !self.out.ends_with(&mark.repeat(2)) {
            self.out.truncate(self.out.len() - mark.len());
        } else {
            self.out.push_str(mark);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_become_markdown_and_what_is_no_tag_stays() {
        for (source, want) in [
            ("<p>One <b>two</b></p><p>three<br>four</p>", "One **two**\n\nthree\nfour"),
            ("<ul><li>a</li><li>b<ol><li>c</li></ol></li></ul>", "- a\n- b\n  1. c"),
            (
                "see <a href=\"https://x.org/1\">here</a> and <a href='javascript:alert(1)'>there</a>",
                "see [here](https://x.org/1) and there",
            ),
            ("&lt;p&gt;Encoded &amp;amp; twice&lt;/p&gt;", "Encoded & twice"),
            ("use <all> and a < b && c > d <br/>", "use <all> and a < b && c > d"),
            ("<script>alert(1)</script><style>p{}</style>text", "text"),
            ("<pre>a\n  b</pre>", "```\na\n  b\n```"),
            ("<blockquote>said</blockquote>answer", "> said\n\nanswer"),
            ("Person 002 <br>Person 003", "Person 002\nPerson 003"),
            ("<table><tr><td>a</td><td>b</td></tr></table>", "a | b"),
        ] {
            assert!(looks_like(source), "{source}");
            assert_eq!(markdown(source), want, "{source}");
        }
        assert!(!looks_like("if a<b then c>d, use <all>"));
    }

    #[test]
    fn depth_and_rubbish_cost_nothing() {
        let deep = "<div><b>".repeat(50_000);
        assert!(markdown(&deep).len() <= deep.len());
        assert_eq!(markdown("<a href=\"https://x.org\">"), "");
    }
}
