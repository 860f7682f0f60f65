//! A review as it was printed here, read back: the front matter says what the case is, headings and columns what each row is.
//!
//! Texts are escaped when they are printed, so what is emphasised, parted by a comment or marked with a sign is ours.

use std::collections::{HashMap, HashSet};

use super::brought::{Brought, Kept, Row, key};
use super::columns::Columns;
use super::front::facts;
use super::head::Head;
use super::placing::plain;
use super::printed::Language;
use super::rows::line_number;
use super::{causes, logged, people, rows, tasks, times};
use crate::app::rca::{kept, section_of};
use crate::document::outline::{Item, Piece, What, Words};
use crate::model::Value;
use crate::model::finding::FindingKind;
use crate::model::sections::{Form, Sections};

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
    let pieces = pieces.get(1..).unwrap_or_default();
    let foot = own.foot(pieces);
    let mut parts = pieces.get(..foot).unwrap_or_default().split(|piece| matches!(piece.what, What::Heading { level: 2, .. }));
    own.top(parts.next().unwrap_or_default());
    let titles = pieces.iter().filter_map(|piece| if let What::Heading { level: 2, text } = &piece.what { Some(text) } else { None });
    for (title, body) in titles.zip(parts) {
        // A rule of a person's own parts nothing.
        let body: Vec<Piece> = body.iter().filter(|piece| piece.what != What::Rule).cloned().collect();
        own.part(title, &body);
    }
    // What stands behind the foot was added by somebody.
    own.keep(pieces.get(foot + 2..).unwrap_or_default());
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
    /// Finds the rule above the foot; the end where there is none.
    fn foot(&self, pieces: &[Piece]) -> usize {
        let begins =
            |piece: &Piece| matches!(&piece.what, What::Text(words) if words.flowing().starts_with(self.language.word("printed_for")));
        let is_foot = |at: &usize| pieces.get(*at).is_some_and(|piece| piece.what == What::Rule) && pieces.get(at + 1).is_some_and(begins);
        (0..pieces.len()).rev().find(is_foot).unwrap_or(pieces.len())
    }

    /// Reads what stands above the first heading: the title and the table of what the front matter says too; the rest somebody added.
    fn top(&mut self, pieces: &[Piece]) {
        let table = pieces.iter().position(|piece| matches!(piece.what, What::Table(_)));
        let ours = |at: usize, piece: &Piece| matches!(piece.what, What::Heading { level: 1, .. } | What::Rule) || Some(at) == table;
        let added = pieces.iter().enumerate().filter(|(at, piece)| !ours(*at, piece)).map(|(_, piece)| piece.clone());
        self.keep(&added.collect::<Vec<_>>());
    }

    /// Keeps pieces that have no place, word for word and with their lines.
    fn keep(&mut self, pieces: &[Piece]) {
        for piece in pieces {
            let text = self.source.get(piece.source.clone()).unwrap_or_default().trim_end();
            if !text.trim().is_empty() {
                let to = piece.line + text.trim().matches('\n').count();
                self.brought.kept.push(Kept { from: piece.line, to, text: text.to_owned() });
            }
        }
    }

    fn part(&mut self, title: &str, body: &[Piece]) {
        if self.block(title, body).is_some() {
            return;
        }
        let section = self.sections.iter().find(|section| self.language.titles(&section.title).any(|known| known == title));
        if let Some(section) = section {
            return self.section(&section.name.clone(), section.form, body);
        }
        let key = self.language.key_of(title);
        let table = body.iter().position(|piece| matches!(piece.what, What::Table(_)));
        let read = table.is_some_and(|at| self.table(key.as_deref().unwrap_or_default(), at, body));
        if read {
            let is_ours = |piece: &Piece| match &piece.what {
                What::Text(words) => self.language.day_of(&words.flowing()).is_some() || is_legend(words, &self.language),
                What::Code { language, .. } => language == "mermaid",
                _ => false,
            };
            let rest = body.iter().enumerate().filter(|(at, piece)| Some(*at) != table && !is_ours(piece)).map(|(_, piece)| piece.clone());
            let rest: Vec<Piece> = rest.collect();
            return self.keep(&rest);
        }
        let name = key.unwrap_or_else(|| title.to_owned());
        let from = body.first().map_or(0, |piece| piece.source.start);
        let to = body.last().map_or(0, |piece| piece.source.end);
        let text = self.source.get(from..to).unwrap_or_default().trim().to_owned();
        self.write(&name, &text, false);
    }

    /// Reads the table of a part that is always there; says whether it was one.
    fn table(&mut self, key: &str, at: usize, body: &[Piece]) -> bool {
        let Some(Piece { what: What::Table(table), .. }) = body.get(at) else { return false };
        let (columns, language) = (Columns::of(table, &self.language), &self.language);
        let lines = &mut self.brought.lines;
        match key {
            "times" => times::times(&mut self.brought, &columns, language),
            "durations" => times::durations(&mut self.brought, &columns, language),
            // Worked out again from the times.
            "phases" => Some(()),
            "timeline" => {
                let texts = body.iter().filter_map(|piece| if let What::Text(words) = &piece.what { Some(words.flowing()) } else { None });
                let day = texts.into_iter().find_map(|said| language.day_of(&said));
                logged::timeline(&columns, day, language).map(|read| lines.extend(read))
            }
            "decisions" => logged::decisions(&columns, lines, language),
            "hypotheses" => logged::hypotheses(&columns, lines, language),
            "actions" => tasks::read(&columns, language).map(|read| self.brought.tasks.extend(read)),
            _ => None,
        }
        .is_some()
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
            false => self.write(name, &written, false),
        }
        let rows: Vec<&Piece> = rows.iter().filter(|piece| !matches!(piece.what, What::Html(_))).collect();
        self.recorded(name, &rows);
    }

    /// Reads what stands under a heading from the record; what is none of it is part of the section's text.
    fn recorded(&mut self, name: &str, pieces: &[&Piece]) {
        let language = &self.language;
        let mut rest: Vec<&Piece> = Vec::new();
        for piece in pieces {
            let read = match (&piece.what, name) {
                (What::Code { language, .. }, "five-whys") if language == "mermaid" => Some(()),
                (What::List(items), "five-whys") => {
                    let read = causes::read(items, language, self.tree.len());
                    self.tree.extend(read);
                    Some(())
                }
                (What::List(items), "causes" | "contributing-factors") => {
                    self.causes.extend(causes::read(items, language, 0));
                    Some(())
                }
                (What::Table(table), "participants") => {
                    let columns = Columns::of(table, language);
                    let read = people::read(&columns, language, &mut self.brought.register, &mut self.names);
                    read.map(|rows| self.brought.rows.extend(rows))
                }
                // Lines of the log have a column for their number, which has no heading.
                (What::Table(table), "open-questions") if table.columns.first().is_some_and(Words::is_blank) => {
                    logged::questions(&Columns::of(table, language), &mut self.brought.lines, language)
                }
                _ => None,
            };
            if read.is_none() {
                rest.push(piece);
            }
        }
        if let ("related", Some(What::List(items))) = (name, rest.first().map(|piece| &piece.what)) {
            self.related(items);
            rest.remove(0);
        }
        let (rows, left) = rows::read(name, &rest, &self.language);
        self.brought.rows.extend(rows);
        let text = left.iter().map(|row| plain(row, 0)).filter(|text| !text.trim().is_empty());
        self.write(name, &text.collect::<Vec<_>>().join("\n"), true);
    }

    /// Adds to the text of a section, before or behind what is there.
    fn write(&mut self, name: &str, text: &str, before: bool) {
        match self.brought.sections.iter_mut().find(|(known, _)| known == name) {
            _ if text.trim().is_empty() => {}
            Some((_, written)) if before => *written = format!("{text}\n{written}"),
            Some((_, written)) => *written = format!("{written}\n\n{text}"),
            None => self.brought.sections.push((name.to_owned(), text.to_owned())),
        }
    }

    /// Cases of another database stay words; the address of the case stands in the front matter.
    fn related(&mut self, items: &[Item]) {
        let url = self.brought.case.url.clone();
        let others = items.iter().filter(|item| Some(item.words.flowing().trim()) != url.as_deref()).map(|item| lines(item, 0));
        self.write("related", &others.collect::<Vec<_>>().join("\n"), true);
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
        // A line that stands there twice is two lines.
        let mut seen: HashMap<String, usize> = HashMap::new();
        for line in lines.iter_mut() {
            let before = seen.entry(line.key.clone()).or_default();
            if *before > 0 {
                line.key = key(&[&line.key, &before.to_string()]);
            }
            *before += 1;
        }
        tasks::join(&mut self.brought.tasks, &self.brought.lines);
        let written = self.brought.sections.iter().find(|(name, _)| name == "stated-durations").map_or("", |(_, text)| text);
        let is_written = |row: &Row| row.kind == FindingKind::Duration && times::is_stated(written, row, &self.language);
        // The tree has all causes and their order; where there is none they stand alone.
        let mut rows = if self.tree.is_empty() { self.causes } else { self.tree };
        rows.extend(self.brought.rows.iter().filter(|row| !is_written(row)).cloned());
        self.brought.rows = rows;
        self.brought.keep_extra();
        self.brought
    }
}

/// Says whether a paragraph is the one that says what the star of a key moment means.
fn is_legend(words: &Words, language: &Language) -> bool {
    words.flowing().strip_prefix('*').is_some_and(|rest| language.is("key_moment", rest))
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
