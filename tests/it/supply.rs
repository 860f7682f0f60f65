//! What the program is built from: as many crates as are stated, none that wants a newer compiler, and all of them in the list that is packed.
//!
//! Cargo is asked without a network, and for one target, of which it has fetched everything to build this.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

const TARGET: &str = "x86_64-unknown-linux-gnu";
/// Crates that open connections, or that others use to do so. None is linked: the program has no network.
const NETWORK: &[&str] = &[
    "curl",
    "h2",
    "hickory-resolver",
    "hyper",
    "isahc",
    "mio",
    "native-tls",
    "openssl",
    "quinn",
    "reqwest",
    "rustls",
    "socket2",
    "surf",
    "tokio",
    "tungstenite",
    "ureq",
];

type Crates = BTreeSet<(String, String)>;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

fn answer(command: &mut Command) -> String {
    let output = command.current_dir(root()).env("CARGO_NET_OFFLINE", "true").output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn cargo(args: &[&str]) -> String {
    answer(Command::new(env!("CARGO")).args(args).args(["--locked", "--offline"]))
}

/// The crates of others that the program is built from, along these edges.
fn tree(edges: &str) -> Crates {
    let args = ["tree", "--package", "warroom", "--target", TARGET, "--edges", edges, "--prefix", "none", "--format", "{p}"];
    let listed = cargo(&args);
    let named = listed.lines().map(|line| {
        let mut words = line.split(' ');
        let name = words.next().unwrap().to_owned();
        (name, words.next().unwrap().strip_prefix('v').unwrap().to_owned())
    });
    named.filter(|(name, _)| name != "warroom").collect()
}

/// Name and version of every crate of others in the lock file, with its checksum.
fn locked() -> BTreeMap<(String, String), String> {
    let lock: toml::Table = text("Cargo.lock").parse().unwrap();
    let of = |package: &toml::Value, key: &str| package.get(key).and_then(|value| value.as_str()).map(str::to_owned);
    let packages = lock["package"].as_array().unwrap().iter();
    packages
        .filter(|package| of(package, "source").is_some())
        .map(|package| ((of(package, "name").unwrap(), of(package, "version").unwrap()), of(package, "checksum").unwrap()))
        .collect()
}

fn manifest() -> toml::Table {
    text("Cargo.toml").parse().unwrap()
}

/// The numbers in a paragraph, in the order they stand there.
fn numbers(paragraph: &str) -> Vec<usize> {
    paragraph.split(|c: char| !c.is_ascii_digit()).filter_map(|number| number.parse().ok()).collect()
}

/// A version of the compiler as numbers, `1.95` being `1.95.0`.
fn release(version: &str) -> (u32, u32, u32) {
    let mut parts = version.split('.').map(|part| part.parse().unwrap());
    (parts.next().unwrap(), parts.next().unwrap(), parts.next().unwrap_or(0))
}

#[test]
fn as_many_crates_as_are_stated_are_in_the_lock_file() {
    let architecture = text("ARCHITECTURE.md");
    let stated = architecture.lines().find(|line| line.starts_with("`Cargo.toml` names ")).expect("the count of crates is stated");
    let named = |table: &str| manifest()[table].as_table().unwrap().len();
    let (linked, all) = (tree("normal,no-proc-macro"), tree("normal,build"));
    let counted = [named("dependencies"), named("dev-dependencies"), locked().len(), all.len(), linked.len(), all.len() - linked.len()];
    let stated = stated.replace("x86-64", "");
    assert_eq!(numbers(&stated), counted, "stated and counted differ: {stated}");
}

#[test]
fn every_crate_of_the_program_stands_in_the_table_of_what_it_spares() {
    let architecture = text("ARCHITECTURE.md");
    let table = architecture.split("## Dependencies").nth(1).unwrap();
    let cells: String = table.lines().filter(|line| line.starts_with('|')).map(|line| line.split('|').nth(1).unwrap()).collect();
    let known: BTreeSet<&str> = cells.split(|c: char| !(c.is_alphanumeric() || "-_".contains(c))).collect();
    for table in ["dependencies", "dev-dependencies"] {
        let missing: Vec<String> =
            manifest()[table].as_table().unwrap().keys().filter(|name| !known.contains(name.as_str())).cloned().collect();
        assert!(missing.is_empty(), "nobody says what for: {missing:?}");
    }
}

#[test]
fn no_crate_that_is_linked_opens_connections() {
    let linked = tree("normal,no-proc-macro");
    let found: Vec<_> = linked.iter().filter(|(name, _)| NETWORK.contains(&name.as_str())).collect();
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn no_crate_wants_a_newer_compiler_than_we_say() {
    let ours = manifest()["package"]["rust-version"].as_str().unwrap().to_owned();
    for page in ["README.md", "ARCHITECTURE.md"] {
        assert!(text(page).contains(&format!("Needs Rust {ours} or newer")), "{page} does not say Rust {ours}");
    }
    let metadata: Value = serde_json::from_str(&cargo(&["metadata", "--format-version", "1", "--filter-platform", TARGET])).unwrap();
    let mut told = 0;
    for package in metadata["packages"].as_array().unwrap() {
        let Some(theirs) = package["rust_version"].as_str() else { continue };
        told += 1;
        assert!(release(theirs) <= release(&ours), "{} {} wants Rust {theirs}, we say {ours}", package["name"], package["version"]);
    }
    assert!(told > 100, "only {told} crates say which compiler they want");
}

#[test]
fn the_list_that_is_packed_names_what_the_lock_file_gives_the_program() {
    let list = |epoch: &str| {
        let mut script = Command::new("sh");
        script.args(["packaging/sbom.sh", "--target", TARGET]).env("SOURCE_DATE_EPOCH", epoch);
        answer(&mut script)
    };
    let printed = list("0");
    assert_eq!(printed, list("0"), "the same sources give another list");
    let list: Value = serde_json::from_str(&printed).unwrap();
    assert_eq!((&list["bomFormat"], &list["specVersion"]), (&Value::from("CycloneDX"), &Value::from("1.5")));
    assert_eq!(list["metadata"]["component"]["version"], env!("CARGO_PKG_VERSION"));
    let (linked, all, locked) = (tree("normal,no-proc-macro"), tree("normal,build"), locked());
    let (mut seen, mut refs, mut sqlite) = (Crates::new(), BTreeSet::new(), None);
    for part in list["components"].as_array().unwrap() {
        let word = |key: &str| part[key].as_str().unwrap_or_default().to_owned();
        assert!(refs.insert(word("bom-ref")), "{part} is there twice");
        if word("name") == "sqlite" {
            sqlite = Some(word("version"));
            continue;
        }
        let key = (word("name"), word("version"));
        assert_eq!(word("purl"), format!("pkg:cargo/{}@{}", key.0, key.1));
        assert_eq!(part["hashes"][0]["content"].as_str(), locked.get(&key).map(String::as_str), "{part} and the lock file differ");
        assert_eq!(word("scope"), if linked.contains(&key) { "required" } else { "excluded" }, "{part}");
        let licence = part["licenses"][0]["expression"].as_str().unwrap_or_default();
        assert!(!licence.is_empty() && !licence.contains('/'), "{part} has no licence as SPDX writes it");
        seen.insert(key);
    }
    assert_eq!(seen, all);
    assert_eq!(sqlite.as_deref(), Some(rusqlite::version()), "the SQLite that is linked is another");
    for name in manifest()["dependencies"].as_table().unwrap().keys() {
        assert!(seen.iter().any(|(known, _)| known == name), "{name} is missing");
    }
}
