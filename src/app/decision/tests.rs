//! Tests of how far an issue is, as a playbook sees it.

use crate::app::playbook::{Progress, Reach};
use crate::app::query::View;
use crate::app::{App, Draft, Manner, tables};
use crate::model::CaseRef;

/// 2026-11-22 14:05 in Amsterdam.
const NOW: i64 = 1_795_352_700_000;

/// An issue in a file of its own.
struct Desk {
    app: App,
    _folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        let (app, folder) = crate::app::test_desk::open(NOW, "ana");
        let mut desk = Self { app, _folder: folder };
        desk.ok("issue open", &[("title", "Blocked")]);
        desk
    }

    fn ok(&mut self, command: &str, fields: &[(&'static str, &str)]) {
        let command = tables::command(command).unwrap();
        let case = command.fields.iter().any(|field| field.key == "case").then_some(("case", "ISS-1"));
        let draft = fields.iter().copied().chain(case).fold(Draft::new(), |draft, (key, text)| draft.with(key, text));
        self.app.run(command, &draft, &Manner::default()).unwrap_or_else(|no| panic!("{} {fields:?}: {no:?}", command.name));
    }

    #[track_caller]
    fn is(&self, condition: &str, reach: Reach, words: &str) {
        let case = self.app.case_named(CaseRef::parse("ISS-1").unwrap()).unwrap().unwrap();
        let look = tables::condition(condition).unwrap().look;
        assert_eq!(look(&View { read: self.app.read(), ctx: &self.app.ctx }, &case).unwrap(), Progress::new(reach, words), "{condition}");
    }
}

#[test]
fn parties_are_done_when_they_agree_or_were_decided_over() {
    let mut desk = Desk::new();
    desk.is("parties", Reach::Todo, "");
    desk.ok("party set", &[("name", "Sales")]);
    desk.is("parties", Reach::Todo, "0/1");
    desk.ok("party set", &[("name", "Team"), ("stance", "agrees")]);
    desk.is("parties", Reach::Doing, "1/2");
    desk.ok("party set", &[("name", "Sales"), ("stance", "disagrees")]);
    desk.is("parties", Reach::Doing, "1/2");
    desk.ok("issue decide", &[("ruling", "defer"), ("why", "x"), ("alternatives", "none seen")]);
    desk.is("parties", Reach::Doing, "1/2");
    desk.ok("issue decide", &[("ruling", "reject"), ("why", "x"), ("alternatives", "none seen")]);
    desk.is("parties", Reach::Done, "1/2");
    desk.ok("party set", &[("name", "Board"), ("stance", "asked")]);
    desk.is("parties", Reach::Doing, "1/3");
    desk.ok("party set", &[("name", "Board"), ("stance", "agrees")]);
    desk.ok("party set", &[("name", "Sales"), ("stance", "agrees")]);
    desk.is("parties", Reach::Done, "3/3");
}

#[test]
fn options_are_done_when_doing_nothing_is_one_of_two() {
    let mut desk = Desk::new();
    desk.is("options", Reach::Todo, "");
    desk.ok("option add", &[("title", "Repair")]);
    desk.is("options", Reach::Doing, "1");
    desk.ok("option add", &[("title", "Replace")]);
    desk.is("options", Reach::Doing, "2");
    desk.ok("option add", &[("title", "Nothing"), ("nothing", "yes")]);
    desk.is("options", Reach::Done, "3");
}

#[test]
fn the_decision_that_holds_is_the_last() {
    let mut desk = Desk::new();
    desk.is("decision", Reach::Todo, "");
    let decide = |desk: &mut Desk, ruling| desk.ok("issue decide", &[("ruling", ruling), ("why", "x"), ("alternatives", "none seen")]);
    decide(&mut desk, "ask-for-more");
    desk.is("decision", Reach::Doing, "D-1");
    decide(&mut desk, "approve");
    desk.is("decision", Reach::Done, "D-2");
    decide(&mut desk, "defer");
    desk.is("decision", Reach::Doing, "D-3");
}

#[test]
fn a_cause_is_confirmed_or_written() {
    let mut desk = Desk::new();
    desk.is("cause", Reach::Todo, "");
    desk.ok("log", &[("line", "~the cable\n~the switch")]);
    desk.is("cause", Reach::Doing, "~2");
    desk.ok("entry verdict", &[("entry", "ISS-1.1"), ("verdict", "eliminated")]);
    desk.is("cause", Reach::Doing, "~1");
    desk.ok("entry verdict", &[("entry", "ISS-1.2"), ("verdict", "confirmed")]);
    desk.is("cause", Reach::Done, "");
    desk.ok("undo", &[]);
    desk.ok("review set", &[("section", "causes"), ("text", "the switch")]);
    desk.is("cause", Reach::Done, "~1");
}

#[test]
fn an_action_plan_has_an_owner_and_a_time() {
    let mut desk = Desk::new();
    desk.is("action-plan", Reach::Todo, "");
    desk.ok("action add", &[("text", "call"), ("owner", "bo")]);
    desk.is("action-plan", Reach::Doing, "0/1");
    desk.ok("action add", &[("text", "book"), ("owner", "bo"), ("period", "Q1 2027")]);
    desk.is("action-plan", Reach::Done, "0/2");
    desk.ok("action done", &[("action", "A-2")]);
    desk.is("action-plan", Reach::Done, "1/2");
    desk.ok("action reopen", &[("action", "A-2")]);
    desk.ok("action drop", &[("action", "A-2"), ("why", "too late")]);
    desk.is("action-plan", Reach::Doing, "0/1");
}

#[test]
fn an_issue_ends_closed_or_reduced_with_what_is_left() {
    let mut desk = Desk::new();
    desk.is("closed", Reach::Todo, "");
    desk.ok("issue set", &[("residual", "two days")]);
    desk.is("closed", Reach::Doing, "");
    desk.ok("case state", &[("state", "closed"), ("outcome", "reduced")]);
    desk.is("closed", Reach::Done, "14:05");
    desk.ok("issue set", &[("residual", "")]);
    desk.is("closed", Reach::Doing, "");
}
