//! What was logged, as it was printed: the timeline, and the lists of decisions, hypotheses and questions that say more of its lines.

use chrono::NaiveDate;

use super::brought::{Line, key};
use super::columns::Columns;
use super::printed::{Language, labelled};
use super::rows::line_number;
use crate::model::Moment;
use crate::model::entry::{Confidence, EntryKind, Verdict};

/// Reads the timeline; nothing if it has no column that says what happened.
pub fn timeline(columns: &Columns<'_>, day: Option<NaiveDate>, language: &Language) -> Option<Vec<Line>> {
    columns.has("what").then(|| columns.rows.iter().filter_map(|row| line(columns, row, day, language)).collect())
}

fn line<'a>(
    columns: &Columns<'a>,
    row: &'a [crate::document::outline::Words],
    day: Option<NaiveDate>,
    language: &Language,
) -> Option<Line> {
    let what = columns.cell(row, "what")?;
    let at = columns.text(row, "time");
    let (at, starred) = at.strip_suffix('*').map_or((at.as_str(), false), |at| (at.trim(), true));
    let kinds = columns.text(row, "kind");
    let mut words = kinds.split(", ");
    let kind = words.next().and_then(|word| labelled(EntryKind::CHOICES, word)).and_then(EntryKind::parse).unwrap_or(EntryKind::Fact);
    let (mut verdict, mut tags) = (None, if starred { vec!["key"] } else { Vec::new() });
    for word in words {
        match word.strip_prefix('#') {
            Some(tag) => tags.push(tag),
            None => verdict = labelled(Verdict::CHOICES, word).and_then(Verdict::parse).or(verdict),
        }
    }
    let (text, reason) = language.reason(what);
    if text.trim().is_empty() && at.is_empty() {
        return None;
    }
    let number = columns.name(row).and_then(|name| line_number(&name)).unwrap_or(0);
    Some(Line {
        key: key(&[&number.to_string(), &text]),
        number,
        kind,
        observed: language.time(at, day).unwrap_or_else(Moment::unknown),
        by: Some(columns.text(row, "who")).filter(|who| !who.is_empty()),
        text: text.into(),
        reason,
        tags: Some(tags.join(" ")).filter(|tags| !tags.is_empty()),
        verdict,
        ..Line::default()
    })
}

/// Gives the line of that name; one that the timeline leaves out is added.
fn of<'l>(lines: &'l mut Vec<Line>, name: Option<String>, kind: EntryKind, text: &str) -> Option<&'l mut Line> {
    let number = name.and_then(|name| line_number(&name)).unwrap_or(0);
    let named = lines.iter().position(|line| line.number == number && number > 0);
    // Where the numbers were taken out, the words tell.
    let at = named.or_else(|| lines.iter().position(|line| line.number == 0 && line.kind == kind && line.text.raw() == text));
    let at = at.unwrap_or(lines.len());
    if at == lines.len() {
        lines.push(Line { key: key(&[&number.to_string(), text]), number, kind, ..Line::default() });
    }
    let line = lines.get_mut(at)?;
    // Here nothing is taken off the end of the words.
    line.text = text.into();
    Some(line)
}

/// Reads the decisions; nothing if that is no such table, and so for the others.
pub fn decisions(columns: &Columns<'_>, lines: &mut Vec<Line>, language: &Language) -> Option<()> {
    for row in columns.rows.iter().filter(|_| columns.has("decision")) {
        let Some(line) = of(lines, columns.name(row), EntryKind::Decision, &columns.text(row, "decision")) else { continue };
        let back = columns.text(row, "check_back");
        line.due = language.time(back.split(", ").next().unwrap_or_default(), None).map(|due| language.ends(due));
        line.reason = Some(columns.text(row, "why")).filter(|why| !why.is_empty());
        if !line.observed.is_known() {
            line.observed = language.time(&columns.text(row, "time"), None).unwrap_or_else(Moment::unknown);
        }
    }
    columns.has("decision").then_some(())
}

/// Reads the hypotheses.
pub fn hypotheses(columns: &Columns<'_>, lines: &mut Vec<Line>, language: &Language) -> Option<()> {
    for row in columns.rows.iter().filter(|_| columns.has("hypothesis")) {
        let kind = labelled(EntryKind::CHOICES, &columns.text(row, "kind")).and_then(EntryKind::parse).unwrap_or(EntryKind::Hypothesis);
        let Some(line) = of(lines, columns.name(row), kind, &columns.text(row, "hypothesis")) else { continue };
        let likely = columns.text(row, "confidence");
        let known = Confidence::ALL.iter().map(|one| one.key()).find(|key| language.means(&format!("confidence_{key}"), &likely));
        line.confidence = known.map(str::to_owned);
        let sides = [("speaks_for", "for"), ("speaks_against", "against")];
        line.evidence.clear();
        for (key, side) in sides {
            line.evidence.extend(columns.text(row, key).split(", ").filter_map(line_number).map(|number| (number, side)));
        }
    }
    columns.has("hypothesis").then_some(())
}

/// Reads the open questions.
pub fn questions(columns: &Columns<'_>, lines: &mut Vec<Line>, language: &Language) -> Option<()> {
    for row in columns.rows.iter().filter(|_| columns.has("question")) {
        let Some(line) = of(lines, columns.name(row), EntryKind::Question, &columns.text(row, "question")) else { continue };
        line.person = Some(columns.text(row, "owner")).filter(|owner| !owner.is_empty());
        line.due = language.time(&columns.text(row, "due"), None).map(|due| language.ends(due));
    }
    columns.has("question").then_some(())
}
