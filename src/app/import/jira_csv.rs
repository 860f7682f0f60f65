//! Jira's CSV export, Cloud and Data Center, in several languages: every record comes in as an issue.

use std::collections::{BTreeMap, HashMap};

use super::dates::{Dates, Survey, shorten};
use super::format::{Format, Options};
use super::incoming::Gather;
use super::jira_fields::{Columns, Field, TIMES};
use super::read::{Row, Source, Table};
use super::servicenow_csv::unused;
use super::servicenow_notes::digest;
use super::words::{self, Stage, enters_lanes, issue_priority, issue_type, level, stage};
use super::{ImportError, Incoming, IncomingCase, IncomingEntry, RowRefusal, Times};
use crate::model::case::{IssuePriority, IssueState, LinkKind, Outcome};
use crate::model::entry::EntryKind;
use crate::model::{Moment, Untrusted};

/// Describes the format.
pub const FORMAT: Format = Format { name: "jira-csv", doc: "Jira issues as CSV, any columns beside key and summary", recognises, map };

/// Name under which keys are unique; a key carries its project.
const SOURCE: &str = "jira";

fn recognises(source: &Source) -> bool {
    let Some(table) = source.table() else { return false };
    let columns = Columns::of(table);
    let keyed = |row: Row| columns.first(row, Field::Key).and_then(project_of).is_some();
    columns.column(Field::Key).is_some()
        && columns.column(Field::Summary).is_some()
        && (table.is_empty() || table.rows().take(20).any(keyed))
}

/// Gives the project of a key such as `OPS-12`.
fn project_of(key: &str) -> Option<&str> {
    let (project, number) = key.rsplit_once('-')?;
    let numbered = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    (numbered && project.starts_with(|c: char| c.is_ascii_alphabetic())).then_some(project)
}

fn map(source: &Source, options: &Options) -> Result<Incoming, ImportError> {
    let Some(table) = source.table() else { return Err(ImportError::whole("this is no table", "export the issues as CSV")) };
    let columns = Columns::of(table);
    let dates = survey(table, &columns).settle(options.zone, "the viewer's zone; the export names none", options.day_first)?;
    let file = File {
        table,
        columns: &columns,
        dates: &dates,
        people: people(table, &columns),
        keys: keys(table, &columns),
        classic: classic(table, &columns),
    };
    let mut gather = Gather::default();
    let mut left_out = 0;
    for row in table.rows() {
        let kind = columns.first(row, Field::Type);
        if options.types.as_ref().is_some_and(|types| !types.iter().any(|word| kind.is_some_and(|kind| same(word, kind)))) {
            left_out += 1;
            continue;
        }
        let case = file.case(row, &mut gather);
        gather.take(case);
    }
    let mut notes = dates.notes();
    if left_out > 0 {
        notes.push(format!("{left_out} issues of other types were left out, as asked."));
    }
    notes.extend(unused(table, &columns.unused));
    let mut incoming = gather.finish(FORMAT.name, SOURCE, notes, table.len(), "line");
    file.resolve_links(&mut incoming);
    incoming.notes.extend(outside_note(&incoming.cases));
    incoming.origin = incoming.cases.first().and_then(|case| case.project.clone());
    Ok(incoming)
}

fn same(a: &str, b: &str) -> bool {
    a.trim().to_lowercase() == b.trim().to_lowercase()
}

/// Says how many open issues stay out of the lanes, and of which types.
fn outside_note(cases: &[IncomingCase]) -> Option<String> {
    let mut outside: BTreeMap<&str, usize> = BTreeMap::new();
    for case in cases.iter().filter(|case| !case.in_lanes && case.state != IssueState::Closed.key()) {
        *outside.entry(case.foreign_type.as_deref().unwrap_or("no type")).or_insert(0) += 1;
    }
    let total: usize = outside.values().sum();
    let names: Vec<String> = outside.iter().take(12).map(|(kind, n)| format!("{} ({n})", shorten(kind))).collect();
    (total > 0).then(|| format!("{total} open issues stay outside the lanes until adopted, by type: {}.", names.join(", ")))
}

fn survey(table: &Table, columns: &Columns) -> Survey {
    let mut survey = Survey::default();
    for row in table.rows() {
        TIMES.iter().for_each(|field| columns.all(row, *field).for_each(|cell| survey.see(cell)));
        columns.all(row, Field::Comment).filter_map(|cell| cell.split(';').next()).for_each(|head| survey.see(head));
    }
    survey
}

/// Finds names of people by their ids, from the columns that hold both.
fn people(table: &Table, columns: &Columns) -> HashMap<String, String> {
    let pairs = [
        (Field::AssigneeId, Field::Assignee),
        (Field::ReporterId, Field::Reporter),
        (Field::CreatorId, Field::Creator),
        (Field::WatchersId, Field::Watchers),
        (Field::LeadId, Field::Lead),
    ];
    let mut people = HashMap::new();
    for row in table.rows() {
        for (id, name) in pairs.iter().flat_map(|(id, name)| columns.all(row, *id).zip(columns.all(row, *name))) {
            people.entry(id.to_owned()).or_insert_with(|| name.to_owned());
        }
    }
    people
}

/// Finds keys by issue ids, because a parent may be given by either.
fn keys(table: &Table, columns: &Columns) -> HashMap<String, String> {
    let pair = |row: Row| Some((columns.first(row, Field::Id)?.to_owned(), columns.first(row, Field::Key)?.to_owned()));
    table.rows().filter_map(pair).collect()
}

/// Says whether the file uses the old scale of priorities, which has a blocker above the critical ones.
fn classic(table: &Table, columns: &Columns) -> bool {
    let old = |word: &str| ["blocker", "major", "trivial"].iter().any(|known| word.eq_ignore_ascii_case(known));
    table.rows().any(|row| columns.first(row, Field::Priority).is_some_and(old))
}

/// Knows what holds for the whole file.
struct File<'a> {
    table: &'a Table,
    columns: &'a Columns,
    dates: &'a Dates,
    people: HashMap<String, String>,
    keys: HashMap<String, String>,
    classic: bool,
}

impl File<'_> {
    fn case(&self, row: Row, gather: &mut Gather) -> Result<IncomingCase, RowRefusal> {
        let first = |field| self.columns.first(row, field);
        let text = |field| self.columns.first(row, field).map(Untrusted::from);
        let key = first(Field::Key).ok_or_else(|| refuse(row, "", "it has no key".to_owned(), "export the column Issue key as well"))?;
        if first(Field::Summary).is_none() {
            gather.tally.add("issues have no summary; their key stands in as the title", key);
        }
        let mut case = IncomingCase::issue(key, first(Field::Summary).unwrap_or(key), row.line);
        case.description = text(Field::Description);
        case.cause = text(Field::RootCause);
        case.workaround = text(Field::Workaround);
        case.project = first(Field::ProjectName).or_else(|| first(Field::ProjectKey)).or_else(|| project_of(key)).map(str::to_owned);
        case.lead = first(Field::Assignee).map(|name| self.person(name));
        case.impact = first(Field::Impact).and_then(level);
        case.urgency = first(Field::Urgency).and_then(level);
        self.grade(row, &mut case, gather);
        let stage = self.advance(row, &mut case, gather);
        case.times = self.times(row, key, stage)?;
        case.due = self.moment(row, key, Field::Due)?;
        for tag in self.columns.all(row, Field::Labels).chain(self.columns.all(row, Field::Components)) {
            case.tag(tag);
        }
        self.comments(row, &mut case, gather);
        self.links(row, &mut case);
        Ok(case)
    }

    fn grade(&self, row: Row, case: &mut IncomingCase, gather: &mut Gather) {
        let word = self.columns.first(row, Field::Priority);
        if let Some(word) = word {
            case.issue_priority = issue_priority(word, self.classic);
            gather.tally.word("Priority", word, case.issue_priority.map_or("no priority", IssuePriority::label));
        }
        case.severity = self.columns.first(row, Field::Severity).or(word).map(str::to_owned);
        let kind = self.columns.first(row, Field::Type);
        case.issue_type = kind.and_then(issue_type);
        case.foreign_type = kind.map(str::to_owned);
    }

    /// Finds the state: by its category, else by its own word, else by whether it is resolved.
    fn advance(&self, row: Row, case: &mut IncomingCase, gather: &mut Gather) -> Stage {
        let status = self.columns.first(row, Field::Status);
        let resolution = self.columns.first(row, Field::Resolution).filter(|word| !same(word, "unresolved") && !same(word, "none"));
        let by_word = self.columns.first(row, Field::Category).and_then(stage).or_else(|| status.and_then(stage));
        let over = resolution.is_some() || self.columns.first(row, Field::Resolved).is_some();
        if by_word.is_none() && status.is_some() {
            gather.tally.add("issues have a status that is not known; taken as closed where resolved, else as open", &case.key);
        }
        let stage = by_word.unwrap_or(if over { Stage::Closed } else { Stage::New });
        let lane_type = case.foreign_type.as_deref().is_some_and(enters_lanes);
        case.move_to(stage, lane_type);
        gather.tally.word("Status", status.unwrap_or("none"), case.state);
        case.foreign_state = status.map(str::to_owned);
        case.resolution = resolution.map(Untrusted::from);
        if matches!(stage, Stage::Resolved | Stage::Closed) {
            let softened =
                resolution.is_some_and(|word| ["workaround", "partial", "mitigated"].iter().any(|stem| word.to_lowercase().contains(stem)));
            case.outcome = Some(if softened { Outcome::Reduced } else { Outcome::Closed });
        }
        stage
    }

    fn times(&self, row: Row, key: &str, stage: Stage) -> Result<Times, RowRefusal> {
        let resolved = self.moment(row, key, Field::Resolved)?;
        let changed = self.moment(row, key, Field::CategoryChanged)?;
        let over = matches!(stage, Stage::Resolved | Stage::Closed);
        Ok(Times {
            started: self.moment(row, key, Field::Started)?,
            opened: self.moment(row, key, Field::Created)?,
            resolved,
            closed: resolved.or(changed).filter(|_| over),
            ..Times::default()
        })
    }

    fn moment(&self, row: Row, key: &str, field: Field) -> Result<Option<Moment>, RowRefusal> {
        let Some(cell) = self.columns.first(row, field) else { return Ok(None) };
        let hint = "correct the time in the file, or say the order of day and month";
        let name = self.columns.column(field).and_then(|at| self.table.header.get(at)).map_or("", String::as_str);
        self.dates.read(cell).map_err(|why| refuse(row, key, format!("{name}: {why}"), hint))
    }

    /// Reads comments, `time;author;text`; a comment without that head is kept whole.
    fn comments(&self, row: Row, case: &mut IncomingCase, gather: &mut Gather) {
        let mut seen: HashMap<String, usize> = HashMap::new();
        for cell in self.columns.all(row, Field::Comment) {
            let head = cell.split_once(';').and_then(|(at, rest)| Some((self.dates.read(at).ok()??, rest.split_once(';')?)));
            let (observed, by, text) = match head {
                Some((at, (by, text))) => (Some(at), Some(self.person(by.trim())), text),
                None => (None, None, cell),
            };
            if observed.is_none() {
                gather.tally.add("issues have a comment without a time; its text is kept", &case.key);
            }
            if text.trim().is_empty() {
                continue;
            }
            let sum = digest(&[cell]);
            let again = seen.entry(sum.clone()).and_modify(|n| *n += 1).or_insert(1);
            let key = format!("{}#{sum}.{again}", case.key);
            let by = by.filter(|name| !name.is_empty());
            case.entries.push(IncomingEntry { key, kind: EntryKind::Fact, observed, by, text: text.into() });
        }
        case.entries.sort_by_key(|entry| entry.observed.and_then(|at| at.millis()));
    }

    /// Gives the name of a person who is named by an id somewhere else in the file.
    fn person(&self, name: &str) -> String {
        self.people.get(name).map_or(name, String::as_str).to_owned()
    }

    fn links(&self, row: Row, case: &mut IncomingCase) {
        for (name, outward, column) in &self.columns.links {
            let Some(other) = words::clean(row.cell(*column)) else { continue };
            let (kind, turned) = words::link(name);
            let side = if *outward == turned { &mut case.links_from } else { &mut case.links };
            side.push((kind, other.to_owned()));
        }
        let parent = self.columns.first(row, Field::ParentKey).or_else(|| self.columns.first(row, Field::Parent));
        for other in parent.into_iter().chain(self.columns.first(row, Field::Epic)) {
            case.links.push((LinkKind::Relates, other.to_owned()));
        }
        case.mentions = mentioned(case.title.raw());
    }

    /// Turns issue ids into keys, and drops doubles and links to itself.
    fn resolve_links(&self, incoming: &mut Incoming) {
        let mut lost = 0;
        for case in &mut incoming.cases {
            for links in [&mut case.links, &mut case.links_from] {
                let mut kept: Vec<(LinkKind, String)> = Vec::with_capacity(links.len());
                for (kind, other) in links.drain(..) {
                    let by_id = other.bytes().all(|b| b.is_ascii_digit());
                    let named = if by_id { self.keys.get(&other).cloned() } else { Some(other) };
                    let Some(other) = named else {
                        lost += 1;
                        continue;
                    };
                    if other != case.key && !kept.iter().any(|(k, o)| *k == kind && *o == other) {
                        kept.push((kind, other));
                    }
                }
                *links = kept;
            }
        }
        if lost > 0 {
            incoming.notes.push(format!("{lost} links name an issue id that is not in the file and were left out."));
        }
    }
}

/// Finds numbers of service desk records in a title, such as `INC0012345`.
fn mentioned(title: &str) -> Vec<String> {
    let number = |word: &&str| {
        let digits = ["INC", "PRB"].iter().find_map(|prefix| word.strip_prefix(prefix));
        digits.is_some_and(|digits| (5..=12).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()))
    };
    title.split(|c: char| !c.is_alphanumeric()).filter(number).map(str::to_owned).collect()
}

fn refuse(row: Row, key: &str, why: String, hint: &str) -> RowRefusal {
    RowRefusal { line: row.line, what: key.to_owned(), why, hint: hint.to_owned() }
}
