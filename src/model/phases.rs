//! The phases of a case, worked out from its times: impact, detect, respond, restore, resolve; and the strip of bars they are drawn as.
//!
//! Times come in any order and with any precision; a phase that lacks an end, or whose ends are in the wrong order, has no length and
//! says so. Must not know languages.

use super::Moment;
use super::between::Between;

/// One phase: its key, the letter of its bar, and the times it may begin and end with, the first known of each.
struct Shape {
    key: &'static str,
    letter: char,
    from: &'static [&'static str],
    to: &'static [&'static str],
}

/// The phases from the first to the last.
const SHAPES: &[Shape] = &[
    Shape { key: "impact", letter: 'I', from: &["started"], to: &["restored"] },
    Shape { key: "detect", letter: 'D', from: &["started"], to: &["detected"] },
    Shape { key: "respond", letter: 'R', from: &["detected"], to: &["acknowledged", "declared"] },
    Shape { key: "restore", letter: 'S', from: &["acknowledged", "declared", "detected"], to: &["restored"] },
    Shape { key: "resolve", letter: 'V', from: &["restored", "detected"], to: &["resolved", "closed"] },
];

/// One end of a phase: which time of the case, and when that was.
pub type End = Option<(&'static str, Moment)>;

/// One phase of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phase {
    /// Its word: `impact`.
    pub key: &'static str,
    /// Letter of its bar.
    pub letter: char,
    /// The time it begins with, if it is known.
    pub from: End,
    /// The time it ends with, if it is known.
    pub to: End,
}

impl Phase {
    /// Gives how long it took.
    pub fn length(&self) -> Between {
        Between::of(self.from.map(|(_, at)| at), self.to.map(|(_, at)| at))
    }

    /// Gives its two instants (UTC milliseconds), if both are known and in order.
    pub fn span(&self) -> Option<(i64, i64)> {
        let (from, to) = (self.from?.1.millis()?, self.to?.1.millis()?);
        // Days may be in order though the instants that stand for them are not.
        matches!(self.length(), Between::Days(_) | Between::Minutes(..)).then_some((from, to.max(from)))
    }
}

/// Works the phases out from the times of a case.
pub fn phases(time: impl Fn(&str) -> Option<Moment>) -> Vec<Phase> {
    let first = |keys: &'static [&'static str]| keys.iter().find_map(|key| Some((*key, time(key).filter(Moment::is_known)?)));
    SHAPES.iter().map(|shape| Phase { key: shape.key, letter: shape.letter, from: first(shape.from), to: first(shape.to) }).collect()
}

/// Draws one bar for each phase on a common scale of so many cells: its letter where it lasted, points elsewhere; blank where it has no
/// length. Every phase that has one is at least one letter long.
pub fn bars(phases: &[Phase], cells: usize) -> Vec<String> {
    let spans: Vec<Option<(i64, i64)>> = phases.iter().map(Phase::span).collect();
    let begin = spans.iter().flatten().map(|span| span.0).min().unwrap_or(0);
    let end = spans.iter().flatten().map(|span| span.1).max().unwrap_or(0);
    let whole = i128::from(end.saturating_sub(begin)).max(1);
    let width = i128::try_from(cells).unwrap_or(0);
    let cell = |at: i64| usize::try_from(i128::from(at.saturating_sub(begin)) * width / whole).unwrap_or(0).min(cells);
    let bar = |phase: &Phase, span: &Option<(i64, i64)>| {
        let Some((from, to)) = *span else { return " ".repeat(cells) };
        let first = cell(from).min(cells.saturating_sub(1));
        let last = cell(to).clamp(first + 1, cells.max(first + 1));
        (0..cells).map(|at| if (first..last).contains(&at) { phase.letter } else { '.' }).collect()
    };
    phases.iter().zip(&spans).map(|(phase, span)| bar(phase, span)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Precision;

    fn of(times: &[(&str, i64, Precision)]) -> Vec<Phase> {
        phases(|key| {
            times.iter().find(|(k, ..)| *k == key).map(|(_, m, precision)| Moment { at: m * 60_000, offset: 0, precision: *precision })
        })
    }

    use Precision::{About, Day, Exact, Unknown};

    #[test]
    fn every_phase_lies_between_the_first_known_times() {
        let all = of(&[
            ("started", 0, Exact),
            ("detected", 10, Exact),
            ("declared", 20, Exact),
            ("restored", 60, About),
            ("resolved", 120, Exact),
        ]);
        let lengths: Vec<(&str, Between)> = all.iter().map(|phase| (phase.key, phase.length())).collect();
        assert_eq!(
            lengths,
            [
                ("impact", Between::Minutes(60, true)),
                ("detect", Between::Minutes(10, false)),
                ("respond", Between::Minutes(10, false)),
                ("restore", Between::Minutes(40, true)),
                ("resolve", Between::Minutes(60, true)),
            ]
        );
        assert_eq!(bars(&all, 12), ["IIIIII......", "D...........", ".R..........", "..SSSS......", "......VVVVVV"]);
    }

    #[test]
    fn what_is_not_known_or_not_in_order_has_no_bar_and_no_length() {
        let all = of(&[("started", 50, Exact), ("detected", 10, Exact), ("acknowledged", 0, Unknown), ("restored", 60, Exact)]);
        let lengths: Vec<Between> = all.iter().map(Phase::length).collect();
        use Between::{Invalid, Minutes, NotApplicable};
        assert_eq!(lengths, [Minutes(10, false), Invalid, NotApplicable, Minutes(50, false), NotApplicable]);
        assert_eq!(bars(&all, 5), ["....I", "     ", "     ", "SSSSS", "     "]);
        assert!(of(&[]).iter().all(|phase| phase.span().is_none()));
        assert_eq!(bars(&of(&[]), 3), ["   "; 5]);
    }

    #[test]
    fn days_and_moments_of_no_length_are_drawn_too() {
        let day = 24 * 60;
        let all = of(&[("started", 600, Exact), ("restored", 0, Day), ("resolved", 2 * day, Exact)]);
        assert_eq!((all[0].length(), all[0].span()), (Between::Days(0), Some((600 * 60_000, 600 * 60_000))));
        assert_eq!(bars(&all, 8)[0].matches('I').count(), 1);
        for cells in [0, 1, 3] {
            assert!(bars(&all, cells).iter().all(|bar| bar.chars().count() == cells), "{cells}");
        }
    }
}
