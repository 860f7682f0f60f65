//! Reviews: writing the root-cause analysis of a case, its way to approval, and printing it for a reader.

pub mod import;
pub mod live;
pub(super) mod printed;
pub mod template;

use serde_json::json;

use super::Failure;
use super::case::{AT, LIMIT};
use super::command::{Act, Command, refuse};
use super::draft::{Given, Input, slips};
use super::entry::{Said, by_the_way};
use super::field::{Ask, Field};
use super::incident::{CASE, answer};
use super::query::Query;
use crate::model::case::Case;
use crate::model::entry::{EntryKind, Review, ReviewState, Visibility};
use crate::model::sections::Sections;
use crate::model::when::Lean;
use crate::model::{CaseKind, Id, Record, Subject, Value};
use crate::store::Answer;

pub use super::paper::{FORMAT, READER};

pub(super) use printed::templates;

static SECTION: Field = Field::argument("section", "Section", Ask::Line, "Name of the section; 'warroom review sections' lists them");
static TEXT: Field =
    Field::optional("text", "Text", Ask::Text, "What it says, kept exactly; an empty text takes the section away, - reads standard input");
static SECTION_FOR: Field =
    Field::flag("for", "For", Ask::Choice(Visibility::CHOICES), "Who may read the section, where that differs from its template");
static STATE: Field = Field::argument("state", "State", Ask::Choice(ReviewState::CHOICES), "draft, in-review or approved");
static WHY: Field = Field::flag("why", "Why", Ask::Line, "Why; a step back must say it");
static OWNER: Field = Field::flag("owner", "Owner", Ask::Pick(Subject::Person, true), "Who writes it; a new name is added");
static DUE: Field = Field::flag("due", "Due", Ask::Time(Lean::Future), "Until when it is to be approved, if not as the policy says");

/// Commands about reviews.
pub static COMMANDS: &[Command] = &[
    Command {
        name: "review set",
        doc: "Writes one section of a case's review.",
        fields: &[&CASE, &SECTION, &TEXT, &SECTION_FOR],
        prints: None,
        run: set,
    },
    Command {
        name: "review state",
        doc: "Moves a review on: draft, in review, approved; a step back asks why.",
        fields: &[&CASE, &STATE, &AT, &WHY],
        prints: None,
        run: move_on,
    },
    Command {
        name: "review plan",
        doc: "Says who writes a case's review and until when.",
        fields: &[&CASE, &OWNER, &DUE],
        prints: None,
        run: plan,
    },
];

/// Whether secrets stay in.
pub static RAW: Field = Field::flag("raw", "Raw", Ask::Yes, "Leaves passwords, tokens and keys in");
static FOR_CASE: Field = Field::optional("case", "Case", Ask::Case, "Only the sections this case has, and which of them are written");

/// Queries about reviews.
pub static QUERIES: &[Query] = &[
    Query {
        name: "review show",
        doc: "Shows the review of a case as it would be printed for a reader.",
        fields: &[&CASE, &READER, &template::TEMPLATE, &RAW],
        columns: &[],
        empty: "",
        run: printed::show,
    },
    Query {
        name: "review export",
        doc: "Prints the review of a case as Markdown, HTML or JSON.",
        fields: &[&CASE, &template::TEMPLATE, &READER, &FORMAT, &RAW],
        columns: &[],
        empty: "",
        run: printed::export,
    },
    Query {
        name: "review templates",
        doc: "Lists the templates a review can be printed with, and whom each is made for.",
        fields: &[],
        columns: &[("template", "Template"), ("for", "For"), ("from", "From"), ("prints", "Prints")],
        empty: "",
        run: template::list,
    },
    Query {
        name: "review sections",
        doc: "Lists the sections of a review with what each of them asks.",
        fields: &[&FOR_CASE],
        columns: &[("section", "Section"), ("form", "Form"), ("visibility", "For"), ("written", "Written"), ("question", "Question")],
        empty: "",
        run: printed::sections,
    },
    Query {
        name: "review list",
        doc: "Lists cases that ended and owe a review, nearest due first.",
        fields: &[&LIMIT],
        columns: &[
            ("case", "Case"),
            ("state", "Review"),
            ("owner", "Owner"),
            ("due", "Due"),
            ("when", "When"),
            ("age", "Ended"),
            ("title", "Title"),
        ],
        empty: "no review is owed",
        run: printed::list,
    },
];

fn set(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let case = input.case("case")?.clone();
    let name = section(act.ctx.sections(), input.text("section").unwrap_or_default(), case.kind)?;
    let visibility = input.get("for").map(|_| Value::text(input.word("for").map(str::to_owned)));
    if input.get("text").is_none() && visibility.is_none() {
        return refuse("text", "there is nothing to write", "give a text, - for standard input, or --for to say who may read the section");
    }
    if let Some(review) = act.read().review(case.id)? {
        refuse_frozen(&case, &review)?;
    }
    let old = act.read().sections(case.id)?.into_iter().find(|s| s.name == name);
    let label = match (input.get("text"), old) {
        (Some(Given::Text(text)), old) => {
            begin(act, &case)?;
            write(act, &case, &name, text, old.map(|s| s.id), visibility)?
        }
        (Some(_), Some(old)) => {
            act.w.remove(Subject::Section, old.id)?;
            "taken away"
        }
        (None, Some(old)) => {
            act.w.set(Subject::Section, old.id, "visibility", &visibility.unwrap_or(Value::Null))?;
            "has other readers"
        }
        (_, None) => return refuse("section", format!("'{name}' is not written yet"), "give it a text"),
    };
    let mut answer = answer((case.case_ref(), case.id), format!("{} review: {name} {label}", case.case_ref()));
    answer.json = json!({ "case": case.case_ref().to_string(), "section": name });
    Ok(answer)
}

fn write(
    act: &mut Act<'_, '_>,
    case: &Case,
    name: &str,
    text: &str,
    old: Option<Id>,
    visibility: Option<Value>,
) -> Result<&'static str, Failure> {
    if let Some(id) = old {
        act.w.set(Subject::Section, id, "text", &Value::Text(text.to_owned()))?;
        if let Some(visibility) = visibility {
            act.w.set(Subject::Section, id, "visibility", &visibility)?;
        }
        return Ok("rewritten");
    }
    let record: Record = vec![
        ("case_id", Value::Ref(case.id)),
        ("name", Value::word(name)),
        ("text", Value::Text(text.to_owned())),
        ("visibility", visibility.unwrap_or(Value::Null)),
    ];
    act.w.create(Subject::Section, &record)?;
    Ok("written")
}

/// Finds a section by its name, its heading in any language, or a beginning that fits only one.
fn section(known: &Sections, typed: &str, kind: CaseKind) -> Result<String, Failure> {
    let same = |text: &str| text.trim().to_lowercase().replace(['_', ' '], "-");
    let wanted = same(typed);
    let is = |s: &&crate::model::sections::Section| {
        s.name == wanted || ["en", "nl", "zh"].iter().any(|tag| same(s.title.in_language(tag)) == wanted)
    };
    if let Some(found) = known.iter().find(|s| s.name == wanted).or_else(|| known.of(kind).find(is)) {
        if !found.is_for(kind) {
            return refuse("section", format!("'{}' is no section for an {}", found.name, kind.label()), "see 'warroom review sections'");
        }
        return Ok(found.name.clone());
    }
    let begins: Vec<&str> = known.of(kind).map(|s| s.name.as_str()).filter(|n| n.starts_with(&wanted)).collect();
    if let [only] = begins[..] {
        return Ok(only.to_owned());
    }
    let room = if wanted.chars().count() < 5 { 1 } else { 2 };
    let near = known.of(kind).map(|s| s.name.as_str()).filter(|n| slips(&wanted, n) <= room).min_by_key(|n| slips(&wanted, n));
    let hint = match (begins[..].is_empty(), near) {
        (false, _) => format!("did you mean one of {}?", begins.join(", ")),
        (true, Some(near)) => format!("did you mean '{near}'? 'warroom review sections' lists them"),
        (true, None) => format!("one of {}", known.of(kind).map(|s| s.name.as_str()).collect::<Vec<_>>().join(", ")),
    };
    refuse("section", format!("there is no section '{}'", typed.trim()), hint)
}

fn refuse_frozen(case: &Case, review: &Review) -> Result<(), Failure> {
    if review.state.is_approved() {
        let hint = format!("'warroom review state {} draft --why …' opens it again", case.case_ref());
        return refuse("case", format!("the review of {} is approved", case.case_ref()), hint);
    }
    Ok(())
}

/// Gives the review of a case; it begins as a draft.
fn begin(act: &mut Act<'_, '_>, case: &Case) -> Result<Id, Failure> {
    if let Some(review) = act.read().review(case.id)? {
        return Ok(review.id);
    }
    let record: Record = vec![("case_id", Value::Ref(case.id)), ("state", Value::word(ReviewState::Draft.key()))];
    Ok(act.w.create(Subject::Review, &record)?)
}

fn move_on(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let case = input.case("case")?.clone();
    let to = input.word("state").and_then(ReviewState::parse).unwrap_or(ReviewState::Draft);
    let from = act.read().review(case.id)?.map(|r| r.state);
    let label = format!("{} review is {}", case.case_ref(), to.label());
    if from == Some(to) {
        return refuse("state", format!("the review of {} is {} already", case.case_ref(), to.label()), "nothing is left to do");
    }
    if to != ReviewState::Approved && input.has("at") {
        return refuse("at", "only an approval has a time", "leave --at out");
    }
    let id = begin(act, &case)?;
    if let Some(from) = from.filter(|from| to < *from) {
        let Some(why) = input.text("why") else {
            return refuse("why", format!("{} is a step back from {}", to.label(), from.label()), "say why with --why");
        };
        // The log says why a review was opened again; for those who work on it only.
        let (at, word) = (act.moment(), format!("review: {} → {}", from.label(), to.label()));
        let said = Said { kind: EntryKind::State, at, text: word, why: Some(why.to_owned()), visibility: Visibility::Internal };
        by_the_way(act, case.id, said)?;
    }
    act.w.set(Subject::Review, id, "state", &Value::word(to.key()))?;
    let (approved, by) = match to {
        ReviewState::Approved => {
            let at = input.time("at").unwrap_or_else(|| act.moment());
            if input.has("at") {
                act.echo("at", &at);
            }
            (Value::Time(at), Value::Text(act.ctx.actor.clone()))
        }
        _ => (Value::Null, Value::Null),
    };
    act.w.set(Subject::Review, id, "approved", &approved)?;
    act.w.set(Subject::Review, id, "approved_by", &by)?;
    if to == ReviewState::Approved {
        warn(act, &case)?;
    }
    Ok(answer((case.case_ref(), case.id), label))
}

/// Says what is odd about an approval. Nothing blocks one, an unknown cause least of all: "we do not know" is an answer.
fn warn(act: &mut Act<'_, '_>, case: &Case) -> Result<(), Failure> {
    if !case.is_closed() && case.state != "resolved" {
        act.notes.push(format!("{} is still {}", case.case_ref(), case.state));
    }
    if act.read().sections(case.id)?.is_empty() {
        act.notes.push("no section is written; the review holds what the record gives".into());
    }
    Ok(())
}

fn plan(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let case = input.case("case")?.clone();
    if input.get("owner").is_none() && input.get("due").is_none() {
        return refuse("owner", "there is nothing to plan", "say who with --owner, until when with --due, or both");
    }
    if let Some(review) = act.read().review(case.id)? {
        refuse_frozen(&case, &review)?;
    }
    let id = begin(act, &case)?;
    act.set_named(Subject::Review, id, input, &[("owner", "owner"), ("due", "due")])?;
    Ok(answer((case.case_ref(), case.id), format!("{} review planned", case.case_ref())))
}
