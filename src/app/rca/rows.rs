//! The rows of a review: timeline, decisions, hypotheses, open questions and actions, as far as a reader may see them.

use std::collections::HashMap;

use super::{Fill, causes, utc};
use crate::app::Failure;
use crate::document::rca::{self, RcaAction, RcaContext, RcaDecision, RcaEntry, RcaHypothesis, RcaLink, RcaQuestion};
use crate::model::entry::{Action, ActionState, Entry, EntryKind, LogFrom, Visibility};
use crate::model::evidence::{Evidence, Of};
use crate::model::{EntryRef, Moment, Precision, Untrusted};

/// Tag that marks a key moment.
const KEY: &str = "key";

/// Holds the rows a reader gets: as records, and as they are printed.
pub(super) struct Rows {
    pub entries: Vec<Entry>,
    pub actions: Vec<Action>,
    pub printed: RcaContext,
}

/// Reads the log and the actions and keeps what the reader may see. Amended lines are not in the log that is read.
pub(super) fn gather(fill: &mut Fill<'_>) -> Result<Rows, Failure> {
    let log = fill.view.read.log(fill.case.id, None, LogFrom::Start, usize::MAX)?;
    let all = fill.view.read.actions_of(fill.case.id)?;
    let of_entry: HashMap<i64, Visibility> = log.iter().filter_map(|e| e.action.map(|(n, _)| (n, e.visibility))).collect();
    let of_action: HashMap<i64, Visibility> = all.iter().map(|a| (a.number, a.visibility)).collect();
    let mut entries = Vec::new();
    for entry in log {
        // An action and the line that gave it are one thing said twice: the stricter of the two holds for both.
        let action = entry.action.and_then(|(n, _)| of_action.get(&n).copied()).unwrap_or(Visibility::Public);
        if fill.may(entry.visibility.min(action)) {
            entries.push(entry);
        }
    }
    let mut actions = Vec::new();
    for action in all {
        let entry = of_entry.get(&action.number).copied().unwrap_or(Visibility::Public);
        if fill.may(action.visibility.min(entry)) {
            actions.push(action);
        }
    }
    let evidence = causes::evidence(fill)?;
    let mut printed = printed(fill, &entries, &actions, &evidence);
    printed.causes = causes::gather(fill, &evidence)?;
    Ok(Rows { entries, actions, printed })
}

fn printed(fill: &Fill<'_>, entries: &[Entry], actions: &[Action], evidence: &[Evidence]) -> RcaContext {
    let moments: Vec<Option<Moment>> = entries.iter().map(|e| Some(e.observed.unwrap_or(e.logged))).collect();
    let (day, clocks) = rca::times(&moments, fill.zone, &fill.words);
    let tags: HashMap<i64, Vec<Untrusted>> = entries.iter().filter_map(|e| e.action.map(|(n, _)| (n, labels(e)))).collect();
    let of = |kinds: &'static [EntryKind]| entries.iter().filter(move |e| kinds.contains(&e.kind) && !e.redacted);
    RcaContext {
        timeline: entries.iter().zip(clocks).map(|(entry, at)| line(fill, entry, at)).collect(),
        timeline_day: day.map(|d| d.format("%Y-%m-%d").to_string()).unwrap_or_default(),
        decisions: of(&[EntryKind::Decision]).map(|e| decision(fill, e)).collect(),
        hypotheses: of(&[EntryKind::Hypothesis, EntryKind::Assumption]).map(|e| hypothesis(fill, e, evidence)).collect(),
        questions: of(&[EntryKind::Question]).filter(|e| e.is_open()).map(|e| question(fill, e)).collect(),
        actions: actions.iter().map(|a| action(fill, a, tags.get(&a.number).map_or(&[], Vec::as_slice))).collect(),
        ..RcaContext::default()
    }
}

fn name(fill: &Fill<'_>, entry: &Entry) -> String {
    EntryRef { case: fill.case.case_ref(), number: entry.number }.to_string()
}

/// Names who said or did it; for a public reader nobody.
fn who(fill: &Fill<'_>, entry: &Entry) -> Untrusted {
    match &entry.person {
        _ if !fill.names_people() => Untrusted::default(),
        Some(person) => person.name.clone(),
        None => entry.author.clone(),
    }
}

fn verdict(entry: &Entry) -> String {
    entry.verdict.map(|v| v.label().to_owned()).unwrap_or_default()
}

/// Gives the tags without the one that marks a key moment.
fn labels(entry: &Entry) -> Vec<Untrusted> {
    let tags = entry.tags.as_ref().map_or("", Untrusted::raw);
    tags.split_whitespace().filter(|tag| !tag.eq_ignore_ascii_case(KEY)).map(Untrusted::new).collect()
}

fn line(fill: &Fill<'_>, entry: &Entry, at: String) -> RcaEntry {
    let (text, links) = if entry.redacted { (fill.word("redacted"), Vec::new()) } else { addresses(entry.text.raw()) };
    RcaEntry {
        at,
        utc: utc(Some(entry.observed.unwrap_or(entry.logged))),
        precision: entry.observed.unwrap_or(entry.logged).precision.key().to_owned(),
        reference: name(fill, entry),
        kind: entry.kind.label().to_owned(),
        text: text.into(),
        reason: entry.reason.clone().unwrap_or_default(),
        who: who(fill, entry),
        key: entry.tags.as_ref().is_some_and(|t| t.raw().split_whitespace().any(|tag| tag.eq_ignore_ascii_case(KEY))),
        lead_up: leads_up(fill, entry),
        tags: labels(entry),
        verdict: verdict(entry),
        links,
    }
}

/// Takes web addresses off the end of a text; they are printed as links. Names that trail behind them stay.
fn addresses(text: &str) -> (String, Vec<RcaLink>) {
    let mut rest = text.trim_end();
    let (mut links, mut names) = (Vec::new(), Vec::new());
    while let Some(word) = rest.split_whitespace().next_back() {
        match word {
            _ if word.starts_with("https://") || word.starts_with("http://") => {
                links.push(RcaLink { url: word.into(), text: Untrusted::default() })
            }
            _ if word.starts_with('@') => names.push(word),
            _ => break,
        }
        rest = rest.strip_suffix(word).unwrap_or_default().trim_end();
    }
    if links.is_empty() {
        return (text.trim_end().to_owned(), links);
    }
    links.reverse();
    let words = [rest].into_iter().chain(names.into_iter().rev()).filter(|word| !word.is_empty());
    (words.collect::<Vec<_>>().join(" "), links)
}

/// Says whether a line tells of something before the start: the change, the approval, the merge that led to it.
fn leads_up(fill: &Fill<'_>, entry: &Entry) -> bool {
    let (Some(start), Some(observed)) = (fill.case.time("started").filter(Moment::is_known), entry.observed.filter(Moment::is_known))
    else {
        return false;
    };
    if start.precision == Precision::Day || observed.precision == Precision::Day {
        let day = |m: Moment| m.local().map(|t| t.date_naive());
        return day(observed) < day(start);
    }
    observed.at < start.at
}

fn time(fill: &Fill<'_>, moment: Option<Moment>) -> String {
    moment.map(|m| rca::full_time(&m, fill.zone, &fill.words)).unwrap_or_default()
}

fn decision(fill: &Fill<'_>, entry: &Entry) -> RcaDecision {
    RcaDecision {
        at: time(fill, Some(entry.observed.unwrap_or(entry.logged))),
        reference: name(fill, entry),
        text: entry.text.clone(),
        reason: entry.reason.clone().unwrap_or_default(),
        who: who(fill, entry),
        check_back: time(fill, entry.due),
        verdict: verdict(entry),
    }
}

fn hypothesis(fill: &Fill<'_>, entry: &Entry, evidence: &[Evidence]) -> RcaHypothesis {
    let [evidence_for, evidence_against] = causes::sides(fill, evidence, Of::Hypothesis(entry.id));
    RcaHypothesis {
        confidence: entry.confidence.map(|c| fill.word(&format!("confidence_{}", c.key()))).unwrap_or_default(),
        evidence_for,
        evidence_against,
        reference: name(fill, entry),
        kind: entry.kind.label().to_owned(),
        text: entry.text.clone(),
        verdict: verdict(entry),
        who: who(fill, entry),
    }
}

fn question(fill: &Fill<'_>, entry: &Entry) -> RcaQuestion {
    let owner = entry.person.as_ref().filter(|_| fill.names_people()).map(|p| p.name.clone());
    RcaQuestion { reference: name(fill, entry), text: entry.text.clone(), owner: owner.unwrap_or_default(), due: time(fill, entry.due) }
}

fn action(fill: &Fill<'_>, action: &Action, tags: &[Untrusted]) -> RcaAction {
    let join = |parts: Vec<String>, with: &str| parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(with);
    let raw = |text: Option<&Untrusted>| text.map(|t| t.raw().to_owned()).unwrap_or_default();
    let people = fill.names_people();
    let state = match action.state {
        ActionState::Open => action.state.label().to_owned(),
        ActionState::Done => join(vec![action.state.label().to_owned(), time(fill, action.done)], " "),
        ActionState::Dropped => join(vec![fill.word("given_up"), raw(action.why.as_ref())], ": "),
    };
    let mut kind = vec![action.action_type.map(|t| t.label().to_owned()).unwrap_or_default()];
    kind.extend(tags.iter().map(|t| t.raw().to_owned()));
    RcaAction {
        reference: action.action_ref().to_string(),
        text: action.text.clone(),
        done: action.state == ActionState::Done,
        owner: action.owner.as_ref().filter(|_| people).map(|o| o.name.clone()).unwrap_or_default(),
        due: join(vec![time(fill, action.due), raw(action.period.as_ref())], ", ").into(),
        state: join(vec![state, raw(action.note.as_ref())], "; ").into(),
        kind: join(kind, ", ").into(),
        links: action.reference.as_ref().filter(|_| people).map(references).unwrap_or_default(),
        status: action.status.clone().unwrap_or_default(),
        priority: action.priority.clone().unwrap_or_default(),
        category: action.category.clone().unwrap_or_default(),
        aspect: action.aspect.map(|aspect| fill.word(&format!("lies_{}", aspect.key()))).unwrap_or_default(),
        verify: time(fill, action.verify),
        verified: time(fill, action.verified),
        worked: action.worked.map(|worked| fill.word(&format!("worked_{}", worked.key()))).unwrap_or_default(),
        effect: action.effect.clone().unwrap_or_default(),
    }
}

/// Reads one or several references; words between them stay with the first.
pub(super) fn references(text: &Untrusted) -> Vec<RcaLink> {
    let words: Vec<&str> = text.raw().split_whitespace().map(|w| w.trim_end_matches(',')).collect();
    let several = words.len() > 1 && words.iter().all(|w| w.starts_with("https://") || w.starts_with("http://") || w.starts_with('#'));
    let one = |url: &str| RcaLink { url: url.into(), text: Untrusted::default() };
    if several { words.into_iter().map(one).collect() } else { vec![one(text.raw())] }
}
