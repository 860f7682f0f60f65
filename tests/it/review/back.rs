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
    desk.ok("action set", &[("action", "A-2"), ("aspect", "organisation")]);
    desk.ok("action add", &[("case", &case), ("text", "a second line"), ("due", "2026-11-30")]);
    desk.ok("action drop", &[("action", "A-3"), ("why", "too dear; and too late")]);
    desk.ok("hypothesis weigh", &[("entry", &format!("{case}.2")), ("confidence", "likely")]);
    desk.ok("finding add", &[("case", &case), ("kind", "participant"), ("name", "Vera (ACME)"), ("role", "carrier")]);
    desk.ok(
        "finding add",
        &[("case", &case), ("kind", "impact"), ("text", "payments"), ("value", "250"), ("unit", "EUR"), ("aspect", "human")],
    );
    desk.ok("cause add", &[("case", &case), ("text", "the index"), ("mark", "root"), ("certainty", "with-provider")]);
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
        assert_same(&comparable(&first), &comparable(&again), language);
        same_json(&printed(&desk, &case, "json"), &printed(&second, "INC-1", "json"), language);
    }
}

/// Compares the JSON of two reviews, but for what may differ: the foot, where it came from, seconds, and what is not printed: numbers
/// of rows, who may read what, words that are told in others, what was recorded where a section says it in its own words.
fn same_json(first: &str, again: &str, what: &str) {
    fn masked(value: Json) -> Json {
        match value {
            Json::Object(fields) => {
                let left_out =
                    ["footer", "origin", "finding", "visibility", "original", "verify", "recorded", "description", "effect", "workaround"];
                Json::Object(fields.into_iter().filter(|(key, _)| !left_out.contains(&key.as_str())).map(|(k, v)| (k, masked(v))).collect())
            }
            Json::Array(list) => Json::Array(list.into_iter().map(masked).collect()),
            Json::String(text) if text.len() == 24 && text.ends_with('Z') => Json::String(text[..16].to_owned()),
            other => other,
        }
    }
    let of = |text: &str| masked(serde_json::from_str(text).unwrap());
    let (first, again) = (of(first), of(again));
    for (key, value) in first.as_object().unwrap().iter().filter(|(key, _)| !matches!(key.as_str(), "related" | "links")) {
        assert_same(
            &serde_json::to_string_pretty(value).unwrap(),
            &serde_json::to_string_pretty(&again[key]).unwrap(),
            &format!("{what} {key}"),
        );
    }
}

/// Compares two texts and shows the first line in which they differ, with those before it.
fn assert_same(first: &str, again: &str, what: &str) {
    let (first, again): (Vec<&str>, Vec<&str>) = (first.lines().collect(), again.lines().collect());
    let at = first.iter().zip(&again).take_while(|(a, b)| a == b).count();
    let told = |lines: &[&str]| lines[at.saturating_sub(6).min(lines.len())..(at + 3).min(lines.len())].join("\n");
    assert!(first == again, "{what}\n{}\n-- and read back:\n{}", told(&first), told(&again));
}

#[test]
fn every_review_of_the_demonstration_comes_back_as_it_was() {
    let mut desk = Desk::new();
    desk.app.replay_demo().unwrap();
    let cases: Vec<String> =
        desk.rows("case list", &[("state", "all")]).iter().map(|row| row["case"].as_str().unwrap().to_owned()).collect();
    assert!(cases.len() > 10, "{cases:?}");
    // Cases of another database are words in this one, and stand below the record's mark.
    let calm = |text: &str| comparable(text).replace("\n<!-- -->\n", "").replace("\n\n\n", "\n\n");
    for case in cases {
        let first = printed(&desk, &case, "md");
        let second = back(&first, "en");
        let now = if case.starts_with("INC") { "INC-1" } else { "ISS-1" };
        let named = |text: String| text.replace(&format!("{now}."), &format!("{case}.")).replace(&format!("{now}\""), &format!("{case}\""));
        let again = printed(&second, now, "md").replace(&format!("| {now} |"), &format!("| {case} |"));
        let again = named(again).replace(&format!("{now}:"), &format!("{case}:"));
        assert_same(&calm(&first), &calm(&again), &case);
        if !first.contains("## Related") {
            same_json(&printed(&desk, &case, "json"), &named(printed(&second, now, "json")), &case);
        }
    }
}

/// Reads an edited print into an empty database and gives the command's answer and what is printed then.
fn edited(edit: impl Fn(&str) -> String) -> (Vec<String>, String) {
    let (desk, case) = whole("en");
    let first = printed(&desk, &case, "md");
    let changed = edit(&first);
    assert_ne!(first, changed, "the edit found nothing");
    let mut second = Desk::new();
    let file = second.folder.path().join("review.md");
    std::fs::write(&file, changed).unwrap();
    let done = second.ok("review import", &[("file", file.to_str().unwrap())]);
    (done.notes, printed(&second, "INC-1", "md"))
}

/// Takes a column out of the table under a heading.
fn without_column(markdown: &str, heading: &str, column: usize) -> String {
    let mut inside = false;
    let mut out = Vec::new();
    for line in markdown.lines() {
        inside = if line.starts_with("## ") { line == heading } else { inside };
        if inside && line.starts_with('|') {
            let line = line.replace("\\|", "\u{0}");
            let mut cells: Vec<&str> = line.trim_matches('|').split('|').collect();
            cells.remove(column);
            out.push(format!("|{}|", cells.join("|")).replace('\u{0}', "\\|"));
        } else {
            out.push(line.to_owned());
        }
    }
    out.join("\n")
}

#[test]
fn what_somebody_changed_by_hand_is_taken_or_said_and_never_lost() {
    let rows = |text: &str, heading: &str| {
        let part = text.split(heading).nth(1).unwrap_or_default();
        let part = part.split("\n## ").next().unwrap_or_default();
        part.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| ---")).count()
    };
    // A rule in the middle, and a paragraph wherever there is none.
    let (_, text) = edited(|text| text.replacen("## Timeline\n", "---\n\n## Timeline\n", 1));
    assert!(rows(&text, "## Timeline") > 6, "{text}");
    for heading in [
        "## Key times",
        "## Durations",
        "## Timeline",
        "## Decisions",
        "## Hypotheses and assumptions",
        "## Actions",
        "## Impact in figures",
        "## Causes",
    ] {
        let (notes, text) = edited(|text| text.replacen(&format!("{heading}\n\n"), &format!("{heading}\n\nADDED by hand.\n\n"), 1));
        assert!(text.contains("ADDED by hand."), "{heading}: {notes:?}\n{text}");
        assert!(heading != "## Impact in figures" || text.contains("| payments | 250 | EUR |"), "{text}");
    }
    let (notes, text) = edited(|text| text.replacen("\n\n| Case |", "\n\nADDED above all.\n\n| Case |", 1));
    assert!(text.contains("ADDED above all.") && notes.iter().any(|note| note.contains("kept under 'extra'")), "{notes:?}");
    let (_, text) = edited(|text| format!("{text}\nADDED at the end.\n"));
    assert!(text.contains("ADDED at the end."), "{text}");
    let (_, text) = edited(|text| text.replacen("## Timeline\n", "## Summary\n\nADDED once more.\n\n## Timeline\n", 1));
    assert!(text.contains("It broke.") && text.contains("ADDED once more."), "{text}");
    // Columns taken out, headings in another language.
    for column in [1, 4] {
        let (notes, text) = edited(|text| without_column(text, "## Timeline", column));
        assert!(rows(&text, "## Timeline") > 6 && text.contains("fail over"), "{column}: {notes:?}\n{text}");
    }
    let (_, text) =
        edited(|text| text.replace("## Timeline", "## Tijdlijn").replace("## Actions", "## Acties").replace("| Owner |", "| Eigenaar |"));
    assert!(rows(&text, "## Timeline") > 6 && text.contains("page the vendor | bob"), "{text}");
    // Lines without a number, and one that is there twice.
    let (_, text) = edited(|text| {
        let line = text.lines().find(|line| line.contains("who owns the queue")).unwrap();
        text.replacen(line, &format!("{line}\n{line}\n| 13:00 |  | fact | ADDED row | ana |"), 1)
    });
    assert!(text.contains("ADDED row"), "{text}");
}

#[test]
fn a_review_that_comes_again_with_other_words_leaves_what_is_here_and_says_so() {
    let (desk, case) = whole("en");
    let first = printed(&desk, &case, "md");
    let mut second = back(&first, "en");
    let file = second.folder.path().join("again.md");
    std::fs::write(
        &file,
        first.replace("lag is low", "lag is LOW").replace("replica is behind", "replica is AHEAD").replace("It broke.", "It BROKE."),
    )
    .unwrap();
    let done = second.ok("review import", &[("file", file.to_str().unwrap())]);
    assert_eq!(done.batch, None, "{}", done.label);
    for part in ["INC-1.2 says something else here and stays", "the section 'summary' is written otherwise here and stays"] {
        assert!(done.notes.iter().any(|note| note.contains(part)), "{part}: {:?}", done.notes);
    }
    let looked = second.ok("review import", &[("file", file.to_str().unwrap()), ("dry-run", "yes")]);
    assert!(looked.label.starts_with("nothing was changed"), "{}", looked.label);
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
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn hostile_texts_come_back_as_they_were(title in text(), said in text(), why in text(), section in text(), task in text()) {
        let mut desk = Desk::new();
        let case = desk.open(title.trim());
        desk.ok("log", &[("case", &case), ("line", &format!("so: {said}")), ("kind", "decision"), ("why", &why)]);
        desk.ok("action add", &[("case", &case), ("text", &task), ("period", &why)]);
        let mut row = |fields: &[(&'static str, &str)]| {
            let all: Vec<_> = [("case", case.as_str())].into_iter().chain(fields.iter().copied()).collect();
            desk.ok("finding add", &all);
        };
        row(&[("kind", "impact"), ("text", &said), ("value", &why), ("unit", &task), ("aspect", "human"), ("note", &section)]);
        row(&[("kind", "lesson"), ("text", &said), ("mark", "well")]);
        row(&[("kind", "link"), ("mark", "ticket"), ("reference", &task), ("text", &why)]);
        row(&[("kind", "participant"), ("name", &task), ("role", &why)]);
        row(&[("kind", "time"), ("name", &said), ("at", "12:34"), ("mark", "derived"), ("note", &why)]);
        row(&[("kind", "duration"), ("name", &task), ("value", &said), ("note", &why)]);
        row(&[("kind", "evidence"), ("text", &section), ("entry", &format!("{case}.1"))]);
        row(&[("kind", "declined"), ("text", &said), ("note", &task)]);
        desk.ok("cause add", &[("case", &case), ("text", &said), ("note", &why), ("reference", &task)]);
        desk.ok("cause add", &[("case", &case), ("text", &task), ("mark", "root"), ("certainty", "unknown"), ("note", &section), ("under", "F-9")]);
        desk.ok("cause add", &[("case", &case), ("text", &why)]);
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
    preview_is_equal(&desk, &case);
    let mut demo = Desk::new();
    demo.app.replay_demo().unwrap();
    for case in ["INC-1", "INC-9", "ISS-1"] {
        preview_is_equal(&demo, case);
    }
}

fn preview_is_equal(desk: &Desk, case: &str) {
    let markdown = printed(desk, case, "md");
    let Shown::Page(page, _) = desk.ask("review show", &[("case", case), ("raw", "yes")]) else { panic!("a page") };
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
