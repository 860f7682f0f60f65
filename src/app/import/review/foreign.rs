//! Post-mortems of others: headings say what is meant, as far as their names are known.

use super::brought::{Brought, key};
use super::days::Days;
use super::front::facts;
use super::names::{List, meaning};
use super::placing::{Placing, Target, behind, plain};
use super::stamp::{day_in, leading};
use super::{tabled, timeline};
use crate::app::import::words;
use crate::app::import::{IncomingCase, Options};
use crate::document::outline::{Item, Piece, What, Words};
use crate::model::Moment;
use crate::model::case::IncidentState;

/// The system that keys of foreign reviews are unique in.
pub const SOURCE: &str = "post-mortem";
/// Longest title.
const LONGEST: usize = 200;

/// Facts about the whole, wherever they stand.
#[derive(Default)]
struct About {
    title: Option<String>,
    /// A heading has said that the title comes next.
    title_follows: bool,
    url: Option<String>,
    service: Option<String>,
    severity: Option<String>,
    tags: Vec<String>,
}

struct Reading<'a> {
    placing: Placing<'a>,
    about: About,
    /// Headings that hold, with what they mean.
    above: Vec<(u8, Target, String)>,
    /// Whether a line of the timeline is there that the next piece may go on with.
    open: bool,
}

/// Reads a foreign review.
pub fn read(source: &str, pieces: &[Piece], stem: &str, options: &Options) -> Brought {
    let mut days = Days::new(options.zone, options.day_first.unwrap_or(false));
    days.hear(&stem.replace('_', " "));
    let placing = Placing::new(source, days);
    let mut reading = Reading { placing, about: About::default(), above: Vec::new(), open: false };
    let first = first_day(source);
    for piece in pieces {
        reading.take(piece);
    }
    reading.finish(stem, &first)
}

/// Gives the first day that stands anywhere, as it is written: two texts of one title are told apart by it.
fn first_day(source: &str) -> String {
    source.lines().find_map(day_in).map(|day| format!("{day:?}")).unwrap_or_default()
}

impl Reading<'_> {
    fn target(&self) -> Target {
        self.above.last().map_or(Target::Intro, |(_, target, _)| *target)
    }

    fn take(&mut self, piece: &Piece) {
        match &piece.what {
            What::Front(text) => return self.front(text, piece),
            What::Heading { level, text } => return self.heading(*level, text, piece),
            _ => {}
        }
        if std::mem::take(&mut self.about.title_follows)
            && let What::Text(words) = &piece.what
            && words.flowing().len() <= LONGEST
        {
            self.named(words.flowing().trim());
            return;
        }
        self.place(self.target(), piece);
    }

    fn place(&mut self, target: Target, piece: &Piece) {
        let under = self.above.last().map(|(_, _, text)| text.clone());
        match (&piece.what, target) {
            (What::Rule, _) => {}
            (What::Text(words), _) if words.is_blank() => {}
            (What::List(items), _) if items.iter().all(|item| item.words.is_blank() && item.below.is_empty()) => {}
            (_, Target::Timeline) => timeline::read(&mut self.placing, piece, &mut self.open),
            (_, Target::Actions) => tabled::read(&mut self.placing, piece, under.as_deref()),
            (_, Target::KeyTimes) => timeline::key_times(&mut self.placing, piece),
            // Whatever its heading is called, a list or table of times is a timeline, and one of tasks and owners is actions.
            (What::List(items), _) if timeline::is_list(items) => timeline::read(&mut self.placing, piece, &mut false),
            (What::Table(table), _) if tabled::is_one(table) => tabled::read(&mut self.placing, piece, None),
            (What::Table(table), _) if timeline::is_one(table) && !table.rows.is_empty() => {
                timeline::read(&mut self.placing, piece, &mut false);
            }
            (What::Html(_), _) => self.placing.keep(piece.source.clone()),
            (What::List(items), Target::Section("stated-durations")) => items.iter().for_each(|item| self.duration(item)),
            (_, Target::Section(name)) => self.placing.say(name, plain(piece, 0)),
            (What::List(items), _) => items.iter().for_each(|item| self.labelled(item, piece)),
            (What::Text(words), Target::Intro) => self.intro(words),
            (_, Target::Intro) => self.placing.say("background", plain(piece, 0)),
            (_, Target::Nowhere) => self.placing.keep(piece.source.clone()),
        }
    }

    fn heading(&mut self, level: u8, text: &str, piece: &Piece) {
        if self.target() == Target::Timeline && leading(text).is_some() {
            return timeline::heading(&mut self.placing, text, &mut self.open);
        }
        let found = meaning(List::Heading, text);
        let first = self.about.title.is_none() && !self.about.title_follows && self.above.is_empty();
        if found == Some("title") || (found.is_none() && first) {
            self.above.retain(|(above, ..)| *above < level);
            self.about.title_follows = found.is_some() && self.about.title.is_none();
            if found.is_none() {
                self.named(text);
            }
            return;
        }
        self.above.retain(|(above, ..)| *above < level);
        let inherited = self.above.last().map(|(_, target, _)| *target);
        let target = match (found, inherited) {
            (Some(found), _) => Target::of(found),
            (None, Some(target)) => target,
            (None, None) => Target::Nowhere,
        };
        self.open = false;
        match (found, target) {
            (_, Target::Timeline) => {
                self.placing.days.hear(text);
                // A bare chat log is another's time; a heading below a timeline that is no time is words.
                if found.is_none() {
                    timeline::heading(&mut self.placing, text, &mut self.open);
                }
            }
            (None, Target::Section(name)) => self.placing.say(name, text),
            (None, Target::Nowhere) => self.placing.keep(piece.source.clone()),
            _ => {}
        }
        self.above.push((level, target, text.to_owned()));
    }

    fn named(&mut self, text: &str) {
        let text = text.trim();
        if !text.is_empty() && self.about.title.is_none() {
            self.placing.days.hear(text);
            self.about.title = Some(text.chars().take(LONGEST).collect());
        }
    }

    fn front(&mut self, text: &str, piece: &Piece) {
        for fact in facts(text) {
            if fact.values.iter().all(|value| value.trim().is_empty()) {
                continue;
            }
            if !self.fact(&fact.key, &fact.values) {
                let from = piece.line + 1 + fact.line;
                let begin = self.placing.start_of(from);
                let below = self.placing.source.get(self.placing.start_of(from + 1)..).unwrap_or_default();
                let long = below.lines().take_while(|line| line.starts_with([' ', '-']) && line.trim() != "---").count();
                let range = begin..self.placing.start_of(from + 1 + long);
                self.placing.keep(range);
            }
        }
    }

    /// Takes a fact about the whole; says whether it has a place.
    fn fact(&mut self, name: &str, values: &[String]) -> bool {
        let joined = values.join(", ");
        match meaning(List::Fact, name) {
            Some("title") => self.named(&joined),
            Some("day") => self.placing.days.hear(&joined),
            Some("severity") => self.about.severity = Some(joined),
            Some("author") => self.placing.say("document-history", format!("{name}: {joined}")),
            Some("tags") => self.about.tags.extend(values.iter().cloned()),
            Some("url") => self.about.url = Some(joined),
            Some("service") => self.about.service = Some(joined),
            Some("summary") => self.placing.say("summary", joined),
            _ => return self.moment(&name.replace('_', " "), &joined),
        }
        true
    }

    /// Takes a moment with a name out of the front matter: `start_time: 2014-04-01T21:00:00Z`.
    fn moment(&mut self, name: &str, value: &str) -> bool {
        let (Some(time), Some(stamp)) = (meaning(List::Time, name), leading(value)) else { return false };
        let moment = self.placing.days.moment_of(&stamp);
        self.placing.time(time, moment);
        moment.is_known()
    }

    /// Reads what stands above the first heading that is understood: facts line by line, else what it is about.
    fn intro(&mut self, words: &Words) {
        let lines = || words.lines.iter().flat_map(|line| line.split('\n')).filter(|line| !line.trim().is_empty());
        let facts: Vec<Option<(&str, &str)>> = lines().map(|line| line.split_once(": ")).collect();
        let known = |fact: &Option<(&str, &str)>| {
            fact.is_some_and(|(name, _)| name.len() <= 40 && (meaning(List::Fact, name).is_some() || meaning(List::Label, name).is_some()))
        };
        if facts.iter().all(known) {
            for (name, value) in facts.into_iter().flatten() {
                match meaning(List::Fact, name).is_some() {
                    true => {
                        self.fact(name, &[value.trim().to_owned()]);
                    }
                    false => self.under(name, &Words { lines: vec![value.to_owned()], ..Words::default() }, name),
                }
            }
            return;
        }
        self.placing.days.overhear(&words.flowing());
        let begun = self.placing.sections.iter().any(|(name, _)| *name == "summary");
        self.placing.say(if begun { "background" } else { "summary" }, words.flowing());
    }

    /// Puts a short text where its label says.
    fn under(&mut self, label: &str, words: &Words, told: &str) {
        let Some(found) = meaning(List::Label, label) else { return };
        match Target::of(found) {
            Target::Section("stated-durations") => self.placing.say("stated-durations", stated(told, &words.flowing())),
            Target::Section("document-history") => self.placing.say("document-history", format!("{told}: {}", words.flowing())),
            target => {
                let piece = Piece { line: 0, source: 0..0, what: What::Text(words.clone()) };
                self.place(target, &piece);
            }
        }
    }

    /// Reads an item whose bold beginning is a heading in all but name: "**Impact**: nobody could log in".
    fn labelled(&mut self, item: &Item, piece: &Piece) {
        let label = item.words.label.as_deref().filter(|label| meaning(List::Label, label).is_some());
        let Some(label) = label else {
            return match self.target() {
                Target::Intro => {
                    let alone = Piece { line: item.line, source: piece.source.clone(), what: What::List(vec![item.clone()]) };
                    self.placing.say("background", plain(&alone, 0));
                }
                _ => self.placing.keep(self.source_of(item, piece)),
            };
        };
        let text = item.words.flowing();
        let rest = behind(label, &text);
        if !rest.is_empty() {
            let words = Words { lines: vec![rest.to_owned()], links: item.words.links.clone(), ..Words::default() };
            self.under(label, &words, label);
        }
        let target = meaning(List::Label, label).map_or(Target::Nowhere, Target::of);
        item.below.iter().for_each(|below| self.place(target, below));
    }

    /// Gives the source of one item of a list.
    fn source_of(&self, item: &Item, piece: &Piece) -> std::ops::Range<usize> {
        let What::List(items) = &piece.what else { return piece.source.clone() };
        let begin = |line: usize| self.placing.start_of(line);
        // Items stand in the order of their lines.
        let after = items.partition_point(|other| other.line <= item.line);
        let next = items.get(after).map_or(piece.source.end, |other| begin(other.line));
        begin(item.line).max(piece.source.start)..next.min(piece.source.end).max(piece.source.start)
    }

    fn duration(&mut self, item: &Item) {
        let text = item.words.flowing();
        let (name, value) = text.split_once(':').unwrap_or((text.as_str(), ""));
        self.placing.say("stated-durations", if value.is_empty() { text.clone() } else { stated(name, value) });
        for below in &item.below {
            self.placing.say("stated-durations", plain(below, 2));
        }
    }

    fn finish(self, stem: &str, first: &str) -> Brought {
        let Self { mut placing, about, .. } = self;
        let summary = placing.sections.iter().find(|(name, _)| *name == "summary").and_then(|(_, texts)| texts.first());
        let sentence = || {
            summary.map(|text| text.lines().next().unwrap_or_default().split(". ").next().unwrap_or_default().chars().take(100).collect())
        };
        let title: String =
            about.title.or_else(sentence).filter(|title: &String| !title.trim().is_empty()).unwrap_or_else(|| stem.to_owned());
        let key = key(&[&title, about.url.as_deref().unwrap_or_default(), first]);
        let mut case =
            IncomingCase::new(crate::model::CaseKind::Incident, &key, if title.trim().is_empty() { "Post-mortem" } else { &title }, 1);
        case.state = IncidentState::Closed.key();
        case.times = placing.times;
        case.times.opened = opened(&placing);
        case.priority = about.severity.as_deref().and_then(|word| words::Words::standard().priority(word));
        case.severity = about.severity;
        case.service = about.service;
        case.url = about.url;
        about.tags.iter().for_each(|tag| case.tag(tag));
        let mut notes = Vec::new();
        let count = |n: usize| if n == 1 { "1 time".to_owned() } else { format!("{n} times") };
        if placing.days.without_zone > 0 {
            notes.push(format!("{} without a zone read in your own", count(placing.days.without_zone)));
        }
        if placing.days.without_day > 0 {
            notes.push(format!("{} without a day: the text keeps the time, and the moment is unknown", count(placing.days.without_day)));
        }
        let sections = placing.sections.drain(..).map(|(name, texts)| (name.to_owned(), joined(name, &texts))).collect();
        let mut brought = Brought {
            declared: placing.declared,
            sections,
            lines: placing.lines,
            tasks: placing.tasks,
            kept: placing.kept,
            notes,
            ..Brought::new(SOURCE.to_owned(), case)
        };
        brought.keep_extra();
        brought
    }
}

/// Gives when it began to be known: its first moment.
fn opened(placing: &Placing<'_>) -> Option<Moment> {
    let known = placing.lines.iter().map(|line| line.observed).filter(Moment::is_known).min_by_key(|moment| moment.at);
    placing.times.started.or(known).or_else(|| placing.days.day())
}

/// Joins what was gathered for a section: items line by line, prose with empty lines between.
fn joined(name: &str, texts: &[String]) -> String {
    let sections = crate::model::sections::Sections::built_in();
    let list = sections.find(name).is_some_and(|section| section.form == crate::model::sections::Form::List);
    texts.join(if list { "\n" } else { "\n\n" })
}

/// Says a duration under the name we have for it, so that it stands beside the computed one.
fn stated(name: &str, value: &str) -> String {
    let ours = meaning(List::Duration, name).map(|key| key.replace('_', " "));
    format!("{}: {}", ours.as_deref().unwrap_or(name.trim()), value.trim())
}
