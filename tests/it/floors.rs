//! The folder list is the architecture: imports only point down, SQL lives in one place, and files stay readable.

use std::fs;
use std::path::{Path, PathBuf};

/// Which floors each floor may name.
const MAY: &[(&str, &[&str])] = &[
    ("model", &["model"]),
    ("store", &["store", "model"]),
    ("document", &["document", "model"]),
    ("app", &["app", "store", "document", "model", "clock", "paths"]),
    ("cli", &["cli", "app", "document", "model", "clock", "paths"]),
    ("tui", &["tui", "app", "document", "model", "clock", "paths"]),
    ("plain", &["plain", "app", "document", "model", "clock"]),
];
/// Longest file, tests apart.
const LINES: usize = 400;
/// Files that are built for tests only.
const TESTS: &[&str] = &["tui/example.rs", "tui/driver.rs", "tui/pty.rs", "tui/screens.rs"];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

fn all() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    sources(&root, &mut found);
    found.sort();
    let name = |path: &Path| path.strip_prefix(&root).unwrap().to_string_lossy().into_owned();
    found.iter().map(|path| (name(path), fs::read_to_string(path).unwrap())).collect()
}

/// Leaves out comments and everything from the tests of a file on.
fn code(text: &str) -> impl Iterator<Item = &str> {
    text.lines().take_while(|line| !line.starts_with("#[cfg(test)]")).filter(|line| !line.trim_start().starts_with("//"))
}

#[test]
fn imports_only_point_down() {
    let mut wrong = Vec::new();
    for (name, text) in all() {
        let Some((_, may)) = MAY.iter().find(|(floor, _)| name.starts_with(&format!("{floor}/"))) else { continue };
        for line in code(&text) {
            for part in line.split("crate::").skip(1) {
                let floor: String = part.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                let known = ["model", "store", "document", "app", "cli", "tui", "plain", "clock", "paths"].contains(&floor.as_str());
                if known && !may.contains(&floor.as_str()) {
                    wrong.push(format!("{name} names {floor}: {}", line.trim()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_the_store_speaks_sql() {
    let speaks = |text: &str| code(text).any(|line| line.contains("rusqlite"));
    let wrong: Vec<String> =
        all().into_iter().filter(|(name, text)| !name.starts_with("store/") && speaks(text)).map(|(name, _)| name).collect();
    assert!(wrong.is_empty(), "rusqlite outside the store: {wrong:?}");
}

#[test]
fn the_document_floor_does_not_know_the_terminal() {
    let knows = |text: &str| code(text).any(|line| line.contains("ratatui") || line.contains("crossterm"));
    let wrong: Vec<String> =
        all().into_iter().filter(|(name, text)| !name.starts_with("tui/") && knows(text)).map(|(name, _)| name).collect();
    assert!(wrong.is_empty(), "terminal crates outside tui: {wrong:?}");
}

#[test]
fn every_file_is_of_a_readable_size() {
    let counted = |text: &str| text.lines().take_while(|line| !line.starts_with("#[cfg(test)]")).count();
    let tests = |name: &str| TESTS.contains(&name) || name.contains("tests");
    let long: Vec<String> = all()
        .iter()
        .filter(|(name, text)| !tests(name) && counted(text) > LINES)
        .map(|(name, text)| format!("{name}: {}", counted(text)))
        .collect();
    assert!(long.is_empty(), "past {LINES} lines, to be split by subject: {}", long.join(", "));
}

#[test]
fn every_module_says_what_it_is_for() {
    let silent: Vec<String> = all().into_iter().filter(|(_, text)| !text.starts_with("//!")).map(|(name, _)| name).collect();
    assert!(silent.is_empty(), "no module doc: {silent:?}");
}

#[test]
fn nothing_is_called_utils() {
    let banned = ["utils", "util", "helpers", "helper", "manager", "common", "handlers", "misc"];
    let wrong: Vec<String> =
        all().into_iter().map(|(name, _)| name).filter(|name| name.split(['/', '.']).any(|part| banned.contains(&part))).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}
