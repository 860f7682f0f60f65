//! One case as a page for people and as JSON for programs.

use serde_json::{Map, Value as Json, json};

use crate::app::draft::Input;
use crate::app::query::{RowOf, Shown, View};
use crate::app::{Failure, action, due, entry, unknown};
use crate::document::Document;
use crate::model::case::{CASE_TIMES, Case, Named};
use crate::model::entry::LogFrom;
use crate::model::when;
use crate::model::{CaseKind, Untrusted, facts as kept};

/// Lines of the log that a page shows.
const LINES: usize = 200;

/// Gives one case as JSON, every field under its own key.
pub fn whole(case: &Case) -> Map<String, Json> {
    fn name(named: Option<&Named>) -> Option<&Untrusted> {
        named.map(|n| &n.name)
    }
    let mut row = RowOf::new()
        .with("case", case.case_ref().to_string())
        .with("id", case.id.to_string())
        .with("kind", case.kind.key())
        .with("title", case.title.raw())
        .with("state", case.state.clone())
        .with("priority", case.priority.clone())
        .text("priority_why", case.priority_why.as_ref());
    row = match case.kind {
        CaseKind::Incident => row
            .with("impact", case.impact.map(|l| l.key()))
            .with("urgency", case.urgency.map(|l| l.key()))
            .text("service", name(case.service.as_ref()))
            .text("lead", name(case.lead.as_ref()))
            .text("effect", case.effect.as_ref()),
        CaseKind::Issue => row
            .with("type", case.issue_type.map(|t| t.key()))
            .with("severity", case.severity.map(|s| s.key()))
            .text("project", name(case.project.as_ref()))
            .text("owner", name(case.lead.as_ref()))
            .text("impact", case.effect.as_ref())
            .with("outcome", case.outcome.map(|o| o.key()))
            .text("residual", case.residual.as_ref())
            .text("raised_by", case.raised_by.as_ref())
            .time("due", case.due),
    };
    row = row
        .text("scribe", name(case.scribe.as_ref()))
        .text("description", case.description.as_ref())
        .text("workaround", case.workaround.as_ref())
        .text("foreign_severity", case.foreign_severity.as_ref())
        .text("foreign_state", case.foreign_state.as_ref())
        .text("foreign_type", case.foreign_type.as_ref())
        .text("tags", case.tags.as_ref())
        .text("source", case.source.as_ref())
        .text("external_key", case.external_key.as_ref())
        .text("url", case.url.as_ref())
        .with(
            "facts",
            case.facts.as_ref().map(|text| Json::Object(kept::pairs(text.raw()).into_iter().map(|(k, v)| (k, v.into())).collect())),
        )
        .with("affected", case.affected.iter().map(|service| service.raw().to_owned()).collect::<Vec<_>>())
        .with("zone", case.zone.clone())
        .with("clocks", case.clocks)
        .with(
            "shelf",
            if case.is_closed() {
                "closed"
            } else if case.lane {
                "lane"
            } else {
                "aside"
            },
        )
        .time("opened", Some(case.opened));
    for (at, (key, _)) in CASE_TIMES.iter().enumerate() {
        row = row.time(key, case.times[at]);
    }
    row.done()
}

pub(super) fn show(view: &View<'_>, input: &Input) -> Result<Shown, Failure> {
    let case = input.case("case")?;
    let now = view.ctx.now();
    let mut entries = view.read.log(case.id, None, LogFrom::End, LINES + 1)?;
    // One more is read than is shown, to know whether there are more.
    let is_cut = entries.len() > LINES;
    if is_cut {
        entries.remove(0);
    }
    let actions = view.read.actions_of(case.id)?;
    let links = view.read.links(case.id)?;
    let dues = view.read.due_in(case.id)?;
    let mut facts = facts(case, &now);
    let open = view.read.unknowns(case.id)?;
    facts.extend(open.iter().map(|open| (unknown::label(open).to_owned(), Untrusted::new(unknown::words(open, &now)))));
    let mut page = Document::new().heading(1, Untrusted::new(format!("{} {}", case.case_ref(), case.title.raw()))).facts(facts);
    if !dues.is_empty() {
        let rows = dues.iter().map(|d| Untrusted::new(format!("{}: {}", d.what.label(), due::words(d, &now))));
        page = page.heading(2, "Due").bullets(rows);
    }
    if !entries.is_empty() {
        page = page.heading(2, "Log");
        if is_cut {
            page = page.paragraph(format!("The last {LINES} lines; 'warroom entry list {}' lists them all.", case.case_ref()));
        }
        page = page.table(entry::table(&entries, case.case_ref(), now.zone));
    }
    if !actions.is_empty() {
        page = page.heading(2, "Actions").table(action::table(&actions, now.zone));
    }
    if !links.is_empty() {
        let rows = links.iter().map(|l| Untrusted::new(format!("{} {} {} ({})", l.words(), l.case, l.title.raw(), l.state)));
        page = page.heading(2, "Links").bullets(rows);
    }
    let mut whole = whole(case);
    whole.insert("log".into(), entries.iter().map(|e| Json::Object(entry::row(case.case_ref(), e))).collect());
    whole.insert("actions".into(), actions.iter().map(|a| Json::Object(action::row(a))).collect());
    let linked =
        links.iter().map(|l| json!({ "as": l.kind.key(), "outward": l.outward, "case": l.case.to_string(), "title": l.title.raw() }));
    whole.insert("links".into(), linked.collect());
    whole.insert("due".into(), dues.iter().map(|d| Json::Object(due::row(d))).collect());
    Ok(Shown::Page(page, Json::Object(whole)))
}

/// Lists what is known of a case in the order people ask for it; what is not known is left out.
pub fn facts(case: &Case, now: &when::Now) -> Vec<(String, Untrusted)> {
    let mut facts: Vec<(String, Untrusted)> = Vec::new();
    let mut add = |label: &str, text: Option<Untrusted>| facts.extend(text.map(|text| (label.to_owned(), text)));
    let name = |named: Option<&Named>| named.map(|n| n.name.clone());
    let issue = case.kind == CaseKind::Issue;
    add("State", Some(case.state.clone().into()));
    let why = case.priority_why.as_ref().map_or(String::new(), |w| format!(" ({})", w.raw()));
    add("Priority", case.priority.as_ref().map(|p| format!("{p}{why}").into()));
    if let (Some(impact), Some(urgency)) = (case.impact, case.urgency) {
        add("Impact × urgency", Some(format!("{} × {}", impact.label(), urgency.label()).into()));
    }
    add("Severity", case.severity.map(|s| s.label().into()));
    add("Type", case.issue_type.map(|t| t.label().into()));
    add("Service", name(case.service.as_ref()));
    let further: Vec<&str> = case.affected.iter().map(Untrusted::raw).collect();
    add("Further services", (!further.is_empty()).then(|| further.join(", ").into()));
    add("Project", name(case.project.as_ref()));
    add(if issue { "Owner" } else { "Lead" }, name(case.lead.as_ref()));
    add("Raised by", case.raised_by.clone());
    add("Scribe", name(case.scribe.as_ref()));
    add("Due", case.due.map(|m| when::echo(&m, now).into()));
    add("Impact", case.effect.clone());
    add("Workaround", case.workaround.clone());
    add("Description", case.description.clone());
    add("Outcome", case.outcome.map(|o| o.label().into()));
    add("Residual impact", case.residual.clone());
    add("Foreign severity", case.foreign_severity.clone());
    add("Foreign state", case.foreign_state.clone());
    add("Foreign type", case.foreign_type.clone());
    add("Tags", case.tags.clone());
    for (at, (_, label)) in CASE_TIMES.iter().enumerate() {
        add(label, case.times[at].map(|m| when::echo(&m, now).into()));
    }
    add("Opened here", Some(when::echo(&case.opened, now).into()));
    let origin = case.source.as_ref().map(|s| format!("{} {}", s.raw(), case.external_key.as_ref().map_or("", |k| k.raw())));
    add("From", origin.map(Untrusted::from));
    add("Link", case.url.clone());
    for (name, value) in case.facts.iter().flat_map(|text| kept::pairs(text.raw())) {
        add(&name, Some(value.into()));
    }
    if !case.clocks {
        add("Clocks", Some(format!("off; 'warroom case adopt {}' starts them", case.case_ref()).into()));
    }
    facts
}
