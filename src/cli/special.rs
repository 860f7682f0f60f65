//! The few commands that stand beside the tables because they work on files or on the program itself.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value as Json, json};

use super::export::EXPORT;
use super::stop::{Stop, say};
use super::{Ended, Run, demo, docs, import, tree, watch};
use crate::app::automation::FOLLOWED;
use crate::app::doctor::{self, FindingLevel, Saved};
use crate::app::output;
use crate::app::{Ask, Draft, Failure, Field, StoreError};

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

static COPY: Field = Field::argument("file", "File", Ask::File, "Name of the copy; it must not be there yet");
static SAVED: Field = Field::argument("file", "File", Ask::File, "Name of the new database; it must not be there yet");
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
        name: watch::NAME,
        doc: "Prints every change as it is made, by whomever, one a line; 'see', 'ask' and 'show' behind it follow the repair instead.",
        fields: FOLLOWED,
        writes: false,
        run: watch::watch,
    },
    import::SPECIAL,
    EXPORT,
    Special {
        name: "backup",
        doc: "Copies the database while it is in use, journal and all.",
        fields: &[&COPY],
        writes: false,
        run: backup,
    },
    Special {
        name: "recover",
        doc: "Saves what can still be read of a damaged database into a new file; the damaged one is not touched.",
        fields: &[&SAVED],
        writes: false,
        run: recover,
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

/// Saves what can be read into a new file, and says of each table what is missing.
fn recover(run: &mut Run<'_>, draft: &Draft) -> Result<(), Stop> {
    let (from, to) = (run.setting.place(), PathBuf::from(draft.get("file").unwrap_or_default()));
    let saved = doctor::save(&from, &to, run.setting.config.allow_shared, run.setting.ctx.clone())?;
    let row = |saved: &Saved| -> Map<String, Json> {
        let counts = [("saved", saved.rows), ("retold", saved.retold), ("unfit", saved.unfit), ("gaps", saved.gaps)];
        let counts = counts.into_iter().map(|(key, n)| (key.to_owned(), n.into()));
        [("table".to_owned(), saved.table.as_str().into())].into_iter().chain(counts).collect()
    };
    let rows: Vec<_> = saved.iter().filter(|saved| run.setting.out.json || !saved.is_whole()).map(row).collect();
    let heads = [("table", "Table"), ("saved", "Saved"), ("retold", "From the journal"), ("unfit", "Do not fit"), ("gaps", "Gaps")];
    if !rows.is_empty() {
        run.setting.out.rows(&rows, &heads)?;
    }
    let sum = |of: fn(&Saved) -> usize| saved.iter().map(of).sum::<usize>();
    let to = std::path::absolute(&to).unwrap_or(to);
    say(&format!(
        "{} rows were saved into {}, {} of them from the journal alone; {} do not fit, {} stretches could not be read",
        sum(|saved| saved.rows) + sum(|saved| saved.retold),
        to.display(),
        sum(|saved| saved.retold),
        sum(|saved| saved.unfit),
        sum(|saved| saved.gaps)
    ));
    say("keep the damaged file; how far the new one can be trusted is said by:");
    say(&format!("  warroom --db {} doctor", quoted(&to.display().to_string())));
    Ok(())
}

/// Puts a name into quotes as shells read them.
fn quoted(name: &str) -> String {
    format!("'{}'", name.replace('\'', r"'\''"))
}

/// A file that cannot even be opened has no findings; what helps is said instead.
fn damaged(file: &str, why: &str) -> Result<(), Stop> {
    say(&format!("{file} is damaged ({why}). Nothing was changed."));
    say("Keep a copy of the file and of what is beside it. Then go back to the newest backup, or save what can still be read:");
    say(&format!("  warroom --db {} recover saved.db", quoted(file)));
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
    if run.target().is_some() {
        return Err(Stop::Usage("--all writes into a folder, and -o into one file".into(), "give one of them".into()));
    }
    let is_new = !folder.exists();
    let failed = |path: &Path, cause| output::OutputError::Failed { path: path.to_owned(), cause };
    std::fs::create_dir_all(folder).map_err(|cause| output::OutputError::Folder { path: folder.to_owned(), cause })?;
    if is_new {
        open_to_all(folder, 0o755).map_err(|cause| failed(folder, cause))?;
    }
    for (name, text) in super::man::pages().map_err(Stop::Output)? {
        let path = folder.join(&name);
        output::write(&path, text.as_bytes(), run.forced())?;
        open_to_all(&path, 0o644).map_err(|cause| failed(&path, cause))?;
        run.setting.out.line(&name)?;
    }
    Ok(())
}

/// Lets everybody read what is the program's and nobody's secret.
fn open_to_all(path: &Path, mode: u32) -> std::io::Result<()> {
    std::fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(mode))
}

fn reference(run: &mut Run<'_>, _: &Draft) -> Result<(), Stop> {
    run.deliver(&docs::reference())
}
