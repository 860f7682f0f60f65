//! Rows of a review: figures, causes, lessons, links and the like, each a record of its own.
//!
//! What a kind may hold is data of the model (`SHAPES`); `columns` reads it from what was given, `change` writes, `order` keeps rows in
//! the order people put them in, `show` lists. Must not know how a review prints them.

mod aspects;
pub(super) mod change;
mod columns;
pub(in crate::app) mod order;
pub(super) mod show;

use super::case::LIMIT_1000;
use super::command::Command;
use super::field::{Ask, Field};
use super::incident::CASE;
use super::judged;
use super::query::Query;
use crate::model::Subject;
use crate::model::finding::{Aspect, Certainty, FindingKind};
use crate::model::when::Lean;
pub(super) use change::ask_gently;

pub use columns::fits;

static KIND: Field =
    Field::argument("kind", "Kind", Ask::Choice(FindingKind::CHOICES), "What it is: impact, cause, lesson, link and so on");
static TEXT: Field = Field::optional("text", "Text", Ask::Text, "What it says, kept exactly; its name, for a kind that has only one");
static NEW_TEXT: Field = Field::flag("text", "Text", Ask::Text, "What it says, kept exactly");
static FINDING: Field = Field::argument("finding", "Finding", Ask::Numbered(Subject::Finding), "Number of the row, such as F-3");
static MARK: Field = Field::flag("mark", "Mark", Ask::Line, "Word that sorts rows of its kind: root, well, badly, fix, temporary, lasting");
static NAME: Field = Field::flag("name", "Name", Ask::Line, "Who, or what it is called");
static ROLE: Field = Field::flag("role", "Role", Ask::Line, "In which role, or through which channel");
static VALUE: Field = Field::flag("value", "Value", Ask::Line, "A figure as it was stated: 250, 10 min to 2 days, about 30 %");
static UNIT: Field = Field::flag("unit", "Unit", Ask::Line, "What is counted: users, requests, EUR");
static ASPECT: Field = Field::flag("aspect", "Aspect", Ask::Choice(Aspect::CHOICES), "Where it lies: human, organisation or technology");
static CERTAINTY: Field =
    Field::flag("certainty", "Certainty", Ask::Choice(Certainty::CHOICES), "How sure it is; unknown is an answer too");
static AUTOMATIC: Field =
    Field::flag("automatic", "Automatic", Ask::Choice(&[("yes", "yes"), ("no", "no")]), "Whether it was found by itself: yes or no");
static SERVICE: Field = Field::flag(
    "service",
    "Service",
    Ask::Pick(Subject::Service, true),
    "Service it is of, where it is not of the whole; a new name is added",
);
static AT_TIME: Field = Field::flag("at", "At", Ask::Time(Lean::Past), "When, or from when; unknown is an answer too");
// Read by its kind: a risk is accepted until a time to come, anything else has been.
static UNTIL: Field = Field::flag("until", "Until", Ask::Line, "Until when: a time as for --at, ahead for a risk that is accepted");
static REFERENCE: Field = Field::flag("reference", "Reference", Ask::Line, "Address, ticket or change where more can be read");
static NOTE: Field = Field::flag("note", "Note", Ask::Text, "Remark; for what was declined, why");
static ENTRY: Field = Field::flag("entry", "Entry", Ask::Entry, "Line of the log it rests on, such as INC-12.34").later();
static AFTER: Field = Field::flag(
    "after",
    "After",
    Ask::Numbered(Subject::Finding),
    "Row of the same kind it stands after, such as F-2; the last unless said",
)
.later();
static AFTER_ROW: Field =
    Field::flag("after", "After", Ask::Numbered(Subject::Finding), "Row of the same kind it is to stand after, such as F-2");
static FIRST: Field = Field::flag("first", "First", Ask::Yes, "Puts it before all others of its kind");

/// Commands about rows of a review.
pub static COMMANDS: &[Command] = &[
    Command {
        name: "finding add",
        doc: "Adds a row to the review of a case and prints its number; which columns it takes is said by its kind.",
        fields: &[
            &CASE,
            &KIND,
            &TEXT,
            &MARK,
            &NAME,
            &ROLE,
            &VALUE,
            &UNIT,
            &AT_TIME,
            &UNTIL,
            &SERVICE,
            &ASPECT,
            &CERTAINTY,
            &AUTOMATIC,
            &REFERENCE,
            &NOTE,
            &ENTRY,
            &AFTER,
            &judged::FOR,
        ],
        prints: Some("finding"),
        run: change::add,
    },
    Command {
        name: "finding set",
        doc: "Corrects a row of a review; an empty value clears a column.",
        fields: &[
            &FINDING,
            &NEW_TEXT,
            &MARK,
            &NAME,
            &ROLE,
            &VALUE,
            &UNIT,
            &AT_TIME,
            &UNTIL,
            &SERVICE,
            &ASPECT,
            &CERTAINTY,
            &AUTOMATIC,
            &REFERENCE,
            &NOTE,
            &ENTRY,
            &judged::FOR,
        ],
        prints: None,
        run: change::set,
    },
    Command {
        name: "finding move",
        doc: "Puts a row of a review elsewhere among those of its kind.",
        fields: &[&FINDING, &AFTER_ROW, &FIRST],
        prints: None,
        run: order::move_to,
    },
    Command { name: "finding remove", doc: "Takes a row out of a review.", fields: &[&FINDING], prints: None, run: change::remove },
];

static LIST_SECTION: Field = Field::flag("section", "Section", Ask::Line, "Only rows printed under this section");
static LIST_KIND: Field = Field::flag("kind", "Kind", Ask::Choice(FindingKind::CHOICES), "Only this kind");

/// Queries about rows of a review.
pub static QUERIES: &[Query] = &[
    Query {
        name: "finding list",
        doc: "Lists the rows of a case's review, kind by kind in their order.",
        fields: &[&CASE, &LIST_SECTION, &LIST_KIND, &LIMIT_1000],
        columns: &[
            ("finding", "Row"),
            ("kind", "Kind"),
            ("mark", "Mark"),
            ("words", "What"),
            ("at", "At"),
            ("until", "Until"),
            ("visibility", "For"),
        ],
        empty: "no such row yet; 'warroom finding add CASE KIND' adds one",
        run: show::list,
    },
    Query {
        name: "finding aspects",
        doc: "Says how much of a case lies with people, organisation and technology, and asks where nothing does.",
        fields: &[&CASE],
        columns: &[
            ("aspect", "Lies in"),
            ("causes", "Causes"),
            ("impacts", "Impacts"),
            ("actions", "Actions"),
            ("question", "To think of"),
        ],
        empty: "",
        run: aspects::list,
    },
    Query {
        name: "finding show",
        doc: "Shows one row of a review as a page.",
        fields: &[&FINDING],
        columns: &[],
        empty: "",
        run: show::page,
    },
];
