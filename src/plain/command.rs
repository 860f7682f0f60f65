//! Any command or query of the tables by its words, and the running of one with its form.

use super::form::{self, Filled};
use super::{Session, told};
use crate::app::door::fresh_key;
use crate::app::{Command, Done, Draft, Failure, Field, Manner, Query, tables};
use crate::model::CaseRef;

use super::talk::Picked;

/// Most commands that are offered by number.
const MOST: usize = 20;
/// What undo cannot take back, with what it does.
const FINAL: &[(&str, &str)] = &[("entry redact", "It blanks the text for good, in the log and in the journal. This cannot be undone.")];
/// What sends, and what of it can be done here.
const SENDS: (&str, &str) =
    ("update send", "Here it is recorded that they were told already. To send, use 'warroom update send' or the screens.");

/// Gives the fields of a command or query.
pub fn fields(name: &str) -> Option<&'static [&'static Field]> {
    tables::command(name).map(|command| command.fields).or_else(|| tables::query(name).map(|query| query.fields))
}

/// Runs a command or asks a query by its words, asking for what is not known.
pub fn named(session: &mut Session<'_>, name: &str, known: Draft) -> Option<Option<Done>> {
    if let Some(query) = tables::query(name) {
        ask(session, query, known)?;
        return Some(None);
    }
    match tables::command(name) {
        Some(command) => run(session, command, known),
        None => session.talk.line(&format!("There is no '{name}' here.")).map(|()| None),
    }
}

fn ask(session: &mut Session<'_>, query: &'static Query, known: Draft) -> Option<()> {
    session.talk.line(query.doc)?;
    match form::fill(session, query.fields, known)? {
        Filled::Whole(draft) => told::query(session, query, &draft).map(drop),
        Filled::GivenUp => session.talk.line("Left."),
    }
}

fn run(session: &mut Session<'_>, command: &'static Command, mut known: Draft) -> Option<Option<Done>> {
    if session.barred()? {
        return Some(None);
    }
    if command.name == SENDS.0 {
        session.talk.line(SENDS.1)?;
        known.set("already", "yes");
    }
    session.talk.line(command.doc)?;
    let Filled::Whole(draft) = form::fill(session, command.fields, known)? else { return left(session) };
    if let Some((_, words)) = FINAL.iter().find(|(name, _)| *name == command.name) {
        session.talk.line(words)?;
        if !session.ask("Type yes to do it")?.trim().eq_ignore_ascii_case("yes") {
            return left(session);
        }
    }
    carry_out(session, command, draft)
}

/// Runs a command with what is known, and asks for nothing that can be left out.
pub fn at_once(session: &mut Session<'_>, name: &str, known: Draft) -> Option<Option<Done>> {
    match tables::command(name) {
        Some(command) if !session.barred()? => carry_out(session, command, known),
        _ => Some(None),
    }
}

/// Runs a command until it is accepted, asking again for what was refused, or until somebody leaves it.
fn carry_out(session: &mut Session<'_>, command: &'static Command, mut draft: Draft) -> Option<Option<Done>> {
    // Tried again, it is done once.
    let manner = Manner { key: Some(fresh_key()), ..Manner::default() };
    loop {
        match session.app.run(command, &draft, &manner) {
            Ok(done) => return told(session, command, done),
            Err(Failure::Refused(refusals)) => {
                session.talk.line("Nothing was changed yet.")?;
                for refusal in &refusals {
                    let field = command.fields.iter().find(|field| field.key == refusal.field);
                    session.refuse(field.map_or("", |field| field.label), refusal)?;
                }
                let again: Vec<&'static Field> =
                    command.fields.iter().copied().filter(|field| refusals.iter().any(|refusal| refusal.field == field.key)).collect();
                match again.is_empty() {
                    true => return left(session),
                    false => match form::again(session, &again, draft)? {
                        Filled::Whole(better) => draft = better,
                        Filled::GivenUp => return left(session),
                    },
                }
            }
            Err(failure) => {
                session.fail(&failure)?;
                if !session.ask("Type yes to try the same again")?.trim().eq_ignore_ascii_case("yes") {
                    return Some(None);
                }
            }
        }
    }
}

fn left(session: &mut Session<'_>) -> Option<Option<Done>> {
    session.talk.line("Left. Nothing was changed.")?;
    Some(None)
}

/// Says what was done.
fn told(session: &mut Session<'_>, command: &Command, done: Done) -> Option<Option<Done>> {
    session.set_off(&done)?;
    done.notes.iter().try_for_each(|note| session.talk.line(&format!("{note}.")))?;
    if done.batch.is_none() && !done.repeated {
        session.talk.line("Nothing changed: it was so already.")?;
        return Some(Some(done));
    }
    let printed = command.prints.and_then(|key| done.json.get(key)?.as_str());
    let number = printed.filter(|number| !done.label.contains(*number)).map_or_else(String::new, |number| format!(" It is {number}."));
    session.talk.line(&format!("Done: {}.{number}", done.label))?;
    Some(Some(done))
}

/// Lets somebody choose any command or query by its words.
pub fn any(session: &mut Session<'_>, case: Option<CaseRef>) -> Option<()> {
    loop {
        let typed = session.ask("Command, its words or a part of them, ? lists first words, 0 goes back")?;
        let typed = typed.trim().to_lowercase();
        match typed.as_str() {
            "" | "0" => return Some(()),
            "q" | "quit" => return None,
            "?" => {
                let words = first_words();
                session.talk.line(&words.join(", "))?;
                continue;
            }
            _ => {}
        }
        let Some(name) = found(session, &typed)? else { continue };
        let of_case = |field: &&&Field| field.key == "case" && (field.required || tables::command(name).is_some());
        let mut known = Draft::new();
        if let (Some(case), true) = (case, fields(name).unwrap_or_default().iter().find(of_case).is_some()) {
            known.set("case", case.to_string());
        }
        return named(session, name, known).map(drop);
    }
}

/// Finds the command that is meant, by number where several fit.
fn found(session: &mut Session<'_>, typed: &str) -> Option<Option<&'static str>> {
    let names: Vec<&'static str> = all().map(|(name, _)| name).collect();
    if let Some(exact) = names.iter().find(|name| **name == typed) {
        return Some(Some(exact));
    }
    let fits: Vec<(&str, &str)> = all().filter(|(name, _)| typed.split_whitespace().all(|word| name.contains(word))).collect();
    match fits.len() {
        0 => session.talk.line(&format!("No command is like '{typed}'. ? lists the first words of all.")).map(|()| None),
        1 => Some(fits.first().map(|(name, _)| *name)),
        n if n > MOST => session.talk.line(&format!("{n} commands are like '{typed}'. Type more of it.")).map(|()| None),
        _ => {
            let rows: Vec<String> = fits.iter().map(|(name, doc)| format!("{name}: {doc}")).collect();
            session.talk.rows(&rows)?;
            match session.choose("Which command", &rows)? {
                Picked::Row(at) => Some(fits.get(at).map(|(name, _)| *name)),
                Picked::Back => Some(None),
                Picked::Other(typed) => session.talk.line(&format!("'{typed}' is none of these.")).map(|()| None),
            }
        }
    }
}

fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
    tables::commands().map(|command| (command.name, command.doc)).chain(tables::queries().map(|query| (query.name, query.doc)))
}

fn first_words() -> Vec<&'static str> {
    let mut words: Vec<&str> = all().filter_map(|(name, _)| name.split(' ').next()).collect();
    words.sort_unstable();
    words.dedup();
    words
}
