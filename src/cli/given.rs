//! From the words of one command to a draft: text per field, with `-` read from standard input and every byte checked.

use std::ffi::{OsStr, OsString};
use std::io::{self, IsTerminal, Read};
use std::os::unix::ffi::{OsStrExt, OsStringExt};

use clap::ArgMatches;

use super::leaf::Leaf;
use super::stop::{Stop, say};
use crate::app::{Ask, Draft, Failure, Field};
use crate::document::print::plainly;
use crate::model::Refusal;

/// Most bytes of standard input that are read for one field; a draft takes no longer text.
const LONGEST: u64 = 1_000_000;

/// What some editors put before a text in UTF-8.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// Stands before an argument that looks like an option and is none; no argument can hold it itself.
pub const SHIELD: char = '\0';

/// Puts [`SHIELD`] before every argument that begins with `-` and can only be text: a minute such as `-5 degrees in hall 2` or `- item`
/// must be logged, not read as `-5` or `-h`.
pub fn shielded(args: impl IntoIterator<Item = OsString>) -> impl Iterator<Item = OsString> {
    args.into_iter().map(|arg| match is_text(arg.as_bytes()) {
        true => OsString::from_vec([&[SHIELD as u8], arg.as_bytes()].concat()),
        false => arg,
    })
}

/// Takes [`SHIELD`] off again.
pub fn unshielded(arg: &OsStr) -> &OsStr {
    OsStr::from_bytes(arg.as_bytes().strip_prefix(&[SHIELD as u8]).unwrap_or(arg.as_bytes()))
}

/// Says whether a switch was given.
pub fn switch(matches: Option<&&ArgMatches>, id: &str) -> bool {
    matches.is_some_and(|matches| matches!(matches.try_get_one::<bool>(id), Ok(Some(true))))
}

/// Says what of a command was given although another word stood behind it: `watch --once see INC-12`.
pub fn misplaced(levels: &[&ArgMatches]) -> Option<String> {
    let outer = levels.get(..levels.len().saturating_sub(1))?;
    let words = outer.iter().filter_map(|level| level.subcommand_name()).collect::<Vec<_>>();
    let typed = |level: &&&ArgMatches, field: &&&Field| level.try_contains_id(field.key).is_ok() && given(level, field.key);
    outer.iter().enumerate().skip(1).find_map(|(at, level)| {
        let name = words.get(..at)?.join(" ");
        let field = Leaf::find(&name)?.fields().iter().find(|field| typed(&level, field))?;
        Some(format!("--{} is for '{name}' alone: leave it out, or leave '{}' out", field.key, words.get(at)?))
    })
}

fn given(matches: &ArgMatches, id: &str) -> bool {
    matches.value_source(id) == Some(clap::parser::ValueSource::CommandLine)
}

/// Says whether an argument with `-` in front is no option however options are spelled: `-h`, `-oFILE`, `--name`, `--name=value`.
fn is_text(arg: &[u8]) -> bool {
    match arg {
        [b'-', b'-', third, ..] => !third.is_ascii_alphabetic(),
        [b'-', b'-'] | [b'-', b'o', ..] => false,
        [b'-', second, ..] => !second.is_ascii_alphabetic() || arg.iter().any(u8::is_ascii_whitespace),
        _ => false,
    }
}

/// Fills a draft in from the matched words.
///
/// # Errors
/// Every field whose bytes are no UTF-8, all at once.
pub fn draft(leaf: &Leaf, matches: &ArgMatches) -> Result<Draft, Stop> {
    let mut draft = Draft::new();
    let mut refusals = Vec::new();
    let mut from_input: Option<&'static Field> = None;
    for field in leaf.fields().iter().copied() {
        if matches!(field.ask, Ask::Yes) {
            if matches.get_flag(field.key) {
                draft.set(field.key, "yes");
            }
            continue;
        }
        let Some(bytes) = matches.get_one::<std::ffi::OsString>(field.key) else { continue };
        match utf8(field, unshielded(bytes)) {
            Ok("-") if matches!(field.ask, Ask::Text) => match from_input {
                None => from_input = Some(field),
                Some(first) => refusals.push(Refusal::field(
                    field.key,
                    format!("standard input is read for {} already", first.label),
                    "name - only once",
                )),
            },
            Ok(text) => draft.set(field.key, text),
            Err(refusal) => refusals.push(refusal),
        }
    }
    if refusals.is_empty()
        && let Some(field) = from_input
    {
        match standard_input(field) {
            Ok(text) => draft.set(field.key, text),
            Err(refusal) => refusals.push(refusal),
        }
    }
    if refusals.is_empty() { Ok(draft) } else { Err(Failure::Refused(refusals).into()) }
}

fn utf8<'a>(field: &Field, bytes: &'a OsStr) -> Result<&'a str, Refusal> {
    str::from_utf8(bytes.as_bytes()).map_err(|e| not_utf8(field, e.valid_up_to()))
}

fn not_utf8(field: &Field, at: usize) -> Refusal {
    Refusal::field(field.key, format!("byte {at} of {} is not UTF-8 (counted from 0)", field.label), "send it as UTF-8")
}

/// Reads standard input to its end for one field.
///
/// # Errors
/// A refusal: too long, not UTF-8, not readable.
pub fn standard_input(field: &Field) -> Result<String, Refusal> {
    if io::stdin().is_terminal() {
        say(&format!("{}: type it, and end with Ctrl-D on a line of its own", field.label));
    }
    let mut bytes = Vec::new();
    let read = io::stdin().lock().take(LONGEST + 1).read_to_end(&mut bytes);
    if let Err(e) = read {
        let why = format!("standard input cannot be read ({})", plainly(&e.to_string()));
        return Err(Refusal::field(field.key, why, ""));
    }
    if bytes.len() as u64 > LONGEST {
        return Err(Refusal::field(field.key, format!("standard input is longer than {LONGEST} bytes"), "send less at a time"));
    }
    // Some editors begin a file with a mark that it is UTF-8; before the first line it would hide that line's sign or time.
    let start = if bytes.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 };
    let text = String::from_utf8(bytes).map_err(|e| not_utf8(field, e.utf8_error().valid_up_to()))?;
    Ok(text[start..].to_owned())
}
