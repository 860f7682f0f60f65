//! The demonstration: a crisis told as a script of ordinary commands, replayed into a file of its own.
//!
//! The story is data (`assets/demo`). A heading says when and who (`-72m ana`), the lines below it are commands as one types them in a
//! shell, with double quotes around what has blanks; a text in quotes may go on over several lines. Every time counts from the instant
//! of the replay, so that the crisis is always under way. Must not know how a command does its work.

use super::command::{Act, Command};
use super::draft::Draft;
use super::field::{Ask, Place};
use super::{App, Context, Failure, Manner, by, carry_out, clocks, tables};
use crate::model::Refusal;
use crate::model::when;

/// The story.
const SCRIPT: &str = include_str!("../../assets/demo/crisis.txt");

/// Fact about the file that says it is a demonstration.
const MARK: &str = "demo";

/// One command with its answers, when it was given and by whom.
struct Step {
    line: usize,
    before: i64,
    who: String,
    command: &'static Command,
    draft: Draft,
}

impl App {
    /// Replays the demonstration into this database, which must be empty, as having happened up to now; gives how many changes it
    /// became. It is one transaction: everything is there, or nothing.
    ///
    /// # Errors
    /// The store's. What a command refuses names the line of the script.
    pub fn replay_demo(&mut self) -> Result<usize, Failure> {
        let (changes, _) = self.replay(SCRIPT)?;
        self.store.derive::<Failure>(Manner::default().wait, |w| Ok(w.set_meta(MARK, "yes")?))?;
        Ok(changes)
    }

    /// Says whether this database is a demonstration, so that nobody takes it for the truth.
    pub fn is_demo(&self) -> bool {
        self.read().meta(MARK).is_ok_and(|mark| mark.is_some())
    }

    /// Gives the number of changes, and what the commands had to remark.
    fn replay(&mut self, script: &str) -> Result<(usize, Vec<String>), Failure> {
        let steps = read(script)?;
        let turn = |step: &Step| Context {
            at: self.ctx.at - step.before,
            // Nothing of it happened when it says it did, and the journal notes that.
            fixed: true,
            actor: step.who.clone(),
            run: format!("{}@demo", step.who),
            origin: "cli",
            ..Context::built_in(self.ctx.at, self.ctx.zone, &step.who, "cli", "")
        };
        let turns: Vec<Context> = steps.iter().map(turn).collect();
        let batches: Vec<_> = steps.iter().zip(&turns).map(|(step, ctx)| by(ctx, step.command.name, &Manner::default())).collect();
        let mut remarks = Vec::new();
        let replayed = self.store.write_all::<Failure>(&batches, |at, w| {
            let (step, ctx) = (&steps[at], &turns[at]);
            let mut act = Act { w, ctx, notes: Vec::new(), unknown: Vec::new(), brought: None };
            let done = carry_out(&mut act, step.command, &step.draft).map_err(|failure| located(failure, step.line))?;
            remarks.extend(std::mem::take(&mut act.notes).into_iter().map(|note| format!("line {}: {note}", step.line)));
            clocks::follow(w, ctx)?;
            Ok(done)
        })?;
        Ok((replayed, remarks))
    }
}

fn located(failure: Failure, line: usize) -> Failure {
    match failure {
        Failure::Refused(all) => {
            let told = |r: Refusal| Refusal { why: format!("line {line} of the script: {}", r.why.raw()).into(), ..r };
            Failure::Refused(all.into_iter().map(told).collect())
        }
        other => other,
    }
}

fn fault(line: usize, why: &str) -> Failure {
    Refusal::whole(format!("line {line} of the script: {why}"), "").into()
}

/// Reads a script into steps, in the order of their times: a story is told case by case, and happens all at once.
fn read(script: &str) -> Result<Vec<Step>, Failure> {
    let (mut steps, mut heading, mut at) = (Vec::new(), None, 1);
    let mut rest = script;
    while !rest.is_empty() {
        let line = at;
        let (words, length) = words(rest).ok_or_else(|| fault(line, "a quote is not closed"))?;
        at += rest[..length].matches('\n').count();
        rest = &rest[length..];
        match (&words[..], &heading) {
            ([], _) => {}
            ([when, who], _) if when.starts_with('-') => {
                let before = when::duration(&when[1..]).ok_or_else(|| fault(line, "this is no length of time"))?;
                heading = Some((before, who.clone()));
            }
            (_, Some((before, who))) => {
                let (command, draft) = command(&words).map_err(|why| fault(line, &why))?;
                steps.push(Step { line, before: *before, who: who.clone(), command, draft });
            }
            (_, None) => return Err(fault(line, "nobody has said when and who")),
        }
    }
    steps.sort_by_key(|step| std::cmp::Reverse(step.before));
    Ok(steps)
}

/// Takes the words of one statement off the beginning of a script; gives them and the bytes they take, line end included. Nothing when a
/// quote is not closed.
fn words(script: &str) -> Option<(Vec<String>, usize)> {
    let (mut words, mut word, mut quoted) = (Vec::new(), None::<String>, false);
    let mut end = script.len();
    if script.trim_start_matches(' ').starts_with('#') {
        return Some((words, script.find('\n').map_or(end, |at| at + 1)));
    }
    for (at, c) in script.char_indices() {
        match c {
            '"' => {
                quoted = !quoted;
                word.get_or_insert_default();
            }
            '\n' if !quoted => {
                end = at + 1;
                break;
            }
            ' ' if !quoted => words.extend(word.take()),
            _ => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    (!quoted).then_some((words, end))
}

/// Makes a command and its draft of words, as the command line does.
fn command(words: &[String]) -> Result<(&'static Command, Draft), String> {
    let first = words.first().map_or("", String::as_str);
    let two = format!("{first} {}", words.get(1).map_or("", String::as_str));
    let (command, taken) = match (tables::command(&two), tables::command(first)) {
        (Some(command), _) => (command, 2),
        (None, Some(command)) => (command, 1),
        (None, None) => return Err(format!("there is no command '{two}'")),
    };
    let mut draft = Draft::new();
    let mut arguments = command.fields.iter().filter(|field| field.place == Place::Argument);
    let mut rest = words[taken..].iter();
    while let Some(word) = rest.next() {
        let (field, text) = match word.strip_prefix("--") {
            None => (arguments.next(), Some(word.clone())),
            Some(key) => {
                let field = command.fields.iter().find(|field| field.place == Place::Flag && field.key == key);
                let yes = field.is_some_and(|field| matches!(field.ask, Ask::Yes));
                (field, if yes { Some("yes".to_owned()) } else { rest.next().cloned() })
            }
        };
        let (Some(field), Some(text)) = (field, text) else { return Err(format!("'{}' does not take '{word}'", command.name)) };
        draft.set(field.key, text);
    }
    Ok((command, draft))
}

#[cfg(test)]
#[path = "demo_tests.rs"]
mod tests;
