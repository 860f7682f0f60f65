//! An exception report laid out: title, cause, consequences in sums, options, recommendation, lessons (PRINCE2's parts), in the document's
//! language. Must not know who reads it: what is here is printed.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use super::assess::{Hit, tolerance_words};
use super::page::{adds_words, aspect_key, hit_json, off_words, three, unit_of, used_words};
use super::report::{Choice, Report};
use crate::app::Context;
use crate::document::{Align, Document, Inline, Table, headings};
use crate::model::plan::{Adds, Aspect, Sum};
use crate::model::quantity::{hundredths, money, signed};
use crate::model::when::stamp;
use crate::model::{Untrusted, Zone};

/// Holds the words of a document's language, and the zone its times are printed in.
pub(super) struct Words {
    words: BTreeMap<String, String>,
    zone: Zone,
}

impl Words {
    pub(super) fn of(ctx: &Context) -> Self {
        Self { words: headings::in_language(&ctx.language), zone: ctx.zone }
    }

    fn word(&self, key: &str) -> String {
        self.words.get(key).cloned().unwrap_or_else(|| key.to_owned())
    }

    /// Gives the title of a report.
    pub(super) fn title(&self, report: &Report) -> String {
        format!("{}: {}", self.word("exception_report"), report.hit.name.raw())
    }

    fn or_not_given(&self, text: Option<&Untrusted>) -> Untrusted {
        text.cloned().unwrap_or_else(|| self.word("not_given").into())
    }
}

/// Lays a report out.
pub(super) fn document(report: &Report, words: &Words) -> Document {
    let hit = &report.hit;
    let w = |key: &str| words.word(key);
    let outside: Vec<String> = hit.breaches().map(|sum| w(aspect_key(sum.aspect))).collect();
    let page = Document::new().heading(1, Untrusted::new(words.title(report))).facts([
        (w("case"), Untrusted::new(format!("{} {}", report.case, report.title.raw()))),
        (w("raised"), report.raised.clone().unwrap_or_else(|| w("not_raised")).into()),
        (w("plan_frozen"), hit.taken.map(|at| stamp(&at, words.zone)).unwrap_or_default().into()),
        (w("outside_tolerance"), if outside.is_empty() { w("no") } else { outside.join(", ") }.into()),
    ]);
    let page = page.heading(2, w("cause_of_deviation"));
    let page = match (&report.cause, report.is_confirmed) {
        (Some(cause), true) => page.paragraph(cause.clone()),
        (Some(cause), false) => page.paragraph(cause.clone()).paragraph(w("cause_not_confirmed")),
        (None, true) => page.paragraph(w("cause_elsewhere")),
        (None, false) => page.paragraph(w("cause_not_confirmed")),
    };
    let page = page.heading(2, w("consequences")).table(sum_table(&report.case, hit, words));
    let page = page.table(date_table(hit, words)).facts(beyond(report, words));
    let page = match &report.consequences {
        Some(text) => page.paragraph(text.clone()),
        None => page,
    };
    let mut page = page.heading(2, w("options")).paragraph(w("options_note"));
    for choice in &report.options {
        page = page.heading(3, Untrusted::new(name(choice, words))).facts(effects(choice, words));
    }
    let recommended = report.options.iter().find(|choice| choice.is_recommended).map(|choice| Untrusted::new(name(choice, words)));
    let page = page.heading(2, w("recommendation")).paragraph(words.or_not_given(report.recommendation.as_ref().or(recommended.as_ref())));
    let page = page.heading(2, w("lessons")).paragraph(words.or_not_given(report.lessons.as_ref()));
    page.rule().paragraph(format!("{} {} · {} {}", w("printed_for"), report.reader.label(), w("up_to"), report.change))
}

/// Sets the sums out with an aspect a column.
fn sum_table(case: &str, hit: &Hit, words: &Words) -> Table {
    let currency = hit.currency();
    let w = |key: &str| words.word(key);
    let head = hit.sums.iter().map(|sum| {
        let (aspect, unit) = (w(aspect_key(sum.aspect)), unit_of(sum, currency));
        if unit.is_empty() { aspect } else { format!("{aspect}, {unit}") }
    });
    let mut table = Table::new(std::iter::once(String::new()).chain(head).map(Inline::from));
    table = table.align(std::iter::once(Align::Left).chain(hit.sums.iter().map(|_| Align::Right)));
    let unknown = |sum: &Sum| matches!(sum.adds, Adds::Unknown(_)).then(|| w("unknown"));
    let mut row = |label: String, cell: &dyn Fn(&Sum) -> Option<String>| {
        let cells = hit.sums.iter().map(|sum| cell(sum).unwrap_or_else(|| "-".to_owned()));
        table.push(std::iter::once(label).chain(cells));
    };
    row(w("plan_row"), &|sum| three(hit, sum)[0].clone());
    row(w("forecast_then"), &|sum| three(hit, sum)[1].clone());
    row(format!("{case} {}", w("case_adds")), &|sum| adds_words(sum, currency, &w("unknown")));
    row(w("new_forecast"), &|sum| three(hit, sum)[2].clone().or_else(|| unknown(sum)));
    row(w("off_plan"), &|sum| Some(off_words(sum, currency)));
    row(w("tolerance"), &|sum| Some(tolerance_words(sum, currency)).filter(|words| !words.is_empty()));
    row(w("tolerance_used"), &used_words);
    row(w("outside_tolerance"), &|sum| sum.has_tolerance().then(|| w(if sum.is_breach() { "yes" } else { "no" })));
    table
}

fn date_table(hit: &Hit, words: &Words) -> Table {
    let mut table = Table::new([words.word("milestone_date"), words.word("was"), words.word("with_this")]);
    for pushed in &hit.pushed {
        let name = pushed.name.clone().unwrap_or_else(|| words.word("end_of_project"));
        let to = pushed.to.map_or_else(|| words.word("unknown"), |to| to.to_string());
        table.push([name, pushed.was.to_string(), to]);
    }
    table
}

/// Gives what goes beyond the table: people, what is unknown, and the sum over all projects.
fn beyond(report: &Report, words: &Words) -> Vec<(String, String)> {
    let open = report.hit.open.iter().map(|(field, due)| {
        let key = Aspect::parse(field).map_or("people_unit", aspect_key);
        let until = due.map(|due| format!(" ({})", stamp(&due, words.zone))).unwrap_or_default();
        format!("{}{until}", words.word(key))
    });
    let people = report.hit.effect.people.amount().map(hundredths).unwrap_or_default();
    let total = &report.total;
    let costs = total.costs.iter().map(|(currency, cost)| money(*cost, currency));
    let all = std::iter::once(format!("{} d", signed(total.days))).chain(costs);
    let all = all.chain(Some(format!("{} {}", hundredths(total.people), words.word("people_unit"))).filter(|_| total.people != 0));
    vec![
        (words.word("people_taken"), people),
        (words.word("open_amounts"), open.collect::<Vec<_>>().join("; ")),
        (words.word("all_projects"), all.collect::<Vec<_>>().join(", ")),
    ]
}

fn name(choice: &Choice, words: &Words) -> String {
    let title = choice.title.as_ref().map_or_else(|| words.word("do_nothing"), |title| title.raw().to_owned());
    let number = choice.number.as_ref().map(|number| format!("{number} ")).unwrap_or_default();
    let mark = if choice.is_recommended { format!(" ({})", words.word("recommended")) } else { String::new() };
    format!("{number}{title}{mark}")
}

/// Gives the effects of an option; what nobody said is said to be unknown, so that no option looks better than it is known to be.
fn effects(choice: &Choice, words: &Words) -> Vec<(String, Untrusted)> {
    let w = |key: &str| words.word(key);
    let unknown = || Untrusted::new(w("unknown"));
    let added = |adds: Adds, show: &dyn Fn(i64) -> String| adds.amount().map_or_else(unknown, |amount| show(amount).into());
    let computed = |said: &Option<Untrusted>| match said {
        Some(text) => text.clone(),
        None if choice.title.is_none() => w("as_computed").into(),
        None => unknown(),
    };
    let mut facts = vec![
        (w("business_case"), computed(&choice.business)),
        (w("effect_time"), added(choice.time, &signed)),
        (w("effect_cost"), added(choice.cost, &|cost| money(cost, &choice.currency))),
    ];
    facts.extend(choice.scope.clone().map(|scope| (w("effect_scope"), scope)));
    facts.push((w("effect_risks"), computed(&choice.risk)));
    facts.push((w("tolerances"), tolerances(choice, words).into()));
    for (key, answer) in ["suitable", "feasible", "acceptable"].iter().zip(choice.judged) {
        facts.extend(answer.map(|yes| (w(key), w(if yes { "yes" } else { "no" }).into())));
    }
    facts
}

/// Words how an option stands to the tolerances: which it leaves the project outside of.
fn tolerances(choice: &Choice, words: &Words) -> String {
    let Some(sums) = &choice.sums else { return words.word("unknown") };
    let outside: Vec<String> = sums.iter().filter(|sum| sum.is_breach()).map(|sum| words.word(aspect_key(sum.aspect))).collect();
    // Time and cost have to be said; of the rest, saying nothing says that nothing changes.
    let is_unsaid = |sum: &Sum| sum.adds == Adds::Unsaid && matches!(sum.aspect, Aspect::Time | Aspect::Cost);
    let open = |sum: &&Sum| sum.has_tolerance() && (matches!(sum.adds, Adds::Unknown(_)) || is_unsaid(sum));
    let unknown: Vec<String> = sums.iter().filter(open).map(|sum| words.word(aspect_key(sum.aspect))).collect();
    let mut parts = Vec::new();
    if !outside.is_empty() {
        parts.push(format!("{}: {}", words.word("outside"), outside.join(", ")));
    }
    if !unknown.is_empty() {
        parts.push(format!("{}: {}", words.word("unknown"), unknown.join(", ")));
    }
    if parts.is_empty() { words.word("inside") } else { parts.join("; ") }
}

/// Gives a report as JSON, with null for what is not there.
pub(super) fn as_json(report: &Report, words: &Words) -> Json {
    let text = |text: &Option<Untrusted>| text.as_ref().map(|text| text.raw().to_owned());
    let option = |choice: &Choice| {
        json!({
            "option": choice.number, "title": choice.title.as_ref().map_or_else(|| words.word("do_nothing"), |title| title.raw().to_owned()),
            "recommended": choice.is_recommended, "time": choice.time.amount().map(hundredths),
            "cost": choice.cost.amount().map(|cost| money(cost, &choice.currency)), "cost_minor": choice.cost.amount(),
            "scope": text(&choice.scope), "risk": text(&choice.risk), "business_case": text(&choice.business),
            "suitable": choice.judged[0], "feasible": choice.judged[1], "acceptable": choice.judged[2],
            "outside": choice.sums.as_ref().map(|sums| sums.iter().filter(|s| s.is_breach()).map(|s| s.aspect.key()).collect::<Vec<_>>()),
        })
    };
    json!({
        "case": report.case,
        "title": report.title.raw(),
        "project": report.hit.name.raw(),
        "raised": report.raised,
        "cause": text(&report.cause),
        "cause_confirmed": report.is_confirmed,
        "impact": hit_json(&report.hit),
        "consequences": text(&report.consequences),
        "options": report.options.iter().map(option).collect::<Vec<_>>(),
        "recommendation": text(&report.recommendation),
        "lessons": text(&report.lessons),
        "printed_for": report.reader.key(),
        "left_out": report.left_out,
        "change": report.change,
    })
}
