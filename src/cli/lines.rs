//! `log CASE` without a line: what comes in on standard input, as one batch from a pipe, line by line from a keyboard.

use std::io::{self, BufRead, IsTerminal, Read};

use super::Run;
use super::given::standard_input;
use super::stop::{Stop, say};
use crate::app::{Command, Draft, Failure};
use crate::document::print::plainly;
use crate::model::Refusal;

/// Longest line somebody types; the rest of the terminal's buffer is far below.
const LONGEST: u64 = 100_000;

/// Logs what standard input holds.
///
/// # Errors
/// From a pipe whatever the command says; at a keyboard the first thing that is not a refusal.
pub fn log(run: &Run<'_>, command: &'static Command, mut draft: Draft) -> Result<(), Stop> {
    if io::stdin().is_terminal() {
        return typed(run, command, &draft);
    }
    let Some(field) = command.fields.iter().find(|f| f.key == "line") else { return Ok(()) };
    let text = standard_input(field)?;
    if text.trim().is_empty() {
        return Err(Refusal::field("line", "standard input held no line", "give one as an argument, or pipe some in").into());
    }
    draft.set("line", text);
    let mut app = run.setting.open()?;
    let done = app.run(command, &draft, &run.setting.manner)?;
    let answered = run.settle(&app, command, &done);
    app.rest();
    answered
}

fn unreadable(error: &io::Error) -> Stop {
    Refusal::whole(format!("standard input cannot be read ({})", plainly(&error.to_string())), "").into()
}

/// Each line is logged as it is typed, one change each; a refused line is said and may be typed again.
fn typed(run: &Run<'_>, command: &'static Command, draft: &Draft) -> Result<(), Stop> {
    let mut app = run.setting.open()?;
    say("one entry a line; Ctrl-D ends");
    let mut input = io::stdin().lock();
    let mut manner = run.setting.manner.clone();
    loop {
        let mut bytes = Vec::new();
        let read = input.by_ref().take(LONGEST).read_until(b'\n', &mut bytes).map_err(|e| unreadable(&e))?;
        if read == 0 {
            break;
        }
        let Ok(line) = String::from_utf8(bytes) else {
            say("not logged: the line is not UTF-8");
            continue;
        };
        if line.trim().is_empty() {
            continue;
        }
        // Every line has its own time, and a key names one change only.
        if let Ok(stamp) = crate::clock::now() {
            app.ctx.at = stamp.at;
        }
        match app.run(command, &draft.clone().with("line", line.trim_end()), &manner) {
            Ok(done) => run.settle(&app, command, &done)?,
            Err(refused @ Failure::Refused(_)) => {
                Stop::from(refused).report(command.fields);
            }
            Err(other) => return Err(other.into()),
        }
        manner.key = None;
        run.hear_hooks();
    }
    app.rest();
    Ok(())
}
