//! Options with their effect on time, cost and scope. Doing nothing is one of them.

use serde_json::{Map, Value as Json, json};

use super::command::{Act, Command};
use super::draft::Input;
use super::field::{Ask, Field};
use super::incident::{CASE, reference_or_value};
use super::judged::{self, ACCEPTABLE, COST, FEASIBLE, FOR, PROJECT, SUITABLE, cost_words, in_short, in_signs, in_words, visibility};
use super::playbook::{Condition, Progress, Reach};
use super::query::{Query, RowOf, Shown, View};
use super::rca::Block;
use super::{Failure, case};
use crate::document::Document;
use crate::model::case::Case;
use crate::model::entry::Visibility;
use crate::model::fields::Fields;
use crate::model::{Id, Record, Subject, Untrusted, Value, quantity};
use crate::store::Answer;

static TITLE: Field = Field::argument("title", "Title", Ask::Line, "What could be done, in one line");
static NEW_TITLE: Field = Field::flag("title", "Title", Ask::Line, "What could be done, in one line");
static TIME: Field = Field::flag("time", "Time (days)", Ask::Days, "Days it puts the project back; less than 0 brings it forward");
static SCOPE: Field = Field::flag("scope", "Scope", Ask::Line, "What it does to the scope");
static RISK: Field = Field::flag("risk", "Risk", Ask::Line, "What can go wrong with it");
static NOTE: Field = Field::flag("note", "Note", Ask::Line, "Why it is recommended, or not");
static NOTHING: Field = Field::flag("nothing", "Do nothing", Ask::Yes, "This option is to do nothing");
static RECOMMENDED: Field = Field::flag("recommended", "Recommended", Ask::Yes, "This option is the one recommended; no other is then");
static OPTION: Field = Field::argument("option", "Option", Ask::Numbered(Subject::Choice), "Number of the option, such as O-2");

/// Commands about options.
pub static COMMANDS: &[Command] = &[
    Command {
        name: "option add",
        doc: "Adds an option to decide on and prints its number; one of them is to do nothing.",
        fields: &[
            &CASE,
            &TITLE,
            &TIME,
            &COST,
            &SCOPE,
            &RISK,
            &NOTE,
            &SUITABLE,
            &FEASIBLE,
            &ACCEPTABLE,
            &NOTHING,
            &RECOMMENDED,
            &PROJECT,
            &FOR,
        ],
        prints: Some("option"),
        run: add,
    },
    Command {
        name: "option set",
        doc: "Corrects an option; an empty value clears a field.",
        fields: &[
            &OPTION,
            &NEW_TITLE,
            &TIME,
            &COST,
            &SCOPE,
            &RISK,
            &NOTE,
            &SUITABLE,
            &FEASIBLE,
            &ACCEPTABLE,
            &NOTHING,
            &RECOMMENDED,
            &PROJECT,
            &FOR,
        ],
        prints: None,
        run: set,
    },
];

static LIST_CASE: Field = Field::flag("case", "Case", Ask::Case, "Only options of this case");

/// Queries about options.
pub static QUERIES: &[Query] = &[
    Query {
        name: "option list",
        doc: "Lists options with their effect.",
        fields: &[&LIST_CASE, &case::LIMIT],
        columns: &[
            ("option", "Option"),
            ("case", "Case"),
            ("tests", "Tests"),
            ("time", "Days"),
            ("cost", "Cost"),
            ("marks", "Marks"),
            ("title", "Title"),
        ],
        empty: "no option yet; 'warroom option add CASE TITLE' adds one",
        run: list,
    },
    Query { name: "option show", doc: "Shows one option as a page.", fields: &[&OPTION], columns: &[], empty: "", run: page },
];

/// Conditions that steps of a playbook may name.
pub static CONDITIONS: &[Condition] = &[Condition { name: "options", look: reach }];

/// Fields that are stored as they are given: field key and column.
const PLAIN: &[(&str, &str)] = &[
    ("title", "title"),
    ("project", "project"),
    ("time", "time"),
    ("scope", "scope"),
    ("risk", "risk"),
    ("note", "note"),
    ("suitable", "suitable"),
    ("feasible", "feasible"),
    ("acceptable", "acceptable"),
    ("for", "visibility"),
];
/// Marks that one option of a case has at most: field key and column.
const MARKS: &[(&str, &str)] = &[("nothing", "is_nothing"), ("recommended", "recommended")];

/// Gives the number of an option as people say it.
pub(super) fn name(option: &Fields) -> String {
    option.number().unwrap_or_default()
}

/// Says whether an option is to do nothing.
pub(super) fn is_nothing(option: &Fields) -> bool {
    option.int("is_nothing") == Some(1)
}

/// Says whether an option is the one recommended.
pub(super) fn is_recommended(option: &Fields) -> bool {
    option.int("recommended") == Some(1)
}

fn answer(option: &Fields, label: String) -> Answer {
    let case = option.case.map(|(_, case)| case.to_string());
    let json = json!({ "option": name(option), "case": case });
    Answer { label, json, case: option.case.map(|(id, _)| id), ..Answer::default() }
}

fn add(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let case = input.case("case")?.clone();
    let mut record: Record = vec![
        ("number", Value::Int(act.w.number(Subject::Choice.key())?)),
        ("case_id", Value::Ref(case.id)),
        ("is_nothing", Value::Int(0)),
        ("recommended", Value::Int(0)),
    ];
    for (key, column) in PLAIN {
        record.extend(reference_or_value(act, input, key)?.map(|value| (*column, value)));
    }
    if !record.iter().any(|(key, _)| *key == "visibility") {
        record.push(("visibility", Value::word(Visibility::Management.key())));
    }
    let project = record.iter().find_map(|(key, value)| match value {
        Value::Ref(id) if *key == "project" => Some(*id),
        _ => None,
    });
    if let Some([cost, currency]) = judged::cost(act, input, project.or(case.project.as_ref().map(|p| p.id)), None)? {
        record.extend([("cost", cost), ("currency", currency)]);
    }
    let id = act.w.create(Subject::Choice, &record)?;
    mark(act, input, case.id, id)?;
    let option = judged::again(act.read(), Subject::Choice, id)?;
    Ok(answer(&option, format!("{} added to {}", name(&option), case.case_ref())))
}

fn set(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let old = input.numbered("option")?.clone();
    judged::check_kept(input, &["title", "for"])?;
    act.set_named(Subject::Choice, old.id, input, PLAIN)?;
    let option = judged::again(act.read(), Subject::Choice, old.id)?;
    let held = Some(option.word("currency").to_owned()).filter(|code| !code.is_empty());
    if let Some([cost, currency]) = judged::cost(act, input, option.reference("project"), held.as_deref())? {
        act.w.set_all(Subject::Choice, option.id, &[("cost", cost), ("currency", currency)])?;
    }
    if let Some((case, _)) = option.case {
        mark(act, input, case, option.id)?;
    }
    Ok(answer(&option, format!("{} corrected", name(&option))))
}

/// Sets or clears the marks; one that another option had moves here.
fn mark(act: &mut Act<'_, '_>, input: &Input, case: Id, id: Id) -> Result<(), Failure> {
    for (key, column) in MARKS.iter().filter(|(key, _)| input.get(key).is_some()) {
        for other in act.read().fields_of(Subject::Choice, case)? {
            if input.yes(key) && other.id != id && act.w.set(Subject::Choice, other.id, column, &Value::Int(0))? {
                act.notes.push(format!(
                    "{} is no longer marked {}",
                    name(&other),
                    if *key == "nothing" { "as doing nothing" } else { key }
                ));
            }
        }
        act.w.set(Subject::Choice, id, column, &Value::Int(i64::from(input.yes(key))))?;
    }
    Ok(())
}

fn row(option: &Fields) -> Map<String, Json> {
    let marks = [(is_nothing(option), "do nothing"), (is_recommended(option), "recommended")];
    let marks: Vec<&str> = marks.into_iter().filter(|(has, _)| *has).map(|(_, word)| word).collect();
    RowOf::new()
        .with("option", name(option))
        .with("case", option.case.map(|(_, case)| case.to_string()))
        .text("title", option.text("title").as_ref())
        .text("project", option.name("project"))
        .with("time", option.int("time").map(quantity::hundredths))
        .with("cost", cost_words(option))
        .text("scope", option.text("scope").as_ref())
        .text("risk", option.text("risk").as_ref())
        .text("note", option.text("note").as_ref())
        .text("suitable", option.text("suitable").as_ref())
        .text("feasible", option.text("feasible").as_ref())
        .text("acceptable", option.text("acceptable").as_ref())
        .with("tests", in_signs(option))
        .with("nothing", is_nothing(option))
        .with("recommended", is_recommended(option))
        .with("marks", Some(marks.join(", ")).filter(|marks| !marks.is_empty()))
        .with("visibility", option.word("visibility"))
        .done()
}

fn list(view: &View<'_>, input: &Input) -> Result<Shown, Failure> {
    let limit = input.limit(100);
    let options = if input.has("case") {
        view.read.fields_of(Subject::Choice, input.case("case")?.id)?
    } else {
        view.read.fields_all(Subject::Choice, limit)?
    };
    Ok(Shown::Rows(options.iter().take(limit).map(row).collect()))
}

fn page(_: &View<'_>, input: &Input) -> Result<Shown, Failure> {
    let option = input.numbered("option")?;
    let yes = |has: bool, words: &str| has.then(|| Untrusted::new(words));
    let facts: [(&str, Option<Untrusted>); 10] = [
        ("Marks", yes(is_nothing(option), "to do nothing").or(yes(is_recommended(option), "recommended"))),
        ("Time", option.int("time").map(|days| format!("{} days", quantity::hundredths(days)).into())),
        ("Cost", cost_words(option).map(Untrusted::from)),
        ("Scope", option.text("scope")),
        ("Risk", option.text("risk")),
        ("Tests", Some(in_words(option).into())),
        ("Note", option.text("note")),
        ("Project", option.name("project").cloned()),
        ("Case", option.case.map(|(_, case)| case.to_string().into())),
        ("For", Some(visibility(option).label().into())),
    ];
    let facts = facts.into_iter().filter_map(|(label, value)| Some((label, value?)));
    let title = Untrusted::new(format!("{} {}", name(option), option.word("title")));
    Ok(Shown::Page(Document::new().heading(1, title).facts(facts), Json::Object(row(option))))
}

/// Looks how far the options of a case are: done with two of which one is to do nothing.
fn reach(view: &View<'_>, case: &Case) -> Result<Progress, Failure> {
    let options = view.read.fields_of(Subject::Choice, case.id)?;
    let reach = match options.len() {
        0 => return Ok(Progress::default()),
        2.. if options.iter().any(is_nothing) => Reach::Done,
        _ => Reach::Doing,
    };
    Ok(Progress::new(reach, options.len().to_string()))
}

/// Gives what a review prints of it.
pub(super) fn block(view: &View<'_>, case: &Case) -> Result<Option<Block>, Failure> {
    let options = view.read.fields_of(Subject::Choice, case.id)?;
    let rows: Vec<_> = options.iter().map(|option| (visibility(option), cells(option))).collect();
    Ok((!rows.is_empty()).then_some(Block { title: "options", columns: COLUMNS, rows }))
}

/// Headings of the table of options in documents.
pub(super) const COLUMNS: &[&str] = &["", "option", "effect_time", "effect_cost", "effect_scope", "effect_risk", "judged", "note"];

/// Gives the cells of one option under [`COLUMNS`].
pub(super) fn cells(option: &Fields) -> Vec<Untrusted> {
    let star = if is_recommended(option) { "* " } else { "" };
    vec![
        format!("{star}{}", name(option)).into(),
        option.text("title").unwrap_or_default(),
        option.int("time").map(quantity::hundredths).unwrap_or_default().into(),
        cost_words(option).unwrap_or_default().into(),
        option.text("scope").unwrap_or_default(),
        option.text("risk").unwrap_or_default(),
        in_short(option).into(),
        option.text("note").unwrap_or_default(),
    ]
}
