//! Who may be put on something else while an incident runs, and why not.
//!
//! A person may if they are not on a case, do not cover for somebody who is, have no more work than before, are there and rested.
//! Must not know who they are: a person is an id with what was said of them.

use std::collections::BTreeMap;

use super::word::words;
use super::{CaseRef, Id};

/// How far coverage is followed: whom a person covers for, and whom that one covers for.
const HOPS: usize = 2;

words! {
    /// Why somebody is not at work.
    Absence {
        /// On leave, ill, elsewhere.
        Away = "away", "away";
        /// Sent to rest.
        Resting = "resting", "resting";
    }
}

words! {
    /// What somebody does now; the first that fits, in this order.
    Presence {
        /// Works on a case.
        OnIncident = "on-incident", "on an incident";
        /// Not at work.
        Away = "away", "away";
        /// Rests.
        Resting = "resting", "resting";
        /// Does somebody else's work besides their own.
        Covering = "covering", "covering";
        /// Works on a project.
        OnProject = "on-project", "on a project";
        /// None of these.
        Free = "free", "free";
    }
}

/// Holds what is known of one person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// The case they work on.
    pub on: Option<CaseRef>,
    /// Whose work they do as well.
    pub covers: Option<Id>,
    /// How much they had to do before, in hundredths of a percent.
    pub load_before: Option<i64>,
    /// How much they have to do now.
    pub load_now: Option<i64>,
    /// Why they are not at work.
    pub absence: Option<Absence>,
    /// How long they lately worked on cases, in milliseconds.
    pub worked: i64,
    /// Whether they work on a project.
    pub on_project: bool,
}

/// Says one thing that keeps a person from being put on something else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ground {
    /// They work on a case.
    On(CaseRef),
    /// They cover, through so many people, for somebody who does: the people from the first to that one.
    Covers(Vec<Id>, CaseRef),
    /// Their work has grown.
    Grown(i64, i64),
    /// They are not at work.
    Absent(Absence),
    /// They have had this much of cases lately, which is too much.
    Worn(i64),
}

/// Everybody, by id.
pub type Standings = BTreeMap<Id, Standing>;

/// Gives all that keeps a person from being put on something else; nothing means that they may be. `most` is how long one may have
/// worked on cases lately.
pub fn grounds(all: &Standings, id: Id, most: Option<i64>) -> Vec<Ground> {
    let Some(person) = all.get(&id) else { return Vec::new() };
    let mut grounds: Vec<Ground> = person.on.map(Ground::On).into_iter().collect();
    grounds.extend(covered(all, id));
    if let (Some(before), Some(now)) = (person.load_before, person.load_now)
        && now > before
    {
        grounds.push(Ground::Grown(before, now));
    }
    grounds.extend(person.absence.map(Ground::Absent));
    if most.is_some_and(|most| person.worked > most) {
        grounds.push(Ground::Worn(person.worked));
    }
    grounds
}

/// Follows coverage from a person to the first one who works on a case.
fn covered(all: &Standings, id: Id) -> Option<Ground> {
    let (mut way, mut at) = (Vec::new(), id);
    for _ in 0..HOPS {
        at = all.get(&at)?.covers.filter(|next| *next != id)?;
        way.push(at);
        if let Some(case) = all.get(&at)?.on {
            return Some(Ground::Covers(way, case));
        }
    }
    None
}

/// Says what a person does now.
pub fn presence(person: &Standing) -> Presence {
    match person {
        Standing { on: Some(_), .. } => Presence::OnIncident,
        Standing { absence: Some(Absence::Away), .. } => Presence::Away,
        Standing { absence: Some(Absence::Resting), .. } => Presence::Resting,
        Standing { covers: Some(_), .. } => Presence::Covering,
        Standing { on_project: true, .. } => Presence::OnProject,
        _ => Presence::Free,
    }
}

/// Adds up how much of a window of time stretches of work fill; hours spent on two things at once count once. A stretch without an end
/// goes on.
pub fn worked(stretches: &[(i64, Option<i64>)], from: i64, to: i64) -> i64 {
    let mut inside: Vec<(i64, i64)> = stretches.iter().map(|(since, until)| ((*since).max(from), until.unwrap_or(to).min(to))).collect();
    inside.sort_unstable();
    let (mut sum, mut done) = (0, from);
    for (since, until) in inside {
        sum += (until - since.max(done)).max(0);
        done = done.max(until);
    }
    sum
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::CaseKind;

    const CASE: CaseRef = CaseRef { kind: CaseKind::Incident, number: 12 };

    fn id(n: u8) -> Id {
        Id(uuid::Uuid::from_u128(u128::from(n)))
    }

    /// People 1, 2, 3, … where each names whom they cover for and whether they are on the case.
    fn people(all: &[(u8, bool)]) -> Standings {
        let person = |(covers, on): &(u8, bool)| Standing {
            covers: (*covers > 0).then(|| id(*covers)),
            on: on.then_some(CASE),
            ..Standing::default()
        };
        all.iter().enumerate().map(|(at, one)| (id(u8::try_from(at + 1).unwrap()), person(one))).collect()
    }

    #[test]
    fn coverage_is_followed_to_the_second_person_and_no_further() {
        // 4 covers 3, 3 covers 2, 2 covers 1, and 1 is on the case.
        let all = people(&[(0, true), (1, false), (2, false), (3, false)]);
        assert_eq!(grounds(&all, id(1), None), [Ground::On(CASE)]);
        assert_eq!(grounds(&all, id(2), None), [Ground::Covers(vec![id(1)], CASE)]);
        assert_eq!(grounds(&all, id(3), None), [Ground::Covers(vec![id(2), id(1)], CASE)]);
        assert_eq!(grounds(&all, id(4), None), []);
    }

    #[test]
    fn people_who_cover_for_each_other_or_themselves_end_the_chain() {
        let all = people(&[(2, false), (1, false), (3, true), (3, false)]);
        assert_eq!(grounds(&all, id(1), None), []);
        assert_eq!(grounds(&all, id(3), None), [Ground::On(CASE)]);
        assert_eq!(grounds(&all, id(4), None), [Ground::Covers(vec![id(3)], CASE)]);
        assert_eq!(grounds(&all, id(9), None), [], "nobody");
    }

    #[test]
    fn every_ground_is_given_and_a_load_that_nobody_said_is_none() {
        let person = Standing {
            load_before: Some(8_000),
            load_now: Some(12_000),
            absence: Some(Absence::Resting),
            worked: 11,
            ..Standing::default()
        };
        let mut all = Standings::from([(id(1), person)]);
        let want = [Ground::Grown(8_000, 12_000), Ground::Absent(Absence::Resting), Ground::Worn(11)];
        assert_eq!(grounds(&all, id(1), Some(10)), want);
        assert_eq!(grounds(&all, id(1), Some(11)), want[..2]);
        all.insert(id(1), Standing { load_now: Some(12_000), ..Standing::default() });
        assert_eq!(grounds(&all, id(1), Some(10)), []);
    }

    #[test]
    fn hours_on_two_cases_at_once_count_once() {
        assert_eq!(worked(&[(0, Some(10)), (5, Some(15)), (20, None)], 2, 22), 15);
        assert_eq!(worked(&[(0, Some(1)), (30, None)], 2, 22), 0);
        assert_eq!(worked(&[(3, None), (4, Some(6))], 0, 10), 7);
    }

    fn standing() -> impl Strategy<Value = Standing> {
        let load = || prop::option::of(0_i64..3);
        let absence = prop::option::of(prop::sample::select(Absence::ALL));
        (any::<bool>(), prop::option::of(1_u8..8), load(), load(), absence, 0_i64..3, any::<bool>()).prop_map(
            |(on, covers, load_before, load_now, absence, worked, on_project)| Standing {
                on: on.then_some(CASE),
                covers: covers.map(id),
                load_before,
                load_now,
                absence,
                worked,
                on_project,
            },
        )
    }

    proptest! {
        #[test]
        fn who_may_be_put_elsewhere_passes_every_test_and_who_may_not_fails_one(list in prop::collection::vec(standing(), 1..8)) {
            let all: Standings = (1_u8..).map(id).zip(list).collect();
            for (who, person) in &all {
                let is_on = |id: Option<Id>| id.filter(|id| id != who).and_then(|id| all.get(&id)).is_some_and(|p| p.on.is_some());
                let second = person.covers.filter(|first| first != who).and_then(|first| all.get(&first)).and_then(|p| p.covers);
                let grown = matches!((person.load_before, person.load_now), (Some(before), Some(now)) if now > before);
                let bound = person.on.is_some() || is_on(person.covers) || is_on(second);
                let may = !bound && !grown && person.absence.is_none() && person.worked <= 1;
                prop_assert_eq!(grounds(&all, *who, Some(1)).is_empty(), may);
            }
        }
    }
}
