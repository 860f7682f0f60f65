//! What a file would become, before anything does: which profile and why, what each name became, and the first cases.

use std::collections::HashMap;

use serde_json::Value;

use super::dates::shorten;
use super::format::{Options, choose, open, take};
use super::map::called;
use super::plan::{Origin, Plan};
use super::profile::{Profile, Profiles};
use super::recognise::{Match, Part, matches, records};
use super::record::{Place, Record, named};
use super::rules::Rules;
use super::words::clean;
use super::{ImportError, Incoming};

/// Most names of a document that are told.
const MOST: usize = 400;

/// Says what one name of a file became.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Became {
    /// The name, as it stands in the file.
    pub name: String,
    /// How many columns are called so and became the same.
    pub times: usize,
    /// What it became: a target's key, `log`, `link`, `fact`, `left out`.
    pub what: String,
    /// The first value that says something.
    pub sample: String,
}

/// Says what a part of a file is, and what it would become.
#[derive(Clone, Debug)]
pub struct Explained {
    /// Name of the sheet; empty elsewhere.
    pub sheet: String,
    /// Name of the profile.
    pub format: String,
    /// How sure, in percent.
    pub sure: u8,
    /// Why.
    pub reason: String,
    /// Other profiles that would do, with how sure.
    pub others: Vec<(String, u8)>,
    /// What each name became.
    pub names: Vec<Became>,
}

impl Rules {
    /// Explains a file: its parts, and everything it would come to.
    ///
    /// # Errors
    /// As reading it.
    pub fn explain(
        &self,
        bytes: &[u8],
        file_name: &str,
        format: Option<&str>,
        options: &Options,
    ) -> Result<(Vec<Explained>, Incoming), ImportError> {
        let options = Options { file: called(file_name), ..options.clone() };
        let explained = || {
            let source = open(bytes, &self.profiles)?;
            let found = choose(&source, &self.profiles, format.or(self.named.as_deref()))?;
            let incoming = take(&source, &found, &self.words, &options)?;
            Ok((found.iter().map(|(part, found)| self.part(*part, found)).collect(), incoming))
        };
        explained().map_err(|error: ImportError| error.in_file(file_name))
    }

    fn part(&self, part: Part<'_>, found: &Match<'_>) -> Explained {
        Explained {
            sheet: if let Part::Table(table) = part { table.name.clone() } else { String::new() },
            format: found.profile.name.clone(),
            sure: found.sure,
            reason: found.reason.clone(),
            others: others(part, &self.profiles, found.profile),
            names: once(names(part, found.profile)),
        }
    }
}

fn others(part: Part<'_>, profiles: &Profiles, chosen: &Profile) -> Vec<(String, u8)> {
    let all = matches(part, profiles);
    all.into_iter()
        .filter(|found| found.profile.name != chosen.name)
        .map(|found| (found.profile.name.clone(), found.sure))
        .take(5)
        .collect()
}

/// Puts columns of one name that became the same into one.
fn once(names: Vec<Became>) -> Vec<Became> {
    let mut all: Vec<Became> = Vec::new();
    let mut known: HashMap<(String, String), usize> = HashMap::new();
    for became in names {
        let at = *known.entry((became.name.clone(), became.what.clone())).or_insert(all.len());
        match all.get_mut(at) {
            Some(same) => {
                same.times += became.times;
                if same.sample.is_empty() {
                    same.sample = became.sample;
                }
            }
            None => all.push(became),
        }
    }
    all
}

/// Says what each name of a part became by a profile: one for each column of a table.
pub fn names(part: Part<'_>, profile: &Profile) -> Vec<Became> {
    match part {
        Part::Table(table) => {
            let plan = Plan::of_table(profile, table);
            let left: Vec<usize> = plan.left_over(table);
            let sample = |column: usize| {
                table.rows().take(200).find_map(|row| clean(row.cell(column))).map(|cell| shorten(&one_line(cell))).unwrap_or_default()
            };
            let became = |(at, name): (usize, &String)| Became {
                name: name.clone(),
                times: 1,
                what: column(&plan, at, name, &left),
                sample: sample(at),
            };
            table.header.iter().enumerate().map(became).collect()
        }
        Part::Document(_) => {
            let plan = Plan::of_document(profile);
            let mut order: Vec<Became> = Vec::new();
            let mut known: HashMap<String, usize> = HashMap::new();
            for (_, record) in records(part, profile).into_iter().take(200) {
                if let Record::Json(value) = record {
                    leaves(&plan, value, &mut Vec::new(), &mut order, &mut known);
                }
            }
            order
        }
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Says what a column became.
fn column(plan: &Plan<'_>, at: usize, name: &str, left: &[usize]) -> String {
    let holds = |place: &Place| match place {
        Place::Columns(columns) => columns.contains(&at),
        Place::Inside(column, _) => *column == at,
        Place::Path(_) => false,
    };
    let mut targets: Vec<&str> = Vec::new();
    for (target, origins) in &plan.fields {
        let is = origins.iter().any(|origin| match origin {
            Origin::Place(place) => holds(place),
            Origin::Template(template) => template.places().any(&holds),
        });
        if is {
            targets.push(target.key());
        }
    }
    if !targets.is_empty() {
        return targets.join(", ");
    }
    if plan.entries.iter().any(|entry| entry.from.iter().any(&holds)) {
        return "log".to_owned();
    }
    if plan.link_columns.iter().any(|(_, _, column)| *column == at) {
        return "link".to_owned();
    }
    if left.contains(&at) && !plan.aside(name) && !plan.aside(&super::record::plain(name)) {
        "fact".to_owned()
    } else {
        "left out".to_owned()
    }
}

/// Goes through the leaves of a document and says what each path became.
fn leaves(plan: &Plan<'_>, value: &Value, path: &mut Vec<String>, order: &mut Vec<Became>, known: &mut HashMap<String, usize>) {
    let name = path.join(".");
    let taken = || {
        let holds = |place: &Place| matches!(place, Place::Path(known) if path.len() >= known.len() && known.iter().zip(path.iter()).all(|(a, b)| a == b));
        let mut targets: Vec<&str> = Vec::new();
        for (target, origins) in &plan.fields {
            let is = origins.iter().any(|origin| match origin {
                Origin::Place(place) => holds(place),
                Origin::Template(template) => template.places().any(holds),
            });
            if is {
                targets.push(target.key());
            }
        }
        if !targets.is_empty() {
            return Some(targets.join(", "));
        }
        if plan.entries.iter().any(|entry| entry.from.iter().any(holds)) {
            return Some("log".to_owned());
        }
        plan.link_lists.iter().any(|list| holds(&list.list)).then(|| "link".to_owned())
    };
    let what = if path.is_empty() { None } else { taken().or_else(|| plan.aside(&name).then(|| "left out".to_owned())) };
    match (what, value) {
        (None, Value::Object(map)) if path.len() < 5 => {
            for (key, inner) in map {
                path.push(key.clone());
                leaves(plan, inner, path, order, known);
                path.pop();
            }
        }
        (what, value) => {
            let sample = match value {
                Value::Array(all) => all.first().and_then(named),
                value => named(value),
            };
            let sample = sample.map(|text| shorten(&one_line(&text))).unwrap_or_default();
            let what = what.unwrap_or_else(|| "fact".to_owned());
            let at = *known.entry(name.clone()).or_insert(order.len());
            match order.get_mut(at) {
                Some(became) if became.sample.is_empty() => became.sample = sample,
                Some(_) => {}
                None if at < MOST => order.push(Became { name, times: 1, what, sample }),
                None => {}
            }
        }
    }
}
