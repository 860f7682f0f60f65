//! Text for people: blocks that print as Markdown, HTML, plain text or terminal lines.
//!
//! A built-in page builds a [`Document`] directly; reviews and updates are rendered from templates and read back with
//! [`Document::from_markdown`], so that every output takes one road. This floor does not know where its text goes, nor
//! what a case is beyond the words of the model.

pub mod headings;
pub mod issue_report;
pub mod layout;
pub mod outline;
pub mod print;
pub mod rca;
pub mod read;
pub mod redact;
pub mod span;
pub mod template;
pub mod to_html;
pub mod to_markdown;
pub mod to_terminal;
pub mod update;
pub mod wall;

pub use layout::{LineSpan, Role, StyledLine};
pub use span::{Inline, Span, Style};

use crate::model::Untrusted;

/// Holds text for people as blocks, in reading order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// The blocks.
    pub blocks: Vec<Block>,
}

/// One block of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading; `level` is 1 to 6.
    Heading {
        /// 1 for the title.
        level: u8,
        /// The words.
        text: Inline,
    },
    /// Labels with what belongs to them, one a line.
    Facts(Vec<(Inline, Inline)>),
    /// Running text; line feeds inside are line breaks.
    Paragraph(Inline),
    /// A list.
    List {
        /// Numbered from 1, or with bullets.
        ordered: bool,
        /// Its items.
        items: Vec<Item>,
    },
    /// A table.
    Table(Table),
    /// Text kept as it is, such as a log excerpt.
    Code {
        /// What it is written in, if a plain word says so.
        language: String,
        /// The text.
        text: Untrusted,
    },
    /// A Mermaid diagram, built with the Mermaid printer.
    Diagram(String),
    /// What somebody said or wrote elsewhere.
    Quote(Vec<Block>),
    /// A line across.
    Rule,
}

/// One item of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// Whether a box stands before it, and is ticked.
    pub ticked: Option<bool>,
    /// Its first line.
    pub text: Inline,
    /// What belongs under it.
    pub blocks: Vec<Block>,
}

/// A table: a heading row, and rows of as many cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Headings of the columns.
    pub columns: Vec<Inline>,
    /// Side on which each column stands; columns without one stand left.
    pub align: Vec<Align>,
    /// Rows; a missing cell is empty.
    pub rows: Vec<Vec<Inline>>,
}

/// Side on which a column stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    /// Text.
    #[default]
    Left,
    /// Numbers.
    Right,
    /// Short marks.
    Center,
}

impl Document {
    /// Starts an empty document.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds any block.
    #[must_use]
    pub fn block(mut self, block: Block) -> Self {
        self.blocks.push(block);
        self
    }

    /// Adds a heading; levels outside 1 to 6 are brought inside.
    #[must_use]
    pub fn heading(self, level: u8, text: impl Into<Inline>) -> Self {
        self.block(Block::Heading { level: level.clamp(1, 6), text: text.into() })
    }

    /// Adds labels with their values; pairs with an empty value are left out, and so is an empty block.
    #[must_use]
    pub fn facts<L: Into<Inline>, V: Into<Inline>>(self, facts: impl IntoIterator<Item = (L, V)>) -> Self {
        let facts: Vec<_> = facts.into_iter().map(|(l, v)| (l.into(), v.into())).filter(|(_, v): &(_, Inline)| !v.is_blank()).collect();
        if facts.is_empty() { self } else { self.block(Block::Facts(facts)) }
    }

    /// Adds running text, unless it is blank.
    #[must_use]
    pub fn paragraph(self, text: impl Into<Inline>) -> Self {
        let text = text.into();
        if text.is_blank() { self } else { self.block(Block::Paragraph(text)) }
    }

    /// Adds a list with bullets, unless it has no items.
    #[must_use]
    pub fn bullets<T: Into<Item>>(self, items: impl IntoIterator<Item = T>) -> Self {
        self.list(false, items)
    }

    /// Adds a numbered list, unless it has no items.
    #[must_use]
    pub fn numbered<T: Into<Item>>(self, items: impl IntoIterator<Item = T>) -> Self {
        self.list(true, items)
    }

    /// Adds a table, unless it has no rows.
    #[must_use]
    pub fn table(self, table: Table) -> Self {
        if table.rows.is_empty() { self } else { self.block(Block::Table(table)) }
    }

    /// Adds text that is kept as it is.
    #[must_use]
    pub fn verbatim(self, text: impl Into<Untrusted>) -> Self {
        self.block(Block::Code { language: String::new(), text: text.into() })
    }

    /// Adds a Mermaid diagram; its labels must come from the Mermaid printer.
    #[must_use]
    pub fn diagram(self, source: impl Into<String>) -> Self {
        self.block(Block::Diagram(source.into()))
    }

    /// Adds a line across.
    #[must_use]
    pub fn rule(self) -> Self {
        self.block(Block::Rule)
    }

    /// Adds all blocks of another document.
    #[must_use]
    pub fn append(mut self, other: Self) -> Self {
        self.blocks.extend(other.blocks);
        self
    }

    fn list<T: Into<Item>>(self, ordered: bool, items: impl IntoIterator<Item = T>) -> Self {
        let items: Vec<Item> = items.into_iter().map(Into::into).collect();
        if items.is_empty() { self } else { self.block(Block::List { ordered, items }) }
    }
}

impl Table {
    /// Starts a table with these headings.
    pub fn new<T: Into<Inline>>(columns: impl IntoIterator<Item = T>) -> Self {
        Self { columns: columns.into_iter().map(Into::into).collect(), ..Self::default() }
    }

    /// Says on which side the columns stand, from the first on.
    #[must_use]
    pub fn align(mut self, align: impl IntoIterator<Item = Align>) -> Self {
        self.align = align.into_iter().collect();
        self
    }

    /// Adds a row; it is brought to as many cells as there are headings.
    #[must_use]
    pub fn row<T: Into<Inline>>(mut self, cells: impl IntoIterator<Item = T>) -> Self {
        self.push(cells);
        self
    }

    /// Adds a row in place.
    pub fn push<T: Into<Inline>>(&mut self, cells: impl IntoIterator<Item = T>) {
        let mut cells: Vec<Inline> = cells.into_iter().map(Into::into).collect();
        cells.resize(self.columns.len(), Inline::default());
        self.rows.push(cells);
    }

    /// Gives the side of one column.
    pub fn side(&self, column: usize) -> Align {
        self.align.get(column).copied().unwrap_or_default()
    }
}

impl<T: Into<Inline>> From<T> for Item {
    fn from(text: T) -> Self {
        Self { ticked: None, text: text.into(), blocks: Vec::new() }
    }
}

impl Item {
    /// Puts a box before the item.
    #[must_use]
    pub fn ticked(mut self, yes: bool) -> Self {
        self.ticked = Some(yes);
        self
    }

    /// Puts a list under the item.
    #[must_use]
    pub fn under<T: Into<Self>>(mut self, items: impl IntoIterator<Item = T>) -> Self {
        self.blocks.push(Block::List { ordered: false, items: items.into_iter().map(Into::into).collect() });
        self
    }
}

#[cfg(test)]
mod tests;
