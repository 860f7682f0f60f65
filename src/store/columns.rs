//! Columns as they are written down in the list of tables, and those of everything the playbook keeps. Must not know what they mean.

use super::schema::{Column, Kind};
use crate::model::Subject;

pub(super) const fn text(key: &'static str) -> Column {
    Column { key, kind: Kind::Text, search: true, of: None }
}
pub(super) const fn word(key: &'static str) -> Column {
    Column { key, kind: Kind::Text, search: false, of: None }
}
pub(super) const fn int(key: &'static str) -> Column {
    Column { key, kind: Kind::Int, search: false, of: None }
}
pub(super) const fn reference(key: &'static str) -> Column {
    Column { key, kind: Kind::Ref, search: false, of: None }
}
pub(super) const fn named(key: &'static str, of: Subject) -> Column {
    Column { key, kind: Kind::Ref, search: false, of: Some(of) }
}
pub(super) const fn time(key: &'static str) -> Column {
    Column { key, kind: Kind::Time, search: false, of: None }
}

pub(super) const PLAYBOOK: &[Column] = &[reference("case_id"), word("name"), word("version"), word("text"), time("started")];
pub(super) const STEP: &[Column] = &[reference("case_id"), word("code"), word("state"), text("why"), word("author"), time("said")];
pub(super) const WATCH: &[Column] = &[
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
];
pub(super) const BASELINE: &[Column] = &[reference("case_id"), named("project", Subject::Project), word("plan"), time("taken")];
pub(super) const IMPACT: &[Column] = &[
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
];
pub(super) const EXCEPTION: &[Column] = &[
    reference("case_id"),
    named("project", Subject::Project),
    text("cause"),
    text("consequences"),
    text("recommendation"),
    text("lessons"),
    time("raised"),
    word("visibility"),
];
pub(super) const CONTINGENCY: &[Column] = &[
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
];
pub(super) const CONTINGENCY_STEP: &[Column] = &[
    reference("case_id"),
    reference("contingency"),
    int("position"),
    text("text"),
    named("owner", Subject::Person),
    word("state"),
    time("done"),
    word("visibility"),
];
pub(super) const CASE_UPDATE: &[Column] = &[
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
];
pub(super) const ASSIGNMENT: &[Column] = &[
    reference("case_id"),
    named("person", Subject::Person),
    named("project", Subject::Project),
    text("task"),
    text("released_by"),
    time("since"),
    time("back"),
    time("ended"),
    word("visibility"),
];
pub(super) const ESCALATION: &[Column] = &[
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
];
pub(super) const MORALE: &[Column] = &[
    int("number"),
    reference("case_id"),
    word("kind"),
    int("score"),
    text("text"),
    word("author"),
    time("said"),
    time("ended"),
    word("visibility"),
];
pub(super) const RECOVERY: &[Column] = &[
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
];
pub(super) const PARTY: &[Column] = &[reference("case_id"), text("name"), word("stance"), text("note"), time("said"), word("visibility")];
pub(super) const CHOICE: &[Column] = &[
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
];
pub(super) const DECISION: &[Column] = &[
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
];

pub(super) const AFFECTED: &[Column] = &[reference("case_id"), named("service", Subject::Service)];
pub(super) const FINDING: &[Column] = &[
    int("number"),
    reference("case_id"),
    word("kind"),
    word("mark"),
    reference("parent"),
    int("position"),
    text("text"),
    text("note"),
    text("name"),
    text("role"),
    text("value"),
    text("unit"),
    word("aspect"),
    word("certainty"),
    word("automatic"),
    named("service", Subject::Service),
    time("at"),
    time("until"),
    text("reference"),
    reference("entry"),
    word("visibility"),
];
pub(super) const EVIDENCE: &[Column] =
    &[reference("case_id"), reference("hypothesis"), reference("finding"), reference("entry"), word("side"), word("visibility")];
pub(super) const TELLING: &[Column] =
    &[reference("case_id"), reference("entry"), int("shown"), text("wording"), reference("after"), word("visibility")];
pub(super) const REMARK: &[Column] = &[
    int("number"),
    reference("case_id"),
    word("section"),
    text("text"),
    word("author"),
    time("said"),
    text("answer"),
    time("settled"),
    word("visibility"),
];
pub(super) const VERSION: &[Column] = &[
    reference("case_id"),
    int("number"),
    word("language"),
    word("internal"),
    word("management"),
    word("public"),
    word("record"),
    time("approved"),
    word("approved_by"),
];
pub(super) const SHARING: &[Column] = &[
    reference("case_id"),
    int("version"),
    named("audience", Subject::Audience),
    text("recipient"),
    text("route"),
    word("author"),
    time("shared"),
    word("visibility"),
];
