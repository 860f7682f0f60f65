//! The table of actions as it was printed here, read backwards.

use super::brought::{Line, Task};
use super::columns::Columns;
use super::printed::{Language, labelled};
use crate::document::outline::Words;
use crate::model::action::Worked;
use crate::model::entry::{ActionState, ActionType, EntryKind};
use crate::model::finding::Aspect;

/// Reads the rows; nothing if it has no column that says what is to be done.
pub fn read(columns: &Columns<'_>, language: &Language) -> Option<Vec<Task>> {
    columns.has("action").then(|| columns.rows.iter().filter_map(|row| one(columns, row, language)).collect())
}

fn one<'a>(columns: &Columns<'a>, row: &'a [Words], language: &Language) -> Option<Task> {
    let under = |key: &str| Some(columns.text(row, key)).filter(|text| !text.is_empty());
    let mut task = Task { text: under("action")?.into(), owner: under("owner"), ..Task::default() };
    task.number = columns.name(row).and_then(|name| name.strip_prefix("A-")?.parse().ok());
    task.reference = under("links").map(|links| links.replace('\n', " "));
    task.status = under("foreign_state");
    task.priority = under("priority");
    task.category = under("category");
    if let Some(seen) = under("effect_seen") {
        effect(&mut task, &seen, language);
    }
    let lies = under("lies_with").unwrap_or_default();
    task.aspect = Aspect::ALL.iter().map(|aspect| aspect.key()).find(|key| language.means(&format!("lies_{key}"), &lies));
    if let Some(due) = under("due") {
        // A date, words, or both; what is no date is words.
        let (first, rest) = due.split_once(", ").map_or((due.as_str(), None), |(first, rest)| (first, Some(rest)));
        match language.time(first, None) {
            Some(moment) => (task.due, task.period) = (Some(language.ends(moment)), rest.map(str::to_owned)),
            None => task.period = Some(due.clone()),
        }
    }
    standing(&mut task, &under("state").unwrap_or_default(), language);
    let kinds = under("kind").unwrap_or_default();
    let mut left = Vec::new();
    for word in kinds.split(", ").filter(|word| !word.is_empty() && !word.starts_with('#')) {
        match labelled(ActionType::CHOICES, word).filter(|_| task.kind.is_none() && left.is_empty()) {
            Some(kind) => task.kind = Some(kind),
            None => left.push(word),
        }
    }
    if task.category.is_none() {
        task.category = Some(left.join(", ")).filter(|left| !left.is_empty());
    }
    Some(task)
}

/// Reads whether it worked: by when that is to be looked at, or what was seen.
fn effect(task: &mut Task, text: &str, language: &Language) {
    if let Some(rest) = text.strip_prefix(language.word("verify_effect")) {
        task.verify = language.time(rest.trim_start_matches(':'), None);
        return;
    }
    let words = Worked::ALL.iter().map(|worked| (worked.key(), language.word(&format!("worked_{}", worked.key()))));
    // One begins with another: the longest is meant.
    let fits = words.into_iter().filter(|(_, label)| !label.is_empty() && text.starts_with(label));
    let Some((word, label)) = fits.max_by_key(|(_, label)| label.len()) else { return };
    let rest = text.get(label.len()..).unwrap_or_default();
    let (at, told) = rest.split_once(": ").map_or((rest, None), |(at, told)| (at, Some(told.to_owned())));
    (task.worked, task.verified, task.effect) = (Some(word), language.time(at, None), told);
}

/// Reads where an action stands: open, done and when, given up and why; what else is said is a note.
fn standing(task: &mut Task, text: &str, language: &Language) {
    let (first, note) = text.split_once("; ").map_or((text, None), |(first, note)| (first, Some(note.to_owned())));
    let given_up = language.word("given_up");
    // A reason may have any sign in it; a note behind one is part of it.
    task.note = note.filter(|_| !text.starts_with(given_up));
    if let Some(rest) = text.strip_prefix(given_up) {
        task.state = Some(ActionState::Dropped);
        task.why = Some(rest.trim_start_matches(':').trim().to_owned()).filter(|why| !why.is_empty());
    } else if let Some(rest) = first.strip_prefix(ActionState::Done.label()) {
        task.state = Some(ActionState::Done);
        task.done = language.time(rest, None);
    } else {
        task.state = Some(ActionState::Open);
        if first != ActionState::Open.label() {
            task.note = Some(text.to_owned()).filter(|text| !text.is_empty());
        }
    }
}

/// Joins actions with the lines of the log that gave them: the same words, each line once.
pub fn join(tasks: &mut [Task], lines: &[Line]) {
    let mut taken = Vec::new();
    for task in tasks {
        let of = |line: &&Line| line.kind == EntryKind::Action && same(line.text.raw(), task.text.raw()) && !taken.contains(&line.number);
        task.entry = lines.iter().find(of).map(|line| line.number);
        taken.extend(task.entry);
    }
}

/// Says whether two texts have the same words, however they are parted.
fn same(one: &str, other: &str) -> bool {
    one.split_whitespace().eq(other.split_whitespace())
}
