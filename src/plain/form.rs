//! A form as questions: one field after another with its label, its sentence and numbered choices.
//!
//! An empty line leaves a field out, `.` leaves out all that follow, `..` gives the whole up. Nothing is done before the last answer.

use super::Session;
use super::offer;
use crate::app::{Ask, Draft, Field};

/// Holds what came of a form.
pub enum Filled {
    /// Every question was answered or left out.
    Whole(Draft),
    /// Somebody does not want to go on.
    GivenUp,
}

/// Says what came of one question.
enum Answered {
    Text(String),
    Empty,
    Rest,
    GivenUp,
}

/// Asks for every field that is not known yet: what is needed first, what can wait last.
pub fn fill(session: &mut Session<'_>, fields: &'static [&'static Field], known: Draft) -> Option<Filled> {
    let mut asked: Vec<&'static Field> = fields.iter().copied().filter(|field| known.get(field.key).is_none()).collect();
    asked.sort_by_key(|field| (!field.required, field.later));
    if asked.iter().any(|field| !field.required) {
        session.talk.line("An empty answer leaves a field out, . leaves out all that follow, .. gives up, ? explains.")?;
    }
    questions(session, &asked, known, false)
}

/// Asks again for just these fields; an empty answer takes back what was refused.
pub fn again(session: &mut Session<'_>, fields: &[&'static Field], known: Draft) -> Option<Filled> {
    questions(session, fields, known, true)
}

fn questions(session: &mut Session<'_>, fields: &[&'static Field], mut draft: Draft, anew: bool) -> Option<Filled> {
    for field in fields {
        match question(session, field, &draft)? {
            Answered::Text(text) => draft.set(field.key, text),
            Answered::Empty if anew => draft = draft.without(field.key),
            Answered::Empty => {}
            Answered::Rest => break,
            Answered::GivenUp => return Some(Filled::GivenUp),
        }
    }
    Some(Filled::Whole(draft))
}

fn question(session: &mut Session<'_>, field: &'static Field, draft: &Draft) -> Option<Answered> {
    let offered = offer::of(session, field, draft);
    explain(session, field, &offered)?;
    loop {
        let typed = session.ask(field.label)?;
        let word = typed.trim();
        match word {
            "" if field.required => session.talk.line(&format!("{} is needed. .. gives up.", field.label))?,
            "" => return Some(Answered::Empty),
            "." => return Some(Answered::Rest),
            ".." => return Some(Answered::GivenUp),
            "?" => explain(session, field, &offered)?,
            _ => match (field.ask, numbered(word, &offered)) {
                (_, Some(value)) => return Some(Answered::Text(value)),
                (Ask::Yes, None) => match word.to_lowercase().as_str() {
                    "y" | "yes" => return Some(Answered::Text("yes".to_owned())),
                    "n" | "no" => return Some(Answered::Empty),
                    _ => session.talk.line("yes or no.")?,
                },
                (Ask::Text, None) => return more(session, field, typed).map(Answered::Text),
                (_, None) => return Some(Answered::Text(word.to_owned())),
            },
        }
    }
}

/// Says what a field is, and what it can be chosen from.
fn explain(session: &mut Session<'_>, field: &Field, offered: &[(String, String)]) -> Option<()> {
    let needed = if field.required { ", needed" } else { "" };
    let lines = if matches!(field.ask, Ask::Text) { " Several lines; an empty one ends them." } else { "" };
    session.talk.line(&format!("{}{needed}. {}.{lines}", field.label, field.doc.trim_end_matches('.')))?;
    if offered.is_empty() {
        return Some(());
    }
    let words: Vec<String> = offered.iter().enumerate().map(|(at, (_, words))| format!("{} {words}", at + 1)).collect();
    session.talk.line(&format!("{}.", words.join(", ")))
}

/// Gives the value behind a number of what was offered; a value that is a number itself is itself.
fn numbered(typed: &str, offered: &[(String, String)]) -> Option<String> {
    if let Some((value, _)) = offered.iter().find(|(value, _)| value == typed) {
        return Some(value.clone());
    }
    let at = typed.parse::<usize>().ok()?.checked_sub(1)?;
    offered.get(at).map(|(value, _)| value.clone())
}

/// Reads the further lines of a text.
fn more(session: &mut Session<'_>, field: &Field, mut text: String) -> Option<String> {
    loop {
        let line = session.ask(&format!("{}, next line", field.label))?;
        if line.trim().is_empty() {
            return Some(text);
        }
        text.push('\n');
        text.push_str(&line);
    }
}
