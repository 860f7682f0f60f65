//! The log: capture lines in, and the corrections that keep the original.

use serde_json::{Map, Value as Json, json};

use super::Failure;
use super::case::{AT, LIMIT};
use super::command::{Act, Command, refuse};
use super::draft::Input;
use super::field::{Ask, Field};
use super::incident::CASE;
use super::query::{Query, RowOf, Shown, View};
use crate::document::Table;
use crate::model::capture::{self, Line};
use crate::model::case::Case;
use crate::model::entry::{ActionState, Entry, EntryKind, Facet, LogFrom, Verdict, Visibility};
use crate::model::when::{self, Lean};
use crate::model::{ActionRef, CaseRef, EntryRef, Id, Record, Refusal, Subject, Untrusted, Value, Zone};
use crate::store::Answer;

static LINE: Field =
    Field::argument("line", "Line", Ask::Text, "What was said, with the signs of the capture line; several lines are several entries");
static KIND: Field = Field::flag("kind", "Kind", Ask::Choice(EntryKind::CHOICES), "Kind of entry, instead of the sign");
static OWNER: Field = Field::flag("owner", "Owner", Ask::Pick(Subject::Person, true), "Owner or source, instead of @name");
static DUE: Field = Field::flag("due", "Due", Ask::Time(Lean::Future), "Due time, instead of 'due 15:00' or 'in 20m'");
static WHY: Field = Field::flag("why", "Why", Ask::Line, "Reason, instead of '-- reason'");
static FOR: Field =
    Field::flag("for", "For", Ask::Choice(Visibility::CHOICES), "Who may read it, instead of ^internal, ^management, ^public");
static ENTRY: Field = Field::argument("entry", "Entry", Ask::Entry, "Number of the entry, such as INC-12.34");
static VERDICT: Field = Field::argument("verdict", "Verdict", Ask::Choice(Verdict::CHOICES), "What became of it");
static TO: Field = Field::argument("to", "To case", Ask::Case, "Case it belongs to");

/// Commands about the log.
pub static COMMANDS: &[Command] = &[
    Command {
        name: "log",
        doc: "Logs what was said in a case; the capture line's signs set the kind.",
        fields: &[&CASE, &LINE, &KIND, &OWNER, &DUE, &WHY, &FOR, &AT],
        prints: Some("entry"),
        run: log,
    },
    Command {
        name: "entry amend",
        doc: "Puts a corrected line in an entry's place; the original stays in History.",
        fields: &[&ENTRY, &LINE],
        prints: Some("entry"),
        run: amend,
    },
    Command {
        name: "entry verdict",
        doc: "Says what became of a hypothesis, question, assumption or decision.",
        fields: &[&ENTRY, &VERDICT],
        prints: None,
        run: verdict,
    },
    Command {
        name: "entry move",
        doc: "Moves an entry to the case it belongs to.",
        fields: &[&ENTRY, &TO],
        prints: Some("entry"),
        run: move_to,
    },
    Command {
        name: "entry redact",
        doc: "Blanks an entry's text for good, in the log and in the journal; this cannot be undone.",
        fields: &[&ENTRY],
        prints: None,
        run: redact,
    },
];

static LIST_KIND: Field = Field::flag("kind", "Kind", Ask::Choice(EntryKind::CHOICES), "Only this kind");
static LIST_FOR: Field = Field::flag("for", "For", Ask::Choice(Visibility::CHOICES), "Only what such a reader may see");

/// Queries about the log.
pub static QUERIES: &[Query] = &[Query {
    name: "entry list",
    doc: "Lists the log of a case in the order of what happened.",
    fields: &[&CASE, &LIST_KIND, &LIST_FOR, &LIMIT],
    columns: &[
        ("entry", "Entry"),
        ("observed", "Observed"),
        ("kind", "Kind"),
        ("text", "Text"),
        ("who", "Who"),
        ("due", "Due"),
        ("verdict", "Verdict"),
    ],
    empty: "nothing is logged yet; 'warroom log CASE LINE' logs a line",
    run: list,
}];

/// Names the counter of a case's entries.
pub fn scope(case: Id) -> String {
    format!("entry {case}")
}

fn log(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let case = input.case("case")?.clone();
    let text = input.text("line").unwrap_or_default();
    let written: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let lines = read_lines(act, input, &written)?;
    let mut names = Vec::new();
    let mut label = String::new();
    for line in &lines {
        let (entry, words) = write(act, &case, line, input)?;
        label = words;
        names.push(entry.to_string());
    }
    if lines.len() > 1 {
        label = format!("{} lines logged in {}", lines.len(), case.case_ref());
    }
    let json = json!({ "entry": names.last(), "entries": names, "case": case.case_ref().to_string() });
    Ok(Answer { label, json, case: Some(case.id), ..Answer::default() })
}

/// Reads all lines before the first is written; a refusal says which line it is about.
fn read_lines(act: &Act<'_, '_>, input: &Input, written: &[&str]) -> Result<Vec<Line>, Failure> {
    let kind = input.word("kind").and_then(EntryKind::parse);
    let now = act.now();
    let mut lines = Vec::new();
    let mut refusals = Vec::new();
    for (n, text) in written.iter().enumerate() {
        let read = kind.map_or_else(|| capture::parse(text, &now), |kind| capture::parse_as(text, kind, &now));
        match read {
            Ok(line) => lines.push(settle(act, line)?),
            Err(found) => refusals.extend(found.into_iter().map(|r| number(r, n + 1, written.len()))),
        }
    }
    if refusals.is_empty() { Ok(lines) } else { Err(Failure::Refused(refusals)) }
}

fn number(refusal: Refusal, line: usize, of: usize) -> Refusal {
    if of == 1 {
        return refusal;
    }
    Refusal { why: format!("line {line}: {}", refusal.why.raw()).into(), ..refusal }
}

/// Unknown names become plain text again: a stranger's `@` in a chat line must not make a person.
fn settle(act: &Act<'_, '_>, line: Line) -> Result<Line, Failure> {
    let mut known = Vec::new();
    for name in line.names() {
        if act.read().find(Subject::Person, &super::draft::handle(name))?.is_some() {
            known.push(name.to_owned());
        }
    }
    Ok(with_others(line.settled(|name| known.iter().any(|k| k == name))))
}

fn write(act: &mut Act<'_, '_>, case: &Case, line: &Line, input: &Input) -> Result<(EntryRef, String), Failure> {
    let person = match act.reference(input, "owner")? {
        Some(value) => value,
        None => match line.owner() {
            Some(name) => Value::reference(act.read().find(Subject::Person, &super::draft::handle(name))?.map(|n| n.id)),
            None => Value::Null,
        },
    };
    let due = input.time("due").or(line.due);
    if due.is_some() && !line.kind.takes_due() {
        return refuse("due", format!("a {} has no due time", line.kind.label()), "decisions, actions and questions have one");
    }
    let observed = input.time("at").or(line.observed);
    if let Some(observed) = &observed {
        act.echo("at", observed);
    }
    if let Some(due) = &due {
        act.echo("due", due);
    }
    let visibility = input.word("for").and_then(Visibility::parse).or(line.visibility).unwrap_or(line.kind.default_visibility());
    let reason = input.text("why").map(str::to_owned).or(line.reason.clone());
    let number = act.w.number(&scope(case.id))?;
    let record: Record = vec![
        ("case_id", Value::Ref(case.id)),
        ("number", Value::Int(number)),
        ("kind", Value::word(line.kind.key())),
        ("observed", Value::Time(observed.unwrap_or_else(|| act.moment()))),
        ("logged", Value::Time(act.moment())),
        ("text", Value::Text(line.text.clone())),
        ("reason", Value::text(reason)),
        ("person", person.clone()),
        ("author", Value::Text(act.ctx.actor.clone())),
        ("visibility", Value::word(visibility.key())),
        ("tags", Value::text(Some(line.tags.join(" ")))),
        ("due", Value::time(due)),
        ("superseded", Value::Int(0)),
        ("redacted", Value::Int(0)),
    ];
    let entry = act.w.create(Subject::Entry, &record)?;
    let name = EntryRef { case: case.case_ref(), number };
    let mut label = format!("{name} {} logged", line.kind.label());
    if line.kind == EntryKind::Action {
        let action = give_action(act, case.id, entry, line, &person, due, visibility)?;
        label = format!("{name} action {action} given");
    }
    consequences(act, case, line)?;
    Ok((name, label))
}

/// An entry has one owner or source; whoever else trailed behind the words is put back into them, so that no name is lost.
fn with_others(mut line: Line) -> Line {
    let owner = line.owner().map(str::to_owned);
    for mention in &line.mentions {
        let region = match mention.place {
            capture::Place::AfterText => Some(&mut line.text),
            capture::Place::AfterReason => line.reason.as_mut(),
            capture::Place::Text | capture::Place::Reason => None,
        };
        if let Some(region) = region.filter(|_| Some(&mention.name) != owner.as_ref()) {
            region.push_str(" @");
            region.push_str(&mention.name);
        }
    }
    line
}

/// An action line also stands in the list of actions.
fn give_action(
    act: &mut Act<'_, '_>,
    case: Id,
    entry: Id,
    line: &Line,
    owner: &Value,
    due: Option<crate::model::Moment>,
    visibility: Visibility,
) -> Result<ActionRef, Failure> {
    let number = act.w.number("action")?;
    let record: Record = vec![
        ("number", Value::Int(number)),
        ("case_id", Value::Ref(case)),
        ("entry", Value::Ref(entry)),
        ("text", Value::Text(line.text.clone())),
        ("owner", owner.clone()),
        ("state", Value::word(ActionState::Open.key())),
        ("due", Value::time(due)),
        ("visibility", Value::word(visibility.key())),
    ];
    act.w.create(Subject::Action, &record)?;
    Ok(ActionRef(number))
}

/// Bookkeeping that follows from what was said: a first workaround is the case's workaround.
fn consequences(act: &mut Act<'_, '_>, case: &Case, line: &Line) -> Result<(), Failure> {
    if line.kind == EntryKind::Workaround && case.workaround.is_none() {
        act.w.set(Subject::Case, case.id, "workaround", &Value::Text(line.text.clone()))?;
    }
    Ok(())
}

/// Gives the number of the case an entry is in.
fn case_of(act: &Act<'_, '_>, entry: &Entry) -> Result<CaseRef, Failure> {
    match act.read().case_number(entry.case)? {
        Some(case) => Ok(case),
        None => refuse("entry", "its case is gone", "see 'warroom history'"),
    }
}

fn refuse_stale(name: EntryRef, entry: &Entry) -> Result<(), Failure> {
    if entry.superseded {
        return refuse("entry", format!("{name} has been amended already"), "amend the line that took its place; see 'warroom entry list'");
    }
    if entry.redacted {
        return refuse("entry", format!("{name} was redacted"), "log a new line instead");
    }
    Ok(())
}

fn amend(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let old = input.entry("entry")?.clone();
    let case = case_of(act, &old)?;
    let name = EntryRef { case, number: old.number };
    refuse_stale(name, &old)?;
    let text = input.text("line").unwrap_or_default();
    if text.lines().filter(|l| !l.trim().is_empty()).count() > 1 {
        return refuse("line", "an entry is one line", "amend with one line; log the others");
    }
    let now = act.now();
    // A line without a sign keeps the kind it had.
    let line = match capture::parse(text.trim(), &now) {
        Ok(line) if line.kind == EntryKind::Fact => capture::parse_as(text.trim(), old.kind, &now).map_err(Failure::Refused)?,
        Ok(line) => line,
        Err(_) => capture::parse_as(text.trim(), old.kind, &now).map_err(Failure::Refused)?,
    };
    let line = settle(act, line)?;
    if line.kind != old.kind && (line.kind == EntryKind::Action || old.kind == EntryKind::Action) {
        return refuse("line", "an action stays an action, and nothing else becomes one", "log a new line with + instead");
    }
    let named = match line.owner() {
        Some(owner) => act.read().find(Subject::Person, &super::draft::handle(owner))?.map(|n| n.id),
        None => old.person.as_ref().map(|p| p.id),
    };
    let number = act.w.number(&scope(old.case))?;
    let tags = if line.tags.is_empty() { old.tags.as_ref().map(|t| t.raw().to_owned()) } else { Some(line.tags.join(" ")) };
    let record: Record = vec![
        ("case_id", Value::Ref(old.case)),
        ("number", Value::Int(number)),
        ("kind", Value::word(line.kind.key())),
        ("observed", Value::time(line.observed.or(old.observed))),
        ("logged", Value::Time(act.moment())),
        ("text", Value::Text(line.text.clone())),
        ("reason", Value::text(line.reason.clone().or(old.reason.as_ref().map(|r| r.raw().to_owned())))),
        ("person", Value::reference(named)),
        ("author", Value::Text(act.ctx.actor.clone())),
        ("visibility", Value::word(line.visibility.unwrap_or(old.visibility).key())),
        ("tags", Value::text(tags)),
        ("due", Value::time(line.due.or(old.due))),
        ("verdict", Value::text(old.verdict.map(|v| v.key().to_owned()))),
        ("amends", Value::Ref(old.id)),
        ("superseded", Value::Int(0)),
        ("redacted", Value::Int(0)),
    ];
    let id = act.w.create(Subject::Entry, &record)?;
    act.w.set(Subject::Entry, old.id, "superseded", &Value::Int(1))?;
    if let Some(action) = act.read().action_of_entry(old.id)? {
        let new = [
            ("entry", Value::Ref(id)),
            ("text", Value::Text(line.text.clone())),
            ("owner", Value::reference(named)),
            ("due", Value::time(line.due.or(old.due))),
        ];
        for (key, value) in new {
            act.w.set(Subject::Action, action.id, key, &value)?;
        }
    }
    let new = EntryRef { case, number };
    Ok(entry_answer(new, old.case, format!("{new} amends {name}")))
}

fn entry_answer(name: EntryRef, case: Id, label: String) -> Answer {
    Answer { label, json: json!({ "entry": name.to_string(), "case": name.case.to_string() }), case: Some(case), ..Answer::default() }
}

fn verdict(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let entry = input.entry("entry")?.clone();
    let case = case_of(act, &entry)?;
    let name = EntryRef { case, number: entry.number };
    refuse_stale(name, &entry)?;
    let Some(verdict) = input.word("verdict").and_then(Verdict::parse) else { return refuse("verdict", "a verdict is missing", "") };
    let fitting = entry.kind.verdicts();
    if !fitting.contains(&verdict) {
        let words: Vec<&str> = fitting.iter().map(|v| v.key()).collect();
        let hint = if words.is_empty() { "log what came of it instead".to_owned() } else { format!("one of {}", words.join(", ")) };
        return refuse("verdict", format!("a {} is never {}", entry.kind.label(), verdict.label()), hint);
    }
    act.w.set(Subject::Entry, entry.id, "verdict", &Value::word(verdict.key()))?;
    Ok(entry_answer(name, entry.case, format!("{name} {} {}", entry.kind.label(), verdict.label())))
}

/// Moving keeps the record and gives it a number in the other case; the old number is never used again.
fn move_to(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let entry = input.entry("entry")?.clone();
    let to = input.case("to")?.clone();
    let from = case_of(act, &entry)?;
    let name = EntryRef { case: from, number: entry.number };
    refuse_stale(name, &entry)?;
    if to.id == entry.case {
        return refuse("to", format!("{name} is in {from} already"), "name another case");
    }
    if entry.kind == EntryKind::State {
        return refuse("entry", "a change of state belongs to its case", "log a line in the other case");
    }
    let number = act.w.number(&scope(to.id))?;
    act.w.set(Subject::Entry, entry.id, "number", &Value::Int(number))?;
    act.w.set(Subject::Entry, entry.id, "case_id", &Value::Ref(to.id))?;
    if let Some(action) = act.read().action_of_entry(entry.id)? {
        act.w.set(Subject::Action, action.id, "case_id", &Value::Ref(to.id))?;
    }
    act.w.touch_case(entry.case);
    let new = EntryRef { case: to.case_ref(), number };
    Ok(entry_answer(new, to.id, format!("{name} moved to {new}")))
}

fn redact(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let entry = input.entry("entry")?.clone();
    let case = case_of(act, &entry)?;
    let name = EntryRef { case, number: entry.number };
    if entry.redacted {
        return refuse("entry", format!("{name} is redacted already"), "");
    }
    // The values go first and the journal after them: what the blanking writes down must be blanked too.
    for (key, value) in [("text", Value::Text(String::new())), ("reason", Value::Null), ("tags", Value::Null), ("redacted", Value::Int(1))]
    {
        act.w.set(Subject::Entry, entry.id, key, &value)?;
    }
    act.w.blank_journal(entry.id)?;
    if let Some(action) = act.read().action_of_entry(entry.id)? {
        act.w.set(Subject::Action, action.id, "text", &Value::word("(redacted)"))?;
        act.w.blank_journal(action.id)?;
    }
    redact_copy(act, &entry)?;
    act.notes.push("blanked in the log and in the journal; copies and exports made before still hold it".into());
    let mut answer = entry_answer(name, entry.case, format!("{name} redacted"));
    answer.is_final = true;
    Ok(answer)
}

/// A first workaround also stands in the case; its copy goes with it.
fn redact_copy(act: &mut Act<'_, '_>, entry: &Entry) -> Result<(), Failure> {
    let case = act.read().case_by_id(entry.case)?;
    if entry.kind == EntryKind::Workaround && case.is_some_and(|c| c.workaround.as_ref() == Some(&entry.text)) {
        act.w.set(Subject::Case, entry.case, "workaround", &Value::Null)?;
        act.w.blank_field(entry.case, "workaround")?;
    }
    Ok(())
}

fn list(view: &View<'_>, input: &Input) -> Result<Shown, Failure> {
    let case = input.case("case")?;
    let limit = usize::try_from(input.number("limit").unwrap_or(10_000)).unwrap_or(10_000);
    let kind = input.word("kind").and_then(EntryKind::parse);
    let reader = input.word("for").and_then(Visibility::parse).unwrap_or(Visibility::Internal);
    let facet = kind.map(facet_of);
    let entries = view.read.log(case.id, facet, LogFrom::End, limit)?;
    let fits = |entry: &&Entry| entry.visibility >= reader && kind.is_none_or(|k| entry.kind == k);
    Ok(Shown::Rows(entries.iter().filter(fits).map(|e| row(case.case_ref(), e)).collect()))
}

fn facet_of(kind: EntryKind) -> Facet {
    match kind {
        EntryKind::Decision => Facet::Decisions,
        EntryKind::Action => Facet::Actions,
        EntryKind::Update => Facet::Updates,
        EntryKind::Question | EntryKind::Hypothesis | EntryKind::Assumption => Facet::Unknowns,
        EntryKind::Fact | EntryKind::Workaround | EntryKind::State => Facet::Facts,
    }
}

/// Gives one entry as JSON.
pub fn row(case: CaseRef, entry: &Entry) -> Map<String, Json> {
    let text = |value: Option<&Untrusted>| value.map_or(Json::Null, |t| t.raw().into());
    let tags: Vec<&str> = entry.tags.as_ref().map_or(Vec::new(), |t| t.raw().split_whitespace().collect());
    RowOf::new()
        .with("entry", EntryRef { case, number: entry.number }.to_string())
        .with("case", case.to_string())
        .with("kind", entry.kind.key())
        .time("observed", entry.observed)
        .time("logged", Some(entry.logged))
        .with("text", entry.text.raw())
        .with("reason", text(entry.reason.as_ref()))
        .with("who", text(entry.person.as_ref().map(|p| &p.name)))
        .with("author", entry.author.raw())
        .with("visibility", entry.visibility.key())
        .with("tags", tags)
        .time("due", entry.due)
        .with("verdict", entry.verdict.map(|v| v.key()))
        .with("action", entry.action.map(|(n, _)| ActionRef(n).to_string()))
        .with("amends", entry.amends.map(|n| EntryRef { case, number: n }.to_string()))
        .with("redacted", entry.redacted)
        .done()
}

/// Lays a log out as a table.
pub fn table(entries: &[Entry], case: CaseRef, zone: Zone) -> Table {
    let mut table = Table::new(["Entry", "Time", "Kind", "What", "Who"]);
    for entry in entries {
        let reason = entry.reason.as_ref().map_or(String::new(), |r| format!(" (because {})", r.raw()));
        let what = if entry.redacted { "(redacted)".to_owned() } else { format!("{}{reason}", entry.text.raw()) };
        let verdict = entry.verdict.map_or(String::new(), |v| format!(", {}", v.label()));
        table.push([
            Untrusted::new(EntryRef { case, number: entry.number }.to_string()),
            when::stamp(&entry.observed.unwrap_or(entry.logged), zone).into(),
            format!("{}{verdict}", entry.kind.label()).into(),
            what.into(),
            entry.person.as_ref().map_or_else(|| entry.author.clone(), |p| p.name.clone()),
        ]);
    }
    table
}
