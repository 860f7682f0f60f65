//! The watch card: what is known and when the next word comes, before anything about asking.

use serde_json::{Value as Json, json};

use super::tabs::{self, Tabs};
use crate::app::draft::Input;
use crate::app::query::{RowOf, Shown, View};
use crate::app::{Failure, due};
use crate::document::{Document, Table};
use crate::model::Untrusted;
use crate::model::fields::Fields;
use crate::model::when::{self, Now};

/// Shows the card of a case.
pub(super) fn show(view: &View<'_>, input: &Input) -> Result<Shown, Failure> {
    let case = input.case("case")?;
    let (tabs, now) = (Tabs::of(view.read, case.id)?, view.ctx.now());
    let wait = tabs::wait(view.ctx, case);
    let ours = tabs::is_ours(view);
    let mut page = Document::new().heading(1, Untrusted::new(format!("{} How the repair stands", case.case_ref())));
    page = page.facts(facts(&tabs, &now));
    if ours {
        page = page.paragraph(Untrusted::new(tabs.silence(wait, &now)));
    }
    page = page.heading(2, "Look here first: nobody is disturbed").bullets(sources(&tabs, &now));
    if tabs.sources().is_empty() {
        page = page.paragraph("No source yet: a dashboard, the channel of the responders, the vendor's page.");
    }
    if ours {
        page = page.heading(2, "Asking").paragraph(Untrusted::new(asked(&tabs, wait, &now))).table(contacts(&tabs, &now));
    }
    Ok(Shown::Page(page, Json::Object(json(&tabs, wait, view, &case.case_ref().to_string()))))
}

fn facts(tabs: &Tabs, now: &Now) -> Vec<(&'static str, Untrusted)> {
    let Some(state) = tabs.state() else { return vec![("Known", "nothing yet".into())] };
    let at = tabs::known(state);
    let from = format!("{}, {} ({})", tabs::source(state).raw(), tabs::ago(state, now), due::stamp(at, now));
    let mut facts = vec![("Known", state.text("text").unwrap_or_default()), ("From", from.into())];
    facts.extend(tabs.promise().map(|(_, at)| ("Next word", format!("{}, {}", due::stamp(at, now), when::until(at - now.at)).into())));
    facts
}

fn sources(tabs: &Tabs, now: &Now) -> Vec<Untrusted> {
    let line = |(source, at): (Untrusted, i64)| format!("{}, last {}", source.raw(), due::ago(at, now)).into();
    tabs.sources().into_iter().map(line).collect()
}

/// Words how often: "once", "3 times".
pub(super) fn times(count: usize) -> String {
    match count {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        count => format!("{count} times"),
    }
}

/// Words how often responders were asked, and until when they are to be left alone.
fn asked(tabs: &Tabs, wait: Option<i64>, now: &Now) -> String {
    let Some(last) = tabs.asked().next() else { return "Nobody was asked yet.".to_owned() };
    let until = tabs.cooling(wait, now.at).map(|until| format!("; better not before {}", due::stamp(until, now)));
    format!("Asked {}, last {}{}.", times(tabs.asked().count()), tabs::ago(last, now), until.unwrap_or_default())
}

fn contacts(tabs: &Tabs, now: &Now) -> Table {
    let mut table = Table::new(["When", "Who", "Answer", "Why so soon"]);
    for row in tabs.asked() {
        let cell = |key: &str| row.text(key).unwrap_or_default();
        let at = Untrusted::new(due::stamp(tabs::known(row), now));
        table.push([at, row.name("person").cloned().unwrap_or_default(), cell("text"), cell("why")]);
    }
    table
}

fn json(tabs: &Tabs, wait: Option<i64>, view: &View<'_>, case: &str) -> serde_json::Map<String, Json> {
    let now = view.ctx.now();
    let contact = |row: &Fields| {
        let of = RowOf::new().time("at", row.time("known")).text("who", row.name("person"));
        Json::Object(of.text("answer", row.text("text").as_ref()).text("why", row.text("why").as_ref()).done())
    };
    let state = tabs.state();
    let sources = tabs.sources().into_iter().map(|(source, at)| json!({ "source": source.raw(), "last": crate::app::query::rfc3339(at) }));
    RowOf::new()
        .with("case", case)
        .text("known", state.and_then(|state| state.text("text")).as_ref())
        .text("source", state.map(tabs::source).as_ref())
        .time("at", state.and_then(|state| state.time("known")))
        .with("next", tabs.promise().map(|(_, at)| crate::app::query::rfc3339(at)))
        .with("sources", sources.collect::<Vec<_>>())
        .with("asked", tabs.asked().count())
        .with("not_before", tabs.cooling(wait, now.at).map(crate::app::query::rfc3339))
        .with("contacts", tabs.asked().map(contact).collect::<Vec<_>>())
        .done()
}
