//! What was printed here comes back: a review that is read in again is printed as before.

use proptest::prelude::*;
use serde_json::Value as Json;
use warroom::app::Shown;

use super::{Desk, NOW};

fn printed(desk: &Desk, case: &str, format: &str) -> String {
    match desk.ask("review export", &[("case", case), ("format", format), ("raw", "yes")]) {
        Shown::Text(text, _) => text,
        _ => panic!("an export is a text"),
    }
}

/// What may differ: when the record was opened here, what the playbook worked out of records that are not in the document, the foot,
/// and where the review came from.
fn comparable(markdown: &str) -> String {
    let lines = markdown.lines().filter(|line| {
        let ours = ["| From | ", "| Afkomstig uit | ", "| \u{6765}\u{6e90} | "];
        !ours.iter().any(|label| line.starts_with(label))
            && !line.contains("journal")
            && !line.contains("journaal")
            && !line.contains("\u{65e5}\u{5fd7}\u{622a}\u{81f3}")
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Reads a printed review into an empty database.
fn back(markdown: &str, language: &str) -> Desk {
    let mut desk = Desk::new();
    desk.app.ctx.language = language.to_owned();
    let file = desk.folder.path().join("review.md");
    std::fs::write(&file, markdown).unwrap();
    desk.ok("review import", &[("file", file.to_str().unwrap())]);
    let again = desk.ok("review import", &[("file", file.to_str().unwrap())]);
    assert_eq!(again.batch, None, "{}", again.label);
    desk
}

fn whole(language: &str) -> (Desk, String) {
    let mut desk = Desk::new();
    desk.app.ctx.language = language.to_owned();
    desk.ok("person add", &[("handle", "bob"), ("name", "Bob Ray"), ("role", "database")]);
    let case = desk.open("Payments down, \"twice\"");
    desk.ok(
        "incident set",
        &[
            ("case", &case),
            ("impact", "high"),
            ("urgency", "high"),
            ("effect", "Nobody can pay"),
            ("lead", "bob"),
            ("restored", "~13:12"),
            ("resolved", "2026-11-21"),
        ],
    );
    desk.ok("log", &[("case", &case), ("line", "11:50 Release 7 rolled out #change #key see https://a.example/1?b=c_d\n12:12 ~replica is behind\n12:15 !fail over -- lag is low @bob in 2h\n12:20 +page the vendor @bob due tomorrow 10:00 #p1\n12:30 ?who owns the queue @bob by 14:00\n12:31 =use the other queue\n~12:40 two|pipes <b> *stars* -- odd reason"), ("why", "")]);
    desk.ok("entry verdict", &[("entry", &format!("{case}.2")), ("verdict", "eliminated")]);
    desk.ok(
        "action add",
        &[
            ("case", &case),
            ("text", "buy time"),
            ("period", "in Q3, or later"),
            ("reference", "https://t.example/9 https://t.example/8"),
            ("type", "prevent"),
        ],
    );
    desk.ok("action done", &[("action", "A-2")]);
    for (section, text) in [
        ("summary", "It broke.\n\nThen it\ndid not."),
        ("causes", "The index.\n  Nobody looked.\n    Ever.\nThe load."),
        ("evidence", "```\n# not a heading\n    indented"),
        ("went-well", "calm"),
        ("stated-durations", "time to restore: 1h 07m"),
        ("extra", "1. no list\n# no heading"),
    ] {
        desk.ok("review set", &[("case", &case), ("section", section), ("text", text)]);
    }
    desk.ok("review plan", &[("case", &case), ("owner", "bob")]);
    (desk, case)
}

#[test]
fn our_own_markdown_comes_back_as_it_was_in_three_languages() {
    for language in ["en", "nl", "zh"] {
        let (desk, case) = whole(language);
        let first = printed(&desk, &case, "md");
        let second = back(&first, language);
        let again = printed(&second, "INC-1", "md");
        assert_eq!(comparable(&first), comparable(&again), "{language}");
        let field = |text: &str| {
            let mut json: Json = serde_json::from_str(text).unwrap();
            let fields = json.as_object_mut().unwrap();
            fields.remove("footer");
            fields["header"]["origin"] = Json::Null;
            json
        };
        let (first, again) = (field(&printed(&desk, &case, "json")), field(&printed(&second, "INC-1", "json")));
        for (key, value) in first.as_object().unwrap() {
            // Times are printed to the minute.
            let minutes = |json: &Json| {
                let text = serde_json::to_string_pretty(json).unwrap();
                let minute = |line: &str| {
                    if line.contains("utc\": \"") { line.split_at(line.find('T').unwrap() + 6).0.to_owned() } else { line.to_owned() }
                };
                text.lines().map(minute).collect::<Vec<_>>()
            };
            assert_eq!(minutes(value), minutes(&again[key]), "{language} {key}");
        }
    }
}

fn text() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        Just("|".to_owned()),
        Just("`".to_owned()),
        Just("```".to_owned()),
        Just("*x*".to_owned()),
        Just("<b>".to_owned()),
        Just("<br>".to_owned()),
        Just("<!-- -->".to_owned()),
        Just("---".to_owned()),
        Just("# h".to_owned()),
        Just("[x](http://a.example)".to_owned()),
        Just("https://a.example/x".to_owned()),
        Just("\\".to_owned()),
        Just("Reason: no".to_owned()),
        Just("12:30 about".to_owned()),
        Just("=1+1".to_owned()),
        Just("graph TD; a-->b".to_owned()),
        Just("\u{202e}rtl".to_owned()),
        Just("\u{5bc6}\u{7801}".to_owned()),
        Just("&amp;".to_owned()),
        Just("- [ ] x".to_owned()),
        "[a-z ]{1,8}",
        "[ -~]{1,12}",
    ];
    prop::collection::vec(part, 1..5).prop_map(|parts| parts.join(" ")).prop_filter("blank", |text| !text.trim().is_empty())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn hostile_texts_come_back_as_they_were(title in text(), said in text(), why in text(), section in text(), task in text()) {
        let mut desk = Desk::new();
        let case = desk.open(title.trim());
        desk.ok("log", &[("case", &case), ("line", &format!("so: {said}")), ("kind", "decision"), ("why", &why)]);
        desk.ok("action add", &[("case", &case), ("text", &task), ("period", &why)]);
        for name in ["summary", "causes", "evidence", "extra"] {
            desk.ok("review set", &[("case", &case), ("section", name), ("text", &format!("{section}\n\n{said}"))]);
        }
        let first = printed(&desk, &case, "md");
        let again = printed(&back(&first, "en"), "INC-1", "md");
        prop_assert_eq!(comparable(&first), comparable(&again));
    }
}

#[test]
fn the_preview_has_the_headings_and_rows_of_the_markdown() {
    let (desk, case) = whole("en");
    let markdown = printed(&desk, &case, "md");
    let Shown::Page(page, _) = desk.ask("review show", &[("case", &case), ("raw", "yes")]) else { panic!("a page") };
    let (lines, headings) = page.to_lines_with_headings(120);
    let written: Vec<&str> = markdown.lines().filter_map(|line| line.strip_prefix("## ")).collect();
    let shown: Vec<String> = headings.iter().map(|(words, _)| words.clone()).collect();
    assert_eq!(shown.iter().filter(|words| written.contains(&words.as_str())).count(), written.len(), "{shown:?}\n{written:?}");
    let rows = markdown.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| ---")).count();
    let tables = markdown.lines().filter(|line| line.starts_with("| ---")).count();
    let again = page.to_markdown();
    let kept = again.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| --")).count();
    assert_eq!((rows, again.lines().filter(|line| line.starts_with("| --")).count()), (kept, tables), "{again}");
    assert!(lines.len() > rows && NOW > 0);
}
