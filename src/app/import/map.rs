//! From a file that has been read to everything it comes to: each part by its profile, one report for all of them.

use std::cell::Cell;
use std::collections::{BTreeMap, HashMap};

use super::case::{Mapper, refusal};
use super::dates::{Dates, Survey, shorten};
use super::format::Options;
use super::incoming::{Gather, Incoming, IncomingEntry, LooseEntry, RowRefusal};
use super::plan::{Origin, Plan};
use super::profile::{Kind, Profile, Shape, TARGETS, Takes, Target, Times};
use super::read::json::partial;
use super::recognise::{Part, records};
use super::record::{Record, plain};
use super::words::{Words, clean};
use super::{ImportError, IncomingCase, fold, links};
use crate::model::{CaseKind, Zone};

/// A part of a file and the profile it is read by.
#[derive(Clone, Copy, Debug)]
pub struct Chosen<'a> {
    /// The part.
    pub part: Part<'a>,
    /// The profile.
    pub profile: &'a Profile,
}

/// Reads all parts of a file.
///
/// # Errors
/// Refuses a file whose times contradict each other.
pub fn map(chosen: &[Chosen<'_>], words: &Words, options: &Options) -> Result<Incoming, ImportError> {
    let mut gather = Gather::default();
    let (mut notes, mut warnings, mut read, mut keys, mut origin) = (Vec::new(), Vec::new(), 0, HashMap::new(), None);
    for one in chosen {
        let rows = records(one.part, one.profile);
        let several = chosen.len() > 1;
        let sheet =
            if let Part::Table(table) = one.part { Some(table.name.clone()).filter(|name| several && !name.is_empty()) } else { None };
        let file = sheet.as_ref().map_or(options.file.clone(), |sheet| format!("{}/{}", options.file, sheet));
        let plan = match one.part {
            Part::Table(table) => Plan::of_table(one.profile, table),
            Part::Document(_) => Plan::of_document(one.profile),
        };
        let dates = settle(&plan, &rows, options)?;
        let mut mapper = mapper(*one, plan, words, &dates, file);
        mapper.sheet = sheet
            .filter(|sheet| words.issue_type(sheet.trim_end_matches('s')).is_some())
            .map(|sheet| sheet.trim_end_matches('s').to_owned());
        mapper.people = people(&mapper, &rows);
        mapper.keys = other_ids(&mapper, &rows);
        mapper.classic = classic(&mapper, &rows);
        take(&mapper, &rows, options, &mut gather, &mut notes);
        keys.extend(std::mem::take(&mut mapper.keys));
        notes.extend(dates.notes());
        warnings.extend(dates.warnings());
        if let Part::Document(root) = one.part {
            warnings.extend(partial(root, rows.len()));
            origin = origin.or_else(|| origin_of(root));
        }
        notes.extend(further(&mapper));
        read += rows.len();
    }
    let first = chosen.first().map(|one| one.profile);
    let unit = if chosen.iter().any(|one| matches!(one.part, Part::Table(_))) { "line" } else { "record" };
    let name = first.map_or("", |profile| profile.name.as_str());
    let system = first.map_or("", |profile| profile.system.as_str());
    let mut incoming = gather.finish(name, options.system.as_deref().unwrap_or(system), notes, read, unit);
    incoming.warnings.splice(0..0, warnings);
    links::resolve(&mut incoming, &keys);
    incoming.notes.extend(outside(&incoming.cases));
    incoming.origin = origin.or_else(|| incoming.cases.first().and_then(|case| case.project.clone()));
    Ok(incoming)
}

/// Reads the records of one part.
fn take(mapper: &Mapper<'_>, rows: &[(usize, Record<'_>)], options: &Options, gather: &mut Gather, notes: &mut Vec<String>) {
    if mapper.profile().kind == Kind::Note {
        return rows.iter().for_each(|(line, record)| gather.note(note(mapper, *record, *line, options)));
    }
    let wanted: Vec<(usize, Record<'_>)> = match &options.types {
        None => rows.to_vec(),
        Some(types) => {
            let is = |record: Record<'_>| {
                mapper
                    .first(record, Target::Type)
                    .is_some_and(|kind| types.iter().any(|word| word.trim().to_lowercase() == kind.trim().to_lowercase()))
            };
            let kept: Vec<_> = rows.iter().copied().filter(|(_, record)| is(*record)).collect();
            for (line, record) in rows.iter().filter(|(_, record)| !is(*record)) {
                let key = mapper.key(*record, *line).unwrap_or_default();
                gather.take(Err(refusal(*line, &key, "it is of another type than was asked for", "leave --types away to take all")));
            }
            notes.push(format!("{} issues of other types were left out, as asked.", rows.len() - kept.len()));
            kept
        }
    };
    if fold::applies(mapper, &wanted) {
        fold::fold(mapper, &wanted, gather);
        notes.push(format!("{} rows are updates; each is a line of the log of its record.", wanted.len()));
        return;
    }
    for (line, record) in wanted {
        let case = mapper.case(record, line, gather);
        gather.take(case);
    }
}

/// Reads one note of a record that is not in the file.
fn note(mapper: &Mapper<'_>, record: Record<'_>, line: usize, options: &Options) -> Result<LooseEntry, RowRefusal> {
    let said = options.case.clone().or_else(|| mapper.first(record, Target::Case).map(std::borrow::Cow::into_owned));
    let id = mapper.first(record, Target::Key).map(std::borrow::Cow::into_owned).unwrap_or_default();
    let case = said.ok_or_else(|| refusal(line, &id, "it does not say which record it belongs to", "name the record with --case"))?;
    mapper.refuse_others(record, &id, line)?;
    let mut tally = super::tally::Tally::default();
    let log = super::entries::Log::new(mapper, &case, &mut tally)
        .read(record)
        .map_err(|why| refusal(line, &id, &why, "correct the time in the file"))?;
    let entry: Option<IncomingEntry> = log.into_iter().next();
    let entry = entry.ok_or_else(|| refusal(line, &id, "there is no text in it", ""))?;
    Ok(LooseEntry { case, entry, line })
}

fn mapper<'a>(one: Chosen<'a>, plan: Plan<'a>, words: &'a Words, dates: &'a Dates, file: String) -> Mapper<'a> {
    let table = if let Part::Table(table) = one.part { Some(table) } else { None };
    let names = if let Part::Document(root) = one.part { own_names(root) } else { HashMap::new() };
    let left_over = table.map(|table| plan.left_over(table)).unwrap_or_default();
    let left_over = left_over
        .into_iter()
        .filter(|column| {
            table.and_then(|table| table.header.get(*column)).is_none_or(|name| !plan.aside(&plain(name)) && !plan.aside(name))
        })
        .collect();
    Mapper {
        plan,
        words,
        dates,
        table,
        file,
        people: HashMap::new(),
        keys: HashMap::new(),
        names,
        classic: false,
        left_over,
        year: Cell::new(None),
        sheet: None,
    }
}

/// Reads what a document calls its own fields, where it says so.
fn own_names(root: &serde_json::Value) -> HashMap<String, String> {
    let inner = root.get("names").or_else(|| root.get("issues").and_then(|all| all.get(0)).and_then(|first| first.get("names")));
    let pairs = inner.and_then(serde_json::Value::as_object).into_iter().flatten();
    pairs.filter_map(|(id, name)| Some((id.clone(), name.as_str()?.to_owned()))).collect()
}

fn origin_of(root: &serde_json::Value) -> Option<String> {
    let page = root.get("page").and_then(|page| page.get("name")).or_else(|| root.get("title")).or_else(|| root.get("repo"));
    page.and_then(serde_json::Value::as_str).and_then(clean).map(str::to_owned)
}

/// Looks at all times of a part and decides how they are read.
fn settle(plan: &Plan<'_>, rows: &[(usize, Record<'_>)], options: &Options) -> Result<Dates, ImportError> {
    let mut survey = Survey::default();
    let times: Vec<&[Origin]> = TARGETS
        .iter()
        .filter(|(_, _, takes, _)| *takes == Takes::Time)
        .map(|(target, ..)| plan.origins(*target))
        .filter(|origins| !origins.is_empty())
        .collect();
    for (_, record) in rows {
        for origin in times.iter().copied().flatten() {
            if let Origin::Place(place) = origin
                && let Some(text) = record.time(place)
            {
                survey.see(&text);
            }
        }
        for lines in &plan.entries {
            if lines.rule.shape == Shape::Semicolons {
                lines.from.iter().for_each(|place| {
                    record.each(place, &mut |cell| {
                        survey.see(cell.split(';').next().unwrap_or_default());
                        false
                    });
                });
            }
            for item in lines.from.iter().flat_map(|place| record.items(place)) {
                if let Some(text) = super::plan::time(&lines.at, Record::Json(item)) {
                    survey.see(&text);
                }
            }
            if lines.from.is_empty()
                && let Some(text) = super::plan::time(&lines.at, *record)
            {
                survey.see(&text);
            }
        }
    }
    let (zone, whose) = zone(plan.profile, rows, options);
    survey.settle(zone, whose, options.day_first)
}

/// Says in which zone times without one are read, and why.
fn zone(profile: &Profile, rows: &[(usize, Record<'_>)], options: &Options) -> (Zone, &'static str) {
    if options.zone_said {
        return (options.zone, "as asked");
    }
    let word = profile.local_where_words.as_deref().and_then(|name| super::record::Finder::Document.find(name));
    let displayed = word
        .is_some_and(|place| rows.iter().any(|(_, record)| record.first(&place).is_some_and(|text| text.chars().any(char::is_alphabetic))));
    match (profile.times, displayed) {
        (Times::Utc, false) => (Zone::UTC, "as the system gives them"),
        (Times::Utc, true) => (options.zone, "the viewer's zone, because the file holds display values"),
        (Times::Local, _) => (options.zone, "the viewer's zone; the file names none, --zone says another"),
    }
}

/// Finds names of people by their accounts, from the columns that hold both.
fn people(mapper: &Mapper<'_>, rows: &[(usize, Record<'_>)]) -> HashMap<String, String> {
    let mut people = HashMap::new();
    for (id, name) in &mapper.plan.people {
        for (_, record) in rows {
            let gathered = |place: &super::record::Place| {
                let mut all = Vec::new();
                record.each(place, &mut |text| {
                    all.push(text.into_owned());
                    false
                });
                all
            };
            for (id, name) in gathered(id).into_iter().zip(gathered(name)) {
                people.entry(id).or_insert(name);
            }
        }
    }
    people
}

/// Finds keys by other ids of the same records, because a link may name either.
fn other_ids(mapper: &Mapper<'_>, rows: &[(usize, Record<'_>)]) -> HashMap<String, String> {
    if !mapper.plan.has(Target::Id) {
        return HashMap::new();
    }
    let pair =
        |(line, record): &(usize, Record<'_>)| Some((mapper.first(*record, Target::Id)?.into_owned(), mapper.key(*record, *line).ok()?));
    rows.iter().filter_map(pair).filter(|(id, key)| id != key).collect()
}

/// Says whether the file uses the scale of priorities that has a blocker above the critical ones.
fn classic(mapper: &Mapper<'_>, rows: &[(usize, Record<'_>)]) -> bool {
    let old = |word: &str| ["blocker", "major", "trivial"].iter().any(|known| word.eq_ignore_ascii_case(known));
    mapper.profile().blocker_scale && rows.iter().any(|(_, record)| mapper.first(*record, Target::Priority).is_some_and(|word| old(&word)))
}

/// Names the columns that were kept as further facts, and those that say nothing to people.
fn further(mapper: &Mapper<'_>) -> Option<String> {
    let table = mapper.table?;
    let filled = |column: &&usize| table.rows().any(|row| clean(row.cell(**column)).is_some());
    let mut names: Vec<&str> =
        mapper.left_over.iter().filter(filled).filter_map(|column| table.header.get(*column)).map(String::as_str).collect();
    names.dedup();
    let more = names.len().saturating_sub(20);
    names.truncate(20);
    let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
    (!names.is_empty())
        .then(|| format!("Columns kept as further facts: {}{rest}.", names.iter().map(|name| shorten(name)).collect::<Vec<_>>().join(", ")))
}

/// Says how many open issues stay out of the lanes, and of which types.
fn outside(cases: &[IncomingCase]) -> Option<String> {
    let mut outside: BTreeMap<&str, usize> = BTreeMap::new();
    for case in cases.iter().filter(|case| !case.in_lanes && !matches!(case.state, "closed" | "resolved")) {
        let kind = case.foreign_type.as_deref().unwrap_or(if case.kind == CaseKind::Incident { "incident" } else { "no type" });
        *outside.entry(kind).or_insert(0) += 1;
    }
    let total: usize = outside.values().sum();
    let names: Vec<String> = outside.iter().take(12).map(|(kind, n)| format!("{} ({n})", shorten(kind))).collect();
    (total > 0).then(|| format!("{total} open cases stay outside the lanes until adopted, by type: {}.", names.join(", ")))
}

/// A file's name as keys carry it: without its folder, ending, and what counts or dates its copies.
pub fn called(path: &str) -> String {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let bare = stem.trim_end_matches(|c: char| c.is_ascii_digit() || "-_. ()".contains(c));
    let called = if bare.chars().filter(|c| c.is_alphabetic()).count() >= 2 { bare } else { stem };
    let called: String = called.split_whitespace().collect::<Vec<_>>().join("-");
    if called.is_empty() { "file".to_owned() } else { called.chars().take(60).collect() }
}
