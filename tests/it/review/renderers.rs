//! Hostile texts are the texts they are in renderers that are not ours.

use std::io::Write as _;
use std::process::{Command, Stdio};

use warroom::document::Document;
use warroom::document::print::markdown;

/// What texts try: each must be read again as it is.
const HOSTILE: &[&str] = &[
    "a | b || c",
    "`tick` ``two`` ```",
    "<script>alert(1)</script>",
    "<!-- hidden -->",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1)) ![i](http://p.example/q.png)",
    "**bold** _it_ ~~gone~~ ***",
    "# heading",
    "- [x] box",
    "1. one",
    "> quote",
    "--- ===",
    "=1+1 @SUM(A1) +cmd|' /C calc'!A0",
    "graph TD; a-->b; click a \"javascript:x\" %%{init: {}}%%",
    "&lt;b&gt; &#60; &copy;",
    "\\ \\| \\\\",
    "https://evil.example www.evil.example ana@evil.example",
    "[^1] [^1]: note",
    "{{ 7 * 7 }} {% raw %}",
    "$x^2$ :smile: @ana #12",
    "\u{5bc6}\u{7801} \u{1F468}\u{200D}\u{1F469}",
];

/// A text in every place a template has for one.
fn page() -> String {
    let mut page = String::from("# Hostile\n\n");
    for text in HOSTILE {
        page.push_str(&format!(
            "{}\n\n{}\n\n| a | b |\n| --- | --- |\n| {} | x |\n\n",
            markdown::prose(*text, 0),
            markdown::items(*text),
            markdown::inline(*text)
        ));
    }
    page
}

/// Gives the words of a page of HTML, and refuses what no text may make.
fn words(html: &str) -> String {
    // Some make addresses of mail out of any text; what is read stays the same.
    let html = &html.replace("<a href=\"mailto:", "<i href=\"mailto:");
    for tag in ["<script", "<img", "<a ", "<strong", "<em", "<del", "<blockquote", "<pre", "<code", "<input", "<sup", "<h2", "<ol", "<hr"] {
        assert!(!html.contains(tag), "{tag} in {html}");
    }
    let mut text = String::new();
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' => {
                inside = false;
                text.push(' ');
            }
            c if !inside => text.push(c),
            _ => {}
        }
    }
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn check(html: &str) {
    let words = words(html);
    for text in HOSTILE {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words.matches(&text).count() >= 2, "{text:?} in {words}");
    }
}

#[test]
fn another_commonmark_crate_reads_them_as_text() {
    let mut options = comrak::Options::default();
    options.extension.table = true;
    options.extension.tasklist = true;
    options.extension.strikethrough = true;
    options.extension.autolink = true;
    options.extension.footnotes = true;
    options.render.r#unsafe = true;
    check(&comrak::markdown_to_html(&page(), &options));
}

#[test]
fn our_own_page_reads_them_as_text() {
    check(&Document::from_markdown(&page()).to_html());
}

/// `markdown-it-py` from PyPI or Debian, where it is installed; `WARROOM_PYTHON` names another Python.
#[test]
fn a_renderer_of_another_language_reads_them_as_text() {
    let python = std::env::var("WARROOM_PYTHON").unwrap_or_else(|_| "python3".into());
    let script = "import sys\nfrom markdown_it import MarkdownIt\nsys.stdout.write(MarkdownIt('commonmark').enable(['table','strikethrough']).render(sys.stdin.read()))";
    let Ok(mut child) = Command::new(&python)
        .args(["-c", script])
        .env("PYTHONUTF8", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
    else {
        return eprintln!("skipped: there is no {python}");
    };
    // One that lacks the package ends without reading.
    let _ = child.stdin.take().unwrap().write_all(page().as_bytes());
    let out = child.wait_with_output().unwrap();
    if !out.status.success() {
        return eprintln!("skipped: {python} has no markdown-it-py");
    }
    check(&String::from_utf8(out.stdout).unwrap());
}

/// Diagrams are parsed by the real package where node finds it: `WARROOM_NODE_MODULES` names the folder it is installed in.
#[test]
fn exported_diagrams_are_read_by_mermaid() {
    let mut desk = super::Desk::new();
    let case = desk.open("Payments \"down\"; graph TD");
    desk.ok("incident set", &[("case", &case), ("acknowledged", "12:20"), ("restored", "13:00"), ("resolved", "14:00")]);
    for text in HOSTILE {
        desk.ok("cause add", &[("case", &case), ("text", text)]);
    }
    let markdown = desk.export(&case, "internal", "md");
    let diagrams: Vec<&str> = markdown.split("```mermaid\n").skip(1).filter_map(|rest| rest.split("\n```").next()).collect();
    assert!(!diagrams.is_empty(), "{markdown}");
    let modules = std::env::var("WARROOM_NODE_MODULES").unwrap_or_default();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/mermaid.mjs");
    let Ok(mut child) =
        Command::new("node").arg(script).arg(modules).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()
    else {
        return eprintln!("skipped: there is no node");
    };
    let _ = child.stdin.take().unwrap().write_all(serde_json::to_string(&diagrams).unwrap().as_bytes());
    let out = child.wait_with_output().unwrap();
    match out.status.code() {
        Some(0) => {}
        Some(77) => eprintln!("skipped: node finds no mermaid"),
        _ => panic!("{}{}\n{diagrams:#?}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr)),
    }
}
