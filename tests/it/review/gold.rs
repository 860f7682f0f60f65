//! Published post-mortems: entered through the command line alone, printed, and every fact found again in its own row, field by field.

use std::path::Path;

use serde_json::Value as Json;
use warroom::document::{Block, Document};
use warroom::model::sections::Sections;

use super::script::{At, Script, Want};
use super::words;
use crate::world::World;

/// What is printed under one heading: rows of tables, items of lists, paragraphs and blocks, each as its parts.
struct Unit {
    heading: String,
    parts: Vec<String>,
}

/// Takes a page apart into what stands together.
fn units(markdown: &str) -> Vec<Unit> {
    let mut heading = String::new();
    let mut units = Vec::new();
    for block in Document::from_markdown(markdown).blocks {
        let mut unit = |parts: Vec<String>| units.push(Unit { heading: heading.clone(), parts });
        match block {
            Block::Heading { level, text } => {
                if level > 1 {
                    heading = words(text.text().raw());
                } else {
                    unit(vec![words(text.text().raw())]);
                }
            }
            Block::Paragraph(text) => unit(vec![words(text.text().raw())]),
            Block::List { items, .. } => items.iter().for_each(|item| nested(&mut units, &heading, item)),
            Block::Table(table) => {
                table.rows.iter().for_each(|row| unit(row.iter().map(|cell| words(cell.text().raw())).collect()));
                unit(table.columns.iter().map(|cell| words(cell.text().raw())).collect());
            }
            Block::Code { text, .. } => unit(vec![words(text.raw())]),
            Block::Facts(facts) => facts.iter().for_each(|(label, value)| unit(vec![words(label.text().raw()), words(value.text().raw())])),
            _ => {}
        }
    }
    units
}

fn nested(units: &mut Vec<Unit>, heading: &str, item: &warroom::document::Item) {
    let mut parts = vec![words(item.text.text().raw())];
    for block in &item.blocks {
        match block {
            Block::Paragraph(text) => parts.push(words(text.text().raw())),
            Block::List { items, .. } => items.iter().for_each(|item| nested(units, heading, item)),
            _ => {}
        }
    }
    units.push(Unit { heading: heading.to_owned(), parts });
}

fn tokens(text: &str) -> Vec<String> {
    let bare = |word: &str| word.trim_matches([',', ';', ':', '.', '(', ')', '@', '#']).to_owned();
    text.split_whitespace().map(bare).filter(|word| !word.is_empty()).collect()
}

impl Unit {
    /// Says whether all the words stand here, each whole and within one part.
    fn has(&self, wanted: &[String]) -> bool {
        wanted.iter().all(|wanted| {
            let wanted = tokens(wanted);
            self.parts.iter().any(|part| tokens(part).windows(wanted.len().max(1)).any(|window| window == wanted))
        })
    }
}

fn title(section: &str) -> String {
    let sections = Sections::built_in();
    sections.find(section).unwrap_or_else(|| panic!("no section {section}")).title.in_language("en").to_owned()
}

/// Says whether a field of the JSON is as wanted: the same, one of several, or with this part in it.
fn fits(object: &Json, pointer: &str, wanted: &Json) -> bool {
    let found = object.pointer(pointer).unwrap_or(&Json::Null);
    if let Some(part) = wanted["part"].as_str() {
        return part.is_empty() || words(&found.to_string()).contains(&words(&Json::from(part).to_string()[1..part.len() + 1]));
    }
    found == wanted || found.as_array().is_some_and(|all| all.contains(wanted))
}

/// Says what became of a fact; nothing if it is whole in both.
fn lost(want: &Want, units: &[Unit], json: &Json) -> Option<String> {
    let section = |name: &str| json["sections"].as_array().into_iter().flatten().find(|section| section["name"] == name);
    let every = |list: Option<&Json>| list.and_then(Json::as_array).cloned().unwrap_or_default();
    let (heading, objects) = match want.at {
        At::Head => (String::new(), vec![json["header"].clone()]),
        At::Table(heading, pointer) => (heading.to_owned(), every(json.pointer(pointer))),
        At::Rows(name) => (title(name), every(section(name).and_then(|section| section.get("rows")))),
        At::Text(name) => (title(name), section(name).cloned().into_iter().collect()),
        At::Causes(heading) => (heading.to_owned(), every(json.get("causes"))),
    };
    let is_printed = units.iter().any(|unit| unit.heading == heading && unit.has(&want.printed));
    let is_kept = objects.iter().any(|object| want.fields.iter().all(|(pointer, wanted)| fits(object, pointer, wanted)));
    match (is_printed, is_kept) {
        (true, true) => None,
        (false, _) => Some(format!("{}: not in one row under '{heading}' of the Markdown: {:?}", want.path, want.printed)),
        (true, false) => Some(format!("{}: not in one object of the JSON: {:?}", want.path, want.fields)),
    }
}

/// Runs command lines in a world of their own; gives both prints of the case they make.
fn entered(world: &World, zone: &str, lines: &[Vec<String>]) -> (String, Json) {
    let run = |line: &[String]| {
        let said = world.said(&world.command(line).env("WARROOM_TZ", zone).output().unwrap());
        assert_eq!(said.code, 0, "{line:?}: {said:?}");
        said.stdout
    };
    lines.iter().for_each(|line| drop(run(line)));
    let export = |format: &str| run(&["review", "export", "INC-1", "--raw", "--format", format].map(str::to_owned));
    (export("md"), serde_json::from_str(&export("json")).unwrap())
}

/// Prints what is entered, and what comes of it when the Markdown is read into another database.
fn both(script: &Script) -> [(String, Json); 2] {
    let first = entered(&World::new(), script.zone, &script.lines);
    let world = World::new();
    let file = world.file("review.md", &first.0);
    let import = vec!["review".to_owned(), "import".to_owned(), file.to_str().unwrap().to_owned()];
    let again = entered(&world, script.zone, &[import]);
    [first, again]
}

#[test]
fn every_fact_of_published_reviews_is_found_again_field_by_field() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/postmortem-gold");
    let Ok(files) = std::fs::read_dir(&folder) else {
        println!("skipped: {} is absent", folder.display());
        return;
    };
    let files: Vec<_> = files.filter_map(Result::ok).map(|f| f.path()).filter(|p| p.extension().is_some_and(|e| e == "json")).collect();
    let one = |file: &Path| {
        let gold: Json = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
        let script = Script::of(&gold);
        let mut all = Vec::new();
        for ((markdown, json), how) in both(&script).iter().zip(["entered", "read back"]) {
            let units = units(markdown);
            let lost: Vec<String> = script.wants.iter().filter_map(|want| lost(want, &units, json)).collect();
            if !lost.is_empty() {
                println!("{markdown}");
            }
            all.extend(lost.into_iter().map(|lost| format!("{} {how}: {lost}", gold["id"])));
        }
        (script.wants.len(), all)
    };
    let results: Vec<(usize, Vec<String>)> = std::thread::scope(|scope| {
        let running: Vec<_> = files.iter().map(|file| scope.spawn(|| one(file))).collect();
        running.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let count: usize = results.iter().map(|(count, _)| count).sum();
    let lost: Vec<&String> = results.iter().flat_map(|(_, lost)| lost).collect();
    println!("{count} facts, {} lost", lost.len());
    assert!(lost.is_empty(), "{lost:#?}");
    assert!(count > 300, "{count}");
}

#[test]
fn a_fact_that_is_torn_apart_counts_as_lost() {
    let page = "# T\n\n## Impact in figures\n\n| What | Figure |\n| --- | --- |\n| users | 250 |\n| pods | 100 |\n";
    let json = serde_json::json!({ "sections": [{ "name": "impact-figures", "rows": [{ "text": "users", "value": "250" }, { "text": "pods", "value": "100" }] }] });
    let want = |text: &str, value: &str| Want {
        path: "impact.quantities[0]".into(),
        at: At::Rows("impact-figures"),
        printed: vec![text.to_owned(), value.to_owned()],
        fields: vec![("/text", text.into()), ("/value", value.into())],
    };
    assert_eq!(lost(&want("users", "250"), &units(page), &json), None);
    for (text, value) in [("users", "100"), ("users", "25"), ("user", "250")] {
        assert!(lost(&want(text, value), &units(page), &json).is_some(), "{text} {value}");
    }
}
