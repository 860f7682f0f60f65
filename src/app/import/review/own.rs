//! A review as it was printed here, read back: the front matter says what the case is, headings and columns what each row is.
//!
//! Texts are escaped when they are printed, so what is emphasised, parted by a comment or marked with a sign is ours.

use std::collections::BTreeMap;

use super::brought::{Brought, Line, Task, key};
use super::front::{Fact, facts};
use super::placing::plain;
use super::printed::{Language, labelled};
use super::tasks;
use crate::app::import::IncomingCase;
use crate::document::outline::{Item, Piece, Table, What, Words};
use crate::model::case::{IncidentState, IssuePriority, IssueState, IssueType, Level, Outcome, Priority, Severity};
use crate::model::entry::{EntryKind, ReviewState, Verdict};
use crate::model::sections::{Form, Sections};
use crate::model::{CaseKind, Moment, Value};

/// The system that keys of our own reviews are unique in.
pub const SOURCE: &str = "warroom";
/// What the front matter of one says.
const MARK: (&str, &str) = ("warroom", "review");

/// Says whether a text was printed here, whole: then it is read back.
pub fn recognises(pieces: &[Piece]) -> bool {
    let Some(Piece { what: What::Front(text), .. }) = pieces.first() else { return false };
    facts(text).iter().any(|fact| fact.key == MARK.0 && fact.values.first().is_some_and(|value| value == MARK.1))
}

/// Reads one of our own.
pub fn read(source: &str, pieces: &[Piece], sections: &Sections) -> Brought {
    let front = match pieces.first() {
        Some(Piece { what: What::Front(text), .. }) => facts(text),
        _ => Vec::new(),
    };
    let head = Head { facts: &front };
    let language = Language::of(&head.text("language").unwrap_or_default(), &head.text("zone").unwrap_or_default());
    let mut own = Own { source, language, sections, brought: head.begin(), names: BTreeMap::new() };
    own.brought.register.review = head.review(&own.language);
    let mut at: Option<(&str, Vec<Piece>)> = None;
    for piece in pieces.iter().skip(1) {
        match &piece.what {
            What::Heading { level: 2, text } => {
                if let Some((title, body)) = at.replace((text, Vec::new())) {
                    own.part(title, &body);
                }
            }
            // Text makes no rules: what follows one is the foot.
            What::Rule => break,
            _ => at.iter_mut().for_each(|(_, body)| body.push(piece.clone())),
        }
    }
    if let Some((title, body)) = at {
        own.part(title, &body);
    }
    own.finish()
}

/// The front matter.
struct Head<'a> {
    facts: &'a [Fact],
}

impl Head<'_> {
    fn text(&self, key: &str) -> Option<String> {
        self.facts.iter().find(|fact| fact.key == key).and_then(|fact| fact.values.first().cloned()).filter(|text| !text.is_empty())
    }

    fn begin(&self) -> Brought {
        let text = |key: &str| self.text(key);
        let kind = if text("kind").as_deref() == Some("issue") { CaseKind::Issue } else { CaseKind::Incident };
        let title = text("title").unwrap_or_else(|| "Review".to_owned());
        let reference = text("case").unwrap_or_default();
        let (from, foreign) = match (text("source"), text("external_key")) {
            (Some(from), Some(foreign)) => (from, foreign),
            _ => (SOURCE.to_owned(), key(&[&reference, &title])),
        };
        let mut case =
            if kind == CaseKind::Issue { IncomingCase::issue(&foreign, &*title, 1) } else { IncomingCase::incident(&foreign, &*title, 1) };
        let states = if kind == CaseKind::Issue { IssueState::CHOICES } else { IncidentState::CHOICES };
        if let Some(state) = text("state").as_deref().and_then(|state| labelled(states, state)) {
            case.state = state;
        }
        case.service = self.facts.iter().find(|fact| fact.key == "services").and_then(|fact| fact.values.first().cloned());
        case.project = text("project");
        case.lead = text("lead");
        case.severity = text("foreign_severity");
        case.foreign_state = text("foreign_state");
        case.foreign_type = text("foreign_type");
        case.priority = text("priority").as_deref().and_then(|word| labelled(Priority::CHOICES, word)).and_then(Priority::parse);
        case.issue_priority =
            text("priority").as_deref().and_then(|word| labelled(IssuePriority::CHOICES, word)).and_then(IssuePriority::parse);
        case.impact = text("impact").as_deref().and_then(|word| labelled(Level::CHOICES, word)).and_then(Level::parse);
        case.urgency = text("urgency").as_deref().and_then(|word| labelled(Level::CHOICES, word)).and_then(Level::parse);
        case.issue_type = text("type").as_deref().and_then(|word| labelled(IssueType::CHOICES, word)).and_then(IssueType::parse);
        case.outcome = text("outcome").as_deref().and_then(|word| labelled(Outcome::CHOICES, word)).and_then(Outcome::parse);
        let mut brought = Brought::new(from, case);
        let more = self.facts.iter().find(|fact| fact.key == "services").map_or(&[][..], |fact| fact.values.get(1..).unwrap_or_default());
        brought.register.services = more.to_vec();
        brought.register.scribe = text("scribe");
        for (column, name) in
            [("priority_why", "priority_why"), ("residual", "residual"), ("tags", "tags"), ("severity", "severity"), ("zone", "zone")]
        {
            let value = match column {
                "severity" => text(name).as_deref().and_then(|word| labelled(Severity::CHOICES, word)).map(str::to_owned),
                _ => text(name),
            };
            brought.register.fields.extend(value.map(|value| (column, Value::Text(value))));
        }
        brought
    }

    fn review(&self, language: &Language) -> Option<super::brought::Reviewed> {
        let state =
            self.text("review_state").as_deref().and_then(|word| labelled(ReviewState::CHOICES, word)).and_then(ReviewState::parse)?;
        let time = |key: &str| self.text(key).and_then(|text| language.time(&text, None));
        Some(super::brought::Reviewed {
            state,
            owner: self.text("review_owner"),
            due: self.text("review_planned").and_then(|text| language.time(&text, None)),
            approved: time("approved"),
            approved_by: self.text("approved_by"),
        })
    }
}

struct Own<'a> {
    source: &'a str,
    language: Language,
    sections: &'a Sections,
    brought: Brought,
    /// By name, whether somebody wrote lines, and whether somebody was named in them.
    names: BTreeMap<String, (bool, bool)>,
}

impl Own<'_> {
    fn part(&mut self, title: &str, body: &[Piece]) {
        let section = self.sections.iter().find(|section| section.title.in_language(self.language.tag()) == title);
        if let Some(section) = section {
            return self.section(&section.name.clone(), section.form, body);
        }
        match (self.language.key_of(title).as_deref(), table(body)) {
            (Some("times"), Some(table)) => self.times(table),
            // Worked out again from the times.
            (Some("durations" | "phases"), _) => {}
            (Some("timeline"), Some(table)) => self.timeline(table, body),
            (Some("decisions"), Some(table)) => self.decisions(table),
            (Some("hypotheses"), Some(table)) => self.hypotheses(table),
            (Some("actions"), Some(table)) => self.brought.tasks = tasks::read(table, &self.language),
            _ => {
                // What the playbook kept is words from now on, under its heading.
                let name = self.language.key_of(title).unwrap_or_else(|| title.to_owned());
                let from = body.first().map_or(0, |piece| piece.source.start);
                let to = body.last().map_or(0, |piece| piece.source.end);
                let text = self.source.get(from..to).unwrap_or_default().trim().to_owned();
                self.brought.sections.push((name, text));
            }
        }
    }

    /// Parts what stands under a heading at the comments: rows of the record, what was recorded, what was written.
    fn section(&mut self, name: &str, form: Form, body: &[Piece]) {
        let recorded = body.iter().any(|piece| matches!(&piece.what, What::Html(text) if text.trim() == "<!-- recorded -->"));
        let parted = body.iter().rposition(|piece| matches!(&piece.what, What::Html(text) if text.trim() == "<!-- -->"));
        let (rows, text) = parted.and_then(|at| body.split_at_checked(at)).unwrap_or((&[], body));
        let text: Vec<&Piece> = text.iter().filter(|piece| !matches!(piece.what, What::Html(_))).collect();
        let written = text_of(&text, form);
        let column = match name {
            "background" => "description",
            "impact" => "effect",
            _ => "workaround",
        };
        match recorded {
            true => self.brought.register.fields.push((column, Value::Text(written))),
            false if !written.trim().is_empty() => self.brought.sections.push((name.to_owned(), written)),
            false => {}
        }
        match (name, table(rows)) {
            ("participants", Some(table)) => self.participants(table),
            ("open-questions", Some(table)) => self.questions(table),
            (_, _) if !rows.is_empty() => {
                let text = rows.iter().filter(|row| !matches!(&row.what, What::Code { language, .. } if language == "mermaid"));
                let text = text.map(|row| plain(row, 0)).filter(|text| !text.trim().is_empty()).collect::<Vec<_>>().join("\n");
                match self.brought.sections.iter_mut().find(|(known, _)| known == name) {
                    Some((_, written)) => *written = format!("{text}\n{written}"),
                    None => self.brought.sections.push((name.to_owned(), text)),
                }
            }
            _ => {}
        }
    }

    fn times(&mut self, table: &Table) {
        for (_, cells) in &table.rows {
            let [label, at, ..] = cells.as_slice() else { continue };
            let Some(moment) = self.language.time(&at.flowing(), None) else { continue };
            // The column of precision says the same again.
            let about = cells.get(2).is_some_and(|cell| self.language.is("about", &cell.flowing()));
            let day = cells.get(2).is_some_and(|cell| self.language.is("day_only", &cell.flowing()));
            let moment = self.language.with(moment, about, day);
            let times = &mut self.brought.case.times;
            match self.language.time_of(&label.flowing()) {
                Some("started") => times.started = Some(moment),
                Some("detected" | "raised") => times.detected = Some(moment),
                Some("declared") => self.brought.declared = Some(moment),
                Some("acknowledged") => times.acknowledged = Some(moment),
                Some("restored") => times.restored = Some(moment),
                Some("resolved") => times.resolved = Some(moment),
                Some("closed") => times.closed = Some(moment),
                Some("opened") => times.opened = Some(moment),
                Some("issue_due") => self.brought.case.due = Some(moment),
                _ => self.brought.notes.push(format!("line {}: a time of the case that is not known here", label.lines.len())),
            }
        }
    }

    fn timeline(&mut self, table: &Table, body: &[Piece]) {
        let said = body.iter().find_map(|piece| if let What::Text(words) = &piece.what { Some(words.flowing()) } else { None });
        let day = said.and_then(|said| self.language.day_of(&said));
        for (_, cells) in &table.rows {
            let [at, number, kind, what, who, ..] = cells.as_slice() else { continue };
            let (at, starred) = match at.flowing().strip_suffix('*') {
                Some(at) => (at.trim().to_owned(), true),
                None => (at.flowing(), false),
            };
            let observed = self.language.time(&at, day).unwrap_or_else(Moment::unknown);
            let kinds = kind.flowing();
            let mut words = kinds.split(", ");
            let kind =
                words.next().and_then(|word| labelled(EntryKind::CHOICES, word)).and_then(EntryKind::parse).unwrap_or(EntryKind::Fact);
            let (mut verdict, mut tags) = (None, if starred { vec!["key"] } else { Vec::new() });
            for word in words {
                match word.strip_prefix('#') {
                    Some(tag) => tags.push(tag),
                    None => verdict = labelled(Verdict::CHOICES, word).and_then(Verdict::parse).or(verdict),
                }
            }
            let (text, reason) = self.language.reason(what);
            let number: i64 = number.flowing().rsplit('.').next().and_then(|n| n.trim().parse().ok()).unwrap_or(0);
            let tags = Some(tags.join(" ")).filter(|tags| !tags.is_empty());
            let key = key(&[&number.to_string(), &text]);
            let by = Some(who.flowing()).filter(|who| !who.is_empty());
            self.brought.lines.push(Line { key, number, kind, observed, by, text: text.into(), reason, tags, verdict, ..Line::default() });
        }
    }

    fn line(&mut self, number: &Words) -> Option<&mut Line> {
        let number: i64 = number.flowing().rsplit('.').next()?.trim().parse().ok()?;
        self.brought.lines.iter_mut().find(|line| line.number == number)
    }

    fn decisions(&mut self, table: &Table) {
        for (_, cells) in &table.rows {
            let [_, number, text, why, _, back, ..] = cells.as_slice() else { continue };
            // Here nothing is taken off the end of the words.
            let (text, why, back) = (text.flowing(), why.flowing(), back.flowing());
            let at = back.split(", ").next().unwrap_or_default();
            let due = self.language.time(at, None);
            if let Some(line) = self.line(number) {
                line.due = due;
                line.text = text.into();
                line.reason = Some(why).filter(|why| !why.is_empty());
            }
        }
    }

    fn hypotheses(&mut self, table: &Table) {
        for (_, cells) in &table.rows {
            let [number, text, _, confidence, pro, contra, ..] = cells.as_slice() else { continue };
            let of =
                |cell: &Words| cell.flowing().split(", ").filter_map(|n| n.rsplit('.').next()?.trim().parse().ok()).collect::<Vec<i64>>();
            let (text, confidence, pro, contra) = (text.flowing(), confidence.flowing(), of(pro), of(contra));
            if let Some(line) = self.line(number) {
                line.text = text.into();
                line.confidence = labelled(crate::model::entry::Confidence::CHOICES, &confidence).map(str::to_owned);
                line.evidence = pro.into_iter().map(|n| (n, "for")).chain(contra.into_iter().map(|n| (n, "against"))).collect();
            }
        }
    }

    fn questions(&mut self, table: &Table) {
        for (_, cells) in &table.rows {
            let [number, text, owner, due, ..] = cells.as_slice() else { continue };
            let (text, owner, due) = (text.flowing(), owner.flowing(), self.language.time(&due.flowing(), None));
            if let Some(line) = self.line(number) {
                line.text = text.into();
                line.person = Some(owner).filter(|owner| !owner.is_empty());
                line.due = due;
            }
        }
    }

    fn participants(&mut self, table: &Table) {
        for (_, cells) in &table.rows {
            let [who, roles, ..] = cells.as_slice() else { continue };
            let who = who.flowing();
            let parted = who.rsplit_once(" (").and_then(|(name, rest)| Some((name, rest.strip_suffix(')')?)));
            let parted = parted.filter(|(_, handle)| !handle.contains(char::is_whitespace));
            let (name, handle) = parted.map_or((None, who.as_str()), |(name, handle)| (Some(name.to_owned()), handle));
            let roles = roles.flowing();
            let derived = |role: &str| {
                ["led", "wrote_minutes", "wrote_review", "logged", "named", "owns_actions"].iter().any(|key| self.language.is(key, role))
            };
            let all: Vec<&str> = roles.split(", ").collect();
            let own = all.iter().take_while(|role| !derived(role)).copied().collect::<Vec<_>>().join(", ");
            let has = |key: &str| all.iter().any(|role| self.language.is(key, role));
            self.names.insert(handle.to_owned(), (has("logged"), has("named")));
            if name.is_some() || !own.is_empty() {
                let role = Some(own).filter(|own| !own.is_empty());
                self.brought.register.people.push((handle.to_owned(), name, role));
            }
            if has("logged") && self.brought.register.author.is_none() {
                self.brought.register.author = Some(handle.to_owned());
            }
        }
    }

    fn finish(mut self) -> Brought {
        for line in &mut self.brought.lines {
            // Who is named and wrote nothing was named by whoever wrote.
            let named = line.by.as_ref().and_then(|by| self.names.get(by)).is_some_and(|(logged, named)| *named && !logged);
            if named {
                line.person = line.by.take();
            } else if line.person == line.by {
                line.person = None;
            }
            line.by = line.by.take().or_else(|| self.brought.register.author.clone());
        }
        tasks::join(&mut self.brought.tasks, &self.brought.lines);
        self.brought
    }
}

fn table(body: &[Piece]) -> Option<&Table> {
    body.iter().find_map(|piece| if let What::Table(table) = &piece.what { Some(table) } else { None })
}

/// Gives the text of a section as it was written.
fn text_of(pieces: &[&Piece], form: Form) -> String {
    let texts = pieces.iter().map(|piece| match (&piece.what, form) {
        (What::List(items), _) => items.iter().map(|item| lines(item, 0)).collect::<Vec<_>>().join("\n"),
        (What::Code { text, .. }, _) => text.clone(),
        (What::Text(words), _) => words.flowing(),
        _ => plain(piece, 0),
    });
    texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n")
}

fn lines(item: &Item, margin: usize) -> String {
    let own = format!("{}{}", " ".repeat(margin), item.words.flowing());
    let below = item.below.iter().map(|piece| match &piece.what {
        What::List(items) => items.iter().map(|item| lines(item, margin + 2)).collect::<Vec<_>>().join("\n"),
        _ => plain(piece, margin + 2),
    });
    std::iter::once(own).chain(below).collect::<Vec<_>>().join("\n")
}

impl Task {
    /// Gives the words that tell an action from another.
    pub(super) fn words(&self) -> &str {
        self.text.raw()
    }
}
