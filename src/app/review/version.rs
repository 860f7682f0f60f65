//! Reviews as they were approved: one text for each reader and the record of each, frozen. Only a redaction ever takes words out of one.

use serde_json::{Map, Value as Json};

use super::printed::{as_json, reader, rendered_as};
use super::{forget, template};
use crate::app::command::{Act, refuse};
use crate::app::draft::Input;
use crate::app::query::{RowOf, Shown, View};
use crate::app::{Failure, rca};
use crate::document::Document;
use crate::document::print::json::to_string;
use crate::model::case::Case;
use crate::model::entry::Visibility;
use crate::model::fields::Fields;
use crate::model::{Id, Record, Subject, Value};
use crate::store::Reader;

/// Gives the column that holds the text for a reader.
pub(super) fn column(reader: Visibility) -> &'static str {
    match reader {
        Visibility::Internal => "internal",
        Visibility::Management => "management",
        Visibility::Public => "public",
    }
}

/// Gives the newest version of a case's review.
pub(super) fn newest(read: Reader<'_>, case: Id) -> Result<Option<Fields>, Failure> {
    Ok(read.fields_of(Subject::Version, case)?.into_iter().max_by_key(|version| version.int("number")))
}

/// Freezes the review as it stands, for every reader, and gives the version's number.
pub(super) fn freeze(act: &mut Act<'_, '_>, case: &Case) -> Result<i64, Failure> {
    let review = act.read().review(case.id)?;
    // A number that was undone is not given again.
    let scope = format!("version {}", case.id);
    let last = newest(act.read(), case.id)?.and_then(|version| version.int("number")).unwrap_or(0);
    act.w.raise(&scope, last)?;
    let number = act.w.number(&scope)?;
    let file = template::usual(act.ctx);
    let view = View { read: act.read(), ctx: act.ctx };
    let case = view.read.case_by_id(case.id)?.unwrap_or_else(|| case.clone());
    let mut record: Record = vec![("case_id", Value::Ref(case.id)), ("number", Value::Int(number))];
    record.push(("language", Value::word(&act.ctx.language)));
    let mut whole = Map::new();
    for reader in Visibility::ALL {
        let context = rca::gather(&view, &case, *reader)?;
        record.push((column(*reader), Value::Text(rendered_as(&file, &context, act.ctx, false)?.markdown)));
        whole.insert(reader.key().to_owned(), as_json(&context, false));
    }
    record.push(("record", Value::Text(Json::Object(whole).to_string())));
    let approved = review.as_ref().and_then(|review| review.approved).unwrap_or_else(|| act.moment());
    let by = review.and_then(|review| review.approved_by).map_or_else(|| act.ctx.actor.clone(), |by| by.into_raw());
    record.extend([("approved", Value::Time(approved)), ("approved_by", Value::Text(by))]);
    act.w.create(Subject::Version, &record)?;
    Ok(number)
}

/// Says of a print of an approved review that it is made now, and where the approved text is.
pub(super) fn approved_as(view: &View<'_>, case: &Case) -> Result<Option<String>, Failure> {
    if !view.read.review(case.id)?.is_some_and(|review| review.state.is_approved()) {
        return Ok(None);
    }
    let number = newest(view.read, case.id)?.and_then(|version| version.int("number"));
    let name = case.case_ref();
    Ok(number.map(|number| format!("printed as the record is now; 'warroom review version {name} {number}' prints what was approved")))
}

pub(super) fn list(view: &View<'_>, input: &Input) -> Result<Shown, Failure> {
    let case = input.case("case")?;
    let versions = view.read.fields_of(Subject::Version, case.id)?;
    let shared = view.read.fields_of(Subject::Sharing, case.id)?;
    let row = |version: &Fields| {
        let number = version.int("number");
        let with: Vec<String> = shared.iter().filter(|one| one.int("version") == number).map(super::share::with).collect();
        RowOf::new()
            .with("case", case.case_ref().to_string())
            .with("version", number)
            .time("approved", version.time("approved"))
            .text("by", version.text("approved_by").as_ref())
            .with("language", version.word("language"))
            .with("shared", (!with.is_empty()).then(|| with.join(", ")))
            .done()
    };
    Ok(Shown::Rows(versions.iter().map(row).collect()))
}

pub(super) fn show(view: &View<'_>, input: &Input) -> Result<Shown, Failure> {
    let case = input.case("case")?;
    let versions = view.read.fields_of(Subject::Version, case.id)?;
    let wanted = input.number("number");
    let found = versions.iter().find(|version| version.int("number") == wanted);
    let Some(version) = found else {
        let last = versions.iter().filter_map(|version| version.int("number")).max();
        let hint = last.map_or("approving a review freezes the first".to_owned(), |last| format!("the newest is {last}"));
        return refuse("number", format!("the review of {} has no version {}", case.case_ref(), wanted.unwrap_or_default()), hint);
    };
    let reader = reader(input).max(view.read.floor());
    let markdown = version.word(column(reader)).to_owned();
    let text = match input.word("format") {
        Some("html") => {
            let page = Document::from_markdown(&markdown);
            page.to_html_page(&page.title(), version.word("language"))
        }
        Some("json") if version.raw("record").is_none() => {
            return refuse("format", "a shared screen gets no record", "end the sharing first, or take another format");
        }
        Some("json") => {
            let whole: Json = serde_json::from_str(version.word("record")).unwrap_or_default();
            to_string(&whole[reader.key()]).map_or_else(|_| String::new(), |text| text + "\n")
        }
        _ => markdown,
    };
    Ok(Shown::Text(text, vec![format!("version {}, as it was approved, for {}", wanted.unwrap_or_default(), reader.label())]))
}

/// Takes words that were redacted out of every version of these cases. What cannot be shown to be gone is blanked whole, with a remark
/// in its place: a frozen text that still holds the words would be the one place they survive.
pub(in crate::app) fn take_out(act: &mut Act<'_, '_>, cases: &[Id], words: &[String]) -> Result<(), Failure> {
    // An approval that was undone is no version any more, and its texts still stand in the journal.
    for case in cases {
        for gone in act.read().records_ever(Subject::Version, "case_id", *case)? {
            if act.read().fields(Subject::Version, gone)?.is_none() {
                act.w.blank_journal(gone)?;
            }
        }
    }
    let words = forget::printed(words);
    for version in cases.iter().map(|case| act.read().fields_of(Subject::Version, *case)).collect::<Result<Vec<_>, _>>()?.concat() {
        let mut left = Vec::new();
        for reader in Visibility::ALL {
            let column = column(*reader);
            left.extend(forget::markdown(version.word(column), &words).map(|text| (column, Value::Text(text))));
        }
        left.extend(forget::record(version.word("record"), &words).map(|text| ("record", Value::Text(text))));
        if left.is_empty() {
            continue;
        }
        act.w.set_all(Subject::Version, version.id, &left)?;
        act.w.blank_journal(version.id)?;
        for (column, _) in &left {
            act.w.blank_field(version.id, column)?;
        }
        let number = version.int("number").unwrap_or_default();
        let case = version.case.map(|(_, case)| case.to_string()).unwrap_or_default();
        act.notes.push(format!("its words are taken out of version {number} of the review of {case} too"));
    }
    Ok(())
}
