//! The minutes of one case: what was decided and given to whom stands first, then what was said, in the order it happened.

use std::io::Write;

use super::whats::What;
use super::{Asked, Broken, page};
use crate::document::{Document, Inline, Table};
use crate::model::case::{Case, Named};
use crate::model::entry::{Action, Entry, EntryKind, LogFrom, Visibility};
use crate::model::{EntryRef, Moment, Untrusted};
use crate::store::Reader;

/// Writes them.
pub(super) fn write(_: &What, asked: &Asked<'_>, out: &mut dyn Write) -> Result<Vec<String>, Broken> {
    let Some(case) = &asked.case else { return Ok(Vec::new()) };
    let (log, actions) = gather(asked.read, case)?;
    let left_out =
        asked.left_out(log.len() + actions.len(), |all| gather(all.read, case).map(|(log, actions)| log.len() + actions.len()))?;
    let title = format!("{}: {} {}", asked.word("minutes"), case.case_ref(), case.title.raw());
    let document = page::begin(asked, &title, head(asked, case, &log));
    let of = |kind: EntryKind| log.iter().filter(move |entry| entry.kind == kind);
    let document = part(asked, document, "decisions", decisions(asked, case, of(EntryKind::Decision)));
    let document = part(asked, document, "actions", tasks(asked, &actions));
    let open = of(EntryKind::Question).filter(|entry| entry.is_open());
    let document = part(asked, document, "open_questions", questions(asked, case, open));
    let document = part(asked, document, "log", told(asked, case, &log));
    page::hand_out(asked, document, left_out, out)
}

fn gather(read: Reader<'_>, case: &Case) -> Result<(Vec<Entry>, Vec<Action>), Broken> {
    Ok((read.log(case.id, None, LogFrom::Start, usize::MAX)?, read.actions_of(case.id)?))
}

/// Adds a part with its heading; where there is nothing, that is said.
fn part(asked: &Asked<'_>, document: Document, heading: &str, table: Table) -> Document {
    let document = document.heading(2, asked.word(heading));
    if table.rows.is_empty() { document.paragraph(asked.word("none")) } else { document.table(table) }
}

/// Lists how the case stands, who leads and writes, who took part, and from when to when.
fn head(asked: &Asked<'_>, case: &Case, log: &[Entry]) -> Vec<(String, Untrusted)> {
    let spots: Vec<i64> = log.iter().map(|entry| entry.spot().at).collect();
    let span = match (spots.iter().min(), spots.iter().max()) {
        (Some(from), Some(until)) => format!("{} – {}", page::at(asked, *from), page::at(asked, *until)),
        _ => String::new(),
    };
    let mut present: Vec<&Untrusted> = Vec::new();
    for entry in log.iter().filter(|_| asked.reader != Visibility::Public) {
        for name in [Some(&entry.author), entry.person.as_ref().map(|person| &person.name)].into_iter().flatten() {
            if !present.iter().any(|known| known.raw() == name.raw()) {
                present.push(name);
            }
        }
    }
    let state = asked.words.get(&format!("state_{}", case.state)).cloned().unwrap_or_else(|| case.state.clone());
    let name = |named: Option<&Named>| asked.person(named.map(|named| &named.name));
    let home = case.service.as_ref().or(case.project.as_ref()).map(|named| named.name.clone()).unwrap_or_default();
    let facts = [
        ("state", Untrusted::from(state)),
        ("priority", case.priority.clone().unwrap_or_default().into()),
        (if case.service.is_some() { "service" } else { "project" }, home),
        ("lead", name(case.lead.as_ref())),
        ("scribe", name(case.scribe.as_ref())),
        ("took_part", present.iter().map(|name| name.raw()).collect::<Vec<_>>().join(", ").into()),
        ("from_until", span.into()),
    ];
    facts.into_iter().map(|(key, value)| (asked.word(key), value)).collect()
}

fn table(asked: &Asked<'_>, keys: &[&str]) -> Table {
    Table::new(keys.iter().map(|key| if key.is_empty() { String::new() } else { asked.word(key) }))
}

/// Gives when something was said to have happened, else when it was written down.
fn when(asked: &Asked<'_>, entry: &Entry) -> String {
    page::time(asked, Some(entry.observed.filter(Moment::is_known).unwrap_or(entry.logged)))
}

fn number(case: &Case, entry: &Entry) -> Untrusted {
    EntryRef { case: case.case_ref(), number: entry.number }.to_string().into()
}

fn words(asked: &Asked<'_>, entry: &Entry) -> Untrusted {
    if entry.redacted { asked.word("redacted").into() } else { entry.text.clone() }
}

fn who(asked: &Asked<'_>, entry: &Entry) -> Untrusted {
    asked.person(Some(entry.person.as_ref().map_or(&entry.author, |person| &person.name)))
}

fn decisions<'e>(asked: &Asked<'_>, case: &Case, entries: impl Iterator<Item = &'e Entry>) -> Table {
    let mut table = table(asked, &["", "time", "decision", "why", "decided_by", "check_back"]);
    for entry in entries {
        table.push([
            number(case, entry),
            when(asked, entry).into(),
            words(asked, entry),
            entry.reason.clone().unwrap_or_default(),
            who(asked, entry),
            page::time(asked, entry.due).into(),
        ]);
    }
    table
}

fn tasks(asked: &Asked<'_>, actions: &[Action]) -> Table {
    let mut table = table(asked, &["", "action", "owner", "due", "state"]);
    for action in actions {
        let due = action.due.map(|due| Untrusted::from(page::time(asked, Some(due)))).or_else(|| action.period.clone());
        table.push([
            action.action_ref().to_string().into(),
            action.text.clone(),
            asked.person(action.owner.as_ref().map(|owner| &owner.name)),
            due.unwrap_or_default(),
            asked.word(&format!("task_{}", action.state.key())).into(),
        ]);
    }
    table
}

fn questions<'e>(asked: &Asked<'_>, case: &Case, entries: impl Iterator<Item = &'e Entry>) -> Table {
    let mut table = table(asked, &["", "question", "who", "due"]);
    for entry in entries {
        table.push([number(case, entry), words(asked, entry), who(asked, entry), page::time(asked, entry.due).into()]);
    }
    table
}

fn told(asked: &Asked<'_>, case: &Case, log: &[Entry]) -> Table {
    let mut table = table(asked, &["", "time", "kind", "what", "who"]);
    for entry in log {
        let mut what = Inline::from(words(asked, entry));
        if let Some(reason) = entry.reason.as_ref().filter(|reason| !entry.redacted && !reason.is_blank()) {
            what = what.dim(format!(" – {}", reason.raw()));
        }
        table.push([
            Inline::from(number(case, entry)),
            when(asked, entry).into(),
            asked.word(&format!("said_{}", entry.kind.key())).into(),
            what,
            who(asked, entry).into(),
        ]);
    }
    table
}
