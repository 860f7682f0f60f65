//! A template of a person's own, and texts inside the built-in ones: a template ends, refuses in words, and no text of a case acts.

use serde_json::json;
use warroom::document::Document;
use warroom::document::template::Templates;

use super::oracle;

/// Feeds one input: as a template, and as every text of a built-in update.
pub fn feed(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let context = |foreign: &str| {
        json!({
            "reference": "INC-1", "kind": "incident", "title": foreign, "home": foreign, "priority": "P1", "state": "investigating",
            "audience": foreign, "since": "14:05", "impact": foreign, "impact_by": "", "hits": [foreign],
            "facts": [{"at": "14:05", "text": foreign}], "decided": [{"at": "14:06", "text": foreign}],
            "actions": [{"text": foreign, "owner": foreign, "due": "15:00"}], "workaround": foreign, "cause": foreign,
            "cause_found": true, "contact": foreign, "restored": "", "resolved": "", "review_due": "", "last_told": "", "next": "15:00",
        })
    };
    let own = Templates::with_own([("updates/en/own.md.j2".to_owned(), text.to_owned())]);
    match own.render("updates/en/own.md.j2", &context("replica lag")) {
        Ok(markdown) => oracle::tame(&Document::from_markdown(&markdown).to_plain(80), true),
        Err(error) => oracle::tame(&error.to_string(), false),
    }
    let names = own.names();
    for name in names.iter().filter(|name| name.starts_with("updates/") && !name.ends_with("/own.md.j2")) {
        let (Ok(markdown), Ok(calm)) = (own.render(name, &context(text)), own.render(name, &context("x"))) else { continue };
        oracle::tame(&Document::from_markdown(&markdown).to_plain(80), true);
        // A text of a case begins no heading and no table of its own.
        let count = |markdown: &str, from: &str| Document::from_markdown(markdown).to_html().matches(from).count();
        if !text.trim().is_empty() {
            for tag in ["<h1", "<h2", "<h3", "<table", "<hr", "<a "] {
                assert_eq!(count(&markdown, tag), count(&calm, tag), "{tag} in {name} with {text:?}");
            }
        }
    }
}
