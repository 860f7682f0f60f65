//! Tests of when a plan has to be begun, how far plans are, and what a shared screen gets of them.

use super::begin::{by, is_before_trigger, reach};
use crate::app::playbook::{Progress, Reach};
use crate::app::query::View;
use crate::app::{App, Draft, Manner, Shown, tables};
use crate::model::entry::Visibility;
use crate::model::fields::Fields;
use crate::model::{CaseRef, Id, Moment, Record, Subject, Value};

/// 2026-11-22 14:05 in Amsterdam.
const NOW: i64 = 1_795_352_700_000;
const MINUTE: i64 = 60_000;

fn plan(trigger: Option<i64>, lead: Option<i64>, end: Option<i64>) -> Fields {
    let time = |at: Option<i64>| Value::time(at.and_then(|at| Moment::exact(NOW + at * MINUTE, 60)));
    let lead = lead.map_or(Value::Null, |lead| Value::Int(lead * MINUTE));
    let record: Record = vec![("trigger", time(trigger)), ("lead", lead), ("no_return", time(end))];
    Fields::new(Subject::Contingency, Id(uuid::Uuid::nil()), None, record, Vec::new())
}

#[test]
fn a_plan_is_begun_at_its_trigger_or_in_time_to_work_before_it_is_too_late() {
    for (trigger, lead, end, want, early) in [
        (None, None, None, None, false),
        (Some(60), None, None, Some(60), false),
        (Some(60), Some(45), None, Some(60), false),
        (None, None, Some(90), None, false),
        (None, Some(45), Some(90), Some(45), false),
        (Some(60), None, Some(90), Some(60), false),
        (Some(60), Some(45), Some(90), Some(45), true),
        (Some(60), Some(30), Some(90), Some(60), false),
        (Some(60), Some(10), Some(90), Some(60), false),
        (None, Some(45), Some(30), Some(-15), false),
    ] {
        let plan = plan(trigger, lead, end);
        let told = format!("trigger {trigger:?} lead {lead:?} no return {end:?}");
        assert_eq!(by(&plan).map(|at| (at - NOW) / MINUTE), want, "{told}");
        assert_eq!(is_before_trigger(&plan), early, "{told}");
    }
    let unknown: Record = vec![("trigger", Value::Time(Moment::unknown()))];
    assert_eq!(by(&Fields::new(Subject::Contingency, Id(uuid::Uuid::nil()), None, unknown, Vec::new())), None);
}

/// An application over a file of its own.
struct Desk {
    app: App,
    _folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        let (app, folder) = crate::app::test_desk::open(NOW, "ana");
        Self { app, _folder: folder }
    }

    fn ok(&mut self, command: &str, fields: &[(&'static str, &str)]) {
        let draft = fields.iter().fold(Draft::new(), |draft, (key, text)| draft.with(key, *text));
        let done = self.app.run(tables::command(command).unwrap(), &draft, &Manner::default());
        done.unwrap_or_else(|no| panic!("{command} {fields:?}: {no:?}"));
    }

    fn reach(&self) -> Progress {
        let case = self.app.case_named(CaseRef::parse("INC-1").unwrap()).unwrap().unwrap();
        reach(&View { read: self.app.read(), ctx: &self.app.ctx }, &case).unwrap()
    }
}

#[test]
fn a_playbook_sees_how_far_the_plans_are() {
    let mut desk = Desk::new();
    desk.ok("incident open", &[("title", "Down")]);
    assert_eq!(desk.reach(), Progress::default());
    desk.ok("contingency add", &[("case", "INC-1"), ("scenario", "one")]);
    assert_eq!(desk.reach(), Progress::new(Reach::Doing, "C-1"));
    desk.ok("contingency add", &[("case", "INC-1"), ("scenario", "two"), ("trigger", "15:00")]);
    desk.ok("contingency agree", &[("contingency", "C-1")]);
    assert_eq!(desk.reach(), Progress::new(Reach::Done, "15:00"), "the nearest time of a plan that waits");
    desk.ok("contingency stand-down", &[("contingency", "C-2"), ("why", "no longer needed")]);
    assert_eq!(desk.reach(), Progress::new(Reach::Done, "C-2"));
}

#[test]
fn a_shared_screen_has_no_internal_plan() {
    let mut desk = Desk::new();
    desk.ok("incident open", &[("title", "Down")]);
    desk.ok("contingency add", &[("case", "INC-1"), ("scenario", "CANARY"), ("trigger", "15:00"), ("for", "internal")]);
    desk.ok("contingency add", &[("case", "INC-1"), ("scenario", "for all"), ("trigger", "16:00")]);
    desk.app.read_for(Visibility::Management);
    let list = |desk: &Desk| match desk.app.ask(tables::query("contingency list").unwrap(), &Draft::new()).unwrap() {
        Shown::Rows(rows) => serde_json::to_string(&rows).unwrap(),
        _ => String::new(),
    };
    assert!(list(&desk).contains("for all") && !list(&desk).contains("CANARY"));
    let show = Draft::new().with("contingency", "C-1");
    assert!(desk.app.ask(tables::query("contingency show").unwrap(), &show).is_err());
    let due: Vec<String> = desk.app.due(50).unwrap().into_iter().map(|due| due.text.into_raw()).collect();
    assert!(due.iter().any(|text| text == "for all") && !due.iter().any(|text| text == "CANARY"), "{due:?}");
    assert!(desk.app.search("CANARY", 10).unwrap().is_empty());
    assert_eq!(desk.reach().words, "16:00");
}
