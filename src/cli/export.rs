//! `warroom export`: the words of an export, and where what it writes goes: standard output, or a file that is whole or not there.

use std::ffi::OsString;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use super::Run;
use super::special::Special;
use super::stop::{Stop, say};
use super::{given, tree};
use crate::app::export::{Broken, FIELDS, What};
use crate::app::{App, Draft, output};

/// Describes it.
pub const EXPORT: Special = Special {
    name: "export",
    doc: "Writes everything out as a backup, or one register, table, calendar or page of it.",
    fields: FIELDS,
    writes: true,
    run,
};

fn run(run: &mut Run<'_>, draft: &Draft) -> Result<(), Stop> {
    let app = run.setting.open()?;
    let named = run.matches.try_get_one::<OsString>(tree::OUTPUT).ok().flatten().map(|file| given::unshielded(file));
    let notes = match named.filter(|name| *name != "-") {
        Some(name) => {
            let force = given::switch(Some(&run.matches), tree::FORCE);
            let notes = to_file(&app, &as_named(draft, Path::new(name))?, Path::new(name), force)?;
            say(&format!("written: {}", name.to_string_lossy()));
            notes
        }
        None => to_output(&app, draft)?,
    };
    for note in &notes {
        say(note);
    }
    Ok(())
}

/// Takes the format from the name of the file, where nobody said one.
fn as_named(draft: &Draft, name: &Path) -> Result<Draft, Stop> {
    let mut draft = draft.clone();
    let ending = name.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    if draft.get("format").is_none()
        && let Some(format) = What::ending_in(ending, draft.get("what"))?
    {
        draft.set("format", format.key());
    }
    Ok(draft)
}

fn to_file(app: &App, draft: &Draft, name: &Path, force: bool) -> Result<Vec<String>, Stop> {
    let mut writing = output::Writing::begin(name, force)?;
    match app.export(draft, &mut writing) {
        Ok(notes) => {
            writing.finish()?;
            Ok(notes)
        }
        Err(Broken::Failure(failure)) => Err(failure.into()),
        Err(Broken::Output(e)) => Err(writing.failed(e).into()),
    }
}

fn to_output(app: &App, draft: &Draft) -> Result<Vec<String>, Stop> {
    let mut out = BufWriter::with_capacity(64 * 1024, io::stdout().lock());
    match app.export(draft, &mut out) {
        Ok(notes) => out.flush().map(|()| notes).map_err(Stop::Output),
        Err(Broken::Failure(failure)) => Err(failure.into()),
        Err(Broken::Output(e)) => Err(Stop::Output(e)),
    }
}
