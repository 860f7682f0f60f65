//! One record of another system as a case of ours, by what a profile says.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::HashMap;

use super::dates::{Dates, shorten};
use super::entries::Log;
use super::facts::Facts;
use super::incoming::Gather;
use super::plan::{Origin, Plan, RefusePlan, all, first, time};
use super::profile::{Profile, Target, Unknown};
use super::read::Table;
use super::record::{Place, Record};
use super::text::{markdown, one_line};
use super::words::Words;
use super::{IncomingCase, RowRefusal, Times, grade, links, recovered};
use crate::model::{Moment, Untrusted};

/// Knows what holds for a whole file: the plan, how times are read, who is behind an account.
#[derive(Debug)]
pub struct Mapper<'m> {
    /// The profile laid over the file.
    pub plan: Plan<'m>,
    /// The lists of words.
    pub words: &'m Words,
    /// How times are read.
    pub dates: &'m Dates,
    /// The table, where there is one.
    pub table: Option<&'m Table>,
    /// What the file is called, for keys that are unique in it only.
    pub file: String,
    /// Names of people by their accounts.
    pub people: HashMap<String, String>,
    /// Keys by other ids of the same records.
    pub keys: HashMap<String, String>,
    /// Names of fields that the document gives itself.
    pub names: HashMap<String, String>,
    /// Whether the old scale of trackers is used, which has a blocker above the critical ones.
    pub classic: bool,
    /// Columns that nothing is taken from.
    pub left_over: Vec<usize>,
    /// The year of the record that is read, for texts that leave it out.
    pub year: Cell<Option<i32>>,
    /// What a record is where neither it nor the profile says: the name of the sheet.
    pub sheet: Option<String>,
}

impl Mapper<'_> {
    /// Gives the profile.
    pub fn profile(&self) -> &Profile {
        self.plan.profile
    }

    /// Gives the first value of a target.
    pub fn first<'r>(&self, record: Record<'r>, target: Target) -> Option<Cow<'r, str>> {
        first(self.plan.origins(target), record, &self.file)
    }

    /// Gives all values of a target.
    pub fn all<'r>(&self, record: Record<'r>, target: Target) -> Vec<Cow<'r, str>> {
        all(self.plan.origins(target), record, &self.file)
    }

    /// Gives the name of a person who is named by an account somewhere else in the file; of several one is enough.
    pub fn person(&self, name: &str) -> String {
        let name = one_line(name, &self.profile().markup, "; ");
        let name = name.trim();
        self.people.get(name).map_or(name, String::as_str).to_owned()
    }

    /// Gives the name people know a place by.
    pub fn name_of(&self, place: &Place) -> String {
        match (place, self.table) {
            (Place::Columns(columns), Some(table)) => columns.first().and_then(|at| table.header.get(*at)).cloned().unwrap_or_default(),
            (Place::Inside(column, _), Some(table)) => table.header.get(*column).cloned().unwrap_or_default(),
            (Place::Path(path), _) => path.join("."),
            _ => String::new(),
        }
    }

    /// Gives the name people know a path in a document by.
    pub fn called(&self, path: &[String]) -> String {
        let path = if path.first().is_some_and(|first| first == "fields") { path.get(1..).unwrap_or_default() } else { path };
        let mut parts: Vec<&str> = path.iter().map(String::as_str).collect();
        if let Some(first) = parts.first_mut()
            && let Some(name) = self.names.get(*first)
        {
            *first = name;
        }
        parts.join(".")
    }

    /// Gives the key of a record.
    ///
    /// # Errors
    /// Refuses one that has none.
    pub fn key(&self, record: Record<'_>, line: usize) -> Result<String, RowRefusal> {
        let key = self.first(record, Target::Key).map(|key| key.split_whitespace().collect::<Vec<_>>().join(" "));
        key.ok_or_else(|| refusal(line, "", "it has no key", "export the column that names the record as well"))
    }

    /// Turns a record into a case.
    ///
    /// # Errors
    /// Refuses records without a key or a title, those of other kinds, and those with a time that is none.
    pub fn case(&self, record: Record<'_>, line: usize, gather: &mut Gather) -> Result<IncomingCase, RowRefusal> {
        let key = self.key(record, line)?;
        self.refuse_others(record, &key, line)?;
        let mut facts = Facts::default();
        let text = |target| self.first(record, target).map(|text| markdown(&text, &self.profile().markup).into_owned());
        let description = text(Target::Description);
        let title = match self.first(record, Target::Title) {
            Some(title) => one_line(&title, &self.profile().markup, ", ").into_owned(),
            None if self.profile().untitled == Unknown::Refuse => {
                return Err(refusal(line, &key, "it has no title", "it may be a sum or a legend; nothing is lost by leaving it out"));
            }
            None => {
                gather.tally.add("records have no title; their key stands in for it", &key);
                key.clone()
            }
        };
        let class = self.first(record, Target::Class);
        let kind =
            class.as_deref().and_then(|class| grade::looked_up(&self.profile().kinds, class)).copied().unwrap_or(self.profile().kind);
        let mut case = IncomingCase::new(kind.case(), &key, title, line);
        case.description = description.filter(|text| text.trim() != case.title.raw().trim()).map(Untrusted::new);
        case.id = self.first(record, Target::Id).map(Cow::into_owned).filter(|id| *id != key);
        case.url = self.first(record, Target::Url).filter(|url| url.starts_with("http")).map(Cow::into_owned);
        case.workaround = text(Target::Workaround).map(Untrusted::new);
        case.cause = text(Target::Cause).map(Untrusted::new);
        let ended: Vec<String> = self
            .all(record, Target::Resolution)
            .iter()
            .filter(|text| !self.words.unended(text))
            .map(|text| markdown(text, &self.profile().markup).into_owned())
            .collect();
        case.resolution = (!ended.is_empty()).then(|| Untrusted::new(ended.join(": ")));
        for tag in self.all(record, Target::Tags) {
            tag.split([',', ';']).for_each(|tag| case.tag(tag));
        }
        self.name(record, &mut case, &mut facts, gather);
        let service = case.service.as_deref().map(super::incoming::tag_of);
        case.tags.retain(|tag| Some(tag) != service.as_ref());
        let dated = self.times(record, &key, line, &mut facts, gather)?;
        let stage = grade::grade(self, record, line, &mut case, &dated, &mut facts, gather)?;
        case.times = dated.settle(&case, stage);
        case.due = dated.due;
        self.year.set(dated.times.opened.or(dated.times.started).and_then(|at| at.local()).map(|at| chrono::Datelike::year(&at)));
        let log = Log::new(self, &key, &mut gather.tally).read(record);
        case.entries = log.map_err(|why| refusal(line, &key, &why, "correct the time in the file"))?;
        if let Some(rule) = &self.profile().recovered {
            case.times.restored = case.times.restored.or(recovered::moment(rule, record, self.dates));
        }
        if case.times.started.is_none() && self.profile().starts_with_first_entry {
            case.times.started = case.entries.first().and_then(|line| line.observed);
            gather.tally.add("incidents have no start time; that of their first update was taken", &key);
        }
        links::read(self, record, &mut case);
        facts.gather(self, record);
        if facts.lost > 0 {
            gather.tally.add("records hold more facts than are kept of one", &key);
        }
        case.facts = facts.text();
        Ok(case)
    }

    /// Refuses what is something else: pull requests, planned work, requests.
    pub fn refuse_others(&self, record: Record<'_>, key: &str, line: usize) -> Result<(), RowRefusal> {
        let letters: String = key.chars().take_while(char::is_ascii_alphabetic).collect::<String>().to_ascii_uppercase();
        for RefusePlan { rule, present, says } in &self.plan.refuse {
            let is = present.iter().any(|place| record.has(place))
                || rule.keys.contains(&letters)
                || says.iter().any(|(place, words)| record.first(place).is_some_and(|said| words.contains(&said.to_lowercase())));
            if is {
                let not = if self.profile().kind == super::profile::Kind::Incident { "an incident" } else { "an issue" };
                return Err(refusal(line, key, &format!("it is {}, not {not}", rule.what), &rule.hint));
            }
        }
        Ok(())
    }

    /// Takes the names of service, project and lead; bare ids are no names, but are kept.
    fn name(&self, record: Record<'_>, case: &mut IncomingCase, facts: &mut Facts, gather: &mut Gather) {
        let mut named = |target: Target| {
            let name = self.first(record, target)?;
            if is_bare_id(&name) {
                gather.tally.add("names came as bare ids and were left out; export with display values", &case.key);
                facts.add(target.key(), &name);
                return None;
            }
            Some(self.person(&name))
        };
        let people = named(Target::Lead);
        case.service = named(Target::Service);
        case.project = named(Target::Project);
        if self.profile().project_in_key && case.project.is_none() {
            case.project = case.key.rsplit_once('-').map(|(project, _)| project.to_owned());
        }
        let Some(people) = people else { return };
        // A cell may name several people; the first leads, all are kept.
        let mut several = people.split(';').map(str::trim).filter(|name| !name.is_empty());
        let lead = several.next().unwrap_or_default().to_owned();
        if several.next().is_some() {
            facts.add(Target::Lead.key(), &people);
        }
        case.lead = Some(lead).filter(|name| !name.is_empty());
    }

    fn times(&self, record: Record<'_>, key: &str, line: usize, facts: &mut Facts, gather: &mut Gather) -> Result<Dated, RowRefusal> {
        let hint = "correct the time in the file, or say the order of day and month";
        let read = |target: Target| -> Result<Option<Moment>, (String, String, String)> {
            let origins = self.plan.origins(target);
            let Some(cell) = time(origins, record) else { return Ok(None) };
            self.dates.read(&cell).map_err(|why| {
                let place = origins.iter().find_map(|origin| match origin {
                    Origin::Place(place) if record.time(place).is_some() => Some(self.name_of(place)),
                    _ => None,
                });
                (place.unwrap_or_else(|| target.key().to_owned()), cell.into_owned(), why)
            })
        };
        let strict = |target: Target| read(target).map_err(|(name, _, why)| refusal(line, key, &format!("{name}: {why}"), hint));
        let mut dated = Dated {
            times: Times {
                started: strict(Target::Started)?,
                detected: strict(Target::Detected)?,
                acknowledged: strict(Target::Acknowledged)?,
                restored: strict(Target::Restored)?,
                resolved: strict(Target::Resolved)?,
                closed: strict(Target::Closed)?,
                opened: strict(Target::Opened)?,
            },
            changed: strict(Target::Changed)?,
            due: None,
        };
        // "End of Q3" is a plan, not a mistake: the record is taken, and the words are kept.
        match read(Target::Due) {
            Ok(due) => dated.due = due,
            Err((name, cell, _)) => {
                gather.tally.add("due dates are no dates; their words are kept as facts", &format!("{key}: {}", shorten(&cell)));
                facts.add(&name, &cell);
            }
        }
        Ok(dated)
    }
}

/// Holds what a record says about time.
#[derive(Clone, Copy, Debug)]
pub struct Dated {
    /// The times of a case.
    pub times: Times,
    /// When its state changed last.
    pub changed: Option<Moment>,
    /// When it is due.
    pub due: Option<Moment>,
}

impl Dated {
    /// Says whether a time tells that it is over.
    pub fn is_over(&self) -> bool {
        self.times.resolved.is_some() || self.times.closed.is_some()
    }

    /// Gives the times of a case, with the end of what is over taken from where it can be.
    fn settle(&self, case: &IncomingCase, stage: super::words::Stage) -> Times {
        use super::words::Stage;
        let mut times = self.times;
        let over = matches!(stage, Stage::Resolved | Stage::Closed);
        if over && case.kind == crate::model::CaseKind::Issue {
            times.closed = times.closed.or(times.resolved);
        }
        if stage == Stage::Closed || over && case.kind == crate::model::CaseKind::Issue {
            times.closed = times.closed.or(self.changed);
        } else if stage == Stage::Resolved {
            times.resolved = times.resolved.or(self.changed);
        }
        times
    }
}

/// Says whether a value is an internal id rather than a name.
pub fn is_bare_id(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|b| b.is_ascii_hexdigit())
}

/// Says why a record is not taken.
pub fn refusal(line: usize, key: &str, why: &str, hint: &str) -> RowRefusal {
    RowRefusal { line, what: key.to_owned(), why: why.to_owned(), hint: hint.to_owned() }
}
