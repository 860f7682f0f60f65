//! Search over everything ever typed: what the words of a line mean, and in which order what is found is told.

use std::collections::HashSet;
use std::time::Duration;

use super::Failure;
use super::case::LIMIT_50;
use super::draft::{Input, handle};
use super::field::{Ask, Field};
use super::query::{Query, RowOf, Shown, View};
use crate::model::case::{IncidentState, IssueState, Named};
use crate::model::entry::EntryKind;
use crate::model::finding::FindingKind;
use crate::model::search::{Operator, Search, SearchKind, Typed};
use crate::model::when::{self, Lean, Now};
use crate::model::{EntryRef, Id, Moment, Record, Subject, Value};
use crate::store::{Found, Hit, Reader};

/// How long a search on the command line may take; what was found until then counts.
const BUDGET: Duration = Duration::from_secs(if cfg!(test) { 60 } else { 2 });
/// Hits among which the closest are looked for, newest first.
const WINDOW: usize = 2_000;
/// People of the register among whom a full name is looked for.
const PEOPLE: usize = 1_000;

static TEXT: Field = Field::argument(
    "text",
    "Text",
    Ask::Line,
    "Words to find, parts of words count; \"words side by side\", -word or -service: for not, and service: project: cause: kind: state: by: tag: before: after:",
);

/// Queries that search.
pub static QUERIES: &[Query] = &[Query {
    name: "search",
    doc: "Finds words in everything ever logged: word for word first, then whole words, then parts; the newest of each first.",
    fields: &[&TEXT, &LIMIT_50],
    columns: &[("of", "Where"), ("subject", "Kind"), ("text", "Text")],
    empty: "nothing found; every word must occur, parts of words count",
    run: search,
}];

/// A line of a search as it was understood.
#[derive(Clone, Debug, Default)]
pub struct Understood {
    /// What is looked for.
    pub search: Search,
    /// The limits it sets, in words.
    pub limits: Vec<String>,
    /// What was not understood, and what became of it.
    pub remarks: Vec<String>,
}

/// Reads a line with operators; what names nothing stays a word, and is said.
///
/// # Errors
/// The store's.
pub fn understood(read: Reader<'_>, line: &str, now: &Now) -> Result<Understood, Failure> {
    let typed = Typed::read(line);
    let mut all =
        Understood { search: Search { phrases: typed.phrases, without: typed.without, ..Search::default() }, ..Understood::default() };
    let mut words = typed.words;
    let mut said: Vec<Operator> = Vec::new();
    for (operator, value) in typed.operators {
        match limit(&mut all.search, operator, &value, read, now)? {
            Some(word) => {
                let again = said.contains(&operator) && !matches!(operator, Operator::Service | Operator::Project | Operator::Cause);
                if again {
                    all.remarks.push(format!("'{}:' counts once: the last one, {word}, is meant", operator.key()));
                    all.limits.retain(|limit| !limit.starts_with(&format!("{} ", operator.key())));
                }
                said.push(operator);
                all.limits.push(format!("{} {word}", operator.key()));
            }
            None => {
                all.remarks.push(format!("'{value}' is no {} that is known: taken as words", what(operator)));
                words.push(format!("{}:{value}", operator.key()));
            }
        }
        if operator == Operator::By && all.search.by.as_ref().is_some_and(|(_, person)| person.is_none()) {
            all.remarks.push(format!("nobody of the name '{value}' is known: looked for as the author of lines alone"));
        }
        if operator == Operator::Cause {
            let into = if value.contains(' ') { &mut all.search.phrases } else { &mut words };
            into.push(value);
        }
    }
    for (operator, value) in typed.excluded {
        match excluded(&mut all.search, operator, &value, read, now)? {
            Some(word) => all.limits.push(format!("not {} {word}", operator.key())),
            None if matches!(operator, Operator::Before | Operator::After | Operator::Cause) => {
                all.remarks.push(format!("'-{}:' cannot be left out and is passed over", operator.key()));
            }
            None => all.remarks.push(format!("'{value}' is no {} that is known: nothing is left out for it", what(operator))),
        }
    }
    let known = || Operator::ALL.iter().map(|operator| format!("{}:", operator.key())).collect::<Vec<_>>().join(" ");
    all.remarks.extend(typed.unknown.iter().map(|name| format!("'{name}:' is taken as a word; known are {}", known())));
    all.limits.extend(all.search.without.iter().map(|word| format!("not '{word}'")));
    all.search.by_limits = !all.limits.is_empty();
    all.search.words = words.join(" ");
    Ok(all)
}

/// Leaves out what an operator names, and gives its words; nothing where it names nothing, or cannot be turned round.
fn excluded(search: &mut Search, operator: Operator, value: &str, read: Reader<'_>, now: &Now) -> Result<Option<String>, Failure> {
    if matches!(operator, Operator::Before | Operator::After | Operator::Cause) {
        return Ok(None);
    }
    let mut not = Search::default();
    let word = limit(&mut not, operator, value, read, now)?;
    search.not.extend(word.is_some().then_some(not));
    Ok(word)
}

fn what(operator: Operator) -> &'static str {
    match operator {
        Operator::Service => "service",
        Operator::Project => "project",
        Operator::Kind => "kind",
        Operator::State => "state",
        Operator::Before | Operator::After => "date or time",
        Operator::Cause | Operator::By | Operator::Tag => "word",
    }
}

/// Sets one limit and gives its words; nothing where it names nothing.
fn limit(search: &mut Search, operator: Operator, value: &str, read: Reader<'_>, now: &Now) -> Result<Option<String>, Failure> {
    let time = || when::parse(value, now, Lean::Any).ok().filter(Moment::is_known);
    Ok(match operator {
        Operator::Service | Operator::Project => {
            let subject = if operator == Operator::Service { Subject::Service } else { Subject::Project };
            let found = named(read, subject, value)?;
            search.homes.extend(found.as_ref().map(|named| named.id));
            found.map(|named| named.name.into_raw())
        }
        Operator::Cause => {
            search.causes = true;
            Some(value.to_owned())
        }
        Operator::Kind => kind(search, &value.to_lowercase()),
        Operator::State => state(search, &value.to_lowercase()),
        Operator::By => {
            let person = person(read, value)?;
            search.by = Some((value.to_owned(), person.as_ref().map(|named| named.id)));
            Some(person.map_or_else(|| value.to_owned(), |named| named.name.into_raw()))
        }
        Operator::Tag => {
            search.tag = Some(value.trim_start_matches('#').to_owned());
            search.tag.clone()
        }
        // A day alone counts from its first instant: before it, or from it on.
        Operator::Before => {
            search.until = time().map(|moment| moment.at).or(search.until);
            time().map(|moment| when::stamp(&moment, now.zone))
        }
        Operator::After => {
            search.since = time().map(|moment| moment.at).or(search.since);
            time().map(|moment| when::stamp(&moment, now.zone))
        }
    })
}

/// Finds a name of a register, or the only one that begins so.
fn named(read: Reader<'_>, subject: Subject, value: &str) -> Result<Option<Named>, Failure> {
    if let Some(named) = read.find(subject, value)? {
        return Ok(Some(named));
    }
    let begins = |named: &Named| named.name.raw().to_lowercase().starts_with(&value.to_lowercase());
    let mut like: Vec<Named> = read.names(subject, value, 2)?.into_iter().filter(begins).collect();
    Ok(like.pop().filter(|_| like.is_empty()))
}

/// Finds a person by handle, or by the full name in the register.
fn person(read: Reader<'_>, value: &str) -> Result<Option<Named>, Failure> {
    if let Some(named) = read.find(Subject::Person, &handle(value))? {
        return Ok(Some(named));
    }
    let wanted = value.trim().to_lowercase();
    let text = |record: &Record, key: &str| match record.iter().find(|(known, _)| *known == key).map(|(_, value)| value) {
        Some(Value::Text(text)) => Some(text.clone()),
        _ => None,
    };
    let people = read.register(Subject::Person, PEOPLE)?;
    let mut like = people.iter().filter(|(_, record)| text(record, "name").is_some_and(|name| name.to_lowercase() == wanted));
    let named = like.next().and_then(|(id, record)| Some(Named { id: *id, name: text(record, "handle")?.into() }));
    Ok(named.filter(|_| like.next().is_none()))
}

fn kind(search: &mut Search, value: &str) -> Option<String> {
    // Who says it twice means the last one, whichever sort of kind each is.
    (search.kind, search.line, search.finding) = (None, None, None);
    let same = |word: &str| word == value || several(word) == value || word.strip_suffix('s') == Some(value);
    if let Some(kind) = SearchKind::ALL.iter().copied().find(|kind| same(kind.key()) || same(kind.label())) {
        search.kind = Some(kind);
        return Some(kind.label().to_owned());
    }
    if let Some(line) = EntryKind::ALL.iter().copied().find(|kind| same(kind.key()) || same(kind.label())) {
        search.line = Some(line);
        return Some(line.label().to_owned());
    }
    let finding = FindingKind::ALL.iter().copied().find(|kind| same(kind.key()) || same(kind.label()))?;
    search.finding = Some(finding);
    Some(finding.label().to_owned())
}

/// Words several of a kind: hypotheses, summaries, decisions.
fn several(word: &str) -> String {
    match (word.strip_suffix("is"), word.strip_suffix('y')) {
        (Some(stem), _) => format!("{stem}es"),
        (_, Some(stem)) => format!("{stem}ies"),
        _ => format!("{word}s"),
    }
}

fn state(search: &mut Search, value: &str) -> Option<String> {
    match value {
        "open" => search.open = Some(true),
        "closed" | "ended" => search.open = Some(false),
        _ if IncidentState::parse(value).is_some() || IssueState::parse(value).is_some() => search.state = Some(value.to_owned()),
        _ => return None,
    }
    Some(value.to_owned())
}

/// Finds the newest, the closest of these first.
///
/// # Errors
/// The store's.
pub fn newest(read: Reader<'_>, search: &Search, limit: usize) -> Result<Found, Failure> {
    Ok(ordered(Found::default(), read.search(search, limit)?, search, limit))
}

/// Finds the closest: word for word, then whole words, then parts; the newest of each first. What stands side by side as it was typed is
/// looked for by itself first, so that it is found however old it is; of everything else the newest are compared, a window of them.
///
/// # Errors
/// The store's.
pub fn closest(read: Reader<'_>, search: &Search, limit: usize, window: usize) -> Result<Found, Failure> {
    let window = window.max(limit);
    let whole = match search.side_by_side() {
        Some(whole) => read.search(&whole, window)?,
        None => Found::default(),
    };
    Ok(ordered(whole, read.search(search, window)?, search, limit))
}

/// Puts together what was found, the closest first.
fn ordered(mut found: Found, rest: Found, search: &Search, limit: usize) -> Found {
    found.more |= rest.more;
    found.stopped |= rest.stopped;
    let known: HashSet<Id> = found.hits.iter().map(|hit| hit.record).collect();
    found.hits.extend(rest.hits.into_iter().filter(|hit| !known.contains(&hit.record)));
    found.hits.sort_by_key(|hit| std::cmp::Reverse(hit.place));
    found.hits.sort_by_cached_key(|hit| search.closeness(hit.text.raw()));
    found.found = found.hits.len();
    found.more |= found.found > limit;
    found.hits.truncate(limit);
    found
}

fn search(view: &View<'_>, input: &Input) -> Result<Shown, Failure> {
    let limit = input.limit(50);
    let mut asked = understood(view.read, input.text("text").unwrap_or_default(), &view.ctx.now())?;
    let found = view.read.within(BUDGET, |read| closest(*read, &asked.search, limit, WINDOW))?;
    if found.stopped {
        asked.remarks.push("not everything was looked through; another word, or a limit such as service:, narrows it".to_owned());
    } else if found.found >= WINDOW {
        let words = format!(
            "the closest {} are shown, of the newest {} that were compared; there are more, and another word, or a limit such as service:, narrows it",
            found.hits.len(),
            found.found
        );
        asked.remarks.push(words);
    } else if found.more {
        asked.remarks.push(format!("the closest {} of {} are shown; a higher limit shows more", found.hits.len(), found.found));
    }
    let rows = found.hits.iter().map(|hit| {
        RowOf::new()
            .with("of", of(hit))
            .with("subject", hit.subject.key())
            .with("case", hit.case.as_ref().map(|(_, case)| case.to_string()))
            .with("text", hit.text.raw())
            .done()
    });
    Ok(Shown::Noted(rows.collect(), asked.remarks))
}

/// Names where a hit stands.
pub fn of(hit: &Hit) -> String {
    match (hit.subject, &hit.case, hit.number) {
        (subject, _, Some(n)) if subject.letter().is_some() => subject.name(n),
        (_, Some((_, case)), Some(number)) => EntryRef { case: *case, number }.to_string(),
        (_, Some((_, case)), None) => case.to_string(),
        _ => hit.subject.label().to_owned(),
    }
}
