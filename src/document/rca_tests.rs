//! Tests of printed reviews: the words for times, and a template that hostile text cannot bend.

use pulldown_cmark::{Event, Options, Parser, Tag};

use crate::document::{Block, Document};
use crate::model::sections::Sections;
use crate::model::{CaseKind, Moment, Precision, Untrusted, Zone};

use super::*;

const HOSTILE: &[&str] = &[
    "a | b | c",
    "x\n# heading\n\n## another",
    "```\nfence\n```\n# out",
    "~~~\nfence",
    "<script>alert(1)</script>\n<!-- comment",
    "](javascript:alert(1)) [x](javascript:y) ![i](http://p/q.png)",
    "| a | b |\n|---|---|\n| c | d |",
    "\n\n---\n\n===\n",
    "```mermaid\ngraph TD\nclick A \"javascript:x\"\n```",
    "- [x] done\n1. one\n   - nested\n\n      code",
    "{{ 7 * 7 }} {% include 'x' %} {# c #}",
    "[ref]: https://evil.example\n[ref]",
    "\u{1b}[31m \u{202E} \u{2028}# x",
    "ends with a backslash \\",
    "`unclosed",
    "> quote\n>> deeper",
    "https://evil.example www.evil.example mailto:a@b.example @ana #12",
];

fn filled(text: &str) -> RcaContext {
    let t = || Untrusted::new(text);
    let link = || vec![RcaLink { url: t(), text: t() }, RcaLink { url: "https://ok.example/1".into(), text: t() }];
    let sections = Sections::built_in();
    let sections = sections.iter().map(|s| RcaSection {
        name: s.name.clone(),
        title: s.title.in_language("en").into(),
        form: s.form.key().to_owned(),
        place: s.place.key().to_owned(),
        text: t(),
        ..RcaSection::default()
    });
    RcaContext {
        case: RcaCase {
            reference: "INC-12".into(),
            kind: "incident".into(),
            title: t(),
            state: "closed".into(),
            services: vec![t(), t()],
            lead: t(),
            priority: "P1".into(),
            foreign_severity: t(),
            scribe: t(),
            priority_why: t(),
            residual: t(),
            tags: t(),
            origin: t(),
            foreign_state: t(),
            foreign_type: t(),
            review_owner: t(),
            approved: "2026-12-01 09:00".into(),
            approved_by: t(),
            zone: "Europe/Amsterdam".into(),
            ..RcaCase::default()
        },
        causes: vec![
            RcaCause {
                reference: "F-1".into(),
                text: t(),
                note: t(),
                links: link(),
                words: vec!["root cause".into()],
                is_cause: true,
                is_tree: true,
                ..RcaCause::default()
            },
            RcaCause {
                reference: "F-2".into(),
                under: "F-1".into(),
                depth: 1,
                text: t(),
                mark: "contributing".into(),
                is_tree: true,
                ..RcaCause::default()
            },
        ],
        times: vec![RcaTime { label: t(), at: "2026-11-30 14:05".into(), precision: "exact".into(), note: t(), ..RcaTime::default() }],
        durations: vec![RcaDuration {
            key: "k".into(),
            label: t(),
            computed: "5 min".into(),
            stated: t(),
            note: t(),
            disagrees: true,
            ..RcaDuration::default()
        }],
        phases: Vec::new(),
        phases_chart: String::new(),
        hypotheses: vec![RcaHypothesis { text: t(), who: t(), kind: "hypothesis".into(), ..RcaHypothesis::default() }],
        sections: sections.collect(),
        timeline: vec![
            RcaEntry {
                at: "14:05".into(),
                kind: "fact".into(),
                text: t(),
                reason: t(),
                who: t(),
                key: true,
                links: link(),
                reference: "INC-12.1".into(),
                tags: vec![t(), t()],
                lead_up: true,
                ..RcaEntry::default()
            },
            RcaEntry { text: t(), ..RcaEntry::default() },
        ],
        timeline_day: "2026-11-30".into(),
        decisions: vec![RcaDecision { text: t(), reason: t(), who: t(), ..RcaDecision::default() }],
        actions: vec![RcaAction {
            text: t(),
            owner: t(),
            due: t(),
            state: t(),
            kind: t(),
            links: link(),
            status: t(),
            priority: t(),
            category: t(),
            effect: t(),
            worked: "worked".into(),
            ..RcaAction::default()
        }],
        blocks: vec![RcaBlock { title: "Impact".into(), columns: vec!["Project".into(), String::new()], rows: vec![vec![t(), t()]] }],
        participants: vec![RcaParticipant { who: t(), role: t(), ..RcaParticipant::default() }],
        questions: vec![RcaQuestion { text: t(), owner: t(), ..RcaQuestion::default() }],
        related: vec![RcaRelated { relation: "hits".into(), reference: "ISS-7".into(), title: t() }],
        links: link(),
        footer: RcaFooter {
            visibility: "management".into(),
            left_out: 3,
            head: "0af1".into(),
            change: "b7".into(),
            version: "0.1.0".into(),
            ..RcaFooter::default()
        },
    }
}

fn print(context: &RcaContext, language: &str) -> String {
    render(&Templates::built_in(), context, language, false).unwrap().markdown
}

/// Counts what a reader would take for structure.
fn structure(markdown: &str) -> Vec<(&'static str, usize)> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_GFM
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut counts = [("heading", 0), ("table", 0), ("row", 0), ("cell", 0), ("rule", 0), ("fence", 0), ("front matter", 0)];
    for event in Parser::new_ext(markdown, options) {
        let what = match &event {
            Event::Start(Tag::Heading { .. }) => "heading",
            Event::Start(Tag::Table(_)) => "table",
            Event::Start(Tag::TableRow) => "row",
            Event::Start(Tag::TableCell) => "cell",
            Event::Start(Tag::CodeBlock(_)) => "fence",
            Event::Start(Tag::MetadataBlock(_)) => "front matter",
            Event::Rule => "rule",
            Event::InlineHtml(html) => {
                assert_eq!(&**html, "<br>", "{markdown}");
                continue;
            }
            Event::Html(html) => {
                assert_eq!(html.trim(), "<!-- -->", "{markdown}");
                continue;
            }
            Event::Start(Tag::Link { dest_url, .. }) => {
                assert_eq!(&**dest_url, "https://ok.example/1", "{markdown}");
                continue;
            }
            Event::Start(Tag::Image { .. } | Tag::BlockQuote(_) | Tag::FootnoteDefinition(_)) => panic!("{event:?} in {markdown}"),
            _ => continue,
        };
        counts.iter_mut().filter(|(name, _)| *name == what).for_each(|(_, n)| *n += 1);
    }
    counts.to_vec()
}

#[test]
fn hostile_text_changes_nothing_of_a_reviews_structure() {
    let calm = structure(&print(&filled("calm"), "en"));
    assert!(calm.iter().all(|(_, n)| *n > 0), "{calm:?}");
    for text in HOSTILE {
        let markdown = print(&filled(text), "en");
        assert_eq!(structure(&markdown), calm, "{text:?} in\n{markdown}");
        assert!(!markdown.contains(['\u{1b}', '\u{202E}', '\u{2028}']));
    }
}

#[test]
fn a_review_is_read_back_with_every_text_in_its_place() {
    for text in HOSTILE {
        let document = Document::from_markdown(&print(&filled(text), "en"));
        let tables: Vec<_> = document.blocks.iter().filter_map(|b| if let Block::Table(t) = b { Some(t) } else { None }).collect();
        let words = |text: &str| crate::document::print::plain(text).split_whitespace().collect::<Vec<_>>().join(" ");
        let participant = tables.iter().find(|t| t.columns.len() == 2 && t.rows.len() == 1).expect("the table of participants");
        for cell in participant.rows.iter().flatten() {
            assert_eq!(words(cell.text().raw()), words(text));
        }
        assert!(!document.to_html_page("t", "en").contains("<script"));
    }
}

#[test]
fn absent_parts_are_left_out() {
    let mut context = RcaContext { footer: filled("").footer, ..RcaContext::default() };
    context.case.reference = "ISS-7".into();
    context.case.kind = "issue".into();
    context.case.title = "Team lost".into();
    let want = "---
case: \"ISS-7\"
priority: \"\"
state: \"\"
warroom: review
language: en
kind: \"issue\"
title: \"Team lost\"
---

# Issue review ISS-7: Team lost

| Case | ISS-7 |
| --- | --- |
| Time zone | unknown |

---

Printed for: management; 3 rows left out; 0 redactions; journal up to b7, head `0af1`; warroom 0.1.0
";
    assert_eq!(print(&context, "en"), want);
    assert!(print(&context, "nl-BE").contains("# Issue-evaluatie ISS-7"));
    assert!(print(&context, "zh_CN").contains("# 问题复盘 ISS-7"));
}

#[test]
fn sections_print_in_their_form_and_rows_stand_under_their_section() {
    let mut context = filled("");
    context.timeline.clear();
    context.causes.clear();
    context.participants = vec![RcaParticipant { who: "ana".into(), role: "lead".into(), ..RcaParticipant::default() }];
    let mut set = |name: &str, text: &str| context.sections.iter_mut().filter(|s| s.name == name).for_each(|s| s.text = text.into());
    set("summary", "First.\nStill first.\n\nSecond.");
    set("five-whys", "why\n  because\n    deeper\nother root");
    set("evidence", "err: 1 | 2\n```");
    set("participants", "and the night shift");
    let markdown = print(&context, "en");
    assert!(markdown.contains("## Summary\n\nFirst.\\\nStill first.\n\nSecond.\n"), "{markdown}");
    assert!(markdown.contains("## Why, and why again\n\n- why\n  - because\n    - deeper\n- other root\n"), "{markdown}");
    assert!(markdown.contains("## Evidence\n\n````\nerr: 1 | 2\n```\n````\n"), "{markdown}");
    assert!(
        markdown.contains("## Participants\n\n| Who | Role |\n| --- | --- |\n| ana | lead |\n\n<!-- -->\n\n- and the night shift\n"),
        "{markdown}"
    );
    assert!(!markdown.contains("## Trigger") && !markdown.contains("## Timeline"), "{markdown}");
}

#[test]
fn secrets_are_taken_out_and_counted_unless_raw_is_asked_for() {
    let mut context = filled("fine");
    context.case.title = "password=hunter2".into();
    context.footer.head = "ghp_0123456789abcdefghijABCDEFGHIJ456789".into();
    let done = render(&Templates::built_in(), &context, "en", false).unwrap();
    assert_eq!(done.redactions, 1);
    assert!(!done.markdown.contains("hunter2") && done.markdown.contains("1 redactions") && done.markdown.contains("`ghp_"));
    let raw = render(&Templates::built_in(), &context, "en", true).unwrap();
    assert!(raw.markdown.contains("secrets are left in"), "{}", raw.markdown);
    assert!(raw.markdown.contains("hunter2") && raw.redactions == 0);
}

fn at(millis: i64, precision: Precision) -> Option<Moment> {
    Some(Moment { at: millis, offset: 60, precision })
}

const HOUR: i64 = 3_600_000;
const NOON: i64 = 1_796_036_400_000;

#[test]
fn durations_are_honest() {
    let words = headings::in_language("en");
    let between = |from, to| duration(("Started", from), ("Restored", to), &words);
    let exact = |h: i64| at(NOON + h * HOUR, Precision::Exact);
    assert_eq!(between(exact(0), at(NOON + 27 * HOUR + 5 * 60_000, Precision::Exact)), "1 d 3 h 5 min");
    assert_eq!(between(exact(0), exact(0)), "0 min");
    assert_eq!(between(exact(0), at(NOON + HOUR, Precision::About)), "about 1 h");
    assert_eq!(between(exact(1), exact(0)), "invalid (Restored is before Started)");
    assert_eq!(between(None, exact(0)), "not applicable");
    assert_eq!(between(Some(Moment::unknown()), exact(0)), "unknown");
    assert_eq!(between(exact(0), at(NOON + 48 * HOUR, Precision::Day)), "about 2 d");
    assert_eq!(between(at(NOON, Precision::Day), exact(1)), "about < 1 d");
    assert_eq!(between(at(NOON, Precision::Day), exact(-48)), "invalid (Restored is before Started)");
}

#[test]
fn times_of_several_days_have_their_dates_and_keep_their_precision() {
    let words = headings::in_language("en");
    let zone = Zone::parse("Europe/Amsterdam").unwrap();
    let (day, texts) = times(&[at(NOON, Precision::Exact), at(NOON + HOUR, Precision::About), None], zone, &words);
    assert_eq!(
        (day.map(|d| d.to_string()), texts),
        (Some("2026-11-30".into()), vec!["12:00".into(), "about 13:00".into(), "unknown".into()])
    );
    let (day, texts) = times(&[at(NOON, Precision::Exact), at(NOON + 24 * HOUR, Precision::Day)], Zone::UTC, &words);
    assert_eq!((day, texts), (None, vec!["2026-11-30 11:00".into(), "2026-12-01 (day only)".into()]));
}

#[test]
fn an_hour_that_the_clock_showed_twice_is_told_apart_by_its_offset() {
    let words = headings::in_language("en");
    let zone = Zone::parse("Europe/Amsterdam").unwrap();
    let (_, texts) = times(&[at(1_792_888_200_000, Precision::Exact), at(1_792_891_800_000, Precision::Exact)], zone, &words);
    assert_eq!(texts, ["02:30 (UTC+02:00)", "02:30 (UTC+01:00)"]);
}

#[test]
fn what_the_record_says_stands_in_for_a_section_that_is_not_written() {
    let mut context = filled("");
    let mut set = |name: &str, recorded: &str, text: &str| {
        for section in context.sections.iter_mut().filter(|s| s.name == name) {
            (section.recorded, section.text) = (recorded.into(), text.into());
        }
    };
    set("impact", "Nobody can pay", "");
    set("background", "Reported by mail", "Written since");
    let markdown = print(&context, "en");
    assert!(markdown.contains("## Impact\n\nNobody can pay\n"), "{markdown}");
    assert!(markdown.contains("Written since") && !markdown.contains("Reported by mail"), "{markdown}");
}

#[test]
fn the_sections_of_an_issue_are_its_own() {
    assert!(Sections::built_in().of(CaseKind::Issue).any(|s| s.name == "options"));
}
