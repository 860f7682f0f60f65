//! The cause tree: why, and why again, from rows that each know the one above them.
//!
//! Rows may come from anywhere: one whose parent is not there stands at the top, and rows that would go round in a ring are
//! cut open at the one that comes first. Must not know how a tree is drawn, or who changed it.

use std::collections::{HashMap, HashSet};

use super::entry::Visibility;
use super::fields::Fields;
use super::finding::{Aspect, Certainty, FindingKind};
use super::word::words;
use super::{Id, Subject, Untrusted};

words! {
    /// What a node of the tree is.
    Mark {
        /// A step on the way: why is that so?
        Why = "why", "why";
        /// Where asking why ends: taken away, it would not have happened.
        Root = "root", "root cause";
        /// Made it worse, longer or more likely, without causing it.
        Contributing = "contributing", "contributing factor";
    }
}

impl Mark {
    /// Gives the letter that stands for it where there is room for one: a why has none.
    pub fn letter(self) -> char {
        match self {
            Self::Why => ' ',
            Self::Root => 'R',
            Self::Contributing => 'C',
        }
    }
}

/// Holds one node.
#[derive(Clone, Debug)]
pub struct Cause {
    /// Id of the row.
    pub id: Id,
    /// Its number: `F-3`.
    pub number: i64,
    /// The node it explains.
    pub parent: Option<Id>,
    /// Its place among those that explain the same.
    pub position: i64,
    /// What it says.
    pub text: Untrusted,
    /// What it is.
    pub mark: Mark,
    /// Where it lies.
    pub aspect: Option<Aspect>,
    /// How sure it is.
    pub certainty: Option<Certainty>,
    /// What else is to be said.
    pub note: Option<Untrusted>,
    /// Ticket, change or page.
    pub reference: Option<Untrusted>,
    /// Who may read it.
    pub visibility: Visibility,
}

impl Cause {
    /// Reads a row of a review; nothing if it is of another kind.
    pub fn read(row: &Fields) -> Option<Self> {
        (row.subject == Subject::Finding && row.word("kind") == FindingKind::Cause.key()).then(|| Self {
            id: row.id,
            number: row.int("number").unwrap_or_default(),
            parent: row.reference("parent"),
            position: row.int("position").unwrap_or_default(),
            text: row.text("text").unwrap_or_default(),
            mark: Mark::parse(row.word("mark")).unwrap_or(Mark::Why),
            aspect: Aspect::parse(row.word("aspect")),
            certainty: Certainty::parse(row.word("certainty")),
            note: row.text("note"),
            reference: row.text("reference"),
            visibility: row.visibility(),
        })
    }

    /// Gives the number people call it by.
    pub fn name(&self) -> String {
        Subject::Finding.name(self.number)
    }
}

/// Holds one node at its place in the tree.
#[derive(Clone, Debug)]
pub struct Node {
    /// What it says.
    pub cause: Cause,
    /// How many nodes are above it.
    pub depth: usize,
    /// Index of the node above it.
    pub above: Option<usize>,
    /// Whether none that explains the same comes after it.
    pub is_last: bool,
}

/// Holds all nodes in the order they are read: each before those that explain it.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    nodes: Vec<Node>,
}

impl Tree {
    /// Puts rows together.
    pub fn new(causes: Vec<Cause>) -> Self {
        let there: HashSet<Id> = causes.iter().map(|cause| cause.id).collect();
        let mut under: HashMap<Option<Id>, Vec<Cause>> = HashMap::new();
        let mut order: Vec<(i64, i64, Id)> = causes.iter().map(|c| (c.position, c.number, c.id)).collect();
        order.sort_unstable();
        for cause in causes {
            under.entry(cause.parent.filter(|parent| there.contains(parent))).or_default().push(cause);
        }
        for list in under.values_mut() {
            list.sort_by_key(|cause| (cause.position, cause.number));
        }
        let mut tree = Self::default();
        tree.grow(under.remove(&None).unwrap_or_default(), &mut under);
        // What is left goes round in rings: the first of each ring is taken out of it and stands at the top.
        for (_, _, id) in order {
            let ring = under.iter_mut().find_map(|(_, list)| list.iter().position(|cause| cause.id == id).map(|at| list.remove(at)));
            if let Some(first) = ring {
                tree.grow(vec![first], &mut under);
            }
        }
        let last = tree.nodes.iter().rposition(|node| node.depth == 0);
        for (at, node) in tree.nodes.iter_mut().enumerate().filter(|(_, node)| node.depth == 0) {
            node.is_last = Some(at) == last;
        }
        tree
    }

    /// Reads the nodes among the rows of a review.
    pub fn read(rows: &[Fields]) -> Self {
        Self::new(rows.iter().filter_map(Cause::read).collect())
    }

    /// Adds nodes of one level with all that hangs under them; without recursion, because a tree may be as deep as it likes.
    fn grow(&mut self, top: Vec<Cause>, under: &mut HashMap<Option<Id>, Vec<Cause>>) {
        let mut open = vec![(None, top.into_iter())];
        while let Some((above, rest)) = open.last_mut() {
            let Some(cause) = rest.next() else {
                open.pop();
                continue;
            };
            let (above, is_last) = (*above, rest.len() == 0);
            let children = under.remove(&Some(cause.id)).unwrap_or_default();
            self.nodes.push(Node { cause, depth: open.len() - 1, above, is_last });
            open.push((Some(self.nodes.len() - 1), children.into_iter()));
        }
    }

    /// Gives the nodes in the order they are read.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// Says whether there is no node.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// Finds a node.
    pub fn find(&self, id: Id) -> Option<&Node> {
        self.nodes.iter().find(|node| node.cause.id == id)
    }

    /// Gives the nodes right under one, or those at the top.
    pub fn under(&self, id: Option<Id>) -> Vec<&Cause> {
        let above = id.and_then(|id| self.nodes.iter().position(|node| node.cause.id == id));
        let at = |node: &&Node| if id.is_some() { above.is_some() && node.above == above } else { node.above.is_none() };
        self.nodes.iter().filter(at).map(|node| &node.cause).collect()
    }

    /// Gives the node above one.
    pub fn above(&self, id: Id) -> Option<&Cause> {
        self.find(id)?.above.and_then(|at| self.nodes.get(at)).map(|node| &node.cause)
    }

    /// Says whether a node is, or hangs under, another.
    pub fn is_within(&self, id: Id, other: Id) -> bool {
        let mut at = self.nodes.iter().position(|node| node.cause.id == id);
        while let Some(node) = at.and_then(|at| self.nodes.get(at)) {
            if node.cause.id == other {
                return true;
            }
            at = node.above;
        }
        false
    }

    /// Leaves nodes out; what hangs under one of them is hung under the nearest node above it that stays.
    #[must_use]
    pub fn keep(&self, mut stays: impl FnMut(&Cause) -> bool) -> Self {
        let mut heirs: Vec<Option<Id>> = Vec::with_capacity(self.nodes.len());
        let mut kept = Vec::new();
        for (place, node) in self.nodes.iter().enumerate() {
            let above = node.above.and_then(|at| heirs.get(at).copied().flatten());
            let stays = stays(&node.cause);
            heirs.push(if stays { Some(node.cause.id) } else { above });
            if stays {
                // Where lists of children run together, the order they were read in holds.
                let position = i64::try_from(place).unwrap_or(i64::MAX);
                kept.push(Cause { parent: above, position, ..node.cause.clone() });
            }
        }
        Self::new(kept)
    }
}

#[cfg(test)]
#[path = "cause_tests.rs"]
mod tests;
