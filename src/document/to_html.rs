//! Prints a document as HTML: a fragment, or a page that stands on its own and loads nothing.

use std::fmt::Write;

use super::print::{address, html};
use super::{Align, Block, Document, Inline, Item, Span, Style, Table};

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}\
table{border-collapse:collapse;margin:1rem 0}th,td{border:1px solid #bbb;padding:.3rem .6rem;text-align:left;vertical-align:top}\
th{background:#f2f2f2}pre{background:#f6f6f6;border:1px solid #ddd;padding:.8rem;overflow-x:auto}code{background:#f6f6f6}\
blockquote{border-left:4px solid #bbb;margin-left:0;padding-left:1rem}.dim{color:#666}dt{font-weight:bold}dd{margin:0 0 .4rem 1rem}\
td.right,th.right{text-align:right}td.center,th.center{text-align:center}@media print{body{margin:0;max-width:none}}";

impl Document {
    /// Prints the blocks as an HTML fragment.
    pub fn to_html(&self) -> String {
        let mut out = String::new();
        blocks(&mut out, &self.blocks);
        out
    }

    /// Prints a page that stands on its own: no script, no picture, nothing loaded from anywhere.
    ///
    /// `language` is a language tag such as `nl`; `title` is what the window is called.
    pub fn to_html_page(&self, title: &str, language: &str) -> String {
        format!(
            "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
             <meta name=\"viewport\" content=\"width=device-width\">\n<title>{}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n{}</body>\n</html>\n",
            html::attribute(language),
            html::text(title),
            self.to_html()
        )
    }
}

fn blocks(out: &mut String, list: &[Block]) {
    for block in list {
        one(out, block);
        out.push('\n');
    }
}

fn one(out: &mut String, block: &Block) {
    match block {
        Block::Heading { level, text } => {
            let level = level.clamp(&1, &6);
            let _ = write!(out, "<h{level}>{}</h{level}>", inline(text));
        }
        Block::Facts(facts) => {
            let rows = facts.iter().map(|(label, value)| format!("<dt>{}</dt><dd>{}</dd>\n", inline(label), inline(value)));
            let _ = write!(out, "<dl>\n{}</dl>", rows.collect::<String>());
        }
        Block::Paragraph(text) => {
            let _ = write!(out, "<p>{}</p>", inline(text));
        }
        Block::List { ordered, items } => {
            let tag = if *ordered { "ol" } else { "ul" };
            let _ = writeln!(out, "<{tag}>");
            for item in items {
                list_item(out, item);
            }
            let _ = write!(out, "</{tag}>");
        }
        Block::Table(table) => print_table(out, table),
        Block::Code { text, .. } => {
            let _ = write!(out, "<pre><code>{}</code></pre>", html::text(text));
        }
        Block::Diagram(source) => {
            let _ = write!(out, "<pre class=\"mermaid\">{}</pre>", html::text(source));
        }
        Block::Quote(inner) => {
            out.push_str("<blockquote>\n");
            blocks(out, inner);
            out.push_str("</blockquote>");
        }
        Block::Rule => out.push_str("<hr>"),
    }
}

fn list_item(out: &mut String, item: &Item) {
    let tick = match item.ticked {
        Some(true) => "<input type=\"checkbox\" disabled checked> ",
        Some(false) => "<input type=\"checkbox\" disabled> ",
        None => "",
    };
    let _ = write!(out, "<li>{tick}{}", inline(&item.text));
    if !item.blocks.is_empty() {
        out.push('\n');
        blocks(out, &item.blocks);
    }
    out.push_str("</li>\n");
}

fn print_table(out: &mut String, table: &Table) {
    let row = |out: &mut String, tag: &str, cells: &[Inline]| {
        out.push_str("<tr>");
        for (i, cell) in cells.iter().enumerate() {
            let side = match table.side(i) {
                Align::Left => "",
                Align::Right => " class=\"right\"",
                Align::Center => " class=\"center\"",
            };
            let _ = write!(out, "<{tag}{side}>{}</{tag}>", inline(cell));
        }
        out.push_str("</tr>\n");
    };
    out.push_str("<table>\n");
    if table.columns.iter().any(|column| !column.is_blank()) {
        row(out, "th", &table.columns);
    }
    for cells in &table.rows {
        row(out, "td", cells);
    }
    out.push_str("</table>");
}

fn inline(text: &Inline) -> String {
    text.0.iter().map(span).collect()
}

fn span(span: &Span) -> String {
    let text = html::text(&span.text).replace('\n', "<br>");
    let text = match span.style {
        Style::Plain => text,
        Style::Strong => format!("<strong>{text}</strong>"),
        Style::Emphasis => format!("<em>{text}</em>"),
        Style::Dim => format!("<span class=\"dim\">{text}</span>"),
        Style::Code => format!("<code>{text}</code>"),
    };
    match span.link.as_deref().and_then(address::link) {
        Some(target) => format!("<a href=\"{}\" rel=\"noreferrer\">{text}</a>", html::attribute(target)),
        None => text,
    }
}
