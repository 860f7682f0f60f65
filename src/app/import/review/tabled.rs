//! Actions as others write them: tables with an owner and a date, lists with or without boxes.

use super::brought::Task;
use super::names::{List, meaning};
use super::placing::{Placing, plain};
use super::stamp::leading;
use crate::document::outline::{Item, Piece, Table, What, Words};
use crate::model::entry::ActionState;

/// Section for what is promised in sentences.
const PROMISED: &str = "lasting-fix";
/// Words of a cell that say that it is done.
const DONE: &[&str] = &[
    "done",
    "x",
    "yes",
    "complete",
    "completed",
    "closed",
    "fixed",
    "resolved",
    "klaar",
    "gereed",
    "ja",
    "已完成",
    "完成",
    "是",
    "✅",
    "✓",
    "☑",
];

/// Reads one piece of the actions; `under` is the heading it stands under.
pub fn read(placing: &mut Placing<'_>, piece: &Piece, under: Option<&str>) {
    match &piece.what {
        What::List(items) => items.iter().for_each(|item| one(placing, item, under)),
        What::Table(table) => rows(placing, table, under),
        What::Text(words) => placing.say(PROMISED, words.flowing()),
        What::Heading { .. } | What::Rule | What::Front(_) => {}
        What::Html(_) => placing.keep(piece.source.clone()),
        What::Code { .. } => placing.say(PROMISED, plain(piece, 0)),
    }
}

/// Says whether a table is one of actions: what is to be done, and who, until when, or how far it is.
pub fn is_one(table: &Table) -> bool {
    let kinds: Vec<Option<&str>> = table.columns.iter().map(|column| meaning(List::Column, &column.flowing())).collect();
    kinds.contains(&Some("action")) && kinds.iter().any(|kind| matches!(kind, Some("owner" | "due" | "status")))
}

fn one(placing: &mut Placing<'_>, item: &Item, under: Option<&str>) {
    let text = item.words.flowing();
    let trimmed = text.trim();
    let lists = item.below.iter().any(|piece| matches!(piece.what, What::List(_)));
    // "Process improvements:" is no action but says what those below it are about.
    if lists && (trimmed.is_empty() || trimmed.ends_with([':', '：']) || item.words.label.as_deref() == Some(trimmed)) {
        let group = trimmed.trim_end_matches([':', '：']).trim();
        let group = if group.is_empty() { under } else { Some(group) };
        item.below.iter().for_each(|piece| read(placing, piece, group));
        return;
    }
    let below = item.below.iter().map(|piece| plain(piece, 0)).filter(|text| !text.trim().is_empty());
    let whole = std::iter::once(trimmed.to_owned()).chain(below).collect::<Vec<_>>().join("\n");
    if whole.trim().is_empty() {
        return;
    }
    let state = item.ticked.map(|done| if done { ActionState::Done } else { ActionState::Open });
    let owner = owner_in(trimmed);
    let due =
        after(trimmed, &["due:", "due ", "deadline:", "by:", "uiterlijk:", "截止："]).and_then(leading).filter(|stamp| stamp.day.is_some());
    let due = due.map(|stamp| placing.days.clone().moment_of(&stamp)).filter(|moment| moment.is_known());
    let reference = references(&item.words);
    placing.tasks.push(Task { text: whole.into(), owner, due, state, category: under.map(str::to_owned), reference, ..Task::default() });
}

/// Finds who is to do it: "Owner: Ana", or "(@ana)" at the end.
fn owner_in(text: &str) -> Option<String> {
    let named = after(text, &["owner:", "assignee:", "eigenaar:", "负责人："])
        .map(|rest| rest.split([',', ';', '|', ')', ']', '\n']).next().unwrap_or_default());
    let mention = || {
        let inside = text.trim_end_matches(['.', ' ']).strip_suffix(')')?.rsplit_once('(')?.1;
        inside.strip_prefix('@').filter(|name| !name.is_empty() && !name.contains(char::is_whitespace))
    };
    named
        .or_else(mention)
        .map(|name| name.trim().trim_start_matches('@').to_owned())
        .filter(|name| !name.is_empty() && name.chars().count() <= 60)
}

/// Gives what stands behind one of some words.
fn after<'t>(text: &'t str, words: &[&str]) -> Option<&'t str> {
    words.iter().find_map(|word| {
        let at = text.char_indices().find(|(at, _)| text.get(*at..at + word.len()).is_some_and(|part| part.eq_ignore_ascii_case(word)))?.0;
        let alone = text.get(..at)?.chars().next_back().is_none_or(|c| !c.is_alphanumeric());
        alone.then(|| text.get(at + word.len()..).unwrap_or_default().trim_start())
    })
}

fn references(words: &Words) -> Option<String> {
    let web = words.links.iter().filter(|link| link.starts_with("https://") || link.starts_with("http://"));
    let all: Vec<&str> = web.map(String::as_str).collect();
    (!all.is_empty()).then(|| all.join(" "))
}

fn rows(placing: &mut Placing<'_>, table: &Table, under: Option<&str>) {
    let kinds: Vec<Option<&str>> = table.columns.iter().map(|column| meaning(List::Column, &column.flowing())).collect();
    for (_, cells) in &table.rows {
        let of = |wanted: &str| {
            let found =
                cells.iter().zip(&kinds).filter(|(_, kind)| **kind == Some(wanted)).map(|(cell, _)| cell.flowing().trim().to_owned());
            Some(found.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", ")).filter(|text| !text.is_empty())
        };
        // What no column is known for belongs to what is to be done.
        let known = |kind: &Option<&str>| matches!(kind, Some("owner" | "due" | "status" | "link" | "priority" | "type" | "time"));
        let text: Vec<String> =
            cells.iter().zip(&kinds).filter(|(_, kind)| !known(kind)).map(|(cell, _)| cell.flowing().trim().to_owned()).collect();
        let text = text.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" | ");
        if text.is_empty() {
            // Who and until when, and not what: no action, and not to be lost either.
            placing.say(PROMISED, cells.iter().map(Words::flowing).filter(|cell| !cell.trim().is_empty()).collect::<Vec<_>>().join(" | "));
            continue;
        }
        let status = of("status");
        let done = status.as_deref().is_some_and(|status| DONE.contains(&status.to_lowercase().trim_matches(['[', ']', ' '])));
        let written = of("due").or_else(|| of("time"));
        let stamp = written.as_deref().and_then(leading).filter(|stamp| stamp.day.is_some());
        let due = stamp.map(|stamp| placing.days.clone().moment_of(&stamp)).filter(|moment| moment.is_known());
        let links = cells.iter().filter_map(references).collect::<Vec<_>>().join(" ");
        let reference =
            of("link").filter(|text| !text.contains("://") || links.is_empty()).into_iter().chain(Some(links)).filter(|t| !t.is_empty());
        placing.tasks.push(Task {
            text: text.into(),
            owner: of("owner").map(|name| name.trim_start_matches('@').to_owned()),
            period: written.filter(|_| due.is_none()),
            due,
            state: status.as_ref().map(|_| if done { ActionState::Done } else { ActionState::Open }),
            status,
            priority: of("priority"),
            category: of("type").or_else(|| under.map(str::to_owned)),
            reference: Some(reference.collect::<Vec<_>>().join(" ")).filter(|text| !text.is_empty()),
            ..Task::default()
        });
    }
}
