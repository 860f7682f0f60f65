//! Where the pieces of a foreign review go while it is read: sections, lines, actions, and what has no place.

use std::ops::Range;

use super::brought::{Kept, Line, Task, key};
use super::days::Days;
use super::names::{List, meaning};
use super::stamp::Stamp;
use crate::app::import::Times;
use crate::document::outline::{Item, Piece, What, Words};
use crate::model::Moment;

/// Where a piece belongs by the headings above it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// Above the first heading that is understood.
    Intro,
    /// A section of ours.
    Section(&'static str),
    /// The timeline.
    Timeline,
    /// The actions.
    Actions,
    /// Moments with a name.
    KeyTimes,
    /// Nowhere.
    Nowhere,
}

impl Target {
    /// Gives where something with this meaning belongs.
    pub fn of(meaning: &'static str) -> Self {
        match meaning {
            "timeline" => Self::Timeline,
            "actions" => Self::Actions,
            "key-times" => Self::KeyTimes,
            "title" => Self::Intro,
            section => Self::Section(section),
        }
    }
}

/// Holds everything while a review is read.
pub struct Placing<'a> {
    /// The whole text.
    pub source: &'a str,
    /// Days and zones as they go on.
    pub days: Days,
    /// Sections, in the order they came.
    pub sections: Vec<(&'static str, Vec<String>)>,
    /// The timeline.
    pub lines: Vec<Line>,
    /// Actions.
    pub tasks: Vec<Task>,
    /// Times of the case.
    pub times: Times,
    /// When it was declared.
    pub declared: Option<Moment>,
    /// What has no place.
    pub kept: Vec<Kept>,
    /// Where each line of the text begins.
    starts: Vec<usize>,
    /// Where the piece that was kept last ends.
    kept_to: usize,
}

impl<'a> Placing<'a> {
    /// Begins with a text and the days that are known of it.
    pub fn new(source: &'a str, days: Days) -> Self {
        let starts = std::iter::once(0).chain(source.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self {
            source,
            days,
            sections: Vec::new(),
            lines: Vec::new(),
            tasks: Vec::new(),
            times: Times::default(),
            declared: None,
            kept: Vec::new(),
            starts,
            kept_to: 0,
        }
    }

    /// Gives where a line begins, from 1; the end of the text for what comes after the last.
    pub fn start_of(&self, line: usize) -> usize {
        self.starts.get(line.saturating_sub(1)).copied().unwrap_or(self.source.len())
    }

    /// Adds a text to a section.
    pub fn say(&mut self, section: &'static str, text: impl Into<String>) {
        let text = text.into();
        if text.trim().is_empty() {
            return;
        }
        match self.sections.iter_mut().find(|(name, _)| *name == section) {
            Some((_, texts)) => texts.push(text),
            None => self.sections.push((section, vec![text])),
        }
    }

    /// Keeps a piece of the source word for word; pieces that follow each other are one.
    pub fn keep(&mut self, range: Range<usize>) {
        let text = self.source.get(range.clone()).unwrap_or_default();
        if text.trim().is_empty() {
            return;
        }
        let begin = range.start + (text.len() - text.trim_start().len());
        let line = |at: usize| self.starts.partition_point(|start| *start <= at);
        let text = self.source.get(begin..range.end).unwrap_or_default().trim_end();
        let end = begin + text.len();
        let (from, to) = (line(begin), line(end));
        let between = self.source.get(self.kept_to..begin);
        self.kept_to = end;
        match self.kept.last_mut() {
            // Nothing but empty lines stands between them.
            Some(last) if last.to < from && between.is_some_and(|between| between.trim().is_empty()) => {
                last.text.push_str("\n\n");
                last.text.push_str(text);
                last.to = to;
            }
            _ => self.kept.push(Kept { from, to, text: text.to_owned() }),
        }
    }

    /// Adds a line to the timeline.
    pub fn log(&mut self, observed: Moment, by: Option<String>, text: &str, label: Option<&str>) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        if let Some(name) = label.and_then(|label| meaning(List::Time, label)) {
            self.time(name, observed);
        }
        let by = by.map(|by| by.trim().to_owned()).filter(|by| !by.is_empty());
        let key = key(&[&self.lines.len().to_string(), text]);
        self.lines.push(Line { key, observed, by, text: text.into(), ..Line::default() });
    }

    /// Adds to the line that was logged last.
    pub fn go_on(&mut self, text: &str) {
        if let Some(line) = self.lines.last_mut() {
            line.text = format!("{}\n{}", line.text.raw(), text.trim_end()).into();
        }
    }

    /// Takes a time of the case; the first that is said holds.
    pub fn time(&mut self, name: &str, moment: Moment) {
        let slot = match name {
            "started" => &mut self.times.started,
            "detected" => &mut self.times.detected,
            "declared" => &mut self.declared,
            "acknowledged" => &mut self.times.acknowledged,
            "restored" => &mut self.times.restored,
            "resolved" => &mut self.times.resolved,
            _ => return,
        };
        if moment.is_known() {
            slot.get_or_insert(moment);
        }
    }

    /// Gives the moment of a stamp, and the text behind it.
    pub fn stamped<'t>(&mut self, stamp: &Stamp, text: &'t str) -> (Moment, std::borrow::Cow<'t, str>) {
        let moment = self.days.moment_of(stamp);
        let rest = text.get(stamp.length..).unwrap_or_default();
        let rest = match &stamp.until {
            Some(until) => std::borrow::Cow::Owned(format!("{rest} (– {until})")),
            None => std::borrow::Cow::Borrowed(rest),
        };
        // Without a day the time itself would be lost.
        if moment.is_known() { (moment, rest) } else { (moment, std::borrow::Cow::Borrowed(text)) }
    }
}

/// Writes a piece as plain text, indented.
pub fn plain(piece: &Piece, margin: usize) -> String {
    let pad = " ".repeat(margin);
    match &piece.what {
        What::Text(words) => format!("{pad}{}", words.flowing().replace('\n', &format!("\n{pad}"))),
        What::Heading { text, .. } => format!("{pad}{text}"),
        What::List(items) => items.iter().map(|item| item_plain(item, margin)).collect::<Vec<_>>().join("\n"),
        What::Table(table) => {
            let row = |cells: &[Words]| format!("{pad}{}", cells.iter().map(Words::flowing).collect::<Vec<_>>().join(" | "));
            let head = Some(row(&table.columns)).filter(|row| !row.replace('|', "").trim().is_empty());
            head.into_iter().chain(table.rows.iter().map(|(_, cells)| row(cells))).collect::<Vec<_>>().join("\n")
        }
        What::Code { text, .. } | What::Html(text) => text.lines().map(|line| format!("{pad}{line}")).collect::<Vec<_>>().join("\n"),
        What::Front(_) | What::Rule => String::new(),
    }
}

fn item_plain(item: &Item, margin: usize) -> String {
    let pad = " ".repeat(margin);
    let tick = item.ticked.map_or("", |done| if done { "[x] " } else { "[ ] " });
    let own = format!("{pad}- {tick}{}", item.words.flowing().replace('\n', &format!("\n{pad}  ")));
    let below = item.below.iter().map(|piece| plain(piece, margin + 2));
    std::iter::once(own).chain(below).filter(|text| !text.trim().is_empty()).collect::<Vec<_>>().join("\n")
}

/// Gives what stands behind the bold label of a text.
pub fn behind<'t>(label: &str, text: &'t str) -> &'t str {
    let text = text.trim_start();
    text.strip_prefix(label).unwrap_or(text).trim_start().trim_start_matches([':', '：']).trim_start()
}
