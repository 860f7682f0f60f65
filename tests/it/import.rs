//! Foreign files through the command line and the application: what lands, what a second time changes, what goes out again.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

use serde_json::Value as Json;

use super::world::World;

/// Where real records that nobody here wrote may lie.
fn shared() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    folder.is_dir().then_some(folder)
}

/// Gives the sets and their files, notes of records behind the records.
fn sets() -> Option<Vec<(String, Vec<PathBuf>)>> {
    let mut sets = Vec::new();
    // Post-mortems and templates are documents, not records; docs/POST-MORTEMS.md counts those.
    let is_set = |name: &str| !name.starts_with("postmortem") && !name.starts_with("pm-");
    let folders = std::fs::read_dir(shared()?).unwrap().flatten().filter(|entry| entry.path().is_dir());
    for entry in folders.filter(|entry| is_set(&entry.file_name().to_string_lossy())) {
        let mut files = Vec::new();
        gather(&entry.path(), &mut files);
        let late = |path: &Path| ["notes", "comments", "log_entries", "alerts"].iter().any(|word| path.to_string_lossy().contains(word));
        files.sort_by_key(|path| (late(path), path.clone()));
        if !files.is_empty() {
            sets.push((entry.file_name().to_string_lossy().into_owned(), files));
        }
    }
    sets.sort();
    Some(sets)
}

fn gather(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        match path.extension().and_then(|end| end.to_str()) {
            _ if path.is_dir() => gather(&path, files),
            Some("csv" | "json" | "xlsx") => files.push(path),
            _ => {}
        }
    }
}

/// What one file came to, as `import --json` says it.
struct Outcome {
    answer: Json,
    seconds: f64,
}

impl Outcome {
    fn n(&self, key: &str) -> u64 {
        self.answer[key].as_u64().unwrap_or_else(|| panic!("{key} in {}", self.answer))
    }
}

/// Imports a file; the words of the refusal where it is refused as a whole.
fn import(world: &World, file: &Path) -> Result<Outcome, String> {
    let begun = Instant::now();
    let mut args = vec!["import".to_owned(), file.display().to_string(), "--json".to_owned()];
    if file.to_string_lossy().contains("incidents_id_notes") {
        args.extend(["--case".to_owned(), "PT4KHLK".to_owned()]);
    }
    let said = world.run(&args.iter().map(String::as_str).collect::<Vec<_>>());
    if said.code != 0 {
        assert_eq!(said.code, 1, "{}: {}", file.display(), said.stderr);
        return Err(said.stderr);
    }
    Ok(Outcome { answer: serde_json::from_str(&said.stdout).unwrap(), seconds: begun.elapsed().as_secs_f64() })
}

/// Holds what must be true of every set: every row accounted for, nothing changed by a second time, and equal after going out and in.
fn holds(files: &[PathBuf]) -> (World, Vec<Result<Outcome, String>>) {
    let world = World::new();
    let first: Vec<Result<Outcome, String>> = files.iter().map(|file| import(&world, file)).collect();
    for (file, outcome) in files.iter().zip(&first) {
        let Ok(outcome) = outcome else { continue };
        let taken = outcome.n("new") + outcome.n("changed") + outcome.n("same") + outcome.n("folded") + outcome.n("refused");
        assert_eq!(outcome.n("read"), taken, "{}: {}", file.display(), outcome.answer);
        let refusals = outcome.answer["refusals"].as_array().unwrap();
        assert_eq!(refusals.len() as u64, outcome.n("refused"));
        assert!(refusals.iter().all(|refusal| !refusal["why"].as_str().unwrap().is_empty()));
    }
    let before = records(&world);
    for file in files {
        if let Ok(again) = import(&world, file) {
            assert_eq!((again.n("new"), again.n("entries"), again.n("links")), (0, 0, 0), "{}: {}", file.display(), again.answer);
        }
    }
    // Two files of a set may tell of the same record at two times; only where each record stands once must nothing move.
    if files.len() == 1 {
        assert_eq!(records(&world), before, "{}", files[0].display());
    }
    let out = world.run(&["export"]);
    let copy = World::new();
    let backup = copy.file("backup.json", &out.stdout);
    let said = copy.run(&["import", backup.to_str().unwrap()]);
    if before["records"]["case"].as_array().is_some_and(|cases| !cases.is_empty()) {
        assert_eq!(said.code, 0, "{}", said.stderr);
        assert_eq!(records(&copy), serde_json::from_str::<Json>(&out.stdout).map(bare).unwrap());
    }
    (world, first)
}

/// Gives everything an export holds but when it was made.
fn records(world: &World) -> Json {
    bare(serde_json::from_str(&world.run(&["export"]).stdout).unwrap())
}

fn bare(mut export: Json) -> Json {
    export.as_object_mut().unwrap().remove("exported");
    export
}

#[test]
fn every_row_of_real_exports_is_accounted_for_and_a_second_time_changes_nothing() {
    let Some(sets) = sets() else { return eprintln!("skipped: the shared records are not here") };
    for (_, files) in sets {
        // The large ones take long without optimisation; the table of docs/IMPORT.md is written with all of them.
        let small: Vec<PathBuf> = files.into_iter().filter(|file| file.metadata().unwrap().len() < 60_000).take(8).collect();
        if !small.is_empty() {
            holds(&small);
        }
    }
}

/// Writes `docs/IMPORT.md` anew: `cargo test --release --test it -- --ignored import_table`.
#[test]
#[ignore = "writes a document; run it when an importer has changed"]
fn import_table() {
    let Some(sets) = sets() else { return eprintln!("skipped: the shared records are not here") };
    let mut out = String::from(HEAD);
    let mut sums = [0_u64; 7];
    for (name, files) in &sets {
        let (_, outcomes) = holds(files);
        let taken: Vec<&Outcome> = outcomes.iter().filter_map(|outcome| outcome.as_ref().ok()).collect();
        let sum = |key: &str| taken.iter().map(|outcome| outcome.n(key)).sum::<u64>();
        let warnings: u64 = taken.iter().map(|outcome| outcome.answer["warnings"].as_array().map_or(0, |all| all.len() as u64)).sum();
        let mut formats: Vec<&str> = taken.iter().filter_map(|outcome| outcome.answer["format"].as_str()).collect();
        formats.dedup();
        let whole = outcomes.len() - taken.len();
        let row =
            [sum("read"), sum("new"), sum("folded") + sum("changed") + sum("same"), sum("entries"), sum("links"), warnings, sum("refused")];
        let seconds: f64 = taken.iter().map(|outcome| outcome.seconds).sum();
        let files = if whole > 0 { format!("{} ({whole} refused)", files.len()) } else { files.len().to_string() };
        let _ = writeln!(out, "| {name} | {files} | {} | {} | {seconds:.2} |", formats.join(", "), row.map(|n| n.to_string()).join(" | "));
        row.iter().zip(&mut sums).for_each(|(n, sum)| *sum += n);
    }
    let _ = writeln!(out, "| **together** | | | {} | |", sums.map(|n| n.to_string()).join(" | "));
    out.push_str(&reasons(&sets));
    std::fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/IMPORT.md"), out).unwrap();
}

const HEAD: &str = "# Real exports, read by `warroom import`\n\n\
    What the importer makes of exports that nobody here wrote. Every row of a file becomes a case, goes into a case that another row made (an\n\
    update of it, a double of it, a note of it), or is refused with its line and a reason: rows = cases + folded + refused. That, and that a second\n\
    import changes nothing and an export comes back equal, is asserted while the table is written (`import_table` in `tests/it/import.rs`);\n\
    seconds are those of the whole process on the machine that wrote it.\n\n\
    | Set | Files | Read as | Rows | Cases | Folded | Log lines | Links | Warnings | Refused | Seconds |\n\
    | --- | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n";

/// Lists why rows and files were refused.
fn reasons(sets: &[(String, Vec<PathBuf>)]) -> String {
    let mut out = String::from("\n## What was refused, and why\n\n");
    for (name, files) in sets {
        let world = World::new();
        for file in files {
            let shown = file.file_name().unwrap().to_string_lossy().into_owned();
            match import(&world, file) {
                Err(said) => {
                    let why = said.lines().nth(1).unwrap_or_default().rsplit(".json: ").next().unwrap_or_default().trim().to_owned();
                    let _ = writeln!(out, "- {name}/{shown}: the whole file: {why}");
                }
                Ok(outcome) => {
                    let mut counts: Vec<(String, usize)> = Vec::new();
                    for refusal in outcome.answer["refusals"].as_array().unwrap() {
                        let why = refusal["why"].as_str().unwrap().to_owned();
                        match counts.iter_mut().find(|(known, _)| *known == why) {
                            Some((_, n)) => *n += 1,
                            None => counts.push((why, 1)),
                        }
                    }
                    counts.iter().for_each(|(why, n)| writeln!(out, "- {name}/{shown}: {n} × {why}").unwrap());
                }
            }
        }
    }
    out
}

#[test]
fn a_later_export_brings_what_moved_and_leaves_what_a_person_corrected() {
    let world = World::new();
    let list = |state: &str, priority: &str, note: &str| {
        format!(
            "number,opened_at,short_description,priority,state,assigned_to,u_team,close_notes\nINC0000001,2026-11-20 10:00:00,Mail is down,{priority},{state},Beth,Net,{note}\n"
        )
    };
    let file = world.file("incident.csv", list("New", "1 - Critical", ""));
    world.ok(&["import", file.to_str().unwrap()]);
    world.ok(&["incident", "set", "INC-1", "--lead", "cid"]);
    let file = world.file("incident.csv", list("Resolved", "2 - High", "restarted").replace("Beth", "Dan").replace("Net", "Ops"));
    let said = world.run(&["import", file.to_str().unwrap()]);
    assert!(said.stdout.contains("1 changed") && said.stdout.contains("1 corrected here and kept"), "{}", said.stdout);
    let shown = world.ok(&["case", "show", "INC-1"]);
    assert!(
        shown.contains("cid") && shown.contains("resolved") && shown.contains("u_team            Ops") && !shown.contains("Dan"),
        "{shown}"
    );
    assert!(world.ok(&["search", "Ops"]).contains("INC-1"), "facts are found");
    world.ok(&["undo"]);
    assert!(!world.ok(&["case", "show", "INC-1"]).contains("restarted"), "one undo for the lot");
}

#[test]
fn both_worlds_are_linked_whichever_comes_first() {
    for turned in [false, true] {
        let world = World::new();
        let desk =
            world.file("incident.csv", "number,opened_at,short_description,state\nINC0012345,2026-11-20 10:00:00,Mail is down,New\n");
        let jira = world
            .file("jira.csv", "Issue key,Summary,Issue Type,Status,Created\nOPS-12,Tests wait for INC0012345,Bug,Open,2026-11-20 11:00\n");
        let mut files = [desk, jira];
        if turned {
            files.reverse();
        }
        files.iter().for_each(|file| drop(world.ok(&["import", file.to_str().unwrap()])));
        assert!(world.ok(&["case", "show", "ISS-1"]).contains("relates to INC-1"), "turned: {turned}");
    }
}

#[test]
fn notes_find_their_record_by_its_other_id_and_by_our_number() {
    let world = World::new();
    let issue = world.file("i.json", r#"[{"id":900,"iid":3,"project_id":7,"title":"Down","state":"opened","web_url":"https://gitlab.com/g/p/-/issues/3","created_at":"2026-01-02T10:00:00Z"}]"#);
    let notes = world.file("n.json", r#"[{"id":1,"noteable_id":900,"noteable_type":"Issue","system":false,"body":"Seen it","author":{"name":"Bob"},"created_at":"2026-01-02T10:00:00Z"}]"#);
    let early = world.run(&["import", notes.to_str().unwrap()]);
    assert!(early.stderr.contains("is not here") && early.stderr.contains("import the record first"), "{}", early.stderr);
    world.ok(&["import", issue.to_str().unwrap()]);
    world.ok(&["import", notes.to_str().unwrap()]);
    assert!(world.ok(&["entry", "list", "ISS-1"]).contains("Seen it"));
    let other =
        world.file("p.json", r#"{"notes":[{"id":"N1","user":{"summary":"Ann"},"content":"On it","created_at":"2026-01-02T10:04:00Z"}]}"#);
    world.ok(&["import", other.to_str().unwrap(), "--case", "ISS-1"]);
    assert!(world.ok(&["entry", "list", "ISS-1"]).contains("On it"));
}

#[test]
fn strict_and_dry_runs_change_nothing_and_say_what_they_would_do() {
    let world = World::new();
    let file =
        world.file("jira.csv", "Issue key,Summary,Status,Created\nA-1,One,Open,2026-01-02\n,Two,Open,2026-01-02\nA-3,Three,Odd,soon\n");
    let strict = world.run(&["import", file.to_str().unwrap(), "--strict"]);
    assert_eq!(strict.code, 1);
    assert!(
        strict.stderr.contains("line 3 not taken: it has no key") && strict.stderr.contains("2 rows would be refused"),
        "{}",
        strict.stderr
    );
    let dry = world.run(&["import", file.to_str().unwrap(), "--dry-run"]);
    assert!(dry.stdout.starts_with("dry run, nothing was changed: 1 of 3 lines: 1 new"), "{}", dry.stdout);
    assert!(world.ok(&["case", "list"]).trim().is_empty());
    let explained = world.ok(&["import", file.to_str().unwrap(), "--explain"]);
    assert!(explained.contains("jira-csv (") && explained.contains("Issue key  key") && explained.contains("title: One"), "{explained}");
    assert!(world.ok(&["case", "list"]).trim().is_empty());
}

#[test]
fn mappings_of_ones_own_are_found_in_the_folder_of_settings_or_named() {
    let world = World::new();
    let map = "doc = \"Ours\"\nsystem = \"ours\"\ncontainer = \"table\"\n[recognise]\nnames = [\"Wat\"]\n[fields]\nkey = \"Nr\"\ntitle = \"Wat\"\n";
    let file = world.file("x.csv", "Nr;Wat\n7;Oven\n");
    assert_eq!(world.run(&["import", file.to_str().unwrap()]).code, 1);
    let named = world.file("ours.toml", map);
    assert!(world.ok(&["import", file.to_str().unwrap(), "--map", named.to_str().unwrap(), "--dry-run"]).contains("1 new"));
    let config = world.path("config");
    std::fs::create_dir_all(config.join("import")).unwrap();
    std::fs::write(config.join("import/ours.toml"), map).unwrap();
    std::fs::write(config.join("import/broken.toml"), "system = 1").unwrap();
    let mut command = world.command(&["import", file.to_str().unwrap()]);
    let out = command.env("WARROOM_CONFIG", &config).output().unwrap();
    let words = String::from_utf8_lossy(&out.stderr).into_owned();
    assert!(out.status.success() && words.contains("Read as ours") && words.contains("import/broken.toml: line 1"), "{words}");
}

#[test]
fn hostile_files_are_read_rightly_or_refused_clearly() {
    let world = World::new();
    let utf16: Vec<u8> = "Issue key,Summary\nA-1,Überlast\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let bomb =
        format!("<?xml version=\"1.0\"?><!DOCTYPE l [<!ENTITY a \"aaaa\">]><feed><entry><id>{}</id></entry></feed>", "&a;".repeat(50));
    let wide = format!("{}\n{}\n", "a,".repeat(1_000_000), "1,".repeat(1_000_000));
    for (name, bytes, want) in [
        ("bom.csv", b"\xef\xbb\xbfIssue key,Summary\nA-1,One\n".to_vec(), "1 new"),
        ("utf16.csv", [vec![0xFF, 0xFE], utf16.clone()].concat(), "1 new"),
        ("bare16.csv", utf16, "1 new"),
        ("quotes.csv", b"Issue key,Summary\nA-1,\"open\nA-2,x\n".to_vec(), "line 2: the quote that opens a cell here is never closed"),
        ("slashes.json", b"{\"incidents\": [ // all\n]}".to_vec(), "JSON has no comments"),
        ("none.csv", b"Issue key,Summary\n".to_vec(), "there are no records"),
        ("wide.csv", wide.into_bytes(), "at most 2000 are read"),
        ("deep.json", "[".repeat(200_000).into_bytes(), "invalid JSON"),
        ("nul.csv", b"Issue key,Sum\0mary\nA-1,One\n".to_vec(), "byte 13 is zero"),
        ("huge.json", b"[{\"number\":1e400,\"title\":\"x\",\"labels\":[]}]".to_vec(), "number out of range"),
        (
            "large.json",
            br#"[{"number":123456789012345678901234567890,"title":"x","labels":[],"html_url":"https://github.com/o/r/issues/1"}]"#.to_vec(),
            "1 new",
        ),
        ("bomb.xml", bomb.into_bytes(), "a document type is declared"),
        ("half.xml", b"<?xml version=\"1.0\"?><feed><entry>".to_vec(), "ends inside an element"),
        ("zip.xlsx", b"PK\x03\x04xl/workbook.xml and no more".to_vec(), "the archive is damaged"),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest".to_vec(), "the workbook cannot be read"),
        ("pic.png", b"\x89PNG\r\n\x1a\n\0\0\0".to_vec(), "binary"),
    ] {
        let fresh = World::new();
        let file = fresh.file(name, bytes);
        let said = fresh.run(&["import", file.to_str().unwrap()]);
        let words = format!("{}{}", said.stdout, said.stderr);
        assert!(words.contains(want) && said.code <= 1, "{name}: {words}");
        if said.code != 0 {
            assert!(words.contains(name), "{name}: the file is named: {words}");
            assert_eq!(fresh.ok(&["case", "list"]).trim(), "", "{name}: nothing is half imported");
        }
    }
    let file = world.file("cells.csv", "Issue key,Summary,Status\nA-1,=cmd|' /C calc'!A1,\u{1b}[31mred\n");
    world.ok(&["import", file.to_str().unwrap()]);
    let listed = world.ok(&["case", "show", "ISS-1"]);
    assert!(listed.contains("=cmd") && !listed.contains('\u{1b}'), "{listed:?}");
}
