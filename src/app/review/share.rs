//! Handing an approved review on: to whom, by which route, when. The text that was approved goes, never the internal one.

use serde_json::{Map, Value as Json, json};

use super::version;
use crate::app::Failure;
use crate::app::command::{Act, refuse};
use crate::app::draft::{Given, Input};
use crate::app::entry::{Said, by_the_way};
use crate::app::incident::answer;
use crate::app::query::{RowOf, Shown, View};
use crate::model::entry::{EntryKind, ReviewState, Visibility};
use crate::model::fields::Fields;
use crate::model::{Record, Subject, Value};
use crate::store::Answer;

/// Readers that a review can be handed to.
pub(super) const READERS: &[(&str, &str)] = &[("management", "management"), ("public", "public")];

pub(super) fn share(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let case = input.case("case")?.clone();
    let name = case.case_ref();
    let review = act.read().review(case.id)?;
    let Some(review) = review.filter(|review| review.state.is_approved()) else {
        let hint = format!("'warroom review state {name} approved' approves it");
        return refuse("case", format!("the review of {name} is not approved"), hint);
    };
    let Some(newest) = version::newest(act.read(), case.id)? else {
        return refuse("case", format!("no text of the review of {name} is frozen"), "open it again and approve it");
    };
    let (audience, recipient) = match input.get("to") {
        Some(Given::Known(known)) => (Some(known.id), None),
        Some(Given::New(_, name)) => (None, Some(name.trim().to_owned())),
        _ => return refuse("to", "with whom is missing", "name an audience, or somebody"),
    };
    let audience = audience.map(|id| act.read().fields(Subject::Audience, id)).transpose()?.flatten();
    let reader = match (input.word("for"), &audience) {
        (Some(said), _) => Visibility::parse(said).unwrap_or(Visibility::Public),
        (None, Some(audience)) => audience.visibility().max(Visibility::Management),
        (None, None) => Visibility::Management,
    };
    let who = audience.as_ref().map(|audience| audience.word("name").to_owned()).or(recipient.clone()).unwrap_or_default();
    let at = input.time("at").unwrap_or_else(|| act.moment());
    if input.has("at") {
        act.echo("at", &at);
    }
    let number = newest.int("number").unwrap_or_default();
    let record: Record = vec![
        ("case_id", Value::Ref(case.id)),
        ("version", Value::Int(number)),
        ("audience", Value::reference(audience.as_ref().map(|audience| audience.id))),
        ("recipient", Value::text(recipient)),
        ("route", Value::text(input.text("route").map(str::to_owned))),
        ("author", Value::Text(act.ctx.actor.clone())),
        ("shared", Value::Time(at)),
        ("visibility", Value::word(reader.key())),
    ];
    act.w.create(Subject::Sharing, &record)?;
    act.w.set(Subject::Review, review.id, "state", &Value::word(ReviewState::Shared.key()))?;
    let text = format!("review: version {number} shared with {who}, for {}", reader.label());
    let why = input.text("route").map(str::to_owned);
    by_the_way(act, case.id, Said { kind: EntryKind::State, at, text, why, visibility: Visibility::Internal })?;
    act.notes.push(format!("'warroom review version {name} {number} --for {}' prints what they get", reader.key()));
    // A label says what was done; words that were typed stand in the record alone.
    let to = if audience.is_some() { format!("with {who}") } else { format!("for {}", reader.label()) };
    let mut answer = answer((name, case.id), format!("{name} review shared {to}"));
    answer.json = json!({ "case": name.to_string(), "version": number, "for": reader.key() });
    Ok(answer)
}

/// Gives with whom it was shared, by the name of the audience or as it was said.
pub(super) fn with(sharing: &Fields) -> String {
    let audience = sharing.name("audience").map(|name| name.raw().to_owned());
    audience.or_else(|| sharing.raw("recipient").map(str::to_owned)).unwrap_or_default()
}

fn row(sharing: &Fields) -> Map<String, Json> {
    RowOf::new()
        .with("case", sharing.case.map(|(_, case)| case.to_string()))
        .with("version", sharing.int("version"))
        .with("to", with(sharing))
        .with("for", sharing.word("visibility"))
        .text("route", sharing.text("route").as_ref())
        .text("author", sharing.text("author").as_ref())
        .time("shared", sharing.time("shared"))
        .done()
}

pub(super) fn list(view: &View<'_>, input: &Input) -> Result<Shown, Failure> {
    let all = view.read.fields_of(Subject::Sharing, input.case("case")?.id)?;
    Ok(Shown::Rows(all.iter().map(row).collect()))
}
