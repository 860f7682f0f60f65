//! Percentiles against counting; promises judged.

use proptest::prelude::*;

use super::*;
use crate::model::Precision;

/// Counts instead of ranking: the smallest value with enough values at or below it.
fn naive(values: &[i64], percent: usize) -> Option<i64> {
    let enough = |value: &&i64| values.iter().filter(|other| other <= value).count() * 100 >= values.len() * percent;
    values.iter().filter(enough).min().copied()
}

proptest! {
    #[test]
    fn a_percentile_is_what_counting_gives(mut values in proptest::collection::vec(0_i64..500, 0..60), percent in 1_usize..=100) {
        let expected = naive(&values, percent);
        values.sort_unstable();
        prop_assert_eq!(percentile(&values, percent), expected);
    }

    #[test]
    fn no_case_is_lost_and_none_is_negative(times in proptest::collection::vec((0_i64..400, 0_i64..400, 0_u8..4, 0_u8..5), 0..40)) {
        let mut all = Times::default();
        for (from, to, a, b) in &times {
            let moment = |minutes: i64, kind: u8| (kind < 4).then(|| Moment {
                at: minutes * 3_600_000,
                offset: 0,
                precision: Precision::ALL[usize::from(kind)],
            });
            all.add(Between::of(moment(*from, *a), moment(*to, *b)));
        }
        prop_assert_eq!(all.n() + all.not_applicable + all.unknown + all.invalid, times.len());
        prop_assert!(all.median_and_90th().is_none_or(|(median, most)| 0 <= median && median <= most));
    }
}

#[test]
fn few_values_give_values_that_were_measured() {
    assert_eq!((percentile(&[], 50), percentile(&[7], 50), percentile(&[7], 90)), (None, Some(7), Some(7)));
    assert_eq!((percentile(&[1, 100], 50), percentile(&[1, 100], 90)), (Some(1), Some(100)));
    let ten: Vec<i64> = (1..=10).collect();
    assert_eq!((percentile(&ten, 50), percentile(&ten, 90)), (Some(5), Some(9)));
}

fn at(minutes: i64) -> Option<Moment> {
    Moment::exact(minutes * 60_000, 0)
}

#[test]
fn a_promise_is_kept_late_overdue_or_not_for_now() {
    let of = |due, done| Kept::of(due, done, 100 * 60_000);
    assert_eq!(of(at(50), at(50)), Kept::Kept);
    assert_eq!(of(at(50), at(51)), Kept::Late);
    assert_eq!((of(at(50), None), of(at(150), None)), (Kept::Overdue, Kept::Open));
    assert_eq!((of(None, at(1)), of(Some(Moment::unknown()), None)), (Kept::NotApplicable, Kept::NotApplicable));
    let day = at(0).map(|moment| Moment { precision: Precision::Day, ..moment });
    assert_eq!((of(day, at(600)), of(day, at(1500))), (Kept::Kept, Kept::Late));
}

#[test]
fn the_next_update_keeps_the_promise_of_the_one_before_to_the_same_audience() {
    let sent = |to, minute, next| Sent { to, sent: at(minute), next: at(next) };
    let told = [sent('a', 0, 30), sent('b', 1, 20), sent('a', 29, 60), sent('b', 25, 90), sent('a', 70, 400)];
    let now = 500 * 60_000;
    assert_eq!(promises(&told, at(80), now), [Kept::Kept, Kept::Late, Kept::Late, Kept::NotApplicable, Kept::NotApplicable]);
    assert_eq!(promises(&told[3..4], None, now), [Kept::Overdue]);
    // The case ended before the promised time: whoever is told after it is told late of nothing.
    let closing = [sent('a', 0, 30), sent('a', 40, 70)];
    assert_eq!(promises(&closing, at(20), now), [Kept::NotApplicable, Kept::NotApplicable]);
    assert_eq!(promises(&[sent('a', 0, 30), closing[1]], at(35), now), [Kept::Late, Kept::NotApplicable]);
}
