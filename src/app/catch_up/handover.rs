//! The handover to the next shift: where the repair is, what was ruled out, who owes what, and what not to do.

use serde_json::{Value as Json, json};

use super::lines::Told;
use crate::app::draft::Input;
use crate::app::paper::Paper;
use crate::app::query::{RowOf, Shown, View, rfc3339};
use crate::app::{Failure, due, escalation};
use crate::document::{Document, Table};
use crate::model::entry::{Entry, EntryKind, LogFrom, Verdict};
use crate::model::fields::Fields;
use crate::model::{EntryRef, Subject, Untrusted};

/// Lines of the log that are looked at, from the newest back.
const WINDOW: usize = 2_000;
/// Facts that are told.
const FACTS: usize = 5;

/// Holds a document that grows, and the same as JSON.
struct Sheet<'a> {
    paper: &'a Paper<'a>,
    log: Vec<Entry>,
    page: Document,
    whole: serde_json::Map<String, Json>,
}

/// What a column shows: the key of its heading.
type Columns = &'static [&'static str];

pub(super) fn export(view: &View<'_>, input: &Input) -> Result<Shown, Failure> {
    let paper = Paper::begin(view, input.case("case")?, input)?;
    let case = &paper.case;
    let title = format!("{} {} {}", paper.word("handover"), case.case_ref(), case.title.raw());
    let log = paper.read.log(case.id, None, LogFrom::End, WINDOW)?;
    let page = Document::new().heading(1, Untrusted::new(title.clone()));
    let whole = serde_json::Map::from_iter([("case".to_owned(), json!(case.case_ref().to_string()))]);
    let mut sheet = Sheet { paper: &paper, log, page, whole };
    sheet.status()?;
    sheet.hypotheses();
    sheet.actions()?;
    sheet.decisions();
    sheet.questions();
    sheet.promises()?;
    sheet.contingencies()?;
    sheet.escalations()?;
    sheet.people()?;
    sheet.not_to_do();
    sheet.times()?;
    let Sheet { page, whole, .. } = sheet;
    Ok(paper.hand_out(page, Json::Object(whole), &title, input))
}

impl Sheet<'_> {
    /// Adds a part: its heading, and its rows or the words for nothing.
    fn part(&mut self, key: &'static str, columns: Columns, rows: Vec<Vec<Untrusted>>) {
        let list: Vec<Json> = rows.iter().map(|row| named(columns, row)).collect();
        self.whole.insert(key.to_owned(), list.into());
        let page = std::mem::take(&mut self.page).heading(2, self.paper.word(key));
        self.page = if rows.is_empty() {
            page.paragraph(self.paper.word("none"))
        } else {
            let headings = columns.iter().map(|key| if *key == "number" { String::new() } else { self.paper.word(key) });
            let mut table = Table::new(headings);
            rows.into_iter().for_each(|row| table.push(row));
            page.table(table)
        };
    }

    fn of(&self, kinds: &[EntryKind]) -> Vec<&Entry> {
        self.log.iter().filter(|entry| kinds.contains(&entry.kind) && !entry.redacted).collect()
    }

    fn name(&self, entry: &Entry) -> Untrusted {
        EntryRef { case: self.paper.case.case_ref(), number: entry.number }.to_string().into()
    }

    fn spoken(&self, entry: &Entry) -> Untrusted {
        self.paper.at(entry.spot().at).into()
    }

    fn who(&self, entry: &Entry) -> Untrusted {
        self.paper.person(Some(entry.person.as_ref().map_or(&entry.author, |person| &person.name)))
    }

    /// Where the repair is: the case in a line, what it does, the way around, the last word on the repair and the newest facts.
    fn status(&mut self) -> Result<(), Failure> {
        let (paper, case) = (self.paper, &self.paper.case);
        let told = Told::read(paper)?;
        let watched = paper.read.fields_of(Subject::Watch, case.id)?;
        let seen = watched.iter().rev().find(|row| row.word("kind") != "asked").map(|row| {
            let source = row.text("source").map(|source| format!(" ({})", source.raw())).unwrap_or_default();
            format!("{} {}{source}", paper.time(row.time("known")), row.word("text"))
        });
        let word = watched.iter().rev().find_map(|row| row.time("promised"));
        let facts = [
            ("state", told.headline().into()),
            ("impact", case.effect.clone().unwrap_or_default()),
            ("affects", told.impact()?.into_iter().skip(usize::from(case.effect.is_some())).collect::<String>().into()),
            ("workaround", case.workaround.clone().unwrap_or_default()),
            ("last_word", seen.unwrap_or_default().into()),
            ("next_word", paper.time(word).into()),
        ];
        self.whole.insert(
            "status".to_owned(),
            Json::Object(facts.iter().map(|(key, text): &(&str, Untrusted)| ((*key).to_owned(), text.raw().into())).collect()),
        );
        let heading = paper.word("technical_status");
        self.page = std::mem::take(&mut self.page).heading(2, heading).facts(facts.into_iter().map(|(key, text)| (paper.word(key), text)));
        let facts = self.of(&[EntryKind::Fact, EntryKind::Workaround]);
        let rows = facts[facts.len().saturating_sub(FACTS)..].iter().map(|e| vec![self.spoken(e), e.text.clone(), self.who(e)]).collect();
        self.part("last_facts", &["time", "what", "who"], rows);
        Ok(())
    }

    fn hypotheses(&mut self) {
        for (key, wanted) in [("open_hypotheses", false), ("eliminated", true)] {
            let out = |entry: &Entry| matches!(entry.verdict, Some(Verdict::Eliminated | Verdict::Refuted));
            let rows = self.of(&[EntryKind::Hypothesis, EntryKind::Assumption]).into_iter().filter(|entry| out(entry) == wanted);
            let rows = rows.map(|entry| {
                let verdict = entry.verdict.map_or_else(|| self.paper.word("open"), |verdict| verdict.label().to_owned());
                vec![self.name(entry), entry.kind.label().into(), entry.text.clone(), verdict.into(), self.who(entry)]
            });
            let rows = rows.collect();
            self.part(key, &["number", "kind", "what", "verdict", "who"], rows);
        }
    }

    fn actions(&mut self) -> Result<(), Failure> {
        let actions = Told::read(self.paper)?.open_actions()?;
        let row = |action: &crate::model::entry::Action| {
            let owner = self.paper.person(action.owner.as_ref().map(|owner| &owner.name));
            let due = action.due.map_or_else(|| action.period.clone().unwrap_or_default(), |due| self.paper.time(Some(due)).into());
            vec![action.action_ref().to_string().into(), action.text.clone(), owner, due]
        };
        let rows = actions.iter().map(row).collect();
        self.part("open_actions", &["number", "action", "owner", "due"], rows);
        Ok(())
    }

    fn decisions(&mut self) {
        let row = |entry: &&Entry| {
            let back =
                if entry.verdict.is_none() { self.paper.time(entry.due) } else { entry.verdict.map_or("", Verdict::label).to_owned() };
            vec![self.spoken(entry), entry.text.clone(), entry.reason.clone().unwrap_or_default(), self.who(entry), back.into()]
        };
        let rows = self.of(&[EntryKind::Decision]).iter().map(row).collect();
        self.part("decisions", &["time", "decision", "why", "who", "check_back"], rows);
    }

    fn questions(&mut self) {
        let open = self.of(&[EntryKind::Question]).into_iter().filter(|entry| entry.is_open());
        let rows = open.map(|entry| vec![self.name(entry), entry.text.clone(), self.who(entry), self.paper.time(entry.due).into()]);
        let rows = rows.collect();
        self.part("open_questions", &["number", "question", "who", "due"], rows);
    }

    /// What each audience was told last and promised next; and what was said without a message of its own.
    fn promises(&mut self) -> Result<(), Failure> {
        let sent = self.paper.read.fields_of(Subject::Update, self.paper.case.id)?;
        let mut last: Vec<&Fields> = Vec::new();
        for row in sent.iter().filter(|row| row.word("state") == "sent") {
            last.retain(|known| known.reference("audience") != row.reference("audience"));
            last.push(row);
        }
        let row = |row: &&Fields| {
            let text = row.word("text").lines().find(|line| !line.trim().is_empty()).unwrap_or_default().to_owned();
            let audience = row.name("audience").cloned().unwrap_or_default();
            vec![audience, self.paper.time(row.time("sent")).into(), text.into(), self.paper.time(row.time("promised")).into()]
        };
        let mut rows: Vec<Vec<Untrusted>> = last.iter().map(row).collect();
        if rows.is_empty() {
            let told = self.of(&[EntryKind::Update]);
            rows.extend(told.last().map(|entry| vec!["".into(), self.spoken(entry), entry.text.clone(), "".into()]));
        }
        self.part("promises", &["audience", "last_told", "what", "next_update"], rows);
        Ok(())
    }

    fn contingencies(&mut self) -> Result<(), Failure> {
        let plans = self.paper.read.fields_of(Subject::Contingency, self.paper.case.id)?;
        let row = |plan: &Fields| {
            let trigger = plan.text("event").unwrap_or_else(|| self.paper.time(plan.time("trigger")).into());
            vec![
                plan.number().unwrap_or_default().into(),
                plan.text("scenario").unwrap_or_default(),
                plan.text("state").unwrap_or_default(),
                trigger,
                self.paper.time(plan.time("no_return")).into(),
                self.paper.person(plan.name("owner")),
            ]
        };
        let rows = plans.iter().filter(|plan| plan.word("state") != "stood-down").map(row).collect();
        self.part("contingencies", &["number", "scenario", "state", "trigger", "no_return", "owner"], rows);
        Ok(())
    }

    fn escalations(&mut self) -> Result<(), Failure> {
        let all = escalation::open(self.paper.read, self.paper.case.id)?;
        let row = |row: &Fields| {
            vec![
                row.number().unwrap_or_default().into(),
                row.text("outcome").unwrap_or_default(),
                row.text("decision").unwrap_or_default(),
                self.paper.person(row.text("sent_to").as_ref()),
                self.paper.time(row.time("relook")).into(),
            ]
        };
        let rows = all.iter().map(row).collect();
        self.part("escalations", &["number", "asked", "decision", "who", "look_again"], rows);
        Ok(())
    }

    /// Who is engaged, taken from which project, and who covers for them; whoever leads and writes stands first.
    fn people(&mut self) -> Result<(), Failure> {
        if !self.paper.names_people() {
            return Ok(());
        }
        let case = &self.paper.case;
        let mut rows: Vec<Vec<Untrusted>> = Vec::new();
        for (key, named) in [("lead", &case.lead), ("scribe", &case.scribe)] {
            let Some(named) = named else { continue };
            rows.push(vec![named.name.clone(), self.paper.word(key).into(), "".into(), self.covering(named.id)?, "".into()]);
        }
        for row in self.paper.read.fields_of(Subject::Assignment, case.id)?.iter().filter(|row| row.time("ended").is_none()) {
            let covered = row.reference("person").map(|person| self.covering(person)).transpose()?.unwrap_or_default();
            let name = |key: &str| row.name(key).cloned().unwrap_or_default();
            rows.push(vec![
                name("person"),
                row.text("task").unwrap_or_default(),
                name("project"),
                covered,
                self.paper.time(row.time("back")).into(),
            ]);
        }
        self.part("engaged", &["who", "task", "project", "covered_by", "back"], rows);
        Ok(())
    }

    fn covering(&self, person: crate::model::Id) -> Result<Untrusted, Failure> {
        let covering = self.paper.read.fields_by(Subject::Person, "covers", person)?;
        let names: Vec<&str> = covering.iter().map(|other| other.word("handle")).collect();
        Ok(names.join(", ").into())
    }

    /// What was tried, ruled out or given up, so that nobody does it again.
    fn not_to_do(&mut self) {
        let gone = |entry: &&Entry| match entry.kind {
            EntryKind::Hypothesis | EntryKind::Assumption => matches!(entry.verdict, Some(Verdict::Eliminated | Verdict::Refuted)),
            EntryKind::Decision => entry.verdict == Some(Verdict::Dropped),
            _ => false,
        };
        let all = self.of(&[EntryKind::Hypothesis, EntryKind::Assumption, EntryKind::Decision]);
        let row = |entry: &Entry| {
            let verdict = entry.verdict.map_or("", Verdict::label);
            vec![self.name(entry), format!("{} {verdict}", entry.kind.label()).into(), entry.text.clone()]
        };
        let rows = all.into_iter().filter(gone).map(row).collect();
        self.part("not_to_do", &["number", "kind", "what"], rows);
    }

    fn times(&mut self) -> Result<(), Failure> {
        let dues = self.paper.read.due_in(self.paper.case.id)?;
        let mut rows = Vec::new();
        for one in &dues {
            // A row about the case itself has no name of its own to say.
            let (of, text) = if one.number.is_some() { (due::of(one), one.text.clone()) } else { (String::new(), "".into()) };
            rows.push(vec![self.paper.at(one.at).into(), one.what.label().into(), of.into(), text, self.paper.person(one.who.as_ref())]);
        }
        self.part("next_times", &["time", "kind", "number", "what", "who"], rows);
        let list = dues.iter().map(|one| Json::Object(RowOf::new().with("due", rfc3339(one.at)).with("what", one.what.key()).done()));
        self.whole.insert("due".to_owned(), list.collect());
        Ok(())
    }
}

/// Gives a row as JSON under the keys of its columns; null for what is not known.
fn named(columns: Columns, row: &[Untrusted]) -> Json {
    let value = |text: &Untrusted| if text.raw().is_empty() { Json::Null } else { text.raw().into() };
    Json::Object(columns.iter().zip(row).map(|(key, text)| ((*key).to_owned(), value(text))).collect())
}
