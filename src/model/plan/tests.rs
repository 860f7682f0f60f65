//! Tests of the sums: a calendar walked day by day, totals that do not depend on order, and limits to the hundredth.

use chrono::{Days, NaiveDate};
use proptest::prelude::*;

use super::*;
use crate::model::{Moment, Precision};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn date(text: &str) -> Moment {
    let at = day(text).and_hms_opt(0, 0, 0).unwrap().and_utc().timestamp_millis();
    Moment { at, offset: 0, precision: Precision::Day }
}

/// Walks day by day, as one would with a finger on a calendar.
fn walked(from: NaiveDate, days: i64) -> NaiveDate {
    let (mut day, mut left) = (from, days);
    while left > 0 {
        day = day.succ_opt().unwrap();
        left -= i64::from(!matches!(chrono::Datelike::weekday(&day), chrono::Weekday::Sat | chrono::Weekday::Sun));
    }
    day
}

#[test]
fn a_weekend_is_crossed_and_part_of_a_day_is_a_day() {
    // 2026-11-20 is a Friday.
    for (from, hundredths, to) in [
        ("2026-11-20", 0, "2026-11-20"),
        ("2026-11-20", 100, "2026-11-23"),
        ("2026-11-20", 50, "2026-11-23"),
        ("2026-11-19", 250, "2026-11-24"),
        ("2026-11-21", 100, "2026-11-23"),
        ("2026-11-21", 0, "2026-11-21"),
        ("2026-11-20", 500, "2026-11-27"),
        ("2026-11-23", -100, "2026-11-20"),
        ("2026-11-23", -50, "2026-11-23"),
        ("2026-11-22", -100, "2026-11-20"),
        ("2026-11-24", -250, "2026-11-20"),
    ] {
        assert_eq!(after(day(from), hundredths), Some(day(to)), "{from} {hundredths}");
    }
    assert_eq!(after(day("2026-11-20"), i64::MAX), None);
    assert_eq!(after(day("2026-11-20"), i64::MIN), None);
    assert_eq!(between(day("2026-11-20"), day("2026-11-23")), 1);
    assert_eq!(between(day("2026-11-23"), day("2026-11-20")), -1);
}

proptest! {
    #[test]
    fn working_days_agree_with_a_walk_on_the_calendar(start in 0_u64..4_000, days in 0_i64..400, more in 0_i64..400) {
        let from = day("2020-01-01").checked_add_days(Days::new(start)).unwrap();
        let to = after(from, days * 100).unwrap();
        prop_assert_eq!(to, walked(from, days));
        prop_assert_eq!(between(from, to), days);
        prop_assert_eq!(after(to, more * 100), after(from, (days + more) * 100));
        prop_assert_eq!(after(from, days * 100 - 1), after(from, days * 100), "less than a day is not a day earlier");
    }

    #[test]
    fn a_sum_is_its_parts(
        target in -1_000_000_i64..1_000_000, before in -1_000_000_i64..1_000_000, adds in -1_000_000_i64..1_000_000,
        plus in proptest::option::of(0_i64..1_000_000), minus in proptest::option::of(0_i64..1_000_000),
    ) {
        let tolerance = Tolerance { aspect: Aspect::Scope, unit: None, target: Some(target), plus, minus, forecast: Some(before) };
        let plan = Plan { tolerances: vec![tolerance], ..Plan::default() };
        let all = sums(&plan, &Effect { scope: Adds::Known(adds), ..Effect::default() });
        let sum = all.iter().find(|sum| sum.aspect == Aspect::Scope).unwrap();
        prop_assert_eq!(sum.after, Some(before + adds));
        prop_assert_eq!(sum.off, before + adds - target);
        let breach = plus.is_some_and(|plus| sum.off > plus) || minus.is_some_and(|minus| sum.off < -minus);
        prop_assert_eq!(sum.is_breach(), breach);
        prop_assert!(!(sum.is_breach() && sum.is_tight()));
        if let Some(used) = sum.used() {
            prop_assert_eq!(used > 100, breach);
            prop_assert_eq!(used > 70, breach || sum.is_tight());
        }
        prop_assert_eq!(Health::of(&all) == Health::Red, breach);
    }

    #[test]
    fn a_total_does_not_care_about_the_order(
        parts in proptest::collection::vec((0_usize..3, -1_000_000_000_i64..1_000_000_000, -10_000_i64..10_000, 0_i64..900), 0..40),
        turn in 0_usize..40,
    ) {
        let codes = ["EUR", "JPY", "KWD"];
        let effects: Vec<(&str, Effect)> = parts.iter().map(|(code, cost, time, people)| {
            let known = |n: &i64| Adds::Known(*n);
            (codes[*code], Effect { time: known(time), cost: known(cost), people: known(people), ..Effect::default() })
        }).collect();
        let sum = |list: &[(&str, Effect)]| total(list.iter().map(|(code, effect)| (Some(*code), effect)));
        let mut other = effects.clone();
        other.rotate_left(turn.min(effects.len()));
        other.reverse();
        prop_assert_eq!(sum(&effects), sum(&other));
        let whole = sum(&effects);
        prop_assert_eq!(whole.days, parts.iter().map(|part| part.2).sum::<i64>());
        prop_assert_eq!(whole.people, parts.iter().map(|part| part.3).sum::<i64>());
        for (at, code) in codes.iter().enumerate() {
            let want: i64 = parts.iter().filter(|part| part.0 == at).map(|part| part.1).sum();
            prop_assert_eq!(whole.costs.get(*code).copied().unwrap_or(0), want);
        }
    }

    #[test]
    fn a_frozen_plan_comes_back_as_it_was(budget in any::<i64>(), name in ".*", at in -2_208_988_800_000_i64..253_402_300_799_999) {
        let moment = Moment::exact(at, 60);
        let milestones = vec![Milestone { name, baseline: moment, forecast: None, actual: Some(Moment::unknown()) }];
        let plan = Plan { currency: Some("EUR".into()), budget: Some(budget), ends: moment, milestones, ..Plan::default() };
        let text = serde_json::to_string(&plan).unwrap();
        prop_assert_eq!(serde_json::from_str::<Plan>(&text).unwrap(), plan);
    }
}

#[test]
fn the_end_slips_in_working_days_and_a_side_without_a_limit_has_none() {
    let tolerance = Tolerance { aspect: Aspect::Time, unit: None, target: None, plus: Some(500), minus: None, forecast: None };
    let plan = Plan { ends: Some(date("2026-12-04")), expected: Some(date("2026-12-08")), tolerances: vec![tolerance], ..Plan::default() };
    let with = |adds| sums(&plan, &Effect { time: Adds::Known(adds), ..Effect::default() }).remove(0);
    // Friday to Tuesday are two days of work.
    assert_eq!((with(0).off, with(0).used(), Health::of(&[with(0)])), (200, Some(40), Health::Green));
    assert_eq!((with(150).off, with(150).used(), Health::of(&[with(150)])), (350, Some(70), Health::Green));
    assert_eq!((with(151).used(), Health::of(&[with(151)])), (Some(71), Health::Amber));
    assert_eq!((with(300).used(), Health::of(&[with(300)])), (Some(100), Health::Amber));
    assert_eq!((with(301).used(), Health::of(&[with(301)])), (Some(101), Health::Red));
    assert_eq!((with(-900).used(), Health::of(&[with(-900)])), (Some(0), Health::Green), "early is no exception unless somebody says so");
    assert_eq!(Health::of(&sums(&Plan::default(), &Effect::default())).letter(), "-");
}

#[test]
fn only_what_was_not_reached_when_the_case_began_moves() {
    let milestone = |name: &str, forecast: &str, actual: Option<&str>| Milestone {
        name: name.into(),
        baseline: Some(date("2026-11-01")),
        forecast: Some(date(forecast)),
        actual: actual.map(date),
    };
    let milestones = vec![
        milestone("Cut-over", "2026-11-27", None),
        milestone("Rehearsal", "2026-11-23", None),
        milestone("Design", "2026-11-20", None),
        milestone("Build", "2026-11-25", Some("2026-11-19")),
    ];
    let plan = Plan { ends: Some(date("2026-12-18")), milestones, ..Plan::default() };
    let moved = pushed(&plan, Some(date("2026-11-23")), Adds::Known(300));
    let told: Vec<_> = moved.iter().map(|p| (p.name.as_deref().unwrap_or("end"), p.was.to_string(), p.to.unwrap().to_string())).collect();
    let told: Vec<_> = told.iter().map(|(name, was, to)| (*name, was.as_str(), to.as_str())).collect();
    assert_eq!(
        told,
        [("Rehearsal", "2026-11-23", "2026-11-26"), ("Cut-over", "2026-11-27", "2026-12-02"), ("end", "2026-12-18", "2026-12-23")]
    );
    assert!(pushed(&plan, None, Adds::Unknown(None)).iter().all(|p| p.to.is_none()));
}
