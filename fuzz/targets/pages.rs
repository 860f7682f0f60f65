//! Markdown into a document, and out of it for a terminal, a web page and a file: nothing of it acts.

use warroom::document::Document;
use warroom::document::print::width;

use super::oracle;

/// Feeds one input: a byte for a width, then the Markdown.
pub fn feed(bytes: &[u8]) {
    let Some((first, rest)) = bytes.split_first() else { return };
    let source = String::from_utf8_lossy(rest);
    let document = Document::from_markdown(&source);
    let columns = usize::from(*first) + 10;
    for line in document.to_lines(columns) {
        let shown = line.text();
        oracle::tame(&shown, false);
    }
    oracle::tame(&document.to_plain(columns), true);
    let markdown = document.to_markdown();
    oracle::tame(&markdown, true);
    // What was written is read with the same words in the same order.
    let words = |document: &Document| document.to_plain(columns).chars().filter(|c| c.is_alphabetic()).collect::<String>();
    assert_eq!(words(&Document::from_markdown(&markdown)), words(&document), "{source:?} was written {markdown:?}");
    web(&document.to_html_page("a <title>", "en"));
    assert!(width(&document.title()) <= 20_000);
}

/// A page has no script, no handler and no address but those that may be one.
fn web(page: &str) {
    let low = page.to_lowercase();
    assert!(!low.contains("<script") && !low.contains("<iframe") && !low.contains("<img") && !low.contains("<object"), "{page}");
    for target in low.split("href=\"").skip(1) {
        assert!(["http://", "https://", "mailto:", "#"].iter().any(|scheme| target.starts_with(scheme)), "{page}");
    }
    for tag in low.split('<').skip(1) {
        let tag = tag.split('>').next().unwrap_or_default();
        assert!(!tag.contains(" on") || !tag.contains('='), "a handler in <{tag}>");
    }
}
