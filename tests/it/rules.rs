//! The list of rules for a screen under stress: all are there, and what is named as keeping them exists.

use std::fs;
use std::path::Path;

const RULES: usize = 62;

fn text(path: &str) -> Option<String> {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).ok()
}

#[test]
fn every_rule_is_in_the_list_and_every_test_and_picture_it_names_exists() {
    let list = text("docs/RULES.md").unwrap();
    let rows: Vec<Vec<&str>> =
        list.lines().filter(|line| line.starts_with("| R")).map(|line| line.split('|').map(str::trim).collect()).collect();
    let names: Vec<String> = rows.iter().map(|row| row[1].to_owned()).collect();
    assert_eq!(names, (1..=RULES).map(|number| format!("R{number}")).collect::<Vec<_>>());
    for row in rows {
        let (name, kept, by) = (row[1], row[3], row[4]);
        assert_eq!(row.len(), 6, "{name} has a bar too many");
        assert!(["kept", "partly", "not yet"].contains(&kept), "{name} is '{kept}'");
        let named: Vec<&str> = by.split('`').skip(1).step_by(2).collect();
        let mut seen = 0;
        for what in &named {
            if let Some((file, test)) = what.split_once("::") {
                let code = text(file).unwrap_or_else(|| panic!("{name}: there is no {file}"));
                assert!(
                    code.contains(&format!("#[test]\nfn {test}(")) || code.contains(&format!("#[test]\n    fn {test}(")),
                    "{name}: {what}"
                );
                seen += 1;
            } else if what.starts_with("docs/") {
                assert!(text(what).is_some(), "{name}: there is no {what}");
                seen += 1;
            }
        }
        assert!(kept == "not yet" || seen > 0, "{name} is {kept}, and nothing shows it");
    }
}

/// Gathers the source below a folder as one text.
fn source(folder: &Path, all: &mut String) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            source(&path, all);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            all.push_str(&fs::read_to_string(path).unwrap());
        }
    }
}

#[test]
fn every_test_that_is_said_to_hold_something_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut code = String::new();
    source(&root.join("src"), &mut code);
    source(&root.join("tests/it"), &mut code);
    let list = text("docs/RELIABILITY.md").unwrap();
    let rows: Vec<&str> = list.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| What happens")).collect();
    assert!(rows.len() > 30, "{}", rows.len());
    for row in rows {
        let held: Vec<&str> = row.split('|').nth(3).unwrap_or_default().split('`').skip(1).step_by(2).collect();
        assert!(!held.is_empty(), "nothing holds it: {row}");
        for test in held {
            assert!(code.contains(&format!("fn {test}(")), "there is no test {test}");
        }
    }
}
