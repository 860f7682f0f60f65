//! Prints a document as Markdown.

use std::fmt::Write;

use super::print::{address, markdown};
use super::{Align, Block, Document, Inline, Item, Span, Style, Table};

impl Document {
    /// Prints Markdown that ends with a line feed; text never becomes structure.
    pub fn to_markdown(&self) -> String {
        let mut out = String::new();
        blocks(&mut out, &self.blocks, "");
        out
    }
}

fn blocks(out: &mut String, list: &[Block], margin: &str) {
    for (i, block) in list.iter().enumerate() {
        if i > 0 {
            out.push_str(margin.trim_end());
            out.push('\n');
            // Two lists in a row would read as one; a comment parts them in every reader.
            if matches!((list.get(i - 1), block), (Some(Block::List { .. } | Block::Facts(_)), Block::List { .. } | Block::Facts(_))) {
                let _ = writeln!(out, "{margin}<!-- -->\n{}", margin.trim_end());
            }
        }
        let mut text = String::new();
        one(&mut text, block);
        for line in text.lines() {
            let _ = writeln!(out, "{}", format!("{margin}{line}").trim_end());
        }
    }
}

fn one(out: &mut String, block: &Block) {
    match block {
        Block::Heading { level, text } => {
            let _ = writeln!(out, "{} {}", "#".repeat(usize::from(*level)), inline(text));
        }
        Block::Facts(facts) => {
            for (label, value) in facts {
                let _ = writeln!(out, "- **{}:** {}", inline(label), inline(value));
            }
        }
        Block::Paragraph(text) => {
            let _ = writeln!(out, "{}", inline(text));
        }
        Block::List { ordered, items } => {
            for (i, item) in items.iter().enumerate() {
                let bullet = if *ordered { format!("{}. ", i + 1) } else { "- ".to_owned() };
                list_item(out, &bullet, item);
            }
        }
        Block::Table(table) => print_table(out, table),
        Block::Code { language, text } => {
            let _ = writeln!(out, "{}", markdown::verbatim(text, language));
        }
        Block::Diagram(source) => {
            let _ = writeln!(out, "{}", markdown::verbatim(source, "mermaid"));
        }
        Block::Quote(inner) => blocks(out, inner, "> "),
        Block::Rule => out.push_str("---\n"),
    }
}

fn list_item(out: &mut String, bullet: &str, item: &Item) {
    let tick = match item.ticked {
        Some(true) => "[x] ",
        Some(false) => "[ ] ",
        None => "",
    };
    let _ = writeln!(out, "{bullet}{tick}{}", inline(&item.text));
    if !item.blocks.is_empty() {
        let tight = item.blocks.iter().all(|b| matches!(b, Block::List { .. }));
        if !tight {
            out.push('\n');
        }
        blocks(out, &item.blocks, &" ".repeat(bullet.len()));
    }
}

fn print_table(out: &mut String, table: &Table) {
    let row = |cells: &[Inline]| format!("| {} |", cells.iter().map(inline).collect::<Vec<_>>().join(" | "));
    let _ = writeln!(out, "{}", row(&table.columns));
    let rule = (0..table.columns.len()).map(|i| match table.side(i) {
        Align::Left => "---",
        Align::Right => "--:",
        Align::Center => ":-:",
    });
    let _ = writeln!(out, "| {} |", rule.collect::<Vec<_>>().join(" | "));
    for cells in &table.rows {
        let _ = writeln!(out, "{}", row(cells));
    }
}

fn inline(text: &Inline) -> String {
    text.0.iter().enumerate().map(|(i, piece)| span(piece, i == 0)).collect()
}

fn span(span: &Span, first: bool) -> String {
    let text = span.text.raw();
    if let Some(target) = span.link.as_deref().filter(|target| address::link(target).is_some()) {
        return markdown::link(target, text);
    }
    // Marks of emphasis must touch a letter, so blanks at the ends stay outside.
    let core = text.trim();
    let (before, after) = text.split_once(core).filter(|_| !core.is_empty()).unwrap_or((text, ""));
    let wrapped = match span.style {
        _ if core.is_empty() => String::new(),
        Style::Plain | Style::Dim => return blank_first(text, first),
        Style::Strong => format!("**{}**", markdown::inline(core)),
        Style::Emphasis => format!("*{}*", markdown::inline(core)),
        Style::Code => markdown::code(core),
    };
    format!("{}{wrapped}{}", blank_first(before, first), blank_first(after, false))
}

/// Prints text that may follow other text of its line: one leading blank is then just a blank.
fn blank_first(text: &str, first: bool) -> String {
    match text.strip_prefix(' ') {
        Some(rest) if !first && !rest.starts_with([' ', '\t']) => format!(" {}", markdown::inline(rest)),
        _ => markdown::inline(text),
    }
}
