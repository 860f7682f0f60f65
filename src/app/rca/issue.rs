//! From the record to the report of an issue, for one reader: the same head and rows as a review, with what the issue playbook kept.

use super::blocks::{Block, seen};
use super::{Fill, filled, footer, header, rows, sections, times};
use crate::app::query::View;
use crate::app::{Failure, choice, decision, judged, party};
use crate::document::issue_report::IssueReport;
use crate::document::rca::{self, RcaBlock};
use crate::model::case::Case;
use crate::model::entry::{EntryKind, Visibility};
use crate::model::fields::Fields;
use crate::model::{Subject, Untrusted, quantity};

/// What an issue does to a project: the column, the heading, and whether it is counted in days.
const ASPECTS: &[(&str, &str)] = &[
    ("time", "effect_time"),
    ("cost", "effect_cost"),
    ("scope", "effect_scope"),
    ("quality", "effect_quality"),
    ("benefits", "effect_benefits"),
    ("risk", "effect_risk"),
    ("people", "effect_people"),
];
/// Section of a review that says what caused it.
const CAUSES: &str = "causes";

/// Gathers the report of an issue for one reader.
///
/// # Errors
/// The store's.
pub fn issue_report(view: &View<'_>, case: &Case, reader: Visibility) -> Result<IssueReport, Failure> {
    let mut fill = filled(view, case, reader);
    let review = view.read.review(case.id)?;
    let rows = rows::gather(&mut fill)?;
    let head = header::case(&mut fill, review.as_ref(), &rows)?;
    let causes = sections(&mut fill, &head)?.into_iter().find(|section| section.name == CAUSES).map(|section| section.text);
    let named = fill.names_people();
    let raised_by = header::text(&mut fill, "raised_by", case.raised_by.as_ref())?;
    let recommended = recommended(&mut fill)?;
    let mut report = IssueReport {
        raised_by: Some(raised_by).filter(|_| named).unwrap_or_default(),
        author: Untrusted::from(if named { view.ctx.actor.clone() } else { String::new() }),
        written: rca::full_time(&view.ctx.moment(), fill.zone, &fill.words),
        times: times::of_case(&fill),
        causes: causes.unwrap_or_default(),
        impact: impact(&mut fill)?,
        options: options(&mut fill)?,
        recommendation: recommended.as_ref().map(title).unwrap_or_default(),
        recommended_why: recommended.and_then(|option| option.text("note")).unwrap_or_default(),
        parties: table(&mut fill, party::block)?,
        decisions: table(&mut fill, decision::block)?,
        actions: rows.printed.actions,
        case: head,
        ..IssueReport::default()
    };
    let hypothesis = EntryKind::Hypothesis.label();
    report.hypotheses = rows.printed.hypotheses.into_iter().filter(|row| row.kind == hypothesis).collect();
    if let Some(decisions) = &mut report.decisions {
        decisions.rows.reverse();
    }
    report.footer = footer(&fill)?;
    Ok(report)
}

type Telling = fn(&View<'_>, &Case) -> Result<Option<Block>, Failure>;

fn table(fill: &mut Fill<'_>, tell: Telling) -> Result<Option<RcaBlock>, Failure> {
    Ok(tell(fill.view, fill.case)?.and_then(|block| seen(fill, block)))
}

fn title(option: &Fields) -> Untrusted {
    format!("{} {}", choice::name(option), option.word("title")).into()
}

/// Gives the options, and says of doing nothing that nobody has looked at it where that is so.
fn options(fill: &mut Fill<'_>) -> Result<RcaBlock, Failure> {
    let word = |key: &&str| if key.is_empty() { String::new() } else { fill.word(key) };
    let empty = RcaBlock { title: fill.word("options"), columns: choice::COLUMNS.iter().map(word).collect(), rows: Vec::new() };
    let nothing = fill.view.read.fields_of(Subject::Choice, fill.case.id)?.iter().any(choice::is_nothing);
    let mut block = table(fill, choice::block)?.unwrap_or(empty);
    if !nothing {
        let not_judged = fill.word("not_assessed");
        let mut row = vec![Untrusted::default(), fill.word("do_nothing").into()];
        row.resize(choice::COLUMNS.len() - 1, Untrusted::default());
        row.push(not_judged.into());
        block.rows.push(row);
    }
    Ok(without_empty_columns(block))
}

/// Leaves out columns that say nothing of any row, so that a page has room for the others.
fn without_empty_columns(block: RcaBlock) -> RcaBlock {
    let says = |at: usize| block.rows.iter().any(|row| row.get(at).is_some_and(|cell| !cell.is_blank()));
    let kept: Vec<usize> = (0..block.columns.len()).filter(|at| says(*at)).collect();
    let columns = kept.iter().filter_map(|at| block.columns.get(*at).cloned()).collect();
    let row = |row: Vec<Untrusted>| kept.iter().filter_map(|at| row.get(*at).cloned()).collect();
    RcaBlock { title: block.title, columns, rows: block.rows.into_iter().map(row).collect() }
}

fn recommended(fill: &mut Fill<'_>) -> Result<Option<Fields>, Failure> {
    let options = fill.view.read.fields_of(Subject::Choice, fill.case.id)?;
    Ok(options.into_iter().find(|option| choice::is_recommended(option) && judged::visibility(option) >= fill.reader))
}

/// Sets what is on record of every project side by side, aspect by aspect; nothing where nobody has assessed it.
fn impact(fill: &mut Fill<'_>) -> Result<Option<RcaBlock>, Failure> {
    let all = fill.view.read.fields_of(Subject::Impact, fill.case.id)?;
    let projects: Vec<Fields> = all.into_iter().filter(|row| fill.may(judged::visibility(row))).collect();
    if projects.is_empty() {
        return Ok(None);
    }
    let unknown = fill.word("unknown");
    let names = projects.iter().map(|row| row.name("project").map_or_else(String::new, |name| name.raw().to_owned()));
    let columns = [fill.word("aspect")].into_iter().chain(names).collect();
    let cell = |row: &Fields, key: &str| match (key, row.int(key)) {
        (_, None) => unknown.clone(),
        ("cost", Some(minor)) => quantity::money(minor, row.word("currency")),
        (_, Some(amount)) => quantity::hundredths(amount),
    };
    let aspect = |(key, heading): &(&str, &str)| {
        let cells = projects.iter().map(|row| Untrusted::from(cell(row, key)));
        [Untrusted::from(fill.word(heading))].into_iter().chain(cells).collect()
    };
    let mut rows: Vec<Vec<Untrusted>> = ASPECTS.iter().map(aspect).collect();
    if projects.iter().any(|row| row.raw("note").is_some()) {
        let notes = projects.iter().map(|row| row.text("note").unwrap_or_default());
        rows.push([Untrusted::from(fill.word("note"))].into_iter().chain(notes).collect());
    }
    Ok(Some(RcaBlock { title: fill.word("impact_analysis"), columns, rows }))
}
