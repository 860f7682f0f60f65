//! Which subject lives in which table, under which columns: the one map the writer, undo and doctor go by.

use crate::model::Subject;

/// Says how a column's value is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text or a stored word.
    Text,
    /// A whole number.
    Int,
    /// The id of another record.
    Ref,
    /// Three columns: `x_at`, `x_offset`, `x_precision`.
    Time,
}

/// Describes one field of one subject.
#[derive(Debug)]
pub struct Column {
    /// Key in the journal and, apart from times, the column's name.
    pub key: &'static str,
    /// How it is stored.
    pub kind: Kind,
    /// Whether a person typed it, so that search must find it.
    pub search: bool,
    /// The register a reference is into, where its name is to be read with the record.
    pub of: Option<Subject>,
}

/// Describes the table of one subject.
#[derive(Debug)]
pub struct Table {
    /// Whose records it holds.
    pub subject: Subject,
    /// Its name.
    pub name: &'static str,
    /// Its journalled columns in storage order.
    pub columns: &'static [Column],
}

const fn text(key: &'static str) -> Column {
    Column { key, kind: Kind::Text, search: true, of: None }
}
const fn word(key: &'static str) -> Column {
    Column { key, kind: Kind::Text, search: false, of: None }
}
const fn int(key: &'static str) -> Column {
    Column { key, kind: Kind::Int, search: false, of: None }
}
const fn reference(key: &'static str) -> Column {
    Column { key, kind: Kind::Ref, search: false, of: None }
}
const fn named(key: &'static str, of: Subject) -> Column {
    Column { key, kind: Kind::Ref, search: false, of: Some(of) }
}
const fn time(key: &'static str) -> Column {
    Column { key, kind: Kind::Time, search: false, of: None }
}

/// Hashes of the schema after each of [`super::migrate::MIGRATIONS`]; a test prints the new one when a step is added.
pub const FINGERPRINTS: &[&str] = &[
    "64866f329cfc7f4d64a79f162c10c22c3985b6152719dd735610775afafb30b2",
    "4b7d2c634723480841e8d0ed9acd44d8830e8f93b650db7988979c061064d89e",
];

/// Lists all tables, parents before children.
pub static TABLES: &[Table] = &[
    Table {
        subject: Subject::Person,
        name: "person",
        columns: &[
            text("handle"),
            text("name"),
            text("mail"),
            text("role"),
            text("notes"),
            text("skills"),
            named("covers", Subject::Person),
            int("load_before"),
            int("load_now"),
            word("absence"),
            time("absent"),
        ],
    },
    Table { subject: Subject::Customer, name: "customer", columns: &[text("name"), text("notes")] },
    Table { subject: Subject::Group, name: "project_group", columns: &[text("name"), reference("lead"), text("goals"), text("notes")] },
    Table {
        subject: Subject::Service,
        name: "service",
        columns: &[text("name"), reference("owner"), reference("customer"), text("notes")],
    },
    Table {
        subject: Subject::Project,
        name: "project",
        columns: &[
            text("name"),
            reference("manager"),
            reference("customer"),
            reference("project_group"),
            text("notes"),
            word("currency"),
            int("budget"),
            int("forecast"),
            time("ends"),
            time("expected"),
        ],
    },
    Table {
        subject: Subject::Stakeholder,
        name: "stakeholder",
        columns: &[
            text("name"),
            text("audience"),
            text("role"),
            text("channel"),
            reference("service"),
            reference("project"),
            text("notes"),
        ],
    },
    Table {
        subject: Subject::Audience,
        name: "audience",
        columns: &[
            text("name"),
            text("channel"),
            word("language"),
            named("approver", Subject::Person),
            named("service", Subject::Service),
            named("project", Subject::Project),
            word("visibility"),
            text("notes"),
        ],
    },
    Table {
        subject: Subject::Milestone,
        name: "milestone",
        columns: &[named("project", Subject::Project), text("name"), time("baseline"), time("forecast"), time("actual")],
    },
    Table {
        subject: Subject::Tolerance,
        name: "tolerance",
        columns: &[
            named("project", Subject::Project),
            word("aspect"),
            text("unit"),
            int("target"),
            int("plus"),
            int("minus"),
            int("forecast"),
        ],
    },
    Table {
        subject: Subject::Dependency,
        name: "dependency",
        columns: &[named("project", Subject::Project), named("service", Subject::Service), text("note")],
    },
    Table {
        subject: Subject::Case,
        name: "cases",
        columns: &[
            word("kind"),
            int("number"),
            text("title"),
            word("state"),
            word("priority"),
            text("priority_why"),
            word("impact"),
            word("urgency"),
            word("severity"),
            word("type"),
            reference("service"),
            reference("project"),
            reference("lead"),
            reference("scribe"),
            text("description"),
            text("effect"),
            text("workaround"),
            word("outcome"),
            text("residual"),
            text("raised_by"),
            text("foreign_severity"),
            text("foreign_state"),
            text("foreign_type"),
            text("tags"),
            text("source"),
            text("external_key"),
            text("url"),
            word("zone"),
            int("clocks"),
            int("lane"),
            time("opened"),
            time("started"),
            time("detected"),
            time("declared"),
            time("acknowledged"),
            time("restored"),
            time("resolved"),
            time("closed"),
            time("due"),
        ],
    },
    Table { subject: Subject::Link, name: "link", columns: &[reference("from_case"), reference("to_case"), word("kind")] },
    Table {
        subject: Subject::Entry,
        name: "entry",
        columns: &[
            reference("case_id"),
            int("number"),
            word("kind"),
            time("observed"),
            time("logged"),
            text("text"),
            text("reason"),
            reference("person"),
            word("author"),
            word("visibility"),
            text("tags"),
            time("due"),
            word("verdict"),
            reference("amends"),
            int("superseded"),
            int("redacted"),
            word("external_key"),
        ],
    },
    Table {
        subject: Subject::Action,
        name: "action",
        columns: &[
            int("number"),
            reference("case_id"),
            reference("entry"),
            text("text"),
            reference("owner"),
            word("type"),
            word("state"),
            time("due"),
            text("period"),
            time("done"),
            text("why"),
            text("reference"),
            text("note"),
            word("visibility"),
        ],
    },
    Table {
        subject: Subject::Review,
        name: "review",
        columns: &[reference("case_id"), word("state"), reference("owner"), time("due"), time("approved"), word("approved_by")],
    },
    Table { subject: Subject::Section, name: "section", columns: &[reference("case_id"), word("name"), text("text"), word("visibility")] },
    Table {
        subject: Subject::Playbook,
        name: "playbook",
        columns: &[reference("case_id"), word("name"), word("version"), word("text"), time("started")],
    },
    Table {
        subject: Subject::Step,
        name: "step",
        columns: &[reference("case_id"), word("code"), word("state"), text("why"), word("author"), time("said")],
    },
    Table {
        subject: Subject::Watch,
        name: "watch",
        columns: &[
            reference("case_id"),
            word("kind"),
            text("source"),
            text("text"),
            named("person", Subject::Person),
            text("why"),
            word("author"),
            time("known"),
            time("promised"),
            word("visibility"),
        ],
    },
    Table {
        subject: Subject::Baseline,
        name: "baseline",
        columns: &[reference("case_id"), named("project", Subject::Project), word("plan"), time("taken")],
    },
    Table {
        subject: Subject::Impact,
        name: "impact",
        columns: &[
            reference("case_id"),
            named("project", Subject::Project),
            int("time"),
            int("cost"),
            int("scope"),
            int("quality"),
            int("benefits"),
            int("risk"),
            int("people"),
            word("currency"),
            text("note"),
            word("visibility"),
        ],
    },
    Table {
        subject: Subject::Exception,
        name: "exception",
        columns: &[
            reference("case_id"),
            named("project", Subject::Project),
            text("cause"),
            text("consequences"),
            text("recommendation"),
            text("lessons"),
            time("raised"),
            word("visibility"),
        ],
    },
    Table {
        subject: Subject::Contingency,
        name: "contingency",
        columns: &[
            int("number"),
            reference("case_id"),
            named("project", Subject::Project),
            text("scenario"),
            text("event"),
            time("trigger"),
            int("lead"),
            named("owner", Subject::Person),
            text("resources"),
            int("cost"),
            word("currency"),
            time("no_return"),
            text("fallback"),
            word("suitable"),
            word("feasible"),
            word("acceptable"),
            word("state"),
            text("agreed_by"),
            word("visibility"),
        ],
    },
    Table {
        subject: Subject::ContingencyStep,
        name: "contingency_step",
        columns: &[
            reference("case_id"),
            reference("contingency"),
            int("position"),
            text("text"),
            named("owner", Subject::Person),
            word("state"),
            time("done"),
            word("visibility"),
        ],
    },
    Table {
        subject: Subject::Update,
        name: "case_update",
        columns: &[
            int("number"),
            reference("case_id"),
            named("audience", Subject::Audience),
            word("phase"),
            word("state"),
            int("version"),
            text("text"),
            word("author"),
            time("drafted"),
            time("promised"),
            time("approved"),
            text("approved_by"),
            time("sent"),
            word("sent_by"),
            word("route"),
            text("receipt"),
            int("took"),
            reference("entry"),
            word("visibility"),
        ],
    },
    Table {
        subject: Subject::Assignment,
        name: "assignment",
        columns: &[
            reference("case_id"),
            named("person", Subject::Person),
            named("project", Subject::Project),
            text("task"),
            text("released_by"),
            time("since"),
            time("back"),
            time("ended"),
            word("visibility"),
        ],
    },
    Table {
        subject: Subject::Escalation,
        name: "escalation",
        columns: &[
            int("number"),
            reference("case_id"),
            word("kind"),
            named("project", Subject::Project),
            text("outcome"),
            text("pro"),
            text("contra"),
            word("verdict"),
            word("decision"),
            text("why"),
            word("author"),
            time("judged"),
            time("relook"),
            text("sent_to"),
            word("answer"),
            text("answer_text"),
            time("answered"),
            word("visibility"),
        ],
    },
    Table {
        subject: Subject::Morale,
        name: "morale",
        columns: &[
            int("number"),
            reference("case_id"),
            word("kind"),
            int("score"),
            text("text"),
            word("author"),
            time("said"),
            time("ended"),
            word("visibility"),
        ],
    },
    Table {
        subject: Subject::Recovery,
        name: "recovery",
        columns: &[
            int("number"),
            reference("case_id"),
            word("kind"),
            named("stakeholder", Subject::Stakeholder),
            named("project", Subject::Project),
            int("days"),
            text("lost"),
            text("ask"),
            text("promise"),
            time("promised"),
            time("until"),
            word("kept"),
            word("visibility"),
        ],
    },
    Table {
        subject: Subject::Party,
        name: "party",
        columns: &[reference("case_id"), text("name"), word("stance"), text("note"), time("said"), word("visibility")],
    },
    Table {
        subject: Subject::Choice,
        name: "choice",
        columns: &[
            int("number"),
            reference("case_id"),
            named("project", Subject::Project),
            text("title"),
            int("time"),
            int("cost"),
            word("currency"),
            text("scope"),
            text("risk"),
            text("note"),
            word("suitable"),
            word("feasible"),
            word("acceptable"),
            int("is_nothing"),
            int("recommended"),
            word("visibility"),
        ],
    },
    Table {
        subject: Subject::Decision,
        name: "decision",
        columns: &[
            int("number"),
            reference("case_id"),
            word("ruling"),
            text("why"),
            reference("choice"),
            text("alternatives"),
            text("decided_by"),
            word("author"),
            time("decided"),
            reference("entry"),
            word("visibility"),
        ],
    },
];

impl Table {
    /// Finds the table of a subject.
    pub fn of(subject: Subject) -> &'static Self {
        TABLES.iter().find(|t| t.subject == subject).expect("every subject has its row in TABLES; a test counts them")
    }

    /// Finds a column by its key.
    pub fn column(&self, key: &str) -> Option<&'static Column> {
        self.columns.iter().find(|c| c.key == key)
    }

    /// Lists the columns as SQL, times spread over three.
    pub fn select_list(&self) -> String {
        let names: Vec<String> = self.columns.iter().flat_map(Column::names).collect();
        names.join(", ")
    }
}

impl Column {
    /// Gives the names of the columns that hold the value.
    pub fn names(&self) -> Vec<String> {
        match self.kind {
            Kind::Time => ["at", "offset", "precision"].map(|part| format!("{}_{part}", self.key)).to_vec(),
            _ => vec![self.key.to_owned()],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_known_fingerprints_are_the_ones_the_steps_make() {
        use super::super::migrate::{MIGRATIONS, fingerprint, run};
        let mut conn = rusqlite::Connection::open_in_memory().unwrap();
        let made: Vec<String> = (1..=MIGRATIONS.len())
            .map(|steps| {
                run(&mut conn, &MIGRATIONS[..steps], &crate::store::Opening::for_tests()).unwrap();
                fingerprint(&conn).unwrap()
            })
            .collect();
        assert_eq!(made, FINGERPRINTS);
    }

    #[test]
    fn every_subject_has_exactly_one_table() {
        for subject in Subject::ALL {
            assert_eq!(TABLES.iter().filter(|t| t.subject == *subject).count(), 1, "{subject:?}");
        }
    }
}
