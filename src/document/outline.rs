//! Markdown taken apart as it stands, each piece with its line: for reading what others have written.
//!
//! [`super::read`] makes a document that is safe to show; this keeps what a reader of the source needs instead: lines as they
//! were broken, a list's boxes and bold beginnings, the source of every piece. Must not know what headings mean.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// Deepest nesting of lists that is followed; what is deeper becomes text.
const DEEPEST: usize = 16;

const OPTIONS: Options = Options::ENABLE_TABLES.union(Options::ENABLE_TASKLISTS).union(Options::ENABLE_STRIKETHROUGH);

/// One piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Line it begins on, from 1.
    pub line: usize,
    /// The source of it.
    pub source: Range<usize>,
    /// What it is.
    pub what: What,
}

/// What a piece is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// The front matter as it stands, without its fences.
    Front(String),
    /// A heading.
    Heading {
        /// From 1.
        level: u8,
        /// Its words.
        text: String,
    },
    /// A paragraph.
    Text(Words),
    /// A list.
    List(Vec<Item>),
    /// A table.
    Table(Table),
    /// A block of code, without its fence.
    Code {
        /// The word behind the fence.
        language: String,
        /// The text.
        text: String,
    },
    /// A block of HTML, a comment too.
    Html(String),
    /// A rule.
    Rule,
}

/// Text of a paragraph, an item or a cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// The lines as they were broken in the source; a break that was meant is a line feed inside one.
    pub lines: Vec<String>,
    /// What stands in bold at the beginning, without a colon.
    pub label: Option<String>,
    /// Targets of links, in order.
    pub links: Vec<String>,
    /// Where emphasised words stand in the first line.
    pub emphasised: Vec<Range<usize>>,
}

impl Words {
    /// Gives the text with lines that were only wrapped joined again.
    pub fn flowing(&self) -> String {
        self.lines.join(" ")
    }

    /// Says whether there is nothing to read.
    pub fn is_blank(&self) -> bool {
        self.lines.iter().all(|line| line.trim().is_empty())
    }
}

/// One item of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// Line it begins on.
    pub line: usize,
    /// Whether it has a box, and whether that is ticked.
    pub ticked: Option<bool>,
    /// Its own text.
    pub words: Words,
    /// What stands below its text.
    pub below: Vec<Piece>,
}

/// A table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The headings of its columns.
    pub columns: Vec<Words>,
    /// Its rows, each with its line.
    pub rows: Vec<(usize, Vec<Words>)>,
}

/// Takes a text apart. Every text is Markdown, so this cannot fail.
pub fn outline(source: &str) -> Vec<Piece> {
    let breaks: Vec<usize> = source.match_indices('\n').map(|(at, _)| at).collect();
    let (front, from) = front(source);
    let rest = source.get(from..).unwrap_or_default();
    let events = Parser::new_ext(rest, OPTIONS).into_offset_iter();
    let mut reader = Reader { source, breaks, events, from, depth: 0 };
    let front = front.map(|text| Piece { line: 1, source: 0..from, what: What::Front(text.to_owned()) });
    front.into_iter().chain(reader.pieces()).collect()
}

/// Parts the front matter from the rest: it stands between rules at the very beginning, and nowhere else.
fn front(source: &str) -> (Option<&str>, usize) {
    let begun = source.strip_prefix("---\n").or_else(|| source.strip_prefix("---\r\n"));
    let Some(body) = begun else { return (None, 0) };
    let start = source.len() - body.len();
    let mut at = start;
    for line in body.split_inclusive('\n') {
        if matches!(line.trim_end(), "---" | "...") {
            return (source.get(start..at), at + line.len());
        }
        at += line.len();
    }
    (None, 0)
}

struct Reader<'a> {
    source: &'a str,
    breaks: Vec<usize>,
    events: pulldown_cmark::OffsetIter<'a>,
    /// Where the text behind the front matter begins.
    from: usize,
    depth: usize,
}

/// Text while it is read.
#[derive(Default)]
struct Open {
    words: Words,
    line: String,
    /// Where a link stands that is open: its target and where its text begins.
    link: Option<(String, usize)>,
    /// Whether bold is open that stands at the beginning, and where it began.
    bold: bool,
}

impl Open {
    fn take(&mut self, event: &Event<'_>) -> bool {
        match event {
            Event::Text(text) | Event::Code(text) | Event::InlineHtml(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                match (event, &**text) {
                    (Event::InlineHtml(_), "<br>" | "<br/>" | "<br />") => self.line.push('\n'),
                    _ => self.line.push_str(text),
                }
            }
            Event::FootnoteReference(text) => self.line.push_str(text),
            Event::SoftBreak => self.words.lines.push(std::mem::take(&mut self.line)),
            Event::HardBreak => self.line.push('\n'),
            Event::Start(Tag::Strong) => self.bold = self.is_empty(),
            Event::End(TagEnd::Strong) => {
                if std::mem::take(&mut self.bold) {
                    self.words.label = Some(self.line.trim().trim_end_matches(':').trim_end().to_owned());
                }
            }
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                self.link = Some((dest_url.to_string(), self.line.len()));
            }
            Event::End(TagEnd::Link | TagEnd::Image) => self.end_link(),
            Event::Start(Tag::Emphasis) => self.words.emphasised.push(self.line.len()..self.line.len()),
            Event::End(TagEnd::Emphasis) => {
                let end = self.line.len();
                if let Some(range) = self.words.emphasised.last_mut().filter(|_| self.words.lines.is_empty()) {
                    range.end = end;
                }
            }
            Event::Start(Tag::Strikethrough | Tag::Superscript | Tag::Subscript)
            | Event::End(TagEnd::Strikethrough | TagEnd::Superscript | TagEnd::Subscript) => {}
            _ => return false,
        }
        true
    }

    /// Keeps the address of a link beside its words, unless they are the same.
    fn end_link(&mut self) {
        let Some((target, from)) = self.link.take() else { return };
        let shown = self.line.get(from..).unwrap_or_default().trim().to_owned();
        if shown.is_empty() {
            self.line.push_str(&target);
        } else if shown != target && format!("mailto:{shown}") != target && !target.starts_with('#') {
            self.line.push_str(&format!(" ({target})"));
        }
        self.words.links.push(target);
    }

    fn is_empty(&self) -> bool {
        self.line.is_empty() && self.words.lines.is_empty()
    }

    fn done(mut self) -> Words {
        if !self.line.is_empty() || !self.words.lines.is_empty() {
            self.words.lines.push(self.line);
        }
        self.words
    }
}

impl<'a> Reader<'a> {
    /// Gives the next event, and where it stands in the whole source.
    fn next(&mut self) -> Option<(Event<'a>, Range<usize>)> {
        let (event, range) = self.events.next()?;
        Some((event, range.start + self.from..range.end + self.from))
    }

    fn line(&self, at: usize) -> usize {
        self.breaks.partition_point(|end| *end < at) + 1
    }

    /// Reads pieces until the one around them ends.
    fn pieces(&mut self) -> Vec<Piece> {
        let mut pieces = Vec::new();
        // Text that stands directly in a list item has no paragraph around it.
        let (mut loose, mut from) = (Open::default(), 0);
        while let Some((event, range)) = self.next() {
            if loose.is_empty() {
                from = range.start;
            }
            if loose.take(&event) {
                continue;
            }
            let words = std::mem::take(&mut loose).done();
            if !words.is_blank() {
                pieces.push(Piece { line: self.line(from), source: from..range.start.max(from), what: What::Text(words) });
            }
            match event {
                Event::End(_) => return pieces,
                Event::Start(tag) => {
                    if let Some(what) = self.what(tag, &range) {
                        pieces.push(Piece { line: self.line(range.start), source: range, what });
                    }
                }
                Event::Rule => pieces.push(Piece { line: self.line(range.start), source: range, what: What::Rule }),
                Event::Html(text) => {
                    pieces.push(Piece { line: self.line(range.start), source: range, what: What::Html(text.into_string()) });
                }
                _ => {}
            }
        }
        let words = loose.done();
        if !words.is_blank() {
            pieces.push(Piece { line: self.line(from), source: from..self.source.len(), what: What::Text(words) });
        }
        pieces
    }

    fn what(&mut self, tag: Tag<'a>, range: &Range<usize>) -> Option<What> {
        Some(match tag {
            Tag::Heading { level, .. } => What::Heading { level: depth(level), text: self.words().0.flowing().trim().to_owned() },
            Tag::Paragraph => What::Text(self.words().0),
            Tag::CodeBlock(kind) => {
                let language = match kind {
                    CodeBlockKind::Fenced(language) => language.into_string(),
                    CodeBlockKind::Indented => String::new(),
                };
                let text = self.words().0.lines.join("\n");
                What::Code { language, text: text.strip_suffix('\n').unwrap_or(&text).to_owned() }
            }
            Tag::HtmlBlock => {
                self.words();
                What::Html(self.source.get(range.clone()).unwrap_or_default().to_owned())
            }
            Tag::Table(_) => What::Table(self.table()),
            Tag::List(_) if self.depth < DEEPEST => What::List(self.list()),
            _ => What::Text(self.words().0),
        })
    }

    /// Reads text until the block around it ends, and whether it has a ticked box; blocks inside are flattened.
    fn words(&mut self) -> (Words, Option<bool>) {
        let (mut open, mut inside, mut ticked) = (Open::default(), 0_usize, None);
        while let Some((event, _)) = self.next() {
            if open.take(&event) {
                continue;
            }
            match event {
                Event::End(_) if inside == 0 => break,
                Event::End(_) => inside -= 1,
                Event::Start(_) => {
                    inside += 1;
                    if !open.line.is_empty() {
                        open.line.push('\n');
                    }
                }
                Event::Html(text) => open.line.push_str(&text),
                Event::TaskListMarker(done) => ticked = Some(done),
                _ => {}
            }
        }
        (open.done(), ticked)
    }

    fn list(&mut self) -> Vec<Item> {
        self.depth += 1;
        let mut items = Vec::new();
        while let Some((event, range)) = self.next() {
            match event {
                Event::Start(Tag::Item) => {
                    let ticked = self.box_of(&range);
                    let mut below = self.pieces();
                    let first = matches!(below.first(), Some(Piece { what: What::Text(_), .. })).then(|| below.remove(0));
                    let words = if let Some(Piece { what: What::Text(words), .. }) = first { words } else { Words::default() };
                    items.push(Item { line: self.line(range.start), ticked, words, below });
                }
                Event::End(_) => break,
                _ => {}
            }
        }
        self.depth -= 1;
        items
    }

    /// Reads the box of an item out of its source, so that the item's text is read as any other.
    fn box_of(&self, range: &Range<usize>) -> Option<bool> {
        let source = self.source.get(range.clone())?.trim_start();
        let after = source.trim_start_matches(|c: char| c.is_ascii_digit()).get(1..)?.trim_start();
        match after.as_bytes().get(..3)? {
            b"[ ]" => Some(false),
            b"[x]" | b"[X]" => Some(true),
            _ => None,
        }
    }

    fn table(&mut self) -> Table {
        let mut table = Table::default();
        let mut cells = Vec::new();
        let mut line = 0;
        while let Some((event, range)) = self.next() {
            match event {
                Event::Start(Tag::TableRow) => line = self.line(range.start),
                Event::Start(Tag::TableCell) => cells.push(self.words().0),
                Event::End(TagEnd::TableHead) => table.columns = std::mem::take(&mut cells),
                Event::End(TagEnd::TableRow) => table.rows.push((line, std::mem::take(&mut cells))),
                Event::End(TagEnd::Table) => break,
                _ => {}
            }
        }
        table
    }
}

fn depth(level: HeadingLevel) -> u8 {
    level as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_know_their_lines_and_lists_their_boxes_and_labels() {
        let all = outline(
            "---\na: b\n---\n# One\n\ntext\nwrapped\\\nmeant\n\n- [x] **Impact**: none\n  - deep <br> [see](https://a.example)\n- loose\n\n| a | b |\n|---|---|\n| 1 | x<br>y |\n\n```sh\nls\n```\n<!-- c -->\n",
        );
        let lines: Vec<usize> = all.iter().map(|piece| piece.line).collect();
        assert_eq!(lines, [1, 4, 6, 10, 14, 18, 21]);
        assert_eq!(all[0].what, What::Front("a: b\n".into()));
        let What::Text(words) = &all[2].what else { panic!() };
        assert_eq!((words.lines.join("|"), words.flowing()), ("text|wrapped\nmeant".into(), "text wrapped\nmeant".into()));
        let What::List(items) = &all[3].what else { panic!() };
        assert_eq!((items.len(), items[0].ticked, items[0].words.label.as_deref(), items[1].line), (2, Some(true), Some("Impact"), 12));
        assert_eq!(items[0].words.flowing(), "Impact: none");
        let What::List(deep) = &items[0].below[0].what else { panic!() };
        assert_eq!((deep[0].words.flowing(), deep[0].line), ("deep \n see (https://a.example)".into(), 11));
        let What::Table(table) = &all[4].what else { panic!() };
        assert_eq!((table.rows[0].0, table.rows[0].1[1].flowing()), (16, "x\ny".into()));
        assert_eq!(all[5].what, What::Code { language: "sh".into(), text: "ls".into() });
        assert!(matches!(&all[6].what, What::Html(text) if text.contains("c")));
    }

    #[test]
    fn any_text_is_taken_apart_without_an_end() {
        for text in ["", "- ", "|", "---", "- - - - - - - - - - - - x", "> > - a\n>   b", "[a]: b", "<b", "1. [ ] x", "- [x]", "é- é"] {
            outline(text);
        }
        outline(&"- ".repeat(4000));
        outline(&"> ".repeat(4000));
    }
}
