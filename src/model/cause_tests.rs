//! Tests of the cause tree: its order, rings, what is left out.

use super::*;

fn cause(number: i64, parent: i64, position: i64) -> Cause {
    Cause {
        id: id(number),
        number,
        parent: (parent > 0).then(|| id(parent)),
        position,
        text: format!("cause {number}").into(),
        mark: Mark::Why,
        aspect: None,
        certainty: None,
        note: None,
        reference: None,
        visibility: Visibility::Management,
    }
}

fn id(number: i64) -> Id {
    Id::parse(&format!("00000000-0000-7000-8000-{number:012}")).expect("an id of digits")
}

fn told(tree: &Tree) -> Vec<String> {
    let line = |node: &Node| format!("{}{}{}", "  ".repeat(node.depth), node.cause.name(), if node.is_last { "." } else { "" });
    tree.nodes().iter().map(line).collect()
}

#[test]
fn a_tree_has_several_roots_and_branches_in_the_order_of_their_positions() {
    let tree = Tree::new(vec![cause(5, 2, 1), cause(3, 1, 2), cause(1, 0, 1), cause(2, 1, 1), cause(4, 0, 0)]);
    assert_eq!(told(&tree), ["F-4", "F-1.", "  F-2", "    F-5.", "  F-3."]);
    assert_eq!(tree.under(Some(id(1))).iter().map(|c| c.number).collect::<Vec<_>>(), [2, 3]);
    assert_eq!(tree.under(None).iter().map(|c| c.number).collect::<Vec<_>>(), [4, 1]);
    assert!(tree.under(Some(id(9))).is_empty());
    assert_eq!(tree.above(id(5)).map(|c| c.number), Some(2));
}

#[test]
fn a_row_whose_parent_is_not_there_stands_at_the_top() {
    assert_eq!(told(&Tree::new(vec![cause(1, 9, 1), cause(2, 1, 1)])), ["F-1.", "  F-2."]);
}

#[test]
fn a_ring_is_cut_open_and_nothing_is_lost() {
    assert_eq!(told(&Tree::new(vec![cause(1, 3, 1), cause(2, 1, 1), cause(3, 2, 1)])), ["F-1.", "  F-2.", "    F-3."]);
    assert_eq!(told(&Tree::new(vec![cause(1, 1, 1), cause(2, 0, 1)])), ["F-2", "F-1."]);
    let two = Tree::new(vec![cause(1, 2, 1), cause(2, 1, 1), cause(3, 4, 1), cause(4, 3, 1), cause(5, 1, 2)]);
    assert_eq!(told(&two), ["F-1", "  F-2", "  F-5.", "F-3.", "  F-4."]);
}

#[test]
fn a_node_is_within_itself_and_those_above_it() {
    let tree = Tree::new(vec![cause(1, 0, 1), cause(2, 1, 1), cause(3, 2, 1), cause(4, 0, 2)]);
    let within = |a, b| tree.is_within(id(a), id(b));
    assert!(within(3, 1) && within(3, 3) && !within(1, 3) && !within(4, 1) && !within(9, 1));
}

#[test]
fn what_hangs_under_a_node_that_is_left_out_moves_up() {
    let tree = Tree::new(vec![cause(1, 0, 1), cause(2, 1, 1), cause(3, 2, 1), cause(4, 2, 2), cause(5, 1, 2), cause(6, 0, 2)]);
    assert_eq!(told(&tree.keep(|c| c.number != 2)), ["F-1", "  F-3", "  F-4", "  F-5.", "F-6."]);
    assert_eq!(told(&tree.keep(|c| c.number > 2)), ["F-3", "F-4", "F-5", "F-6."]);
    assert!(tree.keep(|_| false).is_empty());
}

#[test]
fn a_tree_may_be_as_deep_as_it_likes() {
    let deep = Tree::new((1..=20_000).map(|n| cause(n, n - 1, 1)).collect());
    assert_eq!(deep.nodes().len(), 20_000);
    assert_eq!(deep.nodes().last().map(|node| node.depth), Some(19_999));
}
