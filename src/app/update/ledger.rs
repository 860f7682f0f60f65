//! The ledger: who was told what and when, in which version, by which route, and what was promised.

use serde_json::{Map, Value as Json};

use super::drafting::state;
use crate::app::Failure;
use crate::app::draft::Input;
use crate::app::query::{RowOf, Shown, View};
use crate::app::rca::Block;
use crate::document::Document;
use crate::model::case::Case;
use crate::model::entry::Visibility;
use crate::model::fields::Fields;
use crate::model::update::{Phase, UpdateState};
use crate::model::{Moment, Subject, Untrusted, when};

fn name(fields: &Fields) -> String {
    fields.number().unwrap_or_default()
}

fn phase(update: &Fields) -> &'static str {
    Phase::parse(update.word("phase")).map_or("", Phase::label)
}

/// Gives one update as JSON.
fn row(update: &Fields) -> Map<String, Json> {
    RowOf::new()
        .with("update", name(update))
        .with("case", update.case.map(|(_, case)| case.to_string()))
        .text("audience", update.name("audience"))
        .with("phase", update.word("phase"))
        .with("state", update.word("state"))
        .with("version", update.int("version"))
        .with("author", update.raw("author"))
        .time("drafted", update.time("drafted"))
        .time("next", update.time("promised"))
        .time("approved", update.time("approved"))
        .with("approved_by", update.raw("approved_by"))
        .time("sent", update.time("sent"))
        .with("by", update.raw("sent_by"))
        .with("route", update.raw("route"))
        .with("receipt", update.raw("receipt"))
        .with("took", update.int("took"))
        .with("visibility", update.word("visibility"))
        .done()
}

pub(super) fn list(view: &View<'_>, input: &Input) -> Result<Shown, Failure> {
    let limit = input.limit(100);
    let updates = if input.has("case") {
        let mut all = view.read.fields_of(Subject::Update, input.case("case")?.id)?;
        all.reverse();
        all.truncate(limit);
        all
    } else {
        view.read.fields_newest(Subject::Update, limit)?
    };
    Ok(Shown::Rows(updates.iter().map(row).collect()))
}

pub(super) fn show(view: &View<'_>, input: &Input) -> Result<Shown, Failure> {
    let update = input.numbered("update")?;
    let now = view.ctx.now();
    let at = |key: &str| update.time(key).map(|moment| Untrusted::new(when::echo(&moment, &now)));
    let by = |key: &str, who: &str| {
        let who = update.text(who).map_or_else(String::new, |who| format!(", {}", who.raw()));
        at(key).map(|at| Untrusted::new(format!("{}{who}", at.raw())))
    };
    let took = update.int("took").map(|ms| format!("{}.{} s", ms / 1_000, ms % 1_000 / 100).into());
    let facts = [
        ("To", update.name("audience").cloned()),
        ("Case", update.case.map(|(_, case)| case.to_string().into())),
        ("State", Some(format!("{}, version {}", state(update).label(), update.int("version").unwrap_or(1)).into())),
        ("Phase", Some(phase(update).into())),
        ("Next promised", at("promised").or_else(|| Some("nothing".into()))),
        ("Drafted", by("drafted", "author")),
        ("Approved", by("approved", "approved_by")),
        ("Sent", by("sent", "sent_by")),
        ("Route", update.text("route")),
        ("Receipt", update.text("receipt")),
        ("Took", took),
        ("For", Some(update.word("visibility").into())),
    ];
    let facts = facts.into_iter().filter_map(|(label, value)| Some((Untrusted::from(label), value?)));
    let mut page = Document::new().heading(1, Untrusted::new(format!("update {}", name(update)))).facts(facts).rule();
    let text = update.raw("text").unwrap_or_default();
    for paragraph in text.split("\n\n").filter(|paragraph| !paragraph.trim().is_empty()) {
        page = page.paragraph(Untrusted::new(paragraph.trim_matches('\n')));
    }
    let mut json = row(update);
    json.insert("text".into(), text.into());
    Ok(Shown::Page(page, Json::Object(json)))
}

/// Gives what a review prints: what was sent, each for those who may read it.
pub(in crate::app) fn block(view: &View<'_>, case: &Case) -> Result<Option<Block>, Failure> {
    let zone = case.zone_or(view.ctx.zone);
    let time = |moment: Option<Moment>| Untrusted::new(moment.map_or_else(String::new, |moment| when::stamp(&moment, zone)));
    let rows: Vec<(Visibility, Vec<Untrusted>)> = view
        .read
        .fields_of(Subject::Update, case.id)?
        .iter()
        .filter(|update| state(update) == UpdateState::Sent)
        .map(|update| {
            let visibility = update.visibility();
            let cells = vec![
                time(update.time("sent")),
                update.name("audience").cloned().unwrap_or_default(),
                format!("{}, v{}", name(update), update.int("version").unwrap_or(1)).into(),
                phase(update).into(),
                update.text("route").unwrap_or_default(),
                time(update.time("promised")),
            ];
            (visibility, cells)
        })
        .collect();
    const COLUMNS: &[&str] = &["told_at", "told_to", "told_version", "told_phase", "told_route", "told_next"];
    Ok((!rows.is_empty()).then_some(Block { title: "updates_told", columns: COLUMNS, rows }))
}
