//! Bars and trends as they are drawn.

use super::page::{bar, trend};

#[test]
fn what_there_is_has_a_bar_and_the_greatest_the_longest() {
    assert_eq!((bar(0, 9).len(), bar(1, 900).len(), bar(9, 9).len(), bar(0, 0).len()), (0, 1, 16, 0));
}

#[test]
fn a_trend_goes_from_the_lowest_to_the_highest_and_shows_gaps() {
    assert_eq!(trend(&[Some(0), None, Some(50), Some(100)]), "_ -#");
    assert_eq!(trend(&[Some(5), Some(5)]), "__");
    assert_eq!(trend(&[]), "");
}
