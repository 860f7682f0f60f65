//! The decision log: what was decided in the logs and on issues, why, what else there was, who and when.

use std::collections::HashSet;

use super::register::{Cell, Register, Row, Take, case, nothing, text, time};
use super::{Asked, Broken};
use crate::model::entry::EntryKind;
use crate::model::fields::Fields;
use crate::model::{Id, Subject, Untrusted};

/// The register.
pub(super) static REGISTER: Register = Register {
    title: "decision_log",
    groups: &[],
    columns: &[
        ("id", "number"),
        ("case", "case"),
        ("decided", "time"),
        ("what", "decision"),
        ("why", "why"),
        ("alternatives", "alternatives"),
        ("who", "decided_by"),
        ("check_back", "check_back"),
        ("state", "state"),
    ],
    gather,
};

/// One decision, wherever it was made.
pub(super) struct Decided {
    pub number: String,
    pub of: Cell,
    pub at: Cell,
    pub what: Cell,
    pub why: Cell,
    pub alternatives: Cell,
    pub who: Untrusted,
    pub check_back: Cell,
    pub state: Cell,
    pub open: bool,
}

fn gather(asked: &Asked<'_>, take: &mut Take<'_>) -> Result<(), Broken> {
    each(asked, &mut |made| {
        let cells = vec![
            made.number.into(),
            made.of,
            made.at,
            made.what,
            made.why,
            made.alternatives,
            made.who.into(),
            made.check_back,
            made.state,
        ];
        take(Row { group: 0, open: made.open, cells })
    })
}

/// Goes through all decisions: those on issues first, then the lines of the logs that are not one of them said again.
pub(super) fn each(asked: &Asked<'_>, take: &mut dyn FnMut(Decided) -> Result<(), Broken>) -> Result<(), Broken> {
    let mut lines: HashSet<Id> = HashSet::new();
    asked.each(Subject::Decision, None, |decision| {
        lines.extend(decision.reference("entry"));
        take(on_issue(asked, &decision)?)
    })?;
    asked.each(Subject::Entry, Some(EntryKind::Decision.key()), |line| {
        let is_told = line.int("superseded") != Some(1) && !lines.contains(&line.id);
        if is_told { take(in_log(asked, &line)) } else { Ok(()) }
    })
}

fn on_issue(asked: &Asked<'_>, decision: &Fields) -> Result<Decided, Broken> {
    let ruled = asked.word(&format!("ruling_{}", decision.word("ruling").replace('-', "_")));
    // An option that fewer may read stays behind its number.
    let option = decision.reference("choice").map(|option| asked.read.fields(Subject::Choice, option)).transpose()?.flatten();
    let title = option.as_ref().and_then(|option| option.raw("title")).map_or_else(String::new, |title| format!(" {title}"));
    let option = decision.name("choice").map_or_else(String::new, |name| format!(": {}{title}", name.raw()));
    Ok(Decided {
        number: decision.number().unwrap_or_default(),
        of: case(decision),
        at: time(decision.time("decided")),
        what: format!("{ruled}{option}").into(),
        why: text(decision, "why"),
        alternatives: text(decision, "alternatives"),
        who: asked.person(decision.text("decided_by").as_ref()),
        check_back: nothing(),
        state: nothing(),
        open: true,
    })
}

fn in_log(asked: &Asked<'_>, line: &Fields) -> Decided {
    let said = if line.int("redacted") == Some(1) { Cell::from(asked.word("redacted")) } else { text(line, "text") };
    let who = line.name("person").cloned().or_else(|| line.text("author"));
    let verdict = line.word("verdict");
    Decided {
        number: super::rows::said(line).unwrap_or_default(),
        of: case(line),
        at: time(line.time("observed").filter(|at| at.is_known()).or_else(|| line.time("logged"))),
        what: said,
        why: text(line, "reason"),
        alternatives: nothing(),
        who: asked.person(who.as_ref()),
        check_back: time(line.time("due")),
        state: if verdict.is_empty() { nothing() } else { Cell::Word("came_of", verdict.to_owned()) },
        open: verdict.is_empty(),
    }
}
