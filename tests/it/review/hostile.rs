//! No text, in whatever field, changes the shape of the page.

use pulldown_cmark::{Event, Options, Parser, Tag};
use serde_json::Value as Json;

use super::Desk;

const HOSTILE: &[&str] = &[
    "a | b || c",
    "``` fence",
    "<script>alert(1)</script><!-- c",
    "](javascript:alert(1)) [x](javascript:y) ![i](http://p/q.png)",
    "\\| ends with a backslash \\",
    "{{ 7 * 7 }} {% include 'x' %}",
    "\u{1b}[31m \u{202E}x\u{2028}# y",
    "`unclosed **bold _it_ ~~x~~",
    "- [x] done",
    "--- ===",
    "\u{5bc6}\u{7801} \u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467}",
];

/// Counts what a reader would take for structure, and refuses what no text may make.
fn structure(markdown: &str) -> Vec<usize> {
    let mut counts = vec![0; 6];
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    for event in Parser::new_ext(markdown, options) {
        let at = match &event {
            Event::Start(Tag::Heading { .. }) => 0,
            Event::Start(Tag::Table(_)) => 1,
            Event::Start(Tag::TableRow) => 2,
            Event::Start(Tag::TableCell) => 3,
            Event::Start(Tag::CodeBlock(_)) => 4,
            Event::Rule => 5,
            Event::InlineHtml(html) if &**html != "<br>" => panic!("{html} in {markdown}"),
            Event::Html(html) if !matches!(html.trim(), "<!-- -->" | "<!-- recorded -->") => panic!("{html} in {markdown}"),
            Event::Start(Tag::Image { .. } | Tag::BlockQuote(_) | Tag::Link { .. } | Tag::Strikethrough) => {
                panic!("{event:?} in {markdown}")
            }
            _ => continue,
        };
        counts[at] += 1;
    }
    counts
}

fn case_of(text: &str) -> (String, String) {
    let mut desk = Desk::new();
    let fields = [
        ("title", text),
        ("service", text),
        ("started", "12:00"),
        ("lead", "ana"),
        ("foreign-severity", text),
        ("effect", text),
        ("description", text),
    ];
    let case = desk.ok("incident open", &fields).json["case"].as_str().unwrap().to_owned();
    desk.ok("person add", &[("handle", &format!("x{}", text.len())), ("name", text), ("role", text)]);
    desk.app.ctx.actor = text.into();
    let other = desk.ok("issue open", &[("title", text), ("project", text)]).json["case"].as_str().unwrap().to_owned();
    desk.ok("link", &[("case", &case), ("other", &other), ("as", "hits")]);
    for kind in ["fact", "decision", "question", "hypothesis", "action"] {
        desk.ok(
            "log",
            &[("case", &case), ("line", &format!("so: {text}")), ("kind", kind), ("why", text), ("owner", &format!("x{}", text.len()))],
        );
    }
    desk.ok("action add", &[("case", &case), ("text", text), ("period", text), ("reference", text)]);
    for name in ["summary", "causes", "evidence", "participants", "related", "open-questions"] {
        desk.ok("review set", &[("case", &case), ("section", name), ("text", text)]);
    }
    let json: Json = serde_json::from_str(&desk.export(&case, "internal", "json")).unwrap();
    assert_eq!(json["header"]["title"], text.trim());
    let html = desk.export(&case, "internal", "html");
    assert!(!html.contains("<script") && !html.contains("<img") && !html.contains("href=\"javascript"), "{html}");
    (desk.export(&case, "internal", "md"), json["timeline"].as_array().map_or(0, Vec::len).to_string())
}

#[test]
fn no_text_in_any_field_bends_the_page() {
    let (calm, rows) = case_of("calm");
    assert_eq!(rows, "5");
    for text in HOSTILE {
        let (markdown, _) = case_of(text);
        assert_eq!(structure(&markdown), structure(&calm), "{text:?} in\n{markdown}");
        assert!(!markdown.contains(['\u{1b}', '\u{202E}', '\u{2028}']), "{markdown:?}");
    }
}
