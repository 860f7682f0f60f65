//! The few commands that stand beside the tables because they work on files or on the program itself.

use std::io::{self, Read};
use std::path::Path;

use serde_json::{Map, Value as Json, json};

use super::stop::{Stop, say};
use super::{Ended, Run, demo, docs, tree};
use crate::app::doctor::FindingLevel;
use crate::app::import::read::LIMIT;
use crate::app::import::{Incoming, Landed, Options, format, own};
use crate::app::output;
use crate::app::{Ask, Draft, Failure, Field, Manner, StoreError};
use crate::document::print::plainly;
use crate::model::Refusal;

/// Describes one of them.
pub struct Special {
    /// Words on the command line.
    pub name: &'static str,
    /// One sentence for help.
    pub doc: &'static str,
    /// What it can be given.
    pub fields: &'static [&'static Field],
    /// Whether its answer may go into a file with `-o`.
    pub writes: bool,
    /// Does it.
    pub run: fn(&mut Run<'_>, &Draft) -> Result<(), Stop>,
}

static IMPORTED: Field = Field::argument("file", "File", Ask::File, "File to read; - is standard input");
static FORMAT: Field = Field::flag("format", "Format", Ask::Line, "Format of the file, where it cannot be seen from it");
static DAY_FIRST: Field = Field::flag("day-first", "Day first", Ask::Yes, "Dates such as 03/04/2026 are 3 April");
static MONTH_FIRST: Field = Field::flag("month-first", "Month first", Ask::Yes, "Dates such as 03/04/2026 are March 4");
static TYPES: Field = Field::flag("types", "Types", Ask::Line, "Only these types of issues, with commas between them");
static DRY_RUN: Field = Field::flag("dry-run", "Dry run", Ask::Yes, "Say what would be done, and do nothing");
static EXPORTED: Field = Field::flag(
    "format",
    "Format",
    Ask::Choice(&[("json", "JSON"), ("csv", "CSV")]),
    "json (the default): a backup of all records, unredacted; csv: the cases as a table",
);
static COPY: Field = Field::argument("file", "File", Ask::File, "Name of the copy; it must not be there yet");
static SHELL: Field = Field::argument(
    "shell",
    "Shell",
    Ask::Choice(&[("bash", "bash"), ("elvish", "elvish"), ("fish", "fish"), ("powershell", "powershell"), ("zsh", "zsh")]),
    "bash, elvish, fish, powershell or zsh",
);

static EVERY_PAGE: Field = Field::flag("all", "All", Ask::File, "Folder for one page of the program and one of each first word");

/// Lists them.
pub static SPECIALS: &[Special] = &[
    Special {
        name: demo::NAME,
        doc: "Shows a crisis under way, made up and in a file of its own; your database is never touched.",
        fields: &[&demo::KEEP, &demo::SHARED, &demo::PLAIN],
        writes: false,
        run: demo::print,
    },
    Special {
        name: "import",
        doc: "Brings foreign records in: each once, however often the file is imported.",
        fields: &[&IMPORTED, &FORMAT, &DAY_FIRST, &MONTH_FIRST, &TYPES, &DRY_RUN],
        writes: false,
        run: import,
    },
    Special {
        name: "export",
        doc: "Writes all records out, internal ones too: a backup, not a report.",
        fields: &[&EXPORTED],
        writes: true,
        run: export,
    },
    Special {
        name: "backup",
        doc: "Copies the database while it is in use, journal and all.",
        fields: &[&COPY],
        writes: false,
        run: backup,
    },
    Special {
        name: "doctor",
        doc: "Checks everything that can be checked: the file, the chain, records, counts.",
        fields: &[],
        writes: false,
        run: doctor,
    },
    Special {
        name: "keys",
        doc: "Prints the keys of the screens as they are set, and what config.toml sets in vain.",
        fields: &[],
        writes: false,
        run: keys,
    },
    Special { name: "completions", doc: "Prints completions for a shell.", fields: &[&SHELL], writes: true, run: completions },
    Special {
        name: "man",
        doc: "Prints the manual page, or writes all of them into a folder.",
        fields: &[&EVERY_PAGE],
        writes: true,
        run: man,
    },
    Special { name: "docs", doc: "Prints this reference as Markdown.", fields: &[], writes: true, run: reference },
];

/// Hands over to whoever knows the screens.
fn keys(run: &mut Run<'_>, _: &Draft) -> Result<(), Stop> {
    run.ended = Ended::Keys(run.setting.config.input.keys.clone(), run.setting.out.json);
    Ok(())
}

fn import(run: &mut Run<'_>, draft: &Draft) -> Result<(), Stop> {
    let name = draft.get("file").unwrap_or_default();
    let options = Options {
        zone: run.setting.ctx.zone,
        day_first: day_first(draft)?,
        types: draft.get("types").map(|all| all.split(',').map(|t| t.trim().to_owned()).filter(|t| !t.is_empty()).collect()),
    };
    let bytes = read(name)?;
    let shown = if name == "-" { "standard input" } else { name };
    if own::recognises(&bytes) {
        return restore(run, &bytes, draft.get("dry-run").is_none());
    }
    let incoming = format::read(&bytes, shown, draft.get("format"), &options).map_err(|e| e.refusal())?;
    drop(bytes);
    let mut manner = run.setting.manner.clone();
    manner.keep = draft.get("dry-run").is_none();
    // Reading and mapping took their time; only now does anybody else have to wait.
    let mut app = run.setting.open()?;
    let (landed, done) = app.land(&incoming, &manner)?;
    app.rest();
    for note in incoming.notes.iter().chain(&done.notes) {
        say(note);
    }
    say_refused(&incoming, shown);
    run.repeated(&done);
    if run.setting.out.json {
        let mut answer = done.json;
        if let Some(object) = answer.as_object_mut() {
            object.insert("dry_run".into(), (!manner.keep).into());
            let refused = incoming.refused.iter().map(|r| json!({ "line": r.line, "what": r.what, "why": r.why, "hint": r.hint }));
            object.insert("refusals".into(), refused.collect());
            object.insert("notes".into(), incoming.notes.iter().map(String::as_str).collect());
        }
        return run.setting.out.value(&answer);
    }
    let would = if manner.keep { "" } else { "dry run, nothing was changed: " };
    run.setting.out.line(&format!("{would}{}", counted(&incoming, &landed)))?;
    if landed.aside > 0 {
        say(&format!(
            "{} open cases wait outside the lanes; 'warroom case list --state aside' lists them, 'case adopt' brings one in",
            landed.aside
        ));
    }
    if manner.keep && done.batch.is_none() && !done.repeated {
        let none_left = incoming.refused.is_empty();
        say(match (none_left, incoming.cases.is_empty()) {
            (true, _) => "nothing changed: everything was here already",
            (false, true) => "nothing changed: nothing in the file could be taken",
            (false, false) => "nothing changed: what could be taken was here already",
        });
    }
    Ok(())
}

/// Brings a backup of our own back into an empty database.
fn restore(run: &mut Run<'_>, bytes: &[u8], keep: bool) -> Result<(), Stop> {
    let text = std::str::from_utf8(bytes)
        .map_err(|e| Refusal::field("file", format!("byte {} is not UTF-8", e.valid_up_to() + 1), "a backup is; use another copy"))?;
    let manner = Manner { keep, ..run.setting.manner.clone() };
    let mut app = run.setting.open()?;
    let done = app.restore(text, &manner)?;
    app.rest();
    run.repeated(&done);
    if run.setting.out.json {
        return run.setting.out.value(&done.json);
    }
    run.setting.out.line(&format!("{}{}", if keep { "" } else { "dry run, nothing was changed: " }, done.label))
}

fn say_refused(incoming: &Incoming, file: &str) {
    for refused in &incoming.refused {
        let what = if refused.what.is_empty() { String::new() } else { format!(" ({})", refused.what) };
        say(&format!("{file}, {} {}{what} not taken: {}", incoming.unit, refused.line, refused.why));
        if !refused.hint.is_empty() {
            say(&format!("  {}", refused.hint));
        }
    }
}

fn counted(incoming: &Incoming, landed: &Landed) -> String {
    let mut told = vec![format!("{} new", landed.new), format!("{} changed", landed.changed), format!("{} as they were", landed.same)];
    let more = [
        (landed.entries, "log entries"),
        (landed.links, "links"),
        (landed.kept, "values corrected here kept"),
        (incoming.refused.len(), "not taken"),
    ];
    told.extend(more.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}")));
    format!("{} of {} {}s: {}", incoming.cases.len(), incoming.read, incoming.unit, told.join(", "))
}

fn day_first(draft: &Draft) -> Result<Option<bool>, Stop> {
    match (draft.get("day-first").is_some(), draft.get("month-first").is_some()) {
        (true, true) => Err(Stop::Usage("--day-first and --month-first contradict each other".into(), "give one of them".into())),
        (true, false) => Ok(Some(true)),
        (false, true) => Ok(Some(false)),
        (false, false) => Ok(None),
    }
}

/// Reads a foreign file whole, up to the limit of the readers.
fn read(name: &str) -> Result<Vec<u8>, Stop> {
    let refused = |why: String, hint: &str| Stop::from(Refusal::field("file", why, hint));
    let mut bytes = Vec::new();
    let most = LIMIT as u64 + 1;
    let result = if name == "-" {
        io::stdin().lock().take(most).read_to_end(&mut bytes)
    } else {
        match std::fs::metadata(name) {
            Ok(meta) if meta.is_dir() => return Err(refused(format!("{name} is a folder"), "name a file in it")),
            _ => std::fs::File::open(name).and_then(|file| file.take(most).read_to_end(&mut bytes)),
        }
    };
    match result {
        Ok(_) => Ok(bytes),
        Err(e) => {
            Err(refused(format!("{name} cannot be read ({})", plainly(&e.to_string())), "see that it is there and that you may read it"))
        }
    }
}

fn export(run: &mut Run<'_>, draft: &Draft) -> Result<(), Stop> {
    let app = run.setting.open()?;
    let text = match draft.get("format").unwrap_or("json").to_lowercase().as_str() {
        "json" => app.export_json()?,
        "csv" => app.export_csv()?,
        other => return Err(Refusal::field("format", format!("'{other}' is no format of export"), "one of json, csv").into()),
    };
    run.deliver(&text)?;
    say("everything is in it, internal lines and names too, unredacted: keep it as you keep the database");
    Ok(())
}

fn backup(run: &mut Run<'_>, draft: &Draft) -> Result<(), Stop> {
    let target = Path::new(draft.get("file").unwrap_or_default());
    if target.symlink_metadata().is_ok() {
        return Err(output::OutputError::Exists(target.to_owned()).into());
    }
    let folder = target.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    if let Err(cause) = std::fs::read_dir(folder) {
        return Err(output::OutputError::Folder { path: folder.to_owned(), cause }.into());
    }
    let app = run.setting.open()?;
    app.backup(target)?;
    let target = std::path::absolute(target).unwrap_or_else(|_| target.to_owned()).display().to_string();
    if run.setting.out.json { run.setting.out.value(&json!({ "file": target })) } else { run.setting.out.line(&target) }
}

fn doctor(run: &mut Run<'_>, _: &Draft) -> Result<(), Stop> {
    let app = match run.setting.open() {
        Err(Stop::Failure(Failure::Store(StoreError::Corrupt { file, why }))) => return damaged(&file, &why),
        opened => opened?,
    };
    let findings = match app.examine() {
        Err(Failure::Store(StoreError::Corrupt { why, .. })) => return damaged(&run.setting.place().display().to_string(), &why),
        examined => examined?,
    };
    let word = |level| match level {
        FindingLevel::Good => "good",
        FindingLevel::Note => "note",
        FindingLevel::Bad => "bad",
    };
    let row = |level: &str, what: &str, seen: &str| -> Map<String, Json> {
        [("level", level), ("what", what), ("seen", seen)].into_iter().map(|(k, v)| (k.to_owned(), v.into())).collect()
    };
    let rows: Vec<_> = findings.iter().map(|f| row(word(f.level), f.what, &f.seen)).collect();
    run.setting.out.rows(&rows, &[("level", "Level"), ("what", "What"), ("seen", "Seen")])?;
    match findings.iter().filter(|f| f.level == FindingLevel::Bad).count() {
        0 => Ok(()),
        n => {
            say(&format!(
                "{n} things are wrong with {}; keep a copy of the file and of what is beside it before anything else",
                run.setting.place().display()
            ));
            Err(Stop::Code(5))
        }
    }
}

/// A file that cannot even be opened has no findings; what helps is said instead.
fn damaged(file: &str, why: &str) -> Result<(), Stop> {
    say(&format!("{file} is damaged ({why}). Nothing was changed."));
    say("Keep a copy of the file and of what is beside it. Then go back to the newest backup, or save what can still be read:");
    say(&format!("  sqlite3 '{file}' .recover > saved.sql"));
    Err(Stop::Code(5))
}

fn completions(run: &mut Run<'_>, draft: &Draft) -> Result<(), Stop> {
    use clap_complete::Shell;
    let name = draft.get("shell").unwrap_or_default().to_lowercase();
    let Ok(shell) = name.parse::<Shell>() else {
        return Err(Stop::Usage(
            format!("there are no completions for '{name}'"),
            "there are some for bash, elvish, fish, powershell, zsh".into(),
        ));
    };
    let mut bytes = Vec::new();
    clap_complete::generate(shell, &mut tree::build(None), "warroom", &mut bytes);
    run.deliver(&String::from_utf8_lossy(&bytes))
}

fn man(run: &mut Run<'_>, draft: &Draft) -> Result<(), Stop> {
    let Some(folder) = draft.get("all").map(Path::new) else { return run.deliver(&super::man::page().map_err(Stop::Output)?) };
    std::fs::create_dir_all(folder).map_err(|cause| output::OutputError::Folder { path: folder.to_owned(), cause })?;
    for (name, text) in super::man::pages().map_err(Stop::Output)? {
        output::write(&folder.join(&name), text.as_bytes(), run.forced())?;
        run.setting.out.line(&name)?;
    }
    Ok(())
}

fn reference(run: &mut Run<'_>, _: &Draft) -> Result<(), Stop> {
    run.deliver(&docs::reference())
}
