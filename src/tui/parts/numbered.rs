//! A list over rows that are all in memory: each is found again by its place among them.

use super::list::{Row, Want, Window};

/// A row with its place among all.
#[derive(Clone, Debug)]
pub struct Numbered<T>(pub usize, pub T);

impl<T> Row for Numbered<T> {
    type Id = usize;

    fn id(&self) -> usize {
        self.0
    }
}

/// Gives the window of all rows that a list wants.
pub fn window<T: Clone>(all: &[T], want: &Want<usize>) -> Window<Numbered<T>> {
    let count = all.len();
    let range = match *want {
        Want::First(n) => 0..n,
        Want::Last(n) => count.saturating_sub(n)..count,
        Want::After(at, n) => at + 1..at + 1 + n,
        Want::Before(at, n) => at.saturating_sub(n)..at,
        Want::Around(at, above, below) if at < count => at.saturating_sub(above)..at + below + 1,
        Want::Around(..) => 0..0,
    };
    let range = range.start.min(count)..range.end.min(count);
    let rows = range.clone().zip(&all[range.clone()]).map(|(at, row)| Numbered(at, row.clone())).collect();
    Window { rows, above: range.start > 0, below: range.end < count }
}
