//! Documents as Jira keeps them (a tree of nodes) as plain Markdown.

use serde_json::Value;

use super::super::read::json::{list, text};
use super::tidy;

/// Deepest nesting that is followed.
const DEEPEST: usize = 60;

/// Says whether a value is such a document.
pub fn is_document(value: &Value) -> bool {
    value.get("type").and_then(Value::as_str) == Some("doc") && value.get("content").is_some_and(Value::is_array)
}

/// Turns a document into Markdown.
pub fn markdown(document: &Value) -> String {
    let mut out = String::new();
    blocks(document, "", 0, &mut out);
    tidy(&out)
}

fn kind(node: &Value) -> &str {
    node.get("type").and_then(Value::as_str).unwrap_or_default()
}

fn attribute(node: &Value, key: &str) -> Option<String> {
    text(node.get("attrs").and_then(|attrs| attrs.get(key)))
}

/// Writes the blocks of a node, each line with what stands in front of it.
fn blocks(node: &Value, indent: &str, depth: usize, out: &mut String) {
    if depth > DEEPEST {
        return;
    }
    let mut count = attribute(node, "order").and_then(|n| n.parse().ok()).unwrap_or(1_usize);
    for block in list(node, "content") {
        match kind(block) {
            "heading" => {
                let level = attribute(block, "level").and_then(|n| n.parse().ok()).unwrap_or(1_usize).clamp(1, 6);
                out.push_str(&format!("{indent}{} {}\n\n", "#".repeat(level), inline(block, depth)));
            }
            "codeBlock" => {
                out.push_str(&format!("{indent}```{}\n", attribute(block, "language").unwrap_or_default()));
                for line in inline(block, depth).lines() {
                    out.push_str(&format!("{indent}{line}\n"));
                }
                out.push_str(&format!("{indent}```\n\n"));
            }
            "blockquote" | "panel" => quoted(block, indent, depth, out),
            "rule" => out.push_str(&format!("{indent}---\n\n")),
            "listItem" | "taskItem" | "decisionItem" => {
                let mark = match (kind(node), kind(block)) {
                    ("orderedList", _) => format!("{count}. "),
                    (_, "taskItem") if attribute(block, "state").as_deref() == Some("DONE") => "- [x] ".to_owned(),
                    (_, "taskItem") => "- [ ] ".to_owned(),
                    _ => "- ".to_owned(),
                };
                count += 1;
                item(block, indent, &mark, depth, out);
            }
            "bulletList" | "orderedList" | "taskList" | "decisionList" => {
                blocks(block, indent, depth + 1, out);
                out.push('\n');
            }
            "table" => table(block, indent, depth, out),
            "paragraph" => {
                let text = inline(block, depth);
                for line in text.lines() {
                    out.push_str(&format!("{indent}{line}\n"));
                }
                out.push('\n');
            }
            "text" | "mention" | "emoji" | "inlineCard" | "hardBreak" | "media" | "mediaInline" | "status" | "date" => {
                out.push_str(&format!("{indent}{}\n", piece(block)));
            }
            _ => blocks(block, indent, depth + 1, out),
        }
    }
}

fn item(block: &Value, indent: &str, mark: &str, depth: usize, out: &mut String) {
    let mut inner = String::new();
    blocks(block, "", depth + 1, &mut inner);
    let mut lines = inner.lines().filter(|line| !line.trim().is_empty());
    out.push_str(&format!("{indent}{mark}{}\n", lines.next().unwrap_or_default()));
    for line in lines {
        out.push_str(&format!("{indent}  {line}\n"));
    }
}

fn quoted(block: &Value, indent: &str, depth: usize, out: &mut String) {
    let mut inner = String::new();
    blocks(block, "", depth + 1, &mut inner);
    for line in tidy(&inner).lines() {
        out.push_str(&format!("{indent}> {line}\n"));
    }
    out.push('\n');
}

fn table(block: &Value, indent: &str, depth: usize, out: &mut String) {
    for (at, row) in list(block, "content").iter().enumerate() {
        let cells: Vec<String> = list(row, "content")
            .iter()
            .map(|cell| {
                let mut inner = String::new();
                blocks(cell, "", depth + 1, &mut inner);
                tidy(&inner).replace('\n', " ").replace('|', "\\|")
            })
            .collect();
        out.push_str(&format!("{indent}| {} |\n", cells.join(" | ")));
        if at == 0 {
            out.push_str(&format!("{indent}|{}\n", "---|".repeat(cells.len())));
        }
    }
    out.push('\n');
}

fn inline(node: &Value, depth: usize) -> String {
    let mut out = String::new();
    for inner in list(node, "content") {
        if inner.get("content").is_some() && depth < DEEPEST {
            out.push_str(&inline(inner, depth + 1));
        } else {
            out.push_str(&piece(inner));
        }
    }
    out
}

fn piece(node: &Value) -> String {
    let attribute = |key| attribute(node, key).unwrap_or_default();
    match kind(node) {
        "text" => marked(node),
        "hardBreak" => "\n".to_owned(),
        "mention" => attribute("text"),
        "emoji" => Some(attribute("text")).filter(|text| !text.is_empty()).unwrap_or_else(|| attribute("shortName")),
        "inlineCard" | "blockCard" | "embedCard" => attribute("url"),
        "status" => attribute("text"),
        "date" => attribute("timestamp")
            .parse()
            .ok()
            .and_then(chrono::DateTime::from_timestamp_millis)
            .map_or_else(String::new, |date| date.format("%Y-%m-%d").to_string()),
        "media" | "mediaInline" => {
            format!("[{}]", Some(attribute("alt")).filter(|alt| !alt.is_empty()).unwrap_or_else(|| "attachment".to_owned()))
        }
        _ => String::new(),
    }
}

fn marked(node: &Value) -> String {
    let mut out = text(node.get("text")).unwrap_or_default();
    for mark in list(node, "marks") {
        out = match kind(mark) {
            "strong" => format!("**{out}**"),
            "em" => format!("_{out}_"),
            "code" => format!("`{out}`"),
            "strike" => format!("~~{out}~~"),
            "link" => match attribute(mark, "href") {
                Some(href) if href != out => format!("[{out}]({href})"),
                _ => out,
            },
            _ => out,
        };
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_become_markdown() {
        let document: Value = serde_json::from_str(
            r#"{"type":"doc","version":1,"content":[
            {"type":"heading","attrs":{"level":2},"content":[{"type":"text","text":"What"}]},
            {"type":"paragraph","content":[{"type":"text","text":"bold","marks":[{"type":"strong"}]},{"type":"hardBreak"},{"type":"mention","attrs":{"text":"@Ann"}}]},
            {"type":"bulletList","content":[{"type":"listItem","content":[{"type":"paragraph","content":[{"type":"text","text":"one"}]},
              {"type":"orderedList","content":[{"type":"listItem","content":[{"type":"paragraph","content":[{"type":"text","text":"deep"}]}]}]}]}]},
            {"type":"codeBlock","attrs":{"language":"sh"},"content":[{"type":"text","text":"a\nb"}]},
            {"type":"table","content":[{"type":"tableRow","content":[{"type":"tableHeader","content":[{"type":"paragraph","content":[{"type":"text","text":"h|1"}]}]}]}]},
            {"type":"paragraph","content":[{"type":"text","text":"x","marks":[{"type":"link","attrs":{"href":"https://x.org"}}]}]}]}"#,
        )
        .unwrap();
        assert!(is_document(&document));
        assert_eq!(
            markdown(&document),
            "## What\n\n**bold**\n@Ann\n\n- one\n  1. deep\n\n```sh\na\nb\n```\n\n| h\\|1 |\n|---|\n\n[x](https://x.org)"
        );
    }
}
