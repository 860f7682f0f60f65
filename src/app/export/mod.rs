//! Everything out: one table of what can be printed, each with its formats, and one place that says for whom and of what.
//!
//! What is printed goes to a writer piece by piece: the backup and the tables of values row by row, so that memory does not grow with the
//! data; documents whole. Must not know where it goes.

mod board;
mod decisions;
mod due;
mod incidents;
mod issues;
mod minutes;
mod page;
mod raid;
#[cfg(test)]
mod reader_tests;
#[cfg(test)]
mod reference_tests;
mod register;
mod rows;
#[cfg(test)]
mod tests;
mod whats;
mod whole;

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::draft::{Draft, Given, Input};
use super::field::{Ask, Field};
use super::{App, Context, Failure, review};
use crate::document::headings;
use crate::model::case::Case;
use crate::model::entry::Visibility;
use crate::model::{Refusal, Subject, Untrusted, Zone};
use crate::store::{Reader, StoreError, Within};

use whats::CHOICES;
pub use whats::{Format, WHATS, What};

static WHAT: Field =
    Field::optional("what", "What", Ask::Choice(&CHOICES), "What to write; without it everything, as JSON. docs/EXPORT.md lists them all");
static FORMAT: Field = Field::flag("format", "Format", Ask::Choice(Format::CHOICES), "json, csv, md, html or ics, as far as it has them");
static READER: Field = Field::flag(
    "for",
    "For",
    Ask::Choice(Visibility::CHOICES),
    "Who is to read it: internal (the default), management (the default of the board) or public; what they may not read is left out",
);
static PROJECT: Field =
    Field::flag("project", "Project", Ask::Pick(Subject::Project, false), "Only what is of this project or does something to it");
static CASE: Field = Field::flag("case", "Case", Ask::Case, "Only what is of this case");
static OPEN: Field = Field::flag("open", "Open", Ask::Yes, "Only what is still open; for the registers");
static RELOAD: Field =
    Field::flag("reload", "Reload", Ask::Length, "For the board: the page loads itself again after this time, such as 1m");

/// What an export can be given.
pub static FIELDS: &[&Field] = &[&WHAT, &FORMAT, &READER, &PROJECT, &CASE, &OPEN, &RELOAD, &review::RAW];

/// Says why an export broke off.
#[derive(Debug)]
pub enum Broken {
    /// As with any query.
    Failure(Failure),
    /// What it is written to took no more.
    Output(io::Error),
}

impl From<Failure> for Broken {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

impl From<StoreError> for Broken {
    fn from(error: StoreError) -> Self {
        Self::Failure(error.into())
    }
}

impl From<Refusal> for Broken {
    fn from(refusal: Refusal) -> Self {
        Self::Failure(refusal.into())
    }
}

impl From<io::Error> for Broken {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

/// Holds what was asked for: for whom, of what, in which words.
struct Asked<'a> {
    /// Reads for whoever is to read it.
    read: Reader<'a>,
    /// Reads everything, to count what is left out.
    wide: Reader<'a>,
    ctx: &'a Context,
    reader: Visibility,
    within: Within,
    case: Option<Case>,
    project: Option<Untrusted>,
    only_open: bool,
    raw: bool,
    /// Seconds after which a page loads itself again.
    reload: Option<i64>,
    format: Format,
    zone: Zone,
    words: BTreeMap<String, String>,
}

impl Asked<'_> {
    /// Gives a word in the document's language.
    fn word(&self, key: &str) -> String {
        self.words.get(key).cloned().unwrap_or_else(|| key.to_owned())
    }

    /// Gives a name, where the reader may read it.
    fn person(&self, name: Option<&Untrusted>) -> Untrusted {
        name.filter(|_| self.reader != Visibility::Public).cloned().unwrap_or_default()
    }

    /// Gives the same for somebody who may read everything.
    fn for_all(&self) -> Self {
        let (case, project, words) = (self.case.clone(), self.project.clone(), self.words.clone());
        Self { read: self.wide, reader: self.wide.floor(), case, project, words, ..*self }
    }

    /// Says how many rows the reader does not get of those that are counted for somebody who may read everything.
    fn left_out(&self, shown: usize, count: impl FnOnce(&Asked<'_>) -> Result<usize, Broken>) -> Result<usize, Broken> {
        if self.reader == self.wide.floor() { Ok(0) } else { Ok(count(&self.for_all())?.saturating_sub(shown)) }
    }
}

impl App {
    /// Writes an export of what a draft asks for, and gives remarks for the person. Everything in it is of one moment.
    ///
    /// # Errors
    /// All refusals at once, what the store says, or that it could not be written.
    pub fn export(&self, draft: &Draft, out: &mut dyn Write) -> Result<Vec<String>, Broken> {
        let told = self.store.at_one_moment(|read| {
            let input = draft.check(FIELDS, read, &self.ctx.now())?;
            let what = whats::chosen(&input);
            let asked = asked(what, &input, read, &self.ctx)?;
            (what.write)(what, &asked, out)
        });
        told.unwrap_or_else(|e| Err(e.into())).map_err(|broken| match broken {
            Broken::Failure(failure) => Broken::Failure(self.about(failure)),
            output @ Broken::Output(_) => output,
        })
    }

    /// Gives the backup as one text: for tests, which compare two.
    ///
    /// # Errors
    /// The store's.
    #[doc(hidden)]
    pub fn export_json(&self) -> Result<String, Failure> {
        let mut bytes = Vec::new();
        match self.export(&Draft::new(), &mut bytes) {
            Ok(_) => Ok(String::from_utf8(bytes).expect("the printer of JSON writes whole characters only")),
            Err(Broken::Failure(failure)) => Err(failure),
            Err(Broken::Output(e)) => Err(Refusal::whole(e.to_string(), "try again").into()),
        }
    }
}

/// Reads what was asked for.
fn asked<'a>(what: &What, input: &Input, read: Reader<'a>, ctx: &'a Context) -> Result<Asked<'a>, Failure> {
    let format = input.word("format").and_then(Format::parse).or_else(|| what.formats.first().copied()).unwrap_or(Format::Json);
    let reader = input.word("for").and_then(Visibility::parse).unwrap_or(what.reader);
    let case = if input.has("case") { Some(input.case("case")?) } else { None };
    let project = match input.get("project") {
        Some(Given::Known(named)) => Some(named),
        _ => None,
    };
    let within = Within { case: case.map(|case| case.id), project: project.map(|named| named.id), kind: None };
    let refusals = refusals(what, input, (format, reader, within));
    if !refusals.is_empty() {
        return Err(Failure::Refused(refusals));
    }
    let floored = read.no_wider_than(reader);
    // The case as this reader sees it.
    let case = case.map(|case| floored.case_by_id(case.id)).transpose()?.flatten();
    let zone = case.as_ref().map_or(ctx.zone, |case| case.zone_or(ctx.zone));
    Ok(Asked {
        read: floored,
        wide: read,
        ctx,
        reader: floored.floor(),
        within,
        case,
        project: project.map(|named| named.name.clone()),
        only_open: input.yes("open"),
        raw: input.yes("raw"),
        reload: input.number("reload").map(|ms| (ms / 1_000).max(1)),
        format,
        zone,
        words: headings::in_language(&ctx.language),
    })
}

/// Gathers every reason why something cannot be had so.
fn refusals(what: &What, input: &Input, (format, reader, within): (Format, Visibility, Within)) -> Vec<Refusal> {
    let mut all = Vec::new();
    let mut no = |field: &'static str, why: String, hint: String| all.push(Refusal::field(field, why, hint));
    if !what.formats.contains(&format) {
        let has: Vec<&str> = what.formats.iter().map(|format| format.key()).collect();
        no("format", format!("there is no {} of '{}'", format.label(), what.name), format!("it has {}", has.join(", ")));
    }
    if let Some(why) = what.withheld(reader) {
        no("for", why.to_owned(), "leave --for out, or print a register for them: incidents, issues, decisions".to_owned());
    }
    if !what.takes(within) {
        let key = if within.case.is_some() { "case" } else { "project" };
        no(key, format!("'{}' is never of one {key} alone", what.name), format!("leave --{key} out"));
    }
    if what.needs_case() && within.case.is_none() {
        no("case", format!("'{}' is of one case", what.name), "name it with --case, such as --case INC-12".to_owned());
    }
    for (key, has) in [("open", what.has_open()), ("reload", what.has_reload())] {
        if input.has(key) && !has {
            no(key, format!("--{key} is nothing for '{}'", what.name), "leave it out".to_owned());
        }
    }
    all
}

/// Says how many rows somebody does not get, for whom it is, and what was taken out of it.
fn remarks(asked: &Asked<'_>, left_out: usize, secrets: usize) -> Vec<String> {
    let many = |n: usize| if n == 1 { "" } else { "s" };
    let mut notes = vec![format!("printed for {}: {left_out} row{} left out", asked.reader.label(), many(left_out))];
    if asked.raw {
        notes.push("secrets are left in (--raw)".to_owned());
    } else if secrets > 0 {
        notes.push(format!("{secrets} secret{} taken out; --raw leaves {} in", many(secrets), if secrets == 1 { "it" } else { "them" }));
    }
    notes
}
