//! Cases and links as lists show them, and the places and filters of a list.

use super::words::LinkKind;
use crate::model::word::words;
use crate::model::{CaseKind, CaseRef, Id, Untrusted};

/// Holds what a list shows of a case.
#[derive(Clone, Debug)]
pub struct CaseLine {
    /// Id of the record.
    pub id: Id,
    /// Its number.
    pub case: CaseRef,
    /// What is wrong.
    pub title: Untrusted,
    /// Stored word of the state.
    pub state: String,
    /// Stored word of the priority.
    pub priority: Option<String>,
    /// Service of an incident, project of an issue.
    pub home: Option<Untrusted>,
    /// Who leads or owns it.
    pub lead: Option<Untrusted>,
    /// Since when it has been hurting: started, else opened (UTC milliseconds).
    pub since: i64,
    /// Until when an issue is to be dealt with.
    pub due: Option<i64>,
    /// Severity in the words of the system it came from, or of an issue.
    pub severity: Option<Untrusted>,
    /// Where it is listed.
    pub shelf: Shelf,
    /// Place in the list.
    pub spot: CaseSpot,
}

/// Names a place in a list of cases, for the window that begins after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CaseSpot {
    /// Rank of the priority, 1 first.
    pub rank: i64,
    /// Minus the number, so that the newest comes first.
    pub newest: i64,
}

words! {
    /// Where a case is listed.
    Shelf {
        /// On the Board.
        Lane = "lane", "open";
        /// Open, imported and not adopted: in search and lists only.
        Aside = "aside", "outside the lanes";
        /// Finished.
        Closed = "closed", "closed";
    }
}

words! {
    /// Orders that a list of cases is offered in.
    CaseOrder {
        /// By priority, then newest first.
        Priority = "priority", "priority";
        /// Newest first.
        Newest = "newest", "newest";
    }
}

/// Narrows a list of cases; each has its index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseBy {
    /// Incidents of one service.
    Service(Id),
    /// Issues of one project.
    Project(Id),
    /// Cases one person leads.
    Lead(Id),
    /// Cases of one priority, by its rank.
    Rank(i64),
}

/// Says which cases a list shows, and in which order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CaseFilter {
    /// Incidents or issues.
    pub kind: CaseKind,
    /// Which shelf.
    pub shelf: Shelf,
    /// In which order.
    pub order: CaseOrder,
    /// Narrowed to.
    pub by: Option<CaseBy>,
}

/// Holds a link as seen from one of its cases.
#[derive(Clone, Debug)]
pub struct LinkLine {
    /// Id of the link.
    pub id: Id,
    /// What it says, read from `from` to `to`.
    pub kind: LinkKind,
    /// Whether the case that was asked about is the first of the two.
    pub outward: bool,
    /// Id of the other case.
    pub other: Id,
    /// Its number.
    pub case: CaseRef,
    /// Its title.
    pub title: Untrusted,
    /// Its state.
    pub state: String,
    /// Its priority.
    pub priority: Option<String>,
}

impl LinkLine {
    /// Gives the words between the case asked about and the other one.
    pub fn words(&self) -> &'static str {
        if self.outward { self.kind.label() } else { self.kind.reverse() }
    }
}

/// Says from where a window of a list is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseFrom {
    /// From the beginning.
    Start,
    /// The rows right after a place.
    After(CaseSpot),
    /// The rows right before a place, still in the list's order.
    Before(CaseSpot),
}

/// Holds what a list shows of a record of a register.
#[derive(Clone, Debug)]
pub struct RegisterLine {
    /// Id of the record.
    pub id: Id,
    /// What people call it.
    pub name: Untrusted,
    /// Its further columns, in the order the list of the register has them.
    pub cells: Vec<Option<Untrusted>>,
    /// Open cases of the lanes that belong to it, counted up to a thousand.
    pub open: i64,
}

/// Says from where a window of a register is read; registers are in alphabetical order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RegisterFrom<'a> {
    /// From the beginning.
    Start,
    /// The last ones.
    End,
    /// From this name on.
    At(&'a str),
    /// The rows right after a name.
    After(&'a str),
    /// The rows right before a name, still in order.
    Before(&'a str),
}
