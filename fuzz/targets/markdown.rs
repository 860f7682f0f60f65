//! Text through the printers of Markdown and back through another reader of it: one text without any markup.

use comrak::nodes::{AstNode, NodeValue};
use comrak::{Arena, Options, parse_document};
use warroom::document::print::markdown::{code, inline, items, link, prose, verbatim};
use warroom::document::print::neutral::{Layout, neutral};
use warroom::model::Untrusted;

use super::oracle;

/// Feeds one input.
pub fn feed(bytes: &[u8]) {
    let text = Untrusted::new(String::from_utf8_lossy(bytes));
    let shown = neutral(text.raw(), Layout::Lines);
    let want = oracle::unspaced(&shown);
    // On one line a mark that piled up on a line feed piles up on a blank, and more of them are cut.
    let one_line = oracle::unspaced(&neutral(text.raw(), Layout::OneLine));
    let line = inline(&text);
    oracle::tame(&line, true);
    assert!(!line.contains('\n'), "{line:?}");
    for (source, name) in [(line, "inline"), (prose(&text, 0), "prose"), (code(&text), "code")] {
        let read = read(&source);
        assert_eq!(oracle::unspaced(&read.text), *if name == "code" { &one_line } else { &want }, "{name}: {source:?}");
        assert!(read.odd.is_empty(), "{name}: {:?} in {source:?}", read.odd);
        assert!(name == "prose" || read.paragraphs <= 1, "{name}: {source:?}");
    }
    let list = items(&text);
    let (read_list, lines) = (read(&list), shown.lines().filter(|line| !line.trim().is_empty()).count());
    assert!(read_list.odd.is_empty() && read_list.items == lines, "{:?}, {} of {lines} items in {list:?}", read_list.odd, read_list.items);
    let fenced = read(&verbatim(&text, "text"));
    assert_eq!((oracle::unspaced(&fenced.text), fenced.blocks), (want.clone(), 1));
    table(&text, &want, &one_line);
    // Only an address that is one leads anywhere, and to nowhere else.
    for target in read(&link(&text, "see")).targets {
        assert!(["http://", "https://", "mailto:"].iter().any(|scheme| target.to_ascii_lowercase().starts_with(scheme)), "{target:?}");
        assert_eq!(target, text.raw().trim());
    }
    assert!(read(&link("https://a.example/x", &text)).targets.iter().all(|target| target == "https://a.example/x"));
}

/// A cell of a table holds the text and the next cell is the next cell.
fn table(text: &Untrusted, want: &str, one_line: &str) {
    let source = format!("| a | b |\n|---|---|\n| {} | {} |\n", inline(text), code(text));
    let read = read(&source);
    assert_eq!((read.cells, read.odd.as_slice()), (4, [].as_slice()), "{source:?}");
    assert_eq!(oracle::unspaced(&read.text), format!("ab{want}{one_line}"), "{source:?}");
}

/// What a reader finds in a source.
#[derive(Default)]
struct Read {
    text: String,
    paragraphs: usize,
    items: usize,
    cells: usize,
    blocks: usize,
    targets: Vec<String>,
    odd: Vec<String>,
}

fn read(source: &str) -> Read {
    let arena = Arena::new();
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.extension.tasklist = true;
    options.extension.footnotes = true;
    options.extension.description_lists = true;
    options.extension.math_dollars = true;
    options.extension.alerts = true;
    let mut read = Read::default();
    walk(parse_document(&arena, source, &options), &mut read);
    read
}

fn walk<'a>(node: &'a AstNode<'a>, read: &mut Read) {
    match &node.data.borrow().value {
        NodeValue::Document | NodeValue::List(_) | NodeValue::Table(_) | NodeValue::TableRow(_) => {}
        NodeValue::Paragraph => read.paragraphs += 1,
        NodeValue::Item(_) => read.items += 1,
        NodeValue::TableCell => read.cells += 1,
        NodeValue::Text(text) => read.text.push_str(text),
        NodeValue::Code(code) => read.text.push_str(&code.literal),
        NodeValue::CodeBlock(block) => {
            read.blocks += 1;
            read.text.push_str(&block.literal);
            if !block.fenced {
                read.odd.push("an indented block".to_owned());
            }
        }
        NodeValue::HtmlInline(tag) if tag == "<br>" => {}
        NodeValue::SoftBreak | NodeValue::LineBreak => read.text.push('\n'),
        NodeValue::Link(link) => read.targets.push(link.url.clone()),
        other => read.odd.push(format!("{other:?}")),
    }
    if matches!(node.data.borrow().value, NodeValue::Link(_)) {
        read.odd.push("a link".to_owned());
    }
    for child in node.children() {
        walk(child, read);
    }
}
