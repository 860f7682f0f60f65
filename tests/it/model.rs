//! What is done in any order, by two writers, through crashes, undo and redo, comes to what a model in memory says; the journal only grows.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use rusqlite::Connection;
use warroom::app::import::{self, Incoming};
use warroom::app::{Access, App, Context, Failure, Manner};
use warroom::model::Zone;

use crate::database::{Database, NOW, open, run, run_as};

/// What somebody does next; numbers choose among what there is.
#[derive(Clone, Debug)]
enum Step {
    Open,
    Log(usize),
    Rename(usize),
    Link(usize, usize),
    Act(usize),
    Finish(usize),
    Import(usize),
    Undo,
    Redo,
    /// The program is gone without a word, and somebody starts it again.
    Crash,
    /// Another program writes into the same file.
    Another(usize),
    /// A command whose outcome was unknown is sent again.
    Again(usize),
}

fn step() -> impl Strategy<Value = Step> {
    let any = 0..64_usize;
    prop_oneof![
        2 => Just(Step::Open),
        4 => any.clone().prop_map(Step::Log),
        2 => any.clone().prop_map(Step::Rename),
        2 => (any.clone(), any.clone()).prop_map(|(a, b)| Step::Link(a, b)),
        2 => any.clone().prop_map(Step::Act),
        2 => any.clone().prop_map(Step::Finish),
        1 => (1..4_usize).prop_map(Step::Import),
        5 => Just(Step::Undo),
        3 => Just(Step::Redo),
        1 => Just(Step::Crash),
        2 => any.clone().prop_map(Step::Another),
        1 => any.prop_map(Step::Again),
    ]
}

/// What a database comes to: titles by number, lines and links, actions and whether they are done.
#[derive(Clone, Debug, Default, PartialEq)]
struct Truth {
    cases: BTreeMap<String, String>,
    lines: BTreeSet<(String, String)>,
    links: BTreeSet<(String, String)>,
    actions: BTreeMap<String, (String, bool)>,
}

/// One thing that was done, and can be taken back.
#[derive(Clone, Debug)]
enum Deed {
    Cases(Vec<(String, String)>),
    Line(String, String),
    Title(String, String, String),
    Link(String, String),
    Action(String, String, String),
    Finished(String),
}

impl Truth {
    fn does(&mut self, deed: &Deed) {
        match deed.clone() {
            Deed::Cases(all) => self.cases.extend(all),
            Deed::Line(case, text) => drop(self.lines.insert((case, text))),
            Deed::Title(case, _, new) => drop(self.cases.insert(case, new)),
            Deed::Link(from, to) => drop(self.links.insert((from, to))),
            Deed::Action(number, case, text) => drop(self.actions.insert(number, (format!("{case} {text}"), false))),
            Deed::Finished(number) => self.actions.get_mut(&number).unwrap().1 = true,
        }
    }

    fn takes_back(&mut self, deed: &Deed) {
        match deed.clone() {
            Deed::Cases(all) => all.iter().for_each(|(case, _)| drop(self.cases.remove(case))),
            Deed::Line(case, text) => drop(self.lines.remove(&(case, text))),
            Deed::Title(case, old, _) => drop(self.cases.insert(case, old)),
            Deed::Link(from, to) => drop(self.links.remove(&(from, to))),
            Deed::Action(number, ..) => drop(self.actions.remove(&number)),
            Deed::Finished(number) => self.actions.get_mut(&number).unwrap().1 = false,
        }
    }

    /// Reads a file by its tables alone.
    fn read(conn: &Connection) -> Self {
        let case = "(SELECT iif(c.kind = 'incident', 'INC-', 'ISS-') || c.number FROM cases c WHERE c.id = ";
        let pairs = |sql: String| -> Vec<(String, String, String)> {
            let mut select = conn.prepare(&sql).unwrap();
            select.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap().map(Result::unwrap).collect()
        };
        let two = |sql: String| pairs(sql).into_iter().map(|(a, b, _)| (a, b));
        Self {
            cases: two(format!("SELECT {case} k.id), k.title, '' FROM cases k")).collect(),
            lines: two(format!("SELECT {case} e.case_id), e.text, '' FROM entry e WHERE e.text LIKE 'line %'")).collect(),
            links: two(format!("SELECT {case} l.from_case), {case} l.to_case), '' FROM link l")).collect(),
            actions: pairs(format!("SELECT 'A-' || a.number, {case} a.case_id) || ' ' || a.text, a.state FROM action a"))
                .into_iter()
                .map(|(number, text, state)| (number, (text, state == "done")))
                .collect(),
        }
    }
}

/// The program with its model beside it.
struct Both {
    db: Database,
    truth: Truth,
    done: Vec<Deed>,
    undone: Vec<Deed>,
    /// Numbers that were given: of incidents, issues, actions. None is given twice, whatever is undone.
    given: [usize; 3],
    written: usize,
}

impl Both {
    fn new() -> Self {
        Self { db: Database::new(), truth: Truth::default(), done: Vec::new(), undone: Vec::new(), given: [0; 3], written: 0 }
    }

    fn case(&self, at: usize) -> Option<String> {
        let mut all = self.truth.cases.keys();
        all.nth(at.checked_rem(self.truth.cases.len())?).cloned()
    }

    fn word(&mut self) -> String {
        self.written += 1;
        format!("line {}", self.written)
    }

    /// Does one thing in both, which must be accepted.
    fn does(&mut self, deed: Deed, command: &str, fields: &[(&'static str, &str)]) {
        let done = self.db.must(command, fields);
        assert!(done.batch.is_some(), "{command} {fields:?} wrote nothing");
        self.did(deed);
    }

    fn did(&mut self, deed: Deed) {
        self.truth.does(&deed);
        self.done.push(deed);
        self.undone.clear();
    }

    fn goes_on(&mut self, step: &Step) {
        match *step {
            Step::Open => {
                let title = self.word();
                self.given[0] += 1;
                let case = format!("INC-{}", self.given[0]);
                self.does(Deed::Cases(vec![(case, title.clone())]), "incident open", &[("title", &title)]);
            }
            Step::Log(at) => {
                let (Some(case), text) = (self.case(at), self.word()) else { return };
                self.does(Deed::Line(case.clone(), text.clone()), "log", &[("case", &case), ("line", &text)]);
            }
            Step::Rename(at) => {
                let (Some(case), title) = (self.case(at), self.word()) else { return };
                let deed = Deed::Title(case.clone(), self.truth.cases[&case].clone(), title.clone());
                let command = if case.starts_with("INC") { "incident set" } else { "issue set" };
                self.does(deed, command, &[("case", &case), ("title", &title)]);
            }
            Step::Link(a, b) => {
                let (Some(from), Some(to)) = (self.case(a), self.case(b)) else { return };
                let fields = [("case", from.as_str()), ("other", to.as_str()), ("as", "relates")];
                if from == to || self.truth.links.contains(&(from.clone(), to.clone())) {
                    assert!(matches!(self.db.run("link", &fields), Err(Failure::Refused(_))), "{from} {to}");
                } else {
                    self.does(Deed::Link(from.clone(), to.clone()), "link", &fields);
                }
            }
            Step::Act(at) => {
                let (Some(case), text) = (self.case(at), self.word()) else { return };
                self.given[2] += 1;
                let number = format!("A-{}", self.given[2]);
                self.does(Deed::Action(number, case.clone(), text.clone()), "action add", &[("case", &case), ("text", &text)]);
            }
            Step::Finish(at) => {
                let open: Vec<String> =
                    self.truth.actions.iter().filter(|(_, (_, done))| !done).map(|(number, _)| number.clone()).collect();
                let Some(number) = at.checked_rem(open.len()).map(|at| open[at].clone()) else { return };
                self.does(Deed::Finished(number.clone()), "action done", &[("action", &number)]);
            }
            Step::Import(count) => {
                let cases: Vec<(String, String)> = (0..count)
                    .map(|_| {
                        self.given[1] += 1;
                        (format!("ISS-{}", self.given[1]), self.word())
                    })
                    .collect();
                self.db.app.land(&issues(&cases), &Manner::default()).unwrap();
                self.did(Deed::Cases(cases));
            }
            Step::Undo => self.undo(),
            Step::Redo => {
                let redone = self.db.run("redo", &[]);
                match self.undone.pop() {
                    Some(deed) => {
                        redone.unwrap();
                        self.truth.does(&deed);
                        self.done.push(deed);
                    }
                    None => assert!(matches!(redone, Err(Failure::Refused(_))), "{redone:?}"),
                }
            }
            Step::Crash => {
                let again = open(&self.db.path).unwrap();
                // Nothing is closed, tidied up or moved into the file.
                std::mem::forget(std::mem::replace(&mut self.db.app, again));
            }
            Step::Another(at) => {
                let (Some(case), text) = (self.case(at), self.word()) else { return };
                let somebody = Context::built_in(NOW, Zone::UTC, "bo", "cli", "another");
                let mut app = App::open(&self.db.path, Access::Write, false, somebody, None).unwrap();
                run(&mut app, "log", &[("case", &case), ("line", &text)]).unwrap();
                self.truth.does(&Deed::Line(case, text));
            }
            Step::Again(at) => {
                let (Some(case), text) = (self.case(at), self.word()) else { return };
                let manner = Manner { key: Some(format!("key {text}")), ..Manner::default() };
                let fields = [("case", case.as_str()), ("line", text.as_str())];
                let mut send = || run_as(&mut self.db.app, "log", &fields, &manner).unwrap();
                let (first, second) = (send(), send());
                assert!(!first.repeated && second.repeated && first.label == second.label);
                self.did(Deed::Line(case, text));
            }
        }
    }

    /// Takes back the last thing this program did, unless somebody else has written in a case that would go with it.
    fn undo(&mut self) {
        let before = self.truth.clone();
        let undone = self.db.run("undo", &[]);
        let Some(deed) = self.done.pop() else {
            assert!(matches!(undone, Err(Failure::Refused(_))), "{undone:?}");
            return;
        };
        let used = |case: &String| before.lines.iter().any(|(of, _)| of == case);
        let stays = matches!(&deed, Deed::Cases(all) if all.iter().any(|(case, _)| used(case)));
        if stays {
            assert!(matches!(undone, Err(Failure::Refused(_))), "{deed:?}: {undone:?}");
            self.done.push(deed);
        } else {
            undone.unwrap_or_else(|failure| panic!("{deed:?}: {failure:?}"));
            self.truth.takes_back(&deed);
            self.undone.push(deed);
        }
    }
}

/// Makes an import of issues with these titles, as another tracker would export them.
fn issues(cases: &[(String, String)]) -> Incoming {
    let mut file = String::from("Issue key,Summary,Issue Type,Status,Priority,Created\n");
    for (case, title) in cases {
        file += &format!("AT{case},{title},Bug,Open,High,2026-01-01 10:00\n");
    }
    import::format::read(file.as_bytes(), "issues.csv", None, &import::Options::default()).unwrap()
}

fn rows(conn: &Connection) -> (i64, i64) {
    conn.query_row("SELECT (SELECT count(*) FROM journal), (SELECT count(*) FROM batch)", [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: std::env::var("PROPTEST_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(24), ..ProptestConfig::default() })]
    #[test]
    fn whatever_is_done_in_any_order_comes_to_what_the_model_says(steps in prop::collection::vec(step(), 1..60)) {
        let mut both = Both::new();
        let conn = both.db.raw();
        let mut grown = rows(&conn);
        for (at, step) in steps.iter().enumerate() {
            both.goes_on(step);
            let now = rows(&conn);
            prop_assert!(now.0 >= grown.0 && now.1 >= grown.1, "the journal shrank at step {at}: {step:?}");
            grown = now;
            prop_assert_eq!(&Truth::read(&conn), &both.truth, "after step {}: {:?}", at, step);
        }
        both.db.healthy();
    }
}
