//! Tests of what makes the first and the last steps of a playbook done, and of the gate and the queue between them.

use super::*;
use crate::app::{App, Draft, Manner, tables};
use crate::model::CaseRef;
use crate::model::entry::Visibility;

const MINUTE: i64 = 60_000;
/// 2026-11-22 14:05 in Amsterdam.
const NOW: i64 = 1_795_352_700_000;

struct Site {
    _folder: tempfile::TempDir,
    app: App,
}

impl Site {
    fn new() -> Self {
        let (app, folder) = crate::app::test_desk::open(NOW, "ana");
        let mut site = Self { _folder: folder, app };
        site.run("incident open", &[("title", "Payments are down"), ("service", "payments"), ("impact", "high"), ("urgency", "high")]);
        site
    }

    fn run(&mut self, name: &str, answers: &[(&'static str, &str)]) {
        let draft = answers.iter().fold(Draft::new(), |draft, (key, text)| draft.with(key, *text));
        self.app.run(tables::command(name).unwrap(), &draft, &Manner::default()).unwrap_or_else(|e| panic!("{name} {answers:?}: {e:?}"));
    }

    fn of(&self, condition: &str, case: &str) -> (Reach, String) {
        let read = self.app.read();
        let case = read.case(CaseRef::parse(case).unwrap()).unwrap().unwrap();
        let view = View { read, ctx: &self.app.ctx };
        let progress = (tables::condition(condition).unwrap().look)(&view, &case).unwrap();
        (progress.reach, progress.words)
    }
}

fn is(reach: Reach, words: &str) -> (Reach, String) {
    (reach, words.to_owned())
}

#[test]
fn the_first_step_wants_what_since_when_who_and_which_projects() {
    let mut site = Site::new();
    assert_eq!(site.of("first", "INC-1"), is(Reach::Todo, "0/4"));
    site.run("incident set", &[("case", "INC-1"), ("effect", "no card payments"), ("started", "13:20")]);
    assert_eq!(site.of("first", "INC-1"), is(Reach::Doing, "2/4"));
    site.run("incident set", &[("case", "INC-1"), ("lead", "ana")]);
    site.run("issue open", &[("title", "Slot lost"), ("project", "Atlas")]);
    assert_eq!(site.of("first", "INC-1"), is(Reach::Doing, "3/4"));
    site.run("link", &[("case", "INC-1"), ("other", "ISS-1"), ("as", "hits")]);
    assert_eq!(site.of("first", "INC-1"), is(Reach::Done, "4/4"));
    assert_eq!(site.of("first", "ISS-1"), is(Reach::Doing, "1/4"), "an issue's own project is the one that is hit");
}

#[test]
fn the_gate_is_passed_until_it_is_time_to_look_again() {
    let mut site = Site::new();
    assert_eq!(site.of("escalation", "INC-1"), is(Reach::Todo, ""));
    let judged = [("case", "INC-1"), ("outcome", "keep Saturday"), ("verdict", "unlikely"), ("decision", "hold"), ("relook", "16:00")];
    site.run("escalation judge", &judged);
    assert_eq!(site.of("escalation", "INC-1"), is(Reach::Done, "16:00"));
    site.app.ctx.at += 116 * MINUTE;
    assert_eq!(site.of("escalation", "INC-1"), is(Reach::Doing, "16:00"));
    site.run("escalation relook", &[("escalation", "E-1"), ("verdict", "likely"), ("decision", "escalate"), ("to", "Ruth")]);
    assert_eq!(site.of("escalation", "INC-1"), is(Reach::Done, "16:31"));
    site.app.ctx.at += 60 * MINUTE;
    assert_eq!(site.of("escalation", "INC-1").0, Reach::Doing, "nobody has answered");
    site.run("escalation answer", &[("escalation", "E-2"), ("answer", "project-first")]);
    assert_eq!(site.of("escalation", "INC-1"), is(Reach::Done, ""));
    // What is judged at the gate is not there for a screen that management sees.
    site.app.read_for(Visibility::Management);
    assert_eq!(site.of("escalation", "INC-1"), is(Reach::Todo, ""));
}

#[test]
fn the_recovery_queue_opens_as_the_pressure_eases_and_counts_everybody_concerned() {
    let mut site = Site::new();
    site.run("project add", &[("name", "Atlas")]);
    site.run("issue open", &[("title", "Slot lost"), ("project", "Atlas")]);
    site.run("link", &[("case", "INC-1"), ("other", "ISS-1"), ("as", "hits")]);
    site.run("stakeholder add", &[("name", "Henk"), ("audience", "sponsors"), ("project", "Atlas")]);
    site.run("stakeholder add", &[("name", "Ruth"), ("audience", "sponsors"), ("service", "payments")]);
    site.run("stakeholder add", &[("name", "Somebody else"), ("audience", "sponsors")]);
    assert_eq!(site.of("recovery", "INC-1"), is(Reach::Todo, ""));
    site.run("case state", &[("case", "INC-1"), ("state", "restored")]);
    assert_eq!(site.of("recovery", "INC-1"), is(Reach::Todo, "0/2"));
    site.run("recovery ask", &[("case", "INC-1"), ("stakeholder", "Henk"), ("ask", "the next slot")]);
    assert_eq!(site.of("recovery", "INC-1"), is(Reach::Doing, "0/2"));
    site.run("recovery promise", &[("recovery", "R-1"), ("promise", "it is yours"), ("until", "friday 17:00")]);
    assert_eq!(site.of("recovery", "INC-1"), is(Reach::Doing, "1/2"));
    site.run("recovery ask", &[("case", "INC-1"), ("stakeholder", "Ruth"), ("ask", "say so to the board")]);
    site.run("recovery promise", &[("recovery", "R-2"), ("promise", "yes")]);
    assert_eq!(site.of("recovery", "INC-1"), is(Reach::Done, "2/2"));
}

#[test]
fn a_review_is_begun_with_an_owner_and_done_when_approved() {
    let mut site = Site::new();
    assert_eq!(site.of("review", "INC-1"), is(Reach::Todo, ""));
    site.run("review plan", &[("case", "INC-1"), ("due", "2026-11-25 17:00")]);
    assert_eq!(site.of("review", "INC-1"), is(Reach::Todo, "2026-11-25"));
    site.run("review plan", &[("case", "INC-1"), ("owner", "joost")]);
    assert_eq!(site.of("review", "INC-1"), is(Reach::Doing, "2026-11-25"));
    site.run("review state", &[("case", "INC-1"), ("state", "approved")]);
    assert_eq!(site.of("review", "INC-1").0, Reach::Done);
}

#[test]
fn what_was_skipped_and_why_is_in_the_review_of_those_who_work_here_and_of_nobody_else() {
    let mut site = Site::new();
    site.run("playbook mark", &[("case", "INC-1"), ("step", "7"), ("state", "skipped"), ("why", "nobody asks | for it")]);
    for wrong in ["0", "11", "escalate"] {
        let draft = Draft::new().with("case", "INC-1").with("step", wrong).with("state", "done");
        let failure = site.app.run(tables::command("playbook mark").unwrap(), &draft, &Manner::default()).unwrap_err();
        assert_eq!(failure.words(), format!("there is no step '{wrong}'"));
    }
    let review = |reader: &str| {
        let draft = Draft::new().with("case", "INC-1").with("for", reader);
        match site.app.ask(tables::query("review export").unwrap(), &draft).unwrap() {
            crate::app::Shown::Text(text, _) => text,
            _ => panic!("a review is a text"),
        }
    };
    let internal = review("internal");
    assert!(internal.contains("## Steps of the playbook done otherwise"), "{internal}");
    assert!(internal.contains("| 7 | Escalation | skipped | nobody asks \\| for it | ana |"), "{internal}");
    assert!(!review("management").contains("nobody asks"));
}

#[test]
fn a_case_keeps_the_playbook_it_began_with_whatever_is_edited_later() {
    use crate::model::playbook::Playbooks;
    let text = "version = \"2\"\nfor = \"incident\"\nstarts = [\"P1\"]\n[[step]]\ncode = \"call\"\ntitle = { en = \"Call\" }\ntrigger = { en = \"t\" }\n\
                why = { en = \"w\" }\ndo.en = [\"Call.\"]\ndone = { en = \"d\" }\nnext = { en = \"n\" }\ncommand = \"log\"\n";
    let mut site = Site::new();
    let own = Playbooks::standard().clone().with("incident", text).unwrap();
    site.app.ctx.playbooks = Some(std::sync::Arc::new(own));
    site.run("incident open", &[("title", "Payments are down again"), ("service", "payments"), ("impact", "high"), ("urgency", "high")]);
    let steps = |site: &Site, case: &str| {
        let case = site.app.case_named(CaseRef::parse(case).unwrap()).unwrap().unwrap();
        let run = crate::app::playbook::run(&View { read: site.app.read(), ctx: &site.app.ctx }, &case).unwrap().unwrap();
        (run.version.clone(), run.steps.len())
    };
    assert_eq!(steps(&site, "INC-1").1, 10, "begun before the edit");
    assert_eq!(steps(&site, "INC-2"), ("2".to_owned(), 1), "begun after it");
}
