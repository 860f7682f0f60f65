//! Who has to agree on an issue, and where they stand: one row a name, and a line of the log for every change.

use serde_json::{Map, Value as Json, json};

use super::case::AT;
use super::command::{Act, Command};
use super::decision::settled;
use super::draft::Input;
use super::entry::{Said, by_the_way};
use super::field::{Ask, Field};
use super::incident::CASE;
use super::judged::visibility;
use super::playbook::{Condition, Progress, Reach};
use super::query::{Query, RowOf, Shown, View};
use super::rca::Block;
use super::{Failure, command, judged};
use crate::document::headings;
use crate::model::case::Case;
use crate::model::decision::Stance;
use crate::model::entry::{EntryKind, Visibility};
use crate::model::fields::Fields;
use crate::model::{Record, Subject, Value};
use crate::store::Answer;

static NAME: Field = Field::argument("name", "Name", Ask::Line, "Who has to agree: a person, a team, a customer");
static STANCE: Field =
    Field::flag("stance", "Stance", Ask::Choice(Stance::CHOICES), "Where they stand: not-reached, asked, agrees, disagrees");
static NOTE: Field = Field::flag("note", "Note", Ask::Line, "What they said, or what they want");

/// Commands about parties.
pub static COMMANDS: &[Command] = &[Command {
    name: "party set",
    doc: "Says where somebody who has to agree stands; a new name is added.",
    fields: &[&CASE, &NAME, &STANCE, &NOTE, &AT, &judged::FOR],
    prints: None,
    run: set,
}];

/// Queries about parties.
pub static QUERIES: &[Query] = &[Query {
    name: "party list",
    doc: "Lists who has to agree on a case, and where they stand.",
    fields: &[&CASE],
    columns: &[("party", "Party"), ("stance", "Stance"), ("note", "Note"), ("said", "Since")],
    empty: "nobody is named yet; 'warroom party set CASE NAME' names somebody",
    run: list,
}];

/// Conditions that steps of a playbook may name.
pub static CONDITIONS: &[Condition] = &[Condition { name: "parties", look: reach }];

/// Gives where a party stands.
pub(super) fn stance(party: &Fields) -> Stance {
    Stance::parse(party.word("stance")).unwrap_or(Stance::NotReached)
}

fn set(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let case = input.case("case")?.clone();
    let name = input.text("name").unwrap_or_default().to_owned();
    judged::check_kept(input, &["stance", "for"])?;
    let at = input.time("at").unwrap_or_else(|| act.moment());
    if input.has("at") {
        act.echo("at", &at);
    }
    let known = act.read().fields_of(Subject::Party, case.id)?;
    let party = match known.into_iter().find(|party| party.word("name").to_lowercase() == name.to_lowercase()) {
        Some(old) => match change(act, input, &old)? {
            Some(party) => party,
            None => return command::refuse("stance", format!("that is on record of {name} already"), "say what has changed"),
        },
        None => {
            let plain = |key: &str| input.value(key).unwrap_or(Value::Null);
            let record: Record = vec![
                ("case_id", Value::Ref(case.id)),
                ("name", Value::Text(name)),
                ("stance", Value::word(input.word("stance").unwrap_or(Stance::NotReached.key()))),
                ("note", plain("note")),
                ("said", Value::Time(at)),
                ("visibility", Value::word(input.word("for").unwrap_or(Visibility::Internal.key()))),
            ];
            let id = act.w.create(Subject::Party, &record)?;
            judged::again(act.read(), Subject::Party, id)?
        }
    };
    act.w.set(Subject::Party, party.id, "said", &Value::Time(at))?;
    let note = party.raw("note").map(|note| format!(", {note}")).unwrap_or_default();
    let text = format!("{}: {}{note}", party.word("name"), stance(&party).label());
    by_the_way(act, case.id, Said { kind: EntryKind::Fact, at, text, why: None, visibility: visibility(&party) })?;
    let json = json!({ "case": case.case_ref().to_string(), "party": party.word("name"), "stance": party.word("stance") });
    Ok(Answer { label: format!("{} party: {}", case.case_ref(), stance(&party).label()), json, case: Some(case.id), ..Answer::default() })
}

/// Changes a party that is on record; nothing where nothing is new.
fn change(act: &mut Act<'_, '_>, input: &Input, old: &Fields) -> Result<Option<Fields>, Failure> {
    let pairs = [("stance", "stance"), ("note", "note"), ("for", "visibility")];
    let changed = act.set_named(Subject::Party, old.id, input, &pairs)?;
    Ok(if changed == 0 { None } else { Some(judged::again(act.read(), Subject::Party, old.id)?) })
}

fn row(party: &Fields) -> Map<String, Json> {
    RowOf::new()
        .with("case", party.case.map(|(_, case)| case.to_string()))
        .text("party", party.text("name").as_ref())
        .with("stance", party.word("stance"))
        .text("note", party.text("note").as_ref())
        .time("said", party.time("said"))
        .with("visibility", party.word("visibility"))
        .done()
}

fn list(view: &View<'_>, input: &Input) -> Result<Shown, Failure> {
    let parties = view.read.fields_of(Subject::Party, input.case("case")?.id)?;
    Ok(Shown::Rows(parties.iter().map(row).collect()))
}

/// Looks how far the parties of a case are: done when all agree, or who disagrees was decided over.
fn reach(view: &View<'_>, case: &Case) -> Result<Progress, Failure> {
    let parties = view.read.fields_of(Subject::Party, case.id)?;
    let count = |wanted: &[Stance]| parties.iter().filter(|party| wanted.contains(&stance(party))).count();
    let (agree, against) = (count(&[Stance::Agrees]), count(&[Stance::Disagrees]));
    let reach = match parties.len() {
        0 => return Ok(Progress::default()),
        all if all == agree || all == agree + against && settled(view.read, case.id)? => Reach::Done,
        all if all == count(&[Stance::NotReached]) => Reach::Todo,
        _ => Reach::Doing,
    };
    Ok(Progress::new(reach, format!("{agree}/{}", parties.len())))
}

/// Gives what a review prints of it.
pub(super) fn block(view: &View<'_>, case: &Case) -> Result<Option<Block>, Failure> {
    let words = headings::in_language(&view.ctx.language);
    let parties = view.read.fields_of(Subject::Party, case.id)?;
    let cells = |party: &Fields| {
        let stance = words.get(stance_key(stance(party))).cloned().unwrap_or_default();
        vec![party.text("name").unwrap_or_default(), stance.into(), party.text("note").unwrap_or_default()]
    };
    let rows: Vec<_> = parties.iter().map(|party| (visibility(party), cells(party))).collect();
    Ok((!rows.is_empty()).then_some(Block { title: "parties", columns: &["party", "stance", "note"], rows }))
}

/// Gives the key of the word for a stance in a document.
pub(super) fn stance_key(stance: Stance) -> &'static str {
    match stance {
        Stance::NotReached => "stance_not_reached",
        Stance::Asked => "stance_asked",
        Stance::Agrees => "stance_agrees",
        Stance::Disagrees => "stance_disagrees",
    }
}
