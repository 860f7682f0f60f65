//! Reviews: writing the root-cause analysis of a case, its way to approval, and printing it for a reader.

use serde_json::{Map, Value as Json, json};

use super::case::{AT, LIMIT};
use super::command::{Act, Command, refuse};
use super::draft::{Given, Input, slips};
use super::field::{Ask, Field};
use super::incident::{CASE, answer};
use super::query::{Query, RowOf, Shown, View, rfc3339};
use super::{Context, Failure, rca};
use crate::document::rca::{RcaContext, Rendered};
use crate::document::template::Templates;
use crate::document::{Document, rca as print, redact};
use crate::model::case::Case;
use crate::model::entry::{EntryKind, Review, ReviewState, Visibility};
use crate::model::sections::Sections;
use crate::model::when::{self, Lean};
use crate::model::{CaseKind, Id, Record, Subject, Untrusted, Value};
use crate::store::{Answer, Reader};

static SECTION: Field = Field::argument("section", "Section", Ask::Line, "Name of the section; 'warroom review sections' lists them");
static TEXT: Field =
    Field::optional("text", "Text", Ask::Text, "What it says, kept exactly; an empty text takes the section away, - reads standard input");
static SECTION_FOR: Field =
    Field::flag("for", "For", Ask::Choice(Visibility::CHOICES), "Who may read the section, where that differs from its template");
static STATE: Field = Field::argument("state", "State", Ask::Choice(ReviewState::CHOICES), "draft, in-review or approved");
static WHY: Field = Field::flag("why", "Why", Ask::Line, "Why; a step back must say it");
static OWNER: Field = Field::flag("owner", "Owner", Ask::Pick(Subject::Person, true), "Who writes it; a new name is added");
static DUE: Field = Field::flag("due", "Due", Ask::Time(Lean::Future), "Until when it is to be approved, if not as the policy says");

/// Commands about reviews.
pub static COMMANDS: &[Command] = &[
    Command {
        name: "review set",
        doc: "Writes one section of a case's review.",
        fields: &[&CASE, &SECTION, &TEXT, &SECTION_FOR],
        prints: None,
        run: set,
    },
    Command {
        name: "review state",
        doc: "Moves a review on: draft, in review, approved; a step back asks why.",
        fields: &[&CASE, &STATE, &AT, &WHY],
        prints: None,
        run: move_on,
    },
    Command {
        name: "review plan",
        doc: "Says who writes a case's review and until when.",
        fields: &[&CASE, &OWNER, &DUE],
        prints: None,
        run: plan,
    },
];

static READER: Field = Field::flag(
    "for",
    "For",
    Ask::Choice(Visibility::CHOICES),
    "Who is to read it: internal (the default), management or public; what they may not read is left out",
);
static FORMAT: Field = Field::flag(
    "format",
    "Format",
    Ask::Choice(&[("md", "Markdown"), ("html", "HTML"), ("json", "JSON")]),
    "md (the default), html or json",
);
static RAW: Field = Field::flag("raw", "Raw", Ask::Yes, "Leaves passwords, tokens and keys in");
static FOR_CASE: Field = Field::optional("case", "Case", Ask::Case, "Only the sections this case has, and which of them are written");

/// Queries about reviews.
pub static QUERIES: &[Query] = &[
    Query {
        name: "review show",
        doc: "Shows the review of a case as it would be printed for a reader.",
        fields: &[&CASE, &READER, &RAW],
        columns: &[],
        empty: "",
        run: show,
    },
    Query {
        name: "review export",
        doc: "Prints the review of a case as Markdown, HTML or JSON.",
        fields: &[&CASE, &READER, &FORMAT, &RAW],
        columns: &[],
        empty: "",
        run: export,
    },
    Query {
        name: "review sections",
        doc: "Lists the sections of a review with what each of them asks.",
        fields: &[&FOR_CASE],
        columns: &[("section", "Section"), ("form", "Form"), ("visibility", "For"), ("written", "Written"), ("question", "Question")],
        empty: "",
        run: sections,
    },
    Query {
        name: "review list",
        doc: "Lists cases that ended and owe a review, nearest due first.",
        fields: &[&LIMIT],
        columns: &[
            ("case", "Case"),
            ("state", "Review"),
            ("owner", "Owner"),
            ("due", "Due"),
            ("when", "When"),
            ("age", "Ended"),
            ("title", "Title"),
        ],
        empty: "no review is owed",
        run: list,
    },
];

/// Gives the templates in force.
fn templates(ctx: &Context) -> Templates {
    // Each was tried when the settings were read; one that is broken all the same leaves the built-in ones.
    Templates::with_folder(ctx.templates.iter().cloned()).unwrap_or_else(|_| Templates::built_in())
}

fn set(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let case = input.case("case")?.clone();
    let name = section(&act.ctx.sections, input.text("section").unwrap_or_default(), case.kind)?;
    let visibility = input.get("for").map(|_| Value::text(input.word("for").map(str::to_owned)));
    if input.get("text").is_none() && visibility.is_none() {
        return refuse("text", "there is nothing to write", "give a text, - for standard input, or --for to say who may read the section");
    }
    if let Some(review) = act.read().review(case.id)? {
        refuse_frozen(&case, &review)?;
    }
    let old = act.read().sections(case.id)?.into_iter().find(|s| s.name == name);
    let label = match (input.get("text"), old) {
        (Some(Given::Text(text)), old) => {
            begin(act, &case)?;
            write(act, &case, &name, text, old.map(|s| s.id), visibility)?
        }
        (Some(_), Some(old)) => {
            act.w.remove(Subject::Section, old.id)?;
            "taken away"
        }
        (None, Some(old)) => {
            act.w.set(Subject::Section, old.id, "visibility", &visibility.unwrap_or(Value::Null))?;
            "has other readers"
        }
        (_, None) => return refuse("section", format!("'{name}' is not written yet"), "give it a text"),
    };
    let mut answer = answer((case.case_ref(), case.id), format!("{} review: {name} {label}", case.case_ref()));
    answer.json = json!({ "case": case.case_ref().to_string(), "section": name });
    Ok(answer)
}

fn write(
    act: &mut Act<'_, '_>,
    case: &Case,
    name: &str,
    text: &str,
    old: Option<Id>,
    visibility: Option<Value>,
) -> Result<&'static str, Failure> {
    if let Some(id) = old {
        act.w.set(Subject::Section, id, "text", &Value::Text(text.to_owned()))?;
        if let Some(visibility) = visibility {
            act.w.set(Subject::Section, id, "visibility", &visibility)?;
        }
        return Ok("rewritten");
    }
    let record: Record = vec![
        ("case_id", Value::Ref(case.id)),
        ("name", Value::word(name)),
        ("text", Value::Text(text.to_owned())),
        ("visibility", visibility.unwrap_or(Value::Null)),
    ];
    act.w.create(Subject::Section, &record)?;
    Ok("written")
}

/// Finds a section by its name, its heading in any language, or a beginning that fits only one.
fn section(known: &Sections, typed: &str, kind: CaseKind) -> Result<String, Failure> {
    let same = |text: &str| text.trim().to_lowercase().replace(['_', ' '], "-");
    let wanted = same(typed);
    let is = |s: &&crate::model::sections::Section| {
        s.name == wanted || ["en", "nl", "zh"].iter().any(|tag| same(s.title.in_language(tag)) == wanted)
    };
    if let Some(found) = known.iter().find(|s| s.name == wanted).or_else(|| known.of(kind).find(is)) {
        if !found.is_for(kind) {
            return refuse("section", format!("'{}' is no section for an {}", found.name, kind.label()), "see 'warroom review sections'");
        }
        return Ok(found.name.clone());
    }
    let begins: Vec<&str> = known.of(kind).map(|s| s.name.as_str()).filter(|n| n.starts_with(&wanted)).collect();
    if let [only] = begins[..] {
        return Ok(only.to_owned());
    }
    let room = if wanted.chars().count() < 5 { 1 } else { 2 };
    let near = known.of(kind).map(|s| s.name.as_str()).filter(|n| slips(&wanted, n) <= room).min_by_key(|n| slips(&wanted, n));
    let hint = match (begins[..].is_empty(), near) {
        (false, _) => format!("did you mean one of {}?", begins.join(", ")),
        (true, Some(near)) => format!("did you mean '{near}'? 'warroom review sections' lists them"),
        (true, None) => format!("one of {}", known.of(kind).map(|s| s.name.as_str()).collect::<Vec<_>>().join(", ")),
    };
    refuse("section", format!("there is no section '{}'", typed.trim()), hint)
}

fn refuse_frozen(case: &Case, review: &Review) -> Result<(), Failure> {
    if review.state == ReviewState::Approved {
        let hint = format!("'warroom review state {} draft --why …' opens it again", case.case_ref());
        return refuse("case", format!("the review of {} is approved", case.case_ref()), hint);
    }
    Ok(())
}

/// Gives the review of a case; it begins as a draft.
fn begin(act: &mut Act<'_, '_>, case: &Case) -> Result<Id, Failure> {
    if let Some(review) = act.read().review(case.id)? {
        return Ok(review.id);
    }
    let record: Record = vec![("case_id", Value::Ref(case.id)), ("state", Value::word(ReviewState::Draft.key()))];
    Ok(act.w.create(Subject::Review, &record)?)
}

fn move_on(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let case = input.case("case")?.clone();
    let to = input.word("state").and_then(ReviewState::parse).unwrap_or(ReviewState::Draft);
    let from = act.read().review(case.id)?.map(|r| r.state);
    let label = format!("{} review is {}", case.case_ref(), to.label());
    if from == Some(to) {
        return refuse("state", format!("the review of {} is {} already", case.case_ref(), to.label()), "nothing is left to do");
    }
    if to != ReviewState::Approved && input.has("at") {
        return refuse("at", "only an approval has a time", "leave --at out");
    }
    let id = begin(act, &case)?;
    if let Some(from) = from.filter(|from| to < *from) {
        let Some(why) = input.text("why") else {
            return refuse("why", format!("{} is a step back from {}", to.label(), from.label()), "say why with --why");
        };
        log_reopening(act, &case, &format!("review: {} → {}", from.label(), to.label()), why)?;
    }
    act.w.set(Subject::Review, id, "state", &Value::word(to.key()))?;
    let (approved, by) = match to {
        ReviewState::Approved => {
            let at = input.time("at").unwrap_or_else(|| act.moment());
            if input.has("at") {
                act.echo("at", &at);
            }
            (Value::Time(at), Value::Text(act.ctx.actor.clone()))
        }
        _ => (Value::Null, Value::Null),
    };
    act.w.set(Subject::Review, id, "approved", &approved)?;
    act.w.set(Subject::Review, id, "approved_by", &by)?;
    if to == ReviewState::Approved {
        warn(act, &case)?;
    }
    Ok(answer((case.case_ref(), case.id), label))
}

/// Says what is odd about an approval. Nothing blocks one, an unknown cause least of all: "we do not know" is an answer.
fn warn(act: &mut Act<'_, '_>, case: &Case) -> Result<(), Failure> {
    if !case.is_closed() && case.state != "resolved" {
        act.notes.push(format!("{} is still {}", case.case_ref(), case.state));
    }
    if act.read().sections(case.id)?.is_empty() {
        act.notes.push("no section is written; the review holds what the record gives".into());
    }
    Ok(())
}

/// The log says why a review was opened again; for those who work on it only.
fn log_reopening(act: &mut Act<'_, '_>, case: &Case, text: &str, why: &str) -> Result<(), Failure> {
    let number = act.w.number(&super::entry::scope(case.id))?;
    let record: Record = vec![
        ("case_id", Value::Ref(case.id)),
        ("number", Value::Int(number)),
        ("kind", Value::word(EntryKind::State.key())),
        ("observed", Value::Time(act.moment())),
        ("logged", Value::Time(act.moment())),
        ("text", Value::Text(text.to_owned())),
        ("reason", Value::Text(why.to_owned())),
        ("author", Value::Text(act.ctx.actor.clone())),
        ("visibility", Value::word(Visibility::Internal.key())),
        ("superseded", Value::Int(0)),
        ("redacted", Value::Int(0)),
    ];
    act.w.create(Subject::Entry, &record)?;
    Ok(())
}

fn plan(act: &mut Act<'_, '_>, input: &Input) -> Result<Answer, Failure> {
    let case = input.case("case")?.clone();
    if input.get("owner").is_none() && input.get("due").is_none() {
        return refuse("owner", "there is nothing to plan", "say who with --owner, until when with --due, or both");
    }
    if let Some(review) = act.read().review(case.id)? {
        refuse_frozen(&case, &review)?;
    }
    let id = begin(act, &case)?;
    act.set_named(Subject::Review, id, input, &[("owner", "owner"), ("due", "due")])?;
    Ok(answer((case.case_ref(), case.id), format!("{} review planned", case.case_ref())))
}

fn reader(input: &Input) -> Visibility {
    input.word("for").and_then(Visibility::parse).unwrap_or(Visibility::Internal)
}

fn rendered(context: &RcaContext, ctx: &Context, raw: bool) -> Result<Rendered, Failure> {
    print::render(&templates(ctx), context, &ctx.language, raw)
        .map_err(|e| crate::model::Refusal::whole(e.to_string(), "correct the template, or take it out of the templates folder").into())
}

fn show(view: &View<'_>, input: &Input) -> Result<Shown, Failure> {
    let context = rca::gather(view, input.case("case")?, reader(input))?;
    let raw = input.yes("raw");
    let page = rendered(&context, view.ctx, raw)?;
    Ok(Shown::Page(Document::from_markdown(&page.markdown), as_json(&context, raw)))
}

fn export(view: &View<'_>, input: &Input) -> Result<Shown, Failure> {
    let case = input.case("case")?;
    let context = rca::gather(view, case, reader(input))?;
    let (language, raw) = (view.ctx.language.as_str(), input.yes("raw"));
    let page = rendered(&context, view.ctx, raw)?;
    let notes = remarks(&context, page.redactions, raw);
    let text = match input.word("format") {
        Some("html") => {
            let title = format!("{} {}", case.case_ref(), case.title.raw());
            let title = if raw { title } else { redact::redact(&title).0 };
            Document::from_markdown(&page.markdown).to_html_page(&title, language)
        }
        Some("json") => {
            let json = crate::document::print::json::to_string(&as_json(&context, raw));
            json.map_or_else(|_| String::new(), |text| text + "\n")
        }
        _ => page.markdown,
    };
    Ok(Shown::Text(text, notes))
}

/// Says what is not in the text, and what is in it that should perhaps not be.
fn remarks(context: &RcaContext, redactions: usize, raw: bool) -> Vec<String> {
    let mut notes = vec![format!("printed for {}: {} rows left out", context.footer.visibility, context.footer.left_out)];
    if raw {
        notes.push("secrets are left in (--raw)".into());
    } else if redactions > 0 {
        notes.push(format!("{redactions} secrets taken out; --raw leaves them in"));
    }
    notes
}

/// Gives the whole review as JSON: what is printed, with the case's number under `case` and null for what is not known.
fn as_json(context: &RcaContext, raw: bool) -> Json {
    let (mut value, _) = print::value(context, raw);
    if let Some(fields) = value.as_object_mut() {
        let header = fields.remove("case").unwrap_or_default();
        fields.insert("case".into(), context.case.reference.clone().into());
        fields.insert("header".into(), header);
        if let Some(Json::Array(sections)) = fields.get_mut("sections") {
            sections.retain(|s| s["text"] != "" || s["recorded"] != "");
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

fn sections(view: &View<'_>, input: &Input) -> Result<Shown, Failure> {
    let case = if input.has("case") { Some(input.case("case")?) } else { None };
    let written = case.map(|c| view.read.sections(c.id)).transpose()?.unwrap_or_default();
    let language = &view.ctx.language;
    let fits = |s: &&crate::model::sections::Section| case.is_none_or(|c| s.is_for(c.kind));
    let rows = view.ctx.sections.iter().filter(fits).map(|s| {
        let own = written.iter().find(|w| w.name == s.name);
        RowOf::new()
            .with("section", s.name.clone())
            .with("title", s.title.in_language(language))
            .with("form", s.form.key())
            .with("visibility", own.and_then(|o| o.visibility).unwrap_or(s.visibility).key())
            .with("written", case.map(|_| if own.is_some() { "yes" } else { "no" }))
            .with("cases", s.cases.key())
            .with("question", s.question.clone())
            .done()
    });
    Ok(Shown::Rows(rows.collect()))
}

fn list(view: &View<'_>, input: &Input) -> Result<Shown, Failure> {
    let limit = usize::try_from(input.number("limit").unwrap_or(100)).unwrap_or(100);
    let mut rows = Vec::new();
    for (id, due) in view.read.review_debt(limit)? {
        if let Some(case) = view.read.case_by_id(id)? {
            rows.push(debt(view.read, view.ctx.at, &case, due)?);
        }
    }
    Ok(Shown::Rows(rows))
}

fn debt(read: Reader<'_>, now: i64, case: &Case, due: Option<i64>) -> Result<Map<String, Json>, Failure> {
    let review = read.review(case.id)?;
    let ended = case.time("resolved").or(case.time("closed")).and_then(|m| m.millis());
    let name = |text: &Untrusted| text.raw().to_owned();
    Ok(RowOf::new()
        .with("case", case.case_ref().to_string())
        .with("title", case.title.raw())
        .with("priority", case.priority.clone())
        .with("state", review.as_ref().map(|r| r.state.key()))
        .with("owner", review.as_ref().and_then(|r| r.owner.as_ref()).or(case.lead.as_ref()).map(|o| name(&o.name)))
        .with("due", due.map(rfc3339))
        .with("when", due.map(|due| when::until(due - now)))
        .with("ended", ended.map(rfc3339))
        .with("age", ended.map(|ended| when::ago(now - ended)))
        .done())
}
