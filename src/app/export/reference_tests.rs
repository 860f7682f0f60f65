//! `docs/EXPORT.md` is made from the tables the program exports by, with examples it prints; a test compares the two.

use std::fmt::Write;
use std::path::Path;

use super::rows::{Meaning, meaning};
use super::tests::Desk;
use super::whats::Of;
use super::*;
use crate::store::{Column, Kind, Table, newest_schema};

const HEAD: &str = "# What can be exported

This page is made from the tables the program exports by, and a test compares the two.

    warroom export [WHAT] [--format F] [--for READER] [--project P] [--case CASE] [--open] [--reload T] [--raw] [-o FILE] [--force]

Without WHAT everything is written as JSON: a backup; as CSV it is the cases. The first format in the list is taken unless `--format` or the ending of FILE says
otherwise. What is written goes to standard output or, whole or not at all, into a file that only its owner may read; remarks go to standard error.
";

const READERS: &str = "
## For whom

`--for` says who is to read it: `internal` (the default; for the board it is `management`), `management` or `public`. Rows that fewer may read are
left out, and how many is said on standard error and in the foot of a page. A row of a log says itself who may read it; cases, names of
registers, links and milestones are for everybody who gets the export at all, without what was reported, notes and, where a case came from
elsewhere, its texts; for the public milestones and dependencies are withheld. Names of people are never for the public, and tables of records are not either.

Passwords, tokens and keys are taken out of everything but the backup; `--raw` leaves them in. The foot of a page names the change it was
made after and the newest hash of the journal.
";

const VALUES: &str = "
## The JSON document

One object. Everything is in it, internal rows and names too, and nothing is taken out: keep it as you keep the database. It holds records, ids and
counters, not the journal (`warroom backup` copies that). `warroom import FILE` brings it back into an empty database, and the export of that
equals it. One record stands on one line, so that two backups can be compared line by line.

| key | holds |
| --- | --- |
| `format` | `warroom` |
| `version` | version of this layout |
| `schema` | version of what the records hold; a backup comes back into the same one |
| `exported` | when it was written, RFC 3339 in UTC |
| `counters` | the last number given by scope: `incident`, `issue`, `action`, … and `entry` with the id of the case; no number is ever given twice |
| `records` | for each subject its records, in the order they were made |

A record is an object with its `id` and those of its fields that hold something:

| kind | is written as |
| --- | --- |
| id | a UUID (version 7), never reused; a reference is the id of another record |
| text | text as it was typed; characters that cannot be seen, or that a terminal would obey, are `\\u` escapes |
| word | a word of a closed set, or one that a program gave |
| number | a whole number; what it counts stands beside it |
| time | `[UTC milliseconds, minutes east of UTC where it was said, precision]`; precision is `exact`, `about`, `day` or `unknown` |
| visibility | `internal`, `management` or `public`: who may read the record |
";

const TABLES_OF_VALUES: &str = "
## Tables of values

A table of a subject has the fields of its records as columns, under the names below, but for these: where people say a number (`INC-12`, `INC-12.34`,
`A-56`), that stands first under the name of the subject and in place of `number`; `case_id` is `case`; the id stands last. References are the names
and numbers people say, amounts have their decimals, yes and no are words, and times are ISO 8601 as they were said, with their offset
(`2026-11-22T14:05+01:00`), `~` in front where they are about, a day alone where only the day is known.

Rows end as RFC 4180 says; the text is UTF-8. A cell that a spreadsheet would run as a formula has `'` in front, but for plain numbers.
";

const CALENDAR: &str = "
## The calendar

`due` has one entry for every clock that runs (what `warroom due` lists) and for every milestone that is not reached. An entry keeps its `UID` for as long
as the same record owes the same thing, and `SEQUENCE` is the number of the newest change, so that a calendar that reads the next export moves
what moved. What is no longer owed is not in it. Times are UTC; a milestone of which only the day is known is a day. Entries make nobody busy.
For internal readers they are `PRIVATE`.
";

const BOARD: &str = "
## The board

One HTML page that stands on its own: no script, no picture, nothing loaded. It has both lanes by priority and what is due next, in clock times,
and says when it was made and in which zone. Dark or light is as the reader's system is set. `--reload 1m` makes it load itself again; whatever writes
it anew meanwhile, such as a timer that runs `warroom export board --reload 1m -o board.html --force`, replaces it in one step.
";

fn kind(subject: Subject, column: &Column, of: &[(&'static str, Subject)]) -> String {
    match column.kind {
        Kind::Time => "time".to_owned(),
        Kind::Ref => {
            let of = of.iter().find(|(key, _)| *key == column.key).map_or("", |(_, of)| of.key());
            format!("id of {}", crate::model::word::with_article(of))
        }
        Kind::Text if column.key == "visibility" => "visibility".to_owned(),
        Kind::Text => (if column.search { "text" } else { "word" }).to_owned(),
        Kind::Int => match meaning(subject, column.key) {
            Meaning::Plain => "number".to_owned(),
            Meaning::Yes => "number: 1 yes, 0 no".to_owned(),
            Meaning::Hundredths => "number of hundredths".to_owned(),
            Meaning::Money => "number of minor units of the currency".to_owned(),
            Meaning::Amount => "number of minor units where the aspect is cost, else of hundredths".to_owned(),
            Meaning::Length => "number of milliseconds".to_owned(),
        },
    }
}

fn whats(out: &mut String) {
    out.push_str("\n| WHAT | formats | narrowed by | is |\n| --- | --- | --- | --- |\n");
    for what in WHATS {
        let formats: Vec<&str> = what.formats.iter().map(|format| format.key()).collect();
        let some = Some(crate::model::Id(uuid::Uuid::nil()));
        let takes = [
            ("--project", what.takes(Within { project: some, ..Within::default() })),
            ("--case", what.takes(Within { case: some, ..Within::default() })),
            ("--open", what.has_open()),
        ];
        let takes: Vec<&str> = takes.into_iter().filter(|(_, takes)| *takes).map(|(flag, _)| flag).collect();
        let _ = writeln!(out, "| `{}` | {} | {} | {} |", what.name, formats.join(", "), takes.join(", "), what.doc);
    }
}

fn records(out: &mut String, app: &App) {
    let _ = writeln!(out, "\nThe subjects, under their keys in `records`, of schema {}:", newest_schema());
    for subject in Subject::ALL {
        let references = app.read().references(*subject).unwrap();
        let _ = writeln!(out, "\n### `{}`\n\n| field | holds |\n| --- | --- |", subject.key());
        for column in Table::of(*subject).columns {
            let _ = writeln!(out, "| `{}` | {} |", column.key, kind(*subject, column, &references));
        }
    }
}

fn registers(out: &mut String) {
    out.push_str("\n## Registers\n\nRows out of several subjects under one set of columns. A page leaves a column out in which nothing stands; a table of values has them all:\n\n");
    for what in WHATS {
        if let Of::Register(register) = what.of {
            let columns: Vec<String> = register.columns.iter().map(|(key, _)| format!("`{key}`")).collect();
            let groups: Vec<String> = register.groups.iter().map(|(key, _)| format!("`{key}`")).collect();
            let part = if groups.is_empty() { String::new() } else { format!("`part` ({}), ", groups.join(", ")) };
            let _ = writeln!(out, "- `{}`: {part}{}", what.name, columns.join(", "));
        }
    }
    out.push_str("\nA risk is a prepared plan, a risk that was accepted in a review, or a case that another system calls a risk.\n");
}

/// A morning of two cases, to print from.
fn story() -> Desk {
    let mut desk = Desk::new();
    for (handle, name) in [("ana", "Ana Lima"), ("bo", "Bo Chen")] {
        desk.ok("person add", &[("handle", handle), ("name", name)]);
    }
    desk.ok(
        "incident open",
        &[("title", "Card payments fail"), ("service", "payments"), ("impact", "high"), ("urgency", "high"), ("lead", "ana")],
    );
    desk.ok("issue open", &[("title", "Rehearsal blocked"), ("project", "Atlas"), ("priority", "high"), ("owner", "tom")]);
    desk.ok("link", &[("case", "INC-1"), ("other", "ISS-1"), ("as", "hits")]);
    desk.ok("log", &[("case", "INC-1"), ("line", "!roll back 4.2 -- errors follow it @ana in 20m")]);
    desk.ok("log", &[("case", "INC-1"), ("line", "+stop the batch export @bo due 15:00")]);
    desk.ok("log", &[("case", "INC-1"), ("line", "%offline payments are settled tonight")]);
    desk
}

/// Gives what is shown of a long text.
fn beginning(text: &str, lines: usize) -> String {
    let all: Vec<&str> = text.lines().collect();
    let more = if all.len() > lines { "\n…" } else { "" };
    format!("{}{more}", all.get(..lines.min(all.len())).unwrap_or_default().join("\n"))
}

fn examples(out: &mut String) {
    let desk = story();
    // The hash is that of one run of the story and no other.
    let head = desk.app.read().batch_hash(desk.app.last_change().unwrap()).unwrap().unwrap();
    out.push_str("\n## Examples\n\nOf two cases of one morning:\n");
    let shown: &[(&str, &str, &str, usize)] = &[
        ("all", "", "json", 4),
        ("raid", "", "markdown", 60),
        ("issues", "", "markdown", 60),
        ("incidents", "", "markdown", 60),
        ("decisions", "--format csv", "csv", 60),
        ("minutes", "--case INC-1", "markdown", 60),
        ("due", "", "ics", 16),
        ("due", "--format md", "markdown", 60),
        ("cases", "", "csv", 3),
        ("entries", "", "csv", 3),
        ("actions", "", "csv", 3),
    ];
    for (what, flags, language, lines) in shown {
        let mut fields = vec![("what", *what)];
        let words: Vec<&str> = flags.split(' ').collect();
        if let [flag, value] = words[..] {
            let key = ["format", "case"].into_iter().find(|key| flag == format!("--{key}")).unwrap();
            fields.push((key, value));
        }
        let text = beginning(&desk.text(&fields).replace(&head, "…"), *lines);
        let asked = format!("warroom export {what} {flags}");
        let _ = writeln!(out, "\n`{}`\n\n````{language}\n{text}\n````", asked.trim_end());
    }
}

#[test]
fn the_printed_reference_of_exports_is_the_one_in_docs() {
    let desk = Desk::new();
    let mut made = String::from(HEAD);
    whats(&mut made);
    made.push_str(READERS);
    registers(&mut made);
    made.push_str(CALENDAR);
    made.push_str(BOARD);
    made.push_str(TABLES_OF_VALUES);
    made.push_str(VALUES);
    records(&mut made, &desk.app);
    examples(&mut made);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/EXPORT.md");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, &made).unwrap();
    }
    let there = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(made == there, "docs/EXPORT.md is not what the tables say; UPDATE_DOCS=1 cargo test the_printed_reference writes it anew");
}
