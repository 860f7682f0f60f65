//! How bad and how far: priority, type and state of a record in our words, every reading counted so that it can be seen.

use std::collections::BTreeMap;

use super::case::{Dated, Mapper, refusal};
use super::facts::Facts;
use super::incoming::Gather;
use super::profile::{Lanes, Target, Unknown};
use super::record::Record;
use super::words::{self, Stage, state_word};
use super::{IncomingCase, RowRefusal};
use crate::model::CaseKind;
use crate::model::case::{IncidentState, IssuePriority, Outcome, Priority};

/// Finds a word in a list of a profile; capitals do not matter.
pub fn looked_up<'a, T>(list: &'a BTreeMap<String, T>, word: &str) -> Option<&'a T> {
    list.get(&word.trim().to_lowercase())
}

/// Grades a case and puts it where it belongs. Gives how far it is.
pub fn grade(
    mapper: &Mapper<'_>,
    record: Record<'_>,
    line: usize,
    case: &mut IncomingCase,
    dated: &Dated,
    facts: &mut Facts,
    gather: &mut Gather,
) -> Result<Stage, RowRefusal> {
    let first = |target| mapper.first(record, target);
    case.impact = first(Target::Impact).and_then(|text| level(mapper, Target::Impact, &text, facts));
    case.urgency = first(Target::Urgency).and_then(|text| level(mapper, Target::Urgency, &text, facts));
    priority(mapper, record, case, facts, gather);
    kind_of_issue(mapper, record, case);
    state(mapper, record, line, case, dated, gather)
}

/// Reads a level; what is none is kept in its own words.
fn level(mapper: &Mapper<'_>, target: Target, text: &str, facts: &mut Facts) -> Option<crate::model::case::Level> {
    let level = mapper.words.level(text);
    if level.is_none() {
        facts.add(&name(mapper, target), text);
    }
    level
}

/// Gives the name a target has in the file.
fn name(mapper: &Mapper<'_>, target: Target) -> String {
    let place = mapper.plan.origins(target).iter().find_map(|origin| match origin {
        super::plan::Origin::Place(place) => Some(mapper.name_of(place)),
        super::plan::Origin::Template(_) => None,
    });
    place.unwrap_or_else(|| target.key().to_owned())
}

fn priority(mapper: &Mapper<'_>, record: Record<'_>, case: &mut IncomingCase, facts: &mut Facts, gather: &mut Gather) {
    let severity = mapper.first(record, Target::Severity).map(std::borrow::Cow::into_owned);
    let word = mapper.first(record, Target::Priority).map(std::borrow::Cow::into_owned);
    let graded = word.as_ref().or(severity.as_ref());
    if let Some(word) = graded {
        let own = looked_up(&mapper.profile().priorities, word).and_then(|to| words::priority(to));
        let ours = match case.kind {
            CaseKind::Incident => {
                case.priority = own.map(words::incident_priority).or_else(|| mapper.words.priority(word));
                case.priority.map(Priority::label)
            }
            CaseKind::Issue => {
                let named = own.and_then(|rank| IssuePriority::ALL.get(rank - 1).copied());
                case.issue_priority = named.or_else(|| mapper.words.issue_priority(word, mapper.classic));
                case.issue_priority.map(IssuePriority::label)
            }
        };
        gather.tally.word("Priority", word, ours.unwrap_or("no priority"));
    }
    if let (Some(_), Some(word)) = (&severity, &word) {
        facts.add(&name(mapper, Target::Priority), word);
    }
    case.severity = severity.or(word);
}

fn kind_of_issue(mapper: &Mapper<'_>, record: Record<'_>, case: &mut IncomingCase) {
    let mut kind = mapper.first(record, Target::Type).map(std::borrow::Cow::into_owned);
    for place in &mapper.plan.types_among {
        record.each(place, &mut |word| {
            if kind.is_none() && mapper.words.issue_type(&word).is_some() {
                kind = Some(word.into_owned());
            }
            kind.is_some()
        });
    }
    case.foreign_type = kind.or_else(|| mapper.sheet.clone());
    case.issue_type = case.foreign_type.as_deref().filter(|_| case.kind == CaseKind::Issue).and_then(|kind| mapper.words.issue_type(kind));
}

/// Finds the state: by its group, else by its own word, else by whether a time says that it is over.
fn state(
    mapper: &Mapper<'_>,
    record: Record<'_>,
    line: usize,
    case: &mut IncomingCase,
    dated: &Dated,
    gather: &mut Gather,
) -> Result<Stage, RowRefusal> {
    let word = mapper.first(record, Target::State).map(std::borrow::Cow::into_owned);
    let group = mapper.first(record, Target::Category);
    let inactive =
        mapper.first(record, Target::Active).is_some_and(|text| ["false", "0", "no", "closed"].contains(&text.to_lowercase().as_str()));
    let known = |text: &str| own_state(mapper, &case.key, text).or_else(|| mapper.words.stage(text).map(|stage| (stage, None)));
    let by_word = group.as_deref().and_then(known).or_else(|| word.as_deref().and_then(known));
    let (stage, exact) = match (by_word, &word) {
        (Some(found), _) => found,
        (None, Some(word)) if mapper.profile().unknown_state == Unknown::Refuse => {
            let hint = "say what it is under [states] in a file of your own; 'warroom import --explain FILE' shows how";
            return Err(refusal(line, &case.key, &format!("its status '{}' is not known", super::dates::shorten(word)), hint));
        }
        (None, word) => {
            // Where somebody said how it ended, it has.
            let over = inactive || dated.is_over() || case.resolution.is_some() && case.kind == CaseKind::Issue && word.is_some();
            let what = match (word.is_some(), over) {
                (true, _) => "records have a state that is not known; taken as closed where they are over, else as open",
                (false, true) => "records come without a state and are over; taken as closed",
                (false, false) => "records come without a state and were taken as open",
            };
            gather.tally.add(what, &case.key);
            (if over { Stage::Closed } else { Stage::New }, None)
        }
    };
    place(mapper, case, stage, exact);
    gather.tally.word("State", word.as_deref().unwrap_or("none"), case.state);
    case.foreign_state = word;
    if matches!(stage, Stage::Resolved | Stage::Closed) && case.kind == CaseKind::Issue {
        let softened = case.resolution.as_ref().is_some_and(|text| mapper.words.reduced(text.raw()));
        case.outcome = Some(if softened { Outcome::Reduced } else { Outcome::Closed });
    }
    Ok(stage)
}

/// Reads a state by the profile's own list; a code counts under the letters of the key first (`SIR:3`), and before its label (`3 - Closed`).
fn own_state(mapper: &Mapper<'_>, key: &str, word: &str) -> Option<(Stage, Option<IncidentState>)> {
    let states = &mapper.profile().states;
    if states.is_empty() {
        return None;
    }
    let letters: String = key.chars().take_while(char::is_ascii_alphabetic).collect();
    let code = word.split(['.', ' ']).next().filter(|code| code.bytes().all(|b| b.is_ascii_digit() || b == b'-')).unwrap_or_default();
    let named = looked_up(states, &format!("{letters}:{word}"))
        .or_else(|| looked_up(states, &format!("{letters}:{code}")).filter(|_| !code.is_empty()));
    let found = named.or_else(|| looked_up(states, word)).or_else(|| looked_up(states, code).filter(|_| !code.is_empty()));
    found.and_then(|to| state_word(to))
}

/// Puts the case where its stage belongs; what is over stays out of the lanes, and so does what would flood them.
fn place(mapper: &Mapper<'_>, case: &mut IncomingCase, stage: Stage, exact: Option<IncidentState>) {
    let kind = case.foreign_type.clone().unwrap_or_default();
    let profile = mapper.profile();
    let enters = match profile.lanes {
        Lanes::All => true,
        Lanes::None => false,
        Lanes::Urgent => !matches!(case.priority, Some(Priority::P3 | Priority::P4)),
        Lanes::Types => {
            mapper.words.enters_lanes(&kind) || profile.lane_types.iter().any(|known| known.to_lowercase() == kind.trim().to_lowercase())
        }
    };
    case.move_to(stage, enters);
    if let Some(state) = exact.filter(|_| case.kind == CaseKind::Incident) {
        case.state = state.key();
    }
}
