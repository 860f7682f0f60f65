//! What can be read of reviews: the page, the export, the list of sections, and what they ask.

use serde_json::Value as Json;

use super::section::section;
use super::{template, version};
use crate::app::draft::Input;
use crate::app::query::{RowOf, Shown, View};
use crate::app::{Context, Failure, rca};
use crate::document::rca::{RcaContext, RcaFooter, Rendered};
use crate::document::template::Templates;
use crate::document::{Document, rca as print};
use crate::model::Refusal;
use crate::model::entry::Visibility;
use crate::model::language::Translated;
use crate::model::sections::Section;

/// Gives the templates in force; one that is broken says so when it is asked for.
pub(in crate::app) fn templates(ctx: &Context) -> Templates {
    Templates::with_own(ctx.templates.iter().cloned())
}

pub(in crate::app) fn reader(input: &Input) -> Visibility {
    input.word("for").and_then(Visibility::parse).unwrap_or(Visibility::Internal)
}

pub(super) fn rendered(context: &RcaContext, ctx: &Context, raw: bool) -> Result<Rendered, Failure> {
    rendered_as(&template::usual(ctx), context, ctx, raw)
}

pub(super) fn rendered_as(name: &str, context: &RcaContext, ctx: &Context, raw: bool) -> Result<Rendered, Failure> {
    print::render_as(&templates(ctx), name, context, &ctx.language, raw)
        .map_err(|e| Refusal::whole(e.to_string(), "correct the template, or take it out of the templates folder").into())
}

pub(super) fn show(view: &View<'_>, input: &Input) -> Result<Shown, Failure> {
    let (template, reader) = template::chosen(view.ctx, input)?;
    let context = rca::gather(view, input.case("case")?, reader)?;
    let raw = input.yes("raw");
    let page = rendered_as(&template.file, &context, view.ctx, raw)?;
    Ok(Shown::Page(Document::from_markdown(&page.markdown), as_json(&context, raw)))
}

pub(super) fn export(view: &View<'_>, input: &Input) -> Result<Shown, Failure> {
    let case = input.case("case")?;
    let (template, reader) = template::chosen(view.ctx, input)?;
    let context = rca::gather(view, case, reader)?;
    let (language, raw) = (view.ctx.language.as_str(), input.yes("raw"));
    let page = rendered_as(&template.file, &context, view.ctx, raw)?;
    let mut notes = remarks(&context.footer, page.redactions, raw);
    notes.extend(version::approved_as(view, case)?);
    Ok(Shown::Text(formatted(input, language, page, || as_json(&context, raw)), notes))
}

/// Gives a printed document in the format that is asked for.
pub(in crate::app) fn formatted(input: &Input, language: &str, page: Rendered, json: impl FnOnce() -> Json) -> String {
    match input.word("format") {
        Some("html") => {
            let page = Document::from_markdown(&page.markdown);
            page.to_html_page(&page.title(), language)
        }
        Some("json") => {
            let json = crate::document::print::json::to_string(&json());
            json.map_or_else(|_| String::new(), |text| text + "\n")
        }
        _ => page.markdown,
    }
}

/// Says what is not in the text, and what is in it that should perhaps not be.
pub(in crate::app) fn remarks(footer: &RcaFooter, redactions: usize, raw: bool) -> Vec<String> {
    let rows = if footer.left_out == 1 { "row" } else { "rows" };
    let mut notes = vec![format!("printed for {}: {} {rows} left out", footer.visibility, footer.left_out)];
    if raw {
        notes.push("secrets are left in (--raw)".into());
    } else if redactions > 0 {
        let (secrets, them) = if redactions == 1 { ("secret", "it") } else { ("secrets", "them") };
        notes.push(format!("{redactions} {secrets} taken out; --raw leaves {them} in"));
    }
    notes
}

/// Gives the whole review as JSON: what is printed, with the case's number under `case` and null for what is not known.
pub(super) fn as_json(context: &RcaContext, raw: bool) -> Json {
    headed(print::value(context, raw).0, &context.case.reference)
}

/// Puts the case's number under `case` and the rest of it under `header`, leaves out sections without words, and says null for empty.
pub(in crate::app) fn headed(mut value: Json, reference: &str) -> Json {
    if let Some(fields) = value.as_object_mut() {
        let header = fields.remove("case").unwrap_or_default();
        fields.insert("case".into(), reference.into());
        fields.insert("header".into(), header);
        if let Some(Json::Array(sections)) = fields.get_mut("sections") {
            sections.retain(|s| s["text"] != "" || s["recorded"] != "" || s["rows"].as_array().is_some_and(|rows| !rows.is_empty()));
        }
    }
    nulled(value)
}

/// A template asks for empty texts, a program for null.
fn nulled(value: Json) -> Json {
    match value {
        Json::String(text) if text.is_empty() => Json::Null,
        Json::Array(list) => list.into_iter().map(nulled).collect(),
        Json::Object(map) => Json::Object(map.into_iter().map(|(key, value)| (key, nulled(value))).collect()),
        other => other,
    }
}

pub(super) fn sections(view: &View<'_>, input: &Input) -> Result<Shown, Failure> {
    let case = if input.has("case") { Some(input.case("case")?) } else { None };
    let written = case.map(|c| view.read.sections(c.id)).transpose()?.unwrap_or_default();
    let language = &view.ctx.language;
    let fits = |s: &&Section| case.is_none_or(|c| s.is_for(c.kind));
    let rows = view.ctx.sections().iter().filter(fits).map(|s| {
        let own = written.iter().find(|w| w.name == s.name);
        RowOf::new()
            .with("section", s.name.clone())
            .with("title", s.title.in_language(language))
            .with("form", s.form.key())
            .with("visibility", own.and_then(|o| o.visibility).unwrap_or(s.visibility).key())
            .with("written", case.map(|_| if own.is_some() { "yes" } else { "no" }))
            .with("cases", s.cases.key())
            .with("question", s.question.in_language(language))
            .done()
    });
    Ok(Shown::Rows(rows.collect()))
}

pub(super) fn questions(view: &View<'_>, input: &Input) -> Result<Shown, Failure> {
    let case = if input.has("case") { Some(input.case("case")?) } else { None };
    let (known, language) = (view.ctx.sections(), &view.ctx.language);
    let only = match (input.text("section"), case) {
        (Some(typed), case) => Some(section(known, typed, case.map(|case| case.kind))?),
        (None, _) => None,
    };
    let fits = |s: &&Section| case.is_none_or(|c| s.is_for(c.kind)) && only.as_ref().is_none_or(|only| *only == s.name);
    let mut rows = Vec::new();
    for own in known.iter().filter(fits) {
        let row = |topic: &str, ask: &Translated| {
            let title = own.title.in_language(language);
            RowOf::new()
                .with("section", own.name.clone())
                .with("title", title)
                .with("topic", topic)
                .with("question", ask.in_language(language))
                .done()
        };
        rows.push(row("", &own.question));
        rows.extend(view.ctx.questions().of(&own.name).map(|question| row(question.topic.label(), &question.ask)));
    }
    Ok(Shown::Rows(rows))
}
