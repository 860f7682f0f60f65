//! The timeline as a page and as comma-separated values, from what the review gives the same reader.

use serde_json::json;

use super::strip::strip;
use crate::app::draft::Input;
use crate::app::query::{Shown, View};
use crate::app::review::printed::{headed, reader, remarks};
use crate::app::{Failure, rca};
use crate::document::print::csv;
use crate::document::rca::{self as print, RcaContext, RcaEntry};
use crate::document::{Document, Table, headings, redact};
use crate::model::Untrusted;

/// Cells of a bar on a page that any width has room for.
const BAR: usize = 18;

/// Columns of the comma-separated values.
const COLUMNS: [&str; 10] = ["time", "utc", "precision", "zone", "reference", "kind", "text", "who", "tags", "links"];

/// Gathers what the review of the reader prints, of which the timeline is a part.
fn gathered(view: &View<'_>, input: &Input) -> Result<RcaContext, Failure> {
    rca::gather(view, input.case("case")?, reader(input))
}

pub(super) fn page(view: &View<'_>, input: &Input) -> Result<Shown, Failure> {
    let case = input.case("case")?;
    let context = gathered(view, input)?;
    let words = headings::in_language(&view.ctx.language);
    let word = |key: &str| words.get(key).cloned().unwrap_or_else(|| key.to_owned());
    let mut page = Document::new().heading(1, format!("{} {}", word("timeline"), context.case.reference));
    page = page.paragraph(format!("{}: {}", word("zone"), context.case.zone));
    if !context.phases.is_empty() {
        page = page.heading(2, word("phases")).verbatim(strip(case, &view.ctx.language, BAR, None).join("\n"));
    }
    let (lead_up, rest): (Vec<&RcaEntry>, Vec<&RcaEntry>) = context.timeline.iter().partition(|line| line.lead_up);
    if !lead_up.is_empty() {
        page = page.heading(2, word("before_the_start")).table(table(&lead_up, &word, true));
    }
    for lines in rest.chunk_by(|a, b| a.day == b.day) {
        let day = lines.first().map(|line| line.day.clone()).unwrap_or_default();
        page = page.heading(2, if day.is_empty() { word("timeline") } else { day }).table(table(lines, &word, false));
    }
    if context.timeline.is_empty() {
        page = page.paragraph("no line is told yet; 'warroom log CASE LINE' logs one");
    }
    let mut json = json!({
        "case": context.case.reference,
        "zone": context.case.zone,
        "phases": context.phases,
        "timeline": context.timeline,
        "left_out": context.footer.left_out,
    });
    let (page, _) = redact::redact_document(page);
    redact::redact_value(&mut json);
    Ok(Shown::Page(page, headed_lines(json)))
}

/// A program asks for null where nothing is said.
fn headed_lines(json: serde_json::Value) -> serde_json::Value {
    let reference = json["case"].as_str().unwrap_or_default().to_owned();
    let mut json = headed(json, &reference);
    if let Some(fields) = json.as_object_mut() {
        fields.remove("header");
    }
    json
}

fn table(lines: &[&RcaEntry], word: &dyn Fn(&str) -> String, dated: bool) -> Table {
    let mut table = Table::new([word("time"), String::new(), word("kind"), word("what"), word("who")]);
    for line in lines {
        if !line.gap.is_empty() {
            table.push([
                Untrusted::default(),
                Untrusted::default(),
                Untrusted::default(),
                format!("-- {} --", line.gap).into(),
                Untrusted::default(),
            ]);
        }
        let clock = line.at.strip_prefix(&line.day).filter(|_| !dated).map_or(line.at.as_str(), str::trim_start);
        let key = if line.key { " *" } else { "" };
        let kind = if line.verdict.is_empty() { line.kind.clone() } else { format!("{}, {}", line.kind, line.verdict) };
        let text = if line.reason.is_blank() { line.text.clone() } else { format!("{} -- {}", line.text.raw(), line.reason.raw()).into() };
        table.push([format!("{clock}{key}").into(), line.reference.as_str().into(), kind.into(), text, line.who.clone()]);
    }
    table
}

pub(super) fn export(view: &View<'_>, input: &Input) -> Result<Shown, Failure> {
    let context = gathered(view, input)?;
    // Taken out as in the review that is exported.
    let (value, redactions) = print::value(&context, false);
    let mut text = csv::row(COLUMNS);
    for line in value["timeline"].as_array().into_iter().flatten() {
        let said = |key: &str| line[key].as_str().unwrap_or_default().to_owned();
        let joined = |key: &str, of: &dyn Fn(&serde_json::Value) -> Option<String>| {
            line[key].as_array().into_iter().flatten().filter_map(of).collect::<Vec<_>>().join(" ")
        };
        let tags = joined("tags", &|tag| tag.as_str().map(str::to_owned));
        let key = if line["key"] == true { "key" } else { "" };
        let tags = [key, tags.as_str()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
        let links = joined("links", &|link| link["url"].as_str().map(str::to_owned));
        let (day, at, zone) = (said("day"), said("at"), context.case.zone.clone());
        let time = if at.contains(&day) { at } else { format!("{day} {at}") };
        let cells = [time, said("utc"), said("precision"), zone, said("reference"), said("kind"), said("text"), said("who"), tags, links];
        text.push_str(&csv::row(cells));
    }
    Ok(Shown::Text(text, remarks(&context.footer, redactions, false)))
}
