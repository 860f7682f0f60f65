//! Prints a document as HTML: a fragment, or a page that stands on its own and loads nothing.

use std::fmt::Write;

use super::print::{address, html};
use super::{Align, Block, Document, Inline, Item, Span, Style, Table};

/// A word of so many letters may be broken anywhere, or its table would be wider than the paper.
const LONG: usize = 24;

/// How a page looks, on a screen of any width and on paper.
const STYLE: &str = "\
:root{color-scheme:light}\
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff;overflow-wrap:anywhere}\
h1{font-size:1.7rem;line-height:1.25}h2{font-size:1.25rem;margin-top:2rem;border-bottom:1px solid #ccc;padding-bottom:.2rem}\
table{border-collapse:collapse;margin:1rem 0;max-width:100%}th,td{border:1px solid #bbb;padding:.3rem .6rem;text-align:left;vertical-align:top}\
th,td{overflow-wrap:break-word}td.long{overflow-wrap:anywhere;min-width:8rem}th{background:#f2f2f2}ul,ol{padding-left:1.4rem}li.task{list-style:none;margin-left:-1.4rem}\
pre{background:#f6f6f6;border:1px solid #ddd;padding:.8rem;white-space:pre-wrap}code{background:#f6f6f6}\
blockquote{border-left:4px solid #bbb;margin-left:0;padding-left:1rem}.dim{color:#666}dt{font-weight:bold}dd{margin:0 0 .4rem 1rem}\
hr{border:0;border-top:1px solid #ccc;margin:2rem 0}td.right,th.right{text-align:right}td.center,th.center{text-align:center}\
@media(max-width:40rem){body{margin:1rem auto;font-size:15px}table{display:block;overflow-x:auto;font-size:14px}}\
@page{size:A4;margin:18mm 16mm}\
@media print{body{margin:0;padding:0;max-width:none;font-size:10.5pt}h1,h2,h3{break-after:avoid}tr,li,blockquote{break-inside:avoid}\
thead{display:table-header-group}table{font-size:9.5pt}a{color:inherit}}";

impl Document {
    /// Gives its first heading: what a page is called.
    pub fn title(&self) -> String {
        let heading = |block: &Block| if let Block::Heading { text, .. } = block { Some(text.text().raw().to_owned()) } else { None };
        self.blocks.iter().find_map(heading).unwrap_or_default()
    }

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
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n{}</body>\n</html>\n",
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
        Block::Diagram(_) => {
            // Drawn it would take a program, and its source is no picture: what it shows stands in the lists and tables around it.
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
    let class = if item.ticked.is_some() { " class=\"task\"" } else { "" };
    let _ = write!(out, "<li{class}>{tick}{}", inline(&item.text));
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
                Align::Left => None,
                Align::Right => Some("right"),
                Align::Center => Some("center"),
            };
            let is_long = cell.text().raw().split_whitespace().any(|word| word.chars().count() > LONG);
            let classes: Vec<&str> = side.into_iter().chain(is_long.then_some("long")).collect();
            let class = if classes.is_empty() { String::new() } else { format!(" class=\"{}\"", classes.join(" ")) };
            let _ = write!(out, "<{tag}{class}>{}</{tag}>", inline(cell));
        }
        out.push_str("</tr>\n");
    };
    out.push_str("<table>\n");
    if table.columns.iter().any(|column| !column.is_blank()) {
        out.push_str("<thead>\n");
        row(out, "th", &table.columns);
        out.push_str("</thead>\n");
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
