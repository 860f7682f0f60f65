//! The log: capture lines in here, corrections that keep the original in `correct`, rows and tables in `show`.

mod correct;
mod redact;
mod show;

use serde_json::json;

use super::case::{AT, LIMIT_10000};
use super::command::{Act, Command, refuse};
use super::draft::Input;
use super::field::{Ask, Field};
use super::incident::CASE;
use super::query::Query;
use super::{Failure, hypothesis};
use crate::model::capture::{self, Line};
use crate::model::case::Case;
use crate::model::entry::{ActionState, Confidence, EntryKind, Verdict, Visibility};
use crate::model::when::Lean;
use crate::model::{ActionRef, CaseRef, EntryRef, Id, Moment, Record, Refusal, Subject, Value};
use crate::store::Answer;

pub use show::{row, table};

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
        run: correct::amend,
    },
    Command {
        name: "entry verdict",
        doc: "Says what became of a hypothesis, question, assumption or decision.",
        fields: &[&ENTRY, &VERDICT],
        prints: None,
        run: correct::verdict,
    },
    Command {
        name: "entry move",
        doc: "Moves an entry to the case it belongs to.",
        fields: &[&ENTRY, &TO],
        prints: Some("entry"),
        run: correct::move_to,
    },
    Command {
        name: "entry redact",
        doc: "Blanks an entry's text for good, in the log and in the journal; this cannot be undone.",
        fields: &[&ENTRY],
        prints: None,
        run: redact::redact,
    },
];

static LIST_KIND: Field = Field::flag("kind", "Kind", Ask::Choice(EntryKind::CHOICES), "Only this kind");
static LIST_FOR: Field = Field::flag("for", "For", Ask::Choice(Visibility::CHOICES), "Only what such a reader may see");

/// Queries about the log.
pub static QUERIES: &[Query] = &[Query {
    name: "entry list",
    doc: "Lists the log of a case in the order of what happened.",
    fields: &[&CASE, &LIST_KIND, &LIST_FOR, &LIMIT_10000],
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
    run: show::list,
}];

/// Names the counter of a case's entries.
pub fn scope(case: Id) -> String {
    format!("entry {case}")
}

fn log(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let case = input.case("case")?.clone();
    let text = input.text("line").unwrap_or_default();
    if input.word("kind") == Some(EntryKind::State.key()) {
        return refuse("kind", "a change of state is logged by the change itself", "use 'warroom case state CASE STATE --why TEXT'");
    }
    let written: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let lines = read_lines(act, &case, input, &written)?;
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

/// Holds a line that a command logs by the way, so that nobody has to type it.
pub struct Said {
    /// What kind of line.
    pub kind: EntryKind,
    /// When it happened.
    pub at: Moment,
    /// What is said.
    pub text: String,
    /// Why.
    pub why: Option<String>,
    /// Who may read it.
    pub visibility: Visibility,
}

/// Logs a line by the way, in the same batch as what it is about.
///
/// # Errors
/// The store's.
pub fn by_the_way(act: &mut Act<'_, '_>, case: Id, said: Said) -> Result<Id, Failure> {
    let number = act.w.number(&scope(case))?;
    let record: Record = vec![
        ("case_id", Value::Ref(case)),
        ("number", Value::Int(number)),
        ("kind", Value::word(said.kind.key())),
        ("observed", Value::Time(said.at)),
        ("logged", Value::Time(act.moment())),
        ("text", Value::Text(said.text)),
        ("reason", Value::text(said.why)),
        ("author", Value::Text(act.ctx.actor.clone())),
        ("visibility", Value::word(said.visibility.key())),
        ("superseded", Value::Int(0)),
        ("redacted", Value::Int(0)),
    ];
    Ok(act.w.create(Subject::Entry, &record)?)
}

/// Reads all lines before the first is written; a refusal says which line it is about.
fn read_lines(act: &mut Act<'_, '_>, case: &Case, input: &Input, written: &[&str]) -> Result<Vec<Line>, Failure> {
    let kind = input.word("kind").and_then(EntryKind::parse);
    let now = act.now();
    let mut lines = Vec::new();
    let mut refusals = Vec::new();
    for (n, text) in written.iter().enumerate() {
        let read = kind.map_or_else(|| capture::parse(text, &now), |kind| capture::parse_as(text, kind, &now));
        match read {
            Ok(line) => {
                act.notes.extend(capture::stray(text, line.kind).map(stays_text));
                lines.push(settle(act, case.case_ref(), line)?);
            }
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

fn stays_text(word: &str) -> String {
    if word.strip_prefix('^').and_then(|word| Confidence::parse(&word.to_lowercase())).is_some() {
        return format!("“{word}” stays text: only a hypothesis is more or less likely; ~ in front of the line makes it one");
    }
    format!("“{word}” says nothing about who may read it and stays text; ^internal, ^management and ^public do")
}

/// Unknown names become plain text again: a stranger's `@` in a chat line must not make a person. So does evidence for what is no hypothesis.
fn settle(act: &mut Act<'_, '_>, case: CaseRef, line: Line) -> Result<Line, Failure> {
    let hypotheses = hypothesis::evidence::known(act, case, &line)?;
    let line = line.with_hypotheses(|number| hypotheses.contains(&number));
    let mut known = Vec::new();
    for name in line.names() {
        if act.read().find(Subject::Person, &super::draft::handle(name))?.is_some() {
            known.push(name.to_owned());
        } else if line.kind.takes_due() {
            // Where somebody is to do or answer something, a name that nobody has must not pass unseen.
            act.notes.push(format!("there is no person '{name}': “@{name}” stays text; 'warroom person add' adds somebody"));
        }
    }
    Ok(with_others(line.settled(|name| known.iter().any(|k| k == name))))
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
        ("confidence", Value::text(line.confidence.map(|sure| sure.key().to_owned()))),
        ("superseded", Value::Int(0)),
        ("redacted", Value::Int(0)),
    ];
    let entry = act.w.create(Subject::Entry, &record)?;
    hypothesis::evidence::of_line(act, (case.id, case.case_ref()), (entry, visibility), line)?;
    let name = EntryRef { case: case.case_ref(), number };
    let mut label = format!("{name} {} logged", line.kind.label());
    if line.kind == EntryKind::Action {
        let action = give_action(act, case.id, entry, line, &person, due, visibility)?;
        label = format!("{name} action {action} given");
    }
    consequences(act, case, line)?;
    Ok((name, label))
}

/// An action line also stands in the list of actions.
fn give_action(
    act: &mut Act<'_, '_>,
    case: Id,
    entry: Id,
    line: &Line,
    owner: &Value,
    due: Option<Moment>,
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
