//! Tests of updates from the draft to the ledger, on a database at a fixed time.

use serde_json::Value as Json;

use super::*;
use crate::app::doctor::FindingLevel;
use crate::app::playbook::{Progress, Reach};
use crate::app::query::View;
use crate::app::{App, Done, Draft, Failure, Manner, Shown, tables};
use crate::model::entry::{Facet, LogFrom, Owed, Visibility};
use crate::model::{CaseRef, when};

/// 2026-11-22 14:05 in Amsterdam.
const NOW: i64 = 1_795_352_700_000;
const MINUTE: i64 = 60_000;

/// An open database with a clock of its own.
pub(in crate::app) struct Desk {
    _folder: tempfile::TempDir,
    pub app: App,
}

/// Gives the first reason of a refusal.
pub(in crate::app) fn words(failure: Failure) -> String {
    match failure {
        Failure::Refused(all) => all[0].why.raw().to_owned(),
        Failure::Store(error) => panic!("{error}"),
    }
}

fn draft(answers: &[(&'static str, &str)]) -> Draft {
    answers.iter().fold(Draft::new(), |draft, (key, text)| draft.with(key, *text))
}

impl Desk {
    pub fn new() -> Self {
        let (app, folder) = crate::app::test_desk::open(NOW, "joost");
        Self { _folder: folder, app }
    }

    /// A P1 under investigation with an audience, a line each may read, and one that only some may.
    fn under_way() -> Self {
        let mut desk = Self::new();
        desk.run("incident open", &[("title", "Card payments fail"), ("service", "payments"), ("started", "13:20"), ("lead", "ana")]);
        desk.run("case state", &[("case", "INC-1"), ("state", "investigating")]);
        desk.run("audience add", &[("name", "sponsors")]);
        desk.run("log", &[("case", "INC-1"), ("line", "rollback started on DC2 ^management")]);
        desk.run("log", &[("case", "INC-1"), ("line", "the CANARY vendor is to blame")]);
        desk.run("log", &[("case", "INC-1"), ("line", "~the CERTIFICATE expired ^management")]);
        desk
    }

    fn try_run(&mut self, name: &str, answers: &[(&'static str, &str)]) -> Result<Done, Failure> {
        self.app.run(tables::command(name).unwrap(), &draft(answers), &Manner::default())
    }

    pub fn run(&mut self, name: &str, answers: &[(&'static str, &str)]) -> Done {
        self.try_run(name, answers).unwrap_or_else(|failure| panic!("{name}: {}", words(failure)))
    }

    pub fn refused(&mut self, name: &str, answers: &[(&'static str, &str)]) -> Failure {
        self.try_run(name, answers).expect_err(name)
    }

    fn wait(&mut self, minutes: i64) {
        self.app.ctx.at += minutes * MINUTE;
    }

    pub fn page(&self, name: &str, answers: &[(&'static str, &str)]) -> String {
        match self.app.ask(tables::query(name).unwrap(), &draft(answers)).unwrap() {
            Shown::Page(page, _) => page.to_plain(100),
            Shown::Text(text, _) => text,
            Shown::Rows(rows) | Shown::Noted(rows, _) => rows.into_iter().map(|row| Json::Object(row).to_string() + "\n").collect(),
        }
    }

    /// Lists the updates owed in a case: to whom, and at what time.
    pub fn owed(&self, case: &str) -> Vec<(String, String)> {
        let case = self.app.case_named(CaseRef::parse(case).unwrap()).unwrap().unwrap();
        let dues = self.app.due_in(case.id).unwrap();
        let mut owed: Vec<_> = dues
            .into_iter()
            .filter(|due| due.what == Owed::Update)
            .map(|due| (due.text.into_raw(), when::clock(due.at, self.app.ctx.zone)))
            .collect();
        owed.sort();
        owed
    }

    /// Checks that nothing in the file is off, the clocks least of all.
    pub fn sound(&self) {
        let bad: Vec<_> = self.app.examine().unwrap().into_iter().filter(|finding| finding.level == FindingLevel::Bad).collect();
        assert!(bad.is_empty(), "{bad:?}");
    }

    fn text(&self, update: &str) -> String {
        self.page("update show", &[("update", update)])
    }

    /// Says how far telling people is, as a step of a playbook has it.
    fn progress(&self) -> Progress {
        let case = self.app.case_named(CaseRef::parse("INC-1").unwrap()).unwrap().unwrap();
        (tables::condition("updates").unwrap().look)(&View { read: self.app.read(), ctx: &self.app.ctx }, &case).unwrap()
    }

    /// Sends an update by copying it.
    fn send(&mut self, update: &str) -> Result<Done, Failure> {
        let recorded = self.app.outgoing(update, None)?.told(Way::Copy, "copied", None);
        self.app.run(recorded.command, &recorded.draft, &Manner::default())
    }
}

#[test]
fn a_draft_is_filled_from_what_its_audience_may_read_and_marks_the_rest() {
    let mut desk = Desk::under_way();
    let done = desk.run("update draft", &[("case", "INC-1"), ("audience", "sponsors")]);
    assert_eq!(done.json["update"], "U-1");
    let text = desk.text("U-1");
    assert!(text.contains("Since: 13:20") && text.contains("14:05 rollback started on DC2"), "{text}");
    assert!(!text.contains("CANARY") && !text.contains("CERTIFICATE"), "{text}");
    assert!(text.contains("[unknown: what it does to you]") && text.contains("Next update: 14:35 (Amsterdam)"), "{text}");
    desk.run("audience set", &[("record", "sponsors"), ("for", "internal"), ("language", "zh")]);
    let done = desk.run("update draft", &[("case", "INC-1"), ("audience", "sponsors")]);
    assert!(done.notes.iter().any(|note| note == "U-1 was not sent and gives way"), "{:?}", done.notes);
    let text = desk.text("U-2");
    assert!(text.contains("CANARY") && !text.contains("CERTIFICATE") && text.contains("下次通报：14:35"), "{text}");
}

#[test]
fn a_cause_is_told_once_it_is_confirmed_and_only_to_who_may_know_it() {
    let mut desk = Desk::under_way();
    desk.run("audience add", &[("name", "customers"), ("for", "public")]);
    let mut told = |verdict: Option<&str>, audience: &str| {
        if let Some(verdict) = verdict {
            desk.run("entry verdict", &[("entry", "INC-1.4"), ("verdict", verdict)]);
        }
        let done = desk.run("update draft", &[("case", "INC-1"), ("audience", audience), ("phase", "identified")]);
        desk.text(done.json["update"].as_str().unwrap())
    };
    assert!(told(None, "sponsors").contains("The cause is being worked on and is not confirmed yet."));
    assert!(!told(Some("supported"), "sponsors").contains("CERTIFICATE"), "supported is not confirmed");
    assert!(told(Some("confirmed"), "sponsors").contains("The cause is known: the CERTIFICATE expired"));
    let customers = told(None, "customers");
    assert!(customers.contains("what it is follows") && !customers.contains("CERTIFICATE") && !customers.contains("ana"), "{customers}");
    assert!(!customers.contains("rollback"), "what is for management is not for customers: {customers}");
}

#[test]
fn what_somebody_said_of_the_wrong_update_is_taken_back() {
    let mut desk = Desk::under_way();
    desk.run("update draft", &[("case", "INC-1"), ("audience", "sponsors"), ("next", "14:50")]);
    let done = desk.run("update send", &[("update", "U-1"), ("already", "yes")]);
    assert!(done.undoable);
    assert_eq!(desk.owed("INC-1"), [("sponsors".to_owned(), "14:50".to_owned())]);
    desk.run("undo", &[]);
    assert_eq!(desk.owed("INC-1"), [("sponsors".to_owned(), "14:35".to_owned())], "they were not told");
    assert!(desk.page("update list", &[("case", "INC-1")]).contains("\"state\":\"draft\""));
    desk.sound();
}

#[test]
fn sending_ticks_logs_and_moves_the_clock_and_cannot_be_undone() {
    let mut desk = Desk::under_way();
    assert_eq!(desk.progress(), Progress::new(Reach::Todo, "14:35"));
    desk.run("update draft", &[("case", "INC-1"), ("audience", "sponsors"), ("next", "14:50")]);
    desk.wait(5);
    assert_eq!(desk.owed("INC-1"), [("sponsors".to_owned(), "14:35".to_owned())], "a draft tells nobody");
    let done = desk.send("U-1").unwrap();
    assert_eq!(done.label, "U-1 told to sponsors, v1 (copy); next promised 14:50");
    assert!(!done.undoable);
    assert!(words(desk.refused("undo", &[])).contains("effects outside"));
    assert_eq!(desk.owed("INC-1"), [("sponsors".to_owned(), "14:50".to_owned())]);
    assert_eq!(desk.progress(), Progress::new(Reach::Done, "14:50"));
    let case = desk.app.case_named(CaseRef::parse("INC-1").unwrap()).unwrap().unwrap();
    let line = desk.app.log(case.id, Some(Facet::Updates), LogFrom::End, 9).unwrap().pop().unwrap();
    assert_eq!(line.text.raw(), "to sponsors, v1; next promised 14:50 · We are looking into this. What caused it is not known yet.");
    assert!(words(desk.send("U-1").unwrap_err()).contains("sent already"));
    assert!(words(desk.refused("update edit", &[("update", "U-1"), ("text", "x")])).contains("sent already"));
    let ledger = desk.page("update list", &[("case", "INC-1")]);
    assert!(ledger.contains("\"route\":\"copy\"") && ledger.contains("\"state\":\"sent\""), "{ledger}");
    desk.sound();
    desk.wait(60);
    assert_eq!(desk.progress(), Progress::new(Reach::Doing, "14:50"), "silence past the promise");
}

#[test]
fn what_was_sent_goes_on_with_no_news_until_something_is_logged() {
    let mut desk = Desk::under_way();
    desk.run("log", &[("case", "INC-1"), ("line", "=cash and vouchers")]);
    desk.run("update draft", &[("case", "INC-1"), ("audience", "sponsors")]);
    desk.send("U-1").unwrap();
    desk.wait(20);
    desk.run("log", &[("case", "INC-1"), ("line", "only for those who work on it")]);
    desk.run("update draft", &[("case", "INC-1"), ("audience", "sponsors")]);
    let text = desk.text("U-2");
    assert!(text.contains("No news since 14:05") && text.contains("Way around it: cash and vouchers"), "{text}");
    desk.run("log", &[("case", "INC-1"), ("line", "half of the shops can sell again ^management")]);
    desk.run("update draft", &[("case", "INC-1"), ("audience", "sponsors")]);
    assert!(desk.text("U-3").contains("half of the shops"));
}

#[test]
fn what_needs_approval_waits_for_it_and_a_change_takes_it_away() {
    let mut desk = Desk::under_way();
    desk.run("audience set", &[("record", "sponsors"), ("approver", "ana")]);
    desk.run("update draft", &[("case", "INC-1"), ("audience", "sponsors")]);
    assert!(words(desk.app.outgoing("U-1", None).unwrap_err()).contains("U-1 is not approved: ana approves"));
    assert!(words(desk.refused("update approve", &[("update", "U-1")])).contains("ana approves"), "joost is not ana");
    desk.run("update approve", &[("update", "U-1"), ("by", "ana")]);
    assert!(words(desk.refused("update approve", &[("update", "U-1")])).contains("approved already, by ana"));
    let done = desk.run("update edit", &[("update", "U-1"), ("text", "It works again.")]);
    assert!(done.label.contains("version 2") && done.notes.iter().any(|note| note.contains("approved again")), "{done:?}");
    assert!(words(desk.app.outgoing("U-1", None).unwrap_err()).contains("not approved"));
    desk.run("person add", &[("handle", "bo")]);
    let done = desk.run("update approve", &[("update", "U-1"), ("by", "bo")]);
    assert!(done.notes[0].contains("approved by bo in the place of ana"), "{done:?}");
    assert!(desk.send("U-1").unwrap().label.contains("v2"));
    let text = desk.text("U-1");
    assert!(text.contains("It works again.") && text.contains("bo"), "{text}");
}

#[test]
fn a_promise_that_has_passed_is_not_sent_and_another_takes_its_place_in_the_text() {
    let mut desk = Desk::under_way();
    desk.run("update draft", &[("case", "INC-1"), ("audience", "sponsors")]);
    desk.wait(40);
    assert!(words(desk.app.outgoing("U-1", None).unwrap_err()).contains("14:35, which has passed"));
    desk.run("update edit", &[("update", "U-1"), ("next", "15:15")]);
    let text = desk.text("U-1");
    assert!(text.contains("Next update: 15:15 (Amsterdam)") && !text.contains("14:35"), "{text}");
    desk.run("update edit", &[("update", "U-1"), ("text", "We are at it.")]);
    let done = desk.run("update edit", &[("update", "U-1"), ("next", "15:30")]);
    assert!(done.notes.iter().any(|note| note.contains("the text does not say 15:30")), "{:?}", done.notes);
    desk.run("update drop", &[("update", "U-1"), ("why", "it is over")]);
    assert!(words(desk.send("U-1").unwrap_err()).contains("given up"));
}

#[test]
fn a_try_that_failed_is_kept_and_changes_nothing_else() {
    let mut desk = Desk::under_way();
    desk.run("update draft", &[("case", "INC-1"), ("audience", "sponsors")]);
    let unsent = Unsent { why: "channel mail (sendmail) ended with exit code 3".into(), took: 120 };
    let recorded = desk.app.outgoing("U-1", None).unwrap().unsent(&unsent);
    desk.app.run(recorded.command, &recorded.draft, &Manner::default()).unwrap();
    let text = desk.text("U-1");
    assert!(text.contains("not sent 14:05: channel mail (sendmail) ended with exit code 3") && text.contains("draft, version 1"), "{text}");
    assert_eq!(desk.owed("INC-1"), [("sponsors".to_owned(), "14:35".to_owned())]);
    assert!(desk.send("U-1").is_ok(), "the same draft goes out at the next try");
}

#[test]
fn what_was_told_by_voice_is_recorded_with_its_time() {
    let mut desk = Desk::under_way();
    desk.run("update draft", &[("case", "INC-1"), ("audience", "sponsors")]);
    desk.wait(10);
    assert!(words(desk.refused("update send", &[("update", "U-1")])).contains("nothing was sent"));
    desk.run("update send", &[("update", "U-1"), ("already", "yes"), ("at", "14:08")]);
    let text = desk.text("U-1");
    assert!(text.contains("spoken") && text.contains("today 14:08"), "{text}");
}

#[test]
fn a_logged_line_tells_the_audience_it_names_or_all() {
    let mut desk = Desk::under_way();
    desk.run("audience add", &[("name", "users")]);
    desk.wait(10);
    desk.run("log", &[("case", "INC-1"), ("line", "> Sponsors: we roll back")]);
    assert_eq!(desk.progress(), Progress::new(Reach::Doing, "1/2"));
    let owed = |desk: &Desk| desk.owed("INC-1").into_iter().map(|(_, at)| at).collect::<Vec<_>>();
    assert_eq!(owed(&desk), ["14:45", "14:35"]);
    desk.wait(2);
    desk.run("log", &[("case", "INC-1"), ("line", "> told: cash works")]);
    assert_eq!(owed(&desk), ["14:47", "14:47"]);
    desk.run("case state", &[("case", "INC-1"), ("state", "resolved")]);
    assert!(owed(&desk).is_empty(), "what is over owes nothing");
    desk.sound();
}

#[test]
fn what_went_to_an_internal_audience_is_in_no_report_for_others() {
    let mut desk = Desk::under_way();
    desk.run("audience set", &[("record", "sponsors"), ("for", "internal")]);
    desk.run("update draft", &[("case", "INC-1"), ("audience", "sponsors")]);
    desk.send("U-1").unwrap();
    let report = |desk: &Desk, reader: &str| desk.page("review export", &[("case", "INC-1"), ("for", reader)]);
    let internal = report(&desk, "internal");
    assert!(internal.contains("Updates to audiences"), "{internal}");
    let management = report(&desk, "management");
    assert!(
        !management.contains("Updates to audiences") && !management.contains("U-1") && !management.contains("to sponsors"),
        "{management}"
    );
    desk.app.read_for(Visibility::Management);
    assert_eq!(desk.page("update list", &[]), "");
    assert!(desk.app.ask(tables::query("update show").unwrap(), &draft(&[("update", "U-1")])).is_err());
}

#[test]
fn hostile_text_goes_out_harmless_and_a_secret_does_not_go_out() {
    let mut desk = Desk::under_way();
    desk.run("log", &[("case", "INC-1"), ("line", "\u{1b}[2J$(rm -rf /) password=hunter2hunter2 ^management")]);
    let done = desk.run("update draft", &[("case", "INC-1"), ("audience", "sponsors")]);
    assert!(done.notes.iter().any(|note| note.contains("secrets")), "{:?}", done.notes);
    let outgoing = desk.app.outgoing("U-1", None).unwrap();
    assert!(outgoing.text.contains("$(rm -rf /)") && !outgoing.text.contains('\u{1b}') && !outgoing.text.contains("hunter2"));
    desk.run("update edit", &[("update", "U-1"), ("text", "a\u{1b}]0;x\u{7}b")]);
    assert!(!desk.app.outgoing("U-1", None).unwrap().text.contains(['\u{1b}', '\u{7}']));
}
