//! Tests of the cause tree: where causes go, what is refused, what is said.

use crate::app::{App, Draft, Failure, Manner, Shown, tables};
use crate::document::Document;
use crate::model::entry::Visibility;
use crate::model::{CaseRef, Subject};

/// 2026-11-22 14:05 in Amsterdam.
const NOW: i64 = 1_795_352_700_000;

/// An incident in a file of its own, with a log of seven lines.
pub(in crate::app) struct Desk {
    pub app: App,
    _folder: tempfile::TempDir,
}

impl Desk {
    pub fn new() -> Self {
        let (app, folder) = crate::app::test_desk::open(NOW, "ana");
        let mut desk = Self { app, _folder: folder };
        desk.ok("incident open", &[("title", "Payments are down")]);
        desk
    }

    pub fn case() -> CaseRef {
        CaseRef::parse("INC-1").unwrap()
    }

    /// Runs a command and gives what it remarked.
    pub fn run(&mut self, command: &str, fields: &[(&'static str, &str)]) -> Result<Vec<String>, String> {
        let command = tables::command(command).unwrap();
        let case = command.fields.iter().any(|field| field.key == "case").then_some(("case", "INC-1"));
        let draft = case.into_iter().chain(fields.iter().copied()).fold(Draft::new(), |draft, (key, text)| draft.with(key, text));
        match self.app.run(command, &draft, &Manner::default()) {
            Ok(done) => Ok(done.notes),
            Err(Failure::Refused(all)) => Err(all.iter().map(|no| no.why.raw()).collect::<Vec<_>>().join("; ")),
            Err(other) => panic!("{other:?}"),
        }
    }

    #[track_caller]
    pub fn ok(&mut self, command: &str, fields: &[(&'static str, &str)]) -> Vec<String> {
        self.run(command, fields).unwrap_or_else(|no| panic!("{command} {fields:?}: {no}"))
    }

    #[track_caller]
    pub fn no(&mut self, command: &str, fields: &[(&'static str, &str)], why: &str) {
        assert_eq!(self.run(command, fields).unwrap_err(), why);
    }

    pub fn ask(&self, query: &str, fields: &[(&'static str, &str)]) -> Shown {
        let draft = fields.iter().copied().fold(Draft::new().with("case", "INC-1"), |draft, (key, text)| draft.with(key, text));
        self.app.ask(tables::query(query).unwrap(), &draft).unwrap()
    }

    pub fn page(&self, fields: &[(&'static str, &str)]) -> (Document, serde_json::Value) {
        match self.ask("cause show", fields) {
            Shown::Page(page, json) => (page, json),
            _ => panic!("a page is shown"),
        }
    }

    pub fn rows(&self, query: &str) -> Vec<serde_json::Map<String, serde_json::Value>> {
        match self.ask(query, &[]) {
            Shown::Rows(rows) => rows,
            _ => panic!("rows are listed"),
        }
    }

    /// The tree in one line: numbers, one hyphen for each level.
    fn tree(&self) -> String {
        let (_, json) = self.page(&[]);
        let word = |row: &serde_json::Value| {
            format!("{}{}", "-".repeat(row["depth"].as_u64().unwrap() as usize), row["cause"].as_str().unwrap().trim_start_matches("F-"))
        };
        json["causes"].as_array().unwrap().iter().map(word).collect::<Vec<_>>().join(" ")
    }

    fn grown() -> Self {
        let mut desk = Self::new();
        for (text, place) in [("a", None), ("b", Some(("under", "F-1"))), ("c", Some(("under", "F-2"))), ("d", Some(("after", "F-2")))] {
            desk.ok("cause add", &[("text", text)].into_iter().chain(place).collect::<Vec<_>>());
        }
        desk.ok("cause add", &[("text", "e")]);
        assert_eq!(desk.tree(), "1 -2 --3 -4 5");
        desk
    }
}

#[test]
fn causes_are_put_under_and_after_each_other_and_moved_about() {
    let mut desk = Desk::grown();
    for (id, place, want) in [
        ("F-4", ("before", "F-2"), "1 -4 -2 --3 5"),
        ("F-5", ("under", "F-3"), "1 -4 -2 --3 ---5"),
        ("F-2", ("top", "yes"), "1 -4 2 -3 --5"),
        ("F-2", ("before", "F-1"), "2 -3 --5 1 -4"),
        ("F-1", ("after", "F-3"), "2 -3 --5 -1 --4"),
    ] {
        desk.ok("cause move", &[("cause", id), place]);
        assert_eq!(desk.tree(), want, "{id} {place:?}");
    }
    desk.ok("undo", &[]);
    assert_eq!(desk.tree(), "2 -3 --5 1 -4");
}

#[test]
fn a_cause_never_explains_itself() {
    let mut desk = Desk::grown();
    desk.no("cause move", &[("cause", "F-1"), ("under", "F-1")], "a cause does not explain itself");
    let around = "that hangs under it: it would explain what explains it";
    desk.no("cause move", &[("cause", "F-1"), ("under", "F-3")], around);
    desk.no("cause move", &[("cause", "F-1"), ("after", "F-2")], around);
    desk.no("cause move", &[("cause", "F-1")], "no place was named");
    desk.no("cause move", &[("cause", "F-1"), ("under", "F-5"), ("top", "yes")], "two places were named");
    desk.no("cause move", &[("cause", "F-5"), ("top", "yes")], "F-5 stands there already");
    assert_eq!(desk.tree(), "1 -2 --3 -4 5");
}

#[test]
fn what_hangs_under_a_cause_that_is_removed_moves_up_to_its_place() {
    let mut desk = Desk::grown();
    desk.ok("log", &[("line", "disk full")]);
    desk.ok("cause attach", &[("cause", "F-2"), ("entry", "INC-1.1")]);
    assert_eq!(desk.ok("cause remove", &[("cause", "F-2")]), ["F-3 moved up, under F-1"]);
    assert_eq!(desk.tree(), "1 -3 -4 5");
    assert_eq!(desk.ok("cause remove", &[("cause", "F-1")]), ["F-3, F-4 moved up, to the top"]);
    assert_eq!(desk.tree(), "3 4 5");
    desk.ok("undo", &[]);
    desk.ok("undo", &[]);
    assert_eq!(desk.tree(), "1 -2 --3 -4 5");
    let (_, json) = desk.page(&[]);
    assert_eq!(json["causes"][1]["evidence"][0]["entry"], "INC-1.1");
}

#[test]
fn a_page_shows_marks_aspect_certainty_and_evidence_and_the_fishbone_the_same_by_aspect() {
    let mut desk = Desk::grown();
    desk.ok("log", &[("line", "disk full")]);
    desk.ok("log", &[("line", "load was low")]);
    desk.ok(
        "cause set",
        &[("cause", "F-3"), ("mark", "root"), ("aspect", "organisation"), ("certainty", "suspected"), ("note", "no alarm")],
    );
    desk.ok("cause set", &[("cause", "F-5"), ("mark", "contributing"), ("aspect", "human")]);
    desk.ok("cause attach", &[("cause", "F-3"), ("entry", "INC-1.1")]);
    desk.ok("cause attach", &[("cause", "F-3"), ("entry", "INC-1.2"), ("side", "against")]);
    desk.no("cause attach", &[("cause", "F-3"), ("entry", "INC-1.1")], "INC-1.1 is attached to F-3 already");
    let text = desk.page(&[]).0.to_markdown();
    let line = "    - **F-3** \\[R\\] c (organisation; suspected; for INC-1.1; against INC-1.2): no alarm\n";
    assert!(text.contains(line), "{text}");
    let text = desk.page(&[("view", "fishbone")]).0.to_markdown();
    for part in
        ["## Human\n\n- **F-5** \\[C\\] e\n", "## Organisation\n\n- **F-3** \\[R\\] c (suspected;", "## Not said where\n\n- **F-1** a\n"]
    {
        assert!(text.contains(part), "{part} in {text}");
    }
    desk.ok("cause detach", &[("cause", "F-3"), ("entry", "INC-1.1")]);
    desk.no("cause detach", &[("cause", "F-3"), ("entry", "INC-1.1")], "INC-1.1 is not attached to F-3");
}

#[test]
fn an_approved_review_keeps_its_causes() {
    let mut desk = Desk::grown();
    desk.ok("log", &[("line", "disk full")]);
    desk.ok("review state", &[("state", "approved")]);
    for (command, fields) in [
        ("cause add", vec![("text", "f")]),
        ("cause set", vec![("cause", "F-1"), ("mark", "root")]),
        ("cause move", vec![("cause", "F-5"), ("under", "F-1")]),
        ("cause remove", vec![("cause", "F-1")]),
        ("cause attach", vec![("cause", "F-1"), ("entry", "INC-1.1")]),
    ] {
        desk.no(command, &fields, "the review of INC-1 is approved");
    }
}

#[test]
fn another_case_and_another_kind_of_row_are_refused() {
    let mut desk = Desk::grown();
    desk.ok("incident open", &[("title", "Other")]);
    desk.ok("cause add", &[("case", "INC-2"), ("text", "x")]);
    desk.ok("log", &[("case", "INC-2"), ("line", "elsewhere")]);
    desk.no("cause move", &[("cause", "F-1"), ("under", "F-6")], "F-6 is a cause of another case");
    desk.no("cause attach", &[("cause", "F-1"), ("entry", "INC-2.1")], "INC-2.1 is a line of another case");
    desk.no("cause add", &[], "Cause is missing");
}

#[test]
fn a_hypothesis_becomes_a_cause_with_its_evidence_and_stays_with_those_who_may_read_it() {
    let mut desk = Desk::new();
    desk.ok("log", &[("line", "~the CANARY certificate expired")]);
    desk.ok("log", &[("line", "clients refuse the handshake")]);
    desk.ok("hypothesis evidence", &[("entry", "INC-1.1"), ("line", "INC-1.2"), ("side", "for")]);
    desk.ok("entry verdict", &[("entry", "INC-1.1"), ("verdict", "confirmed")]);
    desk.ok("cause from", &[("entry", "INC-1.1"), ("mark", "root")]);
    desk.no("cause from", &[("entry", "INC-1.2")], "INC-1.2 is a fact");
    let row = desk.page(&[]).1["causes"][0].clone();
    assert_eq!((row["text"].as_str(), row["certainty"].as_str()), (Some("the CANARY certificate expired"), Some("confirmed")));
    let lines: Vec<&str> = row["evidence"].as_array().unwrap().iter().map(|one| one["entry"].as_str().unwrap()).collect();
    assert_eq!(lines, ["INC-1.1", "INC-1.2"]);
    desk.app.read_for(Visibility::Management);
    let (page, json) = desk.page(&[]);
    assert!(!page.to_markdown().contains("CANARY") && !json.to_string().contains("CANARY"), "{json}");
}

#[test]
fn a_shared_screen_hangs_what_it_may_see_at_the_top_and_shows_no_line_it_may_not() {
    let mut desk = Desk::grown();
    desk.ok("log", &[("line", "internal CANARY")]);
    desk.ok("cause attach", &[("cause", "F-3"), ("entry", "INC-1.1")]);
    desk.ok("cause set", &[("cause", "F-2"), ("for", "internal"), ("text", "CANARY")]);
    desk.app.read_for(Visibility::Management);
    assert_eq!(desk.tree(), "1 -4 3 5");
    assert!(!desk.page(&[]).1.to_string().contains("CANARY"));
    assert!(desk.app.causes(Desk::case()).unwrap().unwrap().evidence.is_empty());
    assert!(desk.app.cause_row("F-2").unwrap().is_none());
    assert_eq!(desk.app.read().fields_of(Subject::Finding, desk.app.case_named(Desk::case()).unwrap().unwrap().id).unwrap().len(), 4);
}

impl Desk {
    fn review(&self, reader: &'static str, language: &str) -> String {
        let mut ctx = self.app.ctx.clone();
        ctx.language = language.to_owned();
        let view = crate::app::query::View { read: self.app.read(), ctx: &ctx };
        let case = view.read.case(Self::case()).unwrap().unwrap();
        let context = crate::app::rca::gather(&view, &case, Visibility::parse(reader).unwrap()).unwrap();
        let templates = crate::document::template::Templates::built_in();
        crate::document::rca::render(&templates, &context, language, false).unwrap().markdown
    }
}

#[test]
fn the_review_prints_roots_factors_the_tree_and_its_diagram() {
    let mut desk = Desk::grown();
    desk.ok("log", &[("line", "disk full ^management")]);
    desk.ok("cause set", &[("cause", "F-3"), ("mark", "root"), ("aspect", "technology"), ("certainty", "with-provider")]);
    desk.ok("cause set", &[("cause", "F-5"), ("mark", "contributing"), ("note", "since\u{202E} March")]);
    desk.ok("cause attach", &[("cause", "F-3"), ("entry", "INC-1.1")]);
    let text = desk.review("internal", "en");
    for part in [
        "## Causes\n\n- F-3 c *(root cause; technology; with the provider; for INC-1.1)*\n\n<!-- -->\n\n## Why, and why again\n",
        "- F-1 a\n  - F-2 b\n    - F-3 c *(root cause; technology; with the provider; for INC-1.1)*\n  - F-4 d\n- F-5 e *(contributing factor)* – *Note*: since\u{FFFD} March\n\n```mermaid\nflowchart TD\n",
        "  n2[\"F-3 #40;root cause#41;#58; c\"]:::root\n",
        "  n0 --> n1\n  n1 --> n2\n  n0 --> n3\n  classDef",
        "## Contributing factors\n\n- F-5 e *(contributing factor)* – *Note*: since\u{FFFD} March\n",
    ] {
        assert!(text.contains(part), "{part}\nin\n{text}");
    }
    assert!(desk.review("internal", "nl").contains("- F-3 c *(grondoorzaak; techniek; bij de leverancier; voor INC-1.1)*"));
    assert!(desk.review("internal", "zh").contains("- F-3 c *(根本原因; 技术; 由供应商调查; 支持 INC-1.1)*"));
}

#[test]
fn a_node_the_reader_may_not_see_is_left_out_counted_and_its_children_move_up() {
    let mut desk = Desk::grown();
    desk.ok("log", &[("line", "CANARY seen")]);
    desk.ok("cause set", &[("cause", "F-2"), ("for", "internal"), ("text", "CANARY")]);
    desk.ok("cause attach", &[("cause", "F-3"), ("entry", "INC-1.1")]);
    let text = desk.review("management", "en");
    assert!(!text.contains("CANARY") && !text.contains("INC-1.1"), "{text}");
    assert!(text.contains("- F-1 a\n  - F-3 c\n  - F-4 d\n"), "{text}");
    assert!(text.contains("Printed for: management; 2 rows left out"), "{text}");
}

#[test]
fn hypotheses_are_printed_with_what_speaks_for_and_against_them_and_eliminated_ones_too() {
    let mut desk = Desk::new();
    for line in ["~one", "~two", "seen"] {
        desk.ok("log", &[("line", line)]);
    }
    desk.ok("hypothesis weigh", &[("entry", "INC-1.1"), ("confidence", "likely")]);
    desk.ok("hypothesis evidence", &[("entry", "INC-1.1"), ("line", "INC-1.3"), ("side", "for")]);
    desk.ok("hypothesis evidence", &[("entry", "INC-1.2"), ("line", "INC-1.3"), ("side", "against")]);
    desk.ok("entry verdict", &[("entry", "INC-1.2"), ("verdict", "eliminated")]);
    let text = desk.review("internal", "en");
    assert!(text.contains("| INC-1.1 | one | hypothesis | likely | INC-1.3 |  | open | ana |"), "{text}");
    assert!(text.contains("| INC-1.2 | two | hypothesis |  |  | INC-1.3 | eliminated | ana |"), "{text}");
}

#[test]
fn a_cause_that_stops_at_a_person_is_asked_how_and_what_and_never_refused() {
    let mut desk = Desk::new();
    desk.ok("person add", &[("handle", "bob")]);
    for text in ["human error", "bob did it"] {
        let said = desk.ok("cause add", &[("text", text)]);
        assert!(said.len() == 1 && said[0].ends_with('?'), "{said:?}");
    }
    assert!(desk.ok("cause set", &[("cause", "F-1"), ("text", "the alarm was off")]).is_empty());
    assert_eq!(desk.ok("cause set", &[("cause", "F-1"), ("text", "human error")]).len(), 1);
}
