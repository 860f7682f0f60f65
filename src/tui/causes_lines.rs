//! The nodes of a cause tree as rows: with their branches in the order of the tree, or without them by where they lie.

use crate::app::cause::live::{BONES, Causes};
use crate::model::Id;
use crate::model::cause::{Mark, Node};
use crate::model::evidence::count;
use crate::model::finding::{Aspect, Certainty};

/// Widest that branches are drawn; a deeper node says how deep it is.
const BRANCHES: usize = 12;

/// Holds one node as a row.
#[derive(Clone, Debug)]
pub struct Line {
    /// Id of the node.
    pub id: Id,
    /// Its number: `F-3`.
    pub name: String,
    /// Branches before its words.
    pub branch: String,
    /// What it is.
    pub mark: Mark,
    /// Where it lies.
    pub aspect: Option<Aspect>,
    /// Which bone of the fishbone it is on.
    pub bone: usize,
    /// How sure it is; empty if nobody said.
    pub sure: &'static str,
    /// What it says; foreign text.
    pub text: String,
    /// Lines for and against it: `+2 -1`; empty if there are none.
    pub evidence: String,
}

/// Gives the nodes with their branches.
pub fn by_tree(read: &Causes) -> Vec<Line> {
    // Whether a level still goes on below: a line is drawn through it then.
    let mut open: Vec<bool> = Vec::new();
    let mut lines = Vec::new();
    for node in read.tree.nodes() {
        open.truncate(node.depth);
        lines.push(line(read, node, branch(&open, node)));
        open.push(!node.is_last);
    }
    lines
}

/// Gives the nodes by where they lie, those of each bone in the order of the tree.
pub fn by_bone(read: &Causes) -> Vec<Line> {
    let mut lines: Vec<Line> = read.tree.nodes().iter().map(|node| line(read, node, String::new())).collect();
    lines.sort_by_key(|line| line.bone);
    lines
}

fn branch(open: &[bool], node: &Node) -> String {
    if node.depth == 0 {
        return String::new();
    }
    if node.depth * 2 > BRANCHES {
        return format!("{:>width$} ", format!("..{}", node.depth), width = BRANCHES - 1);
    }
    // The trees at the top stand apart from each other.
    let through = open.iter().skip(1).map(|goes_on| if *goes_on { "\u{2502} " } else { "  " }).collect::<String>();
    format!("{through}{} ", if node.is_last { '\u{2514}' } else { '\u{251c}' })
}

fn line(read: &Causes, node: &Node, branch: String) -> Line {
    let cause = &node.cause;
    let (pro, contra) = count(read.of(cause.id));
    let evidence = [(pro, '+'), (contra, '-')].into_iter().filter(|(count, _)| *count > 0).map(|(count, sign)| format!("{sign}{count}"));
    Line {
        id: cause.id,
        name: cause.name(),
        branch,
        mark: cause.mark,
        aspect: cause.aspect,
        bone: BONES.iter().position(|bone| *bone == cause.aspect).unwrap_or(BONES.len() - 1),
        sure: cause.certainty.map_or("", brief),
        text: cause.text.raw().lines().collect::<Vec<_>>().join(" "),
        evidence: evidence.collect::<Vec<_>>().join(" "),
    }
}

/// Words how sure a node is as briefly as a column wants it.
fn brief(sure: Certainty) -> &'static str {
    match sure {
        Certainty::Partly => "partly",
        Certainty::WithProvider => "provider",
        other => other.label(),
    }
}

/// Gives the letter of where a node lies; a hyphen where nobody said.
pub fn letter(aspect: Option<Aspect>) -> char {
    match aspect {
        Some(Aspect::Human) => 'H',
        Some(Aspect::Organisation) => 'O',
        Some(Aspect::Technology) => 'T',
        None => '-',
    }
}

/// Asks one question about the first bone that nothing lies on; none where every one has a node, or there is none at all.
pub fn question(lines: &[Line]) -> Option<&'static str> {
    const ASKED: &[&str] = &[
        "Nothing lies with people yet: what did they see, know, and have to do?",
        "Nothing lies with the organisation yet: which agreement made this likely?",
        "Nothing lies with the technology yet: what let this through, or hid it?",
    ];
    let bare = |bone: &usize| !lines.iter().any(|line| line.bone == *bone);
    if lines.is_empty() { None } else { (0..ASKED.len()).find(bare).and_then(|bone| ASKED.get(bone).copied()) }
}
