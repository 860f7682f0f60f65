//! What a case does to projects as a page and as rows.

use std::collections::BTreeSet;

use serde_json::{Map, Value as Json, json};

use super::assess::{Hit, amount_words, assess, open_of, tolerance_words, total_of};
use super::exception;
use super::set::{outside, spoken};
use crate::app::draft::Input;
use crate::app::query::{RowOf, Shown, View};
use crate::app::{Failure, plan};
use crate::document::{Align, Document, Inline, Table};
use crate::model::case::Case;
use crate::model::fields::Fields;
use crate::model::plan::{Adds, Aspect, Effect, Health, Sum, Total, day_of, sums};
use crate::model::quantity::{hundredths, money, people, plus, signed};
use crate::model::when::{self, Now};
use crate::model::{Id, Moment, Subject, Untrusted};

/// Gives the key of an aspect's word in the headings of documents.
pub(super) fn aspect_key(aspect: Aspect) -> &'static str {
    match aspect {
        Aspect::Time => "aspect_time",
        Aspect::Cost => "aspect_cost",
        Aspect::Scope => "aspect_scope",
        Aspect::Quality => "aspect_quality",
        Aspect::Benefits => "aspect_benefits",
        Aspect::Risk => "aspect_risk",
        Aspect::Sustainability => "aspect_sustainability",
    }
}

/// Names what is counted of an aspect: days, a currency, the unit of its tolerance.
pub(super) fn unit_of<'a>(sum: &'a Sum, currency: Option<&'a str>) -> &'a str {
    match sum.aspect {
        Aspect::Time => "d",
        Aspect::Cost => currency.unwrap_or_default(),
        _ => sum.unit.as_deref().unwrap_or_default(),
    }
}

/// Gives plan, forecast before and forecast after of an aspect as they are shown: of time the dates, where they are known.
pub(super) fn three(hit: &Hit, sum: &Sum) -> [Option<String>; 3] {
    let currency = hit.currency();
    let words = |amount: Option<i64>| amount.map(|amount| amount_words(sum.aspect, amount, currency));
    let known = matches!(sum.adds, Adds::Known(_)) || (sum.adds == Adds::Unsaid && !matches!(sum.aspect, Aspect::Time | Aspect::Cost));
    let end = hit.pushed.iter().find(|pushed| pushed.name.is_none());
    let date = |moment: Option<Moment>| moment.and_then(day_of).map(|day| day.to_string());
    if sum.aspect == Aspect::Time && hit.plan.end().is_some() {
        let was = date(hit.plan.end());
        return [date(hit.plan.ends).or_else(|| was.clone()), was, end.and_then(|end| end.to).map(|to| to.to_string())];
    }
    [words(sum.target), words(sum.before), words(sum.after.filter(|_| known))]
}

/// Words what is added to an aspect.
pub(super) fn adds_words(sum: &Sum, currency: Option<&str>, unknown: &str) -> Option<String> {
    match sum.adds {
        Adds::Known(amount) => Some(plus(amount, amount_words(sum.aspect, amount, currency))),
        Adds::Unknown(_) => Some(unknown.to_owned()),
        Adds::Unsaid => None,
    }
}

/// Words how far an aspect is off its plan; what is not known may come on top.
pub(super) fn off_words(sum: &Sum, currency: Option<&str>) -> String {
    let off = plus(sum.off, amount_words(sum.aspect, sum.off, currency));
    if matches!(sum.adds, Adds::Unknown(_)) { format!("{off} + ?") } else { off }
}

/// Words how much of a tolerance is used.
pub(super) fn used_words(sum: &Sum) -> Option<String> {
    sum.used().map(|used| format!("{used} %"))
}

/// Words the total: `+8 d, EUR 12,000, JPY 300,000, 3 people`.
pub(super) fn total_words(total: &Total) -> String {
    let costs = total.costs.iter().map(|(currency, cost)| money(*cost, currency));
    let heads = Some(people(total.people)).filter(|_| total.people != 0);
    std::iter::once(format!("{} d", signed(total.days))).chain(costs).chain(heads).collect::<Vec<_>>().join(", ")
}

/// Words what is open: "1 unknown, 2 not said yet".
fn open_words(hits: &[Hit]) -> String {
    let (unknown, unsaid) = open_of(hits);
    let parts = [(unknown, "unknown"), (unsaid, "not said yet")];
    parts.iter().filter(|(n, _)| *n > 0).map(|(n, word)| format!("{n} {word}")).collect::<Vec<_>>().join(", ")
}

/// Lists the aspects that are outside, project by project.
fn breach_words(hits: &[Hit]) -> String {
    let one = |hit: &Hit| {
        let all: Vec<&str> = hit.breaches().map(|sum| sum.aspect.label()).collect();
        (!all.is_empty()).then(|| format!("{} ({})", hit.name.raw(), all.join(", ")))
    };
    hits.iter().filter_map(one).collect::<Vec<_>>().join(", ")
}

pub(super) fn show(view: &View<'_>, input: &Input) -> Result<Shown, Failure> {
    let case = input.case("case")?;
    let hits = assess(view.read, case)?;
    let now = view.ctx.now();
    let mut page = Document::new().heading(1, Untrusted::new(format!("{} impact on projects", case.case_ref())));
    if hits.is_empty() {
        page = page.paragraph("No plan is frozen for this case, and nobody has said what it does to a project.");
    } else {
        page = page.facts([
            ("Outside tolerance", breach_words(&hits)),
            ("In total", total_words(&total_of(&hits))),
            ("Still open", open_words(&hits)),
        ]);
    }
    for hit in &hits {
        let raised = exception::of(view.read, case.id, hit.project)?.and_then(|row| row.time("raised"));
        page = page.append(of_project(case, hit, raised, &now));
    }
    Ok(Shown::Page(page, as_json(case, &hits)))
}

fn of_project(case: &Case, hit: &Hit, raised: Option<Moment>, now: &Now) -> Document {
    let health = hit.health();
    let mut page = Document::new().heading(2, Untrusted::new(format!("{} ({})", hit.name.raw(), health.letter())));
    page = page.table(sum_table(&case.case_ref().to_string(), hit));
    if !hit.pushed.is_empty() {
        let mut table = Table::new(["Date", "Was", "With this"]);
        for pushed in &hit.pushed {
            let name = pushed.name.clone().unwrap_or_else(|| "end of the project".to_owned());
            table.push([name, pushed.was.to_string(), pushed.to.map_or_else(|| "unknown".to_owned(), |to| to.to_string())]);
        }
        page = page.table(table);
    }
    let people = hit.effect.people.amount().map(|people| {
        let how = if hit.counted { " (as assigned)" } else { "" };
        format!("{}{how}", hundredths(people))
    });
    let open = hit.open.iter().map(|(field, due)| {
        let words = due.map(|due| format!("{field}, expected {}", when::echo(&due, now)));
        words.unwrap_or_else(|| field.clone())
    });
    let outside: Vec<String> = hit.breaches().map(|sum| outside(sum, hit.currency())).collect();
    let taken = hit.taken.map_or_else(|| "not frozen".to_owned(), |taken| when::stamp(&taken, now.zone));
    let facts: [(&str, Untrusted); 5] = [
        ("Outside tolerance", outside.join("; ").into()),
        ("Unknown", open.collect::<Vec<_>>().join("; ").into()),
        ("People taken", people.unwrap_or_default().into()),
        ("Note", hit.row.as_ref().and_then(|row| row.text("note")).unwrap_or_default()),
        ("Plan frozen", taken.into()),
    ];
    page = page.facts(facts);
    let of = format!("{} {}", case.case_ref(), spoken(&hit.name));
    let next = match raised {
        _ if outside.is_empty() => return page,
        Some(raised) => format!("The exception report was begun {}; 'exception show {of}' shows it.", when::stamp(&raised, now.zone)),
        None => format!("An exception report is due: 'exception set {of}' writes it."),
    };
    page.paragraph(Untrusted::new(next))
}

/// Sets the sums out with an aspect a column, so that figures of one kind stand under each other.
fn sum_table(case: &str, hit: &Hit) -> Table {
    let currency = hit.currency();
    let head = hit.sums.iter().map(|sum| {
        let unit = unit_of(sum, currency);
        if unit.is_empty() { sum.aspect.label().to_owned() } else { format!("{}, {unit}", sum.aspect.label()) }
    });
    let mut table = Table::new(std::iter::once(String::new()).chain(head).map(Inline::from));
    table = table.align(std::iter::once(Align::Left).chain(hit.sums.iter().map(|_| Align::Right)));
    let mut row = |label: String, cell: &dyn Fn(&Sum) -> Option<String>| {
        let cells = hit.sums.iter().map(|sum| cell(sum).unwrap_or_else(|| "-".to_owned()));
        table.push(std::iter::once(label).chain(cells));
    };
    row("Plan".into(), &|sum| three(hit, sum)[0].clone());
    row("Forecast then".into(), &|sum| three(hit, sum)[1].clone());
    row(format!("{case} adds"), &|sum| adds_words(sum, currency, "unknown"));
    row("Forecast now".into(), &|sum| {
        three(hit, sum)[2].clone().or_else(|| matches!(sum.adds, Adds::Unknown(_)).then(|| "unknown".into()))
    });
    row("Off the plan".into(), &|sum| Some(off_words(sum, currency)));
    row("Tolerance".into(), &|sum| Some(tolerance_words(sum, currency)).filter(|words| !words.is_empty()));
    row("Used".into(), &used_words);
    row("Outside".into(), &|sum| sum.has_tolerance().then(|| if sum.is_breach() { "yes" } else { "no" }.to_owned()));
    table
}

/// Gives a project's share as JSON: amounts as people write them, sums in the smallest unit beside them.
pub(super) fn hit_json(hit: &Hit) -> Json {
    let currency = hit.currency();
    let sum = |sum: &Sum| {
        json!({
            "aspect": sum.aspect.key(), "unit": unit_of(sum, currency), "target": sum.target, "before": sum.before,
            "adds": sum.adds.amount(), "unknown": matches!(sum.adds, Adds::Unknown(_)), "after": sum.after, "off": sum.off,
            "plus": sum.plus, "minus": sum.minus, "used": sum.used(), "outside": sum.is_breach(),
        })
    };
    let pushed = hit.pushed.iter().map(|p| json!({ "name": p.name, "was": p.was.to_string(), "to": p.to.map(|to| to.to_string()) }));
    let amount = |adds: Adds| adds.amount().map(hundredths);
    let effect = &hit.effect;
    RowOf::new()
        .text("project", Some(&hit.name))
        .with("record", hit.record.clone())
        .with("health", hit.health().letter())
        .time("frozen", hit.taken)
        .with("currency", currency)
        .with("time", amount(effect.time))
        .with("cost", effect.cost.amount().map(|cost| money(cost, currency.unwrap_or_default())))
        .with("cost_minor", effect.cost.amount())
        .with("scope", amount(effect.scope))
        .with("quality", amount(effect.quality))
        .with("benefits", amount(effect.benefits))
        .with("risk", amount(effect.risk))
        .with("people", amount(effect.people))
        .with("people_counted", hit.counted)
        .text("note", hit.row.as_ref().and_then(|row| row.text("note")).as_ref())
        .with("for", hit.row.as_ref().map(|row| row.word("visibility").to_owned()))
        .with("outside", hit.breaches().map(|sum| sum.aspect.key()).collect::<Vec<_>>())
        .with("unknown", hit.open.iter().map(|(field, _)| field.clone()).collect::<Vec<_>>())
        .with("sums", hit.sums.iter().map(sum).collect::<Vec<_>>())
        .with("pushed", pushed.collect::<Vec<_>>())
        .done()
        .into()
}

fn as_json(case: &Case, hits: &[Hit]) -> Json {
    let total = total_of(hits);
    let (unknown, unsaid) = open_of(hits);
    json!({
        "case": case.case_ref().to_string(),
        "projects": hits.iter().map(hit_json).collect::<Vec<_>>(),
        "days": hundredths(total.days),
        "costs": total.costs.iter().map(|(currency, cost)| json!({ "currency": currency, "minor": cost })).collect::<Vec<_>>(),
        "people": hundredths(total.people),
        "unknown": unknown,
        "not_said": unsaid,
    })
}

pub(super) fn list(view: &View<'_>, input: &Input) -> Result<Shown, Failure> {
    let limit = input.limit(1_000);
    if input.has("case") {
        let case = input.case("case")?;
        let hits = assess(view.read, case)?;
        let row = |hit: &Hit| line(case.case_ref().to_string(), &hit.name, hit.row.as_ref(), hit.currency(), &hit.sums, &hit.effect);
        return Ok(Shown::Rows(hits.iter().take(limit).map(row).collect()));
    }
    let rows = view.read.fields_all(Subject::Impact, limit)?;
    let cases: BTreeSet<Id> = rows.iter().filter_map(|row| row.reference("case_id")).collect();
    let mut frozen = Vec::new();
    for case in cases {
        frozen.extend(plan::frozen(view.read, case)?);
    }
    let line_of = |row: &Fields| {
        let same = |frozen: &&Fields| ["case_id", "project"].iter().all(|key| frozen.reference(key) == row.reference(key));
        let plan = frozen.iter().find(same).map(plan::plan_of).unwrap_or_default();
        let effect = super::adds_of(row, &[]);
        let currency = plan.currency.as_deref().or(row.raw("currency"));
        let case = row.case.map(|(_, case)| case.to_string()).unwrap_or_default();
        line(case, row.name("project").unwrap_or(&Untrusted::default()), Some(row), currency, &sums(&plan, &effect), &effect)
    };
    Ok(Shown::Rows(rows.iter().map(line_of).collect()))
}

fn line(case: String, name: &Untrusted, row: Option<&Fields>, currency: Option<&str>, sums: &[Sum], effect: &Effect) -> Map<String, Json> {
    let outside: Vec<&str> = sums.iter().filter(|sum| sum.is_breach()).map(|sum| sum.aspect.label()).collect();
    RowOf::new()
        .with("case", case)
        .text("project", Some(name))
        .with("health", Health::of(sums).letter())
        .with("time", effect.time.amount().map(signed))
        .with("cost", effect.cost.amount().map(|cost| money(cost, currency.unwrap_or_default())))
        .with("people", effect.people.amount().map(hundredths))
        .with("outside", outside.join(", "))
        .text("note", row.and_then(|row| row.text("note")).as_ref())
        .done()
}
