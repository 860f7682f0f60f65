//! The log of a case: read page by page, and written line by line through the same capture line as on the screens.

use super::Session;
use super::talk::Picked;
use crate::app::{Draft, Manner, due, tables};
use crate::model::entry::{Entry, LogFrom};
use crate::model::{CaseRef, EntryRef, Moment};

/// Lines on a page.
const PAGE: usize = 10;

/// Reads the log from its end, ten lines at a time, the newest last.
pub fn read(session: &mut Session<'_>, case: CaseRef) -> Option<()> {
    let found = session.app.case_named(case);
    let Some(found) = session.read(found) else { return Some(()) };
    let mut from = LogFrom::End;
    loop {
        let window = session.app.log(found.id, None, from, PAGE);
        let window = session.read(window);
        let Some(first) = window.first().map(Entry::spot) else {
            let words = if from == LogFrom::End { "Nothing is logged yet." } else { "That was the beginning of the log." };
            return session.talk.line(words);
        };
        window.iter().try_for_each(|entry| {
            let words = sentence(session, case, entry);
            session.talk.line(&words)
        })?;
        if window.len() < PAGE {
            return session.talk.line("That was the beginning of the log.");
        }
        match session.choose("1 reads what was before, 0 goes back", &["older".to_owned()])? {
            Picked::Row(_) => from = LogFrom::Before(first),
            Picked::Back | Picked::Other(_) => return Some(()),
        }
    }
}

/// Takes the minutes: every line becomes what its signs say, and is read back. An empty line leaves.
pub fn write(session: &mut Session<'_>, case: CaseRef) -> Option<()> {
    if session.barred()? {
        return Some(());
    }
    session.talk.line(&format!("Minutes of {case}. An empty line leaves, ? alone says what the signs are."))?;
    let command = tables::command("log")?;
    loop {
        let line = session.ask(&format!("{case} minutes"))?;
        match line.trim() {
            "" => return session.talk.line("The minutes are left."),
            "?" => {
                session.talk.line(
                    "A line is a fact. In front: ! a decision, + an action, ? a question, ~ a hypothesis, = a workaround, \
                     % an assumption, > an update that was given.",
                )?;
                session.talk.line("A time in front, such as 14:05 or -10m, back-dates. @ana says who, in 20m by when, two hyphens why.")?;
                continue;
            }
            // Whoever means to leave must not find it in the log.
            "q" | "quit" | "0" | "." | ".." => {
                session.talk.line("That alone is not logged. An empty line leaves the minutes.")?;
                continue;
            }
            _ => {}
        }
        let draft = Draft::new().with("case", case.to_string()).with("line", line);
        match session.app.run(command, &draft, &Manner::default()) {
            Ok(done) => {
                session.set_off(&done)?;
                done.notes.iter().try_for_each(|note| session.talk.line(&format!("{note}.")))?;
                let names = done.json.get("entries").and_then(|all| all.as_array()).cloned().unwrap_or_default();
                for name in names.iter().filter_map(|name| EntryRef::parse(name.as_str()?)) {
                    let entry = session.app.entry(name);
                    if let Some(entry) = session.read(entry) {
                        let words = sentence(session, case, &entry);
                        session.talk.line(&words)?;
                    }
                }
            }
            Err(failure) => session.fail(&failure)?,
        }
    }
}

/// Tells an entry in one line: number, kind, what was said, why, by whom until when, and what became of it.
fn sentence(session: &Session<'_>, case: CaseRef, entry: &Entry) -> String {
    let now = session.app.ctx.now();
    let at = |moment: &Moment| moment.millis().map_or_else(|| "an unknown time".to_owned(), |at| due::stamp(at, &now));
    let text = if entry.redacted { "(redacted)" } else { entry.text.raw() };
    let parts = [
        Some(format!("{} {}: {text}", EntryRef { case, number: entry.number }, entry.kind.label())),
        entry.reason.as_ref().map(|reason| format!("Because {}", reason.raw())),
        entry.person.as_ref().map(|person| format!("By {}", person.name.raw())),
        entry.due.as_ref().map(|due| format!("Due {}", at(due))),
        entry.action.map(|(number, state)| format!("Action A-{number}, {}", state.label())),
        entry.verdict.map(|verdict| format!("It is {}", verdict.label())),
        entry.superseded.then(|| "Corrected by a later line".to_owned()),
        Some(format!("At {}, written by {}", at(&entry.observed.unwrap_or(entry.logged)), entry.author.raw())),
    ];
    // What was said keeps the dots it ends with.
    let ended = |part: String| if part.ends_with('.') { part } else { format!("{part}.") };
    parts.into_iter().flatten().map(ended).collect::<Vec<_>>().join(" ")
}
