//! Which profile a file is of, with the reason and how sure that is.

use serde_json::Value;

use super::plan::{Plan, first};
use super::profile::{Container, Profile, Profiles, TARGETS, Target};
use super::read::{Content, Source, Table};
use super::record::{Finder, Record, plain};

/// One part of a file: a table, or the records of a document.
#[derive(Clone, Copy, Debug)]
pub enum Part<'a> {
    /// A table or a sheet.
    Table(&'a Table),
    /// A document.
    Document(&'a Value),
}

/// Says that a part may be of a profile.
#[derive(Clone, Debug)]
pub struct Match<'p> {
    /// The profile.
    pub profile: &'p Profile,
    /// How sure, in percent.
    pub sure: u8,
    /// Why, as the end of "because …".
    pub reason: String,
    /// Whether somebody said so.
    pub named: bool,
}

/// Gives the parts of a file.
pub fn parts(source: &Source) -> Vec<Part<'_>> {
    match &source.content {
        Content::Tables(tables) => tables.iter().map(Part::Table).collect(),
        Content::Json(root) => vec![Part::Document(root)],
    }
}

/// Finds the header of every table among its first rows, by the names that some profile knows.
pub fn find_headers(source: &mut Source, profiles: &Profiles) {
    let Content::Tables(tables) = &mut source.content else { return };
    for table in tables {
        table.find_header(|cell| profiles.knows(cell));
    }
}

/// Gives the profiles a part may be of, the surest first.
pub fn matches<'p>(part: Part<'_>, profiles: &'p Profiles) -> Vec<Match<'p>> {
    let mut all: Vec<Match<'p>> = profiles.iter().filter_map(|profile| judge(part, profile)).collect();
    all.sort_by_key(|found| std::cmp::Reverse(found.sure));
    all
}

/// Records, each with its line or number.
type Numbered<'a> = Vec<(usize, Record<'a>)>;

/// Gives the records of a part for a profile, each with its line or number.
pub fn records<'a>(part: Part<'a>, profile: &Profile) -> Numbered<'a> {
    match part {
        Part::Table(table) => table.rows().map(|row| (row.line, Record::Row(row))).collect(),
        Part::Document(root) => documents(root, profile).into_iter().enumerate().map(|(at, value)| (at + 1, Record::Json(value))).collect(),
    }
}

/// Finds the records of a document: along the first path of the profile that leads to a list or to an object.
fn documents<'a>(root: &'a Value, profile: &Profile) -> Vec<&'a Value> {
    for path in &profile.records {
        let mut found = Vec::new();
        gather(root, &path.split('.').filter(|step| !step.is_empty()).collect::<Vec<_>>(), &mut found);
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

fn gather<'a>(value: &'a Value, path: &[&str], found: &mut Vec<&'a Value>) {
    match (value, path.split_first()) {
        (Value::Array(all), _) => all.iter().for_each(|inner| gather(inner, path, found)),
        (Value::Object(_), None) => found.push(value),
        // The rest of a page that is itself a list of pages.
        (_, Some((first, rest))) => {
            if let Some(inner) = value.get(first) {
                gather(inner, rest, found);
            }
        }
        _ => {}
    }
}

/// How many records are looked at.
const LOOKED_AT: usize = 20;

/// Lays a profile over the first records of a part; nothing where a field that it needs is not there.
fn laid<'p, 'a>(part: Part<'a>, profile: &'p Profile) -> Option<(Plan<'p>, Finder, Numbered<'a>)> {
    let (plan, finder) = match (part, profile.container) {
        (Part::Table(table), Container::Table) => (Plan::of_table(profile, table), Finder::of(table)),
        (Part::Document(_), Container::Document) => (Plan::of_document(profile), Finder::Document),
        _ => return None,
    };
    let records: Numbered<'a> = match part {
        Part::Table(table) => table.rows().take(LOOKED_AT).map(|row| (row.line, Record::Row(row))).collect(),
        Part::Document(_) => records(part, profile).into_iter().take(LOOKED_AT).collect(),
    };
    if records.is_empty() && matches!(part, Part::Document(_)) {
        return None;
    }
    let stands_for = |name: &str| {
        let target = TARGETS.iter().find(|(_, key, ..)| *key == name).map(|(target, ..)| *target);
        target.is_some_and(|target| match part {
            Part::Table(_) => plan.has(target),
            Part::Document(_) => records.iter().any(|(_, record)| first(plan.origins(target), *record, "file").is_some()),
        })
    };
    let whole = profile.recognise.needs.iter().all(|names| names.split('|').any(stands_for));
    whole.then_some((plan, finder, records))
}

/// Takes a part for a profile that somebody named.
pub fn taken_for<'p>(part: Part<'_>, profile: &'p Profile) -> Option<Match<'p>> {
    let (plan, ..) = laid(part, profile)?;
    Some(Match { profile, sure: 50, reason: reason(&plan, std::iter::empty(), part), named: true })
}

/// Judges whether a part is of a profile.
pub fn judge<'p>(part: Part<'_>, profile: &'p Profile) -> Option<Match<'p>> {
    let rule = &profile.recognise;
    let (plan, finder, records) = laid(part, profile)?;
    let there = |name: &str| match part {
        Part::Table(_) => finder.find(name).is_some(),
        Part::Document(root) => {
            let place = finder.find(name.trim_start_matches('^'));
            let holds = |record: Record<'_>| place.as_ref().is_some_and(|place| stands(record, place));
            if name.starts_with('^') { holds(Record::Json(root)) } else { records.iter().any(|(_, record)| holds(*record)) }
        }
    };
    if !rule.names.iter().all(|names| names.split('|').any(there)) || rule.without.iter().any(|name| there(name)) {
        return None;
    }
    if !rule.keys.is_empty() && !records.is_empty() {
        let fits = |(_, record): &(usize, Record<'_>)| {
            first(plan.origins(Target::Key), *record, "file").is_some_and(|key| rule.keys.iter().any(|shape| shaped(&key, shape)))
        };
        if !records.iter().any(fits) {
            return None;
        }
    }
    let telling: Vec<&str> = rule.telling.iter().map(String::as_str).filter(|name| there(name)).collect();
    if !rule.telling.is_empty() && telling.is_empty() && rule.names.is_empty() {
        return None;
    }
    let sure = 50 + 12 * telling.len() + 8 * rule.names.len() + if rule.keys.is_empty() { 0 } else { 10 };
    let sure = u8::try_from(sure.min(99)).unwrap_or(99).min(rule.at_most.unwrap_or(99));
    let reason = reason(&plan, rule.names.iter().map(String::as_str).chain(telling.iter().copied()), part);
    Some(Match { profile, sure, reason, named: false })
}

/// Says whether something is at a place, be it empty.
fn stands(record: Record<'_>, place: &super::record::Place) -> bool {
    let (Record::Json(value), super::record::Place::Path(path)) = (record, place) else { return record.has(place) };
    let mut inner = value;
    for step in path {
        let next = match inner {
            Value::Array(all) => all.first().and_then(|first| first.get(step)),
            _ => inner.get(step),
        };
        match next {
            Some(next) => inner = next,
            None => return false,
        }
    }
    true
}

/// Names what spoke for a profile.
fn reason<'n>(plan: &Plan<'_>, telling: impl Iterator<Item = &'n str>, part: Part<'_>) -> String {
    let mut named: Vec<&str> = Vec::new();
    for name in telling {
        let name = name.split('|').next().unwrap_or(name).trim_start_matches('^');
        if !named.iter().any(|known| plain(known) == plain(name)) {
            named.push(name);
        }
    }
    let found: Vec<&str> = plan.fields.iter().map(|(target, _)| target.key()).take(4).collect();
    let what = match part {
        Part::Table(_) => "columns",
        Part::Document(_) => "names",
    };
    if named.is_empty() {
        return format!("its {what} say {}", found.join(", "));
    }
    format!("it has the {what} {}", named.into_iter().take(6).collect::<Vec<_>>().join(", "))
}

/// Says whether a key is written like a shape: `A` a word that begins with a letter, `9` digits, other signs themselves.
fn shaped(key: &str, shape: &str) -> bool {
    let mut rest = key.trim();
    for sign in shape.chars() {
        match sign {
            'A' => {
                if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
                    return false;
                }
                let end = if shape.contains('-') {
                    rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
                } else {
                    rest.find(|c: char| !c.is_ascii_alphabetic())
                };
                rest = rest.get(end.unwrap_or(rest.len())..).unwrap_or_default();
            }
            '9' => {
                let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
                if digits == 0 {
                    return false;
                }
                rest = rest.get(digits..).unwrap_or_default();
            }
            other => match rest.strip_prefix(other) {
                Some(behind) => rest = behind,
                None => return false,
            },
        }
    }
    rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_have_shapes() {
        assert!(shaped("OPS-12", "A-9") && shaped("H2O_X-1", "A-9") && shaped("INC0012", "A9") && shaped("12", "9"));
        for key in ["12", "OPS-", "-12", "OPS-12a", "OPS 12", ""] {
            assert!(!shaped(key, "A-9"), "{key}");
        }
    }
}
