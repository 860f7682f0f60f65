//! Reviews: writing the root-cause analysis of a case, its way to approval and to its readers, and printing it.
//!
//! `section` writes one, `state` moves the whole on, `version` keeps what was approved, `share` hands it on, `remark` is what readers of
//! a draft say, `owed` what is due.

mod forget;
pub mod import;
pub mod live;
pub mod outline;
mod owed;
pub(super) mod printed;
pub(super) mod remark;
pub(super) mod section;
mod share;
mod state;
pub mod template;
pub(super) mod version;

#[cfg(test)]
mod tests;

use super::case::{AT, LIMIT};
use super::command::Command;
use super::field::{Ask, Field};
use super::incident::CASE;
use super::judged;
use super::query::Query;
use crate::model::Subject;
use crate::model::entry::Visibility;
use crate::model::when::Lean;

pub use super::paper::{FORMAT, READER};

pub(super) use printed::templates;
pub(super) use section::{section, writable};

static SECTION: Field = Field::argument("section", "Section", Ask::Line, "Name of the section; 'warroom review sections' lists them");
static TEXT: Field =
    Field::optional("text", "Text", Ask::Text, "What it says, kept exactly; an empty text takes the section away, - reads standard input");
static SECTION_FOR: Field =
    Field::flag("for", "For", Ask::Choice(Visibility::CHOICES), "Who may read the section, where that differs from its template");
static STATE: Field = Field::argument(
    "state",
    "State",
    Ask::Choice(state::STATES),
    "draft, in-review or approved; an approval freezes the text as a version",
);
static BY: Field = Field::flag("by", "By", Ask::Line, "Who approved it, if not you");
static WHY: Field = Field::flag("why", "Why", Ask::Line, "Why; a step back must say it");
static OWNER: Field = Field::flag("owner", "Owner", Ask::Pick(Subject::Person, true), "Who writes it; a new name is added");
static DUE: Field = Field::flag("due", "Due", Ask::Time(Lean::Future), "Until when it is to be approved, if not as the policy says");
static ON: Field = Field::flag("section", "Section", Ask::Line, "Section it is about; the whole review unless said");
static REMARKED: Field = Field::argument("text", "Remark", Ask::Line, "What a reader of the draft remarks");
static REMARK: Field = Field::argument("remark", "Remark", Ask::Numbered(Subject::Remark), "Number of the remark, such as N-2");
static ANSWER: Field = Field::flag("answer", "Answer", Ask::Line, "What came of it");
static TO: Field = Field::flag("to", "With", Ask::Pick(Subject::Audience, true), "With whom: an audience, or any name as it is").required();
static SHARE_FOR: Field = Field::flag(
    "for",
    "Text for",
    Ask::Choice(share::READERS),
    "Which text they get: management or public; as the audience may read, else management",
);
static ROUTE: Field = Field::flag("route", "Route", Ask::Line, "How it reached them: a meeting, a mail, a page");

/// Commands about reviews.
pub static COMMANDS: &[Command] = &[
    Command {
        name: "review set",
        doc: "Writes one section of a case's review.",
        fields: &[&CASE, &SECTION, &TEXT, &SECTION_FOR],
        prints: None,
        run: section::set,
    },
    Command {
        name: "review state",
        doc: "Moves a review on: draft, in review, approved; a step back asks why.",
        fields: &[&CASE, &STATE, &AT, &BY, &WHY],
        prints: None,
        run: state::move_on,
    },
    Command {
        name: "review plan",
        doc: "Says who writes a case's review and until when.",
        fields: &[&CASE, &OWNER, &DUE],
        prints: None,
        run: state::plan,
    },
    Command {
        name: "review remark",
        doc: "Remarks on a section of a draft, or on the whole, and prints the remark's number.",
        fields: &[&CASE, &REMARKED, &ON, &judged::FOR],
        prints: Some("remark"),
        run: remark::add,
    },
    Command {
        name: "review settle",
        doc: "Settles a remark: what came of it.",
        fields: &[&REMARK, &ANSWER],
        prints: None,
        run: remark::settle,
    },
    Command {
        name: "review share",
        doc: "Records with whom an approved review was shared; they never get the internal text.",
        fields: &[&CASE, &TO, &SHARE_FOR, &ROUTE, &AT],
        prints: None,
        run: share::share,
    },
];

/// Whether secrets stay in.
pub static RAW: Field = Field::flag("raw", "Raw", Ask::Yes, "Leaves passwords, tokens and keys in");
static FOR_CASE: Field = Field::optional("case", "Case", Ask::Case, "Only the sections this case has, and which of them are written");
static ASKED_OF: Field = Field::optional("case", "Case", Ask::Case, "Only what the sections of this case ask");
static ONLY: Field = Field::flag("section", "Section", Ask::Line, "Only this section");
static OPEN: Field = Field::flag("open", "Open", Ask::Yes, "Only those that nothing has come of yet");
static NUMBER: Field = Field::argument("number", "Version", Ask::Number, "Number of the version; 'warroom review versions' lists them");

/// Queries about reviews.
pub static QUERIES: &[Query] = &[
    Query {
        name: "review show",
        doc: "Shows the review of a case as it would be printed for a reader.",
        fields: &[&CASE, &READER, &template::TEMPLATE, &RAW],
        columns: &[],
        empty: "",
        run: printed::show,
    },
    Query {
        name: "review export",
        doc: "Prints the review of a case as Markdown, HTML or JSON.",
        fields: &[&CASE, &template::TEMPLATE, &READER, &FORMAT, &RAW],
        columns: &[],
        empty: "",
        run: printed::export,
    },
    Query {
        name: "review templates",
        doc: "Lists the templates a review can be printed with, and whom each is made for.",
        fields: &[],
        columns: &[("template", "Template"), ("for", "For"), ("from", "From"), ("prints", "Prints")],
        empty: "",
        run: template::list,
    },
    Query {
        name: "review sections",
        doc: "Lists the sections of a review with what each of them asks.",
        fields: &[&FOR_CASE],
        columns: &[("section", "Section"), ("form", "Form"), ("visibility", "For"), ("written", "Written"), ("question", "Question")],
        empty: "",
        run: printed::sections,
    },
    Query {
        name: "review questions",
        doc: "Lists the questions to ask while a review is written, by section.",
        fields: &[&ASKED_OF, &ONLY],
        columns: &[("section", "Section"), ("topic", "About"), ("question", "Question")],
        empty: "no question is asked of it",
        run: printed::questions,
    },
    Query {
        name: "review remarks",
        doc: "Lists what was remarked on a review, and what came of it.",
        fields: &[&CASE, &OPEN],
        columns: &[
            ("remark", "Remark"),
            ("section", "Section"),
            ("text", "Text"),
            ("author", "By"),
            ("said", "When"),
            ("state", "State"),
            ("answer", "Answer"),
        ],
        empty: "no remark; 'warroom review remark CASE TEXT --section NAME' makes one",
        run: remark::list,
    },
    Query {
        name: "review versions",
        doc: "Lists the versions of a review, each as it was approved.",
        fields: &[&CASE],
        columns: &[("version", "Version"), ("approved", "Approved"), ("by", "By"), ("language", "Language"), ("shared", "Shared with")],
        empty: "none yet; an approval freezes the first",
        run: version::list,
    },
    Query {
        name: "review version",
        doc: "Prints a version of a review exactly as it was approved.",
        fields: &[&CASE, &NUMBER, &READER, &FORMAT],
        columns: &[],
        empty: "",
        run: version::show,
    },
    Query {
        name: "review shared",
        doc: "Lists with whom a review was shared, and how.",
        fields: &[&CASE],
        columns: &[("shared", "When"), ("to", "With"), ("version", "Version"), ("for", "Text for"), ("route", "Route"), ("author", "By")],
        empty: "it was shared with nobody yet",
        run: share::list,
    },
    Query {
        name: "review list",
        doc: "Lists cases that ended and owe a review, overdue first, then those approved and not shared.",
        fields: &[&LIMIT],
        columns: &[
            ("case", "Case"),
            ("state", "Review"),
            ("owner", "Owner"),
            ("due", "Due"),
            ("when", "When"),
            ("remarks", "Remarks"),
            ("age", "Ended"),
            ("title", "Title"),
        ],
        empty: "no review is owed",
        run: owed::list,
    },
];
