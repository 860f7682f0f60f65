//! Escalations as lists, as a page, and as a table of a review.

use serde_json::{Map, Value as Json};

use super::HIERARCHICAL;
use super::judge::{label, name, visibility};
use crate::app::draft::Input;
use crate::app::query::{RowOf, Shown, View};
use crate::app::rca::Block;
use crate::app::{Context, Failure};
use crate::document::{Document, Inline, headings, rca};
use crate::model::case::Case;
use crate::model::fields::Fields;
use crate::model::{Subject, Untrusted, when};

/// Most escalations that are looked through; few are made in a year.
const ALL: usize = 5_000;

/// Lists them, the newest first.
pub(super) fn list(view: &View<'_>, input: &Input) -> Result<Shown, Failure> {
    let mut all = match input.has("case") {
        true => view.read.fields_of(Subject::Escalation, input.case("case")?.id)?,
        false => view.read.fields_all(Subject::Escalation, ALL)?,
    };
    all.reverse();
    all.truncate(input.limit(100));
    Ok(Shown::Rows(all.iter().map(row).collect()))
}

/// Gives one escalation as JSON, under the keys its commands take.
pub(super) fn row(row: &Fields) -> Map<String, Json> {
    let word = |key: &str| Some(row.word(key)).filter(|word| !word.is_empty()).map(str::to_owned);
    RowOf::new()
        .with("escalation", name(row))
        .with("case", row.case.map(|(_, case)| case.to_string()))
        .with("kind", word("kind"))
        .text("outcome", row.text("outcome").as_ref())
        .text("project", row.name("project"))
        .text("pro", row.text("pro").as_ref())
        .text("contra", row.text("contra").as_ref())
        .with("verdict", word("verdict"))
        .with("decision", word("decision"))
        .text("why", row.text("why").as_ref())
        .time("relook", row.time("relook"))
        .text("to", row.text("sent_to").as_ref())
        .with("answer", word("answer"))
        .text("text", row.text("answer_text").as_ref())
        .time("answered", row.time("answered"))
        .text("by", row.text("author").as_ref())
        .time("judged", row.time("judged"))
        .with("visibility", word("visibility"))
        .done()
}

pub(super) fn show(view: &View<'_>, input: &Input) -> Result<Shown, Failure> {
    let row = input.numbered("escalation")?;
    let now = view.ctx.now();
    let text = |key: &str| row.text(key).unwrap_or_default();
    let time = |key: &str| Untrusted::from(row.time(key).map(|at| when::echo(&at, &now)).unwrap_or_default());
    let of = row.case.map(|(_, case)| case.to_string()).unwrap_or_default();
    let raised = row.word("kind") == HIERARCHICAL;
    let facts = [
        ("Asked", text("outcome")),
        ("Of", text("sent_to")),
        ("Project", row.name("project").cloned().unwrap_or_default()),
        ("Case", of.into()),
        ("Verdict", verdict(row).into()),
        ("Decision", text("decision")),
        ("Why", text("why")),
        (if row.word("decision") == super::HOLD { "Look again" } else { "Answer by" }, time("relook")),
        ("Answer", label(row.word("answer")).into()),
        ("Said", text("answer_text")),
        ("Answered", time("answered")),
        ("By", text("author")),
        (if raised { "Raised" } else { "Judged" }, time("judged")),
        ("For", text("visibility")),
    ];
    let mut page = Document::new().heading(1, format!("{} {}", name(row), if raised { "raised" } else { "at the gate" })).facts(facts);
    if !raised {
        page = evidence(page, row, "Evidence for", "Evidence against", "none yet");
    }
    Ok(Shown::Page(page, Json::Object(self::row(row))))
}

fn verdict(row: &Fields) -> String {
    match row.word("verdict") {
        "" => String::new(),
        "unknown" => "unknown whether management would put the project before the service".to_owned(),
        word => format!("{word} that management would put the project before the service"),
    }
}

/// Adds the evidence of both sides, a line each.
pub(super) fn evidence(mut page: Document, row: &Fields, pro: &str, contra: &str, none: &str) -> Document {
    for (key, heading) in [("pro", pro), ("contra", contra)] {
        let lines: Vec<Untrusted> = lines(row, key);
        page = page.heading(2, heading);
        page = if lines.is_empty() { page.paragraph(Inline::new().dim(none)) } else { page.bullets(lines) };
    }
    page
}

/// Gives the lines of a text, without blank ones.
pub(super) fn lines(row: &Fields, key: &str) -> Vec<Untrusted> {
    row.word(key).lines().map(str::trim).filter(|line| !line.is_empty()).map(Untrusted::from).collect()
}

/// Shows an instant in a few signs: the clock today, the day with it otherwise.
pub(super) fn near(at: i64, ctx: &Context) -> String {
    let (local, now) = (ctx.zone.local(at), ctx.zone.local(ctx.at));
    let form = if local.date_naive() == now.date_naive() { "%H:%M" } else { "%m-%d %H:%M" };
    local.format(form).to_string()
}

pub(super) fn block(view: &View<'_>, case: &Case) -> Result<Option<Block>, Failure> {
    let all = view.read.fields_of(Subject::Escalation, case.id)?;
    if all.is_empty() {
        return Ok(None);
    }
    let words = headings::in_language(&view.ctx.language);
    let zone = case.zone_or(view.ctx.zone);
    let time = |row: &Fields, key: &str| row.time(key).map(|at| rca::full_time(&at, zone, &words)).unwrap_or_default();
    let cells = |row: &Fields| -> Vec<Untrusted> {
        let said = row.text("answer_text").map(|text| format!(": {}", text.raw())).unwrap_or_default();
        let answer = if row.word("answer").is_empty() { String::new() } else { format!("{}{said}", label(row.word("answer"))) };
        vec![
            time(row, "judged").into(),
            name(row).into(),
            row.text("outcome").unwrap_or_default(),
            row.text("verdict").unwrap_or_default(),
            row.text("decision").unwrap_or_default(),
            row.text("why").unwrap_or_default(),
            time(row, "relook").into(),
            answer.into(),
        ]
    };
    let rows = all.iter().map(|row| (visibility(row), cells(row))).collect();
    let columns = &["time", "", "asked", "verdict", "decision", "why", "look_again", "answer"];
    Ok(Some(Block { title: "escalations", columns, rows }))
}
