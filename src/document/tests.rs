//! Tests of a document's way through every printer and back.

use super::print::width;
use super::*;

const HOSTILE: &[&str] = &[
    "a|b",
    "# heading",
    "x\n# heading\n---",
    "```\ncode",
    "<script>alert(1)</script>",
    "](javascript:alert(1))",
    "\u{1b}[31mred\u{9b}",
    "\u{202E}evil",
    "- item\n1. item",
    "| a |\n|---|\n| b |",
    "    indented",
    "@ana &amp; <b>",
    "网络中断 已恢复",
    "*b* _i_ `c` ~~s~~",
    "[ ] not a box",
];

fn everything(text: &str) -> Document {
    Document::new()
        .heading(1, text)
        .facts([("Label", text), (text, "value")])
        .paragraph(Inline::new().plain("before ").strong(text).plain(" after").link("https://a.example/x", text))
        .bullets([Item::from(text).under([text]), Item::from(text).ticked(true)])
        .rule()
        .table(Table::new(["#", text]).align([Align::Right, Align::Left]).row(["1", text]).row([text, ""]))
        .verbatim(text)
        .block(Block::Quote(vec![Block::Paragraph(text.into())]))
        .numbered([text, "second"])
}

/// Gives the kinds of blocks, which hostile text must not change.
fn shape(blocks: &[Block]) -> Vec<String> {
    blocks
        .iter()
        .map(|block| match block {
            Block::Facts(facts) => format!("list {}", facts.len()),
            Block::List { items, .. } => format!("list {}", items.len()),
            Block::Table(table) => format!("table {}x{}", table.columns.len(), table.rows.len()),
            Block::Heading { level, .. } => format!("heading {level}"),
            Block::Paragraph(_) => "paragraph".to_owned(),
            Block::Quote(inner) => format!("quote {:?}", shape(inner)),
            Block::Code { .. } | Block::Diagram(_) => "code".to_owned(),
            Block::Rule => "rule".to_owned(),
        })
        .collect()
}

fn words(text: &Inline) -> String {
    print::plain(&text.text()).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn hostile_text_does_not_change_the_shape_of_a_document_on_its_way_through_markdown() {
    for text in HOSTILE {
        let document = everything(text);
        let back = Document::from_markdown(&document.to_markdown());
        assert_eq!(shape(&back.blocks), shape(&document.blocks), "{}", document.to_markdown());
        let (Some(Block::Heading { text: was, .. }), Some(Block::Heading { text: is, .. })) =
            (document.blocks.first(), back.blocks.first())
        else {
            panic!("a heading")
        };
        assert_eq!(words(is), words(was));
    }
}

#[test]
fn a_document_survives_markdown_without_change_once_its_blanks_have_settled() {
    for text in HOSTILE {
        let text = text.trim();
        let once = Document::from_markdown(&everything(text).to_markdown());
        assert_eq!(Document::from_markdown(&once.to_markdown()), once, "{}", once.to_markdown());
    }
}

#[test]
fn html_holds_only_the_tags_that_the_document_has() {
    let count = |html: &str, tag: &str| html.matches(tag).count();
    let calm = everything("calm").to_html_page("t", "en");
    for text in HOSTILE {
        let html = everything(text).to_html_page(text, "en");
        for tag in ["<h1", "<table", "<tr", "<td", "<li", "<a ", "<script", "<pre", "<blockquote", "<b>", "href="] {
            assert_eq!(count(&html, tag), count(&calm, tag), "{tag} in {html}");
        }
        assert!(!html.contains('\u{1b}') && !html.contains('\u{202E}'));
    }
}

#[test]
fn every_line_fits_and_nothing_can_steer_a_terminal() {
    for text in HOSTILE {
        for columns in [10, 24, 80, 200] {
            for line in everything(text).to_lines(columns) {
                assert!(line.width() <= columns, "{} > {columns}: {:?}", line.width(), line.text());
                assert!(!line.text().contains(['\u{1b}', '\u{9b}', '\u{202E}', '\n']));
            }
        }
    }
}

#[test]
fn plain_text_reads_well() {
    let document = Document::new()
        .heading(1, "INC-12 storage array down")
        .facts([("Service", "Payments"), ("Priority", "P1")])
        .table(
            Table::new(["Time", "What was said"])
                .align([Align::Right])
                .row(["14:05", "fail over to the second site as agreed"])
                .row(["9:15", "restored"]),
        )
        .bullets([Item::from("first").ticked(false).under(["a longer line under it that has to wrap"])]);
    let want = "INC-12 storage array down
=========================

Service   Payments
Priority  P1

 Time  What was said
-----  -----------------------
14:05  fail over to the second
       site as agreed
 9:15  restored

- [ ] first
      - a longer line under it
        that has to wrap
";
    assert_eq!(document.to_plain(30), want);
}

#[test]
fn wrapping_breaks_between_wide_characters_and_keeps_every_word() {
    let lines = layout::wrap(&"网络中断已经恢复 and on".into(), 9, Role::Plain);
    let texts: Vec<String> = lines.iter().map(StyledLine::text).collect();
    assert_eq!(texts, ["网络中断", "已经恢复", "and on"]);
    assert!(texts.iter().all(|t| width(t) <= 9));
}

#[test]
fn a_text_too_long_for_a_screen_is_cut_with_a_count() {
    let lines = Document::new().paragraph("word ".repeat(5_000)).to_lines(80);
    assert_eq!(lines.last().map(StyledLine::text).as_deref(), Some("[5000 more]"));
}

#[test]
fn foreign_markdown_loses_its_html_pictures_and_bad_links() {
    let source = "---\ncase: x\n---\n\n<div onclick=x>\n\ntext <b>bold</b> ![pic](http://x/y.png) [bad](javascript:x) [good](https://a.example)\n\n<script>\nx\n</script>\n";
    let document = Document::from_markdown(source);
    let html = document.to_html();
    assert!(!html.contains("<div") && !html.contains("<script") && !html.contains("<img") && !html.contains("javascript:"), "{html}");
    assert_eq!(html.matches("<a ").count(), 1);
    assert!(html.contains("&lt;div onclick=x&gt;") && !html.contains("case: x"), "{html}");
}

#[test]
fn deep_nesting_is_flattened_and_does_not_overflow() {
    let deep = format!("{} deep\n\n{}- x", ">".repeat(20_000), "- ".repeat(20_000));
    let document = Document::from_markdown(&deep);
    assert!(document.to_plain(80).contains("deep"));
    assert!(document.to_lines(10).iter().all(|line| line.width() <= 60));
}

/// Strings of the characters that mean something somewhere, mixed with ordinary ones.
fn nasty() -> impl proptest::strategy::Strategy<Value = String> {
    proptest::string::string_regex("([ \\t\n\r#*_`~|<>&@:/\\\\\\[\\]().!+=\\-0-9]|[a-z]{1,4}|www[.]|https?://|---|```|<br>|&#|\u{1b}|\u{301}|\u{202e}|网|👨\u{200d}|\u{85}){0,24}").unwrap()
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config { failure_persistence: None, ..Default::default() })]

    #[test]
    fn no_text_changes_the_shape_of_a_document(text in nasty()) {
        let document = everything(&text);
        let markdown = document.to_markdown();
        let back = Document::from_markdown(&markdown);
        let calm = |d: &Document| shape(&d.blocks).into_iter().filter(|b| b != "paragraph" && !b.starts_with("quote")).collect::<Vec<_>>();
        proptest::prop_assert_eq!(calm(&back), calm(&document), "{}", markdown);
    }

    #[test]
    fn inline_markdown_reads_back_as_the_same_text(text in nasty()) {
        let source = print::markdown::inline(&text);
        let shown: String = Document::from_markdown(&source).blocks.iter().map(|b| if let Block::Paragraph(t) = b { t.text().into_raw() } else { format!("{b:?}") }).collect();
        let want = print::plain(&text);
        // A line may lose blanks at its end, where nobody sees them.
        let trimmed = |t: &str| t.split('\n').map(str::trim_end).collect::<Vec<_>>().join("\n").trim().to_owned();
        proptest::prop_assert_eq!(trimmed(&shown), trimmed(&want), "{}", source);
    }

    #[test]
    fn no_line_is_wider_than_asked(text in nasty(), columns in 10_usize..60) {
        for line in everything(&text).to_lines(columns) {
            proptest::prop_assert!(line.width() <= columns, "{:?}", line.text());
        }
        proptest::prop_assert_eq!(width(&print::fit(&text, columns)), columns);
    }
}
