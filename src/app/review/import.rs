//! The command that brings a review in from a file. The file is read and taken apart before anybody else has to wait.

use std::io::Read as _;
use std::path::Path;

use serde_json::json;

use super::super::command::{Act, Command};
use super::super::draft::{Draft, Input};
use super::super::field::{Ask, Field};
use super::super::{Context, Failure};
use crate::app::import::review::{self, Brought, COMMAND, LIMIT};
use crate::app::import::{Options, read::decode};
use crate::document::print::{log, plainly};
use crate::model::Refusal;
use crate::store::Answer;

static FILE: Field = Field::argument("file", "File", Ask::File, "Markdown file to read; - is standard input");
static CASE: Field = Field::flag("case", "Case", Ask::Case, "Case it belongs to; a new one is made where none is named");
static DRY_RUN: Field = Field::flag("dry-run", "Only look", Ask::Yes, "Says what would be placed where, and changes nothing");

/// The command.
pub static COMMANDS: &[Command] = &[Command {
    name: COMMAND,
    doc: "Reads a review from Markdown: one of our own as it was printed, or another's as far as it is understood.",
    fields: &[&FILE, &CASE, &DRY_RUN],
    prints: None,
    run,
}];

/// Reads the file of an import before the transaction; nothing for any other command.
///
/// # Errors
/// A refusal when the file cannot be read.
pub fn before(command: &Command, draft: &Draft, ctx: &Context) -> Result<Option<Brought>, Failure> {
    match draft.get("file").filter(|_| command.name == COMMAND) {
        Some(name) => Ok(Some(taken(name.trim(), ctx)?)),
        None => Ok(None),
    }
}

/// Says whether a command is only to say what it would do.
pub fn only_looks(command: &Command, draft: &Draft) -> bool {
    command.name == COMMAND && draft.get("dry-run").is_some_and(|text| !matches!(text.trim(), "" | "no" | "false"))
}

fn taken(name: &str, ctx: &Context) -> Result<Brought, Failure> {
    let refused = |why: String, hint: &str| Failure::from(Refusal::field("file", why, hint));
    let mut bytes = Vec::new();
    let most = LIMIT as u64 + 1;
    let read = match name {
        "-" => std::io::stdin().lock().take(most).read_to_end(&mut bytes),
        name if Path::new(name).is_dir() => return Err(refused(format!("{} is a folder", log(name)), "name a file in it")),
        name => std::fs::File::open(name).and_then(|file| file.take(most).read_to_end(&mut bytes)),
    };
    if let Err(e) = read {
        let why = format!("{} cannot be read ({})", log(name), plainly(&e.to_string()));
        return Err(refused(why, "see that it is there and that you may read it"));
    }
    if bytes.len() > LIMIT {
        return Err(refused(format!("{} is longer than {} MiB", log(name), LIMIT >> 20), "take a part of it"));
    }
    let text = decode::decode(&bytes).map_err(|e| Failure::from(e.in_file(name).refusal()))?.text;
    if text.trim().is_empty() {
        return Err(refused(format!("there is nothing in {}", log(name)), "name another file"));
    }
    let stem = Path::new(name).file_name().map(|file| file.to_string_lossy().into_owned()).unwrap_or_default();
    let stem = stem.split('.').next().unwrap_or_default().to_owned();
    Ok(review::read(&text, &stem, &Options { zone: ctx.zone, ..Options::default() }, ctx.sections()))
}

fn run(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let brought = match act.brought.take() {
        Some(brought) => brought,
        None => taken(input.text("file").unwrap_or_default(), act.ctx)?,
    };
    let into = if input.has("case") { Some(input.case("case")?).map(|case| (case.case_ref(), case.id)) } else { None };
    if let Some((case, id)) = into {
        super::section::writable(act, (id, case))?;
    }
    let mut answer = review::land(act, &brought, into)?;
    if input.yes("dry-run") {
        answer.label = format!("nothing was changed; it would be {}", answer.label);
    }
    if let Some(fields) = answer.json.as_object_mut() {
        fields.insert("dry_run".into(), json!(input.yes("dry-run")));
    }
    Ok(answer)
}
