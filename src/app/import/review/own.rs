//! A review as it was printed here, read back: the front matter says what the case is, headings and columns what each row is.
//!
//! Texts are escaped when they are printed, so what is emphasised, parted by a comment or marked with a sign is ours.

use std::collections::HashSet;

use super::brought::{Brought, Line, Row, key};
use super::front::facts;
use super::head::Head;
use super::placing::plain;
use super::printed::{Language, labelled};
use super::rows::line_number;
use super::{causes, rows, tasks, times};
use crate::app::rca::{kept, section_of};
use crate::document::outline::{Item, Piece, Table, What, Words};
use crate::model::entry::{EntryKind, Verdict};
use crate::model::finding::FindingKind;
use crate::model::sections::{Form, Sections};
use crate::model::{Moment, Value};

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
    let named = head.text("named").unwrap_or_default();
    let named = named.split_whitespace().filter_map(line_number).collect();
    let mut own = Own { source, language, sections, brought: head.begin(), named, names: Vec::new(), causes: Vec::new(), tree: Vec::new() };
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

struct Own<'a> {
    source: &'a str,
    language: Language,
    sections: &'a Sections,
    brought: Brought,
    /// Numbers of the lines in which whoever stands beside them is named, and did not write them.
    named: HashSet<i64>,
    /// Who wrote lines, in their order.
    names: Vec<String>,
    /// The causes that are printed one by one, and those of the tree.
    causes: Vec<Row>,
    tree: Vec<Row>,
}

impl Own<'_> {
    fn part(&mut self, title: &str, body: &[Piece]) {
        if self.block(title, body).is_some() {
            return;
        }
        let section = self.sections.iter().find(|section| section.title.in_language(self.language.tag()) == title);
        if let Some(section) = section {
            return self.section(&section.name.clone(), section.form, body);
        }
        match (self.language.key_of(title).as_deref(), table(body)) {
            (Some("times"), Some(table)) => times::times(&mut self.brought, table, &self.language),
            (Some("durations"), Some(table)) => times::durations(&mut self.brought, table, &self.language),
            // Worked out again from the times.
            (Some("phases"), _) => {}
            (Some("timeline"), Some(table)) => self.timeline(table, body),
            (Some("decisions"), Some(table)) => self.decisions(table),
            (Some("hypotheses"), Some(table)) => self.hypotheses(table),
            (Some("actions"), Some(table)) => self.brought.tasks = tasks::read(table, &self.language),
            (key, _) => {
                let name = key.map_or_else(|| title.to_owned(), str::to_owned);
                let from = body.first().map_or(0, |piece| piece.source.start);
                let to = body.last().map_or(0, |piece| piece.source.end);
                let text = self.source.get(from..to).unwrap_or_default().trim().to_owned();
                self.brought.sections.push((name, text));
            }
        }
    }

    /// Keeps a table of the playbook as it is; a section of the same heading has the record's mark below its tables.
    fn block(&mut self, title: &str, body: &[Piece]) -> Option<()> {
        let [Piece { what: What::Table(table), .. }] = body else { return None };
        let name = section_of(self.language.key_of(title)?.replace('-', "_").as_str())?;
        let rows = std::iter::once(&table.columns).chain(table.rows.iter().map(|(_, row)| row));
        let rows: Vec<Vec<String>> = rows.map(|row| row.iter().map(Words::flowing).collect()).collect();
        self.brought.sections.push((name, kept::write(rows.iter().map(|row| row.iter().map(String::as_str).collect()))));
        Some(())
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
        let rows: Vec<&Piece> = rows.iter().filter(|piece| !matches!(piece.what, What::Html(_))).collect();
        self.recorded(name, &rows);
    }

    /// Reads what stands under a heading from the record.
    fn recorded(&mut self, name: &str, pieces: &[&Piece]) {
        if causes::stand_under(name) {
            let found = causes::read(pieces, &self.language);
            if name == "five-whys" {
                self.tree = found;
            } else {
                self.causes.extend(found);
            }
            return;
        }
        let mut rest = pieces;
        match (name, pieces.split_first()) {
            ("participants", Some((Piece { what: What::Table(table), .. }, more))) => {
                self.participants(table);
                rest = more;
            }
            // Lines of the log have a column for their number, which has no heading.
            ("open-questions", Some((Piece { what: What::Table(table), .. }, more)))
                if table.columns.first().is_some_and(Words::is_blank) =>
            {
                self.questions(table);
                rest = more;
            }
            ("related", Some((Piece { what: What::List(items), .. }, more))) => {
                self.related(items);
                rest = more;
            }
            _ => {}
        }
        match rows::read(name, rest, &self.language) {
            Some(rows) => self.brought.rows.extend(rows),
            None => {
                let text = rest.iter().map(|row| plain(row, 0)).filter(|text| !text.trim().is_empty());
                self.write(name, &text.collect::<Vec<_>>().join("\n"));
            }
        }
    }

    /// Adds to the text of a section, before what was written.
    fn write(&mut self, name: &str, text: &str) {
        match self.brought.sections.iter_mut().find(|(known, _)| known == name) {
            _ if text.trim().is_empty() => {}
            Some((_, written)) => *written = format!("{text}\n{written}"),
            None => self.brought.sections.push((name.to_owned(), text.to_owned())),
        }
    }

    /// Cases of another database stay words; the address of the case stands in the front matter.
    fn related(&mut self, items: &[Item]) {
        let url = self.brought.case.url.clone();
        let others = items.iter().filter(|item| Some(item.words.flowing().trim()) != url.as_deref()).map(|item| lines(item, 0));
        self.write("related", &others.collect::<Vec<_>>().join("\n"));
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
            if has("logged") {
                self.names.push(handle.to_owned());
            }
            let role = Some(own).filter(|own| !own.is_empty());
            if name.is_some() || all.iter().any(|role| derived(role)) {
                self.brought.register.people.push((handle.to_owned(), name, role));
            } else {
                // Nobody the log knows: a row of the review says that they took part.
                let mut row = Row::new(FindingKind::Participant, vec![("name", Value::Text(handle.to_owned()))]);
                row.values.extend(role.map(|role| ("role", Value::Text(role))));
                self.brought.rows.push(row);
            }
        }
    }

    fn finish(mut self) -> Brought {
        let lines = &mut self.brought.lines;
        for line in lines.iter_mut().filter(|line| self.named.contains(&line.number)) {
            line.person = line.by.take();
        }
        // Nobody says who wrote a line that names another: somebody who wrote lines and stands beside none, else the first.
        let mut others: Vec<&String> = self.names.iter().filter(|name| !lines.iter().any(|line| line.by.as_ref() == Some(name))).collect();
        others.reverse();
        for line in lines.iter_mut().filter(|line| line.by.is_none()) {
            line.by = others.pop().or(self.names.first()).cloned();
        }
        tasks::join(&mut self.brought.tasks, &self.brought.lines);
        let written = self.brought.sections.iter().find(|(name, _)| name == "stated-durations").map_or("", |(_, text)| text);
        let is_written = |row: &Row| row.kind == FindingKind::Duration && times::is_stated(written, row, &self.language);
        // The tree has all causes and their order; where there is none they stand alone.
        let mut rows = if self.tree.is_empty() { self.causes } else { self.tree };
        rows.extend(self.brought.rows.iter().filter(|row| !is_written(row)).cloned());
        self.brought.rows = rows;
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
