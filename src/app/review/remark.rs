//! What readers of a draft remark on a section or on the whole, and what came of it. Remarks stand in the internal draft, never in an
//! approved text.

use serde_json::{Map, Value as Json, json};

use super::section;
use crate::app::command::{Act, refuse};
use crate::app::draft::Input;
use crate::app::query::{RowOf, Shown, View};
use crate::app::rca::Block;
use crate::app::{Failure, judged};
use crate::model::case::Case;
use crate::model::entry::Visibility;
use crate::model::fields::Fields;
use crate::model::{Id, Record, Subject, Untrusted, Value};
use crate::store::{Answer, Reader};

/// Gives the number of a remark as people say it.
pub(super) fn name(remark: &Fields) -> String {
    remark.number().unwrap_or_default()
}

/// Says whether nothing has come of it yet.
pub(super) fn is_open(remark: &Fields) -> bool {
    remark.time("settled").is_none()
}

/// Counts the remarks of a case that are open.
pub(super) fn open(read: Reader<'_>, case: Id) -> Result<usize, Failure> {
    Ok(read.fields_of(Subject::Remark, case)?.iter().filter(|remark| is_open(remark)).count())
}

pub(super) fn add(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let case = input.case("case")?.clone();
    let of = input.text("section").map(|typed| section(act.ctx.sections(), typed, case.kind)).transpose()?;
    let number = act.w.number(Subject::Remark.key())?;
    let record: Record = vec![
        ("number", Value::Int(number)),
        ("case_id", Value::Ref(case.id)),
        ("section", Value::text(of.clone())),
        ("text", Value::Text(input.text("text").unwrap_or_default().to_owned())),
        ("author", Value::Text(act.ctx.actor.clone())),
        ("said", Value::Time(act.moment())),
        ("visibility", Value::word(input.word("for").unwrap_or(Visibility::Internal.key()))),
    ];
    act.w.create(Subject::Remark, &record)?;
    if act.read().review(case.id)?.is_some_and(|review| review.state.is_approved()) {
        act.notes.push("the review is approved: its text stays as it is until somebody opens it again".into());
    }
    let name = Subject::Remark.name(number);
    let on = of.map(|section| format!(" on {section}")).unwrap_or_default();
    let json = json!({ "remark": name, "case": case.case_ref().to_string() });
    Ok(Answer { label: format!("{name} remarked{on}"), json, case: Some(case.id), ..Answer::default() })
}

pub(super) fn settle(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let old = input.numbered("remark")?.clone();
    let name = name(&old);
    if !is_open(&old) && !input.has("answer") {
        return refuse("remark", format!("{name} is settled already"), "give an answer to change what is on record");
    }
    act.set_named(Subject::Remark, old.id, input, &[("answer", "answer")])?;
    act.w.set(Subject::Remark, old.id, "settled", &Value::Time(act.moment()))?;
    let remark = judged::again(act.read(), Subject::Remark, old.id)?;
    let json = json!({ "remark": name, "case": remark.case.map(|(_, case)| case.to_string()) });
    Ok(Answer { label: format!("{name} settled"), json, case: remark.case.map(|(id, _)| id), ..Answer::default() })
}

fn row(remark: &Fields) -> Map<String, Json> {
    RowOf::new()
        .with("remark", name(remark))
        .with("case", remark.case.map(|(_, case)| case.to_string()))
        .with("section", remark.raw("section"))
        .text("text", remark.text("text").as_ref())
        .text("author", remark.text("author").as_ref())
        .time("said", remark.time("said"))
        .with("state", if is_open(remark) { "open" } else { "settled" })
        .text("answer", remark.text("answer").as_ref())
        .time("settled", remark.time("settled"))
        .with("visibility", remark.word("visibility"))
        .done()
}

pub(super) fn list(view: &View<'_>, input: &Input) -> Result<Shown, Failure> {
    let all = view.read.fields_of(Subject::Remark, input.case("case")?.id)?;
    Ok(Shown::Rows(all.iter().filter(|remark| !input.yes("open") || is_open(remark)).map(row).collect()))
}

/// Gives what a draft prints of it; an approved text has no remarks in it.
pub(in crate::app) fn block(view: &View<'_>, case: &Case) -> Result<Option<Block>, Failure> {
    if view.read.review(case.id)?.is_some_and(|review| review.state.is_approved()) {
        return Ok(None);
    }
    let all = view.read.fields_of(Subject::Remark, case.id)?;
    let cells = |remark: &Fields| {
        let known = view.ctx.sections().find(remark.word("section"));
        let title = known.map_or(remark.word("section"), |section| section.title.in_language(&view.ctx.language));
        let text = |key: &str| remark.text(key).unwrap_or_default();
        vec![name(remark).into(), Untrusted::from(title), text("text"), text("author"), text("answer")]
    };
    // Remarks are between those who write and those who read the draft, whatever else they may read.
    let rows: Vec<_> = all.iter().filter(|remark| is_open(remark)).map(|remark| (Visibility::Internal, cells(remark))).collect();
    let columns = &["", "remark_on", "remark", "remark_by", "remark_answer"];
    Ok((!rows.is_empty()).then_some(Block { title: "remarks_open", columns, rows }))
}
