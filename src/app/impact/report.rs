//! The exception report of a project: what is gathered for one reader, and the two queries that give it. How it is laid out stands in
//! `printed`.
//!
//! Here is the one place that decides what a reader gets of it.

use super::assess::{Hit, assess, total_of};
use super::exception::{self, visibility};
use super::printed::{Words, as_json, document};
use crate::app::draft::Input;
use crate::app::query::{Shown, View};
use crate::app::{Failure, plan};
use crate::document::{print, redact};
use crate::model::case::Case;
use crate::model::entry::{EntryKind, Facet, LogFrom, Verdict, Visibility};
use crate::model::fields::Fields;
use crate::model::plan::{Adds, Effect, Sum, Total, sums};
use crate::model::{Refusal, Subject, Untrusted};

/// Holds a report as one reader gets it, secrets taken out.
pub(super) struct Report {
    pub case: String,
    pub title: Untrusted,
    pub hit: Hit,
    /// The kept parts, if the reader may see them.
    pub raised: Option<String>,
    pub cause: Option<Untrusted>,
    pub is_confirmed: bool,
    pub consequences: Option<Untrusted>,
    pub recommendation: Option<Untrusted>,
    pub lessons: Option<Untrusted>,
    pub options: Vec<Choice>,
    /// All projects that the reader may see, together.
    pub total: Total,
    pub reader: Visibility,
    pub change: String,
    pub left_out: usize,
    pub redactions: usize,
}

/// Holds one option with its effects.
pub(super) struct Choice {
    /// `O-2`; nothing for what is only computed.
    pub number: Option<String>,
    /// Its title; nothing is doing nothing.
    pub title: Option<Untrusted>,
    pub is_recommended: bool,
    pub time: Adds,
    pub cost: Adds,
    /// Currency its cost is in.
    pub currency: String,
    pub scope: Option<Untrusted>,
    pub risk: Option<Untrusted>,
    pub business: Option<Untrusted>,
    /// What suitable, feasible and acceptable were answered with.
    pub judged: [Option<bool>; 3],
    /// The sums it leads to; nothing where its time and cost are not both known in the project's money.
    pub sums: Option<Vec<Sum>>,
}

/// Takes secrets out of what goes into a report, and counts them.
struct Clean {
    raw: bool,
    count: usize,
}

impl Clean {
    fn text(&mut self, text: Option<Untrusted>) -> Option<Untrusted> {
        let text = text.filter(|text| !text.is_blank())?;
        if self.raw {
            return Some(text);
        }
        let (clean, count) = redact::redact(text.raw());
        self.count += count;
        Some(clean.into())
    }
}

pub(super) fn show(view: &View<'_>, input: &Input) -> Result<Shown, Failure> {
    let report = gather(view, input)?;
    let words = Words::of(view.ctx);
    Ok(Shown::Page(document(&report, &words), as_json(&report, &words)))
}

pub(super) fn export(view: &View<'_>, input: &Input) -> Result<Shown, Failure> {
    let report = gather(view, input)?;
    let words = Words::of(view.ctx);
    let page = document(&report, &words);
    let text = match input.word("format") {
        Some("html") => page.to_html_page(&words.title(&report), &view.ctx.language),
        Some("json") => print::json::to_string(&as_json(&report, &words)).map_or_else(|_| String::new(), |text| text + "\n"),
        _ => page.to_markdown(),
    };
    Ok(Shown::Text(text, remarks(&report, input.yes("raw"))))
}

/// Says what is not in the text, and what is in it that should perhaps not be.
fn remarks(report: &Report, raw: bool) -> Vec<String> {
    let mut notes = vec![format!("printed for {}: {} rows left out", report.reader.key(), report.left_out)];
    if raw {
        notes.push("secrets are left in (--raw)".into());
    } else if report.redactions > 0 {
        notes.push(format!("secrets taken out: {}; --raw leaves them in", report.redactions));
    }
    if report.hit.breaches().next().is_none() {
        notes.push("no forecast is outside tolerance: as the figures stand, nobody has to be told of an exception".into());
    }
    notes
}

fn gather(view: &View<'_>, input: &Input) -> Result<Report, Failure> {
    let case = input.case("case")?;
    let project = plan::project(input)?;
    let reader = input.word("for").and_then(Visibility::parse).unwrap_or(Visibility::Internal).max(view.read.floor());
    let mut hits = assess(view.read, case)?;
    hits.retain(|hit| hit.is_begun());
    let all = hits.len();
    let unsaid = || {
        let why = format!("nobody has said yet what {} does to {}", case.case_ref(), project.name.raw());
        Refusal::field("project", why, "'impact set' says it; the report is made of its sums")
    };
    let at = hits.iter().position(|hit| hit.project == project.id).ok_or_else(unsaid)?;
    let of_hit = visibility(hits[at].row.as_ref());
    if of_hit < reader {
        let why = format!("what {} does to {} is for {} readers", case.case_ref(), project.name.raw(), of_hit.label());
        return Err(Refusal::field("for", why, "print it for them, or say with 'impact set' who else may read it").into());
    }
    hits.retain(|hit| visibility(hit.row.as_ref()) >= reader);
    let total = total_of(&hits);
    let mut left_out = all - hits.len();
    let hit = hits.into_iter().find(|hit| hit.project == project.id).ok_or_else(unsaid)?;
    let kept = exception::of(view.read, case.id, project.id)?;
    left_out += usize::from(kept.as_ref().is_some_and(|kept| visibility(Some(kept)) < reader));
    let kept = kept.filter(|kept| visibility(Some(kept)) >= reader);
    let mut clean = Clean { raw: input.yes("raw"), count: 0 };
    let (confirmed, is_confirmed) = confirmed(view, case, reader)?;
    let mut part = |key: &str| clean.text(kept.as_ref().and_then(|kept| kept.text(key)));
    let (cause, consequences) = (part("cause"), part("consequences"));
    let (recommendation, lessons) = (part("recommendation"), part("lessons"));
    let cause = cause.or_else(|| clean.text(confirmed));
    let (options, hidden) = options(view, case, &hit, reader, &mut clean)?;
    let raised = kept.as_ref().and_then(|kept| kept.time("raised"));
    Ok(Report {
        case: case.case_ref().to_string(),
        title: clean.text(Some(case.title.clone())).unwrap_or_default(),
        raised: raised.map(|at| crate::model::when::stamp(&at, view.ctx.zone)),
        cause,
        is_confirmed,
        consequences,
        recommendation,
        lessons,
        options,
        total,
        reader,
        change: format!("b{}", view.read.last_batch()?),
        left_out: left_out + hidden,
        redactions: clean.count,
        hit,
    })
}

/// Gives the cause as the log has confirmed it, as far as the reader may see it, and whether any is confirmed.
fn confirmed(view: &View<'_>, case: &Case, reader: Visibility) -> Result<(Option<Untrusted>, bool), Failure> {
    let all = view.read.log(case.id, Some(Facet::Unknowns), LogFrom::Start, usize::MAX)?;
    let is = |e: &&crate::model::entry::Entry| e.kind == EntryKind::Hypothesis && e.verdict == Some(Verdict::Confirmed) && !e.redacted;
    let seen: Vec<&str> = all.iter().filter(is).filter(|e| e.visibility >= reader).map(|e| e.text.raw()).collect();
    Ok((Some(seen.join("\n").into()).filter(|text: &Untrusted| !text.is_blank()), all.iter().any(|e| is(&e))))
}

/// Gives the options of the case that are about the project or about none, doing nothing among them whoever forgot it.
fn options(view: &View<'_>, case: &Case, hit: &Hit, reader: Visibility, clean: &mut Clean) -> Result<(Vec<Choice>, usize), Failure> {
    let mut rows = view.read.fields_of(Subject::Choice, case.id)?;
    rows.retain(|row| row.reference("project").is_none_or(|project| project == hit.project));
    let all = rows.len();
    rows.retain(|row| visibility(Some(row)) >= reader);
    let hidden = all - rows.len();
    let mut options: Vec<Choice> = rows.iter().map(|row| choice(row, hit, clean)).collect();
    if !rows.iter().any(|row| row.int("is_nothing") == Some(1)) {
        options.insert(0, nothing(hit));
    }
    Ok((options, hidden))
}

fn nothing(hit: &Hit) -> Choice {
    Choice {
        number: None,
        title: None,
        is_recommended: false,
        time: hit.effect.time,
        cost: hit.effect.cost,
        currency: hit.currency().unwrap_or_default().to_owned(),
        scope: None,
        risk: None,
        business: None,
        judged: [None; 3],
        sums: Some(hit.sums.clone()),
    }
}

fn choice(row: &Fields, hit: &Hit, clean: &mut Clean) -> Choice {
    let is_nothing = row.int("is_nothing") == Some(1);
    // Doing nothing is what the sums say, unless somebody has said something else.
    let or_as_is = |said: Option<i64>, as_is: Adds| match said {
        Some(amount) => Adds::Known(amount),
        None if is_nothing => as_is,
        None => Adds::Unsaid,
    };
    let (time, cost) = (or_as_is(row.int("time"), hit.effect.time), or_as_is(row.int("cost"), hit.effect.cost));
    let own = hit.currency().unwrap_or_default();
    let currency = row.raw("currency").filter(|_| row.int("cost").is_some()).unwrap_or(own).to_owned();
    let is_known = time.amount().is_some() && cost.amount().is_some() && currency == own;
    let effect = Effect { time, cost, ..hit.effect };
    let judged = ["suitable", "feasible", "acceptable"].map(|key| row.raw(key).map(|word| word == "yes"));
    Choice {
        number: row.number(),
        title: clean.text(row.text("title")),
        is_recommended: row.int("recommended") == Some(1),
        time,
        cost,
        currency,
        scope: clean.text(row.text("scope")),
        risk: clean.text(row.text("risk")),
        business: clean.text(row.text("note")),
        judged,
        sums: is_known.then(|| sums(&hit.plan, &effect)),
    }
}
