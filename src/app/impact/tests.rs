//! Tests of what the command line alone does not show: options with their effects, conditions of steps, people counted from assignments.

use super::*;
use crate::app::tables::condition;
use crate::app::{Act, App, Draft, Manner, Shown, tables};
use crate::model::{CaseRef, Id, Moment, Record, Value};

/// 2026-11-20 14:05 in Amsterdam, a Friday.
const NOW: i64 = 1_795_179_900_000;

struct World {
    _folder: tempfile::TempDir,
    app: App,
}

impl World {
    fn new() -> Self {
        let (app, folder) = crate::app::test_desk::open(NOW, "ana");
        let mut world = Self { _folder: folder, app };
        world.does("service add", &[("name", "payments")]);
        world.does("project add", &[("name", "Atlas"), ("budget", "EUR 100"), ("ends", "2026-12-18")]);
        world.does("tolerance set", &[("project", "Atlas"), ("aspect", "time"), ("plus", "3")]);
        world.does("tolerance set", &[("project", "Atlas"), ("aspect", "cost"), ("plus", "50")]);
        world.does("project add", &[("name", "Borealis"), ("currency", "EUR")]);
        world.does("project depend", &[("project", "Atlas"), ("service", "payments")]);
        world.does("project depend", &[("project", "Borealis"), ("service", "payments")]);
        world.does("incident open", &[("title", "Payments fail"), ("service", "payments")]);
        world
    }

    fn does(&mut self, name: &str, fields: &[(&'static str, &str)]) {
        let draft = fields.iter().fold(Draft::new(), |draft, (key, text)| draft.with(key, *text));
        self.app.run(tables::command(name).unwrap(), &draft, &Manner::default()).unwrap_or_else(|failure| panic!("{name}: {failure:?}"));
    }

    fn case(&self, name: &str) -> Case {
        self.app.case_named(CaseRef::parse(name).unwrap()).unwrap().unwrap()
    }

    fn find(&self, subject: Subject, name: &str) -> Id {
        self.app.find(subject, name).unwrap().unwrap().id
    }

    fn stands(&self, name: &str, case: &str) -> (Reach, String) {
        let view = View { read: self.app.read(), ctx: &self.app.ctx };
        let progress = (condition(name).unwrap().look)(&view, &self.case(case)).unwrap();
        (progress.reach, progress.words)
    }

    fn writes(&mut self, subject: Subject, record: &Record) {
        let ctx = self.app.ctx.clone();
        let write = |act: &mut Act<'_, '_>| {
            act.w.create(subject, record)?;
            Ok(crate::store::Answer::default())
        };
        crate::app::change(&mut self.app.store, &ctx, "test", &Manner::default(), write).unwrap();
    }

    fn page(&self, query: &str, fields: &[(&'static str, &str)]) -> (String, serde_json::Value) {
        let draft = fields.iter().fold(Draft::new(), |draft, (key, text)| draft.with(key, *text));
        match self.app.ask(tables::query(query).unwrap(), &draft).unwrap() {
            Shown::Page(page, json) => (page.to_plain(76), json),
            _ => panic!("{query} is no page"),
        }
    }
}

#[test]
fn a_step_is_done_when_every_frozen_project_has_its_time_and_its_cost() {
    let mut world = World::new();
    world.does("incident open", &[("title", "Nobody's"), ("impact", "low"), ("urgency", "low")]);
    assert_eq!(world.stands("impact", "INC-2"), (Reach::Todo, String::new()));
    assert_eq!(world.stands("impact", "INC-1"), (Reach::Todo, "0/2".into()), "frozen when it was declared");
    world.does("impact set", &[("case", "INC-1"), ("project", "Atlas"), ("time", "1"), ("cost", "unknown by 15:00")]);
    assert_eq!(world.stands("impact", "INC-1"), (Reach::Doing, "0/2".into()));
    world.does("impact set", &[("case", "INC-1"), ("project", "Atlas"), ("cost", "5")]);
    assert_eq!(world.stands("impact", "INC-1"), (Reach::Doing, "1/2".into()));
    world.does("impact set", &[("case", "INC-1"), ("project", "Borealis"), ("time", "0"), ("cost", "0")]);
    assert_eq!(world.stands("impact", "INC-1"), (Reach::Done, "2/2".into()));
    world.does("impact set", &[("case", "INC-1"), ("project", "Borealis"), ("time", "unknown")]);
    assert_eq!(world.stands("impact", "INC-1"), (Reach::Doing, "1/2".into()));
}

#[test]
fn an_issue_is_assessed_when_its_own_project_is() {
    let mut world = World::new();
    world.does("issue open", &[("title", "Testers pulled"), ("project", "Atlas")]);
    assert_eq!(world.stands("assessed", "ISS-1"), (Reach::Todo, String::new()));
    world.does("impact set", &[("case", "ISS-1"), ("project", "Borealis"), ("time", "1"), ("cost", "5")]);
    assert_eq!(world.stands("assessed", "ISS-1"), (Reach::Todo, String::new()), "another project's figures are not its own");
    world.does("impact set", &[("case", "ISS-1"), ("project", "Atlas"), ("time", "1")]);
    assert_eq!(world.stands("assessed", "ISS-1"), (Reach::Doing, "0/1".into()));
    world.does("impact set", &[("case", "ISS-1"), ("project", "Atlas"), ("cost", "5")]);
    assert_eq!(world.stands("assessed", "ISS-1"), (Reach::Done, "1/1".into()));
}

#[test]
fn people_are_counted_from_who_is_assigned_until_somebody_says_a_number() {
    let mut world = World::new();
    world.does("person add", &[("handle", "mei")]);
    world.does("person add", &[("handle", "bo")]);
    let (case, atlas) = (world.case("INC-1").id, world.find(Subject::Project, "Atlas"));
    for (person, ended) in [("mei", None), ("mei", None), ("bo", Some(NOW))] {
        let person = world.find(Subject::Person, person);
        let record: Record = vec![
            ("case_id", Value::Ref(case)),
            ("person", Value::Ref(person)),
            ("project", Value::Ref(atlas)),
            ("since", Value::time(Moment::exact(NOW, 60))),
            ("ended", Value::time(ended.and_then(|at| Moment::exact(at, 60)))),
            ("visibility", Value::word("management")),
        ];
        world.writes(Subject::Assignment, &record);
    }
    let (page, json) = world.page("impact show", &[("case", "INC-1")]);
    assert!(page.contains("People taken  1 (as assigned)"), "{page}");
    assert_eq!((json["people"].as_str(), json["projects"][0]["people_counted"].as_bool()), (Some("1"), Some(true)));
    world.does("impact set", &[("case", "INC-1"), ("project", "Atlas"), ("people", "2.5")]);
    assert_eq!(world.page("impact show", &[("case", "INC-1")]).1["people"], "2.5");
}

#[test]
fn every_option_says_what_it_does_to_the_tolerances_and_doing_nothing_is_always_one() {
    let mut world = World::new();
    world.does("impact set", &[("case", "INC-1"), ("project", "Atlas"), ("time", "5"), ("cost", "10")]);
    let (case, atlas, borealis) = (world.case("INC-1").id, world.find(Subject::Project, "Atlas"), world.find(Subject::Project, "Borealis"));
    let option =
        |number: i64, title: &str, project: Option<Id>, time: Option<i64>, cost: Option<i64>, reader: &str, nothing: i64| -> Record {
            vec![
                ("number", Value::Int(number)),
                ("case_id", Value::Ref(case)),
                ("project", Value::reference(project)),
                ("title", Value::Text(title.to_owned())),
                ("time", time.map_or(Value::Null, Value::Int)),
                ("cost", cost.map_or(Value::Null, Value::Int)),
                ("currency", cost.map_or(Value::Null, |_| Value::word("EUR"))),
                ("suitable", Value::word("yes")),
                ("is_nothing", Value::Int(nothing)),
                ("recommended", Value::Int(i64::from(number == 2))),
                ("visibility", Value::word(reader)),
            ]
        };
    let report = |world: &World, reader: &str| world.page("exception show", &[("case", "INC-1"), ("project", "Atlas"), ("for", reader)]);
    let titles = |json: &serde_json::Value| {
        let all = json["options"].as_array().unwrap().iter();
        all.map(|one| format!("{} {}", one["title"].as_str().unwrap(), one["outside"])).collect::<Vec<_>>()
    };
    let (page, json) = report(&world, "management");
    assert_eq!(titles(&json), ["Do nothing [\"time\"]"]);
    assert!(page.contains("Tolerances     outside: time"), "{page}");
    world.writes(Subject::Choice, &option(1, "Buy the days back", Some(atlas), Some(100), Some(6_100), "management", 0));
    world.writes(Subject::Choice, &option(2, "Move the cut-over", None, Some(300), Some(0), "management", 0));
    world.writes(Subject::Choice, &option(3, "For the other project", Some(borealis), Some(0), Some(0), "management", 0));
    world.writes(Subject::Choice, &option(4, "CANARY", Some(atlas), Some(0), None, "internal", 0));
    let (page, json) = report(&world, "management");
    assert_eq!(titles(&json), ["Do nothing [\"time\"]", "Buy the days back [\"cost\"]", "Move the cut-over []"]);
    assert!(page.contains("O-2 Move the cut-over (recommended)") && page.contains("inside") && !page.contains("CANARY"), "{page}");
    assert_eq!(json["left_out"], 1);
    assert!(page.contains("Suitable       yes"), "{page}");
    // Where its cost is not known, nobody says that an option is inside.
    let (page, json) = report(&world, "internal");
    assert_eq!((titles(&json)[3].as_str(), json["options"][3]["cost"].is_null()), ("CANARY null", true));
    assert!(page.contains("Tolerances     unknown"), "{page}");
    // Doing nothing that somebody has written down takes the place of the computed one, and its figures from the sums.
    world.writes(Subject::Choice, &option(5, "Leave it as it is", Some(atlas), None, None, "management", 1));
    let (_, json) = report(&world, "management");
    assert_eq!(titles(&json).iter().filter(|title| title.ends_with("[\"time\"]")).collect::<Vec<_>>(), ["Leave it as it is [\"time\"]"]);
}

#[test]
fn on_a_shared_screen_what_is_internal_is_not_there() {
    let mut world = World::new();
    world.does(
        "impact set",
        &[("case", "INC-1"), ("project", "Atlas"), ("time", "5"), ("cost", "10"), ("note", "CANARY"), ("for", "internal")],
    );
    world.does("impact set", &[("case", "INC-1"), ("project", "Borealis"), ("time", "1"), ("cost", "unknown by 15:00")]);
    world.app.read_for(Visibility::Management);
    let (page, json) = world.page("impact show", &[("case", "INC-1")]);
    assert!(!page.contains("CANARY") && json["projects"][0]["time"].is_null(), "{page}");
    assert_eq!((json["projects"][1]["time"].as_str(), json["days"].as_str()), (Some("1"), Some("1")));
    let no = Draft::new().with("case", "INC-1").with("project", "Atlas");
    assert!(world.app.ask(tables::query("exception export").unwrap(), &no).is_err());
}
