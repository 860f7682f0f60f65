//! The rows of a review: timeline, decisions, hypotheses, open questions and actions, as far as a reader may see them.

use std::collections::HashMap;

use super::{Fill, causes, timeline};
use crate::app::Failure;
use crate::app::timeline::{Order, ToldFrom};
use crate::document::rca::{self, RcaAction, RcaContext, RcaDecision, RcaHypothesis, RcaLink, RcaQuestion};
use crate::model::entry::{Action, ActionState, Entry, EntryKind, Visibility};
use crate::model::evidence::{Evidence, Of};
use crate::model::telling::tags_with_key;
use crate::model::{EntryRef, Moment, Untrusted};

/// Holds the rows a reader gets: as records, and as they are printed.
pub(super) struct Rows {
    pub entries: Vec<Entry>,
    pub actions: Vec<Action>,
    pub printed: RcaContext,
}

/// Reads the log and the actions and keeps what the reader may see. Amended lines are not in the log that is read.
pub(super) fn gather(fill: &mut Fill<'_>) -> Result<Rows, Failure> {
    let log = Order::of(fill.view.read, fill.case.id)?.window(ToldFrom::Start, usize::MAX)?;
    let all = fill.view.read.actions_of(fill.case.id)?;
    let of_entry: HashMap<i64, Visibility> = log.iter().filter_map(|e| e.entry.action.map(|(n, _)| (n, e.visibility()))).collect();
    let of_action: HashMap<i64, Visibility> = all.iter().map(|a| (a.number, a.visibility)).collect();
    let mut told = Vec::new();
    for line in log {
        // An action and the line that gave it are one thing said twice: the stricter of the two holds for both.
        let action = line.entry.action.and_then(|(n, _)| of_action.get(&n).copied()).unwrap_or(Visibility::Public);
        if fill.may(line.visibility().min(action)) {
            told.push(line);
        }
    }
    let mut actions = Vec::new();
    for action in all {
        let entry = of_entry.get(&action.number).copied().unwrap_or(Visibility::Public);
        if fill.may(action.visibility.min(entry)) {
            actions.push(action);
        }
    }
    let timeline = timeline::lines(fill, &told);
    // What is left out of the timeline is left out of the lists made of it too, but for those who wrote it.
    told.retain(|line| line.is_shown() || fill.reader == Visibility::Internal);
    // Whatever else is said of a line is said in the words it is told in.
    let entries: Vec<Entry> = told.into_iter().map(|line| Entry { text: line.text().clone(), ..line.entry }).collect();
    let evidence = causes::evidence(fill)?;
    let causes = causes::gather(fill, &evidence)?;
    let printed = RcaContext { timeline_day: timeline.1, timeline: timeline.0, causes, ..printed(fill, &entries, &actions, &evidence) };
    Ok(Rows { entries, actions, printed })
}

fn printed(fill: &Fill<'_>, entries: &[Entry], actions: &[Action], evidence: &[Evidence]) -> RcaContext {
    let tags: HashMap<i64, Vec<Untrusted>> = entries.iter().filter_map(|e| e.action.map(|(n, _)| (n, labels(e)))).collect();
    let of = |kinds: &'static [EntryKind]| entries.iter().filter(move |e| kinds.contains(&e.kind) && !e.redacted);
    RcaContext {
        decisions: of(&[EntryKind::Decision]).map(|e| decision(fill, e)).collect(),
        hypotheses: of(&[EntryKind::Hypothesis, EntryKind::Assumption]).map(|e| hypothesis(fill, e, evidence)).collect(),
        questions: of(&[EntryKind::Question]).filter(|e| e.is_open()).map(|e| question(fill, e)).collect(),
        actions: actions.iter().map(|a| action(fill, a, tags.get(&a.number).map_or(&[], Vec::as_slice))).collect(),
        ..RcaContext::default()
    }
}

pub(super) fn name(fill: &Fill<'_>, entry: &Entry) -> String {
    EntryRef { case: fill.case.case_ref(), number: entry.number }.to_string()
}

/// Names who said or did it; for a public reader nobody.
pub(super) fn who(fill: &Fill<'_>, entry: &Entry) -> Untrusted {
    match &entry.person {
        _ if !fill.names_people() => Untrusted::default(),
        Some(person) => person.name.clone(),
        None => entry.author.clone(),
    }
}

pub(super) fn verdict(entry: &Entry) -> String {
    entry.verdict.map(|v| v.label().to_owned()).unwrap_or_default()
}

/// Gives the tags without the one that marks a key moment.
pub(super) fn labels(entry: &Entry) -> Vec<Untrusted> {
    tags_with_key(entry, false).split_whitespace().map(Untrusted::new).collect()
}

fn time(fill: &Fill<'_>, moment: Option<Moment>) -> String {
    moment.map(|m| rca::full_time(&m, fill.zone, &fill.words)).unwrap_or_default()
}

fn decision(fill: &Fill<'_>, entry: &Entry) -> RcaDecision {
    RcaDecision {
        at: time(fill, Some(entry.observed.unwrap_or(entry.logged)).filter(Moment::is_known)),
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
        // Once it is settled nobody asks how likely it was.
        confidence: entry
            .confidence
            .filter(|_| entry.verdict.is_none())
            .map(|c| fill.word(&format!("confidence_{}", c.key())))
            .unwrap_or_default(),
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
    kind.extend(tags.iter().map(|t| format!("#{}", t.raw())));
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
        dropped: action.state == ActionState::Dropped,
        why: action.why.clone().unwrap_or_default(),
    }
}

/// Reads one reference, or several with blanks between: addresses, `#12`, `OPS-12`. Words in between make one of all.
pub(super) fn references(text: &Untrusted) -> Vec<RcaLink> {
    let words: Vec<&str> = text.raw().split_whitespace().map(|w| w.trim_end_matches(',')).collect();
    let is_key = |word: &str| {
        let parted = word.rsplit_once('-');
        parted.is_some_and(|(key, number)| key.starts_with(|c: char| c.is_ascii_uppercase()) && number.parse::<u64>().is_ok())
    };
    let is_one = |word: &&str| word.starts_with("https://") || word.starts_with("http://") || word.starts_with('#') || is_key(word);
    let several = words.len() > 1 && words.iter().all(is_one);
    let one = |url: &str| RcaLink { url: url.into(), text: Untrusted::default() };
    if several { words.into_iter().map(one).collect() } else { vec![one(text.raw())] }
}
