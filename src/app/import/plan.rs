//! A profile laid over one file: where each target, note and link stands, and what is left over.

use std::borrow::Cow;
use std::collections::HashSet;

use super::profile::{Custom, Entries, Names, Profile, Refuse, Takes, Target};
use super::read::Table;
use super::record::{Finder, Place, Record, Template, plain};
use super::words::clean;

/// Where a target is taken from.
#[derive(Clone, Debug)]
pub enum Origin {
    /// A place in the record.
    Place(Place),
    /// A text made of several.
    Template(Template),
}

/// What each name of a file became.
#[derive(Debug)]
pub struct Plan<'p> {
    /// The profile.
    pub profile: &'p Profile,
    /// The targets that something stands for, in the order of the list of targets.
    pub fields: Vec<(Target, Vec<Origin>)>,
    /// What becomes lines of the log.
    pub entries: Vec<EntryPlan<'p>>,
    /// Columns of links: the name of the link, whether it reads from here to there, and the column.
    pub link_columns: Vec<(String, bool, usize)>,
    /// Links in lists.
    pub link_lists: Vec<LinkPlan>,
    /// What is not taken.
    pub refuse: Vec<RefusePlan<'p>>,
    /// Where a type may stand among other words.
    pub types_among: Vec<Place>,
    /// Columns of ids and names of people.
    pub people: Vec<(Place, Place)>,
    taken: Taken,
}

/// What is taken and therefore no further fact.
#[derive(Debug)]
enum Taken {
    Columns(HashSet<usize>),
    Paths(Vec<Vec<String>>),
}

/// Places that must say one of some words.
pub type Says = Vec<(Place, Vec<String>)>;

/// One rule for records that are not taken, laid over a file.
#[derive(Debug)]
pub struct RefusePlan<'p> {
    /// The rule.
    pub rule: &'p Refuse,
    /// Places at which something stands in such records.
    pub present: Vec<Place>,
    /// What they say.
    pub says: Says,
}

/// One rule for lines of the log, laid over a file.
#[derive(Debug)]
pub struct EntryPlan<'p> {
    /// The rule.
    pub rule: &'p Entries,
    /// The lists or columns it reads.
    pub from: Vec<Place>,
    /// What is unique about a line.
    pub id: Vec<Origin>,
    /// When.
    pub at: Vec<Origin>,
    /// Who.
    pub by: Vec<Origin>,
    /// What.
    pub text: Vec<Origin>,
    /// The word whose change is told.
    pub state: Vec<Origin>,
    /// The list of parts of each.
    pub each: Option<Place>,
    /// Two places that must differ.
    pub changed: Vec<Place>,
    /// Places that must say one of some words.
    pub says: Says,
}

/// One rule for links in a list, laid over a document.
#[derive(Debug)]
pub struct LinkPlan {
    /// The list.
    pub list: Place,
    /// The name of the link.
    pub name: Vec<Origin>,
    /// The key pointed to.
    pub to: Vec<Origin>,
    /// The key that points here.
    pub of: Vec<Origin>,
}

impl<'p> Plan<'p> {
    /// Lays a profile over a table.
    pub fn of_table(profile: &'p Profile, table: &Table) -> Self {
        let finder = Finder::of(table);
        let mut plan = Self::new(profile, &finder);
        let mut taken: HashSet<usize> = HashSet::new();
        for (column, header) in table.header.iter().enumerate() {
            if let Some((target, place)) = custom(&profile.custom, profile, header, column) {
                plan.add(target, Origin::Place(place));
            }
            for rule in &profile.links {
                if let Some((name, outward)) = link_column(&rule.outward, &rule.inward, header) {
                    plan.link_columns.push((name, outward, column));
                    taken.insert(column);
                }
            }
        }
        for place in plan.places() {
            match place {
                Place::Columns(columns) => taken.extend(columns),
                Place::Inside(column, _) => {
                    taken.insert(*column);
                }
                Place::Path(_) => {}
            }
        }
        plan.taken = Taken::Columns(taken);
        plan
    }

    /// Lays a profile over a document.
    pub fn of_document(profile: &'p Profile) -> Self {
        let mut plan = Self::new(profile, &Finder::Document);
        let paths = plan.places().filter_map(|place| if let Place::Path(path) = place { Some(path.clone()) } else { None }).collect();
        plan.taken = Taken::Paths(paths);
        plan
    }

    fn new(profile: &'p Profile, finder: &Finder) -> Self {
        let fields = super::profile::TARGETS.iter().filter_map(|(target, ..)| {
            let origins = origins(profile.names(*target), finder);
            (!origins.is_empty()).then_some((*target, origins))
        });
        let places = |names: &[String]| names.iter().filter_map(|name| finder.find(name)).collect::<Vec<_>>();
        let says = |says: &std::collections::BTreeMap<String, Names>| {
            let lower = |names: &Names| names.0.iter().map(|word| word.to_lowercase()).collect::<Vec<_>>();
            says.iter().filter_map(|(name, words)| Some((finder.find(name)?, lower(words)))).collect::<Vec<_>>()
        };
        let entries = profile.entries.iter().map(|rule| {
            // What stands in a list is looked for in its parts, which are documents even where the file is a table.
            let inner = if rule.from.0.is_empty() { finder } else { &Finder::Document };
            EntryPlan {
                rule,
                from: places(&rule.from.0),
                id: origins(&rule.id.0, inner),
                at: origins(&rule.at.0, inner),
                by: origins(&rule.by.0, inner),
                text: origins(&rule.text.0, if rule.each.is_some() { &Finder::Document } else { inner }),
                state: origins(&rule.state.0, inner),
                each: rule.each.as_deref().and_then(|name| inner.find(name)),
                changed: rule.changed.iter().filter_map(|name| Finder::Document.find(name)).collect(),
                says: rule
                    .says
                    .iter()
                    .filter_map(|(name, words)| Some((inner.find(name)?, words.0.iter().map(|w| w.to_lowercase()).collect())))
                    .collect(),
            }
        });
        let lists = profile.links.iter().filter_map(|rule| {
            let document = &Finder::Document;
            Some(LinkPlan {
                list: finder.find(rule.list.as_deref()?)?,
                name: origins(&rule.name.0, document),
                to: origins(&rule.to.0, document),
                of: origins(&rule.of.0, document),
            })
        });
        Self {
            profile,
            fields: fields.collect(),
            entries: entries.filter(|plan| plan.rule.from.0.is_empty() || !plan.from.is_empty()).collect(),
            link_columns: Vec::new(),
            link_lists: lists.collect(),
            refuse: profile.refuse.iter().map(|rule| RefusePlan { rule, present: places(&rule.present), says: says(&rule.says) }).collect(),
            types_among: places(&profile.types_among.0),
            people: profile.people.iter().filter_map(|[id, name]| Some((finder.find(id)?, finder.find(name)?))).collect(),
            taken: Taken::Columns(HashSet::new()),
        }
    }

    fn add(&mut self, target: Target, origin: Origin) {
        match self.fields.iter_mut().find(|(known, _)| *known == target) {
            Some((_, origins)) => origins.push(origin),
            None => self.fields.push((target, vec![origin])),
        }
    }

    /// Gives every place that something is taken from.
    fn places(&self) -> impl Iterator<Item = &Place> {
        let fields = self.fields.iter().flat_map(|(_, origins)| origins).filter_map(|origin| match origin {
            Origin::Place(place) => Some(place),
            Origin::Template(_) => None,
        });
        let own = self.entries.iter().filter(|plan| plan.rule.from.0.is_empty());
        let noted =
            own.flat_map(|plan| plan.at.iter().chain(&plan.by).chain(&plan.text).chain(&plan.id)).filter_map(|origin| match origin {
                Origin::Place(place) => Some(place),
                Origin::Template(_) => None,
            });
        // What the key is made of is known by the key.
        let keys = self
            .origins(Target::Key)
            .iter()
            .filter_map(|origin| if let Origin::Template(template) = origin { Some(template) } else { None });
        let keys = keys.flat_map(Template::places);
        fields
            .chain(keys)
            .chain(noted)
            .chain(self.entries.iter().flat_map(|plan| &plan.from))
            .chain(self.link_lists.iter().map(|plan| &plan.list))
    }

    /// Gives the origins of a target.
    pub fn origins(&self, target: Target) -> &[Origin] {
        self.fields.iter().find(|(known, _)| *known == target).map_or(&[], |(_, origins)| origins.as_slice())
    }

    /// Says whether something stands for a target.
    pub fn has(&self, target: Target) -> bool {
        !self.origins(target).is_empty()
    }

    /// Gives the columns of a table that nothing is taken from.
    pub fn left_over(&self, table: &Table) -> Vec<usize> {
        let Taken::Columns(taken) = &self.taken else { return Vec::new() };
        (0..table.header.len()).filter(|column| !taken.contains(column)).collect()
    }

    /// Says whether a path in a document is taken, or lies inside what is.
    pub fn takes(&self, path: &[String]) -> bool {
        let Taken::Paths(taken) = &self.taken else { return false };
        taken.iter().any(|known| path.len() >= known.len() && known.iter().zip(path).all(|(a, b)| a == b))
    }

    /// Says whether a name says nothing to people: as a whole, or one of its parts.
    pub fn aside(&self, name: &str) -> bool {
        let parts = || name.split('.').chain([name]);
        self.profile.aside.iter().any(|pattern| {
            parts().any(|part| match (pattern.strip_prefix('*'), pattern.strip_suffix('*')) {
                (Some(end), _) => part.ends_with(end),
                (_, Some(start)) => part.starts_with(start),
                _ => part == pattern,
            })
        })
    }
}

/// Finds names and templates; those that are not there are left out.
pub fn origins(names: &[String], finder: &Finder) -> Vec<Origin> {
    let found = |name: &String| {
        if name.contains('{') { Template::read(name, finder).map(Origin::Template) } else { finder.find(name).map(Origin::Place) }
    };
    names.iter().filter_map(found).collect()
}

/// Gives the first value of several origins.
pub fn first<'a>(origins: &[Origin], record: Record<'a>, file: &str) -> Option<Cow<'a, str>> {
    origins.iter().find_map(|origin| match origin {
        Origin::Place(place) => record.first(place),
        Origin::Template(template) => template.fill(record, file).map(Cow::Owned),
    })
}

/// Gives the first time of several origins.
pub fn time<'a>(origins: &[Origin], record: Record<'a>) -> Option<Cow<'a, str>> {
    origins.iter().find_map(|origin| match origin {
        Origin::Place(place) => record.time(place),
        Origin::Template(template) => template.fill(record, "").map(Cow::Owned),
    })
}

/// Reads a column of a project's own field.
fn custom(custom: &Custom, profile: &Profile, header: &str, column: usize) -> Option<(Target, Place)> {
    let (outer, inner) = header.trim().strip_suffix(')').and_then(|head| head.split_once(" ("))?;
    let called = plain(outer);
    if !custom.wrappers.contains(&called) {
        return None;
    }
    let called = plain(inner);
    let target = custom.targets.iter().find(|target| profile.names(**target).iter().any(|name| plain(name) == called))?;
    Some((*target, Place::Columns(vec![column])))
}

/// Reads a column of links: the name of the link, and whether it reads from here to there.
fn link_column(outward: &[String], inward: &[String], header: &str) -> Option<(String, bool)> {
    let (outer, inner) = header.trim().strip_suffix(')').and_then(|head| head.split_once(" (")).unwrap_or((header, ""));
    let called = plain(outer);
    let is = |names: &[String]| names.iter().any(|name| plain(name) == called);
    if is(outward) {
        return Some((inner.to_lowercase(), true));
    }
    is(inward).then(|| (inner.to_lowercase(), false))
}

/// Gives all values of a target that takes many.
pub fn all<'a>(origins: &[Origin], record: Record<'a>, file: &str) -> Vec<Cow<'a, str>> {
    let mut all = Vec::new();
    for origin in origins {
        match origin {
            Origin::Place(place) => record.each(place, &mut |text| {
                all.push(text);
                false
            }),
            Origin::Template(template) => all.extend(template.fill(record, file).map(Cow::Owned)),
        }
    }
    all
}

/// Says what a record holds that no target took although it could have: the second of two columns for one thing.
pub fn passed_over<'a>(plan: &Plan<'_>, record: Record<'a>, take: &mut dyn FnMut(usize, &'a str)) {
    let Record::Row(row) = record else { return };
    for (target, origins) in &plan.fields {
        if target.takes() == Takes::Many
            || origins.len() < 2 && !matches!(origins.first(), Some(Origin::Place(Place::Columns(c))) if c.len() > 1)
        {
            continue;
        }
        let columns = origins.iter().filter_map(|origin| match origin {
            Origin::Place(Place::Columns(columns)) => Some(columns),
            _ => None,
        });
        let mut chosen: Option<&str> = None;
        for column in columns.flatten() {
            let Some(value) = clean(row.cell(*column)) else { continue };
            match chosen {
                None => chosen = Some(value),
                Some(chosen) if chosen != value => take(*column, value),
                Some(_) => {}
            }
        }
    }
}
