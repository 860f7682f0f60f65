//! The board of who is available: one row a person, with the reason why they may be put on something else or may not.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value as Json};

use super::person;
use crate::app::draft::Input;
use crate::app::query::{RowOf, Shown, View, rfc3339};
use crate::app::{Context, Failure, due};
use crate::model::entry::Visibility;
use crate::model::people::{self, Ground, Presence, Standing, Standings};
use crate::model::quantity::hundredths;
use crate::model::when::{self, Now};
use crate::model::{CaseRef, Id, Record, Refusal, Subject, Untrusted, Value};
use crate::store::Reader;

/// Assignments read at most, from the newest back: those of the last day and the last of everybody.
const ASSIGNMENTS: usize = 1_000;
/// Projects read at most.
const PROJECTS: usize = 2_000;

/// Holds what is known of everybody.
pub(super) struct Everybody {
    standings: Standings,
    people: Vec<(Id, Record)>,
    names: BTreeMap<Id, Untrusted>,
    cases: BTreeMap<Id, BTreeSet<CaseRef>>,
    projects: BTreeMap<Id, Untrusted>,
    until: BTreeMap<Id, i64>,
    limits: Option<(i64, i64)>,
    now: Now,
}

impl Everybody {
    /// Reads it: the register of people, who is on which case, the assignments of late, and who manages which project.
    pub(super) fn read(read: Reader<'_>, ctx: &Context) -> Result<Self, Failure> {
        let people = read.register(Subject::Person, person::PEOPLE)?;
        let mut cases: BTreeMap<Id, BTreeSet<CaseRef>> = BTreeMap::new();
        for (person, case) in read.on_cases(person::PEOPLE)? {
            cases.entry(person).or_default().insert(case);
        }
        let assignments = read.last_assignments(ASSIGNMENTS)?;
        let mut projects = BTreeMap::new();
        for (_, project) in read.register(Subject::Project, PROJECTS)? {
            if let (Some(Value::Ref(manager)), Some(name)) = (value(&project, "manager"), text(&project, "name")) {
                projects.insert(*manager, name);
            }
        }
        // Whoever came back from a case last works on the project they were taken from.
        for row in assignments.iter().filter(|row| !super::is_open(row)) {
            if let (Some(person), Some(project)) = (row.reference("person"), row.name("project")) {
                projects.insert(person, project.clone());
            }
        }
        let worked = person::worked(&assignments, ctx);
        let mut all = Self {
            standings: Standings::new(),
            names: people.iter().filter_map(|(id, record)| Some((*id, text(record, "handle")?))).collect(),
            people: Vec::new(),
            cases,
            projects,
            until: BTreeMap::new(),
            limits: ctx.policies.most_hours(),
            now: ctx.now(),
        };
        for (id, record) in &people {
            let absence = person::absence(record, ctx.at);
            all.until.extend(absence.and_then(|(_, until)| Some((*id, until?))));
            let standing = Standing {
                on: all.cases_of(*id).next(),
                covers: reference(record, "covers"),
                load_before: int(record, "load_before"),
                load_now: int(record, "load_now"),
                absence: absence.map(|(absence, _)| absence),
                worked: worked.get(id).copied().unwrap_or_default(),
                on_project: all.projects.contains_key(id),
            };
            all.standings.insert(*id, standing);
        }
        all.people = people;
        Ok(all)
    }

    /// Lists the open cases somebody works on, each once.
    pub(super) fn cases_of(&self, id: Id) -> impl Iterator<Item = CaseRef> {
        self.cases.get(&id).into_iter().flatten().copied()
    }

    /// Words what speaks against putting somebody on a case besides that they are on one.
    pub(super) fn against(&self, id: Id, case: CaseRef) -> Vec<String> {
        let grounds = self.grounds(id).into_iter().filter(|ground| !matches!(ground, Ground::On(_) | Ground::Grown(..)));
        // Whoever covers for somebody on this very case comes to their side: nothing is left uncovered by it that was not before.
        grounds.filter(|ground| !matches!(ground, Ground::Covers(_, of) if *of == case)).map(|ground| self.words(id, &ground)).collect()
    }

    fn grounds(&self, id: Id) -> Vec<Ground> {
        people::grounds(&self.standings, id, self.limits.map(|(most, _)| most))
    }

    fn name(&self, id: Id) -> &str {
        self.names.get(&id).map_or("?", Untrusted::raw)
    }

    fn words(&self, id: Id, ground: &Ground) -> String {
        match ground {
            Ground::On(_) => self.on(id),
            Ground::Covers(way, case) => {
                let way: Vec<&str> = way.iter().map(|id| self.name(*id)).collect();
                format!("covers {} on {case}", way.join(", who covers "))
            }
            Ground::Grown(before, now) => format!("work grew from {} to {} %", hundredths(*before), hundredths(*now)),
            Ground::Absent(absence) => format!("{}{}", absence.label(), self.until(id)),
            Ground::Worn(worked) => {
                let (most, within) = self.limits.unwrap_or_default();
                format!("{} on cases in the last {}, {} at most", when::span(*worked), when::span(within), when::span(most))
            }
        }
    }

    fn on(&self, id: Id) -> String {
        let cases: Vec<String> = self.cases_of(id).map(|case| case.to_string()).collect();
        format!("on {}", cases.join(", "))
    }

    fn until(&self, id: Id) -> String {
        self.until.get(&id).map(|at| format!(" until {}", due::stamp(*at, &self.now))).unwrap_or_default()
    }

    /// Words why somebody may be put on something else.
    fn because(&self, person: &Standing) -> String {
        let covers = person.covers.map(|id| format!(", nor is {}", self.name(id))).unwrap_or_default();
        let load = match (person.load_before, person.load_now) {
            (Some(_), Some(_)) => "work not grown",
            _ => "load not said",
        };
        format!("on no case{covers}; {load}")
    }

    /// Words in short what somebody does; whom for and until when stands in the reason.
    fn now(&self, id: Id, person: &Standing) -> String {
        match people::presence(person) {
            Presence::OnIncident => self.cases_of(id).next().map_or_else(String::new, |case| case.to_string()),
            Presence::Covering => format!("covers {}", person.covers.map_or("?", |id| self.name(id))),
            Presence::OnProject => self.projects.get(&id).map_or("?", Untrusted::raw).to_owned(),
            presence => presence.label().to_owned(),
        }
    }

    fn row(&self, id: Id, record: &Record) -> Option<(bool, Map<String, Json>)> {
        let person = self.standings.get(&id)?;
        let grounds = self.grounds(id);
        let words: Vec<String> = grounds.iter().map(|ground| self.words(id, ground)).collect();
        let reason = if grounds.is_empty() { self.because(person) } else { words.join("; ") };
        let part = |load: Option<i64>| load.map_or_else(|| "?".to_owned(), hundredths);
        let load = match (person.load_before, person.load_now) {
            (None, None) => None,
            (before, now) => Some(format!("{} → {}", part(before), part(now))),
        };
        let row = RowOf::new()
            .with("redeployable", grounds.is_empty())
            .with("person", self.name(id))
            .text("name", text(record, "name").as_ref())
            .text("role", text(record, "role").as_ref())
            .text("skills", text(record, "skills").as_ref())
            .with("state", people::presence(person).key())
            .with("now", self.now(id, person))
            .with("on", self.cases_of(id).map(|case| case.to_string()).collect::<Vec<_>>())
            .with("covers", person.covers.map(|id| self.name(id)))
            .with("until", self.until.get(&id).copied().map(rfc3339))
            .with("load", load)
            .with("reason", reason);
        Some((grounds.is_empty(), row.done()))
    }
}

/// Lists the board. Who is where is between those who work here: a shared screen does not show it.
pub(super) fn list(view: &View<'_>, input: &Input) -> Result<Shown, Failure> {
    if view.read.floor() != Visibility::Internal {
        return Err(Refusal::whole("who is available is between those who work here", "end the sharing to see it").into());
    }
    let only = if input.has("case") { Some(input.case("case")?.case_ref()) } else { None };
    let everybody = Everybody::read(view.read, view.ctx)?;
    let elsewhere =
        |id: Id| only.is_some_and(|only| everybody.cases_of(id).next().is_some() && everybody.cases_of(id).all(|on| on != only));
    let here = everybody.people.iter().filter(|(id, _)| !elsewhere(*id));
    let mut rows: Vec<_> = here.filter_map(|(id, record)| everybody.row(*id, record)).collect();
    // The register is in the order of handles, and the sort keeps it.
    rows.sort_by_key(|(may, _)| !may);
    rows.truncate(input.limit(person::PEOPLE));
    Ok(Shown::Rows(rows.into_iter().map(|(_, row)| row).collect()))
}

fn value<'a>(record: &'a Record, key: &str) -> Option<&'a Value> {
    record.iter().find(|(known, _)| *known == key).map(|(_, value)| value)
}

fn text(record: &Record, key: &str) -> Option<Untrusted> {
    match value(record, key)? {
        Value::Text(text) => Some(text.clone().into()),
        _ => None,
    }
}

fn int(record: &Record, key: &str) -> Option<i64> {
    match value(record, key)? {
        Value::Int(number) => Some(*number),
        _ => None,
    }
}

fn reference(record: &Record, key: &str) -> Option<Id> {
    match value(record, key)? {
        Value::Ref(id) => Some(*id),
        _ => None,
    }
}
