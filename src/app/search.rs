//! Search over everything ever typed: what the words of a line mean, and in which order what is found is told.

use super::Failure;
use super::case::LIMIT;
use super::draft::{Input, handle};
use super::field::{Ask, Field};
use super::query::{Query, RowOf, Shown, View};
use crate::model::case::{IncidentState, IssueState, Named};
use crate::model::entry::EntryKind;
use crate::model::finding::FindingKind;
use crate::model::search::{Operator, Search, SearchKind, Typed};
use crate::model::when::{self, Lean, Now};
use crate::model::{EntryRef, Moment, Subject};
use crate::store::{Hit, Reader};

static TEXT: Field = Field::argument(
    "text",
    "Text",
    Ask::Line,
    "Words to find, parts of words count; \"words side by side\", -word for not, and service: project: cause: kind: state: by: tag: before: after:",
);

/// Queries that search.
pub static QUERIES: &[Query] = &[Query {
    name: "search",
    doc: "Finds words in everything ever logged: word for word first, then whole words, then parts; the newest of each first.",
    fields: &[&TEXT, &LIMIT],
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
    for (operator, value) in typed.operators {
        match limit(&mut all.search, operator, &value, read, now)? {
            Some(word) => all.limits.push(format!("{} {word}", operator.key())),
            None => {
                all.remarks.push(format!("'{value}' is no {} that is known: taken as words", what(operator)));
                words.push(format!("{}:{value}", operator.key()));
            }
        }
        if operator == Operator::Cause {
            let into = if value.contains(' ') { &mut all.search.phrases } else { &mut words };
            into.push(value);
        }
    }
    let known = || Operator::ALL.iter().map(|operator| format!("{}:", operator.key())).collect::<Vec<_>>().join(" ");
    all.remarks.extend(typed.unknown.iter().map(|name| format!("'{name}:' is taken as a word; known are {}", known())));
    all.search.by_limits = !all.limits.is_empty();
    all.limits.extend(all.search.without.iter().map(|word| format!("not '{word}'")));
    all.search.words = words.join(" ");
    Ok(all)
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
    let time = || when::parse(value, now, Lean::Past).ok().filter(Moment::is_known);
    Ok(match operator {
        Operator::Service | Operator::Project => {
            let subject = if operator == Operator::Service { Subject::Service } else { Subject::Project };
            let found = named(read, subject, value)?;
            search.home = found.as_ref().map(|named| named.id).or(search.home);
            found.map(|named| named.name.into_raw())
        }
        Operator::Cause => {
            search.causes = true;
            Some(value.to_owned())
        }
        Operator::Kind => kind(search, &value.to_lowercase()),
        Operator::State => state(search, &value.to_lowercase()),
        Operator::By => {
            let person = read.find(Subject::Person, &handle(value))?;
            search.by = Some((value.to_owned(), person.map(|named| named.id)));
            Some(value.to_owned())
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

fn kind(search: &mut Search, value: &str) -> Option<String> {
    let same = |key: &str, label: &str| [key, label].iter().any(|word| *word == value || word.strip_suffix('s') == Some(value));
    if let Some(kind) = SearchKind::ALL.iter().copied().find(|kind| same(kind.key(), kind.label())) {
        search.kind = Some(kind);
        return Some(kind.label().to_owned());
    }
    if let Some(line) = EntryKind::ALL.iter().copied().find(|kind| kind.key() == value || format!("{}s", kind.key()) == value) {
        search.line = Some(line);
        return Some(line.label().to_owned());
    }
    let finding = FindingKind::ALL.iter().copied().find(|kind| kind.key() == value || format!("{}s", kind.key()) == value)?;
    search.finding = Some(finding);
    Some(finding.label().to_owned())
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

/// Puts the closest first: word for word, then whole words, then parts; the newest of each first, as they come.
pub fn closest_first(search: &Search, hits: &mut [Hit]) {
    hits.sort_by_cached_key(|hit| search.closeness(hit.text.raw()));
}

fn search(view: &View<'_>, input: &Input) -> Result<Shown, Failure> {
    let limit = input.limit(50);
    let mut asked = understood(view.read, input.text("text").unwrap_or_default(), &view.ctx.now())?;
    let mut found = view.read.search(&asked.search, limit)?;
    closest_first(&asked.search, &mut found.hits);
    if found.stopped {
        asked.remarks.push("not everything was looked through; another word, or a limit such as service:, narrows it".to_owned());
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
