//! Reads Markdown back into a document: the one road from a rendered template to every other output.
//!
//! Raw HTML becomes text, pictures become their description, and only web and mail addresses stay links, so that a
//! document is safe whatever the Markdown held. Nesting is followed to a fixed depth and flattened below it.

use pulldown_cmark::{Alignment, CodeBlockKind, Event, MetadataBlockKind, Options, Parser, Tag, TagEnd};

use crate::model::Untrusted;

use super::print::address;
use super::{Align, Block, Document, Inline, Item, Style, Table};

/// Deepest nesting of lists and quotes that is followed.
const DEEPEST: usize = 16;

/// Reads what the templates write: tables, task boxes and a front matter, which is left out.
const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_YAML_STYLE_METADATA_BLOCKS);

impl Document {
    /// Reads Markdown; every text is Markdown, so this cannot fail.
    pub fn from_markdown(source: &str) -> Self {
        let mut reader = Reader { events: Parser::new_ext(source, OPTIONS), depth: 0, ticks: Vec::new() };
        Self { blocks: reader.blocks() }
    }
}

struct Reader<'a> {
    events: Parser<'a>,
    depth: usize,
    /// For each list item that is open, outermost first, whether it has a box and is ticked.
    ticks: Vec<Option<bool>>,
}

/// Text of a block as it is being read: where the styles and links stand that are open now.
#[derive(Default)]
struct Open {
    text: Inline,
    strong: usize,
    emphasis: usize,
    link: Option<String>,
}

impl Open {
    fn put(&mut self, text: &str, code: bool) {
        let style = match (code, self.strong, self.emphasis) {
            (true, ..) => Style::Code,
            (_, 1.., _) => Style::Strong,
            (_, _, 1..) => Style::Emphasis,
            _ => Style::Plain,
        };
        self.text.push(style, Untrusted::new(text), self.link.clone());
    }

    /// Takes an event that belongs inside a block; gives it back if it does not.
    fn take<'a>(&mut self, event: Event<'a>) -> Option<Event<'a>> {
        match event {
            Event::Text(text) | Event::InlineMath(text) | Event::DisplayMath(text) | Event::FootnoteReference(text) => {
                self.put(&text, false);
            }
            Event::Code(text) => self.put(&text, true),
            Event::InlineHtml(tag) if is_break(&tag) => self.put("\n", false),
            Event::InlineHtml(tag) => self.put(&tag, false),
            Event::SoftBreak => self.put(" ", false),
            Event::HardBreak => self.put("\n", false),
            Event::Start(Tag::Strong) => self.strong += 1,
            Event::End(TagEnd::Strong) => self.strong = self.strong.saturating_sub(1),
            Event::Start(Tag::Emphasis) => self.emphasis += 1,
            Event::End(TagEnd::Emphasis) => self.emphasis = self.emphasis.saturating_sub(1),
            Event::Start(Tag::Link { dest_url, .. }) => self.link = address::link(&dest_url).map(str::to_owned),
            Event::End(TagEnd::Link) => self.link = None,
            Event::Start(Tag::Image { .. } | Tag::Strikethrough | Tag::Superscript | Tag::Subscript) => {}
            Event::End(TagEnd::Image | TagEnd::Strikethrough | TagEnd::Superscript | TagEnd::Subscript) => {}
            other => return Some(other),
        }
        None
    }

    fn done(self) -> Inline {
        self.text
    }
}

impl Reader<'_> {
    /// Reads blocks until the block around them ends.
    fn blocks(&mut self) -> Vec<Block> {
        let mut blocks = Vec::new();
        // Text that stands directly in a list item has no paragraph around it.
        let mut loose = Open::default();
        while let Some(event) = self.events.next() {
            let Some(event) = loose.take(event) else { continue };
            settle(&mut blocks, &mut loose);
            match event {
                Event::End(_) => return blocks,
                Event::Start(tag) => blocks.extend(self.block(tag)),
                Event::Rule => blocks.push(Block::Rule),
                Event::Html(html) => loose.put(&html, false),
                Event::TaskListMarker(ticked) => self.tick(ticked),
                _ => {}
            }
        }
        settle(&mut blocks, &mut loose);
        blocks
    }

    fn block(&mut self, tag: Tag<'_>) -> Option<Block> {
        match tag {
            Tag::Paragraph => Some(Block::Paragraph(self.inline())),
            Tag::Heading { level, .. } => Some(Block::Heading { level: level as u8, text: self.inline() }),
            Tag::CodeBlock(kind) => {
                let language = match kind {
                    CodeBlockKind::Fenced(language) => language.into_string(),
                    CodeBlockKind::Indented => String::new(),
                };
                let text = self.inline().text().into_raw();
                let text = text.strip_suffix('\n').unwrap_or(&text).to_owned();
                Some(if language == "mermaid" { Block::Diagram(text) } else { Block::Code { language, text: text.into() } })
            }
            Tag::MetadataBlock(MetadataBlockKind::YamlStyle | MetadataBlockKind::PlusesStyle) => {
                self.inline();
                None
            }
            Tag::HtmlBlock => html_block(&self.inline().text()),
            Tag::Table(sides) => Some(self.table(&sides)),
            _ if self.depth >= DEEPEST => Some(Block::Paragraph(self.inline())),
            Tag::List(start) => Some(self.list(start.is_some())),
            _ => Some(Block::Quote(self.nested())),
        }
    }

    fn tick(&mut self, ticked: bool) {
        if let Some(tick) = self.ticks.last_mut() {
            *tick = Some(ticked);
        }
    }

    fn nested(&mut self) -> Vec<Block> {
        self.depth += 1;
        let blocks = self.blocks();
        self.depth -= 1;
        blocks
    }

    /// Reads text until the block around it ends; blocks inside are flattened, with a line break between them.
    fn inline(&mut self) -> Inline {
        let mut open = Open::default();
        let mut inside = 0_usize;
        while let Some(event) = self.events.next() {
            match open.take(event) {
                Some(Event::End(_)) if inside == 0 => break,
                Some(Event::End(_)) => inside -= 1,
                Some(Event::Start(_)) => {
                    inside += 1;
                    if !open.text.is_blank() {
                        open.put("\n", false);
                    }
                }
                Some(Event::Html(html)) => open.put(&html, false),
                Some(Event::TaskListMarker(ticked)) => self.tick(ticked),
                _ => {}
            }
        }
        open.done()
    }

    fn list(&mut self, ordered: bool) -> Block {
        let mut items = Vec::new();
        while let Some(event) = self.events.next() {
            match event {
                Event::Start(Tag::Item) => {
                    self.ticks.push(None);
                    let blocks = self.nested();
                    items.push(item(self.ticks.pop().flatten(), blocks));
                }
                Event::End(_) => break,
                _ => {}
            }
        }
        Block::List { ordered, items }
    }

    fn table(&mut self, sides: &[Alignment]) -> Block {
        let mut table = Table { align: sides.iter().map(side).collect(), ..Table::default() };
        let mut cells = Vec::new();
        while let Some(event) = self.events.next() {
            match event {
                Event::Start(Tag::TableCell) => cells.push(self.inline()),
                Event::End(TagEnd::TableHead) => table.columns = std::mem::take(&mut cells),
                Event::End(TagEnd::TableRow) => table.push(std::mem::take(&mut cells)),
                Event::End(TagEnd::Table) => break,
                _ => {}
            }
        }
        Block::Table(table)
    }
}

/// Ends text that stood without a paragraph around it.
fn settle(blocks: &mut Vec<Block>, loose: &mut Open) {
    let text = std::mem::take(loose).done();
    if !text.is_blank() {
        blocks.push(Block::Paragraph(text));
    }
}

/// Makes an item of the blocks inside it: the first paragraph is its text.
fn item(ticked: Option<bool>, mut blocks: Vec<Block>) -> Item {
    match blocks.first_mut() {
        Some(Block::Paragraph(text)) => {
            let text = std::mem::take(text);
            blocks.remove(0);
            Item { ticked, text, blocks }
        }
        _ => Item { ticked, text: Inline::new(), blocks },
    }
}

/// Makes text of a block of HTML; our comments, which only part what stands below a heading, are left out.
fn html_block(text: &Untrusted) -> Option<Block> {
    let text = text.raw().trim();
    (!matches!(text, "<!-- -->" | "<!-- recorded -->") && !text.is_empty()).then(|| Block::Paragraph(text.into()))
}

fn is_break(tag: &str) -> bool {
    matches!(tag, "<br>" | "<br/>" | "<br />")
}

fn side(alignment: &Alignment) -> Align {
    match alignment {
        Alignment::Right => Align::Right,
        Alignment::Center => Align::Center,
        Alignment::None | Alignment::Left => Align::Left,
    }
}
