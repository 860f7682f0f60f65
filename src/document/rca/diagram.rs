//! Diagrams of a review, from the values a template holds: what was redacted in them is redacted in the diagram too.

use std::fmt::Write as _;

use serde::Deserialize;

use crate::document::print::mermaid;

/// What a diagram needs of one cause.
#[derive(Debug, Deserialize)]
pub struct Box {
    reference: String,
    under: String,
    text: String,
    mark: String,
    mark_words: String,
    is_tree: bool,
}

/// Draws causes as a Mermaid flowchart: from what happened down to why; roots have a thick border, factors a broken one.
pub fn flowchart(causes: &[Box]) -> String {
    let mut out = String::from("flowchart TD\n");
    let number = |reference: &str| causes.iter().position(|cause| cause.reference == reference);
    for (at, cause) in causes.iter().enumerate().filter(|(_, cause)| cause.is_tree) {
        let mark = if cause.mark_words.is_empty() { String::new() } else { format!(" ({})", cause.mark_words) };
        let class = match cause.mark.as_str() {
            "root" => ":::root",
            "contributing" => ":::contributing",
            _ => "",
        };
        let _ = writeln!(out, "  n{at}[{}]{class}", mermaid::label(&format!("{}{mark}: {}", cause.reference, cause.text)));
    }
    for (at, cause) in causes.iter().enumerate().filter(|(_, cause)| cause.is_tree) {
        if let Some(above) = number(&cause.under) {
            let _ = writeln!(out, "  n{above} --> n{at}");
        }
    }
    out.push_str("  classDef root stroke-width:4px\n  classDef contributing stroke-dasharray:6 4\n");
    out
}
